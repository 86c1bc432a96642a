package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
)

// spending is what items sum of some codes, this year and last, in 万元.
func spending(l *budget.Ledger, fund string, codes ...string) (is, was float64) {
	items := l.Tables["支出明细"]
	last := items.Amounts(items.Measure("上年数"))
	for i, a := range items.Amounts(items.Measure("金额(元)")) {
		of := len(codes) == 0
		for _, code := range codes {
			of = of || items.Value(i, "部门经济科目编码") == code
		}
		if of && (fund == "" || items.Value(i, "资金来源") == fund) {
			x, _ := a.Yuan().Float64()
			y, _ := last[i].Yuan().Float64()
			is, was = is+x/10000, was+y/10000
		}
	}
	return is, was
}

// changeOf is how much more or less something is, as a sentence says it.
func changeOf(is, was float64, lead, even string) string {
	switch {
	case is > was:
		return fmt.Sprintf("%s增加%.2f万元", lead, is-was)
	case is < was:
		return fmt.Sprintf("%s减少%.2f万元", lead, was-is)
	}
	return even
}

// TestALongTextInOneCellIsReadByItsParagraphs binds a text of which the form has all in one merged cell, as real forms
// do, indented, with notes to who fills it in, with blank lines and x,xxx for figures: each paragraph is bound as a
// sentence of its own, in the place where the form has it, and the cell keeps its lines; the form's notes are gone.
func TestALongTextInOneCellIsReadByItsParagraphs(t *testing.T) {
	of := func(name, why string, lines ...string) *budget.Ledger {
		l := ofTwoYears(t, lines...)
		l.Info["部门名称"], l.Info["收支增减原因"] = name, why
		l.Info["公务接待费增减原因"] = ""
		return l
	}
	const gp = "一般公共预算"
	last := of("某市水务局", "新增水库除险", "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "公用经费 30231 一般公共预算 45600 45600")
	next := of("某县档案馆", "项目结束", "人员经费 30101 一般公共预算 780000 815000", "公用经费 30217 一般公共预算 9900 8800", "公用经费 30231 一般公共预算 61000 45600", "公用经费 30217 单位资金 7000 0")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "XX（部门）编制说明", "    2026年，XX支出预算x,xxx万元，比2025年预算增加（减少）XXX万元（持平）（若有结转，请说明来源）。\n"+
				"    支出预算增加（减少）的主要原因是xxxxxx\n\n"+
				"  一、“三公”经费（列示至款级科目）\n"+
				"    2026年一般公共预算“三公”经费预算数为XXX万元，具体情况如下：\n"+
				"    （一）公务接待费XXX万元。比2025年预算增加（减少）XXX万元（持平）。\n"+
				"    （二）公务用车运行费XXX万元，比2025年预算增加（减少）XXX万元（持平）。\n"+
				"    （说明“三公”经费增减变化的原因等）\n"+
				"    （九）……：指……。")
		}
		year := layout.WithYears("2025", func(int) int { return 2025 })
		if l == next {
			year = "2026"
		}
		before := map[string]string{"2025": "2024", "2026": "2025"}[year]
		lead, even := "比"+before+"年预算", "与"+before+"年预算持平"
		all, was := spending(l, "")
		reason := map[bool]string{true: "增加", false: "减少"}[all > was]
		part := func(codes ...string) float64 { is, _ := spending(l, gp, codes...); return is }
		change := func(code string) string { is, was := spending(l, gp, code); return changeOf(is, was, lead, even) }
		return texts(t, "说明", l.Info["部门名称"]+"编制说明", fmt.Sprintf("    %s年，%s支出预算%.2f万元，%s。\n", year, l.Info["部门名称"], all, changeOf(all, was, lead, even))+
			"    支出预算"+reason+"的主要原因是"+l.Info["收支增减原因"]+"。\n\n"+
			"  一、“三公”经费\n"+
			fmt.Sprintf("    %s年一般公共预算“三公”经费预算数为%.2f万元，具体情况如下：\n", year, part("30217", "30231", "30212"))+
			fmt.Sprintf("    （一）公务接待费%.2f万元。%s。\n", part("30217"), change("30217"))+
			fmt.Sprintf("    （二）公务用车运行费%.2f万元，%s。", part("30231"), change("30231")))
	})
	for _, want := range []string{"说明!A2", "像是给填表人看的，范例里没有，没有写进模板"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("not told: %s\n%s", want, told(made))
		}
	}
	if strings.Contains(told(made), "没有对得上") {
		t.Error("a line that is written is told as none:", told(made))
	}
}

// TestAChangeMaySayWhatItWasBefore binds sentences that tell last year's amount within a change, and one that the form
// wants said otherwise where there is nothing: a department with and one without such money get their own.
func TestAChangeMaySayWhatItWasBefore(t *testing.T) {
	const gp = "一般公共预算"
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "公用经费 30231 一般公共预算 45600 45600")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 780000", "公用经费 30217 一般公共预算 9900 8800", "公用经费 30231 一般公共预算 61000 45600")
	none := ofTwoYears(t, "人员经费 30101 一般公共预算 500000 490000")
	for l, year := range map[*budget.Ledger]string{last: "2025", next: "2026", none: "2026"} {
		l.Info["预算年度"] = year
	}
	for name, l := range map[string]*budget.Ledger{"other figures": next, "no such money": none} {
		t.Run(name, func(t *testing.T) {
			boundAndFilled(t, "说明", last, l, func(l *budget.Ledger) []byte {
				if l == nil {
					return texts(t, "说明", "预算说明", "2026年人员经费XX万元，比2025年年初预算数XX万元增加（减少）XX万元。", "2026年公务接待费XX万元，比2025年年初预算数XX万元增加（减少）XX万元。",
						"2026年公务用车运行费XX万元。（若无，则写“本部门无公务用车运行费。”）", "第四段，没有数。")
				}
				year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
				line := func(called string, codes ...string) string {
					is, was := spending(l, gp, codes...)
					return fmt.Sprintf("%s年%s%.2f万元，%s。", year, called, is, changeOf(is, was, fmt.Sprintf("比%s年年初预算数%.2f万元", before, was), fmt.Sprintf("与%s年年初预算数%.2f万元持平", before, was)))
				}
				cars, _ := spending(l, gp, "30231")
				car := fmt.Sprintf("%s年公务用车运行费%.2f万元。", year, cars)
				if cars == 0 {
					car = "本部门无公务用车运行费。"
				}
				return texts(t, "说明", "预算说明", line("人员经费", "30101"), line("公务接待费", "30217"), car, "第四段，没有数。")
			})
		})
	}
}
