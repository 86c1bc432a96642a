package app

import "slices"

// Change is a table whose total is not what it was.
type Change struct {
	Before, After Total
}

// Changes are the tables whose totals differ between two fillings with the same
// pack, in the order of the tables.
func Changes(before, after []Total) (out []Change) {
	for _, a := range after {
		i := slices.IndexFunc(before, func(b Total) bool { return b.Sheet == a.Sheet && b.Name == a.Name })
		if i >= 0 && (!before[i].Amount.Equal(a.Amount) || before[i].Empty != a.Empty) {
			out = append(out, Change{before[i], a})
		}
	}
	return out
}
