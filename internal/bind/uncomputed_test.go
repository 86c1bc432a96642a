package bind_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
	"ysgk/internal/xlsxedit"
)

// TestFormulasOfTheExampleWithoutResultsAreTold binds an example some of whose sums are formulas that a program wrote
// without computing them, or are errors: that is said before all else, with the cells.
func TestFormulasOfTheExampleWithoutResultsAreTold(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 820000")
	kinds := []kind{ofTypes("总表", "年部门支出总表")}
	example := book(t, kinds, l, 2026)
	for _, c := range []struct{ formulas, failed, want string }{
		{"", "", ""},
		{"C5", "", "范例有 1 格是错误值，或是没有算好的公式：总表!C5。都当作空的认"},
		{"C5 C6 C7", "D5", "范例有 4 格是错误值，或是没有算好的公式：总表!C5、总表!D5、总表!C6 等。"},
		{"", "C5", "范例有 1 格是错误值，或是没有算好的公式：总表!C5。"},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(example))
		must(t, err)
		for _, cell := range strings.Fields(c.formulas) {
			must(t, f.SetCellValue("总表", cell, nil))
			must(t, f.SetCellFormula("总表", cell, "D5+E5"))
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: withErrors(t, saved(t, f), c.failed), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		got := ""
		for _, e := range made.Left {
			if e.Kind == tagging.First {
				got += e.Text
			}
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%+v: told %q", c, got)
		}
	}
}

// withErrors is a workbook of one sheet some of whose cells are #REF!.
func withErrors(t *testing.T, book []byte, cells string) []byte {
	t.Helper()
	file, err := xlsxedit.Open(book)
	must(t, err)
	wb, err := file.Workbook()
	must(t, err)
	doc, err := file.XML(wb.Sheets[0].Part)
	must(t, err)
	for _, cell := range strings.Fields(cells) {
		c := doc.FindElement("//c[@r='" + cell + "']")
		c.CreateAttr("t", "e")
		c.SelectElement("v").SetText("#REF!")
	}
	var out bytes.Buffer
	must(t, file.Write(&out))
	return out.Bytes()
}
