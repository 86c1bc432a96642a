package verify

import "ysgk/internal/check"

// amongWhich derives that a figure that is part of another one in its row (其中：上年结转)
// is no larger, where no sum says more of the two.
func (v *verifier) amongWhich() {
	adds := map[[2]*cell]bool{}
	note := func(e equation) {
		for _, p := range e.parts {
			adds[[2]*cell{e.total.cell, p.cell}] = true
		}
	}
	for _, e := range v.held {
		note(e)
	}
	for _, f := range v.faults {
		if f.equation != nil {
			note(*f.equation)
		}
	}
	for _, t := range v.tables {
		rows := map[int][]*fact{}
		for _, f := range t.facts {
			if len(f.terms) == 1 && f.cell != nil {
				rows[f.row] = append(rows[f.row], f)
			}
		}
		for _, f := range t.facts {
			for _, of := range rows[f.row] {
				if len(f.terms) == 1 && f.cell != nil && !adds[[2]*cell{of.cell, f.cell}] && f.key != of.key && f.terms[0].part(of.terms[0]) {
					v.among(f, of)
				}
			}
		}
	}
}

func (v *verifier) among(f, of *fact) {
	if v.weak(f) || v.weak(of) || f.scale != of.scale {
		return
	}
	const operator = "<="
	x := fault{equation: &equation{total: f, parts: []*fact{of}}, operator: operator, cells: []ref{f.ref(), of.ref()},
		message: f.said() + check.Demand[operator] + of.said(), hint: "前一个是后一个的一部分。核对这两格，改正填错的一个。"}
	x.code, x.severity = v.idOf(*x.equation, []*fact{f, of})
	v.unequal(x, compared{left: f.printed(), right: of.printed(), scale: f.scale, room: v.room(f.scale, f, of), operator: operator})
}
