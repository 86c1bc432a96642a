package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// mergeRanges repeats the merges of repeating rows and moves the others.
func (o *outSheet) mergeRanges() []a1.Range {
	var out []a1.Range
	for _, m := range o.sheet.Merges {
		b := o.bandOf(m)
		if b == nil {
			if r, ok := o.hull(m); ok && (r.Col1 != r.Col2 || r.Row1 != r.Row2) {
				out = append(out, r)
			}
			continue
		}
		lane := slices.Index(b.lanes, b.laneAt(m.Col1))
		for i, p := range o.layout.rows {
			if p.row.band == b && p.lanes[lane].row.R == m.Row1 {
				end := o.layout.rows[i+m.Row2-m.Row1]
				out = append(out, a1.Range{Col1: m.Col1, Row1: p.r, Col2: m.Col2, Row2: end.r + end.more})
			}
		}
	}
	return out
}

// equalNeighbours merges the cells of tags with |合并 over rows whose values
// are equal in that column and in all such columns left of it in the lane.
func (w *writer) equalNeighbours() (out []a1.Range) {
	type open struct {
		key    string
		merged *a1.Range
	}
	var all []*a1.Range
	for _, b := range w.out.sheet.bands {
		for i, lane := range b.lanes {
			columns := map[int]open{}
			for _, p := range w.out.layout.rows {
				if p.row.band != b || p.lanes[i].record < 0 {
					continue
				}
				at, key := place{0, p.r, p.lanes[i].row, lane, p.lanes[i].record}, ""
				for j := range at.row.cells {
					x := &at.row.cells[j]
					if b.laneAt(x.Col) != lane || len(x.slots) != 1 || !x.slots[0].merge {
						continue
					}
					key += "\x1f" + w.words(&x.slots[0], at)
					if c := columns[x.Col]; c.merged != nil && c.key == key && c.merged.Row2 == p.r-1 {
						c.merged.Row2 = p.r + p.more
						continue
					}
					r := a1.Range{Col1: x.Col, Row1: p.r, Col2: x.Col, Row2: p.r + p.more}
					columns[x.Col] = open{key, &r}
					all = append(all, &r)
				}
			}
		}
	}
	for _, r := range all {
		if r.Row2 > r.Row1 {
			out = append(out, *r)
		}
	}
	return out
}

// bandOf is the band of which a merge covers part of one record's rows; nil if
// it reaches beyond them and so stretches with the band.
func (o *outSheet) bandOf(m a1.Range) *band {
	for _, b := range o.sheet.bands {
		if m.Row1 < b.top || m.Row2 > b.bottom {
			continue
		}
		for _, v := range b.laneAt(m.Col1).variants {
			if slices.Contains(v.rows, m.Row1) && slices.Contains(v.rows, m.Row2) {
				return b
			}
		}
	}
	return nil
}

// spread puts the text of rows that are too high for Excel into the rows that
// were placed for it, with no line between them; the row's other cells become
// one over all these rows.
func (o *outSheet) spread() {
	for number, p := range o.layout.rows {
		if p.more == 0 {
			continue
		}
		parts := o.tall[number].parts
		first := o.byRow[p.r]
		for _, x := range o.rows[first].cells {
			i := slices.IndexFunc(o.merges, func(m a1.Range) bool { return m.Has(int(x.col), p.r) })
			texts, split := parts[x.col]
			switch {
			case !split && i < 0:
				o.merges = append(o.merges, a1.Range{Col1: int(x.col), Row1: p.r, Col2: int(x.col), Row2: p.r + p.more})
			case split && i < 0:
				o.spreadText(p, a1.Cell(int(x.col), p.r), texts)
			case split:
				m := o.merges[i]
				o.merges = slices.Delete(o.merges, i, i+1)
				for n := range p.more + 1 {
					o.merges = append(o.merges, a1.Range{Col1: m.Col1, Row1: p.r + n, Col2: m.Col2, Row2: p.r + n})
				}
				o.spreadText(p, m, texts)
			}
		}
	}
}

// spreadText writes the parts of a text below each other in the columns of m.
func (o *outSheet) spreadText(p placed, m a1.Range, texts []string) {
	for n := range p.more + 1 {
		for col := m.Col1; col <= m.Col2; col++ {
			x := o.cellAt(col, p.r+n)
			if x == nil {
				continue
			}
			x.openTop, x.openBottom = n > 0, n < p.more
			if col == m.Col1 {
				x.tpl, x.value = nil, formula.Value{}
				if n < len(texts) {
					x.value = formula.Str(texts[n])
				}
			}
		}
	}
}
