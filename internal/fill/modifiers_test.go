package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
)

func TestARowGoesOnlyWhereAllItsAmountsAreZero(t *testing.T) {
	d := data()
	d.Lists["支出"].Records[2].Amounts = []budget.Fen{0, 0} // 20101
	d.Lists["支出"].Records[3].Amounts = []budget.Fen{0, 3e6}
	d.Lists["支出"].Records[1].Amounts = []budget.Fen{0, 3e6}
	f := render(t, template(t, `
		公安 | {{支出[204].合计¦零行不印}}
		外交 | {{支出[202].合计¦零行不印}}
		合计 | =SUM(B1:B2) | =B2
		{{支出@款.编码}} | {{支出@款.合计¦零行不印}} | {{支出@款.基本}}`, nil), d)
	expect(t, f, "Sheet1", `
		公安 | =SUM(B4)→4
		合计 | =SUM(B1:B1)→4 | =$XFD$1048576→0
		20102 |  | 3
		20401 | 4 | 2`)
}

func TestSerialNumbersCountWhatIsPrinted(t *testing.T) {
	d := data()
	d.Lists["支出"].Records[2].Amounts = []budget.Fen{0, 0} // 20101 is not printed
	f := render(t, template(t, `
		合计 | {{支出@合计.行次}}
		{{支出@类.序号¦中文数字}}、{{支出@类.名称}} | {{支出@类.行次}}
		（{{支出@款.序号}}）{{支出@款.名称}} | {{支出@款.行次}} | {{支出@款.连续序号}} | {{支出@款.合计¦零行不印}}`, nil), d)
	expect(t, f, "Sheet1", `
		合计 | 1
		一、一般 | 2
		（1）政协 | 3 | 1 | 2
		二、公安 | 4
		（1）=武警 | 5 | 2 | 4`)
}

func TestNamesAreIndentedByTheirCellNotByBlanks(t *testing.T) {
	f := render(t, template(t, `
		{{支出.编码¦仅本级}} | {{支出.名称¦缩进}} | {{支出.合计}}`, nil), data())
	for row, want := range map[string]int{"1": 0, "2": 0, "3": 1, "4": 1, "5": 0, "6": 1} {
		style, err := f.GetCellStyle("Sheet1", "B"+row)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		if s.Alignment != nil {
			got = s.Alignment.Indent
		}
		text, _ := f.GetCellValue("Sheet1", "B"+row)
		if got != want || strings.ContainsAny(text, " 　") {
			t.Errorf("B%s 「%s」 is indented by %d, want %d", row, text, got, want)
		}
	}
}

func TestALoneNumberStaysANumberInTheFormatOfItsSample(t *testing.T) {
	f := render(t, template(t, `{{占比¦百分比}} | {{占比¦12.3%}} | {{总额.本年¦元¦1,234.5}} | {{总额.本年¦中文大写}} | {{支出[合计].合计¦印零¦1234}} | {{无}}`, nil), data())
	expect(t, f, "Sheet1", `0.12345 | 0.12345 | 70000 | 柒万元整 | 7`)
	for cell, want := range map[string]string{"A1": "12.35%", "B1": "12.3%", "C1": "70,000.0", "E1": "7"} {
		if got, _ := f.GetCellValue("Sheet1", cell); got != want {
			t.Errorf("%s shows %s, want %s", cell, got, want)
		}
	}
}

func TestTagsOfRowsStandOnlyInCells(t *testing.T) {
	_, problems := try(t, template(t, "甲", func(f *excelize.File) {
		must(t, f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "{{支出.名称}}{{块 支出}}"}))
	}), data())
	if len(problems) != 2 || !strings.Contains(problems[0].Message, "会一行一行重复，只能写在单元格里") || !strings.Contains(problems[1].Message, "只能写在单元格里") {
		t.Error(problems)
	}
}
