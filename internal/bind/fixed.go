package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pack"
)

// spot is a cell of a fixed line: its row and column of the example, the filter of
// what it shows, and what is to be told.
type spot struct {
	line    line
	col     int
	said    claim
	known   bool // the words of its line have a meaning
	head    bool // and those of its column
	source  []string
	filter  pack.Filter
	key     string // of a line that stands for a code
	by      string // and its level
	sum     []int  // rows whose figures it adds, of a total
	bound   bool
	measure string
	label   pack.Filter // what its line alone limits
	words   pack.Filter // what its line, its column and the title limit
	shown   bool        // the example shows a figure other than zero
	none    bool        // 其他 beside lines that take all
	blind   bool        // of last year, of which the example's ledger has nothing
	open    string
}

// keeps says whether tables have all fields by which a filter limits.
func (x *example) keeps(sources []string, f pack.Filter) bool {
	for field := range f {
		if slices.ContainsFunc(sources, func(table string) bool { return !x.has(table, field) }) {
			return false
		}
	}
	return true
}

// fixed is a block whose lines stand on the form.
type fixed struct {
	lines   []line
	spots   []*spot
	added   string // limits that the words leave open
	omitted string // limits of the words that the figures do not have
	rests   []rest // what lines such as 其他 take
	told    []told // what is to be looked at
	words   int    // cells that have tags by their words alone, though a rebuilt ledger does not show their figures
}

// told is something to tell of a row of the example.
type told struct {
	row  int
	text string
}

// has says whether a table has a field.
func (x *example) has(table, field string) bool {
	t := x.ledger.Tables[table]
	return t != nil && t.Field(fieldOf(field)) >= 0
}

// rest is a line such as 其他 with what the lines beside it leave.
type rest struct {
	line   line
	filter pack.Filter
}

// bindFixed finds what the lines of a block show.
func (x *example) bindFixed(w *words, t *table, b *block, lines []line, title []claim, prior pack.Filter, sc scale) *fixed {
	out := &fixed{lines: lines}
	byCode := x.mostlyClasses(lines) && !slices.ContainsFunc(lines, func(l line) bool { return x.names(w.read(l.under).filter) })
	for _, l := range lines {
		row := w.line(l)
		if l.total || x.headed(t, b, l, sc) && !x.says(w, t, b, l, row, title, sc) {
			continue
		}
		head := w.read(l.under)
		if x.spentToo(w, t, l.under) {
			head.filter = nil
		}
		under := head.filter
		spent := x.spentToo(w, t, l.label) && (x.nothing() || x.agrees(w, t, b, l, claim{rest: row.rest, source: row.source}, title, sc))
		if spent {
			row.filter = nil
		}
		if row.source == "" && head.source != "" && row.rest == "" {
			row.source = head.source // 其中：财政拨款结转 of 结转下年支出
			maps.DeleteFunc(row.filter, func(field string, _ []string) bool { return !x.has(head.source, field) })
		}
		if row.source != "" && !x.keeps([]string{row.source}, under) {
			under = maps.Clone(under) // 年终结转 below the numbered lines of a class is none of that class
			maps.DeleteFunc(under, func(field string, _ []string) bool { return !x.has(row.source, field) })
		}
		none := false
		if restHead.MatchString(key(l.label)) && (len(row.filter) == 0 || !byCode) {
			more := w.rest(w.beside(lines, l), with(under, together(title...).filter))
			if more == nil && t.shows(l.row, b) {
				more = w.rest(append(w.beside(w.shown(t, b, lines), l), w.partsUnshown(t, b, lines, l)...), with(under, together(title...).filter)) // 事业收入 beside it has no figure
			}
			none = more == nil && len(row.filter) == 0 && w.exhausted(w.beside(lines, l), with(under, together(title...).filter))
			if more != nil && (len(row.filter) == 0 || sameFields(more, row.filter) && coversAll(more, row.filter)) {
				row = claim{filter: more} // with what is called so itself
				out.rests = append(out.rests, rest{l, more})
			}
		}
		row.filter = w.withParts(lines, l, row.filter)
		row.filter = together(claim{filter: row.filter}, claim{filter: under}).filter
		for _, col := range b.figures {
			f := w.column(t, col)
			s := &spot{line: l, col: col, known: true, head: f.known, none: none, label: w.line(l).filter}
			if byCode && len(l.parts) > 0 && x.highest(l.parts[0].by) {
				s.by, s.key = l.parts[0].by, l.parts[0].value
				s.said = together(append([]claim{f.said}, title...)...)
			} else {
				row := row
				if len(l.parts) > 0 && (row.rest != "" || l.coded) {
					row = claim{filter: with(x.ofCode(l.parts[0]), under)}
				}
				s.known = s.known && row.rest == "" && (len(row.filter) > 0 || spent || row.source != "" || onlyYear.MatchString(l.label))
				s.said = together(append([]claim{row, f.said}, title...)...)
				if x.nothing() && excludes(row.filter, f.said.filter) {
					s.open = "这一行和这一列说的不是同一种钱"
				}
			}
			x.lastYear(s)
			d, _ := t.cells[pos{col, l.row}].amount()
			s.shown = !d.IsZero()
			s.words = maps.Clone(s.said.filter)
			out.spots = append(out.spots, s)
		}
	}
	x.settleFixed(w, t, out, prior, sc)
	for i, l := range lines {
		if l.total || !slices.ContainsFunc(out.spots, func(s *spot) bool { return s.line.row == l.row }) {
			spots := x.totalSpots(t, b, l, out, sc)
			if i == 0 && x.nothing() && t.blankAbove(l) {
				for _, s := range spots {
					s.bound, s.open = false, "看不出上面的空行要列什么"
				}
			}
			out.spots = append(out.spots, spots...)
			if x.totalByWords(w, t, b, l, spots, title, sc) {
				out.told = append(out.told, told{l.row, "“" + l.label + "”不是上面各行的和，照文字写了标签"})
			}
		}
	}
	return out
}

// blankAbove says whether a form has blank rows above its first line, which is a total: for what the
// department lists there.
func (t *table) blankAbove(l line) bool { return l.total && l.row-t.body[0] >= 3 }

// spentToo says whether a label such as 本年支出 limits nothing: in a table with a line of 上年结转
// it is also what is spent of that.
func (x *example) spentToo(w *words, t *table, label string) bool {
	said := w.read(label).filter
	return strings.Contains(label, "支出") && len(said) > 0 && w.halves(said) && x.carriesOver(w, t)
}

// carriesOver says whether a line of a table is the second of two choices: 上年结转.
func (x *example) carriesOver(w *words, t *table) bool {
	for _, b := range t.blocks {
		for _, col := range b.labels {
			for row := t.body[0]; row <= t.body[1]; row++ {
				for field, values := range w.read(unnumbered(t.says(pos{col, row}))).filter {
					if choices := x.others(field, nil); len(choices) == 2 && slices.Equal(values, choices[1:]) {
						return true
					}
				}
			}
		}
	}
	return false
}

// beside are the claims of the lines that are parts of the same line as another one; one
// of 上年结转 leaves nothing to 其他.
func (w *words) beside(lines []line, l line) (out []claim) {
	for _, o := range lines {
		said := w.line(o)
		said.filter = w.withParts(lines, o, said.filter)
		if o.row != l.row && o.under == l.under && o.within == l.within && !o.total && len(said.filter) > 0 && !w.halves(said.filter) {
			out = append(out, said)
		}
	}
	return out
}

// halves says whether a filter only limits fields that have two choices.
func (w *words) halves(f pack.Filter) bool {
	for field := range f {
		if len(w.choices[field]) != 2 {
			return false
		}
	}
	return true
}

// withParts is what a line takes with what 其中 below it names.
func (w *words) withParts(lines []line, l line, f pack.Filter) pack.Filter {
	for _, o := range lines {
		if l.partly && slices.Contains(l.heads, o.row) {
			f = widened(f, w.line(o).filter)
		}
	}
	return f
}

// headed says whether a line is the sum of the lines that it heads.
func (x *example) headed(t *table, b *block, l line, sc scale) bool {
	if len(l.heads) < 2 || len(l.parts) > 0 || l.partly {
		return false
	}
	right, shown := t.adds(b.figures, l, l.heads, sc)
	return right && (shown || x.nothing() && len(l.heads) > 1)
}

// names says whether a filter names a thing, such as a fund or a code, and not only
// 本年 or 上年结转.
func (x *example) names(f pack.Filter) bool {
	for field := range f {
		if len(x.others(field, nil)) != 2 {
			return true
		}
	}
	return false
}

// says says whether the words of a line that heads others give its figures by
// themselves; the lines that it heads may not be all of it.
func (x *example) says(w *words, t *table, b *block, l line, row claim, title []claim, sc scale) bool {
	if x.nothing() || row.rest != "" || len(row.filter) == 0 {
		return false
	}
	for field, values := range row.filter {
		if choices := x.others(field, nil); len(choices) == 2 && len(row.filter) == 1 && slices.Equal(values, choices[:1]) {
			return false // 本年支出 heads all that stands below it
		}
	}
	return x.agrees(w, t, b, l, row, title, sc)
}

// agrees says whether what is said of a line gives the figures that it shows.
func (x *example) agrees(w *words, t *table, b *block, l line, row claim, title []claim, sc scale) bool {
	shown := x.names(row.filter) // 上年结转 alone must show something
	for _, col := range b.figures {
		s := &spot{said: together(append([]claim{row, w.column(t, col).said}, title...)...), source: []string{x.usual}}
		d, _ := t.cells[pos{col, l.row}].amount()
		if x.lastYear(s); s.blind {
			continue
		}
		if s.open != "" || !sc.in(col).agrees(d, x.amount(s, addition{})) {
			return false
		}
		shown = shown || !d.IsZero()
	}
	return shown
}

// ofCode limits records to a code: itself at the level at which codes are entered,
// those below it at a higher one.
func (x *example) ofCode(p part) pack.Filter {
	field, level := pack.CutField(p.by)
	if s := x.p.Input.Sheet(x.usual); level != "" && s != nil && s.Column(field) != nil && s.Column(field).Level != level {
		return pack.Filter{p.by: {p.value}}
	}
	return pack.Filter{field: {p.value}}
}

// settleFixed decides the limits that the words leave open for all lines together.
func (x *example) settleFixed(w *words, t *table, f *fixed, prior pack.Filter, sc scale) {
	all := x.additions()
	var said, words []pack.Filter
	for _, sp := range f.spots {
		said, words = append(said, sp.said.filter), append(words, sp.words)
	}
	prior = unspoken(prior, words)
	all = append(all, x.omissions(said)...)
	sources := x.sourceSets()
	best, from, bestScore := 0, 0, [3]int{}
	score := func(more addition, sources []string) (s [3]int) {
		for _, sp := range f.spots {
			sp.from(sources)
			printed, _ := t.cells[pos{sp.col, sp.line.row}].amount()
			right := sc.in(sp.col).agrees(printed, x.amount(sp, more))
			switch {
			case sp.blind:
			case sp.open == "" && sp.known && sp.head && !right:
				s[0]--
			case right && sp.known && !printed.IsZero(): // what no word explains fits anything
				s[1]++
			}
		}
		s[2] = -more.cost()
		return s
	}
	for i, a := range all {
		for j, set := range sources {
			if s := score(a, set); i+j == 0 || slices.Compare(s[:], bestScore[:]) > 0 {
				best, from, bestScore = i, j, s
			}
		}
	}
	chosen := all[best]
	if chosen.omit != "" {
		f.omitted = chosen.called
	}
	if len(chosen.filter) == 0 && chosen.omit == "" && len(prior) > 0 {
		if s := score(addition{filter: prior}, sources[from]); s[0] == bestScore[0] && s[1] == bestScore[1] {
			chosen.filter = prior
		}
	} else if len(chosen.filter) > 0 {
		f.added = chosen.called
	}
	for _, sp := range f.spots {
		sp.from(sources[from])
	}
	if bestScore[1] == 0 && x.vague {
		chosen = addition{}
	} else if bestScore[1] == 0 && !x.nothing() && f.shown(t) {
		for _, sp := range f.spots {
			sp.open = cmp.Or(sp.open, "这张表没有一个数和录入对得上")
		}
		return
	}
	proven := x.provenColumns(t, f, chosen, sc)
	for _, sp := range f.spots {
		if sp.open != "" {
			continue
		}
		more := chosen
		if len(sp.source) == 1 && sp.source[0] != x.usual {
			more = addition{}
		}
		sp.filter = more.on(sp.said.filter)
		printed, _ := t.cells[pos{sp.col, sp.line.row}].amount()
		amount := x.amount(sp, more)
		switch {
		case sp.none && x.nothing():
			sp.open = nothingLeft
		case (sp.none || w.line(sp.line).absent) && !sp.shown:
			sp.open = notKept
		case !sp.known:
			sp.open = "“" + sp.line.label + "”是什么意思不知道"
		case !sp.head && !proven[sp.col]:
			sp.open = "表头“" + t.headed(sp.col) + "”是什么意思不知道"
		case !sp.blind && x.vague && !sc.in(sp.col).agrees(printed, amount):
			sp.bound = true
			f.words++
		case !sp.blind && !sc.in(sp.col).agrees(printed, amount):
			sp.open = fmt.Sprintf("按文字取的数是 %s，范例印的是 %s", sc.in(sp.col).unit.Of(amount.Yuan()), printed)
		default:
			sp.bound = true
		}
	}
	x.linesBesideCarried(w, t, f, chosen, sc)
	for _, sp := range f.spots {
		if sp.bound && x.emptyBeside(sp, f.spots) {
			sp.bound, sp.open = false, notKept
		}
	}
	x.unlimited(t, f, chosen, sc)
	f.doubtColumns(t)
	x.columnsOfParts(t, f, chosen, sc)
	x.linesOfTheirParts(w, f, chosen, sc)
	x.linesOtherwiseCalled(t, f, chosen, sc)
	x.widenedLines(t, f, chosen, sc)
	x.linesTwice(t, f, sc)
	x.partLines(w, t, f, sc)
	for _, row := range rowsOf(f.spots) {
		own := spotsOf(f.spots, row)
		if field, said := x.loose(own[0].line.label, own[0].line.label, own[0].label); own[0].key == "" && field != "" && len(said) == 1 && slices.ContainsFunc(own, func(s *spot) bool { return s.bound && slices.Equal(s.said.filter[field], said) }) && !slices.ContainsFunc(own, func(s *spot) bool { return s.shown }) {
			f.told = append(f.told, told{row, unshown(own[0].line.label, said[0])})
		}
	}
}

// emptyBeside says whether a spot without a figure is of a line that a name of several meanings
// calls the same as another one that has its figure: 事业收入 beside 其他收入.
func (x *example) emptyBeside(s *spot, all []*spot) bool {
	field, _ := x.loose(s.line.label, s.line.label, s.label)
	return field != "" && s.key == "" && !slices.ContainsFunc(all, func(o *spot) bool { return o.line.row == s.line.row && o.shown }) &&
		slices.ContainsFunc(all, func(o *spot) bool {
			return o.col == s.col && o.shown && o.known && o.key == "" && same(o.said.filter, s.said.filter)
		})
}

// doubtColumns leaves open the columns in which lines of codes differ from the example: where
// others of them agree, it may be that the example does not show what the column leaves out.
func (f *fixed) doubtColumns(t *table) {
	right, wrong := map[int]int{}, map[int]int{}
	for _, s := range f.spots {
		switch {
		case s.key == "" || !s.known || !s.head || !s.shown:
		case s.bound:
			right[s.col]++
		case s.open != notKept:
			wrong[s.col]++
		}
	}
	for _, s := range f.spots {
		if n := wrong[s.col]; s.bound && s.key != "" && n > 0 && (right[s.col] < 8 || n*10 > right[s.col]) {
			s.bound, s.open = false, fmt.Sprintf("这一列按文字取的数和范例有 %d 格不同", n)
		}
	}
}

// blind says whether a column shows last year's figures, of which the ledger has none.
func (f *fixed) blind(col int) bool {
	return slices.ContainsFunc(f.spots, func(s *spot) bool { return s.col == col && s.blind })
}

// shown says whether some line of a block shows a figure other than zero.
func (f *fixed) shown(t *table) bool {
	return slices.ContainsFunc(f.spots, func(s *spot) bool {
		d, ok := t.cells[pos{s.col, s.line.row}].amount()
		return ok && !d.IsZero()
	})
}

// incomplete says whether some lines that stand for classes are bound and others in
// no column, so that money of theirs would be in no line.
func (f *fixed) incomplete() bool {
	bound := map[int]bool{}
	for _, s := range f.spots {
		if s.by != "" {
			bound[s.line.row] = bound[s.line.row] || s.bound
		}
	}
	some, none := false, false
	for _, ok := range bound {
		some, none = some || ok, none || !ok
	}
	return some && none
}

// partLines keeps lines apart as partition does columns: where one line of a block is
// 上年结转, the others take none of it.
func (x *example) partLines(w *words, t *table, f *fixed, sc scale) {
	for _, p := range f.spots {
		for _, q := range f.spots {
			if !p.bound && !(p.known && p.head && p.shown && !p.blind) || !q.bound || p.key != "" || q.key != "" || p.col != q.col || f.totalBetween(q.line, p.line) || p.measure != q.measure || q.source[0] != x.usual || p.source[0] != x.usual {
				continue
			}
			for field, taken := range q.words {
				other, carried := f.outermost(w, q.line, field, taken), q.filter
				if other.row != q.line.row {
					carried = w.line(other).filter // of all funds, though no line below it is of this one
				}
				_, limited := p.filter[field]
				rest := x.ordinary(field, taken)
				if limited || excludes(p.filter, carried) || rest == nil || p.line.under != other.under && other.under != "" {
					continue
				}
				narrower := *p
				narrower.said.filter = with(p.filter, pack.Filter{field: rest})
				if d, _ := t.cells[pos{p.col, p.line.row}].amount(); sc.in(p.col).agrees(d, x.amount(&narrower, addition{})) {
					p.filter, p.bound, p.open = narrower.said.filter, true, ""
					p.said.filter = with(p.said.filter, pack.Filter{field: rest})
					x.partsToo(t, f, p, pack.Filter{field: rest}, sc)
				}
			}
		}
	}
}

// outermost is the outermost of the lines that head a line and say the same of a field as it does:
// 四、上年结转 of the funds below it.
func (f *fixed) outermost(w *words, l line, field string, taken []string) line {
	for _, head := range slices.Backward(f.lines) {
		if slices.Contains(head.heads, l.row) && slices.Equal(w.line(head).filter[field], taken) {
			l = head
		}
	}
	return l
}

// totalBetween says whether a total of what is spent, or of all that comes in, stands between a line
// and one below it, so that the lower one is of another side.
func (f *fixed) totalBetween(upper, lower line) bool {
	return slices.ContainsFunc(f.lines, func(l line) bool {
		return l.total && upper.row < l.row && l.row < lower.row && (strings.Contains(l.label, "支出") || strings.Contains(l.label, "总计"))
	})
}

// unlimited takes the limit that all lines of a table got by its figures from those that do not agree
// with it but without it, and from those that name the same kind of thing: 项目支出 below 支出合计, where
// 本年 limits the funds above it.
func (x *example) unlimited(t *table, f *fixed, more addition, sc scale) {
	agrees := func(s *spot, more addition) bool {
		d, _ := t.cells[pos{s.col, s.line.row}].amount()
		return sc.in(s.col).agrees(d, x.amount(s, more))
	}
	for _, s := range f.spots {
		if len(more.filter) == 0 || s.key != "" || !s.known || !s.head || !s.shown || s.blind || s.bound || !agrees(s, addition{}) {
			continue
		}
		for _, o := range f.spots {
			if o.key == "" && o.known && o.head && sameFields(o.label, s.label) && (o.bound || o == s) && agrees(o, addition{}) {
				o.filter, o.bound, o.open = maps.Clone(o.said.filter), true, ""
			}
		}
	}
}

// partsToo gives the lines that a line heads the limit that it got itself.
func (x *example) partsToo(t *table, f *fixed, head *spot, limit pack.Filter, sc scale) {
	for _, s := range f.spots {
		if !s.bound || s.col != head.col || s.key != "" || !slices.Contains(head.line.heads, s.line.row) {
			continue
		}
		own := *s
		own.said.filter = with(s.filter, limit)
		if d, _ := t.cells[pos{s.col, s.line.row}].amount(); sc.in(s.col).agrees(d, x.amount(&own, addition{})) {
			s.filter, s.said.filter = own.said.filter, with(s.said.filter, limit)
		}
	}
}

// linesTwice takes from a line what other lines of its block print: 其他资金 below
// 财政专户管理资金. A line of which they print all is their sum.
func (x *example) linesTwice(t *table, f *fixed, sc scale) {
	for _, p := range f.spots {
		if !p.bound && !(p.known && p.shown) || p.key != "" || p.sum != nil {
			continue
		}
		for field, mine := range p.filter {
			left := mine
			for _, q := range f.spots {
				taken := q.words[field]
				if p == q || !q.bound || q.key != "" || p.col != q.col || !x.alikeInHalves(p.words, q.words) || p.line.under != q.line.under || q.line.row < 0 || slices.Contains(p.line.heads, q.line.row) || len(taken) >= len(mine) || !covers(mine, taken) {
					continue
				}
				left = slices.DeleteFunc(slices.Clone(left), func(v string) bool { return slices.Contains(taken, v) })
			}
			if len(left) == 0 || len(left) == len(mine) || f.madeOf(p, field) {
				continue
			}
			narrowed := func(s *spot) bool {
				own := *s
				own.said.filter = maps.Clone(s.filter)
				own.said.filter[field] = left
				d, _ := t.cells[pos{s.col, s.line.row}].amount()
				return sc.in(s.col).agrees(d, x.amount(&own, addition{}))
			}
			disproved := slices.ContainsFunc(f.spots, func(s *spot) bool {
				return s.line.row == p.line.row && slices.Equal(s.filter[field], mine) && !narrowed(s)
			})
			if own := with(pack.Filter{field: left}, p.filter); !disproved && narrowed(p) {
				p.said.filter = maps.Clone(p.said.filter)
				p.said.filter[field] = left
				p.filter, p.bound, p.open = own, true, ""
			}
		}
	}
}

// madeOf says whether the lines next below a line take all that it takes in a field, so that it
// is their sum: 公务用车购置及运行费, below which stand both of them.
func (f *fixed) madeOf(p *spot, field string) bool {
	left := slices.Clone(p.filter[field])
	for _, q := range f.spots {
		if q.col != p.col || q.line.row <= p.line.row {
			continue
		}
		taken := q.words[field]
		if len(taken) == 0 || len(taken) >= len(p.filter[field]) || !covers(p.filter[field], taken) {
			break
		}
		left = slices.DeleteFunc(left, func(v string) bool { return slices.Contains(taken, v) })
	}
	return len(left) == 0
}

// alikeInHalves says whether words limit the same choices of two: what 上年结转 of a fund prints
// is no part of what the line of the fund prints.
func (x *example) alikeInHalves(a, b pack.Filter) bool {
	for _, f := range []pack.Filter{a, b} {
		for field := range f {
			if len(x.others(field, nil)) == 2 && !slices.Equal(a[field], b[field]) {
				return false
			}
		}
	}
	return true
}

// covers says whether a field's choices contain others.
func covers(all, some []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(all, v) })
}

// nothing says whether there are no items, so that words alone decide.
func (x *example) nothing() bool { return x.ledger.Tables[x.usual].Len() == 0 }

// mostlyClasses says whether the lines of a block stand for the codes of the highest
// level, so that together they are all; of lower ones each is a filter of its own.
func (x *example) mostlyClasses(lines []line) bool {
	n, codes := 0, 0
	seen := map[part]bool{}
	for _, l := range lines {
		if !l.total {
			n++
		}
		if len(l.parts) > 0 && x.highest(l.parts[0].by) {
			if codes++; seen[l.parts[0]] {
				return false // each in the line that heads it
			}
			seen[l.parts[0]] = true
		}
	}
	return 2*codes > n
}

// highest says whether a level is the first of its codes.
func (x *example) highest(by string) bool {
	field, level := pack.CutField(by)
	list := x.ledger.Codes[x.p.ListOf(field)]
	return list != nil && len(list.Levels) > 0 && list.Levels[0].Name == level
}

// sourceSets are the tables that a figure may sum: the usual one, or what views of
// the pack sum together with it.
func (x *example) sourceSets() [][]string {
	out := [][]string{{x.usual}}
	for _, v := range x.p.Views {
		if len(v.Sources) > 1 && slices.Contains(v.Sources, x.usual) && !slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, v.Sources) }) {
			out = append(out, v.Sources)
		}
	}
	return out
}

// lastYear gives a spot that shows last year's amounts what keeps them: a column of the usual
// table, or another table than that of its line, such as that of last year's 年终结转.
func (x *example) lastYear(s *spot) {
	if !s.said.last {
		return
	}
	s.measure, s.blind = x.last, x.blind
	if s.said.source != "" && s.said.source != x.usual {
		s.said.source, s.measure = x.p.Input.PastOfItems(s.said.source), ""
	}
	if s.measure == "" && (s.said.source == "" || s.said.source == x.usual) {
		s.open = "要去年的数，录入里没有上年数"
	}
}

// from sets the tables of a spot whose words name none.
func (s *spot) from(sources []string) {
	switch {
	case s.said.source != "":
		s.source = []string{s.said.source}
	case s.key != "" || s.measure != "": // the others have no amounts of last year
		s.source = sources[:1]
	default:
		s.source = sources
	}
}

// provenColumns are those in which some line's figure agrees, and no line's differs.
func (x *example) provenColumns(t *table, f *fixed, more addition, sc scale) map[int]bool {
	out, wrong := map[int]bool{}, map[int]bool{}
	if sc.any {
		return out
	}
	for _, sp := range f.spots {
		if sp.blind {
			continue
		}
		printed, _ := t.cells[pos{sp.col, sp.line.row}].amount()
		if right := sc.in(sp.col).agrees(printed, x.amount(sp, more)); sp.known && right && !printed.IsZero() {
			out[sp.col] = true
		} else if sp.known && !right {
			wrong[sp.col] = true
		}
	}
	maps.DeleteFunc(out, func(col int, _ bool) bool { return wrong[col] })
	return out
}

// totalSpots are the cells of a line of totals: the sum of lines above it, as the
// figures of all columns have it.
func (x *example) totalSpots(t *table, b *block, l line, f *fixed, sc scale) (out []*spot) {
	candidates := sumCandidates(l, f.lines)
	if !l.total {
		candidates = [][]int{l.heads}
	}
	for _, rows := range candidates {
		candidates = append(candidates, f.wholes(rows))
	}
	var best []int
	most := -1
	for _, rows := range candidates {
		n := 0
		for _, col := range b.figures {
			if right, shown := t.adds([]int{col}, l, rows, sc); right {
				n++
				if shown {
					n += len(b.figures)
				}
			}
		}
		if n > most {
			best, most = rows, n
		}
	}
	// a part, such as 公务用车购置费 after 公务用车购置及运行费, is not added again, though it is blank in the example
	understood := func(row int) bool {
		return slices.ContainsFunc(f.spots, func(s *spot) bool { return s.line.row == row && s.bound && len(s.filter) > 0 })
	}
	if own := f.wholes(best); len(own) < len(best) && !slices.ContainsFunc(best, func(row int) bool { return !understood(row) }) && !slices.ContainsFunc(b.figures, func(col int) bool {
		was, _ := t.adds([]int{col}, l, best, sc)
		is, _ := t.adds([]int{col}, l, own, sc)
		return was && !is
	}) {
		best = own
	}
	empty := func(col int) bool { return tight(t.cells[pos{col, l.row}].text) == "" }
	some := slices.ContainsFunc(b.figures, func(col int) bool { // the line prints no total in some of its columns
		right, _ := t.adds([]int{col}, l, best, sc)
		return !right && empty(col)
	})
	for _, col := range b.figures {
		s := &spot{line: l, col: col, sum: best, bound: true}
		if right, _ := t.adds([]int{col}, l, best, sc); !right || best == nil || some && empty(col) {
			s = &spot{line: l, col: col, open: "“" + l.label + "”不等于上面哪几行的和"}
		}
		if why, none := f.unbound(best, col); none && s.bound {
			s.bound, s.open = false, why
		}
		d, _ := t.cells[pos{col, l.row}].amount()
		s.shown = !d.IsZero()
		if s.bound && !s.shown && t.sharedLabel(b, l.row) {
			s.bound, s.open = false, "“"+l.label+"”的格子并过几列，看不出加这一列还是加几列"
		}
		out = append(out, s)
	}
	return out
}

// sharedLabel says whether the label of a row of a block is merged over another block too.
func (t *table) sharedLabel(b *block, row int) bool {
	for _, col := range b.labels {
		r, merged := t.whole[pos{col, row}]
		if merged && slices.ContainsFunc(t.blocks, func(o *block) bool {
			return o != b && slices.ContainsFunc(o.figures, func(c int) bool { return r.Col1 <= c && c <= r.Col2 })
		}) {
			return true
		}
	}
	return false
}

// totalByWords takes a line of totals that is the sum of no lines above it for what its words say,
// where they give all figures that it shows: 本年支出合计 of lines that go on in other columns.
func (x *example) totalByWords(w *words, t *table, b *block, l line, spots []*spot, title []claim, sc scale) bool {
	row := w.line(l)
	if x.spentToo(w, t, l.label) {
		row.filter = nil
	}
	if x.nothing() || sc.any || row.rest != "" || row.source != "" || slices.ContainsFunc(spots, func(s *spot) bool { return s.bound }) ||
		!slices.ContainsFunc(spots, func(s *spot) bool { return s.shown }) || !x.agrees(w, t, b, l, row, title, sc) {
		return false
	}
	for _, s := range spots {
		s.said = together(append([]claim{row, w.column(t, s.col).said}, title...)...)
		s.known, s.bound, s.open, s.filter, s.source, s.sum = true, true, "", s.said.filter, []string{x.usual}, nil
		x.lastYear(s)
	}
	return true
}

// wholes are the rows of some that are no parts of another one by what they show: of
// 基本支出, 人员经费, 公用经费 and 项目支出 the first and the last.
func (f *fixed) wholes(rows []int) []int {
	shows := map[int]*spot{}
	for _, s := range f.spots {
		if was := shows[s.line.row]; slices.Contains(rows, s.line.row) && (was == nil || !was.bound && s.bound) {
			shows[s.line.row] = s
		}
	}
	part := func(a, b *spot) bool {
		for field, values := range b.filter {
			if own := a.filter[field]; len(own) == 0 || !covers(values, own) {
				return false
			}
		}
		return a.key == b.key && !same(a.filter, b.filter)
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row int) bool {
		return slices.ContainsFunc(rows, func(o int) bool { return shows[row] != nil && shows[o] != nil && part(shows[row], shows[o]) })
	})
}

// leftOut are the choices of a field that all lines of a total limit and none of them
// takes, though nothing around them says that the table is without these.
func (x *example) leftOut(w *words, f *fixed, title []claim) (total *spot, without []string) {
	for _, total := range f.spots {
		if !total.bound || len(total.sum) < 2 {
			continue
		}
		around := together(append([]claim{w.line(total.line), w.read(total.line.under)}, title...)...).filter
		var parts []*spot
		for _, s := range f.spots {
			if s.col == total.col && slices.Contains(total.sum, s.line.row) {
				parts = append(parts, s)
			}
		}
		if len(parts) < 2 {
			continue
		}
		for field := range parts[0].filter {
			var all []string
			each, differ := true, false
			for _, s := range parts {
				values, ok := s.filter[field]
				each = each && ok && s.source[0] == x.usual
				differ = differ || ok && !slices.Equal(values, parts[0].filter[field])
				all = append(all, values...)
			}
			left := x.others(field, all)
			if limit, ok := around[field]; ok {
				left = slices.DeleteFunc(left, func(v string) bool { return !slices.Contains(limit, v) })
			}
			if each && differ && len(left) > 0 {
				return total, left
			}
		}
	}
	return nil, nil
}

// unbound says whether none of the cells that a total adds has a tag, and why.
func (f *fixed) unbound(rows []int, col int) (why string, none bool) {
	some := false
	for _, s := range f.spots {
		if s.col == col && slices.Contains(rows, s.line.row) {
			some = some || s.bound
			if !s.bound && (why == "" || s.shown) {
				why = s.open
			}
			if !s.bound && s.shown {
				return why, true // a sum without it would be too small
			}
		}
	}
	return why, why != "" && !some
}

// sumCandidates are the rows that a line of totals may add, the likeliest first:
// of a total that ranks above the one before it, 总计 above 合计 and 合计 above 小计, that one and
// the lines behind it, of others the lines since the total before.
func sumCandidates(l line, lines []line) (out [][]int) {
	var since, each, plain, upper []int // each: since the total before too, with the parts of others
	if l.group > 0 {                    // of 收入 merged downward beside it and the lines that it adds
		for _, o := range lines {
			if o.group == l.group && !o.total {
				each = append(each, o.row)
			}
		}
		out, each = append(out, each), nil
	}
	last, over := 0, 0
	var totalsAbove []int // of parts that no later one takes in, and that are of the same side
	for _, o := range lines {
		if o.row >= l.row {
			break
		}
		if o.total {
			last, over = o.row, rank(o)
			if len(since) == 0 {
				over = rank(l) // above its parts, not below them
			}
			since, each = nil, nil
			if !strings.Contains(o.label+o.beside, "小计") {
				totalsAbove = nil
			}
			if !strings.Contains(o.label, "收入") || !strings.Contains(l.label, "支出") {
				totalsAbove = append(totalsAbove, o.row)
			}
			continue
		}
		plain, each = append(plain, o.row), append(each, o.row)
		if o.within {
			continue // in the line that heads it
		}
		since = append(since, o.row)
		upper = append(upper, o.row)
	}
	grand := append(totalsAbove, since...)
	if last > 0 && (rank(l) > over || strings.Contains(l.label, "总计") || len(since) == 0) {
		out = append(out, grand, since, plain)
	} else {
		out = append(out, since, plain)
		if last > 0 {
			out = append(out, grand)
		}
	}
	var below, tops []int
	for _, o := range lines {
		if o.row > l.row {
			if o.total || counted(o) && o.style == l.style { // 二、 after 一、“三公”经费合计
				break
			}
			below = append(below, o.row)
			if !o.within {
				tops = append(tops, o.row)
			}
		}
	}
	return slices.DeleteFunc(append(out, each, upper, tops, below, alike(lines, l, false), alike(lines, l, true), highest(lines, l), highestBelow(lines, l)), func(rows []int) bool { return len(rows) == 0 })
}

// rank says how much of a table a total usually adds.
func rank(l line) int {
	for i, word := range []string{"总计", "合计", "小计"} {
		if strings.Contains(l.label+l.beside, word) {
			return 3 - i
		}
	}
	return 0
}

// highest are the lines since the total before that stand for the highest codes.
func highest(lines []line, l line) (rows []int) {
	least := 0
	for _, o := range lines {
		switch {
		case o.row >= l.row:
		case o.total:
			rows, least = nil, 0
		case o.coded && len(o.parts) > 0:
			n := len(o.parts[0].value)
			if least == 0 || n < least {
				rows, least = nil, n
			}
			if n == least {
				rows = append(rows, o.row)
			}
		}
	}
	return rows
}

// highestBelow are the lines below a total, up to the next one, that stand for the
// highest codes.
func highestBelow(lines []line, l line) []int {
	var behind []line
	for _, o := range lines {
		if o.row > l.row {
			if o.total {
				break
			}
			behind = append(behind, o)
		}
	}
	if len(behind) == 0 {
		return nil
	}
	return highest(behind, line{row: behind[len(behind)-1].row + 1})
}

// alike are the lines above or below a total that are counted as the first of them is.
func alike(lines []line, l line, below bool) (rows []int) {
	first := ""
	for _, o := range lines {
		if o.row == l.row || o.total && o.style == "" || (o.row > l.row) != below {
			continue
		}
		if first == "" {
			first = o.style
		}
		if o.style == first && first != "" {
			rows = append(rows, o.row)
		}
	}
	return rows
}

// adds says whether a line is the sum of rows in some columns.
func (t *table) adds(cols []int, l line, rows []int, sc scale) (right, shown bool) {
	half := decimal.New(5, -sc.places-1)
	for _, col := range cols {
		var sum decimal.Decimal
		for _, row := range rows {
			d, _ := t.cells[pos{col, row}].amount()
			sum = sum.Add(d)
		}
		d, _ := t.cells[pos{col, l.row}].amount()
		if sum.Sub(d).Abs().GreaterThan(half.Mul(decimal.NewFromInt(int64(len(rows) + 1)))) {
			return false, false
		}
		shown = shown || !d.IsZero()
	}
	return true, shown
}
