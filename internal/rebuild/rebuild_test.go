package rebuild_test

import (
	"os"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/packfile"
	"ysgk/internal/rebuild"
)

func TestTryQingshan(t *testing.T) {
	p, err := packfile.Default()
	if err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile("../bind/testdata/qingshan/去年公开表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	facts, info, err := bind.Facts(p, book)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(facts), info)
	got, err := rebuild.Ledger(p, facts, info)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(got.Total, got.Items, got.Guess)
	for _, n := range got.Notes {
		t.Log(n)
	}
	tab := got.Ledger.Tables["支出明细"]
	for i := range tab.Len() {
		var v []string
		for f := range tab.Fields {
			v = append(v, tab.Text(i, f))
		}
		if i < 40 {
			t.Log(tab.Amounts(0)[i], v)
		}
	}
}
