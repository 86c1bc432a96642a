package app_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// written makes a Word document of a plain text: lines of headings (#), of the cover (=),
// of the contents (~), of tables (|), and {{sheets}} of a workbook as tables.
func written(t testing.TB, text string, book *excelize.File) []byte {
	t.Helper()
	var body strings.Builder
	say := func(style, text string) {
		fmt.Fprintf(&body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r>`, style)
		for i, part := range strings.Split(text, "\t") {
			if i > 0 {
				body.WriteString(`<w:tab/>`)
			}
			body.WriteString(`<w:t xml:space="preserve">` + escaped(part) + `</w:t>`)
		}
		body.WriteString(`</w:r></w:p>`)
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.Trim(mark, "#") == "" && mark != "":
			say(fmt.Sprintf("H%d", len(mark)), rest)
		case mark == "=":
			say("Title", rest)
		case mark == "~":
			say("TOC1", rest)
		case strings.HasPrefix(line, "{{表") && strings.HasSuffix(line, "}}"):
			body.WriteString(sheetTable(t, book, strings.Trim(line, "{}")))
		case strings.HasPrefix(line, "|"):
			body.WriteString(`<w:tbl>`)
			for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
				body.WriteString(`<w:tr>`)
				for cell := range strings.SplitSeq(strings.Trim(lines[i], "|"), "|") {
					body.WriteString(`<w:tc><w:p><w:r><w:t>` + escaped(strings.TrimSpace(cell)) + `</w:t></w:r></w:p></w:tc>`)
				}
				body.WriteString(`</w:tr>`)
			}
			body.WriteString(`</w:tbl>`)
			i--
		case line != "":
			say("Normal", line)
		}
	}
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	styles := ""
	for n := 1; n <= 3; n++ {
		styles += fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="H%d"><w:name w:val="heading %d"/></w:style>`, n, n)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"word/styles.xml", `<w:styles ` + w + `><w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>` + styles + `</w:styles>`},
		{"word/document.xml", `<w:document ` + w + `><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		f, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// sheetTable is a sheet as a Word table.
func sheetTable(t testing.TB, book *excelize.File, sheet string) string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	merges, err := book.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	type at struct{ col, row int }
	span, down, hidden := map[at]int{}, map[at]string{}, map[at]bool{}
	for _, m := range merges {
		c1, r1, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		for r := r1; r <= r2; r++ {
			span[at{c1, r}] = c2 - c1 + 1
			if r2 > r1 {
				down[at{c1, r}] = map[bool]string{true: "restart", false: "continue"}[r == r1]
			}
			for c := c1 + 1; c <= c2; c++ {
				hidden[at{c, r}] = true
			}
		}
	}
	var b strings.Builder
	b.WriteString(`<w:tbl>`)
	for i, r := range rows {
		b.WriteString(`<w:tr>`)
		for c := 1; c <= width; c++ {
			p := at{c, i + 1}
			if hidden[p] {
				continue
			}
			b.WriteString(`<w:tc><w:tcPr>`)
			if span[p] > 1 {
				fmt.Fprintf(&b, `<w:gridSpan w:val="%d"/>`, span[p])
			}
			if down[p] != "" {
				fmt.Fprintf(&b, `<w:vMerge w:val="%s"/>`, down[p])
			}
			text := ""
			if c <= len(r) && down[p] != "continue" {
				text = r[c-1]
			}
			b.WriteString(`</w:tcPr><w:p><w:r><w:t>` + escaped(text) + `</w:t></w:r></w:p></w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

// verified judges a document, by a workbook if it is not "".
func verified(t testing.TB, p *pack.Pack, document []byte, book string) finding.List {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开文本.docx")
	if err := os.WriteFile(file, document, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := app.VerifyDocument(p, file, book)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestFaultsOfDocumentsAreFoundAtTheirParagraph plants faults in documents of several
// departments, one at a time; the documents themselves have none.
func TestFaultsOfDocumentsAreFoundAtTheirParagraph(t *testing.T) {
	p := proof.DefaultPack(t)
	book := render(t, p, seedLedger(t, p))
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, tables := range map[string]string{"成文": "", "另样": book, "自带表": "", "结转": ""} {
		b, err := os.ReadFile("testdata/prose/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		for _, x := range verified(t, p, written(t, text, f), tables) {
			t.Errorf("%s is right, but: %s %s", name, x.Place, x.Message)
		}
		b, err = os.ReadFile("testdata/prose/" + name + ".faults")
		if err != nil {
			t.Fatal(err)
		}
		right := strings.Split(strings.TrimSpace(text), "\n")
		n, hit := 0, 0
		for line := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n") {
			before, after, ok := strings.Cut(line, " => ")
			after, place, placed := strings.Cut(after, " @ ")
			after, before = strings.TrimSpace(after), strings.TrimSpace(before)
			if !ok || strings.Count(text, before) == 0 {
				t.Errorf("%s: no such text: %s", name, line)
				continue
			}
			wrong := strings.Replace(text, before, after, 1)
			n++
			found := verified(t, p, written(t, wrong, f), tables)
			good := false
			for _, x := range found {
				if placed {
					good = good || strings.Contains(x.Place.String(), place)
					continue
				}
				good = good || at(wrong, x.Place.Line) != at(text, x.Place.Line) && len(strings.Split(strings.TrimSpace(wrong), "\n")) == len(right)
			}
			if good {
				hit++
			} else {
				t.Errorf("%s: not found: %s", name, line)
			}
			for _, x := range found {
				t.Logf("   %s: %s", x.Place, x.Message)
			}
		}
		t.Logf("%s: %d of %d", name, hit, n)
	}
}

// at is a paragraph of a text as written makes it.
func at(text string, number int) string {
	n := 0
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line == "" || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "{{表") {
			continue
		}
		if n++; n == number {
			return line
		}
	}
	return ""
}
