package verify_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// A bureau writes rules about its tables without Go, and numbers what follows from them.
func TestABureauAddsRulesAndNamesEquations(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	set("表一", "B38", 2900.0)(t, b)
	file := save(t, b)
	p := proof.DefaultPack(t)
	ids := func() (out []string) {
		found, err := app.Verify(p, file, "")
		must(t, err)
		for _, f := range found {
			if f.Place.String() == "表一!B38" {
				out = append(out, f.Severity.String()+" "+f.Code)
			}
		}
		return out
	}
	if got := ids(); !slices.Contains(got, "错误 A102") {
		t.Error(got)
	}
	p.Equations = slices.Insert(p.Equations, 0, pack.Equation{ID: "本市02", Within: []string{"表一"}, Row: "收入总计", Severity: "警告"})
	p.Rules = append(p.Rules, pack.Rule{ID: "本市01", Form: "表一", Must: `格("收入总计") <= 2000 * 10000`, Severity: "警告", Message: "收入总计 {格(\"收入总计\")} 元，超过本市的上限", Hint: "请与预算科核对。"})
	p.Rules = append(p.Rules, pack.Rule{ID: "本市03", Form: "表三", Must: `视图("支出总表", "合计", "205") > 0`, Severity: "警告", Message: "没有教育支出"})
	got := ids()
	if found, _ := app.Verify(p, file, ""); !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "本市03" && f.Place.String() == "表三!A2" }) ||
		!slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "本市01" && f.Hint == "请与预算科核对。" }) {
		t.Error("a row that 表三 has not got is no zero, or a hint is lost", found)
	}
	if slices.Contains(got, "错误 A102") || !slices.Contains(got, "警告 本市01") || !slices.Contains(got, "警告 本市02") {
		t.Error(got)
	}
}

func TestARuleWhoseCellIsNotInTheTemplateIsRefused(t *testing.T) {
	file := filled(t)
	for _, c := range []struct{ must, want string }{
		{`格("收入总记") == 0`, "规则 甲：模板的 表一 里没有一行叫“收入总记”"},
		{`格("支出总计") == 0`, "“支出总计”这一行有几列金额符合，要写明表头"},
		{`格("支出总计", "金额") == 0`, "“支出总计”这一行没有表头是“金额”的金额"},
		{`格("年终结转", "上年结转安排") == 0`, "“年终结转”这一行没有表头是“上年结转安排”的金额"},
	} {
		p := proof.DefaultPack(t)
		p.Rules = []pack.Rule{{ID: "甲", Form: "表一", Must: c.must, Severity: "错误", Message: "不成立"}}
		if _, err := app.Verify(p, file, ""); err == nil || strings.Count(err.Error(), c.want) != 1 {
			t.Errorf("verify, %s: got %v, want %s", c.must, err, c.want)
		}
		if _, err := app.Check(p, sample); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("check, %s: got %v, want %s", c.must, err, c.want)
		}
	}
}

func TestAWorkbookOfSomethingElseIsSaidToBeThat(t *testing.T) {
	found := verified(t, sample, "")
	if len(found) != 1 || found[0].Code != "F01" || !strings.Contains(found[0].Message, "选错了文件") {
		t.Error(found)
	}
}
