package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// screen is how wide a terminal is that nobody has changed.
const screen = 80

// narrow is what a column of texts keeps at least.
const narrow = 16

// grid is a table that fits the screen: its texts are broken into lines, its
// numbers and places are not. Nothing is cut.
type grid struct {
	table.Writer
	rows    [][]string // the header and all others
	numbers []int      // columns, counted from 1
	places  []int      // columns of cells' names
	bare    bool       // without lines around it
}

// amountTable is an empty table; the columns given hold numbers.
func amountTable(numbers ...int) *grid {
	w := table.NewWriter()
	w.SetStyle(table.StyleLight)
	w.Style().Format.Header = text.FormatDefault
	return &grid{Writer: w, numbers: numbers}
}

func (g *grid) AppendHeader(row table.Row, _ ...table.RowConfig) {
	g.measure(row)
	g.Writer.AppendHeader(row)
}

func (g *grid) AppendRow(row table.Row, _ ...table.RowConfig) {
	g.measure(row)
	g.Writer.AppendRow(row)
}

func (g *grid) AppendFooter(row table.Row, _ ...table.RowConfig) {
	g.measure(row)
	g.Writer.AppendFooter(row)
}

func (g *grid) measure(row table.Row) {
	cells := make([]string, len(row))
	for i, c := range row {
		cells[i] = fmt.Sprint(c)
	}
	g.rows = append(g.rows, cells)
}

// Render gives the table with lines around it, or without them where numbers
// and places leave too little to the texts.
func (g *grid) Render() string {
	widths, fits := g.widths(3, 1)
	if g.bare || !fits {
		g.Style().Options = table.OptionsNoBordersAndSeparators
		g.Style().Options.SeparateHeader = true
		widths, _ = g.widths(2, 0)
	}
	var columns []table.ColumnConfig
	for i, width := range widths {
		c := table.ColumnConfig{Number: i + 1, WidthMax: width, WidthMaxEnforcer: broken}
		if slices.Contains(g.numbers, i+1) {
			c.Align, c.AlignHeader, c.AlignFooter = text.AlignRight, text.AlignRight, text.AlignRight
		}
		columns = append(columns, c)
	}
	g.SetColumnConfigs(columns)
	return trimmed(g.Writer.Render())
}

// widths are those of the columns, with so much between them and around all.
// fits says that no text had to become narrower than it may.
func (g *grid) widths(between, around int) (widths []int, fits bool) {
	var least []int
	for n, row := range g.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths, least = append(widths, 0), append(least, 0)
			}
			w := text.LongestLineLen(cell)
			widths[i] = max(widths[i], w)
			switch {
			case slices.Contains(g.numbers, i+1), slices.Contains(g.places, i+1) && n > 0:
				least[i] = max(least[i], w)
			default:
				least[i] = max(least[i], min(w, narrow))
				for _, piece := range pieces(cell) {
					least[i] = max(least[i], min(text.StringWidth(piece), screen/2))
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

// trimmed is a text without blanks at the ends of its lines.
func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// broken breaks a text into lines of a width, but no figure, code or tag.
func broken(s string, width int) string {
	var lines []string
	for given := range strings.SplitSeq(s, "\n") {
		line := ""
		for _, piece := range pieces(given) {
			if line != "" && text.StringWidth(line+piece) > width {
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
