package bind

import (
	"fmt"
	"slices"
	"strings"
)

// balance is a pair of totals that must be equal in every year.
type balance struct {
	sheet string
	sides [2]string // 格("收入总计", "收入/预算数")
	names [2]string
}

// balance gives the grand totals that stand beside each other at the foot of a
// two-sided table, 收入总计 and 支出总计, if they are equal in the example. The rules of
// the base compare views; whether a form has a line for all the money shows in these
// cells alone.
func (p *pair) balance() (b balance, ok bool) {
	if len(p.form.blocks) != 2 {
		return b, false
	}
	b.sheet = p.form.name
	row, like := p.form.grand(), p.like.grand()
	var figures [2]cell
	for i, side := range p.form.blocks {
		name := p.form.grandName(row, side)
		var columns []int
		for _, col := range side.figures {
			if p.plan.has(pos{col, row}) || p.form.cells[pos{col, row}].formula {
				columns = append(columns, col)
			}
		}
		if name == "" || len(columns) == 0 {
			return b, false
		}
		heads := p.form.heads(columns[0])
		slices.Reverse(heads)
		b.names[i], b.sides[i] = name, fmt.Sprintf("格(%q, %q)", name, strings.Join(heads, "/"))
		if len(heads) > 0 && !strings.Contains(name, heads[0]) {
			b.names[i] = heads[0] + "的" + name
		}
		if other := p.like.blocks; len(other) == 2 && p.like.grandName(like, other[i]) == name {
			figures[i] = p.like.cells[pos{other[i].figures[0] + columns[0] - side.figures[0], like}]
		}
	}
	return b, figures[0].numeric && figures[1].numeric && !figures[0].number.IsZero() && figures[0].number.Equal(figures[1].number)
}

// grand is the last row of a table in which both sides have a total.
func (t *table) grand() int {
	for row := t.body[1]; row >= t.body[0]; row-- {
		named := 0
		for _, side := range t.blocks {
			if t.grandName(row, side) != "" {
				named++
			}
		}
		if named == 2 {
			return row
		}
	}
	return 0
}

// grandName is what a side of a table calls its grand total in a row, "" if it has
// none there.
func (t *table) grandName(row int, side *block) string {
	for _, col := range side.labels {
		if s := t.says(pos{col, row}); strings.Contains(s, "总计") && !strings.ContainsAny(s, `"\/`) {
			return s
		}
	}
	return ""
}
