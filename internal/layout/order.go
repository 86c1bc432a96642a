package layout

import (
	"cmp"
	"maps"
	"slices"
)

// Order is where the cells of a card stand whose grids of figures have their columns or rows in the order of another
// form: of 实施期资金 and 年度资金 above 财政拨款 and 单位自筹 each figure goes to where the form has its header and its
// label.
type Order struct {
	From  map[Pos]Pos // by cells of the card as the form has it
	Texts []string    // headers and labels of the form that stand elsewhere on the card
}

// OrderOf finds the grids of a form that a card has too, in another order; figure says of a cell of the card whether
// it is one of a grid, and whether it may be: blank is no figure. A list that says nothing yet is no grid.
func OrderOf(form, card *Sheet, figure func(at Pos) (is, may bool)) (o Order) {
	o.From = map[Pos]Pos{}
	for head := 1; head < form.Last.Row; head++ {
		g := gridBelow(form, card, head, figure)
		if g == nil {
			continue
		}
		cols, rows := g.from()
		if cols == nil || rows == nil || slices.Equal(cols, g.cols) && slices.Equal(rows, g.rows) {
			continue
		}
		move := func(to, from Pos) {
			for next := range g.wide[to.Col] {
				o.From[At(to.Col+next, to.Row+g.lower)] = At(from.Col+next, from.Row+g.lower)
			}
		}
		for j, col := range g.cols {
			move(At(col, head), At(cols[j], head))
			for i, row := range g.rows {
				move(At(col, row), At(cols[j], rows[i]))
			}
			if cols[j] != col {
				o.Texts = append(o.Texts, form.Quote(At(col, head)))
			}
		}
		for i, row := range g.rows {
			if move(At(g.label, row), At(g.label, rows[i])); rows[i] != row {
				o.Texts = append(o.Texts, form.Quote(At(g.label, row)))
			}
		}
		head = g.rows[len(g.rows)-1]
	}
	return o
}

// InOrder is a sheet with its cells moved.
func (s *Sheet) InOrder(o Order) *Sheet {
	if len(o.From) == 0 {
		return s
	}
	out := *s
	out.Cells = maps.Clone(s.Cells)
	for to, from := range o.From {
		if c, ok := s.Cells[from]; ok {
			out.Set(to, c)
		} else {
			delete(out.Cells, to)
		}
	}
	return &out
}

// grid are the columns and rows of figures below a row of headers and beside a column of labels, of a form and of a
// card that has the same, maybe in another order.
type grid struct {
	form, card *Sheet
	head       int
	lower      int // by how many rows it stands lower on the card
	label      int
	cols, rows []int
	wide       map[int]int // how many columns a cell is merged over, by its first
}

// gridBelow is the grid below a row of a form; nil if there is none that the card has.
func gridBelow(form, card *Sheet, head int, figure func(at Pos) (is, may bool)) *grid {
	label := 0
	for _, at := range form.Texts(head + 1) {
		if form.Own(at) {
			label = at.Col
		}
	}
	if label == 0 {
		return nil
	}
	g := &grid{form: form, card: card, head: head, label: label}
	near := slices.SortedFunc(maps.Keys(card.Filled), func(a, b int) int { return cmp.Or(max(a-head, head-a)-max(b-head, head-b), a-b) })
	if !slices.ContainsFunc(near, func(row int) bool { g.lower = row - head; return g.heads() }) {
		return nil
	}
	for row := head + 1; row <= form.Last.Row && g.line(row, figure); row++ {
		g.rows = append(g.rows, row)
	}
	for _, row := range g.rows {
		for _, col := range g.cols {
			if is, _ := figure(At(col, row+g.lower)); is {
				return g
			}
		}
	}
	return nil
}

// heads takes the texts of the row of headers that stand behind the column of labels, if the card has the same.
func (g *grid) heads() bool {
	across := func(s *Sheet, at Pos) int { return max(s.Whole[at].Col2-s.Whole[at].Col1, 0) + 1 }
	g.cols, g.wide = nil, map[int]int{g.label: across(g.form, At(g.label, g.head+1))}
	var ours, theirs []string
	for _, at := range g.form.Texts(g.head) {
		if at.Col <= g.label || !g.form.Own(at) {
			continue
		}
		n, there := across(g.form, at), At(at.Col, at.Row+g.lower)
		if n != across(g.card, there) || len(g.cols) > 0 && n != g.wide[g.cols[0]] {
			return false
		}
		g.cols, g.wide[at.Col] = append(g.cols, at.Col), n
		ours, theirs = append(ours, Bare(g.form.Says(at))), append(theirs, Bare(g.card.Says(there)))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	return len(ours) > 1 && slices.Equal(ours, theirs)
}

// line says whether a row of the form has a label and is blank below the headers, where the card has figures or
// nothing.
func (g *grid) line(row int, figure func(at Pos) (is, may bool)) bool {
	last := 0
	for _, at := range g.form.Texts(row) {
		if g.form.Own(at) {
			last = at.Col
		}
	}
	return last == g.label && !slices.ContainsFunc(g.cols, func(col int) bool {
		at, there := At(col, row), At(col, row+g.lower)
		_, may := figure(there)
		ours, theirs := g.form.Whole[at], g.card.Whole[there]
		return g.form.Cells[at].Text != "" && !g.form.SaysNone(at) || !may || !g.form.Own(at) || ours.Col2-ours.Col1 != theirs.Col2-theirs.Col1 || ours.Row2-ours.Row1 != theirs.Row2-theirs.Row1
	})
}

// from gives the columns and rows of the card that say what those of the form say; nil if not each says something else,
// or the card has others.
func (g *grid) from() (cols, rows []int) {
	order := func(lines []int, at func(line int) Pos) (out []int) {
		for _, line := range lines {
			said := Bare(g.form.Says(at(line)))
			var there []int
			for _, other := range lines {
				if o := at(other); Bare(g.card.Says(At(o.Col, o.Row+g.lower))) == said {
					there = append(there, other)
				}
			}
			if len(there) != 1 || slices.Contains(out, there[0]) {
				return nil
			}
			out = append(out, there[0])
		}
		return out
	}
	return order(g.cols, func(col int) Pos { return At(col, g.head) }), order(g.rows, func(row int) Pos { return At(g.label, row) })
}
