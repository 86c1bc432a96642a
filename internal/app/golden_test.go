package app_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

var sheetNames = []string{"表一", "表二", "表三", "表四", "表五", "表六", "表七", "表八", "表九", "表十", "表十一", "表十二", "表十三"}

// render fills the pack's template with a ledger and gives the file.
func render(t testing.TB, p *pack.Pack, l *budget.Ledger) string {
	t.Helper()
	b, problems, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range problems {
		t.Errorf("%s %s %s", f.Place, f.Message, f.Hint)
	}
	file := filepath.Join(t.TempDir(), "预算公开表.xlsx")
	if err := os.WriteFile(file, b.Books[0].Content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// printed is a cached value as the table shows it: amounts with two decimals,
// rounded half away from zero, zero as nothing.
func printed(c proof.Cell) string {
	if c.Type != "n" || c.Value == "" {
		return c.Value
	}
	d := decimal.RequireFromString(c.Value)
	switch {
	case d.IsZero():
		return ""
	case strings.HasSuffix(c.Style, "%;"):
		return d.Shift(2).StringFixed(2) + "%"
	}
	return d.StringFixed(2)
}

func TestTheThirteenTablesPrintAsPublished(t *testing.T) {
	p := proof.DefaultPack(t)
	book := proof.Stored(t, render(t, p, seedLedger(t, p)))[0]
	if len(book.Sheets) != len(sheetNames) {
		t.Fatalf("%d sheets", len(book.Sheets))
	}
	cells := 0
	for n, name := range sheetNames {
		if book.Sheets[n].Name != name {
			t.Errorf("sheet %d is %s, want %s", n+1, book.Sheets[n].Name, name)
		}
		cells += comparePublished(t, &book.Sheets[n], fmt.Sprintf("table%02d.tsv", n+1))
	}
	if cells < 1500 {
		t.Errorf("compared only %d cells of the published tables", cells)
	}
}

// comparePublished compares a sheet with a published table, cell by cell: the
// title in row 2, then headers and body from row 4 to the end of both.
func comparePublished(t *testing.T, s *proof.Sheet, tsv string) (compared int) {
	t.Helper()
	compared = compareTable(t, s, tsv, func(line int) int {
		if line == 0 {
			return 2
		}
		return line + 3
	})
	if got := s.Cells["A1"].Value; !strings.HasPrefix(got, "预算公开表") {
		t.Errorf("%s!A1 is %s", s.Name, got)
	}
	return compared
}

// compareTable compares a sheet with a table of testdata whose lines stand in
// the rows that rowOf names, cell by cell to the end of both.
func compareTable(t *testing.T, s *proof.Sheet, tsv string, rowOf func(line int) int) (compared int) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", tsv))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range rows {
		for col := 1; col <= max(s.MaxCol, len(want)); col++ {
			text := ""
			if col <= len(want) {
				text = want[col-1]
			}
			cell := a1.Name(col, rowOf(i))
			if got := printed(s.Cells[cell]); got != text {
				t.Errorf("%s!%s prints 「%s」, the table has 「%s」", s.Name, cell, got, text)
			}
			compared++
		}
	}
	for cell, c := range s.Cells {
		if _, row, _ := a1.Parse(cell); row > rowOf(len(rows)-1) && printed(c) != "" {
			t.Errorf("%s!%s prints 「%s」 below the table", s.Name, cell, c.Value)
		}
	}
	return compared
}
