package tables

import (
	"errors"
	"path"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/document"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/paper"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxread"
)

// Document is one of the pack's Word templates, compiled.
func Document(p *pack.Pack, name string) (*document.Template, finding.List, error) {
	t, found, err := compiled(p, name, func() (*document.Template, finding.List, error) {
		schema := Schema(p)
		forms, _, err := Forms(p)
		if err != nil {
			return nil, nil, err
		}
		schema.Sheets = placeable(p, forms)
		return document.Compile(p.Templates[name], schema)
	})
	if err != nil {
		return nil, found, unreadable(name, err)
	}
	return t, found, nil
}

// unreadable is trouble with a Word template that is no whole document.
func unreadable(name string, err error) error {
	if told := (*finding.FileError)(nil); errors.As(err, &told) {
		return told // of a workbook whose sheets it shows
	}
	return &finding.FileError{File: name, Message: "Word 模板打不开" + xlsxread.Details(err) + "。请向发模板包的财政部门要一份完好的", Err: err}
}

// documents fills the Word templates that are for a department.
func (o *Output) documents(p *pack.Pack, l *budget.Ledger, data *tags.Data) (findings finding.List, err error) {
	for _, name := range p.ChosenDocuments(l.Info) {
		tpl, more, err := Document(p, name)
		if findings = append(findings, more...); err != nil {
			return findings, err
		}
		if more.HasErrors() {
			continue
		}
		filled, err := tpl.Render(data, o.sheet)
		if err != nil {
			return findings, unreadable(name, err)
		}
		findings = append(findings, unknown(filled.Sheets)...)
		b := Book{documentName(p, data.Scalars, name), name, nil}
		o.from = seal.OfTables(p, l)
		o.from.Kind = seal.Document
		if err := seal.NoteParagraphs(filled.File, filled.Prints()); err != nil {
			return findings, unreadable(name, err)
		}
		if b.Content, err = o.sealed(b.Name, filled); err != nil {
			return findings, err
		}
		o.Documents, o.filled = append(o.Documents, b), append(o.filled, filled)
	}
	return findings, nil
}

// sealed is a filled document as a file, read back.
func (o *Output) sealed(name string, filled *document.Filled) ([]byte, error) {
	content, err := seal.Put(filled.File, o.from)
	if err != nil {
		return nil, unreadable(name, err)
	}
	differs, err := filled.Differs(content)
	switch {
	case err != nil:
		return nil, internalFault(name, "打不开："+err.Error())
	case differs != "":
		return nil, internalFault(name, "这一段不是填进去的样子：「"+differs+"」")
	}
	return content, nil
}

// Unpaged says whether a document has a table of contents without its pages.
func (o *Output) Unpaged() bool { return slices.ContainsFunc(o.filled, (*document.Filled).Unpaged) }

// KeepWords gives a document the words that somebody gave paragraphs of an earlier one,
// where that is sure, and tells of all that somebody has rewritten.
func (o *Output) KeepWords(i int, earlier *parts.File) (out []document.Rewritten, err error) {
	if seal.AsMade(earlier) {
		return nil, nil // which is quicker than to read it
	}
	if out, err = o.filled[i].KeepWords(earlier, seal.ParagraphsOf(earlier)); err != nil {
		return nil, internalFault(o.Documents[i].Name, err.Error())
	}
	if slices.ContainsFunc(out, func(r document.Rewritten) bool { return r.Why == "" }) {
		if err := seal.NoteWords(o.filled[i].File); err != nil {
			return nil, unreadable(o.Documents[i].Name, err)
		}
		o.Documents[i].Content, err = o.sealed(o.Documents[i].Name, o.filled[i])
	}
	return out, err
}

// Number fills in the pages of the tables of contents: those of an earlier document that
// said the same, else those that layOut tells, which gives what the links of a document say
// once a program has laid it out. Where that fails the document stays as it is; where the
// user ended it, that is the error.
func (o *Output) Number(earlier func(document int) *parts.File, layOut func(docx []byte) (string, error)) error {
	for i, filled := range o.filled {
		if !filled.Unpaged() {
			continue
		}
		links := strings.ReplaceAll(seal.PagesOf(filled.File, earlier(i)), " ", "\n")
		if links == "" && layOut != nil {
			probe, err := filled.Probe()
			if err != nil {
				return internalFault(o.Documents[i].Name, err.Error())
			}
			if links, err = layOut(probe); errors.Is(err, office.ErrStopped) {
				return err
			}
			if err != nil {
				continue
			}
		}
		pages, err := filled.SetPages(links)
		if err != nil || pages == nil {
			continue
		}
		if err := seal.NotePages(filled.File, strings.Join(pages, " ")); err != nil {
			return unreadable(o.Documents[i].Name, err)
		}
		if o.Documents[i].Content, err = o.sealed(o.Documents[i].Name, filled); err != nil {
			return err
		}
	}
	return nil
}

// placeable are the sheets that a document can place.
func placeable(p *pack.Pack, forms []*fill.Form) []tags.Sheet {
	out := []tags.Sheet{}
	for _, f := range forms {
		s := tags.Sheet{Name: f.Sheet, Of: f.Of}
		for _, t := range p.Tables {
			if strings.TrimSpace(t.Sheet) == strings.TrimSpace(f.Sheet) {
				s.Title = t.Name
			}
		}
		out = append(out, s)
	}
	return out
}

// Renewed is a Word template of a pack whose sheets are called otherwise now; sheets has
// those that are still there. What is gone is told with its paragraph.
func Renewed(p *pack.Pack, name string, sheets map[string]string) (content []byte, gone []document.Gone, err error) {
	forms, _, err := Forms(p)
	if err != nil {
		return nil, nil, err
	}
	now := map[string]string{}
	for _, s := range placeable(p, forms) {
		for _, other := range []string{s.Title, s.Of} { // these names stay
			if now[other] = other; sheets[s.Name] == "" {
				now[other] = ""
			}
		}
		now[s.Name] = sheets[s.Name]
	}
	if content, gone, err = document.Renamed(p.Templates[name], now); err != nil {
		err = unreadable(name, err)
	}
	return content, gone, err
}

// tab is a filled sheet of a workbook.
type tab struct {
	fill.Tab
	book *book
}

// book is a filled workbook, read as it is printed when a document first asks for it.
type book struct {
	content []byte
	printer *paper.Printer
}

// keep notes the sheets of a filled workbook for documents.
func (o *Output) keep(filled *fill.Filled, content []byte) {
	b := &book{content: content}
	for _, t := range filled.Tabs() {
		o.tabs = append(o.tabs, tab{t, b})
	}
}

// sheet is a filled sheet as it is printed.
func (o *Output) sheet(form string, record int) (*paper.Sheet, error) {
	i := slices.IndexFunc(o.tabs, func(t tab) bool { return t.Form == form && t.Record == record })
	if i < 0 {
		return nil, nil
	}
	b := o.tabs[i].book
	if b.printer == nil {
		var err error
		if b.printer, err = paper.Open(b.content); err != nil {
			return nil, err
		}
	}
	return b.printer.Sheet(o.tabs[i].Name)
}

// unknown tells of cells that a document shows empty because only Excel can compute them,
// or because their number format is not known.
func unknown(sheets []*paper.Sheet) (found finding.List) {
	for _, s := range sheets {
		for _, cell := range s.Unknown {
			found.Warnf("document-cell", finding.Place{Sheet: s.Name, Cell: cell}, "请在公开文本里照公开表补上这一格。", "这一格要由 Excel 或 WPS 计算，或数字格式 ysgk 不认识，公开文本里的表空着这一格")
		}
	}
	return found
}

// documentName is the name of a document as the pack's 文本输出 says.
func documentName(p *pack.Pack, scalars map[string]string, template string) string {
	stem := strings.TrimSuffix(path.Base(template), path.Ext(template))
	return fileName(p.DocumentOutput(), scalars, map[string]string{pack.OutputDocument: stem})
}
