package bind_test

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// boundAndFilled binds pages by an example, fills another ledger and compares a sheet with what it should be.
func boundAndFilled(t *testing.T, sheet string, last, next *budget.Ledger, page func(l *budget.Ledger) []byte, how ...func(r *bind.Request)) *bind.Result {
	t.Helper()
	p, whole := defaultPack(t), proof.DocumentPack(t)
	r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)}
	for _, change := range how {
		change(&r)
	}
	made, err := bind.Workbook(r)
	must(t, err)
	trim := func(rows [][]string) (out []string) {
		for _, row := range rows {
			if text := strings.TrimRight(strings.Join(row, "|"), "|"); text != "" {
				out = append(out, text)
			}
		}
		return out
	}
	filledBook := filled(t, loaded(t, made), next)
	for _, f := range judged(t, loaded(t, made), filledBook) {
		if f.Severity == finding.Error && !strings.HasPrefix(f.Code, "D") { // rules of what should be entered
			t.Errorf("verify says of the book just filled: %v", f)
		}
	}
	got, want := trim(shown(t, filledBook)[sheet]), trim(shown(t, page(next))[sheet])
	if !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("%s:\n%s\nwant\n%s\n%s", sheet, strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
	}
	return made
}

// TestWhatIsBoughtMayStandBelowItsKind binds a table on which every kind of what is bought has its own line and room
// below it: the kinds stay though there is none of one, in the order of the form and not of the ledger.
func TestWhatIsBoughtMayStandBelowItsKind(t *testing.T) {
	last := boughtBy(t, "1", []string{"货物 车辆 238000", "服务 物业 120000", "货物 电脑 60000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	next := boughtBy(t, "1", []string{"工程 维修 663000", "工程 修缮 41000", "服务 保安 90000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	called, room := map[string]string{}, [][]any{{nil}, {nil}}
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"政府采购预算表"}, {"单位：元"}, {"采购类型", "采购品目", "采购预算金额", "备注"}}
		all := 0.0
		for _, kind := range []string{"货物", "工程", "服务"} {
			head := len(rows)
			rows = append(rows, []any{cmp.Or(called[kind], kind), "小计", nil})
			if l == nil {
				rows = append(rows, room...)
				continue
			}
			of, kinds := l.Tables["政府采购"], 0.0
			for i, a := range of.Amounts(0) {
				if yuan, _ := a.Yuan().Float64(); of.Value(i, "采购类型") == kind {
					rows, kinds = append(rows, []any{nil, of.Value(i, "采购品目"), yuan}), kinds+yuan
				}
			}
			if kinds > 0 {
				rows[head][2] = kinds
			}
			all += kinds
		}
		total := []any{"合计", nil, nil}
		if l != nil {
			total[2] = all
		}
		addSheet(t, f, "采购", nil, append(rows, total)...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	boundAndFilled(t, "采购", last, next, page)
	boundAndFilled(t, "采购", last, next, page, alone)
	called = map[string]string{"货物": "一、货物A", "工程": "二、工程B", "服务": "三、服务C"}
	boundAndFilled(t, "采购", last, next, page)
	room = nil // of the records the example alone shows where they stand
	made := boundAndFilled(t, "采购", last, next, page)
	again, err := renew.Update(loaded(t, made), made.Book, page(nil), page(nil), nil)
	must(t, err)
	if now, was := shown(t, again.Book)["采购"], shown(t, made.Book)["采购"]; !reflect.DeepEqual(now, was) {
		t.Errorf("on the form of the next year the template is\n%v, was\n%v", now, was)
	}
}

// TestKindsMayBeCountedAboveWhatIsBought binds 一 货物类, 二 工程类 and 三 服务类 below a total, with what is bought of
// each counted from 1 below it, and a column of which the ledger says nothing.
func TestKindsMayBeCountedAboveWhatIsBought(t *testing.T) {
	last := boughtBy(t, "1", []string{"货物 车辆 238000", "服务 物业 120000", "货物 电脑 60000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	next := boughtBy(t, "1", []string{"工程 维修 663000", "工程 修缮 41000", "服务 保安 90000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	page := func(code any) func(l *budget.Ledger) []byte {
		return func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			rows := [][]any{{"政府采购预算表"}, {nil, nil, nil, "单位：元"}, {"序号", "采购项目", "采购预算金额", "目录编号"}, {nil, "合　　计", nil}}
			all := 0.0
			for i, kind := range []string{"货物", "工程", "服务"} {
				head := len(rows)
				rows = append(rows, []any{[]string{"一", "二", "三"}[i], kind + "类", nil})
				if l == nil {
					rows = append(rows, []any{nil}, []any{nil})
					continue
				}
				of, kinds, n := l.Tables["政府采购"], 0.0, 0
				for i, a := range of.Amounts(0) {
					if yuan, _ := a.Yuan().Float64(); of.Value(i, "采购类型") == kind {
						n++
						rows, kinds = append(rows, []any{n, of.Value(i, "采购品目"), yuan, code}), kinds+yuan
					}
				}
				if rows[head][2] = any(kinds); kinds == 0 {
					rows[head][2] = nil
				}
				all += kinds
			}
			if l != nil {
				rows[3][2] = all
			}
			addSheet(t, f, "采购", nil, rows...)
			style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "top", Style: 1}}})
			must(t, err)
			must(t, f.SetCellStyle("采购", "A3", fmt.Sprintf("D%d", len(rows)), style)) // blank rows are drawn
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
	}
	boundAndFilled(t, "采购", last, next, page(nil))
	boundAndFilled(t, "采购", last, next, page(nil), alone)
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(nil)(nil), Example: page("A0205")(last), Ledger: last, Whole: &bind.Whole{Pack: proof.DocumentPack(t), Ledger: last}, Views: tables.Views(p, last)})
	must(t, err)
	if !says(made.Left, "采购", "“目录编号”这一列录入里没有，没有写标签") {
		t.Error(told(made))
	}
}

// alone takes the example and its ledger away.
func alone(r *bind.Request) {
	r.Example, r.Ledger = nil, sample.Nothing(r.Pack)
	r.Whole = &bind.Whole{Pack: r.Whole.Pack, Ledger: sample.Nothing(r.Whole.Pack)}
	r.Views = tables.Views(r.Pack, r.Ledger)
}

// TestACardOfTheDepartmentNeedsNoIndicators binds a card whose sums stand beside their labels, with no header above
// them and no list below: no table of it can be bound, its cells can.
func TestACardOfTheDepartmentNeedsNoIndicators(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 打井 特定目标类 财政专户管理资金 260000")
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		name, n := any(nil), func(...ask) any { return nil }
		if l != nil {
			name, n = l.Info["部门名称"], func(of ...ask) any { return sum(l, of...) / 10000 }
		}
		addSheet(t, f, "整体", []string{"A1:C1", "B3:C3", "A4:A9"}, []any{"部门整体支出绩效目标表"}, []any{"（2026年度）"}, []any{"部门名称", name},
			[]any{"当年预算情况（万元）", "收入预算合计", n()}, []any{nil, "其中：财政拨款", n(gp)}, []any{nil, "其他资金", n(ask{"资金来源": "财政专户管理资金、单位资金"})},
			[]any{nil, "支出预算合计", n()}, []any{nil, "其中：基本支出", n(base)}, []any{nil, "项目支出", n(proj)})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	rebuilt := func(r *bind.Request) { r.Slack = 100 }
	for _, made := range []*bind.Result{boundAndFilled(t, "整体", last, next, page), boundAndFilled(t, "整体", last, next, page, rebuilt)} {
		if strings.Contains(told(made), "整张表没有写标签") {
			t.Error(told(made))
		}
	}
}

// TestMoneyOfACardIsNamedByOtherWords binds a card by its words alone: 财政资金 below 预算金额 is 财政拨款 of that period.
func TestMoneyOfACardIsNamedByOtherWords(t *testing.T) {
	p := defaultPack(t)
	f := excelize.NewFile()
	defer f.Close()
	addSheet(t, f, "目标", nil, []any{"项目绩效目标表"}, []any{"预算年度：2026", nil, nil, "单位：万元"}, []any{"项目名称", nil, "项目单位"}, []any{"主管部门", nil, "年度资金总额"}, []any{"项目周期", nil, "其中：财政资金"}, []any{"年度绩效目标"},
		[]any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"})
	must(t, f.SetCellStr("目标", "D9", ""))
	must(t, f.DeleteSheet("Sheet1"))
	nothing := sample.Nothing(p)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Ledger: nothing, Views: tables.Views(p, nothing)})
	must(t, err)
	got := at(shown(t, made.Book)["{{绩效项目.项目名称}}"], 4)
	if len(got) < 4 || !strings.Contains(got[3], "年度财政拨款") {
		t.Errorf("%q\n%s", got, told(made))
	}
}

// TestOtherCostsAreWhatTheColumnsOfCodesLeave binds a table of a few kinds of costs and one column for all others, in
// figures of one decimal: it is what they leave of the total, whatever it is.
func TestOtherCostsAreWhatTheColumnsOfCodesLeave(t *testing.T) {
	costs := func(lines ...string) *budget.Ledger {
		l := boughtBy(t, "1", nil)
		of := l.Tables["支出明细"]
		for _, line := range lines {
			x := strings.Split(line, " ")
			var yuan int64
			fmt.Sscan(x[2], &yuan)
			row, amounts := make([]string, len(of.Fields)), make([]budget.Fen, len(of.Measures))
			for field, text := range map[string]string{"单位": x[0], "单位性质": "行政", "功能科目编码": "2130301", "支出类型": "公用经费", "部门经济科目编码": x[1], "资金来源": "一般公共预算", "资金年度": "本年"} {
				row[of.Field(field)] = text
			}
			amounts[0] = budget.Fen(yuan * 100)
			of.Append(0, row, amounts)
		}
		return l
	}
	last := costs("某市水务局 30201 52345", "某市水务局 30202 12012", "某市水务局 30299 33033", "某市水务局 30211 8456", "某市监察队 30201 9123", "某市监察队 30231 41234")
	next := costs("某市水务局 30201 62000", "某市水务局 30207 7000", "某市监察队 30211 15000", "某市监察队 30299 26000")
	office := ask{"单位性质": "行政", "支出类型": "公用经费"}
	boundAndFilled(t, "运行", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"机关运行经费明细表"}, {"单位：万元"}, {"单位名称", "合计", "办公费", "印刷费", "差旅费", "公务用车运行维护费", "其他费用"}}
		line := func(called string, of ...ask) []any {
			out, left := []any{called}, 0.0
			for i, code := range []string{"", "30201", "30202", "30211", "30231"} {
				more := slices.Clone(of)
				if code != "" {
					more = append(more, ask{"部门经济科目编码": code})
				}
				yuan := sum(l, append(more, office)...)
				if left += yuan; i > 0 {
					left -= 2 * yuan
				}
				if out = append(out, yuan/10000); yuan == 0 {
					out[i+1] = nil
				}
			}
			return append(out, left/10000)
		}
		if l == nil {
			rows = append(rows, []any{"合计"}, []any{nil}, []any{nil})
		} else {
			rows = append(rows, line("合计"))
			for _, k := range keysOf(l, office, "单位") {
				rows = append(rows, line(k[0], ask{"单位": k[0]}))
			}
		}
		addSheet(t, f, "运行", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
}

// TestAmountsOfCardsMayShowOneDecimal binds and proves cards whose amounts the example prints with one decimal of 万元.
func TestAmountsOfCardsMayShowOneDecimal(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, of := range []string{"年度资金总额", "实施期资金总额"} {
		amounts := l.Tables["绩效项目"].Amounts(l.Tables["绩效项目"].Measure(of))
		for i := range amounts {
			amounts[i] += 1234567
		}
	}
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		card := func(sheet, name, unit string, amount any, lines [][]any) {
			rows := [][]any{{"项目绩效目标表"}, {"预算年度：2026", nil, nil, "单位：万元"}, {"项目名称", name, "项目单位", unit}, {"主管部门", nil, "预算金额", amount}, {"一级指标", "二级指标", "三级指标", "指标值"}}
			addSheet(t, f, sheet, nil, append(rows, lines...)...)
		}
		if l == nil {
			card("绩效目标", "", "", nil, blankLines([]any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"}))
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
		for i := range projects.Len() {
			text := func(f string) string { return projects.Value(i, f) }
			var lines [][]any
			for k := range own.Len() {
				is := func(f string) string { return own.Value(k, f) }
				if is("项目名称") == text("项目名称") && is("实施单位") == text("实施单位") && is("目标期") == "年度" {
					lines = append(lines, []any{is("一级指标"), is("二级指标"), is("三级指标"), is("指标值")})
				}
			}
			if text("是否公开") == "是" {
				yuan, _ := projects.Amounts(projects.Measure("年度资金总额"))[i].Yuan().Float64()
				card(fmt.Sprintf("目标%d", i), text("项目名称"), text("实施单位"), math.Round(yuan/1000)/10, lines)
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	r := bind.Request{Pack: p, Known: known(t, p), Form: page(nil), Name: "官方表.xlsx", Example: page(l), Ledger: l, Views: tables.Views(p, l)}
	made, err := bind.Workbook(r)
	must(t, err)
	if got := at(shown(t, made.Book)["{{绩效项目.项目名称}}"], 3); len(got) < 4 || !strings.Contains(got[3], "年度资金总额") {
		t.Fatalf("%q\n%s", got, told(made))
	}
	proofs, err := bind.Prove(loaded(t, made), r.Example, filled(t, loaded(t, made), l), bind.Knows(r))
	must(t, err)
	for _, x := range proofs {
		if slices.ContainsFunc(x.Open, func(at finding.Place) bool { return at.Cell == "D4" }) {
			t.Errorf("%s: the amount is told not to come out", x.Sheet)
		}
	}
}
