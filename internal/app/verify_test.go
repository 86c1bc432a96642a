package app_test

import (
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// What is odd about a ledger, such as income from funds that is not spent, is
// odd about its tables too; nothing else may be.
func TestTablesOfAnyLedgerVerifyWithoutFalseAlarms(t *testing.T) {
	p := proof.DefaultPack(t)
	rules, err := check.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range proof.Drawn(8, 100) {
		l := rapid.Custom(func(rt *rapid.T) *budget.Ledger { return randomLedger(rt, t, p) }).Example(seed)
		found, err := app.Verify(p, render(t, p, l), "")
		if err != nil {
			t.Fatal(err)
		}
		odd := map[string]bool{}
		for _, f := range rules.Run(l, tables.Views(p, l)) {
			odd[f.Code] = true
		}
		for _, f := range found {
			if f.Severity != finding.Note && !odd[f.Code] {
				t.Errorf("ledger %d: %s %s %s %s", seed, f.Severity, f.Code, f.Place, f.Message)
			}
		}
	}
}
