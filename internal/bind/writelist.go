package bind

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// list binds a list of the example to the blank lines of the form.
func (b *binder) list(p *pair, block, to *block, lines []line, title []claim, sc scale) {
	e := p.like
	s, levels := b.x.shapeOf(lines, b.namer.printedOnce(e, block, lines))
	e.totalInOtherWords(block, lines, levels, sc)
	ids := lineIDs(lines, s, levels)
	title = append(b.whole(e, lines, ids), title...)
	bare := bareLevels(e, block, lines, levels)
	columns, doubts := b.decided(e, block, lines, judged(lines, ids, levels, bare), s, title, b.prior(e.called, &s), sc)
	for _, d := range doubts {
		b.look(p.form.name, p.form.title, "%s", d)
	}
	l := &list{shape: b.x.apartByUnit(s), levels: levels, columns: columns, lines: lines, ids: ids, bare: bare}
	told := s
	told.carried = b.x.determined(s)
	sums := b.x.build(told, []pack.Filter{{}}, nil)
	texts, open, same, otherwise := l.labels(e, block, sums, b.Ledger.Info)
	named := b.named(e, block, l, told, s, texts)
	for i, line := range lines {
		if ids[i] == "" && !line.total && e.shows(line.row, block) {
			b.leave(p.form.name, pos{}, "范例的第 %d 行“%s”不知道是什么，这一行没有", line.row, line.label)
		}
	}
	cols := b.across(p, slices.Concat(block.labels, block.figures), slices.Concat(to.labels, to.figures))
	for _, col := range open {
		if slices.Contains(named, col) {
			continue
		}
		b.leave(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列的文字录入里没有，没有写标签%s", e.headed(col), b.couldSay(e.lowest(col)))
	}
	for _, at := range otherwise {
		b.leave(p.form.name, pos{cols[at.col], p.form.body[0]}, "“%s”这一列范例有的名称和录入的写法不同（如 %s 的“%s”），填表时印录入的", e.headed(at.col), cellName(at), tight(e.raw(at)))
	}
	for _, col := range same {
		b.look(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列照范例每行都印同样的文字", e.headed(col))
	}
	for _, col := range named {
		why := "范例里是空的"
		if l.says(e, col, "") {
			why = "的文字录入里没有"
		}
		b.look(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列%s，照表头写了标签", e.headed(col), why)
	}
	for _, col := range block.labels {
		if !slices.ContainsFunc(slices.Collect(maps.Values(texts)), func(of map[int]string) bool { return of[col] != "" }) && !slices.Contains(open, col) {
			b.leave(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列范例里是空的，没有写标签", e.headed(col))
		}
	}
	l.columns = append(l.columns, b.added(p, to, cols, title, columns)...)
	b.lists = append(b.lists, &bound{called: e.called, proven: true, takes: takenBy(columns), heads: headsOf(e, block), shape: s, levels: levels, texts: byPlace(texts, block)})
	b.writeList(p, to, l, cols, texts)
}

// totalInOtherWords takes the line above or below all others for the total that no line is called, and
// the one above them though another line is called so, if it stands for nothing else and its figures
// are the sum of the highest lines: 基本支出 above the 经济科目 of a table of 基本支出.
func (t *table) totalInOtherWords(b *block, lines []line, levels []string, sc scale) {
	if len(levels) == 0 {
		return
	}
	var rows []int
	for _, l := range lines {
		if l.pattern() == levels[0] {
			rows = append(rows, l.row)
		}
	}
	ends := []int{0, len(lines) - 1}
	if slices.ContainsFunc(lines, func(l line) bool { return l.total }) {
		ends = ends[:1] // 一、本年支出 above the classes, 支出总计 below them
	}
	for _, i := range ends {
		if right, shown := t.adds(b.figures, lines[i], rows, sc); right && shown && len(rows) > 1 && len(lines[i].parts) == 0 && lines[i].label != "" {
			lines[i].total = true
			return
		}
	}
}

// decided are the columns of a block with what they take. Where a rebuilt ledger shows the fewer of
// their figures, words alone decide.
func (b *binder) decided(e *table, block *block, lines []line, ids []string, s shape, title []claim, prior pack.Filter, sc scale) (columns []*figures, doubts []string) {
	decide := func(x *example, sc scale) (columns []*figures, doubts []string) {
		for _, col := range block.figures {
			f := b.words.column(e, col, title...)
			b.lastYear(f)
			f.said.filter = x.translate(f.said.filter, s.sources)
			columns = append(columns, f)
		}
		widen(columns)
		return columns, x.decide(e, lines, ids, s, columns, prior, sc)
	}
	columns, doubts = decide(b.x, sc)
	shown, not := 0, 0
	for _, f := range columns {
		switch {
		case f.unproven:
			not++
		case f.bound && !f.blind && !e.blank(f.col):
			shown++
		}
	}
	if not <= shown {
		return columns, doubts
	}
	sc.any = true
	columns, doubts = decide(b.silent, sc)
	for _, f := range columns {
		f.unproven = f.bound
	}
	return columns, append(doubts, "这张表和重建的录入对不上，照文字写了标签，没有核对过")
}

// row binds a table of a single row without labels: each column a figure of its own.
func (b *binder) row(p *pair, block, to *block, title []claim, sc scale) {
	e := p.like
	var lines []line
	for row := e.body[0]; row <= e.body[1]; row++ {
		if e.figured(row, block) {
			lines = append(lines, line{row: row, total: true})
		}
	}
	if len(lines) > 1 {
		b.leave(p.form.name, p.form.title, "范例有 %d 行数，没有一列说明是什么，没有写标签", len(lines))
		return
	}
	s := shape{sources: []string{b.x.usual}}
	ids := make([]string, len(lines))
	for i := range ids {
		ids[i] = pack.Root
	}
	columns, doubts := b.decided(e, block, lines, ids, s, title, b.prior(e.called, nil), sc)
	for _, d := range doubts {
		b.look(p.form.name, p.form.title, "%s", d)
	}
	cols := b.across(p, block.figures, to.figures)
	columns = append(columns, b.added(p, to, cols, title, columns)...)
	b.writeList(p, to, &list{shape: s, columns: columns, lines: lines, ids: ids}, cols, nil)
}

// says says whether the lines of a level, of all if there is none, have a text in a column of the example.
func (l *list) says(e *table, col int, level string) bool {
	return slices.ContainsFunc(l.lines, func(x line) bool {
		return (level == "" || x.pattern() == level) && e.says(pos{col, x.row}) != ""
	})
}

// named writes the fields that headers name into columns of labels that are blank in
// the example, or whose texts the ledger lacks, in the lines that stand for their owner: the code of
// a unit, but for a rebuilt ledger not beside its subtotal if the example has none there.
func (b *binder) named(e *table, block *block, l *list, told, s shape, texts map[int]map[int]string) (cols []int) {
	for _, col := range block.labels {
		heads := e.heads(col)
		if len(heads) == 0 {
			continue
		}
		name := brackets.ReplaceAllString(tight(heads[0]), "")
		if len(heads) > 1 && (name == "编码" || name == "代码") {
			name = brackets.ReplaceAllString(tight(heads[1]), "") + name
		}
		for _, f := range told.carried {
			like := func(name string) bool { return strings.HasSuffix(codeWord.Replace(name), codeWord.Replace(f)) }
			if !like(name) && !like(key(heads[0])) || !comesWith(b.Pack, f) || b.namer.uses(f) {
				continue // a blank line is blank though the units have codes
			}
			for level, r := range s.rows {
				owned := slices.ContainsFunc(r.By, func(by string) bool { return b.owner(f) == by })
				for _, text := range texts[level] { // or its name stands in the line
					owned = owned || strings.Contains(text, field+b.owner(f)+field)
				}
				if owned && texts[level][col] == "" && (!b.x.vague || l.says(e, col, l.levels[level]) || !l.says(e, col, "")) {
					texts[level][col] = field + f + field
					cols = append(cols, col)
				}
			}
		}
	}
	return slices.Compact(cols)
}

// codeWord makes one word of those that headers have for codes.
var codeWord = strings.NewReplacer("编码", "代码", "编号", "代码")

// owner is the 引用 with which a field comes.
func (b *binder) owner(field string) string {
	for _, c := range b.Pack.Input.Sheet(b.x.usual).Columns {
		if slices.Contains(c.Joined, field) {
			return c.Name
		}
	}
	return ""
}

// unsaid are the limits that no header says and that all columns have of whose header that is so.
func unsaid(columns []*figures) pack.Filter {
	limits, differ := pack.Filter{}, map[string]bool{}
	for _, f := range columns {
		for field, values := range f.filter {
			if f.bound && f.said.filter[field] == nil {
				differ[field] = differ[field] || limits[field] != nil && !slices.Equal(limits[field], values)
				limits[field] = values
			}
		}
	}
	maps.DeleteFunc(limits, func(field string, _ []string) bool {
		return differ[field] || slices.ContainsFunc(columns, func(f *figures) bool { return f.bound && f.filter[field] == nil })
	})
	return limits
}

// added binds the columns of the form that the example does not have by their words, with the
// limits that all others have: 本年, which the figures of the whole table showed.
func (b *binder) added(p *pair, to *block, cols map[int]int, title []claim, others []*figures) (out []*figures) {
	next, limits := p.like.last.col, unsaid(others)
	p.more = map[int]string{}
	form := p.form
	if n, known := b.yearsOn(p); known {
		form = form.yearsBack(n)
	}
	for _, d := range to.figures {
		if slices.Contains(slices.Collect(maps.Values(cols)), d) {
			continue
		}
		next++ // a column that the example could have had
		f := b.words.column(form, d, title...)
		f.col = next
		f.head = p.form.headed(d)
		cols[next], p.more[next] = d, f.head
		b.lastYear(f)
		f.filter = with(f.said.filter, limits)
		if f.bound = f.known && f.open == ""; f.bound {
			f.doubt = "范例里没有“" + f.head + "”这一列，按文字写了标签"
		} else if f.open == "" {
			f.open = "范例里没有，是什么意思不知道"
		}
		out = append(out, f)
	}
	return out
}

func headsOf(t *table, b *block) (out []string) {
	for _, c := range b.labels {
		out = append(out, key(strings.Join(t.heads(c), "/")))
	}
	return out
}

// byPlace keys the texts of label columns by their place.
func byPlace(texts map[int]map[int]string, b *block) map[int]map[int]string {
	out := map[int]map[int]string{}
	for level, of := range texts {
		out[level] = map[int]string{}
		for i, col := range b.labels {
			out[level][i] = of[col]
		}
	}
	return out
}

// lastYear sets the amounts of a column that speaks of last year; one whose header is the
// name of a unit or a project of the example says nothing of other departments.
func (b *binder) lastYear(f *figures) {
	own := f.head[strings.LastIndex(f.head, "/")+1:]
	name, named := b.namer.value(tight(own), b.namer.fields)
	switch {
	case named && b.x.typed(name.by):
		f.known, f.barred = false, true
		f.open = "表头是范例部门的" + name.by + "，别的部门没有，一张表只能有固定的列"
	case f.said.last && b.x.last == "":
		f.known = false
		f.open = "要去年的数，录入里没有上年数"
	case f.said.last && b.x.blind:
		f.blind, f.barred, f.measure, f.open = f.known, true, b.x.last, "要去年的数，范例的录入里没有"
		f.known = false
	case f.said.last:
		f.measure = b.x.last
	}
}

// writeList writes a list's tags into the form.
func (b *binder) writeList(p *pair, to *block, l *list, cols map[int]int, texts map[int]map[int]string) {
	w := &listing{binder: b, pair: p, to: to, list: l, cols: cols, texts: texts}
	w.tellOpen(w.sort())
	if w.hopeless() {
		for _, f := range l.columns {
			b.opened(p.like, f.col)
		}
		b.result.Left = b.result.Left[:b.mark] // what is told of tags that are not written
		b.leave(p.form.name, p.form.title, "合计和大多数列和录入对不上，整张表没有写标签")
		return
	}
	l.shape.carried = b.carried(l.shape, texts)
	w.view, w.names = b.views.find(viewName(p.form.called), l.shape, w.wants)
	b.incomplete = append(b.incomplete, b.shorts(p, w.view, l, w.shown, w.names)...)
	w.order = l.printed()
	if !w.place() {
		b.leave(p.form.name, p.form.title, "表头下面没有空行，没有写标签")
		return
	}
	w.own()
	w.levels()
	w.totals()
	w.behind()
	if len(w.region.totals) > 1 {
		b.look(p.form.name, pos{1, w.region.totals[1]}, "有几行合计，都写成了全部的合计")
	}
	if p.published.Total == "" {
		p.published.Total = w.view.Name + "." + w.names[w.sum()]
	}
}

// tailsOf are the lines of the form below the total of a list that show another table of the
// input workbook, such as 年终结转.
func (b *binder) tailsOf(p *pair, to *block, totals []int) map[int]claim {
	out := map[int]claim{}
	for _, l := range b.namer.lines(p.form, to) {
		said := b.words.line(l)
		if len(totals) > 0 && l.row > totals[0] && !l.total && len(l.parts) == 0 && said.source != "" && said.source != b.x.usual && said.rest == "" {
			out[l.row] = said
		}
	}
	return out
}

// wholeFor says whether shares of the lines of a list can be written: of the one line of the
// total that the form has, or of all lines of the one kind that there are, if neither form nor
// example has a total.
func (b *binder) wholeFor(p *pair, to *block, l *list) bool {
	totals := p.form.spare(to, b.hasFixedBeside(p, to), nil).totals
	if len(totals) == 0 {
		return !slices.Contains(l.ids, pack.Root) && len(l.printed()) == 1
	}
	return len(totals) == 1 && len(l.printed()) > 0
}

// totalLike says whether a row is called as one of some totals.
func (t *table) totalLike(b *block, row int, labels []string) bool {
	return slices.ContainsFunc(labels, func(label string) bool { return key(label) == key(t.totalOf(b, row)) })
}

// wholes are the labels of the lines of totals that show the whole.
func (l *list) wholes(e *table) (out []string) {
	for i, x := range l.lines {
		if x.total && (l.ids[i] == pack.Root || len(x.parts) == 0 && l.repeats(e, x)) {
			out = append(out, x.label)
		}
	}
	return out
}

// carried are the fields of some texts that a view has only if it takes them along.
func (b *binder) carried(s shape, texts map[int]map[int]string) (out []string) {
	own := pivot.Fields(b.Pack, &pack.View{Sources: s.sources, Rows: s.rows})
	for _, of := range texts {
		for _, text := range of {
			for i, f := range strings.Split(text, field) {
				f, _, _ = strings.Cut(f, "|")
				if i%2 == 1 && !slices.Contains(own, f) && !slices.Contains(out, f) && !slices.Contains(numberings, f) {
					out = append(out, f)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// totalLine is the line of the whole as the example has it: above or below the
// others, with its label in a column of the form; no text if it has none.
func (l *list) totalLine(e *table, to *block, cols map[int]int) (top bool, label put) {
	for i, x := range l.lines {
		if !x.total || l.ids[i] != pack.Root {
			continue
		}
		for from, col := range cols {
			text := e.raw(pos{from, x.row})
			if slices.Contains(to.labels, col) && (totals.MatchString(tight(text)) || key(unnumbered(text)) == key(x.label)) && e.own(pos{from, x.row}) && (label.col == 0 || col < label.col) {
				label = put{col: col, text: text}
			}
		}
		return i == 0, label
	}
	return false, label
}

// besideTotal is what the line of the whole shows in columns of labels that the form leaves
// blank: the code of the department, its number.
func (l *list) besideTotal(p *pair, to *block, cols map[int]int, row int, info map[string]string) map[int]string {
	out := map[int]string{}
	i := slices.Index(l.ids, pack.Root)
	if i < 0 {
		return nil
	}
	for from, col := range cols {
		at := pos{from, l.lines[i].row}
		text := p.like.raw(at)
		if !slices.Contains(to.labels, col) || !p.like.own(at) || text == "" || p.form.cells[pos{col, row}].text != "" {
			continue
		}
		if item := itemOf([]string{text}, info); item != "" {
			out[col] = item
		} else if heads := p.like.heads(from); len(heads) > 0 && heads[0] == "序号" && text == strconv.Itoa(i+1) {
			out[col] = "{{" + field + "行次}}"
		}
	}
	return out
}

// repeats says whether a line of totals shows what that of the whole shows.
func (l *list) repeats(e *table, x line) bool {
	i := slices.Index(l.ids, pack.Root)
	return i >= 0 && !slices.ContainsFunc(l.columns, func(f *figures) bool {
		a, _ := e.cells[pos{f.col, x.row}].amount()
		b, _ := e.cells[pos{f.col, l.lines[i].row}].amount()
		return !a.Equal(b)
	})
}

// has says whether a column of a list is bound.
func (l *list) has(col int) bool {
	return slices.ContainsFunc(l.columns, func(f *figures) bool { return f.col == col && f.bound })
}

// blind says whether a column shows last year's figures, of which the ledger has none.
func (l *list) blind(col int) bool {
	return slices.ContainsFunc(l.columns, func(f *figures) bool { return f.col == col && f.blind })
}

// has says whether a cell of fixed lines is bound.
func (f *fixed) has(col, row int) bool {
	return slices.ContainsFunc(f.spots, func(s *spot) bool { return s.col == col && s.line.row == row && s.bound })
}

// tagged puts a view's tags in the place of fields.
func tagged(text string, v *pack.View, level int) string {
	parts := strings.Split(text, field)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "{{" + v.Name + "@" + v.Rows[level].Level + "." + parts[i] + "}}"
	}
	return strings.Join(parts, "")
}

// modifier is what tags of a table in another unit than the pack's need.
func (b *binder) modifier(t *table, col int) string {
	u, own := t.units[col]
	if !own {
		u = t.unit
	}
	if u == (money.Unit{}) || u == b.usual {
		return ""
	}
	return "|" + u.Name
}

// hasFixedBeside says whether another block of the form has lines that stand there.
func (b *binder) hasFixedBeside(p *pair, own *block) bool {
	for _, o := range p.form.blocks {
		if o != own && slices.ContainsFunc(b.namer.lines(p.form, o), func(l line) bool { return !l.total && l.label != "" }) {
			return true
		}
	}
	return false
}
