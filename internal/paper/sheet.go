package paper

import (
	"cmp"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
	"ysgk/internal/xlsxread"
)

// Sheet is what a sheet shows. Lengths are points.
type Sheet struct {
	Name    string
	Columns []float64 // widths
	Rows    []Row     // that are not hidden, ascending
	Page    Page      // of a printed sheet
	Unknown []string  // cells of a printed sheet that show nothing, as it is not known what they show

	covered map[[2]int]int // by row and column: the first row of the merged cell that lies there
}

// Page is how a sheet stands on paper.
type Page struct {
	Landscape   bool
	A3          bool
	Left, Right float64 // margins
	Head        int     // how many of the first rows stand on every page
}

// Row is a row of a sheet.
type Row struct {
	R      int     // its number
	Height float64 // 0 if the program that shows it decides
	Cells  []Cell

	hidden bool
}

// Cell is one cell, or several that are one.
type Cell struct {
	Col, Span int  // the first of the sheet's Columns that it takes, from 0, and how many
	Down      int  // how many rows it takes, from its first row; 1 of most
	Under     bool // it is below the first row of one that takes several
	Text      string
	Number    bool // it stands on the right unless its look says otherwise
	Missing   bool // a formula whose result is not stored
	Style     int  // the number of its look
	Look      *Look
	Edges     *Edges // of its look, or of all the cells that are one

	rough bool // its number format is not known: Text is the number as it is
	held  bool // something is stored in it
}

// stored reads all rows and cells that a sheet stores. Their columns are those of the workbook.
func stored(f *xlsxread.File, s xlsxread.Sheet, l *looks) (rows []Row, layout *xlsxread.Layout, err error) {
	layout, err = f.Stream(s, func(r *xlsxread.Row) {
		row := Row{R: r.R, Height: r.Height, Cells: make([]Cell, len(r.Cells)), hidden: r.Hidden}
		for i := range r.Cells {
			c := &r.Cells[i]
			x := l.cell(c.Col-1, c.Style)
			x.held = c.Kind != xlsxread.Blank || c.Formula != nil
			x.show(c, l.code(c.Style), f.Date1904())
			row.Cells[i] = x
		}
		rows = append(rows, row)
	})
	return rows, layout, err
}

// cell is a blank cell of a style.
func (l *looks) cell(col, style int) Cell {
	look := l.get(style)
	return Cell{Col: col, Span: 1, Down: 1, Style: style, Look: look, Edges: &look.Edges}
}

// show notes what a cell shows in a number format.
func (x *Cell) show(c *xlsxread.Cell, code string, mac bool) {
	switch c.Kind {
	case xlsxread.Blank:
		return
	case xlsxread.Uncomputed:
		x.Missing = true
		return
	case xlsxread.Bool:
		x.Text = map[bool]string{true: "TRUE", false: "FALSE"}[c.Text == "1"]
		return
	case xlsxread.Text:
		x.Text = c.Text
		if text, ok := numfmt.TextOf(c.Text, code); ok {
			x.Text = text
		}
		return
	case xlsxread.Number:
	default:
		x.Text = c.Text
		return
	}
	x.Number = true
	n, err := decimal.NewFromString(c.Text)
	if err != nil {
		x.Text, x.rough = c.Text, true
		return
	}
	if mac && c.Format.Date {
		n = n.Add(decimal.NewFromInt(1462)) // days from 1900 to 1904
	}
	var ok bool
	if x.Text, ok = numfmt.Text(n, cmp.Or(code, "General")); ok {
		return
	}
	x.rough = true
	if x.Text, ok = numfmt.Plain(n); !ok {
		x.Text = n.String()
	}
}

// usualWidth of columns that say none, in characters, with the padding between columns.
const usualWidth = 9

// widths are those of the first columns, 0 of hidden ones. A character has seven pixels:
// fonts differ by one, which does not matter to columns that are scaled together.
func widths(l *xlsxread.Layout, last int, usual float64) []float64 {
	out := make([]float64, last)
	set := func(from, to int, points float64) {
		for col := max(1, from); col <= min(to, last); col++ {
			out[col-1] = points
		}
	}
	points := func(characters float64) float64 { return (characters*7 + 5) * 0.75 }
	set(1, last, points(usual))
	for _, w := range l.Widths {
		set(w.From, w.To, points(w.Digits))
	}
	for _, h := range l.Hidden {
		set(h[0], h[1], 0)
	}
	return out
}
