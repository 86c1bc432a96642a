package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// owning is a view of what belongs to the records of another one, such as the indicators of a
// project, with its definition.
type owning struct {
	*pivot.View
	def *pack.View
}

// owns are the views of what belongs to the records of a view: those of the pack, then what else a
// form may print of them: one of the sides alone, and no more lines than there are.
func (b *binder) owns(v *pivot.View) (out []owning) {
	for _, o := range b.Views {
		if def := b.Pack.View(o.Name); def != nil && def.Of == v.Name {
			out = append(out, owning{o, def})
		}
	}
	for _, whole := range out {
		sides := [][]pack.Side{whole.def.Sides}
		for i := range whole.def.Sides {
			sides = append(sides, whole.def.Sides[i:i+1])
		}
		for i, of := range sides {
			for _, outline := range []string{whole.def.Rows[1].Outline, ""} {
				if i == 0 && outline != "" {
					continue // as the pack has it
				}
				def := *whole.def
				def.Sides, def.Rows = of, slices.Clone(def.Rows)
				def.Rows[1].Outline = outline
				out = append(out, owning{pivot.BuildSides(&def, b.Pack.Outline(outline), b.Ledger, v), &def})
			}
		}
	}
	return out
}

// of names the view for tags: one that the pack has, or a new one.
func (vs *views) of(o owning) string {
	for _, v := range slices.Concat(pointers(vs.p.Views), vs.made) {
		if v.Of == o.def.Of && slices.EqualFunc(v.Rows, o.def.Rows, func(a, b pack.RowDef) bool { return a.Outline == b.Outline && slices.Equal(a.By, b.By) }) &&
			slices.EqualFunc(v.Sides, o.def.Sides, func(a, b pack.Side) bool {
				return a.Name == b.Name && same(a.Filter, b.Filter) && slices.Equal(a.Carried, b.Carried)
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

// listedOn finds where the sheets of records list what belongs to them, and how many of its texts
// stand there.
func (o owning) listedOn(sheets []sheetOf) (start int, columns map[int]string, score int) {
	for i, s := range sheets {
		at, found := findList(s.sheet, o.View, o.def.Rows[1].By, owned(o.View, s.record))
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

// findList finds the first row from which columns of a sheet show fields of rows,
// and these columns.
func findList(s *sheet, v *pivot.View, groups []string, rows []int) (start int, columns map[int]string) {
	best := 0
	for row := 1; row+len(rows)-1 <= s.last.row && len(rows) > 0; row++ {
		found, score := map[int]string{}, 0
		for col := 1; col <= s.last.col; col++ {
			for f, name := range v.Fields {
				n := 0
				for i, r := range rows {
					text := v.Rows[r].Texts[f]
					if !sameKind(tight(s.cells[pos{col, row + i}].text), tight(text)) {
						n = -1
						break
					}
					if text != "" {
						n++
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

// sameKind says whether a kind of indicator is written the same, or without the word at its end:
// 经济效益指标 is 经济效益.
func sameKind(a, b string) bool {
	const word = "指标"
	return a == b || a != "" && b != "" && strings.TrimSuffix(a, word) == strings.TrimSuffix(b, word)
}
