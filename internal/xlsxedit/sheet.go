package xlsxedit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
)

// Sheet is a worksheet: its cells as a grid, all else as XML.
type Sheet struct {
	Name   string
	Part   string
	Doc    *etree.Document // with an empty sheetData
	Rows   []Row           // ascending, only those that the file has
	Merges []a1.Range

	widths       []colWidth
	defaultWidth float64
}

// Row is a row that the file holds.
type Row struct {
	R      int
	Attrs  []etree.Attr // all but r and spans
	Height float64      // points, 0 if not set
	Cells  []Cell       // ascending
}

// Cell is a cell that the file holds.
type Cell struct {
	Col     int
	Style   int
	Type    string // s, n, b, str, inlineStr, e, d
	Value   string // content of <v>
	Text    string // of a string cell, without fonts
	Rich    string // its <si> element if it has runs of different fonts
	Formula *CellFormula
	Extra   []etree.Attr // attributes other than r, s, t
}

// CellFormula is a formula with its attributes.
type CellFormula struct {
	Text   string
	Kind   string // "", shared, array, dataTable
	Ref    string
	Shared string // group of a shared formula
}

type colWidth struct {
	from, to int
	width    float64
	hidden   bool
}

// Sheet reads a worksheet. Missing cell addresses are counted, as the standard
// allows writers to leave them out.
func (f *File) Sheet(ref SheetRef, shared *Strings) (*Sheet, error) {
	doc, err := f.XML(ref.Part)
	if err != nil {
		return nil, err
	}
	unprefix(doc.Root())
	s := &Sheet{Name: ref.Name, Part: ref.Part, Doc: doc}
	data := doc.Root().SelectElement("sheetData")
	if data == nil {
		return nil, fmt.Errorf("%w: %s has no cells", ErrNotWorkbook, ref.Name)
	}
	next := 1
	for _, e := range data.SelectElements("row") {
		row := readRow(e, next, shared)
		next = row.R + 1
		s.Rows = append(s.Rows, row)
	}
	data.Child = nil
	if m := doc.Root().SelectElement("mergeCells"); m != nil {
		for _, e := range m.SelectElements("mergeCell") {
			if r, ok := a1.ParseRange(e.SelectAttrValue("ref", "")); ok {
				s.Merges = append(s.Merges, r)
			}
		}
	}
	s.readWidths()
	return s, nil
}

// unprefix writes the elements of the sheet's own namespace without a prefix,
// as rows are written; some programs write x:worksheet, x:row.
func unprefix(root *etree.Element) {
	prefix := root.Space
	if prefix == "" {
		return
	}
	root.CreateAttr("xmlns", root.SelectAttrValue("xmlns:"+prefix, ""))
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		if e.Space == prefix {
			e.Space = ""
		}
		for _, c := range e.ChildElements() {
			walk(c)
		}
	}
	walk(root)
}

func readRow(e *etree.Element, next int, shared *Strings) Row {
	row := Row{R: next}
	for _, a := range e.Attr {
		switch a.FullKey() {
		case "r":
			if n, err := strconv.Atoi(a.Value); err == nil {
				row.R = n
			}
		case "spans":
		case "ht":
			row.Height, _ = strconv.ParseFloat(a.Value, 64)
			row.Attrs = append(row.Attrs, a)
		default:
			row.Attrs = append(row.Attrs, a)
		}
	}
	col := 1
	for _, c := range e.SelectElements("c") {
		cell := readCell(c, col, shared)
		col = cell.Col + 1
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func readCell(e *etree.Element, next int, shared *Strings) Cell {
	c := Cell{Col: next, Type: "n"}
	for _, a := range e.Attr {
		switch a.FullKey() {
		case "r":
			if col, _, ok := a1.Parse(a.Value); ok {
				c.Col = col
			}
		case "s":
			c.Style, _ = strconv.Atoi(a.Value)
		case "t":
			c.Type = a.Value
		default:
			c.Extra = append(c.Extra, a)
		}
	}
	if v := e.SelectElement("v"); v != nil {
		c.Value = v.Text()
	}
	if f := e.SelectElement("f"); f != nil {
		c.Formula = &CellFormula{
			Text: f.Text(), Kind: f.SelectAttrValue("t", ""),
			Ref: f.SelectAttrValue("ref", ""), Shared: f.SelectAttrValue("si", ""),
		}
	}
	switch c.Type {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(c.Value)); err == nil {
			c.Text = shared.Text(i)
			c.Rich = shared.Rich(i)
		}
	case "inlineStr":
		if is := e.SelectElement("is"); is != nil {
			c.Text = richText(is)
			c.Rich = richXML(is)
		}
	case "str":
		c.Text = unescape(c.Value)
	}
	return c
}

// DefaultWidth is what Excel gives a column that says nothing, in characters.
const DefaultWidth = 8.43

func (s *Sheet) readWidths() {
	// Widths are stored with the padding that the 8.43 shown for such a column is
	// without (18.3.1.81, baseColWidth).
	s.defaultWidth = 8 + 1
	if p := s.Doc.Root().SelectElement("sheetFormatPr"); p != nil {
		if w, err := strconv.ParseFloat(p.SelectAttrValue("baseColWidth", ""), 64); err == nil {
			s.defaultWidth = w + 1
		}
		if w, err := strconv.ParseFloat(p.SelectAttrValue("defaultColWidth", ""), 64); err == nil {
			s.defaultWidth = w
		}
	}
	cols := s.Doc.Root().SelectElement("cols")
	if cols == nil {
		return
	}
	for _, e := range cols.SelectElements("col") {
		from, _ := strconv.Atoi(e.SelectAttrValue("min", ""))
		to, _ := strconv.Atoi(e.SelectAttrValue("max", ""))
		w, err := strconv.ParseFloat(e.SelectAttrValue("width", ""), 64)
		if err != nil {
			w = s.defaultWidth
		}
		hidden := e.SelectAttrValue("hidden", "0")
		s.widths = append(s.widths, colWidth{from, to, w, hidden == "1" || hidden == "true"})
	}
}

// Width is the width of a column in characters of the default font, 0 if hidden.
func (s *Sheet) Width(col int) float64 {
	for _, w := range s.widths {
		if col >= w.from && col <= w.to {
			if w.hidden {
				return 0
			}
			return w.width
		}
	}
	return s.defaultWidth
}

// CellText is the text of one cell of a sheet, which stays as it is.
func (f *File) CellText(ref SheetRef, name string, shared *Strings) string {
	doc, err := f.read(ref.Part)
	if err != nil {
		return ""
	}
	for _, row := range doc.FindElements("/worksheet/sheetData/row") {
		for _, c := range row.SelectElements("c") {
			if c.SelectAttrValue("r", "") == name {
				return readCell(c, 1, shared).Text
			}
		}
	}
	return ""
}
