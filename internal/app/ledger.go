package app

import (
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tables"
)

// Ledger reads an input workbook and applies the rules, for those who add it to others.
// With errors among the findings the ledger may be nil, and its views are.
func Ledger(p *pack.Pack, file string) (*budget.Ledger, []*pivot.View, finding.List, error) {
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() {
		return nil, nil, found, err
	}
	l, found, err := input.Read(file, p)
	if err != nil {
		return nil, nil, nil, err
	}
	if found.HasErrors() {
		if kind, whichErr := input.KindOf(p, file); whichErr == nil && kind == input.Foreign {
			return nil, nil, nil, input.NotInput(p, file)
		}
		return l, nil, found, nil
	}
	views := tables.Views(p, l)
	if found = append(found, applyRules(p, rules, l, views)...); found.HasErrors() {
		return l, nil, found, nil
	}
	return l, views, found, nil
}
