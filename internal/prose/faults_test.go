package prose

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/maphash"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/published"
	"ysgk/internal/tables"
)

// written makes a Word document of a plain text: lines of headings (#), of the cover (=),
// of the contents (~), of tables (|), of charts (^), page breaks, and {{sheets}} of a workbook as tables.
func (b *bench) written(t testing.TB, text string) []byte {
	t.Helper()
	var body strings.Builder
	var charts [][2]string // with their workbooks
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
			sheet := strings.Trim(line, "{}")
			if b.tables[sheet] == "" {
				b.tables[sheet] = sheetTable(t, b.sheet, sheet)
			}
			body.WriteString(b.tables[sheet])
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
		case mark == "^":
			charts = append(charts, chartOf(t, rest))
			fmt.Fprintf(&body, `<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c%d"/></w:drawing></w:r></w:p>`, len(charts))
		case line == pageBreakLine:
			body.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
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
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/styles.xml", `<w:styles ` + w + `><w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>` + styles + `</w:styles>`},
		{"word/document.xml", `<w:document ` + w + `><w:body>` + body.String() + `</w:body></w:document>`},
	}
	const rels, kinds = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	own := `<Relationship Id="r1" Type="` + kinds + `styles" Target="styles.xml"/>`
	for i, c := range charts {
		own += fmt.Sprintf(`<Relationship Id="c%d" Type="%schart" Target="chart%[1]d.xml"/>`, i+1, kinds)
		name := fmt.Sprintf("word/chart%d", i+1)
		parts = append(parts, [2]string{name + ".xml", c[0]}, [2]string{name + ".xlsx", c[1]},
			[2]string{strings.Replace(name, "/", "/_rels/", 1) + ".xml.rels", fmt.Sprintf(rels, fmt.Sprintf(`<Relationship Id="r1" Type="%spackage" Target="chart%d.xlsx"/>`, kinds, i+1))})
	}
	for _, part := range append(parts, [2]string{"word/_rels/document.xml.rels", fmt.Sprintf(rels, own)}) {
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

// chartOf makes a chart and its workbook of a line: the name of its series, then names and
// numbers, with another number behind a slash where the workbook has that.
func chartOf(t testing.TB, line string) [2]string {
	t.Helper()
	items := strings.Split(line, "|")
	book := excelize.NewFile()
	put := func(cell string, value any) {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	put("B1", items[0])
	names, values := "", ""
	for i, item := range items[1:] {
		name, number, _ := strings.Cut(item, " ")
		shown, stored, both := strings.Cut(number, "/")
		if !both {
			stored = shown
		}
		n, err := strconv.ParseFloat(stored, 64)
		if err != nil {
			t.Fatal(err)
		}
		put(fmt.Sprint("A", i+2), name)
		put(fmt.Sprint("B", i+2), n)
		names += fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, name)
		values += fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, shown)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	n := len(items) - 1
	return [2]string{fmt.Sprintf(`<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:pieChart><c:ser><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`+
		`<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>%s</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$B$2:$B$%[2]d</c:f><c:numCache><c:ptCount val="%[3]d"/>%[5]s</c:numCache></c:numRef></c:val></c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>`,
		items[0], n+1, n, names, values), out.String()}
}

// pageBreakLine is a page break in a plain text.
const pageBreakLine = "-----"

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

// bench judges documents one after the other, and reads the same tables once.
type bench struct {
	pack   *pack.Pack
	book   []byte
	sheet  *excelize.File
	seed   maphash.Seed
	read   map[uint64]*published.Figures
	tables map[string]string // of sheets, as Word has them
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{pack: proof.DocumentPack(t), seed: maphash.MakeSeed(), read: map[uint64]*published.Figures{}, tables: map[string]string{}}
	l, findings, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", b.pack)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	made, findings, err := tables.Render(b.pack, l, tables.Views(b.pack, l))
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	b.book = made.Books[0].Content
	if b.sheet, err = excelize.OpenReader(bytes.NewReader(b.book)); err != nil {
		t.Fatal(err)
	}
	return b
}

// judge judges a document, by the workbook too if that is wanted.
func (b *bench) judge(t testing.TB, document []byte, beside bool) finding.List {
	t.Helper()
	r := Request{Pack: b.pack, File: document}
	for _, x := range b.pack.Tables {
		r.Forms = append(r.Forms, x.Name)
	}
	once := func(what string, read func() *published.Figures) *published.Figures {
		id := maphash.String(b.seed, what)
		if b.read[id] == nil {
			b.read[id] = read()
		}
		f := *b.read[id]
		return &f
	}
	r.grids = func(p *pack.Pack, g []published.Grid) *published.Figures {
		return once(fmt.Sprint(g), func() *published.Figures { return published.ReadGrids(p, g) })
	}
	r.book = func(p *pack.Pack, book []byte) (f *published.Figures, err error) {
		return once(string(book), func() *published.Figures { f, err = published.ReadWorkbook(p, book); return f }), err
	}
	if beside {
		r.Book = b.book
	}
	found, err := Run(r)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestFaultsOfDocumentsAreFoundAtTheirParagraph plants faults in documents of several
// departments, one at a time; the documents themselves have none.
func TestFaultsOfDocumentsAreFoundAtTheirParagraph(t *testing.T) {
	b := newBench(t)
	for _, name := range []string{"成文", "另样", "自带表", "结转", "情况说明", "陷阱", "无样式", "段首说明", "科目代码", "层层包括", "冒号", "类款项三列", "各单位"} {
		content, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(string(content))
		beside := !strings.Contains(text, "\n|") && !strings.Contains(text, "{{表")
		for _, x := range b.judge(t, b.written(t, text), beside) {
			if x.Severity == finding.Note {
				continue // how much could not be compared
			}
			t.Errorf("%s is right, but: %s %s", name, x.Place, x.Message)
		}
		if content, err = os.ReadFile("testdata/" + name + ".faults"); err != nil {
			continue // it only says what is easily misunderstood
		}
		for i, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
			if i%proof.Drawn(2, 1) != 0 {
				continue
			}
			before, after, ok := strings.Cut(line, " => ")
			after, place, placed := strings.Cut(after, " @ ")
			before, after = strings.TrimSpace(before), strings.TrimSpace(after)
			if !ok || !strings.Contains(text, before) {
				t.Errorf("%s: no such text: %s", name, line)
				continue
			}
			wrong := strings.Replace(text, before, after, 1)
			found := b.judge(t, b.written(t, wrong), beside)
			if !slices.ContainsFunc(found, func(x finding.Finding) bool {
				if placed {
					return strings.Contains(x.Place.String(), place)
				}
				return paragraph(wrong, x.Place.Line) != paragraph(text, x.Place.Line)
			}) {
				t.Errorf("%s: not found: %s", name, line)
			}
		}
	}
}

// paragraph is one of a text as written makes it, by its number.
func paragraph(text string, number int) string {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "{{表") || line == pageBreakLine || strings.HasPrefix(line, "^") {
			continue
		}
		if n++; n == number {
			return line
		}
	}
	return ""
}
