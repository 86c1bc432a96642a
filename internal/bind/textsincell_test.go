package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestTheDutiesOfTheDepartmentStandInACellOfItsCard binds the card of all the department, on which its duties stand in one cell:
// behind each other or in lines, numbered or not, however they end in the ledger; and by words alone.
func TestTheDutiesOfTheDepartmentStandInACellOfItsCard(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	ledger := func(stop string, duties ...string) *budget.Ledger {
		l := ofProjects(whole, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
		l.Info["部门名称"] = "某市水务局"
		for _, d := range duties {
			l.Tables["职责"].Append(0, []string{d + stop}, nil)
		}
		return l
	}
	duties := func(l *budget.Ledger) (out []string) {
		for i := range l.Tables["职责"].Len() {
			out = append(out, strings.TrimRight(l.Tables["职责"].Value(i, "职责内容"), "。"))
		}
		return out
	}
	each := func(l *budget.Ledger, how func(i int, duty string) string) (out []string) {
		for i, d := range duties(l) {
			out = append(out, how(i, d))
		}
		return out
	}
	card := func(l *budget.Ledger, label string, all func(l *budget.Ledger) string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		name, said, amount := any(nil), any(nil), func(...ask) any { return nil }
		if l != nil {
			name, said, amount = l.Info["部门名称"], all(l), func(of ...ask) any { return sum(l, of...) / 10000 }
		}
		addSheet(t, f, "整体", []string{"A1:D1", "B2:D2", "B3:D3"}, []any{"部门整体支出绩效目标表"}, []any{"部门名称", name}, []any{label, said},
			[]any{"预算总额（万元）", amount(), "其中：财政拨款", amount(gp)}, []any{"基本支出", amount(base), "项目支出", amount(proj)},
			[]any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	next := ledger("。", "负责抗旱", "管理灌区", "保护水源", "监测水文")
	for label, all := range map[string]func(l *budget.Ledger) string{
		"部门主要职责": func(l *budget.Ledger) string {
			return strings.Join(duties(l), "；") + "。"
		},
		"部门职能概述": func(l *budget.Ledger) string {
			return strings.Join(each(l, func(i int, d string) string { return fmt.Sprintf("%d.%s；", i+1, d) }), "")
		},
		"单位主要职责": func(l *budget.Ledger) string {
			return strings.Join(each(l, func(i int, d string) string { return fmt.Sprintf("（%c）%s。", []rune("一二三四")[i], d) }), "\n")
		},
		"主要职能": func(l *budget.Ledger) string {
			return strings.Join(each(l, func(_ int, d string) string { return d + "。" }), "")
		},
	} {
		for _, stop := range []string{"", "。"} {
			last := ledger(stop, "负责防汛", "管理河道", "建设水库")
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(nil, label, all), Example: card(last, label, all), Ledger: last, Views: tables.Views(p, last), Whole: &bind.Whole{Pack: whole, Ledger: last}})
			must(t, err)
			if got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, card(next, label, all)); !slices.Equal(got, want) {
				t.Errorf("%s%s: %q, want %q; left: %v", label, stop, got, want, told(made))
			}
		}
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(nil, "部门主要职责", nil), Ledger: ledger(""), Views: tables.Views(p, ledger("")), Whole: &bind.Whole{Pack: whole, Ledger: ledger("")}})
	must(t, err)
	if got := textsOf(t, filled(t, loaded(t, made), next)); !slices.ContainsFunc(got, func(text string) bool {
		return strings.Contains(text, "1.负责抗旱。\n2.管理灌区。\n3.保护水源。\n4.监测水文。")
	}) {
		t.Errorf("by words: %q; left: %v", got, told(made))
	}
}
