package bind_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

// TestAFormSaysWithWhichWordsAFigureIsMoreOrLess binds sentences of a form that leave it open in words of its own
// whether something is more or less, with marks before them or without, and that name last year's amount; and a fund of
// which the example carries nothing over, beside one of which it does and what is carried over.
func TestAFormSaysWithWhichWordsAFigureIsMoreOrLess(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000 820000", "2150517 项目支出 转型 一般公共预算 上年结转 80000", "2120803 项目支出 搬迁 政府性基金预算 本年 270000 200000", "2150517 项目支出 转型 一般公共预算 本年 60000 90000")
	next := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 830000 800000", "2120803 项目支出 搬迁 政府性基金预算 本年 160000 270000", "2120803 项目支出 搬迁 政府性基金预算 上年结转 9000", "2150517 项目支出 转型 一般公共预算 本年 75000 60000")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		first := "预算总收入______万元，较上年______万元增加（减少）______万元，增幅（降幅）______%。"
		second := "一般公共预算本年支出***万元，比上年***（增加/减少）***万元，***（上升/下降）***%。"
		third := "收入总预算***万元，其中：一般公共预算拨款收入***万元；政府性基金预算拨款收入***万元；上年结转***万元。"
		if l != nil {
			turned := func(d float64, more, less string) string {
				if d < 0 {
					return fmt.Sprintf("%s%.2f", less, -d)
				}
				return fmt.Sprintf("%s%.2f", more, d)
			}
			is, was := sum(l)/1e4, lastYears(l)/1e4
			general := ask{"资金来源": "一般公共预算", "资金年度": "本年"}
			own, before := sum(l, general)/1e4, lastYears(l, general)/1e4
			first = fmt.Sprintf("预算总收入%.2f万元，较上年%.2f万元%s万元，%s%%。", is, was, turned(is-was, "增加", "减少"), turned((is-was)/was*100, "增幅", "降幅"))
			second = fmt.Sprintf("一般公共预算本年支出%.2f万元，比上年%s万元，%s%%。", own, turned(own-before, "增加", "减少"), turned((own-before)/before*100, "上升", "下降"))
			third = fmt.Sprintf("收入总预算%.2f万元，其中：一般公共预算拨款收入%.2f万元；政府性基金预算拨款收入%.2f万元；上年结转%.2f万元。", is, own, sum(l, now, ask{"资金来源": "政府性基金预算"})/1e4, sum(l, ask{"资金年度": "上年结转"})/1e4)
		}
		addSheet(t, f, "说明", nil, []any{"预算编制说明"}, []any{first}, []any{second}, []any{third})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
}

// TestAStrangerBehindTheDepartmentsPlaceIsTheDepartment binds texts of a form that name the place and leave room for
// the rest of the department's name, a date of which the form has no more of the year than 20, and cars of which there
// are as many as there may be.
func TestAStrangerBehindTheDepartmentsPlaceIsTheDepartment(t *testing.T) {
	last, next := boughtBy(t, "8", nil), boughtBy(t, "7", nil)
	last.Info["部门名称"], last.Info["预算年度"], last.Info["编制日期"], last.Info["车辆编制数"] = "云溪县水务局", "2025", "2025-03-03", "8"
	next.Info["部门名称"], next.Info["预算年度"], next.Info["编制日期"], next.Info["车辆编制数"] = "云溪县商务局", "2026", "2026-02-27", "9"
	boundAndFilled(t, "封面", last, next, func(l *budget.Ledger) []byte {
		name, year, day, cars := "云溪县××局", "2026", "20  年  月  日", "______"
		if l != nil {
			name, year, cars = l.Info["部门名称"], l.Info["预算年度"], l.Info["车辆实有数"]
			day = map[string]string{"2025": "2025年3月3日", "2026": "2026年2月27日"}[year]
		}
		more := []string{"1.拟订规划。", "2.监督管理。"}
		if l != last {
			more = more[:1]
		}
		rows := slices.Concat([]string{name, year + "年部门预算公开", day, name + "主要情况"}, more, []string{"本部门车辆" + cars + "辆。", name + year + "年部门预算编制说明"})
		return texts(t, "封面", rows...)
	})
}
