package bind_test

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
)

// gridCard is the card of a record, nil of a blank one, with a grid of its money: periods above, funds on the left.
func gridCard(l *budget.Ledger, record int, periods, funds []string) page {
	projects := (*budget.Table)(nil)
	text := func(field string) string {
		if l == nil {
			return ""
		}
		return projects.Value(record, field)
	}
	name := "绩效"
	if l != nil {
		projects = l.Tables["绩效项目"]
		name = text("项目名称")
	}
	rows := [][]string{{"项目支出绩效目标表", "<", "<"}, {"", "", "单位：元"}, {"项目名称", text("项目名称"), "<"}, {"实施单位", text("实施单位"), "<"}, append([]string{"项目资金"}, periods...)}
	for _, fund := range funds {
		row := []string{fund}
		for _, period := range periods {
			of := map[string]string{"资金总额": "资金总额", "其中：财政拨款": "市县区", "单位自筹": "单位自筹", "其他资金": "其他"}[fund]
			shown := ""
			if l != nil {
				if a := projects.Amounts(projects.Measure(strings.TrimSuffix(period, "资金") + of))[record]; a != 0 {
					shown = a.Yuan().StringFixed(2)
				}
			}
			row = append(row, shown)
		}
		rows = append(rows, row)
	}
	return page{name, append(rows, []string{"年度总体目标", text("年度总体目标"), "<"})}
}

// gridCards are those of all records.
func gridCards(t *testing.T, l *budget.Ledger, periods, funds []string) []byte {
	t.Helper()
	all := []page{gridCard(nil, 0, periods, funds)}
	if l != nil {
		all = nil
		for i := range l.Tables["绩效项目"].Len() {
			all = append(all, gridCard(l, i, periods, funds))
		}
	}
	return pages(t, all, nil)
}

// TestAGridOfACardIsReadByItsHeadersAndLabels binds a card whose grid of money has its columns or its rows in another
// order than the example, and carries the pack of another form over to it: each cell has the money that its header and
// its label name, and that they changed places is told.
func TestAGridOfACardIsReadByItsHeadersAndLabels(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	projects := l.Tables["绩效项目"]
	for i, name := range []string{"年度资金总额", "年度市县区", "年度单位自筹", "年度其他", "实施期资金总额", "实施期市县区", "实施期单位自筹"} { // none has 实施期其他
		for record := range projects.Len() {
			projects.Amounts(projects.Measure(name))[record] = budget.Fen(100000*(record+1) + 1000*i)
		}
	}
	for record := range projects.Len() {
		projects.Amounts(projects.Measure("实施期其他"))[record] = 0
	}
	periods, funds := []string{"实施期资金", "年度资金"}, []string{"资金总额", "其中：财政拨款", "单位自筹", "其他资金"}
	names := map[string]string{"资金总额": "资金总额", "其中：财政拨款": "财政拨款", "单位自筹": "单位自筹", "其他资金": "其他"}
	bound := func(periods, funds, was, wasFunds []string) *bind.Result {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: gridCards(t, nil, periods, funds), Example: gridCards(t, l, was, wasFunds), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		return made
	}
	right := func(what string, book []byte, periods, funds []string) {
		t.Helper()
		f, err := excelize.OpenReader(bytes.NewReader(book))
		must(t, err)
		defer f.Close()
		for r, fund := range funds {
			for c, period := range periods {
				cell := string(rune('B'+c)) + strconv.Itoa(6+r)
				got, err := f.GetCellValue(f.GetSheetList()[0], cell)
				must(t, err)
				if want := "{{绩效项目." + strings.TrimSuffix(period, "资金") + names[fund]; !strings.HasPrefix(got, want) {
					t.Errorf("%s: %s of %s has %s, want %s", what, cell, fmt.Sprint(periods, funds), got, want)
				}
			}
		}
	}
	first := bound(periods, funds, periods, funds)
	right("as the example", first.Book, periods, funds)
	for _, c := range []struct {
		what           string
		periods, funds []string
	}{
		{"columns", []string{"年度资金", "实施期资金"}, funds},
		{"rows", periods, []string{"单位自筹", "其中：财政拨款", "资金总额", "其他资金"}},
		{"both", []string{"年度资金", "实施期资金"}, []string{"单位自筹", "资金总额", "其他资金", "其中：财政拨款"}},
	} {
		made := bound(c.periods, c.funds, periods, funds)
		right(c.what, made.Book, c.periods, c.funds)
		if !strings.Contains(told(made), "在范例里的次序和官方表不同") {
			t.Errorf("%s: that they stand elsewhere is not told: %s", c.what, told(made))
		}
		for _, blank := range [][]byte{gridCards(t, nil, periods, funds), nil} {
			now, err := renew.Update(loaded(t, first), first.Book, blank, gridCards(t, nil, c.periods, c.funds), nil)
			must(t, err)
			right(c.what+" of an update", now.Book, c.periods, c.funds)
			if !strings.Contains(fmt.Sprint(now.Left), "换了次序") {
				t.Errorf("%s: that they changed places is not told: %v", c.what, now.Left)
			}
		}
	}
}

// TestABlankCellBesideTheHeaderOfAListIsNothingToDo binds a card with amounts above a list of indicators that has fewer
// columns than the card: the cell right of its last header waits for nothing.
func TestABlankCellBesideTheHeaderOfAListIsNothingToDo(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	card := func(record int) page {
		value := func(field string) string { return "" }
		name, amount := "绩效", ""
		var list [][]string
		if record >= 0 {
			projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
			value = func(field string) string { return projects.Value(record, field) }
			name, amount = value("项目名称"), projects.Amounts(projects.Measure("年度资金总额"))[record].Yuan().StringFixed(2)
			for k := range own.Len() {
				if own.Value(k, "项目名称") == name && own.Value(k, "目标期") == "年度" {
					list = append(list, []string{own.Value(k, "一级指标"), own.Value(k, "二级指标"), own.Value(k, "三级指标"), own.Value(k, "指标值"), ""})
				}
			}
		} else {
			list = [][]string{{"", "", "", "", ""}, {"", "", "", "", ""}}
		}
		rows := [][]string{{"项目支出绩效目标表"}, {"", "", "", "", "单位：元"}, {"项目名称", value("项目名称"), "", "实施单位", value("实施单位")}, {"年度资金总额", amount, "", "实施期资金总额", amount}, {"年度总体目标", value("年度总体目标")}, {"一级指标", "二级指标", "三级指标", "指标值", ""}}
		return page{name, append(rows, list...)}
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: pages(t, []page{card(-1)}, nil), Example: pages(t, []page{card(0), card(1)}, nil), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if said := told(made); strings.Contains(said, "指标值") {
		t.Error(said)
	}
	if !strings.Contains(fmt.Sprint(made.Written), "年度指标值}}") {
		t.Error("the list has no tags:", made.Written)
	}
}
