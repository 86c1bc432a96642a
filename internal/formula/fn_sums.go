package formula

import (
	"github.com/shopspring/decimal"
)

func init() {
	many := func(compute func(c *arguments) (val, error)) function {
		return function{takes: "r", min: 1, max: -1, union: Arguments, compute: compute}
	}
	define(many(sum), "SUM")
	define(many(func(c *arguments) (val, error) {
		total := decimal.Zero
		err := c.numbers(asUsual, func(d decimal.Decimal, n int) error {
			total = total.Add(d.Mul(d).Mul(decimal.NewFromInt(int64(n))))
			return nil
		})
		return numberOf(total, err)
	}), "SUMSQ")
	define(many(product), "PRODUCT")
	define(many(func(c *arguments) (val, error) { return count(c, counts) }), "COUNT")
	define(many(func(c *arguments) (val, error) { return count(c, countsAny) }), "COUNTA")
	define(function{takes: "r", min: 1, max: 1, compute: countBlank}, "COUNTBLANK")
	define(many(func(c *arguments) (val, error) { return average(c, asUsual) }), "AVERAGE")
	define(many(func(c *arguments) (val, error) { return average(c, textToo) }), "AVERAGEA")
	define(many(func(c *arguments) (val, error) { return extreme(c, asUsual, 1) }), "MAX")
	define(many(func(c *arguments) (val, error) { return extreme(c, asUsual, -1) }), "MIN")
	define(many(func(c *arguments) (val, error) { return extreme(c, textToo, 1) }), "MAXA")
	define(many(func(c *arguments) (val, error) { return extreme(c, textToo, -1) }), "MINA")
	define(function{takes: "a", min: 1, max: -1, compute: sumProduct}, "SUMPRODUCT")
}

// reading is what functions of numbers make of other values among cells.
type reading bool

const (
	asUsual reading = false // texts and truth values in cells and arrays do not count
	textToo reading = true  // texts are 0, truth values 0 or 1
)

// numbers visits the numbers of all arguments; n of each.
func (c *arguments) numbers(how reading, visit func(d decimal.Decimal, n int) error) error {
	for i := range c.args {
		if err := c.numbersOf(i, how, visit); err != nil {
			return err
		}
	}
	return nil
}

// numbersOf visits the numbers of one argument. Cells count if they hold
// numbers; single values are turned into numbers.
func (c *arguments) numbersOf(i int, how reading, visit func(d decimal.Decimal, n int) error) error {
	if arg := c.args[i]; !arg.many() {
		d, err := number(arg.Value)
		if err != nil {
			return err
		}
		return visit(d, 1)
	}
	return c.each(c.args[i], func(v Value, n int) error {
		switch v.Kind {
		case Number:
			return visit(v.Num, n)
		case Fault:
			return failure(v.Text)
		case Bool, Text:
			if how == textToo {
				if v.Kind == Bool && v.Bool {
					return visit(one, n)
				}
				return visit(decimal.Zero, n)
			}
		}
		return nil
	})
}

func numberOf(d decimal.Decimal, err error) (val, error) {
	if err == nil {
		d, err = bounded(d)
	}
	return scalar(Num(d)), err
}

func sum(c *arguments) (val, error) {
	var t total
	for i, arg := range c.args {
		if s, ok, err := c.running(arg); err != nil { // see cache.go
			return val{}, err
		} else if ok {
			t.add(s, 1)
			continue
		}
		err := c.numbersOf(i, asUsual, func(d decimal.Decimal, n int) error {
			t.add(d, n)
			return nil
		})
		if err != nil {
			return val{}, err
		}
	}
	return numberOf(t.sum(), nil)
}

// total adds up numbers, exactly.
type total struct {
	so      decimal.Decimal
	largest decimal.Decimal // what was added, if it has the decimals of a division
	n       int
}

func (t *total) add(d decimal.Decimal, times int) {
	if times != 1 {
		d = d.Mul(decimal.NewFromInt(int64(times)))
	}
	t.n += times
	t.so = t.so.Add(d)
	if d.Exponent() < -settled && d.Abs().GreaterThan(t.largest) {
		t.largest = d.Abs()
	}
}

func (t *total) sum() decimal.Decimal {
	if t.largest.IsZero() {
		return t.so
	}
	return cancelled(t.so, t.largest)
}

func product(c *arguments) (val, error) {
	result, any := one, false
	err := c.numbers(asUsual, func(d decimal.Decimal, n int) error {
		any = true
		if n > 1 {
			return ErrUnsupported
		}
		var err error
		result, err = multiply(result, d)
		return err
	})
	if !any {
		result = decimal.Zero
	}
	return numberOf(result, err)
}

func counts(v Value, cell bool) bool {
	if cell {
		return v.Kind == Number
	}
	_, err := number(v)
	return err == nil
}

func countsAny(v Value, cell bool) bool { return v.Kind != Blank || !cell }

func count(c *arguments, counts func(v Value, cell bool) bool) (val, error) {
	total := 0
	for _, arg := range c.args {
		cell := arg.many()
		err := c.each(arg, func(v Value, n int) error {
			if !cell && v.Kind == Text {
				if _, is := readNumber(v.Text); is == unclear {
					return ErrUnsupported
				}
			}
			if counts(v, cell) {
				total += n
			}
			return nil
		})
		if err != nil {
			return val{}, err
		}
	}
	return scalar(whole(total)), nil
}

func countBlank(c *arguments) (val, error) {
	if c.args[0].areas == nil {
		return val{}, ErrUnsupported
	}
	total := 0
	err := c.each(c.args[0], func(v Value, n int) error {
		if v.Kind == Blank || v.Kind == Text && v.Text == "" {
			total += n
		}
		return nil
	})
	return scalar(whole(total)), err
}

func average(c *arguments, how reading) (val, error) {
	var t total
	err := c.numbers(how, func(d decimal.Decimal, n int) error {
		t.add(d, n)
		return nil
	})
	if err != nil {
		return val{}, err
	}
	return numberOf(divide(t.sum(), decimal.NewFromInt(int64(t.n))))
}

func extreme(c *arguments, how reading, sign int) (val, error) {
	best, any := decimal.Zero, false
	err := c.numbers(how, func(d decimal.Decimal, _ int) error {
		if !any || d.Cmp(best) == sign {
			best, any = d, true
		}
		return nil
	})
	return numberOf(best, err)
}

// sumProduct multiplies arrays place by place; what is no number is 0.
func sumProduct(c *arguments) (val, error) {
	grids := make([]*grid, len(c.args))
	for i := range c.args {
		var err error
		if c.args[i].grid != nil && c.args[i].grid.loose && len(c.args) == 1 {
			grids[i] = c.args[i].grid
		} else if grids[i], err = c.array(i); err != nil {
			return val{}, err
		}
		if grids[i].rows != grids[0].rows || grids[i].cols != grids[0].cols {
			return val{}, badValue
		}
	}
	all := grids[0]
	if len(grids) > 1 {
		var err error
		if all, err = c.spread(grids, multiplied); err != nil {
			return val{}, err
		}
	}
	var t total
	err := all.each(func(v Value, n int) error {
		switch v.Kind {
		case Fault:
			return failure(v.Text)
		case Number:
			t.add(v.Num, n)
		}
		return nil
	})
	return numberOf(t.sum(), err)
}

func multiplied(at []Value) (Value, error) {
	d := one
	for _, v := range at {
		if v.Kind == Fault {
			return v, nil
		}
	}
	for _, v := range at {
		if v.Kind != Number {
			return Num(decimal.Zero), nil
		}
		d = d.Mul(v.Num)
	}
	d, err := bounded(d)
	return Num(d), err
}
