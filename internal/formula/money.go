package formula

import (
	"github.com/shopspring/decimal"
)

func init() {
	define(function{takes: "v", min: 3, max: 5, compute: func(c *arguments) (val, error) { return annuity(c, payment) }}, "PMT")
	define(function{takes: "v", min: 3, max: 5, compute: func(c *arguments) (val, error) { return annuity(c, futureValue) }}, "FV")
	define(function{takes: "v", min: 3, max: 5, compute: func(c *arguments) (val, error) { return annuity(c, presentValue) }}, "PV")
	define(function{takes: "vr", min: 2, max: -1, compute: netPresent}, "NPV")
	define(function{takes: "v", min: 3, max: 3, compute: straightLine}, "SLN")
	define(function{takes: "v", min: 4, max: 4, compute: sumOfYears}, "SYD")
}

// terms of a loan: the rate of a period, the number of periods, two amounts of
// which the function computes the third, and 1 if payments fall at the beginning.
type terms struct {
	growth, due decimal.Decimal // (1+rate)^periods and 1+rate*beginning
	rate, n     decimal.Decimal
	a, b        decimal.Decimal
}

func annuity(c *arguments, compute func(t terms) (decimal.Decimal, error)) (val, error) {
	var t terms
	var beginning decimal.Decimal
	for i, d := range []*decimal.Decimal{&t.rate, &t.n, &t.a, &t.b, &beginning} {
		*d = c.numOr(i, decimal.Zero)
	}
	var err error
	if t.growth, err = power(one.Add(t.rate), t.n); err != nil {
		return val{}, err
	}
	t.due = one
	if !beginning.IsZero() {
		t.due = one.Add(t.rate)
	}
	return numberOf(compute(t))
}

// series is what a payment of 1 each period grows to.
func (t terms) series() (decimal.Decimal, error) {
	s, err := divide(t.growth.Sub(one), t.rate)
	return s.Mul(t.due), err
}

func payment(t terms) (decimal.Decimal, error) { // of a now and b at the end
	if t.rate.IsZero() {
		return divide(t.a.Add(t.b).Neg(), t.n)
	}
	s, err := t.series()
	if err != nil {
		return s, err
	}
	return divide(t.a.Mul(t.growth).Add(t.b).Neg(), s)
}

func futureValue(t terms) (decimal.Decimal, error) { // of payments of a, and b now
	if t.rate.IsZero() {
		return t.b.Add(t.a.Mul(t.n)).Neg(), nil
	}
	s, err := t.series()
	return t.b.Mul(t.growth).Add(t.a.Mul(s)).Neg(), err
}

func presentValue(t terms) (decimal.Decimal, error) { // of payments of a, and b at the end
	if t.rate.IsZero() {
		return t.b.Add(t.a.Mul(t.n)).Neg(), nil
	}
	s, err := t.series()
	if err != nil {
		return s, err
	}
	return divide(t.b.Add(t.a.Mul(s)).Neg(), t.growth)
}

func netPresent(c *arguments) (val, error) {
	rate := c.num(0)
	total, factor := decimal.Zero, one
	err := c.numbers(1, len(c.args), asUsual, func(d decimal.Decimal, n int) error {
		if n > 1 {
			return ErrUnsupported
		}
		var err error
		if factor, err = multiply(factor, one.Add(rate)); err != nil {
			return err
		}
		part, err := divide(d, factor)
		total = total.Add(part)
		return err
	})
	return numberOf(total, err)
}

func straightLine(c *arguments) (val, error) {
	cost, salvage, life := c.num(0), c.num(1), c.num(2)
	return numberOf(divide(cost.Sub(salvage), life))
}

func sumOfYears(c *arguments) (val, error) {
	cost, salvage, life, period := c.num(0), c.num(1), c.num(2), c.num(3)
	if !life.IsPositive() || period.LessThan(one) || period.GreaterThan(life) {
		return val{}, badNum
	}
	return numberOf(divide(cost.Sub(salvage).Mul(life.Sub(period).Add(one)).Mul(two), life.Mul(life.Add(one))))
}
