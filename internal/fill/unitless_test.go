package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

func TestFormulasThatGiveNoAmountAreToldByWhatTheyDoWithAmounts(t *testing.T) {
	for text, want := range map[string]bool{
		"B2/B$3":                   true,
		"IF(B$3=0,0,B2/B$3)":       true,
		"IFERROR(B2/B$3,0)":        true,
		"ROUND(B2/SUM(B$2)*100,2)": true,
		"RANK(B2,B$2:B$2)":         true,
		"COUNTIF(B$2:B$2,\">0\")":  true,
		"COUNT(B2)":                true,
		"(B2-B3)/B3":               true,
		"D2*2":                     true,  // of a share
		"SUM(D2:D2)":               true,  // of shares
		"B2*D2":                    false, // an amount by a share
		"SUM(B$2:B2)":              false,
		"N(C1)+B2":                 false,
		"MAX(B2,B3)":               false,
		"B2-B3":                    false,
		"IF(B2>B3,B2,B3)":          false,
		"B2/10000":                 false, // in another unit
		"B2/F2":                    false, // the same, with 10000 typed in a cell
		"B2+100":                   false,
		"F2*12":                    false, // typed amounts
		"SUM(F2:F2)":               false,
		"100":                      false,
		"TEXT(B2,\"0.00\")":        false,
		"YSGKXYZ(B2)":              false,
		"C2":                       false, // itself
	} {
		tpl := template(t, `
			编码 | 金额 | 公式 | 占比 |  | 一万
			{{收入@项.编码}} | {{收入@项.金额}} | =`+text+` | =B2/B3 |  | 10000
			合计 | {{收入@合计.金额}}`, func(f *excelize.File) { digits(t, f, "Sheet1") })
		compiled, problems, err := fill.Compile(tpl, schema)
		must(t, err)
		if problems.HasErrors() && text != "C2" {
			t.Error(text, problems)
		}
		found := false
		for _, r := range compiled.Forms()[0].Rows {
			for _, c := range r.Cells {
				if r.R == 2 && c.Col == 3 && c.Formula != nil {
					found = true
					if c.Unitless() != want || c.Money() == want {
						t.Errorf("=%s gives no amount: %t, want %t", text, c.Unitless(), want)
					}
				}
			}
		}
		if !found {
			t.Errorf("no formula %s", text)
		}
	}
}

func TestFormulasThatLookAtEachOtherWithoutEndGiveNoAnswer(t *testing.T) {
	tpl := template(t, "=B1 | =A1 | =A1/B1", nil)
	compiled, _, err := fill.Compile(tpl, schema)
	must(t, err)
	for _, c := range compiled.Forms()[0].Rows[0].Cells {
		if c.Unitless() {
			t.Errorf("=%s gives no amount", c.Formula.Text)
		}
	}
}

func TestALoneCellOfAnotherLevelIsReadAsTheRecordAbove(t *testing.T) {
	compiled, _, err := fill.Compile(template(t, `
		{{收入@项.编码}} | {{收入@项.金额}} | =B1/B$2
		合计 | {{收入@合计.金额}} | =N(B$1)`, nil), schema)
	must(t, err)
	var words []string
	for _, r := range compiled.Readings() {
		words = append(words, r.Cell+" "+r.Words)
	}
	if got, want := strings.Join(words, "\n"), "C1 B1 是本条；B$2 是上级“收入”的合计\nC2 B$1 是下级“收入”的项第一条"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
