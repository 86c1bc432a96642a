package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
	"ysgk/internal/xlsxedit"
)

// computed is a cell of a table's figures that a formula makes.
type computed struct {
	at   layout.Pos
	expr string
	put  *tagging.Put // nil if the form's own stays
}

// rate says whether a formula divides: it has nothing to say of a line without money, where a sum would be 0.
func (f computed) rate() bool { return strings.Contains(f.expr, "/") }

// formulas are those of the table, of each column from above.
func (p *pair) formulas() (out []computed) {
	for i := range p.plan.Puts {
		x := &p.plan.Puts[i]
		if p.form.From <= x.Row && x.Row <= max(p.form.To, p.form.BlankTo()) && strings.HasPrefix(x.Text, "=") && x.Text != none {
			out = append(out, computed{layout.At(x.Col, x.Row), x.Text, x})
		}
	}
	for _, block := range p.form.Blocks {
		for _, col := range block.Figures {
			for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
				at := layout.At(col, row)
				if c := p.form.Cells[at]; c.Formula && p.form.Own(at) && !p.plan.Has(at) && p.stays(row) {
					out = append(out, computed{at, c.Expr, nil})
				}
			}
		}
	}
	return out
}

// formulasAsPrinted has formulas of a table show nothing of 0 where the example is blank instead. Their number formats do so,
// since other formulas add what they compute. The lines and columns of the formulas tell first; where the example has some
// amount in all of these, those that binding wrote are as the amounts are, and the form's own stay.
func (b *binder) formulasAsPrinted(p *pair, from map[int]int, amounts func(col int) []habit) {
	columns := map[int]habit{}
	var table habit
	all := p.formulas()
	for _, f := range all {
		h := p.habitOfFormula(f, from)
		if !f.rate() {
			table.add(h)
		}
		h.add(columns[f.at.Col])
		columns[f.at.Col] = h
	}
	var own []string
	for _, f := range all {
		habits := []habit{columns[f.at.Col]}
		if !f.rate() {
			habits = append(habits, table)
			if f.put != nil {
				habits = append(habits, amounts(f.at.Col)...)
			}
		}
		switch prints, shown := firstSaid(habits...); {
		case !shown || prints:
		case f.put != nil:
			f.put.NoZero = true
		default:
			p.plan.Formula(f.at, func(c *xlsxedit.Change) { c.NoZero = true })
			own = append(own, layout.CellName(f.at))
		}
	}
	if len(own) > 0 {
		const text = "官方表自己的公式算出 0 的，范例里是空的：数字格式改成不印 0，公式没有动"
		b.lookAlike(p.form.Name, layout.ParseCell(own[0]), text, "%s（%s）", text, strings.Join(own, "、"))
	}
}

// habitOfFormula is what the example says in the column of a formula, in the lines that are called as its own; where none is,
// such as that of a sample, in all lines. That a rate of nothing is blank says nothing.
func (p *pair) habitOfFormula(f computed, from map[int]int) (h habit) {
	col, known := from[f.at.Col]
	if !known {
		return h
	}
	base := 0
	if f.rate() {
		base = from[layout.ParseCell(layout.CellRef.FindString(f.expr)).Col]
	}
	line := labelOf(p.form, f.at)
	var all habit
	found := false
	for row := p.like.Body[0]; row <= p.like.Body[1]; row++ {
		at := layout.At(col, row)
		label := labelOf(p.like, at)
		if label == "" || !p.like.Own(at) {
			continue
		}
		var is habit
		c := p.like.Cells[at]
		if d, says := c.Amount(); says && d.IsZero() && !c.Unseen {
			is.zeros++
		} else if of, some := p.like.Cells[layout.At(base, row)].Amount(); (c.Unseen || layout.Tight(c.Text) == "" && !c.Bare) && (!f.rate() || some && !of.IsZero()) {
			is.blanks++
		}
		all.add(is)
		if label == line {
			found = true
			h.add(is)
		}
	}
	if !found {
		return all
	}
	return h
}

// labelOf is what the labels say in the line of a figure, as it is compared.
func labelOf(t *layout.Table, at layout.Pos) string {
	for _, block := range t.Blocks {
		if slices.Contains(block.Figures, at.Col) {
			return layout.Key(labelBeside(t, block, at.Row))
		}
	}
	return ""
}
