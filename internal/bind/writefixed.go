package bind

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/pack"
)

// fixed binds lines that stand on the form.
func (b *binder) fixed(p *pair, block, to *block, lines, printed []line, title []claim, sc scale) {
	e := p.like
	known := b.known(e.called)
	f := b.x.bindFixed(b.words, e, block, lines, title, b.prior(e.called, nil), sc)
	if f.words > 0 {
		b.look(p.form.name, p.form.title, "有 %d 格和重建的录入对不上，照文字写了标签，没有核对过", f.words)
		sc.any = true
		f = b.silent.bindFixed(b.words, e, block, lines, title, b.prior(e.called, nil), sc)
		for _, col := range block.figures {
			b.notProven(e, col, true)
		}
	}
	part := "这张表"
	if heads := e.heads(block.labels[0]); len(e.blocks) > 1 && len(heads) > 0 {
		part = "“" + heads[len(heads)-1] + "”这一边" // the other side may take more
	}
	if f.omitted != "" {
		b.look(p.form.name, p.form.title, "表上写着只取 %s，范例的数不止这些，%s都按范例的数取", f.omitted, part)
	}
	if f.added != "" {
		b.look(p.form.name, p.form.title, "表上没有写清取哪些明细，%s的明细都按范例的数只取 %s", part, f.added)
	}
	cols := b.across(p, slices.Concat(block.labels, block.figures), slices.Concat(to.labels, to.figures))
	rows := sameLines(lines, printed)
	b.moreColumns(p, to, f, rows, cols, title)
	if total, without := b.x.leftOut(b.words, f, title); total != nil {
		b.look(p.form.name, pos{cols[total.col], rows[total.line.row]}, "“%s”加的各行里没有“%s”：有这些钱的部门，这一格也没有", total.line.label, strings.Join(without, "、"))
	}
	for _, r := range f.rests {
		b.look(p.form.name, pos{cols[block.labels[0]], rows[r.line.row]}, "“%s”取旁边各行以外的%s", r.line.label, inWords(r.filter))
	}
	for _, x := range f.told {
		b.look(p.form.name, pos{cols[block.labels[0]], rows[x.row]}, "%s", x.text)
	}
	changes := b.words.changes(e, figureRows(lines), block.figures)
	shares, whole := b.words.sharesOfLines(e, lines, block.figures)
	var missing []unbound
	var blind []pos
	defer func() {
		b.leaveAll(p.form.name, e, missing)
		if len(blind) > 0 {
			b.look(p.form.name, blind[0], "要去年的数，范例的录入里没有，这样的 %d 格照文字写了标签，没有核对过", len(blind))
		}
	}()
	if f.incomplete() {
		for _, s := range f.spots {
			if s.by != "" {
				s.bound, s.open = false, "有的类认不出；只写一部分，填表时会少数"
			}
		}
	}
	more := b.moreWords(p, to, f, printed, rows, cols)
	for _, s := range f.spots {
		if s.bound && s.sum == nil && !b.x.keeps(s.source, s.filter) {
			s.bound, s.open = false, "录入里没有分得这么细"
		}
	}
	tags := b.fixedTags(p, to, f, known)
	maps.Copy(more, b.moreLines(p, to, tags, printed, rows, cols))
	amongst := func(l line) bool { // 其中 names some of its parts
		return slices.ContainsFunc(lines, func(o line) bool { return o.partly && slices.Contains(o.heads, l.row) })
	}
	b.tellAlike(p, tags, rows, cols)
	for _, tag := range tags {
		s := tag.spot
		if s.bound && !amongst(s.line) && !s.blind && s.sum == nil && s.by == "" && s.measure == "" && len(s.source) == 1 && len(s.line.parts) > 0 && strings.Contains(s.line.parts[0].by, "/") {
			p.coded = append(p.coded, s)
		}
		at := pos{cols[s.col], rows[s.line.row]}
		if at.row == 0 || at.col == 0 {
			b.leave(p.form.name, pos{}, "范例的“%s”（第 %d 行）在官方表里找不到", s.line.label, s.line.row)
			continue
		}
		change, follows := changes[s.col]
		share, part := shares[s.col]
		switch {
		case p.form.cells[at].formula: // the form's own; the proof says whether it is right
		case part && rows[whole[s.col]] > 0 && f.has(share.from, s.line.row) && f.has(share.from, whole[s.col]):
			p.plan.put(at.row, 0, at.col, share.shareFormula(cols, at.row, []int{rows[whole[s.col]]}))
		case follows && !s.bound && !slices.ContainsFunc(change.needs(), func(col int) bool { return !f.has(col, s.line.row) }):
			p.plan.put(at.row, 0, at.col, change.formula(cols, at.row))
			if slices.ContainsFunc(change.needs(), f.blind) {
				b.notProven(e, s.col, true)
			}
		case !s.bound:
			missing = append(missing, unbound{at, s.open, p.headed(s.col), s.line.label, s.col})
			p.plan.clear(p.form, at)
		case s.sum != nil:
			if text, ok := sumFormula(s.sum, rows, more, at.col); ok {
				p.plan.put(at.row, 0, at.col, text)
			} else {
				b.leave(p.form.name, at, "合计的几行在官方表里找不全，没有写公式")
			}
		default:
			b.doubt(p.form, s.said.filter)
			if s.blind {
				blind = append(blind, at)
				b.opened(e, s.col) // last year's figures do not come out of this ledger
			}
			p.plan.put(at.row, 0, at.col, "{{"+tag.text+b.modifier(p.form, at.col)+"}}")
		}
	}
}

// tellAlike tells of lines of a form alone that take the same: one of them says more than is
// understood.
func (b *binder) tellAlike(p *pair, tags []fixedTag, rows, cols map[int]int) {
	if b.Example != nil {
		return
	}
	first := map[string]*spot{}
	for _, tag := range tags {
		s := tag.spot
		if !s.bound || s.sum != nil {
			continue
		}
		id := tag.text + "@" + strconv.Itoa(s.col)
		if o := first[id]; o == nil {
			first[id] = s
		} else {
			b.look(p.form.name, pos{cols[s.col], rows[s.line.row]}, "“%s”和 %s 的“%s”取的一样", s.line.label, cellName(pos{cols[o.col], rows[o.line.row]}), o.line.label)
		}
	}
}

// moreColumns adds columns that the form has and the example lacks, of which words say all, with the
// limits that the other columns of a line have.
func (b *binder) moreColumns(p *pair, to *block, f *fixed, rows, cols map[int]int, title []claim) {
	for _, column := range b.added(p, to, cols, title, nil) {
		at := pos{cols[column.col], slices.Min(append(slices.Collect(maps.Values(rows)), p.form.body[1]))}
		if !column.bound {
			b.leave(p.form.name, at, "“%s”这一列没有写标签：%s", column.head, column.open)
			continue
		}
		b.look(p.form.name, at, "%s", column.doubt)
		like := map[int]*spot{} // by row: that of the column that limits least
		own := map[int]pack.Filter{}
		for _, s := range f.spots {
			if own[s.col] == nil {
				own[s.col] = b.words.column(p.like, s.col).said.filter
			}
			if o := like[s.line.row]; s.bound && s.measure == "" && (o == nil || len(own[s.col]) < len(own[o.col])) {
				like[s.line.row] = s
			}
		}
		for _, row := range slices.Sorted(maps.Keys(like)) {
			s := like[row]
			more := *s
			rest := maps.Clone(s.filter)
			for field := range own[s.col] {
				if s.key != "" || s.label[field] == nil {
					delete(rest, field)
				}
			}
			more.col, more.said, more.filter, more.measure = column.col, column.said, with(column.filter, rest), column.measure
			f.spots = append(f.spots, &more)
		}
	}
}

// moreWords adds lines that the form has and the example lacks, of which words say
// all, with the limits that the other lines of the block have.
func (b *binder) moreWords(p *pair, to *block, f *fixed, printed []line, rows, cols map[int]int) map[int]bool {
	more := map[int]bool{}
	used := map[int]bool{}
	for _, r := range rows {
		used[r] = true
	}
	for _, l := range printed {
		row := b.words.line(l)
		if used[l.row] || l.total || row.rest != "" || len(row.filter) == 0 || row.source != "" {
			continue
		}
		if slices.ContainsFunc(f.spots, func(s *spot) bool { return s.by != "" && len(l.parts) > 0 && s.by == l.parts[0].by }) {
			continue // one more class of those that moreLines adds
		}
		added := false
		for _, s := range f.spots {
			own := b.words.line(s.line)
			if !s.bound || s.key != "" || s.sum != nil || len(own.filter) == 0 || s.line.row < 0 || s.measure != "" || len(s.source) == 0 || s.source[0] != b.x.usual {
				continue
			}
			if slices.ContainsFunc(f.spots, func(o *spot) bool { return o.line.row == -l.row && o.col == s.col }) || p.form.cells[pos{cols[s.col], l.row}].formula || s.line.under != l.under {
				continue
			}
			rest := maps.Clone(s.filter)
			for field := range own.filter {
				delete(rest, field)
			}
			line := l
			line.row = -l.row
			rows[line.row] = l.row
			f.spots = append(f.spots, &spot{line: line, col: s.col, said: row, source: s.source, filter: with(row.filter, rest), bound: true})
			added = true
			more[l.row] = true
		}
		if added {
			b.look(p.form.name, pos{to.labels[0], l.row}, "范例里没有“%s”这一行，照文字写了标签", l.label)
		}
	}
	return more
}

// moreLines writes the tags of classes that the form has and the example lacks, as
// those of the other classes of the block.
func (b *binder) moreLines(p *pair, to *block, tags []fixedTag, printed []line, rows, cols map[int]int) map[int]bool {
	more := map[int]bool{}
	like := map[int]fixedTag{}
	for _, tag := range tags {
		if tag.spot.by != "" && tag.spot.bound {
			like[cols[tag.spot.col]] = tag
		}
	}
	used := map[int]bool{}
	for _, r := range rows {
		used[r] = true
	}
	n, first := 0, pos{}
	for _, l := range printed {
		if used[l.row] || l.total || len(l.parts) == 0 || len(like) == 0 {
			continue
		}
		for _, col := range to.figures {
			tag, ok := like[col]
			if !ok || tag.spot.by != l.parts[0].by || p.form.cells[pos{col, l.row}].formula {
				continue
			}
			p.plan.put(l.row, 0, col, "{{"+strings.Replace(tag.text, "["+tag.spot.key+"]", "["+l.parts[0].value+"]", 1)+b.modifier(p.form, col)+"}}")
			more[l.row] = true
			if n++; n == 1 {
				first = pos{col, l.row}
			}
		}
	}
	if n > 0 {
		b.look(p.form.name, first, "官方表有几行范例里没有，照别的行一样写了 %d 个标签", n)
	}
	return more
}

// unbound is a cell of a fixed line without a tag.
type unbound struct {
	at        pos
	why, head string
	label     string
	from      int // its column of the example
}

// leaveAll tells the cells without tags, those of a line or of a column with one reason
// together.
func (b *binder) leaveAll(sheet string, e *table, cells []unbound) {
	told := make([]bool, len(cells))
	for i, c := range cells {
		if c.why == notKept {
			b.notKept(c.label)
			told[i] = true
		}
		var row, col []int
		for j, o := range cells {
			if !told[j] && o.why == c.why && o.at.row == c.at.row {
				row = append(row, j)
			}
			if !told[j] && o.why == c.why && o.at.col == c.at.col {
				col = append(col, j)
			}
		}
		together := row
		switch {
		case told[i]:
			continue
		case len(col) > 1 && len(col) >= len(row):
			together = col
			b.opened(e, c.from)
			b.leave(sheet, c.at, "“%s”这一列有 %d 格没有写标签：%s", c.head, len(col), c.why)
		case len(row) > 1:
			b.leave(sheet, c.at, "这一行有 %d 格没有写标签：%s", len(row), c.why)
		default:
			b.leave(sheet, c.at, "没有写标签：%s", c.why)
		}
		for _, j := range together {
			told[j] = true
		}
	}
}

// sameLines maps the rows of the example's lines to those of the form, by labels in order.
func sameLines(lines, printed []line) map[int]int {
	out := map[int]int{}
	used := map[int]bool{}
	for _, alike := range []func(l, o line) bool{line.same, func(l, o line) bool { return o.label == l.label || o.total && l.total && key(o.label) == key(l.label) }} {
		for _, l := range lines {
			if i := slices.IndexFunc(printed, func(o line) bool { return !used[o.row] && alike(l, o) }); i >= 0 && out[l.row] == 0 {
				out[l.row], used[printed[i].row] = printed[i].row, true
			}
		}
	}
	return out
}

// sumFormula adds rows of a column, in the form's rows; more are lines of the form
// that the example lacks.
func sumFormula(sum []int, rows map[int]int, more map[int]bool, col int) (string, bool) {
	var to []int
	for _, row := range sum {
		if rows[row] == 0 {
			return "", false
		}
		to = append(to, rows[row])
	}
	slices.Sort(to)
	whole := sum[len(sum)-1]-sum[0] == len(sum)-1 // also lines between that the example lacks
	if whole {                                    // and those before and behind
		for more[to[0]-1] {
			to = append([]int{to[0] - 1}, to...)
		}
		for more[to[len(to)-1]+1] {
			to = append(to, to[len(to)-1]+1)
		}
	}
	if n := len(to); n > 1 && (whole || to[n-1]-to[0] == n-1) {
		return "=SUM(" + cellName(pos{col, to[0]}) + ":" + cellName(pos{col, to[n-1]}) + ")", true
	}
	var cells []string
	for _, row := range to {
		cells = append(cells, cellName(pos{col, row}))
	}
	return "=" + strings.Join(cells, "+"), true
}

// fixedTag is a spot with its tag.
type fixedTag struct {
	spot *spot
	text string
}

// fixedTags finds the tag of each spot: of a view of the known table or another one
// that gives it, else of a new view.
func (b *binder) fixedTags(p *pair, to *block, f *fixed, known []*pack.View) (out []fixedTag) {
	type group struct {
		source, by string
		spots      []*spot
		wants      []want
	}
	var groups []*group
	named := b.sourcesOf(p.like)
	if income(p.like) {
		named = append(named, b.carriedOn...)
	}
	for _, s := range f.spots {
		if !s.bound || s.sum != nil {
			out = append(out, fixedTag{spot: s})
			continue
		}
		if tag := b.single(s, known, named); tag != "" {
			out = append(out, fixedTag{s, tag})
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.source == strings.Join(s.source, "、") && g.by == s.by })
		if i < 0 {
			groups = append(groups, &group{source: strings.Join(s.source, "、"), by: s.by})
			i = len(groups) - 1
		}
		g := groups[i]
		name := p.headed(s.col)
		if s.by == "" {
			name = s.line.under + "/" + s.line.label + s.line.beside
			if len(to.figures) > 1 {
				name += columnName(p.headed(s.col))
			}
		}
		g.spots = append(g.spots, s)
		g.wants = append(g.wants, want{name, s.filter, s.measure})
	}
	for _, g := range groups {
		if g.by == "" && g.source == b.x.usual && !slices.ContainsFunc(g.spots, func(s *spot) bool { return s.measure != "" }) {
			g.source = b.wider(g.spots, p.like)
		}
		sh := shape{sources: strings.Split(g.source, "、")}
		called := viewName(p.form.called)
		if g.by != "" {
			sh.rows = []pack.RowDef{{Level: levelOf(g.by), By: []string{g.by}}}
			called += "按" + levelOf(g.by)
		}
		v, names := b.views.find(called, sh, g.wants)
		if income(p.like) && len(sh.sources) > 1 {
			b.look(p.form.name, p.form.title, "别的表里有%s的行，收入各行也含这笔钱", sh.sources[len(sh.sources)-1])
		}
		for i, s := range g.spots {
			if g.by != "" {
				out = append(out, fixedTag{s, v.Name + "[" + s.key + "]." + names[i]})
				if p.published.Total == "" {
					p.published.Total = v.Name + "." + names[0]
				}
			} else {
				out = append(out, fixedTag{s, v.Name + "." + names[i]})
			}
		}
	}
	return out
}

// wider are the tables that the figures of an income side sum, where the other side
// of the sheet names 年终结转: what is carried over has come in too. The example must
// not speak against it.
//
// Of a table of income alone any table of the book may name it.
func (b *binder) wider(spots []*spot, e *table) string {
	var extras []string
	if income(e) {
		extras = append(extras, b.carriedOn...)
	}
	for _, o := range e.blocks {
		if sameColumns(o, b.likeBlock(e, spots)) {
			continue
		}
		for _, l := range b.namer.lines(e, o) {
			if extra := b.words.read(l.label).source; extra != "" {
				extras = append(extras, extra)
			}
		}
	}
	for _, extra := range extras {
		for _, set := range b.x.sourceSets() {
			if len(set) < 2 || !slices.Contains(set, extra) {
				continue
			}
			same := func(s *spot) bool {
				return b.x.amount(s, addition{filter: s.filter}) == b.x.amount(&spot{source: set, said: claim{filter: s.filter}, measure: s.measure}, addition{})
			}
			if !slices.ContainsFunc(spots, func(s *spot) bool { return !same(s) }) {
				return strings.Join(set, "、")
			}
		}
	}
	return b.x.usual
}

// income says whether a table prints what comes in and nothing of what goes out.
func income(t *table) bool {
	return strings.Contains(t.called, "收入") && !strings.ContainsAny(t.called, "支")
}

// likeBlock is the block of the example in which spots stand.
func (b *binder) likeBlock(e *table, spots []*spot) *block {
	for _, o := range e.blocks {
		if len(spots) > 0 && slices.Contains(o.figures, spots[0].col) {
			return o
		}
	}
	return nil
}

func sameColumns(a, b *block) bool { return b != nil && slices.Equal(a.figures, b.figures) }

// sourcesOf are the tables that the labels of a sheet name: 年终结转 of 结转下年.
func (b *binder) sourcesOf(t *table) (out []string) {
	for _, block := range t.blocks {
		for _, l := range b.namer.lines(t, block) {
			if c := b.words.read(l.label); c.source != "" {
				out = append(out, c.source)
			}
		}
	}
	return out
}

// single is the tag of a view without rows that gives a spot, also from several
// sources where that makes no difference: 本年收入 takes 年终结转 too.
//
// named are the tables that the words of the sheet name: a figure takes no other.
func (b *binder) single(s *spot, known []*pack.View, named []string) string {
	if s.by != "" {
		return ""
	}
	for _, v := range slices.Concat(known, pointers(b.Pack.Views)) {
		if len(v.Rows) > 0 || !slices.Contains(v.Sources, s.source[0]) || v.Of != "" || s.measure != "" && len(v.Sources) > 1 {
			continue
		}
		if !slices.Equal(v.Sources, s.source) && slices.ContainsFunc(v.Sources, func(t string) bool { return !slices.Contains(s.source, t) && !slices.Contains(named, t) }) {
			continue
		}
		w := want{filter: s.filter, measure: s.measure}
		if name := w.in(v); name != "" && b.x.amount(s, addition{filter: s.filter}) == b.x.amount(&spot{source: v.Sources, said: claim{filter: s.filter}}, addition{}) {
			b.views.used[v.Name] = true
			return v.Name + "." + name
		}
	}
	return ""
}
