package bind

import (
	"slices"
	"strconv"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

// yearLine is a line of a table that says but a year.
var yearLine = pattern.Of(`^20\d\d年度?(预算|执行|决算)?数?$`)

// yearLines writes the years that the lines of an example are into forms with room for them and no lines of their own:
// whatever the year, the table has these lines.
func (b *binder) yearLines(forms []*layout.Sheet) {
	for _, s := range forms {
		e := b.same[s]
		if b.Example == nil || e == nil || b.Without[s.Name] != "" {
			continue
		}
		find := func(s *layout.Sheet) []*layout.Table { return layout.FindTables(s, b.Pack.Units, b.namer.Knows) }
		was, ours := find(e), find(s)
		if len(was) != 1 || len(ours) != 1 {
			continue
		}
		from, to := was[0], ours[0]
		lines := yearsOfLines(from)
		first := to.Head[1] + 1
		if len(lines) < 2 || to.Body[1] >= to.Body[0] || to.BlankTo() < first+len(lines)-1 || from.Headed(lines[0].Col) != to.Headed(lines[0].Col) {
			continue
		}
		on := 0 // years of the form after those of the example
		if own, err := strconv.Atoi(b.formYearBy(s, e)); err == nil {
			ledger, _ := strconv.Atoi(b.year)
			on = own - ledger
		}
		for i, at := range lines {
			here := layout.At(at.Col, first+i)
			c := s.Cells[here]
			c.Text = layout.WithYears(from.Cells[at].Text, func(year int) int { return year + on })
			s.Cells[here], s.Filled[here.Row] = c, true
			s.Last.Row, s.Last.Col = max(s.Last.Row, here.Row), max(s.Last.Col, here.Col)
			b.look(s.Name, here, "“%s”这一行照范例印", c.Text)
		}
	}
}

// yearsOfLines are the cells of the years that all lines of a table are, nil if one says something else.
func yearsOfLines(t *layout.Table) (out []layout.Pos) {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		texts := slices.DeleteFunc(t.Texts(row), func(at layout.Pos) bool { return t.Says(at) == "" })
		if len(texts) != 1 || !yearLine.MatchString(t.Says(texts[0])) || len(out) > 0 && texts[0].Col != out[0].Col {
			return nil
		}
		out = append(out, texts[0])
	}
	return out
}
