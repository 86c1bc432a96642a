package intake

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
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
	note        unit // what the sheet says above or in the header
}

// Column is a column of the export and what it was understood as.
type Column struct {
	Col    int
	Header string // as it stands there, several rows joined by /
	Field  string // the column of the input workbook, "" if it was not understood
	Wan    bool   // an amount in 万元

	field  *pack.IntakeColumn
	amount *pack.IntakeAmount
	unit   unit
}

// unit of amounts, as a set: what was said.
type unit struct{ yuan, wan bool }

var (
	unitNote   = regexp.MustCompile(`单位[:：]?\s*(?:人民币)?(万元|元)`)
	unitHeader = regexp.MustCompile(`[(（]\s*(?:单位[:：])?\s*(万元|元)\s*[)）]`)
)

func (u *unit) say(match []string) {
	if match != nil {
		u.wan = u.wan || match[1] == "万元"
		u.yuan = u.yuan || match[1] == "元"
	}
}

func (u unit) known() bool { return u.wan != u.yuan }

// findHeader looks for the rows that name most columns. A header takes one row,
// or as many as its merged cells cover.
func (g *grid) findHeader(in *pack.Intake) (best header) {
	most := 1 // a title may happen to name one column
	for i, r := range g.rows {
		if r.n > headerRows {
			break
		}
		h := header{first: r.n, last: g.depth(r.n)}
		h.columns = g.columns(in, h, i)
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
					best.note.say(unitNote.FindStringSubmatch(input.Shown(c)))
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
		return r.n == m.Row1 && slices.ContainsFunc(r.cells, func(c xlsxread.Cell) bool { return !m.Has(c.Col, r.n) && !input.Empty(c) })
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
func (g *grid) columns(in *pack.Intake, h header, from int) (out []Column) {
	paths := map[int][]string{}
	for _, r := range g.rows[from:] {
		if r.n > h.last {
			break
		}
		for _, c := range r.cells {
			text := strings.TrimSpace(input.Shown(c))
			if input.Empty(c) || c.Kind != xlsxread.Text {
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
		out = append(out, name(in, col, path))
	}
	slices.SortFunc(out, func(a, b Column) int { return a.Col - b.Col })
	return out
}

// sums are the words under a group's name that mean the whole group.
var sums = []string{"小计", "合计", "金额", "总计"}

// name finds out what a column is by the lowest of its headers, or by the group
// above it if that says no more than 小计.
func name(in *pack.Intake, col int, path []string) Column {
	c := Column{Col: col, Header: strings.Join(path, "/")}
	for _, text := range path {
		c.unit.say(unitHeader.FindStringSubmatch(text))
	}
	leaf := bare(path[len(path)-1])
	if len(path) > 1 && slices.Contains(sums, leaf) {
		if above := bare(path[len(path)-2]); known(in, above) {
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
func bare(text string) string { return input.Fold(unitHeader.ReplaceAllString(text, "")) }

func has(list []string, folded string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return input.Fold(s) == folded })
}

// settle decides the unit of every amount column and refuses two columns for
// one thing. given is what the user says: 元, 万元 or "".
func (h *header) settle(sheet, given string, out *finding.List) {
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
		u := c.unit
		if u == (unit{}) {
			u = h.note
		}
		switch {
		case u.known() && given != "" && u.wan != (given == "万元"):
			out.Errorf("unit-contrary", at, "核对单位；不要写 --金额单位，或改正表里的单位。", "表里写的金额单位不是%s", given)
		case u.known():
			c.Wan = u.wan
		case u.yuan && u.wan:
			out.Errorf("unit-both", at, "在金额列的表头写明（元）或（万元）。", "表里既写了元，又写了万元，不知道「%s」的单位", c.Header)
		case given == "":
			out.Errorf("unit-unknown", at, "加上 --金额单位 万元，或 --金额单位 元。", "没有写明「%s」的单位是元还是万元", c.Header)
		default:
			c.Wan = given == "万元"
		}
	}
}
