package bind_test

import (
	"bytes"
	"fmt"
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
)

// columnB are the labels of a sheet with what stands in their second cells.
func columnB(rows [][]string) map[string]string {
	out := map[string]string{}
	for _, row := range rows {
		if len(row) > 1 {
			out[row[0]] = row[1]
		}
	}
	return out
}

// TestATotalIsNoSumWithoutOneOfItsLines binds a table with a line that nobody understands: its total,
// whose words say what it is, is no sum of the other lines.
func TestATotalIsNoSumWithoutOneOfItsLines(t *testing.T) {
	fund := func(name string) ask { return ask{"资金来源": name} }
	table := kind{"收支", "年部门收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		of := func(asks ...ask) any {
			if l == nil {
				return nil
			}
			return sum(l, asks...)
		}
		return [][]any{{"一、一般公共预算拨款", of(now, gp), "一、基本支出", of(base)}, {"二、政府性基金预算拨款", of(now, fund("政府性基金预算")), "二、项目支出", of(proj)},
			{"三、国有资本经营预算拨款", of(now, fund("国有资本经营预算"))}, {"四、财政专户管理资金", of(now, fund("财政专户管理资金"))}, {"五、暂存暂付款项", of(now, fund("单位资金"))},
			{"本年收入合计", of(now), "本年支出合计", of()}, {"六、上年结转", of(before)}, {"收入总计", of(), "支出总计", of()}}
	}, ""}
	l := bureau{"testdata", "testdata", defaultPack(t)}.ledger(t, yunchuanLast)
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	got := columnB(shown(t, made.Book)["收支"])
	for label, tagged := range map[string]bool{"一、一般公共预算拨款": true, "五、暂存暂付款项": false, "本年收入合计": true, "六、上年结转": true} {
		if text := got[label]; strings.Contains(text, "{{") != tagged {
			t.Errorf("%s %q\n%s", label, text, told(made))
		}
	}
	if !strings.Contains(told(made), "“暂存暂付款项”是什么意思不知道") {
		t.Error(told(made))
	}
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) { // but for the line that is left blank
		if len(proof.Differ) > 0 || len(proof.Extra) > 0 {
			t.Errorf("%+v", proof)
		}
	}
}

// TestWordsOfOrdinaryForms binds lines and a table as bureaus call them: a remark of what belongs to a
// line, 加：, 其他收入预算, and a title that does not end in 表.
func TestWordsOfOrdinaryForms(t *testing.T) {
	line := func(l *budget.Ledger, label string, asks ...ask) []any {
		if l == nil {
			return []any{label, nil}
		}
		return []any{label, sum(l, asks...)}
	}
	fund := func(name string) ask { return ask{"资金来源": name} }
	income := kind{"收入", "年部门收入总体情况表", [][]any{{"项目", "金额"}}, nil, func(l *budget.Ledger) [][]any {
		return [][]any{line(l, "一般公共预算拨款", now, gp), line(l, "政府性基金预算拨款", now, fund("政府性基金预算")), line(l, "国有资本经营预算拨款", now, fund("国有资本经营预算")), line(l, "财政专户管理资金", now, fund("财政专户管理资金")), line(l, "其他收入预算", now, fund("单位资金")),
			line(l, "本年收入小计", now), line(l, "加：单位上年结余（包括国库集中支付额度结余）", before), line(l, "收入合计")}
	}, ""}
	running := kind{"机关", "年机关运行经费", [][]any{{"项目", "金额"}}, nil, func(l *budget.Ledger) [][]any {
		of := ask{"资金来源": "一般公共预算", "支出类型": "公用经费", "单位性质": "行政、参公"}
		out := [][]any{line(l, "合计", of)}
		for _, x := range [][2]string{{"办公费", "30201"}, {"印刷费", "30202"}, {"水费", "30205"}, {"电费", "30206"}, {"差旅费", "30211"}, {"公务接待费", "30217"}} {
			out = append(out, line(l, x[0], of, ask{"部门经济科目编码": x[1]}))
		}
		return out
	}, ""}
	learnedFrom(t, []kind{income, running}, yunchuanLast, yunchuanNext)
	_, made := aloneFrom(t, income)
	file, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	if got, err := file.GetCellFormula("收入", "B11"); err != nil || got != "SUM(B9:B10)" { // 小计 and what was carried over
		t.Errorf("%q %v", got, err)
	}
}

// TestProjectsOfAKindBelowProjectSpendingAreMoney binds 本年项目 and 结转项目 below 项目支出 in a table of
// a fund that the example lacks: no names stand there.
func TestProjectsOfAKindBelowProjectSpendingAreMoney(t *testing.T) {
	list := func(fund ask) func(l *budget.Ledger) [][]any {
		return func(l *budget.Ledger) [][]any {
			if l == nil || sum(l, fund) == 0 {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
				return []any{sum(l, of, fund), sum(l, of, fund, base), sum(l, of, fund, proj), sum(l, of, fund, proj, now), sum(l, of, fund, proj, before)}
			})
		}
	}
	heads := [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {nil, nil, nil, nil, "小计", "本年项目", "结转项目"}}
	merged := []string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3"}
	kinds := []kind{{"一般", "年一般公共预算支出情况表", heads, merged, list(gp), ""}, {"基金", "年政府性基金支出情况表", heads, merged, list(ask{"资金来源": "政府性基金预算"}), ""}}
	learnedFrom(t, kinds, "testdata/qingshan/去年录入.xlsx", "testdata/qingshan/甲录入.xlsx")
}

// TestSampleLinesOfAFormAloneAreNoLines binds forms alone: lines of 类型 whose projects are left out,
// sides of what comes in and goes out below 项目, a line of 上年结转 below 其中：本年拨款.
func TestSampleLinesOfAFormAloneAreNoLines(t *testing.T) {
	blank := func(lines ...[]any) func(*budget.Ledger) [][]any {
		return func(*budget.Ledger) [][]any { return lines }
	}
	_, made := aloneFrom(t,
		kind{"项目", "年项目支出表", [][]any{{"类型", "项目名称", "项目单位", "合计"}}, nil, blank([]any{"特定目标类"}, []any{"特定目标类"}, []any{nil}, []any{nil}, []any{"合计"}), ""},
		kind{"收支", "年部门收支预算总表", [][]any{{"本年收入", nil, "本年支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, blank(
			[]any{"一、一般公共预算", nil, nil, nil}, []any{"二、政府性基金预算", nil, nil, nil}, []any{"三、单位资金", nil, nil, nil}, []any{nil, nil, nil, nil}, []any{"收入总计", nil, "支出总计", nil}), ""},
		kind{"结构", "年支出结构表", [][]any{{"项目", "合计", "一般公共预算", nil}, {nil, nil, "小计", "其中：本年拨款"}}, []string{"A3:A4", "B3:B4", "C3:D3"}, blank(
			[]any{"一、基本支出", nil}, []any{"二、项目支出", nil}, []any{"1、本年项目", nil}, []any{"2、上年结转项目", nil}, []any{"支出合计", nil}), ""})
	rows := shown(t, made.Book)
	text := func(sheet string, row, col int) string {
		if r := rows[sheet]; row <= len(r) && col <= len(r[row-1]) {
			return r[row-1][col-1]
		}
		return ""
	}
	if n := strings.Count(fmt.Sprint(rows["项目"]), "项目名称}}"); n != 1 {
		t.Errorf("项目: %v", rows["项目"])
	}
	if slices.ContainsFunc(rows["收支"], func(r []string) bool { return len(r) > 2 && strings.Contains(r[2], "{{") }) {
		t.Errorf("收支: %v", rows["收支"])
	}
	if text("结构", 8, 3) == "" || text("结构", 8, 4) != "" || !strings.Contains(told(made), "这一行和这一列说的不是同一种钱") {
		t.Errorf("结构: %v\n%s", rows["结构"], told(made))
	}
}

// TestAFormAloneListsWhatItsHeadersAndSamplesSay binds forms alone: the order of the samples, no
// projects in a table of 基本支出, the names of two lists of economic codes, and a title that adds
// 其他支出 to what it is of.
func TestAFormAloneListsWhatItsHeadersAndSamplesSay(t *testing.T) {
	blank := func(lines ...[]any) func(*budget.Ledger) [][]any {
		return func(*budget.Ledger) [][]any { return lines }
	}
	owners := [][]any{{"支出项目类别（资金使用单位）", "总计"}}
	_, made := aloneFrom(t,
		kind{"基本", "年部门预算基本支出预算表", owners, nil, blank([]any{"合计"}, []any{"××单位"}, []any{"　工资福利支出"}, []any{nil}), ""},
		kind{"项目", "年部门预算项目支出及其他支出预算表", owners, nil, blank([]any{"合计"}, []any{"××单位"}, []any{"　××项目"}, []any{nil}), ""},
		kind{"科目", "年一般公共预算基本支出情况表", [][]any{{"部门预算支出经济科目名称", "政府预算支出经济科目名称", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""})
	rows := shown(t, made.Book)
	if text := fmt.Sprint(rows["基本"]); strings.Contains(text, "项目名称") || !strings.Contains(text, "单位}}") {
		t.Error(text)
	}
	text := fmt.Sprint(rows["项目"])
	if unit, project := strings.Index(text, ".单位}}"), strings.Index(text, ".项目名称}}"); unit < 0 || project < unit {
		t.Error(text)
	}
	if !strings.Contains(string(made.Manifest), "支出类型: 项目支出") {
		t.Errorf("%s", made.Manifest)
	}
	for _, row := range rows["科目"][3:] {
		if len(row) > 1 && strings.Contains(row[0], "{{") && row[0] == row[1] {
			t.Errorf("one name twice: %v", row)
		}
	}
	if !strings.Contains(fmt.Sprint(rows["科目"]), "政府经济科目名称}}") {
		t.Error(rows["科目"])
	}
}

// TestNoFiguresStandWithoutNames binds by an example alone a list whose names below the units the
// rebuilt ledger lacks: a figure of which nobody knows what it is of is not printed.
func TestNoFiguresStandWithoutNames(t *testing.T) {
	heads := [][]any{{"科目编码", nil, nil, "单位代码", "单位名称（科目）", "金额"}, {"类", "款", "项"}}
	merged := []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4"}
	table := func(title string, only ask, projects bool) kind {
		return kind{title[:6], "年" + title, heads, merged, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, nil, nil, nil, "合计"})
			}
			out := [][]any{{nil, nil, nil, nil, "合计", sum(l, only)}}
			for _, u := range keysOf(l, only, "单位", "单位代码") {
				unit := ask{"单位": u[0]}
				out = append(out, []any{nil, nil, nil, nil, u[0], sum(l, only, unit)})
				codes := keysOf(l, only, "单位", "功能科目编码")
				slices.SortFunc(codes, slices.Compare)
				for _, k := range codes {
					of := ask{"单位": u[0], "功能科目编码": k[1]}
					name := "  " + l.Codes["功能科目"].NameOf(k[1])
					switch {
					case k[0] != u[0] || sum(l, only, of) == 0:
					case !projects:
						out = append(out, []any{k[1][:3], k[1][3:5], k[1][5:], u[1], name, sum(l, only, of)})
					default:
						out = append(out, []any{nil, nil, nil, nil, name, sum(l, only, of)})
						for _, x := range keysOf(l, only, "单位", "功能科目编码", "项目名称") {
							if x[0] == u[0] && x[1] == k[1] && sum(l, only, of, ask{"项目名称": x[2]}) != 0 {
								out = append(out, []any{k[1][:3], k[1][3:5], k[1][5:], u[1], "    " + x[2], sum(l, only, of, ask{"项目名称": x[2]})})
							}
						}
					}
				}
			}
			return out
		}, ""}
	}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	kinds := []kind{table("部门支出总表", nil, false), table("项目支出预算表", proj, true)}
	finished := book(t, kinds, l, 2026)
	facts, info, err := published.Facts(p, finished)
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: finished, Ledger: from.Ledger, Views: tables.Views(p, from.Ledger), Slack: from.Step, Limits: from.Limits})
	must(t, err)
	for _, k := range kinds {
		for _, row := range shown(t, made.Book)[k.name] {
			if len(row) > 5 && strings.Contains(row[5], "{{") && strings.Join(row[:5], "") == "" {
				t.Errorf("%s: %v\n%s", k.name, row, told(made))
			}
		}
	}
}

// TestAPartOfOneFundSaysNothingOfAnother rebuilds the items of a table with 其中：上年结转 of 财政拨款 beside
// other funds, of which some lines have money alone.
func TestAPartOfOneFundSaysNothingOfAnother(t *testing.T) {
	p := defaultPack(t)
	cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	heads := [][]any{{"科目编码", "科目名称", "合计", "财政拨款", nil, nil, nil, "财政专户管理的支出", "单位资金"}, {nil, nil, nil, "小计", "基本支出", "项目支出", "其中：上年结转"}}
	spending := kind{"支出", "年部门支出预算表", heads, []string{"A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4", "I3:I4"}, func(l *budget.Ledger) [][]any {
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, cz), sum(l, of, cz, base), sum(l, of, cz, proj), sum(l, of, cz, before), sum(l, of, ask{"资金来源": "财政专户管理资金"}), sum(l, of, ask{"资金来源": "单位资金"})}
		})
	}, ""}
	units := kind{"单位", "年部门支出情况表", [][]any{{"单位名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"合计", sum(l), sum(l, base), sum(l, proj)}}
		for _, k := range keysOf(l, nil, "单位") {
			of := ask{"单位": k[0]}
			out = append(out, []any{k[0], sum(l, of), sum(l, of, base), sum(l, of, proj)})
		}
		return out
	}, ""}
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	items := l.Tables["支出明细"]
	l.Tables["支出明细"] = items.Part(func(i int) bool { return items.Value(i, "资金来源") == "财政专户管理资金" || i%2 == 0 })
	facts, info, err := published.Facts(p, book(t, []kind{spending, units}, l, 2026))
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	if want := sum(l); from.Total.Yuan().InexactFloat64() != want {
		t.Errorf("%s, not %v", from.Total.Yuan(), want)
	}
}

// TestOtherIncomeIsOfThisYearBesideWhatWasCarriedOver binds 事业收入 and 其他收入, which are other funds than
// their words say, beside a column of 上年结转 that has some of their money.
func TestOtherIncomeIsOfThisYearBesideWhatWasCarriedOver(t *testing.T) {
	fund := func(name string) ask { return ask{"资金来源": name} }
	table := kind{"收入", "年部门收入总表", [][]any{{"科目编码", "科目名称", "收入预算"}, {nil, nil, "合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入", "上年结转"}}, []string{"A3:A4", "B3:B4", "C3:H3"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any {
			return []any{sum(l, of), sum(l, of, now, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}), sum(l, of, now, fund("财政专户管理资金")), nil, sum(l, of, now, fund("单位资金")), sum(l, of, before)}
		})
	}, ""}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	l := dir.ledger(t, yunchuanLast)
	if sum(l, before, fund("单位资金")) == 0 || sum(l, now, fund("财政专户管理资金")) == 0 {
		t.Fatal("the ledger shows nothing of it")
	}
	learned(t, []kind{table}, l, dir.ledger(t, yunchuanNext))
}

// TestAFundIsOfThisYearBesideAllThatWasCarriedOver binds 单位资金 beside 上年结转 of all funds, which has none of it in
// the example, beside 财政拨款结转, which never has any, and where 本年 and 上年结转 divide all money once more: the
// first would print the next year's twice.
func TestAFundIsOfThisYearBesideAllThatWasCarriedOver(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000", "某市水务局 河道整治 特定目标类 一般公共预算 1250000 上年结转",
		"某市水文站 检测 其他运转类 财政专户管理资金 20000") // which has no column, so the columns are not all of 合计
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 站房 其他运转类 单位资金 18000 上年结转", "某市水文站 监测 其他运转类 单位资金 33000", "某市水务局 河道整治 特定目标类 一般公共预算 60000 上年结转")
	table := func(name, head string, of ask, own func(ask) []ask) kind {
		return kind{name, "年" + name + "项目支出表", [][]any{{"项目名称", "合计", "一般公共预算拨款", "单位资金", head}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			line := func(name any, only ask) []any {
				return []any{name, sum(l, only, proj), sum(l, only, proj, gp, now), sum(l, append(own(only), proj, ask{"资金来源": "单位资金"})...), sum(l, only, proj, before, of)}
			}
			out := [][]any{line("合计", nil)}
			for _, k := range keysOf(l, proj, "项目名称") {
				out = append(out, line(k[0], ask{"项目名称": k[0]}))
			}
			return out
		}, ""}
	}
	// the columns of funds are of both years: 本年 stands beside, the one of 上年结转 is said to be a part, or another fund shows it
	both := func(name string, heads ...any) kind {
		return kind{name, "年" + name + "项目支出表", [][]any{append([]any{"项目名称", "合计", "一般公共预算拨款", "单位资金"}, heads...)}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			line := func(name any, only ask) []any {
				out := []any{name, sum(l, only, proj), sum(l, only, proj, gp), sum(l, only, proj, ask{"资金来源": "单位资金"})}
				if len(heads) > 1 {
					out = append(out, sum(l, only, proj, now))
				}
				return append(out, sum(l, only, proj, before))
			}
			out := [][]any{line("合计", nil)}
			for _, k := range keysOf(l, proj, "项目名称") {
				out = append(out, line(k[0], ask{"项目名称": k[0]}))
			}
			return out
		}, ""}
	}
	kinds := []kind{both("两分", "本年", "上年结转"), both("其中", "其中：上年结转"), both("都含", "上年结转"),
		table("全部", "上年结转", nil, func(only ask) []ask { return []ask{only, now} }),
		table("财政", "财政拨款结转", ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, func(only ask) []ask { return []ask{only} }),
	}
	learned(t, kinds, last, last)
	learned(t, kinds, last, next)
}

// TestLinesOfTheFormWithoutRecords binds by an example alone, whose rebuilt items know nothing of what is
// bought: lines that are the kinds of it stay, and lines that are taken for samples do not go silently.
func TestLinesOfTheFormWithoutRecords(t *testing.T) {
	lines := func(labels ...string) func(l *budget.Ledger) [][]any {
		return func(l *budget.Ledger) (out [][]any) {
			for i, label := range labels {
				line := []any{label}
				if l != nil {
					line = append(line, []int{4025700, 666000, 3207700, 152000}[i])
				}
				out = append(out, line)
			}
			return out
		}
	}
	kinds := []kind{
		{"政府采购预算表", "政府采购预算表", [][]any{{"采购类型", "采购预算金额"}}, nil, lines("合计", "货物", "工程", "服务"), ""},
		{"政府采购清单", "政府采购清单", [][]any{{"采购类型", "采购预算金额"}}, nil, lines("合计", "货物", "工程", "租赁"), ""},
		{"支出", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any { return []any{sum(l, of)} })
		}, ""},
	}
	p, whole := defaultPack(t), proof.DocumentPack(t)
	finished := book(t, kinds, bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast), 2026)
	facts, info, err := published.Facts(p, finished)
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: finished, Ledger: from.Ledger, Views: tables.Views(p, from.Ledger), Slack: from.Step, Limits: from.Limits, Whole: &bind.Whole{Pack: whole, Ledger: from.Ledger}})
	must(t, err)
	of := columnB(shown(t, made.Book)["政府采购预算表"])
	for _, line := range []string{"货物", "工程", "服务"} {
		if of[line] != "{{政府采购预算表."+line+"}}" {
			t.Errorf("%s %q\n%s", line, of[line], told(made))
		}
		if line != "服务" && !strings.Contains(told(made), "政府采购清单!A6 “租赁”这一行官方表和范例里都有") {
			t.Errorf("%s\n%s", shown(t, made.Book)["政府采购清单"], told(made))
		}
	}
}
