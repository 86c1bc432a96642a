package paper

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/parts"
	"ysgk/internal/xlsxread"
)

// Book is a workbook with its whole sheets, the hidden ones left out.
type Book struct {
	Sheets []*Sheet
	Looks  []Look // by Cell.Style
}

// Covered is the first row of the merged cell that lies over a column, counted from 0, of a
// row; 0 if none does.
func (s *Sheet) Covered(row, col int) int { return s.covered[[2]int{row, col}] }

// maxBlank ends the rows that are drawn though they are not stored.
const maxBlank = 20_000

// Read reads a workbook with all of its cells: those under merged ones are left out, and
// hidden columns have no width. Its errors are of xlsxread.
func Read(content []byte) (*Book, error) {
	f, err := xlsxread.Read(content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p, err := parts.From(f.Package)
	if err != nil {
		return nil, err
	}
	looks, err := readLooks(p)
	if err != nil {
		return nil, err
	}
	b := &Book{Looks: looks.all}
	sheets := make([]*Sheet, len(f.Sheets))
	err = f.Each(func(i int, s xlsxread.Sheet) (err error) {
		if !s.Hidden {
			sheets[i], err = whole(f, s, looks)
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

func whole(f *xlsxread.File, s xlsxread.Sheet, l *looks) (*Sheet, error) {
	rows, layout, err := stored(f, s, l)
	if err != nil {
		return nil, err
	}
	out := &Sheet{Name: s.Name}
	last, next := 0, 1
	for _, r := range rows {
		for ; next < r.R && len(out.Rows) < maxBlank; next++ { // rows that are not stored are blank ones
			out.Rows = append(out.Rows, Row{R: next})
		}
		next = r.R + 1
		if r.hidden {
			continue
		}
		for _, c := range r.Cells {
			if c.Text != "" || c.Missing {
				last = max(last, c.Col+1)
			}
		}
		out.Rows = append(out.Rows, r)
	}
	for _, m := range layout.Merges {
		if m.Row1 <= maxRows(out.Rows) && m.Col1 <= last {
			last = max(last, min(m.Col2, last+64)) // a title may reach farther than the texts
		}
	}
	out.trim(last)
	out.Columns = widths(layout, last, usualWidth)
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
		s.Rows[i].Cells = slices.DeleteFunc(s.Rows[i].Cells, func(c Cell) bool { return c.Col >= last })
		if slices.ContainsFunc(s.Rows[i].Cells, func(c Cell) bool { return c.Text != "" || c.Missing }) {
			end = i + 1
		}
	}
	s.Rows = s.Rows[:end]
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
		if !ok || m.Col1 > len(s.Columns) {
			continue
		}
		at := func(c Cell) bool { return c.Col == m.Col1-1 }
		k := slices.IndexFunc(s.Rows[i].Cells, at)
		if k < 0 {
			continue
		}
		c := &s.Rows[i].Cells[k]
		c.Span, c.Down = min(m.Col2, len(s.Columns))-m.Col1+1, 0
		for row := m.Row1; row <= min(m.Row2, m.Row1+len(s.Rows)); row++ {
			n, ok := rows[row]
			if !ok {
				continue
			}
			c.Down++
			for col := m.Col1; col <= min(m.Col2, len(s.Columns)); col++ {
				s.covered[[2]int{row, col - 1}] = m.Row1
			}
			first := row == m.Row1
			s.Rows[n].Cells = slices.DeleteFunc(s.Rows[n].Cells, func(x Cell) bool {
				return x.Col >= m.Col1-1 && x.Col < m.Col2 && (!first || x.Col != m.Col1-1)
			})
			if first {
				c = &s.Rows[i].Cells[slices.IndexFunc(s.Rows[i].Cells, at)]
			}
		}
		c.Down = max(c.Down, 1)
	}
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
				out = append(out, Hit{finding.At(s.Name, c.Col+1, r.R), c.Text})
			}
		}
	}
	return out
}
