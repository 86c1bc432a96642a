package verify

import (
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
)

// witnesses tell which cell is wrong: if one typed figure is, exactly those equations
// fail in which it counts, each by the same amount.
type witnesses struct {
	v    *verifier
	sums map[ref]map[ref]int // of formulas: the typed cells that they add up
	held map[ref]int         // by typed cell: the equations that hold in which it counts
	seen map[ref]int         // by cell: the equations that hold and name it
}

// witnesses hears the equations that hold, if others do not.
func (v *verifier) witnesses() *witnesses {
	w := &witnesses{v: v, sums: map[ref]map[ref]int{}, held: map[ref]int{}, seen: map[ref]int{}}
	if !slices.ContainsFunc(v.faults, (*fault).linear) {
		return w
	}
	for _, e := range v.held {
		for r := range w.parts(e) {
			w.held[r]++
		}
		for _, f := range slices.Concat([]*fact{e.total}, e.parts, e.less) {
			w.seen[f.ref()]++
		}
	}
	for _, f := range v.faults {
		if f.equation == nil {
			continue
		}
		f.parts = w.parts(*f.equation)
		for r := range f.parts {
			w.held[r] += number(f.tail)
		}
	}
	return w
}

// linear says whether a fault is that of an equation by more than rounding.
func (f *fault) linear() bool { return f.equation != nil && !f.tail }

// parts says how often each typed cell counts in an equation: on the left, less on
// the right.
func (w *witnesses) parts(e equation) map[ref]int {
	out := map[ref]int{}
	add := func(facts []*fact, sign int) {
		for _, f := range facts {
			if f.blank {
				continue
			}
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
	if c == nil || c.formula == "" {
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

// culprit is the typed cell that explains best what fails and what holds: of several
// the one that most of the equations name. ok is false if none explains as much as it
// leaves open, or if several do equally.
func (w *witnesses) culprit(same []*fault) (wrong ref, ok bool) {
	agree, named, by := map[ref]int{}, map[ref]int{}, map[ref]decimal.Decimal{}
	linear := 0
	var order []ref
	for _, f := range same {
		for i, r := range f.cells {
			if !slices.Contains(f.cells[:i], r) {
				named[r] += 1 + number(i == 0)
			}
		}
		if !f.linear() {
			continue
		}
		linear++
		for _, r := range inReadingOrder(f.parts) {
			off := f.diff.Div(decimal.NewFromInt(int64(f.parts[r])))
			if first, ok := by[r]; !ok {
				by[r] = off
				order = append(order, r)
			} else if !w.v.equally(first, off) {
				continue
			}
			agree[r]++
		}
	}
	least, most := linear, -1
	for _, r := range order {
		missed := linear - agree[r] + w.held[r]
		switch {
		case missed < least || missed == least && named[r] > most:
			wrong, ok, least, most = r, true, missed, named[r]
		case missed == least && named[r] == most:
			ok = false
		}
	}
	return wrong, ok
}
