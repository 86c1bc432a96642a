package budget

// Book is one of the workbooks that the records of a joined table stand in.
type Book struct {
	File    string // by which people find it
	Owner   string // whose it is
	sheet   string // on which the records stand
	columns map[string]int
}

// Join adds the records of a table with the same fields and measures that stands in
// another workbook. What the table has beyond the other's fields is the owner. Texts of
// the fields that are left out stay behind.
func (t *Table) Join(o *Table, file, owner string, left func(field string) bool) {
	start := t.Len()
	t.books = append(t.books, Book{file, owner, o.Name, o.columns})
	values, amounts := make([]string, len(t.Fields)), make([]Fen, len(t.Measures))
	for i := range o.Len() {
		for f, name := range t.Fields {
			switch {
			case f >= len(o.Fields):
				values[f] = owner
			case left(name):
				values[f] = ""
			default:
				values[f] = o.Text(i, f)
			}
		}
		for m := range amounts {
			amounts[m] = o.amounts[m][i]
		}
		t.Append(o.rows[i], values, amounts)
		t.of = append(t.of, int32(len(t.books)-1))
		if a, ok := o.apart[i]; ok {
			t.SetApart(a)
		}
	}
	for at, column := range o.others {
		if t.others == nil {
			t.others = map[Spot]int{}
		}
		t.others[Spot{at.Col, start + at.Row}] = column
	}
}

// Book is the workbook that a record of a joined table stands in; its File is "" of a
// table that was not joined.
func (t *Table) Book(record int) Book {
	if record >= len(t.of) {
		return Book{}
	}
	return t.books[t.of[record]]
}

// Rewrite gives the records other texts in a field.
func (t *Table) Rewrite(field int, text func(record int, old string) string) {
	old := t.dims[field]
	t.dims[field] = dimension{ids: map[string]uint32{}}
	d := &t.dims[field]
	for i := range t.Len() {
		value := text(i, old.values[old.cells[i]])
		id, ok := d.ids[value]
		if !ok {
			id = uint32(len(d.values))
			d.ids[value] = id
			d.values = append(d.values, value)
		}
		d.cells = append(d.cells, id)
	}
}
