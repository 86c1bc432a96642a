package bind_test

import (
	"fmt"
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
