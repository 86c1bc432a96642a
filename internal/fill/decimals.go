package fill

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/numfmt"
	"ysgk/internal/tags"
)

// decimals is the number format of an amount of a style where the pack or the
// department says how many decimals it shows, "" for that of the template.
func (w *writer) decimals(style int) string {
	places, ok := w.values.Data.Decimals[strings.TrimSpace(w.out.sheet.Name)]
	if !ok {
		return ""
	}
	was := w.t.styles.Get(style).Format
	if was == "" { // one of those that every edition of Excel shows in its own way
		was = "#,##0"
	}
	format, ok := numfmt.WithPlaces(was, places)
	if !ok || format == w.t.styles.Get(style).Format {
		return ""
	}
	return format
}

// fen are the decimals of an amount that a table shows.
const fen = 2

// Hidden tells where the number formats of the template hide decimals that an amount
// of the result has, once for each sheet, at the template's cell: 6093114.80 is shown as
// 6,093,115, and rows no longer add up. only says of which sheets.
func (f *Filled) Hidden(only func(sheet string) bool) (found finding.List) {
	type first struct {
		at          finding.Place
		exact, text string
		n           int
	}
	bySheet := map[*sheet]*first{}
	var order []*first
	for _, w := range f.order {
		s := w.out.sheet
		if !only(s.Name) || s.hidden {
			continue
		}
		rough := map[int32]bool{} // styles that show fewer decimals
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				out := w.out.cellAt(x.Col, at.out)
				if out == nil || out.tpl != nil || out.format != "" || out.value.Kind != formula.Number {
					return
				}
				format := w.t.styles.Get(int(out.style)).Format
				if _, known := rough[out.style]; !known {
					_, rough[out.style] = hides(format, decimal.New(123456, -fen))
				}
				if !rough[out.style] {
					return
				}
				text, hidden := hides(format, out.value.Num)
				if !hidden || !w.t.money(x) {
					return
				}
				if bySheet[s] == nil {
					bySheet[s] = &first{at: finding.At(s.Name, x.Col, at.row.R), exact: out.value.Num.StringFixed(fen), text: text}
					order = append(order, bySheet[s])
				}
				bySheet[s].n++
			})
		}
	}
	for _, x := range order {
		found.Warnf("decimals-hidden", x.at, "要印到分的，请把这些格子的数字格式改成 #,##0.00，或在 pack.yaml 里写 小数位: 2；就是印整数的，写 小数位: 0，不再提醒。",
			"数字格式显示不出小数，%s 印成 %s，各行相加可能和合计差 1；这张表有 %d 格这样", x.exact, x.text, x.n)
	}
	return found
}

// money says whether a cell shows an amount.
func (t *Template) money(x *cell) bool {
	if x.formula != nil {
		return !t.unitless(x)
	}
	return len(x.parts) == 1 && x.parts[0].Numeric() && x.parts[0].Kind == tags.Money
}

// hides gives what a format shows of an amount, where that is less than the amount.
func hides(format string, amount decimal.Decimal) (text string, hides bool) {
	if format == "" || numfmt.IsGeneral(format) {
		return "", false
	}
	text, ok := numfmt.Text(amount, format)
	text = strings.TrimSpace(text)
	_, behind, _ := strings.Cut(text, ".")
	if !ok || len(behind) >= fen {
		return "", false
	}
	shown, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
	return text, err == nil && !shown.Equal(amount.Round(fen))
}
