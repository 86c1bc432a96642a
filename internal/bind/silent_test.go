package bind_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// form are the lines of a form, whatever the ledger.
func form(lines ...[]any) func(*budget.Ledger) [][]any {
	return func(*budget.Ledger) [][]any { return lines }
}

// says that something is told at a place.
func tells(t *testing.T, made *bind.Result, place, what string) {
	t.Helper()
	if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
		return e.Place.String() == place && strings.Contains(e.Text, what)
	}) {
		t.Errorf("%s: nobody is told of %s\n%s", place, what, told(made))
	}
}

// tagAt is what is written into a cell of the template.
func tagAt(made *bind.Result, place string) string {
	i := slices.IndexFunc(made.Written, func(e tagging.Entry) bool { return e.Place.String() == place })
	if i < 0 {
		return ""
	}
	return made.Written[i].Text
}

// TestWhatStaysBlankOnAFormAloneIsTold binds forms with blank rows between lines, above all of them and in a side
// of a table: no cell for a figure stays blank without a word, and none is told that goes or is filled.
func TestWhatStaysBlankOnAFormAloneIsTold(t *testing.T) {
	sides := [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}
	_, made := aloneFrom(t,
		kind{"支出", "年支出预算表", [][]any{{"项目", "预算数"}}, nil, form([]any{"一、基本支出"}, []any{nil}, []any{"二、项目支出"}, []any{nil}, []any{nil}, []any{"支出总计"}), ""},
		kind{"收支", "年收支预算总表", sides, []string{"A3:B3", "C3:D3"}, form(
			[]any{"一、财政拨款收入"}, []any{"二、事业收入"}, []any{"三、单位资金收入"}, []any{nil}, []any{"本年收入合计", nil, "本年支出合计"}, []any{nil, nil, "结转下年"}, []any{"收入总计", nil, "支出总计"}), ""},
		kind{"总表", "年部门收支总表", sides, []string{"A3:B3", "C3:D3"}, form(
			[]any{"一、一般公共预算", nil, "一、基本支出"}, []any{"二、政府性基金预算", nil, "二、项目支出"}, []any{"三、国有资本经营预算"}, []any{"四、财政专户管理资金"}, []any{"收入总计", nil, "支出总计"}), ""})
	tells(t, made, "支出!A5", "“一、基本支出”下面的空行没有写标签，")
	tells(t, made, "支出!A7", "“二、项目支出”下面的空行没有写标签（到第 8 行）")
	tells(t, made, "收支!C5", "表头下面的空行没有写标签（到第 8 行）")
	tells(t, made, "收支!D9", "看不出上面的空行要列什么")
	if tag := tagAt(made, "收支!D11"); tag != "" {
		t.Errorf("the whole of what is not known is %s", tag)
	}
	for _, e := range made.Left {
		if e.Place.Sheet == "总表" && strings.Contains(e.Text, "空行") {
			t.Errorf("%s, where a side is shorter than the other one", e)
		}
	}
}

// TestATotalThatNamesCodesAddsLinesOfThemAlone binds “三公”经费小计 of a form alone, with 会议费 and 培训费 below.
func TestATotalThatNamesCodesAddsLinesOfThemAlone(t *testing.T) {
	_, made := aloneFrom(t, kind{"三公", "年财政拨款“三公”及会议费、培训费支出表", [][]any{{"项目", "合计", "一般公共预算"}}, nil, form(
		[]any{"合计"}, []any{"“三公”经费小计"}, []any{"一、因公出国（境）费"}, []any{"二、公务用车购置及运维费"}, []any{"1.公务用车购置费"}, []any{"2.公务用车运行维护费"}, []any{"三、公务接待费"}, []any{"会议费"}, []any{"培训费"}), ""})
	for place, want := range map[string]string{"三公!B4": "=B6+B7+B10+B11+B12", "三公!B5": "=B6+B7+B10", "三公!C5": "=C6+C7+C10", "三公!B7": "=SUM(B8:B9)"} {
		if tag := tagAt(made, place); tag != want {
			t.Errorf("%s is %s", place, tag)
		}
	}
}

// TestColumnsWithoutTagsAreToldWithTheirPlaces tells of several columns of one reason in one line, and where each is.
func TestColumnsWithoutTagsAreToldWithTheirPlaces(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	table := kind{"支出", "年部门支出总表", [][]any{{"单位名称", "合计", "甲口径", "基本支出", "乙口径"}}, nil, func(l *budget.Ledger) [][]any {
		n := 0.0
		return byUnit(l, func(of ask) []any {
			n++
			return []any{sum(l, of), n * 17, sum(l, of, base), n * 19}
		})
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if !says(made.Left, "支出", "“甲口径”“乙口径”这几列（C4、E4）没有写标签") {
		t.Error(told(made))
	}
}
