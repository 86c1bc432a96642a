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

// texts is a workbook with sheets of text alone, each row one cell.
func texts(t *testing.T, name string, rows ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var cells [][]any
	for _, row := range rows {
		cells = append(cells, []any{row})
	}
	addSheet(t, f, name, nil, cells...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestANoughtTakesTheLimitOfThoseBesideIt binds a sentence whose amounts by fund are of this year though it does not
// say so, of which the example has none of one fund: its words and the limit of the others tell what it is.
func TestANoughtTakesTheLimitOfThoseBesideIt(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 一般公共预算 45000 上年结转")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 政府性基金预算 330000", "某市水文站 打井 特定目标类 政府性基金预算 21000 上年结转", "某市水文站 站房 其他运转类 一般公共预算 70000 上年结转")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		return texts(t, "说明", "预算编制说明", "本部门预算收入"+n()+"万元，其中一般公共预算拨款收入"+n(gp, now)+"万元、政府性基金拨款收入"+n(ask{"资金来源": "政府性基金预算"}, now)+"万元、上年结转"+n(ask{"资金年度": "上年结转"})+"万元。")
	})
}

// TestAnAmountTakesTheLimitOfThoseBesideIt binds a sentence of which the example has money of one fund that was carried
// over, and another fund without: both are of this year.
func TestAnAmountTakesTheLimitOfThoseBesideIt(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 一般公共预算 45000 上年结转", "某市水文站 站房 其他运转类 单位资金 70000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 单位资金 330000", "某市水文站 打井 特定目标类 单位资金 21000 上年结转", "某市水文站 站房 其他运转类 政府性基金预算 90000 上年结转")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		return texts(t, "说明", "预算编制说明", "收入包括：一般公共预算拨款"+n(gp, now)+"万元、政府性基金预算拨款"+n(ask{"资金来源": "政府性基金预算"}, now)+"万元、单位资金"+n(ask{"资金来源": "单位资金"}, now)+"万元、上年结转"+n(ask{"资金年度": "上年结转"})+"万元。")
	})
}

// TestUnitsBelowTheDepartmentAreAllButItsOwn binds how many units a department has below it, which are all but the
// one that is the department itself.
func TestUnitsBelowTheDepartmentAreAllButItsOwn(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	next := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	units := next.Tables["单位"]
	for _, name := range []string{"某市航道站", "某市堤防所"} {
		row := make([]string, len(units.Fields))
		row[units.Field("单位名称")], row[units.Field("单位性质")] = name, "事业"
		units.Append(0, row, make([]budget.Fen, len(units.Measures)))
	}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		name, n := "××部门", "××"
		if l != nil {
			name, n = l.Info["部门名称"], fmt.Sprint(l.Tables["单位"].Len()-1)
		}
		return texts(t, "说明", "预算编制说明", "从预算单位构成看，"+name+"的部门预算包括："+name+"本级预算及下属"+n+"家预算单位在内的汇总预算。")
	})
}

// TestSentencesHaveCommasWhereTablesDo binds a sentence whose amounts in the example are all too short for a comma:
// it has none where the number formats of the tables have none.
func TestSentencesHaveCommasWhereTablesDo(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	next := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 43210000")
	for format, shape := range map[string]string{"0.00": "%[1]s", "#,##0.00": "4,%[2]s"} {
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			n, total := "××", any(nil)
			if l != nil {
				total = sum(l) / 10000
				n = strconv.FormatFloat(sum(l)/10000, 'f', 2, 64)
				if l == next {
					n = fmt.Sprintf(shape, n, n[1:])
				}
			}
			addSheet(t, f, "表", nil, []any{"2026年部门支出总表"}, []any{nil, nil, "单位：万元"}, []any{"科目编码", "科目名称", "合计"}, []any{nil, "合计", total})
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			must(t, err)
			must(t, f.SetCellStyle("表", "C4", "C4", style))
			addSheet(t, f, "说明", nil, []any{"预算编制说明"}, []any{"本部门支出总额" + n + "万元。"})
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		})
	}
}

// TestATableIsNotedEmptyAsTheOneOfAnotherFundIs binds tables of two funds of which the example has money of one alone:
// what it says below the other stands below both where there is no money of it, and in the words of that fund.
func TestATableIsNotedEmptyAsTheOneOfAnotherFundIs(t *testing.T) {
	fund := "某市水务局 河道 特定目标类 政府性基金预算 500000"
	capital := "某市水务局 改制 特定目标类 国有资本经营预算 120000"
	last, neither, other := boughtBy(t, "1", nil, fund), boughtBy(t, "1", nil), boughtBy(t, "1", nil, capital)
	last.Info["预算年度"], neither.Info["预算年度"], other.Info["预算年度"] = "2025", "2026", "2026"
	general := false // the note is that of any table
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		for _, of := range []string{"政府性基金", "国有资本经营", "支出总体"} {
			title, filter := of+"预算支出情况表", ask{"资金来源": of + "预算"}
			if of == "支出总体" {
				title, filter = "支出总体情况表", nil
			}
			rows := [][]any{{title}, {nil, nil, "单位：元"}, {"单位名称", "合计", "项目支出"}, {"XX单位"}, nil, {"合计"}}
			if l != nil {
				n := func(of ...ask) any {
					if n := sum(l, of...); n != 0 {
						return n
					}
					return nil
				}
				rows = rows[:3]
				for _, k := range keysOf(l, filter, "单位") {
					unit := ask{"单位": k[0]}
					rows = append(rows, []any{k[0], n(filter, unit), n(filter, unit, proj)})
				}
				rows = append(rows, []any{"合计", n(filter), n(filter, proj)})
				if sum(l, filter) == 0 && general {
					rows = append(rows, []any{"备注：本表无数据"})
				} else if sum(l, filter) == 0 {
					rows = append(rows, []any{"备注：" + l.Info["部门名称"] + l.Info["预算年度"] + "年无" + of + "预算安排的支出，" + title + "为空表。"})
				}
			}
			addSheet(t, f, of, nil, rows...)
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, sheet := range []string{"政府性基金", "国有资本经营", "支出总体", "政府性基金"} {
		general = general || sheet == "支出总体"
		for _, next := range []*budget.Ledger{neither, other, last} {
			if made := boundAndFilled(t, sheet, last, next, page); strings.Contains(told(made), "支出总体!A7") {
				t.Error("支出总体 is no fund:", told(made))
			}
		}
	}
}

// TestTheDepartmentStandsInThePlaceOfItsPlaceToo binds titles in which a form leaves room for a place and a department
// and the example has the name of the department alone, or with other words before it.
func TestTheDepartmentStandsInThePlaceOfItsPlaceToo(t *testing.T) {
	last, next := boughtBy(t, "1", nil), boughtBy(t, "1", nil)
	last.Info["预算年度"], next.Info["预算年度"], next.Info["部门名称"] = "2025", "2026", "某市交通局"
	made := boundAndFilled(t, "封面", last, next, func(l *budget.Ledger) []byte {
		place, year, name, other := "××市", "2026", "××局", "××市"
		if l != nil {
			place, year, name, other = "", l.Info["预算年度"], l.Info["部门名称"], "西岭省"
		}
		if l == next {
			other = "××市"
		}
		return texts(t, "封面", year+"年"+place+name+"部门预算", "东川省"+strings.Replace(place, "市", "县", 1)+name+"预算公开", other+name+"预算文本")
	})
	if !strings.Contains(told(made), "封面!A3") {
		t.Error("the place is not told:", told(made))
	}
}

// TestThePlaceThatAFormHasIsPartOfTheName binds a cover and a sentence in which a form has the place that the names of
// its departments begin with, and marks for the rest, with a date whose year it leaves open in Chinese figures.
func TestThePlaceThatAFormHasIsPartOfTheName(t *testing.T) {
	last, next := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000"), boughtBy(t, "1", nil, "某市交通局 道路 特定目标类 一般公共预算 330000")
	last.Info["预算年度"], next.Info["预算年度"], next.Info["部门名称"] = "2025", "2026", "某市交通局"
	last.Info["编制日期"], next.Info["编制日期"] = "2025-02-14", "2026-01-20"
	boundAndFilled(t, "封面", last, next, func(l *budget.Ledger) []byte {
		if l == nil {
			return texts(t, "封面", "2026年某市×××部门预算公开表", "某市×××2026年收支总预算××万元，比上年增加（减少）较多，用于重点工作。", "二〇二×年×月")
		}
		way := "比上年增加（减少）较多，用于重点工作。"
		if l == last {
			way = "比上年多，用于重点工作。"
		}
		year, day := l.Info["预算年度"], map[*budget.Ledger]string{last: "二〇二五年二月", next: "二〇二六年一月"}[l]
		return texts(t, "封面", year+"年"+l.Info["部门名称"]+"部门预算公开表", l.Info["部门名称"]+year+"年收支总预算"+strconv.FormatFloat(sum(l)/10000, 'f', 2, 64)+"万元，"+way, day)
	})
}

// withGoals is a ledger with the goals of projects.
func withGoals(t *testing.T, projects ...string) *budget.Ledger {
	t.Helper()
	l := boughtBy(t, "1", nil)
	for i, name := range projects {
		goals := l.Tables["绩效项目"]
		row, amounts := make([]string, len(goals.Fields)), make([]budget.Fen, len(goals.Measures))
		for field, text := range map[string]string{"项目名称": name, "实施单位": "某市水务局", "项目概况": name + "的概况", "年度总体目标": name + "的目标", "是否公开": "是"} {
			row[goals.Field(field)] = text
		}
		amounts[goals.Measure("年度资金总额")] = budget.Fen(1000000 * (i + 3))
		goals.Append(0, row, amounts)
	}
	return l
}

// TestCardsOnSheetsOfTheirOwnAreNumberedAsInTheExample binds a card with a number in a corner and in the name of its
// sheet, of which the example has one for each project: both count the projects. Of one card alone they do not.
func TestCardsOnSheetsOfTheirOwnAreNumberedAsInTheExample(t *testing.T) {
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		names, budgets := []any{nil}, []any{nil}
		if l != nil {
			goals := l.Tables["绩效项目"]
			names, budgets = nil, nil
			for i := range goals.Len() {
				names, budgets = append(names, goals.Value(i, "项目名称")), append(budgets, goals.Amounts(goals.Measure("年度资金总额"))[i].Yuan().InexactFloat64())
			}
		}
		for i, name := range names {
			about, goal, unit := any(nil), any(nil), any(nil)
			if name != nil {
				about, goal, unit = fmt.Sprint(name, "的概况"), fmt.Sprint(name, "的目标"), "某市水务局"
			}
			addSheet(t, f, fmt.Sprintf("13-%d目标", i+1), []string{"B5:D5"}, []any{fmt.Sprintf("附表13-%d", i+1)}, []any{"项目支出绩效目标表"}, []any{"项目名称", name, "实施单位", unit}, []any{"年度资金总额（元）", budgets[i]}, []any{"项目概况", about}, []any{"年度总体目标", goal})
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, last := range []*budget.Ledger{withGoals(t, "河道整治", "水库加固"), withGoals(t, "河道整治", "水库加固", "灌区改造")} {
		next := withGoals(t, "堤防", "泵站", "水闸")
		for _, sheet := range []string{"13-1目标", "13-2目标", "13-3目标"} {
			boundAndFilled(t, sheet, last, next, page)
		}
	}
	p := defaultPack(t)
	alone := withGoals(t, "河道整治")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: alone, Views: tables.Views(p, alone), Form: page(nil), Example: page(alone)})
	must(t, err)
	if got := shown(t, made.Book); strings.Contains(fmt.Sprint(got), "连续序号") {
		t.Error("one card counts:", got)
	}
}

// TestASmallListAmongSentencesIsOfTheUnits binds a sheet of text with a list of the units of the department among its
// sentences: as many lines as there are units, the sentence behind it below them, and a column that the ledger lacks
// is told.
func TestASmallListAmongSentencesIsOfTheUnits(t *testing.T) {
	last, next := boughtBy(t, "1", nil), boughtBy(t, "1", nil)
	units := next.Tables["单位"]
	row := make([]string, len(units.Fields))
	row[units.Field("单位名称")], row[units.Field("单位性质")] = "某市航道站", "事业"
	units.Append(0, row, make([]budget.Fen, len(units.Measures)))
	for _, phone := range []bool{false, true} {
		made := boundAndFilled(t, "概况", last, next, func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			n, rows := "××", [][]any{nil, {nil, "××单位"}, {nil, "……"}}
			if l != nil {
				n, rows = strconv.FormatFloat(sum(l)/10000, 'f', 2, 64), nil
				for i := range l.Tables["单位"].Len() {
					rows = append(rows, []any{i + 1, l.Tables["单位"].Value(i, "单位名称"), l.Tables["单位"].Value(i, "单位性质")})
					if phone && l == last {
						rows[i] = append(rows[i], "0351-0000000")
					}
				}
			}
			rows = append([][]any{{"一、部门的机构设置"}, {"纳入预算编制范围的单位见下表："}, {"序号", "单位名称", "单位性质", "电话"}}, rows...)
			addSheet(t, f, "概况", nil, append(rows, []any{"二、本部门预算支出" + n + "万元。"})...)
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		})
		if strings.Contains(told(made), "哪几列是数") || strings.Contains(told(made), "概况!D4 “电话”这一列的文字录入里没有") != phone {
			t.Error(told(made))
		}
	}
}

// TestWhatTheDepartmentHasIsCalledAlmostAsItIsEntered binds a sentence of what a department has whose words are not the
// names of 基本信息: with 的 in them, a threshold before them, and 房屋面积 where the area of no other item is entered.
// A nought tells nothing of 房屋面积, of equipment its words do.
func TestWhatTheDepartmentHasIsCalledAlmostAsItIsEntered(t *testing.T) {
	has := func(cars, area, fifty, hundred string) *budget.Ledger {
		l := boughtBy(t, cars, nil)
		l.Info["办公用房面积"], l.Info["50万元以上通用设备"], l.Info["100万元以上设备"], l.Info["执法执勤用车"] = area, fifty, hundred, "0"
		return l
	}
	next := has("9", "1805", "2", "3")
	for _, last := range []*budget.Ledger{has("8", "6308.5", "4", "1"), has("8", "6308.5", "1", "0"), has("8", "6308.5", "0", "0"), has("8", "0", "4", "1")} {
		made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			item := func(name string) string {
				if l == nil || name == "办公用房面积" && l == next && last.Info[name] == "0" {
					return "×××"
				}
				return l.Info[name]
			}
			return texts(t, "说明", "国有资产情况", "本部门占有使用国有资产中房屋面积"+item("办公用房面积")+"平方米，车辆"+item("车辆实有数")+"辆，单价50万元以上的通用设备"+item("50万元以上通用设备")+"台（套），单价100万元以上的设备"+item("100万元以上设备")+"台（套）。")
		})
		if open := strings.Contains(told(made), "还有 1 处空着（×××平方米）"); open != (last.Info["办公用房面积"] == "0") {
			t.Error(told(made))
		}
	}
}

// TestWhatCountsFromAnAmountOnIsNotCountedFromAnother binds a sentence of equipment from an amount on that no item
// counts from: it is not the item of another amount, though the words behind are the same.
func TestWhatCountsFromAnAmountOnIsNotCountedFromAnother(t *testing.T) {
	last, next := boughtBy(t, "1", nil), boughtBy(t, "1", nil)
	last.Info["100万元以上设备"], next.Info["100万元以上设备"] = "3", "4"
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := "××"
		if l == last {
			n = "3"
		}
		return texts(t, "说明", "国有资产情况", "本部门单价200万元以上的设备"+n+"台（套）。")
	})
}

// TestALabelBesideAListOfACardStays binds a card whose indicators have a label on their left that is merged over all of
// them, and begins with the first: it stays, merged over as many lines as are printed, and no line more is.
func TestALabelBesideAListOfACardStays(t *testing.T) {
	outline := defaultPack(t).Outline("绩效指标提纲").Rows
	of := func(projects ...string) *budget.Ledger {
		l := withGoals(t, projects...)
		own := l.Tables["绩效指标"]
		for i, name := range projects {
			row := make([]string, len(own.Fields))
			for field, text := range map[string]string{"项目名称": name, "实施单位": "某市水务局", "目标期": "年度", "一级指标": outline[i][0], "二级指标": outline[i][1], "三级指标": name + "的指标", "指标值": "≥90%"} {
				row[own.Field(field)] = text
			}
			own.Append(0, row, make([]budget.Fen, len(own.Measures)))
		}
		return l
	}
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		names := []string{""}
		if l != nil {
			names = nil
			for i := range l.Tables["绩效项目"].Len() {
				names = append(names, l.Tables["绩效项目"].Value(i, "项目名称"))
			}
		}
		for i, name := range names {
			rows := [][]any{{"项目支出绩效目标表"}, {"项目名称", nil, "实施单位"}, {"年度总体目标"}, {"绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"}}
			if name != "" {
				rows = [][]any{{"项目支出绩效目标表"}, {"项目名称", name, "实施单位", "某市水务局"}, {"年度总体目标", name + "的目标"}, rows[3]}
			}
			for k, kind := range outline {
				line := []any{nil, kind[0], kind[1], nil, nil}
				if k == 0 {
					line[0] = "年度绩效指标"
				} else if kind[0] == outline[k-1][0] {
					line[1] = nil
				}
				if k == i && name != "" {
					line[3], line[4] = name+"的指标", "≥90%"
				}
				rows = append(rows, line)
			}
			addSheet(t, f, fmt.Sprintf("目标%d", i+1), []string{"A5:A13", "B5:B8", "B9:B12"}, append(rows, []any{"负责人："})...)
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	last, next := of("河道整治", "水库加固"), of("堤防", "泵站", "水闸")
	made := boundAndFilled(t, "目标3", last, next, page)
	f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), next)))
	must(t, err)
	defer f.Close()
	merges, err := f.GetMergeCells("目标3")
	must(t, err)
	if below, _ := f.GetCellValue("目标3", "A14"); below != "负责人：" || !slices.ContainsFunc(merges, func(m excelize.MergeCell) bool { return m[0] == "A5:A13" }) {
		t.Errorf("A14 is %q, merged %v: %s", below, merges, told(made))
	}
}

// TestTextsOfAnotherInputSheetAreBound binds a list of projects with their goals beside the amounts, which are entered on
// another sheet than these. Where a project may stand there twice, no goal is taken, and where they are entered is told.
func TestTextsOfAnotherInputSheetAreBound(t *testing.T) {
	last := withGoals(t, "河道整治", "水库加固")
	items := ofProjects(proof.DocumentPack(t), "某市水务局 河道整治 特定目标类 一般公共预算 500000", "某市水务局 水库加固 特定目标类 一般公共预算 45000", "某市水务局 防汛 特定目标类 一般公共预算 33000")
	last.Tables["支出明细"] = items.Tables["支出明细"]
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"2026年部门项目支出表"}, {nil, nil, nil, "单位：元"}, {"项目名称", "合计", "一般公共预算", "绩效目标"}, {"XX项目"}, nil, {"合计"}}
		if l != nil {
			rows = append(rows[:3], []any{"合计", 578000, 578000}, []any{"河道整治", 500000, 500000, "河道整治的目标"}, []any{"水库加固", 45000, 45000, "水库加固的目标"}, []any{"防汛", 33000, 33000})
		}
		addSheet(t, f, "项目", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, once := range []bool{true, false} {
		p, whole := defaultPack(t), proof.DocumentPack(t)
		if !once {
			p.Input.Sheet("绩效项目").Unique, whole.Input.Sheet("绩效项目").Unique = nil, nil
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
		must(t, err)
		if want := "“绩效目标”这一列是录入“绩效项目”的“年度总体目标”"; strings.Contains(told(made), want) == once {
			t.Errorf("once %v: %s is told is wrong:\n%s", once, want, told(made))
		}
		if !once {
			continue
		}
		got := strings.Join(textsOf(t, filled(t, loaded(t, made), last)), "\n")
		for _, line := range []string{"河道整治|500000|500000|河道整治的目标", "水库加固|45000|45000|水库加固的目标", "防汛|33000|33000"} {
			if !strings.Contains(got, line) {
				t.Errorf("%s is not in\n%s", line, got)
			}
		}
	}
}

// TestAProjectOfWhichNothingMoreIsKnownIsNoUnit binds projects below their units in one column, with their goals; one
// has none, and no other text that tells its line from that of a unit.
func TestAProjectOfWhichNothingMoreIsKnownIsNoUnit(t *testing.T) {
	ledger := func(known []string, projects ...string) *budget.Ledger {
		l := withGoals(t, known...)
		l.Tables["支出明细"] = ofProjects(proof.DocumentPack(t), projects...).Tables["支出明细"]
		return l
	}
	last := ledger([]string{"河道整治", "水库加固"}, "某市水务局 河道整治 特定目标类 一般公共预算 500000", "某市水务局 水库加固 特定目标类 一般公共预算 45000", "某市水文站 监测 其他运转类 一般公共预算 15000")
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"2026年部门预算项目支出表"}, {nil, nil, nil, "单位：元"}, {"单位/项目名称", "合计", "一般公共预算", "绩效目标"}, {"合计"}, nil, nil, nil}
		if l != nil {
			rows = append(rows[:3], []any{"合计", 560000, 560000}, []any{"某市水务局", 545000, 545000}, []any{"  河道整治", 500000, 500000, "河道整治的目标"}, []any{"  水库加固", 45000, 45000, "水库加固的目标"},
				[]any{"某市水文站", 15000, 15000}, []any{"  监测", 15000, 15000})
		}
		addSheet(t, f, "项目", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made := boundAndFilled(t, "项目", last, last, page)
	if found := judged(t, loaded(t, made), filled(t, loaded(t, made), last)); found.HasErrors() {
		t.Errorf("verify says %v", found)
	}
}

// TestCodesAndDutiesAndLongNumbersTakeTheirRoom binds [×××]×××× above a table, a line …… below its heading, and the
// area of 房屋, which is called 办公用房面积 where it is entered: a number as long as that is none by chance.
func TestCodesAndDutiesAndLongNumbersTakeTheirRoom(t *testing.T) {
	duties := func(code, area string, duties ...string) *budget.Ledger {
		l := boughtBy(t, "8", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000")
		l.Info["部门代码"], l.Info["办公用房面积"] = code, area
		of := l.Tables["职责"]
		for _, text := range duties {
			row := make([]string, len(of.Fields))
			row[of.Field("职责内容")] = text
			of.Append(0, row, make([]budget.Fen, len(of.Measures)))
		}
		return l
	}
	last, next := duties("312", "3044.7", "拟订规划。", "负责防汛。", "管理河道。"), duties("347", "1580", "管理供水。", "负责抗旱。")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		rows := []string{"情况说明", "部门编码/名称：[×××]××××", "部门职责：", "……", "截至上年末，本部门房屋××平方米。"}
		if l != nil {
			rows[1], rows[4] = "部门编码/名称：["+l.Info["部门代码"]+"]某市水务局", "截至上年末，本部门房屋"+l.Info["办公用房面积"]+"平方米。"
			var all []string
			for i, text := range []string{"（一）", "（二）", "（三）"}[:l.Tables["职责"].Len()] {
				all = append(all, text+l.Tables["职责"].Value(i, "职责内容"))
			}
			rows = slices.Concat(rows[:3], all, rows[4:])
		}
		return texts(t, "说明", rows...)
	})
}

// TestACardCountedInASentence binds 绩效目标表共2张, which is as many as there are projects with a card.
func TestACardCountedInASentence(t *testing.T) {
	p := defaultPack(t)
	last, next := sampleLedger(t, p), sampleLedger(t, p)
	cards := next.Tables["绩效项目"]
	next.Tables["绩效项目"] = cards.Part(func(i int) bool { return i < 3 })
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := "××"
		if l != nil {
			of, shown := l.Tables["绩效项目"], 0
			for i := range of.Len() {
				if of.Value(i, "是否公开") == "是" {
					shown++
				}
			}
			n = fmt.Sprint(shown)
		}
		return texts(t, "说明", "绩效情况", "项目支出绩效目标表共"+n+"张。")
	})
}

// TestTheNumberOfTheOnlyLineIsNoCode binds a list whose example has one line, numbered 2 behind its total, of a code
// that ends with 02: other lines have their numbers.
func TestTheNumberOfTheOnlyLineIsNoCode(t *testing.T) {
	of := func(codes ...string) *budget.Ledger {
		l := boughtBy(t, "1", nil)
		items := l.Tables["支出明细"]
		for i, code := range codes {
			row := make([]string, len(items.Fields))
			for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": code, "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": "河道", "资金来源": "政府性基金预算", "资金年度": "本年"} {
				row[items.Field(field)] = text
			}
			items.Append(0, row, []budget.Fen{budget.Fen(1000000 * (i + 1))})
		}
		return l
	}
	boundAndFilled(t, "基金", of("2120802"), of("2120801", "2120802", "2120810"), func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"政府性基金预算支出表"}, {nil, nil, nil, "单位：元"}, {"序号", "科目编码", "科目名称", "合计"}, {1, nil, "合计", nil}}
		if l == nil {
			rows = append(rows, []any{nil}, []any{nil})
		} else {
			fund := ask{"资金来源": "政府性基金预算"}
			rows[3][3] = sum(l, fund)
			for i, k := range keysOf(l, fund, "功能科目编码") {
				rows = append(rows, []any{i + 2, k[0], l.Codes["功能科目"].NameOf(k[0]), sum(l, fund, ask{"功能科目编码": k[0]})})
			}
		}
		addSheet(t, f, "基金", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
}

// TestAnIndentedNameLeavesNoRoom binds lines of 人员支出 and 公用支出 behind blanks, which stand before no unit.
func TestAnIndentedNameLeavesNoRoom(t *testing.T) {
	table := kind{"收支", "年部门收支总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"　　人员支出"}, {"　　公用支出"}, {"二、项目支出"}}
		for i, of := range []ask{base, {"支出类型": "人员经费"}, {"支出类型": "公用经费"}, proj} {
			if l != nil {
				out[i] = append(out[i], sum(l, of))
			}
		}
		return out
	}, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2025), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if says(made.Left, "收支", "空着") {
		t.Error(told(made))
	}
}

// TestTotalsOfSentencesAreCalledAsTheyAre binds sentences that say 收入合计, 财务总收入 and 年初预算 of all that comes in or
// goes out.
func TestTotalsOfSentencesAreCalledAsTheyAre(t *testing.T) {
	last := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 站房 其他运转类 单位资金 70000")
	next := boughtBy(t, "1", nil, "某市水务局 抗旱 特定目标类 单位资金 330000", "某市水文站 站房 其他运转类 一般公共预算 90000")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		return texts(t, "说明", "预算编制说明", "收入合计"+n()+"万元，其中：一般公共预算"+n(gp)+"万元。", "部门财务总收入"+n()+"万元。", "支出计"+n()+"万元。", "一般公共预算支出年初预算为"+n(gp)+"万元。")
	})
}

// TestParagraphsBelowATitleAloneAreTold binds a sheet of texts of which the form has nothing but the title.
func TestParagraphsBelowATitleAloneAreTold(t *testing.T) {
	p := defaultPack(t)
	l := boughtBy(t, "1", nil, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	example := texts(t, "说明", "预算编制说明", "一、收入", "收入合计50.00万元。", "二、支出", "支出合计50.00万元。", "三、其他")
	for _, form := range []struct {
		rows []string
		told bool
	}{{[]string{"预算编制说明"}, true}, {[]string{"预算编制说明", "一、收入", "收入合计××万元。", "二、支出"}, false}} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: texts(t, "说明", form.rows...), Example: example, Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if says(made.Left, "说明", "范例里有 6 段文字，官方表上只有“预算编制说明”，都不印") != form.told {
			t.Errorf("%v: %s", form.rows, told(made))
		}
	}
}
