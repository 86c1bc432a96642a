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
			g.unmerge(r.n, first, last)
			var above []string // the levels of the row above
			for k := range g.rows {
				if below := &g.rows[k]; k == i {
					below.replace(first, last, field.Headers[0])
					below.named(last+1, namesOf(p, field.Name))
				} else if k > i {
					levels, taken := below.levels(first, list, above)
					if above = levels; taken {
						g.carried = append(g.carried, below.n)
					}
					below.replace(first, last, codeOf(levels, list))
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

// namesOf is how a column with the names of a code is headed, "" if there is none.
func namesOf(p *pack.Pack, code string) string {
	for _, f := range p.Intake.Columns {
		if c := p.Input.Sheet(p.Intake.Sheet).Column(f.Name); c != nil && c.Of == code && c.Kind == pack.NameOf && len(f.Headers) > 0 {
			return f.Headers[0]
		}
	}
	return ""
}

// named heads the column of names that stands right beside the levels of a code: 科目名称
// says of itself not which code's they are.
func (r *row) named(col int, header string) {
	if own := typed.Fold(typed.Shown(r.cell(col), false)); own != "" && own != header && strings.HasSuffix(header, own) {
		r.replace(col, col, header)
	}
}

// split is the column of codes whose levels the headers from one on name in order: that of
// the group above them, or else the only one with such levels.
func (g *grid) split(p *pack.Pack, words *words, i, at int) (*pack.IntakeColumn, *budget.CodeList) {
	r := g.rows[i]
	sheet := p.Input.Sheet(p.Intake.Sheet)
	var found *pack.IntakeColumn
	var list *budget.CodeList
	group := &Column{}
	for k := i - 1; k >= 0 && k >= i-2 && g.rows[k].n == r.n-i+k && group.field == nil; k-- { // 部门经济科目, or 科目编码 below it
		group = &Column{path: []string{typed.Shown(g.rows[k].cell(r.cells[at].Col), false)}}
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

// unmerge writes what stands in cells of some columns that are merged over several rows below
// a header into each of these rows.
func (g *grid) unmerge(header, first, last int) {
	for m := range g.merges {
		x := &g.merges[m]
		if x.Row1 <= header || x.Row2 == x.Row1 || x.Col1 < first || x.Col2 > last {
			continue
		}
		rows := g.between(x.Row1, x.Row2)
		if len(rows) > 0 && rows[0].n == x.Row1 && !typed.Empty(rows[0].cell(x.Col1)) {
			for k := range rows[1:] {
				rows[k+1].put(rows[0].cell(x.Col1))
			}
		}
		x.Row2 = x.Row1 // else it would stand for the whole code
	}
}

// levels are what stands in the cells from one on. Upper ones that are blank before a lower
// one are those of the row above; taken says so.
func (r *row) levels(first int, list *budget.CodeList, above []string) (out []string, taken bool) {
	own, before := -1, 0
	for n, level := range list.Levels {
		text := strings.TrimSpace(typed.Narrow(typed.Shown(r.cell(first+n), false)))
		if out = append(out, text); own < 0 && text != "" {
			if own = n; len(number(text)) > level.Digits-before {
				own = 0 // whole already
			}
		}
		before = level.Digits
	}
	if own < 0 {
		return nil, false // no code: what follows is not of the one above
	}
	for n := range min(own, len(above)) {
		out[n], taken = above[n], taken || above[n] != ""
	}
	return out, taken
}

// number is a level of a code without its name: 06 司法.
func number(text string) string {
	if code, _, ok := splitCode(text); ok {
		return code
	}
	return text
}

// codeOf is the code with some levels, and the name of the last of them. One that is no code
// is what stands there, for people to see.
func codeOf(levels []string, list *budget.CodeList) string {
	code, name, before, right := "", "", 0, true
	var shown []string
	for n, text := range levels {
		digits := list.Levels[n].Digits
		size := digits - before
		before = digits
		if text == "" {
			continue
		}
		shown = append(shown, text)
		own := number(text)
		_, name, _ = splitCode(text)
		if own == code+own[max(0, len(own)-size):] && len(own) == digits && n > 0 {
			code = own // 20406 in the column of 款 is whole already
			continue
		}
		right = right && strings.Trim(own, "0123456789") == "" && len(own) <= size && len(code) == digits-size
		code += strings.Repeat("0", max(0, size-len(own))) + own
	}
	if !right {
		return strings.Join(shown, " ")
	}
	return strings.TrimSpace(code + " " + name)
}
