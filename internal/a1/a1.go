// Package a1 reads and writes cell names such as H17 and ranges such as A2:B9.
//
// In and out: text and numbers, columns and rows counted from 1. Never: formulas
// (package formula) or files.
package a1

import (
	"strconv"
	"strings"
)

// The size of a worksheet, ECMA-376 part 1, 18.3.1.4.
const (
	MaxCol = 16384
	MaxRow = 1048576
)

// ColName is the letters of a column: 1 is A, 27 is AA.
func ColName(col int) string {
	var b [4]byte
	i := len(b)
	for col > 0 {
		col--
		i--
		b[i] = byte('A' + col%26)
		col /= 26
	}
	return string(b[i:])
}

// ParseCol reads the letters of a column; 0 if they are none.
func ParseCol[T string | []byte](s T) int {
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' || i > 2 {
			return 0
		}
		n = n*26 + int(c-'a'+1)
	}
	if n > MaxCol {
		return 0
	}
	return n
}

// Name is the name of a cell: Name(8, 17) is H17.
func Name(col, row int) string { return ColName(col) + strconv.Itoa(row) }

// Parse reads a cell name without $ signs.
func Parse[T string | []byte](s T) (col, row int, ok bool) {
	i := 0
	for i < len(s) && (s[i]|0x20) >= 'a' && (s[i]|0x20) <= 'z' {
		i++
	}
	col = ParseCol(s[:i])
	row = number(s[i:])
	return col, row, col > 0 && row > 0 && row <= MaxRow
}

// number reads a number that begins with no zero; 0 if it is none, or too long
// for a row.
func number[T string | []byte](s T) (n int) {
	if len(s) == 0 || len(s) > 7 || s[0] == '0' {
		return 0
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// Range is a rectangle of cells, both corners included.
type Range struct{ Col1, Row1, Col2, Row2 int }

// Cell is the range of one cell.
func Cell(col, row int) Range { return Range{col, row, col, row} }

// ParseRange reads A2:B9 or A2, without $ signs.
func ParseRange(s string) (r Range, ok bool) {
	from, to, two := strings.Cut(s, ":")
	if !two {
		to = from
	}
	var ok1, ok2 bool
	r.Col1, r.Row1, ok1 = Parse(from)
	r.Col2, r.Row2, ok2 = Parse(to)
	return r, ok1 && ok2 && r.Col1 <= r.Col2 && r.Row1 <= r.Row2
}

// String is A2:B9, or A2 for a single cell.
func (r Range) String() string {
	from := Name(r.Col1, r.Row1)
	if r.Col1 == r.Col2 && r.Row1 == r.Row2 {
		return from
	}
	return from + ":" + Name(r.Col2, r.Row2)
}

// Has says whether a cell lies in the range.
func (r Range) Has(col, row int) bool {
	return col >= r.Col1 && col <= r.Col2 && row >= r.Row1 && row <= r.Row2
}
