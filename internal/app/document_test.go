package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// documentOf fills the Word template of a pack with an input workbook.
func documentOf(t testing.TB, p *pack.Pack, file string) []byte {
	t.Helper()
	l, findings, err := input.Read(file, p)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	out, findings, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || out == nil || len(out.Documents) != 1 {
		t.Fatal(err, findings)
	}
	return out.Documents[0].Content
}

func TestWordFindsNothingToMendInTheDocument(t *testing.T) {
	for _, file := range []string{sampleInput, withLastYear(t)} {
		for _, fault := range proof.WordFaults(documentOf(t, proof.DocumentPack(t), file)) {
			t.Error(fault)
		}
	}
}

func TestADocumentIsMadeForThoseDepartmentsThatItIsFor(t *testing.T) {
	p := proof.DocumentPack(t)
	l, _, err := input.Read(sampleInput, p)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"阳泉市司法局": 1, "别的局": 0} {
		p.Offers = []pack.Offer{{Template: p.Documents[0], When: pack.Filter{"部门名称": {name}}}}
		out, findings, err := tables.Render(p, l, tables.Views(p, l))
		if err != nil || out == nil || len(out.Documents) != want || len(out.Books) != 1 {
			t.Errorf("%s: %v %v", name, err, findings)
		}
	}
}

// What a document costs beside its workbook: it should be no more than half.
func BenchmarkDocument(b *testing.B) {
	for name, documents := range map[string]bool{"tables": false, "both": true} {
		b.Run(name, func(b *testing.B) {
			p := proof.DocumentPack(b)
			p.Reuse()
			if !documents {
				p.Documents = nil
			}
			l, _, err := input.Read(sampleInput, p)
			if err != nil {
				b.Fatal(err)
			}
			views := tables.Views(p, l)
			for b.Loop() {
				if out, _, err := tables.Render(p, l, views); err != nil || out == nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// saysAll demands that each of the texts is a paragraph, in their order.
func saysAll(t *testing.T, document []byte, want ...string) {
	t.Helper()
	said, err := proof.Paragraphs(document)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, text := range want {
		i := slices.Index(said[at:], text)
		if i < 0 {
			t.Errorf("lacks %s\n%s", text, strings.Join(said, "\n"))
			return
		}
		at += i + 1
	}
}

// The figures are those of the published document of the real department, sections 一 to
// 七; the sentences are ours.
func TestTheDocumentSaysThePublishedFigures(t *testing.T) {
	saysAll(t, documentOf(t, proof.DocumentPack(t), sampleInput),
		"阳泉市司法局", "2026年度部门预算公开",
		"1. 阳泉市司法局", "2. 阳泉市强制隔离戒毒所", "3. 阳泉市法律援助中心",
		"2026年收入总计2963.41万元，其中本年收入2963.41万元，上年结转0万元；支出总计2963.41万元，其中本年预算支出2963.41万元。",
		"二、收入预算情况", // nothing is said of last year, which nobody entered
		"2026年收入总计2963.41万元，包括：一般公共预算2963.41万元，占100.00%；政府性基金预算0万元，占0%；国有资本经营预算0万元，占0%；财政专户管理资金0万元，占0%；单位资金0万元，占0%；上年结转0万元，占0%。",
		"2026年支出预算2963.41万元，其中：基本支出2538.32万元，占85.66%；项目支出425.09万元，占14.34%。",
		"2026年财政拨款支出2963.41万元，其中：一般公共预算2963.41万元，政府性基金预算0万元，国有资本经营预算0万元。按功能分类：",
		"（一）一般公共服务支出3.39万元。", "（二）公共安全支出2224.91万元。", "（三）社会保障和就业支出458.02万元。", "（四）卫生健康支出90.31万元。", "（五）住房保障支出186.79万元。",
		"2026年一般公共预算支出2963.41万元。",
		"一般公共服务支出", "3.39", "0.11%", "公共安全支出", "2224.91", "75.08%", "社会保障和就业支出", "458.02", "15.46%", "卫生健康支出", "90.31", "3.05%", "住房保障支出", "186.79", "6.30%", "合计", "2963.41", "100.00%",
		"2026年一般公共预算基本支出2538.32万元，其中：",
		"人员经费2194.96万元，包括基本工资、津贴补贴、奖金、机关事业单位基本养老保险缴费、职业年金缴费、职工基本医疗保险缴费、其他社会保障缴费、住房公积金、退休费、奖励金。",
		"公用经费343.36万元，包括办公费、印刷费、水费、电费、邮电费、取暖费、差旅费、会议费、工会经费、公务用车运行维护费、其他交通费用、其他商品和服务支出。",
		"2026年财政拨款安排的“三公”经费21.60万元。",
		"（一）因公出国（境）费0万元。", "（二）公务接待费0万元。",
		"（三）公务用车购置及运行维护费21.60万元。其中：公务用车运行维护费21.60万元；公务用车购置费0万元。",
		"第四部分  名词解释")
}

func TestTheDocumentComparesWithTheYearBeforeWhereItIsEntered(t *testing.T) {
	saysAll(t, documentOf(t, proof.DocumentPack(t), withLastYear(t)),
		"一、主要职责", "拟订规划。指导基层。", "二、机构设置",
		"收入、支出比上年增加7.79万元，增长0.26%。原因：人员增加。",
		"2026年一般公共预算支出2963.41万元，比上年增加7.79万元，增长0.26%。",
		"2026年财政拨款安排的“三公”经费21.60万元，比上年减少18.80万元。原因：严格控制购置，比上年减少。",
		"（一）因公出国（境）费0万元，与上年持平。",
		"（二）公务接待费0万元，比上年减少0.80万元。",
		"（三）公务用车购置及运行维护费21.60万元，比上年减少18.00万元。其中：公务用车运行维护费21.60万元，与上年持平；公务用车购置费0万元，比上年减少18.00万元。")
}

// withLastYear is the sample with the published figures of the year before: 2955.62 in
// all, 40.40 of it “三公”经费.
func withLastYear(t testing.TB) string {
	t.Helper()
	f, err := excelize.OpenFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	set := func(sheet, cell string, value any) {
		if err == nil {
			err = f.SetCellValue(sheet, cell, value)
		}
	}
	set("支出明细", "N5", "上年数")
	set("支出明细", "N9", 29152248)
	set("支出明细", "N34", 44076.33)
	set("支出明细", "N48", 171875.67)
	for row, entry := range map[string][]any{"90": {"30217", 8000}, "91": {"31013", 180000}} {
		for col, value := range map[string]any{"A": "阳泉市司法局", "B": "2040601", "D": "公用经费", "E": entry[0], "I": "一般公共预算", "J": "本年", "K": 0, "N": entry[1]} {
			set("支出明细", col+row, value)
		}
	}
	for name, text := range map[string]string{"三公经费增减原因": "严格控制购置，比上年减少。", "收支增减原因": "人员增加。", "本部门职责": "拟订规划。\n指导基层。"} {
		cells, finding := f.SearchSheet("基本信息", name)
		if finding != nil || len(cells) != 1 {
			set("基本信息", map[string]string{"收支增减原因": "A30", "本部门职责": "A31"}[name], name)
			cells = []string{map[string]string{"收支增减原因": "A30", "本部门职责": "A31"}[name]}
		}
		set("基本信息", "B"+cells[0][1:], text)
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err != nil || f.SaveAs(file) != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheDocumentOpensInLibreOffice(t *testing.T) {
	proof.Outside(t)
	file := filepath.Join(t.TempDir(), "文本.docx")
	if err := os.WriteFile(file, documentOf(t, proof.DocumentPack(t), withLastYear(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(filepath.Join(proof.Convert(t, "docx", file), "文本.docx"))
	if err != nil {
		t.Fatal(err)
	}
	said, err := proof.Paragraphs(again)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"2026年度部门预算公开", "比上年减少18.80万元", "住房保障支出", "包括办公费、印刷费"} {
		if !strings.Contains(text, want) {
			t.Errorf("LibreOffice reads no %s in %s", want, text)
		}
	}
}
