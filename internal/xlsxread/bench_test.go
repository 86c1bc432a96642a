package xlsxread

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The goal is a quarter of the time that excelize's Rows takes:
// go test ./internal/xlsxread -run - -bench .

func BenchmarkSample(b *testing.B) {
	content, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	compareReaders(b, content)
}

func BenchmarkLarge(b *testing.B) {
	compareReaders(b, large(b, 100_000))
}

// large is a workbook with the cells that an input workbook has in a row.
func large(b *testing.B, rows int) []byte {
	if file := os.Getenv("YSGK_BENCH"); file != "" { // a real one
		content, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		return content
	}
	var s, texts strings.Builder
	s.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	texts.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	for i := range 2000 {
		fmt.Fprintf(&texts, `<si><t>第%d个项目&amp;经费</t></si>`, i)
	}
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&s, `<row r="%d" spans="1:12">`, r)
		for c := range 12 {
			at := fmt.Sprintf("%c%d", 'A'+c, r)
			switch {
			case c%4 == 3:
				fmt.Fprintf(&s, `<c r="%s" s="0"><v>%d.%02d</v></c>`, at, r*7919%1e7, r%100)
			case c == 5:
				fmt.Fprintf(&s, `<c r="%s" t="str"><f>IF(A%d="","",VLOOKUP(A%d,科目,2,0))</f><v>行政运行</v></c>`, at, r, r)
			default:
				fmt.Fprintf(&s, `<c r="%s" t="s"><v>%d</v></c>`, at, (r*31+c)%2000)
			}
		}
		s.WriteString(`</row>`)
	}
	s.WriteString(`</sheetData></worksheet>`)
	texts.WriteString(`</sst>`)
	content, err := os.ReadFile(packBook(b, map[string]string{
		"xl/worksheets/sheet1.xml": s.String(), "xl/sharedStrings.xml": texts.String(),
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
	}))
	if err != nil {
		b.Fatal(err)
	}
	return content
}

func compareReaders(b *testing.B, content []byte) {
	b.Run("ysgk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, err := Read(content)
			if err != nil {
				b.Fatal(err)
			}
			for _, s := range f.Sheets {
				if _, err := f.Rows(s, func(int, []Cell) {}); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("together", func(b *testing.B) { // with formulas, several sheets at once
		for b.Loop() {
			f, err := Read(content)
			if err == nil {
				err = f.Each(func(_ int, s Sheet) error {
					_, err := f.Stream(s, func(*Row) {})
					return err
				})
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(content))
			if err != nil {
				b.Fatal(err)
			}
			for _, name := range f.GetSheetList() {
				rows, err := f.Rows(name)
				if err != nil {
					b.Fatal(err)
				}
				for rows.Next() {
					if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
						b.Fatal(err)
					}
				}
				rows.Close()
			}
			f.Close()
		}
	})
	b.Run("encoding-xml", func(b *testing.B) { // tokens of the sheets only
		f, err := Read(content)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			for _, s := range f.Sheets {
				r, err := f.stream(s.Part)
				if err != nil {
					b.Fatal(err)
				}
				d := xml.NewDecoder(r)
				for err == nil {
					_, err = d.RawToken()
				}
			}
		}
	})
}
