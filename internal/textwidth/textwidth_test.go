package textwidth_test

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

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
	}
	if got := textwidth.Cut(strings.Repeat("\u0301", long), 7, ""); len(got) != 2*long {
		t.Error("signs without width were cut off:", len(got))
	}
}

// What is known without the library is what the library gives: for every character of the
// first planes, alone and between others.
func TestTextsAreAsWideAsTheLibrarySays(t *testing.T) {
	usual := runewidth.DefaultCondition.EastAsianWidth
	t.Cleanup(func() { runewidth.DefaultCondition.EastAsianWidth = usual })
	wide := runewidth.Condition{EastAsianWidth: true}
	for r := range rune(1 << 17) {
		for _, text := range []string{string(r), "年" + string(r) + "1", "“" + string(r) + string(r)} {
			if got, want := textwidth.Of(text), wide.StringWidth(text); got != want {
				t.Fatalf("%U in %q is %d wide, want %d", r, text, got, want)
			}
			for width := range 4 {
				if got, want := textwidth.Cut(text, width, "a"), wide.Truncate(text, width, "a"); got != want {
					t.Fatalf("%q is cut to %q, want %q", text, got, want)
				}
			}
			for _, eastAsian := range []bool{false, true} {
				runewidth.DefaultCondition.EastAsianWidth = eastAsian
				if got, want := textwidth.OnScreen(text), runewidth.StringWidth(text); got != want {
					t.Fatalf("%U in %q is %d wide on the screen, want %d", r, text, got, want)
				}
			}
		}
	}
}
