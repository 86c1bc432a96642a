package intake

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// join makes one column of those that hold the levels of a code, each in a cell of its own:
// 类 204, 款 06, 项 01, the nought before them or not. What is no code then is told where the
// column of 类 stands.
func (g *grid) join(p *pack.Pack) {
	words := vocabulary(p)
	for i, r := range g.rows {
		if r.n > headerRows {
			return
		}
		for at := 0; at < len(g.rows[i].cells); at++ {
			field, list := g.split(p, words, i, at)
			if list == nil {
				continue
			}
			first := g.rows[i].cells[at].Col
			last := first + len(list.Levels) - 1
			for k := range g.rows {
				if below := &g.rows[k]; k == i {
					below.replace(first, last, field.Headers[0])
				} else if k > i {
					below.replace(first, last, below.joined(first, list))
				}
			}
			for m := range g.merges {
				if x := &g.merges[m]; x.Row1 <= r.n && x.Col1 <= first && x.Col2 >= last && x.Col2-x.Col1 < len(list.Levels) {
					x.Col1, x.Col2 = first, first // the group's name stands over one column now
				}
			}
		}
	}
}

// split is the column of codes whose levels the headers from one on name in order: that of
// the group above them, or else the only one with such levels.
func (g *grid) split(p *pack.Pack, words *words, i, at int) (*pack.IntakeColumn, *budget.CodeList) {
	r := g.rows[i]
	sheet := p.Input.Sheet(p.Intake.Sheet)
	var found *pack.IntakeColumn
	var list *budget.CodeList
	group := &Column{path: []string{""}}
	if i > 0 && g.rows[i-1].n == r.n-1 {
		group.path[0] = typed.Shown(g.rows[i-1].cell(r.cells[at].Col), false)
		words.name(group)
	}
	for k := range p.Intake.Columns {
		f := &p.Intake.Columns[k]
		c := sheet.Column(f.Name)
		if f.Of != "" || c == nil || c.Kind != pack.Code || len(f.Headers) == 0 {
			continue
		}
		l := p.Codes[c.Codes]
		if l == nil || len(l.Levels) < 2 || at+len(l.Levels) > len(r.cells) {
			continue
		}
		named := true
		for n, level := range l.Levels {
			x := r.cells[at+n]
			named = named && x.Col == r.cells[at].Col+n && typed.Fold(typed.Shown(x, false)) == typed.Fold(level.Name)
		}
		next := at + len(l.Levels)
		if !named || next < len(r.cells) && len(l.Levels) == 2 && typed.Fold(typed.Shown(r.cells[next], false)) == "项" {
			continue
		}
		if group.field == f {
			return f, l
		}
		if found != nil {
			return nil, nil
		}
		found, list = f, l
	}
	return found, list
}

// replace puts a text in the first of some cells and takes out the others.
func (r *row) replace(first, last int, text string) {
	was := r.cells
	r.cells = slices.DeleteFunc(slices.Clone(was), func(c xlsxread.Cell) bool { return c.Col >= first && c.Col <= last })
	if text == "" {
		return
	}
	at, _ := slices.BinarySearchFunc(r.cells, first, func(c xlsxread.Cell, col int) int { return c.Col - col })
	r.cells = slices.Insert(r.cells, at, xlsxread.Cell{Col: first, Kind: xlsxread.Text, Text: text})
}

// joined is the code whose levels stand in cells from one on. One that is no code is what
// stands there, for people to see.
func (r *row) joined(first int, list *budget.CodeList) string {
	code, before, right := "", 0, true
	var shown []string
	for n, level := range list.Levels {
		text := strings.TrimSpace(typed.Narrow(typed.Shown(r.cell(first+n), false)))
		size := level.Digits - before
		before = level.Digits
		if text == "" {
			continue
		}
		shown = append(shown, text)
		digits := strings.Trim(text, "0123456789") == ""
		if text == code+text[max(0, len(text)-size):] && len(text) == level.Digits && n > 0 {
			code = text // 20406 in the column of 款 is whole already
			continue
		}
		right = right && digits && len(text) <= size && len(code) == level.Digits-size
		code += strings.Repeat("0", max(0, size-len(text))) + text
	}
	if !right {
		return strings.Join(shown, " ")
	}
	return code
}
