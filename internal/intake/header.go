package intake

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
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

	carried []int // rows whose upper levels of a code are those of the row above
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
	Left   bool       // known not to be wanted

	field  *pack.IntakeColumn
	amount *pack.IntakeAmount
	path   []string // the headers from top to bottom
	said   said
}

// drop takes no records from a column.
func (c *Column) drop() { c.Field, c.field, c.amount = "", nil, nil }

// called says whether a person means a column by a header: the lowest, or all.
func (c *Column) called(header string) bool {
	folded := typed.Fold(header)
	return folded != "" && (typed.Fold(c.Header) == folded || typed.Fold(c.path[len(c.path)-1]) == folded)
}

// said are the units that texts say, each once with the place where it stands first.
type said []unitAt

type unitAt struct {
	money.Unit
	at string
}

func (s *said) say(at string, u money.Unit, ok bool) {
	if ok && !slices.ContainsFunc(*s, func(o unitAt) bool { return o.Unit == u }) {
		*s = append(*s, unitAt{u, at})
	}
}

// findHeader looks for the rows that name most columns. A header takes one row, as
// many as its merged cells cover, or two where only these name more.
func (g *grid) findHeader(p *pack.Pack) (best header) {
	most := 1 // a title may happen to name one column
	try := func(i, last int) {
		h := header{first: g.rows[i].n, last: last}
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
	for _, two := range []bool{false, true} { // a title above a header is no group of columns
		for i, r := range g.rows {
			switch {
			case r.n > headerRows:
			case !two:
				try(i, g.depth(r.n))
			case r.n < headerRows && g.grouped(i):
				try(i, r.n+1)
			}
		}
	}
	if best.first > 0 {
		for _, r := range g.rows {
			for _, c := range r.cells {
				if r.n <= best.last {
					u, ok := p.Units.Note(typed.Shown(c, false))
					best.note.say(a1.Name(c.Col, r.n), u, ok)
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

// grouped says whether a row without merged cells may name groups of columns whose
// names stand below: 功能科目 and an empty cell over 编码 and 名称.
func (g *grid) grouped(i int) bool {
	if i+1 >= len(g.rows) || g.rows[i+1].n != g.rows[i].n+1 || g.depth(g.rows[i].n) > g.rows[i].n {
		return false
	}
	beside := false
	for _, c := range g.rows[i+1].cells {
		if c.Kind != xlsxread.Text {
			return false
		}
		beside = beside || g.group(i, c.Col) != ""
	}
	return beside
}

// group is the text to the left above a column whose own cell in a row is empty,
// while all between have names below.
func (g *grid) group(i, col int) string {
	if !typed.Empty(g.rows[i].cell(col)) {
		return ""
	}
	for ; col > 0 && !typed.Empty(g.rows[i+1].cell(col)); col-- {
		if c := g.rows[i].cell(col); !typed.Empty(c) {
			return strings.TrimSpace(typed.Shown(c, false))
		}
	}
	return ""
}

// columns reads the header rows from the one with an index.
func (g *grid) columns(p *pack.Pack, h header, from int) (out []Column) {
	columns := map[int]*Column{}
	say := func(col int, text, at string) {
		if columns[col] == nil {
			columns[col] = &Column{Col: col}
		}
		c := columns[col]
		c.path = append(c.path, text)
		u, ok := p.Units.Header(text)
		c.said.say(at, u, ok)
	}
	for i, r := range g.rows[from:] {
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
			if above := ""; i > 0 && columns[c.Col] == nil {
				if above = g.group(from+i-1, c.Col); above != "" {
					say(c.Col, above, a1.Name(c.Col, r.n))
				}
			}
			for col := c.Col; col <= to; col++ {
				say(col, text, a1.Name(c.Col, r.n))
			}
		}
	}
	words := vocabulary(p)
	for _, c := range columns {
		c.Header = strings.Join(c.path, "/")
		words.name(c)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Column) int { return a.Col - b.Col })
	return out
}
