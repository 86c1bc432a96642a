package district

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// List is what the pack lists by department.
type List struct {
	Name    string
	Columns []string
	Depth   int // how many levels of rows there are
	Rows    []ListRow
}

// ListRow is a department, or what is below one; the first is the total.
type ListRow struct {
	Level   int // 0 of the total, 1 of a department
	Name    string
	Amounts []budget.Fen
}

// Lists are the lists that the pack asks for, of a ledger that Ledger gave.
func (s *Sum) Lists(l *budget.Ledger) (out []List) {
	for _, def := range s.pack.Summary.Lists {
		v := *s.pack.View(def.View)
		if len(v.Rows) == 0 || !slices.Equal(v.Rows[0].By, []string{Owner}) {
			v.Rows = append([]pack.RowDef{{Level: Owner, By: []string{Owner}, Order: "录入"}}, v.Rows...)
		}
		built := pivot.Build(s.pack, &v, l)
		list := List{Name: def.Name, Columns: built.Columns, Depth: len(v.Rows)}
		name := slices.Index(built.Fields, "名称")
		code := slices.Index(built.Fields, "编码")
		for _, r := range built.Rows {
			text := r.Texts[name]
			if c := r.Texts[code]; c != "" && r.Level > 0 {
				text = c + " " + text
			}
			if r.Level == 0 {
				text = "合计"
			}
			list.Rows = append(list.Rows, ListRow{Level: r.Level, Name: text, Amounts: r.Amounts})
		}
		out = append(out, list)
	}
	return out
}
