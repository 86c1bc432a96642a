package prose

import (
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/published"
)

// Said is a figure of a document that a cell of the workbook has too.
type Said struct {
	Place finding.Place // of the paragraph
	Text  string        // the figure with the words before it
	Cell  finding.Place // of the workbook
	Agree bool          // the figure is the cell's, rounded
}

// Locate finds the figures that words of a document are about, with the cells of the
// workbook that hold them. Words may end with the figure, or before it.
func (r Request) Locate(words string) (out []Said, err error) {
	d, err := Read(r.File)
	if err != nil {
		return nil, err
	}
	j := &judge{p: r.Pack, doc: d, forms: r.Forms}
	if j.book, err = published.ReadWorkbook(r.Pack, r.Book); err != nil {
		return nil, err
	}
	j.learn()
	words = narrow.Replace(strings.TrimSpace(words))
	if err := d.figures(r.Pack.Units); err != nil {
		return nil, err
	}
	for _, p := range d.Paragraphs {
		for from := 0; words != ""; {
			i := strings.Index(p.Text[from:], words)
			if i < 0 {
				break
			}
			from += i + len(words)
			if f := about(p, from-len(words), from); f != nil {
				if x, ok := j.said(f); ok {
					out = append(out, x)
				}
			}
		}
	}
	return out, nil
}

// Says tells whether a document has a piece of text, in whatever width of signs.
func Says(document []byte, words string) bool {
	d, err := Read(document)
	words = narrow.Replace(strings.TrimSpace(words))
	return err == nil && words != "" && slices.ContainsFunc(d.Paragraphs, func(p *Paragraph) bool { return strings.Contains(p.Text, words) })
}

// about is the amount that a piece of a paragraph is about: the last one in it, or, if it
// has none, the one whose words it is among.
func about(p *Paragraph, from, to int) (found *figure) {
	for _, f := range p.figs {
		switch {
		case f.kind == amount && f.from >= from && f.from < to:
			found = f
		case found == nil && f.kind == amount && f.begin <= to && f.from >= to:
			return f
		}
	}
	return found
}

// said is the cell of a figure.
func (j *judge) said(f *figure) (x Said, ok bool) {
	m := j.says(f)
	if m.Rest != "" || m.Absent || m.Source != "" || m.Last || empty(m) && !speaks(f.words) {
		return x, false
	}
	found := j.found(f, m)
	if len(found) == 0 || j.several(f, m) || !j.enclosed(f, m) {
		return x, false
	}
	best := found[0]
	for _, one := range found {
		if f.agrees(one) {
			x.Agree, best = true, one
			break
		}
	}
	x.Place, x.Text, x.Cell = f.p.placeIn(f.from), tail(f.words)+f.text, best.Place
	return x, true
}
