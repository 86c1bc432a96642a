package markup

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/handout"
	"ysgk/internal/textwidth"
	"ysgk/internal/xlsxedit"
)

// Fact is a line of a sheet of facts.
type Fact struct{ Name, Text string }

// AppendFacts adds a sheet of facts behind all others, laid out to be printed on
// one page; name is changed where the workbook has a sheet of that name.
func AppendFacts(f *xlsxedit.File, name, about string, facts []Fact) error {
	wb, err := f.Workbook()
	if err != nil {
		return err
	}
	fm, err := f.Formats(wb)
	if err != nil {
		return err
	}
	free := name
	for n := 2; slices.ContainsFunc(wb.Sheets, func(s xlsxedit.SheetRef) bool { return strings.EqualFold(s.Name, free) }); n++ {
		free = name + strconv.Itoa(n)
	}
	_, err = f.AppendSheet(wb, free, factSheet(newLooks(fm), name, about, facts))
	return err
}

// factWidth is the width of the facts' column in characters; a hash of 64 digits
// fits.
const factWidth = 68

func factSheet(k looks, title, about string, facts []Fact) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	fmt.Fprintf(&b, `<dimension ref="A1:B%d"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="16"/>`, 3+len(facts))
	fmt.Fprintf(&b, `<cols><col min="1" max="1" width="22" customWidth="1"/><col min="2" max="2" width="%d" customWidth="1"/></cols><sheetData>`, factWidth)
	fmt.Fprintf(&b, `<row r="1" ht="28" customHeight="1">%s</row>`, handout.TextCell(1, 1, k.title, title))
	fmt.Fprintf(&b, `<row r="2" ht="18" customHeight="1">%s</row>`, handout.TextCell(1, 2, k.about, about))
	for i, x := range facts {
		row := 4 + i
		fmt.Fprintf(&b, `<row r="%d" ht="%d" customHeight="1">%s%s</row>`, row, 15*textwidth.Lines(x.Text, factWidth)+4, handout.TextCell(1, row, k.text, x.Name), handout.TextCell(2, row, k.text, x.Text))
	}
	b.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	return []byte(b.String())
}
