package rebuild

import (
	"slices"

	"ysgk/internal/budget"
)

// rounds is how often the figures are gone through to make the items agree with all
// of them, before the one that is worst is given up.
const rounds = 300

// patience is how many items are looked at before what is still wrong is told.
const patience = 500_000_000

// sum is a figure with the items that it sums.
type sum struct {
	printed, half budget.Fen
	items         []*item
}

// polish moves what rounding left between items until every figure of the tables is
// printed again: where each of them was rounded by itself, parts that add up to one
// do not add up to another. Exact figures stay exact.
func (r *rebuilder) polish(used []*margin) {
	var sums []sum
	for _, m := range used {
		for _, f := range m.all {
			s := sum{printed: f.Amount, half: f.Step / 2}
			for _, it := range r.items {
				if r.inside(it.filter, f.Filter) {
					s.items = append(s.items, it)
				}
			}
			if d := s.off(); len(s.items) > 0 && max(d, -d) <= f.Step*budget.Fen(len(s.items)+2) {
				sums = append(sums, s)
			}
		}
	}
	work := 1
	for _, s := range sums {
		work += len(s.items)
	}
	for range min(len(sums), 1+patience/(2*rounds*work)) {
		if settled(sums) {
			return
		}
		settled(slices.DeleteFunc(slices.Clone(sums), func(s sum) bool { return s.half > 0 })) // they count for more
		worst := slices.IndexFunc(sums, func(s sum) bool { return s.half > 0 && s.wrong() > 0 })
		if worst < 0 {
			return
		}
		for i, s := range sums {
			if s.half > 0 && s.wrong() > sums[worst].wrong() {
				worst = i
			}
		}
		sums = slices.Delete(sums, worst, worst+1) // told later
	}
}

// settled moves money until all figures are right; false if they do not become so.
func settled(sums []sum) bool {
	for round := range rounds {
		right := true
		for i, s := range sums {
			if s.wrong() > 0 {
				right = false
				s.move(s.off(), round+i)
			}
		}
		if right {
			return true
		}
	}
	return false
}

// wrong is by how much the items miss what is printed as the figure.
func (s sum) wrong() budget.Fen {
	d := s.off()
	return max(d, -d) - s.half
}

// off is how much the items lack of a figure.
func (s sum) off() budget.Fen {
	d := s.printed
	for _, it := range s.items {
		d -= it.amount
	}
	return d
}

// move gives the items what they lack beyond the half that rounding allows, in
// proportion to what they have, and what is left to each in turn; none is used up.
func (s sum) move(d budget.Fen, turn int) {
	inside := s.half - s.half/50 // so that the next figure may move it a little
	if d > 0 {
		d -= inside
	} else {
		d += inside
	}
	total := float64(max(s.printed-s.off(), 1))
	left := d
	for _, it := range s.items {
		part := budget.Fen(float64(d) * float64(it.amount) / total)
		if it.amount+part < 1 {
			part = 0
		}
		it.amount += part
		left -= part
	}
	for i := range s.items {
		if it := s.items[(turn+i)%len(s.items)]; it.amount+left > 0 {
			it.amount += left
			return
		}
	}
}
