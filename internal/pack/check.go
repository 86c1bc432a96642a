package pack

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

// Schema tells the fields of one table of the ledger.
type Schema struct {
	Fields   []string
	Measures []string
}

// Sources gives the schema of every table that an input workbook yields: one
// per sheet of records, and those that amounts of 基本信息 are entered into.
func (p *Pack) Sources() map[string]Schema {
	out := map[string]Schema{}
	for _, s := range p.Input.Sheets {
		out[s.Name] = Schema{s.Fields(), s.Measures()}
	}
	for _, it := range p.Input.Info {
		if it.Table == "" {
			continue
		}
		t := out[it.Table]
		t.Measures = []string{"金额"}
		if it.Past != "" {
			t.Measures = []string{lastOfItems}
		}
		for f := range it.Values {
			if !slices.Contains(t.Fields, f) {
				t.Fields = append(t.Fields, f)
			}
		}
		slices.Sort(t.Fields)
		out[it.Table] = t
	}
	return out
}

// ListOf is the code list that a field is coded by, "" for a plain field.
func (p *Pack) ListOf(field string) string {
	if c := p.Field(field); c != nil && c.Kind == Code {
		return c.Codes
	}
	return ""
}

// Field finds the definition of a field in whichever sheet has it first.
func (m *Manifest) Field(field string) *Column {
	for i := range m.Input.Sheets {
		if c := m.Input.Sheets[i].Column(field); c != nil {
			return c
		}
	}
	return nil
}

// CutField splits 功能科目编码/类 into field and level; level is "" for a plain field.
func CutField(key string) (field, level string) {
	field, level, _ = strings.Cut(key, "/")
	return field, level
}

// checker walks the definitions; every message starts with what it is about.
type checker struct {
	p      *Pack
	tables map[string]Schema
	found  Refusal
}

func (c *checker) failf(at Place, format string, args ...any) {
	c.add(Problem{Place: at, Text: fmt.Sprintf(format, args...)})
}

// lack complains about what a definition names and nobody has defined, or the pack took
// out of its base; known are what it may have meant.
func (c *checker) lack(at Place, about, text, what, name string, known []string) {
	hint := nearest.Hint(name, known)
	gone := c.p.tree.gone[removed{kinds[what], name}]
	c.add(Problem{at, about + text + hint, lacking{what, name, hint, gone}, strings.TrimSuffix(about, "：")})
}

func (c *checker) add(p Problem) {
	if !slices.Contains(c.found, p) {
		c.found = append(c.found, p)
	}
}

var fourDigits = pattern.Of(`^[0-9]{4}$`)

// kinds are the types of definitions that a pack can take out of its base, by what
// messages call them.
var kinds = map[string]reflect.Type{
	"列": reflect.TypeFor[Column](), "视图": reflect.TypeFor[View](), "录入表": reflect.TypeFor[Sheet](),
	"公开表": reflect.TypeFor[Table](), "码表": reflect.TypeFor[CodeDef](), "提纲": reflect.TypeFor[Outline](),
}

// none complains about the name of a definition that is not there.
func (c *checker) none(at Place, about, what, name string, known []string) {
	c.lack(at, about, "没有"+what+" "+name, what, name, known)
}

// NoView says that there is no view of a name, and where a pack took it out.
func (p *Pack) NoView(name string) string {
	text := "没有视图“" + name + "”"
	if p.tree != nil {
		if gone, ok := p.tree.gone[removed{reflect.TypeFor[View](), name}]; ok {
			text += "：" + gone.String() + "把它删去了。请留着它，或者把用到它的也改掉、删去"
		}
	}
	return text
}

func (c *checker) views() []string {
	return names(c.p.Views, func(v View) string { return v.Name })
}

// check makes sure that every name which one definition uses is defined by
// another, and replaces group names in filters by their values, so that no
// later stage meets an unknown name.
func (p *Pack) check() Refusal {
	c := &checker{p: p, tables: p.Sources()}
	if year := p.Identity.Year; year != "" && !fourDigits.MatchString(year) {
		c.failf(p.Identity.Place("年度"), "年度要写四位数字，加引号，如 \"2026\"，现在是“%s”", year)
	}
	c.units()
	c.decimals()
	c.items()
	c.dividedItems()
	c.filed()
	for i := range p.Input.Sheets {
		c.sheet(&p.Input.Sheets[i])
	}
	c.lastYear()
	for i := range p.Views {
		c.view(&p.Views[i])
	}
	c.published()
	c.offers()
	c.output()
	c.documents()
	c.numbers()
	c.equations()
	c.rules()
	c.reminders()
	c.intake()
	c.words()
	c.summary()
	if len(c.found) == 0 {
		p.eachColumn()
	}
	return c.found
}

// units finds the unit of the tables among those that every pack has and its own.
func (c *checker) units() {
	c.p.Units = money.Common
	for _, name := range slices.Sorted(maps.Keys(c.p.OwnUnits)) {
		if u, common := money.Common.Named(name); common { // 万元 of another size would be printed under the name of 万元
			c.failf(c.p.Place("自定单位"), "自定单位 %s：“%s”本来就有，不能改它是多少元", name, u.Name)
			continue
		}
		var ok bool
		if c.p.Units, ok = c.p.Units.With(name, c.p.OwnUnits[name]); !ok {
			c.failf(c.p.Place("自定单位"), "自定单位 %s：要写它是多少元，只能是 1、10、100 这样的整数，现在是 %d", name, c.p.OwnUnits[name])
		}
	}
	var ok bool
	if c.p.Unit, ok = c.p.Units.Named(c.p.UnitName); !ok {
		c.failf(c.p.Place("金额单位"), "金额单位：只能是%s，现在是“%s”；别的单位请写在“自定单位”里", c.p.Units.Names(), c.p.UnitName)
	}
}

// published checks the totals of the tables that the pack fills.
func (c *checker) published() {
	for _, t := range c.p.Tables {
		if t.Total == "" {
			continue // of a table of which no view has all
		}
		view, col, both := strings.Cut(t.Total, ".")
		if v := c.p.View(view); v == nil && both {
			c.none(t.Place("合计"), "公开表 "+t.Name+"的合计：", "视图", view, c.views())
		} else if v == nil || v.Column(col) == nil {
			c.failf(t.Place("合计"), "公开表 %s：合计要写成“视图.列”，现在是“%s”", t.Name, t.Total)
		}
	}
}

// offers checks for whom templates are.
func (c *checker) offers() {
	for _, x := range c.p.Offers {
		about := "选用 " + x.Template + "："
		if all := slices.Concat(c.p.Template, c.p.Documents); !slices.Contains(all, x.Template) {
			c.failf(x.Place("模板"), "%s“模板”里没有这个文件%s", about, nearest.Hint(x.Template, all))
		}
		if len(x.When) == 0 {
			c.failf(x.Place("当"), "%s没有写“当”", about)
		}
		for name, values := range x.When {
			i := slices.IndexFunc(c.p.Input.Info, func(i Item) bool { return i.Name == name })
			if i < 0 {
				c.failf(x.Place("当"), "%s基本信息里没有 %s%s", about, name, nearest.Hint(name, names(c.p.Input.Info, func(i Item) string { return i.Name })))
				continue
			}
			it := c.p.Input.Info[i]
			for _, v := range values {
				if len(it.Choices) > 0 && !slices.Contains(it.Choices, v) {
					c.failf(x.Place("当"), "%s基本信息的 %s 没有选项“%s”%s", about, name, v, nearest.Hint(v, it.Choices))
				}
			}
		}
	}
}

// reminders checks what is pointed out when a workbook is rolled forward.
func (c *checker) reminders() {
	for i := range c.p.Roll {
		r := &c.p.Roll[i]
		const about = "转下年提醒："
		s := c.p.Input.Sheet(r.Sheet)
		if s == nil {
			c.none(r.Place("表"), about, "录入表", r.Sheet, c.sheets())
			continue
		}
		if s.Column(r.Column) == nil {
			c.lack(r.Place("单元格"), about, "录入表 "+r.Sheet+" 没有列 "+r.Column, "列", r.Column, s.columns())
		}
		r.When = c.filter(r.Origin, "当", about, r.When, s.Fields())
	}
}

// intake checks that what is taken from exports has a place to go.
func (c *checker) intake() {
	in := &c.p.Intake
	if in.Sheet == "" {
		return
	}
	s := c.p.Input.Sheet(in.Sheet)
	if s == nil {
		c.none(in.Place("表"), "导入：", "录入表", in.Sheet, c.sheets())
		return
	}
	if len(s.Measures()) == 0 {
		c.failf(in.Place("表"), "导入：没有带金额列的录入表 %s", in.Sheet)
		return
	}
	for _, col := range in.Columns {
		to := s
		if col.Of != "" {
			ref := s.Column(col.Of)
			if ref == nil || ref.Kind != Ref || ref.Column != "" {
				c.failf(col.Place("属于"), "导入的列 %s：“属于”要写录入表 %s 的一个引用列", col.Name, in.Sheet)
				continue
			}
			if to = c.p.Input.Sheet(ref.Sheet); to == nil {
				continue // told at the column
			}
		}
		if to == nil || to.Column(col.Name) == nil {
			c.failf(col.Place("名称"), "导入的列 %s：录入表里没有这一列", col.Name)
		}
	}
	c.headers(in)
	for _, a := range in.Amounts {
		if a.Field != "" {
			c.intakeValue(s, &a, a.Field, a.Value)
		}
		for _, field := range slices.Sorted(maps.Keys(a.With)) {
			c.intakeValue(s, &a, field, a.With[field])
		}
	}
}

// intakeValue checks that a field has the value that a column of amounts stands
// for; the main one may also be a group of values.
func (c *checker) intakeValue(s *Sheet, a *IntakeAmount, field, value string) {
	col := s.Column(field)
	if col != nil && slices.Contains(col.Choices, value) {
		return
	}
	if col != nil && field == a.Field && slices.ContainsFunc(col.Groups, func(g Group) bool { return g.Name == value }) {
		return
	}
	c.lack(a.Place("值"), fmt.Sprintf("导入的金额列 %v：", a.Headers), fmt.Sprintf("录入表 %s 的 %s 没有取值“%s”", s.Name, field, value), field+"的取值或组", value, nil)
}

// headers refuses a header that stands for two columns of an import, of which the
// first would be taken.
func (c *checker) headers(in *Intake) {
	seen := map[string]Place{}
	note := func(at Place, headers []string) {
		for _, h := range slices.Compact(slices.Sorted(slices.Values(headers))) {
			if was, twice := seen[h]; twice {
				c.failf(at, "导入：表头“%s”写在两列里，另一处是 %s；请删去一处", h, was)
			}
			seen[h] = at
		}
	}
	for _, col := range in.Columns {
		note(col.Place("表头"), col.Headers)
	}
	for _, a := range in.Amounts {
		note(a.Place("表头"), a.Headers)
	}
	note(in.Place("不导入"), in.Leave)
}

// words checks what texts of forms are said to mean.
func (c *checker) words() {
	for i := range c.p.Words {
		w := &c.p.Words[i]
		about := "识词 " + strings.Join(w.Written, "、") + "："
		table, ok := c.tables[cmp.Or(w.Source, c.p.Intake.Sheet)]
		if !ok { // words about a table that a derived pack leaves out mean nothing there
			continue
		}
		if w.Rows != "" && !slices.Contains(table.Fields, w.Rows) {
			continue
		}
		w.Means = c.filter(w.Origin, "即", about, w.Means, table.Fields)
		if w.Or != nil {
			w.Or = c.filter(w.Origin, "或", about, w.Or, table.Fields)
		}
	}
}

// Matches says whether a text passes a filter's values of a key: it is one of them,
// or a code below one of them where the key is a field at a level (部门经济科目编码/类).
func Matches(key, text string, values []string) bool {
	if _, level := CutField(key); level == "" {
		return slices.Contains(values, text)
	}
	return slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(text, v) })
}

// filter gives the filter with the field names as the tables spell them and groups
// replaced by their values. key is where the definition says it.
func (c *checker) filter(at Origin, key, about string, f Filter, fields []string) Filter {
	out := Filter{}
	for name, values := range f {
		name, level := CutField(name)
		i := slices.IndexFunc(fields, func(s string) bool { return strings.EqualFold(s, name) })
		if list := c.p.Codes[c.p.ListOf(name)]; level != "" && (list == nil || list.Digits(level) == 0) {
			c.failf(at.Place(key), "%s字段 %s 没有级次 %s", about, name, level)
			continue
		}
		if i >= 0 && level != "" {
			out[fields[i]+"/"+level] = values
			continue
		}
		if i < 0 {
			c.lack(at.Place(key), about, "来源表没有字段 "+name, "列", name, fields)
			continue
		}
		for _, v := range values {
			all, ok := c.p.Group(fields[i], v)
			if !ok {
				c.lack(at.Place(key), about, "字段 "+fields[i]+" 没有取值或组“"+v+"”", fields[i]+"的取值或组", v, c.p.Field(fields[i]).Choices)
			}
			out[fields[i]] = append(out[fields[i]], all...)
		}
	}
	return out
}
