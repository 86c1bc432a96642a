package bind_test

import (
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestTheUnitIsTheFormsAndToldWhereItIsNotTheExamples binds two tables whose form and example say different units, or
// none, or another one than their figures have; all print in the form's.
func TestTheUnitIsTheFormsAndToldWhereItIsNotTheExamples(t *testing.T) {
	const none = " "
	for _, x := range []struct {
		form, example string // the note of the second table; the figures of the example are in 元
		unit          string // in which it prints
		first         bool
		want          string
	}{
		{yuan, yuan, "元", false, ""},
		{"单位：万元", yuan, "万元", false, "官方表的单位是万元、范例是元的表，照官方表印万元，请核对：明细"},
		{"单位：万元", "单位：万元", "万元", true, "明细!A1 范例写着单位是万元，数却是元的：照元认，填好后照官方表印万元"},
		{yuan, "单位：万元", "元", true, "明细!A1 范例写着单位是万元，数却是元的：照元认，填好后照官方表印元"},
		{"单位：千元", none, "千元", false, "明细!A1 范例没有写金额单位，照它的数是元；填好后照官方表印千元"},
		{none, yuan, "元", false, "这些表没有写金额单位，填好后印元，请核对：明细"},
	} {
		p := defaultPack(t)
		kinds := []kind{ofTypes("总表", "年部门支出总表"), ofTypes("明细", "年支出明细表")}
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(t, book(t, kinds, nil, 2026), map[string]string{"明细!E2": x.form}), Example: said(t, book(t, kinds, l, 2026), map[string]string{"明细!E2": x.example})})
		must(t, err)
		if x.want != "" && !strings.Contains(told(made), x.want) || x.want == "" && strings.Contains(told(made), "单位") {
			t.Errorf("%s %s: %s", x.form, x.example, told(made))
		}
		for _, e := range made.Left {
			if (e.Kind == tagging.First) != (x.first && strings.Contains(e.Text, "单位")) {
				t.Error(e.Kind, e)
			}
		}
		now := loaded(t, made)
		for i, proof := range proven(t, p, now, kinds, ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 700000", "某市水务局 堤防 特定目标类 政府性基金预算 70000"), 2026) {
			if x.form != none && (proof.Wrong() > 0 || proof.Right < 10) {
				t.Errorf("%s %s: %d %+v\n%s", x.form, x.example, i, proof, told(made))
			}
		}
		proofs, err := made.Prove(p, said(t, book(t, kinds, l, 2026), map[string]string{"明细!E2": x.example}), filled(t, now, l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
		must(t, err)
		for _, proof := range proofs {
			if proof.Wrong() > 0 {
				t.Errorf("%s %s: %+v", x.form, x.example, proof)
			}
		}
		total := map[string]string{"元": "728023", "万元": "72.8023", "千元": "728.023"}[x.unit]
		next := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 570000")
		if got := strings.Join(at(shown(t, filled(t, now, next))["明细"], 3), " "); !strings.Contains(got, total) {
			t.Errorf("%s %s: %s, want %s", x.form, x.example, got, total)
		}
	}
}

// TestAListThatNamesTheDepartmentIsNoListOfItems binds a list of projects without a unit, which shows the department's
// name in line after line.
func TestAListThatNamesTheDepartmentIsNoListOfItems(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 堤防 其他运转类 一般公共预算 120000", "某市水文站 监测 特定目标类 政府性基金预算 70000")
	l.Info["部门名称"] = "某市水务局"
	l.Tables["支出明细"].Amounts(0)[2] += 12 // figures without decimals say nothing of their unit
	kinds := []kind{ofTypes("总表", "年部门支出总表"), {"项目", "年项目支出表", [][]any{{"单位名称", "项目名称", "合计", "一般公共预算", "政府性基金预算"}}, nil, projects, ""}}
	blank := map[string]string{"总表!E2": " ", "项目!E2": " "}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(t, book(t, kinds, nil, 2026), blank), Example: said(t, book(t, kinds, l, 2026), blank)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 9 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
}

// projects are a line for each project, with its funds.
func projects(l *budget.Ledger) [][]any {
	if l == nil {
		return blankLines([]any{"合计"})
	}
	line := func(of ask) []any {
		return []any{sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, ask{"资金来源": "政府性基金预算"})}
	}
	out := [][]any{append([]any{"合计", nil}, line(nil)...)}
	for _, k := range keysOf(l, proj, "单位", "项目名称") {
		out = append(out, append([]any{k[0], k[1]}, line(ask{"单位": k[0], "项目名称": k[1]})...))
	}
	return out
}
