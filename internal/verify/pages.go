package verify

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// hit is the title of a form on a sheet.
type hit struct {
	form *form
	cell *cell
}

// unpaged takes the titles and headers out of a sheet that its tables repeat on every
// page, and gives the titles that remain. A table that stands there twice begins with
// the same rows again, figures and all, and keeps them.
func unpaged(s *sheet, hits []hit) []hit {
	for _, h := range hits {
		from, last := h.form.top(h.cell), h.cell.row+h.form.head-h.form.title
		for row := last + 1; row <= s.last; row++ {
			if n := s.repeats(row, from, last); n > 0 && !underOther(hits, h, row) {
				s.drop(row, row+n-1)
				row += n - 1
			}
		}
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return s.at(h.cell.col, h.cell.row) != h.cell })
}

// underOther says whether a row is one of another table's headers, which may read like
// those of the table above it.
func underOther(hits []hit, h hit, row int) bool {
	return slices.ContainsFunc(hits, func(o hit) bool {
		return o.form != h.form && o.form.top(o.cell) <= row && row <= o.cell.row+o.form.head-o.form.title
	})
}

// repeats says how many rows from one on are those of a table's head again, from any of
// them to the last; 0 if they are not, or figures follow that are the table's first.
func (s *sheet) repeats(row, from, last int) int {
	for first := from; first <= last; first++ {
		n, texts := 0, 0
		for first+n <= last+1 && row+n <= s.last && s.sameRow(first+n, row+n) {
			texts += s.holding(first + n)
			n++
		}
		switch {
		case first+n <= last || texts < fewestHeaders:
		case s.figures(row+n-1) || s.figures(last+1) && s.sameRow(last+1, row+last+1-first):
			return 0
		default:
			return n
		}
	}
	return 0
}

// fewestHeaders is how many texts the head of a page has at least.
const fewestHeaders = 3

// sameRow says whether two rows read the same, but for the number of the page.
func (s *sheet) sameRow(a, b int) bool {
	for col := 1; col <= s.lastCol; col++ {
		x, y := s.at(col, a), s.at(col, b)
		if (x == nil) != (y == nil) || x != nil && x.plain != y.plain && !sameButPage(x.plain, y.plain) {
			return false
		}
	}
	return true
}

// sameButPage says whether two titles differ in the page that they head alone.
func sameButPage(a, b string) bool {
	return max(len(a), len(b)) < longestTitle && (strings.ContainsAny(a, "续页") || strings.ContainsAny(b, "续页")) && onPage.ReplaceAllString(a, "") == onPage.ReplaceAllString(b, "")
}

// longestTitle is how long the title of a page may be.
const longestTitle = 200

// onPage is what a title says of the page that it heads.
var onPage = regexp.MustCompile(`\(?续[表\d]*\)?|\(?第\d+页[,/]?(共\d+页)?\)?`)

// holding is how many cells of a row hold anything.
func (s *sheet) holding(row int) (n int) {
	for col := 1; col <= s.lastCol; col++ {
		n += number(s.at(col, row) != nil)
	}
	return n
}

// figures says whether a row holds what no header is: an amount, or a code.
func (s *sheet) figures(row int) bool { return s.figuresBetween(row, 1, s.lastCol) }

func (s *sheet) figuresBetween(row, left, right int) bool {
	for col := left; col <= min(right, s.lastCol); col++ {
		x := s.at(col, row)
		switch {
		case x == nil:
		case x.kind == xlsxread.Number:
			if !x.num.IsInteger() || x.num.IntPart() > latestYear {
				return true
			}
		case beginsWithCode.MatchString(x.plain):
			return true
		}
	}
	return false
}

// beginsWithCode is true of a code with or without its name, but not of a year.
var beginsWithCode = regexp.MustCompile(`^[\[(【]?(\d{3}|\d{5}|\d{7})(\D|$)`)

// latestYear is more than any header's number: of a year or of a column.
const latestYear = 2200

// drop takes rows out of a sheet.
func (s *sheet) drop(from, to int) {
	s.order = slices.DeleteFunc(s.order, func(x *cell) bool {
		if x.row < from || x.row > to {
			return false
		}
		delete(s.cells, xlsxedit.Pos{Col: x.col, Row: x.row})
		return true
	})
}
