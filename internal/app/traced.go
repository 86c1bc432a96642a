package app

import (
	"os"
	"path/filepath"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/report"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
)

// Trace fills the pack's template with a ledger, so that every cell can say
// where it comes from. With errors among the findings the book is nil.
func Trace(p *pack.Pack, l *budget.Ledger) (*trace.Book, report.List, error) {
	views := Views(p, l)
	tpl, data, findings, err := plan(p, p.Template[0], l, views)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	shown, more, err := tpl.Show(data)
	findings = append(findings, more...)
	if err != nil || shown == nil {
		return nil, findings, err
	}
	return trace.New(p, l, views, tpl.Forms(), shown, data.Scalars), findings, nil
}

// readFilled reads a filled template back by what its cells mean.
func readFilled(p *pack.Pack, book *trace.Book, forms []*fill.Form) ([]verify.Table, error) {
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
	if err := os.WriteFile(file, out.Books[0].Content, 0o600); err != nil {
		return nil, err
	}
	return verify.Read(p, forms, file)
}
