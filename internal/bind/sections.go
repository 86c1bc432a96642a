package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// surroundings are what a text of the example stands in: the headings above it, the nearest first, and the rows whose
// sentences it goes on to tell the parts of.
type surroundings struct {
	heads []string
	rows  map[int]bool
}

// ordinals are the numbers that texts begin with, of the largest parts first.
var ordinals = []pattern.Pattern{
	pattern.Of(`^第[一二三四五六七八九十]{1,3}(部分|章|篇)`),
	pattern.Of(`^[一二三四五六七八九十]{1,3}[、.．]`),
	pattern.Of(`^[(（][一二三四五六七八九十]{1,3}[)）]`),
	pattern.Of(`^\d{1,2}[、.．][^0-9]`),
	pattern.Of(`^[(（]?\d{1,2}[)）]`),
}

// ordinal is how large a part a text begins, the number of ordinals for a text that begins none.
func ordinal(text string) int {
	if i := slices.IndexFunc(ordinals, func(p pattern.Pattern) bool { return p.MatchString(text) }); i >= 0 {
		return i
	}
	return len(ordinals)
}

// sectionOf finds what a text stands in: the larger parts around it, and the texts of these above it. A text without a
// number stands beside those above it and goes on with one that ends so: 具体情况如下：.
func sectionOf(s *layout.Sheet, at layout.Pos) surroundings {
	out := surroundings{rows: map[int]bool{}}
	if s == nil {
		return out
	}
	own := ordinal(layout.Tight(s.Cells[at].Text))
	within := own   // parts that are larger are around it
	var plain []int // rows without a number, since the last one that has one
	for row := at.Row - 1; row > 0 && within > 0; row-- {
		texts := s.Texts(row)
		if len(texts) == 0 {
			continue
		}
		said := s.Says(texts[0])
		level := ordinal(said)
		if level == len(ordinals) {
			if own < level || strings.HasSuffix(said, ":") {
				plain = append(plain, row)
			}
			continue
		}
		if level < within {
			for _, r := range append(plain, row) {
				out.rows[r] = true
			}
			out.heads, within = append(out.heads, said), level
		}
		plain = nil
	}
	return out
}

// inSection says whether a text of the example stands below the heading that one of the form stands below, if the example
// has that heading at all.
func (b *binder) inSection(s *layout.Sheet, at layout.Pos, e *layout.Sheet, there layout.Pos) bool {
	ours, theirs := b.headingsOn(s), b.headingsOn(e)
	own, is := ours.above(at.Row), theirs.above(there.Row)
	if own == "" || is == "" || own == is {
		return true
	}
	has, known := theirs.same[own]
	if !known {
		has = map[string]bool{}
		for said := range theirs.all {
			if b.saysAs(layout.Unnumbered(own), layout.Unnumbered(said)) {
				has[said] = true
			}
		}
		theirs.same[own] = has
	}
	return has[is] || len(has) == 0
}

// headings are those of a sheet of texts: the nearest one above each row, all of them, and which of them say the same as
// one of another sheet.
type headings struct {
	rows []string
	all  map[string]bool
	same map[string]map[string]bool
}

// above is the nearest heading above a row, "" if there is none.
func (h *headings) above(row int) string { return h.rows[min(row, len(h.rows)-1)] }

// headingsOn are the headings of a sheet, which stay while its sentences are bound.
func (b *binder) headingsOn(s *layout.Sheet) *headings {
	h := b.headings[s]
	if h != nil {
		return h
	}
	h = &headings{rows: []string{""}, all: map[string]bool{}, same: map[string]map[string]bool{}}
	last := ""
	for row := 1; row <= s.Last.Row; row++ {
		h.rows = append(h.rows, last)
		for _, at := range s.Texts(row) {
			if said := s.Says(at); isHeading(said) {
				if h.all[said] = true; len(s.Texts(row)) == 1 {
					last = said
				}
			}
		}
	}
	h.rows = append(h.rows, last)
	b.headings[s] = h
	return h
}

// limitedAround gives an amount the limit of what it is told in, if it is as much with it: of a part of the 三公经费 of
// 一般公共预算 told before, and below a heading that says so, figures of which the fund is not said are those of this
// fund too, and are other ones at the next department. What words around it say is nearer than that they say nothing.
func (b *binder) limitedAround(text string, all []*figure, f *figure, in surroundings) {
	if strings.Contains(f.own, "全部") || f.spot == nil || f.records != "" || f.way == byLimit || len(f.spot.Filter) == 0 || !slices.Equal(f.spot.Source, []string{b.x.Usual}) {
		return
	}
	var around []pack.Filter
	if f.head >= 0 && f.head < f.n && all[f.head].spot != nil {
		around = append(around, all[f.head].spot.Filter)
	}
	for _, o := range all { // 本年财政拨款收入 beside which 单位资金收入 is this year's too
		if o.n >= f.n || strings.ContainsAny(text[o.to:f.from], "；;。") || o.head != f.head || o.spot == nil || o.bare || !slices.Equal(o.spot.Source, f.spot.Source) || len(o.spot.Filter) != len(f.spot.Filter)+1 {
			continue
		}
		for field, values := range o.spot.Filter {
			rest := maps.Clone(o.spot.Filter)
			if delete(rest, field); len(b.words.Choices[field]) == 2 && meaning.SameFields(rest, f.spot.Filter) {
				around = append(around, pack.Filter{field: values})
			}
		}
	}
	around = append(around, b.otherThanBeside(all, f)...)
	for _, o := range slices.Backward(b.sums) {
		if in.rows[o.row] && slices.Equal(o.spot.Source, f.spot.Source) && partOf(f.spot.Filter, o.spot.Filter) {
			around = append(around, o.spot.Filter)
		}
	}
	for _, head := range in.heads {
		around = append(around, b.words.Title(head).Filter)
	}
	for _, limits := range around {
		also := pack.Filter{}
		for field, values := range limits {
			if f.spot.Filter[field] == nil {
				also[field] = values
			}
		}
		limited := *f.spot
		limited.Filter = meaning.With(f.spot.Filter, also)
		limited.Said = meaning.Claim{Filter: limited.Filter}
		if len(also) > 0 && b.x.Amount(&limited, evidence.Addition{}) == f.sum {
			f.spot, f.also = &limited, also
			return
		}
	}
}

// narrowedAround gives an amount the narrower one of two choices that its words leave open and the example does not tell: the fund
// that the heading above it names, else the one that the tables of the book take the same items of. “三公”经费 are of all
// 财政拨款 by what they are called, below 一般公共预算“三公”经费支出情况 of that fund alone, as in the table.
func (b *binder) narrowedAround(f *figure, in surroundings) {
	if f.spot == nil || f.records != "" || !slices.Equal(f.spot.Source, []string{b.x.Usual}) {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(f.spot.Filter)) {
		if len(b.words.Choices[field]) == 0 || f.said.Filter[field] != nil && !b.words.Implies(f.own, field) {
			continue
		}
		limited := *f.spot
		limited.Filter = maps.Clone(f.spot.Filter)
		if limited.Filter[field] = b.narrower(f.spot.Filter, field, in); limited.Filter[field] == nil {
			continue
		}
		limited.Said = meaning.Claim{Filter: limited.Filter}
		if b.x.Amount(&limited, evidence.Addition{}) == f.sum {
			f.spot = &limited
		}
	}
}

// narrower are fewer values of a field than a filter takes: those of the amount whose parts the text tells, of the nearest heading
// that names some, or those that all tables take which sum the same items or some of them; nil if there are none, or they differ.
func (b *binder) narrower(filter pack.Filter, field string, in surroundings) (out []string) {
	fewer := func(values []string) []string {
		if len(values) > 0 && len(values) < len(filter[field]) && meaning.Covers(filter[field], values) {
			return values
		}
		return nil
	}
	among := func(f pack.Filter) bool { // of the same items, or of some of them
		part, whole := maps.Clone(f), maps.Clone(filter)
		delete(part, field)
		delete(whole, field)
		return len(whole) > 0 && meaning.SameFields(part, whole) && !slices.ContainsFunc(slices.Collect(maps.Keys(part)), func(other string) bool { return !meaning.Covers(whole[other], part[other]) })
	}
	for _, o := range slices.Backward(b.sums) {
		if in.rows[o.row] && o.spot.Filter[field] != nil {
			return fewer(o.spot.Filter[field])
		}
	}
	for _, head := range in.heads {
		if values := fewer(b.words.Title(head).Filter[field]); values != nil {
			return values
		}
	}
	for _, sheet := range slices.Sorted(maps.Keys(b.taken)) {
		for _, f := range b.taken[sheet] {
			values := fewer(f[field])
			switch {
			case !among(f):
			case values == nil, out != nil && !meaning.Same(pack.Filter{field: out}, pack.Filter{field: values}):
				return nil
			default:
				out = values
			}
		}
	}
	return out
}

// otherThanBeside is the one of two choices that an amount takes beside one that is told of the other alone, among the
// same parts: 财政拨款收入××万元 beside 上年结转××万元 is of this year, though the example has nothing that was carried over.
func (b *binder) otherThanBeside(all []*figure, f *figure) (out []pack.Filter) {
	for _, o := range all {
		if o == f || f.head < 0 || o.head != f.head || !o.money() || o.said.Rest != "" || len(o.said.Filter) != 1 {
			continue
		}
		for field, values := range o.said.Filter {
			choices := b.words.Choices[field]
			if len(choices) != 2 || len(values) != 1 || f.spot.Filter[field] != nil || f.said.Filter[field] != nil {
				continue
			}
			out = append(out, pack.Filter{field: slices.DeleteFunc(slices.Clone(choices), func(v string) bool { return v == values[0] })})
		}
	}
	return out
}

// explainedAround finds what an amount sums whose own words do not say all: limited as what it is told in, if it is as
// much so: 商品和服务支出预算 behind 基本支出预算××元，其中：.
func (b *binder) explainedAround(all []*figure, f *figure, in surroundings) {
	amount, ok := f.amount()
	unit, known := b.Pack.Units.Named(f.unit)
	if f.spot != nil || f.records != "" || !f.money() || !ok || !known || amount.IsZero() || len(f.said.Filter) == 0 || f.said.Rest != "" || f.said.Last || f.said.Source != "" || changing.MatchString(f.own) {
		return
	}
	around := b.limitsAround(in)
	if f.head >= 0 && f.head < f.n && all[f.head].spot != nil {
		around = append([]pack.Filter{all[f.head].spot.Filter}, around...)
	}
	sc := layout.Scale{Unit: unit, Places: max(-amount.Exponent(), 0)}
	for _, limits := range around {
		filter := narrowed(f.said.Filter, limits)
		spot := &evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: filter}, Filter: filter}
		if sum := b.x.Amount(spot, evidence.Addition{}); sum != 0 && sc.Agrees(amount, sum) {
			f.spot, f.sum, f.way = spot, sum, "在内"
			return
		}
	}
}

// limitsAround are the limits of what a text stands in: of the amounts whose parts it tells, and of its headings.
func (b *binder) limitsAround(in surroundings) (out []pack.Filter) {
	for _, o := range slices.Backward(b.sums) {
		if in.rows[o.row] && slices.Equal(o.spot.Source, []string{b.x.Usual}) {
			out = append(out, o.spot.Filter)
		}
	}
	for _, head := range in.heads {
		out = append(out, b.words.Title(head).Filter)
	}
	return out
}

// narrowed is a filter with limits around it: of a field that both limit the narrower.
func narrowed(own, limits pack.Filter) pack.Filter {
	out := meaning.With(own, limits)
	for field, values := range limits {
		if meaning.Covers(own[field], values) {
			out[field] = values
		}
	}
	return out
}

// partOf says whether what a filter takes is among what another one takes by the fields that both limit, and less.
func partOf(part, whole pack.Filter) bool {
	less := false
	for field, values := range part {
		if whole[field] == nil {
			continue
		}
		if !meaning.Covers(whole[field], values) {
			return false
		}
		less = less || !meaning.Covers(values, whole[field])
	}
	return less
}
