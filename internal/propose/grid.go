package propose

import (
	"regexp"

	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/ooxml"
)

// grid is a sheet as texts.
type grid struct {
	sheet  *ooxml.Sheet
	texts  map[ooxml.Pos]string // of cells that are not blank; formulas begin with =
	merges []a1.Range
	last   int // row
	right  int // column
}

// grids reads all sheets of a workbook.
func grids(book []byte) (out []*grid, err error) {
	f, err := ooxml.Open(book)
	if err != nil {
		return nil, err
	}
	wb, err := f.Workbook()
	if err != nil {
		return nil, err
	}
	shared, err := f.Strings(wb)
	if err != nil {
		return nil, err
	}
	for _, ref := range wb.Sheets {
		s, err := f.Sheet(ref, shared)
		if err != nil {
			continue // a chart sheet
		}
		out = append(out, newGrid(s))
	}
	return out, nil
}

func newGrid(s *ooxml.Sheet) *grid {
	g := &grid{sheet: s, texts: map[ooxml.Pos]string{}, merges: s.Merges}
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			text := c.Text
			if text == "" {
				text = c.Value
			}
			if c.Formula != nil {
				text = "=" + c.Formula.Text
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			g.texts[ooxml.Pos{Col: c.Col, Row: r.R}] = text
			g.last, g.right = max(g.last, r.R), max(g.right, c.Col)
		}
	}
	return g
}

// text is what a cell shows; the cells of a merged range all show its text.
func (g *grid) text(col, row int) string {
	for _, m := range g.merges {
		if m.Has(col, row) {
			return g.texts[ooxml.Pos{Col: m.Col1, Row: m.Row1}]
		}
	}
	return g.texts[ooxml.Pos{Col: col, Row: row}]
}

// path are the headers above a column between two rows, from the top down.
func (g *grid) path(col, top, bottom int) (path []string) {
	for row := top; row <= bottom; row++ {
		if t := plain(g.text(col, row)); t != "" && (len(path) == 0 || path[len(path)-1] != t) {
			path = append(path, t)
		}
	}
	return path
}

var (
	tagged = regexp.MustCompile(`[{｛]{2}[^{}｛｝]*[}｝]{2}`)
	years  = regexp.MustCompile(`(19|20)\d\d年?度?`)
	noise  = regexp.MustCompile(`[\s　（）()：:、，,。_\-]|万元|元`)
	digits = regexp.MustCompile(`^[\d.,%=\-]+$`)
)

// plain is a text without what differs from bureau to bureau: tags, years,
// blanks and signs.
func plain(text string) string {
	text = tagged.ReplaceAllString(text, "")
	text = years.ReplaceAllString(text, "")
	return strings.TrimPrefix(noise.ReplaceAllString(text, ""), "年")
}

// data says whether a text is an example of data: a number, a code or a formula;
// or a tag from an earlier try.
func data(text string) bool {
	return text == "" || tagged.MatchString(text) || strings.HasPrefix(text, "=") || digits.MatchString(strings.TrimSpace(text))
}

// leaf is the lowest header of a path.
func leaf(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}
