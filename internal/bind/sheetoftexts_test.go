package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// TestASheetOfSentencesMayHaveListsAmongThem binds a sheet of texts of the year of the example, in which what the example
// lists moves all below it down, so that a year that one sentence compares with stands beside the year of another: the
// sheet is of the year of most. ××（部门） is the department there too. Classes are listed as a whole sentence, though
// another one above has the same words, and by names alone; in lines of their own they are called without 支出.
func TestASheetOfSentencesMayHaveListsAmongThem(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "人员经费 30102 一般公共预算 20000 21000 2130101", "公用经费 30217 一般公共预算 12300 15600 2130101", "公用经费 30201 单位资金 7000 7000 2130101", "人员经费 30113 一般公共预算 5000 4000 2210201")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "人员经费 30110 一般公共预算 20500 10250 2101101", "公用经费 30217 一般公共预算 9900 8800 2130101", "项目支出 30227 政府性基金预算 90000 90000 2120899")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	classes := [][2]string{{"208", "社会保障和就业"}, {"210", "卫生健康"}, {"212", "城乡社区"}, {"213", "农林水"}, {"221", "住房保障"}}
	items := [][3]string{{"2080505", "社会保障和就业（类）行政事业单位养老支出（款）", "机关事业单位基本养老保险缴费支出"}, {"2101101", "卫生健康（类）行政事业单位医疗（款）", "行政单位医疗"}, {"2130101", "农林水（类）农业农村（款）", "行政运行"}, {"2210201", "住房保障（类）住房改革支出（款）", "住房公积金"}}
	paid := [][2]string{{"30101", "基本工资"}, {"30102", "津贴补贴"}, {"30110", "职工基本医疗保险缴费"}, {"30113", "住房公积金"}}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "××（部门）2025年部门预算编制说明", "一、支出预算情况",
				"××（部门）2025年支出预算××元，比2024年预算增加（减少）××元。支出包括：××支出、××支出。",
				"2025年支出预算××元。其中：××支出××元，占××%；××支出××元，占××%。", "按支出性质分：基本支出××元，占××%；项目支出××元，占××%。",
				"××（部门）2025年财政拨款支出××元，比2024年预算增加（减少）××元。支出包括：××支出××元、××支出××元。",
				"二、一般公共预算支出情况", "（一）一般公共预算支出结构情况", "××支出××元，占××%；××支出××元，占××%。",
				"（二）一般公共预算支出具体使用情况", "1.××（类）××（款）××（项）：2025年预算数为××元。",
				"三、政府性基金预算支出情况", "××（部门）2025年使用政府性基金预算拨款安排的支出××元。",
				"四、公务接待费情况", "公务接待费比2024年预算增加（减少）××元。",
				"五、人员经费情况", "××（部门）的人员经费主要包括：××、××。", "本说明由××（部门）负责解释。")
		}
		year, before, dept := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]], l.Info["部门名称"]
		share := func(of ...string) string {
			all, _ := yuanOf(l, having(of...))
			var parts []string
			for _, c := range classes {
				if is, _ := yuanOf(l, having(append([]string{"功能科目编码", c[0]}, of...)...)); is > 0 {
					parts = append(parts, fmt.Sprintf("%s支出%.2f元，占%.2f%%", c[1], is, is/all*100))
				}
			}
			return strings.Join(parts, "；") + "。"
		}
		var names []string
		for _, c := range classes {
			if is, _ := yuanOf(l, having("功能科目编码", c[0])); is > 0 {
				names = append(names, c[1]+"支出")
			}
		}
		all, was := yuanOf(l, having())
		gov, _ := yuanOf(l, having("资金来源", "政府性基金预算"))
		meals, mealsWas := yuanOf(l, having("部门经济科目编码", "30217"))
		project, _ := yuanOf(l, having("支出类型", "项目支出"))
		private, privateWas := yuanOf(l, having("资金来源", "单位资金"))
		var public []string
		for _, c := range classes {
			is, _ := yuanOf(l, having("功能科目编码", c[0]))
			if other, _ := yuanOf(l, having("功能科目编码", c[0], "资金来源", "单位资金")); is-other > 0 {
				public = append(public, fmt.Sprintf("%s支出%.2f元", c[1], is-other))
			}
		}
		change := func(is, was float64) string {
			return fmt.Sprintf("比%s年预算%s%.2f元", before, map[bool]string{true: "增加", false: "减少"}[is > was], max(is-was, was-is))
		}
		lines := []string{dept + year + "年部门预算编制说明", "一、支出预算情况",
			fmt.Sprintf("%s%s年支出预算%.2f元，%s。支出包括：%s。", dept, year, all, change(all, was), strings.Join(names, "、")),
			fmt.Sprintf("%s年支出预算%.2f元。其中：%s", year, all, share()),
			fmt.Sprintf("按支出性质分：基本支出%.2f元，占%.2f%%；项目支出%.2f元，占%.2f%%。", all-project, (all-project)/all*100, project, project/all*100),
			fmt.Sprintf("%s%s年财政拨款支出%.2f元，%s。支出包括：%s。", dept, year, all-private, change(all-private, was-privateWas), strings.Join(public, "、")),
			"二、一般公共预算支出情况", "（一）一般公共预算支出结构情况", share("资金来源", "一般公共预算"), "（二）一般公共预算支出具体使用情况"}
		n := 0
		for _, x := range items {
			if is, _ := yuanOf(l, having("功能科目编码", x[0], "资金来源", "一般公共预算")); is > 0 {
				n++
				lines = append(lines, fmt.Sprintf("%d.%s%s（项）：%s年预算数为%.2f元。", n, x[1], x[2], year, is))
			}
		}
		var kinds []string
		for _, x := range paid {
			if is, _ := yuanOf(l, having("部门经济科目编码", x[0])); is > 0 {
				kinds = append(kinds, x[1])
			}
		}
		lines = append(lines, "三、政府性基金预算支出情况", fmt.Sprintf("%s%s年使用政府性基金预算拨款安排的支出%.2f元。", dept, year, gov),
			"四、公务接待费情况", "公务接待费"+change(meals, mealsWas)+"。", "五、人员经费情况", fmt.Sprintf("%s的人员经费主要包括：%s。", dept, strings.Join(kinds, "、")))
		if l == next { // which the example does not say
			lines = append(lines, "本说明由"+dept+"负责解释。")
		}
		return texts(t, "说明", lines...)
	})
}
