package app

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
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

// BenchmarkRegenerateWhole is all that a save sets off, the disk included: now one amount
// is changed, now it is changed back.
func BenchmarkRegenerateWhole(b *testing.B) {
	p, _ := reused(b)
	saved := twoSaves(b)
	r := FillRequest{Pack: p, Output: b.TempDir(), Now: time.Unix(0, 0), Unmarked: true, Kept: &xlsxread.Kept{}}
	for i := 0; b.Loop(); i++ {
		r.Input = saved[i%2]
		if _, found, err := Fill(r); err != nil || found.HasErrors() {
			b.Fatal(found, err)
		}
	}
}

// twoSaves are the sample and the same with another amount, as one program saves both.
func twoSaves(t testing.TB) (files [2]string) {
	for i, amount := range []string{"10.15", "11.15"} {
		files[i] = filepath.Join(t.TempDir(), "录入.xlsx")
		proof.EditParts(t, realInput, files[i], "xl/worksheets/sheet4.xml", func(sheet []byte) []byte {
			return bytes.Replace(sheet, []byte("<v>10.15</v>"), []byte("<v>"+amount+"</v>"), 1)
		})
	}
	return files
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
				v, found, err := judge(p, realInput, nil, nil)
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

// What is kept from one fill to the next changes nothing: every save gives the tables, and
// the findings, that it gives to who fills once, also with another pack.
func TestWhatIsKeptBetweenFillsOfWatchChangesNothing(t *testing.T) {
	saves := twoSaves(t)
	renamed, wrong := filepath.Join(t.TempDir(), "录入.xlsx"), filepath.Join(t.TempDir(), "录入.xlsx")
	proof.EditParts(t, saves[0], renamed, "xl/worksheets/sheet15.xml", func(sheet []byte) []byte {
		return bytes.Replace(sheet, []byte("<t>办公费</t>"), []byte("<t>办公用品费</t>"), 1)
	})
	proof.EditParts(t, saves[0], wrong, "xl/worksheets/sheet4.xml", func(sheet []byte) []byte {
		return bytes.Replace(sheet, []byte("<v>10.15</v>"), []byte("<v>10.155</v>"), 1)
	})
	usual, other := proof.DefaultPack(t), proof.SecondPack(t)
	usual.Reuse()
	kept := &xlsxread.Kept{}
	fill := func(p *pack.Pack, in string, kept *xlsxread.Kept) (tables []byte, found finding.List) {
		folder := t.TempDir()
		result, found, err := Fill(FillRequest{Pack: p, Input: in, Output: folder, Only: OnlyTables, Now: time.Unix(0, 0), Unmarked: true, Kept: kept})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range result.Files {
			b, err := os.ReadFile(w.File)
			if err != nil {
				t.Fatal(err)
			}
			tables = append(tables, b...)
		}
		return tables, found
	}
	seen := map[string]bool{}
	for i, save := range []struct {
		pack  *pack.Pack
		input string
	}{{usual, saves[0]}, {usual, saves[1]}, {usual, saves[1]}, {usual, renamed}, {usual, wrong}, {usual, saves[0]}, {other, saves[0]}, {usual, saves[1]}} {
		want, wantFound := fill(save.pack, save.input, nil)
		got, found := fill(save.pack, save.input, kept)
		if !bytes.Equal(got, want) {
			t.Errorf("save %d: the tables are others", i)
		}
		if diff := cmp.Diff(wantFound, found); diff != "" {
			t.Errorf("save %d: %s", i, diff)
		}
		seen[string(want)] = true
	}
	if len(seen) != 5 {
		t.Errorf("%d different outputs, want those of five saves", len(seen))
	}
}
