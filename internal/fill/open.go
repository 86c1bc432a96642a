package fill

import (
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/tags"
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
					made := finding.At(w.out.name, x.Col, at.out)
					warn := func(text string, args ...any) {
						told[key] = true
						r.problems.Warnf("unfilled", key, "填好表以后，在这一格里补上；录入里空着的，填上再做一次；每个部门都要补的，请财政部门在模板里换成标签。", text, args...)
					}
					n := 0
					for line := range strings.SplitSeq(value.Text, "\n") {
						room := unfilled.In(line)
						if room == "" {
							continue
						}
						if n++; n <= openLines {
							warn("“%s”里的“%s”没有填，印出来还是这样（公开表的 %s）", strings.TrimSpace(unfilled.Around(line, room)), room, made)
						}
					}
					if n > openLines {
						warn("这一格里还有 %d 行没有填，印出来还是这样（公开表的 %s）", n-openLines, made)
					}
				}
			})
		}
	}
}

// openLines is how many lines of a cell are told one by one.
const openLines = 5

// open are the cells whose own words leave room, whatever their tags print.
func (s *sheet) open() map[*cell]bool {
	out := map[*cell]bool{}
	for i := range s.rows {
		for j := range s.rows[i].cells {
			x := &s.rows[i].cells[j]
			if x.formula == nil && (unfilled.In(x.Text) != "" || unfilled.In(tags.OwnWords(x.parts)) != "") {
				out[x] = true
			}
		}
	}
	return out
}
