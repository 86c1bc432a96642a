package fill

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/textwidth"
	"ysgk/internal/xlsxedit"
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
	// pieceHeight is the height of the rows that a higher text is spread over: low
	// enough that a page is filled before the next begins.
	pieceHeight = 200.0
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
func unitWidth(font xlsxedit.Style) float64 {
	latin := font.FontName != "" && font.FontName[0] < 0x80 && !strings.HasPrefix(font.FontName, "Sim")
	if latin {
		return math.Round(font.FontSize * 96 / 72 * 0.507)
	}
	return math.Ceil(halfWidth(font.FontSize))
}

// halfWidth is the pixels of a half-width character: half a square of the font size.
func halfWidth(fontSize float64) float64 { return fontSize * 96 / 72 / 2 }

// fit makes rows high enough for their wrapped texts. A text that needs more
// than Excel's highest row is spread over several rows, so the sheet is laid again.
func (w *writer) fit() {
	if tall, _ := w.heights(anyText); len(tall) > 0 {
		w.lay(w.out.sheet, tall)
		w.write()
		w.heights(anyText)
	}
}

// settle raises rows for the texts that formulas give, which are known last, and
// tells of texts that no height holds: spread are only those that are no
// formula's and stand in one row.
func (w *writer) settle() {
	_, cut := w.heights(func(x *outCell, b block) bool {
		return x.moved != nil || b.at.Row1 < b.at.Row2 || b.upright()
	})
	for _, b := range cut {
		w.problems.Warnf("text-cut", finding.At(w.out.name, b.at.Col1, b.at.Row1),
			"请写短一些，或请财政部门把这一格加宽、多合并几行。",
			"文字太长，印不全：要 %.0f 磅高，这里有 %d 行，Excel 每行最高 %.0f 磅", math.Ceil(b.need), b.at.Row2-b.at.Row1+1, maxRowHeight)
	}
}

func anyText(*outCell, block) bool { return true }

// heights sets the heights of rows for some texts. It gives the rows whose text
// is too high for one row, and all texts that are higher than their rows can be.
func (w *writer) heights(which func(*outCell, block) bool) (tall, []block) {
	o, tall := w.out, tall{}
	var cut []block
	merged := o.merged()
	var over []block
	i := 0
	for number, p := range o.layout.rows {
		for range p.more + 1 {
			row := &o.rows[i]
			i++
			for j := range row.cells {
				b, ok := w.block(row, &row.cells[j], merged)
				switch {
				case !ok || !which(&row.cells[j], b) || !w.measure(&b):
				case b.at.Row1 < b.at.Row2:
					over = append(over, b)
				case b.need > maxRowHeight:
					cut = append(cut, b)
					if !b.upright() {
						b.spread(tall, number)
					}
					row.height = maxRowHeight
				case b.need > max(row.height, w.out.base(row, w.t)):
					row.height = math.Ceil(b.need)
				}
			}
		}
	}
	return tall, append(cut, w.raiseBlocks(over)...)
}

// merged are the merged cells by where they begin.
func (o *outSheet) merged() map[[2]int]a1.Range {
	if o.begin == nil {
		o.begin = make(map[[2]int]a1.Range, len(o.merges))
		for _, m := range o.merges {
			o.begin[[2]int{m.Col1, m.Row1}] = m
		}
	}
	return o.begin
}

// block is a text of several lines, and how high the cells must be together that
// it stands in.
type block struct {
	at    a1.Range
	text  string
	style xlsxedit.Style
	room  float64 // half-width characters on a line
	need  float64 // points
}

// block is the text of a cell that may wrap.
func (w *writer) block(row *outRow, x *outCell, merged map[[2]int]a1.Range) (b block, ok bool) {
	b.style = w.t.styles.Get(int(x.style))
	b.style.Indent += int(x.indent)
	b.text = x.text()
	if !b.style.Wrap || b.text == "" {
		return b, false
	}
	if b.at, ok = merged[[2]int{int(x.col), row.r}]; !ok {
		b.at = a1.Cell(int(x.col), row.r)
	}
	return b, true
}

// measure finds how high a text must be; false if it is one line, which every
// row holds.
func (w *writer) measure(b *block) bool {
	b.room = w.room(b.style, b.at)
	if !b.upright() && !strings.Contains(b.text, "\n") && textwidth.Fits(b.text, int(b.room)) {
		return false
	}
	b.need = b.points()
	return true
}

// upright says whether the text runs from top to bottom, or from bottom to top.
func (b block) upright() bool { return slices.Contains([]int{90, 180, 255}, b.style.Rotation) }

// points is how high a text must be.
func (b block) points() float64 {
	size := b.style.FontSize
	switch {
	case b.style.Rotation == 255: // letters below each other, in one column
		return float64(utf8.RuneCountInString(b.text))*size*lineHeight + 3
	case b.upright(): // lines beside each other
		lines := max(1, math.Floor(b.room/2/lineHeight))
		return (float64(textwidth.Of(b.text))/lines+2)*size/2*(1+spare) + 3
	}
	return float64(lines(b.text, b.room))*size*lineHeight + 3
}

// spread notes how a text is to be spread over several rows.
func (b block) spread(tall tall, number int) {
	t := tall[number]
	if t.parts == nil {
		t.parts = map[int32][]string{}
	}
	col := int32(b.at.Col1)
	t.parts[col] = pieces(b.text, b.room, int((pieceHeight-3)/(b.style.FontSize*lineHeight)))
	t.rows = max(t.rows, len(t.parts[col]))
	tall[number] = t
}

// room is how many half-width characters of a style fit on a line of a cell.
func (w *writer) room(style xlsxedit.Style, m a1.Range) float64 {
	return w.across(style, m.Col1, m.Col2, padding) * (1 - spare) / halfWidth(style.FontSize)
}

// across is the width of some columns in pixels, without the indentation and what
// is to be kept free.
func (w *writer) across(style xlsxedit.Style, from, to int, free float64) float64 {
	unit := unitWidth(w.t.styles.Default)
	width := -free - float64(style.Indent)*indent*unit
	for c := from; c <= to; c++ {
		width += w.out.sheet.Width(c) * unit
	}
	return width
}

// base is the height that a row has without our doing.
func (o *outSheet) base(r *outRow, t *Template) float64 {
	if r.tpl.Height > 0 {
		return r.tpl.Height
	}
	return t.styles.Default.FontSize*lineHeight + 3
}

// line is a line of wrapped text; hard means that a line break ends it.
type line struct {
	text string
	hard bool
}

// wrap cuts a text into lines of a width given in half-width characters. Who
// needs only the first lines pays for no others.
func wrap(text string, width float64) iter.Seq[line] {
	limit := max(2, int(width))
	return func(yield func(line) bool) {
		for paragraph := range strings.SplitSeq(text, "\n") {
			start, used, at := 0, 0, 0
			for word := range words(paragraph) {
				head, w := word, textwidth.Of(word)
				if w > limit {
					head = textwidth.Cut(word, limit, "")
					w = textwidth.Of(head)
				}
				if used > 0 && (len(head) < len(word) || used+w > limit) {
					if !yield(line{paragraph[start:at], false}) {
						return
					}
					start, used = at, 0
				}
				for len(head) < len(word) { // a word longer than the line is cut
					if !yield(line{head, false}) {
						return
					}
					word, at = word[len(head):], at+len(head)
					start, head = at, textwidth.Cut(word, limit, "")
					w = textwidth.Of(head)
				}
				used += w
				at += len(word)
			}
			if !yield(line{paragraph[start:], true}) {
				return
			}
		}
	}
}

// lines is how many lines a text takes.
func lines(text string, width float64) (n int) {
	for range wrap(text, width) {
		n++
	}
	return n
}

// pieces cuts a text into texts of at most so many lines: after a line break or
// the end of a sentence if the second half of a piece has one. Together they
// are the whole text, but for the line breaks between them.
func pieces(text string, room float64, size int) (out []string) {
	size = max(1, size)
	for {
		n, end := 0, 0
		for l := range wrap(text, room) {
			if n++; n > size {
				break
			}
			end += len(l.text)
			if l.hard {
				end++ // the line break
			}
		}
		if n <= size {
			return append(out, text)
		}
		for _, ends := range []string{"\n", "。；！？"} {
			if i := strings.LastIndexAny(text[end/2:end], ends); i >= 0 {
				_, width := utf8.DecodeRuneInString(text[end/2+i:])
				end = end/2 + i + width
				break
			}
		}
		out = append(out, strings.TrimSuffix(text[:end], "\n"))
		text = strings.TrimPrefix(text[end:], "\n")
	}
}

// words cuts a text where it may wrap: around every Chinese character, and
// between Latin words and numbers.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := 0 // of the Latin word at hand
		for i, r := range text {
			if r < 0x2e80 && r != ' ' {
				continue
			}
			_, size := utf8.DecodeRuneInString(text[i:])
			end := i + size
			if start < i && !yield(text[start:i]) || !yield(text[i:end]) {
				return
			}
			start = end
		}
		if start < len(text) {
			yield(text[start:])
		}
	}
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
