package fill

import (
	"slices"
	"strings"

	"ysgk/internal/a1"

	"github.com/beevik/etree"
)

// An array formula stands in one cell and may show its result in several. The
// others hold no formula, only what was computed when the template was saved.

// head is the cell of an array formula, as another cell of its range sees it.
type head struct {
	*cell
	row         int // of the template
	down, right int
}

// arrayAt says whether a cell shows a part of the result of an array formula that
// stands in another cell.
func (s *sheet) arrayAt(col, row int) bool {
	if s.arrayRefs == nil {
		s.arrayRefs = []a1.Range{}
		for _, r := range s.Rows {
			for i := range r.Cells {
				if f := r.Cells[i].Formula; f != nil && f.Kind == "array" {
					if ref, ok := a1.ParseRange(f.Ref); ok {
						s.arrayRefs = append(s.arrayRefs, ref)
					}
				}
			}
		}
	}
	return slices.ContainsFunc(s.arrayRefs, func(r a1.Range) bool { return r.Has(col, row) })
}

// arrays finds the cells that show a part of an array formula's result.
func (c *compiler) arrays() {
	for x := range c.sheet.sites() {
		if x.formula == nil || x.Formula.Kind != "array" {
			continue
		}
		if r, ok := a1.ParseRange(x.Formula.Ref); ok && (r.Row1 != r.Row2 || r.Col1 != r.Col2) {
			c.array(x, r)
		}
	}
}

func (c *compiler) array(x site, ref a1.Range) {
	for m := range c.sheet.sites() {
		switch {
		case m.row.R < ref.Row1 || m.row.R > ref.Row2:
		case m.row.band != nil && ref.Row1 != ref.Row2:
			c.findings.Errorf("formula-array", x.place(), "请改成只占一行的公式，或每一格各写一个公式。", "数组公式 {=%s} 占了几行（%s），其中有按清单重复的行", x.formula.Text, ref)
			return
		case m.cell != x.cell && m.Col >= ref.Col1 && m.Col <= ref.Col2:
			m.array = &head{x.cell, x.row.R, m.row.R - ref.Row1, m.Col - ref.Col1}
		}
	}
}

// member is where a cell of an array formula's range takes its value from.
func (w *writer) member(x *cell, at place) *member {
	row := at.out
	if at.lane == nil {
		if rows := w.out.at(a1.Cell(x.array.Col, x.array.row), x.array.row); len(rows) > 0 {
			row = rows[0]
		}
	}
	return &member{x.array.Col, row, x.array.down, x.array.right}
}

// array is the range of an array formula, "" for an ordinary one.
func (m *moved) array() string {
	if m.cell.Formula.Kind != "array" {
		return ""
	}
	r, ok := a1.ParseRange(m.cell.Formula.Ref)
	if !ok {
		r = a1.Cell(m.cell.Col, m.at.out)
	}
	if to, ok := m.w.out.hull(r); ok && r.Row1 != r.Row2 {
		r.Row2 += to.Row2 - to.Row1 - (r.Row2 - r.Row1)
	}
	r.Row2 += m.at.out - r.Row1
	r.Row1 = m.at.out
	return r.String()
}

// dynamic is true of an array that Excel lets spill as far as its result reaches.
func (m *moved) dynamic() bool {
	return slices.ContainsFunc(m.cell.Extra, func(a etree.Attr) bool { return a.Key == "cm" && strings.Trim(a.Value, "0") != "" })
}
