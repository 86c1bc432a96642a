package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// widenedByRest gives columns whose figures are more than their words say the choices that
// no column beside them takes: 事业收入 of a form that has no column of 财政专户管理资金.
func (x *Example) widenedByRest(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for _, f := range columns {
		if f.Bound || !f.Known || f.Barred || f.Absent || f.Measure != "" {
			continue
		}
		for field, values := range f.Words {
			rest := x.unclaimedCodes(t, f, field, filtersOf(columns, f))
			left := append(x.untaken(field, values, chosen.on(f.Said.Filter), filtersOf(columns, f)), x.withMoney(field, rest, chosen.on(f.Said.Filter))...)
			if len(left) == 0 {
				continue
			}
			own := *f
			own.Said.Filter = meaning.With(pack.Filter{field: meaning.Union(values, left)}, f.Said.Filter)
			if !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
				continue
			}
			if slices.ContainsFunc(t.Heads(f.Col), func(h string) bool { return layout.RestHead.MatchString(layout.Key(h)) }) { // what the example has no money of too
				left = meaning.Union(left, x.unclaimed(field, values, filtersOf(columns, f)))
				own.Said.Filter = meaning.With(pack.Filter{field: meaning.Union(values, left)}, f.Said.Filter)
			}
			if left = meaning.Union(left, rest); len(rest) > 0 {
				own.Said.Filter = meaning.With(pack.Filter{field: meaning.Union(values, left)}, f.Said.Filter)
			}
			f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, chosen.on(own.Said.Filter), true, ""
			f.Doubt = tookToo(f.Head, left)
			for _, o := range columns { // nothing is left to 其他
				if !o.Bound && t.Blank(o.Col) && meaning.Covers(left, o.Filter[field]) {
					o.Open = NotKept
				}
			}
			break
		}
	}
}

// otherwiseCalled gives columns that are called by words which bureaus use for one choice or
// another, such as 事业收入 and 其他收入, the one that their figures are and no column beside
// them takes. A column that is called as the choice itself is that one.
func (x *Example) otherwiseCalled(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for again := !sc.Any; again; {
		again = false
		for _, f := range columns {
			if f.Bound || f.Barred || f.Measure != "" || f.Generic && len(t.Heads(f.Col)) < 2 || t.Blank(f.Col) {
				continue
			}
			name := t.Lowest(f.Col)
			if f.Generic { // 事业收入/金额
				name = t.Heads(f.Col)[1]
			}
			field, values := x.loose(name, f.Head, f.Words)
			if field == "" {
				continue
			}
			var fits []*meaning.Column
			var as []string
			carried := x.notCarried(columns, f, nil)
			beside := slices.DeleteFunc(slices.Clone(columns), func(o *meaning.Column) bool { return amongColumn(t, columns, f, o) })
			for _, v := range x.unclaimed(field, values, filtersOf(beside, f)) {
				for _, limit := range []pack.Filter{nil, carried} {
					own := *f
					own.Said.Filter = meaning.With(meaning.With(pack.Filter{field: {v}}, f.Said.Filter), limit)
					if x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
						fits, as = append(fits, &own), append(as, v)
						break
					}
				}
			}
			if len(fits) != 1 {
				continue
			}
			f.Said.Filter, f.Filter, f.Bound, f.Open, f.Absent = fits[0].Said.Filter, chosen.on(fits[0].Said.Filter), true, "", false
			f.Doubt = called(f.Head, as[0])
			again = true
		}
	}
}

// amongColumn says whether a column shows a part of another one: 其中 behind it, below the same headers.
func amongColumn(t *layout.Table, columns []*meaning.Column, whole, part *meaning.Column) bool {
	upper := func(c *meaning.Column) string { return c.Head[:strings.LastIndex(c.Head, "/")+1] }
	if !layout.AmongWhich(t.Lowest(part.Col)) || part.Col < whole.Col || upper(part) != upper(whole) {
		return false
	}
	return !slices.ContainsFunc(columns, func(o *meaning.Column) bool {
		return whole.Col < o.Col && o.Col < part.Col && !layout.AmongWhich(t.Lowest(o.Col))
	})
}

// withoutBeside gives columns whose figures are less than their words say what a column of classes of codes beside
// them leaves, if they are that: 人员支出 beside 对个人和家庭的补助支出, which is 人员经费 too.
func (x *Example) withoutBeside(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for _, f := range columns {
		if f.Bound || !f.Known || f.Barred || f.Absent || f.Measure != "" || f.Generic || t.Blank(f.Col) || sc.Any {
			continue
		}
		upper := f.Head[:strings.LastIndex(f.Head, "/")+1]
		for _, o := range columns {
			if !o.Bound || o.Generic || o == f || o.Head[:strings.LastIndex(o.Head, "/")+1] != upper || Excludes(o.Filter, f.Said.Filter) {
				continue
			}
			for by, taken := range o.Words {
				left := x.classesBut(by, taken)
				own := *f
				own.Said.Filter = meaning.With(f.Said.Filter, pack.Filter{by: left})
				if f.Said.Filter[by] != nil || len(left) == 0 || !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
					continue
				}
				f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, chosen.on(own.Said.Filter), true, ""
				f.Doubt = fmt.Sprintf("“%s”照范例的数，不含旁边另列的“%s”", f.Head, o.Head)
			}
			if f.Bound {
				break
			}
		}
	}
}

// classesBut are the classes of a field of codes by its level but for some.
func (x *Example) classesBut(by string, taken []string) (out []string) {
	list := x.Ledger.Codes[x.Pack.ListOf(meaning.FieldOf(by))]
	if _, level := pack.CutField(by); level != "" && list != nil {
		for _, e := range list.Entries() {
			if len(e.Code) == list.Digits(level) && !slices.Contains(taken, e.Code) {
				out = append(out, e.Code)
			}
		}
	}
	return out
}

// notCarried is the first of two choices, 本年, where a column beside one that says nothing of them takes
// the other one, 上年结转; none where the two stand beside each other, and divide all money once more, nor
// where the column beside spares it.
func (x *Example) notCarried(columns []*meaning.Column, f *meaning.Column, spares func(q *meaning.Column, field string) bool) pack.Filter {
	out := pack.Filter{}
	upper := func(c *meaning.Column) string { return c.Head[:strings.LastIndex(c.Head, "/")+1] }
	for _, q := range columns {
		for field, taken := range q.Words {
			rest := x.ordinary(field, taken)
			if q == f || !q.Bound || f.Said.Filter[field] != nil || rest == nil || Excludes(q.Words, f.Said.Filter) || spares != nil && spares(q, field) {
				continue
			}
			if other := meaning.With(pack.Filter{field: rest}, q.Words); !slices.ContainsFunc(columns, func(o *meaning.Column) bool {
				return o != f && o.Bound && upper(o) == upper(q) && meaning.Same(o.Words, other)
			}) {
				out[field] = rest
			}
		}
	}
	return out
}

// besideAll says whether a column of what was carried over is a part of the columns beside it: it is said to
// be one, 其中：上年结转, or the figures of another column show money of both years.
func (x *Example) besideAll(t *layout.Table, columns []*meaning.Column, f, q *meaning.Column, field string) bool {
	return slices.ContainsFunc(t.Heads(q.Col), layout.AmongWhich) || slices.ContainsFunc(columns, func(o *meaning.Column) bool {
		if o == f || o == q || !o.Bound || o.Generic || o.Sum || o.Filter[field] != nil || Excludes(q.Words, o.Filter) || x.hasParts(t, columns, o) {
			return false
		}
		return x.Amount(&Spot{Source: []string{x.Usual}, Said: meaning.Together(meaning.Claim{Filter: o.Filter}, meaning.Claim{Filter: q.Words})}, Addition{}) != 0
	})
}

// leftToOne gives the one column without figures that is called by such words, and whose own money
// another column shows, the one choice of the same kind that no column takes: 事业收入 beside 其他收入
// with all 单位资金, where 财政专户管理资金 has no column.
func (x *Example) leftToOne(t *layout.Table, columns []*meaning.Column, chosen Addition) {
	var left *meaning.Column
	var as []string
	var by string
	for _, f := range columns {
		field, values := x.loose(t.Lowest(f.Col), f.Head, f.Words)
		if f.Bound || !f.Known || f.Barred || f.Absent || f.Measure != "" || field == "" || len(values) != 1 || !t.Blank(f.Col) {
			continue
		}
		if left != nil {
			return
		}
		left, by = f, field
		as = slices.DeleteFunc(x.unclaimed(field, values, filtersOf(columns, f)), func(v string) bool { return !x.ofOneGroup(field, v, values[0]) })
	}
	if left == nil || len(as) != 1 {
		return
	}
	left.Said.Filter = meaning.With(pack.Filter{by: as}, left.Said.Filter)
	left.Filter, left.Bound, left.Open = chosen.on(left.Said.Filter), true, ""
	left.Doubt = leftOne(left.Head, "列", as[0])
}

// leftOne tells of a column or line without figures that got the one choice that none beside it takes.
func leftOne(name, what, choice string) string {
	return fmt.Sprintf("“%s”范例里没有数，旁边各%s只有%s没有取，照它写了标签", name, what, choice)
}

// lineLeftToOne does for fixed lines what leftToOne does for columns.
func (x *Example) lineLeftToOne(f *Fixed, chosen Addition) {
	var left []*Spot
	var as []string
	var by string
	for _, row := range rowsOf(f.Spots) {
		own := spotsOf(f.Spots, row)
		field, values := x.loose(own[0].Line.Label, own[0].Line.Label, own[0].Label)
		if field == "" || len(values) != 1 || slices.ContainsFunc(own, func(s *Spot) bool {
			return s.Bound || s.shown || s.Blind || s.Key != "" || s.Measure != "" || s.Open != NotKept
		}) {
			continue
		}
		if left != nil {
			return
		}
		var beside []pack.Filter
		for _, s := range f.Spots {
			if s.Bound && s.Line.Row != row {
				beside = append(beside, s.Filter)
			}
		}
		left, by = own, field
		as = slices.DeleteFunc(x.unclaimed(field, values, beside), func(v string) bool {
			return !x.ofOneGroup(field, v, values[0]) || slices.ContainsFunc(f.Spots, func(s *Spot) bool { // （一）事业收入 below 二、单位资金
				return slices.Contains(s.Line.Heads, row) && len(s.Said.Filter[field]) > 0 && !slices.Contains(s.Said.Filter[field], v)
			})
		})
	}
	if left == nil || len(as) != 1 {
		return
	}
	for _, s := range left {
		s.Said.Filter = meaning.With(pack.Filter{by: as}, s.Said.Filter)
		s.Filter, s.Bound, s.Open, s.known, s.none = chosen.on(s.Said.Filter), true, "", true, false
	}
	f.Told = append(f.Told, told{left[0].Line.Row, leftOne(left[0].Line.Label, "行", as[0])})
}

// ofOneGroup says whether two choices are in the same groups: of 财政拨款 or not.
func (x *Example) ofOneGroup(field, a, b string) bool {
	s := x.Pack.Input.Sheet(x.Usual)
	return s != nil && s.Column(field) != nil && !slices.ContainsFunc(s.Column(field).Groups, func(g pack.Group) bool {
		return slices.Contains(g.Values, a) != slices.Contains(g.Values, b)
	})
}

// linesOtherwiseCalled does for fixed lines what otherwiseCalled does for columns.
func (x *Example) linesOtherwiseCalled(t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	for again := !sc.Any; again; {
		again = false
		for _, row := range rowsOf(f.Spots) {
			own := spotsOf(f.Spots, row)
			if slices.ContainsFunc(own, func(s *Spot) bool { return s.Bound || s.Key != "" || s.Measure != "" }) || !slices.ContainsFunc(own, func(s *Spot) bool { return s.shown }) {
				continue
			}
			field, values := x.loose(own[0].Line.Label, own[0].Line.Label, own[0].Label)
			if field == "" {
				continue
			}
			var beside []pack.Filter
			for _, s := range f.Spots {
				if s.Bound && s.Line.Row != row && s.Line.Under == own[0].Line.Under && !slices.Contains(own[0].Line.Heads, s.Line.Row) {
					beside = append(beside, s.Filter)
				}
			}
			as := func(s *Spot, v string) *Spot {
				w := *s
				w.Said.Filter = meaning.With(pack.Filter{field: {v}}, s.Said.Filter)
				return &w
			}
			fits := slices.DeleteFunc(x.unclaimed(field, values, beside), func(v string) bool {
				return slices.ContainsFunc(own, func(s *Spot) bool {
					d, _ := t.Cells[layout.At(s.Col, row)].Amount()
					return !sc.In(s.Col).Agrees(d, x.Amount(as(s, v), chosen))
				})
			})
			if len(fits) != 1 {
				continue
			}
			for _, s := range own {
				s.Said.Filter = as(s, fits[0]).Said.Filter
				s.Filter, s.Bound, s.Open, s.known, s.none = chosen.on(s.Said.Filter), true, "", true, false
			}
			f.Rests = slices.DeleteFunc(f.Rests, func(r rest) bool { return r.Line.Row == row })
			f.Told = append(f.Told, told{row, called(own[0].Line.Label, fits[0])})
			again = true
		}
	}
}

// linesOfTheirParts gives lines without a figure that are called by such words only what 其中 below them
// names, where the money that the words mean stands elsewhere: 事业收入, of which 纳入财政专户管理的收费,
// above 其他收入 with all 单位资金.
func (x *Example) linesOfTheirParts(w *meaning.Words, f *Fixed, chosen Addition, sc layout.Scale) {
	for _, s := range f.Spots {
		field, values := x.loose(s.Line.Label, s.Line.Label, s.Label)
		if s.Bound || s.shown || s.Blind || !s.known || s.Key != "" || !s.Line.Partly || field == "" {
			continue
		}
		var parts []string
		for _, p := range f.lines {
			if slices.Contains(s.Line.Heads, p.Row) {
				parts = meaning.Union(parts, w.Line(p).Filter[field])
			}
		}
		own := *s
		own.Said.Filter = meaning.With(pack.Filter{field: parts}, s.Said.Filter)
		if len(parts) == 0 || meaning.Covers(parts, values) || x.Amount(&own, chosen) != 0 {
			continue
		}
		s.Said.Filter = own.Said.Filter
		s.Filter, s.Bound, s.Open = chosen.on(s.Said.Filter), true, ""
		f.Told = append(f.Told, told{s.Line.Row, fmt.Sprintf("“%s”只取其中写明的%s，范例里没有数，也可能还有别的", s.Line.Label, strings.Join(parts, "、"))})
	}
}

// loose is the field of several choices that the words of a header or label limit loosely: by
// another name than that of the choices, also around it, or by 其他, which may be any that others leave.
func (x *Example) loose(text, around string, words pack.Filter) (field string, said []string) {
	name := layout.Key(layout.Unnumbered(text))
	s := x.Pack.Input.Sheet(x.Usual)
	for _, by := range slices.Sorted(maps.Keys(words)) {
		if len(x.Others(by, nil)) < 3 || x.Pack.ListOf(meaning.FieldOf(by)) != "" || slices.ContainsFunc(meaning.Values(x.Pack, s, by), func(v string) bool { return meaning.SharesWord(around, v) }) {
			continue
		}
		return by, words[by]
	}
	if layout.RestHead.MatchString(name) && s != nil {
		for _, c := range s.Columns { // the field of which forms speak by other names
			if c.Kind == pack.Choice && len(c.Choices) > 3 {
				return c.Name, nil
			}
		}
	}
	return "", nil
}

// unshown tells what a name of several meanings was taken for that has no figure in the example.
func unshown(name, as string) string {
	return fmt.Sprintf("“%s”取%s，范例里没有数，也可能是别的", name, as)
}

// called tells what a name of several meanings was taken for.
func called(name, as string) string {
	return fmt.Sprintf("“%s”照范例的数取%s", name, as)
}

// filtersOf are the filters of the columns beside one that are bound.
func filtersOf(columns []*meaning.Column, but *meaning.Column) (out []pack.Filter) {
	for _, f := range columns {
		if f != but && f.Bound {
			out = append(out, f.Filter)
		}
	}
	return out
}

// untaken are the choices with money of a field of several that neither some values nor
// the filters beside take.
func (x *Example) untaken(field string, values []string, filter pack.Filter, beside []pack.Filter) (out []string) {
	return x.withMoney(field, x.unclaimed(field, values, beside), filter)
}

// withMoney are those of some choices of a field of which there is money that a filter takes.
func (x *Example) withMoney(field string, choices []string, filter pack.Filter) []string {
	return slices.DeleteFunc(slices.Clone(choices), func(v string) bool {
		return x.Amount(&Spot{Source: []string{x.Usual}, Said: meaning.Claim{Filter: meaning.With(pack.Filter{field: {v}}, filter)}}, Addition{}) == 0
	})
}

// unclaimedCodes are the codes beside the one that a column is called by which no filter beside takes, where
// it is called 其他…: of 其他工资福利支出 those of 工资福利支出 that have no column.
func (x *Example) unclaimedCodes(t *layout.Table, f *meaning.Column, field string, beside []pack.Filter) (out []string) {
	list, values := x.Ledger.Codes[x.Pack.ListOf(field)], f.Words[field]
	if list == nil || len(list.Levels) == 0 || strings.Contains(field, "/") || len(values) != 1 || len(values[0]) <= list.Levels[0].Digits || !strings.HasPrefix(layout.Key(t.Lowest(f.Col)), "其他") {
		return nil
	}
	for _, e := range list.Entries() {
		claimed := slices.ContainsFunc(beside, func(of pack.Filter) bool { return slices.Contains(of[field], e.Code) })
		if len(e.Code) == len(values[0]) && e.Code[:list.Levels[0].Digits] == values[0][:list.Levels[0].Digits] && e.Code != values[0] && !claimed {
			out = append(out, e.Code)
		}
	}
	return out
}

// unclaimed are the choices of a field of several that neither some values nor the filters
// beside take.
func (x *Example) unclaimed(field string, values []string, beside []pack.Filter) []string {
	choices := x.Others(field, nil)
	if len(choices) < 3 {
		return nil
	}
	return slices.DeleteFunc(choices, func(v string) bool {
		return slices.Contains(values, v) || slices.ContainsFunc(beside, func(f pack.Filter) bool {
			return len(f[field]) < len(choices) && slices.Contains(f[field], v)
		})
	})
}

// tookToo tells that a column or line takes more than its name says.
func tookToo(name string, left []string) string {
	return fmt.Sprintf("“%s”照范例的数，连旁边没有单独列出的%s一起取", name, strings.Join(left, "、"))
}

// widenedLines gives lines whose figures are more than their words say the choices that no
// line beside them takes.
func (x *Example) widenedLines(t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	for _, row := range rowsOf(f.Spots) {
		own := spotsOf(f.Spots, row)
		if slices.ContainsFunc(own, func(s *Spot) bool { return s.Bound || !s.known || s.Key != "" || s.Measure != "" }) {
			continue
		}
		for field, values := range own[0].words {
			var beside []pack.Filter
			for _, s := range f.Spots {
				if s.Bound && s.Line.Row != row && !slices.Contains(s.Line.Heads, row) && !slices.Contains(own[0].Line.Heads, s.Line.Row) {
					beside = append(beside, s.Filter)
				}
			}
			left := x.untaken(field, values, chosen.on(own[0].Said.Filter), beside)
			wide := func(s *Spot) *Spot {
				w := *s
				w.Said.Filter = meaning.With(pack.Filter{field: meaning.Union(values, left)}, s.Said.Filter)
				return &w
			}
			if len(left) == 0 || slices.ContainsFunc(own, func(s *Spot) bool {
				d, _ := t.Cells[layout.At(s.Col, row)].Amount()
				return !sc.In(s.Col).Agrees(d, x.Amount(wide(s), chosen))
			}) {
				continue
			}
			for _, s := range own {
				s.Said.Filter = wide(s).Said.Filter
				s.Filter, s.Bound, s.Open = chosen.on(s.Said.Filter), true, ""
			}
			f.Told = append(f.Told, told{row, tookToo(own[0].Line.Label, left)})
			f.Rests = slices.DeleteFunc(f.Rests, func(r rest) bool { return meaning.Covers(left, r.Filter[field]) && len(r.Filter[field]) > 0 })
			for _, s := range f.Spots {
				if !s.Bound && !s.shown && layout.RestHead.MatchString(layout.Key(s.Line.Label)) && meaning.Covers(left, s.Said.Filter[field]) {
					s.Open = NotKept
				}
			}
			break
		}
	}
}

// rowsOf are the rows of some cells, each once.
func rowsOf(spots []*Spot) (rows []int) {
	for _, s := range spots {
		if !slices.Contains(rows, s.Line.Row) {
			rows = append(rows, s.Line.Row)
		}
	}
	return rows
}

// spotsOf are the cells of a row.
func spotsOf(spots []*Spot, row int) (out []*Spot) {
	for _, s := range spots {
		if s.Line.Row == row {
			out = append(out, s)
		}
	}
	return out
}

// ofSubject gives a column of 合计 whose title joins subjects what one of them says, if its
// figures agree with that: 合计 of 因公出国（境）费 and the like, beside 会议费 and 培训费.
func (x *Example) ofSubject(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, chosen Addition, sc layout.Scale) {
	for _, subject := range f.Subjects {
		own := *f
		own.Said.Filter = meaning.With(subject, f.Said.Filter)
		if !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
			continue
		}
		f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, chosen.on(own.Said.Filter), true, ""
		f.Doubt = fmt.Sprintf("“%s”照范例的数只取%s", f.Head, meaning.InWords(subject))
		return
	}
}

// ofParts gives columns of 合计 whose figures are less than the title says what the columns beside
// them take: 财政拨款 of a table that has columns of two funds only.
func (x *Example) ofParts(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for _, f := range columns {
		if !f.Generic || f.Barred || f.Measure != "" || f.Bound && f.Doubt == "" {
			continue
		}
		var beside []pack.Filter
		for _, o := range columns {
			switch {
			case o == f || o.Generic:
			case o.Bound:
				beside = append(beside, o.Filter)
			case len(o.Words) > 0 && t.Blank(o.Col): // 国有资本经营预算, of which the example has none
				beside = append(beside, o.Said.Filter)
			}
		}
		for _, narrow := range x.taken(f.Said.Filter, beside) {
			own := *f
			own.Said.Filter = meaning.With(narrow, f.Said.Filter)
			if x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
				f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, chosen.on(own.Said.Filter), true, ""
				f.Doubt = fmt.Sprintf("“%s”照范例的数只取旁边各列的%s", f.Head, meaning.InWords(narrow))
				break
			}
		}
	}
}

// taken are, by field, the choices that all of some filters limit and together take, where they
// leave out some of those that another filter takes.
func (x *Example) taken(of pack.Filter, filters []pack.Filter) (out []pack.Filter) {
	s := x.Pack.Input.Sheet(x.Usual)
	if s == nil {
		return nil
	}
	for _, c := range s.Columns {
		all := x.Others(c.Name, nil)
		if limit := of[c.Name]; limit != nil {
			all = limit
		}
		var values []string
		for _, f := range filters {
			values = meaning.Union(values, f[c.Name])
		}
		if len(values) > 1 && len(values) < len(all) && meaning.Covers(all, values) {
			out = append(out, pack.Filter{c.Name: values})
		}
	}
	return out
}

// columnsOfParts gives the columns of 合计 beside columns of some funds only what these take, where
// these make it in every line, or the lines of codes would leave money of the others out.
func (x *Example) columnsOfParts(t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	whole := func(filter pack.Filter) *Spot { // of all codes
		return &Spot{Source: []string{x.Usual}, Said: meaning.Claim{Filter: filter}}
	}
	adds := func(col int, amount budget.Fen, printed decimal.Decimal, lines int) bool {
		return sc.In(col).Agrees(printed, amount) || sc.In(col).Foots(printed, amount, lines)
	}
	made := func(own []*Spot, parts []int) bool { // the columns are all of it in every line
		half := decimal.New(5, -sc.Places-1).Mul(decimal.NewFromInt(int64(len(parts) + 1)))
		return len(parts) > 1 && !slices.ContainsFunc(own, func(s *Spot) bool {
			sum, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
			for _, col := range parts {
				d, _ := t.Cells[layout.At(col, s.Line.Row)].Amount()
				sum = sum.Sub(d)
			}
			return sum.Abs().GreaterThan(half)
		})
	}
	for _, col := range colsOf(f.Spots) {
		var own []*Spot
		var parts []int
		var beside []pack.Filter
		var printed decimal.Decimal
		for _, s := range f.Spots {
			switch {
			case s.By == "" || !s.Bound:
			case s.Col == col:
				own = append(own, s)
				d, _ := t.Cells[layout.At(col, s.Line.Row)].Amount()
				printed = printed.Add(d)
			case !slices.ContainsFunc(t.Heads(s.Col), layout.AmongWhich):
				beside = append(beside, s.Filter)
				if !slices.Contains(parts, s.Col) {
					parts = append(parts, s.Col)
				}
			}
		}
		if len(own) < 2 || len(beside) == 0 || adds(col, x.Amount(whole(own[0].Said.Filter), chosen), printed, len(own)) && !made(own, parts) {
			continue
		}
		for _, narrow := range x.taken(own[0].Said.Filter, beside) {
			as := func(s *Spot) *Spot {
				w := *s
				w.Said.Filter = meaning.With(narrow, s.Said.Filter)
				return &w
			}
			if !adds(col, x.Amount(whole(as(own[0]).Said.Filter), chosen), printed, len(own)) || slices.ContainsFunc(own, func(s *Spot) bool {
				d, _ := t.Cells[layout.At(col, s.Line.Row)].Amount()
				return !sc.In(col).Agrees(d, x.Amount(as(s), chosen))
			}) {
				continue
			}
			for _, s := range own {
				s.Said.Filter = as(s).Said.Filter
				s.Filter = chosen.on(s.Said.Filter)
			}
			f.Told = append(f.Told, told{own[0].Line.Row, fmt.Sprintf("“%s”照范例的数只取旁边各列的%s", t.Headed(col), meaning.InWords(narrow))})
			break
		}
	}
}

// columnsAgainstTheirWords does so for lines that are not all of a list, 类 and 款 of two kinds: where a
// figure speaks against what the words of the column take, and none against what the columns beside it take.
func (x *Example) columnsAgainstTheirWords(t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	agrees := func(s *Spot) bool {
		d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
		return sc.In(s.Col).Agrees(d, x.Amount(s, chosen))
	}
	for _, col := range colsOf(f.Spots) {
		var own, wrong []*Spot
		var beside []pack.Filter
		for _, s := range f.Spots {
			switch {
			case s.By != "" || s.Sum != nil || !s.known || !s.head || s.Blind || s.Measure != "" || s.Source[0] != x.Usual:
			case s.Col != col:
				if s.Bound && !slices.ContainsFunc(t.Heads(s.Col), layout.AmongWhich) {
					beside = append(beside, s.Said.Filter)
				}
			default:
				if own = append(own, s); !agrees(s) {
					wrong = append(wrong, s)
				}
			}
		}
		if len(wrong) == 0 || len(own) < 2 {
			continue
		}
		for _, narrow := range x.taken(own[0].Said.Filter, beside) {
			as := func(s *Spot) *Spot {
				w := *s
				w.Said.Filter = meaning.With(narrow, s.Said.Filter)
				return &w
			}
			if slices.ContainsFunc(own, func(s *Spot) bool {
				return slices.ContainsFunc(slices.Collect(maps.Keys(narrow)), func(field string) bool { return s.Label[field] != nil }) || !agrees(as(s))
			}) {
				continue
			}
			for _, s := range own {
				s.Said.Filter = as(s).Said.Filter
				s.Filter, s.Bound, s.Open, s.guessed = chosen.on(s.Said.Filter), true, "", false
			}
			f.Told = append(f.Told, told{own[0].Line.Row, fmt.Sprintf("“%s”照范例的数只取旁边各列的%s", t.Headed(col), meaning.InWords(narrow))})
			break
		}
	}
}

// colsOf are the columns of some cells, each once.
func colsOf(spots []*Spot) (cols []int) {
	for _, s := range spots {
		if !slices.Contains(cols, s.Col) {
			cols = append(cols, s.Col)
		}
	}
	return cols
}

// ofItself gives a column with a subject of its own, such as 机关运行经费 in a table of “三公”经费,
// what its own words say, without the codes of the title, if its figures are that.
func (x *Example) ofItself(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, chosen Addition, sc layout.Scale) {
	if f.Bound || len(f.Words) < 2 {
		return
	}
	own := *f
	own.Said.Filter = maps.Clone(f.Said.Filter)
	maps.DeleteFunc(own.Said.Filter, func(field string, _ []string) bool {
		return x.Pack.ListOf(meaning.FieldOf(field)) != "" && f.Words[field] == nil
	})
	if len(own.Said.Filter) == len(f.Said.Filter) || !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
		return
	}
	f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, chosen.on(own.Said.Filter), true, ""
	f.Doubt = fmt.Sprintf("“%s”照表头取，不限于标题说的科目", f.Head)
}

// besideCarried gives columns the first of two choices, 本年, where a column beside them takes the other
// one, 上年结转: those whose figures are less than their words say, if they are that, and those of which the
// example has nothing carried over, since the two would print it twice.
func (x *Example) besideCarried(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for _, f := range columns {
		if f.Barred || f.Absent || f.Measure != "" || len(f.Words) == 0 || !f.Known && !f.Bound || f.Bound && (f.Generic || f.Sum || x.hasParts(t, columns, f)) {
			continue
		}
		var spares func(q *meaning.Column, field string) bool
		if f.Bound { // only the headers speak for it
			spares = func(q *meaning.Column, field string) bool { return x.besideAll(t, columns, f, q, field) }
		}
		own, limit := *f, x.notCarried(columns, f, spares)
		own.Said.Filter = meaning.With(f.Said.Filter, limit)
		if limit = chosen.on(own.Said.Filter); len(limit) == len(f.Filter) && f.Bound || len(own.Said.Filter) == len(f.Said.Filter) || !x.try(t, lines, ids, s, []*meaning.Column{&own}, chosen, sc)[0].confirmed() {
			continue
		}
		if f.Bound && f.Doubt == "" {
			f.Doubt = fmt.Sprintf("“%s”范例里没有结转的钱，旁边另有一列结转的，只取%s", f.Head, meaning.InWords(x.notCarried(columns, f, spares)))
		}
		f.Said.Filter, f.Filter, f.Bound, f.Open = own.Said.Filter, limit, true, ""
	}
}

// hasParts says whether columns beside one take parts of what it takes, or it is said to be a part itself.
func (x *Example) hasParts(t *layout.Table, columns []*meaning.Column, f *meaning.Column) bool {
	if slices.ContainsFunc(t.Heads(f.Col), layout.AmongWhich) {
		return true
	}
	return slices.ContainsFunc(columns, func(o *meaning.Column) bool {
		if o == f || !o.Bound || meaning.Same(o.Filter, f.Filter) {
			return false
		}
		for field, values := range f.Filter {
			if own := o.Filter[field]; own == nil || !meaning.Covers(values, own) {
				return false
			}
		}
		return true
	})
}

// linesBesideCarried gives the columns of fixed lines the first of two choices, 本年, where a column
// beside them takes the other one, 上年结转, of their money too, and no line speaks against it.
func (x *Example) linesBesideCarried(w *meaning.Words, t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	var cols []*meaning.Column
	for _, s := range f.Spots {
		if !slices.ContainsFunc(cols, func(c *meaning.Column) bool { return c.Col == s.Col }) {
			cols = append(cols, w.Column(t, s.Col))
		}
	}
	for _, p := range cols {
		for _, q := range cols {
			for field, taken := range q.Words {
				rest := x.ordinary(field, taken)
				if p == q || p.Generic || p.Words[field] != nil || rest == nil || Excludes(q.Words, p.Words) || slices.ContainsFunc(t.Heads(q.Col), layout.AmongWhich) {
					continue
				}
				own := slices.DeleteFunc(slices.Clone(f.Spots), func(s *Spot) bool {
					return s.Col != p.Col || !s.known || s.Blind || s.Measure != "" || s.Said.Filter[field] != nil || !slices.Equal(s.Source, []string{x.Usual})
				})
				narrow := func(s *Spot) *Spot {
					n := *s
					n.Said.Filter = meaning.With(s.Said.Filter, pack.Filter{field: rest})
					return &n
				}
				if slices.ContainsFunc(own, func(s *Spot) bool {
					d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
					return !sc.In(s.Col).Agrees(d, x.Amount(narrow(s), chosen))
				}) {
					continue
				}
				for _, s := range own {
					s.Said.Filter = narrow(s).Said.Filter
					s.Filter = chosen.on(s.Said.Filter)
					if s.head && (s.Open == "" || !s.Bound && !(s.none || w.Line(s.Line).Absent)) {
						s.Bound, s.Open = true, ""
					}
				}
			}
		}
	}
}
