package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

const (
	mostParts = 8 // amounts of one period that records may have for the figures to say which of them a cell adds
	enough    = 3 // sums of different size that such figures must be not to be so by chance
)

// joinsAmounts stands between amounts that a label names one after the other: 中央及省级补助.
var joinsAmounts = pattern.Of(`以及|[及和与加、，,+/]`)

// sumOf are the amounts of records that a cell shows together, which they have one by one, none if there are no such: those that
// its words name one after the other, else those that are named nowhere on the card and are what several cards show.
// fits says whether a card shows so much of its record.
func (b *binder) sumOf(form *layout.Sheet, texts []string, near string, sheets []sheetOf, v *pivot.View, fits func(card int, sum budget.Fen) bool) (parts []string, byWords bool) {
	single := map[string][]string{} // by period: the amounts that are entered as they are
	for _, c := range b.Pack.View(v.Name).Columns {
		if period := commonStart(c.Name, v.Columns); slices.Contains(v.Columns, c.Name) && len(c.Also)+len(c.Filter) == 0 && ofAnyAmount.Replace(strings.TrimPrefix(c.Name, period)) != "" {
			single[period] = append(single[period], c.Name)
		}
	}
	sums := func(parts []string) (different int) {
		seen := map[budget.Fen]bool{}
		for i, s := range sheets {
			var sum budget.Fen
			for _, name := range parts {
				sum += v.Rows[s.record].Amounts[slices.Index(v.Columns, name)]
			}
			if !fits(i, sum) {
				return 0
			}
			seen[sum] = true
		}
		delete(seen, 0)
		return len(seen)
	}
	periods := slices.Sorted(maps.Keys(single))
	if near != "" { // that of an amount nearby first
		own := commonStart(near, v.Columns)
		slices.SortStableFunc(periods, func(a, b string) int {
			switch {
			case a == own:
				return -1
			case b == own:
				return 1
			}
			return 0
		})
	}
	for _, period := range periods {
		for _, text := range texts {
			if parts := b.namedTogether(text, single[period], v); len(parts) > 1 && sums(parts) > 0 {
				return parts, true
			}
		}
	}
	if slices.ContainsFunc(v.Columns, func(name string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return b.namesAmount(text, name, v) })
	}) {
		return nil, false // that the figures are of another says that something is wrong
	}
	for _, period := range periods {
		if near != "" && period != commonStart(near, v.Columns) {
			continue
		}
		names := slices.DeleteFunc(single[period], func(name string) bool {
			return form.AnyText(func(said string) bool { return b.namesAmount(said, name, v) }) || !slices.ContainsFunc(sheets, func(s sheetOf) bool { return v.Rows[s.record].Amounts[slices.Index(v.Columns, name)] != 0 })
		})
		if len(names) > mostParts {
			continue
		}
		for chosen := range 1 << len(names) {
			var try []string
			for i, name := range names {
				if chosen>>i&1 == 1 {
					try = append(try, name)
				}
			}
			if len(try) < 2 || sums(try) < enough {
				continue
			}
			if parts != nil {
				return nil, false
			}
			parts = try
		}
	}
	return parts, false
}

// namedTogether are the amounts that a label names one after the other, each by words of its own; none if some of its words name
// none of them, or several.
func (b *binder) namedTogether(label string, names []string, v *pivot.View) (parts []string) {
	label = strings.TrimLeft(strings.TrimPrefix(layout.Bare(label), "其中"), ":：")
	for _, piece := range strings.Split(joinsAmounts.ReplaceAllString(label, "\x00"), "\x00") {
		named := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !b.namesAmount(piece, name, v) })
		if len(named) != 1 || slices.Contains(parts, named[0]) {
			return nil
		}
		parts = append(parts, named[0])
	}
	return parts
}

// together is the column of a view of records that adds amounts of theirs. The pack's own view is written anew with it where it has
// none yet.
func (b *binder) together(v *pivot.View, parts []string) string {
	def := b.recordsNow(v)
	measures := make([]string, len(parts))
	for i, name := range parts {
		measures[i] = def.Column(name).Measure
	}
	slices.Sort(measures)
	for _, c := range def.Columns {
		if of := append([]string{c.Measure}, c.Also...); len(of) > 1 && slices.Equal(slices.Sorted(slices.Values(of)), measures) {
			return c.Name
		}
	}
	period := commonStart(parts[0], v.Columns)
	col := pack.ViewCol{Measure: def.Column(parts[0]).Measure}
	for i, name := range parts {
		own := strings.TrimPrefix(name, period)
		if i > 0 {
			own = "及" + own
			col.Also = append(col.Also, def.Column(name).Measure)
		}
		col.Name += own
	}
	col.Name = period + col.Name
	if i := slices.Index(b.views.made, def); i < 0 {
		own := *def
		own.Columns = slices.Clone(own.Columns)
		def = &own
		b.views.made = append(b.views.made, def)
	}
	def.Columns = append(def.Columns, col)
	return col.Name
}

// recordsNow is the definition of a view of records, with what binding added to it.
func (b *binder) recordsNow(v *pivot.View) *pack.View {
	for _, made := range b.views.made {
		if made.Name == v.Name {
			return made
		}
	}
	return b.Pack.View(v.Name)
}

// isAmount says whether a view of records has a column of amounts.
func (b *binder) isAmount(v *pivot.View, name string) bool {
	return b.recordsNow(v).Column(name) != nil
}
