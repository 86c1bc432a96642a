package document_test

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ysgk/internal/document"
	"ysgk/internal/xlsxread"
)

func TestATagThatWordCutIntoRunsIsReadAsOneAndTheRestKeepsItsLook(t *testing.T) {
	bold := `<w:rPr><w:b/></w:rPr>`
	got := filled(t, docx(`<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r>`+bold+`<w:t>甲{</w:t></w:r><w:proofErr w:type="gramStart"/><w:r><w:t>{年</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">度}}年 </w:t></w:r><w:r><w:tab/><w:t>乙</w:t></w:r></w:p>`))["word/document.xml"]
	want := `<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r>` + bold + `<w:t xml:space="preserve">甲2026</w:t></w:r><w:proofErr w:type="gramStart"/><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">年 </w:t></w:r><w:r><w:tab/><w:t>乙</w:t></w:r></w:p>`
	if !strings.Contains(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWhatHoldsNoTagStaysByteForByte(t *testing.T) {
	styles := `<w:styles   xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><!-- as it was --></w:styles>`
	template := docx(p("{{年度}}"), "header1.xml", `<w:p  w:rsidR='1' ><w:r><w:t>没有标签 { }</w:t></w:r></w:p>`, "styles.xml", styles, "header2.xml", p("{{部门名称}}"))
	before, after := unzipped(t, template), filled(t, template)
	for name, content := range before {
		if touched := name == "word/document.xml" || name == "word/header2.xml"; (after[name] == content) == touched {
			t.Errorf("%s was\n%s\nis\n%s", name, content, after[name])
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d parts became %d", len(before), len(after))
	}
}

func TestTextsAreFilledWithLinesAndSignsOfXML(t *testing.T) {
	says(t, p("原因：{{原因}}完")+p("{{变动|增减}}{{变动|绝对值}}万元，{{变动率|升降}}{{变动率|绝对值|百分比}}；{{无|整零}}"),
		"原因：一是甲；⏎二是&lt;乙&gt;⇥&amp;丙。完", "减少18.80万元，下降3.57%；0")
}

func TestAParagraphRepeatsForTheRecordsOfItsList(t *testing.T) {
	says(t, p("前")+p("{{支出@类.序号|中文数字}}、{{支出@类.名称}}{{支出@类.合计}}万元")+p("后"),
		"前", "一、一般3.00万元", "二、教育0.00万元", "三、公安4.00万元", "后")
	// A parent before its children, or after them where its paragraph stands below.
	says(t, p("{{支出@类.名称}}：")+p("（{{支出@款.序号}}）{{支出@款.名称}}"), "一般：", "（1）人大", "（2）政协", "教育：", "公安：", "（1）武警")
	says(t, p("{{支出@款.名称}}")+p("以上是{{支出@类.名称}}"), "人大", "政协", "以上是一般", "以上是教育", "武警", "以上是公安")
	// Neighbours of one level go together; without a level all records print.
	says(t, p("{{项目@项目.名称}}：")+p("{{项目@项目.资金}}万元"), "甲：", "2.00万元", "乙：", "3.00万元")
	says(t, p("{{项目.名称}}"), "合计", "甲", "乙")
	// Of one record, and of none.
	says(t, p("{{支出@合计.名称}}")+p("没有的：")+p("{{没有@类.名称}}")+p("完"), "合计", "没有的：", "完")
	// What has no money goes, and the numbers count what is left.
	says(t, p("{{支出@类.序号}}.{{支出@类.名称}}{{支出@类.合计|零行不印}}"), "1.一般3.00", "2.公安4.00")
	says(t, p("{{支出[205].合计|零行不印}}万元")+p("{{支出[204].合计|零行不印}}万元"), "4.00万元")
	// Names in one sentence repeat nothing.
	says(t, p("包括{{支出@款.名称|顿号}}。"), "包括人大、政协、武警。")
}

func TestARowRepeatsForTheRecordsOfItsListAndANumberAloneIsBlankWhereItIsZero(t *testing.T) {
	says(t, tbl("名称|金额", "{{支出@类.名称}}|{{支出@类.合计}}/其中", "合计|{{支出[合计].合计}}"),
		"名称", "金额", "一般", "3.00", "其中", "教育", "", "其中", "公安", "4.00", "其中", "合计", "7.00")
	says(t, tbl("{{支出@类.名称}}|{{支出@类.合计¦印零}}"), "一般", "3.00", "教育", "0.00", "公安", "4.00")
	says(t, tbl("{{支出@类.序号}}|{{支出@类.名称}}{{支出@类.合计¦零行不印}}"), "1", "一般3.00", "2", "公安4.00")
	// Without data a table keeps its head, prints its note, and goes where nothing is left.
	says(t, tbl("名称", "{{没有@类.名称}}", "{{空表注}}"), "名称", "注：本表无数据")
	says(t, tbl("名称", "{{项目@项目.名称}}", "{{空表注}}"), "名称", "甲", "乙")
	says(t, p("前")+tbl("{{没有@类.名称}}")+p("后"), "前", "后")
	if got := filled(t, docx(tbl("{{没有@类.名称}}")+p("")))["word/document.xml"]; strings.Contains(got, "<w:tbl>") {
		t.Errorf("a table without rows: %s", got)
	}
}

func TestEqualCellsBecomeOneAndLevelsAreIndented(t *testing.T) {
	got := filled(t, docx(tbl("{{支出@款.类名称¦合并}}|{{支出@款.年¦合并}}|{{支出@款.名称}}")))["word/document.xml"]
	merged := regexp.MustCompile(`<w:vMerge w:val="(\w+)"/>`)
	if merges := merged.FindAllString(got, -1); len(merges) != 4 {
		t.Errorf("%q in %s", merges, got)
	}
	if got := lines(got); !slices.Equal(got, []string{"一般", "今", "人大", "", "", "政协", "公安", "今", "武警"}) {
		t.Errorf("%q", got)
	}
	got = filled(t, docx(tbl("{{支出@款.类名称¦印一次}}|{{支出@款.年¦印一次}}|{{支出@款.名称}}")))["word/document.xml"]
	if again := lines(got); strings.Contains(got, "vMerge") || !slices.Equal(again, []string{"一般", "今", "人大", "", "", "政协", "公安", "今", "武警"}) {
		t.Errorf("printed once: %q in %s", again, got)
	}
	got = filled(t, docx(`<w:p><w:pPr><w:spacing w:line="1"/><w:jc w:val="left"/></w:pPr><w:r><w:t>{{支出.名称|缩进}}</w:t></w:r></w:p>`))["word/document.xml"]
	if n := strings.Count(got, `<w:spacing w:line="1"/><w:ind w:left="240" w:leftChars="100"/><w:jc w:val="left"/>`); n != 3 || strings.Count(got, "<w:ind") != n {
		t.Errorf("%d indents: %s", n, got)
	}
}

func TestWhatADepartmentTypedIsNoTag(t *testing.T) {
	says(t, p("{{标签}}")+tbl("{{支出@合计.名称}}{{标签}}")+p("{{块 项目}}{{项目@项目.名称}}{{标签}}{{块完}}"), "{{年度}}", "合计{{年度}}", "甲{{年度}}", "乙{{年度}}")
}

func TestAConditionHoldsWithinAParagraphAndOverSeveral(t *testing.T) {
	says(t, p("甲{{如有 支出[205].合计}}教育{{完}}{{如无 支出[205].合计}}没有{{完}}乙"), "甲没有乙")
	says(t, p("前")+p("{{如有 空}}原因是{{空}}。{{完}}")+p("后"), "前", "后")
	says(t, p("{{如有 变动}}变动")+p("是有的")+tbl("表")+p("的{{完}}。"), "变动", "是有的", "表", "的。")
	says(t, p("前{{如有 空}}甲")+p("乙")+tbl("表")+p("{{支出@类.名称}}")+p("丙{{完}}后"), "前", "后")
	says(t, p("前")+p("{{如有 空}}")+p("{{年度}}")+p("{{完}}")+p("后"), "前", "后")
	// Paragraphs that only bound a text are no lines of their own.
	says(t, p("{{如有 变动}}")+p("有")+p("{{完}}")+p("{{如无 变动}}")+p("没有")+p("{{完}}"), "有")
	// In a repeating paragraph it is the record's.
	says(t, p("{{支出@类.名称}}{{如无 支出@类.合计}}（没有安排）{{完}}"), "一般", "教育（没有安排）", "公安")
	// A cell and a box are not without a paragraph, two tables do not become one.
	says(t, tbl("{{如有 空}}没有{{完}}|有"), "", "有")
	says(t, tbl("甲")+p("{{如有 空}}没有{{完}}")+tbl("乙"), "甲", "", "乙")
	// Breaks and pictures within go with the text.
	got := filled(t, docx(`<w:p><w:r><w:t>甲{{如有 空}}乙</w:t></w:r><w:r><w:br/></w:r><w:r><w:drawing/></w:r><w:r><w:t>{{完}}丙</w:t><w:br/></w:r></w:p>`))["word/document.xml"]
	if !strings.Contains(got, `<w:p><w:r><w:t xml:space="preserve">甲</w:t></w:r><w:r><w:t xml:space="preserve">丙</w:t><w:br/></w:r></w:p>`) {
		t.Error(got)
	}
}

func TestABlockRepeatsWithTheListsOfItsRecord(t *testing.T) {
	block := p("{{块 项目}}") + p("{{项目.名称}}：") + tbl("{{指标@指标.序号}}|{{指标@指标.名称}}") + p("共{{项目.资金}}万元。{{块完}}")
	says(t, p("前")+block+p("后"), "前", "甲：", "1", "甲一", "2", "甲二", "共2.00万元。", "乙：", "1", "乙一", "共3.00万元。", "后")
	says(t, p("{{块 没有}}{{没有@类.名称}}")+p("{{块完}}")+p("后"), "后")
	says(t, p("{{块 项目}}{{项目.名称}}{{如有 项目.资金}}有{{完}}{{块完}}"), "甲有", "乙有")
	styled := `<w:p><w:pPr><w:pStyle w:val="1"/><w:keepNext/><w:jc w:val="left"/></w:pPr><w:r><w:t>{{块 项目|另起一页}}{{项目.名称}}{{块完}}</w:t></w:r></w:p>`
	if got := filled(t, docx(styled))["word/document.xml"]; !strings.Contains(got, `<w:keepNext/><w:pageBreakBefore/><w:jc w:val="left"/></w:pPr><w:r><w:t xml:space="preserve">乙`) {
		t.Error(got)
	}
	got := filled(t, docx(strings.Replace(block, "{{块 项目}}", "{{块 项目|另起一页}}", 1)))["word/document.xml"]
	if n := strings.Count(got, "<w:pageBreakBefore/>"); n != 1 || !strings.Contains(got, `<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t xml:space="preserve">乙：`) {
		t.Errorf("%d breaks: %s", n, got)
	}
}

func TestHeadersFootersNotesAndTextBoxesAreFilled(t *testing.T) {
	n := 6
	box := func(text string) string {
		n++
		id := strconv.Itoa(n)
		return `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="` + id + `" name="框"/><w:txbxContent>` + p(text) + `</w:txbxContent></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="框` + id + `" o:spid="_x0000_s` + id + `"><v:textbox><w:txbxContent>` + p(text) + `</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>`
	}
	parts := filled(t, docx(`<w:p><w:r><w:t>正文</w:t></w:r><w:r>`+box("{{部门名称}}")+`</w:r></w:p><w:p><w:r><w:t>{{项目@项目.名称}}</w:t></w:r><w:r>`+box("{{项目@项目.资金}}")+`</w:r></w:p>`,
		"header1.xml", p("{{部门名称}}")+p("{{如有 空}}没有{{完}}"), "footer1.xml", p("{{年度}}"), "footnotes.xml", `<w:footnote w:id="2">`+p("{{年度-1}}")+`</w:footnote>`))
	for name, want := range map[string][]string{"word/header1.xml": {"某局"}, "word/footer1.xml": {"2026"}, "word/footnotes.xml": {"2025"}} {
		if got := lines(parts[name]); !slices.Equal(got, want) {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
	var texts []string
	for _, m := range shows.FindAllStringSubmatch(parts["word/document.xml"], -1) {
		texts = append(texts, m[1])
	}
	if got := strings.Join(texts, " "); got != "正文 某局 某局 甲 2.00 2.00 乙 3.00 3.00" {
		t.Error(got)
	}
	unique(t, parts["word/document.xml"])
}

// unique demands that what is numbered is there once.
func unique(t *testing.T, part string) {
	t.Helper()
	for _, kind := range []string{`w14:paraId="[^"]*"`, `<wp:docPr id="[^"]*"`, `<w:bookmarkStart w:id="[^"]*"`, `<w:bookmarkEnd w:id="[^"]*"`, `<v:shape id="[^"]*"`, `o:spid="[^"]*"`, `<w:id w:val="[^"]*"`, `w:name="[^"]*"`} {
		met := map[string]bool{}
		for _, x := range regexp.MustCompile(kind).FindAllString(part, -1) {
			if met[x] {
				t.Errorf("%s is there twice", x)
			}
			met[x] = true
		}
	}
	if s, e := strings.Count(part, "<w:bookmarkStart"), strings.Count(part, "<w:bookmarkEnd"); s != e {
		t.Errorf("%d bookmarks begin, %d end", s, e)
	}
}

func TestWhatRepeatsKeepsNumbersUnique(t *testing.T) {
	marked := func(text string) string {
		return `<w:p w14:paraId="1A2B3C4D" w14:textId="77777777"><w:bookmarkStart w:id="3" w:name="_Toc1"/><w:r><w:t>` + text + `</w:t></w:r><w:r><w:drawing><wp:inline><wp:docPr id="4" name="图"/></wp:inline></w:drawing></w:r><w:bookmarkEnd w:id="3"/></w:p>`
	}
	for _, text := range []string{
		marked("{{支出@类.名称}}"),
		strings.NewReplacer("<w:p>", marked("{{支出@类.名称}}")+"<w:p>").Replace(tbl("{{支出@类.合计}}")) + p("后"),
		p("{{块 支出}}") + `<w:bookmarkStart w:id="9" w:name="块"/>` + marked("{{支出@类.名称}}") + `<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>` + p("{{支出@类.合计}}") + `</w:sdtContent></w:sdt><w:bookmarkEnd w:id="9"/>` + p("{{块完}}"),
		// A bookmark that ends in what goes.
		`<w:p><w:bookmarkStart w:id="1" w:name="甲"/><w:r><w:t>前</w:t></w:r></w:p>` + `<w:p><w:r><w:t>{{没有@类.名称}}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>` + p("{{年度}}"),
	} {
		unique(t, filled(t, docx(text))["word/document.xml"])
	}
	other := `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="5" name="图"/></wp:inline></w:drawing></w:r></w:p>`
	unique(t, filled(t, docx(strings.Replace(marked("{{支出@类.名称}}"), `docPr id="4"`, `docPr id="1"`, 1)+strings.Replace(other, `"5"`, `"2"`, 1)+other+strings.Replace(other, `"5"`, `"6"`, 1), "header1.xml", p("")))["word/document.xml"])
	if got := filled(t, docx(marked("{{支出@类.名称}}")))["word/document.xml"]; strings.Count(got, "<wp:docPr") != 3 || strings.Count(got, "_Toc1") != 1 {
		t.Error(got)
	}
}

func TestSectionsAreTheTemplates(t *testing.T) {
	section := func(text string) string {
		return `<w:p><w:pPr><w:jc w:val="left"/><w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	for text, want := range map[string][]string{
		"{{项目@项目.名称}}":     {"甲", "乙", "后"},
		"{{没有@类.名称}}":      {"", "后"},
		"{{如有 空}}没有{{完}}":  {"", "后"},
		"{{无|零行不印}}万元":     {"", "后"},
		"{{如有 变动}}有{{完}}。": {"有。", "后"},
	} {
		got := filled(t, docx(section(text)+p("后")))["word/document.xml"]
		if !slices.Equal(lines(got), want) || strings.Count(got, "<w:sectPr>") != 1 {
			t.Errorf("%s gives %s", text, got)
		}
		if i, j := strings.Index(got, "<w:sectPr>"), strings.LastIndex(got, "<w:p>"); i > j || strings.LastIndex(got[:i], "<w:t ") > i {
			t.Errorf("%s: the section ends elsewhere: %s", text, got)
		}
	}
}

func TestWhatIsWrongIsToldAtItsParagraph(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{p("好") + p("{{部门名}}的预算"), "公开文本.docx，第 2 段“{{部门名}}的预算”：标签 {{部门名}} 不认识"},
		{p("{{年度"), "第 1 段“{{年度”：“{{年度”里的“{{”没有配对的“}}”"},
		{p("{{支出@目.名称}}"), "里没有“目”这个层级"},
		{p("{{如有 变动}}甲") + p("乙"), "第 1 段“{{如有 变动}}甲”：“如有”或“如无”没有结束"},
		{p("甲{{完}}"), "标签 {{完}} 前面没有"},
		{p("{{逐条 支出@类}}{{支出@类.名称}}") + p("{{完}}"), "“逐条”没有结束"},
		{p("{{如有 变动}}{{如有 空}}{{完}}{{完}}"), "里面又有一个\n标签 {{完}} 前面没有"},
		{p("{{如有 变动}}") + p("{{块 项目}}{{项目.名称}}{{如有 空}}甲{{完}}{{块完}}") + p("{{完}}"), "第 2 段“{{块 项目}}{{项目.名称}}{{如……”：“如有”或“如无”里面又有一个"},
		{p("{{如有 支出@类.合计}}甲") + p("乙{{完}}"), "却不在同一段里\n第 2 段“乙{{完}}”：标签 {{完}} 前面没有"},
		{tbl("{{如有 变动}}甲|乙{{完}}"), "“如有”或“如无”没有结束\n标签 {{完}} 前面没有"},
		{p("{{块 项目}}") + p("{{项目.名称}}"), "“块”没有结束"},
		{p("{{块完}}"), "标签 {{块完}} 前面没有“块”"},
		{p("{{块 项目}}") + tbl("{{项目.名称}}{{块完}}"), "“块”没有结束\n标签 {{块完}} 前面没有“块”"},
		{p("{{块 项目}}{{块完}}"), "这一块里没有视图 项目 的标签"},
		{p("{{块 支出}}{{支出@类.名称}}{{支出@款.名称}}{{块完}}"), "标签不是一个层级"},
		{p("{{块 项目}}{{项目.名称}}") + p("{{块 项目}}{{块完}}") + p("{{块完}}"), "在它自己的块里"},
		{p("{{支出@类.名称}}{{项目@项目.名称}}"), "这里有视图 支出 的标签，又有视图 项目 的"},
		{tbl("{{支出@类.名称}}|{{支出@款.名称}}"), "视图 支出 的标签不是一个层级"},
		{p("{{空表注}}"), "只能写在表格里"},
		{tbl("{{支出[本行].合计}}"), "标签 {{支出[本行].合计}} "},
		{p("{{支出@类.名称|合并}}"), "“合并”“印一次”只能用在表格重复的行里"},
		{tbl("{{支出[201].名称¦合并}}"), "“合并”“印一次”只能用在表格重复的行里"},
		{p("{{年度}}{{支出[201].名称|缩进}}"), "不在重复的行里，不能用“缩进”"},
		{p("{{支出[201].名称|顿号}}"), "取的不是各条记录，不能用“顿号”"},
		{tbl("{{支出@类.名称¦另起一页}}"), "表格的行不能用“另起一页”"},
		{`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF {{年度}}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "标签 {{年度}} 写在公式、域代码这样不是文字的地方"},
		{`<w:p><w:r><w:t>{{如有 空}}</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{{完}}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "中间只有域的一半"},
		{`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{{支出@类.名称}}</w:t></w:r></w:p>` + `<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "重复的一段里只有域的一半"},
	} {
		got := wrong(t, docx(c.body))
		wants := strings.Split(c.want, "\n")
		for i, want := range wants {
			if len(got) != len(wants) || !strings.Contains(got[i], want) || !strings.HasPrefix(got[i], "公开文本.docx，第 ") {
				t.Errorf("%s\nsays %q\nwant %q", c.body, got, want)
			}
		}
	}
	box := `<w:drawing><w:txbxContent>` + p("{{框}}") + `</w:txbxContent></w:drawing>`
	both := `<w:p><w:r><w:t>图：</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">` + box + `</mc:Choice><mc:Fallback>` + box + `</mc:Fallback></mc:AlternateContent></w:r></w:p>`
	got := wrong(t, docx(p("甲")+both, "header1.xml", p("{{眉}}"), "comments.xml", `<c>{{批}}</c>`))
	want := []string{"公开文本.docx，第 2 段的文本框“{{框}}”：标签 {{框}} 不认识", "公开文本.docx，页眉第 1 段“{{眉}}”：标签 {{眉}} 不认识", "公开文本.docx：word/comments.xml 里的标签 {{批}} 不会填（图表、批注这些地方不填）"}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) || len(got) != len(want) {
			t.Errorf("got %q, want %q", got, w)
		}
	}
}

func TestWhatANameStandsInIsToldBeforeItGoesOut(t *testing.T) {
	_, findings, err := document.Compile(docx(p("甲")+`<w:p><w:ins w:author="某人"><w:r><w:t>{{年度}}</w:t></w:r></w:ins><w:del w:author="某人"><w:r><w:delText>{{不是}}</w:delText></w:r></w:del></w:p>`, "comments.xml", "<c/>"), schema)
	var got []string
	for _, f := range findings {
		got = append(got, f.Severity.String()+" "+f.Place.String()+" "+f.Message)
	}
	want := []string{"警告 第 2 段 Word 模板里有没有接受的修订，会和修改人的名字一起公开", "警告  Word 模板里有批注，会和写批注的人的名字一起公开"}
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v", got, err)
	}
}

func TestADocumentThatWouldTakeMinutesIsRefused(t *testing.T) {
	for n, want := range map[int]int{1000: 0, 1001: 1} {
		if got := wrong(t, docx(strings.Repeat(p("{{支出@类.名称}}"), n))); len(got) != want || want > 0 && !strings.Contains(got[0], "第 1 段“{{支出@类.名称}}”：从这里起有 1001 段按记录重复") {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestAHostileDocumentIsRefusedAsWorkbooksAre(t *testing.T) {
	huge := docx(p("{{年度}}") + strings.Repeat(" ", 80<<20))
	deep := docx(p("{{年度}}") + strings.Repeat("<w:customXml>", 100_000) + strings.Repeat("</w:customXml>", 100_000))
	whole := docx(p("{{年度}}"))
	torn := whole[:len(whole)-30]
	lost := zipped([][2]string{{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNS + `officeDocument" Target="word/document.xml"/></Relationships>`}})
	for name, content := range map[string][]byte{"bomb": huge, "deep": deep, "torn": torn, "lost": lost, "empty": {}, "text": []byte("x"), "no XML": docx("<w:p>")} {
		if _, findings, err := document.Compile(content, schema); !xlsxread.Unreadable(err) {
			t.Errorf("%s: %v %v", name, findings, err)
		}
	}
	workbook, err := os.ReadFile("../../templates/default/预算公开表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range [][]byte{workbook, docx("")} {
		if _, _, err := document.Compile(content, schema); errors.Is(err, xlsxread.ErrDamaged) {
			t.Error(err)
		}
	}
	if got := wrong(t, workbook); len(got) != 1 || !strings.Contains(got[0], "不是普通的 Word 文档") {
		t.Error(got)
	}
}

func TestAParagraphThatPrintsATotalTooIsTold(t *testing.T) {
	template := compile(t, docx(p("{{项目.名称}}")+p("{{项目@项目.名称}}")+p("{{项目[合计].资金}}万元")+tbl("{{项目.名称}}")))
	if got := template.Totals(); len(got) != 1 || got[0].Place.Line != 1 || got[0].List != "项目" {
		t.Error(got)
	}
}

func TestATextStandsOnceForEachRecordInItsParagraph(t *testing.T) {
	body := `<w:p><w:r><w:t>支出{{逐条 支出@类}}{{支出@类.名称}}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{{支出@类.合计}}万元{{完}}</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>`
	got := lines(filled(t, docx(body+p("{{如有 空}}没有{{完}}{{逐条 支出@类|、}}{{支出@类.名称}}{{完}}")))["word/document.xml"])
	if want := []string{"支出一般3.00万元；公安4.00万元。", "一般、公安"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
