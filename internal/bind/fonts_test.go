package bind_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestATextKeepsItsFonts binds a text that a form writes in several fonts in one cell, with the room for figures in red: in
// the filled book the headings are bold as before, and what stands in the place of the room is not red.
func TestATextKeepsItsFonts(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000")
	book := func(runs ...excelize.RichTextRun) []byte {
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "说明", nil, []any{"部门预算说明"}, []any{""})
		must(t, f.SetCellRichText("说明", "A2", runs))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	bold, red := &excelize.Font{Bold: true, Size: 14}, &excelize.Font{Color: "FF0000", Size: 12}
	run := func(text string, font *excelize.Font) excelize.RichTextRun {
		return excelize.RichTextRun{Text: text, Font: font}
	}
	p, whole := defaultPack(t), proof.DocumentPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last),
		Form:    book(run("一、支出预算情况\n", bold), run("2026年支出预算", nil), run("XX", red), run("万元。\n", nil), run("二、其他\n", bold), run("没有别的。", nil)),
		Example: book(run("一、支出预算情况\n2025年支出预算82.00万元。\n二、其他\n没有别的。", nil))})
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), next)))
	must(t, err)
	defer f.Close()
	runs, err := f.GetCellRichText("说明", "A2")
	must(t, err)
	var got []string
	for _, r := range runs {
		kind := ""
		switch {
		case r.Font == nil:
		case r.Font.Bold:
			kind = "bold:"
		case r.Font.Color != "":
			kind = "red:"
		}
		got = append(got, kind+strings.ReplaceAll(strings.ReplaceAll(r.Text, "\r", ""), "\n", "/"))
	}
	if want := "bold:一、支出预算情况/|2026年支出预算78.00|万元。/|bold:二、其他/|没有别的。"; strings.Join(got, "|") != want {
		t.Errorf("the runs are\n%s\nwant\n%s\n%s", strings.Join(got, "|"), want, told(made))
	}
}
