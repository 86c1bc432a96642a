package bind

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
)

// deck is how a sheet shows records one below the other, each in the lines of a form that shows
// one: a card for each.
type deck struct {
	from, to int   // the rows of the form that each card has
	starts   []int // the rows of the sheet in which the cards begin
	between  int   // blank rows from one to the next
	last     int   // the last row of the last card
}

// dealt takes sheets that show cards of a form apart: out of each card comes a sheet, as if the
// department had handed in a sheet for each record. What stands above all of the cards, each shows.
func dealt(forms, sheets []*sheet) (out []*sheet) {
	for _, s := range sheets {
		cards := []*sheet{s}
		for _, form := range forms {
			if title := heading(form); title == "" || nearest.Likeness(title, heading(s)) <= 0.8 {
				continue
			}
			if d := deckOf(form, s); d != nil {
				cards = s.deal(d)
				break
			}
		}
		out = append(out, cards...)
	}
	return out
}

// firstCards gives the sheets of a form with the first card alone of those that show records one below
// the other, filled or blank.
func (b *binder) firstCards(forms []*sheet) (out []*sheet) {
	b.decks = map[string]*deck{}
	for _, s := range forms {
		if d := deckIn(s); d != nil {
			next := d.starts[1]
			first := s.without(next, s.last.row)
			for first.last.row = next - 1; !first.filled[first.last.row]; first.last.row-- {
			}
			if b.showsRecords(s.deal(d)) || slices.ContainsFunc(b.recordViews(), func(v recordView) bool { return b.cardByWords(first, v) != nil }) {
				b.decks[s.name], d.last, s = d, s.last.row, first
			}
		}
		out = append(out, s)
	}
	return out
}

// showsRecords says whether each of some cards shows a record of the same view.
func (b *binder) showsRecords(cards []*sheet) bool {
	return slices.ContainsFunc(b.recordViews(), func(v recordView) bool { return len(ofRecords(cards, v.View)) == len(cards) })
}

// deckIn finds cards on a sheet by itself: labels that follow each other again as often.
func deckIn(s *sheet) *deck {
	const fewest = 5
	all := s.labels()
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
	d := &deck{from: labels[0][0], to: labels[len(labels)-1][0], starts: labels[0]}
	for _, rows := range labels {
		for i, row := range rows {
			if row < d.starts[i] || i+1 < len(rows) && row >= d.starts[i+1] {
				return nil
			}
		}
	}
	return d
}

// deckOf finds the cards of a form on a sheet; nil where it shows one at most. A table whose lines
// say the same now and then has none.
func deckOf(form, s *sheet) *deck {
	const fewest = 5 // labels of a form that is a card
	ours, theirs := form.labels(), s.labels()
	d, labels, again := &deck{}, 0, 0
	for row := 1; row <= form.last.row; row++ {
		label, ok := form.label(row)
		if !ok || len(ours[label]) > 1 {
			continue
		}
		labels++
		there := theirs[label]
		if len(there) > 1 && d.starts == nil {
			d.from, d.starts = row, there
		}
		if len(there) > 1 && len(there) == len(d.starts) {
			again++
			d.to = row
		}
	}
	if labels < fewest || again*2 < labels {
		return nil
	}
	for d.from > 1 && startsWithNumbers([]int{d.from - 1}, form) && startsWithNumbers(above(d.starts), s) {
		d.from, d.starts = d.from-1, above(d.starts)
	}
	for row := d.starts[1] - 1; !s.filled[row]; row-- {
		d.between++
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
func startsWithNumbers(rows []int, s *sheet) bool {
	for i, row := range rows {
		texts := s.texts(row)
		if len(texts) == 0 {
			return false
		}
		text := strings.TrimLeft(tight(s.cells[texts[0]].text), "(（")
		if !slices.ContainsFunc([]string{strconv.Itoa(i + 1), numfmt.Ordinal(int64(i + 1))}, func(n string) bool {
			behind, ok := strings.CutPrefix(text, n)
			return ok && strings.TrimLeft(behind, ".．、)）") != behind
		}) {
			return false
		}
	}
	return true
}

// label is what a row begins with, up to a colon, whatever year it names.
type label struct {
	col  int
	text string
}

// label is what a row begins with, and whether it begins with anything.
func (s *sheet) label(row int) (l label, ok bool) {
	for _, at := range s.texts(row) {
		if text, _, _ := strings.Cut(s.says(at), ":"); s.own(at) && text != "" {
			return label{at.col, key(yearWords.ReplaceAllString(text, ""))}, true
		}
	}
	return label{}, false
}

// labels are the rows that begin with each of the labels.
func (s *sheet) labels() map[label][]int {
	out := map[label][]int{}
	for row := 1; row <= s.last.row; row++ {
		if l, ok := s.label(row); ok {
			out[l] = append(out[l], row)
		}
	}
	return out
}

// deal gives the cards of a sheet, each with its lines in the rows of a sheet of its own.
func (s *sheet) deal(d *deck) (cards []*sheet) {
	for i, start := range d.starts {
		end := s.last.row + 1
		if i+1 < len(d.starts) {
			end = d.starts[i+1]
		}
		card := &sheet{name: s.name, part: s.part, hidden: s.hidden, cells: map[pos]cell{}, whole: map[pos]a1.Range{}, styled: map[int]bool{}, filled: map[int]bool{}, deck: d, stood: map[int]int{}}
		take := func(from, to, down int) {
			for row := max(from, 1-down); row < to; row++ {
				card.stood[row+down], card.styled[row+down] = row, s.styled[row]
				for col := 1; col <= s.last.col; col++ {
					at, moved := pos{col, row}, pos{col, row + down}
					if c, ok := s.cells[at]; ok {
						card.set(moved, c)
					}
					if r, ok := s.whole[at]; ok {
						r.Row1, r.Row2 = r.Row1+down, r.Row2+down
						card.whole[moved] = r
					}
				}
			}
		}
		take(1, d.starts[0], d.from-d.starts[0])
		take(start, end, d.from-start)
		cards = append(cards, card)
	}
	return cards
}

// stack is rows of a form that repeat together for each row of a view, on one sheet.
type stack struct {
	list     string
	from, to int
}

// markStack writes where the rows begin that repeat, and where they end, beside what stands there.
func (p *plan) markStack() {
	if p.stack == nil {
		return
	}
	mark := func(row int, text func(said string) string) {
		at := pos{1, row}
		for col := 1; col <= p.sheet.last.col; col++ { // merged over the records' lines there may be no mark
			said := p.text(pos{col, row}, p.sheet.cells[pos{col, row}].text)
			if p.sheet.own(pos{col, row}) && said != "" && !strings.Contains(said, "|合并") {
				at = pos{col, row}
				break
			}
		}
		p.set(at, text(p.text(at, p.sheet.cells[at].text)))
	}
	mark(p.stack.from, func(said string) string { return "{{块 " + p.stack.list + "}}" + said })
	mark(p.stack.to, func(said string) string { return said + "{{块完}}" })
}
