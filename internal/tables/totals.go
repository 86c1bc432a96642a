package tables

import (
	"slices"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// Change is a table whose total is not what it was.
type Change struct {
	Before, After Total
}

// Changes are the tables whose totals differ between two fillings with the same
// pack, in the order of the tables.
func Changes(before, after []Total) (out []Change) {
	for _, a := range after {
		i := slices.IndexFunc(before, func(b Total) bool { return b.Sheet == a.Sheet && b.Name == a.Name })
		if i >= 0 && (!before[i].Amount.Yuan.Equal(a.Amount.Yuan) || before[i].Empty != a.Empty) {
			out = append(out, Change{before[i], a})
		}
	}
	return out
}

// Total is a table with its total.
type Total struct {
	Sheet, Name string
	Amount      money.Figure
	Empty       bool // the table has no data at all
}

// Totals are the root amounts that the pack names for each table that was filled.
func Totals(p *pack.Pack, views []*pivot.View, o *Output) (out []Total) {
	for _, t := range p.Tables {
		if !o.printed(t.Sheet) {
			continue
		}
		name, column, _ := strings.Cut(t.Total, ".")
		i := slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == name })
		k := slices.Index(views[i].Columns, column)
		out = append(out, Total{t.Sheet, t.Name, money.Figure{Yuan: views[i].Rows[0].Amounts[k].Yuan(), Unit: p.Unit}, slices.ContainsFunc(o.Empty, func(s string) bool {
			return strings.TrimSpace(s) == strings.TrimSpace(t.Sheet) // WPS leaves blanks behind tab names
		})})
	}
	return out
}
