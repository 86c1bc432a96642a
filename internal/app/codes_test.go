package app_test

import (
	"strings"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// A code that nobody has confirmed is named once, however many rows use it, and no more
// once the pack has confirmed it.
func TestCodesInDoubtAreNamedOnce(t *testing.T) {
	p := proof.DefaultPack(t)
	notes := func() (out finding.List) {
		found, err := app.Check(p, sampleInput)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Code == "code-unconfirmed" {
				out = append(out, f)
			}
		}
		return out
	}
	before := notes()
	if len(before) != 1 || before[0].Severity != finding.Note || before[0].Place.String() != "支出明细!G8" || strings.Count(before[0].Message, "50299") != 1 || !strings.Contains(before[0].Hint, "政府收支分类科目") {
		t.Fatalf("%v", before)
	}
	codes := p.Codes["政府经济科目"]
	confirmed := codes.Clone()
	confirmed.Set([]string{"50299", codes.NameOf("50299"), "2026年政府收支分类科目"})
	p.Codes["政府经济科目"] = confirmed
	if after := notes(); len(after) != 1 || strings.Contains(after[0].Message, "50299") || after[0].Place.String() == "支出明细!G8" {
		t.Errorf("%v", after)
	}
	confirmed.Set([]string{"50299", "别的名称", "2026年政府收支分类科目"})
	if after := notes(); len(after) != 1 || !strings.Contains(after[0].Message, "50299") {
		t.Errorf("of another name: %v", after)
	}
}
