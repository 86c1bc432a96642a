package fill

import (
	"fmt"
	"slices"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
)

// divided is the error value of a division by zero: the one that comes of a
// department having nothing to compare with, and so must not stop its tables.
const divided = "#DIV/0!"

// shownFault is a formula of the template that ended in an error value.
type shownFault struct {
	*moved
	text  string
	first string // the cell of the result that shows it first
	count int
}

// faults tells the formulas of the template that end in an error value, each
// once at the template's cell, whoever's list brought it. What only passes the
// error of another formula on is not told.
func (r *render) faults() {
	found := map[finding.Place]*shownFault{}
	var all []*shownFault
	for _, w := range r.order {
		for row, x := range w.out.outCells() {
			if x.moved == nil || x.value.Kind != formula.Fault {
				continue
			}
			at := x.moved.origin()
			if found[at] == nil {
				found[at] = &shownFault{x.moved, x.value.Text, finding.At(w.out.name, int(x.col), row.r).String(), 0}
				all = append(all, found[at])
			}
			found[at].count++
		}
	}
	for _, f := range all {
		if !f.passedOn(all) {
			f.tell(&r.problems)
		}
	}
}

// origin is the cell of the template that holds the formula.
func (m *moved) origin() finding.Place {
	return finding.At(m.w.out.sheet.Name, m.cell.Col, m.at.row.R)
}

// passedOn says whether a formula looks at another one that ends in the same
// error value.
func (f *shownFault) passedOn(all []*shownFault) bool {
	return slices.ContainsFunc(f.cell.formula.Operands, func(o formula.Operand) bool {
		on := f.w.t.sheetOf(f.w.out.sheet, o.Ref)
		return slices.ContainsFunc(all, func(g *shownFault) bool {
			return g != f && g.text == f.text && g.w.out.sheet == on && o.Ref.Covers(g.cell.Col, g.at.row.R)
		})
	})
}

func (f *shownFault) tell(problems *finding.List) {
	at, where := f.origin(), ""
	switch {
	case f.count > 1:
		where = fmt.Sprintf("（公开表的 %s 等 %d 格）", f.first, f.count)
	case f.first != at.String():
		where = "（公开表的 " + f.first + "）"
	}
	text := f.cell.formula.Text
	if f.text == divided {
		problems.Warnf("formula-divided", at, cure(text), "公式 =%s 的除数是 0 或空的，显示 %s%s", text, f.text, where)
		return
	}
	hint := "请改写模板里的公式：看看它引用的格子里是不是文字，函数和工作表的名字写得对不对。"
	if f.text == "#N/A" || f.text == "#NUM!" { // as a lookup in a list that has not got it
		hint = cure(text)
	}
	problems.Errorf("formula-error", at, hint, "公式 =%s 算出 %s%s", text, f.text, where)
}

// divisor is a cell that a formula divides by.
var divisor = pattern.Of(`/\s*(\$?[A-Za-z]{1,3}\$?[0-9]+)`)

// cure is how a formula is written so that it never shows an error value.
func cure(text string) string {
	hint := "请把模板里的公式改成 =IFERROR(" + text + ",0)"
	if by := divisor.FindAllStringSubmatch(text, -1); len(by) == 1 {
		hint += "；没有数时想空着的，改成 =IF(" + by[0][1] + `=0,"",` + text + ")"
	}
	return hint + "。"
}
