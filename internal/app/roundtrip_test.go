package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/a1"
	"ysgk/internal/proof"
)

// form is the sheet of the template that comes once for each published project,
// and so not at all for an empty ledger.
const form = "{{绩效项目.项目名称}}"

// An empty ledger prints the rows that always stand; but for rows and sheets
// that repeat, everything of the template must be there.
func TestFillingWithAnEmptyLedgerLosesNothingButTags(t *testing.T) {
	p := proof.DefaultPack(t)
	file := filepath.Join(t.TempDir(), "template.xlsx")
	if err := os.WriteFile(file, p.Templates[p.Template[0]], 0o600); err != nil {
		t.Fatal(err)
	}
	out := render(t, p, emptyLedger(p))
	books := proof.Read(t, file, out)
	before, after := books[0], books[1]
	if last := len(before.Sheets) - 1; before.Sheets[last].Name != form || len(after.Sheets) != last {
		t.Fatalf("%d sheets of %d, the last is %s", len(after.Sheets), len(before.Sheets), before.Sheets[last].Name)
	}
	for i := range after.Sheets {
		compareLayout(t, &before.Sheets[i], &after.Sheets[i])
	}
	if d := cmp.Diff(len(before.Names), len(after.Names)); d != "" {
		t.Errorf("defined names: %s", d)
	}
	compareParts(t, p.Templates[p.Template[0]], out)
}

// compareLayout follows each row of the template to its row in the result:
// rows with a tag of a level below the root have gone, the others moved up.
func compareLayout(t *testing.T, before, after *proof.Sheet) {
	t.Helper()
	gone := map[int]bool{}
	for cell, c := range before.Cells {
		_, row, _ := a1.Parse(cell)
		if strings.Contains(c.Value, "@") && !strings.Contains(c.Value, "@合计") {
			gone[row] = true
		}
	}
	moved := map[int]int{}
	out := 0
	for r := 1; r <= before.MaxRow; r++ {
		if !gone[r] {
			out++
			moved[r] = out
		}
	}
	for cell, c := range before.Cells {
		col, row, _ := a1.Parse(cell)
		if gone[row] {
			continue
		}
		got := after.Cells[a1.Name(col, moved[row])]
		if got.Style != c.Style {
			t.Errorf("%s!%s has the style %s, in the template %s", after.Name, cell, got.Style, c.Style)
		}
		if !strings.Contains(c.Value, "{{") && c.Formula == "" && got.Value != c.Value {
			t.Errorf("%s!%s holds 「%s」, in the template 「%s」", after.Name, cell, got.Value, c.Value)
		}
		if (c.Formula == "") != (got.Formula == "") {
			t.Errorf("%s!%s has the formula 「%s」, in the template 「%s」", after.Name, cell, got.Formula, c.Formula)
		}
	}
	var merges []string
	for _, m := range before.Merges {
		r, _ := a1.ParseRange(m)
		if gone[r.Row1] {
			continue
		}
		merges = append(merges, a1.Range{Col1: r.Col1, Row1: moved[r.Row1], Col2: r.Col2, Row2: moved[r.Row2]}.String())
	}
	if len(merges) != len(after.Merges) {
		t.Errorf("%s has %d merges, in the template %d", after.Name, len(after.Merges), len(merges))
	}
	for _, m := range merges {
		if !strings.Contains(" "+strings.Join(after.Merges, " ")+" ", " "+m+" ") {
			t.Errorf("%s lost the merge %s", after.Name, m)
		}
	}
	for r, h := range before.Heights {
		_, row, _ := a1.Parse("A" + r)
		if got := after.Heights[strings.TrimPrefix(a1.Name(1, max(1, moved[row])), "A")]; !gone[row] && got < h {
			t.Errorf("%s row %s is %v high, in the template %v", after.Name, r, got, h)
		}
	}
	for what, d := range map[string]string{
		"widths": cmp.Diff(before.Widths, after.Widths), "page": cmp.Diff(before.Page, after.Page),
		"titles": cmp.Diff(before.PrintTitle, after.PrintTitle), "freeze": cmp.Diff(before.Freeze, after.Freeze),
		"rules": cmp.Diff(before.Rules, after.Rules),
	} {
		if d != "" {
			t.Errorf("%s: %s differ: %s", after.Name, what, d)
		}
	}
}

// compareParts makes sure that styles, theme and all that ysgk has no business
// with are the same to the byte.
func compareParts(t *testing.T, template []byte, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := proof.Parts(t, template)
	after := proof.Parts(t, b)
	for _, name := range before.Names() {
		switch {
		case name == "xl/worksheets/sheet14.xml", name == "docProps/app.xml": // the form's sheet and the list of sheets
		case strings.HasPrefix(name, "xl/worksheets/sheet"), name == "xl/workbook.xml", name == "xl/sharedStrings.xml",
			name == "[Content_Types].xml", strings.HasSuffix(name, ".rels"):
			if !after.Has(name) {
				t.Errorf("%s is lost", name)
			}
		case string(after.Part(name)) != string(before.Part(name)):
			t.Errorf("%s has changed", name)
		}
	}
}
