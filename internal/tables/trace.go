package tables

import (
	"os"
	"path/filepath"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
)

// Trace fills the pack's templates with a ledger, so that every cell can say
// where it comes from. With errors among the findings the book is nil.
func Trace(p *pack.Pack, l *budget.Ledger) (*trace.Book, finding.List, error) {
	views := Views(p, l)
	var all []*fill.Shown
	var found finding.List
	var scalars map[string]string
	for _, name := range p.Chosen(l.Info) {
		tpl, data, findings, err := plan(p, name, l, views)
		found = append(found, findings...)
		if err != nil || findings.HasErrors() {
			return nil, found, err
		}
		shown, more := tpl.Show(data)
		found = append(found, more.About(name)...)
		if shown == nil {
			return nil, found, nil
		}
		all, scalars = append(all, shown), data.Scalars
	}
	known, _, err := forms(p, p.Chosen(l.Info))
	if err != nil {
		return nil, found, err
	}
	return trace.New(p, l, views, known, fill.Join(all...), scalars), found, nil
}

// Meanings reads filled templates back by what their cells mean.
func Meanings(p *pack.Pack, book *trace.Book, forms []*fill.Form) (tables []verify.Table, err error) {
	out, _, err := Render(p, book.Ledger, Views(p, book.Ledger))
	if err != nil || out == nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "ysgk")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "filled.xlsx")
	for _, b := range out.Books {
		if err := os.WriteFile(file, b.Content, 0o600); err != nil {
			return nil, err
		}
		more, _, err := verify.Read(p, forms, file)
		if err != nil {
			return nil, err
		}
		tables = append(tables, more...)
	}
	return tables, nil
}
