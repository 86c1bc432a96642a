package fill_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// sound checks a package as a whole: every part is reached from the root and has
// a content type, every relationship leads to a part, and no tag is left.
func sound(t *testing.T, f *xlsxedit.File) {
	t.Helper()
	reached := map[string]bool{"[Content_Types].xml": true}
	var follow func(part string)
	follow = func(part string) {
		rels := xlsxread.RelsName(part)
		if !f.Has(rels) {
			return
		}
		reached[rels] = true
		for _, r := range f.Rels(part) {
			switch {
			case r.External || reached[r.Target]:
			case !f.Has(r.Target):
				t.Errorf("%s leads to %s, which is not there", part, r.Target)
			default:
				reached[r.Target] = true
				follow(r.Target)
			}
		}
	}
	follow("")
	for _, name := range f.Names() {
		if !reached[name] {
			t.Errorf("nothing leads to %s", name)
		}
		if strings.Contains(html.UnescapeString(string(f.Part(name))), "{{") {
			t.Errorf("%s holds a tag: %s", name, f.Part(name))
		}
		if name != "[Content_Types].xml" && f.ContentType(name) == "" {
			t.Errorf("%s has no content type", name)
		}
	}
	doc, err := f.XML("[Content_Types].xml")
	must(t, err)
	for _, o := range doc.Root().SelectElements("Override") {
		if name := strings.TrimPrefix(o.SelectAttrValue("PartName", ""), "/"); !f.Has(name) {
			t.Errorf("%s has a content type but is not there", name)
		}
	}
	lists(t, f)
}

// lists checks what the workbook says of its sheets.
func lists(t *testing.T, f *xlsxedit.File) {
	t.Helper()
	wb, err := f.Workbook()
	must(t, err)
	ids := map[string]bool{}
	for _, s := range wb.Sheets {
		ids[s.Element.SelectAttrValue("sheetId", "")] = true
	}
	for _, n := range wb.Names() {
		if i := n.SelectAttr("localSheetId"); i != nil && atoi(i.Value) >= len(wb.Sheets) {
			t.Errorf("name %s belongs to sheet %s", n.SelectAttrValue("name", ""), i.Value)
		}
	}
	for _, v := range wb.Doc.FindElements("//workbookView") {
		if i := atoi(v.SelectAttrValue("activeTab", "0")); i >= len(wb.Sheets) || wb.Sheets[i].Hidden() {
			t.Errorf("the workbook opens on sheet %d of %d, or a hidden one", i, len(wb.Sheets))
		}
	}
	for _, v := range wb.Doc.FindElements("//customWorkbookView") {
		if id := v.SelectAttrValue("activeSheetId", ""); !ids[id] {
			t.Errorf("a view shows sheet %s, which is not there", id)
		}
	}
}

// departing is a template of which the sheet 项目 goes without records; it holds
// and is pointed at by whatever can.
func departing(t *testing.T) []byte {
	const form = "{{项目.名称}}"
	image, err := base64.StdEncoding.DecodeString(pixel)
	must(t, err)
	return made(t, "汇总 | 名称 | 图\n{{项目@项目.名称}} | {{项目@项目.概况}} | {{项目@项目.金额}}\n尾 | 链接 | 名 | 内\n外 | 范围", func(f *excelize.File) {
		for _, name := range []string{"隐", form} {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		put(t, f, form, "{{项目.名称}} | {{项目.金额}}\n列 | 数\n1 | 2")
		put(t, f, "隐", "甲")
		must(t, f.SetSheetVisible("隐", false))
		must(t, f.MoveSheet("隐", "Sheet1"))
		must(t, f.AddChart(form, "D2", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "'" + form + "'!$A$3:$B$3"}}, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "{{项目.名称}}图"}}}}))
		must(t, f.AddPictureFromBytes(form, "D9", &excelize.Picture{Extension: ".png", File: image, Format: &excelize.GraphicOptions{}}))
		must(t, f.AddTable(form, &excelize.Table{Range: "A2:B3", Name: "表"}))
		must(t, f.AddComment(form, excelize.Comment{Cell: "A1", Text: "批注"}))
		must(t, f.AddHeaderFooterImage(form, &excelize.HeaderFooterImageOptions{File: image, Extension: ".png", Width: "50pt", Height: "32pt", Position: excelize.HeaderFooterImagePositionLeft}))
		must(t, f.AddShape("Sheet1", &excelize.Shape{Cell: "F5", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "去"}}}))
		for name, to := range map[string]string{"项目数": "'" + form + "'!$B$1", "两处": "Sheet1!$A$1,'" + form + "'!$B$1", "总表": "Sheet1!$A$3"} {
			must(t, f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: to}))
		}
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "本表的", RefersTo: "'" + form + "'!$B$1", Scope: "Sheet1"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'" + form + "'!$A$1:$B$3", Scope: form}))
		for _, link := range [][2]string{{"A2", "'" + form + "'!A1"}, {"B3", "'" + form + "'!A1"}, {"C3", "项目数"}, {"D3", "总表"}, {"A3", "Sheet1!A2"}, {"A1", "本表的"}} {
			must(t, f.SetCellHyperLink("Sheet1", link[0], link[1], "Location"))
		}
		f.SetActiveSheet(2)
	}, func(r raw) {
		link, err := r.f.RelateFile(sheet1, "#'{{项目.名称}}'!B1", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink")
		must(t, err)
		other, err := r.f.RelateFile(sheet1, "%E5%88%AB%E7%9A%84.xlsx", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink")
		must(t, err)
		r.replace(sheet1, `</hyperlinks>`, `<hyperlink ref="B2" r:id="`+link+`" display="{{项目@项目.概况}}"/><hyperlink ref="A4" r:id="`+other+`" location="Sheet1!A3"/></hyperlinks>`)
		drawing := r.f.Related(sheet1, "drawing")
		anchors := ""
		for i, s := range [][2]string{{"#'{{项目.名称}}'!B1", "'{{项目.名称}}'!$B$1"}, {"#Sheet1!A3", "$A$3"}} {
			id, err := r.f.RelateFile(drawing, s[0], "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink")
			must(t, err)
			anchors += fmt.Sprintf(`<xdr:oneCellAnchor><xdr:from><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="900000" cy="300000"/><xdr:sp macro="" textlink="%s"><xdr:nvSpPr><xdr:cNvPr id="9%d" name="形%d"><a:hlinkClick xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="%s"/></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>`, 3+2*i, s[1], i, i, id)
		}
		r.replace(drawing, `</xdr:wsDr>`, anchors+`</xdr:wsDr>`)
		r.replace(workbook, `</workbook>`, `<customWorkbookViews><customWorkbookView name="打印" guid="{11111111-2222-3333-4444-555555555555}" windowWidth="800" windowHeight="600" activeSheetId="3"/></customWorkbookViews></workbook>`)
		r.f.SetPart("xl/worksheets/old.bin", []byte("{{项目.名称}}")) // nothing leads to it
	})
}

func TestASheetThatGoesTakesAllThatIsItsOwnWithIt(t *testing.T) {
	f := unpacked(t, filled(t, departing(t), projects()))
	sound(t, f)
	for _, name := range f.Names() {
		for _, gone := range []string{"chart", "table", "comments", "media", "vmlDrawing", "sheet3", "old"} {
			if strings.Contains(name, gone) {
				t.Errorf("%s stays", name)
			}
		}
	}
	// The row of the list has gone, so the end is row 2.
	holds(t, f, sheet1, `<hyperlinks><hyperlink ref="D2" location="总表"/><hyperlink ref="A2" location="Sheet1!A1"/>`, `location="Sheet1!A3"/></hyperlinks>`)
	holds(t, f, workbook, "!项目数", "!本表的", ">Sheet1!$A$2<", `name="两处">Sheet1!$A$1,#REF!<`, `activeSheetId="1"`, `activeTab="1"`)
	drawing := f.Related(sheet1, "drawing")
	holds(t, f, drawing, `textlink="$A$2"`, `name="形0"/>`)
	holds(t, f, xlsxread.RelsName(drawing), `Target="#Sheet1!A2"`)
}

func TestALinkOfARecordLeadsToTheSheetOfTheRecord(t *testing.T) {
	f := unpacked(t, filled(t, departing(t), projects("甲", "乙 2")))
	sound(t, f)
	holds(t, f, sheet1, `<hyperlink ref="A2" location="甲!A1"`, `<hyperlink ref="A3" location="'乙 2'!A1"`, `<hyperlink ref="B2" location="甲!B1"`, `<hyperlink ref="B3" location="'乙 2'!B1"`,
		`ref="B4" location="甲!A1"`, `location="总表"`, `location="本表的"`, `!display`)
	holds(t, f, xlsxread.RelsName(f.Related(sheet1, "drawing")), `Target="#甲!B1"`)
}

func TestEveryFilledWorkbookIsWholeAndOpensElsewhere(t *testing.T) {
	folder := t.TempDir()
	var files []string
	check := func(name string, f *xlsxedit.File) {
		t.Run(name, func(t *testing.T) {
			sound(t, f)
			file := filepath.Join(folder, fmt.Sprintf("%02d.xlsx", len(files)))
			var b bytes.Buffer
			must(t, f.Write(&b))
			must(t, os.WriteFile(file, b.Bytes(), 0o600))
			files = append(files, file)
		})
	}
	for n, d := range []*tags.Data{projects(), projects("甲"), projects("甲", "乙 2", "丙")} {
		check(fmt.Sprint("departing", n), unpacked(t, filled(t, departing(t), d)))
	}
	for _, a := range awkward {
		for n, d := range []*tags.Data{data(), empty()} {
			check(fmt.Sprint(a.name, n), unpacked(t, filled(t, a.make(t), d)))
		}
	}
	proof.Values(t, files...)
	proof.Convert(t, "pdf", files[:3]...) // the awkward ones go there in their own test
}

func TestSheetsThatGoApartTakeOnlyWhatIsTheirOwn(t *testing.T) {
	tpl, problems, err := fill.Compile(departing(t), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	singles, problems, err := tpl.RenderApart(projects("甲", "乙"))
	if err != nil || len(problems) > 0 || len(singles) != 3 {
		t.Fatal(singles, problems, err)
	}
	for i, s := range singles {
		sound(t, s.File)
		charts := slices.ContainsFunc(s.File.Names(), func(name string) bool { return path.Base(name) == "chart1.xml" })
		if charts != (i > 0) {
			t.Errorf("%s: has the chart: %v", s.Sheet, charts)
		}
	}
	holds(t, singles[0].File, sheet1, "!甲!", "!{{")
}

func TestATemplateOfNothingButRepeatedSheetsSaysSoWithoutRecords(t *testing.T) {
	tpl := template(t, "x", func(f *excelize.File) {
		must(t, f.SetSheetName("Sheet1", "{{项目.名称}}"))
		_, err := f.NewSheet("码表")
		must(t, err)
		must(t, f.SetSheetVisible("码表", false))
	})
	b, problems := try(t, tpl, projects())
	if b != nil || len(problems) == 0 || problems[0].Code != "sheets-none" {
		t.Error(problems)
	}
}

func TestTagsOnASheetThatIsButAChartAreTold(t *testing.T) {
	tpl := template(t, form, func(f *excelize.File) {
		must(t, f.AddChartSheet("图", &excelize.Chart{Type: excelize.Line, Series: []excelize.ChartSeries{{Values: "Sheet1!$B$3:$B$4"}}, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "{{年度}}年"}}}}))
	})
	if _, problems := try(t, tpl, data()); len(problems) != 1 || problems[0].Place.Sheet != "图" || !strings.Contains(problems[0].Message, "只有图表的工作表里的标签 {{年度}} 不会填") {
		t.Error(problems)
	}
}

func TestAHiddenCopyOfALinkedCellsTextIsNoPlaceForATag(t *testing.T) {
	file := filepath.Join(t.TempDir(), "表.xlsx")
	must(t, os.WriteFile(file, made(t, levelled, func(f *excelize.File) {
		must(t, f.SetCellHyperLink("Sheet1", "A3", "https://example.org/", "External"))
		must(t, f.SetCellHyperLink("Sheet1", "B3", "Sheet1!C3", "Location"))
	}, nil), 0o600))
	tpl, err := os.ReadFile(filepath.Join(proof.Convert(t, "xlsx", file), "表.xlsx"))
	must(t, err)
	if !strings.Contains(string(unpacked(t, tpl).Part(sheet1)), `display="{{支出@款.编码}}"`) {
		t.Fatalf("LibreOffice writes no display: %s", unpacked(t, tpl).Part(sheet1))
	}
	f := unpacked(t, filled(t, tpl, data()))
	sound(t, f)
	holds(t, f, sheet1, `ref="A3"`, `ref="A4"`, `ref="A6"`, `ref="B6"`, "!display")
}

func TestTheSlicersOfATableGoWithIt(t *testing.T) {
	const office = "http://schemas.microsoft.com/office/2007/relationships/"
	tpl, problems, err := fill.Compile(made(t, form, func(f *excelize.File) {
		must(t, f.AddTable("Sheet1", &excelize.Table{Range: "A2:B4", Name: "支出表"}))
		_, err := f.NewSheet("乙")
		must(t, err)
		put(t, f, "乙", "{{年度}}")
	}, func(r raw) {
		r.add(sheet1, "xl/slicers/slicer1.xml", office+"slicer", "application/vnd.ms-excel.slicer+xml", xmlHead+`<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="科目" cache="切片器_科目" caption="科目" rowHeight="241300"/></slicers>`)
		id := r.add(workbook, "xl/slicerCaches/slicerCache1.xml", office+"slicerCache", "application/vnd.ms-excel.slicerCache+xml", xmlHead+`<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="切片器_科目" sourceName="表头"><extLst><x:ext xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>`)
		r.replace(workbook, `</workbook>`, `<extLst><ext uri="{46BE6895-7355-4a93-B00E-2C351335B9C9}"><x15:slicerCaches xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x14:slicerCache xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" r:id="`+id+`"/></x15:slicerCaches></ext></extLst></workbook>`)
	}), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	singles, problems, err := tpl.RenderApart(data())
	if err != nil || len(problems) > 0 || len(singles) != 2 {
		t.Fatal(singles, problems, err)
	}
	for i, s := range singles {
		sound(t, s.File)
		if stays := s.File.Has("xl/slicerCaches/slicerCache1.xml"); stays != (i == 0) || strings.Contains(string(s.File.Part(workbook)), "slicerCache") != (i == 0) {
			t.Errorf("%s: the slicer's data stay: %v, %s", s.Sheet, stays, s.File.Part(workbook))
		}
	}
}

func TestNamesOfOtherSheetsStayWhereASheetRepeats(t *testing.T) {
	tpl := made(t, "2\n=总额*税率", func(f *excelize.File) {
		_, err := f.NewSheet("{{支出.名称}}")
		must(t, err)
		must(t, f.SetCellStr("{{支出.名称}}", "A1", "{{支出.合计}}"))
		for _, n := range []excelize.DefinedName{
			{Name: "_xlnm.Print_Area", RefersTo: "'{{支出.名称}}'!$A$1:$D$4", Scope: "{{支出.名称}}"},
			{Name: "_xlnm.Print_Titles", RefersTo: "'{{支出.名称}}'!$1:$2", Scope: "{{支出.名称}}"},
			{Name: "税率", RefersTo: "Sheet1!$A$1"}, {Name: "总额", RefersTo: "Sheet1!$A$1"},
		} {
			must(t, f.SetDefinedName(&n))
		}
	}, nil)
	for n := 2; n <= 5; n++ {
		d := data()
		d.Lists["支出"].Records = d.Lists["支出"].Records[:n+1]
		book := string(unpacked(t, filled(t, tpl, d)).Part("xl/workbook.xml"))
		for name, want := range map[string]int{"_xlnm.Print_Area": n, "_xlnm.Print_Titles": n, "税率": 1, "总额": 1} {
			if got := strings.Count(book, `name="`+name+`"`); got != want {
				t.Errorf("%d sheets: %d of %d %s", n, got, want, name)
			}
		}
	}
}
