package inputform

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/pack"
	"ysgk/internal/textwidth"
)

// guideWidth fits an upright A4 page: a single column that is wider is cut,
// not shrunk, by LibreOffice.
const guideWidth = 78

// writeGuide writes how to fill the workbook, one paragraph per row; "# "
// begins a heading.
func (w *writer) writeGuide() {
	w.page(pack.GuideSheet, "portrait", 0)
	one := 1 // the guide is a page to hang on the wall
	w.did(w.f.SetPageLayout(pack.GuideSheet, &excelize.PageLayoutOptions{FitToHeight: &one}))
	gridLines := false
	w.did(w.f.SetSheetView(pack.GuideSheet, 0, &excelize.ViewOptions{ShowGridLines: &gridLines}))
	s := w.stream(pack.GuideSheet, len(w.pack.Input.Guide), []float64{guideWidth})
	for i, text := range w.pack.Input.Guide {
		style, height := w.look.guideText, 20*float64(textwidth.Lines(text, guideWidth-3))+3
		if heading, ok := strings.CutPrefix(text, "# "); ok {
			text, style, height = heading, w.look.guideHead, 34
		}
		s.row(i+1, height, excelize.Cell{StyleID: style, Value: text})
	}
	w.did(s.Flush())
}
