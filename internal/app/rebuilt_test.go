package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/input"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// Without a ledger the tables of an example come out again from the items that are
// rebuilt from them: of a made-up bureau, most in 万元 with two decimals, and of the
// sample department in the pack's own tables.
func TestAnExampleComesOutAgainFromItsRebuiltItems(t *testing.T) {
	examples := map[string]struct{ file, form string }{
		"qingshan": {"../bind/testdata/qingshan/去年公开表.xlsx", "../bind/testdata/qingshan/官方表.xlsx"},
		"自带":       {tablesOfTheSample(t), ""},
	}
	for name, x := range examples {
		t.Run(name, func(t *testing.T) {
			files, made, found, err := app.Learn(app.LearnRequest{Form: x.form, Example: x.file})
			if err != nil {
				t.Fatal(err, found)
			}
			right := 0
			for _, p := range made.Proofs {
				right += p.Right
				p.Differ = slices.DeleteFunc(p.Differ, func(d bind.Difference) bool { // items from 万元 are exact to 100 元
					return d.Was.Sub(d.Is).Abs().LessThanOrEqual(decimal.New(1, -2))
				})
				if untold := made.Untold(p); len(untold) > 0 { // 机关运行经费 needs the kinds of units, which no table tells
					t.Errorf("%s: not told: %v", p.Sheet, untold)
				}
			}
			if right < 400 {
				t.Errorf("%d figures came out", right)
			}
			p, err := packfile.DefaultTables()
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), app.RebuiltFile)
			if err := os.WriteFile(file, files[app.RebuiltFile], 0o600); err != nil {
				t.Fatal(err)
			}
			if _, found, err := input.Read(file, p); err != nil || found.HasErrors() {
				t.Errorf("the department cannot go on from it: %v %v", err, found)
			}
		})
	}
}

// tablesOfTheSample is the file of the sample department's tables.
func tablesOfTheSample(t *testing.T) string {
	t.Helper()
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	out, found, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if err := os.WriteFile(file, out.Books[0].Content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAnExampleThatNamesNoDepartmentMakesAPackAllTheSame learns from tables that nobody's name stands on: what is missing
// is told.
func TestAnExampleThatNamesNoDepartmentMakesAPackAllTheSame(t *testing.T) {
	f := excelize.NewFile()
	for i, row := range [][]any{{"2025年部门支出总表"}, {nil, nil, "单位：万元"}, {"科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {"212", "城乡社区支出", 40, 30, 10}, {"21201", "城乡社区管理事务", 40, 30, 10}, {"2120101", "行政运行", 40, 30, 10}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	_, made, found, err := app.Learn(app.LearnRequest{Example: file})
	if err != nil {
		t.Fatal(err, found)
	}
	if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return strings.Contains(e.Text, "看不出是哪个部门的") }) {
		t.Error("not told:", made.Left)
	}
}

// TestWhatTheCheckOfARebuiltLedgerRefusesIsTold rebuilds a ledger from a table of a fund that lists a code of another
// one: no way to take it passes the check.
func TestWhatTheCheckOfARebuiltLedgerRefusesIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	said := func(code, name string) string {
		writePages(t, file, page{"支出", [][]string{{"某市水务局2026年一般公共预算支出表"}, {"部门：某市水务局", "", "", "单位：元"}, {"科目编码", "科目名称", "合计", "项目支出"}, {"2130301", "行政运行", "3000", "3000"}, {code, name, "5000", "5000"}, {"", "合计", "8000", "8000"}}})
		_, made, _, err := app.Learn(app.LearnRequest{Example: file})
		must(t, err)
		return asText(made.Left)
	}
	if told := said("2120803", "城市建设支出"); !strings.Contains(told, "自己还有 1 处错误，用它填表会停下") || !strings.Contains(told, "政府性基金预算的科目") {
		t.Error(told)
	}
	if told := said("2130305", "水利工程建设"); strings.Contains(told, "自己还有") {
		t.Error(told)
	}
}
