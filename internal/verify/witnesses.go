package verify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/pack"
)

// witnesses tell which cell is wrong: if one typed figure is, exactly those equations
// fail in which it counts, each by the same amount.
type witnesses struct {
	v    *verifier
	sums map[ref]map[ref]int   // of formulas: the typed cells that they add up
	held map[ref][]map[ref]int // by typed cell: the parts of the equations that hold in which it counts
	seen map[ref]int           // by cell: the equations that hold and name it
	near map[ref][]*fault      // by cell: the faults that have to do with it
}

// witnesses hears the equations that hold, if others do not.
func (v *verifier) witnesses() *witnesses {
	w := &witnesses{v: v, sums: map[ref]map[ref]int{}, held: map[ref][]map[ref]int{}, seen: map[ref]int{}, near: map[ref][]*fault{}}
	if !slices.ContainsFunc(v.faults, (*fault).linear) {
		return w
	}
	hold := func(parts map[ref]int) {
		for r := range parts {
			w.held[r] = append(w.held[r], parts)
		}
	}
	for _, e := range v.held {
		hold(w.parts(e))
		for _, f := range slices.Concat([]*fact{e.total}, e.parts, e.less) {
			w.seen[f.ref()]++
		}
	}
	for _, f := range v.faults {
		for r := range f.within {
			w.near[r] = append(w.near[r], f)
		}
		if f.equation == nil {
			continue
		}
		if f.parts = w.parts(*f.equation); f.tail {
			hold(f.parts)
		}
	}
	return w
}

// linear says whether a fault is that of an equation by more than rounding.
func (f *fault) linear() bool {
	return f.equation != nil && !f.tail && (f.operator == "" || f.operator == "==")
}

// parts says how often each typed cell counts in an equation: on the left, less on
// the right.
func (w *witnesses) parts(e equation) map[ref]int {
	out := map[ref]int{}
	add := func(facts []*fact, sign int) {
		for _, f := range facts {
			for r, n := range w.typed(f.ref()) {
				if out[r] += sign * n; out[r] == 0 {
					delete(out, r)
				}
			}
		}
	}
	add([]*fact{e.total}, 1)
	add(e.parts, -1)
	add(e.less, 1)
	return out
}

// typed are the typed cells that a cell adds up, with how often; itself if its
// formula does anything else.
func (w *witnesses) typed(r ref) map[ref]int {
	if got, ok := w.sums[r]; ok {
		return got
	}
	own := map[ref]int{r: 1}
	w.sums[r] = own // should it come back to itself
	c := r.sheet.cells[r.Pos]
	if c == nil || c.formula == "" || w.v.odd[c] != "" {
		return own
	}
	p, err := formula.Parse(c.formula)
	if err != nil || !w.v.sums(p, false) {
		return own
	}
	out := map[ref]int{}
	for _, x := range w.v.precedents(c) {
		for leaf, n := range w.typed(x) {
			out[leaf] += n
		}
	}
	w.sums[r] = out
	return out
}

// suspicion is what would explain faults: a figure that is too large by an amount, or
// two between which that amount was moved.
type suspicion struct {
	cells  []ref
	off    decimal.Decimal // 元, of the first
	faults []*fault        // that it explains
	score  int             // so many, less the equations that hold and would not
}

// suspicions are all that would explain more than they contradict.
func (w *witnesses) suspicions(faults []*fault) []suspicion {
	single := slices.DeleteFunc(w.singles(faults), func(s suspicion) bool { return !w.possible(s) })
	return slices.DeleteFunc(slices.Concat(single, w.moves(faults, single)), func(s suspicion) bool { return s.score <= 0 })
}

// possible says whether a figure can be too large by so much: it would be less than
// nothing without.
func (w *witnesses) possible(s suspicion) bool {
	if !s.off.IsPositive() {
		return true
	}
	amount := w.amount(s.cells[0])
	return amount.IsNegative() || amount.Sub(s.off).GreaterThanOrEqual(w.v.tolerance(tailParts).Shift(w.v.unit()).Neg())
}

// amount is the figure in a cell, in 元; zero where none is.
func (w *witnesses) amount(r ref) decimal.Decimal {
	if f := w.v.placed(r); f != nil {
		return f.value
	}
	return decimal.Zero
}

// slip says whether a figure is what comes of typing the right one in haste: with two
// neighbouring digits changed about, the point in another place, or the other sign.
func (w *witnesses) slip(s suspicion) bool {
	is := w.amount(s.cells[0])
	right := is.Sub(s.off).Round(-is.Exponent())
	if len(s.cells) > 1 || is.IsZero() || right.IsZero() {
		return false
	}
	if is.Neg().Equal(right) {
		return true
	}
	for n := int32(1); n <= 3; n++ {
		if is.Shift(n).Equal(right) || right.Shift(n).Equal(is) {
			return true
		}
	}
	a, b := is.StringFixed(-is.Exponent()), right.StringFixed(-is.Exponent())
	if n := max(len(a), len(b)); n > 0 { // 016 is typed for 106
		a, b = strings.Repeat("0", n-len(a))+a, strings.Repeat("0", n-len(b))+b
	}
	a, b = strings.Replace(a, ".", "", 1), strings.Replace(b, ".", "", 1)
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// mends says whether a comparison that is no equation would hold too without what a
// figure has too much.
func (w *witnesses) mends(s suspicion) bool {
	return slices.ContainsFunc(w.near[s.cells[0]], func(f *fault) bool { return !f.linear() && !f.tail && f.mended(s) })
}

// emptied says whether a figure is missing in a row that shows none at all.
func (w *witnesses) emptied(s suspicion) bool {
	r := s.cells[0]
	if len(s.cells) > 1 || !s.off.IsNegative() || r.sheet.cells[r.Pos] != nil || r.which != "" {
		return false
	}
	for _, t := range w.v.tables {
		if t.in(r) {
			return !slices.ContainsFunc(t.row(r.Row), func(x *cell) bool { return !x.num.IsZero() })
		}
	}
	return false
}

// remaining are the suspicions without the faults that are told.
func remaining(all []suspicion, told []*fault) (left []suspicion) {
	gone := map[*fault]bool{}
	for _, f := range told {
		gone[f] = true
	}
	for _, s := range all {
		if told := func(f *fault) bool { return gone[f] }; slices.ContainsFunc(s.faults, told) {
			n := len(s.faults)
			s.faults = slices.DeleteFunc(slices.Clone(s.faults), told)
			s.score -= n - len(s.faults)
		}
		if s.score > 0 && len(s.faults) > 0 {
			left = append(left, s)
		}
	}
	return left
}

// culprits are the suspicions that explain best what fails and what holds, none if
// none explains more than it contradicts.
func (w *witnesses) culprits(suspicions []suspicion) []suspicion {
	var all []suspicion
	for _, s := range suspicions {
		better := 1
		if len(all) > 0 {
			better = cmp.Or(s.score-all[0].score, len(s.faults)-len(all[0].faults))
		}
		if better > 0 {
			all = nil
		}
		if better >= 0 {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	// Of several, those are meant that explain what the first does, and that are named
	// most by what fails.
	all = slices.DeleteFunc(all, func(s suspicion) bool { return !slices.Equal(s.faults, all[0].faults) })
	if slips := slices.DeleteFunc(slices.Clone(all), func(s suspicion) bool { return !w.slip(s) }); len(slips) == 1 {
		return slips
	}
	if gaps := slices.DeleteFunc(slices.Clone(all), func(s suspicion) bool { return !w.emptied(s) }); len(gaps) == 1 {
		return gaps
	}
	if also := slices.DeleteFunc(slices.Clone(all), func(s suspicion) bool { return !w.mends(s) }); len(also) == 1 {
		return also
	}
	// Money is moved between amounts rather than between the sums beside them.
	if among := slices.DeleteFunc(slices.Clone(all), func(s suspicion) bool { return len(s.cells) > 1 && w.computed(s) }); len(among) > 0 && len(all[0].cells) > 1 {
		all = among
	}
	tables, named := namedBy(all[0].faults)
	rank := func(s suspicion) int {
		if s.cells[0].sheet.cells[s.cells[0].Pos] == nil && slices.ContainsFunc(s.faults, func(f *fault) bool { return f.equation.how == pack.Below && f.cells[0] == s.cells[0] }) {
			return 0 // a sum left blank because there was nothing to add up
		}
		typed := 0
		for _, r := range s.cells {
			_, ok := r.sheet.cells[r.Pos].number()
			typed += number(ok)
		}
		return 3*(named[s.cells[0]]+tables[s.cells[0].sheet]*(2*len(all[0].faults)+1)) + typed
	}
	first := slices.MaxFunc(all, func(a, b suspicion) int { return cmp.Compare(rank(a), rank(b)) })
	return slices.DeleteFunc(all, func(s suspicion) bool { return rank(s) < rank(first) })
}

// computed says whether a suspicion is about cells that the template computes.
func (w *witnesses) computed(s suspicion) bool {
	return slices.ContainsFunc(s.cells, func(r ref) bool {
		x := r.sheet.cells[r.Pos]
		return slices.ContainsFunc(w.v.tables, func(t *table) bool {
			c := t.cells[t.exact[x]]
			return x != nil && t.in(r) && c != nil && c.Formula != nil
		})
	})
}

// singles are the figures that would explain a fault.
func (w *witnesses) singles(faults []*fault) (out []suspicion) {
	by := map[ref][]*suspicion{}
	var order []*suspicion
	for _, f := range faults {
		if !f.linear() {
			continue
		}
		for _, r := range inReadingOrder(f.parts) {
			off := f.diff.Div(decimal.NewFromInt(int64(f.parts[r])))
			i := slices.IndexFunc(by[r], func(s *suspicion) bool { return w.v.equally(s.off, off) })
			if i < 0 {
				i = len(by[r])
				by[r] = append(by[r], &suspicion{cells: []ref{r}, off: off, score: number(len(w.v.changed()[r]) > 0) - len(w.held[r])})
				order = append(order, by[r][i])
			}
			by[r][i].faults = append(by[r][i].faults, f)
			by[r][i].score++
		}
	}
	for _, s := range order {
		out = append(out, *s)
	}
	return out
}

// mostMoves is of how many figures it is tried whether money was moved between them.
const mostMoves = 500

// moves are the pairs of figures in a row or a column between which money may have
// been moved: one is too large by what the other is too small.
func (w *witnesses) moves(faults []*fault, single []suspicion) (out []suspicion) {
	if len(single) > mostMoves {
		return nil
	}
	byColumn := map[sheetColumn][]suspicion{}
	byRow := map[sheetColumn][]suspicion{}
	for _, s := range single {
		r := s.cells[0]
		byColumn[sheetColumn{r.sheet, r.Col}] = append(byColumn[sheetColumn{r.sheet, r.Col}], s)
		byRow[sheetColumn{r.sheet, r.Row}] = append(byRow[sheetColumn{r.sheet, r.Row}], s)
	}
	for _, s := range single {
		r := s.cells[0]
		for _, o := range slices.Concat(byColumn[sheetColumn{r.sheet, r.Col}], byRow[sheetColumn{r.sheet, r.Row}]) {
			if q := o.cells[0]; q != r && s.off.IsPositive() && w.v.equally(s.off, o.off.Neg()) {
				out = append(out, w.move(faults, s, q))
			}
		}
	}
	return out
}

// move is the suspicion that what one figure has too much is missing in another.
func (w *witnesses) move(faults []*fault, s suspicion, to ref) suspicion {
	from := s.cells[0]
	out := suspicion{cells: []ref{from, to}, off: s.off, score: -1}
	for _, f := range faults {
		if n := f.parts[from] - f.parts[to]; f.linear() && n != 0 && w.v.equally(f.diff, s.off.Mul(decimal.NewFromInt(int64(n)))) {
			out.faults = append(out.faults, f)
			out.score++
		}
	}
	for _, r := range out.cells {
		for _, parts := range w.held[r] {
			if parts[from] != parts[to] && (r == from || parts[from] == 0) {
				out.score--
			}
		}
	}
	return out
}

// namedBy counts the faults that name a sheet and a cell; one that is about a cell
// counts twice.
func namedBy(same []*fault) (tables map[*sheet]int, cells map[ref]int) {
	tables, cells = map[*sheet]int{}, map[ref]int{}
	for _, f := range same {
		seen := map[*sheet]bool{}
		for i, r := range f.cells {
			if !slices.Contains(f.cells[:i], r) {
				cells[r] += 1 + number(i == 0)
			}
			if !seen[r.sheet] {
				seen[r.sheet] = true
				tables[r.sheet]++
			}
		}
	}
	return tables, cells
}
