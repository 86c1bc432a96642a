package layout

import (
	"strconv"
	"strings"

	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
)

// A form moves on from year to year: 2025年预算数 is 2026年预算数 of the next one, 2025—2027年 is 2026—2028年,
// 截至2025年12月31日 is 截至2026年12月31日. Years are told apart from codes, amounts and the numbers of
// documents, and stand in figures or in Chinese numerals.

var (
	calendar     = pattern.Of(`20\d\d|2` + room + `0` + room + `\d` + room + `\d|二` + room + `[` + zeros + `]` + room + `[` + zeros + `一二三四五六七八九]` + room + `[` + zeros + `一二三四五六七八九]|２` + room + `０` + room + `[０-９]` + room + `[０-９]`)
	restDate     = pattern.Of(`^年\s*[\d一二三四五六七八九十]{1,3}\s*月(\s*[\d一二三四五六七八九十]{1,3}\s*日)?|^[-./]\d{1,2}[-./]\d{1,2}|^年度?`)
	ofDocument   = pattern.Of(`^\s*[〕\]】]|^\s*([)）]\s*第?|年度?\s*第)\s*\d+\s*号`) // 财预〔2025〕1号
	codeGoesOn   = pattern.Of(`^[-_]?[A-Za-z]|^[-_/]\d{3,}`)                  // 2025A, 2025-001
	otherYear    = pattern.Of(`^[-/]20\d\d(\D|$)`)
	ofMeasure    = pattern.Of(`^\s*(余|多)?([万千百亿]*元|[万亿辆亩吨%％‰]|平方|公里|个([^人]|$)|人([^员力才事]|$))`) // 2025万元
	yearFollows  = pattern.Of(`^[\s\x{3000}\x{a0}]*(年|预算|部门)`)
	digitBefore  = pattern.Of(`[\d０-９]$`)
	digitBehind  = pattern.Of(`^[\d０-９]`)
	pointBehind  = pattern.Of(`^\.\d`)
	figureBefore = pattern.Of(`\d\s*$`)
	figureOf     = strings.NewReplacer(" ", "", "\u3000", "", "\u00a0", "", "〇", "0", "○", "0", "◯", "0", "零", "0", "O", "0", "Ｏ", "0", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
)

// room may stand between the signs of a year, and zeros are signs for 0 among Chinese numerals.
const (
	room  = `[ \x{3000}\x{a0}]*`
	zeros = `〇○◯零０0OＯ`
)

// yearIn is where a text names a calendar year.
type yearIn struct{ from, to, year int }

// yearsIn are the calendar years of a text, in their order.
func yearsIn(text string) (out []yearIn) {
	if from, to, ok := shortYearIn(text); ok {
		if n, err := strconv.Atoi(figureOf.Replace(strings.TrimSuffix(text[from:to], "年"))); err == nil {
			return []yearIn{{from, to, 2000 + n}}
		}
	}
	for _, m := range calendar.FindAllStringIndex(text, -1) {
		said := text[m[0]:m[1]]
		if numbersOther(text[:m[0]], said, text[m[1]:]) {
			continue
		}
		if n, err := strconv.Atoi(figureOf.Replace(said)); err == nil {
			out = append(out, yearIn{m[0], m[1], n})
		}
	}
	return out
}

// numbersOther says whether figures that could be a year are part of a code, an amount or the number of a document.
func numbersOther(before, said, behind string) bool {
	switch bare := len(said) == len("2025"); {
	case digitBefore.MatchString(before), digitBehind.MatchString(behind), ofDocument.MatchString(behind),
		pointBehind.MatchString(behind) && !restDate.MatchString(behind):
		return true
	case said[0] != '2':
		return false // numerals number nothing else
	case yearFollows.MatchString(behind):
		return !bare && figureBefore.MatchString(before)
	case !bare:
		return true // figures in boxes
	}
	return inCode(before) || codeGoesOn.MatchString(behind) && !restDate.MatchString(behind) && !otherYear.MatchString(behind) || ofMeasure.MatchString(behind)
}

// inCode says whether letters stand before figures: GB2025, but for FY2025.
func inCode(before string) bool {
	before = strings.TrimRight(before, "-_")
	letters := before[len(strings.TrimRightFunc(before, func(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' })):]
	return letters != "" && letters != "FY"
}

// shortYear is a year of two figures in the name of a table, or in a header: nothing else of a form begins so. 20 年
// leaves its year open.
var (
	shortYear = pattern.Of(`^(.*[^\d一二三四五六七八九十百.，、近前后第约满]|)((?:2[1-9]|3\d|二[一二三四五六七八九]|三[` + zeros + `一二三四五六七八九])` + room + `年)(度?[^月以之前后内限期]*)$`)
	yearHead  = pattern.Of(`^度?((年初|当年|本年)?(预算|决算|执行|调整|预计|批复|实际)[^。，；]{0,6})?$`)
)

func shortYearIn(text string) (from, to int, ok bool) {
	m := shortYear.FindStringSubmatchIndex(text)
	if m == nil || calendar.MatchString(text) {
		return 0, 0, false
	}
	before, behind := Tight(text[m[2]:m[3]]), Tight(text[m[6]:m[7]])
	if name, in := strings.CutSuffix(before, "("); in && TableName.MatchString(name) { // 部门支出总表（26年）
		before, behind = "", strings.TrimSuffix(behind, ")")
	}
	return m[4], m[5], TableName.MatchString(behind) || before == "" && yearHead.MatchString(behind)
}

// Years are the calendar years that a text names, in their order.
func Years(text string) (out []int) {
	for _, y := range yearsIn(text) {
		out = append(out, y.year)
	}
	return out
}

// EachYear gives where a text names calendar years, in their order.
func EachYear(text string, do func(from, to int)) {
	for _, y := range yearsIn(text) {
		do(y.from, y.to)
	}
}

// YearsCalled are the calendar years that a text names with the word for one behind them, or for what is of one:
// 2026年, 二〇二六年度, 2026预算.
func YearsCalled(text string) (out []int) {
	for _, y := range yearsIn(text) {
		if strings.HasSuffix(text[y.from:y.to], "年") || yearFollows.MatchString(text[y.to:]) {
			out = append(out, y.year)
		}
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
// cell keeps as what they stood there. Those of dates stay, which are written whole.
func PlainYears(sheets []*Sheet) {
	for _, s := range sheets {
		for at, c := range s.Cells {
			if !c.Numeric && !c.Formula {
				c.Text, c.Years = plainYears(c.Text)
				s.Cells[at] = c
			}
		}
	}
}

// plainYears is a text with its years in four figures, and how each of its years stood there, "" of those that were
// so and of dates; none if all were.
func plainYears(text string) (plain string, as []string) {
	var out strings.Builder
	last, any := 0, false
	for _, y := range yearsIn(text) {
		said := text[y.from:y.to]
		if _, other := numfmt.DayOf(said); !other || begins(restDate.FindString(text[y.to:])) {
			as = append(as, "")
			continue
		}
		as, any = append(as, said), true
		out.WriteString(text[last:y.from] + strconv.Itoa(y.year))
		if strings.HasSuffix(said, "年") {
			out.WriteString("年")
		}
		last = y.to
	}
	if !any {
		return text, nil
	}
	return out.String() + text[last:], as
}

// begins says whether what follows a year makes it a date.
func begins(rest string) bool { return rest != "" && rest != "年" && rest != "年度" }

// Timeless is what a text says, whatever years and dates it names.
func Timeless(text string) string {
	return Key(dated(text, "\x00"))
}

// Undated is a text without the years and dates that it names.
func Undated(text string) string { return dated(text, "") }

// dated is a text with something in the place of its years and dates.
func dated(text, some string) string {
	var out strings.Builder
	last := 0
	for _, y := range yearsIn(text) {
		out.WriteString(text[last:y.from] + some)
		last = y.to + len(restDate.FindString(text[y.to:]))
	}
	return out.String() + text[last:]
}
