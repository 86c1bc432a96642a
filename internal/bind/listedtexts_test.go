package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// withTexts is a ledger that has records of some sheet, of which it enters the first field; all are published.
func withTexts(l *budget.Ledger, sheet string, names ...string) *budget.Ledger {
	of := l.Tables[sheet]
	*of = *of.Part(func(int) bool { return false })
	for _, name := range names {
		row := make([]string, len(of.Fields))
		row[0] = name
		if i := of.Field("是否公开"); i >= 0 {
			row[i] = "是"
		}
		of.Append(0, row, make([]budget.Fen, len(of.Measures)))
	}
	return l
}

// TestTheLinesOfAFormAreRoomForAListOfAnyLength binds lists of duties, units and projects below a heading, for which the
// form has fewer lines than the example or more, numbered or not: as many as the ledger has are printed, numbered as
// the example numbers them.
func TestTheLinesOfAFormAreRoomForAListOfAnyLength(t *testing.T) {
	duties := [][]string{{"拟订防汛规划并组织实施。", "负责水库安全运行。", "组织河道巡查和管护工作。", "负责抗旱。", "承办交办的其他工作。"}, {"负责航道养护管理。", "指导船舶安全检查。"}}
	dotted := func(n int) string { return fmt.Sprintf("%d.", n) }
	chinese := func(n int) string { return "（" + []string{"一", "二", "三", "四", "五"}[n-1] + "）" }
	none := func(int) string { return "" }
	for _, c := range []struct {
		heading, sheet string
		form           []string
		number         func(n int) string
		names          [][]string
	}{
		{"一、××部门主要职责", "职责", []string{"1.XXX", "2.XXX", "……"}, dotted, duties},
		{"一、主要职责", "职责", []string{"……", "……"}, none, duties},
		{"一、主要职责", "职责", []string{"……"}, none, duties},
		{"一、主要职责", "职责", []string{"……"}, dotted, duties},
		{"一、主要职责", "职责", []string{"（一）××××；", "……", "（n）××××。"}, chinese, duties},
		{"一、主要职责", "职责", []string{"1.XXX", "2.XXX", "3.XXX", "4.XXX", "5.XXX", "6.XXX", "7.XXX"}, none, duties},
		{"一、预算单位构成", "单位", []string{"1.XX单位", "2.XX单位", "……"}, dotted, [][]string{{"某市水务局", "某市水文站", "某市堤防所", "某市供水所", "某市河道处"}, {"某市水务局", "某市航道站"}}},
		{"一、预算单位构成", "单位", []string{"XX单位", "XX单位"}, none, [][]string{{"某市水务局", "某市水文站", "某市堤防所"}, {"某市水务局"}}},
		{"一、重点项目", "绩效项目", []string{"1.××项目"}, dotted, [][]string{{"堤防加固", "河道清淤"}, {"水库除险", "管网改造", "泵站更新"}}},
	} {
		last := withTexts(boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000"), c.sheet, c.names[0]...)
		next := withTexts(boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 730000"), c.sheet, c.names[1]...)
		for _, joint := range []string{"\n", "|"} { // lines of a cell, and rows
			made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
				lines, total := c.form, "××"
				if l != nil {
					of := l.Tables[c.sheet]
					lines = nil
					for i := range of.Len() {
						lines = append(lines, c.number(i+1)+of.Value(i, of.Fields[0]))
					}
					total = fmt.Sprintf("%.2f", sum(l)/10000)
				}
				heading := c.heading
				if l != nil {
					heading = strings.ReplaceAll(heading, "××部门", l.Info["部门名称"])
				}
				lines = slices.Concat([]string{"预算编制说明", heading}, lines, []string{"二、收支情况", "本部门支出预算" + total + "万元。", "三、其他", "没有其他情况。"})
				if joint == "\n" {
					lines = []string{lines[0], strings.Join(lines[1:], joint)}
				}
				return texts(t, "说明", lines...)
			})
			if said := told(made); strings.Contains(said, "没有写标签") || strings.Contains(said, "换成标签") {
				t.Errorf("%s %v: told to be open:\n%s", c.heading, c.form, said)
			}
		}
	}
}
