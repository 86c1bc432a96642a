package bind

import (
	"fmt"
	"slices"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/money"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// TextProof is how many texts of a sheet without figures the new pack makes again, word for word.
type TextProof struct {
	Sheet  string
	Right  int
	Other  []finding.Place // texts of the example that it does not make
	differ []Replaced      // those of them that it makes with other figures
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

// entries tells the figures that differ; which texts have no tags is told as they are bound.
func (p TextProof) entries() (out []tagging.Entry) {
	for i, x := range p.differ {
		if i == few && len(p.differ) > few+1 {
			return append(out, tagging.Entry{Kind: tagging.Differ, Place: finding.Place{Sheet: p.Sheet}, Text: fmt.Sprintf("填好后的数和范例不同的，还有 %d 段", len(p.differ)-few)})
		}
		out = append(out, tagging.Entry{Kind: tagging.Differ, Place: x.Made, Text: fmt.Sprintf("范例是“%s”（%s），填好后是“%s”", x.Was, x.Example.Cell, x.Is)})
	}
	return out
}

// proveTexts compares the sheets without figures of the example with those of a book made of its ledger.
func proveTexts(example, made []byte, units *money.Units, knows func(string) bool) (out []TextProof, err error) {
	examples, err := layout.Read(example)
	if err != nil {
		return nil, err
	}
	sheets, err := layout.Read(made)
	if err != nil {
		return nil, err
	}
	for _, e := range examples {
		i := slices.IndexFunc(sheets, func(s *layout.Sheet) bool { return s.Name == e.Name })
		if i >= 0 && figuresOf(layout.FindTables(e, units, knows)) == 0 {
			out = append(out, proveSheet(e, sheets[i]))
		}
	}
	return out, nil
}

// proveSheet compares the texts of two sheets, wherever they stand.
func proveSheet(e, m *layout.Sheet) TextProof {
	out := TextProof{Sheet: e.Name}
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
		default:
			other = append(other, at)
			out.Other = append(out.Other, finding.At(e.Name, at.Col, at.Row))
		}
	}
	unmade := map[string][]layout.Pos{} // by what they say but for their figures
	for _, at := range layout.SortedCells(m) {
		if slices.Contains(left[m.Says(at)], at) {
			words := figures.ReplaceAllString(m.Says(at), "")
			unmade[words] = append(unmade[words], at)
		}
	}
	for _, at := range other {
		words := figures.ReplaceAllString(e.Says(at), "")
		if len(unmade[words]) == 0 {
			continue
		}
		to := unmade[words][0]
		unmade[words] = unmade[words][1:]
		was, is := firstUnlike(e.Says(at), m.Says(to))
		out.differ = append(out.differ, Replaced{Example: finding.At(e.Name, at.Col, at.Row), Made: finding.At(m.Name, to.Col, to.Row), Was: was, Is: is})
	}
	return out
}

// figures are those of a sentence.
var figures = pattern.Of(`\d[\d,]*(?:\.\d+)?`)

// firstUnlike are the first figures in which two sentences differ that say the same otherwise, with the words around them.
func firstUnlike(was, is string) (of, to string) {
	const before = 8 // signs that show which figure it is
	a, b := figures.FindAllStringIndex(was, -1), figures.FindAllStringIndex(is, -1)
	for i := range min(len(a), len(b)) {
		if was[a[i][0]:a[i][1]] == is[b[i][0]:b[i][1]] {
			continue
		}
		around := func(text string, figure []int) string {
			lead, rest := []rune(text[:figure[0]]), []rune(text[figure[1]:])
			return string(lead[max(len(lead)-before, 0):]) + text[figure[0]:figure[1]] + string(rest[:min(len(rest), 2)])
		}
		return around(was, a[i]), around(is, b[i])
	}
	return was, is
}
