package bind_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// addSheet writes rows on a sheet of their own.
func addSheet(t *testing.T, f *excelize.File, name string, merges []string, rows ...[]any) {
	t.Helper()
	_, err := f.NewSheet(name)
	must(t, err)
	for i, row := range rows {
		must(t, f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row))
	}
	for _, m := range merges {
		from, to, _ := strings.Cut(m, ":")
		must(t, f.MergeCell(name, from, to))
	}
}

// TestAContentsPageIsNoTableOfMoney binds a workbook whose contents are numbered and called otherwise than
// 目录 alone: the names of tables of money there get no tags and keep their numbers, and a catalogue of services,
// whose name ends so too, is a table.
func TestAContentsPageIsNoTableOfMoney(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	names := []string{"收支总表", "财政拨款收支总表", "一般公共预算支出表", "“三公”经费支出预算表", "政府性基金预算支出表"}
	contents := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门预算公开表目录"}, {"序号", "表名", "备注"}}
		for i, name := range names {
			rows = append(rows, []any{i + 1, name})
		}
		addSheet(t, f, "目录", []string{"A1:C1"}, rows...)
		addSheet(t, f, "服务", []string{"A1:D1"}, []any{"政府购买服务指导性目录"}, nil, []any{"代码", "一级目录", "二级目录", "三级目录"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for how, r := range map[string]bind.Request{"alone": {Ledger: sample.Nothing(p)}, "by an example": {Ledger: l, Example: contents()}} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", contents(), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		for i, row := range shown(t, made.Book)["目录"][2:] {
			if want := []string{fmt.Sprint(i + 1), names[i]}; !slices.Equal(row[:2], want) {
				t.Errorf("%s: row %d is %q, want %q", how, i+3, row, want)
			}
		}
		if says(made.Left, "目录", "标签") {
			t.Errorf("%s: left %v", how, made.Left)
		}
	}
}

// TestACardOfAllTheDepartmentMayNameItsIndicatorsOtherwise binds cards whose list of indicators has no column of
// the third level, or calls it otherwise: the sums above it are written, and the line 部门名称：某局 above the
// headers is not taken for the one that begins with 部门名称.
func TestACardOfAllTheDepartmentMayNameItsIndicatorsOtherwise(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 抗旱 特定目标类 单位资金 210000")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市交通局"
	for _, heads := range [][]any{{"绩效指标", "一级指标", "二级指标", "指标值"}, {"绩效指标", "一级指标", "二级指标", "指标内容", "指标值"}} {
		card := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			name, amount := any(nil), func(...ask) any { return nil }
			above := "部门名称："
			if l != nil {
				name, above, amount = l.Info["部门名称"], above+l.Info["部门名称"], func(of ...ask) any { return sum(l, of...) / 10000 }
			}
			addSheet(t, f, "整体", []string{"A1:D1", "B3:D3", "A4:A7", "B4:C4", "B5:B6"}, []any{"部门整体支出绩效目标表"}, []any{above, nil, nil, "单位：万元"}, []any{"部门名称", name},
				[]any{"年度预算（万元）", "收支预算总额", nil, amount()}, []any{nil, "按资金来源", "一般公共预算", amount(gp)}, []any{nil, nil, "单位资金", amount(ask{"资金来源": "单位资金"})}, []any{nil, "按支出类型", "项目支出", amount(proj)},
				heads, []any{nil, "产出指标", "数量指标"})
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(nil), Example: card(last), Ledger: last, Views: tables.Views(p, last)}
		made, err := bind.Workbook(r)
		must(t, err)
		got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, card(next))
		if !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q; left: %v", heads[3], got, want, made.Left)
		}
	}
}

// TestATableTakesWhatFiguresDecidedForAnotherFund binds lists of two funds of whose money the example has
// 上年结转 only in the first: the second is of this year too, which is told. A table that says itself that it
// takes none says nothing of the others; then what is open is told.
func TestATableTakesWhatFiguresDecidedForAnotherFund(t *testing.T) {
	p := defaultPack(t)
	const first, second = "政府性基金预算", "国有资本经营预算"
	carried := ofProjects(p, "某市水务局 河道 特定目标类 政府性基金预算 500000", "某市水务局 河道 特定目标类 政府性基金预算 70000 上年结转", "某市水文站 监测 特定目标类 政府性基金预算 45000",
		"某市水务局 改制 特定目标类 国有资本经营预算 120000", "某市水文站 入股 特定目标类 国有资本经营预算 33000")
	list := func(fund, note string, more ask) kind {
		return kind{fund, "年" + fund + "支出表", [][]any{{"单位名称", "本年支出", nil, nil}, {nil, "合计", "基本支出", "项目支出"}}, []string{"A3:A4", "B3:D3"}, func(l *budget.Ledger) [][]any {
			of := ask{"资金来源": fund}
			return byUnit(l, func(unit ask) []any {
				return []any{sum(l, unit, of, more), sum(l, unit, of, base, more), sum(l, unit, of, proj, more)}
			})
		}, note}
	}
	for note, want := range map[string]string{"": "和“" + first + "支出表”一样只取 本年", "注：本表不含上年结转。": "现在也含“上年结转”"} {
		kinds := []kind{list(first, note, now), list(second, "", nil)}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, carried, 2026), Ledger: carried, Views: tables.Views(p, carried)})
		must(t, err)
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return strings.Contains(strings.ReplaceAll(e.Text, "2026年", ""), want) && (e.Place.Sheet == second || strings.Contains(e.Text, second))
		}) {
			t.Errorf("%q: %q is not told: %v", note, want, made.Left)
		}
	}
}

// TestLinesOfACardAreThoseOfTheExample binds a card of projects of whom the ledger knows nothing, whose cards
// of the example list no more than what is filled: another ledger's do so too.
func TestLinesOfACardAreThoseOfTheExample(t *testing.T) {
	p := defaultPack(t)
	l, none := sampleLedger(t, p), sample.Nothing(p)
	card := func(name any, lines ...[]any) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := append([][]any{{"项目支出绩效目标表"}, {"（2026年度）"}, {"项目名称", name}, {"实施单位"}, {"年度资金总额（元）"}, {"年度总体目标"}, {"一级指标", "二级指标", "三级指标", "指标值"}}, lines...)
		addSheet(t, f, "项目", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	form := card(nil, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"})
	for want, example := range map[bool][]byte{
		true:  card("甲项目", []any{"产出指标", "数量指标", "场次", "3场"}, []any{"产出指标", "质量指标", "达标率", "100%"}),
		false: card("甲项目", []any{"产出指标", "数量指标", "场次", "3场"}, []any{"产出指标", "质量指标"}),
	} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: example, Ledger: none, Views: tables.Views(p, none), Slack: 1})
		must(t, err)
		bare := slices.ContainsFunc(textsOf(t, filled(t, loaded(t, made), l)), func(line string) bool {
			kinds := p.Outline("绩效指标提纲").Rows
			_, kind, _ := strings.Cut(line, "|")
			return slices.ContainsFunc(kinds, func(of []string) bool { return of[1] == kind })
		})
		if bare == want {
			t.Errorf("lines without an indicator: %v; left %v", bare, made.Left)
		}
	}
}

// TestATotalOfPrintedCodesAddsTheHighestAlone binds a blank form that prints the codes of a table at two levels: the
// total adds those that are no part of another one.
func TestATotalOfPrintedCodesAddsTheHighestAlone(t *testing.T) {
	lines := func(*budget.Ledger) (out [][]any) {
		for _, code := range []string{"301 工资福利支出", "30101 基本工资", "30102 津贴补贴", "30103 奖金", "302 商品和服务支出", "30201 办公费", "30202 印刷费", "30205 水费", "30206 电费"} {
			number, name, _ := strings.Cut(code, " ")
			out = append(out, []any{number, name})
		}
		return append(out, []any{"合计"})
	}
	_, made := aloneFrom(t, kind{"基本", "年一般公共预算基本支出表", [][]any{{"科目编码", "科目名称", "合计", "人员经费", "公用经费"}}, nil, lines, ""})
	if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == "C13" && e.Text == "=C4+C8" }) {
		t.Errorf("written %v", made.Written)
	}
}

// TestUnitsAreListedWhereNoColumnHasCodesOfSubjects binds blank forms whose headers name units with their codes,
// above 代码 and 名称 or with subjects that have no column for their codes: each line is a unit, and one of
// the department stands above them where the samples show it.
func TestUnitsAreListedWhereNoColumnHasCodesOfSubjects(t *testing.T) {
	list := func(name string, merged []string, heads ...[]any) kind {
		return kind{name, "年部门收入总表", heads, merged, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	}
	_, made := aloneFrom(t,
		list("上面", []string{"A3:B3", "C3:C4", "D3:D4"}, []any{"部门（单位）", nil, "总计", "一般公共预算"}, []any{"代码", "名称"}),
		list("括号", nil, []any{"单位代码", "单位名称（科目）", "合计", "一般公共预算"}),
		kind{"部门", "年部门收入汇总表", [][]any{{"部门代码", "部门名称", "合计", "一般公共预算"}}, nil, func(*budget.Ledger) [][]any {
			return blankLines([]any{nil, "合计"}, []any{"×××", "××部门"}, []any{"×××001", "××部门本级"})
		}, ""})
	if text := fmt.Sprint(shown(t, made.Book)["部门"]); !strings.Contains(text, "{{部门名称}}") || !strings.Contains(text, "@单位.单位}}") {
		t.Errorf("%s", text)
	}
	for _, name := range []string{"上面", "括号"} {
		text := fmt.Sprint(shown(t, made.Book)[name])
		if !strings.Contains(text, "@单位.单位代码}}") || !strings.Contains(text, "@单位.单位}}") || strings.Contains(text, "@项.") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestAllYearsOfATextGoOnWithoutAnExample binds a blank form with texts that name two years and an item of 基本信息.
func TestAllYearsOfATextGoOnWithoutAnExample(t *testing.T) {
	p := defaultPack(t)
	f := excelize.NewFile()
	defer f.Close()
	addSheet(t, f, "封面", nil, []any{"2026年部门预算"}, []any{"2026年比2025年增减情况"}, []any{"编报日期："}, []any{"负责人："}, []any{"报送日期：    年    月    日"}, []any{"编制日期：年 月"}, []any{"购置年月："})
	must(t, f.DeleteSheet("Sheet1"))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Ledger: sample.Nothing(p)})
	must(t, err)
	want := []string{"{{年度}}年部门预算", "{{年度}}年比{{年度-1}}年增减情况", "编报日期：{{编制日期}}", "负责人：", "报送日期：{{编制日期|2026年1月20日}}", "编制日期：{{编制日期|2026年1月}}", "购置年月："}
	for i, row := range shown(t, made.Book)["封面"] {
		if row[0] != want[i] {
			t.Errorf("%q, want %q", row[0], want[i])
		}
	}
}

// TestCardsOfUnknownProjectsStandAsTheExampleHasThem binds one blank card by an example whose cards stand one below
// the other, of projects of whom the ledger knows nothing: those of another ledger stand so too.
func TestCardsOfUnknownProjectsStandAsTheExampleHasThem(t *testing.T) {
	p := defaultPack(t)
	l, none := sampleLedger(t, p), sample.Nothing(p)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: cards(t, nil, 2027, true, 1), Example: cards(t, l, 2026, true, 1), Ledger: none, Views: tables.Views(p, none), Slack: 1})
	must(t, err)
	got := textsOf(t, filled(t, loaded(t, made), l))
	titles := 0
	for _, line := range got {
		if strings.HasPrefix(line, "项目支出绩效目标表") {
			titles++
		}
	}
	if sheets := shown(t, filled(t, loaded(t, made), l)); len(sheets) != 1 || titles < 5 {
		t.Errorf("%d sheets with %d cards; left %v", len(sheets), titles, made.Left)
	}
}

// TestAmountsOfACardOfTheDepartmentMayMissRebuiltItems binds such a card by an example with whose figures the
// rebuilt items do not agree, and alone: what words say is written, and 当年 above all of them says nothing of 上年结转.
func TestAmountsOfACardOfTheDepartmentMayMissRebuiltItems(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 90000 上年结转")
	card := func(amount any) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "整体", []string{"A3:A4", "A1:D1"}, []any{"部门整体支出绩效目标表"}, []any{"部门名称："}, []any{"当年预算情况（元）", "支出预算合计", amount}, []any{nil, "其中：项目支出", amount}, []any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for how, r := range map[string]bind.Request{"alone": {Ledger: sample.Nothing(p)}, "rebuilt": {Ledger: l, Example: card(777777.5), Slack: 1}} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", card(nil), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		got := strings.Join(textsOf(t, filled(t, loaded(t, made), l)), " ")
		if how == "alone" && !strings.Contains(got, fmt.Sprintf("支出预算合计|%v ", sum(l))) || !strings.Contains(got, "其中：项目支出|") || !strings.Contains(got, "部门名称："+l.Info["部门名称"]) {
			t.Errorf("%s: %s; left %v", how, got, made.Left)
		}
		if how == "rebuilt" && !says(made.Left, "整体", "和重建的录入对不上") {
			t.Errorf("left %v", made.Left)
		}
	}
}

// TestItemsAreBoundByTheirNamesWhereNoFigureSaysAnything binds a blank table of what a department has, and one of
// money whose lines are no items.
func TestItemsAreBoundByTheirNamesWhereNoFigureSaysAnything(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	f := excelize.NewFile()
	defer f.Close()
	lines := [][]any{{"2026年国有资产占用情况表"}, nil, {"项目", "数量"}}
	for _, name := range []string{"一、车辆编制数（辆）", "二、车辆实有数（辆）", "其中：机要通信用车", "其他用车", "三、办公用房面积（平方米）", "四、单价50万元以上通用设备（台/套）", "五、家具（件）"} {
		lines = append(lines, []any{name})
	}
	addSheet(t, f, "资产", []string{"A1:B1"}, lines...)
	must(t, f.DeleteSheet("Sheet1"))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Ledger: sample.Nothing(p), Whole: &bind.Whole{Pack: whole, Ledger: sample.Nothing(whole)}})
	must(t, err)
	want := []string{"车辆编制数", "车辆实有数", "机要通信用车", "其他用车", "办公用房面积", "50万元以上通用设备", ""}
	for i, row := range shown(t, made.Book)["资产"][3:] {
		got := ""
		if len(row) > 1 {
			got = row[1]
		}
		if is := strings.TrimSuffix(strings.Trim(got, "{}"), "|数"); is != want[i] || is != "" && !strings.HasSuffix(got, "|数}}") {
			t.Errorf("%s: %q, want %q", row[0], got, want[i])
		}
	}
	if !says(made.Left, "资产", "没有核对过") {
		t.Errorf("left %v", made.Left)
	}
}

// TestOtherOfAClassIsAllThatHasNoColumn binds columns of some codes of a class and of 其他工资福利支出, which the
// example prints with those that have no column: another ledger's codes are in it too. Without figures it is told.
func TestOtherOfAClassIsAllThatHasNoColumn(t *testing.T) {
	p := defaultPack(t)
	ledger := func(codes ...string) *budget.Ledger {
		l := ofProjects(p)
		items := l.Tables["支出明细"]
		for i, code := range codes {
			row := make([]string, len(items.Fields))
			for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": "2130301", "支出类型": "人员经费", "部门经济科目编码": code, "资金来源": "一般公共预算", "资金年度": "本年"} {
				row[items.Field(field)] = text
			}
			amounts := make([]budget.Fen, len(items.Measures))
			amounts[0] = budget.Fen(1234500 * (i + 1))
			items.Append(0, row, amounts)
		}
		return l
	}
	of := func(codes string) ask { return ask{"部门经济科目编码": codes} }
	table := kind{"工资", "年一般公共预算工资福利支出表", [][]any{{"单位名称", "合计", "基本工资", "津贴补贴", "其他工资福利支出"}}, nil, func(l *budget.Ledger) [][]any {
		return byUnit(l, func(unit ask) []any {
			return []any{sum(l, unit, of("301")), sum(l, unit, of("30101")), sum(l, unit, of("30102")), sum(l, unit, of("30103、30106、30107、30108、30109、30110、30111、30112、30113、30114、30199"))}
		})
	}, ""}
	last, next := ledger("30102", "30107", "30199"), ledger("30101", "30103", "30106", "30114")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("%+v; left %v", proof, made.Left)
		}
	}
	if _, made = aloneFrom(t, table); !says(made.Left, "工资", "其他工资福利支出”照名称取") {
		t.Errorf("alone: left %v", made.Left)
	}
}

// TestALineOfTheDepartmentAmongItsUnitsIsNoUnit rebuilds items from a list that prints the department above its
// units in the same column and not further left: its line is their sum, and none of the units.
func TestALineOfTheDepartmentAmongItsUnitsIsNoUnit(t *testing.T) {
	p := defaultPack(t)
	for amount, want := range map[float64]bool{300.5: false, 300.9: true} { // the sum of the others, and not
		f := excelize.NewFile()
		addSheet(t, f, "收入", []string{"A1:D1"}, []any{"2026年收入总表"}, []any{"部门：某市水务局", nil, nil, "单位：元"}, []any{"部门代码", "部门名称", "合计", "一般公共预算"},
			[]any{nil, "合计", 300.5, 300.5}, []any{"207", "某市水务局", amount, amount}, []any{"207001", "某市水务局机关", 100.2, 100.2}, []any{"207002", "某市水文站", 200.3, 200.3})
		addSheet(t, f, "支出", []string{"A1:D1"}, []any{"2026年支出总表"}, []any{"部门：某市水务局", nil, nil, "单位：元"}, []any{"科目编码", "科目名称", "合计", "基本支出"},
			[]any{nil, "合计", 300.5, 300.5}, []any{"213", "农林水支出", 300.5, 300.5}, []any{"21303", "水利", 300.5, 300.5}, []any{"2130301", "行政运行", 300.5, 300.5})
		must(t, f.DeleteSheet("Sheet1"))
		facts, info, err := published.Facts(p, saved(t, f))
		must(t, err)
		f.Close()
		made, err := rebuild.Ledger(p, facts, info)
		must(t, err)
		items := made.Ledger.Tables["支出明细"]
		units := map[string]bool{}
		for i := range items.Len() {
			units[items.Value(i, "单位")] = true
		}
		if units["某市水务局"] != want {
			t.Errorf("%v: units %v", amount, units)
		}
	}
}

// TestATableThatRebuiltItemsMissIsOfTheYearThatItsTotalIsNearTo binds a list whose words leave 上年结转 open by an
// example that the rebuilt items miss by a little: its total says what it takes, which is told.
func TestATableThatRebuiltItemsMissIsOfTheYearThatItsTotalIsNearTo(t *testing.T) {
	p := defaultPack(t)
	of := func(amount int) *budget.Ledger {
		return ofProjects(p, fmt.Sprintf("某市水务局 河道 特定目标类 政府性基金预算 %d", amount), "某市水务局 河道 特定目标类 政府性基金预算 70000 上年结转", fmt.Sprintf("某市水文站 监测 特定目标类 政府性基金预算 %d", amount/5))
	}
	fund := ask{"资金来源": "政府性基金预算"}
	for want, more := range map[string]ask{"只取 本年": now, "": nil} {
		table := kind{"基金", "年政府性基金预算支出表", [][]any{{"单位名称", "本年支出", nil, nil}, {nil, "合计", "基本支出", "项目支出"}}, []string{"A3:A4", "B3:D3"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(unit ask) []any {
				return []any{sum(l, unit, fund, more), sum(l, unit, fund, base, more), sum(l, unit, fund, proj, more)}
			})
		}, ""}
		rebuilt, next := of(500000), of(300000)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, of(500090), 2026), Ledger: rebuilt, Views: tables.Views(p, rebuilt), Slack: 1})
		must(t, err)
		for _, proof := range proven(t, p, loaded(t, made), []kind{table}, next, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 {
				t.Errorf("%q: %+v; left %v", want, proof, made.Left)
			}
		}
		if want != "" && !says(made.Left, "基金", "照合计和重建的录入最近的只取 本年") {
			t.Errorf("left %v", made.Left)
		}
	}
}

// TestMergedCellsOfAListOfACardAreOneColumn binds a card in whose list cells of two columns are merged in each
// line: what they show is of the first, not of a second period beside it. A form that merges them though the
// example does not gets no tag that nobody would see.
func TestMergedCellsOfAListOfACardAreOneColumn(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	book := func(full, headed, wide bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
		for i := range projects.Len() {
			name := projects.Value(i, "项目名称")
			text := func(field string) any {
				if full {
					return projects.Value(i, field)
				}
				return nil
			}
			if projects.Value(i, "是否公开") != "是" {
				continue
			}
			line := func(texts ...any) []any {
				if headed {
					return slices.Insert(texts, 3, any(nil))
				}
				return texts
			}
			rows := [][]any{{"项目支出绩效目标表"}, {"项目名称", text("项目名称")}, {"实施单位", text("实施单位")}, {"项目概况", text("项目概况")}, {"年度总体目标", text("年度总体目标")}, line("一级指标", "二级指标", "三级指标", "指标值")}
			for k := range own.Len() {
				is := func(f string) string { return own.Value(k, f) }
				if full && is("项目名称") == name && is("实施单位") == projects.Value(i, "实施单位") && is("目标期") == "年度" {
					rows = append(rows, line(is("一级指标"), is("二级指标"), is("三级指标"), is("指标值")))
				}
			}
			if !full {
				rows = append(rows, []any{"产出指标", "数量指标"}, []any{"效益指标", "社会效益"})
			}
			var merges []string
			for row := 7; wide && row <= len(rows); row++ {
				merges = append(merges, fmt.Sprintf("C%d:D%[1]d", row))
			}
			if headed {
				merges = append(merges, "C6:D6")
			}
			addSheet(t, f, fmt.Sprint("目标表", i), merges, rows...)
			if !full {
				break
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for _, headed := range []bool{true, false} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(false, headed, true), Example: book(true, headed, headed), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		texts := strings.Join(textsOf(t, made.Book), "\n")
		if strings.Contains(texts, "实施期") || strings.Contains(texts, "指标值}}") != headed || strings.Contains(told(made), "印不出来") == headed {
			t.Errorf("a header over both columns %v: left %s; written %s", headed, told(made), texts)
		}
		filled(t, loaded(t, made), l)
	}
}

// TestARemarkOfWhatIsTakenTooLimitsNothing binds a blank form whose notes, or whose title, say that 上年结转 is
// taken as well: it is not all that is taken. Where a note says so nobody has to be asked.
func TestARemarkOfWhatIsTakenTooLimitsNothing(t *testing.T) {
	list := func(title, note string) kind {
		return kind{"表", title, [][]any{{"单位名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			types := func(of ask) []any { return []any{sum(l, gp, of), sum(l, gp, base, of), sum(l, gp, proj, of)} }
			return byUnit(l, types)
		}, note}
	}
	for _, of := range []struct {
		title, note string
		settled     bool
	}{{"年一般公共预算支出表", "注：本表包含上年结转资金。", true}, {"年一般公共预算支出表", "注：含上年结转。", true}, {"年一般公共预算支出表（包括上年结转结余）", "", true}, {"年一般公共预算支出表", "", false}} {
		kinds := []kind{list(of.title, of.note)}
		p, made := aloneFrom(t, kinds...)
		l := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 500000", "某市水务局 河道 特定目标类 一般公共预算 70000 上年结转", "某市水文站 监测 特定目标类 一般公共预算 45000")
		for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
			if proof.Wrong() > 0 || proof.Right < 4 || strings.Contains(told(made), "上年结转") == of.settled {
				t.Errorf("%v: %+v\n%s", of, proof, told(made))
			}
		}
	}
	// what is left out, or a part, stays so
	p, made := aloneFrom(t, list("年一般公共预算支出表", "注：本表不包含上年结转资金。"))
	l := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 500000", "某市水务局 河道 特定目标类 一般公共预算 70000 上年结转")
	if got := strings.Join(textsOf(t, filled(t, loaded(t, made), l)), "\n"); !strings.Contains(got, "合计|658023|") {
		t.Error(got)
	}
}

// TestAColumnOfAnotherFundThanWhatWasCarriedOverIsOfBothYears binds fixed lines beside columns of 上年结转 that
// are of some funds alone: that of another fund, of which the example carries nothing over, takes both years.
func TestAColumnOfAnotherFundThanWhatWasCarriedOverIsOfBothYears(t *testing.T) {
	fund := func(name string) ask { return ask{"资金来源": name} }
	kinds := []kind{{"支出", "年部门支出汇总表", [][]any{{"项目", "合计", "本年拨款", nil, "财政拨款结转结余", nil, "财政专户管理资金", "单位资金"}, {nil, nil, "一般公共预算", "政府性基金预算", "一般公共预算", "政府性基金预算"}}, []string{"C3:D3", "E3:F3", "A3:A4", "B3:B4", "G3:G4", "H3:H4"}, func(l *budget.Ledger) (out [][]any) {
		for label, of := range map[string]ask{"一、基本支出": base, "二、项目支出": proj, "支出总计": nil} {
			row := []any{label}
			if l != nil {
				row = append(row, sum(l, of))
				for _, of2 := range []ask{now, before} {
					row = append(row, sum(l, of, of2, gp), sum(l, of, of2, fund("政府性基金预算")))
				}
				row = append(row, sum(l, of, fund("财政专户管理资金")), sum(l, of, fund("单位资金")))
			}
			out = append(out, row)
		}
		slices.SortFunc(out, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) }) // 一, 二, 支
		return out
	}, ""}}
	p := defaultPack(t)
	example := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 500000", "某市水务局 河道 特定目标类 一般公共预算 70000 上年结转", "某市水文站 监测 特定目标类 政府性基金预算 45000", "某市水文站 监测 特定目标类 政府性基金预算 4000 上年结转", "某市水文站 考试 特定目标类 财政专户管理资金 32000", "某市水文站 食堂 特定目标类 单位资金 12000", "某市水文站 食堂 特定目标类 单位资金 9000 上年结转")
	other := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 300000", "某市水文站 考试 特定目标类 财政专户管理资金 21000", "某市水文站 考试 特定目标类 财政专户管理资金 3300 上年结转")
	learned(t, kinds, example, other)
}

// TestALineThatJoinsTwoNamesTakesBoth binds a line whose label joins two funds one of which is a part of the
// other: it takes all of both, though the example has nothing of the wider one.
func TestALineThatJoinsTwoNamesTakesBoth(t *testing.T) {
	fund := func(name string) ask { return ask{"资金来源": name} }
	kinds := []kind{{"收入", "年部门收入总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
		for _, line := range []struct {
			label string
			of    []ask
		}{{"一、一般公共预算", []ask{gp, now}}, {"二、财政专户拨款", []ask{now, fund("财政专户管理资金")}}, {"三、其他资金", []ask{now, fund("单位资金")}}, {"本年收入合计", []ask{now}},
			{"四、上年结转", []ask{before}}, {"　　一般公共预算", []ask{gp, before}}, {"　　财政专户资金和其他资金", []ask{before, fund("财政专户管理资金、单位资金")}}, {"收入总计", nil}} {
			row := []any{line.label}
			if l != nil {
				row = append(row, sum(l, line.of...))
			}
			out = append(out, row)
		}
		return out
	}, ""}}
	p := defaultPack(t)
	example := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 500000", "某市水务局 河道 特定目标类 一般公共预算 70000 上年结转", "某市水文站 考试 特定目标类 财政专户管理资金 32000", "某市水文站 食堂 特定目标类 单位资金 12000")
	other := ofProjects(p, "某市水务局 河道 特定目标类 一般公共预算 300000", "某市水文站 考试 特定目标类 财政专户管理资金 3300 上年结转", "某市水文站 食堂 特定目标类 单位资金 2200 上年结转")
	learned(t, kinds, example, other)
}

// TestOfficeExpensesInATitleAreNoKindOfUnit binds the 行政经费及“三公”经费 of Guangdong from a blank form: the name of
// the first, whose meaning no two places share, does not limit the second to units of one kind.
func TestOfficeExpensesInATitleAreNoKindOfUnit(t *testing.T) {
	const codes = "30212、30217、30231、31013、30913"
	cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	kinds := []kind{{"表八", "年财政拨款安排的行政经费及“三公”经费预算表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
		for _, line := range [][2]string{{"“三公”经费", codes}, {"其中：（一）因公出国（境）支出", "30212"}, {"　　　（二）公务用车购置及运行维护支出", "30231、31013、30913"}, {"　　　　　1.公务用车购置", "31013、30913"}, {"　　　　　2.公务用车运行维护费", "30231"}, {"　　　（三）公务接待费支出", "30217"}} {
			row := []any{line[0]}
			if l != nil {
				row = append(row, sum(l, cz, ask{"部门经济科目编码": line[1]}))
			}
			out = append(out, row)
		}
		return append([][]any{{"行政经费"}}, out...)
	}, ""}}
	p, made := aloneFrom(t, kinds...)
	l := (bureau{"testdata", "testdata", p}).ledger(t, yunchuanNext)
	for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 || !strings.Contains(told(made), "行政经费") {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestACardListsEachPeriodInLinesOfItsOwn binds a card that lists the indicators of one period below those of the
// other, each under a label of its own, by an example whose periods are the same or not: each list and what stands
// between and below them comes from where it stands, however many lines the one above has.
func TestACardListsEachPeriodInLinesOfItsOwn(t *testing.T) {
	p := defaultPack(t)
	book := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		card := func(n int, value func(field string) any, of func(period string) [][]any) {
			rows := [][]any{{"项目申报表"}, {"项目名称", value("项目名称")}, {"实施单位", value("实施单位")}, {"长期绩效目标表", "一级指标", "二级指标", "三级指标", "指标值"}}
			rows = append(rows, of("实施期")...)
			rows = append(rows, []any{"年度绩效目标", value("年度总体目标")}, []any{"年度绩效目标表", "一级指标", "二级指标", "三级指标", "指标值"})
			rows = append(rows, of("年度")...)
			addSheet(t, f, fmt.Sprint("申报表", n), nil, append(rows, []any{"填报日期", value("填报日期")})...)
		}
		if l == nil {
			card(1, func(string) any { return nil }, func(string) [][]any {
				return [][]any{{nil, "产出指标", "数量指标"}, {nil, "产出指标", "质量指标"}, {nil, "效益指标", "社会效益"}}
			})
		} else {
			projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
			for i := range projects.Len() {
				if projects.Value(i, "是否公开") != "是" {
					continue
				}
				card(i, func(field string) any { return projects.Value(i, field) }, func(period string) (out [][]any) {
					for k := range own.Len() {
						is := func(f string) string { return own.Value(k, f) }
						if is("项目名称") == projects.Value(i, "项目名称") && is("实施单位") == projects.Value(i, "实施单位") && is("目标期") == period {
							out = append(out, []any{nil, is("一级指标"), is("二级指标"), is("三级指标"), is("指标值")})
						}
					}
					return out
				})
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for how, example := range map[string]*budget.Ledger{"alike": alikePeriods(p), "apart": sampleLedger(t, p)} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(nil), Example: book(example), Ledger: example, Views: tables.Views(p, example)})
		must(t, err)
		if strings.Contains(told(made), "被当成样例行删去") {
			t.Errorf("%s: kinds of indicators are no lines of the form: %s", how, told(made))
		}
		for _, l := range []*budget.Ledger{alikePeriods(p), sampleLedger(t, p)} {
			got, want := withoutNames(textsOf(t, filled(t, loaded(t, made), l))), withoutNames(textsOf(t, book(l)))
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Errorf("%s: line %d: got %q, want %q\n%s", how, i, got[i:min(i+2, len(got))], want[i:min(i+2, len(want))], told(made))
					break
				}
			}
		}
	}
}

// withoutNames are lines without those of one text, such as the names of sheets, and those of indicators without
// their kinds, which may be merged.
func withoutNames(lines []string) (out []string) {
	for _, line := range lines {
		if texts := strings.Split(line, "|"); len(texts) == 5 && texts[0] == "" {
			out = append(out, strings.Join(texts[3:], "|"))
		} else if len(texts) > 1 {
			out = append(out, line)
		}
	}
	return out
}

// TestClassesBelowUnitsThatAFormShowsOnceAreAList binds the 基本支出预算表 of Guangdong, whose form shows a unit and the
// classes below it as samples that are called as the lines are: each unit has its own, with an example and alone.
func TestClassesBelowUnitsThatAFormShowsOnceAreAList(t *testing.T) {
	p := defaultPack(t)
	kinds := []kind{{"表十一", "年部门预算基本支出预算表", [][]any{{"支出项目类别（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return [][]any{{"XX部门"}, {"  XX单位"}, {"    工资福利支出"}, {"    商品和服务支出"}, {"    对个人和家庭的补助"}, {"  ……"}}
		}
		line := func(label string, of ...ask) {
			of = append(of, base)
			cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
			out = append(out, []any{label, sum(l, of...), sum(l, append(of, cz)...), sum(l, append(of, ask{"资金来源": "财政专户管理资金"})...), sum(l, append(of, ask{"资金来源": "单位资金"})...)})
		}
		line(l.Info["部门名称"])
		for _, unit := range keysOf(l, nil, "单位") {
			line("  "+unit[0], ask{"单位": unit[0]})
			for _, class := range []string{"301 工资福利支出", "302 商品和服务支出", "303 对个人和家庭的补助", "310 资本性支出"} {
				code, name, _ := strings.Cut(class, " ")
				if of := (ask{"单位": unit[0], "部门经济科目编码": code}); sum(l, of, base) != 0 {
					line("    "+name, of)
				}
			}
		}
		return out
	}, ""}}
	dir := bureau{"testdata", "testdata", p}
	learned(t, kinds, dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext))
	_, made := aloneFrom(t, kinds...)
	for _, proof := range proven(t, p, loaded(t, made), kinds, dir.ledger(t, yunchuanNext), 2026) {
		if proof.Wrong() > 0 || proof.Right < 10 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestACardOfTheDepartmentShowsSharesBesideItsAmounts binds the card of Hubei, with 当年金额 and 占比 of what comes in
// and of what is spent: a share is a formula of the total of its own lines, and 当年 says of which year the budget is
// where a line of the example has money that was carried over, in the lines too that have none there.
func TestACardOfTheDepartmentShowsSharesBesideItsAmounts(t *testing.T) {
	p := defaultPack(t)
	others := ask{"资金来源": "财政专户管理资金、单位资金"}
	kindOf := func(name string) ask { return ask{"支出类型": "项目支出", "项目分类": name} }
	book := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门整体支出绩效目标申报表"}, {nil, nil, nil, nil, "单位：元"}, {"部门名称"}, {"总体资金情况", "项目", nil, "当年金额", "占比"}}
		for _, line := range []struct {
			group, label any
			of           ask
		}{{"收入构成", "财政拨款", gp}, {nil, "其他资金", others}, {nil, "合计", nil}, {"支出构成", "基本支出", base}, {nil, "其他运转类项目支出", kindOf("其他运转类")}, {nil, "特定目标类项目支出", kindOf("特定目标类")}, {nil, "合计", nil}} {
			row := []any{nil, line.group, line.label}
			if l != nil {
				row = append(row, sum(l, line.of), math.Round(sum(l, line.of)/sum(l)*1e4)/1e4)
			}
			rows = append(rows, row)
		}
		rows = append(rows, []any{"年度总体目标"}, []any{"绩效指标", "一级指标", "二级指标", "三级指标", "指标值"}, []any{nil, "产出指标", "数量指标"})
		if l != nil {
			rows[2] = append(rows[2], l.Info["部门名称"])
		}
		addSheet(t, f, "整体", []string{"A4:A11", "B5:B7", "B8:B11", "B4:C4"}, rows...)
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		must(t, err)
		must(t, f.SetCellStyle("整体", "E5", "E11", percent))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 防汛 特定目标类 一般公共预算 80000 上年结转", "某市水务局 网络 其他运转类 一般公共预算 31000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水务局 网络 其他运转类 一般公共预算 9000 上年结转", "某市水文站 抗旱 特定目标类 单位资金 210000")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市交通局"
	nothing := sample.Nothing(p)
	for how, r := range map[string]bind.Request{"by an example": {Example: book(last), Ledger: last}, "alone": {Ledger: nothing}} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", book(nil), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == "E8" && e.Text == "=IF(N(D11)=0,0,D8/D11)" }) {
			t.Errorf("%s: written %v; left %s", how, made.Written, told(made))
		}
		got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, book(next))
		for i := range min(12, len(want)) {
			if how == "alone" {
				break // words do not tell of which years the amounts are
			}
			is, should := strings.Split(got[i], "|"), strings.Split(want[i], "|")
			for col := range should {
				a, errA := strconv.ParseFloat(is[min(col, len(is)-1)], 64)
				b, errB := strconv.ParseFloat(should[col], 64)
				same := errA == nil && errB == nil && math.Abs(a-b) < 1e-4
				if !same && is[min(col, len(is)-1)] != should[col] {
					t.Errorf("%s: %q, want %q; left %s", how, got[i], want[i], told(made))
					break
				}
			}
		}
	}
}

// TestACardShowsTheKindOfItsProjectAndItsWholeBudget binds a card that prints the kind of a project, which else only
// documents need, and its money by the names 项目总预算 and 项目当年预算, by an example and alone.
func TestACardShowsTheKindOfItsProjectAndItsWholeBudget(t *testing.T) {
	p := defaultPack(t)
	ledger := func(times budget.Fen) *budget.Ledger {
		l := alikePeriods(p)
		projects := l.Tables["绩效项目"]
		for i := range projects.Len() {
			projects.Amounts(projects.Measure("实施期资金总额"))[i] *= times
		}
		return l
	}
	book := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		card := func(n int, text func(field string) any, amount func(field string) any, lines ...[]any) {
			addSheet(t, f, fmt.Sprint("绩效", n), nil, append([][]any{{"项目支出绩效目标表"}, {"项目名称", text("项目名称")}, {"实施单位", text("实施单位")}, {"项目类别", text("项目分类")}, {"项目总预算（元）", amount("实施期资金总额")}, {"项目当年预算（元）", amount("年度资金总额")}, {"年度总体目标", text("年度总体目标")}, {"一级指标", "二级指标", "三级指标", "指标值"}}, lines...)...)
		}
		if l == nil {
			card(1, func(string) any { return nil }, func(string) any { return nil }, []any{"产出指标", "数量指标"}, []any{"产出指标", "质量指标"})
		} else {
			projects := l.Tables["绩效项目"]
			for i := range projects.Len() {
				name := projects.Value(i, "项目名称")
				card(i, func(field string) any { return projects.Value(i, field) }, func(field string) any { return projects.Amounts(projects.Measure(field))[i].Yuan().InexactFloat64() },
					[]any{"产出指标", "数量指标", name + "的次数0", fmt.Sprint("≥", i, "次")}, []any{"产出指标", "质量指标", name + "的次数1", fmt.Sprint("≥", i+1, "次")})
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	last, next, nothing := ledger(3), ledger(2), sample.Nothing(p)
	for how, r := range map[string]bind.Request{"by an example": {Example: book(last), Ledger: last}, "alone": {Ledger: nothing}} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", book(nil), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		got := textsOf(t, filled(t, loaded(t, made), next))
		for _, line := range textsOf(t, book(next)) {
			if kind := strings.HasPrefix(line, "产出指标"); !kind && strings.Contains(line, "|") && !slices.Contains(got, line) {
				t.Errorf("%s: no %q in %q; left %s", how, line, got, told(made))
			}
		}
	}
}

// TestUnitsStandAboveTheirProjectsWhateverTheHeaderNamesFirst rebuilds items from the tables of Guangdong headed
// 支出项目类别（资金使用单位）: the department, its units and below these classes or projects.
func TestUnitsStandAboveTheirProjectsWhateverTheHeaderNamesFirst(t *testing.T) {
	list := func(title string, only ask, below func(l *budget.Ledger, unit string) [][2]any) kind {
		return kind{title, "年" + title, [][]any{{"支出项目类别（资金使用单位）", "总计", "财政拨款", "其他资金"}}, nil, func(l *budget.Ledger) (out [][]any) {
			if l == nil {
				return [][]any{{"XX部门"}, {"  XX单位"}, {"    XX项目"}, {"    ……"}}
			}
			line := func(label string, of ...ask) {
				of = append(of, only)
				out = append(out, []any{label, sum(l, of...), sum(l, append(of, gp)...), sum(l, append(of, ask{"资金来源": "单位资金"})...)})
			}
			line(l.Info["部门名称"])
			for _, unit := range keysOf(l, only, "单位") {
				line("  "+unit[0], ask{"单位": unit[0]})
				for _, b := range below(l, unit[0]) {
					line("    "+b[0].(string), ask{"单位": unit[0]}, b[1].(ask))
				}
			}
			return out
		}, ""}
	}
	p := defaultPack(t)
	kinds := []kind{
		list("部门预算基本支出预算表", base, func(l *budget.Ledger, unit string) (out [][2]any) {
			for code, name := range map[string]string{"301": "工资福利支出", "302": "商品和服务支出"} {
				if of := (ask{"部门经济科目编码": code}); sum(l, base, of, ask{"单位": unit}) != 0 {
					out = append(out, [2]any{name, of})
				}
			}
			return out
		}),
		list("部门预算项目支出及其他支出预算表", proj, func(l *budget.Ledger, unit string) (out [][2]any) {
			for _, k := range keysOf(l, ask{"支出类型": "项目支出", "单位": unit}, "项目名称") {
				out = append(out, [2]any{k[0], ask{"项目名称": k[0]}})
			}
			return out
		}),
	}
	l := ofProjects(p, "某市水务局 河道治理 特定目标类 一般公共预算 500000", "某市水务局 网络运维 其他运转类 一般公共预算 31000", "某市水文站 水质监测 其他运转类 单位资金 45000", "某市水文站 设备购置 特定目标类 一般公共预算 62000")
	l.Info["部门名称"] = "某市水务系统"
	facts, info, err := published.Facts(p, book(t, kinds, l, 2026))
	must(t, err)
	from, err := rebuild.Ledger(p, facts, info)
	must(t, err)
	got := map[string]bool{}
	for _, k := range keysOf(from.Ledger, nil, "单位") {
		got[k[0]] = true
	}
	if len(got) != 2 || !got["某市水务局"] || !got["某市水文站"] {
		t.Errorf("rebuilt units %v", got)
	}
}

// TestADateGoesOnWhereTheExampleHasItAYearBefore binds notes with dates: one that the example has a year before moves
// with the year, whatever numbers stand behind it, and one that it has as it is stays and is told.
func TestADateGoesOnWhereTheExampleHasItAYearBefore(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	book := func(year int, cars string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "说明", nil, []any{fmt.Sprintf("%d年部门预算编制说明", year)}, []any{fmt.Sprintf("截至%d年12月31日，共有车辆%s辆。", year-1, cars)}, []any{"按照2019年1月印发的办法编制。"})
		addSheet(t, f, "资产", nil, []any{"国有资产说明"}, []any{fmt.Sprintf("注：填列%d年12月31日的数。", year-1)}) // which names no year of the budget
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for form, moves := range map[int]bool{2027: true, 2026: false} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(form, "XX"), Example: book(2026, "7"), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		texts := strings.Join(textsOf(t, made.Book), "\n")
		if strings.Contains(texts, "截至{{年度-1}}年12月31日") != moves || strings.Contains(texts, "填列{{年度-1}}年") != moves || !strings.Contains(texts, "2019年1月") || !says(made.Left, "说明", "“按照2019年1月") {
			t.Errorf("%d: %s\n%s", form, texts, told(made))
		}
	}
}

// TestOtherMoneyOfACardIsTheFundThatItsFigureIs binds a card of the department with 其他资金 beside 财政专户拨款: the
// figure says that it is the rest alone, which is told.
func TestOtherMoneyOfACardIsTheFundThatItsFigureIs(t *testing.T) {
	p := defaultPack(t)
	book := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		row := []any{nil}
		if l != nil {
			row = append(row, sum(l), sum(l, gp), sum(l, ask{"资金来源": "财政专户管理资金"}), sum(l, ask{"资金来源": "单位资金"}))
		}
		addSheet(t, f, "整体", []string{"A3:A4"}, []any{"部门整体支出绩效目标表"}, []any{nil, nil, nil, nil, "单位：元"}, []any{"年度预算资金", "资金总额", "财政拨款", "财政专户拨款", "其他资金"}, row, []any{"年度总体目标"}, []any{"绩效指标", "一级指标", "二级指标", "三级指标", "指标值"}, []any{nil, "产出指标", "数量指标"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 考试 特定目标类 财政专户管理资金 32000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 300000", "某市水文站 考试 特定目标类 财政专户管理资金 21000", "某市水文站 监测 其他运转类 单位资金 6000")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(nil), Example: book(last), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if got := textsOf(t, filled(t, loaded(t, made), next)); !strings.HasSuffix(got[4], "|21000|6000") || !says(made.Left, "整体", "照范例的数取单位资金") {
		t.Errorf("%q; left %s", got, told(made))
	}
}

// TestAnAmountOfACardIsOfThePeriodThatItsLabelNames binds a card whose periods have the same amounts in the example:
// a label that names one is not overruled by what stands beside it.
func TestAnAmountOfACardIsOfThePeriodThatItsLabelNames(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	projects := l.Tables["绩效项目"]
	for _, name := range projects.Measures {
		if rest, ok := strings.CutPrefix(name, "年度"); ok && projects.Measure("实施期"+rest) >= 0 {
			copy(projects.Amounts(projects.Measure(name)), projects.Amounts(projects.Measure("实施期"+rest)))
		}
	}
	total := projects.Measure("实施期资金总额")
	card := func(full bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		for i := range projects.Len() {
			if projects.Value(i, "是否公开") != "是" {
				continue
			}
			show := func(x any) any {
				if full {
					return x
				}
				return nil
			}
			amount := show(projects.Amounts(total)[i].Yuan().InexactFloat64())
			addSheet(t, f, fmt.Sprint("目标表", i), nil, []any{"项目支出绩效目标表"}, []any{nil, nil, nil, nil, "单位：元"}, []any{"项目名称", show(projects.Value(i, "项目名称"))}, []any{"实施单位", show(projects.Value(i, "实施单位"))},
				[]any{"项目资金", "实施期资金总额", amount, "年度资金总额", amount}, []any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"})
			if !full {
				break
			}
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(false), Example: card(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	texts := strings.Join(textsOf(t, made.Book), "\n")
	if !strings.Contains(texts, "|年度资金总额|{{绩效项目.年度资金总额|") {
		t.Errorf("%s\n%s", texts, told(made))
	}
}

// TestATotalAboveGoesPastTheOnesBelowIt binds a total above a 小计 with its lines and lines that follow: it is the sum
// of all of them in every column; and where figures refute a sum, a column without figures gets none.
func TestATotalAboveGoesPastTheOnesBelowIt(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, wrong := range []float64{0, 1} {
		table := kind{"三公", "年“三公”及会议费、培训费支出表", [][]any{{"项目", "合计", "国有资本经营预算"}}, nil, func(l *budget.Ledger) (out [][]any) {
			lines := []string{"合计", "“三公”经费小计", "一、因公出国（境）费", "二、公务接待费", "三、公务用车运行维护费", "会议费", "培训费"}
			codes := map[string]string{"一、因公出国（境）费": "30212", "二、公务接待费": "30217", "三、公务用车运行维护费": "30231", "会议费": "30215", "培训费": "30216"}
			for i, name := range lines {
				var figure any
				if l != nil {
					of := 0.0
					for k, code := range codes {
						if k == name || i == 0 || i == 1 && strings.Contains(k, "、") {
							of += sum(l, ask{"部门经济科目编码": code})
						}
					}
					if i == 0 {
						of += wrong
					}
					figure = of
				}
				out = append(out, []any{name, figure, nil})
			}
			return out
		}, ""}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		rows, err := f.GetRows("三公")
		must(t, err)
		top := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "合计" }) + 1
		for _, col := range []string{"B", "C"} {
			got, err := f.GetCellFormula("三公", fmt.Sprint(col, top))
			must(t, err)
			if (wrong == 0) != (got == fmt.Sprintf("SUM(%[1]s%[2]d:%[1]s%[3]d)", col, top+2, top+6)) || wrong != 0 && got != "" {
				t.Errorf("off by %v, %s%d: %q\n%s", wrong, col, top, got, told(made))
			}
		}
		must(t, f.Close())
	}
}
