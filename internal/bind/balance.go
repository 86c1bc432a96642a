package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// balance is a pair of totals that must be equal in every year.
type balance struct {
	sheet string
	sides [2]string // 格("收入总计", "收入/预算数")
	names [2]string
}

// balance gives the grand totals that stand beside each other at the foot of the first
// two sides of a table, 收入总计 and 支出总计, if they are equal in the example. The rules of
// the base compare views; whether a form has a line for all the money shows in these
// cells alone.
func (p *pair) balance() (b balance, ok bool) {
	if len(p.form.blocks) < 2 || len(p.like.blocks) != len(p.form.blocks) {
		return b, false
	}
	b.sheet = p.form.name
	row, like := p.form.grand(), p.like.grand()
	var figures [2]cell
	for i, side := range p.form.blocks[:2] {
		name := p.form.grandName(row, side)
		var columns []int
		for _, col := range side.figures {
			if p.plan.has(pos{col, row}) || p.form.cells[pos{col, row}].formula {
				columns = append(columns, col)
			}
		}
		if name == "" || len(columns) == 0 || !p.form.addressed(side, columns[0], row, name) {
			return b, false
		}
		heads := p.form.heads(columns[0])
		slices.Reverse(heads)
		b.names[i], b.sides[i] = name, fmt.Sprintf("格(%q, %q)", name, strings.Join(heads, "/"))
		if len(heads) > 0 && !strings.Contains(name, heads[0]) {
			b.names[i] = heads[0] + "的" + name
		}
		if other := p.like.blocks; p.like.grandName(like, other[i]) == name {
			figures[i] = p.like.cells[pos{other[i].figures[0] + columns[0] - side.figures[0], like}]
		}
	}
	return b, figures[0].numeric && figures[1].numeric && !figures[0].number.IsZero() && figures[0].number.Equal(figures[1].number)
}

// addressed says whether a rule can name a cell: the nearest text before it is the name of
// its row, and no other column of its side has the same headers but for the year, which
// stands in the template as a tag.
func (t *table) addressed(side *block, col, row int, name string) bool {
	if slices.ContainsFunc(side.figures, func(c int) bool { return c != col && sameHead(t.headed(c), t.headed(col)) }) {
		return false
	}
	for c := col - 1; c > 0; c-- {
		if text := t.says(pos{c, row}); text != "" && !allDigits(text) {
			return text == name
		}
	}
	return false
}

// grand is the last row of a table in which the first two sides have a total.
func (t *table) grand() int {
	for row := t.body[1]; row >= t.body[0]; row-- {
		named := 0
		for _, side := range t.blocks[:2] {
			if t.grandName(row, side) != "" {
				named++
			}
		}
		if named == 2 {
			return row
		}
	}
	return 0
}

// grandName is what a side of a table calls its grand total in a row, "" if it has
// none there.
func (t *table) grandName(row int, side *block) string {
	for _, col := range side.labels {
		if s := t.says(pos{col, row}); strings.Contains(s, "总计") && !strings.ContainsAny(s, `"\/`) {
			return s
		}
	}
	return ""
}

// short is a total of a list and the columns beside it that make it in the example and
// leave out some money that it takes.
type short struct {
	sheet, view, total string
	parts              []string
	what               string // 列 or 行
}

// shortLines are the amounts of printed codes, or of all that such lines tell apart, that the lines
// below them need not make: a form that prints some 款 of a 类 shows no more than these, and its total
// is more as soon as a department uses another one. The example must not speak against it.
func (b *binder) shortLines(p *pair) (out []short) {
	type group struct {
		field, source string
		of            pack.Filter // what all lines take
		spots         []*spot
	}
	var groups []*group
	for _, s := range p.coded {
		g := &group{field: fieldOf(s.line.parts[0].by), source: s.source[0], of: maps.Clone(s.filter)}
		maps.DeleteFunc(g.of, func(field string, _ []string) bool { return fieldOf(field) == g.field })
		i := slices.IndexFunc(groups, func(o *group) bool { return o.field == g.field && o.source == g.source && same(o.of, g.of) })
		if i < 0 {
			groups = append(groups, g)
			i = len(groups) - 1
		}
		if !slices.ContainsFunc(groups[i].spots, func(o *spot) bool { return o.line.parts[0] == s.line.parts[0] }) {
			groups[i].spots = append(groups[i].spots, s)
		}
	}
	within := func(g, o *group) bool { // of a column 人员经费 beside 合计
		return g != o && g.field == o.field && narrows(g.of, o.of) != "" && len(g.spots) <= len(o.spots)
	}
	for _, g := range groups {
		if slices.ContainsFunc(groups, func(o *group) bool { return within(g, o) }) {
			continue
		}
		var wants []want
		var names []string
		taken := func(name string, f pack.Filter) string {
			wants, names = append(wants, want{name, f, ""}), append(names, name)
			return name
		}
		amount := func(f pack.Filter) budget.Fen {
			return b.x.amount(&spot{source: []string{g.source}, said: claim{filter: f}}, addition{})
		}
		var made []short
		for _, whole := range append([]*spot{nil}, g.spots...) {
			code, of, called := "", g.of, "合计"
			if whole != nil {
				code, of, called = whole.line.parts[0].value, whole.filter, whole.line.label
			}
			x := short{sheet: p.form.name, what: "行"}
			sum := amount(of)
			var parts []*spot
			for _, s := range g.spots {
				own := s.line.parts[0].value
				if own == code || !strings.HasPrefix(own, code) || slices.ContainsFunc(g.spots, func(o *spot) bool {
					above := o.line.parts[0].value
					return above != own && above != code && strings.HasPrefix(above, code) && strings.HasPrefix(own, above)
				}) {
					continue
				}
				parts = append(parts, s)
				sum -= amount(s.filter)
			}
			if len(parts) < 2 || sum != 0 || whole == nil && amount(of) == 0 {
				continue
			}
			x.total = taken(called, of)
			lines := map[string]pack.Filter{} // by their level
			for _, s := range parts {
				by := s.line.parts[0].by
				if lines[by] == nil {
					lines[by] = s.filter
				}
				lines[by] = widened(lines[by], s.filter)
			}
			for _, by := range slices.Sorted(maps.Keys(lines)) {
				x.parts = append(x.parts, taken(called+"各行", lines[by]))
			}
			made = append(made, x)
		}
		if len(made) == 0 {
			continue
		}
		v, columns := b.views.find(viewName(p.form.called)+"各行", shape{sources: []string{g.source}}, wants)
		for _, x := range made {
			x.view, x.total, columns = v.Name, columns[0], columns[1:]
			x.parts, columns = slices.Clone(columns[:len(x.parts)]), columns[len(x.parts):]
			out = append(out, x)
		}
	}
	return out
}

// shorts are the totals of a list whose columns do not take all that they take: a form
// without a column for 财政专户管理资金 prints a total that its columns do not make as soon
// as a department has such money.
func (b *binder) shorts(p *pair, v *pack.View, l *list, at []*figures, names []string) (out []short) {
	sc := scaleOf(p.like, cmp.Or(p.form.unit, b.usual))
	for i, total := range at {
		if !total.generic || total.measure != "" || !slices.ContainsFunc(l.lines, func(x line) bool { d, ok := p.like.cells[pos{total.col, x.row}].amount(); return ok && !d.IsZero() }) {
			continue
		}
		open := slices.ContainsFunc(l.columns, func(f *figures) bool { return !f.bound && !f.absent && f.open != "" && f.under(total) })
		by := map[string][]int{}
		for j, f := range at {
			if field := narrows(f.filter, total.filter); field != "" && f.measure == "" && f.part == nil && f.under(total) {
				by[field] = append(by[field], j)
			}
		}
		for _, field := range slices.Sorted(maps.Keys(by)) {
			x := short{sheet: p.form.name, view: v.Name, total: names[i], what: "列"}
			var parts []*figures
			var taken []string
			for _, j := range by[field] {
				if !slices.ContainsFunc(at[j].filter[field], func(value string) bool { return slices.Contains(taken, value) }) {
					taken = append(taken, at[j].filter[field]...)
					parts, x.parts = append(parts, at[j]), append(x.parts, names[j])
				}
			}
			whole := total.filter[field]
			if whole == nil {
				whole = b.x.others(field, nil)
			}
			left := len(whole) == 0 || slices.ContainsFunc(whole, func(value string) bool { return !slices.Contains(taken, value) })
			if left && (len(parts) > 1 || open) && p.like.makes(l.lines, total, parts, sc) {
				out = append(out, x)
			}
		}
	}
	return out
}

// under says whether a column stands below the headers that stand above another one.
func (f *figures) under(total *figures) bool {
	i := strings.LastIndex(total.head, "/")
	return f != total && !strings.Contains(f.head, "其中") && (i < 0 || strings.HasPrefix(f.head, total.head[:i+1]))
}

// narrows is the one field by which a filter takes less than another, "" if there is
// none or more.
func narrows(f, whole pack.Filter) (field string) {
	for name, values := range f {
		switch {
		case same(pack.Filter{name: values}, pack.Filter{name: whole[name]}):
		case field != "" || whole[name] != nil && !covers(whole[name], values):
			return ""
		default:
			field = name
		}
	}
	for name := range whole {
		if f[name] == nil {
			return ""
		}
	}
	return field
}
