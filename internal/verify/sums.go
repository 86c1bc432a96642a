package verify

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
	"ysgk/internal/report"
	"ysgk/internal/xlsx"
)

// formulas computes the template's own formulas over the workbook's amounts.
func (v *verifier) formulas() {
	for _, t := range v.tables {
		for p, c := range t.cells {
			if c.Formula == nil {
				continue
			}
			for _, row := range t.found(p) {
				x := t.sheet.at(t.cols[p.Col], row)
				got, ok := x.number()
				view := &asTemplate{v: v, t: t, at: p, row: row}
				want, err := c.Formula.Eval(view)
				if err != nil || !ok || want.Kind != formula.Number || view.bad || x != nil && v.told[x] {
					continue
				}
				pos := at(t.sheet.name)
				pos.Cell = name(t.cols[p.Col], row)
				v.equal("A000", pos, got, want.Num, view.parts, func() (string, string) {
					return t.name + t.called(row, t.cols[p.Col]) + "：这里是 " + got.String() + "，按模板的公式应是 " + want.Num.Round(noise).String(),
						"核对这一格和相加的各格。"
				})
			}
		}
	}
}

// called is the label to the left of a cell, for messages.
func (t *table) called(row, col int) string {
	first := ""
	for ; col > 0 && first == ""; col-- {
		if c := t.sheet.at(col, row); c != nil && c.kind == xlsx.Text {
			first = c.text
		}
	}
	if first == "" {
		return ""
	}
	return "「" + first + "」"
}

// equal compares two amounts; a tail is a note.
func (v *verifier) equal(code string, pos report.Place, got, want decimal.Decimal, parts int, say func() (message, hint string)) {
	diff := got.Sub(want).Abs()
	if diff.LessThanOrEqual(decimal.New(1, 1-noise)) {
		return
	}
	message, hint := say()
	if diff.LessThanOrEqual(v.tolerance(parts + 1)) {
		v.out.Notef(code, pos, "四舍五入的尾差，可以不改。", "%s，相差 %s，是尾差", message, diff)
		return
	}
	v.out.Errorf(code, pos, hint, "%s，相差 %s", message, diff)
}

// asTemplate lets a formula of the template see the amounts found.
type asTemplate struct {
	v     *verifier
	t     *table
	at    ooxml.Pos
	row   int
	parts int
	bad   bool
}

// Range implements formula.Cells.
func (a *asTemplate) Range(o formula.Operand) (values []formula.Value, single bool, err error) {
	if o.Ref.Sheet != "" {
		return nil, false, formula.ErrUnsupported
	}
	for _, q := range a.t.operand(a.at, o, a.row) {
		x := a.t.sheet.at(q.Col, q.Row)
		if x == nil {
			continue
		}
		d, ok := x.number()
		if !ok {
			a.bad = a.bad || a.v.told[x]
			continue
		}
		if !d.IsZero() {
			a.parts++
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
		if !amount(&c) || c.Col < l.lane.From || c.Col > l.lane.To {
			continue
		}
		col := t.cols[c.Col]
		x := t.sheet.at(col, r.row)
		got, ok := x.number()
		total := decimal.Zero
		parts := 0
		for _, k := range r.kids {
			y := t.sheet.at(col, k.row)
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
		pos := at(t.sheet.name)
		pos.Cell = name(col, r.row)
		v.equal("A201", pos, got, total, parts, func() (string, string) {
			return t.name + t.called(r.row, col) + "：这里是 " + got.String() + "，下级相加是 " + total.String(),
				"核对这一行和下级各行，看有没有填错、漏行或重复。"
		})
	}
}
