package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// bound is a list that has been bound, to copy for tables whose example is empty.
type bound struct {
	called string
	proven bool          // by lines of the example
	takes  []pack.Filter // its columns
	heads  []string
	shape  shape
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
		if s := nearest.Likeness(viewName(title), viewName(k.Title)); s > score {
			best, score = &b.Known[i], s
		}
	}
	return best
}

// prior is what the view with the rows of a shape limits of the pack's table that is called
// like this one; of a table without rows, what all of its views limit. What the title of
// that table says, such as （不含上年结转）, the title of this one would say too.
func (b *binder) prior(title string, s *shape) pack.Filter {
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
		maps.DeleteFunc(filter, func(field string, _ []string) bool { return !b.x.has(b.x.usual, field) }) // of 收入明细
	}
	if k := b.likeKnown(title); k != nil {
		filter = maps.Clone(filter)
		for field := range b.words.title(k.Title).filter {
			delete(filter, field)
		}
	}
	return filter
}

// emptyList binds a list of which the example has no lines: as another list of the
// workbook with the same columns of labels, the words of its figures.
func (b *binder) emptyList(p *pair, block, to *block, n int, lines []line, title []claim, sc scale) {
	e := p.like
	if b.Example != nil && slices.ContainsFunc(lines, func(l line) bool { return !l.total && e.shows(l.row, block) }) {
		b.leave(p.form.name, p.form.title, "范例里有数，看不出各行是什么，没有写标签")
		return
	}
	if b.Example == nil {
		b.byWords(p, block, to, n, lines, title, sc)
		return
	}
	like := b.alike(e, block, n)
	if like == nil {
		b.leave(p.form.name, p.form.title, "范例的这张表没有数，也没有一张表和它的列一样，没有写标签")
		return
	}
	b.listLike(p, block, to, like, lines, title, sc, "范例里没有数，照表头的文字写了标签，没有核对过")
}

// byWords binds a list of a form without an example.
func (b *binder) byWords(p *pair, block, to *block, n int, lines []line, title []claim, sc scale) {
	like, told := b.described(p.like, block, n)
	if like == nil {
		b.leave(p.form.name, p.form.title, "表头没有写各行是什么，没有写标签")
		return
	}
	if told != "" {
		b.look(p.form.name, pos{block.labels[0], p.form.body[0]}, "%s", told)
	}
	for _, l := range lines {
		if c := b.words.line(l); !l.total && len(l.parts) == 0 && c.rest == "" && len(c.filter) > 0 {
			b.leave(p.form.name, pos{block.labels[0], p.form.body[0]}, "“%s”这样的行没有写标签，表头没有说", l.label)
		}
	}
	for i, col := range block.labels {
		heads := p.like.heads(col)
		if len(heads) > 0 && !notes.MatchString(heads[0]) && !slices.ContainsFunc(slices.Collect(maps.Values(like.texts)), func(of map[int]string) bool { return of[i] != "" }) {
			b.leave(p.form.name, pos{col, p.form.body[0]}, "“%s”这一列没有写标签，表头没有说各行印什么", p.like.headed(col))
		}
	}
	b.listLike(p, block, to, like, lines, title, sc, "")
}

// listLike binds a list without lines in the example with the rows of another one; told
// is what the clerk reads of it.
func (b *binder) listLike(p *pair, block, to *block, like *bound, lines []line, title []claim, sc scale, told string) {
	e := p.like
	prior := b.asSibling(e.called, b.prior(e.called, &like.shape))
	columns, doubts := b.decided(e, block, lines, lineIDs(lines, like.shape, like.levels), like.shape, title, prior, sc)
	b.x.umbrella(columns)
	if b.Example != nil && b.x.shows(like.shape, columns) {
		b.leave(p.form.name, p.form.title, "范例的这张表没有数，照表头的文字取却有，不知道取的是哪些明细，没有写标签")
		return
	}
	for _, d := range doubts {
		b.look(p.form.name, p.form.title, "%s", d)
	}
	if b.Example != nil {
		b.look(p.form.name, p.form.title, "%s%s", told, b.unsaid(columns))
	}
	if whole := slices.ContainsFunc(columns, func(f *figures) bool { return f.bound && f.generic }); whole && b.Example == nil && slices.ContainsFunc(columns, func(f *figures) bool { return !f.bound }) {
		b.look(p.form.name, p.form.title, "有的列没有写标签，合计取的是表名说的全部")
	}
	for _, f := range columns {
		if b.Example == nil && f.open == notKept && restHead.MatchString(key(e.lowest(f.col))) {
			f.open = nothingLeft
		}
	}
	texts := map[int]map[int]string{}
	for level, of := range like.texts {
		texts[level] = map[int]string{}
		for i, col := range block.labels {
			texts[level][col] = of[i]
		}
	}
	l := &list{shape: like.shape, levels: like.levels, columns: columns, lines: lines, ids: lineIDs(lines, like.shape, like.levels)}
	cols := b.across(p, slices.Concat(block.labels, block.figures), slices.Concat(to.labels, to.figures))
	b.writeList(p, to, l, cols, texts)
}

// shows says whether the items of the example have money in some columns of a list, which the
// example prints without any: then the columns are not what they are taken for.
func (x *example) shows(s shape, columns []*figures) bool {
	var filters []pack.Filter
	var measures []string
	for _, f := range columns {
		if f.bound {
			filters, measures = append(filters, f.filter), append(measures, f.measure)
		}
	}
	return slices.ContainsFunc(x.build(s, filters, measures).view.Rows, func(r pivot.Row) bool {
		return slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
	})
}

// asSibling takes choices of two, such as 本年, as the table of another fund does whose
// title is the same but for the fund: figures have decided there.
func (b *binder) asSibling(title string, prior pack.Filter) pack.Filter {
	stem := b.words.stem(title)
	i := slices.IndexFunc(b.lists, func(o *bound) bool { return o.called != title && len(o.takes) > 0 && b.words.stem(o.called) == stem })
	if i < 0 {
		return prior
	}
	out := maps.Clone(prior)
	for field, choices := range b.words.choices {
		first := b.lists[i].takes[0][field]
		alike := !slices.ContainsFunc(b.lists[i].takes, func(f pack.Filter) bool { return !slices.Equal(f[field], first) })
		switch {
		case len(choices) != 2 || !alike:
		case len(first) > 0:
			out = with(pack.Filter{field: first}, out)
		default:
			delete(out, field)
		}
	}
	return out
}

// takenBy are the filters of the columns that are bound.
func takenBy(columns []*figures) (out []pack.Filter) {
	for _, f := range columns {
		if f.bound && f.measure == "" {
			out = append(out, f.filter)
		}
	}
	return out
}

// unsaid tells the choices of two, such as 本年, that columns take though their words
// do not say so.
func (b *binder) unsaid(columns []*figures) string {
	var out []string
	for _, f := range columns {
		for field, values := range f.filter {
			if _, said := f.words[field]; f.bound && !said && len(b.x.others(field, nil)) == 2 && !slices.Contains(out, values[0]) {
				out = append(out, values[0])
			}
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "，只取" + strings.Join(out, "、") + "的，含不含别的看不出来"
}

// umbrella gives a column that is narrower than one before it in all else its limit to
// 本年 too: 基本支出 behind 本年政府性基金预算支出. Columns of 本年 and 上年结转 beside each
// other divide the money in another way than those around them.
func (x *example) umbrella(columns []*figures) {
	divides := func(i int) bool {
		return i+1 < len(columns) && slices.ContainsFunc(slices.Collect(maps.Keys(columns[i].filter)), func(field string) bool {
			choices := x.others(field, nil)
			return len(choices) == 2 && slices.Equal(columns[i].filter[field], choices[:1]) && slices.Equal(columns[i+1].filter[field], choices[1:])
		})
	}
	for at, f := range columns {
		for i, g := range columns[:at] {
			if divides(i) || strings.Contains(g.head, "收入") && strings.Contains(f.head, "支出") {
				continue
			}
			for field, values := range g.filter {
				_, limited := f.filter[field]
				if choices := x.others(field, nil); limited || len(choices) != 2 || !slices.Equal(values, choices[:1]) {
					continue // 上年结转 beside 财政拨款 is no limit of that
				}
				rest := maps.Clone(g.filter)
				delete(rest, field)
				if same(with(f.filter, rest), f.filter) && len(f.filter) > len(rest) {
					f.filter = with(f.filter, pack.Filter{field: values})
				}
			}
		}
	}
}

// alike is a list whose lines are those of a block without lines in the example:
// as the words over its labels say, else the known table's of that name, else
// another one of the workbook with the same label columns. n is how many blocks of
// lists stand before it.
func (b *binder) alike(e *table, block *block, n int) *bound {
	said := b.rowsSaid(e, block)
	sibling := func(v *pack.View) *bound {
		i := slices.IndexFunc(b.lists, func(o *bound) bool {
			return slices.Equal(o.heads, headsOf(e, block)) && (v == nil || slices.Equal(o.shape.sources, v.Sources)) &&
				(said != nil || b.sorted(o.called) == b.sorted(e.called))
		})
		if i < 0 {
			return nil
		}
		return b.lists[i]
	}
	if like := sibling(nil); like != nil && (said == nil || sameRows(like.shape, *said)) {
		return like
	}
	var views []*pack.View
	for _, v := range b.known(e.called) {
		if len(v.Rows) > 0 && len(v.Rows[0].By) > 0 && v.Of == "" && !against(e.called, v.Name) {
			views = append(views, v)
		}
	}
	if owners := b.owners(e, block); len(owners) > 0 && n < len(views) && b.Pack.ListOf(fieldOf(views[n].Rows[0].By[0])) != "" {
		return b.besideOwners(e, block, views[n], owners)
	}
	if n < len(views) && (said == nil || sameRows(shape{sources: views[n].Sources, rows: views[n].Rows}, *said)) {
		return cmp.Or(sibling(views[n]), b.asKnown(e, block, views[n]))
	}
	if said == nil {
		return nil
	}
	return b.asKnown(e, block, &pack.View{Sources: said.sources, Rows: said.rows})
}

// sorted is the field of the codes by which a title says that its table is sorted, （按政府预算经济分类）, ""
// for those by which spending is told where none is named.
func (b *binder) sorted(title string) string {
	field := b.words.read(title).rows
	if s := b.Pack.Input.Sheet(b.x.usual); s != nil && b.Pack.ListOf(field) != "" {
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
func (b *binder) owners(e *table, block *block) (out []string) {
	named := false
	for _, col := range block.labels {
		heads := e.heads(col)
		if len(heads) == 0 {
			continue
		}
		f := b.words.read(heads[0]).rows
		switch {
		case f != "" && b.Pack.ListOf(f) == "":
			out = append(out, f)
		case strings.HasSuffix(bare(heads[0]), "科目名称"):
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
func (b *binder) besideOwners(e *table, block *block, v *pack.View, owners []string) *bound {
	lowest := v.Rows[len(v.Rows)-1]
	above := pack.RowDef{Level: b.x.levelName(owners, nil), By: owners, Order: "录入"}
	out := b.asKnown(e, block, &pack.View{Sources: v.Sources, Rows: []pack.RowDef{above, lowest}})
	out.levels[0] = unprinted
	delete(out.texts, 0)
	return out
}

// sameRows says whether two shapes have rows by the same fields.
func sameRows(a, b shape) bool {
	fields := func(s shape) (out []string) {
		for _, r := range s.rows {
			for _, by := range r.By {
				if f := fieldOf(by); !slices.Contains(out, f) {
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
func (b *binder) rowsSaid(e *table, block *block) *shape {
	var fields []string
	note := func(f string) {
		if f != "" && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	coded := false
	for _, col := range block.labels {
		said := ""
		for _, head := range e.heads(col) {
			said = cmp.Or(said, b.words.read(head).rows)
			coded = coded || codeHead.MatchString(bare(head))
		}
		note(said)
	}
	if len(fields) == 0 || coded && !slices.ContainsFunc(fields, func(f string) bool { return b.Pack.ListOf(f) != "" }) {
		note(b.words.read(e.called).rows)
	}
	if coded && !slices.ContainsFunc(fields, func(f string) bool { return b.Pack.ListOf(f) != "" }) {
		return nil
	}
	if len(fields) == 0 {
		return nil
	}
	out := &shape{sources: []string{b.x.usual}}
	var own []string
	for _, f := range fields {
		if b.Pack.ListOf(f) == "" {
			own = append(own, f)
		}
	}
	if len(own) > 0 {
		slices.Sort(own)
		out.rows = append(out.rows, pack.RowDef{Level: b.x.levelName(own[:1], nil), By: own, Order: "录入"})
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
			out.rows = append(out.rows, pack.RowDef{Level: l.Name, By: []string{f + "/" + l.Name}})
			if l.Name == top {
				break
			}
		}
		if table := b.x.tableWith(f); table != "" {
			out.sources = []string{table}
		}
		break
	}
	return out
}

// codeHead is the header of a column of codes or of their names.
var codeHead = pattern.Of(`^(科目)?(编码|代码|名称)$|^科目(编码|代码|名称)?$|^[类款项]$|科目(编码|名称)$`)

// asKnown is a list with the rows of a view, its labels by their headers.
func (b *binder) asKnown(e *table, block *block, v *pack.View) *bound {
	out := &bound{shape: shape{sources: v.Sources, rows: v.Rows}, texts: map[int]map[int]string{}}
	fields := pivot.Fields(b.Pack, v)
	for level, r := range v.Rows {
		out.levels = append(out.levels, strings.Join(r.By, "|"))
		out.texts[level] = map[int]string{}
		for i, col := range block.labels {
			if heads := e.heads(col); len(heads) > 0 {
				f := b.words.read(heads[0]).rows
				if f == "" || b.Pack.ListOf(f) != "" || !slices.Contains(fields, f) {
					f = headField(bare(heads[0]), fields)
				}
				if f != "" {
					out.texts[level][i] = field + f + field
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
