package roll_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/proof"
)

// TestADeletedLineLosesNoFigureOfLastYear rolls a workbook forward, deletes a line and
// fills in the others: views that compare with last year still have all of it, once.
func TestADeletedLineLosesNoFigureOfLastYear(t *testing.T) {
	p := proof.DefaultPack(t)
	old := draft(t, p, sample)
	next, _, _ := forward(t, p, old)
	var b bytes.Buffer
	if err := inputform.Write(&b, p, next); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	const kept = 84
	places := inputform.Places(p, next)
	at := func(record int, column string) string { return places("支出明细", record, column).Cell }
	for i := range kept {
		if err := f.SetCellValue("支出明细", at(i, "金额(元)"), 100); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.RemoveRow("支出明细", 6); err != nil {
		t.Fatal(err)
	}
	read := func(from string) (total [2]string, found string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "录入.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		l, list, err := input.Read(path, p)
		if err != nil || list.HasErrors() {
			t.Fatal(err, list)
		}
		v := pivot.Build(p, &pack.View{Name: "同比", Sources: []string{"支出明细"}, Rows: []pack.RowDef{{Level: "类", By: []string{"功能科目编码/类"}}},
			Columns: []pack.ViewCol{{Name: "今年"}, {Name: "上年", Measure: "上年数"}}}, l)
		for n, r := range v.Rows {
			var sum budget.Fen
			for _, ref := range v.Trace(n, 1) {
				if ref.Table.Name != from {
					t.Errorf("%v is of %s", r.Keys, ref.Table.Name)
				}
				sum += ref.Amount()
			}
			if sum != r.Amounts[1] {
				t.Errorf("%v: %d traced of %d", r.Keys, sum, r.Amounts[1])
			}
		}
		for _, x := range list {
			if x.Code == "last-differs" {
				found = x.Place.String()
			}
		}
		return [2]string{v.Rows[0].Amounts[0].Yuan().String(), v.Rows[0].Amounts[1].Yuan().String()}, found
	}
	if got, found := read("上年明细"); got != [2]string{"8300", "29634051.98"} || found != "" {
		t.Errorf("with a line less: %v %s", got, found)
	}
	// Somebody types an amount of last year that the sheet lacks.
	if err := f.SetCellValue("支出明细", at(0, "上年数"), 50_000_000); err != nil {
		t.Fatal(err)
	}
	if got, found := read("上年明细"); got[1] != "29634051.98" || found != "支出明细!"+at(0, "上年数") {
		t.Errorf("more beside the lines: %v %q", got, found)
	}
	// Without the sheet the column beside the lines is all there is.
	if err := f.DeleteSheet("上年明细"); err != nil {
		t.Fatal(err)
	}
	if got, found := read("支出明细"); !strings.HasPrefix(got[1], "79") || found != "" { // all but the deleted line, and 50 million
		t.Errorf("without the sheet: %v %q", got, found)
	}
}
