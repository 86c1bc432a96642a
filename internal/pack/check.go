package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/money"
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
	if c := p.column(field); c != nil && c.Kind == Code {
		return c.Codes
	}
	return ""
}

// column finds the definition of a field in whichever sheet has it first.
func (p *Pack) column(field string) *Column {
	for i := range p.Input.Sheets {
		if c := p.Input.Sheets[i].Column(field); c != nil {
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
	lines  *lines
	line   int // of the definition at hand
	found  Refusal
}

func (c *checker) failf(format string, args ...any) {
	p := Problem{manifestName, c.line, fmt.Sprintf(format, args...)}
	if !slices.Contains(c.found, p) {
		c.found = append(c.found, p)
	}
}

// at notes which definition is looked at, by keys and indexes from the top.
func (c *checker) at(path ...any) { c.line = c.lines.of(path...) }

// check makes sure that every name which one definition uses is defined by
// another, and replaces group names in filters by their values, so that no
// later stage meets an unknown name.
func (p *Pack) check(l *lines) Refusal {
	c := &checker{p: p, tables: p.Sources(), lines: l}
	c.units()
	c.filed()
	for i := range p.Input.Sheets {
		c.at("录入", "表", i)
		c.sheet(&p.Input.Sheets[i], i)
	}
	seen := map[string]bool{}
	for i := range p.Views {
		v := &p.Views[i]
		c.at("视图", i)
		if seen[v.Name] {
			c.failf("视图 %s：名称重复", v.Name)
		}
		seen[v.Name] = true
		c.view(v, i)
	}
	for i, t := range p.Tables {
		c.at("公开表", i)
		view, col, _ := strings.Cut(t.Total, ".")
		if v := p.View(view); v == nil || !slices.ContainsFunc(v.Columns, func(c ViewCol) bool { return c.Name == col }) {
			c.failf("公开表 %s：合计要写成“视图.列”，现在是“%s”", t.Name, t.Total)
		}
	}
	c.at("输出")
	c.output()
	c.numbers()
	c.rules()
	c.reminders()
	c.intake()
	if len(c.found) == 0 {
		p.eachColumn()
	}
	return c.found
}

// units finds the unit of the tables among those that every pack has and its own.
func (c *checker) units() {
	c.p.Units = money.Common
	for _, name := range slices.Sorted(maps.Keys(c.p.OwnUnits)) {
		var ok bool
		c.at("自定单位", name)
		if c.p.Units, ok = c.p.Units.With(name, c.p.OwnUnits[name]); !ok {
			c.failf("自定单位 %s：要写它是多少元，只能是 1、10、100 这样的整数，现在是 %d", name, c.p.OwnUnits[name])
		}
	}
	c.at("金额单位")
	var ok bool
	if c.p.Unit, ok = c.p.Units.Named(c.p.UnitName); !ok {
		c.failf("金额单位：只能是%s，现在是“%s”；别的单位请写在“自定单位”里", c.p.Units.Names(), c.p.UnitName)
	}
}

func (c *checker) sheet(s *Sheet, index int) {
	if len(s.Columns) == 0 {
		c.failf("录入表 %s：没有列", s.Name)
	}
	c.outlined(s)
	c.match(s)
	for i := range s.Columns {
		col := &s.Columns[i]
		c.at("录入", "表", index, "列", i)
		at := fmt.Sprintf("录入表 %s 的列 %s：", s.Name, col.Name)
		if col.With != "" && (s.Column(col.With) == nil || col.With == col.Name) {
			c.failf("%s“同填”要写本表的另一列，现在是“%s”", at, col.With)
		}
		c.last(at, s, col)
		switch col.Kind {
		case Text, Amount, Year, Date, CodeKey:
		case Code:
			list := c.p.Codes[col.Codes]
			if list == nil {
				c.failf("%s没有码表 %s", at, col.Codes)
			} else if list.Digits(col.Level) == 0 {
				c.failf("%s码表 %s 没有级次 %s", at, col.Codes, col.Level)
			} else if col.Within != nil && list.Column(col.Within.Column) < 0 {
				c.failf("%s码表 %s 没有列 %s", at, col.Codes, col.Within.Column)
			}
		case NameOf:
			if of := s.Column(col.Of); of == nil || of.Kind != Code {
				c.failf("%s“由”要写本表的一个编码列，现在是“%s”", at, col.Of)
			}
		case Choice:
			if len(col.Choices) == 0 {
				c.failf("%s没有选项", at)
			}
		case Ref:
			target := c.p.Input.Sheet(col.Sheet)
			if target == nil {
				c.failf("%s没有录入表 %s", at, col.Sheet)
				continue
			}
			if col.Column != "" && target.Column(col.Column) == nil {
				c.failf("%s录入表 %s 没有列 %s", at, col.Sheet, col.Column)
			}
			if col.Column != "" && len(col.Joined) > 0 {
				c.failf("%s写了“表列”就不能写“带入”：一个名称可以有几行", at)
			}
			for _, j := range col.Joined {
				if target.Column(j) == nil {
					c.failf("%s录入表 %s 没有列 %s", at, col.Sheet, j)
				}
			}
		default:
			c.failf("%s不认识的类型“%s”", at, col.Kind)
		}
		if m := col.Mapping; m != nil {
			from := s.Column(m.From)
			if from == nil || from.Kind != Code {
				c.failf("%s“对应”里的“由”要写本表的一个编码列", at)
				continue
			}
			for _, name := range m.Columns {
				if l := c.p.Codes[from.Codes]; l != nil && l.Column(name) < 0 {
					c.failf("%s码表 %s 没有列 %s", at, from.Codes, name)
				}
			}
		}
	}
}

// last checks where last year's amounts go.
func (c *checker) last(at string, s *Sheet, col *Column) {
	if col.Sparse && (col.Kind != Amount || col.Required) {
		c.failf("%s“有数才写”只用于不必填的金额列", at)
	}
	if col.Last == "" {
		return
	}
	if to := s.Column(col.Last); to == nil || to.Kind != Amount || col.Kind != Amount || to == col || to.Required {
		c.failf("%s“上年数”要写本表另一个不必填的金额列，现在是“%s”", at, col.Last)
	}
}

// reminders checks what is pointed out when a workbook is rolled forward.
func (c *checker) reminders() {
	for i := range c.p.Roll {
		r := &c.p.Roll[i]
		at := fmt.Sprintf("转下年提醒的第 %d 条：", i+1)
		s := c.p.Input.Sheet(r.Sheet)
		if s == nil {
			c.failf("%s没有录入表 %s", at, r.Sheet)
			continue
		}
		if s.Column(r.Column) == nil {
			c.failf("%s录入表 %s 没有列 %s", at, r.Sheet, r.Column)
		}
		r.When = c.filter(at, r.When, s.Fields())
	}
}

// intake checks that what is taken from exports has a place to go.
func (c *checker) intake() {
	in := &c.p.Intake
	if in.Sheet == "" {
		return
	}
	s := c.p.Input.Sheet(in.Sheet)
	if s == nil || len(s.Measures()) == 0 {
		c.failf("导入：没有带金额列的录入表 %s", in.Sheet)
		return
	}
	for _, col := range in.Columns {
		to := s
		if col.Of != "" {
			ref := s.Column(col.Of)
			if ref == nil || ref.Kind != Ref || ref.Column != "" {
				c.failf("导入的列 %s：“属于”要写录入表 %s 的一个引用列", col.Name, in.Sheet)
				continue
			}
			to = c.p.Input.Sheet(ref.Sheet)
		}
		if to == nil || to.Column(col.Name) == nil {
			c.failf("导入的列 %s：录入表里没有这一列", col.Name)
		}
	}
	for _, a := range in.Amounts {
		if col := s.Column(a.Field); a.Field != "" && (col == nil || !slices.Contains(col.Choices, a.Value)) {
			c.failf("导入的金额列 %v：录入表 %s 的 %s 没有取值“%s”", a.Headers, in.Sheet, a.Field, a.Value)
		}
	}
}

// outlined checks the outline of a sheet and gives its columns their choices.
func (c *checker) outlined(s *Sheet) {
	if s.Outline == "" {
		return
	}
	o := c.p.Outline(s.Outline)
	if o == nil {
		c.failf("录入表 %s：没有提纲 %s", s.Name, s.Outline)
		return
	}
	for i, f := range o.Fields {
		col := s.Column(f)
		if col == nil {
			c.failf("录入表 %s：没有提纲 %s 的列 %s", s.Name, o.Name, f)
			return
		}
		if col.Kind != Choice || len(col.Choices) > 0 {
			continue
		}
		for _, r := range o.Rows {
			if len(r) != len(o.Fields) {
				c.failf("提纲 %s：每行要有 %d 个值，现在有一行是 %v", o.Name, len(o.Fields), r)
				return
			}
			if !slices.Contains(col.Choices, r[i]) {
				col.Choices = append(col.Choices, r[i])
			}
		}
	}
}

// match checks which records a sheet's must belong to, and that no sheet
// waits for itself to be read.
func (c *checker) match(s *Sheet) {
	if c.waits(s, s, map[string]bool{}) {
		c.failf("录入表 %s：引用或“须对应”绕回了本表", s.Name)
	}
	m := s.Match
	if m == nil {
		return
	}
	target := c.p.Input.Sheet(m.Sheet)
	if target == nil {
		c.failf("录入表 %s：须对应：没有录入表 %s", s.Name, m.Sheet)
		return
	}
	has := func(fields []string, name string) bool {
		return slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, name) })
	}
	fields := target.Fields()
	for here, there := range m.Columns {
		if !slices.ContainsFunc(s.Columns, func(c Column) bool { return strings.EqualFold(c.Name, here) && c.Kind != Amount }) {
			c.failf("录入表 %s：须对应：本表没有列 %s", s.Name, here)
		}
		if !has(fields, there) {
			c.failf("录入表 %s：须对应：录入表 %s 没有列 %s", s.Name, m.Sheet, there)
		}
	}
	for f := range m.When {
		if !has(fields, f) {
			c.failf("录入表 %s：须对应：录入表 %s 没有列 %s", s.Name, m.Sheet, f)
		}
	}
	if len(m.Columns) == 0 {
		c.failf("录入表 %s：须对应：没有写哪些列", s.Name)
	}
}

// waits says whether a sheet needs another one, or something that does.
func (c *checker) waits(s, itself *Sheet, seen map[string]bool) bool {
	for _, name := range s.Needs() {
		next := c.p.Input.Sheet(name)
		if next == nil || seen[name] {
			continue
		}
		seen[name] = true
		if next == itself || c.waits(next, itself, seen) {
			return true
		}
	}
	return false
}

func (c *checker) view(v *View, index int) {
	at := "视图 " + v.Name + "："
	if len(v.Sources) == 0 {
		c.failf("%s没有来源", at)
	}
	var fields []string
	for _, s := range v.Sources {
		t, ok := c.tables[s]
		if !ok {
			c.failf("%s没有来源表 %s", at, s)
			return
		}
		if len(t.Measures) == 0 && len(v.Columns) > 0 {
			c.failf("%s来源表 %s 没有金额列", at, s)
		}
		fields = append(fields, t.Fields...)
	}
	levels := map[string]bool{Root: true}
	for i, r := range v.Rows {
		c.at("视图", index, "行", i)
		if levels[r.Level] {
			c.failf("%s层级 %s 重复", at, r.Level)
		}
		levels[r.Level] = true
		if r.Order != "" && r.Order != "编码" && r.Order != "录入" {
			c.failf("%s层级 %s 的次序只能是编码或录入", at, r.Level)
		}
		if len(r.By) == 0 {
			c.failf("%s层级 %s 没有写“按”哪些字段", at, r.Level)
		}
		for _, key := range r.By {
			f, level := CutField(key)
			if !slices.Contains(fields, f) {
				c.failf("%s来源表没有字段 %s", at, f)
			} else if level != "" {
				if l := c.p.Codes[c.p.ListOf(f)]; l == nil || l.Digits(level) == 0 {
					c.failf("%s字段 %s 没有级次 %s", at, f, level)
				}
			}
		}
	}
	c.at("视图", index)
	v.Filter = c.filter(at, v.Filter, fields)
	c.texts(at, v, fields)
	names := map[string]bool{}
	for i := range v.Columns {
		col := &v.Columns[i]
		c.at("视图", index, "列", i)
		if names[col.Name] {
			c.failf("%s列 %s 重复", at, col.Name)
		}
		names[col.Name] = true
		for _, s := range v.Sources {
			if t := c.tables[s]; col.Measure != "" && !slices.Contains(t.Measures, col.Measure) {
				c.failf("%s列 %s：来源表 %s 没有金额列 %s", at, col.Name, s, col.Measure)
			}
		}
		col.Filter = c.filter(at+"列 "+col.Name+"：", col.Filter, fields)
	}
}

// texts checks what a view takes along besides amounts.
func (c *checker) texts(at string, v *View, fields []string) {
	known := func(names []string) {
		for _, f := range names {
			if !slices.Contains(fields, f) {
				c.failf("%s来源表没有字段 %s", at, f)
			}
		}
	}
	known(v.Carried)
	for i := range v.Sides {
		s := &v.Sides[i]
		known(s.Carried)
		s.Filter = c.filter(at+"并排 "+s.Name+"：", s.Filter, fields)
	}
	for _, r := range v.Rows {
		if r.Outline == "" {
			continue
		}
		if v.Of == "" {
			c.failf("%s只有并排的视图才能按提纲", at)
		}
		if o := c.p.Outline(r.Outline); o == nil || !slices.Equal(o.Fields, r.By) {
			c.failf("%s没有字段是 %v 的提纲 %s", at, r.By, r.Outline)
		}
	}
	if (v.Of == "") != (len(v.Sides) == 0) {
		c.failf("%s“属于”和“并排”要一起写", at)
	}
	if v.Of == "" {
		return
	}
	of := c.p.View(v.Of)
	if of == nil || of.Of != "" || len(of.Rows) == 0 || len(v.Rows) != 2 || !slices.Equal(of.Rows[len(of.Rows)-1].By, v.Rows[0].By) || v.Rows[1].Outline == "" {
		c.failf("%s要有两行：先与视图 %s 的最后一级相同，再按提纲", at, v.Of)
	}
}

// filter gives the filter with the field names as the tables spell them (viper
// lower-cases keys) and groups replaced by their values.
func (c *checker) filter(at string, f Filter, fields []string) Filter {
	out := Filter{}
	for key, values := range f {
		i := slices.IndexFunc(fields, func(s string) bool { return strings.EqualFold(s, key) })
		if i < 0 {
			c.failf("%s来源表没有字段 %s", at, key)
			continue
		}
		field := fields[i]
		col := c.p.column(field)
		for _, v := range values {
			switch {
			case col == nil || col.Kind != Choice:
				out[field] = append(out[field], v)
			case slices.Contains(col.Choices, v):
				out[field] = append(out[field], v)
			default:
				g := slices.IndexFunc(col.Groups, func(g Group) bool { return g.Name == v })
				if g < 0 {
					c.failf("%s字段 %s 没有取值或组“%s”", at, field, v)
					continue
				}
				out[field] = append(out[field], col.Groups[g].Values...)
			}
		}
	}
	return out
}
