package reach_test

import (
	"fmt"
	"slices"
	"testing"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
)

// laid is a template of a header (row 4), groups (row 5) and their members (row 6)
// as it came to stand: the header in 4, groups in 5 and 8, members in 6, 7 and 9.
type laid struct{ row int }

var kinds = map[int]int{4: 4, 5: 5, 6: 6, 7: 6, 8: 5, 9: 6}

func (laid) Runs(_ a1.Range, from, to int) []reach.Run {
	var rows []int
	for row, r := range kinds {
		if r >= from && r <= to {
			rows = append(rows, row)
		}
	}
	return reach.Runs(rows)
}

func (l laid) Kin(r int) (rows []int) {
	group := func(row int) int { return row / 8 }
	for row, kind := range kinds {
		if kind == r && group(row) == group(l.row) && (kind != kinds[l.row] || row == l.row) {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	return rows
}

func (l laid) Before() (int, bool) {
	for row := l.row - 1; row > 4; row-- {
		if kinds[row] == kinds[l.row] {
			return row, true
		}
	}
	return 0, false
}

func (laid) Has(col int) bool { return col < 5 } // D and before; another list stands beside

func (laid) Bare(r int) bool { return r == 5 }

func TestAReferenceInAListReadsAsTheRowsOfItsRecord(t *testing.T) {
	for _, c := range []struct {
		row    int
		ref    string
		ranged bool
		want   string
	}{
		{7, "A6", false, "[{7 7}]"},          // its own row
		{7, "A5", false, "[{5 5}]"},          // its parent
		{7, "D5", false, "[{6 6}]"},          // its own column, bare there: the record before
		{5, "A6", true, "[{6 7}]"},           // its children
		{8, "A6", true, "[{9 9}]"},           //
		{5, "A4", false, "[{4 4}]"},          // the row above, as there is no record before
		{8, "A4", false, "[{5 5}]"},          // the record before
		{8, "A$4:A4", true, "[{4 5}]"},       // down to the record before
		{8, "A$5:A5", true, "[{5 5} {8 8}]"}, // from the first to itself
		{7, "A6:A$6", true, "[{7 7} {9 9}]"},
		{8, "A$5", false, "[{5 5}]"},      // the first
		{8, "A$5", true, "[{5 5} {8 8}]"}, // all
		{8, "A$6", false, "[{9 9}]"},      // its children, though others come before
		{7, "E6", false, "[{7 7}]"},       // the other list's cell beside it
		{7, "E$6", false, "outside"},
		{7, "A$4", false, "outside"},
		{7, "A9", false, "outside"},
	} {
		f, err := formula.Parse(c.ref)
		if err != nil {
			t.Fatal(err)
		}
		own := kinds[c.row]
		rows, ok := reach.Sight{Rows: laid{c.row}, Top: 5, Bottom: 6, Own: []int{own}, Col: 4, R: own, Row: c.row}.Within(f.Operands[0].Ref, c.ranged)
		got := "outside"
		if ok {
			got = fmt.Sprint(rows)
		}
		if got != c.want {
			t.Errorf("%s in row %d: %s, want %s", c.ref, c.row, got, c.want)
		}
	}
}
