package document

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

// reader says what stands in a story.
type reader struct {
	schema   tags.Schema
	w        string // the prefix of Word's elements
	findings *finding.List
	places   map[*etree.Element]finding.Place // of paragraphs; nil if nobody wants to know

	known map[string][]tags.Part                     // by what a paragraph says; nil where findings are wanted
	made  map[*etree.Element]bool                    // paragraphs that are made anew, see contents.go
	where func(p *tags.Part, at finding.Place) error // what the checker says of a tag's place
}

// kind is what a node of a container is.
type kind uint8

const (
	paragraph kind = iota
	table          // its nodes are rows
	row            // its containers are cells
	wrapper        // a control around paragraphs, or around rows
)

// node is a paragraph, a table, a row or a wrapper. What holds nodes is a container: the
// body, a cell, a text box, a header, a note.
type node struct {
	kind   kind
	el     *etree.Element
	pieces []piece
	parts  []tags.Part // of a paragraph: nil without tags; of a row: of all its paragraphs

	list   string // for whose records it repeats; "" for none
	level  int    // of the list, -1 for any
	hides  bool   // it goes where all its amounts are zero
	breaks bool   // each record begins on a new page
	note   bool   // it stands only where its table has no data
}

// around are the lists that have a record already where something stands, and the
// level that their tags ask for.
type around []string

func (a around) has(list string) bool { return slices.Contains(a, list) }

// and is what is around, and one list more.
func (a around) and(list string) around { return append(slices.Clip(a), list) }

// nodes are the paragraphs, tables and wrappers of a container.
func (r *reader) nodes(container *etree.Element, in around) (out []*node) {
	return r.nodesOf(container.ChildElements(), in)
}

func (r *reader) nodesOf(elements []*etree.Element, in around) (out []*node) {
	for _, e := range elements {
		switch {
		case r.made[e]:
			out = append(out, &node{kind: paragraph, el: e, level: -1})
		case r.is(e, "p"):
			n := &node{kind: paragraph, el: e, level: -1}
			n.pieces, n.parts = r.paragraph(e)
			n.looks(in)
			out = append(out, n)
		case r.is(e, "tbl"):
			out = append(out, &node{kind: table, el: e})
		case r.is(e, "tr"):
			n := &node{kind: row, el: e, level: -1, parts: r.partsOf(e)}
			n.looks(in)
			out = append(out, n)
		case r.is(e, "sdt") || r.is(e, "customXml"):
			out = append(out, &node{kind: wrapper, el: e})
		}
	}
	return out
}

// within is the container of a wrapper.
func (r *reader) within(n *node) *etree.Element {
	if r.is(n.el, "sdt") {
		for _, c := range n.el.ChildElements() {
			if r.is(c, "sdtContent") {
				return c
			}
		}
	}
	return n.el
}

// children are the elements of a name right within one, or within what only wraps them:
// the cells of a row, the paragraphs of a body that stand in no table and no box.
func (r *reader) children(e *etree.Element, name string) (out []*etree.Element) {
	for c := range e.ChildElementsSeq() {
		switch {
		case r.is(c, name):
			out = append(out, c)
		case r.is(c, "sdt") || r.is(c, "sdtContent") || r.is(c, "customXml"):
			out = append(out, r.children(c, name)...)
		}
	}
	return out
}

// partsOf are the tags of the paragraphs of a row, but of those in tables and text boxes
// within it.
func (r *reader) partsOf(e *etree.Element) (out []tags.Part) {
	for c := range e.ChildElementsSeq() {
		switch {
		case r.is(c, "p"):
			_, parts := r.paragraph(c)
			out = append(out, parts...)
		case !r.is(c, "tbl"):
			out = append(out, r.partsOf(c)...)
		}
	}
	return out
}

// paragraph reads the tags of a paragraph.
func (r *reader) paragraph(p *etree.Element) ([]piece, []tags.Part) {
	pieces := r.pieces(p)
	var where func(*tags.Part) error
	if r.where != nil {
		where = func(tag *tags.Part) error { return r.where(tag, r.places[p]) }
	}
	var b strings.Builder
	runs := make([]string, len(pieces))
	for i, x := range pieces {
		runs[i] = x.text
		b.WriteString(x.text)
	}
	if !tags.In(b.String()) {
		return pieces, nil
	}
	if r.known == nil {
		return pieces, r.schema.ReadPiece(runs, "", where, r.places[p], r.findings)
	}
	key := strings.Join(runs, "\x00") // which no XML holds
	parts, ok := r.known[key]
	if !ok {
		parts = r.schema.ReadPiece(runs, "", where, r.places[p], r.findings)
		r.known[key] = parts
	}
	return pieces, parts
}

// looks finds out what the tags mean for the whole.
func (n *node) looks(in around) {
	for _, p := range n.parts {
		n.hides = n.hides || p.Hides
		n.note = n.note || p.Scalar == tags.EmptyNote
		if p.Row && !in.has(p.List) && (n.list == "" || n.level < 0 && n.list == p.List) {
			n.list, n.level = p.List, p.Level // a sheet has no level, a text beside it may
		}
		n.breaks = n.breaks || p.Breaks && p.Role == tags.Prints
	}
}

// begins is the tag that begins a block in a paragraph, nil if there is none.
func (n *node) begins() *tags.Part {
	if n.kind != paragraph {
		return nil
	}
	for i := range n.parts {
		if n.parts[i].Role == tags.BlockBegins {
			return &n.parts[i]
		}
	}
	return nil
}

// turns says by how much a paragraph changes how many blocks are open.
func (n *node) turns() (turn int) {
	if n.kind == paragraph {
		for _, p := range n.parts {
			switch p.Role {
			case tags.BlockBegins:
				turn++
			case tags.BlockEnds:
				turn--
			}
		}
	}
	return turn
}

// end is the last node of the block that begins in nodes[i], -1 if it does not end.
func end(nodes []*node, i int) int {
	depth := 0
	for k := i; k < len(nodes); k++ {
		if depth += nodes[k].turns(); depth <= 0 {
			return k
		}
	}
	return -1
}

// bandAt is the last of the nodes from i on that print together: paragraphs or rows of
// one list.
func bandAt(nodes []*node, i int) int {
	last := i
	for last+1 < len(nodes) && nodes[last+1].kind == nodes[i].kind && nodes[last+1].list == nodes[i].list && nodes[last+1].begins() == nil {
		last++
	}
	return last
}
