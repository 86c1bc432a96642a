package app_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
)

// A table that compares two years is not filled with this year's amounts alone in silence:
// whoever has no workbook of last year is told how to enter its amounts.
func TestColumnsOfLastYearThatStayBlankAreTold(t *testing.T) {
	for _, x := range []struct {
		tag, last string // of the table; what was entered
		told      bool
	}{
		{"{{与上年比较.上年}}", "", true},
		{"{{与上年比较.上年}}", "7", false},
		{"{{去年的.合计}}", "", true},
		{"{{去年的.合计}}", "7", false},
		{"{{与上年比较.今年}}", "", false},
	} {
		p := bureau(t, map[string][]byte{"对比.xlsx": sheets(t, "两年对比", "两年对比表\n今年 | "+x.tag)},
			"模板: [预算公开表.xlsx]", "模板: [预算公开表.xlsx, 对比.xlsx]",
			`输出: "{{部门名称}}{{年度}}年预算公开表.xlsx"`, `输出: "{{模板}}.xlsx"`,
			beforeForms, "  - {名称: 去年的, 上年的: 支出总表}\n"+beforeForms)
		file := entered(t, p, map[string]string{"单位": "某局本级", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "100"})
		if x.last != "" { // typed into a column of its own
			book, err := excelize.OpenFile(file)
			if err != nil {
				t.Fatal(err)
			}
			at, err := book.SearchSheet("支出明细", "备注")
			if err != nil || len(at) != 1 {
				t.Fatal(at, err)
			}
			row, _ := strconv.Atoi(at[0][1:])
			if err := errors.Join(book.SetCellStr("支出明细", "Z"+at[0][1:], "上年数"), book.SetCellStr("支出明细", fmt.Sprint("Z", row+1), x.last), book.Save(), book.Close()); err != nil {
				t.Fatal(err)
			}
		}
		found, err := app.Check(p, file)
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, f := range found {
			if f.Code == "past-unsaid" {
				told += f.Place.String() + " " + f.Message + " " + f.Hint
			}
		}
		if (told != "") != x.told || x.told && !(strings.HasPrefix(told, "支出明细 “两年对比”") && strings.Contains(told, "表头写“上年数”")) {
			t.Errorf("%s, %q: %q of %v", x.tag, x.last, told, found)
		}
	}
}
