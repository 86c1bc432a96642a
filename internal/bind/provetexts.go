package bind

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// TextProof is how many texts of a sheet without figures the new pack makes again, word for word.
type TextProof struct {
	Sheet  string
	Right  int
	Other  []finding.Place        // texts of the example that it does not make
	differ []Replaced             // those of them that it makes otherwise; Made is the cell of the template
	shown  map[finding.Place]bool // cells of the template all of whose texts are right
}

// String says it in a line.
func (p TextProof) String() string {
	text := fmt.Sprintf("%s  一字不差 %d 段，不同 %d 段", p.Sheet, p.Right, len(p.Other))
	for i, at := range p.Other {
		switch {
		case i == few && len(p.Other) > few+1:
			return text + " 等"
		case i == 0:
			text += "：范例的 " + at.Cell
		default:
			text += "、" + at.Cell
		}
	}
	return text
}

// entries tells the texts that differ, once for each cell of the template.
func (p TextProof) entries() (out []tagging.Entry) {
	of := map[finding.Place]int{}
	for _, x := range p.differ {
		if of[x.Made]++; of[x.Made] == 1 {
			out = append(out, tagging.Entry{Kind: tagging.Differ, Place: x.Made, Text: fmt.Sprintf("填好后是“%s”，范例的 %s 是“%s”", x.Is, x.Example.Cell, x.Was)})
		}
	}
	for i, e := range out {
		if n := of[e.Place]; n > 1 {
			out[i].Text += fmt.Sprintf("；这样的共 %d 段", n)
		}
	}
	return out
}

// proveTexts compares the sheets without figures of the example with those of a book made of its ledger.
func proveTexts(p *pack.Pack, example, made []byte, knows func(string) bool) (out []TextProof, err error) {
	examples, err := layout.Read(example)
	if err != nil {
		return nil, err
	}
	sheets, err := layout.Read(made)
	if err != nil {
		return nil, err
	}
	var templates []*layout.Sheet
	for _, name := range p.Template {
		all, err := layout.Read(p.Templates[name])
		if err != nil {
			return nil, err
		}
		templates = append(templates, all...)
	}
	called := func(all []*layout.Sheet, name string) *layout.Sheet {
		if i := slices.IndexFunc(all, func(s *layout.Sheet) bool { return s.Name == name }); i >= 0 {
			return all[i]
		}
		return nil
	}
	for _, e := range examples {
		m, t := called(sheets, e.Name), called(templates, e.Name)
		if m != nil && t != nil && figuresOf(layout.FindTables(e, p.Units, knows)) == 0 {
			out = append(out, proveSheet(e, m, wordingsOf(t)))
		}
	}
	return out, nil
}

// wording is what a cell of a template prints, whatever its tags say.
type wording struct {
	at    finding.Place
	text  *regexp.Regexp
	words int // signs that are in no tag
}

// wordingsOf are those of a sheet.
func wordingsOf(t *layout.Sheet) (out []wording) {
	for _, at := range layout.SortedCells(t) {
		text := t.Says(at)
		if text == "" || !t.Own(at) {
			continue
		}
		w := wording{at: finding.At(t.Name, at.Col, at.Row)}
		all := "^"
		const tag = "\x00"
		for i, part := range strings.Split(tagging.AnyTag.ReplaceAllString(optional.ReplaceAllString(text, tag), tag), tag) {
			if i > 0 {
				all += ".*"
			}
			all += regexp.QuoteMeta(part)
			w.words += utf8.RuneCountInString(part)
		}
		w.text = regexp.MustCompile(all + "$")
		out = append(out, w)
	}
	return out
}

// optional is what a cell prints sometimes.
var optional = pattern.Of(`\{\{如[有无][^}]*\}\}.*?\{\{完\}\}`)

// proveSheet compares the texts of two sheets, wherever they stand.
func proveSheet(e, m *layout.Sheet, template []wording) TextProof {
	out := TextProof{Sheet: e.Name, shown: map[finding.Place]bool{}}
	from := func(text string) (best wording) { // the cell that prints a text
		for _, w := range template {
			if w.words >= best.words && w.text.MatchString(text) && (best.text == nil || w.words > best.words) {
				best = w
			}
		}
		return best
	}
	left := map[string][]layout.Pos{}
	for _, at := range layout.SortedCells(m) {
		if text := m.Says(at); text != "" && m.Own(at) {
			left[text] = append(left[text], at)
		}
	}
	var other []layout.Pos
	for _, at := range layout.SortedCells(e) {
		switch text := e.Says(at); {
		case text == "" || !e.Own(at):
		case len(left[text]) > 0:
			left[text] = left[text][1:]
			out.Right++
			out.shown[from(text).at] = true
		default:
			other = append(other, at)
			out.Other = append(out.Other, finding.At(e.Name, at.Col, at.Row))
		}
	}
	for _, at := range layout.SortedCells(m) {
		text := m.Says(at)
		if !slices.Contains(left[text], at) {
			continue
		}
		w := from(text)
		delete(out.shown, w.at)
		i := -1
		for k, o := range other {
			if n := alikeness(e.Says(o), text); n >= 0.5 && (i < 0 || n > alikeness(e.Says(other[i]), text)) {
				i = k
			}
		}
		if i < 0 {
			continue
		}
		was, is := unlike(e.Quote(other[i]), m.Quote(at))
		out.differ = append(out.differ, Replaced{Example: finding.At(e.Name, other[i].Col, other[i].Row), Made: w.at, Was: was, Is: is})
		other = slices.Delete(other, i, i+1)
	}
	return out
}

// ends are how many signs two texts have in common at their beginning, and behind that at their end.
func ends(a, b []rune) (before, behind int) {
	for before < min(len(a), len(b)) && a[before] == b[before] {
		before++
	}
	for behind < min(len(a), len(b))-before && a[len(a)-1-behind] == b[len(b)-1-behind] {
		behind++
	}
	return before, behind
}

// alikeness is how much of the longer of two texts both have at their ends, figures aside.
func alikeness(a, b string) float64 {
	x, y := []rune(anyFigure.ReplaceAllString(a, "0")), []rune(anyFigure.ReplaceAllString(b, "0"))
	before, behind := ends(x, y)
	return float64(before+behind) / float64(max(len(x), len(y)))
}

// anyFigure is a figure of a sentence.
var anyFigure = pattern.Of(`\d[\d,]*(?:\.\d+)?`)

// unlike is in what two texts differ, with some signs around it.
func unlike(a, b string) (of, to string) {
	const around = 8
	x, y := []rune(a), []rune(b)
	before, behind := ends(x, y)
	part := func(r []rune) string {
		from, end := max(before-around, 0), min(len(r)-behind+around, len(r))
		text := string(r[from:end])
		if from > 0 {
			text = "…" + text
		}
		if end < len(r) {
			text += "…"
		}
		return text
	}
	return part(x), part(y)
}
