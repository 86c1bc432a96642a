package evidence

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
)

// oneOfGroup gives the one column with figures below a header that names a choice, such as 单位资金, what that
// header says, where the ledger does not divide the money as the columns do: 其他收入 beside 事业收入 and
// 上级补助收入 without figures. Whether these are empty this year too, nobody can say but the clerk.
func (x *Example) oneOfGroup(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for _, f := range columns {
		if f.Bound || f.Barred || f.Measure != "" || f.Generic || f.Part != nil || len(f.Group) == 0 || sc.Any || t.Blank(f.Col) {
			continue
		}
		upper := f.Head[:strings.LastIndex(f.Head, "/")+1]
		var beside []*meaning.Column
		for _, o := range columns {
			if o != f && (!o.Generic || o.Absent) && strings.HasPrefix(o.Head, upper) {
				beside = append(beside, o)
			}
		}
		own := *f
		own.Said.Filter = f.Group
		if len(beside) == 0 || slices.ContainsFunc(beside, func(o *meaning.Column) bool { return !t.Blank(o.Col) }) || !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
			continue
		}
		f.Said.Filter, f.Filter, f.Bound, f.Open, f.Absent = f.Group, chosen.on(f.Group), true, "", false
		f.Doubt = allOfGroup(f.Head, strings.TrimSuffix(upper, "/"), "列")
		for _, o := range beside {
			o.Bound, o.Absent, o.Open = false, true, NotKept // nothing is left to it
		}
	}
}

// linesOfOneGroup does for fixed lines what oneOfGroup does for columns.
func (x *Example) linesOfOneGroup(w *meaning.Words, t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	shows := func(row int) bool {
		return slices.ContainsFunc(spotsOf(f.Spots, row), func(s *Spot) bool { return s.shown })
	}
	for _, row := range rowsOf(f.Spots) {
		own := spotsOf(f.Spots, row)
		i := slices.IndexFunc(f.lines, func(h meaning.Line) bool { return slices.Contains(h.Heads, row) })
		if sc.Any || i < 0 || len(f.lines[i].Heads) < 2 || !w.OneOfSeveral(w.Line(f.lines[i]).Filter) || slices.ContainsFunc(own, func(s *Spot) bool { return s.Bound && len(s.Label) > 0 || s.Key != "" || s.Measure != "" }) || !shows(row) {
			continue // what its own words say is no guess
		}
		if slices.ContainsFunc(f.lines[i].Heads, func(r int) bool { return r != row && shows(r) }) {
			continue
		}
		as := func(s *Spot) *Spot {
			for _, h := range spotsOf(f.Spots, f.lines[i].Row) {
				if h.Col == s.Col && h.Bound && slices.Equal(h.Source, s.Source) {
					return h
				}
			}
			return nil
		}
		if slices.ContainsFunc(own, func(s *Spot) bool {
			d, _ := t.Cells[layout.At(s.Col, row)].Amount()
			return as(s) == nil || !sc.In(s.Col).Agrees(d, x.Amount(as(s), chosen))
		}) {
			continue
		}
		for _, s := range own {
			h := as(s)
			s.Said.Filter, s.Filter, s.Bound, s.Open, s.known, s.none = h.Said.Filter, h.Filter, true, "", true, false
		}
		f.Rests = slices.DeleteFunc(f.Rests, func(r rest) bool { return r.Line.Row == row })
		f.Told = slices.DeleteFunc(f.Told, func(x told) bool { return x.Row == row })
		f.Told = append(f.Told, told{row, allOfGroup(own[0].Line.Label, f.lines[i].Label, "行")})
		for _, r := range f.lines[i].Heads {
			for _, s := range spotsOf(f.Spots, r) {
				if r != row {
					s.Bound, s.Open = false, NotKept // nothing is left to it
				}
			}
		}
	}
}

// allOfGroup tells of the one of several that has all of their money.
func allOfGroup(name, as, beside string) string {
	return called(name, "“"+as+"”的全部") + "，旁边各" + beside + "范例里是空的"
}

// ofAllGroup says whether a column takes all of what its upper headers say.
func (x *Example) ofAllGroup(f *meaning.Column) bool {
	for field, values := range f.Filter {
		if x.Pack.ListOf(meaning.FieldOf(field)) != "" || f.Group[field] != nil && !meaning.Covers(values, f.Group[field]) {
			return false
		}
		if f.Group[field] == nil && len(x.Others(field, nil)) > 2 {
			return false
		}
	}
	return true
}
