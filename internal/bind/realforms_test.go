package bind_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// oneSheet is a workbook of one sheet.
func oneSheet(t *testing.T, name string, merges []string, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	addSheet(t, f, name, merges, rows...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestNumberedSamplesBesideFixedLinesGo binds a table in halves whose list of classes has 二、… and 三、 as samples beside
// the fixed lines of the other half: the list grows beside these, which stay where they are, and the samples are gone.
func TestNumberedSamplesBesideFixedLinesGo(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2080505 人员经费 - 一般公共预算 本年 90000", "2210201 人员经费 - 一般公共预算 本年 58000", "2150517 项目支出 甲 政府性基金预算 本年 3000")
	next := ofOneUnit(t, "2070101 人员经费 - 一般公共预算 本年 700000", "2080505 人员经费 - 一般公共预算 本年 80000", "2100101 人员经费 - 一般公共预算 本年 4000", "2120803 项目支出 乙 政府性基金预算 本年 160000", "2210201 人员经费 - 一般公共预算 本年 61000")
	last.Info["预算年度"] = "2025"
	boundAndFilled(t, "收支", last, next, func(l *budget.Ledger) []byte {
		left := []string{"一、财政拨款收入", "1. 一般公共预算", "2. 政府性基金预算", "3. 国有资本经营预算", "二、事业收入", "", "", ""}
		rows := [][]any{{"2026年部门收支总表"}, {"", "", "", "单位：元"}, {"本年收入", "", "本年支出", ""}, {"项目", "预算数", "项目", "预算数"}}
		if l == last {
			rows[0][0] = "2025年部门收支总表"
		}
		classes := []string{"一、一般公共服务支出", "二、…", "三、"}
		var money []any
		figures := []any{nil, nil, nil, nil, nil, nil, nil, nil}
		all := any(nil)
		if l != nil {
			classes, all = nil, sum(l)
			for i, k := range keysOf(l, nil, "功能科目编码/3") {
				classes = append(classes, []string{"一", "二", "三", "四", "五"}[i]+"、"+l.Codes["功能科目"].NameOf(k[0]))
				money = append(money, sum(l, ask{"功能科目编码": k[0]}))
			}
			figures[0], figures[1], figures[2] = all, sum(l, gp), sum(l, ask{"资金来源": "政府性基金预算"})
		}
		for i, label := range left {
			row := []any{label, figures[i], nil, nil}
			if i < len(classes) {
				row[2] = classes[i]
			}
			if i < len(money) {
				row[3] = money[i]
			}
			rows = append(rows, row)
		}
		return oneSheet(t, "收支", []string{"A1:D1", "A3:B3", "C3:D3"}, append(rows, []any{"收入总计", all, "支出总计", all})...)
	})
}

// ofEconomics is a ledger of items of 部门经济科目, 政府经济科目, 资金来源 and amount.
func ofEconomics(t *testing.T, lines ...string) *budget.Ledger {
	t.Helper()
	l := ofOneUnit(t)
	of := l.Tables["支出明细"]
	for _, line := range lines {
		x := strings.Fields(line)
		row, amounts := make([]string, len(of.Fields)), make([]budget.Fen, len(of.Measures))
		for field, text := range map[string]string{"单位": "某市工信局", "单位性质": "行政", "功能科目编码": "2150501", "支出类型": "公用经费", "部门经济科目编码": x[0], "政府经济科目编码": x[1], "资金来源": x[2], "资金年度": "本年"} {
			row[of.Field(field)] = text
		}
		var yuan int64
		fmt.Sscan(x[3], &yuan)
		amounts[0] = budget.Fen(yuan * 100)
		of.Append(0, row, amounts)
	}
	return l
}

// TestANameOfTwoListsIsOfTheListOfTheLinesBesideIt binds fixed lines of 政府经济科目, some of which are called as
// classes of 部门经济科目: they are those of the list that all lines are of, whatever the example has money of.
func TestANameOfTwoListsIsOfTheListOfTheLinesBesideIt(t *testing.T) {
	last := ofEconomics(t, "30101 50101 一般公共预算 800000", "30201 50201 一般公共预算 70000", "30305 50901 一般公共预算 5000")
	next := ofEconomics(t, "30101 50501 一般公共预算 700000", "31201 50803 一般公共预算 60000", "31205 50799 一般公共预算 9000", "30305 50901 一般公共预算 4000")
	last.Info["预算年度"] = "2025"
	boundAndFilled(t, "经济", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年政府预算支出经济分类表"}, {"", "单位：元"}, {"项目", "一般公共预算"}, {"一、财政拨款", nil}}
		if l == last {
			rows[0][0] = "2025年政府预算支出经济分类表"
		}
		for i, line := range []string{"501 机关工资福利支出", "502 机关商品和服务支出", "503 机关资本性支出（一）", "505 对事业单位经常性补助", "506 对事业单位资本性补助", "507 对企业补助", "508 对企业资本性支出", "509 对个人和家庭的补助", "510 对社会保障基金补助", "511 债务利息及费用支出", "599 其他支出"} {
			code, name, _ := strings.Cut(line, " ")
			var n any
			if l != nil && sum(l, gp, ask{"政府经济科目编码": code}) != 0 {
				n = sum(l, gp, ask{"政府经济科目编码": code})
			}
			rows = append(rows, []any{fmt.Sprintf("%d、%s", i+1, name), n})
		}
		var all any
		if l != nil {
			all = sum(l, gp)
		}
		rows[3][1] = all
		return oneSheet(t, "经济", nil, append(rows, []any{"合计", all})...)
	})
}

// TestATotalByNameKeepsWhatTheExampleHasNoneOf binds “三公”经费合计 of two years side by side, where the example has 公务用车
// alone this year: 公务接待费 beside it is part of the total all the same.
func TestATotalByNameKeepsWhatTheExampleHasNoneOf(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 0 15600", "公用经费 30231 一般公共预算 45600 51000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "公用经费 30217 一般公共预算 9900 0", "公用经费 30231 一般公共预算 61000 45600", "公用经费 31013 一般公共预算 180000 0")
	last.Info["预算年度"] = "2025"
	boundAndFilled(t, "三公", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"一般公共预算“三公”经费支出表"}, {"", "", "", "", "", "", "", "", "", "", "", "单位：元"},
			{"2025年预算数", "", "", "", "", "", "2026年预算数"},
			{"“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费", "“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"},
			{"", "", "小计", "公务用车购置费", "公务用车运行费", "", "", "", "小计", "公务用车购置费", "公务用车运行费", ""}}
		if l == last {
			rows[2][0], rows[2][6] = "2024年预算数", "2025年预算数"
		}
		row := []any{"", "", "", "", "", "", "", "", "", "", "", ""}
		if l != nil {
			for i, codes := range [][]string{{"30212", "30217", "30231", "31013"}, {"30212"}, {"30231", "31013"}, {"31013"}, {"30231"}, {"30217"}} {
				is, was := spending(l, "一般公共预算", codes...)
				row[i], row[6+i] = math.Round(was*10000), math.Round(is*10000)
			}
		}
		return oneSheet(t, "三公", []string{"A1:L1", "A3:F3", "G3:L3", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5", "H4:H5", "I4:K4", "L4:L5"}, append(rows, row)...)
	})
}

// TestALineOfAnotherFundMakesNoCardOfAList binds a list of projects with their units and subjects, of which one line has
// its money in another column than those around it: it is a list like the rest, and no card of that project.
func TestALineOfAnotherFundMakesNoCardOfAList(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 40000", "某市水务局 移民 特定目标类 政府性基金预算 30000", "某市水文站 监测 其他运转类 一般公共预算 45000")
	next := boughtBy(t, "1", nil, "某市水务局 灌溉 特定目标类 政府性基金预算 330000", "某市水文站 打井 特定目标类 一般公共预算 26000", "某市水文站 站房 其他运转类 一般公共预算 70000")
	boundAndFilled(t, "项目", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"部门项目支出情况表"}, {"部门名称：", "", "", "", "", "单位：元"}, {"单位名称", "项目名称", "功能科目编码", "功能科目名称", "合计", "一般公共预算", "政府性基金预算"}}
		if l == nil {
			return oneSheet(t, "项目", []string{"A1:G1", "A4:D4"}, append(rows, []any{"合计"}, []any{"", "", "", "", "", "", ""}, []any{"", "", "", "", "", "", ""})...)
		}
		rows[1][0] = "部门名称：" + l.Info["部门名称"]
		line := func(of ...ask) []any {
			of = append(of, proj)
			out := []any{sum(l, of...)}
			for _, fund := range []string{"一般公共预算", "政府性基金预算"} {
				var n any
				if x := sum(l, append(of, ask{"资金来源": fund})...); x != 0 {
					n = x
				}
				out = append(out, n)
			}
			return out
		}
		rows = append(rows, append([]any{"合计", nil, nil, nil}, line()...))
		for _, k := range keysOf(l, proj, "单位", "项目名称", "功能科目编码") {
			rows = append(rows, append([]any{k[0], k[1], k[2], l.Codes["功能科目"].NameOf(k[2])}, line(ask{"单位": k[0], "项目名称": k[1]})...))
		}
		return oneSheet(t, "项目", []string{"A1:G1", "A4:D4"}, rows...)
	})
}

// TestAnAmountIsShownWithAsManyDecimalsAsTheExampleShows binds a table of 万元 whose form says of one column how many decimals it
// shows and of the other not: the other shows as many as the example does, with its formula, where 15.4 would stand beside 0.95.
func TestAnAmountIsShownWithAsManyDecimalsAsTheExampleShows(t *testing.T) {
	last := ofEconomics(t, "30101 50101 一般公共预算 800100", "30201 50201 一般公共预算 70000")
	last.Info["预算年度"] = "2025"
	page := func(l *budget.Ledger) []byte {
		rows := [][]any{{"2025年支出表"}, {"", "", "单位：万元"}, {"科目名称", "合计", "一般公共预算"}, {"工资福利支出", nil, nil}, {"商品和服务支出", nil, nil}, {"合计", nil, nil}}
		if l != nil {
			for i, row := range rows[3:5] {
				row[1], row[2] = []any{80.01, 7.0}[i], []any{80.01, 7.0}[i]
			}
		}
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "表", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		grouped, whole := "#,##0.00", "#,##0"
		for _, col := range []string{"B", "C"} {
			must(t, f.SetCellFormula("表", col+"6", col+"4+"+col+"5"))
			format := &grouped
			if l == nil && col == "C" {
				continue
			} else if l == nil {
				format = &whole
			}
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: format})
			must(t, err)
			must(t, f.SetCellStyle("表", col+"4", col+"6", style))
		}
		return saved(t, f)
	}
	base := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(base, last), Form: page(nil), Example: page(last)})
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	defer f.Close()
	for cell, want := range map[string]string{"B4": "#,##0", "B6": "#,##0", "C4": "#,##0.00", "C5": "#,##0.00", "C6": "#,##0.00"} {
		id, err := f.GetCellStyle("表", cell)
		must(t, err)
		style, err := f.GetStyle(id)
		must(t, err)
		got := ""
		if style.CustomNumFmt != nil {
			got = *style.CustomNumFmt
		} else if style.NumFmt == 4 {
			got = "#,##0.00"
		} else if style.NumFmt == 3 {
			got = "#,##0"
		}
		if got != want {
			t.Errorf("%s is shown as %q, want %q\n%s", cell, got, want, told(made))
		}
	}
	if !strings.Contains(told(made), "官方表没有定印几位小数的列（C4 起），照范例的格式 #,##0.00") {
		t.Error("not told:", told(made))
	}
}

// TestMoneyOfOneNameIsTheSameInAllOfABook binds 事业收入 of which the example has nothing, while 其他收入 beside it has all
// 单位资金: where 财政专户管理资金 is left to it alone, a fixed line and a sentence take that, as a column does.
func TestMoneyOfOneNameIsTheSameInAllOfABook(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2150517 项目支出 丁 一般公共预算 本年 50000", "2150517 项目支出 甲 单位资金 本年 30000", "2150501 公用经费 - 单位资金 本年 4000")
	next := ofOneUnit(t, "2070101 人员经费 - 一般公共预算 本年 700000", "2070199 项目支出 乙 财政专户管理资金 本年 160000", "2070199 项目支出 丙 单位资金 本年 9000")
	last.Info["预算年度"] = "2025"
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		fund := func(name string) any {
			if l == nil || sum(l, ask{"资金来源": name}) == 0 {
				return nil
			}
			return sum(l, ask{"资金来源": name})
		}
		var all any
		year, own, other, n := "2026", "××", "××", "××"
		if l != nil {
			all, year = sum(l), l.Info["预算年度"]
			own, other, n = fmt.Sprintf("%.2f", sum(l, ask{"资金来源": "财政专户管理资金"})/10000), fmt.Sprintf("%.2f", sum(l, ask{"资金来源": "单位资金"})/10000), fmt.Sprintf("%.2f", sum(l, gp)/10000)
		}
		addSheet(t, f, "收入", nil, []any{year + "年部门收入总表"}, []any{"", "单位：元"}, []any{"项目", "预算数"}, []any{"一、财政拨款收入", fund("一般公共预算")}, []any{"二、事业收入", fund("财政专户管理资金")}, []any{"三、其他收入", fund("单位资金")}, []any{"收入总计", all})
		addSheet(t, f, "说明", nil, []any{year + "年收入说明"}, []any{"财政拨款收入" + n + "万元、事业收入" + own + "万元、其他收入" + other + "万元。"}, []any{"特此说明。"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, sheet := range []string{"收入", "说明"} {
		made := boundAndFilled(t, sheet, last, next, page)
		if !strings.Contains(told(made), "旁边各行只有财政专户管理资金没有取，照它写了标签") {
			t.Error("not told:", told(made))
		}
	}
}
