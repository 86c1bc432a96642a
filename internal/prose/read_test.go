package prose

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"ysgk/internal/parts"
	"ysgk/internal/proof"
	"ysgk/internal/xlsxread"
)

// packed is a Word document of what stands in its body.
func packed(t *testing.T, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>` + body + `</w:body></w:document>`,
	} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAParagraphIsWhatPeopleRead(t *testing.T) {
	d, err := Read(packed(t, `<w:p><w:r><w:t>支出５</w:t></w:r><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:r><w:t>．00万元</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框里的</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>框里的</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:t>一、标题</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><w:t>一、标题</w:t></w:r></w:p><w:p><w:r><w:t>一句话。</w:t></w:r></w:p>`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range d.Paragraphs {
		got = append(got, p.Text+" "+p.place().Paragraph)
	}
	want := []string{
		`支出5.00万元 第 1 段“支出5.00万元”`, `框里的 第 2 段“框里的”`, "一、标题\t3 目录“一、标题 3”", "一、标题 标题“一、标题”", `一句话。 “一、标题”第 1 段“一句话。”`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestATableIsAGridWithItsMergedCells(t *testing.T) {
	cell := func(props, text string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:tc>`
	}
	d, err := Read(packed(t, `<w:tbl><w:tr>`+cell(`<w:vMerge w:val="restart"/>`, "甲")+cell(`<w:gridSpan w:val="2"/>`, "乙")+`</w:tr><w:tr>`+cell(`<w:vMerge/>`, "")+cell("", "1.00")+cell("", "2.00")+`</w:tr></w:tbl>`))
	if err != nil || len(d.Tables) != 1 {
		t.Fatal(err)
	}
	g := d.Tables[0].Grid
	if len(g.Rows) != 2 || len(g.Rows[0]) != 3 || g.Rows[1][2] != "2.00" || len(g.Merged) != 2 || g.Merged[0].Row2 != 2 || g.Merged[1].Col2 != 3 {
		t.Errorf("%q %v", g.Rows, g.Merged)
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	if _, err := Read(newBench(t).book); !errors.Is(err, ErrNoDocument) {
		t.Error("a workbook:", err)
	}
	if _, err := Read([]byte("不是文档")); err == nil || errors.Is(err, ErrNoDocument) {
		t.Error(err)
	}
}

// FuzzAnySentenceIsReadWithPlacesInIt holds that figures and places lie within the text.
func FuzzAnySentenceIsReadWithPlacesInIt(f *testing.F) {
	for _, text := range []string{"收入5.00万元（占10%），比上年（4万元）增加１万元。", "）（其中：3个单位", "1.２025年-5%"} {
		f.Add(text)
	}
	p := proof.DefaultPack(f)
	f.Fuzz(func(t *testing.T, text string) {
		q := &Paragraph{Text: narrow.Replace(text), Number: 1}
		for _, x := range figuresOf(q, p.Units) {
			if x.begin > x.from || x.from >= x.to || x.to > len(q.Text) {
				t.Fatal(x)
			}
			q.placeIn(x.from)
		}
		movesOf(q)
	})
}

// Each figure is compared with those before it: a document of some kilobytes must not take
// minutes.
func TestADocumentOfTooManyFiguresIsRefused(t *testing.T) {
	sentence := func(n int) string {
		return "<w:p><w:r><w:t>" + strings.Repeat("支出1万元，", n) + "</w:t></w:r></w:p>"
	}
	for body, want := range map[string]string{
		sentence(1) + sentence(25_000):    "第 2 段里有 25000 个数，最多 1000 个",
		strings.Repeat(sentence(2), 12e3): "句子里的数超过 20000 个",
	} {
		r := Request{Pack: proof.DocumentPack(t), File: packed(t, body)}
		if _, err := Run(r); !errors.Is(err, xlsxread.ErrTooLarge) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestADamagedPartThatTheDocumentIsReadByIsTold(t *testing.T) {
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + kind + `styles" Target="styles.xml"/><Relationship Id="r2" Type="` + kind + `header" Target="header1.xml"/><Relationship Id="r3" Type="` + kind + `chart" Target="charts/chart1.xml"/></Relationships>`
	for _, damaged := range []string{"word/_rels/document.xml.rels", "word/styles.xml", "word/header1.xml", "word/charts/chart1.xml"} {
		f, err := parts.Open(packed(t, `<w:p><w:r><w:drawing><c:chart xmlns:c="c" xmlns:r="r" r:id="r3"/></w:drawing></w:r></w:p>`))
		if err != nil {
			t.Fatal(err)
		}
		f.SetPart("word/_rels/document.xml.rels", []byte(rels))
		f.SetPart("word/styles.xml", []byte("<styles/>"))
		f.SetPart("word/header1.xml", []byte("<hdr/>"))
		f.SetPart("word/charts/chart1.xml", []byte("<chartSpace/>"))
		write := func() []byte {
			var out bytes.Buffer
			if err := f.Write(&out); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
		if _, err := Read(write()); err != nil {
			t.Fatal(err)
		}
		f.SetPart(damaged, []byte("<a><b>"))
		if _, err := Read(write()); !errors.Is(err, xlsxread.ErrDamaged) || !strings.Contains(err.Error(), damaged) {
			t.Errorf("%s: %v", damaged, err)
		}
	}
}
