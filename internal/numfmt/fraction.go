package numfmt

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"
)

// fraction is a section such as # ?/? or # ??/??.
type fraction struct{ width int }

// fraction reads a section of vulgar fractions: only these two, and no others.
func (s *section) fraction() (*fraction, bool) {
	if s.dbnum > 0 {
		return nil, false
	}
	for width, form := range map[int]string{1: "# ?/?", 2: "# ??/??"} {
		if s.text() == form && s.count(digit) == 2*width+1 && s.count(slash) == 1 {
			return &fraction{width}, true
		}
	}
	return nil, false
}

// write writes a number that the fraction hits exactly; how Excel approximates
// the others is not known well enough.
func (f *fraction) write(d decimal.Decimal) (string, bool) {
	limit := int64(9)
	if f.width == 2 {
		limit = 99
	}
	whole := d.Truncate(0)
	rest := d.Sub(whole)
	lead := ""
	if !whole.IsZero() {
		lead = whole.String()
	}
	if rest.IsZero() {
		return fmt.Sprintf("%s %*s", cmp.Or(lead, "0"), 2*f.width+1, ""), true
	}
	for n := int64(2); n <= limit; n++ {
		if over := rest.Mul(decimal.NewFromInt(n)); over.IsInteger() {
			return fmt.Sprintf("%s %*s/%-*d", lead, f.width, over.String(), f.width, n), true
		}
	}
	return "", false
}
