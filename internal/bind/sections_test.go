package bind_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestHeadersThatStandAgainBeginATable binds a sheet on which each fund has a title, headers and lines
// of its own, one below the other: called by a number below the title of the sheet, or by themselves.
func TestHeadersThatStandAgainBeginATable(t *testing.T) {
	heads := []any{"单位", "人员经费", "公用经费", "项目支出", "小计"}
	funds := func(l *budget.Ledger, names [3]string, of [3]string) (out [][]any) {
		for i, name := range names {
			if i > 0 {
				out = append(out, nil, []any{name}, heads)
			}
			line := func(name string, of ask) []any {
				out := []any{name}
				for _, kind := range []string{"人员经费", "公用经费", "项目支出"} {
					out = append(out, sum(l, of, ask{"支出类型": kind}))
				}
				return append(out, sum(l, of))
			}
			if l == nil {
				out = append(out, []any{"××单位"}, nil, nil, []any{"合计"})
				continue
			}
			of := ask{"资金来源": of[i]}
			for _, k := range keysOf(l, of, "单位") {
				out = append(out, line(k[0], ask{"单位": k[0], "资金来源": of["资金来源"]}))
			}
			out = append(out, line("合计", of))
		}
		return out
	}
	of := [3]string{"一般公共预算", "政府性基金预算", "财政专户管理资金、单位资金"}
	numbered := [3]string{"一、一般公共预算", "二、政府性基金预算", "三、财政专户管理资金和单位资金"}
	below := kind{"分资金", "年分单位分资金支出预算表", [][]any{{numbered[0]}, heads}, nil, func(l *budget.Ledger) [][]any { return funds(l, numbered, of) }, ""}
	titled := [3]string{"（一）一般公共预算拨款支出", "（二）政府性基金预算拨款支出", "（三）财政专户管理资金和单位资金支出"}
	alone := kind{"附表4", titled[0], [][]any{heads}, nil, func(l *budget.Ledger) [][]any { return funds(l, titled, of) }, ""}
	learnedFrom(t, []kind{below, alone}, yunchuanNext, yunchuanLast)
}

// TestATableThatTheExampleDoesNotHaveIsBoundByItsWords binds a form of which last year's tables lack
// one: by its words, its lines as a table with the same headers has them, and told.
func TestATableThatTheExampleDoesNotHaveIsBoundByItsWords(t *testing.T) {
	of := func(title string, only ask) kind {
		return kind{title, "年" + title, [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			figures := func(of ask) []any { return []any{sum(l, only, of), sum(l, only, of, base), sum(l, only, of, proj)} }
			out := [][]any{append([]any{nil, "合计"}, figures(nil)...)}
			return append(out, tree(l, only, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, figures(of)...) })...)
		}, ""}
	}
	for _, form := range [][]kind{ // the second the example has
		{of("非财政拨款支出预算表", ask{"资金来源": "财政专户管理资金、单位资金"}), of("一般公共预算支出表", gp)},
		{of("一般公共预算支出表", gp), of("一般公共预算支出情况总表", gp)}, // which is almost called as the first
	} {
		p := defaultPack(t)
		dir := bureau{"testdata", "testdata", p}
		example, l := dir.ledger(t, yunchuanNext), dir.ledger(t, yunchuanLast)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, form, nil, 2026), Example: book(t, form[1:], example, 2026), Ledger: example, Views: tables.Views(p, example)})
		must(t, err)
		for i, k := range form {
			if says := strings.Contains(told(made), k.name+"!A1 范例里没有这张表，照表上的文字写了标签，没有核对过"); says != (i == 0) {
				t.Errorf("%s: %v\n%s", k.name, says, told(made))
			}
		}
		for _, proof := range proven(t, p, loaded(t, made), form, l, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 {
				t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
			}
		}
	}
}

// TestPartsOfCodesMayBeNumbersWithoutTheirZeros binds 类, 款 and 项 in three columns of numbers, below
// a row with the department, the year and the unit, which is no header.
func TestPartsOfCodesMayBeNumbersWithoutTheirZeros(t *testing.T) {
	number := func(digits string) any {
		n, err := strconv.Atoi(digits)
		if err != nil {
			return nil
		}
		return n
	}
	table := kind{"支出", "年部门支出总表", [][]any{{"填报部门", nil, "2026年度", nil, nil, nil, "单位：元"}, {"功能科目", nil, nil, nil, "支出合计", "基本支出", "项目支出"}, {"类", "款", "项", "名称"}}, []string{"A4:D4", "E4:E5", "F4:F5", "G4:G5"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, nil, nil, "合计"}, []any{201, nil, nil, "一般公共服务支出"}, []any{201, 1, nil, "人大事务"}, []any{201, 1, 1, "行政运行"})
		}
		line := func(code, name string, of ask) []any {
			parts := [3]string{}
			for i := range (len(code) - 1) / 2 {
				parts[i] = code[max(0, 2*i+1):][:2]
			}
			if code != "" {
				parts[0] = code[:3]
			}
			return []any{number(parts[0]), number(parts[1]), number(parts[2]), name, sum(l, of), sum(l, of, base), sum(l, of, proj)}
		}
		return append([][]any{line("", "合计", nil)}, tree(l, nil, "功能科目编码", "功能科目", []int{3, 5, 7}, line)...)
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
}

// TestFundsWithALineOfWhatWasCarriedOverStandAboveWhatIsSpent binds one block of lines below two
// captions: the funds take nothing of 上年结转, which has a line of its own, and the classes below do.
func TestFundsWithALineOfWhatWasCarriedOverStandAboveWhatIsSpent(t *testing.T) {
	table := kind{"收支", "年部门收支总表", [][]any{{"项目", "行次", "本年"}}, nil, func(l *budget.Ledger) (out [][]any) {
		line := func(name string, of ...ask) {
			row := []any{name, len(out) + 1}
			if l != nil && of != nil {
				row = append(row, sum(l, of...))
			}
			out = append(out, row)
		}
		line("收入部分")
		for i, fund := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
			line(string([]rune("一二三四五")[i])+"、"+fund, ask{"资金来源": fund}, now)
		}
		line("六、上年结转结余", before)
		line("收入总计", ask{})
		line("支出部分")
		for i, class := range [][2]string{{"301", "工资福利支出"}, {"302", "商品和服务支出"}, {"303", "对个人和家庭的补助"}, {"307", "债务利息及费用支出"}, {"309", "资本性支出（基本建设）"}, {"310", "资本性支出"}, {"312", "对企业补助"}, {"311、313、399", "其他支出"}} {
			line(string([]rune("一二三四五六七八")[i])+"、"+class[1], ask{"部门经济科目编码": class[0]})
		}
		line("支出总计", ask{})
		return out
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
}

// TestLinesMayStandBesideWhatTheyArePartsOf binds lines beside 收入 and 支出, each merged downward over
// its total and its lines: a total adds the lines of its own.
func TestLinesMayStandBesideWhatTheyArePartsOf(t *testing.T) {
	table := kind{"总表", "年收支总体情况", [][]any{{"类别", "项目", "合计", "本年", "结转"}}, []string{"A4:A9", "A10:A13"}, func(l *budget.Ledger) (out [][]any) {
		line := func(beside any, name string, of ask) {
			row := []any{beside, name}
			if l != nil {
				row = append(row, sum(l, of), sum(l, of, now), sum(l, of, before))
			}
			out = append(out, row)
		}
		line("收入", "总计", nil)
		for _, fund := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
			line(nil, fund, ask{"资金来源": fund})
		}
		line("支出", "总计", nil)
		for _, kind := range []string{"人员经费", "公用经费", "项目支出"} {
			line(nil, kind, ask{"支出类型": kind})
		}
		return out
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == "C10" && e.Text == "=SUM(C11:C13)" }) {
		t.Error("the total of 支出 adds other lines:", shown(t, made.Book))
	}
}

// TestWhatColumnsBesideItLeaveIsTheDifference binds 其余 beside other columns: what they leave of 合计,
// in a list, of those below the same head, and in lines of the form.
func TestWhatColumnsBesideItLeaveIsTheDifference(t *testing.T) {
	goods := ask{"部门经济科目编码": "302"}
	list := kind{"项目", "年项目支出表", [][]any{{"单位", "合计", "按资金来源分", nil, "按经济分类分", nil}, {nil, nil, "一般公共预算", "其他资金", "商品和服务支出", "其余各类"}}, []string{"A3:A4", "B3:B4", "C3:D3", "E3:F3"}, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(of ask) []any {
			all, own, of302 := sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, goods)
			return []any{all, own, all - own, of302, all - of302}
		})
	}, ""}
	lines := kind{"性质", "年人员经费预算表（按单位性质）", [][]any{{"单位性质", "合计", "基本工资", "住房公积金", "其余人员支出"}}, nil, func(l *budget.Ledger) [][]any {
		names := []string{"合计", "行政单位", "参照公务员法管理事业单位", "其他事业单位"}
		var out [][]any
		for i, kind := range []string{"行政、参公、事业", "行政", "参公", "事业"} {
			row := []any{names[i]}
			if l != nil {
				of := ask{"支出类型": "人员经费", "单位性质": kind}
				all, wage, fund := sum(l, of), sum(l, of, ask{"部门经济科目编码": "30101"}), sum(l, of, ask{"部门经济科目编码": "30113"})
				row = append(row, all, wage, fund, all-wage-fund)
			}
			out = append(out, row)
		}
		return out
	}, ""}
	learnedFrom(t, []kind{list, lines}, yunchuanNext, yunchuanLast)
}

// TestALineMayJoinSeveralCodes binds lines such as 水费、电费 below a total of more than they are, which
// the title says, of this year and of last.
func TestALineMayJoinSeveralCodes(t *testing.T) {
	of := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算", "支出类型": "公用经费", "单位性质": "行政、参公"}
	table := kind{"运行", "年机关运行经费情况表", [][]any{{"项目", "金额"}}, nil, func(l *budget.Ledger) (out [][]any) {
		for _, line := range [][2]string{{"合计", ""}, {"办公费、印刷费", "30201、30202"}, {"水费、电费", "30205、30206"}, {"邮电费", "30207"}, {"会议费、培训费", "30215、30216"}} {
			row := []any{line[0]}
			if l != nil && line[1] == "" {
				row = append(row, sum(l, of))
			} else if l != nil {
				row = append(row, sum(l, of, ask{"部门经济科目编码": line[1]}))
			}
			out = append(out, row)
		}
		return out
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanNext, yunchuanLast)
}

// TestRemarksBehindARowAreNoLabels binds a table of one row of figures with a column for remarks.
func TestRemarksBehindARowAreNoLabels(t *testing.T) {
	cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	table := kind{"三公", "年“三公”经费表", [][]any{{"合计", "因公出国（境）费", "公务接待费", "公务用车", nil, "备注"}, {nil, nil, nil, "购置费", "运行维护费"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return [][]any{{nil}}
		}
		row := []any{}
		for _, codes := range []string{"30212、30217、30231、31013、30913", "30212", "30217", "31013、30913", "30231"} {
			row = append(row, sum(l, cz, ask{"部门经济科目编码": codes}))
		}
		return [][]any{row}
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestSamplesOfAFormAloneSayWhichLevelsItHas binds a form without an example whose samples leave out
// 款, with funds of short names below one head.
func TestSamplesOfAFormAloneSayWhichLevelsItHas(t *testing.T) {
	funds := func(l *budget.Ledger, of ask) (out []any) {
		for _, fund := range []string{"一般公共预算、政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
			out = append(out, sum(l, of, ask{"资金来源": fund}))
		}
		return out
	}
	heads := [][]any{{"科目编码", "科目名称", "总计", "财政拨款", nil, nil, "非财政拨款", nil}, {nil, nil, nil, "一般", "基金", "国资", "专户", "单位"}}
	merged := []string{"A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:H3"}
	coded := kind{"编码", "年部门支出预算总表", heads, merged, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"201", "一般公共服务支出"}, []any{"2010101", "行政运行"}, nil, []any{nil, "合计"})
		}
		lines := tree(l, nil, "功能科目编码", "功能科目", []int{3, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, funds(l, of)...) })
		return append(lines, append([]any{nil, "合计"}, funds(l, nil)...))
	}, ""}
	p, made := aloneFrom(t, coded)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
	for _, proof := range proven(t, p, loaded(t, made), []kind{coded}, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 20 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestWhatComesInAndWhatIsSpentMayHaveHeadersOfTheirOwn binds （一）收入 and （二）支出 one below the other on one
// sheet, each with headers, lines and a total of its own: the headers differ but for the codes.
func TestWhatComesInAndWhatIsSpentMayHaveHeadersOfTheirOwn(t *testing.T) {
	fund := ask{"资金来源": "政府性基金预算"}
	table := kind{"基金", "年政府性基金预算收支情况表", [][]any{{"（一）收入"}, {"科目编码", "科目名称", "预算数", nil, nil}}, []string{"A3:E3"}, func(l *budget.Ledger) (out [][]any) {
		between := [][]any{nil, {"（二）支出"}, {"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}
		if l == nil {
			out = append([][]any{nil, nil, {"收入合计"}}, between...)
			return append(out, nil, nil, nil, nil, []any{"支出合计"})
		}
		of, all := l.Tables["收入明细"], budget.Fen(0)
		for i, a := range of.Amounts(0) {
			if code := of.Value(i, "收入科目编码"); of.Value(i, "预算类别") == "政府性基金预算" {
				yuan, _ := a.Yuan().Float64()
				out, all = append(out, []any{code, l.Codes["收入科目"].NameOf(code), yuan}), all+a
			}
		}
		slices.SortFunc(out, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
		yuan, _ := all.Yuan().Float64()
		out = append(append(out, []any{"收入合计", nil, yuan}), between...)
		figures := func(of ask) []any { return []any{sum(l, fund, of), sum(l, fund, of, base), sum(l, fund, of, proj)} }
		out = append(out, tree(l, fund, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, figures(of)...) })...)
		return append(out, append([]any{"支出合计", nil}, figures(nil)...))
	}, ""}
	got := func(l *budget.Ledger, codes ...string) *budget.Ledger {
		of := l.Tables["收入明细"]
		for i, code := range codes {
			row := make([]string, len(of.Fields))
			row[of.Field("预算类别")], row[of.Field("收入科目编码")] = "政府性基金预算", code
			of.Append(0, row, []budget.Fen{budget.Fen(7000000 + i)})
		}
		return l
	}
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	learned(t, []kind{table}, got(dir.ledger(t, yunchuanLast), "103014801", "103014802"), got(dir.ledger(t, yunchuanNext), "103014802", "103014803"))
}
