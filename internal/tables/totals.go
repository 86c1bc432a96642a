package tables

import (
	"slices"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
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
	None        bool // the pack names no total of it
	Pages       int  // of a table that each record has: how many there are
}

// Totals are the root amounts that the pack names for each table that was filled, and
// those of the tables that each record has.
func Totals(p *pack.Pack, views []*pivot.View, o *Output) (out []Total) {
	for _, t := range p.Tables {
		if !o.printed(t.Sheet) {
			continue
		}
		total := Total{Sheet: t.Sheet, Name: t.Name, Amount: money.Figure{Unit: p.Unit}, None: t.Total == ""}
		total.Empty = slices.ContainsFunc(o.Empty, func(s string) bool {
			return strings.TrimSpace(s) == strings.TrimSpace(t.Sheet) // WPS leaves blanks behind tab names
		})
		if !total.None {
			name, column, _ := strings.Cut(t.Total, ".")
			v := views[slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == name })]
			total.Amount.Yuan = v.Rows[0].Amounts[slices.Index(v.Columns, column)].Yuan()
		}
		out = append(out, total)
	}
	for _, sheet := range o.sheets {
		if t, ok := paged(p, views, sheet); ok {
			out = append(out, t)
		}
	}
	return out
}

// paged is a table that is there once for each record of the view in its name, with the
// amount that next year's budget looks back to; ok is false for other tables.
func paged(p *pack.Pack, views []*pivot.View, sheet string) (total Total, ok bool) {
	for _, s := range tags.Parse(sheet) {
		if s.Tag == nil || p.View(s.Tag.List) == nil {
			continue
		}
		def := p.View(s.Tag.List)
		v := views[slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == def.Name })]
		for k, c := range def.Columns {
			of := p.Input.Sheet(def.Sources[0])
			if of == nil || of.Column(c.Measure) == nil || of.Column(c.Measure).Last == "" {
				continue
			}
			total = Total{Sheet: def.Name, Name: c.Name, Amount: money.Figure{Yuan: v.Rows[0].Amounts[k].Yuan(), Unit: p.Unit}, Pages: len(v.Rows) - 1}
			return total, total.Pages > 0
		}
	}
	return total, false
}
