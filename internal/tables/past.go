package tables

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// PastKnown says whether a ledger has any amount of last year.
func PastKnown(p *pack.Pack, l *budget.Ledger) bool {
	for i := range p.Input.Sheets {
		s := &p.Input.Sheets[i]
		t := l.Tables[s.Name]
		if t == nil {
			continue
		}
		for m, name := range t.Measures {
			if (s.Past != "" || s.IsLast(name)) && slices.ContainsFunc(t.Amounts(m), func(a budget.Fen) bool { return a != 0 }) {
				return true
			}
		}
	}
	return false
}

// PastColumn is where the amounts of last year stand that a column of a view sums: the sheet of this year's items and its
// column for them; blank if it sums others, or what was published of last year, which somebody entered.
func PastColumn(p *pack.Pack, l *budget.Ledger, v *pack.View, column string) (sheet, last string) {
	c := v.Column(column)
	if c == nil || published(p, l, v, c) {
		return "", ""
	}
	for _, source := range v.Sources {
		if s := p.Input.Sheet(source); s != nil && s.Past != "" {
			return s.Past, c.Measure
		} else if s != nil && s.IsLast(c.Measure) {
			return source, c.Measure
		}
	}
	return "", ""
}

// published says whether somebody entered what was published of last year in the place of what a column sums.
func published(p *pack.Pack, l *budget.Ledger, v *pack.View, c *pack.ViewCol) bool {
	if len(c.Published) == 0 {
		return false
	}
	sheet := p.Input.TotalsOf(v.Sources[0])
	name, _ := sheet.Totaled()
	t := l.Tables[sheet.Name]
	return t != nil && slices.ContainsFunc(t.Distinct(t.Field(name.Name)), func(entered string) bool { return slices.Contains(c.Published, entered) })
}
