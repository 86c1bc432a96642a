package xlsxedit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/parts"
	"ysgk/internal/pattern"
)

// Notes are the comments of a sheet: the part with their texts and the legacy
// drawing with their boxes, which Excel wants both.
type Notes struct {
	file   *File
	sheet  string
	part   string
	vml    string
	author string
	doc    *etree.Document
	boxes  *boxes
	list   *etree.Element
	byCell map[string]*etree.Element
	edited bool
}

const (
	emptyComments = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>`
	relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// Notes reads the comments of a sheet; author signs those that are added.
func (f *File) Notes(ref SheetRef, author string) (*Notes, error) {
	n := &Notes{file: f, sheet: ref.Part, author: author, byCell: map[string]*etree.Element{}}
	n.part = f.Related(ref.Part, "comments")
	n.vml = n.legacy()
	n.boxes = newBoxes(f.Part(n.vml))
	var err error
	if n.part != "" {
		n.doc, err = f.Look(n.part)
	} else {
		n.doc = etree.NewDocument()
		err = n.doc.ReadFromString(emptyComments)
	}
	if err != nil {
		return nil, err
	}
	unprefix(n.doc.Root())
	n.list = n.doc.Root().SelectElement("commentList")
	if n.list == nil {
		n.list = n.doc.Root().CreateElement("commentList")
	}
	for _, c := range n.list.SelectElements("comment") {
		n.byCell[c.SelectAttrValue("ref", "")] = c
	}
	return n, nil
}

// legacy is the drawing that holds the boxes of the comments. A sheet may have
// another one, of its header pictures.
func (n *Notes) legacy() string {
	m := legacyID().FindSubmatch(tail(n.file.Part(n.sheet)))
	if m == nil {
		return ""
	}
	for _, r := range n.file.Rels(n.sheet) {
		if r.ID == string(m[1]) {
			return r.Target
		}
	}
	return ""
}

var legacyID = pattern.Of(`<(?:\w+:)?legacyDrawing\s[^>]*?:id\s*=\s*["']([^"']*)["']`)

// Cells are the cells that have a comment.
func (n *Notes) Cells() []string {
	var out []string
	for _, c := range n.list.SelectElements("comment") {
		out = append(out, c.SelectAttrValue("ref", ""))
	}
	return out
}

// Text is the text of a cell's comment, "" if there is none.
func (n *Notes) Text(cell string) string {
	var b strings.Builder
	for _, t := range texts(n.byCell[cell]) {
		b.WriteString(t.Text())
	}
	return b.String()
}

// Threaded says whether a cell's comment is the shadow of a conversation of
// newer Excel, which shows that and not the comment.
func (n *Notes) Threaded(cell string) bool {
	c := n.byCell[cell]
	if c == nil {
		return false
	}
	i, err := strconv.Atoi(c.SelectAttrValue("authorId", ""))
	authors := n.doc.FindElements("/comments/authors/author")
	return err == nil && i >= 0 && i < len(authors) && strings.HasPrefix(authors[i].Text(), "tc=")
}

// texts are the t elements of a comment in order, without phonetic guides.
func texts(comment *etree.Element) (out []*etree.Element) {
	if comment == nil {
		return nil
	}
	text := comment.SelectElement("text")
	if text == nil {
		return nil
	}
	for _, e := range text.ChildElements() {
		switch e.Tag {
		case "t":
			out = append(out, e)
		case "r":
			out = append(out, e.SelectElements("t")...)
		}
	}
	return out
}

// Cut takes the text from a mark on out of a cell's comment, and the comment if
// nothing remains of it. The mark may lie across runs: LibreOffice begins a new
// one wherever Chinese and Latin letters meet.
func (n *Notes) Cut(cell, mark string) {
	before, _, found := strings.Cut(n.Text(cell), mark)
	if !found {
		return
	}
	n.edited = true
	left := len(strings.TrimRight(before, "\r\n"))
	for _, t := range texts(n.byCell[cell]) {
		text := t.Text()
		switch {
		case left == 0:
			drop(t)
		case left < len(text):
			t.SetText(text[:left])
		}
		left = max(0, left-len(text))
	}
	if strings.TrimSpace(before) == "" {
		n.list.RemoveChild(n.byCell[cell])
		delete(n.byCell, cell)
		n.boxes.drop(cell)
	}
}

// drop removes a t element, with its run.
func drop(t *etree.Element) {
	if r := t.Parent(); r.Tag == "r" {
		r.Parent().RemoveChild(r)
	} else {
		r.RemoveChild(t)
	}
}

// Append adds a text to a cell's comment, which is made if there is none, in a
// box that holds it where the sheet has this layout.
func (n *Notes) Append(at Pos, text string, l *Layout) {
	cell := a1.Name(at.Col, at.Row)
	c := n.byCell[cell]
	if c == nil {
		c = n.list.CreateElement("comment")
		c.CreateAttr("ref", cell)
		c.CreateAttr("authorId", strconv.Itoa(n.authorID()))
		c.CreateElement("text")
		n.byCell[cell] = c
	}
	body := c.SelectElement("text")
	if body == nil {
		body = c.CreateElement("text")
	}
	for _, t := range body.SelectElements("t") { // a plain text becomes a run, or the schema allows none behind it
		body.RemoveChild(t)
		body.CreateElement("r").AddChild(t)
	}
	r := body.CreateElement("r")
	p := r.CreateElement("rPr")
	p.CreateElement("sz").CreateAttr("val", "9")
	p.CreateElement("color").CreateAttr("rgb", "FF000000")
	p.CreateElement("rFont").CreateAttr("val", "宋体")
	p.CreateElement("family").CreateAttr("val", "3")
	t := r.CreateElement("t")
	t.CreateAttr("xml:space", "preserve")
	if n.Text(cell) != "" {
		text = "\n" + text
	}
	t.SetText(plainXML(text))
	n.edited = true
	n.boxes.drop(cell)
	n.boxes.add(at, n.Text(cell), l)
}

// plainXML leaves out what no XML text can hold.
func plainXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

func (n *Notes) authorID() int {
	list := n.doc.Root().SelectElement("authors")
	if list == nil {
		list = etree.NewElement("authors")
		n.doc.Root().InsertChildAt(0, list)
	}
	all := list.SelectElements("author")
	if i := slices.IndexFunc(all, func(e *etree.Element) bool { return e.Text() == n.author }); i >= 0 {
		return i
	}
	list.CreateElement("author").SetText(n.author)
	return len(all)
}

// Save writes the comments back; parts that are not needed any more go.
func (n *Notes) Save() error {
	if !n.edited {
		return nil
	}
	if len(n.byCell) == 0 {
		n.file.drop(n.sheet, n.part)
		return n.saveBoxes()
	}
	b, err := n.doc.WriteToBytes()
	if err != nil {
		return err
	}
	if n.part != "" {
		n.file.SetPart(n.part, b)
		return n.saveBoxes()
	}
	n.part = n.file.FreeName("xl/comments1.xml")
	n.file.SetPart(n.part, b)
	if _, err := n.file.Relate(n.sheet, n.part, relationships+"/comments", "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"); err != nil {
		return err
	}
	return n.saveBoxes()
}

func (n *Notes) saveBoxes() error {
	switch {
	case n.vml != "" && n.boxes.empty():
		n.file.drop(n.sheet, n.vml)
		return n.file.setLegacyDrawing(n.sheet, "")
	case n.vml != "":
		n.file.SetPart(n.vml, n.boxes.part())
		return nil
	case n.boxes.empty():
		return nil
	}
	n.vml = n.file.FreeName("xl/drawings/vmlDrawing1.vml")
	n.file.SetPart(n.vml, n.boxes.part())
	id, err := n.file.Relate(n.sheet, n.vml, relationships+"/vmlDrawing", "application/vnd.openxmlformats-officedocument.vmlDrawing")
	if err != nil {
		return err
	}
	return n.file.setLegacyDrawing(n.sheet, id)
}

// drop removes a part that only one other refers to.
func (f *File) drop(from, part string) {
	if part != "" {
		f.RemoveRel(from, part)
		f.Remove(part)
		f.Remove(parts.RelsName(part))
	}
}
