package cases

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/proof"
)

// form is a bureau's template, or the same form with a list written out by
// hand. Formulas in it name rows by what they are, not by number:
//
//	{f} {l}     first and last row of the list of the first sheet ({f2} {l2} of the second)
//	{t}         its total row ({t2})
//	{c}         the formula's own row
//	{p}         the row of the previous record; of the first record, the row above the list
//	{k}         the formula's own column
//	{e}         the last row of the space that a list beside fixed lines has
//	{n}         how many rows below the total the formula stands
//	{g}         row 500, which moves with the rows above it
//	{u:项:D}    column D of all rows of a level, as a list of ranges
//	{b:项:D}    the same, in brackets if there are several
//	{d:项:D}    of those below this record, {a:类:D} of the one above it
//	{w:项:D}    D$8:D$8, all rows of a level seen from within the list
//	{v:项:D}    D$8:D8, those down to this record
//	{s:6:D}     of the same record's row 6, where a record has several; {u:6:D} of all such rows
//
// In the template all of them are the cells where the tags stand, so that
// D{f}:D{l} is D5:D5 there, and {d:项:D} D8.
type form struct {
	name   string
	sheets []*sheet
	names  []defined
	tables []table
}

// sheet is a grid of texts, formulas, tags and numbers by cell.
type sheet struct {
	name  string
	cells map[[2]int]string // column, row
	first int               // rows of the list
	last  int
	view  string
	rows  map[string][]int // level → its rows
	total int

	lane  int // first column of a list beside fixed lines, 0 for one that has its rows alone
	space int // rows that the form has for it
}

// defined is a name; on is its sheet, "" for the workbook. Excel names a single
// cell $D$5, not $D$5:$D$5, so typed may say how a template has it.
type defined struct{ name, on, text, typed string }

// table is a table over the list of a sheet: its columns, with a header row
// above and, if totals, the total row below.
type table struct {
	name, sheet string
	cols        int
	totals      bool
}

var tag = regexp.MustCompile(`\{\{(\p{Han}+)@(\p{Han}+)\.(\p{Han}+)\}\}`)

// pick is a tag of one record, of the view that has one for each type.
var pick = regexp.MustCompile(`^\{\{按类型\[(\p{Han}+)\]\.(\p{Han}+)\}\}$`)

// newSheet reads a grid: a row per line, cells between |. A list is where tags are.
func newSheet(name, grid string) *sheet {
	s := &sheet{name: name, cells: map[[2]int]string{}, rows: map[string][]int{}}
	for r, line := range strings.Split(strings.Trim(grid, "\n"), "\n") {
		for c, text := range strings.Split(line, "|") {
			if text = strings.TrimSpace(text); text != "" && text != "-" {
				s.cells[[2]int{c + 1, r + 1}] = text
			}
			if c == 0 && text == "合计" {
				s.total = r + 1
			}
			m := tag.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			if s.first == 0 {
				s.first = r + 1
			}
			s.last, s.view = r+1, m[1]
			if rows := s.rows[m[2]]; len(rows) == 0 || rows[len(rows)-1] != r+1 {
				s.rows[m[2]] = append(rows, r+1)
			}
		}
	}
	return s
}

// printed is a row of a list as it comes to stand.
type printed struct {
	row  int // of the template
	out  int
	node *node
}

// standing says where the rows of a sheet come to stand.
type standing struct {
	*sheet
	list []printed
	end  int // last row of the list, which stays empty if there are no records
}

// asTyped is the template itself.
func (s *sheet) asTyped() *standing {
	st := &standing{sheet: s, end: s.last}
	for r := s.first; r <= s.last && s.first > 0; r++ {
		st.list = append(st.list, printed{r, r, nil})
	}
	return st
}

// writtenOut is the sheet with a list of records.
func (s *sheet) writtenOut(records []record) *standing {
	st := &standing{sheet: s, end: s.last}
	if s.view == "" {
		return st
	}
	root := tree(s.view, records)
	if len(root.kids) > 0 {
		st.print(root)
		st.end = s.first + len(st.list) - 1
		return st
	}
	for _, r := range s.rows["合计"] {
		st.list = append(st.list, printed{r, r, root})
	}
	return st // of the others each row stays, empty
}

// print puts a node and those below it into rows: where its level's row stands
// below theirs, it comes after them.
func (st *standing) print(n *node) {
	rows := st.rows[n.level]
	after := false
	for level, below := range st.rows {
		if len(rows) > 0 && len(n.under(level)) > 0 && below[0] < rows[0] {
			after = true
		}
	}
	own := func() {
		for _, r := range rows {
			st.list = append(st.list, printed{r, st.first + len(st.list), n})
		}
	}
	if !after {
		own()
	}
	for _, k := range n.kids {
		st.print(k)
	}
	if after {
		own()
	}
}

// fixed is where a row outside the list comes to stand.
func (st *standing) fixed(row int) int {
	if st.lane > 0 {
		if row < st.first+st.space {
			return row
		}
		return row + max(0, st.end-st.first+1-st.space)
	}
	if st.first > 0 && row > st.last {
		return row + st.end - st.last
	}
	return row
}

// repeats says whether a cell of the template is part of each record.
func (s *sheet) repeats(col, row int) bool {
	return s.first > 0 && row >= s.first && row <= s.last && col >= s.lane
}

// totalRow is the row of the total, whether it belongs to the list or not.
func (st *standing) totalRow() int {
	for _, p := range st.list {
		if slices.Contains(st.rows["合计"], p.row) {
			return p.out
		}
	}
	return st.fixed(st.total)
}

// writing is a form as it is being written.
type writing struct {
	stands  []*standing
	done    bool // with records
	records []record
}

// place is the cell that a formula is written into.
type place struct {
	*standing
	col, row int
	own      int // in the list, -1 outside
}

var mark = regexp.MustCompile(`\{(?:([fltcpkneg])(\d?)|([ubdaswv]):(\p{Han}+|\d+):((?:表!)?)([A-Z]+))\}`)

// stretch writes the rows into a formula.
func (w *writing) stretch(text string, p place) string {
	return mark.ReplaceAllStringFunc(text, func(s string) string {
		m := mark.FindStringSubmatch(s)
		if m[3] != "" {
			if m[5] != "" {
				p.standing = w.stands[0]
			}
			return p.cells(m[3], m[4], m[5], m[6])
		}
		st := w.stands[0]
		if m[2] != "" {
			i, _ := strconv.Atoi(m[2])
			st = w.stands[i-1]
		}
		switch m[1] {
		case "f":
			return strconv.Itoa(st.first)
		case "l":
			return strconv.Itoa(st.end)
		case "t":
			return strconv.Itoa(st.totalRow())
		case "c":
			return strconv.Itoa(p.row)
		case "p":
			return strconv.Itoa(p.previous())
		case "k":
			return a1.ColName(p.col)
		case "g":
			return strconv.Itoa(st.fixed(500))
		case "e":
			return strconv.Itoa(st.fixed(st.first+st.space) - 1)
		}
		return strconv.Itoa(p.row - st.totalRow())
	})
}

func (p place) previous() int {
	if p.own < 0 {
		return p.row - 1
	}
	for i := p.own - 1; i >= 0; i-- {
		if p.list[i].row == p.list[p.own].row {
			return p.list[i].out
		}
	}
	return p.first - 1
}

// cells lists the rows of a level in a column.
func (p place) cells(which, level, sheet, col string) string {
	var rows []int
	if own := p.list[max(p.own, 0):]; p.own >= 0 && own[0].node == nil && which >= "v" {
		return fmt.Sprintf("%s$%d:%s%s%d", col, p.row, col, map[string]string{"w": "$"}[which], p.row)
	}
	for _, x := range p.list {
		if !slices.Contains(p.rows[level], x.row) && level != strconv.Itoa(x.row) {
			continue
		}
		if p.own >= 0 && x.node != nil {
			me := p.list[p.own].node
			if which == "d" && !slices.Contains(me.under(level), x.node) || which == "a" && !slices.Contains(x.node.under(me.level), me) || which == "s" && x.node != me || which == "v" && x.out > p.row {
				continue
			}
		}
		rows = append(rows, x.out)
	}
	if r, err := strconv.Atoi(level); len(rows) == 0 && err == nil {
		rows = []int{r} // the empty row
	} else if len(rows) == 0 {
		rows = p.rows[level]
	}
	var parts []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		part := fmt.Sprint(sheet, col, rows[i])
		if j > i {
			part += fmt.Sprint(":", col, rows[j])
		}
		parts, i = append(parts, part), j+1
	}
	all := strings.Join(parts, ",")
	if (which == "b" || which == "w") && len(parts) > 1 {
		return "(" + all + ")"
	}
	return all
}

// typed writes the form as the bureau's template; filled writes it as it must
// come out with records.
func (f *form) typed(t *testing.T, file string) {
	w := &writing{}
	for _, s := range f.sheets {
		w.stands = append(w.stands, s.asTyped())
	}
	f.write(t, file, w)
}

func (f *form) filled(t *testing.T, file string, records []record) *writing {
	w := &writing{done: true, records: records}
	for _, s := range f.sheets {
		w.stands = append(w.stands, s.writtenOut(records))
	}
	f.write(t, file, w)
	return w
}

func (f *form) write(t *testing.T, file string, w *writing) {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	for i, st := range w.stands {
		if i == 0 {
			must(t, x.SetSheetName("Sheet1", st.name))
		} else {
			_, err := x.NewSheet(st.name)
			must(t, err)
		}
		for _, at := range slices.SortedFunc(maps.Keys(st.cells), func(a, b [2]int) int { return (a[1]-b[1])*1000 + a[0] - b[0] }) {
			text := st.cells[at]
			if !st.repeats(at[0], at[1]) {
				w.put(t, x, place{st, at[0], st.fixed(at[1]), -1}, text, nil)
				continue
			}
			for i, p := range st.list {
				if p.row == at[1] {
					w.put(t, x, place{st, at[0], p.out, i}, text, p.node)
				}
			}
		}
	}
	for _, n := range f.names {
		if n.typed != "" && !w.done {
			n.text = n.typed
		}
		must(t, x.SetDefinedName(&excelize.DefinedName{Name: n.name, RefersTo: w.stretch(n.text, place{w.stands[0], 1, 1, -1}), Scope: n.on}))
	}
	for _, tb := range f.tables {
		st := w.stands[slices.IndexFunc(w.stands, func(s *standing) bool { return s.name == tb.sheet })]
		end := st.end
		if tb.totals {
			end = st.totalRow()
		}
		must(t, x.AddTable(tb.sheet, &excelize.Table{Name: tb.name, Range: fmt.Sprintf("A%d:%s%d", st.first-1, a1.ColName(tb.cols), end)}))
	}
	must(t, x.SaveAs(file))
	proof.EditParts(t, file, file, "xl/tables/", f.giveTotals)
}

var tableRef = regexp.MustCompile(`<autoFilter ref="(\w+):([A-Z]+)(\d+)"`)

// giveTotals says of a table that its last row holds totals, which excelize
// cannot say.
func (f *form) giveTotals(part []byte) []byte {
	for _, tb := range f.tables {
		if !tb.totals || !bytes.Contains(part, []byte(`displayName="`+tb.name+`"`)) {
			continue
		}
		m := tableRef.FindSubmatch(part)
		row, _ := strconv.Atoi(string(m[3]))
		part = tableRef.ReplaceAll(part, fmt.Appendf(nil, `<autoFilter ref="%s:%s%d"`, m[1], m[2], row-1))
		part = bytes.Replace(part, []byte(`<table `), []byte(`<table totalsRowCount="1" `), 1)
	}
	return part
}

// put writes one cell; a tag becomes its text or amount if there is a record.
func (w *writing) put(t *testing.T, x *excelize.File, p place, text string, n *node) {
	t.Helper()
	cell := a1.Name(p.col, p.row)
	switch number, err := strconv.ParseFloat(text, 64); {
	case strings.HasPrefix(text, "{="):
		kind := excelize.STCellFormulaTypeArray
		must(t, x.SetCellFormula(p.name, cell, stored(w.stretch(text[2:len(text)-1], p)), excelize.FormulaOpts{Type: &kind, Ref: &cell}))
	case strings.HasPrefix(text, "="):
		must(t, x.SetCellFormula(p.name, cell, stored(w.stretch(text[1:], p))))
	case text == "TRUE":
		must(t, x.SetCellBool(p.name, cell, true))
	case err == nil:
		must(t, x.SetCellFloat(p.name, cell, number, -1, 64))
	case n != nil && tag.MatchString(text):
		w.fillIn(t, x, p, cell, tag.FindStringSubmatch(text)[3], n)
	case w.done && pick.MatchString(text):
		m := pick.FindStringSubmatch(text)
		only := &node{amounts: map[string]decimal.Decimal{}}
		for _, r := range w.records {
			if r["类型"] == m[1] {
				only.add(r)
			}
		}
		w.fillIn(t, x, p, cell, m[2], only)
	default:
		if w.done {
			text = strings.ReplaceAll(text, "{{部门名称}}", "某单位")
		}
		must(t, x.SetCellStr(p.name, cell, strings.TrimPrefix(text, "'")))
	}
}

// fillIn writes what a tag means: an amount of zero and a text that was left
// out are empty cells.
func (w *writing) fillIn(t *testing.T, x *excelize.File, p place, cell, field string, n *node) {
	t.Helper()
	if amount, ok := n.amounts[field]; ok {
		if !amount.Equal(decimal.Zero) {
			must(t, x.SetCellFloat(p.name, cell, amount.InexactFloat64(), -1, 64))
		}
		return
	}
	if text := n.texts[field]; text != "" {
		must(t, x.SetCellStr(p.name, cell, text))
	}
}

// newer are the functions that a file marks as younger than its format.
var newer = regexp.MustCompile(`(^|[^A-Za-z0-9_.])(IFNA|IFS|SWITCH|CONCAT|TEXTJOIN|MAXIFS|MINIFS|XLOOKUP|XMATCH|RANK\.EQ|RANK\.AVG|STDEV\.S|STDEV\.P|VAR\.S|VAR\.P|PERCENTILE\.INC|QUARTILE\.INC|MODE\.SNGL|CEILING\.MATH|FLOOR\.MATH|DAYS|ISFORMULA|FORMULATEXT|NUMBERVALUE|SHEET|SHEETS|UNICODE|UNICHAR|XOR|AGGREGATE|ISOWEEKNUM|PERCENTRANK\.INC|UNIQUE|SEQUENCE|LET)\(`)

// stored is a formula as a file has it.
func stored(text string) string {
	return newer.ReplaceAllString(text, "${1}_xlfn.${2}(")
}
