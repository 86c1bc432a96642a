package typed

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/width"
)

func TestEveryCharacterOfAnotherWidthIsFolded(t *testing.T) {
	n := 0
	for r := range rune(utf8.MaxRune) {
		if to := width.LookupRune(r).Folded(); to != 0 && to != r {
			if n++; Narrow(string(r)) != string(to) {
				t.Errorf("%U is not folded to %U", r, to)
			}
		}
	}
	if n < 100 {
		t.Error("few characters are folded:", n)
	}
}
