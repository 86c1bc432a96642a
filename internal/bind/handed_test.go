package bind_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
)

// Tables as departments hand them out, with what makes them hard to read.

// sheetOf writes a table below its title, with what is merged.
func sheetOf(t *testing.T, merges []string, rows ...[]any) []byte {
	t.Helper()
	return sheetWith(t, "表", merges, nil, rows...)
}

// sheetWith writes a sheet of a name; prepare may add what it likes.
func sheetWith(t *testing.T, name string, merges []string, prepare func(f *excelize.File), rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	addSheet(t, f, name, merges, rows...)
	must(t, f.DeleteSheet("Sheet1"))
	if prepare != nil {
		prepare(f)
	}
	return saved(t, f)
}

// TestALineThatNobodyKeepsSaysNothingOfZeros binds a table that says 0 of each kind of money that there is none of but
// for 事业收入 and 经营收入, which no ledger has.
func TestALineThatNobodyKeepsSaysNothingOfZeros(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 项目支出 30227 防汛 特定目标类 单位资金 120000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130301 项目支出 30227 抗旱 特定目标类 政府性基金预算 50000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年收入预算表"}, {nil, "单位：元"}, {"项目", "预算数"}}
		for _, line := range [][2]string{{"一、一般公共预算拨款收入", "一般公共预算"}, {"二、政府性基金预算拨款收入", "政府性基金预算"}, {"三、国有资本经营预算拨款收入", "国有资本经营预算"}, {"四、财政专户管理资金收入", "财政专户管理资金"}, {"五、单位资金", "单位资金"}} {
			row := []any{line[0], nil}
			if l != nil {
				row[1] = sum(l, ask{"资金来源": line[1]})
			}
			rows = append(rows, row)
		}
		rows = append(rows, []any{"1．事业收入"}, []any{"2．经营收入"}, []any{"3．上级补助收入"}, []any{"4．附属单位上缴收入"}, []any{"合计", nil})
		if l != nil {
			rows[len(rows)-1][1] = sum(l)
		}
		return sheetOf(t, nil, rows...)
	})
}

// TestAmountsOfTheYearAndOfThisTimeAreTheSameMoney binds 全年数 and 本次下达, which the example has alike in each line,
// and tells so; 已提前安排 beside them is nobody's.
func TestAmountsOfTheYearAndOfThisTimeAreTheSameMoney(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 108300", "某市水务局 2130301 公用经费 30207 - - 单位资金 5200")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 1900000", "某市水务局 2130301 公用经费 30299 - - 单位资金 14500", "某市水务局 2210201 人员经费 30113 - - 一般公共预算 313400")
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年部门基本支出预算表"}, {nil, nil, nil, nil, nil, nil, "单位：元"}, {"功能科目编码", "部门经济科目编码", "总计", "一般公共预算", nil, nil, "单位资金"}, {nil, nil, nil, "全年数", "已提前安排", "本次下达"}}
		line := func(labels []any, of ...ask) []any {
			year := sum(l, append(of, gp)...)
			return append(labels, sum(l, of...), year, nil, year, sum(l, append(of, ask{"资金来源": "单位资金"})...))
		}
		if l == nil {
			rows = append(rows, nil, nil, []any{"合计"})
		} else {
			for _, k := range keysOf(l, nil, "功能科目编码", "部门经济科目编码") {
				rows = append(rows, line([]any{k[0], k[1]}, ask{"功能科目编码": k[0], "部门经济科目编码": k[1]}))
			}
			rows = append(rows, line([]any{"合计", nil}))
		}
		return sheetOf(t, []string{"A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4"}, rows...)
	})
	if !says(made.Left, "表", "“一般公共预算/本次下达”和“一般公共预算/全年数”取的是同一笔钱") || !says(made.Left, "表", "“一般公共预算/已提前安排”") {
		t.Error(told(made))
	}
}

// TestLinesThatAFormulaAddsAreItsParts binds 一般公共预算财政拨款 of what was carried over, below a sum that has no
// number either, where the table has this year's under the same name.
func TestLinesThatAFormulaAddsAreItsParts(t *testing.T) {
	last, next := mixed(t, yunchuanLast), mixed(t, yunchuanNext)
	now, over := ask{"资金年度": "本年"}, ask{"资金年度": "上年结转"}
	for _, formula := range []bool{true, false} {
		boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
			rows := [][]any{{"2026年财政拨款收入预算表"}, {nil, "单位：元"}, {"项目", "金额"}}
			funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算"}
			add := func(label string, of ...ask) {
				row := []any{label, nil}
				if l != nil && sum(l, of...) != 0 {
					row[1] = sum(l, of...)
				}
				rows = append(rows, row)
			}
			all := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
			for i, fund := range funds {
				add([]string{"一", "二", "三"}[i]+"、"+fund+"财政拨款", now, ask{"资金来源": fund})
			}
			add("本年收入合计", now, all)
			add("年初财政拨款结转和结余", over, all)
			for _, fund := range funds {
				add(fund+"财政拨款", over, ask{"资金来源": fund})
			}
			add("收入总计", all)
			book := sheetOf(t, nil, rows...)
			if !formula || l == next {
				return book
			}
			return withFormulas(t, book, map[string]string{"B7": "SUM(B4:B6)", "B8": "SUM(B9:B11)", "B12": "B7+B8"})
		})
	}
}

// TestUnitsWithoutMoneyStandInAListOfAllUnits binds “三公”经费 by unit, where the example has a line of 0 for those that
// have none.
func TestUnitsWithoutMoneyStandInAListOfAllUnits(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 28000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 68000", "某市水文站 2130312 人员经费 30101 - - 一般公共预算 300000", "某市水库 2130301 公用经费 30231 - - 一般公共预算 34000")
	next := itemsOf(p, "某市水库 2130301 人员经费 30101 - - 一般公共预算 340000", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 9000", "某市水闸 2130301 公用经费 30201 - - 一般公共预算 7000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		heads := []any{"单位名称", "合计", "因公出国（境）费", "公务接待费", "公务用车运行维护费"}
		return pageOf(t, "一般公共预算“三公”经费支出表", heads, l, func() (out [][]any) {
			line := func(label string, of ask) []any {
				trip, guests, cars := sum(l, of, ask{"部门经济科目编码": "30212"}), sum(l, of, ask{"部门经济科目编码": "30217"}), sum(l, of, ask{"部门经济科目编码": "30231"})
				return []any{label, trip + guests + cars, trip, guests, cars}
			}
			for _, k := range keysOf(l, nil, "单位") {
				out = append(out, line(k[0], ask{"单位": k[0]}))
			}
			return append(out, line("合计", nil))
		})
	})
}

// TestALabelBesideAllLinesIsNoHeader binds the projects of a year beside a label that is merged over all of them and
// their total; what stands below is another part of the form, and stays.
func TestALabelBesideAllLinesIsNoHeader(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水务局 2130306 项目支出 30227 节水 特定目标类 一般公共预算 300000", "某市水务局 2130306 项目支出 30227 检测 特定目标类 单位资金 41000")
	next := itemsOf(p, "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 70000", "某市水务局 2130306 项目支出 30227 规划 特定目标类 单位资金 30000", "某市水务局 2130306 项目支出 30227 普查 其他运转类 财政专户管理资金 8000", "某市水务局 2130305 项目支出 30227 堤防 特定目标类 一般公共预算 90000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"部门整体支出绩效目标表"}, {"部门（单位）名称", nil, nil}, {"年度主要任务", "任务名称", "预算金额（元）"}, {nil, nil, "总额", "财政拨款", "其他资金"}}
		if l == nil {
			rows = append(rows, nil, nil, nil, nil, []any{nil, "金额合计"})
		} else {
			own := ask{"资金来源": "单位资金、财政专户管理资金"}
			rows[1][2] = l.Info["部门名称"]
			for _, k := range keysOf(l, proj, "项目名称") {
				of := ask{"项目名称": k[0]}
				rows = append(rows, []any{nil, k[0], sum(l, of), sum(l, of, gp), sum(l, of, own)})
			}
			rows = append(rows, []any{nil, "金额合计", sum(l), sum(l, gp), sum(l, own)})
		}
		n := len(rows)
		rows = append(rows, []any{"年度总体目标"}, []any{"年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"}, []any{"", "", ""})
		return sheetOf(t, []string{"A2:B2", "C2:E2", merge(3, n), "B3:B4", "C3:E3"}, rows...)
	})
}

// TestABlankPartOfAnAmountIsNoLabel binds columns behind 其中：专项资金列入部门预算项目, which is blank.
func TestABlankPartOfAnAmountIsNoLabel(t *testing.T) {
	last, next := mixed(t, yunchuanLast), mixed(t, yunchuanNext)
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年部门综合预算收入总表"}, {nil, nil, nil, nil, nil, "单位：元"}, {"单位名称", "总计", "一般公共预算拨款", nil, "政府性基金拨款", "单位资金"}, {nil, nil, "小计", "其中：专项资金列入部门预算项目"}}
		line := func(label string, of ask) []any {
			return []any{label, sum(l, of), sum(l, of, gp), nil, sum(l, of, ask{"资金来源": "政府性基金预算"}), sum(l, of, ask{"资金来源": "单位资金"})}
		}
		if l == nil {
			rows = append(rows, []any{"合计"}, nil, nil)
		} else {
			rows = append(rows, line("合计", nil))
			for _, k := range keysOf(l, nil, "单位") {
				rows = append(rows, line(k[0], ask{"单位": k[0]}))
			}
		}
		return sheetOf(t, []string{"A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4"}, rows...)
	})
}

// merge is the cells of column A from a row to another.
func merge(from, to int) string { return fmt.Sprintf("A%d:A%d", from, to) }

// withFormulas puts formulas into cells, whose values stay.
func withFormulas(t *testing.T, book []byte, formulas map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	defer f.Close()
	for cell, text := range formulas {
		must(t, f.SetCellFormula("表", cell, text))
	}
	return saved(t, f)
}

// TestAListWithOneProjectIsNoCard binds purchases of which one is called as a project is, and indicators of the one
// project that a table lists: neither sheet stands for that project.
func TestAListWithOneProjectIsNoCard(t *testing.T) {
	last := boughtBy(t, "1", []string{"工程 管网 3900000", "货物 防汛 240000", "服务 监理 150000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 300000")
	next := boughtBy(t, "1", []string{"服务 保安 90000", "货物 抗旱 8000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 300000")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"] = "某市水务局"
		projects := l.Tables["绩效项目"]
		for _, name := range []string{"防汛", "抗旱"} {
			row := make([]string, len(projects.Fields))
			row[projects.Field("项目名称")], row[projects.Field("实施单位")], row[projects.Field("是否公开")] = name, "某市水务局", "是"
			projects.Append(0, row, make([]budget.Fen, len(projects.Measures)))
		}
	}
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"政府采购预算表"}, {"部门名称：", nil, "单位：元"}, {"采购类型", "采购品目", "采购预算"}, {"合计"}, nil, nil, nil}
		if l != nil {
			own, all := l.Tables["政府采购"], 0.0
			rows[1][0] = "部门名称：" + l.Info["部门名称"]
			rows = rows[:4]
			for i := range own.Len() {
				yuan := own.Amounts(0)[i].Yuan().InexactFloat64()
				all += yuan
				rows = append(rows, []any{own.Value(i, "采购类型"), own.Value(i, "采购品目"), yuan})
			}
			rows[3] = []any{"合计", nil, all}
		}
		return sheetOf(t, nil, rows...)
	})
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte { // which the ledger says nothing of
		rows := [][]any{{"对下转移支付绩效目标表"}, {"单位名称："}, {"单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}, {"1", "2", "3", "4", "5", "6"}}
		if l != nil {
			rows[1][0] = "单位名称：" + l.Info["部门名称"]
		}
		if l == last {
			rows = append(rows, []any{"某市水务局"}, []any{"防汛", "安全度汛。", "产出指标", "数量指标", "巡查次数", "12"}, []any{nil, nil, "产出指标", "质量指标", "合格率", "100"})
		}
		return sheetOf(t, nil, rows...)
	})
}

// TestADepartmentAboveItsUnitsIsTheTotal binds items below a line of the department, which its first unit is called
// like, and above 合计.
func TestADepartmentAboveItsUnitsIsTheTotal(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水文站 2130312 人员经费 30101 - - 一般公共预算 300000", "某市水文站 2130312 公用经费 30201 - - 单位资金 34000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 1900000", "某市水库 2130301 公用经费 30299 - - 单位资金 14500", "某市水闸 2210201 人员经费 30113 - - 一般公共预算 313400")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"] = "某市水务局"
	}
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "部门基本支出预算表", []any{"单位名称", "功能科目编码", "部门经济科目编码", "合计", "一般公共预算", "单位资金"}, l, func() (out [][]any) {
			line := func(labels []any, of ask) []any {
				return append(labels, sum(l, of), sum(l, of, gp), sum(l, of, ask{"资金来源": "单位资金"}))
			}
			out = append(out, line([]any{"某市水务局", nil, nil}, nil))
			for _, k := range keysOf(l, nil, "单位", "功能科目编码", "部门经济科目编码") {
				out = append(out, line([]any{"  " + k[0], k[1], k[2]}, ask{"单位": k[0], "功能科目编码": k[1], "部门经济科目编码": k[2]}))
			}
			return append(out, line([]any{"合计", nil, nil}, nil))
		})
	})
}

// TestWhatEachLineSaysLimitsNoTable binds projects with their class on each line, where all of one fund happen to be of
// one class.
func TestWhatEachLineSaysLimitsNoTable(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水务局 2130306 项目支出 30227 节水 特定目标类 政府性基金预算 300000", "某市水文站 2130306 项目支出 30227 检测 其他运转类 单位资金 41000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 70000", "某市水文站 2130306 项目支出 30227 普查 其他运转类 一般公共预算 8000", "某市水文站 2130306 项目支出 30227 规划 特定目标类 单位资金 30000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "部门项目中期规划预算表", []any{"单位名称", "项目类别", "项目名称", "项目级次", "本年拨款"}, l, func() (out [][]any) {
			funds := ask{"支出类型": "项目支出", "资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
			for _, k := range keysOf(l, funds, "单位", "项目分类", "项目名称") {
				out = append(out, []any{k[0], k[1], k[2], "本级", sum(l, funds, ask{"项目名称": k[2]})})
			}
			return append(out, []any{"合计", nil, nil, nil, sum(l, funds)})
		})
	})
}

// TestOtherSpendingBesideFundsIsNoClass binds 其他支出 beside columns of funds: what these leave, and not the class of that
// name.
func TestOtherSpendingBesideFundsIsNoClass(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 政府性基金预算 500000", "某市水文站 2130306 项目支出 30227 检测 其他运转类 单位资金 41000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2299999 项目支出 30227 抗旱 特定目标类 一般公共预算 70000", "某市水文站 2130306 项目支出 30227 规划 特定目标类 单位资金 30000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "部门支出总表", []any{"单位名称", "合计", "一般公共预算拨款", "政府性基金拨款", "国有资本经营预算拨款", "其他支出"}, l, func() (out [][]any) {
			line := func(label string, of ask) []any {
				return []any{label, sum(l, of), sum(l, of, gp), sum(l, of, ask{"资金来源": "政府性基金预算"}), sum(l, of, ask{"资金来源": "国有资本经营预算"}), sum(l, of, ask{"资金来源": "单位资金、财政专户管理资金"})}
			}
			for _, k := range keysOf(l, nil, "单位") {
				out = append(out, line(k[0], ask{"单位": k[0]}))
			}
			return append(out, line("合计", nil))
		})
	})
}

// TestLinesOfProjectsAreProjects binds tables of the projects of a department that has nothing else.
func TestLinesOfProjectsAreProjects(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2120802 项目支出 30227 征地 特定目标类 政府性基金预算 50000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000", "某市水务局 2120802 项目支出 30227 征地 特定目标类 政府性基金预算 30000")
	for _, title := range []string{"2026年项目表", "2026年部门预算表"} {
		made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
			rows := [][]any{{title}, {nil, "单位：元"}, {"项目名称", "金额"}, {nil, nil}, {nil, nil}, {"合计", nil}}
			if l != nil {
				rows = rows[:3]
				for _, k := range keysOf(l, ask{"支出类型": "项目支出"}, "项目名称") {
					rows = append(rows, []any{k[0], sum(l, ask{"项目名称": k[0]})})
				}
				rows = append(rows, []any{"合计", sum(l, ask{"支出类型": "项目支出"})})
			}
			return sheetOf(t, nil, rows...)
		})
		if strings.Contains(told(made), "含不含别的支出类型") {
			t.Error(told(made))
		}
	}
}

// TestTitlesOfTheExampleNameTheDepartment binds a form whose titles have no room for the department, which the example
// has in front of them.
func TestTitlesOfTheExampleNameTheDepartment(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000")
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"支出总表"}, {nil, nil, "单位：元"}, {"科目编码", "科目名称", "合计"}, {nil, "合计", nil}, {nil, nil, nil}, {nil, nil, nil}}
		if l != nil {
			rows = append([][]any{{l.Info["部门名称"] + "2026年支出总表"}}, rows[1:3]...)
			rows = append(rows, []any{nil, "合计", sum(l)})
			for _, k := range keysOf(l, nil, "功能科目编码") {
				rows = append(rows, []any{k[0], p.Codes["功能科目"].NameOf(k[0]), sum(l, ask{"功能科目编码": k[0]})})
			}
		}
		return sheetOf(t, nil, rows...)
	})
	if !says(made.Left, "表", "“支出总表”前面照范例印 {{部门名称}}{{年度}}年") {
		t.Error(told(made))
	}
}

// TestYearsAreLinesWhereTheFormHasRoomAlone binds a table of 三公 that has a line for each of two years, of which the
// form has the blank rows; 小计 of what the form parts further than the ledger is no other column's.
func TestYearsAreLinesWhereTheFormHasRoomAlone(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 12000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 140000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 10000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 210000", "某市水务局 2130301 公用经费 31013 - - 一般公共预算 260000", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 5000")
	next.Tables["支出明细"].Amounts(next.Tables["支出明细"].Measure("上年数"))[3] = 400000 // of other money: 三公 was nothing
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年财政拨款“三公”经费支出表"}, {nil, nil, nil, nil, nil, nil, "单位：元"}, {"年度", "“三公”经费预算总额", "公务接待费", "公务用车购置和运行维护费", nil, nil, nil, nil},
			{nil, nil, nil, "小计", "公务用车购置费", "公务用车运行维护费"}, {nil, nil, nil, nil, nil, "小计", "其中：公务用车加油", "公务用车维修"}}
		if l != nil {
			buys, runs, guests := sum(l, ask{"部门经济科目编码": "31013"}), sum(l, ask{"部门经济科目编码": "30231"}), sum(l, ask{"部门经济科目编码": "30217"})
			rows = append(rows, []any{"2025年", 0, 0, 0, 0, 0}, []any{"2026年", buys + runs + guests, guests, buys + runs, buys, runs})
		}
		merges := []string{"A3:A5", "B3:B5", "C3:C5", "D3:H3", "D4:D5", "E4:E5", "F4:H4"}
		return lined(t, merges, 7, rows...)
	})
	if !says(made.Left, "表", "“2026年”这一行照范例印") {
		t.Error(told(made))
	}
}

// lined writes a table whose rows have lines around them down to one, also where nothing stands in them.
func lined(t *testing.T, merges []string, to int, rows ...[]any) []byte {
	t.Helper()
	return sheetWith(t, "表", merges, func(f *excelize.File) {
		line, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Color: "000000", Style: 1}, {Type: "bottom", Color: "000000", Style: 1}}})
		must(t, err)
		must(t, f.SetCellStyle("表", "A3", a1.Name(len(rows[2]), to), line))
	}, rows...)
}

// TestCodesBelowTheLinesOfUnitsAreNoUnits binds a list of units with the codes of functions below each, in one column:
// what a code is called, such as 行政单位离退休, makes its line no unit's when the book is verified.
func TestCodesBelowTheLinesOfUnitsAreNoUnits(t *testing.T) {
	p := proof.DocumentPack(t)
	withCodes := func(l *budget.Ledger) *budget.Ledger {
		of := l.Tables["支出明细"]
		of.Rewrite(of.Field("单位代码"), func(i int, _ string) string {
			return map[string]string{"某市水务局": "318001", "某市水利工程处": "318002"}[of.Value(i, "单位")]
		})
		return l
	}
	last := withCodes(itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000",
		"某市水利工程处 2080502 人员经费 30302 - - 一般公共预算 86400", "某市水利工程处 2130306 人员经费 30101 - - 一般公共预算 612200"))
	next := withCodes(itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 400000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2700000", "某市水务局 2210201 人员经费 30113 - - 一般公共预算 313400",
		"某市水利工程处 2080502 人员经费 30302 - - 一般公共预算 90000", "某市水利工程处 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000", "某市水利工程处 2210201 人员经费 30113 - - 一般公共预算 33400"))
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年部门支出预算总表"}, {nil, nil, nil, nil, "单位：元"}, {"科目编码", "单位名称（科目名称）", "合计", "基本支出", "项目支出"}, {nil, "合计"}}
		figures := func(labels []any, of ...ask) []any {
			return append(labels, sum(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...))
		}
		if l == nil {
			return lined(t, nil, 9, rows...)
		}
		rows = append(rows[:3], figures([]any{nil, "合计"}))
		for _, u := range keysOf(l, nil, "单位", "单位代码") {
			unit := ask{"单位": u[0]}
			rows = append(rows, figures([]any{u[1], u[0]}, unit))
			for _, k := range keysOf(l, unit, "功能科目编码") {
				rows = append(rows, figures([]any{k[0], p.Codes["功能科目"].NameOf(k[0])}, unit, ask{"功能科目编码": k[0]}))
			}
		}
		return sheetOf(t, nil, rows...)
	})
}
