package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// onceForm is where the indicators of projects stand, each group of them below the first line that says what they are, in
// so many of the columns for that.
type onceForm struct {
	where string // 一张一个, 接着排, 一张表
	once  int
}

// write is the form, of the projects of a ledger; nil is a blank one.
func (o onceForm) write(t *testing.T, l *budget.Ledger) []byte {
	t.Helper()
	f := excelize.NewFile()
	sheet, row := "Sheet1", 0
	line := func(values ...any) {
		row++
		must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values))
	}
	card := func(name, unit string, amount any, goal string, lines [][]any) {
		if o.where == "一张表" {
			for i, x := range lines {
				own := []any{name, unit, amount}
				if i > 0 {
					own = make([]any, 3)
				}
				line(append(own, x...)...)
			}
			return
		}
		if o.where == "一张一个" && row > 0 {
			sheet, row = fmt.Sprint("项目", len(f.GetSheetList())), 0
			_, err := f.NewSheet(sheet)
			must(t, err)
		}
		line("项目支出绩效目标表")
		line("项目名称", name)
		line("实施单位", unit)
		line("年度资金总额（元）", amount)
		line("年度总体目标", goal)
		line("一级指标", "二级指标", "三级指标", "指标值")
		for _, x := range lines {
			line(x...)
		}
		line("负责人：")
	}
	if o.where == "一张表" {
		line("项目支出绩效目标表")
		line("项目名称", "实施单位", "年度资金总额（元）", "一级指标", "二级指标", "三级指标", "指标值")
	}
	if l == nil {
		card("", "", nil, "", blankLines([]any{}, []any{}, []any{}))
		return saved(t, f)
	}
	projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
	for i := range projects.Len() {
		text := func(f string) string { return projects.Value(i, f) }
		if text("是否公开") != "是" {
			continue
		}
		var lines [][]any
		last := []string{"", ""}
		for k := range own.Len() {
			is := func(f string) string { return own.Value(k, f) }
			if is("项目名称") != text("项目名称") || is("实施单位") != text("实施单位") || is("目标期") != "实施期" {
				continue
			}
			group := []string{is("一级指标"), is("二级指标")}
			shown := []any{group[0], group[1], is("三级指标"), is("指标值")}
			for n := range o.once {
				if slices.Equal(group[:n+1], last[:n+1]) {
					shown[n] = nil
				}
			}
			lines, last = append(lines, shown), group
		}
		card(text("项目名称"), text("实施单位"), projects.Amounts(projects.Measure("年度资金总额"))[i].Yuan().InexactFloat64(), text("年度总体目标"), lines)
	}
	return saved(t, f)
}

// fewerIndicators is a ledger without some of the indicators.
func fewerIndicators(l *budget.Ledger, without func(i int) bool) *budget.Ledger {
	out, from := *l, l.Tables["绩效指标"]
	out.Tables = maps.Clone(l.Tables)
	to := budget.NewTable(from.Name, from.Fields, from.Measures)
	for i := range from.Len() {
		if without(i) {
			continue
		}
		var values []string
		for _, f := range from.Fields {
			values = append(values, from.Value(i, f))
		}
		to.Append(from.Row(i), values, nil)
	}
	out.Tables["绩效指标"] = to
	return &out
}

// TestWhatIndicatorsHaveInCommonIsPrintedOnce binds forms that print the kind of indicators on the first of their lines
// alone, and leave the cells below it blank, without merging them: on a card for each project, on cards below each other,
// and in one table.
func TestWhatIndicatorsHaveInCommonIsPrintedOnce(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	fewer := fewerIndicators(l, func(i int) bool { return i%3 == 0 })
	for _, where := range []string{"一张一个", "接着排", "一张表"} {
		for _, once := range []int{1, 2} {
			form := onceForm{where, once}
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: form.write(t, nil), Name: "官方表.xlsx", Example: form.write(t, l), Ledger: l, Views: tables.Views(p, l)})
			must(t, err)
			for _, l := range []*budget.Ledger{l, fewer} {
				book := filled(t, loaded(t, made), l)
				got, want := bare(textsOf(t, book)), bare(textsOf(t, form.write(t, l)))
				if !slices.Equal(got, want) || mergesIn(t, book) > 0 {
					t.Errorf("%v:\n%s\nwant\n%s\n%s", form, strings.Join(got, "\n"), strings.Join(want, "\n"), told(made))
				}
			}
			if left := told(made); strings.Contains(left, "写法不同") {
				t.Errorf("%v: %s", form, left)
			}
		}
	}
}

// mergesIn is how many merged ranges a book has.
func mergesIn(t *testing.T, book []byte) (n int) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		merges, err := f.GetMergeCells(sheet)
		must(t, err)
		n += len(merges)
	}
	return n
}

// bare are the lines of a book that have cells next to each other: its sheets are called after the projects.
func bare(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return !strings.Contains(line, "|") })
}
