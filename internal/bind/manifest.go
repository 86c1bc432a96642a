package bind

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// Published is a table that the new pack fills.
type Published struct{ Sheet, Name, Total string }

// manifest writes the pack.yaml of the new pack: what differs from the one that it
// is based on.
func (vs *views) manifest(template, unit, year string, tables []Published, places int, balances []balance, incomplete []short, found []lookedUp) (content []byte, balanced, lookedUp map[string]string) {
	balanced, lookedUp = map[string]string{}, map[string]string{}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# 由官方表和范例写成：ysgk pack init。只写和自带的模板包不同的地方，写法见说明书“基于”。")
	line("模板包:\n  基于: 自带\n  名称: 部门预算公开表\n  地区: 本市\n  年度: %s\n  版本: \"1.0\"\n  格式: \"2\"\n", quoted(year))
	line("金额单位: %s", unit)
	if places > 0 {
		line("小数位: %d", places)
	}
	if vs.empty != "" && vs.empty != vs.p.EmptyNote {
		line("空表注: %s", quoted(vs.empty))
	}
	line("模板: %s\n", plain(template))
	if len(vs.also) > 0 {
		line("文本用:\n  表格也用: [%s]\n", joined(vs.also))
	}
	vs.writeOutlines(line)
	gone := vs.unused()
	line("视图:")
	if len(gone) > 0 {
		line("  - 删去: [%s]", joined(gone))
	}
	for _, v := range vs.made {
		vs.view(line, v)
	}
	for i, n := range vs.sums {
		if i == 0 {
			line("\n数:")
		}
		line("  - {名称: %s, 种类: %s, 算式: '%s'}", plain(n.Name), n.Kind, n.Expr)
	}
	line("\n公开表:\n  - 删去: 全部")
	for _, t := range tables {
		total := ""
		if t.Total != "" {
			total = ", 合计: " + plain(t.Total)
		}
		line("  - {工作表: %s, 名称: %s%s}", plain(t.Sheet), plain(t.Name), total)
	}
	line("")
	said := func(sheets ...string) string { // as texts of rules name tables, so that an update renames them
		var out []string
		for _, sheet := range sheets {
			if slices.ContainsFunc(tables, func(t Published) bool { return t.Sheet == sheet }) {
				sheet = pack.SheetSaid(sheet)
			}
			out = append(out, sheet)
		}
		return strings.Join(out, "、")
	}
	rules := 0
	rule := func(level string) string {
		if rules++; rules == 1 {
			line("规则:")
		}
		return fmt.Sprintf("  - %s: Y%02d", level, rules)
	}
	for _, x := range balances {
		level, why, mend := "错误", "", ""
		if !x.shown || x.unequal { // a tag that nothing proves may be what is wrong; what is known must not keep all from being filled
			level, why, mend = "警告", "，或者哪一格的标签不对", "，或者改标签"
		}
		if x.unequal && len(x.gone) > 0 {
			why = "，如去年有、今年官方表里找不到的“" + strings.Join(x.gone, "”“") + "”" + why
		}
		line("%s\n    公开表: %s", rule(level), plain(x.sheet))
		balanced[fmt.Sprintf("Y%02d", rules)] = x.sheet
		if x.room.IsZero() {
			line("    应: '%s == %s'", x.sides[0], x.sides[1])
			line("    说明: %s应等于%s", x.names[0], x.names[1])
		} else {
			line("    应: '绝对值(%s - %s) <= %s'", x.sides[0], x.sides[1], x.room)
			line("    说明: %s应等于%s，表上的公式四舍五入，最多可差 %s 元", x.names[0], x.names[1], x.room)
		}
		how := fmt.Sprintf("多半是有一笔钱在这张表里没有自己的一行%s。请财政部门在表里补上这一行%s；录入不用改。", why, mend)
		if x.unequal {
			how = quoted(how) // labels may hold anything
		}
		line("    怎么办: %s", how)
	}
	for _, v := range vs.made {
		for _, r := range v.Rows {
			for _, field := range r.By {
				if source := vs.alsoIn(v, field); source == "" {
					continue
				} else if len(v.Filter[field]) > 0 { // without it a record would be in no line at all
					line("%s\n    表: %s.%s", rule("错误"), source, field)
					if when := vs.whenElse(v, source, field); when != "" {
						line("    当: '%s'", when)
					}
					line("    应: %s != \"\"\n    说明: %s只列填了%s的，这一行没有填，印不出来", field, v.Name, field)
					line("    怎么办: 在%s里补上%s。", source, field)
				} else { // without it a record would stand in a line of no name
					line("%s\n    视图: %s.%s", rule("错误"), plain(v.Name), v.Columns[0].Name)
					line("    当: 层级 == %q\n    应: %s != \"\"", r.Level, field)
					line("    说明: '有 {列(%q)} 元没有填%s，%s按它列'", v.Columns[0].Name, field, v.Name)
					line("    怎么办: 在%s里补上%s。", source, field)
				}
			}
		}
	}
	for _, x := range incomplete {
		column := func(name string) string { return fmt.Sprintf("列(%q)", name) }
		var parts []string
		for _, name := range x.parts {
			parts = append(parts, column(name))
		}
		sum := strings.Join(parts, " + ")
		line("%s\n    视图: %s", rule("警告"), plain(x.view)) // the total itself is right
		line("    当: 层级 == \"合计\"\n    应: '%s == %s'", column(x.total), sum)
		line("    说明: %s", inSingle(fmt.Sprintf("%s：%s {%s} 元，各%s相加 {%s} 元，有的钱没有自己的一%s", said(x.sheet), x.total, column(x.total), x.what, sum, x.what)))
		line("    怎么办: 这个数没有少，少的是一%s。要公开这一%s的，请财政部门在表里补上；录入不用改。", x.what, x.what)
	}
	for _, x := range found {
		line("%s\n    公开表: %s", rule("错误"), plain(x.sheet))
		lookedUp[fmt.Sprintf("Y%02d", rules)] = x.sheet
		if x.room.IsZero() {
			line("    应: '%s == %s'", x.cell, x.amount)
		} else {
			line("    应: '绝对值(%s - %s) <= %s'", x.cell, x.amount, x.room)
		}
		line("    说明: “%s”的公式算出的和录入里的不同", x.label)
		line("    怎么办: 请核对这个公式引用的格子；改不了的，把这一格换成标签。")
	}
	for _, x := range vs.rates {
		line("%s\n    位置: %s", rule("警告"), plain(x.source))
		entered := ""
		if x.entered != "" {
			entered = " or " + x.entered
		}
		line("    应: '%s != 0 or %s == 0 or 求和(%q, %q) != 0%s'", x.last, x.now, x.source, x.measure, entered) // what is new this year had nothing
		line("    说明: %s", inSingle(fmt.Sprintf("%s：“%s”没有上年的数，说它比上年增减多少的那句话不是真的", said(x.sheet), x.called)))
		line("    怎么办: 上年的数用 ysgk new --从 去年的录入 带来；上年真的没有的，填好表后改写这句话。")
	}
	for _, x := range vs.handmade {
		vs.handmadeRule(line, rule, x, said(x.sheet))
	}
	for _, x := range vs.aside {
		line("%s\n    位置: 基本信息", rule("提示"))
		line("    应: '%s == 0'", x.amount)
		line("    说明: %s", inSingle(fmt.Sprintf("填了%s {%s} 元：%s里有这笔钱，%s没有，合计会相差这么多", x.source, x.amount, said(x.with...), said(x.without...))))
		line("    怎么办: 核对基本信息里的%s；没有就清空。", x.source)
	}
	for _, x := range vs.unseen {
		does := "含"
		if x.without {
			does = "不含"
		}
		var sheets []string
		for i, sheet := range x.sheets {
			sheets = append(sheets, said(sheet)+x.columns[i])
		}
		line("%s\n    位置: %s", rule("警告"), plain(x.source))
		line("    应: '%s == 0'", x.amount)
		line("    说明: %s", inSingle(fmt.Sprintf("有“%s” {%s} 元：%s现在%s它，做模板包的范例里没有这样的钱，看不出要不要含", x.money, x.amount, strings.Join(sheets, "、"), does)))
		line("    怎么办: 请财政部门定下来：这样对的，删去 pack.yaml 里的这条规则；不对的，改这几张表的标签。")
	}
	return []byte(b.String()), balanced, lookedUp
}

// writeOutlines writes the outlines that views of the new pack have and the base does not.
func (vs *views) writeOutlines(line func(string, ...any)) {
	n := 0
	for _, o := range vs.outlines {
		if !slices.ContainsFunc(vs.made, func(v *pack.View) bool { return len(v.Rows) > 1 && v.Rows[1].Outline == o.Name }) {
			continue
		}
		if n++; n == 1 {
			line("提纲:")
		}
		line("  - 名称: %s\n    字段: [%s]\n    行:", plain(o.Name), joined(o.Fields))
		for _, row := range o.Rows {
			line("      - [%s]", joined(row))
		}
	}
	if n > 0 {
		line("")
	}
}

// unseen is money of which the example has none, and the tables that take it or not, as their words have it.
type unseen struct {
	money          string
	limits         pack.Filter
	sheets         []string
	columns        []string // of each sheet, in words
	without        bool
	source, amount string
}

// aside is money of a table that 基本信息 makes, and the tables that take it and do not.
type aside struct {
	source, amount string
	with, without  []string
}

// rate is how much more or less than last year's an amount is in a sentence of a sheet: of none last year there is
// no such rate.
type rate struct {
	sheet, source, called, now, last, measure string
	entered                                   string // whether somebody entered what was published of it last year, "" if that is not asked for
}

// handmade is what a sheet has a column for, and another input sheet than that of its lines: nobody but a clerk writes it there.
type handmade struct{ sheet, source, field string }

// byHand notes that a sheet lacks what an input sheet has, and says that a rule will tell of it. What belongs to records,
// such as indicators, is told once of each of these, whatever the columns.
func (vs *views) byHand(sheet, source, field string) (words string) {
	if vs.p.Input.Sheet(source) == nil {
		return "" // for documents alone
	}
	if vs.owned(source) != nil {
		field = ""
	}
	if x := (handmade{sheet, source, field}); !slices.Contains(vs.handmade, x) {
		vs.handmade = append(vs.handmade, x)
	}
	return "，填表时逐条提醒"
}

// owned is the view of what belongs to the records of another one that an input sheet holds, nil if there is none.
func (vs *views) owned(source string) *pack.View {
	i := slices.IndexFunc(vs.p.Views, func(v pack.View) bool { return v.Of != "" && slices.Contains(v.Sources, source) })
	if i < 0 {
		return nil
	}
	return &vs.p.Views[i]
}

// handmadeRule warns of each record whose texts are to be written by hand.
func (vs *views) handmadeRule(line func(string, ...any), rule func(string) string, x handmade, sheet string) {
	said := func(field string) string { return fmt.Sprintf("列(%q)", field) }
	source, name, what, lacks := x.source, x.field, x.field, said(x.field)+` == ""`
	if own := vs.owned(x.source); own != nil {
		var keys []string
		for _, f := range own.Rows[0].By {
			keys = append(keys, f+": "+f)
		}
		source, name, what = vs.p.View(own.Of).Sources[0], own.Rows[0].By[0], x.source
		lacks = fmt.Sprintf("not 有(%q, {%s})", x.source, strings.Join(keys, ", "))
	}
	when := ""
	for _, v := range vs.p.Views {
		if v.Of == "" && v.Keep && slices.Equal(v.Sources, []string{source}) {
			name, when = v.Rows[0].By[0], vs.whenElse(&v, source, "")
		}
	}
	line("%s\n    表: %s", rule("警告"), plain(source+"."+name))
	if when != "" {
		line("    当: '%s'", when)
	}
	line("    应: '%s'", lacks)
	line("    说明: %s", inSingle(fmt.Sprintf("“{%s}”的%s，%s上印不出来", said(name), what, sheet)))
	line("    怎么办: 填好表后在这张表上手工写。财政部门在表里写了标签的，删去 pack.yaml 里的这条规则。")
}

// alsoIn is the input sheet of a view that has a field for documents alone, where records may lack it.
func (vs *views) alsoIn(v *pack.View, field string) string {
	for _, source := range v.Sources {
		if slices.Contains(vs.also, source+"."+field) {
			return source
		}
	}
	return ""
}

// whenElse are the limits of a view but for one field, as a condition of a record of its input sheet.
func (vs *views) whenElse(v *pack.View, source, field string) string {
	var all []string
	for _, f := range slices.Sorted(maps.Keys(v.Filter)) {
		if f == field || vs.p.Input.Sheet(source).Column(f) == nil {
			continue
		}
		var values []string
		for _, value := range v.Filter[f] {
			values = append(values, strconv.Quote(value))
		}
		all = append(all, f+" in ["+strings.Join(values, ", ")+"]")
	}
	return strings.Join(all, " and ")
}

func (vs *views) view(line func(string, ...any), v *pack.View) {
	line("  - 名称: %s", plain(v.Name))
	line("    来源: %s", oneOrList(v.Sources))
	if v.Of != "" {
		line("    属于: %s", plain(v.Of))
	}
	if len(v.Filter) > 0 {
		line("    筛选: %s", vs.filter(v.Filter))
	}
	if v.Keep {
		line("    无金额也印: 是")
	}
	if len(v.Rows) > 0 {
		line("    行: %s", rows(v.Rows))
	}
	if len(v.Carried) > 0 {
		line("    携带: [%s]", joined(v.Carried))
	}
	if v.Of != "" {
		line("    并排:")
		for _, s := range v.Sides {
			line("      - {名称: %s, 筛选: %s, 携带: [%s]}", plain(s.Name), vs.filter(s.Filter), joined(s.Carried))
		}
		return
	}
	if len(v.Columns) > 0 {
		line("    列:")
	}
	for _, c := range v.Columns {
		switch {
		case c.Name == pack.Root && len(c.Filter) == 0 && c.Measure == "":
			line("      - 合计")
		default:
			text := "名称: " + plain(c.Name)
			if c.Measure != "" {
				text += ", 金额: " + plain(c.Measure)
			}
			if len(c.Published) > 0 {
				text += ", 公开数: [" + joined(c.Published) + "]"
			}
			if len(c.Also) > 0 {
				text += ", 另加: [" + joined(c.Also) + "]"
			}
			if len(c.Filter) > 0 {
				text += ", 筛选: " + vs.filter(c.Filter)
			}
			line("      - {%s}", text)
		}
	}
}

// rows writes levels: 功能科目编码(类、款、项), or each one by itself.
func rows(defs []pack.RowDef) string {
	var out []string
	for i := 0; i < len(defs); {
		field, level := pack.CutField(defs[i].By[0])
		var levels []string
		for ; i < len(defs) && len(defs[i].By) == 1 && level != ""; i++ {
			f, l := pack.CutField(defs[i].By[0])
			if f != field || l == "" || l != defs[i].Level {
				break
			}
			levels = append(levels, l)
		}
		if len(levels) > 0 {
			out = append(out, field+"("+strings.Join(levels, "、")+")")
			continue
		}
		text := "{层级: " + plain(defs[i].Level) + ", 按: " + oneOrList(defs[i].By)
		if defs[i].Order != "" {
			text += ", 次序: " + defs[i].Order
		}
		if defs[i].Outline != "" {
			text += ", 提纲: " + plain(defs[i].Outline)
		}
		if defs[i].Least > 0 {
			text += ", 至少行数: " + strconv.Itoa(defs[i].Least)
		}
		if printed := defs[i].Printed; len(printed) > 0 {
			var words []string
			for _, value := range slices.Sorted(maps.Keys(printed)) {
				words = append(words, plain(value)+": "+plain(printed[value]))
			}
			text += ", 印作: {" + strings.Join(words, ", ") + "}"
		}
		out = append(out, text+"}")
		i++
	}
	if len(out) == 1 && !strings.HasPrefix(out[0], "{") {
		return out[0]
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// filter writes a filter, groups by their names.
func (vs *views) filter(f pack.Filter) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		out = append(out, plain(field)+": "+vs.values(field, f[field]))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func (vs *views) values(field string, chosen []string) string {
	for i := range vs.p.Input.Sheets {
		if c := vs.p.Input.Sheets[i].Column(field); c != nil {
			for _, g := range c.Groups {
				if len(chosen) > 1 && meaning.Same(pack.Filter{"": g.Values}, pack.Filter{"": chosen}) {
					return plain(g.Name)
				}
			}
		}
	}
	return oneOrList(chosen)
}

// unused are the views of the base that no tag names; views that belong to others
// and are used count with them.
func (vs *views) unused() (out []string) {
	for _, v := range vs.p.Views {
		if !vs.used[v.Name] && (v.Of == "" || !vs.used[v.Of]) {
			out = append(out, v.Name)
		}
	}
	return out
}

func oneOrList(values []string) string {
	if len(values) == 1 {
		return plain(values[0])
	}
	return "[" + joined(values) + "]"
}

func joined(values []string) string {
	var out []string
	for _, v := range values {
		out = append(out, plain(v))
	}
	return strings.Join(out, ", ")
}

var plainText = pattern.Of(`^[\p{Han}A-Za-z“”（）·/、.][\p{Han}A-Za-z0-9“”（）·/、.()]*$`)

// plain writes a text as YAML, in quotes where it could mean something else.
func plain(s string) string {
	if plainText.MatchString(s) && s != "是" && s != "否" {
		return s
	}
	return quoted(s)
}

// inSingle is a text in single quotes, which holds names in double ones.
func inSingle(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quoted(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
