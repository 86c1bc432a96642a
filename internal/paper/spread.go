package paper

import (
	"slices"

	"ysgk/internal/textwidth"
)

// spread lets texts that do not wrap run over the empty cells beside them, as sheets
// show them; in a document they would become several lines.
func (r *reader) spread(row *Row) {
	for i := 0; i < len(row.Cells); i++ {
		c := &row.Cells[i]
		if c.Text == "" || c.Number || c.Look.Wrap || c.Under || c.Down > 1 {
			continue
		}
		need := float64(textwidth.Of(c.Text))*c.Look.Size/2 + 6
		left, right := i, i
		width := r.wide(c)
		for width < need {
			switch {
			case c.Look.Across != "right" && right+1 < len(row.Cells) && free(&row.Cells[right+1]) && c.Edges.Right == (Edge{}):
				right++
				width += r.wide(&row.Cells[right])
			case c.Look.Across == "right" && left > 0 && free(&row.Cells[left-1]) && c.Edges.Left == (Edge{}):
				left--
				width += r.wide(&row.Cells[left])
			default:
				need = 0
			}
		}
		if left == right {
			continue
		}
		one := *c
		one.Col, one.Span = row.Cells[left].Col, 0
		for _, x := range row.Cells[left : right+1] {
			one.Span += x.Span
		}
		row.Cells = slices.Replace(row.Cells, left, right+1, one)
		i = left
	}
}

// free says whether a text may run over a cell.
func free(c *Cell) bool { return c.Text == "" && c.Down == 1 && !c.Under && *c.Edges == (Edges{}) }

func (r *reader) wide(c *Cell) (w float64) {
	for k := c.Col; k < c.Col+c.Span; k++ {
		w += r.out.Columns[k]
	}
	return w
}
