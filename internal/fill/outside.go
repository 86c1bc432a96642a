package fill

import (
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Tags also stand outside cells: in headers and footers, in text boxes and other
// shapes, and in titles of charts. There they cannot repeat rows. Their parts
// are kept by the text they stand in, so that filling finds them again in
// whatever copy of the sheet.

// headerTags are the elements of headers and footers.
var headerTags = map[string]bool{
	"oddHeader": true, "oddFooter": true, "evenHeader": true, "evenFooter": true, "firstHeader": true, "firstFooter": true,
}

// maxHeader is how long Excel allows a header or footer to be.
const maxHeader = 255

// Where a tag stands, in words, for findings.
const (
	inHeader = "页眉页脚"
	inShape  = "图形"
)

// outsideCells reads the tags outside cells.
func (c *compiler) outsideCells() {
	walk(c.sheet.Doc.Root(), func(e *etree.Element) {
		if headerTags[e.Tag] {
			c.outside([]string{e.Text()}, inHeader)
		}
	})
	for _, p := range paragraphs(c.file, c.sheet.Part) {
		c.outside(p.texts(), inShape)
	}
	c.unfilled()
}

func (c *compiler) outside(runs []string, where string) {
	if len(runs) == 0 || !tags.In(strings.Join(runs, "")) {
		return
	}
	if parts := c.tagged(runs, finding.Place{Sheet: c.sheet.Name, Cell: where}, &row{}); parts != nil {
		c.sheet.texts[textKey(runs)] = parts
	}
}

func textKey(runs []string) string { return strings.Join(runs, "\x00") }

// shapes are the parts with the shapes and charts of a sheet.
func shapes(file *xlsxedit.File, part string) (docs []*etree.Document) {
	drawing := file.Related(part, "drawing")
	names := []string{drawing}
	for _, r := range file.Rels(drawing) {
		if r.Type == "chart" {
			names = append(names, r.Target)
		}
	}
	for _, name := range names {
		if doc, err := file.XML(name); err == nil {
			docs = append(docs, doc)
		}
	}
	return docs
}

// paragraphRuns are the <a:t> elements of a paragraph of a shape.
type paragraphRuns []*etree.Element

// paragraphs are the paragraphs of the shapes and charts of a sheet.
func paragraphs(file *xlsxedit.File, part string) (out []paragraphRuns) {
	for _, doc := range shapes(file, part) {
		walk(doc.Root(), func(e *etree.Element) {
			if e.Tag == "p" {
				out = append(out, paragraph(e))
			}
		})
	}
	return out
}

func paragraph(p *etree.Element) (runs paragraphRuns) {
	for _, r := range p.ChildElements() {
		if t := r.SelectElement("t"); t != nil && (r.Tag == "r" || r.Tag == "fld") {
			runs = append(runs, t)
		}
	}
	return runs
}

func (p paragraphRuns) texts() (out []string) {
	for _, t := range p {
		out = append(out, t.Text())
	}
	return out
}

// noRecord is where nothing repeats.
var noRecord = place{record: -1}

// headers fills the headers and footers.
func (m *mover) headers() {
	walk(m.doc.Root(), func(e *etree.Element) {
		if !headerTags[e.Tag] {
			return
		}
		parts := m.w.out.sheet.texts[textKey([]string{e.Text()})]
		if parts == nil {
			return
		}
		text := m.w.header(parts)
		if n := len([]rune(text)); n > maxHeader {
			m.w.problems.Errorf("header-long", finding.Place{Sheet: m.w.out.name, Cell: inHeader}, "请少写一些，或写在单元格里。", "填好以后有 %d 个字，Excel 最多只能有 %d 个", n, maxHeader)
		}
		e.SetText(text)
	})
}

// fontSize ends a text in which a digit would go on with the size of the font: &12.
var fontSize = pattern.Of(`&\d+$`)

// header is a header's text. In values & is no code, and so doubled.
func (w *writer) header(parts []tags.Part) string {
	var b strings.Builder
	w.values.Each(parts, noRecord.scope(), func(p *tags.Part, text string) {
		if p.Tag() {
			text = strings.ReplaceAll(text, "&", "&&")
			if text != "" && text[0] >= '0' && text[0] <= '9' && fontSize.MatchString(b.String()) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(text)
	})
	return b.String()
}

// shapes fills the text of shapes and charts.
func (m *mover) shapes() {
	if len(m.w.out.sheet.texts) == 0 {
		return
	}
	for _, runs := range paragraphs(m.file, m.part) {
		parts := m.w.out.sheet.texts[textKey(runs.texts())]
		if parts == nil {
			continue
		}
		texts := append(m.w.values.Runs(parts, noRecord.scope()), make([]string, len(runs))...)
		for i, t := range runs {
			t.SetText(strings.ReplaceAll(texts[i], "\n", " "))
		}
	}
}

// unfilledParts are the kinds of parts beside a sheet whose text is not filled.
// That of comments is not either, but it may explain a tag (advice.go).
var unfilledParts = map[string]string{
	"vmlDrawing": "旧式图形", "table": "表格（超级表）的列名",
	"diagramData": "SmartArt 图形", "diagramDrawing": "SmartArt 图形",
}

// quotedSheet is a reference to a sheet, whose tab name may well hold tags.
var quotedSheet = pattern.Of(`'[^']*'!`)

// unfilledTag is the first tag in a text, "" if there is none.
func unfilledTag(text string) string {
	if !tags.In(text) {
		return ""
	}
	return tags.First(quotedSheet.ReplaceAllString(text, ""))
}

// unfilled tells of tags where they are not filled, which would be published as they are.
func (c *compiler) unfilled() {
	tell := func(where, text string) {
		m := unfilledTag(text)
		if m == "" {
			return
		}
		at := finding.Place{Sheet: c.sheet.Name}
		c.findings.Errorf("tag-place", at, "请把标签移到单元格、文本框或页眉页脚里。", "%s里的标签 %s 不会填", where, m)
	}
	walk(c.sheet.Doc.Root(), func(e *etree.Element) {
		if !headerTags[e.Tag] {
			tell("工作表设置（"+e.Tag+"）", e.Text())
		}
		for _, a := range e.Attr {
			if e.Tag != "hyperlink" || a.Key != "display" { // see links.go
				tell("工作表设置（"+e.Tag+"）", a.Value)
			}
		}
	})
	drawing := c.file.Related(c.sheet.Part, "drawing")
	for _, r := range append(c.file.Rels(c.sheet.Part), c.file.Rels(drawing)...) {
		switch where := unfilledParts[r.Type]; {
		case r.Type == "hyperlink":
			tell("超链接的地址", fragment(r.Target))
		case where != "" && !r.External:
			tell(where, string(c.file.Part(r.Target)))
		}
	}
}

// unfilledChartSheet tells of tags on a sheet that is but a chart: there is
// nothing that they could be filled from.
func unfilledChartSheet(file *xlsxedit.File, ref xlsxedit.SheetRef) (findings finding.List) {
	texts := []string{ref.Name}
	for _, p := range paragraphs(file, ref.Part) {
		texts = append(texts, strings.Join(p.texts(), ""))
	}
	if doc, err := file.XML(ref.Part); err == nil {
		walk(doc.Root(), func(e *etree.Element) {
			if headerTags[e.Tag] {
				texts = append(texts, e.Text())
			}
		})
	}
	for _, text := range texts {
		if m := unfilledTag(text); m != "" {
			findings.Errorf("tag-place", finding.Place{Sheet: ref.Name}, "请把图表移到普通的工作表里。", "只有图表的工作表里的标签 %s 不会填", m)
		}
	}
	return findings
}
