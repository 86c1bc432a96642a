package fill_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

func TestWhatCannotBeKeptIsRefusedInWords(t *testing.T) {
	pivot := func(r raw) {
		r.add(sheet1, "xl/pivotTables/pivotTable1.xml", "pivotTable", "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml", xmlHead+`<pivotTableDefinition `+mainNS+` name="透视" cacheId="1"><location ref="F1:G4"/></pivotTableDefinition>`)
	}
	kind := func(to string) func(r raw) {
		return func(r raw) {
			r.replace("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", to)
		}
	}
	for want, c := range map[string]struct {
		rows string
		edit func(r raw)
	}{
		"Sheet1 这张表里有透视表，里面的数不会跟着变": {form, pivot},
		"模板是带宏的工作簿（.xlsm）":          {form, kind("application/vnd.ms-excel.sheet.macroEnabled.main+xml")},
		"模板是Excel 模板文件（.xltx）":      {form, kind("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml")},
		"模板存成了“Strict Open XML”格式": {form, func(r raw) {
			r.replace(workbook, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
		}},
		"Sheet1!B1 公式 =SUM([1]上年!A1:A3) 引用了别的文件":            {"x | =SUM([1]上年!A1:A3)", nil},
		"Sheet1!B1 公式 ='D:\\表\\[上年.xlsx]表'!A1 引用了别的文件":      {`x | ='D:\表\[上年.xlsx]表'!A1`, nil},
		"Sheet1!B1 公式 =SUM(甲:乙!A1) 引用了别的文件，或一次引用几张表：甲:乙!A1": {"x | =SUM(甲:乙!A1)", nil},
	} {
		tpl := made(t, c.rows, nil, func(r raw) {
			if c.edit != nil {
				c.edit(r)
			}
		})
		_, problems, err := fill.Compile(tpl, schema)
		must(t, err)
		said := ""
		for _, p := range problems {
			said += p.Place.String() + " " + p.Message + "\n"
		}
		if !strings.Contains(strings.TrimSpace(said), want) || !problems.HasErrors() {
			t.Errorf("want %s, got %s", want, said)
		}
	}
}

func TestASheetThatRepeatsMayHoldOnlyWhatCanBeCopied(t *testing.T) {
	for kind, want := range map[string]string{
		"slicer": "这张表要按记录重复，里面有切片器，复制不了", "ctrlProp": "里面有表单控件，复制不了", "某种": "里面有特殊的内容（某种），复制不了", "image": "", "printerSettings": "",
	} {
		tpl := made(t, "{{支出.名称}}", func(f *excelize.File) {
			must(t, f.SetSheetName("Sheet1", "{{支出.名称}}"))
			must(t, f.AddComment("{{支出.名称}}", excelize.Comment{Cell: "A1", Text: "甲"}))
		}, func(r raw) {
			r.add(sheet1, "xl/other/part1.xml", kind, "application/xml", "<x/>")
		})
		_, problems, err := fill.Compile(tpl, schema)
		must(t, err)
		if want == "" && len(problems) > 0 || want != "" && (len(problems) != 1 || !strings.Contains(problems[0].Message, want)) {
			t.Errorf("%s: %v", kind, problems)
		}
	}
}

func TestCopiesOfASheetHaveTheirOwnHeadersAndShapes(t *testing.T) {
	tpl := made(t, "{{支出.名称}}", func(f *excelize.File) {
		must(t, f.SetSheetName("Sheet1", "{{支出.名称}}"))
		must(t, f.SetHeaderFooter("{{支出.名称}}", &excelize.HeaderFooterOptions{OddHeader: "&C{{支出.名称}}（{{支出.序号}}）"}))
		must(t, f.AddShape("{{支出.名称}}", &excelize.Shape{Cell: "C3", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "{{支出.名称}}{{支出.合计}}"}}}))
	}, nil)
	f := parts(t, tpl)
	wb, err := f.Workbook()
	must(t, err)
	want := []string{"一般", "公安"}
	amount := []string{"3.00", "4.00"}
	n := 0
	for _, s := range wb.Sheets {
		i := map[string]int{"一般": 0, "公安": 1}[s.Name]
		if s.Name != want[i] {
			continue
		}
		n++
		header := regexp.MustCompile(`&amp;C` + want[i] + `（\d）`)
		if !header.Match(f.Part(s.Part)) {
			t.Errorf("%s: %s", s.Name, f.Part(s.Part))
		}
		if drawing := string(f.Part(f.Related(s.Part, "drawing"))); !strings.Contains(drawing, want[i]+amount[i]) {
			t.Errorf("%s: %s", s.Name, drawing)
		}
	}
	if n != 2 {
		t.Errorf("%d of 2 sheets", n)
	}
}

func TestATableWithoutRecordsKeepsABlankRowAndCommentsGoWithTheirRows(t *testing.T) {
	tpl := made(t, `
		科目 | 金额
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}
		尾`, func(f *excelize.File) {
		must(t, f.AddTable("Sheet1", &excelize.Table{Range: "A1:B3", Name: "支出表"}))
		for _, cell := range []string{"A2", "A3", "A4"} {
			must(t, f.AddComment("Sheet1", excelize.Comment{Cell: cell, Text: cell}))
		}
		must(t, f.InsertPageBreak("Sheet1", "A3"))
		must(t, f.InsertPageBreak("Sheet1", "A4"))
	}, nil)
	open := func(d *tags.Data) *xlsxedit.File {
		f := proof.Parts(t, filled(t, tpl, d))
		return f
	}
	full := open(data())
	if !bytes.Contains(full.Part("xl/tables/table1.xml"), []byte(`ref="A1:B6"`)) || !bytes.Contains(full.Part("xl/comments1.xml"), []byte(`ref="A7"`)) {
		t.Errorf("%s\n%s", full.Part("xl/tables/table1.xml"), full.Part("xl/comments1.xml"))
	}
	none := open(empty())
	sheet, comments, boxes := none.Part(sheet1), none.Part("xl/comments1.xml"), none.Part("xl/drawings/vmlDrawing1.vml")
	if !bytes.Contains(none.Part("xl/tables/table1.xml"), []byte(`ref="A1:B2"`)) || !bytes.Contains(sheet, []byte("tablePart")) {
		t.Errorf("the table is not whole: %s", none.Part("xl/tables/table1.xml"))
	}
	if bytes.Count(comments, []byte("<comment ")) != 2 || !bytes.Contains(comments, []byte(`ref="A3"`)) || bytes.Count(boxes, []byte("<v:shape ")) != 2 {
		t.Errorf("comments %s\nboxes %s", comments, boxes)
	}
	if bytes.Count(sheet, []byte("<brk ")) != 1 || !bytes.Contains(sheet, []byte(`<rowBreaks count="1" manualBreakCount="1">`)) {
		t.Errorf("breaks: %s", sheet)
	}
}

func TestAChartRemembersWhatItShows(t *testing.T) {
	f := parts(t, tabled(t))
	chart := string(f.Part("xl/charts/chart1.xml"))
	want := `<f>Sheet1!$B$3:$B$6</f><numCache><formatCode>General</formatCode><ptCount val="4"/><pt idx="0"><v>1</v></pt><pt idx="1"><v>2</v></pt><pt idx="2"><v>4</v></pt><pt idx="3"><v>7</v></pt></numCache>`
	if !strings.Contains(chart, want) {
		t.Error(chart)
	}
	// That of the chart sheet had remembered nothing.
	if chart := string(f.Part("xl/charts/chart2.xml")); !strings.Contains(chart, `<ptCount val="4"/><pt idx="0"><v>1</v></pt>`) {
		t.Error(chart)
	}
}

// Names in two columns, and labels from cells, are remembered in other ways; old ones
// would be printed by viewers that do not compute.
func TestAChartRemembersNamesOfSeveralColumnsAndLabelsFromCells(t *testing.T) {
	tpl := made(t, form, func(f *excelize.File) {
		must(t, f.AddChart("Sheet1", "E8", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Categories: "Sheet1!$A$3:$B$4", Values: "(Sheet1!$B$3,Sheet1!$B$5)"}}}))
	}, func(r raw) {
		chart := string(r.f.Part("xl/charts/chart1.xml"))
		from, to := strings.Index(chart, "<cat>"), strings.Index(chart, "</cat>")
		r.replace("xl/charts/chart1.xml", chart[from:to], `<cat><multiLvlStrRef><f>Sheet1!$A$3:$B$4</f><multiLvlStrCache><ptCount val="1"/><lvl><pt idx="0"><v>旧的</v></pt></lvl><lvl><pt idx="0"><v>旧类</v></pt></lvl></multiLvlStrCache></multiLvlStrRef>`,
			"</ser>", `<extLst><ext xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:datalabelsRange><c15:f>Sheet1!$A$3:$A$4</c15:f><c15:dlblRangeCache><ptCount val="1"/><pt idx="0"><v>旧签</v></pt></c15:dlblRangeCache></c15:datalabelsRange></ext></extLst></ser>`)
	})
	chart := string(proof.Parts(t, filled(t, tpl, data())).Part("xl/charts/chart1.xml"))
	for _, want := range []string{
		`<f>Sheet1!$A$3:$B$6</f><multiLvlStrCache><ptCount val="4"/><lvl><pt idx="0"><v>1</v></pt><pt idx="1"><v>2</v></pt><pt idx="2"><v>4</v></pt><pt idx="3"><v>7</v></pt></lvl><lvl><pt idx="0"><v>20101</v></pt>`,
		`<c15:f>Sheet1!$A$3:$A$6</c15:f><c15:dlblRangeCache><ptCount val="4"/><pt idx="0"><v>20101</v></pt>`,
		`<f>(Sheet1!$B$3:$B$5,Sheet1!$B$7)</f><numCache><formatCode/><ptCount val="4"/><pt idx="0"><v>1</v></pt><pt idx="1"><v>2</v></pt><pt idx="2"><v>4</v></pt><pt idx="3"><v>14</v></pt></numCache>`,
	} {
		if !strings.Contains(chart, want) {
			t.Errorf("%s is not in %s", want, chart)
		}
	}
	if strings.Contains(chart, "旧") {
		t.Error("it remembers something old")
	}
}

func TestAdviceIsForThoseWhoDesignTheTemplate(t *testing.T) {
	tpl := made(t, "{{总额.本年}} | {{总额.本年}} | {{总额.本年}} | {{总额.本年¦1,234.5}} | x | 共{{总额.本年}}", func(f *excelize.File) {
		for cell, number := range map[string]int{"B1": 49, "C1": 4} {
			style, err := f.NewStyle(&excelize.Style{NumFmt: number})
			must(t, err)
			must(t, f.SetCellStyle("Sheet1", cell, cell, style))
		}
		style, err := f.NewStyle(&excelize.Style{NumFmt: 2})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "E1", "E1", style))
		must(t, f.SetCellRichText("Sheet1", "E1", []excelize.RichTextRun{{Text: "{{总额."}, {Text: "本年}}", Font: &excelize.Font{Bold: true}}}))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "F1", Text: "这里印{{总额.本年}}"}))
		must(t, f.SetDocProps(&excelize.DocProperties{Title: "{{年度}}年公开表"}))
	}, func(r raw) {
		r.add(workbook, "xl/externalLinks/externalLink1.xml", "externalLink", "application/xml", "<x/>")
	})
	c, problems, err := fill.Compile(tpl, schema)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	var got []string
	for _, a := range c.Advice() {
		got = append(got, a.Code+" "+a.Place.String())
	}
	want := "format-general Sheet1!A1,format-text Sheet1!B1,format-runs Sheet1!E1,tag-comment Sheet1,tag-properties ,link-left "
	if strings.Join(got, ",") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, ","), want)
	}
	d := proof.DefaultPack(t)
	c, _, err = fill.Compile(d.Templates[d.Template[0]], tables.Schema(d))
	must(t, err)
	for _, a := range c.Advice() {
		t.Errorf("the default pack: %s %s", a.Place, a.Message)
	}
}

// TestOnlyFontsThatLookDifferentAreTold has tags as LibreOffice saves them, with one
// typeface for Chinese and one for the rest, and some of two colours.
func TestOnlyFontsThatLookDifferentAreTold(t *testing.T) {
	run := func(text, face, color string) excelize.RichTextRun {
		return excelize.RichTextRun{Text: text, Font: &excelize.Font{Family: face, Size: 10, Color: color}}
	}
	tpl := template(t, "x | x | x | x | x", func(f *excelize.File) {
		two, err := f.NewStyle(&excelize.Style{NumFmt: 2})
		must(t, err)
		for i, runs := range [][]excelize.RichTextRun{
			{run("{{", "宋体", "000000"), run("总额", "Noto Sans CJK SC", "000000"), run(".", "宋体", "000000"), run("本年", "Noto Sans CJK SC", "000000"), run("}}", "宋体", "000000")},
			{run("{{总额.", "宋体", "000000"), run("本年}}", "宋体", "FF0000")},
			{run("{{总额", "宋体", "000000"), run(".本年}}", "黑体", "000000")},
			{run("{{总额.", "宋体", "000000"), run("本年}}", "宋体", "FF0000")},
			{run("{{总额.", "宋体", "000000"), run("本年}}", "宋体", "FF0000")},
		} {
			cell := a1.Name(i+1, 1)
			must(t, f.SetCellStyle("Sheet1", cell, cell, two))
			must(t, f.SetCellRichText("Sheet1", cell, runs))
		}
	})
	c, problems, err := fill.Compile(tpl, schema)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	found := c.Advice()
	if len(found) != 1 || found[0].Place.String() != "Sheet1!B1" || !strings.HasPrefix(found[0].Message, "B1、C1、D1 等 4 格的标签里有几种字体") {
		t.Errorf("%v", found)
	}
}

func TestSheetsGoApartOnlyIfNoneLooksAtAnother(t *testing.T) {
	tpl := func(prepare func(f *excelize.File)) *fill.Template {
		c, problems, err := fill.Compile(template(t, form, func(f *excelize.File) {
			for _, name := range []string{"乙", "码表"} {
				_, err := f.NewSheet(name)
				must(t, err)
				put(t, f, name, "{{年度}} | {{总额.本年}}")
			}
			must(t, f.SetSheetVisible("码表", false))
			must(t, f.SetDefinedName(&excelize.DefinedName{Name: "甲的", RefersTo: "Sheet1!$B$4"}))
			must(t, f.SetDefinedName(&excelize.DefinedName{Name: "乙的", RefersTo: "乙!$B$1"}))
			prepare(f)
		}), schema)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		return c
	}
	c := tpl(func(f *excelize.File) {})
	if found := c.Apart(); len(found) > 0 {
		t.Error(found)
	}
	singles, problems, err := c.RenderApart(data())
	if err != nil || len(problems) > 0 || len(singles) != 2 || singles[0].Sheet != "Sheet1" || singles[1].Sheet != "乙" {
		t.Fatal(singles, problems, err)
	}
	for i, s := range singles {
		var b bytes.Buffer
		must(t, s.File.Write(&b))
		f, err := excelize.OpenReader(&b)
		must(t, err)
		names := f.GetDefinedName()
		if len(f.GetSheetList()) != 1 || len(names) != 1 || names[0].RefersTo != []string{"Sheet1!$B$6", "乙!$B$1"}[i] {
			t.Errorf("%s holds %v, %v", s.Sheet, f.GetSheetList(), names)
		}
		if text := string(s.File.Part("xl/sharedStrings.xml")); strings.Contains(text, "表头") != (i == 0) {
			t.Errorf("%s holds the texts of the other: %s", s.Sheet, text)
		}
	}
	for want, prepare := range map[string]func(f *excelize.File){
		"公式 =Sheet1!B4 引用的工作表“Sheet1”不在同一个文件里": func(f *excelize.File) { put(t, f, "乙", "x | =Sheet1!B4") },
		"下拉列表或条件格式引用的工作表“码表”": func(f *excelize.File) {
			v := excelize.NewDataValidation(true)
			v.SetSqref("C1")
			v.SetSqrefDropList("码表!$A$1:$A$2")
			must(t, f.AddDataValidation("乙", v))
		},
		"不能有只有图表的工作表": func(f *excelize.File) {
			must(t, f.AddChartSheet("图", &excelize.Chart{Type: excelize.Line, Series: []excelize.ChartSeries{{Values: "Sheet1!$B$3:$B$4"}}}))
		},
	} {
		if found := tpl(prepare).Apart(); len(found) != 1 || !strings.Contains(found[0].Message, want) {
			t.Errorf("want %s, got %v", want, found)
		}
	}
}
