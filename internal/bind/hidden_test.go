package bind_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
)

// TestHiddenRowsAndColumnsAreTold hides a line and a column of a form that get tags, and a line of the example that has
// a figure: who fills the form sees none of them.
func TestHiddenRowsAndColumnsAreTold(t *testing.T) {
	r, seen := bureau{"testdata/qingshan", "testdata/qingshan", defaultPack(t)}.bound(t)
	const sheet, other = "表1部门收支总表", "表3部门支出总表"
	hidden := func(book []byte, row int, col string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		must(t, err)
		defer f.Close()
		must(t, f.SetRowVisible(sheet, row, false))
		if col != "" {
			must(t, f.SetColVisible(other, col, false))
		}
		return saved(t, f)
	}
	r.Form, r.Example = hidden(r.Form, 6, "D"), hidden(r.Example, 6, "")
	made, err := bind.Workbook(r)
	must(t, err)
	for _, x := range []struct{ sheet, text string }{{sheet, "官方表的这一行是隐藏的"}, {other, "官方表的这一列是隐藏的"}, {"", "范例的工作表 " + sheet + "，第 6 行是隐藏的，里面有数"}} {
		if !says(made.Left, x.sheet, x.text) {
			t.Errorf("not told: %s %s", x.sheet, x.text)
		}
		if says(seen.Left, x.sheet, x.text) {
			t.Errorf("told of what is seen: %s %s", x.sheet, x.text)
		}
	}
	if len(made.Written) != len(seen.Written) {
		t.Errorf("%d tags and formulas, %d where nothing is hidden", len(made.Written), len(seen.Written))
	}
}
