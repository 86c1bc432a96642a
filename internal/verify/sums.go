package verify

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
	"ysgk/internal/xlsx"
)

// formulas computes the template's own formulas over the workbook's amounts.
func (v *verifier) formulas() {
	for _, t := range v.tables {
		for _, p := range t.order {
			c := t.cells[p]
			if c.Formula == nil || !additive(c.Formula) {
				continue
			}
			for _, row := range t.found(p) {
				x := t.sheet.at(t.cols[p.Col], row)
				got, ok := x.number()
				view := &asTemplate{v: v, t: t, at: p, row: row}
				want, err := c.Formula.EvalCells(view)
				if err != nil || !ok || want.Kind != formula.Number || view.bad || x != nil && v.told[x] {
					continue
				}
				f := fault{
					code: "A000", generic: true, cells: append([]ref{{t.sheet, ooxml.Pos{Col: t.cols[p.Col], Row: row}}}, view.seen...),
					message: t.name + t.called(row, t.cols[p.Col]) + "：这里是 " + got.String() + "，按模板的公式应是 " + want.Num.Round(noise).String(),
					hint:    "核对这一格和相加的各格。",
				}
				equal := compared{left: got, right: want.Num, scale: v.unit(), parts: view.parts + 1, operator: "=="}
				if c.Unitless {
					if f.hint, equal.parts = "核对这一格和算它的各格。", 0; view.near(c.Formula, got, want.Num) {
						continue
					}
				}
				v.unequal(f, equal)
			}
		}
	}
}

// near says whether a share or a rank is what the amounts give, as far as it was
// written down: 0.36 is near 0.3597. Where amounts were typed with two decimals,
// each may be off by half of the last.
func (a *asTemplate) near(f *formula.Formula, got, want decimal.Decimal) bool {
	room := decimal.New(1, 1-noise)
	if _, decimals, ok := strings.Cut(got.String(), "."); ok { // a rank has none
		room = decimal.Max(room, decimal.New(5, int32(-len(decimals)-1)))
	}
	off := got.Sub(want).Abs()
	if off.LessThanOrEqual(room) || !a.v.book.typed {
		return off.LessThanOrEqual(room)
	}
	for _, r := range a.seen {
		b := asTemplate{v: a.v, t: a.t, at: a.at, row: a.row, nudged: r}
		if moved, err := f.EvalCells(&b); err == nil && moved.Kind == formula.Number {
			room = room.Add(moved.Num.Sub(want).Abs())
		}
	}
	return off.LessThanOrEqual(room)
}

// additive is true of a formula that looks at nothing but amounts.
func additive(f *formula.Formula) bool {
	return len(f.Names())+len(f.Tables()) == 0 && !slices.ContainsFunc(f.Functions(), func(name string) bool {
		return !slices.Contains(ofAmounts, name)
	})
}

var ofAmounts = strings.Fields("SUM ROUND ROUNDUP ROUNDDOWN TRUNC INT ABS MAX MIN IF IFERROR AND OR NOT N RANK RANK.EQ")

// called is the label to the left of a cell, for messages: the first of several
// texts that adjoin.
func (t *table) called(row, col int) string {
	first := ""
	for ; col > 0; col-- {
		c := t.sheet.at(col, row)
		words := c != nil && c.kind == xlsx.Text && strings.Trim(c.text, "0123456789 ") != ""
		if words {
			first = strings.TrimSpace(c.text)
		} else if first != "" {
			break
		}
	}
	if first == "" {
		return ""
	}
	return "「" + first + "」"
}

// asTemplate lets a formula of the template see the amounts found.
type asTemplate struct {
	v     *verifier
	t     *table
	at    ooxml.Pos
	row   int
	parts int
	seen  []ref
	bad   bool

	nudged ref // a cell that is seen half of the second decimal larger
}

// Range implements formula.Cells.
func (a *asTemplate) Range(o formula.Operand) (values []formula.Value, single bool, err error) {
	if o.Ref.Sheet != "" {
		return nil, false, formula.ErrUnsupported
	}
	for _, q := range a.t.operand(a.at, o, a.row) {
		a.seen = append(a.seen, ref{a.t.sheet, q})
		x := a.t.sheet.at(q.Col, q.Row)
		if x == nil {
			continue
		}
		d, ok := x.number()
		if !ok {
			a.bad = a.bad || a.v.told[x] || o.Func != "SUM" // a text, which SUM leaves out
			continue
		}
		if !d.IsZero() {
			a.parts++
		}
		if a.nudged == (ref{a.t.sheet, q}) {
			d = d.Add(decimal.New(5, -3))
		}
		values = append(values, formula.Num(d))
	}
	if o.Ref.Single() {
		total := decimal.Zero // one cell of the template may have become many
		for _, x := range values {
			total = total.Add(x.Num)
		}
		return []formula.Value{formula.Num(total)}, true, nil
	}
	return values, false, nil
}

// trees checks that each row is the sum of those directly below it.
func (v *verifier) trees() {
	for _, t := range v.tables {
		for _, lanes := range t.bands {
			for _, l := range lanes {
				for _, r := range l.records {
					if len(r.kids) > 0 && v.pack.View(l.list).Of == "" {
						v.parent(t, l, r)
					}
				}
			}
		}
	}
}

func (v *verifier) parent(t *table, l laneRows, r *record) {
	for _, c := range t.rows[r.tpl].Cells {
		if !c.Money() || !l.lane.Has(c.Col) {
			continue
		}
		col := t.cols[c.Col]
		x := t.sheet.at(col, r.row)
		got, ok := x.number()
		total := decimal.Zero
		parts := 0
		cells := []ref{{t.sheet, ooxml.Pos{Col: col, Row: r.row}}}
		for _, k := range r.kids {
			y := t.sheet.at(col, k.row)
			cells = append(cells, ref{t.sheet, ooxml.Pos{Col: col, Row: k.row}})
			d, fine := y.number()
			ok = ok && fine
			if !d.IsZero() {
				parts++
			}
			total = total.Add(d)
		}
		if !ok || x != nil && v.told[x] {
			continue
		}
		v.unequal(fault{
			code: "A201", generic: true, cells: cells,
			message: t.name + t.called(r.row, col) + "：这里是 " + got.String() + "，下级相加是 " + total.String(),
			hint:    "核对这一行和下级各行，看有没有填错、漏行或重复。",
		}, compared{left: got, right: total, scale: v.unit(), parts: parts + 1, operator: "=="})
	}
}
