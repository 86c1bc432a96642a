package fill

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
)

// mover moves everything of one sheet that names rows. Cells, heights and
// merges are written anew (emit.go); what a template holds beside them is
// listed in moves, one small function each.
type mover struct {
	w    *writer
	file *ooxml.File
	doc  *etree.Document
	part string
}

var moves = []func(*mover){
	(*mover).dimension,
	(*mover).views,
	(*mover).ranges,
	(*mover).innerFormulas,
	(*mover).breaks,
	(*mover).anchors,
	(*mover).charts,
	(*mover).comments,
	(*mover).tables,
	(*mover).headers,
	(*mover).shapes,
}

// dimension tells the used range; templates made in WPS carry stale ones.
func (m *mover) dimension() {
	e := m.doc.Root().SelectElement("dimension")
	if e == nil {
		return
	}
	used := a1.Range{Col1: a1.MaxCol, Row1: a1.MaxRow, Col2: 1, Row2: 1}
	for _, r := range m.w.out.rows {
		for _, c := range r.cells {
			used.Col1, used.Col2 = min(used.Col1, int(c.col)), max(used.Col2, int(c.col))
			used.Row1, used.Row2 = min(used.Row1, r.r), max(used.Row2, r.r)
		}
	}
	if used.Col1 > used.Col2 {
		used = a1.Cell(1, 1)
	}
	e.CreateAttr("ref", used.String())
}

// views keep the cell that is selected and the one that shows first. Of a sheet
// and its copies only the sheet stays selected: sheets selected together are
// edited together.
func (m *mover) views() {
	if m.part != m.w.out.sheet.Part {
		for _, e := range m.doc.FindElements("//sheetView") {
			e.RemoveAttr("tabSelected")
		}
	}
	for _, e := range m.doc.FindElements("//sheetView | //pane | //selection") {
		for _, a := range []string{"topLeftCell", "activeCell"} {
			if r, ok := a1.ParseRange(e.SelectAttrValue(a, "")); ok {
				if to, ok := m.w.out.hull(r); ok {
					e.CreateAttr(a, a1.Name(to.Col1, to.Row1))
				}
			}
		}
	}
}

// rangeAttrs are the elements that name ranges in an attribute.
var rangeAttrs = map[string]string{
	"conditionalFormatting": "sqref", "dataValidation": "sqref", "selection": "sqref",
	"protectedRange": "sqref", "ignoredError": "sqref", "cellWatch": "r",
	"hyperlink": "ref", "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref",
	"cellSmartTag": "r", "inputCells": "r",
}

// ranges moves the ranges of validations, conditional formats, links, filters
// and the like, also those of Excel 2010 extensions (xm:sqref).
func (m *mover) ranges() {
	walk(m.doc.Root(), func(e *etree.Element) {
		if attr, ok := rangeAttrs[e.Tag]; ok {
			if v := e.SelectAttrValue(attr, ""); v != "" {
				m.setRanges(e, m.rangeList(v), func(s string) { e.CreateAttr(attr, s) })
			}
		}
		if to := e.SelectAttrValue("location", ""); e.Tag == "hyperlink" && to != "" {
			e.CreateAttr("location", m.w.outside(to))
		}
		if e.Tag == "sqref" {
			m.setRanges(e.Parent(), m.rangeList(e.Text()), func(s string) { e.SetText(s) })
		}
	})
	dropEmptyLists(m.doc.Root())
}

// setRanges writes moved ranges; an element whose rows are not printed goes.
func (m *mover) setRanges(e *etree.Element, ranges string, set func(string)) {
	if ranges == "" {
		if p := e.Parent(); p != nil && e.Tag != "selection" {
			p.RemoveChild(e)
		}
		return
	}
	set(ranges)
}

func (m *mover) rangeList(list string) string {
	var out []string
	for _, s := range strings.Fields(list) {
		r, ok := a1.ParseRange(strings.ReplaceAll(s, "$", "")) // excelize writes filters with $
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

// counted are the lists that Excel refuses when they are empty.
var counted = []string{"dataValidations", "hyperlinks", "protectedRanges", "ignoredErrors", "cellWatches"}

func dropEmptyLists(root *etree.Element) {
	for _, tag := range counted {
		e := root.SelectElement(tag)
		if e == nil {
			continue
		}
		n := len(e.ChildElements())
		if n == 0 {
			root.RemoveChild(e)
		} else if e.SelectAttr("count") != nil {
			e.CreateAttr("count", strconv.Itoa(n))
		}
	}
}

// innerFormulas moves the references inside conditional formats and
// validations. They are written for the first cell of their range.
func (m *mover) innerFormulas() {
	for _, tag := range []string{"formula", "formula1", "formula2", "f"} {
		walk(m.doc.Root(), func(e *etree.Element) {
			if e.Tag != tag {
				return
			}
			e.SetText(m.w.outside(e.Text()))
		})
	}
}

// outside is a formula that stands in no row of the sheet, with its
// references moved; unreadable ones stay as they are.
func (w *writer) outside(text string) string {
	f, err := formula.Parse(text)
	if err != nil {
		return text
	}
	return f.Rewrite(func(o formula.Operand) string {
		ref, target := w.home(o.Ref)
		if target == nil || ref.Row1 == 0 {
			return ref.String()
		}
		to, ok := target.hull(ref.Range)
		if !ok {
			return ref.String()
		}
		if ref.Single() {
			to = a1.Cell(to.Col1, to.Row1)
		}
		return ref.With(to).String()
	})
}

// wholeRow stands for all columns.
var wholeRow = a1.Range{Col1: 1, Col2: a1.MaxCol}

// breaks are the manual page breaks, each below its row.
func (m *mover) breaks() {
	list := m.doc.Root().SelectElement("rowBreaks")
	if list == nil {
		return
	}
	for _, e := range list.SelectElements("brk") {
		r, err := strconv.Atoi(e.SelectAttrValue("id", ""))
		if err != nil {
			continue
		}
		if runs := m.w.out.runs(wholeRow, r, r); len(runs) > 0 {
			e.CreateAttr("id", strconv.Itoa(runs[len(runs)-1].to))
		}
	}
}

// anchors moves the images, shapes and charts of the sheet's drawing. Rows
// there count from 0.
func (m *mover) anchors() {
	doc, err := m.file.XML(m.file.Related(m.part, "drawing"))
	if err != nil {
		return
	}
	walk(doc.Root(), func(e *etree.Element) {
		if e.Tag != "row" || e.Parent() == nil || e.Parent().Tag != "from" && e.Parent().Tag != "to" {
			return
		}
		if r, err := strconv.Atoi(strings.TrimSpace(e.Text())); err == nil {
			e.SetText(strconv.Itoa(m.row(r+1) - 1))
		}
	})
}

// charts moves the ranges that the sheet's charts show.
func (m *mover) charts() {
	for _, r := range m.file.Rels(m.file.Related(m.part, "drawing")) {
		if r.Type != "chart" {
			continue
		}
		doc, err := m.file.XML(r.Target)
		if err != nil {
			continue
		}
		walk(doc.Root(), func(e *etree.Element) {
			if e.Tag == "f" {
				e.SetText(m.w.outside(e.Text()))
			}
		})
	}
}

// row is where a row of the template comes to stand: its first copy, or, if it
// is not printed, the row that takes its place.
func (m *mover) row(r int) int {
	for ; r >= 1; r-- {
		if runs := m.w.out.runs(wholeRow, r, r); len(runs) > 0 {
			return runs[0].from
		}
	}
	return 1
}

var vmlAnchor = regexp.MustCompile(`\d+`)

// comments moves the comments, of which each sheet has up to two kinds, and
// the boxes that show them.
func (m *mover) comments() {
	for _, kind := range []string{"comments", "threadedComment"} {
		doc, err := m.file.XML(m.file.Related(m.part, kind))
		if err != nil {
			continue
		}
		walk(doc.Root(), func(e *etree.Element) {
			if e.Tag != "comment" && e.Tag != "threadedComment" {
				return
			}
			if col, row, ok := a1.Parse(e.SelectAttrValue("ref", "")); ok {
				e.CreateAttr("ref", a1.Name(col, m.row(row)))
			}
		})
	}
	doc, err := m.file.XML(m.file.Related(m.part, "vmlDrawing"))
	if err != nil {
		return
	}
	walk(doc.Root(), func(e *etree.Element) {
		if e.Tag != "ClientData" {
			return
		}
		row := e.SelectElement("Row")
		if row == nil {
			return
		}
		r, err := strconv.Atoi(strings.TrimSpace(row.Text()))
		if err != nil {
			return
		}
		to := m.row(r+1) - 1
		row.SetText(strconv.Itoa(to))
		if a := e.SelectElement("Anchor"); a != nil {
			a.SetText(shiftAnchor(a.Text(), to-r))
		}
	})
}

// shiftAnchor moves the rows of a VML anchor: column, offset, row, offset for
// the upper left corner, then the same for the lower right one.
func shiftAnchor(text string, by int) string {
	i := -1
	return vmlAnchor.ReplaceAllStringFunc(text, func(s string) string {
		i++
		n, err := strconv.Atoi(s)
		if err != nil || i != 2 && i != 6 {
			return s
		}
		return strconv.Itoa(n + by)
	})
}

// tables are the ranges that Excel calls tables.
func (m *mover) tables() {
	for _, r := range m.file.Rels(m.part) {
		if r.Type != "table" {
			continue
		}
		doc, err := m.file.XML(r.Target)
		if err != nil {
			continue
		}
		walk(doc.Root(), func(e *etree.Element) {
			if e.Tag != "table" && e.Tag != "autoFilter" {
				return
			}
			if from, ok := a1.ParseRange(e.SelectAttrValue("ref", "")); ok {
				if to, ok := m.w.out.hull(from); ok {
					e.CreateAttr("ref", to.String())
				}
			}
		})
	}
}

func walk(e *etree.Element, do func(*etree.Element)) {
	for _, c := range e.ChildElements() {
		walk(c, do)
	}
	do(e)
}
