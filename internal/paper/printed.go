package paper

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/parts"
	"ysgk/internal/xlsxread"
)

// Printer reads sheets of a workbook as they are printed.
type Printer struct {
	file  *xlsxread.File
	parts *parts.File
	looks *looks
	names map[string]map[string]string // defined names of sheets, by sheet
}

// Open reads what the sheets of a workbook share. Its errors are of xlsxread.
func Open(content []byte) (b *Printer, err error) {
	b = &Printer{names: map[string]map[string]string{}}
	if b.file, err = xlsxread.Read(content); err != nil {
		return nil, err
	}
	if b.parts, err = parts.From(b.file.Package); err != nil {
		return nil, err
	}
	if b.looks, err = readLooks(b.parts); err != nil {
		return nil, err
	}
	book, err := b.parts.Look(b.parts.Related("", "officeDocument"))
	if err != nil {
		return nil, err
	}
	sheets := entries(book.Root(), "sheets", "sheet")
	for _, e := range entries(book.Root(), "definedNames", "definedName") {
		i, err := strconv.Atoi(e.SelectAttrValue("localSheetId", ""))
		if err != nil || i < 0 || i >= len(sheets) {
			continue
		}
		sheet := sheets[i].SelectAttrValue("name", "")
		if b.names[sheet] == nil {
			b.names[sheet] = map[string]string{}
		}
		b.names[sheet][e.SelectAttrValue("name", "")] = e.Text()
	}
	return b, nil
}

// Sheet reads one sheet; nil if there is none of that name. Its cells fill each row
// together: those that are one stand in each of the rows that they take.
func (b *Printer) Sheet(name string) (*Sheet, error) {
	i := slices.IndexFunc(b.file.Sheets, func(s xlsxread.Sheet) bool { return s.Name == name })
	if i < 0 {
		return nil, nil
	}
	part := b.file.Sheets[i].Part
	r := &reader{looks: b.looks, out: &Sheet{Name: name}, names: b.names[name]}
	var err error
	if r.stored, r.layout, err = stored(b.file, b.file.Sheets[i], b.looks); err != nil {
		return nil, err
	}
	content, err := b.parts.Bytes(part)
	if err != nil {
		return nil, err
	}
	rest, err := b.parts.Tree(part, slices.Concat(content[:r.layout.Data[0]], content[r.layout.Data[1]:])) // without its rows
	if err != nil {
		return nil, err
	}
	r.page(rest.Root())
	r.grid(rest.Root().SelectElement("sheetFormatPr"))
	return r.out, nil
}

// reader reads one sheet.
type reader struct {
	*looks
	stored []Row
	layout *xlsxread.Layout
	names  map[string]string
	out    *Sheet

	area  a1.Range
	cols  []int // those that are printed
	rows  []*Row
	merge map[[2]int]a1.Range // by each of the cells that are one
}

// page reads how the sheet stands on paper.
func (r *reader) page(root *etree.Element) {
	page := &r.out.Page
	if e := root.SelectElement("pageSetup"); e != nil {
		page.Landscape = e.SelectAttrValue("orientation", "") == "landscape"
		page.A3 = e.SelectAttrValue("paperSize", "") == "8"
	}
	page.Left, page.Right = 0.7*72, 0.7*72
	if e := root.SelectElement("pageMargins"); e != nil {
		for name, to := range map[string]*float64{"left": &page.Left, "right": &page.Right} {
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
	for _, row := range r.stored {
		for _, c := range row.Cells {
			if c.held || *c.Edges != (Edges{}) {
				grow(a1.Range{Col1: c.Col + 1, Row1: row.R, Col2: c.Col + 1, Row2: row.R})
			}
		}
	}
	if out.Col2 == 0 {
		return a1.Range{Col1: 1, Row1: 1, Col2: 0, Row2: 0}
	}
	for _, m := range r.layout.Merges {
		if m.Row1 <= out.Row2 && m.Col1 <= out.Col2 {
			grow(m)
		}
	}
	return out
}

// grid reads the cells; format is what the sheet says of rows and columns that say nothing.
func (r *reader) grid(format *etree.Element) {
	r.area = r.used()
	if area, ok := r.span("_xlnm.Print_Area"); ok {
		r.area = area
	}
	height, width := 15.0, float64(usualWidth)
	if format != nil {
		if w, err := strconv.ParseFloat(format.SelectAttrValue("baseColWidth", ""), 64); err == nil {
			width = w + 1
		}
		if w, err := strconv.ParseFloat(format.SelectAttrValue("defaultColWidth", ""), 64); err == nil {
			width = w
		}
		if h, err := strconv.ParseFloat(format.SelectAttrValue("defaultRowHeight", ""), 64); err == nil {
			height = h
		}
	}
	all := widths(r.layout, r.area.Col2, width)
	for col := r.area.Col1; col <= r.area.Col2; col++ {
		if w := all[col-1]; w > 0 {
			r.cols = append(r.cols, col)
			r.out.Columns = append(r.out.Columns, w)
		}
	}
	r.merge = map[[2]int]a1.Range{}
	for _, m := range r.layout.Merges {
		for row := max(m.Row1, r.area.Row1); row <= min(m.Row2, r.area.Row2); row++ {
			for col := max(m.Col1, r.area.Col1); col <= min(m.Col2, r.area.Col2); col++ {
				r.merge[[2]int{col, row}] = m
			}
		}
	}
	byRow := map[int]*Row{}
	for i := range r.stored {
		byRow[r.stored[i].R] = &r.stored[i]
	}
	for n := r.area.Row1; n <= r.area.Row2; n++ {
		row := byRow[n]
		if row == nil {
			row = &Row{R: n}
		}
		if !row.hidden {
			r.rows = append(r.rows, row)
		}
	}
	for i, row := range r.rows {
		out := Row{R: row.R, Height: cmp.Or(row.Height, height)}
		r.row(i, &out)
		r.out.Rows = append(r.out.Rows, out)
	}
	if titles, ok := r.titles(); ok && len(r.rows) > 0 && titles[0] <= r.rows[0].R {
		for r.out.Page.Head < len(r.rows) && r.rows[r.out.Page.Head].R <= titles[1] {
			r.out.Page.Head++
		}
		if r.out.Page.Head == len(r.rows) {
			r.out.Page.Head = 0
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

// row reads the cells of a printed row.
func (r *reader) row(i int, out *Row) {
	row := r.rows[i]
	at := func(col int) Cell {
		if k, ok := slices.BinarySearchFunc(row.Cells, col-1, func(c Cell, col int) int { return c.Col - col }); ok {
			return row.Cells[k]
		}
		return r.looks.cell(col-1, 0)
	}
	for k := 0; k < len(r.cols); {
		c := at(r.cols[k])
		m, merged := r.merge[[2]int{r.cols[k], row.R}]
		if !merged {
			r.known(&c, row.R)
			c.Col = k
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
		edges := *c.Edges
		edges.Right = at(r.cols[k+c.Span-1]).Edges.Right
		one := Cell{Col: k, Span: c.Span, Down: last - first + 1, Under: first != i, Style: c.Style, Look: c.Look, Edges: &edges}
		if m.Row1 == row.R { // else its text is in a row above, or in a hidden one
			head := at(m.Col1)
			r.known(&head, row.R)
			one.Style, one.Look, one.Text, one.Number = head.Style, head.Look, head.Text, head.Number
		}
		out.Cells = append(out.Cells, one)
		k += c.Span
	}
	r.spread(out)
}

// known lets a cell show nothing if it is not known what it shows, and notes it.
func (r *reader) known(c *Cell, row int) {
	if c.Number {
		c.Text = strings.TrimSpace(c.Text) // room that number formats leave for signs
	}
	if c.Missing || c.rough {
		c.Text = ""
		r.out.Unknown = append(r.out.Unknown, a1.Name(c.Col+1, row))
	}
}
