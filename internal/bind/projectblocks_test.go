package bind_test

import (
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

// TestATableOfProjectsHasTheRowsOfTheirIndicators binds a table with the project, its money and its goal beside each of its
// indicators: merged over their rows, on all of them, or on the first alone; the kinds of indicators likewise.
func TestATableOfProjectsHasTheRowsOfTheirIndicators(t *testing.T) {
	ledger := func(counts []int, projects ...string) *budget.Ledger {
		l := withRemains(t, 0, projects...)
		goals := l.Tables["绩效项目"]
		for i, project := range projects {
			goals.Amounts(goals.Measure("年度市县区"))[i] = goals.Amounts(goals.Measure("年度资金总额"))[i]
			for n := range counts[i] {
				kind := [][2]string{{"产出指标", "数量指标"}, {"产出指标", "数量指标"}, {"产出指标", "质量指标"}, {"效益指标", "社会效益"}, {"满意度指标", "服务对象满意度"}}[n]
				enter(l, "绩效指标", map[string]string{"项目名称": project, "实施单位": "某市水务局", "目标期": "年度", "一级指标": kind[0], "二级指标": kind[1], "三级指标": fmt.Sprint(project, "的第", n+1, "项"), "指标值": fmt.Sprint("≥", 10*n+i)}, nil)
			}
		}
		return l
	}
	for _, layout := range []string{"merged", "repeated", "first"} {
		for _, heads := range []string{"项目 金额 目标", "单位 项目 金额 财政 目标", "序号 项目 金额 目标"} {
			page := func(l *budget.Ledger) []byte {
				f := excelize.NewFile()
				defer f.Close()
				head, own := []any{}, 0
				for _, h := range map[string][]string{"项目 金额 目标": {"项目名称", "项目金额", "年度绩效目标"}, "单位 项目 金额 财政 目标": {"单位名称", "项目名称", "资金总额", "其中：财政拨款", "绩效目标"}, "序号 项目 金额 目标": {"序号", "项目名称", "预算金额", "年度总体目标"}}[heads] {
					head = append(head, h)
				}
				own = len(head)
				head = append(head, "一级指标", "二级指标", "三级指标", "指标值")
				last, _ := excelize.ColumnNumberToName(len(head))
				rows, merges := [][]any{{"项目绩效目标表"}, {"单位：万元"}, head}, []string{"A1:" + last + "1", "A2:" + last + "2"}
				if l == nil {
					rows = append(rows, []any{nil}, []any{nil}, []any{nil}, []any{nil})
				} else {
					goals, indicators := l.Tables["绩效项目"], l.Tables["绩效指标"]
					for i := range goals.Len() {
						yuan := func(name string) float64 {
							return goals.Amounts(goals.Measure(name))[i].Yuan().InexactFloat64() / 10000
						}
						var project []any
						for _, h := range head[:own] {
							project = append(project, map[string]any{"序号": i + 1, "单位名称": goals.Value(i, "实施单位"), "项目名称": goals.Value(i, "项目名称"), "项目金额": yuan("年度资金总额"), "资金总额": yuan("年度资金总额"), "预算金额": yuan("年度资金总额"), "其中：财政拨款": yuan("年度市县区"), "年度绩效目标": goals.Value(i, "年度总体目标"), "绩效目标": goals.Value(i, "年度总体目标"), "年度总体目标": goals.Value(i, "年度总体目标")}[h.(string)])
						}
						from, before := len(rows)+1, []any{nil, nil}
						for k := range indicators.Len() {
							if indicators.Value(k, "项目名称") != goals.Value(i, "项目名称") {
								continue
							}
							line := append([]any{}, project...)
							kinds := []any{indicators.Value(k, "一级指标"), indicators.Value(k, "二级指标")}
							if layout != "repeated" && len(rows)+1 > from {
								line = make([]any, own)
								if kinds[1] == before[1] {
									before[1], kinds[1] = kinds[1], nil
								} else {
									before[1] = kinds[1]
								}
								if kinds[0] == before[0] {
									kinds[0] = nil
								} else {
									before[0] = kinds[0]
								}
							} else {
								before = []any{kinds[0], kinds[1]}
							}
							rows = append(rows, append(line, append(kinds, indicators.Value(k, "三级指标"), indicators.Value(k, "指标值"))...))
						}
						if layout != "merged" {
							continue
						}
						for col := range own + 2 { // a text and the blanks below it
							for a := from; a <= len(rows); {
								b := a
								for b < len(rows) && rows[b][col] == nil {
									b++
								}
								if b > a {
									one, _ := excelize.CoordinatesToCellName(col+1, a)
									other, _ := excelize.CoordinatesToCellName(col+1, b)
									merges = append(merges, one+":"+other)
								}
								a = b + 1
							}
						}
					}
				}
				addSheet(t, f, "预算12表", merges, rows...)
				must(t, f.DeleteSheet("Sheet1"))
				return saved(t, f)
			}
			t.Run(layout+" "+heads, func(t *testing.T) {
				made := sameSheetsBound(t, ledger([]int{4, 2, 3}, "防汛", "河道", "监测"), page, ledger([]int{1, 5}, "抗旱", "灌区"))
				if len(made.Left) > 3 {
					t.Error(told(made))
				}
			})
		}
	}
}
