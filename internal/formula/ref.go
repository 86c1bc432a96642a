package formula

import (
	"strconv"
	"strings"

	"ysgk/internal/a1"
)

// Ref is a reference to cells. Whole columns have no rows (0), whole rows no columns.
type Ref struct {
	Sheet  string // "" for the formula's own sheet
	prefix string // as written, with quotes and !
	a1.Range
	abs  [4]bool // $ at Col1, Row1, Col2, Row2
	area bool    // written with a colon

	turned bool // its lower corner is written first

	written string   // the spelling without prefix, as long as the cells are
	as      a1.Range // these
}

// Covers says whether a reference, which may be to whole columns or rows, has a cell; the
// sheet is the caller's.
func (r Ref) Covers(col, row int) bool {
	return (r.Col1 == 0 || r.Col1 <= col && col <= r.Col2) && (r.Row1 == 0 || r.Row1 <= row && row <= r.Row2)
}

// corner is one end of a reference; col or row are 0 if it has none.
type corner struct {
	col, row       int
	absCol, absRow bool
}

// scanCorner reads $D$7, $D or $7 at pos and says where it ends.
func scanCorner(s string, pos int) (c corner, end int, ok bool) {
	dollar := func() bool {
		if pos < len(s) && s[pos] == '$' {
			pos++
			return true
		}
		return false
	}
	first := dollar()
	from := pos
	for pos < len(s) && isLetter(s[pos]) {
		pos++
	}
	letters := s[from:pos]
	if letters == "" {
		c.absRow = first
	} else {
		if c.col = a1.ParseCol(letters); c.col == 0 {
			return c, pos, false
		}
		c.absCol, c.absRow = first, dollar()
	}
	from = pos
	for pos < len(s) && isDigit(s[pos]) && c.row <= a1.MaxRow {
		c.row = c.row*10 + int(s[pos]-'0')
		pos++
	}
	digits := s[from:pos]
	switch {
	case c.row > a1.MaxRow, digits != "" && digits[0] == '0', digits == "" && c.absRow, digits == "" && letters == "":
		return c, pos, false
	}
	return c, pos, true
}

// scanRef reads the cells of a reference at pos. What follows must not make it
// part of a name, a function or a sheet's name.
func scanRef(s string, pos int) (r Ref, end int, ok bool) {
	from, at, ok := scanCorner(s, pos)
	if !ok || !endsRef(s, at) {
		return r, pos, false
	}
	to, end := from, at
	if at < len(s) && s[at] == ':' {
		second, after, fits := scanCorner(s, at+1)
		if fits && endsRef(s, after) && (second.col == 0) == (from.col == 0) && (second.row == 0) == (from.row == 0) {
			to, end, r.area = second, after, true
		}
	}
	if !r.area && (from.col == 0 || from.row == 0) {
		return r, pos, false // a name or a number
	}
	r.Range = a1.Range{Col1: from.col, Row1: from.row, Col2: to.col, Row2: to.row}
	r.abs = [4]bool{from.absCol, from.absRow, to.absCol, to.absRow}
	r.order()
	r.written, r.as = s[pos:end], r.Range
	return r, end, true
}

func endsRef(s string, at int) bool {
	return at == len(s) || !inName(s, at) && strings.IndexByte("(![", s[at]) < 0
}

// order brings the corners into the order top left, bottom right.
func (r *Ref) order() {
	if r.Col1 > r.Col2 {
		r.Col1, r.Col2, r.abs[0], r.abs[2] = r.Col2, r.Col1, r.abs[2], r.abs[0]
	}
	if r.Row1 > r.Row2 {
		r.Row1, r.Row2, r.abs[1], r.abs[3] = r.Row2, r.Row1, r.abs[3], r.abs[1]
		r.turned = !r.turned
	}
}

// Turned says whether the lower corner is written first, as in B9:A2.
func (r Ref) Turned() bool { return r.turned }

// Single is true of a reference written as one cell.
func (r Ref) Single() bool { return !r.area }

// Abs tells which parts of the corners carry a $.
func (r Ref) Abs() (col1, row1, col2, row2 bool) {
	return r.abs[0], r.abs[1], r.abs[2], r.abs[3]
}

// With is the reference moved to another range of the same kind.
func (r Ref) With(to a1.Range) Ref {
	r.Range = to
	if to.Col1 != to.Col2 || to.Row1 != to.Row2 {
		if !r.area {
			r.abs[2], r.abs[3] = r.abs[0], r.abs[1]
		}
		r.area = true
	}
	return r
}

// On is the reference to the same cells of another sheet; quoted is the
// sheet's name as formulas write it.
func (r Ref) On(sheet, quoted string) Ref {
	r.Sheet, r.prefix = sheet, quoted+"!"
	return r
}

// Moved is the reference as it reads in a formula copied by so many rows and
// columns: parts with $ stay. ok is false if it would leave the sheet.
func (r Ref) Moved(cols, rows int) (Ref, bool) {
	move := func(n *int, abs bool, by, limit int) bool {
		if *n != 0 && !abs {
			*n += by
			return *n >= 1 && *n <= limit
		}
		return true
	}
	ok := move(&r.Col1, r.abs[0], cols, a1.MaxCol) && move(&r.Col2, r.abs[2], cols, a1.MaxCol) &&
		move(&r.Row1, r.abs[1], rows, a1.MaxRow) && move(&r.Row2, r.abs[3], rows, a1.MaxRow)
	r.order()
	return r, ok
}

// String writes the reference as it stands in a formula.
func (r Ref) String() string {
	if r.written != "" && r.Range == r.as {
		return r.prefix + r.written
	}
	var b strings.Builder
	b.WriteString(r.prefix)
	write := func(col, row int, absCol, absRow bool) {
		if col > 0 {
			if absCol {
				b.WriteByte('$')
			}
			b.WriteString(a1.ColName(col))
		}
		if row > 0 {
			if absRow {
				b.WriteByte('$')
			}
			b.WriteString(strconv.Itoa(row))
		}
	}
	write(r.Col1, r.Row1, r.abs[0], r.abs[1])
	if r.area {
		b.WriteByte(':')
		write(r.Col2, r.Row2, r.abs[2], r.abs[3])
	}
	return b.String()
}
