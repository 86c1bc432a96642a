package verify

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/legend"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
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
			v.report(misstatedUnit, at.place(), t.name, m.Says.At.Says, at.place().Cell, m.Prints.Name)
		}
	}
}

// other is the unit that is most often typed in the stead of the tables': 元, and
// in tables of 元 万元.
func (v *verifier) other() money.Unit {
	if v.large() {
		return money.Yuan
	}
	return money.Wan
}

// unitOf is the unit whose amounts are so many digits away from 元.
func (v *verifier) unitOf(scale int32) string {
	for _, u := range v.pack.Units.All() {
		if u.Power == scale {
			return u.Name
		}
	}
	return ""
}

// large says whether an amount in that other unit is too large.
func (v *verifier) large() bool { return v.pack.Unit.Power > 0 }

// apart is by which power of ten the two units differ, factor the same in words.
func (v *verifier) apart() int32 { return max(v.pack.Unit.Power, v.other().Power) }

func (v *verifier) factor() string {
	return numfmt.Ordinal(decimal.New(1, v.apart()).IntPart()) + "倍"
}

// mixed names the two units, the smaller first.
func (v *verifier) mixed() string {
	if v.large() {
		return v.other().Name + "和" + v.pack.Unit.Name
	}
	return v.pack.Unit.Name + "和" + v.other().Name
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
