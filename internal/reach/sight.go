package reach

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// Rows are the rows of a list, as a formula in a record's row sees them.
type Rows interface {
	// Runs are the rows in which rows of the template stand.
	Runs(cols a1.Range, from, to int) []Run
	// Kin are the rows in which a row of the template prints the record itself, its
	// descendants or its ancestors, in ascending order.
	Kin(r int) []int
	// Before is the row in which the record before of the same level prints the
	// formula, 0 if it does not; ok is false of the first record.
	Before() (row int, ok bool)
	// Has says whether a column is one of the list's, and not of another one beside it.
	Has(col int) bool
	// Bare says whether the template has nothing in a row of the formula's column.
	Bare(r int) bool
}

// Sight is how a formula in a record's row sees the rows of its list.
type Sight struct {
	Rows
	Top, Bottom int   // the template's rows of the list
	Totals      bool  // it prints nothing but totals, which none comes before
	Own         []int // the template's rows of the record's level
	Col, R      int   // where the template has the formula
	Row         int   // where it stands
}

// Within gives the rows that a reference means; ranged says that a range is wanted in
// its place. ok is false of one that looks outside the list.
func (s Sight) Within(ref formula.Ref, ranged bool) (rows []Run, ok bool) {
	_, startFixed, _, endFixed := ref.Abs()
	relative := !startFixed && !endFixed
	above := s.Top - 1
	switch {
	case ref.Row1 > s.Bottom || ref.Row2 < above || ref.Row2 == above && (startFixed && endFixed || s.Totals):
		return nil, false
	case !s.Has(ref.Col1): // the other list's cell in the same row
		return One(s.Row), ref.Row1 == s.R && ref.Row2 == s.R && !startFixed
	case relative && ref.Row1 >= s.Top && ref.Row2 <= s.Bottom:
		if Recurs(ref, s.Col, s.Own) && s.Bare(ref.Row1) {
			return One(s.previous(ref, ref.Row1)), true
		}
		return s.kin(ref), true
	case relative && ref.Row2 == above:
		if ref.Row1 < above {
			return nil, false
		}
		return One(s.previous(ref, above)), true
	case ref.Single():
		return s.anchored(ref, ranged), true
	}
	lo := s.corner(ref, ref.Row1, startFixed, slices.Min[[]int])
	hi, last := s.corner(ref, ref.Row2, endFixed, slices.Max[[]int]), ref.Row2
	if startFixed && !endFixed && ref.Row2 == s.Own[0]-1 {
		// Down to the record before: D$4:D4 in row 5.
		hi, last = s.previous(ref, ref.Row2), s.Own[len(s.Own)-1]
	}
	if lo == 0 || hi == 0 {
		return nil, true
	}
	for _, r := range s.Runs(ref.Range, ref.Row1, last) {
		if from, to := max(r.From, lo), min(r.To, hi); from <= to {
			rows = append(rows, Run{from, to})
		}
	}
	return rows, true
}

// Recurs is true of a reference from a level's rows to the row above them in the
// formula's own column. Where the template has nothing there, it is a running total
// that begins below a row of another level, and means the previous record.
func Recurs(ref formula.Ref, col int, own []int) bool {
	return ref.Single() && col > 0 && ref.Col1 == col && ref.Row1 == own[0]-1
}

// corner is the row of one end of a range, 0 if it has none.
func (s Sight) corner(ref formula.Ref, r int, fixed bool, end func([]int) int) int {
	var rows []int
	switch {
	case r == s.Top-1 && !fixed:
		return s.previous(ref, r)
	case r >= s.Top && r <= s.Bottom && !fixed:
		rows = s.Kin(r)
	default:
		for _, x := range s.Runs(ref.Range, r, r) {
			rows = append(rows, x.From, x.To)
		}
	}
	if len(rows) == 0 {
		return 0
	}
	return end(rows)
}

// anchored gives the rows of a lone cell with $: of the record's own row the
// list's first, or all where a range is taken; of another level's the record's
// parent or children, if it has any.
func (s Sight) anchored(ref formula.Ref, ranged bool) []Run {
	if !slices.Contains(s.Own, ref.Row1) {
		if kin := s.kin(ref); len(kin) > 0 {
			return kin
		}
	}
	all := s.Runs(ref.Range, ref.Row1, ref.Row1)
	if len(all) > 0 && !ranged {
		return One(all[0].From)
	}
	return all
}

// previous is the row of the record before, or for the first record what row r of
// the template, which stands above it, became.
func (s Sight) previous(ref formula.Ref, r int) int {
	if row, ok := s.Before(); ok {
		return row
	}
	if r >= s.Top {
		if kin := s.Kin(r); len(kin) > 0 {
			return kin[len(kin)-1]
		}
		return 0
	}
	if runs := s.Runs(ref.Range, r, r); len(runs) > 0 {
		return runs[len(runs)-1].To
	}
	return 0
}

// kin are the rows of kin in a range of template rows.
func (s Sight) kin(ref formula.Ref) []Run {
	if ref.Row1 == s.R && ref.Row2 == s.R {
		return One(s.Row)
	}
	var rows []int
	for r := ref.Row1; r <= ref.Row2; r++ {
		rows = append(rows, s.Kin(r)...)
	}
	return Runs(rows)
}
