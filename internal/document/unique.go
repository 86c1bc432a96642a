package document

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/beevik/etree"
)

// identities are the numbers by which a document knows its drawings; each may be there
// but once.
type identities struct {
	drawing int // the largest so far
	shape   int
}

// see takes in the numbers of a part.
func (i *identities) see(e *etree.Element) {
	if e.Tag == "docPr" {
		n, _ := strconv.Atoi(e.SelectAttrValue("id", ""))
		i.drawing = max(i.drawing, n)
	}
	for c := range e.ChildElementsSeq() {
		i.see(c)
	}
}

// renew makes a copy fit to stand beside what it was copied from: drawings get numbers
// of their own, and what can be there only once, or need not have a number, goes.
// Bookmarks stay with the first copy: a reference to one leads there.
func (i *identities) renew(e *etree.Element, w string) {
	if e.Space == w {
		switch e.Tag {
		case "p", "tr":
			for _, a := range slices.Clone(e.Attr) {
				if a.Key == "paraId" || a.Key == "textId" {
					e.RemoveAttr(a.FullKey())
				}
			}
		case "sdtPr":
			for _, c := range e.ChildElements() {
				if c.Space == w && c.Tag == "id" {
					e.RemoveChild(c)
				}
			}
		}
	}
	switch {
	case e.Tag == "docPr":
		i.drawing++
		e.CreateAttr("id", strconv.Itoa(i.drawing))
	case e.Space == "v" && e.SelectAttr("id") != nil && e.Tag != "shapetype":
		i.shape++
		e.CreateAttr("id", fmt.Sprintf("ysgk_s%d", i.shape))
		e.RemoveAttr("o:spid")
	}
	for _, c := range e.ChildElements() {
		if c.Space == w && once[c.Tag] {
			e.RemoveChild(c)
			continue
		}
		i.renew(c, w)
	}
}

// once are the elements that mark one place of a document.
var once = words("bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference permStart permEnd")

// pairs are the elements that mark a stretch together.
var pairs = map[string]string{
	"bookmarkStart": "bookmark", "bookmarkEnd": "bookmark",
	"commentRangeStart": "comment", "commentRangeEnd": "comment",
	"permStart": "perm", "permEnd": "perm",
}

// unpaired are the marks of a part that have no other end.
func unpaired(root *etree.Element, w string) map[string]bool {
	count := map[string]int{}
	marks(root, w, func(name string, _ *etree.Element) { count[name]++ })
	out := map[string]bool{}
	for name, n := range count {
		out[name] = n == 1
	}
	return out
}

// pair removes the marks that have lost their other end; loose are those that never had one.
func pair(root *etree.Element, w string, loose map[string]bool) {
	alone := unpaired(root, w)
	var gone []*etree.Element
	marks(root, w, func(name string, e *etree.Element) {
		if alone[name] && !loose[name] {
			gone = append(gone, e)
		}
	})
	for _, e := range gone {
		e.Parent().RemoveChild(e)
	}
}

// marks gives every mark of a part with the name of its pair.
func marks(e *etree.Element, w string, do func(name string, e *etree.Element)) {
	for c := range e.ChildElementsSeq() {
		if kind := pairs[c.Tag]; kind != "" && c.Space == w {
			do(kind+c.SelectAttrValue(attribute(w, "id"), ""), c)
		}
		marks(c, w, do)
	}
}
