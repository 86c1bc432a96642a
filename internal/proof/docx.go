package proof

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
)

const (
	wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordName = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relName  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// Docx makes a Word document of a text: a line is a paragraph, one that begins with | a
// row of a table with cells between further |.
func Docx(text string) []byte {
	var body strings.Builder
	table := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if row := strings.HasPrefix(line, "| "); row != table {
			body.WriteString(map[bool]string{true: `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>`, false: "</w:tbl>"}[row])
			table = row
		}
		if !table {
			body.WriteString(wordParagraph(line))
			continue
		}
		body.WriteString("<w:tr>")
		for cell := range strings.SplitSeq(strings.TrimPrefix(line, "| "), " | ") {
			body.WriteString(`<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>` + wordParagraph(cell) + "</w:tc>")
		}
		body.WriteString("</w:tr>")
	}
	if table {
		body.WriteString("</w:tbl>" + wordParagraph(""))
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relName + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="` + wordName + `"><w:body>` + body.String() + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, wordHead+part[1])
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func wordParagraph(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return `<w:p><w:r><w:t xml:space="preserve">` + b.String() + `</w:t></w:r></w:p>`
}

// Paragraphs are the texts of the paragraphs of a Word document's body, those of tables
// too.
func Paragraphs(docx []byte) (out []string, err error) {
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		return nil, err
	}
	part, err := z.Open("word/document.xml")
	if err != nil {
		return nil, err
	}
	defer part.Close()
	d := xml.NewDecoder(part)
	text := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("word/document.xml: %w", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if text = x.Name.Local == "t"; x.Name.Local == "p" {
				out = append(out, "")
			}
		case xml.EndElement:
			text = false
		case xml.CharData:
			if text && len(out) > 0 {
				out[len(out)-1] += string(x)
			}
		}
	}
}

// Part is a part of a package, nil if it has none of that name.
func Part(t testing.TB, content []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
