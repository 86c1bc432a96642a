package typed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// Problem is what is wrong with one cell; the reader adds the place.
type Problem struct{ Code, Message, Hint string }

// Wrong makes a problem.
func Wrong(code, message, hint string) *Problem { return &Problem{code, message, hint} }

// AmountHint says how an amount is typed into the input workbook, always in 元.
const AmountHint = "填一个数，单位是元，最多两位小数，如 12345.60。"

// amountHint says how an amount of a unit is typed.
func amountHint(unit money.Unit) string {
	if unit == money.Yuan {
		return AmountHint
	}
	return "填一个数，单位是" + unit.Name + "。"
}

var (
	plainNumber = pattern.Of(`^\+?(\d+\.?\d*|\.\d+)$`)
	grouped     = pattern.Of(`^\+?\d{1,3}(,\d{3})+(\.\d*)?$`)
	// minusSigns are the minus and the dashes that are typed in its stead.
	minusSigns = strings.NewReplacer("\u2212", "-", "\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\ufe63", "-")
)

// Amount reads the 元 of a cell exactly. It converts no unit and rounds
// nothing but the float noise of a stored number.
func Amount(c xlsxread.Cell) (budget.Fen, *Problem) { return parseMoney(c, money.Yuan) }

// AmountIn reads an amount of a unit exactly.
func AmountIn(c xlsxread.Cell, unit money.Unit) (budget.Fen, *Problem) { return parseMoney(c, unit) }

// parseMoney reads an amount of a unit exactly.
func parseMoney(c xlsxread.Cell, unit money.Unit) (budget.Fen, *Problem) {
	var d decimal.Decimal
	var p *Problem
	switch c.Kind {
	case xlsxread.Number:
		d, p = numberAmount(c, unit)
	case xlsxread.Text:
		d, p = textAmount(c.Text, unit)
	case xlsxread.Bool, xlsxread.DateText:
		return 0, &Problem{"amount-type", Quote(Shown(c, false)) + "不是金额", amountHint(unit)}
	}
	if p != nil {
		return 0, p
	}
	if d.IsNegative() {
		return 0, negative(d.String())
	}
	fen, err := budget.ParseFen(unit.Yuan(d))
	switch {
	case errors.Is(err, budget.ErrDecimals) && unit.Power > 0:
		return 0, &Problem{"amount-decimals", fmt.Sprintf("%s%s多于%s位小数，不是整数分", Quote(Clip(Trim(c.Text))), unit.Name, numfmt.Ordinal(int64(unit.Power)+2)), "核对这一格；由公式算出的，请改成准确的数。"}
	case errors.Is(err, budget.ErrDecimals):
		return 0, &Problem{"amount-decimals", Quote(Clip(Trim(c.Text))) + "多于两位小数", "改成最多两位小数的元；由公式算出的，请在公式外面套上 ROUND(…,2)。"}
	case err != nil:
		return 0, &Problem{"amount-large", Quote(Clip(Trim(c.Text))) + "超过一百万亿元，不会是预算金额", "核对金额；单位是" + unit.Name + "。"}
	}
	return fen, nil
}

// numberAmount reads a number cell unless its format shows something else than
// the number: what staff see must be what is read.
func numberAmount(c xlsxread.Cell, unit money.Unit) (decimal.Decimal, *Problem) {
	d, ok := storedNumber(c.Text)
	switch {
	case !ok:
		return d, notNumber(c.Text, unit)
	case c.Format.Date:
		day, ok := serialDate(d, false)
		if !ok {
			day = d.String()
		}
		return d, &Problem{"amount-date", "这里是日期格式（" + Quote(day) + "），不是金额", "把单元格格式改成“数值”，再填金额。"}
	case c.Format.Percent:
		return d, &Problem{"amount-percent", "这里是百分比格式，看到的不是" + unit.Name, "把单元格格式改成“数值”，再填金额。"}
	case c.Format.Scaled:
		return d, &Problem{"amount-scaled", "单元格格式把 " + d.String() + " 缩成千或万来显示，看到的不是" + unit.Name, "把单元格格式改成“数值”，核对金额是不是" + unit.Name + "。"}
	}
	return d, nil
}

// textAmount reads digits that were typed as text.
func textAmount(text string, unit money.Unit) (decimal.Decimal, *Problem) {
	s := minusSigns.Replace(Trim(Narrow(text)))
	for _, word := range []string{"万", "亿", "千", "百", "萬", "億"} {
		if strings.Contains(s, word) {
			hint := "只填数字"
			of, known := money.Common.Named(word + "元")
			if bare := strings.TrimSuffix(strings.TrimSuffix(s, "元"), word); known && unit == money.Yuan && len(bare) < 16 && plainNumber.MatchString(bare) {
				hint += "：" + of.Yuan(decimal.RequireFromString(strings.TrimSuffix(strings.TrimPrefix(bare, "+"), "."))).String()
			} else if unit == money.Yuan {
				hint += "，如 12.5万 填 125000"
			}
			return decimal.Decimal{}, &Problem{"amount-unit", Quote(Clip(Trim(text))) + "带有“" + word + "”，换算成" + unit.Name + "再填", hint + "。"}
		}
	}
	bare := strings.TrimSuffix(s, "元")
	bare, paren := cutParens(Trim(bare))
	bare, minus1 := cutMinus(bare)
	bare = Trim(strings.TrimPrefix(bare, "¥")) // narrow makes ￥ of it, too
	bare, minus2 := cutMinus(bare)
	if len(bare) > 64 || !plainNumber.MatchString(bare) && !grouped.MatchString(bare) {
		return decimal.Decimal{}, notNumber(text, unit)
	}
	if paren || minus1 || minus2 {
		return decimal.Decimal{}, negative(Trim(text))
	}
	digits := strings.TrimSuffix(strings.ReplaceAll(strings.TrimPrefix(bare, "+"), ",", ""), ".")
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return d, notNumber(text, unit)
	}
	return d, nil
}

// cutParens takes off the parentheses that accountants write for a minus.
func cutParens(s string) (string, bool) {
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		return Trim(s[1 : len(s)-1]), true
	}
	return s, false
}

// cutMinus takes off a minus before or behind the number.
func cutMinus(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return Trim(rest), true
	}
	rest, ok := strings.CutSuffix(s, "-")
	return Trim(rest), ok
}

func negative(text string) *Problem {
	return &Problem{"amount-negative", Quote(Clip(text)) + "是负数", "预算金额不填负数；要冲减，请直接改原来那一行。"}
}

func notNumber(text string, unit money.Unit) *Problem {
	hint := amountHint(unit)
	if strings.ContainsAny(text, ",，") {
		hint = "千分位逗号的位置不对，或夹有别的字。" + hint
	}
	return &Problem{"amount-text", Quote(Clip(Trim(text))) + "不是数", hint}
}

// Quote puts a cell's text in the marks that every message uses.
func Quote(s string) string { return "「" + s + "」" }

// Clip keeps a long text from filling the screen.
func Clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
