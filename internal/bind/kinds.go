package bind

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// kindTable binds a table whose fixed lines are the kinds of an input sheet's records with what they
// add up to, such as 货物类, 工程类 and 服务类 of 政府采购: they stand on the form, so they are printed
// though there is none of a kind. It says whether the table is such a one.
func (b *binder) kindTable(p *pair) bool {
	for _, s := range b.sheetsCalled(p.form.Called) {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && len(s.Measures()) == 1 && b.writeKinds(p, s, &c) {
				return true
			}
		}
	}
	return false
}

// writeKinds writes the tags of such a table, if all its lines are kinds or totals, and its figures theirs;
// without an example the only column of figures is.
func (b *binder) writeKinds(p *pair, s *pack.Sheet, c *pack.Column) bool {
	def := recordsOf(s, layout.ViewName(p.form.Called))
	v := pivot.Build(b.Whole.Pack, def, b.Whole.Ledger)
	sums := map[string]budget.Fen{}
	for _, r := range v.Rows[1:] {
		sums[r.Texts[slices.Index(v.Fields, c.Name)]] += r.Amounts[0]
	}
	sums[""] = v.Rows[0].Amounts[0]
	e, sc, figure := p.like, layout.ScaleOf(p.like, b.usual), 0
	unproven := b.x.Vague && len(v.Rows) == 1 // rebuilt items know nothing of records
	none := !unproven && len(v.Rows) == 1     // the example has nothing of them either
	for row := e.Body[0]; row <= e.Body[1] && none; row++ {
		none = len(e.Blocks) == 1 && !e.Shows(row, e.Blocks[0])
	}
	words := b.Example == nil || p.lacking || unproven || none
	if words && len(e.Blocks) == 1 {
		figure = b.moneyOf(p, e.Blocks[0].Figures, s)
	}
	shown, differs := map[int]bool{}, map[int]bool{}
	kinds, down, cols := map[int]string{}, p.form.Head[1]-p.like.Head[1], b.columnsByHead(p)
	for row := e.Body[0]; row <= e.Body[1]; row++ {
		texts := e.Texts(row)
		if len(texts) == 0 {
			continue
		}
		if layout.AllDigits(layout.Tight(e.Raw(texts[0]))) && len(texts) > 1 && !e.Cells[texts[1]].Numeric {
			texts = texts[1:] // behind the number of the line
		}
		label := e.Says(texts[0])
		kind, ok := "", layout.Totals.MatchString(label)
		for _, choice := range c.Choices {
			if kindCalled(label, choice) {
				kind, ok = choice, true
			}
		}
		if !ok || p.form.Says(layout.At(cols[texts[0].Col], row+down)) != label {
			return false
		}
		if slices.Contains(slices.Collect(maps.Values(kinds)), kind) {
			return false // records, each with its kind
		}
		for col := texts[0].Col + 1; col <= e.Last.Col && !words; col++ {
			d, is := e.Cells[layout.At(col, row)].Amount()
			shown[col] = shown[col] || is
			differs[col] = differs[col] || !sc.In(col).Agrees(d, sums[kind])
		}
		kinds[row+down] = kind
	}
	for col := e.Last.Col; col >= 1 && !words; col-- { // one beside it may count them
		if shown[col] && !differs[col] {
			figure = col
		}
	}
	if len(kinds) < 2 || figure == 0 && !words {
		return false
	}
	if figure == 0 { // the lines are no samples of records
		b.leave(p.form.Name, p.form.Title, "各行是录入的“%s”的%s，看不出哪一列是它的钱，没有写标签", s.Name, c.Name)
		return true
	}
	view := &pack.View{Name: b.views.free(def.Name), Sources: def.Sources, Columns: []pack.ViewCol{{Name: pack.Root}}}
	for _, choice := range c.Choices {
		view.Columns = append(view.Columns, pack.ViewCol{Name: choice, Filter: pack.Filter{c.Name: {choice}}})
	}
	b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
	p.published.Total = cmp.Or(p.published.Total, view.Name+"."+pack.Root)
	col := cols[figure]
	for _, row := range slices.Sorted(maps.Keys(kinds)) {
		p.plan.Set(layout.At(col, row), "{{"+view.Name+"."+cmp.Or(kinds[row], pack.Root)+b.modifier(p.form, col)+"}}")
	}
	switch {
	case p.lacking:
		b.tellLacking(p)
	case unproven:
		b.look(p.form.Name, p.form.Title, notProven)
	case b.Example == nil:
		b.look(p.form.Name, p.form.Title, "各行取录入的“%s”表里这一种的钱，照表上的文字写了标签", s.Name)
	case words:
		b.look(p.form.Name, p.form.Title, "各行取录入的“%s”表里这一种的钱，范例里没有数，照表上的文字写了标签", s.Name)
	}
	for _, block := range e.Blocks {
		for _, other := range block.Figures {
			why := "录入里没有"
			if words {
				why = "照文字不知道是什么"
			}
			if other != figure && (words || shown[other]) {
				b.leave(p.form.Name, layout.At(cols[other], p.form.Head[1]+1), "“%s”这一列%s，没有写标签", e.Headed(other), why)
			}
		}
	}
	return true
}

// lettered is the letter that the catalogue of what is bought has before a class, or forms behind it: A 货物, B-工程,
// 服务C.
var lettered = pattern.Of(`^[A-Z][-—.．、:]?|[A-Z]$`)

// kindCalled says whether a label or a header names a kind: 货物类, 其中：货物, A 货物.
func kindCalled(label, kind string) bool {
	own := lettered.ReplaceAllString(layout.Bare(among.ReplaceAllString(label, "")), "")
	return own != "" && (own == layout.Tight(kind) || strings.TrimSuffix(own, "类") == layout.Tight(kind))
}

// moneyOf is the one of some columns whose header names nothing but what the title and the amount of an
// input sheet do, the only one if there is no other; 0 if that does not tell.
func (b *binder) moneyOf(p *pair, cols []int, s *pack.Sheet) int {
	if len(cols) == 1 {
		return cols[0]
	}
	var found []int
	for _, col := range cols {
		if c := b.words.Read(p.like.Headed(col)); len(c.Filter) == 0 && !c.Last && mentions(p.like.Called+s.Measures()[0], c.Rest) {
			found = append(found, col)
		}
	}
	if len(found) != 1 {
		return 0
	}
	return found[0]
}

// kindSections binds a table on which every kind of an input sheet's records has its own line with what they add
// up to, and room for the records below it: 货物 小计, 工程 小计 and 服务 小计 of what is bought. It says whether the
// table is such a one.
func (b *binder) kindSections(p *pair) bool {
	if len(p.like.Blocks) != 1 {
		return false
	}
	for _, s := range b.sheetsCalled(p.form.Called) {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && len(s.Measures()) == 1 && b.writeSections(p, s, &c) {
				return true
			}
		}
	}
	return false
}

// section is a kind's lines: its own on the form, with the blank ones below it, and what the example has there.
type section struct {
	kind     string
	row      int // of the form
	from, to int // blank rows of the form, 0 if it has none: the records stand in a row more
	head     int // of the example
	records  []int
}

// sections finds the lines of each kind, with those of totals of the form; none if a line is neither.
func (p *pair) sections(c *pack.Column) (found []section, totals []int) {
	kindIn := func(t *layout.Table, row int) string {
		for _, at := range t.Texts(row) {
			for _, choice := range c.Choices {
				if t.Own(at) && kindCalled(t.Says(at), choice) {
					return choice
				}
			}
		}
		return ""
	}
	below := false // a total that stands below the kinds ends them
	for row := p.form.Body[0]; row <= max(p.form.Body[1], p.form.BlankTo()); row++ {
		kind := kindIn(p.form, row)
		switch {
		case kind != "" && slices.ContainsFunc(found, func(s section) bool { return s.kind == kind }):
			return nil, nil
		case kind != "":
			found = append(found, section{kind: kind, row: row})
		case p.form.IsTotal(row):
			totals, below = append(totals, row), len(found) > 0
		case len(p.form.Texts(row)) > 0:
			return nil, nil
		case len(found) > 0 && !below:
			s := &found[len(found)-1]
			s.from, s.to = cmp.Or(s.from, row), row
		}
	}
	at := -1
	for row := p.like.Body[0]; row <= p.like.Body[1]; row++ {
		kind := kindIn(p.like, row)
		next := slices.IndexFunc(found, func(s section) bool { return s.kind == kind })
		switch {
		case len(p.like.Texts(row)) == 0 || p.like.IsTotal(row) && kind == "":
		case next >= 0 && found[next].head == 0:
			found[next].head, at = row, next
		case at < 0:
			return nil, nil
		default:
			found[at].records = append(found[at].records, row)
		}
	}
	if slices.ContainsFunc(found, func(s section) bool { return s.head == 0 }) || !slices.ContainsFunc(found, func(s section) bool { return s.from > 0 || len(s.records) > 0 }) {
		return nil, nil
	}
	return found, totals
}

// room gives the row of the form for the records of a section, with which of the rows it is that this becomes.
func (s section) room(plan *tagging.Plan) (row, nth int) {
	if s.from > 0 {
		plan.OneRow(s.from, s.to+1)
		return s.from, 0
	}
	plan.Times[s.row] = 2
	for _, at := range plan.Sheet.Texts(s.row) {
		if plan.Sheet.Own(at) && !plan.Has(at) {
			plan.Put(s.row, 0, at.Col, plan.Sheet.Cells[at].Text) // a row that becomes two is laid without what it says
		}
	}
	return s.row, 1
}

// writeSections writes the tags of such a table, if all that the example has below a kind is what its records say.
func (b *binder) writeSections(p *pair, s *pack.Sheet, c *pack.Column) bool {
	found, totals := p.sections(c)
	if len(found) < 2 {
		return false
	}
	def := recordsOf(s, layout.ViewName(p.form.Called))
	v := pivot.Build(b.Whole.Pack, def, b.Whole.Ledger)
	by, sc := slices.Index(v.Fields, c.Name), layout.ScaleOf(p.like, b.usual)
	shows := map[int]string{} // by column of the example: a field, or "" of the amount
	unproven := b.x.Vague && len(v.Rows) == 1
	words := b.Example == nil || p.lacking || unproven
	if words {
		if col := b.moneyOf(p, p.like.Blocks[0].Figures, s); col > 0 {
			shows[col] = ""
		}
		x := &roster{of: v, def: def, fresh: true, tags: map[int]rosterTag{}}
		x.byHeaders(p.like, &b.Whole.Pack.Input, nil)
		for col, t := range x.tags {
			if !t.amount && t.name != c.Name && slices.Contains(def.Rows[0].By, t.name) {
				shows[col] = t.name
			}
		}
	}
	for _, col := range columnsOf(p.like) {
		if words {
			break
		}
		fields := append([]string{""}, def.Rows[0].By...)
		for _, x := range found {
			of := slices.DeleteFunc(slices.Clone(v.Rows), func(r pivot.Row) bool { return r.Level != 1 || r.Texts[by] != x.kind })
			if len(of) != len(x.records) {
				return false
			}
			sum := budget.Fen(0)
			for _, r := range of {
				sum += r.Amounts[0]
			}
			fields = slices.DeleteFunc(fields, func(name string) bool {
				if head, _ := p.like.Cells[layout.At(col, x.head)].Amount(); name == "" && !sc.In(col).Agrees(head, sum) {
					return true
				}
				for i, row := range x.records {
					cell := p.like.Cells[layout.At(col, row)]
					d, _ := cell.Amount()
					if name == "" && !sc.In(col).Agrees(d, of[i].Amounts[0]) || name != "" && layout.Tight(of[i].Texts[slices.Index(v.Fields, name)]) != layout.Tight(cell.Text) {
						return true
					}
				}
				return false
			})
		}
		said := slices.ContainsFunc(found, func(x section) bool {
			return slices.ContainsFunc(x.records, func(row int) bool { return p.like.Holds(col, row) })
		})
		if len(fields) > 0 && said {
			shows[col] = fields[0]
		}
	}
	numbers := map[int]bool{} // columns that count the records of each kind from 1
	for _, col := range columnsOf(p.like) {
		if _, is := shows[col]; !is {
			numbers[col] = p.counts(col, found, words)
		}
	}
	figure, cols := 0, b.columnsByHead(p)
	var fields []string
	for _, col := range slices.Sorted(maps.Keys(shows)) {
		if name := shows[col]; name != "" && name != c.Name {
			fields = append(fields, name)
		} else if name == "" && figure == 0 {
			figure = col
		}
	}
	if figure == 0 || len(fields) == 0 {
		return false
	}
	switch {
	case p.lacking:
		defer b.tellLacking(p)
	case unproven:
		b.look(p.form.Name, p.form.Title, notProven)
	case words:
		b.look(p.form.Name, p.form.Title, "录入的“%s”表每一行印在它那一种下面，照表上的文字写了标签", s.Name)
	}
	sums := &pack.View{Name: b.views.free(def.Name), Sources: def.Sources, Columns: []pack.ViewCol{{Name: pack.Root}}}
	b.views.made, b.views.used[sums.Name] = append(b.views.made, sums), true
	p.published.Total = cmp.Or(p.published.Total, sums.Name+"."+pack.Root)
	hidden := slices.DeleteFunc(slices.Clone(def.Rows[0].By), func(f string) bool { return f == c.Name || slices.Contains(fields, f) })
	for _, x := range found {
		sums.Columns = append(sums.Columns, pack.ViewCol{Name: x.kind, Filter: pack.Filter{c.Name: {x.kind}}})
		list := *def
		list.Name, list.Filter = b.views.free(def.Name+x.kind), pack.Filter{c.Name: {x.kind}}
		list.Rows = []pack.RowDef{{Level: "明细", By: slices.Concat(fields, hidden), Order: "录入"}}
		b.views.made, b.views.used[list.Name] = append(b.views.made, &list), true
		p.plan.Set(layout.At(cols[figure], x.row), "{{"+sums.Name+"."+x.kind+b.modifier(p.form, cols[figure])+"}}")
		row, nth := x.room(p.plan)
		for col := range numbers {
			if numbers[col] {
				p.plan.Put(row, nth, cols[col], "{{"+list.Name+"@明细.序号}}")
			}
		}
		for col, name := range shows {
			switch {
			case col == figure:
				p.plan.Put(row, nth, cols[col], "{{"+list.Name+"@明细."+def.Columns[0].Name+b.modifier(p.form, cols[col])+"}}")
			case slices.Contains(fields, name):
				p.plan.Put(row, nth, cols[col], "{{"+list.Name+"@明细."+name+"}}")
			case name == c.Name && p.like.Says(layout.At(col, x.head)) != "" && !slices.ContainsFunc(x.records, func(row int) bool { return !p.like.Own(layout.At(col, row)) }):
				p.plan.Put(row, nth, cols[col], x.kind) // said again beside each of them
			}
		}
	}
	for _, row := range totals {
		p.plan.Set(layout.At(cols[figure], row), "{{"+sums.Name+"."+pack.Root+b.modifier(p.form, cols[figure])+"}}")
	}
	for _, col := range columnsOf(p.like) {
		_, is := shows[col]
		switch {
		case is || numbers[col] || p.like.Headed(col) == "":
		case p.like.BlankIn(col):
			b.leave(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列范例里是空的，没有写标签", p.like.Headed(col))
		case !words && slices.ContainsFunc(found, func(x section) bool {
			return slices.ContainsFunc(x.records, func(row int) bool { return p.like.Holds(col, row) && p.like.Own(layout.At(col, row)) })
		}):
			b.opened(p.like, col)
			b.leave(p.form.Name, layout.At(cols[col], cmp.Or(found[0].from, found[0].row)), "“%s”这一列录入里没有，没有写标签", p.like.Headed(col))
		}
	}
	return true
}

// counts says whether a column counts the records of each kind from 1: as the example does, or, where words alone
// decide, as its header says.
func (p *pair) counts(col int, found []section, words bool) bool {
	if words {
		return layout.Bare(p.like.Lowest(col)) == "序号"
	}
	any := false
	for _, x := range found {
		for i, row := range x.records {
			if layout.Tight(p.like.Raw(layout.At(col, row))) != strconv.Itoa(i+1) {
				return false
			}
			any = true
		}
	}
	return any
}
