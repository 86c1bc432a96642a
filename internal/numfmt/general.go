package numfmt

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

// stored is the number as Excel stores and shows it; false beyond the range of
// its floats, at both ends.
func stored(d decimal.Decimal) (decimal.Decimal, bool) {
	if d.IsZero() {
		return decimal.Zero, true
	}
	if size := magnitude(d); size > 307 || size < -307 {
		return d, false
	}
	return double.Significant(d, double.Digits), true
}

// magnitude is the exponent of the first digit: 0 for 1 to 9.99.
func magnitude(d decimal.Decimal) int { return d.NumDigits() + int(d.Exponent()) - 1 }

// Plain writes a number as & joins it to a text: up to 15 significant digits,
// with E from 1E+21 on. ok is false for numbers so small that it is not sure.
func Plain(d decimal.Decimal) (text string, ok bool) {
	d, ok = stored(d)
	if !ok {
		return "", false
	}
	if d.IsZero() {
		return "0", true
	}
	size := magnitude(d)
	if size >= 21 {
		return scientific(d, double.Digits), true
	}
	return d.String(), size >= -9
}

// within writes a number as General shows it in a cell that is wide enough: in
// at most 11 signs with the point.
func within(d decimal.Decimal) (string, bool) {
	if d.IsZero() {
		return "0", true
	}
	switch size := magnitude(d); {
	case size < -4:
		return "", false // 0.00001 or 1E-05, by the width of the column
	case size >= 11 || size == 10 && d.Abs().Round(0).NumDigits() > 11:
		return scientific(d, 6), true
	default:
		return d.Round(int32(max(9-max(size, 0), 0))).String(), true
	}
}

// scientific writes 1.5E+21.
func scientific(d decimal.Decimal, n int) string {
	d = double.Significant(d, n)
	size := magnitude(d)
	mantissa := d.Shift(int32(-size)).String()
	mark, power := "E+", size
	if size < 0 {
		mark, power = "E-", -size
	}
	text := strconv.Itoa(power)
	if len(text) < 2 {
		text = "0" + text
	}
	return mantissa + mark + text
}

// general writes a section with General.
func (s *section) general(d decimal.Decimal) (string, bool) {
	text, ok := within(d)
	if !ok || s.dbnum > 0 && strings.Contains(text, "E") {
		return "", false
	}
	if s.dbnum > 0 {
		if text, ok = s.words(text); !ok {
			return "", false
		}
	}
	if !s.has(general) {
		return text, true
	}
	return s.with(general, text), true
}
