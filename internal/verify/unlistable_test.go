package verify_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/proof"
)

// 表十二 and 表十三 have no place for a project whose money of a fiscal account is carried
// over. Its form is right; what it says is only not proved.
func TestAFormOfMoneyThatNoTableListsIsNoError(t *testing.T) {
	b, err := excelize.OpenFile(sample)
	must(t, err)
	defer b.Close()
	rows, err := b.GetRows("支出明细")
	must(t, err)
	for i, r := range rows {
		if len(r) > 9 && r[7] == "遗属补助" {
			must(t, b.SetCellValue("支出明细", a1.Name(9, i+1), "财政专户管理资金"))
			must(t, b.SetCellValue("支出明细", a1.Name(10, i+1), "上年结转"))
		}
	}
	folder := t.TempDir()
	input, file := filepath.Join(folder, "录入.xlsx"), filepath.Join(folder, "公开表.xlsx")
	must(t, b.SaveAs(input))
	if _, found, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: input, Output: file, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	for _, with := range []string{"", input} {
		var said []string
		for _, f := range verified(t, file, with) {
			said = append(said, show(f))
		}
		got := strings.Join(said, "\n")
		if with != "" && got != "" {
			t.Errorf("beside the input:\n%s", got)
		} else if want := "提示 F09 遗属补助!C3 表十二里没有「遗属补助，阳泉市强制隔离戒毒所」，可能是这些表不列的资金（如 财政专户管理资金、上年结转）"; with == "" && !strings.HasPrefix(got, want) {
			t.Errorf("alone:\n%s\nwant %s", got, want)
		}
	}
}
