package formula

import "github.com/shopspring/decimal"

func init() {
	define(function{takes: "t", min: 1, max: 1, compute: transposed}, "TRANSPOSE")
	define(function{takes: "a", min: 2, max: 2, compute: matrixProduct}, "MMULT")
}

// transposed turns an array by its diagonal.
func transposed(c *arguments) (val, error) {
	if !c.dynamic() && (c.args[0].areas != nil) {
		return val{}, ErrUnsupported // Excel wants an array formula, LibreOffice does not
	}
	g := c.array(0)
	out := &grid{rows: g.cols, cols: g.rows, high: g.wide, wide: g.high, rest: g.rest, cells: make([]Value, len(g.cells))}
	for row := range g.high {
		for col := range g.wide {
			out.set(col, row, g.cells[row*g.wide+col])
		}
	}
	return val{grid: out}, nil
}

func matrixProduct(c *arguments) (val, error) {
	a, b := c.array(0), c.array(1)
	if a.cols != b.rows {
		return val{}, badValue
	}
	if a.rows*b.cols > maxGrid || a.cols > maxGrid {
		return val{}, ErrUnsupported
	}
	if err := c.work(a.rows * a.cols); err != nil {
		return val{}, err
	}
	if err := c.work(a.rows * b.cols); err != nil || a.rows*b.cols*a.cols > maxWork {
		return val{}, ErrUnsupported
	}
	out := newGrid(a.rows, b.cols)
	for row := range a.rows {
		for col := range b.cols {
			total := decimal.Zero
			for k := range a.cols {
				x, y := a.at(row, k), b.at(k, col)
				if x.Kind != Number || y.Kind != Number {
					return val{}, badValue
				}
				total = total.Add(x.Num.Mul(y.Num))
			}
			total, err := bounded(total)
			if err != nil {
				return val{}, err
			}
			out.set(row, col, Num(total))
		}
	}
	return val{grid: out}, nil
}
