package verify

import (
	"cmp"

	"github.com/shopspring/decimal"

	"ysgk/internal/legend"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
)

// inOneUnit takes the amounts for what most tables say that they are, where that is
// another unit than the pack's.
func (v *verifier) inOneUnit() {
	p, count := *v.pack, map[money.Unit]int{}
	for _, t := range v.tables {
		if u, says := v.stated(t); says {
			count[u]++
		}
	}
	for _, u := range p.Units.All() {
		if count[u] > count[p.Unit] {
			p.Unit = u
		}
	}
	v.pack = &p
}

// stated is the unit that a table says its amounts are in.
func (v *verifier) stated(t *table) (money.Unit, bool) {
	s, says := t.says[pack.ScalarUnit]
	if !says || t.Of != "" {
		return money.Unit{}, false
	}
	return v.pack.Units.Named(s.text)
}

// inUnit is the unit in which a table's amounts are where nothing beside them says
// another one.
func (v *verifier) inUnit(t *table) money.Unit { return cmp.Or(t.unit, v.pack.Unit) }

// eachInItsUnit believes tables that say another unit than most, if that is what their
// figures are in: more of them then stand in other tables too.
func (v *verifier) eachInItsUnit() {
	said := func(t *table) money.Unit {
		if u, says := v.stated(t); says {
			return u
		}
		return v.pack.Unit
	}
	for _, t := range v.tables {
		unit := said(t)
		if unit == v.pack.Unit {
			continue
		}
		others, most := map[string]bool{}, decimal.Zero
		for _, o := range v.tables {
			if o == t || o.Of != "" {
				continue
			}
			for _, d := range v.amounts(o) {
				d = d.Shift(said(o).Power)
				others[hundreds(d)] = true
				most = decimal.Max(most, d)
			}
		}
		delete(others, hundreds(decimal.Zero))
		mine, usual, absurd := 0, 0, false
		for _, d := range v.amounts(t) {
			was := d.Shift(v.pack.Unit.Power)
			mine += number(others[hundreds(d.Shift(unit.Power))])
			usual += number(others[hundreds(was)])
			absurd = absurd || was.GreaterThan(most) || !was.Equal(was.Round(2))
		}
		if mine > usual || mine == usual && absurd && len(others) > 0 {
			t.unit = unit
		}
	}
}

// hundreds is an amount to the nearest hundred, which is what 万元 with two decimals tell.
func hundreds(d decimal.Decimal) string { return d.Abs().Round(-2).String() }

// amounts are the figures in the cells of a table where amounts may stand.
func (v *verifier) amounts(t *table) (out []decimal.Decimal) {
	for p, c := range t.cells {
		if !amount(c) || c.Unitless() || len(c.Parts) == 1 && c.Parts[0].Unit != (money.Unit{}) {
			continue
		}
		for _, row := range t.found(p) {
			if x := t.sheet.cells[xlsxedit.Pos{Col: t.cols[p.Col], Row: row}]; x != nil {
				if d, ok := x.number(); ok && !d.IsZero() {
					out = append(out, d)
				}
			}
		}
	}
	return out
}

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
