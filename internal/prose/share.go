package prose

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// shares compares shares with the amounts of the document.
func (j *judge) shares() {
	var all []decimal.Decimal
	for _, p := range j.doc.Paragraphs {
		for _, f := range p.figs {
			if f.kind == amount {
				all = append(all, f.value)
			}
		}
	}
	for _, x := range j.known.facts {
		all = append(all, x.value)
	}
	for _, p := range j.doc.Paragraphs {
		for i, f := range p.figs {
			if f.kind == share || f.unit == "%" && inTurn(p, i) >= 0 {
				j.share(p, i, f, all)
			}
		}
	}
}

// share compares one share, the figure of a number, with what it is a share of; all are
// the amounts that are known.
func (j *judge) share(p *Paragraph, i int, f *figure, all []decimal.Decimal) {
	part := partOf(p, i)
	if part == nil || part.sentence != f.sentence || part.wrong {
		return
	}
	wholes := j.wholesOf(p, i, part)
	if slices.ContainsFunc(wholes, func(o *figure) bool { return o.wrong && len(wholes) == 1 || portion(part, o.value, o.half(), f) }) {
		return
	}
	if portion(part, part.value, part.half(), f) && len(wholes) > 0 && wholes[0].value.Equal(part.value) {
		return
	}
	basis := strings.Trim(f.basis, "的比例重率为了全部")
	if of := j.means(basis); of.Rest == "" && (speaks(basis) || !empty(of)) {
		g := *f
		g.words, g.kind = basis, amount
		if all := j.found(&g, of); len(all) > 0 { // 占总支出的1.54%, which a table has
			if x := all[0]; !slices.ContainsFunc(all, func(x fact) bool { return portion(part, x.value, x.step, f) }) && !x.value.IsZero() {
				j.reportShare(f, part, x.value, j.inUnit(x.value, part)+"（"+where(x)+"）")
			}
			return
		}
	}
	if basis != "" && slices.ContainsFunc(all, func(d decimal.Decimal) bool { return portion(part, d, decimal.New(5, 1), f) }) || len(wholes) == 0 {
		return
	}
	whole := wholes[0]
	if i := slices.IndexFunc(wholes, func(o *figure) bool { return o.p != p || o.sentence == f.sentence }); i >= 0 {
		whole = wholes[i]
	}
	if !whole.wrong && !whole.value.IsZero() {
		j.reportShare(f, part, whole.value, whole.text)
	}
}

// partOf is the amount whose share a figure is, by its number, nil if there is none.
func partOf(p *Paragraph, i int) *figure {
	if k := inTurn(p, i); k >= 0 {
		return p.figs[k]
	}
	for k := i - 1; k >= 0; k-- {
		f := p.figs[k]
		switch {
		case f.depth > p.figs[i].depth, f.kind == count: // of what stands in brackets before
		case f.kind == amount:
			return f
		default:
			return nil // 占 of something else than an amount
		}
	}
	return nil
}

// wholesOf are the amounts that a part may be a share of: those before its share, and of
// the paragraphs before, up to the heading, those that are no parts themselves.
func (j *judge) wholesOf(p *Paragraph, i int, part *figure) (wholes []*figure) {
	for _, o := range p.figs[:i] {
		if o.kind == amount && o != part {
			wholes = append(wholes, o)
		}
	}
	for n := p.Number - 2; n >= 0 && j.doc.Paragraphs[n].Level == 0; n-- {
		q := j.doc.Paragraphs[n]
		for k, o := range q.figs {
			if sibling := k+1 < len(q.figs) && q.figs[k+1].kind == share; o.kind == amount && !sibling { // 教育支出20万元，占10%
				wholes = append(wholes, o)
			}
		}
	}
	return wholes
}

// respectively is before shares that are those of the amounts before them in turn:
// 分别为60万元、40万元，分别占60%、40%.
var respectively = pattern.Of(`分别占`)

// inTurn is the amount whose share a figure is, by its number, -1 if it is not one of several
// in turn.
func inTurn(p *Paragraph, i int) int {
	from := i
	for from > 0 && p.figs[from-1].sentence == p.figs[i].sentence && !respectively.MatchString(p.figs[from].words) && strings.Trim(p.Text[p.figs[from-1].to:p.figs[from].from], " 、和及") == "" {
		from--
	}
	if !respectively.MatchString(p.figs[from].words) {
		return -1
	}
	to := from
	for to+1 < len(p.figs) && strings.Trim(p.Text[p.figs[to].to:p.figs[to+1].from], " 、和及") == "" {
		to++
	}
	if at := from - (to - from + 1) + (i - from); at >= 0 && p.figs[at].kind == amount {
		return at
	}
	return -1
}

// reportShare tells that a share is not that of a part in a whole.
func (j *judge) reportShare(f, part *figure, whole decimal.Decimal, called string) {
	want := part.value.Div(whole).Mul(decimal.NewFromInt(100)).StringFixed(max(-f.value.Exponent(), 2))
	j.report(wrongShare, f.p.placeIn(f.from), "“%s%s”占%s的 %s%%，写的是%s", tail(part.words), part.text, called, want, f.text)
}

// portion says whether a part is so much of a whole, as far as what is printed tells.
func portion(part *figure, whole, room decimal.Decimal, f *figure) bool {
	if whole.IsZero() {
		return part.value.IsZero() && f.value.IsZero()
	}
	hundred := decimal.NewFromInt(100)
	got := part.value.Div(whole).Mul(hundred)
	slack := f.half().Add(decimal.New(1, -6))
	slack = slack.Add(part.half().Div(whole).Mul(hundred).Abs()).Add(got.Mul(room).Div(whole).Abs())
	return got.Sub(f.value).Abs().LessThanOrEqual(slack)
}
