package verify

import (
	"strconv"

	"ysgk/internal/numfmt"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// serials checks the numbers of the rows of a list: told once for a column, since a row
// too many or too few makes all numbers below it wrong.
func (v *verifier) serials(t *table, l *laneRows) {
	if l.lost || t.Of != "" || t.lanesOf(l.list) > 1 {
		return // other rows count too
	}
	wrong := map[int]int{} // by column
	first := map[int]func(n int){}
	count := counting{}
	for _, r := range l.records {
		numbers := count.next(r)
		for _, row := range block(l.lane, r) {
			for col, at := range t.cols {
				c := t.cells[xlsxedit.Pos{Col: col, Row: row}]
				if c == nil || len(c.Parts) != 1 || c.Parts[0].Serial == "" || !l.lane.Has(col) {
					continue
				}
				want := numeral(c.Parts[0], numbers[c.Parts[0].Serial])
				p := xlsxedit.Pos{Col: at, Row: r.row + row - r.tpl}
				got := ""
				if x := t.sheet.cells[p]; x != nil {
					got = x.plain
				}
				if got == want || v.stray[t.sheet][p.Row] {
					continue
				}
				if wrong[col]++; wrong[col] == 1 {
					first[col] = func(n int) { v.report(wrongSerial, ref{sheet: t.sheet, Pos: p}.place(), t.name, want, got, n) }
				}
			}
		}
	}
	for col, tell := range first {
		tell(wrong[col])
	}
}

// numeral is a serial number as a tag prints it.
func numeral(p tags.Part, n int) string {
	if p.Look.Numeral {
		return numfmt.Ordinal(int64(n))
	}
	return strconv.Itoa(n)
}

// lanesOf is how many lists of a name the table has.
func (t *table) lanesOf(list string) (n int) {
	for _, b := range t.Bands {
		for i := range b.Lanes {
			n += number(b.Lanes[i].List == list)
		}
	}
	return n
}

// counting is how many rows of a list were met.
type counting struct {
	all   int
	level map[int]int
	below map[kin]int
}

// kin are the rows of a level below the same one.
type kin struct {
	parent *record
	level  int
}

// next counts a row, and gives its numbers by the names of the fields that print them.
func (c *counting) next(r *record) map[string]int {
	if c.level == nil {
		c.level, c.below = map[int]int{}, map[kin]int{}
	}
	k := kin{r.parent, r.level}
	c.all++
	c.level[r.level]++
	c.below[k]++
	return map[string]int{"序号": c.below[k], "连续序号": c.level[r.level], "行次": c.all}
}
