package app

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/tags"
)

// pastUnsaid warns of tables with columns for last year's amounts where the workbook has none:
// they would stay blank, and what the tables compare would be the whole of this year.
func pastUnsaid(p *pack.Pack, l *budget.Ledger) (out finding.List) {
	for i := range p.Input.Sheets {
		s := &p.Input.Sheets[i]
		t := l.Tables[s.Name]
		if t == nil {
			continue
		}
		for m, name := range t.Measures {
			if (s.Past != "" || s.IsLast(name)) && slices.ContainsFunc(t.Amounts(m), func(a budget.Fen) bool { return a != 0 }) {
				return nil
			}
		}
	}
	var printed []string
	var from finding.Place
	var column string
	for _, name := range p.Chosen(l.Info) {
		template, _, err := tables.Template(p, name)
		if err != nil {
			continue // said where it is filled
		}
		for _, f := range template.Forms() {
			for _, c := range f.Cells() {
				for _, part := range c.Parts {
					source, last := pastColumn(p, part)
					if source == "" || slices.Contains(printed, f.Sheet) {
						continue
					}
					printed = append(printed, f.Sheet)
					from.Sheet, column = cmp.Or(from.Sheet, source), cmp.Or(column, last)
				}
			}
		}
	}
	if len(printed) > 0 {
		out.Warnf("past-unsaid", from, "有去年的录入工作簿的，用 ysgk new --从 去年录入.xlsx 转来一本，今年的填在那一本里；没有的，在这张表加一列，表头写“"+column+"”，填去年的数。去年确实没有的，不用管。",
			"“%s”要印去年的数，录入里一个也没有：去年的那几列是空的，比去年增减的是今年的全部", strings.Join(printed, "”“"))
	}
	return out
}

// pastColumn is where the amounts of last year stand that a tag prints: the sheet of this
// year's items and its column for them; blank if it prints others.
func pastColumn(p *pack.Pack, tag tags.Part) (sheet, column string) {
	v := p.View(tag.List)
	if v == nil || !tag.Amount {
		return "", ""
	}
	i := slices.IndexFunc(v.Columns, func(c pack.ViewCol) bool { return c.Name == tag.Field })
	if i < 0 {
		return "", ""
	}
	for _, source := range v.Sources {
		if s := p.Input.Sheet(source); s != nil && s.Past != "" {
			return s.Past, v.Columns[i].Measure
		} else if s != nil && s.IsLast(v.Columns[i].Measure) {
			return source, v.Columns[i].Measure
		}
	}
	return "", ""
}
