package layout

import (
	"maps"
	"strconv"

	"ysgk/internal/pattern"
)

// YearNumber is a year in a text.
var YearNumber = pattern.Of(`20\d\d`)

// YearAlone is a text that is a year and nothing else.
var YearAlone = pattern.Of(`^20\d\d年?度?$`)

// FormYear is the year of a form: that of its titles, which may be the example's or
// the one behind it; a date is of any year, and so is what is compared with, or the year of a law.
func FormYear(s *Sheet, example string) string {
	n := map[string]int{}
	for row := 1; row <= min(s.Last.Row, 40); row++ {
		for _, at := range s.Texts(row) {
			for _, y := range OwnYears(s.Cells[at].Text) {
				if s.Own(at) { // once, of cells merged over rows of headers too
					n[y]++
				}
			}
		}
	}
	best := ""
	for _, y := range []string{Before(example, -1), example} {
		if n[y] > n[best] {
			best = y
		}
	}
	return best
}

// OwnYears are the years of which a text may be: no date, no year that it compares with, none of a law.
func OwnYears(text string) []string {
	return YearNumber.FindAllString(otherYears.ReplaceAllString(text, ""), -1)
}

var (
	// YearWords is a year as texts say it, but not within a date.
	YearWords  = pattern.Of(`20\d\d(年度?)?`)
	otherYears = pattern.Of(`20\d\d年\d{1,2}月|[（(]20\d\d年?[-－—–~～至]+20\d\d|[比较与同]\s*20\d\d|截[至止]\s*20\d\d|20\d\d年度?(?:修|颁|印发|发布|出台|制定)|[〔\[(（【]20\d\d[〕\])）】]`)
	DateWords  = pattern.Of(`20\d\d年\d{1,2}月`)
	CarryOver  = pattern.Of(`(20\d\d)年度?[^，。；]{0,8}(结转|结余)`) // of a year
	OnlyYear   = pattern.Of(`^20\d\d年度?(预算数?)?$`)
	LastYear   = pattern.Of(`上一?年度?(?:年初)?(预算数|预算|数|执行数)|^上一?年度?$|去年`)
	// Spent is what is left of 2024年执行数 without its year: what was spent of the budget of that year.
	Spent     = pattern.Of(`^执行数?$`)
	ThisYear  = pattern.Of(`本年|当年|今年`)
	Runs      = pattern.Of(`[一二三四五六七八九十百]+|[0-9]+`)
	UnitWords = pattern.Of(`[(（]?单位[:：]?[^()（）]{0,2}元[)）]?|[(（][^()（）]{0,2}元[)）]|^[百千万亿]?元$`)
)

// Before is the year so many years before another.
func Before(year string, n int) string {
	y, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(y - n)
}

// YearsBack is a table whose headers speak of years so many before.
func (t *Table) YearsBack(n int) *Table {
	s := *t.Sheet
	s.Cells = maps.Clone(s.Cells)
	for at, c := range s.Cells {
		if at.Row <= t.Head[1] {
			c.Text = YearNumber.ReplaceAllStringFunc(c.Text, func(y string) string { return Before(y, n) })
			s.Cells[at] = c
		}
	}
	out := *t
	out.Sheet = &s
	return &out
}
