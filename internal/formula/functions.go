package formula

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// function is one that formulas can call.
type function struct {
	// takes says for each argument what it is, the last one holding for all that
	// follow:
	//
	//	v  one value; of several cells the one in the formula's row or column
	//	e  the same, and error values are not passed on
	//	o  the same, but the arrays of a function around it do not reach it unless
	//	   the formula is an array formula (VLOOKUP, INDEX within SUMPRODUCT);
	//	   LibreOffice knows no such bound
	//	p  the same, and several cells are an error to Excel (EDATE)
	//	r  cells or an array
	//	a  the same, computed with arrays all through (SUMPRODUCT)
	//	d  the same; LibreOffice computes with arrays here, Excel only in an
	//	   array formula
	//	t  the same, and the arrays of a function around it do not reach it either
	//	c  a reference that is looked at, not into (ROW, OFFSET)
	takes    string
	cycle    int // how many of the last letters hold for all that follow, 1 if 0
	min, max int // number of arguments; max -1 without limit
	union    Union
	from     int // the first argument that union is about
	compute  func(c *arguments) (val, error)
	lazy     func(m *machine, n call, mode how) (val, error) // computes its arguments itself
}

// all functions by name, filled by the files of the kinds of functions.
var functions = map[string]function{}

// define adds functions; several names have blanks between.
func define(f function, names ...string) {
	for _, n := range names {
		functions[n] = f
	}
}

// Known says whether a function can be computed.
func Known(fn string) bool {
	_, ok := functions[bare(fn)]
	return ok
}

func (f function) class(arg int) byte {
	if n := len(f.takes); arg >= n {
		cycle := max(f.cycle, 1)
		arg = n - cycle + (arg-n)%cycle
	}
	return f.takes[arg]
}

// Union is how a function takes several ranges in place of one.
type Union uint8

// The ways of taking several ranges with the same result.
const (
	NoUnion   Union = iota
	Arguments       // as further arguments, or as a union in brackets
	Bracketed       // as a union in brackets
)

// TakesRange says whether an argument of a function takes cells as a range, so
// that a single cell of a list means the whole list there.
func TakesRange(fn string, arg int) bool {
	f, ok := functions[bare(fn)]
	return ok && slices.Contains([]byte("radt"), f.class(arg))
}

// TakesUnion says how an argument of a function takes several ranges.
func TakesUnion(fn string, arg int) Union {
	f, ok := functions[bare(fn)]
	if !ok || arg < f.from || f.union == Bracketed && arg != f.from {
		return NoUnion
	}
	return f.union
}

// arguments are what a function is computed from. What is read of them is sure to
// be right only once the function is done: the first argument that could not be
// read as wanted was read as nothing, and is the result, whatever the function
// made of it.
type arguments struct {
	*machine
	args []val
	mode how
	err  error
}

// call computes a function.
func (m *machine) call(n call, mode how) (val, error) {
	fn, ok := functions[n.name]
	if !ok || len(n.args) < fn.min || fn.max >= 0 && len(n.args) > fn.max {
		return val{}, ErrUnsupported
	}
	if fn.lazy != nil {
		return fn.lazy(m, n, mode)
	}
	args := make([]val, len(n.args))
	spread := false
	for i, arg := range n.args {
		class, argMode := fn.class(i), mode
		switch {
		case class == 'a':
			argMode = arrays
		case mode == plain && (class == 'd' || class == 't'):
			argMode = unsure
		case class == 'o' || class == 't':
			argMode = m.within(mode)
		}
		args[i] = m.eval(arg, argMode)
		if oneValue(class) {
			args[i] = m.caught(m.valueFor(class, args[i], argMode))
			spread = spread || args[i].grid != nil
		}
	}
	switch {
	case m.so.err != nil:
		return val{}, m.so.err
	case spread:
		return m.spreadCall(fn, args, mode)
	}
	return m.apply(fn, args, mode)
}

func oneValue(class byte) bool { return strings.IndexByte("veop", class) >= 0 }

// within is how arguments are computed that the arrays of a function around do
// not reach: in an array formula and in names as all others.
func (m *machine) within(mode how) how {
	if mode == arrays && !m.dynamic() {
		return unsure
	}
	return mode
}

// dynamic is true where all is computed with arrays.
func (m *machine) dynamic() bool { return m.env.Array || m.depth > 0 }

// valueFor makes one value of an argument, or a grid where all cells count.
func (m *machine) valueFor(class byte, v val, mode how) (val, error) {
	switch several := len(v.areas) > 1 || len(v.areas) == 1 && !v.areas[0].single(); {
	case class == 'p' && several:
		return val{}, ErrUnsupported
	case class == 'o' && v.grid != nil && v.grid.rows*v.grid.cols > 1 && !m.dynamic():
		return val{}, ErrUnsupported
	}
	return m.value(v, mode)
}

// apply computes a function of single values, ranges and arrays.
func (m *machine) apply(fn function, args []val, mode how) (val, error) {
	for i, v := range args {
		if class := fn.class(i); class != 'e' && oneValue(class) && v.Kind == Fault {
			return v, nil
		}
	}
	c := &arguments{machine: m, args: args, mode: mode}
	v, err := fn.compute(c)
	return caughtVal(v, cmp.Or(c.err, err))
}

// spreadCall computes a function for every value of the arrays that stand where
// it takes one value.
func (m *machine) spreadCall(fn function, args []val, mode how) (val, error) {
	var grids []*grid
	var places []int
	for i, v := range args {
		if v.grid != nil && oneValue(fn.class(i)) {
			grids, places = append(grids, v.grid), append(places, i)
		}
	}
	each := slices.Clone(args)
	compute := func(at []Value) (Value, error) {
		for i, v := range at {
			each[places[i]] = scalar(v)
		}
		v, err := m.apply(fn, each, mode)
		switch {
		case err != nil:
			return Value{}, err
		case len(v.areas) == 1 && v.areas[0].single():
			return v.areas[0].sheet.Value(v.areas[0].Col1, v.areas[0].Row1)
		case v.areas != nil:
			return Value{}, ErrUnsupported
		case v.grid != nil && v.grid.rows == 1 && v.grid.cols == 1:
			return v.grid.at(0, 0), nil
		case v.grid != nil:
			return Value{}, ErrUnsupported
		}
		return v.Value, nil
	}
	g, err := m.spread(grids, compute)
	return val{grid: g}, err
}

// has says whether an argument is there, left out with its comma or not.
func (c *arguments) has(i int) bool { return i < len(c.args) }

// given says whether an argument is there and not left out.
func (c *arguments) given(i int) bool { return i < len(c.args) && !c.args[i].missing }

// fail makes an error the result, unless there is one before it.
func (c *arguments) fail(err error) { c.err = cmp.Or(c.err, err) }

// read is an argument as something.
func read[T any](c *arguments, i int, as func(Value) (T, error)) T {
	v, err := as(c.args[i].Value)
	if err != nil {
		c.fail(err)
		var nothing T
		return nothing
	}
	return v
}

// readOr is an argument as something, or something else if there are not so many.
func readOr[T any](c *arguments, i int, other T, as func(Value) (T, error)) T {
	if !c.has(i) {
		return other
	}
	return read(c, i, as)
}

// num is an argument as a number; one left out is 0.
func (c *arguments) num(i int) decimal.Decimal { return read(c, i, number) }

// maxInt is beyond every count, place and year that functions take.
const maxInt = 1 << 40

// int is an argument as a whole number, rounded towards zero.
func (c *arguments) int(i int) int { return truncated(c.num(i)) }

// str is an argument as a text.
func (c *arguments) str(i int) string { return read(c, i, display) }

// Of an argument that is not there these give something else; one left out with
// its comma is nothing.
func (c *arguments) numOr(i int, other decimal.Decimal) decimal.Decimal {
	return readOr(c, i, other, number)
}
func (c *arguments) strOr(i int, other string) string { return readOr(c, i, other, display) }
func (c *arguments) boolOr(i int, other bool) bool    { return readOr(c, i, other, truth) }
func (c *arguments) intOr(i, other int) int {
	return truncated(c.numOr(i, decimal.NewFromInt(int64(other))))
}

// intIf is an argument as a whole number, or something else if it is left out.
func (c *arguments) intIf(i, other int) int {
	if !c.given(i) {
		return other
	}
	return c.int(i)
}

func truncated(d decimal.Decimal) int {
	d = settle(d)
	if magnitude(d) > 12 {
		return d.Sign() * maxInt
	}
	return int(d.IntPart())
}

// array is an argument as an array.
func (c *arguments) array(i int) *grid {
	g, err := c.asGrid(c.args[i])
	if err != nil {
		c.fail(err)
		return cellGrid(Value{})
	}
	return g
}

// area is an argument that must be one area of cells; it has no sheet if it is none.
func (c *arguments) area(i int) (a area) {
	switch v := c.args[i]; {
	case len(v.areas) == 1:
		return v.areas[0]
	case v.grid == nil && v.Kind == Fault:
		c.fail(failure(v.Text))
	default:
		c.fail(ErrUnsupported)
	}
	return a
}

// simple makes a function of numbers.
func simple(compute func(decimal.Decimal) (decimal.Decimal, error)) function {
	return function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		d, err := compute(c.num(0))
		return scalar(Num(d)), err
	}}
}

// likeToolPak makes a function one of those that once came with the Analysis
// ToolPak: several cells are an error to them.
func likeToolPak(f function) function {
	f.takes = strings.ReplaceAll(f.takes, "v", "p")
	return f
}

// numeric makes a function of a value and a number, the second of which may be left out.
func numeric(min int, other decimal.Decimal, compute func(a, b decimal.Decimal) (decimal.Decimal, error)) function {
	return function{takes: "v", min: min, max: 2, compute: func(c *arguments) (val, error) {
		d, err := compute(c.num(0), c.numOr(1, other))
		return scalar(Num(d)), err
	}}
}
