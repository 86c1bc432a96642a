package bind

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// derived is how a column follows from two others of its block: the difference, or
// the share of the difference in the one that is taken away.
type derived struct {
	from, less int // columns of the example
	share      bool
	hundred    bool // printed as a number of per cent
}

// changes finds the columns that show how others differ, such as 增减额 and 增减%.
// Their words have no meaning of their own, at least two lines other than zero must
// show it, and no other pair of columns may.
func (w *words) changes(t *table, rows []int, cols []int) map[int]derived {
	out := map[int]derived{}
	compares := func(c int) bool { heads := t.heads(c); return len(heads) > 0 && compareHead.MatchString(heads[0]) }
	means := func(c int) bool { f := w.column(t, c); return (f.known || f.said.last) && !compares(c) }
	for _, c := range cols {
		if means(c) || !changeHead.MatchString(t.headed(c)) {
			continue
		}
		var found []derived
		for _, a := range cols {
			for _, b := range cols {
				if a == b || a == c || b == c || !means(a) || !means(b) {
					continue
				}
				for _, d := range []derived{{from: a, less: b}, {from: a, less: b, share: true}, {from: a, less: b, share: true, hundred: true}} {
					if t.derives(rows, c, d) {
						found = append(found, d)
					}
				}
			}
		}
		if len(found) == 1 {
			out[c] = found[0]
		}
	}
	return out
}

// changeHead is the header of a column that shows how others differ.
var changeHead = regexp.MustCompile(`增|减|变动|变化|差额|比`)

// compareHead is one that says so by itself.
var compareHead = regexp.MustCompile(`^(比.*)?(增减|增长|增加|变动|变化|差额)`)

// derives says whether a column follows from two others in every row.
func (t *table) derives(rows []int, col int, d derived) bool {
	shown := 0
	for _, row := range rows {
		a, _ := t.cells[pos{d.from, row}].amount()
		b, _ := t.cells[pos{d.less, row}].amount()
		is, ok := t.cells[pos{col, row}].amount()
		if ok && !t.cells[pos{col, row}].numeric {
			return false // a text
		}
		want, half := a.Sub(b), decimal.New(1, -2)
		if d.share {
			if b.IsZero() {
				if ok && !is.IsZero() {
					return false
				}
				continue
			}
			// both figures are rounded
			half = half.Div(decimal.NewFromInt(2)).Mul(decimal.NewFromInt(1).Add(a.Div(b).Abs())).Div(b.Abs())
			want = want.Div(b)
			if d.hundred {
				want, half = want.Shift(2), half.Shift(2)
			}
		}
		if is.Sub(want).Abs().GreaterThan(half.Add(decimal.New(6, -1-places(is)))) {
			return false
		}
		if !is.IsZero() && !b.IsZero() && !a.IsZero() {
			shown++
		}
	}
	return shown >= 2
}

// places are the decimals that a figure shows, two at least where it is not whole.
func places(d decimal.Decimal) int32 {
	_, decimals, _ := strings.Cut(d.String(), ".")
	return int32(max(len(decimals), 2))
}

// formula is a derived column in a row of the form.
func (d derived) formula(cols map[int]int, row int) string {
	a, b := cellName(pos{cols[d.from], row}), cellName(pos{cols[d.less], row})
	switch {
	case d.hundred:
		return fmt.Sprintf("=IF(N(%s)=0,0,(%s-%s)/%s*100)", b, a, b, b)
	case d.share:
		return fmt.Sprintf("=IF(N(%s)=0,0,(%s-%s)/%s)", b, a, b, b)
	}
	return fmt.Sprintf("=%s-%s", a, b)
}

// figureRows are the rows of lines.
func figureRows(lines []line) (rows []int) {
	for _, l := range lines {
		rows = append(rows, l.row)
	}
	slices.Sort(rows)
	return rows
}
