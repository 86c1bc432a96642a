package opendata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/verify"
)

// kind is what a column holds.
type kind int

const (
	text kind = iota
	integer
	number // exact, as text with a point
)

// column is a column of a table that is written.
type column struct {
	name     string
	kind     kind
	about    string // for people
	concept  string // columnType of the Fiscal Data Package
	unit     money.Unit
	amount   bool
	required bool
	values   []string // all that it may hold
}

// table is one file.
type table struct {
	name    string // of the resource, for machines
	file    string // without its ending
	title   string
	columns []column
	rows    [][]string // "" is nothing
	key     []string
	codes   bool   // 码表 and 编码 refer to the table of codes
	of      string // a table to whose key this one's 工作表 refers
	sheet   string
	notes   []string
}

// The columns that every table begins with. What a printed header calls otherwise
// follows them.
const (
	colPart   = "部分"
	colNumber = "行号"
	colRow    = "工作表行"
	colKind   = "行类型"
	colLevel  = "层级"
	colParent = "上级行号"
	colList   = "码表"
	colCode   = "编码"
	colName   = "名称"
	colSheet  = "工作表"
	colOdd    = "不是数的格子"
)

// kinds are the kinds of rows in words.
var kinds = map[verify.LineKind]string{
	verify.Total: "合计", verify.Upper: "小计", verify.Item: "明细", verify.Among: "其中", verify.Unclear: "不明",
}

const aboutKinds = "明细：可以相加，各明细之和就是合计。小计：下级各行之和。合计：整张表（或这一部分）之和。其中：已经算在别的行里。不明：不知道，不要相加。"

// maker collects tables.
type maker struct {
	pack     *pack.Pack
	tables   []*table
	codes    map[[2]string]string // names by list and code, as printed
	findings finding.List
	scalars  map[string]string // of the workbook
	names    []string          // of the scalars that are columns
}

// collect makes tables of all that was laid out.
func collect(p *pack.Pack, laid *verify.Laid) *maker {
	m := &maker{pack: p, codes: map[[2]string]string{}, scalars: map[string]string{}}
	m.say(laid)
	for i := range laid.Tables {
		m.grid(&laid.Tables[i])
	}
	var of []string
	for _, page := range laid.Pages {
		if !slices.Contains(of, page.Of) {
			of = append(of, page.Of)
		}
	}
	for _, name := range of {
		m.pages(name, laid.Pages)
	}
	m.codeTable()
	return m
}

// say finds out what the workbook says of the year and the department: what most tables
// say.
func (m *maker) say(laid *verify.Laid) {
	count := map[string]map[string]int{}
	add := func(says map[string]string) {
		for name, text := range says {
			if name == pack.ScalarUnit || name == pack.ScalarNote {
				continue
			}
			if count[name] == nil {
				count[name] = map[string]int{}
				m.names = append(m.names, name)
			}
			count[name][text]++
		}
	}
	for _, t := range laid.Tables {
		add(t.Says)
	}
	if len(m.names) == 0 {
		for _, p := range laid.Pages {
			add(p.Says)
		}
	}
	slices.SortFunc(m.names, func(a, b string) int {
		if (a == pack.ScalarYear) != (b == pack.ScalarYear) {
			if a == pack.ScalarYear {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	for name, texts := range count {
		for text, n := range texts {
			if most := m.scalars[name]; n > texts[most] || n == texts[most] && text < most {
				m.scalars[name] = text
			}
		}
	}
}

// begin is a table with the columns that say whose it is.
func (m *maker) begin(name, file, title, sheet string) *table {
	t := &table{name: name, file: disk.FileName(file), title: title, sheet: sheet}
	for _, n := range m.names {
		c := column{name: n, about: "这张表的" + n}
		if n == pack.ScalarYear {
			c.kind, c.concept, c.about = integer, "date:fiscal-year", "预算年度"
		}
		t.columns = append(t.columns, c)
	}
	m.tables = append(m.tables, t)
	return t
}

// whose are the values of those columns.
func (m *maker) whose(t *table, says map[string]string) (row []string) {
	for i, n := range m.names {
		s, ok := says[n]
		if !ok {
			s = m.scalars[n]
		}
		if t.columns[i].kind == integer {
			if _, err := strconv.Atoi(s); err != nil {
				s = ""
			}
		}
		row = append(row, s)
	}
	return row
}

// grid makes a table of one that was laid out.
func (m *maker) grid(g *verify.Grid) {
	t := m.begin(m.named(g.Form), g.Form, g.Title, g.Sheet)
	var parts []string
	for i, s := range g.Sides {
		if s == "" && len(g.Sides) > 1 {
			s = fmt.Sprintf("第 %d 部分", i+1)
		}
		parts = append(parts, s)
	}
	if len(parts) > 1 {
		t.columns = append(t.columns, column{name: colPart, about: "表里左右并排、互不相干的部分", required: true, values: distinct(parts)})
	}
	t.columns = append(t.columns,
		column{name: colNumber, kind: integer, about: "在这张表里的次序", required: true},
		column{name: colRow, kind: integer, about: "在公开表工作表里的行", required: true},
		column{name: colKind, about: aboutKinds, required: true, values: []string{"合计", "小计", "明细", "其中", "不明"}},
		column{name: colLevel, about: "这一行是哪一级，如类、款、项、单位、项目"},
		column{name: colParent, kind: integer, about: "这一行是哪一行的一部分：那一行的行号"})
	if list, some := m.listsOf(g); some {
		concept := m.concept(list)
		t.codes = true
		t.columns = append(t.columns,
			column{name: colList, about: "编码是哪个码表的"},
			column{name: colCode, about: "完整的编码，文字，开头的 0 不能丢", concept: suffixed(concept, ":code")},
			column{name: colName, about: "这一行的名称", concept: suffixed(concept, ":label")})
	} else {
		t.columns = append(t.columns, column{name: colName, about: "这一行的名称"})
	}
	t.key = []string{colNumber}
	fixed := len(t.columns)
	at := m.printed(t, g, parts)
	odd := false
	numbers := map[[2]int]int{} // row numbers by side and row
	for i, l := range g.Lines {
		numbers[[2]int{l.Side, l.Row}] = i + 1
	}
	var rows [][]string
	var odds []string
	for i, l := range g.Lines {
		row := m.whose(t, g.Says)
		if len(parts) > 1 {
			row = append(row, parts[l.Side])
		}
		parent := ""
		if n := numbers[[2]int{l.Side, l.Parent}]; n > 0 {
			parent = strconv.Itoa(n)
		}
		row = append(row, strconv.Itoa(i+1), strconv.Itoa(l.Row), kinds[l.Kind], l.Level, parent)
		if t.codes {
			row = append(row, l.List, l.Code)
			if l.Code == "" {
				row[len(row)-2] = ""
			} else {
				m.printedCode(l)
			}
		}
		row = append(row, l.Name)
		row = append(row, make([]string, len(t.columns)-fixed)...)
		var strange []string
		for _, k := range g.Columns {
			h, ok := l.Cells[k.Col]
			if !ok || k.Side != l.Side {
				continue
			}
			c := at[k.Col]
			row[c] = m.value(t.columns[c], h, &strange)
		}
		odd = odd || len(strange) > 0
		odds = append(odds, strings.Join(strange, "；"))
		rows = append(rows, row)
	}
	t.rows = rows
	if odd {
		t.columns = append(t.columns, column{name: m.free(t, colOdd), about: "金额的格子里写着的不是数，那一格在这里是空的：栏目：原来写着的"})
		for i := range t.rows {
			t.rows[i] = append(t.rows[i], odds[i])
		}
	}
	for _, n := range g.Notes {
		t.notes = append(t.notes, n.Text)
	}
}

// named is the name of a table's resource: its number in the pack, which is the same from
// year to year.
func (m *maker) named(form string) string {
	if i := slices.IndexFunc(m.pack.Tables, func(d pack.Table) bool { return d.Sheet == form }); i >= 0 {
		return fmt.Sprintf("table-%02d", i+1)
	}
	return m.number("sheet")
}

// printed adds the columns of the table as printed, and tells where each went. Those of
// two sides that have one name and hold the same are one.
func (m *maker) printed(t *table, g *verify.Grid, parts []string) (at map[int]int) {
	at = map[int]int{}
	for _, k := range g.Columns {
		heads := k.Heads
		if len(heads) > 1 && len(parts) > 1 && heads[0] == g.Sides[k.Side] {
			heads = heads[1:]
		}
		c := column{name: strings.Join(heads, "_"), about: "表头：" + strings.Join(k.Heads, "，")}
		switch {
		case k.Amount:
			c.kind, c.amount, c.unit = number, true, k.Unit
			c.about += "；金额，单位：" + k.Unit.Name
		case k.Unitless:
			c.kind = number
		case k.Strange:
			c.about += "；模板里没有这一列，照格子里的样子"
		}
		if c.name == "" {
			c.name = a1.ColName(k.Col) + "列"
			c.about = "没有表头的一列"
		}
		mine := func(i int) bool { // a column that another side has, too
			for col, j := range at {
				if j == i && side(g, col) == k.Side {
					return false
				}
			}
			return true
		}
		i := slices.IndexFunc(t.columns, func(o column) bool {
			return o.name == c.name && o.kind == c.kind && o.unit == c.unit && o.amount == c.amount
		})
		if i >= 0 && mine(i) && slices.ContainsFunc(g.Columns, func(o verify.GridColumn) bool { j, ok := at[o.Col]; return ok && j == i }) {
			at[k.Col] = i
			continue
		}
		c.name = m.free(t, c.name)
		at[k.Col] = len(t.columns)
		t.columns = append(t.columns, c)
	}
	return at
}

func side(g *verify.Grid, col int) int {
	for _, k := range g.Columns {
		if k.Col == col {
			return k.Side
		}
	}
	return -1
}

// free is a name that no column of a table has yet.
func (m *maker) free(t *table, name string) string {
	taken := func(s string) bool {
		return slices.ContainsFunc(t.columns, func(c column) bool { return strings.EqualFold(c.name, s) })
	}
	out := name
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s_%d", name, n)
	}
	return out
}

// value is what a cell says in a column; what is no number in one of numbers goes to
// strange.
func (m *maker) value(c column, h verify.Held, strange *[]string) string {
	if c.kind == text {
		m.risky(h)
		return h.Text
	}
	switch {
	case h.Numeric && c.amount:
		return h.Number.String()
	case h.Numeric: // a share has as many decimals as the program that computed it keeps
		return h.Raw
	}
	if s := strings.TrimSpace(h.Text); s != "" {
		*strange = append(*strange, c.name+"："+s)
		severity := finding.Warning
		if h.Nothing {
			severity = finding.Note
		}
		if _, err := decimal.NewFromString(strings.ReplaceAll(width.Fold.String(s), ",", "")); err == nil {
			m.findings = append(m.findings, finding.Finding{Severity: finding.Error, Code: "X06", Place: h.At,
				Message: "金额「" + h.Text + "」存成了文字，合计里没有它", Hint: "把单元格格式改成数值，重新输入这个数，核对合计，再导出。"})
			return ""
		}
		m.findings = append(m.findings, finding.Finding{Severity: severity, Code: "X06", Place: h.At,
			Message: "金额的格子里写的是「" + h.Text + "」，不是数，导出是空的，原文写在“" + colOdd + "”一列",
			Hint:    "应是金额的，改成数，再导出；没有金额的，可以不改。"})
	}
	return ""
}

// risky tells of a text that a spreadsheet program takes for a formula.
func (m *maker) risky(h verify.Held) {
	if h.Text != "" && !h.Numeric && strings.ContainsRune("=+@", rune(h.Text[0])) {
		m.findings = append(m.findings, finding.Finding{Severity: finding.Warning, Code: "X07", Place: h.At,
			Message: "文字「" + h.Text + "」以 " + h.Text[:1] + " 开头，用 Excel、WPS 打开 CSV 时会被当成公式",
			Hint:    "改掉开头的符号，再导出。"})
	}
}

// listsOf is the only code list that the rows of a table are about, "" if there are
// several; some says whether there is any.
func (m *maker) listsOf(g *verify.Grid) (list string, some bool) {
	for _, l := range g.Lines {
		if l.Code == "" {
			continue
		}
		if some && l.List != list {
			return "", true
		}
		list, some = l.List, true
	}
	return list, some
}

// concept is the column type of a code list.
func (m *maker) concept(list string) string {
	for _, d := range m.pack.CodeFiles {
		if d.Name == list {
			return d.Concept
		}
	}
	return ""
}

func suffixed(s, suffix string) string {
	if s == "" {
		return ""
	}
	return s + suffix
}

func distinct(list []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// printedCode keeps the name that a table prints beside a code.
func (m *maker) printedCode(l verify.Line) {
	k := [2]string{l.List, l.Code}
	if m.codes[k] == "" {
		m.codes[k] = strings.TrimSpace(strings.TrimPrefix(l.Name, l.Code))
	}
}

// pages makes a table of the sheets that show one record each, and one of each list on
// them.
func (m *maker) pages(of string, all []verify.Page) {
	t := m.begin(m.number("form"), of, of, "")
	t.columns = append(t.columns, column{name: colSheet, about: "公开表里的工作表，一个" + of + "一张", required: true})
	t.key = []string{colSheet}
	lists := map[string]*table{}
	for _, p := range all {
		if p.Of != of {
			continue
		}
		if t.title == of {
			t.title = of + "（" + p.Form + "）"
			if form := strings.TrimSpace(p.Form); strings.Contains(form, "{{") {
				t.title = of
			}
		}
		m.record(t, m.whose(t, p.Says), p.Sheet, "", p.Fields)
		for _, l := range p.Lists {
			if lists[l.Name] == nil {
				n := m.begin(m.number("form"), l.Name, l.Name, "")
				n.columns = append(n.columns,
					column{name: colSheet, about: "公开表里的工作表：是哪一个" + of + "的", required: true},
					column{name: colNumber, kind: integer, about: "在这个" + of + "里的次序", required: true})
				n.key, n.of = []string{colSheet, colNumber}, t.name
				lists[l.Name] = n
			}
			n := lists[l.Name]
			for i, row := range l.Rows {
				m.record(n, m.whose(n, p.Says), p.Sheet, strconv.Itoa(i+1), row)
			}
		}
	}
}

// number names a resource after how many there are.
func (m *maker) number(prefix string) string {
	n := 1
	for _, t := range m.tables {
		if strings.HasPrefix(t.name, prefix) {
			n++
		}
	}
	return fmt.Sprintf("%s-%02d", prefix, n)
}

// record adds a row with fields by name.
func (m *maker) record(t *table, row []string, sheet, nth string, fields []verify.PageField) {
	row = append(row, sheet)
	if nth != "" {
		row = append(row, nth)
	}
	fixed := len(row)
	row = append(row, make([]string, len(t.columns)-len(row))...)
	seen := map[int]bool{}
	var strange []string
	for _, f := range fields {
		c := column{name: f.Name, about: f.Name, kind: text}
		if f.Amount {
			c.kind, c.amount, c.unit = number, true, f.Unit
			c.about += "；金额，单位：" + f.Unit.Name
		}
		i := slices.IndexFunc(t.columns[fixed:], func(o column) bool {
			return (o.name == c.name || strings.HasPrefix(o.name, c.name+"_")) && o.kind == c.kind && o.unit == c.unit
		})
		switch {
		case i < 0:
			c.name = m.free(t, c.name)
			t.columns = append(t.columns, c)
			i = len(t.columns) - 1
			row = append(row, "")
		default:
			i += fixed
		}
		if seen[i] { // printed twice
			if s := m.value(t.columns[i], f.Held, new([]string)); s == row[i] || s == "" {
				continue
			}
			c.name = m.free(t, c.name)
			t.columns = append(t.columns, c)
			i = len(t.columns) - 1
			row = append(row, "")
		}
		seen[i] = true
		row[i] = m.value(t.columns[i], f.Held, &strange)
	}
	if len(strange) > 0 {
		i := slices.IndexFunc(t.columns, func(c column) bool { return c.name == colOdd })
		if i < 0 {
			t.columns = append(t.columns, column{name: colOdd, about: "金额的格子里写着的不是数，那一格在这里是空的：栏目：原来写着的"})
			i = len(t.columns) - 1
		}
		for len(row) <= i {
			row = append(row, "")
		}
		row[i] = strings.Join(strange, "；")
	}
	t.rows = append(t.rows, row)
	for i := range t.rows { // those before may lack columns
		for len(t.rows[i]) < len(t.columns) {
			t.rows[i] = append(t.rows[i], "")
		}
	}
}

// codeTable lists the codes that the tables use, and those above them.
func (m *maker) codeTable() {
	if len(m.codes) == 0 {
		return
	}
	t := &table{name: "codes", file: "码表", title: "各表用到的编码", key: []string{colList, colCode}}
	t.columns = []column{
		{name: colList, about: "哪个码表", required: true},
		{name: colCode, about: "文字，开头的 0 不能丢", required: true},
		{name: colName, about: "码表里的名称；码表里没有的，是公开表上印的"},
		{name: colLevel, about: "哪一级，如类、款、项"},
		{name: "上级编码", about: "同一个码表里的上级"},
		{name: "取自", about: "名称取自模板包的码表，还是公开表", values: []string{"模板包", "公开表"}, required: true},
	}
	above := func(list *budget.CodeList, code string) (parent string) {
		for _, l := range list.Levels {
			if l.Digits < len(code) {
				parent = code[:l.Digits]
			}
		}
		return parent
	}
	for k := range m.codes {
		if list := m.pack.Codes[k[0]]; list != nil {
			for c := above(list, k[1]); c != ""; c = above(list, c) {
				if _, ok := m.codes[[2]string{k[0], c}]; !ok && list.Has(c) {
					m.codes[[2]string{k[0], c}] = list.NameOf(c)
				}
			}
		}
	}
	var keys [][2]string
	for k := range m.codes {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int {
		if a[0] != b[0] {
			return strings.Compare(a[0], b[0])
		}
		return strings.Compare(a[1], b[1])
	})
	for _, k := range keys {
		name, level, parent, from := m.codes[k], "", "", "公开表"
		if list := m.pack.Codes[k[0]]; list != nil {
			if list.Has(k[1]) {
				name, from = list.NameOf(k[1]), "模板包"
			}
			for _, l := range list.Levels {
				if l.Digits == len(k[1]) {
					level = l.Name
				}
			}
			if parent = above(list, k[1]); !slices.Contains(keys, [2]string{k[0], parent}) {
				parent = ""
			}
		}
		t.rows = append(t.rows, []string{k[0], k[1], name, level, parent, from})
	}
	m.tables = append(m.tables, t)
}
