package bind_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
)

// TestTheExampleMayWriteTheSameOtherwise binds a form by its example as another department would have handed
// it in: tabs without names, other brackets and colons. The form's own words stay.
func TestTheExampleMayWriteTheSameOtherwise(t *testing.T) {
	_, r, made := boundOnce(t, "testdata/qingshan", "testdata/qingshan")
	for name, change := range map[string]func(f *excelize.File){
		"names of sheets": func(f *excelize.File) {
			for i, s := range f.GetSheetList() {
				must(t, f.SetSheetName(s, fmt.Sprint("Sheet", i+1)))
			}
		},
		"brackets and colons": func(f *excelize.File) {
			narrow := strings.NewReplacer("（", "(", "）", ")", "：", ":")
			for _, s := range f.GetSheetList() {
				rows, err := f.GetRows(s)
				must(t, err)
				for y, row := range rows {
					for x, text := range row {
						cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
						if narrow.Replace(text) != text {
							must(t, f.SetCellStr(s, cell, narrow.Replace(text)))
						}
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := excelize.OpenReader(bytes.NewReader(r.Example))
			must(t, err)
			change(f)
			again := r
			again.Example = saved(t, f)
			got, err := bind.Workbook(again)
			must(t, err)
			sameTags(t, made.Book, got.Book)
		})
	}
}
