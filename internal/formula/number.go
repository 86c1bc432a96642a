package formula

import (
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

var (
	one = decimal.NewFromInt(1)
	two = decimal.NewFromInt(2)
	ten = decimal.NewFromInt(10)
)

// Digits: numbers are shown, stored and compared with 15, as Excel does.
// Divisions carry on with 34. Sums and products of amounts stay exact; only
// what has more digits than any sum of amounts is cut, so that chains of
// products end. What has more than 20 decimals is no amount but the result of
// a division; before a step (ROUND, INT, MOD) its last digits are dropped, so
// that 1/3*3 is 1.
const (
	shown   = double.Digits
	carried = 34
	longest = 100
	settled = 20
)

// bounded keeps a number within what Excel can hold.
func bounded(d decimal.Decimal) (decimal.Decimal, error) {
	if d.IsZero() {
		return decimal.Zero, nil
	}
	n := d.NumDigits()
	switch magnitude := n + int(d.Exponent()); {
	case magnitude > 308:
		return d, badNum
	case magnitude < -306:
		return decimal.Zero, nil
	}
	if n > longest {
		d = double.Significant(d, carried)
	}
	return d, nil
}

// settle drops the last digits of what a division has left.
func settle(d decimal.Decimal) decimal.Decimal {
	if d.Exponent() < -settled {
		return double.Significant(d, settled)
	}
	return d
}

// add adds; a remainder that is nothing beside what it is left of is 0, as in
// Excel (1/3*3-1).
func add(a, b decimal.Decimal) (decimal.Decimal, error) {
	sum := a.Add(b)
	return bounded(cancelled(sum, a))
}

// cancelled is 0 for what is less than the last digit of the number it is left of.
func cancelled(rest, of decimal.Decimal) decimal.Decimal {
	if rest.IsZero() || rest.Exponent() >= -settled && of.NumDigits() <= longest {
		return rest
	}
	if magnitude(of)-magnitude(rest) > shown {
		return decimal.Zero
	}
	return rest
}

// magnitude is the number of digits before the decimal point.
func magnitude(d decimal.Decimal) int { return d.NumDigits() + int(d.Exponent()) }

func multiply(a, b decimal.Decimal) (decimal.Decimal, error) { return bounded(a.Mul(b)) }

func divide(a, b decimal.Decimal) (decimal.Decimal, error) {
	if b.IsZero() {
		return a, divZero
	}
	if a.IsZero() {
		return a, nil
	}
	places := carried - (magnitude(a) - magnitude(b))
	return bounded(stripped(a.DivRound(b, int32(places))))
}

// stripped drops zeros at the end.
func stripped(d decimal.Decimal) decimal.Decimal {
	c, exponent := d.Coefficient(), d.Exponent()
	if c.Sign() == 0 {
		return decimal.Zero
	}
	q, r := new(big.Int), new(big.Int)
	for step := int64(16); step > 0; step /= 4 {
		by := new(big.Int).Exp(big.NewInt(10), big.NewInt(step), nil)
		for exponent < 0 {
			if q.QuoRem(c, by, r); r.Sign() != 0 {
				break
			}
			c, q = q, c
			exponent += int32(step)
		}
	}
	return decimal.NewFromBigInt(c, exponent)
}

// viaFloat is the result of a function that has no exact one.
func viaFloat(f float64) (decimal.Decimal, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return decimal.Zero, badNum
	}
	return bounded(double.Significant(decimal.NewFromFloat(f), shown))
}

// power raises to a power: exactly to whole ones, others with 15 digits.
func power(a, b decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case b.IsZero():
		if a.IsZero() {
			return a, badNum
		}
		return one, nil
	case a.IsZero():
		if b.IsNegative() {
			return a, divZero
		}
		return a, nil
	}
	b = stripped(b)
	if b.Exponent() < 0 || b.NumDigits() > 15 {
		if a.IsNegative() {
			return a, badNum
		}
		return viaFloat(math.Pow(a.InexactFloat64(), b.InexactFloat64()))
	}
	n := b.IntPart()
	size := math.Log10(math.Abs(a.InexactFloat64())) * float64(n)
	switch {
	case size > 310:
		return a, badNum
	case size < -310:
		return decimal.Zero, nil
	}
	return wholePower(a, n)
}

func wholePower(a decimal.Decimal, n int64) (decimal.Decimal, error) {
	negative := n < 0
	if negative {
		n = -n
	}
	result, square := one, a
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = double.Significant(result.Mul(square), 2*carried)
		}
		if n > 1 {
			square = double.Significant(square.Mul(square), 2*carried)
		}
	}
	if negative {
		return divide(one, result)
	}
	return bounded(result)
}

// root is the square root, to more than 30 digits.
func root(d decimal.Decimal) (decimal.Decimal, error) {
	if d.IsNegative() {
		return d, badNum
	}
	if d.IsZero() {
		return d, nil
	}
	exponent := d.Exponent()
	shift := max(0, 2*carried-d.NumDigits())
	if (int(exponent)-shift)%2 != 0 {
		shift++
	}
	c := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(shift)), nil)
	c.Mul(c, d.Coefficient())
	c.Sqrt(c)
	return stripped(decimal.NewFromBigInt(c, (exponent-int32(shift))/2)), nil
}

// floor is the next lower whole number.
func floor(d decimal.Decimal) decimal.Decimal { return settle(d).Floor() }

// unclear text may be a number to Excel, or a date of this year.
const unclear size = 100

// readNumber reads a text as arithmetic does: 1,234.5 and 5% and (3) and dates.
func readNumber(text string) (decimal.Decimal, size) {
	s := strings.Trim(text, " ")
	if s == "" {
		return decimal.Zero, noNumber
	}
	if d, is := plainNumber(s); is != noNumber {
		return d, is
	}
	negative := false
	switch {
	case s[0] == '-' || s[0] == '+':
		negative = s[0] == '-'
		s = s[1:]
	case len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')':
		negative = true
		s = s[1 : len(s)-1]
	}
	if d, is := unsigned(s); is == fits {
		if negative {
			d = d.Neg()
		}
		return d, is
	}
	if d, ok := parseDate(strings.Trim(text, " ")); ok {
		return d, fits
	}
	if mayBeNumber(text) {
		return decimal.Zero, unclear
	}
	return decimal.Zero, noNumber
}

func unsigned(s string) (decimal.Decimal, size) {
	if rest, ok := strings.CutSuffix(s, "%"); ok {
		d, is := unsigned(rest)
		return d.Shift(-2), is
	}
	if strings.Contains(s, ",") {
		before, after, point := strings.Cut(s, ".")
		groups := strings.Split(before, ",")
		for i, g := range groups {
			if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
				return decimal.Zero, noNumber
			}
		}
		s = strings.Join(groups, "")
		if point {
			s += "." + after
		}
	}
	return plainNumber(s)
}

// mayBeNumber says of a text that is no plain number whether Excel might yet
// make one of it: a date or time without year, a fraction, a currency, digits
// of full width.
func mayBeNumber(s string) bool {
	digits := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r >= '０' && r <= '９':
			digits = true
		case strings.ContainsRune(" +-/:.,%()¥￥$年月日时分秒上下午APMapm", r):
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			if !hasMonth(s) {
				return false
			}
		default:
			return false
		}
	}
	return digits && !dotted(s)
}

// dotted is true of numbers of headings such as 1.2.3 and of 1-2-3-4, which no
// Excel reads as a number.
func dotted(s string) bool {
	return strings.Trim(s, "0123456789.") == "" && strings.Count(s, ".") > 1 || strings.Count(s, "-") > 2
}

func hasMonth(s string) bool {
	s = strings.ToLower(s)
	months := []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	return slices.ContainsFunc(months, func(m string) bool { return strings.Contains(s, m) })
}
