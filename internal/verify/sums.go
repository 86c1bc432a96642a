package verify

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// printed says whether a share or a rank is what the amounts give, as far as it was
// written down: 0.36 is near 0.3597. Where amounts were typed with two decimals,
// each may be off by half of the last.
func (v *verifier) printed(text string, at ref, cells []ref, got, want decimal.Decimal) bool {
	room := decimal.New(1, 1-noise)
	if _, decimals, ok := strings.Cut(got.String(), "."); ok { // a rank has none
		room = decimal.Max(room, decimal.New(5, int32(-len(decimals)-1)))
	}
	off := got.Sub(want).Abs()
	if off.LessThanOrEqual(room) || !v.book.typed {
		return off.LessThanOrEqual(room)
	}
	x := &cell{sheet: at.sheet, col: at.Col, row: at.Row}
	for _, r := range cells[:min(len(cells), mostNudged)] {
		nudged := func(q ref) formula.Value {
			y := value(q.sheet.cells[q.Pos])
			if q == r && y.Kind == formula.Number {
				y.Num = y.Num.Add(decimal.New(5, -3))
			}
			return y
		}
		if moved, ok := v.drawnResult(text, x, nudged); ok && moved.Kind == formula.Number {
			room = room.Add(moved.Num.Sub(want).Abs())
		}
	}
	return off.LessThanOrEqual(room)
}

// mostNudged is of how many amounts it is tried what their rounding does: the time
// grows with their square.
const mostNudged = 500

// rounding is how far a typed amount may be from what a formula of certain cells gives:
// it was rounded itself, and so were these, but for amounts in 元.
func (v *verifier) rounding(cells []ref) (sum decimal.Decimal) {
	if !v.book.typed {
		return sum
	}
	half := decimal.New(5, -3)
	sum = half
	for _, r := range cells {
		if d, ok := r.sheet.cells[r.Pos].number(); ok && !d.IsZero() && v.unit() > 0 {
			sum = sum.Add(half)
		}
	}
	return sum
}

// called is the label to the left of a cell, for messages: the first of several
// texts that adjoin.
func (t *table) called(row, col int) string {
	first := ""
	for ; col >= max(1, t.left); col-- {
		c := t.sheet.at(col, row)
		words := c != nil && c.kind == xlsxread.Text && strings.Trim(c.text, "0123456789 ") != ""
		if words {
			first = together(c.text)
		} else if first != "" {
			break
		}
	}
	if first == "" {
		return ""
	}
	return "「" + first + "」"
}

// together is a label without the blanks that spread it over its cell: 合　　计.
func together(label string) string {
	words := strings.Fields(label)
	if slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) > 1 }) {
		return strings.Join(words, " ")
	}
	return strings.Join(words, "")
}

// addsUp says whether what a column shows of a record is by the template the sum
// of what it shows of those directly below: amounts, and sums and differences of
// amounts in the same row. Shares, counts and ranks are not.
func (v *verifier) addsUp(t *table, col int, r *record) bool {
	return !slices.ContainsFunc(r.kids, func(k *record) bool {
		return !v.additive(t, col, r.tpl, k.tpl)
	})
}

// additive says so of two rows of the template.
func (v *verifier) additive(t *table, col, above, below int) bool {
	id := [3]int{col, above, below}
	got, ok := t.additive[id]
	if !ok {
		got = v.linear(t, col, above, below, 0)
		t.additive[id] = got
	}
	return got
}

func (v *verifier) linear(t *table, col, above, below, depth int) bool {
	mine, theirs := t.cells[xlsxedit.Pos{Col: col, Row: above}], t.cells[xlsxedit.Pos{Col: col, Row: below}]
	if mine == nil || theirs == nil || !amount(mine) || !amount(theirs) || depth > maxDepth {
		return false
	}
	switch f, g := mine.Formula, theirs.Formula; {
	case f == nil && g == nil:
		return true
	case f != nil && g != nil && f.Copied(0, below-above) != g.Text:
		return false
	case f != nil:
		return v.ofRow(t, f, above, above, below, depth)
	default:
		return v.ofRow(t, g, below, above, below, depth)
	}
}

// maxDepth is how far sums of sums are followed.
const maxDepth = 9

// ofRow says whether a formula adds and subtracts nothing but amounts of its own
// row that add up.
func (v *verifier) ofRow(t *table, f *formula.Formula, row, above, below, depth int) bool {
	return v.sums(f, true) && !slices.ContainsFunc(f.Operands, func(o formula.Operand) bool {
		if o.Ref.Sheet != "" || o.Ref.Row1 != row || o.Ref.Row2 != row || o.Ref.Col1 == 0 {
			return true
		}
		for c := o.Ref.Col1; c <= o.Ref.Col2; c++ {
			if !v.linear(t, c, above, below, depth+1) {
				return true
			}
		}
		return false
	})
}

// The ways to write a sum: what they match is one once more.
var (
	sum     = `§(?:[+-]§)*`
	asASum  = regexp.MustCompile(`(?:SUM)?\(` + sum + `(?:,` + sum + `)*\)|N\(` + sum + `\)|IFERROR\(` + sum + `,0\)`)
	rounded = regexp.MustCompile(`ROUND\(` + sum + `,[2-9]\)`)
	wholly  = regexp.MustCompile(`^[+-]?` + sum + `$`)
)

// oneOfRange says whether an operand is a range that stands alone, of which a formula
// takes the cell beside it.
func oneOfRange(o formula.Operand) bool { return o.Func == "" && !o.Ref.Single() }

// sums says whether a formula does nothing but add up cells, and subtract some if
// less is true. One that rounds does not in tables of 万元, where more than cents
// are printed.
func (v *verifier) sums(f *formula.Formula, less bool) bool {
	if len(f.Names())+len(f.Tables()) > 0 || f.Beyond() != "" || slices.ContainsFunc(f.Operands, oneOfRange) {
		return false
	}
	text := strings.Join(strings.Fields(f.Rewrite(func(formula.Operand) string { return hole })), "")
	for before := ""; text != before; {
		before, text = text, asASum.ReplaceAllString(strings.ToUpper(text), hole)
		if v.unit() == 0 {
			text = rounded.ReplaceAllString(text, hole)
		}
	}
	return wholly.MatchString(text) && (less || !strings.Contains(f.Text, "-"))
}
