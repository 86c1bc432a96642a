package fill

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// Filled is a workbook of the result.
type Filled struct {
	*xlsxedit.File
	Sheet string // of a workbook that has but this one

	order []*writer
}

// Sheets is how many sheets were filled.
func (f *Filled) Sheets() int { return len(f.order) }

// Tab is a filled sheet: its name in the template, the record for which it is, -1 if it is
// for none, and the name of its tab.
type Tab struct {
	Form   string
	Record int
	Name   string
}

// Tabs are the filled sheets in the order of the template.
func (f *Filled) Tabs() (out []Tab) {
	for _, w := range f.order {
		out = append(out, Tab{w.out.sheet.Name, w.out.record, w.out.name})
	}
	return out
}

// Cells visits what every cell that filling wrote must hold, blank ones too, by
// sheet, for those who read the workbook back: amounts and texts as the data give
// them anew, formulas by their result. done is called behind each sheet.
func (f *Filled) Cells(visit func(col, row int, want formula.Value), done func(sheet string) error) error {
	for _, w := range f.order {
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				if out := w.out.cellAt(x.Col, at.out); out != nil && out.tpl == nil {
					visit(x.Col, at.out, w.wanted(out, x, at))
				}
			})
			for n := range p.more { // a text that goes on
				for _, x := range w.out.rows[w.out.byRow[p.r+n+1]].cells {
					visit(int(x.col), p.r+n+1, x.value)
				}
			}
		}
		if err := done(w.out.name); err != nil {
			return err
		}
	}
	return nil
}

// Source is the cell of the template that a formula of the result comes from;
// Formula is what the template holds there, nil if it is the tag of an amount.
type Source struct {
	At      finding.Place
	Formula *formula.Formula
}

// Sources are the sources of all formulas, by sheet and cell of the result, for
// those who talk with the maker of the template.
func (f *Filled) Sources() map[finding.Place]Source {
	out := map[finding.Place]Source{}
	for _, w := range f.order {
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				if cell := w.out.cellAt(x.Col, at.out); cell != nil && cell.formula() != "" {
					out[finding.At(w.out.name, x.Col, at.out)] = Source{finding.At(w.out.sheet.Name, x.Col, at.row.R), x.formula}
				}
			})
		}
	}
	return out
}

// Shows are the numbers that the result shows of a cell of the template.
func (f *Filled) Shows(sheet string, col, row int) (numbers []decimal.Decimal) {
	for _, w := range f.order {
		if w.out.sheet.Name != sheet {
			continue
		}
		for _, p := range w.out.layout.rows {
			if p.lanes == nil && p.row.R != row {
				continue
			}
			p.each(func(x *cell, at place) {
				if out := w.out.cellAt(x.Col, at.out); out != nil && x.Col == col && at.row.R == row {
					numbers = append(numbers, w.wanted(out, x, at).Num)
				}
			})
		}
	}
	return numbers
}

func (w *writer) wanted(out *outCell, x *cell, at place) formula.Value {
	switch {
	case out.state == beyond:
		return formula.Value{}
	case out.moved != nil || out.member != nil:
		return formula.Stored(out.value)
	case len(x.parts) == 1 && x.parts[0].Numeric() && out.value.Kind != formula.Blank:
		return formula.Num(w.values.Of(&x.parts[0], at.scope()).Number)
	}
	return out.value
}
