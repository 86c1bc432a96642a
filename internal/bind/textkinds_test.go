package bind_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// saidBy binds and fills a sheet of the texts that a form and two departments have, and fails if something is left open.
func saidBy(t *testing.T, last, next *budget.Ledger, form, example, wants []string) {
	t.Helper()
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		return saidOn(t, append([]string{"预算编制说明"}, map[*budget.Ledger][]string{nil: form, last: example, next: wants}[l]...)...)
	})
	if left := told(made); strings.Contains(left, "没有动") || strings.Contains(left, "空着（") || strings.Contains(left, "要换成") {
		t.Error(left)
	}
}

// TestLinesMayBeOfLastYearAlone binds a list of which one line has nothing this year and another one no change: lines of what
// there was last year alone are printed too.
func TestLinesMayBeOfLastYearAlone(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 123000 123000 2130101", "项目支出 30227 一般公共预算 0 45000 2130305")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 0 2080505", "公用经费 30201 一般公共预算 99000 88000 2130101", "公用经费 30202 一般公共预算 0 7000 2101101", "项目支出 30227 一般公共预算 61000 61000 2130305")
	saidBy(t, last, next,
		[]string{"一般公共预算支出具体情况：", "1.××（项）预算××万元，与上年相比增加（减少）××万元。", "2.……"},
		[]string{"一般公共预算支出具体情况：", "1.机关事业单位基本养老保险缴费支出（项）预算82.0万元，与上年相比增加3.0万元。", "2.行政运行（项）预算12.3万元，与上年持平。", "3.水利工程建设（项）预算0万元，与上年相比减少4.5万元。"},
		[]string{"一般公共预算支出具体情况：", "1.机关事业单位基本养老保险缴费支出（项）预算78.0万元，与上年相比增加78.0万元。", "2.行政单位医疗（项）预算0万元，与上年相比减少0.7万元。", "3.行政运行（项）预算9.9万元，与上年相比增加1.1万元。", "4.水利工程建设（项）预算6.1万元，与上年持平。"})
}

// goalsOf adds the records of the goals of projects, each with why there is it, and whether these are published.
func goalsOf(l *budget.Ledger, goals ...string) *budget.Ledger {
	t := l.Tables["绩效项目"]
	for _, line := range goals {
		x := strings.Split(line, " ")
		row := make([]string, len(t.Fields))
		row[t.Field("实施单位")], row[t.Field("项目名称")], row[t.Field("立项依据")], row[t.Field("是否公开")] = x[0], x[1], x[2], x[3]
		amounts, items := make([]budget.Fen, len(t.Measures)), l.Tables["支出明细"]
		for i, a := range items.Amounts(items.Measure("金额(元)")) {
			if items.Value(i, "项目名称") == x[1] {
				amounts[t.Measure("年度资金总额")] += a
			}
		}
		t.Append(0, row, amounts)
	}
	return l
}

// TestABlockOfLabelsRepeatsForEachProject binds lines with labels, which the example has once for each project: what the goals
// say of it too, and what nobody has stays open and is told.
func TestABlockOfLabelsRepeatsForEachProject(t *testing.T) {
	p := defaultPack(t)
	last := goalsOf(ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000", "某市水文站 监测 其他运转类 一般公共预算 20000"),
		"某市水务局 防汛 防洪法第50条 是", "某市水文站 监测 水文条例（2017年修订，5个站） 否")
	next := goalsOf(ofProjects(p, "某市水文站 打井 特定目标类 一般公共预算 81000", "某市水务局 节水 其他运转类 一般公共预算 33000", "某市水务局 抗旱 其他运转类 单位资金 9000"),
		"某市水文站 打井 抗旱规划 是", "某市水务局 节水 节水条例 是", "某市水务局 抗旱 抗旱条例 是")
	said := map[*budget.Ledger][]string{
		nil:  {"项目支出情况说明", "（一）项目名称：××××", "设立依据：", "预算安排规模：××万元", "项目承担单位：××××", "执行时间：××××", "……", "说明完毕。"},
		last: {"项目支出情况说明", "（一）项目名称：防汛", "设立依据：防洪法第50条", "预算安排规模：50.00万元", "项目承担单位：某市水务局", "执行时间：2026年1月至12月", "（二）项目名称：监测", "设立依据：水文条例（2017年修订，5个站）", "预算安排规模：6.50万元", "项目承担单位：某市水文站", "执行时间：长期", "说明完毕。"},
		next: {"项目支出情况说明", "（一）项目名称：打井", "设立依据：抗旱规划", "预算安排规模：8.10万元", "项目承担单位：某市水文站", "执行时间：××", "（二）项目名称：节水", "设立依据：节水条例", "预算安排规模：3.30万元", "项目承担单位：某市水务局", "执行时间：××", "（三）项目名称：抗旱", "设立依据：抗旱条例", "预算安排规模：0.90万元", "项目承担单位：某市水务局", "执行时间：××", "说明完毕。"},
	}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte { return saidOn(t, append([]string{"预算编制说明"}, said[l]...)...) })
	if left := told(made); !strings.Contains(left, "执行时间：××") {
		t.Error("not told that nobody knows it:", left)
	}
}

// TestDotsRightBehindRoomSayThatThereAreMore binds names, and names with amounts, of which the form has the room for two and dots behind.
func TestDotsRightBehindRoomSayThatThereAreMore(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 0 2080505", "公用经费 30201 一般公共预算 123000 0 2130101", "项目支出 30227 单位资金 45000 0 2120899")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 0 2080505", "公用经费 30201 一般公共预算 99000 0 2101101", "项目支出 30227 单位资金 61000 0 2210201", "项目支出 30227 单位资金 7000 0 2130305")
	saidBy(t, last, next,
		[]string{"支出预算包括：××支出、××支出……。", "支出预算分别为：××支出××万元、××支出××万元……。"},
		[]string{"支出预算包括：社会保障和就业支出、城乡社区支出、农林水支出。", "支出预算分别为：社会保障和就业支出82.00万元、城乡社区支出4.50万元、农林水支出12.30万元。"},
		[]string{"支出预算包括：社会保障和就业支出、卫生健康支出、农林水支出、住房保障支出。", "支出预算分别为：社会保障和就业支出78.00万元、卫生健康支出9.90万元、农林水支出0.70万元、住房保障支出6.10万元。"})
}

// TestPartsAndSharesAreOfTheMoneyOfTheirHeading binds parts of what a heading limits to a fund, and their shares of the whole that the
// words name without it.
func TestPartsAndSharesAreOfTheMoneyOfTheirHeading(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 800000 0", "公用经费 30201 一般公共预算 200000 0", "公用经费 30202 单位资金 60000 0", "项目支出 30227 一般公共预算 45000 0")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 300000 0", "公用经费 30201 一般公共预算 100000 0", "人员经费 30101 单位资金 90000 0", "公用经费 30202 单位资金 70000 0")
	saidBy(t, last, next,
		[]string{"六、一般公共预算基本支出情况", "一般公共预算基本支出××万元，其中：", "人员经费××万元，占基本支出的××%，主要包括：基本工资等。", "公用经费××万元，占基本支出的××%，主要包括：办公费等。"},
		[]string{"六、一般公共预算基本支出情况", "一般公共预算基本支出100.00万元，其中：", "人员经费80.00万元，占基本支出的80.00%，主要包括：基本工资等。", "公用经费20.00万元，占基本支出的20.00%，主要包括：办公费等。"},
		[]string{"六、一般公共预算基本支出情况", "一般公共预算基本支出40.00万元，其中：", "人员经费30.00万元，占基本支出的75.00%，主要包括：基本工资等。", "公用经费10.00万元，占基本支出的25.00%，主要包括：办公费等。"})
}

// TestUnitsOfTwoKindsAreCountedTogether binds 行政（参公）单位, of which the example has those of one kind alone.
func TestUnitsOfTwoKindsAreCountedTogether(t *testing.T) {
	p := defaultPack(t)
	of := func(units ...string) *budget.Ledger {
		l := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000")
		for _, unit := range units {
			t := l.Tables["单位"]
			row := make([]string, len(t.Fields))
			row[t.Field("单位名称")], row[t.Field("单位性质")], _ = strings.Cut(unit, " ")
			t.Append(0, row, make([]budget.Fen, len(t.Measures)))
		}
		return l
	}
	saidBy(t, of("某市水务局 行政", "某市水文站 事业", "某市水库 事业"), of("某市水务局 行政", "某市水政支队 参公", "某市河道所 参公", "某市水文站 事业"),
		[]string{"部门预算包括×个行政（参公）单位及×个事业单位。"}, []string{"部门预算包括1个行政（参公）单位及2个事业单位。"}, []string{"部门预算包括3个行政（参公）单位及1个事业单位。"})
}

// TestAChangeBehindANameMayBeNone binds changes that say but what is more or less, of which the example has some that are none: what
// was published of last year is nothing where nobody entered it.
func TestAChangeBehindANameMayBeNone(t *testing.T) {
	last := ofTwoYears(t, "公用经费 30217 一般公共预算 15600 15600", "公用经费 30231 一般公共预算 40000 30000")
	next := ofTwoYears(t, "公用经费 30217 一般公共预算 20000 16000", "公用经费 30231 一般公共预算 30000 30000", "公用经费 31013 一般公共预算 180000 0", "公用经费 30212 一般公共预算 0 21000")
	for what, x := range map[string][3][]string{
		"one sentence": {
			{"公务接待费××万元，公务用车运行费××万元，公务用车购置费××万元。与上年相比，公务接待费支出增加（减少）××万元，增长（下降）××%；公务用车运行费支出增加（减少）××万元；公务用车购置费支出增加（减少）××万元。"},
			{"公务接待费1.56万元，公务用车运行费4.00万元，公务用车购置费0.00万元。与上年相比，公务接待费支出持平；公务用车运行费支出增加1.00万元；公务用车购置费支出持平。"},
			{"公务接待费2.00万元，公务用车运行费3.00万元，公务用车购置费18.00万元。与上年相比，公务接待费支出增加0.40万元，增长25.00%；公务用车运行费支出持平；公务用车购置费支出增加18.00万元。"}},
		"a line each": {
			{"“三公”经费××万元。其中：", "因公出国（境）费增加（减少）××万元；", "公务用车运行费增加（减少）××万元；", "公务接待费增加（减少）××万元。"},
			{"“三公”经费5.56万元。其中：", "因公出国（境）费与上年持平；", "公务用车运行费增加1.00万元；", "公务接待费与上年持平。"},
			{"“三公”经费23.00万元。其中：", "因公出国（境）费减少2.10万元；", "公务用车运行费与上年持平；", "公务接待费增加0.40万元。"}},
	} {
		t.Run(what, func(t *testing.T) { saidBy(t, last, next, x[0], x[1], x[2]) })
	}
	of := func(was int64, item string) *budget.Ledger {
		return publishedLast(t, map[string]int64{"公务接待费": was}, item)
	}
	saidBy(t, of(15600, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 15600"), of(16000, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 20000"),
		[]string{"（一）因公出国（境）费", "预算安排××万元。与上年相比，支出增加（减少）××万元。", "（二）公务接待费", "预算安排××万元。与上年相比，支出增加（减少）××万元。"},
		[]string{"（一）因公出国（境）费", "预算安排0.00万元。与上年相比，支出持平。", "（二）公务接待费", "预算安排1.56万元。与上年相比，支出持平。"},
		[]string{"（一）因公出国（境）费", "预算安排0.00万元。与上年相比，支出持平。", "（二）公务接待费", "预算安排2.00万元。与上年相比，支出增加0.40万元。"})
}

// TestProjectsAreCountedWithTheirMoney binds how many projects there are with what they have of this year's, and those whose goals are
// published beside all.
func TestProjectsAreCountedWithTheirMoney(t *testing.T) {
	p := defaultPack(t)
	last := goalsOf(ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 防汛 特定目标类 一般公共预算 70000 上年结转", "某市水文站 监测 其他运转类 单位资金 45000"),
		"某市水务局 防汛 防洪法 是", "某市水文站 监测 水文条例 否")
	next := goalsOf(ofProjects(p, "某市水文站 打井 特定目标类 一般公共预算 81000", "某市水务局 节水 其他运转类 一般公共预算 33000 上年结转", "某市水务局 抗旱 其他运转类 单位资金 9000"),
		"某市水文站 打井 抗旱规划 是", "某市水务局 节水 节水条例 是", "某市水务局 抗旱 抗旱条例 否")
	if !slices.Contains(last.Tables["绩效项目"].Fields, "是否公开") {
		t.Fatal("the pack publishes all")
	}
	saidBy(t, last, next,
		[]string{"安排项目支出××个，预算金额××万元，其中：财政本年拨款××万元，财政拨款结转结余××万元，单位资金××万元。", "实行绩效目标管理的项目××个，涉及资金××万元，其中公开绩效目标的项目××个，涉及资金××万元。"},
		[]string{"安排项目支出2个，预算金额61.50万元，其中：财政本年拨款50.00万元，财政拨款结转结余7.00万元，单位资金4.50万元。", "实行绩效目标管理的项目2个，涉及资金61.50万元，其中公开绩效目标的项目1个，涉及资金57.00万元。"},
		[]string{"安排项目支出3个，预算金额12.30万元，其中：财政本年拨款8.10万元，财政拨款结转结余3.30万元，单位资金0.90万元。", "实行绩效目标管理的项目3个，涉及资金12.30万元，其中公开绩效目标的项目2个，涉及资金11.40万元。"})
}
