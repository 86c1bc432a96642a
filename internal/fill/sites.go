package fill

import (
	"iter"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
)

// site is a cell of the template where it stands.
type site struct {
	*cell
	row   *row
	sheet *sheet
}

func (x site) place() finding.Place { return finding.At(x.sheet.Name, x.Col, x.row.R) }

// sites are the cells of a sheet in reading order.
func (s *sheet) sites() iter.Seq[site] {
	return func(yield func(site) bool) {
		for i := range s.rows {
			r := &s.rows[i]
			for j := range r.cells {
				if !yield(site{&r.cells[j], r, s}) {
					return
				}
			}
		}
	}
}

// formulas are the cells of the template with a formula.
func (t *Template) formulas() iter.Seq[site] {
	return func(yield func(site) bool) {
		for _, s := range t.sheets {
			for x := range s.sites() {
				if x.formula != nil && !yield(x) {
					return
				}
			}
		}
	}
}

// rowAt is a row of the template, nil if the file does not hold it.
func (s *sheet) rowAt(at int) *row {
	i, found := slices.BinarySearchFunc(s.rows, at, func(r row, at int) int { return r.R - at })
	if !found {
		return nil
	}
	return &s.rows[i]
}

// cellAt is the cell with content in a place of the template, nil if there is none.
func (s *sheet) cellAt(col, at int) *cell {
	r := s.rowAt(at)
	if r == nil {
		return nil
	}
	i := slices.IndexFunc(r.cells, func(x cell) bool { return x.Col == col && x.filled() })
	if i < 0 {
		return nil
	}
	return &r.cells[i]
}

// sheet is the template's sheet of a name, nil if there is none.
func (t *Template) sheet(name string) *sheet {
	for _, s := range t.sheets {
		if strings.EqualFold(s.Name, name) {
			return s
		}
	}
	return nil
}

// sheetOf is the sheet that a reference in a formula of another one means.
func (t *Template) sheetOf(s *sheet, ref formula.Ref) *sheet {
	if ref.Sheet == "" {
		return s
	}
	return t.sheet(ref.Sheet)
}

// outCells are the cells of a sheet of the result.
func (o *outSheet) outCells() iter.Seq2[*outRow, *outCell] {
	return func(yield func(*outRow, *outCell) bool) {
		for i := range o.rows {
			for j := range o.rows[i].cells {
				if !yield(&o.rows[i], &o.rows[i].cells[j]) {
					return
				}
			}
		}
	}
}
