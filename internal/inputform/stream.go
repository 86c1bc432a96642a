package inputform

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
)

// stream writes the cells of a sheet; everything else of the sheet must have
// been set before.
type stream struct {
	*excelize.StreamWriter
	err error // of the first step that failed; Flush gives it
}

// stream begins the cells of a sheet with some columns and rows. styles, if
// there are any, are those of the cells below the rows, 0 for none.
func (w *writer) stream(sheet string, rows int, widths []float64, styles ...int) *stream {
	w.did(w.f.SetSheetDimension(sheet, "A1:"+cellName(len(widths), max(rows, 1))))
	sw, err := w.f.NewStreamWriter(sheet)
	s := &stream{StreamWriter: sw, err: err}
	// From the last to the first, because excelize puts what is set last in
	// front, and Excel wants the columns in order.
	for i := len(widths) - 1; i >= 0 && err == nil; i-- {
		if i < len(styles) && styles[i] > 0 {
			w.did(sw.SetColStyle(i+1, i+1, styles[i]))
		}
		w.did(sw.SetColWidth(i+1, i+1, widths[i]))
	}
	return s
}

// row writes cells from column A; height 0 is the default. A text that needs more
// than Excel's highest row shows its beginning.
func (s *stream) row(row int, height float64, cells ...any) {
	if s.err == nil {
		s.err = s.SetRow(cellName(1, row), cells, excelize.RowOpts{Height: min(height, excelize.MaxRowHeight)})
	}
}

// Flush ends the sheet.
func (s *stream) Flush() error {
	if s.err != nil {
		return s.err
	}
	return s.StreamWriter.Flush()
}

func cellName(col, row int) string { return a1.Name(col, row) }

// fmtRef writes a reference to a sheet: fmtRef("单位", "$A$%d", 3).
func fmtRef(sheet, ref string, args ...any) string {
	return a1.QuotedSheet(sheet) + "!" + fmt.Sprintf(ref, args...)
}
