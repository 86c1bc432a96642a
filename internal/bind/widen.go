package bind

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/pack"
)

// widenedByRest gives columns whose figures are more than their words say the choices that
// no column beside them takes: 事业收入 of a form that has no column of 财政专户管理资金.
func (x *example) widenedByRest(t *table, lines []line, ids []string, s shape, columns []*figures, chosen addition, sc scale) {
	for _, f := range columns {
		if f.bound || !f.known || f.barred || f.absent || f.measure != "" {
			continue
		}
		for field, values := range f.words {
			left := x.untaken(field, values, chosen.on(f.said.filter), filtersOf(columns, f))
			if len(left) == 0 {
				continue
			}
			own := *f
			own.said.filter = with(pack.Filter{field: union(values, left)}, f.said.filter)
			if !x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
				continue
			}
			if slices.ContainsFunc(t.heads(f.col), func(h string) bool { return restHead.MatchString(key(h)) }) { // what the example has no money of too
				left = union(left, x.unclaimed(field, values, filtersOf(columns, f)))
				own.said.filter = with(pack.Filter{field: union(values, left)}, f.said.filter)
			}
			f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
			f.doubt = tookToo(f.head, left)
			for _, o := range columns { // nothing is left to 其他
				if !o.bound && t.blank(o.col) && covers(left, o.filter[field]) {
					o.open = notKept
				}
			}
			break
		}
	}
}

// filtersOf are the filters of the columns beside one that are bound.
func filtersOf(columns []*figures, but *figures) (out []pack.Filter) {
	for _, f := range columns {
		if f != but && f.bound {
			out = append(out, f.filter)
		}
	}
	return out
}

// untaken are the choices with money of a field of several that neither some values nor
// the filters beside take.
func (x *example) untaken(field string, values []string, filter pack.Filter, beside []pack.Filter) (out []string) {
	for _, v := range x.unclaimed(field, values, beside) {
		if x.amount(&spot{source: []string{x.usual}, said: claim{filter: with(pack.Filter{field: {v}}, filter)}}, addition{}) != 0 {
			out = append(out, v)
		}
	}
	return out
}

// unclaimed are the choices of a field of several that neither some values nor the filters
// beside take.
func (x *example) unclaimed(field string, values []string, beside []pack.Filter) []string {
	choices := x.others(field, nil)
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
func (x *example) widenedLines(t *table, f *fixed, chosen addition, sc scale) {
	for _, row := range rowsOf(f.spots) {
		own := spotsOf(f.spots, row)
		if slices.ContainsFunc(own, func(s *spot) bool { return s.bound || !s.known || s.key != "" || s.measure != "" }) {
			continue
		}
		for field, values := range own[0].words {
			var beside []pack.Filter
			for _, s := range f.spots {
				if s.bound && s.line.row != row && !slices.Contains(s.line.heads, row) && !slices.Contains(own[0].line.heads, s.line.row) {
					beside = append(beside, s.filter)
				}
			}
			left := x.untaken(field, values, chosen.on(own[0].said.filter), beside)
			wide := func(s *spot) *spot {
				w := *s
				w.said.filter = with(pack.Filter{field: union(values, left)}, s.said.filter)
				return &w
			}
			if len(left) == 0 || slices.ContainsFunc(own, func(s *spot) bool {
				d, _ := t.cells[pos{s.col, row}].amount()
				return !sc.in(s.col).agrees(d, x.amount(wide(s), chosen))
			}) {
				continue
			}
			for _, s := range own {
				s.said.filter = wide(s).said.filter
				s.filter, s.bound, s.open = chosen.on(s.said.filter), true, ""
			}
			f.told = append(f.told, told{row, tookToo(own[0].line.label, left)})
			f.rests = slices.DeleteFunc(f.rests, func(r rest) bool { return covers(left, r.filter[field]) && len(r.filter[field]) > 0 })
			for _, s := range f.spots {
				if !s.bound && !s.shown && restHead.MatchString(key(s.line.label)) && covers(left, s.said.filter[field]) {
					s.open = notKept
				}
			}
			break
		}
	}
}

// rowsOf are the rows of some cells, each once.
func rowsOf(spots []*spot) (rows []int) {
	for _, s := range spots {
		if !slices.Contains(rows, s.line.row) {
			rows = append(rows, s.line.row)
		}
	}
	return rows
}

// spotsOf are the cells of a row.
func spotsOf(spots []*spot, row int) (out []*spot) {
	for _, s := range spots {
		if s.line.row == row {
			out = append(out, s)
		}
	}
	return out
}

// ofSubject gives a column of 合计 whose title joins subjects what one of them says, if its
// figures agree with that: 合计 of 因公出国（境）费 and the like, beside 会议费 and 培训费.
func (x *example) ofSubject(t *table, lines []line, ids []string, s shape, f *figures, chosen addition, sc scale) {
	for _, subject := range f.subjects {
		own := *f
		own.said.filter = with(subject, f.said.filter)
		if !x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
			continue
		}
		f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
		f.doubt = fmt.Sprintf("“%s”照范例的数只取%s", f.head, inWords(subject))
		return
	}
}

// ofItself gives a column with a subject of its own, such as 机关运行经费 in a table of “三公”经费,
// what its own words say, without the codes of the title, if its figures are that.
func (x *example) ofItself(t *table, lines []line, ids []string, s shape, f *figures, chosen addition, sc scale) {
	if f.bound || len(f.words) < 2 {
		return
	}
	own := *f
	own.said.filter = maps.Clone(f.said.filter)
	maps.DeleteFunc(own.said.filter, func(field string, _ []string) bool {
		return x.p.ListOf(fieldOf(field)) != "" && f.words[field] == nil
	})
	if len(own.said.filter) == len(f.said.filter) || !x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
		return
	}
	f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
	f.doubt = fmt.Sprintf("“%s”照表头取，不限于标题说的科目", f.head)
}

// besideCarried gives columns whose figures are less than their words say the first of two choices,
// 本年, where a column beside them takes the other one, 上年结转, and the figures are that.
func (x *example) besideCarried(t *table, lines []line, ids []string, s shape, columns []*figures, chosen addition, sc scale) {
	for _, f := range columns {
		if f.bound || !f.known || f.barred || f.absent || f.measure != "" || len(f.words) == 0 {
			continue
		}
		for _, q := range columns {
			for field, taken := range q.words {
				rest := x.ordinary(field, taken)
				if _, limited := f.said.filter[field]; f.bound || q == f || !q.bound || limited || rest == nil {
					continue
				}
				own := *f
				own.said.filter = with(f.said.filter, pack.Filter{field: rest})
				if x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
					f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
				}
			}
		}
	}
}
