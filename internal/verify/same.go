package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
	"ysgk/internal/xlsx"
)

// otherFormula is a formula that computes something else than the template's.
type otherFormula struct {
	cell *cell
	text string // what is different
}

// different says how a formula of the workbook differs from what the template
// computes in its place; "" if it computes the same or nobody can tell. Texts may
// differ (=D6+E6, =SUM(D6:E6)): both are computed from figures drawn for every
// amount, and two formulas that agree on those are the same.
func (v *verifier) different(t *table, x *cell, c *fill.FormCell) string {
	p, err := formula.Parse(x.formula)
	if err != nil {
		return ""
	}
	var cells []ref
	draw := t.drawn(0)
	for n := 0; ; n++ {
		got, err := p.EvalCells(drawnBook{v.book, x.sheet, draw})
		if err != nil || got.Kind != formula.Number {
			return ""
		}
		want, used, ok := v.drawnTemplate(t, x, c, draw)
		if !ok {
			return ""
		}
		if got.Num.Sub(want).Abs().GreaterThanOrEqual(decimal.New(1, -6)) {
			cells = used
			break
		}
		if n == drawings || c.Formula == nil || !chooses(c.Formula) && !chooses(p) {
			return ""
		}
		draw = t.drawn(n + 1)
	}
	var has []ref
	for _, r := range v.precedents(x) {
		if draw(r).Kind == formula.Number {
			has = append(has, r)
		}
	}
	missing, extra := without(cells, has), without(has, cells)
	switch {
	case len(missing) > 0 && len(extra) > 0:
		return "漏了 " + names(missing) + "，多了 " + names(extra)
	case len(missing) > 0:
		return "漏了 " + names(missing)
	case len(extra) > 0:
		return "多了 " + names(extra)
	}
	return "用到的格子一样，算法不同"
}

// drawings is how many times more figures are drawn for formulas that choose: the
// first ones may lead all of them to the same choice.
const drawings = 12

// chooses is true of a formula whose result depends on which amount is larger.
func chooses(f *formula.Formula) bool {
	return slices.ContainsFunc(f.Functions(), func(name string) bool {
		return slices.Contains([]string{"RANK", "RANK.EQ", "MAX", "MIN"}, name)
	})
}

// drawnTemplate is what the template computes in a cell from drawn figures, and
// from which cells: its formula, or the sum of the rows below.
func (v *verifier) drawnTemplate(t *table, x *cell, c *fill.FormCell, draw func(ref) formula.Value) (sum decimal.Decimal, cells []ref, ok bool) {
	p := t.exact[x]
	if c.Formula == nil {
		for _, r := range t.below(x) {
			if !t.money(r.row) {
				continue // a row with words alone
			}
			cell := ref{t.sheet, ooxml.Pos{Col: x.col, Row: r.row}}
			cells = append(cells, cell)
			sum = sum.Add(draw(cell).Num)
		}
		return sum, cells, true
	}
	if !additive(c.Formula) {
		return sum, nil, false
	}
	view := &drawnForm{t: t, at: p, row: x.row, draw: draw}
	want, err := c.Formula.EvalCells(view)
	return want.Num, view.cells, err == nil && want.Kind == formula.Number
}

// below are the rows directly below that of a cell.
func (t *table) below(x *cell) []*record {
	if t.parents == nil {
		t.parents = map[int][]parent{}
		for _, lanes := range t.bands {
			for _, l := range lanes {
				for _, r := range l.records {
					if len(r.kids) > 0 {
						t.parents[r.row] = append(t.parents[r.row], parent{l.lane, r.kids})
					}
				}
			}
		}
	}
	for _, p := range t.parents[x.row] {
		if col := t.exact[x].Col; p.lane.Has(col) {
			return p.kids
		}
	}
	return nil
}

// parent is a row of a lane with the rows directly below it.
type parent struct {
	lane *fill.FormLane
	kids []*record
}

// money says whether a row holds any number.
func (t *table) money(row int) bool {
	return slices.ContainsFunc(t.row(row), func(x *cell) bool { return x.kind == xlsx.Number })
}

// drawn draws a figure for each cell that shows an amount or holds a number.
// Each n draws others.
func (t *table) drawn(n int) func(ref) formula.Value {
	if t.amounts == nil {
		t.amounts = map[ooxml.Pos]bool{}
		for p, c := range t.cells {
			if amount(c) {
				for _, row := range t.found(p) {
					t.amounts[ooxml.Pos{Col: t.cols[p.Col], Row: row}] = true
				}
			}
		}
	}
	return func(r ref) formula.Value {
		x := r.sheet.cells[r.Pos]
		if d, ok := x.number(); x != nil && ok && !d.IsZero() || r.sheet == t.sheet && t.amounts[r.Pos] {
			// Any figures will do in which no sum of some is a sum of others.
			return formula.Num(decimal.New(int64(r.Row*7919+r.Col*104729)*int64(r.Row+3*r.Col+11+n*31337)%999983+int64(r.sheet.number), -3))
		}
		if x == nil {
			return formula.Value{}
		}
		return value(x)
	}
}

// drawnBook lets a formula of the workbook see drawn figures.
type drawnBook struct {
	book  *book
	sheet *sheet
	draw  func(ref) formula.Value
}

// Range implements formula.Cells.
func (g drawnBook) Range(o formula.Operand) (values []formula.Value, single bool, err error) {
	s, r := g.sheet, o.Ref.Range
	if o.Ref.Sheet != "" {
		s = g.book.named(o.Ref.Sheet)
	}
	if s == nil || r.Col1 == 0 || r.Row1 == 0 || (r.Row2-r.Row1+1)*(r.Col2-r.Col1+1) > maxRange {
		return nil, false, formula.ErrUnsupported
	}
	for row := r.Row1; row <= r.Row2; row++ {
		for col := r.Col1; col <= r.Col2; col++ {
			if x := g.draw(ref{s, ooxml.Pos{Col: col, Row: row}}); x.Kind != formula.Blank || o.Ref.Single() {
				values = append(values, x)
			}
		}
	}
	return values, o.Ref.Single(), nil
}

// maxRange is how many cells of a range are looked at.
const maxRange = 100_000

// drawnForm lets a formula of the template see drawn figures.
type drawnForm struct {
	t     *table
	at    ooxml.Pos
	row   int
	draw  func(ref) formula.Value
	cells []ref
}

// Range implements formula.Cells.
func (d *drawnForm) Range(o formula.Operand) (values []formula.Value, single bool, err error) {
	if o.Ref.Sheet != "" {
		return nil, false, formula.ErrUnsupported
	}
	total := decimal.Zero
	for _, q := range d.t.operand(d.at, o, d.row) {
		x := d.draw(ref{d.t.sheet, q})
		if x.Kind != formula.Number {
			continue
		}
		d.cells = append(d.cells, ref{d.t.sheet, q})
		values = append(values, x)
		total = total.Add(x.Num)
	}
	if o.Ref.Single() {
		return []formula.Value{formula.Num(total)}, true, nil
	}
	return values, false, nil
}

func without(a, b []ref) (out []ref) {
	for _, r := range a {
		if !slices.Contains(b, r) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func names(refs []ref) string {
	var out []string
	for _, r := range refs {
		if len(out) == fewOthers {
			return strings.Join(out, "、") + fmt.Sprintf(" 等 %d 格", len(refs))
		}
		out = append(out, name(r.Col, r.Row))
	}
	return strings.Join(out, "、")
}

// others warns of formulas that compute something else than the template's.
func (v *verifier) others(t *table, list []otherFormula) {
	slices.SortFunc(list, func(a, b otherFormula) int { return before(a.cell, b.cell) })
	const hint = "改回模板的公式：从相邻的格子复制。"
	for i, o := range list {
		if i == fewBare {
			v.out.Warnf("F02", o.cell.place(), hint, "%s从这一格起还有 %d 个公式和模板的不同", t.name, len(list)-i)
			return
		}
		v.out.Warnf("F02", o.cell.place(), hint, "%s%s的公式 =%s 和模板的不同：%s", t.name, t.called(o.cell.row, o.cell.col), o.cell.formula, o.text)
	}
}
