package app

import (
	"path/filepath"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// PackReport is all that is found in a pack.
type PackReport struct {
	Findings finding.List
	Tried    bool        // without errors that keep every department from being filled
	Trial    *lint.Trial // nil where errors kept the sample from being filled
	Readings []fill.Reading
	Laid     []string // tables with lists beside each other or fixed lines, and blocks
}

// CheckPack looks over a pack and tries it: with made-up departments, and with
// the input workbooks of real ones.
func CheckPack(p *pack.Pack, inputs []string) (*PackReport, error) {
	c := &PackReport{Findings: lint.Definitions(p)}
	var real []sample.Case
	for _, file := range inputs {
		ledger, found, err := input.Read(file, p)
		if err != nil {
			return nil, err
		}
		if found.HasErrors() {
			c.Findings = append(c.Findings, found.About(filepath.Base(file))...)
			continue
		}
		real = append(real, sample.Case{Name: filepath.Base(file), Ledger: ledger})
	}
	if lint.Unfit(c.Findings) {
		return c, nil
	}
	trial, more, err := lint.Try(p, real...)
	if err != nil {
		return nil, err
	}
	c.Tried, c.Trial, c.Findings = true, trial, append(c.Findings, more...)
	if c.Readings, err = tables.Readings(p); err != nil {
		return nil, err
	}
	for _, r := range c.Readings {
		if r.Warn {
			c.Findings.Warnf("formula-first", finding.Place{Sheet: r.Sheet, Cell: r.Cell}, r.Hint, "公式 =%s 里，%s", r.Formula, r.Words)
		}
	}
	c.Laid, err = tables.Laid(p)
	return c, err
}
