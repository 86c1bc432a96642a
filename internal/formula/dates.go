package formula

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

func init() {
	define(function{takes: "v", min: 3, max: 3, compute: date}, "DATE")
	part := func(of func(d day) int) function {
		return function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
			return scalar(whole(of(c.day(0)))), nil
		}}
	}
	define(part(func(d day) int { return d.year }), "YEAR")
	define(part(func(d day) int { return d.month }), "MONTH")
	define(part(func(d day) int { return d.day }), "DAY")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		if c.args[0].Kind != Text {
			return val{}, badValue
		}
		return textDate(c, func(d decimal.Decimal) decimal.Decimal { return d.Floor() })
	}}, "DATEVALUE")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		if c.args[0].Kind != Text {
			return val{}, badValue
		}
		return textDate(c, func(d decimal.Decimal) decimal.Decimal { return d.Sub(d.Floor()) })
	}}, "TIMEVALUE")
	define(numeric(2, one, func(a, b decimal.Decimal) (decimal.Decimal, error) { return floor(a).Sub(floor(b)), nil }), "DAYS")
	define(function{takes: "p", min: 2, max: 2, compute: func(c *arguments) (val, error) { return months(c, false) }}, "EDATE")
	define(function{takes: "p", min: 2, max: 2, compute: func(c *arguments) (val, error) { return months(c, true) }}, "EOMONTH")
	define(function{takes: "v", min: 1, max: 2, compute: weekday}, "WEEKDAY")
	define(function{takes: "p", min: 1, max: 2, compute: weekNum}, "WEEKNUM")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		return scalar(whole(isoWeek(c.day(0)))), nil
	}}, "ISOWEEKNUM")
	define(function{takes: "v", min: 3, max: 3, compute: dateDif}, "DATEDIF")
	define(function{takes: "v", min: 2, max: 3, compute: days360}, "DAYS360")
	define(function{takes: "ppr", min: 2, max: 3, compute: netWorkdays}, "NETWORKDAYS")
	define(function{takes: "ppr", min: 2, max: 3, compute: workday}, "WORKDAY")
	define(function{takes: "v", min: 3, max: 3, compute: clock}, "TIME")
	for name, of := range map[string]func(seconds int) int{
		"HOUR":   func(s int) int { return s / 3600 % 24 },
		"MINUTE": func(s int) int { return s / 60 % 60 },
		"SECOND": func(s int) int { return s % 60 },
	} {
		define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
			d := c.num(0)
			if d.IsNegative() {
				return val{}, badNum
			}
			return scalar(whole(of(truncated(d.Sub(d.Floor()).Mul(secondsOfDay).Round(0))))), nil
		}}, name)
	}
}

var secondsOfDay = decimal.NewFromInt(86400)

// day is a day of the calendar with its serial number.
type day struct{ serial, year, month, day int }

func dayOf(serial int) (day, error) {
	y, m, d, ok := numfmt.Civil(serial)
	if !ok {
		return day{}, badNum
	}
	if m == 1 && d == 0 {
		return day{serial, y, m, 0}, nil
	}
	return day{serial, y, m, d}, nil
}

// day is an argument as a day.
func (c *arguments) day(i int) day {
	return read(c, i, func(v Value) (day, error) {
		d, err := number(v)
		switch {
		case err != nil:
			return day{}, err
		case d.IsNegative() || magnitude(d) > 8:
			return day{}, badNum
		}
		return dayOf(truncated(floor(d)))
	})
}

// realDay is an argument as a day after 1900-03-01; before, Excel and others
// count differently.
func (c *arguments) realDay(i int) day {
	d := c.day(i)
	if d.serial < 61 {
		c.fail(ErrUnsupported)
	}
	return d
}

func textDate(c *arguments, of func(decimal.Decimal) decimal.Decimal) (val, error) {
	d, ok := parseDate(c.args[0].Value.Text)
	if ok {
		return scalar(Num(of(d))), nil
	}
	if mayBeNumber(c.args[0].Value.Text) && strings.Trim(c.args[0].Value.Text, "0123456789.") != "" {
		return val{}, ErrUnsupported
	}
	return val{}, badValue
}

// date is DATE: months and days beyond the year and month run on, years before
// 1900 count from there.
func date(c *arguments) (val, error) {
	var n [3]int
	for i := range n {
		n[i] = truncated(floor(c.num(i)))
	}
	year, month, days := n[0], n[1], n[2]
	if year < 0 || year > 9999 || month < -120000 || month > 120000 || days < -4000000 || days > 4000000 {
		return val{}, badNum
	}
	if year < 1900 {
		year += 1900
	}
	first, err := monthStart(year, month)
	if err != nil {
		return val{}, err
	}
	if first < 61 {
		return val{}, ErrUnsupported
	}
	serial := first + days - 1
	if _, err := dayOf(serial); err != nil {
		return val{}, err
	}
	return scalar(whole(serial)), nil
}

// monthStart is the first day of a month; months run on over years.
func monthStart(year, month int) (int, error) {
	month--
	year += month / 12
	if month %= 12; month < 0 {
		month += 12
		year--
	}
	serial, ok := numfmt.Serial(year, month+1, 1)
	if !ok {
		return 0, badNum
	}
	return serial, nil
}

func months(c *arguments, end bool) (val, error) {
	d, n := c.realDay(0), c.int(1)
	if n < -120000 || n > 120000 {
		return val{}, badNum
	}
	first, err := monthStart(d.year, d.month+n)
	if err != nil {
		return val{}, err
	}
	next, err := monthStart(d.year, d.month+n+1)
	if err != nil || first < 61 {
		return val{}, ErrUnsupported
	}
	if end {
		return scalar(whole(next - 1)), nil
	}
	return scalar(whole(min(first+d.day-1, next-1))), nil
}

func weekday(c *arguments) (val, error) {
	d, kind := c.day(0), c.intOr(1, 1)
	n := (d.serial + 6) % 7 // 0 on Sundays
	switch {
	case kind == 1:
		n++
	case kind == 2:
		n = (n+6)%7 + 1
	case kind == 3:
		n = (n + 6) % 7
	case kind >= 11 && kind <= 17:
		n = (n+7-(kind-10)%7)%7 + 1
	default:
		return val{}, badNum
	}
	return scalar(whole(n)), nil
}

func weekNum(c *arguments) (val, error) {
	d, kind := c.realDay(0), c.intOr(1, 1)
	start := 0 // the weekday on which weeks begin, 0 for Sunday
	switch {
	case kind == 1 || kind == 17:
	case kind == 2:
		start = 1
	case kind >= 11 && kind <= 16:
		start = kind - 10
	case kind == 21:
		return scalar(whole(isoWeek(d))), nil
	default:
		return val{}, badNum
	}
	first, err := monthStart(d.year, 1)
	if err != nil {
		return val{}, err
	}
	lead := ((first+6)%7 - start + 7) % 7
	return scalar(whole((d.serial-first+lead)/7 + 1)), nil
}

// isoWeek is the week with this day's Thursday in it, counted within its year.
func isoWeek(d day) int {
	thursday, err := dayOf(d.serial - (d.serial+5)%7 + 3)
	if err != nil {
		return 0
	}
	first, _ := monthStart(thursday.year, 1)
	return (thursday.serial-first)/7 + 1
}

func dateDif(c *arguments) (val, error) {
	a, b, unit := c.realDay(0), c.realDay(1), c.str(2)
	if a.serial > b.serial {
		return val{}, badNum
	}
	whole12 := (b.year-a.year)*12 + b.month - a.month
	if b.day < a.day {
		whole12--
	}
	switch upper(unit) {
	case "D":
		return scalar(whole(b.serial - a.serial)), nil
	case "M":
		return scalar(whole(whole12)), nil
	case "Y":
		return scalar(whole(whole12 / 12)), nil
	case "YM":
		return scalar(whole(whole12 % 12)), nil
	case "MD":
		if b.day >= a.day {
			return scalar(whole(b.day - a.day)), nil
		}
		return val{}, ErrUnsupported // Microsoft warns of its own results
	case "YD":
		return val{}, ErrUnsupported
	}
	return val{}, badNum
}

func days360(c *arguments) (val, error) {
	a, b, european := c.realDay(0), c.realDay(1), c.boolOr(2, false)
	if !european && (a.month == 2 || b.month == 2) && (a.lastOfMonth() || b.lastOfMonth()) {
		return val{}, ErrUnsupported // versions differ about the end of February
	}
	from, to := min(a.day, 30), b.day
	if to == 31 && (european || from == 30) {
		to = 30
	}
	return scalar(whole((b.year-a.year)*360 + (b.month-a.month)*30 + to - from)), nil
}

func (d day) lastOfMonth() bool {
	next, err := dayOf(d.serial + 1)
	return err == nil && next.day == 1
}

// holidays are the working days that an argument takes away.
func (c *arguments) holidays(i int) map[int]bool {
	off := map[int]bool{}
	if !c.given(i) {
		return off
	}
	c.fail(c.each(c.args[i], func(v Value, n int) error {
		if v.Kind == Blank {
			return nil
		}
		d, err := number(v)
		if err == nil {
			off[truncated(floor(d))] = true
		}
		return err
	}))
	return off
}

func works(serial int, off map[int]bool) bool {
	n := (serial + 6) % 7
	return n != 0 && n != 6 && !off[serial]
}

func netWorkdays(c *arguments) (val, error) {
	a, b, off := c.realDay(0), c.realDay(1), c.holidays(2)
	sign, from, to := 1, a.serial, b.serial
	if from > to {
		sign, from, to = -1, to, from
	}
	n := (to - from + 1) / 7 * 5
	for s := from + (to-from+1)/7*7; s <= to; s++ {
		n += b2i(works(s, nil))
	}
	for s := range off {
		n -= b2i(s >= from && s <= to && works(s, nil))
	}
	return scalar(whole(sign * n)), nil
}

func workday(c *arguments) (val, error) {
	a, n, off := c.realDay(0), c.int(1), c.holidays(2)
	if c.err != nil || n > 3000000 || n < -3000000 {
		return val{}, badNum
	}
	serial, step := a.serial, 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 {
		serial += step
		if _, err := dayOf(serial); err != nil {
			return val{}, err
		}
		n -= b2i(works(serial, off))
	}
	return scalar(whole(serial)), nil
}

func clock(c *arguments) (val, error) {
	var n [3]int
	for i := range n {
		if n[i] = c.int(i); n[i] > 32767 || n[i] < -32767 {
			return val{}, badNum
		}
	}
	seconds := n[0]*3600 + n[1]*60 + n[2]
	if seconds < 0 {
		return val{}, badNum
	}
	return numberOf(divide(decimal.NewFromInt(int64(seconds%86400)), secondsOfDay))
}
