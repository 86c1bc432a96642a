package input

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// reference is what other sheets see of a sheet that they refer to: its rows
// by name, those with errors too, so that one error is not told twice.
type reference struct {
	rows  map[string]map[string]string // fields by folded name
	order []string
	whole bool // the sheet could be read
}

// recordReader reads one sheet of records.
type recordReader struct {
	*reader
	def      *pack.Sheet
	table    *budget.Table
	header   header
	fields   []int // of every column: its index in table.Fields, -1 for amounts
	insteads []int // likewise: the column that may be filled in its place, -1 if there is none
	totals   []budget.Fen
	asked    []*ask                   // of other sheets for records of this one
	unique   map[string]finding.Place // by key
	entered  int                      // records that do not stand in rows of the sheet
	caches   []map[xlsxread.Cell]string
	texts    []map[string]string // of cells that are texts
	filled   []int               // rows that hold something
	waiting  [][]int             // by column: rows that have last year's amount only
	found    int                 // findings of this sheet before its first row

	// of the row at hand
	row     int
	cells   []xlsxread.Cell
	values  []string
	known   []bool // false where the value could not be read
	amounts []budget.Fen
	zeros   []int       // measures of which 0 was entered
	others  map[int]int // sheet columns of measures that stand in another than their own
	bad     bool
	apart   *onPage // where it stands, if not in a row of the sheet
}

func (r *reader) readRecords(def *pack.Sheet) error {
	ref := &reference{rows: map[string]map[string]string{}}
	r.refs[def.Name] = ref
	if _, ok := r.sheets[def.Name]; !ok {
		ref.whole = def.Missing
		switch {
		case def.Past != "":
			return nil // a workbook that was not made of last year's has none
		case !def.Missing:
			r.missingSheet(def.Name)
			return nil
		}
		in := newRecordReader(r, def)
		in.header.cols = make([]int, len(def.Columns))
		if in.pagesOf(); in.entered > 0 {
			return nil
		}
		r.out.Notef("sheet-absent", finding.Place{Sheet: def.Name}, "需要填时，用 ysgk new 生成新的录入工作簿，把内容复制过去。", "没有工作表%s，当作没有内容", typed.Quote(def.Name))
		return nil
	}
	in := newRecordReader(r, def)
	want := make([]wanted, len(def.Columns))
	for i := range def.Columns {
		c := &def.Columns[i]
		want[i] = wanted{c.Name, c.Aliases, c.Required || len(c.When) > 0 || def.Partner(c) != nil, c.Kind != pack.NameOf && c.Kind != pack.Instead && c.Kind != pack.Text && !c.Sparse}
	}
	h, merges, ok, err := r.body(def.Name, want, func(h header) { in.header = h }, in.record)
	if err != nil || !ok {
		return err
	}
	in.table.SetColumns(h.positions(want))
	in.pagesOf()
	in.wait()
	if !in.draft {
		in.nearNames()
	}
	in.merged(h, merges)
	ref.whole = true
	if n := len(in.filled) + in.entered; n < def.Minimum {
		r.out.Errorf("rows-few", finding.Place{Sheet: def.Name}, fmt.Sprintf("从第 %d 行起填写。", h.row+1), "至少要有 %d 行，现在有 %d 行", def.Minimum, n)
	}
	return nil
}

// positions gives the sheet column of every wanted one that is there.
func (h header) positions(want []wanted) map[string]int {
	at := map[string]int{}
	for i, w := range want {
		if h.cols[i] > 0 {
			at[w.name] = h.cols[i]
		}
	}
	return at
}

func newRecordReader(r *reader, def *pack.Sheet) *recordReader {
	t := r.ledger.Tables[def.Name]
	in := &recordReader{
		reader: r, def: def, table: t,
		fields: make([]int, len(def.Columns)), insteads: make([]int, len(def.Columns)),
		totals: make([]budget.Fen, len(t.Measures)),
		others: map[int]int{}, unique: map[string]finding.Place{},
		caches: make([]map[xlsxread.Cell]string, len(def.Columns)), texts: make([]map[string]string, len(def.Columns)),
		values: make([]string, len(t.Fields)), known: make([]bool, len(t.Fields)),
		amounts: make([]budget.Fen, len(t.Measures)),
		asked:   r.asksFor(def.Name),
		found:   len(r.out),
		waiting: make([][]int, len(def.Columns)),
	}
	for i, c := range def.Columns {
		in.fields[i], in.insteads[i] = t.Field(c.Name), def.InsteadOf(&c)
		in.caches[i], in.texts[i] = map[xlsxread.Cell]string{}, map[string]string{}
		if c.Kind == pack.Ref && c.Column == "" {
			t.Seed(in.fields[i], r.refs[c.Sheet].order)
		}
	}
	return in
}

// at is the place of a column in the row at hand; a column that the sheet
// lacks is named by the row's first one.
func (in *recordReader) at(column int) finding.Place {
	if in.apart != nil {
		return in.apart.place(in.def, column)
	}
	col := in.header.cols[column]
	if col == 0 {
		col = slices.MinFunc(in.header.cols, func(a, b int) int { return cmpPresent(a, b) })
	}
	return finding.At(in.def.Name, col, in.row)
}

// cmpPresent orders columns by position, absent ones (0) last.
func cmpPresent(a, b int) int {
	if (a == 0) != (b == 0) {
		return b - a
	}
	return a - b
}

// fail reports a problem of a column in the row at hand.
func (in *recordReader) fail(column int, p *typed.Problem) {
	in.bad = true
	if f := in.fields[column]; f >= 0 {
		in.known[f] = false
	}
	if in.room(in.def.Name, in.found, in.row) {
		in.out.Errorf(p.Code, in.at(column), p.Hint, "%s：%s", in.def.Columns[column].Name, p.Message)
		in.out.Under(in.def.Columns[column].Rule)
	}
}

// record reads one row below the header.
func (in *recordReader) record(row int, cells []xlsxread.Cell) {
	in.cells = pick(cells, in.header.cols, in.cells)
	if !in.started() {
		return
	}
	in.filled = append(in.filled, row)
	in.take(row)
}

// take reads the record whose cells are at hand.
func (in *recordReader) take(row int) {
	in.row, in.bad = row, false
	if in.isTotal() {
		return
	}
	clear(in.values)
	for i := range in.known {
		in.known[i] = true
	}
	clear(in.amounts)
	in.zeros = in.zeros[:0]
	clear(in.others)
	for i := range in.def.Columns {
		in.column(i)
	}
	in.join()
	if !in.draft {
		in.mapCodes()
	}
	in.conditions()
	in.names()
	in.outlined()
	in.belong()
	in.once()
	in.remember()
	if !in.bad || in.draft {
		in.table.Append(row, in.values, in.amounts)
		for _, m := range in.zeros {
			in.table.EnterZero(m)
		}
		for m, column := range in.others {
			in.table.EnterIn(m, column)
		}
		if in.apart != nil {
			in.table.SetApart(budget.Apart{Sheet: in.apart.sheet, Cells: in.apart.cells})
		}
	}
}

// started says whether a row holds anything that somebody entered; the
// prepared formulas of name columns do not count.
func (in *recordReader) started() bool {
	for i, c := range in.cells {
		if !typed.Empty(c) && !(c.Formula != nil && in.def.Columns[i].Kind == pack.NameOf) {
			return true
		}
	}
	return false
}

// notes begin what people write below a list.
var notes = regexp.MustCompile(`^(注|备注|说明)\s*[:：]`)

// isTotal reports a row that staff added below the records to sum them up, which counted
// as a record would double everything, or to say something of them.
func (in *recordReader) isTotal() bool {
	if i := in.onlyAmount(); i >= 0 && !in.draft {
		in.fail(i, typed.Wrong("amount-alone", "这一行只有金额，别的都没有填", "是合计的，删除这一行，合计由程序计算；是明细的，补上别的各列。"))
		return true
	}
	for i, c := range in.cells {
		if typed.Empty(c) || c.Formula != nil && in.def.Columns[i].Kind == pack.NameOf {
			continue
		}
		if typed.Trim(c.Text) == in.def.Columns[i].Name && in.repeatsHeader() {
			in.fail(i, typed.Wrong("header-again", "这一行又是一遍表头，不是明细", "删除这一行。"))
			return true
		}
		alone := !slices.ContainsFunc(in.cells[i+1:], func(c xlsxread.Cell) bool { return !typed.Empty(c) && c.Formula == nil })
		if text := typed.Trim(c.Text); alone && notes.MatchString(text) {
			in.fail(i, typed.Wrong("note-row", typed.Quote(text)+"这一行不是明细", "删除这一行；要说的话写在各行的备注里。"))
			return true
		}
		switch typed.Fold(c.Text) {
		case "合计", "总计", "小计":
			in.fail(i, typed.Wrong("total-row", typed.Quote(typed.Trim(c.Text))+"行不是明细，计入会重复", "删除这一行；合计由程序计算。"))
			return true
		}
		return false
	}
	return false
}

// repeatsHeader says whether a row holds the names of its columns and nothing else, as rows
// do that were pasted with their header.
func (in *recordReader) repeatsHeader() bool {
	for i, c := range in.cells {
		if !typed.Empty(c) && typed.Trim(c.Text) != in.def.Columns[i].Name {
			return false
		}
	}
	return true
}

// onlyAmount is the column of an amount in a row that holds nothing else, -1 if it does:
// of a total that was added up below the records, not each empty cell is to be told.
func (in *recordReader) onlyAmount() int {
	only := -1
	for i, c := range in.cells {
		def := &in.def.Columns[i]
		switch {
		case typed.Empty(c) || c.Formula != nil && def.Kind == pack.NameOf:
		case only < 0 && (def.Kind == pack.Amount || def.Kind == pack.Instead):
			only = i
		default:
			return -1
		}
	}
	return only
}

// column reads the cell of one column.
func (in *recordReader) column(i int) {
	def, c := &in.def.Columns[i], in.cells[i]
	if def.Kind == pack.NameOf || def.Kind == pack.Instead {
		return // names come from the code list, amounts in other units with the amount
	}
	if j := in.insteads[i]; j >= 0 && !typed.Empty(in.cells[j]) {
		in.instead(i, j)
		return
	}
	if p := typed.Unreadable(c); p != nil {
		if def.Kind == pack.Text {
			p.Hint = "直接填内容；以“=”开头的文字，先把这一格设成文本再填。"
		}
		in.fail(i, p)
		return
	}
	if typed.Empty(c) {
		switch {
		case def.Required && in.hasLast(i):
			in.waiting[i] = append(in.waiting[i], in.row)
		case in.draft && in.header.cols[i] == 0: // told once, of the whole column
		case def.Required:
			in.fail(i, missing(def))
		}
		return
	}
	if def.Kind == pack.Amount {
		in.amount(i, c)
		return
	}
	text, p := in.parsed(i, c)
	if p != nil {
		in.fail(i, p)
		if in.draft {
			in.values[in.fields[i]] = typed.Shown(c, in.file.Date1904())
		}
		return
	}
	if in.isName(def) {
		text = typed.Seen(text)
		if in.named[def.Name] && !in.draft {
			text = in.spelling(i, def, text)
		}
	}
	in.values[in.fields[i]] = text
}

// parsed is what parse gives, once for all cells that are alike: to tell texts apart takes
// less than cells.
func (in *recordReader) parsed(i int, c xlsxread.Cell) (text string, p *typed.Problem) {
	plain := c.Kind == xlsxread.Text
	key := c
	key.Col, key.Style = 0, 0
	known := false
	if plain {
		text, known = in.texts[i][c.Text]
	} else {
		text, known = in.caches[i][key]
	}
	if known {
		return text, nil
	}
	if text, p = in.parse(&in.def.Columns[i], c); p != nil {
		return "", p
	}
	if plain {
		in.texts[i][c.Text] = text
	} else {
		in.caches[i][key] = text
	}
	return text, nil
}

// hasLast says whether the row at hand has last year's amount of a column.
func (in *recordReader) hasLast(i int) bool {
	j := in.def.ColumnAt(in.def.Columns[i].Last)
	if in.def.Columns[i].Last == "" || j < 0 {
		return false
	}
	fen, p := typed.Amount(in.cells[j])
	return p == nil && fen != 0
}

// wait reports, once for each column, the rows that have last year's amount
// but none of this year. It is an error: read as 0, a workbook that was rolled
// forward and filled in half would be published as the whole budget. To say
// that there is nothing this year takes one stroke for all rows: filter, select,
// 0, Ctrl+Enter.
func (in *recordReader) wait() {
	for i, rows := range in.waiting {
		if len(rows) == 0 {
			continue
		}
		in.row = rows[0]
		in.fail(i, typed.Wrong("amount-waiting", fmt.Sprintf("填今年的金额，或删除今年没有的行：有 %d 行只有%s（%s）", len(rows), in.def.Columns[i].Last, finding.Rows(rows)),
			"要留着对比、今年没有金额的：筛选出空的格子，全部选中，输入 0，按 Ctrl+Enter 一次填完。"))
	}
}

func missing(def *pack.Column) *typed.Problem {
	if def.Kind == pack.Amount {
		return typed.Wrong("amount-missing", "没有填金额", typed.AmountHint+"不用的行请整行删除。")
	}
	if len(def.Choices) > 0 {
		return typed.Wrong("value-missing", "没有填", typed.ChoicesHint(def.Choices))
	}
	return typed.Wrong("value-missing", "没有填", def.Hint)
}

// parse reads a cell whose value is a text.
func (in *recordReader) parse(def *pack.Column, c xlsxread.Cell) (string, *typed.Problem) {
	switch def.Kind {
	case pack.Code:
		code, p := typed.CodeOf(in.ledger.Codes[def.Codes], c)
		if p != nil {
			return "", p
		}
		return code, typed.CheckCode(in.ledger.Codes[def.Codes], code, def.Level)
	case pack.Text:
		if def.Free {
			return typed.Shown(c, in.file.Date1904()), nil
		}
		if c.Kind == xlsxread.Text && !def.Required && len(def.When) == 0 {
			return typed.Indented(c.Text), nil // a name keeps no blanks around it, a paragraph its indent
		}
	case pack.Ref:
		if def.Column != "" {
			return typed.AsTyped(c) // belong looks it up
		}
		text := typed.Shown(c, in.file.Date1904())
		name, p := in.refer(def, text)
		if p == nil {
			in.taken(in.def.ColumnAt(def.Name), text, name, def.Sheet)
		}
		return name, p
	}
	return typed.Text(def.Kind, c, def.Choices, in.file.Date1904())
}

// refer finds the row of another sheet that a text names.
func (in *recordReader) refer(def *pack.Column, text string) (string, *typed.Problem) {
	ref := in.refs[def.Sheet]
	if row, ok := ref.rows[typed.Name(text)]; ok {
		return row[in.key(def.Sheet)], nil
	}
	if sheet := in.pack.Input.Sheet(def.Sheet); !ref.whole || len(ref.rows) < sheet.Minimum {
		return text, nil // that sheet's own finding comes first
	}
	return "", typed.Wrong("ref-unknown", "“"+def.Sheet+"”表里没有"+typed.Quote(typed.Clip(text))+nearest.Hint(text, ref.order), typed.ChoicesHint(ref.order)+"或先加到“"+def.Sheet+"”表。")
}

// key is the column by which a sheet's rows are referred to: its first.
func (in *recordReader) key(sheet string) string {
	return in.pack.Input.Sheet(sheet).Columns[0].Name
}

// amount reads an amount and adds it to the sheet's total.
func (in *recordReader) amount(i int, c xlsxread.Cell) {
	unit := money.Yuan
	if in.apart != nil {
		unit = in.apart.units[in.def.Columns[i].Name]
	}
	fen, p := typed.AmountIn(c, unit)
	if p != nil {
		if j := in.insteads[i]; j >= 0 && p.Code == "amount-decimals" {
			p.Hint += "手里的数是" + in.def.Columns[j].Unit + "的，填在“" + in.def.Columns[j].Name + "”。"
		}
		in.fail(i, p)
		return
	}
	in.add(i, fen)
}

// add adds an amount that was read to the row at hand.
func (in *recordReader) add(i int, fen budget.Fen) {
	m := in.table.Measure(in.def.Columns[i].Name)
	in.amounts[m] = fen
	if fen == 0 {
		in.zeros = append(in.zeros, m)
	}
	if fen == 0 && in.def.Columns[i].Required && !in.hasLast(i) && in.def.Totals == nil { // that nothing was published is an answer
		in.out.Warnf("amount-zero", in.at(i), "没有金额的行可以删除。", "%s是 0", in.def.Columns[i].Name)
		in.out.Under(in.def.Columns[i].Rule)
	}
	sum, ok := in.totals[m].Add(fen)
	if !ok {
		in.fail(i, typed.Wrong("total-large", "加到这一行，合计超过一百万亿元，不会是预算金额", "核对各行金额；单位是元。"))
		return
	}
	in.totals[m] = sum
}

// instead reads an amount that was typed in another unit, beside it or not.
func (in *recordReader) instead(i, j int) {
	other := &in.def.Columns[j]
	unit, _ := money.Common.Named(other.Unit)
	fen, p := budget.Fen(0), typed.Unreadable(in.cells[j])
	if p == nil {
		fen, p = typed.AmountIn(in.cells[j], unit)
	}
	if p != nil {
		in.fail(j, p)
		return
	}
	if c := in.cells[i]; !typed.Empty(c) {
		yuan, p := typed.Amount(c)
		if p == nil && yuan != fen {
			p = typed.Wrong("amount-two", fmt.Sprintf("这里是 %s 元，“%s”是 %s 元，两格不一样", money.Print(yuan.Yuan()), other.Name, money.Print(fen.Yuan())), "只填一格，另一格清空。")
		}
		if p != nil {
			in.fail(i, p)
			return
		}
	} else {
		in.others[in.table.Measure(in.def.Columns[i].Name)] = in.header.cols[j]
	}
	in.add(i, fen)
}

// remember keeps the row for the sheets that refer to this one.
func (in *recordReader) remember() {
	for _, a := range in.asked {
		a.add(in.values, in.known)
	}
	name := in.values[in.fields[0]]
	ref := in.refs[in.def.Name]
	if _, ok := ref.rows[in.name(name)]; ok || name == "" {
		return
	}
	fields := map[string]string{}
	for i, f := range in.table.Fields {
		if in.known[i] {
			fields[f] = in.values[i]
		}
	}
	ref.rows[in.name(name)] = fields
	ref.order = append(ref.order, name)
}

// merged reports merged cells among the records: only the first of them holds
// the value, so the others look empty.
func (in *recordReader) merged(h header, merges []a1.Range) {
	slices.Sort(in.filled)
	for _, m := range merges {
		first, _ := slices.BinarySearch(in.filled, max(m.Row1, h.row+1))
		touches := first < len(in.filled) && in.filled[first] <= m.Row2
		known := slices.ContainsFunc(h.cols, func(c int) bool { return c > 0 && m.Col1 <= c && c <= m.Col2 })
		if !touches || !known {
			continue
		}
		in.out = dropMissing(in.out, in.def.Name, m)
		in.out.Errorf("merged", finding.Place{Sheet: in.def.Name, Cell: m.String()}, "取消合并，每行都填。", "明细里有合并单元格")
	}
}

// dropMissing takes out the findings that only repeat what a merge did.
func dropMissing(l finding.List, sheet string, m a1.Range) finding.List {
	return slices.DeleteFunc(l, func(f finding.Finding) bool {
		col, row, ok := a1.Parse(f.Place.Cell)
		return ok && f.Place.Sheet == sheet && strings.HasSuffix(f.Code, "-missing") && m.Has(col, row)
	})
}
