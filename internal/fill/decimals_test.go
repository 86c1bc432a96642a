package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

// formatted is a template whose cells from B1 on have a number format.
func formatted(t *testing.T, rows, format string) []byte {
	return template(t, rows, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B1", "D9", style))
	})
}

func TestAmountsShowAsManyDecimalsAsThePackSays(t *testing.T) {
	tpl := formatted(t, `合计 | {{支出[合计].合计}} | =B1/3 | {{支出[201].合计¦1.234}}
		占 | {{占比}} | =B1/B1 | {{支出[合计].名称}}`, "#,##0;-#,##0")
	for sheet, want := range map[string]string{
		"Sheet1": "#,##0.00;-#,##0.00 #,##0.00;-#,##0.00 0.000 #,##0;-#,##0 #,##0;-#,##0 #,##0;-#,##0",
		"别的":     "#,##0;-#,##0 #,##0;-#,##0 0.000 #,##0;-#,##0 #,##0;-#,##0 #,##0;-#,##0",
	} {
		d := data()
		d.Decimals = map[string]int{sheet: 2}
		f := render(t, tpl, d)
		var got []string
		for _, at := range []string{"B1", "C1", "D1", "B2", "C2", "D2"} {
			id, err := f.GetCellStyle("Sheet1", at)
			must(t, err)
			style, err := f.GetStyle(id)
			must(t, err)
			code := "built in"
			if style.CustomNumFmt != nil {
				code = *style.CustomNumFmt
			}
			got = append(got, code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", sheet, got, want)
		}
		if raw, _ := f.GetCellValue("Sheet1", "C1", excelize.Options{RawCellValue: true}); !strings.HasPrefix(raw, "2.3333333") {
			t.Errorf("the value is %s", raw)
		}
	}
}

func TestAFormatThatHidesTheFenOfAnAmountIsToldOnceForItsSheet(t *testing.T) {
	for _, c := range []struct{ format, rows, want string }{
		{"#,##0", "{{支出[201].合计}} | {{支出[201].基本}} | =B1", "Sheet1!B1 数字格式显示不出小数，1.50 印成 2，各行相加可能和合计差 1；这张表有 2 格这样"},
		{"#,##0", "{{支出[201].合计}} | {{支出[201].合计}} | =B1", ""}, // whole numbers lose nothing
		{"0.0", "元 | {{支出[201].合计}} | {{收入[合计].金额¦百万元}}", "Sheet1!C1 数字格式显示不出小数，0.01 印成 0.0，各行相加可能和合计差 1；这张表有 1 格这样"},
		{"#,##0.00", "{{支出[201].合计}} | {{支出[201].基本}} | =B1/7", ""},
		{"General", "{{支出[201].合计}} | {{支出[201].基本}}", ""},
		{"#,##0", "{{支出[201].合计}} | {{支出[201].基本¦1,234}}", ""}, // as the tag says
	} {
		tpl, found, err := fill.Compile(formatted(t, c.rows, c.format), schema)
		if err != nil || found.HasErrors() {
			t.Fatal(found, err)
		}
		file, found, err := tpl.Render(data())
		if err != nil || file == nil {
			t.Fatal(found, err)
		}
		var got []string
		for _, x := range file.Hidden(func(sheet string) bool { return sheet == "Sheet1" }) {
			got = append(got, x.Place.String()+" "+x.Message)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s %s: %v, want %s", c.format, c.rows, got, c.want)
		}
		if found := file.Hidden(func(string) bool { return false }); len(found) > 0 {
			t.Errorf("a sheet that is no table: %v", found)
		}
	}
}
