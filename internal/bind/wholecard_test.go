package bind_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// wholeCards writes what a department expects of all its spending, blank without a ledger: one card with
// the tasks that the amounts are for, one with amounts below their headers, one with them beside labels and
// one with a label above others' amounts.
func wholeCards(t *testing.T, l *budget.Ledger, name string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	others := ask{"资金来源": "财政专户管理资金、单位资金"}
	amount := func(of ...ask) any {
		if l == nil {
			return nil
		}
		return sum(l, of...) / 10000
	}
	text := func(said string) any {
		if l == nil {
			return nil
		}
		return said
	}
	indicators := [][]any{{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", text("整治河道"), text("≥3条")}, {"效益指标", "社会效益指标", text("受益人口"), text("≥2万人")}}
	write := func(sheet string, merges []string, rows ...[]any) {
		_, err := f.NewSheet(sheet)
		must(t, err)
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			must(t, f.SetSheetRow(sheet, cell, &row))
		}
		for _, m := range merges {
			from, to, _ := strings.Cut(m, ":")
			must(t, f.MergeCell(sheet, from, to))
		}
	}
	write("任务", []string{"B3:F3", "A4:A7", "D4:F4", "B8:F8", "B4:B5", "C4:C5"}, append([][]any{{"部门整体支出绩效目标表"}, {"（2026年度）"}, {"部门（单位）名称", text(name)},
		{"年度主要任务", "任务名称", "主要内容", "预算金额（万元）"}, {nil, nil, nil, "总额", "财政拨款", "其他资金"}, {nil, text("防汛"), text("储备"), amount(), amount()}, // as large as all
		{nil, "金额合计", nil, amount(), amount(gp), amount(others)}, {"年度总体目标", text("安全")}}, indicators...)...)
	write("下面", []string{"B3:E3", "A4:A7", "B4:B5", "B6:B7", "B8:E8"}, append([][]any{{"2026年部门整体支出绩效目标申报表"}, {nil, nil, nil, nil, "单位：万元"}, {"部门名称", text(name)},
		{"年度预算", "收入", "合计", "财政拨款", "其他资金"}, {nil, nil, amount(), amount(gp), amount(others)}, {nil, "支出", "合计", "基本支出", "项目支出"}, {nil, nil, amount(), amount(base), amount(proj)},
		{"年度总体目标", text("安全")}}, indicators...)...)
	write("旁边", []string{"A4:A8", "C4:D4", "C5:D5", "C6:D6", "C7:D7", "C8:D8", "B9:D9", "B3:D3"}, append([][]any{{"2026年部门整体绩效目标表"}, nil, {"部门名称", text(name)},
		{"部门预算（万元）", "年度资金总额", amount()}, {nil, "其中：财政拨款", amount(gp)}, {nil, "其他资金", amount(others)}, {nil, "基本支出", amount(base)}, {nil, "项目支出", amount(proj)}, {"部门职能概述", text("主管水务")}}, indicators...)...)
	write("并排", []string{"B3:D3", "A5:A6", "C5:D5", "C6:D6", "B7:D7"}, append([][]any{{"2026年部门整体支出绩效申报表"}, nil, {"部门名称", text(name)},
		{"资金总额（万元）", amount(), "其中：上年结转", amount(before)}, {"按来源分", "财政拨款", amount(gp)}, {nil, "其他资金", amount(others)}, {"年度总体目标", text("安全")}}, indicators...)...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestACardOfAllTheDepartmentHasTheSumsOfItsItems binds such cards by an example and alone, and fills
// another ledger: the name and the amounts stand there, what the input workbook does not know is blank
// and told, and a task is not the department.
func TestACardOfAllTheDepartmentHasTheSumsOfItsItems(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 抗旱 特定目标类 单位资金 210000", "某市水文站 打井 特定目标类 单位资金 30000 上年结转")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市交通局"
	nothing := sample.Nothing(p)
	for how, r := range map[string]bind.Request{
		"by an example": {Example: wholeCards(t, last, "某市水务局"), Ledger: last},
		"alone":         {Ledger: nothing},
	} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", wholeCards(t, nil, ""), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, wholeCards(t, next, "某市交通局"))
		for i, line := range want {
			switch {
			case strings.Contains(line, "防汛"): // of one department, and all money by chance
				want[i] = ""
			case how == "alone" && strings.Contains(line, "金额合计"): // of tasks that may not be all
				want[i], _, _ = strings.Cut(line, "合计|")
				want[i] += "合计"
			case strings.Contains(line, "|受益人口"), strings.Contains(line, "|整治河道"):
				want[i], _, _ = strings.Cut(strings.Replace(line, "|整治", "|受益", 1), "|受益")
			case strings.HasPrefix(line, "年度总体目标"), strings.HasPrefix(line, "部门职能概述"):
				want[i], _, _ = strings.Cut(line, "|")
			}
		}
		for i := range max(len(got), len(want)) {
			is := strings.Join(slices.Compact(strings.Split(got[min(i, len(got)-1)], "|")), "|")
			if w := strings.Join(slices.Compact(strings.Split(want[min(i, len(want)-1)], "|")), "|"); len(got) != len(want) || is != w {
				t.Errorf("%s: line %d of %d is %s, want %s of %d; left: %v", how, i, len(got), is, w, len(want), made.Left)
				break
			}
		}
		if again := textsOf(t, filled(t, renewed(t, made, r.Form), next)); !slices.Equal(again, textsOf(t, filled(t, loaded(t, made), next))) {
			t.Errorf("%s: with the same form of the next year %q", how, again)
		}
		if how == "by an example" {
			proofs, err := bind.Prove(loaded(t, made), r.Example, filled(t, loaded(t, made), last), bind.Knows(r))
			must(t, err)
			if left := made.OfTables(proofs); len(left) > 0 {
				t.Errorf("the proof says %+v", left)
			}
		}
		if found := judged(t, loaded(t, made), filled(t, loaded(t, made), next)); len(found) > 0 {
			t.Errorf("%s: verify says %v", how, found)
		}
		for place, said := range map[string]string{"任务!B6": "任务名称", "任务!B8": "年度总体目标", "旁边!B9": "部门职能概述", "任务!A10": "整体绩效目标表", "下面!A10": "指标"} {
			if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return e.Place.String() == place && strings.Contains(e.Text, said) }) {
				t.Errorf("%s: %s is not told: %v", how, place, made.Left)
			}
		}
	}
}

// TestTasksThatAreProjectsAreAList binds a card of the department whose tasks are its projects: their names and
// amounts, and the total of them, are those of another ledger, whether or not a label stands beside them all.
func TestTasksThatAreProjectsAreAList(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 90000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 监测 特定目标类 单位资金 210000")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"] = "某市水务局"
	}
	for side := range 3 { // the column of a label beside them all
		card := func(name any, tasks ...[]any) []byte {
			f := excelize.NewFile()
			defer f.Close()
			cell := func(col, row int) string {
				c, _ := excelize.CoordinatesToCellName(col+side, row)
				return c
			}
			rows := [][]any{{"部门整体支出绩效目标表"}, {"（2026年度）"}, {"部门名称", name}, {"任务名称", "主要内容", "预算金额（万元）"}, {nil, nil, "总额", "财政拨款", "其他资金"}}
			rows = append(append(rows, tasks...), []any{"年度总体目标"}, []any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"})
			style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Style: 1}}})
			must(t, err)
			for i, row := range rows {
				must(t, f.SetSheetRow("Sheet1", cell(1, i+1), &row))
				must(t, f.SetCellStyle("Sheet1", "A"+strconv.Itoa(i+1), cell(5, i+1), style))
			}
			total := 5 + len(tasks)
			for _, m := range [][2]string{{cell(1, 4), cell(1, 5)}, {cell(2, 4), cell(2, 5)}, {cell(3, 4), cell(5, 4)}, {cell(2, 3), cell(5, 3)}, {cell(1, total), cell(2, total)}} {
				must(t, f.MergeCell("Sheet1", m[0], m[1]))
			}
			if side > 0 {
				must(t, f.SetCellValue("Sheet1", cell(0, 4), "年度主要任务"))
				must(t, f.MergeCell("Sheet1", cell(0, 4), cell(0, total)))
			}
			return saved(t, f)
		}
		r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last),
			Form:    card(nil, []any{"任务1"}, []any{"任务2"}, []any{"金额合计"}),
			Example: card("某市水务局", []any{"防汛物资", "储备", 50, 50}, []any{"抗旱", "打井", 9, 9}, []any{"监测", "站网", 4.5, nil, 4.5}, []any{"金额合计", nil, 63.5, 59, 4.5})}
		made, err := bind.Workbook(r)
		must(t, err)
		if says(made.Left, "", "当成样例行删去") {
			t.Errorf("%d: %v", side, made.Left)
		}
		got := textsOf(t, filled(t, loaded(t, made), next))
		for _, line := range []string{"网络||7|7", "监测||21||21", "金额合计||28|7|21", "部门名称|某市水务局", "年度总体目标", "一级指标|二级指标|三级指标", "产出指标|数量指标"} {
			if !slices.ContainsFunc(got, func(is string) bool { return strings.Contains("|"+is, "|"+line) }) {
				t.Errorf("%d: no line %s of %q; left: %v", side, line, got, made.Left)
			}
		}
		if again := textsOf(t, filled(t, renewed(t, made, card(nil, nil, nil, []any{"金额合计"})), next)); !slices.Equal(again, got) {
			t.Errorf("%d: with a form of the next year %q, want %q", side, again, got)
		}
		proofs, err := bind.Prove(loaded(t, made), r.Example, filled(t, loaded(t, made), last), bind.Knows(r))
		must(t, err)
		if len(proofs) != 1 || proofs[0].Right != 9 || proofs[0].Wrong() > 0 {
			t.Errorf("%d: the proof says %+v", side, proofs)
		}
	}
}

// TestACardOfAProjectIsNotOfTheDepartment binds a blank card that names its project in words that the input
// workbook does not know.
func TestACardOfAProjectIsNotOfTheDepartment(t *testing.T) {
	p := defaultPack(t)
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"预算05-2表"}, {"项目支出绩效目标表"}, {"专项称谓"}, {"年度资金总额（元）"}, {"其中：财政拨款"}, {"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		must(t, f.SetSheetRow("Sheet1", cell, &row))
	}
	none := sample.Nothing(p)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Ledger: none, Views: tables.Views(p, none)})
	must(t, err)
	for _, e := range made.Written {
		if strings.Contains(e.Text, "{{") {
			t.Errorf("%s", e)
		}
	}
}

// TestACardOfTheDepartmentMayListItsUnits binds a card of all the department without indicators, on which the units
// stand below headers of their own: they are a list, 其他资金 is all but the fund above it, and the note of the unit of
// money above all cells is no header of the blank ones.
func TestACardOfTheDepartmentMayListItsUnits(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 河道 特定目标类 政府性基金预算 500000", "某市水务局 防汛 特定目标类 一般公共预算 70000", "某市水文站 监测 特定目标类 单位资金 45000")
	next := ofProjects(p, "某市水文站 监测 特定目标类 政府性基金预算 310000", "某市水文站 站房 其他运转类 单位资金 18000", "某市水文二站 巡查 特定目标类 一般公共预算 26000")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"] = "某市水务局"
	}
	made := boundAndFilled(t, "整体", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		amount := func(of ...ask) any {
			if l == nil {
				return nil
			}
			if yuan := sum(l, of...); yuan != 0 {
				return yuan
			}
			return nil
		}
		name, units := any(nil), [][]any{{nil}, {nil}, {nil}}
		if l != nil {
			name, units = l.Info["部门名称"], nil
			for _, k := range keysOf(l, nil, "单位") {
				of := ask{"单位": k[0]}
				units = append(units, []any{nil, k[0], nil, amount(of, base), amount(of, proj)})
			}
		}
		rows := [][]any{{"部门整体支出绩效目标表"}, {nil, nil, nil, nil, "单位：元"}, {"部门名称", name}, {"年度预算申请", "资金来源", "一般公共预算拨款", amount(gp)},
			{nil, nil, "其他资金", amount(ask{"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"})}, {nil, "支出总额", "合计", amount()}, {nil, "基本支出", nil, amount(base)}, {nil, "项目支出", nil, amount(proj)},
			{"年度总体目标"}, {"单位分解", "单位名称", nil, "基本支出", "项目支出"}}
		merges := []string{"B3:E3", "A4:A8", "B4:B5", "B7:C7", "B8:C8", "B9:E9", fmt.Sprintf("A10:A%d", 10+len(units))}
		for i := range 1 + len(units) {
			merges = append(merges, fmt.Sprintf("B%d:C%d", 10+i, 10+i))
		}
		addSheet(t, f, "整体", merges, append(rows, units...)...)
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}, {Type: "right", Style: 1}}})
		must(t, err)
		must(t, f.SetCellStyle("整体", "A3", fmt.Sprintf("E%d", 10+len(units)), style))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
	for _, e := range made.Left {
		if e.Place.Sheet == "整体" && (strings.Contains(e.Text, "单位:元") || strings.Contains(e.Text, "整张")) {
			t.Errorf("told %s", e)
		}
	}
}

// TestIndicatorsNeedNotHaveTheirPartsApart binds a card of the department whose indicators have a name and a value,
// and no column of its own for each part of it: it is that card all the same, and no table of money.
func TestIndicatorsNeedNotHaveTheirPartsApart(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 抗旱 特定目标类 单位资金 210000")
	for _, heads := range [][]any{{"绩效指标", "指标名称", "指标值"}, {"绩效指标", "指标名称", "指标权重", "计量单位", "指标性质", "指标值"}} {
		book := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			must(t, f.SetSheetName("Sheet1", "表十"))
			rows := [][]any{{"某市水务局部门整体绩效目标表"}, {nil, nil, nil, nil, nil, "单位：万元"}, {"部门（单位）名称", nil, nil, "支出预算总量"},
				{"其中：", "基本支出", nil, "部门预算项目支出"}, {"当年整体绩效目标"}, heads}
			if l != nil {
				rows[3] = []any{"其中：", "基本支出", sum(l, base) / 10000, "部门预算项目支出", sum(l, proj) / 10000}
				for _, name := range []string{"完成率", "及时率", "满意度"} {
					rows = append(rows, append(append([]any{nil, name}, []any{"30", "%", "≥"}[:len(heads)-3]...), "95"))
				}
			}
			for i, row := range rows {
				cell, _ := excelize.CoordinatesToCellName(1, i+1)
				must(t, f.SetSheetRow("表十", cell, &row))
			}
			for _, m := range [][2]string{{"B3", "C3"}, {"E3", "F3"}, {"E4", "F4"}, {"B5", "F5"}, {"A6", "A9"}} {
				must(t, f.MergeCell("表十", m[0], m[1]))
			}
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(nil), Example: book(last), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		want := fmt.Sprintf("其中：|基本支出|%v||部门预算项目支出|%v", sum(next, base)/10000, sum(next, proj)/10000)
		if got := textsOf(t, filled(t, loaded(t, made), next)); len(got) < 5 || strings.ReplaceAll(got[4], "||", "|") != strings.ReplaceAll(want, "||", "|") {
			t.Errorf("%v: %q, want %s; left: %v", heads, got, want, made.Left)
		}
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return e.Place.String() == "表十!A7" && strings.Contains(e.Text, "指标")
		}) {
			t.Errorf("%v: the indicators are not told: %v", heads, made.Left)
		}
	}
}

// TestTheTotalOfACardMayStandBelowItsLabel binds a card on which 资金总额 heads a cell that stands beside amounts with
// labels of their own: it is the total, and what stands behind 单位： in the example says that nothing waits beside it.
func TestTheTotalOfACardMayStandBelowItsLabel(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 站房 特定目标类 单位资金 36000")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"], l.Info["部门代码"] = "某市水务局", "306"
	}
	for _, total := range []string{"资金总额", "预算合计", "年度资金总额（万元）"} {
		made := boundAndFilled(t, "整体", last, next, func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			amount := func(of ...ask) any {
				if l == nil {
					return nil
				}
				return sum(l, of...) / 10000
			}
			whose, name := "单位：", any(nil)
			if l != nil {
				whose, name = "单位：306_某市水务局", "某市水务局"
			}
			addSheet(t, f, "整体", []string{"A3:C3", "B4:F4", "A5:A7", "B6:B7", "C5:D5", "E5:F5"}, []any{nil, nil, nil, nil, nil, "公开表17"}, []any{"部门整体支出绩效目标表"}, []any{whose, nil, nil, nil, nil, "金额单位：万元"}, []any{"部门名称", name},
				[]any{"年度预算申请", total, "按收入性质分：", nil, "按支出性质分："}, []any{nil, amount(), "一般公共预算", amount(gp), "基本支出", amount(base)}, []any{nil, nil, "单位资金", amount(ask{"资金来源": "单位资金"}), "项目支出", amount(proj)},
				[]any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"})
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		})
		if says(made.Left, "整体", "单位:") || says(made.Left, "整体", "总额") || says(made.Left, "整体", "合计") {
			t.Errorf("%s: %s", total, told(made))
		}
	}
}
