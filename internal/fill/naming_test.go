package fill_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/proof"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// levelled is a template whose rows 2 and 3 repeat; of the five records the rows
// of 款 come to stand in 3, 4 and 6, the total in 7.
const levelled = `
	表头 | 金额 | 基本 | 图
	{{支出@类.编码}} | {{支出@类.合计}} | {{支出@类.基本}}
	{{支出@款.编码}} | {{支出@款.合计}} | {{支出@款.基本}}
	合计 | =SUM(B2) | 1`

const sparklines = `<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF376092"/><x14:sparklines>%</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>`

// sparkline is one whose data and cell are written as data>cell.
func sparkline(all ...string) string {
	var b strings.Builder
	for _, s := range all {
		data, cell, _ := strings.Cut(s, ">")
		b.WriteString(`<x14:sparkline><xm:f>` + data + `</xm:f><xm:sqref>` + cell + `</xm:sqref></x14:sparkline>`)
	}
	return b.String()
}

// holds checks that a part of a workbook has some texts, and others not.
func holds(t *testing.T, f *xlsxedit.File, part string, wants ...string) {
	t.Helper()
	text := string(f.Part(part))
	for _, w := range wants {
		not, no := strings.CutPrefix(w, "!")
		if no && strings.Contains(text, not) || !no && !strings.Contains(text, w) {
			t.Errorf("%s: %s\n%s", part, w, text)
		}
	}
}

func TestWhatTheFormatAllowsForOneCellIsWrittenForEachRecord(t *testing.T) {
	tpl := made(t, levelled, func(f *excelize.File) {
		must(t, f.SetCellHyperLink("Sheet1", "A3", "https://example.org/", "External"))
		must(t, f.SetCellHyperLink("Sheet1", "B3", "Sheet1!C3", "Location"))
		must(t, f.SetCellHyperLink("Sheet1", "C3", "Sheet1!A1", "Location"))
		must(t, f.SetCellHyperLink("Sheet1", "A4", "Sheet1!B3:C4", "Location"))
		must(t, f.AutoFilter("Sheet1", "A1:C3", nil))
	}, func(r raw) {
		r.replace(sheet1, `</sheetData>`, `</sheetData><scenarios current="0" show="0" sqref="B3 B4"><scenario name="甲" count="2" user="某"><inputCells r="B3" val="5"/><inputCells r="C4" val="6"/></scenario></scenarios>`,
			`</autoFilter>`, `</autoFilter><sortState ref="A2:C3"><sortCondition ref="B3"/></sortState><dataConsolidate><dataRefs count="1"><dataRef ref="A3:B3" sheet="Sheet1"/></dataRefs></dataConsolidate>`,
			`</worksheet>`, `<cellWatches><cellWatch r="B3"/><cellWatch r="B4"/></cellWatches><ignoredErrors><ignoredError sqref="A3" numberStoredAsText="1"/></ignoredErrors><smartTags><cellSmartTags r="A3"><cellSmartTag type="0"/></cellSmartTags></smartTags></worksheet>`)
	})
	f := parts(t, tpl)
	holds(t, f, sheet1,
		`<hyperlink ref="A3" r:id="rId1"/><hyperlink ref="A4" r:id="rId1"/><hyperlink ref="A6" r:id="rId1"/>`,
		`ref="B3" location="Sheet1!C3"`, `ref="B4" location="Sheet1!C4"`, `ref="B6" location="Sheet1!C6"`,
		`ref="C3" location="Sheet1!A1"`, `ref="C6" location="Sheet1!A1"`, `ref="A7" location="Sheet1!B3:C7"`,
		`<cellWatch r="B3"/><cellWatch r="B4"/><cellWatch r="B6"/><cellWatch r="B7"/>`,
		`sqref="B3:B4 B6 B7"`, `<scenario name="甲" count="4" user="某"><inputCells r="B3" val="5"/><inputCells r="B4" val="5"/><inputCells r="B6" val="5"/><inputCells r="C7" val="6"/>`,
		`<cellSmartTags r="A3"><cellSmartTag type="0"/></cellSmartTags><cellSmartTags r="A4"><cellSmartTag type="0"/></cellSmartTags><cellSmartTags r="A6">`,
		`<ignoredError sqref="A3:A4 A6"`, `<autoFilter ref="A1:C6"`, `<sortState ref="A2:C6"><sortCondition ref="B3:B6"/>`, `<dataRef ref="A3:B6" sheet="Sheet1"/>`)
	// Without records they go with their row, and lists of them that are empty.
	none := unpacked(t, filled(t, tpl, empty()))
	holds(t, none, sheet1, `<cellWatches><cellWatch r="B3"/></cellWatches>`, `!smartTags`, `!ignoredErrors`, `<scenario name="甲" count="1"`, `!dataConsolidate`, `<autoFilter ref="A1:C2"`)
	if rels := string(none.Part(xlsxread.RelsName(sheet1))); strings.Contains(rels, "example.org") {
		t.Errorf("the address of a link that is gone stays: %s", rels)
	}
}

func TestWhatStandsOnALineBesideAListStaysOnIt(t *testing.T) {
	tpl := made(t, `
		收入 | 金额 | 科目 | 金额
		{{部门名称}} | {{总额.本年}} | {{支出@款.编码}} | {{支出@款.合计}}
		二、其他 | 1 |  |
		三、结转 | 2 |  |
		合计 | =SUM(B2:B4) | 合计 | =SUM(D2:D4)`, func(f *excelize.File) {
		for _, cell := range []string{"A2", "A3", "C2", "A5"} {
			must(t, f.SetCellHyperLink("Sheet1", cell, "https://example.org/"+cell, "External"))
		}
	}, func(r raw) {
		r.replace(sheet1, `</worksheet>`, `<cellWatches><cellWatch r="B3"/><cellWatch r="D2"/><cellWatch r="D4"/><cellWatch r="D5"/></cellWatches>`+strings.Replace(sparklines, "%", sparkline("Sheet1!A3:B3>F3", "Sheet1!C2:D2>F2"), 1)+`</worksheet>`)
	})
	for d, wants := range map[*tags.Data][]string{
		data():  {`ref="A2" r:id="rId1"`, `ref="A3" r:id="rId2"`, `ref="C2" r:id="rId3"/><hyperlink ref="C3" r:id="rId3"/><hyperlink ref="C4" r:id="rId3"`, `ref="A5"`, `<cellWatch r="B3"/><cellWatch r="D2"/><cellWatch r="D3"/><cellWatch r="D4"/><cellWatch r="D5"/>`},
		empty(): {`ref="A2" r:id="rId1"`, `ref="A3" r:id="rId2"`, `!rId3`, `ref="A5"`, `<cellWatch r="B3"/><cellWatch r="D4"/><cellWatch r="D5"/>`},
	} {
		holds(t, unpacked(t, filled(t, tpl, d)), sheet1, wants...)
	}
}

func TestALinkOverMergedCellsIsOneForEachRecord(t *testing.T) {
	tpl := made(t, `
		{{支出@类.编码}} | x
		{{支出@类.名称}} | {{支出@类.合计}}
		尾`, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "B1"))
		must(t, f.SetCellHyperLink("Sheet1", "A1", "https://example.org/", "External"))
	}, func(r raw) {
		r.replace(sheet1, `<hyperlink ref="A1"`, `<hyperlink ref="A1:B2" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{1}"`)
	})
	f := parts(t, tpl)
	holds(t, f, sheet1, `<hyperlink ref="A1:B2"`, `<hyperlink ref="A3:B4"`)
	if n := strings.Count(string(f.Part(sheet1)), `xr:uid="{1}"`); n != 1 {
		t.Errorf("%d links have one id", n)
	}
}

func TestASparklineOfARecordShowsTheRecord(t *testing.T) {
	tpl := made(t, levelled, nil, func(r raw) {
		r.replace(sheet1, `</worksheet>`, strings.Replace(sparklines, "%", sparkline(
			"Sheet1!B3:C3>D3", "Sheet1!B$3:B3>E3", "Sheet1!B$3:B$3>F3", "Sheet1!B2:C2>G3", "Sheet1!$B$3:$C$3>D1", "Sheet1!B3>D4", "Sheet1!B4:C4>E4",
		), 1)+`</worksheet>`)
	})
	if _, problems := try(t, tpl, data()); len(problems) != 1 || problems[0].Place.String() != "Sheet1!D1" || !strings.Contains(problems[0].Message, "迷你图的数据 Sheet1!$B$3:$C$3 会随记录变成几行几列") {
		t.Fatal(problems)
	}
	f := parts(t, edited(t, tpl, sheet1, regexp.MustCompile(`<x14:sparkline><xm:f>Sheet1!\$B.*?</x14:sparkline>`), ""))
	holds(t, f, sheet1, "<x14:sparklines>"+sparkline(
		"Sheet1!B3:C3>D3", "Sheet1!B4:C4>D4", "Sheet1!B6:C6>D6",
		"Sheet1!B$3:B3>E3", "Sheet1!B$3:B4>E4", "Sheet1!B$3:B6>E6",
		"Sheet1!B$3:B$6>F3", "Sheet1!B$3:B$6>F4", "Sheet1!B$3:B$6>F6",
		"Sheet1!B2:C2>G3", "Sheet1!B2:C2>G4", "Sheet1!B5:C5>G6",
		"Sheet1!B3:B6>D7", "Sheet1!B7:C7>E7")+"</x14:sparklines>")
}

func TestASparklineThatBeginsAboveTheListBeginsWithTheRecordBefore(t *testing.T) {
	tpl := made(t, "编码 | 合计\n{{支出@款.编码}} | {{支出@款.合计}}\n尾", nil, func(r raw) {
		r.replace(sheet1, `</worksheet>`, strings.Replace(sparklines, "%", sparkline("Sheet1!B1:B2>D2", "Sheet1!B$1:B2>E2"), 1)+`</worksheet>`)
	})
	holds(t, parts(t, tpl), sheet1, sparkline("Sheet1!B1:B2>D2", "Sheet1!B2:B3>D3", "Sheet1!B3:B4>D4", "Sheet1!B$1:B2>E2", "Sheet1!B$1:B3>E3", "Sheet1!B$1:B4>E4"))
}

func TestASparklineOfNothingGoes(t *testing.T) {
	d := data()
	d.Lists["支出"].Records = d.Lists["支出"].Records[:5] // 204 has no children
	tpl := made(t, levelled, nil, func(r raw) {
		r.replace(sheet1, `</worksheet>`, strings.Replace(sparklines, "%", sparkline("Sheet1!B3:B3>D2"), 1)+`</worksheet>`)
	})
	holds(t, unpacked(t, filled(t, tpl, d)), sheet1, "<x14:sparklines>"+sparkline("Sheet1!B3:B4>D2")+"</x14:sparklines>")
}

func TestWithoutRecordsTheSparklinesOfRecordsGo(t *testing.T) {
	tpl := made(t, levelled, nil, func(r raw) {
		r.replace(sheet1, `</worksheet>`, strings.Replace(sparklines, "%", sparkline("Sheet1!B3:C3>D3", "Sheet1!B3>D4"), 1)+`</worksheet>`)
	})
	holds(t, unpacked(t, filled(t, tpl, empty())), sheet1, "<x14:sparklines>"+sparkline("Sheet1!B3>D4")+"</x14:sparklines>")
}

func TestLinksAreReadByOtherPrograms(t *testing.T) {
	tpl := made(t, levelled, func(f *excelize.File) {
		must(t, f.SetCellHyperLink("Sheet1", "A3", "https://example.org/", "External"))
	}, nil)
	file := filepath.Join(t.TempDir(), "表.xlsx")
	must(t, os.WriteFile(file, filled(t, tpl, data()), 0o600))
	proof.Python(t, `
import sys, openpyxl
ws = openpyxl.load_workbook(sys.argv[1]).active
assert [c.coordinate for r in ws for c in r if c.hyperlink] == ["A3", "A4", "A6"]
`, file)
}

// unpacked is a workbook as its parts.
func unpacked(t testing.TB, b []byte) *xlsxedit.File {
	t.Helper()
	f := proof.Parts(t, b)
	return f
}

func TestTheActiveCellIsPartOfWhatIsSelected(t *testing.T) {
	tpl := edited(t, template(t, strings.Replace(levelled, "=SUM(B2)", "0", 1), nil), sheet1, regexp.MustCompile(`(?s)<sheetView .*</sheetView>|<sheetView [^>]*/>`),
		`<sheetView workbookViewId="0"><selection activeCell="A3" activeCellId="1" sqref="A4 A2:A3"/></sheetView>`)
	holds(t, parts(t, tpl), sheet1, `<selection activeCell="A3" activeCellId="1" sqref="A7 A2:A6"/>`)
	holds(t, unpacked(t, filled(t, tpl, empty())), sheet1, `<selection activeCell="A1" sqref="A1"/>`)
}
