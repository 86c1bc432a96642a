package sample

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// Case is a made-up department of a certain kind.
type Case struct {
	Name   string // 空的录入, 只有政府性基金预算的录入
	Ledger *budget.Ledger
}

// many is how many records a sheet of the large department has.
const many = 1500

// Cases are departments that differ in what they have: one with nothing, one
// with a single line, one for each choice that a view tells apart, one without
// each view's money, a large one. A template that holds for all of them holds
// for most.
func Cases(p *pack.Pack) (out []Case) {
	all := Ledger(p)
	add := func(name string, l *budget.Ledger) { out = append(out, Case{name, l}) }
	add("样例数据", all)
	add("空的录入（一条明细也没有）", sieve(all, func(t *budget.Table, i int) bool { return len(t.Measures) == 0 && i == 0 }))
	add("只有一条明细的录入", sieve(all, func(_ *budget.Table, i int) bool { return i == 0 }))
	for _, c := range choices(p) {
		add("只有“"+c.value+"”的录入", sieve(all, func(t *budget.Table, i int) bool {
			f := t.Field(c.field)
			return f < 0 || t.Text(i, f) == c.value
		}))
	}
	for i := range p.Views {
		if v := &p.Views[i]; len(v.Filter) > 0 {
			add("视图 "+v.Name+" 没有数的录入", sieve(all, func(t *budget.Table, i int) bool {
				return !slices.Contains(v.Sources, t.Name) || !passes(v.Filter, t, i)
			}))
		}
	}
	add("金额都是零的录入", weighed(all, func(int) bool { return false }))
	if slices.ContainsFunc(slices.Collect(maps.Values(all.Tables)), func(t *budget.Table) bool { return len(t.Measures) > 1 }) {
		add("只填了第一个金额列的录入（没有上年数）", weighed(all, func(measure int) bool { return measure == 0 }))
		add("第一个金额列都是零的录入（今年没有，去年有）", weighed(all, func(measure int) bool { return measure > 0 }))
	}
	add("明细很多、名称很长、金额很大的录入", sized(p, many, true))
	return out
}

// choice is a value that some view tells from others.
type choice struct{ field, value string }

// choices are the choices of the columns that views filter on.
func choices(p *pack.Pack) (out []choice) {
	var fields []string
	note := func(f pack.Filter) {
		for _, field := range slices.Sorted(maps.Keys(f)) {
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		}
	}
	for _, v := range p.Views {
		note(v.Filter)
		for _, c := range v.Columns {
			note(c.Filter)
		}
		for _, s := range v.Sides {
			note(s.Filter)
		}
	}
	for _, field := range fields {
		for _, s := range p.Input.Sheets {
			c := s.Column(field)
			if c == nil || c.Kind != pack.Choice {
				continue
			}
			for _, value := range c.Choices {
				if x := (choice{field, value}); !slices.Contains(out, x) {
					out = append(out, x)
				}
			}
		}
	}
	return out
}

func passes(f pack.Filter, t *budget.Table, i int) bool {
	for field, values := range f {
		name, _ := pack.CutField(field)
		k := slices.IndexFunc(t.Fields, func(x string) bool { return strings.EqualFold(x, name) })
		if k >= 0 && !pack.Matches(field, t.Text(i, k), values) {
			return false
		}
	}
	return true
}

// sieve is a ledger with the records that keep says.
func sieve(l *budget.Ledger, keep func(t *budget.Table, i int) bool) *budget.Ledger {
	return remade(l, keep, func(_ int, x budget.Fen) budget.Fen { return x })
}

// Without is a ledger without some records, by table and the row that they stand in.
func Without(l *budget.Ledger, rows map[string][]int) *budget.Ledger {
	return sieve(l, func(t *budget.Table, i int) bool { return !slices.Contains(rows[t.Name], t.Row(i)) })
}

// weighed is a ledger in which only some amounts are not zero.
func weighed(l *budget.Ledger, has func(measure int) bool) *budget.Ledger {
	return remade(l, func(*budget.Table, int) bool { return true }, func(measure int, x budget.Fen) budget.Fen {
		if has(measure) {
			return x
		}
		return 0
	})
}

func remade(l *budget.Ledger, keep func(t *budget.Table, i int) bool, amount func(measure int, x budget.Fen) budget.Fen) *budget.Ledger {
	out := &budget.Ledger{Info: l.Info, Codes: l.Codes, Tables: map[string]*budget.Table{}}
	for name, t := range l.Tables {
		n := budget.NewTable(t.Name, t.Fields, t.Measures)
		for f := range t.Fields {
			if t.Seeded(f) {
				n.Seed(f, t.Distinct(f))
			}
		}
		for i := range t.Len() {
			if !keep(t, i) {
				continue
			}
			values := make([]string, len(t.Fields))
			for f := range values {
				values[f] = t.Text(i, f)
			}
			amounts := make([]budget.Fen, len(t.Measures))
			for m := range amounts {
				amounts[m] = amount(m, t.Amounts(m)[i])
			}
			n.Append(t.Row(i), values, amounts)
		}
		out.Tables[name] = n
	}
	return out
}
