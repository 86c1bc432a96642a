package numfmt

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// Excel's first and last day: 1900-01-01 is 1, 9999-12-31 is 2958465. 60 is
// 1900-02-29, a day that never was; 0 shows as 1900-01-00.
const (
	falseLeap = 60
	lastDay   = 2958465
)

var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) // right from 1900-03-01 on

// Serial is the number that Excel keeps for a day; false if there is no such day.
func Serial(year, month, day int) (int, bool) {
	if year == 1900 && month == 2 && day == 29 {
		return falseLeap, true
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1900 || year > 9999 || month < 1 || month > 12 || t.Month() != time.Month(month) || t.Day() != day {
		return 0, false
	}
	n := int((t.Unix() - epoch.Unix()) / secondsOfDay) // a Duration ends after 292 years
	if n <= falseLeap {
		n--
	}
	return n, true
}

// Civil is the day of a serial number.
func Civil(serial int) (y, m, d int, ok bool) {
	switch {
	case serial < 0 || serial > lastDay:
		return 0, 0, 0, false
	case serial == 0:
		return 1900, 1, 0, true
	case serial == falseLeap:
		return 1900, 2, 29, true
	case serial < falseLeap:
		serial++
	}
	t := epoch.AddDate(0, 0, serial)
	return t.Year(), int(t.Month()), t.Day(), true
}

var (
	dashed  = pattern.Of(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+(.+))?$`)
	slashed = pattern.Of(`^(\d{4})/(\d{1,2})/(\d{1,2})(?:\s+(.+))?$`)
	spoken  = pattern.Of(`^(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(.+))?$`)
	colons  = pattern.Of(`^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+(?i:(AM|PM)))?$`)
	hours   = pattern.Of(`^(上午|下午)?(\d{1,2})时(\d{1,2})分(?:(\d{1,2})秒)?$`)
)

// ParseDate reads a date as it is typed in China, with the time behind it if
// there is one: 2026-3-1, 2026/3/1 14:30, 2026年3月1日 下午2时30分. ok is false
// for all others, such as 26-3-1, 3/1 and 2026.3.1, which Excel reads by its
// settings or not at all.
func ParseDate(text string) (serial decimal.Decimal, ok bool) {
	text = strings.TrimSpace(text)
	for _, form := range []pattern.Pattern{dashed, slashed, spoken} {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		day, ok := Serial(figure(m[1]), figure(m[2]), figure(m[3]))
		if !ok {
			return decimal.Zero, false
		}
		seconds, ok := parseTime(m[4])
		return decimal.NewFromInt(int64(day)).Add(decimal.NewFromInt(int64(seconds)).DivRound(decimal.NewFromInt(secondsOfDay), 30)), ok
	}
	return decimal.Zero, false
}

// figure is a number that is known to be one; 0 for the part that is missing.
func figure(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// parseTime reads a time of day in seconds.
func parseTime(text string) (seconds int, ok bool) {
	var hour, minute, second int
	half := ""
	switch c, h := colons.FindStringSubmatch(text), hours.FindStringSubmatch(text); {
	case text == "":
		return 0, true
	case c != nil:
		hour, minute, second, half = figure(c[1]), figure(c[2]), figure(c[3]), strings.ToUpper(c[4])
	case h != nil:
		hour, minute, second = figure(h[2]), figure(h[3]), figure(h[4])
		half = map[string]string{"上午": "AM", "下午": "PM"}[h[1]]
	default:
		return 0, false
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		hour %= 12
		if half == "PM" {
			hour += 12
		}
	}
	return hour*3600 + minute*60 + second, hour < 24 && minute < 60 && second < 60
}
