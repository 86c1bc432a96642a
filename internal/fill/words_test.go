package fill_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
)

// only is a template of one cell, filled, as text.
func only(t testing.TB, tag string, d *fill.Data) string {
	t.Helper()
	f := render(t, template(t, strings.ReplaceAll(tag, "|", "¦"), nil), d)
	text, err := f.GetCellValue("Sheet1", "A1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestNumbersInSentencesAreWrittenAfterTheSample(t *testing.T) {
	d := data()
	d.Lists["总额"].Records[0].Amounts[0] = 123456789055 // 1234567890.55 元
	for tag, want := range map[string]string{
		"收入{{总额.本年}}万元":               "收入123456.79万元",
		"收入{{总额.本年|1,234.56}}万元":      "收入123,456.79万元",
		"收入{{总额.本年|元|1,234.56}}元":     "收入1,234,567,890.55元",
		"收入{{总额.本年｜元｜1，234.5}}元":      "收入1,234,567,890.6元", // half away from zero
		"收入{{总额.本年|元|1234}}元":         "收入1234567891元",
		"收入{{总额.本年|亿元|1.1234}}亿元":     "收入12.3457亿元",
		"人均{{人均|元|1,234.56}}元":        "人均12,345,678.91元",
		"人均{{人均}}万元":                  "人均1234.57万元",
		"占{{占比|百分比}}":                 "占12.35%", // 12.345
		"占{{占比|12.3%}}，即{{占比|1.234}}": "占12.3%，即0.123",
	} {
		if got := only(t, tag, d); got != want {
			t.Errorf("%s prints %s, want %s", tag, got, want)
		}
	}
	d.Lists["总额"].Records[0].Amounts[0] = -123456789055
	if got := only(t, "余{{总额.本年|元|1,234.56}}元", d); got != "余-1,234,567,890.55元" {
		t.Error(got)
	}
}

// The cases with zeros are those of 支付结算办法 (annex 1) and their like.
func TestAmountsInCapitalsFollowTheRulesForZeros(t *testing.T) {
	for yuan, want := range map[string]string{
		"1409.50": "壹仟肆佰零玖元伍角整", "6007.14": "陆仟零柒元壹角肆分", "1680.32": "壹仟陆佰捌拾元零叁角贰分",
		"107000.53": "壹拾万柒仟元零伍角叁分", "16409.02": "壹万陆仟肆佰零玖元零贰分", "325.04": "叁佰贰拾伍元零肆分",
		"0": "零元整", "10": "壹拾元整", "100000000": "壹亿元整", "100000001": "壹亿零壹元整", "100001000": "壹亿零壹仟元整",
		"0.05": "伍分", "0.50": "伍角整", "20.05": "贰拾元零伍分", "-3.10": "负叁元壹角整",
		"1000000000000": "壹万亿元整", "1000200000000": "壹万零贰亿元整", "1010101.01": "壹佰零壹万零壹佰零壹元零壹分",
		"120000000": "壹亿贰仟万元整", "10203000": "壹仟零贰拾万叁仟元整",
	} {
		fen, err := budget.ParseFen(decimal.RequireFromString(yuan))
		if err != nil {
			t.Fatal(err)
		}
		d := data()
		d.Lists["总额"].Records[0].Amounts[0] = fen
		if got := only(t, "大写{{总额.本年|中文大写}}", d); got != "大写"+want {
			t.Errorf("%s is written %s, want %s", yuan, got, want)
		}
	}
}

// readCapital is the amount in 分 that a text in capitals says.
func readCapital(text string) (fen int64) {
	digits := strings.NewReplacer("零", "", "壹", "1", "贰", "2", "叁", "3", "肆", "4", "伍", "5", "陆", "6", "柒", "7", "捌", "8", "玖", "9", "整", "")
	var total, group, digit int64
	for _, r := range digits.Replace(text) {
		switch r {
		case '拾':
			group, digit = group+digit*10, 0
		case '佰':
			group, digit = group+digit*100, 0
		case '仟':
			group, digit = group+digit*1000, 0
		case '万':
			total, group, digit = total+(group+digit)*1e4, 0, 0
		case '亿':
			total, group, digit = (total+group+digit)*1e8, 0, 0
		case '元':
			total, group, digit = (total+group+digit)*100, 0, 0
		case '角':
			total, digit = total+digit*10, 0
		case '分':
			total, digit = total+digit, 0
		default:
			digit = int64(r - '0')
		}
	}
	return total
}

func TestAnAmountInCapitalsReadsBackAsItself(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, "{{总额.本年¦中文大写}}", nil), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		fen := rapid.OneOf(rapid.Int64Range(0, 1e6), rapid.Int64Range(0, int64(budget.MaxTotal))).Draw(rt, "fen")
		if digits := rapid.IntRange(0, 12).Draw(rt, "zeros"); digits > 0 {
			step := int64(1)
			for range digits {
				step *= 10
			}
			fen = fen / step * step
		}
		d := data()
		d.Lists["总额"].Records[0].Amounts[0] = budget.Fen(fen)
		file, _, err := tpl.Render(d)
		if err != nil {
			rt.Fatal(err)
		}
		text := string(file.Part("xl/sharedStrings.xml"))
		_, text, _ = strings.Cut(text, `preserve">`)
		text, _, _ = strings.Cut(text, "<")
		if got := readCapital(text); got != fen || strings.Contains(text, "零零") {
			rt.Errorf("%d is written %s, which reads %d", fen, text, got)
		}
	})
}

func TestASentenceStandsOnlyWhereItsAmountIsNotZero(t *testing.T) {
	tpl := "预算{{总额.本年}}万元{{如有 支出[204].合计}}，其中公安{{支出[204].合计}}万元{{完}}{{如无 支出[204].合计}}，没有公安支出{{完}}。"
	if got := only(t, tpl, data()); got != "预算7.00万元，其中公安4.00万元。" {
		t.Error(got)
	}
	d := data()
	d.Lists["支出"].Records[4].Amounts[0] = 0
	if got := only(t, tpl, d); got != "预算7.00万元，没有公安支出。" {
		t.Error(got)
	}
	if got := only(t, "｛｛如有　无｝｝有｛｛完｝｝{{如有 部门名称}}{{部门名称}}{{完}}", d); got != "某局" {
		t.Error(got)
	}
}

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
	l := &fill.List{Records: []fill.Record{{Parent: -1, Texts: []string{"", ""}, Amounts: []budget.Fen{0, 0}}}}
	for range 112 {
		l.Records = append(l.Records, fill.Record{Level: 1, Texts: []string{"", ""}, Amounts: []budget.Fen{0, 0}})
	}
	d.Lists["支出"] = l
	f = render(t, template(t, "{{支出@类.序号¦中文数字}}", nil), d)
	for n, want := range map[int]string{1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 112: "一百一十二"} {
		if got, _ := f.GetCellValue("Sheet1", "A"+decimal.NewFromInt(int64(n)).String()); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
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

func TestTagsThatMakeNoSenseAreRefusedInWords(t *testing.T) {
	for tag, want := range map[string]string{
		"{{总额.本年|百分比}}":                "印的是金额，“百分比”只能用于比例",
		"{{年度|1,234.56}}":              "印的是文字，“1,234.56”只能用于金额和比例",
		"{{占比|万元}}":                    "印的是比例，“万元”只能用于金额",
		"{{支出@类.名称|中文大写}}":             "印的是文字，“中文大写”只能用于金额",
		"{{支出[201].名称|缩进}}":            "不在重复的行里",
		"{{支出[201].序号}}":               "是序号，只能用在重复的行里",
		"{{如有 总额.本年}}甲":                "没有结束",
		"甲{{完}}":                       "前面没有",
		"{{如有 占比}}{{如无 占比}}{{完}}{{完}}": "里面又有一个",
		"{{如有 总额.去年}}{{完}}":            "是不是“本年”？",
	} {
		_, problems := try(t, template(t, strings.ReplaceAll(tag, "|", "¦"), nil), data())
		if len(problems) == 0 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: %v", tag, problems)
		}
	}
}

func TestTheManualNamesEveryWordOfTheLanguage(t *testing.T) {
	manual, err := os.ReadFile("../../README.md")
	must(t, err)
	for _, w := range slices.Concat(fill.Modifiers(), fill.Serials(), fill.Marks()) {
		if !strings.Contains(string(manual), w.Name) {
			t.Errorf("README.md lacks %s", w.Name)
		}
	}
}

func TestEveryWordOfTheLanguageIsExplainedWithAnExampleThatUsesIt(t *testing.T) {
	for _, m := range fill.Modifiers() {
		if m.Does == "" || !strings.Contains(m.Example, "|"+m.Name+"}}") {
			t.Errorf("%s: %s, %s", m.Name, m.Does, m.Example)
		}
	}
	for _, s := range fill.Serials() {
		if s.Does == "" || !strings.Contains(s.Example, "."+s.Name+"}}") {
			t.Errorf("%s: %s, %s", s.Name, s.Does, s.Example)
		}
	}
	for _, m := range fill.Marks() {
		if m.Does == "" || !strings.Contains(m.Example, m.Name) {
			t.Errorf("%s: %s, %s", m.Name, m.Does, m.Example)
		}
	}
}
