package formula

import (
	"slices"

	"ysgk/internal/a1"
)

func init() {
	define(function{takes: "otoo", min: 3, max: 4, compute: func(c *arguments) (val, error) { return tableLookup(c, true) }}, "VLOOKUP")
	define(function{takes: "otoo", min: 3, max: 4, compute: func(c *arguments) (val, error) { return tableLookup(c, false) }}, "HLOOKUP")
	define(function{takes: "vdv", min: 2, max: 3, compute: match}, "MATCH")
	define(function{takes: "vaa", min: 2, max: 3, compute: lookup}, "LOOKUP")
	define(function{takes: "vdvv", min: 2, max: 4, compute: func(c *arguments) (val, error) {
		i, err := xmatch(c, 2, 3)
		if err == nil && i < 0 {
			err = notFound
		}
		return scalar(whole(i + 1)), err
	}}, "XMATCH")
	define(function{takes: "vddcvv", min: 3, max: 6, compute: xlookup}, "XLOOKUP")
	define(function{takes: "aooo", min: 1, max: 4, compute: cellByNumber}, "INDEX")
}

// looked is the value that is looked up: a blank cell counts as 0.
func (c *arguments) looked() Value {
	v := answer(c.args[0].Value)
	if v.Kind == Text && units(v.Text) > 255 {
		c.fail(badValue)
	}
	return v
}

func tableLookup(c *arguments, down bool) (val, error) {
	x := c.looked()
	rows, cols := c.shape(1)
	line, near := c.int(2), c.boolOr(3, true)
	lines := cols
	if !down {
		lines = rows
	}
	switch {
	case line < 1:
		return val{}, badValue
	case line > lines:
		return val{}, badRef
	}
	v, found := c.vectorOf(1, 0, down), c.vectorOf(1, line-1, down)
	i, err := v.place(x, near)
	if err != nil {
		return val{}, err
	}
	y, err := found.at(i)
	return scalar(y), err
}

// place is where a value or the nearest below it stands, #N/A if nowhere.
func (v *vector) place(x Value, near bool) (int, error) {
	var i int
	var err error
	if near {
		i, err = v.nearest(x)
	} else {
		i, err = v.find(x, true)
	}
	if err == nil && i < 0 {
		err = notFound
	}
	return i, err
}

// vector is an argument that must be a single row or column; bad is what it is if not.
func (c *arguments) vector(i int, bad failure) vector {
	rows, cols := c.shape(i)
	if rows > 1 && cols > 1 {
		c.fail(bad)
	}
	return c.vectorOf(i, 0, cols == 1)
}

func match(c *arguments) (val, error) {
	x, kind := c.looked(), c.numOr(2, one)
	v := c.vector(1, notFound)
	var i int
	var err error
	if kind.IsNegative() {
		i, err = v.descending(x)
	} else {
		i, err = v.place(x, kind.IsPositive())
	}
	return scalar(whole(i + 1)), err
}

// descending is the place of the smallest value that is not below x in a vector
// that goes downwards.
func (v *vector) descending(x Value) (int, error) {
	found := -1
	var last Value
	err := v.each(func(i int, y Value) (bool, error) {
		if y.Kind != x.Kind {
			return false, ErrUnsupported
		}
		if i > 0 {
			if n, err := order(last, y); err != nil || n <= 0 {
				return false, ErrUnsupported // equal ones, or not downwards: as Excel happens to look
			}
		}
		last = y
		n, err := order(y, x)
		if n >= 0 {
			found = i
		}
		return false, err
	})
	if err == nil && found < 0 {
		err = notFound
	}
	return found, err
}

func lookup(c *arguments) (val, error) {
	x := c.looked()
	rows, cols := c.shape(1)
	down := cols <= rows
	if rows > 1 && cols > 1 && len(c.args) == 3 {
		return val{}, ErrUnsupported
	}
	v := c.vectorOf(1, 0, down)
	i, err := v.place(x, true)
	if err != nil {
		return val{}, err
	}
	if len(c.args) == 2 {
		if down {
			return c.cell(1, i, cols-1)
		}
		return c.cell(1, rows-1, i)
	}
	switch rows, cols = c.shape(2); {
	case rows > 1 && cols > 1, i >= max(rows, cols):
		return val{}, ErrUnsupported
	case cols == 1:
		return c.cell(2, i, 0)
	}
	return c.cell(2, 0, i)
}

// xmatch is the place where XMATCH and XLOOKUP find their first argument in the
// second, -1 for none.
func xmatch(c *arguments, mode, search int) (int, error) {
	x := c.args[0].Value
	if x.Kind == Blank {
		return 0, ErrUnsupported // finds blank cells or 0, as the version of Excel has it
	}
	how, from := c.intOr(mode, 0), c.intIf(search, 1)
	v := c.vector(1, badValue)
	switch {
	case from != 1 && from != -1:
		return 0, ErrUnsupported
	case how == 0 && from == 1:
		return v.find(x, false)
	case how == 2 && from == 1:
		return v.find(x, true)
	case how == 0 || how == 2:
		return v.findLast(x, how == 2)
	case how == 1 || how == -1:
		return v.next(x, how, from == -1)
	}
	return 0, badValue
}

func (v *vector) findLast(x Value, wild bool) (int, error) {
	found := -1
	wild = wild && x.Kind == Text && isWild(x.Text)
	p := compile(x.Text)
	err := v.each(func(i int, y Value) (bool, error) {
		if y.Kind == x.Kind && (wild && p.matches(y.Text) || !wild && equal(x, y)) {
			found = i
		}
		return false, nil
	})
	return found, err
}

func xlookup(c *arguments) (val, error) {
	rows, cols := c.shape(1)
	if v := c.args[0]; v.Kind == Fault {
		return v, nil
	}
	i, err := xmatch(c, 4, 5)
	switch {
	case err != nil:
		return val{}, err
	case i < 0 && c.given(3):
		return c.args[3], nil
	case i < 0:
		return val{}, notFound
	}
	switch high, wide := c.shape(2); {
	case cols == 1 && high == rows:
		return c.part(2, i+1, 0)
	case rows == 1 && wide == cols:
		return c.part(2, 0, i+1)
	}
	return val{}, badValue
}

// part is a cell, row or column of an argument, counted from 1; 0 means all.
func (c *arguments) part(i, row, col int) (val, error) {
	rows, cols := c.shape(i)
	if row < 0 || col < 0 {
		return val{}, badValue
	}
	if row > rows || col > cols {
		return val{}, badRef
	}
	if len(c.args[i].areas) == 1 {
		a := c.args[i].areas[0]
		if row > 0 {
			a.Row1, a.Row2 = a.Row1+row-1, a.Row1+row-1
		}
		if col > 0 {
			a.Col1, a.Col2 = a.Col1+col-1, a.Col1+col-1
		}
		return areasOf(a), nil
	}
	g := c.array(i)
	if row == 0 && col == 0 {
		return val{grid: g}, nil
	}
	if row > 0 && col > 0 {
		return scalar(g.at(row-1, col-1)), nil
	}
	return c.line(g, row, col)
}

// line is a row or a column of an array.
func (c *arguments) line(g *grid, row, col int) (val, error) {
	g, err := c.full(g)
	if err != nil {
		return val{}, err
	}
	if row > 0 {
		out := newGrid(1, g.cols)
		copy(out.cells, g.cells[(row-1)*g.cols:row*g.cols])
		return val{grid: out}, nil
	}
	out := newGrid(g.rows, 1)
	for r := range g.rows {
		out.set(r, 0, g.at(r, col-1))
	}
	return val{grid: out}, nil
}

func cellByNumber(c *arguments) (val, error) {
	if v := c.args[0]; !v.many() {
		if v.Kind == Fault {
			return v, nil
		}
	}
	row, col, which := c.intOr(1, 0), c.intOr(2, 0), c.intIf(3, 1)
	if areas := c.args[0].areas; areas != nil {
		if which < 1 {
			return val{}, badValue
		}
		if which > len(areas) {
			return val{}, badRef
		}
		c.args = slices.Clone(c.args)
		c.args[0].areas = areas[which-1 : which]
	}
	rows, cols := c.shape(0)
	if rows == 1 && cols > 1 && !c.has(2) { // of a single row the number is the column
		row, col = 0, row
	}
	return c.part(0, row, col)
}

// cellAt is a reference to a rectangle, #REF! if it leaves the sheet.
func cellAt(s Sheet, col1, row1, col2, row2 int) (val, error) {
	if col1 < 1 || row1 < 1 || col2 < col1 || row2 < row1 || col2 > a1.MaxCol || row2 > a1.MaxRow {
		return val{}, badRef
	}
	return areasOf(area{sheet: s, Range: a1.Range{Col1: col1, Row1: row1, Col2: col2, Row2: row2}}), nil
}
