package pack

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is a reconciliation rule (勾稽关系): what must hold, and what to say
// where it does not. Its expressions are compiled by package check.
type Rule struct {
	ID       string `mapstructure:"编号"`  // of the catalogue; several rules may share one
	Table    string `mapstructure:"表"`   // for each record of this table
	View     string `mapstructure:"视图"`  // for each row of this view; with neither: once
	Form     string `mapstructure:"公开表"` // only about finished tables; the sheet whose cells 格 names
	Each     bool   `mapstructure:"各列"`  // of a view: one rule for each column, whose name {列} stands for
	When     string `mapstructure:"当"`   // only where this holds
	Must     string `mapstructure:"应"`   // what must hold
	Severity string `mapstructure:"级别"`  // 错误, 警告 or 提示
	Cell     string `mapstructure:"单元格"` // of a record: the column to point at; of a view: the column whose first record is
	Sheet    string `mapstructure:"位置"`  // otherwise: the sheet to point at
	Message  string `mapstructure:"说明"`  // {expression} is replaced by its value
	Hint     string `mapstructure:"怎么办"` // likewise

	Number int `mapstructure:"-"` // its place in pack.yaml, from 1
}

// Severities are the levels of a rule.
var Severities = []string{"错误", "警告", "提示"}

// ShortName is a column's name without the unit in brackets behind it, by which
// expressions may call it: 金额(元) is 金额.
func ShortName(name string) string {
	if i := strings.IndexAny(name, "(（"); i > 0 {
		return name[:i]
	}
	return name
}

// FullName is the one among names that is meant by a name or short name, "" if
// there is none.
func FullName(names []string, name string) string {
	if slices.Contains(names, name) {
		return name
	}
	i := slices.IndexFunc(names, func(n string) bool { return ShortName(n) == name })
	if i < 0 {
		return ""
	}
	return names[i]
}

// SheetOf is the sheet from which a table's records come.
func (p *Pack) SheetOf(table string) string {
	if p.Input.Sheet(table) == nil {
		return InfoSheet
	}
	return table
}

// Group gives the values that a filter value of a field stands for: itself, or
// those of a group such as 财政拨款. ok is false where the field has choices
// and this is neither one of them nor a group.
func (p *Pack) Group(field, value string) (values []string, ok bool) {
	col := p.column(field)
	if col == nil || col.Kind != Choice || len(col.Choices) == 0 || slices.Contains(col.Choices, value) {
		return []string{value}, true
	}
	i := slices.IndexFunc(col.Groups, func(g Group) bool { return g.Name == value })
	if i < 0 {
		return nil, false
	}
	return col.Groups[i].Values, true
}

// rules checks everything about rules but their expressions.
func (c *checker) rules() {
	for i := range c.p.Rules {
		r := &c.p.Rules[i]
		r.Number = i + 1
		c.at("规则", i)
		at := r.Called() + "："
		switch {
		case r.ID == "":
			c.failf("%s没有编号", at)
		case r.Must == "":
			c.failf("%s没有写“应”", at)
		case r.Message == "":
			c.failf("%s没有写“说明”", at)
		case !slices.Contains(Severities, r.Severity):
			c.failf("%s级别只能是%s，现在是“%s”", at, strings.Join(Severities, "、"), r.Severity)
		case r.Table != "" && r.View != "":
			c.failf("%s“表”和“视图”只能写一个", at)
		case r.Table != "" && r.Form != "":
			c.failf("%s“表”和“公开表”只能写一个", at)
		case r.Form != "" && !slices.ContainsFunc(c.p.Tables, func(t Table) bool { return t.Sheet == r.Form }):
			c.failf("%s没有公开表 %s", at, r.Form)
		case r.View != "" && c.p.View(r.View) == nil:
			c.failf("%s没有视图 %s", at, r.View)
		case r.Sheet != "" && !slices.Contains(c.sheets(), r.Sheet):
			c.failf("%s“位置”要写录入工作簿或公开表的一张表，现在是“%s”", at, r.Sheet)
		case r.Each && r.View == "":
			c.failf("%s有“视图”的规则才能写“各列”", at)
		}
		if r.Table != "" {
			c.recordRule(at, r)
		} else if v := c.p.View(r.View); v != nil && r.Cell != "" {
			if !slices.ContainsFunc(v.Columns, func(col ViewCol) bool { return col.Name == r.Cell }) {
				c.failf("%s“单元格”要写视图 %s 的一列，现在是“%s”", at, r.View, r.Cell)
			}
		} else if r.Cell != "" {
			c.failf("%s有“表”或“视图”的规则才能写“单元格”", at)
		}
	}
}

// Called is a rule as messages call it.
func (r *Rule) Called() string { return fmt.Sprintf("规则 %s（第 %d 条）", r.ID, r.Number) }

// eachColumn writes out the rules for each column of a view.
func (p *Pack) eachColumn() {
	var out []Rule
	for _, r := range p.Rules {
		if !r.Each {
			out = append(out, r)
			continue
		}
		for _, c := range p.View(r.View).Columns {
			one := r
			for _, text := range []*string{&one.When, &one.Must, &one.Message, &one.Hint} {
				*text = strings.ReplaceAll(*text, "{列}", c.Name)
			}
			out = append(out, one)
		}
	}
	p.Rules = out
}

// filed gives columns and items the rules under which they are told.
func (c *checker) filed() {
	for _, f := range c.p.Input.Rules {
		for _, name := range f.Columns {
			if f.Sheet == InfoSheet {
				i := slices.IndexFunc(c.p.Input.Info, func(it Item) bool { return it.Name == name })
				if i >= 0 {
					c.p.Input.Info[i].Rule = f.Rule
					continue
				}
			} else if s := c.p.Input.Sheet(f.Sheet); s != nil && s.Column(name) != nil {
				s.Column(name).Rule = f.Rule
				continue
			}
			c.failf("录入的归入 %s：%s 没有“%s”", f.Rule, f.Sheet, name)
		}
	}
}

// recordRule checks a rule for each record, and gives its column the full name.
func (c *checker) recordRule(at string, r *Rule) {
	if _, ok := c.tables[r.Table]; !ok {
		c.failf("%s没有录入表 %s", at, r.Table)
		return
	}
	if r.Cell == "" {
		return
	}
	var names []string
	if s := c.p.Input.Sheet(r.Table); s != nil {
		for _, col := range s.Columns {
			names = append(names, col.Name)
		}
	}
	full := FullName(names, r.Cell)
	if full == "" {
		c.failf("%s录入表 %s 没有列 %s", at, r.Table, r.Cell)
	}
	r.Cell = full
}

// sheets are the sheets that a rule may point at.
func (c *checker) sheets() []string {
	names := []string{InfoSheet}
	for _, s := range c.p.Input.Sheets {
		names = append(names, s.Name)
	}
	for _, t := range c.p.Tables {
		names = append(names, t.Sheet)
	}
	return names
}
