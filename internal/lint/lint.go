package lint

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tables"
	"ysgk/internal/tags"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Definitions looks over what a pack says, without filling anything.
func Definitions(p *pack.Pack) finding.List {
	l := &linter{pack: p, schema: tables.Schema(p), lists: map[string]bool{}}
	for _, name := range p.Template {
		l.template(name)
	}
	for _, name := range p.Documents {
		l.document(name)
	}
	for _, f := range l.sheetForms {
		l.says(f.Form, f.at)
	}
	l.dated()
	l.idle()
	l.tables()
	l.rules()
	l.unused()
	l.unprinted()
	l.divided()
	for i := range p.Views {
		l.filters(&p.Views[i])
	}
	for _, d := range p.CodeFiles {
		l.codes(d)
	}
	l.mappings()
	return l.out
}

// Unfit says whether some of the findings keep the pack from being filled at
// all. A template that can be filled, but says what it should not, is tried.
func Unfit(findings finding.List) bool {
	return slices.ContainsFunc(findings, func(f finding.Finding) bool {
		return f.Severity == finding.Error && !strings.HasPrefix(f.Code, meaning)
	})
}

// meaning begins the codes of findings about what a table says.
const meaning = "says-"

type linter struct {
	pack   *pack.Pack
	schema tags.Schema
	forms  []*fill.Form // of all templates
	sheets []string     // likewise

	sheetForms []placedForm
	lists      map[string]bool // views that a template names
	unread     bool            // a template cannot be read, so that sheets and tags lack
	out        finding.List
}

// placedForm is a sheet and how its places are told: with the template's name,
// where there are several.
type placedForm struct {
	*fill.Form
	at func(finding.Place) finding.Place
}

// manifest is the place of what stands in pack.yaml.
func manifest(p pack.Place) finding.Place { return finding.Place{File: p.File, Line: p.Line} }

// idle tells the rules and numbers of what has been taken out, how many there are if these are many, and those of
// what nobody has defined.
func (l *linter) idle() {
	const few = 3
	for _, x := range l.pack.Lacked {
		l.out.Warnf("rule-idle", manifest(x.Place), "写错了名称的，请改正；不要了的，不用改，可以删去。", "%s", x.Text)
	}
	if len(l.pack.Idle) <= few {
		for _, x := range l.pack.Idle {
			l.out.Notef("rule-idle", manifest(x.Place), "", "%s", x.Text)
		}
		return
	}
	l.out.Notef("rule-idle", manifest(l.pack.Idle[0].Place), "", "不起作用的规则和数有 %d 条，它们用到删去的视图、公开表、录入表或列；“标签一览”的末尾列着，删错了的可以看一看，别的不用管", len(l.pack.Idle))
}

// rules tells every rule and number that cannot be understood, or that names a
// cell which no template has.
func (l *linter) rules() {
	rules, err := check.Compile(l.pack)
	if err == nil && !l.out.HasErrors() { // with wrong tags or without a table's sheet, cells lack because of that
		err = verify.Resolve(l.pack, l.forms, rules)
	}
	var found pack.Refusal
	for _, p := range problems(err) {
		if slices.Contains(found, p) {
			continue
		}
		if m := unknownName.FindStringSubmatch(p.Text); m != nil {
			p = p.Naming(m[1], "名称", m[2])
		}
		found = append(found, p)
	}
	for _, p := range found.Together() {
		l.out.Errorf("rule-unreadable", manifest(p.Place), "请改正这一条；可用的词见说明书“规则”。", "%s", p.Text)
	}
}

// unknownName is what names something that is not there, and what.
var unknownName = pattern.Of(`^(规则 \S*的“[^”]*”|数 \S* 的算式).*(?:不认识的名称|没有列|没有视图|没有项目)“([^”]+)”`)

// problems takes apart what is wrong with rules and numbers.
func problems(err error) (out []pack.Problem) {
	var one pack.Problem
	var many interface{ Unwrap() []error }
	switch {
	case errors.As(err, &many):
		for _, e := range many.Unwrap() {
			out = append(out, problems(e)...)
		}
	case errors.As(err, &one):
		out = append(out, one)
	}
	return out
}

// template compiles a template and looks at what it needs of its reader.
func (l *linter) template(name string) {
	tpl, findings, err := fill.Compile(l.pack.Templates[name], l.schema)
	findings = l.sameTags(findings)
	if err != nil {
		l.out.Errorf("template-unreadable", finding.Place{File: name, Sheet: name}, "请用 Excel 或 WPS 打开，另存为 .xlsx。", "模板打不开，不是完好的 .xlsx 工作簿%s", xlsxread.Details(err))
		l.unread = true
		return
	}
	at := func(p finding.Place) finding.Place {
		if len(l.pack.Template) > 1 {
			p.Sheet = "[" + path.Base(name) + "]" + p.Sheet
		}
		return p
	}
	if l.pack.Apart() {
		findings = append(findings, tpl.Apart()...)
	}
	forms := tpl.Forms()
	findings = append(findings, slices.DeleteFunc(tpl.Advice(), func(f finding.Finding) bool {
		return f.Code == "levels-added" && l.picksOneLevel(forms, f.Place) ||
			f.Code == "format-general" && l.pack.Decimals != "" && l.pack.Published(f.Place.Sheet) // the pack says how many
	})...)
	findings = append(findings, formulas(forms)...)
	findings = append(findings, fonts(l.pack.Templates[name])...)
	for _, f := range findings {
		if f.Code == "format-general" && l.pack.Decimals != "" {
			f.Hint = "pack.yaml 的 小数位 只管写在“公开表”里的工作表，这一张没有写。请加进“公开表”，或把单元格格式改成数值，两位小数。"
		}
		f.Place = at(f.Place)
		l.out = append(l.out, f)
	}
	l.forms = append(l.forms, forms...)
	for _, f := range forms {
		l.typed(f, at)
		l.rounded(f, at)
		l.sheetForms = append(l.sheetForms, placedForm{f, at})
		l.sheets = append(l.sheets, f.Sheet)
		for _, list := range f.Lists {
			l.lists[list] = true
		}
	}
}

// document compiles a Word template.
func (l *linter) document(name string) {
	tpl, findings, err := tables.Document(l.pack, name)
	if told := (*finding.FileError)(nil); errors.As(err, &told) && told.File != name {
		return // a workbook whose sheets it shows, which is told by itself
	}
	if err != nil {
		l.out.Errorf("template-unreadable", finding.Place{File: name}, "请用 Word 或 WPS 打开，另存为 .docx。", "Word 模板打不开，不是完好的 .docx 文档%s", xlsxread.Details(err))
		l.unread = true
		return
	}
	l.out = append(l.out, l.sameTags(findings)...)
	for _, list := range tpl.Lists() {
		l.lists[list] = true
	}
	for _, x := range tpl.Totals() {
		x.Place.File = name
		l.totalled(x.Place, "这一段", x.List, x.Levels)
	}
	for _, said := range tpl.Says() {
		said.Place.File = name
		if n := figure.FindString(said.Text); n != "" {
			l.out.Warnf("amount-typed", said.Place, "是样例的，请换成标签。", "Word 模板里写着一个数 %s，每个部门都会印它", n)
		}
		if year, err := strconv.Atoi(l.pack.Identity.Year); err == nil && yearIn(said.Text, year) {
			l.out.Warnf(meaning+"year", said.Place, "请把年份换成 {{年度}}。", "Word 模板里的年份 %d 是写死的", year)
		}
	}
}

// totalled tells of a sentence that repeats for the total of a view too.
func (l *linter) totalled(at finding.Place, what, list string, levels []string) {
	one := func(which string) string { return "{{" + list + which + ".…}}" }
	l.out.Warnf("list-total", at, "只印各条的，写明层级，如 "+one("@"+levels[len(levels)-1])+"；句子里只要合计的，写 "+one("["+levels[0]+"]")+"。", "%s按视图 %s 的每条记录重复，%s也算一条，印在最前面", what, list, levels[0])
}

// sentence says whether a cell says more than its tags: in a table a tag without a level is
// in place, in a sentence the total is rarely meant as one more record.
func sentence(parts []tags.Part) bool {
	return slices.ContainsFunc(parts, func(p tags.Part) bool { return !p.Tag() && strings.ContainsAny(p.Text, "，。；") })
}

// figure is a number in a sentence that looks like a department's own.
var figure = pattern.Of(`\d[\d,]*\.\d+ ?[万亿%％元]|\d[\d,]* ?[万亿]?元|\d+[%％]`)

// tagName is the name of a number in a tag.
var tagName = pattern.Of(`^标签 [{｛]{2}(?:如有 *)?([^|｜}｝\s]+).*?[}｝]{2} 不认识`)

// tagTail is what is wrong with a tag, behind the tag; what it names stands in quotes,
// or is the tag.
var tagTail = pattern.Of(`^标签 \S.*?[}｝]{2} (里.*“.*|不认识.*)$`)

// sameTags makes one of the tags that name the same thing that is not there, or numbers
// that lack the same thing.
func (l *linter) sameTags(findings finding.List) (out finding.List) {
	first := map[string]int{}
	cells := map[string][]string{}
	for _, f := range findings {
		m := tagTail.FindStringSubmatch(f.Message)
		if f.Code != "tag-unknown" || m == nil {
			out = append(out, f)
			continue
		}
		cause := m[1]
		if strings.HasPrefix(cause, "不认识") {
			cause = f.Message
		}
		if name := tagName.FindStringSubmatch(f.Message); name != nil && l.pack.Stopped[name[1]] != "" {
			cause = l.pack.Stopped[name[1]]
			tag, _, _ := strings.Cut(f.Message, " 不认识")
			f.Message = fmt.Sprintf("%s 的数“%s”要用%s，模板包里没有", tag, name[1], cause)
		}
		if _, again := first[cause]; !again {
			first[cause] = len(out)
			out = append(out, f)
		}
		cells[cause] = append(cells[cause], f.Place.String())
	}
	const few = 12
	for cause, at := range first {
		if n := len(cells[cause]); n > 1 {
			more := ""
			if n > few {
				more = "……"
			}
			message := &out[at].Message
			if !strings.HasSuffix(*message, "？") {
				*message += "；"
			}
			*message += fmt.Sprintf("这样的有 %d 格：%s%s", n, strings.Join(cells[cause][:min(n, few)], "、"), more)
		}
	}
	return out
}

// dated tells the pack's year where pack.yaml writes it into names.
func (l *linter) dated() {
	year := l.pack.Identity.Year
	if year != "" && strings.Contains(l.pack.Output, year) {
		l.out.Warnf(meaning+"year", manifest(l.pack.Place("输出")), "请把年份换成 {{年度}}。", "文件名“%s”里的年份是写死的", l.pack.Output)
	}
	for _, t := range l.pack.Tables {
		if own, err := strconv.Atoi(year); err == nil && yearIn(t.Name, own) {
			l.out.Warnf(meaning+"year", manifest(t.Place("名称")), "请删去年份。", "表的名称“%s”里的年份是写死的", t.Name)
		}
	}
}

// tables demands the sheets that the pack says it fills.
func (l *linter) tables() {
	if l.unread {
		return
	}
	for _, t := range l.pack.Tables {
		if !slices.Contains(l.sheets, t.Sheet) {
			l.out.Errorf("table-missing", manifest(t.Place("工作表")), "请改“公开表”里的工作表，或改模板里工作表的名字；不要这张表了的，在“公开表”里也删去，用到它的规则就不检查。",
				"公开表“%s”写的工作表“%s”，模板里没有%s", t.Name, t.Sheet, nearest.Hint(t.Sheet, l.sheets))
		}
	}
}

// typed tells tables without the tag of any view, and amounts that somebody
// typed into the template: every department would publish them.
func (l *linter) typed(f *fill.Form, at func(finding.Place) finding.Place) {
	sheet := at(finding.Place{Sheet: f.Sheet})
	if len(f.Lists) == 0 && !looksElsewhere(f) && slices.ContainsFunc(l.pack.Tables, func(t pack.Table) bool { return t.Sheet == f.Sheet }) {
		l.out.Errorf("table-untagged", sheet, "请写上视图的标签；标签见 ysgk pack tags。", "这张公开表里没有一个视图的标签，每个部门印出来都一样")
	}
	for r, c := range f.Cells() {
		for _, p := range c.Parts {
			if v := l.pack.View(p.List); p.Role == tags.Prints && p.Row && p.Level < 0 && v != nil && len(v.Rows) > 0 && sentence(c.Parts) {
				l.totalled(at(finding.At(f.Sheet, c.Col, r.R)), "这一行", p.List, []string{pack.Root, v.Rows[len(v.Rows)-1].Level})
				break
			}
		}
		if len(c.Parts) == 1 && !c.Parts[0].Tag() && amount.MatchString(c.Parts[0].Text) {
			l.out.Warnf("amount-typed", at(finding.At(f.Sheet, c.Col, r.R)), "是样例的，请清空或换成标签。", "模板里写着一个数 %s，每个部门都会印它", c.Parts[0].Text)
		}
	}
}

// rounded tells the first amount of a published table whose number format shows fewer
// than two decimals: 6093114.80 is printed as 6,093,115, and rows no longer add up.
func (l *linter) rounded(f *fill.Form, at func(finding.Place) finding.Place) {
	if l.pack.Decimals != "" || !l.pack.Published(f.Sheet) {
		return // the pack says how many decimals; forms such as 绩效目标表 are in whole 元
	}
	sample := decimal.RequireFromString("1234.56")
	var first finding.Place
	shown, n := "", 0
	for r, c := range f.Cells() {
		if len(c.Parts) != 1 || c.Parts[0].Kind != tags.Money || !c.Parts[0].Numeric() || c.Format == "" {
			continue
		}
		text, ok := numfmt.Text(sample, c.Format)
		if !ok || strings.Contains(text, ".56") || strings.Contains(text, "%") {
			continue
		}
		if n++; n == 1 {
			first, shown = at(finding.At(f.Sheet, c.Col, r.R)), strings.TrimSpace(text)
		}
	}
	if n > 0 {
		l.out.Warnf("decimals-hidden", first, "要印到两位小数的，把这几格的数字格式改成 #,##0.00，或在 pack.yaml 里写 小数位: 2；就是要印整数的，写 小数位: 0，印出来的各行相加可能和合计差 1。", "数字格式显示不出两位小数，1234.56 会印成 %s；这张表有 %d 格这样", shown, n)
	}
}

// looksElsewhere says whether formulas of a sheet take figures from other sheets, as a
// summary does that has no tags of its own.
func looksElsewhere(f *fill.Form) bool {
	for _, c := range f.Cells() {
		if c.Formula != nil && slices.ContainsFunc(c.Formula.Operands, func(o formula.Operand) bool { return o.Ref.Sheet != "" }) {
			return true
		}
	}
	return false
}

// amount is a number that looks like money rather than a code or a row's number.
var amount = pattern.Of(`^-?(\d+\.\d+|\d{1,3}(,\d{3})+(\.\d+)?)$`)

// unused tells views of the pack's own that no template, rule, number, total or other view
// names; those of its base are not its to tidy up.
func (l *linter) unused() {
	if l.unread {
		return
	}
	for i := range l.pack.Views {
		at := l.pack.Views[i].Place()
		if name := l.pack.Views[i].Name; at.Own() && !l.lists[name] && !l.named(name) {
			l.out.Warnf("view-unused", manifest(at), "用不着的可以删去；要印的，在模板里写它的标签。", "视图 %s 没有用到：模板里没有它的标签，规则也不用它", name)
		}
	}
}

// unprinted tells the sheets of the input workbook that departments fill for nothing: no view
// that is used has their rows.
func (l *linter) unprinted() {
	if l.unread {
		return
	}
	in := &l.pack.Input
	var idle []string
	for i := range in.Sheets {
		s := &in.Sheets[i]
		shown := s.Totals != nil && slices.ContainsFunc(l.pack.Views, func(v pack.View) bool {
			return slices.Contains(v.Sources, s.Totals.Sheet) && slices.ContainsFunc(v.Columns, func(c pack.ViewCol) bool { return len(c.Published) > 0 })
		})
		if in.Units() == s || s.Past != "" || shown || slices.ContainsFunc(l.pack.Views, func(v pack.View) bool {
			return slices.Contains(v.Sources, s.Name) && (l.lists[v.Name] || l.named(v.Name))
		}) || slices.ContainsFunc(l.pack.Numbers, func(n pack.Number) bool { return strings.Contains(n.Expr, `"`+s.Name+`"`) }) {
			continue
		}
		idle = append(idle, s.Name)
	}
	idle = slices.DeleteFunc(idle, func(name string) bool { // unless one that is printed chooses from it
		return slices.ContainsFunc(in.Sheets, func(s pack.Sheet) bool {
			return !slices.Contains(idle, s.Name) && slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return c.Kind == pack.Ref && c.Sheet == name })
		})
	})
	if len(idle) > 0 {
		l.out.Notef("sheet-unprinted", finding.Place{}, "不要部门填的，在 pack.yaml 的“录入”的“表”里写 - 删去: ["+strings.Join(idle, ", ")+"]，用到它们的规则跟着不再检查；只供核对的，不用管。",
			"录入工作簿的“%s”，部门填了哪张公开表也不印，核对却会要人填全", strings.Join(idle, "”“"))
	}
}

// named says whether anything in pack.yaml uses a view.
func (l *linter) named(view string) bool {
	quoted := `"` + view + `"`
	uses := func(expressions ...string) bool {
		return slices.ContainsFunc(expressions, func(e string) bool { return strings.Contains(e, quoted) })
	}
	return slices.ContainsFunc(l.pack.Tables, func(t pack.Table) bool { return strings.HasPrefix(t.Total, view+".") }) ||
		slices.ContainsFunc(l.pack.Rules, func(r pack.Rule) bool { return r.View == view || uses(r.When, r.Must, r.Message, r.Hint) }) ||
		slices.ContainsFunc(l.pack.Numbers, func(n pack.Number) bool { return uses(n.Expr) }) ||
		slices.ContainsFunc(l.pack.Views, func(v pack.View) bool { return v.Of == view })
}
