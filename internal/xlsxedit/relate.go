package xlsxedit

import (
	"path"
	"strings"

	"github.com/beevik/etree"
)

// Relate adds a relationship from a part to a new part, and the new part's
// content type. It gives the relationship's id.
func (f *File) Relate(from, to, relType, contentType string) (id string, err error) {
	if id, err = f.addRel(from, "/"+to, relType, false); err != nil {
		return "", err
	}
	types, err := f.XML("[Content_Types].xml")
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

const noRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`

func (f *File) addRel(from, target, relType string, external bool) (string, error) {
	if !f.Has(RelsName(from)) {
		f.SetPart(RelsName(from), []byte(noRels))
	}
	rels, err := f.XML(RelsName(from))
	if err != nil {
		return "", err
	}
	id := addRel(rels, target, relType)
	if external {
		all := rels.Root().ChildElements()
		all[len(all)-1].CreateAttr("TargetMode", "External")
	}
	return id, nil
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
	types, err := f.read("[Content_Types].xml")
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
