package tagging

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/xlsxedit"
)

// afterPageSetup are the elements of a sheet that stand behind how it is printed.
var afterPageSetup = []string{
	"headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
	"picture", "oleObjects", "controls", "webPublishItems", "AlternateContent", "tableParts", "extLst",
}

// Paged lets the sheets of a template print what it is filled with: all columns on one page, across where they are many, the headers on each.
func Paged(book []byte, lacks []fill.Lack) ([]byte, error) {
	return edited(book, func(file *xlsxedit.File, wb *xlsxedit.Workbook) error {
		for _, lack := range lacks {
			i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == lack.Sheet })
			if i < 0 {
				continue
			}
			if lack.Head[0] > 0 {
				wb.AddName("_xlnm.Print_Titles", fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(lack.Sheet, "'", "''"), lack.Head[0], lack.Head[1]), i, false)
			}
			if !lack.Narrow {
				continue
			}
			doc, err := file.XML(wb.Sheets[i].Part)
			if err != nil {
				return err
			}
			root := doc.Root()
			properties := xlsxedit.Child(root, "sheetPr", []string{"dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"})
			xlsxedit.Child(properties, "pageSetUpPr", nil).CreateAttr("fitToPage", "1") // behind tabColor and outlinePr, the only others
			setup := xlsxedit.Child(root, "pageSetup", afterPageSetup)
			setup.RemoveAttr("scale")
			if setup.SelectAttr("paperSize") == nil {
				setup.CreateAttr("paperSize", "9") // A4: without it, paper would be that of another country
			}
			if lack.Wide {
				setup.CreateAttr("orientation", "landscape")
			}
			setup.CreateAttr("fitToWidth", "1")
			setup.CreateAttr("fitToHeight", "0")
		}
		return nil
	})
}
