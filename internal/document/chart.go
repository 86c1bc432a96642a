package document

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

// A chart of a document has its figures in a small workbook inside the document, which is
// what people edit in Word and WPS. Tags stand in the cells of that workbook; filling it is
// filling a workbook. What the chart shows of it is renewed, as programs show that until
// somebody edits the figures.

// chart is a chart whose workbook has tags.
type chart struct {
	part, book string
	template   *fill.Template
}

// Relationships and the content of parts of charts.
const (
	chartKind = "chart"
	bookKind  = "package"
)

// addChart reads a chart. One whose workbook has no tags stays as it is.
func (t *Template) addChart(part string, findings *finding.List) error {
	book := t.file.Related(part, bookKind)
	if book == "" || !t.file.Has(book) {
		return t.elsewhere(part, findings)
	}
	content, err := t.file.Bytes(book)
	if err != nil {
		return err
	}
	own := t.schema
	own.Sheets = nil
	tpl, found, err := fill.Compile(content, own)
	if err != nil {
		findings.Errorf("document-chart", finding.Place{}, "请在 Word 或 WPS 里重新插入这个图表。", "图表的数据（%s）打不开", book)
		return nil
	}
	for _, f := range found {
		f.Place = finding.Place{Paragraph: fmt.Sprintf("图表的数据 %s", f.Place)}
		*findings = append(*findings, f)
	}
	tagged := false
	for _, f := range tpl.Forms() {
		tagged = tagged || len(f.Lists) > 0
		for _, list := range f.Lists {
			t.note(list)
		}
		for row, c := range f.Cells() {
			for _, p := range c.Parts {
				if len(p.Keys) > 0 {
					at := finding.At(f.Sheet, c.Col, row.R)
					t.keyed = append(t.keyed, Keyed{finding.Place{Paragraph: fmt.Sprintf("图表的数据 %s", at)}, p})
				}
			}
		}
	}
	if !tagged {
		return t.elsewhere(part, findings)
	}
	t.charts = append(t.charts, chart{part, book, tpl})
	tree, err := t.file.Look(part)
	if err != nil {
		return err
	}
	for _, e := range tree.Root().FindElements("//t") {
		if tag := tags.First(e.Text()); tag != "" {
			findings.Errorf("tag-place", finding.Place{}, "请把标题写在图表上面或下面的一段里。", "图表的标题里的标签 %s 不会填", tag)
		}
	}
	return nil
}

// fillCharts fills the charts that are still in a document, and takes out the others.
func (t *Template) fillCharts(out *Filled, data *tags.Data, main *etree.Document) error {
	used := map[string]bool{}
	var see func(e *etree.Element)
	see = func(e *etree.Element) {
		if e.Tag == "chart" {
			for _, a := range e.Attr {
				if a.Key == "id" && a.Space != "" {
					used[a.Value] = true
				}
			}
		}
		for c := range e.ChildElementsSeq() {
			see(c)
		}
	}
	see(main.Root())
	gone := false
	for _, r := range out.File.Rels(t.stories[0].part) {
		if r.Type == chartKind && !used[r.ID] {
			out.File.Unrelate(t.stories[0].part, r.ID)
			gone = true
		}
	}
	for _, c := range t.charts {
		filled, findings, err := c.template.Render(data)
		switch {
		case err != nil:
			return err
		case filled == nil:
			return errors.New("图表的数据：" + findings[0].Message)
		}
		var b bytes.Buffer
		if err := filled.File.Write(&b); err != nil {
			return err
		}
		out.File.SetPart(c.book, b.Bytes())
		tree, err := out.File.XML(c.part)
		if err != nil {
			return err
		}
		filled.Chart(tree.Root())
		prune(tree.Root())
	}
	if gone {
		out.File.Sweep()
	}
	return nil
}

// prune takes out the looks of points that a series does not have.
func prune(e *etree.Element) {
	if e.Tag == "ser" {
		n := 0
		for _, count := range e.FindElements("./*//ptCount") {
			if up := count.Parent().Parent().Parent(); up != nil && up.Tag != "tx" {
				k, _ := strconv.Atoi(count.SelectAttrValue("val", ""))
				n = max(n, k)
			}
		}
		for _, p := range e.SelectElements("dPt") {
			idx := p.SelectElement("idx")
			if idx == nil {
				continue
			}
			if k, err := strconv.Atoi(strings.TrimSpace(idx.SelectAttrValue("val", ""))); err == nil && k >= n {
				e.RemoveChild(p)
			}
		}
	}
	for _, c := range e.ChildElements() {
		prune(c)
	}
}
