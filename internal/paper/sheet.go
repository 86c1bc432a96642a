package paper

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/numfmt"
	"ysgk/internal/xlsxedit"
)

// Sheet is what a sheet shows on paper. Lengths are points.
type Sheet struct {
	Name        string
	Landscape   bool
	A3          bool
	Left, Right float64   // margins
	Columns     []float64 // widths
	Rows        []Row
	Head        int      // how many of the first rows stand on every page
	Unknown     []string // cells whose formula has no stored result, or whose number format is not known
}

// Row is a row of a sheet.
type Row struct {
	Height float64
	Cells  []Cell // which fill the row together
}

// Cell is one cell, or several that are one.
type Cell struct {
	Col, Span int  // the first column and how many
	Rows      int  // how many rows it takes, from its first row; 1 of most
	Under     bool // it is below the first row of one that takes several
	Text      string
	Number    bool
	Look      Look
	Edges     Edges
}

// Edges are the borders of a cell.
type Edges struct{ Top, Left, Bottom, Right Edge }

// Edge is a border: the name that workbooks give its kind, "" of none, and its colour
// as six digits, "" of the usual one.
type Edge struct{ Kind, Colour string }

// Book reads the sheets of a workbook.
type Book struct {
	file   *xlsxedit.File
	book   *xlsxedit.Workbook
	text   *xlsxedit.Strings
	styles *xlsxedit.Styles
	looks  *looks
	names  map[int]map[string]string // defined names of sheets, by sheet
}

// Open reads what the sheets of a workbook share.
func Open(f *xlsxedit.File) (b *Book, err error) {
	b = &Book{file: f, names: map[int]map[string]string{}}
	if b.book, err = f.Workbook(); err != nil {
		return nil, err
	}
	if b.text, err = f.Strings(b.book); err != nil {
		return nil, err
	}
	b.styles = f.Styles(b.book)
	if b.looks, err = readLooks(f, b.book, b.styles); err != nil {
		return nil, err
	}
	for _, e := range b.book.Names() {
		i, err := strconv.Atoi(e.SelectAttrValue("localSheetId", ""))
		if err != nil {
			continue
		}
		if b.names[i] == nil {
			b.names[i] = map[string]string{}
		}
		b.names[i][e.SelectAttrValue("name", "")] = e.Text()
	}
	return b, nil
}

// Sheet reads one sheet; nil if there is none of that name.
func (b *Book) Sheet(name string) (*Sheet, error) {
	i := slices.IndexFunc(b.book.Sheets, func(s xlsxedit.SheetRef) bool { return s.Name == name })
	if i < 0 {
		return nil, nil
	}
	s, err := b.file.LookSheet(b.book.Sheets[i], b.text)
	if err != nil {
		return nil, err
	}
	r := &reader{Book: b, Sheet: s, out: &Sheet{Name: name}, names: b.names[i]}
	r.page()
	r.grid()
	return r.out, nil
}

// reader reads one sheet.
type reader struct {
	*Book
	*xlsxedit.Sheet
	out   *Sheet
	names map[string]string

	area  a1.Range
	cols  []int // those that are printed
	rows  []*xlsxedit.Row
	merge map[[2]int]a1.Range // by each of the cells that are one
}

// page reads how the sheet stands on paper.
func (r *reader) page() {
	root := r.Doc.Root()
	if e := root.SelectElement("pageSetup"); e != nil {
		r.out.Landscape = e.SelectAttrValue("orientation", "") == "landscape"
		r.out.A3 = e.SelectAttrValue("paperSize", "") == "8"
	}
	r.out.Left, r.out.Right = 0.7*72, 0.7*72
	if e := root.SelectElement("pageMargins"); e != nil {
		for name, to := range map[string]*float64{"left": &r.out.Left, "right": &r.out.Right} {
			if f, err := strconv.ParseFloat(e.SelectAttrValue(name, ""), 64); err == nil {
				*to = f * 72
			}
		}
	}
}

// span is the range that a name of the sheet means; ok is false of anything but one.
func (r *reader) span(name string) (a1.Range, bool) {
	text := r.names[name]
	if i := strings.LastIndexByte(text, '!'); i >= 0 {
		text = text[i+1:]
	}
	if text == "" || strings.Contains(r.names[name], ",") {
		return a1.Range{}, false
	}
	return a1.ParseRange(strings.ReplaceAll(text, "$", ""))
}

// used is the range of what is on the sheet.
func (r *reader) used() (out a1.Range) {
	out = a1.Range{Col1: a1.MaxCol, Row1: a1.MaxRow}
	grow := func(x a1.Range) {
		out = a1.Range{Col1: min(out.Col1, x.Col1), Row1: min(out.Row1, x.Row1), Col2: max(out.Col2, x.Col2), Row2: max(out.Row2, x.Row2)}
	}
	for i := range r.Rows {
		for _, c := range r.Rows[i].Cells {
			if c.Value != "" || c.Text != "" || c.Formula != nil || r.looks.get(c.Style).Edges != (Edges{}) {
				grow(a1.Range{Col1: c.Col, Row1: r.Rows[i].R, Col2: c.Col, Row2: r.Rows[i].R})
			}
		}
	}
	if out.Col2 == 0 {
		return a1.Range{Col1: 1, Row1: 1, Col2: 0, Row2: 0}
	}
	for _, m := range r.Merges {
		if m.Row1 <= out.Row2 && m.Col1 <= out.Col2 {
			grow(m)
		}
	}
	return out
}

// digit is the pixels of one character of column width. Fonts differ by one pixel, which
// does not matter to columns that are scaled to a page together.
const digit = 7

// grid reads the cells.
func (r *reader) grid() {
	r.area = r.used()
	if area, ok := r.span("_xlnm.Print_Area"); ok {
		r.area = area
	}
	for col := r.area.Col1; col <= r.area.Col2; col++ {
		if w := r.Width(col); w > 0 {
			r.cols = append(r.cols, col)
			r.out.Columns = append(r.out.Columns, (w*digit+5)*0.75)
		}
	}
	r.merge = map[[2]int]a1.Range{}
	for _, m := range r.Merges {
		for row := max(m.Row1, r.area.Row1); row <= min(m.Row2, r.area.Row2); row++ {
			for col := max(m.Col1, r.area.Col1); col <= min(m.Col2, r.area.Col2); col++ {
				r.merge[[2]int{col, row}] = m
			}
		}
	}
	usual := 15.0
	if e := r.Doc.Root().SelectElement("sheetFormatPr"); e != nil {
		if h, err := strconv.ParseFloat(e.SelectAttrValue("defaultRowHeight", ""), 64); err == nil {
			usual = h
		}
	}
	byRow := map[int]*xlsxedit.Row{}
	for i := range r.Rows {
		byRow[r.Rows[i].R] = &r.Rows[i]
	}
	for n := r.area.Row1; n <= r.area.Row2; n++ {
		row := byRow[n]
		if row == nil {
			row = &xlsxedit.Row{R: n}
		}
		if !hidden(row) {
			r.rows = append(r.rows, row)
		}
	}
	for i, row := range r.rows {
		out := Row{Height: cmp.Or(row.Height, usual)}
		r.row(i, &out)
		r.out.Rows = append(r.out.Rows, out)
	}
	if titles, ok := r.titles(); ok && len(r.rows) > 0 && titles[0] <= r.rows[0].R {
		for r.out.Head < len(r.rows) && r.rows[r.out.Head].R <= titles[1] {
			r.out.Head++
		}
		if r.out.Head == len(r.rows) {
			r.out.Head = 0
		}
	}
}

// titles are the rows that are printed on every page.
func (r *reader) titles() (rows [2]int, ok bool) {
	for part := range strings.SplitSeq(r.names["_xlnm.Print_Titles"], ",") {
		part = strings.ReplaceAll(part[strings.LastIndexByte(part, '!')+1:], "$", "")
		from, to, _ := strings.Cut(part, ":")
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil {
			return [2]int{a, b}, true
		}
	}
	return rows, false
}

func hidden(row *xlsxedit.Row) bool {
	return slices.ContainsFunc(row.Attrs, func(a etree.Attr) bool {
		return a.Key == "hidden" && (a.Value == "1" || a.Value == "true") || a.Key == "ht" && a.Value == "0"
	})
}

// row reads the cells of a printed row.
func (r *reader) row(i int, out *Row) {
	row := r.rows[i]
	at := func(col int) xlsxedit.Cell {
		if k, ok := slices.BinarySearchFunc(row.Cells, col, func(c xlsxedit.Cell, col int) int { return c.Col - col }); ok {
			return row.Cells[k]
		}
		return xlsxedit.Cell{Col: col}
	}
	for k := 0; k < len(r.cols); {
		cell := at(r.cols[k])
		c := Cell{Col: k, Span: 1, Rows: 1, Look: r.looks.get(cell.Style).Look, Edges: r.looks.get(cell.Style).Edges}
		m, merged := r.merge[[2]int{r.cols[k], row.R}]
		if !merged {
			c.Text, c.Number = r.shown(&cell, row.R)
			out.Cells = append(out.Cells, c)
			k++
			continue
		}
		for k+c.Span < len(r.cols) && r.cols[k+c.Span] <= m.Col2 {
			c.Span++
		}
		first := i
		for first > 0 && r.rows[first-1].R >= m.Row1 {
			first--
		}
		last := i
		for last+1 < len(r.rows) && r.rows[last+1].R <= m.Row2 {
			last++
		}
		c.Rows, c.Under = last-first+1, first != i
		c.Edges.Right = r.looks.get(at(r.cols[k+c.Span-1]).Style).Edges.Right
		if first == i {
			if m.Row1 == row.R { // else its text is in a hidden row
				head := at(m.Col1)
				c.Look = r.looks.get(head.Style).Look
				c.Text, c.Number = r.shown(&head, row.R)
			}
		}
		out.Cells = append(out.Cells, c)
		k += c.Span
	}
	r.spread(out)
}

// shown is what a cell shows.
func (r *reader) shown(c *xlsxedit.Cell, row int) (text string, number bool) {
	format := r.styles.Get(c.Style).Format
	switch c.Type {
	case "s", "str", "inlineStr":
		text := c.Text
		if shown, ok := numfmt.TextOf(text, format); ok {
			text = shown
		}
		return text, false
	case "b":
		return map[bool]string{true: "TRUE", false: "FALSE"}[c.Value == "1"], false
	case "e", "d":
		return c.Value, false
	}
	if c.Value == "" {
		if c.Formula != nil {
			r.unknown(c.Col, row)
		}
		return "", false
	}
	d, err := decimal.NewFromString(c.Value)
	if err == nil {
		if text, ok := numfmt.Text(d, cmp.Or(format, "General")); ok {
			return strings.TrimSpace(text), true
		}
	}
	r.unknown(c.Col, row)
	return "", true
}

func (r *reader) unknown(col, row int) {
	r.out.Unknown = append(r.out.Unknown, a1.Name(col, row))
}
