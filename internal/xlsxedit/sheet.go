package xlsxedit

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/xlsxread"
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
type CellFormula = xlsxread.Formula

type colWidth struct {
	from, to int
	width    float64
	hidden   bool
}

// Sheet reads a worksheet. Its cells leave the part, which is then written with
// Rows by whoever read them.
func (f *File) Sheet(ref SheetRef, shared *Strings) (*Sheet, error) {
	s, err := f.LookSheet(ref, shared)
	if err == nil {
		f.Keep(ref.Part, s.Doc)
	}
	return s, err
}

// LookSheet reads a worksheet and leaves its part as it is.
func (f *File) LookSheet(ref SheetRef, shared *Strings) (*Sheet, error) {
	b, err := f.Bytes(ref.Part)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Name: ref.Name, Part: ref.Part}
	layout, err := xlsxread.ReadSheet(ref.Part, ref.Name, b, shared.read, func(r *xlsxread.Row) { s.Rows = append(s.Rows, rowOf(r)) })
	if err != nil {
		return nil, err
	}
	s.Merges = layout.Merges
	if s.Doc, err = f.Tree(ref.Part, slices.Concat(b[:layout.Data[0]], b[layout.Data[1]:])); err != nil {
		return nil, err
	}
	unprefix(s.Doc.Root())
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

func rowOf(r *xlsxread.Row) Row {
	row := Row{R: r.R}
	for _, a := range attrsOf(r.Attrs) {
		switch a.FullKey() {
		case "r", "spans":
			continue
		case "ht":
			row.Height, _ = strconv.ParseFloat(a.Value, 64)
		}
		row.Attrs = append(row.Attrs, a)
	}
	for i := range r.Cells {
		row.Cells = append(row.Cells, cellOf(&r.Cells[i]))
	}
	return row
}

func attrsOf(attrs []xlsxread.Attr) (out []etree.Attr) {
	for _, a := range attrs {
		space, key, ok := strings.Cut(string(a.Name), ":")
		if !ok {
			space, key = "", space
		}
		out = append(out, etree.Attr{Space: space, Key: key, Value: string(a.Value)})
	}
	return out
}

func cellOf(x *xlsxread.Cell) Cell {
	c := Cell{Col: x.Col, Style: x.Style, Type: cmp.Or(x.Stored.Type, "n"), Value: x.Stored.Value, Formula: x.Formula, Extra: attrsOf(x.Stored.Attrs)}
	switch c.Type {
	case "inlineStr":
		c.Text, c.Rich = x.Text, richXML(x.Stored.Runs)
	case "s":
		c.Text, c.Rich = x.Text, x.Stored.Runs // as Strings has it
	case "str":
		c.Text = x.Text
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
func (f *File) CellText(ref SheetRef, name string, shared *Strings) (text string) {
	b, err := f.Bytes(ref.Part)
	if err != nil {
		return ""
	}
	_, err = xlsxread.ReadSheet(ref.Part, ref.Name, b, shared.read, func(r *xlsxread.Row) {
		for i := range r.Cells {
			if a1.Name(r.Cells[i].Col, r.R) == name {
				text = cellOf(&r.Cells[i]).Text
			}
		}
	})
	if err != nil {
		return ""
	}
	return text
}
