package typed

import (
	"ysgk/internal/pattern"

	"time"

	"github.com/shopspring/decimal"
)

const isoDate = "2006-01-02"

var (
	yearText = pattern.Of(`^((?:19|20)\d\d)(?:年|年度)?$`)
	dateText = pattern.Of(`^((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$`)
	dateRun  = pattern.Of(`^((?:19|20)\d\d)(\d\d)(\d\d)$`)
)

// Year reads 2026, ２０２６, 2026年 or 2026年度.
func Year(s string) (string, bool) {
	m := yearText.FindStringSubmatch(Fold(s))
	if m == nil {
		return "", false
	}
	return m[1], true
}

// Day reads the usual ways to write a day; the result is 2026-01-20.
func Day(s string) (string, bool) {
	s = Fold(s)
	m := dateText.FindStringSubmatch(s)
	if m == nil {
		m = dateRun.FindStringSubmatch(s)
	}
	if m == nil {
		return "", false
	}
	t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return "", false
	}
	return t.Format(isoDate), true
}

// serialDate is the day of a spreadsheet's day number.
func serialDate(d decimal.Decimal, date1904 bool) (string, bool) {
	days := d.IntPart()
	if days < 61 || days > 2958465 { // before 1900-03-01 Excel counts a day that never was
		return "", false
	}
	return epoch(date1904).AddDate(0, 0, int(days)).Format(isoDate), true
}

func epoch(date1904 bool) time.Time {
	if date1904 {
		return time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
}
