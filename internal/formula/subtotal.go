package formula

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

func init() {
	define(function{takes: "vr", min: 2, max: -1, union: Arguments, from: 1, compute: subtotal}, "SUBTOTAL")
	define(function{takes: "vva", min: 3, max: -1, union: Arguments, from: 2, compute: aggregate}, "AGGREGATE")
}

// subtotals are the functions that SUBTOTAL and AGGREGATE compute by number.
var subtotals = []string{1: "AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV.S", "STDEV.P", "SUM", "VAR.S", "VAR.P",
	"MEDIAN", "MODE.SNGL", "LARGE", "SMALL", "PERCENTILE.INC", "QUARTILE.INC"}

// passing says which cells SUBTOTAL and AGGREGATE pass over.
type passing struct{ subtotals, hidden, faults bool }

// subtotal passes over cells that are subtotals themselves, and from 101 on over
// hidden rows. (Rows that a filter hides are always passed over; in workbooks
// that are made anew no filter is on.)
func subtotal(c *arguments) (val, error) {
	n := c.int(0)
	over := passing{subtotals: true, hidden: n > 100}
	if n > 100 {
		n -= 100
	}
	if n < 1 || n > 11 {
		return val{}, badValue
	}
	for _, arg := range c.args[1:] {
		if arg.areas == nil {
			if arg.grid == nil && arg.Kind == Fault {
				return arg, nil
			}
			return val{}, ErrUnsupported
		}
	}
	return c.without(over, subtotals[n], c.args[1:])
}

func aggregate(c *arguments) (val, error) {
	n := c.int(0)
	option := c.int(1)
	if n < 1 || n > 19 || option < 0 || option > 7 {
		return val{}, badValue
	}
	if n > 17 || n > 13 && len(c.args) != 4 {
		return val{}, ErrUnsupported
	}
	over := passing{
		subtotals: option < 4,
		hidden:    slices.Contains([]int{1, 3, 5, 7}, option),
		faults:    slices.Contains([]int{2, 3, 6, 7}, option),
	}
	if n < 14 {
		for _, arg := range c.args[2:] {
			if arg.areas == nil {
				return val{}, ErrUnsupported // Excel computes arrays only from 14 on
			}
		}
		return c.without(over, subtotals[n], c.args[2:])
	}
	k, err := caughtVal(c.value(c.args[3], c.mode))
	if err != nil {
		return val{}, err
	}
	return c.over(func(at []Value) (Value, error) {
		v, err := c.without(over, subtotals[n], c.args[2:3], scalar(at[0]))
		return v.Value, err
	}, k)
}

// without computes a function of the cells that are not passed over.
func (c *arguments) without(over passing, fn string, from []val, more ...val) (val, error) {
	if result := tallies[fn]; result != nil {
		if t, ok, err := c.tallyWithout(over, from); ok || err != nil {
			if err != nil {
				return val{}, err
			}
			return numberOf(result(t))
		}
	}
	var left []Value
	for _, arg := range from {
		var err error
		if left, err = c.left(left, arg, over); err != nil {
			return val{}, err
		}
	}
	g := &grid{rows: len(left), cols: 1, high: len(left), wide: 1, cells: left}
	args := append([]val{{grid: g}}, more...)
	return c.apply(functions[fn], args, c.mode)
}

// tallies are the functions of SUBTOTAL that a tally answers.
var tallies = map[string]func(*tally) (decimal.Decimal, error){
	"AVERAGE": (*tally).average, "MAX": (*tally).highest, "MIN": (*tally).lowest, "SUM": (*tally).total,
	"COUNT":  func(t *tally) (decimal.Decimal, error) { return decimal.NewFromInt(int64(t.sum.n)), t.err },
	"COUNTA": func(t *tally) (decimal.Decimal, error) { return decimal.NewFromInt(int64(t.filled)), t.err },
}

// tallyWithout tallies cells that are kept in the cache; ok is false if they are not.
func (c *arguments) tallyWithout(over passing, from []val) (*tally, bool, error) {
	all := &tally{}
	for _, arg := range from {
		t, ok, err := c.upTo(arg, over)
		if !ok || err != nil {
			return nil, false, err
		}
		all.join(t)
		all.bad = cmp.Or(all.bad, t.bad)
	}
	return all, true, nil
}

// passes says whether a cell is passed over, before it is looked at.
func (over passing) passes(s Sheet, col, row int) bool {
	return over.hidden && s.Hidden(row) || over.subtotals && isSubtotal(s.Formula(col, row))
}

// left adds the values of an argument that are not passed over; blanks do not matter.
func (c *arguments) left(out []Value, arg val, over passing) ([]Value, error) {
	keep := func(v Value) {
		if v.Kind != Blank && !(over.faults && v.Kind == Fault) {
			out = append(out, v)
		}
	}
	if arg.areas == nil {
		return out, c.each(arg, func(v Value, n int) error {
			if n > 1 && v.Kind != Blank {
				return ErrUnsupported
			}
			keep(v)
			return nil
		})
	}
	for _, a := range arg.areas {
		high, wide := a.used()
		if err := c.work(high * wide); err != nil {
			return nil, err
		}
		for row := a.Row1; row < a.Row1+high; row++ {
			for col := a.Col1; col < a.Col1+wide; col++ {
				if over.passes(a.sheet, col, row) {
					continue
				}
				v, err := a.sheet.Value(col, row)
				if err != nil {
					return nil, err
				}
				keep(v)
			}
		}
	}
	return out, nil
}

// isSubtotal says whether a formula has a subtotal in it.
func isSubtotal(text string) bool {
	found := false
	for i := 0; i < len(text) && !found; i++ {
		if text[i] == '(' {
			found = endsWith(text[:i], "SUBTOTAL") || endsWith(text[:i], "AGGREGATE")
		}
	}
	if !found {
		return false
	}
	f, err := Parse(text) // it may stand in a text
	return err == nil && (slices.Contains(f.functions, "SUBTOTAL") || slices.Contains(f.functions, "AGGREGATE"))
}

func endsWith(text, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(text[len(text)-len(word):], word)
}
