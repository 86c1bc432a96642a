package document

import (
	"hash/fnv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/parts"
	"ysgk/internal/pattern"
)

// People rewrite paragraphs of the document that was made. Made again, it keeps their words
// where nothing of what the paragraph would say has changed; all else is told. What was
// made is known by its prints, which are kept in the file: who rewrote a paragraph has not
// kept what it said.

// Rewritten is a paragraph of an earlier document that is not as it was made.
type Rewritten struct {
	Place finding.Place
	Why   string // its words are not kept, "" if they are
}

// prints are the paragraphs of a story in short.
func prints(r *reader, paragraphs []*etree.Element) (out []uint32) {
	for _, p := range paragraphs {
		out = append(out, printOf(r.said(p)))
	}
	return out
}

func printOf(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(strings.Join(strings.Fields(text), " ")))
	return h.Sum32()
}

// sayings are the paragraphs of a body that say something, but for those of tables and of
// the contents.
func (r *reader) sayings(body *etree.Element) (out []*etree.Element) {
	r.passOver(body)
	for _, p := range r.children(body, "p") {
		if !r.made[p] && strings.TrimSpace(r.said(p)) != "" {
			out = append(out, p)
		}
	}
	return out
}

// Prints are the paragraphs of the body as they were filled, in short.
func (f *Filled) Prints() []uint32 {
	if f.main == nil {
		return nil
	}
	return prints(&f.main.reader, f.main.sayings(f.main.body()))
}

func (s *mainStory) body() *etree.Element { return s.containers(s.tree.Root())[0] }

// KeepWords gives paragraphs the words that somebody gave them in an earlier document,
// whose prints are those that it was made with.
func (f *Filled) KeepWords(earlier *parts.File, made []uint32) (out []Rewritten, err error) {
	if f.main == nil || len(made) == 0 {
		return nil, nil
	}
	tree, err := earlier.Look(earlier.Related("", mainPart))
	if err != nil {
		return nil, nil // what cannot be read cannot be kept; it is set aside as a whole
	}
	w, ok := prefix(tree.Root())
	if !ok {
		return nil, nil
	}
	old := &filler{reader: reader{w: w}}
	styles := headingsOf(earlier, earlier.Related("", mainPart))
	theirs := old.sayings(old.containers(tree.Root())[0])
	own := f.main.sayings(f.main.body())
	same := func(a, b []uint32) [][2]int {
		return nearest.Common(len(a), len(b), func(i, k int) bool { return a[i] == b[k] })
	}
	now := map[int]*etree.Element{} // paragraphs that say what they said, by their number when the earlier document was made
	for _, m := range same(made, prints(&f.main.reader, own)) {
		now[m[0]] = own[m[1]]
	}
	h := headingsOf(f.File, f.main.part)
	changed := false
	from, at := 0, 0
	under, seen := "", 0
	place := func(k int) finding.Place { // by the heading above: people do not count paragraphs
		for ; seen <= k; seen++ {
			if old.levelOf(theirs[seen], styles) > 0 {
				under = "“" + clipped(old.said(theirs[seen])) + "”下"
			}
		}
		return finding.Place{Paragraph: under + "“" + clipped(old.said(theirs[k])) + "”"}
	}
	for _, m := range append(same(made, prints(&old.reader, theirs)), [2]int{len(made), len(theirs)}) {
		for k := at; k < m[1]; k++ {
			x := Rewritten{Place: place(k), Why: "前后加了、删了或合并了段落"}
			if m[0]-from == m[1]-at {
				x.Why = f.main.keep(now[from+k-at], &old.reader, theirs[k], h)
			}
			changed = changed || x.Why == ""
			out = append(out, x)
		}
		for i := from; i < m[0] && at == m[1]; i++ {
			if p := now[i]; p != nil {
				out = append(out, Rewritten{finding.Place{Paragraph: "“" + clipped(f.main.said(p)) + "”"}, "删去了这一段，新的里又有"})
			}
		}
		from, at = m[0]+1, m[1]+1
	}
	if !changed {
		return out, nil
	}
	return out, f.rewrite()
}

// keep gives a paragraph the words of another one, and says why not.
func (s *mainStory) keep(p *etree.Element, from *reader, theirs *etree.Element, h *headings) string {
	switch {
	case p == nil:
		return "这一段要说的变了"
	case s.levelOf(p, h) > 0:
		return "是标题"
	case mixed(&s.reader, p) || mixed(from, theirs):
		return "这一段里不只是文字"
	}
	text := from.said(theirs)
	if !within(digits.FindAllString(text, -1), digits.FindAllString(s.said(p), -1)) {
		return "写了原来这一段里没有的数"
	}
	first := true
	for _, x := range s.pieces(p) {
		if first && x.isText() {
			s.say(x.el, text)
			first = false
		} else {
			s.drop(x.el)
		}
	}
	return ""
}

// digits is a number as it is written.
var digits = pattern.Of(`\d[\d,.]*`)

// within says whether all of a list are in another one.
func within(a, b []string) bool {
	have := map[string]int{}
	for _, x := range b {
		have[x]++
	}
	for _, x := range a {
		if have[x]--; have[x] < 0 {
			return false
		}
	}
	return true
}

// mixed says whether a paragraph shows more than text, or no text.
func mixed(r *reader, p *etree.Element) bool {
	text := false
	for _, x := range r.pieces(p) {
		text = text || x.isText()
		line := r.is(x.el, "br") && wordAttr(x.el, "type") == "" || r.is(x.el, "cr") || r.is(x.el, "tab")
		if !x.isText() && !line {
			return true
		}
	}
	return !text
}
