package xlsxedit

import (
	"slices"
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/parts"
	"ysgk/internal/xlsxread"
)

// Workbook is the part that lists the sheets and the defined names.
type Workbook struct {
	Part   string
	Doc    *etree.Document
	Sheets []SheetRef
}

// SheetRef is an entry of the workbook's list of sheets.
type SheetRef struct {
	Name, Part string
	Element    *etree.Element
}

// Workbook reads the list of sheets.
func (f *File) Workbook() (*Workbook, error) {
	wb := &Workbook{}
	for _, r := range f.Rels("") {
		if r.Type == "officeDocument" {
			wb.Part = r.Target
		}
	}
	if wb.Part == "" {
		return nil, xlsxread.Damaged(parts.RelsName(""), "没有说明工作簿在哪里")
	}
	doc, err := f.XML(wb.Part)
	if err != nil {
		return nil, err
	}
	wb.Doc = doc
	targets := map[string]string{}
	for _, r := range f.Rels(wb.Part) {
		targets[r.ID] = r.Target
	}
	sheets := doc.Root().SelectElement("sheets")
	if sheets == nil {
		return nil, xlsxread.Damaged(wb.Part, "没有列出工作表")
	}
	for _, e := range sheets.SelectElements("sheet") {
		part := targets[RelID(e)]
		if !f.Has(part) {
			return nil, xlsxread.Damaged(wb.Part, "没有说明工作表“%s”在哪里", e.SelectAttrValue("name", ""))
		}
		wb.Sheets = append(wb.Sheets, SheetRef{e.SelectAttrValue("name", ""), part, e})
	}
	return wb, nil
}

// DropCalcChain removes the lists of formula cells: Excel makes them anew, and a
// stale one is what makes it offer a repair.
func (f *File) DropCalcChain(wb *Workbook) {
	for _, kind := range []string{"calcChain", "volatileDependencies"} {
		f.drop(wb.Part, f.Related(wb.Part, kind))
	}
}

// SheetsChanged makes what names sheets by number fit a new list of sheets;
// before is the old one. The list of titles in the document properties goes;
// Excel makes it anew.
func (wb *Workbook) SheetsChanged(f *File, before []SheetRef) {
	for _, e := range wb.Doc.FindElements("//bookViews/workbookView") {
		for _, a := range []string{"activeTab", "firstSheet"} {
			n, err := strconv.Atoi(e.SelectAttrValue(a, ""))
			if err != nil || n < 0 || n >= len(before) {
				continue
			}
			now := slices.IndexFunc(wb.Sheets, func(s SheetRef) bool { return s.Element == before[n].Element })
			e.CreateAttr(a, strconv.Itoa(wb.show(now)))
		}
	}
	wb.customViews()
	doc, err := f.XML(f.Related("", "extended-properties"))
	if err != nil {
		return
	}
	for _, tag := range []string{"HeadingPairs", "TitlesOfParts"} {
		if e := doc.Root().SelectElement(tag); e != nil {
			doc.Root().RemoveChild(e)
		}
	}
}

// Names are the defined names of the workbook.
func (wb *Workbook) Names() []*etree.Element {
	if e := wb.Doc.Root().SelectElement("definedNames"); e != nil {
		return e.SelectElements("definedName")
	}
	return nil
}

// ComputeOnLoad asks the program that opens the workbook to compute all formulas.
func (wb *Workbook) ComputeOnLoad() {
	Child(wb.Doc.Root(), "calcPr", afterNames[1:]).CreateAttr("fullCalcOnLoad", "1")
}
