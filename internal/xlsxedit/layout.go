package xlsxedit

import (
	"strconv"

	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// styleAttr is the format of a cell's start tag.
var styleAttr = pattern.Of(`\ss\s*=\s*("[^"]*"|'[^']*')`)

// Layout is how wide the columns and how high the rows of a sheet are, which
// decides how large a comment's box comes out.
type Layout struct {
	columns []layoutColumn
	heights map[int]float64 // points
	width   float64         // of other columns, in characters
	height  float64         // of other rows, in points
}

type layoutColumn struct {
	from, to, style int
	width           float64
	sized           bool
}

func newLayout() *Layout {
	return &Layout{heights: map[int]float64{}, width: DefaultWidth, height: 15}
}

func (l *Layout) defaults(t *xlsxread.Token) {
	if w, err := strconv.ParseFloat(t.Attr("defaultColWidth"), 64); err == nil {
		l.width = w
	}
	if h, err := strconv.ParseFloat(t.Attr("defaultRowHeight"), 64); err == nil {
		l.height = h
	}
}

func (l *Layout) column(t *xlsxread.Token) {
	var c layoutColumn
	c.from, _ = strconv.Atoi(t.Attr("min"))
	c.to, _ = strconv.Atoi(t.Attr("max"))
	c.style, _ = strconv.Atoi(t.Attr("style"))
	if w, err := strconv.ParseFloat(t.Attr("width"), 64); err == nil {
		c.width, c.sized = w, true
	}
	if t.On("hidden") {
		c.width, c.sized = 0, true
	}
	l.columns = append(l.columns, c)
}

func (l *Layout) row(row int, t *xlsxread.Token) {
	if h, err := strconv.ParseFloat(t.Attr("ht"), 64); err == nil {
		l.heights[row] = h
	}
	if t.On("hidden") {
		l.heights[row] = 0
	}
}

// styleOf is the format of the cells that a column does not store.
func (l *Layout) styleOf(col int) int {
	for _, c := range l.columns {
		if col >= c.from && col <= c.to {
			return c.style
		}
	}
	return 0
}

// columnPixels is the width of a column: a character is seven pixels, with five
// of padding (ECMA-376 part 1, 18.3.1.13).
func (l *Layout) columnPixels(col int) int {
	w := l.width
	for _, c := range l.columns {
		if col >= c.from && col <= c.to && c.sized {
			w = c.width
		}
	}
	if w == 0 {
		return 0
	}
	return int(w*7) + 5
}

func (l *Layout) rowPixels(row int) int {
	h, ok := l.heights[row]
	if !ok {
		h = l.height
	}
	return int(h * 96 / 72)
}

// box is the anchor of a comment of some size in pixels to the right of a cell:
// column and offset, row and offset of its corners, counted from 0.
func (l *Layout) box(at Pos, width, height int) [8]int {
	const margin = 12
	col, row := at.Col, max(at.Row-2, 0)
	right, x := extend(col, margin+width, func(i int) int { return l.columnPixels(i + 1) })
	bottom, y := extend(row, margin+height, func(i int) int { return l.rowPixels(i + 1) })
	return [8]int{col, margin, row, margin, right, x, bottom, y}
}

// extend goes some pixels on from the start of track i and gives the track
// where that ends, and how far into it.
func extend(i, pixels int, size func(i int) int) (track, offset int) {
	for n := 0; n < 500; n++ { // hidden ones have no size
		s := size(i)
		if pixels <= s {
			return i, pixels
		}
		pixels -= s
		i++
	}
	return i, 0
}
