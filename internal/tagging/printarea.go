package tagging

import (
	"ysgk/internal/formula"
	"ysgk/internal/layout"
	"ysgk/internal/xlsxedit"
)

// printNew lets the print area of a sheet go down to the last row in which a plan writes what the form has not, such as
// a note below a table, so that it is printed too.
func printNew(wb *xlsxedit.Workbook, p *Plan) {
	moved, last := p.Moved(), layout.Pos{}
	for _, x := range p.Puts {
		if row := moved(x.Row) + x.Nth; x.Text != "" && !p.Dropped(x.Row) && p.Sheet.Cells[layout.At(x.Col, x.Row)].Text == "" && row > last.Row {
			last = layout.At(x.Col, row)
		}
	}
	for _, e := range wb.Names() {
		if e.SelectAttrValue("name", "") != "_xlnm.Print_Area" {
			continue
		}
		f, err := formula.Parse(e.Text())
		if err != nil || len(f.Operands) != 1 {
			continue // several areas are several pages
		}
		if r := f.Operands[0].Ref; r.Sheet == p.Sheet.Name && 0 < r.Row2 && r.Row2 < last.Row && r.Col1 <= last.Col && last.Col <= r.Col2 {
			r.Row2 = last.Row
			e.SetText(f.Rewrite(func(formula.Operand) string { return r.String() }))
		}
	}
}
