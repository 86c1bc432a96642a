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
// column for them; blank if it sums others.
func PastColumn(p *pack.Pack, v *pack.View, column string) (sheet, last string) {
	c := v.Column(column)
	if c == nil {
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
