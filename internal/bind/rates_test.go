package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestRatesAreRoundedAsTheExampleShowsThem binds shares on a form whose cells have no number format: with all
// their decimals they would not even find room. A format of the form's own rounds them.
func TestRatesAreRoundedAsTheExampleShowsThem(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	table := kind{"构成", "年支出构成表", [][]any{{"项目", "本年预算数", "占比（%）"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"合计"}}
		for i, of := range []ask{base, proj, nil} {
			if l != nil {
				out[i] = append(out[i], sum(l, of), math.Round(sum(l, of)/sum(l)*10000)/100)
			}
		}
		return out
	}, ""}
	for format, want := range map[string]string{"": "=IF(N(B6)=0,0,ROUND(B4/B6*100,2))", "0.0000": "=IF(N(B6)=0,0,B4/B6*100)"} {
		form := book(t, []kind{table}, nil, 2026)
		if format != "" {
			form = formatted(t, form, "构成", "C4", "C6", format)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
		must(t, err)
		if got, err := f.GetCellFormula("构成", "C4"); err != nil || "="+strings.TrimPrefix(got, "=") != want {
			t.Errorf("%q: %s\n%s", format, got, told(made))
		}
	}
}

// TestRatesKeepThePerCentsOfTheExample binds shares that the example shows as per cents on forms that show numbers with
// two decimals, or have no number format: 0.4512 is 45.12%, not 0.45. So it is after an update to such a form.
func TestRatesKeepThePerCentsOfTheExample(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	table := kind{"构成", "年支出构成表", [][]any{{"项目", "本年预算数", "占比"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"合计"}}
		for i, of := range []ask{base, proj, nil} {
			if l != nil {
				out[i] = append(out[i], sum(l, of), math.Round(sum(l, of)/sum(l)*10000)/10000)
			}
		}
		return out
	}, ""}
	example := formatted(t, book(t, []kind{table}, l, 2026), "构成", "C4", "C6", "0.00%")
	for _, format := range []string{"", "#,##0.00", "0.0%"} {
		form := book(t, []kind{table}, nil, 2026)
		want := "0.00%"
		if format != "" {
			form = formatted(t, form, "构成", "C4", "C6", format)
		}
		if strings.HasSuffix(format, "%") {
			want = format // the form's own
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: example, Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		carried, err := renew.Update(loaded(t, made), made.Book, form, form, nil)
		must(t, err)
		without, err := renew.Update(loaded(t, made), made.Book, nil, form, nil)
		must(t, err)
		for what, content := range map[string][]byte{"made": made.Book, "carried": carried.Book, "carried without the form": without.Book} {
			if got := numberFormat(t, content, "构成", "C4"); got != want {
				t.Errorf("%q, %s: %q, want %q\n%s", format, what, got, want, told(made))
			}
		}
	}
}

// TestAmountsAreNoPerCents binds amounts on a form whose cells show per cents, which the example's do not: 806.91 would
// be printed as 80691.00%.
func TestAmountsAreNoPerCents(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	table := kind{"支出", "年支出预算表", [][]any{{"项目", "本年预算数"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"二、项目支出"}}
		for i, of := range []ask{base, proj} {
			if l != nil {
				out[i] = append(out[i], sum(l, of))
			}
		}
		return out
	}, ""}
	form := formatted(t, book(t, []kind{table}, nil, 2026), "支出", "B4", "B5", "0.00%")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if got := numberFormat(t, made.Book, "支出", "B4"); got != "4" || !says(made.Left, "支出", "百分数的格式") { // #,##0.00
		t.Errorf("%s\n%s", got, told(made))
	}
}

// TestColumnsAndTitlesThatSayOtherThingsAreNotBoundByPlace binds forms whose columns and titles stand where the
// example's do and say something else: what the example proves of its own says nothing of them.
func TestColumnsAndTitlesThatSayOtherThingsAreNotBoundByPlace(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	units := func(title string, heads ...any) kind {
		return kind{"单位", title, [][]any{append([]any{"单位名称"}, heads...)}, nil, func(l *budget.Ledger) (out [][]any) {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			for _, k := range keysOf(l, nil, "单位") {
				of := ask{"单位": k[0]}
				out = append(out, []any{k[0], sum(l, of), sum(l, of, base), sum(l, of, proj)})
			}
			return append(out, []any{"合计", sum(l), sum(l, base), sum(l, proj)})
		}, ""}
	}
	example := book(t, []kind{units("年部门支出分单位表", "合计", "基本支出", "项目支出")}, l, 2026)
	for head, open := range map[string]bool{"项目支出": false, "其中：项目支出": false, "人员经费": true, "上年预算数": true, "占比（%）": true, "增减额": true, "政府采购": true, "其中：上年结转": true, "2025年执行数": true} {
		form := book(t, []kind{units("年部门支出分单位表", "合计", "基本支出", head)}, nil, 2026)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: example, Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		asExample := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool {
			return strings.HasPrefix(e.Place.Cell, "D") && strings.Contains(e.Text, ".项目支出")
		})
		if asExample == open || says(made.Left, "单位", "说的不是一样的") != open {
			t.Errorf("%s: %s", head, told(made))
		}
	}
	for title, other := range map[string]bool{"年部门支出分单位表": false, "年支出分单位预算表": false, "年一般公共预算支出分单位表": true, "年政府采购支出分单位表": true, "年部门决算支出分单位表": true} {
		form := book(t, []kind{units(title, "合计", "基本支出", "项目支出")}, nil, 2026)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: example, Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if says(made.Left, "单位", "不照它取") != other {
			t.Errorf("%s: %s", title, told(made))
		}
	}
}

// TestAColumnOfRecordsThatSaysAnotherThingIsNotBoundByPlace binds a list of what is bought whose column of money is of
// last year now: what the example has in its place is this year's.
func TestAColumnOfRecordsThatSaysAnotherThingIsNotBoundByPlace(t *testing.T) {
	l := boughtBy(t, "1", []string{"货物 车辆 238000", "服务 物业 120000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	p, whole := defaultPack(t), proof.DocumentPack(t)
	page := func(money string, filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"政府采购预算表"}, {"单位：元"}, {"采购类型", "采购品目", money}, {nil}, {nil}, {"合计"}}
		if filled {
			rows = append(rows[:3], []any{"货物", "车辆", 238000}, []any{"服务", "物业", 120000}, []any{"合计", nil, 358000})
		}
		addSheet(t, f, "采购", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for money, other := range map[string]bool{"采购预算金额": false, "采购金额": false, "上年采购金额": true, "占比（%）": true} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(money, false), Example: page("采购预算金额", true), Ledger: l, Whole: &bind.Whole{Pack: whole, Ledger: l}, Views: tables.Views(p, l)})
		must(t, err)
		tagged := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool {
			return strings.HasPrefix(e.Place.Cell, "C") && strings.Contains(e.Text, "@明细")
		})
		if tagged == other || says(made.Left, "采购", "说的不是一样的") != other {
			t.Errorf("%s: %v\n%s", money, made.Written, told(made))
		}
	}
}

// Rows go by codes: a list of one classification says nothing of one by another, though all else is the same.
func TestAListByOtherCodesThanTheExampleIsBoundByItsOwnWords(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	page := func(key string, filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"一般公共预算基本支出表"}, {nil, nil, "单位：元"}, {key + "编码", key + "名称", "金额"}, {nil}, {nil}, {"合计"}}
		if filled {
			rows = rows[:3]
			basic := ask{"支出类型": "人员经费、公用经费", "资金来源": "一般公共预算"}
			for _, k := range keysOf(l, basic, "部门经济科目编码") {
				rows = append(rows, []any{k[0], p.Codes["部门经济科目"].NameOf(k[0]), sum(l, basic, ask{"部门经济科目编码": k[0]})})
			}
			rows = append(rows, []any{"合计", nil, sum(l, basic)})
		}
		addSheet(t, f, "基本", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for key, want := range map[string]string{"科目": "部门经济科目编码", "部门预算经济分类科目": "部门经济科目编码", "功能分类科目": "功能科目编码", "政府预算经济分类科目": "政府经济科目编码"} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(key, false), Example: page("科目", true), Ledger: l, Views: tables.Views(p, l), Slack: 1})
		must(t, err)
		var rows []string
		for _, v := range loaded(t, made).Views {
			if slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return strings.Contains(e.Text, "{{"+v.Name+"@") }) {
				for _, r := range v.Rows {
					rows = append(rows, r.By...)
				}
			}
		}
		if other := want != "部门经济科目编码"; len(rows) == 0 || !strings.HasPrefix(rows[0], want) || says(made.Left, "基本", "说的不是一样的") != other {
			t.Errorf("%s: rows %v, %v\n%s", key, rows, made.Written, told(made))
		}
	}
	for key, other := range map[string]bool{"项目": true, "收入科目": true, "": false} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(key, false), Example: page("科目", true), Ledger: l, Views: tables.Views(p, l), Slack: 1})
		must(t, err)
		if says(made.Left, "基本", "说的不是一样的") != other {
			t.Errorf("%s: %v\n%s", key, made.Written, told(made))
		}
	}
}

// numberFormat is that of a cell.
func numberFormat(t *testing.T, content []byte, sheet, cell string) string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(content)))
	must(t, err)
	n, err := f.GetCellStyle(sheet, cell)
	must(t, err)
	style, err := f.GetStyle(n)
	must(t, err)
	switch {
	case style.CustomNumFmt != nil:
		return *style.CustomNumFmt
	case style.NumFmt == 10:
		return "0.00%"
	}
	return strconv.Itoa(style.NumFmt)
}

// formatted gives cells of a workbook a number format.
func formatted(t *testing.T, content []byte, sheet, from, to, format string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(content)))
	must(t, err)
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(t, err)
	must(t, f.SetCellStyle(sheet, from, to, style))
	return saved(t, f)
}

// TestMoneySetAsideThatSomeTablesTakeIsTold binds forms of which some tables take 年终结转 and others do not: a
// department that has it is told so, one that has none is not; a form with none of it says nothing.
func TestMoneySetAsideThatSomeTablesTakeIsTold(t *testing.T) {
	b, _, made := boundOnce(t, "testdata/qingshan", "testdata/qingshan")
	has := b.ledger(t, "testdata/qingshan/甲录入.xlsx")
	if _, _, other := boundOnce(t, "testdata/baishui", "testdata/baishui"); strings.Contains(string(other.Manifest), "提示: Y") {
		t.Errorf("%s", other.Manifest)
	}
	p := loaded(t, made)
	rules, _, err := tables.Rules(p)
	must(t, err)
	for _, none := range []bool{true, false} {
		l := *has
		l.Tables = maps.Clone(l.Tables)
		if none {
			delete(l.Tables, "年终结转")
		}
		said := ""
		for _, f := range rules.Run(&l, tables.Views(p, &l)) {
			if f.Severity == finding.Note {
				said += f.Message
			}
		}
		if strings.Contains(said, "填了年终结转") == none || !none && !strings.Contains(said, "：表1部门收支总表、表4财政拨款收支总表里有这笔钱，表2部门收入总表、表3部门支出总表、表5一般公共预算支出表、") {
			t.Errorf("%v: %s", none, said)
		}
	}
}

// withLastYears is a ledger of 2026 whose items have last year's amounts, some more and some less.
func withLastYears(t *testing.T, p *pack.Pack) *budget.Ledger {
	t.Helper()
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	items := l.Tables["支出明细"]
	was := items.Amounts(items.Measure("上年数"))
	for i, a := range items.Amounts(0) {
		was[i] = a*budget.Fen(90+i%20)/100 + 1
	}
	l.Info["预算年度"] = "2026"
	return l
}

// TestPerCentsThatStandAsTextAreRates binds changes that the example has as text, 4.40%, in cells of the format of
// texts: they are computed, and shown as per cents.
func TestPerCentsThatStandAsTextAreRates(t *testing.T) {
	p := defaultPack(t)
	l := withLastYears(t, p)
	table := kind{"增减", "年支出对比表", [][]any{{"项目", "2025年预算数", "2026年预算数", "比上年增减", "增减幅度"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"1.人员经费"}, {"2.公用经费"}, {"3.项目支出"}}
		for i, of := range []ask{{"支出类型": "人员经费"}, {"支出类型": "公用经费"}, proj} {
			if l != nil {
				is, was := sum(l, of), lastYears(l, of)
				out[i] = append(out[i], was, is, math.Round((is-was)*100)/100, fmt.Sprintf("%.2f%%", (is-was)/was*100))
			}
		}
		return out
	}, ""}
	form := formatted(t, book(t, []kind{table}, nil, 2026), "增减", "E4", "E6", "@")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: formatted(t, book(t, []kind{table}, l, 2026), "增减", "E4", "E6", "@"), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	f, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
	must(t, err)
	defer f.Close()
	if got, err := f.GetCellFormula("增减", "E4"); err != nil || strings.TrimPrefix(got, "=") != `IF(N(B4)=0,"",(C4-B4)/B4)` || numberFormat(t, made.Book, "增减", "E4") != "0.00%" {
		t.Errorf("%s, %s\n%s", got, numberFormat(t, made.Book, "增减", "E4"), told(made))
	}
}

// TestTheFormulaOfAFormsOwnTotalIsThatOfItsLines binds a list whose form has the rate of change as a formula in the line of
// the total alone: the lines get the same one, which shows nothing where there was nothing last year.
func TestTheFormulaOfAFormsOwnTotalIsThatOfItsLines(t *testing.T) {
	p := defaultPack(t)
	l := withLastYears(t, p)
	table := kind{"增减", "年支出对比表", [][]any{{"单位名称", "2025年预算数", "2026年预算数", "增减%"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return [][]any{{"合计"}, {nil}, {nil}, {nil}}
		}
		out := [][]any{{"合计", lastYears(l), sum(l), (sum(l) - lastYears(l)) / lastYears(l) * 100}}
		for _, k := range keysOf(l, nil, "单位") {
			is, was := sum(l, ask{"单位": k[0]}), lastYears(l, ask{"单位": k[0]})
			out = append(out, []any{k[0], was, is, (is - was) / was * 100})
		}
		return out
	}, ""}
	for own, line := range map[string]string{
		`IF(B4=0,"",(C4-B4)/B4*100)`:       `IF(B5=0,"",(C5-B5)/B5*100)`,
		`IF(B$4=0,"",(C$4-B$4)/B$4*100)`:   "", // of the total alone: the lines get what the example shows
		`(INDIRECT("C4")-B4)/B4*100`:       "",
		`IF(SUM(B4)=0,0,SUM(C4)/B4-1)*100`: `IF(SUM(B5)=0,0,SUM(C5)/B5-1)*100`,
	} {
		f, err := excelize.OpenReader(strings.NewReader(string(book(t, []kind{table}, nil, 2026))))
		must(t, err)
		must(t, f.SetCellFormula("增减", "D4", own))
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		must(t, f.Close())
		out, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
		must(t, err)
		first, _ := out.GetCellFormula("增减", "D4")
		next, _ := out.GetCellFormula("增减", "D5")
		must(t, out.Close())
		if next = strings.TrimPrefix(next, "="); first != own || line != "" && next != line || next == "" {
			t.Errorf("%s: %q and %q\n%s", own, first, next, told(made))
		}
		for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) {
			if len(proof.Differ)+len(proof.Open)+len(proof.Lost) > 0 {
				t.Errorf("%s: %+v", own, proof)
			}
		}
	}
}

// TestAChangeMaySayOfWhichTwoYearsItIs binds the change that the ministry's form calls 2026年预算数比2025年预算数增减.
func TestAChangeMaySayOfWhichTwoYearsItIs(t *testing.T) {
	p := defaultPack(t)
	l := withLastYears(t, p)
	table := kind{"增减", "年支出对比表", [][]any{{"单位名称", "2025年预算数", "2026年预算数", "2026年预算数比2025年预算数增减"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		var out [][]any
		for _, k := range keysOf(l, nil, "单位") {
			is, was := sum(l, ask{"单位": k[0]}), lastYears(l, ask{"单位": k[0]})
			out = append(out, []any{k[0], was, is, math.Round((is-was)*100) / 100})
		}
		return append(out, []any{"合计", lastYears(l), sum(l), math.Round((sum(l)-lastYears(l))*100) / 100})
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) {
		if len(proof.Differ)+len(proof.Open)+len(proof.Lost) > 0 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
}

// TestAColumnWhoseMoneyAnotherOneShowsIsNought binds 事业收入, of which the example has 0, beside 其他收入, which has all money
// of the fund that both may mean.
func TestAColumnWhoseMoneyAnotherOneShowsIsNought(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水文站 监测 其他运转类 单位资金 322000")
	page := func(filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门收入总表"}, {nil, nil, nil, nil, nil, nil, nil, "单位：元"}, {"单位名称", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", "其他收入"}, {nil}, {nil}, {"合计"}}
		if filled {
			rows = rows[:3]
			for _, unit := range []string{"某市水务局", "某市水文站"} {
				of := ask{"单位": unit}
				rows = append(rows, []any{unit, sum(l, of), sum(l, of, gp), 0, 0, 0, 0, sum(l, of, ask{"资金来源": "单位资金"})})
			}
			rows = append(rows, []any{"合计", sum(l), sum(l, gp), 0, 0, 0, 0, 322000})
		}
		addSheet(t, f, "收入", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(false), Example: page(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == "G4" && e.Text == "=0" }) || says(made.Left, "收入", "事业收入”这一列没有写标签") {
		t.Errorf("%v\n%s", made.Written, told(made))
	}
}

// TestARateOfNothingShowsWhatTheExampleDoes binds three lines with their rates of change, one of which the example has with
// noughts in both years and a nought beside them: so it is printed, but not where there is something this year.
func TestARateOfNothingShowsWhatTheExampleDoes(t *testing.T) {
	p := defaultPack(t)
	ledger := func(amounts ...budget.Fen) *budget.Ledger { // this year's and last year's of each subject, in 元
		l := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 0", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 0", "某市水务局 2130301 公用经费 30212 - - 一般公共预算 0")
		items := l.Tables["支出明细"]
		for i := range 3 {
			items.Amounts(0)[i], items.Amounts(items.Measure("上年数"))[i] = amounts[2*i]*100, amounts[2*i+1]*100
		}
		return l
	}
	lines := []struct{ code, name string }{{"30212", "因公出国（境）费"}, {"30217", "公务接待费"}, {"30231", "公务用车运行维护费"}}
	for nothing, want := range map[any][]string{0: {"E4 0", "E6 "}, "—": {"E4 —", "E6 —"}, "": {"E4 ", "E6 "}} {
		table := kind{"三公", "年一般公共预算“三公”经费支出表", [][]any{{"项目", "2025年预算数", "2026年预算数", "增减额", "增减%"}}, nil, func(l *budget.Ledger) (out [][]any) {
			for _, x := range lines {
				if l == nil {
					out = append(out, []any{x.name})
					continue
				}
				of := ask{"部门经济科目编码": x.code}
				line := []any{x.name, lastYears(l, of), sum(l, of), sum(l, of) - lastYears(l, of), nothing}
				if was := lastYears(l, of); was != 0 {
					line[4] = (sum(l, of) - was) / was * 100
				}
				out = append(out, line)
			}
			return out
		}, ""}
		last := ledger(7600, 8000, 13200, 12000, 0, 0)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), ledger(7600, 8000, 3000, 0, 0, 0))))
		must(t, err)
		for _, cell := range want {
			at, text, _ := strings.Cut(cell, " ")
			if got, err := f.GetCellValue("三公", at); err != nil || got != text {
				t.Errorf("%v: %s shows %q, want %q\n%s", nothing, at, got, text, told(made))
			}
		}
		must(t, f.Close())
	}
}

// TestANameThatBeginsAsAUnitIsNoRoom binds a contents page on which the number of a table stands before 项目支出预算表.
func TestANameThatBeginsAsAUnitIsNoRoom(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
	table := kind{"表十", "年项目支出预算表", [][]any{{"项目名称", "合计"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return blankLines()
		}
		for _, k := range keysOf(l, proj, "项目名称") {
			out = append(out, []any{k[0], sum(l, ask{"项目名称": k[0]})})
		}
		return append(out, []any{"合计", sum(l, proj)})
	}, ""}
	page := func(l *budget.Ledger) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 2026)))
		must(t, err)
		addSheet(t, f, "目录", nil, []any{"目录"}, []any{"表十  项目支出预算表"}, []any{"表十一　人员经费表"}, []any{"涉及项目__项"})
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(nil), Example: page(l), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if said := told(made); strings.Contains(said, "目录!A2") || strings.Contains(said, "目录!A3") || !strings.Contains(said, "目录!A4") {
		t.Error(said)
	}
}

// TestATitleWithSomeDepartmentOfAPlaceIsThatOfTheExample binds a form that is called 某县××局2026年 where the example has the
// name of the department, and has last year's amounts below 上年年初预算数.
func TestATitleWithSomeDepartmentOfAPlaceIsThatOfTheExample(t *testing.T) {
	p := defaultPack(t)
	l := withLastYears(t, p)
	l.Info["部门名称"] = "云岭县司法局"
	for _, place := range []string{"云岭县××局", "云岭县XX部门", "××局", "云岭县司法局"} {
		table := func(dept string) kind {
			return kind{"增减", dept + "年支出对比表", [][]any{{"单位名称", "上年年初预算数", "本年年初预算数"}}, nil, func(l *budget.Ledger) [][]any {
				if l == nil {
					return blankLines([]any{"合计"})
				}
				out := [][]any{{"合计", lastYears(l), sum(l)}}
				for _, k := range keysOf(l, nil, "单位") {
					out = append(out, []any{k[0], lastYears(l, ask{"单位": k[0]}), sum(l, ask{"单位": k[0]})})
				}
				return out
			}, ""}
		}
		filledTable := []kind{table("云岭县司法局")}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table(place)}, nil, 2026), Example: book(t, filledTable, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if strings.Contains(told(made), "说的不是一样的") || !strings.Contains(strings.Join(shown(t, made.Book)["增减"][0], ""), "{{部门名称}}") {
			t.Errorf("%s: %q\n%s", place, shown(t, made.Book)["增减"][0], told(made))
		}
		for _, proof := range proven(t, p, loaded(t, made), filledTable, l, 2026) {
			if len(proof.Differ)+len(proof.Open)+len(proof.Lost) > 0 || proof.Right < 4 {
				t.Errorf("%s: %+v\n%s", place, proof, told(made))
			}
		}
	}
}

// TestLastYearsAmountsThatNobodyEnteredAreNoNoughts binds a table that prints 0, also of last year, and fills it from a
// ledger without any amount of last year: what nobody knows is blank.
func TestLastYearsAmountsThatNobodyEnteredAreNoNoughts(t *testing.T) {
	p := defaultPack(t)
	table := kind{"对比", "年支出对比表", [][]any{{"单位名称", "2025年预算数", "2026年预算数"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		amount := func(yuan float64) any {
			if yuan == 0 {
				return 0
			}
			return yuan
		}
		out := [][]any{{"合计", amount(lastYears(l)), amount(sum(l))}}
		for _, k := range keysOf(l, nil, "单位") {
			out = append(out, []any{k[0], amount(lastYears(l, ask{"单位": k[0]})), amount(sum(l, ask{"单位": k[0]}))})
		}
		return out
	}, ""}
	ledger := func(was ...budget.Fen) *budget.Ledger {
		l := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 7600", "某市水文站 2130301 公用经费 30231 - - 一般公共预算 12000", "某市水利站 2130301 公用经费 30231 - - 一般公共预算 9000")
		items := l.Tables["支出明细"]
		for i, a := range was {
			items.Amounts(items.Measure("上年数"))[i] = a * 100
		}
		return l
	}
	last := ledger(5000, 0, 6000)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, c := range []struct {
		of   *budget.Ledger
		want string
	}{{last, "[[合计 11000 28600] [某市水务局 5000 7600] [某市水文站 0 12000] [某市水利站 6000 9000]]"}, {ledger(), "[[合计  28600] [某市水务局  7600] [某市水文站  12000] [某市水利站  9000]]"}} {
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), c.of)))
		must(t, err)
		rows, err := f.GetRows("对比", excelize.Options{RawCellValue: true})
		must(t, err)
		if got := fmt.Sprint(rows[3:]); got != c.want {
			t.Errorf("%s, want %s\n%s", got, c.want, told(made))
		}
		must(t, f.Close())
	}
}

// TestRatesOfColumnsAreOfWhatIsPrinted binds changes and their rates that the example shows to be those of the amounts as it prints them, in
// 万元, or of the amounts themselves; with two decimals and with one.
func TestRatesOfColumnsAreOfWhatIsPrinted(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 1549", "某市水文站 2130301 公用经费 30231 - - 一般公共预算 12351", "某市水利站 2130301 公用经费 30231 - - 一般公共预算 900051")
	for i, was := range []budget.Fen{104900, 1150900, 71004900} {
		l.Tables["支出明细"].Amounts(l.Tables["支出明细"].Measure("上年数"))[i] = was
	}
	for _, places := range []int{1, 2} {
		for of, want := range map[string]string{"printed": "ROUND(C4,2)-ROUND(B4,2)", "exact": "(C4-B4)/B4"} {
			round := func(x float64, places int) float64 {
				return math.Round(x*math.Pow10(places)) / math.Pow10(places)
			}
			table := kind{"对比", "年支出对比表（万元）", [][]any{{"单位名称", "2025年预算数", "2026年预算数", "增减%", "增减额"}}, nil, nil, ""}
			table.lines = func(l *budget.Ledger) [][]any {
				if l == nil {
					return blankLines([]any{"合计"})
				}
				line := func(label string, was, is float64) []any {
					rate, more := (is-was)/was*100, (is-was)/10000
					if of == "printed" {
						more = round(is/10000, 2) - round(was/10000, 2)
						rate = more / round(was/10000, 2) * 100
					}
					return []any{label, round(was/10000, 2), round(is/10000, 2), round(rate, places), round(more, 2)}
				}
				out := [][]any{line("合计", lastYears(l), sum(l))}
				for _, k := range keysOf(l, nil, "单位") {
					out = append(out, line(k[0], lastYears(l, ask{"单位": k[0]}), sum(l, ask{"单位": k[0]})))
				}
				return out
			}
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
			must(t, err)
			f, err := excelize.OpenReader(bytes.NewReader(made.Book))
			must(t, err)
			if got, err := f.GetCellFormula("对比", "D4"); err != nil || !strings.Contains(got, want) {
				t.Errorf("%s, %d: %s, want %s\n%s", of, places, got, want, told(made))
			}
			if got, err := f.GetCellFormula("对比", "E4"); err != nil || got != map[string]string{"printed": "ROUND(C4,2)-ROUND(B4,2)", "exact": "C4-B4"}[of] {
				t.Errorf("%s: %s\n%s", of, got, told(made))
			}
			must(t, f.Close())
		}
	}
}

// TestChangesOfFixedLinesAreOfWhatIsPrinted binds a table of fixed lines in 万元 whose changes are those of the amounts as it prints
// them: 0.15 less 0.11 is 0.04, though the amounts differ by 0.05.
func TestChangesOfFixedLinesAreOfWhatIsPrinted(t *testing.T) {
	ledger := func(amounts ...budget.Fen) *budget.Ledger { // this year's and last year's of each subject, in 元
		l := itemsOf(defaultPack(t), "某市水务局 2130301 公用经费 30212 - - 一般公共预算 0", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 0", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 0")
		items := l.Tables["支出明细"]
		for i := range 3 {
			items.Amounts(0)[i], items.Amounts(items.Measure("上年数"))[i] = amounts[2*i]*100, amounts[2*i+1]*100
		}
		return l
	}
	lines := []struct{ code, name string }{{"30212", "因公出国（境）费"}, {"30217", "公务接待费"}, {"30231", "公务用车运行维护费"}}
	boundAndFilled(t, "表", ledger(1549, 1051, 12351, 11509, 90006, 71044), ledger(2549, 1451, 3349, 15049, 6, 71044), func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年“三公”经费支出表"}, {nil, nil, nil, "单位：万元"}, {"项目", "2025年预算数", "2026年预算数", "增减额"}}
		for _, x := range lines {
			row := []any{x.name}
			if l != nil {
				of := ask{"部门经济科目编码": x.code}
				was, is := math.Round(lastYears(l, of)/100)/100, math.Round(sum(l, of)/100)/100
				row = append(row, was, is, math.Round((is-was)*100)/100)
			}
			rows = append(rows, row)
		}
		return formatted(t, sheetOf(t, []string{"A1:D1"}, rows...), "表", "B4", "D6", "0.00")
	})
}

// TestALineShowsHowTwoOthersDiffer binds a table whose lines are two years and how they differ.
func TestALineShowsHowTwoOthersDiffer(t *testing.T) {
	ledger := func(receptions, cars, before, beforeCars int64) *budget.Ledger {
		l := itemsOf(defaultPack(t), fmt.Sprintf("某市水务局 2130301 公用经费 30217 - - 一般公共预算 %d", receptions), fmt.Sprintf("某市水务局 2130301 公用经费 30231 - - 一般公共预算 %d", cars))
		last := l.Tables["支出明细"].Amounts(l.Tables["支出明细"].Measure("上年数"))
		last[0], last[1] = budget.Fen(before*100), budget.Fen(beforeCars*100)
		return l
	}
	codes := []string{"30217、30231", "30217", "30231"}
	boundAndFilled(t, "表", ledger(30600, 182000, 22100, 113700), ledger(7600, 91000, 9900, 91000), func(l *budget.Ledger) []byte {
		was, is, more := []any{"2025年预算数"}, []any{"2026年预算数"}, []any{"比上年增减"}
		for _, code := range codes {
			if l == nil {
				was, is, more = append(was, ""), append(is, ""), append(more, "")
				continue
			}
			of := ask{"部门经济科目编码": code}
			was, is, more = append(was, lastYears(l, of)), append(is, sum(l, of)), append(more, sum(l, of)-lastYears(l, of))
		}
		return sheetOf(t, []string{"A1:D1"}, []any{"2026年“三公”经费支出表"}, []any{nil, nil, nil, "单位：元"}, []any{"年度", "合计", "公务接待费", "公务用车运行费"}, was, is, more)
	})
}
