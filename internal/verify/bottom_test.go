package verify_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// bottomPack is the default pack with the total of 表七 below its parts, and all
// amounts in 元.
func bottomPack(t *testing.T) *pack.Pack {
	t.Helper()
	p := reworked(t, func(b *excelize.File) {
		must(t, b.UnmergeCell("表七", "A6", "B6"))
		for i, level := range []string{"类", "款", "项", "目"} {
			for c, field := range []string{"科目编码", "科目名称", "金额"} {
				at, _ := excelize.CoordinatesToCellName(c+1, 6+i)
				must(t, b.SetCellValue("表七", at, "{{政府性基金收入@"+level+"."+field+"}}"))
			}
		}
		must(t, b.SetCellValue("表七", "A10", "合计"))
		must(t, b.SetCellValue("表七", "B10", nil))
		must(t, b.SetCellValue("表七", "C10", "{{政府性基金收入@合计.金额}}"))
	})
	p.Unit = money.Yuan
	return p
}

// The engine knows no table of the default pack: totals may stand at the bottom,
// and amounts be printed in 元.
func TestATotalAtTheBottomIsTheSumOfTheRowsAboveIt(t *testing.T) {
	p := bottomPack(t)
	_, input := broad(t)
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	judged := func(file string) finding.List {
		found, err := app.Verify(p, file, "")
		must(t, err)
		return formed(found)
	}
	for _, f := range judged(file) {
		t.Error(show(f))
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	total := "C10"
	if text, _ := b.GetCellValue("表七", "A10"); text != "合计" {
		t.Fatalf("表七!A10 is %s", text)
	}
	must(t, b.SetCellValue("表七", total, 1300000))
	expect(t, judged(save(t, b)), "A701", "表七!"+total)
}
