package app

import (
	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tables"
)

// Check judges an input workbook and writes nothing. Its findings are those that
// Fill would give: it does all that Fill does but writing.
func Check(p *pack.Pack, file string, stage ...Stage) (finding.List, error) {
	_, findings, err := judge(p, file, first(stage))
	return findings.Sorted(), err
}

// verdict is what judging makes of an input workbook.
type verdict struct {
	ledger *budget.Ledger // nil if it could not be read
	// Of one without errors:
	views  []*pivot.View
	output *tables.Output
	rules  *check.Rules
}

// judge reads an input workbook, applies the rules and fills the tables. With
// errors among the findings the verdict holds the ledger at most.
func judge(p *pack.Pack, file string, stage Stage) (*verdict, finding.List, error) {
	stage.begins(readingInput)
	compiled := compiles(p)
	ledger, inFile, readErr := input.Read(file, p)
	rules, findings, err := compiled()
	if err != nil || findings.HasErrors() {
		return &verdict{}, findings, err
	}
	findings, err = inFile, readErr
	if err == nil && findings.HasErrors() {
		if kind, whichErr := input.KindOf(p, file); whichErr == nil && kind == input.Foreign {
			return nil, nil, input.NotInput(p, file)
		}
	}
	if err != nil || findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, err
	}
	stage.begins(judgingInput)
	findings = append(findings, append(unconfirmed(p, ledger), outdated(p, ledger)...)...)
	views := tables.Views(p, ledger)
	findings = append(findings, applyRules(p, rules, ledger, views)...)
	if findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, nil
	}
	stage.begins(filling)
	output, more, err := tables.Prove(p, rules, ledger, views)
	findings = append(findings, more...)
	if err != nil || findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, err
	}
	findings = append(findings, pastUnsaid(p, ledger)...)
	return &verdict{ledger, views, output, rules}, findings, nil
}

// compiles compiles the rules while the input workbook is read, and gives them. It is not
// the reading that is done aside: what goes wrong with a file shall meet the caller.
func compiles(p *pack.Pack) func() (*check.Rules, finding.List, error) {
	var rules *check.Rules
	var found finding.List
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		rules, found, err = tables.Rules(p)
	}()
	return func() (*check.Rules, finding.List, error) {
		<-done
		return rules, found, err
	}
}
