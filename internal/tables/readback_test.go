package tables

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// reused is the default pack as watch uses it, and the sample's ledger.
func reused(t testing.TB) (*pack.Pack, *budget.Ledger) {
	p := proof.DefaultPack(t)
	p.Reuse()
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	return p, l
}

// adjusted is the sample's ledger after an adjustment of one line item.
func adjusted(l *budget.Ledger) {
	l.Tables["支出明细"].Amounts(0)[0] += 100
}

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
