package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

// ownGoals is a ledger with projects that have 绩效目标: 单位 项目 分类 金额, each with as many indicators as its place says.
func ownGoals(t *testing.T, units []string, projects ...string) *budget.Ledger {
	t.Helper()
	l := boughtBy(t, "1", nil)
	l.Info["部门名称"], l.Info["部门代码"] = "某市水务局", "312"
	put := func(table string, yuan int64, texts map[string]string) {
		of := l.Tables[table]
		row, amounts := make([]string, len(of.Fields)), make([]budget.Fen, len(of.Measures))
		for field, text := range texts {
			if i := of.Field(field); i >= 0 {
				row[i] = text
			}
		}
		if yuan > 0 {
			amounts[max(of.Measure("年度资金总额"), 0)] = budget.Fen(yuan * 100)
		}
		of.Append(0, row, amounts)
	}
	all := l.Tables["单位"]
	*all = *all.Part(func(int) bool { return false })
	l.Tables["绩效项目"].Seed(l.Tables["绩效项目"].Field("实施单位"), units) // as the input workbook lists them
	for i, unit := range units {
		put("单位", 0, map[string]string{"单位名称": unit, "单位代码": fmt.Sprintf("3120%02d", i+1), "单位性质": "事业"})
	}
	for i, project := range projects {
		x := strings.Split(project, " ")
		var yuan int64
		fmt.Sscan(x[3], &yuan)
		put("支出明细", yuan, map[string]string{"单位": x[0], "单位性质": "事业", "功能科目编码": "2130305", "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": x[1], "项目分类": x[2], "资金来源": "一般公共预算", "资金年度": "本年"})
		code := fmt.Sprintf("3120%02d", slices.Index(units, x[0])+1)
		put("绩效项目", yuan, map[string]string{"项目名称": x[1], "实施单位": x[0], "单位代码": code, "项目分类": x[2], "年度总体目标": "完成" + x[1] + "的各项任务。", "是否公开": "是"})
		for k, kind := range []string{"产出指标 数量指标", "产出指标 质量指标", "效益指标 社会效益"}[:1+i%3] {
			first, second, _ := strings.Cut(kind, " ")
			put("绩效指标", 0, map[string]string{"项目名称": x[1], "实施单位": x[0], "目标期": "年度", "一级指标": first, "二级指标": second, "三级指标": fmt.Sprint(x[1], "指标", k+1), "指标值": fmt.Sprintf("≥%d%%", 80+i+k)})
		}
	}
	return l
}

// TestAListOfProjectsMayHaveATotalAndAnotherOrder binds a list of all projects with their indicators that has the total of
// the department above it or below, called as the department or by a word, and that groups the projects by their units
// or has them in an order of its own: what no view can print in its order is printed in that of the ledger and told.
func TestAListOfProjectsMayHaveATotalAndAnotherOrder(t *testing.T) {
	last := ownGoals(t, []string{"某市水务局本级", "某市水文站", "某市堤防所"},
		"某市水务局本级 河道清淤 特定目标类 45000", "某市堤防所 堤防加固 其他运转类 238000", "某市水务局本级 水库除险 其他运转类 71500", "某市水文站 站网运行 特定目标类 120000", "某市堤防所 防汛物资 特定目标类 96000")
	next := ownGoals(t, []string{"某市航道站", "某市水务局本级"},
		"某市水务局本级 管网改造 特定目标类 33000", "某市航道站 航标维护 其他运转类 84000", "某市水务局本级 泵站更新 其他运转类 150000", "某市航道站 船闸检修 特定目标类 62000")
	for _, order := range []string{"录入", "实施单位", "项目分类", "另排"} {
		for _, total := range []string{"", "上", "下", "合计"} {
			made := boundAndFilled(t, "绩效", last, next, func(l *budget.Ledger) []byte {
				f := excelize.NewFile()
				defer f.Close()
				style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
				must(t, err)
				rows, merges := [][]any{{"项目支出绩效目标表"}, {nil, nil, nil, nil, nil, nil, nil, "单位：元"}, {"单位编码", "单位（专项）名称", "资金总额", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}}, []string(nil)
				if l != nil {
					projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
					sum, line := 0.0, []any{"312", "某市水务局", 0.0}
					if total == "合计" {
						line = []any{nil, "合计", 0.0}
					}
					if total == "上" || total == "合计" {
						rows = append(rows, line)
					}
					all := make([]int, projects.Len())
					for i := range all {
						all[i] = i
					}
					rank := func(i int) int {
						switch order {
						case "实施单位":
							units := l.Tables["单位"]
							return unitAt(units, projects.Value(i, order))
						case "项目分类":
							return slices.Index([]string{"特定目标类", "其他运转类"}, projects.Value(i, order))
						case "另排":
							if l == last {
								return -i
							}
						}
						return 0
					}
					slices.SortStableFunc(all, func(a, b int) int { return rank(a) - rank(b) })
					for _, i := range all {
						yuan := projects.Amounts(projects.Measure("年度资金总额"))[i].Yuan().InexactFloat64()
						sum += yuan
						from := len(rows) + 1
						units := l.Tables["单位"]
						cells := []any{units.Value(unitAt(units, projects.Value(i, "实施单位")), "单位代码"), projects.Value(i, "项目名称"), yuan, projects.Value(i, "年度总体目标")}
						for k := range own.Len() {
							if own.Value(k, "项目名称") == projects.Value(i, "项目名称") {
								rows = append(rows, append(slices.Clone(cells), own.Value(k, "一级指标"), own.Value(k, "二级指标"), own.Value(k, "三级指标"), own.Value(k, "指标值")))
								cells = []any{nil, nil, nil, nil}
							}
						}
						for _, col := range []string{"A", "B", "C", "D"} {
							merges = append(merges, fmt.Sprintf("%s%d:%s%d", col, from, col, len(rows)))
						}
					}
					line[2] = sum
					if total == "下" {
						rows = append(rows, line)
					}
				}
				addSheet(t, f, "绩效", merges, rows...)
				must(t, f.SetCellStyle("绩效", "A4", "H8", style))
				must(t, f.DeleteSheet("Sheet1"))
				return saved(t, f)
			})
			said := told(made)
			if want := map[string]string{"录入": "", "另排": "次序和录入“绩效项目”的不同"}[order]; strings.Contains(said, "次序") != (order != "录入") || !strings.Contains(said, want) {
				t.Errorf("%s %s: the order is told so:\n%s", order, total, said)
			}
			if strings.Contains(said, "没有写标签") {
				t.Errorf("%s %s: a column is left open:\n%s", order, total, said)
			}
		}
	}
}

// unitAt is which of the units has a name.
func unitAt(units *budget.Table, name string) int {
	for i := range units.Len() {
		if units.Value(i, "单位名称") == name {
			return i
		}
	}
	return -1
}
