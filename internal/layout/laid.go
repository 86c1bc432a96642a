package layout

import "ysgk/internal/a1"

// Laid is a sheet with its rows in other places: to gives the new row of each, 0 for one that is not
// there. A merged range reaches from where its first row is to where its last one is.
func (s *Sheet) Laid(to func(row int) int) *Sheet {
	out := *s
	out.Cells, out.Whole, out.Last = map[Pos]Cell{}, map[Pos]a1.Range{}, Pos{}
	out.Styled, out.Filled, out.percent = map[int]bool{}, map[int]bool{}, map[Pos]string{}
	for at, c := range s.Cells {
		if row := to(at.Row); row > 0 {
			out.Set(Pos{at.Col, row}, c)
		}
	}
	for at, format := range s.percent {
		if row := to(at.Row); row > 0 {
			out.percent[Pos{at.Col, row}] = format
		}
	}
	for row, is := range s.Styled {
		if row := to(row); row > 0 {
			out.Styled[row] = is
		}
	}
	for at, r := range s.Whole {
		if at.Col != r.Col1 || at.Row != r.Row1 {
			continue
		}
		first, last := 0, 0
		for row := r.Row1; row <= r.Row2; row++ {
			if now := to(row); now > 0 {
				if first == 0 {
					first = now
				}
				last = now
			}
		}
		if first > 0 && (first < last || r.Col1 < r.Col2) {
			out.Merge([]a1.Range{{Col1: r.Col1, Row1: first, Col2: r.Col2, Row2: last}})
		}
	}
	return &out
}
