package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/intake"
	"ysgk/internal/proof"
)

const export = "单位|功能科目|经济科目|支出类型|资金性质|资金年度|金额（元）\n" +
	"某局机关|2040601|30201|公用经费|一般公共预算|本年|1234.56\n" +
	"某局机关|2040601|30202|公用经费|一般公共预算|本年|0.01\n"

func TestImportingIntoAWorkbookLeavesAllThatItHas(t *testing.T) {
	p := proof.DefaultPack(t)
	folder := t.TempDir()
	into, from := filepath.Join(folder, "录入.xlsx"), filepath.Join(folder, "导出.xlsx")
	f, err := excelize.OpenFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{"M5": "我的列", "M6": "核对过"} {
		if err := f.SetCellStr("支出明细", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("草稿"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula("草稿", "B2", "SUM(支出明细!K6:K89)"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(into); err != nil {
		t.Fatal(err)
	}
	b, err := proof.Sketch(export)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(from, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, found, err := app.Import(app.ImportRequest{Into: into, Request: intake.Request{Pack: p, File: from, Given: map[string]string{}}})
	if err != nil || found.HasErrors() {
		t.Fatalf("error %v, findings %v", err, found)
	}
	books := proof.Read(t, into, r.File)
	before, after := books[0], books[1]
	if d := cmp.Diff(before.Names, after.Names); d != "" {
		t.Errorf("names: %s", d)
	}
	fresh := map[string]string{"支出明细!K90": "1234.56", "支出明细!K91": "0.01", "单位!A7": "某局机关"}
	for place, want := range fresh {
		sheet, cell, _ := strings.Cut(place, "!")
		if got := after.Sheet(t, sheet).Cells[cell].Value; got != want {
			t.Errorf("%s is %s, want %s", place, got, want)
		}
	}
	for i := range before.Sheets {
		x, y := before.Sheets[i], after.Sheets[i]
		for cell, c := range x.Cells {
			if got := y.Cells[cell]; c.Value != "" && got != c {
				t.Errorf("%s!%s was %+v, is %+v", x.Name, cell, c, got)
			}
		}
		for what, d := range map[string]string{
			"name": cmp.Diff(x.Name, y.Name), "state": cmp.Diff(x.State, y.State), "widths": cmp.Diff(x.Widths, y.Widths),
			"heights": cmp.Diff(x.Heights, y.Heights), "rules": cmp.Diff(x.Rules, y.Rules), "freeze": cmp.Diff(x.Freeze, y.Freeze),
			"print": cmp.Diff(x.PrintArea, y.PrintArea), "page": cmp.Diff(x.Page, y.Page),
		} {
			if d != "" {
				t.Errorf("%s %s: %s", x.Name, what, d)
			}
		}
	}
}
