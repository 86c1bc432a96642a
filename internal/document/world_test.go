package document_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/document"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
)

const (
	wordNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	officeNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// docx is a document with a body and other parts: header1.xml and the like, as the whole
// content of their root.
func docx(body string, others ...string) []byte {
	types := `<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>`
	rels := ""
	files := [][2]string{{"word/document.xml", xmlHead + "\r\n<w:document " + wordNames + "><w:body>" + body + "</w:body></w:document>"}}
	roots := map[string]string{"header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
	for i := 0; i < len(others); i += 2 {
		kind := strings.TrimRight(strings.TrimSuffix(others[i], ".xml"), "0123456789")
		types += `<Override PartName="/word/` + others[i] + `" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + kind + `+xml"/>`
		rels += `<Relationship Id="rId` + string(rune('1'+i)) + `" Type="` + officeNS + kind + `" Target="` + others[i] + `"/>`
		content := others[i+1]
		if root := roots[kind]; root != "" {
			content = "<w:" + root + " " + wordNames + ">" + content + "</w:" + root + ">"
		}
		files = append(files, [2]string{"word/" + others[i], xmlHead + content})
	}
	files = append(files,
		[2]string{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + types + `</Types>`},
		[2]string{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `officeDocument" Target="word/document.xml"/></Relationships>`},
		[2]string{"word/_rels/document.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`})
	return zipped(files)
}

func zipped(files [][2]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, _ := z.Create(f[0])
		_, _ = w.Write([]byte(f[1]))
	}
	_ = z.Close()
	return b.Bytes()
}

// unzipped are the parts of a package by name.
func unzipped(t testing.TB, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
	}
	return out
}

// p is a paragraph with one run for each text.
func p(texts ...string) string {
	out := "<w:p>"
	for _, text := range texts {
		out += `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	return out + "</w:p>"
}

// tbl is a table of rows; cells are parted by |, paragraphs of a cell by /.
func tbl(rows ...string) string {
	out := `<w:tbl><w:tblPr/><w:tblGrid/>`
	for _, row := range rows {
		out += "<w:tr>"
		for cell := range strings.SplitSeq(row, "|") {
			out += "<w:tc>"
			for text := range strings.SplitSeq(strings.ReplaceAll(cell, "¦", "|"), "/") {
				out += p(text)
			}
			out += "</w:tc>"
		}
		out += "</w:tr>"
	}
	return out + "</w:tbl>"
}

var schema = tags.Schema{
	Scalars: []string{"年度", "部门名称", "原因", "空", "标签"},
	Numbers: []tags.Number{{Name: "变动"}, {Name: "变动率", Ratio: true}, {Name: "无"}},
	Lists: map[string]tags.ListSchema{
		"支出": {Levels: []string{"合计", "类", "款"}, Texts: []string{"编码", "名称", "类名称", "年"}, Amounts: []string{"合计"}},
		"没有": {Levels: []string{"合计", "类"}, Texts: []string{"名称"}, Amounts: []string{"合计"}},
		"项目": {Levels: []string{"合计", "项目"}, Texts: []string{"名称"}, Amounts: []string{"资金"}},
		"指标": {Levels: []string{"合计", "指标"}, Of: "项目", Texts: []string{"名称"}},
	},
}

func data() *tags.Data {
	wan := func(n int64) []budget.Fen { return []budget.Fen{budget.Fen(n * 1e6)} }
	return &tags.Data{
		Scalars: map[string]string{"年度": "2026", "部门名称": "某局", "原因": "一是甲；\n二是<乙>\t&丙。", "空": "", "标签": "{{年度}}"},
		Numbers: map[string]decimal.Decimal{"变动": decimal.RequireFromString("-188000"), "变动率": decimal.RequireFromString("-0.0357")},
		Unit:    money.Wan, EmptyNote: "注：本表无数据",
		Lists: map[string]*tags.List{
			"支出": {Records: []tags.Record{
				{Parent: -1, Key: "合计", Texts: []string{"", "合计", "合计", "今"}, Amounts: wan(7)},
				{Level: 1, Parent: 0, Key: "201", Texts: []string{"201", "一般", "一般", "今"}, Amounts: wan(3)},
				{Level: 2, Parent: 1, Key: "20101", Texts: []string{"20101", "人大", "一般", "今"}, Amounts: wan(1)},
				{Level: 2, Parent: 1, Key: "20102", Texts: []string{"20102", "政协", "一般", "今"}, Amounts: wan(2)},
				{Level: 1, Parent: 0, Key: "205", Texts: []string{"205", "教育", "教育", "今"}, Amounts: wan(0)},
				{Level: 1, Parent: 0, Key: "204", Texts: []string{"204", "公安", "公安", "今"}, Amounts: wan(4)},
				{Level: 2, Parent: 5, Key: "20401", Texts: []string{"20401", "武警", "公安", "今"}, Amounts: wan(4)},
			}},
			"没有": {Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"合计"}, Amounts: wan(0)}}},
			"项目": {Records: []tags.Record{
				{Parent: -1, Key: "合计", Texts: []string{"合计"}, Amounts: wan(5)},
				{Level: 1, Parent: 0, Key: "甲", Texts: []string{"甲"}, Amounts: wan(2)},
				{Level: 1, Parent: 0, Key: "乙", Texts: []string{"乙"}, Amounts: wan(3)},
			}},
			"指标": {Records: []tags.Record{
				{Parent: -1, Texts: []string{""}},
				{Level: 1, Parent: 0, Owner: 1, Texts: []string{"甲一"}},
				{Level: 1, Parent: 0, Owner: 2, Texts: []string{"乙一"}},
				{Level: 1, Parent: 0, Owner: 1, Texts: []string{"甲二"}},
			}},
		},
	}
}

// compile reads a template that must be right.
func compile(t testing.TB, content []byte) *document.Template {
	t.Helper()
	tpl, findings, err := document.Compile(content, schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s: %s", f.Place, f.Message)
	}
	if t.Failed() {
		t.FailNow()
	}
	return tpl
}

// filled are the parts of a template once it is filled.
func filled(t testing.TB, content []byte) map[string]string {
	t.Helper()
	return unzipped(t, packed(t, content))
}

func packed(t testing.TB, content []byte) []byte {
	t.Helper()
	out, err := compile(t, content).Render(data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return written(t, out)
}

// bodyOf is the main part of a filled document.
func bodyOf(t testing.TB, out *document.Filled) string {
	t.Helper()
	return unzipped(t, written(t, out))["word/document.xml"]
}

// written is a filled document as its file, read back and looked through.
func written(t testing.TB, out *document.Filled) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := out.File.Write(&b); err != nil {
		t.Fatal(err)
	}
	if differs, err := out.Differs(b.Bytes()); differs != "" || err != nil {
		t.Errorf("read back it differs: %q %v", differs, err)
	}
	for _, fault := range proof.WordFaults(b.Bytes()) {
		t.Errorf("%s\nin %s", fault, unzipped(t, b.Bytes())["word/document.xml"])
	}
	return b.Bytes()
}

var (
	paragraphs = regexp.MustCompile(`(?s)<w:p[ >].*?</w:p>|<w:p/>`)
	shows      = regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>|<w:(br)/>|<w:(tab)/>`)
)

// lines are the paragraphs of a part, read without the code under test.
func lines(part string) (out []string) {
	for _, x := range paragraphs.FindAllString(part, -1) {
		line := ""
		for _, m := range shows.FindAllStringSubmatch(x, -1) {
			line += m[1] + map[string]string{"br": "⏎"}[m[2]] + map[string]string{"tab": "⇥"}[m[3]]
		}
		out = append(out, line)
	}
	return out
}

// body is what the paragraphs of a body say once they are filled.
func body(t testing.TB, content string) []string {
	t.Helper()
	return lines(filled(t, docx(content))["word/document.xml"])
}

func says(t testing.TB, content string, want ...string) {
	t.Helper()
	if got := body(t, content); !slices.Equal(got, want) {
		t.Errorf("%s\nsays %q\nwant %q", content, got, want)
	}
}

// findings are what is wrong with a body, as people read it.
func wrong(t testing.TB, content []byte) (out []string) {
	t.Helper()
	_, findings, err := document.Compile(content, schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings.About("公开文本.docx") {
		if f.Severity == finding.Error {
			out = append(out, f.Place.String()+"："+f.Message)
		}
	}
	return out
}
