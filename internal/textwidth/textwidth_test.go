package textwidth_test

import (
	"strings"
	"testing"

	"ysgk/internal/textwidth"
)

func TestChineseSignsAreTwoDigitsWide(t *testing.T) {
	for text, want := range map[string]int{"": 0, "2026": 4, "元": 2, "“三公”经费": 12, "≥95%": 5, "①a": 3} {
		if got := textwidth.Of(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestLinesCountWrappedAndEmptyOnes(t *testing.T) {
	for _, c := range []struct {
		text   string
		column float64
		want   int
	}{{"", 10, 1}, {"一二三四", 10, 1}, {"一二三四五", 10, 2}, {"一\n\n二", 10, 3}, {"一二", 0.5, 2}} {
		if got := textwidth.Lines(c.text, c.column); got != c.want {
			t.Errorf("%q in %v: %d lines, want %d", c.text, c.column, got, c.want)
		}
	}
}

func TestCutKeepsTheWidth(t *testing.T) {
	if got := textwidth.Cut("一般公共预算", 9, "…"); got != "一般公…" {
		t.Error(got)
	}
}

func TestCutOfALongTextIsThatOfItsBeginning(t *testing.T) {
	const long = 10_000
	for _, sign := range []string{"a", "字", "e\u0301", "一a"} {
		want := textwidth.Cut(strings.Repeat(sign, 9), 7, "…")
		if got := textwidth.Cut(strings.Repeat(sign, long), 7, "…"); got != want {
			t.Errorf("%s: %q, want %q", sign, got, want)
		}
		for _, text := range []string{strings.Repeat(sign, 7), strings.Repeat(sign, long)} {
			for _, width := range []int{7, 14, long, 2 * long} {
				if got, want := textwidth.Fits(text, width), textwidth.Of(text) <= width; got != want {
					t.Errorf("%d bytes of %s in %d: %v", len(text), sign, width, got)
				}
			}
		}
	}
	if got := textwidth.Cut(strings.Repeat("\u0301", long), 7, ""); len(got) != 2*long {
		t.Error("signs without width were cut off:", len(got))
	}
}
