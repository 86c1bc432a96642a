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
			if f.kind == share {
				j.share(p, i, f, all)
			}
		}
	}
}

func (j *judge) share(p *Paragraph, i int, f *figure, all []decimal.Decimal) {
	var part *figure
	for k := i - 1; k >= 0 && part == nil; k-- {
		if p.figs[k].depth > f.depth {
			continue // of what stands in brackets before
		}
		switch p.figs[k].kind {
		case amount:
			part = p.figs[k]
		case count:
		default:
			return // 占 of something else than an amount
		}
	}
	if k := inTurn(p, i); k >= 0 {
		part = p.figs[k]
	}
	if part == nil || part.sentence != f.sentence || part.wrong {
		return
	}
	var wholes []*figure
	for k := 0; k < i; k++ {
		if o := p.figs[k]; o.kind == amount && o != part {
			wholes = append(wholes, o)
		}
	}
	for n := p.Number - 2; n >= 0; n-- {
		q := j.doc.Paragraphs[n]
		if q.Level > 0 {
			break
		}
		for k, o := range q.figs {
			if sibling := k+1 < len(q.figs) && q.figs[k+1].kind == share; o.kind == amount && !sibling { // 教育支出20万元，占10%
				wholes = append(wholes, o)
			}
		}
	}
	for _, o := range wholes {
		if o.wrong && len(wholes) == 1 {
			return
		}
		if portion(part, o.value, o.half(), f) {
			return
		}
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
	if basis != "" || len(wholes) == 0 {
		for _, d := range all {
			if portion(part, d, decimal.New(5, 1), f) {
				return
			}
		}
		if len(wholes) == 0 {
			return
		}
	}
	whole := wholes[0]
	for _, o := range wholes {
		if o.p == p && o.sentence == f.sentence || o.p != p {
			whole = o
			break
		}
	}
	if whole.wrong || whole.value.IsZero() {
		return
	}
	j.reportShare(f, part, whole.value, whole.text)
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
