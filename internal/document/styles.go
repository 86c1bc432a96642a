package document

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/paper"
	"ysgk/internal/pattern"
)

// styles are the paragraph styles of the cells of sheets, one for each look: cells are many
// and their looks few. They are added behind those of the template.
type styles struct {
	w     string // the prefix of the part's elements with its colon
	known map[looked]string
	taken map[string]bool // names of the template's
	added bytes.Buffer
}

// looked is what a style is made of.
type looked struct {
	look   paper.Look
	number bool
	halves int // the size of letters
	scale  float64
}

var endOfStyles = pattern.Of(`</(?:([\w.-]+):)?styles>\s*$`)

// newStyles is nil where nothing can be added.
func newStyles(part []byte, tree *etree.Document) *styles {
	m := endOfStyles().FindSubmatch(part)
	if m == nil || tree == nil {
		return nil
	}
	s := &styles{w: prefixOf(string(m[1])), known: map[looked]string{}, taken: map[string]bool{}}
	for _, e := range tree.Root().ChildElements() {
		s.taken[strings.ToLower(wordAttr(e, "styleId"))] = true
	}
	return s
}

// of is the style of a cell's paragraph.
func (s *styles) of(t *tableWriter, c *paper.Cell) string {
	key := looked{*c.Look, c.Number, t.halves(c), t.scale}
	key.look.Ground, key.look.Edges, key.look.Upright, key.look.Rotation, key.look.Wrap, key.look.Size = "", paper.Edges{}, "", 0, false, 0 // of the cell, or in halves
	key.look.Colour = ink(key.look.Colour)
	if key.look.Indent == 0 {
		key.scale = 0
	}
	if key.look.Across != "" {
		key.number = false
	}
	if id, ok := s.known[key]; ok {
		return id
	}
	id := ""
	for n := len(s.known) + 1; id == "" || s.taken[strings.ToLower(id)]; n++ {
		id = fmt.Sprintf("ysgkCell%d", n)
	}
	s.taken[strings.ToLower(id)] = true
	s.known[key] = id
	own := &tableWriter{placed: t.placed, b: &s.added, w: s.w, widths: t.widths, scale: t.scale}
	own.open("style", "type", "paragraph", "customStyle", "1", "styleId", id)
	own.empty("name", "val", "公开表 "+strings.TrimPrefix(id, "ysgkCell"))
	own.empty("uiPriority", "val", "99")
	own.empty("semiHidden")
	own.open("pPr")
	own.lines(c)
	own.close("pPr")
	own.open("rPr")
	own.look(c)
	own.close("rPr")
	own.close("style")
	return id
}

// with is the part with the styles that were added.
func (s *styles) with(part []byte) []byte {
	at := endOfStyles().FindIndex(part)[0]
	return bytes.Join([][]byte{part[:at], s.added.Bytes(), part[at:]}, nil)
}
