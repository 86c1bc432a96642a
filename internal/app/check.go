package app

import (
	"sync"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// Check judges an input workbook and writes nothing. Its findings are those that
// Fill would give: it does all that Fill does but writing.
func Check(p *pack.Pack, file string, stage ...Stage) (finding.List, error) {
	_, findings, err := judge(p, file, first(stage), nil)
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

// few is of how many records rules are applied beside the filling of the tables. Both at once need
// the memory of both: of 100,000 a third more, for a tenth of the time.
const few = 20_000

func records(l *budget.Ledger) (n int) {
	for _, t := range l.Tables {
		n += t.Len()
	}
	return n
}

// judge reads an input workbook, applies the rules and fills the tables. With
// errors among the findings the verdict holds the ledger at most.
func judge(p *pack.Pack, file string, stage Stage, kept *xlsxread.Kept) (*verdict, finding.List, error) {
	stage.begins(readingInput)
	var rules *check.Rules
	var inPack finding.List
	var packErr error
	compiled := aside(func() { rules, inPack, packErr = tables.Rules(p) })
	ledger, findings, err := input.Again(file, p, kept)
	if compiled(); packErr != nil || inPack.HasErrors() {
		return &verdict{}, inPack, packErr
	}
	if err == nil && findings.HasErrors() {
		if kind, whichErr := input.KindOf(p, file); whichErr == nil && kind == input.Foreign {
			return nil, nil, input.NotInput(p, file)
		}
	}
	if err != nil || findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, err
	}
	stage.begins(judgingInput)
	views := tables.Views(p, ledger)
	findings = append(findings, append(unconfirmed(p, ledger), outdated(p, ledger)...)...)
	var broken finding.List
	judged := aside(func() { broken = applyRules(p, rules, ledger, views) })
	if records(ledger) > few {
		judged()
	}
	stage.begins(filling)
	output, more, err := tables.Prove(p, rules, ledger, views)
	judged()
	if findings = append(findings, broken...); findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, nil // what was filled has errors too
	}
	findings = append(findings, more...)
	if err != nil || findings.HasErrors() {
		return &verdict{ledger: ledger}, findings, err
	}
	findings = append(findings, pastUnsaid(p, ledger)...)
	return &verdict{ledger, views, output, rules}, findings, nil
}

// aside begins work beside that of the caller; what it gives waits for the end. It is not the
// reading or the filling that is done aside: what goes wrong with a file shall meet the caller.
func aside(work func()) (wait func()) {
	fault := make(chan any, 1)
	go func() {
		defer func() { fault <- recover() }()
		work()
	}()
	return sync.OnceFunc(func() {
		if x := <-fault; x != nil {
			panic(x) // where the caller would have met it
		}
	})
}
