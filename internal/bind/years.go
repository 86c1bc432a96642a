package bind

import (
	"strconv"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
)

// yearsLike gives the lines of a form that are years those of the example: 2026年 of this
// year's form is the line that last year's tables call 2025年.
func (b *binder) yearsLike(p *pair, lines []meaning.Line) {
	n, known := b.yearsOn(p)
	for i, l := range lines {
		if known && layout.OnlyYear.MatchString(l.Label) {
			lines[i].Label = layout.Before(l.Label[:4], n) + l.Label[4:]
		}
	}
}

// yearsOn is how many years a form is later than the example, if both say their year.
func (b *binder) yearsOn(p *pair) (n int, known bool) {
	if b.Example == nil {
		return 0, false
	}
	form, err := strconv.Atoi(formYearBy(p.form.Sheet, p.like.Onto(p.form.Sheet), b.year))
	own, wrong := strconv.Atoi(b.year)
	return form - own, err == nil && wrong == nil
}
