package tagging_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// TestSheetsAreSetForPaper sets sheets for paper that have a note, a rule and a scale of their own, and leaves the others.
func TestSheetsAreSetForPaper(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	scale := uint(80)
	for _, name := range []string{"支出'总表", "短表", "别的"} {
		_, err := f.NewSheet(name)
		must(err)
		must(f.SetCellStr(name, "A1", "支出总表"))
		must(f.AddComment(name, excelize.Comment{Cell: "A1", Author: "甲", Text: "批注"}))
		must(f.SetPageLayout(name, &excelize.PageLayoutOptions{AdjustTo: &scale}))
	}
	must(f.DeleteSheet("Sheet1"))
	var book bytes.Buffer
	must(f.Write(&book))
	made, err := tagging.Paged(book.Bytes(), []fill.Lack{{Sheet: "支出'总表", Narrow: true, Wide: true, Head: [2]int{3, 4}}, {Sheet: "短表", Head: [2]int{2, 2}}})
	must(err)
	got, err := excelize.OpenReader(bytes.NewReader(made))
	must(err)
	defer got.Close()
	titles := map[string]string{}
	for _, n := range got.GetDefinedName() {
		titles[n.Scope] = n.RefersTo
	}
	if titles["支出'总表"] != "'支出''总表'!$3:$4" || titles["短表"] != "'短表'!$2:$2" || titles["别的"] != "" {
		t.Error(titles)
	}
	for _, name := range []string{"支出'总表", "短表", "别的"} {
		props, err := got.GetSheetProps(name)
		must(err)
		layout, err := got.GetPageLayout(name)
		must(err)
		fits := props.FitToPage != nil && *props.FitToPage
		if narrow := name == "支出'总表"; fits != narrow || narrow != (layout.FitToHeight != nil && *layout.FitToHeight == 0) {
			t.Errorf("%s: %v %+v", name, fits, layout)
		}
		if set := layout.Size != nil && *layout.Size == 9 && layout.Orientation != nil && *layout.Orientation == "landscape"; set != (name == "支出'总表") {
			t.Errorf("%s: %+v", name, layout)
		}
		if comments, err := got.GetComments(name); err != nil || len(comments) != 1 {
			t.Error(name, comments, err)
		}
	}
}

// TestRowsKeepTheirHeightsWhereOthersAreLaid lays a row twice on a sheet with a text of several lines: the heights of a form are
// what its bureau gave them.
func TestRowsKeepTheirHeightsWhereOthersAreLaid(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true}})
	for _, err := range []error{err, f.SetCellStr("Sheet1", "A1", strings.Repeat("按照规定编制部门预算，", 9)), f.SetCellStr("Sheet1", "A2", "支出"), f.SetCellStyle("Sheet1", "A1", "A2", wrap), f.SetRowHeight("Sheet1", 2, 21)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var form bytes.Buffer
	if err := f.Write(&form); err != nil {
		t.Fatal(err)
	}
	sheets, err := layout.Read(form.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	made, err := tagging.Write(form.Bytes(), []*tagging.Plan{{Sheet: sheets[0], Times: map[int]int{2: 2}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := excelize.OpenReader(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	for row, want := range map[int]float64{1: 15, 2: 21, 3: 21} {
		if high, err := got.GetRowHeight("Sheet1", row); err != nil || high != want {
			t.Errorf("row %d is %v high, want %v (%v)", row, high, want, err)
		}
	}
}
