package layout

import (
	"testing"

	"ysgk/internal/a1"
	"ysgk/internal/money"
)

// TestSumsOfABlankLineAreNoNumbersOfColumns finds a line whose formulas give 0 below headers: it is no row that counts
// the columns.
func TestSumsOfABlankLineAreNoNumbersOfColumns(t *testing.T) {
	for what, c := range map[string]struct {
		cells []Cell
		head  int
	}{
		"sums":    {[]Cell{{Text: "0", Numeric: true, Formula: true}, {Text: "0", Numeric: true, Formula: true}}, 2},
		"numbers": {[]Cell{{Text: "1", Numeric: true}, {Text: "2", Numeric: true}}, 3},
	} {
		s := &Sheet{Name: "表", Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{3: true}, Filled: map[int]bool{}}
		s.Set(At(1, 1), Cell{Text: "2026年“三公”经费支出情况表"})
		for col, head := range []string{"合计", "公务接待费"} {
			s.Set(At(col+1, 2), Cell{Text: head})
			s.Set(At(col+1, 3), c.cells[col])
		}
		if tables := FindTables(s, money.Common, func(string) bool { return false }); len(tables) != 1 || tables[0].Head[1] != c.head {
			t.Errorf("%s: %+v", what, tables)
		}
	}
}
