package app

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tables"
)

// applyRules applies a pack's rules to a ledger, with what is known of its year. A year
// that was typed wrong contradicts the days and the texts of the whole workbook: what
// would not be found in the year of the pack is told once, at the year.
func applyRules(p *pack.Pack, rules *check.Rules, l *budget.Ledger, views []*pivot.View) (findings finding.List) {
	year := checkYear(p, l)
	found := append(checkDays(p, l), rules.Run(l, views)...)
	if len(year) == 0 {
		return found
	}
	other := *l
	other.Info = maps.Clone(l.Info)
	other.Info[p.Input.YearItem()] = p.Identity.Year
	still := map[string]bool{}
	for _, f := range append(checkDays(p, &other), rules.Run(&other, tables.Views(p, &other))...) {
		still[f.Code+f.Place.String()] = true
	}
	var blamed finding.List
	found = slices.DeleteFunc(found, func(f finding.Finding) bool {
		due := f.Severity != finding.Error && !still[f.Code+f.Place.String()]
		if due {
			blamed = append(blamed, f)
		}
		return due
	})
	if len(blamed) > 0 {
		year[0].Message += fmt.Sprintf("；有 %d 处像是 %s 年的，如 %s", len(blamed), p.Identity.Year, blamed.Sorted()[0].Place)
		year[0].Hint = fmt.Sprintf("是 %s 年预算的，把这一格改成 %[1]s；不是的，换用当年的模板包。", p.Identity.Year)
	}
	return append(year, found...)
}

// checkYear warns where the code lists and wording are those of another year.
func checkYear(p *pack.Pack, l *budget.Ledger) (findings finding.List) {
	item := p.Input.YearItem()
	if year := l.Info[item]; p.Identity.Year != "" && year != p.Identity.Year {
		place := finding.Place{Sheet: p.Input.InfoSheet()}
		if at, ok := l.InfoAt[item]; ok {
			place = finding.At(place.Sheet, at.Col, at.Row)
		}
		findings.Warnf("year-differs", place, "请核对预算年度，或换用当年的模板包。",
			"预算年度是 %s，模板包是 %s 年的，科目和表样可能不同", year, p.Identity.Year)
		findings.Under("C12")
	}
	return findings
}

// checkDays warns of days in other years: a budget is made in its year or the one before.
func checkDays(p *pack.Pack, l *budget.Ledger) (findings finding.List) {
	year, err := strconv.Atoi(l.Info[p.Input.YearItem()])
	if err != nil {
		return nil
	}
	for _, it := range p.Input.Info {
		day, _, _ := strings.Cut(l.Info[it.Name], "-")
		made, wrong := strconv.Atoi(day)
		if it.Kind != pack.Date || wrong != nil || made == year || made == year-1 {
			continue
		}
		at := l.InfoAt[it.Name]
		findings.Warnf("day-differs", finding.At(p.Input.InfoSheet(), at.Col, at.Row), "核对这一天和预算年度，改正填错的一个。",
			"%s是 %s，不像 %d 年预算的日期", it.Name, l.Info[it.Name], year)
		findings.Under("C12")
	}
	return findings
}
