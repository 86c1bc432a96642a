package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// What the example has and the form leaves blank, and what one odd line may say.

// TestAProjectCalledAsItsCodeIsNoCode binds a list with a column of names that no ledger has, one of which begins with
// the code that stands behind it.
func TestAProjectCalledAsItsCodeIsNoCode(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 49100", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 5000", "某市水利工程处 2130306 人员经费 30101 - - 一般公共预算 612200")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2700000", "某市水务局 2130301 公用经费 30217 - - 一般公共预算 4000", "某市水利工程处 2130306 公用经费 30201 - - 一般公共预算 8800")
	names := map[string]string{"30101": "人员支出工资", "30201": "一般公用经费", "30217": "30217公务接待费"}
	page := func(names map[string]string) func(l *budget.Ledger) []byte {
		return func(l *budget.Ledger) []byte {
			return pageOf(t, "部门基本支出预算表", []any{"单位名称", "项目名称", "功能科目编码", "功能科目名称", "部门经济科目编码", "部门经济科目名称", "金额"}, l, func() (out [][]any) {
				for _, k := range keysOf(l, nil, "单位", "功能科目编码", "部门经济科目编码") {
					out = append(out, []any{k[0], names[k[2]], k[1], p.Codes["功能科目"].NameOf(k[1]), k[2], p.Codes["部门经济科目"].NameOf(k[2]), sum(l, ask{"单位": k[0], "功能科目编码": k[1], "部门经济科目编码": k[2]})})
				}
				return append(out, []any{"合计", nil, nil, nil, nil, nil, sum(l)})
			})
		}
	}
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		if l == last {
			return page(names)(l)
		}
		return page(nil)(l)
	})
	if !strings.Contains(told(made), "“项目名称”这一列的文字录入里没有") {
		t.Error(told(made))
	}
}

// TestSentencesBelowTheHeadingsOfAFormAreThoseOfTheExample binds a sheet of texts of which the form has the headings
// alone: what tags say all of is printed for everybody, what is of one department is told.
func TestSentencesBelowTheHeadingsOfAFormAreThoseOfTheExample(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 政府性基金预算 60000")
	wan := func(l *budget.Ledger, of ...ask) string { return strings.TrimSpace(inWan(sum(l, of...))) }
	say := func(l *budget.Ledger, own bool) []byte {
		rows := []string{"2026年部门预算说明", "一、支出", "", "", "二、项目", "", "三、其他"}
		if l != nil {
			rows[2] = l.Info["部门名称"] + "2026年支出" + wan(l) + "万元，其中：基本支出" + wan(l, base) + "万元，项目支出" + wan(l, proj) + "万元。"
			if own {
				rows[3] = "其中防汛支出" + wan(l, proj) + "万元。"
				rows[5] = "项目支出" + wan(l, proj) + "万元，主要原因是汛期提前。"
			}
		}
		return texts(t, "说明", rows...)
	}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte { return say(l, l == last) })
	if got := told(made); !strings.Contains(got, "说明!A3 官方表里没有这一句，照范例写了") || !strings.Contains(got, "说明!A4 范例的这一格写着") || !strings.Contains(got, "说明!A6 范例的这一格写着") {
		t.Error(got)
	}
}

// TestASentenceBehindAHeadingInItsCell binds a form whose headings stand alone in cells in which the example has a
// sentence behind them.
func TestASentenceBehindAHeadingInItsCell(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000")
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := []string{"2026年部门预算说明", "一、收支情况。", "二、防汛。"}
		if l != nil {
			rows[1] += "2026年支出合计" + strings.TrimSpace(inWan(sum(l))) + "万元。"
		}
		if l == last {
			rows[2] += "今年防汛加强，支出" + strings.TrimSpace(inWan(sum(l))) + "万元。"
		}
		return texts(t, "说明", rows...)
	})
	if !strings.Contains(told(made), "说明!A3 “二、防汛。”后面范例写着") {
		t.Error(told(made))
	}
}

// TestAReasonOfTheInputGoesWithItsSentence adopts a sentence that ends with an item of 基本信息, and prints no reason
// where there is none.
func TestAReasonOfTheInputGoesWithItsSentence(t *testing.T) {
	p := proof.DocumentPack(t)
	for _, reason := range []string{"人员增加", ""} {
		last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
		next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000")
		last.Info["收支增减原因"], next.Info["收支增减原因"] = "机构划转来的人员", reason
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			rows := []string{"2026年部门预算说明", "一、支出", "", "二、项目", "三、其他"}
			if l != nil {
				rows[2] = "2026年支出" + strings.TrimSpace(inWan(sum(l))) + "万元"
				if why := l.Info["收支增减原因"]; why != "" {
					rows[2] += "，主要原因是" + why
				}
				rows[2] += "。"
			}
			return texts(t, "说明", rows...)
		})
	}
}

// TestAnEmptyListIsSortedAsThatOfAnotherFund binds two tables that are the same but for the fund, one of which the
// example has empty, below a list of other codes with the same headers.
func TestAnEmptyListIsSortedAsThatOfAnotherFund(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30201 - - 一般公共预算 12200", "某市水务局 2130301 公用经费 30202 - - 一般公共预算 5200", "某市水务局 2120814 项目支出 30227 防汛 特定目标类 政府性基金预算 70000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30207 - - 一般公共预算 9000", "某市水务局 2230107 项目支出 31201 改革 特定目标类 国有资本经营预算 60000")
	funds := []string{"政府性基金预算", "国有资本经营预算"}
	boundAndFilled(t, "国有资本经营预算", last, next, func(l *budget.Ledger) []byte {
		heads := []any{"科目编码", "科目名称", "合计"}
		kinds := []kind{{"运行", "一般公共预算机关运行经费", [][]any{heads}, nil, func(l *budget.Ledger) (out [][]any) {
			if l == nil {
				return [][]any{{nil}, {"合计"}}
			}
			for _, k := range keysOf(l, base, "部门经济科目编码") {
				out = append(out, []any{k[0], p.Codes["部门经济科目"].NameOf(k[0]), sum(l, base, ask{"部门经济科目编码": k[0]})})
			}
			return append(out, []any{"合计", nil, sum(l, base)})
		}, ""}}
		for _, fund := range funds {
			of := ask{"资金来源": fund}
			kinds = append(kinds, kind{fund, fund + "支出情况表", [][]any{heads}, nil, func(l *budget.Ledger) (out [][]any) {
				if l == nil || sum(l, of) == 0 {
					return [][]any{{nil}, {"合计"}}
				}
				for _, k := range keysOf(l, of, "功能科目编码") {
					out = append(out, []any{k[0], p.Codes["功能科目"].NameOf(k[0]), sum(l, of, ask{"功能科目编码": k[0]})})
				}
				return append(out, []any{"合计", nil, sum(l, of)})
			}, ""})
		}
		return book(t, kinds, l, 2026)
	})
}

// TestSentencesBelowHeadingsGetRowsOfTheirOwn binds a form whose headings stand one below the other: what the example
// has between them is laid in rows of their own. 与上年持平 is said where it is so.
func TestSentencesBelowHeadingsGetRowsOfTheirOwn(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 12000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 9000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000")
	was := func(l *budget.Ledger, yuan ...int) *budget.Ledger {
		items := l.Tables["支出明细"]
		for i, y := range yuan {
			items.Amounts(items.Measure("上年数"))[i] = budget.Fen(y * 100)
		}
		return l
	}
	last, next = was(last, 12000, 50000), was(next, 12000, 70000)
	wan := func(yuan float64) string { return strings.TrimSpace(inWan(yuan)) }
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := []string{"2026年部门预算说明", "一、三公经费", "二、收支", "三、其他"}
		if l != nil {
			guests, projects := sum(l, ask{"部门经济科目编码": "30217"}), sum(l, proj)
			change := "，与上年持平"
			if l == next {
				change = "，与上年相比减少0.30万元"
			}
			up := map[bool]string{true: "增加", false: "减少"}[l == last]
			rows = []string{rows[0], rows[1], "公务接待费" + wan(guests) + "万元" + change + "。", rows[2],
				"2026年财政拨款收、支总预算" + wan(sum(l)) + "万元，其中项目支出" + wan(projects) + "万元，占本年支出合计的" + fmt.Sprintf("%.2f%%", 100*projects/sum(l)) + "。",
				"项目支出与上年相比" + up + map[bool]string{true: "2.00", false: "1.00"}[l == last] + "万元。", rows[3]}
		}
		return texts(t, "说明", rows...)
	})
}

// TestASentenceOfOtherMoneyIsNotTheFormsOwn binds a sentence that says 与上年相比持平 in the example, where another one with
// a change is more like the form's.
func TestASentenceOfOtherMoneyIsNotTheFormsOwn(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 12000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30212 - - 一般公共预算 9000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000")
	last.Tables["支出明细"].Amounts(last.Tables["支出明细"].Measure("上年数"))[0] = 1000000
	next.Tables["支出明细"].Amounts(next.Tables["支出明细"].Measure("上年数"))[0] = 400000
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := []string{"三公经费说明", "1．因公出国（境）费预算支出××万元，与上年相比增加（减少）××万元，增长（下降）××%。", "2．公务接待费预算支出××万元，与上年相比增加（减少）××万元，增长（下降）××%。"}
		switch l {
		case last:
			rows[1], rows[2] = "1．因公出国（境）费预算支出0.00万元，与上年相比持平。", "2．公务接待费预算支出1.20万元，与上年相比增加0.20万元，增长20.00%。"
		case next:
			rows[1], rows[2] = "1．因公出国（境）费预算支出0.90万元，与上年相比增加0.50万元，增长125.00%。", "2．公务接待费预算支出0.00万元，与上年相比持平。"
		}
		return texts(t, "说明", rows...)
	})
}

// TestATitleSaysByWhichCodesItsColumnsGo binds columns whose names codes of both lists have, short ones too, below a
// title that says which list it is.
func TestATitleSaysByWhichCodesItsColumnsGo(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30201 - - 一般公共预算 50000", "某市水务局 2130301 公用经费 30215 - - 一般公共预算 4000", "某市水务局 2130301 公用经费 30226 - - 一般公共预算 43000", "某市水务局 2130301 公用经费 30216 - - 一般公共预算 6000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30201 - - 一般公共预算 70000", "某市水务局 2130301 公用经费 30227 - - 一般公共预算 8000", "某市水务局 2130306 公用经费 30203 - - 一般公共预算 3000", "某市水务局 2130306 公用经费 30215 - - 一般公共预算 2000")
	columns := map[string]string{"办公经费": "50201", "会议费": "50202", "培训费": "50203", "委托业务费": "50205"}
	names := []string{"办公经费", "会议费", "培训费", "委托业务费"}
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "一般公共预算公用经费支出表（按政府预算经济分类）", []any{"科目编码", "科目名称", "总计", names[0], names[1], names[2], names[3]}, l, func() (out [][]any) {
			line := func(labels []any, of ask) []any {
				row := append(labels, sum(l, of))
				for _, n := range names {
					row = append(row, sum(l, of, ask{"政府经济科目编码": columns[n]}))
				}
				return row
			}
			for _, k := range keysOf(l, nil, "功能科目编码") {
				out = append(out, line([]any{k[0], p.Codes["功能科目"].NameOf(k[0])}, ask{"功能科目编码": k[0]}))
			}
			return append(out, line([]any{"合计", nil}, nil))
		})
	})
}

// TestAListOfProjectsIsNoCard binds a table that lists projects with what is said of them, without their indicators.
func TestAListOfProjectsIsNoCard(t *testing.T) {
	last, next := withGoals(t, "防汛", "河道"), withGoals(t, "抗旱", "水库", "灌区")
	for _, l := range []*budget.Ledger{last, next} {
		goals := l.Tables["绩效项目"]
		goals.Rewrite(goals.Field("项目分类"), func(int, string) string { return "特定目标类" })
		for i := range goals.Len() {
			items := l.Tables["支出明细"]
			row := make([]string, len(items.Fields))
			for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": "2130305", "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": goals.Value(i, "项目名称"), "项目分类": "特定目标类", "资金来源": "一般公共预算", "资金年度": "本年"} {
				row[items.Field(field)] = text
			}
			amounts := make([]budget.Fen, len(items.Measures))
			amounts[0] = goals.Amounts(goals.Measure("年度资金总额"))[i]
			items.Append(0, row, amounts)
		}
	}
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"项目支出绩效目标表"}, {nil, nil, nil, "单位：元"}, {"预算单位", "项目名称", "项目类别", "预算金额", "项目概况", "年度绩效目标"}, {nil}, {nil}, {nil}, {"合计"}}
		if l != nil {
			rows = rows[:3]
			goals, all := l.Tables["绩效项目"], 0.0
			for i := range goals.Len() {
				yuan := float64(goals.Amounts(goals.Measure("年度资金总额"))[i]) / 100
				all += yuan
				rows = append(rows, []any{goals.Value(i, "实施单位"), goals.Value(i, "项目名称"), "特定目标类", yuan, goals.Value(i, "项目概况"), goals.Value(i, "年度总体目标")})
			}
			rows = append(rows, []any{"合计", nil, nil, all})
		}
		return lined(t, nil, len(rows), rows...)
	})
}

// TestHeadersThatReachDownToABlankRow binds a table of one row below headers that are merged down to a row without
// any text, of which a sentence tells amounts too: the book just filled is verified.
func TestHeadersThatReachDownToABlankRow(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 12000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 140000", "某市水务局 2130301 公用经费 30212 - - 一般公共预算 30000")
	next := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 10000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 210000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年一般公共预算“三公”经费支出表"}, {nil, nil, nil, nil, nil, "单位：元"}, {"“三公”经费合计", "因公出国（境）费", "公务用车购置及运行维护费", nil, nil, "公务接待费"}, {nil, nil, "小计", "公务用车购置费", "公务用车运行维护费"}, {nil}, {nil, nil, nil, nil, nil, nil}}
		say := "公务接待费支出××元，公务用车运行维护费支出××元。"
		if l != nil {
			of := func(codes string) float64 { return sum(l, ask{"部门经济科目编码": codes}) }
			rows[5] = []any{sum(l), of("30212"), of("30231"), 0, of("30231"), of("30217")}
			say = fmt.Sprintf("公务接待费支出%.2f元，公务用车运行维护费支出%.2f元。", of("30217"), of("30231"))
		}
		return sheetWith(t, "表", []string{"A3:A5", "B3:B5", "C3:E3", "C4:C5", "D4:D5", "E4:E5", "F3:F5"}, func(f *excelize.File) {
			line, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}}})
			must(t, err)
			must(t, f.SetCellStyle("表", "A3", "F6", line))
			addSheet(t, f, "说明", nil, []any{"三公经费说明"}, []any{say})
		}, rows...)
	})
}

// TestBlankColumnsOfTheSameMoneyDecideNoLimit binds a list by funds whose only 单位资金 stand below 其他收入资金, and are of
// no 特定目标类: that 事业收入资金 beside it shows nothing does not mean that the table takes 特定目标类 alone.
func TestBlankColumnsOfTheSameMoneyDecideNoLimit(t *testing.T) {
	p := proof.DocumentPack(t)
	carried := func(l *budget.Ledger) *budget.Ledger {
		of := l.Tables["支出明细"]
		of.Rewrite(of.Field("资金年度"), func(i int, is string) string {
			return map[bool]string{true: "上年结转", false: is}[of.Value(i, "项目名称") == "转来" || of.Value(i, "项目名称") == "余下"]
		})
		return l
	}
	last := carried(itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000", "某市水务局 2130306 项目支出 30227 检测 其他运转类 单位资金 41000", "某市水务局 2130305 项目支出 30227 转来 特定目标类 一般公共预算 9000"))
	next := carried(itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 900000", "某市水务局 2130305 项目支出 30227 转来 特定目标类 一般公共预算 5000", "某市水务局 2130306 项目支出 30227 检测 其他运转类 单位资金 40000", "某市水务局 2130306 项目支出 30227 余下 其他运转类 单位资金 8000"))
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		year := ask{"资金年度": "本年"}
		return pageOf(t, "部门收入总表", []any{"科目编码", "科目名称", "总计", "上年结转", "一般公共预算拨款收入", "事业收入资金", "上级补助收入资金", "附属单位上缴收入资金", "事业单位经营收入资金", "其他收入资金"}, l, func() (out [][]any) {
			line := func(labels []any, of ask) []any {
				return append(labels, sum(l, of), sum(l, of, ask{"资金年度": "上年结转"}), sum(l, of, year, gp), nil, nil, nil, nil, sum(l, of, year, ask{"资金来源": "单位资金"}))
			}
			for _, k := range keysOf(l, nil, "功能科目编码") {
				out = append(out, line([]any{k[0], p.Codes["功能科目"].NameOf(k[0])}, ask{"功能科目编码": k[0]}))
			}
			return append(out, line([]any{"合计", nil}, nil))
		})
	})
}

// TestWhatIsSoForOneDepartmentIsNotWritten has sentences of the example whose figures tags say, with words that are so
// for its department alone: they are told, not written, also below a heading that the form does not have.
func TestWhatIsSoForOneDepartmentIsNotWritten(t *testing.T) {
	p := proof.DocumentPack(t)
	l := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 70000")
	l.Info["收支增减原因"] = "机构划转"
	whole := strings.TrimSpace(inWan(sum(l)))
	for sentence, written := range map[string]bool{
		"2026年支出合计" + whole + "万元。":                 true,
		"2026年支出合计" + whole + "万元，主要原因是机构划转。":       true,
		"2026年支出合计" + whole + "万元，主要原因是新增车辆。":       false,
		"2026年支出合计" + whole + "万元，继续压减。":            false,
		"2026年支出合计" + whole + "万元，全部为财政拨款。":         false,
		"2026年支出合计" + whole + "万元，由水务站等两个单位执行。":     false,
		"2026年支出合计" + whole + "万元，近三百万元。":           false,
		"执行2025年出台的标准，支出合计" + whole + "万元。":         false,
		"2026年支出合计" + whole + "万元。联系人：某人。":          false,
		"2026年支出合计" + whole + "万元，比上年增加0.01万元（持平）。": false,
	} {
		form := texts(t, "说明", "2026年部门预算说明", "一、支出", "", "二、其他")
		example := texts(t, "说明", "2026年部门预算说明", "一、支出", sentence, "二、其他", "三、官方表没有的", "2026年支出合计"+whole+"万元。")
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: example, Ledger: l, Views: tables.Views(p, l), Whole: &bind.Whole{Pack: p, Ledger: l}})
		must(t, err)
		if got := strings.Join(at(shown(t, made.Book)["说明"], 2), ""); strings.Contains(got, "{{") != written {
			t.Errorf("%s: %q\n%s", sentence, got, told(made))
		}
		if !strings.Contains(told(made), "范例的 A5、A6") {
			t.Errorf("%s: what stands below another heading is not told:\n%s", sentence, told(made))
		}
	}
}
