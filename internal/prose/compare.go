package prose

import (
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

// Change is what differs between two documents in one place.
type Change struct {
	Place    finding.Place // in the new document, or in the old one where it is gone
	Old, New string        // what it said, "" where there was nothing
	Numbers  []string      // 425.09万元 → 452.09万元, where only figures changed
}

// line is a paragraph, or a row of a table.
type line struct {
	text  string
	table bool
	place func() finding.Place
}

// Compare lists the paragraphs and rows of tables that differ, in their order.
func Compare(old, new *Document) (out []Change) {
	a, b := old.lines(), new.lines()
	from, to := 0, 0
	for _, m := range append(nearest.Common(len(a), len(b), func(i, k int) bool { return a[i].text == b[k].text }), [2]int{len(a), len(b)}) {
		out = append(out, gap(a[from:m[0]], b[to:m[1]])...)
		from, to = m[0]+1, m[1]+1
	}
	return out
}

// lines are the paragraphs and rows of a document in order.
func (d *Document) lines() (out []line) {
	tables := d.Tables
	rows := func(upTo int) {
		for len(tables) > 0 && tables[0].after <= upTo {
			t := tables[0]
			tables = tables[1:]
			for r, row := range t.Grid.Rows {
				if text := strings.Trim(strings.Join(row, "｜"), "｜"); r >= t.above && strings.TrimSpace(text) != "" {
					out = append(out, line{text, true, func() finding.Place { return t.place(r + 1 - t.above) }})
				}
			}
		}
	}
	for i, p := range d.Paragraphs {
		rows(i)
		out = append(out, line{p.Text, false, p.place})
	}
	rows(len(d.Paragraphs))
	return out
}

// furthest is how many lines further down a line that was rewritten is looked for.
const furthest = 1000

// gap pairs the lines that differ: each old one with the first new one that is like it.
func gap(a, b []line) (out []Change) {
	var apart []words // of b
	for _, y := range b {
		apart = append(apart, wordsOf(y))
	}
	at := 0
	for _, x := range a {
		i := slices.IndexFunc(apart[at:min(len(b), at+furthest)], wordsOf(x).like)
		if i < 0 {
			out = append(out, Change{Place: x.place(), Old: x.text})
			continue
		}
		for _, y := range b[at : at+i] {
			out = append(out, Change{Place: y.place(), New: y.text})
		}
		y := b[at+i]
		out = append(out, Change{Place: y.place(), Old: x.text, New: y.text, Numbers: renewed(x.text, y.text)})
		at += i + 1
	}
	for _, y := range b[at:] {
		out = append(out, Change{Place: y.place(), New: y.text})
	}
	return out
}

// words are what a line is compared by with many others.
type words struct {
	table    bool
	wordless string
	text     nearest.Text
}

func wordsOf(l line) words { return words{l.table, wordless(l.text), nearest.Of(l.text)} }

// like says whether a line may be another one rewritten.
func (w words) like(o words) bool {
	return w.table == o.table && (w.wordless == o.wordless || w.text.Like(o.text) > 0.5)
}

// figureText is a number with its unit.
var figureText = pattern.Of(`-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:亿元|万元|千元|元|%|个|辆|台|套)?`)

// wordless is a text with all its figures alike.
func wordless(text string) string { return figureText.ReplaceAllString(text, "#") }

// renewed are the figures that differ between two texts that else are the same.
func renewed(a, b string) (out []string) {
	if wordless(a) != wordless(b) {
		return nil
	}
	x, y := figureText.FindAllString(a, -1), figureText.FindAllString(b, -1)
	for i := range x {
		if x[i] != y[i] {
			out = append(out, x[i]+" → "+y[i])
		}
	}
	return out
}
