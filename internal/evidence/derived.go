package evidence

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// Derived is how a column follows from two others of its block: the difference, the
// share of the difference in the one that is taken away, or that of one in the other.
type Derived struct {
	From, less int // columns of the example
	share      bool
	hundred    bool   // printed as a number of per cent
	total      bool   // the share of a line in the total of a column
	part       bool   // the share of one column in another one of the same line: less
	others     []int  // columns that are taken away with less: 其余 is what they leave of 合计
	none       string // what a rate of nothing shows where there is nothing now either: 0 as in the example, 0 that other formulas need, —, or nothing
	fresh      string // and what it shows where there is something now
	rounded    bool   // to so many places, since no number format does it
	places     int
	printed    int32 // the decimals of the amounts as they are printed, which it is of; 0 if it is of the amounts themselves
}

// OfPrinted is a difference, or the rate of one, that the example shows to be that of the amounts as they are printed: it is
// so in all lines, and in some the amounts themselves, which exact gives by column and row, would show another one.
func (d Derived) OfPrinted(t *layout.Table, rows []int, col int, sc layout.Scale, exact func(at layout.Pos) (budget.Fen, bool)) Derived {
	if d.Rate() && !d.share {
		return d
	}
	tells := false
	last := decimal.New(5, -1-int32(mostDecimals(t, rows, []int{col}))).Mul(decimal.New(101, -2)) // half of the last decimal
	for _, row := range rows {
		is, ok := t.Cells[layout.At(col, row)].Amount()
		if !ok {
			continue
		}
		var printed, amount [2]decimal.Decimal // the difference, and what it is compared with
		all := true
		for i, from := range d.Needs() {
			shown, _ := t.Cells[layout.At(from, row)].Amount()
			fen, ok := exact(layout.At(from, row))
			known := sc.In(from).Unit.Of(fen.Yuan())
			if i == 1 {
				printed[1], amount[1] = shown, known
			}
			if i > 0 {
				shown, known = shown.Neg(), known.Neg()
			}
			printed[0], amount[0], all = printed[0].Add(shown), amount[0].Add(known), all && ok
		}
		differs := func(of [2]decimal.Decimal) bool {
			want := of[0]
			if d.share {
				if of[1].IsZero() {
					return false
				}
				if want = want.Div(of[1]); d.hundred {
					want = want.Shift(2)
				}
			}
			return want.Sub(is).Abs().GreaterThan(last)
		}
		if differs(printed) || !d.share && !printed[0].Equal(is) {
			return d
		}
		tells = tells || all && differs(amount)
	}
	if tells {
		d.printed = -stepOf(t, rows, d.Needs()).Exponent()
	}
	return d
}

// OfNothing is a rate that shows 0 where it is of nothing.
func (d Derived) OfNothing() Derived {
	d.none, d.fresh = "0", "0"
	return d
}

// Rounded is a rate of so many decimals; what it shows of nothing stays as it is.
func (d Derived) Rounded(places int) Derived {
	d.rounded, d.places = true, places
	return d
}

// round rounds what a formula divides.
func (d Derived) round(quotient string) string {
	if !d.rounded {
		return quotient
	}
	return fmt.Sprintf("ROUND(%s,%d)", quotient, d.places)
}

// Needs are the columns that one follows from.
func (d Derived) Needs() []int { return append([]int{d.From, d.less}, d.others...) }

// remains is how a column whose header is 其余… follows from one of totals and those beside it; so does one that
// is called 其他费用 beside columns of codes, whatever the codes are that have no column.
func remains(w *meaning.Words, t *layout.Table, rows []int, col int, cols []int) (out []Derived) {
	heads := t.Heads(col)
	if len(heads) == 0 || !remainHead.MatchString(layout.Key(heads[0])) && !otherHead.MatchString(layout.Key(heads[0])) {
		return nil
	}
	coded := func(o int) bool {
		said := w.Column(t, o).Said.Filter
		return slices.ContainsFunc(slices.Collect(maps.Keys(said)), func(field string) bool { return w.Coded[meaning.FieldOf(field)] })
	}
	for _, a := range cols {
		if a == col || !w.Column(t, a).Generic {
			continue
		}
		var beside []int
		for _, o := range cols {
			if o != a && o != col && slices.Equal(t.Heads(o)[min(1, len(t.Heads(o))):], heads[1:]) {
				beside = append(beside, o)
			}
		}
		uncoded := slices.ContainsFunc(beside, func(o int) bool { return !coded(o) })
		if len(beside) > 0 && (remainHead.MatchString(layout.Key(heads[0])) || !uncoded) {
			out = append(out, Derived{From: a, less: beside[0], others: beside[1:]})
		}
	}
	return slices.DeleteFunc(out, func(d Derived) bool {
		ok, shown := follows(t, rows, col, d)
		return slices.ContainsFunc(cols, func(c int) bool { return !t.Blank(c) }) && (!ok || shown < min(2, len(rows))) // of one line, words and one figure
	})
}

// partOfChanges is how a column below a header such as 增减变化情况 follows from the two that have the
// same other headers below those of the two years; words say it, and no figure may speak against it.
func partOfChanges(w *meaning.Words, t *layout.Table, rows []int, col int, cols []int) (out []Derived) {
	heads := t.Heads(col)
	for i, head := range heads {
		head = layout.YearWords.ReplaceAllString(head, "")
		if i == 0 || !compareHead.MatchString(head) || RateHead.MatchString(layout.Key(head)) {
			continue
		}
		alike := func(o int) bool {
			other := t.Heads(o)
			return o != col && len(other) == len(heads) && slices.Equal(other[:i], heads[:i]) && slices.Equal(other[i+1:], heads[i+1:])
		}
		for _, a := range cols {
			for _, b := range cols {
				d := Derived{From: a, less: b}
				if ok, _ := follows(t, rows, col, d); ok && alike(a) && alike(b) && !w.Column(t, a).Said.Last && w.Column(t, b).Said.Last {
					out = append(out, d)
				}
			}
		}
	}
	return out
}

// remainHead is the header of a column that shows what those beside it leave.
var remainHead = pattern.Of(`其余`)

// otherHead is the header of a column that may.
var otherHead = pattern.Of(`^其他(费用|支出|经费|各项|项目|商品和?服务支出)*$`)

// Shares finds the columns that show what part each line is of the total, such as 占比: of one
// other column alone, in all lines and in at least two.
func Shares(w *meaning.Words, t *layout.Table, lines []meaning.Line, ids []string, cols []int) map[int]Derived {
	if !slices.ContainsFunc(cols, func(c int) bool { return !t.Blank(c) }) {
		return sharesSaid(w, t, cols)
	}
	out := map[int]Derived{}
	root := slices.Index(ids, pack.Root)
	for _, c := range cols {
		if root < 0 && !ofOneKind(lines) || !ShareHead.MatchString(layout.Key(t.Headed(c))) {
			continue
		}
		row := 0
		if root >= 0 {
			row = lines[root].Row
		}
		var found []Derived
		for _, a := range cols {
			for _, d := range []Derived{{From: a, total: true}, {From: a, total: true, hundred: true}} {
				if a != c && sharesOf(t, FigureRows(lines), row, c, d) {
					found = append(found, d)
				}
			}
		}
		if len(found) > 0 && !slices.ContainsFunc(found, func(d Derived) bool { return d.hundred != found[0].hundred }) {
			out[c] = found[0] // of 合计, which stands before the columns that may equal it
		}
	}
	return out
}

// SharesOfLines finds the columns of fixed lines that show what part each is of a line, the
// total or the one whose share is 1.
func SharesOfLines(w *meaning.Words, t *layout.Table, lines []meaning.Line, cols []int) (shares map[int]Derived, whole map[int]int) {
	shares, whole = map[int]Derived{}, map[int]int{}
	if last := len(lines) - 1; last > 0 && lines[last].Total && !slices.ContainsFunc(cols, func(c int) bool { return !t.Blank(c) }) {
		shares = sharesSaid(w, t, cols)
		for c := range shares {
			whole[c] = lines[last].Row
		}
		return shares, whole
	}
	for _, l := range lines {
		for _, c := range cols {
			is, ok := t.Cells[layout.At(c, l.Row)].Amount()
			if _, found := shares[c]; found || !ok || !ShareHead.MatchString(layout.Key(t.Headed(c))) || !is.Equal(decimal.NewFromInt(1)) && !is.Equal(decimal.NewFromInt(100)) {
				continue
			}
			for _, a := range cols {
				d := Derived{From: a, total: true, hundred: is.Equal(decimal.NewFromInt(100))}
				if _, found := shares[c]; !found && a != c && sharesOf(t, FigureRows(lines), l.Row, c, d) {
					shares[c], whole[c] = d, l.Row
				}
			}
		}
	}
	return shares, whole
}

// ShareHead is the header of a column that shows parts of the whole.
var ShareHead = pattern.Of(`占.*[比%]|比重|占总|所占比例|构成比`)

// ofOneKind says whether lines are several of one kind, which make a whole without a line of its own.
func ofOneKind(lines []meaning.Line) bool {
	return len(lines) > 1 && !slices.ContainsFunc(lines, func(l meaning.Line) bool { return l.Total || l.Pattern() != lines[0].Pattern() })
}

// sharesOf says whether a column shows the part that another one has of its total, which
// stands in a row; in none if it is the sum of all rows.
func sharesOf(t *layout.Table, rows []int, root, col int, d Derived) bool {
	whole, _ := t.Cells[layout.At(d.From, root)].Amount()
	for _, row := range rows {
		if root == 0 {
			a, _ := t.Cells[layout.At(d.From, row)].Amount()
			whole = whole.Add(a)
		}
	}
	if whole.IsZero() {
		return false
	}
	shown := 0
	for _, row := range rows {
		a, _ := t.Cells[layout.At(d.From, row)].Amount()
		c := t.Cells[layout.At(col, row)]
		is, ok := c.Amount()
		if ok && !c.Numeric {
			return false // a text
		}
		want, half := a.Div(whole), decimal.New(5, -3).Mul(decimal.NewFromInt(2)).Div(whole.Abs())
		if d.hundred {
			want, half = want.Shift(2), half.Shift(2)
		}
		if is.Sub(want).Abs().GreaterThan(half.Add(decimal.New(6, -1-layout.Places(is)))) {
			return false
		}
		if !is.IsZero() && row != root {
			shown++
		}
	}
	return shown >= 2
}

// ShareFormula is a share in a row of the form, of the total in another one, or of all lines
// that are printed there if there is none.
func (d Derived) ShareFormula(cols map[int]int, row int, totals []int) string {
	a, of := layout.CellName(layout.At(cols[d.From], row)), ""
	if len(totals) > 0 {
		of = layout.CellName(layout.At(cols[d.From], totals[0]))
	} else {
		all := a1.ColName(cols[d.From]) + "$" + strconv.Itoa(row)
		of = "SUM(" + all + ":" + all + ")"
	}
	times := ""
	if d.hundred {
		times = "*100"
	}
	return fmt.Sprintf("=IF(N(%s)=0,0,%s)", of, d.round(a+"/"+of+times))
}

// Changes finds the columns that show how others differ, such as 增减额 and 增减%.
// Their words have no meaning of their own, at least two lines other than zero must
// show it, and no other pair of columns may.
func Changes(w *meaning.Words, t *layout.Table, rows []int, cols []int) map[int]Derived {
	out := map[int]Derived{}
	means := func(c int) bool {
		f := w.Column(t, c)
		return (f.Known || f.Said.Last) && !Compares(t, c) && !comparesLike(t, c, cols)
	}
	for _, c := range cols {
		found := append(remains(w, t, rows, c, cols), partOfChanges(w, t, rows, c, cols)...)
		if len(found) == 1 {
			out[c] = found[0]
		}
	}
	if !slices.ContainsFunc(cols, func(c int) bool { return !t.Blank(c) }) {
		maps.Copy(out, changesSaid(w, t, slices.DeleteFunc(slices.Clone(cols), func(c int) bool { return !means(c) && !Compares(t, c) })))
		return out
	}
	for _, c := range cols {
		if means(c) || !changeHead.MatchString(t.Headed(c)) {
			continue
		}
		if d, ok := partOfWhole(w, t, rows, c, slices.DeleteFunc(slices.Clone(cols), func(o int) bool { return o == c || !means(o) })); ok {
			out[c] = d
			continue
		}
		var found []Derived
		for _, a := range cols {
			for _, b := range cols {
				if a == b || a == c || b == c || !means(a) || !means(b) {
					continue
				}
				for _, d := range []Derived{{From: a, less: b}, {From: a, less: b, share: true}, {From: a, less: b, share: true, hundred: true}} {
					if derives(t, rows, c, d) {
						found = append(found, d)
					}
				}
			}
		}
		if len(found) > 1 { // of 合计, 基本支出 and 项目支出 those called as it is
			found = slices.DeleteFunc(found, func(d Derived) bool {
				return t.Lowest(d.From) != t.Lowest(c) || t.Lowest(d.less) != t.Lowest(c)
			})
		}
		if len(found) == 1 {
			out[c] = found[0]
		}
	}
	for c, d := range out {
		for _, row := range rows {
			of, _ := t.Cells[layout.At(d.less, row)].Amount()
			now, _ := t.Cells[layout.At(d.From, row)].Amount()
			if !d.share && !d.part || !of.IsZero() {
				continue
			}
			rate, shown := t.Cells[layout.At(c, row)].Amount()
			switch said := cmp.Or(t.Says(layout.At(c, row)), t.Dash(layout.At(c, row))); {
			case shown && !rate.IsZero():
			case shown && now.IsZero():
				d.none = "0"
			case shown:
				d.fresh = "0"
			case said != "" && now.IsZero():
				d.none, d.fresh = said, cmp.Or(d.fresh, said)
			case said != "":
				d.none, d.fresh = cmp.Or(d.none, said), said
			}
		}
		out[c] = d
	}
	return out
}

// ChangeLines finds the lines that show how two others differ in all columns, 比上年增减 below those of two years: by the row of
// each those of the two. At least one figure that is neither of the others must show it, and no other two lines may.
func ChangeLines(t *layout.Table, lines []meaning.Line, cols []int) map[int][2]int {
	out := map[int][2]int{}
	step := stepOf(t, FigureRows(lines), cols)
	amount := func(col int, l meaning.Line) decimal.Decimal {
		d, _ := t.Cells[layout.At(col, l.Row)].Amount()
		return d
	}
	for _, l := range lines {
		if label := strings.TrimPrefix(layout.Key(layout.YearWords.ReplaceAllString(l.Label, "")), "本年"); !compareHead.MatchString(label) || RateHead.MatchString(label) {
			continue
		}
		var found [][2]int
		for _, a := range lines {
			for _, b := range lines {
				shown, fits := false, a.Row != b.Row && a.Row != l.Row && b.Row != l.Row
				for _, col := range cols {
					is, now, was := amount(col, l), amount(col, a), amount(col, b)
					fits = fits && is.Sub(now.Sub(was)).Abs().LessThanOrEqual(step)
					shown = shown || !is.IsZero() && !now.IsZero() && !was.IsZero()
				}
				if fits && shown {
					found = append(found, [2]int{a.Row, b.Row})
				}
			}
		}
		if len(found) == 1 {
			out[l.Row] = found[0]
		}
	}
	return out
}

// comparesLike says whether a column stands below a header of what shows changes, and is called as others that do not:
// 2026年预算数比2025年预算数增减%/基本支出.
func comparesLike(t *layout.Table, col int, cols []int) bool {
	return ComparesAbove(t, col) && slices.ContainsFunc(cols, func(o int) bool {
		return t.Lowest(o) == t.Lowest(col) && !ComparesAbove(t, o)
	})
}

// changesSaid finds the columns of a table without figures that are called 增减额 and the like, where
// there is one column of this year and one of the year before with the same headers.
func changesSaid(w *meaning.Words, t *layout.Table, cols []int) map[int]Derived {
	out := map[int]Derived{}
	var found []Derived
	for _, a := range cols {
		for _, b := range cols {
			if a != b && !Compares(t, a) && !Compares(t, b) && !w.Column(t, a).Said.Last && w.Column(t, b).Said.Last && ofAnyYear(t.Headed(a)) == ofAnyYear(t.Headed(b)) {
				found = append(found, Derived{From: a, less: b})
			}
		}
	}
	for _, c := range cols {
		if !Compares(t, c) || len(found) != 1 {
			continue
		}
		if d := found[0]; !RateHead.MatchString(layout.Key(t.Headed(c))) {
			out[c] = d
		} else if hundred, known := t.Hundredths(c); known {
			d.share, d.hundred = true, hundred
			out[c] = d
		}
	}
	return out
}

// sharesSaid finds the columns of a table without figures that are called 占比 and no more, where there
// is one column of which each line is a part: the only one of this year, or the only 合计.
func sharesSaid(w *meaning.Words, t *layout.Table, cols []int) map[int]Derived {
	out := map[int]Derived{}
	var all, generic []int
	for _, c := range cols {
		if f := w.Column(t, c); !ShareHead.MatchString(layout.Key(t.Headed(c))) && !Compares(t, c) && !f.Said.Last && (f.Known || f.Generic) {
			if all = append(all, c); f.Generic {
				generic = append(generic, c)
			}
		}
	}
	if len(all) > 1 {
		all = generic
	}
	for _, c := range cols {
		own := layout.Key(ShareHead.ReplaceAllString(layout.Brackets.ReplaceAllString(t.Headed(c), ""), ""))
		if said := w.Read(own); !ShareHead.MatchString(layout.Key(t.Headed(c))) || len(all) != 1 || said.Rest != "" || len(said.Filter) > 0 {
			continue
		}
		if hundred, known := t.Hundredths(c); known {
			out[c] = Derived{From: all[0], total: true, hundred: hundred}
		}
	}
	return out
}

// ofAnyYear is a header without the year that it names, and 小计 at its end.
func ofAnyYear(head string) string {
	return layout.Key(whichYear.ReplaceAllString(subtotal.ReplaceAllString(head, ""), ""))
}

// whichYear names a year.
var whichYear = pattern.Of(`20\d\d(年度?)?|上一?年度?|去年度?|本年度?|当年度?|今年度?`)

// subtotal is the header of the column of all that stands below one head: 小计 below 2026年预算数.
var subtotal = pattern.Of(`/(小计|合计)$`)

// RateHead is the header of a change in per cent.
var RateHead = pattern.Of(`[%％率幅]|同比|比例|分比|比重`)

// partOfWhole finds what part of another column a column shows in every line: 项目支出占比 is
// that of 项目支出 in 合计. Of several pairs that fit, its header names the part, and the
// whole is the one whose header says no more than 合计.
func partOfWhole(w *meaning.Words, t *layout.Table, rows []int, col int, others []int) (best Derived, ok bool) {
	head := layout.Key(t.Headed(col))
	if !ShareHead.MatchString(head) {
		return Derived{}, false
	}
	found, most := 0, -1
	for _, a := range others {
		for _, b := range others {
			for _, d := range []Derived{{From: a, less: b, part: true}, {From: a, less: b, part: true, hundred: true}} {
				if a == b || !derives(t, rows, col, d) {
					continue
				}
				score := 0
				if own := t.Heads(a); len(own) > 0 && strings.Contains(head, layout.Key(own[0])) {
					score += 2
				}
				if w.Column(t, b).Generic {
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
var compareHead = pattern.Of(`^((预算|执行|决算|年初)*数?比.*)?(增减|增长|增加|变动|变化|差额)`)

// Compares says whether the header of a column says that it shows how others differ, not why.
func Compares(t *layout.Table, col int) bool {
	heads := t.Heads(col)
	return len(heads) > 0 && !layout.Notes.MatchString(heads[0]) && compareHead.MatchString(layout.YearWords.ReplaceAllString(heads[0], ""))
}

// ChangeHead says whether a header is that of what shows changes.
func ChangeHead(head string) bool {
	return compareHead.MatchString(layout.YearWords.ReplaceAllString(head, ""))
}

// ComparesAbove says whether a header of a column, or one above it, is that of what shows changes.
func ComparesAbove(t *layout.Table, col int) bool {
	return slices.ContainsFunc(t.Heads(col), func(head string) bool {
		return !layout.Notes.MatchString(head) && compareHead.MatchString(layout.YearWords.ReplaceAllString(head, ""))
	})
}

// derives says whether a column follows from two others in every row, and at least two show it.
func derives(t *layout.Table, rows []int, col int, d Derived) bool {
	ok, shown := follows(t, rows, col, d)
	return ok && shown >= 2
}

// follows says whether no row speaks against a column that follows from two others, and how many show it.
func follows(t *layout.Table, rows []int, col int, d Derived) (agrees bool, shown int) {
	seen := map[string]bool{}
	step := stepOf(t, rows, append(d.Needs(), col))
	coarse := int32(0)
	if d.hundred && stepOf(t, rows, []int{col}).Equal(decimal.New(1, -1)) {
		coarse = 1 // per cents of one decimal
	}
	left := func(head string) bool {
		return remainHead.MatchString(head) || len(d.others) > 0 && otherHead.MatchString(head)
	}
	for _, row := range rows {
		a, _ := t.Cells[layout.At(d.From, row)].Amount()
		b, _ := t.Cells[layout.At(d.less, row)].Amount()
		is, ok := t.Cells[layout.At(col, row)].Amount()
		if ok && !t.Cells[layout.At(col, row)].Numeric && strings.HasSuffix(t.Says(layout.At(col, row)), "%") {
			return false, 0 // a text, whose format is not that of a number
		}
		want, half := a.Sub(b), step
		for _, o := range d.others {
			more, _ := t.Cells[layout.At(o, row)].Amount()
			want, half = want.Sub(more), half.Add(step.Div(decimal.NewFromInt(2)))
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
		if is.Sub(want).Abs().GreaterThan(half.Add(decimal.New(6, -1-max(layout.Places(is)-coarse, 0)))) {
			return false, 0
		}
		one := b.IsZero() || a.IsZero() // a column that shows one of them is no difference, if its header does not say so
		if !is.IsZero() && (!one || !d.share && !d.part && (Compares(t, col) || left(layout.Key(t.Lowest(col))))) && !(d.part && (seen[is.String()] || a.Equal(b))) {
			seen[is.String()] = true
			shown++
		}
	}
	return true, shown
}

// stepOf is the last decimal that some columns show: a tenth where no figure has more, a hundredth where none has
// any, or stored sums have more.
func stepOf(t *layout.Table, rows, cols []int) decimal.Decimal {
	if mostDecimals(t, rows, cols) == 1 {
		return decimal.New(1, -1)
	}
	return decimal.New(1, -2)
}

// mostDecimals is how many decimals the figures of some columns have at most.
func mostDecimals(t *layout.Table, rows, cols []int) (most int) {
	for _, row := range rows {
		for _, col := range cols {
			if d, ok := t.Cells[layout.At(col, row)].Amount(); ok {
				_, decimals, _ := strings.Cut(d.String(), ".")
				most = max(most, len(decimals))
			}
		}
	}
	return most
}

// Rate says whether a column shows no money but how much of another amount it is.
func (d Derived) Rate() bool { return d.share || d.part || d.total || d.hundred }

// Formula is a derived column in a row of the form.
func (d Derived) Formula(cols map[int]int, row int) string {
	shown := func(text string) string {
		if text == "0" {
			return text
		}
		return strconv.Quote(text)
	}
	operand := func(col int) string {
		name := layout.CellName(layout.At(cols[col], row))
		if d.printed > 0 {
			return fmt.Sprintf("ROUND(%s,%d)", name, d.printed)
		}
		return name
	}
	a, b := operand(d.From), operand(d.less)
	if d.Rate() {
		none := shown(d.none)
		if !d.part && d.none != d.fresh {
			none = fmt.Sprintf("IF(N(%s)=0,%s,%s)", layout.CellName(layout.At(cols[d.From], row)), none, shown(d.fresh))
		}
		rate := a + "/" + b
		if !d.part {
			rate = fmt.Sprintf("(%s-%s)/%s", a, b, b)
		}
		if d.hundred {
			rate += "*100"
		}
		return fmt.Sprintf("=IF(N(%s)=0,%s,%s)", b, none, d.round(rate))
	}
	text := fmt.Sprintf("=%s-%s", a, b)
	for _, o := range d.others {
		text += "-" + operand(o)
	}
	return text
}

// FigureRows are the rows of lines.
func FigureRows(lines []meaning.Line) (rows []int) {
	for _, l := range lines {
		rows = append(rows, l.Row)
	}
	slices.Sort(rows)
	return rows
}
