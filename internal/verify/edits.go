package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// edited names the cells that were changed after their sums were computed, and says
// once which other results are stale.
func (v *verifier) edited() {
	wrong := map[finding.Place]bool{}
	for _, f := range v.out {
		wrong[f.Place] = wrong[f.Place] || f.Severity == finding.Error
	}
	var others []*cell
	for r, stale := range v.changed() {
		if r.Pos == (xlsxedit.Pos{}) || wrong[r.place()] {
			others = append(others, stale...)
		} else {
			v.tellChanged(r, stale)
		}
	}
	if len(others) == 0 {
		return
	}
	slices.SortFunc(others, before)
	x := others[0]
	was := x.num.Sub(v.book.late[x])
	if x.was != nil {
		was = *x.was
	}
	v.report(staleAmount, x.place(), x.sheet.name, x.formula, was, was.Add(v.book.late[x]).Round(noise), alsoStale(others))
	var stale []ref
	for _, c := range others {
		stale = append(stale, c.ref())
	}
	for _, r := range inReadingOrder(v.closure(stale)) {
		if wrong[r.place()] {
			v.out[len(v.out)-1].Follows = r.place() // which is said before what comes of it
		}
	}
}

// changed are the cells that were changed after their sums were computed, with the
// stale results; those without a known cause are listed by their sheet alone.
func (v *verifier) changed() map[ref][]*cell {
	if v.causes != nil || len(v.book.late) == 0 {
		return v.causes
	}
	v.causes = map[ref][]*cell{}
	e := v.edits()
	for _, s := range v.book.sheets {
		for _, c := range s.order {
			if _, late := v.book.late[c]; !late {
				continue
			}
			r, ok := e.cause(c)
			if !ok {
				r = ref{sheet: s}
			}
			v.causes[r] = append(v.causes[r], c)
		}
	}
	return v.causes
}

// alsoStale names all cells but the first.
func alsoStale(cells []*cell) string {
	if len(cells) == 1 {
		return ""
	}
	var names []string
	for _, c := range cells[1:min(len(cells), fewBare)] {
		names = append(names, c.place().String())
	}
	return fmt.Sprintf("；还有 %d 个公式也是这样：%s%s", len(cells)-1, strings.Join(names, "、"), map[bool]string{true: "等"}[len(cells) > fewBare])
}

// edits are the sums of a workbook by the cells that they name.
type edits struct {
	v    *verifier
	sums map[ref]map[*cell]int64 // with how often
}

func (v *verifier) edits() *edits {
	e := &edits{v: v, sums: map[ref]map[*cell]int64{}}
	for _, s := range v.book.sheets {
		for _, c := range s.order {
			if p, err := formula.Parse(c.formula); c.formula == "" || err != nil || !v.sums(p, false) {
				continue
			}
			for _, r := range v.precedents(c) {
				if e.sums[r] == nil {
					e.sums[r] = map[*cell]int64{}
				}
				e.sums[r][c]++
			}
		}
	}
	return e
}

// cause is the typed cell that was changed after a sum was computed; ok is false if it
// may be any of several. A number that stands as text is one; else all sums of the cell
// must have been left behind alike.
func (e *edits) cause(c *cell) (cause ref, ok bool) {
	if _, late := e.v.book.late[c]; !late {
		return cause, false
	}
	var typed []ref
	for _, r := range e.v.precedents(c) {
		x := r.sheet.cells[r.Pos]
		switch {
		case slices.Contains(typed, r) || e.sums[r][c] == 0 || x != nil && x.formula != "":
		case x != nil && x.kind == xlsxread.Text && e.v.told[x]:
			return r, true
		case e.alike(r, c):
			typed = append(typed, r)
		}
	}
	if several := slices.DeleteFunc(slices.Clone(typed), func(r ref) bool { return len(e.sums[r]) == 1 }); len(several) > 0 {
		typed = several
	}
	if len(typed) != 1 {
		return cause, false
	}
	return typed[0], true
}

// alike says whether the results of all sums that name a cell differ by the same change
// of that cell.
func (e *edits) alike(r ref, c *cell) bool {
	for other := range e.sums[r] {
		if _, late := e.v.book.late[other]; !late || !double.Same(e.change(r, other), e.change(r, c)) {
			return false
		}
	}
	return true
}

// change is by how much a cell must have changed to leave a sum behind.
func (e *edits) change(r ref, c *cell) decimal.Decimal {
	return e.v.book.late[c].Div(decimal.NewFromInt(e.sums[r][c]))
}

// tellChanged names a cell that was changed.
func (v *verifier) tellChanged(r ref, stale []*cell) {
	is := decimal.Zero
	if x := r.sheet.cells[r.Pos]; x != nil {
		is = x.num
	}
	name, label := r.sheet.name, ""
	for _, t := range v.tables {
		if t.in(r) {
			name, label = t.name, t.called(r.Row, r.Col)
		}
	}
	slices.SortFunc(stale, before)
	v.report(edited, r.place(), name, label, is, stale[0].place(), is.Sub(v.edits().change(r, stale[0])).Round(noise), alsoStale(stale))
}
