package meaning

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
)

// Traded is a name that is taken for what it may also mean, and what 其他 beside it then is.
type Traded struct {
	Name     string
	As, Rest pack.Filter
}

// Trade settles names that may mean one choice or another (或), such as 事业收入, by what a book has beside them:
// where 其他 would be left with nothing but the other one, for which no line or column stands, the name is that, and
// what the name means first is left to 其他. It holds for all tables: a name is not one thing here and another there.
func (w *Words) Trade(tables []*layout.Table, n *Namer) (out []Traded) {
	for i, e := range w.entries {
		if len(e.or) == 0 || !w.mayTrade(e, tables, n) {
			continue
		}
		w.entries[i].filter = e.or
		w.Heard = map[string]Claim{}
		out = append(out, Traded{e.text, e.or, e.filter})
	}
	return out
}

// mayTrade says whether some table leaves to 其他 just what a name beside it may mean too, and none has that itself.
func (w *Words) mayTrade(e entry, tables []*layout.Table, n *Namer) (may bool) {
	is := func(text string) bool {
		return strings.Contains(layout.Key(text), e.text) && Same(w.Read(text).Filter, e.filter)
	}
	left := func(above pack.Filter, beside []Claim) bool { return Same(w.Rest(beside, above), e.or) }
	for _, t := range tables {
		for _, b := range t.Blocks {
			var named, other, own bool
			for _, col := range b.Figures {
				heads := t.Heads(col)
				named = named || slices.ContainsFunc(heads, is)
				own = own || len(heads) > 0 && !strings.HasPrefix(heads[0], "其中") && Same(w.Read(heads[0]).Filter, e.or)
				other = other || len(heads) > 0 && w.isRest(heads[0]) && left(w.above(t, col), w.besides(t, col))
			}
			if own {
				return false
			}
			may = may || named && other
			if !w.speaks(t, b, e.text) {
				continue
			}
			lines := n.Lines(t, b)
			n.Nest(t, b, lines)
			named, other = false, false
			for _, l := range lines {
				if Same(w.Read(l.Label).Filter, e.or) {
					return false
				}
				named = named || is(l.Label)
				other = other || w.isRest(l.Label) && left(w.Read(l.Under).Filter, w.Beside(lines, l))
			}
			may = may || named && other
		}
	}
	return may
}

// isRest says whether a text is 其他, of which no word says more.
func (w *Words) isRest(text string) bool {
	return layout.RestHead.MatchString(layout.Key(text)) && len(w.Read(text).Filter) == 0
}

// speaks says whether a label of a block has a word in it.
func (w *Words) speaks(t *layout.Table, b *layout.Block, word string) bool {
	for _, col := range b.Labels {
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			if strings.Contains(layout.Key(t.Says(layout.At(col, row))), word) {
				return true
			}
		}
	}
	return false
}
