package xlsxedit

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/parts"
)

// own are the kinds of parts that belong to one sheet: a copy of the sheet
// needs copies of them, because they name its cells. Others (images, printer
// settings) serve both.
var own = []string{
	"drawing", "comments", "threadedComment", "vmlDrawing", "table",
	"chart", "chartStyle", "chartColorStyle", "chartUserShapes",
}

// shared are the kinds of parts that a copy of a sheet may refer to as well.
var shared = []string{"image", "printerSettings", "hyperlink"}

// Uncopied are the kinds of parts beside a sheet of which a copy would have
// neither its own nor a share: form controls, slicers, pivot tables and others.
func (f *File) Uncopied(part string) (kinds []string) {
	for _, r := range f.Rels(part) {
		if r.External || slices.Contains(shared, r.Type) {
			continue
		}
		if !slices.Contains(own, r.Type) {
			kinds = append(kinds, r.Type)
			continue
		}
		kinds = append(kinds, f.Uncopied(r.Target)...)
	}
	return kinds
}

// CopySheet adds a copy of a sheet to the workbook, behind the sheet after.
// Everything comes along: cells, layout, page setup, drawings, comments.
// excelize's CopySheet drops half of that, so this works on the parts.
func (f *File) CopySheet(wb *Workbook, ref, after SheetRef, name string) (SheetRef, error) {
	part, err := f.copyPart(ref.Part)
	if err != nil {
		return SheetRef{}, err
	}
	id, err := f.Refer(wb.Part, part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet")
	if err != nil {
		return SheetRef{}, err
	}
	e := ref.Element.Copy()
	e.CreateAttr("name", name)
	e.CreateAttr("sheetId", strconv.Itoa(nextSheetID(wb)))
	setRelID(e, id)
	wb.Doc.Root().SelectElement("sheets").InsertChildAt(after.Element.Index()+1, e)
	out := SheetRef{name, part, e}
	i := slices.IndexFunc(wb.Sheets, func(s SheetRef) bool { return s.Element == after.Element })
	wb.Sheets = slices.Insert(wb.Sheets, i+1, out)
	return out, nil
}

// RemoveSheet takes a sheet and all that only it refers to out of the workbook.
func (f *File) RemoveSheet(wb *Workbook, ref SheetRef) {
	f.RemoveRel(wb.Part, ref.Part)
	ref.Element.Parent().RemoveChild(ref.Element)
	wb.Sheets = slices.DeleteFunc(wb.Sheets, func(s SheetRef) bool { return s.Element == ref.Element })
	f.dropSlicerCaches(wb)
	f.Sweep()
	f.Remove(ref.Part) // also where nothing is swept
	f.Remove(parts.RelsName(ref.Part))
}

// Rename gives a sheet another name.
func (wb *Workbook) Rename(ref SheetRef, name string) {
	ref.Element.CreateAttr("name", name)
	for i := range wb.Sheets {
		if wb.Sheets[i].Element == ref.Element {
			wb.Sheets[i].Name = name
		}
	}
}

func nextSheetID(wb *Workbook) int {
	id := 0
	for _, s := range wb.Sheets {
		n, _ := strconv.Atoi(s.Element.SelectAttrValue("sheetId", "0"))
		id = max(id, n)
	}
	return id + 1
}

func setRelID(e *etree.Element, id string) {
	for i, a := range e.Attr {
		if a.Key == "id" && a.Space != "" {
			e.Attr[i].Value = id
		}
	}
}

// copyPart copies a part under a free name, with its content type, its
// relationships and the parts that are its own.
func (f *File) copyPart(part string) (string, error) {
	name, err := f.Duplicate(part)
	if err != nil {
		return "", err
	}
	if !f.Has(parts.RelsName(part)) {
		return name, nil
	}
	f.SetPart(parts.RelsName(name), f.Part(parts.RelsName(part)))
	rels, err := f.XML(parts.RelsName(name))
	if err != nil {
		return "", err
	}
	for _, e := range rels.Root().SelectElements("Relationship") {
		r := f.RelationshipOf(part, e)
		if r.External || !slices.Contains(own, r.Type) {
			continue
		}
		to, err := f.copyPart(r.Target)
		if err != nil {
			return "", err
		}
		e.CreateAttr("Target", "/"+to)
		if r.Type == "table" {
			f.renumberTable(to)
		}
	}
	return name, nil
}

// renumberTable gives a copied table an id and names of its own.
func (f *File) renumberTable(part string) {
	doc, err := f.XML(part)
	if err != nil {
		return
	}
	digits := strings.TrimFunc(path.Base(part), func(r rune) bool { return r < '0' || r > '9' })
	n, _ := strconv.Atoi(strings.ReplaceAll(digits, "-", ""))
	for _, a := range []string{"name", "displayName"} {
		doc.Root().CreateAttr(a, doc.Root().SelectAttrValue(a, "表")+"_"+strconv.Itoa(n))
	}
	doc.Root().CreateAttr("id", strconv.Itoa(1000+n))
}
