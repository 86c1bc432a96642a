package madeup_test

import (
	"os"
	"path/filepath"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/madeup"
	"ysgk/internal/proof"
)

func TestADepartmentWithoutFaultsHasNoErrorsAndOneWithAFaultHas(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	for i, fault := range proof.Some(madeup.Faults) {
		d := madeup.Make(p, i+1, 0)[i]
		if len(d.Items) == 0 {
			continue
		}
		if i%8 == 0 {
			if found, err := app.Check(p, written(t, d)); err != nil || found.HasErrors() {
				t.Errorf("%s: %v %v", d.Name, err, found)
			}
		}
		d.Fault = &fault
		found, err := app.Check(p, written(t, d))
		if fault.Unread != (err != nil) || !fault.Unread && !found.HasErrors() {
			t.Errorf("%s: %v %v", fault.Name, err, found)
		}
	}
}

func written(t *testing.T, d *madeup.Department) string {
	t.Helper()
	book, err := d.Book(proof.DefaultPack(t))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), d.File())
	if err := os.WriteFile(file, book, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestADistrictIsTheSameEachTimeAndOfAllKinds(t *testing.T) {
	p := proof.DefaultPack(t)
	a, b := madeup.Make(p, 300, 24), madeup.Make(p, 300, 24)
	kinds, funds, faults, names := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	var sum, again budget.Fen
	for i := range a {
		sum, again = sum+a[i].Total(), again+b[i].Total()
		names[a[i].Name] = true
		for _, u := range a[i].Units {
			kinds[u.Kind] = true
		}
		for _, x := range a[i].Items {
			funds[x.Fund+x.FundYear] = true
		}
		if f := a[i].Fault; f != nil {
			faults[f.Name] = true
		}
	}
	if sum != again || sum == 0 || len(names) != 300 || len(kinds) != 3 || len(funds) < 5 || len(faults) < 20 {
		t.Errorf("%v, %v: %d names, kinds %v, funds %v, faults %v", sum, again, len(names), kinds, funds, faults)
	}
}
