package formula

import (
	"ysgk/internal/a1"
)

// val is what functions and operators see: one value, a grid of values, or
// references to cells.
type val struct {
	Value
	grid    *grid
	areas   []area
	missing bool // an argument that is left out
}

func scalar(v Value) val { return val{Value: v} }

// area is a rectangle of cells on a sheet, with whole columns and rows spelt out.
type area struct {
	sheet Sheet
	a1.Range
	colon bool // written as a range, even of one cell
}

func areasOf(areas ...area) val { return val{areas: areas} }

func (a area) rows() int    { return a.Row2 - a.Row1 + 1 }
func (a area) cols() int    { return a.Col2 - a.Col1 + 1 }
func (a area) single() bool { return a.Row1 == a.Row2 && a.Col1 == a.Col2 }

// used are the rows and columns of an area, from its top left corner, that may
// hold anything.
func (a area) used() (high, wide int) {
	cols, rows := a.sheet.Bounds()
	high, wide = min(a.Row2, rows)-a.Row1+1, min(a.Col2, cols)-a.Col1+1
	if high <= 0 || wide <= 0 {
		return 0, 0
	}
	return high, wide
}

// grid is an array of values. Of whole columns only the upper left part is kept
// that is in use; all other cells hold the same.
type grid struct {
	rows, cols int
	high, wide int // kept
	cells      []Value
	rest       Value
	from       *area // where it was read
	kept       bool  // one cell written as a range, which stays an array among arrays
}

// Bounds of what one formula may work on, in cells.
const (
	maxGrid = 1 << 19
	maxWork = 8 << 20
)

func newGrid(rows, cols int) *grid {
	return &grid{rows: rows, cols: cols, high: rows, wide: cols, cells: make([]Value, rows*cols)}
}

// cellGrid is one value as an array.
func cellGrid(v Value) *grid { return &grid{rows: 1, cols: 1, high: 1, wide: 1, cells: []Value{v}} }

func (g *grid) set(row, col int, v Value) { g.cells[row*g.wide+col] = v }

// at is the value at a place, counted from 0; beyond the grid it is #N/A. A
// single row, column or value stands for all rows and columns.
func (g *grid) at(row, col int) Value {
	if g.rows == 1 {
		row = 0
	}
	if g.cols == 1 {
		col = 0
	}
	switch {
	case row >= g.rows || col >= g.cols:
		return fault(string(notFound))
	case row >= g.high || col >= g.wide:
		return g.rest
	}
	return g.cells[row*g.wide+col]
}

// each visits all values; those beyond the kept ones at once, n of them.
func (g *grid) each(visit func(v Value, n int) error) error {
	for _, v := range g.cells {
		if err := visit(v, 1); err != nil {
			return err
		}
	}
	if rest := g.rows*g.cols - len(g.cells); rest > 0 {
		return visit(g.rest, rest)
	}
	return nil
}

// spread computes a function for every place of some grids, the smaller ones
// repeated as far as they can be.
func (m *machine) spread(grids []*grid, compute func(at []Value) (Value, error)) (*grid, error) {
	out := &grid{}
	var shape *grid // of the grids that are not the same everywhere
	trimmed := true
	for _, g := range grids {
		out.rows, out.cols = max(out.rows, g.rows), max(out.cols, g.cols)
		out.kept = out.kept || g.kept
		if g.rows == 1 && g.cols == 1 {
			continue
		}
		if shape != nil && (shape.rows != g.rows || shape.cols != g.cols) {
			trimmed = false
		}
		shape = g
		out.high, out.wide = max(out.high, g.high), max(out.wide, g.wide)
	}
	if shape == nil || !trimmed {
		out.high, out.wide = out.rows, out.cols
	}
	if out.high == 0 || out.wide == 0 {
		out.high, out.wide = 0, 0
	}
	if err := m.work(out.high * out.wide); err != nil || out.high*out.wide > maxGrid {
		return nil, ErrUnsupported
	}
	out.cells = make([]Value, out.high*out.wide)
	at := make([]Value, len(grids))
	var err error
	for row := 0; row < out.high; row++ {
		for col := 0; col < out.wide; col++ {
			for i, g := range grids {
				at[i] = g.at(row, col)
			}
			if out.cells[row*out.wide+col], err = caught(compute(at)); err != nil {
				return nil, err
			}
		}
	}
	if len(out.cells) < out.rows*out.cols {
		for i, g := range grids {
			at[i] = g.at(out.rows-1, out.cols-1)
		}
		out.rest, err = caught(compute(at))
	}
	return out, err
}

// over computes a function of values, or for every place if some are arrays.
func (m *machine) over(compute func(at []Value) (Value, error), of ...val) (val, error) {
	grids, at, several := make([]*grid, len(of)), make([]Value, len(of)), false
	for i, v := range of {
		at[i], grids[i] = v.Value, v.grid
		if v.grid == nil {
			grids[i] = cellGrid(v.Value)
		}
		several = several || v.grid != nil
	}
	if !several {
		v, err := caught(compute(at))
		return scalar(v), err
	}
	g, err := m.spread(grids, compute)
	return val{grid: g}, err
}

// full is the grid with every cell kept.
func (m *machine) full(g *grid) (*grid, error) {
	if g.rows*g.cols > maxGrid {
		return nil, ErrUnsupported
	}
	if len(g.cells) == g.rows*g.cols {
		return g, nil
	}
	if err := m.work(g.rows * g.cols); err != nil {
		return nil, err
	}
	out := newGrid(g.rows, g.cols)
	for row := range g.rows {
		for col := range g.cols {
			out.set(row, col, g.at(row, col))
		}
	}
	return out, nil
}

// read takes the values of an area.
func (m *machine) read(a area) (*grid, error) {
	high, wide := a.used()
	if err := m.work(high * wide); err != nil || high*wide > maxGrid {
		return nil, ErrUnsupported
	}
	g := &grid{rows: a.rows(), cols: a.cols(), high: high, wide: wide, cells: make([]Value, high*wide), from: &a, kept: a.colon && a.single()}
	var err error
	for row := range high {
		for col := range wide {
			if g.cells[row*wide+col], err = a.sheet.Value(a.Col1+col, a.Row1+row); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// work counts the cells that a formula touches, so that none takes for ever.
func (m *machine) work(cells int) error {
	if m.so.cells += cells; m.so.cells > maxWork {
		return ErrUnsupported
	}
	return nil
}

// asGrid is a value as an array; references are read.
func (m *machine) asGrid(v val) (*grid, error) {
	switch {
	case v.grid != nil:
		return v.grid, nil
	case len(v.areas) == 1:
		return m.read(v.areas[0])
	case len(v.areas) > 1:
		return nil, badValue
	case v.Kind == Fault:
		return nil, failure(v.Text)
	}
	return cellGrid(v.Value), nil
}

// each visits the values of an argument, those of cells without a grid between.
func (m *machine) each(v val, visit func(v Value, n int) error) error {
	if v.grid != nil {
		return v.grid.each(visit)
	}
	if v.areas == nil {
		return visit(v.Value, 1)
	}
	for _, a := range v.areas {
		high, wide := a.used()
		if err := m.work(high * wide); err != nil {
			return err
		}
		for row := a.Row1; row < a.Row1+high; row++ {
			for col := a.Col1; col < a.Col1+wide; col++ {
				v, err := a.sheet.Value(col, row)
				if err == nil {
					err = visit(v, 1)
				}
				if err != nil {
					return err
				}
			}
		}
		if rest := a.rows()*a.cols() - high*wide; rest > 0 {
			if err := visit(Value{}, rest); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachOf visits the values of some arguments, up to the first that is an error.
func (c *arguments) eachOf(args []val, visit func(arg val, v Value, n int) error) {
	for _, arg := range args {
		if c.err == nil {
			c.fail(c.each(arg, func(v Value, n int) error { return visit(arg, v, n) }))
		}
	}
}

// many is true of what is not one value.
func (v val) many() bool { return v.grid != nil || v.areas != nil }
