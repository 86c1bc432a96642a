package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// kindTable binds a table whose fixed lines are the kinds of an input sheet's records with what they
// add up to, such as 货物类, 工程类 and 服务类 of 政府采购. It says whether the table is such a one.
func (b *binder) kindTable(p *pair) bool {
	if b.Example == nil || p.lacking {
		return false
	}
	for _, s := range b.sheetsCalled(p.form.called) {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && len(s.Measures()) == 1 && b.writeKinds(p, s, &c) {
				return true
			}
		}
	}
	return false
}

// writeKinds writes the tags of such a table, if all its lines are kinds or totals, and its figures theirs.
func (b *binder) writeKinds(p *pair, s *pack.Sheet, c *pack.Column) bool {
	def := recordsOf(s, viewName(p.form.called))
	v := pivot.Build(b.Whole.Pack, def, b.Whole.Ledger)
	sums := map[string]budget.Fen{}
	for _, r := range v.Rows[1:] {
		sums[r.Texts[slices.Index(v.Fields, c.Name)]] += r.Amounts[0]
	}
	sums[""] = v.Rows[0].Amounts[0]
	e, sc, figure := p.like, scaleOf(p.like, b.usual), 0
	kinds, down := map[int]string{}, p.form.head[1]-p.like.head[1]
	for row := e.body[0]; row <= e.body[1]; row++ {
		texts := e.texts(row)
		if len(texts) == 0 {
			continue
		}
		label := e.says(texts[0])
		kind, ok := "", totals.MatchString(label)
		for _, choice := range c.Choices {
			if own := strings.TrimSuffix(bare(among.ReplaceAllString(label, "")), "类"); own == tight(choice) {
				kind, ok = choice, true
			}
		}
		if !ok || p.form.says(pos{texts[0].col, row + down}) != label {
			return false
		}
		for col := texts[0].col + 1; col <= e.last.col; col++ {
			d, is := e.cells[pos{col, row}].amount()
			if !is {
				continue
			}
			if figure != 0 && col != figure || !sc.in(col).agrees(d, sums[kind]) {
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
	col := p.columnsByHead()[figure]
	for _, row := range slices.Sorted(maps.Keys(kinds)) {
		p.plan.set(pos{col, row}, "{{"+view.Name+"."+cmp.Or(kinds[row], pack.Root)+b.modifier(p.form, col)+"}}")
	}
	return true
}
