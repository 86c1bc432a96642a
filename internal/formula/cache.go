package formula

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
)

// Cache keeps what several formulas of one workbook look up in the same cells,
// so that running sums, ranks and lookups of n rows take n steps, not n times n.
// It holds for as long as the cells do not change, and serves one goroutine.
//
// What is kept for a range grows downwards from its first row as far as it was
// asked for, so that a running sum never looks at rows below its own; reading a
// cell may compute it, and so come back to the same range.
type Cache struct {
	parsed  map[string]*Formula
	strips  map[start]*strip
	indexes map[string]*index
	sorted  map[place]*sorted
	ladders map[place]*ladder
}

// place is where a range stands.
type place struct {
	sheet string
	a1.Range
}

func (a area) place() place { return place{fold(a.sheet.Name()), a.Range} }

// kept is what is known by a key, found out if it is not known yet.
func kept[K comparable, V any](known *map[K]V, k K, find func() (V, error)) (V, error) {
	if v, ok := (*known)[k]; ok {
		return v, nil
	}
	v, err := find()
	if err == nil {
		if *known == nil {
			*known = map[K]V{}
		}
		(*known)[k] = v
	}
	return v, err
}

// parse reads the text of a name or of INDIRECT.
func (m *machine) parse(text string) (*Formula, error) {
	if m.env.Cache == nil {
		return Parse(text)
	}
	return kept(&m.env.Cache.parsed, text, func() (*Formula, error) { return Parse(text) })
}

// strip is what the cells from a row on add up to, for every last row.
type strip struct{ rows []tally }

// start is where a strip begins, and which cells it passes over.
type start struct {
	place
	over passing
}

// upTo is what the cells of a range add up to; ok is false without a cache and
// for what is no range.
func (m *machine) upTo(v val, over passing) (*tally, bool, error) {
	if m.env.Cache == nil || len(v.areas) != 1 || v.areas[0].Row1 == v.areas[0].Row2 {
		return nil, false, nil
	}
	a := v.areas[0]
	high, wide := a.used()
	if high == 0 {
		return &tally{}, true, nil
	}
	c := m.env.Cache
	from := start{a.place(), over}
	from.Row2 = 0
	s, _ := kept(&c.strips, from, func() (*strip, error) { return &strip{}, nil })
	for len(s.rows) < high {
		if err := m.work(wide); err != nil {
			return nil, false, err
		}
		n := len(s.rows)
		var t tally
		if n > 0 {
			t = s.rows[n-1]
		}
		for col := range wide {
			if over != (passing{}) && over.passes(a.sheet, a.Col1+col, a.Row1+n) {
				continue
			}
			v, err := a.sheet.Value(a.Col1+col, a.Row1+n)
			if err != nil {
				return nil, false, err
			}
			if !over.faults || v.Kind != Fault {
				t.take(v, 1)
			}
		}
		if len(s.rows) == n { // else computing the cells has come past here
			s.rows = append(s.rows, t)
		}
	}
	return &s.rows[high-1], true, nil
}

// index finds the cells of a range by what they hold.
type index struct {
	groups map[key][]step
	rows   int // read so far
}

// step is the place of a cell in its range, counted along the rows, and what
// the cells to tally add up to so far, if there are any.
type step struct {
	at  int
	sum *tally
}

// upTo are the steps in the first rows of a range.
func (x *index) upTo(k key, cells int) []step {
	steps := x.groups[k]
	n := sort.Search(len(steps), func(i int) bool { return steps[i].at >= cells })
	return steps[:n]
}

// joined is the key of several cells together.
func joined(keys []key) key {
	if len(keys) == 1 {
		return keys[0]
	}
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%d,%d,%d,%d,%s;", k.kind, k.coef, k.exp, len(k.text), k.text)
	}
	return key{text: b.String()}
}

// lookUp brings the index of some ranges side by side up to so many rows; over
// are the cells to tally, if any.
func (m *machine) lookUp(ranges []area, over *area, keyed func(Value) key, kind string, high int) (*index, error) {
	c := m.env.Cache
	wide := 0
	name := kind
	for _, a := range ranges {
		_, w := a.used()
		wide = max(wide, w)
		name += fmt.Sprintf("\t%s\t%d,%d,%d", fold(a.sheet.Name()), a.Col1, a.Row1, a.Col2)
	}
	if over != nil {
		name += fmt.Sprintf("\tover\t%s\t%d,%d", fold(over.sheet.Name()), over.Col1, over.Row1)
	}
	x, _ := kept(&c.indexes, name, func() (*index, error) { return &index{groups: map[key][]step{}}, nil })
	all := ranges[0].cols()
	for x.rows < high {
		if err := m.work(wide); err != nil {
			return nil, err
		}
		row := x.rows
		found := make([]key, wide)
		values := make([]Value, wide)
		errs := make([]error, wide)
		keys := make([]key, len(ranges))
		for col := range wide {
			for i, a := range ranges {
				v, err := a.sheet.Value(a.Col1+col, a.Row1+row)
				if err != nil {
					return nil, err
				}
				keys[i] = keyed(v)
			}
			found[col] = joined(keys)
			if over != nil {
				values[col], errs[col] = over.sheet.Value(over.Col1+col, over.Row1+row)
				if errs[col] != nil && !errors.Is(errs[col], ErrUnsupported) {
					return nil, errs[col]
				}
			}
		}
		if x.rows != row {
			continue // computing the cells has come past here
		}
		for col, k := range found {
			s := step{at: row*all + col}
			if over != nil {
				s.sum = x.tally(k, values[col], errs[col])
			}
			x.groups[k] = append(x.groups[k], s)
		}
		x.rows++
	}
	return x, nil
}

// tally is the last one of a group and one cell more.
func (x *index) tally(k key, v Value, err error) *tally {
	t := &tally{}
	if steps := x.groups[k]; len(steps) > 0 {
		*t = *steps[len(steps)-1].sum
	}
	t.take(v, 1)
	if t.err == nil {
		t.err = err
	}
	return t
}

// indexed takes the cells that meet all conditions with the help of an index of
// those that ask for equality. ok is false if there is none.
func (m *machine) indexed(conds []condition, over *area) (t *tally, ok bool, err error) {
	var ranges []area
	var keys []key
	var others []condition
	high := 0
	for _, c := range conds {
		h, _ := c.used()
		high = max(high, h)
		if k, ok := c.is.key(); ok {
			ranges, keys = append(ranges, c.area), append(keys, k)
		} else {
			others = append(others, c)
		}
	}
	if ranges == nil {
		return m.byOrder(conds, over)
	}
	cells := conds[0].rows() * conds[0].cols()
	if others == nil {
		x, err := m.lookUp(ranges, over, criterionKey, "if", high)
		if err != nil {
			return nil, false, err
		}
		steps := x.upTo(joined(keys), cells)
		if over == nil || len(steps) == 0 {
			return &tally{cells: len(steps)}, true, nil
		}
		return steps[len(steps)-1].sum, true, nil
	}
	x, err := m.lookUp(ranges, nil, criterionKey, "if", high)
	if err != nil {
		return nil, false, err
	}
	t = &tally{}
	wide := conds[0].cols()
	for _, s := range x.upTo(joined(keys), cells) {
		if err := t.look(others, over, s.at/wide, s.at%wide); err != nil {
			return nil, false, err
		}
	}
	return t, true, nil
}

// byOrder counts the cells that are above or below a number.
func (m *machine) byOrder(conds []condition, over *area) (*tally, bool, error) {
	c := &conds[0]
	if len(conds) > 1 || c.is.kind != wantsNumber || c.is.op == "<>" || over != nil && over.place() != c.place() {
		return nil, false, nil
	}
	s, err := m.sort(c.area)
	if err != nil {
		return nil, false, err
	}
	below, upTo := standing(s.numbers, c.is.num)
	switch c.is.op {
	case "<":
		return s.between(0, below), true, nil
	case "<=":
		return s.between(0, upTo), true, nil
	case ">":
		return s.between(upTo, len(s.numbers)), true, nil
	}
	return s.between(below, len(s.numbers)), true, nil
}

// sorted are the numbers of a range from the lowest to the highest.
type sorted struct {
	numbers []decimal.Decimal
	sums    []decimal.Decimal // of all numbers before
	bad     failure           // the first error value in the range
}

// standing is how many of some ordered numbers are below a number, and how many
// are not above it.
func standing(x []decimal.Decimal, d decimal.Decimal) (below, upTo int) {
	below = sort.Search(len(x), func(i int) bool { return compareNumbers(x[i], d) >= 0 })
	return below, sort.Search(len(x), func(i int) bool { return compareNumbers(x[i], d) > 0 })
}

func (s *sorted) between(from, to int) *tally {
	t := &tally{cells: to - from, filled: to - from}
	if from < to {
		t.min, t.max = s.numbers[from], s.numbers[to-1]
		t.sum.n, t.sum.so = to-from, s.sums[to].Sub(s.sums[from])
	}
	return t
}

// sort gives the sorted numbers of a range.
func (m *machine) sort(a area) (*sorted, error) {
	if m.env.Cache == nil {
		return m.sortCells(a)
	}
	return kept(&m.env.Cache.sorted, a.place(), func() (*sorted, error) { return m.sortCells(a) })
}

func (m *machine) sortCells(a area) (*sorted, error) {
	s := &sorted{}
	err := m.each(areasOf(a), func(v Value, _ int) error {
		switch {
		case v.Kind == Number:
			s.numbers = append(s.numbers, v.Num)
		case v.Kind == Fault && s.bad == "":
			s.bad = failure(v.Text)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.numbers, decimal.Decimal.Cmp)
	s.sums = make([]decimal.Decimal, len(s.numbers)+1)
	for i, d := range s.numbers {
		s.sums[i+1] = s.sums[i].Add(d)
	}
	return s, nil
}
