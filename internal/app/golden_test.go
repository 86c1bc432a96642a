package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
)

// render fills the pack's template with a ledger.
func render(t testing.TB, p *pack.Pack, l *budget.Ledger) []byte {
	t.Helper()
	tpl, problems, err := fill.Compile(p.Templates[p.Template[0]], app.Schema(p))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range problems {
		t.Errorf("%s %s %s", f.Place, f.Message, f.Hint)
	}
	b, problems, err := tpl.Render(app.Data(p, l, app.Views(p, l)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range problems {
		t.Errorf("%s %s %s", f.Place, f.Message, f.Hint)
	}
	return b
}

func TestX(t *testing.T) {
	p := defaultPack(t)
	b := render(t, p, seedLedger(t, p))
	os.WriteFile("/tmp/out.xlsx", b, 0o644)
	fmt.Println(len(b), filepath.Base("x"))
}
