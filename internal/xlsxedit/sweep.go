package xlsxedit

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// Sweep removes the parts that no relationship leads to, such as the charts of
// a sheet that is gone: nobody sees them, but they go out with the file. Where a
// relationship leads nowhere, somebody spells names as we do not know, and all
// stays as it is.
func (f *File) Sweep() {
	reached := map[string]bool{contentTypes: true}
	if !f.reach("", reached) || f.misspelt() {
		return
	}
	for _, name := range slices.Clone(f.names.All()) {
		if !reached[name] {
			f.Remove(name)
		}
	}
}

const contentTypes = "[Content_Types].xml"

// reach marks what the relationships of a part lead to, and those parts that
// hold them; false if one leads nowhere.
func (f *File) reach(part string, reached map[string]bool) bool {
	if rels := RelsName(part); f.Has(rels) {
		reached[rels] = true
	}
	whole := true
	for _, r := range f.Rels(part) {
		switch {
		case r.External || reached[r.Target]:
		case !f.Has(r.Target):
			whole = false
		default:
			reached[r.Target] = true
			whole = f.reach(r.Target, reached) && whole
		}
	}
	return whole
}

// misspelt says whether relationships are kept under a name that differs from
// that of their part, so that we do not see them.
func (f *File) misspelt() bool {
	return slices.ContainsFunc(f.names.All(), func(name string) bool {
		folder, base := path.Split(name)
		if !strings.HasSuffix(folder, "/_rels/") || !strings.HasSuffix(base, ".rels") {
			return false
		}
		part := strings.TrimSuffix(folder, "_rels/") + strings.TrimSuffix(base, ".rels")
		return !f.Has(part) && f.Has(f.spelled(part))
	})
}

// dropSlicerCaches takes out what the workbook keeps for slicers of tables that
// are gone with their sheet.
func (f *File) dropSlicerCaches(wb *Workbook) {
	tables := f.tableIDs(wb)
	for _, r := range f.Rels(wb.Part) {
		if r.Type != "slicerCache" || r.External {
			continue
		}
		doc, err := f.read(r.Target)
		if err != nil {
			continue
		}
		if e := doc.FindElement("//tableSlicerCache"); e != nil && !tables[e.SelectAttrValue("tableId", "")] {
			f.RemoveRel(wb.Part, r.Target)
			dropByID(wb.Doc.Root(), r.ID)
		}
	}
}

// tableIDs are the ids of the tables of all sheets.
func (f *File) tableIDs(wb *Workbook) map[string]bool {
	ids := map[string]bool{}
	for _, s := range wb.Sheets {
		for _, r := range f.Rels(s.Part) {
			if doc, err := f.read(r.Target); r.Type == "table" && err == nil {
				ids[doc.Root().SelectAttrValue("id", "")] = true
			}
		}
	}
	return ids
}

// dropByID takes out the element with an r:id, and each element around it that
// has nothing left.
func dropByID(root *etree.Element, id string) {
	for _, e := range root.FindElements(".//*") {
		if RelID(e) != id {
			continue
		}
		for p := e.Parent(); p != nil && e != root && len(e.ChildElements()) == 0; e, p = p, p.Parent() {
			p.RemoveChild(e)
		}
		return
	}
}

// show makes the workbook open on a sheet that can be seen; now is the place of
// the sheet that it opened on, -1 if that is gone.
func (wb *Workbook) show(now int) int {
	if now >= 0 {
		return now
	}
	return max(0, slices.IndexFunc(wb.Sheets, func(s SheetRef) bool { return !s.Hidden() }))
}

// Hidden says whether those who open the workbook do not see the sheet.
func (s SheetRef) Hidden() bool { return s.Element.SelectAttrValue("state", "visible") != "visible" }

// customViews makes the workbook's named views open on a sheet that is there.
func (wb *Workbook) customViews() {
	has := func(id string) bool {
		return slices.ContainsFunc(wb.Sheets, func(s SheetRef) bool { return s.Element.SelectAttrValue("sheetId", "") == id })
	}
	for _, e := range wb.Doc.FindElements("//customWorkbookViews/customWorkbookView") {
		if len(wb.Sheets) > 0 && !has(e.SelectAttrValue("activeSheetId", "")) {
			e.CreateAttr("activeSheetId", wb.Sheets[wb.show(-1)].Element.SelectAttrValue("sheetId", strconv.Itoa(1)))
		}
	}
}
