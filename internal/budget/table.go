package budget

import "slices"

// Table is a list of records with the same fields, such as the line items
// (明细) of the sheet 支出明细. It is kept by column, each text once, so that
// views over 100,000 items compare small integers instead of strings.
type Table struct {
	Name     string
	Fields   []string // text fields (dimensions)
	Measures []string // amount fields, in 元 on the sheet, in 分 here

	// Where names the places of some records that do not stand on the sheet Name; nil if
	// their rows do.
	Where func(records []int) string

	dims    []dimension
	amounts [][]Fen
	zeros   map[[2]int]bool // by record and measure: 0 was entered, not left out
	rows    []int
	columns map[string]int
	others  map[Spot]int // by measure and record: the column in which its amount stands, if not its own
	apart   map[int]Apart
	books   []Book  // of a joined table
	of      []int32 // by record: the book
	related map[string]Relation
}

// Apart is where a record stands that has a sheet to itself: the cells of its fields and
// measures there.
type Apart struct {
	Sheet string
	Cells map[string]Spot
}

type dimension struct {
	ids    map[string]uint32
	values []string
	cells  []uint32 // one id per record
	seeded bool
}

// NewTable is an empty table with the given fields and measures.
func NewTable(name string, fields, measures []string) *Table {
	t := &Table{Name: name, Fields: fields, Measures: measures}
	t.dims = make([]dimension, len(fields))
	for i := range t.dims {
		t.dims[i].ids = map[string]uint32{}
	}
	t.amounts = make([][]Fen, len(measures))
	return t
}

// Seed fixes the order of a field's values before any record is added, e.g.
// that of the units on the sheet 单位.
func (t *Table) Seed(field int, values []string) {
	d := &t.dims[field]
	d.seeded = true
	for _, v := range values {
		if _, ok := d.ids[v]; !ok {
			d.ids[v] = uint32(len(d.values))
			d.values = append(d.values, v)
		}
	}
}

// Seeded says whether Seed has fixed the order of a field's values.
func (t *Table) Seeded(field int) bool { return t.dims[field].seeded }

// Append adds a record. row is its row on the sheet it came from, 0 if it
// came from none; values and amounts follow Fields and Measures. Measures
// beyond the amounts given, such as 上年数, are 0.
func (t *Table) Append(row int, values []string, amounts []Fen) {
	t.rows = append(t.rows, row)
	for i := range t.dims {
		t.dims[i].add(values[i])
	}
	for i := range t.amounts {
		var fen Fen
		if i < len(amounts) {
			fen = amounts[i]
		}
		t.amounts[i] = append(t.amounts[i], fen)
	}
}

// add is the value of one more record.
func (d *dimension) add(value string) {
	id, ok := d.ids[value]
	if !ok {
		id = uint32(len(d.values))
		d.ids[value] = id
		d.values = append(d.values, value)
	}
	d.cells = append(d.cells, id)
}

// EnterZero says of the last record that 0 was entered as a measure: nothing is
// published where an amount was left out, 0 where 0 was entered.
func (t *Table) EnterZero(measure int) {
	if t.zeros == nil {
		t.zeros = map[[2]int]bool{}
	}
	t.zeros[[2]int{t.Len() - 1, measure}] = true
}

// ZeroEntered says whether EnterZero was told of a record and measure.
func (t *Table) ZeroEntered(record, measure int) bool { return t.zeros[[2]int{record, measure}] }

// Len is the number of records.
func (t *Table) Len() int { return len(t.rows) }

// Row is the sheet row of record i, 0 if it came from no sheet.
func (t *Table) Row(i int) int { return t.rows[i] }

// SetColumns tells in which sheet columns, counted from 1, the fields and
// measures were found; those that stand in no column are left out.
func (t *Table) SetColumns(columns map[string]int) { t.columns = columns }

// Column is the sheet column of a field or measure, 0 if it is not known.
func (t *Table) Column(name string) int { return t.columns[name] }

// EnterIn says of the last record in which sheet column a measure was typed, where
// that is not the measure's own.
func (t *Table) EnterIn(measure, column int) {
	if t.others == nil {
		t.others = map[Spot]int{}
	}
	t.others[Spot{measure, t.Len() - 1}] = column
}

// ColumnIn is the sheet column in which a record has a field or measure, 0 if it
// is not known.
func (t *Table) ColumnIn(name string, record int) int {
	if column := t.others[Spot{t.Measure(name), record}]; column > 0 {
		return column
	}
	if record < len(t.of) {
		return t.books[t.of[record]].columns[name]
	}
	return t.Column(name)
}

// SetApart says of the last record that it does not stand on the sheet Name.
func (t *Table) SetApart(a Apart) {
	if t.apart == nil {
		t.apart = map[int]Apart{}
	}
	t.apart[t.Len()-1] = a
}

// Apart says where a record stands that has a sheet to itself.
func (t *Table) Apart(record int) (a Apart, ok bool) {
	a, ok = t.apart[record]
	return a, ok
}

// At is where a field or measure of a record was typed: the sheet, by the table's name
// if it is the table's own, the column and the row; 0 for what is not known.
func (t *Table) At(record int, name string) (sheet string, column, row int) {
	if a, ok := t.apart[record]; ok {
		return a.Sheet, a.Cells[name].Col, a.Cells[name].Row
	}
	sheet = t.Name
	if record < len(t.of) {
		sheet = t.books[t.of[record]].sheet
	}
	return sheet, t.ColumnIn(name, record), t.Row(record)
}

// Part is a table of some of the records, in their order, each with all that is known
// of it. Its texts have the same order.
func (t *Table) Part(keep func(record int) bool) *Table {
	out := NewTable(t.Name, t.Fields, t.Measures)
	out.Where, out.columns, out.books = t.Where, t.columns, t.books
	for f := range t.Fields {
		if t.Seeded(f) {
			out.Seed(f, t.Distinct(f))
		}
	}
	values, amounts := make([]string, len(t.Fields)), make([]Fen, len(t.Measures))
	for i := range t.Len() {
		if !keep(i) {
			continue
		}
		for f := range values {
			values[f] = t.Text(i, f)
		}
		for m := range amounts {
			amounts[m] = t.Amounts(m)[i]
		}
		out.Append(t.rows[i], values, amounts)
		if i < len(t.of) {
			out.of = append(out.of, t.of[i])
		}
		for m := range amounts {
			if t.ZeroEntered(i, m) {
				out.EnterZero(m)
			}
			if column := t.others[Spot{m, i}]; column > 0 {
				out.EnterIn(m, column)
			}
		}
		if a, ok := t.apart[i]; ok {
			out.SetApart(a)
		}
	}
	return out
}

// Field is the index of a text field, -1 if the table has none of that name.
func (t *Table) Field(name string) int { return slices.Index(t.Fields, name) }

// Measure is the index of an amount field, -1 if there is none of that name.
func (t *Table) Measure(name string) int { return slices.Index(t.Measures, name) }

// Text is the value of a text field of record i.
func (t *Table) Text(i, field int) string {
	d := &t.dims[field]
	return d.values[d.cells[i]]
}

// Value is the text of the named field of record i, "" if there is no such field.
func (t *Table) Value(i int, field string) string {
	f := t.Field(field)
	if f < 0 {
		return ""
	}
	return t.Text(i, f)
}

// Amounts are the amounts of one measure, one per record, in 分.
func (t *Table) Amounts(measure int) []Fen { return t.amounts[measure] }

// Distinct are the different values of a text field, in order of first use.
func (t *Table) Distinct(field int) []string { return t.dims[field].values }

// ID is the index of a value in Distinct(field), false if no record has it.
func (t *Table) ID(field int, value string) (id uint32, ok bool) {
	id, ok = t.dims[field].ids[value]
	return id, ok
}

// IDs gives, for each record, the index of its value in Distinct(field).
func (t *Table) IDs(field int) []uint32 { return t.dims[field].cells }

// Spot is a place in a sheet, counted from 1.
type Spot struct{ Col, Row int }

// Ledger is all that an input workbook says: 基本信息, the tables of records
// and the code lists with the rows that staff added.
type Ledger struct {
	Info   map[string]string // 基本信息, texts only
	InfoAt map[string]Spot   // where each item's value was read, for findings
	Tables map[string]*Table
	Codes  map[string]*CodeList
	Open   bool // this year's amounts are yet to be entered: 0 is written as an empty cell
	Source Source
}
