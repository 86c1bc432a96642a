package bind_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
)

// wholeLayout is how a card of all the department stands: its amounts and its tasks.
type wholeLayout struct {
	amounts string // pairs, line, column: beside their labels; row: below headers; below: the first below its label
	list    string // below or above the amounts
	heads   string // two rows of headers, one amount, a plain row
	total   string // below, above the list, at first: in the first column, none
	side    string // a label beside the heads, beside all, none
	tail    string // what stands at the end: none, text, indicators
	of      string // what a line is of: 项目名称, 单位, 任务, of which the ledger says nothing
}

// page is the card of a ledger, blank without one; by hand it has what no ledger says.
func (w wholeLayout) page(t *testing.T, l *budget.Ledger, byHand bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var rows [][]any
	var merges []string
	add := func(cells ...any) { rows = append(rows, cells) }
	merge := func(c1, r1, c2, r2 int) {
		a, _ := excelize.CoordinatesToCellName(c1, r1)
		b, _ := excelize.CoordinatesToCellName(c2, r2)
		merges = append(merges, a+":"+b)
	}
	fiscal, others := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, ask{"资金来源": "财政专户管理资金、单位资金"}
	amount := func(of ...ask) any {
		if l == nil {
			return nil
		}
		if yuan := sum(l, of...); yuan != 0 {
			return yuan / 10000
		}
		return nil
	}
	free := func(l *budget.Ledger, n float64) any {
		if l == nil || !byHand {
			return nil
		}
		return n
	}
	text := func(said string) any {
		if l == nil || !byHand {
			return nil
		}
		return said
	}
	add("部门整体支出绩效目标表")
	merge(1, 1, 6, 1)
	add("（2026年度）")
	if l != nil {
		add("部门名称", l.Info["部门名称"])
	} else {
		add("部门名称")
	}
	merge(2, 3, 6, 3)
	amounts := func() {
		r := len(rows) + 1
		switch w.amounts {
		case "pairs":
			add("年度预算申请（万元）", "资金总额", amount())
			add(nil, "按收入性质分：财政拨款", amount(fiscal), "其他资金", amount(others))
			add(nil, "按支出性质分：基本支出", amount(base), "项目支出", amount(proj))
			for i := range 3 {
				merge(5, r+i, 6, r+i)
			}
		case "line":
			add("年度预算（万元）", "资金总额", amount(), "其中：财政拨款", amount(fiscal))
			add(nil, "基本支出", amount(base), "项目支出", amount(proj))
		case "column":
			add("部门预算（万元）", "年度资金总额", amount())
			add(nil, "其中：财政拨款", amount(fiscal))
			add(nil, "其他资金", amount(others))
			add(nil, "基本支出", amount(base))
			add(nil, "项目支出", amount(proj))
			for i := range 5 {
				merge(3, r+i, 6, r+i)
			}
		case "row":
			add("年度预算申请（万元）", "资金总额", "按收入性质分", nil, "按支出性质分")
			add(nil, nil, "财政拨款", "其他资金", "基本支出", "项目支出")
			add(nil, amount(), amount(fiscal), amount(others), amount(base), amount(proj))
			merge(2, r, 2, r+1)
			merge(3, r, 4, r)
			merge(5, r, 6, r)
		case "below":
			add("年度预算申请（万元）", "资金总额", "按收入性质分：", nil, "按支出性质分：")
			add(nil, amount(), "财政拨款", amount(fiscal), "基本支出", amount(base))
			add(nil, nil, "其他资金", amount(others), "项目支出", amount(proj))
			merge(2, r+1, 2, r+2)
			merge(3, r, 4, r)
			merge(5, r, 6, r)
		}
		merge(1, r, 1, len(rows))
	}
	tasks := func() {
		r := len(rows) + 1
		by := w.of
		var side []any
		if w.side != "none" {
			side = []any{nil}
		}
		line := func(cells ...any) { rows = append(rows, append(slices.Clone(side), cells...)) }
		n := len(side)
		name := map[string]string{"项目名称": "任务名称", "单位": "单位名称", "任务": "任务名称"}[by]
		money := func(of ...ask) []any {
			return []any{amount(of...), amount(append([]ask{fiscal}, of...)...), amount(append([]ask{others}, of...)...)}
		}
		only := ask{}
		if by == "项目名称" {
			only = proj
		}
		switch w.heads {
		case "two":
			line(name, "主要内容", "预算金额（万元）")
			line(nil, nil, "总额", "财政拨款", "其他资金")
			merge(n+1, r, n+1, r+1)
			merge(n+2, r, n+2, r+1)
			merge(n+3, r, n+5, r)
		case "one":
			line(name, "主要内容", "预算金额（万元）")
			money = func(of ...ask) []any { return []any{amount(of...)} }
		case "plain":
			line(name, "主要内容", "总额", "财政拨款", "其他资金")
		}
		if n > 0 {
			rows[r-1][0] = map[string]string{"项目名称": "年度主要任务", "单位": "单位预算", "任务": "年度主要任务"}[by]
		}
		total := func() {
			if by == "任务" {
				line("金额合计", nil, free(l, 12), free(l, 12))
				return
			}
			line(append([]any{"金额合计", nil}, money(only)...)...)
			if w.total == "first" {
				rows[len(rows)-1][0], rows[len(rows)-1][1] = "金额合计", nil
				merge(1, len(rows), n+2, len(rows))
			} else {
				merge(n+1, len(rows), n+2, len(rows))
			}
		}
		if w.total == "above" {
			total()
		}
		if l == nil {
			for range 3 {
				line(nil)
			}
		} else {
			if by == "任务" && byHand {
				line("保障机关运转", "工资", 7, 7)
				line("加强人员培训", "培训", 5, 5)
			}
			for _, k := range keysOf(l, only, cmp.Or(map[string]string{"任务": "单位"}[by], by)) {
				if by == "任务" {
					break
				}
				line(append([]any{k[0], "做好工作"}, money(only, ask{by: k[0]})...)...)
			}
		}
		if w.total == "below" || w.total == "first" {
			total()
		}
		switch {
		case w.side == "all":
			merge(1, r, 1, len(rows))
		case w.side == "heads" && w.heads == "two":
			merge(1, r, 1, r+1)
		}
	}
	if w.list == "above" {
		tasks()
		amounts()
	} else {
		amounts()
		tasks()
	}
	switch w.tail {
	case "text":
		add("年度总体目标", text("目标"))
		merge(2, len(rows), 6, len(rows))
	case "indicators":
		add("年度总体目标", text("目标"))
		merge(2, len(rows), 6, len(rows))
		add("一级指标", "二级指标", "三级指标", "指标值")
		add("产出指标", "数量指标", text("整治河道"), text("≥3条"))
		add("效益指标", "社会效益指标", text("受益人口"), text("≥2万人"))
	}
	addSheet(t, f, "整体", merges, rows...)
	style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}, {Type: "right", Style: 1}}})
	must(t, err)
	must(t, f.SetCellStyle("整体", "A3", fmt.Sprintf("F%d", len(rows)), style))
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestACardOfTheDepartmentHasAmountsAndTasks binds cards of all the department on which its amounts stand and a list of
// its tasks, above or below each other: both are those of another ledger, with a form of the next year too. Of tasks
// of which the ledger says nothing no figure is printed, and all the lines are told.
func TestACardOfTheDepartmentHasAmountsAndTasks(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 政府性基金预算 90000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 站房 特定目标类 一般公共预算 18000", "某市水文站 监测 特定目标类 财政专户管理资金 210000", "某市水文二站 巡查 特定目标类 一般公共预算 26000")
	for _, l := range []*budget.Ledger{last, next} {
		l.Info["部门名称"] = "某市水务局"
	}
	for _, said := range []string{
		"pairs below two first heads none 项目名称", "pairs below two below all text 项目名称", "column below one above none none 项目名称", "row above two none heads text 项目名称",
		"below below plain below none indicators 项目名称", "line above plain above all none 项目名称", "below above one none none none 项目名称",
		"pairs above two below heads text 单位", "column below plain below heads none 单位", "row below one above all indicators 单位", "line below two none none text 单位",
		"pairs below two below heads none 任务", "column above one above all text 任务", "row below plain none none none 任务", "below above two below none text 任务",
	} {
		t.Run(said, func(t *testing.T) {
			of := strings.Fields(said)
			w := wholeLayout{of[0], of[1], of[2], of[3], of[4], of[5], of[6]}
			r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: w.page(t, nil, false), Example: w.page(t, last, true)}
			made, err := bind.Workbook(r)
			must(t, err)
			lines := func(book []byte) (out []string) {
				for _, row := range shown(t, book)["整体"] {
					if line := strings.TrimRight(strings.Join(row, "|"), "|"); line != "" {
						out = append(out, line)
					}
				}
				return out
			}
			got, want := lines(filled(t, loaded(t, made), next)), lines(w.page(t, next, false))
			if !slices.Equal(got, want) {
				t.Errorf("%s\nwant\n%s\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
			}
			again, err := renew.Update(loaded(t, made), made.Book, r.Form, r.Form, nil)
			must(t, err)
			if now, was := shown(t, again.Book)["整体"], shown(t, made.Book)["整体"]; !reflect.DeepEqual(now, was) {
				t.Errorf("on the form of the next year the template is\n%v, was\n%v", now, was)
			}
			if w.of == "任务" && !says(made.Left, "整体", "“保障机关运转”等 2 行录入里没有") {
				t.Errorf("the tasks are not told: %s", told(made))
			}
			if says(made.Left, "整体", "整张表") || says(made.Left, "整体", "年度主要任务") {
				t.Error(told(made))
			}
		})
	}
}

// TestATableOfTheWholeIsNoCard binds a table whose title says that it is of the whole, with a line of each function
// below its total: it is that list.
func TestATableOfTheWholeIsNoCard(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000")
	boundAndFilled(t, "整体", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门整体支出情况表"}, {nil, nil, nil, nil, "单位：元"}, {"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}
		line := func(code, name any, of ...ask) []any {
			out := []any{code, name}
			for _, part := range []ask{nil, base, proj} {
				if yuan := sum(l, append([]ask{part}, of...)...); yuan != 0 {
					out = append(out, yuan)
				} else {
					out = append(out, nil)
				}
			}
			return out
		}
		if l == nil {
			rows = append(rows, []any{"合计"}, []any{nil}, []any{nil})
		} else {
			rows = append(rows, line("合计", nil))
			for _, k := range [][2]string{{"2130301", "行政运行"}, {"2130305", "水利工程建设"}, {"2130308", "水利前期工作"}} {
				rows = append(rows, line(k[0], k[1], ask{"功能科目编码": k[0]}))
			}
		}
		addSheet(t, f, "整体", nil, rows...)
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
		must(t, err)
		must(t, f.SetCellStyle("整体", "A3", fmt.Sprintf("E%d", len(rows)), style))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
}
