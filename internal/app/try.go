package app

import (
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/report"
)

// Trial is what filling a pack with a ledger gives, without writing anything.
type Trial struct {
	Books  []Book
	Tables []Total
}

// Try fills a pack with a ledger that nobody typed. With errors among the
// findings the trial is nil.
func Try(p *pack.Pack, l *budget.Ledger) (*Trial, report.List, error) {
	views := Views(p, l)
	output, findings, err := Render(p, l, views)
	if err != nil || output == nil {
		return nil, findings, err
	}
	return &Trial{output.Books, totals(p, views, output.Empty)}, findings, nil
}
