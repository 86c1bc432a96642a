package verify_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
	"ysgk/internal/verify"
)

// 普法宣传项目 has money of this year and of last year; 其中：上年结转 is a part of 合计.
func TestAPartIsNoLargerThanTheWhole(t *testing.T) {
	_, input := broad(t)
	p := proof.SecondPack(t)
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	judged := func() finding.List {
		found, err := verify.Recalculated(request(t, p, file))
		must(t, err)
		return found
	}
	for _, f := range judged() {
		if f.Severity == finding.Error {
			t.Errorf("as filled: %s", show(f))
		}
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	const sheet = "11项目支出表"
	rows, err := b.GetRows(sheet)
	must(t, err)
	at := ""
	for i, row := range rows {
		if len(row) > 7 && row[0] == "　　普法宣传项目" || len(row) > 7 && row[0] == "普法宣传项目" {
			at, _ = excelize.CoordinatesToCellName(8, i+1)
		}
	}
	set(sheet, at, 400000)(t, b)
	must(t, b.Save())
	if found := judged(); len(found) == 0 || found[0].Place.String() != sheet+"!"+at || found[0].Severity != finding.Error {
		t.Errorf("%s: %v", at, found)
	}
}
