package fill

import (
	"bytes"
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"

	"ysgk/internal/a1"
)

// emitter writes the cells of the sheets as XML and collects their texts.
type emitter struct {
	strings *xlsxedit.Strings
	restyle *xlsxedit.Restyler // made when first needed
	styles  func() (*xlsxedit.Restyler, error)
	uses    int
	b       *bytes.Buffer
}

// Elements stand in a sheet's tree where the rows and the merges go.
const (
	rowsHere   = "ysgk-rows"
	mergesHere = "ysgk-merges"
)

// sheet is the XML of a sheet: the template's tree with new rows and merges.
func (e *emitter) sheet(o *outSheet, doc *etree.Document) ([]byte, error) {
	root := doc.Root()
	data := root.SelectElement("sheetData")
	data.Child = nil
	data.CreateElement(rowsHere)
	setMerges(root, data, len(o.merges))
	shell, err := doc.WriteToBytes()
	if err != nil {
		return nil, err
	}
	before, after, _ := bytes.Cut(shell, []byte("<"+rowsHere+"/>"))
	between, after, merged := bytes.Cut(after, []byte("<"+mergesHere+"/>"))
	size := len(shell) + 34*len(o.merges)
	for i := range o.rows {
		size += 40 + 48*len(o.rows[i].cells) // about what they take
	}
	e.b = bytes.NewBuffer(make([]byte, 0, size))
	e.b.Write(before)
	for i := range o.rows {
		e.row(&o.rows[i])
	}
	e.b.Write(between)
	if merged {
		for _, m := range o.merges {
			e.b.WriteString(`<mergeCell ref="` + m.String() + `"/>`)
		}
	}
	e.b.Write(after)
	return e.b.Bytes(), nil
}

// beforeMerges are the elements that the schema (CT_Worksheet) wants between
// sheetData and mergeCells.
var beforeMerges = []string{
	"sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
	"dataConsolidate", "customSheetViews",
}

// setMerges puts a list of so many merges where the schema wants it.
func setMerges(root, data *etree.Element, count int) {
	list := root.SelectElement("mergeCells")
	if count == 0 {
		if list != nil {
			root.RemoveChild(list)
		}
		return
	}
	if list == nil {
		at := data.Index()
		for _, tag := range beforeMerges {
			if e := root.SelectElement(tag); e != nil {
				at = max(at, e.Index())
			}
		}
		list = etree.NewElement("mergeCells")
		root.InsertChildAt(at+1, list)
	}
	list.Child = nil
	list.CreateAttr("count", strconv.Itoa(count))
	list.CreateElement(mergesHere)
}

func (e *emitter) row(r *outRow) {
	b := e.b
	b.WriteString(`<row r="`)
	b.WriteString(strconv.Itoa(r.r))
	b.WriteByte('"')
	for _, a := range r.tpl.Attrs {
		if r.height > 0 && (a.Key == "ht" || a.Key == "customHeight") {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(a.FullKey())
		b.WriteString(`="`)
		b.WriteString(xlsxedit.EscapeText(a.Value))
		b.WriteByte('"')
	}
	if r.height > 0 {
		b.WriteString(` ht="` + strconv.FormatFloat(r.height, 'f', -1, 64) + `" customHeight="1"`)
	}
	if len(r.cells) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for i := range r.cells {
		e.cell(&r.cells[i], r.r)
	}
	b.WriteString("</row>")
}

func (e *emitter) cell(x *outCell, row int) {
	b := e.b
	b.WriteString(`<c r="`)
	b.WriteString(a1.ColName(int(x.col)))
	b.WriteString(strconv.Itoa(row))
	b.WriteByte('"')
	if style := e.style(x); style != 0 {
		b.WriteString(` s="` + strconv.Itoa(style) + `"`)
	}
	if x.tpl != nil {
		e.kept(x.tpl)
		return
	}
	text := x.formula()
	switch {
	case x.value.Kind == formula.Blank && text == "":
		b.WriteString("/>")
		return
	case x.rich != "":
		e.text(e.strings.AddRich(x.rich))
		return
	case text == "" && x.value.Kind == formula.Text:
		e.text(e.strings.Add(x.value.Text))
		return
	}
	b.WriteString(types[x.value.Kind])
	if x.moved != nil {
		e.extra(x.moved.cell.Cell)
	}
	b.WriteByte('>')
	if text != "" {
		b.WriteString("<f")
		if x.moved != nil && x.moved.array() != "" {
			b.WriteString(` t="array" ref="` + x.moved.array() + `"`)
		}
		b.WriteByte('>')
		b.WriteString(xlsxedit.EscapeText(text))
		b.WriteString("</f>")
	}
	if x.state != beyond {
		b.WriteString("<v>")
		v := x.value
		if x.moved != nil || x.member != nil {
			v = formula.Stored(v)
		}
		b.WriteString(value(v))
		b.WriteString("</v>")
	}
	b.WriteString("</c>")
}

// style is the format of a cell, changed where the cell differs from its template.
func (e *emitter) style(x *outCell) int {
	change := xlsxedit.Change{OpenTop: x.openTop, OpenBottom: x.openBottom, Indent: int(x.indent), Format: x.format}
	if change == (xlsxedit.Change{}) {
		return int(x.style)
	}
	if e.restyle == nil {
		var err error
		if e.restyle, err = e.styles(); err != nil {
			return int(x.style) // a workbook without formats has nothing to change
		}
	}
	return e.restyle.Like(int(x.style), change)
}

var types = map[formula.Kind]string{
	formula.Text: ` t="str"`, formula.Bool: ` t="b"`, formula.Fault: ` t="e"`,
}

// value is the content of <v>; numbers are exact decimals.
func value(v formula.Value) string {
	switch v.Kind {
	case formula.Number:
		return v.Num.String()
	case formula.Bool:
		if v.Bool {
			return "1"
		}
		return "0"
	}
	return xlsxedit.EscapeText(v.Text)
}

func (e *emitter) text(i int) {
	e.uses++
	e.b.WriteString(` t="s"><v>`)
	e.b.WriteString(strconv.Itoa(i))
	e.b.WriteString("</v></c>")
}

// extra writes the attributes of a cell that mean nothing to ysgk.
func (e *emitter) extra(c *xlsxedit.Cell) {
	for _, a := range c.Extra {
		e.b.WriteString(" " + a.FullKey() + `="` + xlsxedit.EscapeText(a.Value) + `"`)
	}
}

// kept writes a cell of the template as it was; its text moves to the new
// table of shared strings, with its runs.
func (e *emitter) kept(c *xlsxedit.Cell) {
	e.extra(c)
	switch {
	case c.Rich != "":
		e.text(e.strings.AddRich(c.Rich))
	case c.Type == "s" || c.Type == "inlineStr":
		e.text(e.strings.Add(c.Text))
	case c.Value == "":
		e.b.WriteString("/>")
	default:
		if c.Type != "n" {
			e.b.WriteString(` t="` + c.Type + `"`)
		}
		e.b.WriteString("><v>" + xlsxedit.EscapeText(c.Value) + "</v></c>")
	}
}
