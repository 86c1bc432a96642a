package xlsxread

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/a1"
)

// A workbook that is read again with what was kept of it says what it says to those who
// never saw it before; what has not changed is not read again.
func TestOfASheetThatIsAsItWasNothingIsReadAgain(t *testing.T) {
	const (
		rows = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>45000</v></c><c r="C2" s="1"/></row><row r="3"><c r="B3"><v>7</v></c></row>`
		text = `<si><t>甲</t></si>`
	)
	styles := func(format string) string {
		return `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + format + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`
	}
	book := func(rows, texts, format, more string) map[string]string {
		return map[string]string{
			"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>` + more + `</worksheet>`,
			"xl/sharedStrings.xml":     `<sst>` + texts + `</sst>`,
			"xl/styles.xml":            styles(format),
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="s1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="t" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`,
		}
	}
	var kept Kept
	for _, save := range []struct {
		what   string
		parts  map[string]string
		spared int // so far
	}{
		{"the first", book(rows, text, "0.00", ""), 0},
		{"the same", book(rows, text, "0.00", ""), 1},
		{"a text behind the others", book(rows, text+`<si><t>乙</t></si>`, "0.00", ""), 2},
		{"another text", book(rows, `<si><t>丙</t></si>`, "0.00", ""), 2},
		{"another number", book(rows[:len(rows)-len("7</v></c></row>")]+"8</v></c></row>", text, "0.00", ""), 2},
		{"the number back", book(rows, text, "0.00", ""), 2},
		{"another format", book(rows, text, "yyyy-mm-dd", ""), 2},
		{"the same again", book(rows, text, "yyyy-mm-dd", ""), 3},
		{"a text less", book(rows, "", "yyyy-mm-dd", ""), 3},
		{"the text back", book(rows, text, "yyyy-mm-dd", ""), 3},
		{"a sheet that is damaged", book(rows, text, "yyyy-mm-dd", "<"), 3},
	} {
		path := packBook(t, save.parts)
		type told struct {
			rows   []rowOf
			merges []a1.Range
			failed bool
		}
		read := func(keep *Kept) (out told) {
			f, err := Open(path)
			if err != nil {
				t.Fatal(save.what, err)
			}
			defer f.Close()
			f.Keep(keep)
			out.merges, err = f.Filled(f.Sheets[0], func(row int, cells []Cell) {
				out.rows = append(out.rows, rowOf{row, append([]Cell(nil), cells...)})
				clear(cells) // they are the reader's until the next row
			})
			out.failed = err != nil
			return out
		}
		if diff := cmp.Diff(read(nil), read(&kept), cmp.AllowUnexported(told{})); diff != "" {
			t.Errorf("%s: %s", save.what, diff)
		}
		if kept.spared != save.spared {
			t.Errorf("%s: %d sheets were not read again so far, want %d", save.what, kept.spared, save.spared)
		}
	}
}
