package bind_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestColumnsThatTheExampleDoesNotHaveAreBoundByTheirWords binds forms that have a column more than
// last year's tables: beside lines that stand on the form, and in a table of
// one row.
func TestColumnsThatTheExampleDoesNotHaveAreBoundByTheirWords(t *testing.T) {
	column := map[string]ask{"合计": nil, "人员经费": {"支出类型": "人员经费"}, "公用经费": {"支出类型": "公用经费"}, "项目支出": proj}
	of := func(heads ...string) []kind {
		head := []any{"项目"}
		for _, h := range heads {
			head = append(head, h)
		}
		figures := func(l *budget.Ledger, of ...ask) (out []any) {
			for _, h := range heads {
				if l == nil {
					out = append(out, nil)
				} else {
					out = append(out, sum(l, append(of, column[h])...))
				}
			}
			return out
		}
		lines := func(l *budget.Ledger) (out [][]any) {
			for i, fund := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
				out = append(out, append([]any{string([]rune("一二三四五")[i]) + "、" + fund}, figures(l, ask{"资金来源": fund})...))
			}
			return append(out, append([]any{"合计"}, figures(l)...))
		}
		return []kind{
			{"固定", "年部门支出资金来源表", [][]any{head}, nil, lines, ""},
			{"一行", "年部门支出预算表", [][]any{head[1:]}, nil, func(l *budget.Ledger) [][]any { return [][]any{figures(l)} }, ""},
		}
	}
	for _, more := range []string{"合计", "公用经费", "项目支出"} {
		all := []string{"合计", "人员经费", "公用经费", "项目支出"}
		form, had := of(all...), of(slices.DeleteFunc(slices.Clone(all), func(h string) bool { return h == more })...)
		p := defaultPack(t)
		dir := bureau{"testdata", "testdata", p}
		example, l := dir.ledger(t, yunchuanNext), dir.ledger(t, yunchuanLast)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, form, nil, 2026), Example: book(t, had, example, 2026), Ledger: example, Views: tables.Views(p, example)})
		must(t, err)
		if n := strings.Count(told(made), "范例里没有“"+more+"”这一列，按文字写了标签"); n != len(form) {
			t.Errorf("%s is told of %d tables\n%s", more, n, told(made))
		}
		for _, proof := range proven(t, p, loaded(t, made), form, l, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 {
				t.Errorf("%s: %+v\n%v\n%s", more, proof, shown(t, made.Book)[proof.Sheet], told(made))
			}
		}
	}
}

// TestAYearOfTheExampleIsAnotherOfTheForm binds a form of next year that has a column for this year
// too: what the example calls 2026年预算数 is what the form calls 2027年预算数.
func TestAYearOfTheExampleIsAnotherOfTheForm(t *testing.T) {
	of := func(heads ...any) []kind {
		return []kind{{"两年", "年部门支出预算表", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{nil}}
			}
			return [][]any{{sum(l), sum(l, proj)}}
		}, ""}}
	}
	p := defaultPack(t)
	example := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
	year := example.Info[p.Input.YearItem()]
	n, err := strconv.Atoi(year)
	must(t, err)
	next := strconv.Itoa(n + 1)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, of(year+"年预算数", next+"年预算数", "其中：项目支出"), nil, n+1), Example: book(t, of(year+"年预算数", "其中：项目支出"), example, n), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	if row := shown(t, made.Book)["两年"][3]; len(row) < 2 || strings.Contains(row[0], "{{部门支出") || !strings.Contains(row[1], "{{部门支出") {
		t.Errorf("%q\n%s", row, told(made))
	}
	if !strings.Contains(told(made), "两年!A4 ") {
		t.Error("nobody is told of last year's column:", told(made))
	}
}

// TestAClassThatTheExampleDoesNotHaveIsBoundAsTheOthers binds a form with a line for a class more
// than last year's tables: it is one of those that the lines stand for, also where a total does not
// add up without it and is bound by its words.
func TestAClassThatTheExampleDoesNotHaveIsBoundAsTheOthers(t *testing.T) {
	of := func(without string) []kind {
		return []kind{{"经济", "年部门收支总表", [][]any{{"收入项目", "预算数", "支出经济科目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
			figure := func(of ...ask) any {
				if l == nil {
					return nil
				}
				return sum(l, append(of, ask{"资金年度": "本年"})...)
			}
			income := [][]any{{"一、一般公共预算", figure(gp)}, {"二、政府性基金预算", figure(ask{"资金来源": "政府性基金预算"})}, {"三、国有资本经营预算", figure(ask{"资金来源": "国有资本经营预算"})},
				{"四、财政专户管理资金", figure(ask{"资金来源": "财政专户管理资金"})}, {"五、单位资金", figure(ask{"资金来源": "单位资金"})}}
			for _, class := range []string{"301 工资福利支出", "302 商品和服务支出", "303 对个人和家庭的补助", "307 债务利息及费用支出", "309 资本性支出（基本建设）", "310 资本性支出", "311 对企业补助（基本建设）", "312 对企业补助", "313 对社会保障基金补助", "399 其他支出"} {
				row := []any{nil, nil}
				if i := len(out); i < len(income) {
					row = income[i]
				}
				if class != without {
					out = append(out, append(slices.Clip(row), class, figure(ask{"部门经济科目编码": class[:3]})))
				}
			}
			return append(out, []any{"本年收入合计", figure(), "本年支出合计", figure()}, []any{"收入总计", figure(), "支出总计", figure()})
		}, ""}}
	}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	example := dir.ledger(t, yunchuanNext)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, of(""), nil, 2026), Example: book(t, of("301 工资福利支出"), example, 2026), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	if tag := shown(t, made.Book)["经济"][3][3]; !strings.Contains(tag, "[301].") {
		t.Errorf("%q\n%s", tag, told(made))
	}
}

// TestALineThatTheExampleDoesNotHaveAsksNoTableForMoreThanItKeeps binds a form with 本年支出 above lines
// of classes, which last year's tables lack; of 年终结转 below them no class is known.
func TestALineThatTheExampleDoesNotHaveAsksNoTableForMoreThanItKeeps(t *testing.T) {
	of := func(without string) []kind {
		return []kind{{"财拨", "年财政拨款收支总表", [][]any{{"项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算"}}, nil, func(l *budget.Ledger) (out [][]any) {
			figures := func(of ...ask) []any {
				if l == nil {
					return []any{nil, nil, nil}
				}
				base := append(of, ask{"资金来源": "一般公共预算、政府性基金预算", "资金年度": "本年"})
				return []any{sum(l, base...), sum(l, append(base, gp)...), sum(l, append(base, ask{"资金来源": "政府性基金预算"})...)}
			}
			income := [][]any{{"一、本年收入", figures()[0]}, {"  1．一般公共预算", figures()[1]}, {"  2．政府性基金预算", figures()[2]}}
			for _, x := range []struct{ label, codes string }{{"一、本年支出", ""}, {"  1．工资福利支出", "301"}, {"  2．商品和服务支出", "302"}, {"  3．对个人和家庭的补助", "303"}, {"  4．资本性支出", "310"}} {
				row := []any{nil, nil}
				if len(income) > 0 {
					row, income = income[0], income[1:]
				}
				of := []ask{}
				if x.codes != "" {
					of = append(of, ask{"部门经济科目编码": x.codes})
				}
				if x.label != without {
					out = append(out, append(append(slices.Clone(row), x.label), figures(of...)...))
				}
			}
			return append(out, append([]any{nil, nil, "二、年终结转"}, nil, nil, nil), append([]any{"收入总计", figures()[0], "支出总计"}, figures()...))
		}, ""}}
	}
	p := defaultPack(t)
	example := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, of(""), nil, 2026), Example: book(t, of("一、本年支出"), example, 2026), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	loaded(t, made) // every view asks its tables for fields that they have
	if !strings.Contains(told(made), "本年支出") {
		t.Error("nobody is told of 本年支出:", told(made))
	}
}
