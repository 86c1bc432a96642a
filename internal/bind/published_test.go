package bind_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/tables"
)

// coded are the lines of a list of the classes of a ledger and the codes below them, with the total
// on top.
func coded(l *budget.Ledger, labels func(code, name string) []any, line func(of ask) []any) [][]any {
	out := [][]any{append(labels("", "合计"), line(nil)...)}
	var codes []string
	for _, digits := range []string{"3", "5", "7"} {
		for _, k := range keysOf(l, nil, "功能科目编码/"+digits) {
			codes = append(codes, k[0])
		}
	}
	slices.Sort(codes)
	for _, code := range codes {
		if x := line(ask{"功能科目编码": code}); slices.ContainsFunc(x, func(v any) bool { return v != 0.0 }) {
			out = append(out, append(labels(code, l.Codes["功能科目"].NameOf(code)), x...))
		}
	}
	return out
}

// TestCodesInOneCellOverTheColumnsOfTheirLevels binds the form of final accounts: 类, 款 and 项 in the
// header, one merged cell for the code in each line, and the numbers of the columns below 栏次.
func TestCodesInOneCellOverTheColumnsOfTheirLevels(t *testing.T) {
	table := kind{"支出", "年支出预算表", [][]any{{"项目", nil, nil, nil, "本年支出合计", "基本支出", "项目支出"}, {"功能分类科目编码", nil, nil, "科目名称"}, {"类", "款", "项", "栏次", 1, 2, 3}},
		[]string{"A3:D3", "A4:C4", "E3:E4", "F3:F4", "G3:G4", "A:C"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			return coded(l, func(code, name string) []any {
				if code == "" {
					return []any{name, nil, nil, nil}
				}
				return []any{code, nil, nil, name}
			}, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
		}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestWhatComesInAndGoesOutOfAFundThatTheExampleLacks binds 年初结转和结余, 本年收入 and 本年支出 of a fund
// by words alone: what is spent is of both.
func TestWhatComesInAndGoesOutOfAFundThatTheExampleLacks(t *testing.T) {
	labels := func(code, name string) []any { return []any{code, name} }
	list := func(l *budget.Ledger, line func(of ask) []any) [][]any {
		if l == nil || line(nil)[0] == 0.0 && line(nil)[1] == 0.0 {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, labels, line)
	}
	all := kind{"支出", "年支出预算表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		return list(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
	}, ""}
	fund := ask{"资金来源": "政府性基金预算"}
	empty := kind{"基金", "年政府性基金预算收入支出表", [][]any{{"科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出"}, {nil, nil, nil, nil, "小计", "基本支出", "项目支出"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3"}, func(l *budget.Ledger) [][]any {
		return list(l, func(of ask) []any {
			return []any{sum(l, of, fund, before), sum(l, of, fund, now), sum(l, of, fund), sum(l, of, fund, base), sum(l, of, fund, proj)}
		})
	}, ""}
	learnedFrom(t, []kind{all, empty}, "testdata/qingshan/去年录入.xlsx", "testdata/qingshan/甲录入.xlsx")
}

// TestLinesThatGoOnInTheNextColumns binds classes that stand in two pairs of columns, whose total is
// merged from the first pair to the second, by examples with and without 上年结转.
func TestLinesThatGoOnInTheNextColumns(t *testing.T) {
	table := kind{"收支", "年部门收支总表", [][]any{{"收入", nil, "支出", nil, nil, nil}, {"项目", "预算数", "项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:F3", "C10:E10", "C11:E11", "C12:E12"}, func(l *budget.Ledger) [][]any {
		funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}
		classes := [][2]string{{"201", "一、一般公共服务支出"}, {"204", "二、公共安全支出"}, {"205", "三、教育支出"}, {"207", "四、文化旅游体育与传媒支出"}, {"208", "五、社会保障和就业支出"}, {"210", "六、卫生健康支出"}, {"212", "七、城乡社区支出"}, {"221", "八、住房保障支出"}, {"223", "九、国有资本经营预算支出"}, {"229", "十、其他支出"}}
		var out [][]any
		for i, fund := range funds {
			line := []any{fund, nil, classes[i][1], nil, classes[5+i][1], nil}
			if l != nil {
				line[1], line[3], line[5] = sum(l, now, ask{"资金来源": fund}), sum(l, ask{"功能科目编码": classes[i][0]}), sum(l, ask{"功能科目编码": classes[5+i][0]})
			}
			out = append(out, line)
		}
		if l == nil {
			return append(out, []any{"本年收入合计", nil, "本年支出合计"}, []any{"上年结转", nil, "结转下年"}, []any{"收入总计", nil, "支出总计"})
		}
		return append(out, []any{"本年收入合计", sum(l, now), "本年支出合计", nil, nil, sum(l)}, []any{"上年结转", sum(l, before), "结转下年"}, []any{"收入总计", sum(l), "支出总计", nil, nil, sum(l)})
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	for _, from := range []string{carriesNothing, yunchuanNext} {
		learned(t, []kind{table}, without(dir.ledger(t, from)), without(dir.ledger(t, yunchuanLast)))
	}
}

// without is a ledger that carries nothing on into the next year.
func without(l *budget.Ledger) *budget.Ledger {
	l.Tables["年终结转"] = l.Tables["年终结转"].Part(func(int) bool { return false })
	return l
}

// remembering gives a ledger the items of another one as those of last year.
func remembering(l, last *budget.Ledger) *budget.Ledger {
	items, past := last.Tables["支出明细"], l.Tables["上年明细"]
	for i, amount := range items.Amounts(0) {
		values := make([]string, len(past.Fields))
		for j, f := range past.Fields {
			values[j] = items.Value(i, f)
		}
		past.Append(0, values, []budget.Fen{amount})
	}
	return l
}

// sumOf is a sum of last year's items of a ledger.
func sumOf(l *budget.Ledger, wants ...ask) float64 {
	past := *l
	past.Tables = map[string]*budget.Table{"支出明细": l.Tables["上年明细"]}
	return sum(&past, wants...)
}

// TestLastYearBesideThisYear binds 上年 and 本年 below the names of items, last year's 结转下年, and a
// list that has no lines for codes with money of last year alone: these come in, and are told.
func TestLastYearBesideThisYear(t *testing.T) {
	items := kind{"三公", "年一般公共预算“三公”经费预算表", [][]any{{"公务接待费", nil, "公务用车运行维护费", nil}, {"上年", "本年", "上年", "本年"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines()
		}
		line := func(econ string) []any {
			of := ask{"部门经济科目编码": econ}
			return []any{sumOf(l, gp, of), sum(l, gp, of)}
		}
		return [][]any{append(line("30217"), line("30231")...)}
	}, ""}
	lines := kind{"收支", "年部门收支总表", [][]any{{"项目", "上年预算数", "本年预算数"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"本年支出合计"}, {"结转下年"}, {"支出总计"}}
		if l != nil {
			for i, of := range []ask{base, proj, nil, {"支出类型": "无"}, nil} {
				out[i] = append(out[i], sumOf(l, of), sum(l, of))
			}
		}
		return out
	}, ""}
	list := kind{"支出", "年部门支出预算表", [][]any{{"科目编码", "科目名称", "上年预算数", "本年预算数", "增减额"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
			return []any{sumOf(l, of), sum(l, of), sum(l, of) - sumOf(l, of)}
		})
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	example := remembering(without(dir.ledger(t, yunchuanLast)), dir.ledger(t, yunchuanNext))
	learned(t, []kind{items, lines}, example, remembering(without(dir.ledger(t, yunchuanNext)), dir.ledger(t, yunchuanLast)))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{list}, nil, 2026), Example: book(t, []kind{list}, example, 2026), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	if left := told(made); !strings.Contains(left, "今年没有的行") || strings.Contains(left, "没有写标签") {
		t.Error(left)
	}
}

// TestTheCodesOfUnitsAreInTheTables rebuilds the units of tables that print units and codes in one
// column.
func TestTheCodesOfUnitsAreInTheTables(t *testing.T) {
	table := kind{"支出", "年部门支出总表", [][]any{{"单位/科目编码", "单位/科目名称", "总计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		line := func(code, name any, of ...ask) []any {
			return []any{code, name, sum(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...)}
		}
		out := [][]any{line(nil, "合计")}
		for _, u := range keysOf(l, nil, "单位代码", "单位") {
			own := ask{"单位": u[1]}
			out = append(out, line(u[0], u[1], own))
			codes := keysOf(l, own, "功能科目编码")
			slices.SortFunc(codes, slices.Compare)
			for _, c := range codes {
				out = append(out, line(c[0], "　"+l.Codes["功能科目"].NameOf(c[0]), own, ask{"功能科目编码": c[0]}))
			}
		}
		return out
	}, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	facts, info, err := published.Facts(p, book(t, []kind{table}, l, 2025))
	must(t, err)
	got, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	want, units := l.Tables["单位"], got.Ledger.Tables["单位"]
	codes := map[string]string{}
	for i := range units.Len() {
		codes[units.Value(i, "单位名称")] = units.Value(i, "单位代码")
	}
	for i := range want.Len() {
		if name, code := want.Value(i, "单位名称"), want.Value(i, "单位代码"); codes[name] != code || code == "" {
			t.Errorf("the code of %s is %q, want %q", name, codes[name], code)
		}
	}
}

// TestProjectsBelowALineOfTheirUnitAreThose rebuilds the items of tables that head the projects of a unit
// with its 小计, or with its name and code in one column with theirs.
func TestProjectsBelowALineOfTheirUnitAreThose(t *testing.T) {
	of := func(unit string) ask {
		a := ask{"支出类型": "项目支出", "资金来源": twoFunds["资金来源"]}
		if unit != "" {
			a["单位"] = unit
		}
		return a
	}
	below := func(heads []any, head func(l *budget.Ledger, unit []string) []any, indent string) kind {
		return kind{heads[0].(string), "年项目支出表", [][]any{append(heads, "合计", "一般公共预算", "政府性基金预算")}, nil, func(l *budget.Ledger) [][]any {
			line := func(labels []any, of ask) []any {
				return append(labels, sum(l, proj, twoFunds, of), sum(l, proj, gp, of), sum(l, proj, ask{"资金来源": "政府性基金预算"}, of))
			}
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			out := [][]any{line([]any{nil, "合计"}, nil)}
			for _, u := range keysOf(l, of(""), "单位", "单位代码") {
				out = append(out, line(head(l, u), ask{"单位": u[0]}))
				for _, k := range keysOf(l, of(u[0]), "项目名称") {
					out = append(out, line([]any{nil, indent + k[0]}, ask{"单位": u[0], "项目名称": k[0]}))
				}
			}
			return out
		}, ""}
	}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	learnedWithout(t, []kind{below([]any{"预算单位", "项目名称"}, func(_ *budget.Ledger, u []string) []any { return []any{u[0], "小计"} }, "")}, dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext))
	coded := []kind{below([]any{"单位编码", "单位（项目）名称"}, func(_ *budget.Ledger, u []string) []any { return []any{u[1], u[0]} }, "    ")}
	learnedWithout(t, coded, dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext))
	p, l := defaultPack(t), dir.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, coded, nil, 2026), Example: book(t, coded, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if text := fmt.Sprint(shown(t, made.Book)); strings.Contains(text, "合并") || !strings.Contains(text, "单位代码") {
		t.Errorf("the code of a unit stands in its line alone: %s", text)
	}
}

// TestProjectsBelowTheCodesOfTheirUnitAreOfBoth reads projects in the column of units and codes, each below
// the code of its money, which stands below the unit.
func TestProjectsBelowTheCodesOfTheirUnitAreOfBoth(t *testing.T) {
	table := kind{"项目", "年项目支出预算表", [][]any{{"科目编码", "单位名称（科目、项目）", "金额"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{nil, "合计", sum(l, proj)}}
		for _, u := range keysOf(l, proj, "单位") {
			out = append(out, []any{nil, u[0], sum(l, proj, ask{"单位": u[0]})})
			for _, c := range keysOf(l, ask{"支出类型": "项目支出", "单位": u[0]}, "功能科目编码") {
				of := ask{"支出类型": "项目支出", "单位": u[0], "功能科目编码": c[0]}
				out = append(out, []any{c[0], "  " + l.Codes["功能科目"].NameOf(c[0]), sum(l, of)})
				for _, k := range keysOf(l, of, "项目名称") {
					out = append(out, []any{nil, "    " + k[0], sum(l, of, ask{"项目名称": k[0]})})
				}
			}
		}
		return out
	}, ""}
	l := bureau{"testdata", "testdata", defaultPack(t)}.ledger(t, yunchuanNext)
	facts, _, err := published.Facts(defaultPack(t), book(t, []kind{table}, l, 2026))
	must(t, err)
	projects := 0
	for _, f := range facts {
		if name := f.Filter["项目名称"]; len(name) == 1 {
			projects++
			if of := (ask{"项目名称": name[0], "单位": strings.Join(f.Filter["单位"], ""), "功能科目编码": strings.Join(f.Filter["功能科目编码"], "")}); sum(l, of) != f.Amount.Yuan().InexactFloat64() {
				t.Errorf("%s (%s) is of %v", f.Place, f.Label, f.Filter)
			}
		}
	}
	if want := len(keysOf(l, proj, "单位", "功能科目编码", "项目名称")); projects < want-1 { // one is called as its code
		t.Errorf("%d projects of %d", projects, want)
	}
}

// TestUnitsMayStandBelowTheirProjects reads tables without a ledger: a project and below it the unit
// that spends its money, under a line that is the whole; and the code before the department's name.
func TestUnitsMayStandBelowTheirProjects(t *testing.T) {
	l := bureau{"testdata", "testdata", defaultPack(t)}.ledger(t, yunchuanLast)
	dept := l.Info["部门名称"]
	table := kind{"项目", "年项目支出表", [][]any{{"部门：361-" + dept}, {"支出项目类别（资金使用单位）", "总计", "本级安排"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"项目支出", sum(l, proj), sum(l, proj)}}
		for _, k := range keysOf(l, proj, "项目名称", "单位") {
			of := ask{"项目名称": k[0], "单位": k[1]}
			out = append(out, []any{k[0], sum(l, proj, of), sum(l, proj, of)}, []any{"　" + k[1], sum(l, proj, of), sum(l, proj, of)})
		}
		return out
	}, ""}
	facts, info, err := published.Facts(defaultPack(t), book(t, []kind{table}, l, 2025))
	must(t, err)
	if info["部门名称"] != dept || info["部门代码"] != "361" {
		t.Errorf("the department: %v", info)
	}
	both := 0
	for _, f := range facts {
		if f.Open != "" {
			t.Errorf("%s: %s", f.Place, f.Open)
		}
		if len(f.Filter["单位"]) > 0 && len(f.Filter["项目名称"]) == 0 || len(f.Filter["项目名称"]) > 0 && f.Filter["项目名称"][0] == "项目支出" {
			t.Errorf("%s (%s) is of %v", f.Place, f.Label, f.Filter)
		}
		if len(f.Filter["单位"]) > 0 && len(f.Filter["项目名称"]) > 0 {
			both++
		}
	}
	if both < 4 {
		t.Errorf("%d figures of units", both)
	}
}

// TestLinesMayAloneSayTheYear finds the year of tables whose titles and headers say none.
func TestLinesMayAloneSayTheYear(t *testing.T) {
	table := kind{"三公", "财政拨款“三公”经费支出表", [][]any{{"项目", "公务接待费", "公务用车运行费"}}, nil, func(l *budget.Ledger) [][]any {
		return [][]any{{"2024年", 30.5, 20.25}, {"2025年", sum(l, ask{"部门经济科目编码": "30217"}), sum(l, ask{"部门经济科目编码": "30231"})}}
	}, ""}
	p := defaultPack(t)
	facts, info, err := published.Facts(p, book(t, []kind{table}, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2025))
	must(t, err)
	if info["预算年度"] != "2025" || len(facts) != 4 {
		t.Errorf("%v, %d figures", info, len(facts))
	}
	for _, f := range facts {
		if f.Last != (f.Label == "2024年") {
			t.Errorf("%s (%s): %t", f.Place, f.Label, f.Last)
		}
	}
}

// learnedWithout binds tables by an example alone, whose items are rebuilt, fills another ledger and
// compares what comes out with the tables of that. Facts are what the example shows.
func learnedWithout(t *testing.T, kinds []kind, example, l *budget.Ledger) (facts []published.Fact, made *bind.Result, rebuilt *budget.Ledger) {
	t.Helper()
	p := defaultPack(t)
	finished := book(t, kinds, example, 2026)
	facts, info, err := published.Facts(p, finished)
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	made, err = bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: finished, Ledger: from.Ledger, Views: tables.Views(p, from.Ledger), Slack: from.Step, Limits: from.Limits})
	must(t, err)
	pack := loaded(t, made)
	proofs, err := bind.Prove(pack, book(t, kinds, l, 2026), filled(t, pack, l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
	must(t, err)
	for _, proof := range proofs {
		if proof.Wrong() > 0 || proof.Right < 2 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
	return facts, made, from.Ledger
}

// TestTheYearOfATableIsToldByTheFiguresOfOthers binds by an example alone tables of which one leaves out
// what was carried over and does not say so. 小计 of a header with a column of 上年结转 is of both years,
// as is a column beside it of other money, and a note that explains the table limits nothing.
func TestTheYearOfATableIsToldByTheFiguresOfOthers(t *testing.T) {
	income := kind{"收入", "年部门收入总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		lines := []string{"一、一般公共预算", "二、政府性基金预算", "三、国有资本经营预算", "四、财政专户管理资金", "五、单位资金", "本年收入合计", "上年结转", "其中：一般公共预算", "收入总计"}
		var out [][]any
		for i, text := range lines {
			line := []any{text}
			if l != nil {
				of := []ask{now}
				switch {
				case i < 5:
					_, fund, _ := strings.Cut(text, "、")
					of = append(of, ask{"资金来源": fund})
				case i == 6:
					of = []ask{before}
				case i == 7:
					of = []ask{before, gp}
				case i == 8:
					of = nil
				}
				line = append(line, sum(l, of...))
			}
			out = append(out, line)
		}
		return out
	}, ""}
	labels := func(code, name string) []any { return []any{code, name} }
	list := func(line func(l *budget.Ledger, of ask) []any) func(l *budget.Ledger) [][]any {
		return func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, labels, func(of ask) []any { return line(l, of) })
		}
	}
	all := kind{"支出", "年部门支出总表", [][]any{{"科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", nil, nil}, {nil, nil, nil, nil, "小计", "本年安排", "上年结转"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3"}, list(func(l *budget.Ledger, of ask) []any {
		return []any{sum(l, of), sum(l, of, base), sum(l, of, proj), sum(l, of, proj, now), sum(l, of, proj, before)}
	}), "注：本表反映部门本年度各项支出情况。"}
	public := kind{"一般", "年一般公共预算支出表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, list(func(l *budget.Ledger, of ask) []any {
		return []any{sum(l, of, gp, now), sum(l, of, gp, now, base), sum(l, of, gp, now, proj)}
	}), ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	facts, made, _ := learnedWithout(t, []kind{income, all, public}, without(dir.ledger(t, yunchuanLast)), without(dir.ledger(t, yunchuanNext)))
	for _, f := range facts {
		said := f.Head == "项目支出/本年安排" || f.Head == "项目支出/上年结转"
		if year := f.Filter["资金年度"]; f.Place.Sheet == "支出" && (len(year) > 0) != said {
			t.Errorf("%s (%s) is of %v", f.Place, f.Head, year)
		}
	}
	if !strings.Contains(told(made), "照别的表上同样的数只取") {
		t.Error(told(made))
	}
	example := without(dir.ledger(t, yunchuanLast)) // without money of this fund from last year: its figures say nothing of years
	items := example.Tables["支出明细"]
	example.Tables["支出明细"] = items.Part(func(i int) bool {
		return items.Value(i, "资金年度") == "本年" || items.Value(i, "资金来源") != "一般公共预算"
	})
	public.lines = list(func(l *budget.Ledger, of ask) []any {
		return []any{sum(l, of, gp), sum(l, of, gp, base), sum(l, of, gp, proj)}
	})
	learnedWithout(t, []kind{income, all, public}, example, without(dir.ledger(t, yunchuanNext)))
}

// TestHeadersMayHaveTheirCodes reads [301]工资福利支出 as its code.
func TestHeadersMayHaveTheirCodes(t *testing.T) {
	table := kind{"支出", "年一般公共预算支出表（按经济分类）", [][]any{{"科目编码", "科目名称", "合计", "[301]工资福利支出", "302-商品和服务支出"}}, nil, func(l *budget.Ledger) [][]any {
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, ask{"部门经济科目编码": "301"}), sum(l, of, ask{"部门经济科目编码": "302"})}
		})
	}, ""}
	p := defaultPack(t)
	facts, _, err := published.Facts(p, book(t, []kind{table}, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2026))
	must(t, err)
	seen := map[string]bool{}
	for _, f := range facts {
		if f.Open != "" {
			t.Errorf("%s: %s", f.Place, f.Open)
		}
		seen[strings.Join(f.Filter["部门经济科目编码"], "")] = true
	}
	if !seen["301"] || !seen["302"] {
		t.Errorf("codes of the columns: %v", seen)
	}
}

func told(made *bind.Result) string {
	var out strings.Builder
	for _, e := range made.Left {
		out.WriteString(e.Place.String() + " " + e.Text + "\n")
	}
	return out.String()
}

// TestNumbersOfLinesAreNoPartsOfCodes binds a list that numbers its lines, of an example in which the one
// item, 2120104, is the fourth line.
func TestNumbersOfLinesAreNoPartsOfCodes(t *testing.T) {
	table := kind{"支出", "年支出预算表", [][]any{{"序号", "科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{1, nil, "合计"})
		}
		out := coded(l, func(code, name string) []any { return []any{nil, code, name} }, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
		for i := range out {
			out[i][0] = i + 1
		}
		return out
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	l := dir.ledger(t, "testdata/qingshan/甲录入.xlsx")
	items := l.Tables["支出明细"]
	l.Tables["支出明细"] = items.Part(func(i int) bool { return items.Value(i, "功能科目编码") == "2120104" })
	learned(t, []kind{table}, l, dir.ledger(t, yunchuanNext))
}

// TestADifferenceThatRoundingDoesNotExplainIsTold changes one figure of an example in 万元 by its last decimal: of a
// line, of a total that is the sum of no printed lines, and of one that a clerk made the sum of the rounded lines.
func TestADifferenceThatRoundingDoesNotExplainIsTold(t *testing.T) {
	p := defaultPack(t)
	table := ofTypes("支出", "年部门支出总表")
	in := func(l *budget.Ledger, change func(rows [][]any)) []byte {
		rounded := table
		rounded.lines = func(l *budget.Ledger) [][]any {
			out := table.lines(l)
			for _, row := range out {
				for j, v := range row {
					if x, ok := v.(float64); ok {
						row[j] = math.Round(x/100) / 100
					}
				}
			}
			change(out)
			return out
		}
		return said(t, book(t, []kind{rounded}, l, 2026), map[string]string{"支出!E2": "单位：万元"})
	}
	add := func(row int, more float64) func(rows [][]any) {
		return func(rows [][]any) { rows[row][2] = math.Round((rows[row][2].(float64)+more)*100) / 100 }
	}
	footed := func(rows [][]any) { // the total is that of the classes as they are printed
		for j := 2; j < len(rows[0]); j++ {
			all := 0.0
			for _, row := range rows[1:] {
				if len(row[0].(string)) == 3 {
					all += row[j].(float64)
				}
			}
			rows[0][j] = math.Round(all*100) / 100
		}
	}
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500044", "某市水务局 堤防 其他运转类 单位资金 120044", "某市水文站 监测 特定目标类 政府性基金预算 70044")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: said(t, book(t, []kind{table}, nil, 2026), map[string]string{"支出!E2": "单位：万元"}), Example: in(l, func([][]any) {}), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	now := loaded(t, made)
	spent := l.Tables["支出明细"]
	for _, code := range []string{"2110101", "2080501", "2120101"} { // 0.0044 of each is not printed
		spent.Append(0, projectOf(spent, code), []budget.Fen{12344 * 100, 0}[:len(spent.Measures)])
	}
	for _, x := range []struct {
		what   string
		change func(rows [][]any)
		wrong  int
	}{
		{"nothing", func([][]any) {}, 0},
		{"the total of the printed classes", footed, 0},
		{"more than that", func(rows [][]any) { footed(rows); add(0, -0.03)(rows) }, 1},
		{"a line by its last decimal", add(3, 0.01), 1},
		{"a class by its last decimal", add(1, 0.01), 1},
		{"the total by its last decimal", add(0, 0.01), 1},
		{"the total by three", add(0, 0.03), 1},
		{"a line with more decimals by the last of them", func(rows [][]any) { rows[3][2] = 1.2346 }, 1},
		{"a line with all its decimals", func(rows [][]any) { rows[3][2] = 1.2344 }, 0},
	} {
		proofs, err := bind.Prove(now, in(l, x.change), filled(t, now, l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
		must(t, err)
		if got := proofs[0].Wrong(); got != x.wrong {
			t.Errorf("%s: %d wrong\n%+v", x.what, got, proofs[0])
		}
	}
}

// projectOf is a record of a project of a code.
func projectOf(of *budget.Table, code string) []string {
	row := make([]string, len(of.Fields))
	for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": code, "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": "防汛", "资金来源": "一般公共预算", "资金年度": "本年"} {
		row[of.Field(field)] = text
	}
	return row
}
