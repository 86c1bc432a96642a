package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// blankCards are so many blank cards of projects one below the other on one sheet, or on sheets of their own.
func blankCards(t *testing.T, n int, apart bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "项目1"))
	sheet, row := "项目1", 0
	for i := range n {
		if apart && i > 0 {
			sheet, row = fmt.Sprintf("项目%d", i+1), 0
			_, err := f.NewSheet(sheet)
			must(t, err)
		}
		for _, line := range [][]any{{"项目支出绩效目标表"}, {"（2027年度）"}, {"项目名称"}, {"实施单位", nil, "项目编码"}, {"年度资金总额（元）"}, {"年度总体目标"}, {"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标"}, {"满意度指标", "服务对象满意度指标"}, {"负责人：", "填报日期："}, {}} {
			row++
			must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &line))
		}
	}
	return saved(t, f)
}

// TestSeveralBlankCardsAreOne binds forms of several blank cards, without an example and by one that has
// cards of its own: the first stands for all, each record has it once, and what a card waits for and the
// input workbook does not know is told.
func TestSeveralBlankCardsAreOne(t *testing.T) {
	p := defaultPack(t)
	l, none := sampleLedger(t, p), sample.Nothing(p)
	for _, apart := range []bool{false, true} {
		r := bind.Request{Pack: p, Known: known(t, p), Form: blankCards(t, 3, apart), Name: "官方表.xlsx", Ledger: none, Views: tables.Views(p, none)}
		made, err := bind.Workbook(r)
		must(t, err)
		titles, projects, blank := 0, 0, 0
		for _, line := range textsOf(t, filled(t, loaded(t, made), l)) {
			if strings.HasPrefix(line, "项目支出绩效目标表") {
				titles++
			}
			if name, ok := strings.CutPrefix(line, "项目名称"); ok && name != "" {
				projects++
			} else if ok {
				blank++
			}
		}
		const want = 10 // that the sample publishes
		if titles != want || projects != want || blank > 0 {
			t.Errorf("apart %v: %d titles and %d projects, want %d; %d blank cards; left: %v", apart, titles, projects, want, blank, made.Left)
		}
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return e.Place.Cell == "D4" && strings.Contains(e.Text, "项目编码") }) {
			t.Errorf("apart %v: 项目编码 is not told: %v", apart, made.Left)
		}
	}
	// by an example that has the cards of all projects on one sheet
	form, example := cards(t, nil, 2027, true, 1), cards(t, l, 2026, true, 1)
	for _, n := range []int{2, 3} {
		r := bind.Request{Pack: p, Known: known(t, p), Form: repeated(t, form, n), Name: "官方表.xlsx", Example: example, Ledger: l, Views: tables.Views(p, l)}
		made, err := bind.Workbook(r)
		must(t, err)
		got, want := textsOf(t, filled(t, loaded(t, made), l)), textsOf(t, example)
		for i := range max(len(got), len(want)) {
			if len(got) != len(want) || got[i] != want[i] {
				t.Fatalf("%d: line %d of %d is %s, want %s of %d; left: %v", n, i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], len(want), made.Left)
			}
		}
	}
}

// repeated is a workbook whose one sheet has all its rows so many times, with a blank one between.
func repeated(t *testing.T, book []byte, times int) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(book)))
	must(t, err)
	defer f.Close()
	sheet := f.GetSheetList()[0]
	rows, err := f.GetRows(sheet)
	must(t, err)
	for i := 1; i < times; i++ {
		for n, row := range rows {
			cells := make([]any, len(row))
			for c, text := range row {
				if cells[c] = any(text); text == "" {
					cells[c] = nil
				}
			}
			must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", i*(len(rows)+1)+n+1), &cells))
		}
	}
	return saved(t, f)
}

// TestAnAmountIsNamedByItsWords binds a card whose amounts are all as large: a word of a name, or another
// name that the input workbook knows, says which it is, and no single character does.
func TestAnAmountIsNamedByItsWords(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	projects := l.Tables["绩效项目"]
	copy(projects.Amounts(projects.Measure("年度单位自筹")), projects.Amounts(projects.Measure("年度市县区")))
	of := func(l *budget.Ledger) []byte {
		return cards(t, l, 2026, true, 0, "其中：上级单位补助", "其中：自有资金", "其中：县级资金")
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: of(nil), Name: "官方表.xlsx", Example: of(l), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	tags := map[string]string{}
	for _, e := range made.Written {
		tags[e.Place.Cell] = e.Text
	}
	if tags["B6"] != "" || !strings.Contains(tags["B7"], "年度单位自筹") || !strings.Contains(tags["B8"], "年度市县区") {
		t.Errorf("tags %q, %q and %q", tags["B6"], tags["B7"], tags["B8"])
	}
	if !says(made.Left, "项目绩效", "上级单位补助") {
		t.Errorf("上级单位补助 is not told: %v", made.Left)
	}
}

// TestAFilledCardOfARecordThatNobodyKnowsIsNoTable binds cards that serve as the form without a ledger that
// has their projects.
func TestAFilledCardOfARecordThatNobodyKnowsIsNoTable(t *testing.T) {
	p := defaultPack(t)
	l, none := sampleLedger(t, p), sample.Nothing(p)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "公开表.xlsx", Example: cards(t, l, 2026, true, 0), Ledger: none, Views: tables.Views(p, none), Slack: 1})
	must(t, err)
	if len(made.Left) == 0 || !says(made.Left, "项目绩效", "这张表是填好的") || slices.ContainsFunc(made.Left, func(e tagging.Entry) bool { return strings.Contains(e.Text, "是什么意思不知道") }) {
		t.Errorf("left %v", made.Left)
	}
}
