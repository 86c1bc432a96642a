package document

import (
	"strings"

	"github.com/beevik/etree"
)

// object stands in the text of a paragraph for what is no text: a line break, a
// picture, a part of a field. It is the sign that Unicode has for that.
const object = "\ufffc"

// piece is an element of a run that shows something.
type piece struct {
	el     *etree.Element
	text   string // of a text; object for all else
	fields int    // how many fields are open before it
}

func (p *piece) isText() bool { return p.text != object }

// wrappers hold runs and mean nothing to the text; what is deleted or moved away, as
// long as somebody may still take that back, is no text.
var (
	wrappers = words("hyperlink ins smartTag sdt sdtContent fldSimple customXml dir bdo moveTo")
	silent   = words("pPr rPr sdtPr sdtEndPr lastRenderedPageBreak proofErr del moveFrom delText delInstrText bookmarkStart bookmarkEnd " +
		"commentRangeStart commentRangeEnd permStart permEnd annotationRef footnoteRef endnoteRef separator continuationSeparator customXmlPr smartTagPr")
)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// is says whether an element is Word's of that name.
func (r *reader) is(e *etree.Element, tag string) bool { return e.Space == r.w && e.Tag == tag }

// pieces are what a paragraph shows, in order.
func (r *reader) pieces(p *etree.Element) (out []piece) {
	depth := 0
	var walk func(e *etree.Element, run bool)
	walk = func(e *etree.Element, run bool) {
		for c := range e.ChildElementsSeq() {
			own := c.Space == r.w
			switch {
			case own && silent[c.Tag]:
			case own && c.Tag == "r":
				walk(c, true)
			case own && wrappers[c.Tag] && !run:
				walk(c, false)
			case own && c.Tag == "t":
				out = append(out, piece{c, c.Text(), depth})
			default:
				out = append(out, piece{c, object, depth})
				if r.is(c, "fldChar") {
					depth += step[c.SelectAttrValue(attribute(r.w, "fldCharType"), "")]
				}
			}
		}
	}
	walk(p, false)
	return out
}

// step is by how much the ends of a field change how many are open.
var step = map[string]int{"begin": 1, "end": -1}

// attribute is the name of an attribute of Word.
func attribute(w, name string) string {
	if w == "" {
		return name
	}
	return w + ":" + name
}

// boxes are the contents of text boxes in an element, but of those within one.
func (r *reader) boxes(e *etree.Element) (out []*etree.Element) {
	for _, c := range e.ChildElements() {
		if r.is(c, "txbxContent") {
			out = append(out, c)
		} else {
			out = append(out, r.boxes(c)...)
		}
	}
	return out
}

// texts are the paragraphs below an element as people read them.
func texts(root *etree.Element, w string) (out []string) {
	r := &reader{w: w}
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		if r.is(e, "p") {
			out = append(out, r.said(e))
		}
		for _, c := range e.ChildElements() {
			walk(c)
		}
	}
	walk(root)
	return out
}

// said is a paragraph as people read it.
func (r *reader) said(p *etree.Element) string {
	var b strings.Builder
	for _, x := range r.pieces(p) {
		switch {
		case x.isText():
			b.WriteString(x.text)
		case r.is(x.el, "br") || r.is(x.el, "cr"):
			b.WriteByte('\n')
		case r.is(x.el, "tab"):
			b.WriteByte('\t')
		}
	}
	return b.String()
}

// clean is a text without what no XML can hold, its line ends all alike.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return c < 0x20 && c != '\n' && c != '\t' || c >= 0xfffe }) {
		return s
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.Map(func(c rune) rune {
		if c < 0x20 && c != '\t' && c != '\n' || c == 0xfffe || c == 0xffff {
			return -1
		}
		return c
	}, s)
}

// say puts a text into a <w:t>; line ends and tabs are elements of their own. Without a
// text the element goes, and with it a run that shows nothing else.
func (r *reader) say(t *etree.Element, text string) {
	run := t.Parent()
	if text = clean(text); text == "" {
		r.drop(t)
		return
	}
	at := t.Index() + 1
	put := func(e *etree.Element) {
		run.InsertChildAt(at, e)
		at++
	}
	for first := true; first || text != ""; first = false {
		i := strings.IndexAny(text, "\n\t")
		line := text
		if i >= 0 {
			line = text[:i]
		}
		e := t
		if !first {
			if e = r.element("t"); line != "" {
				put(e)
			}
		}
		e.SetText(line)
		e.CreateAttr("xml:space", "preserve")
		if i < 0 {
			return
		}
		if text[i] == '\n' {
			put(r.element("br"))
		} else {
			put(r.element("tab"))
		}
		text = text[i+1:]
	}
}

// element is a new element of Word.
func (r *reader) element(tag string) *etree.Element { return etree.NewElement(attribute(r.w, tag)) }

// drop removes an element that a run shows, and a run that shows nothing else.
func (r *reader) drop(e *etree.Element) {
	run := e.Parent()
	run.RemoveChild(e)
	if !r.is(run, "r") || run.Parent() == nil {
		return
	}
	for _, c := range run.ChildElements() {
		if !r.is(c, "rPr") {
			return
		}
	}
	run.Parent().RemoveChild(run)
}
