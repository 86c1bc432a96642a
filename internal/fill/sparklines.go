package fill

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
)

// A sparkline ([MS-XLSX] 2.6.140) is a chart in one cell, of one row or column
// of cells. In a repeating row each record has its own.

// sparkline writes a sparkline once for each record that its cell becomes.
func (m *mover) sparkline(e *etree.Element) {
	sqref, data := e.SelectElement("sqref"), e.SelectElement("f")
	if sqref == nil {
		return
	}
	r, ok := a1.ParseRange(strings.TrimSpace(sqref.Text()))
	if !ok {
		return
	}
	var copies []*etree.Element
	for _, s := range m.w.spots(r) {
		c := e.Copy()
		c.SelectElement("sqref").SetText(a1.Name(s.cells.Col1, s.cells.Row1))
		if data != nil {
			text, ok := m.w.charted(data.Text(), s.at)
			if !ok {
				continue
			}
			c.SelectElement("f").SetText(text)
		}
		copies = append(copies, c)
	}
	become(e, copies)
}

// charted is the reference of a sparkline's data for a record; ok is false if
// nothing of it is printed.
func (w *writer) charted(text string, at place) (string, bool) {
	f, err := formula.Parse(text)
	if err != nil {
		return text, true
	}
	whole := true
	text = f.Rewrite(func(o formula.Operand) string {
		ref, ok := w.meant(o.Ref, at)
		whole = whole && ok
		return w.continued(o.Ref, ref, at).String()
	})
	return text, whole
}

// continued lets data that begin in the row above the list begin with the record
// before, as in formulas; those of the first record begin there.
func (w *writer) continued(was, now formula.Ref, at place) formula.Ref {
	_, top, _, _ := was.Abs()
	own := was.Sheet == "" || strings.EqualFold(was.Sheet, w.out.sheet.Name)
	if at.lane == nil || top || !own || was.Row1 != at.row.band.top-1 {
		return now
	}
	before := 0
	for _, out := range w.out.homes[home{at.row.R, at.lane}] {
		if out < at.out {
			before = out
		}
	}
	if before == 0 {
		return now
	}
	to := now.Range
	to.Row1 = before
	if was.Row2 == was.Row1 {
		to.Row2 = before
	}
	return now.With(to)
}

// blockSparklines finds the sparklines whose data would become a block of rows
// and columns, which Excel does not draw.
func (t *Template) blockSparklines() (findings finding.List) {
	for _, s := range t.sheets {
		walk(s.Doc.Root(), func(e *etree.Element) {
			cell, ok := sparklineCell(e)
			if !ok {
				return
			}
			f, err := formula.Parse(e.Text())
			if err != nil {
				return
			}
			for _, o := range f.Operands {
				if t.becomesBlock(o.Ref, s, cell, e.Parent().Tag == "sparkline") {
					findings.Errorf("sparkline-block", finding.Place{Sheet: s.Name, Cell: cell.String()},
						"请让迷你图只引用一列；或放在重复的那一行里，引用这一行。", "迷你图的数据 %s 会随记录变成几行几列，画不出来", f.Text)
				}
			}
		})
	}
	return findings
}

// sparklineCell is the cell of the sparkline whose data an element names, or of
// the first one whose dates it names.
func sparklineCell(f *etree.Element) (a1.Range, bool) {
	if f.Tag != "f" || f.Parent() == nil || !strings.HasPrefix(f.Parent().Tag, "sparkline") {
		return a1.Range{}, false
	}
	sqref := f.Parent().FindElement(".//sqref")
	if sqref == nil {
		return a1.Range{}, false
	}
	return a1.ParseRange(strings.TrimSpace(sqref.Text()))
}

// becomesBlock says whether several columns that a sparkline shows grow into
// several rows; own, if those of its own record can be meant.
func (t *Template) becomesBlock(ref formula.Ref, s *sheet, cell a1.Range, own bool) bool {
	from := s
	for _, other := range t.sheets {
		if strings.EqualFold(other.Name, ref.Sheet) {
			from = other
		}
	}
	if ref.Col1 == ref.Col2 || ref.Row1 == 0 {
		return false
	}
	for _, b := range from.bands {
		if !b.grows(ref.Range) {
			continue
		}
		_, top, _, bottom := ref.Abs()
		own = own && from == s && !top && !bottom && cell.Row1 >= b.top && cell.Row1 <= b.bottom
		return !own || b.laneAt(cell.Col1) != b.laneAt(ref.Col1) || !b.laneAt(cell.Col1).above(ref.Row1, cell.Row1)
	}
	return false
}

// grows says whether a range covers rows that repeat.
func (b *band) grows(r a1.Range) bool {
	return slices.ContainsFunc(b.over(r), func(l *lane) bool {
		return !l.fixed() && slices.ContainsFunc(l.variants, func(v variant) bool {
			return r.Row1 <= v.rows[len(v.rows)-1] && r.Row2 >= v.rows[0]
		})
	})
}

// above says whether a template row prints the record of another one, or one of
// its parents: one row.
func (l *lane) above(row, of int) bool {
	i, k := l.variantOf(row), l.variantOf(of)
	return i >= 0 && k >= 0 && (i == k || l.variants[i].level < l.variants[k].level)
}
