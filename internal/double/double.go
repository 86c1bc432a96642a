// Package double knows what is left of a decimal number after a spreadsheet
// program has kept it: such programs compute and store binary doubles.
//
// In: decimal numbers. Out: the same without what doubles add to them. Never:
// rounding to what a table prints.
package double

import "github.com/shopspring/decimal"

// Digits is how many significant digits a double surely holds, and a spreadsheet
// program keeps and shows; what stands behind them is noise (0.1+0.2 is stored
// as 0.30000000000000004).
const Digits = 15

// Significant rounds to so many significant digits, half away from zero.
func Significant(d decimal.Decimal, digits int) decimal.Decimal {
	n := d.NumDigits()
	if n <= digits {
		return d
	}
	return d.Round(int32(digits-n) - d.Exponent())
}

// One rule says how far the same number may be from itself after programs have
// computed and stored it:
//
//   - Amounts in 万元, 千元 or 元 have six decimals at most and shares are below
//     1; 15 digits keep eight decimals of all that is below 10,000,000. What
//     differs by no more than the last of these is the same number. (Of 亿元 it
//     is 1 元.)
//   - Of larger numbers, as amounts in 元 are, doubles keep fewer decimals, and
//     each addition may lose one more bit: a sum of thousands differs in the
//     14th digit. At a ten-trillionth of the number, 0.01 元 is never noise in
//     anything below a hundred billion 元.
var (
	Limit    = decimal.New(1, -8) // for numbers below 100,000
	relative = decimal.New(1, -13)
)

// Places is how many decimals of a number are not noise: one more than the last
// that counts.
const Places = 9

// Clean is a stored number without noise. Below 1 numbers have more decimals that
// count, as 分 in 亿元 do.
func Clean(d decimal.Decimal) decimal.Decimal {
	if d.Exponent() >= 0 {
		return d
	}
	before := d.NumDigits() + int(d.Exponent()) // the point; below 0 for zeros behind it
	return Significant(d, Digits).Round(int32(max(Places, sure-before)))
}

// sure is how many significant digits noise leaves alone in any case.
const sure = 12

// Same says whether two numbers differ by no more than noise.
func Same(a, b decimal.Decimal) bool {
	off := a.Sub(b).Abs()
	return off.LessThanOrEqual(Limit) || off.LessThanOrEqual(decimal.Max(a.Abs(), b.Abs()).Mul(relative))
}
