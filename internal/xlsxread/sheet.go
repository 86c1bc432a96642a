package xlsxread

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"ysgk/internal/a1"
)

// Kind is what a cell holds.
type Kind uint8

const (
	Blank      Kind = iota
	Number          // Text is the number as stored, with its float noise
	Text            // text, typed or made by a formula
	Bool            // Text is 1 or 0
	Error           // Text is #REF! or the like
	DateText        // an ISO 8601 date, of Strict files
	Uncomputed      // a formula whose value was never computed
)

// Cell is a cell as stored.
type Cell struct {
	Col     int
	Kind    Kind
	Formula bool
	Format  Format
	Text    string
}

// Date1904 says whether day 0 is 1904-01-01, as in old Mac files.
func (f *File) Date1904() bool { return f.date1904 }

// Rows calls visit for every stored row of a sheet in file order, and gives
// the merged ranges. The slice of cells is reused for the next row.
func (f *File) Rows(s Sheet, visit func(row int, cells []Cell)) ([]a1.Range, error) {
	r, err := f.part(s.part, maxPart)
	if err != nil {
		return nil, damaged(err)
	}
	defer r.Close()
	sc := &scanner{file: f, d: xml.NewDecoder(r), visit: visit}
	for {
		t, err := sc.d.RawToken()
		if err == io.EOF {
			if !sc.closed {
				return nil, ErrDamaged
			}
			return sc.merges, nil
		}
		if err == nil {
			err = sc.token(t)
		}
		if err != nil {
			return nil, damaged(err)
		}
	}
}

// scanner walks the XML of one sheet.
type scanner struct {
	file   *File
	d      *xml.Decoder
	visit  func(row int, cells []Cell)
	row    int
	cells  []Cell
	merges []a1.Range
	inRow  bool
	closed bool // the end of the sheet was seen
}

func (s *scanner) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "row":
			return s.startRow(t)
		case "c":
			return s.cell(t)
		case "mergeCell":
			if r, ok := a1.ParseRange(attr(t, "ref")); ok {
				s.merges = append(s.merges, r)
			}
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "row":
			if s.inRow && len(s.cells) > 0 {
				s.visit(s.row, s.cells)
			}
			s.inRow = false
		case "worksheet":
			s.closed = true
		}
	}
	return nil
}

// startRow takes the row's number; some writers leave it out, then it is the next.
func (s *scanner) startRow(t xml.StartElement) error {
	if s.inRow {
		return ErrDamaged
	}
	s.inRow, s.cells = true, s.cells[:0]
	s.row++
	if r := attr(t, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < s.row {
			return ErrDamaged
		}
		s.row = n
	}
	if s.row > a1.MaxRow {
		return ErrDamaged
	}
	return nil
}

// cell reads one c element.
func (s *scanner) cell(start xml.StartElement) error {
	if !s.inRow {
		return ErrDamaged
	}
	c := Cell{Col: 1}
	if n := len(s.cells); n > 0 {
		c.Col = s.cells[n-1].Col + 1
	}
	kind := ""
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			col, row, ok := a1.Parse(a.Value)
			if !ok || row != s.row || col < c.Col {
				return ErrDamaged
			}
			c.Col = col
		case "t":
			kind = a.Value
		case "s":
			if i, err := strconv.Atoi(a.Value); err == nil && i >= 0 && i < len(s.file.formats) {
				c.Format = s.file.formats[i]
			}
		}
	}
	if c.Col > a1.MaxCol {
		return ErrDamaged
	}
	value, err := s.content(&c)
	if err != nil {
		return err
	}
	// Blank cells are kept too: their column is where the next one without
	// an address goes.
	s.cells = append(s.cells, s.typed(c, kind, value))
	return nil
}

// content reads v, f and is up to the end of the cell. stored is false where
// there is no v at all.
func (s *scanner) content(c *Cell) (value stored, err error) {
	var b []byte
	inValue := false
	for {
		t, err := s.d.RawToken()
		if err != nil {
			return value, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue, value.has = true, true
			case "f":
				c.Formula = true
			case "is":
				if value.inline, err = richText(s.d, "is"); err != nil {
					return value, err
				}
			}
		case xml.CharData:
			if inValue {
				b = append(b, t...)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v":
				inValue = false
				value.text = string(b)
			case "c":
				return value, nil
			}
		}
	}
}

type stored struct {
	text   string // of v
	has    bool   // a v stands there
	inline string // of is, which counts in inlineStr cells only: excelize leaves an old one in cells it makes numbers
}

// typed gives the cell its kind. A formula with a text result may have an
// empty one; without a v, or with an empty v of a number, it was never computed
// (openpyxl writes formulas so).
func (s *scanner) typed(c Cell, kind string, v stored) Cell {
	if kind == "inlineStr" {
		v.text, v.has = v.inline, true
	}
	if c.Formula && (!v.has || v.text == "" && kind != "str") {
		c.Kind = Uncomputed
		return c
	}
	c.Text = v.text
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v.text))
		if err != nil || i < 0 || i >= len(s.file.strings) {
			c.Text = ""
			break
		}
		c.Kind, c.Text = Text, s.file.strings[i]
	case "str":
		c.Kind, c.Text = Text, unescape(v.text)
	case "inlineStr":
		c.Kind = Text
	case "b":
		c.Kind = Bool
	case "e":
		c.Kind = Error
	case "d":
		c.Kind = DateText
	default:
		c.Kind, c.Text = Number, strings.TrimSpace(v.text)
	}
	if c.Text == "" {
		c.Kind = Blank
	}
	return c
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
