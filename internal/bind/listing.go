package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/pack"
)

// listing is a list of the example on its way into a block of the form.
type listing struct {
	*binder
	pair  *pair
	to    *block
	list  *list
	cols  map[int]int            // columns of the form, by those of the example
	texts map[int]map[int]string // what the labels of each level say, by column of the example

	shown           []*figures // columns with tags, and what they want of the view
	wants           []want
	changes, shares map[int]derived // formulas that columns may have
	changed, shared []int           // those columns that have them

	view  *pack.View
	names []string // of the view's columns, for those that are shown

	order  []int // levels, as they stand from the top
	region region
	below  bool          // the form has no line but that of the total, which becomes all
	first  int           // rows of the region before those of the levels
	tails  map[int]claim // lines behind the total, of other tables of the input workbook
	grand  []int         // totals of the list and of what stands behind it
}

// sort tells the columns apart: those with tags, with formulas, and those that stay open.
func (w *listing) sort() (open []*figures) {
	e, form := w.pair.like, w.pair.form
	var all []int
	for _, f := range w.list.columns {
		all = append(all, f.col)
	}
	w.changes = w.words.changes(e, figureRows(w.list.lines), all)
	w.shares = w.words.shares(e, w.list.lines, w.list.ids, all)
	for _, f := range w.list.columns {
		change, follows := w.changes[f.col]
		share, parts := w.shares[f.col]
		switch {
		case f.bound:
			w.doubt(form, f.said.filter)
			if f.blind {
				w.opened(e, f.col) // last year's figures do not come out of this ledger
			} else if f.unproven {
				w.notProven(e, f.col, true)
			}
			w.wants = append(w.wants, want{f.head, f.filter, f.measure})
			w.shown = append(w.shown, f)
			if f.doubt != "" {
				w.look(form.name, w.top(f), "%s", f.doubt)
			}
		case form.cells[w.top(f)].formula:
		case follows && !slices.ContainsFunc(change.needs(), func(col int) bool { return !w.list.has(col) }):
			w.changed = append(w.changed, f.col)
			if slices.ContainsFunc(change.needs(), w.list.blind) {
				w.notProven(e, f.col, true)
			}
		case parts && w.list.has(share.from) && w.wholeFor(w.pair, w.to, w.list):
			w.shared = append(w.shared, f.col)
		default:
			w.opened(e, f.col)
			if f.open == notKept {
				w.notKept(f.head)
			} else if f.open != nothingAgrees {
				open = append(open, f)
			}
		}
	}
	return open
}

// top is the first cell of a column in the form.
func (w *listing) top(f *figures) pos { return pos{w.cols[f.col], w.pair.form.body[0]} }

// tellOpen tells of columns without tags, those of one reason together.
func (w *listing) tellOpen(open []*figures) {
	for i, f := range open {
		alike := func(o *figures) bool { return o.open == f.open }
		if slices.IndexFunc(open, alike) < i {
			continue
		}
		var heads []string
		for _, o := range open {
			if alike(o) {
				heads = append(heads, o.head)
			}
		}
		which := "这一列"
		if len(heads) > 1 {
			which = "这几列"
		}
		w.leave(w.pair.form.name, w.top(f), "“%s”%s没有写标签：%s", strings.Join(heads, "”“"), which, f.open)
	}
}

// hopeless says whether nothing or too little of a list is bound: neither its total nor half of its columns.
func (w *listing) hopeless() bool {
	columns := w.list.columns
	i := slices.IndexFunc(columns, func(f *figures) bool { return f.generic && !f.said.last })
	return len(w.wants) == 0 || i >= 0 && !columns[i].bound && len(w.wants)*2 < len(columns)
}

// place finds the rows of the form for the list, and says whether there are any.
func (w *listing) place() bool {
	form := w.pair.form
	also := w.list.wholes(w.pair.like)
	w.region = form.spare(w.to, w.hasFixedBeside(w.pair, w.to), also)
	if w.tails = w.tailsOf(w.pair, w.to, w.region.totals); len(w.tails) > 0 {
		w.region.rows = slices.DeleteFunc(w.region.rows, func(row int) bool { return w.tails[row].source != "" })
		first := slices.Min(slices.Collect(maps.Keys(w.tails)))
		i := slices.IndexFunc(w.region.totals, func(row int) bool { return row > first })
		if i < 0 {
			i = len(w.region.totals)
		}
		w.region.totals, w.grand = w.region.totals[:i], w.region.totals[i:]
	}
	if len(also) > 0 && len(w.region.totals) > 1 && !w.region.beside {
		w.dropParts(also)
	}
	if w.Example == nil && !w.region.beside {
		w.closing()
	}
	w.below = len(w.region.rows) == 0 && len(w.region.totals) == 1 && !w.region.beside && len(w.tails) == 0 // of an empty table
	return len(w.region.rows) > 0 || w.below
}

// dropParts takes out totals of single units or projects, which the example has and other departments
// do not.
func (w *listing) dropParts(wholes []string) {
	form := w.pair.form
	whole := func(row int) bool { return form.totalLike(w.to, row, wholes) }
	if !slices.ContainsFunc(w.region.totals, whole) {
		return
	}
	for _, row := range w.region.totals {
		if whole(row) {
			continue
		}
		w.pair.plan.times[row] = 0
		if name := form.totalOf(w.to, row); !strings.Contains(name, "小计") || !w.says("小计") { // a level of the list may be called so
			w.leave(form.name, pos{1, row}, "“%s”是一部分的合计，没有写标签，这一行删去了", name)
		}
	}
	w.region.totals = slices.DeleteFunc(w.region.totals, func(row int) bool { return !whole(row) })
}

// closing writes the 小计 that close the lines of a level, as a form alone shows them.
func (w *listing) closing() {
	form := w.pair.form
	part := func(row int) bool { return strings.Contains(form.totalOf(w.to, row), "小计") }
	parts := slices.DeleteFunc(slices.Clone(w.region.totals), func(row int) bool { return !part(row) })
	if len(parts) == len(w.region.totals) {
		return
	}
	w.region.totals = slices.DeleteFunc(w.region.totals, part)
	closed := slices.Index(w.list.levels, unprinted)
	for _, row := range parts {
		if n := len(w.region.rows); closed >= 0 && closed == len(w.list.levels)-2 && n > 0 && w.region.rows[n-1] == row-1 {
			level := w.view.Rows[closed].Level
			w.figures(row, 0, "@"+level)
			w.look(form.name, pos{1, row}, "“%s”写成了每个%s各行的合计", form.totalOf(w.to, row), level)
		} else {
			w.leave(form.name, pos{1, row}, "“%s”是哪一部分的合计，看不出来，没有写标签。要印的，在这一行写上一级的标签", form.totalOf(w.to, row))
		}
	}
}

// says says whether the labels of some level have a word.
func (w *listing) says(word string) bool {
	for _, of := range w.texts {
		for _, text := range of {
			if strings.Contains(text, word) {
				return true
			}
		}
	}
	return false
}

// slot is the row of the form for a level, and which of the rows that it becomes.
func (w *listing) slot(level int) (row, nth int) {
	if i := slices.Index(w.order, level); !w.below {
		return w.region.slot(i + w.first)
	} else {
		return w.region.totals[0], i + 1
	}
}

// own makes room for the levels and for the line of the total, if the example has one and the form does not.
func (w *listing) own() {
	plan, form := w.pair.plan, w.pair.form
	if w.below {
		total := w.region.totals[0]
		plan.times[total] = 1 + len(w.order)
		for col := 1; col <= form.last.col; col++ { // a row that becomes several loses its texts
			if at := (pos{col, total}); form.own(at) && !slices.Contains(w.to.figures, col) && !form.cells[at].formula && form.cells[at].text != "" {
				plan.put(total, 0, col, form.raw(at))
			}
		}
	}
	top, label := w.list.totalLine(w.pair.like, w.to, w.cols)
	if len(w.region.totals) > 0 || label.text == "" || len(w.order) == 0 {
		plan.needs = append(plan.needs, need{w.region, max(len(w.order), 1)})
		if len(w.order) == 0 && !w.below {
			w.region.totals = w.region.rows[:1]
		}
		return
	}
	plan.needs = append(plan.needs, need{w.region, len(w.order) + 1})
	row, nth := w.region.slot(len(w.order))
	if top {
		w.first = 1
		row, nth = w.region.slot(0)
	}
	w.blank(row, nth)
	plan.put(row, nth, label.col, label.text)
	w.figures(row, nth, "@"+pack.Root)
}

// blank takes out what the form has in a row of the block.
func (w *listing) blank(row, nth int) {
	for _, col := range slices.Concat(w.to.labels, w.to.figures) {
		if !w.pair.form.cells[pos{col, row}].formula || nth > 0 {
			w.pair.plan.put(row, nth, col, "")
		}
	}
}

// figures writes the figures of a line, of the rows of a view that a scope names.
func (w *listing) figures(row, nth int, scope string) {
	for i, f := range w.shown {
		w.pair.plan.put(row, nth, w.cols[f.col], "{{"+w.view.Name+scope+"."+w.names[i]+w.modifier(w.pair.form, w.cols[f.col])+"}}")
	}
	for _, col := range w.changed {
		w.pair.plan.put(row, nth, w.cols[col], w.changes[col].formula(w.cols, row))
	}
	for _, col := range w.shared {
		w.pair.plan.put(row, nth, w.cols[col], w.shares[col].shareFormula(w.cols, row, w.region.totals))
	}
}

// levels writes a line for each level.
func (w *listing) levels() {
	for _, level := range w.order {
		row, nth := w.slot(level)
		w.blank(row, nth)
		named := false
		for from, text := range w.texts[level] {
			w.pair.plan.put(row, nth, w.cols[from], tagged(text, w.view, level))
			named = named || text != ""
		}
		switch name := w.view.Rows[level].Level; {
		case len(w.list.bare) > level && w.list.bare[level]:
		case !named:
			w.leave(w.pair.form.name, pos{w.to.labels[0], row}, "“%s”各行没有名称可印，没有写标签", name)
		default:
			w.figures(row, nth, "@"+name)
		}
	}
}

// totals writes the lines of the whole that the form has.
func (w *listing) totals() {
	root := "@" + pack.Root
	if len(w.view.Rows) == 0 {
		root = ""
	}
	for _, row := range w.region.totals {
		if len(w.view.Rows) > 0 {
			for col, text := range w.list.besideTotal(w.pair, w.to, w.cols, row, w.Ledger.Info) {
				w.pair.plan.put(row, 0, col, strings.ReplaceAll(text, field, w.view.Name+root+"."))
			}
		}
		w.figures(row, 0, root)
	}
}

// behind writes the lines behind the total, and the totals of both.
func (w *listing) behind() {
	if len(w.tails) == 0 {
		return
	}
	for _, f := range w.shown {
		sum := "=" + cellName(pos{w.cols[f.col], w.region.totals[len(w.region.totals)-1]})
		for _, row := range slices.Sorted(maps.Keys(w.tails)) {
			s := &spot{source: []string{w.tails[row].source}, filter: maps.Clone(f.filter), bound: true}
			maps.DeleteFunc(s.filter, func(field string, _ []string) bool { return !w.x.has(s.source[0], field) })
			s.filter = with(w.tails[row].filter, s.filter)
			s.said.filter = s.filter
			w.pair.plan.put(row, 0, w.cols[f.col], "{{"+w.sentenceView(s)+w.modifier(w.pair.form, w.cols[f.col])+"}}")
			sum += "+" + cellName(pos{w.cols[f.col], row})
		}
		for _, row := range w.grand {
			w.pair.plan.put(row, 0, w.cols[f.col], sum)
		}
	}
}

// sum is the column that a table adds up to: 合计, and not last year's.
func (w *listing) sum() int {
	whole := slices.IndexFunc(w.shown, func(f *figures) bool {
		return f.generic && !strings.Contains(f.head, "/") && f.measure == ""
	})
	if whole < 0 {
		whole = max(slices.IndexFunc(w.shown, func(f *figures) bool { return f.measure == "" }), 0)
	}
	return whole
}
