package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// ofOneUnit is a ledger of items, each 功能科目编码 支出类型 项目名称 资金来源 资金年度 yuan last year's, of one unit
// whose code it has; an item of another unit has its name in front.
func ofOneUnit(t *testing.T, items ...string) *budget.Ledger {
	t.Helper()
	l := sample.Nothing(defaultPack(t))
	of := l.Tables["支出明细"]
	for _, item := range items {
		x, unit := strings.Fields(item), "某市工信局"
		if strings.Trim(x[0], "0123456789") != "" {
			x, unit = x[1:], x[0]
		}
		row := make([]string, len(of.Fields))
		for field, text := range map[string]string{"单位": unit, "单位代码": "315001", "单位性质": "行政", "功能科目编码": x[0], "支出类型": x[1], "部门经济科目编码": "30227", "项目名称": strings.Trim(x[2], "-"), "资金来源": x[3], "资金年度": x[4]} {
			row[of.Field(field)] = text
		}
		amounts := make([]budget.Fen, len(of.Measures))
		for i, at := range []int{0, of.Measure("上年数")} {
			var yuan int64
			if i+5 < len(x) && at >= 0 {
				fmt.Sscan(x[i+5], &yuan)
				amounts[at] = budget.Fen(yuan * 100)
			}
		}
		of.Append(0, row, amounts)
	}
	return l
}

// bySubject are the lines of a ledger for each subject that some items have, of 3, 5 and 7 digits, below a total.
func bySubject(l *budget.Ledger, only ask, line func(of ...ask) []any) [][]any {
	if l == nil {
		return blankLines([]any{nil, "合计"})
	}
	out, seen := [][]any{append([]any{nil, "合计"}, line(only)...)}, map[string]bool{}
	for _, codes := range keysOf(l, only, "功能科目编码/3", "功能科目编码/5", "功能科目编码/7") {
		for _, code := range codes {
			if !seen[code] {
				seen[code] = true
				out = append(out, append([]any{code, l.Codes["功能科目"].NameOf(code)}, line(only, ask{"功能科目编码": code})...))
			}
		}
	}
	return out
}

// lastYears is the sum of what items had last year.
func lastYears(l *budget.Ledger, wants ...ask) float64 {
	items := l.Tables["支出明细"]
	amounts := items.Amounts(0)
	now := slices.Clone(amounts)
	defer copy(amounts, now)
	copy(amounts, items.Amounts(items.Measure("上年数")))
	return sum(l, wants...)
}

// TestCodesOfSubjectsAreNotTheCodeOfTheOnlyUnit binds a list of subjects, one of which a project is called like, by
// a ledger of one unit: its code is no code of a subject without its digits.
func TestCodesOfSubjectsAreNotTheCodeOfTheOnlyUnit(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2150517 项目支出 转型升级 一般公共预算 本年 420000", "2150517 项目支出 转型升级 一般公共预算 上年结转 80000", "2150805 项目支出 中小企业发展专项 一般公共预算 本年 190000", "2210201 人员经费 - 一般公共预算 本年 58000")
	next := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 830000", "2150599 项目支出 监测 一般公共预算 本年 40000", "2150805 项目支出 融资服务 一般公共预算 本年 70000", "2150805 项目支出 融资服务 一般公共预算 上年结转 6000")
	table := kind{"支出", "年一般公共预算支出情况表", [][]any{{"科目编码", "科目名称", "基本支出", "项目支出", "小计"}}, nil, func(l *budget.Ledger) [][]any {
		return bySubject(l, ask{"资金年度": "本年"}, func(of ...ask) []any {
			return []any{sum(l, append(of, base)...), sum(l, append(of, proj)...), sum(l, of...)}
		})
	}, ""}
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 15 {
			t.Errorf("%+v; left %v", proof, made.Left)
		}
	}
}

// TestAComparisonWithLastYearSaysNothingOfTheTablesOfOtherFunds binds lists of two funds, the first of which compares
// this year's budget with last year's and so has nothing that was carried over: the second, whose money the example
// carries none of, is not limited to this year by that.
func TestAComparisonWithLastYearSaysNothingOfTheTablesOfOtherFunds(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000 790000", "2150517 项目支出 转型升级 一般公共预算 本年 420000 390000", "2150517 项目支出 转型升级 一般公共预算 上年结转 80000", "2210201 人员经费 - 一般公共预算 本年 58000 57000", "2120803 项目支出 搬迁改造 政府性基金预算 本年 270000 200000")
	next := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 830000 800000", "2150599 项目支出 监测 一般公共预算 本年 40000", "2120803 项目支出 搬迁改造 政府性基金预算 本年 160000 270000", "2120803 项目支出 搬迁改造 政府性基金预算 上年结转 9000")
	general := kind{"一般", "年一般公共预算支出情况表", [][]any{{"科目编码", "科目名称", "2025年预算数", "2026年预算数"}, {nil, nil, nil, "基本支出", "项目支出", "小计"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:F3"}, func(l *budget.Ledger) [][]any {
		return bySubject(l, ask{"资金来源": "一般公共预算", "资金年度": "本年"}, func(of ...ask) []any {
			return []any{lastYears(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...), sum(l, of...)}
		})
	}, ""}
	fund := kind{"基金", "年政府性基金预算支出情况表", [][]any{{"科目编码", "科目名称", "基本支出", "项目支出", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		return bySubject(l, ask{"资金来源": "政府性基金预算"}, func(of ...ask) []any {
			return []any{sum(l, append(of, base)...), sum(l, append(of, proj)...), sum(l, of...)}
		})
	}, ""}
	kinds, p := []kind{general, fund}, defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 8 {
			t.Errorf("%+v; left %v", proof, made.Left)
		}
	}
}
