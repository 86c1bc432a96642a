package fill

import (
	"math"
	"strings"

	"github.com/mattn/go-runewidth"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
)

// Excel does not fit the height of merged cells, and a file written by a
// program shows the stored height until somebody edits the row. So heights are
// computed here for every wrapped text.

const (
	// lineHeight is the height of a line by its font size: 宋体 takes 1.25, Noto
	// Sans CJK, which stands in for it where it is missing, 1.45.
	lineHeight = 1.45
	// maxRowHeight is Excel's limit in points.
	maxRowHeight = 409.0
	// padding is what a cell keeps free left and right, in pixels.
	padding = 5.0
	// indent is the width of one step of indentation, in characters.
	indent = 1.5
	// spare is left free at the end of a line, for fonts that run wider here
	// than there: a row too high is ugly, a line cut off is wrong.
	spare = 0.03
)

// unitWidth is the pixels of one character of column width: a digit of the
// default font at 96 dpi. 宋体 of 11 points takes 8 (8.43 characters are 72
// pixels), Calibri and its like 7.
func unitWidth(font ooxml.Style) float64 {
	latin := font.FontName != "" && font.FontName[0] < 0x80 && !strings.HasPrefix(font.FontName, "Sim")
	if latin {
		return math.Round(font.FontSize * 96 / 72 * 0.507)
	}
	return math.Ceil(halfWidth(font.FontSize))
}

// halfWidth is the pixels of a half-width character: half a square of the font size.
func halfWidth(fontSize float64) float64 { return fontSize * 96 / 72 / 2 }

// fit makes rows high enough for their wrapped texts. A text that needs more
// than Excel's highest row gets several rows, merged, so the sheet is laid again.
func (w *writer) fit() {
	if tall := w.heights(); len(tall) > 0 {
		w.out.layout = w.out.sheet.lay(w.t.schema, w.d, tall)
		w.write()
		w.heights()
	}
}

// heights sets the heights of rows and gives those that are too high for one row.
func (w *writer) heights() tall {
	o, more := w.out, tall{}
	merged := map[[2]int]a1.Range{}
	for _, m := range o.merges {
		merged[[2]int{m.Col1, m.Row1}] = m
	}
	i := 0
	for number, p := range o.layout.rows {
		need := 0.0
		for j := range o.rows[i].cells {
			need = max(need, w.need(&o.rows[i].cells[j], p.r, merged))
		}
		if need > maxRowHeight {
			more[number] = int(math.Ceil(need / maxRowHeight))
		}
		for range p.more + 1 {
			if need > o.base(&o.rows[i], w.t) {
				o.rows[i].height = math.Min(math.Ceil(need), maxRowHeight)
			}
			i++
		}
	}
	return more
}

// need is the height that a cell wants of each row it covers, in points.
func (w *writer) need(x *outCell, row int, merged map[[2]int]a1.Range) float64 {
	style := w.t.styles.Get(int(x.style))
	text := x.text()
	if !style.Wrap || text == "" {
		return 0
	}
	m, ok := merged[[2]int{int(x.col), row}]
	if !ok {
		m = a1.Cell(int(x.col), row)
	}
	unit := unitWidth(w.t.styles.Default)
	width := -padding - float64(style.Indent)*indent*unit
	for c := m.Col1; c <= m.Col2; c++ {
		width += w.out.sheet.Width(c) * unit
	}
	lines := wrapped(text, width*(1-spare)/halfWidth(style.FontSize))
	return (float64(lines)*style.FontSize*lineHeight + 3) / float64(m.Row2-m.Row1+1)
}

// base is the height that a row has without our doing.
func (o *outSheet) base(r *outRow, t *Template) float64 {
	if r.tpl.Height > 0 {
		return r.tpl.Height
	}
	return t.styles.Default.FontSize*lineHeight + 3
}

// wide counts signs such as “ and ≥ as full width: Chinese fonts draw them so,
// and the result must not depend on the machine's language.
var wide = runewidth.Condition{EastAsianWidth: true}

// wrapped counts the lines of a text in a width given in half-width characters.
func wrapped(text string, width float64) int {
	limit := max(2, int(width))
	lines := 0
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines++
		if wide.StringWidth(paragraph) <= limit {
			continue
		}
		used := 0
		for _, word := range words(paragraph) {
			w := wide.StringWidth(word)
			if used > 0 && used+w > limit {
				lines++
				used = 0
			}
			lines += (used + w - 1) / limit // a word longer than the line is cut
			used = (used+w-1)%limit + 1
		}
	}
	return lines
}

// words cuts a text where it may wrap: around every Chinese character, and
// between Latin words and numbers.
func words(text string) (out []string) {
	start := -1
	for i, r := range text {
		if r < 0x2e80 && r != ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, text[start:i])
			start = -1
		}
		out = append(out, string(r))
	}
	if start >= 0 {
		out = append(out, text[start:])
	}
	return out
}

func (x *outCell) text() string {
	switch {
	case x.tpl != nil:
		return x.tpl.Text
	case x.value.Kind == formula.Text:
		return x.value.Text
	}
	return ""
}
