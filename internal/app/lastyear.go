package app

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// pastUnsaid warns of tables with columns for last year's amounts where the workbook has none:
// they would stay blank, and what the tables compare would be the whole of this year.
func pastUnsaid(p *pack.Pack, l *budget.Ledger) (out finding.List) {
	if tables.PastKnown(p, l) {
		return nil
	}
	var printed []string
	var from finding.Place
	var column, totals string
	for _, name := range p.Chosen(l.Info) {
		template, _, err := tables.Template(p, name)
		if err != nil {
			continue // said where it is filled
		}
		for _, f := range template.Forms() {
			for _, c := range f.Cells() {
				for _, part := range c.Parts {
					v := p.View(part.List)
					if v == nil || !part.Amount {
						continue
					}
					source, last := tables.PastColumn(p, l, v, part.Field)
					if source == "" {
						continue
					}
					if sheet := p.Input.TotalsOf(source); sheet != nil && len(v.Column(part.Field).Published) > 0 {
						totals = "；或在“" + sheet.Name + "”表填去年公开的数"
					}
					if slices.Contains(printed, f.Sheet) {
						continue
					}
					printed = append(printed, f.Sheet)
					from.Sheet, column = cmp.Or(from.Sheet, source), cmp.Or(column, last)
				}
			}
		}
	}
	if len(printed) > 0 {
		out.Warnf("past-unsaid", from, "有去年的录入工作簿的，用 ysgk new --从 去年录入.xlsx 转来一本，今年的填在那一本里；没有的，在这张表加一列，表头写“"+column+"”，填去年的数"+totals+"。去年确实没有的，不用管。",
			"“%s”要印去年的数，录入里一个也没有：去年的那几列是空的，比去年增减的是今年的全部", strings.Join(printed, "”“"))
	}
	return out
}
