package evidence

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Slip is a figure of the example that contradicts the table in which it stands, where all others of its column are
// those of the ledger: somebody wrote it wrong. The cells that add it go with it.
type Slip struct {
	At      layout.Pos
	Printed decimal.Decimal
	Own     decimal.Decimal // as the ledger has it
	Same    int             // other figures of the column that are those of the ledger, whatever rounding allows
	cells   map[layout.Pos]decimal.Decimal
}

// Mended is a table with what the ledger has in the place of figures that are slips; the table itself if none is.
// Only columns whose words are known have any.
func (x *Example) Mended(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) (*layout.Table, []Slip) {
	if x.Nothing() || x.Vague || sc.Any || sc.Slack > 0 {
		return t, nil // what the ledger has is not what was entered
	}
	var slips []Slip
	for _, f := range columns {
		if f.Known && !f.Blind && !t.Blank(f.Col) {
			if slip, ok := x.slip(t, lines, ids, s, f, sc); ok && x.wider(t, lines, ids, s, f, sc) == "" {
				slips = append(slips, slip)
			}
		}
	}
	if len(slips) == 0 {
		return t, nil
	}
	cells := map[layout.Pos]decimal.Decimal{}
	for _, slip := range slips {
		maps.Copy(cells, slip.cells)
	}
	return withFigures(t, cells), slips
}

// Printed says whether a column of a table is what it was bound to, in every line.
func (x *Example) Printed(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, sc layout.Scale) bool {
	return f.Bound && judge(t, lines, ids, f.Col, x.Build(s, []pack.Filter{f.Filter}, []string{f.Measure}), 0, sc).confirmed()
}

// wider is what a column takes besides what its words say, if with it each line is what the ledger has: money of
// another choice, or all of a field; "" if nothing is.
func (x *Example) wider(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, sc layout.Scale) string {
	fits := func(field string, filter pack.Filter) bool {
		return slices.ContainsFunc(x.Additions(), func(a Addition) bool {
			_, same := a.Filter[field]
			return !same && len(a.Filter) < 2 && (len(a.Filter) == 0 || len(meaning.With(filter, a.Filter)) > len(filter)) &&
				judge(t, lines, ids, f.Col, x.Build(s, []pack.Filter{a.on(filter)}, []string{f.Measure}), 0, sc).confirmed()
		})
	}
	for _, field := range slices.Sorted(maps.Keys(f.Said.Filter)) {
		values, other := f.Said.Filter[field], maps.Clone(f.Said.Filter)
		for _, more := range x.Others(field, values) {
			if other[field] = meaning.Union(values, []string{more}); fits(field, other) {
				return "连" + more + "一起取"
			}
		}
		if delete(other, field); fits(field, other) {
			return "不限于" + meaning.InWords(pack.Filter{field: values})
		}
	}
	return ""
}

// withFigures is a table with other figures in some cells.
func withFigures(t *layout.Table, figures map[layout.Pos]decimal.Decimal) *layout.Table {
	sheet, out := *t.Sheet, *t
	sheet.Cells, out.Sheet = maps.Clone(t.Cells), &sheet
	for at, d := range figures {
		c := sheet.Cells[at]
		c.Number, c.Numeric = d, true
		sheet.Cells[at] = c
	}
	return &out
}

// Tells is what is to be said of a slip.
func (s Slip) Tells(t *layout.Table) string {
	return fmt.Sprintf("范例的 %s 和录入对不上：范例是 %s，录入算出来是 %s。这一列另有 %d 格对得上，照录入取，不照这一格", t.Place([]layout.Pos{s.At}), s.Printed, s.Own, s.Same)
}

// mendedFixed binds lines that stand on the form with what the ledger has in the place of the one figure that is not
// what its words say, if with it a total is the sum of its lines which is none as it stands; nil if that is not so.
func (x *Example) mendedFixed(t *layout.Table, was *Fixed, bind func(*layout.Table) *Fixed, sc layout.Scale) (mended *Fixed) {
	var off []*Spot
	for _, s := range was.Spots {
		if s.off && !s.Bound && s.known && s.head {
			off = append(off, s)
		}
	}
	if len(off) != 1 || !off[0].shown || x.Nothing() || x.Vague || sc.Any || sc.Slack > 0 {
		return nil
	}
	at, own := layout.At(off[0].Col, off[0].Line.Row), sc.In(off[0].Col)
	printed, _ := t.Cells[at].Amount()
	adds := func(f *Fixed, row int) bool { // says whether a total adds the line
		return slices.ContainsFunc(f.Spots, func(s *Spot) bool {
			return s.Bound && s.Col == at.Col && s.Line.Row == row && slices.Contains(s.Sum, at.Row)
		})
	}
	tried := map[string]bool{}
	for _, a := range x.Additions() {
		is := own.Unit.Of(x.Amount(off[0], a).Yuan()).Round(own.Places)
		halves := len(a.Filter) == 0
		for field := range a.Filter {
			halves = halves || len(a.Filter) == 1 && len(x.Others(field, nil)) == 2
		}
		if !halves || is.IsZero() || is.Equal(printed) || tried[is.String()] {
			continue
		}
		tried[is.String()] = true
		f := bind(withFigures(t, map[layout.Pos]decimal.Decimal{at: is}))
		figures, proven, right, wrong := map[string]bool{}, false, 0, false
		for _, s := range f.Spots {
			wrong = wrong || s.off && !s.Bound || s.Col == at.Col && s.Line.Row == at.Row && !s.Bound
			if d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount(); s.Col == at.Col && s.Line.Row != at.Row && s.Bound && s.shown {
				if !s.off {
					right++
				}
				if s.Sum == nil {
					figures[d.String()] = true
				}
			}
			proven = proven || adds(f, s.Line.Row) && !adds(was, s.Line.Row)
		}
		if wrong || !proven || len(figures) < enough {
			continue
		}
		if mended != nil {
			return nil // which it is, is not clear
		}
		f.Told = append(f.Told, told{at.Row, Slip{At: at, Printed: printed, Own: is, Same: right}.Tells(t)})
		mended = f
	}
	return mended
}

// slip is the one of a column, whichever choices it takes: none if some give it as it stands, or if they do not
// agree which figure it is.
func (x *Example) slip(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, sc layout.Scale) (slip Slip, ok bool) {
	for _, a := range x.Additions() {
		if len(a.Filter) > 0 && len(meaning.With(f.Said.Filter, a.Filter)) == len(f.Said.Filter) {
			continue
		}
		sums := x.Build(s, []pack.Filter{a.on(f.Said.Filter)}, []string{f.Measure})
		v := judge(t, lines, ids, f.Col, sums, 0, sc)
		if v.confirmed() {
			return Slip{}, false
		}
		found, is := slipIn(t, lines, ids, f.Col, sums, v, sc.In(f.Col))
		switch {
		case !is:
		case ok && (found.At != slip.At || !found.Own.Equal(slip.Own)):
			return Slip{}, false
		default:
			slip, ok = found, true
		}
	}
	return slip, ok
}

// slipIn finds the slip of a column that else shows the first column of some sums: one figure that the sums or the
// parts of the same table contradict, or one that is next to nothing off and with it those that add it. Where a table
// prints no hundredths, the last place is other money as well.
func slipIn(t *layout.Table, lines []meaning.Line, ids []string, col int, s *sums, v verdict, sc layout.Scale) (Slip, bool) {
	if len(v.bad) == 0 || v.wrong > len(v.bad) {
		return Slip{}, false // a row is missing
	}
	figures, places := map[string]bool{}, map[int]layout.Pos{} // of rows that agree
	var bad []int                                              // rows, from the top
	same := 0
	for i, l := range lines {
		at := layout.At(col, l.Row)
		row, known := s.ids[ids[i]]
		switch off := slices.Contains(v.bad, at); {
		case off && (!known || ids[i] == ""):
			return Slip{}, false
		case off:
			bad, places[row] = append(bad, row), at
		case known && ids[i] != "":
			if d, _ := t.Cells[at].Amount(); !d.IsZero() {
				figures[d.String()], places[row] = true, at
				if sc.Agrees(d, s.view.Rows[row].Amounts[0]) {
					same++
				}
			}
		}
	}
	lowest := bad[0]
	for _, row := range bad {
		if s.above(row, lowest) {
			lowest = row
		}
	}
	own := func(row int) (printed, own decimal.Decimal) {
		printed, _ = t.Cells[places[row]].Amount()
		return printed, sc.Unit.Of(s.view.Rows[row].Amounts[0].Yuan())
	}
	printed, is := own(lowest)
	step, off := decimal.New(1, -sc.Places), printed.Sub(is)
	next := false // a total of other lines, or a part of one that leaves no room for it
	for row := range places {
		total, its := own(row)
		next = next || s.above(row, lowest) || s.above(lowest, row) && total.Sub(its).Sub(off).Abs().GreaterThan(step)
	}
	near := sc.Places >= money.Places && off.Abs().LessThanOrEqual(step.Add(step))
	if len(figures) < enough || printed.IsZero() || s.view.Rows[lowest].Amounts[0] == budget.Fen(0) || !near && (len(bad) > 1 || !next) {
		return Slip{}, false
	}
	slip := Slip{places[lowest], printed, is.Round(sc.Places), same, map[layout.Pos]decimal.Decimal{}}
	for _, row := range bad {
		printed, is := own(row)
		if row != lowest && (!s.above(lowest, row) || printed.Sub(is).Sub(off).Abs().GreaterThan(step)) {
			return Slip{}, false
		}
		slip.cells[places[row]] = is.Round(sc.Places)
	}
	return slip, true
}

// above says whether another row adds one.
func (s *sums) above(row, other int) bool {
	for row = s.view.Rows[row].Parent; row >= 0; row = s.view.Rows[row].Parent {
		if row == other {
			return true
		}
	}
	return false
}
