package xlsxread

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

// packBook makes a workbook of one sheet; parts may replace any of its parts.
func packBook(t testing.TB, parts map[string]string) string {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="` + rel + `/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="` + rel + `"><sheets><sheet name="表" sheetId="1" r:id="s1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst/>`,
	}
	for name, content := range parts {
		all[name] = content
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range all {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

type rowOf struct {
	Row   int
	Cells []Cell
}

func rowsOf(t testing.TB, path string) (rows []rowOf, err error) {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, err = f.Rows(f.Sheets[0], func(row int, cells []Cell) {
		r := rowOf{Row: row}
		for _, c := range cells {
			if c.Kind != Blank {
				r.Cells = append(r.Cells, c)
			}
		}
		rows = append(rows, r)
	})
	return rows, err
}

func TestCellsAsProgramsStoreThem(t *testing.T) {
	cases := []struct {
		name, row string
		want      []Cell
	}{
		{"number", `<c r="B1"><v> 1.50 </v></c>`, []Cell{{Col: 2, Kind: Number, Text: "1.50"}}},
		{"no addresses", `<c><v>1</v></c><c/><c><v>3</v></c>`, []Cell{{Col: 1, Kind: Number, Text: "1"}, {Col: 3, Kind: Number, Text: "3"}}},
		{"shared string", `<c r="A1" t="s"><v>0</v></c>`, []Cell{{Col: 1, Kind: Text, Text: "甲乙"}}},
		{"number with the text it replaced, as excelize leaves it", `<c r="A1"><v>20406</v><is><t>2013299</t></is></c>`, []Cell{{Col: 1, Kind: Number, Text: "20406"}}},
		{"inline string with runs", `<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 乙</t></r></is></c>`, []Cell{{Col: 1, Kind: Text, Text: "甲 乙"}}},
		{"escaped text", `<c r="A1" t="str"><f>A2</f><v>a_x000D_b&amp;</v></c>`, []Cell{{Col: 1, Kind: Text, Formula: &Formula{}, Text: "a\rb&"}}},
		{"bool and error", `<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c>`, []Cell{{Col: 1, Kind: Bool, Text: "1"}, {Col: 2, Kind: Error, Text: "#N/A"}}},
		{"formula with an empty text", `<c r="A1" t="str"><f>""</f><v></v></c>`, nil},
		{"formula without a value", `<c r="A1"><f>B1</f></c>`, []Cell{{Col: 1, Kind: Uncomputed, Formula: &Formula{}}}},
		{"text formula without a value", `<c r="A1" t="str"><f>B1</f></c>`, []Cell{{Col: 1, Kind: Uncomputed, Formula: &Formula{}}}},
		{"formula of openpyxl", `<c r="A1"><f>B1</f><v/></c>`, []Cell{{Col: 1, Kind: Uncomputed, Formula: &Formula{}}}},
		{"shared formula", `<c r="A1"><f t="shared" si="0"/><v>2</v></c>`, []Cell{{Col: 1, Kind: Number, Formula: &Formula{}, Text: "2"}}},
	}
	strings := `<sst><si><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si></sst>`
	for _, c := range cases {
		for _, prefix := range []string{"", "x:"} {
			t.Run(prefix+c.name, func(t *testing.T) {
				sheet := `<worksheet><sheetData><row r="1" hidden="1">` + c.row + `</row></sheetData></worksheet>`
				if prefix != "" { // some programs write every element with a prefix
					sheet = string(bytes.ReplaceAll(bytes.ReplaceAll([]byte(sheet), []byte("</"), []byte("@")), []byte("<"), []byte("<x:")))
					sheet = string(bytes.ReplaceAll([]byte(sheet), []byte("@"), []byte("</x:")))
				}
				rows, err := rowsOf(t, packBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]rowOf{{1, c.want}}, rows); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestRawValuesAgreeWithExcelize(t *testing.T) {
	files, err := filepath.Glob("../../samples/*.xlsx")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, path := range append(files, "../../templates/default/预算公开表.xlsx") {
		other, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range f.Sheets {
			want, err := other.GetRows(s.Name, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			cells := 0
			_, err = f.Rows(s, func(row int, got []Cell) {
				for _, c := range got {
					cells++
					w := ""
					if row <= len(want) && c.Col <= len(want[row-1]) {
						w = want[row-1][c.Col-1]
					}
					if c.Text != w {
						t.Errorf("%s %s row %d column %d: %q, excelize %q", path, s.Name, row, c.Col, c.Text, w)
					}
				}
			})
			if err != nil || cells == 0 {
				t.Errorf("%s %s: %d cells, %v", path, s.Name, cells, err)
			}
		}
		f.Close()
		other.Close()
	}
}
