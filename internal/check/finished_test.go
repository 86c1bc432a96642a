package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/check"
	"ysgk/internal/pack"
)

// fakeBook has a few figures; the cell of each is its name.
type fakeBook struct {
	cells map[string]string // 行 or 视图/列/编码: amount
	rows  []check.Row
	some  bool // and not all of a view
}

func (b fakeBook) figure(name string) (check.Figure, bool) {
	text, ok := b.cells[name]
	if !ok {
		return check.Figure{}, false
	}
	return check.Figure{Amount: decimal.RequireFromString(text), Cell: name}, true
}

func (b fakeBook) Info(name string) (string, bool) { return "甲局", name == "部门名称" }

func (b fakeBook) View(_, view string, column int, key string) ([]check.Figure, bool) {
	f, ok := b.figure(fmt.Sprintf("%s/%d/%s", view, column, key))
	return []check.Figure{f}, ok
}

func (b fakeBook) Rows(_, _ string) []check.Row { return b.rows }

func (b fakeBook) Prints(_, _, _ string) bool { return !b.some }

func (b fakeBook) Cell(s *check.Spot) (check.Figure, bool) {
	return b.figure(s.Row)
}

func row(level, code, total, public string, below ...int) check.Row {
	cell := func(name, amount string) check.Figure {
		return check.Figure{Amount: decimal.RequireFromString(amount), Cell: code + name}
	}
	return check.Row{
		Texts:   map[string]string{"层级": level, "科目编码": code},
		Amounts: map[string]check.Figure{"合计": cell("合计", total), "公款": cell("公款", public)},
		Below:   below,
	}
}

// told is what is broken: the rule, the sides with their cells, the message.
func told(t *testing.T, b check.Book, rules ...pack.Rule) string {
	t.Helper()
	p := withRules(t, rules...)
	p.Tables = []pack.Table{{Sheet: "表甲"}, {Sheet: "表乙"}}
	compiled, err := check.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range compiled.Finished(b) {
		side := func(s check.Side) string {
			var cells []string
			for _, f := range s.Figures {
				cells = append(cells, fmt.Sprint(f.Cell))
			}
			return s.Amount.String() + "[" + strings.Join(cells, " ") + "]"
		}
		if !x.Holds || slices.ContainsFunc(rules, func(r pack.Rule) bool { return r.Hint == "成立的也要" }) {
			out = append(out, x.Rule.ID+" "+side(x.Left)+x.Operator+side(x.Right)+" "+x.Message)
		}
	}
	return strings.Join(out, "\n")
}

func TestRulesSeeTheFiguresOfAFinishedWorkbook(t *testing.T) {
	b := fakeBook{
		cells: map[string]string{"收入": "10", "支出": "7", "总表/0/合计": "7", "总表/1/合计": "0"},
		rows:  []check.Row{row("合计", "", "7", "5", 1, 2), row("类", "201", "4", "3"), row("类", "205", "2", "2")},
	}
	for _, c := range []struct {
		rule pack.Rule
		want string
	}{
		{pack.Rule{Form: "表甲", Must: `格("收入") == 格("支出", "数")`}, "10[收入]==7[支出] 不成立"},
		{pack.Rule{Form: "表甲", Must: `格("表乙", "支出", "数") >= 格("收入")`}, "7[支出]>=10[收入] 不成立"},
		{pack.Rule{Form: "表甲", Must: `格("支出") == 视图("总表", "合计")`}, ""},
		{pack.Rule{Form: "表甲", Must: `格("支出") == 视图("总表", "合计")`, Hint: "成立的也要"}, "7[支出]==7[总表/0/合计] "},
		{pack.Rule{Form: "表甲", Must: `格("支出") >= 视图("总表", "合计")`, Hint: "成立的也要"}, ""},
		{pack.Rule{Form: "表甲", Must: `格("收入") == 视图("总表", "合计") + 视图("总表", "公款")`}, "10[收入]==7[总表/0/合计 总表/1/合计] 不成立"},
		{pack.Rule{Form: "表甲", When: `格("支出") == 0`, Must: `格("收入") == 格("支出")`}, ""},
		{pack.Rule{Form: "表甲", Must: `格("没有") == 1`}, ""},                     // not in the workbook: nothing is said
		{pack.Rule{Must: `求和("明细", "金额", {来源: "自筹"}) == 视图("总表", "合计")`}, ""}, // no line items in it
		{pack.Rule{Must: `有("明细", {})`}, ""},
		{pack.Rule{Form: "表甲", When: `有("总表", {科目编码: ["205", "206"]})`, Must: `格("收入") == 格("支出")`}, "10[收入]==7[支出] 不成立"},
		{pack.Rule{Form: "表甲", When: `有("总表", {科目编码: "206"})`, Must: `格("收入") == 格("支出")`}, ""},
		{pack.Rule{Must: `基本信息("部门名称") == "乙局"`}, "0[]0[] 不成立"},
		{pack.Rule{View: "总表", Must: `合计 == 下级("合计")`}, "7[合计]==6[201合计 205合计] 不成立"},
		{pack.Rule{View: "总表", Must: `合计 == 公款`, When: `层级 == "类"`}, "4[201合计]==3[201公款] 不成立"},
		{pack.Rule{View: "总表", Form: "表甲", Must: `科目编码 in ["", "201"]`}, "0[205合计 205公款]0[] 不成立"},
		{pack.Rule{Table: "明细", Must: `金额 == 0`}, ""},
	} {
		c.rule.ID, c.rule.Severity, c.rule.Message = "甲", "错误", "不成立"
		want := c.want
		if want != "" {
			want = "甲 " + want
		}
		if got := told(t, b, c.rule); got != want {
			t.Errorf("%s: got %s, want %s", c.rule.Must, got, want)
		}
	}
}

// How many rows a view has is not to be seen where a form picks some of them.
func TestRowsAreCountedWhereAllOfThemStand(t *testing.T) {
	b := fakeBook{rows: []check.Row{row("合计", "", "7", "5", 1), row("类", "201", "4", "3")}}
	rule := pack.Rule{ID: "甲", Severity: "错误", Form: "表甲", Must: `计数("总表", {层级: "类"}) == 2`, Message: "不成立"}
	if got := told(t, b, rule); got != "甲 1[]==2[] 不成立" {
		t.Error(got)
	}
	b.some = true
	if got := told(t, b, rule); got != "" {
		t.Error(got)
	}
}

func TestARuleAboutFinishedTablesIsNotAppliedToTheInput(t *testing.T) {
	p := withRules(t, pack.Rule{ID: "甲", Form: "表甲", Must: "false", Severity: "错误", Message: "不成立"})
	rules, err := check.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := rules.Run(smallLedger(t, p), nil); len(got) > 0 {
		t.Error(got)
	}
}

func TestBadCellsOfFinishedTablesAreNamed(t *testing.T) {
	for _, c := range []struct{ must, want string }{
		{`格() == 1`, "格少写了公开表里的文字"},
		{`格("表丙", "收入", "数") == 1`, "没有公开表“表丙”"},
		{`格("表甲", "收入", "数", "又") == 1`, "格多写了一项"},
		{`工作表("表丙") == "表丙"`, "没有公开表“表丙”"},
		{`工作表("表甲", 1) == "表甲"`, "工作表多写了一项"},
		{`工作表("表甲") == 1`, "不能是文字和数"},
		{`格(1) == 1`, "这里要写公开表里的文字，加英文引号"},
	} {
		p := withRules(t, pack.Rule{ID: "甲", Form: "表甲", Must: c.must, Severity: "错误", Message: "不成立"})
		p.Tables = []pack.Table{{Sheet: "表甲"}}
		if _, err := check.Compile(p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.must, err, c.want)
		}
	}
}

func TestTheRowsBelowAreAddedUpInTheInputToo(t *testing.T) {
	p := withRules(t,
		pack.Rule{ID: "甲", View: "总表", Must: `合计 == 下级("合计")`, Severity: "错误", Message: "不成立"},
		pack.Rule{ID: "乙", View: "总表", Must: `公款 == 下级("合计")`, Severity: "错误", Message: "{科目编码} {公款} {下级(\"合计\")}"},
	)
	rules, err := check.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	l := smallLedger(t, p)
	var got []string
	for _, f := range rules.Run(l, views(p, l)) {
		got = append(got, f.Code+" "+f.Message)
	}
	t.Log(strings.Join(got, "\n"))
	if len(got) == 0 || strings.Contains(strings.Join(got, "\n"), "甲") {
		t.Error(got)
	}
}
