package prose

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// moved is what a sentence says of the change of one amount.
type moved struct {
	last, delta, rate *figure
	words             string    // before the comparison: whose change it is; "" if it is the amount before
	now               []*figure // the amounts that may be meant, the likeliest first
	at                *figure   // the first of them
}

// changes judges what sentences say of changes against last year.
func (j *judge) changes() {
	for _, p := range j.doc.Paragraphs {
		for _, m := range movesOf(p) {
			j.change(m)
		}
		j.flat(p)
		j.partly(p)
	}
}

// partly compares the change of a whole with those of the parts that the paragraphs behind
// it list, where their amounts show that they are all.
func (j *judge) partly(p *Paragraph) {
	whole, delta, ok := changed(p)
	if !ok || whole.wrong || p.Level > 0 {
		return
	}
	var parts, deltas, said = decimal.Zero, decimal.Zero, ""
	n := 0
	for _, q := range j.doc.Paragraphs[p.Number:] {
		if q.Level > 0 || !listMark.MatchString(q.Text) {
			if n == 0 || q.Level > 0 {
				break
			}
			continue // what goes on with a part
		}
		part, d, ok := changed(q)
		if !ok {
			return
		}
		parts, deltas, n = parts.Add(part.value), deltas.Add(d), n+1
		said += "、" + tail(listMark.ReplaceAllString(part.words, "")) + way(d) + j.inUnit(d.Abs(), part)
	}
	if n < 2 || !parts.Equal(whole.value) || deltas.Sub(delta).Abs().LessThanOrEqual(decimal.New(int64(n+1)*50, 0)) {
		return
	}
	j.report(wrongMove, p.placeIn(whole.from), "“%s”%s%s，后面各项的变动（%s）相加是%s%s", tail(whole.words), way(delta), j.inUnit(delta.Abs(), whole), strings.TrimPrefix(said, "、"), way(deltas), j.inUnit(deltas.Abs(), whole))
}

// changed is the first amount of a paragraph with its change.
func changed(p *Paragraph) (f *figure, delta decimal.Decimal, ok bool) {
	for i, x := range p.figs {
		if x.kind != amount {
			continue
		}
		if even.MatchString(p.Text[x.to:]) {
			return x, decimal.Zero, true
		}
		for _, y := range p.figs[i+1:] {
			switch {
			case y.kind == change:
				return x, y.value.Mul(decimal.NewFromInt(int64(y.sign))), true
			case y.kind == amount:
				return x, delta, false
			}
		}
		return x, delta, false
	}
	return nil, delta, false
}

// movesOf gathers the figures of each change.
func movesOf(p *Paragraph) (out []*moved) {
	var open *moved
	for i, f := range p.figs {
		if f.kind == amount || open != nil && (open.at.sentence != f.sentence || open.has(f.kind)) {
			open = nil
		}
		if f.kind != lastYear && f.kind != change && f.kind != rate {
			continue
		}
		if open == nil || subjectOf(f) != "" && open.words != subjectOf(f) {
			open = &moved{at: f, words: subjectOf(f)}
			for k := i - 1; k >= 0; k-- {
				if len(open.now) == 1 && open.words == "" && strings.Trim(p.Text[open.now[0].to:f.begin], "，,、（( ") == "" {
					break // it can only be the amount right before
				}
				if p.figs[k].kind == amount && (p.figs[k].sentence == f.sentence || open.words != "" || p.figs[k].sentence == f.sentence-1 && comparison.MatchString(sentenceOf(f))) {
					open.now = append(open.now, p.figs[k])
				}
			}
			out = append(out, open)
		}
		switch f.kind {
		case lastYear:
			open.last = f
		case change:
			open.delta = f
		case rate:
			open.rate = f
		}
	}
	return out
}

func (m *moved) has(k kind) bool {
	return k == lastYear && m.last != nil || k == change && m.delta != nil || k == rate && m.rate != nil
}

// subjectOf is whose change a figure's words speak of, "" if they do not say it.
func subjectOf(f *figure) string {
	w := strings.Trim(f.words, "：: ）)")
	w = moves.ReplaceAllString(w, "")
	w = than.ReplaceAllString(w, "")
	w = against.ReplaceAllString(w, "")
	w = versus.ReplaceAllString(w, "$3")
	w = strings.TrimSuffix(w, "各")
	return plainPhrase(strings.TrimSpace(w))
}

// against is what a change is compared with, said first: 与上年相比收支预算总计各减少370.89万元.
var against = pattern.Of(`^(与|比|较|同|和)(上年度?|去年|上一年度?|20\d\d年度?)(预算数?|同期)?(相比|比较|对比|比)`)

// change judges one change.
func (j *judge) change(m *moved) {
	if m.delta != nil && m.rate != nil && m.delta.sign != m.rate.sign && !m.delta.value.IsZero() {
		j.report(wrongWay, m.at.p.placeIn(m.at.from), "“%s%s”和“%s%s”一个增加、一个减少", tail(m.delta.words), m.delta.text, tail(m.rate.words), m.rate.text)
		return
	}
	if m.delta != nil && m.delta.value.IsZero() {
		j.report(wrongWay, m.at.p.placeIn(m.at.from), "“%s%s”：没有变化，应写“与上年持平”", tail(m.delta.words), m.delta.text)
		return
	}
	now := m.now
	if m.words != "" {
		now = j.called(m)
	} else if len(now) == 0 && comparison.MatchString(m.at.p.Text) {
		now = j.before(m.at.p)
	}
	for _, f := range now {
		if f.wrong {
			return
		}
	}
	var trouble string
	var c check
	for i, f := range append(now, nil) {
		if f == nil && i > 0 {
			break
		}
		what, why := m.wrong(f)
		if why == "" {
			if f != nil {
				j.lastFact(f, m)
			}
			return
		}
		if i == 0 {
			c, trouble = what, why
		}
	}
	if trouble != "" {
		j.report(c, m.at.p.placeIn(m.at.from), "%s", trouble)
	}
}

// sentenceOf is the sentence of a figure up to it.
func sentenceOf(f *figure) string {
	text := f.p.Text[:f.from]
	return strings.TrimSpace(text[max(strings.LastIndex(text, "。")+len("。"), strings.LastIndex(text, "\n")+1, 0):])
}

// comparison begins a paragraph or a sentence that goes on with the amount of the one before.
var comparison = pattern.Of(`^(与|比|较|同)(上年|去年|20\d\d年)`)

// before are the amounts of the paragraph before one, under the same heading.
func (j *judge) before(p *Paragraph) (out []*figure) {
	if p.Number < 2 || p.nth < 2 {
		return nil
	}
	for _, f := range j.doc.Paragraphs[p.Number-2].figs {
		if f.kind == amount {
			out = append(out, f)
		}
	}
	return out
}

// called are the amounts of the paragraph, or of the tables, that a change's words name.
func (j *judge) called(m *moved) (out []*figure) {
	for _, f := range m.now {
		if w := plainPhrase(f.words); strings.HasSuffix(w, m.words) || strings.HasSuffix(m.words, w) && w != "" {
			out = append(out, f)
		}
	}
	own := j.means(m.words)
	if len(out) > 0 || own.Rest != "" || own.Absent || own.Source != "" || own.Last || empty(own) && !speaks(m.words) {
		return out
	}
	f := *m.at
	f.words, f.kind = m.words, amount
	for _, x := range j.found(&f, own) { // what the tables have of it
		g := f
		g.value, g.step, g.text = x.value, x.step, j.inUnit(x.value, m.at)
		if m.at.kind == rate {
			g.text = x.value.StringFixed(2) + "元"
		}
		out = append(out, &g)
	}
	return out
}

// wrong says what does not agree in a change of an amount; f is nil where the amount is
// not known.
func (m *moved) wrong(f *figure) (check, string) {
	zero := decimal.Zero
	cent := decimal.New(1, -2)
	near := func(a, b, room decimal.Decimal) bool {
		return a.Sub(b).Abs().LessThanOrEqual(room.Add(cent))
	}
	var delta decimal.Decimal
	signed := false
	room := zero
	switch {
	case m.delta != nil:
		delta, room, signed = m.delta.value.Mul(decimal.NewFromInt(int64(m.delta.sign))), m.delta.half(), true
	case f != nil && m.last != nil:
		delta, room, signed = f.value.Sub(m.last.value), f.half().Add(m.last.half()), true
	}
	if f != nil && m.last != nil && m.delta != nil {
		real := f.value.Sub(m.last.value)
		if !near(real, delta, f.half().Add(m.last.half()).Add(m.delta.half())) {
			if near(real.Neg(), delta, f.half().Add(m.last.half()).Add(m.delta.half())) {
				return wrongWay, "今年" + f.text + "，上年" + m.last.text + "，是" + way(real) + "，不是" + way(delta)
			}
			return wrongMove, "今年" + f.text + "减上年" + m.last.text + "，应是" + way(real) + m.printed(real.Abs(), m.delta) + "，写的是" + m.delta.text
		}
	}
	if f != nil && m.last == nil && m.delta != nil {
		if last := f.value.Sub(delta); last.LessThan(room.Add(f.half()).Neg()) {
			return wrongWay, "今年只有" + f.text + "，不会比上年增加" + m.delta.text
		}
	}
	if m.rate == nil || !signed {
		return check{}, ""
	}
	if !delta.IsZero() && delta.Sign() != m.rate.sign && m.delta == nil {
		return wrongWay, "今年" + f.text + "，上年" + m.last.text + "，是" + way(delta) + "，不是" + way(delta.Neg())
	}
	var last, lastRoom decimal.Decimal
	switch {
	case m.last != nil:
		last, lastRoom = m.last.value, m.last.half()
	case f != nil:
		last, lastRoom = f.value.Sub(delta), f.half().Add(room)
	default:
		return check{}, ""
	}
	if last.Sign() <= 0 {
		return check{}, ""
	}
	hundred := decimal.NewFromInt(100)
	want := delta.Abs().Div(last).Mul(hundred)
	slack := room.Div(last).Add(delta.Abs().Mul(lastRoom).Div(last).Div(last)).Mul(hundred).Add(m.rate.half()).Add(decimal.New(1, -6))
	if want.Sub(m.rate.value).Abs().GreaterThan(slack) {
		return wrongMove, "变动率应是 " + want.StringFixed(max(-m.rate.value.Exponent(), 2)) + "%（变动额除以上年的数），写的是" + m.rate.text
	}
	return check{}, ""
}

func way(d decimal.Decimal) string {
	switch d.Sign() {
	case 1:
		return "增加"
	case -1:
		return "减少"
	}
	return "持平"
}

// printed is an amount in the unit of a figure.
func (m *moved) printed(d decimal.Decimal, f *figure) string {
	for unit, power := range map[string]int32{"元": 0, "千元": 3, "万元": 4, "亿元": 8} {
		if f.unit == unit {
			return d.Shift(-power).StringFixed(2) + unit
		}
	}
	return d.String() + "元"
}

// lastFact compares last year's figure, or the change against it, with the tables, where
// they have it.
func (j *judge) lastFact(f *figure, m *moved) {
	found := slices.DeleteFunc(j.lastOf(f), func(x fact) bool { return m.otherwise(x) })
	if len(found) == 0 {
		return
	}
	x := found[0]
	if m.last != nil {
		if !slices.ContainsFunc(found, m.last.agrees) {
			j.report(differs, m.at.p.placeIn(m.last.from), "上年的数写的是%s，表里是 %s（%s）", m.last.text, j.inUnit(x.value, m.last), where(x))
		}
		return
	}
	if m.delta == nil {
		j.rateFact(f, m, found)
		return
	}
	said := m.delta.value.Mul(decimal.NewFromInt(int64(m.delta.sign)))
	for _, x := range found {
		room := m.delta.half().Add(f.half()).Add(x.step.Div(decimal.NewFromInt(2)))
		if f.value.Sub(x.value).Sub(said).Abs().LessThanOrEqual(room) {
			return
		}
	}
	real := f.value.Sub(x.value)
	c := wrongMove
	if real.Sign() != m.delta.sign {
		c = wrongWay
	}
	j.report(c, m.at.p.placeIn(m.delta.from), "今年%s，上年 %s（%s），应是%s%s，写的是%s%s", f.text, j.inUnit(x.value, m.delta), where(x), way(real), j.inUnit(real.Abs(), m.delta), way(said), m.delta.text)
}

// rateFact compares a rate that stands alone with the tables' two years.
func (j *judge) rateFact(f *figure, m *moved, found []fact) {
	want, last := decimal.Zero, fact{}
	for _, x := range found {
		if x.value.Sign() <= 0 {
			return
		}
		hundred := decimal.NewFromInt(100)
		got := f.value.Sub(x.value).Div(x.value).Mul(hundred)
		slack := f.half().Add(x.step).Div(x.value).Mul(hundred).Add(m.rate.half()).Add(decimal.New(1, -6))
		if got.Sub(m.rate.value.Mul(decimal.NewFromInt(int64(m.rate.sign)))).Abs().LessThanOrEqual(slack) {
			return
		}
		want, last = got, x
	}
	c := wrongMove
	if want.Sign() != m.rate.sign {
		c = wrongWay
	}
	j.report(c, m.at.p.placeIn(m.rate.from), "今年%s，上年 %s（%s），应是%s%s%%，写的是%s", f.text, j.inPackUnit(last.value), where(last), way(want), want.Abs().StringFixed(max(-m.rate.value.Exponent(), 2)), m.rate.text)
}

// otherwise says whether a change is against another figure of last year than a table's:
// 比上年执行数, where the table has the budget.
func (m *moved) otherwise(x fact) bool {
	done := false
	for _, f := range []*figure{m.last, m.delta, m.rate} {
		done = done || f != nil && carriedOut.MatchString(f.words)
	}
	return done != carriedOut.MatchString(x.Head)
}

// carriedOut are words of what a year's money became, where its budget is meant without them.
var carriedOut = pattern.Of(`执行|决算|完成|调整|实际`)

// lastOf are the tables' figures of last year of what an amount is.
func (j *judge) lastOf(f *figure) (out []fact) {
	own := j.says(f)
	if own.Rest != "" || own.Absent || own.Source != "" {
		return nil
	}
	all := j.readings(f, own)
	for i := range all {
		all[i].last = true
	}
	return j.known.of(all)
}

var (
	even   = pattern.Of(`^[，,、（(]?(与|和|同|较|比)?(上年度?|去年|20\d\d年度?)(的)?(预算数?|执行数|年初)?(基本|完全)?(持平|相同|一致|无变化|没有变化|无增减)`)
	moving = pattern.Of(`^[，,](与|和|同|较|比)(上年度?|去年|20\d\d年度?)(的)?(预算数?|执行数|年初)?(相比|相比，)?(有所)?(` + more + `|` + less + `)(?:[，。；,;]|$)`)
)

// flat judges what is said of the direction without a figure, where the tables have last
// year's.
func (j *judge) flat(p *Paragraph) {
	for _, f := range p.figs {
		if f.kind != amount || f.wrong {
			continue
		}
		said, sign := "持平", 0
		if m := moving.FindStringSubmatch(p.Text[f.to:]); m != nil {
			said, sign = m[7], direction(m[7])
		} else if !even.MatchString(p.Text[f.to:]) {
			continue
		}
		found := j.lastOf(f)
		ok := len(found) == 0
		for _, x := range found {
			off := f.value.Sub(x.value)
			ok = ok || sign == 0 && off.Abs().LessThanOrEqual(f.half()) || sign != 0 && off.Sign() == sign
		}
		if !ok {
			off := f.value.Sub(found[0].value)
			if off.Abs().LessThanOrEqual(f.half()) {
				off = decimal.Zero
			}
			j.report(wrongWay, p.placeIn(f.from), "“%s%s”写的是%s，上年是 %s（%s），应是%s", tail(f.words), f.text, said, j.inUnit(found[0].value, f), where(found[0]), way(off))
		}
	}
}
