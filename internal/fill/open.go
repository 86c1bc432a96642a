package fill

import (
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/unfilled"
)

// open tells what the template's own words leave for somebody to write, each once at
// the template's cell: it is printed as it is.
func (r *render) open() {
	found := map[*sheet]map[*cell]bool{}
	told := map[finding.Place]bool{}
	for _, w := range r.order {
		s := w.out.sheet
		if s.hidden {
			continue
		}
		open, known := found[s]
		if !known {
			open = s.open()
			found[s] = open
		}
		if len(open) == 0 {
			continue
		}
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				out, key := w.out.cellAt(x.Col, at.out), finding.At(s.Name, x.Col, at.row.R)
				if !open[x] || out == nil || told[key] {
					return
				}
				if value := out.shown(); value.Kind == formula.Text {
					if room := unfilled.In(value.Text); room != "" {
						told[key] = true
						r.problems.Warnf("unfilled", key, "填好表以后，在这一格里补上；每个部门都要补的，请财政部门在模板里换成标签。",
							"“%s”里的“%s”没有填，印出来还是这样（公开表的 %s）", unfilled.Around(value.Text, room), room, finding.At(w.out.name, x.Col, at.out))
					}
				}
			})
		}
	}
}

// open are the cells whose own words leave room, whatever their tags print.
func (s *sheet) open() map[*cell]bool {
	out := map[*cell]bool{}
	for i := range s.rows {
		for j := range s.rows[i].cells {
			x := &s.rows[i].cells[j]
			if x.formula == nil && unfilled.In(x.Text) != "" {
				out[x] = true
			}
		}
	}
	return out
}
