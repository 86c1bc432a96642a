package sample_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/sample"
)

func TestTheSampleReachesEveryChoiceAndIsTheSameEachTime(t *testing.T) {
	p := proof.DefaultPack(t)
	l, again := sample.Ledger(p), sample.Ledger(p)
	for _, s := range p.Input.Sheets {
		table := l.Tables[s.Name]
		if s.Past != "" {
			continue // of last year, which the sample has not
		}
		if table.Len() == 0 {
			t.Errorf("%s is empty", s.Name)
		}
		for _, c := range s.Columns {
			if c.Kind != pack.Choice {
				continue
			}
			got := table.Distinct(table.Field(c.Name))
			for _, want := range c.Choices {
				if !slices.Contains(got, want) {
					t.Errorf("%s: no %s is %s", s.Name, c.Name, want)
				}
			}
		}
		for i := range table.Len() {
			for f := range table.Fields {
				if table.Text(i, f) != again.Tables[s.Name].Text(i, f) {
					t.Fatalf("%s record %d differs", s.Name, i)
				}
			}
		}
	}
}

// What is made up must be what a department could have typed.
func TestTheSampleIsAnInputWorkbookWithoutErrors(t *testing.T) {
	p := proof.DefaultPack(t)
	path := filepath.Join(t.TempDir(), "样例.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := inputform.Write(f, p, sample.Ledger(p)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, findings, err := input.Read(path, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range findings {
		t.Errorf("%s %s %s", x.Severity, x.Place, x.Message)
	}
}
