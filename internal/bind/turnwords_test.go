package bind_test

import (
	"fmt"
	"math"
	"testing"

	"ysgk/internal/budget"
)

// TestChangesKeepTheWordsOfTheExample binds lines that say 增加 of an amount and 增长 of its share, and sentences that say
// 与上年预算数相同 of none, which the form says in a note.
func TestChangesKeepTheWordsOfTheExample(t *testing.T) {
	ledger := func(yuan ...int64) *budget.Ledger { // this year's and last year's, in 元
		l := itemsOf(defaultPack(t), "某市水务局 2050101 公用经费 30201 - - 一般公共预算 1", "某市水务局 2080505 人员经费 30108 - - 一般公共预算 1", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 1", "某市水务局 2130399 公用经费 30201 - - 单位资金 1")
		items := l.Tables["支出明细"]
		for i := range 4 {
			items.Amounts(0)[i], items.Amounts(items.Measure("上年数"))[i] = budget.Fen(yuan[2*i]*100), budget.Fen(yuan[2*i+1]*100)
		}
		l.Info["部门名称"] = "某市水务局"
		return l
	}
	change := func(is, was float64) string {
		way, rate := "增加", "增长"
		switch {
		case is == was:
			return "与上年预算数相同"
		case is < was:
			way, rate = "减少", "减少"
		}
		return fmt.Sprintf("与上年相比%s%.2f万元，%s%.2f%%", way, math.Abs(is-was)/10000, rate, math.Abs(is-was)*100/was)
	}
	last := ledger(520000, 500000, 312300, 351100, 905000, 870500, 45000, 45000)
	next := ledger(520000, 520000, 351700, 312300, 905000, 985000, 40000, 45000)
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"情况说明"}, {"支出情况如下："}}
		const note = "XX万元，与上年相比增加（减少）XX万元，增长（减少）XX%"
		if l == nil {
			rows = append(rows, []any{"1．XX支出（类）" + note + "。"}, []any{"……"})
		} else {
			for i, x := range []struct{ code, name string }{{"205", "教育支出"}, {"208", "社会保障和就业支出"}, {"213", "农林水支出"}} {
				of := func(sum func(*budget.Ledger, ...ask) float64) (all float64) {
					for _, code := range []string{"2050101", "2080505", "2130301", "2130399"} {
						if code[:3] == x.code {
							all += sum(l, ask{"功能科目编码": code})
						}
					}
					return all
				}
				rows = append(rows, []any{fmt.Sprintf("%d．%s（类）%.2f万元，%s。", i+1, x.name, of(sum)/10000, change(of(sum), of(lastYears)))})
			}
		}
		for _, fund := range []string{"一般公共预算", "单位资金"} {
			of := ask{"资金来源": fund}
			if l == nil {
				rows = append(rows, []any{fund + "支出" + note + "（与上年一样的，写“与上年预算数相同。”）。"})
			} else {
				rows = append(rows, []any{fmt.Sprintf("%s支出%.2f万元，%s。", fund, sum(l, of)/10000, change(sum(l, of), lastYears(l, of)))})
			}
		}
		return sheetWith(t, "说明", nil, nil, rows...)
	})
}
