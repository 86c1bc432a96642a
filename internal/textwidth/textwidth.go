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
func Of(text string) int {
	if n, ok := plainly(text, 2); ok {
		return n
	}
	return wide.StringWidth(text)
}

// OnScreen is the width of a text on a terminal, which may draw signs such as “ as one.
func OnScreen(text string) int {
	signs := 1
	if runewidth.DefaultCondition.EastAsianWidth {
		signs = 2
	}
	if n, ok := plainly(text, signs); ok {
		return n
	}
	return runewidth.StringWidth(text)
}

// plainly is the width of a text of the usual letters and characters; signs is that of a
// sign that is drawn one way here and another way there. The library fills a table of all
// of Unicode at the first character that is not a letter.
func plainly(text string, signs int) (n int, ok bool) {
	for _, r := range text {
		switch {
		case r >= ' ' && r <= '~':
			n++
		case r >= '\u4e00' && r <= '\u9fff', r >= '\u3001' && r <= '\u3029', r >= '\uff01' && r <= '\uff60':
			n += 2
		case r >= '①' && r <= '⑳', strings.ContainsRune("“”‘’—…·≥≤×", r):
			n += signs
		default:
			return 0, false
		}
	}
	return n, true
}

// Cut is the beginning of a text that is no wider than width; end closes what
// was cut off.
func Cut(text string, width int, end string) string {
	// Truncate measures all of the text, which takes long for each line of a long one.
	for near := 8 * (width + 1); near < len(text); near *= 2 {
		for near < len(text) && !utf8.RuneStart(text[near]) {
			near++
		}
		if Of(text[:near]) > width {
			text = text[:near]
		}
	}
	n, ok := plainly(text, 2)
	if !ok {
		return wide.Truncate(text, width, end)
	}
	if n <= width {
		return text
	}
	room := width - Of(end)
	for i, r := range text {
		if room -= Of(string(r)); room < 0 {
			return text[:i] + end
		}
	}
	return text + end
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
