package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// wholeCard is a sheet of the form that is a card of all the department, such as 部门整体支出绩效目标表: it
// lists what belongs to records, such as indicators, and names no record. What it says of money are
// sums of all items.
type wholeCard struct {
	*binder
	form, like *layout.Sheet // nil if the example has none
	from, to   int           // the rows of the list
	shown      map[int]bool  // columns of the list that hold what records have
	rows       map[int]int   // by row of the form: that of the example
	unit       money.Unit
	told       map[string]bool // labels of which it is told that the input workbook does not know them
	sums       []sumOfAll
	shares     []layout.Pos // below 占比
	strict     bool         // no words decide alone
	tasks      [2]part      // rows of form and example that are a table, whose lines are records; none if from is 0
	beside     int          // the last column that only has a label beside all of them, 年度主要任务, and is none of that table; 0 if none does
	totalled   bool         // that table ends in its total
}

// part is rows of a sheet.
type part struct{ from, to int }

// taskTable is the table of tasks of form or example, with its title.
func (c *wholeCard) taskTable(p part, s *layout.Sheet) *layout.Sheet {
	to := p.to
	if c.totalled {
		to-- // 金额合计 may begin below the label
	}
	return p.of(s.WithoutColumns(c.beside, p.from, to))
}

// of is a part of a sheet with its title.
func (p part) of(s *layout.Sheet) *layout.Sheet {
	title := 1
	for title < p.from && !slices.ContainsFunc(s.Texts(title), func(at layout.Pos) bool { return strings.HasPrefix(layout.ViewName(s.Cells[at].Text), heading(s)) }) {
		title++
	}
	out := s.Without(title+1, p.from-1).Without(p.to+1, s.Last.Row)
	out.Styled = maps.Clone(s.Styled) // what follows is no room for lists
	maps.DeleteFunc(out.Styled, func(row int, _ bool) bool { return row > p.to })
	return out
}

// says whether something stands in a column of a part.
func (p part) says(s *layout.Sheet, col int) bool {
	for row := p.from; row <= p.to; row++ {
		if at := layout.At(col, row); s.Own(at) && s.Cells[at].Text != "" {
			return true
		}
	}
	return false
}

// sumOfAll is an amount of the card.
type sumOfAll struct {
	at      layout.Pos
	want    want
	unit    money.Unit
	head    string
	wider   pack.Filter // without what the header says of 本年, where the figure is that too
	refutes bool        // its figure is not what the header says of 本年
}

// ofAll finds whether a sheet is such a card, whose title names no record such as 项目, which is bound once the units of all tables are known.
func (b *binder) ofAll(form *layout.Sheet, examples []*layout.Sheet) bool {
	for _, v := range b.recordViews() {
		w := &wordCard{binder: b, form: form, view: v.View, def: v.def}
		w.list()
		if w.own.View == nil || heading(form) == "" || strings.Contains(heading(form), v.def.Rows[0].Level) || form.AnyText(func(said string) bool {
			record := func(name string) bool { return w.called(name) == v.def.Rows[0].By[0] }
			return record(said) || b.Example != nil && b.namesSeveral(said) && slices.ContainsFunc(strings.FieldsFunc(said, joins), record)
		}) {
			continue
		}
		c := &wholeCard{binder: b, form: form, from: w.from, to: w.to, shown: map[int]bool{}, rows: map[int]int{}, told: map[string]bool{}}
		for c.itself() && slices.ContainsFunc(form.Texts(c.to), func(at layout.Pos) bool { return w.tags[at.Col] != "" && c.to <= form.Last.Row }) {
			c.to++ // what a filled form says there is of one department
		}
		for col, tag := range w.tags {
			c.shown[col] = !slices.Contains(w.own.def.Rows[1].By, tag)
		}
		best := 0.8
		for _, e := range examples {
			like := nearest.Likeness(heading(e), heading(form))
			if e.Name == form.Name {
				like += 0.2
			}
			if b.Example != nil && like > best {
				c.like, best = e, like
			}
		}
		if c.like != nil {
			b.grown[c.like] = 0 // known
			c.like = b.inOrder(c.like.Onto(form), form)
			c.pairRows()
			if c.findTasks(); c.tasks[0].from == 0 {
				b.result.cards = append(b.result.cards, c.like.Name)
			}
		}
		b.wholes = append(b.wholes, c)
		return true
	}
	return false
}

// findTasks finds the table of the card whose lines are records in the example, such as the projects that
// 部门整体支出绩效目标表 calls its tasks: from its headers to its total. A rebuilt ledger may have spread
// the money of projects otherwise, and words say nothing of what a task is.
func (c *wholeCard) findTasks() {
	if c.x.Vague {
		return
	}
	of := []string{"单位"}
	for _, v := range c.recordViews() {
		of = append(of, v.def.Rows[0].By[0])
	}
	for _, by := range of {
		for _, like := range []*layout.Sheet{c.like, c.like.WithoutSides()} {
			if c.findTasksOn(like, by); c.tasks[0].from > 0 {
				return
			}
		}
	}
}

func (c *wholeCard) findTasksOn(like *layout.Sheet, by string) {
	for _, t := range layout.FindTables(like, c.Pack.Units, c.namer.Knows) {
		for _, block := range t.Blocks {
			lines := c.namer.Lines(t, block)
			var rows []int
			for _, l := range lines {
				if slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return p.By == by }) {
					rows = append(rows, l.Row)
				}
			}
			if len(rows) == 0 {
				continue
			}
			list := part{rows[0], rows[len(rows)-1]}
			if slices.ContainsFunc(lines, func(l meaning.Line) bool { return l.Total && l.Row == list.from-1 }) {
				list.from--
			}
			if len(rows) < 2 && !c.heads(t, block, list, by) || c.besideAll(t, block, list) {
				continue
			}
			theirs := part{list.from - 1, list.to}
			for _, col := range block.Labels {
				if r, merged := t.Whole[layout.At(col, theirs.from)]; merged {
					theirs.from = min(theirs.from, r.Row1)
				}
			}
			total := slices.ContainsFunc(t.Texts(theirs.to+1), func(at layout.Pos) bool { return layout.Totals.MatchString(t.Says(at)) })
			if total {
				theirs.to++
			}
			ours := part{from: c.rowLike(theirs.from, 1)}
			if total {
				ours.to = c.rowLike(theirs.to, ours.from+1)
			}
			if ours.to == 0 && theirs.to < like.Last.Row {
				ours.to = c.rowLike(theirs.to+1, ours.from+1) - 1
			} else if ours.to == 0 {
				for ours.to = c.form.Last.Row; c.form.Styled[ours.to+1]; {
					ours.to++
				}
			}
			if ours.from > 0 && ours.to > ours.from {
				c.tasks, c.totalled = [2]part{ours, theirs}, total
				for c.beside < c.like.Last.Col && !list.says(c.like, c.beside+1) {
					c.beside++
				}
				return
			}
		}
	}
}

// besideAll says whether a label stands beside the header of records and all of them, not above.
func (c *wholeCard) besideAll(t *layout.Table, block *layout.Block, list part) bool {
	return slices.ContainsFunc(block.Labels, func(col int) bool {
		r, merged := t.Whole[layout.At(col, list.from-1)]
		return merged && r.Row2 >= list.to && r.Row2 > list.from
	})
}

// heads says whether the only line of a block that is a record stands right below a header that names what it is of:
// 单位名称.
func (c *wholeCard) heads(t *layout.Table, block *layout.Block, list part, by string) bool {
	return slices.ContainsFunc(block.Labels, func(col int) bool {
		return c.words.Read(layout.Bare(t.Says(layout.At(col, list.from-1)))).Rows == by
	})
}

// rowLike is the first row of the form, from one on, that begins as one of the example does, 0 if none does.
func (c *wholeCard) rowLike(row, from int) int {
	for own := from; own <= c.form.Last.Row; own++ {
		if text := begins(c.form, own); text != "" && text == begins(c.like, row) {
			return own
		}
	}
	return 0
}

// begins is what a row begins with, and in which column, whatever year it names.
func begins(s *layout.Sheet, row int) string {
	for _, at := range s.Texts(row) {
		if s.Own(at) {
			return layout.CellName(layout.At(at.Col, 1)) + layout.Key(layout.YearWords.ReplaceAllString(s.Says(at), ""))
		}
	}
	return ""
}

// announces says whether a row of the form begins with a text that ends with a colon and one of the example
// with what it announces there: 部门名称：某局 is no row that begins with 部门名称.
func announces(form *layout.Sheet, row int, e *layout.Sheet, r int) bool {
	ours, theirs := form.Texts(row), e.Texts(r)
	return len(ours) > 0 && len(theirs) > 0 && strings.HasSuffix(form.Says(ours[0]), ":") && strings.HasPrefix(e.Says(theirs[0]), form.Says(ours[0]))
}

// cardsFirst binds sheets whose title says that they are of the whole, such as 部门整体支出绩效目标表, as cards of all
// the department with a list of its tasks before what stands on them is taken for one table: the labels of its amounts
// would be headers of the tasks below.
func (b *binder) cardsFirst(pairs []*pair, bound map[*pair]bool) []*pair {
	return b.cards(pairs, bound, true)
}

// cardsLeft binds sheets of which no table could be bound as such cards.
func (b *binder) cardsLeft(pairs []*pair, bound map[*pair]bool) []*pair {
	return b.cards(pairs, bound, false)
}

// ofTheWhole is in the title of what is of all the department.
var ofTheWhole = pattern.Of(`整体`)

// cards binds sheets as cards of all the department, whose figures stand beside their labels without a header:
// 收入预算合计, 其中：财政拨款, 支出预算合计, 其中：基本支出. Most of what the example has there must be what its words say.
//
// It gives the pairs of the other sheets, and those of the tables of tasks on these, which it binds too.
func (b *binder) cards(pairs []*pair, bound map[*pair]bool, first bool) []*pair {
	done := map[*tagging.Plan]bool{}
	var more []*pair
	for _, plan := range b.plans {
		var of []*pair
		for _, p := range pairs {
			if p.plan == plan {
				of = append(of, p)
			}
		}
		e := b.exampleOf(plan.Sheet)
		if len(of) == 0 || e == nil || plan.Removed || b.itself() || slices.ContainsFunc(of, func(p *pair) bool { return p.lacking || bound[p] || p.tagged() }) ||
			first && !ofTheWhole.MatchString(heading(plan.Sheet)) || slices.ContainsFunc(b.wholes, func(c *wholeCard) bool { return c.form == plan.Sheet }) {
			continue
		}
		b.at = plan.Sheet.Name
		c := &wholeCard{binder: b, form: plan.Sheet, like: e, shown: map[int]bool{}, rows: map[int]int{}, told: map[string]bool{}, strict: true}
		c.pairRows()
		c.findTasks()
		figures, listed := c.figures(of[0].like.Head[0])
		if first && c.tasks[0].from == 0 && (len(listed) == 0 || c.knows(listed)) {
			continue
		}
		puts, left, taken := slices.Clone(plan.Puts), slices.Clone(b.result.Left), maps.Clone(b.taken)
		plan.Puts = nil
		b.result.Left = slices.DeleteFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place.Sheet == plan.Sheet.Name })
		if c.cells(); len(c.sums) < 2 || 2*len(c.sums) < figures {
			plan.Puts, b.result.Left, b.taken = puts, left, taken
			continue
		}
		c.writeSums()
		c.tellListed(listed)
		b.result.cards = append(b.result.cards, e.Name)
		for col := 1; col <= e.Last.Col; col++ {
			b.opened(of[0].like, col)
		}
		done[plan] = true
		for _, p := range c.taskTables() {
			b.table(p, false)
			bound[p], more = true, append(more, p)
		}
	}
	b.at = ""
	return append(slices.DeleteFunc(slices.Clone(pairs), func(p *pair) bool { return done[p.plan] }), more...)
}

// figures counts what the example has in a row and below, but in the table of tasks. On a card that its title says to be
// of the whole, lines of which the form says nothing are those of a list of one department: it gives their rows.
func (c *wholeCard) figures(from int) (n int, listed []int) {
	labelled := map[int]bool{}
	for row, theirs := range c.rows {
		labelled[theirs] = labelled[theirs] || slices.ContainsFunc(c.form.Texts(row), func(at layout.Pos) bool {
			return c.form.Own(at) && layout.SameHead(c.form.Says(at), c.like.Says(layout.At(at.Col, theirs)))
		})
	}
	for _, at := range layout.SortedCells(c.like) {
		d, ok := c.like.Cells[at].Amount()
		switch {
		case !ok || d.IsZero() || !c.like.Own(at) || at.Row < from || at.Row >= c.tasks[1].from && at.Row <= c.tasks[1].to:
		case labelled[at.Row] || !ofTheWhole.MatchString(heading(c.form)):
			n++
		case !slices.Contains(listed, at.Row):
			listed = append(listed, at.Row)
		}
	}
	return n, listed
}

// tellListed tells of the lines of a list of one department, those without amounts of the card, that nothing prints them.
func (c *wholeCard) tellListed(rows []int) {
	rows = slices.DeleteFunc(rows, func(row int) bool {
		return slices.ContainsFunc(c.sums, func(s sumOfAll) bool { return c.rows[s.at.Row] == row })
	})
	if len(rows) == 0 {
		return
	}
	at := layout.At(1, rows[0])
	for _, own := range c.like.Texts(rows[0]) {
		if c.like.Own(own) && c.like.Says(own) != "" {
			at = own
			break
		}
	}
	said := c.like.Says(at)
	for row := 1; row <= c.form.Last.Row; row++ {
		if c.rows[row] == rows[0] {
			at.Row = row
		}
	}
	c.leave(c.form.Name, at, "范例在这里列的“%s”等 %d 行录入里没有，没有写标签。每次要手工填", layout.Clip(said), len(rows))
}

// knows says whether the ledger has what most lines of the example in some rows are of.
func (c *wholeCard) knows(rows []int) bool {
	for _, t := range layout.FindTables(c.like, c.Pack.Units, c.namer.Knows) {
		for _, block := range t.Blocks {
			known := 0
			for _, l := range c.namer.Lines(t, block) {
				if len(l.Parts) > 0 && slices.Contains(rows, l.Row) {
					known++
				}
			}
			if 2*known > len(rows) {
				return true
			}
		}
	}
	return false
}

// taskTables are the tables that stand on a card, such as that of its units.
func (c *wholeCard) taskTables() (out []*pair) {
	if c.tasks[0].from == 0 {
		return nil
	}
	knows := c.namer.Knows
	for _, t := range layout.FindTables(c.taskTable(c.tasks[0], c.form), c.Pack.Units, knows) {
		out = append(out, &pair{plan: c.plan(), form: t, published: Published{Sheet: c.form.Name, Name: layout.ViewName(t.Called)}})
	}
	c.join(out, layout.FindTables(c.taskTable(c.tasks[1], c.like), c.Pack.Units, knows))
	return out
}

// bind writes the tags of the card.
func (c *wholeCard) bind() {
	c.cells()
	c.list()
	c.writeSums()
	if c.like == nil || c.itself() {
		c.look(c.form.Name, layout.Pos{}, "照表上的文字写了标签，没有标签的文字和格子请逐个看一遍")
	}
}

// cells finds what the cells of the card show, but those of its list and of the table of tasks.
func (c *wholeCard) cells() {
	c.unit = c.usual
	stated := c.form.AnyText(func(said string) bool {
		u, ok := c.Pack.Units.Note(said)
		if ok {
			c.unit = u
		}
		return ok
	})
	if c.like != nil {
		if u, ok := c.x.TotalUnit(c.usual, c.Pack.Units, c.like); ok && !stated {
			c.unit = u
		}
	}
	for row := 2; row <= c.form.Last.Row; row++ {
		for col := 1; col <= c.form.Last.Col && (row < c.from-1 || row >= c.to) && (row < c.tasks[0].from || row > c.tasks[0].to); col++ {
			if at := layout.At(col, row); c.form.Own(at) {
				c.cell(at)
			}
		}
	}
}

// pairRows finds the row of the example for each of the form: the nearest that begins a text that begins
// there, else the one below that of the row above.
func (c *wholeCard) pairRows() {
	for row := 1; row <= c.form.Last.Row; row++ {
		c.rows[row] = c.rows[row-1] + 1
		text, best := begins(c.form, row), 0
		for r := 1; r <= c.like.Last.Row && text != ""; r++ {
			if (begins(c.like, r) == text || announces(c.form, row, c.like, r)) && (best == 0 || abs(r-row) < abs(best-row)) {
				best = r
			}
		}
		c.rows[row] = cmp.Or(best, c.rows[row])
	}
}

// says are the words beside and above a cell: the label of its row, the header of its column, and what
// stands around these; plain is false where a label or, without one, a header of its row is no word
// for money: 任务名称 heads a line of its own.
func (c *wholeCard) around(at layout.Pos) (left, above string, outer []string, plain bool) {
	s := c.form
	tall := func(at layout.Pos) bool { r, merged := s.Whole[at]; return merged && r.Row2 > r.Row1 }
	for col := at.Col - 1; col >= 1; col-- {
		switch said := s.Says(layout.At(col, at.Row)); {
		case said == "" || slices.Contains(outer, said) || said == left || justYear(said):
		case tall(layout.At(col, at.Row)):
			outer = append(outer, said)
		case left == "" && len(outer) == 0:
			left = said
		}
	}
	over := func(col int) (said string, row int) {
		for row = at.Row - 1; row > 1 && said == ""; row-- {
			said = s.Says(layout.At(col, row))
			if _, unit := c.Pack.Units.Note(said); unit || justYear(said) || layout.TableName.MatchString(said) {
				said = "" // the title of the sheet, or the unit of all its amounts
			}
		}
		return said, row
	}
	above, row := over(at.Col)
	if left != "" && above != "" { // what heads the label too, or is one itself, is no header of the cell
		beside := func(step int) layout.Pos { return layout.At(at.Col+step, row+1) }
		right := 1
		for s.Says(beside(right)) == above {
			right++
		}
		if s.Says(beside(-1)) == above {
			outer, above = append(outer, above), ""
		} else if beside(right).Col <= s.Last.Col && s.Says(beside(right)) == "" && s.Own(beside(right)) {
			above = "" // 其中：上年结转 of the line above says nothing of this one
		}
	}
	for ; row > 1 && above != ""; row-- {
		if said := s.Says(layout.At(at.Col, row)); said == "" {
			break
		} else if said != above {
			outer = append(outer, said)
		}
	}
	if left != "" {
		return left, above, outer, c.ofMoney(left) && (c.like != nil || (above == "" || c.ofMoney(above)) && !c.waitsBelow(at, left))
	}
	plain = c.ofMoney(above)
	for col := 1; col <= s.Last.Col; col++ {
		beside := layout.At(col, at.Row)
		if col > at.Col && s.Own(beside) && s.Says(beside) != "" {
			break // what follows has a label of its own
		}
		if s.Own(beside) && s.Cells[beside].Text == "" {
			head, _ := over(col)
			plain = plain && (head == "" || c.ofMoney(head))
		}
	}
	return left, above, outer, plain
}

// justYear says whether a text is a year alone, as below a title.
func justYear(said string) bool {
	rest := layout.Key(layout.YearWords.ReplaceAllString(said, ""))
	return rest == "" || rest == "年度"
}

// announced says whether a blank cell nearer to the label on the left is the one that it announces.
func (c *wholeCard) announced(at layout.Pos) bool {
	for col := at.Col - 1; col >= 1 && c.form.Says(layout.At(col, at.Row)) == ""; col-- {
		if c.form.Own(layout.At(col, at.Row)) {
			return true
		}
	}
	return false
}

// waitsBelow says whether the cell below a label on the left is blank: what it announces may stand there.
func (c *wholeCard) waitsBelow(at layout.Pos, label string) bool {
	for col := at.Col - 1; col >= 1; col-- {
		if c.form.Says(layout.At(col, at.Row)) == label && c.form.Own(layout.At(col, at.Row)) {
			below := layout.At(col, at.Row+1)
			labelled := slices.ContainsFunc(c.form.Texts(below.Row), func(t layout.Pos) bool { return t.Col < below.Col && c.form.Own(t) })
			return c.form.Own(below) && c.form.Cells[below].Text == "" && below.Row <= c.form.Last.Row && !labelled
		}
	}
	return false
}

// ofMoney says whether words name money of this year, or nothing else.
func (c *wholeCard) ofMoney(said string) bool {
	w := c.words.Read(inMoney(said))
	return said != "" && w.Rest == "" && !w.Last && !w.Absent && w.Rows == "" && w.Source == ""
}

// inMoney are the words of a label for its money, without its number and what only says how the money is
// divided: 1、资金来源：（1）财政性资金.
func inMoney(said string) string {
	said = among.ReplaceAllString(said, "")
	if i := strings.LastIndex(said, ":"); i >= 0 && i+1 < len(said) {
		said = said[i+1:]
	}
	return unitBehind.ReplaceAllString(layout.Unnumbered(said), "")
}

// cell writes the tag of a cell that waits for something: what is blank in the form, or a figure there.
func (c *wholeCard) cell(at layout.Pos) {
	now := c.form.Cells[at]
	left, above, outer, plain := c.around(at)
	switch {
	case now.Formula:
		return
	case now.Text != "" && !now.Numeric:
		if texts := c.form.Texts(at.Row); c.itself() && texts[len(texts)-1] == at && left != "" && !c.ofMoney(left) && !c.ofMoney(c.form.Says(at)) && c.words.Read(left).Rows != "单位" {
			c.leave(c.form.Name, at, "“%s”后面的“%s”照留着，录入里没有部门整体的。换了部门要改", layout.Clip(left), layout.Clip(c.form.Says(at)))
		}
		return
	case now.Text != "" && !c.itself():
		return
	}
	var is layout.Cell
	if c.like != nil {
		is = c.like.Cells[layout.At(at.Col, c.rows[at.Row])]
	}
	figure, numeric := whole(is.Text)
	label := left
	if left == "" || above != "" {
		label = strings.TrimPrefix(left+"/"+above, "/")
	}
	switch {
	case is.Text == "" && above == "" && c.announced(at):
	case is.Text == "" && c.like != nil && c.announcesItself(at, left):
	case evidence.ShareHead.MatchString(layout.Key(above)) && (c.like == nil || numeric || is.Numeric):
		c.shares = append(c.shares, at)
	case is.Text != "" && !numeric:
		c.text(at, cmp.Or(left, above), layout.Tight(is.Text))
	case plain && c.like == nil && above != "" && c.closes(at, left):
		c.unknown(at, label)
	case plain:
		c.amount(at, left, above, outer, figure, numeric && !figure.IsZero())
	case c.like == nil && layout.Named.MatchString(left): // 部门名称： has its name behind it
	case label != "" && !numeric && c.like == nil:
		if left == "" && c.words.Read(layout.Bare(above)).Rows == "单位" {
			c.unknown(at, label) // lines of units below their header, not the name of all the department
			break
		}
		c.text(at, cmp.Or(left, above), "")
	case numeric && !figure.IsZero() || label != "" && (left != "" || c.like == nil):
		c.unknown(at, label)
	}
	if c.plan().Text(at, "") == "" && now.Numeric {
		c.plan().Set(at, "")
	}
}

// announcesItself says whether the label beside a cell has behind its colon what it announces, on the form or in the
// example: 部门：某局.
func (c *wholeCard) announcesItself(at layout.Pos, label string) bool {
	col := at.Col - 1
	for col > 1 && c.form.Says(layout.At(col, at.Row)) != label {
		col--
	}
	return withAnnounced.MatchString(label) || withAnnounced.MatchString(c.like.Says(layout.At(col, c.rows[at.Row])))
}

// withAnnounced is a label with what it announces.
var withAnnounced = pattern.Of(`^\p{Han}{2,8}:.`)

// closes says whether a line is the total of lines above it of which nobody knows what they hold.
func (c *wholeCard) closes(at layout.Pos, label string) bool {
	if !layout.Totals.MatchString(label) {
		return false
	}
	for row := at.Row - 1; row > 1 && c.form.Cells[layout.At(at.Col, row)].Text == ""; row-- {
		line := layout.At(at.Col, row)
		if c.plan().Text(line, "") == "" && !slices.ContainsFunc(c.sums, func(s sumOfAll) bool { return s.at == line }) {
			return true
		}
	}
	return false
}

func (c *wholeCard) plan() *tagging.Plan { return c.planOf(c.form) }

// text writes the tag of an item of 基本信息, which the example says or, where there is none, the label names.
func (c *wholeCard) text(at layout.Pos, label, said string) {
	const name = "部门名称"
	bareLabel := strings.TrimRight(layout.Brackets.ReplaceAllString(layout.Bare(label), ""), ":")
	item, others := c.itemSaying([]string{bareLabel}, said)
	if len(others) > 0 {
		item = ""
	}
	switch {
	case said != "" && said == layout.Tight(c.Ledger.Info[name]), said == "" && c.words.Read(bareLabel).Rows == "单位":
		item = name
	case said == "":
		item = ""
		for _, it := range c.Pack.Input.Info {
			if it.Name == bareLabel || slices.Contains(it.Aliases, bareLabel) {
				item = it.Name
			}
		}
	}
	if item == "" {
		c.texts(at, label)
		return
	}
	c.plan().Set(at, "{{"+item+"}}")
}

// texts writes the tag of a cell that lists the texts of an input sheet, such as the duties of the department, or tells
// that the input workbook has none.
func (c *wholeCard) texts(at layout.Pos, label string) {
	tag, in, told := "", (*pack.Sheet)(nil), ""
	if c.like != nil {
		tag, in, told = c.textsOfCell(c.like.Cells[layout.At(at.Col, c.rows[at.Row])].Text)
	} else {
		tag, in = c.textsByName(strings.TrimRight(layout.Bare(label), ":"))
	}
	if tag == "" {
		c.unknown(at, label)
		return
	}
	c.plan().Set(at, tag)
	c.look(c.form.Name, at, "“%s”里列录入的“%s”，一条接一条%s", layout.Clip(label), in.Name, told)
}

// unknown tells that the input workbook does not know what a row holds.
func (c *wholeCard) unknown(at layout.Pos, label string) {
	if label != "" && !c.told[label] {
		c.told[label] = true
		c.leave(c.form.Name, at, "“%s”录入里没有部门整体的，没有写标签", layout.Clip(label))
	}
}

// amount writes the tag of a sum: of what the label and the header say together, else of one of them,
// as the figure of the example confirms.
func (c *wholeCard) amount(at layout.Pos, left, above string, outer []string, figure decimal.Decimal, shown bool) {
	unit := c.unit
	var known []meaning.Claim
	read := func(said string) []meaning.Claim {
		if u, ok := c.Pack.Units.Header(said); ok {
			unit = u
		}
		if !c.ofMoney(said) {
			return nil
		}
		return []meaning.Claim{c.words.Read(inMoney(said))}
	}
	for _, said := range outer {
		for _, claim := range read(said) {
			if c.like == nil || c.x.Vague { // 当年预算情况 above all says of which year the budget is, not of which the money
				claim.Filter = maps.Clone(claim.Filter)
				maps.DeleteFunc(claim.Filter, func(field string, _ []string) bool { return len(c.words.Choices[field]) == 2 })
			}
			known = append(known, claim)
		}
	}
	l, a := read(left), read(above)
	all := [][]meaning.Claim{slices.Concat(l, a, known), slices.Concat(l, a), l, slices.Concat(a, known), a}
	agrees := func(said []meaning.Claim) bool {
		sum := c.x.Amount(&evidence.Spot{Source: []string{c.x.Usual}, Said: meaning.Claim{Filter: meaning.Together(said...).Filter}}, evidence.Addition{})
		sc := layout.Scale{Unit: unit, Places: max(-figure.Exponent(), 0), Slack: c.Slack}
		return c.like == nil || sc.Agrees(figure, sum) // a blank of the example is no place for what is not nought
	}
	var one string
	if shown && !c.x.Vague && !slices.ContainsFunc(all, func(said []meaning.Claim) bool { return len(said) > 0 && agrees(said) }) {
		var narrow meaning.Claim
		if narrow, one = c.oneOf(all, agrees); one != "" {
			all = [][]meaning.Claim{{narrow}}
		} else if rest, others := c.restOf(at, all, agrees); others != "" {
			all, one = [][]meaning.Claim{{rest}}, others
		}
	}
	guessed := c.x.Vague && !c.strict && shown && !slices.ContainsFunc(all, func(said []meaning.Claim) bool { return len(said) > 0 && agrees(said) })
	for _, said := range all {
		filter := meaning.Together(said...).Filter
		switch {
		case len(said) == 0 || !guessed && !agrees(said):
			continue
		case guessed && layout.Totals.MatchString(left) && (len(l) == 0 || len(l[0].Filter) == 0):
			continue // of lines above it, whatever they are
		case !shown && len(filter) == 0 && !allMoney.MatchString(left+above):
			continue // 年度预算 alone may stand above anything
		}
		name := cmp.Or(left, above)
		if len(a) > 0 && len(a[0].Filter) > 0 && (len(l) == 0 || len(l[0].Filter) == 0) {
			name = above
		}
		sum := sumOfAll{at: at, want: want{name: name, filter: filter}, unit: unit, head: above}
		for _, claim := range a {
			for field, values := range claim.Filter {
				switch {
				case len(c.words.Choices[field]) != 2 || slices.ContainsFunc(l, func(own meaning.Claim) bool { return own.Filter[field] != nil }):
				case filter[field] == nil:
					sum.refutes = !agrees([]meaning.Claim{{Filter: meaning.With(filter, pack.Filter{field: values})}})
				default:
					wider := maps.Clone(filter)
					if delete(wider, field); agrees([]meaning.Claim{{Filter: wider}}) {
						sum.wider = wider
					}
				}
			}
		}
		c.sums = append(c.sums, sum)
		c.doubt(&layout.Table{Sheet: c.form}, filter, filter)
		switch label := layout.Clip(cmp.Or(left, above)); {
		case one != "":
			c.look(c.form.Name, at, "“%s”照范例的数取%s", label, one)
		case guessed:
			c.look(c.form.Name, at, "“%s”和重建的录入对不上，照文字写了标签，没有核对过", label)
		case !shown && c.like != nil:
			c.look(c.form.Name, at, "“%s”范例里没有数，照文字写了标签", label)
		}
		return
	}
	c.unknown(at, strings.Trim(left+"/"+above, "/"))
}

// oneOf narrows what words say of several choices to the only one that the figure is: 其他资金 beside a column of
// 财政专户管理资金.
func (c *wholeCard) oneOf(all [][]meaning.Claim, agrees func([]meaning.Claim) bool) (narrow meaning.Claim, one string) {
	for _, said := range all {
		filter := meaning.Together(said...).Filter
		for _, field := range slices.Sorted(maps.Keys(filter)) {
			var fits []string
			values := filter[field]
			for _, v := range values {
				if own := (meaning.Claim{Filter: meaning.With(pack.Filter{field: {v}}, filter)}); len(values) > 1 && len(c.words.Choices[field]) > 2 && agrees([]meaning.Claim{own}) {
					fits, narrow = append(fits, v), own
				}
			}
			if len(fits) == 1 {
				return narrow, fits[0]
			}
		}
	}
	return narrow, ""
}

// restOf widens what 其他资金 says to all that the lines right above it leave, if the figure is that: beside
// 一般公共预算拨款 alone, other 财政拨款 too.
func (c *wholeCard) restOf(at layout.Pos, all [][]meaning.Claim, agrees func([]meaning.Claim) bool) (rest meaning.Claim, called string) {
	taken := map[string][]string{}
	for row := at.Row - 1; ; row-- {
		i := slices.IndexFunc(c.sums, func(s sumOfAll) bool { return s.at == layout.At(at.Col, row) })
		if i < 0 {
			break
		}
		for field, values := range c.sums[i].want.filter {
			taken[field] = append(taken[field], values...)
		}
	}
	for _, said := range all {
		filter := meaning.Together(said...).Filter
		for _, field := range slices.Sorted(maps.Keys(filter)) {
			left := c.x.Others(field, taken[field])
			if len(taken[field]) == 0 || len(left) <= len(filter[field]) || !meaning.Covers(left, filter[field]) {
				continue
			}
			if rest = (meaning.Claim{Filter: meaning.With(pack.Filter{field: left}, filter)}); agrees([]meaning.Claim{rest}) {
				return rest, "上面各行以外的" + field + "（" + strings.Join(left, "、") + "）"
			}
		}
	}
	return rest, ""
}

// allMoney is in the words for all money.
var allMoney = pattern.Of(`总额|合计|总计`)

// writeSums writes the tags of the amounts, of one view.
func (c *wholeCard) writeSums() {
	if len(c.sums) == 0 {
		return
	}
	var wants []want
	for i, s := range c.sums { // 当年金额 of lines that show both years says of which year the budget is, in each of them
		if s.wider != nil && slices.ContainsFunc(c.sums, func(o sumOfAll) bool { return o.refutes && o.head == s.head }) {
			c.sums[i].want.filter = s.wider
		}
	}
	for _, s := range c.sums {
		if len(s.want.filter) == 0 {
			s.want.name = pack.Root
		}
		wants = append(wants, s.want)
	}
	v, names := c.views.find(layout.ViewName(heading(c.form)), evidence.Shape{Sources: []string{c.x.Usual}}, wants)
	made := Published{Sheet: c.form.Name, Name: heading(c.form)}
	for i, s := range c.sums {
		modifier := ""
		if s.unit != c.usual {
			modifier = "|" + s.unit.Name
		}
		c.plan().Set(s.at, "{{"+v.Name+"."+names[i]+modifier+"}}")
		if len(s.want.filter) == 0 {
			made.Total = v.Name + "." + names[i]
		}
	}
	c.result.Tables = append(c.result.Tables, made)
	for _, at := range c.shares {
		if formula := c.share(at); formula != "" {
			c.plan().Set(at, formula)
		} else {
			left, above, _, _ := c.around(at)
			c.unknown(at, strings.Trim(left+"/"+above, "/"))
		}
	}
}

// share is the part that the amount on the left of a cell is of the total below it, "" if the example shows
// something else, or nothing says whether it is shown in hundredths.
func (c *wholeCard) share(at layout.Pos) string {
	amount := func(at layout.Pos) bool {
		return slices.ContainsFunc(c.sums, func(s sumOfAll) bool { return s.at == at })
	}
	of := layout.At(at.Col-1, at.Row)
	for of.Col > 1 && !amount(of) {
		of.Col--
	}
	whole := of
	for ; whole.Row <= c.form.Last.Row; whole.Row++ {
		if left, _, _, _ := c.around(whole); amount(whole) && layout.Totals.MatchString(left) {
			break
		}
	}
	if !amount(of) || !amount(whole) {
		return ""
	}
	hundred := !c.form.Percent(at)
	if c.like != nil {
		is := func(at layout.Pos) decimal.Decimal {
			d, _ := c.like.Cells[layout.At(at.Col, c.rows[at.Row])].Amount()
			return d
		}
		shown, all := is(at), is(whole)
		if all.IsZero() {
			return ""
		}
		part := is(of).Div(all)
		_, places, _ := strings.Cut(shown.String(), ".") // its exponent is that of the number as it is stored
		near := func(d decimal.Decimal) bool {
			return d.Sub(shown).Abs().LessThanOrEqual(decimal.New(1, -int32(max(len(places), 1))))
		}
		if hundred = near(part.Shift(2)) && !shown.IsZero(); !hundred && !near(part) {
			return ""
		}
	} else if hundred && !strings.ContainsAny(c.form.Says(layout.At(at.Col, at.Row-1)), "%％") {
		return ""
	}
	a, b, times := layout.CellName(of), layout.CellName(whole), ""
	if hundred {
		times = "*100"
	}
	return fmt.Sprintf("=IF(N(%s)=0,0,%s/%s%s)", b, a, b, times)
}

// countsColumns says whether a row numbers the columns: 1, 2, 3.
func countsColumns(s *layout.Sheet, row int) bool {
	texts := s.Texts(row)
	for i, at := range texts {
		if n, err := strconv.Atoi(s.Says(at)); err != nil || i > 0 && s.Says(texts[i-1]) != strconv.Itoa(n-1) {
			return false
		}
	}
	return len(texts) > 2
}

// list tells that the input workbook has nothing of all the department for the lines of the list, and
// takes out what a filled form has there.
func (c *wholeCard) list() {
	for row := c.from; row < c.to; row++ {
		if countsColumns(c.form, row) {
			continue
		}
		for col, own := range c.shown {
			if at := layout.At(col, row); own && c.form.Own(at) && c.form.Cells[at].Text != "" {
				c.plan().Set(at, "")
			}
		}
	}
	c.leave(c.form.Name, layout.At(1, c.from), "各行的指标录入里没有部门整体的，没有写标签。这些和上面没有写的，要由录入印的，照 docs/模板包.md 的“整体绩效目标表”在 pack.yaml 里加项、录入表和视图，再写标签")
}
