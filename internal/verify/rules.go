package verify

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/check"
	"ysgk/internal/finding"
)

// reconcile applies the pack's rules about views and finished tables.
func (v *verifier) reconcile() {
	for _, b := range v.checks.Finished(v.figures()) {
		v.broken(b)
	}
}

func (v *verifier) broken(b check.Broken) {
	left, right := facts(b.Left), facts(b.Right)
	for _, x := range b.Texts {
		for told := range v.told {
			if r := x.(*cell); told.sheet == r.sheet && told.row == r.row {
				return // what is wrong there is known
			}
		}
	}
	all := slices.Concat(left, right)
	if len(all) == 0 && len(b.Texts) == 0 {
		if b.Holds {
			return
		}
		v.out = append(v.out, finding.Finding{Severity: b.Severity, Code: b.Rule.ID, Place: at(v.sheetOf(b)), Message: b.Message, Hint: b.Hint})
		return
	}
	f := fault{code: b.Rule.ID, severity: b.Severity, message: b.Message, hint: b.Hint}
	for _, x := range b.Texts {
		f.cells = append(f.cells, x.(*cell).ref())
	}
	for _, x := range all {
		f.cells = append(f.cells, x.ref())
	}
	const hint = "核对这几格，改正填错的一个。"
	if b.Rule.Form == "" || f.hint == "" {
		f.hint = hint // that of a rule about views is about the input workbook
	}
	if b.Operator == "" || len(left) == 0 || len(right) == 0 {
		if !b.Holds {
			if b.Severity != finding.Error { // a question: no cell need be wrong
				f.hint = cmp.Or(b.Hint, hint)
			}
			f.message = cmp.Or(f.message, "规则 "+b.Rule.ID+" 不成立："+list(all))
			v.add(f)
		}
		return
	}
	scale := left[0].scale
	c := compared{left: b.Left.Amount.Shift(-scale), right: b.Right.Amount.Shift(-scale), scale: scale, room: v.room(scale, all...), operator: b.Operator}
	f.derived = b.Operator != "=="
	if added(left).Equal(b.Left.Amount) && added(right).Equal(b.Right.Amount) {
		f.equation, f.operator, f.derived = &equation{total: left[0], parts: right, less: left[1:]}, b.Operator, false
		if b.Holds {
			v.held = append(v.held, *f.equation)
			return
		}
	}
	said := v.side(left, c.left) + check.Demand[b.Operator] + v.side(right, c.right)
	if b.Rule.Form != "" && f.message != "" {
		f.message += "：" + said
	} else {
		f.message = said
	}
	v.unequal(f, c)
}

// sheetOf is where to point at for a rule that has seen no cell.
func (v *verifier) sheetOf(b check.Broken) string {
	return cmp.Or(b.Rule.Form, b.Rule.Sheet)
}

// added is what figures add up to, in 元.
func added(facts []*fact) (sum decimal.Decimal) {
	for _, f := range facts {
		sum = sum.Add(f.value)
	}
	return sum
}

func facts(s check.Side) (out []*fact) {
	for _, f := range s.Figures {
		out = append(out, f.Cell.(*fact))
	}
	return out
}
