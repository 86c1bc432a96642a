package propose

import (
	"regexp"
	"strings"
	"unicode"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// pos is a cell.
type pos struct{ col, row int }

// grid is the texts of a sheet, each of a merged range in all its cells.
type grid struct {
	texts map[pos]string
	whole map[pos]a1.Range // the merged range of a cell
	last  pos
}

func newGrid() *grid { return &grid{texts: map[pos]string{}, whole: map[pos]a1.Range{}} }

func (g *grid) put(at pos, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	g.texts[at] = text
	g.last.col, g.last.row = max(g.last.col, at.col), max(g.last.row, at.row)
}

// merge shows a merged range's text in all its cells.
func (g *grid) merge(ranges []a1.Range) {
	for _, r := range ranges {
		if (r.Row2-r.Row1+1)*(r.Col2-r.Col1+1) > 10_000 {
			continue // no header
		}
		text := g.texts[pos{r.Col1, r.Row1}]
		for row := r.Row1; row <= r.Row2; row++ {
			for col := r.Col1; col <= r.Col2; col++ {
				g.put(pos{col, row}, text)
				g.whole[pos{col, row}] = r
			}
		}
	}
}

// own says whether a cell holds its text itself and not as part of a merged range.
func (g *grid) own(at pos) bool {
	r, merged := g.whole[at]
	return !merged || r.Col1 == at.col && r.Row1 == at.row
}

// title is the row and text of the sheet's title: the first text near the top
// that stands alone in its row and ends as names of tables do.
func (g *grid) title() (row int, text string) {
	for row := 1; row <= min(g.last.row, 6); row++ {
		var texts []string
		for col := 1; col <= g.last.col; col++ {
			if at := (pos{col, row}); g.own(at) && g.texts[at] != "" {
				texts = append(texts, g.texts[at])
			}
		}
		if len(texts) != 1 {
			continue
		}
		if t := bare(texts[0]); strings.HasSuffix(t, "表") && len([]rune(t)) >= 4 {
			return row, texts[0]
		}
	}
	return 0, ""
}

// head is the header of a column: the lowest text between two rows.
func (g *grid) head(col, from, to int) string {
	for row := to; row >= from; row-- {
		t := g.texts[pos{col, row}]
		if t != "" && !strings.ContainsAny(t, ":：") && !number.MatchString(strings.TrimSpace(t)) {
			return t
		}
	}
	return ""
}

var (
	number    = regexp.MustCompile(`^\d+$`)
	brackets  = regexp.MustCompile(`[（(][^（）()]*[）)]`)
	years     = regexp.MustCompile(`(19|20)\d\d\s*年度?|年度?$`)
	numbering = regexp.MustCompile(`^([一二三四五六七八九十]+、|\d+[.．、]|[①-⑳]|其中[:：])`)
)

// bare is a text without blanks, tags, brackets and the year.
func bare(s string) string {
	s = brackets.ReplaceAllString(tags.Without(s), "")
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimPrefix(years.ReplaceAllString(s, ""), "年")
}

// label is the name of a row without blanks, brackets and numbering.
func label(s string) string {
	s = bare(s)
	for {
		cut := numbering.ReplaceAllString(s, "")
		if cut == s {
			return s
		}
		s = cut
	}
}

// formGrid is what a form says, tags as they would be written.
func formGrid(f *fill.Form) *grid {
	g := newGrid()
	for _, r := range f.Rows {
		for _, c := range r.Cells {
			if c.Formula != nil {
				continue
			}
			text := ""
			for _, p := range c.Parts {
				text += partText(p)
			}
			g.put(pos{c.Col, r.R}, text)
		}
	}
	g.merge(f.Merges)
	return g
}

// partText is a part as a template says it; for titles and labels the tag of a
// record only matters as one.
func partText(p tags.Part) string {
	switch {
	case p.Scalar != "":
		return "{{" + p.Scalar + "}}"
	case p.Tag():
		return "{{}}"
	}
	return p.Text
}
