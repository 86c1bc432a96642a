// Package handout writes lists as workbooks to print and pass on: a title,
// notes, columns, rows; landscape, fitted to the width of the page, the headers
// on every page, sums and differences as formulas with their values stored.
//
// In: Sheets of rows. Out: a workbook. Never: what the rows mean.
package handout

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/parts"
	"ysgk/internal/textwidth"
	"ysgk/internal/xlsxedit"
)

// Sheet is a list.
type Sheet struct {
	Name    string // of the tab
	Title   string
	Notes   []string // under the title, a row each
	Columns []Column
	Rows    []Row
}

// Column is a column of the list.
type Column struct {
	Name  string
	Width float64 // in characters
	Kind  Kind
}

// Kind is how a column looks.
type Kind int

// The kinds of columns.
const (
	Text Kind = iota
	Middle
	Amount // two decimals
	Share  // per cent
)

// Row is a row of the list.
type Row struct {
	Cells  []any // string, decimal.Decimal, Formula, Link, or nil for nothing
	Strong bool  // a total or the heading of a part
}

// Formula is a cell that the workbook computes: without "=", in which {n} is
// its row, {y} the row above and {a} the first row of the list; with the value
// that it gives.
type Formula struct {
	Text  string
	Value formula.Value
}

// Link is a text that leads to a file when it is clicked.
type Link struct {
	Text string
	To   string // a path with slashes, from the folder of the workbook or absolute; "" leads nowhere
}

// Compute is a formula that gives a number.
func Compute(text string, value decimal.Decimal) Formula { return Formula{text, formula.Num(value)} }

// Book makes a workbook of sheets.
func Book(sheets ...Sheet) (*xlsxedit.File, error) {
	f := xlsxedit.New()
	wb, err := f.Workbook()
	if err != nil {
		return nil, err
	}
	fm, err := f.Formats(wb)
	if err != nil {
		return nil, err
	}
	k := newLooks(fm)
	for i := len(sheets) - 1; i >= 0; i-- { // each goes in front of the others
		s := &sheets[i]
		content, links := s.xml(k, i == 0)
		ref, err := f.InsertSheet(wb, s.Name, content)
		if err != nil {
			return nil, err
		}
		if links != nil {
			f.SetPart(parts.RelsName(ref.Part), links)
		}
		quoted := a1.QuoteSheet(s.Name)
		head := s.head()
		wb.AddName("_xlnm.Print_Titles", fmt.Sprintf("%s!$%d:$%d", quoted, head, head), 0, false)
		wb.AddName("_xlnm._FilterDatabase", fmt.Sprintf("%s!$A$%d:$%s$%d", quoted, head, a1.ColName(len(s.Columns)), head+len(s.Rows)), 0, true)
	}
	return f, nil
}

// head is the row of the column names.
func (s *Sheet) head() int { return 2 + len(s.Notes) }

// RowOf is the row of the sheet in which a row of the list stands, counted from 0.
func (s *Sheet) RowOf(i int) int { return s.head() + 1 + i }

// look is a cell's format, plain and strong.
type look [2]int

type looks struct {
	title, note, head int
	kinds             [4]look
	link              int
}

func newLooks(fm *xlsxedit.Formats) looks {
	const (
		line   = ` style="thin"><color rgb="FF7F7F7F"/></`
		border = `<border><left` + line + `left><right` + line + `right><top` + line + `top><bottom` + line + `bottom><diagonal/></border>`
		ground = `<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill>`
	)
	font := func(name string, size int) string {
		return fmt.Sprintf(`<font><sz val="%d"/><name val="%s"/></font>`, size, name)
	}
	align := func(side string) string {
		return `<alignment horizontal="` + side + `" vertical="center" wrapText="1"/>`
	}
	k := looks{
		title: fm.Add(xlsxedit.Format{Font: font("黑体", 16), Alignment: align("center")}),
		note:  fm.Add(xlsxedit.Format{Font: font("宋体", 10), Alignment: `<alignment horizontal="left" vertical="center"/>`}),
		head:  fm.Add(xlsxedit.Format{Font: font("黑体", 11), Fill: ground, Border: border, Alignment: align("center")}),
	}
	for i, x := range []struct {
		side   string
		number string
	}{Text: {"left", ""}, Middle: {"center", ""}, Amount: {"right", "#,##0.00"}, Share: {"right", "0.00%"}} {
		plain := xlsxedit.Format{Font: font("宋体", 11), Border: border, Alignment: align(x.side), Number: x.number}
		strong := plain
		strong.Font, strong.Fill = font("黑体", 11), ground
		k.kinds[i] = look{fm.Add(plain), fm.Add(strong)}
	}
	k.link = fm.Add(xlsxedit.Format{Font: `<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="宋体"/></font>`, Border: border, Alignment: align("left")})
	return k
}

// mostLinks is how many links Excel takes in a sheet.
const mostLinks = 65_000

// xml is the sheet, and the relationships of its links; nil if it has none. A list may be
// long, so it is written once and not copied.
func (s *Sheet) xml(k looks, first bool) (content, rels []byte) {
	var b bytes.Buffer
	var links, targets strings.Builder
	for i, row := range s.Rows {
		for c, x := range row.Cells {
			if l, ok := x.(Link); ok && l.To != "" && i < mostLinks/len(s.Columns) {
				id := fmt.Sprintf("rId%d", i*len(s.Columns)+c+1)
				address := url.URL{Path: l.To} // a # or % in a name would lead elsewhere
				fmt.Fprintf(&links, `<hyperlink ref="%s" r:id="%s"/>`, a1.Name(c+1, s.RowOf(i)), id)
				fmt.Fprintf(&targets, `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="%s" TargetMode="External"/>`, id, xlsxedit.EscapeText(address.EscapedPath()))
			}
		}
	}
	head, last := s.head(), s.head()+len(s.Rows)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	fmt.Fprintf(&b, `<dimension ref="A1:%s"/>`, a1.Name(len(s.Columns), last))
	selected := ""
	if first {
		selected = ` tabSelected="1"`
	}
	fmt.Fprintf(&b, `<sheetViews><sheetView`+selected+` workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/></sheetView></sheetViews>`, head, head+1, head+1, head+1)
	b.WriteString(`<sheetFormatPr defaultRowHeight="18"/><cols>`)
	for i, c := range s.Columns {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.Width)
	}
	b.WriteString(`</cols><sheetData>`)
	fmt.Fprintf(&b, `<row r="1" ht="30" customHeight="1">%s</row>`, TextCell(1, 1, k.title, s.Title))
	for i, n := range s.Notes {
		fmt.Fprintf(&b, `<row r="%d" ht="18" customHeight="1">%s</row>`, i+2, TextCell(1, i+2, k.note, n))
	}
	fmt.Fprintf(&b, `<row r="%d" ht="24" customHeight="1">`, head)
	for i, c := range s.Columns {
		b.WriteString(TextCell(i+1, head, k.head, c.Name))
	}
	b.WriteString(`</row>`)
	for i := range s.Rows {
		s.row(&b, k, i)
	}
	fmt.Fprintf(&b, `</sheetData><autoFilter ref="A%d:%s"/>`, head, a1.Name(len(s.Columns), last))
	fmt.Fprintf(&b, `<mergeCells count="1"><mergeCell ref="A1:%s"/></mergeCells>`, a1.Name(len(s.Columns), 1))
	if links.Len() > 0 {
		b.WriteString(`<hyperlinks>` + links.String() + `</hyperlinks>`)
		rels = []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + targets.String() + `</Relationships>`)
	}
	b.WriteString(`<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return b.Bytes(), rels
}

func (s *Sheet) row(b *bytes.Buffer, k looks, i int) {
	row, strong := s.head()+1+i, 0
	if s.Rows[i].Strong {
		strong = 1
	}
	at := func(c int) any {
		if c < len(s.Rows[i].Cells) {
			return s.Rows[i].Cells[c]
		}
		return nil
	}
	lines := 1
	for c, col := range s.Columns {
		switch text := at(c).(type) {
		case string:
			lines = max(lines, textwidth.Lines(text, col.Width))
		case Link:
			lines = max(lines, textwidth.Lines(text.Text, col.Width))
		}
	}
	fmt.Fprintf(b, `<row r="%d" ht="%d" customHeight="1">`, row, min(lines*15+4, 409)) // Excel's highest row
	for c, col := range s.Columns {
		x, style := at(c), k.kinds[col.Kind][strong]
		if link, ok := x.(Link); ok {
			if x = link.Text; link.To != "" {
				style = k.link
			}
		}
		b.WriteString(s.cell(c+1, row, style, x))
	}
	b.WriteString(`</row>`)
}

func (s *Sheet) cell(col, row, style int, x any) string {
	open := fmt.Sprintf(`<c r="%s" s="%d"`, a1.Name(col, row), style)
	switch x := x.(type) {
	case string:
		if x != "" {
			return TextCell(col, row, style, x)
		}
	case decimal.Decimal:
		return open + `><v>` + x.String() + `</v></c>`
	case Formula:
		text := strings.NewReplacer("{n}", fmt.Sprint(row), "{a}", fmt.Sprint(s.head()+1), "{y}", fmt.Sprint(row-1)).Replace(x.Text)
		kind, value := ` t="str"`, x.Value.Text
		if x.Value.Kind == formula.Number {
			kind, value = "", x.Value.Num.String()
		}
		return open + kind + `><f>` + xlsxedit.EscapeText(text) + `</f><v>` + xlsxedit.EscapeText(value) + `</v></c>`
	}
	return open + `/>`
}

// TextCell is the XML of a cell that holds a text.
func TextCell(col, row, style int, text string) string {
	return fmt.Sprintf(`<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, a1.Name(col, row), style, xlsxedit.EscapeText(text))
}
