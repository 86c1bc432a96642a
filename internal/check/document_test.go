package check_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// whole is the sound department with all that only the document needs.
func whole(p *pack.Pack) book {
	b := sound(p)
	for _, r := range b["支出明细"] {
		if r["支出类型"] == "项目支出" {
			r["项目分类"] = "其他运转类"
		}
	}
	maps.Copy(b, book{
		"职责": {{"职责内容": "承办。"}}, "整体绩效": {{"单位": "甲局", "项目支出(元)": "1.00"}},
		"政府采购":   {{"采购类型": "货物", "采购金额(元)": "1.00"}},
		"政府购买服务": {{"代码": "A0302", "二级目录": "培训"}},
		"上年公开数": {
			{"项目": "收入总计", "上年公开数(元)": "100.00"}, {"项目": "公务接待费", "上年公开数(元)": "10000.00"}, {"项目": "机关运行经费", "上年公开数(元)": "100.00"},
			{"项目": "因公出国（境）费", "上年公开数(元)": "10000.00"}, {"项目": "公务用车购置费", "上年公开数(元)": "10000.00"}, {"项目": "公务用车运行维护费", "上年公开数(元)": "10000.00"},
		},
		"基本信息": {{
			"收支增减原因": "甲", "因公出国（境）费增减原因": "甲", "公务接待费增减原因": "甲", "公务用车费增减原因": "甲", "公务用车购置费增减原因": "甲", "公务用车运行维护费增减原因": "甲", "三公经费增减原因": "甲", "机关运行经费增减原因": "甲",
			"车辆编制数": "3", "车辆实有数": "3", "执法执勤用车": "2", "其他用车": "1", "办公用房面积": "0", "50万元以上通用设备": "0", "100万元以上设备": "0",
		}},
	})
	return b
}

// What only the document needs is asked for once somebody has begun to fill it in; each of
// its rules is broken by a department that lacks one thing.
func TestEachRuleOfTheDocumentIsBrokenByADepartment(t *testing.T) {
	p := proof.DocumentPack(t)
	p.Reuse()
	inspect := func(b book) string {
		l := b.ledger(t, p)
		return lines(applied(t, p, l, views(p, l)))
	}
	if got := inspect(whole(p)); got != "" {
		t.Errorf("a department that lacks nothing: %s", got)
	}
	if got := inspect(sound(p)); strings.Count(got, "\n") > 2 || !strings.Contains(got, "T09") {
		t.Errorf("one that filled in nothing is told more than that: %s", got)
	}
	without := func(item string) func(book) {
		return func(b book) { delete(b["基本信息"][0], item) }
	}
	empty := func(sheet string) func(book) { return func(b book) { delete(b, sheet) } }
	same := func(item, amount string) func(book) { // last year it was what it is now
		return func(b book) {
			i := slices.IndexFunc(b["上年公开数"], func(r record) bool { return r["项目"] == item })
			b["上年公开数"][i]["上年公开数(元)"] = amount
		}
	}
	faults := map[string]func(book){
		"T01 没有填": without("收支增减原因"), "T02 没有填": without("因公出国（境）费增减原因"), "T03 没有填": without("公务接待费增减原因"),
		"T04 没有填": without("公务用车费增减原因"), "T05 没有填": without("公务用车购置费增减原因"), "T06 没有填": without("公务用车运行维护费增减原因"),
		"T07 没有填": without("三公经费增减原因"), "T08 没有填": without("机关运行经费增减原因"),
		"T02 却写了原因": same("因公出国（境）费", "0.00"), "T05 却写了原因": same("公务用车购置费", "0.00"), "T06 却写了原因": same("公务用车运行维护费", "0.00"),
		"T10 职责": empty("职责"), "T11 政府采购": empty("政府采购"), "T12 整体绩效": empty("整体绩效"), "T13 政府购买服务": empty("政府购买服务"),
		"T14 办公用房面积": without("办公用房面积"), "T15 3 辆，各种车相加是 2 辆": without("其他用车"),
		"T16 3 个": func(b book) { b["支出明细"][3]["项目分类"], b["支出明细"][4]["项目分类"] = "", "" },
		"T17 上年":  same("收入总计", "0.00"),
	}
	told := map[string]bool{"T09": true}
	for name, spoil := range faults {
		id, words, _ := strings.Cut(name, " ")
		told[id] = true
		b := whole(p)
		spoil(b)
		if got := inspect(b); !strings.Contains(got, " "+id+" ") || !strings.Contains(got, words) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, r := range p.Text.Rules {
		if !told[r.ID] {
			t.Errorf("rule %s is broken by nothing", r.ID)
		}
	}
}
