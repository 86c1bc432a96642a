package layout

import (
	"cmp"
	"strconv"
	"strings"

	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
)

// A form moves on from year to year: 2025年预算数 is 2026年预算数 of the next one, 2025—2027年 is 2026—2028年,
// 截至2025年12月31日 is 截至2026年12月31日. Years are told apart from codes, amounts and the numbers of
// documents, and stand in figures or in Chinese numerals.

var (
	calendar   = pattern.Of(`20\d\d|二[〇○◯零０0OＯ][〇○◯零０0OＯ一二三四五六七八九]{2}|２０[０-９]{2}`)
	restDate   = pattern.Of(`^年\s*[\d一二三四五六七八九十]{1,3}\s*月(\s*[\d一二三四五六七八九十]{1,3}\s*日)?|^[-./]\d{1,2}[-./]\d{1,2}|^年度?`)
	ofDocument = pattern.Of(`^[〕\]]`) // 财预〔2025〕1号
	figureOf   = strings.NewReplacer("〇", "0", "○", "0", "◯", "0", "零", "0", "O", "0", "Ｏ", "0", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
)

// yearIn is where a text names a calendar year.
type yearIn struct{ from, to, year int }

// yearsIn are the calendar years of a text, in their order.
func yearsIn(text string) (out []yearIn) {
	if from, to, ok := shortYearIn(text); ok {
		if n, err := strconv.Atoi(text[from : from+2]); err == nil {
			return []yearIn{{from, to, 2000 + n}}
		}
	}
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

// shortYear is a year of two figures in the name of a table, or in a header: nothing else of a form begins so.
var (
	shortYear = pattern.Of(`^(.*[^\d.，、]|)(2\d年)(度?[^月以之前后内限期]*)$`)
	yearHead  = pattern.Of(`^度?((年初|当年|本年)?(预算|决算|执行|调整|预计|批复|实际)[^。，；]{0,6})?$`)
)

func shortYearIn(text string) (from, to int, ok bool) {
	m := shortYear.FindStringSubmatchIndex(text)
	if m == nil || calendar.MatchString(text) {
		return 0, 0, false
	}
	before, behind := Tight(text[m[2]:m[3]]), Tight(text[m[6]:m[7]])
	return m[4], m[5], TableName.MatchString(behind) || before == "" && yearHead.MatchString(behind)
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
	return ReplaceYears(text, func(said string, year int) string {
		now := other(year)
		if now == year {
			return said
		}
		as, _ := numfmt.DayOf(said)
		return as.Write(strconv.Itoa(now))
	})
}

// ReplaceYears is a text with something else in the place of the years that it names.
func ReplaceYears(text string, with func(said string, year int) string) string {
	var out strings.Builder
	last := 0
	for _, y := range yearsIn(text) {
		out.WriteString(text[last:y.from] + with(text[y.from:y.to], y.year))
		last = y.to
	}
	return out.String() + text[last:]
}

// PlainYears writes the years of texts in four figures, which they have in others: 二〇二六年部门收支总表, 26年预算数. Each
// cell keeps as what they stood there. Those of dates stay.
func PlainYears(sheets []*Sheet) {
	for _, s := range sheets {
		for at, c := range s.Cells {
			if !c.Numeric && !c.Formula {
				c.Text, c.Year = plainYears(c.Text)
				s.Cells[at] = c
			}
		}
	}
}

// plainYears is a text with its years in four figures, and how the first of those stood there that were not so.
func plainYears(text string) (plain, as string) {
	if dateIn(text) {
		return text, ""
	}
	plain = ReplaceYears(text, func(said string, year int) string {
		_, other := numfmt.DayOf(said)
		if !other {
			return said
		}
		as = cmp.Or(as, said)
		if strings.HasSuffix(said, "年") {
			return strconv.Itoa(year) + "年"
		}
		return strconv.Itoa(year)
	})
	return plain, as
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

// dateIn says whether a text has a date, which is written as the others are of the text: all of it stays.
func dateIn(text string) bool {
	for _, y := range yearsIn(text) {
		if date := restDate.FindString(text[y.to:]); date != "" && date != "年" && date != "年度" {
			return true
		}
	}
	return false
}
