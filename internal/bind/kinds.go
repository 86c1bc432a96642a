package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// kindTable binds a table whose fixed lines are the kinds of an input sheet's records with what they
// add up to, such as 货物类, 工程类 and 服务类 of 政府采购: they stand on the form, so they are printed
// though there is none of a kind. It says whether the table is such a one.
func (b *binder) kindTable(p *pair) bool {
	for _, s := range b.sheetsCalled(p.form.Called) {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && len(s.Measures()) == 1 && b.writeKinds(p, s, &c) {
				return true
			}
		}
	}
	return false
}

// writeKinds writes the tags of such a table, if all its lines are kinds or totals, and its figures theirs;
// without an example the only column of figures is.
func (b *binder) writeKinds(p *pair, s *pack.Sheet, c *pack.Column) bool {
	def := recordsOf(s, layout.ViewName(p.form.Called))
	v := pivot.Build(b.Whole.Pack, def, b.Whole.Ledger)
	sums := map[string]budget.Fen{}
	for _, r := range v.Rows[1:] {
		sums[r.Texts[slices.Index(v.Fields, c.Name)]] += r.Amounts[0]
	}
	sums[""] = v.Rows[0].Amounts[0]
	e, sc, figure := p.like, layout.ScaleOf(p.like, b.usual), 0
	unproven := b.x.Vague && len(v.Rows) == 1 // rebuilt items know nothing of records
	words := b.Example == nil || p.lacking || unproven
	if words && len(e.Blocks) == 1 && len(e.Blocks[0].Figures) == 1 {
		figure = e.Blocks[0].Figures[0]
	}
	kinds, down, cols := map[int]string{}, p.form.Head[1]-p.like.Head[1], p.columnsByHead()
	for row := e.Body[0]; row <= e.Body[1]; row++ {
		texts := e.Texts(row)
		if len(texts) == 0 {
			continue
		}
		label := e.Says(texts[0])
		kind, ok := "", layout.Totals.MatchString(label)
		for _, choice := range c.Choices {
			if own := strings.TrimSuffix(layout.Bare(among.ReplaceAllString(label, "")), "类"); own == layout.Tight(choice) {
				kind, ok = choice, true
			}
		}
		if !ok || p.form.Says(layout.At(cols[texts[0].Col], row+down)) != label {
			return false
		}
		if slices.Contains(slices.Collect(maps.Values(kinds)), kind) {
			return false // records, each with its kind
		}
		for col := texts[0].Col + 1; col <= e.Last.Col && !words; col++ {
			d, is := e.Cells[layout.At(col, row)].Amount()
			if !is {
				continue
			}
			if figure != 0 && col != figure || !sc.In(col).Agrees(d, sums[kind]) {
				return false
			}
			figure = col
		}
		kinds[row+down] = kind
	}
	if figure == 0 || len(kinds) < 2 {
		return false
	}
	view := &pack.View{Name: b.views.free(def.Name), Sources: def.Sources, Columns: []pack.ViewCol{{Name: pack.Root}}}
	for _, choice := range c.Choices {
		view.Columns = append(view.Columns, pack.ViewCol{Name: choice, Filter: pack.Filter{c.Name: {choice}}})
	}
	b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
	p.published.Total = cmp.Or(p.published.Total, view.Name+"."+pack.Root)
	col := cols[figure]
	for _, row := range slices.Sorted(maps.Keys(kinds)) {
		p.plan.Set(layout.At(col, row), "{{"+view.Name+"."+cmp.Or(kinds[row], pack.Root)+b.modifier(p.form, col)+"}}")
	}
	switch {
	case p.lacking:
		b.tellLacking(p)
	case unproven:
		b.look(p.form.Name, p.form.Title, notProven)
	case words:
		b.look(p.form.Name, p.form.Title, "各行取录入的“%s”表里这一种的钱，照表上的文字写了标签", s.Name)
	}
	return true
}
