package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// enter adds a record to an input sheet of a ledger, with amounts in 元.
func enter(l *budget.Ledger, sheet string, texts map[string]string, yuan map[string]float64) {
	t := l.Tables[sheet]
	row, amounts := make([]string, len(t.Fields)), make([]budget.Fen, len(t.Measures))
	for field, text := range texts {
		row[t.Field(field)] = text
	}
	for measure, of := range yuan {
		amounts[t.Measure(measure)] = budget.Fen(of * 100)
	}
	t.Append(0, row, amounts)
}

// TestIndicatorsThatNoLineCarriesAreToldOfEachProject binds a list of the items' projects below their units that has
// indicators beside them: they are left to hand, and whoever fills the table is told whose they are.
func TestIndicatorsThatNoLineCarriesAreToldOfEachProject(t *testing.T) {
	p := defaultPack(t)
	indicators := func(l *budget.Ledger, unit, project, public string, names ...string) *budget.Ledger {
		enter(l, "绩效项目", map[string]string{"项目名称": project, "实施单位": unit, "是否公开": public}, nil)
		for _, name := range names {
			enter(l, "绩效指标", map[string]string{"项目名称": project, "实施单位": unit, "目标期": "年度", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": name, "指标值": "≥" + fmt.Sprint(len(name))}, nil)
		}
		return l
	}
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 河道整治 特定目标类 一般公共预算 1250000", "某市水文站 监测 其他运转类 一般公共预算 15000")
	indicators(last, "某市水务局", "防汛物资", "是", "储备物资的数量")
	indicators(last, "某市水务局", "河道整治", "是", "整治河道的长度")
	indicators(last, "某市水文站", "监测", "是", "监测断面的个数")
	next := ofProjects(p, "某市水务局 抗旱 特定目标类 一般公共预算 300000", "某市水务局 节水 特定目标类 一般公共预算 33000", "某市水文站 站房 其他运转类 单位资金 18000")
	indicators(next, "某市水务局", "抗旱", "是", "打井的眼数")
	indicators(next, "某市水务局", "节水", "否", "节水器具的套数")
	indicators(next, "某市水文站", "站房", "是")
	table := kind{"绩效", "年项目绩效情况表", [][]any{{"单位（项目）名称", "资金总额", "财政拨款", "单位资金", "三级指标", "指标值"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return blankLines()
		}
		amounts := func(name string, of ask) []any {
			return []any{name, sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, ask{"资金来源": "单位资金"})}
		}
		own := l.Tables["绩效指标"]
		for _, unit := range keysOf(l, proj, "单位") {
			out = append(out, amounts(unit[0], ask{"单位": unit[0]}))
			for _, k := range keysOf(l, ask{"支出类型": "项目支出", "单位": unit[0]}, "单位", "项目名称") {
				if k[0] != unit[0] || k[1] == "" {
					continue
				}
				line := amounts("  "+k[1], ask{"项目名称": k[1]})
				for i := range own.Len() {
					if own.Value(i, "项目名称") == k[1] {
						out, line = append(out, append(line, own.Value(i, "三级指标"), own.Value(i, "指标值"))), make([]any, 4)
					}
				}
			}
		}
		return out
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if !strings.Contains(told(made), "还带不过来") {
		t.Fatal(told(made))
	}
	rules, _, err := tables.Rules(loaded(t, made))
	must(t, err)
	var messages []string
	for _, f := range rules.Run(next, tables.Views(loaded(t, made), next)) {
		if f.Severity == finding.Warning && strings.Contains(f.Message, "印不出来") {
			messages = append(messages, f.Message)
		}
	}
	if !slices.Equal(messages, []string{"“抗旱”的绩效指标，绩效上印不出来"}) { // the others have none, or are not published
		t.Errorf("%q\n%s", messages, made.Manifest)
	}
}

// TestFundsOfACardAreCalledAsBureausDo binds cards of projects that call the province's funds 市级, as those of
// municipalities do: they have districts beside it, and no province.
func TestFundsOfACardAreCalledAsBureausDo(t *testing.T) {
	p := defaultPack(t)
	for _, labels := range [][]any{
		{"其中：中央资金", "市级资金", "区县资金"},
		{"中央财政资金", "市级财政资金", "区级财政资金"},
		{"中央资金", "省级资金", "市级资金"}, // beside the province's own it is not
	} {
		write := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			row := 0
			line := func(values ...any) {
				row++
				must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &values))
			}
			card := func(name, unit string, all, central, province, county any, own ...any) {
				line("重点专项资金绩效目标表")
				line("项目名称", name, "实施单位", unit)
				line("当年预算（元）", all, labels[0], central, labels[1], province, labels[2], county)
				line("当年绩效目标", own[0])
				line("一级指标", "二级指标", "三级指标", "指标值")
				line(own[1:]...)
			}
			if l == nil {
				card("", "", nil, nil, nil, nil, "", "", "", "", "")
				return saved(t, f)
			}
			projects := l.Tables["绩效项目"]
			for i := range projects.Len() {
				of := func(f string) any { return projects.Amounts(projects.Measure("年度" + f))[i].Yuan().InexactFloat64() }
				card(projects.Value(i, "项目名称"), projects.Value(i, "实施单位"), of("资金总额"), of("中央"), of("省级"), of("市县区"), projects.Value(i, "年度总体目标"), "产出指标", "数量指标", "任务的个数", fmt.Sprint("≥", i+2))
			}
			return saved(t, f)
		}
		ledger := func(projects ...string) *budget.Ledger {
			l := sample.Nothing(p)
			for i, name := range projects {
				central, province, county := 700*float64(i+3), 310*float64(2*i+1), 90*float64(i+len(name))
				enter(l, "绩效项目", map[string]string{"项目名称": name, "实施单位": "某区水务局", "是否公开": "是", "年度总体目标": "做好" + name}, map[string]float64{"年度资金总额": central + province + county, "年度中央": central, "年度省级": province, "年度市县区": county})
				enter(l, "绩效指标", map[string]string{"项目名称": name, "实施单位": "某区水务局", "目标期": "年度", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "任务的个数", "指标值": fmt.Sprint("≥", i+2)}, nil)
			}
			return l
		}
		last, next := ledger("防汛物资储备", "河道整治工程"), ledger("抗旱打井", "水库除险加固", "节水改造")
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: write(nil), Example: write(last), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		if got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, write(next)); !slices.Equal(got, want) {
			t.Errorf("%v:\n%s\nwant\n%s\n%s", labels, strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
		}
	}
}

// TestWordsForTheFundsOfACardOfTheWhole binds the amounts of a department by the words that cards have for their funds.
func TestWordsForTheFundsOfACardOfTheWhole(t *testing.T) {
	p := defaultPack(t)
	for _, word := range []string{"财政拨款", "财政性资金", "政府预算资金"} {
		write := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			amount := func(of ...ask) any {
				if l == nil {
					return nil
				}
				return sum(l, of...)
			}
			name := any(nil)
			if l != nil {
				name = l.Info["部门名称"]
			}
			for i, line := range [][]any{{"部门（单位）整体绩效目标表"}, {nil, nil, "单位：元"}, {"部门（单位）名称", name},
				{"部门预算情况", "部门预算总额", amount()}, {nil, "1、资金来源：（1）" + word, amount(gp)}, {nil, "（2）单位资金", amount(ask{"资金来源": "单位资金"})},
				{nil, "2、资金结构：（1）基本支出", amount(base)}, {nil, "（2）项目支出", amount(proj)}} {
				must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &line))
			}
			must(t, f.MergeCell("Sheet1", "A4", "A8"))
			return saved(t, f)
		}
		named := func(l *budget.Ledger) *budget.Ledger { l.Info["部门名称"] = "某市水务局"; return l }
		last := named(ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000", "某市水务局 清淤 特定目标类 政府性基金预算 71000"))
		next := named(ofProjects(p, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 站房 其他运转类 单位资金 18000", "某市水务局 移民 特定目标类 政府性基金预算 26000"))
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: write(nil), Example: write(last), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		if got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, write(next)); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s\n%s", word, strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
		}
	}
}
