package tables

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/disk"
	"ysgk/internal/document"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/seal"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxread"
)

// Output is what filling a pack's templates gives.
type Output struct {
	Books     []Book
	Documents []Book   // of Word
	Empty     []string // sheets without any data
	Count     int      // of all sheets

	sheets []string // of the templates that were filled
	tabs   []tab
	filled []*document.Filled // of Documents
	from   seal.Origin        // likewise
}

// printed says whether a sheet belongs to the templates that were filled; WPS leaves
// blanks behind tab names.
func (o *Output) printed(sheet string) bool {
	return slices.ContainsFunc(o.sheets, func(s string) bool { return strings.TrimSpace(s) == strings.TrimSpace(sheet) })
}

// Book is a filled workbook or document.
type Book struct {
	Name     string // of its file; may begin with folders, separated by /
	Template string // the template it comes from
	Content  []byte
}

// Render fills the pack's templates with a ledger and its views. With errors
// among the findings the output is nil: all workbooks are there or none.
func Render(p *pack.Pack, l *budget.Ledger, views []*pivot.View) (*Output, finding.List, error) {
	return render(p, l, views, func(string, *fill.Filled) {})
}

// Prove fills the pack's templates as Render does, applies the rules about printed
// cells to what they show, and tells where number formats hide 分. With errors among the findings the output is nil.
func Prove(p *pack.Pack, rules *check.Rules, l *budget.Ledger, views []*pivot.View) (*Output, finding.List, error) {
	var filled []*fill.Filled
	var hidden finding.List
	out, findings, err := render(p, l, views, func(template string, f *fill.Filled) {
		filled = append(filled, f)
		if p.Decimals == "" {
			hidden = append(hidden, f.Hidden(p.Published).About(template)...)
		}
		hidden = append(hidden, f.Misprinted(p.Published).About(template)...)
		hidden = append(hidden, f.OwnLines().About(template)...)
	})
	if err != nil || out == nil {
		return nil, findings, err
	}
	findings = append(findings, hidden...)
	broken := rules.Printed(l, views, func(s *check.Spot) (amount decimal.Decimal, ok bool) {
		var shown []decimal.Decimal
		for _, f := range filled {
			shown = append(shown, f.Shows(s.Sheet, s.At[0], s.At[1])...)
		}
		if len(shown) != 1 {
			return amount, false
		}
		return shown[0].Shift(s.Unit.Power), true
	})
	for i := range broken {
		broken[i].Place.File = templateOf(p, broken[i].Place.Sheet)
	}
	if findings = append(findings, broken...); findings.HasErrors() {
		return nil, findings, nil
	}
	return out, findings, nil
}

// templateOf is the template that a sheet stands in.
func templateOf(p *pack.Pack, sheet string) string {
	for _, name := range p.Template {
		tpl, _, err := Template(p, name)
		if err == nil && slices.ContainsFunc(tpl.Forms(), func(f *fill.Form) bool { return f.Sheet == sheet }) {
			return name
		}
	}
	return ""
}

// render fills the templates and shows each workbook to those who want to know
// more of it than its content.
func render(p *pack.Pack, l *budget.Ledger, views []*pivot.View, see func(template string, filled *fill.Filled)) (*Output, finding.List, error) {
	if len(p.Template) == 0 {
		return nil, nil, &finding.FileError{File: "pack.yaml", Message: "没有写“模板”，不能生成公开表。请在 pack.yaml 里写上模板文件的名字"}
	}
	data, findings, err := Data(p, l, views)
	if err != nil {
		return nil, nil, &finding.FileError{File: "pack.yaml", Message: err.Error(), Err: err}
	}
	out := &Output{}
	chosen := p.Chosen(l.Info)
	if len(chosen) == 0 {
		return nil, append(findings, noTemplate(p)...), nil
	}
	for _, name := range chosen {
		tpl, more, err := Template(p, name)
		findings = append(findings, more...)
		if err != nil {
			return nil, findings, err
		}
		if more.HasErrors() {
			continue
		}
		findings = append(findings, Gaps(p, tpl.Gaps(data), views)...)
		if findings.HasErrors() {
			continue
		}
		more, err = out.add(p, name, tpl, data, seal.OfTables(p, l), see)
		findings = append(findings, more.About(name)...)
		if xlsxread.Unreadable(err) { // in a part that only writing needs
			err = damaged(name, err)
		}
		if err != nil {
			return nil, findings, err
		}
	}
	if findings.HasErrors() {
		return nil, findings, nil
	}
	more, err := out.documents(p, l, data)
	if findings = append(findings, more...); err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	return out, findings, nil
}

// noTemplate is that the 基本信息 of a department is none of those that templates are for.
func noTemplate(p *pack.Pack) (found finding.List) {
	var items []string
	for _, c := range p.Offers {
		for item := range c.When {
			if !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	slices.Sort(items)
	found.Errorf("template-none", finding.Place{Sheet: p.Input.InfoSheet()}, "请核对"+strings.Join(items, "、")+"；填得没错的，请告诉发模板包的财政部门。", "模板包里没有一套表是给这样的部门用的")
	return found
}

// plan is one of the pack's templates and the data that it is filled with. With
// errors among the findings both are nil.
func plan(p *pack.Pack, name string, l *budget.Ledger, views []*pivot.View) (*fill.Template, *tags.Data, finding.List, error) {
	tpl, findings, err := Template(p, name)
	if err != nil || findings.HasErrors() {
		return nil, nil, findings, err
	}
	data, more, err := Data(p, l, views)
	findings = append(findings, more...)
	if err != nil {
		return nil, nil, findings, &finding.FileError{File: "pack.yaml", Message: err.Error(), Err: err}
	}
	findings = append(findings, Gaps(p, tpl.Gaps(data), views)...)
	if findings.HasErrors() {
		return nil, nil, findings, nil
	}
	return tpl, data, findings, nil
}

// add fills one template.
func (o *Output) add(p *pack.Pack, template string, tpl *fill.Template, data *tags.Data, from seal.Origin, see func(template string, filled *fill.Filled)) (finding.List, error) {
	stem := strings.TrimSuffix(path.Base(template), path.Ext(template))
	put := func(filled *fill.Filled) error {
		content, err := seal.Put(filled.File.File, from)
		if err != nil {
			return err
		}
		see(template, filled)
		o.keep(filled, content)
		o.Count += filled.Sheets()
		name := bookName(p, data.Scalars, stem, filled.Sheet)
		o.Books = append(o.Books, Book{name, template, content})
		return readBack(content, name, filled)
	}
	o.Empty = append(o.Empty, tpl.Empty(data)...)
	for _, f := range tpl.Forms() {
		o.sheets = append(o.sheets, f.Sheet)
	}
	if !p.Apart() {
		file, findings, err := tpl.Render(data)
		if err != nil || file == nil {
			return findings, err
		}
		return findings, put(file)
	}
	singles, findings, err := tpl.RenderApart(data)
	for _, s := range singles {
		if err == nil {
			err = put(s)
		}
	}
	return findings, err
}

// bookName is the name of a workbook as the pack's 输出 says, each folder and
// the file made fit for any system.
func bookName(p *pack.Pack, scalars map[string]string, template, sheet string) string {
	return fileName(p.Output, scalars, map[string]string{pack.OutputTemplate: template, pack.OutputSheet: sheet})
}

func fileName(output string, scalars, words map[string]string) string {
	maps.Copy(words, scalars)
	var parts []string
	for part := range strings.SplitSeq(output, "/") {
		if name := disk.FileName(tags.Expand(part, words)); name != "" {
			parts = append(parts, name)
		}
	}
	return path.Join(parts...)
}

// Gaps reports money that a table has no row for, at the line items that
// brought it.
func Gaps(p *pack.Pack, found []fill.Gap, views []*pivot.View) (findings finding.List) {
	for _, g := range found {
		v := views[slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == g.List })]
		row := v.Rows[g.Record]
		field, _ := pack.CutField(p.View(g.List).Rows[row.Level-1].By[0])
		called := row.Key
		if name := row.Texts[slices.Index(v.Fields, "名称")]; name != called {
			called += "（" + name + "）"
		}
		for _, ref := range v.Trace(g.Record, g.Column) {
			sheet, col, line := ref.Table.At(ref.Record, field)
			at := finding.At(sheet, max(1, col), line)
			at.File = ref.Table.Book(ref.Record).File
			findings.Errorf("row-missing", at,
				"请核对这一行的编码；编码没错的，请财政部门在模板里加一行。",
				"“%s”的固定行里没有 %s，这一行的金额进不了表，合计会少；共 %s 元", g.Sheet, called, money.Print(row.Amounts[g.Column].Yuan()))
		}
	}
	return findings
}

// Like is the workbook of an output that comes from the same template as a
// file, if there are several of the same name.
func (o *Output) Like(template, file string) []byte {
	var first []byte
	for _, b := range o.Books {
		if b.Template != template {
			continue
		}
		if first == nil || path.Base(b.Name) == filepath.Base(file) {
			first = b.Content
		}
	}
	return first
}
