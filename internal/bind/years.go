package bind

import (
	"maps"
	"strconv"
	"strings"

	"ysgk/internal/pattern"
)

var (
	// yearWords is a year as texts say it, but not within a date.
	yearWords = pattern.Of(`20\d\d(年度?)?`)
	dateWords = pattern.Of(`20\d\d年\d{1,2}月`)
	carryOver = pattern.Of(`(20\d\d)年度?[^，。；]{0,8}(结转|结余)`) // of a year
	onlyYear  = pattern.Of(`^20\d\d年度?(预算数?)?$`)
	lastYear  = pattern.Of(`上年度?(预算数|预算|数|执行数)|^上年度?$|去年`)
	thisYear  = pattern.Of(`本年|当年|今年`)
	runs      = pattern.Of(`[一二三四五六七八九十百]+|[0-9]+`)
	unitWords = pattern.Of(`[(（]?单位[:：]?[^()（）]{0,2}元[)）]?|[(（][^()（）]{0,2}元[)）]|^[百千万亿]?元$`)
)

// carried says 上年 for the year before where a text speaks of what is carried over from
// it: 2025年结转 is 上年结转, and no figure of last year's tables.
func carried(text, year string) string {
	return carryOver.ReplaceAllStringFunc(text, func(s string) string {
		if year == "" || s[:4] != before(year, 1) {
			return s
		}
		return "上年" + strings.TrimPrefix(strings.TrimPrefix(s[4:], "年"), "度")
	})
}

// before is the year so many years before another.
func before(year string, n int) string {
	y, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(y - n)
}

// yearsLike gives the lines of a form that are years those of the example: 2026年 of this
// year's form is the line that last year's tables call 2025年.
func (b *binder) yearsLike(p *pair, lines []line) {
	n, known := b.yearsOn(p)
	for i, l := range lines {
		if known && onlyYear.MatchString(l.label) {
			lines[i].label = before(l.label[:4], n) + l.label[4:]
		}
	}
}

// yearsOn is how many years a form is later than the example, if both say their year.
func (b *binder) yearsOn(p *pair) (n int, known bool) {
	if b.Example == nil {
		return 0, false
	}
	form, err := strconv.Atoi(formYearBy(p.form.sheet, sheetNamed(b.examples, p.like.name), b.year))
	own, wrong := strconv.Atoi(b.year)
	return form - own, err == nil && wrong == nil
}

// yearsBack is a table whose headers speak of years so many before.
func (t *table) yearsBack(n int) *table {
	s := *t.sheet
	s.cells = maps.Clone(s.cells)
	for at, c := range s.cells {
		if at.row <= t.head[1] {
			c.text = yearNumber.ReplaceAllStringFunc(c.text, func(y string) string { return before(y, n) })
			s.cells[at] = c
		}
	}
	out := *t
	out.sheet = &s
	return &out
}
