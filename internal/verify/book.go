package verify

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
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
	precedents map[*cell][]ref // of formulas looked at
}

// sheet is a worksheet by cells.
type sheet struct {
	name   string
	number int // place in the workbook
	hidden bool
	cells  map[xlsxedit.Pos]*cell
	order  []*cell // that hold anything, in reading order
	merges []a1.Range
	rows   []int      // hidden rows that hold anything
	cols   [][2]int   // hidden columns, from and to
	print  []a1.Range // print areas
	hides  []int      // hidden rows

	last, lastCol int
}

// cell is a cell that holds something.
type cell struct {
	sheet    *sheet
	col, row int
	kind     xlsxread.Kind
	text     string
	num      decimal.Decimal // of a number, without float noise
	raw      decimal.Decimal // of a number, as stored
	date     bool
	unseen   bool   // its letters have the colour of the ground
	formula  string // without "=", "" if it has none
	array    bool   // the formula is an array's
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

// noise is behind the last decimal of a number that counts.
const noise = double.Places

func read(file string) (*book, error) {
	f, err := xlsxread.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := &book{precedents: map[*cell][]ref{}, cache: &formula.Cache{}}
	for _, s := range f.Sheets {
		out := &sheet{name: s.Name, number: len(b.sheets), cells: map[xlsxedit.Pos]*cell{}}
		out.merges, err = f.Rows(s, func(row int, cells []xlsxread.Cell) {
			for _, c := range cells {
				out.add(row, c)
			}
		})
		if err != nil {
			return nil, err
		}
		b.sheets = append(b.sheets, out)
	}
	return b, b.layout(file)
}

func (s *sheet) add(row int, c xlsxread.Cell) {
	if c.Kind == xlsxread.Blank && !c.Formula || c.Kind == xlsxread.Text && strings.TrimSpace(c.Text) == "" && !c.Formula {
		return
	}
	x := &cell{sheet: s, col: c.Col, row: row, kind: c.Kind, text: c.Text, date: c.Format.Date || c.Kind == xlsxread.DateText}
	if c.Kind == xlsxread.Number {
		if d, err := decimal.NewFromString(c.Text); err == nil {
			x.raw, x.num = d, double.Clean(d)
			x.text = x.num.String()
		} else {
			x.kind = xlsxread.Text
		}
	}
	if c.Formula {
		x.formula = "?" // layout knows it
	}
	s.cells[xlsxedit.Pos{Col: c.Col, Row: row}] = x
	s.order = append(s.order, x)
	s.last, s.lastCol = max(s.last, row), max(s.lastCol, c.Col)
}

// layout adds what only the XML tells: formulas, and what is hidden.
func (b *book) layout(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	f, err := xlsxedit.Open(data)
	if err != nil {
		return err
	}
	wb, err := f.Workbook()
	if err != nil {
		return err
	}
	shared, err := f.Strings(wb)
	if err != nil {
		return err
	}
	unseen, err := f.Unseen(wb)
	if err != nil {
		unseen = nil // a workbook without formats
	}
	b.left = left(f, wb)
	b.printAreas(wb)
	b.define(wb)
	for _, s := range b.sheets {
		i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == s.name })
		if i < 0 {
			continue
		}
		state := wb.Sheets[i].Element.SelectAttrValue("state", "visible")
		s.hidden = state != "visible"
		ws, err := f.Sheet(wb.Sheets[i], shared)
		if err != nil {
			return err
		}
		s.structure(ws, unseen)
		for _, t := range f.Tables(wb.Sheets[i].Part) {
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

func (s *sheet) structure(ws *xlsxedit.Sheet, unseen map[int]bool) {
	type master struct {
		*formula.Formula
		col, row int
	}
	masters := map[string]master{}
	for _, r := range ws.Rows {
		holds := false
		for i := range r.Cells {
			x := &r.Cells[i]
			c := s.at(x.Col, r.R)
			holds = holds || c != nil
			if c != nil {
				c.unseen = unseen[x.Style]
			}
			if c == nil || x.Formula == nil {
				continue
			}
			c.formula, c.array = x.Formula.Text, x.Formula.Kind == "array"
			if x.Formula.Kind != "shared" {
				continue
			}
			if m, ok := masters[x.Formula.Shared]; c.formula == "" && ok {
				c.formula = m.Copied(x.Col-m.col, r.R-m.row)
			} else if p, err := formula.Parse(c.formula); err == nil {
				masters[x.Formula.Shared] = master{p, x.Col, r.R}
			}
		}
		for _, a := range r.Attrs {
			if a.Key == "hidden" && (a.Value == "1" || a.Value == "true") {
				s.hides = append(s.hides, r.R)
				if holds {
					s.rows = append(s.rows, r.R)
				}
			}
		}
	}
	if cols := ws.Doc.Root().SelectElement("cols"); cols != nil {
		for _, e := range cols.SelectElements("col") {
			if on := e.SelectAttrValue("hidden", ""); on == "1" || on == "true" {
				from, _ := strconv.Atoi(e.SelectAttrValue("min", ""))
				to, _ := strconv.Atoi(e.SelectAttrValue("max", ""))
				s.cols = append(s.cols, [2]int{from, to})
			}
		}
	}
	slices.SortFunc(s.order, before)
}

// before orders cells by sheet, row and column.
func before(a, b *cell) int {
	return cmp.Or(cmp.Compare(a.sheet.number, b.sheet.number), a.row-b.row, a.col-b.col)
}

// plain is a text without blanks and with half-width signs: what titles,
// headers and labels are compared by.
func plain(s string) string {
	return strings.Join(strings.Fields(width.Fold.String(strings.ReplaceAll(s, "\u3000", " "))), "")
}

// merged is the text that a cell shows, also where it is part of a merge.
func (s *sheet) merged(col, row int) string {
	if c := s.at(col, row); c != nil {
		return plain(c.text)
	}
	for _, m := range s.merges {
		if c := s.at(m.Col1, m.Row1); m.Has(col, row) && c != nil {
			return plain(c.text)
		}
	}
	return ""
}
