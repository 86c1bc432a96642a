package fill

import (
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/tags"
)

// adding are the functions that pass over texts in cells, with their arguments that are added up: those from the
// second number on, of SUMIF the third.
var adding = map[string][2]int{"SUM": {0, 255}, "AVERAGE": {0, 255}, "PRODUCT": {0, 255}, "MAX": {0, 255}, "MIN": {0, 255}, "COUNT": {0, 255},
	"SUBTOTAL": {1, 255}, "AGGREGATE": {2, 255}, "SUMPRODUCT": {0, 255}, "SUMIF": {2, 3}, "AVERAGEIF": {2, 3}, "SUMIFS": {0, 1}, "AVERAGEIFS": {0, 1}}

// uncounted tells texts that read as numbers where a formula adds numbers up: it passes over them, and a total of
// vehicles would be 0. Each formula of the template is told once, at the first such cell.
func (r *render) uncounted() {
	texts := map[*sheet][]site{} // cells with one tag, of a text
	for _, s := range r.t.sheets {
		for x := range s.sites() {
			if len(x.parts) == 1 && x.parts[0].Tag() && x.parts[0].Kind == tags.Text && x.parts[0].Cut.Code == "" {
				texts[s] = append(texts[s], x)
			}
		}
	}
	if len(texts) == 0 {
		return
	}
	printed := map[finding.Place]string{} // a number that each such cell prints as a text
	for _, w := range r.order {
		if texts[w.out.sheet] == nil {
			continue
		}
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				if out := w.out.cellAt(x.Col, at.out); len(x.parts) == 1 && out != nil && out.value.Kind == formula.Text {
					if _, is := tags.Figure(out.value.Text); is {
						printed[finding.At(w.out.sheet.Name, x.Col, at.row.R)] = out.value.Text
					}
				}
			})
		}
	}
	for x := range r.t.formulas() {
		var first finding.Place
		n := 0
		for _, o := range x.formula.Operands {
			args, adds := adding[o.Func]
			if !adds || o.Arg < args[0] || o.Arg >= args[1] {
				continue
			}
			for _, y := range texts[r.t.sheetOf(x.sheet, o.Ref)] {
				if printed[y.place()] != "" && o.Ref.Has(y.Col, y.row.R) {
					if n++; n == 1 {
						first = y.place()
					}
				}
			}
		}
		if n > 0 {
			r.problems.Warnf("text-uncounted", first, "请在这样的格子的标签里加上修饰“数”，如 {{车辆实有数|数}}，存成数。",
				"这里印的是文字“%s”，%s 的公式 =%s 不会加上它（这样的有 %d 格）", printed[first], x.place(), x.formula.Text, n)
		}
	}
}
