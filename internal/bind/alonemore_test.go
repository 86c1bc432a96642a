package bind_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/tagging"
)

// TestAFormAloneHasChangesSharesAndPartSums binds blank forms with columns that follow from others, and with
// a line that closes those of a unit: what headers and number formats do not say is asked.
func TestAFormAloneHasChangesSharesAndPartSums(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水务局 抗旱 特定目标类 一般公共预算 300000", "某市水务局 抗旱 特定目标类 单位资金 210000", "某市水文站 站房 其他运转类 单位资金 18000", "某市水文站 监测 其他运转类 一般公共预算 20000")
	items := l.Tables["支出明细"]
	before := items.Amounts(items.Measure("上年数"))
	for i, a := range items.Amounts(0) {
		before[i] = a / 2
	}
	last := func(l *budget.Ledger, of ask) float64 { return sum(l, of) / 2 }
	figures := func(l *budget.Ledger, of ask) []any {
		now, was := sum(l, of), last(l, of)
		return []any{was, now, now - was, (now - was) / was * 100, now / sum(l) * 100}
	}
	kinds := []kind{
		{"增减", "年支出对比表", [][]any{{"项目", "上年预算数", "本年预算数", "增减额", "增减率（%）", "占比（%）", "增减变动原因"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"合计"}}
			for i, of := range []ask{base, proj, nil} {
				if l != nil {
					out[i] = append(out[i], figures(l, of)...)
				}
			}
			return out
		}, ""},
		{"小计", "年项目支出分单位表", [][]any{{"单位名称", "项目名称", "合计", "一般公共预算", "单位资金"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{nil}, {nil}, {"小计"}, {"合计"}}
			}
			amounts := func(of ask) []any {
				return []any{sum(l, of, proj), sum(l, of, proj, gp), sum(l, of, proj, ask{"资金来源": "单位资金"})}
			}
			var out [][]any
			for _, u := range keysOf(l, proj, "单位") {
				for _, k := range keysOf(l, ask{"单位": u[0], "支出类型": "项目支出"}, "项目名称") {
					out = append(out, append([]any{u[0], k[0]}, amounts(ask{"单位": u[0], "项目名称": k[0]})...))
				}
				out = append(out, append([]any{"小计", nil}, amounts(ask{"单位": u[0]})...))
			}
			return append(out, append([]any{"合计", nil}, amounts(nil)...))
		}, ""},
	}
	_, made := aloneFrom(t, kinds...)
	for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 12 {
			t.Errorf("%+v; left %v", proof, made.Left)
		}
	}
	asked := func(place, what string) {
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return e.Place.String() == place && strings.Contains(e.Text, what) }) {
			t.Errorf("%s: %s is not asked: %v", place, what, made.Left)
		}
	}
	asked("小计!A5", "每个单位")
	blank := func(rows ...[]any) func(*budget.Ledger) [][]any { return func(*budget.Ledger) [][]any { return rows } }
	_, made = aloneFrom(t, kind{"占比", "年支出对比表", [][]any{{"项目", "本年预算数", "占比"}}, nil, blank([]any{"一、基本支出"}, []any{"二、项目支出"}, []any{"合计"}), ""},
		kind{"科目", "年支出预算表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, blank([]any{nil}, []any{nil}, []any{"小计"}, []any{"合计"}), ""},
		kind{"单位", "年部门支出分单位表", [][]any{{"单位名称", "合计", "其他资金"}}, nil, blank([]any{nil}, []any{nil}, []any{"合计"}), ""})
	asked("占比!C4", "百分数还是小数")
	asked("科目!A7", "哪一部分的合计")
	for _, e := range made.Written {
		if strings.Contains(e.Text, "年终结转") || e.Place.String() == "科目!C7" {
			t.Errorf("%s", e)
		}
	}
}

// TestProjectsOfTwoUnitsStandApartOnAFormAlone fills a list of projects without a column of units with two that
// are called the same.
func TestProjectsOfTwoUnitsStandApartOnAFormAlone(t *testing.T) {
	l := ofProjects(defaultPack(t), "某市水务局 监测 特定目标类 一般公共预算 300000", "某市水文站 监测 其他运转类 一般公共预算 20000")
	_, made := aloneFrom(t, kind{"项目", "年项目支出表", [][]any{{"项目名称", "合计", "一般公共预算"}}, nil, func(*budget.Ledger) [][]any { return blankLines() }, ""})
	got := textsOf(t, filled(t, loaded(t, made), l))
	for _, line := range []string{"监测|300000|300000", "监测|20000|20000"} {
		if !slices.Contains(got, line) {
			t.Errorf("no line %s of %q", line, got)
		}
	}
}
