package lint_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
)

// TestACellWithoutANumberFormatIsNotToldWhereThePackSaysTheDecimals has amounts in 万元 in such cells.
func TestACellWithoutANumberFormatIsNotToldWhereThePackSaysTheDecimals(t *testing.T) {
	const listed, other = "{工作表: Sheet1, 名称: 支出总表, 合计: 支出总表.合计}", "{工作表: 另一张, 名称: 另一张}"
	for _, x := range []struct{ decimals, tables, hint string }{{"", listed, "加一行 小数位: 2"}, {"小数位: 2\n", listed, ""}, {"小数位: 2\n", other, "这一张没有写"}} {
		f := excelize.NewFile()
		for at, text := range map[string]string{"A1": "支出总表", "A2": "科目编码", "B2": "合计", "A3": "{{支出总表@项.编码}}", "B3": "{{支出总表@项.合计}}"} {
			if err := f.SetCellStr("Sheet1", at, text); err != nil {
				t.Fatal(err)
			}
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		p, err := pack.Load(fstest.MapFS{"t.xlsx": {Data: b.Bytes()}, "pack.yaml": {Data: []byte("模板包: {基于: 自带}\n" + x.decimals + "模板: [t.xlsx]\n公开表: [删去: 全部, " + x.tables + "]\n")}})
		if err != nil {
			t.Fatal(err)
		}
		hint := ""
		for _, f := range lint.Definitions(p) {
			if f.Code == "format-general" {
				hint = f.Hint
			}
		}
		if (hint == "") != (x.hint == "") || !strings.Contains(hint, x.hint) {
			t.Errorf("%q, %s: told %q", x.decimals, x.tables, hint)
		}
	}
}

func TestANumberFormatThatHidesDecimalsIsTold(t *testing.T) {
	for format, hides := range map[string]bool{"#,##0": true, "0.0": true, "#,##0.00": false, "#,##0.00_ ": false, "": false} {
		f := excelize.NewFile()
		style := 0
		for at, text := range map[string]string{"A1": "支出总表", "A2": "科目编码", "B2": "合计", "A3": "{{支出总表@项.编码}}", "B3": "{{支出总表@项.合计}}"} {
			if err := f.SetCellStr("Sheet1", at, text); err != nil {
				t.Fatal(err)
			}
		}
		if format != "" {
			var err error
			if style, err = f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStyle("Sheet1", "B3", "B3", style); err != nil {
			t.Fatal(err)
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		p, err := pack.Load(fstest.MapFS{"t.xlsx": {Data: b.Bytes()}, "pack.yaml": {Data: []byte("模板包: {基于: 自带}\n模板: [t.xlsx]\n公开表: [删去: 全部, {工作表: Sheet1, 名称: 支出总表, 合计: 支出总表.合计}]\n")}})
		if err != nil {
			t.Fatal(err)
		}
		found := lint.Definitions(p)
		i := slices.IndexFunc(found, func(x finding.Finding) bool { return x.Code == "decimals-hidden" })
		if (i >= 0) != hides || hides && (found[i].Place.Cell != "B3" || !strings.Contains(found[i].Message, "1234.56 会印成")) {
			t.Errorf("%q: %v", format, found)
		}
	}
}
