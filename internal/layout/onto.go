package layout

import (
	"cmp"
	"maps"

	"ysgk/internal/a1"
)

// Onto is a sheet moved to where a form has the first of its texts, so that a card is read where the form
// has its blanks though it stands a row lower there, or a column further. Texts below may stand yet
// lower: behind more lines of a list.
func (s *Sheet) Onto(form *Sheet) *Sheet {
	const first, fewest = 5, 3 // texts, one or two of which may be elsewhere
	ours, theirs := once(form), once(s)
	enough := min(fewest, max(len(theirs)-1, 1)) // a cover has the department's name and a title
	votes, by, n := map[Pos]int{}, Pos{}, 0
	for _, at := range SortedCells(form) {
		text := form.bare(at)
		there, both := theirs[text]
		if n == first || !both || ours[text] != at {
			continue
		}
		n++
		d := Pos{at.Col - there.Col, at.Row - there.Row}
		if votes[d]++; votes[d] > votes[by] {
			by = d
		}
	}
	if by == (Pos{}) || votes[by] < enough {
		return s
	}
	out := &Sheet{Name: s.Name, Part: s.Part, hidden: s.hidden, Deck: s.Deck, Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{}, percent: map[Pos]string{}, stood: map[int]int{}, right: s.right + by.Col}
	to := func(at Pos) Pos { return Pos{at.Col + by.Col, at.Row + by.Row} }
	for at, c := range s.Cells {
		if there := to(at); there.Col > 0 && there.Row > 0 {
			out.Set(there, c)
		}
	}
	for at, r := range s.Whole {
		out.Whole[to(at)] = a1.Range{Col1: r.Col1 + by.Col, Row1: r.Row1 + by.Row, Col2: r.Col2 + by.Col, Row2: r.Row2 + by.Row}
	}
	for at, format := range s.percent {
		out.percent[to(at)] = format
	}
	for row, is := range s.Styled {
		out.Styled[row+by.Row] = is
	}
	for row := range s.Last.Row {
		out.stood[row+1+by.Row] = s.Stands(Pos{1, row + 1}).Row
	}
	return out
}

// once are the texts that a sheet has once, with their cells.
func once(s *Sheet) map[string]Pos {
	out, again := map[string]Pos{}, map[string]bool{}
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			text := s.bare(at)
			if _, twice := out[text]; twice || text == "" {
				again[text] = true
			}
			out[text] = at
		}
	}
	maps.DeleteFunc(out, func(text string, _ Pos) bool { return again[text] })
	return out
}

// Same says how many of the texts of a sheet another one has too, whatever figures they show or
// leave open, and whether that is enough for both to be the same sheet: half of those of
// whichever has fewer, or the first one.
func (s *Sheet) Same(other *Sheet) (n int, enough bool) {
	ours, first := s.wordings()
	theirs, another := other.wordings()
	for text := range ours {
		if theirs[text] {
			n++
		}
	}
	return n, n > 0 && (n*2 >= min(len(ours), len(theirs)) || first == another)
}

// SaysSame says whether another sheet has all the texts of a sheet and no others, whatever figures, numbers and years
// they show.
func (s *Sheet) SaysSame(other *Sheet) bool {
	ours, _ := s.wordings()
	theirs, _ := other.wordings()
	return maps.Equal(ours, theirs)
}

// wordings are the texts of a sheet without figures and room for them, and the first one.
func (s *Sheet) wordings() (all map[string]bool, first string) {
	all = map[string]bool{}
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			text := figures.ReplaceAllString(s.bare(at), "")
			if first = cmp.Or(first, text); text != "" {
				all[text] = true
			}
		}
	}
	return all, first
}

// bare is what a cell says, whatever year it names.
func (s *Sheet) bare(at Pos) string { return Key(YearWords.ReplaceAllString(s.Says(at), "")) }
