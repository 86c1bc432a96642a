package document

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/paper"
	"ysgk/internal/textwidth"
)

// markTag is an element that stands in the tree of a story where a table of a sheet goes;
// the table itself is written as text, as tables are long.
const markTag = "ysgk-sheet"

// placed is a sheet in the document.
type placed struct {
	sheet  *paper.Sheet
	room   room
	headed bool // a heading of the template stands above it
}

// mark is the element in whose place the table of a sheet goes.
func (f *filler) mark(s *paper.Sheet, r room, headed bool) *etree.Element {
	e := etree.NewElement(markTag)
	e.CreateAttr("n", strconv.Itoa(len(f.placed)))
	f.placed = append(f.placed, placed{s, r, headed})
	return e
}

// marked is the sheet of a mark.
func (f *filler) marked(e *etree.Element) *placed {
	n, _ := strconv.Atoi(e.SelectAttrValue("n", ""))
	return &f.placed[n]
}

// texts are the paragraphs of a story as people read them, those of its tables too.
func (f *filler) texts(root *etree.Element) (out []string) {
	for e := range root.ChildElementsSeq() {
		if e.Tag == markTag {
			for _, row := range f.marked(e).sheet.Rows {
				for i := range row.Cells {
					out = append(out, clean(row.Cells[i].Text))
				}
			}
			continue
		}
		if f.is(e, "p") {
			out = append(out, f.said(e))
		}
		out = append(out, f.texts(e)...)
	}
	return out
}

// written is a story with its tables.
func (f *filler) written(tree *etree.Document) ([]byte, error) {
	shell, err := tree.WriteToBytes()
	if err != nil {
		return nil, err
	}
	size := len(shell)
	for _, p := range f.placed {
		for _, r := range p.sheet.Rows {
			size += len(r.Cells) * cellLength
		}
	}
	out := bytes.NewBuffer(make([]byte, 0, size)) // Grow would write zeros there first
	for {
		before, after, found := bytes.Cut(shell, []byte("<"+markTag+` n="`))
		out.Write(before)
		if !found {
			return out.Bytes(), nil
		}
		number, rest, _ := bytes.Cut(after, []byte(`"/>`))
		n, err := strconv.Atoi(string(number))
		if err != nil {
			return nil, err
		}
		t := tableWriter{placed: &f.placed[n], b: out, w: prefixOf(f.w), styles: f.styles, heads: map[head]string{}}
		t.table()
		shell = rest
	}
}

// cellLength is about how long a cell is as it is written.
const cellLength = 400

// Sizes of tables.
const (
	widest     = 1.6  // columns grow to the width of the page, but no more than this
	lowest     = 0.72 // rows become lower to stand on one page, but no more than this
	lowLetters = 0.85 // and the letters with them, but no more than this
	spare      = 1.06 // how much wider than computed a text may run in another font
	heading    = 45.0 // points that a heading above a table takes
	cellSide   = 2.0  // points that a cell keeps free left and right
)

// tableWriter writes the table of a sheet.
type tableWriter struct {
	*placed
	b      *bytes.Buffer
	w      string  // the prefix of Word's elements with its colon
	styles *styles // nil where the document has none

	widths []int   // of columns, in twentieths of a point
	scale  float64 // of letters
	tall   float64 // of rows
	heads  map[head]string
}

// head is what the beginning of a cell is made of, up to its text: cells are many, and
// most begin as another one of their table.
type head struct {
	look  *paper.Look
	edges *paper.Edges
	width int
	span  int
	down  bool
	under bool
}

// open writes the beginning of an element with its attributes, in pairs.
func (t *tableWriter) open(tag string, attrs ...string) {
	t.element(tag, ">", attrs...)
}

// empty writes an element that holds nothing.
func (t *tableWriter) empty(tag string, attrs ...string) { t.element(tag, "/>", attrs...) }

func (t *tableWriter) element(tag, end string, attrs ...string) {
	t.b.WriteByte('<')
	t.b.WriteString(t.w)
	t.b.WriteString(tag)
	for i := 0; i < len(attrs); i += 2 {
		t.b.WriteByte(' ')
		t.b.WriteString(t.w)
		t.b.WriteString(attrs[i])
		t.b.WriteString(`="`)
		t.b.WriteString(attrs[i+1])
		t.b.WriteByte('"')
	}
	t.b.WriteString(end)
}

func (t *tableWriter) close(tag string) {
	t.b.WriteString("</")
	t.b.WriteString(t.w)
	t.b.WriteString(tag)
	t.b.WriteByte('>')
}

// measure finds how large all becomes.
func (t *tableWriter) measure() {
	total := 0.0
	for _, w := range t.sheet.Columns {
		total += w
	}
	wide := min(t.room.width/total, widest)
	t.scale = min(1, wide)
	for _, w := range t.sheet.Columns {
		t.widths = append(t.widths, max(1, twips(w*wide)))
	}
	high := 0.0
	for _, r := range t.sheet.Rows {
		high += r.Height * t.scale
	}
	room := t.room.height - 2
	if t.headed {
		room -= heading
	}
	t.tall = t.scale
	if high > room && high*lowest <= room {
		t.tall *= room / high
		t.scale *= max(room/high, lowLetters)
	}
}

func (t *tableWriter) table() {
	t.measure()
	all := 0
	for _, w := range t.widths {
		all += w
	}
	side := strconv.Itoa(twips(cellSide))
	t.open("tbl")
	t.open("tblPr")
	t.empty("tblW", "w", strconv.Itoa(all), "type", "dxa")
	t.empty("jc", "val", "center")
	t.empty("tblLayout", "type", "fixed")
	t.open("tblCellMar")
	for _, s := range []string{"top", "left", "bottom", "right"} {
		n := "0"
		if s == "left" || s == "right" {
			n = side
		}
		t.empty(s, "w", n, "type", "dxa")
	}
	t.close("tblCellMar")
	t.close("tblPr")
	t.open("tblGrid")
	for _, w := range t.widths {
		t.empty("gridCol", "w", strconv.Itoa(w))
	}
	t.close("tblGrid")
	for i := range t.sheet.Rows {
		t.row(&t.sheet.Rows[i], i < t.sheet.Page.Head)
	}
	t.close("tbl")
}

func (t *tableWriter) row(r *paper.Row, head bool) {
	t.open("tr")
	t.open("trPr")
	t.empty("cantSplit")
	t.empty("trHeight", "val", strconv.Itoa(max(1, twips(r.Height*t.tall))), "hRule", "atLeast")
	if head {
		t.empty("tblHeader")
	}
	t.close("trPr")
	for i := range r.Cells {
		t.cell(&r.Cells[i])
	}
	t.close("tr")
}

func (t *tableWriter) cell(c *paper.Cell) {
	h := head{look: c.Look, edges: c.Edges, span: c.Span, down: c.Down > 1, under: c.Under}
	for _, w := range t.widths[c.Col : c.Col+c.Span] {
		h.width += w
	}
	if begins, ok := t.heads[h]; ok {
		t.b.WriteString(begins)
	} else {
		at := t.b.Len()
		t.head(h)
		t.heads[h] = string(t.b.Bytes()[at:])
	}
	t.paragraph(c)
	t.close("tc")
}

func (t *tableWriter) head(h head) {
	t.open("tc")
	t.open("tcPr")
	t.empty("tcW", "w", strconv.Itoa(h.width), "type", "dxa")
	if h.span > 1 {
		t.empty("gridSpan", "val", strconv.Itoa(h.span))
	}
	switch {
	case h.under:
		t.empty("vMerge")
	case h.down:
		t.empty("vMerge", "val", "restart")
	}
	if *h.edges != (paper.Edges{}) {
		t.open("tcBorders")
		t.edge("top", h.edges.Top)
		t.edge("left", h.edges.Left)
		t.edge("bottom", h.edges.Bottom)
		t.edge("right", h.edges.Right)
		t.close("tcBorders")
	}
	if h.look.Ground != "" && h.look.Ground != "FFFFFF" {
		t.empty("shd", "val", "clear", "color", "auto", "fill", h.look.Ground)
	}
	switch {
	case h.look.Rotation == 255:
		t.empty("textDirection", "val", "tbRlV")
	case h.look.Rotation > 90:
		t.empty("textDirection", "val", "tbRl")
	case h.look.Rotation >= 45:
		t.empty("textDirection", "val", "btLr")
	}
	t.empty("vAlign", "val", cmp.Or(h.look.Upright, "bottom"))
	t.close("tcPr")
}

// kinds are Word's names of borders and their widths in eighths of a point.
var kinds = map[string][2]string{
	"hair": {"single", "2"}, "thin": {"single", "4"}, "medium": {"single", "8"}, "thick": {"single", "18"}, "double": {"double", "4"},
	"dotted": {"dotted", "4"}, "dashed": {"dashed", "4"}, "mediumDashed": {"dashed", "8"}, "dashDot": {"dotDash", "4"}, "mediumDashDot": {"dotDash", "8"},
	"dashDotDot": {"dotDotDash", "4"}, "mediumDashDotDot": {"dotDotDash", "8"}, "slantDashDot": {"dotDash", "8"},
}

func (t *tableWriter) edge(side string, e paper.Edge) {
	if e.Kind == "" {
		return
	}
	kind, ok := kinds[e.Kind]
	if !ok {
		kind = kinds["thin"]
	}
	if colour := ink(e.Colour); colour != "" {
		t.empty(side, "val", kind[0], "sz", kind[1], "color", colour)
	} else {
		t.empty(side, "val", kind[0], "sz", kind[1])
	}
}

// ink is a colour of letters or lines; of black nothing is said, as it is the usual one.
func ink(colour string) string {
	if colour == "000000" {
		return ""
	}
	return colour
}

// stepWidth is how far a step of indentation moves a text, in points.
const stepWidth = 8.0

func (t *tableWriter) paragraph(c *paper.Cell) {
	t.open("p")
	t.open("pPr")
	if t.styles != nil {
		t.empty("pStyle", "val", t.styles.of(t, c))
	} else {
		t.lines(c)
		t.open("rPr")
		t.look(c)
		t.close("rPr")
	}
	t.close("pPr")
	if text := clean(c.Text); text != "" {
		t.open("r")
		if t.styles == nil {
			t.open("rPr")
			t.look(c)
			t.close("rPr")
		}
		t.text(text)
		t.close("r")
	}
	t.close("p")
}

// lines writes how the lines of a cell stand.
func (t *tableWriter) lines(c *paper.Cell) {
	t.empty("snapToGrid", "val", "0")
	t.empty("spacing", "before", "0", "beforeAutospacing", "0", "after", "0", "afterAutospacing", "0", "line", "240", "lineRule", "auto")
	across := c.Look.Across
	if across == "" && c.Number {
		across = "right"
	}
	if across == "" || across == "justify" { // few words far apart are hard to read
		across = "left"
	}
	left, right := "0", "0"
	if c.Look.Indent > 0 {
		n := strconv.Itoa(twips(float64(c.Look.Indent) * stepWidth * t.scale))
		if across == "right" {
			right = n
		} else {
			left = n
		}
	}
	t.empty("ind", "leftChars", "0", "left", left, "rightChars", "0", "right", right, "firstLineChars", "0", "firstLine", "0")
	t.empty("jc", "val", across)
}

// smallest is how small letters become that would else break a number, or a text that is
// one line on the sheet.
const smallest = 0.6

// size is that of a cell's letters in points.
func (t *tableWriter) size(c *paper.Cell) float64 {
	size := c.Look.Size * t.scale
	if c.Look.Wrap || c.Look.Rotation != 0 {
		return size
	}
	room := -2*cellSide - float64(c.Look.Indent)*stepWidth*t.scale
	for _, w := range t.widths[c.Col : c.Col+c.Span] {
		room += float64(w) / 20
	}
	for line := range strings.SplitSeq(c.Text, "\n") {
		if need := float64(textwidth.Of(line)) * size / 2 * spare; need > room {
			size = max(c.Look.Size*t.scale*smallest, size*room/need)
		}
	}
	return size
}

// look writes how the letters of a cell look.
func (t *tableWriter) look(c *paper.Cell) {
	if font := escaped(c.Look.Font); font != "" {
		t.empty("rFonts", "ascii", font, "hAnsi", font, "eastAsia", font, "cs", font)
	}
	if c.Look.Bold {
		t.empty("b")
		t.empty("bCs")
	}
	if c.Look.Italic {
		t.empty("i")
	}
	if colour := ink(c.Look.Colour); colour != "" {
		t.empty("color", "val", colour)
	}
	size := strconv.Itoa(t.halves(c))
	t.empty("sz", "val", size)
	t.empty("szCs", "val", size)
	if c.Look.Underline {
		t.empty("u", "val", "single")
	}
}

// halves is the size of a cell's letters in half points.
func (t *tableWriter) halves(c *paper.Cell) int { return max(2, int(t.size(c)*2+0.5)) }

// text writes a text with its line breaks.
func (t *tableWriter) text(text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			t.empty("br")
		}
		for k, piece := range strings.Split(line, "\t") {
			if k > 0 {
				t.empty("tab")
			}
			if piece != "" {
				t.piece(piece)
			}
		}
	}
}

// piece writes a text without line breaks. Blanks at its ends are only kept where asked for.
func (t *tableWriter) piece(text string) {
	t.b.WriteString("<" + t.w)
	if text[0] == ' ' || text[len(text)-1] == ' ' {
		t.b.WriteString(`t xml:space="preserve">`)
	} else {
		t.b.WriteString("t>")
	}
	t.b.WriteString(escaped(text))
	t.close("t")
}

func escaped(s string) string {
	if !strings.ContainsAny(s, "<>&\"'\r\n\t") {
		return s
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes all
	return b.String()
}

// prefixOf is what stands before the names of Word's elements.
func prefixOf(w string) string {
	if w == "" {
		return ""
	}
	return w + ":"
}
