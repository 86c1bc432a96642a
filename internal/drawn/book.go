package drawn

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/numfmt"
	"ysgk/internal/xlsxread"
)

// Book is a workbook as it prints.
type Book struct {
	Sheets []*Sheet
	Looks  []Look // by Cell.Look
}

// Sheet is a sheet that is not hidden.
type Sheet struct {
	Name   string
	Widths []float64 // by column, from the first, in digits; hidden ones are 0
	Rows   []Row     // that are not hidden, ascending

	covered map[[2]int]int // by row and column: the first row of the merged cell that lies there
}

// Covered is the first row of the merged cell that lies over a cell, 0 if none does.
func (s *Sheet) Covered(row, col int) int { return s.covered[[2]int{row, col}] }

// Row is a row with all cells that are drawn: those under merged ones are left out.
type Row struct {
	R      int
	Height float64 // in points, 0 if the program that shows it decides
	Cells  []Cell
}

// Cell is a cell as it prints.
type Cell struct {
	Col, Span, Down int // columns and rows that it takes
	Text            string
	Look            int
	Number          bool // a number, which stands on the right unless its look says otherwise
	Missing         bool // a formula whose result is not stored
}

// maxBlank ends the rows that are drawn though they are not stored.
const maxBlank = 20_000

// usual are the widths of columns that say none.
const usual = 8.43

// Read reads a workbook. Its errors are of xlsxread.
func Read(content []byte) (*Book, error) {
	f, err := xlsxread.Read(content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	looks, codes, err := readLooks(f)
	if err != nil {
		return nil, err
	}
	b := &Book{Looks: looks}
	sheets := make([]*Sheet, len(f.Sheets))
	err = f.Each(func(i int, s xlsxread.Sheet) (err error) {
		if !s.Hidden {
			sheets[i], err = readSheet(f, s, codes)
		}
		return err
	})
	b.Sheets = slices.DeleteFunc(sheets, func(s *Sheet) bool { return s == nil })
	return b, err
}

// Sheet is the one of a name, nil if there is none.
func (b *Book) Sheet(name string) *Sheet {
	if i := slices.IndexFunc(b.Sheets, func(s *Sheet) bool { return s.Name == name }); i >= 0 {
		return b.Sheets[i]
	}
	return nil
}

func readSheet(f *xlsxread.File, s xlsxread.Sheet, codes []string) (*Sheet, error) {
	out := &Sheet{Name: s.Name}
	last, next := 0, 1
	layout, err := f.Stream(s, func(r *xlsxread.Row) {
		for ; next < r.R && len(out.Rows) < maxBlank; next++ { // rows that are not stored are blank ones
			out.Rows = append(out.Rows, Row{R: next})
		}
		next = r.R + 1
		if r.Hidden {
			return
		}
		row := Row{R: r.R, Height: r.Height}
		for i := range r.Cells {
			c := &r.Cells[i]
			x := Cell{Col: c.Col, Span: 1, Down: 1, Look: c.Style}
			x.Text, x.Number = shows(c, codes, f.Date1904())
			x.Missing = c.Kind == xlsxread.Uncomputed
			row.Cells = append(row.Cells, x)
			if x.Text != "" || x.Missing {
				last = max(last, c.Col)
			}
		}
		out.Rows = append(out.Rows, row)
	})
	if err != nil {
		return nil, err
	}
	for _, m := range layout.Merges {
		if m.Row1 <= maxRows(out.Rows) && m.Col1 <= last {
			last = max(last, min(m.Col2, last+64)) // a title may reach farther than the texts
		}
	}
	out.trim(last)
	out.widths(layout, last)
	out.merge(layout.Merges)
	return out, nil
}

func maxRows(rows []Row) int {
	if len(rows) == 0 {
		return 0
	}
	return rows[len(rows)-1].R
}

// trim leaves out what lies behind the last column and the last row that show anything.
func (s *Sheet) trim(last int) {
	end := 0
	for i := range s.Rows {
		s.Rows[i].Cells = slices.DeleteFunc(s.Rows[i].Cells, func(c Cell) bool { return c.Col > last })
		if slices.ContainsFunc(s.Rows[i].Cells, func(c Cell) bool { return c.Text != "" || c.Missing }) {
			end = i + 1
		}
	}
	s.Rows = s.Rows[:end]
}

func (s *Sheet) widths(l *xlsxread.Layout, last int) {
	s.Widths = make([]float64, last)
	for i := range s.Widths {
		s.Widths[i] = usual
	}
	for _, w := range l.Widths {
		for col := max(1, w.From); col <= min(w.To, last); col++ {
			s.Widths[col-1] = w.Digits
		}
	}
	for _, h := range l.Hidden {
		for col := max(1, h[0]); col <= min(h[1], last); col++ {
			s.Widths[col-1] = 0
		}
	}
}

// merge lets cells take the room of merged ranges, without hidden rows.
func (s *Sheet) merge(merges []a1.Range) {
	rows := make(map[int]int, len(s.Rows))
	for i := range s.Rows {
		rows[s.Rows[i].R] = i
	}
	s.covered = map[[2]int]int{}
	for _, m := range merges {
		i, ok := rows[m.Row1]
		if !ok || m.Col1 > len(s.Widths) {
			continue
		}
		at := func(c Cell) bool { return c.Col == m.Col1 }
		k := slices.IndexFunc(s.Rows[i].Cells, at)
		if k < 0 {
			continue
		}
		c := &s.Rows[i].Cells[k]
		c.Span, c.Down = min(m.Col2, len(s.Widths))-m.Col1+1, 0
		for row := m.Row1; row <= min(m.Row2, m.Row1+len(s.Rows)); row++ {
			n, ok := rows[row]
			if !ok {
				continue
			}
			c.Down++
			for col := m.Col1; col <= min(m.Col2, len(s.Widths)); col++ {
				s.covered[[2]int{row, col}] = m.Row1
			}
			first := row == m.Row1
			s.Rows[n].Cells = slices.DeleteFunc(s.Rows[n].Cells, func(x Cell) bool {
				return x.Col >= m.Col1 && x.Col <= m.Col2 && (!first || x.Col != m.Col1)
			})
			if first {
				c = &s.Rows[i].Cells[slices.IndexFunc(s.Rows[i].Cells, at)]
			}
		}
		c.Down = max(c.Down, 1)
	}
}

// shows is what a cell prints, and whether that is a number.
func shows(c *xlsxread.Cell, codes []string, mac bool) (text string, number bool) {
	switch c.Kind {
	case xlsxread.Blank, xlsxread.Uncomputed:
		return "", false
	case xlsxread.Bool:
		return map[bool]string{true: "TRUE", false: "FALSE"}[c.Text == "1"], false
	case xlsxread.Number:
	default:
		return c.Text, false
	}
	n, err := decimal.NewFromString(c.Text)
	if err != nil {
		return c.Text, true
	}
	code := ""
	if c.Style >= 0 && c.Style < len(codes) {
		code = codes[c.Style]
	}
	if mac && c.Format.Date {
		n = n.Add(decimal.NewFromInt(1462)) // days from 1900 to 1904
	}
	if code != "" {
		if text, ok := numfmt.Text(n, code); ok {
			return text, true
		}
	}
	if text, ok := numfmt.Plain(n); ok {
		return text, true
	}
	return n.String(), true
}

// Hit is a cell that a search found.
type Hit struct {
	Place finding.Place
	Text  string
}

// Find are the cells whose text has some words, at most so many. Figures are found with
// their commas and without.
func (b *Book) Find(words string, most int) (out []Hit) {
	bare := func(s string) string {
		return strings.ToLower(strings.NewReplacer(",", "", " ", "", "\n", "").Replace(s))
	}
	words = bare(words)
	if words == "" {
		return nil
	}
	for _, s := range b.Sheets {
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				if c.Text == "" || !strings.Contains(bare(c.Text), words) {
					continue
				}
				if len(out) == most {
					return out
				}
				out = append(out, Hit{finding.At(s.Name, c.Col, r.R), c.Text})
			}
		}
	}
	return out
}
