package bind

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// groupedLine is a line of a list of an input sheet's records under the 小计 of a group: 货物, 工程, 服务.
type groupedLine struct {
	group   string
	record  int // -1 of the group's own line
	amounts []budget.Fen
}

// groupedRoster binds a table that lists the records of an input sheet by groups, each below a line
// with its sum, such as what is bought by its kind. It says whether the table is such a one.
func (b *binder) groupedRoster(p *pair, rows []int) bool {
	for _, s := range b.sheetsCalled(p.form.Called) {
		def := recordsOf(s, layout.ViewName(p.form.Called))
		v := pivot.Build(b.Whole.Pack, def, b.Whole.Ledger)
		for _, by := range def.Rows[0].By {
			lines := linesByGroup(v, by)
			if len(lines) != len(rows) || len(lines) < 2 {
				continue
			}
			if b.writeGrouped(p, def, v, by, lines, rows) {
				return true
			}
		}
	}
	return false
}

// linesByGroup are the lines of a list by what its records have in a field, in the order of the input.
func linesByGroup(v *pivot.View, by string) (lines []groupedLine) {
	field := slices.Index(v.Fields, by)
	var groups []string
	of := map[string][]int{}
	for i, r := range v.Rows {
		if r.Level != 1 || r.Texts[field] == "" {
			continue
		}
		if of[r.Texts[field]] == nil {
			groups = append(groups, r.Texts[field])
		}
		of[r.Texts[field]] = append(of[r.Texts[field]], i)
	}
	for _, g := range groups {
		head := groupedLine{g, -1, make([]budget.Fen, len(v.Columns))}
		for _, i := range of[g] {
			for c, amount := range v.Rows[i].Amounts {
				head.amounts[c] += amount
			}
		}
		lines = append(lines, head)
		for _, i := range of[g] {
			lines = append(lines, groupedLine{g, i, v.Rows[i].Amounts})
		}
	}
	return lines
}

// writeGrouped writes the tags of such a list, if every column of the example is one of its own: the
// group's, a field of the records, or an amount.
func (b *binder) writeGrouped(p *pair, def *pack.View, v *pivot.View, by string, lines []groupedLine, rows []int) bool {
	e, sc := p.like, layout.ScaleOf(p.like, b.usual)
	type column struct{ head, item, total string } // what its cells get, without braces; head may be a word
	found := map[int]column{}
	printed := []string{}
	grouped := false
	for _, col := range columnsOf(e) {
		says := func(n int) string { return layout.Tight(e.Cells[layout.At(col, rows[n])].Text) }
		all := func(is func(n int, l groupedLine) bool) bool {
			for n, l := range lines {
				if !is(n, l) {
					return false
				}
			}
			return true
		}
		switch {
		case e.BlankIn(col):
			continue
		case all(func(n int, l groupedLine) bool {
			return says(n) == layout.Tight(l.group) || l.record >= 0 && says(n) == ""
		}):
			c := column{head: "." + by}
			if says(1) != "" && e.Own(layout.At(col, rows[1])) {
				c.item = "." + by
			}
			found[col], grouped = c, true
			continue
		}
		known := false
		for i, name := range v.Columns {
			if known = all(func(n int, l groupedLine) bool {
				d, _ := e.Cells[layout.At(col, rows[n])].Amount()
				return sc.In(col).Agrees(d, l.amounts[i])
			}); known {
				tag := "." + name
				found[col] = column{tag, tag, tag}
				printed = append(printed, name)
				break
			}
		}
		for _, name := range def.Rows[0].By {
			f := slices.Index(v.Fields, name)
			if known {
				break
			}
			if known = name != by && all(func(n int, l groupedLine) bool {
				if l.record < 0 {
					return says(n) == says(0)
				}
				return says(n) == layout.Tight(v.Rows[l.record].Texts[f])
			}); known {
				found[col] = column{head: says(0), item: "." + name}
				printed = append(printed, name)
			}
		}
		if !known {
			return false
		}
	}
	if !grouped || len(printed) < 2 {
		return false
	}
	view := *def
	view.Name = b.views.free(def.Name)
	shown := func(f string) bool { return slices.Contains(printed, f) }
	hidden := slices.DeleteFunc(slices.Clone(def.Rows[0].By), func(f string) bool { return f == by || shown(f) })
	fields := slices.Concat(slices.DeleteFunc(slices.Clone(def.Rows[0].By), func(f string) bool { return !shown(f) }), hidden)
	view.Rows = []pack.RowDef{{Level: by, By: []string{by}, Order: "录入"}, {Level: "明细", By: fields, Order: "录入"}}
	view.Columns = slices.DeleteFunc(slices.Clone(def.Columns), func(c pack.ViewCol) bool { return !shown(c.Name) })
	b.views.made = append(b.views.made, &view)
	b.views.used[view.Name] = true
	from, sums := p.listRows(2)
	cols := b.columnsByHead(p)
	for col := 1; col <= e.Last.Col; col++ {
		c, ok := found[col]
		if !ok {
			if head := e.Headed(col); head != "" {
				b.leave(p.form.Name, layout.At(cols[col], from), "“%s”这一列范例里是空的，没有写标签", head)
			}
			continue
		}
		tag := func(level, what string) string {
			if c.total != "" {
				what += b.modifier(p.form, cols[col])
			}
			if strings.HasPrefix(what, ".") {
				return "{{" + view.Name + "@" + level + what + "}}"
			}
			return what
		}
		p.plan.Put(from, 0, cols[col], tag(by, c.head))
		p.plan.Put(from, 1, cols[col], tag("明细", c.item))
		if c.total != "" {
			p.published.Total = cmp.Or(p.published.Total, view.Name+c.total)
			for _, row := range sums {
				p.plan.Set(layout.At(cols[col], row), tag(pack.Root, c.total))
			}
		}
	}
	return true
}
