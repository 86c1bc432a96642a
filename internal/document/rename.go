package document

import (
	"bytes"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/parts"
	"ysgk/internal/tags"
)

// Gone is a tag that places a sheet which is not there any more.
type Gone struct {
	Place finding.Place
	Tag   string
}

// Renamed is a template whose tags name the sheets that they place as these are called
// now, by what they were called: "" of those that are gone, whose tags stay and are told.
func Renamed(content []byte, now map[string]string) (out []byte, gone []Gone, err error) {
	f, err := parts.Open(content)
	if err != nil {
		return nil, nil, err
	}
	main := f.Related("", mainPart)
	tree, err := f.Look(main)
	if err != nil {
		return nil, nil, err
	}
	w, ok := prefix(tree.Root())
	if !ok {
		return content, nil, nil
	}
	c := &checker{reader: reader{w: w, findings: &finding.List{}}}
	c.number(tree.Root(), "")
	for _, container := range c.containers(tree.Root()) {
		c.passOver(container)
	}
	changed := false
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, x := range e.ChildElements() {
			if c.made[x] {
				continue
			}
			if c.is(x, "p") {
				changed = c.rename(x, now, &gone) || changed
			}
			walk(x)
		}
	}
	walk(tree.Root())
	if !changed {
		return content, gone, nil
	}
	f.Keep(main, tree)
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), gone, err
}

// rename rewrites a paragraph, if one of its tags names a sheet that is called otherwise.
func (c *checker) rename(p *etree.Element, now map[string]string, gone *[]Gone) (changed bool) {
	n := &node{pieces: c.pieces(p)}
	if len(n.pieces) == 0 {
		return false
	}
	was, is := make([]string, len(n.pieces)), make([]string, len(n.pieces))
	for i, x := range n.pieces {
		was[i] = x.text
	}
	for _, seg := range tags.ParseRuns(was) {
		text := seg.Text
		if seg.Tag != nil {
			text = seg.Tag.Source
		}
		if seg.Tag != nil && seg.Tag.Role == tags.PlacesSheet {
			name := seg.Tag.Name
			switch to, known := now[name]; {
			case known && to == "":
				*gone = append(*gone, Gone{c.places[p], text})
			case known && to != name:
				at := strings.LastIndex(text, name)
				text, changed = text[:at]+to+text[at+len(name):], true
			}
		}
		is[seg.Run] += text
	}
	if changed {
		(&filler{reader: c.reader}).put(n, is)
	}
	return changed
}
