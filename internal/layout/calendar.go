package layout

import (
	"strconv"
	"strings"

	"ysgk/internal/pattern"
)

// A form moves on from year to year: 2025年预算数 is 2026年预算数 of the next one, 2025—2027年 is 2026—2028年,
// 截至2025年12月31日 is 截至2026年12月31日. Years are told apart from codes, amounts and the numbers of
// documents, and stand in figures or in Chinese numerals.

var (
	calendar   = pattern.Of(`20\d\d|二[〇○零０0][〇○零０0一二三四五六七八九]{2}`)
	restDate   = pattern.Of(`^年\s*[\d一二三四五六七八九十]{1,3}\s*月(\s*[\d一二三四五六七八九十]{1,3}\s*日)?|^[-./]\d{1,2}[-./]\d{1,2}|^年度?`)
	ofDocument = pattern.Of(`^[〕\]]`) // 财预〔2025〕1号
	figureOf   = strings.NewReplacer("〇", "0", "○", "0", "零", "0", "０", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
	numerals   = []rune("〇一二三四五六七八九")
)

// yearIn is where a text names a calendar year.
type yearIn struct{ from, to, year int }

// yearsIn are the calendar years of a text, in their order.
func yearsIn(text string) (out []yearIn) {
	for _, m := range calendar.FindAllStringIndex(text, -1) {
		before, behind := text[:m[0]], text[m[1]:]
		digit := func(s string, i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
		if digit(before, len(before)-1) || digit(behind, 0) || ofDocument.MatchString(behind) ||
			strings.HasPrefix(behind, ".") && digit(behind, 1) && !restDate.MatchString(behind) {
			continue
		}
		if n, err := strconv.Atoi(figureOf.Replace(text[m[0]:m[1]])); err == nil {
			out = append(out, yearIn{m[0], m[1], n})
		}
	}
	return out
}

// Years are the calendar years that a text names, in their order.
func Years(text string) (out []int) {
	for _, y := range yearsIn(text) {
		out = append(out, y.year)
	}
	return out
}

// WithYears is a text with other years, written as they stood: in figures or in numerals.
func WithYears(text string, other func(year int) int) string {
	var out strings.Builder
	last := 0
	for _, y := range yearsIn(text) {
		now := other(y.year)
		if now == y.year {
			continue
		}
		says := strconv.Itoa(now)
		if text[y.from] > '9' {
			says = inNumerals(now)
		}
		out.WriteString(text[last:y.from] + says)
		last = y.to
	}
	return out.String() + text[last:]
}

func inNumerals(year int) string {
	var out strings.Builder
	for _, r := range strconv.Itoa(year) {
		out.WriteRune(numerals[r-'0'])
	}
	return out.String()
}

// Timeless is what a text says, whatever years and dates it names.
func Timeless(text string) string {
	const some = "\x00" // a year or a date
	var out strings.Builder
	last := 0
	for _, y := range yearsIn(text) {
		out.WriteString(text[last:y.from] + some)
		last = y.to + len(restDate.FindString(text[y.to:]))
	}
	return Key(out.String() + text[last:])
}
