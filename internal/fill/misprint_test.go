package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

// TestFormatsThatPrintOtherNumbersAreTold fills amounts in cells whose number formats print them as per cents, in
// thousands, or as they are.
func TestFormatsThatPrintOtherNumbersAreTold(t *testing.T) {
	for format, want := range map[string]string{
		"0.00%": "%", "#,##0.00,": "印成", "#,##0.00": "", "#,##0": "", "0.00\"元\"": "", "#,##0.00;[Red]-#,##0.00": "", "#,##0.00_);(#,##0.00)": "", "@": "", "General": "",
	} {
		tpl := template(t, "合计 | {{支出[201].合计}}", func(f *excelize.File) {
			styled(t, f, "B1", &excelize.Style{CustomNumFmt: &format})
		})
		compiled, _, err := fill.Compile(tpl, schema)
		must(t, err)
		made, _, err := compiled.Render(data())
		must(t, err)
		found := made.Misprinted(func(string) bool { return true })
		if want == "" && len(found) > 0 || want != "" && (len(found) != 1 || !strings.Contains(found[0].Message, want) || found[0].Place.String() != "Sheet1!B1") {
			t.Errorf("%s: %v", format, found)
		}
	}
}
