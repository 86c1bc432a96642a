package bind_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
)

// bookWithCards is a workbook with a sheet before the cards of projects, each card on a sheet of its own with what this
// gives of it; the blank form, with one card, for no ledger.
func bookWithCards(t *testing.T, l *budget.Ledger, before func(f *excelize.File), card func(value func(field string) any) (rows [][]any, merges []string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	before(f)
	if l == nil {
		rows, merges := card(func(string) any { return nil })
		addSheet(t, f, "表9", merges, rows...)
	} else {
		goals := l.Tables["绩效项目"]
		for i := range goals.Len() {
			rows, merges := card(func(field string) any {
				if slices.Contains(goals.Measures, field) {
					return goals.Amounts(goals.Measure(field))[i].Yuan().InexactFloat64() / 10000
				}
				return goals.Value(i, field)
			})
			addSheet(t, f, fmt.Sprint("表9-", i+1), merges, rows...)
		}
	}
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// sameSheetsBound binds a form by an example, fills it for other ledgers and compares all their sheets.
func sameSheetsBound(t *testing.T, last *budget.Ledger, page func(l *budget.Ledger) []byte, others ...*budget.Ledger) *bind.Result {
	t.Helper()
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
	must(t, err)
	for _, l := range append(others, last) {
		got, want := sheetsSaid(t, filled(t, loaded(t, made), l)), sheetsSaid(t, page(l))
		if !slices.Equal(got, want) {
			t.Errorf("%s\nwant\n%s\n%s", strings.Join(got, "\n\n"), strings.Join(want, "\n\n"), told(made))
		}
	}
	return made
}

// sheetsSaid is what the sheets of a workbook say, whatever they are called.
func sheetsSaid(t *testing.T, book []byte) (out []string) {
	t.Helper()
	for _, rows := range shown(t, book) {
		var lines []string
		for _, row := range rows {
			if text := strings.TrimRight(strings.Join(row, "|"), "|"); text != "" {
				lines = append(lines, text)
			}
		}
		out = append(out, strings.Join(lines, "\n"))
	}
	slices.Sort(out)
	return out
}

// withRemains is a ledger with goals for some projects, items for each and, of the first, money that was carried over.
func withRemains(t *testing.T, left int, projects ...string) *budget.Ledger {
	l := withGoals(t, projects...)
	items := l.Tables["支出明细"]
	for i, name := range projects {
		for _, of := range []string{"本年", "上年结转"} {
			row, amounts := make([]string, len(items.Fields)), make([]budget.Fen, len(items.Measures))
			for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": "2130305", "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": name, "项目分类": "特定目标类", "资金来源": "一般公共预算", "资金年度": of} {
				row[items.Field(field)] = text
			}
			amounts[0] = budget.Fen(1000000 * (i + 3))
			if of != "本年" {
				amounts[0] = budget.Fen(12300 * (i + left))
			}
			if of == "本年" || i < left {
				items.Append(0, row, amounts)
			}
		}
	}
	l.Info["部门名称"], l.Info["部门代码"] = "某市水务局", "417"
	return l
}

// TestAListWithOneLineIsNoCardOfWhatItNames binds lists with a single line that names a project, before the cards of the
// projects: the list is one, and the cards repeat. Numbered or not, and with headers in two rows.
func TestAListWithOneLineIsNoCardOfWhatItNames(t *testing.T) {
	card := func(value func(field string) any) ([][]any, []string) {
		return [][]any{{"项目支出绩效目标表"}, {nil, nil, nil, "单位：万元"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"年度资金总额", value("年度资金总额")}, {"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}, nil
	}
	heads := map[string][][]any{
		"a line of figures": {{"部门项目支出结转结余资金表"}, {"单位名称：", nil, nil, nil, "单位：元"}, {"单位名称", "功能科目编码", "功能科目名称", "项目名称", "金额"}},
		"a numbered line":   {{"部门项目支出结转结余资金表"}, {"单位名称：", nil, nil, nil, nil, "单位：元"}, {"序号", "单位名称", "功能科目编码", "功能科目名称", "项目名称", "金额"}},
		"headers above":     {{"部门项目支出结转结余资金表"}, {"单位名称：", nil, nil, nil, "单位：元"}, {"单位名称", "功能科目", nil, "项目名称", "金额"}, {nil, "编码", "名称"}},
	}
	for name, head := range heads {
		t.Run(name, func(t *testing.T) {
			page := func(l *budget.Ledger) []byte {
				return bookWithCards(t, l, func(f *excelize.File) {
					rows := slices.Clone(head)
					last := len(head[2]) - 1
					total := make([]any, last+1)
					total[0] = "合计"
					if l == nil {
						rows = append(rows, nil, nil, nil)
					} else {
						for i, k := range keysOf(l, ask{"资金年度": "上年结转"}, "单位", "功能科目编码", "项目名称") {
							line := []any{k[0], k[1], l.Codes["功能科目"].NameOf(k[1]), k[2], sum(l, ask{"资金年度": "上年结转", "项目名称": k[2]})}
							if name == "a numbered line" {
								line = slices.Insert(line, 0, any(i+1))
							}
							rows = append(rows, line)
						}
						total[last] = sum(l, ask{"资金年度": "上年结转"})
						rows[1] = slices.Clone(rows[1])
						rows[1][0] = "单位名称：" + l.Info["部门名称"]
					}
					var merges []string
					if name == "headers above" {
						merges = []string{"A3:A4", "B3:C3", "D3:D4", "E3:E4"}
					}
					addSheet(t, f, "表8", merges, append(rows, total)...)
				}, card)
			}
			sameSheetsBound(t, withRemains(t, 1, "防汛", "河道"), page, withRemains(t, 2, "抗旱", "灌区", "水库"))
		})
	}
}

// TestTheDepartmentsCodeStandsOnCards binds cards that print the department with its code, in one cell however they are
// joined, or each in a cell of its own, of more projects than one and of one alone, by an example and by words.
func TestTheDepartmentsCodeStandsOnCards(t *testing.T) {
	last, one, next := withRemains(t, 0, "防汛", "河道"), withRemains(t, 0, "防汛"), withRemains(t, 0, "抗旱", "灌区", "水库")
	next.Info["部门名称"], next.Info["部门代码"] = "某县林业局", "52003"
	for name, line := range map[string]func(code, name string) []any{
		"joined":          func(code, name string) []any { return []any{"部门编码及名称：" + code + name} },
		"with a line":     func(code, name string) []any { return []any{"部门编码及名称：" + joint(code, "_", name)} },
		"with a dash":     func(code, name string) []any { return []any{"预算部门：" + joint(code, "-", name)} },
		"in its own cell": func(code, name string) []any { return []any{"部门编码及名称：", code + name} },
		"without a colon": func(code, name string) []any {
			return []any{"部门（单位）代码", code, "主管部门名称", name}
		},
		"apart":          func(code, name string) []any { return []any{"部门代码：" + code, nil, "部门名称：" + name} },
		"apart in cells": func(code, name string) []any { return []any{"部门代码：", code, "部门名称：", name} },
		"behind":         func(code, name string) []any { return []any{"部门名称", name, "编码", code} },
	} {
		page := func(l *budget.Ledger) []byte {
			return bookWithCards(t, l, func(f *excelize.File) {
				addSheet(t, f, "封面", nil, []any{"部门预算"})
			}, func(value func(field string) any) ([][]any, []string) {
				own := line("", "")
				if l != nil {
					own = line(l.Info["部门代码"], l.Info["部门名称"])
				}
				return [][]any{{"项目支出绩效目标表"}, own, {nil, nil, nil, "单位：万元"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"年度资金总额", value("年度资金总额")}, {"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}, nil
			})
		}
		t.Run(name, func(t *testing.T) {
			sameSheetsBound(t, last, page, next)
			sameSheetsBound(t, one, page)
		})
	}
}

// joint joins a code and a name that are there.
func joint(code, with, name string) string {
	if code == "" {
		return name
	}
	return code + with + name
}

// TestASecondAmountInALineHasItsOwnLabel binds cards on which the amounts of two periods stand in one line, each behind
// its own label, with the unit on the left of both.
func TestASecondAmountInALineHasItsOwnLabel(t *testing.T) {
	last, next := withRemains(t, 0, "防汛", "河道"), withRemains(t, 0, "抗旱", "灌区", "水库")
	for _, l := range []*budget.Ledger{last, next} {
		goals := l.Tables["绩效项目"]
		for i := range goals.Len() {
			goals.Amounts(goals.Measure("实施期资金总额"))[i] = budget.Fen(10000000 * (i + 2))
			goals.Amounts(goals.Measure("实施期中央"))[i], goals.Amounts(goals.Measure("年度中央"))[i] = budget.Fen(6000000*(i+2)), budget.Fen(1000000*(i+2))
		}
	}
	for name, merges := range map[string][]string{"merged": {"A3:A4"}, "apart": nil} {
		t.Run(name, func(t *testing.T) {
			sameSheetsBound(t, last, func(l *budget.Ledger) []byte {
				return bookWithCards(t, l, func(f *excelize.File) {
					addSheet(t, f, "封面", nil, []any{"部门预算"})
				}, func(value func(field string) any) ([][]any, []string) {
					return [][]any{{"项目支出绩效目标表"}, {"项目名称", value("项目名称"), nil, "实施单位", value("实施单位")},
						{"项目资金（万元）", "实施期资金总额：", value("实施期资金总额"), "年度资金总额：", value("年度资金总额")},
						{nil, "其中：中央资金", value("实施期中央"), "其中：中央资金", value("年度中央")},
						{"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}, merges
				})
			}, next)
		})
	}
}

// TestKindsOfIndicatorsAreCalledAsTheFormCallsThem binds cards that list indicators below words of their own for the
// kinds: with a line for each, and with those alone that have any.
func TestKindsOfIndicatorsAreCalledAsTheFormCallsThem(t *testing.T) {
	called := func(kind string) string {
		return map[string]string{"经济效益": "经济效益指标", "社会效益": "社会效益指标", "服务对象满意度": "服务对象满意度指标"}[kind]
	}
	last, next := withRemains(t, 0, "防汛", "河道"), withRemains(t, 0, "抗旱", "灌区", "水库")
	for _, l := range []*budget.Ledger{last, next} {
		goals, list := l.Tables["绩效项目"], l.Tables["绩效指标"]
		for i := range goals.Len() {
			kinds := [][]string{{"产出指标", "数量指标"}, {"效益指标", "经济效益"}, {"效益指标", "社会效益"}, {"效益指标", "生态效益"}, {"满意度指标", "服务对象满意度"}}[i%2:]
			for n, kind := range kinds {
				row := make([]string, len(list.Fields))
				for field, text := range map[string]string{"项目名称": goals.Value(i, "项目名称"), "实施单位": "某市水务局", "目标期": "年度", "一级指标": kind[0], "二级指标": kind[1], "三级指标": fmt.Sprint(goals.Value(i, "项目名称"), "的指标", n), "指标值": fmt.Sprintf("≥%d%%", 50+n+i)} {
					row[list.Field(field)] = text
				}
				list.Append(0, row, make([]budget.Fen, len(list.Measures)))
			}
		}
	}
	outline := defaultPack(t).Outlines[0].Rows
	for name, all := range map[string]bool{"every kind": true, "those that have any": false} {
		t.Run(name, func(t *testing.T) {
			sameSheetsBound(t, last, func(l *budget.Ledger) []byte {
				return bookWithCards(t, l, func(f *excelize.File) {
					addSheet(t, f, "封面", nil, []any{"部门预算"})
				}, func(value func(field string) any) ([][]any, []string) {
					rows := [][]any{{"项目支出绩效目标表"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"年度资金总额（万元）", value("年度资金总额")}, {"年度总体目标", value("年度总体目标")}, {"一级指标", "二级指标", "三级指标", "指标值"}}
					for _, kind := range outline {
						var lines [][]any
						if l != nil {
							list := l.Tables["绩效指标"]
							for i := range list.Len() {
								if list.Value(i, "项目名称") == value("项目名称") && list.Value(i, "二级指标") == kind[1] {
									lines = append(lines, []any{nil, nil, list.Value(i, "三级指标"), list.Value(i, "指标值")})
								}
							}
						}
						if len(lines) == 0 && (all || l == nil) {
							lines = [][]any{{nil, nil}}
						}
						for _, line := range lines {
							line[0], line[1] = kind[0], kind[1]
							if words := called(kind[1]); words != "" {
								line[1] = words
							}
							rows = append(rows, line)
						}
					}
					return rows, nil
				})
			}, next)
		})
	}
}

// TestASheetOfTheFormThatIsNoCopyStays binds a form with two blank cards alike, numbered, of which one is enough, and
// one that asks for something else, of which the example has none: that stays.
func TestASheetOfTheFormThatIsNoCopyStays(t *testing.T) {
	card := func(number string, value func(field string) any) [][]any {
		return [][]any{{"表9-" + number}, {"项目支出绩效目标表"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"年度资金总额（万元）", value("年度资金总额")}, {"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}
	}
	p, last := defaultPack(t), withRemains(t, 0, "防汛", "河道")
	f := excelize.NewFile()
	defer f.Close()
	blank := func(string) any { return nil }
	addSheet(t, f, "表9-1", nil, card("1", blank)...)
	addSheet(t, f, "表9-2", nil, card("2", blank)...)
	addSheet(t, f, "表10", nil, []any{"表10"}, []any{"项目支出绩效目标表"}, []any{"基建项目", nil, "建设地点", nil}, []any{"总投资（万元）", nil}, []any{"开工时间", nil}, []any{"项目名称", nil})
	must(t, f.DeleteSheet("Sheet1"))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: saved(t, f), Example: bookWithCards(t, last, func(*excelize.File) {}, func(value func(field string) any) ([][]any, []string) {
		return card("1", value), nil
	})})
	must(t, err)
	sheets := shown(t, made.Book)
	if _, stays := sheets["表10"]; !stays || len(sheets) != 2 || !strings.Contains(told(made), "表9-2 和 表9-1 是同一张表样") || !strings.Contains(told(made), "表10 范例里这张表像是每条记录一张的") {
		t.Errorf("%v\n%s", sheets, told(made))
	}
}

// TestAmountsOfCardsHaveTheDecimalsOfTheExample binds cards whose form has no number formats: amounts in 万元 that have
// more decimals than two are shown as the example shows its own, and with two where it has no number format either.
func TestAmountsOfCardsHaveTheDecimalsOfTheExample(t *testing.T) {
	p := defaultPack(t)
	ledger := func(fen budget.Fen, projects ...string) *budget.Ledger {
		l := withGoals(t, projects...)
		goals := l.Tables["绩效项目"]
		for i := range goals.Len() {
			goals.Amounts(goals.Measure("年度资金总额"))[i] = fen * budget.Fen(i+1)
			goals.Amounts(goals.Measure("年度中央"))[i] = fen / 2 * budget.Fen(i+1)
		}
		return l
	}
	page := func(l *budget.Ledger, format string) []byte {
		made := bookWithCards(t, l, func(f *excelize.File) { addSheet(t, f, "封面", nil, []any{"部门预算"}) }, func(value func(field string) any) ([][]any, []string) {
			amount := func(field string) any {
				if yuan, ok := value(field).(float64); ok {
					return math.Round(yuan*100) / 100
				}
				return nil
			}
			return [][]any{{"项目支出绩效目标表"}, {"项目名称", value("项目名称"), nil, "实施单位", value("实施单位")},
				{"项目资金（万元）", "年度资金总额：", amount("年度资金总额")}, {nil, "其中：中央资金", amount("年度中央")},
				{"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}, nil
		})
		for i := 1; l != nil && i <= l.Tables["绩效项目"].Len() && format != ""; i++ {
			made = formatted(t, made, fmt.Sprint("表9-", i), "C3", "C4", format)
		}
		return made
	}
	last, next := ledger(12345678, "防汛", "河道"), ledger(98765432, "抗旱", "灌区", "水库")
	for of, want := range map[string]string{"#,##0.00": "#,##0.00", "": "0.00"} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: page(nil, ""), Example: page(last, of)})
		must(t, err)
		got, expected := sheetsSaid(t, filled(t, loaded(t, made), next)), sheetsSaid(t, page(next, want))
		if !slices.Equal(got, expected) || !strings.Contains(told(made), "官方表没有定印几位小数的格（C3 起），照范例写成格式 "+want) {
			t.Errorf("%q: %s\nwant\n%s\n%s", of, strings.Join(got, "\n\n"), strings.Join(expected, "\n\n"), told(made))
		}
		again, err := renew.Update(loaded(t, made), made.Book, page(nil, ""), page(nil, ""), nil)
		must(t, err)
		sheets, err := layout.Read(again.Book)
		must(t, err)
		if s := sheets[len(sheets)-1]; s.ShownAs(layout.At(3, 3)) != want {
			t.Errorf("%q: the year after %s!C3 is shown as %q", of, s.Name, s.ShownAs(layout.At(3, 3)))
		}
	}
}

// TestAWholeAmountOfOneCardSaysNothingOfTheDecimalsOfAll binds cards whose amounts have one decimal, but for one that is whole.
func TestAWholeAmountOfOneCardSaysNothingOfTheDecimalsOfAll(t *testing.T) {
	p := defaultPack(t)
	l := withGoals(t, "防汛", "河道")
	goals := l.Tables["绩效项目"]
	goals.Amounts(goals.Measure("年度资金总额"))[0], goals.Amounts(goals.Measure("年度资金总额"))[1] = 90411100, 50980900
	goals.Amounts(goals.Measure("年度市县区"))[0], goals.Amounts(goals.Measure("年度市县区"))[1] = 90411100, 50980900
	page := func(l *budget.Ledger) []byte {
		return bookWithCards(t, l, func(f *excelize.File) { addSheet(t, f, "封面", nil, []any{"部门预算"}) }, func(value func(field string) any) ([][]any, []string) {
			amount, zero := any(nil), any(nil)
			if yuan, ok := value("年度资金总额").(float64); ok {
				amount, zero = math.Round(yuan*10)/10, 0
			}
			return [][]any{{"项目支出绩效目标表"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"项目资金（万元）", "年度资金总额：", nil, amount}, {nil, "其中：财政拨款", nil, amount}, {nil, "其他资金", nil, zero}, {"项目概况", value("项目概况")}, {"年度总体目标", value("年度总体目标")}}, nil
		})
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: page(nil), Example: page(l)})
	must(t, err)
	if !strings.Contains(fmt.Sprint(made.Written), "{{绩效项目.年度资金总额") || !strings.Contains(told(made), "照范例写成格式 0.0\n") {
		t.Error(made.Written, told(made))
	}
	proofs, err := bind.Prove(loaded(t, made), page(l), filled(t, loaded(t, made), l), nil)
	must(t, err)
	for _, proof := range proofs {
		if proof.Wrong() > 0 {
			t.Errorf("%+v", proof)
		}
	}
}
