package bind_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestFormulasShowNothingOfZeroWhereTheExampleIsBlank binds sums, a difference and a rate, all written by binding or the total
// by the form: where the example is blank their number formats show nothing of 0, and where it says 0 they do.
func TestFormulasShowNothingOfZeroWhereTheExampleIsBlank(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 386400", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 700000")
	for name, c := range map[string]struct {
		zero     any  // what the example says of none
		formulas bool // whether the form has its totals as formulas
		format   string
		want     string
	}{
		"blank":     {nil, false, "#,##0.00", "#,##0.00;-#,##0.00;"},
		"no format": {nil, false, "General", "General;-General;"},
		"its own":   {nil, true, "0.00", "0.00;-0.00;"},
		"zeros":     {0, false, "#,##0.00", "#,##0.00"},
		"own zeros": {0, true, "0.00", "0.00"},
	} {
		table := kind{"支出", "年支出预算表", [][]any{{"项目", "合计", "一般公共预算", "政府性基金预算"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"支出总计"}}
			for i, of := range []ask{base, proj, {}} {
				if l == nil {
					continue
				}
				for _, fund := range []ask{{}, gp, {"资金来源": "政府性基金预算"}} {
					var v any = sum(l, of, fund)
					if v == 0.0 {
						v = c.zero
					}
					out[i] = append(out[i], v)
				}
			}
			return out
		}, ""}
		form := formatted(t, book(t, []kind{table}, nil, 2026), "支出", "B4", "D6", c.format)
		if c.formulas {
			f, err := excelize.OpenReader(bytes.NewReader(form))
			must(t, err)
			for _, col := range []string{"B", "C", "D"} {
				must(t, f.SetCellFormula("支出", col+"6", col+"4+"+col+"5"))
			}
			form = saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		for _, cell := range []string{"B6", "C6", "D6"} {
			formula, err := f.GetCellFormula("支出", cell)
			if got := numberFormat(t, made.Book, "支出", cell); err != nil || formula == "" || got != c.want {
				t.Errorf("%s: %s is %q as %s, want %s\n%s", name, cell, formula, got, c.want, told(made))
			}
		}
		if says(made.Left, "支出", "官方表自己的公式算出 0 的，范例里是空的") != (c.formulas && c.zero == nil) {
			t.Errorf("%s: %s", name, told(made))
		}
	}
}

// TestARateOfNothingSaysNothingOfZero binds lines with a change and its rate: a line without money last year has no rate,
// which does not make a rate of 0 blank as the change is.
func TestARateOfNothingSaysNothingOfZero(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 386400", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 20000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 700000")
	items := l.Tables["支出明细"]
	was := items.Amounts(items.Measure("上年数"))
	was[1], was[2] = 20000_00, 500000_00
	table := kind{"支出", "年支出预算表", [][]any{{"项目", "上年预算数", "本年预算数", "增减额", "增减%"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"人员经费"}, {"公用经费"}, {"项目支出"}, {"合计"}}
		if l != nil {
			out = [][]any{{"人员经费", nil, 386400, 386400}, {"公用经费", 20000, 20000, nil, 0}, {"项目支出", 500000, 700000, 200000, 40}, {"合计", 520000, 1106400, 586400, 112.77}}
		}
		return out
	}, ""}
	form := formatted(t, book(t, []kind{table}, nil, 2026), "支出", "B4", "E7", "0.00")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	for cell, want := range map[string]string{"D5": "0.00;-0.00;", "E5": "0.00"} {
		if got := numberFormat(t, made.Book, "支出", cell); got != want {
			t.Errorf("%s is shown as %s, want %s\n%v\n%s", cell, got, want, shown(t, made.Book)["支出"], told(made))
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	if rate, err := f.GetCellFormula("支出", "E5"); err != nil || rate == "" {
		t.Errorf("the rate is %v\n%s", shown(t, made.Book)["支出"], told(made))
	}
}
