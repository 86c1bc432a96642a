package bind

import (
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// shareOf is a number that a sentence prints as a share: where, whether the example shows that of the amounts, or of
// what is printed of them, and how it is computed of these.
type shareOf struct {
	at             finding.Place
	name           string
	exact, printed bool
	asPrinted      string
}

// shareIn is the share that one amount is of another one, if that is what a figure shows: of the amounts themselves, else
// of these as they are printed, since a reader divides what he reads. name is its number of the pack, "" if it is none.
func (b *binder) shareIn(part, whole *figure, shown decimal.Decimal, w writing, exactly bool) (name string) {
	places := max(-shown.Exponent(), 0)
	is := func(part, whole decimal.Decimal) bool {
		return !whole.IsZero() && part.Mul(decimal.New(100, 0)).Div(whole).Round(places).Equal(shown)
	}
	ofPart := b.printing(part, w)
	ofWhole := ofPart // of an amount that stands elsewhere
	if whole.number != "" {
		ofWhole = b.printing(whole, w)
	}
	exact := is(part.sum.Yuan(), whole.sum.Yuan())
	printed := ofPart.known && ofWhole.known && is(ofPart.unit.Yuan(ofPart.round(part.sum)), ofWhole.unit.Yuan(ofWhole.round(whole.sum)))
	if exact != exactly || !exact && !printed {
		return ""
	}
	if whole.name == "" && whole.spot != nil {
		whole.name = b.sentenceView(whole.spot)
	}
	if whole.name == "" {
		return ""
	}
	ratio := func(part, whole string) string { return whole + " == 0 ? 0 : " + part + " / " + whole }
	expr, asPrinted := ratio(part.inView(), whole.inView()), ""
	if printed {
		asPrinted = ratio(ofPart.rounded(part.inView()), "("+ofWhole.rounded(whole.inView())+")")
	}
	if !exact {
		expr = asPrinted
	}
	name = b.views.number(columnName(part.own)+"占比", pack.KindRatio, expr)
	b.shares = append(b.shares, shareOf{finding.At(b.at, 1, part.row), name, exact, printed, asPrinted})
	return name
}

// roundShares makes shares that the example shows both of the amounts and of what is printed of them those of the latter,
// if those of the same sentence are, or all others.
func (b *binder) roundShares() {
	asPrinted := func(s shareOf) bool {
		for _, near := range []bool{true, false} {
			printed, exact := false, false
			for _, o := range b.shares {
				if !near || o.at == s.at {
					printed, exact = printed || !o.exact, exact || !o.printed
				}
			}
			if printed != exact {
				return printed
			}
		}
		return false
	}
	for i := range b.views.sums {
		n := &b.views.sums[i]
		all := slices.DeleteFunc(slices.Clone(b.shares), func(s shareOf) bool { return s.name != n.Name })
		if len(all) > 0 && !slices.ContainsFunc(all, func(s shareOf) bool {
			return !s.exact || !s.printed || s.asPrinted != all[0].asPrinted || !asPrinted(s)
		}) {
			n.Expr = all[0].asPrinted
		}
	}
}
