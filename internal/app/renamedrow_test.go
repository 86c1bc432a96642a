package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// totalsOf learns the books of 青山市 with a form whose first table is changed, and gives the texts that its cells get.
func totalsOf(t *testing.T, change func(set func(cell, text string), rows map[string]int)) (files map[string][]byte, made *bind.Result, put map[string]string) {
	t.Helper()
	of := func(name string) string { return filepath.Join("..", "bind", "testdata", "qingshan", name) }
	f, err := excelize.OpenFile(of("官方表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	rows := map[string]int{}
	all, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range all {
		for _, text := range row {
			rows[layout.Tight(text)] = i + 1
		}
	}
	change(func(cell, text string) {
		var err error
		if formula, is := strings.CutPrefix(text, "="); is {
			err = f.SetCellFormula(sheet, cell, formula)
		} else {
			err = f.SetCellStr(sheet, cell, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}, rows)
	form := filepath.Join(t.TempDir(), "官方表.xlsx")
	if err := f.SaveAs(form); err != nil {
		t.Fatal(err)
	}
	files, made, found, err := app.Learn(app.LearnRequest{Form: form, Example: of("去年公开表.xlsx"), Ledger: of("去年录入.xlsx")})
	if err != nil {
		t.Fatal(err, found)
	}
	put = map[string]string{}
	for _, e := range made.Written {
		if e.Place.Sheet == sheet {
			put[e.Place.Cell] = e.Text
		}
	}
	return files, made, put
}

// TestARenamedLineCostsNoOther: a form calls a line of 收支总表 otherwise, of money that the example has. That line has no
// tag and is told; the totals take what stands in its place, and a warning of every filling says that they differ.
func TestARenamedLineCostsNoOther(t *testing.T) {
	for _, c := range []struct{ cell, was, is, total string }{
		{"A10", "五、事业收入", "五、留待上级核定的款", "本年收入合计"},
		{"A6", "一、一般公共预算拨款收入", "一、留待上级核定的款", "本年收入合计"},
	} {
		files, made, put := totalsOf(t, func(set func(cell, text string), rows map[string]int) {
			if rows[c.was] == 0 || rows[c.total] == 0 {
				t.Fatal(rows)
			}
			set(c.cell, c.is)
		})
		label := layout.Bare(c.was)
		says := func(parts ...string) bool {
			return slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
				return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(e.Text, part) })
			})
		}
		tags, sums := 0, 0
		for _, text := range put {
			if strings.Contains(text, ".") {
				tags++
			}
			if strings.HasPrefix(text, "=SUM(B6:B14)") {
				sums++
			}
		}
		if tags < 30 || sums != 1 || put["B"+c.cell[1:]] != "" {
			t.Errorf("%s: %d tags, %d sums, %q", c.was, tags, sums, put["B"+c.cell[1:]])
		}
		if !says("范例的“"+label+"”", "官方表里找不到") || !says("收入总计应等于支出总计", label) || !says("“"+c.total+"”里范例的“"+label+"”") || says("没有写标签：收入总计") {
			t.Errorf("%s: %s", c.was, files[app.TodoFile])
		}
		if yaml := string(files["pack.yaml"]); !strings.Contains(yaml, "警告: Y01") || !strings.Contains(yaml, label) {
			t.Errorf("%s: %s", c.was, yaml)
		}
	}
}

// TestMoneyOfALineThatIsGoneIsToldOnce: a form calls the line of a class otherwise that several items of the example have.
func TestMoneyOfALineThatIsGoneIsToldOnce(t *testing.T) {
	_, made, put := totalsOf(t, func(set func(cell, text string), rows map[string]int) {
		row := rows["八、社会保障和就业支出"]
		if row == 0 {
			t.Fatal(rows)
		}
		set(layout.CellName(layout.At(3, row)), "八、留待上级核定的款")
	})
	told := 0
	for _, e := range made.Left {
		if strings.Contains(e.Text, "填不了") {
			told++
			if !strings.Contains(e.Text, "社会保障和就业支出") || !strings.Contains(e.Text, "（这样的共 ") {
				t.Error(e)
			}
		}
	}
	if told != 1 || len(put) < 30 {
		t.Errorf("told %d times, %d tags", told, len(put))
	}
}

// TestFormulasOfAFormMayRound: 收入总计 and 支出总计 may differ by what the form's own formulas round away, and no more.
func TestFormulasOfAFormMayRound(t *testing.T) {
	files, made, put := totalsOf(t, func(set func(cell, text string), rows map[string]int) {
		row := rows["本年收入合计"]
		set(layout.CellName(layout.At(2, row)), "=ROUND(SUM(B6:B14),2)")
	})
	yaml := string(files["pack.yaml"])
	if !strings.Contains(yaml, "错误: Y01") || !strings.Contains(yaml, ") <= 50'") || !strings.Contains(yaml, "绝对值(") || len(put) < 30 {
		t.Error(yaml)
	}
	for _, e := range made.Left {
		if strings.Contains(e.Text, "收入总计应等于") {
			t.Error(e)
		}
	}
}
