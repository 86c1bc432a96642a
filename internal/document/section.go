package document

import (
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/paper"
	"ysgk/internal/tags"
)

// A sheet stands in a section of its own, with the page that the sheet has. The sections
// before and behind keep the template's properties: a section is what comes before the
// paragraph that holds its properties, the last one before those of the body.

// place puts the sheet that a part names behind a paragraph, which stays as its heading if
// it says anything.
func (f *filler) place(p *etree.Element, says bool, part *tags.Part, at tags.Scope, v *tags.Values) {
	sheet, err := f.sheets(part.Sheet, v.Record(part, at))
	switch {
	case err != nil:
		f.err = err
		return
	case sheet == nil || len(sheet.Rows) == 0 || len(sheet.Columns) == 0: // not of those that are for this department
		f.remove(p)
		return
	}
	body := p.Parent()
	properties := f.governing(p)
	before := f.before(p)
	first := !f.opened[properties]
	f.opened[properties] = true
	own := properties.Copy()
	if before != nil && f.sectionOf(before) == nil { // something stands before the sheet on its page
		if f.is(before, "p") {
			f.propertiesOf(before).AddChild(properties.Copy())
		} else {
			body.InsertChildAt(before.Index()+1, f.ending(properties.Copy()))
		}
		first = false
	}
	f.goesOn(properties)
	if !first {
		f.goesOn(own)
	}
	if s := f.section(p); s != nil { // the paragraph itself ends the section of the template
		s.Parent().RemoveChild(s)
	}
	room := f.pageOf(own, sheet)
	end := f.ending(own)
	f.ends[end] = true
	behind := p.Index() + 1
	body.InsertChildAt(behind, f.mark(sheet, room, says))
	body.InsertChildAt(behind+1, end)
	if !says {
		body.RemoveChild(p)
	}
}

// governing are the properties of the section in which a paragraph of the body stands.
func (f *filler) governing(p *etree.Element) *etree.Element {
	body := p.Parent()
	for _, t := range body.Child[p.Index():] {
		e, ok := t.(*etree.Element)
		if !ok {
			continue
		}
		if f.is(e, "sectPr") {
			return e
		}
		if s := f.sectionOf(e); s != nil {
			return s
		}
	}
	s := f.element("sectPr") // Word writes one always; this is its page of A4
	body.AddChild(s)
	size := s.CreateElement(attribute(f.w, "pgSz"))
	size.CreateAttr(attribute(f.w, "w"), strconv.Itoa(a4[0]))
	size.CreateAttr(attribute(f.w, "h"), strconv.Itoa(a4[1]))
	margins := s.CreateElement(attribute(f.w, "pgMar"))
	for _, side := range []string{"top", "right", "bottom", "left"} {
		margins.CreateAttr(attribute(f.w, side), "1440")
	}
	for _, side := range []string{"header", "footer"} {
		margins.CreateAttr(attribute(f.w, side), "851")
	}
	margins.CreateAttr(attribute(f.w, "gutter"), "0")
	return s
}

// before is the last paragraph or table before a paragraph, nil if there is none.
func (f *filler) before(p *etree.Element) (last *etree.Element) {
	for e := range p.Parent().ChildElementsSeq() {
		if e == p {
			return last
		}
		if f.takesPlace(e) {
			last = e
		}
	}
	return last
}

// takesPlace says whether an element of the body takes a place on a page.
func (f *filler) takesPlace(e *etree.Element) bool {
	return f.is(e, "p") || f.is(e, "tbl") || f.is(e, "sdt") || f.is(e, "customXml") || e.Tag == markTag
}

// sectionOf are the properties of the section that an element of the body ends, nil if it
// ends none.
func (f *filler) sectionOf(e *etree.Element) *etree.Element {
	if !f.is(e, "p") {
		return nil
	}
	return f.section(e)
}

// propertiesOf are those of a paragraph, made if there are none.
func (f *filler) propertiesOf(p *etree.Element) *etree.Element {
	if e := f.child(p, "pPr"); e != nil {
		return e
	}
	e := f.element("pPr")
	p.InsertChildAt(0, e)
	return e
}

// ending is a paragraph as low as can be that ends a section.
func (f *filler) ending(properties *etree.Element) *etree.Element {
	p := f.element("p")
	pr := p.CreateElement(attribute(f.w, "pPr"))
	set := func(tag string, attrs ...string) *etree.Element {
		e := pr.CreateElement(attribute(f.w, tag))
		for i := 0; i < len(attrs); i += 2 {
			e.CreateAttr(attribute(f.w, attrs[i]), attrs[i+1])
		}
		return e
	}
	set("snapToGrid", "val", "0")
	set("spacing", "before", "0", "after", "0", "line", "20", "lineRule", "exact")
	set("ind", "firstLineChars", "0", "firstLine", "0")
	r := set("rPr")
	for _, tag := range []string{"sz", "szCs"} {
		r.CreateElement(attribute(f.w, tag)).CreateAttr(attribute(f.w, "val"), "2")
	}
	pr.AddChild(properties)
	return p
}

// goesOn takes from the properties of a section what is only for its first page: it is
// behind a part that came off.
func (f *filler) goesOn(s *etree.Element) {
	for _, e := range s.ChildElements() {
		switch {
		case f.is(e, "type"), f.is(e, "titlePg"):
			s.RemoveChild(e)
		case f.is(e, "pgNumType"):
			e.RemoveAttr(attribute(f.w, "start"))
		}
	}
}

// Pages in twentieths of a point, upright.
var (
	a4 = [2]int{11906, 16838}
	a3 = [2]int{16838, 23811}
)

// room is what a page has for a table, in points.
type room struct{ width, height float64 }

// pageOf gives a section the page of a sheet.
func (f *filler) pageOf(s *etree.Element, sheet *paper.Sheet) room {
	number := func(e *etree.Element, name string, usual int) int {
		if n, err := strconv.Atoi(e.SelectAttrValue(attribute(f.w, name), "")); err == nil {
			return n
		}
		return usual
	}
	set := func(e *etree.Element, name string, n int) { e.CreateAttr(attribute(f.w, name), strconv.Itoa(n)) }
	size, margins := f.child(s, "pgSz"), f.child(s, "pgMar")
	if margins == nil {
		margins = f.element("pgMar")
		f.insert(s, margins, beforeMargins)
	}
	if size == nil {
		size = f.element("pgSz")
		f.insert(s, size, beforeSize)
	}
	short, long := number(size, "w", a4[0]), number(size, "h", a4[1])
	short, long = min(short, long), max(short, long)
	if sheet.Page.A3 {
		short, long = a3[0], a3[1]
	}
	size.RemoveAttr(attribute(f.w, "orient"))
	size.RemoveAttr(attribute(f.w, "code"))
	if sheet.Page.Landscape {
		short, long = long, short
		size.CreateAttr(attribute(f.w, "orient"), "landscape")
	}
	set(size, "w", short)
	set(size, "h", long)
	left := min(number(margins, "left", 1440), twips(sheet.Page.Left))
	right := min(number(margins, "right", 1440), twips(sheet.Page.Right))
	set(margins, "left", left)
	set(margins, "right", right)
	if columns := f.child(s, "cols"); columns != nil {
		columns.RemoveAttr(attribute(f.w, "num"))
	}
	return room{
		width:  float64(short-left-right) / 20,
		height: float64(long-abs(number(margins, "top", 1440))-abs(number(margins, "bottom", 1440))) / 20,
	}
}

// What stands before the page in the properties of a section.
var (
	beforeSize    = words("headerReference footerReference footnotePr endnotePr type")
	beforeMargins = words("headerReference footerReference footnotePr endnotePr type pgSz")
)

// insert puts an element behind those that must stand before it.
func (f *filler) insert(into, e *etree.Element, before map[string]bool) {
	at := 0
	for _, c := range into.ChildElements() {
		if c.Space == f.w && before[c.Tag] {
			at = c.Index() + 1
		}
	}
	into.InsertChildAt(at, e)
}

func abs(n int) int { return max(n, -n) }

// twips are points in the unit of Word.
func twips(points float64) int { return int(points*20 + 0.5) }

// closeSections takes out the sections that have nothing left because all that the
// template had in them were sheets: they would be empty pages.
func (f *filler) closeSections(body *etree.Element) {
	var last *etree.Element
	for _, e := range body.ChildElements() {
		switch {
		case f.ends[last] && f.sectionOf(e) != nil && !f.ends[e] && len(f.pieces(e)) == 0:
			body.RemoveChild(e)
		case f.ends[last] && f.is(e, "sectPr"):
			own := f.section(last)
			own.Parent().RemoveChild(own)
			body.InsertChildAt(e.Index(), own)
			body.RemoveChild(e)
		case f.takesPlace(e):
			last = e
		}
	}
}
