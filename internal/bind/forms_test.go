package bind_test

import (
	"os"
	"path/filepath"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
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
					if p.Wrong() > 0 || p.Right == 0 && who == "去年" && len(proofs) == 1 {
						t.Errorf("%s, %s: %+v", who, p.Sheet, p)
					}
				}
			}
		})
	}
}

// boundBy binds the form of a folder by its example and compares the tables of three
// departments with what they should be; nothing that differs may be untold.
func boundBy(t *testing.T, dir, ledgers string) map[string][]bind.Proof {
	t.Helper()
	out := map[string][]bind.Proof{}
	base := defaultPack(t)
	read := func(file string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	ledger := func(file string) *budget.Ledger {
		l, found, err := input.Read(file, base)
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		return l
	}
	example, tablesOf := ledger(filepath.Join(ledgers, "去年录入.xlsx")), "去年公开表.xlsx"
	if _, err := os.Stat(filepath.Join(dir, "司应为.xlsx")); err == nil { // a department that carries nothing over
		example, tablesOf = ledger("../../samples/阳泉市司法局2026年预算录入.xlsx"), "司应为.xlsx"
	}
	r := bind.Request{Pack: base, Known: known(t, base), Form: read("官方表.xlsx"), Name: "官方表.xlsx", Example: read(tablesOf), Ledger: example, Views: tables.Views(base, example)}
	made, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	learned, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
	if err != nil {
		t.Fatalf("%v\n%s", err, made.Manifest)
	}
	for who, want := range map[string]string{"去年": "去年公开表.xlsx", "甲": "甲应为.xlsx", "乙": "乙应为.xlsx"} {
		r.Ledger = ledger(filepath.Join(ledgers, who+"录入.xlsx"))
		proofs, err := bind.Prove(learned, read(want), filled(t, learned, r.Ledger), bind.Knows(r))
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
