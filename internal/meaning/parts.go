package meaning

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
)

// Divides says whether the columns of a block are several choices of a field, such as funds: what a
// list by codes shows is then the usual items, though the title says 收入.
func (w *Words) Divides(e *layout.Table, block *layout.Block) bool {
	seen := map[string][]string{}
	for _, col := range block.Figures {
		for field, values := range w.Column(e, col).Words {
			if len(values) == 1 && len(w.Choices[field]) > 2 && !slices.Contains(seen[field], values[0]) {
				seen[field] = append(seen[field], values[0])
			}
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(seen)), func(values []string) bool { return len(values) > 1 })
}

// Shown are the lines of a block but for those without figures that are called by words of several
// meanings, such as 事业收入: these take no money from 其他.
func (w *Words) Shown(t *layout.Table, b *layout.Block, lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return !t.Shows(l.Row, b) && !w.own(l.Label) })
}

// PartsUnshown are the claims of what 其中 names below such lines beside another one, which is theirs
// though they have no figure.
func (w *Words) PartsUnshown(t *layout.Table, b *layout.Block, lines []Line, l Line) (out []Claim) {
	left := w.Shown(t, b, lines)
	for _, o := range lines {
		if !o.Partly || o.Row == l.Row || o.Under != l.Under || slices.ContainsFunc(left, func(s Line) bool { return s.Row == o.Row }) {
			continue
		}
		for _, p := range lines {
			if slices.Contains(o.Heads, p.Row) {
				out = append(out, w.Line(p))
			}
		}
	}
	return out
}

// Beside are the claims of the lines that are parts of the same line as another one; one
// of 上年结转 leaves nothing to 其他.
func (w *Words) Beside(lines []Line, l Line) (out []Claim) {
	for _, o := range lines {
		said := w.Line(o)
		said.Filter = w.WithParts(lines, o, said.Filter)
		if o.Row == l.Row || o.Under != l.Under || o.Within != l.Within || o.Total {
			continue
		}
		all := []Claim{said}
		if len(said.Filter) == 0 && !slices.Contains(o.Heads, l.Row) { // the funds below a line that says nothing are taken all the same
			for _, h := range lines {
				if slices.Contains(o.Heads, h.Row) {
					all = append(all, w.Line(h))
				}
			}
		}
		for _, said := range all {
			if len(said.Filter) > 0 && !w.Halves(said.Filter) {
				out = append(out, said)
			}
		}
	}
	return out
}

// Halves says whether a filter only limits fields that have two choices.
func (w *Words) Halves(f pack.Filter) bool {
	for field := range f {
		if len(w.Choices[field]) != 2 {
			return false
		}
	}
	return true
}

// WithParts is what a line takes with what 其中 below it names.
func (w *Words) WithParts(lines []Line, l Line, f pack.Filter) pack.Filter {
	for _, o := range lines {
		if l.Partly && slices.Contains(l.Heads, o.Row) {
			f = Widened(f, w.Line(o).Filter)
		}
	}
	return f
}

// Covers says whether a field's choices contain others.
func Covers(all, some []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(all, v) })
}

// Adds says whether a line is the sum of rows in some columns.
func Adds(t *layout.Table, cols []int, l Line, rows []int, sc layout.Scale) (right, shown bool) {
	half := decimal.New(5, -sc.Places-1)
	for _, col := range cols {
		var sum decimal.Decimal
		for _, row := range rows {
			d, _ := t.Cells[layout.At(col, row)].Amount()
			sum = sum.Add(d)
		}
		d, _ := t.Cells[layout.At(col, l.Row)].Amount()
		if sum.Sub(d).Abs().GreaterThan(half.Mul(decimal.NewFromInt(int64(len(rows) + 1)))) {
			return false, false
		}
		shown = shown || !d.IsZero()
	}
	return true, shown
}

// Tells says whether a text of a table has a word for a choice, if only that it is left out.
func (w *Words) Tells(t *layout.Table, field, choice string) bool {
	for at := range t.Cells {
		text := layout.Key(t.Says(at))
		if text != "" && slices.ContainsFunc(w.entries, func(e entry) bool {
			return slices.Contains(e.filter[field], choice) && len(e.filter[field]) == 1 && strings.Contains(text, e.text)
		}) {
			return true
		}
	}
	return false
}
