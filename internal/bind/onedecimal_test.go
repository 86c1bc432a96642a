package bind_test

import (
	"fmt"
	"maps"
	"math"
	"strconv"
	"testing"

	"ysgk/internal/budget"
)

// TestSharesAreTrimmedAsTheExampleTrimsThem binds shares one of which the example prints as 1.9%, beside those of two decimals.
func TestSharesAreTrimmedAsTheExampleTrimsThem(t *testing.T) {
	funds := []string{"一般公共预算", "政府性基金预算", "财政专户管理资金", "单位资金"}
	ledger := func(yuan ...int) *budget.Ledger {
		var lines []string
		for i, fund := range funds {
			lines = append(lines, "某市水务局 项目"+strconv.Itoa(i)+" 特定目标类 "+fund+" "+strconv.Itoa(yuan[i]))
		}
		return ofProjects(defaultPack(t), lines...)
	}
	boundAndFilled(t, "说明", ledger(512300, 19000, 234500, 234200), ledger(503000, 340100, 99900, 57000), func(l *budget.Ledger) []byte {
		rows := [][]any{{"编制说明"}}
		for _, fund := range funds {
			amount, share := "XX", "XX"
			if l != nil {
				of := ask{"资金来源": fund}
				amount, share = strconv.FormatFloat(math.Round(sum(l, of)/100)/100, 'f', -1, 64), strconv.FormatFloat(math.Round(sum(l, of)*10000/sum(l))/100, 'f', -1, 64)
			}
			rows = append(rows, []any{fund + "支出" + amount + "万元，占支出总计的" + share + "%。"})
		}
		return sheetWith(t, "说明", nil, nil, rows...)
	})
}

// TestSharesOfOneDecimalStaySoBesideNoughts binds shares that the example prints with one decimal, and one of nothing as 0%.
func TestSharesOfOneDecimalStaySoBesideNoughts(t *testing.T) {
	last := ofProjects(defaultPack(t), "某市水务局 防汛 特定目标类 一般公共预算 512300", "某市水文站 监测 其他运转类 单位资金 45000", "某市水文站 站房 其他运转类 政府性基金预算 70000")
	next := ofProjects(defaultPack(t), "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 打井 特定目标类 单位资金 261234")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"编制说明"}}
		for _, fund := range []string{"一般公共预算", "政府性基金预算", "财政专户管理资金", "单位资金"} {
			amount, share := "XX", "XX"
			if l != nil {
				of := ask{"资金来源": fund}
				amount, share = "0", "0"
				if sum(l, of) > 0 {
					amount, share = strconv.FormatFloat(sum(l, of)/10000, 'f', 1, 64), strconv.FormatFloat(sum(l, of)*100/sum(l), 'f', 1, 64)
				}
			}
			rows = append(rows, []any{fund + "支出" + amount + "万元，占支出总计的" + share + "%。"})
		}
		return sheetWith(t, "说明", nil, nil, rows...)
	})
}

// TestASentenceIsTheOneThatBeginsAsItDoes binds a line of one of three amounts, which stands in the example where the form has
// the sentence of all three, as lines above are more there.
func TestASentenceIsTheOneThatBeginsAsItDoes(t *testing.T) {
	ledger := func(trips, meals, cars int64) *budget.Ledger {
		l := itemsOf(defaultPack(t), fmt.Sprintf("某市水务局 2130301 公用经费 30212 - - 一般公共预算 %d", trips), fmt.Sprintf("某市水务局 2130301 公用经费 30217 - - 一般公共预算 %d", meals), fmt.Sprintf("某市水务局 2130301 公用经费 30231 - - 一般公共预算 %d", cars))
		items := l.Tables["支出明细"]
		for i, was := range []budget.Fen{1000000, 1200000, 9000000} {
			items.Amounts(items.Measure("上年数"))[i] = was
		}
		maps.Copy(l.Info, map[string]string{"部门名称": "某市水务局", "三公经费增减原因": "任务变化", "因公出国（境）费增减原因": "出访任务增加", "公务用车费增减原因": "车辆老旧", "公务接待费增减原因": "严格执行中央八项规定精神和本市厉行节约的各项要求，同城之间一律不安排用餐"})
		return l
	}
	page := func(l *budget.Ledger, above int) []byte {
		said := func(name, code, why string) string {
			if l == nil {
				return name + "××万元，较2025年预算增加（减少）××万元，主要原因是××。"
			}
			of := ask{"部门经济科目编码": code}
			return name + amountAndMore(l.Info[why], sum(l, of)/10000, lastYears(l, of)/10000)
		}
		rows := [][]any{{"情况说明"}}
		for range above {
			rows = append(rows, []any{"按照规定编制。"})
		}
		return sheetWith(t, "说明", nil, nil, append(rows, []any{said("财政拨款“三公”经费预算安排", "30212、30217、30231", "三公经费增减原因")}, []any{said("1．因公出国（境）费", "30212", "因公出国（境）费增减原因")}, []any{said("2．公务用车运行维护费", "30231", "公务用车费增减原因")}, []any{said("3．公务接待费", "30217", "公务接待费增减原因")})...)
	}
	last, next := ledger(20000, 15000, 80000), ledger(30000, 9000, 100000)
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == last {
			return page(l, 3)
		}
		return page(l, 0)
	})
}

// amountAndMore says an amount in 万元, how it differs from last year's and why.
func amountAndMore(why string, is, was float64) string {
	way := "增加"
	if is < was {
		way = "减少"
	}
	return fmt.Sprintf("%.2f万元，较2025年预算%s%.2f万元，主要原因是%s。", is, way, math.Abs(is-was), why)
}
