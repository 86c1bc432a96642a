package formula

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
)

// Book is a finished workbook as formulas see it.
type Book interface {
	// Sheet finds a sheet by its name in any case; nil if there is none.
	Sheet(name string) Sheet
	// Name is the formula text of a defined name as seen from a sheet, the
	// sheet's own before the workbook's. Relative references in it are relative
	// to A1, as files store them.
	Name(name string, on Sheet) (text string, ok bool)
	// Table finds a table by its name in any case.
	Table(name string) (Table, bool)
}

// Sheet is a worksheet as formulas see it. Columns and rows count from 1.
type Sheet interface {
	Name() string
	// Value is what a cell holds, computed if need be; Blank outside. An error
	// ends the computation.
	Value(col, row int) (Value, error)
	// Bounds are the last column and row that hold anything.
	Bounds() (cols, rows int)
	// Formula is a cell's formula without "=", "" if it has none.
	Formula(col, row int) string
	// Hidden says whether a row is hidden.
	Hidden(row int) bool
}

// Table is a table of a worksheet. Ref includes the header and totals rows.
type Table struct {
	Sheet          Sheet
	Ref            a1.Range
	Columns        []string
	Header, Totals bool
}

// Env is where a formula is computed.
type Env struct {
	Book     Book
	Sheet    Sheet
	Col, Row int
	Array    bool   // t="array": computed with arrays, no implicit intersection
	Cache    *Cache // optional
}

// Eval computes the value that the formula's cell shows: of an array the top
// left one, of a reference to a blank cell 0.
func (f *Formula) Eval(env *Env) (Value, error) {
	m := newMachine(f, env)
	v, err := m.result()
	if err != nil {
		return Value{}, err
	}
	if v.grid != nil {
		if v.grid.rows == 0 || v.grid.cols == 0 {
			return Value{}, ErrUnsupported
		}
		v = scalar(v.grid.at(0, 0))
	}
	return answer(v.Value), nil
}

// Spill computes all values of an array formula.
func (f *Formula) Spill(env *Env) ([][]Value, error) {
	m := newMachine(f, env)
	v, err := m.result()
	if err != nil {
		return nil, err
	}
	if v.grid == nil {
		return [][]Value{{answer(v.Value)}}, nil
	}
	g, err := m.full(v.grid)
	if err != nil {
		return nil, err
	}
	out := make([][]Value, g.rows)
	for row := range out {
		out[row] = make([]Value, g.cols)
		for col := range out[row] {
			out[row][col] = answer(g.at(row, col))
		}
	}
	return out, nil
}

// answer is a value as a cell shows it.
func answer(v Value) Value {
	if v.Kind == Blank {
		return Num(decimal.Zero)
	}
	return v
}

// same says whether two sheets are one.
func same(a, b Sheet) bool { return a == b || strings.EqualFold(a.Name(), b.Name()) }
