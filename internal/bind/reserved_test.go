package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

// TestAFormReservesSeveralRowsForEachKindOfIndicators binds cards with two rows for each kind of indicators, filled or
// not: another ledger's have as many, and more where there are more of a kind.
func TestAFormReservesSeveralRowsForEachKindOfIndicators(t *testing.T) {
	with := func(projects []string, indicators ...string) *budget.Ledger {
		l := withGoals(t, projects...)
		own := l.Tables["绩效指标"]
		for _, line := range indicators {
			x := strings.Fields(line)
			row := make([]string, len(own.Fields))
			for field, text := range map[string]string{"项目名称": x[0], "实施单位": "某市水务局", "目标期": "年度", "一级指标": x[1], "二级指标": x[2], "三级指标": x[3], "指标值": x[4]} {
				row[own.Field(field)] = text
			}
			row[own.Field("指标数值")] = x[4]
			if number := strings.TrimLeft(x[4], "≥"); number != x[4] {
				unit := strings.TrimLeft(number, "0123456789")
				row[own.Field("指标性质")], row[own.Field("指标数值")], row[own.Field("度量单位")] = "≥", strings.TrimSuffix(number, unit), unit
			}
			own.Append(0, row, nil)
		}
		return l
	}
	last := with([]string{"防汛", "监测"}, "防汛 产出指标 数量指标 储备物资 ≥3类", "防汛 效益指标 社会效益 受益人口 ≥2万人", "监测 产出指标 数量指标 站点 ≥8个", "监测 产出指标 质量指标 完好率 ≥95%", "监测 满意度指标 服务对象满意度 用户满意度 ≥90%")
	next := with([]string{"抗旱"}, "抗旱 产出指标 数量指标 机井 ≥12眼", "抗旱 产出指标 数量指标 水窖 ≥7个", "抗旱 产出指标 数量指标 水车 ≥2辆", "抗旱 效益指标 生态效益 水质 改善")
	kinds := [][2]string{{"产出指标", "数量指标"}, {"产出指标", "质量指标"}, {"产出指标", "时效指标"}, {"产出指标", "成本指标"}, {"效益指标", "经济效益"}, {"效益指标", "社会效益"}, {"效益指标", "生态效益"}, {"效益指标", "可持续影响"}, {"满意度指标", "服务对象满意度"}}
	apart := false // the value is printed in its parts
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		card := func(sheet, name, unit, goal string, of func(kind [2]string) [][]any) {
			rows := [][]any{{"项目支出绩效目标表"}, {nil, nil, nil, "单位：元"}, {"项目名称", name, "实施单位", unit}, {"年度绩效目标", goal}, {"一级指标", "二级指标", "三级指标", "指标值"}}
			if apart {
				rows[4] = []any{"一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"}
			}
			merges, first := []string{"B4:D4"}, 0
			for i, kind := range kinds {
				if i == 0 || kinds[i-1][0] != kind[0] {
					if first > 0 {
						merges = append(merges, fmt.Sprintf("A%d:A%d", first, len(rows)))
					}
					first = len(rows) + 1
				}
				from := len(rows) + 1
				for n, own := range of(kind) {
					line := slices.Concat([]any{nil, nil}, own)
					if n == 0 {
						line[1] = kind[1]
					}
					if len(rows)+1 == first {
						line[0] = kind[0]
					}
					rows = append(rows, line)
				}
				merges = append(merges, fmt.Sprintf("B%d:B%d", from, len(rows)))
			}
			addSheet(t, f, sheet, append(merges, fmt.Sprintf("A%d:A%d", first, len(rows))), rows...)
		}
		if l == nil {
			card("目标", "", "", "", func([2]string) [][]any { return [][]any{{nil}, {nil}} })
		}
		if l != nil {
			projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
			for i := range projects.Len() {
				card(fmt.Sprintf("目标%d", i+1), projects.Value(i, "项目名称"), projects.Value(i, "实施单位"), projects.Value(i, "年度总体目标"), func(kind [2]string) (out [][]any) {
					for k := range own.Len() {
						if own.Value(k, "项目名称") == projects.Value(i, "项目名称") && own.Value(k, "一级指标") == kind[0] && own.Value(k, "二级指标") == kind[1] {
							if line := []any{own.Value(k, "三级指标"), own.Value(k, "指标值")}; !apart {
								out = append(out, line)
							} else {
								out = append(out, []any{line[0], own.Value(k, "指标性质"), own.Value(k, "指标数值"), own.Value(k, "度量单位")})
							}
						}
					}
					for len(out) < 2 {
						out = append(out, []any{nil})
					}
					return out
				})
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, apart = range []bool{false, true} {
		boundAndFilled(t, "目标1", last, next, page)
	}
}

// TestListsOfATableAreInOneOrder binds a table with projects below lines for their classes. The few of one class
// stand in the order of their codes as in that of the items; those of the other show which it is.
func TestListsOfATableAreInOneOrder(t *testing.T) {
	of := func(items ...string) *budget.Ledger {
		l := ofOneUnit(t)
		rows := l.Tables["支出明细"]
		for _, item := range items {
			x := strings.Fields(item)
			row, amounts := make([]string, len(rows.Fields)), make([]budget.Fen, len(rows.Measures))
			for field, text := range map[string]string{"单位": x[0], "单位性质": "行政", "功能科目编码": x[1], "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": x[2], "项目分类": x[3], "资金来源": "一般公共预算", "资金年度": "本年"} {
				row[rows.Field(field)] = text
			}
			var yuan int64
			fmt.Sscan(x[4], &yuan)
			amounts[0] = budget.Fen(yuan * 100)
			rows.Append(0, row, amounts)
		}
		return l
	}
	last := of("某市水务局 2130305 河道 特定目标类 500000", "某市水务局 2130306 水库 特定目标类 310000", "某市水文站 2130314 防汛 其他运转类 45000", "某市水文站 2130310 监测 其他运转类 70000", "某市水文站 2130311 水质 特定目标类 68000")
	next := of("某市水务局 2130314 防汛 特定目标类 90000", "某市水务局 2130305 堤防 特定目标类 410000", "某市水文站 2130310 站房 其他运转类 12000", "某市水文站 2130306 灌区 特定目标类 230000")
	boundAndFilled(t, "项目", last, next, func(l *budget.Ledger) []byte {
		table := kind{"项目", "年部门项目支出表", [][]any{{"项目名称", "项目单位", "功能科目编码", "合计", "一般公共预算"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"合计"}}
			figures := func(of ...ask) []any {
				if all := sum(l, of...); all != 0 {
					return []any{nil, nil, all, all}
				}
				return nil
			}
			if l != nil {
				out[0] = append(out[0], figures()...)
			}
			for _, class := range []string{"其他运转类", "特定目标类"} {
				head := []any{map[string]string{"其他运转类": "一、其他运转类项目", "特定目标类": "二、特定目标类项目"}[class]}
				if l == nil {
					out = append(out, head, []any{"××项目"}, []any{"……"}, []any{nil})
					continue
				}
				out = append(out, append(head, figures(ask{"项目分类": class})...))
				for _, k := range keysOf(l, ask{"项目分类": class}, "项目名称", "单位", "功能科目编码") {
					line := append([]any{k[0]}, figures(ask{"项目名称": k[0]})...)
					line[1], line[2] = k[1], k[2]
					out = append(out, line)
				}
			}
			return out
		}, ""}
		year := 2026
		return book(t, []kind{table}, l, year)
	})
}

// TestWhoIsInChargeOfAProjectIsTheDepartment binds cards whose 主管部门 is called as the only unit of the example, which
// carries out all projects: of a department with several units it is still the department.
func TestWhoIsInChargeOfAProjectIsTheDepartment(t *testing.T) {
	last, next := withGoals(t, "防汛", "监测"), withGoals(t, "抗旱")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市水务局"
	goals := next.Tables["绩效项目"]
	*goals = *goals.Part(func(int) bool { return false })
	row := make([]string, len(goals.Fields))
	for field, text := range map[string]string{"项目名称": "抗旱", "实施单位": "某市水文站", "年度总体目标": "抗旱的目标", "是否公开": "是"} {
		row[goals.Field(field)] = text
	}
	goals.Append(0, row, make([]budget.Fen, len(goals.Measures)))
	boundAndFilled(t, "目标1", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		card := func(sheet, name, dept, unit, goal string) {
			addSheet(t, f, sheet, nil, []any{"项目支出绩效目标表"}, []any{nil, nil, nil, "单位：元"}, []any{"项目名称", name}, []any{"主管部门", dept, "实施单位", unit}, []any{"年度绩效目标", goal}, []any{"一级指标", "二级指标", "三级指标", "指标值"})
		}
		if l == nil {
			card("目标", "", "", "", "")
		} else {
			projects := l.Tables["绩效项目"]
			for i := range projects.Len() {
				card(fmt.Sprintf("目标%d", i+1), projects.Value(i, "项目名称"), l.Info["部门名称"], projects.Value(i, "实施单位"), projects.Value(i, "年度总体目标"))
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
}
