package renew

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
	"ysgk/internal/tags"
)

// listed says whether a cell of the old template holds a tag of a list.
func (a *aged) listed(at layout.Pos) bool {
	return a.raw.Own(at) && tags.Repeats(a.raw.Cells[at].Text)
}

// tables pairs the tables of a sheet and finds where their cells are now.
func (u *updater) tables(c *carrying) {
	if u.byForm(c) {
		return
	}
	if strings.Contains(c.raw.Name, "{{") {
		u.ofRecord(c)
		return // the sheet of a record: a page of words with cells beside them
	}
	if c.unchanged() {
		for _, at := range layout.SortedCells(c.raw) {
			if c.raw.Own(at) {
				c.keep(at, slot{at.Row, 0, at.Col})
			}
		}
		return
	}
	find := func(s *layout.Sheet) []*layout.Table { return layout.FindTables(s, u.p.Units, u.namer.Knows) }
	was := find(c.was)
	if c.tables = find(c.now); slices.ContainsFunc(was, c.headed) { // a card, with a label beside its table of tasks
		was, c.tables = find(c.was.WithoutSides()), find(c.now.WithoutSides())
	}
	taken := map[*layout.Table]bool{}
	for i, o := range was {
		var to *layout.Table
		best := 0.0
		for _, n := range c.tables {
			like := likeTitles(o.Called, n.Called)
			if len(was) == 1 && len(c.tables) == 1 {
				like++
			}
			if !taken[n] && like > best && like >= 0.6 {
				to, best = n, like
			}
		}
		if to == nil {
			u.leave(c.form, layout.Pos{}, "去年的“%s”在这张工作表里认不出来，标签没有写", o.Called)
			continue
		}
		taken[to] = true
		if !u.words().SameTitle(o.Called, to.Called) {
			u.leave(c.form, to.Title, "去年的“%s”今年是“%s”，说的不是同样的钱，标签没有写", o.Called, u.today(to.Called))
			end := max(o.To, c.raw.Last.Row)
			if i+1 < len(was) {
				end = was[i+1].Title.Row - 1
			}
			for at, cell := range c.raw.Cells { // but for who and when, which say no money
				if at.Row >= o.Title.Row && at.Row <= end && (strings.Contains(cell.Text, ".") || !strings.Contains(cell.Text, "{{")) {
					c.told[at] = true
				}
			}
			continue
		}
		if row := c.firstAmount(o); row > 0 {
			o.Head[1] = row - 1
			o.Divide(u.p.Units)
		}
		to.HeadLike(o, u.p.Units, func(a, b string) bool { return layout.SameHead(a, b) || u.sameSaid(a, b) })
		u.table(c, o, to)
	}
	for _, n := range c.tables {
		if !taken[n] {
			u.leave(c.form, n.Title, "新的表“%s”，没有写标签", u.today(n.Called))
		}
	}
}

// ofRecord finds the lists of a record, of which a form may print the kinds, a row for each, where one row
// repeats for all: between the same headers and the same text below.
func (u *updater) ofRecord(c *carrying) {
	texts := func(s *layout.Sheet, row int) (out string) {
		for _, at := range s.Texts(row) {
			if s.Whole[at].Row1 == row || s.Own(at) { // not a label beside all of the rows
				out += layout.CellName(layout.At(at.Col, 1)) + s.Says(at) + "|"
			}
		}
		return out
	}
	find := func(from int, says string) int {
		for row := from; row <= c.now.Last.Row && says != ""; row++ {
			if texts(c.now, row) == says {
				return row
			}
		}
		return 0
	}
	for row := 2; row <= c.raw.Last.Row; row++ {
		if !u.owned(c, row) || u.owned(c, row-1) {
			continue
		}
		head, next := find(1, texts(c.was, row-1)), row+1
		for next <= c.was.Last.Row && texts(c.was, next) == "" {
			next++
		}
		end := find(head+1, texts(c.was, next))
		if end == 0 && next > c.was.Last.Row {
			end = c.now.Last.Row + 1
		}
		if head == 0 || end <= head+1 || texts(c.now, head+1) == "" {
			continue
		}
		for col := 1; col <= c.raw.Last.Col; col++ {
			c.keep(layout.At(col, row), slot{head + 1, 0, col})
		}
		c.plan.OneRow(head+1, end)
	}
}

// owned says whether a row of the template prints a list of what belongs to a record.
func (u *updater) owned(c *carrying, row int) bool {
	for col := 1; col <= c.raw.Last.Col; col++ {
		for _, tag := range tagging.AnyTag.FindAllString(c.raw.Cells[layout.At(col, row)].Text, -1) {
			list, _, _ := strings.Cut(strings.Trim(tag, "{}"), ".")
			if v := u.p.View(list); v != nil && v.Of != "" {
				return true
			}
		}
	}
	return false
}

// unchanged says whether the form of this year is that of last year, cell by cell: of one that adds up nothing
// and of which no row repeats.
func (c *carrying) unchanged() bool {
	if len(c.formulas[0])+len(c.formulas[1]) > 0 || slices.ContainsFunc(layout.SortedCells(c.raw), c.listed) {
		return false
	}
	same := func(a, b *layout.Sheet) bool {
		for at, cell := range a.Cells {
			if a.Own(at) && (!b.Own(at) || layout.Tight(cell.Text) != layout.Tight(b.Cells[at].Text)) {
				return false
			}
		}
		return true
	}
	return maps.Equal(c.was.Whole, c.now.Whole) && same(c.was, c.now) && same(c.now, c.was)
}

// headed says whether lines of a list stand among what looks like the headers of a table.
func (c *carrying) headed(t *layout.Table) bool {
	return slices.ContainsFunc(layout.SortedCells(c.raw), func(at layout.Pos) bool {
		return at.Row >= t.Head[0] && at.Row <= t.Head[1] && c.listed(at)
	})
}

// firstAmount is the first row that a blank form lets one take for headers and the
// template has tags of amounts or formulas in, 0 if there is none.
func (c *carrying) firstAmount(o *layout.Table) int {
	for row := o.Head[0] + 1; row <= o.Head[1]; row++ {
		for col := 1; col <= o.Last.Col; col++ {
			at := layout.At(col, row)
			text := c.raw.Cells[at].Text
			if _, formula := c.formulas[0][at]; c.raw.Own(at) && (formula || tagging.AnyTag.MatchString(text) && strings.Contains(text, ".")) {
				return row
			}
		}
	}
	return 0
}

// table finds where the cells of a table are now: columns by headers, lines by labels.
func (u *updater) table(c *carrying, o, n *layout.Table) {
	cols := sameHeaders(o, n)
	for _, col := range slices.Sorted(maps.Keys(cols)) {
		if to := cols[col]; ofOtherYear(o.Headed(col), n.Headed(to)) {
			u.leave(c.form, layout.At(to, n.Head[1]), "“%s”里的年份没有跟着今年的表走，标签照搬。请核对", layout.Clip(u.today(n.Headed(to))))
		}
	}
	u.otherLevels(c, o, n, cols)
	u.otherWords(c, o, n, cols)
	u.otherUnits(c, o, n, cols)
	for row := o.Head[0]; row <= o.Head[1]; row++ {
		for col, to := range cols {
			for r := n.Head[0]; r <= n.Head[1]; r++ {
				if o.Own(layout.At(col, row)) && n.Own(layout.At(to, r)) && o.Says(layout.At(col, row)) == n.Says(layout.At(to, r)) && o.Says(layout.At(col, row)) != "" {
					c.keep(layout.At(col, row), slot{r, 0, to})
				}
			}
		}
	}
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	for col := 1; col <= n.Last.Col; col++ {
		if len(n.Heads(col)) > 0 && !came[col] {
			u.leave(c.form, layout.At(col, n.Head[1]), "新的列“%s”，没有写标签。%s", u.today(n.Headed(col)), u.proposal(c, n.Lowest(col)))
		}
	}
	for col := 1; col <= o.Last.Col; col++ {
		if _, ok := cols[col]; !ok && len(o.Heads(col)) > 0 {
			u.leave(c.form, n.Title, "去年的列“%s”（%s 列）今年没有，或者认不准是哪一列，标签没有写", o.Headed(col), strings.TrimRight(layout.CellName(layout.At(col, 1)), "1"))
			for row := o.Head[0]; row <= o.To; row++ {
				c.told[layout.At(col, row)] = true
			}
		}
	}
	fixed := map[int]bool{} // lines of the form that stand there for themselves
	for _, b := range o.Blocks {
		u.block(c, o, n, b, cols, fixed)
	}
}

// sameHeaders maps the columns of a table by their headers; of headers that are the same, by those of
// the labels beside them too, else each with its own only if both tables have as many.
func sameHeaders(o, n *layout.Table) map[int]int {
	out, came := map[int]int{}, map[int]bool{}
	pair := func(name func(t *layout.Table, col int) string, only func(from, to []int) bool) {
		keys := func(t *layout.Table, done func(col int) bool) map[string][]int {
			out := map[string][]int{}
			for col := 1; col <= t.Last.Col; col++ {
				if head := name(t, col); head != "" && !done(col) {
					out[head] = append(out[head], col)
				}
			}
			return out
		}
		there := keys(n, func(col int) bool { return came[col] })
		for head, from := range keys(o, func(col int) bool { _, ok := out[col]; return ok }) {
			if to := there[head]; only(from, to) {
				for i, col := range from {
					out[col], came[to[i]] = to[i], true
				}
			}
		}
	}
	alone := func(from, to []int) bool { return len(from) == 1 && len(to) == 1 }
	pair((*layout.Table).Headed, alone)
	pair((*layout.Table).BesideLabels, alone)
	pair((*layout.Table).Headed, func(from, to []int) bool { return len(from) == len(to) })
	pair(func(t *layout.Table, col int) string { return layout.Timeless(t.Headed(col)) }, alone)
	return out
}

// otherLevels pairs the columns that are left by their lower headers, where what stands above them this
// year or stood there last year says nothing: 预算安排.
func (u *updater) otherLevels(c *carrying, o, n *layout.Table, cols map[int]int) {
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	more := func(from, to int) (heads []string, ok bool) {
		was, is := o.Heads(from), n.Heads(to)
		short, long := was, is
		if len(was) > len(is) {
			short, long = is, was
		}
		if len(short) == 0 || len(short) == len(long) || !slices.Equal(short, long[:len(short)]) || o.IsLabel(from) != n.IsLabel(to) {
			return nil, false
		}
		return long[len(short):], !slices.ContainsFunc(long[len(short):], func(h string) bool { return !u.words().Read(h).Empty() })
	}
	found := map[int]int{}
	for from := 1; from <= o.Last.Col; from++ {
		if _, paired := cols[from]; paired {
			continue
		}
		for to := 1; to <= n.Last.Col; to++ {
			if _, ok := more(from, to); ok && !came[to] {
				if _, twice := found[from]; twice {
					found[from] = 0
				} else {
					found[from] = to
				}
			}
		}
	}
	for from, to := range found {
		for other, is := range found {
			if other != from && is == to {
				found[other] = 0
				to = 0
			}
		}
		if to == 0 {
			found[from] = 0
		}
	}
	said := map[string]bool{}
	for _, from := range slices.Sorted(maps.Keys(found)) {
		to := found[from]
		if to == 0 {
			continue
		}
		cols[from] = to
		heads, _ := more(from, to)
		if head := strings.Join(heads, "”“"); !said[head] {
			said[head] = true
			what := "多了"
			if len(o.Heads(from)) > len(n.Heads(to)) {
				what = "少了"
			}
			u.leave(c.form, layout.At(to, n.Head[0]), "表头上面%s“%s”，标签照搬。请核对", what, head)
		}
	}
}

// otherUnits notes in which unit the columns of a table are to be printed, where the form states another
// one than the tags print.
func (u *updater) otherUnits(c *carrying, o, n *layout.Table, cols map[int]int) {
	changed := false
	for _, b := range o.Blocks {
		for _, col := range b.Figures {
			to, ok := cols[col]
			now := cmp.Or(n.Units[to], n.Unit)
			if now == (money.Unit{}) && o.Unit == now && u.usual[0] != u.usual[1] {
				now = u.usual[1]
			}
			if !ok || now == (money.Unit{}) {
				continue
			}
			for row := o.Head[1] + 1; row <= o.To; row++ {
				at := layout.At(col, row)
				c.units[at] = now
				if text := c.raw.Cells[at].Text; !c.told[at] && u.inUnit(text, now) != text {
					changed = true
				}
			}
		}
	}
	switch {
	case changed:
		u.leave(c.form, n.Title, "金额单位和去年的不同，今年是%s，标签照今年的写了。请核对", cmp.Or(n.Unit, u.usual[1]).Name)
	case o.Unit != (money.Unit{}) && n.Unit == (money.Unit{}) && len(n.Units) == 0:
		u.leave(c.form, n.Title, "今年的表上没有写金额单位，照去年的是%s。请核对", o.Unit.Name)
	}
}

// inUnit is a text whose tags of amounts print a unit.
func (u *updater) inUnit(text string, unit money.Unit) string {
	return tagging.AnyTag.ReplaceAllStringFunc(text, func(tag string) string {
		parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(tag, "{{"), "}}"), "|")
		if !u.amount(parts[0]) {
			return tag
		}
		parts = slices.DeleteFunc(parts, func(part string) bool {
			return slices.ContainsFunc(u.p.Units.All(), func(x money.Unit) bool { return x.Name == part })
		})
		if unit != u.p.Unit {
			parts = slices.Insert(parts, 1, unit.Name)
		}
		return "{{" + strings.Join(parts, "|") + "}}"
	})
}

// amount says whether a tag prints an amount of a view.
func (u *updater) amount(tag string) bool {
	if u.lists == nil {
		u.lists = tables.Schema(u.p).Lists
	}
	list, column, _ := strings.Cut(tag, ".")
	if end := strings.IndexAny(list, "@["); end >= 0 {
		list = list[:end]
	}
	return slices.Contains(u.lists[list].Amounts, column)
}

// otherWords pairs the columns that are left by what their headers mean, level by level:
// 当年预算安排 is 本年安排. Only a pair of which neither has another is one.
func (u *updater) otherWords(c *carrying, o, n *layout.Table, cols map[int]int) {
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	like := func(from, to int) bool {
		was, is := o.Heads(from), n.Heads(to)
		_, paired := cols[from]
		return !paired && !came[to] && len(was) > 0 && o.IsLabel(from) == n.IsLabel(to) && o.LabelsOf(from) == n.LabelsOf(to) && slices.EqualFunc(was, is, u.sameSaid)
	}
	all := func(last int, is func(col int) bool) (out []int) {
		for col := 1; col <= last; col++ {
			if is(col) {
				out = append(out, col)
			}
		}
		return out
	}
	differ := func(from, to int) (levels int) { // headers that are written otherwise: of 收入/预算数 and 支出/预算数 the nearer
		for i, was := range o.Heads(from) {
			if was != n.Heads(to)[i] {
				levels++
			}
		}
		return levels
	}
	least := func(cols []int, n func(col int) int) (out []int) {
		for _, col := range cols {
			if len(out) > 0 && n(col) < n(out[0]) {
				out = nil
			}
			if len(out) == 0 || n(col) == n(out[0]) {
				out = append(out, col)
			}
		}
		return out
	}
	found := map[int]int{}
	for from := 1; from <= o.Last.Col; from++ {
		to := least(all(n.Last.Col, func(col int) bool { return like(from, col) }), func(col int) int { return differ(from, col) })
		if len(to) == 1 && len(least(all(o.Last.Col, func(col int) bool { return like(col, to[0]) }), func(col int) int { return differ(col, to[0]) })) == 1 {
			found[from] = to[0]
		}
	}
	for from, to := range maps.Clone(found) {
		for other, is := range found {
			if other != from && is == to && differ(other, to) <= differ(from, to) {
				delete(found, from)
			}
		}
	}
	for _, from := range slices.Sorted(maps.Keys(found)) {
		to := found[from]
		cols[from] = to
		for i, was := range o.Heads(from) {
			if is := n.Heads(to)[i]; is != was {
				c.words[was], c.words[o.Headed(from)] = u.today(is), u.today(n.Headed(to))
				u.leave(c.form, layout.At(to, n.Head[1]), "这一列的表头“%s”今年写作“%s”，%s", was, u.today(is), u.taken(was, is))
			}
		}
	}
}

// sameSaid says whether texts mean the same, as the pack's words or who updates it say.
func (u *updater) sameSaid(was, is string) bool {
	return u.words().Alike(was, is) || u.names[layout.Tight(was)] == layout.Tight(is) && is != ""
}

// taken says by what a text of this year was taken for another one of last year.
func (u *updater) taken(was, is string) string {
	if u.names[layout.Tight(was)] == layout.Tight(is) {
		return "照写明的改名认的，标签照搬"
	}
	return "照意思认的，标签照搬。请核对"
}

// words reads texts as the pack's words say.
func (u *updater) words() *meaning.Words {
	if u.known == nil {
		u.known = meaning.Learn(u.p, u.old)
	}
	return u.known
}
