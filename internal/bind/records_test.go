package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// goals is a workbook of 绩效目标表, one for each published project of a ledger, or the blank form for
// none: in 万元, with the department, which is the unit of some of the projects.
func goals(t *testing.T, l *budget.Ledger) []byte {
	t.Helper()
	f := excelize.NewFile()
	n := 0
	sheet := func(value func(field string) string, amount any) {
		name := "绩效目标表"
		if n++; n == 1 {
			must(t, f.SetSheetName("Sheet1", name))
		} else {
			name = fmt.Sprint(name, n)
			_, err := f.NewSheet(name)
			must(t, err)
		}
		for at, text := range map[string]string{
			"A1": "项目绩效目标表", "A2": "部门：" + value("部门名称"), "B2": "单位：万元", "A3": "项目名称", "B3": value("项目名称"), "A4": "实施单位", "B4": value("实施单位"),
			"A5": "年度资金总额", "A6": "年度总体目标", "B6": value("年度总体目标"),
		} {
			must(t, f.SetCellStr(name, at, text))
		}
		must(t, f.SetCellValue(name, "B5", amount))
	}
	if l == nil {
		sheet(func(string) string { return "" }, nil)
	} else {
		projects := l.Tables["绩效项目"]
		for i := range projects.Len() {
			if projects.Value(i, "是否公开") == "是" {
				amount, _ := projects.Amounts(projects.Measure("年度资金总额"))[i].Yuan().Shift(-4).Float64()
				sheet(func(field string) string {
					if field == "部门名称" {
						return l.Info[field]
					}
					return projects.Value(i, field)
				}, amount)
			}
		}
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// TestFormsOfRecordsAreBoundInTheUnitThatTheyState binds such a form by last year's sheets: the amount
// in 万元, the department; none of the sheets is taken for another table, though 部门： names a unit too.
func TestFormsOfRecordsAreBoundInTheUnitThatTheyState(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: goals(t, nil), Example: goals(t, l), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	rows := shown(t, made.Book)["{{绩效项目.项目名称}}"]
	if len(rows) < 6 || rows[1][0] != "部门：{{部门名称}}" || rows[4][1] != "{{绩效项目.年度资金总额|万元}}" || rows[5][1] != "{{绩效项目.年度总体目标}}" {
		t.Errorf("%v\n%s", rows, told(made))
	}
	if text := told(made); strings.Contains(text, "没有认出来") || !strings.Contains(text, "每条记录一张，工作表的名字在模板里改成了 {{绩效项目.项目名称}}") {
		t.Error(text)
	}
}

// TestWhatACardNeverHasTwiceIsPrintedAsWhatStandsBesideIt binds cards of which none has two indicators of a kind, and
// that print the class of each on its line: a card with two of a kind prints that again too.
func TestWhatACardNeverHasTwiceIsPrintedAsWhatStandsBesideIt(t *testing.T) {
	p := defaultPack(t)
	for _, again := range []bool{true, false} {
		l := sampleLedger(t, p)
		all, seen := l.Tables["绩效指标"], map[string]bool{}
		l.Tables["绩效指标"] = all.Part(func(i int) bool {
			of := fmt.Sprint(all.Value(i, "项目名称"), all.Value(i, "实施单位"), all.Value(i, "目标期"), all.Value(i, "二级指标"))
			first := !seen[of]
			seen[of] = true
			return first
		})
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: indicators(t, nil, again), Example: indicators(t, l, again), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		list := at(shown(t, made.Book)["目标{{绩效项目.连续序号}}"], 4)
		if len(list) != 4 || strings.HasSuffix(list[0], "|合并}}") == again || strings.HasSuffix(list[1], "|合并}}") == again {
			t.Errorf("printed again %v: %v\n%s", again, list, told(made))
		}
	}
}

// indicators is a workbook of cards with the indicators of the year, the class of each on its line or merged over
// those that have it.
func indicators(t *testing.T, l *budget.Ledger, again bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	head := [][]any{{"项目支出绩效目标表"}, {"项目名称", nil, "实施单位", nil}, {"年度总体目标", nil}, {"一级指标", "二级指标", "三级指标", "指标值"}}
	if l == nil {
		addSheet(t, f, "绩效目标表", nil, head...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	projects, all := l.Tables["绩效项目"], l.Tables["绩效指标"]
	for i := range projects.Len() {
		if projects.Value(i, "是否公开") != "是" {
			continue
		}
		rows := [][]any{head[0], {"项目名称", projects.Value(i, "项目名称"), "实施单位", projects.Value(i, "实施单位")}, {"年度总体目标", projects.Value(i, "年度总体目标")}, head[3]}
		var merges []string
		from, class := 0, ""
		for k := range all.Len() {
			if all.Value(k, "项目名称") != projects.Value(i, "项目名称") || all.Value(k, "实施单位") != projects.Value(i, "实施单位") || all.Value(k, "目标期") != "年度" {
				continue
			}
			row := []any{all.Value(k, "一级指标"), all.Value(k, "二级指标"), all.Value(k, "三级指标"), all.Value(k, "指标值")}
			if rows = append(rows, row); class != row[0] {
				from, class = len(rows), row[0].(string)
			} else if !again {
				row[0] = nil
				merges = append(slices.DeleteFunc(merges, func(m string) bool { return strings.HasPrefix(m, fmt.Sprintf("A%d:", from)) }), fmt.Sprintf("A%d:A%d", from, len(rows)))
			}
		}
		addSheet(t, f, fmt.Sprint("目标", i+1), merges, rows...)
	}
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestLinesOfOneNameAreToldApartWhenTheyAreReadBack fills a list of projects beside the parts of their codes, in which one project
// stands with two codes, and compares it with itself, several times: which of the two is which may not be left to chance.
func TestLinesOfOneNameAreToldApartWhenTheyAreReadBack(t *testing.T) {
	p := defaultPack(t)
	last := itemsOf(p, "某市水务局 2130301 项目支出 30227 防汛 特定目标类 一般公共预算 120000", "某市水务局 2130305 项目支出 30201 移民 特定目标类 一般公共预算 30000", "某市水务局 2130399 项目支出 30227 移民 特定目标类 一般公共预算 50000", "某市水文站 2130399 项目支出 30227 测报 特定目标类 一般公共预算 20000")
	table := kind{"项目", "年项目支出表", [][]any{{"科目编码", nil, nil, "科目名称", "项目名称", "项目支出合计"}, {"类", "款", "项"}}, []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines()
		}
		var out [][]any
		for _, k := range keysOf(l, proj, "功能科目编码", "项目名称", "单位") {
			out = append(out, []any{k[0][:3], k[0][3:5], k[0][5:], l.Codes["功能科目"].NameOf(k[0]), k[1], sum(l, ask{"功能科目编码": k[0], "项目名称": k[1], "单位": k[2]})})
		}
		return append(out, []any{"总计", nil, nil, nil, nil, sum(l)})
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026)})
	must(t, err)
	learned := loaded(t, made)
	got := filled(t, learned, last)
	for range 6 {
		for _, f := range judgedWith(t, learned, got, got) {
			if f.Code == "F10" {
				t.Fatalf("%v\n%s", f, told(made))
			}
		}
	}
	if len(shown(t, got)["项目"]) < 8 {
		t.Errorf("%v\n%s", shown(t, got)["项目"], told(made))
	}
}
