package app_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/formula"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
)

// traced is a ledger filled into the pack's template.
func traced(t testing.TB, p *pack.Pack, l *budget.Ledger) *trace.Book {
	t.Helper()
	book, found, err := tables.Trace(p, l)
	if err != nil || book == nil {
		t.Fatal(err, found)
	}
	return book
}

// addUp explains every cell: the line items must be the figure.
func addUp(t testing.TB, book *trace.Book) (amounts int) {
	for _, s := range book.Shown.Sheets {
		for _, c := range s.Cells {
			e := book.Derive(s, c)
			if e.Kind != trace.Amount {
				if e.Value.Kind == formula.Number && e.Kind != trace.Number && !(len(c.Slots) == 1 && c.Slots[0].Serial != "") {
					t.Errorf("%s %q holds a number and is explained as %s", e.Place.Place, e.Value.Text, e.Kind)
				}
				continue
			}
			amounts++
			if got := trace.Sum(e.Items).Add(e.Fixed); !e.Adds || !got.Equal(e.Yuan) {
				t.Errorf("%s =%s shows %s 元, its line items are %s 元", e.Place.Place, e.Formula, e.Yuan, got)
			}
			sum := decimal.Zero
			for _, x := range e.Terms {
				if x.Cell == "" {
					sum = sum.Add(x.Value.Num)
				}
				sum = sum.Add(x.Value.Num.Mul(x.Times))
			}
			if e.Formula != "" && !sum.Equal(e.Value.Num) {
				t.Errorf("%s =%s is %s, its terms are %s", e.Place.Place, e.Formula, e.Value.Num, sum)
			}
		}
	}
	return amounts
}

func TestTheLineItemsOfEveryAmountOfTheSampleAreTheAmount(t *testing.T) {
	p := proof.DefaultPack(t)
	l, found, err := input.Read(sampleInput, p)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	book := traced(t, p, l)
	if n := addUp(t, book); n < 900 {
		t.Errorf("only %d amounts were explained", n)
	}
	if len(book.Shown.Sheets) != 23 {
		t.Errorf("%d sheets were explained", len(book.Shown.Sheets))
	}
}

func TestTheLineItemsOfEveryAmountOfAnyLedgerAreTheAmount(t *testing.T) {
	p := proof.DefaultPack(t)
	rapid.Check(t, func(rt *rapid.T) { addUp(t, traced(t, p, randomLedger(rt, t, p))) })
}

// What is explained is what fill writes: the same cells with the same contents.
func TestWhatIsExplainedIsWhatIsWritten(t *testing.T) {
	p := proof.DefaultPack(t)
	l, _, err := input.Read(sampleInput, p)
	if err != nil {
		t.Fatal(err)
	}
	written := proof.Stored(t, render(t, p, l))[0]
	for i, s := range traced(t, p, l).Shown.Sheets {
		w := written.Sheets[i]
		if w.Name != s.Name {
			t.Fatalf("sheet %d is %s, written as %s", i, s.Name, w.Name)
		}
		cells := map[string]bool{}
		for _, c := range s.Cells {
			at := a1.Name(c.Col, c.Row)
			cells[at] = true
			got := w.Cells[at]
			same := got.Value == c.Stored().Text
			if c.Stored().Kind == formula.Number {
				same = got.Value != "" && decimal.RequireFromString(got.Value).Equal(c.Stored().Num)
			}
			if !same || strings.TrimPrefix(got.Formula, "=") != c.Formula {
				t.Errorf("%s!%s is written as %+v, explained as %+v =%s", s.Name, at, got, c.Stored(), c.Formula)
			}
		}
		for at, c := range w.Cells {
			if !cells[at] && c.Value != "" {
				t.Errorf("%s!%s is written as %q and not explained", s.Name, at, c.Value)
			}
		}
	}
}
