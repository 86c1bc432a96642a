package verify

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// relate compares amounts of the same line items, and amounts with those whose
// items together are the same: all equations between tables follow from what
// the views say.
func (v *verifier) relate() {
	first := map[string]*fact{}
	var all []*fact
	for _, t := range v.inOrder() {
		all = append(all, t.sorted()...)
	}
	equal := map[string][]*fact{}
	var order []string
	for _, f := range all {
		k := key(f.terms)
		if first[k] == nil {
			first[k] = f
			order = append(order, k)
		}
		equal[k] = append(equal[k], f)
	}
	var scaled finding.List
	for _, k := range order {
		for _, f := range equal[k][1:] {
			v.same(equal[k], f, &scaled)
		}
	}
	for _, k := range order {
		if len(first[k].terms) == 1 {
			v.partition(first[k], first, &scaled)
		}
	}
	v.wholeTables(scaled)
}

func (t *table) sorted() []*fact {
	out := slices.Clone(t.facts)
	slices.SortStableFunc(out, func(a, b *fact) int { return (a.row-b.row)*1000 + a.col - b.col })
	return out
}

func (f *fact) place() finding.Place {
	p := at(f.table.sheet.name)
	p.Cell = name(f.col, f.row)
	return p
}

// printed is the amount in the unit in which its table prints it.
func (f *fact) printed() decimal.Decimal { return f.value.Shift(-f.scale) }

// weak says whether the cell was reported already, so that what it says of
// other tables is no news.
func (v *verifier) weak(f *fact) bool { return f.cell != nil && v.told[f.cell] }

// same compares a fact with the one that most tables agree on.
func (v *verifier) same(group []*fact, f *fact, scaled *finding.List) {
	g := group[0]
	if len(group) > 2 { // the odd one out is the wrong one
		for _, x := range group {
			n := 0
			for _, y := range group {
				if y != x && y.value.Sub(x.value).Abs().LessThanOrEqual(v.tolerance(2).Shift(x.scale)) {
					n++
				}
			}
			if n*2 >= len(group) {
				g = x
				break
			}
		}
		if g == f && f != group[1] {
			return
		}
		if g == f {
			f = group[0]
		}
	}
	if v.weak(f) || v.weak(g) {
		return
	}
	if !f.value.IsZero() && !g.value.IsZero() {
		for _, s := range []int32{v.apart(), -v.apart()} {
			if f.value.Shift(s).Sub(g.value).Abs().LessThanOrEqual(g.value.Abs().Shift(-3)) { // typed figures are rounded
				at := f // of many the odd one out; of two that which is in the other unit
				if len(group) == 2 && (s > 0) == v.large() {
					at, g = g, f
				}
				if at.cell != nil {
					v.told[at.cell] = true
				}
				scaled.Errorf("F05", at.place(), "核对金额单位：这张表用"+v.pack.Unit.Name+"。",
					"%s%s是 %s，%s（%s）是 %s，差%s，像是%s弄混了",
					at.table.name, at.table.called(at.row, at.col), at.printed(), g.table.name, g.place(), g.printed(), v.factor(), v.mixed())
				return
			}
		}
	}
	v.unequal(fault{
		code: v.rule(f, g), generic: true, cells: []ref{f.ref(), g.ref()},
		message: f.said() + "，" + g.said() + "，应当相等",
		hint:    "核对两张表的这一格，改正填错的一个。",
	}, compared{left: f.printed(), right: g.value.Shift(-f.scale), scale: f.scale, parts: 2, operator: "=="})
}

// rule is the pack's rule about the two views, or B000.
func (v *verifier) rule(facts ...*fact) string {
	for _, r := range v.pack.Rules {
		mentioned := true
		for _, f := range facts {
			for _, view := range f.views {
				mentioned = mentioned && (r.View == view || strings.Contains(r.Must, `"`+view+`"`))
			}
		}
		if strings.HasPrefix(r.ID, "B") && mentioned {
			return r.ID
		}
	}
	return "B000"
}

// wholeTables says once of a table what is true of most of its amounts.
func (v *verifier) wholeTables(scaled finding.List) {
	bySheet := map[string]finding.List{}
	for _, f := range scaled {
		bySheet[f.Place.Sheet] = append(bySheet[f.Place.Sheet], f)
	}
	for _, t := range v.tables {
		list := bySheet[t.sheet.name]
		delete(bySheet, t.sheet.name)
		if len(list) > 3 {
			v.out.Errorf("F05", t.title.place(), "把整张表换算成"+v.pack.Unit.Name+"。", "%s有 %d 处金额与其他表差%s，像是整张表用错了金额单位；例如 %s", t.name, len(list), v.factor(), list[0].Place)
			continue
		}
		v.out = append(v.out, list...)
	}
}

// partition compares a fact with facts that divide its items by one field.
func (v *verifier) partition(f *fact, known map[string]*fact, scaled *finding.List) {
	t := f.terms[0]
	sheet := v.pack.Input.Sheet(t.source)
	if sheet == nil || v.weak(f) {
		return
	}
	for _, c := range sheet.Columns {
		if c.Kind != pack.Choice || !c.Required || len(c.Choices) < 2 {
			continue
		}
		values := t.only[c.Name]
		if values == nil {
			values = c.Choices
		}
		var parts []*fact
		v.cover(f, c.Name, values, nil, known, &parts)
		if len(parts) < 2 || slices.ContainsFunc(parts, v.weak) {
			continue
		}
		elsewhere := false
		for _, p := range parts {
			elsewhere = elsewhere || p.table != f.table || p.row != f.row
		}
		if !elsewhere {
			continue // the template's own formula says it
		}
		total := decimal.Zero
		for _, p := range parts {
			total = total.Add(p.value.Shift(-f.scale))
		}
		if big := v.tenThousand(f, parts, total); big != nil {
			if big.cell != nil {
				v.told[big.cell] = true
			}
			scaled.Errorf("F05", big.place(), "核对金额单位：这张表用"+v.pack.Unit.Name+"。", "%s%s是 %s，与 %s 差%s，像是%s弄混了",
				big.table.name, big.table.called(big.row, big.col), big.printed(), other(big, f, parts).place(), v.factor(), v.mixed())
			continue
		}
		cells := []ref{f.ref()}
		for _, p := range parts {
			cells = append(cells, p.ref())
		}
		v.unequal(fault{
			code: v.rule(append(slices.Clone(parts), f)...), generic: true, cells: cells,
			message: f.said() + "，应等于 " + v.side(parts, total),
			hint:    "核对这几格，改正填错的一个。",
		}, compared{left: f.printed(), right: total, scale: f.scale, parts: len(parts) + 1, operator: "=="})
	}
}

// tenThousand is the fact that is in the other unit than its table, nil if the
// two sides differ in another way.
func (v *verifier) tenThousand(f *fact, parts []*fact, total decimal.Decimal) *fact {
	a, b := f.printed().Abs(), total.Abs()
	if !v.large() {
		a, b = b, a
	}
	near := func(x, y decimal.Decimal) bool {
		return !y.IsZero() && x.Shift(v.apart()).Sub(y).Abs().LessThanOrEqual(y.Shift(-3))
	}
	switch {
	case near(b, a):
		return f
	case near(a, b):
		return slices.MaxFunc(parts, func(x, y *fact) int { return x.value.Abs().Cmp(y.value.Abs()) })
	}
	return nil
}

// other is a fact on the other side of an equation.
func other(big, f *fact, parts []*fact) *fact {
	if big == f {
		return parts[0]
	}
	return f
}

// cover finds facts whose values of a field are, together, the given ones; one
// fact alone with all of them is no division.
func (v *verifier) cover(f *fact, field string, left []string, taken []*fact, known map[string]*fact, found *[]*fact) bool {
	if len(left) == 0 {
		*found = slices.Clone(taken)
		return true
	}
	// The next value alone, or with those after it.
	for n := len(left); n >= 1; n-- {
		if n == len(left) && len(taken) == 0 {
			continue
		}
		t := term{f.terms[0].source, map[string][]string{}}
		for k, x := range f.terms[0].only {
			if k != field {
				t.only[k] = x
			}
		}
		v.restrict(&t, field, left[:n])
		if p := known[key([]term{t})]; p != nil && p != f && v.cover(f, field, left[n:], append(taken, p), known, found) {
			return true
		}
	}
	return false
}
