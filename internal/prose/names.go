package prose

import (
	"strings"

	"ysgk/internal/pattern"
	"ysgk/internal/published"
)

// naming is where a sentence lists by name what an amount consists of.
var naming = pattern.Of(`^，?(?:主要|具体)?(?:包括|用于)[：:]?([^。；\d]{4,})`)

// names finds names in lists, such as economic codes, that have no money in the tables.
func (j *judge) names() {
	for _, p := range j.doc.Paragraphs {
		for _, f := range p.figs {
			m := naming.FindStringSubmatch(p.Text[f.to:])
			if f.kind != amount || m == nil || f.wrong {
				continue
			}
			j.listOf(f, m[1])
		}
	}
}

func (j *judge) listOf(f *figure, text string) {
	own := j.means(f.words)
	if own.Rest != "" || own.Absent || own.Source != "" || empty(own) {
		return
	}
	var absent []string
	found := 0
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,和及", r) }) {
		name = strings.TrimSuffix(strings.TrimSpace(name), "等")
		m := j.means(name)
		if m.Rest != "" || empty(m) || m.Absent || m.Source != "" {
			continue
		}
		if j.hasMoney(f, own, m) {
			found++
		} else {
			absent = append(absent, name)
		}
	}
	if found < 2 || len(absent) > found {
		return // the tables do not tell these names
	}
	for _, name := range absent {
		j.report(wrongName, f.p.placeIn(f.from), "“%s”里没有“%s”的钱", tail(f.words), name)
	}
}

// hasMoney says whether the tables have money of a name within what an amount is.
func (j *judge) hasMoney(f *figure, own, name published.Meaning) bool {
	for _, n := range name.Filters {
		for _, r := range j.readings(f, own) {
			limit := published.Together(n, r.filter)
			for _, x := range j.known.facts {
				if !x.value.IsZero() && !x.Last && wider(limit, x.Filter) && named(n, x.Filter) {
					return true
				}
			}
		}
	}
	return false
}

// named says whether a figure is of the very codes that a name means.
func named(n, filter map[string][]string) bool {
	for field, values := range n {
		if key(map[string][]string{field: values}, false) != key(map[string][]string{field: filter[field]}, false) {
			return false
		}
	}
	return true
}
