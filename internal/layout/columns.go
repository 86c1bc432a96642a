package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// HasNeighbour says whether another column of figures stands below the header above a column.
func (t *Table) HasNeighbour(col int) bool {
	heads := t.Heads(col)
	return len(heads) > 1 && slices.ContainsFunc(t.Blocks, func(b *Block) bool {
		return slices.ContainsFunc(b.Figures, func(c int) bool { return c != col && len(t.Heads(c)) > 1 && slices.Equal(t.Heads(c)[1:], heads[1:]) })
	})
}

// Blank says whether a column shows no figure but zero.
func (t *Table) Blank(col int) bool {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if d, ok := t.Cells[Pos{col, row}].Amount(); ok && !d.IsZero() {
			return false
		}
	}
	return true
}

// Place names the first of some cells.
func (t *Table) Place(cells []Pos) string {
	if len(cells) == 0 {
		return "少了行"
	}
	return t.Name + "!" + CellName(cells[0])
}

// Hundredths says whether a column has the number of hundredths, as its header says, or shows them by its
// number format; of one that says neither it is not known.
func (t *Table) Hundredths(col int) (hundred, known bool) {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if t.Percent(Pos{col, row}) {
			return false, true
		}
	}
	hundred = strings.ContainsAny(t.Lowest(col), "%％")
	return hundred, hundred
}

// FirstOf is the first text of a column that is no total.
func (t *Table) FirstOf(col int) string {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if raw := strings.TrimSpace(t.Raw(Pos{col, row})); raw != "" && !Totals.MatchString(raw) {
			return raw
		}
	}
	return ""
}

// BlockName names a block of a table, as rebuilding speaks of it.
func (t *Table) BlockName(nth int) string {
	return fmt.Sprintf("%s!%s/%d", t.Name, CellName(t.Title), nth)
}

// BlankIsZero says whether a line's cell that holds nothing means zero: other cells of its
// column hold figures, or of its line.
func (t *Table) BlankIsZero(b *Block, col, row int) bool {
	if r, merged := t.Whole[Pos{col, row}]; merged && r.Col1 != r.Col2 {
		return false
	}
	for _, c := range b.Figures {
		if _, ok := t.Cells[Pos{c, row}].Amount(); ok {
			return true
		}
	}
	for r := t.Body[0]; r <= t.Body[1]; r++ {
		if d, ok := t.Cells[Pos{col, r}].Amount(); ok && !d.IsZero() {
			return true
		}
	}
	return false
}

// BlankTo is the last of the blank rows that a form draws below its lines.
func (t *Table) BlankTo() int {
	last := t.Body[1]
	for row := last + 1; row <= max(t.To, t.bottom()) && t.Styled[row] && len(t.Texts(row)) == 0; row++ {
		last = row
	}
	return last
}

// bottom is how far a table may reach: to the next one, or without end.
func (t *Table) bottom() int {
	if t.To < t.Last.Row {
		return t.To
	}
	return t.Last.Row + len(t.Styled)
}

// Listed are the rows of a table that are no totals and no notes.
func (t *Table) Listed() (rows []int) {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if len(t.Texts(row)) > 0 && !t.IsTotal(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// ShowsTexts says whether a column has a text on each of some rows; again says of one that it
// may be left out, being that of the line above.
func (t *Table) ShowsTexts(col int, rows []int, text func(n int) (want string, again bool)) bool {
	any := false
	for n, row := range rows {
		want, again := text(n)
		said := Tight(t.Cells[Pos{col, row}].Text)
		if said != Tight(want) && !(again && said == "") {
			return false
		}
		any = any || said != ""
	}
	return any
}

// ShowsMostly is how many of some rows have another text in a column than is wanted, if most have that one: what a
// form parts by hand may be parted otherwise on a few. It is -1 if few have it.
func (t *Table) ShowsMostly(col int, rows []int, text func(n int) string) (others int) {
	const most = 0.6
	for n, row := range rows {
		if Tight(t.Cells[Pos{col, row}].Text) != Tight(text(n)) {
			others++
		}
	}
	if float64(len(rows)-others) < most*float64(len(rows)) {
		return -1
	}
	return others
}

// BlankIn says whether a column has nothing on any line.
func (t *Table) BlankIn(col int) bool {
	return !slices.ContainsFunc(t.Listed(), func(row int) bool { return t.Holds(col, row) })
}

// MergedBelow says whether a column has cells that are merged over several of some rows.
func (t *Table) MergedBelow(col int, rows []int) bool {
	return slices.ContainsFunc(rows, func(row int) bool {
		r, merged := t.Whole[Pos{col, row}]
		return merged && r.Row2 > r.Row1
	})
}

// Percent says whether the number format of a cell shows hundredths.
func (s *Sheet) Percent(at Pos) bool { return s.percent[at] != "" }

// PercentFormat is that number format, "" if it shows none.
func (s *Sheet) PercentFormat(at Pos) string { return s.percent[at] }

// ShownAs is the number format of a cell that says how it shows amounts, or that it shows no 0; "" of one that does not.
func (s *Sheet) ShownAs(at Pos) string { return s.formats[at] }

// AmountFormat is the number format that shows amounts as all of a column that have decimals are shown by their number formats,
// "" where these say nothing of it, or not the same.
func (t *Table) AmountFormat(col int) string {
	format := ""
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		at := At(col, row)
		c := t.Cells[at]
		if !c.Numeric {
			continue
		}
		if !strings.Contains(c.Amounts, ".") || format != "" && c.Amounts != format {
			return ""
		}
		format = c.Amounts
	}
	return format
}

// AmountsShown is the number format in which some sheets show all numbers that have decimals, "" where these say nothing of
// it or not the same; bare says whether some have no number format at all and two decimals at most.
func AmountsShown(sheets []*Sheet) (format string, bare bool) {
	const most = 2
	for _, s := range sheets {
		for at, c := range s.Cells {
			if !c.Numeric || s.Percent(at) || c.Amounts != "" && !strings.Contains(c.Amounts, ".") {
				continue
			}
			if c.Amounts == "" {
				if Places(c.Number) > most {
					return "", false
				}
				bare = bare || !c.Number.IsInteger()
				continue
			}
			if format != "" && c.Amounts != format {
				return "", false
			}
			format = c.Amounts
		}
	}
	return format, bare && format == ""
}

// RateShown is with how many decimals a column shows numbers, -1 if it has none, and the number format of those that
// are per cents, "" if none is.
func (t *Table) RateShown(col int) (places int, hundredths string) {
	places = -1
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		at := At(col, row)
		switch c := t.Cells[at]; {
		case !c.Numeric:
			continue
		case c.Places >= 0:
			places = max(places, c.Places)
		default:
			places = max(places, int(Places(c.Number)))
		}
		hundredths = cmp.Or(hundredths, t.PercentFormat(at))
	}
	return places, hundredths
}

// Fixed says whether the number format of a cell, blank or not, says how many decimals are shown.
func (s *Sheet) Fixed(at Pos) bool { return s.fixed[at] }
