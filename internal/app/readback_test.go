package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// rendered is the sample's tables, and the workbook as it is written.
func rendered(t testing.TB, p *pack.Pack, l *budget.Ledger) (*fill.Filled, []byte) {
	t.Helper()
	tpl, data, found, err := plan(p, p.Template[0], l, Views(p, l))
	if err != nil || tpl == nil {
		t.Fatal(found, err)
	}
	filled, found, err := tpl.Render(data)
	if err != nil || filled == nil {
		t.Fatal(found, err)
	}
	var b bytes.Buffer
	if err := filled.Write(&b); err != nil {
		t.Fatal(err)
	}
	return filled, b.Bytes()
}

func TestAWorkbookThatDoesNotHoldItsFiguresIsNamedByTheCell(t *testing.T) {
	p, l := reused(t)
	filled, content := rendered(t, p, l)
	if err := readBack(content, "公开表.xlsx", filled); err != nil {
		t.Fatal(err)
	}
	adjusted(l)
	_, other := rendered(t, p, l)
	err := readBack(other, "公开表.xlsx", filled)
	var told *finding.FileError
	if !errors.As(err, &told) || !strings.Contains(err.Error(), "内部错误") || !strings.Contains(err.Error(), "表一!B6 是「2963.405298」，应是「2963.405198」") {
		t.Errorf("%v", err)
	}
	if err := readBack(content[:len(content)/2], "公开表.xlsx", filled); !errors.As(err, &told) {
		t.Errorf("half a workbook: %v", err)
	}
}

// BenchmarkReadBack is what reading back costs; compare it with BenchmarkFillWhole.
func BenchmarkReadBack(b *testing.B) {
	p, l := reused(b)
	filled, content := rendered(b, p, l)
	for b.Loop() {
		if err := readBack(content, "公开表.xlsx", filled); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFillWhole is a whole fill of the sample, reading back included.
func BenchmarkFillWhole(b *testing.B) {
	out := filepath.Join(b.TempDir(), "公开表.xlsx")
	for b.Loop() {
		p, err := DefaultPack()
		if err != nil {
			b.Fatal(err)
		}
		os.Remove(out)
		if _, found, err := Fill(FillRequest{Pack: p, Input: sample, Output: out, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
			b.Fatal(err, found)
		}
	}
}
