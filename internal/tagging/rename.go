package tagging

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// rename gives a sheet another name in all that looks at it too, as who renames a tab sees it: print areas and other
// names, formulas, drop-down lists, conditional formats, links, charts. A name left behind would print nothing, and
// each copy of the sheet would have it again.
func rename(file *xlsxedit.File, wb *xlsxedit.Workbook, ref xlsxedit.SheetRef, name string) error {
	old := ref.Name
	wb.Rename(ref, name)
	docs := []*etree.Document{wb.Doc}
	for _, part := range file.Names() {
		if part == wb.Part || path.Ext(part) != ".xml" || strings.HasPrefix(path.Dir(part), "docProps") || !bytes.Contains(file.Part(part), []byte("!")) {
			continue
		}
		doc, err := file.XML(part)
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	for _, doc := range docs {
		for _, e := range doc.FindElements("//*") {
			if text := e.Text(); slices.Contains(formulaElements, e.Tag) && strings.Contains(text, "!") {
				e.SetText(refersTo(text, old, name))
			}
			if at := e.SelectAttrValue("location", ""); e.Tag == "hyperlink" && at != "" {
				e.CreateAttr("location", refersTo(at, old, name))
			}
		}
	}
	return nil
}

// formulaElements are the elements of the parts of a workbook that hold formulas.
var formulaElements = []string{"definedName", "f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx", "FmlaPict"}

// refersTo is a formula that refers to a sheet by its new name.
func refersTo(text, old, name string) string {
	f, err := formula.Parse(text)
	if err != nil {
		return text
	}
	return f.Rewrite(func(o formula.Operand) string {
		if strings.EqualFold(o.Ref.Sheet, old) {
			return o.Ref.On(name, a1.QuoteSheet(name)).String()
		}
		return o.Ref.String()
	})
}
