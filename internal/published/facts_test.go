package published_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/packfile"
	"ysgk/internal/published"
)

// read gives the facts of a page.
func read(t *testing.T, rows ...[]any) []published.Fact {
	t.Helper()
	p, err := packfile.Learnable()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	facts, _, err := published.Facts(p, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// TestOtherIncomeIsWhatTheFundsLeave reads 其他收入 beside a column of 上年结转, which is no fund and leaves nothing, and
// beside one that is called 事业收入 and has no figure.
func TestOtherIncomeIsWhatTheFundsLeave(t *testing.T) {
	for _, x := range read(t, []any{"2025年部门收入总表"}, []any{"编制部门：某市水务局", nil, nil, nil, nil, nil, nil, nil, "单位：万元"},
		[]any{"单位名称", "合计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入", "财政专户管理资金收入", "事业收入", "其他收入"},
		[]any{"合计", 61, 1, 20, 10, 5, 5, nil, 20}, []any{"某市水务局机关", 31, 1, 10, 5, 5, 5, nil, 5}, []any{"某市水文站", 30, nil, 10, 5, nil, nil, nil, 15}) {
		if of := x.Filter["资金来源"]; x.Place.Cell == "I5" {
			if len(of) != 1 || of[0] != "单位资金" || x.Open != "" {
				t.Error(x)
			}
			return
		}
	}
	t.Error("其他收入 is not read")
}

// TestUnitsStandAboveTheirProjectsWhateverTheHeaderSays reads a list of projects below their units, of which its
// header says nothing and no other table tells: what stands further left and adds up what is below it is a unit.
func TestUnitsStandAboveTheirProjectsWhateverTheHeaderSays(t *testing.T) {
	for _, adds := range []bool{true, false} {
		first := 30.5
		if !adds {
			first = 31
		}
		facts := read(t, []any{"2025年项目支出情况表"}, []any{"编制部门：某市水务局", nil, nil, "单位：万元"}, []any{"序号", "项目名称", "合计", "一般公共预算"}, []any{nil, "合计", 50.5, 50.5},
			[]any{nil, "某市水务局机关", first, first}, []any{1, "　　防汛物资", 10, 10}, []any{2, "　　河道整治", 20.5, 20.5}, []any{nil, "某市水文站", 20, 20}, []any{3, "　　水质监测", 20, 20})
		found := false
		for _, x := range facts {
			if of := x.Filter["项目名称"]; len(of) == 1 && of[0] == "河道整治" && len(x.Filter["单位"]) == 1 && x.Filter["单位"][0] == "某市水务局机关" {
				found = true
			}
		}
		if found != adds {
			t.Errorf("sums %v: a project of its unit is found: %v\n%v", adds, found, facts)
		}
	}
}

// TestTheLineAboveTheUnitsIsTheDepartment reads a list of units in a book whose titles say 部门综合预算 and name nobody:
// a first line that adds up the others is the department, and no unit with the money of all.
func TestTheLineAboveTheUnitsIsTheDepartment(t *testing.T) {
	for whole, named := range map[float64]bool{60: true, 30: false} {
		facts := read(t, []any{"2025年部门综合预算支出总表"}, []any{nil, nil, nil, "单位：万元"}, []any{"单位编码", "单位名称", "合计", "人员经费"},
			[]any{"117", "某市水务局", whole, whole}, []any{"117001", "某市水务局（机关）", 40, 40}, []any{"117002", "某市水文站", 20, 20})
		for _, x := range facts {
			if of := x.Filter["单位"]; x.Open != "" || x.Label == "某市水务局" && (len(of) == 0) != named {
				t.Errorf("%v: %v", whole, x)
			}
		}
		if len(facts) != 6 {
			t.Errorf("%v: %d facts", whole, len(facts))
		}
	}
}

// TestATitleOfTheWholeBudgetLimitsNothing reads 综合预算, as 陕西 calls all that a department has.
func TestATitleOfTheWholeBudgetLimitsNothing(t *testing.T) {
	for _, x := range read(t, []any{"2025年部门综合预算一般公共预算支出明细表（按支出经济分类科目）"}, []any{nil, nil, "单位：万元"}, []any{"部门经济科目编码", "部门经济科目名称", "合计"},
		[]any{"301", "工资福利支出", 40}, []any{"30101", "基本工资", 40}) {
		if x.Open != "" {
			t.Error(x)
		}
	}
}

// TestTheDepartmentOfTheTitlesIsFoundBesideAContentsPage reads a book in which only titles name the department, and a
// contents page that lists them without it.
func TestTheDepartmentOfTheTitlesIsFoundBesideAContentsPage(t *testing.T) {
	p, err := packfile.Learnable()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	put := func(sheet string, rows ...[]any) {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("目录", []any{"2025年部门预算公开表目录"}, []any{"表一", "一般公共预算财政拨款支出预算表"}, []any{"表二", "政府性基金预算支出表"}, []any{"表三", "部门支出总表"})
	for i, title := range []string{"一般公共预算财政拨款支出预算表", "政府性基金预算支出表", "部门支出总表"} {
		put(fmt.Sprint("表", i+1), []any{"某江区商务委员会" + title}, []any{nil, nil, "单位：万元"}, []any{"科目编码", "科目名称", "2025年预算数"}, []any{"212", "城乡社区支出", 40})
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	facts, info, err := published.Facts(p, b.Bytes())
	if err != nil || info["部门名称"] != "某江区商务委员会" || len(facts) != 3 {
		t.Fatal(info, len(facts), err)
	}
	for _, x := range facts {
		if x.Open != "" {
			t.Error(x)
		}
	}
}

// TestTheDepartmentIsFoundInTheTextsOfABookWhoseTablesNameNone reads a book in which the cover and the sentences alone
// name the department, and a card its code: words that begin several texts too, such as 关于, are no name.
func TestTheDepartmentIsFoundInTheTextsOfABookWhoseTablesNameNone(t *testing.T) {
	p, err := packfile.Learnable()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		texts []string
		name  string
	}{
		{[]string{"某江区商务委员会", "某江区商务委员会2025年部门预算情况说明", "一、关于某江区商务委员会2025年收支总表的说明", "部门预算2025年情况", "部门预算2025年安排", "部门预算2025年的说明"}, "某江区商务委员会"},
		{[]string{"某江区商务委员会", "2025年部门预算情况说明", "部门预算2025年情况", "部门预算2025年安排"}, ""},
	} {
		f := excelize.NewFile()
		for i, text := range x.texts {
			if err := f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), text); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.NewSheet("项目"); err != nil {
			t.Fatal(err)
		}
		for cell, text := range map[string]string{"A1": "主管部门及代码", "B1": "177-某江区商务委员会"} {
			if err := f.SetCellStr("项目", cell, text); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		code := map[bool]string{true: "177"}[x.name != ""]
		if _, info, err := published.Facts(p, b.Bytes()); err != nil || info["部门名称"] != x.name || info["部门代码"] != code {
			t.Error(info, err)
		}
	}
}
