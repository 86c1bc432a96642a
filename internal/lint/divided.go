package lint

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/pack"
)

// divided tells values of a field that must be filled in which the columns of a view
// forget: the view has a total and divides it by the field, so money of that value
// would be printed in the total only.
func (l *linter) divided() {
	for i := range l.pack.Input.Sheets {
		s := &l.pack.Input.Sheets[i]
		for j := range s.Columns {
			if c := &s.Columns[j]; c.Kind == pack.Choice && c.Required {
				l.forgotten(s.Name, c)
			}
		}
	}
}

func (l *linter) forgotten(sheet string, c *pack.Column) {
	at := c.Place("选项")
	by := map[string][]string{}
	tell, mend := l.out.Errorf, "请在这些视图（或它们用的列组）里给它加一列，模板里也加一列；用不着这个选项的，删去它。"
	for i := range l.pack.Views {
		v := &l.pack.Views[i]
		if !slices.Contains(v.Sources, sheet) {
			continue
		}
		for _, value := range left(v, c) {
			if place := v.Place("列"); at.File != l.pack.Place().File && place.File == l.pack.Place().File {
				at = place // the options are the base's, the view is the pack's own: perhaps the form has no such column
				tell, mend = l.out.Warnf, "官方表上没有这一列的，不用改：有这样的钱的部门，各列相加比合计少；有这一列的，给它加上。"
			}
			by[value] = append(by[value], v.Name+"（"+v.Place("列").String()+"）")
		}
	}
	for _, value := range c.Choices {
		if views := by[value]; views != nil {
			tell("value-undivided", manifest(at), mend,
				"%s“%s”没有一列取它，这样的钱只会印在合计里：视图 %s", c.Name, value, strings.Join(views, "、"))
		}
	}
}

// left are the values that the columns of a view forget. Columns divide a total if
// they are filtered as it is, and by the field besides. A few of many values are
// no division but examples (其中): most must be taken.
func left(v *pack.View, c *pack.Column) (out []string) {
	values := v.Filter[c.Name]
	if values == nil {
		values = c.Choices
	}
	for i := range v.Columns {
		total := &v.Columns[i]
		if total.Filter[c.Name] != nil {
			continue
		}
		taken := map[string]bool{}
		parts := 0
		for j := range v.Columns {
			part := &v.Columns[j]
			if part.Filter[c.Name] == nil || part.Measure != total.Measure || !besides(part.Filter, total.Filter, c.Name) {
				continue
			}
			parts++
			for _, value := range part.Filter[c.Name] {
				taken[value] = true
			}
		}
		var missing []string
		for _, value := range values {
			if !taken[value] {
				missing = append(missing, value)
			}
		}
		if parts > 1 && 2*len(missing) < len(values)-len(missing) {
			out = append(out, missing...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// besides says whether a filter is another one and a field besides.
func besides(f, other pack.Filter, field string) bool {
	rest := maps.Clone(f)
	delete(rest, field)
	return maps.EqualFunc(rest, other, slices.Equal)
}
