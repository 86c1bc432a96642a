package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
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
	fields map[string]string
	amount budget.Fen
}

func newReader(r Request, g *grid, h header, out *finding.List) *reader {
	if r.Codes == nil {
		r.Codes = r.Pack.Codes
	}
	return &reader{
		Request: r, grid: g, head: h, out: out,
		sheet: r.Pack.Input.Sheet(r.Pack.Intake.Sheet), refs: map[string][]map[string]string{},
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
	for _, c := range in.head.columns {
		if c.Field == "" {
			in.unknown(c)
		}
	}
}

// unknown reports a column that is left out; one with numbers may be money.
func (in *reader) unknown(c Column) {
	used, numbers := 0, 0
	for _, r := range in.grid.rows {
		if cell := r.cell(c.Col); r.n > in.head.last && !typed.Empty(cell) {
			used++
			if cell.Kind == xlsxread.Number {
				numbers++
			}
		}
	}
	message := "不认识的列「%s」没有导入"
	if numbers > 0 {
		message += fmt.Sprintf("，里面有 %d 个数；如果是资金，导入的合计就少了", numbers)
	}
	if used > 0 {
		in.out.Warnf("column-unknown", finding.At(in.grid.name, c.Col, in.head.last), "需要的话，导入后自己补上；写法不同的，请维护模板包的人在 pack.yaml 的“导入”里加上。", message, c.Header)
	}
}

// gives says whether the export has a field, as a column or by its amounts.
func (in *reader) gives(field string) bool {
	return slices.ContainsFunc(in.head.columns, func(c Column) bool {
		return c.field != nil && c.field.Of == "" && c.field.Name == field || c.amount != nil && c.amount.Field == field
	})
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
			l.fields[fieldKey(c.field)] = typed.Shown(cell, false)
		case c.amount != nil && strings.Trim(typed.Shown(cell, false), dashes) == "":
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
	for i := range in.head.columns {
		c := &in.head.columns[i]
		cell := l.cells.cell(c.Col)
		if c.field == nil || typed.Empty(cell) {
			continue
		}
		if text, ok := in.value(c.field, cell, finding.At(in.grid.name, c.Col, l.row)); ok {
			fields[fieldKey(c.field)] = text
		}
	}
	in.complete(l, fields)
	parts := in.parts(l)
	if l.bad || slices.ContainsFunc((*in.out)[before:], func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		return
	}
	in.names(l, fields)
	in.refer(fields)
	for _, p := range parts {
		for name, value := range fields {
			if _, set := p.fields[name]; !set {
				p.fields[name] = value
			}
		}
		in.items = append(in.items, p)
	}
}

// complete reports what a record of the input workbook would lack.
func (in *reader) complete(l *line, fields map[string]string) {
	for _, c := range in.sheet.Columns {
		needed := c.Required || len(c.When) > 0
		for name, values := range c.When {
			needed = needed && slices.Contains(values, fields[name])
		}
		if !needed || c.Kind == pack.Amount || fields[c.Name] != "" {
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

// parts are the amounts of a line, each with the field that its column stands
// for. Where there is a total column too, it must be their sum.
func (in *reader) parts(l *line) (out []record) {
	var total, sum budget.Fen
	totalCol, funds := 0, false
	for _, c := range in.head.columns {
		if c.amount == nil {
			continue
		}
		fen := l.sums[c.Col]
		if c.amount.Field == "" {
			total, totalCol = fen, c.Col
			continue
		}
		funds = true
		if fen != 0 {
			sum += fen
			out = append(out, record{map[string]string{c.amount.Field: c.amount.Value}, fen})
		}
	}
	switch {
	case !funds && total != 0:
		return []record{{map[string]string{}, total}}
	case funds && totalCol > 0 && total != sum && !l.bad:
		in.out.Errorf("row-total", finding.At(in.grid.name, totalCol, l.row), "核对这一行；有没有认出的资金列，见列出的列。", "这一行是 %s 元，各资金列相加是 %s 元", money.Print(total.Yuan()), money.Print(sum.Yuan()))
	case len(out) == 0 && !l.bad:
		in.out.Warnf("amount-none", finding.At(in.grid.name, in.head.columns[0].Col, l.row), "需要的话，导入后自己补上。", "这一行没有金额，没有导入")
	}
	return out
}

var codeName = regexp.MustCompile(`^[\[【(（]?\s*(\d{2,})\s*[\]】)）]?\s*[-—–－_:：]?\s*(.*)$`)

// splitCode takes 2040601-行政运行 or [30201]办公费 apart.
func splitCode(s string) (code, name string, ok bool) {
	m := codeName.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", s, false
	}
	return m[1], m[2], true
}

// value understands a text of the export as one of the input workbook.
func (in *reader) value(f *pack.IntakeColumn, cell xlsxread.Cell, at finding.Place) (string, bool) {
	col := in.column(f)
	text := typed.Shown(cell, false)
	if cell.Kind == xlsxread.Text {
		cell.Text = text
		switch col.Kind {
		case pack.Code, pack.Ref:
			in.split(col, f, &cell, at)
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
	got, ok := typed.Value(col, in.Codes, cell, at, in.out)
	if ok && col.Kind == pack.Choice && got != text {
		in.translated(col.Name, text, got)
	}
	return got, ok
}

// split takes the code or the name of a cell that holds both, and keeps a
// unit's code.
func (in *reader) split(col *pack.Column, f *pack.IntakeColumn, cell *xlsxread.Cell, at finding.Place) {
	code, name, ok := splitCode(cell.Text)
	if !ok || name == "" {
		return
	}
	if col.Kind == pack.Ref {
		cell.Text = name
		in.note(f.Name, name, code)
		return
	}
	if is := in.Codes[col.Codes].NameOf(code); is != "" && typed.Fold(is) != typed.Fold(name) {
		in.out.Warnf("name-differs", at, "核对编码；名称由编码决定。", "编码 %s 的名称是「%s」，这里写的是「%s」", code, is, name)
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
