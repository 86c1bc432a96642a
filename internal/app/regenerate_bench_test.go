package app

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxedit"
)

const realInput = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// reused is the default pack as watch uses it, and the sample's ledger.
func reused(t testing.TB) (*pack.Pack, *budget.Ledger) {
	p := proof.DefaultPack(t)
	p.Reuse()
	l, found, err := input.Read(realInput, p)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	return p, l
}

// adjusted is the sample's ledger after an adjustment of one line item.
func adjusted(l *budget.Ledger) {
	l.Tables["支出明细"].Amounts(0)[0] += 100
}

// BenchmarkRegenerateOwn is the work of ysgk itself on one change of the sample:
// views, rules, tables with their formulas and values. What reads and writes
// files is measured apart, below.
func BenchmarkRegenerateOwn(b *testing.B) {
	p, l := reused(b)
	b.ReportAllocs()
	for b.Loop() {
		adjusted(l)
		regenerate(b, p, l)
	}
}

// regenerate does what judge does between reading and writing.
func regenerate(t testing.TB, p *pack.Pack, l *budget.Ledger) *xlsxedit.File {
	rules, _, err := tables.Rules(p)
	if err != nil {
		t.Fatal(err)
	}
	views := tables.Views(p, l)
	if found := applyRules(p, rules, l, views); found.HasErrors() {
		t.Fatal(found)
	}
	tpl, _, err := tables.Template(p, p.Template[0])
	if err != nil {
		t.Fatal(err)
	}
	data, _, err := tables.Data(p, l, views)
	if err != nil {
		t.Fatal(err)
	}
	if found := tables.Gaps(p, tpl.Gaps(data), views); len(found) > 0 {
		t.Fatal(found)
	}
	file, _, err := tpl.Render(data)
	if err != nil {
		t.Fatal(err)
	}
	_ = tpl.Empty(data)
	_ = seal.OfTables(p, l)
	return file.File
}

// BenchmarkRegenerateRead reads the sample's input workbook.
func BenchmarkRegenerateRead(b *testing.B) {
	p, _ := reused(b)
	for b.Loop() {
		if _, _, err := input.Read(realInput, p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRegenerateWrite seals and packs the sample's tables.
func BenchmarkRegenerateWrite(b *testing.B) {
	p, l := reused(b)
	file := regenerate(b, p, l)
	for b.Loop() {
		if _, err := seal.Put(file.Clone().File, seal.OfTables(p, l)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRegenerateWhole is all that a save sets off, the disk included.
func BenchmarkRegenerateWhole(b *testing.B) {
	p, _ := reused(b)
	r := FillRequest{Pack: p, Input: realInput, Output: b.TempDir(), Now: time.Unix(0, 0), Unmarked: true}
	for b.Loop() {
		if _, found, err := Fill(r); err != nil || found.HasErrors() {
			b.Fatal(found, err)
		}
	}
}

// BenchmarkRegenerateFirst is the same without anything compiled before.
func BenchmarkRegenerateFirst(b *testing.B) {
	p, l := reused(b)
	for b.Loop() {
		p.Reuse() // forgets what was made
		regenerate(b, p, l)
	}
}

// BenchmarkFillWhole is a whole fill of the sample, reading back included.
func BenchmarkFillWhole(b *testing.B) {
	out := filepath.Join(b.TempDir(), "公开表.xlsx")
	for b.Loop() {
		p, err := packfile.DefaultTables()
		if err != nil {
			b.Fatal(err)
		}
		p.Reuse()
		os.Remove(out)
		if _, found, err := Fill(FillRequest{Pack: p, Input: realInput, Output: out, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
			b.Fatal(err, found)
		}
	}
}

func TestFillingWithAReusedPackAtTheSameTimeGivesTheSameBytes(t *testing.T) {
	p, l := reused(t)
	fresh := proof.DefaultPack(t)
	want, _, err := tables.Render(fresh, l, tables.Views(fresh, l))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan []byte)
	const writers = 4
	for range writers {
		go func() {
			var book []byte
			for range 3 {
				v, found, err := judge(p, realInput, nil)
				if err != nil || found.HasErrors() {
					t.Error(found, err)
					break
				}
				book = v.output.Books[0].Content
			}
			done <- book
		}()
	}
	for range writers {
		if !bytes.Equal(<-done, want.Books[0].Content) {
			t.Error("the bytes differ")
		}
	}
}
