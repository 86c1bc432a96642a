package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// A bureau adds a comparison with last year by a view and a sheet.
const comparison = `视图:
  - 名称: 同比
    来源: [支出明细]
    行: [{层级: 类, 按: [功能科目编码/类]}]
    列:
      - {名称: 今年}
      - {名称: 上年, 金额: 上年数}
`

func comparisonPack(t *testing.T) *pack.Pack {
	t.Helper()
	files := proof.TablesFiles(t)
	manifest := strings.Replace(string(files["pack.yaml"].Data), "视图:\n", comparison, 1)
	files["pack.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(manifest, "模板: [预算公开表.xlsx]", "模板: [同比.xlsx]", 1))}
	f := excelize.NewFile()
	for cell, text := range map[string]string{
		"A1": "科目", "B1": "今年", "C1": "上年", "D1": "增减",
		"A2": "{{同比@类.科目名称}}", "B2": "{{同比@类.今年}}", "C2": "{{同比@类.上年}}",
		"A3": "合计", "B3": "{{同比@合计.今年}}", "C3": "{{同比@合计.上年}}",
	} {
		if err := f.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []string{"2", "3"} {
		if err := f.SetCellFormula("Sheet1", "D"+row, "B"+row+"-C"+row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	files["同比.xlsx"] = &fstest.MapFile{Data: b.Bytes()}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	// The template has none of the tables that these are about.
	p.Rules = slices.DeleteFunc(p.Rules, func(r pack.Rule) bool { return r.Form != "" })
	return p
}

func TestAYearOnYearTableIsAViewAndATemplate(t *testing.T) {
	p := comparisonPack(t)
	file := filepath.Join(t.TempDir(), "新.xlsx")
	if _, err := app.Roll(proof.DefaultPack(t), "../../samples/阳泉市司法局2026年预算录入.xlsx", file, false); err != nil {
		t.Fatal(err)
	}
	// This year everything is 100 元, but for the first line, which has ended.
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 84 {
		cell, _ := excelize.CoordinatesToCellName(11, 6+i)
		if err := f.SetCellInt("支出明细", cell, int64(min(i, 1))*100); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"绩效指标", "绩效项目"} { // whose money would have to agree
		if err := f.DeleteSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	r, found, err := app.Fill(app.FillRequest{Pack: p, Input: file, Output: filepath.Join(t.TempDir(), "同比.xlsx"), Now: time.Now()})
	if err != nil || found.HasErrors() {
		t.Fatalf("error %v, findings %v", err, found)
	}
	sheet := proof.Stored(t, r.Files[0].File)[0].Sheets[0]
	for cell, want := range map[string]string{
		"A3": "公共安全支出", "B3": "0.57", "C3": "2224.909999", "D3": "-2224.339999",
		"A7": "合计", "B7": "0.83", "C7": "2963.405198", "D7": "-2962.575198",
	} {
		if got := sheet.Cells[cell].Value; got != want {
			t.Errorf("%s is %s, want %s", cell, got, want)
		}
	}
}
