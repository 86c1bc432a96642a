package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/inputform"
	"ysgk/internal/proof"
)

// BenchmarkCheckSample is ysgk check of the real department's workbook.
func BenchmarkCheckSample(b *testing.B) {
	p := proof.DefaultPack(b)
	for b.Loop() {
		if found, err := app.Check(p, sampleInput); err != nil || found.HasErrors() {
			b.Fatal(found, err)
		}
	}
}

// BenchmarkCheck100k checks a workbook of 100,000 line items to the end.
func BenchmarkCheck100k(b *testing.B) {
	p := proof.DefaultPack(b)
	file := largeInput(b)
	for b.Loop() {
		if found, err := app.Check(p, file); err != nil || found.HasErrors() {
			b.Fatal(found[:min(len(found), 3)], err)
		}
	}
}

// BenchmarkAnnotate100k marks 5,000 cells of such a workbook.
func BenchmarkAnnotate100k(b *testing.B) {
	file := largeInput(b)
	var found finding.List
	for row := range 5000 {
		found.Errorf("E", finding.At("支出明细", 11, 10+row*20), "核对。", "金额不对")
	}
	for b.Loop() {
		if m := app.Annotate(file, found, time.Unix(0, 0)); m.Err != nil {
			b.Fatal(m.Err)
		}
	}
}

func largeInput(b *testing.B) string {
	p := proof.DefaultPack(b)
	file := filepath.Join(b.TempDir(), "录入.xlsx")
	w, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	if err := inputform.Write(w, p, ledgerOf(b, p, 100_000)); err != nil {
		b.Fatal(err)
	}
	return file
}
