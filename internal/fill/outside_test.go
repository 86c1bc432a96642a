package fill_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/proof"
	"ysgk/internal/xlsxedit"
)

// must fails the test on an error of making a template.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// parts are the parts of a filled template.
func parts(t testing.TB, tpl []byte) *xlsxedit.File {
	t.Helper()
	b, problems := try(t, tpl, data())
	if b == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	f := proof.Parts(t, b)
	return f
}

// edited is a workbook with a part changed as other programs write it.
func edited(t testing.TB, workbook []byte, part string, from *regexp.Regexp, to string) []byte {
	t.Helper()
	f := proof.Parts(t, workbook)
	old := f.Part(part)
	if !from.Match(old) {
		t.Fatalf("%s has no %s:\n%s", part, from, old)
	}
	f.SetPart(part, from.ReplaceAll(old, []byte(to)))
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func TestHeadersAndFootersAreFilledAndTheirCodesStay(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = "财政局&税务局"
	f := render(t, template(t, "{{年度}}", func(f *excelize.File) {
		must(t, f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{
			OddHeader: `&L&"宋体,常规"&12{{年度}}年&R{{部门名称}}`,
			OddFooter: `&C第 &P 页{{如有 总额.本年}}，共{{总额.本年|1,234.56}}万元{{完}}`,
		}))
	}), d)
	got, err := f.GetHeaderFooter("Sheet1")
	must(t, err)
	// A digit behind &12 would be read as part of the size.
	if want := `&L&"宋体,常规"&12 2026年&R财政局&&税务局`; got.OddHeader != want {
		t.Errorf("%s\nwant %s", got.OddHeader, want)
	}
	if want := `&C第 &P 页，共7.00万元`; got.OddFooter != want {
		t.Errorf("%s\nwant %s", got.OddFooter, want)
	}
}

func TestAHeaderLongerThanExcelAllowsStopsTheTable(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = strings.Repeat("长", 250)
	b, problems := try(t, template(t, "{{年度}}", func(f *excelize.File) {
		must(t, f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&L{{部门名称}}&R第 &P 页"}))
	}), d)
	if b != nil || len(problems) != 1 || problems[0].Code != "header-long" || problems[0].Place.String() != "Sheet1!页眉页脚" {
		t.Error(problems)
	}
}

func TestShapesAndChartTitlesAreFilledInTheFontOfTheirRun(t *testing.T) {
	tpl := template(t, "甲 | {{总额.本年}}", func(f *excelize.File) {
		must(t, f.AddShape("Sheet1", &excelize.Shape{Cell: "D2", Type: "rect", Paragraph: []excelize.RichTextRun{
			{Text: "{{年", Font: &excelize.Font{Bold: true, Size: 20}}, // Excel and WPS cut texts into runs at will
			{Text: "度}}年{{部门名称}}", Font: &excelize.Font{Size: 10}},
		}}))
		must(t, f.AddChart("Sheet1", "D9", &excelize.Chart{
			Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "Sheet1!$A$1", Values: "Sheet1!$B$1"}},
			Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "{{年度}}年合计{{总额.本年|1,234.5}}万元"}}},
		}))
	})
	// excelize writes each run as a paragraph.
	f := parts(t, edited(t, tpl, "xl/drawings/drawing1.xml", regexp.MustCompile(`<a:endParaRPr[^>]*>(</a:endParaRPr>)?</a:p><a:p>`), ""))
	drawing := string(f.Part("xl/drawings/drawing1.xml"))
	if !strings.Contains(drawing, "2026") || strings.Contains(drawing, "{{") || !strings.Contains(drawing, "年某局") {
		t.Error(drawing)
	}
	if i := strings.Index(drawing, "2026"); !strings.Contains(drawing[:i], `sz="2000"`) || strings.Contains(drawing[:i], `sz="1000"`) {
		t.Errorf("2026 is not in the font of its first run: %s", drawing)
	}
	if chart := string(f.Part("xl/charts/chart1.xml")); !strings.Contains(chart, "2026年合计7.0万元") {
		t.Error(chart)
	}
}

func TestTagsWhereNothingIsFilledAreToldNotPublished(t *testing.T) {
	for what, c := range map[string]struct {
		prepare func(f *excelize.File) error
		want    string
		error   bool
	}{
		"formula": {func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "B1", `"{{年度}}"&"年"`) }, "Sheet1!B1 公式里的标签不会填", true},
		"open":    {func(f *excelize.File) error { return f.SetCellStr("Sheet1", "B1", "{{年度}年") }, "Sheet1!B1 “{{年度}年”里的“{{”没有配对的“}}”", true},
		"row": {func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "{{支出.名称}}"})
		}, "会一行一行重复，只能写在单元格里", true},
		"unknown": {func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "{{年份}}"})
		}, "Sheet1!页眉页脚 标签 {{年份}} 不认识；是不是“年度”？", true},
		"prompt": {func(f *excelize.File) error {
			v := excelize.NewDataValidation(true)
			v.SetSqref("A1")
			v.SetInput("{{年度}}", "甲")
			return f.AddDataValidation("Sheet1", v)
		}, "工作表设置（dataValidation）里的标签 {{年度}} 不会填", true},
		"table": {func(f *excelize.File) error {
			must(t, f.SetCellStr("Sheet1", "D1", "{{年度}}"))
			return f.AddTable("Sheet1", &excelize.Table{Range: "D1:D3"})
		}, "表格（超级表）的列名里的标签 {{年度}} 不会填", true},
	} {
		tpl := template(t, "甲", func(f *excelize.File) { must(t, c.prepare(f)) })
		b, problems := try(t, tpl, data())
		said := ""
		for _, p := range problems {
			said += p.Place.String() + " " + p.Message + "\n"
		}
		if !strings.Contains(said, c.want) || problems.HasErrors() != c.error || bytes.Equal(b, nil) != c.error {
			t.Errorf("%s: %s", what, said)
		}
	}
}

func TestRichTextWithATagKeepsItsRuns(t *testing.T) {
	f := render(t, template(t, "x | x", func(f *excelize.File) {
		must(t, f.SetCellRichText("Sheet1", "A1", []excelize.RichTextRun{
			{Text: "{{年度}}年", Font: &excelize.Font{Bold: true}},
			{Text: "收入{{总额.", Font: &excelize.Font{Color: "FF0000"}},
			{Text: "本年}}万元{{如无 总额.本年}}", Font: &excelize.Font{Italic: true}},
			{Text: "（没有）", Font: &excelize.Font{Strike: true}},
			{Text: "{{完}}。<&>", Font: &excelize.Font{Underline: "single"}},
		}))
		must(t, f.SetCellRichText("Sheet1", "B1", []excelize.RichTextRun{{Text: "{{总额."}, {Text: "本年}}", Font: &excelize.Font{Bold: true}}}))
	}), data())
	runs, err := f.GetCellRichText("Sheet1", "A1")
	must(t, err)
	var got []string
	for _, r := range runs {
		mark := ""
		switch {
		case r.Font == nil:
		case r.Font.Bold:
			mark = "b"
		case r.Font.Color != "":
			mark = "c"
		case r.Font.Italic:
			mark = "i"
		case r.Font.Strike:
			mark = "s"
		case r.Font.Underline != "":
			mark = "u"
		}
		got = append(got, mark+":"+r.Text)
	}
	if want := "b:2026年 c:收入7.00 i:万元 u:。<&>"; strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
	if v, _ := f.GetCellValue("Sheet1", "B1", excelize.Options{RawCellValue: true}); v != "7" {
		t.Errorf("B1 is %s", v)
	}
}
