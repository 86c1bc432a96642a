package xlsxedit

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/pattern"
	"ysgk/internal/textwidth"
)

// boxes are the shapes of a legacy drawing. It is kept as text: Excel's own
// drawings are not always well-formed XML.
type boxes struct {
	pieces []piece // all but the last are shapes and what stands between them
	foot   string  // from </xml> on
	byCell map[string]int
	names  string // declarations of the namespaces that the drawing's root leaves out
	nextID int
}

type piece struct {
	text string
	box  bool // a shape of any kind
}

const emptyBoxes = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>`

var (
	vmlRoot  = pattern.Of(`<xml[^>]*>`)
	shape    = pattern.Of(`(?s)<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>`)
	shapeID  = pattern.Of(`_x0000_s(\d+)`)
	shapeRow = pattern.Of(`<(?:\w+:)?Row>\s*(\d+)\s*</`)
	shapeCol = pattern.Of(`<(?:\w+:)?Column>\s*(\d+)\s*</`)
)

// vmlNames are the namespaces of shapes. openpyxl declares them, under other
// prefixes, in each shape and not in the root.
var vmlNames = [][2]string{
	{"xmlns:v", "urn:schemas-microsoft-com:vml"},
	{"xmlns:o", "urn:schemas-microsoft-com:office:office"},
	{"xmlns:x", "urn:schemas-microsoft-com:office:excel"},
}

// newBoxes reads a drawing; nil makes a new one.
func newBoxes(part []byte) *boxes {
	if part == nil {
		part = []byte(emptyBoxes)
	}
	b := &boxes{byCell: map[string]int{}, nextID: 1025}
	end := bytes.LastIndex(part, []byte("</xml>"))
	if end < 0 {
		end = len(part)
	}
	body := string(part[:end])
	b.foot = string(part[end:])
	root := vmlRoot.FindString(body)
	for _, n := range vmlNames {
		if !strings.Contains(root, n[0]+"=") {
			b.names += " " + n[0] + `="` + n[1] + `"`
		}
	}
	at := 0
	for _, m := range shape.FindAllStringIndex(body, -1) {
		b.pieces = append(b.pieces, piece{text: body[at:m[0]]})
		at = m[1]
		s := body[m[0]:m[1]]
		row, col := shapeRow.FindStringSubmatch(s), shapeCol.FindStringSubmatch(s)
		if row != nil && col != nil {
			r, _ := strconv.Atoi(row[1])
			c, _ := strconv.Atoi(col[1])
			b.byCell[a1.Name(c+1, r+1)] = len(b.pieces)
		}
		b.pieces = append(b.pieces, piece{s, true})
	}
	b.pieces = append(b.pieces, piece{text: body[at:]})
	for _, m := range shapeID.FindAllStringSubmatch(body, -1) {
		if id, err := strconv.Atoi(m[1]); err == nil {
			b.nextID = max(b.nextID, id+1)
		}
	}
	return b
}

// empty says that no shape is left.
func (b *boxes) empty() bool {
	return !slices.ContainsFunc(b.pieces, func(p piece) bool { return p.box })
}

func (b *boxes) part() []byte {
	var out bytes.Buffer
	for _, p := range b.pieces {
		out.WriteString(p.text)
	}
	out.WriteString(b.foot)
	return out.Bytes()
}

// drop removes the box of a cell's comment.
func (b *boxes) drop(cell string) {
	if i, ok := b.byCell[cell]; ok {
		b.pieces[i] = piece{}
		delete(b.byCell, cell)
	}
}

// Sizes of a comment's box in pixels: a line of 9 points is 16 high and holds
// 42 digits, or half as many Chinese characters.
const (
	boxWidth = 280
	boxLine  = 16
	boxChars = 42
)

// add makes a box beside a cell that is large enough for a text.
func (b *boxes) add(at Pos, text string, l *Layout) {
	lines := 1
	for line := range strings.SplitSeq(text, "\n") {
		lines += 1 + textwidth.Of(line)/boxChars
	}
	anchor := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(l.box(at, boxWidth, lines*boxLine))), ", "), "[]")
	s := fmt.Sprintf(`<v:shape%s id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:%dpt;height:%dpt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%s</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
		b.names, b.nextID, boxWidth*3/4, lines*boxLine*3/4, anchor, at.Row-1, at.Col-1)
	b.nextID++
	b.byCell[a1.Name(at.Col, at.Row)] = len(b.pieces)
	b.pieces = append(b.pieces, piece{s, true})
}
