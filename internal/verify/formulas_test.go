package verify_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// reckoned is a list with formulas of all kinds in its rows, and below it.
const reckoned = `
	代号 | 事项 | 金额 | 累计 | 比上一笔 | 占比 | 名次 | 说明 | 未知
	{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}} | =SUM(C$5:C5) | =C5-N(C4) | =C5/C$6 | =RANK(C5,C$5:C$5) | =IF(C5>2000,"大","") | =ROW()
	合计 |  | =SUM(C5:C5) | =SUM(D5:D5) | | =SUM(F5:F5)
	平均 |  | =ROUND(AVERAGE(C5:C5),2)`

// counted is a list whose formulas look for texts.
const counted = `
	代号 | 事项 | 金额 | 第几个 | 也是 | 同号合计
	{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}} | =COUNTIF(A$5:A5,A5) | =COUNTIF(A$5:A5,A5) | =SUMIF(A$5:A$5,A5,C$5:C$5)
	合计 |  | =SUM(C5:C5)
	事项2 |  | =SUMIF(B5:B5,"事项2",C5:C5)`

// judged fills the form with three line items, changes the workbook, and verifies it.
func judged(t *testing.T, form string, change func(b *excelize.File)) finding.List {
	t.Helper()
	p, _, output := sided(t, form, 3)
	b, err := excelize.OpenFile(output)
	must(t, err)
	defer b.Close()
	change(b)
	must(t, b.SaveAs(output))
	found, err := app.Verify(p, output, "")
	must(t, err)
	return found
}

func TestFormulasOfAllKindsInAListVerifyCleanly(t *testing.T) {
	for _, n := range []int{0, 1, 3, 40} {
		p, input, output := sided(t, reckoned, n)
		for _, in := range []string{"", input} {
			found, err := app.Verify(p, output, in)
			must(t, err)
			for _, f := range found {
				if n > 0 || f.Severity == finding.Error { // an average of nothing is told
					t.Errorf("%d records: %s", n, show(f))
				}
			}
		}
	}
}

func TestAFigureTypedOverAFormulaIsFoundWhateverTheFormulaComputes(t *testing.T) {
	for cell, value := range map[string]any{
		"D6": 3000.74, "D7": 1.0, "E7": 1000.24, "F6": 0.5, "G5": 2, "C9": 2000.49, "H5": "大",
	} {
		found := judged(t, reckoned, func(b *excelize.File) { must(t, b.SetCellValue("表", cell, value)) })
		codes := map[string]bool{}
		for _, f := range found {
			if f.Place.String() == "表!"+cell {
				codes[f.Code] = true
				codes["F02"] = codes["F02"] || strings.Contains(f.Message, "这里应是公式")
			}
		}
		if !codes["A000"] || !codes["F02"] && cell != "H5" {
			t.Errorf("%s = %v: %v", cell, value, found)
		}
	}
}

func TestAFormulaThatDiffersFromTheTemplatesIsFoundWhateverItComputes(t *testing.T) {
	for cell, text := range map[string]string{
		"D6": "SUM(C$6:C6)", "E7": "C7-C5", "F6": "C6/C$9", "G5": "RANK(C5,C$5:C$6)", "C8": "SUM(C5:C6)", "C9": "ROUND(AVERAGE(C5:C6),2)",
	} {
		found := judged(t, reckoned, func(b *excelize.File) { must(t, b.SetCellFormula("表", cell, text)) })
		expect(t, found, "F02", "表!"+cell)
	}
	for cell, text := range map[string]string{
		"D6": "COUNTIF(A6:A6,A6)", "D7": "COUNTIF(A$6:A7,A7)", "E7": "2", "F7": "SUMIF(A$6:A$7,A7,C$6:C$7)", "C9": `SUMIF(B5:B7,"事项1",C5:C7)`,
	} {
		found := judged(t, counted, func(b *excelize.File) { must(t, b.SetCellFormula("表", cell, text)) })
		expect(t, found, "F02", "表!"+cell)
	}
	for cell, text := range map[string]string{ // the same in other words
		"D6": "COUNTIF($A$5:A6,A6)", "E7": "1+COUNTIF(A$5:A7,A7)-1", "F7": "SUMIF($A$5:$A$7,A7,$C$5:$C$7)",
	} {
		for _, f := range judged(t, counted, func(b *excelize.File) { must(t, b.SetCellFormula("表", cell, text)) }) {
			if f.Code == "F02" || f.Code == "A000" {
				t.Errorf("%s =%s: %s", cell, text, show(f))
			}
		}
	}
	for cell, text := range map[string]string{ // the same in other words
		"D6": "SUM($C$5:C6)", "E7": "C7-C6", "F6": "C6/$C$8", "G5": "RANK(C5,$C$5:$C$7,0)", "C8": "C5+C6+C7",
	} {
		for _, f := range judged(t, reckoned, func(b *excelize.File) { must(t, b.SetCellFormula("表", cell, text)) }) {
			if f.Code == "F02" || f.Code == "A000" {
				t.Errorf("%s =%s: %s", cell, text, show(f))
			}
		}
	}
}

// Only a program that does not compute leaves out what ysgk could have computed.
func TestAFormulaWithoutAResultIsAnErrorUnlessYsgkCannotComputeIt(t *testing.T) {
	form := strings.Replace(reckoned, "=ROW()", "=NOSUCH(C5)", 1)
	for _, f := range judged(t, form, func(*excelize.File) {}) {
		if f.Code != "F03" || f.Severity != finding.Warning || !strings.HasPrefix(f.Place.String(), "表!I") {
			t.Error(show(f))
		}
	}
	p, _, output := sided(t, reckoned, 3)
	without := proof.WithoutCaches(t, []string{output})[0]
	found, err := app.Verify(p, without, "")
	must(t, err)
	if !found.HasErrors() {
		t.Errorf("%v", found)
	}
}

// Another program has computed what ysgk cannot: a text is no fault there.
func TestWhatYsgkCannotComputeMayBeAText(t *testing.T) {
	p, _, output := sided(t, strings.Replace(reckoned, "=ROW()", "=NOSUCH(C5)", 1), 3)
	stored := regexp.MustCompile(`<c r="(I\d)"([^>]*)>(<f>NOSUCH[^<]*</f>)</c>`)
	n := 0
	proof.EditParts(t, output, output, "xl/worksheets/sheet", func(b []byte) []byte {
		n += len(stored.FindAll(b, -1))
		return stored.ReplaceAll(b, []byte(`<c r="$1"$2 t="str">$3<v>甲</v></c>`))
	})
	found, err := app.Verify(p, output, "")
	must(t, err)
	if n != 3 || len(found) > 0 {
		t.Errorf("%d %v", n, found)
	}
}

// Rows that look alike are different ones where the table leaves out what tells
// them apart.
func TestRowsThatLookAlikeAreNoDuplicatesIfTheirKeyIsNotPrinted(t *testing.T) {
	alike := func(b *excelize.File) {
		must(t, b.SetCellStr("表", "A6", "201"))
		must(t, b.SetCellStr("表", "A7", "201"))
	}
	form := `
		代号 | 金额
		{{清单@项.代号}} | {{清单@项.金额}}
		合计 | =SUM(B5:B5)`
	for _, f := range judged(t, form, alike) {
		if f.Code == "A302" {
			t.Error(show(f))
		}
	}
	same := func(b *excelize.File) {
		alike(b)
		must(t, b.SetCellStr("表", "B6", "事项1"))
	}
	expect(t, judged(t, reckoned, same), "A302", "表!A6")
}

// A row that looks at its own record in another list is not judged as if it looked at the first.
func TestALookAtTheRecordsOwnRowElsewhereVerifiesCleanly(t *testing.T) {
	const twice = `
	代号 | 事项 | 金额
	{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}}
	合计 |  | =SUM(C5:C5)
	又一遍 |
	{{清单@项.代号}} | {{清单@项.事项}} | =C5*2 | =C5`
	for _, f := range judged(t, twice, func(*excelize.File) {}) {
		if f.Severity <= finding.Warning {
			t.Error(show(f))
		}
	}
}
