package cases

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// finished fills a form with its formulas for verify, and gives the pack of the
// formulas that were not refused.
func finished(t *testing.T, f *form, n int) (*trial, *pack.Pack) {
	t.Helper()
	lines := corpus(t, f.name)
	tr := fillIn(t, f, lines, ledger(n), t.TempDir(), "out.xlsx")
	filled, _ := f.with(lines, func(l line) bool { return tr.refused[l.number] != "" })
	return tr, bureau(t, filled)
}

func TestVerifyFindsNoFaultInWhatFillWrote(t *testing.T) {
	for _, f := range forms() {
		for _, n := range []int{0, 3, 40} {
			t.Run(fmt.Sprintf("%s/%d records", f.name, n), func(t *testing.T) {
				tr, p := finished(t, f, n)
				findings, err := app.Verify(p, tr.file, "")
				must(t, err)
				stored := proof.ReadPlain(t, tr.file)
				for _, x := range findings {
					if c := cellOf(stored, x.Place.Sheet, x.Place.Cell); c.Counts && (c.Kind == proof.None || c.Kind == proof.Fault) && x.Severity != finding.Error {
						continue // as fill has said
					}
					t.Errorf("%v %s %s %s: =%s", x.Severity, x.ID(), x.Place, x.Message, cellOf(stored, x.Place.Sheet, x.Place.Cell).Formula)
				}
			})
		}
	}
}

// TestVerifyFindsAChangedResult changes the stored result of one formula at a
// time, of all kinds.
func TestVerifyFindsAChangedResult(t *testing.T) {
	tr, p := finished(t, flat(), 3)
	stored := proof.ReadPlain(t, tr.file)
	every := proof.Drawn(97, 23) // primes, so that all places and kinds come up
	for i, s := range tr.spots {
		sheet := tr.w.stands[s.sheet].name
		cells := s.cells(tr.w)
		cell := cells[len(cells)-1]
		c := cellOf(stored, sheet, cell)
		if i%every != 0 || c.Kind == proof.None || c.Kind == proof.Fault || tr.refused[s.number] != "" {
			continue
		}
		t.Run(fmt.Sprintf("line %d", s.number), func(t *testing.T) {
			changed := filepath.Join(t.TempDir(), "out.xlsx")
			spoil(t, tr.file, changed, slices.IndexFunc(stored.Sheets, func(x proof.PlainSheet) bool { return x.Name == sheet })+1, cell)
			findings, err := app.Verify(p, changed, "")
			must(t, err)
			if !slices.ContainsFunc(findings, func(x finding.Finding) bool {
				return x.Place.Sheet == sheet && x.Place.Cell == cell || strings.Contains(x.Message, sheet+"!"+cell)
			}) {
				t.Errorf("nothing said of %s!%s =%s, whose result was changed from %s: %v", sheet, cell, c.Formula, c, findings)
			}
		})
	}
}

// spoil changes the stored result of a formula.
func spoil(t *testing.T, from, to string, sheet int, cell string) {
	t.Helper()
	at := regexp.MustCompile(`(<c r="` + cell + `"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)<v>)([^<]*)(</v>)`)
	proof.EditParts(t, from, to, fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet), func(part []byte) []byte {
		m := at.FindSubmatch(part)
		if m == nil {
			t.Fatalf("no stored result of %s", cell)
		}
		other := "1" + strings.TrimPrefix(string(m[2]), "-") // still a number where it was one
		switch string(m[2]) {                                // may be logical
		case "0":
			other = "1"
		case "1":
			other = "0"
		}
		return at.ReplaceAll(part, []byte("${1}"+other+"${3}"))
	})
}
