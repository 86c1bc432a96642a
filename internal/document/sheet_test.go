package document_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/document"
	"ysgk/internal/finding"
	"ysgk/internal/paper"
	"ysgk/internal/tags"
)

// sheets are those that a document can place: two that are there once, one of them lying,
// and one for each 项目.
var sheets = []tags.Sheet{{Name: "表一", Title: "收支总表"}, {Name: "表.二"}, {Name: "绩效", Of: "项目"}}

// sheet is a small sheet: a head of one row, cells that are merged both ways.
func sheet(name string, lying bool) *paper.Sheet {
	line := paper.Edge{Kind: "thin"}
	box := paper.Edges{Top: line, Left: line, Bottom: line, Right: line}
	look := paper.Look{Font: "宋体", Size: 11, Upright: "center", Bold: true, Colour: "FF0000", Ground: "EEEEEE", Rotation: 255, Across: "center", Indent: 1}
	cell := func(col, span int, text string) paper.Cell {
		return paper.Cell{Col: col, Span: span, Down: 1, Text: text, Look: &look, Edges: &box}
	}
	tall, under := cell(0, 1, "甲\n乙"), cell(0, 1, "")
	tall.Down, under.Down, under.Under = 2, 2, true
	return &paper.Sheet{Name: name, Page: paper.Page{Landscape: lying, Left: 36, Right: 36, Head: 1}, Columns: []float64{100, 50, 50}, Rows: []paper.Row{
		{Height: 20, Cells: []paper.Cell{cell(0, 3, name)}},
		{Height: 20, Cells: []paper.Cell{tall, cell(1, 2, "<1>")}},
		{Height: 20, Cells: []paper.Cell{under, cell(1, 1, ""), cell(2, 1, "2.00")}},
	}}
}

// placed fills a body with sheets, and gives the main part.
func placed(t *testing.T, content string) string {
	t.Helper()
	own := schema
	own.Sheets = sheets
	tpl, findings, err := document.Compile(docx(content), own)
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	out, err := tpl.Render(data(), func(name string, record int) (*paper.Sheet, error) {
		switch {
		case name != "绩效":
			return sheet(name, name == "表.二"), nil
		case record == 0:
			return nil, nil
		}
		return sheet("绩效"+string(rune('0'+record)), false), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return bodyOf(t, out)
}

var (
	stretch = regexp.MustCompile(`(?s)<w:sectPr.*?</w:sectPr>`)
	pageOf  = regexp.MustCompile(`<w:pgSz w:w="(\d+)"`)
)

// sections tells the sections of a document: what each says, then its width, and whether
// it has the template's header and begins the numbers anew.
func sections(part string) (out []string) {
	for at := 0; ; {
		m := stretch.FindStringIndex(part[at:])
		if m == nil {
			return out
		}
		own := part[at+m[0] : at+m[1]]
		if strings.HasPrefix(part[at+m[1]:], "</w:pPr>") { // it is the paragraph's, whose text comes behind
			m[1] += strings.Index(part[at+m[1]:], "</w:p>") + len("</w:p>")
		}
		text := strings.Join(slices.DeleteFunc(lines(stretch.ReplaceAllString(part[at:at+m[1]], "")), func(s string) bool { return s == "" }), ",")
		text += " " + pageOf.FindStringSubmatch(own)[1]
		if strings.Contains(own, "headerReference") {
			text += "h"
		}
		if strings.Contains(own, `w:start="1"`) {
			text += "1"
		}
		out = append(out, text)
		at += m[1]
	}
}

const ending = `<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:type w:val="continuous"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="851" w:footer="992" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`

func TestASheetStandsInASectionOfItsOwnAndTheOthersKeepTheTemplates(t *testing.T) {
	cover := `<w:p><w:pPr>` + ending + `</w:pPr></w:p>`
	for content, want := range map[string][]string{
		// Between texts, upright and lying; the heading stays, and an empty paragraph goes.
		p("前") + p("{{表 表一}}") + p("{{年度}}年{{表 表.二}}") + p("后") + ending: {"前 11906h1", "表一,甲⏎乙,&lt;1&gt;,2.00 11906h", "2026年,表.二,甲⏎乙,&lt;1&gt;,2.00 16838h", "后 11906h"},
		// First in the section: it is the one that begins the numbers. Last: no empty page.
		p("{{表 收支总表}}") + ending:                                                            {"表一,甲⏎乙,&lt;1&gt;,2.00 11906h1"},
		p("封面") + cover + p("{{表 表.二}}") + ending:                                           {"封面 11906h1", "表.二,甲⏎乙,&lt;1&gt;,2.00 16838h1"},
		p("前") + p("{{表 表.二}}") + cover + p("后") + ending:                                   {"前 11906h1", "表.二,甲⏎乙,&lt;1&gt;,2.00 16838h", "后 11906h1"},
		tbl("前") + p("{{表 表.二}}") + p("后") + ending:                                         {"前 11906h1", "表.二,甲⏎乙,&lt;1&gt;,2.00 16838h", "后 11906h"},
		p("{{如有 空}}") + p("{{表 表.二}}") + p("{{完}}") + p("后{{如有 变动}}{{表 表一}}{{完}}") + ending: {"后,表一,甲⏎乙,&lt;1&gt;,2.00 11906h1"},
		// One of each record, with its number, and in a block.
		p("{{表 项目}}") + p("后") + ending:                                  {"绩效1,甲⏎乙,&lt;1&gt;,2.00 11906h1", "绩效2,甲⏎乙,&lt;1&gt;,2.00 11906h", "后 11906h"},
		p("{{项目.序号}}、{{项目.名称}}{{表 项目}}") + ending:                        {"1、甲,绩效1,甲⏎乙,&lt;1&gt;,2.00 11906h1", "2、乙,绩效2,甲⏎乙,&lt;1&gt;,2.00 11906h"},
		p("{{块 项目}}{{项目@项目.名称}}") + p("{{表 绩效}}") + p("{{块完}}") + ending: {"甲 11906h1", "绩效1,甲⏎乙,&lt;1&gt;,2.00 11906h", "乙 11906h", "绩效2,甲⏎乙,&lt;1&gt;,2.00 11906h"},
	} {
		if got := sections(placed(t, content)); !slices.Equal(got, want) {
			t.Errorf("%s\ngives %q\nwant  %q", content, got, want)
		}
	}
	if got := sections(placed(t, p("{{块 项目}}{{表 项目}}{{块完}}")+ending)); len(got) != 2 {
		t.Errorf("%q", got)
	}
	// Without any properties of a section it is a page of A4.
	if got := sections(placed(t, p("前")+p("{{表 表.二}}")+p("后"))); !slices.Equal(got, []string{"前 11906", "表.二,甲⏎乙,&lt;1&gt;,2.00 16838", "后 11906"}) {
		t.Errorf("%q", got)
	}
}

func TestTheTableOfASheetHasItsMergesBordersAndHead(t *testing.T) {
	got := placed(t, p("{{表 表一}}")+ending)
	for text, want := range map[string]int{
		`<w:tblHeader/>`: 1, `<w:cantSplit/>`: 3, `<w:gridSpan w:val="3"/>`: 1, `<w:gridSpan w:val="2"/>`: 1, `<w:vMerge w:val="restart"/>`: 1, `<w:vMerge/>`: 1,
		`<w:left w:val="single" w:sz="4"/>`: 6, `w:fill="EEEEEE"`: 6, `<w:textDirection w:val="tbRlV"/>`: 6, `<w:vAlign w:val="center"/>`: 6,
		`<w:jc w:val="center"/>`: 7, `w:eastAsia="宋体"`: 10, `<w:br/>`: 1, `<w:gridCol w:w="`: 3,
	} {
		if n := strings.Count(got, text); n != want {
			t.Errorf("%d of %s, want %d", n, text, want)
		}
	}
}

func TestATagThatCannotPlaceASheetIsTold(t *testing.T) {
	own := schema
	own.Sheets = sheets
	for content, want := range map[string]string{
		p("{{表 表三}}"):            "里没有“表三”这张工作表",
		p("{{表 表一|元}}"):          "后面不能写修饰",
		tbl("{{表 表一}}"):          "只能写在正文的一段里",
		p("{{表 表一}}{{表 表.二}}"):   "一段里有两个",
		p("{{支出@类.名称}}{{表 项目}}"): "又有视图",
	} {
		_, findings, err := document.Compile(docx(content), own)
		if err != nil || !slices.ContainsFunc(findings, func(f finding.Finding) bool { return strings.Contains(f.Message, want) }) {
			t.Errorf("%s: %v %v, want %s", content, findings, err, want)
		}
	}
	if got := wrong(t, docx(p("{{表 表一}}"))); len(got) != 1 || !strings.Contains(got[0], "只能写在 Word 模板里") {
		t.Errorf("%q", got)
	}
}
