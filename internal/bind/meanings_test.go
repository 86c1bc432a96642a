package bind_test

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/published"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

const (
	yunchuanLast = "testdata/yunchuan/去年录入.xlsx"
	yunchuanNext = "testdata/yunchuan/甲录入.xlsx"
)

var twoFunds = ask{"资金来源": "一般公共预算、政府性基金预算"}

// byUnit are the lines of a list of units with a total on top.
func byUnit(l *budget.Ledger, line func(of ask) []any) [][]any {
	if l == nil {
		return blankLines([]any{"合计"})
	}
	out := [][]any{append([]any{"合计"}, line(nil)...)}
	for _, k := range keysOf(l, nil, "单位") {
		out = append(out, append([]any{k[0]}, line(ask{"单位": k[0]})...))
	}
	return out
}

// TestANameOfSeveralMeaningsIsTheFundThatItsFiguresAre binds 事业收入, which is 财政专户管理资金 here
// though the pack takes it for 单位资金, beside 其他收入, in columns and in lines.
func TestANameOfSeveralMeaningsIsTheFundThatItsFiguresAre(t *testing.T) {
	cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	special, own := ask{"资金来源": "财政专户管理资金"}, ask{"资金来源": "单位资金"}
	columns := kind{"收入", "年部门收入总表", [][]any{{"单位名称", "合计", "财政拨款收入", "事业收入", "其他收入"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, cz), sum(l, of, special), sum(l, of, own)}
		})
	}, ""}
	lines := kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、财政拨款收入", nil, "一、基本支出"}, {"二、事业收入", nil, "二、项目支出"}, {"三、其他收入"}, {"收入总计", nil, "支出总计"}}
		if l == nil {
			return out
		}
		return [][]any{{"一、财政拨款收入", sum(l, cz), "一、基本支出", sum(l, base)}, {"二、事业收入", sum(l, special), "二、项目支出", sum(l, proj)}, {"三、其他收入", sum(l, own)}, {"收入总计", sum(l), "支出总计", sum(l)}}
	}, ""}
	learnedFrom(t, []kind{columns, lines}, yunchuanLast, yunchuanNext)
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing) // without either fund
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{columns, lines}, nil, 2026), Example: book(t, []kind{columns, lines}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	for _, sheet := range []string{"收入", "收支"} {
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return e.Place.Sheet == sheet && strings.Contains(e.Text, "也可能是别的")
		}) {
			t.Errorf("%s: nobody is told that 事业收入 may mean another fund: %v", sheet, made.Left)
		}
	}
}

// TestATotalTakesNoMoreThanTheColumnsBesideItPrint binds 合计 of a table about 财政拨款 that has
// columns of two funds, by an example with money of the third: its codes have no line.
func TestATotalTakesNoMoreThanTheColumnsBesideItPrint(t *testing.T) {
	fund, other := ask{"资金来源": "一般公共预算"}, ask{"资金来源": "政府性基金预算"}
	columns := kind{"单位", "年财政拨款支出表", [][]any{{"单位名称", "合计", "一般公共预算", "政府性基金预算"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			return []any{sum(l, of, twoFunds), sum(l, of, fund), sum(l, of, other)}
		})
	}, ""}
	classes := kind{"类", "年财政拨款支出按类表", [][]any{{"项目", "合计", "一般公共预算", "政府性基金预算"}}, nil, func(l *budget.Ledger) [][]any {
		var out [][]any
		for _, c := range [][2]string{{"205", "一、教育支出"}, {"207", "二、文化旅游体育与传媒支出"}, {"208", "三、社会保障和就业支出"}, {"210", "四、卫生健康支出"}, {"212", "五、城乡社区支出"}, {"221", "六、住房保障支出"}, {"229", "七、其他支出"}, {"", "支出总计"}} {
			line := []any{c[1]}
			if l != nil {
				of := ask{"功能科目编码": c[0]}
				line = append(line, sum(l, of, twoFunds), sum(l, of, fund), sum(l, of, other))
			}
			out = append(out, line)
		}
		return out
	}, ""}
	learnedFrom(t, []kind{columns, classes}, yunchuanNext, yunchuanLast)
	learnedFrom(t, []kind{columns, classes}, yunchuanNext, yunchuanNext)
	learnedFrom(t, []kind{columns, classes}, yunchuanLast, yunchuanNext) // in which nothing but the columns says it
}

// TestASubtotalBelowAHeaderIsTheSumOfItsColumns binds 小计 below a header that only says whose money it
// is, by an example with money of a fund that has no column.
func TestASubtotalBelowAHeaderIsTheSumOfItsColumns(t *testing.T) {
	other := ask{"资金来源": "政府性基金预算"}
	table := kind{"支出", "年财政拨款支出预算表", [][]any{{"单位名称", "总计", "本级当年安排", nil, nil, nil, "上年结转安排", nil, nil}, {nil, nil, "小计", "一般公共预算拨款", nil, "政府性基金安排", "合计", "一般公共预算拨款", "政府性基金安排"}, {nil, nil, nil, "基本支出", "项目支出"}},
		[]string{"A3:A5", "B3:B5", "C3:F3", "C4:C5", "D4:E4", "F4:F5", "G3:I3", "G4:G5", "H4:H5", "I4:I5"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any {
				return []any{sum(l, of, twoFunds), sum(l, of, twoFunds, now), sum(l, of, gp, now, base), sum(l, of, gp, now, proj), sum(l, of, other, now), sum(l, of, twoFunds, before), sum(l, of, gp, before), sum(l, of, other, before)}
			})
		}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
	table.heads[0][2] = "本级当年财政拨款安排" // which says of the fund without a column that it is in
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestASubtotalBelowTheNameOfCodesIsTheSumOfItsColumns binds 小计 below headers that are called as codes and
// do not say what stands below them: 工资津补贴 without 绩效工资, which has a column below 其他工资福利支出.
func TestASubtotalBelowTheNameOfCodesIsTheSumOfItsColumns(t *testing.T) {
	parts := [][]string{{"30101", "30102", "30103"}, {"30106", "30107", "30199"}}
	table := kind{"工资", "年基本支出工资福利表", [][]any{{"单位名称", "工资津补贴", nil, nil, nil, "其他工资福利支出", nil, nil, nil}, {nil, "小计", "基本工资", "津贴补贴", "奖金", "小计", "伙食补助费", "绩效工资", "其他工资福利支出"}},
		[]string{"A3:A4", "B3:E3", "F3:I3"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) (out []any) {
				for _, codes := range parts {
					out = append(out, sum(l, of, base, ask{"部门经济科目编码": strings.Join(codes, "、")}))
					for _, code := range codes {
						out = append(out, sum(l, of, base, ask{"部门经济科目编码": code}))
					}
				}
				return out
			})
		}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestTheRestBesideOneFundIsAllOthers binds 其他资金安排 beside a column of one fund.
func TestTheRestBesideOneFundIsAllOthers(t *testing.T) {
	rest := ask{"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"}
	table := kind{"支出", "年部门支出表", [][]any{{"单位名称", "总计", "人员支出", "公用支出", "项目支出", "一般公共预算安排", "其他资金安排"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, ask{"支出类型": "人员经费"}), sum(l, of, ask{"支出类型": "公用经费"}), sum(l, of, proj), sum(l, of, gp), sum(l, of, rest)}
		})
	}, ""}
	other := kind{"又一张", "年部门支出资金表", [][]any{{"单位名称", "合计", "一般公共预算", "其他各项资金"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, gp), sum(l, of, rest)} })
	}, ""}
	learnedFrom(t, []kind{table, other}, carriesNothing, yunchuanNext) // which has money of one fund alone
}

// TestTheRestBesideNamesOfTwoListsIsOfOneList binds 其他 beside classes of 政府经济科目, one of which is
// called as one of 部门经济科目, where the example has nothing else.
func TestTheRestBesideNamesOfTwoListsIsOfOneList(t *testing.T) {
	table := kind{"项目", "年项目支出表", [][]any{{"单位名称", "合计", "政府预算支出经济分类", nil, nil, nil, nil, nil}, {nil, nil, "机关商品和服务支出", "机关资本性支出（一）", "对事业单位经常性补助", "对事业单位资本性补助", "对个人和家庭的补助", "其他"}}, []string{"A3:A4", "B3:B4", "C3:H3"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			out := []any{sum(l, of, proj)}
			for _, codes := range []string{"502", "503", "505", "506", "509", "501、504、507、508、510、511、512、513、514、599"} {
				out = append(out, sum(l, of, proj, ask{"政府经济科目编码": codes}))
			}
			return out
		})
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	items := last.Tables["支出明细"]
	last.Tables["支出明细"] = items.Part(func(i int) bool {
		gov := items.Value(i, "政府经济科目编码")
		return slices.Contains([]string{"502", "503", "505", "506", "509"}, gov[:3]) || items.Value(i, "支出类型") != "项目支出"
	})
	learned(t, []kind{table}, last, next)
}

// TestTheCodeOfTheDepartmentMayBeThatOfAClass binds a list whose lines begin with the department,
// whose code is that of a class too.
func TestTheCodeOfTheDepartmentMayBeThatOfAClass(t *testing.T) {
	table := kind{"支出", "年部门支出表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		line := func(code, name any, of ask) []any {
			return []any{code, name, sum(l, of), sum(l, of, base), sum(l, of, proj)}
		}
		out := [][]any{line(nil, "合计", nil), line(l.Info["部门代码"], l.Info["部门名称"], nil)}
		for _, u := range keysOf(l, nil, "单位代码", "单位") {
			of := ask{"单位": u[1]}
			out = append(out, line(" "+u[0], " "+u[1], of))
			for _, digits := range []string{"3", "5", "7"} {
				for _, k := range keysOf(l, of, "功能科目编码/"+digits) {
					out = append(out, line(k[0], l.Codes["功能科目"].NameOf(k[0]), ask{"单位": u[1], "功能科目编码": k[0]}))
				}
			}
			lines := out[len(out)-len(keysOf(l, of, "功能科目编码/3"))-len(keysOf(l, of, "功能科目编码/5"))-len(keysOf(l, of, "功能科目编码/7")):]
			slices.SortFunc(lines, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	last.Info["部门代码"], next.Info["部门代码"] = "210", "207"
	proofs := learnedBy(t, []kind{table}, bind.Request{Ledger: last}, next)
	if proofs[0].Wrong() > 0 || proofs[0].Right < 20 {
		t.Errorf("%+v", proofs[0])
	}
}

// learnedBy binds tables by an example of a request's ledger and compares what is filled of another
// one with the tables of that.
func learnedBy(t *testing.T, kinds []kind, r bind.Request, l *budget.Ledger) []bind.Proof {
	t.Helper()
	p := defaultPack(t)
	if r.Example == nil {
		r.Example = book(t, kinds, r.Ledger, 2026)
	}
	r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", book(t, kinds, nil, 2026), tables.Views(p, r.Ledger)
	made, err := bind.Workbook(r)
	must(t, err)
	learned := loaded(t, made)
	proofs, err := bind.Prove(learned, book(t, kinds, l, 2026), filled(t, learned, l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
	must(t, err)
	if t.Failed() {
		t.Log(shown(t, made.Book), made.Left)
	}
	return proofs
}

// TestTablesThatARebuiltLedgerDoesNotShowAreBoundByTheirWords gives an example the items of another
// department, as if they had been rebuilt badly: what the tables say is bound all the same, and told.
func TestTablesThatARebuiltLedgerDoesNotShowAreBoundByTheirWords(t *testing.T) {
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	kinds := []kind{{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、一般公共预算", nil, "一、基本支出"}, {"二、政府性基金预算", nil, "二、项目支出"}, {"三、国有资本经营预算"}, {"四、财政专户管理资金"}, {"五、单位资金"}, {"六、上年结转"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			for i, fund := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
				out[i] = append([]any{out[i][0], sum(l, now, ask{"资金来源": fund})}, out[i][min(2, len(out[i])):]...)
			}
			out[0], out[1], out[5] = append(out[0], sum(l, base)), append(out[1], sum(l, proj)), append(out[5], sum(l, before))
			out[6] = []any{"收入总计", sum(l), "支出总计", sum(l)}
		}
		return out
	}, ""}, fundsAndCarried()}
	r := bind.Request{Ledger: next, Example: book(t, kinds, last, 2026)}
	if proofs := learnedBy(t, kinds, r, last); proofs[0].Right > 0 {
		t.Errorf("an input workbook that disagrees with the example decides: %+v", proofs[0])
	}
	r.Slack = 1
	for _, proof := range learnedBy(t, kinds, r, last) {
		if proof.Wrong() > 0 || proof.Right < 8 {
			t.Errorf("%+v", proof)
		}
	}
}

// TestColumnsOfLinesBesideWhatWasCarriedOverAreThisYears binds lines with columns of funds beside 上年结转, by
// an example in which only one fund carried money over, and 其中：财政拨款 of one of the funds that are it.
func TestColumnsOfLinesBesideWhatWasCarriedOverAreThisYears(t *testing.T) {
	funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}
	table := kind{"收支", "年部门收支总体情况表", [][]any{{"收入", nil, "支出", nil, nil, nil, nil, nil, nil, nil}, {"项目", "金额", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金", "上年结转结余"}}, []string{"A3:B3", "C3:J3"}, func(l *budget.Ledger) [][]any {
		left := []string{"一、一般公共预算", "其中：财政拨款", "二、政府性基金预算", "三、国有资本经营预算", "四、财政专户管理资金", "五、单位资金", "本年收入合计", "上年结转结余", "收入总计"}
		right := []any{"一、基本支出", "1、人员经费", "2、公用经费", "二、项目支出", nil, nil, "本年支出合计", nil, "支出总计"}
		var out [][]any
		for i := range left {
			out = append(out, []any{left[i], nil, right[i]})
		}
		if l == nil {
			return out
		}
		for i, of := range []ask{gp, gp, {"资金来源": funds[1]}, {"资金来源": funds[2]}, {"资金来源": funds[3]}, {"资金来源": funds[4]}, nil} {
			out[i][1] = sum(l, now, of)
		}
		out[7][1], out[8][1] = sum(l, before), sum(l)
		for i, of := range map[int]ask{0: base, 1: {"支出类型": "人员经费"}, 2: {"支出类型": "公用经费"}, 3: proj, 6: nil, 8: nil} {
			out[i] = append(out[i], sum(l, of))
			for _, fund := range funds {
				out[i] = append(out[i], sum(l, of, now, ask{"资金来源": fund}))
			}
			out[i] = append(out[i], sum(l, of, before))
		}
		return out
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	last := dir.ledger(t, yunchuanLast)
	items := last.Tables["支出明细"]
	last.Tables["支出明细"] = items.Part(func(i int) bool {
		return items.Value(i, "资金年度") == "本年" || items.Value(i, "资金来源") == funds[0]
	})
	if sum(last, before, gp) == 0 {
		t.Fatal("nothing was carried over")
	}
	learned(t, []kind{table}, without(last), without(dir.ledger(t, yunchuanNext)))
}

// TestColumnsBesideWhatWasCarriedOverAreThisYearsThoughTheItemsWereRebuiltBadly gives an example a ledger
// without one of its items: columns that make the total beside 上年结转 take none of that.
func TestColumnsBesideWhatWasCarriedOverAreThisYearsThoughTheItemsWereRebuiltBadly(t *testing.T) {
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}
	table := kind{"收入", "年部门收入总表", [][]any{append([]any{"单位名称", "合计", "上年结转"}, funds[0], funds[1], funds[2], funds[3], funds[4])}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			out := []any{sum(l, of), sum(l, of, before)}
			for _, fund := range funds {
				out = append(out, sum(l, of, now, ask{"资金来源": fund}))
			}
			return out
		})
	}, ""}
	part := func(keep func(items *budget.Table, i int) bool) *budget.Ledger {
		l := dir.ledger(t, yunchuanLast)
		items := l.Tables["支出明细"]
		l.Tables["支出明细"] = items.Part(func(i int) bool { return keep(items, i) })
		return l
	}
	for _, all := range []bool{true, false} { // of the funds, or of one of them
		keep := func(items *budget.Table, i int) bool {
			return all || items.Value(i, "资金年度") == "本年" || items.Value(i, "资金来源") == funds[0]
		}
		example, short := part(keep), part(func(items *budget.Table, i int) bool { return i > 0 && keep(items, i) })
		if sum(example, now, gp) == sum(short, now, gp) || sum(short, before, gp) == 0 {
			t.Fatal("the first item is of another fund, or nothing was carried over")
		}
		for _, proof := range learnedBy(t, []kind{table}, bind.Request{Ledger: short, Example: book(t, []kind{table}, example, 2026), Slack: 1}, dir.ledger(t, yunchuanNext)) {
			if proof.Wrong() > 0 || proof.Right < 8 {
				t.Errorf("%+v", proof)
			}
		}
	}
}

// TestLastYearsFiguresAreBoundByTheirWords binds columns of last year by an example whose ledger
// does not have it, and the change, which is a formula; that nothing proves them is told.
func TestLastYearsFiguresAreBoundByTheirWords(t *testing.T) {
	three := kind{"三公", "年“三公”经费表", [][]any{{"项目", "2024年预算数", "2025年预算数", "增减额"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"公务接待费"}, {"公务用车运行维护费"}, {"公务用车购置费"}, {"合计"}}
		if l != nil {
			for i, codes := range []string{"30217", "30231", "31013、30913", "30217、30231、31013、30913"} {
				now := sum(l, ask{"部门经济科目编码": codes, "资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})
				before := []float64{11000, 22000.5, 33000, 66000.5}[i]
				out[i] = append(out[i], before, now, now-before)
			}
		}
		return out
	}, ""}
	units := kind{"单位", "年一般公共预算支出表", [][]any{{"单位名称", "2024年预算数", "2025年预算数", nil, "2025年比2024年增减额"}, {nil, nil, "小计", "项目支出", nil}}, []string{"A3:A4", "B3:B4", "C3:D3", "E3:E4"}, func(l *budget.Ledger) [][]any {
		n := 0.0
		return byUnit(l, func(of ask) []any {
			n += 1234.5
			return []any{n, sum(l, of, gp), sum(l, of, gp, proj), sum(l, of, gp) - n}
		})
	}, ""}
	kinds := []kind{three, units}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2025), Example: book(t, kinds, l, 2025), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	rows := shown(t, made.Book)
	if line := rows["三公"][3]; !strings.HasPrefix(line[1], "{{") || line[1] == line[2] || line[3] != "" && line[3] != "0" {
		t.Error(line)
	}
	if line := rows["单位"][5]; !strings.HasPrefix(line[1], "{{") || line[1] == line[2] {
		t.Error(line)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	for sheet, cell := range map[string]string{"三公": "D4", "单位": "E6"} {
		if formula, _ := f.GetCellFormula(sheet, cell); !strings.Contains(formula, "-") {
			t.Errorf("%s!%s: %q", sheet, cell, formula)
		}
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return e.Place.Sheet == sheet && e.Kind == tagging.Look && strings.Contains(e.Text, "要去年的数")
		}) {
			t.Errorf("%s: nobody is told that nothing proves last year's figures: %v", sheet, made.Left)
		}
	}
}

// TestTheCodeBesideTheDepartmentsNameIsATag reads 部门：361-某局 of an example for the form's 部门：, and
// a header with blanks between its signs as no text that waits for one.
func TestTheCodeBesideTheDepartmentsNameIsATag(t *testing.T) {
	table := kind{"收入", "收入总表", [][]any{{"收  入", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any { return []any{sum(l, of)} })
	}, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	named := func(book []byte, text string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		must(t, err)
		must(t, f.SetCellStr("收入", "A2", text))
		out, err := f.WriteToBuffer()
		must(t, err)
		return out.Bytes()
	}
	for example, want := range map[string]string{"部门：361-云川市卫生健康委员会": "部门：{{部门代码}}-{{部门名称}}", "部门：云川市卫生健康委员会": "部门：{{部门名称}}", "部门：第9号 云川市卫生健康委员会": "部门：{{部门名称}}"} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: named(book(t, []kind{table}, nil, 2025), "部门："), Example: named(book(t, []kind{table}, l, 2025), example), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if is := shown(t, made.Book)["收入"][1][0]; is != want {
			t.Errorf("%s: %s, want %s", example, is, want)
		}
		told := slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return strings.Contains(e.Text, "后面范例写的是") })
		if told != strings.Contains(example, "第9号") {
			t.Errorf("%s: %v", example, made.Left)
		}
	}
}

// TestWhatAWordSaysOfYearsIsToldWhereNothingElseIsCalledSo binds 本年支出 of a table without a line of
// 上年结转 by an example that carries nothing over: it may be all that is spent.
func TestWhatAWordSaysOfYearsIsToldWhereNothingElseIsCalledSo(t *testing.T) {
	table := func(line string) kind {
		return kind{"收支", "年收支总表", [][]any{{"本年收入", nil, "本年支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{"一、一般公共预算", nil, "一、基本支出"}, {line, nil, "二、项目支出"}, {"收入总计", nil, "支出总计", nil}}
			}
			return [][]any{{"一、一般公共预算", sum(l), "一、基本支出", sum(l, base)}, {line, nil, "二、项目支出", sum(l, proj)}, {"收入总计", sum(l), "支出总计", sum(l)}}
		}, ""}
	}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	for line, want := range map[string]bool{"二、单位资金": true, "二、上年结转": false} {
		kinds := []kind{table(line)}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		told := slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return e.Kind == tagging.Look && strings.Contains(e.Text, "含不含它") })
		if told != want {
			t.Errorf("%s: told %v, want %v: %v", line, told, want, made.Left)
		}
	}
}

// TestLinesOfAUnitStandTogetherAsInTheExample binds a list that prints the unit once over its projects, or
// in the line of each, by a ledger in which a project of the first unit stands behind all others.
func TestLinesOfAUnitStandTogetherAsInTheExample(t *testing.T) {
	f, err := excelize.OpenFile(yunchuanLast)
	must(t, err)
	rows, err := f.GetRows("支出明细")
	must(t, err)
	last := len(rows)
	for n, row := range rows {
		if !slices.Contains(row, "基本公共卫生服务") {
			continue
		}
		last++
		for col := range row {
			from, _ := excelize.CoordinatesToCellName(col+1, n+1)
			to, _ := excelize.CoordinatesToCellName(col+1, last)
			kept, err := f.GetCellValue("支出明细", from, excelize.Options{RawCellValue: true})
			must(t, err)
			if amount, err := strconv.ParseFloat(kept, 64); err == nil && col > 8 {
				must(t, f.SetCellValue("支出明细", to, amount))
			} else {
				must(t, f.SetCellStr("支出明细", to, kept))
			}
			must(t, f.SetCellValue("支出明细", from, nil))
		}
	}
	file := filepath.Join(t.TempDir(), "去年录入.xlsx")
	must(t, f.SaveAs(file))
	always := false
	table := kind{"项目", "年项目支出明细表", [][]any{{"单位名称", "项目名称", "支出功能科目", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		out := [][]any{{"合计", nil, nil, sum(l, proj)}}
		for _, u := range keysOf(l, proj, "单位") {
			for i, k := range keysOf(l, ask{"支出类型": "项目支出", "单位": u[0]}, "项目名称", "功能科目编码") {
				line := []any{nil, k[0], k[1] + l.Codes["功能科目"].NameOf(k[1]), sum(l, proj, ask{"单位": u[0], "项目名称": k[0], "功能科目编码": k[1]})}
				if i == 0 || always {
					line[0] = u[0]
				}
				out = append(out, line)
			}
		}
		return out
	}, ""}
	p := defaultPack(t)
	l, found, err := input.Read(file, p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	for _, always = range []bool{false, true} {
		if proof := learnedBy(t, []kind{table}, bind.Request{Ledger: l}, l)[0]; proof.Wrong() > 0 || proof.Right < 8 {
			t.Errorf("%+v", proof)
		}
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	var units []string
	for _, row := range shown(t, filled(t, loaded(t, made), l))["项目"][4:] {
		units = append(units, row[0])
	}
	if once := slices.Compact(slices.Clone(units)); len(units) < 4 || len(once) != len(slices.Compact(slices.Sorted(slices.Values(units)))) {
		t.Error(units)
	}
}

// TestAFormThatShowsOneLevelOfCodesIsBoundWithoutAnExample reads sample lines of 类 alone where the
// pack's own table has lower levels too.
func TestAFormThatShowsOneLevelOfCodesIsBoundWithoutAnExample(t *testing.T) {
	table := kind{"支出", "年支出总体情况表", [][]any{{"支出功能分类科目", nil, "合计", "基本支出", "项目支出"}, {"科目编码", "科目名称"}}, []string{"A3:B3", "C3:C4", "D3:D4", "E3:E4"}, func(*budget.Ledger) [][]any {
		return blankLines([]any{"合计"}, []any{"[201]", "一般公共服务支出"})
	}, ""}
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Ledger: sample.Nothing(p)})
	must(t, err)
	if text := fmt.Sprint(shown(t, made.Book)["支出"]); !strings.Contains(text, "@类.合计}}") {
		t.Error(text, made.Left)
	}
}

// TestPrintedCodesThatTheExampleDoesNotAllUseStandOnTheForm binds codes that the blank form prints, all
// but one of which the example has money of.
func TestPrintedCodesThatTheExampleDoesNotAllUseStandOnTheForm(t *testing.T) {
	p := defaultPack(t)
	last := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	keys := append(keysOf(last, ask{"支出类型": "人员经费", "资金来源": "一般公共预算"}, "部门经济科目编码"), []string{"30303"})
	slices.SortFunc(keys, slices.Compare)
	table := kind{"人员", "年一般公共预算人员经费表", [][]any{{"科目编码", "科目名称", "金额"}}, nil, func(l *budget.Ledger) [][]any {
		var out [][]any
		for _, k := range keys {
			line := []any{k[0], p.Codes["部门经济科目"].NameOf(k[0])}
			if l != nil {
				if v := sum(l, gp, ask{"支出类型": "人员经费", "部门经济科目编码": k[0]}); v != 0 {
					line = append(line, v)
				}
			}
			out = append(out, line)
		}
		return out
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2025), Example: book(t, []kind{table}, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if rows := shown(t, made.Book)["人员"]; len(rows) < len(keys)+3 || rows[3][0] != keys[0][0] {
		t.Errorf("the printed lines are gone: %v", rows)
	}
}

// TestAListBelowThisYearsSpendingIsBoundWithItsLine binds a list of classes that stands between 一、本年支出
// and 二、结转下年 of the form, beside a line of 上年结转: all of it is spent, also what was carried over.
func TestAListBelowThisYearsSpendingIsBoundWithItsLine(t *testing.T) {
	cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	carriesOn := true // a line of it stands below the list, above the total
	table := kind{"收支", "年财政拨款收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、本年收入", nil, "一、本年支出"}, {"一般公共预算拨款"}, {"政府性基金预算拨款"}, {"国有资本经营预算拨款"}, {"二、上年结转"}, {"一般公共预算拨款"}, {"政府性基金预算拨款"}, {"国有资本经营预算拨款"}}
		for len(out) < 14 {
			out = append(out, []any{nil})
		}
		if l != nil {
			for i, of := range [][]ask{{now, cz}, {now, gp}, {now, {"资金来源": "政府性基金预算"}}, {now, {"资金来源": "国有资本经营预算"}}, {before, cz}, {before, gp}, {before, {"资金来源": "政府性基金预算"}}, {before, {"资金来源": "国有资本经营预算"}}} {
				out[i] = []any{out[i][0], sum(l, of...)}
			}
			out[0] = append(out[0], "一、本年支出", sum(l, cz))
			names := map[string]string{"201": "一般公共服务支出", "204": "公共安全支出", "205": "教育支出", "206": "科学技术支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "210": "卫生健康支出", "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "221": "住房保障支出", "223": "国有资本经营预算支出", "229": "其他支出"}
			i := 1
			keys := keysOf(l, cz, "功能科目编码/3")
			slices.SortFunc(keys, slices.Compare)
			for _, k := range keys {
				if names[k[0]] == "" {
					t.Fatalf("%s has no name here", k[0])
				}
				out[i] = append(append(out[i], make([]any, 2-len(out[i]))...), names[k[0]], sum(l, cz, ask{"功能科目编码": k[0]}))
				i++
			}
		}
		total := []any{"收入总计", nil, "支出总计"}
		if l != nil {
			total = []any{"收入总计", sum(l, cz), "支出总计", sum(l, cz)}
		}
		if carriesOn {
			out = append(out, []any{nil, nil, "二、结转下年"})
		}
		return append(out, total)
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
	learnedFrom(t, []kind{table}, carriesNothing, yunchuanLast)
	carriesOn = false
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
}

// TestWhatNoWordExplainsLimitsNoOtherLine binds lines of which one has a name that nobody knows and the
// figure of one fund: 上年结转, of which the example has nothing, is of all funds.
func TestWhatNoWordExplainsLimitsNoOtherLine(t *testing.T) {
	own := ask{"资金来源": "单位资金"}
	table := kind{"收支", "年收支总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、财政拨款"}, {"二、财政专户管理资金"}, {"三、丙类甲乙"}, {"四、上年结转"}}
		if l != nil {
			for i, of := range []ask{{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, {"资金来源": "财政专户管理资金"}, own} {
				out[i] = append(out[i], sum(l, of, now))
			}
			out[3] = append(out[3], sum(l, before))
		}
		return out
	}, ""}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	f, err := excelize.OpenFile(yunchuanLast)
	must(t, err)
	carried, err := f.SearchSheet("支出明细", "上年结转")
	must(t, err)
	for _, cell := range carried {
		must(t, f.SetCellStr("支出明细", cell, "本年"))
	}
	file := filepath.Join(t.TempDir(), "去年录入.xlsx")
	must(t, f.SaveAs(file))
	example, found, err := input.Read(file, p)
	if err != nil || example == nil || sum(example, before) != 0 || sum(example, own) == 0 {
		t.Fatal(err, found)
	}
	next := dir.ledger(t, yunchuanNext)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, example, 2026), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	rows := shown(t, filled(t, loaded(t, made), next))["收支"]
	want := strconv.FormatFloat(sum(next, before), 'f', -1, 64)
	if got := strings.ReplaceAll(strings.Join(at(rows, 6), " "), ",", ""); !strings.Contains(got, want) {
		t.Errorf("%q, not %s\n%v", got, want, made.Left)
	}
}

// TestANameWithoutAFigureTakesTheFundThatNothingElseTakes binds 事业收入 beside 其他收入 with all 单位资金, by an
// example that has no money of 财政专户: 其中 below a line names it, and of columns it is left to this one.
func TestANameWithoutAFigureTakesTheFundThatNothingElseTakes(t *testing.T) {
	funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "财政专户管理资金", "单位资金"}
	lines := kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、一般公共预算", nil, "一、基本支出"}, {"二、政府性基金预算", nil, "二、项目支出"}, {"三、国有资本经营预算"}, {"四、事业收入"}, {"其中：纳入财政专户管理的收费"}, {"五、其他收入"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			for i, fund := range funds {
				out[i] = append([]any{out[i][0], sum(l, ask{"资金来源": fund})}, out[i][min(2, len(out[i])):]...)
			}
			out[0], out[1] = append(out[0], sum(l, base)), append(out[1], sum(l, proj))
			out[6] = []any{"收入总计", sum(l), "支出总计", sum(l)}
		}
		return out
	}, ""}
	columns := kind{"单位收入", "年部门收入总表", [][]any{{"单位名称", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "事业收入", "其他收入"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			out := []any{sum(l, of)}
			for _, fund := range slices.Concat(funds[:4], funds[5:]) {
				out = append(out, sum(l, of, ask{"资金来源": fund}))
			}
			return out
		})
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	last := dir.ledger(t, yunchuanLast)
	items := last.Tables["支出明细"]
	last.Tables["支出明细"] = items.Part(func(i int) bool { return items.Value(i, "资金来源") != "财政专户管理资金" })
	next := dir.ledger(t, yunchuanNext)
	if sum(last, ask{"资金来源": "单位资金"}) == 0 || sum(next, ask{"资金来源": "财政专户管理资金"}) == 0 {
		t.Fatal("the ledgers do not have what the tables are about")
	}
	learned(t, []kind{lines, columns}, last, next)
}

// TestANameWithoutAFigureLeavesTheMoneyToTheOneThatHasIt gives an example with 事业收入, which is blank, and
// 其他收入 the items of another department, as if they had been rebuilt badly.
func TestANameWithoutAFigureLeavesTheMoneyToTheOneThatHasIt(t *testing.T) {
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	funds := []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "", "单位资金"}
	each := func(l *budget.Ledger, of ask) (out []any) {
		for _, fund := range funds {
			if fund == "" {
				out = append(out, nil)
			} else {
				out = append(out, sum(l, of, ask{"资金来源": fund}))
			}
		}
		return out
	}
	lines := kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、一般公共预算", nil, "一、基本支出"}, {"二、政府性基金预算", nil, "二、项目支出"}, {"三、国有资本经营预算"}, {"四、财政专户管理资金"}, {"五、事业收入"}, {"六、其他收入"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			for i, a := range each(l, nil) {
				out[i] = append([]any{out[i][0], a}, out[i][min(2, len(out[i])):]...)
			}
			out[0], out[1] = append(out[0], sum(l, base)), append(out[1], sum(l, proj))
			out[6] = []any{"收入总计", sum(l), "支出总计", sum(l)}
		}
		return out
	}, ""}
	columns := kind{"收入", "年收入总表", [][]any{{"合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", "其他收入"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil})
		}
		return [][]any{append([]any{sum(l)}, each(l, nil)...)}
	}, ""}
	kinds := []kind{lines, columns}
	for _, proof := range learnedBy(t, kinds, bind.Request{Ledger: next, Example: book(t, kinds, last, 2026), Slack: 1}, last) {
		if proof.Wrong() > 0 || proof.Right < 5 {
			t.Errorf("%+v", proof)
		}
	}
}

// TestTheDepartmentIsTheFirstUnitWhereNoTitleNamesIt reads tables whose titles share words that are no name.
func TestTheDepartmentIsTheFirstUnitWhereNoTitleNamesIt(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	var kinds []kind
	for _, name := range []string{"收入总表", "支出总表", "项目支出表", "基本支出表"} {
		kinds = append(kinds, kind{name, "年部门综合预算" + name, [][]any{{"部门名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
		}, ""})
	}
	facts, info, err := published.Facts(p, book(t, kinds, l, 2026))
	must(t, err)
	if want := keysOf(l, nil, "单位")[0][0]; info["部门名称"] != want {
		t.Errorf("the department is %q, not %q", info["部门名称"], want)
	}
	for _, f := range facts {
		if f.Open != "" {
			t.Errorf("%v: %s", f.Place, f.Open)
		}
	}
}

// TestCodesOfUnitsThatTheLedgerLacksStandWhereTheExampleHasThem binds a list with the codes of its units, which
// a rebuilt ledger does not have, and with subtotals of the units, beside which stand none.
func TestCodesOfUnitsThatTheLedgerLacksStandWhereTheExampleHasThem(t *testing.T) {
	p := defaultPack(t)
	f, err := excelize.OpenFile(yunchuanLast)
	must(t, err)
	rows, err := f.GetRows("单位")
	must(t, err)
	codes := map[string]string{}
	for i, row := range rows[3:] {
		if len(row) > 1 && row[0] != "" {
			codes[row[0]] = row[1]
			must(t, f.SetCellStr("单位", fmt.Sprintf("B%d", i+4), ""))
		}
	}
	file := filepath.Join(t.TempDir(), "去年录入.xlsx")
	must(t, f.SaveAs(file))
	l, found, err := input.Read(file, p)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	table := kind{"支出", "年部门支出表", [][]any{{"单位编码", "单位名称", "科目编码", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return blankLines([]any{nil})
		}
		figures := func(of ...ask) []any {
			return []any{sum(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...)}
		}
		for _, u := range keysOf(l, nil, "单位") {
			of := keysOf(l, ask{"单位": u[0]}, "功能科目编码")
			slices.SortFunc(of, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
			for _, c := range of {
				out = append(out, append([]any{codes[u[0]], u[0], c[0]}, figures(ask{"单位": u[0]}, ask{"功能科目编码": c[0]})...))
			}
			out = append(out, append([]any{nil, "小计", nil}, figures(ask{"单位": u[0]})...))
		}
		return append(out, append([]any{nil, "合计", nil}, figures()...))
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l), Slack: 1})
	must(t, err)
	line, subtotal := "", "no line"
	for _, row := range shown(t, made.Book)["支出"] {
		switch text := strings.Join(row, " "); {
		case strings.Contains(text, "科目"):
			line = cmp.Or(line, row[0])
			if strings.Contains(row[0], "{{") {
				line = row[0]
			}
		case strings.Contains(text, "小计"):
			subtotal = row[0]
		}
	}
	if !strings.Contains(line, "单位代码}}") || subtotal != "" {
		t.Errorf("%q beside a line, %q beside a subtotal\n%v\n%v", line, subtotal, shown(t, made.Book), made.Left)
	}
}

// TestAColumnLeavesToTheOneBesideItWhatThatIs binds 人员支出 beside 对个人和家庭的补助支出, which is 人员经费 as well: by
// an example in which both are apart, it takes the other classes alone.
func TestAColumnLeavesToTheOneBesideItWhatThatIs(t *testing.T) {
	table := kind{"支出", "年部门支出总体情况表", [][]any{{"预算单位", "支出总计", "基本支出", nil, nil, nil, "项目支出"}, {nil, nil, "小计", "人员支出", "公用支出", "对个人和家庭的补助支出"}}, []string{"A3:A4", "B3:B4", "C3:F3", "G3:G4"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			staff, home := ask{"支出类型": "人员经费"}, ask{"部门经济科目编码": "303", "支出类型": "人员经费、公用经费"}
			return []any{sum(l, of), sum(l, of, base), sum(l, of, staff) - sum(l, of, staff, home), sum(l, of, ask{"支出类型": "公用经费"}), sum(l, of, home), sum(l, of, proj)}
		})
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	if home := (ask{"部门经济科目编码": "303", "支出类型": "人员经费"}); sum(last, home) == 0 || sum(next, home) == 0 || sum(last, ask{"部门经济科目编码": "303", "支出类型": "公用经费"}) != 0 {
		t.Fatal("the ledgers do not have what the table is about")
	}
	learned(t, []kind{table}, last, next)
}

// TestWhatWasSpentLastYearIsLastYearsFigure binds 2024年执行数 of codes as 上年执行数 is, by an example whose ledger
// does not have last year; beside 2024年预算数, which that is, it is left open with what follows from it.
func TestWhatWasSpentLastYearIsLastYearsFigure(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	for _, both := range []bool{false, true} {
		heads := []any{"科目编码", "科目名称", "2024年执行数", "2025年预算数", "2025年预算数比2024年执行数增减额"}
		if both {
			heads = append(heads, "2024年预算数")
		}
		table := kind{"支出", "年一般公共预算支出表", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			n := 0.0
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
				n += 1234.5
				return []any{n, sum(l, of, gp), sum(l, of, gp) - n, n + 7}[:len(heads)-2]
			})
		}, ""}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2025), Example: book(t, []kind{table}, l, 2025), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		tag, err := f.GetCellValue("支出", "C4")
		must(t, err)
		change, err := f.GetCellFormula("支出", "E4")
		must(t, err)
		if strings.HasPrefix(tag, "{{") == both || strings.Contains(change, "-C4") == both {
			t.Errorf("both %v: %q, %q\n%s", both, tag, change, told(made))
		}
		if both && !says(made.Left, "支出", "“2024年执行数”") {
			t.Errorf("nobody is told of it\n%s", told(made))
		}
	}
}
