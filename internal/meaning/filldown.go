package meaning

import (
	"slices"

	"ysgk/internal/layout"
)

// FillDown says in every line what lists print once for several of them: a unit, a project, or a
// code before its units in the first of its lines, with blanks below it, reads as if it were
// merged over them.
//
// The line that has the name must be one like those below it: a line of the unit alone, with
// the lines of its parts below, heads them and is not one of them.
func (n *Namer) FillDown(t *layout.Table, b *layout.Block) {
	if n.source == nil {
		return
	}
	var shared []int // columns that may be printed once: of owners, of codes before them
	codes := n.codeColumns(t, b)
	for i, col := range b.Labels {
		before := slices.ContainsFunc(b.Labels[i+1:], func(o int) bool { return n.namesOwners(t, o) }) && !n.segmented(t, codes)
		if n.namesOwners(t, col) || before && n.namesCodes(t, col) {
			shared = append(shared, col)
		}
	}
	own := make([][]int, len(b.Labels)) // columns behind each that every line has for itself
	for i, col := range b.Labels {
		for k := range i {
			if !slices.Contains(shared, col) {
				own[k] = append(own[k], col)
			}
		}
	}
	for i, col := range b.Labels {
		if !slices.Contains(shared, col) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(b.Labels[:i]), func(o int) bool { return slices.Contains(shared, o) })
		from, last := 0, 0 // of the rows that share a name
		end := func() {
			if last > from && from > 0 {
				t.Spread(col, from, last)
			}
			from = 0
		}
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			at := layout.At(col, row)
			_, merged := t.Whole[at]
			switch {
			case merged || t.LabelTotal(b, row):
				end()
			case t.Says(at) != "":
				end()
				from, last = row, row
			case from == 0:
			case t.LikeLine(b.Labels[i+1:], from, row) && t.AsMany(own[i], from, row) && !n.ofOtherKinds(t, b.Labels[i+1:], from, row) && !slices.ContainsFunc(others, func(o int) bool { return t.Holds(o, from) != t.Holds(o, row) }):
				last = row
			case len(t.Texts(row)) > 0:
				end()
			}
		}
		end()
	}
}

// namesOwners says whether most texts of a column are names of units, projects and the like, or
// codes that come with them, and none is the name of a code.
func (n *Namer) namesOwners(t *layout.Table, col int) bool {
	names, other := 0, 0
	fields := slices.Concat(n.Fields, n.Told)
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		text := t.Says(layout.At(col, row))
		if c := t.Cells[layout.At(col, row)]; c.Numeric {
			text = c.Number.String()
		}
		switch _, ok := n.Value(text, fields); {
		case text == "" || layout.Totals.MatchString(text):
		case ok:
			names++
		default:
			other++
		}
	}
	return names > other
}

// namesCodes says whether most texts of a column are codes or names of codes.
func (n *Namer) namesCodes(t *layout.Table, col int) bool {
	codes, other := 0, 0
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		text := t.Says(layout.At(col, row))
		if c := t.Cells[layout.At(col, row)]; c.Numeric {
			text = c.Number.String()
		}
		switch code, _ := (layout.Cell{Text: text}).Digits(); {
		case text == "" || layout.Totals.MatchString(text):
		case len(n.called(layout.Unnumbered(text))) > 0:
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

// ofOtherKinds says whether a column names different things in two rows: a unit, beside its code, and a
// project of the unit.
func (n *Namer) ofOtherKinds(t *layout.Table, labels []int, a, b int) bool {
	return slices.ContainsFunc(labels, func(col int) bool {
		one, ok := n.Value(t.Says(layout.At(col, a)), n.Fields)
		other, too := n.Value(t.Says(layout.At(col, b)), n.Fields)
		return ok && too && one.By != other.By
	})
}
