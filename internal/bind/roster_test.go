package bind_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// indicatorsTable writes the 年度绩效目标 of all projects into one table, a line for each indicator, blank lines
// where there is no ledger; what is a project's own stands once, over its lines.
func indicatorsTable(t *testing.T, l *budget.Ledger, total bool, more ...any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	row := 0
	line := func(values ...any) {
		row++
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values); err != nil {
			t.Fatal(err)
		}
	}
	line("项目支出绩效目标表")
	line("部门名称：", nil, nil, nil, nil, nil, nil, nil, "单位：万元")
	if l != nil {
		row--
		line("部门名称："+l.Info["部门名称"], nil, nil, nil, nil, nil, nil, nil, "单位：万元")
	}
	line(append([]any{"序号", "项目名称", "实施单位", "年度金额", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}, more...)...)
	sum := 0.0
	if l == nil {
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle(sheet, "A4", "I9", style); err != nil {
			t.Fatal(err)
		}
		row += 6
	} else {
		projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
		serial := 0
		for i := range projects.Len() {
			of := func(f string) string { return projects.Value(i, f) }
			if of("是否公开") != "是" {
				continue
			}
			amount := projects.Amounts(slices.Index(projects.Measures, "年度资金总额"))[i].Yuan().InexactFloat64() / 10000
			serial, sum = serial+1, sum+amount
			first := row + 1
			for k := range own.Len() {
				is := func(f string) string { return own.Value(k, f) }
				if is("项目名称") == of("项目名称") && is("实施单位") == of("实施单位") && is("目标期") == "年度" {
					line(serial, of("项目名称"), of("实施单位"), amount, of("年度总体目标"), is("一级指标"), is("二级指标"), is("三级指标"), is("指标值"))
				}
			}
			if row < first {
				line(serial, of("项目名称"), of("实施单位"), amount, of("年度总体目标"))
			}
			for n := range more {
				cell, _ := excelize.CoordinatesToCellName(10+n, first)
				if err := f.SetCellValue(sheet, cell, projects.Amounts(projects.Measure("年度市县区"))[i].Yuan().InexactFloat64()/10000); err != nil {
					t.Fatal(err)
				}
			}
			for col := range 5 {
				from, _ := excelize.CoordinatesToCellName(col+1, first)
				to, _ := excelize.CoordinatesToCellName(col+1, row)
				for blank := first + 1; blank <= row; blank++ {
					cell, _ := excelize.CoordinatesToCellName(col+1, blank)
					if err := f.SetCellValue(sheet, cell, nil); err != nil {
						t.Fatal(err)
					}
				}
				if err := f.MergeCell(sheet, from, to); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if total {
		line("合计", nil, nil, nil)
		if l != nil {
			row--
			line("合计", nil, nil, sum)
		}
	}
	return saved(t, f)
}

// TestIndicatorsOfAllProjectsInOneTable binds a table whose lines are the indicators of projects,
// with what is the project's own beside them: by an example, by its words where the example lacks
// it, and by its words alone.
func TestIndicatorsOfAllProjectsInOneTable(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, total := range []bool{false, true} {
		whole := bind.Request{Pack: p, Known: known(t, p), Form: indicatorsTable(t, nil, total), Name: "官方表.xlsx", Example: indicatorsTable(t, l, total), Ledger: l, Views: tables.Views(p, l)}
		lacking, alone := whole, whole
		lacking.Example = book(t, kindsOfTables()[:1], l, 2026)
		alone.Example = nil
		rebuilt := whole // its items do not know the projects
		rebuilt.Ledger = sample.Nothing(p)
		rebuilt.Views, rebuilt.Slack = tables.Views(p, rebuilt.Ledger), 1
		for how, r := range map[string]bind.Request{"by the example": whole, "which the example lacks": lacking, "alone": alone, "rebuilt": rebuilt} {
			made, err := bind.Workbook(r)
			if err != nil {
				t.Fatal(how, err)
			}
			got, want := textsOf(t, filled(t, loaded(t, made), l)), textsOf(t, whole.Example)
			if how == "by the example" && len(made.Left) > 0 {
				t.Errorf("%v, %s: left %v", total, how, made.Left)
			}
			if how != "by the example" { // words do not say which cells are merged
				got, want = withoutRepeats(got), withoutRepeats(want)
			}
			for i := range max(len(got), len(want)) {
				if len(got) != len(want) || got[i] != want[i] && i > 2 {
					t.Fatalf("%v, %s: line %d of %d is %s, want %s of %d; left: %v", total, how, i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], len(want), made.Left)
				}
			}
		}
	}
}

// withoutRepeats takes out of lines what the line above says in the same place.
func withoutRepeats(lines []string) (out []string) {
	last := make([]string, 9)
	for _, line := range lines {
		cells := strings.Split(line+strings.Repeat("|", 9), "|")[:9]
		for i, c := range cells[:7] {
			if cells[i] = ""; c != "" && c != last[i] {
				cells[i], last[i] = c, c
			}
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

// TestAnAmountOfAListIsTheOneThatItIsCalled binds columns of such a table that are as large in the
// example: what is called otherwise gets no tag.
func TestAnAmountOfAListIsTheOneThatItIsCalled(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	of := func(l *budget.Ledger) []byte {
		return indicatorsTable(t, l, false, "其中：财政拨款", "其中：市级资金", "其中：捐赠收入")
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: of(nil), Name: "官方表.xlsx", Example: of(l), Ledger: l, Views: tables.Views(p, l)})
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]string{}
	for _, e := range made.Written {
		tags[e.Place.Cell] = e.Text
	}
	for cell, want := range map[string]string{"D4": "年度资金总额", "J4": "年度财政拨款", "K4": "年度市县区", "L4": ""} {
		if tags[cell] != want && !strings.Contains(tags[cell], "."+want) || want == "" && tags[cell] != "" {
			t.Errorf("%s has %s, want %s", cell, tags[cell], want)
		}
	}
	if !says(made.Left, "Sheet1", "捐赠收入") {
		t.Errorf("捐赠收入 is not told: %v", made.Left)
	}
}

// sheetsOf writes tables of what the input workbook holds beside the items of the budget: what is
// bought, a catalogue in which two lines are the same but for a column that is not printed, how many
// vehicles there are, and what projects are about.
func sheetsOf(t *testing.T, l *budget.Ledger) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	write := func(sheet string, rows ...[]any) {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	blank := [][]any{{" "}, {" "}, {" "}}
	bought, catalogue, projects, whole, vehicles := blank, blank, blank, blank, map[string]any{}
	numbered := [][]any{{1, "合计", nil, nil}, {2}, {3}, {4}}
	kinds, vehiclesLine, sums := blank, []any{" "}, map[string]any{}
	total := []any{"合计", nil, nil, nil, nil}
	if l != nil {
		bought, catalogue, kinds, numbered = nil, nil, nil, numbered[:1]
		own := l.Tables["政府采购"]
		sum := 0.0
		for i := range own.Len() {
			yuan := own.Amounts(0)[i].Yuan().InexactFloat64()
			sum += yuan
			sums[own.Value(i, "采购类型")] = yuan
			kinds = append(kinds, []any{own.Value(i, "采购类型"), "小计", yuan}, []any{nil, own.Value(i, "采购品目"), yuan})
			numbered = append(numbered, []any{i + 2, own.Value(i, "采购品目"), own.Value(i, "采购类型"), yuan})
			bought = append(bought, []any{own.Value(i, "单位"), own.Value(i, "采购类型"), own.Value(i, "采购品目"), nil, yuan})
		}
		total = []any{"合计", nil, nil, nil, sum}
		numbered[0][3] = sum
		own = l.Tables["政府购买服务"]
		for i := range own.Len() {
			catalogue = append(catalogue, []any{own.Value(i, "代码"), own.Value(i, "一级目录"), own.Value(i, "二级目录"), own.Value(i, "三级目录"), own.Value(i, "四级目录")})
		}
		own, projects = l.Tables["绩效项目"], nil
		for i := range own.Len() {
			if own.Value(i, "是否公开") == "是" {
				projects = append(projects, []any{i + 1, own.Value(i, "项目名称"), own.Value(i, "项目概况"), own.Amounts(slices.Index(own.Measures, "年度资金总额"))[i].Yuan().InexactFloat64()})
			}
		}
		own, whole = l.Tables["整体绩效"], nil
		for i := range own.Len() {
			of := own.Amounts(own.Measure("项目支出(元)"))[i].Yuan().InexactFloat64()
			whole = append(whole, []any{own.Value(i, "单位"), of, nil, of})
		}
		vehiclesLine = []any{l.Info["部门名称"], l.Info["车辆实有数"], l.Info["机要通信用车"], l.Info["办公用房面积"]}
		for item, value := range l.Info {
			vehicles[item] = value
		}
	}
	write("采购", slices.Concat([][]any{{"2026年政府采购预算表"}, {"部门：", nil, nil, nil, "单位：元"}, {"单位名称", "采购类型", "采购品目", "备注", "采购金额"}, total}, bought)...)
	write("采购清单", slices.Concat([][]any{{"政府采购项目预算表"}, {"部门：", nil, nil, "单位：元"}, {"序号", "采购品目", "采购类型", "采购金额"}}, numbered)...)
	write("目录", slices.Concat([][]any{{"2026年政府购买服务项目表"}, {"代码", "一级目录", "二级目录", "三级目录", "四级目录"}}, catalogue)...)
	write("指导目录", slices.Concat([][]any{{"预算12表"}, {"政府购买服务指导性目录"}, {"部门："}, {"代码", "一级目录", "二级目录", "三级目录", "四级目录"}}, catalogue)...)
	write("资产", [][]any{{"国有资产占用情况表"}, {"部门：", nil, "单位：辆、平方米"}, {"序号", "项目", "数量"}, {1, "一、车辆实有数", vehicles["车辆实有数"]}, {2, "其中：领导干部用车", vehicles["领导干部用车"]},
		{3, "机要通信用车", vehicles["机要通信用车"]}, {4, "二、办公用房面积", vehicles["办公用房面积"]}, {5, "三、单位价值100万元以上设备", vehicles["100万元以上设备"]}}...)
	write("采购分类", slices.Concat([][]any{{"政府采购分类预算表"}, {"部门：", nil, nil, "单位：元"}, {"采购类型", "采购品目", "预算金额"}, {"合计", nil, total[len(total)-1]}}, kinds)...)
	write("采购汇总", []any{"政府采购汇总表"}, []any{"部门：", "单位：元"}, []any{"项目", "采购预算金额"}, []any{"合计", total[len(total)-1]}, []any{"　一、货物类", sums["货物"]}, []any{"　二、工程类", sums["工程"]}, []any{"　三、服务类", sums["服务"]})
	write("采购类型", []any{"政府采购类型预算表"}, []any{"部门：", "单位：元"}, []any{"采购类型", "采购预算金额"}, []any{"合计", total[len(total)-1]}, []any{"货物", sums["货物"]}, []any{"工程", sums["工程"]}, []any{"服务", sums["服务"]})
	write("采购编号", []any{"政府采购类型情况表"}, []any{"部门：", nil, "单位：元"}, []any{"序号", "采购类型", "采购预算金额"}, []any{1, "货物", sums["货物"]}, []any{2, "工程", sums["工程"]}, []any{3, "服务", sums["服务"]}, []any{"合计", nil, total[len(total)-1]})
	write("整体", slices.Concat([][]any{{"编制整体绩效目标的单位情况表"}, {"部门：", nil, nil, "单位：元"}, {"单位名称", "合计", "基本支出", "项目支出"}}, whole)...)
	write("车辆", []any{"车辆和办公用房情况表"}, []any{"部门：", nil, nil, " "}, []any{"单位名称", "车辆实有数（辆）", "其中：机要通信用车（辆）", "办公用房面积（平方米）"}, vehiclesLine)
	write("项目", slices.Concat([][]any{{"项目支出情况表"}, {"部门：", nil, nil, "单位：元"}, {"序号", "项目名称", "项目概况", "预算金额"}}, projects)...)
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	return saved(t, f)
}

// TestTablesOfWhatIsForDocumentsAreBound binds tables of input sheets and items that the pack has for
// its document: the new pack, which has none, names them.
func TestTablesOfWhatIsForDocumentsAreBound(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	l := sampleLedger(t, whole)
	r := bind.Request{Pack: p, Known: known(t, p), Form: sheetsOf(t, nil), Name: "官方表.xlsx", Example: sheetsOf(t, l), Ledger: l, Views: tables.Views(p, l), Whole: &bind.Whole{Pack: whole, Ledger: l}}
	made, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	got, want := textsOf(t, filled(t, loaded(t, made), l)), textsOf(t, r.Example)
	for i := range max(len(got), len(want)) {
		if len(got) != len(want) || got[i] != strings.Replace(want[i], "部门：", "部门："+l.Info["部门名称"], 1) {
			t.Fatalf("line %d of %d is %s, want %s of %d; left: %v", i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], len(want), made.Left)
		}
	}
	if found := judged(t, loaded(t, made), filled(t, loaded(t, made), l)); found.HasErrors() {
		t.Errorf("verify says %v", found)
	}
	if len(made.Left) != 2 || !says(made.Left, "采购", "备注") || !says(made.Left, "整体", "基本支出") {
		t.Errorf("left: %v", made.Left)
	}
	r.Example = book(t, kindsOfTables()[:1], l, 2026)
	lacking, err := bind.Workbook(r)
	must(t, err)
	if !says(lacking.Left, "采购类型", "范例里没有这张表，照表上的文字写了标签") {
		t.Errorf("the table that the example lacks: %v", lacking.Left)
	}
	r.Example = nil
	alone, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, made := range []*bind.Result{made, lacking, alone} {
		n := 0
		for _, e := range made.Written {
			if strings.HasPrefix(e.Place.String(), "采购类型!B") && !strings.Contains(e.Text, "@") {
				n++
			}
		}
		if n != 4 {
			t.Errorf("%d of the lines 合计, 货物, 工程 and 服务 stay: %v", n, made.Written)
		}
	}
}

// TestItemsAreBoundBesideWhatTheLedgerDoesNotHold binds a table of which the ledger holds most figures, and
// tells the other one; a column of what they are worth, whose header names its unit, is left.
func TestItemsAreBoundBesideWhatTheLedgerDoesNotHold(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	l := sampleLedger(t, whole)
	assets := func(vehicles, rooms, other any, worth ...any) []byte {
		f := excelize.NewFile()
		for i, row := range [][]any{{"国有资产占用情况表", nil, "单位：万元"}, {"项目", "数量"}, {"一、车辆实有数", vehicles}, {"二、办公用房面积", rooms}, {"三、其他固定资产", other}} {
			if i == 0 && (len(worth) == 0 || worth[0] != "计量单位") {
				row = row[:1]
			}
			if len(worth) > 0 && i > 0 {
				row = append(row, worth[i-1])
			}
			must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		}
		return saved(t, f)
	}
	number := func(item string) any {
		x, err := strconv.ParseFloat(l.Info[item], 64)
		must(t, err)
		return x
	}
	units := []any{"计量单位", "辆", "平方米", "件"}
	for _, worth := range [][2][]any{{}, {units, units}, {{"价值（金额单位：万元）", nil, nil, nil}, {"价值（金额单位：万元）", 152.36, 1006.5, 88.1}}} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: assets(nil, nil, nil, worth[0]...), Name: "官方表.xlsx", Example: assets(number("车辆实有数"), number("办公用房面积"), 358800.5, worth[1]...), Ledger: l, Views: tables.Views(p, l), Whole: &bind.Whole{Pack: whole, Ledger: l}})
		must(t, err)
		got := columnB(shown(t, made.Book)["Sheet1"])
		for label, want := range map[string]string{"一、车辆实有数": "{{车辆实有数|数}}", "二、办公用房面积": "{{办公用房面积|数}}", "三、其他固定资产": ""} {
			if got[label] != want {
				t.Errorf("%v %s: %q\n%s", worth[0], label, got[label], told(made))
			}
		}
		if !says(made.Left, "Sheet1", "其他固定资产") {
			t.Error(told(made))
		}
	}
}

// bought writes tables of what is bought by kinds, and such that list it below its total, one with a column of
// each kind, of an input sheet
// 政府采购 as it is or of none; blank is the form.
func bought(t *testing.T, blank bool, records ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	amount := func(kind any) any {
		sum := 0.0
		for _, r := range records {
			if kind == nil || r[0] == kind {
				sum += r[2].(float64)
			}
		}
		if sum == 0 {
			return nil
		}
		return sum
	}
	number := func() any {
		if blank || len(records) == 0 {
			return nil
		}
		return len(records)
	}
	list := [][]any{{"合计", nil, nil, amount(nil)}}
	for i, r := range records {
		list = append(list, []any{i + 1, r[1], r[0], r[2]})
	}
	if blank {
		list = [][]any{nil, nil, nil, nil}
	}
	write := func(sheet string, rows ...[]any) {
		_, err := f.NewSheet(sheet)
		must(t, err)
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Style: 1}}})
		must(t, err)
		for i, row := range rows {
			must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row))
			must(t, f.SetCellStyle(sheet, fmt.Sprintf("A%d", i+1), fmt.Sprintf("F%d", i+1), style))
		}
	}
	each := [][]any{{nil, "合计", amount(nil), amount("货物"), amount("工程"), amount("服务")}}
	for i, r := range records {
		line := []any{i + 1, r[1], r[2], nil, nil, nil}
		line[3+slices.Index([]any{"货物", "工程", "服务"}, r[0])] = r[2]
		each = append(each, line)
	}
	if blank {
		each = append(each, nil, nil)
	}
	write("分列", append([][]any{{"政府采购分类明细表"}, {"部门：", nil, nil, nil, nil, "单位：元"}, {"序号", "采购品目", "合计", "货物类", "工程类", "服务类"}}, each...)...)
	write("字母", []any{"政府采购类别表"}, []any{"部门：", "单位：元"}, []any{"采购类别", "金额"}, []any{"合计", amount(nil)}, []any{"A 货物", amount("货物")}, []any{"B-工程", amount("工程")}, []any{"C服务", amount("服务")})
	write("分类", []any{"政府采购分类汇总表"}, []any{"部门：", nil, "单位：元"}, []any{"项目", "品目数", "采购金额"}, []any{"合计", number(), amount(nil)}, []any{"一、货物类", nil, amount("货物")}, []any{"二、工程类", nil, amount("工程")}, []any{"三、服务类", nil, amount("服务")})
	write("清单", append([][]any{{"政府采购预算明细表"}, {"部门：", nil, nil, "单位：元"}, {"序号", "采购品目", "采购类型", "采购金额"}}, list...)...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// renewed is a pack that was learned, carried to a form of the next year.
func renewed(t *testing.T, learned *bind.Result, form []byte) *pack.Pack {
	t.Helper()
	made, err := renew.Update(loaded(t, learned), learned.Book, nil, form, nil)
	must(t, err)
	manifest, _, _, err := pack.Renew(learned.Manifest, made.Year, made.Sheets, made.Renamed)
	must(t, err)
	now, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": manifest, "官方表.xlsx": made.Book}))
	must(t, err)
	return now
}

// TestWhatIsBoughtIsBoundThoughTheExampleBoughtNothing binds such tables by an example with records, by one
// without any and alone: the printed kinds stay, each with its money, and the total stands above the list
// where the example has it.
func TestWhatIsBoughtIsBoundThoughTheExampleBoughtNothing(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	records := func(rows ...[]any) *budget.Ledger {
		l := sample.Nothing(whole)
		own := l.Tables["政府采购"]
		for _, r := range rows {
			texts := make([]string, len(own.Fields))
			texts[own.Field("采购类型")], texts[own.Field("采购品目")] = r[0].(string), r[1].(string)
			own.Append(0, texts, []budget.Fen{budget.Fen(r[2].(float64) * 100)})
		}
		return l
	}
	last := [][]any{{"货物", "计算机", 86000.0}, {"服务", "物业", 99800.0}, {"货物", "家具", 2450.5}}
	next := [][]any{{"工程", "修缮", 530000.0}, {"货物", "车辆", 180000.0}}
	for how, example := range map[string][][]any{"records": last, "none": {}, "alone": nil} {
		l := records(example...)
		r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: bought(t, true), Ledger: l, Views: tables.Views(p, l), Whole: &bind.Whole{Pack: whole, Ledger: l}}
		if example != nil {
			r.Example = bought(t, false, example...)
		}
		made, err := bind.Workbook(r)
		must(t, err)
		got, want := textsOf(t, filled(t, loaded(t, made), records(next...))), textsOf(t, bought(t, false, next...))
		for _, line := range want {
			line = strings.Replace(line, "合计|2|", "合计||", 1)
			total := strings.HasPrefix(line, "合计|||") // of a list that the form has blank
			if !slices.Contains(got, line) && !strings.HasPrefix(line, "部门：") && !(how == "alone" && total) {
				t.Errorf("%s: no line %q of %q; left: %v", how, line, got, made.Left)
			}
		}
		if n := len(slices.DeleteFunc(slices.Clone(got), func(line string) bool { return !strings.HasPrefix(line, "合计||710000") && line != "合计|||710000" })); n != 2 && how != "alone" {
			t.Errorf("%s: %d totals in %q", how, n, got)
		}
		if !says(made.Left, "分类", "品目数") {
			t.Errorf("%s: the column of numbers is not told: %v", how, made.Left)
		}
		if again := textsOf(t, filled(t, renewed(t, made, r.Form), records(next...))); !slices.Equal(again, got) {
			t.Errorf("%s: with the same form of the next year %q, want %q", how, again, got)
		}
		if how == "none" && (!says(made.Left, "清单", "没有核对过") || !says(made.Left, "分类", "范例里没有数")) {
			t.Errorf("it is not told that nothing proves the tags: %v", made.Left)
		}
	}
}

// TestWhatEachLineRepeatsIsPrintedOnEachLine binds a list of indicators that says on each line of which project it is and
// how much that has, and a list of what is bought with columns that the input workbook does not hold.
func TestWhatEachLineRepeatsIsPrintedOnEachLine(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	page := func(filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"项目支出绩效目标表"}, {nil, nil, nil, nil, "单位：元"}, {"项目名称", "年度资金总额", "年度绩效目标", "三级指标", "指标值"}}
		projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
		for i := range projects.Len() {
			for k := range own.Len() {
				if own.Value(k, "项目名称") == projects.Value(i, "项目名称") && own.Value(k, "目标期") == "年度" {
					line := []any{projects.Value(i, "项目名称"), projects.Amounts(slices.Index(projects.Measures, "年度资金总额"))[i].Yuan().InexactFloat64(), projects.Value(i, "年度总体目标"), own.Value(k, "三级指标"), own.Value(k, "指标值")}
					if !filled {
						line = make([]any, 5)
					}
					rows = append(rows, line)
				}
			}
		}
		addSheet(t, f, "绩效", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(false), Example: page(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	proofs, err := bind.Prove(loaded(t, made), page(true), filled(t, loaded(t, made), l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
	must(t, err)
	if len(proofs) != 1 || proofs[0].Wrong() > 0 || proofs[0].Right < 4 {
		t.Errorf("%+v\n%v\n%s", proofs, shown(t, made.Book), told(made))
	}
}

// TestAListOfPurchasesMayShowWhatNobodyEnters binds a list with 计量单位 and 数量, of which the input workbook knows nothing:
// the rest is bound, and these are told.
func TestAListOfPurchasesMayShowWhatNobodyEnters(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	l := boughtBy(t, "1", []string{"货物 车辆 238000", "服务 物业 120000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	page := func(filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"政府采购预算表"}, {nil, nil, nil, nil, "单位：元"}, {"采购类型", "采购品目", "计量单位", "数量", "采购预算金额"}, {nil}, {nil}, {"合计"}}
		if filled {
			rows = append(rows[:3], []any{"货物", "车辆", "辆", 2, 238000}, []any{"服务", "物业", "项", 1, 120000}, []any{"合计", nil, nil, nil, 358000})
		}
		addSheet(t, f, "采购", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(false), Example: page(true), Ledger: l, Whole: &bind.Whole{Pack: whole, Ledger: l}, Views: tables.Views(p, l)})
	must(t, err)
	for cell, want := range map[string]bool{"A4": true, "B4": true, "C4": false, "D4": false, "E4": true} {
		if tagged := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == cell }); tagged != want {
			t.Errorf("%s is tagged: %v\n%s", cell, tagged, told(made))
		}
	}
	for _, want := range []string{"“计量单位”这一列的文字录入里没有", "“数量”这一列的数录入里没有"} {
		if !says(made.Left, "采购", want) {
			t.Errorf("%s is not told:\n%s", want, told(made))
		}
	}
}
