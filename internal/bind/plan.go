package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// dropCovered takes back the tags for cells that merged ones cover, where nobody would see
// what they print.
func (b *binder) dropCovered(p *tagging.Plan) {
	p.Puts = slices.DeleteFunc(p.Puts, func(x tagging.Put) bool {
		at := layout.At(x.Col, x.Row)
		if x.Text == "" || p.Sheet.Own(at) || slices.ContainsFunc(p.Unmerge, func(r a1.Range) bool {
			m := p.Sheet.Whole[at] // of one row it stays merged in each of the lines
			return r.Has(at.Col, at.Row) && m.Row1 != m.Row2
		}) {
			return false
		}
		over := p.Sheet.Whole[at]
		if first := p.Text(layout.At(over.Col1, over.Row1), p.Sheet.Cells[at].Text); first == x.Text || strings.HasPrefix(first, "=") && strings.HasPrefix(x.Text, "=") {
			return true // what all of the merged cells are to print is printed
		}
		b.leave(p.Sheet.Name, at, "这一格并在 %s 里，写在这里的标签 %s 印不出来，没有写。请取消合并，或把它写到该写的格子里", p.Sheet.Whole[at], x.Text)
		return true
	})
}

// tellGone tells of rows of the form that go though they are no samples: what stands in them stands in the
// example too, and names no line of it.
func (b *binder) tellGone(p *tagging.Plan) {
	e := b.exampleOf(p.Sheet)
	if b.itself() || b.Example == nil || e == nil || p.Removed {
		return
	}
	deck := b.decks[p.Sheet.Name]
	for _, row := range slices.Sorted(maps.Keys(p.Times)) {
		if !p.Dropped(row) || deck != nil && row >= deck.Starts[1] {
			continue
		}
		if at, ok := b.inBoth(p.Sheet, e, row); ok {
			b.leave(p.Sheet.Name, at, "“%s”这一行官方表和范例里都有，被当成样例行删去了。要印的，在模板里补上这一行", layout.Clip(p.Sheet.Says(at)))
		}
	}
}

// tellLost tells of 合计, 小计 and such in the rows of a list that no line of the template prints any more: a sample
// has the name of something, a total is the bureau's own.
func (b *binder) tellLost(p *pair) {
	if p.plan.Removed || b.itself() {
		return
	}
	printed := map[string]bool{}
	for _, text := range p.plan.Texts() {
		printed[layout.Key(text)] = true
	}
	for _, block := range p.form.Blocks {
		for row := p.form.Body[0]; row <= max(p.form.Body[1], p.form.BlankTo()); row++ {
			if p.stays(row) {
				for _, col := range block.Labels {
					printed[layout.Key(p.plan.Text(layout.At(col, row), p.form.Says(layout.At(col, row))))] = true
				}
			}
		}
	}
	for _, block := range p.form.Blocks {
		for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
			for _, col := range block.Labels {
				at := layout.At(col, row)
				said := p.form.Says(at)
				lost := !p.stays(row) && p.form.Own(at) && layout.Totals.MatchString(said) && !b.namer.Knows(said) && !printed[layout.Key(said)]
				if lost && !b.toldOf(p, block, at) {
					b.leave(p.form.Name, at, "官方表的“%s”在清单的行里，没有一个标签印它，填出来的表上没有这几个字。要印的，在模板里补上这一行", layout.Clip(said))
				}
			}
		}
	}
}

// inBoth finds a text in a row of the form that the example has in the same column too, and that names no line of it.
func (b *binder) inBoth(form, e *layout.Sheet, row int) (at layout.Pos, ok bool) {
	texts := form.Texts(row)
	if slices.ContainsFunc(texts, func(at layout.Pos) bool {
		return layout.Nobody.MatchString(form.Says(at)) || layout.Placeholder(form.Says(at))
	}) {
		return at, false // ×××项目 or …… beside its kind
	}
	for _, at := range texts {
		said := form.Says(at)
		if said == "" || !form.Own(at) || b.namer.Knows(said) || b.inOutline(said) || layout.Placeholder(said) || layout.AllDigits(said) || layout.Totals.MatchString(said) {
			continue
		}
		for o := range e.Cells {
			if o.Col == at.Col && e.Says(o) == said {
				return at, true
			}
		}
	}
	return at, false
}

// tellTwice tells of columns of a table that are called as another one and print the same: what stands
// above them in the form may not be merged over them.
func (b *binder) tellTwice(p *pair) {
	for _, block := range p.form.Blocks {
		told := map[int]bool{}
		for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
			first := map[string]int{}
			for _, col := range block.Figures {
				at := layout.At(col, row)
				tag := p.plan.Text(at, "")
				if !strings.HasPrefix(tag, "{{") {
					continue
				}
				other, twice := first[tag]
				if !twice {
					first[tag] = col
				} else if name := p.form.Headed(col); layout.SameHead(p.form.Headed(other), name) && !told[col] {
					told[col] = true
					b.look(p.form.Name, at, "“%s”有两列（另一列是 %s），印的是同一个数。上面的表头要合并到这一列的，合并以后再做一次", name, layout.CellName(layout.At(other, row)))
				}
			}
		}
	}
}
