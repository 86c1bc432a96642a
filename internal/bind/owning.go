package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// owning is a view of what belongs to the records of another one, such as the indicators of a
// project, with its definition.
type owning struct {
	*pivot.View
	def *pack.View
}

// owns are the views of what belongs to the records of a view that a form may print: those of the pack,
// and of these one of the sides alone, and no more lines than there are. Where the example shows several
// alike, the first stands: a side that the form names, such as 年度, then the last one. Kinds are printed as the form
// words them, or those of the example where it does not.
func (b *binder) owns(form *layout.Sheet, v *pivot.View, filled ...*layout.Sheet) (out []owning) {
	for _, whole := range b.Views {
		def := b.Pack.View(whole.Name)
		if def == nil || def.Of != v.Name {
			continue
		}
		def = b.wordedAs(append([]*layout.Sheet{form}, filled...), def)
		var named, others [][]pack.Side
		for i := len(def.Sides) - 1; i >= 0; i-- {
			if of := def.Sides[i : i+1]; form.Mentions(of[0].Name) {
				named = append(named, of)
			} else {
				others = append(others, of)
			}
		}
		outlines := slices.Compact([]string{def.Rows[1].Outline, ""})
		for _, sides := range slices.Concat(named, others, [][]pack.Side{def.Sides}) {
			for _, outline := range outlines {
				for _, least := range slices.Compact([]int{reserved(form, b.Pack.Outline(outline)), 0}) {
					one := *def
					one.Sides, one.Rows = sides, slices.Clone(def.Rows)
					one.Rows[1].Outline, one.Rows[1].Least = outline, least
					out = append(out, owning{pivot.BuildSides(&one, b.Pack.Outline(outline), b.Ledger, v), &one})
				}
			}
		}
		if own := b.outlineOn(form, b.Pack.Outline(def.Rows[1].Outline)); own != nil { // with no more and no fewer rows than the form has
			for _, sides := range slices.Concat(named, others) {
				one := *def
				one.Sides, one.Rows = sides, slices.Clone(def.Rows)
				one.Rows[1].Outline, one.Rows[1].Least = own.Name, 0
				out = append(out, owning{pivot.BuildSides(&one, own, b.Ledger, v), &one})
			}
		}
		for _, sides := range slices.Concat(named, others) {
			if one := b.sidesByKind(form, def, sides[0]); one != nil {
				out = append(out, owning{pivot.BuildSides(one, nil, b.Ledger, v), one})
			}
		}
	}
	return out
}

// wordedAs is a view of what belongs to records that prints the kinds of its outline as the first of some sheets does that
// says them: 经济效益指标 for 经济效益.
func (b *binder) wordedAs(sheets []*layout.Sheet, def *pack.View) *pack.View {
	outline, printed := b.Pack.Outline(def.Rows[1].Outline), map[string]string{}
	if outline == nil {
		return def
	}
	said := func(kind string) (words string) {
		for _, s := range sheets {
			for _, at := range layout.SortedCells(s) {
				if text := s.Says(at); text == kind {
					return kind
				} else if words == "" && s.Own(at) && sameKind(text, kind) {
					words = s.Quote(at)
				}
			}
			if words != "" {
				break
			}
		}
		return words
	}
	for _, kind := range slices.Concat(outline.Rows...) {
		if words := said(kind); words != "" && words != kind {
			printed[kind] = words
		}
	}
	if len(printed) == 0 {
		return def
	}
	own := *def
	own.Rows = slices.Clone(def.Rows)
	own.Rows[1].Printed = printed
	return &own
}

// outlineOn is the outline that the rows of a form are, where it has some lines of one several times, or not all of
// them, one below the other; nil where it is the outline itself, or no line stands there again.
func (b *binder) outlineOn(form *layout.Sheet, outline *pack.Outline) *pack.Outline {
	if outline == nil || len(outline.Fields) < 2 {
		return nil
	}
	lineIn := func(row int) []string {
		var said []string
		for _, at := range form.Texts(row) {
			said = append(said, form.Says(at))
		}
		i := slices.IndexFunc(outline.Rows, func(line []string) bool {
			return !slices.ContainsFunc(line, func(kind string) bool {
				return !slices.ContainsFunc(said, func(text string) bool { return sameKind(text, kind) })
			})
		})
		if i < 0 {
			return nil
		}
		return outline.Rows[i]
	}
	own := pack.Outline{Fields: outline.Fields}
	again := false
	for row := 1; row <= form.Last.Row; row++ {
		line := lineIn(row)
		if line == nil && len(own.Rows) > 0 {
			break
		}
		if line != nil {
			again = again || slices.ContainsFunc(own.Rows, func(o []string) bool { return slices.Equal(o, line) })
			own.Rows = append(own.Rows, line)
		}
	}
	if !again {
		return nil
	}
	for _, known := range b.views.outlines {
		if slices.EqualFunc(known.Rows, own.Rows, slices.Equal) {
			return known
		}
	}
	own.Name = fmt.Sprintf("%s%d", outline.Name, len(b.views.outlines)+2)
	b.views.outlines = append(b.views.outlines, &own)
	return &own
}

// reserved is how many rows a form has for each line of an outline, merged beside them, 0 if that is one or not the same
// of all.
func reserved(form *layout.Sheet, outline *pack.Outline) (rows int) {
	if outline == nil || len(outline.Rows) == 0 {
		return 0
	}
	lines := 0
	for _, at := range layout.SortedCells(form) {
		r, merged := form.Whole[at]
		if !merged || !form.Own(at) || !slices.ContainsFunc(outline.Rows, func(line []string) bool { return sameKind(form.Says(at), line[len(line)-1]) }) {
			continue
		}
		if n := r.Row2 - r.Row1 + 1; n < 2 || lines > 0 && n != rows {
			return 0
		} else if lines++; n > rows {
			rows = n
		}
	}
	if lines < len(outline.Rows) {
		return 0
	}
	return rows
}

// sidesByKind is a view of what belongs to records, of one side, with what is of each kind side by side, where
// a row of the form has kinds next to each other: 产出指标, 效益指标 and 满意度指标. A kind that stands there itself
// is left out of the one that it is of: 成本指标 of 产出指标. It is nil if the form has no such row.
func (b *binder) sidesByKind(form *layout.Sheet, def *pack.View, side pack.Side) *pack.View {
	outline := b.Pack.Outline(def.Rows[1].Outline)
	if outline == nil || len(outline.Fields) == 0 || len(side.Filter) == 0 {
		return nil
	}
	kindOf := func(text string) (field int, kind string) {
		for _, line := range outline.Rows {
			for i, k := range line {
				if sameKind(layout.Bare(text), k) {
					return i, k
				}
			}
		}
		return -1, ""
	}
	for row := 1; row <= form.Last.Row; row++ {
		one := *def
		one.Rows, one.Sides = slices.Clone(def.Rows), nil
		one.Rows[1].By, one.Rows[1].Outline, one.Rows[1].Printed = slices.Sorted(maps.Keys(side.Filter)), "", nil
		own := map[string]bool{}
		for _, at := range form.Texts(row) {
			if field, kind := kindOf(form.Says(at)); field >= 0 && form.Own(at) {
				own[kind] = true
				one.Sides = append(one.Sides, pack.Side{Name: kind, Filter: meaning.With(side.Filter, pack.Filter{outline.Fields[field]: {kind}}), Carried: side.Carried})
			}
		}
		if len(own) < 2 || len(own) < len(one.Sides) || !wide(form, row, len(own)) {
			continue
		}
		for i, s := range one.Sides {
			var apart []string
			lower := ""
			for _, line := range outline.Rows {
				for n := 1; n < len(line); n++ {
					if line[n-1] == s.Name {
						if lower = outline.Fields[n]; !own[line[n]] {
							apart = append(apart, line[n])
						}
					}
				}
			}
			if slices.ContainsFunc(outline.Rows, func(line []string) bool { return slices.Contains(line[1:], s.Name) }) || lower == "" {
				continue
			}
			if all := len(slices.DeleteFunc(slices.Clone(outline.Rows), func(line []string) bool { return line[0] != s.Name })); len(apart) < all {
				one.Sides[i].Filter = meaning.With(s.Filter, pack.Filter{lower: apart})
			}
		}
		return &one
	}
	return nil
}

// wide says whether a row of a form has headers over several columns each, as many as there are kinds.
func wide(form *layout.Sheet, row, kinds int) bool {
	n := 0
	for _, at := range form.Texts(row) {
		if r, merged := form.Whole[at]; merged && form.Own(at) && r.Col2 > r.Col1 && r.Row1 == r.Row2 {
			n++
		}
	}
	return n >= kinds
}

// tied says whether another side of what belongs to records would do as well, of which the form names
// none, or both.
func (o owning) tied(form *layout.Sheet, as []owning) bool {
	if len(o.def.Sides) != 1 {
		return false
	}
	own := form.Mentions(o.def.Sides[0].Name)
	return slices.ContainsFunc(as, func(other owning) bool {
		return len(other.def.Sides) == 1 && other.def.Sides[0].Name != o.def.Sides[0].Name && form.Mentions(other.def.Sides[0].Name) == own
	})
}

// of names the view for tags: one that the pack has, or a new one.
func (vs *views) of(o owning) string {
	for _, v := range slices.Concat(pointers(vs.p.Views), vs.made) {
		if v.Of == o.def.Of && slices.EqualFunc(v.Rows, o.def.Rows, func(a, b pack.RowDef) bool {
			return a.Outline == b.Outline && a.Least == b.Least && maps.Equal(a.Printed, b.Printed) && slices.Equal(a.By, b.By)
		}) &&
			slices.EqualFunc(v.Sides, o.def.Sides, func(a, b pack.Side) bool {
				return a.Name == b.Name && meaning.Same(a.Filter, b.Filter) && slices.Equal(a.Carried, b.Carried)
			}) {
			vs.used[v.Name] = true
			return v.Name
		}
	}
	v := *o.def
	if len(v.Sides) == 1 {
		v.Name = v.Sides[0].Name + v.Name
	}
	v.Name = vs.free(v.Name)
	vs.made = append(vs.made, &v)
	vs.used[v.Name] = true
	return v.Name
}

// listedOn finds where the sheets of records list what belongs to them, behind other lists, and how many of its
// texts stand there: the row that the first of the sheets has it in, without what the others have grown.
func (o owning) listedOn(sheets []sheetOf, behind ownLists) (start int, columns map[int]string, score int) {
	for i, s := range sheets {
		at, found := findList(s.Sheet, behind.end()+behind.grown(s.Sheet), o.View, o.def.Rows[1].By, owned(o.View, s.record))
		at -= behind.grown(s.Sheet)
		switch {
		case i == 0:
			start, columns = at, found
		case at != start:
			continue
		}
		for col, f := range found { // a record may have nothing in some of the columns
			columns[col] = cmp.Or(columns[col], f)
		}
		score += len(found) * len(owned(o.View, s.record))
	}
	return start, columns, score
}

// owned are the rows of a view that belong to a record of another one.
func owned(v *pivot.View, record int) (out []int) {
	for i, r := range v.Rows {
		if r.Level > 0 && r.Owner == record {
			out = append(out, i)
		}
	}
	return out
}

// ownList is where a form lists what belongs to its record, [from, to), and how many rows more the sheets of the
// example have there.
type ownList struct {
	from, to int
	more     map[*layout.Sheet]int
	sides    []pack.Side
}

// ownLists are those of a card, one below the other: 长期目标 and 年度目标, each with its indicators.
type ownLists []ownList

// end is the row behind the last of them.
func (ls ownLists) end() int {
	if len(ls) == 0 {
		return 1
	}
	return ls[len(ls)-1].to
}

// has says whether a row belongs to one of them.
func (ls ownLists) has(row int) bool {
	return slices.ContainsFunc(ls, func(l ownList) bool { return l.from <= row && row < l.to })
}

// grown is how many rows more a sheet of the example has in all of them.
func (ls ownLists) grown(s *layout.Sheet) int { return ls.above(s, ls.end()) }

// above is how many rows more a sheet of the example has above a row of the form.
func (ls ownLists) above(s *layout.Sheet, row int) (n int) {
	for _, l := range ls {
		if row >= l.to {
			n += l.more[s]
		}
	}
	return n
}

// lists says whether one of them is of a side of a view.
func (ls ownLists) lists(side pack.Side) bool {
	return slices.ContainsFunc(ls, func(l ownList) bool {
		return slices.ContainsFunc(l.sides, func(of pack.Side) bool { return of.Name == side.Name })
	})
}

// findList finds the first row from which columns of a sheet show fields of rows,
// and these columns; no row above one.
func findList(s *layout.Sheet, from int, v *pivot.View, groups []string, rows []int) (start int, columns map[int]string) {
	best := 0
	for row := from; row+len(rows)-1 <= s.Last.Row && len(rows) > 0; row++ {
		found, score := map[int]string{}, 0
		for col := 1; col <= s.Last.Col; col++ {
			if r, merged := s.Whole[layout.At(col, row)]; merged && r.Col1 < col {
				continue // what stands there is of the column that the cells are merged from
			}
			for f, name := range v.Fields {
				n := 0
				for i, r := range rows {
					text, said := v.Rows[r].Texts[f], layout.Tight(s.Cells[layout.At(col, row+i)].Text)
					switch {
					case said == "" && i > 0 && inGroup(v, groups, name, rows[i-1], r): // printed once for the group
					case !sameKind(said, layout.Tight(text)):
						n = -1
					case text != "":
						n++
					}
					if n < 0 {
						break
					}
				}
				// a column may repeat what groups the rows, not what they list
				if n > 0 && found[col] == "" && (slices.Contains(groups, name) || !slices.Contains(slices.Collect(maps.Values(found)), name)) {
					found[col] = name
					score += n
				}
			}
		}
		if score > best {
			start, columns, best = row, found, score
		}
	}
	return start, columns
}

// inGroup says whether a line has the same in a field that groups the lines, and in those before it, as the line above it.
func inGroup(v *pivot.View, groups []string, field string, above, line int) bool {
	last := slices.Index(groups, field)
	return last >= 0 && !slices.ContainsFunc(groups[:last+1], func(g string) bool {
		f := slices.Index(v.Fields, g)
		return v.Rows[above].Texts[f] != v.Rows[line].Texts[f]
	})
}

// sameKind says whether a kind of indicator is written the same, or without the word at its end:
// 经济效益指标 is 经济效益.
func sameKind(a, b string) bool {
	const word = "指标"
	return a == b || a != "" && b != "" && strings.TrimSuffix(a, word) == strings.TrimSuffix(b, word)
}
