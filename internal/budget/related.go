package budget

// Relation gives fields of another table to each record of a table: those of the one
// record there that belongs to it.
type Relation struct {
	To     *Table
	Record []int // of To, by record; -1 where it has none
	Fields []string
}

// With is the table with fields of other tables behind its own. What both hold is shared.
func (t *Table) With(relations []Relation) *Table {
	out := *t
	out.Fields = append([]string(nil), t.Fields...)
	out.dims = append([]dimension(nil), t.dims...)
	out.related = map[string]Relation{}
	for f, r := range t.related {
		out.related[f] = r
	}
	for _, r := range relations {
		for _, f := range r.Fields {
			d := dimension{ids: map[string]uint32{}, cells: make([]uint32, 0, t.Len())}
			for _, record := range r.Record {
				text := ""
				if record >= 0 {
					text = r.To.Value(record, f)
				}
				d.add(text)
			}
			out.Fields, out.dims = append(out.Fields, f), append(out.dims, d)
			out.related[f] = r
		}
	}
	return &out
}

// Related is the record of another table that a field of a record is taken from; nil
// if it is the record's own.
func (t *Table) Related(record int, field string) (of *Table, at int) {
	r, ok := t.related[field]
	if !ok || record >= len(r.Record) || r.Record[record] < 0 {
		return nil, 0
	}
	return r.To, r.Record[record]
}
