package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
)

// wrapped is a template whose cells wrap, in columns of 20 characters; rows are
// 15 points high. prepare may merge them.
func wrapped(t *testing.T, rows, cells string, prepare func(f *excelize.File)) []byte {
	return template(t, rows, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true}})
		must(t, err)
		from, to, _ := strings.Cut(cells, ":")
		must(t, f.SetCellStyle("Sheet1", from, to, style))
		must(t, f.SetColWidth("Sheet1", "A", "F", 20))
		prepare(f)
	})
}

// long is a text of so many characters; 8 of them fit on a line of 20.
func longText(characters int) string {
	return string([]rune(strings.Repeat("很长的文字，", characters/6+1))[:characters])
}

// points is how high rows of a sheet are together.
func points(t *testing.T, f *excelize.File, sheet string, from, to int) (sum float64) {
	t.Helper()
	for r := from; r <= to; r++ {
		h, err := f.GetRowHeight(sheet, r)
		must(t, err)
		if h > 409 {
			t.Errorf("row %d is %v high", r, h)
		}
		sum += h
	}
	return sum
}

// between checks a height in points.
func between(t *testing.T, what string, got, least, most float64) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("%s: %v points, want %v to %v", what, got, least, most)
	}
}

func TestATextMergedOverRowsRaisesThemAllTogether(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(80) // ten lines of 16 points
	f := render(t, wrapped(t, `
		{{部门名称}} | 甲
		 | 乙
		 | 丙
		尾`, "A1:A4", func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "A3")) }), d)
	sum := points(t, f, "Sheet1", 1, 3)
	between(t, "three rows", sum, 160, 185)
	for r := 1; r <= 3; r++ { // equal parts
		between(t, "one of three rows", points(t, f, "Sheet1", r, r), sum/3-2, sum/3+2)
	}
	between(t, "the row below", points(t, f, "Sheet1", 4, 4), 15, 15)
}

func TestRowsThatOtherTextsRaiseCountForAMergedOne(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(80)
	f := render(t, wrapped(t, `
		{{部门名称}} | {{部门名称}} | {{部门名称}}
		 | 乙
		 | 丙`, "A1:C3", func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "A3")) // ten lines, which row 1 holds for B1
		must(t, f.MergeCell("Sheet1", "C1", "C2"))
	}), d)
	between(t, "row 1", points(t, f, "Sheet1", 1, 1), 160, 180)
	between(t, "rows 2 and 3", points(t, f, "Sheet1", 2, 3), 30, 30)
}

func TestTextsOverFewRowsAreFittedBeforeThoseOverMany(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(80)
	f := render(t, wrapped(t, "{{部门名称}} | {{部门名称}}\n \n \n尾", "A1:B3", func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "A3"))
		must(t, f.MergeCell("Sheet1", "B1", "B2")) // raises rows 1 and 2 enough for A1, too
	}), d)
	between(t, "rows 1 and 2", points(t, f, "Sheet1", 1, 2), 160, 185)
	between(t, "row 3", points(t, f, "Sheet1", 3, 3), 15, 15)
}

func TestHiddenRowsHoldNoText(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(80)
	f := render(t, wrapped(t, "{{部门名称}}\n \n \n尾", "A1:A3", func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "A3"))
		must(t, f.SetRowVisible("Sheet1", 2, false))
	}), d)
	between(t, "rows 1 and 3", points(t, f, "Sheet1", 1, 1)+points(t, f, "Sheet1", 3, 3), 160, 185)
}

func TestAMergeOverColumnsAndRowsIsAsWideAsItsColumns(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(290) // ten lines of 29
	f := render(t, wrapped(t, "{{部门名称}}\n \n尾", "A1:C2", func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "C2"))
		must(t, f.SetRowHeight("Sheet1", 1, 100))
	}), d)
	between(t, "row 1", points(t, f, "Sheet1", 1, 1), 100, 150)
	between(t, "both", points(t, f, "Sheet1", 1, 2), 160, 185)
}

func TestTheRowsOfEachRecordAreRaisedForItsOwnText(t *testing.T) {
	d := data()
	d.Lists["支出"].Records[1].Texts[1] = longText(80)
	f := render(t, wrapped(t, `
		{{支出@类.名称}} | {{支出@类.编码}}
		 | {{支出@类.合计}}
		尾`, "A1:A2", func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "A2")) }), d)
	between(t, "the first record", points(t, f, "Sheet1", 1, 2), 160, 185)
	between(t, "the second record", points(t, f, "Sheet1", 3, 4), 30, 30)
}

func TestATextThatNoHeightHoldsIsTold(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(900) // 113 lines
	tell := func(tpl []byte, want string) {
		t.Helper()
		b, problems := try(t, tpl, d)
		problems = problems.Sorted()
		if b == nil || len(problems) != 1 || problems[0].Severity != finding.Warning || problems[0].Code != "text-cut" || problems[0].Place.String()+" "+problems[0].Message != want {
			t.Errorf("%v, want %s", problems, want)
		}
	}
	merged := func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "A3")) }
	tell(wrapped(t, "{{部门名称}}\n \n \n尾", "A1:A3", merged), "Sheet1!A1 文字太长，印不全：要 1806 磅高，这里有 3 行，Excel 每行最高 409 磅")
	// A formula is one cell, which cannot be divided.
	tell(wrapped(t, "=B1\n \n \n尾", "A1:A3", func(f *excelize.File) { must(t, f.SetCellStr("Sheet1", "B1", "{{部门名称}}")) }), "Sheet1!A1 文字太长，印不全：要 1806 磅高，这里有 1 行，Excel 每行最高 409 磅")
	// What is spread over several rows is not lost.
	if b, problems := try(t, wrapped(t, "{{部门名称}}\n尾", "A1:A2", func(*excelize.File) {}), d); b == nil || len(problems) > 0 {
		t.Error(problems)
	}
}

func TestFormulasRaiseTheirRowsToo(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(80)
	f := render(t, wrapped(t, `="说明"&C1 | | {{部门名称}} | =C1
		尾`, "A1:B2", func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "B1")) }), d)
	between(t, "five lines", points(t, f, "Sheet1", 1, 1), 80, 100) // D1 does not wrap
}

func TestTextThatRunsDownwardsRaisesRows(t *testing.T) {
	for rotation, want := range map[int][2]float64{255: {20 * 15, 20*17 + 5}, 90: {20 * 11, 20 * 14}} {
		d := data()
		d.Scalars["部门名称"] = longText(20)
		f := render(t, template(t, "{{部门名称}}\n \n \n尾", func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, TextRotation: rotation}})
			must(t, err)
			must(t, f.SetCellStyle("Sheet1", "A1", "A3", style))
			must(t, f.SetColWidth("Sheet1", "A", "A", 4))
			must(t, f.MergeCell("Sheet1", "A1", "A3"))
		}), d)
		between(t, "three rows", points(t, f, "Sheet1", 1, 3), want[0], want[1])
	}
}

func TestRowsThatTheFileLeavesOutAreRaisedToo(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = longText(900)
	f := render(t, wrapped(t, "{{部门名称}}", "A1:A1", func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "A6")) }), d)
	between(t, "six rows", points(t, f, "Sheet1", 1, 6), 1806, 1830)
}
