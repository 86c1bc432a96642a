package paper_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/paper"
)

// sheetOf makes a workbook and reads its first sheet.
func sheetOf(t *testing.T, make func(f *excelize.File) error) *paper.Sheet {
	t.Helper()
	f := excelize.NewFile()
	if err := make(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	book, err := paper.Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	s, err := book.Sheet("Sheet1")
	if err != nil || s == nil {
		t.Fatal(s, err)
	}
	return s
}

// drawn is a sheet as a few signs: a cell as its text, with › for each column more, ↓ for
// each row more, ^ below one of several rows, | between cells.
func drawn(s *paper.Sheet) (out []string) {
	for _, r := range s.Rows {
		var cells []string
		for _, c := range r.Cells {
			text := c.Text + strings.Repeat("›", c.Span-1)
			if c.Under {
				text += "^"
			} else {
				text += strings.Repeat("↓", c.Down-1)
			}
			cells = append(cells, text)
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestASheetIsReadAsItIsPrinted(t *testing.T) {
	s := sheetOf(t, func(f *excelize.File) error {
		box := []excelize.Border{{Type: "left", Style: 1}, {Type: "top", Style: 1}, {Type: "right", Style: 1}, {Type: "bottom", Style: 1}}
		boxed, err := f.NewStyle(&excelize.Style{Border: box})
		two, err2 := f.NewStyle(&excelize.Style{NumFmt: 4, Border: box})
		odd := "[$-130000]0"
		strange, err3 := f.NewStyle(&excelize.Style{CustomNumFmt: &odd})
		landscape, title := "landscape", "1:3"
		return first(err, err2, err3,
			f.SetCellValue("Sheet1", "A1", "很长的标题在一个窄格里不会分成两行"),
			f.SetCellValue("Sheet1", "A2", "部门：甲局"), f.SetCellValue("Sheet1", "D2", "单位：万元"),
			f.SetCellValue("Sheet1", "A3", "项目"), f.SetCellValue("Sheet1", "C3", "金额"), f.MergeCell("Sheet1", "A3", "B3"),
			f.SetCellValue("Sheet1", "A4", "甲"), f.MergeCell("Sheet1", "A4", "A6"),
			f.SetCellValue("Sheet1", "C4", 1234.5), f.SetCellValue("Sheet1", "C5", 7), f.SetCellValue("Sheet1", "C6", -0.004),
			f.SetCellValue("Sheet1", "D4", "藏"), f.SetCellValue("Sheet1", "D6", 3),
			f.SetCellStyle("Sheet1", "A3", "D6", boxed), f.SetCellStyle("Sheet1", "C4", "C6", two), f.SetCellStyle("Sheet1", "D6", "D6", strange),
			f.SetRowVisible("Sheet1", 5, false),
			f.SetPageLayout("Sheet1", &excelize.PageLayoutOptions{Orientation: &landscape}),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$" + strings.Replace(title, ":", ":$", 1), Scope: "Sheet1"}),
		)
	})
	want := []string{"很长的标题在一个窄格里不会分成两行›››", "部门：甲局›||单位：万元", "项目›|金额|", "甲↓||1,234.50|藏", "^||0.00|"}
	if got := drawn(s); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !s.Page.Landscape || s.Page.Head != 3 || len(s.Columns) != 4 || !slices.Equal(s.Unknown, []string{"D6"}) {
		t.Errorf("landscape %v, %d head rows, columns %v, unknown %v", s.Page.Landscape, s.Page.Head, s.Columns, s.Unknown)
	}
	if c := s.Rows[2].Cells[0]; c.Edges.Right.Kind != "thin" || c.Edges.Left.Kind != "thin" {
		t.Errorf("the borders of merged cells are %+v", c.Edges)
	}
}

func TestAHiddenColumnAndWhatIsOutsideThePrintAreaAreNotPrinted(t *testing.T) {
	s := sheetOf(t, func(f *excelize.File) error {
		return first(
			f.SetSheetRow("Sheet1", "A1", &[]any{"甲", "藏", "乙", "外"}), f.SetSheetRow("Sheet1", "A3", &[]any{"下"}),
			f.SetColVisible("Sheet1", "B", false),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "Sheet1!$A$1:$C$2", Scope: "Sheet1"}),
		)
	})
	if got := drawn(s); !slices.Equal(got, []string{"甲|乙", "|"}) {
		t.Errorf("%q", got)
	}
}

func TestASheetWithoutAnythingHasNoRows(t *testing.T) {
	if s := sheetOf(t, func(*excelize.File) error { return nil }); len(s.Rows) != 0 {
		t.Errorf("%q", drawn(s))
	}
}
