package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
)

// A merged cell shows only its first one. What filling writes into another one is
// lost in print while sums count it, so no merge of the result may cover such a cell.
// Texts of the template that its own merge covers were never shown, and may stay.

// hidden tells the cells of the template whose contents a merge of the result
// covers, each once.
func (r *render) hidden() {
	told := map[finding.Place]bool{}
	for _, w := range r.order {
		o := w.out
		if !o.covers() {
			continue
		}
		merged := o.mergedRows()
		for _, p := range o.layout.rows {
			over := merged[p.r]
			if over == nil {
				continue
			}
			p.each(func(x *cell, at place) {
				i := slices.IndexFunc(over, func(m a1.Range) bool { return m.Has(x.Col, p.r) })
				if i < 0 || over[i].Col1 == x.Col && over[i].Row1 == p.r || !o.loses(x, at) {
					return
				}
				key := finding.At(o.sheet.Name, x.Col, at.row.R)
				if told[key] {
					return
				}
				told[key] = true
				r.problems.Errorf("merge-hides", key,
					"请在模板里取消盖住这一格的合并，或把内容移到合并格的第一格。",
					"填表以后，这一格的内容（公开表的 %s）被合并的格子 %s 盖住，印不出来", finding.At(o.name, x.Col, p.r), over[i])
			})
		}
	}
}

// covers says whether some cell with content stands below a merge, be it the template's own.
func (o *outSheet) covers() bool {
	return slices.ContainsFunc(o.merges, func(m a1.Range) bool {
		for n := m.Row1; n <= min(m.Row2, o.total); n++ {
			if o.byRow[n] < 0 {
				continue
			}
			cells := o.rows[o.byRow[n]].cells
			for i := range cells {
				col := int(cells[i].col)
				if m.Has(col, n) && (col != m.Col1 || n != m.Row1) && cells[i].holds() {
					return true
				}
			}
		}
		return false
	})
}

// holds says whether a cell has content.
func (x *outCell) holds() bool {
	if x.tpl != nil {
		return x.tpl.Value != "" || x.tpl.Text != ""
	}
	return x.value.Kind != formula.Blank || x.sum != "" || x.moved != nil
}

// mergedRows are the merges of the result by the rows that they reach over.
func (o *outSheet) mergedRows() map[int][]a1.Range {
	out := make(map[int][]a1.Range, o.total)
	for _, m := range o.merges {
		for n := m.Row1; n <= min(m.Row2, o.total); n++ {
			out[n] = append(out[n], m)
		}
	}
	return out
}

// loses says whether a cell of the result holds something that is lost below a merge.
func (o *outSheet) loses(x *cell, at place) bool {
	out := o.cellAt(x.Col, at.out)
	switch {
	case out == nil || !out.holds():
		return false
	case out.tpl == nil:
		return true
	}
	return !slices.ContainsFunc(o.sheet.Merges, func(m a1.Range) bool {
		return m.Has(x.Col, at.row.R) && (m.Col1 != x.Col || m.Row1 != at.row.R)
	})
}
