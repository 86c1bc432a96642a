package bind_test

import (
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
				amount, share = strconv.FormatFloat(sum(l, of)/10000, 'f', -1, 64), strconv.FormatFloat(math.Round(sum(l, of)*10000/sum(l))/100, 'f', -1, 64)
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
