package verify

import (
	"slices"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// Recalculated judges a workbook as Excel or WPS would save it, with the results of
// all formulas computed anew.
func Recalculated(r Request) (finding.List, error) {
	b, err := read(r.File)
	if err != nil {
		return nil, err
	}
	var formulas []*cell
	for _, s := range b.sheets {
		for _, c := range s.order {
			if c.formula != "" {
				c.kind = xlsxread.Uncomputed
				formulas = append(formulas, c)
			}
		}
	}
	v := &verifier{book: b}
	for _, c := range formulas {
		v.computable(c)
	}
	for _, c := range formulas {
		switch got := v.again.known[c]; got.Kind {
		case formula.Number:
			c.kind, c.raw, c.num, c.text = xlsxread.Number, got.Num, got.Num.Round(noise), got.Num.Round(noise).String()
		case formula.Fault:
			c.kind, c.text = xlsxread.Error, got.Text
		default:
			c.kind, c.text = xlsxread.Text, got.Text
		}
		c.plain = plain(c.text)
	}
	out, err := r.judge(b)
	return out.Sorted(), err
}

// EquationsOf gives the ids of the equations that are derived for a workbook and that
// it keeps.
func EquationsOf(p *pack.Pack, forms []*fill.Form, file string) (map[string]int, error) {
	v, err := load(p, forms, file)
	if err != nil {
		return nil, err
	}
	v.book.typed = true // the template's formulas too
	for _, t := range v.tables {
		for x := range t.exact {
			x.formula = ""
		}
	}
	v.equations()
	ids := map[string]int{}
	for _, e := range v.held {
		id, _ := v.idOf(e, slices.Concat([]*fact{e.total}, e.parts, e.less))
		ids[id]++
	}
	return ids, nil
}
