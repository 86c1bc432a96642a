package bind

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// likeChanged are lines of which each says a change as the others do, also where there is none: 同比无增减变化.
func likeChanged(lines [][]string) [][]string {
	out := make([][]string, len(lines))
	for i := range lines {
		out[i] = slices.Clone(lines[i])
	}
	for part := range lines[0] {
		like := ""
		for _, texts := range lines {
			if n := len(changed.FindAllString(texts[part], -1)); n > len(changed.FindAllString(like, -1)) || n > 0 && len(slotsOf(texts[part])) > len(slotsOf(like)) {
				like = texts[part]
			}
		}
		for i, texts := range lines {
			if like != "" {
				out[i][part] = asChanged(like, texts[part])
			}
		}
	}
	return out
}

// lastYearIn is a text with a tag for the year before one, which a change is compared with; dates stay.
func lastYearIn(text, year string) string {
	before := layout.Before(year, 1)
	if before == "" {
		return text
	}
	return replaceOutside(text, layout.YearNumber, layout.DateWords.FindAllStringIndex(text, -1), func(y string) string {
		if y == before {
			return "{{" + pack.ScalarYear + "-1}}"
		}
		return y
	})
}

// oneTurn ends with a word for more or less.
var oneTurn = pattern.Of(turnWord + `$`)

// turnIn is such a word that some of the lines have before a figure, "" if none has.
func turnIn(turns [][]string, n int) string {
	for _, of := range turns {
		if n < len(of) && of[n] != "" {
			return of[n]
		}
	}
	return ""
}

// turnsSaid are the words for more and for less of a figure, where some lines have either: 增长/减少; "" else.
func turnsSaid(turns [][]string, n int) string {
	var more, less string
	for _, of := range turns {
		switch {
		case n >= len(of) || of[n] == "":
		case growing.MatchString(of[n]):
			more = cmp.Or(more, of[n])
		default:
			less = cmp.Or(less, of[n])
		}
	}
	if more == "" || less == "" {
		return ""
	}
	return more + "/" + less
}

// eitherTurn is a word for more or less with the other one, for who fills it in to strike out.
func eitherTurn(way string) string {
	for _, pair := range turnPairs {
		if slices.Contains(pair[:], way) {
			return pair[0] + "（" + pair[1] + "）"
		}
	}
	return way
}

// unitOf is the unit of the nth figure of lines, some of which may have none.
func unitOf(figures [][]slot, n int) string {
	return figures[slices.IndexFunc(figures, func(of []slot) bool { return of != nil })][n].unit
}

// leadBefore ends with what a change is compared with.
var leadBefore = pattern.Of(changeLead + `$`)

// lineChange is by how much an amount of a line is more or less than last year's, if that is so in all lines: a column of
// that year's amounts is added to the view. before is what the line says before it, of which it takes the words that
// are said of a change alone; diff is the change, which a share behind it is of. gone are the records of last year alone, of
// which the example has no line.
func (b *binder) lineChange(v *pack.View, of *pack.ViewCol, figures [][]slot, turns [][]string, n int, before, diff *string, w writing) (tag string, gone int, ok bool) {
	if of == nil || of.Measure != "" || b.x.Last == "" || b.x.Blind {
		return "", 0, false
	}
	last := pack.ViewCol{Name: lastColumn(of.Name), Filter: of.Filter, Measure: b.x.Last}
	rows := b.amountsOf(v, len(figures), *of, last)[1:]
	if len(rows) != len(figures) {
		return "", 0, false
	}
	with := &pack.View{Sources: v.Sources, Filter: v.Filter, Rows: v.Rows, Columns: append(slices.Clone(v.Columns), last)}
	gone = len(pivot.Build(b.Pack, with, b.Ledger).Rows) - 1 - len(rows)
	share, exactly, asPrinted := unitOf(figures, n) == "%", false, false // whether the difference is that of the amounts, or of what is printed
	printedIn := unitOf(figures, n)
	for k := n; k >= 0 && share && printedIn == "%"; k-- { // that of the amount which a share is of
		printedIn = unitOf(figures, k)
	}
	unit, known := b.Pack.Units.Named(printedIn)
	for i := range figures {
		if figures[i] == nil {
			continue
		}
		shown, read := (&figure{slot: figures[i][n]}).amount()
		is, was := rows[i].Amounts[0], rows[i].Amounts[1]
		places := max(-shown.Exponent(), 0)
		if shown.IsZero() { // which is 持平, of whatever is less than what is printed
			places = int32(w.places(unitOf(figures, n)))
		}
		delta := is - was
		if !read || delta != 0 && !shown.IsZero() && (turns[i][n] == "" || growing.MatchString(turns[i][n]) != (delta > 0)) {
			return "", 0, false
		}
		if share {
			rate := func(is, was decimal.Decimal) bool {
				if was.IsZero() {
					return shown.IsZero()
				}
				return is.Sub(was).Abs().Mul(decimal.New(100, 0)).Div(was).Round(places).Equal(shown)
			}
			round := func(fen budget.Fen) decimal.Decimal { return unit.Of(fen.Yuan()).Round(int32(w.places(printedIn))) }
			exact, printed := rate(is.Yuan(), was.Yuan()), known && rate(round(is), round(was))
			if !exact && !printed {
				return "", 0, false
			}
			exactly, asPrinted = exactly || !printed, asPrinted || !exact
			continue
		}
		round := func(fen budget.Fen) decimal.Decimal { return unit.Of(fen.Yuan()).Round(places) }
		exact, printed := round(delta).Abs().Equal(shown), round(is).Sub(round(was)).Abs().Equal(shown)
		if !known || !exact && !printed {
			return "", 0, false
		}
		exactly, asPrinted = exactly || !printed, asPrinted || !exact
		if exact != printed { // which tells of the changes of other sentences too
			b.differences = append(b.differences, difference{unit: unit, places: places, exact: exact, printed: printed})
		}
	}
	if v.Column(last.Name) == nil {
		v.Columns = append(v.Columns, last)
	}
	follows := share && n > 0 && turnIn(turns, n-1) != "" // the change before it, of the same
	less := of.Name + "|比" + last.Name
	if asPrinted || !exactly {
		less = of.Name + b.inUnit(printedIn, w.shape(printedIn)) + "|比" + last.Name
	}
	if !follows {
		*diff = less
	}
	change := *diff
	turn := strings.Trim(turnLike(turnsSaid(turns, n), &figure{own: turnIn(turns, n), diff: change, turn: "{{" + change + "|增减}}"}), "{}")
	if follows {
		stop := lastStop.FindString(*before)
		*before = strings.TrimSuffix(*before, stop)
		when := lineName + "如有 " + change + "|占" + last.Name + lineName // of nothing there is no share
		return when + stop + lineName + turn + lineName + lineName + less + "|占" + last.Name + "|绝对值|" + w.percent() + lineName + "{{完}}", gone, true
	}
	lead, flat := "", "持平"
	if m := leadBefore.FindStringSubmatch(*before); m != nil && leads(m[1], m[2]) {
		lead, flat = m[0], asEven(w.example, m[1], m[2])
		*before = strings.TrimSuffix(*before, lead)
	}
	if share { // alone: of nothing there is none, nor what stands before it
		stop := lastStop.FindString(*before)
		*before = strings.TrimSuffix(*before, stop)
		return lineName + "如有 " + change + "|占" + last.Name + lineName + stop + lead + lineName + turn + lineName + lineName + less + "|占" + last.Name + "|绝对值|" + w.percent() + lineName + "{{完}}" +
			lineName + "如无 " + change + lineName + stop + flat + "{{完}}", gone, true
	}
	shape := b.inUnit(unitOf(figures, n), w.shape(unitOf(figures, n)))
	return lineName + "如有 " + change + shape + lineName + lead + lineName + turn + lineName + lineName + change + "|绝对值" + shape + lineName + unitOf(figures, n) + "{{完}}" +
		lineName + "如无 " + change + shape + lineName + flat + "{{完}}", gone, true
}

// lastStop ends with what stands between two figures of one change.
var lastStop = pattern.Of(`[，、,]$`)

// ofRecord is the tag for a part of a line that repeats: of a record, perhaps one that lets print.
func ofRecord(records, part string) string {
	for _, when := range []string{"如有 ", "如无 "} {
		if rest, ok := strings.CutPrefix(part, when); ok {
			return "{{" + when + records + "." + rest + "}}"
		}
	}
	return "{{" + records + "." + part + "}}"
}
