package parts

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// Relate adds a relationship from a part to a new part, and the new part's
// content type. It gives the relationship's id.
func (f *File) Relate(from, to, relType, contentType string) (id string, err error) {
	if id, err = f.Refer(from, to, relType); err != nil {
		return "", err
	}
	types, err := f.XML(contentTypes)
	if err != nil {
		return "", err
	}
	o := types.Root().CreateElement("Override")
	o.CreateAttr("PartName", "/"+to)
	o.CreateAttr("ContentType", contentType)
	return id, nil
}

// RelateFile adds a relationship from a part to a file outside.
func (f *File) RelateFile(from, target, relType string) (id string, err error) {
	return f.addRel(from, target, relType, true)
}

// NoRels is a part that holds no relationship yet.
const NoRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`

// Refer adds a relationship from a part to one that is there, and gives its id.
func (f *File) Refer(from, to, relType string) (id string, err error) {
	return f.addRel(from, "/"+to, relType, false)
}

func (f *File) addRel(from, target, relType string, external bool) (string, error) {
	if !f.Has(RelsName(from)) {
		f.SetPart(RelsName(from), []byte(NoRels))
	}
	rels, err := f.XML(RelsName(from))
	if err != nil {
		return "", err
	}
	e := addRel(rels, target, relType)
	if external {
		e.CreateAttr("TargetMode", "External")
	}
	return e.SelectAttrValue("Id", ""), nil
}

// Retarget lets the relationship with an id lead elsewhere.
func (f *File) Retarget(part, id, target string) {
	f.relationship(part, id, func(e *etree.Element) { e.CreateAttr("Target", target) })
}

// Unrelate drops the relationship with an id.
func (f *File) Unrelate(part, id string) {
	f.relationship(part, id, func(e *etree.Element) { e.Parent().RemoveChild(e) })
}

func (f *File) relationship(part, id string, do func(*etree.Element)) {
	doc, err := f.XML(RelsName(part))
	if err != nil {
		return
	}
	for _, e := range doc.Root().SelectElements("Relationship") {
		if e.SelectAttrValue("Id", "") == id {
			do(e)
		}
	}
}

// ContentType is what [Content_Types].xml says that a part is, "" if nothing.
func (f *File) ContentType(part string) string {
	types, err := f.Look(contentTypes)
	if err != nil {
		return ""
	}
	for _, o := range types.Root().SelectElements("Override") {
		if strings.EqualFold(o.SelectAttrValue("PartName", ""), "/"+part) {
			return o.SelectAttrValue("ContentType", "")
		}
	}
	for _, d := range types.Root().SelectElements("Default") {
		if strings.EqualFold("."+d.SelectAttrValue("Extension", ""), path.Ext(part)) {
			return d.SelectAttrValue("ContentType", "")
		}
	}
	return ""
}

// addRel adds a relationship.
func addRel(rels *etree.Document, target, kind string) *etree.Element {
	root := rels.Root()
	ids := make([]string, 0, len(root.Child))
	for _, x := range root.Child {
		if e, ok := x.(*etree.Element); ok && e.Tag == "Relationship" {
			ids = append(ids, e.SelectAttrValue("Id", ""))
		}
	}
	id := ""
	for n := len(ids) + 1; id == "" || slices.Contains(ids, id); n++ {
		id = "rId" + strconv.Itoa(n)
	}
	e := root.CreateElement("Relationship")
	e.CreateAttr("Id", id)
	e.CreateAttr("Type", kind)
	e.CreateAttr("Target", target)
	return e
}

// FreeName is a name for a part's copy: sheet3.xml becomes sheet14.xml, the
// first number that no part has.
func (f *File) FreeName(part string) string {
	ext := path.Ext(part)
	stem := strings.TrimRight(strings.TrimSuffix(part, ext), "0123456789")
	if f.next == nil {
		f.next = map[string]int{}
	}
	for n := max(1, f.next[stem]); ; n++ {
		if name := fmt.Sprintf("%s%d%s", stem, n, ext); !f.Has(name) {
			f.next[stem] = n + 1
			return name
		}
	}
}

// RelID is the r:id attribute, whatever prefix the file uses for the namespace.
func RelID(e *etree.Element) string {
	for _, a := range e.Attr {
		if a.Key == "id" && a.Space != "" {
			return a.Value
		}
	}
	return ""
}

// Related is the first part of a type that a part refers to, "" if none.
func (f *File) Related(part, kind string) string {
	for _, r := range f.Rels(part) {
		if r.Type == kind && !r.External {
			return r.Target
		}
	}
	return ""
}

// RelatedBy is the part that an element with an r:id in a part refers to, ""
// if there is none.
func (f *File) RelatedBy(part string, e *etree.Element) string {
	id := RelID(e)
	for _, r := range f.Rels(part) {
		if r.ID == id && !r.External {
			return r.Target
		}
	}
	return ""
}

// Duplicate copies a part under a free name, with its content type. Relationships are
// the caller's.
func (f *File) Duplicate(part string) (name string, err error) {
	name = f.FreeName(part)
	f.SetPart(name, f.Part(part))
	if d := f.docs[part]; d != nil {
		f.docs[name] = d.Copy() // spares writing and reading it
	}
	types, err := f.XML(contentTypes)
	if err != nil {
		return "", err
	}
	for _, o := range types.Root().SelectElements("Override") {
		if strings.EqualFold(o.SelectAttrValue("PartName", ""), "/"+part) {
			c := o.Copy()
			c.CreateAttr("PartName", "/"+name)
			types.Root().AddChild(c)
			break
		}
	}
	return name, nil
}
