package verify

import (
	"slices"

	"ysgk/internal/pack"
)

// sameItems derives what follows from the line items of figures: those of the same
// items are equal, and those that divide the items of another add up to it.
func (v *verifier) sameItems() {
	v.index()
	for _, k := range v.orderOfTerms {
		group := v.byTerms[k]
		v.agree(group)
		for i, f := range group {
			v.partition(f, i == 0)
		}
	}
	v.wholeTables()
}

// index finds the figures of the same items.
func (v *verifier) index() {
	v.byTerms, v.none, v.belongs = map[string][]*fact{}, map[string]bool{}, map[others]bool{}
	for _, t := range v.inOrder() {
		about := v.about(t)
		for _, f := range t.sorted() {
			f.total = f.key == about
			if v.byTerms[f.key] == nil {
				v.orderOfTerms = append(v.orderOfTerms, f.key)
			}
			v.byTerms[f.key] = append(v.byTerms[f.key], f)
			if len(f.terms) == 1 && v.choicesOnly(f.terms[0]) {
				v.roots = append(v.roots, f)
				if !slices.ContainsFunc(v.byTerms[f.key], func(y *fact) bool { return y != f && y.value.Equal(f.value) }) {
					v.differing = append(v.differing, f)
				}
			}
		}
	}
}

func (t *table) sorted() []*fact {
	out := slices.Clone(t.facts)
	slices.SortStableFunc(out, func(a, b *fact) int { return (a.row-b.row)*1000 + a.col - b.col })
	return out
}

// agree derives that figures of the same items are the same: each is compared with
// one on which most agree, or else with the first.
func (v *verifier) agree(group []*fact) {
	most := majority(group, v.same)
	for _, f := range group {
		e := equation{how: pack.Same, total: group[0], parts: []*fact{f}}
		if most != nil {
			e.total, e.parts[0] = f, witness(f, most)
			if !v.same(f, e.parts[0]) {
				e.wrong = f
			}
		}
		if e.total.blank {
			e.total, e.parts[0] = e.parts[0], e.total
		}
		if e.total != e.parts[0] && !e.total.blank {
			v.judge(e)
		}
	}
}

// majority are those of three or more figures that are the same as at least half of
// the others, none if there are fewer.
func majority(group []*fact, same func(a, b *fact) bool) []*fact {
	if len(group) < 3 {
		return nil
	}
	for _, x := range group {
		agree := slices.DeleteFunc(slices.Clone(group), func(y *fact) bool { return !same(x, y) })
		if (len(agree)-1)*2 >= len(group) {
			return agree
		}
	}
	return nil
}

// same says whether two figures are printed as the same.
func (v *verifier) same(a, b *fact) bool {
	c := compared{left: a.printed(), right: b.value.Shift(-a.scale), operator: "=="}
	return c.fails().LessThanOrEqual(v.room(a.scale, a, b))
}

// witness is the figure that says most about one that should be the same: what a table
// is all about, or else what stands in another table.
func witness(f *fact, agree []*fact) *fact {
	best, score := f, -1
	for _, y := range agree {
		if n := 4*number(!y.blank) + 2*number(y.total) + number(y.table != f.table); y != f && n > score {
			best, score = y, n
		}
	}
	return best
}

// partition derives that a figure is the sum of those that divide its items by one
// field. Of the first figure of certain items they may stand anywhere, of others in
// its row; what the template's formula adds up there is derived from that.
func (v *verifier) partition(f *fact, first bool) {
	if f.blank {
		return
	}
	derive := func(parts, less []*fact) {
		beside := !slices.ContainsFunc(parts, func(p *fact) bool { return p.table != f.table || p.row != f.row })
		if !first && !beside || len(parts) == 0 {
			return
		}
		added := v.addedBy(f)
		same := !slices.ContainsFunc(parts, func(p *fact) bool { return !slices.Contains(added, p.ref()) })
		if !same && !slices.ContainsFunc(parts, v.besideTold) {
			v.judge(equation{how: pack.Parts, total: f, parts: parts, less: less})
		}
	}
	if len(f.terms) > 1 {
		s := search{v: v, near: f}
		if parts, ok := s.sources(f.terms); ok {
			derive(parts, s.less)
		}
		return
	}
	for _, field := range v.choices(f.terms[0]) {
		s := search{v: v, near: f}
		if parts, ok := s.cover(f.terms[0], field, v.values(f.terms[0], field), 1, true); ok {
			derive(parts, s.less)
		}
	}
}

// addedBy are the cells that the template's formula for a figure adds up, none if it
// has no formula.
func (v *verifier) addedBy(f *fact) []ref {
	if c := f.table.cells[f.tpl]; c == nil || c.Formula == nil {
		return nil
	}
	text, ok := v.moved(f.table, f.tpl, f.row)
	if !ok {
		return nil
	}
	return v.book.cells(text, f.table.sheet)
}

// search looks for figures of given items, near another figure if there are several.
type search struct {
	v    *verifier
	near *fact
	less []*fact // found beside those that are added, to be taken off
}

// find is the figure of the items of a term with a key that stands nearest, and of others one that its
// table is all about; nil if no table shows it.
func (s *search) find(key string) (found *fact) {
	best := 0
	for _, f := range s.v.byTerms[key] {
		score := 1 + number(f.total) + 2*number(f.table == s.near.table) + 4*number(f.table == s.near.table && f.row == s.near.row)
		if f != s.near && score > best {
			found, best = f, score
		}
	}
	return found
}

// sources finds figures for each of the terms of one that adds up several sources.
func (s *search) sources(terms []term) (parts []*fact, ok bool) {
	for _, t := range terms {
		more, ok := s.parts(t, 0)
		if !ok {
			if more, ok = s.rest(t); !ok {
				return nil, false
			}
		}
		parts = append(parts, more...)
	}
	return parts, len(parts) > 0
}

// parts finds figures whose items together are those of a term: one, none if it is
// known that there is no such money, or those that divide it further.
func (s *search) parts(t term, depth int) (parts []*fact, ok bool) {
	key := t.key()
	if f := s.find(key); f != nil {
		return []*fact{f}, true
	}
	if s.v.nothing(t, key) {
		return nil, true
	}
	for _, field := range s.v.choices(t) {
		if depth == 0 {
			break
		}
		if parts, ok := s.cover(t, field, s.v.values(t, field), depth-1, true); ok {
			return parts, true
		}
	}
	return nil, false
}

// cover finds figures whose values of a field are, together, the given ones: those
// of the next values at once or of the next alone; one figure with all is no
// division.
func (s *search) cover(t term, field string, left []string, depth int, all bool) (parts []*fact, ok bool) {
	if len(left) == 0 {
		return nil, true
	}
	for n := len(left); n >= 1; n-- {
		if n == len(left) && all {
			continue
		}
		sub := s.v.narrowed(t, field, left[:n])
		var first []*fact
		if n == 1 {
			first, ok = s.parts(sub, depth)
		} else if key := sub.key(); s.find(key) != nil {
			first, ok = []*fact{s.find(key)}, true
		} else {
			ok = s.v.nothing(sub, key)
		}
		if !ok {
			continue
		}
		if rest, ok := s.cover(t, field, left[n:], depth, false); ok {
			return append(first, rest...), true
		}
	}
	return nil, false
}

// rest finds a figure and those to be taken off it, which leave the items of a term.
func (s *search) rest(t term) (parts []*fact, ok bool) {
	for _, y := range s.v.roots {
		if !t.part(y.terms[0]) || y.blank {
			continue
		}
		for _, l := range t.only {
			others := without(s.v.valuesOf(y.terms[0], l.field), l.values)
			if len(others) == 0 || s.v.narrowed(y.terms[0], l.field, l.values).key() != t.key() {
				continue
			}
			off, ok := s.cover(y.terms[0], l.field, others, 0, false)
			if ok {
				s.less = append(s.less, off...)
				return []*fact{y}, true
			}
		}
	}
	return nil, false
}

// narrowed is a term with fewer values of a field.
func (v *verifier) narrowed(t term, field string, values []string) term {
	out := term{t.source, t.only.but(field)}
	v.restrict(&out, field, values)
	return out
}

// choices are the fields by which the items of a term may be divided: each item has
// one of a few values.
func (v *verifier) choices(t term) (fields []string) {
	sheet := v.pack.Input.Sheet(t.source)
	if sheet == nil {
		return nil
	}
	for _, c := range sheet.Columns {
		if c.Kind == pack.Choice && (c.Required || t.only.of(c.Name) != nil) && len(c.Choices) > 1 {
			fields = append(fields, c.Name)
		}
	}
	return fields
}

// values are those that a field has in a term, in the order of the choices.
func (v *verifier) values(t term, field string) []string {
	have := v.valuesOf(t, field)
	return slices.DeleteFunc(slices.Clone(v.pack.Input.Sheet(t.source).Column(field).Choices), func(s string) bool { return !slices.Contains(have, s) })
}

func (v *verifier) valuesOf(t term, field string) []string {
	if have := t.only.of(field); have != nil {
		return have
	}
	return v.domain(t.source, field)
}

// choicesOnly says whether a term is restricted by nothing but choices: there are few
// of these.
func (v *verifier) choicesOnly(t term) bool {
	return !slices.ContainsFunc(t.only, func(l limit) bool { return v.domain(t.source, l.field) == nil })
}

// nothing says whether a cell tells that there are no such items: one says that even
// more of them add up to nothing, or all of its money belongs to others.
func (v *verifier) nothing(t term, key string) bool {
	none, ok := v.none[key]
	if !ok {
		none = slices.ContainsFunc(v.differing, func(y *fact) bool {
			return t.part(y.terms[0]) && (y.value.IsZero() || v.elsewhere(y, t))
		})
		v.none[key] = none
	}
	return none
}

// elsewhere says whether all of a figure's money belongs to other items than those of
// a term: another figure has the same amount for the other values of a field.
func (v *verifier) elsewhere(y *fact, t term) bool {
	for _, l := range t.only {
		of := others{y, l.said} // many terms differ in another field
		all, known := v.belongs[of]
		if !known {
			all = v.allOfOthers(y, l.field, l.values)
			v.belongs[of] = all
		}
		if all {
			return true
		}
	}
	return false
}

// others are the items of a figure that a limit does not let pass.
type others struct {
	figure *fact
	limit  string
}

// allOfOthers says whether all of a figure's money belongs to items that have not got
// some values of a field.
func (v *verifier) allOfOthers(y *fact, field string, mine []string) bool {
	all := v.valuesOf(y.terms[0], field)
	rest := without(all, mine)
	if len(rest) == 0 || len(rest) == len(all) {
		return false
	}
	same := v.byTerms[v.narrowed(y.terms[0], field, rest).key()]
	return len(same) > 0 && same[0].value.Equal(y.value)
}

// part says whether the items of a term are among those of another.
func (t term) part(of term) bool {
	return t.source == of.source && len(t.only) >= len(of.only) && slices.Equal(t.only.of(otherAmount), of.only.of(otherAmount)) && t.only.within(of.only)
}

// within says whether what some limits let pass others let pass too.
func (l limits) within(all limits) bool {
	for _, x := range all {
		for len(l) > 0 && l[0].field < x.field {
			l = l[1:]
		}
		if len(l) == 0 || l[0].field != x.field || slices.ContainsFunc(l[0].values, func(s string) bool { return !slices.Contains(x.values, s) }) {
			return false
		}
	}
	return true
}
