package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
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
	files, made := learned(t, f)
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

// TestACardThatCannotBeFilledCostsNoTable binds a form of a table and a card for each project, merged cells of
// which reach out of the rows of its list: the card has a name of tags by then, and alone is left blank.
func TestACardThatCannotBeFilledCostsNoTable(t *testing.T) {
	f := excelize.NewFile()
	rows := func(sheet string, rows ...[]any) { addRows(t, f, sheet, rows...) }
	rows("表一", []any{"2026年支出总表"}, []any{nil, nil, nil, "单位：元"}, []any{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}, []any{nil, "合计"}, []any{"201", "一般公共服务支出"}, []any{"20101", "人大事务"}, []any{"2010101", "行政运行"})
	rows("表二", []any{"项目支出绩效目标表"}, []any{"项目名称"}, []any{"实施单位"}, []any{"项目概况"}, []any{"年度总体目标"}, []any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"}, []any{"负责人："})
	for _, err := range []error{f.MergeCell("表二", "D7", "D9"), f.DeleteSheet("Sheet1")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files, made := learned(t, f)
	todo := string(files[app.TodoFile])
	tagged := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Sheet == "表一" && strings.Contains(e.Text, "{{") })
	carded := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Sheet == "表二" && strings.Contains(e.Text, "{{") })
	if !tagged || carded || strings.Contains(todo, "填不了") || !strings.Contains(todo, "表二!A1  没有写标签：") {
		t.Errorf("the table %v, the card %v; left\n%s", tagged, carded, todo)
	}
}

// learned is the pack that a form alone makes.
func learned(t *testing.T, f *excelize.File) (map[string][]byte, *bind.Result) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "官方表.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	files, made, found, err := app.Learn(app.LearnRequest{Form: file})
	if err != nil {
		t.Fatal(err, found)
	}
	return files, made
}

// addRows adds a sheet.
func addRows(t *testing.T, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	if _, err := f.NewSheet(sheet); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatABoundFormPrintsVerifiesWithoutFalseAlarms binds a form with a page of contents whose lines are numbered as
// columns are, cards that name no unit and list one period, and blocks under a header that says another unit.
func TestWhatABoundFormPrintsVerifiesWithoutFalseAlarms(t *testing.T) {
	f := excelize.NewFile()
	addRows(t, f, "目录", []any{"目录"}, []any{"序号", "表名"}, []any{1, "部门支出总表"}, []any{2, "项目支出表"}, []any{3, "项目支出绩效目标表"}, []any{4, "项目绩效一览表"})
	addRows(t, f, "支出", []any{"部门支出总表"}, []any{nil, nil, nil, "单位：元"}, []any{"科目编码", "科目名称", "合计", "项目支出"}, []any{"栏次", nil, "1", "2"}, []any{nil, "合计"}, []any{"201", "一般公共服务支出"}, []any{"20101", "人大事务"}, []any{"2010101", "行政运行"})
	addRows(t, f, "项目", []any{"项目支出表"}, []any{nil, nil, nil, "单位：元"}, []any{"单位名称", "项目名称", "合计", "一般公共预算"}, []any{nil, "合计"}, []any{"XX单位", "XX项目"})
	addRows(t, f, "目标", []any{"项目支出绩效目标表"}, []any{"项目名称"}, []any{"年度总体目标"}, []any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"})
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	files, _ := learned(t, f)
	folder := fstest.MapFS{}
	for name, content := range files {
		folder[name] = &fstest.MapFile{Data: content}
	}
	p, err := pack.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(t.TempDir(), "公开表.xlsx")
	if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: "../../samples/阳泉市司法局2026年预算录入.xlsx", Output: book}); err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	found, err := app.Verify(p, book, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Severity == finding.Error {
			t.Error(f.Place, f.Message)
		}
	}
}

// TestANewTemplateIsSetForPaper binds a form of a table much wider than a page and one that fits: the first is printed across,
// which is told as done.
func TestANewTemplateIsSetForPaper(t *testing.T) {
	f := excelize.NewFile()
	heads := []any{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}
	addRows(t, f, "宽表", []any{"部门支出总表"}, []any{nil, nil, nil, nil, "单位：元"}, heads, []any{nil, "合计"}, []any{"201", "一般公共服务支出"})
	addRows(t, f, "窄表", []any{"项目支出表"}, []any{nil, nil, "单位：元"}, []any{"单位名称", "项目名称", "合计"}, []any{nil, "合计"}, []any{"XX单位", "XX项目"})
	for _, err := range []error{f.SetColWidth("宽表", "A", "E", 40), f.SetColWidth("窄表", "A", "C", 10), f.DeleteSheet("Sheet1")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files, made := learned(t, f)
	book, err := excelize.OpenReader(bytes.NewReader(files["官方表.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for sheet, across := range map[string]bool{"宽表": true, "窄表": false} {
		layout, err := book.GetPageLayout(sheet)
		if err != nil || across != (layout.Orientation != nil && *layout.Orientation == "landscape") {
			t.Errorf("%s: %+v %v", sheet, layout, err)
		}
	}
	if text := string(files[app.TodoFile]); !strings.Contains(text, "● 已经做好的") || !strings.Contains(text, "宽表 在模板里设成了横向") || app.LeftToDo("") > 0 || len(made.ToDo()) == 0 {
		t.Error(text)
	}
}

// TestASheetThatIsNoTableCostsNoOther binds a form one sheet of which has more rows than any table: it is told, and
// the others have their tags.
func TestASheetThatIsNoTableCostsNoOther(t *testing.T) {
	f := excelize.NewFile()
	addRows(t, f, "表一", []any{"2026年支出总表"}, []any{nil, nil, nil, "单位：元"}, []any{"功能科目", "合计", "基本支出", "项目支出"}, []any{"合计"})
	addRows(t, f, "导出", []any{"明细"}, []any{"科目", "金额"})
	if err := f.SetCellValue("导出", "B30000", 1.5); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	_, made := learned(t, f)
	if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Sheet == "表一" && strings.Contains(e.Text, "{{") }) {
		t.Error("no tags on 表一:", made.Written)
	}
	if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return e.Place.Sheet == "导出" && strings.Contains(e.Text, "30000 行") }) {
		t.Error("the long sheet is not told:", made.Left)
	}
}

// TestErrorsOfTheLedgerAreToldBeforeWhatIsLeft learns from a ledger with a wage among 公用经费, which the rules
// refuse: the pack is made, and the error told first, with its cell.
func TestErrorsOfTheLedgerAreToldBeforeWhatIsLeft(t *testing.T) {
	const dir = "../bind/testdata/"
	f, err := excelize.OpenFile(dir + "qingshan/去年录入.xlsx")
	must(t, err)
	rows, err := f.GetRows("支出明细")
	must(t, err)
	cell := ""
	for i, row := range rows {
		if k := slices.Index(row, "人员经费"); k >= 0 && slices.ContainsFunc(row, func(v string) bool { return strings.HasPrefix(v, "30101") }) {
			at, err := excelize.CoordinatesToCellName(k+1, i+1)
			must(t, err, f.SetCellStr("支出明细", at, "公用经费"))
			at, err = excelize.CoordinatesToCellName(k+2, i+1)
			must(t, err)
			cell = at
			break
		}
	}
	ledger := filepath.Join(t.TempDir(), "录入.xlsx")
	must(t, f.SaveAs(ledger))
	r := app.LearnRequest{Form: dir + "shapes/two-totals/官方表.xlsx", Example: dir + "shapes/two-totals/去年公开表.xlsx", Ledger: ledger}
	_, made, _, err := app.Learn(r)
	must(t, err)
	todo := made.ToDo()
	if want := "录入 录入.xlsx 的 支出明细!" + cell + "：支出类型是公用经费，经济科目却是 30101"; cell == "" || len(todo) == 0 || !strings.HasPrefix(todo[0].Text, want) {
		t.Errorf("not %s, but\n%s", want, asText(todo))
	}
	r.Ledger = dir + "qingshan/去年录入.xlsx"
	_, made, _, err = app.Learn(r)
	must(t, err)
	for _, e := range made.ToDo() {
		if e.Kind == tagging.First {
			t.Error(e)
		}
	}
}
