package rebuild_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/tables"
)

// madeUp are the tables of a made-up bureau: some in 元 exactly, most in 万元 with two
// decimals, each rounded by itself.
func madeUp(t *testing.T) (p *pack.Pack, facts []published.Fact, info map[string]string) {
	t.Helper()
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile("../bind/testdata/qingshan/去年公开表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if facts, info, err = published.Facts(p, book); err != nil {
		t.Fatal(err)
	}
	return p, facts, info
}

func TestItemsAddUpToEveryFigureThatTheyComeFrom(t *testing.T) {
	p, facts, info := madeUp(t)
	if info["部门名称"] != "青山市民政局" || info["预算年度"] != "2025" {
		t.Errorf("read %v", info)
	}
	got, err := rebuild.Ledger(p, facts, info)
	if err != nil {
		t.Fatal(err)
	}
	if got.Total != 2138062653 { // 表3: 2138.062653 万元
		t.Errorf("the items add up to %s", got.Total.Yuan())
	}
	for _, n := range got.Notes {
		if strings.Contains(n.Text, "差") {
			t.Error(n)
		}
	}
	items := got.Ledger.Tables["支出明细"]
	for i := range items.Len() {
		for _, field := range []string{"单位", "功能科目编码", "支出类型", "部门经济科目编码", "资金来源", "资金年度"} {
			if items.Value(i, field) == "" {
				t.Errorf("item %d has no %s", i, field)
			}
		}
		if (items.Value(i, "项目名称") != "") != (items.Value(i, "支出类型") == "项目支出") {
			t.Errorf("item %d is %s with the project %q", i, items.Value(i, "支出类型"), items.Value(i, "项目名称"))
		}
		if items.Amounts(0)[i] <= 0 || !strings.HasPrefix(items.Value(i, "备注"), rebuild.Mark) || !strings.Contains(items.Value(i, "备注"), "表3部门支出总表!") {
			t.Errorf("item %d: %s, %s", i, items.Amounts(0)[i].Yuan(), items.Value(i, "备注"))
		}
	}
}

// A figure of which nothing is known is told with its amount, and makes no item.
func TestWhatHasNoPlaceIsTold(t *testing.T) {
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	whole := published.Fact{Block: "甲", Filter: map[string][]string{"功能科目编码": {"2040601"}}, Amount: 1000, Step: 1}
	open := published.Fact{Block: "乙", Amount: 7700, Step: 1, Open: "表头“某某”是什么意思不知道"}
	far := published.Fact{Block: "丙", Filter: map[string][]string{"功能科目编码": {"2040602"}, "支出类型": {"人员经费"}}, Column: []string{"支出类型"}, Amount: 300, Step: 1}
	whole.Place.Cell, open.Place.Cell, far.Place.Cell = "A1", "B1", "C1"
	got, err := rebuild.Ledger(p, []published.Fact{whole, open, far}, map[string]string{"部门名称": "某局"})
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	for _, n := range got.Notes {
		told.WriteString(n.String() + "\n")
	}
	if !strings.Contains(told.String(), "表头“某某”是什么意思不知道：77 没有重建") {
		t.Errorf("not told of what has no place:\n%s", told.String())
	}
	if got.Total != 1000 || !strings.Contains(told.String(), "C1  印的是 3 元，重建的明细合计 0 元，差 3 元") {
		t.Errorf("the items are %s 元; told:\n%s", got.Total.Yuan(), told.String())
	}
}

// 上年结转 of projects leaves open of which year the money for staff is.
func TestAColumnOfOtherMoneySaysNothingOfTheYear(t *testing.T) {
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	var facts []published.Fact
	for i, filter := range []map[string][]string{{}, {"支出类型": {"人员经费"}}, {"支出类型": {"项目支出"}}, {"支出类型": {"项目支出"}, "资金年度": {"上年结转"}}} {
		f := published.Fact{Block: "甲", Filter: map[string][]string{"功能科目编码": {"2040601"}}, Amount: []budget.Fen{17000, 10000, 7000, 2000}[i], Step: 1}
		f.Place.Cell = string(rune('A'+i)) + "1"
		for field, values := range filter {
			f.Filter[field] = values
			f.Column = append(f.Column, field)
		}
		facts = append(facts, f)
	}
	got, err := rebuild.Ledger(p, facts, map[string]string{"部门名称": "某局"})
	if err != nil {
		t.Fatal(err)
	}
	items := got.Ledger.Tables["支出明细"]
	for i := range items.Len() {
		_, guess, _ := strings.Cut(items.Value(i, "备注"), "摊：")
		if staff := items.Value(i, "支出类型") == "人员经费"; staff != strings.Contains(guess, "资金年度") {
			t.Errorf("%s: guessed %s", items.Value(i, "支出类型"), guess)
		}
	}
	if items.Len() != 3 {
		t.Errorf("%d items", items.Len())
	}
}

// A department that no table names as a unit owns no item.
func TestTheUnitsOfItemsAreThoseOfTheTables(t *testing.T) {
	p, facts, info := madeUp(t)
	ofUnit := slices.IndexFunc(facts, func(f published.Fact) bool { return len(f.Filter["单位"]) > 0 })
	if ofUnit < 0 {
		t.Fatal("the tables name no unit")
	}
	first := facts[ofUnit].Place
	facts = slices.DeleteFunc(facts, func(f published.Fact) bool { return len(f.Filter["单位"]) > 0 && f.Place != first }) // items of the rest have no unit of their own
	info["部门名称"] = "龥龥局"                                                                                                 // greater than all of their names
	got, err := rebuild.Ledger(p, facts, info)
	if err != nil {
		t.Fatal(err)
	}
	items, listed := got.Ledger.Tables["支出明细"], got.Ledger.Tables["单位"]
	known := listed.Distinct(listed.Field("单位名称"))
	for i := range items.Len() {
		if unit := items.Value(i, "单位"); !slices.Contains(known, unit) {
			t.Fatalf("item %d is of %s, which is not one of the units %v", i, unit, known)
		}
	}
}

// TestWhatIsRebuiltPassesTheCheck rebuilds items whose tables leave open which fund and which kind of expenditure a code
// has: what the rules of the pack refuse is none of the ways.
func TestWhatIsRebuiltPassesTheCheck(t *testing.T) {
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	var facts []published.Fact
	table := func(block string, amount budget.Fen, filters ...map[string][]string) {
		for i, filter := range append(filters, map[string][]string{}) {
			f := published.Fact{Block: block, Filter: filter, Amount: amount, Step: 1}
			if i == len(filters) {
				f.Amount *= budget.Fen(i) // the total
			}
			f.Place.Sheet, f.Place.Cell = block, string(rune('A'+i))+"1"
			facts = append(facts, f)
		}
	}
	field := func(name string, values ...string) (out []map[string][]string) {
		for _, v := range values {
			out = append(out, map[string][]string{name: {v}})
		}
		return out
	}
	table("科目", 60000, field("功能科目编码", "2120803", "2130305", "2230105")...)
	table("资金", 60000, field("资金来源", "国有资本经营预算", "一般公共预算", "政府性基金预算")...)
	table("经济", 60000, field("部门经济科目编码", "30201", "30101", "31005")...)
	table("类型", 60000, field("支出类型", "人员经费", "项目支出", "公用经费")...)
	got, err := rebuild.Ledger(p, facts, map[string]string{"部门名称": "某局"})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := check.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rules.Run(got.Ledger, tables.Views(p, got.Ledger)) {
		if f.Severity <= finding.Warning && (f.Code == "C03" || f.Code == "C05") {
			t.Error(f.Message)
		}
	}
	if got.Total != 180000 || got.Items != 3 {
		t.Errorf("%d items of %s 元; told: %v", got.Items, got.Total.Yuan(), got.Notes)
	}
}
