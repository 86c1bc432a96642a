package bind

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// derived is how a column follows from two others of its block: the difference, the
// share of the difference in the one that is taken away, or that of one in the other.
type derived struct {
	from, less int // columns of the example
	share      bool
	hundred    bool  // printed as a number of per cent
	total      bool  // the share of a line in the total of a column
	part       bool  // the share of one column in another one of the same line: less
	others     []int // columns that are taken away with less: 其余 is what they leave of 合计
}

// needs are the columns that one follows from.
func (d derived) needs() []int { return append([]int{d.from, d.less}, d.others...) }

// remains is how a column whose header is 其余… follows from one of totals and those beside it.
func (w *words) remains(t *table, rows []int, col int, cols []int) (out []derived) {
	heads := t.heads(col)
	if len(heads) == 0 || !remainHead.MatchString(key(heads[0])) {
		return nil
	}
	for _, a := range cols {
		if a == col || !w.column(t, a).generic {
			continue
		}
		var beside []int
		for _, o := range cols {
			if o != a && o != col && slices.Equal(t.heads(o)[min(1, len(t.heads(o))):], heads[1:]) {
				beside = append(beside, o)
			}
		}
		if len(beside) > 0 {
			out = append(out, derived{from: a, less: beside[0], others: beside[1:]})
		}
	}
	return slices.DeleteFunc(out, func(d derived) bool {
		return slices.ContainsFunc(cols, func(c int) bool { return !t.blank(c) }) && !t.derives(rows, col, d)
	})
}

// partOfChanges is how a column below a header such as 增减变化情况 follows from the two that have the
// same other headers below those of the two years; words say it, and no figure may speak against it.
func (w *words) partOfChanges(t *table, rows []int, col int, cols []int) (out []derived) {
	heads := t.heads(col)
	for i, head := range heads {
		head = yearWords.ReplaceAllString(head, "")
		if i == 0 || !compareHead.MatchString(head) || rateHead.MatchString(key(head)) {
			continue
		}
		alike := func(o int) bool {
			other := t.heads(o)
			return o != col && len(other) == len(heads) && slices.Equal(other[:i], heads[:i]) && slices.Equal(other[i+1:], heads[i+1:])
		}
		for _, a := range cols {
			for _, b := range cols {
				d := derived{from: a, less: b}
				if ok, _ := t.follows(rows, col, d); ok && alike(a) && alike(b) && !w.column(t, a).said.last && w.column(t, b).said.last {
					out = append(out, d)
				}
			}
		}
	}
	return out
}

// remainHead is the header of a column that shows what those beside it leave.
var remainHead = pattern.Of(`其余`)

// shares finds the columns that show what part each line is of the total, such as 占比: of one
// other column alone, in all lines and in at least two.
func (w *words) shares(t *table, lines []line, ids []string, cols []int) map[int]derived {
	if !slices.ContainsFunc(cols, func(c int) bool { return !t.blank(c) }) {
		return w.sharesSaid(t, cols)
	}
	out := map[int]derived{}
	root := slices.Index(ids, pack.Root)
	for _, c := range cols {
		if root < 0 && !ofOneKind(lines) || !shareHead.MatchString(key(t.headed(c))) {
			continue
		}
		row := 0
		if root >= 0 {
			row = lines[root].row
		}
		var found []derived
		for _, a := range cols {
			for _, d := range []derived{{from: a, total: true}, {from: a, total: true, hundred: true}} {
				if a != c && t.sharesOf(figureRows(lines), row, c, d) {
					found = append(found, d)
				}
			}
		}
		if len(found) > 0 && !slices.ContainsFunc(found, func(d derived) bool { return d.hundred != found[0].hundred }) {
			out[c] = found[0] // of 合计, which stands before the columns that may equal it
		}
	}
	return out
}

// sharesOfLines finds the columns of fixed lines that show what part each is of a line, the
// total or the one whose share is 1.
func (w *words) sharesOfLines(t *table, lines []line, cols []int) (shares map[int]derived, whole map[int]int) {
	shares, whole = map[int]derived{}, map[int]int{}
	if last := len(lines) - 1; last > 0 && lines[last].total && !slices.ContainsFunc(cols, func(c int) bool { return !t.blank(c) }) {
		shares = w.sharesSaid(t, cols)
		for c := range shares {
			whole[c] = lines[last].row
		}
		return shares, whole
	}
	for _, l := range lines {
		for _, c := range cols {
			is, ok := t.cells[pos{c, l.row}].amount()
			if _, found := shares[c]; found || !ok || !shareHead.MatchString(key(t.headed(c))) || !is.Equal(decimal.NewFromInt(1)) && !is.Equal(decimal.NewFromInt(100)) {
				continue
			}
			for _, a := range cols {
				d := derived{from: a, total: true, hundred: is.Equal(decimal.NewFromInt(100))}
				if _, found := shares[c]; !found && a != c && t.sharesOf(figureRows(lines), l.row, c, d) {
					shares[c], whole[c] = d, l.row
				}
			}
		}
	}
	return shares, whole
}

// shareHead is the header of a column that shows parts of the whole.
var shareHead = pattern.Of(`占.*[比%]|比重|占总|所占比例|构成比`)

// ofOneKind says whether lines are several of one kind, which make a whole without a line of its own.
func ofOneKind(lines []line) bool {
	return len(lines) > 1 && !slices.ContainsFunc(lines, func(l line) bool { return l.total || l.pattern() != lines[0].pattern() })
}

// sharesOf says whether a column shows the part that another one has of its total, which
// stands in a row; in none if it is the sum of all rows.
func (t *table) sharesOf(rows []int, root, col int, d derived) bool {
	whole, _ := t.cells[pos{d.from, root}].amount()
	for _, row := range rows {
		if root == 0 {
			a, _ := t.cells[pos{d.from, row}].amount()
			whole = whole.Add(a)
		}
	}
	if whole.IsZero() {
		return false
	}
	shown := 0
	for _, row := range rows {
		a, _ := t.cells[pos{d.from, row}].amount()
		c := t.cells[pos{col, row}]
		is, ok := c.amount()
		if ok && !c.numeric {
			return false // a text
		}
		want, half := a.Div(whole), decimal.New(5, -3).Mul(decimal.NewFromInt(2)).Div(whole.Abs())
		if d.hundred {
			want, half = want.Shift(2), half.Shift(2)
		}
		if is.Sub(want).Abs().GreaterThan(half.Add(decimal.New(6, -1-places(is)))) {
			return false
		}
		if !is.IsZero() && row != root {
			shown++
		}
	}
	return shown >= 2
}

// shareFormula is a share in a row of the form, of the total in another one, or of all lines
// that are printed there if there is none.
func (d derived) shareFormula(cols map[int]int, row int, totals []int) string {
	a, of := cellName(pos{cols[d.from], row}), ""
	if len(totals) > 0 {
		of = cellName(pos{cols[d.from], totals[0]})
	} else {
		all := a1.ColName(cols[d.from]) + "$" + strconv.Itoa(row)
		of = "SUM(" + all + ":" + all + ")"
	}
	times := ""
	if d.hundred {
		times = "*100"
	}
	return fmt.Sprintf("=IF(N(%s)=0,0,%s/%s%s)", of, a, of, times)
}

// changes finds the columns that show how others differ, such as 增减额 and 增减%.
// Their words have no meaning of their own, at least two lines other than zero must
// show it, and no other pair of columns may.
func (w *words) changes(t *table, rows []int, cols []int) map[int]derived {
	out := map[int]derived{}
	means := func(c int) bool { f := w.column(t, c); return (f.known || f.said.last) && !t.compares(c) }
	for _, c := range cols {
		found := append(w.remains(t, rows, c, cols), w.partOfChanges(t, rows, c, cols)...)
		if len(found) == 1 {
			out[c] = found[0]
		}
	}
	if !slices.ContainsFunc(cols, func(c int) bool { return !t.blank(c) }) {
		maps.Copy(out, w.changesSaid(t, slices.DeleteFunc(slices.Clone(cols), func(c int) bool { return !means(c) && !t.compares(c) })))
		return out
	}
	for _, c := range cols {
		if means(c) || !changeHead.MatchString(t.headed(c)) {
			continue
		}
		if d, ok := w.partOf(t, rows, c, slices.DeleteFunc(slices.Clone(cols), func(o int) bool { return o == c || !means(o) })); ok {
			out[c] = d
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

// changesSaid finds the columns of a table without figures that are called 增减额 and the like, where
// there is one column of this year and one of the year before with the same headers.
func (w *words) changesSaid(t *table, cols []int) map[int]derived {
	out := map[int]derived{}
	var found []derived
	for _, a := range cols {
		for _, b := range cols {
			if a != b && !t.compares(a) && !t.compares(b) && !w.column(t, a).said.last && w.column(t, b).said.last && ofAnyYear(t.headed(a)) == ofAnyYear(t.headed(b)) {
				found = append(found, derived{from: a, less: b})
			}
		}
	}
	for _, c := range cols {
		if !t.compares(c) || len(found) != 1 {
			continue
		}
		if d := found[0]; !rateHead.MatchString(key(t.headed(c))) {
			out[c] = d
		} else if hundred, known := t.hundredths(c); known {
			d.share, d.hundred = true, hundred
			out[c] = d
		}
	}
	return out
}

// sharesSaid finds the columns of a table without figures that are called 占比 and no more, where there
// is one column of which each line is a part: the only one of this year, or the only 合计.
func (w *words) sharesSaid(t *table, cols []int) map[int]derived {
	out := map[int]derived{}
	var all, generic []int
	for _, c := range cols {
		if f := w.column(t, c); !shareHead.MatchString(key(t.headed(c))) && !t.compares(c) && !f.said.last && (f.known || f.generic) {
			if all = append(all, c); f.generic {
				generic = append(generic, c)
			}
		}
	}
	if len(all) > 1 {
		all = generic
	}
	for _, c := range cols {
		own := key(shareHead.ReplaceAllString(brackets.ReplaceAllString(t.headed(c), ""), ""))
		if said := w.read(own); !shareHead.MatchString(key(t.headed(c))) || len(all) != 1 || said.rest != "" || len(said.filter) > 0 {
			continue
		}
		if hundred, known := t.hundredths(c); known {
			out[c] = derived{from: all[0], total: true, hundred: hundred}
		}
	}
	return out
}

// hundredths says whether a column has the number of hundredths, as its header says, or shows them by its
// number format; of one that says neither it is not known.
func (t *table) hundredths(col int) (hundred, known bool) {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if t.percent[pos{col, row}] {
			return false, true
		}
	}
	hundred = strings.ContainsAny(t.lowest(col), "%％")
	return hundred, hundred
}

// ofAnyYear is a header without the year that it names, and 小计 at its end.
func ofAnyYear(head string) string {
	return key(whichYear.ReplaceAllString(subtotal.ReplaceAllString(head, ""), ""))
}

// whichYear names a year.
var whichYear = pattern.Of(`20\d\d(年度?)?|上一?年度?|去年度?|本年度?|当年度?|今年度?`)

// subtotal is the header of the column of all that stands below one head: 小计 below 2026年预算数.
var subtotal = pattern.Of(`/(小计|合计)$`)

// rateHead is the header of a change in per cent.
var rateHead = pattern.Of(`[%％率幅]|同比|比例|分比|比重`)

// partOf finds what part of another column a column shows in every line: 项目支出占比 is
// that of 项目支出 in 合计. Of several pairs that fit, its header names the part, and the
// whole is the one whose header says no more than 合计.
func (w *words) partOf(t *table, rows []int, col int, others []int) (best derived, ok bool) {
	head := key(t.headed(col))
	if !shareHead.MatchString(head) {
		return derived{}, false
	}
	found, most := 0, -1
	for _, a := range others {
		for _, b := range others {
			for _, d := range []derived{{from: a, less: b, part: true}, {from: a, less: b, part: true, hundred: true}} {
				if a == b || !t.derives(rows, col, d) {
					continue
				}
				score := 0
				if own := t.heads(a); len(own) > 0 && strings.Contains(head, key(own[0])) {
					score += 2
				}
				if w.column(t, b).generic {
					score++
				}
				switch {
				case score > most:
					best, most, found = d, score, 1
				case score == most:
					found++
				}
			}
		}
	}
	return best, found == 1
}

// changeHead is the header of a column that shows how others differ.
var changeHead = pattern.Of(`增|减|变动|变化|差额|比|占`)

// compareHead is one that says so by itself.
var compareHead = pattern.Of(`^(比.*)?(增减|增长|增加|变动|变化|差额)`)

// compares says whether the header of a column says that it shows how others differ.
func (t *table) compares(col int) bool {
	heads := t.heads(col)
	return len(heads) > 0 && compareHead.MatchString(yearWords.ReplaceAllString(heads[0], ""))
}

// derives says whether a column follows from two others in every row, and at least two show it.
func (t *table) derives(rows []int, col int, d derived) bool {
	ok, shown := t.follows(rows, col, d)
	return ok && shown >= 2
}

// follows says whether no row speaks against a column that follows from two others, and how many show it.
func (t *table) follows(rows []int, col int, d derived) (agrees bool, shown int) {
	seen := map[string]bool{}
	for _, row := range rows {
		a, _ := t.cells[pos{d.from, row}].amount()
		b, _ := t.cells[pos{d.less, row}].amount()
		is, ok := t.cells[pos{col, row}].amount()
		if ok && !t.cells[pos{col, row}].numeric && strings.HasSuffix(t.says(pos{col, row}), "%") {
			return false, 0 // a text, whose format is not that of a number
		}
		want, half := a.Sub(b), decimal.New(1, -2)
		for _, o := range d.others {
			more, _ := t.cells[pos{o, row}].amount()
			want, half = want.Sub(more), half.Add(decimal.New(5, -3))
		}
		if d.part {
			want = a
		}
		if d.share || d.part {
			if b.IsZero() {
				if ok && !is.IsZero() {
					return false, 0
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
			return false, 0
		}
		one := b.IsZero() || a.IsZero() // a column that shows one of them is no difference, if its header does not say so
		if !is.IsZero() && (!one || !d.share && !d.part && (t.compares(col) || remainHead.MatchString(key(t.lowest(col))))) && !(d.part && (seen[is.String()] || a.Equal(b))) {
			seen[is.String()] = true
			shown++
		}
	}
	return true, shown
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
	case d.part && d.hundred:
		return fmt.Sprintf("=IF(N(%s)=0,0,%s/%s*100)", b, a, b)
	case d.part:
		return fmt.Sprintf("=IF(N(%s)=0,0,%s/%s)", b, a, b)
	case d.hundred:
		return fmt.Sprintf("=IF(N(%s)=0,0,(%s-%s)/%s*100)", b, a, b, b)
	case d.share:
		return fmt.Sprintf("=IF(N(%s)=0,0,(%s-%s)/%s)", b, a, b, b)
	}
	text := fmt.Sprintf("=%s-%s", a, b)
	for _, o := range d.others {
		text += "-" + cellName(pos{cols[o], row})
	}
	return text
}

// figureRows are the rows of lines.
func figureRows(lines []line) (rows []int) {
	for _, l := range lines {
		rows = append(rows, l.row)
	}
	slices.Sort(rows)
	return rows
}
