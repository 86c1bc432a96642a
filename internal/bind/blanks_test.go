package bind_test

import (
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/proof"
)

// What the example has and the form leaves blank, and what one odd line may say.

// TestAProjectCalledAsItsCodeIsNoCode binds a list with a column of names that no ledger has, one of which begins with
// the code that stands behind it.
func TestAProjectCalledAsItsCodeIsNoCode(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 49100", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 5000", "某市水利工程处 2130306 人员经费 30101 - - 一般公共预算 612200")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2700000", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 4000", "某市水利工程处 2130306 公用经费 30201 - - 一般公共预算 8800")
	names := map[string]string{"30101": "人员支出工资", "30201": "一般公用经费", "30217": "30217公务接待费"}
	page := func(names map[string]string) func(l *budget.Ledger) []byte {
		return func(l *budget.Ledger) []byte {
			return pageOf(t, "部门基本支出预算表", []any{"单位名称", "项目名称", "功能科目编码", "功能科目名称", "部门经济科目编码", "部门经济科目名称", "金额"}, l, func() (out [][]any) {
				for _, k := range keysOf(l, nil, "单位", "功能科目编码", "部门经济科目编码") {
					out = append(out, []any{k[0], names[k[2]], k[1], p.Codes["功能科目"].NameOf(k[1]), k[2], p.Codes["部门经济科目"].NameOf(k[2]), sum(l, ask{"单位": k[0], "功能科目编码": k[1], "部门经济科目编码": k[2]})})
				}
				return append(out, []any{"合计", nil, nil, nil, nil, nil, sum(l)})
			})
		}
	}
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		if l == last {
			return page(names)(l)
		}
		return page(nil)(l)
	})
	if !strings.Contains(told(made), "“项目名称”这一列的文字录入里没有") {
		t.Error(told(made))
	}
}

// TestSentencesBelowTheHeadingsOfAFormAreThoseOfTheExample binds a sheet of texts of which the form has the headings
// alone: what tags say all of is printed for everybody, what is of one department is told.
func TestSentencesBelowTheHeadingsOfAFormAreThoseOfTheExample(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 政府性基金预算 60000")
	wan := func(l *budget.Ledger, of ...ask) string { return strings.TrimSpace(inWan(sum(l, of...))) }
	say := func(l *budget.Ledger, own bool) []byte {
		rows := []string{"2026年部门预算说明", "一、支出", "", "", "二、项目", "", "三、其他"}
		if l != nil {
			rows[2] = l.Info["部门名称"] + "2026年支出" + wan(l) + "万元，其中：基本支出" + wan(l, base) + "万元，项目支出" + wan(l, proj) + "万元。"
			if own {
				rows[3] = "其中防汛支出" + wan(l, proj) + "万元。"
				rows[5] = "项目支出" + wan(l, proj) + "万元，主要原因是汛期提前。"
			}
		}
		return texts(t, "说明", rows...)
	}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte { return say(l, l == last) })
	if got := told(made); !strings.Contains(got, "说明!A3 这一格官方表里是空的，照范例的这一句写了") || !strings.Contains(got, "说明!A4 范例的这一格写着") || !strings.Contains(got, "说明!A6 范例的这一格写着") {
		t.Error(got)
	}
}

// TestAReasonOfTheInputGoesWithItsSentence adopts a sentence that ends with an item of 基本信息, and prints no reason
// where there is none.
func TestAReasonOfTheInputGoesWithItsSentence(t *testing.T) {
	p := proof.DocumentPack(t)
	for _, reason := range []string{"人员增加", ""} {
		last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
		next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000")
		last.Info["收支增减原因"], next.Info["收支增减原因"] = "机构划转来的人员", reason
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			rows := []string{"2026年部门预算说明", "一、支出", "", "二、项目", "三、其他"}
			if l != nil {
				rows[2] = "2026年支出" + strings.TrimSpace(inWan(sum(l))) + "万元"
				if why := l.Info["收支增减原因"]; why != "" {
					rows[2] += "，主要原因是" + why
				}
				rows[2] += "。"
			}
			return texts(t, "说明", rows...)
		})
	}
}

// TestAnEmptyListIsSortedAsThatOfAnotherFund binds two tables that are the same but for the fund, one of which the
// example has empty, below a list of other codes with the same headers.
func TestAnEmptyListIsSortedAsThatOfAnotherFund(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2120814 项目支出 30227 防汛 特定目标类 政府性基金预算 70000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2230107 项目支出 31201 改革 特定目标类 国有资本经营预算 60000")
	funds := []string{"政府性基金预算", "国有资本经营预算"}
	boundAndFilled(t, "国有资本经营预算", last, next, func(l *budget.Ledger) []byte {
		heads := []any{"科目编码", "科目名称", "合计"}
		kinds := []kind{{"基本", "一般公共预算基本支出表", [][]any{heads}, nil, func(l *budget.Ledger) (out [][]any) {
			if l == nil {
				return [][]any{{nil}, {"合计"}}
			}
			for _, k := range keysOf(l, base, "部门经济科目编码") {
				out = append(out, []any{k[0], p.Codes["部门经济科目"].NameOf(k[0]), sum(l, base, ask{"部门经济科目编码": k[0]})})
			}
			return append(out, []any{"合计", nil, sum(l, base)})
		}, ""}}
		for _, fund := range funds {
			of := ask{"资金来源": fund}
			kinds = append(kinds, kind{fund, fund + "支出表", [][]any{heads}, nil, func(l *budget.Ledger) (out [][]any) {
				if l == nil || sum(l, of) == 0 {
					return [][]any{{nil}, {"合计"}}
				}
				for _, k := range keysOf(l, of, "功能科目编码") {
					out = append(out, []any{k[0], p.Codes["功能科目"].NameOf(k[0]), sum(l, of, ask{"功能科目编码": k[0]})})
				}
				return append(out, []any{"合计", nil, sum(l, of)})
			}, ""})
		}
		return book(t, kinds, l, 2026)
	})
}
