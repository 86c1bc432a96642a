package xlsxedit_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/xlsxedit"
)

const (
	mainNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	part   = "xl/worksheets/sheet1.xml"
)

// book is a workbook of one sheet, with some more parts.
func book(t *testing.T, sheet string, more map[string]string) (*xlsxedit.File, *xlsxedit.Workbook) {
	t.Helper()
	f := xlsxedit.New()
	f.SetPart("xl/workbook.xml", []byte(`<workbook `+mainNS+` xmlns:r="`+relNS+`"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>`))
	f.SetPart("xl/_rels/workbook.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relNS+`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`))
	f.SetPart(part, []byte(sheet))
	for name, content := range more {
		f.SetPart(name, []byte(content))
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := xlsxedit.Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	wb, err := f.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	return f, wb
}

func TestOnlyTheFormatsOfTheWantedCellsChange(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a stored cell", `<sheetData><row r="2"><c r="B2" s="3"><v>1</v></c><c r="C2"/></row></sheetData>`, `<sheetData><row r="2"><c r="B2" s="9"><v>1</v></c><c r="C2"/></row></sheetData>`},
		{"a cell without a format", `<sheetData><row r="2"><c r='B2' t="s"><v>1</v></c></row></sheetData>`, `<sheetData><row r="2"><c s="9" r='B2' t="s"><v>1</v></c></row></sheetData>`},
		{"cells without names", `<sheetData><row><c/></row><row><c/><c s='3'/></row></sheetData>`, `<sheetData><row><c/></row><row><c/><c s="9"/></row></sheetData>`},
		{"before others", `<sheetData><row r="2"><c r="C2"/></row></sheetData>`, `<sheetData><row r="2"><c r="B2" s="9"/><c r="C2"/></row></sheetData>`},
		{"behind others", `<sheetData><row r="2"><c r="A2"/></row></sheetData>`, `<sheetData><row r="2"><c r="A2"/><c r="B2" s="9"/></row></sheetData>`},
		{"an empty row", `<sheetData><row r="2" ht="9"/></sheetData>`, `<sheetData><row r="2" ht="9"><c r="B2" s="9"/></row></sheetData>`},
		{"before a row", `<sheetData><row r="3"/></sheetData>`, `<sheetData><row r="2"><c r="B2" s="9"/></row><row r="3"/></sheetData>`},
		{"behind the rows", `<sheetData><row r="1"/></sheetData>`, `<sheetData><row r="1"/><row r="2"><c r="B2" s="9"/></row></sheetData>`},
		{"no rows", `<sheetData/>`, `<sheetData><row r="2"><c r="B2" s="9"/></row></sheetData>`},
	} {
		for _, prefix := range []string{"", "x:"} {
			in, want := c.in, c.want
			if prefix != "" {
				for _, tag := range []string{"sheetData", "row", "c", "v"} {
					for _, end := range []string{" ", ">", "/"} {
						in, want = strings.ReplaceAll(in, "<"+tag+end, "<x:"+tag+end), strings.ReplaceAll(want, "<"+tag+end, "<x:"+tag+end)
						in, want = strings.ReplaceAll(in, "</"+tag+end, "</x:"+tag+end), strings.ReplaceAll(want, "</"+tag+end, "</x:"+tag+end)
					}
				}
			}
			shell := func(s string) string { return `<` + prefix + `worksheet>` + s + `</` + prefix + `worksheet>` }
			f, _ := book(t, shell(in), nil)
			_, err := f.RestyleCells(part, []xlsxedit.Pos{{Col: 2, Row: 2}, {Col: 2, Row: 2}}, func(at xlsxedit.Pos, was int) int {
				if at == (xlsxedit.Pos{Col: 2, Row: 2}) {
					return 9
				}
				return was
			})
			if got := string(f.Part(part)); err != nil || got != shell(want) {
				t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, got, shell(want))
			}
		}
	}
}

func TestACellThatIsNotStoredBeginsWithTheFormatOfItsRowOrColumn(t *testing.T) {
	f, _ := book(t, `<worksheet><cols><col min="2" max="3" style="5" width="9"/></cols><sheetData><row r="2" s="7" customFormat="1"/></sheetData></worksheet>`, nil)
	got := ""
	_, err := f.RestyleCells(part, []xlsxedit.Pos{{Col: 2, Row: 2}, {Col: 2, Row: 4}, {Col: 1, Row: 4}}, func(at xlsxedit.Pos, was int) int {
		got += fmt.Sprintf("%s %d ", at, was)
		return was
	})
	if err != nil || got != "B2 7 A4 0 B4 5 " {
		t.Error(got, err)
	}
}

func TestACellIsFilledInThePrefixAndTheFormatThatItHas(t *testing.T) {
	f, _ := book(t, `<x:worksheet><x:sheetData><x:row r="2"><x:c r="A2" s="3"/><x:c r="B2" s="4" t="s"><x:f>1</x:f><x:v>7</x:v></x:c><x:c r="C2"/></x:row></x:sheetData></x:worksheet>`, nil)
	err := f.FillCells(part, map[xlsxedit.Pos]xlsxedit.Value{
		{Col: 1, Row: 2}: {Text: "甲 <乙>"}, {Col: 2, Row: 2}: {Text: "12.5", Number: true}, {Col: 4, Row: 3}: {Text: "丙"},
	})
	text := func(s string) string {
		return ` t="inlineStr"><x:is><x:t xml:space="preserve">` + s + `</x:t></x:is></x:c>`
	}
	want := `<x:worksheet><x:sheetData><x:row r="2"><x:c r="A2" s="3"` + text("甲 &lt;乙&gt;") + `<x:c r="B2" s="4"><x:v>12.5</x:v></x:c><x:c r="C2"/></x:row><x:row r="3"><x:c r="D3" s="0"` + text("丙") + `</x:row></x:sheetData></x:worksheet>`
	if got := string(f.Part(part)); err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}

func TestACommentIsAddedCutAndLeavesNoTrace(t *testing.T) {
	for _, end := range []string{"", `<tableParts count="0"/>`, `<conditionalFormatting sqref="A1"><cfRule type="dataBar"><extLst/></cfRule></conditionalFormatting><pageMargins/><extLst><ext/></extLst>`} {
		sheet := `<worksheet ` + mainNS + `><sheetData/>` + end + `</worksheet>`
		f, wb := book(t, sheet, nil)
		notes(t, f, wb, func(n *xlsxedit.Notes, l *xlsxedit.Layout) {
			n.Append(xlsxedit.Pos{Col: 2, Row: 3}, "【标】话\n二", l)
		})
		got := string(f.Part(part))
		i, j := strings.Index(got, "<legacyDrawing "), max(strings.LastIndex(got, "<tableParts"), strings.LastIndex(got, "<extLst><ext/>"))
		if i < 0 || j > 0 && i > j || strings.Contains(got[:i], "<cfRule>") {
			t.Errorf("legacyDrawing stands in %s", got)
		}
		var texts []string
		notes(t, f, wb, func(n *xlsxedit.Notes, _ *xlsxedit.Layout) {
			for _, c := range n.Cells() {
				texts = append(texts, c+n.Text(c))
				n.Cut(c, "【标】")
			}
		})
		if fmt.Sprint(texts) != "[B3【标】话\n二]" || string(f.Part(part)) != sheet || len(f.Rels(part)) != 0 {
			t.Errorf("%q, then %s, %v", texts, f.Part(part), f.Rels(part))
		}
		for _, name := range f.Names() {
			if strings.Contains(name, "comments") || strings.HasSuffix(name, ".vml") {
				t.Errorf("%s is left", name)
			}
		}
	}
}

func notes(t *testing.T, f *xlsxedit.File, wb *xlsxedit.Workbook, work func(*xlsxedit.Notes, *xlsxedit.Layout)) {
	t.Helper()
	l, err := f.RestyleCells(wb.Sheets[0].Part, nil, func(_ xlsxedit.Pos, was int) int { return was })
	if err != nil {
		t.Fatal(err)
	}
	n, err := f.Notes(wb.Sheets[0], "ysgk")
	if err != nil {
		t.Fatal(err)
	}
	work(n, l)
	if err := n.Save(); err != nil {
		t.Fatal(err)
	}
}

// A comment of somebody else: plain as openpyxl writes it, its box under other
// prefixes and with no namespaces in the root.
func TestSomebodyElsesCommentKeepsItsText(t *testing.T) {
	const vml = `<xml><n0:shape xmlns:n0="urn:schemas-microsoft-com:vml" id="_x0000_s1025" style="a"><n2:ClientData xmlns:n2="urn:schemas-microsoft-com:office:excel" ObjectType="Note"><n2:Row>2</n2:Row><n2:Column>1</n2:Column></n2:ClientData></n0:shape><n0:shape xmlns:n0="urn:schemas-microsoft-com:vml" id="_x0000_s1030"/></xml>`
	f, wb := book(t, `<worksheet `+mainNS+` xmlns:r="`+relNS+`"><sheetData/><legacyDrawing r:id="b"/></worksheet>`, map[string]string{
		"xl/worksheets/_rels/sheet1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="` + relNS + `/comments" Target="../c.xml"/><Relationship Id="b" Type="` + relNS + `/vmlDrawing" Target="../d.vml"/></Relationships>`,
		"xl/c.xml":                            `<x:comments xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:authors><x:author>科长</x:author><x:author>tc={1}</x:author></x:authors><x:commentList><x:comment ref="B3" authorId="0"><x:text><x:t>原话</x:t></x:text></x:comment><x:comment ref="C3" authorId="1"><x:text/></x:comment></x:commentList></x:comments>`,
		"xl/d.vml":                            vml,
	})
	notes(t, f, wb, func(n *xlsxedit.Notes, l *xlsxedit.Layout) {
		if n.Threaded("B3") || !n.Threaded("C3") {
			t.Error("only C3 is a conversation")
		}
		n.Append(xlsxedit.Pos{Col: 2, Row: 3}, "【标】话", l)
	})
	d := string(f.Part("xl/d.vml"))
	if strings.Count(d, "Row>2<") != 1 || !strings.Contains(d, `<v:shape xmlns:v="urn:schemas-microsoft-com:vml"`) || !strings.Contains(d, `_x0000_s1031`) {
		t.Errorf("boxes: %s", d)
	}
	notes(t, f, wb, func(n *xlsxedit.Notes, _ *xlsxedit.Layout) {
		if got := n.Text("B3"); got != "原话\n【标】话" {
			t.Errorf("text %q", got)
		}
		n.Cut("B3", "【标】")
		if got := n.Text("B3"); got != "原话" {
			t.Errorf("text %q after the cut", got)
		}
	})
}

func TestAFormatIsAddedOnce(t *testing.T) {
	f, wb := book(t, `<worksheet/>`, nil) // without any styles
	fm, err := f.Formats(wb)
	if err != nil {
		t.Fatal(err)
	}
	red := fm.Filled(0, `rgb="FFFF0000"`)
	ground, plain := fm.Ground(red)
	if ground != `rgb="FFFF0000"` || !plain || fm.Filled(0, `rgb="FFFF0000"`) != red {
		t.Errorf("format %d has %s, %v", red, ground, plain)
	}
	n := fm.Len()
	for range 3 {
		bare := fm.Filled(red, "")
		if ground, _ := fm.Ground(bare); ground != "" {
			t.Errorf("ground %s", ground)
		}
		red = fm.Filled(bare, `rgb="FFFF0000"`)
	}
	if fm.Len() > n+1 {
		t.Errorf("%d formats, then %d", n, fm.Len())
	}
}

func TestASheetPutInFrontAndTakenOutAgainLeavesNamesAndTabsInPlace(t *testing.T) {
	f, wb := book(t, `<worksheet `+mainNS+`><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData/></worksheet>`, map[string]string{
		"xl/workbook.xml": `<workbook ` + mainNS + ` xmlns:r="` + relNS + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="甲" sheetId="4" r:id="rId1"/></sheets><definedNames><definedName name="n" localSheetId="0">甲!$A$1</definedName></definedNames><calcPr/></workbook>`,
	})
	ref, err := f.InsertSheet(wb, "乙", []byte(`<worksheet/>`))
	if err != nil {
		t.Fatal(err)
	}
	wb.AddName("m", "乙!$A$1", 0, false)
	s := string(f.Part("xl/workbook.xml"))
	if strings.Index(s, `name="乙" sheetId="5"`) > strings.Index(s, `name="甲"`) || !strings.Contains(s, `name="n" localSheetId="1"`) || strings.Contains(string(f.Part(part)), "tabSelected") {
		t.Errorf("%s\n%s", s, f.Part(part))
	}
	f.DeleteSheet(wb, ref)
	s = string(f.Part("xl/workbook.xml"))
	if strings.Contains(s, "乙") || !strings.Contains(s, `name="n" localSheetId="0"`) || f.Has(ref.Part) {
		t.Error(s)
	}
}
