package bind

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
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

// otherwiseCalled gives columns that are called by words which bureaus use for one choice or
// another, such as 事业收入 and 其他收入, the one that their figures are and no column beside
// them takes. A column that is called as the choice itself is that one.
func (x *example) otherwiseCalled(t *table, lines []line, ids []string, s shape, columns []*figures, chosen addition, sc scale) {
	for again := !sc.any; again; {
		again = false
		for _, f := range columns {
			if f.bound || f.barred || f.measure != "" || f.generic || t.blank(f.col) {
				continue
			}
			field, values := x.loose(t.lowest(f.col), f.head, f.words)
			if field == "" {
				continue
			}
			var fits []*figures
			var as []string
			carried := x.notCarried(columns, f)
			for _, v := range x.unclaimed(field, values, filtersOf(columns, f)) {
				for _, limit := range []pack.Filter{nil, carried} {
					own := *f
					own.said.filter = with(with(pack.Filter{field: {v}}, f.said.filter), limit)
					if x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
						fits, as = append(fits, &own), append(as, v)
						break
					}
				}
			}
			if len(fits) != 1 {
				continue
			}
			f.said.filter, f.filter, f.bound, f.open, f.absent = fits[0].said.filter, chosen.on(fits[0].said.filter), true, "", false
			f.doubt = called(f.head, as[0])
			again = true
		}
	}
}

// notCarried is the first of two choices, 本年, where a column beside one that says nothing of them takes
// the other one, 上年结转.
func (x *example) notCarried(columns []*figures, f *figures) pack.Filter {
	out := pack.Filter{}
	for _, q := range columns {
		for field, taken := range q.words {
			if rest := x.ordinary(field, taken); q != f && q.bound && f.said.filter[field] == nil && rest != nil {
				out[field] = rest
			}
		}
	}
	return out
}

// leftToOne gives the one column without figures that is called by such words, and whose own money
// another column shows, the one choice of the same kind that no column takes: 事业收入 beside 其他收入
// with all 单位资金, where 财政专户管理资金 has no column.
func (x *example) leftToOne(t *table, columns []*figures, chosen addition) {
	var left *figures
	var as []string
	var by string
	for _, f := range columns {
		field, values := x.loose(t.lowest(f.col), f.head, f.words)
		if f.bound || !f.known || f.barred || f.absent || f.measure != "" || field == "" || len(values) != 1 || !t.blank(f.col) {
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
	left.said.filter = with(pack.Filter{by: as}, left.said.filter)
	left.filter, left.bound, left.open = chosen.on(left.said.filter), true, ""
	left.doubt = fmt.Sprintf("“%s”范例里没有数，旁边各列只有%s没有取，照它写了标签", left.head, as[0])
}

// ofOneGroup says whether two choices are in the same groups: of 财政拨款 or not.
func (x *example) ofOneGroup(field, a, b string) bool {
	s := x.p.Input.Sheet(x.usual)
	return s != nil && s.Column(field) != nil && !slices.ContainsFunc(s.Column(field).Groups, func(g pack.Group) bool {
		return slices.Contains(g.Values, a) != slices.Contains(g.Values, b)
	})
}

// linesOtherwiseCalled does for fixed lines what otherwiseCalled does for columns.
func (x *example) linesOtherwiseCalled(t *table, f *fixed, chosen addition, sc scale) {
	for again := !sc.any; again; {
		again = false
		for _, row := range rowsOf(f.spots) {
			own := spotsOf(f.spots, row)
			if slices.ContainsFunc(own, func(s *spot) bool { return s.bound || s.key != "" || s.measure != "" }) || !slices.ContainsFunc(own, func(s *spot) bool { return s.shown }) {
				continue
			}
			field, values := x.loose(own[0].line.label, own[0].line.label, own[0].label)
			if field == "" {
				continue
			}
			var beside []pack.Filter
			for _, s := range f.spots {
				if s.bound && s.line.row != row && s.line.under == own[0].line.under && !slices.Contains(own[0].line.heads, s.line.row) {
					beside = append(beside, s.filter)
				}
			}
			as := func(s *spot, v string) *spot {
				w := *s
				w.said.filter = with(pack.Filter{field: {v}}, s.said.filter)
				return &w
			}
			fits := slices.DeleteFunc(x.unclaimed(field, values, beside), func(v string) bool {
				return slices.ContainsFunc(own, func(s *spot) bool {
					d, _ := t.cells[pos{s.col, row}].amount()
					return !sc.in(s.col).agrees(d, x.amount(as(s, v), chosen))
				})
			})
			if len(fits) != 1 {
				continue
			}
			for _, s := range own {
				s.said.filter = as(s, fits[0]).said.filter
				s.filter, s.bound, s.open, s.known, s.none = chosen.on(s.said.filter), true, "", true, false
			}
			f.rests = slices.DeleteFunc(f.rests, func(r rest) bool { return r.line.row == row })
			f.told = append(f.told, told{row, called(own[0].line.label, fits[0])})
			again = true
		}
	}
}

// linesOfTheirParts gives lines without a figure that are called by such words only what 其中 below them
// names, where the money that the words mean stands elsewhere: 事业收入, of which 纳入财政专户管理的收费,
// above 其他收入 with all 单位资金.
func (x *example) linesOfTheirParts(w *words, f *fixed, chosen addition, sc scale) {
	for _, s := range f.spots {
		field, values := x.loose(s.line.label, s.line.label, s.label)
		if s.bound || s.shown || s.blind || !s.known || s.key != "" || !s.line.partly || field == "" {
			continue
		}
		var parts []string
		for _, p := range f.lines {
			if slices.Contains(s.line.heads, p.row) {
				parts = union(parts, w.line(p).filter[field])
			}
		}
		own := *s
		own.said.filter = with(pack.Filter{field: parts}, s.said.filter)
		if len(parts) == 0 || covers(parts, values) || x.amount(&own, chosen) != 0 {
			continue
		}
		s.said.filter = own.said.filter
		s.filter, s.bound, s.open = chosen.on(s.said.filter), true, ""
		f.told = append(f.told, told{s.line.row, fmt.Sprintf("“%s”只取其中写明的%s，范例里没有数，也可能还有别的", s.line.label, strings.Join(parts, "、"))})
	}
}

// loose is the field of several choices that the words of a header or label limit loosely: by
// another name than that of the choices, also around it, or by 其他, which may be any that others leave.
func (x *example) loose(text, around string, words pack.Filter) (field string, said []string) {
	name := key(unnumbered(text))
	s := x.p.Input.Sheet(x.usual)
	for _, by := range slices.Sorted(maps.Keys(words)) {
		if len(x.others(by, nil)) < 3 || x.p.ListOf(fieldOf(by)) != "" || slices.ContainsFunc(values(x.p, s, by), func(v string) bool { return sharesWord(around, v) }) {
			continue
		}
		return by, words[by]
	}
	if restHead.MatchString(name) && s != nil {
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

// ofParts gives columns of 合计 whose figures are less than the title says what the columns beside
// them take: 财政拨款 of a table that has columns of two funds only.
func (x *example) ofParts(t *table, lines []line, ids []string, s shape, columns []*figures, chosen addition, sc scale) {
	for _, f := range columns {
		if !f.generic || f.barred || f.measure != "" || f.bound && f.doubt == "" {
			continue
		}
		var beside []pack.Filter
		for _, o := range columns {
			if o != f && o.bound && !o.generic {
				beside = append(beside, o.filter)
			}
		}
		for _, narrow := range x.taken(f.said.filter, beside) {
			own := *f
			own.said.filter = with(narrow, f.said.filter)
			if x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
				f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
				f.doubt = fmt.Sprintf("“%s”照范例的数只取旁边各列的%s", f.head, inWords(narrow))
				break
			}
		}
	}
}

// taken are, by field, the choices that all of some filters limit and together take, where they
// leave out some of those that another filter takes.
func (x *example) taken(of pack.Filter, filters []pack.Filter) (out []pack.Filter) {
	s := x.p.Input.Sheet(x.usual)
	if s == nil {
		return nil
	}
	for _, c := range s.Columns {
		all := x.others(c.Name, nil)
		if limit := of[c.Name]; limit != nil {
			all = limit
		}
		var values []string
		for _, f := range filters {
			values = union(values, f[c.Name])
		}
		if len(values) > 1 && len(values) < len(all) && covers(all, values) {
			out = append(out, pack.Filter{c.Name: values})
		}
	}
	return out
}

// columnsOfParts gives the columns of 合计 beside columns of some funds only what these take, where
// these make it in every line, or the lines of codes would leave money of the others out.
func (x *example) columnsOfParts(t *table, f *fixed, chosen addition, sc scale) {
	whole := func(filter pack.Filter) *spot { // of all codes
		return &spot{source: []string{x.usual}, said: claim{filter: filter}}
	}
	adds := func(col int, amount budget.Fen, printed decimal.Decimal, lines int) bool {
		return sc.in(col).agrees(printed, amount) || sc.in(col).foots(printed, amount, lines)
	}
	made := func(own []*spot, parts []int) bool { // the columns are all of it in every line
		half := decimal.New(5, -sc.places-1).Mul(decimal.NewFromInt(int64(len(parts) + 1)))
		return len(parts) > 1 && !slices.ContainsFunc(own, func(s *spot) bool {
			sum, _ := t.cells[pos{s.col, s.line.row}].amount()
			for _, col := range parts {
				d, _ := t.cells[pos{col, s.line.row}].amount()
				sum = sum.Sub(d)
			}
			return sum.Abs().GreaterThan(half)
		})
	}
	for _, col := range colsOf(f.spots) {
		var own []*spot
		var parts []int
		var beside []pack.Filter
		var printed decimal.Decimal
		for _, s := range f.spots {
			switch {
			case s.by == "" || !s.bound:
			case s.col == col:
				own = append(own, s)
				d, _ := t.cells[pos{col, s.line.row}].amount()
				printed = printed.Add(d)
			case !slices.ContainsFunc(t.heads(s.col), amongWhich):
				beside = append(beside, s.filter)
				if !slices.Contains(parts, s.col) {
					parts = append(parts, s.col)
				}
			}
		}
		if len(own) < 2 || len(beside) == 0 || adds(col, x.amount(whole(own[0].said.filter), chosen), printed, len(own)) && !made(own, parts) {
			continue
		}
		for _, narrow := range x.taken(own[0].said.filter, beside) {
			as := func(s *spot) *spot {
				w := *s
				w.said.filter = with(narrow, s.said.filter)
				return &w
			}
			if !adds(col, x.amount(whole(as(own[0]).said.filter), chosen), printed, len(own)) || slices.ContainsFunc(own, func(s *spot) bool {
				d, _ := t.cells[pos{col, s.line.row}].amount()
				return !sc.in(col).agrees(d, x.amount(as(s), chosen))
			}) {
				continue
			}
			for _, s := range own {
				s.said.filter = as(s).said.filter
				s.filter = chosen.on(s.said.filter)
			}
			f.told = append(f.told, told{own[0].line.row, fmt.Sprintf("“%s”照范例的数只取旁边各列的%s", t.headed(col), inWords(narrow))})
			break
		}
	}
}

// colsOf are the columns of some cells, each once.
func colsOf(spots []*spot) (cols []int) {
	for _, s := range spots {
		if !slices.Contains(cols, s.col) {
			cols = append(cols, s.col)
		}
	}
	return cols
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
		own := *f
		own.said.filter = with(f.said.filter, x.notCarried(columns, f))
		if len(own.said.filter) > len(f.said.filter) && x.try(t, lines, ids, s, []*figures{&own}, chosen, sc)[0].confirmed() {
			f.said.filter, f.filter, f.bound, f.open = own.said.filter, chosen.on(own.said.filter), true, ""
		}
	}
}

// linesBesideCarried gives the columns of fixed lines the first of two choices, 本年, where a column
// beside them takes the other one, 上年结转, and no line speaks against it.
func (x *example) linesBesideCarried(w *words, t *table, f *fixed, chosen addition, sc scale) {
	var cols []*figures
	for _, s := range f.spots {
		if !slices.ContainsFunc(cols, func(c *figures) bool { return c.col == s.col }) {
			cols = append(cols, w.column(t, s.col))
		}
	}
	for _, p := range cols {
		for _, q := range cols {
			for field, taken := range q.words {
				rest := x.ordinary(field, taken)
				if p == q || p.generic || p.words[field] != nil || rest == nil || slices.ContainsFunc(t.heads(q.col), amongWhich) {
					continue
				}
				own := slices.DeleteFunc(slices.Clone(f.spots), func(s *spot) bool {
					return s.col != p.col || !s.known || s.blind || s.measure != "" || s.said.filter[field] != nil || !slices.Equal(s.source, []string{x.usual})
				})
				narrow := func(s *spot) *spot {
					n := *s
					n.said.filter = with(s.said.filter, pack.Filter{field: rest})
					return &n
				}
				if slices.ContainsFunc(own, func(s *spot) bool {
					d, _ := t.cells[pos{s.col, s.line.row}].amount()
					return !sc.in(s.col).agrees(d, x.amount(narrow(s), chosen))
				}) {
					continue
				}
				for _, s := range own {
					s.said.filter = narrow(s).said.filter
					s.filter = chosen.on(s.said.filter)
					if s.head && (s.open == "" || !s.bound && !(s.none || w.line(s.line).absent)) {
						s.bound, s.open = true, ""
					}
				}
			}
		}
	}
}
