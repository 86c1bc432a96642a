// Package textwidth measures texts in digits, the unit of column widths: a
// Chinese character takes two.
//
// In: texts. Out: how wide they are, how many lines they take, their beginning.
// Never: fonts.
package textwidth

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// wide counts signs such as “ and ≥ as two: Chinese fonts draw them so, and the
// result must not depend on the machine's language.
var wide = runewidth.Condition{EastAsianWidth: true}

// Of is the width of a text.
func Of(text string) int { return wide.StringWidth(text) }

// Cut is the beginning of a text that is no wider than width; end closes what
// was cut off.
func Cut(text string, width int, end string) string {
	// Truncate measures all of the text, which takes long for each line of a long one.
	return wide.Truncate(beyond(text, width), width, end)
}

// Fits says whether a text is no wider than width.
func Fits(text string, width int) bool { return Of(beyond(text, width)) <= width }

// beyond is a beginning of a text that is wider than width, or all of it.
func beyond(text string, width int) string {
	for near := 8 * (width + 1); near < len(text); near *= 2 {
		for near < len(text) && !utf8.RuneStart(text[near]) {
			near++
		}
		if Of(text[:near]) > width {
			return text[:near]
		}
	}
	return text
}

// Lines is how many lines a text takes in a column. Two digits of the column are
// kept free, for the margins and for what is broken before a punctuation mark
// that does not fit.
func Lines(text string, column float64) (n int) {
	per := max(int(column)-2, 2)
	for line := range strings.SplitSeq(text, "\n") {
		n += max(1, (Of(line)+per-1)/per)
	}
	return n
}
