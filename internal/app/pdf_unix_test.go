//go:build unix

package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/disk"
	"ysgk/internal/office"
)

// converter puts a program in place of LibreOffice that writes a PDF of what it is given.
func converter(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	script := "#!/bin/sh\n" + `while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; last=$1; shift; done
{ printf '%%PDF-1.7 '; cat "$last"; } > "$out/文件.pdf"`
	if err := os.WriteFile(filepath.Join(folder, "soffice"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(office.Place, filepath.Join(folder, "soffice"))
}

func TestAPDFStandsBesideItsDocumentAndIsMadeAnewOnlyIfThatChanged(t *testing.T) {
	converter(t)
	folder := t.TempDir()
	put := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	written := []disk.Written{{File: put("表.xlsx", "表")}, {File: put("文.docx", "一")}}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	make := func() PDF {
		t.Helper()
		made := makePDFs(written, nil, now)
		if len(made) != 1 || made[0].Err != nil || filepath.Base(made[0].File) != "文.pdf" {
			t.Fatal(made)
		}
		return made[0]
	}
	holds := func(file, text string) {
		t.Helper()
		if b, err := os.ReadFile(file); err != nil || !strings.Contains(string(b), text) {
			t.Errorf("%s: %s %v", file, b, err)
		}
	}
	if x := make(); x.Same || x.Kept != "" {
		t.Error(x)
	}
	holds(filepath.Join(folder, "文.pdf"), "%PDF-1.7 一")
	if x := make(); !x.Same {
		t.Error("made again of the same document")
	}
	put("文.docx", "二")
	if x := make(); x.Same || x.Kept != "" {
		t.Error(x)
	}
	put("文.pdf", "盖了章的")
	x := make()
	holds(filepath.Join(folder, "文.pdf"), "%PDF-1.7 二")
	holds(x.Kept, "盖了章的")
	if x := makePDFs(written[:1], nil, now); len(x) != 1 || filepath.Base(x[0].File) != "表.pdf" {
		t.Error("where there is no document, the workbook is made one:", x)
	}
}

func TestWhereNoPDFCanBeMadeItSaysWhatToDoByHand(t *testing.T) {
	for err, want := range map[error]string{
		office.ErrMissing:     "没有找到 LibreOffice",
		office.ErrHung:        "五分钟没有转完，已经结束它",
		office.ErrNothing:     "没有写出 PDF",
		errors.New("exit 77"): "exit 77",
	} {
		if got := pdfTrouble("文.docx", err).Error(); !strings.Contains(got, want) || !strings.Contains(got, "用 Word 或 WPS 打开 文.docx") {
			t.Errorf("%v: %s", err, got)
		}
	}
}
