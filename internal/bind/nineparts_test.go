package bind_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestPairsOfAmountsAreOfTheSameMoney binds the sentence of the usual text in nine parts that tells what of two funds is of
// this year and what was carried over, of which the example has one fund's carried over alone.
func TestPairsOfAmountsAreOfTheSameMoney(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 一般公共预算 45000 上年结转", "某市水务局 管网 特定目标类 政府性基金预算 330000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 政府性基金预算 330000", "某市水文站 打井 特定目标类 政府性基金预算 21000 上年结转", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转", "某市水文站 船 其他运转类 单位资金 5000")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		public := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
		fund, carried := ask{"资金来源": "政府性基金预算"}, ask{"资金年度": "上年结转"}
		return texts(t, "说明", "预算编制说明", "财政拨款收支总预算"+n(public)+"万元。其中，收入总计"+n(public)+"万元，包括一般公共预算本年收入"+n(gp, now)+"万元、上年结转"+n(gp, carried)+"万元，政府性基金预算本年收入"+n(fund, now)+"万元、上年结转"+n(fund, carried)+"万元；支出总计"+n(public)+"万元。")
	})
}

// TestWhatTheIncomeConsistsOfSaysNothingOfTheSpending binds classes of all money behind the funds of the income, of which the
// example has money of one alone.
func TestWhatTheIncomeConsistsOfSaysNothingOfTheSpending(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30217 一般公共预算 12300 15600 2130101")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30217 单位资金 9900 8800 2130101")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "收支总预算××万元。收入包括：一般公共预算拨款××万元、单位资金××万元；支出包括：××支出××万元、××支出××万元。", "说明完毕。")
		}
		wan := func(of ...string) float64 { is, _ := yuanOf(l, having(of...)); return is / 10000 }
		return texts(t, "说明", "预算说明", fmt.Sprintf("收支总预算%.2f万元。收入包括：一般公共预算拨款%.2f万元、单位资金%.2f万元；支出包括：社会保障和就业支出%.2f万元、农林水支出%.2f万元。", wan(), wan("资金来源", "一般公共预算"), wan("资金来源", "单位资金"), wan("功能科目编码", "208"), wan("功能科目编码", "213")), "说明完毕。")
	})
}

// TestAChangeBehindABracketIsOfWhatStandsBeforeIt binds a change that is as much of the whole as of the last of its parts in
// the example.
func TestAChangeBehindABracketIsOfWhatStandsBeforeIt(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30231 一般公共预算 114000 118000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "公用经费 30231 一般公共预算 111000 114000", "公用经费 31013 一般公共预算 168000 0")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "公务用车购置及运行费××万元（其中：公务用车购置费××万元，公务用车运行费××万元），比上年增加（减少）××万元。", "说明完毕。")
		}
		wan := func(codes ...string) (is, was float64) {
			for _, code := range codes {
				a, b := yuanOf(l, having("部门经济科目编码", code))
				is, was = is+a/10000, was+b/10000
			}
			return is, was
		}
		all, was := wan("30231", "31013")
		bought, _ := wan("31013")
		run, _ := wan("30231")
		return texts(t, "说明", "预算说明", fmt.Sprintf("公务用车购置及运行费%.2f万元（其中：公务用车购置费%.2f万元，公务用车运行费%.2f万元），%s。", all, bought, run, changeOf(all, was, "比上年", "与上年持平")), "说明完毕。")
	})
}

// TestRatesMayStandInAGroupAsTheAmountsDo binds a table of three columns of last year, of this year and of how much more
// that is, in which the form has the formulas of the total alone, as per cents: all lines have them.
func TestRatesMayStandInAGroupAsTheAmountsDo(t *testing.T) {
	p := defaultPack(t)
	l := withLastYears(t, p)
	groups := []any{"单位名称", "2025年预算数", nil, nil, "2026年预算数", nil, nil, "2026年预算数比2025年预算数增减%"}
	table := kind{"增减", "年支出对比表", [][]any{groups, {nil, "合计", "基本支出", "项目支出", "合计", "基本支出", "项目支出", "合计", "基本支出", "项目支出"}}, []string{"A3:A4", "B3:D3", "E3:G3", "H3:J3"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return [][]any{{"合计"}, {nil}, {nil}, {nil}}
		}
		line := func(label string, of ask) []any {
			var was, is, more []any
			for _, kind := range []ask{nil, base, proj} {
				a, o := lastYears(l, of, kind), sum(l, of, kind)
				was, is = append(was, a), append(is, o)
				if a == 0 {
					more = append(more, nil)
				} else {
					more = append(more, (o-a)/a)
				}
			}
			return slices.Concat([]any{label}, was, is, more)
		}
		out := [][]any{line("合计", nil)}
		for _, k := range keysOf(l, nil, "单位") {
			out = append(out, line(k[0], ask{"单位": k[0]}))
		}
		return out
	}, ""}
	f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, nil, 2026)))
	must(t, err)
	style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	must(t, err)
	for i, col := range []string{"H", "I", "J"} {
		was, is := string(rune('B'+i)), string(rune('E'+i))
		must(t, f.SetCellFormula("增减", col+"5", fmt.Sprintf(`IF(%s5=0,"",(%s5-%s5)/%s5)`, was, is, was, was)))
		must(t, f.SetCellStyle("增减", col+"5", col+"5", style))
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	must(t, f.Close())
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) {
		if len(proof.Differ)+len(proof.Open)+len(proof.Lost) > 0 || proof.Right < 20 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
	out, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), l)))
	must(t, err)
	defer out.Close()
	if text, err := out.GetCellValue("增减", "H6"); err != nil || !strings.HasSuffix(text, "%") {
		t.Errorf("the rate of a line is printed %s (%v)", text, err)
	}
}

// TestOtherIncomeOfOtherMoneyIsNoneOfWhatStandsBesideThat binds lines below 其他资金 which the example leaves blank:
// nothing is written there, and noughts are printed as in the lines that have tags.
func TestOtherIncomeOfOtherMoneyIsNoneOfWhatStandsBesideThat(t *testing.T) {
	p := defaultPack(t)
	table := kind{"收支", "年收支总体情况表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		labels := []string{"一、财政拨款", "    一般公共预算拨款", "    政府性基金预算拨款", "二、财政专户拨款", "三、其他资金", "    事业收入", "    事业单位经营收入", "    其他收入", "本年收入合计"}
		var out [][]any
		for _, label := range labels {
			out = append(out, []any{label, nil})
		}
		if l != nil {
			fund := func(f string) float64 { return sum(l, ask{"资金来源": f}) }
			for i, n := range map[int]float64{0: fund("一般公共预算、政府性基金预算、国有资本经营预算"), 1: fund("一般公共预算"), 2: fund("政府性基金预算"), 3: fund("财政专户管理资金"), 4: fund("单位资金"), 8: sum(l)} {
				out[i][1] = n
			}
		}
		return out
	}, ""}
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 河道 特定目标类 单位资金 1250000")
	next := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 收费 特定目标类 财政专户管理资金 9000")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	got, want := shown(t, filled(t, loaded(t, made), next))["收支"], shown(t, book(t, []kind{table}, next, 2026))["收支"]
	if fmt.Sprint(got[3:]) != fmt.Sprint(want[3:]) {
		t.Errorf("it prints\n%q\nwant\n%q\n%s", got[3:], want[3:], told(made))
	}
}

// TestNotesOfWhoWritesWhatAreTakenOut binds a text in one merged cell with notes that real forms have, and sentences below
// numbers of which the example has one each: nothing is told of more of them.
func TestNotesOfWhoWritesWhatAreTakenOut(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600")
	last.Info["100万元以上设备"] = "3"
	page := func(lines ...string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "说明", []string{"A2:F2"}, []any{"预算编制说明"}, []any{strings.Join(lines, "\n")})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	p, whole := defaultPack(t), proof.DocumentPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last),
		Form:    page("支出预算××万元。（采购办提供）", "（一）公务接待费××万元，比上年增加（减少）××万元；", "（二）人员经费××万元。（按类级科目逐个写，没有的不写）", "100万元以上专用设备××台（套）。（照款级科目列举）"),
		Example: page("支出预算83.23万元。", "（一）公务接待费1.23万元，比上年减少0.33万元；", "（二）人员经费82.00万元。", "100万元以上专用设备3台（套）。")})
	must(t, err)
	text := strings.Join(textsOf(t, made.Book), "\n")
	for _, gone := range []string{"提供", "不写", "列举", "××台", "××万元"} {
		if strings.Contains(text, gone) {
			t.Errorf("%s stands in\n%s\n%s", gone, text, told(made))
		}
	}
	if strings.Contains(told(made), "多的每次要手工写") {
		t.Error(told(made))
	}
}

// TestTheTitleOfACoverIsOfTheDepartment binds covers whose form has no name, or room for one that its next word says too.
func TestTheTitleOfACoverIsOfTheDepartment(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
	last.Info["预算年度"] = "2026"
	for form, x := range map[string][2]string{
		"部门预算":              {"2026年%s部门预算", "{{年度}}年{{部门名称}}部门预算"},
		"20××年××部门部门预算":     {"2026年%s部门预算", "{{年度}}年{{部门名称}}部门预算"},
		"××××部门预算公开表":       {"%s部门预算公开表", "{{部门名称}}部门预算公开表"},
		"××××20××年部门预算情况说明": {"%s2026年部门预算情况说明", "{{部门名称}}{{年度}}年部门预算情况说明"},
	} {
		of := func(title string, more ...string) []byte {
			return texts(t, "封面", slices.Concat([]string{"", title}, more)...)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: of(form, "（20××年）", "", "部门编码：", "编制时间："), Example: of(fmt.Sprintf(x[0], last.Info["部门名称"]), "（2026年）", "", "部门编码：146", "编制时间：2026-02-18"), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		if got := textsOf(t, made.Book); !slices.Contains(got, x[1]) || strings.Contains(told(made), "都不印") {
			t.Errorf("%s: %q\n%s", form, got, told(made))
		}
	}
}

// TestSharesMayBeOfWhatASentenceBeginsWith binds shares of what no amount of their sentence is, one of which is nought in
// the example; where nobody knows what those beside it are of, a nought is of nothing known either.
func TestSharesMayBeOfWhatASentenceBeginsWith(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 政府性基金预算 330000", "某市水文站 监测 其他运转类 单位资金 21000", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转")
	for lead, of := range map[string]ask{"本年收入中，": now, "按规定测算的收入里，": nil} {
		page := func(l *budget.Ledger) []byte {
			if l == nil {
				return texts(t, "说明", "预算编制说明", lead+"一般公共预算拨款收入××万元，占××%；政府性基金预算拨款收入××万元，占××%；单位资金收入××万元，占××%。")
			}
			var parts []string
			for _, fund := range [][2]string{{"一般公共预算拨款", "一般公共预算"}, {"政府性基金预算拨款", "政府性基金预算"}, {"单位资金", "单位资金"}} {
				n, all := sum(l, now, ask{"资金来源": fund[1]}), sum(l, of)
				if of == nil {
					all = 7777777 // of nothing that the ledger has
				}
				parts = append(parts, fmt.Sprintf("%s收入%.2f万元，占%.2f%%", fund[0], n/10000, n/all*100))
			}
			return texts(t, "说明", "预算编制说明", lead+strings.Join(parts, "；")+"。")
		}
		if of != nil {
			boundAndFilled(t, "说明", last, next, page)
			continue
		}
		p, whole := defaultPack(t), proof.DocumentPack(t)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
		must(t, err)
		if text := strings.Join(textsOf(t, made.Book), "\n"); strings.Count(text, "占××%") != 3 {
			t.Errorf("%s\n%s", text, told(made))
		}
	}
}

// TestWhatStandsBehindLabelsIsNotBelowThem binds a cover whose labels stand in one column and what they ask for in the next.
func TestWhatStandsBehindLabelsIsNotBelowThem(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
	last.Info["预算年度"], last.Info["部门代码"], last.Info["编制日期"] = "2026", "317", "2026-02-18"
	page := func(rows ...[]any) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "封面", nil, append([][]any{nil}, rows...)...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last),
		Form:    page([]any{"20××年部门预算公开表"}, nil, []any{"部门名称："}, []any{"部门代码："}, []any{"编制日期："}),
		Example: page([]any{"2026年部门预算公开表"}, nil, []any{"部门名称：", last.Info["部门名称"]}, []any{"部门代码：", "317"}, []any{"编制日期：", "2026-02-18"})})
	must(t, err)
	want := []string{"封面", "{{年度}}年部门预算公开表", "部门名称：|{{部门名称}}", "部门代码：|{{部门代码}}", "编制日期：|{{编制日期}}"}
	if got := slices.DeleteFunc(textsOf(t, made.Book), func(line string) bool { return line == "" }); !slices.Equal(got, want) {
		t.Errorf("%q\n%s", got, told(made))
	}
}

// TestPartsBesideWhatWasCarriedOverAreOfThisYear binds parts of which the example has nothing that was carried over: the
// next department has, and its parts still are as much as the whole.
func TestPartsBesideWhatWasCarriedOverAreOfThisYear(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 监测 其他运转类 单位资金 21000", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		return texts(t, "说明", "预算编制说明", "收入预算总额为"+n()+"万元；其中：财政拨款收入"+n(ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, now)+"万元；单位资金收入"+n(ask{"资金来源": "单位资金"}, now)+"万元；上年结转"+n(ask{"资金年度": "上年结转"})+"万元。")
	})
}
