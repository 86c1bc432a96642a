package rebuild

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/published"
	"ysgk/internal/tagging"
)

// Result is a rebuilt ledger and what is to be told of it.
type Result struct {
	Ledger *budget.Ledger
	Total  budget.Fen // of the items
	Items  int
	Guess  int        // items of which something is a guess
	Step   budget.Fen // the last decimal of the least exact table
	Notes  []tagging.Entry
	Limits map[string]pack.Filter // by table, what it leaves out though it does not say so, as figures of other tables show
}

// item is money with what the tables say of it.
type item struct {
	filter pack.Filter
	amount budget.Fen
	from   []string        // figures that it is part of
	guess  map[string]bool // fields that no table ties to this money
}

type rebuilder struct {
	p     *pack.Pack
	usual *pack.Sheet
	info  map[string]string
	kinds map[string]string // of units
	codes map[string]string // of units
	items []*item
	used  []*margin
	limit budget.Fen // what the items may be together

	together []together // what rules say of two fields of an item
	result   *Result
}

func (r *rebuilder) note(at finding.Place, text string, args ...any) {
	r.result.Notes = append(r.result.Notes, tagging.Entry{Place: at, Text: fmt.Sprintf(text, args...)})
}

// Ledger makes the items whose sums the figures are.
func Ledger(p *pack.Pack, facts []published.Fact, info map[string]string) (*Result, error) {
	r := &rebuilder{p: p, usual: p.Input.Sheet(p.Intake.Sheet), info: info, result: &Result{Limits: map[string]pack.Filter{}}}
	if r.usual == nil {
		return nil, fmt.Errorf("rebuild: the pack has no table of items")
	}
	if err := r.learnTogether(); err != nil {
		return nil, err
	}
	r.guessKinds(facts)
	margins := r.margins(facts)
	if len(margins) == 0 {
		return nil, &finding.FileError{File: "范例", Message: "没有认出能用来重建录入的数。请用 --录入 写明做出范例的录入工作簿"}
	}
	r.limit = most(margins)
	r.years(margins)
	at := first(margins)
	m := margins[at]
	for _, f := range m.facts {
		r.items = append(r.items, &item{maps.Clone(f.Filter), f.Amount, []string{f.Place.String()}, map[string]bool{}})
	}
	r.used = []*margin{m}
	known := m.fields()
	for margins = slices.Delete(margins, at, at+1); len(margins) > 0; margins = slices.Delete(margins, at, at+1) {
		at = r.next(margins, known)
		m = margins[at]
		r.apply(m, margins)
		r.used = append(r.used, m)
		known = append(known, m.news(known)...)
	}
	for _, it := range r.items {
		r.settle(it)
	}
	r.fitKinds()
	for _, m := range r.used {
		r.result.Step = max(r.result.Step, m.step)
	}
	r.polish(r.used)
	r.complain(r.used)
	r.write()
	return r.result, nil
}

// grains is in how many steps a figure is rounded up.
const grains = 10

// apply divides the items by the figures of a table.
//
// all are the tables that are still to come.
func (r *rebuilder) apply(m *margin, all []*margin) {
	for _, o := range all {
		r.narrow(o)
		r.foresee(o)
	}
	source, sink := 0, 1
	n := newNetwork(2 + len(r.items) + len(m.facts))
	demand := func(j int) int { return 2 + len(r.items) + j }
	for i, it := range r.items {
		n.join(source, 2+i, it.amount)
	}
	type link struct{ i, j, arc int }
	var links []link
	ends := make([]int, len(m.facts))
	for j := range m.facts {
		ends[j] = n.join(demand(j), sink, 0)
	}
	choices := make([]int, len(r.items))
	takers := make([]int, len(m.facts))
	var likely [3][][2]int
	var open budget.Fen
	for i, it := range r.items {
		for j, f := range m.facts {
			if both := r.both(it.filter, f.Filter); both != nil {
				choices[i]++
				takers[j]++
				at := r.strange(both)
				if r.inside(it.filter, f.Filter) {
					at = 0
				}
				likely[at] = append(likely[at], [2]int{i, j})
			}
		}
		if choices[i] > 0 {
			open += it.amount
		}
	}
	// Nothing is rounded where the items are as much as the figures. Else it goes up
	// to the figure, and where all of the items stand there to what is rounded to it, by
	// little for each, so that no figure bears the rounding of all.
	half, grain, times := m.step/2, m.step/2/grains, grains
	if open == m.total {
		half, times = 0, 0
	} else if open-m.total <= m.slack()+m.step {
		times *= 2
	}
	for j, f := range m.facts {
		n.arcs[ends[j]].room = max(f.Amount-half, 0)
	}
	for _, pairs := range likely {
		for _, l := range pairs {
			links = append(links, link{l[0], l[1], n.join(2+l[0], demand(l[1]), r.items[l[0]].amount)})
		}
		n.fill(source, sink)
	}
	for range times {
		for j := range m.facts {
			n.arcs[ends[j]].room += grain
		}
		n.fill(source, sink)
	}
	parts := make([][]*item, len(r.items))
	var news []moved
	for _, l := range links {
		if amount := n.carried(l.arc); amount > 0 {
			p := r.part(r.items[l.i], m.facts[l.j], amount, choices[l.i] > 1 && takers[l.j] > 1)
			parts[l.i] = append(parts[l.i], p)
			news = append(news, moved{p, r.items[l.i].filter})
		}
	}
	r.replace(parts, m.step)
	for j, f := range m.facts {
		r.extend(m, f, f.Amount-n.carried(ends[j]))
	}
	r.leaveOut(news)
}

// extend adds what a figure shows beyond the items there are, unless they would be
// more than any table shows.
func (r *rebuilder) extend(m *margin, f published.Fact, left budget.Fen) {
	total := left
	for _, it := range r.items {
		total += it.amount
	}
	if left <= m.step || total > r.limit+m.slack() {
		return
	}
	r.items = append(r.items, &item{maps.Clone(f.Filter), left, []string{f.Place.String()}, map[string]bool{}})
}

// moved is a part of an item with what was known of it before.
type moved struct {
	part *item
	was  pack.Filter
}

// leaveOut limits the tables to which parts are too much that have come to them: a
// table without them shows 本年 alone if it says nothing of years, and they are not.
func (r *rebuilder) leaveOut(news []moved) {
	for _, m := range r.used {
		var in []*item
		var total, excess budget.Fen
		for _, x := range news {
			if m.takes(r, x.part.filter) && !m.takes(r, x.was) {
				in = append(in, x.part)
				total += x.part.amount
			}
		}
		for _, f := range m.all {
			sum := -f.Amount
			for _, it := range r.items {
				if r.inside(it.filter, f.Filter) {
					sum += it.amount
				}
			}
			excess = max(excess, sum)
		}
		d := excess - total
		if len(in) == 0 || excess <= m.step || max(d, -d) > m.slack() {
			continue
		}
		for _, c := range r.usual.Columns {
			open := func(f pack.Filter) bool { return f[c.Name] == nil }
			if c.Kind != pack.Choice || len(c.Choices) != 2 ||
				slices.ContainsFunc(in, func(it *item) bool { return !open(it.filter) && !slices.Equal(it.filter[c.Name], c.Choices[1:]) }) ||
				slices.ContainsFunc(m.all, func(f published.Fact) bool { return !open(f.Filter) }) {
				continue
			}
			for _, it := range r.items {
				if slices.Contains(in, it) {
					it.filter = r.limited(it.filter, pack.Filter{c.Name: c.Choices[1:]})
				} else if m.takes(r, it.filter) && open(it.filter) {
					it.filter = r.limited(it.filter, pack.Filter{c.Name: c.Choices[:1]})
				}
			}
			m.limit(r, pack.Filter{c.Name: c.Choices[:1]})
			break
		}
	}
}

// takes says whether some figure of a table sums items that are like this.
func (m *margin) takes(r *rebuilder, like pack.Filter) bool {
	return slices.ContainsFunc(m.all, func(f published.Fact) bool { return r.inside(like, f.Filter) })
}

// part is the share of an item that a figure sums.
func (r *rebuilder) part(it *item, f published.Fact, amount budget.Fen, guess bool) *item {
	p := &item{r.both(it.filter, f.Filter), amount, append(slices.Clone(it.from), f.Place.String()), maps.Clone(it.guess)}
	for field, values := range p.filter {
		if guess && !slices.Equal(values, it.filter[field]) {
			p.guess[field] = true
		}
	}
	return p
}

// replace puts the parts of the items in their place. What is left of an item and less
// than the table prints stays with the largest part.
func (r *rebuilder) replace(parts [][]*item, step budget.Fen) {
	var out []*item
	for i, it := range r.items {
		left := it.amount
		for _, p := range parts[i] {
			left -= p.amount
		}
		if len(parts[i]) > 0 && left > 0 && left <= 2*step {
			slices.MaxFunc(parts[i], func(a, b *item) int { return cmp.Compare(a.amount, b.amount) }).amount += left
			left = 0
		}
		out = append(out, parts[i]...)
		if left > 0 {
			it.amount = left
			out = append(out, it)
		}
	}
	r.items = out
}

// narrow limits a table that does not say which choice of a field it shows, where
// only one gives its sum: 本年 of a table that leaves 上年结转 out.
func (r *rebuilder) narrow(m *margin) {
	sum := func(more pack.Filter) (total budget.Fen) {
		for _, it := range r.items {
			if slices.ContainsFunc(m.facts, func(f published.Fact) bool {
				both := r.both(it.filter, f.Filter)
				return both != nil && r.both(both, more) != nil && r.inside(it.filter, more)
			}) {
				total += it.amount
			}
		}
		return total
	}
	fits := func(total budget.Fen) bool { d := total - m.total; return max(d, -d) <= m.slack()+m.step }
	if fits(sum(pack.Filter{})) {
		return
	}
	var found []pack.Filter
	for _, c := range r.usual.Columns {
		if c.Kind != pack.Choice {
			continue
		}
		for _, v := range append(groups(c), c.Choices...) {
			values, _ := r.p.Group(c.Name, v)
			more := pack.Filter{c.Name: values}
			if !slices.ContainsFunc(m.facts, func(f published.Fact) bool { return f.Filter[c.Name] != nil || r.both(f.Filter, more) == nil }) && fits(sum(more)) {
				found = append(found, more)
			}
		}
	}
	if len(found) != 1 {
		return
	}
	m.limit(r, found[0])
}

// limit gives all figures of a table a limit of which it says nothing.
func (m *margin) limit(r *rebuilder, more pack.Filter) {
	m.facts, m.all = slices.Clone(m.facts), slices.Clone(m.all)
	for _, facts := range [][]published.Fact{m.facts, m.all} {
		for i, f := range facts {
			facts[i].Filter = r.limited(f.Filter, more)
		}
	}
}

// foresee limits the items that a table must show, with what it tells of them
// together: of 人员经费 it has no code of 商品和服务支出.
func (r *rebuilder) foresee(m *margin) {
	for _, field := range m.fields() {
		around := make([]pack.Filter, len(m.facts))
		for j, f := range m.facts {
			around[j] = maps.Clone(f.Filter)
			delete(around[j], field)
		}
		var total budget.Fen
		var inside []*item
		for _, it := range r.items {
			if slices.ContainsFunc(around, func(f pack.Filter) bool { return r.inside(it.filter, f) }) {
				total += it.amount
				inside = append(inside, it)
			}
		}
		if d := total - m.total; max(d, -d) > m.slack()+m.step {
			continue
		}
		for _, it := range inside {
			var values []string
			for _, f := range m.facts {
				both := r.both(it.filter, f.Filter)
				if both == nil {
					continue
				}
				if both[field] == nil {
					values = nil
					break
				}
				for _, v := range both[field] {
					if !slices.Contains(values, v) {
						values = append(values, v)
					}
				}
			}
			if len(values) > 0 {
				it.filter = maps.Clone(it.filter)
				it.filter[field] = values
			}
		}
	}
}

func groups(c pack.Column) (out []string) {
	for _, g := range c.Groups {
		out = append(out, g.Name)
	}
	return out
}

// both is what two filters say together, nil if no item passes both.
func (r *rebuilder) both(a, b pack.Filter) pack.Filter {
	out := maps.Clone(a)
	for field, values := range b {
		if a[field] != nil {
			if values = r.common(field, a[field], values); len(values) == 0 {
				return nil
			}
		}
		out[field] = values
	}
	if !r.possible(out) {
		return nil
	}
	for i := range r.together { // but what a table itself puts together is there
		if x := &r.together[i]; x.hard && !x.allows(out) && x.allows(a) && x.allows(b) {
			return nil
		}
	}
	return out
}

// limited is a filter with a limit, without it where nothing could pass both.
func (r *rebuilder) limited(a, more pack.Filter) pack.Filter {
	if both := r.both(a, more); both != nil {
		return both
	}
	return a
}

// possible says whether an item may be like this: a project with 项目支出 alone, and
// codes that follow from each other.
func (r *rebuilder) possible(f pack.Filter) bool {
	for _, c := range r.usual.Columns {
		for field, values := range c.When {
			if f[c.Name] != nil && f[field] != nil && len(r.common(field, f[field], values)) == 0 {
				return false
			}
		}
		if m := c.Mapping; m != nil && f[c.Name] != nil && f[m.From] != nil && !r.maps(m, f[m.From], f[c.Name], slices.Collect(maps.Keys(m.Columns))) {
			return false
		}
	}
	return true
}

// ordinary says whether no rule warns of such an item.
func (r *rebuilder) ordinary(f pack.Filter) bool {
	for i := range r.together {
		if x := &r.together[i]; !x.allows(f) {
			return false
		}
	}
	return true
}

// maps says whether a code of some goes to one of others, for one of some kinds.
func (r *rebuilder) maps(m *pack.Mapping, from, to, kinds []string) bool {
	list := r.p.Codes[r.usual.Column(m.From).Codes]
	for _, e := range list.Entries() {
		if !list.Leaf(e.Code, r.usual.Column(m.From).Level) || !slices.ContainsFunc(from, func(c string) bool { return strings.HasPrefix(e.Code, c) }) {
			continue
		}
		for _, k := range kinds {
			code := m.Code(list, e.Code, k)
			if code != "" && slices.ContainsFunc(to, func(c string) bool { return strings.HasPrefix(code, c) }) {
				return true
			}
		}
	}
	return false
}

// strange ranks what money may be like: first codes that are called alike, last a
// code that does not follow for the kind of the unit, and what a rule warns of.
func (r *rebuilder) strange(f pack.Filter) int {
	var names []string
	for _, c := range r.usual.Columns {
		if c.Kind == pack.Code && len(f[c.Name]) == 1 {
			names = append(names, strings.TrimSuffix(r.p.Codes[c.Codes].NameOf(f[c.Name][0]), "支出"))
		}
	}
	for i, name := range names {
		for _, other := range names[:i] {
			if nearest.Likeness(name, other) > 0.6 {
				return 0
			}
		}
	}
	for _, c := range r.usual.Columns {
		if m := c.Mapping; m != nil && f[c.Name] != nil && len(f["单位"]) == 1 {
			from := f[m.From]
			if from == nil {
				from = []string{""}
			}
			if !r.maps(m, from, f[c.Name], []string{r.kinds[f["单位"][0]]}) {
				return 2
			}
		}
	}
	if !r.ordinary(f) {
		return 2
	}
	return 1
}

// disturbs says whether a figure would be more than is printed if an item were like this.
func (r *rebuilder) disturbs(it *item, as pack.Filter) bool {
	for _, m := range r.used {
		for _, f := range m.all {
			if r.inside(it.filter, f.Filter) || !r.inside(as, f.Filter) {
				continue
			}
			left := f.Amount + f.Step - it.amount
			for _, o := range r.items {
				if r.inside(o.filter, f.Filter) {
					left -= o.amount
				}
			}
			if left < 0 {
				return true
			}
		}
	}
	return false
}

// guessKinds takes the department itself for the first kind of unit, others for the last.
func (r *rebuilder) guessKinds(facts []published.Fact) {
	r.kinds, r.codes = map[string]string{}, map[string]string{}
	kinds := r.kindChoices()
	if len(kinds) == 0 {
		return
	}
	for _, f := range facts {
		for _, u := range f.Filter["单位"] {
			r.kinds[u] = kinds[len(kinds)-1]
			r.codes[u] = cmp.Or(r.codes[u], f.Code)
		}
	}
	if len(r.kinds) == 0 || r.kinds[r.info["部门名称"]] != "" {
		r.kinds[r.info["部门名称"]] = kinds[0]
	}
}

func (r *rebuilder) kindChoices() []string {
	ref := r.usual.Column("单位")
	if ref == nil || r.p.Input.Sheet(ref.Sheet) == nil {
		return nil
	}
	for _, c := range r.p.Input.Sheet(ref.Sheet).Columns {
		if c.Kind == pack.Choice {
			return c.Choices
		}
	}
	return nil
}

// complain tells the figures that the items do not add up to.
func (r *rebuilder) complain(used []*margin) {
	for _, m := range used {
		for _, f := range m.all {
			var sum budget.Fen
			n := 0
			for _, it := range r.items {
				if r.inside(it.filter, f.Filter) {
					sum += it.amount
					n++
				}
			}
			if d := f.Amount - sum; max(d, -d) > f.Step/2 {
				r.note(f.Place, "印的是 %s 元，重建的明细合计 %s 元，差 %s 元", f.Amount.Yuan(), sum.Yuan(), d.Yuan())
			}
		}
	}
}
