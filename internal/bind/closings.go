package bind

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/formula"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// closing is fixed lines that the example prints directly behind the last line of a list, on one side of a table:
// 二、年终结转结余 behind the classes of 一、本年支出, and the blank rows of the form below it.
type closing struct {
	to    *layout.Block
	list  int   // the first row of the form for the list
	rows  []int // of the fixed lines
	moved []layout.Pos
	tag   string // that lets them follow the list, "" until the list is written
}

// close moves lines of the form to where they follow a list of the example. Without the move the list would stand
// below them, since the form has no rows for it above, or the blank rows that it does not use between it and them.
func (b *binder) close(p *pair, block, to *layout.Block, lines []meaning.Line) {
	if b.Example == nil || len(to.Labels) == 0 || !b.hasFixedBeside(p, to) {
		return
	}
	rows := b.sameLines(lines, b.namer.Lines(p.form, to))
	for i, l := range lines {
		if i == 0 || rows[l.Row] == 0 || l.Total || rows[lines[i-1].Row] != 0 || lines[i-1].Row != l.Row-1 {
			continue
		}
		from := i
		for from > 0 && rows[lines[from-1].Row] == 0 && len(lines[from-1].Parts) > 0 && !lines[from-1].Total {
			from--
		}
		n := 1
		for i+n < len(lines) && !lines[i+n].Total && lines[i+n].Row == l.Row+n && rows[lines[i+n].Row] == rows[l.Row]+n {
			n++
		}
		if from == i || i+n < len(lines) && lines[i+n].Row == l.Row+n && !lines[i+n].Total {
			continue
		}
		_, levels := b.x.ShapeOf(lines[from:i], b.namer.PrintedOnce(p.like, block, lines[from:i]))
		levels = slices.DeleteFunc(slices.Clone(levels), func(of string) bool { return of == evidence.Unprinted })
		b.follow(p, to, rows[l.Row], n, len(levels), i-from)
		return
	}
}

// follow moves n lines of the form, from a row on, to behind so many rows for the levels of a list; printed is how many
// lines of it the example has.
func (b *binder) follow(p *pair, to *layout.Block, row, n, levels, printed int) {
	cols := slices.Concat(to.Labels, to.Figures)
	blank := func(row int) bool {
		return row >= p.form.Body[0] && row <= p.form.BlankTo() && !slices.ContainsFunc(cols, func(col int) bool {
			at := layout.At(col, row)
			return p.form.Says(at) != "" || p.form.Cells[at].Formula || p.form.Cells[at].Numeric
		})
	}
	c := &closing{to: to, list: row}
	for blank(c.list - 1) {
		c.list--
	}
	below := 0
	for blank(row + n + below) {
		below++
	}
	by := c.list + levels - row
	if room := row - c.list; levels == 0 || by >= 0 && below <= by || room == printed {
		return // the form has no room, or the lines stand where the example has them by chance
	}
	area := a1.Range{Col1: slices.Min(cols), Row1: c.list, Col2: slices.Max(cols), Row2: max(row, row+by) + n - 1}
	if b.lookedAt(p, area) {
		return
	}
	for i := range n {
		c.rows = append(c.rows, row+i+by)
	}
	if by != 0 {
		b.shift(p, cols, row, n, by, c)
	}
	p.closings = append(p.closings, c)
}

// lookedAt says whether merged cells or formulas of a form depend on where lines within an area stand.
func (b *binder) lookedAt(p *pair, area a1.Range) bool {
	for at, m := range p.form.Whole { // each row is merged like the others, or none
		for row := area.Row1; area.Has(at.Col, at.Row) && row <= area.Row2; row++ {
			if p.form.Whole[layout.At(at.Col, row)] != (a1.Range{Col1: m.Col1, Row1: row, Col2: m.Col2, Row2: row}) {
				return true
			}
		}
	}
	for _, c := range p.form.Cells {
		if !c.Formula {
			continue
		}
		x, err := formula.Parse(c.Expr)
		if err != nil || slices.ContainsFunc(x.Operands, func(o formula.Operand) bool {
			r := o.Ref
			over := r.Row1 <= area.Row2 && r.Row2 >= area.Row1 && r.Col1 <= area.Col2 && r.Col2 >= area.Col1
			return over && (r.Row1 > area.Row1 || r.Row2 < area.Row2)
		}) {
			return true
		}
	}
	return false
}

// counted says whether formulas of the form use a column of it: what they use must be a number.
func (p *pair) counted(col int) bool {
	for _, c := range p.form.Cells {
		if !c.Formula {
			continue
		}
		x, err := formula.Parse(c.Expr)
		if err != nil || slices.ContainsFunc(x.Operands, func(o formula.Operand) bool { return o.Ref.Col1 <= col && col <= o.Ref.Col2 }) {
			return true
		}
	}
	return false
}

// numbered makes rates of nothing 0 in the columns that formulas of the form use.
func (p *pair) numbered(changes map[int]evidence.Derived, cols map[int]int) {
	for col, d := range changes {
		if p.counted(cols[col]) {
			changes[col] = d.OfNothing()
		}
	}
}

// ofPrinted makes differences those of the amounts as they are printed where the example shows them so.
func (b *binder) ofPrinted(changes map[int]evidence.Derived, e *layout.Table, rows []int, amounts func() map[layout.Pos]budget.Fen) {
	if len(changes) == 0 {
		return
	}
	exact, sc := amounts(), layout.ScaleOf(e, b.usual)
	for col, d := range changes {
		changes[col] = d.OfPrinted(e, rows, col, sc, func(at layout.Pos) (budget.Fen, bool) {
			amount, ok := exact[at]
			return amount, ok
		})
	}
}

// shift moves the cells of n lines down by so many rows, or up, with their looks; what stood there is blank.
func (b *binder) shift(p *pair, cols []int, row, n, by int, c *closing) {
	cells := p.form.Cells
	order := make([]int, n)
	for i := range order {
		order[i] = row + i
		if by > 0 {
			order[i] = row + n - 1 - i
		}
	}
	for _, from := range order {
		for _, col := range cols {
			old, now := layout.At(col, from), layout.At(col, from+by)
			cells[old], cells[now] = cells[now], cells[old]
			p.plan.Looks = append(p.plan.Looks, [2]layout.Pos{old, now})
			c.moved = append(c.moved, old, now)
		}
	}
}

// settleClosings writes what was moved, where no tags stand there by now.
func (b *binder) settleClosings(p *pair) {
	for _, c := range p.closings {
		for _, at := range c.moved {
			if !p.plan.Has(at) {
				p.plan.Put(at.Row, 0, at.Col, p.form.Cells[at].Text)
			}
		}
		c.moved = nil
		if c.tag == "" {
			continue
		}
		for _, row := range c.rows {
			i := slices.IndexFunc(c.to.Labels, func(col int) bool { return p.form.Says(layout.At(col, row)) != "" })
			if i >= 0 {
				at := layout.At(c.to.Labels[i], row)
				p.plan.Set(at, p.plan.Text(at, p.form.Cells[at].Text)+c.tag)
			}
		}
		c.tag = ""
	}
}

// closed takes the rows of the lines that follow a list out of those that it may take, and notes how they do.
func (w *listing) closed() {
	for _, c := range w.pair.closings {
		if c.to != w.to || !slices.Contains(w.region.Rows, c.list) {
			continue
		}
		w.region.Rows = slices.DeleteFunc(w.region.Rows, func(row int) bool { return slices.Contains(c.rows, row) })
		if len(w.view.Rows) > 0 && len(w.names) > 0 {
			c.tag = "{{" + w.view.Name + "@" + pack.Root + "." + w.names[w.sum()] + "|不印}}"
			form := w.pair.form
			at := layout.At(w.to.Labels[0], c.rows[0])
			w.look(form.Name, at, "“%s”照范例紧跟清单的最后一条", layout.Tight(form.Says(at)))
		}
	}
}
