package app

import (
	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/report"
	"ysgk/internal/verify"
)

// Check judges an input workbook and writes nothing. Its findings are those that
// Fill would give: it does all that Fill does but writing.
func Check(p *pack.Pack, file string) (report.List, error) {
	_, findings, err := judge(p, file)
	return findings.Sorted(), err
}

// verdict is what judging makes of an input workbook without errors.
type verdict struct {
	ledger *budget.Ledger
	views  []*pivot.View
	output *Output
}

// rules compiles the pack's rules and its template, and finds in the template the
// cells that the rules name. Findings are about the template.
func rules(p *pack.Pack) (*check.Rules, []*fill.Form, report.List, error) {
	out, err := check.Compile(p)
	if err != nil {
		return nil, nil, nil, &report.FileError{File: "pack.yaml", Message: err.Error(), Err: err}
	}
	tpl, findings, err := fill.Compile(p.Templates[p.Template[0]], Schema(p))
	if err != nil {
		return nil, nil, nil, &report.FileError{File: p.Template[0], Message: "模板文件打不开。请向发模板包的财政部门要一份完好的", Err: err}
	}
	if findings.HasErrors() {
		return nil, nil, findings, nil
	}
	if err := verify.Resolve(p, tpl.Forms(), out); err != nil {
		return nil, nil, nil, &report.FileError{File: "pack.yaml", Message: err.Error(), Err: err}
	}
	return out, tpl.Forms(), nil, nil
}

// judge reads an input workbook, applies the rules and fills the tables. With
// errors among the findings the verdict is nil.
func judge(p *pack.Pack, file string) (*verdict, report.List, error) {
	rules, _, findings, err := rules(p)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	ledger, findings, err := input.Read(file, p)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	findings = append(findings, checkYear(p, ledger)...)
	views := Views(p, ledger)
	findings = append(findings, rules.Run(ledger, views)...)
	if findings.HasErrors() {
		return nil, findings, nil
	}
	output, more, err := Render(p, ledger, views)
	findings = append(findings, more...)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	return &verdict{ledger, views, output}, findings, nil
}
