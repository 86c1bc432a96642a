package pack

import (
	"slices"
	"strings"
)

// Rule is a reconciliation rule (勾稽关系): what must hold, and what to say
// where it does not. Its expressions are compiled by package check.
type Rule struct {
	Origin   `yaml:"-"`
	ID       string `yaml:"编号,omitempty"`  // of the catalogue; several rules may share one
	Table    string `yaml:"表,omitempty"`   // for each record of this table
	View     string `yaml:"视图,omitempty"`  // for each row of this view; with neither: once
	Form     string `yaml:"公开表,omitempty"` // only about finished tables; the sheet whose cells 格 names
	Each     bool   `yaml:"各列,omitempty"`  // of a view: one rule for each column, whose name {列} stands for
	When     string `yaml:"当,omitempty"`   // only where this holds
	Must     string `yaml:"应,omitempty"`   // what must hold
	Severity string `yaml:"级别,omitempty"`  // 错误, 警告 or 提示
	Cell     string `yaml:"单元格,omitempty"` // of a record: the column to point at; of a view: the column whose first record is
	Sheet    string `yaml:"位置,omitempty"`  // otherwise: the sheet to point at
	Message  string `yaml:"说明,omitempty"`  // {expression} is replaced by its value
	Hint     string `yaml:"怎么办,omitempty"` // likewise
}

// Equation gives an id to equations that no rule need state, since they follow from
// views, levels and template formulas: those within one of some tables, or those
// between tables. The first that fits an equation names it.
type Equation struct {
	Origin   `yaml:"-"`
	ID       string   `yaml:"编号"`           // of the catalogue
	Within   []string `yaml:"表,omitempty"`  // sheets of tables: within any one of them
	Between  []string `yaml:"表间,omitempty"` // between all of these
	How      string   `yaml:"推自,omitempty"` // one of Derivations, "" for any
	Row      string   `yaml:"行,omitempty"`  // the label of the total, "" for any
	Severity string   `yaml:"级别,omitempty"` // as of rules, "" for 错误
}

// Derivations are the ways in which equations follow.
var Derivations = []string{Below, Columns, Formula, Same, Parts}

// How an equation follows.
const (
	Below   = "下级" // a row is the sum of those directly below it
	Columns = "各列" // a figure is the sum of others in its row
	Formula = "公式" // the template adds figures up
	Same    = "相等" // two figures are of the same records
	Parts   = "分项" // the records of some figures are together those of another
)

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
	i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, name) && ShortName(n) == name })
	if i < 0 {
		return ""
	}
	return names[i]
}

// SheetOf is the sheet from which a table's records come.
func (p *Pack) SheetOf(table string) string {
	if p.Input.Sheet(table) == nil {
		return p.Input.InfoSheet()
	}
	return table
}

// Group gives the values that a filter value of a field stands for: itself, or
// those of a group such as 财政拨款. ok is false where the field has choices
// and this is neither one of them nor a group.
func (m *Manifest) Group(field, value string) (values []string, ok bool) {
	col := m.Field(field)
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
		c.complete(r)
		c.about(r)
	}
}

// complete demands what every rule has.
func (c *checker) complete(r *Rule) {
	for _, has := range [][2]string{{"没有编号", r.ID}, {"没有写“应”", r.Must}, {"没有写“说明”", r.Message}} {
		if has[1] == "" {
			c.failf(r.Place(), "%s：%s", r.Called(), has[0])
		}
	}
	if !slices.Contains(Severities, r.Severity) {
		c.failf(r.Place("级别"), "%s：级别只能是%s，现在是“%s”", r.Called(), strings.Join(Severities, "、"), r.Severity)
	}
}

// about checks what a rule is about, and where it points.
func (c *checker) about(r *Rule) {
	v := c.p.View(r.View)
	switch {
	case r.Table != "" && r.View != "":
		c.failf(r.Place("视图"), "%s：“表”和“视图”只能写一个", r.Called())
	case r.Table != "" && r.Form != "":
		c.failf(r.Place("公开表"), "%s：“表”和“公开表”只能写一个", r.Called())
	case r.Form != "" && !slices.ContainsFunc(c.p.Tables, func(t Table) bool { return t.Sheet == r.Form }):
		c.none(r.Place("公开表"), r.Called()+"：", "公开表", r.Form, c.sheets())
	case r.View != "" && v == nil:
		c.none(r.Place("视图"), r.Called()+"：", "视图", r.View, c.views())
	case r.Sheet != "" && !slices.Contains(c.sheets(), r.Sheet):
		c.lack(r.Place("位置"), r.Called()+"：", "“位置”要写录入工作簿或公开表的一张表，现在是“"+r.Sheet+"”", "公开表", r.Sheet, c.sheets())
	case r.Each && r.View == "":
		c.failf(r.Place("各列"), "%s：有“视图”的规则才能写“各列”", r.Called())
	}
	switch {
	case r.Table != "":
		c.recordRule(r)
	case r.Cell == "":
	case r.View == "" && (r.Sheet != "" || !slices.ContainsFunc(c.p.Input.Info, func(it Item) bool { return it.Name == r.Cell })):
		c.failf(r.Place("单元格"), "%s：没有“表”、“视图”和“位置”的规则，“单元格”要写“%s”的一项，现在是“%s”", r.Called(), c.p.Input.InfoSheet(), r.Cell)
	case v != nil && v.Column(r.Cell) == nil:
		c.failf(r.Place("单元格"), "%s：“单元格”要写视图 %s 的一列，现在是“%s”", r.Called(), r.View, r.Cell)
	}
}

// equations checks the ids of equations.
func (c *checker) equations() {
	for _, e := range c.p.Equations {
		called := "等式 " + e.ID
		one := func(key, value string, of []string) {
			if value != "" && !slices.Contains(of, value) {
				c.failf(e.Place(key), "%s：%s只能是%s，现在是“%s”", called, key, strings.Join(of, "、"), value)
			}
		}
		one("推自", e.How, Derivations)
		one("级别", e.Severity, Severities)
		switch {
		case e.ID == "":
			c.failf(e.Place(), "%s：没有编号", called)
		case (len(e.Within) == 0) == (len(e.Between) == 0):
			c.failf(e.Place(), "%s：“表”和“表间”要写一个", called)
		}
		for _, name := range slices.Concat(e.Within, e.Between) {
			if !slices.ContainsFunc(c.p.Tables, func(t Table) bool { return t.Sheet == name }) {
				c.none(e.Place("表", "表间"), called+"：", "公开表", name, c.sheets())
			}
		}
	}
}

// Called is a rule as messages call it, behind its file and line: a number would
// count the rules of the base too.
func (r *Rule) Called() string { return strings.TrimSpace("规则 " + r.ID) }

// Problem is what is wrong with the expression or text under one of the rule's keys.
func (r *Rule) Problem(key string, err error) error {
	return Problem{Place: r.Place(key), Text: r.Called() + "的“" + key + "”" + err.Error()}
}

// Lacks is what the rule names and no table has.
func (r *Rule) Lacks(err error) error {
	return Problem{Place: r.Place("应"), Text: r.Called() + "：" + err.Error()}
}

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

// recordRule checks a rule for each record, and gives its column the full name.
func (c *checker) recordRule(r *Rule) {
	if _, ok := c.tables[r.Table]; !ok {
		c.none(r.Place("表"), r.Called()+"：", "录入表", r.Table, c.sheets())
		return
	}
	if r.Cell == "" {
		return
	}
	var names []string
	if s := c.p.Input.Sheet(r.Table); s != nil {
		names = s.columns()
	}
	full := FullName(names, r.Cell)
	if full == "" {
		c.lack(r.Place("单元格"), r.Called()+"：", "录入表 "+r.Table+" 没有列 "+r.Cell, "列", r.Cell, names)
	}
	r.Cell = full
}

// sheets are the sheets that a rule may point at.
func (c *checker) sheets() []string {
	names := []string{c.p.Input.InfoSheet()}
	for _, s := range c.p.Input.Sheets {
		names = append(names, s.Name)
	}
	for _, t := range c.p.Tables {
		names = append(names, t.Sheet)
	}
	return names
}
