package bind

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
	"ysgk/internal/tags"
)

// roster is a list of records as the input workbook has them, such as what is bought, or with what
// belongs to each on the lines beside it: 项目名称, 年度金额, 一级指标, 二级指标.
type roster struct {
	of    *pivot.View
	def   *pack.View // its definition
	own   owning     // of no view in a list of records alone
	fresh bool       // the pack does not have the view
	split []string   // choices of a field by which columns divide the amount, none if they do not
	parts []string   // fields that are parts of a quantity: ≥, 95 and %
	lines []rosterLine
	tags  map[int]rosterTag // by column of the example

	order    rosterOrder
	as       []owning // what else the lines could be of
	unproven bool     // the example has lines, of which the ledger knows nothing
}

// rosterLine is a line of such a list: a record, and what belongs to it, -1 where it has nothing.
type rosterLine struct{ record, own int }

// rosterTag is what a column shows.
type rosterTag struct {
	view, name string
	amount     bool
	sum        bool     // of the columns of amounts
	merged     bool     // over the lines that show the same
	blank      bool     // below the first of these
	tied       []string // amounts that it could be as well
	others     int      // lines that say something else
	lead       string   // the field that stands before it in one cell: 某局-防汛
	joint      [3]string
}

// serial says whether it shows a number that counts lines.
func (t rosterTag) serial() bool {
	return slices.ContainsFunc(tags.Serials(), func(w tags.Word) bool { return w.Name == t.name })
}

// notProven tells of a table of records that was bound by words, since rebuilt items have none.
const notProven = "录入里没有这张表的各行，照表上的文字写了标签，没有核对过"

// roster binds a table whose lines list records and what belongs to each: by what stands on the
// lines of the example, where it has the table, else by the headers. It says whether the table is
// such a one.
func (b *binder) roster(p *pair) bool {
	rows, words := p.like.Listed(), b.Example == nil || p.lacking
	best := b.ownedRoster(p, rows, words)
	if whole := b.departmentRows(p.like, rows); best == nil && !words && len(whole) > 0 { // the sum of all, called as the department
		p.like.Summed = whole
		if best = b.ownedRoster(p, p.like.Listed(), false); best == nil {
			p.like.Summed = nil
		}
	}
	if best == nil {
		best = b.sheetRoster(p, rows)
	}
	if best == nil && b.x.Vague { // rebuilt items know nothing of records, so words alone decide
		if best = b.ownedRoster(p, rows, true); best != nil {
			best.unproven = true
		}
	}
	if best == nil {
		return !words && (b.headedRoster(p, rows) || b.groupedRoster(p, rows))
	}
	p.records = true
	if words && b.headedByWords(p, best) {
		return true
	}
	b.writeRoster(p, best)
	b.tellOrder(p, best)
	if p.lacking {
		b.tellLacking(p)
	} else if words && best.fresh {
		b.look(p.form.Name, p.form.Title, "录入的“%s”表每一行印一行，照表头写了标签；另有小计的要加上", best.def.Sources[0])
	} else if best.unproven && b.Example != nil {
		b.look(p.form.Name, p.form.Title, notProven)
	} else if best.fresh && best.lines == nil {
		b.look(p.form.Name, p.form.Title, "范例里没有一行，录入的“%s”表每一行印一行，照表头写了标签，没有核对过；另有小计的要加上", best.def.Sources[0])
	}
	return true
}

// ownedRoster finds the records and what belongs to them that a table lists, by words alone if so
// asked; nil if it lists none.
func (b *binder) ownedRoster(p *pair, rows []int, words bool) (best *roster) {
	for _, v := range b.recordViews() {
		if words {
			for _, own := range b.owns(p.form.Sheet, v.View) {
				x := &roster{of: v.View, def: v.def, own: own, tags: map[int]rosterTag{}}
				if x.byHeaders(p.like, &b.Pack.Input, b.recordAmount(p, x)); x.shows() && own.def.Rows[1].Outline == "" && (best == nil || len(x.tags) > len(best.tags)) {
					best = x
				}
			}
			continue
		}
		known := 0
		if best != nil {
			known = len(best.tags)
		}
		for order := range b.rosterOrders(v, p.like, rows) {
			if best = b.ownedBy(p, rows, v, order, best); best != nil && len(best.tags) > known {
				break
			}
		}
	}
	return best
}

// ownedBy is the list that ownedRoster finds of the records of one view in some order, or best, if that is of more
// columns.
func (b *binder) ownedBy(p *pair, rows []int, v recordView, order rosterOrder, best *roster) *roster {
	sc := layout.ScaleOf(p.like, b.usual)
	if x := (&roster{of: order.of, def: v.def, order: order, lines: rosterLines(order.records, nil, true)}); len(rows) > 0 && len(x.lines) == len(rows) {
		x.findTags(p.like, rows, sc, b.recordAmount(p, x))
		if x.explains(p.like) && slices.ContainsFunc(v.def.Carried, x.prints) && !b.listsAllItems(x) && (best == nil || len(x.tags) > len(best.tags)) {
			best = x
		}
	}
	for _, own := range b.owns(p.form.Sheet, order.of) {
		for _, all := range []bool{true, false} {
			x := &roster{of: order.of, def: v.def, own: own, order: order, lines: rosterLines(order.records, own.View, all), parts: b.quantityParts(own.def.Sources[0])}
			if len(x.lines) != len(rows) || len(rows) == 0 {
				continue
			}
			x.findTags(p.like, rows, sc, b.recordAmount(p, x))
			switch {
			case !x.shows() || best != nil && len(x.tags) < len(best.tags):
			case best == nil || len(x.tags) > len(best.tags):
				best = x
			case best.own.View != nil:
				best.as = append(best.as, own)
			}
		}
	}
	return best
}

// listsAllItems says whether a list with amounts has all records that the items of the budget name: then
// it lists what these do, and their amounts are the items', which a record may lack another year.
func (b *binder) listsAllItems(x *roster) bool {
	amounts := false
	for _, t := range x.tags {
		amounts = amounts || t.amount
	}
	items := b.Ledger.Tables[b.x.Usual]
	for _, source := range x.def.Sources {
		c := b.Pack.Input.Sheet(source).Column(x.def.Rows[0].By[0])
		if !amounts || c == nil || c.Kind != pack.Ref || items == nil || items.Field(c.Name) < 0 {
			continue
		}
		listed := map[string]bool{"": true}
		for _, r := range x.of.Rows {
			listed[layout.Tight(r.Key)] = true
		}
		all := true
		for i := range items.Len() {
			all = all && listed[layout.Tight(items.Value(i, c.Name))]
		}
		return all
	}
	return false
}

// sheetRoster finds the input sheet whose records a table lists as they are there, nil if it is none:
// the title must name it, and every column must be one of the sheet. Where the example has no record
// of it, headers say which.
func (b *binder) sheetRoster(p *pair, rows []int) (best *roster) {
	for _, s := range b.sheetsCalled(p.form.Called) {
		x := rosterOf(s, layout.ViewName(p.form.Called), p.like)
		x.of = pivot.Build(b.Whole.Pack, x.def, b.Whole.Ledger)
		x.lines = recordLines(x.of)
		switch {
		case b.Example != nil && !p.lacking && len(x.lines) > 0:
			if len(x.lines) != len(rows) {
				continue
			}
			sc := layout.ScaleOf(p.like, b.usual)
			x.findTags(p.like, rows, sc, x.byChoice(p.like, x.mostAlike(p.like)))
			if x.findSum(p.like, rows, sc); !x.explains(p.like) && !x.mostly(p.like) {
				continue
			}
		case len(rows) > 0 && b.Example != nil && !p.lacking && b.Whole.Ledger.Tables[s.Name] != nil:
			continue
		default:
			x.lines, x.tags = nil, map[int]rosterTag{}
			x.byHeaders(p.like, &b.Whole.Pack.Input, nil)
		}
		x.unproven = x.lines == nil && len(rows) > 0
		if x.lists(s) && (best == nil || len(x.tags) > len(best.tags)) {
			best = x
		}
	}
	return best
}

// sheetsCalled are the input sheets that a title names; items of the budget, which have codes, are what
// tables are made of that name no other sheet.
func (b *binder) sheetsCalled(title string) (out []*pack.Sheet) {
	for i := range b.Whole.Pack.Input.Sheets {
		s := &b.Whole.Pack.Input.Sheets[i]
		coded := slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return c.Kind == pack.Code })
		if items := b.Pack.Input.Sheet(b.x.Usual); items != nil && slices.ContainsFunc(items.Columns, func(c pack.Column) bool { return c.Sheet == s.Name }) {
			continue // 单位 are whose the items are, which a table of money lists with these
		}
		if !coded && s.Past == "" && s.Outline == "" && mentions(title, s.Name) {
			out = append(out, s)
		}
	}
	return out
}

// mentions says whether a title has all letters of a name in their order: 部门整体支出绩效目标表 those of
// 整体绩效.
func mentions(title, name string) bool {
	rest := []rune(name)
	for _, r := range title {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// recordLines are the lines of a list of records alone.
func recordLines(v *pivot.View) (lines []rosterLine) { return rosterLines(recordsIn(v), nil, true) }

// explains says whether a list is known of every column of the example that has something.
func (x *roster) explains(e *layout.Table) bool {
	return !slices.ContainsFunc(columnsOf(e), func(col int) bool { _, ok := x.tags[col]; return !ok && !e.BlankIn(col) })
}

// mostly says whether a list is known of an amount, of two of its texts and of at least half of the columns that have
// something: what the input workbook does not hold, such as 数量, is told. A text that is another one on every line is
// enough with an amount, whatever else the table says of what is listed.
func (x *roster) mostly(e *layout.Table) bool {
	amounts, texts, unknown, each := 0, 0, 0, false
	for _, col := range columnsOf(e) {
		switch t, ok := x.tags[col]; {
		case ok && t.amount:
			amounts++
		case ok && !t.serial():
			texts++
			each = each || len(x.lines) > 1 && differ(e, col)
		case !ok && !e.BlankIn(col):
			unknown++
		}
	}
	return amounts > 0 && (each || texts > 1 && unknown <= amounts+texts)
}

// differ says whether a column has another text on every line.
func differ(e *layout.Table, col int) bool {
	seen := map[string]bool{"": true}
	for _, row := range e.Listed() {
		says := e.Says(layout.At(col, row))
		if seen[says] {
			return false
		}
		seen[says] = true
	}
	return true
}

// columnsOf are the columns of a table.
func columnsOf(t *layout.Table) (out []int) {
	for col := 1; col <= t.Last.Col; col++ {
		if t.Headed(col) != "" || !t.BlankIn(col) {
			out = append(out, col)
		}
	}
	return out
}

// recordsOf is the view of the records of an input sheet, as they stand there.
func recordsOf(s *pack.Sheet, called string) *pack.View {
	v := &pack.View{Name: called, Sources: []string{s.Name}, Keep: true, Rows: []pack.RowDef{{Level: "明细", Order: "录入"}}}
	for _, c := range s.Columns {
		switch name, _, _ := strings.Cut(c.Name, "("); {
		case c.Kind == pack.Amount:
			v.Columns = append(v.Columns, pack.ViewCol{Name: layout.NotName.ReplaceAllString(name, ""), Measure: c.Name})
		case c.Kind == pack.Choice || c.Kind == pack.Text || c.Kind == pack.Ref || c.Kind == pack.CodeKey:
			v.Rows[0].By = append(v.Rows[0].By, c.Name)
		}
	}
	return v
}

// rosterOf is a list of the records of an input sheet: as they stand there, or, where headers of the table name
// choices of a field such as 货物, 工程 and 服务, with their only amount in a column for each of these too.
func rosterOf(s *pack.Sheet, called string, t *layout.Table) *roster {
	x := &roster{def: recordsOf(s, called), fresh: true}
	if len(x.def.Columns) != 1 {
		return x
	}
	for _, c := range s.Columns {
		for _, choice := range c.Choices {
			if c.Kind == pack.Choice && slices.ContainsFunc(columnsOf(t), func(col int) bool { return kindCalled(t.Lowest(col), choice) }) {
				x.split = append(x.split, choice)
			}
		}
		if len(x.split) < 2 {
			x.split = nil
			continue
		}
		for _, choice := range x.split {
			x.def.Columns = append(x.def.Columns, pack.ViewCol{Name: choice, Measure: x.def.Columns[0].Measure, Filter: pack.Filter{c.Name: {choice}}})
		}
		break
	}
	return x
}

// choice is the choice that a header of a column names, of those by which columns divide the amount, else "".
func (x *roster) choice(head string) string {
	if i := slices.IndexFunc(x.split, func(choice string) bool { return kindCalled(head, choice) }); i >= 0 {
		return x.split[i]
	}
	return ""
}

// byChoice names the amount of a column that has one choice by its header, that of others as they are named.
func (x *roster) byChoice(e *layout.Table, name func(col int, fits []string) (string, []string)) func(col int, fits []string) (string, []string) {
	return func(col int, fits []string) (string, []string) {
		choice := x.choice(e.Lowest(col))
		return name(col, slices.DeleteFunc(slices.Clone(fits), func(fit string) bool {
			return fit != choice && (choice != "" || slices.Contains(x.split, fit))
		}))
	}
}

// lists says whether the columns of a list show enough of an input sheet to be its records.
func (x *roster) lists(s *pack.Sheet) bool {
	texts, amounts := 0, 0
	for _, t := range x.tags {
		switch {
		case t.amount:
			amounts++
		case !slices.Contains(evidence.Numberings, t.name):
			texts++
		}
	}
	return texts > 0 && texts+amounts > 1 && (amounts > 0 || len(s.Measures()) == 0)
}

// recordsView makes the view of a list of an input sheet's records: they are told apart by what the
// list shows, where that is enough.
func (b *binder) recordsView(x *roster) string {
	v := *x.def
	v.Name = b.views.free(v.Name)
	v.Rows = slices.Clone(v.Rows)
	hidden := slices.DeleteFunc(slices.Clone(v.Rows[0].By), x.prints)
	v.Rows[0].By = slices.DeleteFunc(slices.Clone(v.Rows[0].By), func(field string) bool { return !x.prints(field) })
	if fewer := pivot.Build(b.Whole.Pack, &v, b.Whole.Ledger); len(fewer.Rows) < len(x.of.Rows) {
		v.Rows[0].By = append(v.Rows[0].By, hidden...) // behind what the list shows, as of any list that does not show all
	}
	v.Columns = slices.DeleteFunc(slices.Clone(v.Columns), func(c pack.ViewCol) bool { return !x.prints(c.Name) })
	b.views.made = append(b.views.made, &v)
	b.views.used[v.Name] = true
	return v.Name
}

// called is the field of the records that a header names, unless another column shows it.
func (x *roster) called(head string) (t rosterTag, ok bool) {
	for _, name := range slices.Concat(x.def.Rows[0].By, x.def.Carried, x.of.Columns) {
		if (kindCalled(head, name) || name == strings.TrimSuffix(layout.Bare(head), "名称")) && !x.prints(name) {
			return rosterTag{view: x.of.Name, name: name, amount: slices.Contains(x.of.Columns, name)}, true
		}
	}
	return rosterTag{}, false
}

// listRows makes the lines of a form into so many rows of a list, and gives the first, with the lines of
// totals: those that stand on the form, else a blank one for each that the example has above or below its lines.
func (p *pair) listRows(levels int) (from int, sums []int) {
	var rows []int
	for row := p.form.Head[1] + 1; row <= max(p.form.BlankTo(), p.form.Head[1]+1); row++ {
		if p.form.IsTotal(row) {
			sums = append(sums, row)
		} else {
			rows = append(rows, row)
		}
	}
	blank := func(row int) bool { return len(p.form.Texts(row)) == 0 }
	if above, below := p.totalsAround(); len(sums) == 0 && len(rows) > above+below {
		for _, totals := range []part{{p.like.Body[0], p.like.Body[0] + above}, {p.like.Body[1] + 1 - below, p.like.Body[1] + 1}} {
			for theirs := totals.from; theirs < totals.to; theirs++ {
				own := rows[0]
				if theirs >= p.like.Body[0]+above {
					own = rows[len(rows)-1]
				}
				if !blank(own) {
					continue
				}
				rows = slices.DeleteFunc(rows, func(row int) bool { return row == own })
				sums = append(sums, own)
				cols := p.columnsByHead()
				for _, at := range p.like.Texts(theirs) {
					if _, figure := p.like.Cells[at].Amount(); !figure {
						p.plan.Set(layout.At(cols[at.Col], own), p.like.Says(at))
					}
				}
			}
		}
	}
	if len(rows) == 0 { // a form of its total alone
		rows = []int{sums[len(sums)-1] + 1}
	}
	from = rows[0]
	p.plan.Times[from] = levels
	for _, row := range rows[1:] {
		p.plan.Times[row] = 0
	}
	p.plan.Unmerge = append(p.plan.Unmerge, a1.Range{Col1: 1, Row1: from, Col2: p.form.Last.Col, Row2: rows[len(rows)-1]})
	return from, sums
}

// totalsAround is how many lines of totals the example has above all its other lines, and below them.
func (p *pair) totalsAround() (above, below int) {
	for row := p.like.Body[0]; row <= p.like.Body[1] && p.like.IsTotal(row); row++ {
		above++
	}
	for row := p.like.Body[1]; row >= p.like.Body[0]+above && p.like.IsTotal(row); row-- {
		below++
	}
	return above, below
}

// columnsByHead are the columns of the form by those of the example: of the same headers, else as many
// behind the first. Of several that are headed alike, 项目 and 数量 twice, each is the one in its turn.
func (p *pair) columnsByHead() map[int]int {
	cols, right := map[int]int{}, p.form.Further(p.like)
	taken := map[int]bool{}
	for col := 1; col <= p.like.Last.Col; col++ {
		cols[col] = max(col+right, 1)
		alike := 0
		for to := 1; to <= p.form.Last.Col; to++ {
			if p.form.Headed(to) == "" || !layout.SameHead(p.form.Headed(to), p.like.Headed(col)) {
				continue
			}
			if alike = cmp.Or(alike, to); !taken[to] {
				alike = to
				break
			}
		}
		if alike != 0 {
			cols[col], taken[alike] = alike, true
		}
	}
	return cols
}

// columnsByHead are those of a pair, but for columns of the form that say something else than the example's in their
// place.
func (b *binder) columnsByHead(p *pair) map[int]int { return b.notOther(p, p.columnsByHead()) }

// prints says whether a column of a list shows a field.
func (x *roster) prints(name string) bool {
	for _, t := range x.tags {
		if t.name == name {
			return true
		}
	}
	return false
}

// rosterLines are the lines of such a list: those of each record, or one; or no line for a record
// that has nothing.
func rosterLines(records []int, own *pivot.View, all bool) (lines []rosterLine) {
	for _, i := range records {
		var rows []int
		if own != nil {
			rows = owned(own, i)
		}
		for _, o := range rows {
			lines = append(lines, rosterLine{i, o})
		}
		if len(rows) == 0 && all {
			lines = append(lines, rosterLine{i, -1})
		}
	}
	return lines
}

// joinedIn is what a column shows that has the name of the record behind another of its fields, such as its unit; of no
// name if it is none.
func (x *roster) joinedIn(e *layout.Table, col int, rows []int, again func(n int) bool) (tag rosterTag, score float64) {
	name := x.def.Rows[0].By[0]
	says := func(n int, field string) string {
		return x.of.Rows[x.lines[n].record].Texts[slices.Index(x.of.Fields, field)]
	}
	for _, lead := range slices.Concat(x.def.Rows[0].By[1:], x.def.Carried) {
		for _, j := range evidence.Joints {
			if e.ShowsTexts(col, rows, func(n int) (string, bool) { return j[0] + says(n, lead) + j[1] + says(n, name) + j[2], again(n) }) &&
				slices.ContainsFunc(rows, func(row int) bool { return e.Says(layout.At(col, row)) != "" }) && says(0, lead) != "" {
				return rosterTag{view: x.of.Name, name: name, merged: e.MergedBelow(col, rows), lead: lead, joint: j}, 0
			}
		}
	}
	return rosterTag{}, -1
}

// partLikeness is how like a part of a quantity a header must be that says so of most lines alone.
const partLikeness = 0.5

// quantityParts are the fields of an input sheet that are parts of a quantity.
func (b *binder) quantityParts(sheet string) (names []string) {
	for _, d := range b.Pack.Input.Sheet(sheet).Derived {
		if d.Split != "" {
			names = append(names, d.Name)
		}
	}
	return names
}

// tellParts tells of a column whose parts of quantities are parted otherwise on some lines.
func (b *binder) tellParts(p *pair, at layout.Pos, col, others int) {
	if others > 0 {
		b.look(p.form.Name, at, "“%s”这一列范例有 %d 行和录入里拆开的不同，照其余各行写了标签；录入里没有写符号的，这里空着", p.like.Headed(col), others)
	}
}

// findTags finds what each column shows: on every line the field of its record or of what belongs
// to it. Of several that it could be its header says which, of amounts in a way of their own.
func (x *roster) findTags(e *layout.Table, rows []int, sc layout.Scale, name func(col int, fits []string) (string, []string)) {
	x.tags = map[int]rosterTag{}
	for col := 1; col <= e.Last.Col; col++ {
		best, score := rosterTag{}, -1.0
		var nearly []rosterTag
		try := func(view, name string, shown bool) {
			like := nearest.Likeness(e.Headed(col), name)
			for _, t := range x.tags {
				if t.view == view && t.name == name {
					like -= 0.3 // it has its column
				}
			}
			if shown && like > score {
				best, score = rosterTag{view: view, name: name, merged: e.MergedBelow(col, rows)}, like
			}
		}
		again := func(n int) bool { return n > 0 && x.lines[n-1].record == x.lines[n].record }
		for _, name := range slices.Concat(x.def.Rows[0].By, x.def.Carried) {
			i := slices.Index(x.of.Fields, name)
			try(x.of.Name, name, e.ShowsTexts(col, rows, func(n int) (string, bool) {
				return x.of.Rows[x.lines[n].record].Texts[i], again(n)
			}))
		}
		if best.name == "" {
			best, score = x.joinedIn(e, col, rows, again)
		}
		number, records := e.Numbering(col)
		try(x.of.Name, number, numbers.MatchString(layout.Bare(e.Lowest(col))) && e.ShowsTexts(col, rows, func(n int) (string, bool) {
			if !again(n) {
				records++
			}
			return strconv.Itoa(records), again(n)
		}))
		var fields []string
		if x.own.View != nil {
			fields = x.own.Fields
		}
		for i, name := range fields {
			key := slices.Contains(x.own.def.Rows[1].By, name)
			text := func(n int) string {
				if x.lines[n].own < 0 {
					return ""
				}
				return x.own.Rows[x.lines[n].own].Texts[i]
			}
			try(x.own.Name, name, e.ShowsTexts(col, rows, func(n int) (string, bool) {
				return text(n), key && again(n) && text(n-1) == text(n)
			}))
			if like := nearest.Likeness(e.Headed(col), name); score < 0 && like >= partLikeness && slices.ContainsFunc(x.parts, func(p string) bool { return strings.HasSuffix(name, p) }) && !x.prints(name) {
				if others := e.ShowsMostly(col, rows, text); others > 0 {
					nearly = append(nearly, rosterTag{view: x.own.Name, name: name, others: others})
				}
			}
		}
		if best.name == "" && len(nearly) > 0 {
			best = slices.MaxFunc(nearly, func(a, o rosterTag) int {
				return cmp.Compare(nearest.Likeness(e.Headed(col), a.name), nearest.Likeness(e.Headed(col), o.name))
			})
			score = partLikeness
		}
		var fits []string // amounts that the column could be, by its figures
		for i, name := range x.of.Columns {
			if layout.Totals.MatchString(e.Lowest(col)) && len(x.of.Columns) > 1 && x.fresh && x.split == nil {
				continue // the sum of all, though another year one of them alone makes it
			}
			shown, any := true, false
			for n, row := range rows {
				d, ok := e.Cells[layout.At(col, row)].Amount()
				if again(n) && (!ok || !e.Own(layout.At(col, row))) {
					continue
				}
				any = any || ok && !d.IsZero()
				shown = shown && sc.In(col).Agrees(d, x.of.Rows[x.lines[n].record].Amounts[i])
			}
			if shown && any {
				fits = append(fits, name)
			}
		}
		if name, tied := name(col, fits); name != "" && score < 0 {
			best, score = rosterTag{view: x.of.Name, name: name, amount: true, merged: e.MergedBelow(col, rows), tied: tied}, 0
		}
		if score >= 0 {
			x.tags[col] = best
		}
	}
	x.leaveBlank(e, rows)
}

// leaveBlank marks the columns of kinds whose cells the example leaves blank below the first that says the same. A kind
// that no two lines of the example share is printed as the others are.
func (x *roster) leaveBlank(e *layout.Table, rows []int) {
	var open []int
	some := false
	for col, t := range x.tags {
		if x.own.View == nil || t.view != x.own.Name || !slices.Contains(x.own.def.Rows[1].By, t.name) || t.merged {
			continue
		}
		again := false
		for n := 1; n < len(rows); n++ {
			above, line := x.lines[n-1], x.lines[n]
			if above.record != line.record || !inGroup(x.own.View, x.own.def.Rows[1].By, t.name, above.own, line.own) {
				continue
			}
			says := e.Says(layout.At(col, rows[n])) != ""
			t.blank, again = t.blank || !says, again || says
		}
		if x.tags[col] = t; t.blank {
			some = true
		} else if !again {
			open = append(open, col)
		}
	}
	for _, col := range open {
		t := x.tags[col]
		t.blank = some
		x.tags[col] = t
	}
}

// recordAmount names the amount of a column of a list of a view's records by its headers, and by the
// amounts on its left.
func (b *binder) recordAmount(p *pair, x *roster) func(col int, fits []string) (string, []string) {
	return func(col int, fits []string) (string, []string) {
		near := ""
		for left := col - 1; left >= 1 && near == ""; left-- {
			if t := x.tags[left]; t.amount {
				near = t.name
			}
		}
		heads := p.like.Heads(col)
		if x.lines == nil { // figures say nothing: what stands above several columns names none of them
			heads = heads[:min(1, len(heads))]
		}
		return b.amountNamed(heads, fits, x.of, p.form.Sheet, near)
	}
}

// mostAlike names the amount of a column of a list of an input sheet's records by its header; those that
// are as alike are tied.
func (x *roster) mostAlike(e *layout.Table) func(col int, fits []string) (string, []string) {
	return func(col int, fits []string) (name string, tied []string) {
		score := -1.0
		for _, fit := range fits {
			like := nearest.Likeness(e.Headed(col), fit)
			if x.prints(fit) {
				like -= 0.3 // it has its column
			}
			switch {
			case like > score:
				name, score, tied = fit, like, nil
			case like == score:
				tied = append(tied, fit)
			}
		}
		if len(tied) > 0 {
			tied = append([]string{name}, tied...)
		}
		return name, tied
	}
}

// byHeaders takes the columns for the columns of the input workbook that their headers name, or for the amount
// that other words for it name.
func (x *roster) byHeaders(t *layout.Table, in *pack.Input, amountNamed func(col int, fits []string) (string, []string)) {
	const enough = 0.6
	taken := map[string]bool{}
	for col := 1; col <= t.Last.Col; col++ {
		head := layout.Brackets.ReplaceAllString(layout.Bare(t.Lowest(col)), "")
		best, score := rosterTag{}, 0.0
		try := func(view, name, called string, amount bool) {
			like := nearest.Likeness(head, called)
			if strings.HasPrefix(called, head) || called == strings.TrimSuffix(head, "名称") {
				like = max(like, enough)
			}
			if like >= enough && like > score && !taken[name] && len([]rune(head)) > 1 {
				best, score = rosterTag{view: view, name: name, amount: amount, merged: x.own.View != nil && (view == x.of.Name || slices.Contains(x.own.def.Rows[1].By, name))}, like
			}
		}
		for _, name := range slices.Concat(x.def.Rows[0].By, x.def.Carried, x.of.Columns) {
			try(x.of.Name, name, name, slices.Contains(x.of.Columns, name))
			column := name
			for _, c := range x.def.Columns {
				if c.Name == name {
					column = cmp.Or(c.Measure, name)
				}
			}
			for _, source := range x.def.Sources {
				if c := in.Sheet(source).Column(column); c != nil {
					for _, other := range c.Aliases {
						try(x.of.Name, name, other, slices.Contains(x.of.Columns, name))
					}
				}
			}
		}
		if x.own.View != nil {
			for _, name := range x.own.def.Rows[1].By {
				try(x.own.Name, name, name, false)
			}
			for _, side := range x.own.def.Sides {
				for _, f := range side.Carried {
					called := f
					if len(x.own.def.Sides) > 1 && slices.ContainsFunc(t.Heads(col)[min(1, len(t.Heads(col))):], func(h string) bool { return sameKind(layout.Bare(h), side.Name) }) {
						try(x.own.Name, side.Name+f, f, false)
						continue
					}
					if strings.HasPrefix(head, side.Name) || len(x.own.def.Sides) > 1 {
						called = side.Name + f
					}
					try(x.own.Name, side.Name+f, called, false)
				}
			}
		}
		if choice := x.choice(head); choice != "" {
			best, score = rosterTag{view: x.of.Name, name: choice, amount: true}, 1
		}
		if (len(x.of.Columns) == 1 || x.split != nil) && score == 0 && anyMoney.MatchString(head) && !taken[x.of.Columns[0]] {
			best, score = rosterTag{view: x.of.Name, name: x.of.Columns[0], amount: true, merged: x.own.View != nil}, 1
		}
		if x.fresh && len(x.of.Columns) > 1 && score == 0 && layout.Totals.MatchString(head) {
			best, score = rosterTag{view: x.of.Name, amount: true, sum: true}, 1
		}
		if score == 0 && amountNamed != nil && head != "" {
			if name, _ := amountNamed(col, slices.DeleteFunc(slices.Clone(x.of.Columns), func(name string) bool { return taken[name] })); name != "" {
				best, score = rosterTag{view: x.of.Name, name: name, amount: true, merged: x.own.View != nil}, 1
			}
		}
		if head == "序号" {
			number, _ := t.Numbering(col)
			best, score = rosterTag{view: x.of.Name, name: number, merged: x.own.View != nil}, 1
		}
		if score > 0 {
			x.tags[col], taken[best.name] = best, true
		}
	}
}

// numbers is a header of numbers that count lines, or none: a 数量 of 1, 2 and 3 does not.
var numbers = pattern.Of(`^$|序|号|行次|^次$`)

// anyMoney is a header of the only amounts of a list.
var anyMoney = pattern.Of(`^(预算)?(金额|数|数额)$|^(合计|总计|金额合计)$`)

// findSum finds the column that has the sum of all amounts of a line.
func (x *roster) findSum(e *layout.Table, rows []int, sc layout.Scale) {
	for col := 1; col <= e.Last.Col; col++ {
		if _, shown := x.tags[col]; shown || len(x.of.Columns) < 2 || x.split != nil {
			continue
		}
		right, any := true, false
		for n, row := range rows {
			d, ok := e.Cells[layout.At(col, row)].Amount()
			sum := budget.Fen(0)
			for _, amount := range x.of.Rows[x.lines[n].record].Amounts {
				sum += amount
			}
			any = any || ok && !d.IsZero()
			right = right && sc.In(col).Agrees(d, sum)
		}
		if right && any {
			x.tags[col] = rosterTag{view: x.of.Name, amount: true, sum: true}
		}
	}
}

// repeats says whether a column prints what is the record's own on each line of a record.
func repeats(t *layout.Table, col int, x *roster) bool {
	for n, row := range t.Listed() {
		if n > 0 && x.lines[n-1].record == x.lines[n].record && t.Holds(col, row) && t.Own(layout.At(col, row)) {
			return true
		}
	}
	return false
}

// joins says whether a sign stands between the names of a header.
func joins(r rune) bool { return strings.ContainsRune("/、及和", r) }

// namesSeveral says whether a header names fields of several kinds: 单位名称、项目名称.
func (b *binder) namesSeveral(head string) bool {
	named := map[string]bool{}
	for _, part := range strings.FieldsFunc(head, joins) {
		if of := b.words.Read(part).Rows; of != "" {
			named[of] = true
		}
	}
	return len(named) > 1
}

// shows says whether a list shows the records and what belongs to them, both by name.
func (x *roster) shows() bool {
	record, own := false, 0
	for _, t := range x.tags {
		record = record || t.view == x.of.Name && t.name == x.def.Rows[0].By[0]
		if t.view == x.own.Name {
			own++
		}
	}
	return record && own >= 2
}

// numeric says whether a column of texts holds nothing but numbers in the example, such as 数量, and no codes.
func numeric(like *layout.Table, col int) bool {
	n := 0
	for _, row := range like.Listed() {
		switch c := like.Cells[layout.At(col, row)]; {
		case c.Numeric:
			n++
		case c.Text != "":
			return false
		}
	}
	return n > 0 && !layout.CodeWords.MatchString(like.Lowest(col))
}

// untagged tells of a column of a list that no tag is written into.
func (b *binder) untagged(p *pair, at layout.Pos, col int) {
	head, why := p.like.Headed(col), "的文字录入里没有"
	switch {
	case head == "":
		return
	case b.Example == nil || p.lacking:
		why = "照文字不知道是什么"
	case p.like.BlankIn(col):
		why = "范例里是空的"
	case numeric(p.like, col):
		why = "的数录入里没有"
	}
	b.leave(p.form.Name, at, "“%s”这一列%s，没有写标签", head, why)
}

// writeRoster writes the tags of such a list into the first of the form's lines; the others go.
func (b *binder) writeRoster(p *pair, x *roster) {
	named := map[int]bool{}
	for col := 1; col <= p.like.Last.Col; col++ {
		if _, shown := x.tags[col]; !shown && p.like.BlankIn(col) {
			if t, ok := x.called(p.like.Lowest(col)); ok {
				x.tags[col], named[col] = t, true
			}
		}
	}
	records, own := x.of.Name, ""
	if x.order.by != "" {
		records = b.groupedView(x)
		if x.own.def != nil {
			own := *x.own.def
			own.Of, x.own.def = records, &own
		}
	}
	if x.own.View != nil {
		own = b.views.of(x.own)
	}
	if b.views.used[records] = true; x.fresh {
		records = b.recordsView(x)
	}
	if x.own.View != nil && x.own.tied(p.form.Sheet, x.as) {
		b.look(p.form.Name, p.form.Title, "各行在范例里各期一样，表上没有写清，取%s", x.own.def.Sides[0].Name)
	}
	from, sums := p.listRows(1)
	b.nameTotals(p, sums)
	if len(sums) > 0 && x.own.View != nil {
		p.plan.Stack = &tagging.Stack{List: records, From: from, To: from}
	}
	cols := b.columnsByHead(p)
	for col := 1; col <= p.like.Last.Col; col++ {
		if p.refused[col] {
			continue
		}
		at := layout.At(cols[col], from)
		t, ok := x.tags[col]
		if named[col] {
			b.look(p.form.Name, at, "“%s”这一列范例里是空的，照表头写了标签", p.like.Headed(col))
		}
		if !ok {
			if p.like.Headed(col) != "" {
				p.plan.Set(at, "")
				b.untagged(p, at, col)
			}
			continue
		}
		every := false
		if x.lines != nil && x.own.View != nil && t.view == x.of.Name && repeats(p.like, col, x) {
			every = true
		}
		b.tellParts(p, at, col, t.others)
		if len(t.tied) > 0 {
			b.look(p.form.Name, at, "“%s”范例里%s一样，取%s", p.like.Headed(col), strings.Join(t.tied, "、"), t.name)
		}
		if t.sum {
			for _, row := range append(sums, from) {
				var parts []string
				for other, part := range x.tags {
					if part.amount && !part.sum {
						parts = append(parts, layout.CellName(layout.At(cols[other], row)))
					}
				}
				slices.Sort(parts)
				p.plan.Set(layout.At(at.Col, row), "="+strings.Join(parts, "+"))
			}
			continue
		}
		view, level := records, x.def.Rows[0].Level
		if t.view != x.of.Name {
			view, level = own, x.own.def.Rows[1].Level
		}
		if head := p.like.Lowest(col); x.lines == nil && b.namesSeveral(head) {
			b.look(p.form.Name, at, "“%s”这一列只写了%s，另外的有一行的要加上", head, t.name)
		}
		field := "." + t.name
		if t.amount {
			field += b.modifier(p.form, cols[col])
			p.published.Total = cmp.Or(p.published.Total, view+"."+t.name)
			for _, row := range sums {
				p.plan.Set(layout.At(cols[col], row), "{{"+view+"@"+pack.Root+field+"}}")
			}
		}
		if t.merged || t.blank {
			field += printedOnce(t.blank)
		} else if every {
			field += "|每行"
		}
		if !t.amount && !t.serial() && numeric(p.like, col) {
			field += "|" + tags.AsNumber
		}
		text := "{{" + view + "@" + level + field + "}}"
		if t.lead != "" {
			text = t.joint[0] + "{{" + view + "@" + level + "." + t.lead + strings.TrimPrefix(field, "."+t.name) + "}}" + t.joint[1] + text + t.joint[2]
		}
		p.plan.Set(at, text)
	}
}
