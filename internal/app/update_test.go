package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/proof"
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

// Its tags name the sheets of the workbook: those that are called otherwise this year are
// named so, and those that are gone are told.
func TestTheDocumentOfAnUpdatedPackNamesTheSheetsAsTheyAreCalledNow(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "包")
	if err := os.CopyFS(folder, templates.Default()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(filepath.Join(folder, "预算公开表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	form := filepath.Join(t.TempDir(), "今年.xlsx")
	for _, err := range []error{book.SetSheetName("表三", "附表3 支出总表"), book.DeleteSheet("表十三"), book.SaveAs(form)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files, made, p, err := app.Update(app.UpdateRequest{Folder: folder, Form: form})
	if err != nil {
		t.Fatal(err)
	}
	name := p.Documents[0]
	was, now := string(proof.Part(t, p.Templates[name], "word/document.xml")), string(proof.Part(t, files[name], "word/document.xml"))
	if want := strings.Replace(was, "{{表 表三}}", "{{表 附表3 支出总表}}", 1); now != want || want == was {
		t.Error("the tag is not renamed, or more than that has changed")
	}
	told := ""
	for _, e := range made.Left {
		told += e.String() + "\n"
	}
	if want := name + "，第 "; !strings.Contains(told, want) || !strings.Contains(told, "今年的官方表里没有这张表，标签 {{表 表十三}}") || strings.Contains(told, "{{表 表三}}") {
		t.Error(told)
	}
}
