package rebuild

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/published"
)

// margin is figures of one table that are apart from each other and together all
// that it tells.
type margin struct {
	facts []published.Fact
	all   []published.Fact // sums of its figures too
	total budget.Fen
	step  budget.Fen
}

// margins divides the figures of each table.
func (r *rebuilder) margins(facts []published.Fact) (out []*margin) {
	var order []string
	by := map[string][]published.Fact{}
	open := map[[2]string]int{}
	for _, f := range facts {
		if f.Open != "" {
			open[[2]string{f.Place.Sheet, f.Open}]++
		}
	}
	for _, f := range facts {
		if f.Open != "" {
			alike := [2]string{f.Place.Sheet, f.Open}
			switch n := open[alike]; n {
			case 0: // told
			case 1:
				r.note(f.Place, "%s：%s 没有重建", f.Open, f.Amount.Yuan())
			default:
				r.note(f.Place, "%s：%s 和这样的另外 %d 格没有重建", f.Open, f.Amount.Yuan(), n-1)
				open[alike] = 0
			}
			continue
		}
		if by[f.Block] == nil {
			order = append(order, f.Block)
		}
		by[f.Block] = append(by[f.Block], f)
	}
	for _, name := range order {
		out = append(out, r.divide(by[name])...)
	}
	return out
}

// first is the table that gives the first items: the most exact, of those the one
// of most money, then the finest. What it leaves out others add.
func first(all []*margin) int {
	best := 0
	for i, m := range all {
		o := all[best]
		if m.step < o.step || m.step == o.step && m.before(o) {
			best = i
		}
	}
	return best
}

// most is the money of the table that shows most: no items may be more.
func most(all []*margin) (total budget.Fen) {
	for _, m := range all {
		total = max(total, m.total)
	}
	return total
}

// next is the table to divide the items by: one that tells of codes that they have
// before one that brings new codes, then the one that tells most at once, since what
// is divided by one table alone may not suit another.
func (r *rebuilder) next(all []*margin, known []string) int {
	best := 0
	for i, m := range all {
		o := all[best]
		switch {
		case r.tied(m, known) != r.tied(o, known):
			if r.tied(m, known) {
				best = i
			}
		case m.shared(known) != o.shared(known): // the items suit it only in few ways
			if m.shared(known) > o.shared(known) {
				best = i
			}
		case len(m.fields()) != len(o.fields()):
			if len(m.fields()) > len(o.fields()) {
				best = i
			}
		case r.eithers(m) != r.eithers(o): // before tables that do not say of which year they are
			if r.eithers(m) > r.eithers(o) {
				best = i
			}
		case m.before(o):
			best = i
		}
	}
	return best
}

// years limits the tables that leave 上年结转 out and do not say so: those of all money
// but what tables show as 上年结转, and those whose sum another one shows as 本年.
func (r *rebuilder) years(all []*margin) {
	for _, c := range r.usual.Columns {
		if c.Kind != pack.Choice || len(c.Choices) != 2 {
			continue
		}
		ordinary := pack.Filter{c.Name: c.Choices[:1]}
		var out budget.Fen
		for _, m := range all {
			var sum budget.Fen
			for _, f := range m.facts {
				if slices.Equal(f.Filter[c.Name], c.Choices[1:]) {
					sum += f.Amount
				}
			}
			out = max(out, sum)
		}
		near := func(a, b budget.Fen, m *margin) bool { return max(a-b, b-a) <= m.slack()+m.step }
		silent := func(m *margin) bool { return !slices.Contains(m.fields(), c.Name) }
		if slices.ContainsFunc(all, func(m *margin) bool { return near(m.total, r.limit, m) && r.inside(m.common(), ordinary) }) {
			for _, m := range all { // all money is of 本年
				if silent(m) {
					m.limit(r, ordinary)
				}
			}
			continue
		}
		shown := func(m *margin) bool { // as the 本年 of money of which some is carried over
			this, carried := false, false
			for _, o := range all {
				for _, f := range o.all {
					this = this || near(f.Amount, m.total, m) && r.equal(f.Filter, with(m.common(), ordinary))
					carried = carried || f.Amount > m.slack()+m.step && r.inside(f.Filter, with(m.common(), pack.Filter{c.Name: c.Choices[1:]}))
				}
			}
			return this && carried
		}
		for again := true; again; {
			again = false
			for _, m := range all {
				if silent(m) && out > m.slack()+m.step && (near(m.total+out, r.limit, m) || shown(m)) {
					m.limit(r, ordinary)
					r.result.Limits[m.facts[0].Block] = ordinary
					again = true
				}
			}
		}
	}
}

// common is what all figures of a table limit alike.
func (m *margin) common() pack.Filter {
	out := maps.Clone(m.facts[0].Filter)
	maps.DeleteFunc(out, func(field string, values []string) bool {
		return slices.ContainsFunc(m.facts, func(f published.Fact) bool { return !slices.Equal(f.Filter[field], values) })
	})
	return out
}

func with(f, more pack.Filter) pack.Filter {
	maps.Copy(f, more)
	return f
}

// equal says whether two filters let the same items pass.
func (r *rebuilder) equal(a, b pack.Filter) bool { return r.inside(a, b) && r.inside(b, a) }

// eithers is of how many choices of two the figures of a table tell apart.
func (r *rebuilder) eithers(m *margin) (n int) {
	for _, f := range m.fields() {
		if c := r.usual.Column(f); c != nil && c.Kind == pack.Choice && len(c.Choices) == 2 && m.common()[f] == nil {
			n++
		}
	}
	return n
}

// tied says whether a table tells of codes that the items have already.
func (r *rebuilder) tied(m *margin, known []string) bool {
	return slices.ContainsFunc(m.fields(), func(f string) bool { return r.coded(f) && slices.Contains(known, f) })
}

// before puts tables of more money first, then exact ones, then those of more figures.
func (m *margin) before(o *margin) bool {
	if m.total != o.total && max(m.total, o.total)-min(m.total, o.total) > max(m.total, o.total)/1000 {
		return m.total > o.total
	}
	if m.step != o.step {
		return m.step < o.step
	}
	return len(m.facts) > len(o.facts)
}

// fields are those that some figure of a table limits.
func (m *margin) fields() (out []string) {
	for _, f := range m.facts {
		for field := range f.Filter {
			if !slices.Contains(out, field) {
				out = append(out, field)
			}
		}
	}
	slices.Sort(out)
	return out
}

// shared is how many of the fields that the items have a table tells.
func (m *margin) shared(known []string) int { return len(m.fields()) - len(m.news(known)) }

func (m *margin) news(known []string) []string {
	return slices.DeleteFunc(m.fields(), func(f string) bool { return slices.Contains(known, f) })
}

// divide makes one margin of a table, or several where its columns divide the same
// money twice: by 支出类型, and by 资金来源.
func (r *rebuilder) divide(facts []published.Fact) []*margin {
	whole := r.leaves(facts)
	var largest budget.Fen
	for _, f := range facts {
		largest = max(largest, f.Amount)
	}
	if whole.total <= largest+whole.slack() {
		r.complete(whole)
		return []*margin{whole}
	}
	var out []*margin
	for _, columns := range widest(facts) {
		m := r.leaves(slices.DeleteFunc(slices.Clone(facts), func(f published.Fact) bool { return !within(f.Column, columns) }))
		if m.total <= largest+m.slack() {
			out = append(out, m)
		} else {
			r.note(m.facts[0].Place, "这张表各格相加是 %s，多过合计，没有用它重建", m.total.Yuan())
		}
	}
	if len(out) == 2 {
		return r.cross(out[0], out[1])
	}
	return out
}

// cross makes one of two divisions of the same rows where that is certain: of a row
// with one fund and some 上年结转, that is of this fund. Other rows stay apart.
func (r *rebuilder) cross(a, b *margin) []*margin {
	row := func(f published.Fact) string {
		own := maps.Clone(f.Filter)
		maps.DeleteFunc(own, func(field string, _ []string) bool { return slices.Contains(f.Column, field) })
		return fmt.Sprint(own)
	}
	of := func(m *margin) map[string][]published.Fact {
		out := map[string][]published.Fact{}
		for _, f := range m.facts {
			out[row(f)] = append(out[row(f)], f)
		}
		return out
	}
	ofA, ofB := of(a), of(b)
	one := &margin{all: append(slices.Clone(a.all), b.all...), total: a.total, step: max(a.step, b.step)}
	rest := &margin{all: b.all, step: b.step}
	for _, key := range slices.Sorted(maps.Keys(ofA)) {
		single, parts := ofA[key], ofB[key]
		if len(parts) == 1 {
			single, parts = parts, single
		}
		apart := func(f published.Fact) bool { return r.both(f.Filter, single[0].Filter) == nil } // a code with two names, or money of one kind beside that of another
		if len(single) != 1 || len(parts) == 0 || slices.ContainsFunc(parts, apart) {
			one.facts = append(one.facts, ofA[key]...)
			rest.facts = append(rest.facts, ofB[key]...)
			continue
		}
		for _, f := range parts {
			f.Filter = r.both(f.Filter, single[0].Filter)
			one.facts = append(one.facts, f)
		}
	}
	for _, f := range rest.facts {
		rest.total += f.Amount
	}
	if len(rest.facts) == 0 {
		return []*margin{one}
	}
	return []*margin{one, rest}
}

func (m *margin) slack() budget.Fen { return m.step / 2 * budget.Fen(len(m.facts)+1) }

func within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(f string) bool { return !slices.Contains(b, f) })
}

// widest are the sets of fields that columns limit and that are part of no other.
func widest(facts []published.Fact) (out [][]string) {
	for _, f := range facts {
		if slices.ContainsFunc(facts, func(g published.Fact) bool { return len(g.Column) > len(f.Column) && within(f.Column, g.Column) }) {
			continue
		}
		if !slices.ContainsFunc(out, func(s []string) bool { return slices.Equal(s, f.Column) }) {
			out = append(out, f.Column)
		}
	}
	return out
}

// leaves are the finest figures, and what is left of others beside their parts.
func (r *rebuilder) leaves(facts []published.Fact) *margin {
	m := &margin{all: facts}
	sorted := slices.Clone(facts)
	size := map[string]int{}
	for _, f := range facts {
		for _, g := range facts {
			if r.inside(g.Filter, f.Filter) {
				size[f.Place.Cell]++
			}
		}
		m.step = max(m.step, f.Step)
	}
	slices.SortStableFunc(sorted, func(a, b published.Fact) int { return size[a.Place.Cell] - size[b.Place.Cell] })
	for _, f := range sorted {
		var covered budget.Fen
		n := 0
		for _, l := range m.facts {
			if r.inside(l.Filter, f.Filter) {
				covered += l.Amount
				n++
			}
		}
		rest := f.Amount - covered
		if n > 0 && max(rest, -rest) <= m.step/2*budget.Fen(n+1) || rest <= 0 {
			continue
		}
		f.Amount = rest
		m.facts = append(m.facts, f)
		m.total += rest
	}
	return m
}

// complete limits figures that say nothing of a field, of which other columns take all but one
// choice of the same money: beside 上年结转 the others are 本年.
func (r *rebuilder) complete(m *margin) {
	for i, f := range m.facts {
		for _, c := range r.usual.Columns {
			if c.Kind != pack.Choice || f.Filter[c.Name] != nil || len(f.Column) == 0 {
				continue
			}
			rest := slices.Clone(c.Choices)
			for _, o := range m.facts {
				limits := maps.Clone(o.Filter)
				maps.DeleteFunc(limits, func(field string, _ []string) bool { return !slices.Contains(o.Column, field) })
				if slices.Contains(o.Column, c.Name) && r.both(f.Filter, limits) != nil {
					rest = slices.DeleteFunc(rest, func(v string) bool { return slices.Contains(o.Filter[c.Name], v) })
				}
			}
			if len(rest) == 1 {
				m.facts[i].Filter = with(maps.Clone(f.Filter), pack.Filter{c.Name: rest})
				f = m.facts[i]
			}
		}
	}
}

// inside says whether all items of one filter are items of another.
func (r *rebuilder) inside(a, b pack.Filter) bool {
	for field, values := range b {
		if a[field] == nil || len(r.common(field, a[field], values)) != len(a[field]) {
			return false
		}
		for _, v := range a[field] {
			if !slices.ContainsFunc(values, func(w string) bool { return v == w || r.coded(field) && strings.HasPrefix(v, w) }) {
				return false
			}
		}
	}
	return true
}

// common are the values of a field that two limits have in common; of codes the
// longer ones.
func (r *rebuilder) common(field string, a, b []string) (out []string) {
	for _, v := range a {
		for _, w := range b {
			both := ""
			switch {
			case v == w || r.coded(field) && strings.HasPrefix(v, w):
				both = v
			case r.coded(field) && strings.HasPrefix(w, v):
				both = w
			}
			if both != "" && !slices.Contains(out, both) {
				out = append(out, both)
			}
		}
	}
	return out
}

func (r *rebuilder) coded(field string) bool { return r.p.ListOf(field) != "" }
