package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
)

// TestATableThatCannotBeFilledCostsNoOther binds a form one table of which no pack can fill, as a
// merged cell reaches from the rows of its list into those below: it is left blank and told, the others have their tags.
func TestATableThatCannotBeFilledCostsNoOther(t *testing.T) {
	f := excelize.NewFile()
	for i, name := range []string{"表一", "表二"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		title := []string{"2026年支出总表", "2026年支出汇总表"}[i]
		for cell, text := range map[string]string{"A1": title, "D2": "单位：元", "A3": "功能科目", "B3": "合计", "C3": "基本支出", "D3": "项目支出", "A4": "合计"} {
			if err := f.SetCellStr(name, cell, text); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.MergeCell(name, "A1", "D1"); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "top", Style: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"表一", "表二"} { // blank rows for the list
		if err := f.SetCellStyle(name, "A5", "D6", style); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("表二", "D6", "D8"); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "官方表.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	files, made, found, err := app.Learn(app.LearnRequest{Form: file})
	if err != nil {
		t.Fatal(err, found)
	}
	tags := map[string]int{}
	for _, e := range made.Written {
		if strings.Contains(e.Text, "{{") && e.Place.Cell != "A1" {
			tags[e.Place.Sheet]++
		}
	}
	told := func(sheet, text string) bool {
		return slices.ContainsFunc(strings.Split(string(files[app.TodoFile]), "\n"), func(line string) bool { return strings.Contains(line, sheet+"!") && strings.Contains(line, text) })
	}
	if tags["表一"] == 0 || tags["表二"] > 0 || !told("表二", "没有写标签：") || told("表一", "没有写标签：") || told("", "填不了") {
		t.Error(tags)
		os.Stdout.Write(files[app.TodoFile])
	}
}
