package tagging_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// What looks at a sheet looks at it under its new name too: a print area left behind prints nothing, a formula has
// #REF!. Text that only spells the old name stays.
func TestARenamedSheetIsStillLookedAt(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const old, now = "绩效 表", "{{项目.项目名称}}"
	f := excelize.NewFile()
	defer f.Close()
	must(f.SetSheetName("Sheet1", old))
	_, err := f.NewSheet("目录")
	must(err)
	must(f.SetCellValue(old, "A1", "项目支出绩效目标表"))
	must(f.SetCellFormula("目录", "A1", "'绩效 表'!$A$1&\"绩效 表!A1\""))
	must(f.SetCellFormula("目录", "A2", "SUM(目录!C1:C3)"))
	must(f.SetCellHyperLink("目录", "A3", "'绩效 表'!A1", "Location"))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'绩效 表'!$A$1:$D$9", Scope: old}))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "目录!$A$1:$D$9", Scope: "目录"}))
	list := excelize.NewDataValidation(true)
	list.Sqref = "B1"
	list.SetSqrefDropList("'绩效 表'!$F$1:$F$3")
	must(f.AddDataValidation("目录", list))
	var form bytes.Buffer
	must(f.Write(&form))

	sheet := &layout.Sheet{Name: old}
	book, err := tagging.Write(form.Bytes(), []*tagging.Plan{{Sheet: sheet, Renamed: now}}, nil)
	must(err)
	g, err := excelize.OpenReader(bytes.NewReader(book))
	must(err)
	defer g.Close()
	var got []string
	for _, cell := range []string{"A1", "A2"} {
		text, err := g.GetCellFormula("目录", cell)
		must(err)
		got = append(got, text)
	}
	_, at, err := g.GetCellHyperLink("目录", "A3")
	must(err)
	got = append(got, at)
	for _, name := range g.GetDefinedName() {
		got = append(got, name.Scope+" "+name.RefersTo)
	}
	lists, err := g.GetDataValidations("目录")
	must(err)
	for _, v := range lists {
		got = append(got, v.Formula1)
	}
	want := []string{"'" + now + "'!$A$1&\"绩效 表!A1\"", "SUM(目录!C1:C3)", "'" + now + "'!A1",
		now + " '" + now + "'!$A$1:$D$9", "目录 目录!$A$1:$D$9", "'" + now + "'!$F$1:$F$3"}
	if !slices.Equal(got, want) {
		t.Errorf("looked at\n%q\nwant\n%q", got, want)
	}
}
