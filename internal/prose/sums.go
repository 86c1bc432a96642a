package prose

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// among is where a sentence begins to name the parts of what it said.
var among = pattern.Of(`其中|包括|分别为|分别是|由|按支出性质分|构成`)

// colon says the same right behind an amount: 100万元：货物20万元、…
var colon = pattern.Of(`元[：:]`)

// sums adds up the parts that sentences name.
func (j *judge) sums() {
	for _, p := range j.doc.Paragraphs {
		for _, m := range among.FindAllStringIndex(p.Text, -1) {
			j.parts(p, m[0], m[1])
		}
		for _, m := range colon.FindAllStringIndex(p.Text, -1) {
			j.parts(p, m[0]+len("元"), m[1])
		}
		j.lined(p)
	}
}

// measure is what figures must have in common to be added up.
func (f *figure) measure() string {
	switch f.kind {
	case amount:
		return "元"
	case count:
		return f.unit
	}
	return ""
}

// A listing is what a sentence says of a whole and its parts, by the measure of the
// figures: amounts, counts of one unit.
type listing struct {
	wholes map[string]*figure
	parts  map[string][]*figure
	order  []string        // measures, as their first parts stand
	closed map[string]bool // measures whose parts add up, all or the first ones: the list is whole
	begins bool            // the word that names the parts begins a sentence; their wholes stand in the one before
	before string          // what stands before that word
	from   int             // where that word stands
}

// parts adds up what stands behind one such word.
func (j *judge) parts(p *Paragraph, from, at int) {
	l := listingAt(p, from, at)
	for _, u := range l.order {
		w, parts := l.wholes[u], l.parts[u]
		if w == nil || l.closed[u] || w.wrong || len(parts) < 2 || overlapping(j, parts) || anyWrong(parts) || !l.near(p, w, parts[0]) {
			continue
		}
		sum := total(parts)
		whole := sum.GreaterThan(w.value) || j.allOf(l, u)
		ofSums, ofCounts := wrongSum, wrongCount
		if !whole && zeros(parts) {
			whole, ofSums, ofCounts = true, maybeSum, maybeCount // who names what is nothing names all
		}
		if !whole {
			continue
		}
		w.wrong = true
		if u == "元" {
			j.report(ofSums, p.placeIn(w.from), "“%s%s”，后面各项相加是 %s", tail(w.words), w.text, j.inUnit(sum, w))
		} else {
			j.report(ofCounts, p.placeIn(w.from), "“%s%s”，后面各项相加是 %s%s", tail(w.words), w.text, sum.String(), u)
		}
	}
}

// listingAt reads what a word between two places names the parts of.
func listingAt(p *Paragraph, from, at int) *listing {
	before := strings.TrimRight(p.Text[:from], " ，,（(")
	sentences := strings.TrimRight(before, "\n ")
	l := &listing{
		wholes: map[string]*figure{}, parts: map[string][]*figure{}, closed: map[string]bool{},
		begins: sentences != "" && strings.HasSuffix(sentences, "。"), before: before, from: from,
	}
	level, end := depth(p.Text[:from]), endOfParts(p, from, at)
	for _, f := range p.figs {
		if f.from < at || f.to > end || f.measure() == "" || f.depth != level {
			if f.from >= at && f.depth < level {
				break
			}
			continue
		}
		if l.parts[f.measure()] == nil {
			l.order = append(l.order, f.measure())
		}
		l.parts[f.measure()] = append(l.parts[f.measure()], f)
	}
	for _, f := range p.figs {
		if f.from >= from || l.parts[f.measure()] == nil || f.depth > level {
			continue
		}
		if !l.begins || f.sentence == l.parts[f.measure()][0].sentence-1 && l.wholes[f.measure()] == nil {
			l.wholes[f.measure()] = f
		}
	}
	for _, u := range l.order {
		w, parts := l.wholes[u], l.parts[u]
		if w == nil {
			continue
		}
		for n := len(parts); n > 1 && !l.closed[u] && (n == len(parts) || w.kind == amount); n-- { // what stands behind divides it in another way
			l.closed[u] = total(parts[:n]).Sub(w.value).Abs().LessThanOrEqual(room(parts[:n], w)) && total(parts[n:]).LessThanOrEqual(w.value)
		}
	}
	return l
}

// endOfParts is where the parts end that a word between two places names: with the
// sentence, with the next such word, and where the whole is a part itself, with the other
// parts beside it.
func endOfParts(p *Paragraph, from, at int) int {
	level, end := depth(p.Text[:from]), len(p.Text)
	if i := strings.IndexAny(p.Text[at:], "。\n"); i >= 0 {
		end = at + i
	}
	if m := among.FindStringIndex(p.Text[at:end]); m != nil && depth(p.Text[:at+m[0]]) <= level {
		end = at + m[0]
	}
	if m := among.FindAllStringIndex(p.Text[:from], -1); m != nil {
		upper := m[len(m)-1]
		if !strings.ContainsAny(p.Text[upper[1]:from], "。\n") && depth(p.Text[:upper[0]]) == level {
			if i := strings.Index(p.Text[at:end], "；"); i >= 0 {
				end = at + i
			}
		}
	}
	return end
}

// near says whether a whole stands where its parts speak of it.
func (l *listing) near(p *Paragraph, w, first *figure) bool {
	return l.begins || strings.HasSuffix(l.before, w.text) || w.sentence == first.sentence && !between(p, w, l.from)
}

// allOf says whether the parts of a measure are named as all there are: the last is 其他,
// they are all choices of a column, or the parts beside them, as many, add up.
func (j *judge) allOf(l *listing, measure string) bool {
	parts := l.parts[measure]
	return strings.HasPrefix(plainPhrase(parts[len(parts)-1].words), "其他") || j.allChoices(parts) ||
		slices.ContainsFunc(l.order, func(other string) bool {
			return other != measure && l.closed[other] && len(l.parts[other]) == len(parts)
		})
}

// allChoices says whether parts are all that a column of the input lets one choose, each
// once: 货物, 工程, 服务.
func (j *judge) allChoices(parts []*figure) bool {
	for _, s := range j.p.Input.Sheets {
		for _, c := range s.Columns {
			if c.Kind != pack.Choice || len(c.Choices) != len(parts) {
				continue
			}
			if !slices.ContainsFunc(c.Choices, func(choice string) bool {
				n := 0
				for _, f := range parts {
					if strings.Contains(f.words, choice) {
						n++
					}
				}
				return n != 1
			}) {
				return true
			}
		}
	}
	return false
}

// zeros says whether some parts are nothing, and not all.
func zeros(parts []*figure) bool {
	n := 0
	for _, f := range parts {
		if f.value.IsZero() {
			n++
		}
	}
	return n > 0 && n < len(parts)
}

// lined adds up counts that stand in sentences of their own, the last one of 其他.
func (j *judge) lined(p *Paragraph) {
	if among.MatchString(p.Text) {
		return
	}
	sets := map[string][]*figure{}
	for _, f := range p.figs {
		if f.kind == count {
			sets[f.unit] = append(sets[f.unit], f)
		}
	}
	for unit, all := range sets {
		if len(all) < 4 || !strings.HasPrefix(plainPhrase(all[len(all)-1].words), "其他") {
			continue
		}
		at := -1 // of the count of all
		for i, f := range all[:len(all)-2] {
			if wholly.MatchString(f.words) {
				at = i
			}
		}
		right := false // this count or one before it is that of all behind it
		for i := range at + 1 {
			right = right || total(all[i+1:]).Equal(all[i].value)
		}
		if at < 0 || right {
			continue
		}
		whole, sum := all[at], total(all[at+1:])
		j.report(wrongCount, p.placeIn(whole.from), "“%s%s”，后面各项相加是 %s%s", tail(whole.words), whole.text, sum.String(), unit)
	}
}

// wholly are words of a count of all.
var wholly = pattern.Of(`实有|共有|合计|总计|总数|保有`)

// between says whether another amount of the same measure stands between a whole and the
// word behind which its parts stand, or a sign that ends what is said of it.
func between(p *Paragraph, w *figure, from int) bool {
	return strings.ContainsAny(p.Text[w.to:from], "。；;")
}

func total(parts []*figure) (sum decimal.Decimal) {
	for _, f := range parts {
		sum = sum.Add(f.value)
	}
	return sum
}

// room is how far rounding may take a sum from its whole.
func room(parts []*figure, w *figure) decimal.Decimal {
	if w.kind == count {
		return decimal.Zero
	}
	finest, n := w.step, int64(1)
	for _, f := range parts {
		if f.unit != w.unit { // rounded each in its own way
			finest = decimal.Max(finest, f.step)
		}
	}
	for _, f := range parts {
		if f.unit == w.unit {
			finest = decimal.Min(finest, f.step) // 45万元 among 314.76万元 is exact
		}
		if !f.value.IsZero() {
			n++
		}
	}
	return finest.Mul(decimal.NewFromInt(n)).Div(decimal.NewFromInt(2))
}

func anyWrong(parts []*figure) bool {
	for _, f := range parts {
		if f.wrong {
			return true
		}
	}
	return false
}

// overlapping says whether one part may be a part of another or something else, so that
// they are not to be added up.
func overlapping(j *judge, parts []*figure) bool {
	known, strange := 0, 0
	for _, f := range parts {
		if f.kind != amount || f.words == "" {
			continue
		}
		if m := j.means(f.words); m.Rest != "" {
			strange++
		} else if !empty(m) {
			known++
		}
	}
	if known > 0 && strange > 0 {
		return true // some are not of the kind of the others: 平均每辆1.66万元
	}
	for i, f := range parts {
		for k, g := range parts {
			if i == k || f.kind != amount {
				continue
			}
			a, b := j.means(f.words), j.means(g.words)
			if a.Rest != "" || b.Rest != "" || f.words == "" || g.words == "" {
				continue
			}
			for _, x := range a.Filters {
				for _, y := range b.Filters {
					if wider(x, y) || !sameFields(x, y) {
						return true
					}
				}
			}
		}
	}
	return false
}

// sameFields says whether two filters limit the same fields; parts of one whole do, where
// 一般公共预算 and 当年 divide it in two ways.
func sameFields(x, y map[string][]string) bool {
	if len(x) != len(y) {
		return false
	}
	for field := range x {
		if y[field] == nil {
			return false
		}
	}
	return true
}

// wider says whether a filter lets all pass that another one does.
func wider(x, y map[string][]string) bool {
	for field, values := range x {
		got, ok := y[field]
		if !ok {
			return false
		}
		for _, v := range got {
			found := false
			for _, w := range values {
				found = found || w == v || strings.HasSuffix(field, "编码") && strings.HasPrefix(v, w)
			}
			if !found {
				return false
			}
		}
	}
	return true
}
