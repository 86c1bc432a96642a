package fill_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// form is what every awkward template holds: row 3 repeats.
const form = `
	表头 | 金额 | 名称
	注意 | 第二行
	{{支出@款.编码}} | {{支出@款.合计}} | {{支出@款.名称}}
	合计 | =SUM(B3) | 末
	尾 | =B4*2`

// raw edits a workbook's parts as no library writes them.
type raw struct {
	t *testing.T
	f *xlsxedit.File
}

// replace changes every occurrence of a text in a part; there must be one.
func (r raw) replace(part string, pairs ...string) {
	r.t.Helper()
	text := string(r.f.Part(part))
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			r.t.Fatalf("%s has no %s:\n%s", part, pairs[i], text)
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	r.f.SetPart(part, []byte(text))
}

// add adds a part with a relationship to it; kind is the end of its type.
func (r raw) add(from, part, kind, contentType, content string) (id string) {
	r.t.Helper()
	base := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	if strings.HasPrefix(kind, "http") {
		base = ""
	}
	r.f.SetPart(part, []byte(content))
	id, err := r.f.Relate(from, part, base+kind, contentType)
	must(r.t, err)
	return id
}

// made is a template: a form, changed through excelize, then by hand.
func made(t *testing.T, rows string, prepare func(f *excelize.File), edit func(r raw)) []byte {
	t.Helper()
	b := template(t, rows, prepare)
	if edit == nil {
		return b
	}
	f := proof.Parts(t, b)
	edit(raw{t, f})
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

const (
	sheet1   = "xl/worksheets/sheet1.xml"
	workbook = "xl/workbook.xml"
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// awkward are templates as Excel, WPS and LibreOffice leave them behind.
var awkward = []struct {
	name string
	make func(t *testing.T) []byte
}{
	{"WPS 的旧尺寸、上千空行、表名尾空格", wps},
	{"富文本、主题色、索引色", coloured},
	{"图片、图形、页眉图片、背景", pictures},
	{"两种批注", comments},
	{"有效性、条件格式、迷你图", ruled},
	{"保护、隐藏、自定义视图", protected},
	{"名称、外部链接残余、几块打印区域", linked},
	{"超级表、切片器、图表", tabled},
	{"表单控件、打印机设置", controlled},
	{"带前缀的命名空间", prefixed},
	{".NET 的字节序标记", marked},
	{"LibreOffice 存的", libreOffice},
	{"openpyxl 存的", openpyxl},
}

func wps(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		must(t, f.SetSheetName("Sheet1", "表一 "))
		_, err := f.NewSheet("表 二  ")
		must(t, err)
		put(t, f, "表 二  ", "取数 | ='表一 '!B4\n{{年度}} | =SUM('表一 '!B3)")
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Style: 1, Color: "000000"}}, Font: &excelize.Font{Family: "宋体", Size: 10}})
		must(t, err)
		for r := 6; r < 3380; r++ {
			must(t, f.SetCellStyle("表一 ", fmt.Sprint("A", r), fmt.Sprint("G", r), style))
		}
		must(t, f.MergeCell("表一 ", "A5", "A6"))
	}, func(r raw) {
		r.replace(sheet1, `<sheetFormatPr `, `<sheetFormatPr defaultColWidth="9" outlineLevelCol="6" `,
			`</sheetData>`, `<row r="1048575" customFormat="1" s="1" ht="14.25" customHeight="1" spans="1:7"><c r="A1048575" s="1"/></row><row r="1048576" spans="1:7"><c r="A1048576" s="1"/></row></sheetData>`,
			`</worksheet>`, `<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:x a="1"/></ext></extLst></worksheet>`)
		text := string(r.f.Part(sheet1))
		if i := strings.Index(text, "<dimension"); i >= 0 {
			end := i + strings.Index(text[i:], "<sheetViews")
			r.f.SetPart(sheet1, []byte(text[:i]+`<dimension ref="A1:G3380"/>`+text[end:]))
		}
		r.replace(sheet1, `</row><row r="2"`, `<c r="D1" t="str"><f>_xlfn.DISPIMG(&quot;ID_1&quot;,1)</f><v>=DISPIMG("ID_1",1)</v></c></row><row r="2"`)
		r.add(workbook, "xl/cellimages.xml", "http://www.wps.cn/officeDocument/2020/cellImage", "application/vnd.wps-officedocument.cellimage+xml",
			xmlHead+`<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><etc:cellImage/></etc:cellImages>`)
		must(t, r.f.SetProperty("KSOProductBuildVer", "2052-12.1.0.16929"))
	})
}

func coloured(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		theme := 4
		style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{ColorTheme: &theme, ColorTint: -0.25}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}}})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "A1", "C5", style))
		must(t, f.SetCellRichText("Sheet1", "A1", []excelize.RichTextRun{{Text: "表"}, {Text: "头", Font: &excelize.Font{ColorTheme: &theme}}}))
		must(t, f.SetCellRichText("Sheet1", "A2", []excelize.RichTextRun{{Text: "{{年", Font: &excelize.Font{Bold: true}}, {Text: "度}}年", Font: &excelize.Font{ColorIndexed: 10}}}))
		must(t, f.SetCellRichText("Sheet1", "C3", []excelize.RichTextRun{{Text: "{{支出@款.名称}}", Font: &excelize.Font{Bold: true}}, {Text: "（款）", Font: &excelize.Font{Italic: true}}}))
	}, func(r raw) {
		r.replace("xl/styles.xml", `<color theme="4" tint="-0.25"></color>`, `<color indexed="10"/>`,
			`</styleSheet>`, `<colors><indexedColors><rgbColor rgb="00000000"/><rgbColor rgb="00FFFFFF"/></indexedColors><mruColors><color rgb="FFFF00FF"/></mruColors></colors></styleSheet>`)
		r.replace("xl/sharedStrings.xml", `<t>注意</t></si>`, `<t>注意</t><rPh sb="0" eb="2"><t>zhuyi</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>`)
		r.replace(sheet1, `</row><row r="5"`, `<c r="D4" t="inlineStr"><is><r><rPr><b/></rPr><t>内</t></r><r><t xml:space="preserve"> 联 </t></r></is></c></row><row r="5"`)
	})
}

func pictures(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		image, err := base64.StdEncoding.DecodeString(pixel)
		must(t, err)
		for cell, how := range map[string]string{"E1": "twoCell", "E4": "oneCell", "E5": "absolute"} {
			must(t, f.AddPictureFromBytes("Sheet1", cell, &excelize.Picture{Extension: ".png", File: image, Format: &excelize.GraphicOptions{Positioning: how, ScaleX: 40, ScaleY: 40, AltText: "第一行\n第二行"}}))
		}
		must(t, f.AddShape("Sheet1", &excelize.Shape{Cell: "F5", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: "截至{{年度}}年"}}}))
		must(t, f.SetSheetBackgroundFromBytes("Sheet1", ".png", image))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "B4", Author: "局", Text: "合计"}))
		must(t, f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&L&G&C{{年度}}年"}))
		must(t, f.AddHeaderFooterImage("Sheet1", &excelize.HeaderFooterImageOptions{File: image, Extension: ".png", Width: "50pt", Height: "32pt", Position: excelize.HeaderFooterImagePositionLeft}))
	}, func(r raw) {
		// A group of shapes, as Excel writes them.
		r.replace("xl/drawings/drawing1.xml", `</xdr:wsDr>`, `<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:to><xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="90" name="组"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr/><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="91" name="章"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="100" cy="100"/></a:xfrm><a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN" b="1"/><a:t>{{部门</a:t></a:r><a:r><a:rPr lang="zh-CN"/><a:t>名称}}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:grpSp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`)
	})
}

func comments(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		for _, cell := range []string{"A1", "B3", "B4", "A5"} {
			must(t, f.AddComment("Sheet1", excelize.Comment{Cell: cell, Author: "局", Paragraph: []excelize.RichTextRun{{Text: cell, Font: &excelize.Font{Bold: true}}, {Text: " 的批注"}}}))
		}
	}, func(r raw) {
		office := "http://schemas.microsoft.com/office/2017/10/relationships/"
		r.add(sheet1, "xl/threadedComments/threadedComment1.xml", office+"threadedComment", "application/vnd.ms-excel.threadedcomments+xml",
			xmlHead+`<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B4" dT="2026-01-20T01:02:03.00" personId="{A1}" id="{B1}"><text>核对过</text></threadedComment><threadedComment ref="B4" dT="2026-01-20T01:03:03.00" personId="{A1}" id="{B2}" parentId="{B1}"><text>好</text></threadedComment></ThreadedComments>`)
		r.add(workbook, "xl/persons/person.xml", office+"person", "application/vnd.ms-excel.person+xml",
			xmlHead+`<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="预算科" id="{A1}" userId="a" providerId="None"/></personList>`)
	})
}

func ruled(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		style, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "FF0000"}})
		must(t, err)
		must(t, f.SetConditionalFormat("Sheet1", "B3:B5", []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "B3>$B$4", Format: &style}}))
		must(t, f.SetConditionalFormat("Sheet1", "C4:C5", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6", BarSolid: true}}))
		dv := excelize.NewDataValidation(true)
		dv.Sqref = "A4:A5 C1"
		must(t, dv.SetDropList([]string{"甲", "乙"}))
		dv.SetInput("说明", "第一行\n第二行 & <三>")
		must(t, f.AddDataValidation("Sheet1", dv))
		dv = excelize.NewDataValidation(true)
		dv.Sqref = "C5"
		dv.SetSqrefDropList("$A$4:$A$5")
		must(t, f.AddDataValidation("Sheet1", dv))
		must(t, f.AddSparkline("Sheet1", &excelize.SparklineOptions{Location: []string{"F4"}, Range: []string{"Sheet1!A4:C4"}}))
		must(t, f.SetCellHyperLink("Sheet1", "A5", "Sheet1!B4", "Location"))
		must(t, f.AutoFilter("Sheet1", "A1:C4", nil))
		must(t, f.InsertPageBreak("Sheet1", "A5"))
	}, func(r raw) {
		r.replace(sheet1, `</worksheet>`, `</worksheet>`, `<dataValidations`, `<!-- 有效性 --><dataValidations`)
		r.replace(sheet1, `<extLst>`, `<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" allowBlank="1" showInputMessage="1"><x14:formula1><xm:f>Sheet1!$A$4:$A$5</xm:f></x14:formula1><xm:sqref>C4</xm:sqref></x14:dataValidation></x14:dataValidations></ext>`)
	})
}

func protected(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		for _, name := range []string{"码表", "参数"} {
			_, err := f.NewSheet(name)
			must(t, err)
			put(t, f, name, "甲\n乙 | =Sheet1!B4")
		}
		must(t, f.SetSheetVisible("码表", false))
		must(t, f.SetSheetVisible("参数", false, true))
		must(t, f.ProtectSheet("Sheet1", &excelize.SheetProtectionOptions{AlgorithmName: "SHA-512", Password: "x", FormatCells: true}))
		must(t, f.ProtectWorkbook(&excelize.WorkbookProtectionOptions{AlgorithmName: "SHA-512", Password: "x", LockStructure: true}))
		must(t, f.SetPanes("Sheet1", &excelize.Panes{Freeze: true, YSplit: 2, TopLeftCell: "A4", ActivePane: "bottomLeft", Selection: []excelize.Selection{{SQRef: "B4", ActiveCell: "B4", Pane: "bottomLeft"}}}))
	}, func(r raw) {
		r.replace(workbook, `<sheets>`, `<sheets>`, `</workbook>`, `<customWorkbookViews><customWorkbookView name="打印" guid="{11111111-2222-3333-4444-555555555555}" windowWidth="800" windowHeight="600" activeSheetId="1"/></customWorkbookViews></workbook>`)
		text := string(r.f.Part(sheet1))
		i := strings.Index(text, "<sheetProtection")
		i += strings.Index(text[i:], ">") + 1
		if strings.HasPrefix(text[i:], "</sheetProtection>") {
			i += len("</sheetProtection>")
		}
		r.f.SetPart(sheet1, []byte(text[:i]+`<protectedRanges><protectedRange sqref="B4:B5" name="区域1"/></protectedRanges><customSheetViews><customSheetView guid="{11111111-2222-3333-4444-555555555555}" topLeftCell="A4"><selection activeCell="B5" sqref="B5"/><rowBreaks count="1" manualBreakCount="1"><brk id="4" max="16383" man="1"/></rowBreaks></customSheetView></customSheetViews>`+text[i:]))
	})
}

func linked(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "总数", RefersTo: "Sheet1!$B$4", Comment: "第一行"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "Sheet1!$A$1:$C$3,Sheet1!$A$5:$C$5", Scope: "Sheet1"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$A:$A,Sheet1!$1:$2", Scope: "Sheet1"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "坏的", RefersTo: "#REF!"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "外部", RefersTo: "[1]上年!$A$1:$B$4"}))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "动态", RefersTo: "OFFSET(Sheet1!$A$4,0,0,COUNTA(Sheet1!$A:$A),1)"}))
	}, func(r raw) {
		r.replace(workbook, `name="坏的"`, `name="坏的" hidden="1"`)
		link := "xl/externalLinks/externalLink1.xml"
		id := r.add(workbook, link, "externalLink", "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml", "")
		rel, err := r.f.RelateFile(link, "file:///D:/%E4%B8%8A%E5%B9%B4.xlsx", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath")
		must(t, err)
		r.f.SetPart(link, []byte(xmlHead+`<externalLink `+mainNS+`><externalBook r:id="`+rel+`"><sheetNames><sheetName val="上年"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="4"><cell r="A4"><v>3</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`))
		r.replace(workbook, `</sheets>`, `</sheets><externalReferences><externalReference r:id="`+id+`" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></externalReferences>`)
	})
}

func tabled(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		must(t, f.AddTable("Sheet1", &excelize.Table{Range: "A2:B4", Name: "支出表", StyleName: "TableStyleMedium2"}))
		must(t, f.AddChart("Sheet1", "E8", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "Sheet1!$B$1", Categories: "Sheet1!$A$3:$A$4", Values: "Sheet1!$B$3:$B$4"}}, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "{{年度}}年"}}}}))
		must(t, f.AddChartSheet("图", &excelize.Chart{Type: excelize.Line, Series: []excelize.ChartSeries{{Values: "Sheet1!$B$3:$B$4"}}}))
	}, func(r raw) {
		r.replace("xl/charts/chart1.xml", `<numCache><formatCode></formatCode></numCache>`, `<numCache><formatCode>General</formatCode><ptCount val="2"/><pt idx="0"><v>99</v></pt></numCache>`)
		r.add("xl/charts/chart1.xml", "xl/charts/style1.xml", "http://schemas.microsoft.com/office/2011/relationships/chartStyle", "application/vnd.ms-office.chartstyle+xml", xmlHead+`<cs:chartStyle xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" id="201"/>`)
		r.add(sheet1, "xl/slicers/slicer1.xml", "http://schemas.microsoft.com/office/2007/relationships/slicer", "application/vnd.ms-excel.slicer+xml", xmlHead+`<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="科目" cache="切片器_科目" caption="科目" rowHeight="241300"/></slicers>`)
		r.add(workbook, "xl/slicerCaches/slicerCache1.xml", "http://schemas.microsoft.com/office/2007/relationships/slicerCache", "application/vnd.ms-excel.slicerCache+xml", xmlHead+`<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="切片器_科目" sourceName="表头"><extLst><x:ext xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" tableId="1" column="1"/></x:ext></extLst></slicerCacheDefinition>`)
	})
}

func controlled(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		checked := true
		must(t, f.AddFormControl("Sheet1", excelize.FormControl{Cell: "E5", Type: excelize.FormControlCheckBox, Text: "已核对", CellLink: "$A$5", Checked: checked}))
		must(t, f.AddFormControl("Sheet1", excelize.FormControl{Cell: "E1", Type: excelize.FormControlButton, Text: "按"}))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "B4", Author: "局", Text: "合计"}))
	}, func(r raw) {
		id := r.add(sheet1, "xl/ctrlProps/ctrlProp1.xml", "ctrlProp", "application/vnd.ms-excel.controlproperties+xml", xmlHead+`<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox" fmlaLink="$A$5" lockText="1"/>`)
		printer := r.add(sheet1, "xl/printerSettings/printerSettings1.bin", "printerSettings", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings", "\x00\x01打印机")
		r.replace(sheet1, `<legacyDrawing`, `<pageSetup paperSize="9" orientation="landscape" r:id="`+printer+`" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/><legacyDrawing`,
			`</worksheet>`, `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><controls><mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1026" r:id="`+id+`" name="复选框" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><controlPr defaultSize="0" autoFill="0"><anchor moveWithCells="1" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent></worksheet>`)
	})
}

// prefixed writes the sheet's elements as the Open XML SDK does.
func prefixed(t *testing.T) []byte {
	return made(t, form, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "B5", "C5"))
		must(t, f.SetCellRichText("Sheet1", "A1", []excelize.RichTextRun{{Text: "表"}, {Text: "头", Font: &excelize.Font{Bold: true}}}))
	}, func(r raw) {
		for part, tags := range map[string]string{
			sheet1:                 "worksheet dimension sheetViews sheetView sheetFormatPr sheetData row c v f mergeCells mergeCell sheetPr",
			"xl/sharedStrings.xml": "sst si r t rPr b",
		} {
			text := string(r.f.Part(part))
			for _, tag := range strings.Fields(tags) {
				for _, end := range []string{">", " ", "/"} {
					text = strings.ReplaceAll(text, "<"+tag+end, "<x:"+tag+end)
				}
				text = strings.ReplaceAll(text, "</"+tag+">", "</x:"+tag+">")
			}
			r.f.SetPart(part, []byte(strings.Replace(text, `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, `xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, 1)))
		}
	})
}

// marked begins its parts with a byte order mark, as .NET does.
func marked(t *testing.T) []byte {
	return made(t, form, nil, func(r raw) {
		for _, part := range []string{sheet1, workbook, "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"} {
			r.f.SetPart(part, append([]byte("\ufeff"), r.f.Part(part)...))
		}
	})
}

func TestPartsAreFoundHoweverTheirNamesAreCased(t *testing.T) {
	tpl := made(t, form, nil, func(r raw) {
		r.replace("xl/_rels/workbook.xml.rels", `worksheets/sheet1.xml`, `Worksheets/Sheet1.xml`, `sharedStrings.xml`, `sharedstrings.xml`)
	})
	f := proof.Parts(t, filled(t, tpl, data()))
	if text := string(f.Part("xl/sharedStrings.xml")); !strings.Contains(text, "人大") || strings.Contains(text, "{{") || f.Has("xl/sharedstrings.xml") {
		t.Error(text)
	}
}

func libreOffice(t *testing.T) []byte {
	file := filepath.Join(t.TempDir(), "表.xlsx")
	must(t, os.WriteFile(file, ruled(t), 0o600))
	b, err := os.ReadFile(filepath.Join(proof.Convert(t, "xlsx", file), "表.xlsx"))
	must(t, err)
	return b
}

func openpyxl(t *testing.T) []byte {
	file := filepath.Join(t.TempDir(), "表.xlsx")
	proof.Python(t, `
import sys, openpyxl
from openpyxl.comments import Comment
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.workbook.defined_name import DefinedName
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "It's"
for r in [["表头", "金额"], ["{{年度}}", None], ["{{支出@款.编码}}", "{{支出@款.合计}}"], ["合计", "=SUM(B3)"], ["尾", "='It''s'!B4"]]:
    ws.append(r)
ws["B4"].comment = Comment("合计", "局")
ws.merge_cells("A5:A6")
ws.print_title_rows = "1:2"
ws.print_area = "A1:B5"
ws.oddHeader.center.text = "{{年度}}"
ws.row_dimensions.group(5, 6, hidden=True)
dv = DataValidation(type="list", formula1='"甲,乙"')
dv.add("A4:A5")
ws.add_data_validation(dv)
c = BarChart()
c.add_data(Reference(ws, min_col=2, min_row=3, max_row=4))
ws.add_chart(c, "D8")
wb.save(sys.argv[1])
`, file)
	b, err := os.ReadFile(file)
	must(t, err)
	return b
}

// filled fills an awkward template and gives the result.
func filled(t *testing.T, tpl []byte, d *tags.Data) []byte {
	t.Helper()
	b, problems := try(t, tpl, d)
	if b == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	return b
}

func TestAwkwardTemplatesComeOutWithEverythingTheyWentInWith(t *testing.T) {
	for _, a := range awkward {
		t.Run(a.name, func(t *testing.T) {
			tpl := a.make(t)
			compareFilled(t, tpl, filled(t, tpl, data()))
		})
	}
}

func TestAwkwardTemplatesOpenElsewhereWithTheSameValues(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for i, a := range awkward {
		tpl := a.make(t)
		for n, d := range []*tags.Data{data(), empty()} {
			file := filepath.Join(folder, fmt.Sprintf("%02d-%d.xlsx", i, n))
			must(t, os.WriteFile(file, filled(t, tpl, d), 0o600))
			files = append(files, file)
		}
	}
	books := proof.Values(t, files...)
	for i, book := range proof.Values(t, inLibreOffice(t, files)...) {
		name, full := awkward[i/2].name, i%2 == 0
		want, got := books[i].Sheets[0].Cells, book.Sheets[0].Cells
		total := "B4"
		if full {
			total = "B6"
		}
		if full && want[total].Value != "7" || full && got[total].Value != "7" || got["A1"].Value == "" {
			t.Errorf("%s: the total is %+v, in LibreOffice %+v", name, want[total], got[total])
		}
		for cell, c := range want {
			if strings.HasPrefix(c.Value, "=DISPIMG") {
				continue // a picture in a cell, which only WPS knows
			}
			if c.Value != got[cell].Value && c.Value != "0" && !slices.Contains([]string{"", "b"}, c.Type) {
				t.Errorf("%s: %s is 「%s」, in LibreOffice 「%s」", name, cell, c.Value, got[cell].Value)
			}
			if strings.Contains(c.Value, "{{") {
				t.Errorf("%s: %s holds %s", name, cell, c.Value)
			}
		}
	}
}

func TestASheetThatExcelCouldNotOpenIsNotWritten(t *testing.T) {
	d := data()
	l := d.Lists["收入"]
	row := l.Records[1]
	for range a1.MaxRow {
		l.Records = append(l.Records, row)
	}
	c, found, err := fill.Compile(template(t, `{{收入@项.名称}} | {{收入@项.金额}}`, nil), schema)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	file, found, err := c.Render(d)
	if err != nil || file != nil || len(found) != 1 || found[0].Message != "要印 1048577 行，Excel 一张工作表最多 1048576 行" || found[0].Place.Sheet != "Sheet1" {
		t.Error(file, found, err)
	}
}
