package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/proof"
)

// LibreOffice prints each row that has a formula, shown or not; of the rest of the
// prepared rows it prints none.
func TestABlankInputWorkbookHasFormulasForFewPages(t *testing.T) {
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := app.New(proof.DefaultPack(t), file, false); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const header, prepared = 5, 1000
	for row, want := range map[int]bool{header + 1: true, header + 200: true, header + 201: false, header + prepared: false} {
		formula, err := f.GetCellFormula("支出明细", a1.Name(3, row))
		if err != nil || strings.Contains(formula, "INDEX") != want {
			t.Errorf("row %d: formula %q, error %v", row, formula, err)
		}
		if style, err := f.GetCellStyle("支出明细", a1.Name(3, row)); err != nil || style == 0 {
			t.Errorf("row %d is not prepared: style %d, error %v", row, style, err)
		}
	}
}

// wideDigit is how many points LibreOffice without Chinese fonts gives to one
// character of column width, the most that was measured; Excel takes 6.
const wideDigit = 7.07

func TestEveryTablePrintsAtNinePointsOnA4(t *testing.T) {
	f, err := excelize.OpenFile("../../templates/default/预算公开表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		margins, err := f.GetPageMargins(sheet)
		if err != nil {
			t.Fatal(err)
		}
		paper := 595.3
		if *layout.Orientation == "landscape" {
			paper = 841.9
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		columns := 0
		for _, r := range rows {
			columns = max(columns, len(r))
		}
		width, small := 0.0, 99.0
		for col := 1; col <= columns; col++ {
			w, err := f.GetColWidth(sheet, a1.ColName(col))
			if err != nil {
				t.Fatal(err)
			}
			width += w * wideDigit
			for row := range rows {
				id, _ := f.GetCellStyle(sheet, a1.Name(col, row+1))
				if style, err := f.GetStyle(id); err == nil && style.Font != nil && col <= len(rows[row]) && rows[row][col-1] != "" {
					small = min(small, style.Font.Size)
				}
			}
		}
		room := paper - 72*(*margins.Left+*margins.Right)
		if size := small * min(1, float64(int(100*room/width))/100); size < 8.99 {
			t.Errorf("%s prints at %.1f points: %.0f points of columns on %.0f of paper", sheet, size, width, room)
		}
	}
}
