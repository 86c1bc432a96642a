package document

import (
	"slices"

	"github.com/beevik/etree"

	"ysgk/internal/tags"
)

// paragraph fills a paragraph; skip says that it stands behind a 如有 that is not met,
// and the result whether the next one does. A paragraph of which a condition leaves
// nothing goes.
func (f *filler) paragraph(n *node, in around, at tags.Scope, v *tags.Values, skip bool) bool {
	switch {
	case n.hides && !skip && !paid(n, at, v), n.parts == nil && skip:
		f.remove(n.el)
		return skip
	case n.parts != nil:
		runs, after := v.RunsBehind(n.parts, at, skip)
		if text, alone := f.alone(n, at, v); alone && !skip {
			runs[n.parts[0].Run] = text
		}
		left := f.put(n, runs)
		bounded := skip || slices.ContainsFunc(n.parts, func(p tags.Part) bool { return p.Role != tags.Prints })
		placed := v.Placed(n.parts, at, skip)
		if skip = after; placed != nil {
			f.place(n.el, left, placed, at, v)
			return skip
		}
		if bounded && !left {
			f.remove(n.el)
			return skip
		}
		f.indent(n, at, v)
	}
	for _, b := range f.boxes(n.el) {
		f.container(b, in, at, v)
	}
	return skip
}

// put writes the texts of a paragraph's pieces, and says whether anything is left.
func (f *filler) put(n *node, runs []string) (left bool) {
	for i, x := range n.pieces {
		text := ""
		if i < len(runs) {
			text = runs[i]
		}
		left = left || text != ""
		switch {
		case text == x.text:
		case x.isText():
			f.say(x.el, text)
		default:
			f.drop(x.el)
		}
	}
	return left
}

// alone is the text of a number that has a cell of a table for itself: as in a workbook,
// zero is blank.
func (f *filler) alone(n *node, at tags.Scope, v *tags.Values) (text string, alone bool) {
	if len(n.parts) != 1 || !n.parts[0].Numeric() || !f.is(n.el.Parent(), "tc") {
		return "", false
	}
	value := v.Of(&n.parts[0], at)
	if value.Blank {
		return "", true
	}
	return value.String(), true
}

// remove takes elements out. A paragraph that ends a section, that a cell or a box
// cannot be without, or that keeps two tables apart, only loses what it says.
func (f *filler) remove(elements ...*etree.Element) {
	for _, e := range elements {
		if f.is(e, "p") && (f.section(e) != nil || f.needed(e)) {
			f.clear(e)
			continue
		}
		e.Parent().RemoveChild(e)
	}
}

// needed says whether a container would not be whole without a paragraph.
func (f *filler) needed(p *etree.Element) bool {
	var before, behind *etree.Element
	found := false
	for _, e := range p.Parent().ChildElements() {
		switch {
		case e == p:
			found = true
		case !f.is(e, "p") && !f.is(e, "tbl") && !f.is(e, "sdt") && !f.is(e, "customXml"):
		case !found:
			before = e
		case behind == nil:
			behind = e
		}
	}
	table := before != nil && f.is(before, "tbl")
	if behind == nil {
		return before == nil || table
	}
	return table && f.is(behind, "tbl")
}

// section is what a paragraph says of the section that it ends, nil if it ends none.
func (f *filler) section(p *etree.Element) *etree.Element {
	if properties := f.child(p, "pPr"); properties != nil {
		return f.child(properties, "sectPr")
	}
	return nil
}

func (f *filler) dropSection(p *etree.Element) {
	if s := f.section(p); s != nil {
		s.Parent().RemoveChild(s)
	}
}

func (f *filler) child(e *etree.Element, tag string) *etree.Element {
	for c := range e.ChildElementsSeq() {
		if f.is(c, tag) {
			return c
		}
	}
	return nil
}
