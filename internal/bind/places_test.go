package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestLinesThatShowHowRecordsAreWrittenAreNoLinesOfTheForm binds forms whose first lines are samples
// of what the department lists, of which the example has some: 基本工资 before …….
func TestLinesThatShowHowRecordsAreWrittenAreNoLinesOfTheForm(t *testing.T) {
	items := func(l *budget.Ledger, of ask, digits string) [][]string {
		keys := keysOf(l, base, "部门经济科目编码/"+digits)
		slices.SortFunc(keys, slices.Compare)
		return slices.DeleteFunc(keys, func(k []string) bool { return sum(l, base, of, ask{"部门经济科目编码": k[0]}) == 0 })
	}
	named := kind{"基本支出", "年基本支出预算表", [][]any{{"经济科目", "合计", "其中：一般公共预算", "备注"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return [][]any{{"总计"}, {"一、人员支出"}, {"    基本工资"}, {"    ……"}, {"二、公用支出"}, {"    办公费"}, {"    ……"}}
		}
		line := func(name string, of ask) []any { return []any{name, sum(l, base, of), sum(l, base, of, gp)} }
		out := [][]any{line("总计", nil)}
		for _, head := range [][2]string{{"一、人员支出", "人员经费"}, {"二、公用支出", "公用经费"}} {
			of := ask{"支出类型": head[1]}
			out = append(out, line(head[0], of))
			for _, k := range items(l, of, "5") {
				out = append(out, []any{"    " + l.Codes["部门经济科目"].NameOf(k[0]), sum(l, of, ask{"部门经济科目编码": k[0]}), sum(l, of, gp, ask{"部门经济科目编码": k[0]})})
			}
		}
		return out
	}, ""}
	coded := kind{"经济分类", "年一般公共预算基本支出表", [][]any{{"类", "款", "科目名称", "合计", "人员经费", "公用经费"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, nil, "合计"}, []any{"301", nil, "工资福利支出"}, []any{"301", "01", "基本工资"}, []any{"……"})
		}
		line := func(code string, of ask) []any {
			first := []any{nil, nil, "合计"}
			if code != "" {
				first = []any{code[:3], code[3:], l.Codes["部门经济科目"].NameOf(code)}
			}
			return append(first, sum(l, base, gp, of), sum(l, gp, of, ask{"支出类型": "人员经费"}), sum(l, gp, of, ask{"支出类型": "公用经费"}))
		}
		out := [][]any{line("", nil)}
		for _, class := range items(l, gp, "3") {
			out = append(out, line(class[0], ask{"部门经济科目编码": class[0]}))
			for _, k := range items(l, gp, "5") {
				if strings.HasPrefix(k[0], class[0]) {
					out = append(out, line(k[0], ask{"部门经济科目编码": k[0]}))
				}
			}
		}
		return out
	}, ""}
	learnedFrom(t, []kind{named, coded}, yunchuanLast, yunchuanNext)
}

// TestATableThatTheExampleLeavesEmptyTakesNothingThatItsItemsHave binds the list of what is bought,
// which the words of its headers would fill with all money of the department.
func TestATableThatTheExampleLeavesEmptyTakesNothingThatItsItemsHave(t *testing.T) {
	line := func(l *budget.Ledger, of ask) []any { return []any{sum(l, proj, of), sum(l, proj, of, gp)} }
	heads := [][]any{{"单位名称", "合计", "一般公共预算"}}
	full := kind{"项目", "年项目支出预算表", heads, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return line(l, of) })
	}, ""}
	empty := kind{"采购", "年政府采购预算表", heads, nil, func(*budget.Ledger) [][]any { return blankLines() }, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	kinds := []kind{full, empty}
	form := book(t, kinds, nil, 2026)
	kinds[0].foot, kinds[1].foot = "注：本部门没有基本建设支出。", "注：本部门没有政府采购支出。" // of a table with figures it is no note of an empty one
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: book(t, kinds, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if want := "采购!A1 范例的表下面有“注:本部门没有政府采购支出。”，官方表上没有，没有写。这张表没有写标签，要印的，在表下面写“注：本部门没有政府采购支出。”，每个部门都印"; strings.Count(told(made), "范例的表下面有") != 1 || !strings.Contains(told(made), want) {
		t.Error(told(made))
	}
	if !strings.Contains(told(made), "不知道取的是哪些明细") || slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Sheet == "采购" && e.Place.Cell != "A1" }) {
		t.Error(told(made), made.Written)
	}
}

// TestANoteBelowGoalsThatNobodyHasIsTold binds a sheet of goals that is bound as no table, and that the example leaves
// empty but for a note.
func TestANoteBelowGoalsThatNobodyHasIsTold(t *testing.T) {
	full := kind{"项目", "年项目支出预算表", [][]any{{"单位名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return []any{sum(l, proj, of)} })
	}, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	with := func(l *budget.Ledger, name string, below ...[]any) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{full}, l, 2026)))
		must(t, err)
		addSheet(t, f, "转移", []string{"A1:F1", "A2:C2"}, append([][]any{{"对下转移支付绩效目标表"}, {"单位名称：" + name},
			{"单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}, {"1", "2", "3", "4", "5", "6"}}, below...)...)
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: with(nil, ""),
		Example: with(l, l.Info["部门名称"], nil, nil, []any{"备注：2025年无对下转移支付预算，本表无数据。"}), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if want := "在表下面写“备注：{{年度}}年无对下转移支付预算，本表无数据。”"; !strings.Contains(told(made), want) {
		t.Errorf("%s is not told:\n%s", want, told(made))
	}
}

// TestATableThatTheExampleLeavesEmptyHasTheRowsOfItsOwnTitle binds a list without lines, whose headers are
// those of a list that says by its title alone that its rows are 政府预算经济分类.
func TestATableThatTheExampleLeavesEmptyHasTheRowsOfItsOwnTitle(t *testing.T) {
	heads := [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}
	list := func(fund, field, codes string, digits []int) func(l *budget.Ledger) [][]any {
		return func(l *budget.Ledger) [][]any {
			of := ask{"资金来源": fund}
			if l == nil || sum(l, of) == 0 {
				return blankLines([]any{"合计"})
			}
			line := func(code, name string, of ask) []any {
				return []any{code, name, sum(l, of), sum(l, of, base), sum(l, of, proj)}
			}
			return append([][]any{line("合计", "", of)}, tree(l, of, field, codes, digits, line)...)
		}
	}
	const fund = "政府性基金预算"
	kinds := []kind{{"经济", "年一般公共预算支出情况表（按政府预算经济分类）", heads, nil, list("一般公共预算", "政府经济科目编码", "政府经济科目", []int{3, 5}), ""},
		{"基金", "年政府性基金预算支出情况表", heads, nil, list(fund, "功能科目编码", "功能科目", []int{3, 5, 7}), ""}}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	example := dir.ledger(t, yunchuanLast)
	items := example.Tables["支出明细"]
	example.Tables["支出明细"] = items.Part(func(i int) bool { return items.Value(i, "资金来源") != fund })
	learned(t, kinds, example, dir.ledger(t, yunchuanNext))
}

// TestTheDepartmentWithItsCodeInOneCellIsNoClass binds units whose codes stand before their names, below
// the department, whose code is that of a class and whose name that of its first unit.
func TestTheDepartmentWithItsCodeInOneCellIsNoClass(t *testing.T) {
	table := kind{"收入", "年部门收入表", [][]any{{"单位名称", "合计", "本年收入", "上年结转"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"}, []any{"***-***"}, []any{"******-***"})
		}
		line := func(name string, of ask) []any { return []any{name, sum(l, of), sum(l, of, now), sum(l, of, before)} }
		out := [][]any{line("合计", nil), line(l.Info["部门代码"]+"-"+l.Info["部门名称"], nil)}
		for _, u := range keysOf(l, nil, "单位代码", "单位") {
			out = append(out, line("  "+u[0]+"-"+u[1], ask{"单位": u[1]}))
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	last.Info["部门代码"], next.Info["部门代码"] = "210", "207"
	last.Info["部门名称"], next.Info["部门名称"] = keysOf(last, nil, "单位")[0][0], keysOf(next, nil, "单位")[0][0]
	learned(t, []kind{table}, last, next)
}

// TestWhatAllLinesSayTellsThemNotApart binds lines of two years, each of which begins with 合计, and
// of a difference of which one of the two figures is always zero.
func TestWhatAllLinesSayTellsThemNotApart(t *testing.T) {
	years := kind{"三公", "年“三公”经费预算表", [][]any{{"预算单位", "年度", "公务接待费", "公务用车运行维护费"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"合计", "2025年"}, {"合计", "2026年"}}
		if l != nil {
			a, b := ask{"部门经济科目编码": "30217"}, ask{"部门经济科目编码": "30231"}
			out[0], out[1] = append(out[0], sumOf(l, gp, a), sumOf(l, gp, b)), append(out[1], sum(l, gp, a), sum(l, gp, b))
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := remembering(without(dir.ledger(t, yunchuanLast)), dir.ledger(t, yunchuanNext)), remembering(without(dir.ledger(t, yunchuanNext)), dir.ledger(t, yunchuanLast))
	last.Info["预算年度"], next.Info["预算年度"] = "2026", "2026"
	learned(t, []kind{years}, last, next)
}

// TestADifferenceMayHaveOneFigureWhereItsHeaderSaysSo binds 比上年增减 of lines of which the example
// shows either last year's figure or this year's.
func TestADifferenceMayHaveOneFigureWhereItsHeaderSaysSo(t *testing.T) {
	table := kind{"三公", "年有关经费表", [][]any{{"项目", "2025年", "2026年", "比上年增减"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"公务接待费"}, {"公务用车运行维护费"}, {"合计"}}
		if l != nil {
			for i, codes := range []string{"30217", "30231", "30217、30231"} {
				of := ask{"部门经济科目编码": codes}
				out[i] = append(out[i], sumOf(l, of), sum(l, of), sum(l, of)-sumOf(l, of))
			}
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	only := func(name, econ, other string) *budget.Ledger { // of the two the one this year, the other last year
		l, past := without(dir.ledger(t, name)), dir.ledger(t, name)
		l.Info["预算年度"] = "2026"
		for at, drop := range map[*budget.Ledger]string{l: other, past: econ} {
			items := at.Tables["支出明细"]
			at.Tables["支出明细"] = items.Part(func(i int) bool {
				return items.Value(i, "部门经济科目编码") != drop && items.Value(i, "资金年度") == "本年" && slices.Contains([]string{"一般公共预算", "政府性基金预算"}, items.Value(i, "资金来源"))
			})
		}
		return remembering(l, past)
	}
	learned(t, []kind{table}, only(yunchuanLast, "30217", "30231"), only(yunchuanNext, "30231", "30217"))
}

// TestColumnsBelowAHeaderOfChangesAreThoseOfTheTwoYears binds columns below 增减变化情况, which have the
// headers of those below the two years, by an example without changes and with none of the others.
func TestColumnsBelowAHeaderOfChangesAreThoseOfTheTwoYears(t *testing.T) {
	codes := []string{"30212、30217、30231、31013、30913", "30217", "30231"}
	names := []any{"合计", "公务接待费", "公务用车运行维护费"}
	table := kind{"三公", "年一般公共预算“三公”经费表", [][]any{{"单位名称", "2025年", nil, nil, "2026年", nil, nil, "增减变化情况", nil, nil}, slices.Concat([]any{nil}, names, names, names)}, []string{"A3:A4", "B3:D3", "E3:G3", "H3:J3"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) (out []any) {
			for part := range 3 {
				for _, econ := range codes {
					econ := ask{"部门经济科目编码": econ}
					was, is := sumOf(l, gp, of, econ), sum(l, gp, of, econ)
					out = append(out, []any{was, is, is - was}[part])
				}
			}
			return out
		})
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	year := func(name, dropped string) *budget.Ledger {
		past := dir.ledger(t, name)
		items := past.Tables["支出明细"]
		past.Tables["支出明细"] = items.Part(func(i int) bool { return items.Value(i, "部门经济科目编码") != dropped })
		l := remembering(without(dir.ledger(t, name)), past)
		l.Info["预算年度"] = "2026"
		return l
	}
	learned(t, []kind{table}, year(yunchuanLast, ""), year(yunchuanNext, "30217"))
}

// TestTotalsOfTwoYearsAreNoRule binds two sides of which each has a column of either year: these stand
// as tags in the template, and a rule would find two columns where it wants one.
func TestTotalsOfTwoYearsAreNoRule(t *testing.T) {
	p := defaultPack(t)
	table := kind{"收支", "年收支总表", [][]any{{"收入", nil, nil, "支出", nil, nil}, {"项目", "2025年", "2026年", "项目", "2025年", "2026年"}}, []string{"A3:C3", "D3:F3"}, func(l *budget.Ledger) (out [][]any) {
		line := func(in, name string, from, of ask) {
			x := []any{in, nil, nil, name}
			if l != nil {
				x = []any{in, nil, nil, name, sumOf(l, of), sum(l, of)}
				if in != "" {
					x[1], x[2] = sumOf(l, from), sum(l, from)
				}
			}
			out = append(out, x)
		}
		for i, class := range strings.Fields("201 204 205 206 207 208 210 211 212 213 215 216 220 221 223 224 229") {
			in, of := "", ask(nil)
			if i < 2 {
				in, of = []string{"一般公共预算", "其他资金"}[i], []ask{gp, {"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"}}[i]
			}
			line(in, p.Codes["功能科目"].NameOf(class), of, ask{"功能科目编码": class})
		}
		line("收入总计", "支出总计", nil, nil)
		return out
	}, ""}
	dir := bureau{"testdata", "testdata", p}
	last, next := remembering(without(dir.ledger(t, yunchuanLast)), dir.ledger(t, yunchuanNext)), remembering(without(dir.ledger(t, yunchuanNext)), dir.ledger(t, yunchuanLast))
	last.Info["预算年度"], next.Info["预算年度"] = "2026", "2026"
	kinds := []kind{table}
	learned(t, kinds, last, next)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if _, _, err := tables.Rules(loaded(t, made)); err != nil {
		t.Error(err)
	}
}

// TestOwnersOverLinesMayShowNoFigures binds the projects of units, whose names stand over them alone.
func TestOwnersOverLinesMayShowNoFigures(t *testing.T) {
	table := kind{"项目", "年项目支出表", [][]any{{"项目名称", "合计", "一般公共预算", "单位资金"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return append(blankLines([]any{"XX单位"}, []any{"  XX项目"}), []any{"合计"})
		}
		line := func(name string, of ask) []any {
			return []any{name, sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, ask{"资金来源": "单位资金"})}
		}
		var out [][]any
		for _, u := range keysOf(l, proj, "单位") {
			out = append(out, []any{u[0]})
			for _, k := range keysOf(l, ask{"支出类型": "项目支出", "单位": u[0]}, "项目名称") {
				out = append(out, line("  "+k[0], ask{"单位": u[0], "项目名称": k[0]}))
			}
		}
		return append(out, line("合计", nil))
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestTheEndOfACodeStandsBeforeItsName binds columns of 类, 款 and 项 in which each line shows the end
// of its code with its name: 208 社会保障和就业支出, 05 行政事业单位养老支出.
func TestTheEndOfACodeStandsBeforeItsName(t *testing.T) {
	table := kind{"支出", "年支出预算表", [][]any{{"类", "款", "项", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"}, []any{"201 一般公共服务支出"}, []any{nil, "01 人大事务"}, []any{nil, nil, "01 行政运行"})
		}
		return coded(l, func(code, name string) []any {
			out := []any{nil, nil, nil}
			switch len(code) {
			case 0:
				out[0] = name
			case 3:
				out[0] = code + " " + name
			default:
				out[len(code)/2-1] = code[len(code)-2:] + " " + name
			}
			return out
		}, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
	p, made := aloneFrom(t, table)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2025) {
		if proof.Wrong() > 0 || proof.Right < 20 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
}

// oneAboveTheOther are tables whose totals add subtotals, or are those of one side of two that stand one
// above the other.
func oneAboveTheOther() []kind {
	fiscal := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	halves := kind{"结构", "年支出结构表", [][]any{{"类别", "项目", "预算数"}}, []string{"A4:A7", "A8:A11", "A12:B12"}, func(l *budget.Ledger) [][]any {
		var out [][]any
		for _, of := range []struct {
			name string
			ask
		}{{"基本支出", base}, {"项目支出", proj}} {
			for _, e := range [][2]string{{"工资福利支出", "301"}, {"商品和服务支出", "302"}, {"对个人和家庭的补助", "303"}, {"小计", "301、302、303"}} {
				line := []any{nil, e[0], nil}
				if e[1] == "301" {
					line[0] = of.name
				}
				if l != nil {
					line[2] = sum(l, of.ask, ask{"部门经济科目编码": e[1]})
				}
				out = append(out, line)
			}
		}
		total := []any{"支出总计", nil, nil}
		if l != nil {
			total[2] = sum(l, ask{"部门经济科目编码": "301、302、303"})
		}
		return append(out, total)
	}, ""}
	sides := kind{"收支", "年财政拨款收支总表", [][]any{{"项目", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、本年收入"}, {"二、上年结转"}, {"收入总计"}, {"一、基本支出"}, {"二、项目支出"}, {"支出总计"}}
		if l != nil {
			for i, of := range []ask{now, before, nil, base, proj, nil} {
				out[i] = append(out[i], sum(l, fiscal, of))
			}
		}
		return out
	}, ""}
	return []kind{halves, sides}
}

// TestTotalsOfPartsAndOfSides binds them by an example and alone.
func TestTotalsOfPartsAndOfSides(t *testing.T) {
	kinds := oneAboveTheOther()
	learnedFrom(t, kinds, yunchuanLast, yunchuanNext)
	p, made := aloneFrom(t, kinds...)
	for _, proof := range proven(t, p, loaded(t, made), kinds, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2025) {
		if proof.Wrong() > 0 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestWhatLimitsOneSideLimitsNotTheOther binds funds of this year beside 上年结转, and below them what
// is spent, also of what was carried over.
func TestWhatLimitsOneSideLimitsNotTheOther(t *testing.T) {
	table := kind{"收支", "年部门收支预算表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		names := []string{"收入合计", "  一般公共预算", "  政府性基金预算", "  国有资本经营预算", "  财政专户管理资金", "  单位资金", "  上年结转", "支出合计", "  人员经费", "  公用经费", "  项目支出"}
		var out [][]any
		for i, name := range names {
			line := []any{name}
			if l != nil {
				of := []ask{nil, before, nil, {"支出类型": "人员经费"}, {"支出类型": "公用经费"}, proj}
				if i >= 1 && i <= 5 {
					line = append(line, sum(l, now, ask{"资金来源": strings.TrimSpace(name)}))
				} else {
					line = append(line, sum(l, of[max(i-5, 0)]))
				}
			}
			out = append(out, line)
		}
		return out
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
	p, made := aloneFrom(t, table)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2025) {
		if proof.Wrong() > 0 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestUnitsWithTheirCodesBelowTheDepartmentAreRebuilt reads units whose codes stand before their names,
// indented below the department, which no title names.
func TestUnitsWithTheirCodesBelowTheDepartmentAreRebuilt(t *testing.T) {
	table := kind{"支出", "年部门支出总表", [][]any{{"单位名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"XX局"}, []any{"  ******XX单位"})
		}
		line := func(name string, of ask) []any { return []any{name, sum(l, of), sum(l, of, base), sum(l, of, proj)} }
		out := [][]any{line(l.Info["部门名称"], nil)}
		for _, u := range keysOf(l, nil, "单位代码", "单位") {
			out = append(out, line("  "+u[0]+u[1], ask{"单位": u[1]}))
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last := dir.ledger(t, yunchuanLast)
	last.Info["部门名称"] = "云川市卫生系统"
	facts, info, err := published.Facts(p, book(t, []kind{table}, last, 2025))
	must(t, err)
	rebuilt, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	units := rebuilt.Ledger.Tables["单位"]
	var got, want [][]string
	for i := range units.Len() {
		got = append(got, []string{units.Value(i, "单位代码"), units.Value(i, "单位名称")})
	}
	for _, u := range keysOf(last, nil, "单位代码", "单位") {
		if want = append(want, u); !slices.ContainsFunc(got, func(o []string) bool { return slices.Equal(o, u) }) {
			t.Errorf("%v is not among %v", u, got)
		}
	}
	if len(got) != len(want) {
		t.Errorf("units %v", got)
	}
}

// TestAFormMayStandElsewhereThanTheExample binds forms that stand a row lower and a column further than
// last year's tables, as where a bureau writes 附件1 above: the same tags stand in the same places.
func TestAFormMayStandElsewhereThanTheExample(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	l := sampleLedger(t, whole)
	requests := map[string]bind.Request{
		"cards":   {Form: cards(t, nil, 2026, true, 0), Example: cards(t, l, 2026, true, 1)},
		"whole":   {Form: wholeCards(t, nil, ""), Example: wholeCards(t, l, l.Info["部门名称"])},
		"goals":   {Form: goals(t, nil), Example: goals(t, l)},
		"rosters": {Form: sheetsOf(t, nil), Example: sheetsOf(t, l), Whole: &bind.Whole{Pack: whole, Ledger: l}},
		"rebuilt": {Form: sheetsOf(t, nil), Example: sheetsOf(t, l), Whole: &bind.Whole{Pack: whole, Ledger: &budget.Ledger{Info: l.Info, Codes: l.Codes}}, Slack: 1},
	}
	for name, r := range requests {
		r.Pack, r.Known, r.Name, r.Ledger, r.Views = p, known(t, p), "官方表.xlsx", l, tables.Views(p, l)
		requests[name] = r
	}
	shapes, err := filepath.Glob("testdata/shapes/*")
	must(t, err)
	for _, dir := range proof.Some(shapes) {
		requests[filepath.Base(dir)], _ = bureau{dir, ledgersOf(dir), p}.bound(t)
	}
	for _, name := range slices.Sorted(maps.Keys(requests)) {
		t.Run(name, func(t *testing.T) {
			r := requests[name]
			made, err := bind.Workbook(r)
			must(t, err)
			was := shown(t, made.Book)
			r.Form = lower(t, r.Form)
			made, err = bind.Workbook(r)
			must(t, err)
			for sheet, rows := range shown(t, made.Book) {
				for i, row := range was[sheet] {
					if got := at(rows, i+1); fmt.Sprint(got) != fmt.Sprint(append([]string{""}, row...)) && len(row) > 0 {
						t.Fatalf("%s row %d: %q, not %q\n%s", sheet, i+1, got, row, told(made))
					}
				}
			}
		})
	}
}

// lower is a workbook whose sheets have one more row and column before all others.
func lower(t *testing.T, book []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	for _, sheet := range f.GetSheetList() {
		must(t, f.InsertRows(sheet, 1, 1))
		must(t, f.InsertCols(sheet, "A", 1))
		must(t, f.SetCellStr(sheet, "A1", "附件1"))
	}
	return saved(t, f)
}

// TestColumnsThatPrintTheSameAreTold binds a table whose upper headers are not merged over their columns:
// of two columns of the same header one has no figure, so nothing says that it is of what was carried over.
func TestColumnsThatPrintTheSameAreTold(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	fund, capital := ask{"资金来源": "政府性基金预算"}, ask{"资金来源": "国有资本经营预算"}
	heads := [][]any{{"单位名称", "合计", "本年收入", nil, nil, "上年结转", nil}, {nil, nil, "一般公共预算", "政府性基金预算", "国有资本经营预算", "政府性基金预算", "国有资本经营预算"}}
	lines := func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		return byUnit(l, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, now, gp), sum(l, of, now, fund), sum(l, of, now, capital), sum(l, of, before, fund), sum(l, of, before, capital)}
		})
	}
	for _, merged := range [][]string{nil, {"C3:E3", "F3:G3"}} {
		kinds := []kind{{"收入", "年部门收入总表", heads, merged, lines, ""}}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: book(t, kinds, nil, 2026), Example: book(t, kinds, l, 2025)})
		must(t, err)
		if said := strings.Contains(told(made), "有两列（另一列是"); said != (merged == nil) {
			t.Errorf("merged: %v\n%v\n%s", merged, shown(t, made.Book), told(made))
		}
	}
}
