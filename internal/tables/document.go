package tables

import (
	"path"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/document"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/seal"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxread"
)

// Document is one of the pack's Word templates, compiled.
func Document(p *pack.Pack, name string) (*document.Template, finding.List, error) {
	t, found, err := compiled(p, name, func() (*document.Template, finding.List, error) {
		return document.Compile(p.Templates[name], Schema(p))
	})
	if err != nil {
		return nil, found, unreadable(name, err)
	}
	return t, found, nil
}

// unreadable is trouble with a Word template that is no whole document.
func unreadable(name string, err error) error {
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
		filled, err := tpl.Render(data)
		if err != nil {
			return findings, unreadable(name, err)
		}
		from := seal.OfTables(p, l)
		from.Kind = seal.Document
		content, err := seal.Put(filled.File, from)
		if err != nil {
			return findings, unreadable(name, err)
		}
		b := Book{documentName(p, data.Scalars, name), name, content}
		differs, err := filled.Differs(content)
		if err != nil {
			return findings, internalFault(b.Name, "打不开："+err.Error())
		}
		if differs != "" {
			return findings, internalFault(b.Name, "这一段不是填进去的样子：「"+differs+"」")
		}
		o.Documents = append(o.Documents, b)
	}
	return findings, nil
}

// documentName is the name of a document as the pack's 文本输出 says.
func documentName(p *pack.Pack, scalars map[string]string, template string) string {
	stem := strings.TrimSuffix(path.Base(template), path.Ext(template))
	return fileName(p.DocumentOutput(), scalars, map[string]string{pack.OutputDocument: stem})
}
