package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

// bookOf is a workbook of one sheet.
func bookOf(t *testing.T, name string, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	addSheet(t, f, name, nil, rows...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// orBlank is an amount, nothing where there is none.
func orBlank(yuan float64) any {
	if yuan == 0 {
		return nil
	}
	return yuan
}

// TestALineMayBeCalledOtherwiseInTheExample binds the side of a table whose lines the example calls otherwise, of the same
// money: they are filled, and told.
func TestALineMayBeCalledOtherwiseInTheExample(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 0 2080505", "项目支出 30227 政府性基金预算 45600 0 2120899")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 0 2130101", "项目支出 30227 国有资本经营预算 61000 0 2230199")
	made := boundAndFilled(t, "财政拨款收支总表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"财政拨款收支总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出"}, {"项目", "预算数", "项目", "预算数"}}
		funds := [][2]string{{"一般公共预算", "一、一般公共预算"}, {"政府性基金预算", "二、政府性基金预算"}, {"国有资本经营预算", "三、国有资本经营预算"}}
		types := []string{"一、人员经费", "二、公用经费", "三、项目支出"}
		all := 0.0
		for i, f := range funds {
			label := f[1]
			var is, spent float64
			if l != nil {
				is, _ = yuanOf(l, having("资金来源", f[0]))
				spent, _ = yuanOf(l, having("支出类型", types[i][len("一、"):]))
			}
			if l == last {
				label = strings.TrimSuffix(label, "预算") + map[bool]string{true: "预算资金", false: ""}[i == 0]
			}
			all += is
			rows = append(rows, []any{label, orBlank(is), types[i], orBlank(spent)})
		}
		return bookOf(t, "财政拨款收支总表", append(rows, []any{"收入总计", orBlank(all), "支出总计", orBlank(all)})...)
	})
	if !strings.Contains(told(made), "官方表的“一般公共预算”照范例的“一般公共预算资金”取") {
		t.Error("not told that the line is called otherwise:", told(made))
	}
}

// TestALineOfWhatWasCarriedOverHeadsTheFundsBelowIt binds a table that tells below the money of this year what was carried
// over, and of which fund, without numbers: that is a part of it, and no second line of all money of the fund.
func TestALineOfWhatWasCarriedOverHeadsTheFundsBelowIt(t *testing.T) {
	of := func(carried string, lines ...string) *budget.Ledger {
		l := ofTwoYears(t, lines...)
		items := l.Tables["支出明细"]
		items.Rewrite(items.Field("资金年度"), func(i int, old string) string {
			if items.Value(i, "部门经济科目编码") == carried {
				return "上年结转"
			}
			return old
		})
		return l
	}
	last := of("30227", "人员经费 30101 一般公共预算 820000 0", "项目支出 30227 一般公共预算 45600 0", "项目支出 30201 政府性基金预算 31000 0")
	next := of("30227", "人员经费 30101 一般公共预算 780000 0", "项目支出 30227 政府性基金预算 61000 0", "项目支出 30201 一般公共预算 5000 0")
	boundAndFilled(t, "财政拨款收支总表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"财政拨款收支总表"}, {nil, "单位：元"}, {"项目", "预算数"}}
		n := func(fields ...string) any {
			if l == nil {
				return nil
			}
			is, _ := yuanOf(l, having(fields...))
			return orBlank(is)
		}
		funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算"}
		for i, f := range funds {
			rows = append(rows, []any{string([]rune("一二三")[i]) + "、" + f + "财政拨款", n("资金来源", f, "资金年度", "本年")})
		}
		rows = append(rows, []any{"本年收入合计", n("资金年度", "本年")}, []any{"年初财政拨款结转和结余", n("资金年度", "上年结转")})
		for _, f := range funds {
			rows = append(rows, []any{f + "财政拨款", n("资金来源", f, "资金年度", "上年结转")})
		}
		return bookOf(t, "财政拨款收支总表", append(rows, []any{"收入总计", n()})...)
	})
}

// TestAListOfProjectsMayTakeMoreThanItsHeaderSays binds a list of units with their projects below 本年预算, of which the
// example's figures hold what was carried over: all columns do, also those in which there was nothing carried over.
func TestAListOfProjectsMayTakeMoreThanItsHeaderSays(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 74210 上年结转", "某市水文站 监测 其他运转类 一般公共预算 45000", "某市水文站 打井 特定目标类 政府性基金预算 33000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 政府性基金预算 330000 上年结转", "某市水文站 站房 其他运转类 一般公共预算 70000", "某市水文站 打井 特定目标类 政府性基金预算 21000")
	boundAndFilled(t, "专项资金预算汇总表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"专项资金预算汇总表"}, {nil, nil, nil, "单位：元"}, {"单位（专项资金）名称", "本年预算", "本年预算", "本年预算"}, {nil, "总计", "一般公共预算", "政府性基金预算"}}
		if l == nil {
			return bookOf(t, "专项资金预算汇总表", append(rows, []any{"合计"}, []any{nil}, []any{nil})...)
		}
		line := func(label string, fields ...string) {
			fields = append(fields, "支出类型", "项目支出")
			all, _ := yuanOf(l, having(fields...))
			gp, _ := yuanOf(l, having(append(fields, "资金来源", "一般公共预算")...))
			rows = append(rows, []any{label, all, orBlank(gp), orBlank(all - gp)})
		}
		line("合计")
		items := l.Tables["支出明细"]
		for _, unit := range []string{"某市水务局", "某市水文站"} {
			if is, _ := yuanOf(l, having("单位", unit, "支出类型", "项目支出")); is == 0 {
				continue
			}
			line(unit, "单位", unit)
			for i := range items.Len() {
				if items.Value(i, "单位") == unit && items.Value(i, "支出类型") == "项目支出" {
					line(items.Value(i, "项目名称"), "单位", unit, "项目名称", items.Value(i, "项目名称"))
				}
			}
		}
		return bookOf(t, "专项资金预算汇总表", rows...)
	})
}

// TestTextsThatRealFormsLeave binds lists that a publisher rounds to 万元, the names of all units in rooms beside each
// other, what the form wants said where there is nothing of a department that it names with a bracket, and drops a note
// that is a paragraph of its own.
func TestTextsThatRealFormsLeave(t *testing.T) {
	const dept = "某市水务局"
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 8204567 0 2080505", "公用经费 30201 一般公共预算 123456 0 2130101", "项目支出 30227 一般公共预算 45999 0 2120899")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 7803333 0 2080505", "项目支出 30227 政府性基金预算 61999 0 2120899")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	for _, l := range []*budget.Ledger{last, next} {
		items := l.Tables["支出明细"]
		items.Rewrite(items.Field("单位"), func(i int, old string) string {
			if i == 0 {
				return "某市水文站"
			}
			return old
		})
	}
	names := map[string]string{"208": "社会保障和就业支出", "212": "城乡社区支出", "213": "农林水支出"}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "XX部门预算说明", strings.Join([]string{
				"支出预算主要内容如下：",
				"1.“xx”科目x,xxx万元。",
				"2.“xx”科目x,xxx万元。",
				"预算单位共××个，包括：××、××。",
				"（绩效管理工作情况，以及编报绩效目标的项目数量、预算金额等）",
				"2026年XX（部门）公用经费预算为XXX万元。（若无，则写“本部门无公用经费。”）",
			}, "\n"))
		}
		lines := []string{"支出预算主要内容如下："}
		for _, class := range []string{"208", "212", "213"} {
			if is, _ := yuanOf(l, having("功能科目编码", class)); is > 0 {
				lines = append(lines, fmt.Sprintf("%d.“%s”科目%.0f万元。", len(lines), names[class], is/10000))
			}
		}
		lines = append(lines, "预算单位共2个，包括：某市水文站、某市水务局。")
		if is, _ := yuanOf(l, having("支出类型", "公用经费")); is > 0 {
			lines = append(lines, fmt.Sprintf("%s年%s（部门）公用经费预算为%.2f万元。", l.Info["预算年度"], dept, is/10000))
		} else {
			lines = append(lines, "本部门无公用经费。")
		}
		return texts(t, "说明", dept+"部门预算说明", strings.Join(lines, "\n"))
	})
}

// TestWhatStandsBelowAHeadingIsDrafted binds texts of which the form has the headings alone: the duties of the department
// below theirs, and sentences below a smaller heading that only the example has, with that heading.
func TestWhatStandsBelowAHeadingIsDrafted(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "项目支出 30227 一般公共预算 45600 40000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "项目支出 30227 一般公共预算 61000 45600")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	duties := map[*budget.Ledger][]string{last: {"负责防汛抗旱", "管理水资源"}, next: {"管理水资源", "保护河湖", "完成其他任务"}}
	for l, all := range duties {
		of := l.Tables["职责"]
		for _, duty := range all {
			row := make([]string, len(of.Fields))
			row[0] = duty + "。"
			of.Append(0, row, make([]budget.Fen, len(of.Measures)))
		}
	}
	book := func(l *budget.Ledger, dept string, lines ...string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"主要职能"}, {"主要职能包括："}}
		for i, duty := range duties[l] {
			rows = append(rows, []any{fmt.Sprintf("（%s）%s。", []string{"一", "二", "三"}[i], duty)})
		}
		addSheet(t, f, "主要职能", nil, rows...)
		rows = [][]any{{dept + "预算说明"}}
		for _, line := range lines {
			rows = append(rows, []any{line})
		}
		addSheet(t, f, "说明", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, sheet := range []string{"主要职能", "说明"} {
		boundAndFilled(t, sheet, last, next, func(l *budget.Ledger) []byte {
			if l == nil {
				return book(l, "××局", "一、部门预算安排的总体情况", "", "", "二、机关运行经费安排情况", "三、其他情况")
			}
			is, was := yuanOf(l, having())
			project, projectWas := yuanOf(l, having("支出类型", "项目支出"))
			return book(l, "某市水务局", "一、部门预算安排的总体情况", "（一）比上年增减情况",
				fmt.Sprintf("%s年预算收支安排%.2f万元，较上年%s，其中：项目支出%s。", l.Info["预算年度"], is/10000, changeOf(is/10000, was/10000, "", "持平"), changeOf(project/10000, projectWas/10000, "", "持平")),
				"二、机关运行经费安排情况", "三、其他情况")
		})
	}
}

// TestEachUnitMayHaveALineThoughFewHaveTheMoney binds a list of all units of which only some kinds have the money that
// its columns take, and a note that asks for what is to be said where there is nothing.
func TestEachUnitMayHaveALineThoughFewHaveTheMoney(t *testing.T) {
	of := func(lines ...string) *budget.Ledger {
		l := ofTwoYears(t, lines...)
		l.Tables["支出明细"].Rewrite(l.Tables["支出明细"].Field("单位"), func(i int, old string) string {
			return []string{"某市水务局", "某市水文站", "某市水务局"}[i]
		})
		l.Tables["支出明细"].Rewrite(l.Tables["支出明细"].Field("单位性质"), func(i int, old string) string {
			return []string{"行政", "事业", "行政"}[i]
		})
		return l
	}
	last := of("公用经费 30201 一般公共预算 123000 156000", "公用经费 30201 一般公共预算 20000 20000", "项目支出 30227 政府性基金预算 45600 40000 2120899")
	next := of("公用经费 30201 一般公共预算 99000 88000", "公用经费 30201 一般公共预算 21000 20000", "项目支出 30227 一般公共预算 61000 0 2130101")
	// notes are what the form asks for, and what is printed with figures and without
	notes := [][3]string{{"备注：（无数据的请注明“本表无数据”）", "", "备注：本表无数据"}, {"注：1.本表不含涉密信息。2.没有数据的请注明“本表无数据”。", "注：1.本表不含涉密信息。", "注：1.本表不含涉密信息。本表无数据"}}
	note := notes[0]
	book := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"一般公共预算机关运行经费表"}, {nil, nil, nil, "单位：元"}, {"单位名称", "上年预算数", "本年预算数", "增减额"}}
		fund := [][]any{{"政府性基金预算支出情况表"}, {nil, nil, "单位：元"}, {"科目编码", "科目名称", "合计"}}
		if l == nil {
			rows = append(rows, []any{"合计"}, []any{nil}, []any{nil})
			fund = append(fund, []any{nil, "合计"}, []any{nil}, []any{note[0]})
		} else {
			for _, unit := range []string{"", "某市水务局", "某市水文站"} {
				is, was := yuanOf(l, having("单位", unit, "支出类型", "公用经费", "单位性质", "行政"))
				label := unit
				if unit == "" {
					label = "合计"
				}
				rows = append(rows, []any{label, was, is, is - was})
			}
			if is, _ := yuanOf(l, having("资金来源", "政府性基金预算")); is > 0 {
				fund = append(fund, []any{nil, "合计", is}, []any{"212", "城乡社区支出", is}, []any{note[1]})
			} else {
				fund = append(fund, []any{nil, "合计", 0}, []any{nil}, []any{note[2]}) // as the other table prints what is none
			}
		}
		addSheet(t, f, "表九", nil, rows...)
		addSheet(t, f, "表十", nil, fund...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	boundAndFilled(t, "表九", last, next, book)
	for _, note = range notes {
		boundAndFilled(t, "表十", last, next, book)
		boundAndFilled(t, "表十", last, last, book)
	}
}

// TestDutiesMayStandInOneSentence binds duties that the example has one behind the other in a sentence, of which the form
// shows the first: as many as the ledger has are printed, numbered, with the name of the department.
func TestDutiesMayStandInOneSentence(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000")
	duties := map[*budget.Ledger][]string{last: {"负责防汛抗旱。", "管理水资源。"}, next: {"管理水资源。", "保护河湖；组织巡查。", "完成其他任务。"}}
	for l, all := range duties {
		of := l.Tables["职责"]
		for _, duty := range all {
			row := make([]string, len(of.Fields))
			row[0] = duty
			of.Append(0, row, make([]budget.Fen, len(of.Measures)))
		}
	}
	for _, joint := range []string{"\n", "|"} { // lines of a cell, and rows
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			lines := []string{"一、部门职责", "××主要职责是：1、××（按规定填写）", "二、其他情况", "没有别的情况。"}
			if l != nil {
				lines[1] = l.Info["部门名称"] + "主要职责是："
				for i, duty := range duties[l] {
					lines[1] += fmt.Sprintf("%d、%s", i+1, duty)
				}
			}
			if joint == "|" {
				return texts(t, "说明", append([]string{"部门预算说明"}, lines...)...)
			}
			return texts(t, "说明", "部门预算说明", strings.Join(lines, joint))
		})
	}
}
