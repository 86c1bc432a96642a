package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// TestSentencesThatTheFormLeavesOutMayHaveLists binds a form of headings alone, below which the example lists classes with
// their amounts and codes by their names, gives a reason of several clauses, says what there was at the end of last
// year, and how much of what it has goals for is of some money.
func TestSentencesThatTheFormLeavesOutMayHaveLists(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "人员经费 30102 一般公共预算 20000 21000 2130101", "人员经费 30113 一般公共预算 5000 4000 2210201", "公用经费 30217 一般公共预算 12300 15600 2130101", "公用经费 30201 单位资金 7000 7000 2130101", "公用经费 30211 一般公共预算 6000 7000 2130101")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "人员经费 30110 一般公共预算 20500 10250 2101101", "公用经费 30217 一般公共预算 9900 8800 2130101", "项目支出 30227 政府性基金预算 90000 90000 2120899")
	for l, x := range map[*budget.Ledger][4]string{last: {"2025", "严格执行过紧日子要求，压减公务接待，合并会议", "12", "3"}, next: {"2026", "来访增加", "9", "2"}} {
		l.Info["预算年度"], l.Info["公务接待费增减原因"], l.Info["车辆实有数"], l.Info["机要通信用车"] = x[0], x[1], x[2], x[3]
	}
	classes := [][2]string{{"208", "社会保障和就业"}, {"210", "卫生健康"}, {"212", "城乡社区"}, {"213", "农林水"}, {"221", "住房保障"}}
	paid := [][2]string{{"30101", "基本工资"}, {"30102", "津贴补贴"}, {"30110", "职工基本医疗保险缴费"}, {"30113", "住房公积金"}}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "××部门20××年部门预算情况说明", "一、支出预算情况", "", "二、人员经费情况", "", "三、公务接待费情况", "", "四、国有资产情况", "", "五、预算拨款结构情况", "")
		}
		year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
		all, _ := yuanOf(l, having())
		var parts, kinds []string
		for _, c := range classes {
			if is, _ := yuanOf(l, having("功能科目编码", c[0])); is > 0 {
				parts = append(parts, fmt.Sprintf("%s支出%.2f万元，占%.2f%%", c[1], is/10000, is/all*100))
			}
		}
		for _, x := range paid {
			if is, _ := yuanOf(l, having("部门经济科目编码", x[0])); is > 0 {
				kinds = append(kinds, x[1])
			}
		}
		staff, _ := yuanOf(l, having("支出类型", "人员经费"))
		meals, was := yuanOf(l, having("部门经济科目编码", "30217"))
		gov, _ := yuanOf(l, having("资金来源", "政府性基金预算"))
		project, _ := yuanOf(l, having("支出类型", "项目支出"))
		lines := []string{"（三）一般公共预算支出具体使用情况。"}
		for _, x := range [][2]string{{"2080505", "社会保障和就业（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出"}, {"2101101", "卫生健康（类）行政事业单位医疗（款）行政单位医疗"}, {"2130101", "农林水（类）农业农村（款）行政运行"}, {"2210201", "住房保障（类）住房改革支出（款）住房公积金"}} {
			if is, was := yuanOf(l, having("功能科目编码", x[0], "资金来源", "一般公共预算")); is > 0 {
				lines = append(lines, fmt.Sprintf("%d.%s（项）：%s年预算数为%.2f万元，%s。", len(lines), x[1], year, is/10000, changeOf(is/10000, was/10000, "比"+before+"年预算数", "")))
			}
		}
		return texts(t, "说明", append([]string{l.Info["部门名称"] + year + "年部门预算情况说明",
			"一、支出预算情况", "按支出功能分类，包括：" + strings.Join(parts, "；") + "。",
			"二、人员经费情况", fmt.Sprintf("人员经费%.2f万元，主要包括：%s。", staff/10000, strings.Join(kinds, "、")),
			"三、公务接待费情况", fmt.Sprintf("%s年公务接待费预算%.2f万元，%s，主要原因是：%s。", year, meals/10000, changeOf(meals/10000, was/10000, "比上年", ""), l.Info["公务接待费增减原因"]),
			"四、国有资产情况", fmt.Sprintf("截至%s年12月31日，本部门共有车辆%s辆，其中：机要通信用车%s辆。", before, l.Info["车辆实有数"], l.Info["机要通信用车"]),
			"五、预算拨款结构情况", fmt.Sprintf("（一）政府性基金预算支出情况。按支出性质分，基本支出%.2f万元，占%.2f%%；项目支出%.2f万元，占%.2f%%。其中政府性基金预算支出%.2f万元。", (all-project)/10000, (all-project)/all*100, project/10000, project/all*100, gov/10000)}, lines...)...)
	})
}

// TestMoneyOfGoalsMayBeInParts binds how much all projects with goals have, and how much of it is of one kind.
func TestMoneyOfGoalsMayBeInParts(t *testing.T) {
	of := func(own ...budget.Fen) *budget.Ledger { // as many projects, with so much of their units' own money
		l := sampleLedger(t, defaultPack(t))
		projects := l.Tables["绩效项目"]
		*projects = *projects.Part(func(i int) bool { return i < len(own) })
		for i, x := range own {
			projects.Amounts(projects.Measure("年度单位自筹"))[i] = x
			projects.Amounts(projects.Measure("年度资金总额"))[i] += x
		}
		return l
	}
	boundAndFilled(t, "说明", of(100000, 0, 2300), of(0, 77000), func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "实行绩效目标管理的项目××个，涉及资金××万元，其中财政拨款××万元。", "说明完毕。")
		}
		projects := l.Tables["绩效项目"]
		sum := func(measures ...string) (n float64) {
			for _, m := range measures {
				for _, a := range projects.Amounts(projects.Measure(m)) {
					x, _ := a.Yuan().Float64()
					n += x / 10000
				}
			}
			return n
		}
		return texts(t, "说明", "预算说明", fmt.Sprintf("实行绩效目标管理的项目%d个，涉及资金%.2f万元，其中财政拨款%.2f万元。", projects.Len(), sum("年度资金总额"), sum("年度中央", "年度省级", "年度市县区")), "说明完毕。")
	})
}
