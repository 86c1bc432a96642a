package intake

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// headerRows is how far down a header is looked for.
const headerRows = 20

// grid is a sheet with its stored rows.
type grid struct {
	name   string
	rows   []row
	merges []a1.Range
}

type row struct {
	n     int
	cells []xlsxread.Cell
}

func (r row) cell(col int) xlsxread.Cell {
	i, ok := slices.BinarySearchFunc(r.cells, col, func(c xlsxread.Cell, col int) int { return c.Col - col })
	if !ok {
		return xlsxread.Cell{Col: col}
	}
	return r.cells[i]
}

// header is a header that was found: which rows it takes, and what each column
// is.
type header struct {
	first, last int
	columns     []Column
	note        said // what the sheet says above or in the header
}

// Column is a column of the export and what it was understood as.
type Column struct {
	Col    int
	Header string     // as it stands there, several rows joined by /
	Field  string     // the column of the input workbook, "" if it was not understood
	Unit   money.Unit // of an amount

	field  *pack.IntakeColumn
	amount *pack.IntakeAmount
	said   said
}

// said are the units that a text says, each once.
type said []money.Unit

func (s *said) say(u money.Unit, ok bool) {
	if ok && !slices.Contains(*s, u) {
		*s = append(*s, u)
	}
}

// findHeader looks for the rows that name most columns. A header takes one row,
// or as many as its merged cells cover.
func (g *grid) findHeader(p *pack.Pack) (best header) {
	most := 1 // a title may happen to name one column
	for i, r := range g.rows {
		if r.n > headerRows {
			break
		}
		h := header{first: r.n, last: g.depth(r.n)}
		h.columns = g.columns(p, h, i)
		n, amounts := 0, 0
		for _, c := range h.columns {
			if c.Field != "" {
				n++
			}
			if c.amount != nil {
				amounts++
			}
		}
		if n > most && amounts > 0 {
			most, best = n, h
		}
	}
	if best.first > 0 {
		for _, r := range g.rows {
			for _, c := range r.cells {
				if r.n <= best.last {
					best.note.say(p.Units.Note(typed.Shown(c, false)))
				}
			}
		}
	}
	return best
}

// depth is the last row of a header that begins in a row.
func (g *grid) depth(first int) int {
	last := first
	for _, m := range g.merges {
		switch {
		case m.Row1 != first:
		case m.Row2 > m.Row1:
			last = max(last, m.Row2)
		case m.Col2 > m.Col1 && g.under(m):
			last = max(last, first+1)
		}
	}
	return last
}

// under says whether a merged cell stands over several texts, as the name of a
// group of columns does, and not over the whole sheet, as a title does.
func (g *grid) under(m a1.Range) bool {
	beside := slices.ContainsFunc(g.rows, func(r row) bool {
		return r.n == m.Row1 && slices.ContainsFunc(r.cells, func(c xlsxread.Cell) bool { return !m.Has(c.Col, r.n) && !typed.Empty(c) })
	})
	texts := 0
	for _, r := range g.rows {
		for _, c := range r.cells {
			if r.n == m.Row1+1 && m.Col1 <= c.Col && c.Col <= m.Col2 && c.Kind == xlsxread.Text {
				texts++
			}
		}
	}
	return beside && texts == m.Col2-m.Col1+1
}

// columns reads the header rows from the one with an index.
func (g *grid) columns(p *pack.Pack, h header, from int) (out []Column) {
	paths := map[int][]string{}
	for _, r := range g.rows[from:] {
		if r.n > h.last {
			break
		}
		for _, c := range r.cells {
			text := strings.TrimSpace(typed.Shown(c, false))
			if typed.Empty(c) || c.Kind != xlsxread.Text {
				continue
			}
			to := c.Col
			for _, m := range g.merges {
				if m.Has(c.Col, r.n) {
					to = m.Col2
				}
			}
			for col := c.Col; col <= to; col++ {
				paths[col] = append(paths[col], text)
			}
		}
	}
	for col, path := range paths {
		out = append(out, name(p, col, path))
	}
	slices.SortFunc(out, func(a, b Column) int { return a.Col - b.Col })
	return out
}

// sums are the words under a group's name that mean the whole group.
var sums = []string{"小计", "合计", "金额", "总计"}

// name finds out what a column is by the lowest of its headers, or by the group
// above it if that says no more than 小计.
func name(p *pack.Pack, col int, path []string) Column {
	in := &p.Intake
	c := Column{Col: col, Header: strings.Join(path, "/")}
	for _, text := range path {
		c.said.say(p.Units.Header(text))
	}
	leaf := bare(p, path[len(path)-1])
	if len(path) > 1 && slices.Contains(sums, leaf) {
		if above := bare(p, path[len(path)-2]); known(in, above) {
			leaf = above
		}
	}
	for i := range in.Amounts {
		if has(in.Amounts[i].Headers, leaf) {
			a := &in.Amounts[i]
			c.amount, c.Field = a, "金额"
			if a.Field != "" {
				c.Field = "金额，" + a.Field + "：" + a.Value
			}
			return c
		}
	}
	for i := range in.Columns {
		if has(in.Columns[i].Headers, leaf) {
			c.field, c.Field = &in.Columns[i], in.Columns[i].Name
			return c
		}
	}
	return c
}

func known(in *pack.Intake, text string) bool {
	return slices.ContainsFunc(in.Amounts, func(a pack.IntakeAmount) bool { return has(a.Headers, text) })
}

// bare is a header without its unit.
func bare(p *pack.Pack, text string) string { return typed.Fold(p.Units.Bare(text)) }

func has(list []string, folded string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return typed.Fold(s) == folded })
}

// settle decides the unit of every amount column and refuses two columns for
// one thing. given is what the user says, if anything.
func (h *header) settle(sheet string, given money.Unit, out *finding.List) {
	seen := map[string]int{}
	for i := range h.columns {
		c := &h.columns[i]
		at := finding.At(sheet, c.Col, h.last)
		if c.Field == "" {
			continue
		}
		if first, twice := seen[c.Field]; twice {
			out.Errorf("header-twice", at, "删掉或改名其中一列（在副本里改），再导入。", "「%s」和「%s」都是“%s”，不知道取哪一列", h.columns[first].Header, c.Header, c.Field)
		}
		seen[c.Field] = i
		if c.amount == nil {
			continue
		}
		u := c.said
		if u == nil {
			u = h.note
		}
		none := money.Unit{}
		switch {
		case len(u) == 1 && given != none && u[0] != given:
			out.Errorf("unit-contrary", at, "核对单位；不要写 --金额单位，或改正表里的单位。", "表里写的金额单位不是%s", given.Name)
		case len(u) == 1:
			c.Unit = u[0]
		case len(u) > 1:
			out.Errorf("unit-both", at, "在金额列的表头写明（元）或（万元）。", "表里既写了%s，又写了%s，不知道「%s」的单位", u[0].Name, u[1].Name, c.Header)
		case given == none:
			out.Errorf("unit-unknown", at, "加上 --金额单位 万元，或 --金额单位 元。", "没有写明「%s」的单位是元还是万元", c.Header)
		default:
			c.Unit = given
		}
	}
}
