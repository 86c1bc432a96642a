package office_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ysgk/internal/office"
	"ysgk/internal/proof"
)

// TestLibreOfficeMakesAPDFWithBookmarksAndFonts asks the real one.
func TestLibreOfficeMakesAPDFWithBookmarksAndFonts(t *testing.T) {
	proof.Outside(t)
	file := filepath.Join(t.TempDir(), "文.docx")
	template, err := os.ReadFile("../../templates/default/预算公开文本.docx")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, template, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := office.PDF(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/Outlines", "/FontFile"} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("lacks %s", want)
		}
	}
}
