package numfmt

import (
	"strings"
	"time"

	"ysgk/internal/pattern"
)

// Day is how a date is written: 2026年1月20日, 2026年01月, 2026/1/20 or 二〇二六年一月二十日.
type Day struct {
	layout   string // as of the package time
	numerals bool   // in Chinese numerals
}

var (
	digitDay   = pattern.Of(`^(?:19|20)\d\d(?:(年)(\d{1,2})月(?:(\d{1,2})日)?|([-/.])(\d{1,2})[-/.](\d{1,2}))$`)
	numeralDay = pattern.Of(`^[一二][〇○零一二三四五六七八九]{3}年[一二十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?$`)
)

// DayOf is how a sample writes a date; false if it is none. A month or a day that begins with 0 has two
// digits always.
func DayOf(text string) (Day, bool) {
	if numeralDay.MatchString(text) {
		if strings.HasSuffix(text, "日") {
			return Day{"2006年1月2日", true}, true
		}
		return Day{"2006年1月", true}, true
	}
	m := digitDay.FindStringSubmatch(text)
	if m == nil {
		return Day{}, false
	}
	month, day := "1", "2"
	if strings.HasPrefix(m[2]+m[5], "0") || strings.HasPrefix(m[3]+m[6], "0") {
		month, day = "01", "02"
	}
	switch {
	case m[1] == "":
		return Day{layout: "2006" + m[4] + month + m[4] + day}, true
	case m[3] == "":
		return Day{layout: "2006年" + month + "月"}, true
	}
	return Day{layout: "2006年" + month + "月" + day + "日"}, true
}

// Write writes a date such as 2026-01-20; any other text stays as it is, and all do without a sample.
func (d Day) Write(date string) string {
	if d.layout == "" {
		return date
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	if !d.numerals {
		return t.Format(d.layout)
	}
	var b strings.Builder
	for _, r := range t.Format("2006") {
		b.WriteString(string([]rune("〇一二三四五六七八九")[r-'0']))
	}
	b.WriteString("年" + Ordinal(int64(t.Month())) + "月")
	if strings.HasSuffix(d.layout, "日") {
		b.WriteString(Ordinal(int64(t.Day())) + "日")
	}
	return b.String()
}

// String is a sample of it.
func (d Day) String() string { return d.Write("2026-01-20") }
