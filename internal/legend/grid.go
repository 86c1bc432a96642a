package legend

import (
	"slices"
	"strings"
	"sync"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// Grid is a sheet of a template by column and row.
type Grid struct {
	*fill.Form
	cells map[[2]int]*fill.FormCell
	spans map[int][2]int // by row, the first and the last column with content
	Body  int            // the first row with an amount or a formula, 0 if there is none
	Last  int            // the last row with content

	noted sync.Once
	notes []Stated // what its lines say of units, in order
}

// Text is what a cell says, and where.
type Text struct {
	Col, Row int
	Says     string // without tags and blanks
}

// New makes a grid of a form.
func New(f *fill.Form) *Grid {
	g := &Grid{Form: f, cells: map[[2]int]*fill.FormCell{}, spans: map[int][2]int{}}
	for r, c := range f.Cells() {
		g.Last = r.R
		x, holds := g.spans[r.R]
		if !holds {
			x[0] = c.Col
		}
		g.spans[r.R] = [2]int{min(x[0], c.Col), max(x[1], c.Col)}
		g.cells[[2]int{c.Col, r.R}] = c
		if g.Body == 0 && Figure(c) {
			g.Body = r.R
		}
	}
	return g
}

// Figure says whether a cell shows an amount alone, or a formula.
func Figure(c *fill.FormCell) bool {
	return c != nil && (c.Formula != nil || Amount(c) != nil)
}

// Amount is the tag of a cell that shows one amount of a view and nothing else,
// nil of any other.
func Amount(c *fill.FormCell) *tags.Part {
	if c == nil || len(c.Parts) != 1 || !c.Parts[0].Amount || c.Parts[0].List == "" {
		return nil
	}
	return &c.Parts[0]
}

// At is a cell, nil if it is blank.
func (g *Grid) At(col, row int) *fill.FormCell { return g.cells[[2]int{col, row}] }

// Over is the cell that shows in a place, also where a merged one hides it.
func (g *Grid) Over(col, row int) (c *fill.FormCell, at a1.Range) {
	for _, m := range g.Merges {
		if m.Has(col, row) {
			return g.At(m.Col1, m.Row1), m
		}
	}
	return g.At(col, row), a1.Cell(col, row)
}

// Constant says whether a cell holds only text.
func Constant(c *fill.FormCell) bool {
	return c != nil && c.Formula == nil && !slices.ContainsFunc(c.Parts, tags.Part.Tag)
}

// Says is the text of a cell without tags and blanks.
func Says(c *fill.FormCell) string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	for _, p := range c.Parts {
		if !p.Tag() {
			b.WriteString(p.Text)
		}
	}
	return strings.Join(strings.Fields(b.String()), "")
}

// heading says whether a cell can be the header of a column: a text, perhaps
// with the year in it, that is no number and no line such as 单位：元.
func heading(c *fill.FormCell) string {
	if c == nil || c.Formula != nil || slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.List != "" || p.Opaque }) {
		return ""
	}
	text := Says(c)
	if own, _ := strings.CutPrefix(text, "其中"); strings.ContainsAny(strings.TrimLeft(own, "：:"), "：:") || strings.HasPrefix(text, "：") || digits.MatchString(text) {
		return ""
	}
	return text
}

var digits = pattern.Of(`^[\d.]*$`)

// Headers are the texts above a cell that say what its column is, the lowest
// first. A text over the whole width of the table is its title.
func (g *Grid) Headers(col, row int) (out []Text) {
	for r := row - 1; r > 0; r-- {
		c, at := g.Over(col, r)
		text := heading(c)
		if text != "" && g.figures(r) { // the label of a row
			text = ""
		}
		if text == "" {
			if len(out) > 0 && !digits.MatchString(Says(c)) {
				break
			}
			if len(out) > 0 && c == nil {
				break
			}
			continue
		}
		if len(out) > 0 && g.alone(at) || g.titled(at) {
			break
		}
		out = append(out, Text{at.Col1, at.Row1, text})
		r = at.Row1
	}
	return out
}

// figures says whether a row shows any amount, or a formula.
func (g *Grid) figures(row int) bool {
	for i := range g.Rows {
		if g.Rows[i].R == row {
			return slices.ContainsFunc(g.Rows[i].Cells, func(c fill.FormCell) bool { return Figure(&c) })
		}
	}
	return false
}

// titled says whether a text stands over all columns of the sheet.
func (g *Grid) titled(at a1.Range) bool {
	from, to := g.columns()
	return to-from > 1 && at.Col1 <= from && at.Col2 >= to
}

// alone says whether nothing else stands in the rows of a range.
func (g *Grid) alone(at a1.Range) bool {
	for row := at.Row1; row <= at.Row2; row++ {
		if x, holds := g.spans[row]; holds && (x[0] < at.Col1 || x[1] > at.Col2) {
			return false
		}
	}
	return true
}

// columns are the first and the last column with content.
func (g *Grid) columns() (from, to int) {
	for _, x := range g.spans {
		if from == 0 || x[0] < from {
			from = x[0]
		}
		to = max(to, x[1])
	}
	return from, to
}

// Label is the text to the left of a cell that says what its row is; Says is ""
// if there is none.
func (g *Grid) Label(col, row int) Text {
	for c := col - 1; c > 0; c-- {
		x, at := g.Over(c, row)
		if text := heading(x); text != "" && Constant(x) && at.Row1 == row {
			return Text{at.Col1, at.Row1, text}
		}
	}
	return Text{}
}

// Titles are the texts above the headers that name the table: those that end in
// 表, but for what stands in brackets behind it.
func (g *Grid) Titles() (out []Text) {
	for _, r := range g.Rows {
		if g.Body > 0 && r.R >= g.Body || len(out) > 0 && r.R > out[0].Row+1 {
			break
		}
		for i := range r.Cells {
			text := heading(&r.Cells[i])
			if bare := Bare(text); strings.HasSuffix(bare, "表") && len([]rune(bare)) > 2 {
				out = append(out, Text{r.Cells[i].Col, r.R, text})
			}
		}
	}
	return out
}

// TitlesOver are the titles of the table that a row belongs to: of several tables one below
// the other, the text that stands alone nearest above it.
func (g *Grid) TitlesOver(row int) []Text {
	out := g.Titles()
	for _, r := range g.Rows {
		if r.R >= row {
			break
		}
		for i := range r.Cells {
			text := heading(&r.Cells[i])
			if !strings.Contains(text, "表") || len(out) == 0 || r.R <= out[0].Row+1 {
				continue
			}
			_, at := g.Over(r.Cells[i].Col, r.R)
			if bare := Bare(text); strings.HasSuffix(bare, "表") && len([]rune(bare)) > 2 && at.Col2 > at.Col1 && g.alone(at) {
				out = []Text{{r.Cells[i].Col, r.R, text}}
			}
		}
	}
	return out
}

// brackets is what stands in brackets in a text.
var brackets = pattern.Of(`[（(][^（()）]*[)）]`)

// ordinal is how the lines of a form are counted.
var ordinal = pattern.Of(`^([一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|[\d]+[、.．]|[①-⑳]|其中[：:]?|其中)`)

// Bare is a text without what stands in brackets.
func Bare(text string) string { return brackets.ReplaceAllString(text, "") }

// Unnumbered is a text without brackets and without the number before it.
func Unnumbered(text string) string {
	for {
		rest := ordinal.ReplaceAllString(text, "")
		if rest == text {
			return Bare(text)
		}
		text = rest
	}
}
