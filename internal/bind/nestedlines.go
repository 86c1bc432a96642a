package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// nestedList makes two lines of a form repeat of which the second stands for the parts of what the first tells: 1.××支出
// （类）…。其中： and ××（款）…. The example has lines of both kinds in a row, each kind a list of its level.
func (b *binder) nestedList(s, e *layout.Sheet, f, parts *formLines) {
	if _, inCell := s.Whence(); inCell != nil {
		return
	}
	text := func(row int) string { return strings.TrimSpace(e.Cells[layout.At(f.at.Col, row)].Text) }
	is := func(row int, of *formLines) bool {
		numbered := layout.Ordinals.MatchString(layout.Tight(s.Cells[of.at].Text))
		said := layout.YearNumber.ReplaceAllString(layout.Unnumbered(text(row)), "")
		return len(e.Texts(row)) == 1 && layout.Ordinals.MatchString(layout.Tight(text(row))) == numbered && of.shapes[0].MatchString(said)
	}
	for from := 1; from <= e.Last.Row; from++ {
		var wholes, below [][]string
		to := from
		for ; !b.repeated[e][to] && (is(to, f) || to > from && is(to, parts)); to++ {
			if is(to, f) {
				wholes = append(wholes, []string{text(to)})
			} else {
				below = append(below, []string{text(to)})
			}
		}
		if len(wholes) < 1 || len(below) < 2 {
			continue
		}
		if !b.inSection(s, f.at, e, layout.At(f.at.Col, from)) { // nor are the others of them
			from = to
			continue
		}
		said, w := b.saidAbove(e, layout.At(f.at.Col, from)), b.writing(e)
		upper, lower := b.listed(wholes, said, w), b.listed(below, said, w)
		if upper == nil || lower == nil || !meaning.Same(upper.view.Filter, lower.view.Filter) || !b.isAbove(upper.view.Rows[0].By[0], lower.view.Rows[0].By[0]) ||
			!slices.EqualFunc(upper.view.Columns, lower.view.Columns, func(a, o pack.ViewCol) bool { return a.Name == o.Name && meaning.Same(a.Filter, o.Filter) }) {
			from = to
			continue
		}
		upper.view.Rows = append(upper.view.Rows, lower.view.Rows...)
		b.writeLines(s, f, upper)
		lower.view = upper.view
		b.writeLevel(s, parts, lower, lower.view.Rows[1].Level)
		b.noteRepeated(e, from, to)
		return
	}
}

// isAbove says whether one level of codes is above another one.
func (b *binder) isAbove(upper, lower string) bool {
	levels, _ := b.codeLevels(meaning.FieldOf(upper), nil)
	a, o := slices.Index(levels, upper), slices.Index(levels, lower)
	return meaning.FieldOf(upper) == meaning.FieldOf(lower) && a >= 0 && a < o
}
