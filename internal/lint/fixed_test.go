package lint_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// TestWhatATableLacksIsToldOnce tries a table that has lines for two classes: the others are told together, as are the many rules
// that do not run without the pack's own tables; the list of tags names these.
func TestWhatATableLacksIsToldOnce(t *testing.T) {
	book := excelize.NewFile()
	put(t, book, "Sheet1", "支出总表\n项目 | 金额\n一般公共服务支出 | {{支出按类[201].合计}}\n教育支出 | {{支出按类[205].合计}}")
	must(t, book.SetCellStr("Sheet1", "A5", "合计"))
	must(t, book.SetCellFormula("Sheet1", "B5", "SUM(B3:B4)"))
	content, err := book.WriteToBuffer()
	must(t, err)
	p, err := pack.Load(fstest.MapFS{"t.xlsx": {Data: content.Bytes()}, "pack.yaml": {Data: []byte("模板包: {基于: 自带}\n模板: [t.xlsx]\n公开表: [删去: 全部, {工作表: Sheet1, 名称: 支出总表, 合计: 支出按类.合计}]\n")}})
	must(t, err)
	_, found, err := lint.Try(p)
	must(t, err)
	var lacking []string
	for _, f := range found {
		if f.Code == "row-missing" {
			lacking = append(lacking, f.Message)
		}
	}
	if len(lacking) != 1 || !regexp.MustCompile(`“Sheet1”的固定行里没有 \d{3}（[^）]+）(、\d{3}（[^）]+）){3,}，这一行的金额进不了表，合计会少$`).MatchString(lacking[0]) || strings.Contains(lacking[0], "205") {
		t.Errorf("told %q of %v", lacking, found)
	}
	for _, f := range lint.Definitions(p) {
		if f.Code == "rule-idle" && (len(p.Idle) < 5 || !strings.Contains(f.Message, "条，它们用到删去的") || strings.Contains(f.Message, strings.Fields(p.Idle[0].Text)[1])) {
			t.Errorf("of %d rules: %s", len(p.Idle), f.Message)
		}
	}
	list := string(tables.TagsCSV(p))
	for _, x := range p.Idle {
		if !strings.Contains(list, x.Text) && !strings.Contains(list, strings.ReplaceAll(x.Text, `"`, `""`)) {
			t.Errorf("the list of tags does not name %s", x.Text)
		}
	}
}

// TestWhatOnlyALongNameCutsIsToldOnceAsANote tries a table that names the department beside another text, and has a label too
// long for its cell: the first is cut off where somebody's name is as long as one can be, the second always.
func TestWhatOnlyALongNameCutsIsToldOnceAsANote(t *testing.T) {
	book := excelize.NewFile()
	put(t, book, "Sheet1", "支出总表\n部门：{{部门名称}} | 单位：万元\n一二三四五六七八九十一二三四五六七八 | 金额\n{{支出总表@合计.名称}} | {{支出总表@合计.合计}}\n{{支出总表@项.科目编码}} | {{支出总表@项.合计}}")
	must(t, book.SetColWidth("Sheet1", "A", "A", 26))
	plain, err := book.NewStyle(&excelize.Style{})
	must(t, err)
	must(t, book.SetCellStyle("Sheet1", "A2", "A3", plain))
	content, err := book.WriteToBuffer()
	must(t, err)
	p, err := pack.Load(fstest.MapFS{"t.xlsx": {Data: content.Bytes()}, "pack.yaml": {Data: []byte("模板包: {基于: 自带}\n模板: [t.xlsx]\n公开表: [删去: 全部, {工作表: Sheet1, 名称: 支出总表, 合计: 支出总表.合计}]\n")}})
	must(t, err)
	_, found, err := lint.Try(p)
	must(t, err)
	told := map[finding.Severity]string{}
	for _, f := range found {
		if f.Code == "text-cut" {
			told[f.Severity] += f.Place.String() + " " + f.Message
		}
	}
	if !strings.Contains(told[finding.Note], "Sheet1!A2") || strings.Contains(told[finding.Note], "A3") || !strings.Contains(told[finding.Warning], "Sheet1!A3") || strings.Contains(told[finding.Warning], "A2") {
		t.Error(told, found)
	}
}
