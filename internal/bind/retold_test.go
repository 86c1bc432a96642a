package bind_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
)

// yuanOf is what items sum that pass, this year and last, in 元.
func yuanOf(l *budget.Ledger, pass func(is func(field string) string) bool) (is, was float64) {
	items := l.Tables["支出明细"]
	last := items.Amounts(items.Measure("上年数"))
	for i, a := range items.Amounts(items.Measure("金额(元)")) {
		if pass(func(field string) string { return items.Value(i, field) }) {
			x, _ := a.Yuan().Float64()
			y, _ := last[i].Yuan().Float64()
			is, was = is+x, was+y
		}
	}
	return is, was
}

// having passes items of which some fields begin so.
func having(fields ...string) func(is func(field string) string) bool {
	return func(is func(field string) string) bool {
		for i := 0; i < len(fields); i += 2 {
			if !strings.HasPrefix(is(fields[i]), fields[i+1]) {
				return false
			}
		}
		return true
	}
}

// trimmedYuan is a number without the noughts behind its point.
func trimmedYuan(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }

// sameTime is a change as 同比增加××元，增长××%.
func sameTime(is, was float64) string {
	way, grows, d := "增加", "增长", is-was
	if d < 0 {
		way, grows, d = "减少", "下降", -d
	}
	if math.Round(d*100) == 0 {
		return "同比无增减变化"
	}
	return fmt.Sprintf("同比%s%s元，%s%.2f%%", way, trimmedYuan(d), grows, d/was*100)
}

// TestRoomMayBeLeftForTheWayOfAChange binds the text of a form that leaves it to who fills it in to say 增加 or 减少, in
// one cell, with a line for each 类, an open list in a sentence and a list of names, with notes, and with what is to be
// written where there is nothing: amounts of which the example prints no noughts behind the point.
func TestRoomMayBeLeftForTheWayOfAChange(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000.85 790000 2080505", "人员经费 30102 一般公共预算 20000.5 21000.25 2130101", "公用经费 30217 一般公共预算 12300 12300 2130101",
		"项目支出 30227 政府性基金预算 90000 100000 2120899", "公用经费 30201 一般公共预算 5000 4000.4 2130101")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000.55 2080505", "人员经费 30107 一般公共预算 21000.25 21000.25 2100201", "公用经费 30217 一般公共预算 9900 8800 2130101",
		"公用经费 30201 一般公共预算 7001 4000 2130101", "公用经费 30211 一般公共预算 300 400.4 2130101", "人员经费 30102 一般公共预算 20.5 10.25 2130101")
	names := map[string]string{"208": "社会保障和就业", "210": "卫生健康", "212": "城乡社区", "213": "农林水"}
	short := map[string]string{"30101": "基本工资", "30102": "津贴补贴", "30107": "绩效工资", "30217": "公务接待费", "30201": "办公费", "30211": "差旅费"}
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "××××（部门名称）××××年部门预算说明", strings.Join([]string{
				"××××年支出总预算××元，同比××××元，××××%。（填增加或减少、增长或下降；与上年相同的填“同比无增减变化”）",
				"（一）××××支出类科目××元，占支出总预算××%，同比××××元，××××%。（有预算的类级科目逐一列出）",
				"××××年一般公共预算支出××元。支出包括：××××支出××元、××××支出××元。（列有预算的类级科目）",
				"××××年公务接待费××元，同比××××元，××××%。",
				"××××年政府性基金预算支出××元，同比××××元，××××%。（没有的填“本部门××××年没有政府性基金预算支出。”）",
				"人员经费××元，主要包括：××××、××××。（列有预算的款级科目）",
			}, "\n"))
		}
		year := l.Info["预算年度"]
		all, was := yuanOf(l, having())
		lines := []string{fmt.Sprintf("%s年支出总预算%s元，%s。", year, trimmedYuan(all), sameTime(all, was))}
		var parts []string
		n := 0
		for _, class := range []string{"208", "210", "212", "213"} {
			is, was := yuanOf(l, having("功能科目编码", class))
			if is > 0 {
				lines = append(lines, fmt.Sprintf("（%s）%s支出类科目%s元，占支出总预算%.2f%%，%s。", []string{"一", "二", "三", "四"}[n], names[class], trimmedYuan(is), is/all*100, sameTime(is, was)))
				n++
			}
			if is, _ := yuanOf(l, having("功能科目编码", class, "资金来源", "一般公共预算")); is > 0 {
				parts = append(parts, names[class]+"支出"+trimmedYuan(is)+"元")
			}
		}
		general, _ := yuanOf(l, having("资金来源", "一般公共预算"))
		lines = append(lines, fmt.Sprintf("%s年一般公共预算支出%s元。支出包括：%s。", year, trimmedYuan(general), strings.Join(parts, "、")))
		is, was := yuanOf(l, having("部门经济科目编码", "30217"))
		lines = append(lines, fmt.Sprintf("%s年公务接待费%s元，%s。", year, trimmedYuan(is), sameTime(is, was)))
		if is, was := yuanOf(l, having("资金来源", "政府性基金预算")); is > 0 {
			lines = append(lines, fmt.Sprintf("%s年政府性基金预算支出%s元，%s。", year, trimmedYuan(is), sameTime(is, was)))
		} else {
			lines = append(lines, fmt.Sprintf("本部门%s年没有政府性基金预算支出。", year))
		}
		is, _ = yuanOf(l, having("支出类型", "人员经费"))
		var called []string
		for _, code := range []string{"30101", "30102", "30107"} {
			if is, _ := yuanOf(l, having("部门经济科目编码", code)); is > 0 {
				called = append(called, short[code])
			}
		}
		lines = append(lines, fmt.Sprintf("人员经费%s元，主要包括：%s。", trimmedYuan(is), strings.Join(called, "、")))
		return texts(t, "说明", l.Info["部门名称"]+year+"年部门预算说明", strings.Join(lines, "\n"))
	})
	if strings.Contains(told(made), "没有动") || strings.Contains(told(made), "空着（") {
		t.Error("something is told as left:", told(made))
	}
}

// TestASentenceThatTheExampleTellsOtherwiseIsBoundByItsWords binds sentences of which the example tells the same with more
// or fewer figures: those that it has prove what they are, amounts that it does not tell are nought there, and a change
// among amounts is none of these; a reason given for what did not change is printed.
func TestASentenceThatTheExampleTellsOtherwiseIsBoundByItsWords(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "项目支出 30227 一般公共预算 45600 44000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "公用经费 30217 一般公共预算 9900 9900", "项目支出 30227 政府性基金预算 61000 61000")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	last.Info["公务接待费增减原因"], next.Info["公务接待费增减原因"] = "压减接待", "和上年一样安排"
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明",
				"2026年支出预算××万元，其中：一般公共预算拨款支出××万元，比2025年预算增加（减少）××万元（持平）；政府性基金预算拨款支出××万元，比2025年预算增加（减少）××万元（持平）。",
				"2026年本部门支出较上年××万元，其中基本支出××万元，项目支出××万元。",
				"纳入部门整体绩效目标的金额××万元，其中：基本支出××万元，项目支出××万元。",
				"（一）公务接待费××万元，比2025年预算增加（减少）××万元，主要原因是××。")
		}
		year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
		wan := func(fields ...string) (is, was float64) {
			is, was = yuanOf(l, having(fields...))
			return is / 10000, was / 10000
		}
		all, allWas := wan()
		gp, gpWas := wan("资金来源", "一般公共预算")
		gov, govWas := wan("资金来源", "政府性基金预算")
		project, projectWas := wan("支出类型", "项目支出")
		lead, even := "比"+before+"年预算", "与"+before+"年预算持平"
		of := fmt.Sprintf("%s年支出预算%.2f万元，其中：一般公共预算拨款支出%.2f万元，%s；", year, all, gp, changeOf(gp, gpWas, lead, even))
		if l == last {
			of += "没有政府性基金预算拨款。"
		} else {
			of += fmt.Sprintf("政府性基金预算拨款支出%.2f万元，%s。", gov, changeOf(gov, govWas, lead, even))
		}
		meals, mealsWas := wan("部门经济科目编码", "30217")
		why := "，主要原因是" + l.Info["公务接待费增减原因"]
		return texts(t, "说明", "预算说明", of,
			fmt.Sprintf("%s年本部门支出%s，其中基本支出%s，项目支出%s。", year, changeOf(all, allWas, "较上年", ""), changeOf(all-project, allWas-projectWas, "", ""), changeOf(project, projectWas, "", "持平")),
			fmt.Sprintf("纳入部门整体绩效目标的金额%.2f万元，其中：基本支出%.2f万元，项目支出%.2f万元。", all, all-project, project),
			fmt.Sprintf("（一）公务接待费%.2f万元，%s%s。", meals, changeOf(meals, mealsWas, lead, even), why))
	})
	if !strings.Contains(told(made), "范例里这一句的写法不同") {
		t.Error("not told that the example says it otherwise:", told(made))
	}
}

// TestAFormMayBeYearsLaterThanTheExample binds a form whose example is two years older, with a title that has the year on
// the form alone: the year goes on there too.
func TestAFormMayBeYearsLaterThanTheExample(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000")
	last.Info["预算年度"], next.Info["预算年度"] = "2024", "2027"
	book := func(year, title, sentence string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "封面", nil, []any{year + "年部门预算公开"}, []any{year + "年部门预算说明"})
		addSheet(t, f, "说明", nil, []any{title}, []any{sentence})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return book("2026", "2026年支出预算情况", "支出预算XX万元。")
		}
		year := l.Info["预算年度"]
		is, _ := yuanOf(l, having())
		title := year + "年支出预算情况"
		if l == last {
			title = "支出预算情况"
		}
		return book(year, title, fmt.Sprintf("支出预算%.2f万元。", is/10000))
	})
}

// TestYearsAndSharesThatFormsLeaveOpen binds sentences whose years the form leaves open, also that of a day and of a line
// that repeats, numbered 1）: a share behind a change is of the amount and not of its change, shares are whole as all of
// the example are, and of what was nothing last year none is told.
func TestYearsAndSharesThatFormsLeaveOpen(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 123000 156000 2130101", "项目支出 30227 一般公共预算 45600 40000 2120899")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30201 一般公共预算 99000 87000 2130101", "项目支出 30227 一般公共预算 61000 0 2210201")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	last.Info["车辆实有数"], next.Info["车辆实有数"] = "8", "9"
	names := map[string]string{"208": "社会保障和就业支出", "212": "城乡社区支出", "213": "农林水支出", "221": "住房保障支出"}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "××年部门预算说明",
				"××年支出预算××万元，比××年预算增加（减少）××万元，增长（下降）××%。",
				"××年基本支出××万元，比××年预算增加（减少）××万元，增长（下降）××%，占总支出的××%。",
				"××年支出按功能科目列示如下：",
				"1）××（类）××万元，占总支出××%，比××年增加（减少）××万元，增长（下降）××%；",
				"截至××年12月31日，共有车辆××辆。",
				"没有别的情况。")
		}
		year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
		change := func(is, was float64, lead string) string {
			way, grows, d := "增加", "增长", is-was
			if d < 0 {
				way, grows, d = "减少", "下降", -d
			}
			text := fmt.Sprintf("比%s年%s%s%.2f万元", before, lead, way, d/10000)
			if was > 0 {
				text += fmt.Sprintf("，%s%.0f%%", grows, d/was*100)
			}
			return text
		}
		all, was := yuanOf(l, having())
		project, projectWas := yuanOf(l, having("支出类型", "项目支出"))
		lines := []string{year + "年部门预算说明",
			fmt.Sprintf("%s年支出预算%.2f万元，%s。", year, all/10000, change(all, was, "预算")),
			fmt.Sprintf("%s年基本支出%.2f万元，%s，占总支出的%.0f%%。", year, (all-project)/10000, change(all-project, was-projectWas, "预算"), (all-project)/all*100),
			year + "年支出按功能科目列示如下："}
		n := 0
		for _, class := range []string{"208", "212", "213", "221"} {
			if is, was := yuanOf(l, having("功能科目编码", class)); is > 0 {
				n++
				lines = append(lines, fmt.Sprintf("%d）%s（类）%.2f万元，占总支出%.0f%%，%s；", n, names[class], is/10000, is/all*100, change(is, was, "")))
			}
		}
		return texts(t, "说明", append(lines, "截至"+before+"年12月31日，共有车辆"+l.Info["车辆实有数"]+"辆。", "没有别的情况。")...)
	})
}

// TestSentencesKeepToTheirSection binds lists and sentences below headings of different funds, of which the example tells
// one fund with figures and of the other says that there is none: nothing of the first stands below the second, parts of
// what it does not tell stay open, and a sentence that lists nothing does not lead to it.
func TestSentencesKeepToTheirSection(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 123000 156000 2130101", "公用经费 30202 一般公共预算 4000 4000 2080505")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "项目支出 30227 政府性基金预算 61000 0 2120899")
	names := map[string]string{"208": "社会保障和就业支出", "212": "城乡社区支出", "213": "农林水支出"}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "（一）一般公共预算支出情况", "1.××支出××万元。", "（二）政府性基金预算支出情况", "1.××支出××万元。",
				"（三）其他情况", "公用经费支出××万元，其中：××支出××万元、××支出××万元。", "单位资金支出××万元，其中：基本支出××万元，项目支出××万元。")
		}
		lines := []string{"预算说明", "（一）一般公共预算支出情况"}
		n := 0
		for _, class := range []string{"208", "212", "213"} {
			if is, _ := yuanOf(l, having("功能科目编码", class, "资金来源", "一般公共预算")); is > 0 {
				n++
				lines = append(lines, fmt.Sprintf("%d.%s%.2f万元。", n, names[class], is/10000))
			}
		}
		fund := "本部门没有政府性基金预算支出。"
		other := "单位资金没有安排。"
		if l == next {
			fund, other = "1.××支出××万元。", "单位资金支出××万元，其中：基本支出××万元，项目支出××万元。"
		}
		is, _ := yuanOf(l, having("支出类型", "公用经费"))
		of, _ := yuanOf(l, having("支出类型", "公用经费", "功能科目编码", "208"))
		public := fmt.Sprintf("公用经费支出%.2f万元，其中：社会保障和就业支出%.2f万元、农林水支出%.2f万元。", is/10000, of/10000, (is-of)/10000)
		if is == 0 {
			public = "公用经费支出0.00万元。"
		}
		return texts(t, "说明", append(lines, "（二）政府性基金预算支出情况", fund, "（三）其他情况", public, other)...)
	})
	if !strings.Contains(told(made), "说明!A5") || !strings.Contains(told(made), "说明!A8") {
		t.Error("not told that nothing is known of the second section:", told(made))
	}
}

// TestALineMayTellThePartsOfTheOneAboveIt binds two lines of a form that stand for each 类 and its 款, with what changed; one
// line of the example tells otherwise that there was nothing last year, which is told.
func TestALineMayTellThePartsOfTheOneAboveIt(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000 2080505", "公用经费 30201 一般公共预算 123000 156000 2130101", "公用经费 30202 一般公共预算 4000 3000 2130301", "项目支出 30227 一般公共预算 45600 40000 2120899", "项目支出 30201 一般公共预算 7000 0 2120303")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000 2080505", "公用经费 30201 一般公共预算 99000 88000 2130301", "项目支出 30227 一般公共预算 61000 52000 2210201")
	last.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	names := map[string]string{"208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "212": "城乡社区支出", "21203": "城乡社区公共设施", "21208": "国有土地使用权出让收入安排的支出", "213": "农林水支出", "21301": "农业农村", "21303": "水利", "221": "住房保障支出", "22102": "住房改革支出"}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "支出具体情况如下：",
				"1.“××支出”（类）××年年初预算××万元，比××年年初预算增加（减少）××万元，增长（下降）××%。其中：",
				"“××”（款）××年年初预算××万元，比××年年初预算增加（减少）××万元，增长（下降）××%。", "没有别的情况。")
		}
		year, before := l.Info["预算年度"], map[string]string{"2025": "2024", "2026": "2025"}[l.Info["预算年度"]]
		line := func(code, level string) string {
			is, was := yuanOf(l, having("功能科目编码", code))
			text := fmt.Sprintf("“%s”（%s）%s年年初预算%.2f万元，", names[code], level, year, is/10000)
			if was == 0 {
				return text + before + "年无此项年初预算。"
			}
			way, grows, d := "增加", "增长", is-was
			if d < 0 {
				way, grows, d = "减少", "下降", -d
			}
			return text + fmt.Sprintf("比%s年年初预算%s%.2f万元，%s%.2f%%。", before, way, d/10000, grows, d/was*100)
		}
		lines := []string{"预算说明", "支出具体情况如下："}
		n := 0
		for _, class := range []string{"208", "212", "213", "221"} {
			if is, _ := yuanOf(l, having("功能科目编码", class)); is == 0 {
				continue
			}
			n++
			lines = append(lines, fmt.Sprintf("%d.%s其中：", n, line(class, "类")))
			for _, code := range []string{class + "01", class + "02", class + "03", class + "05", class + "08"} {
				if is, _ := yuanOf(l, having("功能科目编码", code)); is > 0 {
					lines = append(lines, line(code, "款"))
				}
			}
		}
		return texts(t, "说明", append(lines, "没有别的情况。")...)
	})
	if !strings.Contains(told(made), "范例的这几行里有的和录入的不同") {
		t.Error("not told that a line says otherwise:", told(made))
	}
}

// TestANoteWithoutBracketsIsTold binds a form that tells who fills it in what to write without brackets: it stays, as it may
// be meant, and is told.
func TestANoteWithoutBracketsIsTold(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	made := boundAndFilled(t, "说明", last, last, func(l *budget.Ledger) []byte {
		note := "若无，则写“无人员经费”。"
		if l == nil {
			return texts(t, "说明", "预算说明", "人员经费××万元。"+note, "没有别的情况。")
		}
		is, _ := yuanOf(l, having())
		return texts(t, "说明", "预算说明", fmt.Sprintf("人员经费%.2f万元。", is/10000)+note, "没有别的情况。")
	})
	if strings.Contains(told(made), "给填表人看") {
		t.Error("told though the example prints it:", told(made))
	}
	made = boundAndFilled(t, "说明", last, last, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "说明", "预算说明", "人员经费××万元。", "没有别的情况。若没有的，可写“无”。")
		}
		is, _ := yuanOf(l, having())
		return texts(t, "说明", "预算说明", fmt.Sprintf("人员经费%.2f万元。", is/10000), "没有别的情况。若没有的，可写“无”。")
	}, func(r *bind.Request) {
		is, _ := yuanOf(last, having())
		r.Example = texts(t, "说明", "预算说明", fmt.Sprintf("人员经费%.2f万元。", is/10000), "没有别的情况。")
	})
	if !strings.Contains(told(made), "“没有的，可写“无””像是给填表人看的，会照样印") {
		t.Error("not told:", told(made))
	}
}
