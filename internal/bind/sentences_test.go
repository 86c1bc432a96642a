package bind_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/input"
	"ysgk/internal/tables"
)

// TestRoomForTextsIsFilledOrTold gives a form a cover with room for what the department
// writes: what 基本信息 has becomes a tag, the rest is told, and what the example leaves
// blank too is left alone.
func TestRoomForTextsIsFilledOrTold(t *testing.T) {
	dir := "testdata/shapes/two-totals/"
	cover := func(file string, texts map[string]string) []byte {
		content, err := os.ReadFile(dir + file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.NewSheet("封面")
		must(t, err)
		for cell, text := range texts {
			must(t, f.SetCellStr("封面", cell, text))
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	base := defaultPack(t)
	l, _, err := input.Read("testdata/qingshan/去年录入.xlsx", base)
	if err != nil {
		t.Fatal(err)
	}
	l.Info["编制日期"], l.Info["部门代码"] = "2025-01-20", "312"
	made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(base, l),
		Form:    cover("官方表.xlsx", map[string]string{"A3": "编制日期：    年  月  日", "A4": "代码：", "A5": "联系电话：", "A6": "所属单位共   个", "A7": "负责人签章：", "A8": "本部门没有这项支出，故本表无数据。"}),
		Example: cover("去年公开表.xlsx", map[string]string{"A3": "编制日期：2025年1月20日", "A4": "代码：", "B4": "312", "A5": "联系电话：0351-0000000", "A6": "所属单位共 3 个", "A7": "负责人签章："})})
	if err != nil {
		t.Fatal(err)
	}
	cells := shown(t, made.Book)["封面"]
	if got := at(cells, 2)[0]; got != "编制日期：{{编制日期}}" {
		t.Error("date:", got)
	}
	if row := at(cells, 3); len(row) < 2 || row[1] != "{{部门代码}}" {
		t.Error("code:", row)
	}
	var told []string
	for _, e := range made.Left {
		if strings.Contains(e.Text, "手工写") {
			told = append(told, e.Place.String())
		}
	}
	if got := strings.Join(told, " "); got != "封面!A5 封面!A6" {
		t.Error("told:", got)
	}
	if !slices.ContainsFunc(made.Left, func(e bind.Entry) bool {
		return e.Place.String() == "封面!A8" && strings.Contains(e.Text, "{{空表注}}")
	}) {
		t.Error("that there is no data is printed for all:", made.Left)
	}
}
