package xlsxedit

import (
	"slices"
	"strconv"

	"github.com/beevik/etree"
)

// dropSlicerCaches takes out what the workbook keeps for slicers of tables that
// are gone with their sheet.
func (f *File) dropSlicerCaches(wb *Workbook) {
	tables := f.tableIDs(wb)
	for _, r := range f.Rels(wb.Part) {
		if r.Type != "slicerCache" || r.External {
			continue
		}
		doc, err := f.Look(r.Target)
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
			if doc, err := f.Look(r.Target); r.Type == "table" && err == nil {
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
