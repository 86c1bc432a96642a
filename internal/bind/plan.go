package bind

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/pattern"
)

// plan is what becomes of a sheet of the form.
type plan struct {
	sheet *sheet
	times map[int]int // how often a row is to stand there; once if it is not named
	puts  []put
	needs []need

	removed bool       // another sheet of the form is the same
	renamed string     // the name of a sheet that repeats for each record
	stack   *stack     // the rows that repeat for each record, where these stand on one sheet
	unmerge []a1.Range // within which merged rows are taken apart
}

// need is how many rows of a region a list wants, one for each level.
type need struct {
	region region
	levels int
}

// put is a text for a cell: in the nth of the rows that a row becomes.
type put struct {
	row, nth, col int
	text          string
}

// put writes a text into a cell of the nth of the rows that a row becomes.
func (p *plan) put(row, nth, col int, text string) {
	if col > 0 {
		p.puts = append(p.puts, put{row, nth, col, text})
	}
}

// oneRow makes the rows [from, to) one, for a list.
func (p *plan) oneRow(from, to int) {
	p.times[from] = 1
	for row := from + 1; row < to; row++ {
		p.times[row] = 0
	}
	p.unmerge = append(p.unmerge, a1.Range{Col1: 1, Row1: from, Col2: p.sheet.last.col, Row2: to - 1})
}

// clear empties a cell that holds a figure of a sample.
func (p *plan) clear(t *table, at pos) {
	if _, ok := t.cells[at].amount(); ok && !t.cells[at].formula {
		p.put(at.row, 0, at.col, "")
	}
}

// clearLeft empties the figures of a table that got no tag: samples, or those of the
// department whose tables serve as the form.
func (p *plan) clearLeft(t *table) {
	written := map[pos]bool{}
	for _, x := range p.puts {
		written[pos{x.col, x.row}] = true
	}
	for _, b := range t.blocks {
		for _, col := range b.figures {
			for row := t.body[0]; row <= t.body[1]; row++ {
				if at := (pos{col, row}); !written[at] && t.own(at) {
					p.clear(t, at)
				}
			}
		}
	}
}

// dropCovered takes back the tags for cells that merged ones cover, where nobody would see
// what they print.
func (b *binder) dropCovered(p *plan) {
	p.puts = slices.DeleteFunc(p.puts, func(x put) bool {
		at := pos{x.col, x.row}
		if x.text == "" || p.sheet.own(at) || slices.ContainsFunc(p.unmerge, func(r a1.Range) bool { return r.Has(at.col, at.row) }) {
			return false
		}
		b.leave(p.sheet.name, at, "这一格并在 %s 里，写在这里的标签 %s 印不出来，没有写。请取消合并，或把它写到该写的格子里", p.sheet.whole[at], x.text)
		return true
	})
}

// settle makes the rows of regions as many as their lists have levels; of lists
// side by side the one with more counts.
func (p *plan) settle() {
	for _, n := range p.needs {
		for i, row := range n.region.rows {
			times := 1
			switch {
			case i >= n.levels && !n.region.beside:
				times = 0
			case i == len(n.region.rows)-1:
				times = max(n.levels-i, 1)
			}
			if was, ok := p.times[row]; !ok || times > was {
				p.times[row] = times
			}
		}
	}
}

// region is the rows of a form that a list may use.
type region struct {
	rows   []int // free ones
	totals []int
	beside bool // fixed lines of another block stand in them
}

// slot is the row for a level, and which of the rows that it becomes.
func (r region) slot(level int) (row, nth int) {
	if level < len(r.rows) {
		return r.rows[level], 0
	}
	return r.rows[len(r.rows)-1], level - len(r.rows) + 1
}

// spare finds the free rows of a block: those of the body that are blank there, or
// hold samples; and its lines of totals.
//
// also are lines of other blocks that are totals of this one.
func (t *table) spare(b *block, beside bool, also []string) region {
	r := region{beside: beside}
	var bare []int // blank rows without a look, above a total
	last := t.blankTo()
	for row := t.body[0]; row <= last; row++ {
		total := slices.ContainsFunc(b.labels, func(col int) bool {
			code, _ := t.cells[pos{col, row}].digits()
			return code == "" && totals.MatchString(t.says(pos{col, row}))
		})
		total = total || slices.Contains(also, t.totalIn(row)) && t.totalIn(row) != ""
		total = total || slices.ContainsFunc(b.labels, func(col int) bool { // 一、本年支出 of this side
			name := key(unnumbered(t.says(pos{col, row})))
			return name != "" && slices.ContainsFunc(also, func(label string) bool { return key(label) == name })
		})
		switch {
		case total:
			r.totals = append(r.totals, row)
		case t.styled[row] || len(t.texts(row)) > 0:
			r.rows = append(r.rows, row)
		default:
			bare = append(bare, row)
		}
	}
	if len(r.rows) == 0 && len(bare) > 0 && len(r.totals) > 0 {
		r.rows = slices.DeleteFunc(bare, func(row int) bool { return row > r.totals[len(r.totals)-1] })
	}
	return r
}

// blankTo is the last of the blank rows that a form draws below its lines.
func (t *table) blankTo() int {
	last := t.body[1]
	for row := last + 1; row <= max(t.to, t.bottom()) && t.styled[row] && len(t.texts(row)) == 0; row++ {
		last = row
	}
	return last
}

// bottom is how far a table may reach: to the next one, or without end.
func (t *table) bottom() int {
	if t.to < t.last.row {
		return t.to
	}
	return t.last.row + len(t.styled)
}

// moved is the new row of each row of a sheet.
func (p *plan) moved() func(row int) int {
	return func(row int) int {
		to := row
		for r, n := range p.times {
			if r < row {
				to += n - 1
			}
		}
		return to
	}
}

// movedFormula gives a formula for the rows that its own have become; formulas of
// plans name rows of the form.
func movedFormula(text string, moved func(int) int) string {
	if !strings.HasPrefix(text, "=") {
		return text
	}
	return cellRef.ReplaceAllStringFunc(text, func(ref string) string {
		at := parseCell(ref)
		return cellName(pos{at.col, moved(at.row)})
	})
}

// anyTag is a tag, whatever it prints.
var anyTag = pattern.Of(`\{\{[^}]*\}\}`)
