package propose

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/finding"
)

// figure is an amount as cells store it. Numbers without decimals may number
// the columns, or be codes.
var figure = regexp.MustCompile(`^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)$|^-?\d{1,3}(,\d{3})+$|^-?\d{8,}$`)

// emptyFigures takes somebody's figures out of a form with fixed rows.
func (p *proposer) emptyFigures(t *target, title int) {
	n := 0
	for _, at := range sorted(t.grid) {
		if at.row > title && !t.formulas[at] && figure.MatchString(strings.TrimSpace(t.grid.texts[at])) {
			t.empty(at)
			n++
		}
	}
	if n > 0 {
		p.leave(finding.Place{Sheet: t.name}, fmt.Sprintf("里面的 %d 个数当作样例清空了；不是样例的，请照原来的表补上", n))
	}
}

// emptyRows takes somebody's rows out of a form whose rows repeat: those with
// figures or formulas, between the headers and the end. Formulas alone are the
// form's own.
func (p *proposer) emptyRows(t *target, title int) {
	if !slices.ContainsFunc(sorted(t.grid), func(at pos) bool {
		return at.row > title && !t.formulas[at] && figure.MatchString(strings.TrimSpace(t.grid.texts[at]))
	}) {
		return
	}
	from, to := 0, 0
	for row := title + 1; row <= t.grid.last.row; row++ {
		if !t.filled(row) {
			continue
		}
		total := false
		for col := 1; col <= t.grid.last.col; col++ {
			at := pos{col, row}
			total = total || isTotal(t.grid.texts[at])
			if !t.grid.own(at) || t.grid.texts[at] == "" && !t.formulas[at] {
				continue
			}
			if !total || t.formulas[at] || figure.MatchString(strings.TrimSpace(t.grid.texts[at])) {
				t.empty(at)
			}
		}
		if !total {
			if from == 0 {
				from = row
			}
			to = row
		}
	}
	if from > 0 {
		p.leave(finding.At(t.name, 1, from), fmt.Sprintf("第 %d–%d 行当作样例清空了，写上标签以后还空着的行请删去；不是样例的，请照原来的表补上", from, to))
	}
}

// filled says whether a row holds amounts.
func (t *target) filled(row int) bool {
	for col := 1; col <= t.grid.last.col; col++ {
		if at := (pos{col, row}); t.formulas[at] || figure.MatchString(strings.TrimSpace(t.grid.texts[at])) {
			return true
		}
	}
	return false
}

// empty makes a cell free for a tag.
func (t *target) empty(at pos) {
	delete(t.grid.texts, at)
	delete(t.formulas, at)
	t.write[at] = ""
}
