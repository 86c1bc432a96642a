package input

import (
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// This file is what package intake shares: cells of workbooks that are no input
// workbooks are understood in the same way.

// Fold is what two texts have in common that a reader would call the same.
func Fold(s string) string { return fold(s) }

// Shown is the text of a cell, as staff would read it.
func Shown(c xlsxread.Cell) string { return shown(c, false) }

// Empty says whether a cell holds nothing.
func Empty(c xlsxread.Cell) bool { return empty(c) }

// Money reads an amount in a unit exactly; ok is false where it cannot, and the
// cell is reported as that of a column.
func Money(c xlsxread.Cell, unit money.Unit, column string, at finding.Place, out *finding.List) (fen budget.Fen, ok bool) {
	p := unreadable(c)
	if p == nil {
		fen, p = parseMoney(c, unit)
	}
	return fen, accept(p, column, at, out)
}

// Value reads a text as a column of the input workbook would, and reports it
// where it does not fit. Names of other sheets' rows are taken as they are.
func Value(col *pack.Column, lists map[string]*budget.CodeList, c xlsxread.Cell, at finding.Place, out *finding.List) (text string, ok bool) {
	p := unreadable(c)
	switch {
	case p != nil:
	case col.Kind == pack.Code:
		if text, ok = parseCode(c); ok {
			p = checkCode(lists[col.Codes], text, col.Level)
		} else {
			p = &problem{"code-text", quote(clip(shown(c, false))) + "里没有编码", "编码单独一列，或写成 编码-名称。"}
		}
	case col.Kind == pack.Ref:
		text = shown(c, false)
	default:
		text, p = parseText(col.Kind, c, col.Choices, false)
	}
	return text, accept(p, col.Name, at, out)
}

func accept(p *problem, column string, at finding.Place, out *finding.List) bool {
	if p != nil {
		out.Errorf(p.code, at, p.hint, "%s：%s", column, p.message)
	}
	return p == nil
}
