package pivot

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// related is a source of a view with the fields that the view takes from the sheets whose
// records belong to its own; the table itself if it takes none.
func related(p *pack.Pack, v *pack.View, l *budget.Ledger, t *budget.Table) *budget.Table {
	wanted := slices.DeleteFunc(usedFields(v), func(f string) bool { return t.Field(f) >= 0 })
	if len(wanted) == 0 {
		return t
	}
	return Joined(p, l, t, func(f string) bool { return slices.Contains(wanted, f) })
}

// Joined is a table with the wanted fields of the sheets whose records belong to its own;
// the table itself if there are none.
func Joined(p *pack.Pack, l *budget.Ledger, t *budget.Table, wanted func(field string) bool) *budget.Table {
	var relations []budget.Relation
	for _, r := range p.Related(t.Name) {
		fields := slices.DeleteFunc(slices.Clone(r.Fields), func(f string) bool { return !wanted(f) })
		to := l.Tables[r.Sheet]
		if len(fields) == 0 || to == nil {
			continue
		}
		at := map[string]int{}
		for i := range to.Len() {
			if key, ok := together(to, i, r.There); ok {
				at[key] = i
			}
		}
		records := make([]int, t.Len())
		for i := range records {
			records[i] = -1
			if key, ok := together(t, i, r.Here); ok {
				if record, known := at[key]; known {
					records[i] = record
				}
			}
		}
		relations = append(relations, budget.Relation{To: to, Record: records, Fields: fields})
	}
	if len(relations) == 0 {
		return t
	}
	return t.With(relations)
}

// together are the values of some fields of a record; ok is false if one is blank.
func together(t *budget.Table, record int, fields []string) (key string, ok bool) {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = t.Value(record, f)
	}
	return strings.Join(out, "\x1f"), !slices.Contains(out, "")
}

// usedFields are all that a view says of its sources' records.
func usedFields(v *pack.View) []string {
	out := append(keyFields(v), v.Carried...)
	filters := []pack.Filter{v.Filter}
	for _, c := range v.Columns {
		filters = append(filters, c.Filter)
	}
	for _, f := range filters {
		for key := range f {
			name, _ := pack.CutField(key)
			out = append(out, name)
		}
	}
	return out
}
