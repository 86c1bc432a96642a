package propose_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
	"ysgk/internal/proof"
	"ysgk/internal/propose"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxedit"
)

// proposed gives what is proposed for a workbook by the default pack.
func proposed(t *testing.T, book []byte) *propose.Proposal {
	t.Helper()
	p := proof.DefaultPack(t)
	var forms []*fill.Form
	for _, name := range p.Template {
		tpl, _, err := fill.Compile(p.Templates[name], tables.Schema(p))
		if err != nil {
			t.Fatal(err)
		}
		forms = append(forms, tpl.Forms()...)
	}
	out, err := propose.Workbook(book, forms, tables.Schema(p))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// official makes a bureau's workbook: cells by sheet!cell; merges by sheet!range.
func official(t *testing.T, cells map[string]string, merges ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for at, text := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		err := error(nil)
		if formula, ok := strings.CutPrefix(text, "="); ok {
			err = f.SetCellFormula(sheet, cell, formula)
		} else {
			err = f.SetCellStr(sheet, cell, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range merges {
		sheet, area, _ := strings.Cut(m, "!")
		from, to, _ := strings.Cut(area, ":")
		if err := f.MergeCell(sheet, from, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// spending is a table of expenditure with codes over three columns and its total below.
var spending = map[string]string{
	"支出!A1": "2026年部门支出总表", "支出!A2": "编制部门：", "支出!G2": "单位：元",
	"支出!A3": "科目编码", "支出!D3": "科目名称", "支出!E3": "合计", "支出!F3": "基本支出", "支出!G3": "项目支出", "支出!H3": "其他说明",
	"支出!A4": "类", "支出!B4": "款", "支出!C4": "项", "支出!A9": "合计", "支出!F7": "=1+1",
}

var spendingMerges = []string{"支出!A1:H1", "支出!A3:C3", "支出!D3:D4", "支出!E3:E4", "支出!F3:F4", "支出!G3:G4", "支出!H3:H4", "支出!A9:D9"}

func TestAKnownTableGetsOneRowPerLevelAndItsTotal(t *testing.T) {
	out := proposed(t, official(t, spending, spendingMerges...))
	if out.Sheets["表三"] != "支出" || out.Said["{{金额单位}}"] != "元" {
		t.Errorf("%v %v", out.Sheets, out.Said)
	}
	for _, want := range []string{
		"支出!A1 {{年度}}年部门支出总表", "支出!G2 单位：{{金额单位}}",
		"支出!A5 {{支出总表@类.类码}}", "支出!B6 {{支出总表@款.款码}}", "支出!C7 {{支出总表@项.项码}}",
		"支出!D5 {{支出总表@类.科目名称}}", "支出!E5 {{支出总表@类.合计}}", "支出!G7 {{支出总表@项.项目支出}}", "支出!G9 {{支出总表@合计.项目支出}}",
	} {
		if !told(out.Written, want) {
			t.Errorf("%s is not written", want)
		}
	}
	for _, want := range []string{"支出!F7 这里有公式，没有动", "支出!H5 表头“其他说明”对应哪一列拿不准", "支出!A8 第 8 行到第 8 行是多出来的空行"} {
		if !told(out.Left, want) {
			t.Errorf("nothing says %s", want)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Book))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A5": "{{支出总表@类.类码}}", "A9": "合计", "A4": "类", "A8": ""} {
		if got, err := f.GetCellValue("支出", cell); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", cell, got, err, want)
		}
	}
	if formula, _ := f.GetCellFormula("支出", "F7"); formula != "1+1" {
		t.Error("a formula is gone")
	}
}

func TestAllPartsButTheSheetsThatGotTagsStayAsTheyWere(t *testing.T) {
	book := official(t, spending, spendingMerges...)
	before, err := xlsxedit.Open(book)
	if err != nil {
		t.Fatal(err)
	}
	after, err := xlsxedit.Open(proposed(t, book).Book)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before.Names(), after.Names()) {
		t.Errorf("parts %v became %v", before.Names(), after.Names())
	}
	for _, name := range before.Names() {
		if !strings.HasPrefix(name, "xl/worksheets/") && spelt(t, before, name) != spelt(t, after, name) {
			t.Errorf("part %s changed", name)
		}
	}
}

// spelt is a part as one way of spelling XML has it.
func spelt(t *testing.T, f *xlsxedit.File, name string) string {
	t.Helper()
	doc, err := f.XML(name)
	if err != nil {
		return string(f.Part(name))
	}
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestWhatLeavesAChoiceIsTheClerks(t *testing.T) {
	cells := map[string]string{
		"项目!A1": "2026年项目支出预算表", "项目!A2": "项目名称", "项目!B2": "合计", "项目!A4": "合计", // 本年 or 上年结转
		"别的!A1": "2026年会议费明细表", "别的!A2": "会议", "别的!B2": "金额",
		"目录!A1": "目录", "目录!A2": "表1", "目录!B2": "部门支出总表",
		"挤!A1": "2026年政府性基金预算支出表", "挤!A2": "科目编码", "挤!B2": "科目名称", "挤!C2": "合计", "挤!A4": "合计",
		"三公!A1": "2026年“三公”经费支出预算表", "三公!A2": "项目", "三公!B2": "合计", "三公!A3": "2.公务接待费", "三公!A4": "公务接待费（本级）等",
	}
	out := proposed(t, official(t, cells, "挤!A1:C1"))
	for _, want := range []string{
		"项目 像“项目支出预算表（本年预算）”，也像“项目支出预算表（上年结转）”，分不清",
		"别的 没有认出“2026年会议费明细表”是哪张表",
		"目录 没有表名",
		"挤!A3 认出是“政府性基金预算支出表（不含上年结转）”，要有 3 行空行（类、款、项 各一行），现在只有 1 行",
		"三公!B4 “公务接待费（本级）等”可能是 {{三公经费[30217].合计}}，请核对后自己写",
	} {
		if !told(out.Left, want) {
			t.Errorf("nothing says %s", want)
		}
	}
	if !told(out.Written, "三公!B3 {{三公经费[30217].合计}}") {
		t.Error("a row of the same name got no tag")
	}
	for _, e := range out.Written {
		if e.Place.Sheet != "三公" && strings.Contains(e.Text, ".") {
			t.Errorf("%s got %s", e.Place, e.Text)
		}
	}
}

func told(entries []propose.Entry, want string) bool {
	return slices.ContainsFunc(entries, func(e propose.Entry) bool { return strings.Contains(e.Place.String()+" "+e.Text, want) })
}
