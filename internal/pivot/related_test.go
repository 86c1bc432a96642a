package pivot_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/proof"
)

// An item knows what its project is for, and an indicator whether its project is published:
// the project of the same name and unit, not of the name alone.
func TestAViewTakesTextsOfTheRecordsThatBelongToItsOwn(t *testing.T) {
	p := proof.DefaultPack(t)
	l := ledger(p, []line{
		{"甲", "行政", "2040602", "项目支出", "30201", "50201", "修路", general, this, 200},
		{"乙", "行政", "2040602", "项目支出", "30201", "50201", "修路", general, this, 300},
		{"乙", "行政", "2040602", "项目支出", "30201", "50201", "种树", general, this, 400},
	})
	put := func(sheet string, values map[string]string) {
		table := l.Tables[sheet]
		row := make([]string, len(table.Fields))
		for i, f := range table.Fields {
			row[i] = values[f]
		}
		table.Append(table.Len()+5, row, nil)
	}
	put("绩效项目", map[string]string{"项目名称": "修路", "实施单位": "乙", "年度总体目标": "通车", "是否公开": "是"})
	put("绩效项目", map[string]string{"项目名称": "修路", "实施单位": "甲", "年度总体目标": "动工", "是否公开": "否"})
	for _, x := range [][2]string{{"甲", "一公里"}, {"乙", "九公里"}} {
		put("绩效指标", map[string]string{"项目名称": "修路", "实施单位": x[0], "目标期": "年度", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "里程", "指标值": x[1]})
	}

	v := &pack.View{Name: "项目", Sources: []string{"支出明细"}, Rows: []pack.RowDef{{Level: "项目", By: []string{"单位", "项目名称"}, Order: "录入"}}, Columns: []pack.ViewCol{{Name: "合计"}}, Carried: []string{"年度总体目标"}}
	built := pivot.Build(p, v, l)
	goal := slices.Index(built.Fields, "年度总体目标")
	var got []string
	for _, r := range built.Rows[1:] {
		got = append(got, r.Key+r.Texts[goal])
	}
	if want := []string{"甲动工", "乙通车", "乙"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if from, name, ok := built.Source(2, "年度总体目标"); !ok || from.Table != l.Tables["绩效项目"] || from.Table.Row(from.Record) != 5 || name != "年度总体目标" {
		t.Errorf("%s %v %v", from.Table.Name, from.Record, ok)
	}
	if from, _, ok := built.Source(2, "项目名称"); !ok || from.Table.Name != "支出明细" || from.Record != 1 {
		t.Errorf("the item's own name is from %s %d", from.Table.Name, from.Record)
	}

	v = &pack.View{Name: "指标", Sources: []string{"绩效指标"}, Rows: []pack.RowDef{{Level: "指标", By: []string{"指标值"}}}, Carried: []string{"指标性质"}, Keep: true}
	if from, name, ok := pivot.Build(p, v, l).Source(1, "指标性质"); !ok || from.Table.Name != "绩效指标" || name != "指标值" {
		t.Errorf("a part of a quantity is from %s, %s", from.Table.Name, name)
	}

	v = &pack.View{Name: "公开的", Sources: []string{"绩效指标"}, Filter: pack.Filter{"是否公开": {"是"}}, Rows: []pack.RowDef{{Level: "项目", By: []string{"项目名称"}}, {Level: "指标", By: []string{"三级指标"}}}, Carried: []string{"指标值", "年度总体目标"}, Keep: true}
	built = pivot.Build(p, v, l)
	if len(built.Rows) != 3 || !slices.Equal(built.Rows[2].Texts[len(built.Rows[2].Texts)-2:], []string{"九公里", "通车"}) {
		t.Errorf("%+v", built.Rows)
	}
}

// TestATextBehindCodesIsListedAsItWasEntered has the projects of one 科目 in the order of the ledger, each with its
// own 经济科目 together and in the order of their codes.
func TestATextBehindCodesIsListedAsItWasEntered(t *testing.T) {
	p := proof.DefaultPack(t)
	var lines []line
	for _, x := range [][3]string{{"2130399", "修渠", "30226"}, {"2130399", "测水", "30299"}, {"2130399", "修渠", "30201"}, {"2130301", "运转", "30201"}, {"2130399", "测水", "30201"}} {
		lines = append(lines, line{"甲", "行政", x[0], "项目支出", x[2], "50201", x[1], general, this, 100})
	}
	l := ledger(p, lines)
	v := &pack.View{Name: "项目", Sources: []string{"支出明细"}, Rows: []pack.RowDef{{Level: "项目", By: []string{"功能科目编码", "项目名称", "部门经济科目编码"}}}, Columns: []pack.ViewCol{{Name: "合计"}}}
	var got []string
	for _, r := range pivot.Build(p, v, l).Rows[1:] {
		got = append(got, strings.Join(r.Keys, " "))
	}
	if want := []string{"2130301 运转 30201", "2130399 修渠 30201", "2130399 修渠 30226", "2130399 测水 30201", "2130399 测水 30299"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}
