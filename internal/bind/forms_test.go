package bind_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// TestFormsOfBureausAreBoundByAnExample binds the forms of made-up bureaus, whose
// tables a program of its own computed from the ledgers: with last year's example
// bound, the tables of two other departments come out, figure by figure, but for
// what is told to be left.
func TestFormsOfBureausAreBoundByAnExample(t *testing.T) {
	for name, least := range map[string]int{"qingshan": 410, "baishui": 320, "dongling": 190} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("testdata", name)
			for who, proofs := range boundBy(t, dir, dir) {
				right := 0
				for _, p := range proofs {
					right += p.Right
				}
				if right < least {
					t.Errorf("%s: %d figures right, want at least %d", who, right, least)
				}
			}
		})
	}
}

// TestTablesOfAllShapesComeOutWhole binds single tables that bureaus print otherwise
// than the pack's own: nothing of them is left.
func TestTablesOfAllShapesComeOutWhole(t *testing.T) {
	dirs, err := filepath.Glob("testdata/shapes/*")
	if err != nil || len(dirs) < 36 {
		t.Fatal(err, dirs)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			for who, proofs := range boundBy(t, dir, filepath.Join("testdata", "qingshan")) {
				for _, p := range proofs {
					if !p.Whole() || p.Right == 0 && who == "去年" && len(proofs) == 1 {
						t.Errorf("%s, %s: %+v", who, p.Sheet, p)
					}
				}
			}
		})
	}
}

// bureau is a folder of files that a made-up bureau has.
type bureau struct {
	dir, ledgers string
	base         *pack.Pack
}

func (b bureau) read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(b.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func (b bureau) ledger(t *testing.T, file string) *budget.Ledger {
	t.Helper()
	l, found, err := input.Read(file, b.base)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return l
}

// bound binds the form of the bureau by its example.
func (b bureau) bound(t *testing.T) (bind.Request, *bind.Result) {
	t.Helper()
	example, tablesOf := b.ledger(t, filepath.Join(b.ledgers, "去年录入.xlsx")), "去年公开表.xlsx"
	if _, err := os.Stat(filepath.Join(b.dir, "司应为.xlsx")); err == nil { // a department that carries nothing over
		example, tablesOf = b.ledger(t, "../../samples/阳泉市司法局2026年预算录入.xlsx"), "司应为.xlsx"
	}
	r := bind.Request{Pack: b.base, Known: known(t, b.base), Form: b.read(t, "官方表.xlsx"), Name: "官方表.xlsx", Example: b.read(t, tablesOf), Ledger: example, Views: tables.Views(b.base, example)}
	made, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	return r, made
}

func loaded(t *testing.T, made *bind.Result) *pack.Pack {
	t.Helper()
	p, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
	if err != nil {
		t.Fatalf("%v\n%s", err, made.Manifest)
	}
	return p
}

// boundBy binds the form of a folder by its example and compares the tables of three
// departments with what they should be; nothing that differs may be untold.
func boundBy(t *testing.T, dir, ledgers string) map[string][]bind.Proof {
	t.Helper()
	out := map[string][]bind.Proof{}
	b := bureau{dir, ledgers, defaultPack(t)}
	r, made := b.bound(t)
	learned := loaded(t, made)
	for who, want := range map[string]string{"去年": "去年公开表.xlsx", "甲": "甲应为.xlsx", "乙": "乙应为.xlsx"} {
		r.Ledger = b.ledger(t, filepath.Join(ledgers, who+"录入.xlsx"))
		proofs, err := bind.Prove(learned, b.read(t, want), filled(t, learned, r.Ledger), bind.Knows(r))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range proofs {
			if untold := made.Untold(p); len(untold) > 0 {
				t.Errorf("%s, %s: not told: %v", who, p.Sheet, untold)
			}
		}
		out[who] = proofs
	}
	return out
}

// TestMoneyWithoutALineOfItsOwnStopsTheTables takes the line of a fund out of forms
// that were learned: the totals beside each other no longer agree, and nothing may be
// published.
func TestMoneyWithoutALineOfItsOwnStopsTheTables(t *testing.T) {
	b := bureau{"testdata/qingshan", "testdata/qingshan", defaultPack(t)}
	r, made := b.bound(t)
	prove := func(made *bind.Result) (*tables.Output, finding.List) {
		p := loaded(t, made)
		rules, found, err := tables.Rules(p)
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		out, found, err := tables.Prove(p, rules, r.Ledger, tables.Views(p, r.Ledger))
		if err != nil {
			t.Fatal(err)
		}
		return out, found
	}
	if out, found := prove(made); out == nil || found.HasErrors() {
		t.Error(found)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	cells, err := f.SearchSheet(sheet, "{{本年收入.单位资金}}")
	if err != nil || len(cells) != 1 {
		t.Fatal(cells, err)
	}
	f.SetCellValue(sheet, cells[0], nil)
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	made.Book = book.Bytes()
	out, found := prove(made)
	at := slices.IndexFunc(found, func(x finding.Finding) bool { return x.Code == "Y01" })
	if out != nil || at < 0 || found[at].Place.Sheet != sheet || found[at].Place.File != "官方表.xlsx" || !strings.Contains(found[at].Message, "收入总计应等于支出总计") {
		t.Error(found)
	}
}
