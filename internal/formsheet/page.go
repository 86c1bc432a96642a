package formsheet

import (
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Page is a sheet that looks like a form, with what was typed on it.
type Page struct {
	*Form
	Name   string
	Record Record
	Lines  []Line // records of the list

	Missing []string        // labels of rows that it lacks
	Labels  []Label         // labels that somebody typed over
	Stray   []finding.Place // cells that hold something, where nothing is read
	Split   []finding.Place // of a line with two values of one field: the second
}

// Record are the entries of a record by input column, empty ones too.
type Record map[string]Entry

// Entry is a cell in which something is typed.
type Entry struct {
	Cell xlsxread.Cell
	Row  int
	Unit money.Unit
}

// Line is a record of the list.
type Line struct {
	Side int
	Record
}

// Label is a cell that does not say any more what it must.
type Label struct {
	At   finding.Place
	Want string
	Is   string
}

// StoredRow is a row of a sheet.
type StoredRow struct {
	N     int
	Cells []xlsxread.Cell
}

// Filled says whether anything was typed.
func (p *Page) Filled() bool {
	for _, e := range p.Record {
		if !typed.Empty(e.Cell) {
			return true
		}
	}
	return len(p.Lines) > 0
}

// Read lays a sheet beside the form. It is one of its pages if most rows that have
// labels are there, in the form's order; rows may have been put between.
func (f *Form) Read(name string, rows []StoredRow) (page *Page, ok bool) {
	r := &reading{Page: &Page{Form: f, Name: name, Record: Record{}}, outline: Record{}}
	for _, row := range rows {
		r.row(row)
	}
	r.skip(len(f.Rows))
	return r.Page, 2*r.found >= r.found+r.lacking
}

type reading struct {
	*Page
	next           int // the form's row from which on the sheet's next one may be
	found, lacking int // of the form's rows with labels
	outline        Record
}

// skip passes over the form's rows up to one: those with labels are not there.
func (r *reading) skip(to int) {
	for ; r.next < to; r.next++ {
		row := &r.Rows[r.next]
		for _, c := range row.Cells {
			if c.Label != "" && !row.Lists {
				r.lacking++
				r.Missing = append(r.Missing, c.Label)
				break
			}
		}
	}
}

func (r *reading) row(row StoredRow) {
	for j := r.next; j < len(r.Rows); j++ {
		if r.Rows[j].Lists || !r.Rows[j].is(row.Cells) {
			continue
		}
		r.skip(j)
		r.next = j + 1
		r.found++
		r.entries(&r.Rows[j], row)
		return
	}
	if r.next < len(r.Rows) && r.Rows[r.next].Lists {
		r.line(&r.Rows[r.next], row)
		return
	}
	for _, x := range row.Cells {
		r.stray(x, row.N)
	}
}

func (r *reading) stray(x xlsxread.Cell, n int) {
	if !typed.Empty(x) {
		r.Stray = append(r.Stray, finding.At(r.Name, x.Col, n))
	}
}

// is says whether a row of a sheet has any label of the form's.
func (row *Row) is(cells []xlsxread.Cell) bool {
	for i := range row.Cells {
		c := &row.Cells[i]
		for _, x := range cells {
			if x.Col == c.Col && c.Label+c.Tail != "" && c.says(x) {
				return true
			}
		}
	}
	return false
}

// says says whether a cell has the label of the form's.
func (c *Cell) says(x xlsxread.Cell) bool {
	text := typed.Fold(x.Text)
	if c.Any || c.Field != "" {
		return strings.HasPrefix(text, typed.Fold(c.Label)) && strings.HasSuffix(text, typed.Fold(c.Tail))
	}
	return bare(text) == bare(typed.Fold(c.Label))
}

// bare is a label without the colon behind it, which people add and drop.
func bare(label string) string {
	return strings.TrimRight(typed.Trim(label), ":：")
}

// entries takes what was typed in a row that has its labels.
func (r *reading) entries(row *Row, is StoredRow) {
	for i := range row.Cells {
		if c := &row.Cells[i]; c.Field != "" {
			r.Record[c.Field] = Entry{Cell: xlsxread.Cell{Col: c.Col}, Row: is.N, Unit: c.Unit}
		}
	}
	for _, x := range is.Cells {
		c := row.at(x.Col)
		switch {
		case typed.Empty(x):
		case c == nil || c.Any && !c.says(x):
			r.stray(x, is.N)
		case c.Field != "":
			r.Record[c.Field] = Entry{Cell: c.cut(x), Row: is.N, Unit: c.Unit}
		case !c.says(x):
			r.Labels = append(r.Labels, Label{finding.At(r.Name, x.Col, is.N), c.Label, x.Text})
		}
	}
}

func (row *Row) at(col int) *Cell {
	for i := range row.Cells {
		if row.Cells[i].Col == col {
			return &row.Cells[i]
		}
	}
	return nil
}

// cut takes the label off what was typed behind it: 负责人：张三.
func (c *Cell) cut(x xlsxread.Cell) xlsxread.Cell {
	if c.Label+c.Tail == "" || !c.says(x) {
		return x
	}
	// Blanks and widths are no matter in a label, so it is counted off by what it says.
	x.Text = typed.Trim(x.Text)
	for n := range x.Text {
		if typed.Fold(x.Text[:n]) == typed.Fold(c.Label) {
			x.Text = x.Text[n:]
			break
		}
	}
	if typed.Fold(x.Text) == typed.Fold(c.Label) {
		x.Text = ""
	}
	x.Text = typed.Trim(strings.TrimSuffix(x.Text, c.Tail))
	return x
}

// line takes a row of the list: what all sides have in common stands once for several
// rows, as it is printed.
func (r *reading) line(row *Row, is StoredRow) {
	sides := make([]Record, len(r.Sides))
	seen := Record{}
	for _, x := range is.Cells {
		c := row.at(x.Col)
		switch {
		case typed.Empty(x):
		case c == nil || c.Field == "":
			r.stray(x, is.N)
		case c.Side >= 0:
			if sides[c.Side] == nil {
				sides[c.Side] = Record{}
			}
			sides[c.Side][c.Field] = Entry{Cell: x, Row: is.N, Unit: c.Unit}
		default:
			x.Text = bare(x.Text)
			if was, twice := seen[c.Field]; twice && typed.Fold(was.Cell.Text) != typed.Fold(x.Text) {
				r.Split = append(r.Split, finding.At(r.Name, x.Col, is.N))
				continue
			}
			seen[c.Field] = Entry{Cell: x, Row: is.N}
		}
	}
	r.step(row, seen)
	for side, typedHere := range sides {
		if typedHere == nil {
			continue
		}
		line := Line{side, Record{}}
		for i := range row.Cells {
			c := &row.Cells[i]
			switch e, ok := typedHere[c.Field]; {
			case ok:
				line.Record[c.Field] = e
			case c.Side == side:
				line.Record[c.Field] = Entry{Cell: xlsxread.Cell{Col: c.Col}, Row: is.N}
			case c.Side < 0 && line.Record[c.Field] == Entry{}:
				line.Record[c.Field] = Entry{Cell: xlsxread.Cell{Col: c.Col}, Row: is.N}
			}
			if above, ok := r.outline[c.Field]; ok && c.Side < 0 {
				line.Record[c.Field] = above
			}
		}
		r.Lines = append(r.Lines, line)
	}
}

// step goes on in the outline: a value holds until the next one, those to its right end
// with it.
func (r *reading) step(row *Row, seen Record) {
	ended := false
	for i := range row.Cells {
		field := row.Cells[i].Field
		if row.Cells[i].Side >= 0 || field == "" {
			continue
		}
		e, ok := seen[field]
		switch {
		case ok && typed.Fold(e.Cell.Text) != typed.Fold(r.outline[field].Cell.Text):
			ended = true
			r.outline[field] = e
		case ok:
			r.outline[field] = e
		case ended:
			delete(r.outline, field)
		}
	}
}
