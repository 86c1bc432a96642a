package fill

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxedit"
)

// mover moves everything of one sheet that names rows. Cells, heights and
// merges are written anew (emit.go); what a template holds beside them is
// listed in moves, one small function each.
type mover struct {
	w    *writer
	file *xlsxedit.File
	doc  *etree.Document
	part string
}

var moves = []func(*mover){
	(*mover).dimension,
	(*mover).views,
	(*mover).innerFormulas,
	(*mover).ranges,
	(*mover).breaks,
	(*mover).addBreaks,
	(*mover).anchors,
	(*mover).charts,
	(*mover).comments,
	(*mover).controls,
	(*mover).tables,
	(*mover).headers,
	(*mover).shapes,
	(*mover).shapeLinks,
}

// dimension tells the used range; templates made in WPS carry stale ones.
func (m *mover) dimension() {
	e := m.doc.Root().SelectElement("dimension")
	if e == nil {
		return
	}
	used := a1.Range{Col1: a1.MaxCol, Row1: a1.MaxRow, Col2: 1, Row2: 1}
	for r, c := range m.w.out.outCells() {
		used.Col1, used.Col2 = min(used.Col1, int(c.col)), max(used.Col2, int(c.col))
		used.Row1, used.Row2 = min(used.Row1, r.r), max(used.Row2, r.r)
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
	walk(m.doc.Root(), func(e *etree.Element) {
		if e.Tag == "sheetView" && m.part != m.w.out.sheet.Part {
			e.RemoveAttr("tabSelected")
		}
		if !slices.Contains([]string{"sheetView", "customSheetView", "pane", "selection"}, e.Tag) {
			return
		}
		for _, a := range []string{"topLeftCell", "activeCell"} {
			// The first cell below frozen rows stays even if its row is not printed.
			if col, row, ok := a1.Parse(e.SelectAttrValue(a, "")); ok && (a == "activeCell" || m.printed(row)) {
				e.CreateAttr(a, a1.Name(col, m.row(row)))
			}
		}
	})
}

// innerFormulas are the elements with the formulas of conditional formats and
// validations, and with the dates of sparklines.
var innerFormulas = []string{"formula", "formula1", "formula2", "f"}

// innerFormulas moves the references inside conditional formats and
// validations. They are written for the first cell of their range, so this goes
// before the ranges move.
func (m *mover) innerFormulas() {
	walk(m.doc.Root(), func(e *etree.Element) {
		if !slices.Contains(innerFormulas, e.Tag) || len(e.ChildElements()) > 0 || e.Parent().Tag == "sparkline" { // see sparklines.go
			return
		}
		at := noRecord
		if r, ok := whereOf(e); ok {
			at = m.w.placeOf(r.Col1, r.Row1)
		}
		e.SetText(m.w.outside(e.Text(), at, isList(e), false))
	})
}

// isList is true of the formula that names the entries of a drop-down list.
func isList(e *etree.Element) bool {
	for p := e.Parent(); p != nil; p = p.Parent() {
		if p.Tag == "dataValidation" {
			return p.SelectAttrValue("type", "") == "list"
		}
	}
	return false
}

// wholeRow stands for all columns.
var wholeRow = a1.Range{Col1: 1, Col2: a1.MaxCol}

// breaks are the manual page breaks, each below its row or, if that is not
// printed, below what is above it; those within a block break each of the blocks.
func (m *mover) breaks() {
	for _, list := range tagged(m.doc.Root(), "rowBreaks") { // also those of custom views
		ids := map[int]*etree.Element{}
		was := list.SelectElements("brk")
		for _, e := range was {
			r, err := strconv.Atoi(e.SelectAttrValue("id", ""))
			if err != nil {
				continue
			}
			for _, to := range m.breaksAt(r) {
				if to > 0 && ids[to] == nil { // else two breaks in one place
					ids[to] = e.Copy()
					ids[to].CreateAttr("id", strconv.Itoa(to))
				}
			}
		}
		if len(ids) == 0 {
			list.Parent().RemoveChild(list)
			continue
		}
		setBreaks(list, ids)
		for _, a := range []string{"count", "manualBreakCount"} {
			if n, err := strconv.Atoi(list.SelectAttrValue(a, "")); err == nil {
				list.CreateAttr(a, strconv.Itoa(min(n+max(0, len(ids)-len(was)), len(ids))))
			}
		}
	}
}

// setBreaks writes page breaks from top to bottom.
func setBreaks(list *etree.Element, ids map[int]*etree.Element) {
	list.Child = nil
	for _, r := range slices.Sorted(maps.Keys(ids)) {
		list.AddChild(ids[r])
	}
}

// breaksAt are the rows below which a page break of the template comes to stand.
func (m *mover) breaksAt(r int) (rows []int) {
	b := m.w.out.sheet.bandAt(r)
	if b == nil || !b.lanes[0].block || r == b.bottom {
		return []int{m.below(r)}
	}
	for _, block := range m.w.out.blocks {
		if above := m.w.out.inBlock(block, wholeRow, b.top, r); len(above) > 0 {
			rows = append(rows, above[len(above)-1])
		}
	}
	return rows
}

// addBreaks begins a new page above each record whose tags say so.
func (m *mover) addBreaks() {
	if len(m.w.out.breaks) == 0 {
		return
	}
	list := xlsxedit.Child(m.doc.Root(), "rowBreaks", behindBreaks)
	ids := map[int]*etree.Element{}
	for _, e := range list.SelectElements("brk") {
		if r, err := strconv.Atoi(e.SelectAttrValue("id", "")); err == nil {
			ids[r] = e.Copy()
		}
	}
	for _, r := range m.w.out.breaks {
		e := etree.NewElement("brk")
		e.CreateAttr("id", strconv.Itoa(r-1))
		e.CreateAttr("max", strconv.Itoa(a1.MaxCol-1))
		e.CreateAttr("man", "1")
		ids[r-1] = e
	}
	setBreaks(list, ids)
	n := strconv.Itoa(len(ids))
	list.CreateAttr("count", n)
	list.CreateAttr("manualBreakCount", n)
}

// behindBreaks are the elements that the schema (CT_Worksheet) wants behind rowBreaks.
var behindBreaks = []string{
	"colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF",
	"picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}

// below is the last row that a row of the template, or what is above it, becomes.
func (m *mover) below(r int) int {
	for ; r >= 1; r-- {
		if runs := m.w.out.runs(wholeRow, r, r); len(runs) > 0 {
			return runs[len(runs)-1].To
		}
	}
	return 0
}

// anchors moves the images, shapes, charts and form controls of the sheet. Rows
// there count from 0.
func (m *mover) anchors() {
	trees := []*etree.Element{m.doc.Root()} // controls name their place in the sheet, too
	if doc, err := m.file.XML(m.file.Related(m.part, "drawing")); err == nil {
		trees = append(trees, doc.Root())
	}
	for _, root := range trees {
		walk(root, func(e *etree.Element) {
			if from := anchorRow(e, "from"); from != nil {
				m.anchor(e, from, anchorRow(e, "to"))
			}
		})
	}
}

func anchorRow(anchor *etree.Element, corner string) *etree.Element {
	if e := anchor.SelectElement(corner); e != nil {
		return e.SelectElement("row")
	}
	return nil
}

// anchor moves one picture: with the cells or, if it says so, without growing
// as they do, or not at all.
func (m *mover) anchor(e, from, to *etree.Element) {
	if e.SelectAttrValue("editAs", "") == "absolute" {
		return
	}
	by := m.shift(from)
	switch {
	case to == nil:
	case e.SelectAttrValue("editAs", "") == "oneCell":
		addRows(to, by)
	default:
		m.shift(to)
	}
}

// shift moves a row that counts from 0 and gives by how much.
func (m *mover) shift(e *etree.Element) int {
	r, err := strconv.Atoi(strings.TrimSpace(e.Text()))
	if err != nil {
		return 0
	}
	by := m.row(r+1) - 1 - r
	addRows(e, by)
	return by
}

func addRows(e *etree.Element, by int) {
	if r, err := strconv.Atoi(strings.TrimSpace(e.Text())); err == nil {
		e.SetText(strconv.Itoa(max(0, r+by)))
	}
}

func (m *mover) row(r int) int { return m.w.out.near(r) }

// near is where a row of the template comes to stand: its first copy, or, if it
// is not printed, the row above the place that it would have.
func (l *layout) near(r int) int {
	for ; r >= 1; r-- {
		if runs := l.runs(wholeRow, r, r); len(runs) > 0 {
			return runs[0].From
		}
	}
	return 1
}

var vmlAnchor = pattern.Of(`\d+`)

// comments moves the comments, of which each sheet has up to two kinds, and
// the boxes that show them. A comment goes with a row that is not printed.
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
			col, row, ok := a1.Parse(e.SelectAttrValue("ref", ""))
			if !ok {
				return
			}
			if !m.printed(row) {
				e.Parent().RemoveChild(e)
				return
			}
			e.CreateAttr("ref", a1.Name(col, m.row(row)))
		})
	}
	m.boxes()
}

// printed says whether the result has the row.
func (m *mover) printed(row int) bool { return len(m.w.out.runs(wholeRow, row, row)) > 0 }

// boxes moves the drawings of old form: boxes of comments, and form controls.
// Another such drawing of the sheet holds the pictures of its header.
func (m *mover) boxes() {
	e := m.doc.Root().SelectElement("legacyDrawing")
	if e == nil {
		return
	}
	doc, err := m.file.XML(m.file.RelatedBy(m.part, e))
	if err != nil {
		return
	}
	walk(doc.Root(), func(e *etree.Element) {
		if e.Tag == "ClientData" {
			m.box(e)
		}
	})
}

func (m *mover) box(e *etree.Element) {
	anchor, by := e.SelectElement("Anchor"), 0
	if row := e.SelectElement("Row"); row != nil { // a comment's
		if r, err := strconv.Atoi(strings.TrimSpace(row.Text())); err == nil && !m.printed(r+1) {
			if shape := e.Parent(); shape != nil && shape.Parent() != nil {
				shape.Parent().RemoveChild(shape)
			}
			return
		}
		by = m.shift(row)
	} else if anchor != nil {
		if corners := vmlAnchor.FindAllString(anchor.Text(), -1); len(corners) > 2 {
			r, _ := strconv.Atoi(corners[2])
			by = m.row(r+1) - 1 - r
		}
	}
	if anchor != nil {
		anchor.SetText(shiftAnchor(anchor.Text(), by))
	}
	for _, tag := range []string{"FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx", "FmlaPict"} {
		switch f := e.SelectElement(tag); {
		case f == nil:
		case m.w.homeless(f.Text()):
			e.RemoveChild(f)
		default:
			f.SetText(m.w.outside(f.Text(), noRecord, true, false))
		}
	}
}

// controls moves the cells that form controls are linked with.
func (m *mover) controls() {
	for _, r := range m.file.Rels(m.part) {
		if r.Type != "ctrlProp" {
			continue
		}
		if doc, err := m.file.XML(r.Target); err == nil {
			for _, a := range []string{"fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"} {
				m.follow(doc.Root(), a)
			}
		}
	}
	walk(m.doc.Root(), func(e *etree.Element) {
		if e.Tag == "controlPr" { // of ActiveX
			m.follow(e, "linkedCell")
			m.follow(e, "listFillRange")
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

// tables are the ranges that Excel calls tables. One whose rows are none of
// them printed becomes plain cells: a table must have a row.
func (m *mover) tables() {
	for _, r := range m.file.Rels(m.part) {
		if r.Type != "table" && r.Type != "tableSingleCells" {
			continue
		}
		doc, err := m.file.XML(r.Target)
		if err != nil {
			continue
		}
		if r.Type == "tableSingleCells" { // of a mapped XML document, each cell once
			m.singleCells(doc.Root())
			continue
		}
		if m.rowless(doc.Root()) {
			m.dropTable(r)
			continue
		}
		walk(doc.Root(), func(e *etree.Element) {
			switch e.Tag {
			case "table", "autoFilter", "sortState", "sortCondition":
				if from, ok := a1.ParseRange(e.SelectAttrValue("ref", "")); ok {
					if to, ok := m.w.out.hull(from); ok {
						e.CreateAttr("ref", to.String())
					}
				}
			case "calculatedColumnFormula", "totalsRowFormula":
				e.SetText(m.w.outside(e.Text(), noRecord, false, false))
			}
		})
	}
}

func (m *mover) singleCells(root *etree.Element) {
	for _, e := range root.SelectElements("singleXmlCell") {
		if col, row, ok := a1.Parse(e.SelectAttrValue("r", "")); ok {
			e.CreateAttr("r", a1.Name(col, m.row(row)))
		}
	}
}

// rowless says whether a table would have nothing between header and totals.
func (m *mover) rowless(table *etree.Element) bool {
	r, ok := a1.ParseRange(table.SelectAttrValue("ref", ""))
	if !ok {
		return false
	}
	if table.SelectAttrValue("headerRowCount", "1") != "0" {
		r.Row1++
	}
	if n, err := strconv.Atoi(table.SelectAttrValue("totalsRowCount", "0")); err == nil {
		r.Row2 -= n
	}
	return len(m.w.out.move(r)) == 0
}

func (m *mover) dropTable(r xlsxedit.Relationship) {
	for _, e := range m.doc.FindElements("//tableParts/tablePart") {
		if m.file.RelatedBy(m.part, e) == r.Target {
			list := e.Parent()
			list.RemoveChild(e)
			if n := len(list.ChildElements()); n > 0 {
				list.CreateAttr("count", strconv.Itoa(n))
			} else {
				list.Parent().RemoveChild(list)
			}
		}
	}
	m.file.RemoveRel(m.part, r.Target)
	m.file.Remove(r.Target)
}

// tagged are the elements with a tag, at any depth.
func tagged(root *etree.Element, tag string) (out []*etree.Element) {
	walk(root, func(e *etree.Element) {
		if e.Tag == tag {
			out = append(out, e)
		}
	})
	return out
}

// walk visits an element behind those within it.
func walk(e *etree.Element, do func(*etree.Element)) {
	room := rooms.Get().(*[]etree.Token)
	*room = walkIn(e, do, *room)
	rooms.Put(room)
}

// rooms serve the next walk: a sheet is walked a dozen times.
var rooms = sync.Pool{New: func() any { return new([]etree.Token) }}

// walkIn is walk with room for the children at hand, whose list do may change.
func walkIn(e *etree.Element, do func(*etree.Element), room []etree.Token) []etree.Token {
	from := len(room)
	room = append(room, e.Child...)
	for i, end := from, len(room); i < end; i++ {
		if c, ok := room[i].(*etree.Element); ok {
			room = walkIn(c, do, room)
		}
	}
	do(e)
	return room[:from]
}
