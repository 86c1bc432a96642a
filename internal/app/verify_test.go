package app_test

import (
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/report"
)

func TestTablesOfAnyLedgerVerifyWithoutFalseAlarms(t *testing.T) {
	p := proof.DefaultPack(t)
	for seed := range 100 {
		l := rapid.Custom(func(rt *rapid.T) *budget.Ledger { return randomLedger(rt, t, p) }).Example(seed)
		found, err := app.Verify(p, render(t, p, l), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Severity != report.Note {
				t.Errorf("ledger %d: %s %s %s %s", seed, f.Severity, f.Code, f.Place, f.Message)
			}
		}
	}
}
