package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestWhatAFormSaysOfAllIsSoForAll binds sentences that one department in one year makes true by chance: the next one has
// last year's amounts, money of another fund, other reasons, and what a form says in brackets is published.
func TestWhatAFormSaysOfAllIsSoForAll(t *testing.T) {
	const gp = "一般公共预算"
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "公用经费 30231 一般公共预算 45600 45600")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 780000", "公用经费 30217 一般公共预算 9900 8800", "公用经费 30231 一般公共预算 61000 45600", "公用经费 30217 单位资金 7000 0")
	for l, year := range map[*budget.Ledger]string{last: "2025", next: "2026"} {
		l.Info["预算年度"], l.Info["公务接待费增减原因"] = year, ""
	}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "依据2025年修订的办法编制，“十四五”（2021—2025年）期间有效。",
				"“三公”经费XX万元：公务接待费XX万元，公务用车运行费XX万元。",
				"人员经费XX万元，比2025年预算增加（减少）XX万元。", "公务用车运行费XX万元，与2025年预算持平。",
				"以上收入（如利息收入、捐赠收入等）均为预算数。", "三、……", "特此说明。")
		}
		year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
		lead, even := "比"+before+"年预算", "与"+before+"年预算持平"
		of := func(codes ...string) float64 { is, _ := spending(l, gp, codes...); return is }
		change := func(code string) string { is, was := spending(l, gp, code); return changeOf(is, was, lead, even) }
		lines := []string{"预算说明", "依据2025年修订的办法编制，“十四五”（2021—2025年）期间有效。",
			fmt.Sprintf("“三公”经费%.2f万元：公务接待费%.2f万元，公务用车运行费%.2f万元。", of("30217", "30231"), of("30217"), of("30231")),
			fmt.Sprintf("人员经费%.2f万元，%s。", of("30101"), change("30101")), fmt.Sprintf("公务用车运行费%.2f万元，%s。", of("30231"), change("30231"))}
		if year == "2026" {
			lines = append(lines, "以上收入（如利息收入、捐赠收入等）均为预算数。")
		}
		return texts(t, "说明", append(lines, "特此说明。")...)
	})
	if !strings.Contains(told(made), "“三、……”这一行范例里没有") {
		t.Error("a line that goes is not told:", told(made))
	}
}

// TestWhatStaysAsOneDepartmentHadItIsTold binds sentences that leave a choice of words, or say one for all, of which
// the example does not say what they follow from: they are told, with the reason that the clerk may leave out as room.
func TestWhatStaysAsOneDepartmentHadItIsTold(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600")
	last.Info["预算年度"], last.Info["收支增减原因"] = "2025", "新增水库除险"
	made := boundAndFilled(t, "说明", last, last, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "2025年预算说明", "人员经费XX万元。", "公务接待费增加（减少）的主要原因是××。", "各项收入减少的原因是××。", "各项支出与上年持平。", "特此说明。")
		}
		return texts(t, "说明", "2025年预算说明", "人员经费82.00万元。", "公务接待费增加（减少）的主要原因是新增水库除险。", "各项收入减少的原因是新增水库除险。", "各项支出与上年持平。", "特此说明。")
	})
	for _, want := range []string{"里的“增加（减少）”没有写成标签", "里的“减少的原因是”每个部门都印", "里的“与上年持平”每个部门都印"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("not told: %s\n%s", want, told(made))
		}
	}
	for row, cell := range shown(t, made.Book)["说明"] {
		if text := strings.Join(cell, ""); strings.Contains(text, "{{收支增减原因") && !strings.Contains(text, "{{收支增减原因|××}}") {
			t.Errorf("row %d prints nothing where no reason is filled in: %s", row+1, text)
		}
	}
}

// TestAChangeIsThatOfWhatIsPrinted binds a change of some cents: what a text prints of this year and of last, a reader
// subtracts, and what is printed alike is as much.
func TestAChangeIsThatOfWhatIsPrinted(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780040 780000", "公用经费 30217 一般公共预算 9849 8851")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		switch l {
		case nil:
			return texts(t, "说明", "2026年预算说明", "人员经费XX万元，比上年增加（减少）XX万元。", "公务接待费XX万元，比上年增加（减少）XX万元。", "特此说明。")
		case last:
			return texts(t, "说明", "2025年预算说明", "人员经费82.00万元，比上年增加3.00万元。", "公务接待费1.23万元，比上年减少0.33万元。", "特此说明。")
		}
		return texts(t, "说明", "2026年预算说明", "人员经费78.00万元，与上年持平。", "公务接待费0.98万元，比上年增加0.09万元。", "特此说明。")
	})
}

// TestLinesOfAListBearWhatAPublisherGotWrong binds lines of one item each, which the example has with what each is used for,
// with one amount misprinted: the others say what they all are, what nobody but the department can say is left open, and both
// are told.
func TestLinesOfAListBearWhatAPublisherGotWrong(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2080505 人员经费 - 一般公共预算 本年 90000", "2101101 人员经费 - 一般公共预算 本年 44000", "2210201 人员经费 - 一般公共预算 本年 58000")
	next := ofOneUnit(t, "2070101 人员经费 - 一般公共预算 本年 700000", "2080505 人员经费 - 一般公共预算 本年 80000", "2210201 人员经费 - 一般公共预算 本年 61000", "2070109 人员经费 - 一般公共预算 本年 7000", "2101101 人员经费 - 单位资金 本年 9000")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "2026年预算说明", "财政拨款支出主要内容如下：", "1. “XX”科目XX万元，主要用于……", "2. “XX”科目XX万元，主要用于……", "特此说明。")
		}
		lines := []string{l.Info["预算年度"] + "年预算说明", "财政拨款支出主要内容如下："}
		n := 0
		for _, k := range slices.SortedFunc(slices.Values(keysOf(l, gp, "功能科目编码")), slices.Compare[[]string]) {
			n++
			amount, use := fmt.Sprintf("%.2f", sum(l, gp, ask{"功能科目编码": k[0]})/10000), "……"
			if l == last {
				use = []string{"在职人员。", "养老保险缴费。", "住院。", "房改。"}[n-1]
			}
			if amount == "4.40" {
				amount = "44.40" // misprinted
			}
			lines = append(lines, fmt.Sprintf("%d. “%s”科目%s万元，主要用于%s", n, l.Codes["功能科目"].NameOf(k[0]), amount, use))
		}
		return texts(t, "说明", append(lines, "特此说明。")...)
	})
	for _, want := range []string{"范例的这几行里有的和录入的不同（44.40万元），填表时照录入印", "里有 1 处没有动（主要用于……）"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("not told: %s\n%s", want, told(made))
		}
	}
}

// TestDutiesAreNumberedAsTheFormDoes binds a list of duties that the form numbers （一） and the example 1.
func TestDutiesAreNumberedAsTheFormDoes(t *testing.T) {
	of := func(year string, duties ...string) *budget.Ledger {
		l := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
		l.Info["预算年度"] = year
		for _, d := range duties {
			l.Tables["职责"].Append(0, []string{d}, nil)
		}
		return l
	}
	next := of("2026", "负责治河。", "负责航道。", "负责堤防。")
	boundAndFilled(t, "说明", of("2025", "负责防汛。", "负责供水。"), next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "2026年预算说明", "主要职责：", "（一）……；", "（二）……。", "特此说明。")
		}
		lines := []string{l.Info["预算年度"] + "年预算说明", "主要职责："}
		for i := range l.Tables["职责"].Len() {
			number := fmt.Sprintf("%d.", i+1)
			if l == next {
				number = "（" + []string{"一", "二", "三"}[i] + "）"
			}
			lines = append(lines, number+l.Tables["职责"].Value(i, "职责内容"))
		}
		return texts(t, "说明", append(lines, "特此说明。")...)
	})
}

// TestUnitsAreListedByTheirNumbers binds lines that number the units of the department, of which the example says 本部 behind
// the first: each unit of the next department gets its line, indented as the form has it, whatever amounts are entered
// with it; what is not printed, and a kind of units that the sentence above does not count, are told.
func TestUnitsAreListedByTheirNumbers(t *testing.T) {
	of := func(year string, units ...string) *budget.Ledger {
		l := boughtBy(t, "1", nil, units[0]+" 项目甲 特定目标类 一般公共预算 10000")
		items := l.Tables["支出明细"]
		*items = *items.Part(func(i int) bool { return items.Value(i, "项目名称") != "" })
		l.Info["预算年度"], l.Info["部门名称"] = year, units[0]
		list := l.Tables["单位"]
		*list = *list.Part(func(int) bool { return false })
		for i, name := range units {
			row := make([]string, len(list.Fields))
			row[list.Field("单位名称")], row[list.Field("单位代码")], row[list.Field("单位性质")] = name, fmt.Sprintf("31500%d", i+1), []string{"行政", "事业", "事业", "事业"}[i]
			list.Append(0, row, make([]budget.Fen, len(list.Measures)))
		}
		return l
	}
	next := of("2026", "某县档案馆", "某县方志室", "某县文献馆", "某县缩微所")
	made := boundAndFilled(t, "说明", of("2025", "某市水务局", "某市水文站", "某市排水所"), next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "2026年机构设置", "本部门中，行政单位XX家，事业单位XX家，具体包括：", "    1. XX本部", "    2. ……", "特此说明。")
		}
		list := l.Tables["单位"]
		lines := []string{l.Info["预算年度"] + "年机构设置", fmt.Sprintf("本部门中，行政单位1家，事业单位%d家，具体包括：", list.Len()-1)}
		for i := range list.Len() {
			own := ""
			if l != next && i == 0 {
				own = "本部"
			}
			lines = append(lines, fmt.Sprintf("    %d. %s%s", i+1, list.Value(i, "单位名称"), own))
		}
		return texts(t, "说明", append(lines, "特此说明。")...)
	})
	for _, want := range []string{"范例第一行“某市水务局”后面的“本部”没有写", "没有说“参公”的单位"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("not told: %s\n%s", want, told(made))
		}
	}
}

// TestMoneyDividedTwiceIsOfEachDivision binds a sentence that divides the same money by fund and by year: the parts by fund
// have what was carried over too, of which the example has none of that fund.
func TestMoneyDividedTwiceIsOfEachDivision(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2150517 项目支出 甲 政府性基金预算 本年 30000", "2150501 项目支出 丙 一般公共预算 上年结转 5000")
	next := ofOneUnit(t, "2070101 人员经费 - 一般公共预算 本年 700000", "2120803 项目支出 乙 政府性基金预算 本年 160000", "2120803 项目支出 乙 政府性基金预算 上年结转 90000")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	byFund := func(a, b string) string {
		return "按资金来源分为：一般公共预算拨款" + a + "万元，政府性基金预算拨款" + b + "万元"
	}
	byYear := func(a, b string) string {
		return "按资金年度分为：本年财政拨款收入" + a + "万元，上年结转" + b + "万元"
	}
	for _, funds := range []bool{true, false} {
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			n := func(only ...ask) string {
				if l == nil {
					return "××"
				}
				return fmt.Sprintf("%.2f", sum(l, only...)/10000)
			}
			one, two := byFund(n(gp), n(ask{"资金来源": "政府性基金预算"})), byYear(n(ask{"资金年度": "本年"}), n(ask{"资金年度": "上年结转"}))
			if !funds {
				one, two = two, one
			}
			year := "2026"
			if l == last {
				year = "2025"
			}
			return texts(t, "说明", year+"年预算说明", "财政拨款收支预算"+n()+"万元。"+one+"；"+two+"。", "特此说明。")
		})
	}
}

// TestTwoOfOneListAreNotOneItem binds a list of two kinds of which the input workbook has one item for both: with as many of
// each in the example, neither is taken for it, and both are told.
func TestTwoOfOneListAreNotOneItem(t *testing.T) {
	for _, n := range []string{"2", "0"} {
		l := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
		l.Info["预算年度"], l.Info["领导干部用车"] = "2025", n
		page := func(cars string) []byte {
			return texts(t, "说明", "2025年预算说明", "部级领导干部用车"+cars+"辆、主要领导干部用车"+cars+"辆。", "特此说明。")
		}
		base, whole := defaultPack(t), proof.DocumentPack(t)
		made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Name: "官方表.xlsx", Ledger: l, Whole: &bind.Whole{Pack: whole, Ledger: l}, Views: tables.Views(base, l), Form: page("××"), Example: page(n)})
		must(t, err)
		if row := shown(t, made.Book)["说明"][1][0]; strings.Contains(row, "{{领导干部用车") || !strings.Contains(told(made), "里还有 2 处空着") {
			t.Errorf("%s of each: %s\n%s", n, row, told(made))
		}
	}
}

// TestUnitsThatTheExampleDoesNotListAreNone binds the line of the first unit, below which the example lists no other: it is no
// list of all units.
func TestUnitsThatTheExampleDoesNotListAreNone(t *testing.T) {
	l := boughtBy(t, "1", nil, "某市水务局 项目甲 特定目标类 一般公共预算 10000", "某市水文站 项目乙 特定目标类 一般公共预算 20000")
	l.Info["部门名称"], l.Info["预算年度"] = "某市水务局", "2025"
	if l.Tables["单位"].Len() < 2 {
		t.Fatal("the department has no other unit")
	}
	base := defaultPack(t)
	first := l.Tables["单位"].Value(0, "单位名称")
	made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(base, l),
		Form: texts(t, "说明", "2025年机构设置", "具体包括：", "1. XX局", "", "特此说明。"), Example: texts(t, "说明", "2025年机构设置", "具体包括：", "1. "+first, "", "特此说明。")})
	must(t, err)
	if text := fmt.Sprint(shown(t, made.Book)["说明"]); strings.Contains(text, "单位名称}}") {
		t.Error("all units are listed:", text)
	}
}
