package verify

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pack"
)

// unlistable names money of records that a match asks for and that no table lists by the
// fields that name them, such as projects carried over in funds that 表十三 has no column for; "" if there is none. That
// there is some is known from the totals: of those that hold such money, what is left
// after all totals within them that do not.
func (v *verifier) unlistable(match *pack.Match, names ...string) string {
	space := v.kinds(match.Sheet)
	meant := term{source: match.Sheet}
	for f, value := range match.When {
		meant.only = meant.only.and(f, []string{value})
	}
	hole := space.of(meant)
	for _, t := range v.tables {
		for _, l := range t.lists {
			w := v.pack.View(l.list)
			if !slices.ContainsFunc(w.Rows, func(r pack.RowDef) bool {
				return slices.ContainsFunc(r.By, func(f string) bool { return slices.Contains(names, f) })
			}) {
				continue
			}
			for _, c := range w.Columns {
				for _, t := range v.items(w, c.Name, nil) {
					hole = except(hole, space.of(t))
				}
			}
		}
	}
	if len(hole) == 0 {
		return ""
	}
	var totals []total
	for _, t := range v.tables {
		for _, f := range t.facts {
			if len(f.terms) == 1 && f.terms[0].source == match.Sheet {
				if of := space.of(f.terms[0]); of != nil {
					totals = append(totals, total{f, of})
				}
			}
		}
	}
	slices.SortStableFunc(totals, func(a, b total) int { return b.value.Cmp(a.value) })
	known := false
	for _, a := range totals {
		if len(except(hole, a.of)) > 0 {
			continue
		}
		rest, left := a.value, except(a.of, hole)
		for _, b := range totals {
			if len(b.of) > 0 && len(except(b.of, left)) == 0 {
				rest, left = rest.Sub(b.value), except(left, b.of)
			}
		}
		if rest.LessThanOrEqual(decimal.New(2, a.scale-2)) { // no more than rounding
			return ""
		}
		known = true
	}
	if !known {
		return ""
	}
	var said []string
	for i, x := range strings.Split(hole[0], "\x1f") {
		if match.When[space[i].Name] == "" {
			said = append(said, x)
		}
	}
	return strings.Join(said, "、")
}

// total is a figure with the kinds of line items that it adds up.
type total struct {
	*fact
	of []string
}

// choices are the columns of a sheet of which each record has one of some values; with
// all of them a kind of record is given.
type choices []*pack.Column

func (v *verifier) kinds(sheet string) (out choices) {
	s := v.pack.Input.Sheet(sheet)
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Kind == pack.Choice && c.Required {
			out = append(out, c)
		}
	}
	return out
}

// of are the kinds that a term takes in, nil if it asks for more than kinds.
func (x choices) of(t term) []string {
	if slices.ContainsFunc(t.only, func(l limit) bool {
		return !slices.ContainsFunc(x, func(c *pack.Column) bool { return c.Name == l.field })
	}) {
		return nil
	}
	out := []string{""}
	for i, c := range x {
		var next []string
		for _, before := range out {
			for _, value := range c.Choices {
				if only := t.only.of(c.Name); only == nil || slices.Contains(only, value) {
					next = append(next, strings.TrimPrefix(before+"\x1f"+value, map[bool]string{true: "\x1f"}[i == 0]))
				}
			}
		}
		out = next
	}
	return out
}

func except(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(x string) bool { return slices.Contains(some, x) })
}
