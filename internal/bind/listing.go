package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// listing is a list of the example on its way into a block of the form.
type listing struct {
	*binder
	pair  *pair
	to    *layout.Block
	list  *evidence.List
	cols  map[int]int            // columns of the form, by those of the example
	texts map[int]map[int]string // what the labels of each level say, by column of the example

	shown           []*meaning.Column // columns with tags, and what they want of the view
	wants           []want
	changes, shares map[int]evidence.Derived // formulas that columns may have
	changed, shared []int                    // those columns that have them
	models          map[int]*formula.Formula // by those columns that have one in the form's first row, which stays: that of the lines, nil of none
	none            []int                    // columns of money that no ledger has, where the example says 0

	view  *pack.View
	names []string // of the view's columns, for those that are shown

	order  []int // levels, as they stand from the top
	region tagging.Region
	below  bool                  // the form has no line but that of the total, which becomes all
	first  int                   // rows of the region before those of the levels
	tails  map[int]meaning.Claim // lines behind the total, of other tables of the input workbook
	closes map[int]int           // levels whose lines the 小计 of the form close, by row
	grand  []int                 // totals of the list and of what stands behind it
}

// sort tells the columns apart: those with tags, with formulas, and those that stay open.
func (w *listing) sort() (open []*meaning.Column) {
	e, form := w.pair.like, w.pair.form
	var all []int
	for _, f := range w.list.Columns {
		all = append(all, f.Col)
	}
	w.changes = evidence.Changes(w.words, e, evidence.FigureRows(w.list.Lines), all)
	w.pair.numbered(w.changes, w.cols)
	w.ofPrinted(w.changes, e, evidence.FigureRows(w.list.Lines), func() map[layout.Pos]budget.Fen { return w.x.Amounts(w.list) })
	w.shares = evidence.Shares(w.words, e, w.list.Lines, w.list.IDs, all)
	for _, f := range w.list.Columns { // 事业收入, all of which 其他收入 shows
		if !f.Bound && f.Known && e.Blank(f.Col) && slices.ContainsFunc(w.list.Columns, func(o *meaning.Column) bool { return o.Bound && !e.Blank(o.Col) && meaning.Same(o.Filter, f.Filter) }) {
			f.Open = evidence.NotKept
		}
	}
	for _, f := range w.list.Columns {
		change, follows := w.changes[f.Col]
		share, parts := w.shares[f.Col]
		switch {
		case f.Bound && !(follows && evidence.ComparesAbove(e, f.Col)): // small changes are 0 as printed, which many filters give
			w.spentToo(w.pair, w.list, f)
			w.onlyNamed(f)
			w.doubt(form, f.Said.Filter, f.Filter)
			if f.Blind {
				w.opened(e, f.Col) // last year's figures do not come out of this ledger
			} else if f.Unproven {
				w.notProven(e, f.Col, true)
			}
			w.wants = append(w.wants, want{f.Head, f.Filter, f.Measure})
			w.shown = append(w.shown, f)
			if f.Doubt != "" {
				w.look(form.Name, w.top(f), "%s", f.Doubt)
			}
		case form.Cells[w.top(f)].Formula && !(follows && w.model(f)):
		case follows && !slices.ContainsFunc(change.Needs(), func(col int) bool { return !w.list.Has(col) }):
			w.changed = append(w.changed, f.Col)
			if slices.ContainsFunc(change.Needs(), w.list.Blind) {
				w.notProven(e, f.Col, true)
			}
		case parts && w.list.Has(share.From) && w.wholeFor(w.pair, w.to, w.list):
			w.shared = append(w.shared, f.Col)
		default:
			w.opened(e, f.Col)
			if f.Open == evidence.NotKept {
				w.notKept(f.Head)
				if prints, _ := habitOf(e, f.Col, nil).says(); prints {
					w.none = append(w.none, f.Col)
					w.zero(form.Name, w.top(f), f.Head)
				}
			} else if f.Open != evidence.NothingAgrees {
				open = append(open, f)
			}
		}
	}
	return open
}

// onlyNamed limits a column that words alone decide to the items that have what the lines are by: those of projects.
func (w *listing) onlyNamed(f *meaning.Column) {
	s := w.Pack.Input.Sheet(w.x.Usual)
	if !w.x.Vague && !w.x.Nothing() || s == nil || !slices.Contains(w.list.Shape.Sources, s.Name) {
		return
	}
	for _, r := range w.list.Shape.Rows {
		for _, by := range r.By {
			c := s.Column(meaning.FieldOf(by))
			if c == nil {
				continue
			}
			for field, values := range c.When {
				if f.Filter[field] == nil && s.Column(field) != nil {
					f.Filter = meaning.With(f.Filter, pack.Filter{field: values})
				}
			}
		}
	}
}

// top is the first cell of a column in the form.
func (w *listing) top(f *meaning.Column) layout.Pos {
	return layout.At(w.cols[f.Col], w.pair.form.Body[0])
}

// model says whether the form has a formula in the first row of a column and in no other one, which stays. It notes it,
// if it is of that row: the other lines get the same, else what the example shows.
func (w *listing) model(f *meaning.Column) bool {
	form, top := w.pair.form, w.top(f)
	for row := top.Row + 1; row <= form.Body[1]; row++ {
		if form.Cells[layout.At(top.Col, row)].Formula {
			return false
		}
	}
	if w.models == nil {
		w.models = map[int]*formula.Formula{}
	}
	w.models[f.Col] = nil
	x, err := formula.Parse(form.Cells[top].Expr)
	if err == nil && len(x.Operands) > 0 && !slices.ContainsFunc(x.Functions(), placed.MatchString) && !slices.ContainsFunc(x.Operands, func(o formula.Operand) bool {
		_, from, _, to := o.Ref.Abs()
		return o.Ref.Sheet != "" || o.Ref.Row1 != top.Row || o.Ref.Row2 != top.Row || from || to
	}) {
		w.models[f.Col] = x
	}
	return true
}

// placed are functions that look at other cells than they name.
var placed = pattern.Of(`^(INDIRECT|OFFSET|ROWS?|CELL|ADDRESS)$`)

// tellOpen tells of columns without tags, those of one reason together.
func (w *listing) tellOpen(open []*meaning.Column) {
	for i, f := range open {
		alike := func(o *meaning.Column) bool { return o.Open == f.Open }
		if slices.IndexFunc(open, alike) < i {
			continue
		}
		var heads, cells []string
		for _, o := range open {
			if alike(o) {
				heads, cells = append(heads, o.Head), append(cells, finding.At(w.pair.form.Name, w.top(o).Col, w.top(o).Row).Cell)
			}
		}
		which := "这一列"
		if len(heads) > 1 {
			which = "这几列（" + strings.Join(cells, "、") + "）"
		}
		w.leave(w.pair.form.Name, w.top(f), "“%s”%s没有写标签：%s", strings.Join(heads, "”“"), which, f.Open)
	}
}

// hopeless says whether nothing or too little of a list is bound: neither its total nor half of its columns.
func (w *listing) hopeless() bool {
	columns := w.list.Columns
	i := slices.IndexFunc(columns, func(f *meaning.Column) bool { return f.Generic && !f.Said.Last })
	return len(w.wants) == 0 || i >= 0 && !columns[i].Bound && len(w.wants)*2 < len(columns)
}

// place finds the rows of the form for the list, and says whether there are any.
func (w *listing) place() bool {
	form := w.pair.form
	also := w.list.Wholes(w.pair.like)
	w.region = tagging.Spare(form, w.to, w.hasFixedBeside(w.pair, w.to), also)
	if w.tails = w.tailsOf(w.pair, w.to, w.region.Totals); len(w.tails) > 0 {
		w.region.Rows = slices.DeleteFunc(w.region.Rows, func(row int) bool { return w.tails[row].Source != "" })
		first := slices.Min(slices.Collect(maps.Keys(w.tails)))
		i := slices.IndexFunc(w.region.Totals, func(row int) bool { return row > first })
		if i < 0 {
			i = len(w.region.Totals)
		}
		w.region.Totals, w.grand = w.region.Totals[:i], w.region.Totals[i:]
	}
	if len(also) > 0 && len(w.region.Totals) > 1 && !w.region.Beside {
		w.dropParts(also)
	}
	if w.Example == nil && !w.region.Beside {
		w.closing()
	}
	w.othersBelow()
	w.below = len(w.region.Rows) == 0 && len(w.region.Totals) == 1 && !w.region.Beside && len(w.tails) == 0 // of an empty table
	return len(w.region.Rows) > 0 || w.below
}

// othersBelow takes out of the rows for a list what stands below its last total and in the example too: another part
// of the form, 年度绩效指标 below the tasks of a year.
func (w *listing) othersBelow() {
	e := w.exampleOf(w.pair.plan.Sheet)
	if w.Example == nil || e == nil || w.itself() || w.region.Beside || len(w.region.Totals) == 0 {
		return
	}
	total := slices.Max(w.region.Totals)
	for i, row := range w.region.Rows {
		if _, ok := w.inBoth(w.pair.plan.Sheet, e, row); ok && row > total && i > 0 {
			w.region.Rows = w.region.Rows[:i]
			return
		}
	}
}

// tellOrder tells of lines that the form has above the rows for a list, and the example below it: 二、年终结转结余
// behind the classes of 一、本年支出, for which the form has no rows between the two.
func (w *listing) tellOrder() {
	e, form := w.pair.like, w.pair.form
	first, last := 0, 0
	for i, l := range w.list.Lines {
		if w.list.IDs[i] != "" && !l.Total {
			if first == 0 {
				first = l.Row
			}
			last = l.Row
		}
	}
	says := func(text string, from, to int) bool {
		for row := from; row <= to; row++ {
			if slices.ContainsFunc(e.Texts(row), func(at layout.Pos) bool { return layout.Tight(e.Says(at)) == text }) {
				return true
			}
		}
		return false
	}
	for row := form.Body[0]; len(w.region.Rows) > 0 && row < w.region.Rows[0]; row++ {
		for _, col := range w.to.Labels {
			text := layout.Tight(form.Says(layout.At(col, row)))
			if text != "" && !layout.Totals.MatchString(text) && says(text, last+1, e.Body[1]) && !says(text, e.Body[0], first) {
				w.look(form.Name, layout.At(col, row), "“%s”范例里排在清单的各行下面，官方表的空行都在它下面，填好后它排在清单上面。要照范例排的，把它移到空行下面，再运行 ysgk pack init", text)
			}
		}
	}
}

// dropParts takes out totals of single units or projects, which the example has and other departments
// do not.
func (w *listing) dropParts(wholes []string) {
	form := w.pair.form
	whole := func(row int) bool { return form.TotalLike(w.to, row, wholes) }
	if !slices.ContainsFunc(w.region.Totals, whole) {
		return
	}
	closed := false
	for _, row := range w.region.Totals {
		if whole(row) {
			continue
		}
		if !closed && w.closedBy(row) {
			closed = true
			continue
		}
		w.pair.plan.Times[row] = 0
		if name := form.TotalOf(w.to, row); !strings.Contains(name, "小计") || !w.says("小计") { // a level of the list may be called so
			w.leave(form.Name, layout.At(1, row), "“%s”是一部分的合计，没有写标签，这一行删去了", name)
		}
	}
	w.region.Totals = slices.DeleteFunc(w.region.Totals, func(row int) bool { return !whole(row) })
}

// closedBy gives a 小计 of the form to the level whose lines it closes, if it is called as these: the row has the
// look that the form gives them.
func (w *listing) closedBy(row int) bool {
	last := len(w.order) - 1
	above := slices.DeleteFunc(slices.Clone(w.region.Rows), func(r int) bool { return r > row })
	if last < 1 || len(above) < last || !w.calls(w.order[last], w.pair.form.TotalOf(w.to, row)) {
		return false
	}
	kept := append(slices.Clone(above[:last]), row)
	for _, r := range w.region.Rows {
		if !slices.Contains(kept, r) {
			w.pair.plan.Times[r] = 0
		}
	}
	w.region.Rows = kept
	return true
}

// calls says whether a label of a level is a text.
func (w *listing) calls(level int, said string) bool {
	for _, text := range w.texts[level] {
		if said != "" && layout.Key(text) == layout.Key(said) {
			return true
		}
	}
	return false
}

// apart takes apart what the form merges downward in a column of labels over its samples, where the tags merge what
// is printed: the name of a unit over its lines and their 小计.
func (w *listing) apart() {
	plan, form := w.pair.plan, w.pair.form
	if w.Example == nil {
		w.mergedAsForm()
	}
	for _, of := range w.texts {
		for from, text := range of {
			if !strings.Contains(text, "|合并") {
				continue
			}
			for _, row := range w.region.Rows {
				if m := form.Whole[layout.At(w.cols[from], row)]; m.Row2 > m.Row1 && !w.region.Beside && !slices.Contains(plan.Unmerge, m) {
					plan.Unmerge = append(plan.Unmerge, m)
				}
			}
		}
	}
}

// mergedAsForm merges what lines print in a column in which the form alone merges its samples downward, and the 小计
// that close them too where they are within.
func (w *listing) mergedAsForm() {
	form := w.pair.form
	for level, of := range w.texts {
		for from, text := range of {
			field, ends := strings.CutSuffix(text, evidence.Field)
			name, begins := strings.CutPrefix(field, evidence.Field)
			if !ends || !begins || strings.ContainsAny(name, evidence.Field+"|") {
				continue
			}
			for _, row := range w.region.Rows {
				m := form.Whole[layout.At(w.cols[from], row)]
				if m.Row2 <= m.Row1 || m.Col1 != m.Col2 || w.region.Beside {
					continue
				}
				w.texts[level][from] = field + "|合并" + evidence.Field
				for sum, of := range w.closes {
					if m.Row1 <= sum && sum <= m.Row2 {
						w.pair.plan.Put(sum, 0, w.cols[from], tagged(w.texts[level][from], w.view, of))
					}
				}
				break
			}
		}
	}
}

// closing writes the 小计 that close the lines of a level, as a form alone shows them.
func (w *listing) closing() {
	form := w.pair.form
	part := func(row int) bool { return strings.Contains(form.TotalOf(w.to, row), "小计") }
	parts := slices.DeleteFunc(slices.Clone(w.region.Totals), func(row int) bool { return !part(row) })
	if len(parts) == len(w.region.Totals) {
		return
	}
	w.region.Totals = slices.DeleteFunc(w.region.Totals, part)
	closed := slices.Index(w.list.Levels, evidence.Unprinted)
	for _, row := range parts {
		if n := len(w.region.Rows); closed >= 0 && closed == len(w.list.Levels)-2 && n > 0 && w.region.Rows[n-1] == row-1 {
			level := w.view.Rows[closed].Level
			w.figures(row, 0, "@"+level)
			if w.closes == nil {
				w.closes = map[int]int{}
			}
			w.closes[row] = closed
			w.look(form.Name, layout.At(1, row), "“%s”写成了每个%s各行的合计", form.TotalOf(w.to, row), level)
		} else {
			w.leave(form.Name, layout.At(1, row), "“%s”是哪一部分的合计，看不出来，没有写标签。要印的，在这一行写上一级的标签", form.TotalOf(w.to, row))
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
		return w.region.Slot(i + w.first)
	} else {
		return w.region.Totals[0], i + 1
	}
}

// own makes room for the levels and for the line of the total, if the example has one and the form does not.
func (w *listing) own() {
	plan, form := w.pair.plan, w.pair.form
	if w.below {
		total := w.region.Totals[0]
		plan.Times[total] = 1 + len(w.order)
		for col := 1; col <= form.Last.Col; col++ { // a row that becomes several loses its texts
			if at := layout.At(col, total); form.Own(at) && !slices.Contains(w.to.Figures, col) && !form.Cells[at].Formula && form.Cells[at].Text != "" {
				plan.Put(total, 0, col, form.Raw(at))
			}
		}
	}
	top, label := totalLine(w.list, w.pair.like, w.to, w.cols)
	if twice := top && w.closedToo(); (len(w.region.Totals) > 0 && !twice) || label.Text == "" || len(w.order) == 0 {
		plan.Needs = append(plan.Needs, tagging.Need{Region: w.region, Levels: max(len(w.order), 1)})
		if len(w.order) == 0 && !w.below {
			w.region.Totals = w.region.Rows[:1]
		}
		return
	}
	plan.Needs = append(plan.Needs, tagging.Need{Region: w.region, Levels: len(w.order) + 1})
	row, nth := w.region.Slot(len(w.order))
	if top {
		w.first = 1
		row, nth = w.region.Slot(0)
	}
	w.blank(row, nth)
	if item := evidence.ItemOf([]string{label.Text}, w.Ledger.Info); item != "" && top {
		label.Text = item
	}
	plan.Put(row, nth, label.Col, label.Text)
	w.figures(row, nth, "@"+pack.Root)
}

// closedToo says whether the example has a line of the whole above all others, and another one below them, which alone
// the form has: the department, and 合计.
func (w *listing) closedToo() bool {
	return w.Example != nil && len(w.list.Lines) > 1 && !w.list.Lines[1].Total && len(w.list.Wholes(w.pair.like)) > 1 && len(w.region.Totals) == 1 && len(w.region.Rows) > 0 && w.region.Totals[0] > w.region.Rows[0]
}

// blank takes out what the form has in a row of the block.
func (w *listing) blank(row, nth int) {
	for _, col := range slices.Concat(w.to.Labels, w.to.Figures) {
		if !w.pair.form.Cells[layout.At(col, row)].Formula || nth > 0 {
			w.pair.plan.Put(row, nth, col, "")
		}
	}
}

// figures writes the figures of a line, of the rows of a view that a scope names.
func (w *listing) figures(row, nth int, scope string) {
	for i, f := range w.shown {
		w.pair.plan.Put(row, nth, w.cols[f.Col], "{{"+w.view.Name+scope+"."+w.names[i]+w.modifier(w.pair.form, w.cols[f.Col])+"}}")
	}
	for _, col := range w.none {
		w.pair.plan.Put(row, nth, w.cols[col], none)
	}
	for _, col := range w.changed {
		x, own := w.models[col]
		if top := w.pair.form.Body[0]; own && row == top && nth == 0 {
			continue
		} else if x != nil {
			put := tagging.Put{Row: row, Nth: nth, Col: w.cols[col], Text: "=" + x.Copied(0, row-top)}
			if form := w.pair.form; !form.Percent(layout.At(put.Col, row)) {
				put.Format = form.PercentFormat(layout.At(put.Col, top)) // of the form's own
			}
			w.pair.plan.Puts = append(w.pair.plan.Puts, put)
			continue
		}
		w.pair.putDerived(tagging.Put{Row: row, Nth: nth, Col: w.cols[col]}, w.changes[col], col, func(d evidence.Derived) string { return d.Formula(w.cols, row) })
	}
	for _, col := range w.shared {
		w.pair.putDerived(tagging.Put{Row: row, Nth: nth, Col: w.cols[col]}, w.shares[col], col, func(d evidence.Derived) string { return d.ShareFormula(w.cols, row, w.region.Totals) })
	}
}

// putDerived writes the formula of a column of the example that follows from others. A share or a rate of change has
// the per cents of the example where the cell of the form shows none, since 0.0812 would be read as 0.08%, and as many
// decimals as the example where the cell has no number format: it would print all there are.
func (p *pair) putDerived(x tagging.Put, d evidence.Derived, col int, formula func(evidence.Derived) string) {
	at := layout.At(x.Col, x.Row)
	if d.Rate() && !p.form.Percent(at) {
		shown, hundredths := p.like.RateShown(col)
		switch {
		case hundredths != "":
			x.Format = hundredths
		case shown < 0 || shown > mostPlaces:
		case !p.form.Fixed(at):
			d = d.Rounded(shown)
		}
	}
	x.Text = formula(d)
	p.plan.Puts = append(p.plan.Puts, x)
}

// mostPlaces are the decimals that a share or a rate may have for these to be how it is to be printed.
const mostPlaces = 4

// levels writes a line for each level.
func (w *listing) levels() {
	for _, level := range w.order {
		row, nth := w.slot(level)
		w.blank(row, nth)
		named := false
		for from, text := range w.texts[level] {
			w.pair.plan.Put(row, nth, w.cols[from], tagged(text, w.view, level))
			named = named || text != ""
		}
		switch name := w.view.Rows[level].Level; {
		case len(w.list.Bare) > level && w.list.Bare[level]:
		case !named:
			w.leave(w.pair.form.Name, layout.At(w.to.Labels[0], row), "“%s”各行没有名称可印，没有写标签", name)
		default:
			w.figures(row, nth, "@"+name)
		}
	}
	if w.region.Beside { // whose other rows stay, for the lines beside them
		for _, row := range w.region.Rows[min(len(w.order), len(w.region.Rows)):] {
			for _, col := range w.to.Labels {
				at := layout.At(col, row)
				said := w.pair.form.Says(at)
				name := layout.Unnumbered(said)
				switch {
				case !w.pair.form.Own(at) || said == "":
				case layout.Placeholder(said) || name == "" || layout.Placeholder(name) || layout.AllDigits(said) || w.namer.Knows(name):
					w.pair.plan.Put(row, 0, col, "") // one more sample of the list
				default:
					w.leave(w.pair.form.Name, at, "“%s”在清单的空行里，不是清单的一行，照原样印", layout.Clip(said))
				}
			}
		}
	}
}

// totals writes the lines of the whole that the form has.
func (w *listing) totals() {
	root := "@" + pack.Root
	if len(w.view.Rows) == 0 {
		root = ""
	}
	for _, row := range w.region.Totals {
		if len(w.view.Rows) > 0 {
			for col, text := range besideTotal(w.list, w.pair, w.to, w.cols, row, w.Ledger.Info) {
				w.pair.plan.Put(row, 0, col, strings.ReplaceAll(text, evidence.Field, w.view.Name+root+"."))
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
		sum := "=" + layout.CellName(layout.At(w.cols[f.Col], w.region.Totals[len(w.region.Totals)-1]))
		for _, row := range slices.Sorted(maps.Keys(w.tails)) {
			s := &evidence.Spot{Source: []string{w.tails[row].Source}, Filter: maps.Clone(f.Filter), Bound: true}
			maps.DeleteFunc(s.Filter, func(field string, _ []string) bool { return !w.x.Has(s.Source[0], field) })
			s.Filter = meaning.With(w.tails[row].Filter, s.Filter)
			s.Said.Filter = s.Filter
			w.pair.plan.Put(row, 0, w.cols[f.Col], "{{"+w.sentenceView(s)+w.modifier(w.pair.form, w.cols[f.Col])+"}}")
			sum += "+" + layout.CellName(layout.At(w.cols[f.Col], row))
		}
		for _, row := range w.grand {
			w.pair.plan.Put(row, 0, w.cols[f.Col], sum)
		}
	}
}

// sum is the column that a table adds up to: 合计, and not last year's.
func (w *listing) sum() int {
	whole := slices.IndexFunc(w.shown, func(f *meaning.Column) bool {
		return f.Generic && !strings.Contains(f.Head, "/") && f.Measure == ""
	})
	if whole < 0 {
		whole = max(slices.IndexFunc(w.shown, func(f *meaning.Column) bool { return f.Measure == "" }), 0)
	}
	return whole
}
