package verify

import (
	"slices"

	"ysgk/internal/fill"
	"ysgk/internal/pack"
)

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
