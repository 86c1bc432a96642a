package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// views are the views that tags may name: those of the pack that the new one is
// based on, and those that the forms need besides.
type views struct {
	p     *pack.Pack
	x     *evidence.Example
	made  []*pack.View
	used  map[string]bool
	also  []string      // input sheets and items that the base has for documents alone
	sums  []pack.Number // what sentences print that no column holds
	rates []rate        // those by which sentences compare with last year
	aside []aside       // money of 基本信息 that not all tables take
	empty string        // the words of {{空表注}}

	unseen   []unseen        // money of which the example has none
	handmade []handmade      // texts of which no tag can be written
	outlines []*pack.Outline // that forms have in the place of the pack's
}

// want is a column that a view must have.
type want struct {
	name    string
	filter  pack.Filter
	measure string
}

// effective is the filter of a column with that of its view.
func effective(v *pack.View, c *pack.ViewCol) pack.Filter { return meaning.With(c.Filter, v.Filter) }

// publishedAs are the sums of last year that a column of a view shows as they were published, if anybody entered them.
func (vs *views) publishedAs(v *pack.View, w want) (names []string) {
	if w.measure != vs.x.Last || !vs.x.Sums(evidence.Shape{Sources: v.Sources, Rows: v.Rows}) {
		return nil
	}
	for _, t := range vs.x.Published(w.filter) {
		names = append(names, t.Name)
	}
	return names
}

// column finds the column of a view that is wanted, "" if none is.
func (vs *views) column(v *pack.View, w want) string {
	for i := range v.Columns {
		c := &v.Columns[i]
		if meaning.Same(effective(v, c), w.filter) && c.Measure == w.measure && slices.Equal(c.Published, vs.publishedAs(v, w)) {
			return c.Name
		}
	}
	return ""
}

// fits says whether a view has the rows of a shape, by the same keys.
func fits(v *pack.View, s evidence.Shape) bool {
	return v.Of == "" && v.Keep == s.Keep && slices.Equal(v.Sources, s.Sources) && containsAll(v.Carried, s.Carried) && len(v.Rows) == len(s.Rows) &&
		slices.EqualFunc(v.Rows, s.Rows, func(a, b pack.RowDef) bool { return a.Outline == "" && slices.Equal(a.By, b.By) })
}

// find gives a view with the rows of a shape and the wanted columns: one that is
// there, or a new one called so. names are its columns in the order of wants.
func (vs *views) find(called string, s evidence.Shape, wants []want) (v *pack.View, names []string) {
	for _, v := range slices.Concat(pointers(vs.p.Views), vs.made) {
		if !fits(v, s) || s.Of != nil && !meaning.Same(v.Filter, *s.Of) || s.Of == nil && len(v.Rows) > 0 && !limits(v.Filter, common(wants)) {
			continue
		}
		names = nil
		for _, w := range wants {
			if name := vs.column(v, w); name != "" {
				names = append(names, name)
			}
		}
		if len(names) == len(wants) {
			vs.used[v.Name] = true
			return v, names
		}
	}
	v = &pack.View{Name: vs.free(called), Sources: s.Sources, Rows: s.Rows, Carried: s.Carried, Keep: s.Keep, Filter: common(wants)}
	if s.Of != nil {
		v.Filter = *s.Of
	}
	names = nil
	for _, w := range wants {
		own := maps.Clone(w.filter)
		maps.DeleteFunc(own, func(field string, _ []string) bool { _, all := v.Filter[field]; return all })
		name := ""
		for _, c := range v.Columns {
			if meaning.Same(c.Filter, own) && c.Measure == w.measure && slices.Equal(c.Published, vs.publishedAs(v, w)) {
				name = c.Name
			}
		}
		if name == "" {
			name = freeColumn(v, fullName(w.name, wants))
			v.Columns = append(v.Columns, pack.ViewCol{Name: name, Filter: own, Measure: w.measure, Published: vs.publishedAs(v, w)})
		}
		names = append(names, name)
	}
	vs.made = append(vs.made, v)
	vs.used[v.Name] = true
	return v, names
}

// limits says whether a filter has all limits that some columns share: else the view has lines of what they do not take.
func limits(filter, shared pack.Filter) bool {
	for field, values := range shared {
		if !meaning.Same(pack.Filter{field: values}, pack.Filter{field: filter[field]}) {
			return false
		}
	}
	return true
}

func containsAll(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

func pointers[T any](list []T) (out []*T) {
	for i := range list {
		out = append(out, &list[i])
	}
	return out
}

// common are the limits that all wanted columns share.
func common(wants []want) pack.Filter {
	out := pack.Filter{}
	if len(wants) == 0 {
		return out
	}
	for field, values := range wants[0].filter {
		if !slices.ContainsFunc(wants, func(w want) bool {
			return !meaning.Same(pack.Filter{field: values}, pack.Filter{field: w.filter[field]})
		}) {
			out[field] = values
		}
	}
	return out
}

// columnName is a name from headers: the lowest that says more than 合计.
func columnName(head string) string {
	heads := strings.Split(head, "/")
	name := layout.NotName.ReplaceAllString(layout.YearWords.ReplaceAllString(layout.Brackets.ReplaceAllString(heads[len(heads)-1], ""), ""), "")
	if len(heads) > 1 && name == "小计" {
		name = cmp.Or(columnName(strings.Join(heads[:len(heads)-1], "/")), name)
	}
	if name == "" || name == "预算数" || name == "金额" {
		name = pack.Root
	}
	return name
}

// fullName is a name from headers, with those above where other columns have the same
// lowest one: 上年结转结余一般公共预算 beside 本年收入一般公共预算.
func fullName(head string, wants []want) string {
	name := columnName(head)
	heads := strings.Split(head, "/")
	lowest := func(head string) string { return head[strings.LastIndex(head, "/")+1:] }
	shared, bracketed := false, false
	for _, w := range wants {
		if w.name != head && columnName(w.name) == name {
			shared, bracketed = true, bracketed || lowest(w.name) != lowest(head)
		}
	}
	switch {
	case !shared:
		return name
	case bracketed && layout.Brackets.MatchString(lowest(head)):
		return layout.NotName.ReplaceAllString(lowest(head), "") // 资本性支出（基本建设） beside 资本性支出
	case len(heads) < 2 || heads[len(heads)-2] == "":
		return name
	}
	return columnName(heads[len(heads)-2]) + name
}

// free is a name that no view and no table has.
func (vs *views) free(name string) string {
	taken := func(name string) bool {
		return vs.p.View(name) != nil || vs.p.Input.Sheet(name) != nil || slices.ContainsFunc(vs.made, func(v *pack.View) bool { return v.Name == name })
	}
	if !taken(name) {
		return name
	}
	for i := 2; ; i++ {
		if n := fmt.Sprintf("%s%d", name, i); !taken(n) {
			return n
		}
	}
}

func freeColumn(v *pack.View, name string) string {
	if v.Column(name) == nil {
		return name
	}
	for i := 2; ; i++ {
		if n := fmt.Sprintf("%s%d", name, i); v.Column(n) == nil {
			return n
		}
	}
}

// takes says whether a view is made of a field of its records.
func takes(v *pack.View, field string) bool {
	is := func(f string) bool { return meaning.FieldOf(f) == field }
	limits := func(f pack.Filter) bool { return slices.ContainsFunc(slices.Collect(maps.Keys(f)), is) }
	return limits(v.Filter) || slices.ContainsFunc(v.Carried, is) ||
		slices.ContainsFunc(v.Rows, func(r pack.RowDef) bool { return slices.ContainsFunc(r.By, is) }) ||
		slices.ContainsFunc(v.Columns, func(c pack.ViewCol) bool { return limits(c.Filter) })
}

// number gives a number with an expression: one that is there, or a new one called so.
func (vs *views) number(called, kind, expr string) string {
	called = layout.NotName.ReplaceAllString(called, "")
	taken := func(name string) bool {
		return vs.p.Number(name) != nil || slices.ContainsFunc(vs.sums, func(n pack.Number) bool { return n.Name == name }) || slices.ContainsFunc(vs.p.Input.Info, func(it pack.Item) bool { return it.Name == name })
	}
	for _, n := range vs.sums {
		if n.Kind == kind && n.Expr == expr {
			return n.Name
		}
	}
	name := called
	for i := 2; taken(name); i++ {
		name = fmt.Sprintf("%s%d", called, i)
	}
	vs.sums = append(vs.sums, pack.Number{Name: name, Kind: kind, Expr: expr})
	return name
}
