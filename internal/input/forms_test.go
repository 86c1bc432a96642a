package input_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/a1"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// newForms is a workbook with two projects of the same name in two units, and
// an indicator of the first.
func newForms() *book {
	b := newBook()
	b.item(map[string]any{"D": "项目支出", "H": "维修"})
	b.item(map[string]any{"A": "乙中心", "D": "项目支出", "H": "维修"})
	b.add("绩效项目",
		[]any{"项目名称", "实施单位", "项目属性", "年度资金总额", "项目概况", "填报日期", "是否公开"},
		[]any{"维修", "甲局", "阶段性项目", num("100.5"), "修缮房屋。", "2026-01-20", "是"},
		[]any{"维修", "乙中心", nil, nil, nil, nil, "否"})
	b.add("绩效指标",
		[]any{"项目名称", "实施单位", "目标期", "一级指标", "二级指标", "三级指标", "指标值"},
		[]any{"维修", "甲局", "年度", "产出指标", "数量指标", "房屋", "≥3间"})
	return b
}

func TestProblemsOfFormsNameTheirCell(t *testing.T) {
	p := proof.DefaultPack(t)
	at := func(place string, v any) func(*book) { return func(b *book) { b.set(place, v) } }
	cases := []struct {
		name   string
		change func(b *book)
		want   string
	}{
		{"nothing wrong", func(*book) {}, ""},
		{"no amounts", at("绩效项目!D2", nil), ""},
		{"an amount that is 0", at("绩效项目!D2", num("0")), ""},
		{"amount negative", at("绩效项目!D2", num("-1")), "错误 amount-negative 绩效项目!D2 年度资金总额：「-1」是负数"},
		{"spelt with other blanks and widths", func(b *book) {
			b.set("支出明细!H3", "维修（一）")
			b.set("绩效项目!A2", "维修 (一)")
			b.set("绩效指标!A2", "维修(一) ")
		}, `
提示 spelling 绩效项目!A2 项目名称「维修 (一)」的写法和“支出明细”表的「维修（一）」不同，当成同一个，公开表印“支出明细”表的
提示 spelling 绩效指标!A2 项目名称「维修(一)」的写法和“绩效项目”表的「维修（一）」不同，当成同一个`},
		{"no unit", at("绩效项目!B2", nil), "错误 value-missing 绩效项目!B2 实施单位：没有填"},
		{"not said whether public", at("绩效项目!G2", " "), "错误 value-missing 绩效项目!G2 是否公开：没有填"},
		{"public or not in other words", at("绩效项目!G2", "公开"), "错误 choice-unknown 绩效项目!G2 是否公开：「公开」不在选项里 | 从下拉列表选：是、否。"},
		{"kind of project", at("绩效项目!C2", "长期"), "错误 choice-unknown 绩效项目!C2 项目属性：「长期」不在选项里"},
		{"kind of project in narrow parentheses", at("绩效项目!C2", "经常性项目(长期开展)"), ""},

		{"project unknown", at("绩效项目!A2", "新建"), "错误 record-unknown 绩效项目!A2 项目名称：“支出明细”表里没有项目名称「新建」、单位「甲局」、支出类型「项目支出」的行 | 从下拉列表选，或先把它填到“支出明细”表。"},
		{"project of another unit", func(b *book) { b.set("支出明细!A3", "乙中心") },
			"错误 record-unknown 绩效项目!B2 实施单位：“支出明细”表里没有项目名称「维修」、单位「甲局」、支出类型「项目支出」的行，它的单位是乙中心 | 核对两张表的项目名称、单位，改正填错的一个。"},
		{"no project but running costs", func(b *book) { b.set("支出明细!D3", "公用经费") }, `
			错误 record-unknown 绩效项目!B2
			警告 value-idle 支出明细!H3`},
		{"unit unknown", at("绩效项目!B2", "丙局"), "错误 ref-unknown 绩效项目!B2 实施单位：“单位”表里没有「丙局」"},
		{"an error in a line item is told once", func(b *book) { b.set("支出明细!A3", "丙局") }, "错误 ref-unknown 支出明细!A3"},
		{"an error in a name is told once", func(b *book) { b.set("支出明细!H3", raw(` t="e"><v>#N/A</v>`)) },
			"错误 cell-error 支出明细!H3 项目名称：公式出错，显示「#N/A」 | 直接填内容；以“=”开头的文字，先把这一格设成文本再填。"},
		{"an error in an amount is told once", func(b *book) { b.set("支出明细!K3", "x") }, "错误 amount-text 支出明细!K3"},
		{"project twice", func(b *book) { b.add("绩效项目", []any{"维 修", "甲局", nil, nil, nil, nil, "是"}) },
			"错误 row-twice 绩效项目!A4 项目名称：「维修、甲局」与第 2 行重复"},

		{"indicator of an unknown project", at("绩效指标!A2", "新建"), "错误 record-unknown 绩效指标!A2 项目名称：“绩效项目”表里没有项目名称「新建」、实施单位「甲局」的行 | 从下拉列表选，或先把它填到“绩效项目”表。"},
		{"indicator of another unit's project", func(b *book) {
			b.sheets["绩效项目"] = b.sheets["绩效项目"][:2]
			b.set("绩效指标!B2", "乙中心")
		},
			"错误 record-unknown 绩效指标!B2 实施单位：“绩效项目”表里没有项目名称「维修」、实施单位「乙中心」的行，它的实施单位是甲局 | 核对两张表的项目名称、实施单位，改正填错的一个。"},
		{"indicators without projects", func(b *book) { b.drop("绩效项目") }, "错误 record-unknown 绩效指标!A2"},
		{"projects without a header", func(b *book) { b.sheets["绩效项目"] = nil }, "错误 header-missing 绩效项目"},
		{"neither name nor value", func(b *book) { b.set("绩效指标!F2", nil); b.set("绩效指标!G2", " ") }, ""},
		{"value without a name", at("绩效指标!F2", nil), "错误 value-missing 绩效指标!F2 三级指标：填了指标值「≥3间」，这里没有填 | 补上，或把两格都清空。"},
		{"name without a value", at("绩效指标!G2", nil), "错误 value-missing 绩效指标!G2 指标值：填了三级指标「房屋」，这里没有填"},
		{"no column of values", func(b *book) { b.set("绩效指标!G1", nil) }, "错误 column-missing 绩效指标 补上表头「指标值」"},
		{"period", at("绩效指标!C2", "全年"), "错误 choice-unknown 绩效指标!C2 目标期：「全年」不在选项里 | 从下拉列表选：实施期、年度。"},
		{"indicator outside", at("绩效指标!D2", "过程指标"), "错误 choice-unknown 绩效指标!D2 一级指标：「过程指标」不在选项里 | 从下拉列表选：产出指标、效益指标、满意度指标。"},
		{"indicators that do not go together", at("绩效指标!E2", "经济效益"), "错误 outline 绩效指标!E2 二级指标：「经济效益」不属于「产出指标」 | 「产出指标」下有数量指标、质量指标、时效指标、成本指标。「经济效益」属于效益指标。"},

		{"value made a date", at("绩效指标!G2", styled(1, "46023")), "错误 text-number 绩效指标!G2 指标值：这一格存的是日期，看到的不一定是原来填的文字 | 把这一格设成文本再填"},
		{"value is an ISO date", at("绩效指标!G2", raw(` t="d"><v>2026-01-20</v>`)), "错误 text-number 绩效指标!G2 指标值：这一格存的是日期"},
		{"value shown in 万", at("绩效指标!G2", styled(3, "30000")), "错误 text-number 绩效指标!G2 指标值：这一格存的是带格式的数"},
		{"value with lost digits", at("绩效指标!G2", num("1.1010119900101123E+17")), "错误 text-number 绩效指标!G2 指标值：这一格存的是位数太多的数"},
		{"value too small to show", at("绩效指标!G2", num("1E-20")), "错误 text-number 绩效指标!G2 指标值：这一格存的是太小的数"},
		{"value is a broken formula", at("绩效指标!G2", raw(` t="e"><f>3部</f><v>#NAME?</v>`)), "错误 cell-error 绩效指标!G2 指标值：公式出错，显示「#NAME?」 | 直接填内容；以“=”开头的文字，先把这一格设成文本再填。"},
		{"value is a formula never computed", at("绩效指标!G2", raw(`><f>3部</f>`)), "错误 formula-uncomputed 绩效指标!G2"},
		{"line item's project made a date", func(b *book) { b.set("支出明细!H3", styled(1, "46023")) }, "错误 text-number 支出明细!H3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newForms()
			c.change(b)
			b.judged(t, p, c.want)
		})
	}
}

// oddTexts are what a program that guesses would make something else of.
var oddTexts = []string{
	"≥95%", "=3部", "9、10月", "+5%", "-3%", "100%", "2026-01", "1/2", "0012", "3E5", "'3部", "@全年", "TRUE", "#N/A", "=1+1", "0.6435元/度", "＞95％",
	"第一行\n第二行", "空  格", "1.甲\n\n2.乙", "a<b>&\"c\"", "_x0041_", "制表\t符",
}

func TestTextsAreReadAsTyped(t *testing.T) {
	p := proof.DefaultPack(t)
	type of struct {
		cell any
		want string
	}
	cases := []of{
		{" ≥95%\n", "≥95%"}, {"\u3000一、\n\u3000二、 ", "\u3000一、\n\u3000二、"}, {"\n\u3000\u3000第一段。", "\u3000\u3000第一段。"}, {"甲\r\n乙\r丙", "甲\n乙\n丙"},
		{raw(` t="str"><f>"甲_x000D_"</f><v>甲_x000D_` + "\n" + `乙</v>`), "甲\n乙"},
		{num("3"), "3"}, {num("0.1"), "0.1"}, {num("12345678901"), "12345678901"}, {num("0.30000000000000004"), "0.3"}, {num("-5"), "-5"},
		{styled(2, "0.95"), "95.00%"}, {styled(2, "0.12345"), "12.35%"}, {styled(4, "12"), "000012"}, {raw(` t="b"><v>0</v>`), "FALSE"},
	}
	for _, s := range oddTexts {
		cases = append(cases, of{stored(s), s})
	}
	for _, c := range cases {
		b := newForms()
		b.set("绩效指标!G2", c.cell)
		b.set("绩效项目!E2", c.cell)
		l, found := b.read(t, p)
		if len(found) > 0 {
			t.Errorf("%v: %s", c.cell, brief(found))
			continue
		}
		for _, got := range []string{l.Tables["绩效指标"].Value(0, "指标值"), l.Tables["绩效项目"].Value(0, "项目概况")} {
			if got != c.want {
				t.Errorf("%v: %q, want %q", c.cell, got, c.want)
			}
		}
	}
}

func TestOldWorkbooksWithoutTheSheetsOfFormsAreRead(t *testing.T) {
	p := proof.DefaultPack(t)
	b := newBook()
	path := filepath.Join(t.TempDir(), "旧.xlsx")
	writeZip(t, path, b.parts())
	l, found, err := input.Read(path, p)
	if err != nil || l == nil || l.Tables["绩效项目"].Len() != 0 || l.Tables["支出明细"].Len() != 1 {
		t.Fatalf("%v %s", err, brief(found))
	}
	want := "提示 sheet-absent 绩效项目 没有工作表「绩效项目」，当作没有内容 | 需要填时，用 ysgk new 生成新的录入工作簿，把内容复制过去。\n"
	if got := brief(found); !strings.Contains(got, want) || found.HasErrors() {
		t.Errorf("got %s", got)
	}
}

func TestFormsTakeOverTheSpellingOfWhatTheyBelongTo(t *testing.T) {
	b := newForms()
	b.set("支出明细!H3", "维修（一）")
	b.set("绩效项目!A2", "维修 (一)")
	b.set("绩效指标!A2", "维修(一)")
	l, _ := b.read(t, proof.DefaultPack(t))
	for _, name := range []string{"绩效项目", "绩效指标"} {
		if got := l.Tables[name].Value(0, "项目名称"); got != "维修（一）" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAReferenceMayNameAnyColumn(t *testing.T) {
	p := proof.DefaultPack(t)
	s := p.Input.Sheet("绩效指标")
	s.Match = nil // the project alone, without its unit
	b := newForms()
	b.set("绩效指标!A2", "新建")
	_, found := b.read(t, p)
	if got := brief(found); got != "错误 record-unknown 绩效指标!A2 项目名称：“绩效项目”表里没有项目名称「新建」的行 | 从下拉列表选，或先把它填到“绩效项目”表。\n" {
		t.Error(got)
	}
	b.set("绩效指标!A2", "维 修")
	if l, found := b.read(t, p); len(found) > 0 || l.Tables["绩效指标"].Value(0, "项目名称") != "维修" {
		t.Errorf("%s", brief(found))
	}
}

// oddForms has every odd text as an indicator's name and value, and all of
// them as a paragraph.
func oddForms() *book {
	b := newForms()
	for _, s := range oddTexts {
		b.add("绩效指标", []any{"维修", "乙中心", "实施期", "效益指标", "社会效益", stored(s), stored(s)})
	}
	b.set("绩效项目!E2", stored(strings.Join(oddTexts, "\n")))
	return b
}

// stored is a text as a file holds it: _x0041_ would be an A.
func stored(s string) string { return strings.ReplaceAll(s, "_x", "_x005F_x") }

func TestOddTextsSurviveOtherPrograms(t *testing.T) {
	p := proof.DefaultPack(t)
	want, found := oddForms().read(t, p)
	if len(found) > 0 {
		t.Fatal(brief(found))
	}
	path := saved(t, p, want)
	for program, file := range map[string]string{
		"ysgk":        path,
		"LibreOffice": filepath.Join(proof.Convert(t, "xlsx", path), "录入.xlsx"),
		"openpyxl":    saveWithOpenpyxl(t, path),
	} {
		got, found, err := input.Read(file, p)
		if err != nil || len(found) > 0 {
			t.Fatalf("%s: %v %s", program, err, brief(found))
		}
		if diff := cmp.Diff(withoutRows(want).Tables, withoutRows(got).Tables); diff != "" {
			t.Errorf("%s: -want +got\n%s", program, diff)
		}
	}
}

func TestAnyTextIsWrittenAgain(t *testing.T) {
	p := proof.DefaultPack(t)
	text := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("\n \t=+-@'_x0123456789ABD%<>&;\"")), rapid.RuneFrom([]rune("甲、①≥"))))
	b := newForms()
	for i := range 500 {
		s := stored(text.Example(i))
		b.add("绩效指标", []any{"维修", "乙中心", "实施期", "效益指标", "社会效益", s + "甲", "乙" + s})
	}
	first, found := b.read(t, p)
	if len(found) > 0 {
		t.Fatal(brief(found))
	}
	second, found, err := input.Read(saved(t, p, first), p)
	if err != nil || len(found) > 0 {
		t.Fatalf("%v %s", err, brief(found))
	}
	if diff := cmp.Diff(withoutRows(first).Tables, withoutRows(second).Tables); diff != "" {
		t.Error(diff)
	}
}

// A text column is text from its first row down past the last prepared one.
func TestTextColumnsAreText(t *testing.T) {
	p := proof.DefaultPack(t)
	path := saved(t, p, nil)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range p.Input.Sheets {
		s := &p.Input.Sheets[i]
		if s.Past != "" {
			continue // not in a new workbook
		}
		for _, c := range s.Columns {
			if c.Kind == pack.Amount || c.Kind == pack.Instead || c.Kind == pack.Date || c.Kind == pack.NameOf {
				continue
			}
			j, _, _ := a1.Parse(inputform.Places(p, nil)(s.Name, 0, c.Name).Cell)
			for _, row := range []int{8, s.Rows + 3, 60_000} {
				id, err := f.GetCellStyle(s.Name, a1.Name(j, row))
				if err != nil {
					t.Fatal(err)
				}
				if style, err := f.GetStyle(id); err != nil || style.NumFmt != 49 || !style.Alignment.WrapText && c.Kind == pack.Text {
					t.Errorf("%s!%s: format %d, %v", s.Name, a1.Name(j, row), style.NumFmt, err)
				}
			}
		}
	}
}

var colElement = regexp.MustCompile(`<col min="(\d+)" max="(\d+)"`)

// Excel refuses a sheet whose columns are not in order.
func TestColumnsStandInOrder(t *testing.T) {
	z, err := zip.OpenReader(saved(t, proof.DefaultPack(t), nil))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, m := range colElement.FindAllSubmatch(b, -1) {
			var from, to int
			fmt.Sscan(string(m[1]), &from)
			fmt.Sscan(string(m[2]), &to)
			if from <= last || to < from {
				t.Errorf("%s: column %d after %d", part.Name, from, last)
			}
			last = to
		}
	}
}

// mark is a row of forms and what its sheet should say about it.
type mark struct {
	name   string
	cells  []any
	red    bool
	blamed string
}

func TestFormulasOfFormsSayWhatReadingSays(t *testing.T) {
	path := saveSample(t)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	// Two more line items below the prepared ones already typed in, after empty rows.
	for i, name := range []string{"新项目", "遗属补助"} {
		row := fmt.Sprint(1500 + 7*i)
		setCell(t, f, "支出明细", "A"+row, "阳泉市司法局")
		setCell(t, f, "支出明细", "D"+row, "项目支出")
		setCell(t, f, "支出明细", "H"+row, name)
	}
	setCell(t, f, "支出明细", "A1520", "阳泉市司法局")
	setCell(t, f, "支出明细", "D1520", "公用经费")
	setCell(t, f, "支出明细", "H1520", "不是项目")
	project := func(name, unit, public any) []any {
		row := make([]any, 29)
		row[0], row[1], row[28] = name, unit, public
		return row
	}
	marks := map[string][]mark{
		"绩效项目": {
			{"whole", project("新项目", "阳泉市司法局", "是"), false, ""},
			{"of the other unit", project("新项目", "阳泉市法律援助中心", "是"), true, "A"},
			{"no project", project("不是项目", "阳泉市司法局", "否"), true, "A"},
			{"unknown", project("别的项目", "阳泉市司法局", "否"), true, "A"},
			{"twice", project("遗属补助", "阳泉市强制隔离戒毒所", "是"), true, "A"},
			{"same name, other unit", project("遗属补助", "阳泉市司法局", "是"), false, ""},
			{"no unit", project("新项目", nil, "是"), true, "B"},
			{"public in other words", project("法律援助业务经费", "阳泉市司法局", "公开"), true, "A AC"},
			{"empty", project(nil, nil, nil), false, ""},
		},
		"绩效指标": {
			{"whole", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益指标", "经济效益", "甲", "≥1"}, false, ""},
			{"no name and no value", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益指标", "经济效益"}, false, ""},
			{"no value", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益指标", "经济效益", "甲"}, true, "G"},
			{"no name", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益指标", "经济效益", nil, "=3部"}, true, "F"},
			{"not together", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益指标", "数量指标", "甲", "1"}, true, "E"},
			{"unknown pair", []any{"遗属补助", "阳泉市法律援助中心", "年度", "效益指标", "经济效益", "甲", "1"}, true, "A"},
			{"unknown indicator", []any{"遗属补助", "阳泉市强制隔离戒毒所", "年度", "效益", "经济效益", "甲", "1"}, true, "D E"},
		},
	}
	const first = 300 // beyond the records
	places := map[string][]string{}
	for sheet, rows := range marks {
		rules, err := f.GetConditionalFormats(sheet)
		if err != nil {
			t.Fatal(err)
		}
		at := regexp.MustCompile(`(\$[A-Z]+)4\b`)
		for place := range rules {
			places[sheet] = append(places[sheet], place)
		}
		slices.Sort(places[sheet])
		for i, m := range rows {
			for j, v := range m.cells {
				if v != nil {
					setCell(t, f, sheet, a1.Name(j+1, first+i), v)
				}
			}
			for k, place := range places[sheet] {
				formula := at.ReplaceAllString(rules[place][0].Criteria, fmt.Sprintf("${1}%d", first+i))
				if err := f.SetCellFormula(sheet, a1.Name(40+k, first+i), formula); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	lists := map[string]string{
		"ROWS(列表_支出明细_项目名称)": "16", "INDEX(列表_支出明细_项目名称,14)": "法律援助业务经费", "INDEX(列表_支出明细_项目名称,15)": "新项目", "INDEX(列表_支出明细_项目名称,16)": "不是项目",
		"COUNTIF(列表_支出明细_项目名称,\"专业人员聘用补贴\")": "1", "ROWS(列表_绩效项目_项目名称)": "12", "INDEX(列表_绩效项目_项目名称,10)": "新项目",
	}
	b := recalculated(t, f, lists)
	for sheet, rows := range marks {
		cells := b.Sheet(t, sheet).Cells
		for i, m := range rows {
			red, blamed := false, []string{}
			for k, place := range places[sheet] {
				v := cells[a1.Name(40+k, first+i)].Value
				if v != "True" && v != "1" && v != "False" && v != "0" {
					t.Errorf("%s %s: condition of %s gives %q", sheet, m.name, place, v)
				}
				from, to, _ := strings.Cut(place, ":")
				on := v == "True" || v == "1"
				if from[0] == 'A' && from[1] == '4' && to[0] != 'A' || strings.HasPrefix(to, "AC") && strings.HasPrefix(from, "A4") {
					red = on
				} else if on {
					blamed = append(blamed, strings.TrimRight(from, "0123456789"))
				}
			}
			slices.SortFunc(blamed, func(a, b string) int { return len(a)*100 + int(a[0]) - len(b)*100 - int(b[0]) })
			if red != m.red || strings.Join(blamed, " ") != m.blamed {
				t.Errorf("%s %s: red %v, blamed %q; want %v, %q", sheet, m.name, red, blamed, m.red, m.blamed)
			}
		}
	}
}

// Rows of paragraphs show their beginning and no more.
func TestRowsOfParagraphsAreOfModerateHeight(t *testing.T) {
	p := proof.DefaultPack(t)
	f, err := excelize.OpenReader(bytes.NewReader(write(t, p, sampleLedger(t, p))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for row := 4; row < 60; row++ {
		if h, err := f.GetRowHeight("绩效项目", row); err != nil || h != 93 {
			t.Errorf("row %d: %v %v", row, h, err)
		}
	}
}

func TestTheParagraphsAreAboutAsLongAsTheRealOnes(t *testing.T) {
	f, err := os.Open("testdata/perf_text_lengths.csv")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	texts := proof.Records(t, "perf_texts.csv")
	for i, r := range proof.Records(t, "perf_text_lengths.csv") {
		for name, length := range r {
			text, ok := texts[i][name]
			var want int
			if _, err := fmt.Sscan(length, &want); err != nil || name == "项目名称" || name == "实施单位" {
				continue
			}
			if n := len([]rune(text)); !ok || 10*n > 11*want || 10*n < 9*want {
				t.Errorf("%s %s: %d characters, want about %d", r["项目名称"], name, n, want)
			}
		}
	}
}
