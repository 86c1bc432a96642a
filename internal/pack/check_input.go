package pack

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/money"
)

func (c *checker) sheet(s *Sheet) {
	if len(s.Columns) == 0 {
		c.failf(s.Place(), "录入表 %s：没有列", s.Name)
	}
	c.unique(s)
	c.outlined(s)
	c.past(s)
	c.totals(s)
	c.match(s)
	c.supply(s)
	c.divided(s)
	for i := range s.Columns {
		col := &s.Columns[i]
		about := fmt.Sprintf("录入表 %s 的列 %s：", s.Name, col.Name)
		if col.With != "" && (s.Column(col.With) == nil || col.With == col.Name) {
			c.failf(col.Place("同填"), "%s“同填”要写本表的另一列，现在是“%s”", about, col.With)
		}
		c.when(about, s, col)
		c.last(about, s, col)
		c.instead(about, s, col)
		c.kind(about, s, col)
		c.mapping(about, s, col)
	}
	c.derived(s)
}

// derived checks where the fields that nobody types come from.
func (c *checker) derived(s *Sheet) {
	for i := range s.Derived {
		d := &s.Derived[i]
		about := fmt.Sprintf("录入表 %s 的派生 %s：", s.Name, d.Name)
		if ways := [...]bool{d.From != "", len(d.First) > 0, d.Split != ""}; len(slices.DeleteFunc(ways[:], func(is bool) bool { return !is })) != 1 {
			c.failf(d.Place("名称"), "%s“取自”“依次取”“拆自”要写一个，只写一个", about)
		}
		if d.Split != "" && s.Column(d.Split) == nil {
			c.lack(d.Place("拆自"), about, "“拆自”没有列 "+d.Split, "列", d.Split, s.columns())
		}
		if (d.Split != "") != slices.Contains(quantityParts, d.Part) {
			c.failf(d.Place("取"), "%s“拆自”和“取”一起写，“取”是%s", about, strings.Join(quantityParts, "、"))
		}
		if items := names(c.p.Input.Info, func(it Item) string { return it.Name }); d.From != "" && !slices.Contains(items, d.From) {
			c.lack(d.Place("取自"), about, "基本信息没有 "+d.From, "项", d.From, items)
		}
		for _, column := range d.First {
			if s.Column(column) == nil {
				c.lack(d.Place("依次取"), about, "“依次取”没有列 "+column, "列", column, s.columns())
			}
		}
	}
}

// unique checks the columns that name a record together, and the one by whose choices
// amounts are added up.
func (c *checker) unique(s *Sheet) {
	about := "录入表 " + s.Name + "："
	for _, name := range s.Unique {
		if s.Column(name) == nil {
			c.lack(s.Place("不得重复"), about, "“不得重复”没有列 "+name, "列", name, s.columns())
		}
	}
	if s.Total != "" && s.Column(s.Total) == nil {
		c.lack(s.Place("分项合计"), about, "“分项合计”没有列 "+s.Total, "列", s.Total, s.columns())
	}
}

// when checks on what a column is required: fields of the sheet, also those that
// come along with a reference, and items of 基本信息.
func (c *checker) when(about string, s *Sheet, col *Column) {
	fields := s.Fields()
	for _, it := range c.p.Input.Info {
		if it.Kind != Amount {
			fields = append(fields, it.Name)
		}
	}
	for name := range col.When {
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, name) }) {
			c.lack(col.Place("必填条件"), about, "“必填条件”没有列或基本信息项目 "+name, "列", name, fields)
			return
		}
	}
	if len(col.When) > 0 {
		col.When = c.filter(col.Origin, "必填条件", about, col.When, fields)
	}
}

// kind checks what a column must have for its kind.
func (c *checker) kind(about string, s *Sheet, col *Column) {
	switch col.Kind {
	case Text, Amount, Year, Date, Stamp, CodeKey, Instead:
	case Code:
		c.coded(about, col)
	case NameOf:
		if !s.isCode(col.Of) {
			c.lack(col.Place("由"), about, "“由”要写本表的一个编码列，现在是“"+col.Of+"”", "列", col.Of, nil)
		}
	case Choice:
		if len(col.Choices) == 0 {
			c.failf(col.Place("选项"), "%s没有选项", about)
		}
	case Ref:
		c.reference(about, col)
	default:
		kinds := []string{string(Text), string(Code), string(NameOf), string(Choice), string(Ref), string(Amount), string(Instead), string(Year), string(Date), string(Stamp), string(CodeKey)}
		c.failf(col.Place("类型"), "%s不认识的类型“%s”，可以写：%s", about, col.Kind, strings.Join(kinds, "、"))
	}
}

func (c *checker) coded(about string, col *Column) {
	switch list := c.p.Codes[col.Codes]; {
	case list == nil:
		known := names(c.p.CodeFiles, func(d CodeDef) string { return d.Name })
		c.none(col.Place("码表"), about, "码表", col.Codes, known)
	case list.Digits(col.Level) == 0:
		c.failf(col.Place("级次"), "%s码表 %s 没有级次 %s", about, col.Codes, col.Level)
	case col.Within != nil && list.Column(col.Within.Column) < 0:
		c.failf(col.Place("限于"), "%s码表 %s 没有列 %s", about, col.Codes, col.Within.Column)
	}
}

// reference checks a column whose values are those of another sheet.
func (c *checker) reference(about string, col *Column) {
	target := c.p.Input.Sheet(col.Sheet)
	if target == nil {
		c.none(col.Place("表"), about, "录入表", col.Sheet, c.sheets())
		return
	}
	lacks := func(key, name string) {
		if name != "" && target.Column(name) == nil {
			c.lack(col.Place(key), about, "录入表 "+col.Sheet+" 没有列 "+name, "列", name, target.columns())
		}
	}
	lacks("表列", col.Column)
	for _, j := range col.Joined {
		lacks("带入", j)
	}
	if col.Column != "" && len(col.Joined) > 0 {
		c.failf(col.Place("带入"), "%s写了“表列”就不能写“带入”：一个名称可以有几行", about)
	}
}

// mapping checks where the code that fills an empty one comes from.
func (c *checker) mapping(about string, s *Sheet, col *Column) {
	m := col.Mapping
	if m == nil {
		return
	}
	if !s.isCode(m.From) {
		c.lack(m.Place("由"), about, "“对应”里的“由”要写本表的一个编码列", "列", m.From, nil)
		return
	}
	codes := s.Column(m.From).Codes
	for _, name := range m.Columns {
		if l := c.p.Codes[codes]; l != nil && l.Column(name) < 0 {
			c.failf(m.Place("取列"), "%s码表 %s 没有列 %s", about, codes, name)
		}
	}
}

// instead checks a column for amounts in another unit.
func (c *checker) instead(about string, s *Sheet, col *Column) {
	if col.Kind != Instead {
		return
	}
	if of := s.Column(col.For); of == nil || of.Kind != Amount {
		c.lack(col.Place("代替"), about, "“代替”要写本表的一个金额列，现在是“"+col.For+"”", "列", col.For, nil)
	}
	if _, ok := money.Common.Named(col.Unit); !ok || col.Required {
		c.failf(col.Place("单位"), "%s“单位”要写 元、千元、万元、百万元、亿元 中的一个，不能必填", about)
	}
}

// last checks where last year's amounts go.
func (c *checker) last(about string, s *Sheet, col *Column) {
	if col.Sparse && (col.Kind == NameOf || col.Kind == Instead || col.Required) {
		c.failf(col.Place("有数才写"), "%s“有数才写”只用于自己填、不必填的列", about)
	}
	if col.Last == "" {
		return
	}
	if to := s.Column(col.Last); to == nil || to.Kind != Amount || col.Kind != Amount || to == col || to.Required {
		c.lack(col.Place("上年数"), about, "“上年数”要写本表另一个不必填的金额列，现在是“"+col.Last+"”", "列", col.Last, nil)
	}
}

// past checks a sheet of last year's records: of another sheet, by its fields, with the
// amounts that go into its 上年数.
func (c *checker) past(s *Sheet) {
	if s.Past == "" {
		return
	}
	of := c.p.Input.Sheet(s.Past)
	switch {
	case of == nil:
		c.none(s.Place("上年的"), "录入表 "+s.Name+"：上年的：", "录入表", s.Past, c.sheets())
		return
	case of == s || of.Past != "":
		c.failf(s.Place("上年的"), "录入表 %s：“上年的”要写另一张录入表，现在是“%s”", s.Name, s.Past)
		return
	case c.p.Input.PastOf(s.Past) != s:
		c.failf(s.Place("上年的"), "录入表 %s：“上年的”写的“%s”已经有一张这样的表", s.Name, s.Past)
		return
	}
	if len(s.Measures()) == 0 {
		c.failf(s.Place("上年的"), "录入表 %s：没有金额列，去年的数没有地方写；要有一列和“%s”表的上年数列同名", s.Name, s.Past)
	}
	for i := range s.Columns {
		col := &s.Columns[i]
		if col.Kind == Amount && !of.IsLast(col.Name) {
			c.failf(col.Place("名称"), "录入表 %s：金额列“%s”要和“%s”表的上年数列同名", s.Name, col.Name, s.Past)
		}
		if col.Kind != Amount && !slices.Contains(of.Fields(), col.Name) {
			c.failf(col.Place("名称"), "录入表 %s：“%s”表没有“%s”这一列", s.Name, s.Past, col.Name)
		}
	}
}

// totals checks a sheet of what last year's items of another one added up to.
func (c *checker) totals(s *Sheet) {
	if s.Totals == nil {
		return
	}
	about := "录入表 " + s.Name + "：上年合计："
	of := c.p.Input.Sheet(s.Totals.Sheet)
	if of == nil {
		c.none(s.Totals.Place("表"), about, "录入表", s.Totals.Sheet, c.sheets())
		return
	}
	if of == s || c.p.Input.TotalsOf(of.Name) != s {
		c.failf(s.Totals.Place("表"), "%s要写另一张录入表，一张只能有一张这样的表，现在是“%s”", about, of.Name)
	}
	if name, amount := s.Totaled(); name == nil || amount == nil || !slices.Equal(s.Unique, []string{name.Name}) {
		c.failf(s.Totals.Place(), "%s这张表要有一个选项列写是哪一项、一个金额列，“不得重复”写那个选项列", about)
	}
	c.known(about, s.Totals.Place("不论"), s.Totals.Either, of.Fields())
}

// outlined checks the outline of a sheet and gives its columns their choices.
func (c *checker) outlined(s *Sheet) {
	if s.Outline == "" {
		return
	}
	o := c.p.Outline(s.Outline)
	if o == nil {
		c.none(s.Place("提纲"), "录入表 "+s.Name+"：", "提纲", s.Outline, names(c.p.Outlines, func(o Outline) string { return o.Name }))
		return
	}
	for i, f := range o.Fields {
		col := s.Column(f)
		if col == nil {
			c.lack(s.Place("提纲"), "录入表 "+s.Name+"：", "没有提纲 "+o.Name+" 的列 "+f, "列", f, s.columns())
			return
		}
		if col.Kind != Choice || len(col.Choices) > 0 {
			continue
		}
		for _, r := range o.Rows {
			if len(r) != len(o.Fields) {
				c.failf(o.Place("行"), "提纲 %s：每行要有 %d 个值，现在有一行是 %v", o.Name, len(o.Fields), r)
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
		c.failf(s.Place(), "录入表 %s：引用或“须对应”绕回了本表", s.Name)
	}
	m := s.Match
	if m == nil {
		return
	}
	target := c.p.Input.Sheet(m.Sheet)
	if target == nil {
		c.none(m.Place("表"), "录入表 "+s.Name+"：须对应：", "录入表", m.Sheet, c.sheets())
		return
	}
	there := func(key, name string) {
		if !slices.ContainsFunc(target.Fields(), func(f string) bool { return strings.EqualFold(f, name) }) {
			c.lack(m.Place(key), "录入表 "+s.Name+"：须对应：", "录入表 "+m.Sheet+" 没有列 "+name, "列", name, target.Fields())
		}
	}
	for here, name := range m.Columns {
		if !slices.ContainsFunc(s.Columns, func(c Column) bool { return strings.EqualFold(c.Name, here) && c.Kind != Amount }) {
			c.lack(m.Place("列"), "录入表 "+s.Name+"：须对应：", "本表没有列 "+here, "列", here, s.columns())
		}
		there("列", name)
	}
	for name := range m.When {
		there("其中", name)
	}
	if len(m.Columns) == 0 {
		c.failf(m.Place("列"), "录入表 %s：须对应：没有写哪些列", s.Name)
	}
}

// supply checks what records are made of.
func (c *checker) supply(s *Sheet) {
	amount := func(of *Sheet, at Place, name string) {
		if col := of.Column(name); col == nil || col.Kind != Amount {
			c.lack(at, "录入表 "+s.Name+"：补行：", "录入表 "+of.Name+" 没有金额列 "+name, "列", name, nil)
		}
	}
	if m := s.Supply; m != nil {
		if s.Match == nil {
			c.failf(m.Place("列"), "录入表 %s：补行要和“须对应”一起用", s.Name)
			return
		}
		if c.p.Input.Sheet(s.Match.Sheet) == nil {
			return // told at 须对应
		}
		target := c.p.Input.Sheet(s.Match.Sheet)
		amount(target, m.Place("金额"), m.Amount)
		for i := range m.Columns {
			amount(s, m.Place("列"), m.Columns[i].Name)
			m.Columns[i].Filter = c.filter(m.Origin, "列", "录入表 "+s.Name+"：补行：", m.Columns[i].Filter, target.Fields())
		}
	}
	if m := s.Copy; m != nil {
		if col := s.Column(m.Column); s.Match == nil || col == nil || !slices.Contains(col.Choices, m.From) || !slices.Contains(col.Choices, m.To) {
			c.failf(m.Place("列"), "录入表 %s：照抄：要有“须对应”；“列”写一个选项列，“从”“到”写它的选项", s.Name)
		}
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

// filed gives columns and items the rules under which they are told.
func (c *checker) filed() {
	for _, f := range c.p.Input.Rules {
		for _, name := range f.Columns {
			if f.Sheet == c.p.Input.InfoSheet() {
				if it := find(c.p.Input.Info, func(it *Item) bool { return it.Name == name }); it != nil {
					it.Rule = f.Rule
					continue
				}
			} else if s := c.p.Input.Sheet(f.Sheet); s != nil && s.Column(name) != nil {
				s.Column(name).Rule = f.Rule
				continue
			}
			c.failf(f.Place("列"), "录入的归入 %s：%s 没有“%s”", f.Rule, f.Sheet, name)
		}
	}
}
