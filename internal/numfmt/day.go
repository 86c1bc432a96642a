package numfmt

import (
	"strings"
	"time"

	"ysgk/internal/pattern"
)

// Day is how a date is written, 2026年1月20日, 2026年01月, 2026/1/20 or 二〇二六年一月二十日, or how a year is that is not
// in four figures: 二〇二六, 二零二六年, 26年.
type Day struct {
	layout   string // as of the package time
	numerals bool   // in Chinese numerals
	year     string // of a year alone, the signs for 0 to 9
}

var (
	digitDay   = pattern.Of(`^(?:19|20)\d\d(?:(年)(\d{1,2})月(?:(\d{1,2})日)?|([-/.])(\d{1,2})[-/.](\d{1,2}))$`)
	numeralDay = pattern.Of(`^[一二][〇○零一二三四五六七八九]{3}年[一二十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?$`)
	yearAlone  = pattern.Of(`^(?:二([〇○◯零0０OＯ])[〇○◯零0０OＯ一二三四五六七八九]{2}年?|(２０)[０-９]{2}年?|\d\d年)$`)
)

const (
	figures   = "0123456789"
	fullWidth = "０１２３４５６７８９"
	numerals  = "一二三四五六七八九" // behind the sign for 0, of which there are many
)

// DayOf is how a sample writes a date; false if it is none. A month or a day that begins with 0 has two
// digits always.
func DayOf(text string) (Day, bool) {
	if numeralDay.MatchString(text) {
		if strings.HasSuffix(text, "日") {
			return Day{layout: "2006年1月2日", numerals: true}, true
		}
		return Day{layout: "2006年1月", numerals: true}, true
	}
	if m := yearAlone.FindStringSubmatch(text); m != nil {
		d := Day{layout: "2006", year: figures}
		switch {
		case m[1] != "":
			d.year = m[1] + numerals
		case m[2] != "":
			d.year = fullWidth
		default:
			d.layout = "06"
		}
		if strings.HasSuffix(text, "年") {
			d.layout += "年"
		}
		return d, true
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

// Write writes a date such as 2026-01-20, or a year such as 2026 where the sample is one; any other text stays as it
// is, and all do without a sample.
func (d Day) Write(date string) string {
	if d.layout == "" {
		return date
	}
	if d.year != "" {
		return d.writeYear(date)
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
		b.WriteString(string([]rune("〇" + numerals)[r-'0']))
	}
	b.WriteString("年" + Ordinal(int64(t.Month())) + "月")
	if strings.HasSuffix(d.layout, "日") {
		b.WriteString(Ordinal(int64(t.Day())) + "日")
	}
	return b.String()
}

func (d Day) writeYear(year string) string {
	t, err := time.Parse("2006", year)
	if err != nil {
		return year
	}
	signs := []rune(d.year)
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return signs[r-'0']
		}
		return r
	}, t.Format(d.layout))
}

// OfYear says whether it is how a year alone is written.
func (d Day) OfYear() bool { return d.year != "" }

// String is a sample of it.
func (d Day) String() string {
	if d.OfYear() {
		return d.Write("2026")
	}
	return d.Write("2026-01-20")
}
