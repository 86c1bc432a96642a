package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// rosterOrder is an order in which a list has the records of a view: that of the ledger, grouped by one of their fields,
// or as the example alone has them.
type rosterOrder struct {
	of      *pivot.View
	records []int  // rows of the view
	by      string // the field that groups them, "" if none does
	own     bool   // no view has this order
}

// recordsIn are the rows of a view that are records, in its order.
func recordsIn(v *pivot.View) (out []int) {
	for i, r := range v.Rows {
		if r.Level == len(v.Levels)-1 {
			out = append(out, i)
		}
	}
	return out
}

// rosterOrders gives the orders in which lines of the example may list the records of a view: as the ledger has them,
// grouped by a field, and as the lines themselves name them.
func (b *binder) rosterOrders(v recordView, e *layout.Table, rows []int) func(yield func(rosterOrder) bool) {
	return func(yield func(rosterOrder) bool) {
		plain := recordsIn(v.View)
		named := namedOn(e, rows, v.View, v.def.Rows[0].By[0])
		if !yield(rosterOrder{of: v.View, records: plain}) || named == nil || slices.Equal(named, plain) {
			return
		}
		for _, by := range b.groupsOf(v.def) {
			def := groupedBy(v.def, by)
			of := pivot.Build(b.Pack, def, b.Ledger)
			records := recordsIn(of)
			if keys := keysIn(of, records); slices.Equal(keys, keysIn(v.View, named)) && !yield(rosterOrder{of: of, records: records, by: by}) {
				return
			}
		}
		yield(rosterOrder{of: v.View, records: named, own: true})
	}
}

// keysIn tell some rows of a view apart.
func keysIn(v *pivot.View, rows []int) (out []string) {
	for _, i := range rows {
		out = append(out, strings.Join(v.Rows[i].Keys, "\x1f"))
	}
	return out
}

// namedOn are the records of a view in the order in which a column of the example names them, nil if none names all of
// them, each once.
func namedOn(e *layout.Table, rows []int, v *pivot.View, name string) []int {
	field, records := slices.Index(v.Fields, name), recordsIn(v)
	for col := 1; col <= e.Last.Col; col++ {
		var order []int
		last := ""
		for _, row := range rows {
			said := e.Says(layout.At(col, row))
			if said == "" || said == last {
				continue
			}
			last = said
			i := slices.IndexFunc(records, func(i int) bool { return layout.Tight(v.Rows[i].Texts[field]) == said && !slices.Contains(order, i) })
			if i < 0 {
				order = nil
				break
			}
			order = append(order, records[i])
		}
		if len(order) == len(records) && len(order) > 1 {
			return order
		}
	}
	return nil
}

// groupsOf are the fields by which a list may group the records of a view: whose they are, and what kind.
func (b *binder) groupsOf(def *pack.View) []string {
	out := slices.Clone(def.Rows[0].By[1:])
	for _, c := range b.Pack.Input.Sheet(def.Sources[0]).Columns {
		if c.Kind == pack.Choice && def.Filter[c.Name] == nil {
			out = append(out, c.Name)
		}
	}
	return out
}

// groupedBy is a view of records with those that have the same in a field together.
func groupedBy(def *pack.View, by string) *pack.View {
	v := *def
	v.Rows = slices.Concat([]pack.RowDef{{Level: by, By: []string{by}, Order: "录入"}}, def.Rows)
	return &v
}

// groupedView keeps the view of a list whose records are grouped, and gives its name.
func (b *binder) groupedView(x *roster) string {
	v := groupedBy(x.def, x.order.by)
	for _, o := range b.views.made {
		if slices.Equal(o.Sources, v.Sources) && slices.EqualFunc(o.Rows, v.Rows, func(a, b pack.RowDef) bool { return a.Level == b.Level && slices.Equal(a.By, b.By) }) {
			return o.Name
		}
	}
	v.Name = b.views.free("各" + x.order.by + x.of.Name)
	b.views.made, b.views.used[v.Name] = append(b.views.made, v), true
	return v.Name
}

// tellOrder tells in which order a list prints its records where the example has another one than the ledger.
func (b *binder) tellOrder(p *pair, x *roster) {
	name, sheet := x.def.Rows[0].Level, x.def.Sources[0]
	switch {
	case x.order.by != "":
		b.look(p.form.Name, p.form.Title, "各%s照范例按%s排在一起，同一个%s的照录入“%s”的次序", name, x.order.by, x.order.by, sheet)
	case x.order.own:
		b.leave(p.form.Name, p.form.Title, "范例里各%s的次序和录入“%s”的不同，也不是按哪一列排的，填表时照录入的次序。要照范例的次序，改录入里的次序", name, sheet)
	}
}

// departmentRows are the first of some rows of a list, or the last, where it names the department alone, beside figures: the
// sum of all others.
func (b *binder) departmentRows(e *layout.Table, rows []int) map[int]bool {
	out := map[int]bool{}
	if len(rows) < 2 {
		return out
	}
	for _, row := range []int{rows[0], rows[len(rows)-1]} {
		named, figures := false, false
		only := true
		for _, at := range e.Texts(row) {
			c := e.Cells[at]
			if _, figure := c.Amount(); figure {
				figures = true
				continue
			}
			text, is := b.departmentCalled(c.Text)
			named = named || is && strings.Contains(text, "{{部门名称}}")
			only = only && is
		}
		for col := 1; col <= e.Last.Col; col++ {
			figures = figures || e.Cells[layout.At(col, row)].Numeric
		}
		if named && only && figures {
			out[row] = true
		}
	}
	return out
}

// departmentCalled is a text that is the name of the department, its code, or both, with tags for these.
func (b *binder) departmentCalled(text string) (tagged string, is bool) {
	tagged = strings.TrimSpace(text)
	for _, item := range []string{"部门名称", "部门代码"} {
		if own := strings.TrimSpace(b.Ledger.Info[item]); own != "" && strings.Contains(tagged, own) {
			tagged = strings.Replace(tagged, own, "{{"+item+"}}", 1)
		}
	}
	rest := strings.NewReplacer("{{部门名称}}", "", "{{部门代码}}", "").Replace(tagged)
	return tagged, rest != tagged && strings.Trim(rest, "[]【】()（）_-—－/、:： \u3000") == ""
}

// nameTotals writes the name of the department with tags where lines of totals are called so.
func (b *binder) nameTotals(p *pair, sums []int) {
	for _, row := range sums {
		for col := 1; col <= p.form.Last.Col; col++ {
			at := layout.At(col, row)
			if tagged, is := b.departmentCalled(p.plan.Text(at, "")); is {
				p.plan.Set(at, tagged)
			}
		}
	}
}
