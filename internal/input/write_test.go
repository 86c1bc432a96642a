package input_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/proof"
)

func TestAnEmptyWorkbookAsksForWhatIsNeeded(t *testing.T) {
	p := proof.DefaultPack(t)
	path := saved(t, p, nil)
	_, found, err := input.Read(path, p)
	if err != nil {
		t.Fatal(err)
	}
	want := `错误 info-empty 基本信息!B4 「部门名称」没有填 | 填部门全称，会印在每张表上。
错误 rows-few 单位 至少要有 1 行，现在有 0 行 | 从第 4 行起填写。
`
	if diff := cmp.Diff(want, brief(found)); diff != "" {
		t.Error(diff)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetName(f.GetActiveSheetIndex()); got != "填写说明" {
		t.Errorf("opens on %s", got)
	}
	sheets := "填写说明 基本信息 单位 支出明细 收入明细 绩效项目 绩效指标 功能科目 部门经济科目 政府经济科目 收入科目 下拉列表"
	if got := strings.Join(f.GetSheetList(), " "); got != sheets {
		t.Errorf("sheets %s", got)
	}
}

func TestWhatWasReadIsWrittenAgain(t *testing.T) {
	p := proof.DefaultPack(t)
	for i := range p.Input.Sheets {
		p.Input.Sheets[i].Rows = 20 // the test is not about empty rows
	}
	functions, economics, revenues := leaves(p, "功能科目", "项"), leaves(p, "部门经济科目", "款"), leaves(p, "收入科目", "目")
	rapid.Check(t, func(r *rapid.T) {
		b := newBook()
		b.add("基本信息", []any{"编制日期", "2026-03-04"}, []any{"绩效目标表抬头", "甲市"}, []any{"三公经费增减原因", "接待减少"}, []any{"机关运行经费增减原因", "压减"}, []any{"年终结转（一般公共预算）", num(rapid.SampledFrom([]string{"0", "12.34", "99999999.99"}).Draw(r, "carried"))})
		b.add("功能科目", []any{"编码", "名称"}, []any{"2040698", "新科目"})
		for range rapid.IntRange(0, 5).Draw(r, "items") {
			row := map[string]any{
				"A": rapid.SampledFrom([]string{"甲局", "乙中心"}).Draw(r, "unit"),
				"B": rapid.SampledFrom(append(functions, "2040698")).Draw(r, "function"),
				"D": "项目支出", "H": rapid.StringMatching(`[一-龥]{1,40}`).Draw(r, "project"),
				"E": rapid.SampledFrom(economics).Draw(r, "economic"),
				"G": rapid.SampledFrom([]any{nil, "50299"}).Draw(r, "government"),
				"I": "单位资金",
				"K": num(fmt.Sprintf("%d.%02d", rapid.IntRange(1, 1e12).Draw(r, "yuan"), rapid.IntRange(0, 99).Draw(r, "fen"))),
			}
			b.item(row)
		}
		for range rapid.IntRange(0, 3).Draw(r, "revenues") {
			code := rapid.SampledFrom(revenues).Draw(r, "revenue")
			list := p.Codes["收入科目"]
			kind, _, _ := strings.Cut(list.Attr(code, list.Column("预算类别")), "|")
			b.add("收入明细", []any{kind, code, nil, "1.5"})
		}
		first, found := b.read(t, p)
		if found.HasErrors() {
			// Some economic codes have no government code; nothing to write then.
			if strings.Contains(brief(found), "mapping-missing") {
				r.Skip()
			}
			r.Fatal(brief(found))
		}
		second, found, err := input.Read(saved(t, p, first), p)
		if err != nil || found.HasErrors() {
			r.Fatalf("%v %s", err, brief(found))
		}
		if diff := cmp.Diff(withoutRows(first), withoutRows(second)); diff != "" {
			r.Fatal(diff)
		}
	})
}

// withoutRows is a ledger without the rows that its records came from.
func withoutRows(l *budget.Ledger) plainLedger {
	out := plain(l)
	for _, records := range out.Tables {
		for i := range records {
			records[i].Row = 0
		}
	}
	return out
}

func TestALongListOfChoicesGetsItsDropDownToo(t *testing.T) {
	p := proof.DefaultPack(t)
	column := p.Input.Sheet("支出明细").Column("支出类型")
	for i := range 60 {
		column.Choices = append(column.Choices, fmt.Sprintf("很长的支出类型第%d种", i))
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, p, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rules, err := f.GetDataValidations("支出明细")
	if err != nil {
		t.Fatal(err)
	}
	for _, dv := range rules {
		if strings.HasPrefix(dv.Sqref, "D6:") && dv.Formula1 == "'下拉列表'!$E$2:$E$64" {
			last, _ := f.GetCellValue("下拉列表", "E64")
			if last == "很长的支出类型第59种" {
				return
			}
		}
		if len([]rune(dv.Formula1)) > 255 {
			t.Errorf("%s: a formula of %d characters", dv.Sqref, len([]rune(dv.Formula1)))
		}
	}
	t.Error("no list for 支出类型")
}

func TestWhatExcelAllowsIsKept(t *testing.T) {
	p := proof.DefaultPack(t)
	path := filepath.Clean(saved(t, p, sampleLedger(t, p)))
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rules, err := f.GetDataValidations(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, dv := range rules {
			if n := len([]rune(dv.Formula1)); n == 0 || n > 255 {
				t.Errorf("%s %s: validation formula of %d characters", sheet, dv.Sqref, n)
			}
			if len([]rune(*dv.ErrorTitle)) > 32 || len([]rune(*dv.Error)) > 255 {
				t.Errorf("%s %s: error text too long", sheet, dv.Sqref)
			}
		}
		formats, err := f.GetConditionalFormats(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for at, rule := range formats {
			// Other sheets are reached by names only; no array constants.
			if c := rule[0].Criteria; len(c) > 8192 || strings.ContainsAny(c, "!{") {
				t.Errorf("%s %s: condition %s", sheet, at, c)
			}
		}
	}
	for _, n := range f.GetDefinedName() {
		if strings.ContainsAny(n.Name, " ()（）-") || len([]rune(n.Name)) > 255 {
			t.Errorf("name %s", n.Name)
		}
	}
}
