package app_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/docs"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// fenced are the texts between ``` of a section of the reference of packs.
func fenced(t *testing.T, heading string) (out []string) {
	t.Helper()
	_, section, ok := strings.Cut(docs.Pack, "\n"+heading+"\n")
	if !ok {
		t.Fatal("no section", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for i, part := range strings.Split(section, "\n```") {
		if i%2 == 1 {
			_, text, _ := strings.Cut(part, "\n")
			out = append(out, text)
		}
	}
	return out
}

// TestTheFormOfThePacksReferenceIsFilled makes the pack of the reference's 整体绩效目标表 as
// it stands there.
func TestTheFormOfThePacksReferenceIsFilled(t *testing.T) {
	texts := fenced(t, "### 整体绩效目标表")
	if len(texts) != 2 {
		t.Fatalf("%d texts", len(texts))
	}
	p, err := pack.Load(fstest.MapFS{
		"pack.yaml":    {Data: []byte("模板包: {基于: 自带}\n" + texts[0])},
		"整体绩效目标表.xlsx": {Data: sheets(t, "整体绩效目标表", texts[1])},
	})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.TablesOnly(); err != nil {
		t.Fatal(err)
	}
	l := seedLedger(t, p)
	filled := func() []tables.Book {
		made, found, err := tables.Render(p, l, tables.Views(p, l))
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		return made.Books
	}
	l.Info["公开整体绩效目标"] = "否"
	if got := len(filled()); got != 1 {
		t.Errorf("%d workbooks of a department that publishes no such form", got)
	}
	l.Info["公开整体绩效目标"], l.Info["年度履职目标"] = "是", "依法治市"
	for i, row := range [][]string{{"产出指标", "数量指标", "办理法律援助案件", "≥300件"}, {"产出指标", "质量指标", "合格率", "≥95%"}, {"效益指标", "社会效益", "矛盾纠纷化解", "≥98%"}} {
		l.Tables["整体绩效指标"].Append(i+4, row, []budget.Fen{})
	}
	books := filled()
	if len(books) != 2 {
		t.Fatalf("%d workbooks", len(books))
	}
	f, err := excelize.OpenReader(strings.NewReader(string(books[1].Content)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{
		"A1": "2026年部门整体支出绩效目标表", "B2": "阳泉市司法局", "B3": "依法治市", "B5": "2963.405198", "C5": "2538.315198", "D5": "425.09",
		"A7": "产出指标", "B7": "数量指标", "C7": "办理法律援助案件", "D7": "≥300件", "C8": "合格率", "A9": "效益指标", "D9": "≥98%", "A10": "",
	} {
		if got, err := f.GetCellValue("整体绩效目标表", cell); err != nil || got != want {
			t.Errorf("%s is %q, should be %q", cell, got, want)
		}
	}
}
