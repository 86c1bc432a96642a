package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// bound is a list that has been bound, to copy for tables whose example is empty.
type bound struct {
	called string
	table  *layout.Table
	proven bool          // by lines of the example
	takes  []pack.Filter // its columns
	heads  []string
	own    []string // these without one above them all
	shape  evidence.Shape
	levels []string
	texts  map[int]map[int]string // by level and place among the label columns
}

// known is the table of the pack that is called most like this one.
func (b *binder) known(title string) (views []*pack.View) {
	k := b.likeKnown(title)
	if k == nil {
		return nil
	}
	for _, name := range k.Views {
		if v := b.Pack.View(name); v != nil {
			views = append(views, v)
		}
	}
	return views
}

func (b *binder) likeKnown(title string) (best *Known) {
	score := 0.55
	for i, k := range b.Known {
		if s := nearest.Likeness(layout.ViewName(title), layout.ViewName(k.Title)); s > score {
			best, score = &b.Known[i], s
		}
	}
	return best
}

// prior is what the view with the rows of a shape limits of the pack's table that is called
// like this one; of a table without rows, what all of its views limit. What the title of
// that table says, such as （不含上年结转）, the title of this one would say too.
func (b *binder) prior(title string, s *evidence.Shape) pack.Filter {
	var filter pack.Filter
	var wants []want
	for _, v := range b.known(title) {
		if s != nil && fits(v, *s) {
			filter = v.Filter
			break
		}
		wants = append(wants, want{filter: v.Filter})
	}
	if s == nil {
		filter = common(wants)
		maps.DeleteFunc(filter, func(field string, _ []string) bool { return !b.x.Has(b.x.Usual, field) }) // of 收入明细
	}
	if k := b.likeKnown(title); k != nil {
		filter = maps.Clone(filter)
		for field := range b.words.Title(k.Title).Filter {
			delete(filter, field)
		}
	}
	return filter
}

// likeNone is told of a list of which the example shows nothing, and no other table does.
const likeNone = "范例的这张表没有数，也没有一张表和它的列一样，没有写标签"

// emptyList binds a list of which the example has no lines: as another list of the
// workbook with the same columns of labels, the words of its figures.
func (b *binder) emptyList(p *pair, block, to *layout.Block, n int, lines []meaning.Line, title []meaning.Claim, sc layout.Scale) {
	e := p.like
	if b.Example != nil && slices.ContainsFunc(lines, func(l meaning.Line) bool { return !l.Total && e.Shows(l.Row, block) }) {
		b.leave(p.form.Name, p.form.Title, "范例里有数，看不出各行是什么，没有写标签")
		return
	}
	if b.Example == nil {
		b.byWords(p, block, to, n, lines, title, sc)
		return
	}
	like := b.alike(e, block, n)
	if like == nil {
		b.leave(p.form.Name, p.form.Title, likeNone)
		return
	}
	b.listLike(p, block, to, like, lines, title, sc, "范例里没有数，照表头的文字写了标签，没有核对过")
}

// byWords binds a list of a form without an example.
func (b *binder) byWords(p *pair, block, to *layout.Block, n int, lines []meaning.Line, title []meaning.Claim, sc layout.Scale) {
	like, told := b.described(p.like, block, n)
	if like == nil {
		b.leave(p.form.Name, p.form.Title, "表头没有写各行是什么，没有写标签")
		return
	}
	cols := b.across(p, block.Labels, to.Labels)
	if told != "" {
		b.look(p.form.Name, p.form.Title, "%s，没有核对过", told)
	}
	for _, l := range lines {
		if c := b.words.Line(l); !l.Total && len(l.Parts) == 0 && c.Rest == "" && len(c.Filter) > 0 {
			b.leave(p.form.Name, layout.At(cols[block.Labels[0]], p.form.Body[0]), "“%s”这样的行没有写标签，表头没有说", l.Label)
		}
	}
	for i, col := range block.Labels {
		heads := p.like.Heads(col)
		if len(heads) > 0 && !layout.Notes.MatchString(heads[0]) && !slices.ContainsFunc(slices.Collect(maps.Values(like.texts)), func(of map[int]string) bool { return of[i] != "" }) {
			b.leave(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列没有写标签，表头没有说各行印什么", p.like.Headed(col))
		}
	}
	b.listLike(p, block, to, like, lines, title, sc, "")
}

// listLike binds a list without lines in the example with the rows of another one; told
// is what the clerk reads of it.
func (b *binder) listLike(p *pair, block, to *layout.Block, like *bound, lines []meaning.Line, title []meaning.Claim, sc layout.Scale, told string) {
	e := p.like
	prior := b.asSibling(e.Called, b.prior(e.Called, &like.shape))
	columns, doubts := b.decided(e, block, lines, evidence.LineIDs(lines, like.shape, like.levels), like.shape, title, prior, sc)
	b.x.Umbrella(columns)
	if b.Example != nil && b.x.Shows(like.shape, columns) {
		b.leave(p.form.Name, p.form.Title, "范例的这张表没有数，照表头的文字取却有，不知道取的是哪些明细，没有写标签")
		return
	}
	for _, d := range doubts {
		b.look(p.form.Name, p.form.Title, "%s", d)
	}
	if b.Example != nil {
		b.look(p.form.Name, p.form.Title, "%s%s", told, b.unsaid(columns))
	}
	if whole := slices.ContainsFunc(columns, func(f *meaning.Column) bool { return f.Bound && f.Generic }); whole && b.Example == nil && slices.ContainsFunc(columns, func(f *meaning.Column) bool { return !f.Bound }) {
		b.look(p.form.Name, p.form.Title, "有的列没有写标签，合计取的是表名说的全部")
	}
	for _, f := range columns {
		if b.Example == nil && f.Open == evidence.NotKept && layout.RestHead.MatchString(layout.Key(e.Lowest(f.Col))) {
			f.Open = evidence.NothingLeft
		}
	}
	texts := map[int]map[int]string{}
	for level, of := range like.texts {
		texts[level] = map[int]string{}
		for i, col := range block.Labels {
			texts[level][col] = of[i]
		}
	}
	l := &evidence.List{Shape: like.shape, Levels: like.levels, Columns: columns, Lines: lines, IDs: evidence.LineIDs(lines, like.shape, like.levels)}
	cols := b.across(p, slices.Concat(block.Labels, block.Figures), slices.Concat(to.Labels, to.Figures))
	b.writeList(p, to, l, cols, texts)
}

// asSibling takes choices of two, such as 本年, as the table of another fund does whose
// title is the same but for the fund: figures have decided there.
func (b *binder) asSibling(title string, prior pack.Filter) pack.Filter {
	stem := b.words.Stem(title)
	i := slices.IndexFunc(b.lists, func(o *bound) bool { return o.called != title && len(o.takes) > 0 && b.words.Stem(o.called) == stem })
	if i < 0 {
		return prior
	}
	out := maps.Clone(prior)
	for field, choices := range b.words.Choices {
		first := b.lists[i].takes[0][field]
		alike := !slices.ContainsFunc(b.lists[i].takes, func(f pack.Filter) bool { return !slices.Equal(f[field], first) })
		switch {
		case len(choices) != 2 || !alike:
		case len(first) > 0:
			out = meaning.With(pack.Filter{field: first}, out)
		default:
			delete(out, field)
		}
	}
	return out
}

// provenOf gives the choices of two, such as 本年, that figures have decided for the tables of other funds
// whose titles are the same but for the fund, and what one of these is called. A table that speaks of the
// other choice, if only in a note, or that has last year's figures beside it, says nothing of those
// that do not: what is compared with last year's budget is this year's, whatever other tables are of.
func (b *binder) provenOf(e *layout.Table) (limits pack.Filter, called string) {
	stem, decided := b.words.Stem(e.Called), map[string][][]string{}
	for _, o := range b.lists {
		if !o.proven || o.called == e.Called || len(o.takes) == 0 || b.words.Stem(o.called) != stem || b.compares(o.table) && !b.compares(e) {
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(b.words.Choices)) {
			choices, first := b.words.Choices[field], o.takes[0][field]
			others := b.x.Others(field, choices[:1])
			if len(choices) != 2 || len(others) != 1 || b.words.Tells(e, field, others[0]) || b.words.Tells(o.table, field, others[0]) {
				continue
			}
			if slices.ContainsFunc(o.takes, func(f pack.Filter) bool { return !slices.Equal(f[field], first) }) || !b.showsBoth(o.takes, field) {
				continue
			}
			if decided[field] = append(decided[field], first); len(first) == 1 {
				called = o.called
			}
		}
	}
	for field, all := range decided {
		if len(all[0]) == 1 && !slices.ContainsFunc(all, func(first []string) bool { return !slices.Equal(first, all[0]) }) {
			limits = meaning.With(limits, pack.Filter{field: all[0]})
		}
	}
	return limits, called
}

// compares says whether a table has a column of last year.
func (b *binder) compares(t *layout.Table) bool {
	return slices.ContainsFunc(t.Blocks, func(block *layout.Block) bool {
		return slices.ContainsFunc(block.Figures, func(col int) bool { return b.words.Column(t, col).Said.Last })
	})
}

// showsBoth says whether the items that some filters take, but for a choice, are of all of its values.
func (b *binder) showsBoth(takes []pack.Filter, field string) bool {
	return !slices.ContainsFunc(b.x.Others(field, nil), func(v string) bool {
		return !slices.ContainsFunc(takes, func(f pack.Filter) bool {
			of := maps.Clone(f)
			of[field] = []string{v}
			return b.x.Amount(&evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: of}}, evidence.Addition{}) != 0
		})
	})
}

// tellProven tells of columns that take a choice as another table does, of which their own figures show nothing.
func (b *binder) tellProven(p *pair, columns []*meaning.Column, limits pack.Filter, called string) {
	for _, field := range slices.Sorted(maps.Keys(limits)) {
		first := limits[field]
		took := slices.ContainsFunc(columns, func(f *meaning.Column) bool {
			return f.Bound && f.Words[field] == nil && slices.Equal(f.Filter[field], first)
		})
		if took && !b.showsBoth(takenBy(columns), field) {
			b.look(p.form.Name, p.form.Title, "范例里看不出含不含别的，和“%s”一样只取 %s", called, strings.Join(first, "、"))
		}
	}
}

// takenBy are the filters of the columns that are bound.
func takenBy(columns []*meaning.Column) (out []pack.Filter) {
	for _, f := range columns {
		if f.Bound && f.Measure == "" {
			out = append(out, f.Filter)
		}
	}
	return out
}

// unsaid tells the choices of two, such as 本年, that columns take though their words
// do not say so.
func (b *binder) unsaid(columns []*meaning.Column) string {
	var out []string
	for _, f := range columns {
		for field, values := range f.Filter {
			if _, said := f.Words[field]; f.Bound && !said && len(b.x.Others(field, nil)) == 2 && !slices.Contains(out, values[0]) {
				out = append(out, values[0])
			}
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "，只取" + strings.Join(out, "、") + "的，含不含别的看不出来"
}

// alike is a list whose lines are those of a block without lines in the example:
// as the words over its labels say, else the known table's of that name, else
// another one of the workbook with the same label columns. n is how many blocks of
// lists stand before it.
func (b *binder) alike(e *layout.Table, block *layout.Block, n int) *bound {
	said := b.rowsSaid(e, block)
	sibling := func(v *pack.View) (best *bound) {
		for _, o := range b.lists {
			same := slices.Equal(o.heads, headsOf(e, block)) || len(o.own) > 0 && slices.Equal(o.own, ownHeadsOf(e, block))
			if same && (v == nil || slices.Equal(o.shape.Sources, v.Sources)) &&
				(said != nil || b.sorted(o.called) == b.sorted(e.Called)) && (best == nil || b.closer(e, o, best)) {
				best = o
			}
		}
		return best
	}
	if like := sibling(nil); like != nil && (said == nil || sameRows(like.shape, *said)) {
		return like
	}
	var views []*pack.View
	for _, v := range b.known(e.Called) {
		if len(v.Rows) > 0 && len(v.Rows[0].By) > 0 && v.Of == "" && !against(e.Called, v.Name) {
			views = append(views, v)
		}
	}
	if owners := b.owners(e, block); len(owners) > 0 && n < len(views) && b.Pack.ListOf(meaning.FieldOf(views[n].Rows[0].By[0])) != "" {
		return b.besideOwners(e, block, views[n], owners)
	}
	if n < len(views) && (said == nil || sameRows(evidence.Shape{Sources: views[n].Sources, Rows: views[n].Rows}, *said)) {
		return cmp.Or(sibling(views[n]), b.asKnown(e, block, views[n]))
	}
	if said == nil {
		return nil
	}
	return b.asKnown(e, block, &pack.View{Sources: said.Sources, Rows: said.Rows})
}

// closer says whether a table is more like one list than like another one with the same columns of labels: called
// the same but for the fund, with the same columns of figures.
func (b *binder) closer(e *layout.Table, o, than *bound) bool {
	like := func(o *bound) bool {
		same := b.words.Stem(o.called) == b.words.Stem(e.Called) && o.table.Last.Col == e.Last.Col
		for col := 1; same && col <= e.Last.Col; col++ {
			same = layout.SameHead(o.table.Headed(col), e.Headed(col))
		}
		return same
	}
	return like(o) && !like(than)
}

// sorted is the field of the codes by which a title says that its table is sorted, （按政府预算经济分类）, ""
// for those by which spending is told where none is named.
func (b *binder) sorted(title string) string {
	field := b.words.Read(title).Rows
	if s := b.Pack.Input.Sheet(b.x.Usual); s != nil && b.Pack.ListOf(field) != "" {
		if i := slices.IndexFunc(s.Columns, func(c pack.Column) bool { return c.Kind == pack.Code }); i >= 0 && s.Columns[i].Name != field {
			return field
		}
	}
	return ""
}

// against says whether a title is of one side, what comes in or what goes out, and a view
// of the other.
func against(title, view string) bool {
	in, out := strings.Contains(title, "收"), strings.Contains(title, "支")
	return in && !out && !strings.Contains(view, "收") && strings.Contains(view, "支") ||
		out && !in && !strings.Contains(view, "支") && strings.Contains(view, "收")
}

// owners are the fields, such as the unit, that have a column of their own beside that
// of the names of codes: each line shows both.
func (b *binder) owners(e *layout.Table, block *layout.Block) (out []string) {
	named := false
	for _, col := range block.Labels {
		heads := e.Heads(col)
		if len(heads) == 0 {
			continue
		}
		f := b.words.Read(heads[0]).Rows
		switch {
		case f != "" && b.Pack.ListOf(f) == "":
			out = append(out, f)
		case strings.HasSuffix(layout.Bare(heads[0]), "科目名称"):
			named = true
		}
	}
	if !named {
		return nil
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// besideOwners is a list of the lowest codes of a view, each beside its owner.
func (b *binder) besideOwners(e *layout.Table, block *layout.Block, v *pack.View, owners []string) *bound {
	lowest := v.Rows[len(v.Rows)-1]
	above := pack.RowDef{Level: b.x.LevelName(owners, nil), By: owners, Order: "录入"}
	out := b.asKnown(e, block, &pack.View{Sources: v.Sources, Rows: []pack.RowDef{above, lowest}})
	out.levels[0] = evidence.Unprinted
	delete(out.texts, 0)
	return out
}

// sameRows says whether two shapes have rows by the same fields.
func sameRows(a, b evidence.Shape) bool {
	fields := func(s evidence.Shape) (out []string) {
		for _, r := range s.Rows {
			for _, by := range r.By {
				if f := meaning.FieldOf(by); !slices.Contains(out, f) {
					out = append(out, f)
				}
			}
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(fields(a), fields(b))
}

// rowsSaid is the shape that words over the labels of a block, or the title, name:
// all levels of a code, records of other fields; nil if no word does.
func (b *binder) rowsSaid(e *layout.Table, block *layout.Block) *evidence.Shape {
	var fields []string
	note := func(f string) {
		if f != "" && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	coded := false
	for _, col := range block.Labels {
		said := ""
		for _, head := range e.Heads(col) {
			said = cmp.Or(said, b.words.Read(head).Rows)
			coded = coded || codeHead.MatchString(layout.Bare(head))
		}
		note(said)
	}
	if len(fields) == 0 || coded && !slices.ContainsFunc(fields, func(f string) bool { return b.Pack.ListOf(f) != "" }) {
		note(b.words.Read(e.Called).Rows)
	}
	if coded && !slices.ContainsFunc(fields, func(f string) bool { return b.Pack.ListOf(f) != "" }) {
		return nil
	}
	if len(fields) == 0 {
		return nil
	}
	out := &evidence.Shape{Sources: []string{b.x.Usual}}
	var own []string
	for _, f := range fields {
		if b.Pack.ListOf(f) == "" {
			own = append(own, f)
		}
	}
	if len(own) > 0 {
		slices.Sort(own)
		out.Rows = append(out.Rows, pack.RowDef{Level: b.x.LevelName(own[:1], nil), By: own, Order: "录入"})
	}
	for _, f := range fields {
		list := b.Ledger.Codes[b.Pack.ListOf(f)]
		if list == nil {
			continue
		}
		top := ""
		for _, s := range b.Pack.Input.Sheets {
			if c := s.Column(f); c != nil {
				top = c.Level
			}
		}
		for _, l := range list.Levels {
			out.Rows = append(out.Rows, pack.RowDef{Level: l.Name, By: []string{f + "/" + l.Name}})
			if l.Name == top {
				break
			}
		}
		if table := b.x.TableWith(f); table != "" {
			out.Sources = []string{table}
		}
		break
	}
	return out
}

// codeHead is the header of a column of codes or of their names.
var codeHead = pattern.Of(`^(科目)?(编码|代码|名称)$|^科目(编码|代码|名称)?$|^[类款项]$|科目(编码|名称)$`)

// asKnown is a list with the rows of a view, its labels by their headers.
func (b *binder) asKnown(e *layout.Table, block *layout.Block, v *pack.View) *bound {
	out := &bound{shape: evidence.Shape{Sources: v.Sources, Rows: v.Rows}, texts: map[int]map[int]string{}}
	fields := pivot.Fields(b.Pack, v)
	for level, r := range v.Rows {
		out.levels = append(out.levels, strings.Join(r.By, "|"))
		out.texts[level] = map[int]string{}
		for i, col := range block.Labels {
			if heads := e.Heads(col); len(heads) > 0 {
				f := b.words.Read(heads[0]).Rows
				if f == "" || b.Pack.ListOf(f) != "" || !slices.Contains(fields, f) {
					f = headField(layout.Bare(heads[0]), fields)
				}
				if f != "" {
					out.texts[level][i] = evidence.Field + f + evidence.Field
				}
			}
		}
	}
	return out
}

// headField is the field that a header of labels names.
func headField(head string, fields []string) string {
	for _, try := range []string{head, head + "码", head + "名称"} {
		if slices.Contains(fields, try) {
			return try
		}
	}
	switch {
	case strings.HasSuffix(head, "编码") || strings.HasSuffix(head, "代码"):
		return "科目编码"
	case strings.HasSuffix(head, "名称") || strings.HasSuffix(head, "项目") || strings.HasSuffix(head, "科目"):
		return "科目名称"
	}
	return ""
}
