package verify

import (
	"slices"

	"ysgk/internal/fill"
	"ysgk/internal/pack"
)

// absent makes facts of what tables leave out: a list that prints all rows of a level
// says of a code that it does not print that there is no such money, and one without
// any row that there is none at all.
func (v *verifier) absent() {
	codes := map[string][]string{} // that any table prints, by field
	seen := map[string]bool{}
	for _, t := range v.inOrder() {
		for _, f := range t.sorted() {
			for _, term := range f.terms {
				for _, l := range term.only {
					if v.pack.ListOf(l.field) != "" && len(l.values) == 1 && !seen[l.field+l.values[0]] {
						seen[l.field+l.values[0]] = true
						codes[l.field] = append(codes[l.field], l.values[0])
					}
				}
			}
		}
	}
	for _, t := range v.tables {
		for _, l := range t.lists {
			v.absentRows(t, l, codes)
		}
	}
}

func (v *verifier) absentRows(t *table, l *laneRows, codes map[string][]string) {
	view := v.pack.View(l.list)
	if view.Of != "" || l.lost || t.Of != "" {
		return
	}
	if len(l.records) == 0 {
		v.absentRow(t, l.lane.Variants[0], view, l.lane, nil)
		return
	}
	for _, variant := range l.lane.Variants {
		field, ok := codedBy(view, variant.Level)
		if !ok || slices.ContainsFunc(l.records, func(r *record) bool { return r.level == variant.Level && r.code == "" }) {
			continue
		}
		shown := map[string]bool{}
		for _, r := range l.records {
			shown[r.code] = true
		}
		for _, code := range codes[field] {
			if len(code) == v.digits(view, variant.Level) && !shown[code] {
				v.absentRow(t, variant, view, l.lane, map[string][]string{field: {code}})
			}
		}
	}
}

// codedBy is the field whose codes alone tell the rows of a level apart.
func codedBy(view *pack.View, level int) (field string, ok bool) {
	if level < 1 {
		return "", false
	}
	field = fieldOf(view, level)
	return field, !slices.ContainsFunc(view.Rows[:level], func(r pack.RowDef) bool {
		f, _ := pack.CutField(r.By[0])
		return f != field || len(r.By) > 1
	})
}

// absentRow makes facts of the amounts of a row that is not there.
func (v *verifier) absentRow(t *table, variant fill.FormVariant, view *pack.View, lane *fill.FormLane, by map[string][]string) {
	lacks := ""
	for _, codes := range by {
		lacks = codes[0]
	}
	for _, a := range t.amountsIn(lane, variant.Rows) {
		if terms := v.items(view, a.part.Field, by); len(terms) > 0 {
			t.facts = append(t.facts, &fact{table: t, tpl: a.at, col: t.title.col, row: t.title.row, scale: v.exponent(t, *a.part),
				terms: terms, key: key(terms), views: []string{view.Name}, blank: true, lacks: lacks})
		}
	}
}
