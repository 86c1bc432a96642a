package fill_test

import (
	"bytes"
	"encoding/base64"
	_ "image/png"
	"strings"
	"testing"

	"ysgk/internal/proof"

	"github.com/beevik/etree"
	"github.com/xuri/excelize/v2"
)

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// crowded is a template whose rows 2 and 3 repeat (2+3 records) above and below
// everything that can name a row: two more rows come out than go in.
func crowded(t *testing.T) []byte {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	return template(t, `
		表头 | 金额
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}
		合计 | =SUM(B2)
		尾`, func(f *excelize.File) {
		must(f.AddComment("Sheet1", excelize.Comment{Cell: "B4", Author: "局", Text: "合计的批注"}))
		must(f.AddComment("Sheet1", excelize.Comment{Cell: "A1", Author: "局", Text: "表头的批注"}))
		style, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "FF0000"}})
		must(err)
		must(f.SetConditionalFormat("Sheet1", "B2:B4", []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "B2>$B$4", Format: &style}}))
		must(f.SetConditionalFormat("Sheet1", "A3:A3", []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: `A3="x"`, Format: &style}}))
		dv := excelize.NewDataValidation(true)
		dv.Sqref = "A4:A5"
		must(dv.SetDropList([]string{"甲", "乙"}))
		must(f.AddDataValidation("Sheet1", dv))
		must(f.SetCellHyperLink("Sheet1", "A5", "Sheet1!B4", "Location"))
		image, err := base64.StdEncoding.DecodeString(pixel)
		must(err)
		must(f.AddPictureFromBytes("Sheet1", "A5", &excelize.Picture{Extension: ".png", File: image, Format: &excelize.GraphicOptions{}}))
		must(f.InsertPageBreak("Sheet1", "A5"))
		must(f.AutoFilter("Sheet1", "A1:B4", nil))
		must(f.SetDefinedName(&excelize.DefinedName{Name: "总数", RefersTo: "Sheet1!$B$4"}))
		must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "Sheet1!$A$1:$B$4", Scope: "Sheet1"}))
		must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!$A:$A,Sheet1!$1:$1", Scope: "Sheet1"}))
		must(f.SetPanes("Sheet1", &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		must(f.SetRowHeight("Sheet1", 5, 33))
		must(f.SetCellRichText("Sheet1", "A1", []excelize.RichTextRun{{Text: "表"}, {Text: "头", Font: &excelize.Font{Bold: true, Color: "0000FF"}}}))
	})
}

func TestEverythingThatNamesARowMovesWithIt(t *testing.T) {
	out, problems := try(t, crowded(t), data())
	if out == nil {
		t.Fatal(problems)
	}
	f := proof.Parts(t, out)
	// The total stands in row 4 of the template and in row 7 of the result.
	for part, wants := range map[string][]string{
		"xl/worksheets/sheet1.xml": {
			`<dimension ref="A1:B8"/>`, `topLeftCell="A2"`,
			`<conditionalFormatting sqref="B2:B7">`, `B2&gt;$B$7</formula>`,
			`<conditionalFormatting sqref="A3:A4 A6">`, `A3="x"</formula>`,
			`sqref="A7:A8"`, `<hyperlink ref="A8" location="Sheet1!B7"/>`, `<brk id="7"`, `<autoFilter ref="A1:B7"`,
			`<row r="8" ht="33" customHeight="true">`,
		},
		"xl/workbook.xml":             {">Sheet1!$B$7<", ">Sheet1!$A$1:$B$7<", ">Sheet1!$A:$A,Sheet1!$1:$1<"},
		"xl/comments1.xml":            {`ref="B7"`, `ref="A1"`},
		"xl/drawings/drawing1.xml":    {"<xdr:row>7</xdr:row>"},
		"xl/drawings/vmlDrawing1.vml": {"<x:Row>6</x:Row>", "<x:Row>0</x:Row>"},
		"xl/sharedStrings.xml":        {`<color rgb="FF0000FF"`},
	} {
		text := string(f.Part(part))
		for _, w := range wants {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s\n%s", part, w, text)
			}
		}
	}
}

func TestWhatIsNoTagComesOutAsItWentIn(t *testing.T) {
	tpl := crowded(t)
	out, problems := try(t, tpl, data())
	if out == nil {
		t.Fatal(problems)
	}
	before := proof.Parts(t, tpl)
	after := proof.Parts(t, out)
	changed := map[string]bool{ // cells, texts and what names rows
		"xl/worksheets/sheet1.xml": true, "xl/sharedStrings.xml": true, "xl/workbook.xml": true,
		"xl/comments1.xml": true, "xl/drawings/drawing1.xml": true, "xl/drawings/vmlDrawing1.vml": true,
	}
	for _, name := range before.Names() {
		switch {
		case !after.Has(name):
			t.Errorf("%s is lost", name)
		case !changed[name] && !bytes.Equal(before.Part(name), after.Part(name)):
			t.Errorf("%s has changed", name)
		}
	}
}

func TestSharedFormulasAreWrittenOut(t *testing.T) {
	tpl := template(t, "{{支出@款.编码}} | {{支出@款.合计}} | x\n1 | 2 | x\n3 | 4 | x", func(f *excelize.File) {
		kind, ref := excelize.STCellFormulaTypeShared, "C1:C3"
		if err := f.SetCellFormula("Sheet1", "C1", "B1*$B$3", excelize.FormulaOpts{Type: &kind, Ref: &ref}); err != nil {
			t.Fatal(err)
		}
		for cell, v := range map[string]int{"A2": 1, "B2": 2, "A3": 3, "B3": 4} {
			if err := f.SetCellInt("Sheet1", cell, int64(v)); err != nil {
				t.Fatal(err)
			}
		}
	})
	expect(t, render(t, tpl, data()), "Sheet1", `
		20101 | 1 | =B1*$B$5→4
		20102 | 2 | =B2*$B$5→8
		20401 | 4 | =B3*$B$5→16
		1 | 2 | =B4*$B$5→8
		3 | 4 | =B5*$B$5→16`)
}

func TestWrappedTextsGetTheHeightTheyNeedAlsoInMergedCells(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = strings.Repeat("很长的文字", 20) // 100 characters, 200 half widths
	tpl := template(t, "{{部门名称}}\n短 | {{部门名称}}\n短", func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true}})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			f.SetCellStyle("Sheet1", "A1", "C3", style), f.MergeCell("Sheet1", "A1", "C1"),
			f.SetColWidth("Sheet1", "A", "C", 20),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	f := render(t, tpl, d)
	height := func(row int) float64 {
		h, err := f.GetRowHeight("Sheet1", row)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	// 58.8 of 60 half widths hold a line in A1:C1, 18.8 of 20 in B2.
	if one, four, twelve := height(3), height(1), height(2); one > 20 || four < 4*14 || four > 5*17 || twelve < 11*14 || twelve > 13*17 {
		t.Errorf("heights %v, %v, %v for one, four and about twelve lines", one, four, twelve)
	}
}

func TestSheetsWrittenWithANamespacePrefixAreFilledToo(t *testing.T) {
	f := proof.Parts(t, template(t, "{{支出@款.编码}} | {{支出@款.合计}}", nil))
	const part = "xl/worksheets/sheet1.xml"
	doc, err := f.XML(part)
	if err != nil {
		t.Fatal(err)
	}
	var prefix func(e *etree.Element)
	prefix = func(e *etree.Element) {
		e.Space = "x"
		for _, c := range e.ChildElements() {
			prefix(c)
		}
	}
	prefix(doc.Root())
	doc.Root().CreateAttr("xmlns:x", doc.Root().SelectAttrValue("xmlns", ""))
	doc.Root().RemoveAttr("xmlns")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(f.Part(part)), "<x:row") {
		t.Fatal("the template has no prefix")
	}
	expect(t, render(t, b.Bytes(), data()), "Sheet1", "20101 | 1\n20102 | 2\n20401 | 4")
}
