package inputform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/textwidth"
)

// reach is how many rows below the header drop-downs, limits and red rows
// cover at least: staff who paste beyond the prepared rows keep them.
const reach = 20000

// extra is how many empty rows are prepared below the records of a ledger at
// most.
const extra = 500

// named is how many rows below the records show the name of their code. LibreOffice
// prints all rows that have a formula, so that not all prepared ones have; further
// down the formula is drawn from the row above.
const named = 200

// layout says where things stand on a sheet of records.
type layout struct {
	header   int // row of the headers; above it title, hint and totals
	prepared int // rows with borders, formats and name formulas
	sums     []int
	widths   []float64
}

// layout puts title and hint on top, below them the totals if there are any.
func (w *writer) layout(def *pack.Sheet) layout {
	l := layout{header: headerRow(def), prepared: max(def.Rows, w.records(def.Name)+min(def.Rows, extra))}
	for _, c := range def.Columns {
		l.widths = append(l.widths, max(c.Width, 10))
	}
	if def.Total != "" {
		l.sums = sumColumns(def, l.widths)
	}
	return l
}

func headerRow(def *pack.Sheet) int {
	if def.Total != "" {
		return 5
	}
	return 3
}

// sumWidth is what 1,000,000,000.00 and its frame take.
const sumWidth = 18

// sumColumns chooses the columns above which the running totals stand: the
// total above the amounts, the parts above other columns that are wide enough;
// if they are too few, others are widened. No cells are merged, so that
// columns can still be moved.
func sumColumns(def *pack.Sheet, widths []float64) []int {
	amount := amountColumn(def)
	need := len(def.Column(def.Total).Choices)
	var cols []int
	for _, atLeast := range []float64{sumWidth, 0} {
		for i := range def.Columns {
			if len(cols) < need && i != amount && widths[i] >= atLeast && !slices.Contains(cols, i) {
				cols = append(cols, i)
			}
		}
	}
	slices.Sort(cols)
	cols = append(cols, amount)
	for _, i := range cols {
		widths[i] = max(widths[i], sumWidth)
	}
	return cols
}

func amountColumn(def *pack.Sheet) int {
	return slices.IndexFunc(def.Columns, func(c pack.Column) bool { return c.Kind == pack.Amount })
}

// writeRecords writes one sheet of records.
func (w *writer) writeRecords(def *pack.Sheet) {
	l := w.layout(def)
	w.dressRecords(def, l)
	styles := make([]int, len(def.Columns))
	for i := range def.Columns {
		styles[i] = w.columnStyle(&def.Columns[i])
	}
	s := w.stream(def.Name, l.header+l.prepared, l.widths, styles...)
	s.row(1, 30, excelize.Cell{StyleID: w.look.title, Value: def.Name})
	hint := def.Hint
	if last := []rune(def.Hint); len(last) > 0 && !strings.ContainsRune("。；！？", last[len(last)-1]) {
		hint += "。" // whoever writes a pack ends it or not
	}
	hint += "深蓝必填，浅蓝选填，灰色自动显示，说明见表头批注；变红的行缺内容或编码不对。"
	s.row(2, 20, excelize.Cell{StyleID: w.look.hint, Value: hint})
	if def.Total != "" {
		w.streamSums(s, def, l)
	}
	cells := make([]any, len(def.Columns))
	for i, c := range def.Columns {
		cells[i] = excelize.Cell{StyleID: w.headStyle(&c), Value: c.Name}
	}
	s.row(l.header, 34, cells...)
	for i := range l.prepared {
		for j := range def.Columns {
			cells[j] = w.recordCell(def, j, i, l.header+1+i)
		}
		s.row(l.header+1+i, w.recordHeight(def, i, l), cells...)
	}
	w.did(s.Flush())
}

// dressRecords sets all of the sheet that is no cell.
func (w *writer) dressRecords(def *pack.Sheet, l layout) {
	keys, width := max(len(def.Unique), 1), 0.0
	for _, x := range l.widths {
		width += x
	}
	const readable = 260 // digits across a page
	w.pages(def.Name, "landscape", l.header, int(width/readable)+1, keys)
	w.printed(def, l)
	w.freeze(def.Name, keys, l.header, true)
	w.calm(def.Name, fmt.Sprintf("A%d:%s", l.header+1, cellName(len(def.Columns), l.header+max(l.prepared, reach))))
	for i := range def.Columns {
		c := &def.Columns[i]
		w.note(def.Name, cellName(i+1, l.header), noteText(c, def.Partner(c)))
		g := guard{kind: c.Kind, cell: fmt.Sprintf("$%s%d", letter(i+1), l.header+1), choices: c.Choices, unit: c.Unit}
		switch c.Kind {
		case pack.Code:
			g.list = w.dropDown(leafKey(c.Codes, c.Level), g.cell)
		case pack.Ref:
			g.list, g.loose = refName(c.Sheet, c.Column), c.Column != ""
		}
		w.validate(def.Name, columnRange(i, l), g)
	}
	w.redRows(def, l)
}

// columnRange is the part of a column that is for records.
func columnRange(column int, l layout) string {
	return fmt.Sprintf("%s:%s", cellName(column+1, l.header+1), cellName(column+1, l.header+max(l.prepared, reach)))
}

// printed keeps the empty prepared rows off the paper: the print area ends
// some rows below the last one in use, wherever that will be. It is reached
// through a name of its own, because openpyxl takes every reference in a print
// area for a part of it. LibreOffice knows no such areas, and prints the rows that have a
// formula for the name of a code; those without are empty to it.
func (w *writer) printed(def *pack.Sheet, l layout) {
	blank := 20
	if hasParagraphs(def) {
		blank = 3 // they are high
	}
	key := slices.IndexFunc(def.Columns, func(c pack.Column) bool { return c.Required })
	used := fmtRef(def.Name, "$%[1]s$%[2]d:$%[1]s$%[3]d", letter(max(key, 0)+1), l.header, l.header+max(l.prepared, reach))
	area := safeName("打印_" + def.Name)
	w.name(area, fmt.Sprintf(`OFFSET(%s,0,0,SUMPRODUCT(MAX((%s<>"")*ROW(%s)))+%d,%d)`, fmtRef(def.Name, "$A$1"), used, used, blank, len(def.Columns)))
	w.did(w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: def.Name, RefersTo: area}))
}

// streamSums writes two rows: the choices, and the sum of each so far.
func (w *writer) streamSums(s *stream, def *pack.Sheet, l layout) {
	labels, sums := make([]any, len(def.Columns)), make([]any, len(def.Columns))
	choices := def.Column(def.Total).Choices
	by := def.ColumnAt(def.Total)
	amounts, keys := growing(amountColumn(def), l), growing(by, l)
	for i, col := range l.sums {
		label, formula, choice := "合计", fmt.Sprintf("SUM(%s)", amounts), ""
		if i < len(choices) {
			label, choice = choices[i], choices[i]
			formula = fmt.Sprintf("SUMIFS(%s,%s,%s)", amounts, keys, cellName(col+1, 3))
		}
		if other := def.InsteadOf(&def.Columns[amountColumn(def)]); other >= 0 {
			unit, _ := money.Common.Named(def.Columns[other].Unit)
			also := fmt.Sprintf(`SUMIFS(%s,%s,"="`, growing(other, l), amounts) // those beside an empty cell: of two equal ones one counts
			if choice != "" {
				also += "," + keys + "," + cellName(col+1, 3)
			}
			formula += fmt.Sprintf("+%s*%s)", unit.Yuan(decimal.NewFromInt(1)), also)
		}
		where := ""
		if choice != "" {
			where = "(" + typedIn(by, l) + "=" + cellName(col+1, 3) + ")*"
		}
		formula += "+" + asText(amountColumn(def), l, where, "")
		if other := def.InsteadOf(&def.Columns[amountColumn(def)]); other >= 0 {
			unit, _ := money.Common.Named(def.Columns[other].Unit)
			formula += "+" + asText(other, l, where+"("+typedIn(amountColumn(def), l)+`="")*`, "*"+unit.Yuan(decimal.NewFromInt(1)).String())
		}
		labels[col] = excelize.Cell{StyleID: w.look.label, Value: label}
		sums[col] = excelize.Cell{StyleID: w.look.sum, Formula: formula, Value: yuan(w.sum(def, choice))}
	}
	s.row(3, 18, labels...)
	s.row(4, 22, sums...)
}

// asText adds up the amounts of a column that were typed as text, which sums leave out
// and fill counts. The formula looks at each cell only if there are such ones.
func asText(column int, l layout, where, times string) string {
	cells := typedIn(column, l)
	return fmt.Sprintf(`IF(COUNTIF(%[1]s,"?*")<2,0,SUMPRODUCT(%[2]sISTEXT(%[1]s)*TEXT(ASC(%[1]s),"0.00##;-0.00##;0;\0"))%[3]s)`, cells, where, times)
}

// typedIn is a column from its header as far as rows are typed.
func typedIn(column int, l layout) string {
	c := letter(column + 1)
	return fmt.Sprintf("$%s$%d:$%s$%d", c, l.header, c, l.header+max(l.prepared, reach))
}

// growing is a column from the header cell down: it takes in rows that are
// inserted right below the header or pasted beyond the prepared ones.
func growing(column int, l layout) string {
	c := letter(column + 1)
	return fmt.Sprintf("$%s$%d:$%s$%d", c, l.header, c, l.header+max(l.prepared, 200000))
}

// sum adds up the ledger's amounts of one choice, of all for "".
func (w *writer) sum(def *pack.Sheet, choice string) (sum budget.Fen) {
	t := w.table(def.Name)
	if t == nil {
		return 0
	}
	by, amounts := t.Field(def.Total), t.Amounts(0)
	for i := range t.Len() {
		if choice == "" || t.Text(i, by) == choice {
			sum += amounts[i]
		}
	}
	return sum
}

// recordCell is column j of record i.
func (w *writer) recordCell(def *pack.Sheet, j, i, row int) excelize.Cell {
	c := &def.Columns[j]
	t := w.table(def.Name)
	has := t != nil && i < t.Len()
	cell := excelize.Cell{StyleID: w.cellStyle(c)}
	switch {
	case c.Kind == pack.NameOf && i >= w.records(def.Name)+named:
	case c.Kind == pack.NameOf:
		cell.Formula, cell.Value = nameFormula(w.codes, def, c, row), ""
		if has {
			cell.Value = t.Value(i, c.Name)
		}
	case !has, c.Kind == pack.Instead:
	case c.Kind == pack.Amount:
		m := t.Measure(c.Name)
		if fen := t.Amounts(m)[i]; fen != 0 || !w.ledger.Open && (c.Required || t.ZeroEntered(i, m)) {
			cell.Value = yuan(fen)
		}
	case c.Kind == pack.Date:
		cell.Value = dayOr(t.Value(i, c.Name))
	case c.Mapping != nil && w.mappedAnyway(def, c, t, i):
	default:
		cell.Value = orNothing(t.Value(i, c.Name))
	}
	return cell
}

// paragraph is the width from which a column holds paragraphs rather than
// names. Of a paragraph the sheet shows the beginning: rows in which all of it
// shows would be higher than a screen.
const paragraph, paragraphLines = 40, 6

func hasParagraphs(def *pack.Sheet) bool {
	return slices.ContainsFunc(def.Columns, func(c pack.Column) bool { return c.Kind == pack.Text && c.Width >= paragraph })
}

// recordHeight shows all of a text that wraps. Rows without one get no height
// of their own, so that they grow when somebody types a long text; but rows of
// paragraphs are all alike.
func (w *writer) recordHeight(def *pack.Sheet, i int, l layout) float64 {
	t := w.table(def.Name)
	if hasParagraphs(def) {
		return 15*paragraphLines + 3
	}
	if t == nil || i >= t.Len() {
		return 0
	}
	most := 1
	for j, c := range def.Columns {
		if c.Kind == pack.Text {
			most = max(most, textwidth.Lines(t.Value(i, c.Name), l.widths[j]))
		}
	}
	if most == 1 {
		return 0
	}
	return 15*float64(most) + 3
}

// mappedAnyway says whether reading would fill in the very code if its cell
// were empty; then it stays empty and follows the list.
func (w *writer) mappedAnyway(def *pack.Sheet, c *pack.Column, t *budget.Table, i int) bool {
	list := w.codes[def.Column(c.Mapping.From).Codes]
	return t.Value(i, c.Name) == c.Mapping.Code(list, t.Value(i, c.Mapping.From), t.Value(i, c.Mapping.By))
}

func (w *writer) cellStyle(c *pack.Column) int {
	switch c.Kind {
	case pack.Amount:
		return w.look.amount
	case pack.Instead:
		return w.look.instead
	case pack.NameOf:
		return w.look.named
	case pack.Code, pack.CodeKey:
		return w.look.code
	case pack.Date:
		return w.look.date
	case pack.Text:
		if c.Width >= paragraph {
			return w.look.paragraph
		}
	}
	return w.look.text
}

// columnStyle is the style of the cells below the prepared rows, 0 for none:
// they are texts, too, so that 2026-01 does not become a date there.
func (w *writer) columnStyle(c *pack.Column) int {
	switch c.Kind {
	case pack.Amount, pack.Instead, pack.NameOf, pack.Date:
		return 0
	}
	return w.look.bareText
}

func (w *writer) headStyle(c *pack.Column) int {
	switch {
	case c.Kind == pack.NameOf:
		return w.look.autoHead
	case c.Required:
		return w.look.mustHead
	}
	return w.look.mayHead
}

// noSuchCode stands in a name column beside an unknown code.
const noSuchCode = "编码不存在"

// nameFormula shows the name of the code in a row, or what is wrong with it.
// The code may have been typed as a number; TRIM makes it the text that the
// list has, VALUE finds it where the list has a number.
func nameFormula(lists map[string]*budget.CodeList, def *pack.Sheet, c *pack.Column, row int) string {
	of := slices.IndexFunc(def.Columns, func(o pack.Column) bool { return o.Name == c.Of })
	code := &def.Columns[of]
	list := lists[code.Codes]
	cell := cellName(of+1, row)
	key := codeKey(list, cell)
	codes, names := codeName(list.Name, list.Columns[0]), codeName(list.Name, list.Columns[1])
	return fmt.Sprintf(`IF(LEN(TRIM(%[1]s))=0,"",IF(%[2]s,"应填到%[3]s级",IFERROR(INDEX(%[4]s,MATCH(%[7]s,%[5]s,0)),`+
		`IFERROR(INDEX(%[4]s,MATCH(VALUE(%[7]s),%[5]s,0)),%[6]s))))`,
		cell, notLeaf(list, code.Level, cell), code.Level, names, codes, formulaText(noSuchCode), key)
}

// notLeaf is a condition: the code in a cell is divided further by its list.
func notLeaf(list *budget.CodeList, level, cell string) string {
	return fmt.Sprintf(`IF(LEN(%[1]s)=%[2]d,FALSE,COUNTIF(%[3]s,%[1]s&"*")>1)`, codeKey(list, cell), list.Digits(level), codeName(list.Name, list.Columns[0]))
}

// codeKey is the code in a cell that may hold its name, too (30201-办公费): as
// many digits as a level of the list has, tried from the longest.
func codeKey(list *budget.CodeList, cell string) string {
	key := fmt.Sprintf("TRIM(%s)", cell)
	for _, l := range list.Levels {
		key = fmt.Sprintf("IF(ISNUMBER(-LEFT(TRIM(%[1]s),%[2]d)),LEFT(TRIM(%[1]s),%[2]d),%[3]s)", cell, l.Digits, key)
	}
	return key
}

// noteText explains a column in its header's comment.
func noteText(c, with *pack.Column) string {
	var first string
	switch {
	case c.Kind == pack.NameOf:
		first = "自动显示，不用填。"
	case c.Required:
		first = "必填。"
	case len(c.When) > 0:
		first = c.Condition() + "时必填。"
	case with != nil:
		first = "填了" + with.Name + "就要填。"
	default:
		first = "选填。"
	}
	s := first + "\n" + strings.TrimPrefix(c.Hint, first)
	if c.Kind == pack.NameOf {
		s += "\n往下没有显示的行，选中上面一格往下拉。"
	}
	if c.Kind == pack.Choice {
		s += "\n可选：" + strings.Join(c.Choices, "、") + "。"
	}
	return strings.TrimSpace(s)
}

// note puts a comment on a cell, in a box that shows all of it.
func (w *writer) note(sheet, cell, text string) {
	const perLine = 32
	w.did(w.f.AddComment(sheet, excelize.Comment{
		Author: "ysgk", Cell: cell, Width: 250, Height: uint(20*textwidth.Lines(text, perLine) + 16),
		Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Family: bodyFont, Size: 10, Color: "000000"}}},
	}))
}
