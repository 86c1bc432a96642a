package document_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const drawn = `<w:p><w:r><w:drawing><a:graphic xmlns:a="a"><a:graphicData><c:chart xmlns:c="c" r:id="rId1"/></a:graphicData></a:graphic></w:drawing></w:r></w:p>`

// charted is a document with a chart of a workbook.
func charted(t *testing.T, body string, book []byte) []byte {
	t.Helper()
	cache := func(kind, ref string) string {
		return `<c:` + kind + `Ref><c:f>` + ref + `</c:f><c:` + kind + `Cache><c:ptCount val="1"/><c:pt idx="0"><c:v>{{支出@类.名称}}</c:v></c:pt></c:` + kind + `Cache></c:` + kind + `Ref>`
	}
	points := `<c:dPt><c:idx val="0"/></c:dPt><c:dPt><c:idx val="1"/></c:dPt><c:dPt><c:idx val="2"/></c:dPt>`
	parts := unzipped(t, docx(body, "chart1.xml", `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:ser>`+points+`<c:cat>`+cache("str", "Sheet1!$A$1:$A$1")+`</c:cat><c:val>`+cache("num", "Sheet1!$B$1:$B$1")+`</c:val></c:ser></c:chartSpace>`))
	parts["word/_rels/chart1.xml.rels"] = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `package" Target="embeddings/book.xlsx"/></Relationships>`
	parts["word/embeddings/book.xlsx"] = string(book)
	var files [][2]string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		files = append(files, [2]string{name, parts[name]})
	}
	return zipped(files)
}

func chartBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := first(f.SetSheetRow("Sheet1", "A1", &[]any{"{{支出@类.名称}}", "{{支出@类.合计|零行不印}}"}), f.Write(&b)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestAChartShowsWhatItsWorkbookIsFilledWith(t *testing.T) {
	parts := filled(t, charted(t, p("{{年度}}")+drawn, chartBook(t)))
	got := parts["word/chart1.xml"]
	for _, want := range []string{`<c:f>Sheet1!$A$1:$A$2</c:f>`, `<c:v>一般</c:v>`, `<c:v>公安</c:v>`, `<c:f>Sheet1!$B$1:$B$2</c:f>`, `<c:v>3</c:v>`, `<c:v>4</c:v>`, `<c:ptCount val="2"/>`} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s in %s", want, got)
		}
	}
	if strings.Contains(got, "教育") || strings.Contains(got, "{{") || strings.Count(got, "<c:dPt>") != 2 {
		t.Errorf("a slice of nothing, a tag, or the look of a point that is not there: %s", got)
	}
	if parts := filled(t, charted(t, p("{{年度}}{{如有 空}}")+drawn+p("{{完}}"), chartBook(t))); parts["word/chart1.xml"] != "" || parts["word/embeddings/book.xlsx"] != "" {
		t.Error("a chart that is not printed goes out with the document")
	}
}

func TestTagsOfAChartThatNameCodesAreKnown(t *testing.T) {
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := first(f.SetSheetRow("Sheet1", "A1", &[]any{"公共安全", "{{支出[204].合计}}"}), f.Write(&b)); err != nil {
		t.Fatal(err)
	}
	keyed := compile(t, charted(t, drawn, b.Bytes())).Keyed()
	if len(keyed) != 1 || keyed[0].Place.String() != "图表的数据 Sheet1!B1" || !slices.Equal(keyed[0].Part.Keys, []string{"204"}) {
		t.Errorf("%+v", keyed)
	}
}

func TestAChartThatCannotBeFilledIsTold(t *testing.T) {
	for want, content := range map[string][]byte{
		"图表放在按视图 项目 重复的段里": charted(t, p("{{块 项目}}{{项目.名称}}")+drawn+p("{{块完}}"), chartBook(t)),
		"图表的数据": charted(t, drawn, []byte("no workbook")),
	} {
		if got := wrong(t, content); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%q, want %s", got, want)
		}
	}
}
