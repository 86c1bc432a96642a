package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// side says what one side of a comparison is made of.
func (v *verifier) side(facts []*fact, amount decimal.Decimal) string {
	if some := slices.DeleteFunc(slices.Clone(facts), func(f *fact) bool { return f.value.IsZero() }); len(some) > 0 {
		facts = some
	}
	facts = slices.CompactFunc(slices.Clone(facts), func(a, b *fact) bool { return a.blank && b.blank && a.table == b.table })
	if len(facts) == 1 && facts[0].printed().Equal(amount) {
		return facts[0].said()
	}
	return list(facts) + " 得出的 " + amount.String()
}

// list names the figures of a side: in full, or by their cells if they are many.
func list(facts []*fact) string {
	var out []string
	var sheet *sheet
	for i, f := range facts {
		switch {
		case len(facts) <= fewParts && f.table.sheet == sheet && !f.blank:
			out = append(out, f.called()+"（"+name(f.col, f.row)+"）"+f.printed().String())
		case len(facts) <= fewParts:
			sheet = f.table.sheet
			out = append(out, f.said())
		case i == manyParts && len(facts) > manyParts+1:
			return strings.Join(out, "、") + fmt.Sprintf(" 等 %d 格", len(facts))
		case f.table.sheet != sheet:
			sheet = f.table.sheet
			out = append(out, f.place().String()+" "+f.printed().String())
		default:
			out = append(out, name(f.col, f.row)+" "+f.printed().String())
		}
	}
	return strings.Join(out, "、")
}

// So many cells are named in full, and so many at all.
const (
	fewParts  = 3
	manyParts = 8
)

// called is what its table calls a figure: its row and column, or the words before it.
func (f *fact) called() string {
	if f.nth > 0 {
		return "「" + f.label + "」"
	}
	return f.table.called(f.row, f.col) + f.table.over(f.col)
}

// said names a figure: its table, its row, its cell and the amount in it.
func (f *fact) said() string {
	if f.blank {
		return f.table.name + "（没有这一行）0"
	}
	at := f.place().String()
	if f.table.sheet.name == f.table.name {
		at = f.place().Cell
	}
	return f.table.name + f.called() + "（" + at + "）" + f.printed().String()
}

// saidOf names the figure in a cell.
func (v *verifier) saidOf(r ref) string {
	if i := slices.IndexFunc(v.tables, func(t *table) bool { return t.title != nil && t.title.ref().Pos == r.Pos && t.sheet == r.sheet }); r.which != "" && i >= 0 {
		return v.tables[i].name + "里没有的一行"
	}
	if f := v.placed(r); f != nil {
		return f.said()
	}
	return r.place().String()
}

// inReadingOrder are cells by sheet, row and column.
func inReadingOrder[T any](cells map[ref]T) []ref {
	return slices.SortedFunc(maps.Keys(cells), func(a, b ref) int {
		return cmp.Or(cmp.Compare(a.sheet.number, b.sheet.number), a.Row-b.Row, a.Col-b.Col, cmp.Compare(a.which, b.which))
	})
}
