package bind

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// TestARowThatIsLostIsToldOnce compares a table with one that lacks a row which begins with a nought: it has money.
func TestARowThatIsLostIsToldOnce(t *testing.T) {
	p, err := pack.Load(proof.TablesFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	of := func(rows ...[]any) *layout.Table {
		t.Helper()
		f := excelize.NewFile()
		defer f.Close()
		for r, row := range append([][]any{{"2026年支出预算表"}, {"单位：万元"}, {"科目名称", "基本支出", "项目支出"}}, rows...) {
			cell, _ := excelize.CoordinatesToCellName(1, r+1)
			if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		sheets, err := layout.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return layout.FindTable(sheets[0], 1, p.Units, func(string) bool { return false })
	}
	first, last := []any{"行政运行", 10.0, 0.0}, []any{"信息化建设", 7.0, 3.0}
	out := prove(p, of(first, []any{"机关服务", 0.0, 5.0}, last), of(first, last))
	if len(out.Lost) != 1 || len(out.Bare) != 0 {
		t.Errorf("lost %v, bare %v", out.Lost, out.Bare)
	}
}
