package typed

import (
	"fmt"
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// Money reads an amount in a unit exactly; ok is false where it cannot, and the
// cell is reported as that of a column.
func Money(c xlsxread.Cell, unit money.Unit, column string, at finding.Place, out *finding.List) (fen budget.Fen, ok bool) {
	p := Unreadable(c)
	if p == nil {
		fen, p = parseMoney(c, unit)
	}
	return fen, accept(p, column, at, out)
}

// Value reads a text as a column of the input workbook would, and reports it
// where it does not fit. Names of other sheets' rows are taken as they are.
func Value(col *pack.Column, lists map[string]*budget.CodeList, c xlsxread.Cell, at finding.Place, out *finding.List) (text string, ok bool) {
	p := Unreadable(c)
	switch {
	case p != nil:
	case col.Kind == pack.Code:
		if text, ok = Code(c); ok {
			p = CheckCode(lists[col.Codes], text, col.Level)
		} else {
			p = &Problem{"code-text", Quote(Clip(Shown(c, false))) + "里没有编码", "编码单独一列，或写成 编码-名称。"}
		}
	case col.Kind == pack.Ref:
		text = Shown(c, false)
	default:
		text, p = Text(col.Kind, c, col.Choices, false)
	}
	return text, accept(p, col.Name, at, out)
}

func accept(p *Problem, column string, at finding.Place, out *finding.List) bool {
	if p != nil {
		out.Errorf(p.Code, at, p.Hint, "%s：%s", column, p.Message)
	}
	return p == nil
}

// ChoicesHint lists choices, or the first of them.
func ChoicesHint(choices []string) string {
	const most = 12
	s := ""
	for i, c := range choices {
		if i == most {
			return fmt.Sprintf("从下拉列表选，共 %d 项：%s 等。", len(choices), s)
		}
		if i > 0 {
			s += "、"
		}
		s += c
	}
	return "从下拉列表选：" + s + "。"
}

// Text reads a cell of a kind whose value is a text and needs no list.
func Text(kind pack.Kind, c xlsxread.Cell, choices []string, date1904 bool) (string, *Problem) {
	text := Shown(c, date1904)
	switch kind {
	case pack.Text:
		return AsTyped(c)
	case pack.Choice:
		if i := slices.IndexFunc(choices, func(s string) bool { return Fold(s) == Fold(text) }); i >= 0 {
			return choices[i], nil
		}
		return "", &Problem{"choice-unknown", Quote(Clip(text)) + "不在选项里", ChoicesHint(choices)}
	case pack.Year:
		if y, ok := Year(text); ok && !c.Format.Date {
			return y, nil
		}
		return "", &Problem{"year", Quote(Clip(text)) + "不是年度", "填四位数字，如 2026。"}
	case pack.Date:
		if d, ok := Day(text); ok {
			return d, nil
		}
		return "", &Problem{"date", Quote(Clip(text)) + "不是日期", "填年-月-日，如 2026-01-20。"}
	case pack.CodeKey:
		return Narrow(text), nil
	}
	return text, nil
}
