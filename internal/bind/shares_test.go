package bind_test

import (
	"strings"
	"testing"

	"ysgk/internal/budget"
)

// TestSharesAreOfWhatTheExampleShows binds shares of an amount of the same sentence: those of the amounts as they are
// printed where the example shows these, else of the amounts themselves. One that shows both goes with the others.
func TestSharesAreOfWhatTheExampleShows(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 4749 4000", "公用经费 30231 一般公共预算 45651 51000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780049 815000", "公用经费 30217 一般公共预算 7251 8800", "公用经费 30231 一般公共预算 32260 45600")
	with := func(total, car, guest, staff, of, share string, shares ...string) []string {
		return []string{"“三公”经费" + total + "万元，其中：因公出国（境）费0.00万元，占0.00%；公务用车运行维护费" + car + "万元，占" + shares[0] + "%；公务接待费" + guest + "万元，占" + shares[1] + "%。",
			"基本支出" + of + "万元，其中：人员经费" + staff + "万元，占基本支出的" + share + "%。"}
	}
	form := []string{"“三公”经费××万元，其中：因公出国（境）费××万元，占××%；公务用车运行维护费××万元，占××%；公务接待费××万元，占××%。",
		"基本支出××万元，其中：人员经费××万元，占基本支出的××%。"}
	for _, c := range []textCase{
		{last, next, form, with("5.04", "4.57", "0.47", "82.00", "87.04", "94.21", "90.67", "9.33"), with("3.95", "3.23", "0.73", "78.00", "81.96", "95.17", "81.77", "18.48")},
		{last, next, form, with("5.04", "4.57", "0.47", "82.00", "87.04", "94.21", "90.58", "9.42"), with("3.95", "3.23", "0.73", "78.00", "81.96", "95.18", "81.65", "18.35")},
	} {
		if left := c.check(t); strings.Contains(left, "空着") {
			t.Error(left)
		}
	}
	wrong := textCase{last, next, form, with("5.04", "4.57", "0.47", "82.00", "87.04", "94.21", "90.77", "9.23"), nil}
	wrong.want = with("3.95", "3.23", "0.73", "78.00", "81.96", "95.18", "××", "××")
	wrong.want[0] = strings.Replace(wrong.want[0], "0.00%", "××%", 1)
	if left := wrong.check(t); !strings.Contains(left, "还有 3 处空着") {
		t.Error(left)
	}
}

// TestClassesInBlankRoomAreListed binds a line that lists classes behind a heading of its own, with blanks for room and
// dots for all the rest.
func TestClassesInBlankRoomAreListed(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 15250 15149 2130101")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30201 一般公共预算 21000 20000 2100201", "公用经费 30201 一般公共预算 9000 20000 2130101")
	for _, form := range []string{"××支出      万元，占      %；……", "××支出      万元，占      %；××支出     万元，占    %；……", "　　支出____万元，占____%；……。"} {
		textCase{last, next, []string{"（二）结构情况。" + form},
			[]string{"（二）结构情况。社会保障和就业支出82.00万元，占98.17%；农林水支出1.53万元，占1.83%。"},
			[]string{"（二）结构情况。社会保障和就业支出78.00万元，占96.30%；卫生健康支出2.10万元，占2.59%；农林水支出0.90万元，占1.11%。"},
		}.check(t)
	}
}

// TestMoneyOfGoalsIsOfAllThatThereIs binds the money of the goals of projects as a share of all spending on projects, and
// that of the goals of the whole department.
func TestMoneyOfGoalsIsOfAllThatThereIs(t *testing.T) {
	of := func(spent budget.Fen, goals ...string) *budget.Ledger {
		l := withGoals(t, goals...)
		items := l.Tables["支出明细"]
		row, amounts := make([]string, len(items.Fields)), make([]budget.Fen, len(items.Measures))
		for i := range row {
			row[i] = items.Text(0, i)
		}
		row[items.Field("支出类型")], row[items.Field("部门经济科目编码")], row[items.Field("项目名称")], amounts[0] = "项目支出", "30227", "防汛", spent
		items.Append(0, row, amounts)
		return l
	}
	for _, c := range [][2]string{{"全部项目支出的比例为", "本部门整体支出绩效目标涉及资金"}, {"项目支出的", "部门整体绩效目标资金总额"}, {"所有项目支出的", "本单位整体支出绩效目标预算金额"}} {
		said := func(n, goals, share, all string) []string {
			return []string{n + "个项目编制了绩效目标，涉及资金" + goals + "万元，占" + c[0] + share + "%。", c[1] + all + "万元。"}
		}
		textCase{of(8000000, "防汛", "供水"), of(16000000, "抗旱", "打井", "治河"), said("××", "××", "××", "××"), said("2", "7.00", "87.50", "23.80"), said("3", "12.00", "75.00", "31.80")}.check(t)
	}
}
