package numfmt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

const secondsOfDay = 86400

// clock is a section for dates and times, ready to write.
type clock struct {
	dbnum  int
	han    bool // [$-804]
	parts  []piece
	tenths int  // digits of a second
	noon   bool // hours count to twelve
	day    bool // shows more than elapsed time
}

// A part of a clock keeps the letters of the format, but for minutes, which are
// told from months here, and the digits of a second.
const (
	minutes     = "n"
	fullMinutes = "nn"
)

// clock reads a section for dates and times.
func (s *section) clock() (*clock, bool) {
	t := &clock{dbnum: s.dbnum, han: s.chinese()}
	if s.locale != "" && !t.han && s.locale != "409" && s.locale != "0409" && s.locale != "en-us" || s.dbnum == 3 {
		return nil, false
	}
	for i := 0; i < len(s.pieces); i++ {
		p := s.pieces[i]
		switch p.sign {
		case calendar:
			if t.foreign(p.text) {
				return nil, false
			}
			t.day = true
		case elapsed:
			if s.count(elapsed) > 1 || s.dbnum > 0 {
				return nil, false
			}
		case noon:
			t.noon, t.day = true, true
		case point:
			if n := s.zeros(i + 1); n > 0 {
				if n > 3 || t.tenths > 0 || s.dbnum > 0 || !seconds(t.parts) {
					return nil, false
				}
				t.tenths = n
				t.parts = append(t.parts, piece{point, s.pieces[i+1].text})
				i += n
				continue
			}
			p.sign = literal
		case literal, slash, comma:
			p.sign = literal
		default:
			return nil, false
		}
		t.parts = append(t.parts, p)
	}
	t.minutes()
	return t, true
}

// foreign says whether it is not sure what the letters give in the section's
// language or numerals.
func (t *clock) foreign(letters string) bool {
	switch letters {
	case "mmmmm", "aaa":
		return t.han || letters == "mmmmm"
	case "mmm", "mmmm", "ddd":
		return t.han
	case "y", "yy":
		return t.dbnum > 0
	}
	return false
}

// zeros counts the placeholders from here on.
func (s *section) zeros(i int) (n int) {
	for ; i+n < len(s.pieces) && s.pieces[i+n].sign == digit; n++ {
		if s.pieces[i+n].text != "0" {
			return 99
		}
	}
	return n
}

// seconds says whether the last part is seconds.
func seconds(parts []piece) bool {
	if len(parts) == 0 {
		return false
	}
	p := parts[len(parts)-1]
	return p.sign == calendar && strings.HasPrefix(p.text, "s")
}

// minutes tells minutes from months: m behind hours or before seconds.
func (t *clock) minutes() {
	var before string
	for i, p := range t.parts {
		if p.sign != calendar && p.sign != elapsed {
			continue
		}
		if p.sign == calendar && (p.text == "m" || p.text == "mm") &&
			(strings.HasPrefix(before, "h") || strings.HasPrefix(t.after(i), "s")) {
			t.parts[i].text = map[string]string{"m": minutes, "mm": fullMinutes}[p.text]
		}
		before = t.parts[i].text
	}
}

// after is the next part of a date or time.
func (t *clock) after(i int) string {
	for _, p := range t.parts[i+1:] {
		if p.sign == calendar || p.sign == elapsed {
			return p.text
		}
	}
	return ""
}

// moment is a date and time in its parts.
type moment struct {
	serial, year, month, day     int
	hour, minute, second, tenths int
	total                        int64 // whole seconds since day 0
}

// write writes a serial number that is not negative. Excel rounds to the second,
// or to the digits of a second that the format shows, and cuts off the rest.
func (t *clock) write(d decimal.Decimal) (string, bool) {
	if d.GreaterThanOrEqual(decimal.NewFromInt(lastDay + 1)) {
		return "", false
	}
	whole := d.Truncate(0)
	units := d.Mul(decimal.NewFromInt(secondsOfDay)).Shift(int32(t.tenths)).Round(0).IntPart()
	base := int64(1)
	for range t.tenths {
		base *= 10
	}
	m := moment{serial: int(whole.IntPart()), total: units / base, tenths: int(units % base)}
	if t.day && m.total/secondsOfDay != int64(m.serial) {
		return "", false // rounded up to midnight: the day before or after
	}
	m.year, m.month, m.day, _ = Civil(m.serial)
	rest := int(m.total % secondsOfDay)
	m.hour, m.minute, m.second = rest/3600, rest/60%60, rest%60
	if !t.certain(&m) {
		return "", false
	}
	var b strings.Builder
	for _, p := range t.parts {
		switch p.sign {
		case calendar:
			b.WriteString(t.part(p.text, &m))
		case elapsed:
			n := m.total / map[byte]int64{'h': 3600, 'm': 60, 's': 1}[p.text[0]]
			fmt.Fprintf(&b, "%0*d", len(p.text), n)
		case noon:
			b.WriteString(t.half(p.text, m.hour))
		case point:
			fmt.Fprintf(&b, ".%0*d", t.tenths, m.tenths)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String(), true
}

// half is the half of the day.
func (t *clock) half(text string, hour int) string {
	halves := strings.Split(text, "/")
	if t.han {
		halves = []string{"上午", "下午"}
	}
	return halves[hour/12]
}

const weekdays = "日一二三四五六"

// part writes one part of a date or time.
func (t *clock) part(letters string, m *moment) string {
	weekday := (m.serial + 6) % 7 // 1900-01-01 is a Sunday to Excel
	han := string([]rune(weekdays)[weekday])
	switch letters {
	case "yyy", "yyyy", "e":
		return t.figures(m.year, 4)
	case "y", "yy":
		return fmt.Sprintf("%02d", m.year%100)
	case "mmm":
		return months[m.month-1][:3]
	case "mmmm":
		return months[m.month-1]
	case "aaa":
		return han
	case "aaaa":
		return "星期" + han
	case "ddd":
		return days[weekday][:3]
	case "dddd":
		if t.han {
			return "星期" + han
		}
		return days[weekday]
	}
	return t.words(t.value(letters, m), len(letters))
}

// certain says whether it is known how the numbers of a date are written: with
// [DBNum2] it may be 拾贰 or 壹拾贰.
func (t *clock) certain(m *moment) bool {
	return t.dbnum != 2 || !slices.ContainsFunc(t.parts, func(p piece) bool {
		n := t.value(p.text, m)
		return p.sign == calendar && n >= 10 && n < 20
	})
}

// value is the number that letters stand for, 0 for years and names of days.
func (t *clock) value(letters string, m *moment) int {
	switch letters {
	case "m", "mm":
		return m.month
	case "d", "dd":
		return m.day
	case minutes, fullMinutes:
		return m.minute
	case "s", "ss":
		return m.second
	case "h", "hh":
		if t.noon {
			return (m.hour+11)%12 + 1
		}
		return m.hour
	}
	return 0
}

// figures writes digit by digit.
func (t *clock) figures(n, width int) string {
	return (&section{dbnum: t.dbnum}).numerals(fmt.Sprintf("%0*d", width, n))
}

// words writes a number of a date, with [DBNum1] as 十二.
func (t *clock) words(n, width int) string {
	if t.dbnum == 0 || n == 0 {
		return t.figures(n, width)
	}
	c := scripts[t.dbnum]
	text := c.write(int64(n))
	if t.dbnum == 1 && n >= 10 && n < 20 {
		text = strings.TrimPrefix(text, "一")
	}
	if n < 10 && width == 2 {
		text = string(c.digits[0]) + text
	}
	return text
}

var (
	months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	days   = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
)
