package numfmt

import (
	"strings"
	"time"

	"ysgk/internal/pattern"
)

// Day is how a date is written, 2026年1月20日, 2026年01月, 2026/1/20 or 二〇二六年一月二十日, or how a year is that is not
// in four figures: 二〇二六, 二零二六年, 二 〇 二 六, 26年, 二六年.
type Day struct {
	layout   string    // as of the package time
	numerals bool      // in Chinese numerals
	year     string    // of a year alone, the signs for 0 to 9
	gaps     [3]string // of a year alone, the blanks behind its first signs: 二 〇 二 六
}

var (
	digitDay   = pattern.Of(`^(?:19|20)\d\d(?:(年)(\d{1,2})月(?:(\d{1,2})日)?|([-/.])(\d{1,2})[-/.](\d{1,2}))$`)
	numeralDay = pattern.Of(`^[一二][〇○零一二三四五六七八九]{3}年[一二十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?$`)
)

const (
	figures   = "0123456789"
	fullWidth = "０１２３４５６７８９"
	zeros     = "〇○◯零0０OＯ"
	numerals  = "一二三四五六七八九" // behind the sign for 0
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
	if d, ok := yearOf(text); ok {
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

// yearOf is how a sample writes a year that is not in four figures alone.
func yearOf(text string) (d Day, ok bool) {
	signs, tail := text, ""
	if rest, of := strings.CutSuffix(text, "年"); of {
		signs = strings.TrimRight(rest, blanks)
		tail = text[len(signs):]
	}
	var all []rune
	for _, r := range signs {
		switch {
		case !strings.ContainsRune(blanks, r):
			all = append(all, r)
		case 0 < len(all) && len(all) < 4:
			d.gaps[len(all)-1] += string(r)
		default:
			return Day{}, false
		}
	}
	written := func(layout string, begins ...string) bool {
		for i, r := range all {
			if len(all) != len(layout) || i < len(begins) && !strings.ContainsRune(begins[i], r) || !strings.ContainsRune(d.year, r) {
				return false
			}
		}
		d.layout = layout + tail
		return len(all) > 0
	}
	whole, short := "2006", "06"
	spaced := d.gaps != [3]string{}
	if d.year = figures; spaced && written(whole, "2", "0") || !spaced && tail != "" && written(short) {
		return d, true
	}
	if d.year = fullWidth; written(whole, "２", "０") {
		return d, true
	}
	zero := "〇"
	if i := strings.IndexAny(signs, zeros); i >= 0 {
		zero = string([]rune(signs[i:])[:1])
	}
	if d.year = zeros + numerals; !written(whole, "二", zeros) && (spaced || tail == "" || !written(short, "二三")) {
		return Day{}, false
	}
	d.year = zero + numerals
	return d, true
}

// blanks may stand between the signs of a year.
const blanks = " \u3000\u00a0"

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
	var b strings.Builder
	for i, r := range t.Format(d.layout) {
		if '0' <= r && r <= '9' {
			r = signs[r-'0']
		}
		b.WriteRune(r)
		if i < len(d.gaps) {
			b.WriteString(d.gaps[i])
		}
	}
	return b.String()
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
