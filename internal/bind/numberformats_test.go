package bind_test

import (
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestAFormWithoutNumberFormatsHasThoseOfTheExample binds a form that has none by examples that show amounts with thousands
// apart or not, in the format of accountants and in one that shows nothing of 0 too; a form's own format stays.
func TestAFormWithoutNumberFormatsHasThoseOfTheExample(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 3864000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 17000015")
	table := kind{"支出", "年支出预算表", [][]any{{"项目", "合计", "一般公共预算"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"支出总计"}}
		for i, of := range []ask{base, proj, {}} {
			if l != nil {
				out[i] = append(out[i], sum(l, of), sum(l, of, gp))
			}
		}
		return out
	}, ""}
	for _, c := range []struct{ form, example, want string }{
		{"General", "0.00", "2"}, {"General", "#,##0.00", "4"}, {"General", `_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `, "4"}, {"General", "0.00;-0.00;", "2"}, {"General", "General", "General"},
		{"0.00", "#,##0.00", "0.00"}, {"#,##0.00", "0.00", "#,##0.00"}, {"#,##0.00", "General", "#,##0.00"},
	} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: formatted(t, book(t, []kind{table}, nil, 2026), "支出", "B4", "C6", c.form), Example: formatted(t, book(t, []kind{table}, l, 2026), "支出", "B4", "C6", c.example), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		for _, cell := range []string{"B4", "C5", "B6"} {
			if got := numberFormat(t, made.Book, "支出", cell); got != c.want {
				t.Errorf("%s by %s: %s is %s, want %s\n%s", c.form, c.example, cell, got, c.want, told(made))
			}
		}
		if says(made.Left, "支出", "照范例的格式") != (c.form == "General" && c.example != "General") {
			t.Errorf("%s by %s: %s", c.form, c.example, told(made))
		}
	}
}
