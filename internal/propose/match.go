package propose

import (
	"slices"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/fill"
	"ysgk/internal/ooxml"
	"ysgk/internal/pack"
	"ysgk/internal/report"
)

// Step is a cell with what was written there, or what is left to do.
type Step struct {
	Place report.Place
	Text  string
}

// Proposal is what became of a workbook.
type Proposal struct {
	Book []byte
	Done []Step
	Todo []Step

	Sheets map[string]string // by sheet of the pack's template: the sheet that is the same table
}

// maxHead is the row within which headers end.
const maxHead = 20

// Propose writes tags into a workbook. The error means that it is none.
func Propose(book []byte, p *pack.Pack) (*Proposal, error) {
	schema := app.Schema(p)
	var tables []*known
	for _, name := range p.Template {
		more, err := learn(p.Templates[name], schema)
		if err != nil {
			return nil, err
		}
		tables = append(tables, more...)
	}
	all, err := grids(book)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(book)
	if err != nil {
		return nil, err
	}
	out := &Proposal{Sheets: map[string]string{}}
	for _, g := range all {
		m := &matcher{grid: g, tables: tables, schema: schema, writes: map[ooxml.Pos]string{}, out: out}
		m.match()
		if err := w.write(g, m); err != nil {
			return nil, err
		}
	}
	out.Book, err = w.bytes()
	return out, err
}

// matcher compares one sheet with the known tables.
type matcher struct {
	grid    *grid
	tables  []*known
	schema  fill.Schema
	table   *known
	top     int // first and last row of the headers
	bottom  int
	columns map[int]*column // by column of the sheet

	writes map[ooxml.Pos]string
	styles map[int]int // rows that take their look from another
	clear  []int       // rows whose example data goes
	out    *Proposal
}

func (m *matcher) todo(col, row int, text string) {
	at := report.Place{Sheet: m.grid.sheet.Name}
	if row > 0 {
		at = report.At(m.grid.sheet.Name, col, row)
	}
	m.out.Todo = append(m.out.Todo, Step{at, text})
}

func (m *matcher) put(col, row int, text string) {
	m.writes[ooxml.Pos{Col: col, Row: row}] = text
	m.out.Done = append(m.out.Done, Step{report.At(m.grid.sheet.Name, col, row), text})
}

func (m *matcher) match() {
	if len(m.grid.texts) == 0 {
		return
	}
	switch found := m.named(); len(found) {
	case 1:
		m.table = found[0]
	case 0:
		m.todo(0, 0, "没有认出是哪张表：标题和自带的表都不一样。请自己写标签")
		return
	default:
		var names []string
		for _, k := range found {
			names = append(names, k.title)
		}
		m.todo(0, 0, "像几张表（"+strings.Join(names, "、")+"），不能确定。请自己写标签")
		return
	}
	if other, taken := m.out.Sheets[m.table.sheet]; taken {
		m.todo(0, 0, "和工作表“"+other+"”是同一张表，没有写标签。请自己写")
		return
	}
	m.out.Sheets[m.table.sheet] = m.grid.sheet.Name
	m.heads()
	if m.table.rows > 0 {
		m.body()
	}
	if m.table.partly {
		m.todo(0, 0, "认出是“"+m.table.title+"”，但这张表有几段明细或左右并排，没有写明细行的标签。请对照自带的模板写")
	}
	m.fixed()
}

// named are the known tables whose title a sheet bears: the very title, or
// else the longest one that the sheet's title ends with.
func (m *matcher) named() (found []*known) {
	best := -1
	for row := 1; row <= min(maxHead, m.grid.last); row++ {
		for col := 1; col <= m.grid.right; col++ {
			text := plain(m.grid.texts[ooxml.Pos{Col: col, Row: row}])
			for _, k := range m.tables {
				score := -1
				if k.title != "" && text == k.title {
					score = 1000
				} else if k.title != "" && strings.HasSuffix(text, k.title) {
					score = len(k.title)
				}
				if score > best {
					best, found = score, nil
				}
				if score == best && score >= 0 && !slices.Contains(found, k) {
					found = append(found, k)
				}
			}
		}
	}
	return found
}

// heads writes the year of the title, and 部门名称：… and the like.
func (m *matcher) heads() {
	for row := 1; row <= min(maxHead, m.grid.last); row++ {
		for col := 1; col <= m.grid.right; col++ {
			text := m.grid.texts[ooxml.Pos{Col: col, Row: row}]
			if m.table.year && strings.HasSuffix(plain(text), m.table.title) && years.MatchString(text) {
				m.put(col, row, years.ReplaceAllStringFunc(text, func(y string) string { return "{{年度}}" + y[4:] }))
				continue
			}
			i := strings.IndexAny(text, "：:")
			if i < 0 {
				continue
			}
			colon := strings.Index(text, "：")
			end := i + 1
			if colon == i {
				end = i + len("：")
			}
			for _, h := range m.table.heads {
				rest := strings.TrimSpace(text[end:])
				unit := h.scalar == pack.ScalarUnit
				if plain(text[:end]) == h.prefix && (!unit || slices.Contains([]string{"", "元", "万元"}, rest)) {
					m.put(col, row, text[:end]+h.tag)
					break
				}
			}
		}
	}
}

// body finds the headers and the rows below them.
func (m *matcher) body() {
	best := 0
	for bottom := 1; bottom <= min(maxHead, m.grid.last); bottom++ {
		top := headTop(m.grid, bottom)
		if found := m.headers(top, bottom); len(found) > best {
			best, m.top, m.bottom, m.columns = len(found), top, bottom, found
		}
	}
	if best*2 < len(m.table.columns) {
		m.todo(0, 0, "认出是“"+m.table.title+"”，但表头大多对不上。请自己写表体的标签")
		return
	}
	for col := 1; col <= m.grid.right; col++ {
		if p := m.grid.path(col, m.top, m.bottom); len(p) > 0 && m.columns[col] == nil {
			m.todo(col, m.bottom, "表头“"+strings.Join(p, "/")+"”没有对上，这一列没有写标签")
		}
	}
	for i := range m.table.columns {
		c := &m.table.columns[i]
		if !m.has(c) {
			m.todo(0, 0, "自带的表有“"+strings.Join(c.path, "/")+"”这一列，这里没有")
		}
	}
	m.rows()
}

func (m *matcher) has(c *column) bool {
	for _, x := range m.columns {
		if slices.Equal(x.path, c.path) {
			return true
		}
	}
	return false
}

// headers pairs the columns of the sheet with those of the known table: by the
// whole path, or by the lowest header where that is the only one of its name.
func (m *matcher) headers(top, bottom int) map[int]*column {
	paths := map[int][]string{}
	count := map[string]int{}
	for col := 1; col <= m.grid.right; col++ {
		paths[col] = m.grid.path(col, top, bottom)
		count[leaf(paths[col])]++
	}
	found := map[int]*column{}
	for col, p := range paths {
		if len(p) == 0 {
			continue
		}
		same := 0
		var by *column
		for i := range m.table.columns {
			c := &m.table.columns[i]
			if slices.Equal(c.path, p) {
				same, by = 1, c
				break
			}
			if leaf(c.path) == leaf(p) {
				same, by = same+1, c
			}
		}
		switch {
		case same == 1 && (count[leaf(p)] == 1 || slices.Equal(by.path, p)):
			found[col] = by
		case same == 0:
			if c := m.part(leaf(p)); c != nil {
				found[col] = c
			}
		}
	}
	return found
}

// part makes a column of a part of the code (类, 款, 项), where the known table
// has the whole code and its view has the part.
func (m *matcher) part(head string) *column {
	for i := range m.table.columns {
		c := &m.table.columns[i]
		if !c.code || !slices.Contains(m.schema.Lists[c.list].Texts, head+"码") {
			continue
		}
		out := &column{path: c.path, list: c.list}
		for _, t := range c.tags {
			before, _, ok := strings.Cut(t, ".")
			if !ok || !strings.HasPrefix(t, "{{") {
				out.tags = append(out.tags, "")
				continue
			}
			out.tags = append(out.tags, before+"."+head+"码}}")
		}
		return out
	}
	return nil
}

// rows chooses the rows of the body and writes their tags.
func (m *matcher) rows() {
	data, total := m.bodyRows()
	need := m.table.rows
	if m.table.root >= 0 {
		need--
	}
	below := total > 0 && len(data) > 0 && data[0] < total
	for len(data) < need && !below {
		row := max(m.bottom, total) + len(data) + 1
		if !m.free(row) {
			break
		}
		if m.styles == nil {
			m.styles = map[int]int{}
		}
		m.styles[row] = max(m.bottom+1, row-1)
		data = append(data, row)
	}
	if len(data) < need {
		m.todo(1, m.bottom+1, "表头下面的行不够：每一级要一行，没有写表体的标签。请插入行，再运行一次")
		return
	}
	use := data[:need]
	if below {
		use = data[len(data)-need:]
	}
	for _, row := range data {
		if !slices.Contains(use, row) {
			m.clear = append(m.clear, row)
		}
	}
	if n := len(m.clear); n > 0 {
		m.todo(1, m.clear[0], "第 "+span(m.clear)+" 行的样例数据已清空，空行请删去")
	}
	k := 0
	for i := range m.table.rows {
		row := total
		if i != m.table.root {
			row = use[k]
			k++
		}
		if row > 0 {
			m.tagRow(row, i)
		}
	}
	if m.table.root >= 0 && total == 0 {
		m.todo(1, m.bottom+1, "没有“合计”这一行，合计没有写标签")
	}
}

// tagRow writes the tags of one row of the body.
func (m *matcher) tagRow(row, i int) {
	for col := 1; col <= m.grid.right; col++ {
		c := m.columns[col]
		if c == nil {
			continue
		}
		switch tag := c.tags[i]; {
		case strings.HasPrefix(tag, "{{"):
			m.put(col, row, tag)
		case tag == "" && i != m.table.root:
			m.todo(col, row, "这一格在自带的表里是公式或空着，没有写标签")
		}
	}
}

// bodyRows are the rows below the headers that hold example data or nothing,
// and the row of the total, 0 if there is none.
func (m *matcher) bodyRows() (rows []int, total int) {
	for _, r := range m.grid.sheet.Rows {
		if r.R <= m.bottom {
			continue
		}
		if len(r.Cells) == 0 || len(rows) > 0 && r.R > rows[len(rows)-1]+1 && r.R > total+1 {
			break
		}
		isTotal := false
		for col := 1; col <= m.grid.right; col++ {
			text := m.grid.text(col, r.R)
			switch t := plain(text); {
			case strings.HasSuffix(t, "合计") || strings.HasSuffix(t, "总计"):
				isTotal = true
			case strings.Contains(text, pack.ScalarNote) || m.across(col, r.R):
				return rows, total
			case strings.HasPrefix(t, "注") || strings.HasPrefix(t, "说明") || strings.HasPrefix(t, "备注"):
				return rows, total
			case m.columns[col] != nil && !m.words(col) && !data(text), m.columns[col] == nil && t != "":
				return rows, total
			}
		}
		switch {
		case isTotal && total > 0:
			return rows, total
		case isTotal:
			total = r.R
		default:
			rows = append(rows, r.R)
		}
	}
	return rows, total
}

// across says whether a text runs across more than half of the table, as notes do.
func (m *matcher) across(col, row int) bool {
	return m.grid.text(col, row) != "" && slices.ContainsFunc(m.grid.merges, func(r rangeOf) bool {
		return r.Has(col, row) && (r.Col2-r.Col1+1)*2 > m.grid.right && m.grid.right > 2
	})
}

// words says whether a column holds texts, such as names.
func (m *matcher) words(col int) bool {
	c := m.columns[col]
	for _, t := range c.tags {
		_, name, _ := strings.Cut(strings.TrimSuffix(t, "}}"), ".")
		if slices.Contains(m.schema.Lists[c.list].Texts, name) {
			return true
		}
	}
	return false
}

// free says whether nothing stands in a row, nor merged cells.
func (m *matcher) free(row int) bool {
	for col := 1; col <= m.grid.right; col++ {
		if m.grid.text(col, row) != "" {
			return false
		}
	}
	return !slices.ContainsFunc(m.grid.merges, func(r rangeOf) bool { return r.Row1 <= row && row <= r.Row2 })
}

// fixed writes the tags of cells that are known by the text left of them.
func (m *matcher) fixed() {
	if len(m.table.fixed) == 0 {
		return
	}
	head := m.bottom
	if head == 0 {
		head = m.fixedHead()
	}
	top := headTop(m.grid, head)
	met := map[label]bool{}
	for row := head + 1; row <= m.grid.last; row++ {
		left := ""
		for col := 1; col <= m.grid.right; col++ {
			text := m.grid.texts[ooxml.Pos{Col: col, Row: row}]
			if !data(text) {
				left = plain(text)
				continue
			}
			at := label{left, leaf(m.grid.path(col, top, head))}
			tag := m.table.fixed[at]
			if tag == "" || strings.HasPrefix(text, "=") || m.writes[ooxml.Pos{Col: col, Row: row}] != "" {
				continue
			}
			if met[at] {
				m.todo(col, row, "又是“"+left+"”，不能确定，没有写标签")
				continue
			}
			met[at] = true
			m.put(col, row, tag)
		}
	}
	for at, tag := range m.table.fixed {
		if tag != "" && !met[at] {
			m.todo(0, 0, "没有找到“"+at.left+"”（"+at.head+"）这一格，没有写 "+tag)
		}
	}
}

// fixedHead is the row of headers below which most labels are known.
func (m *matcher) fixedHead() int {
	heads := map[string]bool{}
	for at := range m.table.fixed {
		heads[at.head] = true
	}
	best, most := 1, 0
	for row := 1; row <= min(maxHead, m.grid.last); row++ {
		n := 0
		for col := 1; col <= m.grid.right; col++ {
			if t := plain(m.grid.texts[ooxml.Pos{Col: col, Row: row}]); t != "" && heads[t] {
				n++
			}
		}
		if n > most {
			best, most = row, n
		}
	}
	return best
}
