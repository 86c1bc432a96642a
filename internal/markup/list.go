package markup

import (
	"fmt"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/handout"
	"ysgk/internal/textwidth"
	"ysgk/internal/xlsxedit"
)

// list lays the findings out as a sheet: a row each, a link to each cell.
type list struct {
	title, about, advice string
	found                finding.List
	// link is where a place's link leads: a location such as '支出明细'!B8, and
	// the relationship to the file that it is in, "" for this one.
	link func(p finding.Place) (location, rel string)
}

// Columns of the list with their widths in characters.
var columns = []struct {
	name  string
	width float64
}{{"序号", 6}, {"级别", 8}, {"规则", 18}, {"位置", 24}, {"说明", 66}, {"怎么办", 52}}

// headRow is the row of the column names; the findings follow it.
const headRow = 4

// maxLinks is how many links Excel allows on a sheet (65,530), less a margin.
const maxLinks = 60000

// looks are the cell formats of the list.
type looks struct{ title, about, head, text, middle, link, err, warn int }

func newLooks(fm *xlsxedit.Formats) looks {
	const (
		font   = `<font><sz val="11"/><name val="宋体"/></font>`
		line   = ` style="thin"><color rgb="FFBFBFBF"/></`
		border = `<border><left` + line + `left><right` + line + `right><top` + line + `top><bottom` + line + `bottom><diagonal/></border>`
		left   = `<alignment horizontal="left" vertical="center" wrapText="1"/>`
		middle = `<alignment horizontal="center" vertical="center" wrapText="1"/>`
	)
	solid := func(rgb string) string {
		return `<fill><patternFill patternType="solid"><fgColor rgb="` + rgb + `"/><bgColor indexed="64"/></patternFill></fill>`
	}
	return looks{
		title:  fm.Add(xlsxedit.Format{Font: `<font><sz val="16"/><color rgb="FF1F3864"/><name val="黑体"/></font>`}),
		about:  fm.Add(xlsxedit.Format{Font: `<font><sz val="10"/><color rgb="FF595959"/><name val="宋体"/></font>`}),
		head:   fm.Add(xlsxedit.Format{Font: `<font><sz val="11"/><color rgb="FFFFFFFF"/><name val="黑体"/></font>`, Fill: solid("FF2F5597"), Border: border, Alignment: `<alignment horizontal="center" vertical="center"/>`}),
		text:   fm.Add(xlsxedit.Format{Font: font, Border: border, Alignment: left}),
		middle: fm.Add(xlsxedit.Format{Font: font, Border: border, Alignment: middle}),
		link:   fm.Add(xlsxedit.Format{Font: `<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="宋体"/></font>`, Border: border, Alignment: left}),
		err:    fm.Add(xlsxedit.Format{Font: font, Fill: solid("FFF8CBC6"), Border: border, Alignment: middle}),
		warn:   fm.Add(xlsxedit.Format{Font: font, Fill: solid("FFFFF2C2"), Border: border, Alignment: middle}),
	}
}

// sheet is the XML of the list.
func (l *list) sheet(k looks) []byte {
	var b, links strings.Builder
	last := headRow + len(l.found)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	fmt.Fprintf(&b, `<dimension ref="A1:%s"/>`, a1.Name(len(columns), last))
	fmt.Fprintf(&b, `<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/></sheetView></sheetViews>`, headRow, headRow+1, headRow+1, headRow+1)
	b.WriteString(`<sheetFormatPr defaultRowHeight="16"/><cols>`)
	for i, c := range columns {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.width)
	}
	b.WriteString(`</cols><sheetData>`)
	fmt.Fprintf(&b, `<row r="1" ht="28" customHeight="1">%s</row>`, handout.TextCell(1, 1, k.title, l.title))
	fmt.Fprintf(&b, `<row r="2" ht="18" customHeight="1">%s</row>`, handout.TextCell(1, 2, k.about, l.about))
	fmt.Fprintf(&b, `<row r="3" ht="18" customHeight="1">%s</row>`, handout.TextCell(1, 3, k.about, l.advice))
	fmt.Fprintf(&b, `<row r="%d" ht="22" customHeight="1">`, headRow)
	for i, c := range columns {
		b.WriteString(handout.TextCell(i+1, headRow, k.head, c.name))
	}
	b.WriteString(`</row>`)
	for i, f := range l.found {
		l.row(&b, &links, k, i, f)
	}
	b.WriteString(`</sheetData>`)
	fmt.Fprintf(&b, `<autoFilter ref="A%d:%s"/>`, headRow, a1.Name(len(columns), last))
	if links.Len() > 0 {
		b.WriteString(`<hyperlinks>` + links.String() + `</hyperlinks>`)
	}
	b.WriteString(`<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
		`<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return []byte(b.String())
}

// row writes one finding.
func (l *list) row(b, links *strings.Builder, k looks, i int, f finding.Finding) {
	row := headRow + 1 + i
	lines := max(textwidth.Lines(f.Message, columns[4].width), textwidth.Lines(f.Hint, columns[5].width), textwidth.Lines(f.Place.String(), columns[3].width), textwidth.Lines(f.ID(), columns[2].width))
	fmt.Fprintf(b, `<row r="%d" ht="%d" customHeight="1">`, row, min(lines*15+4, 409)) // Excel's highest row
	severity := map[finding.Severity]int{finding.Error: k.err, finding.Warning: k.warn, finding.Note: k.middle}[f.Severity]
	place := k.text
	if location, rel := l.link(f.Place); location != "" && i < maxLinks {
		place = k.link
		if rel != "" {
			rel = ` r:id="` + rel + `"`
		}
		fmt.Fprintf(links, `<hyperlink ref="%s"%s location="%s"/>`, a1.Name(4, row), rel, xlsxedit.EscapeText(location))
	}
	fmt.Fprintf(b, `<c r="%s" s="%d"><v>%d</v></c>`, a1.Name(1, row), k.middle, i+1)
	b.WriteString(handout.TextCell(2, row, severity, f.Severity.String()))
	b.WriteString(handout.TextCell(3, row, k.text, f.ID()))
	b.WriteString(handout.TextCell(4, row, place, f.Place.String()))
	b.WriteString(handout.TextCell(5, row, k.text, f.Message))
	b.WriteString(handout.TextCell(6, row, k.text, f.Hint))
	b.WriteString(`</row>`)
}

// counted says how many findings of each severity there are.
func counted(found finding.List) string {
	var parts []string
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		if n := found.Count(s); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 处", s, n))
		}
	}
	if parts == nil {
		return "没有发现问题"
	}
	return strings.Join(parts, "，")
}

// addList inserts the list as the first sheet, with its names for printing and
// filtering.
func addList(f *xlsxedit.File, wb *xlsxedit.Workbook, fm *xlsxedit.Formats, name string, l *list) (xlsxedit.SheetRef, error) {
	ref, err := f.InsertSheet(wb, name, l.sheet(newLooks(fm)))
	if err != nil {
		return ref, err
	}
	quoted := a1.QuoteSheet(name)
	wb.AddName("_xlnm._FilterDatabase", fmt.Sprintf("%s!$A$%d:$%s$%d", quoted, headRow, a1.ColName(len(columns)), headRow+len(l.found)), 0, true)
	wb.AddName("_xlnm.Print_Titles", fmt.Sprintf("%s!$%d:$%d", quoted, headRow, headRow), 0, false)
	return ref, nil
}
