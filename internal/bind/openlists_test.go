package bind_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// textCase is what a form and the example of one department say on a sheet of texts, and what another one then says.
type textCase struct {
	last, next          *budget.Ledger
	form, example, want []string
}

// check binds the texts between a title and an end, and compares what the other department gets.
func (c textCase) check(t *testing.T) (left string) {
	t.Helper()
	c.last.Info["预算年度"], c.next.Info["预算年度"] = "2026", "2027"
	around := func(title string, texts []string) []string {
		return slices.Concat([]string{title}, texts, []string{"说明完毕。"})
	}
	made := boundTexts(t, c.last, around("2027年部门预算说明", c.form), around("2026年部门预算说明", c.example))
	var got []string
	for _, row := range shown(t, filled(t, loaded(t, made), c.next))["说明"] {
		if text := strings.Join(row, "|"); text != "" {
			got = append(got, text)
		}
	}
	if want := around("2027年部门预算说明", c.want); !slices.Equal(got, want) {
		t.Errorf("%s prints\n%s\nwant\n%s\n%s", strings.Join(c.form, "\n"), strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
	}
	return told(made)
}

// TestListsThatAFormBeginsAreOfOtherNames binds lists of names of which a form says the first, or that there are more: the
// names of what other departments spend their money on stand there, and the form's own where they are none of the ledger's.
func TestListsThatAFormBeginsAreOfOtherNames(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "人员经费 30102 一般公共预算 20000 21000", "公用经费 30201 一般公共预算 5000 4000", "公用经费 30217 一般公共预算 12300 15600")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "人员经费 30107 一般公共预算 21000 20000", "公用经费 30211 一般公共预算 3000 4000", "公用经费 30217 一般公共预算 9900 8800")
	left := textCase{last, next,
		[]string{"人员经费××万元，主要包括：基本工资、奖金、……。", "公用经费××万元，主要用于××、××等。", "基本支出××万元，主要用于保障机构、运转、……。"},
		[]string{"人员经费84.00万元，主要包括：基本工资、津贴补贴。", "公用经费1.73万元，主要用于办公费、公务接待费。", "基本支出85.73万元，主要用于保障机构、正常履职。"},
		[]string{"人员经费80.10万元，主要包括：基本工资、绩效工资。", "公用经费1.29万元，主要用于差旅费、公务接待费。", "基本支出81.39万元，主要用于保障机构、运转、……。"},
	}.check(t)
	if !strings.Contains(left, "“基本支出××万元") || strings.Contains(left, "“人员经费××万元，主要包括:基本工资、奖…”里还空着") {
		t.Error(left)
	}
}

// TestClassesThatAFormNamesStandForOthers binds a sentence that says the same of two classes by their names and leaves the
// rest open, and numbered lines whose room no sign marks.
func TestClassesThatAFormNamesStandForOthers(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 15250 15149 2130101")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30201 一般公共预算 21000 20000 2100201", "公用经费 30201 一般公共预算 9000 20000 2130101")
	textCase{last, next,
		[]string{"按功能分类科目：教育支出××万元，占××%；卫生健康支出××万元，占××%；……。", "具体情况如下：", "1.    （类）    （款）    （项）    万元。", "……"},
		[]string{"按功能分类科目：社会保障和就业支出82.00万元，占98.17%；农林水支出1.53万元，占1.83%。", "具体情况如下：",
			"1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）82.00万元。", "2.农林水支出（类）农业农村（款）行政运行（项）1.53万元。"},
		[]string{"按功能分类科目：社会保障和就业支出78.00万元，占96.30%；卫生健康支出2.10万元，占2.59%；农林水支出0.90万元，占1.11%。", "具体情况如下：",
			"1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）78.00万元。", "2.卫生健康支出（类）公立医院（款）综合医院（项）2.10万元。", "3.农林水支出（类）农业农村（款）行政运行（项）0.90万元。"},
	}.check(t)
}

// TestRatesOfLinesAreThoseOfWhatIsPrinted binds lines that each tell a change whose rate is that of the amounts as they are
// printed, numbered in the room of the form or below a heading alone. What there was last year alone, of which the example has
// no line, is told.
func TestRatesOfLinesAreThoseOfWhatIsPrinted(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 15250 15149 2130101")
	gone := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 15250 15149 2130101", "项目支出 30227 一般公共预算 0 50000 2120899")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30201 一般公共预算 15149 15250 2130101")
	for _, l := range []*budget.Ledger{last, gone} {
		left := textCase{l, next,
			[]string{"具体情况如下：", "1.××（类）2027年预算××万元，比2026年预算增加（减少）××万元，增长（下降）××%。", "……"},
			[]string{"具体情况如下：", "1.社会保障和就业支出（类）2026年预算82.00万元，比2025年预算增加3.00万元，增长3.80%。", "2.农林水支出（类）2026年预算1.53万元，比2025年预算增加0.02万元，增长1.32%。"},
			[]string{"具体情况如下：", "1.社会保障和就业支出（类）2027年预算78.00万元，比2026年预算减少3.50万元，下降4.29%。", "2.农林水支出（类）2027年预算1.51万元，比2026年预算减少0.02万元，下降1.31%。"},
		}.check(t)
		if strings.Contains(left, "上年有数、今年没有的类") != (l == gone) || strings.Contains(left, "没有动") {
			t.Error(left)
		}
	}
	textCase{last, next,
		[]string{"第一部分 收支情况", "第二部分 支出情况", "第三部分 其他事项"},
		[]string{"第一部分 收支情况", "第二部分 支出情况", "社会保障和就业支出82.00万元，占98.17%，比2025年预算增加3.00万元，增长3.80%。", "农林水支出1.53万元，占1.83%，比2025年预算增加0.02万元，增长1.32%。", "第三部分 其他事项"},
		[]string{"第一部分 收支情况", "第二部分 支出情况", "社会保障和就业支出78.00万元，占98.09%，比2026年预算减少3.50万元，下降4.29%。", "农林水支出1.51万元，占1.91%，比2026年预算减少0.02万元，下降1.31%。", "第三部分 其他事项"},
	}.check(t)
}

// TestWhatAFormWantsSaidInsteadIsSaid binds sentences with a note of what to write where nothing changed, or there is
// nothing, which names the department by signs; and a change of what the sentence above it calls by a name of its own.
func TestWhatAFormWantsSaidInsteadIsSaid(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "项目支出 30227 政府性基金预算 90000 100000 2120899", "项目支出 30227 国有资本经营预算 20000 20000 2230105")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "公用经费 30217 一般公共预算 9900 9900")
	textCase{last, next,
		[]string{"（二）公务接待费较2026年预算增长（下降）××%。（与上年一样的，写“公务接待费与2026年预算持平。”）",
			"某市××局2027年政府性基金预算支出××万元。（若无，则写“某市××局2027年没有政府性基金预算支出。”）",
			"2027年国有资本经营预算支出××万元。（没有的写：某市××局没有国有资本经营预算支出。）",
			"2027年部门财务总收入××万元。", "与上年对比，部门财务总收入增加（减少）××万元，增长（下降）××%。"},
		[]string{"（二）公务接待费较2025年预算下降21.15%。", "某市水务局2026年政府性基金预算支出9.00万元。", "2026年国有资本经营预算支出2.00万元。", "2026年部门财务总收入94.23万元。", "与上年对比，部门财务总收入增加1.67万元，增长1.80%。"},
		[]string{"（二）公务接待费与2026年预算持平。", "某市水务局2027年没有政府性基金预算支出。", "某市水务局没有国有资本经营预算支出。", "2027年部门财务总收入78.99万元。", "与上年对比，部门财务总收入减少3.50万元，下降4.24%。"},
	}.check(t)
}

// TestAllProjectsWithGoalsAreCounted binds how many projects have goals, and their money, where only some get cards.
func TestAllProjectsWithGoalsAreCounted(t *testing.T) {
	last, next := withGoals(t, "防汛", "供水"), withGoals(t, "抗旱", "打井")
	goals := last.Tables["绩效项目"]
	row, amounts := make([]string, len(goals.Fields)), make([]budget.Fen, len(goals.Measures))
	row[goals.Field("项目名称")], row[goals.Field("实施单位")], row[goals.Field("是否公开")] = "治河", "某市水务局", "否"
	amounts[goals.Measure("年度资金总额")] = 5000000
	goals.Append(0, row, amounts)
	textCase{last, next,
		[]string{"××个项目编制了绩效目标，涉及资金××万元，其中公开绩效目标的项目××个。"},
		[]string{"3个项目编制了绩效目标，涉及资金12.00万元，其中公开绩效目标的项目2个。"},
		[]string{"2个项目编制了绩效目标，涉及资金7.00万元，其中公开绩效目标的项目2个。"},
	}.check(t)
}

// TestTheNameOfTheDepartmentStandsInItsPlaceInAnyYear binds a title of the year behind that of the example which says 部门名称
// where the example has the name.
func TestTheNameOfTheDepartmentStandsInItsPlaceInAnyYear(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	last.Info["预算年度"] = "2026"
	made := boundTexts(t, last, []string{"部门名称2027年部门预算编制说明", "说明完毕。"}, []string{"某市水务局2026年部门预算编制说明", "说明完毕。"})
	if got := textsOf(t, made.Book); !slices.Contains(got, "{{部门名称}}{{年度}}年部门预算编制说明") {
		t.Error(got, told(made))
	}
}

// TestSharesAreOfWhatTheSentenceSaysItIsOf binds shares of this year's income, which the sentence names before its parts.
func TestSharesAreOfWhatTheSentenceSaysItIsOf(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 打井 其他运转类 单位资金 91000", "某市水文站 站房 其他运转类 单位资金 60000 上年结转")
	own := ask{"资金来源": "单位资金"}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		part := func(of ask) string {
			if l == nil {
				return "××万元，占××%"
			}
			return inWan(sum(l, of, now)) + "万元，占" + inWan(sum(l, of, now)*1000000/sum(l, now)) + "%"
		}
		return texts(t, "说明", "预算编制说明", "本年收入主要包括：一般公共预算拨款收入"+part(gp)+"；单位资金收入"+part(own)+"。")
	})
}

// TestSharesAreOfWhatGoalsCostToo binds the share that the money of the goals has of all projects: a sheet whose pack did not know
// it lost all its tags.
func TestSharesAreOfWhatGoalsCostToo(t *testing.T) {
	ledger := func(l *budget.Ledger, more ...string) *budget.Ledger {
		l.Tables["支出明细"] = itemsOf(defaultPack(t), more...).Tables["支出明细"]
		return l
	}
	last := ledger(withGoals(t, "防汛", "供水"), "某市水务局 2130314 项目支出 30227 防汛 特定目标类 一般公共预算 30000", "某市水务局 2130314 项目支出 30227 供水 特定目标类 一般公共预算 40000", "某市水务局 2130314 项目支出 30227 治河 特定目标类 一般公共预算 70000")
	next := ledger(withGoals(t, "抗旱", "打井"), "某市水务局 2130314 项目支出 30227 抗旱 特定目标类 一般公共预算 30000", "某市水务局 2130314 项目支出 30227 打井 特定目标类 一般公共预算 40000")
	textCase{last, next,
		[]string{"纳入绩效目标管理的项目共__个，涉及预算资金____万元，占项目支出预算的____%。"},
		[]string{"纳入绩效目标管理的项目共2个，涉及预算资金7.00万元，占项目支出预算的50.0%。"},
		[]string{"纳入绩效目标管理的项目共2个，涉及预算资金7.00万元，占项目支出预算的100.0%。"},
	}.check(t)
}

// TestUnitsAreNamedBehindTheRoomForTheirNumber binds the names of the units, the first of which begins as the department is
// called, behind how many there are in the room of one sign.
func TestUnitsAreNamedBehindTheRoomForTheirNumber(t *testing.T) {
	last := itemsOf(defaultPack(t), "某市水务局机关 2130301 公用经费 30217 - - 一般公共预算 7600", "某市水文站 2130301 公用经费 30231 - - 一般公共预算 12000", "某市水利站 2130301 公用经费 30231 - - 一般公共预算 9000")
	next := itemsOf(defaultPack(t), "某市水务局机关 2130301 公用经费 30217 - - 一般公共预算 7600", "某市灌区 2130301 公用经费 30231 - - 一般公共预算 12000")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市水务局"
	textCase{last, next,
		[]string{"纳入XX预算编制范围的预算单位共X个，包括：XX、XX。"},
		[]string{"纳入某市水务局预算编制范围的预算单位共3个，包括：某市水务局机关、某市水文站、某市水利站。"},
		[]string{"纳入某市水务局预算编制范围的预算单位共2个，包括：某市水务局机关、某市灌区。"},
	}.check(t)
}
