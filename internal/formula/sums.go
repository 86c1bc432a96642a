package formula

import (
	"github.com/shopspring/decimal"
)

func init() {
	many := func(compute func(c *arguments) (val, error)) function {
		return function{takes: "r", min: 1, max: -1, union: Arguments, compute: compute}
	}
	tallied := func(result func(t *tally) (decimal.Decimal, error)) function {
		return many(func(c *arguments) (val, error) {
			t, err := c.tallied()
			if err != nil {
				return val{}, err
			}
			return numberOf(result(t))
		})
	}
	define(tallied((*tally).total), "SUM")
	define(tallied((*tally).average), "AVERAGE")
	define(tallied((*tally).highest), "MAX")
	define(tallied((*tally).lowest), "MIN")
	define(many(func(c *arguments) (val, error) {
		var squares sum
		err := c.numbers(0, len(c.args), asUsual, func(d decimal.Decimal, n int) error {
			squares.add(d.Mul(d), n)
			return nil
		})
		return numberOf(squares.result(), err)
	}), "SUMSQ")
	define(many(product), "PRODUCT")
	define(many(func(c *arguments) (val, error) { return count(c, counts) }), "COUNT")
	define(many(func(c *arguments) (val, error) { return count(c, countsAny) }), "COUNTA")
	define(function{takes: "r", min: 1, max: 1, compute: countBlank}, "COUNTBLANK")
	withText := func(result func(t *tally) (decimal.Decimal, error)) function {
		return many(func(c *arguments) (val, error) {
			var t tally
			err := c.numbers(0, len(c.args), textToo, func(d decimal.Decimal, n int) error {
				t.take(Num(d), n)
				return nil
			})
			if err != nil {
				return val{}, err
			}
			return numberOf(result(&t))
		})
	}
	define(withText((*tally).average), "AVERAGEA")
	define(withText((*tally).highest), "MAXA")
	define(withText((*tally).lowest), "MINA")
	define(function{takes: "a", min: 1, max: -1, compute: sumProduct}, "SUMPRODUCT")
}

// reading is what functions of numbers make of other values among cells.
type reading bool

const (
	asUsual reading = false // texts and truth values in cells and arrays do not count
	textToo reading = true  // texts are 0, truth values 0 or 1
)

// numbers visits the numbers of some arguments; n of each.
func (c *arguments) numbers(from, to int, how reading, visit func(d decimal.Decimal, n int) error) error {
	for i := from; i < to; i++ {
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

// tallied takes all arguments together.
func (c *arguments) tallied() (*tally, error) {
	all := &tally{}
	for i, arg := range c.args {
		t, ok, err := c.upTo(arg, passing{})
		if err != nil {
			return nil, err
		}
		if ok {
			if err := t.sound(); err != nil {
				return nil, err
			}
			all.join(t)
			continue
		}
		err = c.numbersOf(i, asUsual, func(d decimal.Decimal, n int) error {
			all.take(Num(d), n)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// join takes all that another tally has taken.
func (t *tally) join(u *tally) {
	if u.sum.n > 0 {
		if t.sum.n == 0 || u.max.GreaterThan(t.max) {
			t.max = u.max
		}
		if t.sum.n == 0 || u.min.LessThan(t.min) {
			t.min = u.min
		}
	}
	t.sum.n += u.sum.n
	t.sum.so = t.sum.so.Add(u.sum.so)
	t.sum.largest = decimal.Max(t.sum.largest, u.sum.largest)
	t.cells += u.cells
	t.filled += u.filled
}

func numberOf(d decimal.Decimal, err error) (val, error) {
	if err == nil {
		d, err = bounded(d)
	}
	return scalar(Num(d)), err
}

// sum adds up numbers, exactly.
type sum struct {
	so      decimal.Decimal
	largest decimal.Decimal // what was added, if it has the decimals of a division
	n       int
}

func (t *sum) add(d decimal.Decimal, times int) {
	if times != 1 {
		d = d.Mul(decimal.NewFromInt(int64(times)))
	}
	t.n += times
	t.so = t.so.Add(d)
	if d.Exponent() < -settled && d.Abs().GreaterThan(t.largest) {
		t.largest = d.Abs()
	}
}

func (t *sum) result() decimal.Decimal {
	if t.largest.IsZero() {
		return t.so
	}
	return cancelled(t.so, t.largest)
}

func product(c *arguments) (val, error) {
	result, any := one, false
	err := c.numbers(0, len(c.args), asUsual, func(d decimal.Decimal, n int) error {
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
		if t, ok, err := c.upTo(arg, passing{}); err != nil {
			return val{}, err
		} else if ok && t.err == nil {
			if counts(Str(""), true) {
				total += t.filled
			} else {
				total += t.sum.n
			}
			continue
		}
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

// sumProduct multiplies arrays place by place; what is no number is 0.
func sumProduct(c *arguments) (val, error) {
	grids := make([]*grid, len(c.args))
	for i := range c.args {
		if grids[i] = c.array(i); grids[i].rows != grids[0].rows || grids[i].cols != grids[0].cols {
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
	var t sum
	err := all.each(func(v Value, n int) error {
		switch v.Kind {
		case Fault:
			return failure(v.Text)
		case Number:
			t.add(v.Num, n)
		}
		return nil
	})
	return numberOf(t.result(), err)
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
