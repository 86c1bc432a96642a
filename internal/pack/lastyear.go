package pack

import (
	"cmp"
	"maps"
	"slices"

	"ysgk/internal/nearest"
)

// lastYear makes the views that are another one with last year's amounts (上年的): the
// same records in the same rows and columns, so that every number of a table of last
// year can be named as {{支出总表上年.合计}} or 视图("支出总表上年", "合计").
func (c *checker) lastYear() {
	for i := range c.p.Views {
		v := &c.p.Views[i]
		if v.Past == "" {
			continue
		}
		at, about := v.Place("上年的"), "视图 "+v.Name+"："
		of := c.p.View(v.Past)
		switch {
		case of == nil:
			c.failf(at, "%s没有视图 %s%s", about, v.Past, nearest.Hint(v.Past, names(c.p.Views, func(v View) string { return v.Name })))
			continue
		case of.Past != "" || of.Of != "":
			c.failf(at, "%s“上年的”要写一个加金额的视图，“%s”不是", about, v.Past)
			continue
		case len(v.Sources)+len(v.Filter)+len(v.Rows)+len(v.Columns)+len(v.Carried)+len(v.Sides) > 0 || v.Of != "" || v.Keep:
			c.failf(at, "%s写了“上年的”，来源、筛选、行和列都照“%s”，请删去这里写的", about, v.Past)
			continue
		}
		v.Sources, v.Filter, v.Carried, v.Keep = of.Sources, maps.Clone(of.Filter), of.Carried, of.Keep
		v.Rows, v.Columns = slices.Clone(of.Rows), slices.Clone(of.Columns)
		for j := range v.Columns {
			col := &v.Columns[j]
			col.Filter = maps.Clone(col.Filter)
			for _, source := range v.Sources {
				last := c.lastOf(source, col.Measure)
				if len(col.Also) > 0 {
					last = "" // of a sum of several there is none
				}
				if last == "" || j > 0 && len(v.Sources) > 1 && last != v.Columns[0].Measure {
					c.failf(at, "%s“%s”的金额没有上年数，“%s”里的数就不全；请另写一个来源有上年数的视图", about, source, v.Past)
					break
				}
				if source == v.Sources[len(v.Sources)-1] {
					col.Measure = last
				}
			}
		}
		v.Sources = slices.Clone(v.Sources)
		for k, source := range v.Sources {
			if past := c.p.Input.PastOfItems(source); past != "" {
				v.Sources[k] = past
			}
		}
	}
}

// lastOfItems is the measure of a table of last year's items.
const lastOfItems = "上年数"

// items checks those of 基本信息 that keep last year's amount of another one.
func (c *checker) items() {
	for i := range c.p.Input.Info {
		it := &c.p.Input.Info[i]
		if it.Past == "" {
			continue
		}
		at, about := it.Place("上年的"), "基本信息 "+it.Name+"："
		of := find(c.p.Input.Info, func(o *Item) bool { return o.Name == it.Past })
		switch {
		case of == nil:
			c.failf(at, "%s“上年的”没有项目 %s%s", about, it.Past, nearest.Hint(it.Past, names(c.p.Input.Info, func(o Item) string { return o.Name })))
		case it.Kind != Amount || of.Kind != Amount || of.Past != "" || of.Table == "" || it.Table == "" || it.Required:
			c.failf(at, "%s“上年的”要写另一项金额，两项都要有“记入”，这一项不能必填", about)
		case slices.ContainsFunc(c.p.Input.Info, func(o Item) bool { return o.Table == it.Table && o.Past == "" }):
			c.failf(it.Place("记入"), "%s去年的金额要“记入”另一张表，“%s”是今年的", about, it.Table)
		case !maps.Equal(it.Values, of.Values):
			c.failf(it.Place("维度"), "%s“维度”要和“%s”的一样", about, it.Past)
		}
	}
}

// lastOf is the measure that keeps last year's amounts of another one of a source, the
// first if it has no name; "" if there is none.
func (c *checker) lastOf(source, measure string) string {
	if c.p.Input.PastOfItems(source) != "" {
		return lastOfItems
	}
	s := c.p.Input.Sheet(source)
	if s == nil || len(s.Measures()) == 0 {
		return ""
	}
	if col := s.Column(cmp.Or(measure, s.Measures()[0])); col != nil {
		return col.Last
	}
	return ""
}
