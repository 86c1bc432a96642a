package bind_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestZerosArePrintedWhereTheExampleDoes binds tables whose example says 0 of what is none, leaves it blank, or does
// one in a column and the other beside it; a column that always has money is as its table is.
func TestZerosArePrintedWhereTheExampleDoes(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	says := func(zero bool, yuan float64) any {
		if zero && yuan == 0 {
			return 0 // which the book writes
		}
		return yuan
	}
	table := func(zeros [3]bool) kind {
		return kind{"支出", "年支出预算表", [][]any{{"项目", "合计", "政府性基金预算", "国有资本经营预算"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、基本支出"}, {"二、项目支出"}}
			for i, of := range []ask{base, proj} {
				if l != nil {
					out[i] = append(out[i], says(zeros[0], sum(l, of)), says(zeros[1], sum(l, of, ask{"资金来源": "政府性基金预算"})), says(zeros[2], sum(l, of, ask{"资金来源": "国有资本经营预算"})))
				}
			}
			return out
		}, ""}
	}
	for name, c := range map[string]struct {
		zeros [3]bool
		want  string // the columns that print 0
	}{
		"zeros": {[3]bool{true, true, true}, "BCD"},
		"blank": {[3]bool{}, ""},
		"mixed": {[3]bool{false, true, false}, "C"}, // as many of both: B is blank, as it would be by itself
	} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table(c.zeros)}, nil, 2026), Example: book(t, []kind{table(c.zeros)}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
		must(t, err)
		for _, col := range []string{"B", "C", "D"} {
			for _, row := range []string{"4", "5"} {
				tag, err := f.GetCellValue("支出", col+row)
				must(t, err)
				if !strings.HasPrefix(tag, "{{") || strings.HasSuffix(tag, "|印零}}") != strings.Contains(c.want, col) {
					t.Errorf("%s: %s%s has %s", name, col, row, tag)
				}
			}
		}
	}
}

// TestMoneyThatNoLedgerHasIsZeroWhereTheExampleSaysSo binds a table with a line and a list with a column of money that
// the input workbook does not know: where the example says 0 the tables do, where it is blank they are.
func TestMoneyThatNoLedgerHasIsZeroWhereTheExampleSaysSo(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	for none, want := range map[any]string{0: "0", nil: ""} {
		fixed := kind{"支出", "年支出预算表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、基本支出"}, {"二、项目支出"}, {"三、上缴上级支出"}}
			if l != nil {
				out = [][]any{{"一、基本支出", sum(l, base)}, {"二、项目支出", sum(l, proj)}, {"三、上缴上级支出", none}}
			}
			return out
		}, ""}
		list := kind{"单位", "年支出总表", [][]any{{"单位名称", "合计", "基本支出", "项目支出", "对下级单位补助支出"}}, nil, func(l *budget.Ledger) (out [][]any) {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			for _, k := range keysOf(l, nil, "单位") {
				of := ask{"单位": k[0]}
				out = append(out, []any{k[0], sum(l, of), sum(l, of, base), sum(l, of, proj), none})
			}
			return append(out, []any{"合计", sum(l), sum(l, base), sum(l, proj), none})
		}, ""}
		kinds := []kind{fixed, list}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		for _, sheet := range []string{"支出", "单位"} {
			if says(made.Left, sheet, "这样的钱录入里分不出来，照范例印 0") != (none != nil) {
				t.Errorf("%v: %s", none, told(made))
			}
		}
		got := shown(t, filled(t, loaded(t, made), l))
		if row := got["支出"][5]; len(row) < 2 && want != "" || len(row) > 1 && row[1] != want {
			t.Errorf("%v: the line is %q\n%s", none, row, told(made))
		}
		for _, row := range got["单位"][3:] {
			if len(row) < 4 || len(row) < 5 && want != "" || len(row) > 4 && row[4] != want {
				t.Errorf("%v: a line of the list is %q\n%s", none, row, told(made))
			}
		}
	}
}

// TestALineWithoutALabelPrintsZerosAsTheExampleDoes binds a table of one line, in which nothing but figures stands.
func TestALineWithoutALabelPrintsZerosAsTheExampleDoes(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, carriesNothing)
	for zero, want := range map[any]bool{0: true, nil: false} {
		table := kind{"三公", "年一般公共预算“三公”经费支出预算表", [][]any{{"“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", nil, nil, "公务接待费"}, {nil, nil, "小计", "公务用车购置费", "公务用车运行费"}}, []string{"A3:A4", "B3:B4", "C3:E3", "F3:F4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{nil}}
			}
			code := func(codes string) any {
				if s := sum(l, gp, ask{"部门经济科目编码": codes}); s != 0 {
					return s
				}
				return zero
			}
			return [][]any{{code("30212、30217、30231、31013、30913"), code("30212"), code("30231、31013、30913"), code("31013、30913"), code("30231"), code("30217")}}
		}, ""}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
		must(t, err)
		tag, err := f.GetCellValue("三公", "B5")
		must(t, err)
		if !strings.HasPrefix(tag, "{{") || strings.HasSuffix(tag, "|印零}}") != want {
			t.Errorf("%v: %q\n%s", zero, tag, told(made))
		}
	}
}
