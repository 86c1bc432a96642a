package pivot

import (
	"slices"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// scan walks the records of one source table that pass a view's filter. Every
// text was numbered when the record was read, so filters are lookups in a
// slice and 100,000 records take milliseconds.
type scan struct {
	table    *budget.Table
	measures []int          // amount fields by column
	amounts  [][]budget.Fen // by column
	also     [][]int        // by column: amount fields that are added to it, nil of most
	filter   []test
	columns  [][]test // by column
	keys     []int    // fields that tell the rows apart; -1 where the table lacks one
}

// test passes the records whose value of a field is marked.
type test struct {
	ids  []uint32
	pass []bool
}

// newScan is the scan of a table that gives some measures of a view.
func newScan(v *pack.View, t *budget.Table, fields []string, gives func(measure string) bool) *scan {
	s := &scan{table: t}
	s.filter = tests(t, v.Filter)
	for _, c := range v.Columns {
		measure := 0
		if !gives(c.Measure) {
			s.columns = append(s.columns, never(t))
		} else {
			if c.Measure != "" {
				measure = t.Measure(c.Measure)
			}
			s.columns = append(s.columns, tests(t, c.Filter))
		}
		var also []int
		for _, name := range c.Also {
			also = append(also, t.Measure(name))
		}
		s.also = append(s.also, also)
		s.measures = append(s.measures, measure)
		s.amounts = append(s.amounts, t.Amounts(measure))
	}
	for _, f := range fields {
		s.keys = append(s.keys, t.Field(f))
	}
	return s
}

func tests(t *budget.Table, f pack.Filter) []test {
	var out []test
	for field, values := range f {
		name, _ := pack.CutField(field)
		i := t.Field(name)
		if i < 0 {
			return never(t) // no record has such a value
		}
		distinct := t.Distinct(i)
		pass := make([]bool, len(distinct))
		for id, text := range distinct {
			pass[id] = pack.Matches(field, text, values)
		}
		out = append(out, test{t.IDs(i), pass})
	}
	return out
}

// never passes no record.
func never(t *budget.Table) []test {
	return []test{{ids: make([]uint32, t.Len()), pass: []bool{false}}}
}

func passes(tests []test, record int) bool {
	return !slices.ContainsFunc(tests, func(t test) bool { return !t.pass[t.ids[record]] })
}

// each calls do for every record that passes the view's filter.
func (s *scan) each(do func(record int)) {
	for i := range s.table.Len() {
		if passes(s.filter, i) {
			do(i)
		}
	}
}

// texts are the values of the key fields of a record.
func (s *scan) texts(record int) []string {
	out := make([]string, len(s.keys))
	for i, f := range s.keys {
		if f >= 0 {
			out[i] = s.table.Text(record, f)
		}
	}
	return out
}

// leaves numbers the different combinations of key values, in order of first use.
type leaves struct {
	pairs []map[uint64]uint32 // one per key after the first: (number so far, id) → number
	first []uint32            // by id of the first key, number+1
	count uint32
}

// of is the number of a record's combination; fresh if it was not met before.
func (l *leaves) of(s *scan, record int) (leaf uint32, fresh bool) {
	if len(s.keys) == 0 {
		fresh = l.count == 0
		l.count = 1
		return 0, fresh
	}
	id := s.id(0, record)
	if len(s.keys) == 1 {
		if n := int(id) + 1 - len(l.first); n > 0 {
			l.first = append(l.first, make([]uint32, n)...)
		}
		if l.first[id] == 0 {
			l.count++
			l.first[id] = l.count
			fresh = true
		}
		return l.first[id] - 1, fresh
	}
	number := id
	for k := 1; k < len(s.keys); k++ {
		if len(l.pairs) < k {
			l.pairs = append(l.pairs, map[uint64]uint32{})
		}
		pair := uint64(number)<<32 | uint64(s.id(k, record))
		n, ok := l.pairs[k-1][pair]
		if !ok {
			n = uint32(len(l.pairs[k-1]))
			l.pairs[k-1][pair] = n
			fresh = k == len(s.keys)-1
		}
		number = n
	}
	return number, fresh
}

func (s *scan) id(key, record int) uint32 {
	f := s.keys[key]
	if f < 0 {
		return 0
	}
	return s.table.IDs(f)[record]
}
