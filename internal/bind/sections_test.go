package bind_test

import (
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
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

// TestATableThatTheExampleDoesNotHaveIsBoundByItsWords binds a form of which last year's tables lack
// one: by its words, its lines as a table with the same headers has them, and told.
func TestATableThatTheExampleDoesNotHaveIsBoundByItsWords(t *testing.T) {
	of := func(title string, only ask) kind {
		return kind{title, "年" + title, [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			figures := func(of ask) []any { return []any{sum(l, only, of), sum(l, only, of, base), sum(l, only, of, proj)} }
			out := [][]any{append([]any{nil, "合计"}, figures(nil)...)}
			return append(out, tree(l, only, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, figures(of)...) })...)
		}, ""}
	}
	for _, form := range [][]kind{ // the second the example has
		{of("非财政拨款支出预算表", ask{"资金来源": "财政专户管理资金、单位资金"}), of("一般公共预算支出表", gp)},
		{of("一般公共预算支出表", gp), of("一般公共预算支出情况总表", gp)}, // which is almost called as the first
	} {
		p := defaultPack(t)
		dir := bureau{"testdata", "testdata", p}
		example, l := dir.ledger(t, yunchuanNext), dir.ledger(t, yunchuanLast)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, form, nil, 2026), Example: book(t, form[1:], example, 2026), Ledger: example, Views: tables.Views(p, example)})
		must(t, err)
		for i, k := range form {
			if says := strings.Contains(told(made), k.name+"!A1 范例里没有这张表，照表上的文字写了标签，没有核对过"); says != (i == 0) {
				t.Errorf("%s: %v\n%s", k.name, says, told(made))
			}
		}
		for _, proof := range proven(t, p, loaded(t, made), form, l, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 {
				t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
			}
		}
	}
}
