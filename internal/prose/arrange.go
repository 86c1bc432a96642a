package prose

import (
	"fmt"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pattern"
)

var (
	partHead    = pattern.Of(`^第[一二三四五六七八九十]{1,3}部分`)
	chapterHead = pattern.Of(`^[一二三四五六七八九十]{1,3}、[^。；，]{2,40}$`)
)

// fewStyled is how many headings with styles a document has that uses them for all.
const fewStyled = 4

// arrange finds the headings, also of documents that have no styles for them, and under
// which of them each paragraph stands.
func (d *Document) arrange() {
	styled := 0
	for _, p := range d.Paragraphs {
		if p.Level > 0 {
			styled++
		}
	}
	for _, p := range d.Paragraphs {
		switch {
		case p.Listed || styled >= fewStyled || p.Level > 0:
		case partHead.MatchString(p.Text) && len([]rune(p.Text)) < 40:
			p.Level = 1
		case chapterHead.MatchString(p.Text):
			p.Level = 2
		}
	}
	var open []*Paragraph
	count := map[*Paragraph]int{}
	for _, p := range d.Paragraphs {
		for p.Level > 0 && len(open) > 0 && open[0].Level >= p.Level {
			open = open[1:]
		}
		p.under = append([]*Paragraph(nil), open...)
		if p.Level > 0 {
			open = append([]*Paragraph{p}, open...)
			continue
		}
		if len(open) > 0 {
			count[open[0]]++
			p.nth = count[open[0]]
		}
	}
}

// longest is how much of a paragraph a place quotes.
const longest = 40

func quote(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	return text
}

// place names a paragraph as people find it.
func (p *Paragraph) place() finding.Place {
	name := ""
	switch {
	case p.Level > 0:
		name = "标题“" + quote(p.Text) + "”"
	case p.Listed:
		name = "目录“" + quote(strings.ReplaceAll(p.Text, "\t", " ")) + "”"
	case len(p.under) > 0:
		name = fmt.Sprintf("“%s”第 %d 段“%s”", quote(p.under[0].Text), p.nth, quote(p.Text))
	default:
		name = fmt.Sprintf("第 %d 段“%s”", p.Number, quote(p.Text))
	}
	return finding.Place{Line: p.Number, Paragraph: name}
}

// placeIn is that of a paragraph with the sentence in which something stands.
func (p *Paragraph) placeIn(at int) finding.Place {
	out := p.place()
	if p.Level > 0 || p.Listed || len([]rune(p.Text)) <= longest {
		return out
	}
	from := 0
	if i := strings.LastIndex(p.Text[:at], "。"); i >= 0 {
		from = i + len("。")
	}
	text := p.Text[from:]
	if i := strings.Index(text, "。"); i >= 0 {
		text = text[:i+len("。")]
	}
	if before := []rune(p.Text[from:at]); len([]rune(text)) > longest && len(before) > longest/2 {
		text = "…" + string(before[len(before)-longest/2:]) + p.Text[at:from+len(text)] // what it is about shall be seen
	}
	if len(p.under) > 0 {
		out.Paragraph = fmt.Sprintf("“%s”第 %d 段“%s”", quote(p.under[0].Text), p.nth, quote(text))
	} else {
		out.Paragraph = fmt.Sprintf("第 %d 段“%s”", p.Number, quote(text))
	}
	return out
}
