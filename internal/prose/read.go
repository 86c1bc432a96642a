package prose

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/parts"
	"ysgk/internal/pattern"
	"ysgk/internal/published"
	"ysgk/internal/xlsxread"
)

// Document is a Word document as people read it.
type Document struct {
	Paragraphs []*Paragraph
	Tables     []*Table
	Charts     []*Chart
	Margins    []string // what headers and footers say
}

// Paragraph is one of the body, not of a table.
type Paragraph struct {
	Text   string
	Number int // from 1, of those that say something
	Level  int // of a heading, from 1; 0 of what is none
	Listed bool
	style  string
	under  []*Paragraph // the headings it stands under, the nearest first
	nth    int          // from 1, of those under its heading
	figs   []*figure
	auto   bool // its number is made by Word
	paged  bool // it has a field that shows a page
	spot
}

// Table is a table of the body.
type Table struct {
	Grid  published.Grid
	after int // how many paragraphs stand before it
	title string
	above int // rows of the grid that stand before it as paragraphs
	form  int // which of the pack's tables it is, -1 if none
	spot
}

// ErrNoDocument means that a file is no Word document that can be read.
var ErrNoDocument = errors.New("no Word document")

// Read reads a document.
func Read(content []byte) (*Document, error) {
	f, err := parts.Open(content)
	if err != nil {
		return nil, err
	}
	main := f.Related("", "officeDocument")
	if main == "" || !strings.Contains(f.ContentType(main), "wordprocessingml") {
		return nil, ErrNoDocument
	}
	tree, err := f.Look(main)
	if err != nil {
		return nil, xlsxread.Within(main, err)
	}
	if rels := parts.RelsName(main); f.Has(rels) {
		if _, err := f.Look(rels); err != nil {
			return nil, err
		}
	}
	r := &docReader{file: f, rels: f.Rels(main), doc: &Document{}, levels: map[string]int{}, contents: map[string]bool{}, numbered: map[string]bool{}, pager: pager{breaks: map[string]bool{}}}
	for _, rel := range r.rels {
		if rel.External || !f.Has(rel.Target) || !slices.Contains([]string{"styles", "header", "footer"}, rel.Type) {
			continue
		}
		part, err := f.Look(rel.Target)
		switch {
		case err != nil: // without it headings, or an old year, would be missed
			return nil, xlsxread.Within(rel.Target, err)
		case rel.Type == "styles":
			r.styles(part.Root())
		default:
			if text := strings.TrimSpace(allText(part.Root())); text != "" {
				r.doc.Margins = append(r.doc.Margins, text)
			}
		}
	}
	if body := child(tree.Root(), "body"); body != nil {
		r.sections = sectionsOf(body)
		r.blocks(body)
	}
	if r.err != nil {
		return nil, r.err
	}
	r.doc.arrange()
	return r.doc, nil
}

type docReader struct {
	pager
	file     *parts.File
	rels     []xlsxread.Relationship // of the main part
	doc      *Document
	levels   map[string]int  // of styles
	contents map[string]bool // styles of lines of the table of contents
	numbered map[string]bool // styles whose paragraphs Word numbers
	err      error           // of a part that the body shows
}

func child(e *etree.Element, tag string) *etree.Element {
	for _, c := range e.ChildElements() {
		if c.Tag == tag {
			return c
		}
	}
	return nil
}

// under follows a path of tags; nil if it leads nowhere.
func under(e *etree.Element, tags ...string) *etree.Element {
	for _, tag := range tags {
		if e = child(e, tag); e == nil {
			return nil
		}
	}
	return e
}

func value(e *etree.Element) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attr {
		if a.Key == "val" {
			return a.Value
		}
	}
	return ""
}

var (
	headingStyle  = pattern.Of(`(?i)^(heading|标题) ?([1-9])$`)
	contentsStyle = pattern.Of(`(?i)^(toc|目录) ?[1-9]$`)
)

// styles learns which are those of headings.
func (r *docReader) styles(root *etree.Element) {
	based := map[string]string{}
	for _, s := range root.ChildElements() {
		if s.Tag != "style" {
			continue
		}
		id := ""
		for _, a := range s.Attr {
			if a.Key == "styleId" {
				id = a.Value
			}
		}
		based[id] = value(child(s, "basedOn"))
		name := value(child(s, "name"))
		if m := headingStyle.FindStringSubmatch(name); m != nil {
			r.levels[id], _ = strconv.Atoi(m[2])
		} else if out := value(under(s, "pPr", "outlineLvl")); out != "" {
			if n, err := strconv.Atoi(out); err == nil && n < 9 {
				r.levels[id] = n + 1
			}
		}
		r.contents[id] = contentsStyle.MatchString(name)
		r.numbered[id] = under(s, "pPr", "numPr") != nil
		r.breaks[id] = on(under(s, "pPr", "pageBreakBefore"))
	}
	for id := range based {
		for at, n := id, 0; n < 10 && at != ""; at, n = based[at], n+1 {
			if r.levels[id] == 0 {
				r.levels[id] = r.levels[at]
			}
			r.numbered[id] = r.numbered[id] || r.numbered[at]
			r.breaks[id] = r.breaks[id] || r.breaks[at]
		}
	}
}

// blocks reads paragraphs and tables in order.
func (r *docReader) blocks(e *etree.Element) {
	for _, c := range e.ChildElements() {
		switch c.Tag {
		case "p":
			r.paragraph(c)
		case "tbl":
			t := &Table{Grid: gridOf(c), after: len(r.doc.Paragraphs), form: -1, spot: r.at}
			r.doc.Tables = append(r.doc.Tables, t)
			r.table(t.Grid.Rows)
		case "sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo":
			r.blocks(c)
		}
	}
}

func (r *docReader) paragraph(e *etree.Element) {
	var boxes []*etree.Element
	style := value(under(e, "pPr", "pStyle"))
	at := r.before(e, style)
	text := narrow.Replace(strings.TrimRight(textOf(e, &boxes), " \u3000\t\n"))
	if strings.TrimSpace(text) != "" {
		p := &Paragraph{Text: strings.TrimSpace(text), style: style, spot: at}
		p.Level = r.levels[p.style]
		if out, err := strconv.Atoi(value(under(e, "pPr", "outlineLvl"))); err == nil && out < 9 {
			p.Level = out + 1
		}
		p.auto = r.numbered[p.style] || under(e, "pPr", "numPr") != nil
		p.Listed = r.contents[p.style] || tocLine.MatchString(p.Text)
		if p.Listed {
			p.Level, p.paged = 0, fieldOfPage(e)
		}
		r.doc.Paragraphs = append(r.doc.Paragraphs, p)
		p.Number = len(r.doc.Paragraphs)
	}
	r.behind(e, text)
	r.chartsOf(e)
	for _, box := range boxes {
		r.blocks(box)
	}
}

// tocLine is a line of a table of contents: a text, dots or a tab, a page.
var tocLine = pattern.Of(`^[^\t。；]{2,60}?(\t+|[.…·．\s]{4,})\d{1,4}$`)

// textOf is what a paragraph says; text boxes in it are paragraphs of their own.
func textOf(p *etree.Element, boxes *[]*etree.Element) string {
	var b strings.Builder
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, c := range e.ChildElements() {
			switch c.Tag {
			case "t":
				b.WriteString(c.Text())
			case "tab", "ptab":
				b.WriteByte('\t')
			case "br", "cr":
				b.WriteByte('\n')
			case "noBreakHyphen":
				b.WriteByte('-')
			case "txbxContent":
				*boxes = append(*boxes, c)
			case "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference":
			default:
				walk(c)
			}
		}
	}
	walk(p)
	return b.String()
}

func allText(e *etree.Element) string {
	var out []string
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, c := range e.ChildElements() {
			if c.Tag == "p" {
				var boxes []*etree.Element
				out = append(out, textOf(c, &boxes))
				for _, box := range boxes {
					walk(box)
				}
			} else {
				walk(c)
			}
		}
	}
	walk(e)
	return strings.Join(out, "\n")
}

// gridOf reads a table as rows of a sheet.
func gridOf(tbl *etree.Element) published.Grid {
	g := published.Grid{}
	open := map[int]int{} // merged down: index into g.Merged by column
	for _, row := range rowsOf(tbl) {
		var cells []string
		still := map[int]int{}
		r := len(g.Rows) + 1
		if n, err := strconv.Atoi(value(under(row, "trPr", "gridBefore"))); err == nil && n > 0 && n < 100 {
			cells = append(cells, make([]string, n)...)
		}
		for _, c := range cellsOf(row) {
			span := 1
			if n, err := strconv.Atoi(value(under(c, "tcPr", "gridSpan"))); err == nil && n > 1 && n < 200 {
				span = n
			}
			col := len(cells) + 1
			merge := under(c, "tcPr", "vMerge")
			text := strings.TrimSpace(allText(c))
			switch at, on := open[col]; {
			case merge != nil && value(merge) != "restart" && on:
				g.Merged[at].Row2 = r
				still[col], text = at, ""
			case merge != nil || span > 1:
				g.Merged = append(g.Merged, a1.Range{Col1: col, Row1: r, Col2: col + span - 1, Row2: r})
				if merge != nil {
					still[col] = len(g.Merged) - 1
				}
			}
			cells = append(cells, text)
			cells = append(cells, make([]string, span-1)...)
		}
		open = still
		g.Rows = append(g.Rows, cells)
	}
	return g
}

func rowsOf(e *etree.Element) (out []*etree.Element) { return within(e, "tr") }

func cellsOf(e *etree.Element) (out []*etree.Element) { return within(e, "tc") }

// within are the elements of a tag in another one, also those that content controls hold.
func within(e *etree.Element, tag string) (out []*etree.Element) {
	for _, c := range e.ChildElements() {
		switch c.Tag {
		case tag:
			out = append(out, c)
		case "sdt", "sdtContent", "customXml", "ins":
			out = append(out, within(c, tag)...)
		}
	}
	return out
}
