package xlsxedit

import (
	"ysgk/internal/pattern"

	"slices"
	"strconv"

	"github.com/beevik/etree"
)

// InsertSheet puts a new sheet in front of all others; the workbook opens on it.
func (f *File) InsertSheet(wb *Workbook, name string, content []byte) (SheetRef, error) {
	for _, s := range wb.Sheets {
		f.deselect(s.Part)
	}
	ref, err := f.addSheet(wb, name, content, 0)
	for _, v := range wb.Doc.FindElements("//bookViews/workbookView") {
		v.RemoveAttr("activeTab")
		v.RemoveAttr("firstSheet")
	}
	return ref, err
}

// AppendSheet puts a new sheet behind all others.
func (f *File) AppendSheet(wb *Workbook, name string, content []byte) (SheetRef, error) {
	return f.addSheet(wb, name, content, len(wb.Sheets))
}

// addSheet puts a new sheet before the one with an index.
func (f *File) addSheet(wb *Workbook, name string, content []byte, at int) (SheetRef, error) {
	part := f.FreeName("xl/worksheets/sheet1.xml")
	f.SetPart(part, content)
	id, err := f.Relate(wb.Part, part, relationships+"/worksheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
	if err != nil {
		return SheetRef{}, err
	}
	list := wb.Doc.Root().SelectElement("sheets")
	if list == nil {
		list = wb.Doc.Root().CreateElement("sheets")
	}
	e := etree.NewElement("sheet")
	e.Space = list.Space
	e.CreateAttr("name", name)
	e.CreateAttr("sheetId", strconv.Itoa(nextSheetID(wb)))
	e.CreateAttr("xmlns:r", relationships)
	e.CreateAttr("r:id", id)
	if at < len(wb.Sheets) {
		list.InsertChildAt(wb.Sheets[at].Element.Index(), e)
	} else {
		list.AddChild(e)
	}
	ref := SheetRef{name, part, e}
	before := slices.Clone(wb.Sheets)
	wb.Sheets = slices.Insert(wb.Sheets, at, ref)
	wb.renumber(func(i int) int {
		if i < at {
			return i
		}
		return i + 1
	})
	wb.SheetsChanged(f, before)
	return ref, nil
}

// DeleteSheet takes a sheet out of the workbook, with the names that are its own.
func (f *File) DeleteSheet(wb *Workbook, ref SheetRef) {
	before := slices.Clone(wb.Sheets)
	gone := slices.IndexFunc(wb.Sheets, func(s SheetRef) bool { return s.Element == ref.Element })
	f.RemoveSheet(wb, ref)
	wb.renumber(func(i int) int {
		switch {
		case i == gone:
			return -1
		case i > gone:
			return i - 1
		}
		return i
	})
	wb.SheetsChanged(f, before)
}

// renumber makes the names that belong to single sheets fit a new order of the
// sheets; those of -1 go.
func (wb *Workbook) renumber(to func(i int) int) {
	for _, n := range wb.Names() {
		i, err := strconv.Atoi(n.SelectAttrValue("localSheetId", ""))
		if err != nil {
			continue
		}
		if i = to(i); i < 0 {
			n.Parent().RemoveChild(n)
			continue
		}
		n.CreateAttr("localSheetId", strconv.Itoa(i))
	}
	if e := wb.Doc.Root().SelectElement("definedNames"); e != nil && len(e.ChildElements()) == 0 {
		wb.Doc.Root().RemoveChild(e) // the schema wants at least one name in the list
	}
}

// afterNames are the elements of a workbook that stand behind its names.
var afterNames = []string{
	"calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
	"fileRecoveryPr", "webPublishObjects", "extLst",
}

// Child is an element of another one, put before some others if there is none.
func Child(of *etree.Element, tag string, before []string) *etree.Element {
	e := of.SelectElement(tag)
	if e == nil {
		e = etree.NewElement(tag)
		e.Space = of.Space
		at := len(of.Child)
		for _, tag := range before {
			if next := of.SelectElement(tag); next != nil {
				at = min(at, next.Index())
			}
		}
		of.InsertChildAt(at, e)
	}
	return e
}

// AddName defines a name that belongs to a sheet, counted from 0.
func (wb *Workbook) AddName(name, ref string, sheet int, hidden bool) {
	list := Child(wb.Doc.Root(), "definedNames", afterNames)
	e := list.CreateElement("definedName")
	e.Space = list.Space
	e.CreateAttr("name", name)
	e.CreateAttr("localSheetId", strconv.Itoa(sheet))
	if hidden {
		e.CreateAttr("hidden", "1")
	}
	e.SetText(ref)
}

var selected = pattern.Of(`\stabSelected\s*=\s*["'](1|true)["']`)

// deselect makes a sheet not selected: of two selected sheets, Excel would type
// into both.
func (f *File) deselect(part string) {
	b := f.Part(part)
	head := b[:len(b)-len(fromCells(b))]
	if m := selected().FindIndex(head); m != nil {
		f.SetPart(part, splice(b, []edit{{m[0], m[1], ""}}))
	}
}

// fromCells is a sheet from its cells on.
func fromCells(b []byte) []byte {
	if m := beginOfCells().FindIndex(b); m != nil {
		return b[m[0]:]
	}
	return nil
}

var beginOfCells = pattern.Of(`<(\w+:)?sheetData[\s/>]`)
