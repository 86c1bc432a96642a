package bind

import (
	"ysgk/internal/a1"
	"ysgk/internal/pattern"
)

// cellRef is a cell in the formulas that binding writes.
var cellRef = pattern.Of(`[A-Z]{1,3}[0-9]+`)

// cellName is a cell as formulas name it: B7.
func cellName(at pos) string { return a1.Name(at.col, at.row) }

// parseCell is the cell of a name; the zero cell if it is none.
func parseCell(name string) pos {
	col, row, _ := a1.Parse(name)
	return pos{col, row}
}
