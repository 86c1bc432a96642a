package summary

import (
	"fmt"
	"slices"
	"testing"

	"ysgk/internal/budget"
)

// figure is one that each of some departments has a part of, the first the largest.
func figure(departments int) (of []Share) {
	for n := range departments {
		of = append(of, Share{fmt.Sprint(n), 1, budget.Fen(departments - n)})
	}
	return of
}

func TestTheListOfSourcesStaysShortWhereThereAreManyDepartmentsAndStillAddsUp(t *testing.T) {
	for _, x := range []struct{ figures, departments, most int }{
		{280, 100, 100},    // all are told
		{280, 1000, 178},   // 280 × 178 is just below the bound
		{280, 60_000, 178}, // a province
		{20_000, 300, 10},
		{3, 4, 10},
	} {
		all := figure(x.departments)
		shares := slices.Repeat([][]Share{all}, x.figures)
		most := mostShares(shares)
		if most != x.most {
			t.Errorf("%d figures of %d departments: rows of %d, want %d", x.figures, x.departments, most, x.most)
		}
		told := shortened(all, most)
		if len(told) > most {
			t.Errorf("%d rows, not %d", len(told), most)
		}
		sum := func(of []Share) (s Share) {
			for _, x := range of {
				s.Items, s.Fen = s.Items+x.Items, s.Fen+x.Fen
			}
			return s
		}
		if sum(all) != sum(told) {
			t.Errorf("%d departments of %d: the rows add up to %v, the departments to %v", most, x.departments, sum(told), sum(all))
		}
	}
	if last := shortened(figure(12), 10)[9]; last != (Share{"其余 3 个部门", 3, 6}) {
		t.Error(last)
	}
}
