package formula

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"
)

func init() {
	define(numeric(2, one, round), "ROUND")
	define(numeric(2, one, roundUp), "ROUNDUP")
	define(numeric(2, one, roundDown), "ROUNDDOWN")
	define(numeric(1, decimal.Zero, roundDown), "TRUNC")
	define(likeToolPak(numeric(2, one, mround)), "MROUND")
	define(numeric(2, one, ceiling), "CEILING")
	define(numeric(2, one, floorTo), "FLOOR")
	define(numeric(2, one, mod), "MOD")
	define(likeToolPak(numeric(2, one, quotient)), "QUOTIENT")
	define(numeric(2, one, power), "POWER")
	define(numeric(1, ten, logarithm), "LOG")
	define(function{takes: "v", min: 1, max: 3, compute: func(c *arguments) (val, error) {
		return stepMath(c, decimal.Decimal.Ceil, decimal.Decimal.Floor)
	}}, "CEILING.MATH")
	define(function{takes: "v", min: 1, max: 3, compute: func(c *arguments) (val, error) {
		return stepMath(c, decimal.Decimal.Floor, decimal.Decimal.Ceil)
	}}, "FLOOR.MATH")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return floor(d), nil }), "INT")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return d.Abs(), nil }), "ABS")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return decimal.NewFromInt(int64(d.Sign())), nil }), "SIGN")
	define(simple(root), "SQRT")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return toEven(d, 0) }), "EVEN")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return toEven(d, 1) }), "ODD")
	define(simple(factorial), "FACT")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return logarithm(d, ten) }), "LOG10")
	for name, f := range map[string]func(float64) float64{
		"EXP": math.Exp, "LN": math.Log, "SIN": math.Sin, "COS": math.Cos, "TAN": math.Tan,
		"ASIN": math.Asin, "ACOS": math.Acos, "ATAN": math.Atan,
	} {
		define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return viaFloat(f(d.InexactFloat64())) }), name)
	}
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return divide(d.Mul(decimal.NewFromInt(180)), pi) }), "DEGREES")
	define(simple(func(d decimal.Decimal) (decimal.Decimal, error) { return divide(d.Mul(pi), decimal.NewFromInt(180)) }), "RADIANS")
	define(function{takes: "v", compute: func(*arguments) (val, error) { return scalar(Num(pi)), nil }}, "PI")
	define(numeric(2, one, combinations), "COMBIN")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) { return divisors(c, gcd) }}, "GCD")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) { return divisors(c, lcm) }}, "LCM")
}

var pi = decimal.RequireFromString("3.1415926535897932384626433832795029")

// places is a number of decimals as an argument gives it.
func places(d decimal.Decimal) int32 { return int32(min(max(truncated(d), -400), 400)) }

func round(d, n decimal.Decimal) (decimal.Decimal, error) {
	return bounded(settle(d).Round(places(n))) // half away from zero, as Excel
}

func roundUp(d, n decimal.Decimal) (decimal.Decimal, error) {
	return bounded(settle(d).RoundUp(places(n)))
}

func roundDown(d, n decimal.Decimal) (decimal.Decimal, error) {
	return bounded(settle(d).RoundDown(places(n)))
}

// inSteps is the multiple of a step that is as many steps as a number is, made whole.
func inSteps(d, step decimal.Decimal, whole func(decimal.Decimal) decimal.Decimal) (decimal.Decimal, error) {
	if magnitude(d)-magnitude(step) > 30 {
		return d, badNum
	}
	q, err := divide(settle(d), settle(step))
	if err != nil {
		return d, err
	}
	return multiply(whole(settle(q)), step)
}

func mround(d, step decimal.Decimal) (decimal.Decimal, error) {
	if d.IsZero() || step.IsZero() {
		return decimal.Zero, nil
	}
	if d.Sign() != step.Sign() {
		return d, badNum
	}
	return inSteps(d, step, func(q decimal.Decimal) decimal.Decimal { return q.Round(0) })
}

func ceiling(d, step decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case d.IsZero() || step.IsZero():
		return decimal.Zero, nil
	case d.IsPositive() && step.IsNegative():
		return d, badNum
	}
	return inSteps(d, step, decimal.Decimal.Ceil)
}

func floorTo(d, step decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case d.IsZero():
		return d, nil
	case step.IsZero():
		return d, divZero
	case d.IsPositive() && step.IsNegative():
		return d, badNum
	}
	return inSteps(d, step, decimal.Decimal.Floor)
}

// stepMath rounds to a step; away makes negative numbers go the other way.
func stepMath(c *arguments, usual, away func(decimal.Decimal) decimal.Decimal) (val, error) {
	d, step := c.num(0), one
	if c.given(1) {
		step = c.num(1).Abs()
	}
	other := !c.numOr(2, decimal.Zero).IsZero()
	if d.IsZero() || step.IsZero() {
		return scalar(Num(decimal.Zero)), nil
	}
	if other && d.IsNegative() {
		usual = away
	}
	d, err := inSteps(d, step, usual)
	return scalar(Num(d)), err
}

// mod has the sign of the divisor.
func mod(d, by decimal.Decimal) (decimal.Decimal, error) {
	if by.IsZero() {
		return d, divZero
	}
	d, by = settle(d), settle(by)
	if magnitude(d)-magnitude(by) > 30 {
		return d, badNum
	}
	r := d.Mod(by)
	if !r.IsZero() && r.Sign() != by.Sign() {
		r = r.Add(by)
	}
	return bounded(r)
}

func quotient(d, by decimal.Decimal) (decimal.Decimal, error) {
	q, err := divide(d, by)
	return settle(q).Truncate(0), err
}

func logarithm(d, base decimal.Decimal) (decimal.Decimal, error) {
	if !d.IsPositive() || !base.IsPositive() {
		return d, badNum
	}
	if base.Equal(one) {
		return d, divZero
	}
	return viaFloat(math.Log(d.InexactFloat64()) / math.Log(base.InexactFloat64()))
}

// toEven rounds away from zero to an even or odd whole number.
func toEven(d decimal.Decimal, odd int64) (decimal.Decimal, error) {
	up := settle(d).Abs().Ceil()
	if !up.Mod(two).Equal(decimal.NewFromInt(odd)) {
		up = up.Add(one)
	}
	if d.IsNegative() {
		up = up.Neg()
	}
	return bounded(up)
}

func factorial(d decimal.Decimal) (decimal.Decimal, error) {
	n := truncated(d)
	if d.IsNegative() || n > 170 {
		return d, badNum
	}
	return bounded(decimal.NewFromBigInt(new(big.Int).MulRange(1, int64(max(n, 1))), 0))
}

func combinations(n, k decimal.Decimal) (decimal.Decimal, error) {
	from, of := truncated(n), truncated(k)
	if n.IsNegative() || k.IsNegative() || of > from {
		return n, badNum
	}
	if from > 2000 {
		return n, ErrUnsupported
	}
	return bounded(decimal.NewFromBigInt(new(big.Int).Binomial(int64(from), int64(of)), 0))
}

func gcd(a, b *big.Int) *big.Int { return new(big.Int).GCD(nil, nil, a, b) }

func lcm(a, b *big.Int) *big.Int {
	if a.Sign() == 0 || b.Sign() == 0 {
		return new(big.Int)
	}
	q := new(big.Int).Quo(a, gcd(a, b))
	return q.Mul(q, b)
}

// divisors folds whole numbers with gcd or lcm.
func divisors(c *arguments, join func(a, b *big.Int) *big.Int) (val, error) {
	var result *big.Int
	c.eachOf(c.args, func(arg val, v Value, _ int) error {
		if v.Kind == Blank && arg.many() {
			return nil
		}
		d, err := number(v)
		if err != nil {
			return err
		}
		if d.IsNegative() || magnitude(d) > 16 {
			return badNum
		}
		n := settle(d).BigInt()
		if result == nil {
			result = n
		} else if result = join(result, n); result.BitLen() > 53 {
			return badNum
		}
		return nil
	})
	if result == nil {
		return scalar(whole(0)), nil
	}
	return scalar(Num(decimal.NewFromBigInt(result, 0))), nil
}
