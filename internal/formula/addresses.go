package formula

import (
	"strconv"
	"strings"

	"ysgk/internal/a1"
)

func init() {
	define(function{takes: "cvvvv", min: 3, max: 5, compute: offset}, "OFFSET")
	define(function{takes: "vv", min: 1, max: 2, compute: indirect}, "INDIRECT")
	define(function{takes: "vvvvv", min: 2, max: 5, compute: address}, "ADDRESS")
	define(function{takes: "c", min: 0, max: 1, compute: func(c *arguments) (val, error) { return position(c, true) }}, "ROW")
	define(function{takes: "c", min: 0, max: 1, compute: func(c *arguments) (val, error) { return position(c, false) }}, "COLUMN")
	define(function{takes: "r", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		rows, _ := c.shape(0)
		return scalar(whole(rows)), nil
	}}, "ROWS")
	define(function{takes: "r", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		_, cols := c.shape(0)
		return scalar(whole(cols)), nil
	}}, "COLUMNS")
	define(function{takes: "r", min: 1, max: 1, union: Bracketed, compute: func(c *arguments) (val, error) {
		if v := c.args[0]; v.areas == nil {
			if v.grid == nil && v.Kind == Fault {
				return v, nil
			}
			return val{}, ErrUnsupported
		}
		return scalar(whole(len(c.args[0].areas))), nil
	}}, "AREAS")
	define(function{takes: "c", min: 1, max: 1, compute: func(c *arguments) (val, error) { return c.alone(c.args[0]) }}, "SINGLE")
}

// reference is an argument that must be one reference; values in its place are
// errors, or amounts that someone has put there.
func (c *arguments) reference(i int) area {
	if len(c.args[i].areas) > 1 {
		c.fail(badValue)
	}
	return c.area(i)
}

func offset(c *arguments) (val, error) {
	a := c.reference(0)
	var n [4]int
	for i := range n {
		n[i] = c.intOr(i+1, 0)
	}
	if !c.given(3) {
		n[2] = a.rows()
	}
	if !c.given(4) {
		n[3] = a.cols()
	}
	if n[2] == 0 || n[3] == 0 {
		return val{}, badRef
	}
	row, col := a.Row1+n[0], a.Col1+n[1]
	row1, row2 := reach(row, n[2])
	col1, col2 := reach(col, n[3])
	return cellAt(a.sheet, col1, row1, col2, row2)
}

// reach is the first and last of so many from one on, backwards if negative.
func reach(from, n int) (first, last int) {
	if n < 0 {
		return from + n + 1, from
	}
	return from, from + n - 1
}

func indirect(c *arguments) (val, error) {
	text := c.str(0)
	if !c.boolOr(1, true) {
		return val{}, ErrUnsupported
	}
	f, err := c.parse(strings.Trim(text, " "))
	if err != nil {
		return val{}, badRef
	}
	if f.beyond != "" {
		return val{}, ErrUnsupported
	}
	inner := *c.machine
	inner.f, inner.cols, inner.rows = f, 0, 0
	switch n := f.root.(type) {
	case operand:
		return inner.operand(n.index)
	case *table:
		return inner.table(n)
	case name:
		v, err := inner.named(n)
		if err == badName {
			err = badRef
		}
		return v, err
	}
	return val{}, badRef
}

// named is what a defined name refers to if it is a plain reference; INDIRECT
// follows no other names.
func (m *machine) named(n name) (val, error) {
	v, err := m.name(n, arrays)
	if err == nil && v.areas == nil {
		err = ErrUnsupported
	}
	return v, err
}

func address(c *arguments) (val, error) {
	row, col, kind := c.int(0), c.int(1), c.intIf(2, 1)
	a1Style := !c.given(3) || c.boolOr(3, true)
	if row < 1 || row > a1.MaxRow || col < 1 || col > a1.MaxCol || kind < 1 || kind > 4 {
		return val{}, badValue
	}
	sheet := c.strOr(4, "")
	if c.given(4) && sheet != "" {
		sheet = quoteSheet(sheet) + "!"
	} else if c.given(4) {
		return val{}, ErrUnsupported
	}
	if !a1Style {
		return scalar(Str(sheet + r1c1(row, col, kind))), nil
	}
	var b strings.Builder
	b.WriteString(sheet)
	if kind == 1 || kind == 3 {
		b.WriteByte('$')
	}
	b.WriteString(a1.ColName(col))
	if kind == 1 || kind == 2 {
		b.WriteByte('$')
	}
	b.WriteString(strconv.Itoa(row))
	return scalar(Str(b.String())), nil
}

func r1c1(row, col, kind int) string {
	r, c := strconv.Itoa(row), strconv.Itoa(col)
	if kind > 2 {
		r = "[" + r + "]"
	}
	if kind%2 == 0 {
		c = "[" + c + "]"
	}
	return "R" + r + "C" + c
}

// quoteSheet writes a sheet's name as it stands in formulas.
func quoteSheet(sheet string) string {
	f, err := Parse(sheet + "!A1")
	if err == nil && len(f.Operands) == 1 && f.Operands[0].from == 0 && !isDigit(sheet[0]) && !strings.ContainsAny(sheet, "'.?\\") {
		if _, _, cell := scanRef(sheet, 0); !cell {
			return sheet
		}
	}
	return a1.QuotedSheet(sheet)
}

// position is the row or column of a reference, or of the formula itself.
func position(c *arguments, row bool) (val, error) {
	if len(c.args) == 0 {
		at := c.env.Col
		if row {
			at = c.env.Row
		}
		if at == 0 {
			return val{}, ErrUnsupported
		}
		return scalar(whole(at)), nil
	}
	a := c.reference(0)
	first, n := a.Col1, a.cols()
	if row {
		first, n = a.Row1, a.rows()
	}
	if n == 1 {
		return scalar(whole(first)), nil
	}
	if c.mode != arrays || n > maxGrid {
		return val{}, ErrUnsupported // one to Excel, all to LibreOffice
	}
	g := newGrid(1, n)
	if row {
		g = newGrid(n, 1)
	}
	for i := range g.cells {
		g.cells[i] = whole(first + i)
	}
	return val{grid: g}, nil
}
