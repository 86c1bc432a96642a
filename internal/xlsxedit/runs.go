package xlsxedit

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/xlsxread"
)

// Runs are the pieces of a cell's text that each have a font of their own; one
// if the text has but the cell's.
func (c *Cell) Runs() []string {
	if c.Rich == "" {
		return []string{c.Text}
	}
	var out []string
	for _, t := range runTexts(parsed(c.Rich)) {
		out = append(out, xlsxread.Unescape(t.Text()))
	}
	return out
}

// Plain says whether the runs of a cell's text look alike but for the typeface,
// which is one for Chinese and one for all else: so LibreOffice saves every text
// in which both occur.
func (c *Cell) Plain() bool {
	look, faces := "", map[bool]string{}
	for _, t := range runTexts(parsed(c.Rich)) {
		if strings.TrimSpace(t.Text()) == "" {
			continue
		}
		rest, face := runLook(t.Parent())
		han := strings.ContainsFunc(t.Text(), func(r rune) bool { return r >= 0x2e80 })
		if len(faces) > 0 && rest != look || faces[han] != "" && faces[han] != face {
			return false
		}
		look, faces[han] = rest, face
	}
	return true
}

// runLook is how a run looks, and its typeface apart from that.
func runLook(r *etree.Element) (rest, face string) {
	properties := r.SelectElement("rPr")
	if properties == nil {
		return "", "(cell)"
	}
	var words []string
	for _, e := range properties.ChildElements() {
		switch e.Tag {
		case "rFont":
			face = e.SelectAttrValue("val", "")
		case "family", "charset", "scheme":
		default:
			word := e.Tag
			for _, a := range e.Attr {
				word += " " + a.Key + "=" + a.Value
			}
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ";"), face
}

// WithRuns is the cell's <si> element with other texts in its runs; missing
// ones are empty. Phonetic guides, which name places in the old text, go.
func (c *Cell) WithRuns(texts []string) string {
	doc := parsed(c.Rich)
	for i, t := range runTexts(doc) {
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		if p := t.Parent(); text == "" && p.Tag == "r" {
			p.Parent().RemoveChild(p)
			continue
		}
		t.SetText(escapeSigns(text))
		t.CreateAttr("xml:space", "preserve")
	}
	for _, e := range doc.FindElements("//rPh") {
		e.Parent().RemoveChild(e)
	}
	s, err := doc.WriteToString()
	if err != nil {
		return "" // a strings.Builder takes everything
	}
	return s
}

// parsed is an <si> element that was written by richXML.
func parsed(si string) *etree.Document {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(si); err != nil || doc.Root() == nil {
		doc.SetRoot(etree.NewElement("si"))
	}
	return doc
}

// runTexts are the <t> elements that hold the text of an <si>, as richText joins them.
func runTexts(doc *etree.Document) (out []*etree.Element) {
	for _, c := range doc.Root().ChildElements() {
		switch c.Tag {
		case "t":
			out = append(out, c)
		case "r":
			if t := c.SelectElement("t"); t != nil {
				out = append(out, t)
			}
		}
	}
	return out
}

// escapeSigns writes what no XML text can hold, or what looks like Excel's
// writing of it; the signs of XML itself are the writer's.
func escapeSigns(s string) string {
	s = strings.Map(func(r rune) rune { // first, so that what stood around them is looked at as it comes out
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if strings.Contains(s, "_x") {
		var b strings.Builder
		for i := range len(s) { // of two that share an underscore, both must be escaped
			if s[i] == '_' && escaped.MatchString(s[i:min(i+7, len(s))]) {
				b.WriteString("_x005F")
			}
			b.WriteByte(s[i])
		}
		s = b.String()
	}
	return s
}
