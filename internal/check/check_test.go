package check_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// smallPack is the pack of testdata with rules given as YAML.
func smallPack(t testing.TB, rules string) (*pack.Pack, error) {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "科目.csv"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	files["pack.yaml"].Data = append(files["pack.yaml"].Data, rules...)
	return pack.Load(files)
}

// withRules is the small pack with rules given as values.
func withRules(t testing.TB, rules ...pack.Rule) *pack.Pack {
	t.Helper()
	p, err := smallPack(t, "")
	if err != nil {
		t.Fatal(err)
	}
	p.Rules = rules
	return p
}

// emptyLedger has the tables of a pack, with every column where the pack lists it.
func emptyLedger(p *pack.Pack) *budget.Ledger {
	l := &budget.Ledger{Info: map[string]string{"部门名称": "甲局", "预算年度": "2026"}, Tables: map[string]*budget.Table{}, Codes: p.Codes}
	for name, s := range p.Sources() {
		t := budget.NewTable(name, s.Fields, s.Measures)
		if sheet := p.Input.Sheet(name); sheet != nil {
			columns := map[string]int{}
			for i, c := range sheet.Columns {
				columns[c.Name] = i + 1
			}
			t.SetColumns(columns)
		}
		l.Tables[name] = t
	}
	return l
}

// add appends a record given by its fields and amounts.
func add(t testing.TB, l *budget.Ledger, table string, row int, record map[string]string) {
	t.Helper()
	to := l.Tables[table]
	values, amounts := make([]string, len(to.Fields)), make([]budget.Fen, len(to.Measures))
	for name, value := range record {
		if i := to.Field(name); i >= 0 {
			values[i] = value
		} else if to.Measure(name) >= 0 && value == "" {
			continue // left out
		} else if i := to.Measure(name); i >= 0 {
			fen, err := budget.ParseFen(decimal.RequireFromString(value))
			if err != nil {
				t.Fatal(err)
			}
			amounts[i] = fen
		} else {
			t.Fatalf("table %s has no %s", table, name)
		}
	}
	to.Append(row, values, amounts)
	for name, value := range record {
		if i := to.Measure(name); i >= 0 && value == "0" {
			to.EnterZero(i)
		}
	}
}

// smallLedger has two projects, four items and a carry-over.
func smallLedger(t testing.TB, p *pack.Pack) *budget.Ledger {
	l := emptyLedger(p)
	add(t, l, "项目", 2, map[string]string{"名称": "甲", "保证、措施": "有", "总额(元)": "0.30", "中央": "0.10", "地方": "0.20"})
	add(t, l, "项目", 3, map[string]string{"名称": "乙", "总额(元)": "5", "中央": "2", "地方": "2"})
	add(t, l, "明细", 2, map[string]string{"项目名称": "甲", "科目编码": "20101", "来源": "财政", "金额(元)": "0.10"})
	add(t, l, "明细", 3, map[string]string{"项目名称": "甲", "科目编码": "20102", "来源": "专户", "金额(元)": "0.20"})
	add(t, l, "明细", 4, map[string]string{"项目名称": "乙", "科目编码": "20501", "来源": "自筹", "金额(元)": "5.00"})
	add(t, l, "明细", 5, map[string]string{"项目名称": "乙", "科目编码": "20501", "来源": "自筹", "金额(元)": "5.00"})
	add(t, l, "结转", 0, map[string]string{"来源": "财政", "金额": "7"})
	return l
}

func views(p *pack.Pack, l *budget.Ledger) (out []*pivot.View) {
	for i := range p.Views {
		out = append(out, pivot.Build(p, &p.Views[i], l))
	}
	return out
}

// lines are findings as a user sees them, with their rules.
func lines(l finding.List) string {
	var b strings.Builder
	for _, f := range l.Sorted() {
		fmt.Fprintf(&b, "%s %s %s %s", f.Severity, f.Code, f.Place, f.Message)
		if f.Hint != "" {
			fmt.Fprintf(&b, " | %s", f.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// run applies rules to the small ledger.
func run(t *testing.T, rules ...pack.Rule) string {
	t.Helper()
	p := withRules(t, rules...)
	l := smallLedger(t, p)
	return lines(applied(t, p, l, views(p, l)))
}

func TestExpressionsAreExact(t *testing.T) {
	for _, must := range []string{
		`0.1 + 0.2 == 0.3`,
		`0.1 + 0.2 != 0.300000000001`,
		`1.1 * 1.1 == 1.21`,
		`9007199254740993 - 9007199254740992 == 1`,
		`999999999999999999 + 0.01 > 999999999999999999`,
		`-1.5 < -1.4 and 1 - -1 == 2 and -(0.1 + 0.2) == -0.3`,
		`10 / 4 == 2.5 and 1 <= 1.0 and 1.00 >= 1`,
		`1 == 1.000 and not (1 != 1.00)`,
		`1_000 == 1000`,
		`2 > 1 ? 1.0 == 1 : false`,
		`四舍五入(2.345, 2) == 2.35 and 四舍五入(-2.345, 2) == -2.35 and 四舍五入(2.5, 0) == 3`,
		`绝对值(-0.01) == 0.01`,
	} {
		if got := run(t, pack.Rule{ID: "甲", Must: must, Severity: "错误", Message: "不成立"}); got != "" {
			t.Errorf("%s: %s", must, got)
		}
	}
}

func TestExpressionsReachTablesViewsAndLists(t *testing.T) {
	for _, must := range []string{
		`求和("明细", "金额", {项目名称: "甲"}) == 0.3`,
		`求和("明细", "金额(元)") == 10.30`,
		`求和("明细", "金额", {项目名称: "没有"}) == 0`,
		`求和("明细", "金额", {来源: "公款"}) == 0.3`,
		`求和("明细", "金额", {来源: ["财政", "自筹"], 科目编码: "20501"}) == 10`,
		`求和("结转", "金额", {来源: "财政"}) == 7`,
		`计数("明细") == 4 and 计数("明细", {项目名称: "乙"}) == 2 and 计数("明细", {金额: 5}) == 2 and 计数("明细", {金额: 5.001}) == 0`,
		`有("明细", {来源: "专户"}) and not 有("明细", {来源: "专户", 项目名称: "乙"})`,
		`计数("总表", {层级: "类"}) == 2 and 计数("总表", {科目编码: ["201", "205", "999"]}) == 2 and 计数("总表", {层级: "没有"}) == 0`,
		`首行("明细", {来源: "自筹"}) == 4`,
		`各行("明细", {来源: "自筹"}) == "第 4-5 行"`,
		`各行("明细", {项目名称: "没有的"}) == "没有这样的行"`,
		`各行("结转") == "结转"`,
		`并列("甲", "", "丙") == "甲、丙" and 并列("", "") == ""`,
		`视图("总表", "合计") == 10.3 and 视图("总表", "公款") == 0.3`,
		`视图("总表", "合计", "201") == 0.3 and 视图("总表", "合计", "20501") == 10 and 视图("总表", "合计", "999") == 0`,
		`码表("科目", "20101") == "办公" and 码表("科目", "201", "归属") == "甲|乙" and 码表("科目", "777") == ""`,
		`含(码表("科目", "201", "归属"), "乙") and not 含("甲|乙", "丙")`,
		`开头是("30101", "302", "301") and not 开头是("30101", "302")`,
		`基本信息("部门名称") == "甲局"`,
		`"28-甲局" contains "甲局" and "301" in ["301", "302"] and "a1" matches "^a[0-9]$"`,
	} {
		if got := run(t, pack.Rule{ID: "甲", Must: must, Severity: "错误", Message: "不成立"}); got != "" {
			t.Errorf("%s: %s", must, got)
		}
	}
}

// What a function is given may be computed from names and from other functions.
func TestFunctionsTakeExpressions(t *testing.T) {
	for _, must := range []string{
		`绝对值(总额-中央-地方) < 1.01`,
		`绝对值(中央 + 地方 - 总额) == 总额 - (中央 + 地方)`,
		`四舍五入(总额 / 3, 1) == (名称 == "甲" ? 0.1 : 1.7)`,
		`绝对值((地方 - 总额) * 2) == (总额 - 地方) * 2`,
		`-(中央 - 总额) == 绝对值(中央 - 总额)`,
		`绝对值(视图("总表", "公款") - 视图("总表", "合计")) == 10`,
		`绝对值(求和("明细", "金额", {项目名称: 名称}) - 总额) == 求和("明细", "金额", {项目名称: 名称}) - 总额`,
		`绝对值(四舍五入(计数("明细", {项目名称: 名称}) - 首行("明细", {项目名称: 名称}) - 0.4, 0)) <= 2`,
		`绝对值(中位数("明细", "金额", {项目名称: 名称}) - 总额) < 总额`,
		`绝对值(文中金额("预算5元") - 6) == 1`,
		`绝对值(数("差") - 1) == 11`,
		`含(并列(名称, "丙"), 并列(名称, "丙")) and 开头是(并列(名称, "丙"), 名称)`,
	} {
		p := withRules(t, pack.Rule{ID: "甲", Table: "项目", Must: must, Severity: "错误", Message: "不成立：{绝对值(总额 - 中央)}"})
		p.Numbers = []pack.Number{{Name: "差", Kind: pack.KindAmount, Expr: `-绝对值(视图("总表", "公款") - 视图("总表", "合计"))`}}
		l := smallLedger(t, p)
		if got := lines(applied(t, p, l, views(p, l))); got != "" {
			t.Errorf("%s: %s", must, got)
		}
	}
}

func TestARuleForEachRecordNamesItsCell(t *testing.T) {
	got := run(t,
		pack.Rule{
			ID: "甲", Table: "项目", Must: `总额 == 中央 + 地方`, Severity: "错误", Cell: "总额(元)",
			Message: "{名称}：{总额} 元，相加是 {中央 + 地方} 元，第 {行号} 行", Hint: "核对{名称}。",
		},
		pack.Rule{ID: "乙", Table: "项目", Must: `列("保证、措施") != ""`, Severity: "警告", Message: `没有写“{列("保证、措施")}”`},
		pack.Rule{ID: "丙", Table: "项目", When: `名称 == "乙"`, Must: `总额 == 求和("明细", "金额", {项目名称: 名称})`, Severity: "提示", Message: `{求和("明细", "金额", {项目名称: 名称})}，{计数("明细", {项目名称: 名称})} 笔`},
		pack.Rule{ID: "丁", Table: "结转", Must: `金额 == 0`, Severity: "提示", Message: "{来源} {金额}"},
	)
	want := `错误 甲 项目!C3 乙：5.00 元，相加是 4.00 元，第 3 行 | 核对乙。
警告 乙 项目!3行 没有写“”
提示 丙 项目!3行 10.00，2 笔
提示 丁 基本信息 财政 7.00
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestAViewRuleLooksAtEveryRow(t *testing.T) {
	got := run(t, pack.Rule{ID: "甲", View: "总表", When: `层级 != "款"`, Must: `合计 == 公款`, Severity: "错误", Sheet: "明细", Message: "{科目编码}{科目名称}：{合计}，{公款}"})
	want := "错误 甲 明细!D4 合计：10.30，0.30\n错误 甲 明细!D4 205教育：10.00，0.00\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestAUnitNamedAsItsDepartmentCountsOnce(t *testing.T) {
	p := withRules(t, pack.Rule{ID: "甲", Must: `视图("总表", "合计", "甲") == 0.3`, Severity: "错误", Message: `{视图("总表", "合计", "甲")}`})
	p.Views[0].Rows = []pack.RowDef{{Level: "部门", By: []string{"项目名称"}}, {Level: "单位", By: []string{"项目名称"}}}
	l := smallLedger(t, p)
	if got := lines(applied(t, p, l, views(p, l))); got != "" {
		t.Error(got)
	}
}

func TestARuleThatCannotBeEvaluatedIsAnError(t *testing.T) {
	got := run(t, pack.Rule{ID: "甲", Table: "项目", Must: `中央 / (地方 - 0.2) > 0`, Severity: "提示", Cell: "中央", Message: "不成立"})
	want := "错误 甲 项目!D2 规则 甲 无法判断：除数是 0 | 核对这里的内容；如果没有错，请发模板包的财政部门改正这条规则。\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	p := withRules(t, pack.Rule{ID: "乙", Must: `视图("总表", "合计") == 0`, Severity: "提示", Message: "不成立"})
	if got := lines(applied(t, p, smallLedger(t, p), nil)); !strings.HasPrefix(got, "错误 乙  规则 乙 无法判断：没有视图 总表") {
		t.Error(got)
	}
}

func TestWarningsOfOneRuleEndAtAHundred(t *testing.T) {
	p := withRules(t,
		pack.Rule{ID: "甲", Table: "明细", Must: `false`, Severity: "警告", Message: "不对"},
		pack.Rule{ID: "乙", Table: "明细", Must: `false`, Severity: "错误", Message: "不对"},
	)
	l := emptyLedger(p)
	for row := range 300 {
		add(t, l, "明细", row+2, map[string]string{"金额(元)": "1"})
	}
	got := applied(t, p, l, views(p, l))
	if w, e := got.Count(finding.Warning), got.Count(finding.Error); w != 101 || e != 300 {
		t.Errorf("%d warnings, %d errors", w, e)
	}
	if last := got[100]; last.Place.String() != "明细" || last.Message != "规则 甲 的问题太多，以后的不再列出" {
		t.Errorf("%+v", last)
	}
}

func TestBadExpressionsAreNamedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ must, want string }{
		{`总额 == 中央 + 地放`, `第 12 个字“地放”处写法不对：不认识的名称“地放”`},
		{`总额 == "5"`, `第 4 个字“== "5"”处写法不对：“==”两边不能是数和文字`},
		{`名称 == 5`, `“==”两边不能是文字和数`},
		{`名称 > 总额`, `“>”两边不能是文字和数`},
		{`总额 + 名称 == 1`, `“+”两边不能是数和文字`},
		{`总额 + 中央`, `要能判断对错（如 甲 == 乙），现在得到的是数`},
		{`总额 ==`, `末尾写法不对：没有写完`},
		{`总额 = 中央`, `这里不该有“=”`},
		{`名称 == “甲”`, `第 7 个字““甲””处写法不对：不认识的符号““”，标点和引号要用英文的`},
		{`名称 == "甲`, `引号没有配对`},
		{`not 总额`, `“not”后面不能是数`},
		{`总额 in [5, 6]`, `“in”两边不能是数和列表`},
		{`总额 > 1e9`, `数要写成 1234.56 这样`},
		{`总额 > 0x10`, `数要写成 1234.56 这样`},
		{`总额 > 12345678901234567890123`, `数写得太长`},
		{`总额 ** 2 > 1`, `不能用“**”`},
		{`总额.String() == "5"`, `不能用“.”或方括号取一部分`},
		{`名称[0:1] == "甲"`, `规则里不能用这种写法`},
		{`let 甲 = 总额; 甲 == 1`, `规则里不能用这种写法`},
		{`all([1, 2], # > 0)`, `规则里不能用这种写法`},
		{`len(名称) > 1`, `不认识的名称“len”`},
		{`now() > 1`, `不认识的名称“now”`},
		{`$env == 1`, `不认识的名称“$env”`},
		{`名称 == nil`, `规则里不能用这种写法`},
		{`(名称 == "" ? 1 : "甲") == 1`, `“?”后面的两个结果要同样是文字或同样是数`},
		{`(名称 ?? "甲") == "甲"`, `不能用“??”`},
		{`{名称: 1} == {名称: 1}`, `“==”两边不能是别的值和别的值`},
		{`求和("明系", "金额") == 1`, `第 4 个字“"明系", "金额") == 1”处写法不对：没有录入表“明系”`},
		{`求和("明细", "总额") == 1`, `表 明细 没有金额列“总额”`},
		{`没填("合计")`, `没填 只能用于逐条检查的表的金额列，这里没有“合计”`},
		{`没填("名称")`, `没填 只能用于逐条检查的表的金额列，这里没有“名称”`},
		{`求和("明细") == 1`, `求和少写了金额列`},
		{`求和("明细", "金额", 名称) == 1`, `条件要写成 {列: 值, 列: 值}`},
		{`求和("明细", "金额", {名字: 名称}) == 1`, `表 明细 没有列“名字”`},
		{`求和("明细", "金额", {来源: "公费"}) == 1`, `列 来源 没有取值或组“公费”`},
		{`求和("明细", "金额", {项目名称: 总额}) == 1`, `列 项目名称 是文字，不能等于数`},
		{`求和("明细", "金额", {金额: 名称}) == 1`, `列 金额(元) 是数，不能等于文字`},
		{`求和("明细", "金额", {项目名称: 姓名}) == 1`, `不认识的名称“姓名”`},
		{`求和(名称, "金额") == 1`, `这里要写表名，加英文引号`},
		{`计数("明细", {}, 1) == 1`, `计数多写了一项`},
		{`视图("总表", "合计", "201", "205") == 1`, `视图多写了一项`},
		{`视图("总标", "合计") == 1`, `没有视图“总标”`},
		{`视图("总表", "小计") == 1`, `视图 总表 没有列“小计”`},
		{`视图("总表", "合计", 总额) == 1`, `视图的这一项要是文字，现在是数`},
		{`码表("科木", 名称) == ""`, `没有码表“科木”`},
		{`码表("科目", 名称, "类别") == ""`, `码表 科目 没有列“类别”`},
		{`基本信息("部门") == ""`, `基本信息没有项目“部门”`},
		{`列("措施") == ""`, `不认识的名称“措施”`},
		{`下级("合计") == 1`, `下级要用在有“视图”的规则里`},
		{`有("总表", {科目: "1"})`, `字段是视图 总表 的文字`},
		{`有("总表", {科目编码: 名称})`, `字段是视图 总表 的文字`},
		{`格("收入") == 1`, `格只能用在写了“公开表”的规则里`},
		{`含(名称) `, `含少写了一项`},
		{`开头是(总额, "1")`, `开头是的这一项要是文字，现在是数`},
		{`四舍五入(总额, 2, 3) == 1`, `四舍五入多写了一项`},
		{strings.Repeat(`总额 == 1 and `, 600) + `true`, `太长，请分成几条规则`},
	} {
		_, err := check.Compile(withRules(t, pack.Rule{ID: "丁01", Table: "项目", Must: c.must, Severity: "错误", Message: "不成立"}))
		if err == nil {
			t.Errorf("%s compiles", c.must)
			continue
		}
		if !strings.HasPrefix(err.Error(), "规则 丁01的“应”") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %s, want %s", c.must, err, c.want)
		}
		if !strings.Contains(err.Error(), "原文："+c.must) {
			t.Errorf("%s is not quoted: %s", c.must, err)
		}
	}
}

func TestBadMessagesAreNamed(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{"总额 {总额", "规则 甲的“说明”里的“{”没有配对的“}”"},
		{"总额 {总数} 元", "规则 甲的“说明”第 1 个字“总数”处写法不对：不认识的名称“总数”"},
		{"总额 {总额|万元}", "规则 甲的“说明”里的“{总额|万元}”不能写“|”：那是模板里的标签才有的修饰"},
		{"总额 {总额 | 1,234.5} 元", "规则 甲的“说明”里的“{总额 | 1,234.5}”不能写“|”"},
		{"总额 { } 元", "规则 甲的“说明”里的“{}”没有写算式"},
		{"{总额 == 1}", "规则 甲的“说明”：“{总额 == 1}”要是文字或数，现在是对错"},
	} {
		_, err := check.Compile(withRules(t, pack.Rule{ID: "甲", Table: "项目", Must: "true", Severity: "错误", Message: c.message}))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.message, err, c.want)
		}
	}
}

func TestEveryBadRuleIsTold(t *testing.T) {
	bad := pack.Rule{ID: "甲", Must: "1", Severity: "错误", Message: "不成立"}
	_, err := check.Compile(withRules(t, bad, pack.Rule{ID: "乙", Must: "true", Severity: "错误", Message: "好"}, pack.Rule{ID: "丙", Must: "无名", Severity: "错误", Message: "不成立"}))
	if err == nil {
		t.Fatal("bad rules compile")
	}
	told := strings.Split(err.Error(), "\n")
	if len(told) != 2 || !strings.HasPrefix(told[0], "规则 甲的“应”") || !strings.HasPrefix(told[1], "规则 丙的“应”") {
		t.Error(err)
	}
}

func TestPacksWithUnsoundRulesAreRefusedOrTheRulesDoNotRun(t *testing.T) {
	for _, c := range []struct{ rule, want string }{
		{`{应: "true", 级别: 错误, 说明: 甲}`, "规则：没有编号"},
		{`{编号: 甲, 级别: 错误, 说明: 甲}`, "规则 甲：没有写“应”"},
		{`{编号: 甲, 应: "true", 级别: 错误}`, "没有写“说明”"},
		{`{编号: 甲, 应: "true", 级别: 严重, 说明: 甲}`, "级别只能是错误、警告、提示，现在是“严重”"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 表: 无}`, "没有录入表 无，规则 甲 不起作用"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 视图: 无}`, "没有视图 无，规则 甲 不起作用"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 表: 项目, 视图: 总表}`, "“表”和“视图”只能写一个"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 表: 项目, 单元格: 无}`, "没有列 无，规则 甲 不起作用"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 单元格: 总额}`, "没有基本信息的项目 总额，规则 甲 不起作用"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 位置: 无}`, "没有公开表 无，规则 甲 不起作用"},
		{`{编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 应当: 乙}`, "规则里有不认识的项“应当”"},
	} {
		p, err := smallPack(t, "规则:\n  - "+c.rule+"\n")
		if err == nil && len(p.Lacked) > 0 {
			err = p.Lacked
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.rule, err, c.want)
		}
	}
	p, err := smallPack(t, `规则:
  - {编号: 甲, 应: "true", 级别: 错误, 说明: 甲, 表: 项目, 单元格: 总额}
`)
	if err != nil || p.Rules[0].Cell != "总额(元)" {
		t.Error(err, p)
	}
}

// applied compiles the rules of a pack that must be sound and applies them.
func applied(t testing.TB, p *pack.Pack, l *budget.Ledger, views []*pivot.View) finding.List {
	t.Helper()
	rules := pack.Once(p, "rules", func() *check.Rules {
		rules, err := check.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		return rules
	})
	return rules.Run(l, views)
}

func TestABadExpressionIsToldWithItsLine(t *testing.T) {
	small, err := os.ReadFile("testdata/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		line int // from the first of the text
		want string
	}{
		{"规则:\n  - 编号: 甲\n    级别: 错误\n    应: 无名 == 1\n    说明: 甲\n", 4, "规则 甲的“应”第 1 个字“无名 == 1”处写法不对：不认识的名称“无名”"},
		{"规则:\n  - 编号: 甲\n    级别: 错误\n    当: 1 +\n    应: \"true\"\n    说明: 甲\n", 4, "的“当”末尾写法不对"},
		{"规则:\n  - 编号: 甲\n    级别: 错误\n    应: \"true\"\n    说明: |\n      甲\n      {无名}\n    怎么办: '{'\n", 5, "的“说明”"},
		{"规则:\n  - 编号: 甲\n    级别: 错误\n    应: \"true\"\n    说明: 甲\n    怎么办: '{'\n", 6, "的“怎么办”"},
		{"数:\n  - 名称: 甲\n    算式: 1 +\n", 3, "数 甲 的算式末尾写法不对"},
		{"数:\n  - {名称: 甲, 算式: '\"文字\"'}\n", 2, "数 甲 的算式要得到数"},
	} {
		p, err := smallPack(t, c.text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = check.Compile(p)
		var problem pack.Problem
		line := strings.Count(string(small), "\n") + c.line
		if !errors.As(err, &problem) || problem.Place != (pack.Place{File: "pack.yaml", Line: line}) || !strings.Contains(problem.Text, c.want) {
			t.Errorf("%v; want line %d: %s", err, line, c.want)
		}
	}
}

func TestAViewThatThePackRemovedIsToldWithTheLineThatRemovesIt(t *testing.T) {
	p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte(`模板包: {基于: 下}
视图:
  - 删去: 新表
规则:
  - 错误 X1：视图("新表", "合计") > 0；甲
`)}, "下/pack.yaml": {Data: []byte("模板包: {基于: 自带}\n视图: [{名称: 新表, 来源: 支出明细, 列: [合计]}]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := check.Compile(p); err == nil || !strings.Contains(err.Error(), "没有视图“新表”：pack.yaml 第 3 行把它删去了") {
		t.Error(err)
	}
}
