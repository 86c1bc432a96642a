package app_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
)

// bureau is the default pack as a bureau's clerk would change it: other texts
// in pack.yaml, more templates. change is pairs of texts.
func bureau(t testing.TB, books map[string][]byte, change ...string) *pack.Pack {
	t.Helper()
	p, err := pack.Load(bureauFiles(t, books, change...))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bureauFiles(t testing.TB, books map[string][]byte, change ...string) fs.FS {
	t.Helper()
	files := proof.TablesFiles(t)
	text := string(files["pack.yaml"].Data)
	for i := 0; i < len(change); i += 2 {
		if strings.Count(text, change[i]) != 1 {
			t.Fatalf("pack.yaml has %d times %s", strings.Count(text, change[i]), change[i])
		}
		text = strings.Replace(text, change[i], change[i+1], 1)
	}
	files["pack.yaml"].Data = []byte(text)
	for name, b := range books {
		files[name] = &fstest.MapFile{Data: b}
	}
	return files
}

// sheets makes a template: a sheet for each pair of a name and its rows, cells
// separated by " | "; < is part of the cell to its left, ^ of the one above.
func sheets(t testing.TB, pairs ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i := 0; i < len(pairs); i += 2 {
		if _, err := f.NewSheet(pairs[i]); err != nil {
			t.Fatal(err)
		}
		for r, line := range strings.Split(strings.TrimSpace(pairs[i+1]), "\n") {
			for c, text := range strings.Split(line, " | ") {
				at, err := a1.Name(c+1, r+1), error(nil)
				text = strings.TrimSpace(text)
				if text == "<" {
					err = f.MergeCell(pairs[i], a1.Name(c, r+1), at)
				} else if text == "^" {
					err = f.MergeCell(pairs[i], a1.Name(c+1, r), at)
				} else if formula, ok := strings.CutPrefix(text, "="); ok {
					err = f.SetCellFormula(pairs[i], at, formula)
				} else if text != "" {
					err = f.SetCellStr(pairs[i], at, text)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
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

// entered writes an input workbook of a pack with the line items, and gives its path.
func entered(t testing.TB, p *pack.Pack, items ...map[string]string) string {
	t.Helper()
	l := emptyLedger(p)
	kinds := map[string]string{"某局本级": "行政", "某中心": "事业"}
	for i, name := range []string{"某局本级", "某中心"} {
		l.Tables["单位"].Append(i+4, []string{name, "", kinds[name]}, nil)
	}
	l.Info["部门名称"] = "某局"
	for _, row := range items {
		row["支出类型"], row["资金年度"], row["部门经济科目编码"] = "公用经费", "本年", "30201"
		item(t, p, l, kinds, row)
	}
	return bookOf(t, p, l)
}

// bookOf is an input workbook of a ledger.
func bookOf(t testing.TB, p *pack.Pack, l *budget.Ledger) string {
	t.Helper()
	var b bytes.Buffer
	if err := inputform.Write(&b, p, l); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

var someItems = []map[string]string{
	{"单位": "某局本级", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "120000.50", "科室": "办公室", "采购类型": "货物"},
	{"单位": "某局本级", "功能科目编码": "2013250", "资金来源": "一般公共预算", "金额(元)": "30000", "科室": "组织科", "采购类型": ""},
	{"单位": "某中心", "功能科目编码": "2013299", "资金来源": "单位资金", "金额(元)": "50000", "科室": "办公室", "采购类型": "服务"},
}

const (
	afterNote   = "        - {名称: 备注, 类型: 文字, 随意: 是, 宽: 24, 说明: 随意填写，不进公开表。}\n"
	moreColumns = afterNote + `        - {名称: 科室, 类型: 文字, 宽: 14}
        - {名称: 采购类型, 类型: 选项, 选项: [货物, 工程, 服务], 组: [{名称: 政府采购, 取值: [货物, 工程, 服务]}], 宽: 12}
`
	beforeForms = "  # 绩效目标表：每个公开的项目一张，工作表名里写标签\n"
	moreViews   = `  - 名称: 政府采购
    来源: [支出明细]
    筛选: {采购类型: [政府采购]}
    行:
      - {层级: 科室, 按: [科室], 次序: 录入}
      - {层级: 品目, 按: [采购类型], 次序: 录入}
    列:
      - {名称: 合计}
      - {名称: 财政拨款, 筛选: {资金来源: [财政拨款]}}
  - 名称: 分单位明细
    来源: [支出明细]
    行:
      - {层级: 单位, 按: [单位], 次序: 录入}
      - {层级: 类, 按: [功能科目编码/类]}
      - {层级: 款, 按: [功能科目编码/款]}
      - {层级: 项, 按: [功能科目编码/项]}
    列: [{名称: 合计}]
` + beforeForms
	beforeRules = "# 规则（勾稽关系）：每条规则写明应当成立的关系"
	moreNumbers = `数:
  - {名称: 采购总额, 算式: '视图("政府采购", "合计")'}
  - {名称: 采购占比, 种类: 比例, 算式: '视图("支出总表", "合计") == 0 ? 0 : 数("采购总额") / 视图("支出总表", "合计")'}
  - {名称: 非采购, 算式: '视图("支出总表", "合计") - 数("采购总额")'}
` + beforeRules
	ruleHead  = "规则:\n  # 表内\n"
	moreRules = `规则:
  - 编号: Z01
    表: 支出明细
    当: 采购类型 == "工程"
    应: 科室 != ""
    级别: 错误
    单元格: 科室
    说明: 工程采购没有填科室
    怎么办: 填上科室。
  - 编号: Z02
    应: 数("采购占比") < 0.9
    级别: 警告
    位置: 表三
    说明: 政府采购占 {数("采购占比") * 100}%
    怎么办: 核对采购类型。
  # 表内
`
)

// manyBooks is a pack with another template, fields, tables and sentences.
func manyBooks(t testing.TB) *pack.Pack {
	t.Helper()
	return bureau(t, map[string][]byte{"补充表.xlsx": sheets(t,
		"表十四", `
			政府采购预算表（{{年度}}年，{{金额单位}}）
			序号 | 科室 | 品目 | 合计 | 财政拨款
			 | 合计 |  | {{政府采购@合计.合计}} | {{政府采购@合计.财政拨款}}
			{{政府采购@科室.序号|中文数字}} | {{政府采购@科室.科室}} |  | {{政府采购@科室.合计}} | {{政府采购@科室.财政拨款}}
			{{政府采购@品目.序号}} |  | {{政府采购@品目.采购类型}} | {{政府采购@品目.合计}} | {{政府采购@品目.财政拨款}}`,
		"表十五", `
			单位 | 类 | 款 | 项 | 科目名称 | 合计
			{{分单位明细.单位|仅本级}} | {{分单位明细.类码|仅本级}} | {{分单位明细.款码|仅本级}} | {{分单位明细.项码|仅本级}} | {{分单位明细.名称|缩进}} | {{分单位明细.合计|元}}`,
		"说明", `
			{{年度}}年，{{部门名称}}政府采购{{采购总额}}万元，占{{采购占比|百分比}}{{如有 非采购}}，其余{{非采购|元|1,234.56}}元（{{非采购|中文大写}}）{{完}}。`)},
		afterNote, moreColumns, beforeForms, moreViews, beforeRules, moreNumbers, ruleHead, moreRules,
		"模板: [预算公开表.xlsx]", "模板: [预算公开表.xlsx, 补充表.xlsx]",
		`输出: "{{部门名称}}{{年度}}年预算公开表.xlsx"`, `输出: "{{部门名称}}{{年度}}年/{{模板}}.xlsx"`)
}

func TestABureauAddsFieldsTablesAndSentencesByYAMLAndTemplateOnly(t *testing.T) {
	p := manyBooks(t)
	file := entered(t, p, someItems...)
	result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: file, Now: time.Now()})
	if err != nil || findings.HasErrors() {
		t.Fatal(findings, err)
	}
	folder := filepath.Join(filepath.Dir(file), "某局2026年")
	if len(result.Files) != 2 || result.Files[0].File != filepath.Join(folder, "预算公开表.xlsx") || result.Files[1].File != filepath.Join(folder, "补充表.xlsx") {
		t.Fatal(result.Files)
	}
	books := proof.Stored(t, result.Files[0].File, result.Files[1].File)
	if len(books[0].Sheets) != 13 {
		t.Errorf("%d sheets in the first file", len(books[0].Sheets))
	}
	reads(t, books[1].Sheet(t, "表十四"), `
		政府采购预算表（2026年，万元） |  |  |  |
		序号 | 科室 | 品目 | 合计 | 财政拨款
		 | 合计 |  | =17.00005 | =12.00005
		一 | 办公室 |  | =17.00005 | =12.00005
		1 |  | 货物 | 12.00005 | 12.00005
		2 |  | 服务 | 5 |`)
	reads(t, books[1].Sheet(t, "表十五"), `
		单位 | 类 | 款 | 项 | 科目名称 | 合计
		 |  |  |  | 合计 | =200000.5
		某局本级 |  |  |  | 某局本级 | =150000.5
		 | 201 |  |  | 一般公共服务支出 | =150000.5
		 |  | 32 |  | 组织事务 | =150000.5
		 |  |  | 50 | 事业运行 | 30000
		 |  |  | 99 | 其他组织事务支出 | 120000.5
		某中心 |  |  |  | 某中心 | =50000
		 | 201 |  |  | 一般公共服务支出 | =50000
		 |  | 32 |  | 组织事务 | =50000
		 |  |  | 99 | 其他组织事务支出 | 50000`)
	want := "2026年，某局政府采购17.00万元，占85.00%，其余30,000.00元（叁万元整）。"
	if got := books[1].Sheet(t, "说明").Cells["A1"].Value; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// reads compares a sheet with rows of cells; "=" is a formula with that cached value.
func reads(t *testing.T, s *proof.Sheet, rows string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(rows), "\n")
	for r, line := range lines {
		for c, want := range strings.Split(strings.TrimLeft(line, "\t"), " | ") {
			cell := s.Cells[a1.Name(c+1, r+1)]
			got := cell.Value
			if cell.Formula != "" {
				got = "=" + got
			}
			if got != strings.TrimSuffix(want, " |") {
				t.Errorf("%s!%s is 「%s」, want 「%s」", s.Name, a1.Name(c+1, r+1), got, want)
			}
		}
	}
	if s.MaxRow != len(lines) {
		t.Errorf("%s has %d rows, want %d", s.Name, s.MaxRow, len(lines))
	}
}

func TestRulesSpeakOfFieldsAndNumbersThatABureauAdds(t *testing.T) {
	p := bureau(t, nil, afterNote, moreColumns, beforeForms, moreViews, beforeRules, moreNumbers, ruleHead, moreRules)
	items := []map[string]string{
		{"单位": "某局本级", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "1", "采购类型": "工程"},
		{"单位": "某中心", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "9", "采购类型": "货物", "科室": "甲"},
	}
	findings, err := app.Check(p, entered(t, p, items...))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]finding.Finding{}
	for _, f := range findings {
		said[f.Code] = f
	}
	if f := said["Z01"]; f.Severity != finding.Error || !strings.HasPrefix(f.Place.String(), "支出明细!") || f.Message != "工程采购没有填科室" {
		t.Errorf("%+v", f)
	}
	if f := said["Z02"]; f.Severity != finding.Warning || f.Message != "政府采购占 100.00%" {
		t.Errorf("%+v", f)
	}
}

func TestANumberThatCannotBeComputedStopsTheTables(t *testing.T) {
	p := bureau(t, nil, beforeRules, "数:\n  - {名称: 占比, 种类: 比例, 算式: '1 / 视图(\"支出总表\", \"合计\")'}\n"+beforeRules)
	l := emptyLedger(p)
	out, findings, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || out != nil || len(findings) != 1 || findings[0].Message != "数“占比”算不出来：除数是 0" {
		t.Error(out, findings, err)
	}
}

func TestEachSheetBecomesAFileOfItsOwn(t *testing.T) {
	p := bureau(t, nil, `输出: "{{部门名称}}{{年度}}年预算公开表.xlsx"`, `输出: "公开表/{{工作表}} {{部门名称}}.xlsx"`)
	l := seedLedger(t, p)
	whole := bureau(t, nil)
	out, findings, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || findings.HasErrors() {
		t.Fatal(findings, err)
	}
	if len(out.Books) != 13 || out.Books[4].Name != "公开表/表五 阳泉市司法局.xlsx" {
		t.Fatalf("%d books, the fifth is %s", len(out.Books), out.Books[4].Name)
	}
	folder := t.TempDir()
	files := []string{render(t, whole, l)}
	for _, b := range out.Books {
		files = append(files, filepath.Join(folder, filepath.Base(b.Name)))
		if err := os.WriteFile(files[len(files)-1], b.Content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	books := proof.Read(t, files...)
	for i, b := range books[1:] {
		if len(b.Sheets) != 1 || b.Sheets[0].Name != sheetNames[i] {
			t.Fatalf("file %d holds %d sheets, the first %s", i+1, len(b.Sheets), b.Sheets[0].Name)
		}
		want := books[0].Sheets[i]
		for cell, c := range want.Cells {
			if got := b.Sheets[0].Cells[cell]; got.Value != c.Value || got.Formula != c.Formula || got.Style != c.Style {
				t.Errorf("%s!%s is %+v, in one file %+v", want.Name, cell, got, c)
			}
		}
		if b.Sheets[0].PrintArea != want.PrintArea || b.Sheets[0].PrintTitle != want.PrintTitle {
			t.Errorf("%s prints %s, %s", want.Name, b.Sheets[0].PrintArea, b.Sheets[0].PrintTitle)
		}
	}
}

func TestFiguresOfEveryTemplateAreExplainedAndCompared(t *testing.T) {
	p := manyBooks(t)
	file := entered(t, p, someItems...)
	l, found, err := input.Read(file, p)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	book := traced(t, p, l)
	if addUp(t, book) == 0 || book.Shown.Sheet("表十五") == nil || book.Shown.Sheet("表一") == nil {
		t.Error("a template is missing")
	}
	e, err := app.Explain(app.ExplainRequest{Pack: p, File: file, Question: trace.Question{Cell: "表十五!F2"}})
	if err != nil || len(e.Items) == 0 {
		t.Fatal(err, e)
	}
	d, err := app.Diff(p, file, entered(t, p, someItems[:len(someItems)-1]...))
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]bool{}
	for _, x := range d.Tables {
		changed[x.Table().Form] = true
	}
	if !changed["表三"] || !changed["表十五"] {
		t.Errorf("changes are told of %v", changed)
	}
}
