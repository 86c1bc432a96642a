package layout

import (
	"strings"
	"unicode/utf8"

	"ysgk/internal/a1"
)

// Paragraphs gives a sheet of texts the lines of each cell in rows of their own, without the blanks before them: bureaus
// write a whole 情况说明 into one cell, and what they say of it is said of its paragraphs. A sheet with figures, with
// several texts in a row, or with nothing but single lines that stand at the edge is given back as it is.
func (s *Sheet) Paragraphs() *Sheet {
	several := false
	for row := 1; row <= s.Last.Row; row++ {
		if len(s.Texts(row)) > 1 {
			return s
		}
	}
	for at, c := range s.Cells {
		if c.Numeric || c.Formula {
			return s
		}
		several = several || s.Own(at) && (strings.Contains(strings.TrimSpace(c.Text), "\n") || indent(c.Text) != "")
	}
	if !several {
		return s
	}
	out := &Sheet{Name: s.Name, Part: s.Part, hidden: s.hidden, Deck: s.Deck, Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{},
		away: [2][]int{s.away[0], nil}, percent: map[Pos]string{}, stood: map[int]int{}, right: s.right, paragraphs: s}
	to := 0
	for row := 1; row <= s.Last.Row; row++ {
		lines := []string{""}
		at, own := Pos{}, false
		if texts := s.Texts(row); len(texts) > 0 && s.Own(texts[0]) {
			at, own = texts[0], true
			lines = strings.Split(s.Cells[at].Text, "\n")
		}
		for i, line := range lines {
			to++
			out.stood[to], out.Styled[to] = s.Stands(Pos{1, row}).Row, s.Styled[row]
			out.rows, out.indents = append(out.rows, [2]int{row, i}), append(out.indents, indent(line))
			out.Last = Pos{max(out.Last.Col, s.Last.Col), to}
			for _, away := range s.away[1] {
				if away == row {
					out.away[1] = append(out.away[1], to)
				}
			}
			if !own || Tight(line) == "" {
				continue
			}
			c := s.Cells[at]
			c.Text = line[len(indent(line)):]
			r, merged := s.Whole[at]
			if !merged {
				out.Set(Pos{at.Col, to}, c)
				continue
			}
			out.Merge([]a1.Range{{Col1: r.Col1, Row1: to, Col2: r.Col2, Row2: to}})
			for col := r.Col1; col <= r.Col2; col++ {
				out.Set(Pos{col, to}, c)
			}
		}
	}
	return out
}

// indent are the blanks before a text, none of a short one: those of “　年　月　日” are room.
func indent(text string) string {
	const short = 6
	if rest := strings.TrimLeft(text, " \t\u00a0\u3000"); utf8.RuneCountInString(Tight(rest)) > short {
		return text[:len(text)-len(rest)]
	}
	return ""
}

// Indent are the blanks before the text of a row of a sheet of paragraphs.
func (s *Sheet) Indent(row int) string {
	if row < 1 || row > len(s.indents) {
		return ""
	}
	return s.indents[row-1]
}

// Whence is the sheet of which this one has the lines in rows of their own, nil if it is none, and for each row of this
// one its row there and which line it is.
func (s *Sheet) Whence() (of *Sheet, rows [][2]int) { return s.paragraphs, s.rows }

// Placed is a sheet with rows where others stand, and without the rest.
func (s *Sheet) Placed(to map[int]int) *Sheet {
	out := &Sheet{Name: s.Name, Part: s.Part, hidden: s.hidden, Deck: s.Deck, Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{}, percent: map[Pos]string{}, stood: map[int]int{}, right: s.right}
	for at, c := range s.Cells {
		if row := to[at.Row]; row > 0 {
			out.Set(Pos{at.Col, row}, c)
		}
	}
	for at, r := range s.Whole {
		if row := to[at.Row]; row > 0 && r.Row1 == r.Row2 {
			r.Row1, r.Row2 = row, row
			out.Whole[Pos{at.Col, row}] = r
		}
	}
	for from, row := range to {
		out.stood[row], out.Styled[row] = s.Stands(Pos{1, from}).Row, s.Styled[from]
	}
	return out
}
