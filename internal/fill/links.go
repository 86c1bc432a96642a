package fill

import (
	"net/url"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// What points at other places of the workbook follows them, and goes with the
// sheet that it points at: links of cells and shapes, texts that shapes take
// from cells, cells that form controls set.

// link lets the copy of a cell's link for one record point where it should;
// false if that has gone.
func (m *mover) link(e *etree.Element, at place) bool {
	if unfilledTag(e.SelectAttrValue("display", "")) != "" {
		e.RemoveAttr("display") // a hidden copy of the cell's text, which is filled
	}
	location := e.SelectAttrValue("location", "")
	if id, r := m.relation(m.part, e); id != "" {
		if !strings.HasPrefix(r.Target, "#") {
			return true // a place in another file
		}
		location = fragment(r.Target) // each record points at a place of its own
		removeID(e)
	}
	if location == "" {
		return true
	}
	to, ok := m.w.destination(location, at)
	e.CreateAttr("location", to)
	return ok
}

// relation is the relationship that an element of a part names, and its id.
func (m *mover) relation(part string, e *etree.Element) (id string, r xlsxedit.Relationship) {
	id = xlsxedit.RelID(e)
	for _, r := range m.file.Rels(part) {
		if id != "" && r.ID == id {
			return id, r
		}
	}
	return "", r
}

func removeID(e *etree.Element) {
	e.Attr = slices.DeleteFunc(e.Attr, func(a etree.Attr) bool { return a.Key == "id" && a.Space != "" })
}

// fragment is the place that a relationship to the workbook itself names.
func fragment(target string) string {
	text := strings.TrimPrefix(target, "#")
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// unusedLinks takes out the relationships of links that have gone.
func (m *mover) unusedLinks() {
	used := map[string]bool{}
	walk(m.doc.Root(), func(e *etree.Element) { used[xlsxedit.RelID(e)] = true })
	for _, r := range m.file.Rels(m.part) {
		if r.Type == "hyperlink" && !used[r.ID] {
			m.file.Unrelate(m.part, r.ID)
		}
	}
}

// destination is where a link of a record leads now; false if to a sheet or a
// name that is gone. A link to a row that is not printed leads to what stands in
// its place.
func (w *writer) destination(to string, at place) (string, bool) {
	written, cells := "", to
	if i := strings.LastIndex(to, "!"); i >= 0 {
		written, cells = to[:i], to[i+1:]
	}
	name := unquoted(written)
	f, err := formula.Parse(cells)
	if err != nil || len(f.Operands) != 1 || f.Operands[0].Ref.String() != cells {
		return w.named(name, cells, to)
	}
	ref := f.Operands[0].Ref
	if name != "" {
		ref = ref.On(name, written)
	}
	_, sheet := w.home(ref)
	if sheet == nil {
		return to, !w.gone(name) // a sheet that is but a chart, or none at all
	}
	if sheet == w.out && at.lane != nil && ref.Row2 < at.row.band.top {
		at = noRecord // a link names one place, not the row above its own
	}
	moved, ok := w.meant(ref, at)
	if !ok {
		row := sheet.near(ref.Row1)
		moved = moved.With(a1.Range{Col1: ref.Col1, Row1: row, Col2: ref.Col2, Row2: row})
	}
	if ref.Single() {
		moved = moved.With(a1.Cell(moved.Col1, moved.Row1))
	}
	return moved.String(), true
}

// named is where a link to a defined name, of one sheet or of all, leads.
func (w *writer) named(sheet, name, to string) (string, bool) {
	if w.gone(sheet) || w.nameless(sheet, name) {
		return to, false
	}
	if out := w.all[strings.ToLower(sheet)]; out != nil && sheet != "" {
		return quoted(out) + "!" + name, true
	}
	return to, true
}

func unquoted(sheet string) string {
	if n := len(sheet); n > 1 && sheet[0] == '\'' && sheet[n-1] == '\'' {
		return strings.ReplaceAll(sheet[1:n-1], "''", "'")
	}
	return sheet
}

func quoted(o *outSheet) string { return a1.QuoteSheet(o.name) }

// gone says whether a sheet of the template is not in the result.
func (w *writer) gone(name string) bool {
	return w.all[strings.ToLower(name)] == nil &&
		slices.ContainsFunc(w.t.sheets, func(s *sheet) bool { return strings.EqualFold(s.Name, name) })
}

// homeless says whether a formula outside cells looks at nothing but sheets that
// are gone.
func (w *writer) homeless(text string) bool {
	f, err := formula.Parse(text)
	if err != nil || len(f.Operands) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Operands, func(o formula.Operand) bool { return !w.gone(o.Ref.Sheet) })
}

// nameless says whether a defined name of the template, seen from a sheet, is
// gone. One that the template does not hold may be a table.
func (w *writer) nameless(sheet, name string) bool {
	if sheet == "" && w.out != nil {
		sheet = w.out.sheet.Name
	}
	gone := false
	for of, e := range w.t.definitions(name) {
		switch {
		case of == nil:
			gone = gone || w.homeless(e.Text())
		case strings.EqualFold(of.Name, sheet):
			return w.homeless(e.Text())
		}
	}
	return gone
}

// dataRef moves a source of a consolidation, which may be on another sheet.
func (m *mover) dataRef(e *etree.Element) {
	r, ok := a1.ParseRange(e.SelectAttrValue("ref", ""))
	if !ok || xlsxedit.RelID(e) != "" {
		return // a name, or in another file
	}
	out := m.w.out
	if name := e.SelectAttrValue("sheet", ""); name != "" {
		if out = m.w.all[strings.ToLower(name)]; out == nil {
			if m.w.gone(name) {
				dropEmpty(e)
			}
			return
		}
		e.CreateAttr("sheet", out.name)
	}
	if to, ok := out.hull(r); ok {
		e.CreateAttr("ref", to.String())
	} else {
		dropEmpty(e)
	}
}

// shapeLinks moves the links of shapes, and the cells that they show.
func (m *mover) shapeLinks() {
	part := m.file.Related(m.part, "drawing")
	doc, err := m.file.XML(part)
	if err != nil {
		return
	}
	walk(doc.Root(), func(e *etree.Element) {
		switch e.Tag {
		case "hlinkClick", "hlinkHover":
			m.shapeLink(part, e)
		case "cameraTool":
			m.follow(e, "cellRange")
		default:
			m.follow(e, "textlink")
		}
	})
}

func (m *mover) shapeLink(part string, e *etree.Element) {
	id, r := m.relation(part, e)
	if id == "" || !strings.HasPrefix(r.Target, "#") {
		return
	}
	from := fragment(r.Target)
	to, ok := m.w.destination(from, noRecord)
	switch {
	case !ok:
		e.Parent().RemoveChild(e)
		m.file.Unrelate(part, id)
	case to != from:
		m.file.Retarget(part, id, "#"+to)
	}
}

// follow moves a reference in an attribute; one to a sheet that is gone goes.
func (m *mover) follow(e *etree.Element, attr string) {
	switch text := e.SelectAttrValue(attr, ""); {
	case text == "":
	case m.w.homeless(text):
		e.RemoveAttr(attr)
	default:
		e.CreateAttr(attr, m.w.outside(text, noRecord, true, false))
	}
}
