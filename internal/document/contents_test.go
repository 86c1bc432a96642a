package document_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/document"
)

const headingStyles = `<w:styles ` + wordNames + `><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="mine"><w:name w:val="表名"/><w:basedOn w:val="a2"/></w:style><w:style w:type="paragraph" w:styleId="a2"><w:name w:val="标题二"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="a3"><w:name w:val="heading 3"/></w:style><w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style><w:style w:type="paragraph" w:styleId="t2"><w:name w:val="toc 2"/></w:style></w:styles>`

// styled is a paragraph of a style.
func styled(style, text string) string {
	return strings.Replace(p(text), "<w:p>", `<w:p><w:pPr><w:pStyle w:val="`+style+`"/></w:pPr>`, 1)
}

// bound is a run with an end of a field.
func bound(kind string) string {
	return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>`
}

// oldContents are those that Word made of the template's headings, tags and all.
var oldContents = `<w:p><w:pPr><w:pStyle w:val="t1"/></w:pPr>` + bound("begin") + `<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h </w:instrText></w:r>` + bound("separate") +
	`<w:r><w:rPr><w:b/></w:rPr><w:t>{{支出@类.名称}}{{如有 空}}</w:t></w:r><w:r><w:t>7</w:t></w:r></w:p>` + styled("t2", "旧") + `<w:p>` + bound("end") + `</w:p>`

func contentsOf(t *testing.T, body string) *document.Filled {
	t.Helper()
	out, err := compile(t, docx(body, "styles.xml", headingStyles)).Render(data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheContentsAreMadeOfTheHeadingsThatAreThere(t *testing.T) {
	out := contentsOf(t, oldContents+styled("a1", "第一部分 {{年度}}")+styled("mine", "{{支出@类.名称}}")+styled("a3", "太深")+styled("a2", "{{如有 空}}没有{{完}}")+p("平常")+tbl("格")+styled("a1", "末"))
	got := bodyOf(t, out)
	want := []string{"第一部分 2026⇥", "一般⇥", "教育⇥", "公安⇥", "末⇥", "", "第一部分 2026", "一般", "教育", "公安", "太深", "平常", "格", "末"}
	if said := lines(got); !slices.Equal(said, want) {
		t.Errorf("got  %q\nwant %q", said, want)
	}
	for _, m := range regexp.MustCompile(`w:anchor="([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if strings.Count(got, `<w:bookmarkStart w:id=`) != 5 || strings.Count(got, `w:name="`+m[1]+`"`) != 1 || !strings.Contains(got, " PAGEREF "+m[1]+" ") {
			t.Errorf("%s leads nowhere in %s", m[1], got)
		}
	}
	if n := strings.Count(got, `<w:rPr><w:b/></w:rPr>`); n != 14 { // of lines of the first level, seven runs each
		t.Errorf("%d runs look as those of the template", n)
	}
	if strings.Contains(got, "updateFields") || strings.Contains(got, "w:dirty") {
		t.Error("Word would ask a question")
	}

	// The pages come from whoever lays the probe out; it has a leaf for each.
	if !out.Unpaged() {
		t.Fatal("it has its pages already")
	}
	probe, err := out.Probe()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(unzipped(t, probe)["word/document.xml"], "<w:pageBreakBefore/>"); n != 5 {
		t.Errorf("%d leaves in the probe", n)
	}
	if pages, err := out.SetPages("第一部分\n1\n2\n"); pages != nil || err != nil || !out.Unpaged() {
		t.Error("two pages are not five", err)
	}
	if pages, err := out.SetPages("3\n第一部分\n1\n1\n2\n5\n12\n"); !slices.Equal(pages, []string{"1", "1", "2", "5", "12"}) || err != nil || out.Unpaged() {
		t.Error("the pages are not taken", err)
	}
	if said := lines(bodyOf(t, out)); !slices.Equal(said[:5], []string{"第一部分 2026⇥1", "一般⇥1", "教育⇥2", "公安⇥5", "末⇥12"}) {
		t.Errorf("%q", said[:5])
	}
}

func TestContentsWithoutHeadingsSayNothingOfTheTemplate(t *testing.T) {
	out := contentsOf(t, oldContents+p("{{年度}}"))
	if said := lines(bodyOf(t, out)); !slices.Equal(said, []string{"", "", "2026"}) || out.Unpaged() {
		t.Errorf("%q", said)
	}
	if out := contentsOf(t, styled("a1", "{{年度}}")); out.Unpaged() || strings.Contains(bodyOf(t, out), "bookmark") {
		t.Error("a document without contents has bookmarks")
	}
}
