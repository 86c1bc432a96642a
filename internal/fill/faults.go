package fill

import (
	"fmt"
	"regexp"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// divided is the error value of a division by zero: the one that comes of a
// department having nothing to compare with, and so must not stop its tables.
const divided = "#DIV/0!"

// source is a cell of the template, by its sheet in lower case.
type source struct {
	sheet string
	at    xlsxedit.Pos
}

// shownFault is a formula of the template that ended in an error value.
type shownFault struct {
	sheet *sheet
	cell  *cell
	row   int // of the template
	text  string
	first string // the cell of the result that shows it first
	count int
}

// faults tells the formulas of the template that end in an error value, each
// once at the template's cell, whoever's list brought it. What only passes the
// error of another formula on is not told.
func (r *render) faults() {
	found := map[source]*shownFault{}
	var order []source
	for _, w := range r.order {
		w.out.eachFault(func(x *outCell, row int) {
			key := source{strings.ToLower(w.out.sheet.Name), xlsxedit.Pos{Col: int(x.col), Row: x.moved.at.row.R}}
			if found[key] == nil {
				found[key] = &shownFault{w.out.sheet, x.moved.cell, x.moved.at.row.R, x.value.Text, finding.At(w.out.name, int(x.col), row).String(), 0}
				order = append(order, key)
			}
			found[key].count++
		})
	}
	for _, key := range order {
		if f := found[key]; !f.passedOn(key, found) {
			f.tell(&r.problems)
		}
	}
}

// origin is the cell of the template that a formula of the result comes from.
func (x *outCell) origin(o *outSheet) finding.Place {
	return finding.At(o.sheet.Name, x.moved.cell.Col, x.moved.at.row.R)
}

// eachFault visits the formulas of the template that show an error value.
func (o *outSheet) eachFault(visit func(x *outCell, row int)) {
	for i := range o.rows {
		for j := range o.rows[i].cells {
			if x := &o.rows[i].cells[j]; x.moved != nil && x.value.Kind == formula.Fault {
				visit(x, o.rows[i].r)
			}
		}
	}
}

// passedOn says whether a formula looks at another one that ends in the same
// error value.
func (f *shownFault) passedOn(key source, found map[source]*shownFault) bool {
	for _, o := range f.cell.formula.Operands {
		on := key.sheet
		if o.Ref.Sheet != "" {
			on = strings.ToLower(o.Ref.Sheet)
		}
		for other, g := range found {
			if other != key && other.sheet == on && g.text == f.text && covers(o.Ref.Range, other.at) {
				return true
			}
		}
	}
	return false
}

// covers says whether a range, which may be whole columns or rows, has a cell.
func covers(r a1.Range, at xlsxedit.Pos) bool {
	return (r.Col1 == 0 || r.Col1 <= at.Col && at.Col <= r.Col2) && (r.Row1 == 0 || r.Row1 <= at.Row && at.Row <= r.Row2)
}

func (f *shownFault) tell(problems *finding.List) {
	at := finding.At(f.sheet.Name, f.cell.Col, f.row)
	where := ""
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
var divisor = regexp.MustCompile(`/\s*(\$?[A-Za-z]{1,3}\$?[0-9]+)`)

// cure is how a formula is written so that it never shows an error value.
func cure(text string) string {
	hint := "请把模板里的公式改成 =IFERROR(" + text + ",0)"
	if by := divisor.FindAllStringSubmatch(text, -1); len(by) == 1 {
		hint += "；没有数时想空着的，改成 =IF(" + by[0][1] + `=0,"",` + text + ")"
	}
	return hint + "。"
}
