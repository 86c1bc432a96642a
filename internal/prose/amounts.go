package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/published"
)

// amounts compares the amounts of sentences with the tables. Where most of them cannot be
// compared it says so: that nothing was found means little then.
func (j *judge) amounts() {
	all, compared := 0, 0
	for _, p := range j.doc.Paragraphs {
		for _, f := range p.figs {
			if f.kind == amount {
				all++
				if j.amount(f) {
					compared++
				}
			}
		}
	}
	switch {
	case len(j.known.facts) == 0:
		j.report(nothing, finding.Place{}, "文本里没有认得出的表，也没有写 --公开表，句子里的数没有和表核对")
	case compared*2 < all:
		j.report(nothing, finding.Place{}, "句子里有 %d 个金额，只有 %d 个能和表核对，别的在表里找不到，或话看不懂", all, compared)
	}
}

// meant are the facts of which a figure must be one, none if its words are not understood.
func (j *judge) meant(f *figure) []fact {
	m := j.says(f)
	if f.words == "" || together(f) || m.Rest != "" || m.Absent || m.Source != "" || m.Last || empty(m) && !speaks(f.words) {
		return nil
	}
	found := j.found(f, m)
	if j.several(f, m) || !j.enclosed(f, m) {
		return nil
	}
	return found
}

// together says whether the words of a figure are the last of several names whose money it is
// together: 行政单位医疗、事业单位医疗合计74.28万元.
func together(f *figure) bool {
	before, listed := strings.CutSuffix(strings.TrimRight(f.p.Text[:f.begin], " "), "、")
	return listed && jointly.MatchString(f.words) && !numbers.MatchString(before[beginning(before, 0, len(before)):])
}

var jointly = pattern.Of(`(合计|共计?|总计)$`)

// amount compares an amount with the tables and says whether they have it.
func (j *judge) amount(f *figure) bool {
	found := j.meant(f)
	if j.ofLastYear(f.p, f.sentence) {
		found = j.lastOf(f)
	}
	if len(found) == 0 {
		return false
	}
	if slices.ContainsFunc(found, f.agrees) {
		if !j.ofLastYear(f.p, f.sentence) {
			j.elsewhere(f, found)
		}
		return true
	}
	if j.within(f) {
		return true
	}
	if holding.MatchString(f.words) || j.unproven(f, found[0]) { // 项目支出含上年结转51万元
		return false
	}
	if j.carries(f, found[0]) {
		j.report(mayCarry, f.p.placeIn(f.from), "写的是“%s%s”，表里本年的是 %s（%s）；多出的是上年结转的，不用改", tail(f.words), f.text, j.inUnit(found[0].value, f), where(found[0]))
		return true
	}
	f.wrong = true
	best := found[0]
	j.report(differs, f.p.placeIn(f.from), "写的是“%s%s”，表里是 %s（%s）%s", tail(f.words), f.text, j.inUnit(best.value, f), where(best), j.unitHint(f, found))
	return true
}

// within says whether an amount is that of a part of the money that is spoken of around it,
// where no table has all of it: of 一般公共预算 alone under a heading of 财政拨款.
func (j *judge) within(f *figure) bool {
	around, _ := j.around(f)
	for _, o := range j.says(f).Filters {
		for _, c := range around {
			both := published.Together(o, c)
			if len(both) > len(o) && slices.ContainsFunc(j.known.facts, func(x fact) bool {
				return !x.Last && len(x.Filter) == len(both) && wider(both, x.Filter) && f.agrees(x)
			}) {
				return true
			}
		}
	}
	return false
}

// unproven says whether an amount may be only a part of what its words name: of the sentence's
// subject, which limits more than the fact does (其中本年安排 of 项目支出), or is of the same
// money as the words by the pack's names (其中事业收入 of 单位资金收入).
func (j *judge) unproven(f *figure, best fact) bool {
	s := j.subject(f)
	if s == nil || s == f || f.value.GreaterThanOrEqual(s.value) ||
		s.p == f.p && s.sentence == f.sentence && f.depth <= s.depth && !strings.Contains(f.p.Text[s.to:f.from], "其中") {
		return false // the subject is the first of a list
	}
	for _, whole := range j.says(s).Filters {
		for _, own := range j.says(f).Filters {
			if len(own) > 0 && key(own, false) == key(whole, false) && s.agrees(best) {
				return true
			}
			for field := range whole {
				if year := slices.ContainsFunc(j.known.years, func(c pack.Column) bool { return c.Name == field }); own[field] == nil && best.Filter[field] == nil && !year {
					return true
				}
			}
		}
	}
	return false
}

// carries says whether an amount of spending may be more than this year's money, which is
// all that the tables have of it, by what they have as carried over.
func (j *judge) carries(f *figure, best fact) bool {
	if received.MatchString(f.words) {
		return false
	}
	own := j.says(f)
	for _, c := range j.known.years {
		if !slices.Equal(best.Filter[c.Name], c.Choices[:1]) || slices.ContainsFunc(own.Filters, func(o pack.Filter) bool { return o[c.Name] != nil }) {
			continue
		}
		rest, carried := without(best.Filter, c.Name), decimal.Zero
		for _, x := range j.known.facts {
			if slices.Equal(x.Filter[c.Name], c.Choices[1:]) && !x.Last && meet(without(x.Filter, c.Name), rest) {
				carried = decimal.Max(carried, x.value.Add(x.step))
			}
		}
		if over := f.value.Sub(best.value); over.IsPositive() && over.LessThanOrEqual(carried) {
			return true
		}
	}
	return false
}

// holding ends in the part of an amount that it is of; received names money as it comes in,
// which is this year's.
var (
	holding  = pattern.Of(`含[^（）()，]{2,}$`)
	received = pattern.Of(`收入|拨款|本年|当年`)
)

// meet says whether two filters may both let something pass.
func meet(x, y pack.Filter) bool {
	for field, values := range x {
		if y[field] != nil && !wider(pack.Filter{field: values}, pack.Filter{field: y[field]}) && !wider(pack.Filter{field: y[field]}, pack.Filter{field: values}) {
			return false
		}
	}
	return true
}

// elsewhere tells of an amount that is right of all money, but not of the money that the
// heading speaks of: taken from the wrong table.
func (j *judge) elsewhere(f *figure, found []fact) {
	if len(f.p.under) == 0 || f.p.under[0].Level <= 1 {
		return
	}
	own, narrow := j.says(f), []fact(nil)
	for _, c := range j.about(f.p.under[0].Text).Filters {
		for _, o := range own.Filters {
			if len(o) > 0 && !wider(c, o) {
				narrow = append(narrow, j.known.by[key(published.Together(o, c), own.Last)]...)
			}
		}
	}
	if len(narrow) > 0 && !slices.ContainsFunc(narrow, f.agrees) {
		j.report(maybeDiffers, f.p.placeIn(f.from), "写的是“%s%s”，这里说的钱表里是 %s（%s）", tail(f.words), f.text, j.inUnit(narrow[0].value, f), where(narrow[0]))
	}
}

// several says whether a name is that of several things of which the tables have figures:
// 行政运行 of two classes may be either, or both together.
func (j *judge) several(f *figure, m published.Meaning) bool {
	var values []string
	for _, one := range m.Filters {
		if found := j.found(f, published.Meaning{Filters: []pack.Filter{one}}); len(found) > 0 {
			values = append(values, found[0].value.String())
		}
	}
	slices.Sort(values)
	return len(slices.Compact(values)) > 1
}

// enclosed says whether an amount in brackets is surely a part of the one before them, as
// 一般公共预算 is of 财政拨款: it is not where both are parts of each other.
func (j *judge) enclosed(f *figure, m published.Meaning) bool {
	if f.depth == 0 {
		return true
	}
	var before *figure
	for _, o := range f.p.figs {
		if o.from < f.from && o.kind == amount && o.depth < f.depth && o.sentence == f.sentence {
			before = o
		}
	}
	if before == nil {
		return true
	}
	whole := j.means(before.words)
	if whole.Rest != "" {
		return false
	}
	for _, w := range whole.Filters {
		for _, own := range m.Filters {
			for field, values := range w {
				if got, both := own[field]; both && !wider(pack.Filter{field: values}, pack.Filter{field: got}) {
					return false
				}
			}
		}
	}
	return true
}

// unitHint says that the figure is right in another unit.
func (j *judge) unitHint(f *figure, found []fact) string {
	for _, u := range j.p.Units.All() {
		shifted := *f
		own, _ := j.p.Units.Named(f.unit)
		shifted.value, shifted.step = f.value.Shift(u.Power-own.Power), f.step.Shift(u.Power-own.Power)
		for _, x := range found {
			if !x.value.IsZero() && shifted.agrees(x) {
				return "；像是单位写错了，数是对的，单位应是" + u.Name
			}
		}
	}
	return ""
}

// found are the facts that a figure may be, the likeliest first.
func (j *judge) found(f *figure, m published.Meaning) (out []fact) {
	return j.known.of(j.readings(f, m))
}

func empty(m published.Meaning) bool {
	for _, f := range m.Filters {
		if len(f) > 0 {
			return false
		}
	}
	return true
}

// speaks says whether words that limit nothing name a total.
func speaks(words string) bool {
	for _, w := range []string{"收入", "支出", "收支", "总计", "合计", "预算"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}

// agrees says whether a printed figure is a fact, rounded as one of the two is.
func (f *figure) agrees(x fact) bool {
	off := f.value.Sub(x.value).Abs()
	switch f.step.Cmp(x.step) {
	case 0:
		return off.IsZero()
	case 1:
		return off.LessThanOrEqual(f.half().Add(decimal.New(1, -2)))
	}
	return off.LessThanOrEqual(x.step.Div(decimal.NewFromInt(2)))
}

// inUnit prints an amount in the unit of a figure, with its decimals or two.
func (j *judge) inUnit(d decimal.Decimal, f *figure) string {
	u, _ := j.p.Units.Named(f.unit)
	places := int32(2)
	return d.Shift(-u.Power).StringFixed(places) + f.unit
}

// inPackUnit is an amount as the tables print it, to its last digit.
func (j *judge) inPackUnit(d decimal.Decimal) string {
	d = d.Shift(-j.p.Unit.Power)
	if !d.Equal(d.Round(2)) {
		return d.String() + j.p.Unit.Name
	}
	return d.StringFixed(2) + j.p.Unit.Name
}

// where names the table and the line of a fact.
func where(x fact) string {
	name := strings.TrimRight(x.Table, "abcdefghij")
	if _, called, ok := strings.Cut(name, "!"); ok && called != "" {
		name = called
	}
	place := x.Place.Cell
	if x.book {
		place = x.Place.String()
	}
	if x.Label != "" {
		return fmt.Sprintf("《%s》“%s”%s，%s", name, x.Label, headOf(x), place)
	}
	return fmt.Sprintf("《%s》%s，%s", name, headOf(x), place)
}

func headOf(x fact) string {
	if i := strings.LastIndex(x.Head, "/"); i >= 0 {
		return "“" + x.Head[i+1:] + "”"
	}
	return "“" + x.Head + "”"
}

// tail is the end of a figure's words, for messages.
func tail(words string) string {
	r := []rune(words)
	if len(r) > 24 {
		return "…" + string(r[len(r)-24:])
	}
	return words
}
