package document

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/parts"
	"ysgk/internal/pattern"
)

// A table of contents is a field of Word, TOC, with the paragraphs that Word made of the
// headings when the template was saved. Filling changes the headings, so its paragraphs
// are made anew as Word would make them: with a bookmark around each heading, and a field
// PAGEREF for its page. Word, WPS and LibreOffice renew these on demand and in printing;
// the setting that makes Word do so when it opens the document would let it ask a
// question first. The pages themselves are only known to who lays out the document.

// reference is a line of the contents.
type reference struct {
	bookmark string
	page     *etree.Element // the text of its page
}

// headings tells which paragraphs are headings, from the styles of the document.
type headings struct {
	level map[string]int    // by style
	entry map[int]string    // the style of a line of the contents, by level
	based map[string]string // the style that a style is like
}

// mostLevels is how many levels of headings Word has.
const mostLevels = 9

// headingsOf are those of the document with a main part.
func headingsOf(f *parts.File, main string) *headings {
	styles, err := f.Look(f.Related(main, "styles"))
	if err != nil {
		styles = nil
	}
	return readHeadings(styles)
}

func readHeadings(styles *etree.Document) *headings {
	h := &headings{level: map[string]int{}, entry: map[int]string{}, based: map[string]string{}}
	if styles == nil {
		return h
	}
	for _, s := range styles.Root().ChildElements() {
		if s.Tag != "style" {
			continue
		}
		id := wordAttr(s, "styleId")
		for _, e := range s.ChildElements() {
			switch e.Tag {
			case "name":
				name := strings.ToLower(wordAttr(e, "val"))
				if n, err := strconv.Atoi(strings.TrimPrefix(name, "heading ")); err == nil && n >= 1 && n <= mostLevels {
					h.level[id] = n
				}
				if n, err := strconv.Atoi(strings.TrimPrefix(name, "toc ")); err == nil && strings.HasPrefix(name, "toc ") {
					h.entry[n] = id
				}
			case "basedOn":
				h.based[id] = wordAttr(e, "val")
			case "pPr":
				for _, p := range e.ChildElements() {
					if n, err := strconv.Atoi(wordAttr(p, "val")); p.Tag == "outlineLvl" && err == nil && n >= 0 && n < mostLevels {
						h.level[id] = n + 1
					}
				}
			}
		}
	}
	return h
}

// wordAttr is an attribute of an element whatever prefix the part gives Word's names.
func wordAttr(e *etree.Element, key string) string {
	for _, a := range e.Attr {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

// of is the level of a style, 0 if it is of no heading.
func (h *headings) of(style string) int {
	for range 20 { // styles that are like each other would have no end
		if n := h.level[style]; n > 0 {
			return n
		}
		if style = h.based[style]; style == "" {
			return 0
		}
	}
	return 0
}

// levelOf is the level of a paragraph, 0 if it is no heading.
func (f *filler) levelOf(p *etree.Element, h *headings) int {
	properties := f.child(p, "pPr")
	if properties == nil {
		return 0
	}
	if e := f.child(properties, "outlineLvl"); e != nil {
		if n, err := strconv.Atoi(wordAttr(e, "val")); err == nil {
			if n < 0 || n >= mostLevels {
				return 0
			}
			return n + 1
		}
	}
	if e := f.child(properties, "pStyle"); e != nil {
		return h.of(wordAttr(e, "val"))
	}
	return 0
}

var levelsOf = pattern.Of(`\\o\s*(?:"|&quot;)?(\d)-(\d)`)

// field is where a field of contents begins and ends.
type field struct {
	first, last int // paragraphs
	from, to    int // levels
}

// findContents finds the first table of contents among paragraphs.
func (r *reader) findContents(paragraphs []*etree.Element) (found field, ok bool) {
	depth, at := 0, -1
	for i, p := range paragraphs {
		for _, x := range r.pieces(p) {
			switch {
			case r.is(x.el, "fldChar"):
				depth += step[wordAttr(x.el, "fldCharType")]
				if depth == 0 && at >= 0 {
					found.last = i
					return found, paragraphs[found.first].Parent() == p.Parent()
				}
			case r.is(x.el, "instrText") && at < 0 && depth == 1:
				if code := strings.Fields(x.el.Text()); len(code) > 0 && strings.EqualFold(code[0], "TOC") {
					at = i
					found = field{first: i, from: 1, to: 3}
					if m := levelsOf.FindStringSubmatch(x.el.Text()); m != nil {
						found.from, _ = strconv.Atoi(m[1])
						found.to, _ = strconv.Atoi(m[2])
					}
				}
			}
		}
	}
	return found, false
}

// passOver leaves the lines of a table of contents alone: they say what the headings of the
// template said, tags too, and are made anew.
func (r *reader) passOver(body *etree.Element) {
	r.made = map[*etree.Element]bool{}
	all := r.children(body, "p")
	if toc, ok := r.findContents(all); ok {
		for _, p := range all[toc.first : toc.last+1] {
			r.made[p] = true
		}
	}
}

// contents makes the lines of a document's table of contents anew.
func (f *filler) contents(body *etree.Element, styles *etree.Document) {
	all := f.children(body, "p")
	toc, ok := f.findContents(all)
	if !ok {
		return
	}
	h := readHeadings(styles)
	marks := f.newMarks(body)
	old := all[toc.first : toc.last+1]
	parent := old[0].Parent()
	lead, tail := f.split(old)
	var lines []*etree.Element
	for i, p := range all {
		level := f.levelOf(p, h)
		text := strings.TrimSpace(strings.NewReplacer(object, " ", "\n", " ", "\t", " ").Replace(f.said(p)))
		if i >= toc.first && i <= toc.last || level < toc.from || level > toc.to || text == "" {
			continue
		}
		lines = append(lines, f.line(old, level, text, marks.around(p), h))
	}
	if len(lines) == 0 {
		empty := f.element("p")
		if pr := f.child(old[0], "pPr"); pr != nil {
			empty.AddChild(pr.Copy())
		}
		lines = append(lines, empty)
	}
	at := 0
	if pr := f.child(lines[0], "pPr"); pr != nil {
		at = pr.Index() + 1
	}
	for _, e := range lead {
		lines[0].InsertChildAt(at, e)
		at = e.Index() + 1
	}
	place := old[0].Index()
	for _, p := range old {
		parent.RemoveChild(p)
	}
	for k, p := range append(lines, tail) {
		parent.InsertChildAt(place+k, p)
	}
}

// split gives the runs that begin a field, up to where its result begins, and a paragraph
// that ends it.
func (f *filler) split(old []*etree.Element) (lead []*etree.Element, tail *etree.Element) {
	first := old[0]
	for _, c := range first.ChildElements() {
		if f.is(c, "pPr") {
			continue
		}
		lead = append(lead, c.Copy())
		if done := slices.ContainsFunc(c.FindElements(".//fldChar"), func(e *etree.Element) bool { return wordAttr(e, "fldCharType") == "separate" }); done {
			break
		}
	}
	last := old[len(old)-1]
	tail = f.element("p")
	if pr := f.child(last, "pPr"); pr != nil {
		tail.AddChild(pr.Copy())
	}
	run := tail.CreateElement(attribute(f.w, "r"))
	run.CreateElement(attribute(f.w, "fldChar")).CreateAttr(attribute(f.w, "fldCharType"), "end")
	return lead, tail
}

// line is a paragraph of the contents, in the look of the template's of that level.
func (f *filler) line(old []*etree.Element, level int, text, bookmark string, h *headings) *etree.Element {
	p := f.element("p")
	var look *etree.Element
	style := h.entry[level]
	for _, o := range old {
		pr := f.child(o, "pPr")
		if pr == nil {
			continue
		}
		if s := f.child(pr, "pStyle"); s == nil || wordAttr(s, "val") != style || style == "" {
			continue
		}
		own := pr.Copy()
		if s := f.child(own, "sectPr"); s != nil {
			own.RemoveChild(s)
		}
		p.AddChild(own)
		for _, r := range o.FindElements(".//r") {
			if f.is(r, "r") && f.child(r, "t") != nil {
				look = f.child(r, "rPr")
				break
			}
		}
		break
	}
	if len(p.Child) == 0 && style != "" {
		p.CreateElement(attribute(f.w, "pPr")).CreateElement(attribute(f.w, "pStyle")).CreateAttr(attribute(f.w, "val"), style)
	}
	link := p.CreateElement(attribute(f.w, "hyperlink"))
	link.CreateAttr(attribute(f.w, "anchor"), bookmark)
	link.CreateAttr(attribute(f.w, "history"), "1")
	run := func(tag string) *etree.Element {
		r := link.CreateElement(attribute(f.w, "r"))
		if look != nil {
			r.AddChild(look.Copy())
		}
		return r.CreateElement(attribute(f.w, tag))
	}
	said := run("t")
	said.CreateAttr("xml:space", "preserve")
	said.SetText(text)
	run("tab")
	f.references = append(f.references, reference{bookmark, f.pageField(run, bookmark)})
	return p
}

// pageField writes the field with the page of a bookmark, and gives its text.
func (f *filler) pageField(run func(tag string) *etree.Element, bookmark string) *etree.Element {
	bound := func(kind string) { run("fldChar").CreateAttr(attribute(f.w, "fldCharType"), kind) }
	bound("begin")
	code := run("instrText")
	code.CreateAttr("xml:space", "preserve")
	code.SetText(" PAGEREF " + bookmark + ` \h `)
	bound("separate")
	text := run("t")
	bound("end")
	return text
}

// marker gives bookmarks.
type marker struct {
	f     *filler
	id, n int
	names map[string]bool
}

func (f *filler) newMarks(body *etree.Element) *marker {
	m := &marker{f: f, names: map[string]bool{}}
	m.see(body)
	return m
}

// see notes the bookmarks that are there.
func (m *marker) see(e *etree.Element) {
	if m.f.is(e, "bookmarkStart") {
		id, _ := strconv.Atoi(wordAttr(e, "id"))
		m.id = max(m.id, id)
		m.names[wordAttr(e, "name")] = true
	}
	for c := range e.ChildElementsSeq() {
		m.see(c)
	}
}

// around puts a bookmark around what a paragraph says.
func (m *marker) around(p *etree.Element) string {
	f := m.f
	m.id++
	name := ""
	for name == "" || m.names[name] {
		m.n++
		name = fmt.Sprintf("_Toc%09d", 900000000+m.n)
	}
	start, end := f.element("bookmarkStart"), f.element("bookmarkEnd")
	for _, e := range []*etree.Element{start, end} {
		e.CreateAttr(attribute(f.w, "id"), strconv.Itoa(m.id))
	}
	start.CreateAttr(attribute(f.w, "name"), name)
	at := 0
	if pr := f.child(p, "pPr"); pr != nil {
		at = pr.Index() + 1
	}
	p.InsertChildAt(at, start)
	p.AddChild(end)
	return name
}

// Unpaged says whether the document has a table of contents whose pages are not known yet.
func (f *Filled) Unpaged() bool { return f.main != nil && len(f.main.references) > 0 }

// Probe is a copy of the document to be laid out by a program that tells what its links
// say: at its end each page of the contents stands again, on a leaf of its own, so that
// they are told in their order. Programs compute such fields there, and take those of the
// contents as they are.
func (f *Filled) Probe() ([]byte, error) {
	tree := f.main.tree.Copy()
	own := &filler{reader: f.main.reader, placed: f.main.placed}
	body := own.containers(tree.Root())[0]
	at := len(body.Child)
	for _, e := range body.ChildElements() {
		if own.is(e, "sectPr") {
			at = e.Index()
		}
	}
	for i, r := range f.main.references {
		p := own.element("p")
		p.CreateElement(attribute(own.w, "pPr")).CreateElement(attribute(own.w, "pageBreakBefore"))
		run := func(tag string) *etree.Element {
			return p.CreateElement(attribute(own.w, "r")).CreateElement(attribute(own.w, tag))
		}
		own.pageField(run, r.bookmark)
		body.InsertChildAt(at+i, p)
	}
	content, err := own.written(tree)
	if err != nil {
		return nil, err
	}
	file := f.File.Clone()
	file.SetPart(f.main.part, content)
	var b bytes.Buffer
	err = file.Write(&b)
	return b.Bytes(), err
}

// SetPages fills in the pages of the contents from what the links of a probe say, one in a
// line, and gives them; nil if they do not say them all.
func (f *Filled) SetPages(links string) (pages []string, err error) {
	for line := range strings.Lines(links) {
		if page := strings.TrimSpace(line); page != "" && strings.Trim(page, "0123456789") == "" {
			pages = append(pages, page)
		}
	}
	if len(pages) < len(f.main.references) {
		return nil, nil
	}
	pages = pages[len(pages)-len(f.main.references):]
	for i, r := range f.main.references {
		r.page.SetText(pages[i])
	}
	if err := f.rewrite(); err != nil {
		return nil, err
	}
	f.main.references = nil
	return pages, nil
}

// rewrite writes the body again, which has changed.
func (f *Filled) rewrite() error {
	content, err := f.main.written(f.main.tree)
	if err != nil {
		return err
	}
	f.File.SetPart(f.main.part, content)
	for i := range f.texts {
		if f.texts[i].part == f.main.part {
			f.texts[i].paragraphs = f.main.texts(f.main.tree.Root())
		}
	}
	return nil
}
