package bind_test

import (
	"testing"

	"ysgk/internal/budget"
)

// TestHeadersThatStandAgainBeginATable binds a sheet on which each fund has a title, headers and lines
// of its own, one below the other: called by a number below the title of the sheet, or by themselves.
func TestHeadersThatStandAgainBeginATable(t *testing.T) {
	heads := []any{"单位", "人员经费", "公用经费", "项目支出", "小计"}
	funds := func(l *budget.Ledger, names [3]string, of [3]string) (out [][]any) {
		for i, name := range names {
			if i > 0 {
				out = append(out, nil, []any{name}, heads)
			}
			line := func(name string, of ask) []any {
				out := []any{name}
				for _, kind := range []string{"人员经费", "公用经费", "项目支出"} {
					out = append(out, sum(l, of, ask{"支出类型": kind}))
				}
				return append(out, sum(l, of))
			}
			if l == nil {
				out = append(out, []any{"××单位"}, nil, nil, []any{"合计"})
				continue
			}
			of := ask{"资金来源": of[i]}
			for _, k := range keysOf(l, of, "单位") {
				out = append(out, line(k[0], ask{"单位": k[0], "资金来源": of["资金来源"]}))
			}
			out = append(out, line("合计", of))
		}
		return out
	}
	of := [3]string{"一般公共预算", "政府性基金预算", "财政专户管理资金、单位资金"}
	numbered := [3]string{"一、一般公共预算", "二、政府性基金预算", "三、财政专户管理资金和单位资金"}
	below := kind{"分资金", "年分单位分资金支出预算表", [][]any{{numbered[0]}, heads}, nil, func(l *budget.Ledger) [][]any { return funds(l, numbered, of) }, ""}
	titled := [3]string{"（一）一般公共预算拨款支出", "（二）政府性基金预算拨款支出", "（三）财政专户管理资金和单位资金支出"}
	alone := kind{"附表4", titled[0], [][]any{heads}, nil, func(l *budget.Ledger) [][]any { return funds(l, titled, of) }, ""}
	learnedFrom(t, []kind{below, alone}, yunchuanNext, yunchuanLast)
}
