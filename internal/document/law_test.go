package document_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/document"
)

// The pieces of random documents: a text has any of the first, and at most one that
// repeats it.
var (
	plainPieces  = rapid.SampledFrom([]string{"字", "{{年度}}", "{{支出[201].合计}}", "{{支出@款.名称|顿号}}", "{{原因}}", "{{如有 空}}甲{{完}}", "{{如无 空}}{{变动}}{{完}}", "{{支出[205].合计|零行不印}}", "{{空}}"})
	repeating    = rapid.SampledFrom([]string{"", "", "{{支出@类.名称}}", "{{支出@款.合计}}", "{{支出@合计.合计}}", "{{支出.名称}}", "{{没有@类.名称}}", "{{指标@指标.名称}}", "{{支出@类.合计|零行不印}}", "{{如有 支出@类.合计}}乙{{完}}"})
	aroundOthers = rapid.SampledFrom([][2]string{{"{{如有 空}}", "{{完}}"}, {"{{如无 空}}", "{{完}}"}, {"{{块 项目}}{{项目@项目.名称}}", "{{块完}}"}, {"{{块 项目|另起一页}}", "{{项目.资金}}{{块完}}"}, {"{{块 没有}}{{没有.名称}}", "{{块完}}"}})
)

// A document that is found right is filled: every tag is gone, sections stay, what Word
// wants is kept, and read back it says what was written.
func TestEveryRightDocumentIsFilledWhole(t *testing.T) {
	right := 0
	rapid.Check(t, func(rt *rapid.T) {
		text := func() string {
			return strings.Join(rapid.SliceOfN(plainPieces, 0, 2).Draw(rt, "text"), "") + repeating.Draw(rt, "repeating")
		}
		var blocks func(deep int) string
		blocks = func(deep int) string {
			var b strings.Builder
			for range rapid.IntRange(0, 4).Draw(rt, "blocks") {
				switch kind := rapid.IntRange(0, 8).Draw(rt, "kind"); {
				case kind == 0:
					b.WriteString(tbl(text()+"|字/"+strings.Join(rapid.SliceOfN(plainPieces, 0, 2).Draw(rt, "cell"), ""), "字|字", text()+"|{{年度}}"))
				case kind == 1:
					b.WriteString(`<w:p><w:pPr><w:pStyle w:val="1"/><w:jc w:val="left"/><w:sectPr/></w:pPr><w:r><w:t>` + text() + `</w:t></w:r></w:p>`)
				case kind == 2:
					b.WriteString(`<w:sdt><w:sdtPr/><w:sdtContent>` + p(text()) + p(text()) + `</w:sdtContent></w:sdt>`)
				case kind == 3 && deep < 2:
					bounds := aroundOthers.Draw(rt, "around")
					b.WriteString(p(bounds[0]) + blocks(deep+1) + p(bounds[1]))
				default:
					b.WriteString(p(text(), "字"))
				}
			}
			return b.String()
		}
		content := docx(blocks(0)+p("{{年度}}"), "header1.xml", p(text()))
		_, findings, err := document.Compile(content, schema)
		if err != nil {
			rt.Fatal(err)
		}
		if findings.HasErrors() {
			for _, f := range findings {
				if f.Place.Paragraph == "" {
					rt.Errorf("no paragraph: %s", f.Message)
				}
			}
			return
		}
		right++
		before, after := unzipped(t, content)["word/document.xml"], filled(t, content)["word/document.xml"]
		if strings.Contains(after, "{{") || !strings.Contains(before, "{{块") && strings.Count(after, "<w:sectPr/>") != strings.Count(before, "<w:sectPr/>") {
			rt.Errorf("%s\nbecame %s", before, after)
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
	t.Logf("%d documents were right", right)
	if right == 0 {
		t.Error("no document was right")
	}
}
