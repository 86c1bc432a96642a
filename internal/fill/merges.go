package fill

import (
	"cmp"
	"slices"
	"strconv"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// mergeRanges repeats the merges of rows that repeat, or that others are formatted
// like, and moves the others; those of a block stay within it.
func (o *outSheet) mergeRanges() []a1.Range {
	out := make([]a1.Range, 0, len(o.sheet.Merges)) // few sheets have lists between many merges
	for _, m := range o.sheet.Merges {
		if lane := o.repeats(m); lane != nil {
			out = append(out, o.repeated(m, lane)...)
			continue
		}
		if b := o.blockOf(m); b != nil {
			out = append(out, o.perBlock(m)...)
			continue
		}
		if r, ok := o.hull(m); ok && (r.Col1 != r.Col2 || r.Row1 != r.Row2) {
			out = append(out, r)
		}
	}
	return out
}

// repeated gives a merge for each time that a lane shows its rows one after the other,
// but where it would cover what another lane prints there: a blank row of the form
// that is one cell from side to side is none any more once records have taken it.
func (o *outSheet) repeated(m a1.Range, lane *lane) (out []a1.Range) {
	for i, p := range o.layout.rows {
		n := m.Row2 - m.Row1
		shows := func(k int) bool {
			if i+k >= len(o.layout.rows) || o.layout.rows[i+k].lanes == nil {
				return false
			}
			sides := o.layout.rows[i+k].sides()
			return slices.ContainsFunc(sides, func(s side) bool { return s.lane == lane && s.row.R == m.Row1+k }) &&
				!slices.ContainsFunc(sides, func(s side) bool { return s.lane != lane && s.row.R != m.Row1+k && s.under(m) })
		}
		whole := true
		for k := 0; k <= n && whole; k++ {
			whole = shows(k)
		}
		if whole {
			end := o.layout.rows[i+n]
			out = append(out, a1.Range{Col1: m.Col1, Row1: p.r, Col2: m.Col2, Row2: end.r + end.more})
		}
	}
	return out
}

// under says whether a lane prints something in columns that a merge covers, be it
// of a template row that the merge is no part of.
func (s side) under(m a1.Range) bool {
	if s.blank || !s.lane.fixed() && s.record < 0 {
		return false
	}
	return slices.ContainsFunc(s.row.cells, func(x cell) bool {
		return x.Col > m.Col1 && x.Col <= m.Col2 && x.filled() && s.row.laneAt(x.Col) == s.lane
	})
}

// perBlock gives a merge around the rows of each block.
func (o *outSheet) perBlock(m a1.Range) (out []a1.Range) {
	for _, block := range o.blocks {
		rows := o.inBlock(block, m, m.Row1, m.Row2)
		if len(rows) == 0 {
			continue
		}
		r := a1.Range{Col1: m.Col1, Row1: rows[0], Col2: m.Col2, Row2: rows[len(rows)-1]}
		if r.Row1 != r.Row2 || r.Col1 != r.Col2 {
			out = append(out, r)
		}
	}
	return out
}

// equals are cells below each other that say the same, of which the first alone prints.
type equals struct {
	a1.Range
	once bool // they are not merged
}

// equalNeighbours are the cells of tags with |合并 or |印一次 over rows whose values
// are equal in that column and in all such columns left of it in the lane. What
// prints once beside a list is one with the blank cells below it.
func (w *writer) equalNeighbours() (out []equals) {
	type open struct {
		key    string
		merged *equals
	}
	var all []*equals
	columns := map[*lane]map[int]open{}
	for _, p := range w.out.layout.rows {
		if p.lanes == nil {
			continue
		}
		for _, s := range p.sides() {
			at, key := place{out: p.r, row: s.row, lane: s.lane, record: s.record, blank: s.blank, within: s.within}, ""
			if s.within != nil {
				key = strconv.Itoa(s.within.Record) // the next record's is another one, though it says the same
			}
			if columns[s.lane] == nil {
				columns[s.lane] = map[int]open{}
			}
			if s.lane.fixed() && s.blank {
				for _, c := range columns[s.lane] {
					if c.merged.Row2 == p.r-1 {
						c.merged.Row2 = p.r + p.more
					}
				}
			}
			if at.ended() {
				continue
			}
			for j := range at.row.cells {
				x := &at.row.cells[j]
				if at.row.laneAt(x.Col) != s.lane || len(x.parts) != 1 || !x.parts[0].Merge {
					continue
				}
				key += "\x1f" + w.values.Of(&x.parts[0], at.scope()).String()
				if c := columns[s.lane][x.Col]; c.merged != nil && c.key == key && c.merged.Row2 == p.r-1 && !s.lane.fixed() {
					c.merged.Row2 = p.r + p.more
					continue
				}
				r := equals{a1.Range{Col1: x.Col, Row1: p.r, Col2: x.Col, Row2: p.r + p.more}, x.parts[0].Once}
				columns[s.lane][x.Col] = open{key, &r}
				all = append(all, &r)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *equals) int { return cmp.Or(a.Row1-b.Row1, a.Col1-b.Col1) })
	for _, r := range all {
		if r.Row2 > r.Row1 {
			out = append(out, *r)
		}
	}
	return out
}

// mergeOver adds a merge of equal neighbours. Cells that are merged themselves, with
// those right of them, become part of it: Excel reads no file whose merges cross.
func (o *outSheet) mergeOver(r *a1.Range) {
	o.merges = slices.DeleteFunc(o.merges, func(m a1.Range) bool {
		part := m.Col1 == r.Col1 && m.Row1 >= r.Row1 && m.Row2 <= r.Row2
		if part {
			r.Col2 = max(r.Col2, m.Col2)
		}
		return part
	})
	o.merges = append(o.merges, *r)
}

// repeats is the lane of which a merge covers part of one record's rows, one row, or
// rows of the form below them; nil if it reaches beyond them and so stretches with the band.
func (o *outSheet) repeats(m a1.Range) *lane {
	b := o.sheet.bandAt(m.Row1)
	if b == nil || m.Row2 > b.bottom {
		return nil
	}
	if in := b.innerAt(m.Row1); in != nil && in == b.innerAt(m.Row2) {
		b = in
	} else if b.lanes[0].block {
		return nil
	}
	lane := b.laneAt(m.Col1)
	one := slices.ContainsFunc(lane.variants, func(v variant) bool { return slices.Contains(v.rows, m.Row1) && slices.Contains(v.rows, m.Row2) })
	if one || m.Row1 == m.Row2 || m.Row1 > b.core {
		return lane
	}
	return nil
}

// blockOf is the block that a merge is part of, nil if there is none.
func (o *outSheet) blockOf(m a1.Range) *band {
	if b := o.sheet.bandAt(m.Row1); b != nil && b.lanes[0].block && m.Row2 <= b.bottom {
		return b
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
