package verify_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// changed is the sample's tables of a pack with a change.
func changed(t *testing.T, p *pack.Pack, change func(t *testing.T, b *excelize.File)) finding.List {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	change(t, b)
	must(t, b.SaveAs(file))
	found, err = app.Verify(p, file, "")
	must(t, err)
	return formed(found)
}

// mistaken looks for an error of a rule at a cell.
func mistaken(t *testing.T, found finding.List, code, at string) {
	t.Helper()
	for _, f := range found {
		if f.Severity == finding.Error && f.Code == code && f.Place.String() == at {
			return
		}
	}
	t.Errorf("no error %s at %s", code, at)
	for _, f := range found {
		t.Log(show(f))
	}
}

func TestTablesOfYuanHaveNoTails(t *testing.T) {
	found := changed(t, proof.SecondPack(t), set("14项目资金来源表", "B21", 4250900.01))
	mistaken(t, found, "Y04", "14项目资金来源表!B21")
}

// Rounding makes the same of the same money, however many times it is printed.
func TestPrintsOfTheSameMoneyHaveNoTails(t *testing.T) {
	b, err := excelize.OpenFile(typed(t))
	must(t, err)
	defer b.Close()
	set("表六", "C6", 2538.33)(t, b)
	mistaken(t, verified(t, save(t, b), ""), "B09", "表六!C6")
}

// What the three kinds of public expenses cost is bounded by what else was spent: of
// the sample's 215952.00 in the basic expenditure, and 4250900.00 for projects.
func TestPublicExpensesAreBounded(t *testing.T) {
	const sheet = "9三公经费表"
	for _, c := range []struct {
		amounts map[string]float64
		at      string
	}{
		{map[string]float64{"C6": 4250900.01, "B6": 4250900.01, "C5": 4466852.01, "B5": 4466852.01}, sheet + "!C5"},
		{map[string]float64{"D6": 0.01, "B6": 0.01, "D5": 0.01, "B5": 215952.01}, sheet + "!D5"},
	} {
		found := changed(t, proof.SecondPack(t), func(t *testing.T, b *excelize.File) {
			for cell, amount := range c.amounts {
				set(sheet, cell, amount)(t, b)
			}
			set("13情况说明", "A8", "略")(t, b) // which says the same in words
		})
		mistaken(t, found, "B15", c.at)
	}
	all := map[string]float64{"C6": 4250900, "B6": 4250900, "C5": 4466852, "B5": 4466852}
	found := changed(t, proof.SecondPack(t), func(t *testing.T, b *excelize.File) {
		for cell, amount := range all {
			set(sheet, cell, amount)(t, b)
		}
		set("13情况说明", "A8", "略")(t, b)
	})
	if found.HasErrors() {
		t.Error("all projects may be public expenses", found)
	}
}

// A figure of one fund or with one part is printed twice, whatever was rounded: a tail
// is only where several parts are added.
func TestACentBesideOneOtherFigureIsNoTail(t *testing.T) {
	file := typed(t)
	for _, c := range []struct {
		cell  string
		value float64
	}{{"表三!D12", 612.12}, {"表五!E13", 320.71}, {"表二!D18", 1187.72}, {"表一!E9", 2224.92}, {"表四!B7", 2963.42}} {
		b, err := excelize.OpenFile(file)
		must(t, err)
		sheet, at, _ := strings.Cut(c.cell, "!")
		set(sheet, at, c.value)(t, b)
		found := verified(t, save(t, b), "")
		must(t, b.Close())
		if got := errors(found); len(got) != 1 || !strings.HasSuffix(got[0], " "+c.cell) {
			t.Errorf("%s = %v: %v", c.cell, c.value, got)
		}
	}
}
