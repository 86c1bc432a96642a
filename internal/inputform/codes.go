package inputform

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/textwidth"
)

const codesHeader = 2 // below the hint

// writeCodes writes a code list, with empty rows for new codes.
func (w *writer) writeCodes(def pack.CodeDef) {
	list := w.codes[def.Name]
	last := codesHeader + len(list.Entries()) + spare
	// First: it replaces the sheet properties.
	w.did(w.f.AutoFilter(def.Name, fmt.Sprintf("A%d:%s", codesHeader, cellName(len(list.Columns), last)), nil))
	w.page(def.Name, "portrait", codesHeader)
	w.freeze(def.Name, 0, codesHeader, false)
	w.calm(def.Name, fmt.Sprintf("A%d:%s", codesHeader+1, cellName(len(list.Columns), last)))
	w.redCodes(list, last)
	w.note(def.Name, cellName(1, codesHeader), def.Hint+"\n编码位数："+list.Lengths()+"。")
	s := w.stream(def.Name, last, codeWidths(list))
	s.row(1, 24, excelize.Cell{StyleID: w.look.hint, Value: def.Hint})
	cells := make([]any, len(list.Columns))
	for i, c := range list.Columns {
		style := w.look.mayHead
		if i < 2 {
			style = w.look.mustHead
		}
		cells[i] = excelize.Cell{StyleID: style, Value: c}
	}
	s.row(codesHeader, 26, cells...)
	for r := codesHeader + 1; r <= last; r++ {
		var values []string
		if i := r - codesHeader - 1; i < len(list.Entries()) {
			values = list.Entries()[i].Values
		}
		for i := range cells {
			cell := excelize.Cell{StyleID: w.look.code}
			if i < len(values) {
				cell.Value = orNothing(values[i])
			}
			cells[i] = cell
		}
		s.row(r, 18, cells...)
	}
	w.did(s.Flush())
}

// redCodes marks additions that reading would refuse.
func (w *writer) redCodes(list *budget.CodeList, last int) {
	first := codesHeader + 1
	code := fmt.Sprintf("$A%d", first)
	var wrong []string
	for _, l := range list.Levels {
		wrong = append(wrong, fmt.Sprintf("LEN(TRIM(%s))<>%d", code, l.Digits))
	}
	formula := fmt.Sprintf(`AND(COUNTA($A%d:$%s%d)>0,OR(LEN(TRIM($B%d))=0,AND(%s),COUNTIF($A$%d:$A$%d,TRIM(%s))>1))`,
		first, letter(len(list.Columns)), first, first, strings.Join(wrong, ","), first, last, code)
	w.red(list.Name, fmt.Sprintf("A%d:%s", first, cellName(len(list.Columns), last)), w.look.badRow, formula)
}

// codeWidths fits the columns to what they hold, within reason.
func codeWidths(list *budget.CodeList) []float64 {
	widths := make([]float64, len(list.Columns))
	for i, c := range list.Columns {
		w := textwidth.Of(c) + 6 // the filter's arrow
		for _, e := range list.Entries() {
			w = max(w, textwidth.Of(e.Values[i])+2)
		}
		widths[i] = float64(min(max(w, 12), 62))
	}
	return widths
}

// CodePlace is the cell at which Write puts a column of an entry of a code
// list, both counted from 0.
func CodePlace(list string, entry, column int) finding.Place {
	return finding.At(list, column+1, codesHeader+1+entry)
}
