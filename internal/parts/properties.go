package parts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/beevik/etree"
)

// customPart holds the custom document properties of a workbook.
const customPart = "docProps/custom.xml"

const emptyProperties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>`

// Property is a custom document property of the workbook, "" if it has none.
func (f *File) Property(name string) string {
	doc, err := f.Look(f.Related("", "custom-properties"))
	if err != nil {
		return ""
	}
	if e := property(doc, name); e != nil {
		if v := e.SelectElement("lpwstr"); v != nil {
			return v.Text()
		}
	}
	return ""
}

func property(doc *etree.Document, name string) *etree.Element {
	for _, e := range doc.Root().SelectElements("property") {
		if e.SelectAttrValue("name", "") == name {
			return e
		}
	}
	return nil
}

// SetProperty sets a custom document property.
func (f *File) SetProperty(name, value string) error {
	part := f.Related("", "custom-properties")
	if part == "" {
		part = customPart
		f.SetPart(part, []byte(emptyProperties))
		_, err := f.Relate("", part,
			"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
			"application/vnd.openxmlformats-officedocument.custom-properties+xml")
		if err != nil {
			return err
		}
	}
	doc, err := f.XML(part)
	if err != nil {
		return err
	}
	e := property(doc, name)
	if e == nil {
		pid := 1 // the standard keeps 0 and 1 for itself
		for _, other := range doc.Root().SelectElements("property") {
			n, _ := strconv.Atoi(other.SelectAttrValue("pid", ""))
			pid = max(pid, n)
		}
		e = doc.Root().CreateElement("property")
		e.CreateAttr("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}") // fixed by the standard
		e.CreateAttr("pid", strconv.Itoa(pid+1))
		e.CreateAttr("name", name)
	}
	e.Child = nil
	e.CreateElement("vt:lpwstr").SetText(value)
	return nil
}

// Fingerprint is a hash of all parts but the custom properties, where it is kept.
func (f *File) Fingerprint() string {
	skip := f.Related("", "custom-properties")
	names := slices.Sorted(slices.Values(f.names.All()))
	h := sha256.New()
	for _, name := range names {
		if name != skip {
			b := f.Part(name)
			fmt.Fprintf(h, "%s\x00%d\x00", name, len(b))
			h.Write(b)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
