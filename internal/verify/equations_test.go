package verify_test

import (
	"path/filepath"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
)

// An id that names nothing is a typing error in the pack, or a view or a template that
// does not say what it should.
func TestEveryIdOfAPackNamesEquations(t *testing.T) {
	_, wide := broad(t)
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		template, found, err := fill.Compile(p.Templates[p.Template[0]], tables.Schema(p))
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		ids := map[string]int{}
		for _, input := range []string{sample, wide} { // B18 is of departments with one fund
			file := filepath.Join(t.TempDir(), "公开表.xlsx")
			_, found, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: file, Now: time.Unix(0, 0)})
			if err != nil || found.HasErrors() {
				t.Fatal(err, found)
			}
			more, err := verify.EquationsOf(p, template.Forms(), file)
			must(t, err)
			for id, n := range more {
				ids[id] += n
			}
		}
		for _, e := range p.Equations {
			if ids[e.ID] == 0 {
				t.Errorf("%s: %s names no equation", name, e.ID)
			}
		}
		t.Log(name, ids)
	}
}
