package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ysgk/internal/textwidth"
)

// screen is how wide a terminal is that nobody has changed.
const screen = 80

// narrow is what a column of texts keeps at least.
const narrow = 16

// grid is a table that fits the screen: its texts are broken into lines, its
// numbers and places are not. Nothing is cut.
type grid struct {
	head, foot []string
	rows       [][]string // nil is a line across
	numbers    []int      // columns, counted from 1
	places     []int      // columns of cells' names
	bare       bool       // without lines around and between
	open       bool       // without lines around
}

// amountTable is an empty table; the columns given hold numbers.
func amountTable(numbers ...int) *grid { return &grid{numbers: numbers} }

// heads gives the table its header.
func (g *grid) heads(cells ...any) { g.head = written(cells) }

// row adds a row.
func (g *grid) row(cells ...any) { g.rows = append(g.rows, written(cells)) }

// line draws a line below the rows so far.
func (g *grid) line() { g.rows = append(g.rows, nil) }

// foots gives the table its last row.
func (g *grid) foots(cells ...any) { g.foot = written(cells) }

func written(cells []any) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.ReplaceAll(fmt.Sprint(c), "\t", "    ")
	}
	return out
}

// Render gives the table with lines around it, or without them where numbers
// and places leave too little to the texts.
func (g *grid) Render() string {
	widths, fits := g.widths(3, 1)
	bare := g.bare || !fits
	if bare {
		widths, _ = g.widths(2, 0)
	}
	var lines [][][]string // of each row, of each column
	width := make([]int, len(widths))
	for _, row := range g.all() {
		var cells [][]string
		for i, cell := range row {
			cells = append(cells, strings.Split(broken(cell, widths[i]), "\n"))
			for n, l := range cells[i] {
				cells[i][n] = strings.TrimRight(l, " ")
				width[i] = max(width[i], textwidth.OnScreen(cells[i][n]))
			}
		}
		lines = append(lines, cells)
	}
	var out []string
	across := func(left, between, right string) {
		var bars []string
		for _, w := range width {
			bars = append(bars, strings.Repeat("─", w+2))
		}
		switch {
		case bare:
			left, between, right = "", "", ""
		case g.open:
			left, right = "", ""
		}
		out = append(out, left+strings.Join(bars, between)+right)
	}
	framed := !bare && !g.open
	if framed {
		across("┌", "┬", "┐")
	}
	for n, cells := range lines {
		if cells == nil && n > 1 || n == len(lines)-1 && g.foot != nil && !bare {
			across("├", "┼", "┤")
		}
		for _, line := range g.drawn(cells, width) {
			switch {
			case framed:
				out = append(out, "│"+strings.Join(line, "│")+"│")
			case bare:
				out = append(out, strings.Join(line, ""))
			default:
				out = append(out, strings.Join(line, "│"))
			}
		}
		if n == 0 && g.head != nil {
			across("├", "┼", "┤")
		}
	}
	if framed {
		across("└", "┴", "┘")
	}
	for i, l := range out {
		out[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(out, "\n")
}

// all are the rows with header and footer.
func (g *grid) all() [][]string {
	var ends [2][][]string
	for i, row := range [][]string{g.head, g.foot} {
		if row != nil {
			ends[i] = [][]string{row}
		}
	}
	return slices.Concat(ends[0], g.rows, ends[1])
}

// drawn are the lines of a row, whose cells are in lines, by column.
func (g *grid) drawn(cells [][]string, width []int) (out [][]string) {
	high := 0
	for _, c := range cells {
		high = max(high, len(c))
	}
	for n := range high {
		var line []string
		for i, w := range width {
			text := ""
			if i < len(cells) && n < len(cells[i]) {
				text = cells[i][n]
			}
			room := strings.Repeat(" ", w-textwidth.OnScreen(text))
			if slices.Contains(g.numbers, i+1) {
				text = room + text
			} else {
				text += room
			}
			line = append(line, " "+text+" ")
		}
		out = append(out, line)
	}
	return out
}

// widths are those of the columns, with so much between them and around all.
// fits says that no text had to become narrower than it may.
func (g *grid) widths(between, around int) (widths []int, fits bool) {
	var least []int
	for n, row := range g.all() {
		for i, cell := range row {
			if i == len(widths) {
				widths, least = append(widths, 0), append(least, 0)
			}
			w := 0
			for line := range strings.SplitSeq(cell, "\n") {
				w = max(w, textwidth.OnScreen(line))
			}
			widths[i] = max(widths[i], w)
			switch {
			case slices.Contains(g.numbers, i+1), slices.Contains(g.places, i+1) && n > 0:
				least[i] = max(least[i], w)
			default:
				least[i] = max(least[i], min(w, narrow))
				for _, piece := range pieces(cell) {
					least[i] = max(least[i], min(textwidth.OnScreen(piece), screen/2))
				}
			}
		}
	}
	over := around - screen
	for _, w := range widths {
		over += w + between
	}
	for ; over > 0; over-- {
		widest := -1
		for i, w := range widths {
			if w > least[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return widths, false
		}
		widths[widest]--
	}
	return widths, true
}

// broken breaks a text into lines of a width, but no figure, code or tag.
func broken(s string, width int) string {
	var lines []string
	for given := range strings.SplitSeq(s, "\n") {
		line := ""
		for _, piece := range pieces(given) {
			if line != "" && textwidth.OnScreen(line+piece) > width {
				lines, line = append(lines, line), ""
			}
			line += piece
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// pieces are the parts of a text that stand in one line: tags, runs of letters and
// digits, and single characters, each with the marks that close it.
func pieces(s string) (out []string) {
	runes := []rune(s)
	for start := 0; start < len(runes); {
		end := start + 1
		if tag := tagEnd(runes[start:]); tag > 0 {
			end = start + tag
		} else {
			for end < len(runes) && (letter(runes[end-1]) && letter(runes[end]) || strings.ContainsRune(" ，。；：、）》”·", runes[end])) {
				end++
			}
		}
		out, start = append(out, string(runes[start:end])), end
	}
	return out
}

// tagEnd is where a tag ends that a text begins with, 0 if it begins with none.
func tagEnd(runes []rune) int {
	if len(runes) < 2 || runes[0] != '{' || runes[1] != '{' {
		return 0
	}
	for i := 3; i < len(runes); i++ {
		if runes[i-1] == '}' && runes[i] == '}' {
			return i + 1
		}
	}
	return 0
}

func letter(r rune) bool { return r < unicode.MaxASCII && r != ' ' && r != '{' }
