package verify

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/numfmt"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// book is a finished workbook as it is stored.
type book struct {
	sheets []*sheet
	typed  bool // amounts are constants with two decimals at most, so that sums may have tails

	left       leftovers
	names      []definedName
	tables     []listObject
	cache      *formula.Cache
	precedents map[*cell][]ref           // of formulas looked at
	late       map[*cell]decimal.Decimal // by how much stored results differ from what their cells give
}

// sheet is a worksheet by cells.
type sheet struct {
	name   string
	number int // place in the workbook
	hidden bool
	cells  map[xlsxedit.Pos]*cell
	plain  map[string]string // by text: a long one may stand in every cell
	order  []*cell           // that hold anything, in reading order
	merges []a1.Range
	rows   []int      // hidden rows that hold anything
	cols   [][2]int   // hidden columns, from and to
	print  []a1.Range // print areas
	hides  []int      // hidden rows

	last, lastCol int
	own           int // columns that tables made of others
}

// cell is a cell that holds something.
type cell struct {
	sheet    *sheet
	col, row int
	kind     xlsxread.Kind
	text     string
	plain    string           // the text, to be compared
	num      decimal.Decimal  // of a number, without float noise
	raw      decimal.Decimal  // of a number, as stored
	was      *decimal.Decimal // the stored result of a formula that was computed anew, nil of others
	date     bool
	format   numfmt.Format // how a number is shown
	unseen   bool          // its letters have the colour of the ground
	formula  string        // without "=", "" if it has none
	array    bool          // the formula is an array's
}

func (c *cell) place() finding.Place { return finding.At(c.sheet.name, c.col, c.row) }

// number is the cell's amount; a blank cell is zero. ok is false of texts.
func (c *cell) number() (d decimal.Decimal, ok bool) {
	if c == nil || c.kind == xlsxread.Blank {
		return d, true
	}
	return c.num, c.kind == xlsxread.Number
}

func (s *sheet) at(col, row int) *cell { return s.cells[xlsxedit.Pos{Col: col, Row: row}] }

// cellAt is the cell in a place, a blank one if nothing stands there.
func (s *sheet) cellAt(col, row int) *cell {
	if x := s.at(col, row); x != nil {
		return x
	}
	return &cell{sheet: s, col: col, row: row}
}

// noise is behind the last decimal of a number that counts.
const noise = double.Places

func read(file string) (*book, error) {
	f, err := xlsxread.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := &book{precedents: map[*cell][]ref{}, cache: &formula.Cache{}, sheets: make([]*sheet, len(f.Sheets))}
	err = f.Each(func(i int, s xlsxread.Sheet) (err error) {
		b.sheets[i], err = readSheet(f, i, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, b.layout(f)
}

// readSheet reads the cells of a sheet, and what is hidden.
func readSheet(f *xlsxread.File, number int, s xlsxread.Sheet) (*sheet, error) {
	out := &sheet{name: s.Name, number: number, hidden: s.Hidden, cells: map[xlsxedit.Pos]*cell{}, plain: map[string]string{}}
	masters := map[string]master{}
	layout, err := f.Stream(s, func(r *xlsxread.Row) {
		holds := false
		for i := range r.Cells {
			if x := out.add(r.R, &r.Cells[i]); x != nil {
				holds = true
				x.unseen = f.Styles.Unseen(r.Cells[i].Style)
				x.calculate(r.Cells[i].Formula, masters)
			}
		}
		if r.Hidden {
			out.hides = append(out.hides, r.R)
			if holds {
				out.rows = append(out.rows, r.R)
			}
		}
	})
	if err == nil {
		out.merges, out.cols = layout.Merges, layout.Hidden
	}
	return out, err
}

// add takes a cell that holds something; nil of another one.
func (s *sheet) add(row int, c *xlsxread.Cell) *cell {
	if c.Formula == nil && (c.Kind == xlsxread.Blank || c.Kind == xlsxread.Text && strings.TrimSpace(c.Text) == "") {
		return nil
	}
	x := &cell{sheet: s, col: c.Col, row: row, kind: c.Kind, text: c.Text, date: c.Format.Date || c.Kind == xlsxread.DateText, format: c.Format}
	if c.Kind == xlsxread.Number {
		if d, err := decimal.NewFromString(c.Text); err == nil {
			x.raw, x.num = d, double.Clean(d)
			x.text = x.num.String()
		} else {
			x.kind = xlsxread.Text
		}
	}
	x.plain = s.folded(x)
	s.cells[xlsxedit.Pos{Col: c.Col, Row: row}] = x
	s.order = append(s.order, x)
	s.last, s.lastCol = max(s.last, row), max(s.lastCol, c.Col)
	return x
}

// folded is the plain text of a cell.
func (s *sheet) folded(c *cell) string {
	if c.kind == xlsxread.Number {
		return c.text
	}
	out, known := s.plain[c.text]
	if !known {
		out = plain(c.text)
		s.plain[c.text] = out
	}
	return out
}

// master is the cell of a shared formula that says it.
type master struct {
	*formula.Formula
	col, row int
}

// calculate gives a cell its formula.
func (c *cell) calculate(f *xlsxread.Formula, masters map[string]master) {
	if f == nil {
		return
	}
	c.formula, c.array = f.Text, f.Kind == "array"
	if f.Kind != "shared" {
		return
	}
	if m, ok := masters[f.Shared]; c.formula == "" && ok {
		c.formula = m.Copied(c.col-m.col, c.row-m.row)
	} else if p, err := formula.Parse(c.formula); err == nil {
		masters[f.Shared] = master{p, c.col, c.row}
	}
}

// layout adds what stands beside the cells.
func (b *book) layout(from *xlsxread.File) error {
	f, err := xlsxedit.From(from.Package)
	if err != nil {
		return err
	}
	wb, err := f.Workbook()
	if err != nil {
		return err
	}
	b.left = left(f, wb)
	b.printAreas(wb)
	b.define(wb)
	for i, s := range b.sheets {
		for _, t := range f.Tables(from.Sheets[i].Part) {
			b.tables = append(b.tables, listObject{t.Name, s, t.Ref, t.Columns, t.Header > 0, t.Totals > 0})
		}
	}
	return nil
}

// define takes the names that the workbook defines.
func (b *book) define(wb *xlsxedit.Workbook) {
	for _, e := range wb.Names() {
		n := definedName{name: e.SelectAttrValue("name", ""), text: e.Text()}
		if i, err := strconv.Atoi(e.SelectAttrValue("localSheetId", "")); err == nil && i >= 0 && i < len(wb.Sheets) {
			n.sheet = wb.Sheets[i].Name
		}
		b.names = append(b.names, n)
	}
}

// before orders cells by sheet, row and column.
func before(a, b *cell) int {
	return cmp.Or(cmp.Compare(a.sheet.number, b.sheet.number), a.row-b.row, a.col-b.col)
}

// plain is a text without blanks and with half-width signs: what titles,
// headers and labels are compared by.
func plain(s string) string {
	if s = typed.Narrow(s); strings.ContainsFunc(s, unicode.IsSpace) {
		return strings.Join(strings.Fields(s), "")
	}
	return s
}

// merged is the text that a cell shows, also where it is part of a merge.
func (s *sheet) merged(col, row int) string {
	if c := s.covering(col, row); c != nil {
		return c.plain
	}
	return ""
}

// covering is the cell that shows at a place: its own, or the first of a merge over it.
func (s *sheet) covering(col, row int) *cell {
	if c := s.at(col, row); c != nil {
		return c
	}
	for _, m := range s.merges {
		if c := s.at(m.Col1, m.Row1); m.Has(col, row) && c != nil {
			return c
		}
	}
	return nil
}
