package verify

import (
	"ysgk/internal/legend"
)

// units tells the columns that are printed in another unit than the table says:
// every figure in them is wrong by that factor, and nothing else need look odd.
func (v *verifier) units() {
	for _, t := range v.tables {
		told := map[int]bool{}
		for _, m := range legend.New(t.Form).Misstated(v.pack) {
			at := v.firstFigure(t, m.Col)
			if told[m.Col] || at == nil {
				continue
			}
			told[m.Col] = true
			v.report(misstatedUnit, at.place(), t.name, m.Says.At.Says, at.place().Cell, legend.UnitName(m.Prints))
		}
	}
}

// firstFigure is the first number in a column of a table, nil if there is none.
func (v *verifier) firstFigure(t *table, col int) *cell {
	for row := t.begin; row <= t.end; row++ {
		if x := t.sheet.at(t.cols[col], row); x != nil {
			if _, ok := x.number(); ok {
				return x
			}
		}
	}
	return nil
}
