package app_test

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/proof"
)

// What check reads may be whole where another part of the workbook is damaged; the copy
// needs them all.
func TestAWorkbookThatCannotBeMarkedIsToldWithItsDamage(t *testing.T) {
	file := sampleIn(t, t.TempDir())
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range z.File {
		if e.Name == "xl/worksheets/sheet18.xml" { // the hidden one of the drop-down lists
			at, err := e.DataOffset()
			if err != nil {
				t.Fatal(err)
			}
			content[at+int64(e.CompressedSize64)/2] ^= 0x55
		}
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := app.Check(proof.DefaultPack(t), file)
	if err != nil {
		t.Fatal(err)
	}
	if m := app.Annotate(file, found, time.Now()); m.Err == nil || !strings.Contains(m.Err.Error(), "已损坏，加不了标注（xl/worksheets/sheet18.xml：压缩的内容坏了）") {
		t.Errorf("%v", m.Err)
	}
}
