package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/tables"
)

// TestOtherIncomeBesideWhatIsCarriedOver rebuilds a ledger from what comes in by funds, where 事业收入 shows nothing,
// 其他收入 has the money and 上年结转 a column of its own: that is none of 其他收入, nor of what is below 财政拨款收入.
func TestOtherIncomeBesideWhatIsCarriedOver(t *testing.T) {
	p := defaultPack(t)
	table := kind{"收入", "年部门收入总表", [][]any{{"科目编码", "科目名称", "合计", "上年结转", "财政拨款", nil, nil, nil, "财政专户管理资金", "事业收入", "上级补助收入", "其他收入"}, {nil, nil, nil, nil, "小计", "一般公共预算", "政府性基金预算", "国有资本经营预算"}},
		[]string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:H3", "I3:I4", "J3:J4", "K3:K4", "L3:L4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
				fund := func(f string) float64 { return sum(l, of, now, ask{"资金来源": f}) }
				return []any{sum(l, of), sum(l, of, before), fund("一般公共预算、政府性基金预算、国有资本经营预算"), fund("一般公共预算"), fund("政府性基金预算"), fund("国有资本经营预算"), fund("财政专户管理资金"), nil, nil, fund("单位资金")}
			})
		}, ""}
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 河道 特定目标类 单位资金 1250000", "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 改制 特定目标类 国有资本经营预算 3000", "某市水务局 收费 特定目标类 财政专户管理资金 9000", "某市水文站 监测 特定目标类 一般公共预算 15000 上年结转")
	finished := book(t, []kind{table}, l, 2026)
	facts, info, err := published.Facts(p, finished)
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	carried := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 450000", "某市水务局 河道 特定目标类 单位资金 1250000", "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 改制 特定目标类 国有资本经营预算 3000", "某市水务局 收费 特定目标类 财政专户管理资金 9000", "某市水文站 监测 特定目标类 一般公共预算 65000 上年结转")
	for how, ledger := range map[string]*budget.Ledger{"rebuilt": from.Ledger, "wrongly rebuilt": carried} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: finished, Ledger: ledger, Views: tables.Views(p, ledger), Slack: max(from.Step, 1), Limits: from.Limits})
		must(t, err)
		for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) {
			if proof.Wrong() > 0 || proof.Right < 20 {
				t.Errorf("%s: %+v\n%s", how, proof, told(made))
			}
		}
	}
}

// TestTheOneWithAllMoneyOfItsGroupTakesIt binds columns and lines below 单位资金, of which the ledger does not say
// more: the one that has all of it in the example, whatever it is called, and which is told.
func TestTheOneWithAllMoneyOfItsGroupTakesIt(t *testing.T) {
	p := defaultPack(t)
	own := ask{"资金来源": "单位资金"}
	columns := kind{"支出", "年部门支出预算表", [][]any{{"单位名称", "合计", "一般公共预算", "单位资金"}, {nil, nil, nil, "小计", "事业支出", "上级补助支出", "其他支出"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:G3"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, gp), sum(l, of, own), nil, nil, sum(l, of, own)}
		})
	}, ""}
	lines := kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、一般公共预算", nil, "一、基本支出"}, {"二、单位资金", nil, "二、项目支出"}, {"（一）事业收入"}, {"（二）上级补助收入"}, {"（三）附属单位上缴收入"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			out[0], out[1] = []any{out[0][0], sum(l, gp), out[0][2], sum(l, base)}, []any{out[1][0], sum(l, own), out[1][2], sum(l, proj)}
			out[3], out[5] = append(out[3], sum(l, own)), []any{out[5][0], sum(l), out[5][2], sum(l)}
		}
		return out
	}, ""}
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水文站 监测 特定目标类 一般公共预算 15000", "某市水文站 考试 特定目标类 单位资金 2000")
	next := ofProjects(p, "某市水务局 河道 其他运转类 一般公共预算 300000", "某市水务局 科普 特定目标类 单位资金 7000", "某市水文站 考试 特定目标类 单位资金 4000")
	kinds := []kind{columns, lines}
	finished := book(t, kinds, last, 2026)
	facts, info, err := published.Facts(p, finished)
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	for how, r := range map[string]bind.Request{"its own": {Ledger: last}, "rebuilt": {Ledger: from.Ledger, Slack: max(from.Step, 1), Limits: from.Limits}} {
		r.Pack, r.Known, r.Name, r.Form, r.Example, r.Views = p, known(t, p), "官方表.xlsx", book(t, kinds, nil, 2026), finished, tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 {
				t.Errorf("%s: %+v\n%s", how, proof, told(made))
			}
		}
		for sheet, name := range map[string]string{"支出": "其他支出”照范例的数取“单位资金”的全部，旁边各列范例里是空的", "收支": "上级补助收入”照范例的数取“单位资金”的全部，旁边各行范例里是空的"} {
			if !says(made.Left, sheet, name) {
				t.Errorf("%s: %s\n%s", how, name, told(made))
			}
		}
	}
}

// TestANameOfTwoMeaningsIsTheOneThatNothingElseIs takes 事业收入 of tables that have no line of 财政专户 for that, and
// 其他收入 for 单位资金, where no ledger says it; beside a table that lists 财政专户 it stays what it is.
func TestANameOfTwoMeaningsIsTheOneThatNothingElseIs(t *testing.T) {
	p := defaultPack(t)
	fund := func(f string) ask { return ask{"资金来源": f} }
	names := []any{"一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入", "事业收入", "其他收入"}
	funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}
	columns := kind{"收入", "年部门收入总表", [][]any{append([]any{"科目编码", "科目名称", "合计"}, names...)}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
			out := []any{sum(l, of)}
			for _, f := range funds {
				out = append(out, sum(l, of, fund(f)))
			}
			return out
		})
	}, ""}
	lines := kind{"收支", "年部门收支总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
		for i, name := range names {
			out = append(out, []any{name})
			if l != nil {
				out[i] = append(out[i], sum(l, fund(funds[i])))
			}
		}
		out = append(out, []any{"收入总计"})
		if l != nil {
			out[5] = append(out[5], sum(l))
		}
		return out
	}, ""}
	listed := kind{"资金", "年部门支出总表", [][]any{{"单位名称", "合计", "财政专户管理资金"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, fund("财政专户管理资金"))} })
	}, ""}
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 河道 特定目标类 单位资金 1250000", "某市水文站 收费 特定目标类 财政专户管理资金 9000")
	next := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 400000", "某市水务局 河道 特定目标类 单位资金 8000", "某市水文站 收费 特定目标类 财政专户管理资金 30000")
	const said = "表上没有单独列财政专户管理资金，“事业收入”取它，旁边的“其他”取单位资金"
	for _, kinds := range [][]kind{{columns, lines}, {columns}, {lines, listed}} {
		finished, trades := book(t, kinds, l, 2026), kinds[len(kinds)-1].name != "资金"
		facts, info, err := published.Facts(p, finished)
		must(t, err)
		from, err := rebuild.Ledger(p, facts, info)
		must(t, err)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: finished, Ledger: from.Ledger, Views: tables.Views(p, from.Ledger), Slack: max(from.Step, 1), Limits: from.Limits})
		must(t, err)
		if says(made.Left, "", said) != trades {
			t.Errorf("trades %v\n%s", trades, told(made))
		}
		for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
			if trades && (proof.Wrong() > 0 || proof.Right < 4) {
				t.Errorf("%+v\n%s", proof, told(made))
			}
		}
		if _, alone := aloneFrom(t, kinds...); says(alone.Left, "", said) != trades {
			t.Errorf("alone: trades %v\n%s", trades, told(alone))
		}
	}
}

// TestFundsBelowAHeaderThatSaysNothingAreNotLeftToOthers reads 其他收入 beside funds that stand below a header or a
// line of no meaning: it is what none of them is.
func TestFundsBelowAHeaderThatSaysNothingAreNotLeftToOthers(t *testing.T) {
	blank := func(lines ...[]any) func(*budget.Ledger) [][]any {
		return func(*budget.Ledger) [][]any { return lines }
	}
	_, made := aloneFrom(t,
		kind{"收入", "年部门收入总表", [][]any{{"单位名称", "合计", "各类来款", nil, nil, "财政专户拨款", "其他收入"}, {nil, nil, "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款"}}, []string{"A3:A4", "B3:B4", "C3:E3", "F3:F4", "G3:G4"}, blank(blankLines([]any{"合计"})...), ""},
		kind{"收支", "年部门收支总表", [][]any{{"项目", "预算数"}}, nil, blank([]any{"一、各类来款"}, []any{"　1.一般公共预算拨款"}, []any{"　2.政府性基金预算拨款"}, []any{"　3.国有资本经营预算拨款"}, []any{"二、财政专户拨款"}, []any{"三、其他收入"}, []any{"收入总计"}), ""})
	for sheet, beside := range map[string]string{"收入": "列", "收支": "行"} {
		if !says(made.Left, sheet, "“其他收入”取旁边各"+beside+"以外的资金来源（单位资金）") {
			t.Errorf("%s\n%s", sheet, told(made))
		}
	}
}

// TestTheOneOfAGroupThatItsNameGivesIsToldWithoutFigures binds 事业收入 below 单位资金 for all of that, beside 其他收入 of
// which nothing is known: without an example, or by one without such money, that is told.
func TestTheOneOfAGroupThatItsNameGivesIsToldWithoutFigures(t *testing.T) {
	p := defaultPack(t)
	table := kind{"收入", "年部门收入预算表", [][]any{{"单位名称", "合计", "一般公共预算", "单位资金"}, {nil, nil, nil, "小计", "事业收入", "其他收入"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:F3"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, gp)} })
	}, ""}
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水文站 监测 特定目标类 一般公共预算 15000")
	byExample, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	_, alone := aloneFrom(t, table)
	for _, made := range []*bind.Result{byExample, alone} {
		if !says(made.Left, "收入", "“单位资金/事业收入”取“单位资金”的全部，") {
			t.Error(told(made))
		}
	}
}

// TestWhatComesInSaysOfWhichYearATableIs binds a table of two sides whose total of what comes in is 本年收入合计 and that has
// no line of 上年结转, of a fund of which the example has none: neither side takes what another department carried over,
// and a table beside it, which has such a line, does.
func TestWhatComesInSaysOfWhichYearATableIs(t *testing.T) {
	p := defaultPack(t)
	fund := ask{"资金来源": "政府性基金预算"}
	sides := func(name, title string, carried bool, of, in ask) kind {
		return kind{name, title, [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、政府性基金拨款", nil, "一、城乡社区支出"}, {nil, nil, "二、农林水支出"}, {nil, nil, "三、其他支出"}, {"本年收入合计", nil, "本年支出合计"}}
			if carried {
				out = append(out, []any{"上年结转"}, []any{"收入总计", nil, "支出总计"})
			}
			if l == nil {
				return out
			}
			for i, code := range []string{"212", "213", "229"} {
				out[i] = []any{out[i][0], nil, out[i][2], sum(l, of, ask{"功能科目编码": code})}
			}
			out[0][1] = sum(l, of, now, in)
			out[3] = []any{out[3][0], sum(l, of, now), out[3][2], sum(l, of)}
			if carried {
				out[4], out[5] = append(out[4], sum(l, of, before)), []any{out[5][0], sum(l, of), out[5][2], sum(l, of)}
			}
			return out
		}, ""}
	}
	// The first table is of this year, the second of both.
	kinds := []kind{sides("基金", "年政府性基金收支表", false, ask{"资金来源": "政府性基金预算", "资金年度": "本年"}, nil), sides("结转", "年政府性基金收支总表", true, fund, nil)}
	last := ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 防汛 特定目标类 一般公共预算 5000 上年结转")
	next := ofProjects(p, "某市水务局 管网 特定目标类 政府性基金预算 31000", "某市水务局 堤防 特定目标类 政府性基金预算 8000 上年结转")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
	if want := "要不要含，请按本地的规定核对：基金的 B、D 列"; !strings.Contains(told(made), want) {
		t.Errorf("%q is not told:\n%s", want, told(made))
	}
}

// TestANameWithAPartBesideItIsWhatItsFiguresAre binds 事业收入, below which an amount stands beside 其中：纳入财政专户管理的
// 收费: by the figures of the example it is that part alone, since 其他收入 has all 单位资金; and 上年结转安排支出.
func TestANameWithAPartBesideItIsWhatItsFiguresAre(t *testing.T) {
	p := defaultPack(t)
	table := kind{"收入", "年部门收入总表", [][]any{{"单位名称", "合计", "公共预算拨款", "政府性基金拨款", "事业收入", nil, "其他收入安排支出", "上年结转安排支出"}, {nil, nil, nil, nil, "金额", "其中：纳入财政专户管理的收费"}},
		[]string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any {
				fund := func(f string) float64 { return sum(l, of, now, ask{"资金来源": f}) }
				return []any{sum(l, of), fund("一般公共预算"), fund("政府性基金预算"), fund("财政专户管理资金"), fund("财政专户管理资金"), fund("单位资金"), sum(l, of, before)}
			})
		}, ""}
	learned(t, []kind{table}, ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 收费 特定目标类 财政专户管理资金 9000", "某市水文站 监测 特定目标类 单位资金 15000", "某市水务局 防汛 特定目标类 一般公共预算 5000 上年结转"),
		ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 7000", "某市水文站 收费 特定目标类 财政专户管理资金 19000", "某市水文站 监测 特定目标类 单位资金 25000", "某市水文站 防汛 特定目标类 一般公共预算 800 上年结转"))
}

// TestSamplesOfAListBesideFixedLinesGo binds a list of classes beside fixed lines, for which the form has two samples and
// dots: no sample is printed, and what is no class is told.
func TestSamplesOfAListBesideFixedLinesGo(t *testing.T) {
	p := defaultPack(t)
	for _, second := range []string{"公共安全支出", "二、外交支出", "县级补充说明"} {
		table := kind{"收支", "年部门收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "按功能分类", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
			fixed := [][]any{{"一、一般公共预算拨款"}, {"二、政府性基金预算拨款"}, {"三、单位资金收入"}, {"四、财政专户管理资金收入"}, {nil}, {nil}, {"本年收入合计"}}
			if l == nil {
				for i, sample := range []string{"一般公共服务支出", second, "……"} {
					fixed[i] = append(fixed[i], nil, sample)
				}
				fixed[6] = append(fixed[6], nil, "本年支出合计")
				return fixed
			}
			for i, fund := range []string{"一般公共预算", "政府性基金预算", "单位资金", "财政专户管理资金"} {
				fixed[i] = append(fixed[i], sum(l, ask{"资金来源": fund}))
			}
			for i, k := range keysOf(l, nil, "功能科目编码/3") {
				for len(fixed[i]) < 2 {
					fixed[i] = append(fixed[i], nil)
				}
				name := map[string]string{"208": "社会保障和就业支出", "213": "农林水支出", "212": "城乡社区支出"}[k[0]]
				fixed[i] = append(fixed[i], name, sum(l, ask{"功能科目编码": k[0]}))
			}
			fixed[6] = append(fixed[6], sum(l), "本年支出合计", sum(l))
			return fixed
		}, ""}
		last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 7700", "某市水务局 2120899 项目支出 30227 管网 特定目标类 政府性基金预算 31000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 820000", "某市水文站 2130305 项目支出 30227 打井 特定目标类 单位资金 4000")
		next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2130305 项目支出 30227 打井 特定目标类 财政专户管理资金 5000")
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		printed := strings.Contains(fmt.Sprint(shown(t, filled(t, loaded(t, made), next))["收支"]), second)
		if own := second == "县级补充说明"; printed != own || own != strings.Contains(told(made), "“"+second+"”在清单的空行里") {
			t.Errorf("%s is printed: %t\n%s", second, printed, told(made))
		}
		for _, proof := range proven(t, p, loaded(t, made), []kind{table}, next, 2026) {
			if proof.Wrong() > 0 || proof.Right < 5 {
				t.Errorf("%s: %+v\n%s", second, proof, told(made))
			}
		}
	}
}

// TestAColumnOfSeveralFundsTakesThoseBesideItThatHaveNone binds the sum above columns of three funds, of one of which the
// example has nothing, below a header that nobody knows: another department has it.
func TestAColumnOfSeveralFundsTakesThoseBesideItThatHaveNone(t *testing.T) {
	p := defaultPack(t)
	table := kind{"支出", "年财政拨款支出预算表", [][]any{{"单位名称", "总计", "县级当年财政拨款安排", nil, nil, nil, nil, nil, nil, nil, "上级提前通知专项转移支付等", nil, nil, nil, "上年结转安排"}, {nil, nil, "合计", "一般公共预算拨款", nil, nil, "政府性基金安排", nil, "国有资本经营预算安排", nil, "合计", "一般公共预算拨款", nil, nil, "合计", "一般公共预算拨款", "政府性基金安排"},
		{nil, nil, nil, "小计", "基本支出", "项目支出", "小计", "项目支出", "小计", "项目支出", nil, "小计", "基本支出", "项目支出"}},
		[]string{"A3:A5", "B3:B5", "C3:J3", "C4:C5", "D4:F4", "G4:H4", "I4:J4", "K3:N3", "K4:K5", "L4:N4", "O3:Q3", "O4:O5", "P4:P5", "Q4:Q5"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any {
				fund := func(f string, more ask) float64 { return sum(l, of, more, ask{"资金来源": f}) }
				all, g, f, c := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, "一般公共预算", "政府性基金预算", "国有资本经营预算"
				both := func(f string) []any {
					return []any{sum(l, of, now, ask{"资金来源": f}), sum(l, of, now, proj, ask{"资金来源": f})}
				}
				out := []any{sum(l, of, all), sum(l, of, all, now), sum(l, of, now, gp), sum(l, of, now, gp, base), sum(l, of, now, gp, proj)}
				out = append(append(out, both(f)...), both(c)...)
				return append(out, nil, nil, nil, nil, sum(l, of, all, before), fund(g, before), fund(f, before))
			})
		}, ""}
	learned(t, []kind{table}, ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水文站 打井 特定目标类 政府性基金预算 3000 上年结转"),
		ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 7000", "某市水文站 改制 特定目标类 国有资本经营预算 25000", "某市水文站 打井 特定目标类 政府性基金预算 800 上年结转"))
}
