package bind

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// fillDown says in every line what lists print once for several of them: a unit, a project, or a
// code before its units in the first of its lines, with blanks below it, reads as if it were
// merged over them.
//
// The line that has the name must be one like those below it: a line of the unit alone, with
// the lines of its parts below, heads them and is not one of them.
func (n *namer) fillDown(t *table, b *block) {
	if n.source == nil {
		return
	}
	var shared []int // columns that may be printed once: of owners, of codes before them
	codes := n.codeColumns(t, b)
	for i, col := range b.labels {
		before := slices.ContainsFunc(b.labels[i+1:], func(o int) bool { return n.namesOwners(t, o) }) && !n.segmented(t, codes)
		if n.namesOwners(t, col) || before && n.namesCodes(t, col) {
			shared = append(shared, col)
		}
	}
	for i, col := range b.labels {
		if !slices.Contains(shared, col) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(b.labels[:i]), func(o int) bool { return slices.Contains(shared, o) })
		from, last := 0, 0 // of the rows that share a name
		end := func() {
			if last > from && from > 0 {
				t.spread(col, from, last)
			}
			from = 0
		}
		for row := t.body[0]; row <= t.body[1]; row++ {
			at := pos{col, row}
			_, merged := t.whole[at]
			switch {
			case merged || t.labelTotal(b, row):
				end()
			case t.says(at) != "":
				end()
				from, last = row, row
			case from == 0:
			case t.likeLine(b.labels[i+1:], from, row) && !n.ofOtherKinds(t, b.labels[i+1:], from, row) && !slices.ContainsFunc(others, func(o int) bool { return t.holds(o, from) != t.holds(o, row) }):
				last = row
			case len(t.texts(row)) > 0:
				end()
			}
		}
		end()
	}
}

// namesOwners says whether most texts of a column are names of units, projects and the like, or
// codes that come with them, and none is the name of a code.
func (n *namer) namesOwners(t *table, col int) bool {
	names, other := 0, 0
	fields := slices.Concat(n.fields, n.told)
	for row := t.body[0]; row <= t.body[1]; row++ {
		text := t.says(pos{col, row})
		if c := t.cells[pos{col, row}]; c.numeric {
			text = c.number.String()
		}
		switch _, ok := n.value(text, fields); {
		case text == "" || totals.MatchString(text):
		case ok:
			names++
		default:
			other++
		}
	}
	return names > other
}

// namesCodes says whether most texts of a column are codes or names of codes.
func (n *namer) namesCodes(t *table, col int) bool {
	codes, other := 0, 0
	for row := t.body[0]; row <= t.body[1]; row++ {
		text := t.says(pos{col, row})
		if c := t.cells[pos{col, row}]; c.numeric {
			text = c.number.String()
		}
		switch code, _ := (cell{text: text}).digits(); {
		case text == "" || totals.MatchString(text):
		case len(n.called(unnumbered(text))) > 0:
			codes++
		default:
			if _, ok := n.code(code); ok {
				codes++
			} else {
				other++
			}
		}
	}
	return codes > other
}

// labelTotal says whether the labels of a row name a total.
func (t *table) labelTotal(b *block, row int) bool {
	return slices.ContainsFunc(b.labels, func(col int) bool { return totals.MatchString(t.says(pos{col, row})) })
}

// likeLine says whether a row is a line like another one: the first of some columns that
// holds something in it does in the other one too.
func (t *table) likeLine(labels []int, first, row int) bool {
	for _, col := range labels {
		if t.holds(col, row) {
			return t.holds(col, first)
		}
	}
	return false
}

// ofOtherKinds says whether a column names different things in two rows: a unit, beside its code, and a
// project of the unit.
func (n *namer) ofOtherKinds(t *table, labels []int, a, b int) bool {
	return slices.ContainsFunc(labels, func(col int) bool {
		one, ok := n.value(t.says(pos{col, a}), n.fields)
		other, too := n.value(t.says(pos{col, b}), n.fields)
		return ok && too && one.by != other.by
	})
}

// holds says whether a cell has a text or a number.
func (t *table) holds(col, row int) bool { return strings.TrimSpace(t.cells[pos{col, row}].text) != "" }

// spread shows what a cell holds in the rows below it too.
func (t *table) spread(col, from, to int) {
	whole := a1.Range{Col1: col, Row1: from, Col2: col, Row2: to}
	for row := from; row <= to; row++ {
		t.cells[pos{col, row}] = t.cells[pos{col, from}]
		t.whole[pos{col, row}] = whole
	}
}
