package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// balance is a pair of totals that must be equal in every year.
type balance struct {
	sheet string
	sides [2]string // 格("收入总计", "收入/预算数")
	names [2]string
	shown bool            // the example has them equal; else only words say so
	room  decimal.Decimal // by how much formulas of the form that round may make them differ, in 元

	unequal bool     // in the example the new pack does not make them equal
	gone    []string // lines of the example that the form does not have
}

// balance gives the grand totals that stand beside each other at the foot of the first
// two sides of a table, 收入总计 and 支出总计, if they are equal in the example, or are called so
// where words alone decide. The rules of the base compare views; whether a form has a line for
// all the money shows in these cells alone.
func (p *pair) balance(words bool, usual money.Unit) (b balance, ok bool) {
	if len(p.form.Blocks) < 2 || len(p.like.Blocks) != len(p.form.Blocks) {
		return b, false
	}
	b.sheet = p.form.Name
	row, like := p.form.Grand(), p.like.Grand()
	unit := cmp.Or(p.form.Unit, usual)
	var figures [2]layout.Cell
	called := words
	for i, side := range p.form.Blocks[:2] {
		name := p.form.GrandName(row, side)
		var columns []int
		for _, col := range side.Figures {
			if p.plan.Has(layout.At(col, row)) || p.form.Cells[layout.At(col, row)].Formula {
				columns = append(columns, col)
			}
		}
		if name == "" || len(columns) == 0 || !p.form.Addressed(side, columns[0], row, name) {
			return b, false
		}
		for r := p.form.Body[0]; r <= row; r++ {
			if places, rounds := p.form.Rounds(layout.At(columns[0], r)); rounds {
				b.room = b.room.Add(unit.Yuan(decimal.New(5, int32(-places-1))))
			}
		}
		called = called && strings.Contains(name, []string{"收入", "支出"}[i])
		heads := p.form.Heads(columns[0])
		slices.Reverse(heads)
		b.names[i], b.sides[i] = name, fmt.Sprintf("格(%q, %q)", name, strings.Join(heads, "/"))
		if len(heads) > 0 && !strings.Contains(name, heads[0]) {
			b.names[i] = heads[0] + "的" + name
		}
		if other := p.like.Blocks; p.like.GrandName(like, other[i]) == name {
			figures[i] = p.like.Cells[layout.At(other[i].Figures[0]+columns[0]-side.Figures[0], like)]
		}
	}
	b.shown = !words && figures[0].Numeric && figures[1].Numeric && !figures[0].Number.IsZero() && unit.Yuan(figures[0].Number.Sub(figures[1].Number)).Abs().LessThanOrEqual(b.room)
	return b, b.shown || called
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
		spots         []*evidence.Spot
	}
	var groups []*group
	for _, s := range p.coded {
		g := &group{field: meaning.FieldOf(s.Line.Parts[0].By), source: s.Source[0], of: maps.Clone(s.Filter)}
		maps.DeleteFunc(g.of, func(field string, _ []string) bool { return meaning.FieldOf(field) == g.field })
		i := slices.IndexFunc(groups, func(o *group) bool { return o.field == g.field && o.source == g.source && meaning.Same(o.of, g.of) })
		if i < 0 {
			groups = append(groups, g)
			i = len(groups) - 1
		}
		if !slices.ContainsFunc(groups[i].spots, func(o *evidence.Spot) bool { return o.Line.Parts[0] == s.Line.Parts[0] }) {
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
			return b.x.Amount(&evidence.Spot{Source: []string{g.source}, Said: meaning.Claim{Filter: f}}, evidence.Addition{})
		}
		var made []short
		for _, whole := range append([]*evidence.Spot{nil}, g.spots...) {
			code, of, called := "", g.of, "合计"
			if whole != nil {
				code, of, called = whole.Line.Parts[0].Value, whole.Filter, whole.Line.Label
			}
			x := short{sheet: p.form.Name, what: "行"}
			sum := amount(of)
			var parts []*evidence.Spot
			for _, s := range g.spots {
				own := s.Line.Parts[0].Value
				if own == code || !strings.HasPrefix(own, code) || slices.ContainsFunc(g.spots, func(o *evidence.Spot) bool {
					above := o.Line.Parts[0].Value
					return above != own && above != code && strings.HasPrefix(above, code) && strings.HasPrefix(own, above)
				}) {
					continue
				}
				parts = append(parts, s)
				sum -= amount(s.Filter)
			}
			if len(parts) < 2 || sum != 0 || whole == nil && amount(of) == 0 {
				continue
			}
			x.total = taken(called, of)
			lines := map[string]pack.Filter{} // by their level
			for _, s := range parts {
				by := s.Line.Parts[0].By
				if lines[by] == nil {
					lines[by] = s.Filter
				}
				lines[by] = meaning.Widened(lines[by], s.Filter)
			}
			for _, by := range slices.Sorted(maps.Keys(lines)) {
				x.parts = append(x.parts, taken(called+"各行", lines[by]))
			}
			made = append(made, x)
		}
		if len(made) == 0 {
			continue
		}
		v, columns := b.views.find(layout.ViewName(p.form.Called)+"各行", evidence.Shape{Sources: []string{g.source}}, wants)
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
func (b *binder) shorts(p *pair, v *pack.View, l *evidence.List, at []*meaning.Column, names []string) (out []short) {
	sc := layout.ScaleOf(p.like, cmp.Or(p.form.Unit, b.usual))
	for i, total := range at {
		if !total.Generic || total.Measure != "" || !slices.ContainsFunc(l.Lines, func(x meaning.Line) bool {
			d, ok := p.like.Cells[layout.At(total.Col, x.Row)].Amount()
			return ok && !d.IsZero()
		}) {
			continue
		}
		open := slices.ContainsFunc(l.Columns, func(f *meaning.Column) bool { return !f.Bound && !f.Absent && f.Open != "" && f.Under(total) })
		by := map[string][]int{}
		for j, f := range at {
			if field := narrows(f.Filter, total.Filter); field != "" && f.Measure == "" && f.Part == nil && f.Under(total) {
				by[field] = append(by[field], j)
			}
		}
		for _, field := range slices.Sorted(maps.Keys(by)) {
			x := short{sheet: p.form.Name, view: v.Name, total: names[i], what: "列"}
			var parts []*meaning.Column
			var taken []string
			for _, j := range by[field] {
				if !slices.ContainsFunc(at[j].Filter[field], func(value string) bool { return slices.Contains(taken, value) }) {
					taken = append(taken, at[j].Filter[field]...)
					parts, x.parts = append(parts, at[j]), append(x.parts, names[j])
				}
			}
			whole := total.Filter[field]
			if whole == nil {
				whole = b.x.Others(field, nil)
			}
			left := len(whole) == 0 || slices.ContainsFunc(whole, func(value string) bool { return !slices.Contains(taken, value) })
			if left && (len(parts) > 1 || open) && evidence.Makes(p.like, l.Lines, total, parts, sc) {
				out = append(out, x)
			}
		}
	}
	return out
}

// narrows is the one field by which a filter takes less than another, "" if there is
// none or more.
func narrows(f, whole pack.Filter) (field string) {
	for name, values := range f {
		switch {
		case meaning.Same(pack.Filter{name: values}, pack.Filter{name: whole[name]}):
		case field != "" || whole[name] != nil && !meaning.Covers(whole[name], values):
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
