package fill

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/numfmt"
)

// Misprinted tells where the number format of the template prints another number than the amount that the cell holds,
// once for each sheet, at the template's cell: 806.91 as 80691.00%, or in thousands as 0.81. only says of which sheets.
func (f *Filled) Misprinted(only func(sheet string) bool) (found finding.List) {
	for _, w := range f.order {
		s := w.out.sheet
		if !only(s.Name) || s.hidden {
			continue
		}
		wrong := map[int32]bool{} // styles that print other numbers
		told := false
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				out := w.out.cellAt(x.Col, at.out)
				if told || out == nil || out.tpl != nil || out.format != "" || out.value.Kind != formula.Number || out.value.Num.IsZero() || x.formula != nil {
					return
				}
				format := w.t.styles.Get(int(out.style)).Format
				if _, known := wrong[out.style]; !known {
					_, wrong[out.style] = misprints(format, decimal.New(123456789, -fen))
				}
				if !wrong[out.style] || !w.t.money(x) {
					return
				}
				if text, is := misprints(format, out.value.Num); is {
					told = true
					found.Warnf("amount-misprinted", finding.At(s.Name, x.Col, at.row.R), "请把这样的格子的数字格式改成 #,##0.00。", "数字格式 %s 把 %s 印成 %s", format, out.value.Num, text)
				}
			})
		}
	}
	return found
}

// misprints gives what a format shows of an amount, where that is another number, however it is rounded.
func misprints(format string, amount decimal.Decimal) (text string, is bool) {
	if format == "" || numfmt.IsGeneral(format) || format == "@" {
		return "", false
	}
	text, ok := numfmt.Text(amount, format)
	if text = strings.TrimSpace(text); !ok {
		return "", false
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return -1
	}, text)
	shown, err := decimal.NewFromString(digits)
	_, behind, _ := strings.Cut(digits, ".")
	return text, strings.Contains(text, "%") || err != nil || !shown.Equal(amount.Abs().Round(int32(len(behind))))
}
