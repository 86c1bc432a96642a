package fill

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// many is how many cells an element beside the cells may name.
type many uint8

const (
	ranges    many = iota // a list of ranges (ST_Sqref): as many as it becomes
	oneRange              // one range (ST_Ref) that cannot be divided: the smallest around all
	rangeEach             // one range, but any number of elements: one for each record
	cellEach              // one cell (ST_CellRef): one element for each record
)

// naming are the elements of a worksheet that name cells in an attribute
// (ECMA-376 part 1, 18.3.1 and 18.18.62). Elsewhere stand: merges and rows
// (emit.go), views and breaks (moves.go), the xm:sqref of Excel 2010's
// extensions ([MS-XLSX] 2.6), which is a list but for sparklines, and what names
// cells of other sheets too (links.go).
var naming = map[string]struct {
	attr string
	many many
}{
	"conditionalFormatting": {"sqref", ranges},
	"dataValidation":        {"sqref", ranges},
	"ignoredError":          {"sqref", ranges},
	"protectedRange":        {"sqref", ranges},
	"scenarios":             {"sqref", ranges},
	"selection":             {"sqref", ranges},

	"autoFilter":     {"ref", oneRange},
	"sortState":      {"ref", oneRange},
	"sortCondition":  {"ref", oneRange},
	"webPublishItem": {"sourceRef", oneRange},

	"hyperlink": {"ref", rangeEach},

	"cellSmartTags": {"r", cellEach},
	"cellWatch":     {"r", cellEach},
	"inputCells":    {"r", cellEach},
}

// ranges moves what validations, conditional formats, links, filters and the
// like name.
func (m *mover) ranges() {
	walk(m.doc.Root(), func(e *etree.Element) {
		switch e.Tag {
		case "sqref":
			if p := e.Parent(); p.Tag != "sparkline" {
				m.setRanges(p, m.rangeList(e.Text()), func(s string) { e.SetText(s) })
			}
		case "sparkline":
			m.sparkline(e)
		case "dataRef":
			m.dataRef(e)
		}
		n, ok := naming[e.Tag]
		text := strings.ReplaceAll(e.SelectAttrValue(n.attr, ""), "$", "") // excelize writes filters with $
		switch set := func(s string) { e.CreateAttr(n.attr, s) }; {
		case !ok || text == "":
		case n.many == ranges:
			m.setRanges(e, m.rangeList(text), set)
		case n.many == oneRange:
			m.setRanges(e, m.hullOf(text), set)
		default:
			m.each(e, n.attr, text, n.many)
		}
	})
	m.unusedLinks()
	recount(m.doc.Root())
}

// setRanges writes moved ranges; an element whose rows are not printed goes.
func (m *mover) setRanges(e *etree.Element, ranges string, set func(string)) {
	switch {
	case e.Tag == "selection":
		set(selected(e, ranges))
	case ranges != "":
		set(ranges)
	default:
		dropEmpty(e)
	}
}

// selected is what is selected, which the active cell must be part of.
func selected(e *etree.Element, ranges string) string {
	active := e.SelectAttrValue("activeCell", "A1")
	col, row, _ := a1.Parse(active)
	for i, s := range strings.Fields(ranges) {
		if r, ok := a1.ParseRange(s); !ok || r.Has(col, row) {
			if e.SelectAttr("activeCellId") != nil {
				e.CreateAttr("activeCellId", strconv.Itoa(i))
			}
			return ranges
		}
	}
	e.RemoveAttr("activeCellId")
	return active
}

// dropEmpty takes an element out of the tree, and with it each list around it
// that has nothing left: Excel refuses empty ones.
func dropEmpty(e *etree.Element) {
	for p := e.Parent(); p != nil; p = e.Parent() {
		p.RemoveChild(e)
		top := p.Parent() == nil || p.Parent().Parent() == nil
		if top || p.Tag == "autoFilter" || len(p.ChildElements()) > 0 && p.Tag != "sparklineGroup" {
			return
		}
		e = p
	}
}

func (m *mover) rangeList(list string) string {
	var out []string
	for _, s := range strings.Fields(list) {
		r, ok := a1.ParseRange(s)
		if !ok {
			out = append(out, s) // whole columns stay
			continue
		}
		for _, to := range m.w.out.move(r) {
			out = append(out, to.String())
		}
	}
	return strings.Join(out, " ")
}

// hullOf is the one range that a range becomes, "" if nothing of it is printed.
func (m *mover) hullOf(text string) string {
	r, ok := a1.ParseRange(text)
	if !ok {
		return text
	}
	to, ok := m.w.out.hull(r)
	if !ok {
		return ""
	}
	return to.String()
}

// each writes an element once for each place that its cells become.
func (m *mover) each(e *etree.Element, attr, text string, n many) {
	r, ok := a1.ParseRange(text)
	if !ok {
		return
	}
	var copies []*etree.Element
	for _, s := range m.w.spots(r) {
		c := e.Copy()
		if n == cellEach {
			s.cells = a1.Cell(s.cells.Col1, s.cells.Row1)
		}
		c.CreateAttr(attr, s.cells.String())
		if e.Tag != "hyperlink" || m.link(c, s.at) {
			copies = append(copies, c)
		}
	}
	become(e, copies)
}

// become puts elements in the place of one. Only the first keeps its unique id.
func become(e *etree.Element, copies []*etree.Element) {
	for i, c := range copies {
		e.Parent().InsertChildAt(e.Index(), c)
		if i > 0 {
			c.RemoveAttr("xr:uid")
		}
	}
	dropEmpty(e)
}

// spot is where cells of the template come to stand once.
type spot struct {
	cells a1.Range
	at    place // of the record, noRecord outside lists
}

// spots are the places of a range of the template: one for each record if it
// lies in the rows of one, one for each block, else one for each stretch of rows.
func (w *writer) spots(r a1.Range) (out []spot) {
	lane := w.out.repeats(r)
	if lane == nil || lane.variantOf(r.Row1) < 0 { // no row of a list's records
		if b := w.out.blockOf(r); b != nil {
			return w.blockSpots(r, b)
		}
		for _, to := range w.out.move(r) {
			if lane == nil || lane.fixed() || w.out.placedAt(to.Row1).stand(lane).record < 0 { // else a record has taken the blank row
				out = append(out, spot{to, noRecord})
			}
		}
		return out
	}
	rows := w.out.layout.rows
	for n, p := range rows {
		st := p.stand(lane)
		if st.record < 0 || st.row.R != r.Row1 {
			continue
		}
		s := spot{r, place{col: r.Col1, out: p.r, row: st.row, lane: lane, record: st.record}}
		s.cells.Row1 = p.r
		for ; n < len(rows) && rows[n].stand(lane).record == st.record && rows[n].stand(lane).row.R <= r.Row2; n++ {
			s.cells.Row2 = rows[n].r + rows[n].more
		}
		out = append(out, s)
	}
	return out
}

// blockSpots are the places of a range in each block of the result.
func (w *writer) blockSpots(r a1.Range, b *band) (out []spot) {
	for _, block := range w.out.blocks {
		rows := w.out.inBlock(block, r, r.Row1, r.Row2)
		if len(rows) == 0 {
			continue
		}
		st := w.out.placedAt(rows[0]).stand(b.lanes[0])
		at := place{col: r.Col1, out: rows[0], row: st.row, lane: b.lanes[0], record: st.record}
		out = append(out, spot{a1.Range{Col1: r.Col1, Row1: rows[0], Col2: r.Col2, Row2: rows[len(rows)-1]}, at})
	}
	return out
}

// counted are the lists that say how many elements they hold.
var counted = []string{"dataValidations", "scenario", "dataRefs", "webPublishItems"}

// recount makes the counts of lists right.
func recount(root *etree.Element) {
	walk(root, func(e *etree.Element) {
		if slices.Contains(counted, e.Tag) && e.SelectAttr("count") != nil {
			e.CreateAttr("count", strconv.Itoa(len(e.ChildElements())))
		}
	})
}

// meant is what a reference that stands beside the cells means for the record
// that it stands with. ok is false if nothing of it is printed.
func (w *writer) meant(ref formula.Ref, at place) (formula.Ref, bool) {
	p := w.point(formula.Operand{Ref: ref}, at, true)
	switch n := len(p.runs); {
	case p.sheet == nil || p.fixed:
		return p.ref, p.fixed
	case n == 0:
		return p.ref, false
	default:
		return p.ref.With(a1.Range{Col1: p.ref.Col1, Row1: p.runs[0].From, Col2: p.ref.Col2, Row2: p.runs[n-1].To}), true
	}
}
