package intake

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// reader makes records of the rows below a header.
type reader struct {
	Request
	grid  *grid
	head  header
	sheet *pack.Sheet
	out   *finding.List

	lines  []*line
	values []Synonym
	items  []record
	refs   map[string][]map[string]string // by 引用 column: what the export says of each row referred to
	totals []int
	spelt  map[[2]string]string // a name by field and what its spellings have in common
}

// line is a row of the export as it stands.
type line struct {
	row    int
	cells  row
	fields map[string]string  // by field: the text
	sums   map[int]budget.Fen // by sheet column
	total  bool               // looks like a sum of others
	named  bool               // and says so
	bad    bool
}

// record is a row of the input workbook in the making.
type record struct {
	fields   map[string]string
	amount   budget.Fen
	row, col int // where it stands in the export
}

func newReader(r Request, g *grid, h header, out *finding.List) *reader {
	if r.Codes == nil {
		r.Codes = r.Pack.Codes
	}
	return &reader{
		Request: r, grid: g, head: h, out: out,
		sheet: r.Pack.Input.Sheet(r.Pack.Intake.Sheet), refs: map[string][]map[string]string{}, spelt: map[[2]string]string{},
	}
}

// missing reports the columns that every record needs and that neither the
// export nor the command line gives, and values given for nothing.
func (in *reader) missing() {
	at := finding.Place{Sheet: in.grid.name}
	for _, c := range in.sheet.Columns {
		if !c.Required || c.Kind == pack.Amount || in.gives(c.Name) || in.Given[c.Name] != "" {
			continue
		}
		example := "内容"
		if len(c.Choices) > 0 {
			example = c.Choices[0]
		}
		in.out.Errorf("column-missing", at, "每行都一样的，加上 --补 "+c.Name+"="+example+"；否则在导出时加上这一列。", "没有认出“%s”这一列", c.Name)
	}
	for name, value := range in.Given {
		c := in.sheet.Column(name)
		switch {
		case c == nil || c.Kind == pack.Amount || c.Kind == pack.NameOf:
			in.out.Errorf("given-unknown", finding.Place{}, "可以补的是“"+in.sheet.Name+"”表里的列。", "--补 %s=%s：没有“%s”这一列", name, value, name)
		case in.gives(name):
			in.out.Errorf("given-twice", finding.Place{}, "去掉这个 --补，或在副本里删掉这一列。", "--补 %s=%s：导出里已经有“%s”这一列", name, value, name)
		default:
			as := *c
			as.Name = "--补 " + name // it stands in no cell
			text, ok := typed.Value(&as, in.Codes, xlsxread.Cell{Kind: xlsxread.Text, Text: value}, finding.Place{}, in.out)
			if ok {
				in.Given[name] = text
			}
		}
	}
	for i := range in.head.columns {
		if c := &in.head.columns[i]; c.Field == "" {
			in.unknown(c)
		}
	}
}

// gives says whether the export has a field, as a column or by each column of
// amounts of funds.
func (in *reader) gives(field string) bool {
	with, without := 0, 0
	for _, c := range in.head.columns {
		a := c.amount
		switch {
		case c.field != nil && c.field.Of == "" && c.field.Name == field:
			return true
		case a == nil || a.Field == "" && a.With == nil:
		case a.Field == field || a.With[field] != "":
			with++
		default:
			without++
		}
	}
	return with > 0 && without == 0
}

// read makes lines of the rows, tells sums from records, and makes the records.
func (in *reader) read() {
	for _, r := range in.grid.rows {
		if r.n <= in.head.last {
			continue
		}
		if slices.ContainsFunc(in.head.columns, func(c Column) bool { return !typed.Empty(r.cell(c.Col)) }) {
			in.lines = append(in.lines, in.line(r))
		}
		in.beside(r)
	}
	if rows := in.grid.carried; len(rows) > 0 {
		in.out.Warnf("code-above", finding.At(in.grid.name, in.head.columns[0].Col, rows[0]), "核对这几行的科目；不是照上面的，在导出的副本里补上。", "%d 行科目的上级空着，取的是上面一行的：第 %s 行", len(rows), strings.Trim(strings.ReplaceAll(fmt.Sprint(rows[:min(10, len(rows))]), " ", "、"), "[]"))
	}
	in.proveTotals()
	for _, l := range in.lines {
		if !l.total {
			in.record(l)
		}
	}
}

// beside reports contents in columns without a header.
func (in *reader) beside(r row) {
	for _, c := range r.cells {
		if !typed.Empty(c) && !slices.ContainsFunc(in.head.columns, func(h Column) bool { return h.Col == c.Col }) {
			in.out.Warnf("stray-column", finding.At(in.grid.name, c.Col, r.n), "", "这一列没有表头，「%s」没有导入", typed.Shown(c, false))
		}
	}
}

// dashes stand in exports where there is no amount.
const dashes = "-—–－"

func (in *reader) line(r row) *line {
	l := &line{row: r.n, cells: r, fields: map[string]string{}, sums: map[int]budget.Fen{}}
	for _, c := range in.head.columns {
		cell := r.cell(c.Col)
		switch {
		case typed.Empty(cell):
		case c.field != nil:
			if key := fieldKey(c.field); l.fields[key] == "" {
				l.fields[key] = typed.Shown(cell, false)
			}
		case c.amount != nil && cell.Kind == xlsxread.Text && strings.Trim(typed.Shown(cell, false), dashes) == "":
		case c.amount != nil:
			fen, ok := typed.Money(cell, c.Unit, c.Header, finding.At(in.grid.name, c.Col, r.n), in.out)
			l.bad = l.bad || !ok
			l.sums[c.Col] = fen
		}
	}
	l.total, l.named = in.looksTotal(l)
	return l
}

func fieldKey(f *pack.IntakeColumn) string {
	if f.Of != "" {
		return f.Of + "." + f.Name
	}
	return f.Name
}

// record makes one record of a line, or one for each of its funds.
func (in *reader) record(l *line) {
	before := len(*in.out)
	fields := map[string]string{}
	for name, value := range in.Given {
		fields[name] = value
	}
	in.fields(l, fields)
	parts := in.parts(l)
	in.complete(l, fields, parts)
	if l.bad || slices.ContainsFunc((*in.out)[before:], func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		return
	}
	in.names(l, fields)
	in.refer(fields)
	for _, p := range parts {
		for name, value := range fields {
			switch set := p.fields[name]; {
			case set == "":
				p.fields[name] = value
			case set != value && in.Given[name] == "":
				in.out.Errorf("fields-differ", finding.At(in.grid.name, p.col, l.row), "核对这一行；只认金额列的，加上 --不导入 和那一列的表头。", "这一格是%s的金额，这一行的%s却是%s", set, name, value)
			}
		}
		in.items = append(in.items, p)
	}
}

// fields are the texts of a line by field. Of several columns for one field those
// count that say something which is understood, and they must say the same.
func (in *reader) fields(l *line, fields map[string]string) {
	from := map[string]*Column{}
	doubts := map[string]finding.List{}
	for i := range in.head.columns {
		c := &in.head.columns[i]
		cell := l.cells.cell(c.Col)
		if c.field == nil || typed.Empty(cell) {
			continue
		}
		key, at := fieldKey(c.field), finding.At(in.grid.name, c.Col, l.row)
		var found finding.List
		text, ok := in.understand(c.field, cell, at, &found)
		switch first := from[key]; {
		case !ok:
			doubts[key] = append(doubts[key], found...)
			continue
		case first == nil:
			from[key], fields[key] = c, text
		case typed.Fold(text) != typed.Fold(fields[key]):
			in.out.Errorf("fields-differ", at, "核对这一行；只取一列的，加上 --不导入 "+c.Header+"。", "「%s」是%s，「%s」是%s，都是“%s”，不知道取哪一个", first.Header, fields[key], c.Header, text, key)
		}
		*in.out = append(*in.out, found...)
	}
	for key, found := range doubts {
		if from[key] == nil {
			*in.out = append(*in.out, found...)
		}
	}
}

// complete reports what a record of the input workbook would lack.
func (in *reader) complete(l *line, fields map[string]string, parts []record) {
	for _, c := range in.sheet.Columns {
		needed := c.Required || len(c.When) > 0
		for name, values := range c.When {
			needed = needed && slices.Contains(values, fields[name])
		}
		if !needed || c.Kind == pack.Amount || fields[c.Name] != "" || len(parts) > 0 && !slices.ContainsFunc(parts, func(p record) bool { return p.fields[c.Name] == "" }) {
			continue
		}
		i := slices.IndexFunc(in.head.columns, func(h Column) bool { return h.field != nil && fieldKey(h.field) == c.Name })
		switch {
		case i >= 0 && typed.Empty(l.cells.cell(in.head.columns[i].Col)):
			in.out.Errorf("value-missing", finding.At(in.grid.name, in.head.columns[i].Col, l.row), "补上；如果这一行是合计，请写明“合计”或“小计”。", "%s没有填", c.Name)
		case i < 0 && !in.gives(c.Name) && !c.Required:
			in.out.Errorf("value-missing", finding.At(in.grid.name, in.head.columns[0].Col, l.row), "在导出时加上这一列。", "这一行要有%s，没有认出这一列", c.Name)
		}
	}
}

var (
	// codeName is a code before its name: 2040601-行政运行, [30201]办公费, 3-单位资金.
	codeName = pattern.Of(`^(?:[\[【(（]\s*(\d+)\s*[\]】)）]\s*[-—–－_:：.．、]?|(\d+)\s*[-—–－_:：.．、]|(\d+)\s)\s*(.*)$`)
	// joined is one without anything between.
	joined = pattern.Of(`^(\d+)(\D.*)?$`)
	// nameCode is a code in brackets behind its name.
	nameCode = pattern.Of(`^(.+?)\s*[\[【(（]\s*(\d+)\s*[\]】)）]$`)
)

// splitCode takes 2040601-行政运行, [30201]办公费 or 办公费(30201) apart.
func splitCode(s string) (code, name string, ok bool) {
	s = typed.Narrow(s)
	if code, name, ok = splitName(s); ok {
		return code, name, true
	}
	if m := joined.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1], m[2], true
	}
	if m := nameCode.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[2], m[1], true
	}
	return "", s, false
}

// splitName is splitCode for names that may begin with digits of their own, though
// not with six: 120急救中心.
func splitName(s string) (code, name string, ok bool) {
	s = strings.TrimSpace(s)
	if m := codeName.FindStringSubmatch(s); m != nil {
		return m[1] + m[2] + m[3], m[4], true
	}
	if m := nameCode.FindStringSubmatch(s); m != nil && len(m[2]) >= 6 {
		return m[2], m[1], true
	}
	if m := joined.FindStringSubmatch(s); m != nil && len(m[1]) >= 6 && m[2] != "" {
		return m[1], m[2], true
	}
	return "", s, false
}

// understand reads a text of the export as one of the input workbook.
func (in *reader) understand(f *pack.IntakeColumn, cell xlsxread.Cell, at finding.Place, out *finding.List) (string, bool) {
	col := in.column(f)
	text := typed.Shown(cell, false)
	if cell.Kind == xlsxread.Text {
		cell.Text = text
		switch col.Kind {
		case pack.Code, pack.Ref:
			in.split(col, f, &cell, at, out)
		case pack.Choice:
			if _, name, ok := splitCode(text); ok && name != "" {
				cell.Text = name
			}
		}
	}
	for _, s := range f.Values {
		if has(s.Written, typed.Fold(cell.Text)) {
			cell.Kind, cell.Text = xlsxread.Text, s.Means
		}
	}
	if col.Kind == pack.NameOf {
		return text, true
	}
	got, ok := typed.Value(col, in.Codes, cell, at, out)
	if ok && col.Kind == pack.Choice && got != text && at.Cell != "" {
		in.translated(col.Name, text, got)
	}
	if ok && col.Kind == pack.Ref {
		got = in.spelling(f.Name, got)
	}
	return got, ok
}

// spelling is a name as the other workbook has it, or as it was written first: （） and
// () are one.
func (in *reader) spelling(field, name string) string {
	for _, known := range in.Names[field] {
		if typed.Name(known) == typed.Name(name) {
			in.spelt[[2]string{field, typed.Name(name)}] = known
		}
	}
	key := [2]string{field, typed.Name(name)}
	first, known := in.spelt[key]
	if !known {
		in.spelt[key] = name
		return name
	}
	if first != name {
		in.translated(field, name, first)
	}
	return first
}

// split takes the code or the name of a cell that holds both, and keeps a
// unit's code.
func (in *reader) split(col *pack.Column, f *pack.IntakeColumn, cell *xlsxread.Cell, at finding.Place, out *finding.List) {
	if col.Kind == pack.Ref {
		if code, name, ok := splitName(cell.Text); ok && name != "" {
			cell.Text = in.spelling(f.Name, name)
			in.note(f.Name, cell.Text, code)
		}
		return
	}
	code, name, ok := splitCode(cell.Text)
	if !ok || name == "" {
		return
	}
	if is := in.Codes[col.Codes].NameOf(code); is != "" && typed.Fold(is) != typed.Fold(name) {
		out.Warnf("name-differs", at, "核对编码；名称由编码决定。", "编码 %s 的名称是「%s」，这里写的是「%s」", code, is, name)
	}
	cell.Text = code
}

func (in *reader) translated(field, written, means string) {
	if s := (Synonym{field, written, means}); !slices.Contains(in.values, s) {
		in.values = append(in.values, s)
	}
}

// column is the input workbook's column that a field goes to.
func (in *reader) column(f *pack.IntakeColumn) *pack.Column {
	if f.Of == "" {
		return in.sheet.Column(f.Name)
	}
	return in.Pack.Input.Sheet(in.sheet.Column(f.Of).Sheet).Column(f.Name)
}

// names doubts names beside codes that are not those of the code.
func (in *reader) names(l *line, fields map[string]string) {
	for _, c := range in.head.columns {
		if c.field == nil || c.field.Of != "" {
			continue
		}
		col := in.sheet.Column(c.field.Name)
		written := fields[col.Name]
		if col.Kind != pack.NameOf || written == "" {
			continue
		}
		code := fields[col.Of]
		is := in.Codes[in.sheet.Column(col.Of).Codes].NameOf(code)
		if typed.Fold(is) != typed.Fold(written) {
			in.out.Warnf("name-differs", finding.At(in.grid.name, c.Col, l.row), "核对编码；名称由编码决定。", "编码 %s 的名称是「%s」，这里写的是「%s」", code, is, written)
		}
		fields[col.Name] = is
	}
}

// refer remembers the rows of other sheets that a record refers to.
func (in *reader) refer(fields map[string]string) {
	for _, c := range in.sheet.Columns {
		if c.Kind != pack.Ref || c.Column != "" || fields[c.Name] == "" {
			continue
		}
		known := in.referred(c.Name, fields[c.Name])
		for key, value := range fields {
			if name, of := strings.CutPrefix(key, c.Name+"."); of && value != "" {
				known[name] = value
			}
		}
	}
}

// note keeps a code that stood before a name.
func (in *reader) note(column, name, code string) {
	target := in.Pack.Input.Sheet(in.sheet.Column(column).Sheet)
	i := slices.IndexFunc(target.Columns, func(c pack.Column) bool { return c.Kind == pack.CodeKey })
	if i >= 0 {
		in.referred(column, name)[target.Columns[i].Name] = code
	}
}

// referred is what is known of a row that a column refers to; its first column
// is its name.
func (in *reader) referred(column, name string) map[string]string {
	key := in.Pack.Input.Sheet(in.sheet.Column(column).Sheet).Columns[0].Name
	for _, r := range in.refs[column] {
		if r[key] == name {
			return r
		}
	}
	r := map[string]string{key: name}
	in.refs[column] = append(in.refs[column], r)
	return r
}
