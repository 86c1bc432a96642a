package roll

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// Supplied are records that an input workbook lacks, with what its other sheets
// say of them.
type Supplied struct {
	More   *budget.Ledger // the records, nothing else
	Sheets []string       // those that have any
	Count  []int          // how many
}

// Len is how many records there are.
func (s *Supplied) Len() (n int) {
	for _, c := range s.Count {
		n += c
	}
	return n
}

// Supply makes the records that the pack's 补行 promises: for each combination that
// the other sheet has and this one lacks (a project of 支出明细 without a row on
// 绩效项目) one, with its totals.
func Supply(p *pack.Pack, l *budget.Ledger) *Supplied {
	return supply(p, func(def *pack.Sheet, to *budget.Table) {
		if def.Supply != nil && def.Match != nil {
			lacking(def, l, to)
		}
	})
}

// Copies makes the records that the pack's 照抄 promises: those of one value of a
// column again with another, for each owner that has none of that value (the 年度
// indicators of a project that has only those of 实施期).
func Copies(p *pack.Pack, l *budget.Ledger) *Supplied {
	return supply(p, func(def *pack.Sheet, to *budget.Table) {
		if def.Copy != nil && def.Match != nil {
			copies(def, l.Tables[def.Name], to)
		}
	})
}

// Joined are the records of both; no sheet is in more than one of them.
func Joined(a, b *Supplied) *Supplied {
	out := &Supplied{More: &budget.Ledger{Tables: map[string]*budget.Table{}}, Sheets: slices.Concat(a.Sheets, b.Sheets), Count: slices.Concat(a.Count, b.Count)}
	for name, t := range a.More.Tables {
		if out.More.Tables[name] = t; t.Len() == 0 {
			out.More.Tables[name] = b.More.Tables[name]
		}
	}
	return out
}

func supply(p *pack.Pack, add func(*pack.Sheet, *budget.Table)) *Supplied {
	s := &Supplied{More: &budget.Ledger{Tables: map[string]*budget.Table{}}}
	for name, schema := range p.Sources() {
		s.More.Tables[name] = budget.NewTable(name, schema.Fields, schema.Measures)
	}
	for i := range p.Input.Sheets {
		def := &p.Input.Sheets[i]
		to := s.More.Tables[def.Name]
		add(def, to)
		if to.Len() > 0 {
			s.Sheets, s.Count = append(s.Sheets, def.Name), append(s.Count, to.Len())
		}
	}
	return s
}

// lacking adds the records that a sheet lacks of those that it must belong to.
func lacking(def *pack.Sheet, l *budget.Ledger, to *budget.Table) {
	from, have := l.Tables[def.Match.Sheet], l.Tables[def.Name]
	var here []string // in the order of the columns
	for _, c := range def.Columns {
		if def.Match.Columns[c.Name] != "" {
			here = append(here, c.Name)
		}
	}
	key := func(t *budget.Table, i int, names func(string) string) (k string, whole bool) {
		whole = true
		for _, name := range here {
			text := typed.Name(t.Value(i, names(name)))
			k, whole = k+"\x00"+text, whole && text != ""
		}
		return k, whole
	}
	there := func(name string) string { return def.Match.Columns[name] }
	known := map[string]bool{}
	for i := range have.Len() {
		k, _ := key(have, i, func(name string) string { return name })
		known[k] = true
	}
	records, order := map[string][]int{}, []string{}
	for i := range from.Len() {
		k, whole := key(from, i, there)
		if !whole || known[k] || !meant(from, i, def.Match.When) {
			continue
		}
		if records[k] == nil {
			order = append(order, k)
		}
		records[k] = append(records[k], i)
	}
	for _, k := range order {
		if !slices.ContainsFunc(records[k], func(i int) bool { return from.Amounts(from.Measure(def.Supply.Amount))[i] != 0 }) {
			continue // last year's alone
		}
		values, amounts := make([]string, len(to.Fields)), make([]budget.Fen, len(to.Measures))
		for _, name := range here {
			values[to.Field(name)] = from.Value(records[k][0], there(name))
		}
		for _, c := range def.Supply.Columns {
			for _, i := range records[k] {
				if passes(from, i, c.Filter) {
					amounts[to.Measure(c.Name)] += from.Amounts(from.Measure(def.Supply.Amount))[i]
				}
			}
		}
		to.Append(0, values, amounts)
	}
}

func meant(t *budget.Table, i int, when map[string]string) bool {
	for field, value := range when {
		if t.Value(i, field) != value {
			return false
		}
	}
	return true
}

func passes(t *budget.Table, i int, filter pack.Filter) bool {
	for field, values := range filter {
		if !slices.Contains(values, t.Value(i, field)) {
			return false
		}
	}
	return true
}

// copies adds the records of one value again with another, for each owner that
// has none of it.
func copies(def *pack.Sheet, have, to *budget.Table) {
	owner := func(i int) string {
		var k []string
		for _, c := range def.Columns {
			if def.Match.Columns[c.Name] != "" {
				k = append(k, typed.Name(have.Value(i, c.Name)))
			}
		}
		return strings.Join(k, "\x00")
	}
	has := map[string]bool{}
	for i := range have.Len() {
		if have.Value(i, def.Copy.Column) == def.Copy.To {
			has[owner(i)] = true
		}
	}
	for i := range have.Len() {
		if have.Value(i, def.Copy.Column) != def.Copy.From || has[owner(i)] {
			continue
		}
		values, amounts := make([]string, len(to.Fields)), make([]budget.Fen, len(to.Measures))
		for f, field := range to.Fields {
			values[f] = have.Value(i, field)
		}
		values[to.Field(def.Copy.Column)] = def.Copy.To
		for m, measure := range to.Measures {
			amounts[m] = have.Amounts(have.Measure(measure))[i]
		}
		to.Append(0, values, amounts)
	}
}
