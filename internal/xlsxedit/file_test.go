package xlsxedit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// awkward is a workbook with content that excelize has no structures for.
func awkward(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetCellStr("Sheet1", "A1", "文字"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	x, err := Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	const part = "xl/worksheets/sheet1.xml"
	sheet := string(x.Part(part))
	sheet = strings.Replace(sheet, "<sheetData>", `<sheetData><!-- note --><row r="9" thickBot="1" ph="1"/>`, 1)
	sheet = strings.Replace(sheet, "</sheetData>", `</sheetData><scenarios current="0"><scenario name="方案" count="1"><inputCells r="A1" val="1"/></scenario></scenarios><phoneticPr fontId="1" type="noConversion"/>`, 1)
	sheet = strings.Replace(sheet, "</worksheet>", `<smartTags><cellSmartTags r="A1"/></smartTags></worksheet>`, 1)
	x.SetPart(part, []byte(sheet))
	x.SetPart("customXml/item1.xml", []byte(`<?xml version="1.0"?><bureau>某财政局</bureau>`))
	return written(t, x)
}

func written(t testing.TB, f *File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The reason for this package: what of awkward a round trip through excelize
// loses, and one through ours keeps to the byte.
func TestExcelizeLosesWhatWeKeep(t *testing.T) {
	in := awkward(t)
	book, err := excelize.OpenReader(bytes.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellStr("Sheet1", "B1", "改"); err != nil { // touched, so written from structures
		t.Fatal(err)
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, s := range []string{"<!-- note -->", "<scenarios", "<smartTags", `thickBot="1"`, "<bureau>"} {
		if !strings.Contains(string(theirs.Part("xl/worksheets/sheet1.xml")), s) {
			lost++
			t.Logf("excelize loses %s", s)
		}
	}
	if lost == 0 {
		t.Error("excelize keeps everything now; is this package still needed?")
	}
	f, err := Open(in)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := Open(written(t, f))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.Names() {
		if !bytes.Equal(f.Part(name), ours.Part(name)) {
			t.Errorf("%s has changed", name)
		}
	}
}

func TestFilesThatAreNoWorkbookAreRefused(t *testing.T) {
	whole := awkward(t)
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte("文字"), "cut off": whole[:len(whole)/2], "old Excel": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
	} {
		if _, err := Open(b); err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
}

func TestPropertiesAreKeptAndTheFingerprintLeavesThemOut(t *testing.T) {
	f, err := Open(awkward(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetProperty("甲", "一"); err != nil {
		t.Fatal(err)
	}
	before := f.Fingerprint()
	if err := f.SetProperty("乙", "二 & <三>"); err != nil {
		t.Fatal(err)
	}
	again, err := Open(written(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if again.Property("甲") != "一" || again.Property("乙") != "二 & <三>" || again.Property("丙") != "" {
		t.Errorf("properties %q, %q, %q", again.Property("甲"), again.Property("乙"), again.Property("丙"))
	}
	if again.Fingerprint() != before {
		t.Error("a property has changed the fingerprint")
	}
	again.SetPart("customXml/item1.xml", []byte("<x/>"))
	if again.Fingerprint() == before {
		t.Error("a changed part has not changed the fingerprint")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(awkward(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Open(b)
		if err != nil {
			return
		}
		book, err := file.Workbook()
		if err != nil {
			return
		}
		shared, err := file.Strings(book)
		if err != nil {
			return
		}
		for _, s := range book.Sheets {
			_, _ = file.Sheet(s, shared) // must not panic
		}
	})
}

func TestPartsNestedTooDeeplyAreRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 2000) + strings.Repeat("</a>", 2000)
	flat := "<a>" + strings.Repeat("<b/><c></c>", 2000) + "</a>"
	for text, want := range map[string]bool{deep: false, flat: true} {
		f := New()
		f.SetPart("x.xml", []byte(text))
		if _, err := f.XML("x.xml"); (err == nil) != want {
			t.Errorf("%.12s: %v", text, err)
		}
	}
}
