package verify

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// sheets are the tables of a small workbook: their cells by names such as 甲!A1, with
// amounts or formulas.
func sheets(v *verifier, cells map[string]any, names ...string) {
	for i, name := range names {
		s := &sheet{name: name, number: i, cells: map[xlsxedit.Pos]*cell{}}
		v.book.sheets = append(v.book.sheets, s)
		for row := 1; row <= 9; row++ {
			x := &cell{sheet: s, col: 1, row: row, kind: xlsxread.Number}
			switch value := cells[fmt.Sprint(name, row)].(type) {
			case int:
				x.num = decimal.NewFromInt(int64(value))
			case string:
				x.formula = value
			default:
				continue
			}
			s.cells[xlsxedit.Pos{Col: 1, Row: row}] = x
		}
		v.tables = append(v.tables, &table{form: &form{name: name, Form: &fill.Form{Sheet: name}}, sheet: s, begin: 1, end: 9, index: map[xlsxedit.Pos]*fact{}})
	}
}

func small(cells map[string]any, names ...string) *verifier {
	v := &verifier{pack: &pack.Pack{}, book: &book{precedents: map[*cell][]ref{}}, told: map[*cell]bool{}}
	sheets(v, cells, names...)
	return v
}

// at is the figure in a cell of the first column.
func (v *verifier) at(name string, row int) *fact {
	for _, t := range v.tables {
		if t.name == name {
			x := t.sheet.at(1, row)
			return &fact{table: t, cell: x, col: 1, row: row, value: x.num}
		}
	}
	return nil
}

func told(v *verifier) (out []string) {
	v.settle()
	for _, f := range v.out {
		out = append(out, f.Code+" "+f.Place.String())
	}
	return out
}

func TestTheOddOneOfThreeEqualFiguresIsTold(t *testing.T) {
	for odd := range 3 {
		cells := map[string]any{"甲1": 7, "乙1": 7, "丙1": 7}
		names := []string{"甲", "乙", "丙"}
		cells[names[odd]+"1"] = 5
		v := small(cells, names...)
		v.agree([]*fact{v.at("甲", 1), v.at("乙", 1), v.at("丙", 1)})
		if got := told(v); len(got) != 1 || got[0] != "B000 "+names[odd]+"!A1" {
			t.Errorf("%s is odd: %v", names[odd], got)
		}
	}
}

func TestTwoOfFourAreNoMajority(t *testing.T) {
	v := small(map[string]any{"甲1": 7, "乙1": 7, "丙1": 5, "丁1": 5}, "甲", "乙", "丙", "丁")
	all := []*fact{v.at("甲", 1), v.at("乙", 1), v.at("丙", 1), v.at("丁", 1)}
	if most := majority(all, v.same); most != nil {
		t.Error(most)
	}
	if most := majority(append(all, v.at("甲", 1), v.at("乙", 1)), v.same); len(most) != 4 {
		t.Error(most)
	}
}

// 甲1 is the sum of 甲2 and 甲3, which 乙1 and 丙1 should be too: whoever is wrong, the
// equations that hold tell which it is.
func TestWhatHoldsTellsWhichCellIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		off  map[string]any
		want string
	}{
		{"a part", map[string]any{"甲2": 8}, "A201 甲!A2"},
		{"the total", map[string]any{"甲1": 9}, "A201 甲!A1"},
		{"another table", map[string]any{"乙1": 9}, "B000 乙!A1"},
		{"the part of a formula", map[string]any{"甲1": "A2+A3", "甲2": 8}, "B000 甲!A2"},
	} {
		cells := map[string]any{"甲1": 7, "甲2": 3, "甲3": 4, "乙1": 7, "丙1": 7, "乙2": 4}
		for k, x := range c.off {
			cells[k] = x
		}
		v := small(cells, "甲", "乙", "丙")
		if text, ok := cells["甲1"].(string); ok && text != "" {
			v.at("甲", 1).cell.num = v.at("甲", 2).value.Add(v.at("甲", 3).value)
		}
		v.judge(equation{how: pack.Below, total: v.at("甲", 1), parts: []*fact{v.at("甲", 2), v.at("甲", 3)}})
		v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("乙", 1)}})
		v.judge(equation{how: pack.Same, total: v.at("乙", 1), parts: []*fact{v.at("丙", 1)}})
		v.judge(equation{how: pack.Parts, total: v.at("丙", 1), parts: []*fact{v.at("甲", 1)}})
		v.judge(equation{how: pack.Same, total: v.at("甲", 3), parts: []*fact{v.at("乙", 2)}})
		if got := told(v); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// A range of a whole column is no list of cells, and neither is one on a sheet that is
// not there.
func TestTheCellsOfAFormulaAreThoseOfItsRanges(t *testing.T) {
	v := small(map[string]any{"甲1": 1}, "甲", "乙")
	for text, want := range map[string]int{"A1": 1, "A1:A3": 3, "A1:B3": 6, "SUM(A:A)": 0, "SUM(1:1)": 0, "乙!A1+A2": 2, "丁!A1": 0, "SUM(A1:A100001)": 0, "(": 0} {
		if got := v.book.cells(text, v.book.sheets[0]); len(got) != want {
			t.Errorf("%s: %d cells", text, len(got))
		}
	}
}

// Of equations about one wrong cell the one that the pack has an id for is told.
func TestTheIdOfThePackIsTold(t *testing.T) {
	v := small(map[string]any{"甲1": 9, "乙1": 7, "丙1": 7}, "甲", "乙", "丙")
	v.pack.Equations = []pack.Equation{{ID: "B01", Between: []string{"甲", "丙"}}}
	v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("乙", 1)}})
	v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("丙", 1)}})
	v.judge(equation{how: pack.Same, total: v.at("乙", 1), parts: []*fact{v.at("丙", 1)}})
	if got := told(v); len(got) != 1 || got[0] != "B01 甲!A1" {
		t.Error(got)
	}
}

func TestRowsThatATableHasNotGotAreNamedOnce(t *testing.T) {
	v := small(map[string]any{"甲1": 0, "乙1": 0}, "甲", "乙")
	missing := *v.at("甲", 1)
	missing.blank = true
	other := *v.at("乙", 1)
	other.blank = true
	for _, c := range []struct {
		facts []*fact
		want  string
	}{
		{[]*fact{&missing, &missing}, "甲（没有这一行）0"},
		{[]*fact{&missing, &other}, "甲（没有这一行）0、乙（没有这一行）0 得出的 0"},
		{[]*fact{&missing, v.at("甲", 1)}, "甲（没有这一行）0、（A1）0 得出的 0"},
		{[]*fact{v.at("甲", 1), v.at("甲", 1)}, "甲（A1）0、（A1）0 得出的 0"},
	} {
		if got := v.side(c.facts, decimal.Zero); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestTwoResultsAreAlikeIfTheyAreOfOneKindAndShowTheSame(t *testing.T) {
	all := []formula.Value{formula.Num(decimal.NewFromInt(1)), formula.Num(decimal.NewFromInt(2)), formula.Str("1"), formula.Str(""), {}, formula.Logical(true), formula.Logical(false), {Kind: formula.Fault, Text: "#N/A"}}
	for i, a := range all {
		for j, b := range all {
			if alike(a, b) != (i == j) {
				t.Error(a, b)
			}
		}
	}
}
