package verify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/legend"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Table is a table of a finished workbook, by what its cells mean.
type Table struct {
	Form    string // the template's sheet
	Subject string // the record that the sheet is for, "" if for none
	Sheet   string
	Says    map[string]string // scalars, as the title and the lines below it print them
	Total   *decimal.Decimal  // 元, that the pack calls the table's total; nil if it is not found
	Rounded bool              // amounts of the workbook were typed with two decimals
	Cells   []Cell            // in reading order
	Blocks  bool              // rows of it repeat as blocks, which are not read
}

// Cell is a cell that the template knows; empty ones are there where the
// template has an amount. Key names it by its meaning, the same
// in every workbook of the same template: the template's cell and the record.
type Cell struct {
	Place    finding.Place
	Col, Row int
	Key      string
	Template xlsxedit.Pos
	Label    string // of the row
	Amount   bool   // the template has an amount here
	Head     bool   // stands in the title or the headers
	Number   decimal.Decimal
	Numeric  bool
	Unit     money.Unit // in which an amount is printed
	Text     string
	Unitless bool   // the template has a formula here that gives no amount: a share, a rank
	Format   string // its number format there
}

// Read finds the tables in a finished workbook, and the sheets with numbers that are none
// of the pack's. The error is one of package xlsx or of the system: the file cannot be read.
func Read(p *pack.Pack, forms []*fill.Form, file string) (out []Table, strange []string, err error) {
	v, err := load(p, forms, file)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range v.tables {
		table := Table{Form: t.form.Sheet, Subject: v.subject(t), Sheet: t.sheet.name, Says: map[string]string{}, Total: v.total(t), Rounded: v.book.typed, Blocks: t.blocks}
		for name, said := range t.says {
			table.Says[name] = said.text
		}
		known := map[int]bool{}
		for x := range t.exact {
			known[x.row] = true
		}
		cells, _ := v.spots(t)
		for k, x := range cells {
			table.Cells = append(table.Cells, v.read(t, k, x, known))
		}
		for k, x := range v.blanks(t) {
			table.Cells = append(table.Cells, v.read(t, k, x, known))
		}
		slices.SortFunc(table.Cells, func(a, b Cell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })
		out = append(out, table)
	}
	return out, v.strange(), nil
}

func (v *verifier) read(t *table, k spot, x *cell, known map[int]bool) Cell {
	c := Cell{
		Place: x.place(), Col: x.col, Row: x.row, Key: k.at.String() + "\x1f" + k.record, Template: k.at,
		Label: t.words(x), Head: k.at.Row <= t.head, Text: x.text, Unit: v.shown(t, k.at, 0),
	}
	if x.kind == xlsxread.Number {
		c.Number, c.Numeric = x.num, true
	}
	if x.kind == xlsxread.Text {
		c.Text += t.rest(x, known)
	}
	if f := t.cells[k.at]; f != nil {
		c.Amount, c.Unitless, c.Format = f.Money(), f.Unitless(), f.Format
	}
	return c
}

// rest is the rest of a text that was too high for one row: what stands below
// it in rows that are not known from the template.
func (t *table) rest(x *cell, known map[int]bool) (rest string) {
	for row := x.row + 1; row <= t.end && !known[row]; row++ {
		c := t.sheet.at(x.col, row)
		if c == nil || c.kind != xlsxread.Text {
			break
		}
		rest += c.text
	}
	return rest
}

// blanks are the cells that are empty where the template has an amount.
func (v *verifier) blanks(t *table) map[spot]*cell {
	out := map[spot]*cell{}
	ids, _ := v.ids(t)
	for p, f := range t.cells {
		if f.Formula == nil && (len(f.Parts) != 1 || !f.Parts[0].Amount) {
			continue
		}
		for _, row := range t.found(p) {
			if col := t.cols[p.Col]; col > 0 && t.sheet.at(col, row) == nil {
				out[spot{p, ids.at(t, p, row)}] = &cell{sheet: t.sheet, col: col, row: row, kind: xlsxread.Blank}
			}
		}
	}
	return out
}

// shown is the unit in which a cell prints: that of its tag or the one that the table
// says.
func (v *verifier) shown(t *table, at xlsxedit.Pos, depth int) money.Unit {
	said := v.pack.Unit
	for _, s := range t.says {
		if u, ok := v.pack.Units.Named(s.text); ok {
			said = u
		}
	}
	return v.tagged(t, at, said, depth)
}

// tagged is the unit of a cell's tag, of a formula that of the cells that it adds up;
// else another.
func (v *verifier) tagged(t *table, at xlsxedit.Pos, other money.Unit, depth int) money.Unit {
	f := t.cells[at]
	if f != nil && f.Formula != nil && depth < 9 {
		for _, o := range f.Formula.Operands {
			if p := (xlsxedit.Pos{Col: o.Ref.Col1, Row: o.Ref.Row1}); o.Ref.Sheet == "" && t.cells[p] != nil && p != at {
				return v.tagged(t, p, other, depth+1)
			}
		}
	} else if f != nil && len(f.Parts) == 1 && f.Parts[0].Unit != (money.Unit{}) {
		return legend.Unit(v.pack, &f.Parts[0])
	}
	return other
}

// total is the table's total: the amount of the line items that the pack names.
func (v *verifier) total(t *table) *decimal.Decimal {
	about := v.about(t)
	if i := slices.IndexFunc(t.facts, func(f *fact) bool { return f.key == about && !f.blank }); i >= 0 && about != "" {
		return &t.facts[i].value
	}
	return nil
}

// about is the key of the line items whose amount the pack calls the table's total.
func (v *verifier) about(t *table) string {
	for _, d := range v.pack.Tables {
		if name, column, _ := strings.Cut(d.Total, "."); d.Sheet == t.form.Sheet && d.Total != "" {
			return key(v.items(v.pack.View(name), column, nil))
		}
	}
	return ""
}

// words are the texts to the left of a cell that say what its row is: the
// nearest one and those that adjoin it.
func (t *table) words(x *cell) string {
	return Words(x.col, func(col int) (string, bool) {
		c := t.sheet.at(col, x.row)
		if c == nil {
			s := t.sheet.merged(col, x.row)
			return s, s != ""
		}
		return c.text, c.kind == xlsxread.Text && c.formula == ""
	})
}

// Words joins the texts to the left of a column that say what the row is: the
// nearest text and those that adjoin it. at gives a column's text, if it holds one.
func Words(col int, at func(col int) (string, bool)) string {
	words := ""
	for c := col - 1; c > 0; c-- {
		s, ok := at(c)
		switch {
		case !ok && words != "":
			return words
		case ok && words == "":
			words = s
		case ok && s != words:
			words = s + " " + words
		}
	}
	return words
}

// Headings are the headers above the columns of a template sheet.
type Headings struct {
	Title []tags.Part
	form  *form
	rows  []int
}

// HeadingsOf finds the headers of a template sheet.
func HeadingsOf(p *pack.Pack, f *fill.Form) Headings {
	form := newForm(p, f)
	if form == nil {
		return Headings{}
	}
	h := Headings{Title: form.titleParts(), form: form}
	for i := range form.Rows {
		if r := &form.Rows[i]; form.header(r) {
			h.rows = append(h.rows, r.R)
		}
	}
	return h
}

// Above gives the headers above a column of the template, from the top down.
func (h Headings) Above(col int) [][]tags.Part {
	if h.form == nil {
		return nil
	}
	return h.form.path(col, h.rows)
}

// Last is the last row of the headers, 0 if the sheet is no table.
func (h Headings) Last() int {
	if h.form == nil {
		return 0
	}
	return h.form.head
}
