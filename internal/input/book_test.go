package input_test

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
)

// book is a workbook for one test case, written part by part so that a case
// can hold what no library would write. Cells are strings, num, raw or nil.
type book struct {
	names  []string
	sheets map[string][][]any
	merges map[string]string
}

type num string // a number cell, as stored
type raw string // attributes and content of a c element: ` t="b"><v>1</v>`

// dated is a number in style 1, a date; percent 2, scaled 3, padded 4, Chinese date 5.
func styled(style int, number string) raw {
	return raw(fmt.Sprintf(` s="%d"><v>%s</v>`, style, number))
}

const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="170" formatCode="0!.0,"/><numFmt numFmtId="171" formatCode="000000"/><numFmt numFmtId="172" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs></styleSheet>`

// newBook is a small workbook of the default pack without errors: two units,
// one line item in row 2, no code sheets.
func newBook() *book {
	b := &book{sheets: map[string][][]any{}, merges: map[string]string{}}
	b.add("基本信息", []any{"项目", "内容"}, []any{"部门名称", "甲局"}, []any{"部门代码", "028"}, []any{"预算年度", "2026"}, []any{"金额单位", "元"})
	b.add("单位", []any{"单位名称", "单位代码", "单位性质"}, []any{"甲局", "028001", "行政"}, []any{"乙中心", "028002", "事业"})
	b.add("支出明细",
		[]any{"单位", "功能科目编码", "功能科目名称", "支出类型", "部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "项目名称", "资金来源", "资金年度", "金额(元)", "备注"},
		[]any{"甲局", "2040601", nil, "公用经费", "30201", nil, nil, nil, "一般公共预算", "本年", num("100.5"), nil})
	b.add("收入明细", []any{"预算类别", "收入科目编码", "科目名称", "金额(元)"})
	return b
}

func (b *book) add(sheet string, rows ...[]any) {
	if _, ok := b.sheets[sheet]; !ok {
		b.names = append(b.names, sheet)
	}
	b.sheets[sheet] = append(b.sheets[sheet], rows...)
}

// set changes one cell: set("支出明细!K2", num("1")).
func (b *book) set(place string, v any) {
	sheet, cell, _ := strings.Cut(place, "!")
	col, row, ok := a1.Parse(cell)
	if !ok {
		panic(place)
	}
	rows := b.sheets[sheet]
	for len(rows) < row {
		rows = append(rows, nil)
	}
	for len(rows[row-1]) < col {
		rows[row-1] = append(rows[row-1], nil)
	}
	rows[row-1][col-1] = v
	b.sheets[sheet] = rows
}

func (b *book) drop(sheet string) {
	for i, n := range b.names {
		if n == sheet {
			b.names = append(b.names[:i], b.names[i+1:]...)
		}
	}
	delete(b.sheets, sheet)
}

// item appends a copy of the first line item with some cells changed.
func (b *book) item(changes map[string]any) {
	row := append([]any(nil), b.sheets["支出明细"][1]...)
	b.add("支出明细", row)
	n := len(b.sheets["支出明细"])
	for col, v := range changes {
		b.set(fmt.Sprintf("支出明细!%s%d", col, n), v)
	}
}

func esc(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}

func (b *book) sheetXML(name string) string {
	var x strings.Builder
	x.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i, row := range b.sheets[name] {
		fmt.Fprintf(&x, `<row r="%d">`, i+1)
		for j, v := range row {
			ref := a1.Name(j+1, i+1)
			switch v := v.(type) {
			case string:
				fmt.Fprintf(&x, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, ref, esc(v))
			case num:
				fmt.Fprintf(&x, `<c r="%s"><v>%s</v></c>`, ref, v)
			case raw:
				fmt.Fprintf(&x, `<c r="%s"%s</c>`, ref, v)
			}
		}
		x.WriteString(`</row>`)
	}
	x.WriteString(`</sheetData>`)
	if m := b.merges[name]; m != "" {
		fmt.Fprintf(&x, `<mergeCells><mergeCell ref="%s"/></mergeCells>`, m)
	}
	x.WriteString(`</worksheet>`)
	return x.String()
}

// parts are the files of the package.
func (b *book) parts() map[string]string {
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/styles.xml":       styles,
	}
	var sheets, rels strings.Builder
	fmt.Fprintf(&rels, `<Relationship Id="s" Type="%s/styles" Target="styles.xml"/>`, rel)
	for i, name := range b.names {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, esc(name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rel, i+1)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = b.sheetXML(name)
	}
	parts["xl/workbook.xml"] = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + rel + `"><sheets>` + sheets.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`
	return parts
}

func writeZip(t testing.TB, path string, parts map[string]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// read saves the book and reads it; notes on absent sheets are left out.
func (b *book) read(t testing.TB, p *pack.Pack) (*budget.Ledger, finding.List) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	writeZip(t, path, b.parts())
	l, found, err := input.Read(path, p)
	if err != nil {
		t.Fatal(err)
	}
	var out finding.List
	for _, f := range found {
		if f.Code != "codes-default" && f.Code != "sheet-absent" {
			out = append(out, f)
		}
	}
	return l, out
}
