package formula

import (
	"sort"

	"ysgk/internal/a1"
)

// vector is a row or column of values in which something is looked up.
type vector struct {
	m    *machine
	area *area // or
	grid *grid
	down bool
	n    int
	used int // from here on all are blank, or what the grid holds in the rest
}

// vectorOf is one line of an argument: a row or column by its number from 0,
// or the whole of one that has only one.
func (c *arguments) vectorOf(i, line int, down bool) vector {
	v := vector{m: c.machine, down: down}
	if len(c.args[i].areas) == 1 {
		a := c.args[i].areas[0]
		if down {
			a.Col1, a.Col2 = a.Col1+line, a.Col1+line
		} else {
			a.Row1, a.Row2 = a.Row1+line, a.Row1+line
		}
		v.area, v.n = &a, max(a.rows(), a.cols())
		high, wide := a.used()
		v.used = min(high, wide) * max(high, wide)
		return v
	}
	g := c.array(i)
	values := &grid{rows: g.rows, cols: 1, high: g.high, wide: min(1, g.wide), rest: g.rest}
	if !down {
		values = &grid{rows: 1, cols: g.cols, high: min(1, g.high), wide: g.wide, rest: g.rest}
	}
	for k := range max(values.high, values.wide) * min(values.high, values.wide) {
		if down {
			values.cells = append(values.cells, g.at(k, line))
		} else {
			values.cells = append(values.cells, g.at(line, k))
		}
	}
	v.grid, v.n, v.used = values, max(values.rows, values.cols), len(values.cells)
	return v
}

// shape is the number of rows and columns of an argument.
func (c *arguments) shape(i int) (rows, cols int) {
	if len(c.args[i].areas) == 1 {
		return c.args[i].areas[0].rows(), c.args[i].areas[0].cols()
	}
	g := c.array(i)
	return g.rows, g.cols
}

func (v *vector) at(i int) (Value, error) {
	switch {
	case v.grid != nil && v.down:
		return v.grid.at(i, 0), nil
	case v.grid != nil:
		return v.grid.at(0, i), nil
	case v.down:
		return v.area.sheet.Value(v.area.Col1, v.area.Row1+i)
	}
	return v.area.sheet.Value(v.area.Col1+i, v.area.Row1)
}

// each visits the values in use, and the first of the rest if they are any.
func (v *vector) each(visit func(i int, x Value) (stop bool, err error)) error {
	last := v.used
	if v.grid != nil && v.used < v.n && v.grid.rest.Kind != Blank {
		last++
	}
	if err := v.m.work(last); err != nil {
		return err
	}
	for i := range last {
		x, err := v.at(i)
		if err != nil {
			return err
		}
		if stop, err := visit(i, x); stop || err != nil {
			return err
		}
	}
	return nil
}

// find is the first place of a value, -1 if it is nowhere.
func (v *vector) find(x Value, wild bool) (int, error) {
	found := -1
	if wild && x.Kind == Text && isWild(x.Text) {
		p := compile(x.Text)
		err := v.each(func(i int, y Value) (bool, error) {
			if y.Kind == Text && p.matches(y.Text) {
				found = i
			}
			return found >= 0, nil
		})
		return found, err
	}
	if v.area != nil && v.down && v.m.env.Cache != nil {
		index, err := v.m.lookUp([]area{*v.area}, nil, keyOf, "find", v.used)
		if err != nil {
			return -1, err
		}
		if steps := index.upTo(keyOf(x), v.used); len(steps) > 0 {
			found = steps[0].at
		}
		return found, nil
	}
	err := v.each(func(i int, y Value) (bool, error) {
		if y.Kind == x.Kind && equal(x, y) {
			found = i
		}
		return found >= 0, nil
	})
	return found, err
}

// ladder are the values of a vector by kind, for looking up the nearest.
type ladder struct{ numbers, texts rungs }

type rungs struct {
	values    []Value
	at        []int
	ascending bool
	unsure    bool  // the order depends on the computer
	max, min  Value // if not ascending
}

// ladder sorts the values of a vector by kind.
func (v *vector) ladder() (*ladder, error) {
	if v.m.env.Cache == nil || v.area == nil {
		return v.sortByKind()
	}
	return kept(&v.m.env.Cache.ladders, v.area.place(), v.sortByKind)
}

func (v *vector) sortByKind() (*ladder, error) {
	l := &ladder{}
	err := v.each(func(i int, x Value) (bool, error) {
		if i >= v.used {
			return false, ErrUnsupported
		}
		r := &l.numbers
		if x.Kind == Text {
			r = &l.texts
		} else if x.Kind != Number {
			return false, nil
		}
		r.values, r.at = append(r.values, x), append(r.at, i)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	l.numbers.survey()
	l.texts.survey()
	return l, nil
}

func (r *rungs) survey() {
	r.ascending = true
	for i, x := range r.values {
		if i == 0 {
			r.max, r.min = x, x
			continue
		}
		for _, c := range []struct {
			with *Value
			sign int
		}{{&r.values[i-1], 0}, {&r.max, 1}, {&r.min, -1}} {
			n, err := order(x, *c.with)
			switch {
			case err != nil:
				r.unsure = true
				return
			case c.sign == 0 && n < 0:
				r.ascending = false
			case c.sign != 0 && n == c.sign:
				*c.with = x
			}
		}
	}
}

// nearest is the place of the last value that is not above x in a vector that
// goes upwards, -1 if there is none. In one that does not, Excel halves it and
// finds something; that is sure only if all values are above x, or none.
func (v *vector) nearest(x Value) (int, error) {
	l, err := v.ladder()
	if err != nil {
		return -1, err
	}
	r := &l.numbers
	switch x.Kind {
	case Text:
		r = &l.texts
	case Bool:
		return -1, ErrUnsupported
	}
	if len(r.values) == 0 {
		return -1, nil
	}
	if r.unsure {
		return -1, ErrUnsupported
	}
	if !r.ascending {
		return r.outermost(x)
	}
	n := sort.Search(len(r.values), func(i int) bool {
		c, e := order(r.values[i], x)
		if e != nil {
			err = e
		}
		return c > 0
	})
	if err != nil || n == 0 {
		return -1, err
	}
	return r.at[n-1], nil
}

func (r *rungs) outermost(x Value) (int, error) {
	above, err := order(x, r.max)
	if err != nil {
		return -1, err
	}
	below, err := order(x, r.min)
	switch {
	case err != nil:
		return -1, err
	case above >= 0:
		return r.at[len(r.at)-1], nil
	case below < 0:
		return -1, nil
	}
	return -1, ErrUnsupported
}

// next is the place of the value that is nearest to x from below (sign -1) or
// above, looking from one end; exact ones come first.
func (v *vector) next(x Value, sign int, backwards bool) (int, error) {
	found := -1
	var best Value
	err := v.each(func(i int, y Value) (bool, error) {
		if y.Kind != x.Kind {
			return false, nil
		}
		n, err := order(y, x)
		if err != nil || n != 0 && n != sign {
			return false, err
		}
		better := found < 0
		if !better {
			n, err = order(y, best)
			better = n == -sign || n == 0 && backwards
		}
		if better {
			found, best = i, y
		}
		return false, err
	})
	return found, err
}

// cell is the value at a place of an argument, as a reference if it is one.
func (c *arguments) cell(i, row, col int) (val, error) {
	if len(c.args[i].areas) == 1 {
		a := c.args[i].areas[0]
		a.Range = a1.Cell(a.Col1+col, a.Row1+row)
		return areasOf(a), nil
	}
	return scalar(c.array(i).at(row, col)), nil
}
