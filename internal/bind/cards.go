package bind

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
)

// dealt takes sheets that show cards of a form apart: out of each card comes a sheet, as if the
// department had handed in a sheet for each record. What stands above all of the cards, each shows.
func dealt(forms, sheets []*layout.Sheet) (out []*layout.Sheet) {
	for _, s := range sheets {
		cards := []*layout.Sheet{s}
		for _, form := range forms {
			if title := heading(form); title == "" || nearest.Likeness(title, heading(s)) <= 0.8 {
				continue
			}
			moved := s.Onto(form)
			if d := deckOf(form, moved); d != nil {
				cards = moved.Deal(d)
				break
			}
		}
		out = append(out, cards...)
	}
	return out
}

// firstCards gives the sheets of a form with the first card alone of those that show records one below
// the other, filled or blank. Those that show somebody else's, or some nothing, are cards where the example has such a
// sheet of a record.
func (b *binder) firstCards(forms, filled []*layout.Sheet) (out []*layout.Sheet) {
	b.decks = map[string]*layout.Deck{}
	for _, s := range forms {
		if d := deckIn(s); d != nil {
			next := d.Starts[1]
			first := s.Without(next, s.Last.Row)
			for first.Last.Row = next - 1; !first.Filled[first.Last.Row]; first.Last.Row-- {
			}
			first.Styled = maps.Clone(first.Styled)
			maps.DeleteFunc(first.Styled, func(row int, _ bool) bool { return row >= next })
			if b.showsRecords(s.Deal(d)) || slices.ContainsFunc(b.recordViews(), func(v recordView) bool { return b.cardByWords(first, v, nil) != nil }) || b.recordLike(first, filled) {
				b.decks[s.Name], d.Last, s = d, s.Last.Row, first
			}
		}
		out = append(out, s)
	}
	return out
}

// recordLike says whether a sheet of the example, or a card on it, shows a record as a card of the form does.
func (b *binder) recordLike(card *layout.Sheet, filled []*layout.Sheet) bool {
	title := heading(card)
	if title == "" || b.Example == nil || b.itself() {
		return false
	}
	like := slices.DeleteFunc(dealt([]*layout.Sheet{card}, filled), func(s *layout.Sheet) bool { return nearest.Likeness(heading(s), title) <= 0.8 })
	return slices.ContainsFunc(b.recordViews(), func(v recordView) bool { return len(ofRecords(like, v.View)) > 0 })
}

// showsRecords says whether each of some cards shows a record of the same view.
func (b *binder) showsRecords(cards []*layout.Sheet) bool {
	return slices.ContainsFunc(b.recordViews(), func(v recordView) bool { return len(ofRecords(cards, v.View)) == len(cards) })
}

// deckIn finds cards on a sheet by itself: labels that follow each other again as often.
func deckIn(s *layout.Sheet) *layout.Deck {
	const fewest = 5
	all := s.Labels()
	often := map[int][][]int{}
	for _, rows := range all {
		often[len(rows)] = append(often[len(rows)], rows)
	}
	times := 0
	for n, labels := range often {
		if n > 1 && (times == 0 || len(labels) > len(often[times]) || len(labels) == len(often[times]) && n > times) {
			times = n
		}
	}
	labels := often[times]
	if len(labels) < fewest {
		return nil
	}
	slices.SortFunc(labels, func(a, b []int) int { return a[0] - b[0] })
	d := &layout.Deck{From: labels[0][0], To: labels[len(labels)-1][0], Starts: labels[0]}
	for _, rows := range labels {
		for i, row := range rows {
			if row < d.Starts[i] || i+1 < len(rows) && row >= d.Starts[i+1] {
				return nil
			}
		}
	}
	return d
}

// deckOf finds the cards of a form on a sheet; nil where it shows one at most. A table whose lines
// say the same now and then has none.
func deckOf(form, s *layout.Sheet) *layout.Deck {
	const fewest = 5 // labels of a form that is a card
	ours, theirs := form.Labels(), s.Labels()
	d, labels, again := &layout.Deck{}, 0, 0
	for row := 1; row <= form.Last.Row; row++ {
		label, ok := form.Label(row)
		if !ok || len(ours[label]) > 1 {
			continue
		}
		labels++
		there := theirs[label]
		if len(there) > 1 && d.Starts == nil {
			d.From, d.Starts = row, there
		}
		if len(there) > 1 && len(there) == len(d.Starts) {
			again++
			d.To = row
		}
	}
	if labels < fewest || again*2 < labels {
		return nil
	}
	for d.From > 1 && startsWithNumbers([]int{d.From - 1}, form) && startsWithNumbers(above(d.Starts), s) {
		d.From, d.Starts = d.From-1, above(d.Starts)
	}
	for row := d.Starts[1] - 1; !s.Filled[row]; row-- {
		d.Between++
	}
	return d
}

// above are the rows above some rows.
func above(rows []int) []int {
	out := slices.Clone(rows)
	for i := range out {
		out[i]--
	}
	return out
}

// startsWithNumbers says whether rows begin with 1, 2 and so on, as the titles of cards do: 1.某项目.
func startsWithNumbers(rows []int, s *layout.Sheet) bool {
	for i, row := range rows {
		texts := s.Texts(row)
		if len(texts) == 0 {
			return false
		}
		text := strings.TrimLeft(layout.Tight(s.Cells[texts[0]].Text), "(（")
		if !slices.ContainsFunc([]string{strconv.Itoa(i + 1), numfmt.Ordinal(int64(i + 1))}, func(n string) bool {
			behind, ok := strings.CutPrefix(text, n)
			return ok && strings.TrimLeft(behind, ".．、)）") != behind
		}) {
			return false
		}
	}
	return true
}
