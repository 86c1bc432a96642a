package layout

import (
	"ysgk/internal/a1"
	"ysgk/internal/pattern"
)

// CellRef is a cell in the formulas that binding writes.
var CellRef = pattern.Of(`[A-Z]{1,3}[0-9]+`)

// CellName is a cell as formulas name it: B7.
func CellName(at Pos) string { return a1.Name(at.Col, at.Row) }

// ParseCell is the cell of a name; the zero cell if it is none.
func ParseCell(name string) Pos {
	col, row, _ := a1.Parse(name)
	return Pos{col, row}
}

// At is the cell in a column and a row.
func At(col, row int) Pos { return Pos{col, row} }
