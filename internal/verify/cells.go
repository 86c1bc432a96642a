package verify

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

func name(col, row int) string { return a1.Name(col, row) }
func column(col int) string    { return a1.ColName(col) }

// amount says whether a template cell shows an amount.
func amount(c *fill.FormCell) bool {
	return c.Formula != nil || len(c.Parts) == 1 && c.Parts[0].Amount
}

// content checks what kind of thing each cell holds.
func (v *verifier) content() {
	var constants []*cell
	formulas := 0
	for _, t := range v.tables {
		for x, p := range t.exact {
			if c := t.cells[p]; amount(c) {
				v.kind(t, x, c)
			} else {
				v.words(t, x, c)
			}
		}
	}
	for _, t := range v.tables {
		v.mistakes(t)
		for x, p := range t.exact {
			c := t.cells[p]
			if !amount(c) {
				continue
			}
			d, ok := x.number()
			switch computed := c.Formula != nil || t.subtotal(x); {
			case computed && x.formula != "":
				formulas++
				if text := v.different(t, x); text != "" {
					v.odd[x] = text
				}
			case computed && ok && !d.IsZero():
				constants = append(constants, x)
			}
			if x.formula != "" {
				v.cache(t, x)
			}
		}
	}
	v.typedSums, v.summed = constants, formulas
}

// mistakes reports the error values of a table where they begin: the formulas that
// name such a cell have nothing else to give.
func (v *verifier) mistakes(t *table) {
	for row := t.begin; row <= t.end; row++ {
		for _, x := range t.row(row) {
			if x.kind != xlsxread.Error {
				continue
			}
			v.told[x] = true
			if !slices.ContainsFunc(v.precedents(x), func(r ref) bool { c := r.sheet.cells[r.Pos]; return v.noNumber(c) && c != x }) {
				v.mistaken(t, x)
			}
		}
	}
}

// noNumber says whether a cell is an error value, or a text that is told of because it
// stands where an amount belongs.
func (v *verifier) noNumber(x *cell) bool {
	return x != nil && (x.kind == xlsxread.Error || x.kind == xlsxread.Text && v.told[x])
}

// kind checks that a cell which shows an amount holds one.
func (v *verifier) kind(t *table, x *cell, c *fill.FormCell) {
	switch {
	case x.kind == xlsxread.Text && !v.gives(t, x, formula.Text):
		v.told[x] = true
		v.textual(t, x)
	case x.date && v.money(c), x.kind == xlsxread.Bool && !v.gives(t, x, formula.Bool):
		v.told[x] = true
		v.report(noAmount, x.place(), t.name)
	}
}

// constants tells of totals that are typed: once if most are.
func (v *verifier) constants(constants []*cell, formulas int) {
	slices.SortFunc(constants, before)
	if len(constants) > formulas {
		v.report(allConstants, constants[0].place(), len(constants))
		return
	}
	constants = slices.DeleteFunc(constants, func(x *cell) bool { // which says it already
		return v.alsoSaid(x, "。这里应是公式，现在是直接填的数")
	})
	n := map[*sheet]int{}
	for _, x := range constants {
		n[x.sheet]++
	}
	told := map[*sheet]int{}
	for _, x := range constants {
		switch told[x.sheet]++; {
		case told[x.sheet] < fewBare || n[x.sheet] <= fewBare:
			v.report(constant, x.place(), x.text)
		case told[x.sheet] == fewBare:
			v.report(moreConstants, x.place(), n[x.sheet]-fewBare+1)
		}
	}
}

// row gives the cells of a table's columns in a row.
func (t *table) row(row int) (out []*cell) {
	for _, c := range t.cols {
		if x := t.sheet.at(c, row); x != nil {
			out = append(out, x)
		}
	}
	return out
}

// subtotal says whether a cell adds up the rows below its row: they are its parts
// and show the same.
func (t *table) subtotal(x *cell) bool {
	kids := t.below(x)
	if len(kids) == 0 {
		return false
	}
	p := t.exact[x]
	mine, theirs := t.cells[p], t.cells[xlsxedit.Pos{Col: p.Col, Row: kids[0].tpl}]
	return theirs != nil && len(mine.Parts) == 1 && len(theirs.Parts) == 1 && mine.Parts[0].Field == theirs.Parts[0].Field
}

// ofNothing are the error values of formulas that have nothing to divide by, to look
// up or to rank: fill lets them pass and says so.
var ofNothing = []string{"#DIV/0!", "#N/A", "#NUM!"}

// mistaken reports an error value. One that the template's own formula gives is for
// the bureau to mend, as fill has said.
func (v *verifier) mistaken(t *table, x *cell) {
	if p, ok := t.exact[x]; ok && t.cells[p].Formula != nil && x.formula != "" && slices.Contains(ofNothing, x.text) && v.different(t, x) == "" {
		if want, ok := v.book.computed(x); ok && want.Kind == formula.Fault && want.Text == x.text {
			v.report(templateError, x.place(), t.name, x.text)
			return
		}
	}
	v.report(errorValue, x.place(), t.name, x.text)
}

// money says whether a template cell can show nothing but an amount.
func (v *verifier) money(c *fill.FormCell) bool { return c.Formula == nil || v.sums(c.Formula, true) }

// gives says whether a formula rightly gives what is no number, or would if it
// still stood there.
func (v *verifier) gives(t *table, x *cell, kind formula.Kind) bool {
	if x.formula == "" {
		want, ok := v.wanted(t, t.exact[x], x.row)
		return ok && want.Kind == kind
	}
	want, ok := v.book.computed(x)
	if !ok { // what Excel computes and ysgk does not may well be a text
		return !v.money(t.cells[t.exact[x]])
	}
	return want.Kind == kind
}

// textual reports a text where an amount belongs.
func (v *verifier) textual(t *table, x *cell) {
	digits := strings.NewReplacer(",", "", "¥", "", "元", "", "万", "").Replace(x.plain)
	if x.formula != "" {
		if _, err := decimal.NewFromString(digits); err == nil || digits == "" {
			v.report(textResult, x.place(), t.name, x.formula, x.text)
			return
		}
	}
	if _, err := decimal.NewFromString(digits); err == nil {
		v.report(numberAsText, x.place(), t.name, x.text)
		return
	}
	if x.plain == "-" || x.plain == "—" {
		v.report(dash, x.place(), t.name, x.text)
		delete(v.told, x)
		return
	}
	v.report(textForAmount, x.place(), t.name, x.text)
}

// words checks a cell that shows a text.
func (v *verifier) words(t *table, x *cell, c *fill.FormCell) {
	if x.date && len(c.Parts) == 1 && c.Parts[0].List != "" && v.coded(v.pack.View(c.Parts[0].List), c.Parts[0].Field) {
		v.report(dateForCode, x.place(), t.name)
	}
}

// bare is a formula without a stored result.
type bare struct {
	table *table
	cell  *cell
}

// fewBare is how many formulas without a result are named one by one; more of
// them in a table have one cause, a program that saved without computing.
const fewBare = 5

// unsaved says whether so many formulas have no stored result that the workbook
// was saved by a program that does not compute. Its amounts are then unknown,
// and whatever else could be said of them would be wrong.
func (v *verifier) unsaved() bool {
	for _, t := range v.tables {
		for row := t.begin; row <= t.end; row++ {
			for _, col := range slices.Sorted(maps.Values(t.cols)) {
				if x := t.sheet.at(col, row); x != nil && x.kind == xlsxread.Uncomputed {
					v.bare = append(v.bare, bare{t, x})
				}
			}
		}
	}
	n := 0
	for i := 0; i < len(v.bare) && n <= fewBare; i++ {
		n += number(v.computable(v.bare[i].cell))
	}
	if n <= fewBare {
		v.bare = nil // found again, one by one
		return false
	}
	v.uncomputed()
	v.report(unsavedBook, finding.Place{})
	return true
}

// uncomputed reports the formulas in tables without a stored result: those that ysgk
// could compute were saved by a program that does not; the others are left to
// Excel and WPS, as fill says when it writes them.
func (v *verifier) uncomputed() {
	by := map[*table][]*cell{}
	left := map[*sheet][]*cell{}
	for _, b := range v.bare {
		if v.computable(b.cell) {
			by[b.table] = append(by[b.table], b.cell)
		} else {
			left[b.cell.sheet] = append(left[b.cell.sheet], b.cell)
		}
	}
	for _, t := range v.tables {
		switch all := by[t]; {
		case len(all) > fewBare:
			v.report(manyBare, all[0].place(), t.name, len(all))
		default:
			for _, x := range all {
				v.report(bareFormula, x.place(), t.name, x.formula)
			}
		}
	}
	for _, s := range v.book.sheets {
		slices.SortFunc(left[s], before)
		v.withoutResult(left[s])
	}
}

// cache notes a formula without a stored result.
func (v *verifier) cache(t *table, x *cell) {
	if x.kind == xlsxread.Uncomputed {
		v.told[x] = true
		v.bare = append(v.bare, bare{t, x})
		return
	}
}
