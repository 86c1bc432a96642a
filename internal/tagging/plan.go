package tagging

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/layout"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxedit"
)

// Text is what a plan has for a cell, or what stands there.
func (p *Plan) Text(at layout.Pos, now string) string {
	for _, x := range p.Puts {
		if x.Row == at.Row && x.Col == at.Col {
			return x.Text
		}
	}
	return now
}

// Set is put in the place of what the plan had for a cell.
func (p *Plan) Set(at layout.Pos, text string) {
	p.Puts = slices.DeleteFunc(p.Puts, func(x Put) bool { return x.Row == at.Row && x.Col == at.Col })
	p.Put(at.Row, 0, at.Col, text)
}

// Stack is rows of a form that repeat together for each row of a view, on one sheet.
type Stack struct {
	List     string
	From, To int
}

// MarkStack writes where the rows begin that repeat, and where they end, beside what stands there.
func (p *Plan) MarkStack() {
	if p.Stack == nil {
		return
	}
	mark := func(row int, text func(said string) string) {
		at := layout.At(1, row)
		for col := 1; col <= p.Sheet.Last.Col; col++ { // merged over the records' lines there may be no mark
			said := p.Text(layout.At(col, row), p.Sheet.Cells[layout.At(col, row)].Text)
			if p.Sheet.Own(layout.At(col, row)) && said != "" && !strings.Contains(said, "|合并") {
				at = layout.At(col, row)
				break
			}
		}
		p.Set(at, text(p.Text(at, p.Sheet.Cells[at].Text)))
	}
	mark(p.Stack.From, func(said string) string { return "{{块 " + p.Stack.List + "}}" + said })
	mark(p.Stack.To, func(said string) string { return said + "{{块完}}" })
}

// Has says whether a plan writes into a cell.
func (p *Plan) Has(at layout.Pos) bool {
	return slices.ContainsFunc(p.Puts, func(x Put) bool { return x.Row == at.Row && x.Col == at.Col })
}

// Dropped says whether a row of the form goes.
func (p *Plan) Dropped(row int) bool { n, ok := p.Times[row]; return ok && n == 0 }

// Texts are those of a plan's puts, in their cells of the new template.
func (p *Plan) Texts() map[layout.Pos]string {
	moved := p.Moved()
	out := map[layout.Pos]string{}
	for _, x := range p.Puts {
		if p.Dropped(x.Row) {
			continue
		}
		out[layout.At(x.Col, moved(x.Row)+x.Nth)] = movedFormula(x.Text, func(row int) int {
			if row == x.Row {
				return moved(row) + x.Nth
			}
			return moved(row)
		})
	}
	return out
}

// Formats are what number formats change in a plan's puts, in their cells of the new template.
func (p *Plan) Formats() map[layout.Pos]xlsxedit.Change {
	moved := p.Moved()
	out := map[layout.Pos]xlsxedit.Change{}
	for _, x := range p.Puts {
		if !p.Dropped(x.Row) {
			out[layout.At(x.Col, moved(x.Row)+x.Nth)] = xlsxedit.Change{Format: x.Format, NoZero: x.NoZero}
		}
	}
	for at, change := range p.Formulas {
		if !p.Dropped(at.Row) {
			out[layout.At(at.Col, moved(at.Row))] = change
		}
	}
	maps.DeleteFunc(out, func(_ layout.Pos, c xlsxedit.Change) bool { return c == xlsxedit.Change{} })
	return out
}

// Plan is what becomes of a sheet of the form.
type Plan struct {
	Sheet *layout.Sheet
	Times map[int]int // how often a row is to stand there; once if it is not named
	Puts  []Put
	Needs []Need

	Formulas map[layout.Pos]xlsxedit.Change // what number formats of formulas that stay change

	Removed bool            // another sheet of the form is the same
	Renamed string          // the name of a sheet that repeats for each record
	Stack   *Stack          // the rows that repeat for each record, where these stand on one sheet
	Looks   [][2]layout.Pos // cells of the form that trade their looks, in this order
	Unmerge []a1.Range      // within which merged rows are taken apart
	Beside  []int           // columns whose text is merged over the rows of a list, and stays so where they are taken apart
}

// Need is how many rows of a region a list wants, one for each level.
type Need struct {
	Region Region
	Levels int
}

// Put is a text for a cell: in the nth of the rows that a row becomes.
type Put struct {
	Row, Nth, Col int
	Text          string
	Format        string // the number format that the cell gets, "" for that of the form
	NoZero        bool   // which shows nothing of 0, in either
}

// Formula says how a formula of the form that stays is shown.
func (p *Plan) Formula(at layout.Pos, set func(c *xlsxedit.Change)) {
	if p.Formulas == nil {
		p.Formulas = map[layout.Pos]xlsxedit.Change{}
	}
	c := p.Formulas[at]
	set(&c)
	p.Formulas[at] = c
}

// Put writes a text into a cell of the nth of the rows that a row becomes.
func (p *Plan) Put(row, nth, col int, text string) {
	if col > 0 {
		p.Puts = append(p.Puts, Put{Row: row, Nth: nth, Col: col, Text: text})
	}
}

// OneRow makes the rows [from, to) one, for a list.
func (p *Plan) OneRow(from, to int) {
	p.Times[from] = 1
	for row := from + 1; row < to; row++ {
		p.Times[row] = 0
	}
	p.Unmerge = append(p.Unmerge, a1.Range{Col1: 1, Row1: from, Col2: p.Sheet.Last.Col, Row2: to - 1})
}

// Clear empties a cell that holds a figure of a sample.
func (p *Plan) Clear(t *layout.Table, at layout.Pos) {
	if _, ok := t.Cells[at].Amount(); ok && !t.Cells[at].Formula {
		p.Put(at.Row, 0, at.Col, "")
	}
}

// ClearLeft empties the figures of a table that got no tag: samples, or those of the
// department whose tables serve as the form.
func (p *Plan) ClearLeft(t *layout.Table) {
	written := map[layout.Pos]bool{}
	for _, x := range p.Puts {
		written[layout.At(x.Col, x.Row)] = true
	}
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				if at := layout.At(col, row); !written[at] && t.Own(at) {
					p.Clear(t, at)
				}
			}
		}
	}
}

// Settle makes the rows of regions as many as their lists have levels; of lists
// side by side the one with more counts.
func (p *Plan) Settle() {
	for _, n := range p.Needs {
		for i, row := range n.Region.Rows {
			times := 1
			switch {
			case i >= n.Levels && !n.Region.Beside:
				times = 0
			case i == len(n.Region.Rows)-1:
				times = max(n.Levels-i, 1)
			}
			if was, ok := p.Times[row]; !ok || times > was {
				p.Times[row] = times
			}
		}
	}
}

// Region is the rows of a form that a list may use.
type Region struct {
	Rows   []int // free ones
	Totals []int
	Beside bool // fixed lines of another block stand in them
}

// Slot is the row for a level, and which of the rows that it becomes.
func (r Region) Slot(level int) (row, nth int) {
	if level < len(r.Rows) {
		return r.Rows[level], 0
	}
	return r.Rows[len(r.Rows)-1], level - len(r.Rows) + 1
}

// Spare finds the free rows of a block: those of the body that are blank there, or
// hold samples; and its lines of totals.
//
// also are lines of other blocks that are totals of this one.
func Spare(t *layout.Table, b *layout.Block, beside bool, also []string) Region {
	r := Region{Beside: beside}
	var bare []int // blank rows without a look, above a total
	last := t.BlankTo()
	for row := t.Body[0]; row <= last; row++ {
		total := slices.ContainsFunc(b.Labels, func(col int) bool {
			code, _ := t.Cells[layout.At(col, row)].Digits()
			return code == "" && layout.Totals.MatchString(t.Says(layout.At(col, row)))
		})
		total = total || slices.Contains(also, t.TotalIn(row)) && t.TotalIn(row) != ""
		total = total || slices.ContainsFunc(b.Labels, func(col int) bool { // 一、本年支出 of this side
			name := layout.Key(layout.Unnumbered(t.Says(layout.At(col, row))))
			return name != "" && slices.ContainsFunc(also, func(label string) bool { return layout.Key(label) == name })
		})
		total = total || !beside && saysTotalOnly(t, row)
		switch {
		case total:
			r.Totals = append(r.Totals, row)
		case t.Styled[row] || len(t.Texts(row)) > 0:
			r.Rows = append(r.Rows, row)
		default:
			bare = append(bare, row)
		}
	}
	if len(r.Rows) == 0 && len(bare) > 0 && len(r.Totals) > 0 {
		r.Rows = slices.DeleteFunc(bare, func(row int) bool { return row > r.Totals[len(r.Totals)-1] })
	}
	return r
}

// saysTotalOnly says whether a row has the one text 合计 or 收支总计, which is that of all lists side by side of a form
// without fixed lines, and no figures.
func saysTotalOnly(t *layout.Table, row int) bool {
	texts := t.Texts(row)
	return len(texts) == 1 && bothTotal.MatchString(layout.Key(t.Says(texts[0])))
}

var bothTotal = pattern.Of(`^(收支)?(合计|总计)$`)

// Moved is the new row of each row of a sheet.
func (p *Plan) Moved() func(row int) int {
	return func(row int) int {
		to := row
		for r, n := range p.Times {
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
	return layout.CellRef.ReplaceAllStringFunc(text, func(ref string) string {
		at := layout.ParseCell(ref)
		return layout.CellName(layout.At(at.Col, moved(at.Row)))
	})
}

// AnyTag is a tag, whatever it prints.
var AnyTag = pattern.Of(`\{\{[^}]*\}\}`)

// Goes says whether a list does not need a row that it may use, or uses it.
func (p *Plan) Goes(row int) bool {
	return slices.ContainsFunc(p.Needs, func(n Need) bool {
		i := slices.Index(n.Region.Rows, row)
		return i >= 0 && (!n.Region.Beside || i < n.Levels)
	})
}
