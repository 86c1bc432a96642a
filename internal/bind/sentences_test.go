package bind_test

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/numfmt"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestRoomForTextsIsFilledOrTold gives a form a cover with room for what the department
// writes: what 基本信息 has becomes a tag, the rest is told, and what the example leaves
// blank too is left alone.
func TestRoomForTextsIsFilledOrTold(t *testing.T) {
	dir := "testdata/shapes/two-totals/"
	cover := func(file string, texts map[string]string) []byte {
		content, err := os.ReadFile(dir + file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.NewSheet("封面")
		must(t, err)
		for cell, text := range texts {
			must(t, f.SetCellStr("封面", cell, text))
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	base := defaultPack(t)
	l, _, err := input.Read("testdata/qingshan/去年录入.xlsx", base)
	if err != nil {
		t.Fatal(err)
	}
	l.Info["编制日期"], l.Info["部门代码"] = "2025-01-20", "312"
	made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(base, l),
		Form:    cover("官方表.xlsx", map[string]string{"A3": "编制日期：    年  月  日", "A4": "代码：", "A5": "联系电话：", "A6": "所属单位共   个", "A7": "负责人签章：", "A8": "本部门没有这项支出，故本表无数据。", "A9": "备注：本部门没有政府性基金预算支出。", "A10": "    年    月    日", "A11": "年  月", "A12": "填报：年月", "A13": "报送日期：　　年　　月　　日", "A14": "　　年　月", "A15": "报送日期：2026年  月  日", "A16": "2026年　　月　　日", "A17": "公开时间：2026年  月  日", "A18": "填报时间：20××年×月", "A19": "××××年××月××日", "A20": "报出：2026年X月"}),
		Example: cover("去年公开表.xlsx", map[string]string{"A3": "编制日期：2025年1月20日", "A4": "代码：", "B4": "312", "A5": "联系电话：0351-0000000", "A6": "所属单位共 3 个", "A7": "负责人签章：", "A10": "二〇二五年一月二十日", "A11": "2025年01月", "A12": "填报：2025年1月", "A13": "报送日期：2025年1月20日", "A14": "二〇二五年一月", "A15": "报送日期：2025年1月20日", "A16": "2025年1月20日", "A17": "公开时间：2025年  月  日", "A18": "填报时间：2025年1月", "A19": "2025年1月20日", "A20": "报出：2025年X月"})})
	if err != nil {
		t.Fatal(err)
	}
	cells := shown(t, made.Book)["封面"]
	for row, want := range map[int]string{2: "编制日期：{{编制日期|2026年1月20日}}", 9: "{{编制日期|二〇二六年一月二十日}}", 10: "{{编制日期|2026年01月}}", 11: "填报：{{编制日期|2026年1月}}", 12: "报送日期：{{编制日期|2026年1月20日}}", 13: "{{编制日期|二〇二六年一月}}", 14: "报送日期：{{编制日期|2026年1月20日}}", 15: "{{编制日期|2026年1月20日}}", 16: "公开时间：{{年度}}年  月  日", 17: "填报时间：{{编制日期|2026年1月}}", 18: "{{编制日期|2026年1月20日}}", 19: "报出：{{年度}}年X月"} {
		if got := at(cells, row)[0]; got != want {
			t.Error("date:", got)
		}
	}
	if row := at(cells, 3); len(row) < 2 || row[1] != "{{部门代码}}" {
		t.Error("code:", row)
	}
	var told []string
	for _, e := range made.Left {
		if strings.Contains(e.Text, "手工写") {
			told = append(told, e.Place.String())
		}
	}
	if got := strings.Join(told, " "); got != "封面!A17 封面!A20 封面!A5" {
		t.Error("told:", got)
	}
	for _, note := range []string{"封面!A8", "封面!A9"} {
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return e.Place.String() == note && strings.Contains(e.Text, "{{空表注}}")
		}) {
			t.Error("that there is no data is printed for all:", note, made.Left)
		}
	}
}

// TestSentencesAreWrittenAsTheExampleHasThem binds amounts of sentences, the total of all too, in the
// writing of the example, and says which are left and which date prints otherwise than there.
func TestSentencesAreWrittenAsTheExampleHasThem(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info["编制日期"] = "2025-01-25"
	for _, shape := range []string{"1234.56", "1,234.56", "1234.567890"} {
		number := func(asks ...ask) string {
			places := len(shape) - strings.Index(shape, ".") - 1
			text := strconv.FormatFloat(sum(l, asks...)/10000, 'f', places, 64)
			if dot := len(text) - len(".00"); strings.Contains(shape, ",") && dot > 3 {
				return text[:dot-3] + "," + text[dot-3:]
			}
			return text
		}
		table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
		said := func(l *budget.Ledger, date, name, all, base, other string) []byte {
			f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 2026)))
			must(t, err)
			_, err = f.NewSheet("说明")
			must(t, err)
			must(t, f.SetCellStr("说明", "A1", "编制日期："+date))
			must(t, f.SetCellStr("说明", "A2", name+"2026年收支总预算"+all+"万元，其中：基本支出"+base+"万元，甲乙丙丁"+other+"万元。"))
			out, err := f.WriteToBuffer()
			must(t, err)
			return out.Bytes()
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
			Form: said(nil, "    年  月  日", "XX部门", "XX", "XX", "XX"), Example: said(l, "2025年1月26日", l.Info["部门名称"], number(), number(base), "1.23")})
		must(t, err)
		if text := at(shown(t, made.Book)["说明"], 1)[0]; strings.Count(text, "|"+shape+"}}万元") != 2 || !strings.HasSuffix(text, "甲乙丙丁XX万元。") {
			t.Error(text)
		}
		for _, want := range []string{"说明!A1 范例写的是“2025年1月26日”，填好后照录入的印“2025-01-25”", "有 1 个数没有动（甲乙丙丁XX万元）"} {
			if !strings.Contains(told(made), want) {
				t.Errorf("%s is not told:\n%s", want, told(made))
			}
		}
	}
}

// TestTextsAreThoseOfTheExample writes what the example says in a cell where the form says the same but
// for the year, the department and its code, and tells what it says in the place of ….
func TestTextsAreThoseOfTheExample(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info["部门代码"] = "505"
	name := l.Info["部门名称"]
	table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	cover := func(l *budget.Ledger, year int, texts ...string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, year)))
		must(t, err)
		_, err = f.NewSheet("封面")
		must(t, err)
		for _, text := range texts {
			cell, text, _ := strings.Cut(text, "=")
			must(t, f.SetCellStr("封面", cell, text))
		}
		out, err := f.WriteToBuffer()
		must(t, err)
		return out.Bytes()
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
		Form:    cover(nil, 2026, "A1=2026年部门预算", "A2=填报单位：[]", "A3=××部门", "A4=预算年度：2026", "A5=预算主管部门：", "A6=……", "A7=2026年9月", "A8=（单位公章）"),
		Example: cover(l, 2025, "A1="+name+"2025年部门预算", "A2=填报单位：[505]"+name, "A3=505"+name, "A4=预算年度：2025", "A5=预算主管部门：", "B5="+name, "A6=本部门负责税收。", "A7=2025年9月", "A8="+name)})
	must(t, err)
	got := shown(t, made.Book)["封面"]
	for i, want := range []string{"{{部门名称}}{{年度}}年部门预算", "填报单位：[{{部门代码}}]{{部门名称}}", "{{部门代码}}{{部门名称}}", "预算年度：{{年度}}", "预算主管部门：|{{部门名称}}", "……", "2026年9月", "{{部门名称}}"} {
		if text := strings.Join(at(got, i), "|"); text != want {
			t.Errorf("%q, not %q", text, want)
		}
	}
	if want := "封面!A6 这里范例写的是“本部门负责税收。”"; !strings.Contains(told(made), want) {
		t.Errorf("%s is not told:\n%s", want, told(made))
	}
}

// TestANoteOfAnEmptyTableIsPrintedWhereItIsEmpty binds a table without figures below which the example says
// so: a department with such money prints no note.
func TestANoteOfAnEmptyTableIsPrintedWhereItIsEmpty(t *testing.T) {
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	l := dir.ledger(t, "testdata/qingshan/去年录入.xlsx")
	table := kind{"基金", "年政府性基金预算支出表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	spending := kind{"支出", "年部门支出总表", table.heads, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
	}, ""}
	noted := table
	noted.foot = "注：本部门2025年没有政府性基金预算支出，故本表为空。"
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: book(t, []kind{table, spending}, nil, 2026), Example: book(t, []kind{noted, spending}, l, 2025)})
	must(t, err)
	learned := loaded(t, made)
	for from, want := range map[string]bool{"testdata/qingshan/去年录入.xlsx": true, "testdata/qingshan/甲录入.xlsx": false} {
		now := dir.ledger(t, from)
		text := strings.Join(textsOf(t, filled(t, learned, now)), "\n")
		if strings.Contains(text, "注：本部门"+now.Info["预算年度"]+"年没有政府性基金预算支出，故本表为空。") != want {
			t.Errorf("%s: %s\n%s", from, text, told(made))
		}
	}
}

// TestYearsThatAFormLeavesOpen binds texts in which a form leaves years open, as a bureau does that sends
// the same form each year: the example says which year each is, without it only what is compared with none.
func TestYearsThatAFormLeavesOpen(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info[p.Input.YearItem()] = "2025"
	table := kind{"表", "部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	texts := func(l *budget.Ledger, said ...string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 0)))
		must(t, err)
		_, err = f.NewSheet("说明")
		must(t, err)
		for i, text := range said {
			must(t, f.SetCellStr("说明", []string{"A1", "A2", "A3", "A4", "A5", "B5"}[i], text))
		}
		out, err := f.WriteToBuffer()
		must(t, err)
		return out.Bytes()
	}
	for _, year := range []string{"20XX年", "××年", "    年", "____年", "20  年", "二〇XX年", "2026年"} {
		before := year
		if year == "2026年" {
			before = "2025年"
		}
		form := texts(nil, year+"部门预算说明", "比"+before+"增加的原因", "20XX年X月X日", "    年初没有结转", before+"执行数", year+"预算数")
		example := texts(l, "2025年部门预算说明", "比2024年增加的原因", "2025年1月25日", "    年初没有结转", "2024年执行数", "2025年预算数")
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: form, Example: example})
		must(t, err)
		want := []string{"{{年度}}年部门预算说明", "比{{年度-1}}年增加的原因", "20XX年X月X日", "    年初没有结转", "{{年度-1}}年执行数", "{{年度}}年预算数"}
		if got := slices.Concat(shown(t, made.Book)["说明"]...); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", year, got, want)
		}
		if year == "2026年" {
			continue
		}
		made, err = bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Ledger: sample.Nothing(p)})
		must(t, err)
		want[1], want[4], want[5] = "比"+year+"增加的原因", year+"执行数", year+"预算数" // it may be either year
		if got := slices.Concat(shown(t, made.Book)["说明"]...); !slices.Equal(got, want) {
			t.Errorf("%s alone: %q, want %q", year, got, want)
		}
		for _, cell := range []string{"A2", "A5", "B5"} {
			if !strings.Contains(told(made), "说明!"+cell+" ") {
				t.Errorf("%s: %s is not told\n%s", year, cell, told(made))
			}
		}
	}
}

// TestBlanksOfSentencesAreFilledOrTold binds sentences that leave full-width blanks, amounts of whole 元, a number
// of a line alone, a label of code and name, and a card whose first rows have amounts: what the ledger does not
// have is told at its cell.
func TestBlanksOfSentencesAreFilledOrTold(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	l.Info["部门代码"] = "361"
	name := l.Info["部门名称"]
	whole := func(asks ...ask) string {
		return numfmt.Shape{Grouped: true}.Write(decimal.NewFromFloat(sum(l, asks...)))
	}
	said := func(full bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		if !full {
			addSheet(t, f, "说明", nil, []any{"部门编码及名称："}, []any{"（一）"}, []any{"支出预算　　元，其中：基本支出　元，占　　%；所属单位共　个。"},
				[]any{"××2026年情况说明"}, []any{"××部门预算是本级和所属单位的，共XX家。"}, []any{"××的戊己庚辛。"}, []any{"支出预算XX元，主要是××。"})
			addSheet(t, f, "目标", []string{"A3:A4"}, []any{"部门整体绩效目标表"}, []any{nil, nil, "单位：元"}, []any{"年度预算", "甲乙丙丁", nil}, []any{nil, "戊己庚辛", nil}, []any{"支出结构", "基本支出", nil}, []any{nil, "项目支出", nil})
		} else {
			addSheet(t, f, "说明", nil, []any{"部门编码及名称：[361]" + name}, []any{"（一）贯彻执行法律法规。"}, []any{"支出预算" + whole() + "元，其中：基本支出" + whole(base) + "元，占60.00%；所属单位共3个。"},
				[]any{"多出来的一行"}, []any{name + "2025年情况说明"}, []any{name + "部门预算是本级和所属单位的，共3家。"}, []any{"甲乙的戊己庚辛。"}, []any{"支出预算" + whole() + "元，主要是丙丁。"})
			addSheet(t, f, "目标", []string{"A3:A4"}, []any{"部门整体绩效目标表"}, []any{nil, nil, "单位：元"}, []any{"年度预算", "甲乙丙丁", 1234.5}, []any{nil, "戊己庚辛", 2345.5}, []any{"支出结构", "基本支出", sum(l, base)}, []any{nil, "项目支出", sum(l, proj)})
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: said(false), Example: said(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	cells := shown(t, made.Book)["说明"]
	if got := at(cells, 0)[0]; got != "部门编码及名称：[{{部门代码}}]{{部门名称}}" {
		t.Error(got)
	}
	if got := at(cells, 2)[0]; strings.Count(got, "|1,234}}元") != 2 || !strings.HasSuffix(got, "占　　%；所属单位共{{单位数|1,234}}个。") {
		t.Error(got)
	}
	for i, want := range []string{"{{部门名称}}{{年度}}年情况说明", "{{部门名称}}部门预算是本级和所属单位的，共XX家。", "××的戊己庚辛。"} {
		if got := at(cells, 3+i)[0]; got != want {
			t.Error(got)
		}
	}
	for _, want := range []string{"说明!A5 “××部门预算是本级和所属单位的，共XX家…”里还有 1 处空着（XX家）", "说明!A6 “××的戊己庚辛。”里的 XX", "说明!A7 “支出预算XX元,主要是××。”里的 XX", "说明!A2 “（一）”后面范例写的是“贯彻执行法律法规。”", "说明!A3 “支出预算　　元，其中：基本支出　元，占　…”里还有 1 处空着（%）", "只印到元", "目标!C3 范例在这里印 1234.5"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("%s is not told:\n%s", want, told(made))
		}
	}
}

// TestUnitsAreCountedAsTheyAreListed binds a sentence that counts the units and names them: a department with a unit
// that has no items of its own counts those that it names.
func TestUnitsAreCountedAsTheyAreListed(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	said := func(count, names string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "说明", nil, []any{"情况说明"}, []any{"所属单位共" + count + "个，包括" + names + "。"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: said("　", "　　"), Example: said("3", "阳泉市司法局、阳泉市强制隔离戒毒所、阳泉市法律援助中心"), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	now := loaded(t, made)
	own := sampleLedger(t, now)
	more := own.Tables["单位"]
	row := make([]string, len(more.Fields))
	row[more.Field("单位名称")], row[more.Field("单位性质")] = "阳泉市公证处", "事业"
	more.Append(more.Len()+1, row, make([]budget.Fen, len(more.Measures)))
	if got, want := at(shown(t, filled(t, now, own))["说明"], 1)[0], "所属单位共3个，包括阳泉市司法局、阳泉市强制隔离戒毒所、阳泉市法律援助中心。"; got != want {
		t.Errorf("%s, want %s\n%s", got, want, made.Manifest)
	}
}
