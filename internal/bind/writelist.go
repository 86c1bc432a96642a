package bind

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// list binds a list of the example to the blank lines of the form.
func (b *binder) list(p *pair, block, to *layout.Block, lines []meaning.Line, title []meaning.Claim, sc layout.Scale) {
	evidence.DepartmentOnTop(p.like, block, lines, sc)
	s, levels := b.x.ShapeOf(lines, b.ownersOnce(p, block, lines))
	b.listOf(p, block, to, lines, s, levels, title, sc)
}

// listOf binds a list of the example whose levels are known.
func (b *binder) listOf(p *pair, block, to *layout.Block, lines []meaning.Line, s evidence.Shape, levels []string, title []meaning.Claim, sc layout.Scale) {
	e := p.like
	evidence.TotalInOtherWords(e, block, lines, levels, sc)
	ids := evidence.LineIDs(lines, s, levels)
	title = append(b.whole(e, lines, ids), title...)
	bare := evidence.BareLevels(e, block, lines, levels)
	proven, of := b.provenOf(e)
	columns, doubts := b.decided(e, block, lines, evidence.Judged(lines, ids, levels, bare), s, title, meaning.With(proven, b.prior(e.Called, &s)), sc)
	for _, d := range doubts {
		b.look(p.form.Name, p.form.Title, "%s", d)
	}
	b.tellProven(p, columns, proven, of)
	l := &evidence.List{Shape: b.x.ApartByUnit(s), Levels: levels, Columns: columns, Lines: lines, IDs: ids, Bare: bare}
	told := s
	told.Carried = b.x.Determined(s)
	sums := b.x.Build(told, []pack.Filter{{}}, nil)
	texts, open, same, otherwise := l.Labels(e, block, sums, b.Ledger.Info)
	named := b.named(e, block, l, told, s, texts)
	for i, line := range lines {
		if ids[i] == "" && !line.Total && e.Shows(line.Row, block) {
			b.leave(p.form.Name, layout.Pos{}, "范例的第 %d 行“%s”不知道是什么，这一行没有", line.Row, line.Label)
		}
	}
	cols := b.across(p, slices.Concat(block.Labels, block.Figures), slices.Concat(to.Labels, to.Figures))
	for _, col := range open {
		if slices.Contains(named, col) {
			continue
		}
		if source, field := b.elsewhere(e, col); source != "" {
			b.leave(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列是录入“%s”的“%s”，这张表的各行是另一张录入表的，还带不过来，没有写标签。每次要手工写%s", e.Headed(col), source, field, b.views.byHand(p.form.Name, source, field))
			continue
		}
		b.leave(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列的文字录入里没有，没有写标签%s", e.Headed(col), b.couldSay(e.Lowest(col)))
	}
	for _, at := range otherwise {
		b.leave(p.form.Name, layout.At(cols[at.Col], p.form.Body[0]), "“%s”这一列范例有的名称和录入的写法不同（如 %s 的“%s”），填表时印录入的", e.Headed(at.Col), layout.CellName(at), layout.Tight(e.Raw(at)))
	}
	for _, col := range same {
		b.look(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列照范例每行都印同样的文字", e.Headed(col))
	}
	for _, col := range named {
		why := "范例里是空的"
		if l.Says(e, col, "") {
			why = "的文字录入里没有"
		}
		b.look(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列%s，照表头写了标签", e.Headed(col), why)
	}
	for _, col := range block.Labels {
		own := func(l meaning.Line) bool { return e.Own(layout.At(col, l.Row)) } // not what the column on its left covers
		if e.Headed(col) != "" && slices.ContainsFunc(lines, own) && !slices.ContainsFunc(slices.Collect(maps.Values(texts)), func(of map[int]string) bool { return of[col] != "" }) && !slices.Contains(open, col) {
			b.leave(p.form.Name, layout.At(cols[col], p.form.Body[0]), "“%s”这一列范例里是空的，没有写标签", e.Headed(col))
		}
	}
	l.Columns = append(l.Columns, b.added(p, to, cols, title, columns)...)
	b.lists = append(b.lists, &bound{called: e.Called, table: e, proven: true, takes: takenBy(columns), heads: headsOf(e, block), own: ownHeadsOf(e, block), shape: s, levels: levels, texts: byPlace(texts, block)})
	b.writeList(p, to, l, cols, texts)
}

// elsewhere names the column of another input sheet that has all texts of a column of the example, such as the goals
// of projects beside their amounts; "" if there is none, or the texts are too short to tell and no column is called so.
func (b *binder) elsewhere(e *layout.Table, col int) (sheet, field string) {
	const long = 6
	texts, letters := map[string]bool{}, 0
	for _, row := range e.Listed() {
		if said := e.Says(layout.At(col, row)); said != "" {
			texts[said], letters = true, max(letters, len([]rune(said)))
		}
	}
	for i := range b.Whole.Pack.Input.Sheets {
		s := &b.Whole.Pack.Input.Sheets[i]
		t := b.Whole.Ledger.Tables[s.Name]
		if s.Name == b.x.Usual || t == nil || letters == 0 {
			continue
		}
		for _, f := range t.Fields {
			if letters < long && f != e.Lowest(col) {
				continue
			}
			left := maps.Clone(texts)
			for r := range t.Len() {
				delete(left, layout.Tight(t.Value(r, f)))
			}
			if len(left) == 0 {
				return s.Name, f
			}
		}
	}
	return "", ""
}

// decided are the columns of a block with what they take. Where a rebuilt ledger shows the fewer of
// their figures, words alone decide.
func (b *binder) decided(e *layout.Table, block *layout.Block, lines []meaning.Line, ids []string, s evidence.Shape, title []meaning.Claim, prior pack.Filter, sc layout.Scale) (columns []*meaning.Column, doubts []string) {
	defer func() {
		for _, f := range columns {
			if f.Bound && f.Named != nil {
				b.words.Hear(e.Lowest(f.Col), f.Named) // 其他费用 beside it, and other tables, know it then
			}
		}
	}()
	read := func(x *evidence.Example) (columns []*meaning.Column) {
		for _, col := range block.Figures {
			f := b.words.Column(e, col, title...)
			b.lastYear(f, x.Sums(s))
			f.Said.Filter = x.Translate(f.Said.Filter, s.Sources)
			columns = append(columns, f)
		}
		evidence.Widen(columns)
		return columns
	}
	decide := func(x *evidence.Example, sc layout.Scale) (columns []*meaning.Column, doubts []string) {
		columns = read(x)
		return columns, x.Decide(e, lines, ids, s, columns, prior, sc)
	}
	columns, doubts = decide(b.x, sc)
	if mended, slips := b.x.Mended(e, lines, ids, s, read(b.x), sc); len(slips) > 0 {
		in := func(columns []*meaning.Column, slip evidence.Slip) *meaning.Column {
			return columns[slices.IndexFunc(columns, func(f *meaning.Column) bool { return f.Col == slip.At.Col })]
		}
		without := read(b.x)
		told := b.x.Decide(mended, lines, ids, s, without, prior, sc)
		bound := !slices.ContainsFunc(slips, func(slip evidence.Slip) bool { return !in(without, slip).Bound })
		asPrinted := !slices.ContainsFunc(slips, func(slip evidence.Slip) bool { // other money, and nobody's mistake
			return !b.x.Printed(e, lines, ids, s, in(columns, slip), sc)
		})
		if bound && !asPrinted {
			for _, slip := range slips {
				told = append(told, slip.Tells(e))
			}
			return without, told
		}
	}
	shown, not := 0, 0
	for _, f := range columns {
		switch {
		case f.Unproven:
			not++
		case f.Bound && !f.Blind && !e.Blank(f.Col):
			shown++
		}
	}
	if not <= shown {
		return columns, doubts
	}
	nearer := pack.Filter{}
	if slices.Equal(s.Sources, []string{b.x.Usual}) {
		nearer = b.nearer(e, block, lines, title, sc)
	}
	prior = meaning.With(nearer, prior)
	sc.Any = true
	columns, doubts = decide(b.silent, sc)
	for _, f := range columns {
		f.Unproven = f.Bound
	}
	for _, field := range slices.Sorted(maps.Keys(nearer)) {
		doubts = append(doubts, "表上没有写，照合计和重建的录入最近的只取 "+strings.Join(nearer[field], "、"))
	}
	return columns, append(doubts, "这张表和重建的录入对不上，照文字写了标签，没有核对过")
}

// nearer are the choices of two that a table speaks of, such as 本年 of 本年支出, with which its total comes
// much nearer to the items of a rebuilt ledger than with both: some hundreds of 元 are no money that was
// carried over.
func (b *binder) nearer(e *layout.Table, block *layout.Block, lines []meaning.Line, title []meaning.Claim, sc layout.Scale) pack.Filter {
	const much = 10
	out := pack.Filter{}
	for _, col := range block.Figures {
		f := b.words.Column(e, col, title...)
		i := slices.IndexFunc(lines, func(l meaning.Line) bool { return l.Total })
		if !f.Generic || f.Measure != "" || f.Said.Last || i < 0 {
			continue
		}
		printed, ok := e.Cells[layout.At(col, lines[i].Row)].Amount()
		far := func(limit pack.Filter) decimal.Decimal {
			sum := b.x.Amount(&evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: meaning.With(limit, f.Said.Filter)}}, evidence.Addition{})
			return sc.In(col).Unit.Of(sum.Yuan()).Sub(printed).Abs()
		}
		for field, choices := range b.words.Choices {
			if len(choices) != 2 || f.Said.Filter[field] != nil || !b.x.Has(b.x.Usual, field) || !b.words.Tells(e, field, choices[0]) {
				continue
			}
			if one := far(pack.Filter{field: choices[:1]}); ok && one.Mul(decimal.NewFromInt(much)).LessThan(far(nil)) {
				out[field] = choices[:1]
			}
		}
		break
	}
	return out
}

// row binds a table of a single row without labels: each column a figure of its own.
func (b *binder) row(p *pair, block, to *layout.Block, title []meaning.Claim, sc layout.Scale) {
	e := p.like
	var lines []meaning.Line
	for row := e.Body[0]; row <= e.Body[1]; row++ {
		if e.Figured(row, block) {
			lines = append(lines, meaning.Line{Row: row, Total: true})
		}
	}
	if len(lines) > 1 {
		b.leave(p.form.Name, p.form.Title, "范例有 %d 行数，没有一列说明是什么，没有写标签", len(lines))
		return
	}
	s := evidence.Shape{Sources: []string{b.x.Usual}}
	ids := make([]string, len(lines))
	for i := range ids {
		ids[i] = pack.Root
	}
	columns, doubts := b.decided(e, block, lines, ids, s, title, b.prior(e.Called, nil), sc)
	for _, d := range doubts {
		b.look(p.form.Name, p.form.Title, "%s", d)
	}
	cols := b.across(p, block.Figures, to.Figures)
	columns = append(columns, b.added(p, to, cols, title, columns)...)
	b.writeList(p, to, &evidence.List{Shape: s, Columns: columns, Lines: lines, IDs: ids}, cols, nil)
}

// named writes the fields that headers name into columns of labels that are blank in
// the example, or whose texts the ledger lacks, in the lines that stand for their owner: the code of
// a unit, but for a rebuilt ledger not beside its subtotal if the example has none there.
func (b *binder) named(e *layout.Table, block *layout.Block, l *evidence.List, told, s evidence.Shape, texts map[int]map[int]string) (cols []int) {
	for _, col := range block.Labels {
		heads := e.Heads(col)
		if len(heads) == 0 {
			continue
		}
		name := layout.Brackets.ReplaceAllString(layout.Tight(heads[0]), "")
		if len(heads) > 1 && (name == "编码" || name == "代码") {
			name = layout.Brackets.ReplaceAllString(layout.Tight(heads[1]), "") + name
		}
		for _, f := range told.Carried {
			like := func(name string) bool { return strings.HasSuffix(codeWord.Replace(name), codeWord.Replace(f)) }
			if !like(name) && !like(layout.Key(heads[0])) || !meaning.ComesWith(b.Pack, f) || b.namer.Uses(f) {
				continue // a blank line is blank though the units have codes
			}
			for level, r := range s.Rows {
				owned := slices.ContainsFunc(r.By, func(by string) bool { return b.owner(f) == by })
				for _, text := range texts[level] { // or its name stands in the line
					owned = owned || strings.Contains(text, evidence.Field+b.owner(f)+evidence.Field)
				}
				if owned && texts[level][col] == "" && (!b.x.Vague || l.Says(e, col, l.Levels[level]) || !l.Says(e, col, "")) {
					texts[level][col] = evidence.Field + f + evidence.Field
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
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		if slices.Contains(c.Joined, field) {
			return c.Name
		}
	}
	return ""
}

// unsaid are the limits that no header says and that all columns have of whose header that is so.
func unsaid(columns []*meaning.Column) pack.Filter {
	limits, differ := pack.Filter{}, map[string]bool{}
	for _, f := range columns {
		for field, values := range f.Filter {
			if f.Bound && f.Said.Filter[field] == nil {
				differ[field] = differ[field] || limits[field] != nil && !slices.Equal(limits[field], values)
				limits[field] = values
			}
		}
	}
	maps.DeleteFunc(limits, func(field string, _ []string) bool {
		return differ[field] || slices.ContainsFunc(columns, func(f *meaning.Column) bool { return f.Bound && f.Filter[field] == nil })
	})
	return limits
}

// added binds the columns of the form that the example does not have by their words, with the
// limits that all others have: 本年, which the figures of the whole table showed.
func (b *binder) added(p *pair, to *layout.Block, cols map[int]int, title []meaning.Claim, others []*meaning.Column) (out []*meaning.Column) {
	next, limits := p.like.Last.Col, unsaid(others)
	p.more = map[int]string{}
	form := p.form
	if n, known := b.yearsOn(p); known {
		form = form.YearsBack(n)
	}
	for _, d := range to.Figures {
		if slices.Contains(slices.Collect(maps.Values(cols)), d) {
			continue
		}
		next++ // a column that the example could have had
		f := b.words.Column(form, d, title...)
		f.Col = next
		f.Head = p.form.Headed(d)
		cols[next], p.more[next] = d, f.Head
		b.lastYear(f, false)
		f.Filter = meaning.With(f.Said.Filter, limits)
		if f.Bound = f.Known && f.Open == ""; f.Bound {
			f.Doubt = "范例里没有“" + f.Head + "”这一列，按文字写了标签"
		} else if f.Open == "" {
			f.Open = "范例里没有，是什么意思不知道"
		}
		out = append(out, f)
	}
	return out
}

// headsOf are the headers of the label columns of a block.
func headsOf(t *layout.Table, b *layout.Block) (out []string) {
	for _, c := range b.Labels {
		out = append(out, layout.Key(strings.Join(t.Heads(c), "/")))
	}
	return out
}

// ownHeadsOf are such headers without one that stands above them all, 项目, and says nothing of any.
func ownHeadsOf(t *layout.Table, b *layout.Block) (out []string) {
	over := func(c int) string {
		if heads := t.Heads(c); len(heads) > 1 {
			return heads[len(heads)-1]
		}
		return ""
	}
	shared := len(b.Labels) > 1 && over(b.Labels[0]) != "" && !slices.ContainsFunc(b.Labels, func(c int) bool { return over(c) != over(b.Labels[0]) })
	for _, c := range b.Labels {
		heads := t.Heads(c)
		if shared {
			heads = heads[:len(heads)-1]
		}
		out = append(out, layout.Key(strings.Join(heads, "/")))
	}
	return out
}

// byPlace keys the texts of label columns by their place.
func byPlace(texts map[int]map[int]string, b *layout.Block) map[int]map[int]string {
	out := map[int]map[int]string{}
	for level, of := range texts {
		out[level] = map[int]string{}
		for i, col := range b.Labels {
			out[level][i] = of[col]
		}
	}
	return out
}

// lastYear sets the amounts of a column that speaks of last year; one whose header is the
// name of a unit or a project of the example says nothing of other departments. sums is of a line without others, whose
// amounts may be known as they were published.
func (b *binder) lastYear(f *meaning.Column, sums bool) {
	own := f.Head[strings.LastIndex(f.Head, "/")+1:]
	name, named := b.namer.Value(layout.Tight(own), b.namer.Fields)
	switch {
	case named && b.x.Typed(name.By):
		f.Known, f.Barred = false, true
		f.Open = "表头是范例部门的" + name.By + "，别的部门没有，一张表只能有固定的列"
	case f.Said.Last && b.x.Last == "":
		f.Known = false
		f.Open = "要去年的数，录入里没有上年数"
	case f.Said.Last && b.x.Blind && !(sums && b.x.KnowsLast(f.Said.Filter)):
		f.Blind, f.Barred, f.Measure, f.Open = f.Known, true, b.x.Last, "要去年的数，范例的录入里没有"
		f.Known = false
	case f.Said.Last:
		f.Measure = b.x.Last
	}
}

// writeList writes a list's tags into the form.
func (b *binder) writeList(p *pair, to *layout.Block, l *evidence.List, cols map[int]int, texts map[int]map[int]string) {
	w := &listing{binder: b, pair: p, to: to, list: l, cols: cols, texts: texts}
	w.tellOpen(w.sort())
	if w.hopeless() {
		for _, f := range l.Columns {
			b.opened(p.like, f.Col)
		}
		b.result.Left = b.result.Left[:b.mark] // what is told of tags that are not written
		if b.Example != nil && !slices.ContainsFunc(l.Lines, func(line meaning.Line) bool { return !line.Total }) {
			b.leave(p.form.Name, p.form.Title, likeNone)
			return
		}
		b.leave(p.form.Name, p.form.Title, "合计和大多数列和录入对不上，整张表没有写标签")
		return
	}
	l.Shape.Carried = b.carried(l.Shape, texts)
	if b.Example != nil && !b.x.Vague {
		l.Shape.Keep, l.Shape.Of = b.x.KeepsBlank(p.like, l, common(w.wants))
	}
	w.view, w.names = b.views.find(layout.ViewName(p.form.Called), l.Shape, w.wants)
	b.incomplete = append(b.incomplete, b.shorts(p, w.view, l, w.shown, w.names)...)
	w.order = l.Printed()
	for _, f := range l.Columns {
		if head := p.like.Lowest(f.Col); f.Bound && layout.RestHead.MatchString(layout.Key(head)) {
			b.callsColumn(head, f.Filter) // for sentences that call it so
		}
	}
	if !w.place() {
		b.leave(p.form.Name, p.form.Title, "表头下面没有空行，没有写标签")
		return
	}
	w.tellOrder()
	w.closed()
	w.apart()
	w.own()
	w.levels()
	w.totals()
	w.behind()
	if len(w.region.Totals) > 1 {
		b.look(p.form.Name, layout.At(1, w.region.Totals[1]), "有几行合计，都写成了全部的合计")
	}
	p.published.Total = cmp.Or(p.published.Total, w.view.Name+"."+w.names[w.sum()])
	p.money = append(p.money, w.view.Name+"."+w.names[w.sum()])
	for i, f := range w.shown {
		if f.Measure != "" { // last year's
			p.money = append(p.money, w.view.Name+"."+w.names[i])
		}
	}
}

// tailsOf are the lines of the form below the total of a list that show another table of the
// input workbook, such as 年终结转.
func (b *binder) tailsOf(p *pair, to *layout.Block, totals []int) map[int]meaning.Claim {
	out := map[int]meaning.Claim{}
	for _, l := range b.namer.Lines(p.form, to) {
		said := b.words.Line(l)
		if len(totals) > 0 && l.Row > totals[0] && !l.Total && len(l.Parts) == 0 && said.Source != "" && said.Source != b.x.Usual && said.Rest == "" {
			out[l.Row] = said
		}
	}
	return out
}

// wholeFor says whether shares of the lines of a list can be written: of the one line of the
// total that the form has, or of all lines of the one kind that there are, if neither form nor
// example has a total.
func (b *binder) wholeFor(p *pair, to *layout.Block, l *evidence.List) bool {
	totals := tagging.Spare(p.form, to, b.hasFixedBeside(p, to), nil).Totals
	if len(totals) == 0 {
		return !slices.Contains(l.IDs, pack.Root) && len(l.Printed()) == 1
	}
	return len(totals) == 1 && len(l.Printed()) > 0
}

// carried are the fields of some texts that a view has only if it takes them along.
func (b *binder) carried(s evidence.Shape, texts map[int]map[int]string) (out []string) {
	own := pivot.Fields(b.Pack, &pack.View{Sources: s.Sources, Rows: s.Rows})
	for _, of := range texts {
		for _, text := range of {
			for i, f := range strings.Split(text, evidence.Field) {
				f, _, _ = strings.Cut(f, "|")
				if i%2 == 1 && !slices.Contains(own, f) && !slices.Contains(out, f) && !slices.Contains(evidence.Numberings, f) {
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
func totalLine(l *evidence.List, e *layout.Table, to *layout.Block, cols map[int]int) (top bool, label tagging.Put) {
	for i, x := range l.Lines {
		if !x.Total || l.IDs[i] != pack.Root {
			continue
		}
		for from, col := range cols {
			text := e.Raw(layout.At(from, x.Row))
			if slices.Contains(to.Labels, col) && (layout.Totals.MatchString(layout.Tight(text)) || layout.Key(layout.Unnumbered(text)) == layout.Key(x.Label)) && e.Own(layout.At(from, x.Row)) && (label.Col == 0 || col < label.Col) {
				label = tagging.Put{Col: col, Text: text}
			}
		}
		return i == 0, label
	}
	return false, label
}

// besideTotal is what the line of the whole shows in columns of labels that the form leaves
// blank: the code of the department, its number.
func besideTotal(l *evidence.List, p *pair, to *layout.Block, cols map[int]int, row int, info map[string]string) map[int]string {
	out := map[int]string{}
	i := slices.Index(l.IDs, pack.Root)
	if i < 0 {
		return nil
	}
	for from, col := range cols {
		at := layout.At(from, l.Lines[i].Row)
		text := p.like.Raw(at)
		if !slices.Contains(to.Labels, col) || !p.like.Own(at) || text == "" || p.form.Cells[layout.At(col, row)].Text != "" {
			continue
		}
		if item := evidence.ItemOf([]string{text}, info); item != "" {
			out[col] = item
		} else if heads := p.like.Heads(from); len(heads) > 0 && heads[0] == "序号" && text == strconv.Itoa(i+1) {
			out[col] = "{{" + evidence.Field + "行次}}"
		}
	}
	return out
}

// tagged puts a view's tags in the place of fields.
func tagged(text string, v *pack.View, level int) string {
	parts := strings.Split(text, evidence.Field)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "{{" + v.Name + "@" + v.Rows[level].Level + "." + parts[i] + "}}"
	}
	return strings.Join(parts, "")
}

// modifier is what tags of a table in another unit than the pack's need.
func (b *binder) modifier(t *layout.Table, col int) string {
	u, own := t.Units[col]
	if !own {
		u = t.Unit
	}
	if u == (money.Unit{}) || u == b.usual {
		return ""
	}
	return "|" + u.Name
}

// hasFixedBeside says whether another block of the form has lines that stand there.
func (b *binder) hasFixedBeside(p *pair, own *layout.Block) bool {
	for _, o := range p.form.Blocks {
		if o != own && slices.ContainsFunc(b.namer.Lines(p.form, o), func(l meaning.Line) bool { return !l.Total && l.Label != "" }) {
			return true
		}
	}
	return false
}
