package rebuild

import "ysgk/internal/budget"

// rounds is how often the figures are gone through to make the items agree with all
// of them; most tables need a few.
const rounds = 3000

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
	before := make([]budget.Fen, len(r.items))
	for i, it := range r.items {
		before[i] = it.amount
	}
	for range rounds {
		right := true
		for _, s := range sums {
			if d := s.off(); d > s.half || -d > s.half {
				right = false
				s.move(d)
			}
		}
		if right {
			return
		}
	}
	exact := func() (wrong int) {
		for _, s := range sums {
			if d := s.off(); s.half == 0 && d != 0 {
				wrong++
			}
		}
		return wrong
	}
	after := exact()
	moved := make([]budget.Fen, len(r.items))
	for i, it := range r.items {
		moved[i], it.amount = it.amount, before[i]
	}
	if after > exact() {
		return // the exact figures count for more
	}
	for i, it := range r.items {
		it.amount = moved[i]
	}
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
// proportion to what they have; none is used up.
func (s sum) move(d budget.Fen) {
	inside := s.half - s.half/50 // so that the next figure may move it a little
	if d > 0 {
		d -= inside
	} else {
		d += inside
	}
	total := s.printed - s.off()
	left := d
	largest := s.items[0]
	for _, it := range s.items {
		part := budget.Fen(float64(d) * float64(it.amount) / float64(max(total, 1)))
		if it.amount+part < 1 {
			part = 0
		}
		it.amount += part
		left -= part
		if it.amount > largest.amount {
			largest = it
		}
	}
	if largest.amount+left > 0 {
		largest.amount += left
	}
}
