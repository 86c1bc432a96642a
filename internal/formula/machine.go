package formula

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
)

// machine computes one formula.
type machine struct {
	env   *Env
	f     *Formula
	cols  int // how far relative references move, in a defined name
	rows  int
	depth int // of names within names
	so    *progress
}

// progress is how far a formula and the names within it have come.
type progress struct {
	cells int   // touched
	err   error // the first that is no error value; whatever is computed after it is of no use
}

// how says what several cells mean where one value is wanted.
type how uint8

const (
	plain  how = iota // the cell in the formula's own row or column
	arrays            // all of them
	unsure            // all to LibreOffice, one to Excel, unless the formula is an array formula
)

// maxNames is how deep names may refer to names, nameCost what following one
// takes, in cells.
const (
	maxNames = 32
	nameCost = 50
)

func newMachine(f *Formula, env *Env) *machine {
	return &machine{env: env, f: f, so: &progress{}}
}

// result is what the formula gives: one value or a grid.
func (m *machine) result() (val, error) {
	mode := plain
	if m.env.Array {
		mode = arrays
	}
	v := m.single(m.f.root, mode)
	return v, m.so.err
}

func caughtVal(v val, err error) (val, error) {
	if f, ok := err.(failure); ok {
		return scalar(fault(string(f))), nil
	}
	return v, err
}

// caught is a value; an error value is one, and any other error ends the computation.
func (m *machine) caught(v val, err error) val {
	if v, err = caughtVal(v, err); err == nil {
		return v
	}
	m.so.err = cmp.Or(m.so.err, err)
	return val{}
}

// eval computes a node.
func (m *machine) eval(n node, mode how) val {
	if m.so.err != nil {
		return val{}
	}
	return m.caught(m.compute(n, mode))
}

// single computes a node where one value is wanted, or a grid where all cells count.
func (m *machine) single(n node, mode how) val {
	return m.caught(m.value(m.eval(n, mode), mode))
}

func (m *machine) compute(n node, mode how) (val, error) {
	switch n := n.(type) {
	case constant:
		return scalar(n.Value), nil
	case list:
		return n.val(), nil
	case operand:
		return m.operand(n.index)
	case name:
		return m.name(n, mode)
	case *table:
		return m.table(n)
	case group:
		return m.eval(n.in, mode), nil
	case missing:
		return val{missing: true}, nil
	case prefix:
		return m.prefix(n, mode)
	case postfix:
		if n.op != '%' {
			return val{}, ErrUnsupported
		}
		return m.unary(n.x, mode, func(v Value) (Value, error) {
			d, err := number(v)
			return Num(d.Shift(-2)), err
		})
	case infix:
		return m.infix(n, mode)
	case call:
		return m.call(n, mode)
	}
	return val{}, ErrUnsupported
}

func (l list) val() val {
	g := newGrid(len(l.rows), len(l.rows[0]))
	for row, values := range l.rows {
		for col, v := range values {
			g.set(row, col, v)
		}
	}
	return val{grid: g}
}

// operand is a reference of the formula.
func (m *machine) operand(i int) (val, error) {
	o := m.f.Operands[i]
	sheet, err := m.sheet(o.Ref.Sheet)
	if err != nil {
		return val{}, err
	}
	return areasOf(area{sheet, m.cellsOf(o.Ref), !o.Ref.Single()}), nil
}

func (m *machine) sheet(name string) (Sheet, error) {
	if name == "" {
		if m.env.Sheet == nil {
			return nil, ErrUnsupported
		}
		return m.env.Sheet, nil
	}
	if m.env.Book == nil {
		return nil, ErrUnsupported
	}
	s := m.env.Book.Sheet(name)
	if s == nil {
		return nil, badRef
	}
	return s, nil
}

// cellsOf are the cells of a reference; relative ones of a defined name move,
// around the edge of the sheet if need be.
func (m *machine) cellsOf(r Ref) a1.Range {
	move := func(n int, abs bool, by, limit int) int {
		if n == 0 || abs || by == 0 {
			return n
		}
		return (n-1+by)%limit + 1
	}
	r.Col1, r.Col2 = move(r.Col1, r.abs[0], m.cols, a1.MaxCol), move(r.Col2, r.abs[2], m.cols, a1.MaxCol)
	r.Row1, r.Row2 = move(r.Row1, r.abs[1], m.rows, a1.MaxRow), move(r.Row2, r.abs[3], m.rows, a1.MaxRow)
	r.order()
	if r.Col1 == 0 {
		r.Col1, r.Col2 = 1, a1.MaxCol
	}
	if r.Row1 == 0 {
		r.Row1, r.Row2 = 1, a1.MaxRow
	}
	return r.Range
}

// name computes the formula of a defined name, as Excel does with arrays.
func (m *machine) name(n name, _ how) (val, error) {
	if m.env.Book == nil {
		return val{}, ErrUnsupported
	}
	on := m.env.Sheet
	if n.sheet != "" {
		var err error
		if on, err = m.sheet(n.sheet); err != nil {
			return val{}, err
		}
	}
	text, ok := m.env.Book.Name(n.text, on)
	if !ok {
		if _, ok := m.env.Book.Table(n.text); ok {
			return m.table(&table{name: n.text})
		}
		return val{}, badName
	}
	if m.depth >= maxNames {
		return val{}, ErrUnsupported
	}
	f, err := m.parse(strings.TrimPrefix(text, "="))
	if err != nil {
		return val{}, ErrUnsupported
	}
	if err := m.work(nameCost); err != nil { // names of names may double each time
		return val{}, err
	}
	inner := *m
	inner.f, inner.depth = f, m.depth+1
	inner.cols, inner.rows = max(0, m.env.Col-1), max(0, m.env.Row-1)
	return inner.eval(f.root, arrays), nil
}

// value makes one value of what is no grid, or a grid where all cells count.
func (m *machine) value(v val, mode how) (val, error) {
	if g := v.grid; g != nil && g.rows == 1 && g.cols == 1 && !(g.kept && mode == arrays) {
		return scalar(g.at(0, 0)), nil
	}
	if v.areas == nil {
		return v, nil
	}
	if len(v.areas) != 1 {
		return val{}, badValue
	}
	a := v.areas[0]
	switch {
	case a.single() && !(a.colon && mode == arrays):
	case mode == unsure:
		return val{}, ErrUnsupported
	case mode == arrays:
		g, err := m.read(a)
		return val{grid: g}, err
	default:
		var err error
		if a, err = m.own(a); err != nil {
			return val{}, err
		}
	}
	if err := m.work(1); err != nil {
		return val{}, err
	}
	one, err := a.sheet.Value(a.Col1, a.Row1)
	return scalar(one), err
}

// own is the cell of a row or column of cells that lies in the formula's own
// column or row: the implicit intersection.
func (m *machine) own(a area) (area, error) {
	switch {
	case m.env.Sheet == nil:
		return a, ErrUnsupported
	case a.Col1 == a.Col2 && m.env.Row >= a.Row1 && m.env.Row <= a.Row2:
		a.Row1, a.Row2 = m.env.Row, m.env.Row
	case a.Row1 == a.Row2 && m.env.Col >= a.Col1 && m.env.Col <= a.Col2:
		a.Col1, a.Col2 = m.env.Col, m.env.Col
	default:
		return a, badValue
	}
	return a, nil
}

func (m *machine) prefix(n prefix, mode how) (val, error) {
	if n.op == '@' {
		return m.alone(m.eval(n.x, mode))
	}
	return m.unary(n.x, mode, func(v Value) (Value, error) {
		if n.op == '+' {
			return v, nil // leaves text as it is
		}
		d, err := number(v)
		return Num(d.Neg()), err
	})
}

// alone is what @ makes of a value.
func (m *machine) alone(v val) (val, error) {
	switch {
	case v.grid != nil:
		return scalar(v.grid.at(0, 0)), nil
	case len(v.areas) == 1 && !v.areas[0].single():
		a, err := m.own(v.areas[0])
		return areasOf(a), err
	case len(v.areas) > 1:
		return val{}, badValue
	}
	return v, nil
}

func (m *machine) unary(x node, mode how, compute func(Value) (Value, error)) (val, error) {
	return m.over(func(at []Value) (Value, error) { return compute(at[0]) }, m.single(x, mode))
}

func (m *machine) infix(n infix, mode how) (val, error) {
	a, b := m.eval(n.a, mode), m.eval(n.b, mode)
	switch n.op {
	case ":", " ", ",":
		return m.referring(n.op, a, b)
	}
	a, b = m.caught(m.value(a, mode)), m.caught(m.value(b, mode))
	return m.over(func(at []Value) (Value, error) { return operate(n.op, at[0], at[1]) }, a, b)
}

// operate computes an operator between two values.
func operate(op string, a, b Value) (Value, error) {
	switch {
	case a.Kind == Fault:
		return a, nil
	case b.Kind == Fault:
		return b, nil
	case binding[op] == 1:
		return relate(op, a, b)
	case op == "&":
		x, err := display(a)
		if err != nil {
			return a, err
		}
		y, err := display(b)
		return text(x + y), err
	}
	x, err := number(a)
	if err != nil {
		return a, err
	}
	y, err := number(b)
	if err != nil {
		return b, err
	}
	var d decimal.Decimal
	switch op {
	case "+":
		d, err = add(x, y)
	case "-":
		d, err = add(x, y.Neg())
	case "*":
		d, err = multiply(x, y)
	case "/":
		d, err = divide(x, y)
	case "^":
		d, err = power(x, y)
	default:
		err = ErrUnsupported
	}
	return Num(d), err
}

// relate compares two values.
func relate(op string, a, b Value) (Value, error) {
	switch op {
	case "=":
		return Logical(equal(a, b)), nil
	case "<>":
		return Logical(!equal(a, b)), nil
	}
	c, err := order(a, b)
	switch op {
	case "<":
		return Logical(c < 0), err
	case ">":
		return Logical(c > 0), err
	case "<=":
		return Logical(c <= 0), err
	}
	return Logical(c >= 0), err
}

// maxString is how long a text can be in a cell.
const maxString = 32767

// text is a text, or #VALUE! if it is too long for a cell.
func text(s string) Value {
	if len(s) > maxString && units(s) > maxString {
		return fault(string(badValue))
	}
	return Str(s)
}
