package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"ysgk/internal/app"
	"ysgk/templates"
)

// The document goes into next year's pack as it is.
func TestAPackThatIsUpdatedKeepsItsDocument(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "包")
	if err := os.CopyFS(folder, templates.Default()); err != nil {
		t.Fatal(err)
	}
	files, _, p, err := app.Update(app.UpdateRequest{Folder: folder, Form: filepath.Join(folder, "预算公开表.xlsx")})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range p.Documents {
		if string(files[name]) != string(p.Templates[name]) {
			t.Errorf("%s is not in the new pack", name)
		}
	}
	if len(p.Documents) == 0 {
		t.Error("there is no document")
	}
}
