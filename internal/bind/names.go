package bind

import (
	"regexp"

	"ysgk/internal/a1"
)

// cellRef is a cell in the formulas that binding writes.
var cellRef = regexp.MustCompile(`[A-Z]{1,3}[0-9]+`)

func cellName(at pos) string { return a1.Name(at.col, at.row) }

func parseCell(name string) pos {
	col, row, _ := a1.Parse(name)
	return pos{col, row}
}
