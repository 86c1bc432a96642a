package formula

import (
	"slices"
)

// referring joins references: a range between two, the cells that both have,
// or one after the other.
func (m *machine) referring(op string, a, b val) (val, error) {
	for _, v := range []val{a, b} {
		switch {
		case v.areas != nil:
		case v.Kind == Fault:
			return val{}, failure(v.Text)
		case v.grid != nil:
			return val{}, ErrUnsupported // a value in the place of a reference
		default:
			return val{}, badValue
		}
	}
	switch op {
	case ",":
		return areasOf(slices.Concat(a.areas, b.areas)...), nil
	case ":":
		return around(slices.Concat(a.areas, b.areas))
	}
	var both []area
	for _, x := range a.areas {
		for _, y := range b.areas {
			if !same(x.sheet, y.sheet) {
				return val{}, badValue
			}
			x := x
			x.Col1, x.Row1 = max(x.Col1, y.Col1), max(x.Row1, y.Row1)
			x.Col2, x.Row2 = min(x.Col2, y.Col2), min(x.Row2, y.Row2)
			if x.Col1 <= x.Col2 && x.Row1 <= x.Row2 {
				both = append(both, x)
			}
		}
	}
	if both == nil {
		return val{}, nothing
	}
	return areasOf(both...), nil
}

// around is the smallest rectangle that holds all areas.
func around(areas []area) (val, error) {
	r := areas[0]
	for _, a := range areas[1:] {
		if !same(a.sheet, r.sheet) {
			return val{}, badValue
		}
		r.Col1, r.Row1 = min(r.Col1, a.Col1), min(r.Row1, a.Row1)
		r.Col2, r.Row2 = max(r.Col2, a.Col2), max(r.Row2, a.Row2)
	}
	return areasOf(r), nil
}
