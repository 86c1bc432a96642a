package numfmt_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/office"
	"ysgk/internal/proof"
)

// TestNumbersLookAsInLibreOffice compares every row with what LibreOffice
// computes for TEXT, but for those whose difference has a reason. A reason that
// no longer holds is an error, too.
func TestNumbersLookAsInLibreOffice(t *testing.T) {
	proof.Outside(t)
	all := rows(t)
	shown := computed(t, all)
	for i, r := range all {
		text, ok := r.give(t)
		switch {
		case !ok:
		case r.differs == "" && shown[i] != text:
			t.Errorf("%s in %s: LibreOffice shows %q, we %q", r.number, r.format, shown[i], text)
		case r.differs != "" && shown[i] == text:
			t.Errorf("%s in %s: LibreOffice shows %q as well; the reason is old: %s", r.number, r.format, text, r.differs)
		}
	}
}

// computed lets LibreOffice compute TEXT for each row.
func computed(t *testing.T, all []row) []string {
	t.Helper()
	book := excelize.NewFile()
	for i, r := range all {
		formula := fmt.Sprintf(`TEXT(%s,"%s")`, r.number, strings.ReplaceAll(r.format, `"`, `""`))
		if err := book.SetCellFormula("Sheet1", fmt.Sprintf("A%d", i+1), formula); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "text.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	made, err := office.Recalculate(file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenFile(made)
	if err != nil {
		t.Fatal(err)
	}
	shown := make([]string, len(all))
	for i := range all {
		if shown[i], err = read.GetCellValue("Sheet1", fmt.Sprintf("A%d", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	return shown
}
