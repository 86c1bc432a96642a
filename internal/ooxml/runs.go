package ooxml

import (
	"strings"

	"github.com/beevik/etree"
)

// Runs are the pieces of a cell's text that each have a font of their own; one
// if the text has but the cell's.
func (c *Cell) Runs() []string {
	if c.Rich == "" {
		return []string{c.Text}
	}
	var out []string
	for _, t := range runTexts(parsed(c.Rich)) {
		out = append(out, unescape(t.Text()))
	}
	return out
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
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllStringFunc(s, func(m string) string { return "_x005F" + m })
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}
