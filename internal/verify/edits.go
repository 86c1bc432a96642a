package verify

import (
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxread"
)

// edited names the cells that were changed after their sums were computed, and lists
// the sums with a stale result behind them.
func (v *verifier) edited() {
	if len(v.late) == 0 {
		return
	}
	e := v.edits()
	causes := map[finding.Place]finding.Place{} // by where a stale result stands
	for _, s := range v.book.sheets {
		for _, c := range s.order {
			if r, ok := e.cause(c); ok {
				causes[c.place()] = r.place()
				e.tell(r, c)
			}
		}
	}
	for i, f := range v.out {
		if f.Code == staleAmount.id {
			v.out[i].Follows = causes[f.Place]
		}
	}
}

// edits are the sums of a workbook by the cells that they name.
type edits struct {
	v    *verifier
	sums map[ref]map[*cell]int64 // with how often
	told map[ref]bool
}

func (v *verifier) edits() *edits {
	e := &edits{v: v, sums: map[ref]map[*cell]int64{}, told: map[ref]bool{}}
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
	if _, late := e.v.late[c]; !late {
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
		if _, late := e.v.late[other]; !late || !double.Same(e.change(r, other), e.change(r, c)) {
			return false
		}
	}
	return true
}

// change is by how much a cell must have changed to leave a sum behind.
func (e *edits) change(r ref, c *cell) decimal.Decimal {
	return e.v.late[c].Div(decimal.NewFromInt(e.sums[r][c]))
}

// tell names a cell that was changed, unless something else is wrong with it.
func (e *edits) tell(r ref, c *cell) {
	if e.told[r] || slices.ContainsFunc(e.v.out, func(f finding.Finding) bool { return f.Severity == finding.Error && f.Place == r.place() }) {
		return
	}
	e.told[r] = true
	is := decimal.Zero
	if x := r.sheet.cells[r.Pos]; x != nil {
		is = x.num
	}
	name, label := r.sheet.name, ""
	for _, t := range e.v.tables {
		if t.sheet == r.sheet && t.begin <= r.Row && r.Row <= t.end {
			name, label = t.name, t.called(r.Row, r.Col)
		}
	}
	e.v.report(edited, r.place(), name, label, is, is.Sub(e.change(r, c)).Round(noise))
}
