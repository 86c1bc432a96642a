package bind

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// Known is a table of the pack that binding starts from.
type Known struct {
	Title string
	Views []string
}

// Request is what there is to learn from.
type Request struct {
	Pack    *pack.Pack
	Known   []Known
	Form    []byte         // the blank form; the example itself if nil
	Name    string         // of the form's file
	Example []byte         // nil if there is none: then words alone decide
	Views   []*pivot.View  // of the ledger, those of the pack
	Ledger  *budget.Ledger // the items behind the example; without one, a ledger without items
	Slack   budget.Fen     // by how much the sums of a rebuilt ledger may miss the figures
}

// Kind is what the clerk has to do about an entry.
type Kind int

// Kinds of entries.
const (
	Open   Kind = iota // has no tag
	Look               // has a tag to be looked at
	Differ             // does not come out as in the example
)

// Entry is something to tell the clerk about a cell.
type Entry struct {
	Kind  Kind
	Place finding.Place
	Text  string
}

// Result is a pack in the making.
type Result struct {
	Book     []byte
	Manifest []byte
	Written  []Entry
	Left     []Entry // to do
	Tables   []Published
	opened   map[string]map[int]bool // columns of the example's sheets that are told to be without tags
	Proofs   []Proof                 // by table of the example, once the pack has been tried
}

// binder binds one workbook.
type binder struct {
	Request
	namer     *namer
	words     *words
	x         *example
	views     *views
	usual     money.Unit
	year      string
	result    *Result
	plans     []*plan
	examples  []*sheet
	lists     []*bound          // so far, for tables without lines
	fields    map[pos]string    // amounts that cells of a sheet of records show
	perRecord map[string]string // by view: the sheet of the form that repeats for its records
	eithers   []*either
	taken     map[string][]pack.Filter // by sheet: what its figures take
	grown     map[*sheet]int           // rows that a sheet of a record has more than the form
}

// bound is a list that has been bound, to copy for tables whose example is empty.
type bound struct {
	heads  []string
	shape  shape
	levels []string
	texts  map[int]map[int]string // by level and place among the label columns
}

// formRows is how many rows a sheet of a form may have: each is looked at several times.
const formRows = 20_000

// Workbook binds a form by an example.
func Workbook(r Request) (*Result, error) {
	if r.Form == nil {
		r.Form = r.Example
	}
	forms, err := readSheets(r.Form)
	if err != nil {
		return nil, err
	}
	for _, s := range forms {
		if s.last.row > formRows {
			return nil, &finding.FileError{File: r.Name, Message: fmt.Sprintf("工作表“%s”有 %d 行，不像官方表。请删去不用的行或工作表", s.name, s.last.row)}
		}
	}
	examples := forms
	if r.Example != nil {
		if examples, err = readSheets(r.Example); err != nil {
			return nil, err
		}
	}
	year := r.Ledger.Info[r.Pack.Input.YearItem()]
	b := &binder{Request: r, namer: newNamer(r.Pack, r.Ledger), words: learnWords(r.Pack, year), x: newExample(r.Pack, r.Ledger),
		views: &views{p: r.Pack, used: map[string]bool{}}, year: year, result: &Result{opened: map[string]map[int]bool{}}, grown: map[*sheet]int{}, taken: map[string][]pack.Filter{}, fields: map[pos]string{}, perRecord: map[string]string{}}
	b.eithers = b.x.eithers()
	b.examples = examples
	pairs := b.pair(forms, examples)
	b.usual = b.usualUnit(pairs)
	for _, empty := range []bool{false, true} {
		for _, p := range pairs {
			b.table(p, empty)
		}
	}
	b.tellDoubts()
	if r.Example == nil {
		b.leave("", pos{}, "没有范例，标签都是按表上的文字写的。请逐张核对")
	}
	for _, p := range pairs {
		p.plan.clearLeft(p.form)
	}
	for _, p := range b.plans {
		p.settle()
	}
	for _, s := range forms {
		b.sentences(s)
		if r.Example != nil {
			b.amounts(s, sheetNamed(examples, s.name))
		}
	}
	return b.finish(pairs)
}

func sheetNamed(sheets []*sheet, name string) *sheet {
	if i := slices.IndexFunc(sheets, func(s *sheet) bool { return s.name == name }); i >= 0 {
		return sheets[i]
	}
	return nil
}

// pair is a table of the form with the one of the example that it is.
type pair struct {
	plan       *plan
	form, like *table
	published  Published
}

// pair finds for each sheet of the form its table in the example: the sheet of the
// same name, or the one whose title is most alike.
func (b *binder) pair(forms, examples []*sheet) (out []*pair) {
	knows := b.namer.knows
	var tables []*table
	for _, s := range examples {
		for _, t := range findTables(s, b.Pack.Units, knows) {
			if b.Example == nil {
				t = t.withoutFigures()
			}
			tables = append(tables, t)
		}
	}
	taken := map[*table]bool{}
	for _, s := range forms {
		b.plans = append(b.plans, &plan{sheet: s, times: map[int]int{}})
		if b.Example != nil && b.records(s, examples) {
			continue
		}
		for _, t := range findTables(s, b.Pack.Units, knows) {
			p := &pair{plan: b.plans[len(b.plans)-1], form: t}
			best := 0.0
			for _, e := range tables {
				like := nearest.Likeness(viewName(t.called), viewName(e.called))
				if e.name == s.name {
					like += 0.5
				}
				if !taken[e] && like > best && like >= 0.5 {
					p.like, best = e, like
				}
			}
			if p.like == nil {
				b.leave(s.name, t.title, "范例里没有这张表，没有写标签")
				continue
			}
			taken[p.like] = true
			p.form.headLike(p.like, b.Pack.Units)
			p.form.divideLike(p.like)
			p.published = Published{Sheet: s.name, Name: viewName(t.called)}
			out = append(out, p)
		}
	}
	for _, e := range tables {
		if _, record := b.grown[e.sheet]; !taken[e] && !record {
			b.leave("", pos{}, "范例的“%s”（工作表 %s）在官方表里没有认出来，没有写标签", e.called, e.name)
		}
	}
	for _, e := range examples {
		_, record := b.grown[e]
		if b.Example != nil && !record && e.figuresIn() >= 5 && !slices.ContainsFunc(tables, func(t *table) bool { return t.name == e.name }) {
			b.leave("", pos{}, "范例的工作表 %s 里有数，看不出是什么表，没有写标签", e.name)
		}
	}
	return out
}

// usualUnit is the unit that most tables state.
func (b *binder) usualUnit(pairs []*pair) money.Unit {
	n := map[money.Unit]int{}
	best := b.Pack.Unit
	for _, p := range pairs {
		if u := p.form.unit; u != (money.Unit{}) {
			n[u]++
			if n[u] > n[best] {
				best = u
			}
		}
	}
	if len(n) == 0 && b.Example != nil {
		if u, ok := commonTotal(b.Request); ok {
			b.look("", pos{}, "表上没有写金额单位，照范例的数是%s", u.Name)
			return u
		}
	}
	return best
}

// guessUnit finds the unit of a table that states none by a total of the ledger that
// stands in it.
func (b *binder) guessUnit(p *pair) {
	if b.Example == nil || p.form.unit != (money.Unit{}) || p.like.unit != (money.Unit{}) {
		return
	}
	if u, ok := b.x.totalUnit(b.usual, b.Pack.Units, p.like.sheet); ok && u != b.usual {
		p.form.unit, p.like.unit = u, u
		b.look(p.form.name, p.form.title, "表上没有写金额单位，照范例的数是%s", u.Name)
	}
}

// opened notes that a column of the example is told to be without tags.
func (b *binder) opened(t *table, col int) {
	if b.result.opened[t.name] == nil {
		b.result.opened[t.name] = map[int]bool{}
	}
	b.result.opened[t.name][col] = true
}

// leave notes what could not be bound.
func (b *binder) leave(sheet string, at pos, text string, args ...any) {
	b.note(Open, sheet, at, fmt.Sprintf(text, args...))
}

// look notes what was bound and somebody has to look at.
func (b *binder) look(sheet string, at pos, text string, args ...any) {
	b.note(Look, sheet, at, fmt.Sprintf(text, args...)+"。请核对")
}

func (b *binder) note(kind Kind, sheet string, at pos, text string) {
	place := finding.Place{Sheet: sheet}
	if at.row > 0 {
		place = finding.At(sheet, max(at.col, 1), at.row)
	}
	if e := (Entry{kind, place, text}); !slices.Contains(b.result.Left, e) {
		b.result.Left = append(b.result.Left, e)
	}
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
	}
	if k := b.likeKnown(title); k != nil {
		filter = maps.Clone(filter)
		for field := range b.words.title(k.Title).filter {
			delete(filter, field)
		}
	}
	return filter
}

// table binds the blocks of a table: those whose example has lines first.
func (b *binder) table(p *pair, empty bool) {
	e := p.like
	b.guessUnit(p)
	sc := scaleOf(e, cmp.Or(p.form.unit, b.usual))
	sc.slack = b.Slack
	title := []claim{b.words.title(e.called)}
	for _, note := range e.notes {
		if len([]rune(note)) < 20 { // a longer one explains
			title = append(title, b.words.title(note))
		}
	}
	lists := 0
	for i, block := range e.blocks {
		if len(block.figures) == 0 {
			continue
		}
		to := counterpart(p.form, i, e, block)
		if to == nil {
			if !empty {
				b.leave(p.form.name, pos{}, "和范例的列对不上，没有写标签")
			}
			continue
		}
		lines := b.namer.lines(e, block)
		b.namer.nest(e, block, lines)
		b.funds(lines)
		printed := b.namer.lines(p.form, to)
		switch {
		case len(block.labels) == 0:
			if !empty {
				b.row(p, block, to, title, sc)
			}
		case !empty && b.mixed(p, block, to, lines, printed, title, sc):
		case b.isFixed(e, block, lines, printed):
			if !empty {
				b.fixed(p, block, to, lines, printed, title, sc)
			}
		case b.Example != nil && slices.ContainsFunc(lines, func(l line) bool { return len(l.parts) > 0 }):
			if !empty {
				b.list(p, block, to, lines, title, sc)
			}
		case empty:
			b.emptyList(p, block, to, lists, lines, title, sc)
			lists++
		}
	}
}

// counterpart is the block of the form that a block of the example is.
func counterpart(form *table, i int, e *table, b *block) *block {
	if len(form.blocks) == len(e.blocks) {
		return form.blocks[i]
	}
	for _, f := range form.blocks {
		if len(f.figures) > 0 && sameHead(form.headed(f.figures[0]), e.headed(b.figures[0])) {
			return f
		}
	}
	return nil
}

func sameHead(a, b string) bool {
	return key(yearWords.ReplaceAllString(a, "")) == key(yearWords.ReplaceAllString(b, ""))
}

// across maps the columns of the example to those of the form: by headers, else by place.
func across(e *table, from []int, form *table, to []int) map[int]int {
	out := map[int]int{}
	used := map[int]bool{}
	for _, c := range from {
		for _, d := range to {
			if !used[d] && sameHead(e.headed(c), form.headed(d)) {
				out[c], used[d] = d, true
				break
			}
		}
	}
	if len(from) == len(to) {
		for i, c := range from {
			if _, ok := out[c]; !ok && !used[to[i]] {
				out[c], used[to[i]] = to[i], true
			}
		}
	}
	return out
}

// isFixed says whether the lines of a block stand on the form: most of those that
// the example has do.
func (b *binder) isFixed(e *table, block *block, lines, printed []line) bool {
	alone := b.Form == nil || b.Example == nil
	n, common, digits, understood, records, bare := 0, 0, 0, 0, 0, 0
	samples := false
	for _, l := range lines {
		if l.total || l.label == "" {
			continue
		}
		if placeholder(l.label) || nobody.MatchString(l.label) {
			samples = true
		}
		n++
		if slices.ContainsFunc(printed, l.same) {
			common++
		}
		if l.coded {
			digits++
		}
		if l.coded || len(l.parts) > 0 && b.x.typed(l.parts[0].by) {
			records++
			if !e.shows(l.row, block) {
				bare++
			}
		}
		if c := b.words.line(l); len(l.parts) > 0 && strings.Contains(l.parts[0].by, "/") || c.rest == "" && (len(c.filter) > 0 || c.source != "") {
			understood++
		}
	}
	if alone {
		return n > 0 && digits*2 < n && !samples && understood*2 >= n
	}
	if records*2 >= n && bare*5 < records {
		return false // the form holds somebody's rows: lines that stand there for all show no money in some
	}
	return n > 0 && common*10 >= n*6
}

// list binds a list of the example to the blank lines of the form.
func (b *binder) list(p *pair, block, to *block, lines []line, title []claim, sc scale) {
	e := p.like
	s, levels := b.x.shapeOf(lines)
	ids := lineIDs(lines, s, levels)
	title = append(b.whole(lines, ids), title...)
	var columns []*figures
	for _, col := range block.figures {
		f := b.words.column(e, col, title...)
		b.lastYear(f)
		f.said.filter = b.x.translate(f.said.filter, s.sources)
		columns = append(columns, f)
	}
	widen(columns)
	doubts := b.x.decide(e, lines, ids, s, columns, b.prior(e.called, &s), sc)
	for _, d := range doubts {
		b.look(p.form.name, p.form.title, "%s", d)
	}
	l := &list{shape: s, levels: levels, columns: columns, lines: lines, ids: ids}
	told := s
	told.carried = b.x.determined(s)
	sums := b.x.build(told, []pack.Filter{{}}, nil)
	texts, open, same, otherwise := l.labels(e, block, sums, b.Ledger.Info)
	named := b.named(e, block, told, s, texts)
	for i, line := range lines {
		if ids[i] == "" && !line.total && e.shows(line.row, block) {
			b.leave(p.form.name, pos{}, "范例的第 %d 行“%s”不知道是什么，这一行没有", line.row, line.label)
		}
	}
	cols := across(e, slices.Concat(block.labels, block.figures), p.form, slices.Concat(to.labels, to.figures))
	for _, col := range open {
		b.leave(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列的文字录入里没有，没有写标签", e.headed(col))
	}
	for _, at := range otherwise {
		b.leave(p.form.name, pos{cols[at.col], p.form.body[0]}, "“%s”这一列范例有的名称和录入的写法不同（如 %s 的“%s”），填表时印录入的", e.headed(at.col), cellName(at), tight(e.raw(at)))
	}
	for _, col := range same {
		b.look(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列照范例每行都印同样的文字", e.headed(col))
	}
	for _, col := range named {
		b.look(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列范例里是空的，照表头写了标签", e.headed(col))
	}
	for _, col := range block.labels {
		if !slices.ContainsFunc(slices.Collect(maps.Values(texts)), func(of map[int]string) bool { return of[col] != "" }) && !slices.Contains(open, col) {
			b.leave(p.form.name, pos{cols[col], p.form.body[0]}, "“%s”这一列范例里是空的，没有写标签", e.headed(col))
		}
	}
	l.columns = append(l.columns, b.added(p, to, cols, title)...)
	b.lists = append(b.lists, &bound{heads: headsOf(e, block), shape: s, levels: levels, texts: byPlace(texts, block)})
	b.writeList(p, to, l, cols, texts)
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
	var columns []*figures
	for _, col := range block.figures {
		f := b.words.column(e, col, title...)
		b.lastYear(f)
		columns = append(columns, f)
	}
	ids := make([]string, len(lines))
	for i := range ids {
		ids[i] = pack.Root
	}
	for _, d := range b.x.decide(e, lines, ids, s, columns, b.prior(e.called, nil), sc) {
		b.look(p.form.name, p.form.title, "%s", d)
	}
	cols := across(e, block.figures, p.form, to.figures)
	b.writeList(p, to, &list{shape: s, columns: columns, lines: lines, ids: ids}, cols, nil)
}

// named writes the fields that headers name into columns of labels that are blank in
// the example, in the lines that stand for their owner: the code of a unit.
func (b *binder) named(e *table, block *block, told, s shape, texts map[int]map[int]string) (cols []int) {
	for _, col := range block.labels {
		blank := !slices.ContainsFunc(slices.Collect(maps.Values(texts)), func(of map[int]string) bool { return of[col] != "" })
		heads := e.heads(col)
		if !blank || len(heads) == 0 {
			continue
		}
		name := brackets.ReplaceAllString(tight(heads[0]), "")
		if len(heads) > 1 && (name == "编码" || name == "代码") {
			name = brackets.ReplaceAllString(tight(heads[1]), "") + name
		}
		for _, f := range told.carried {
			like := func(name string) bool { return strings.HasSuffix(codeWord.Replace(name), codeWord.Replace(f)) }
			if !like(name) && !like(key(heads[0])) || !comesWith(b.Pack, f) {
				continue
			}
			for level, r := range s.rows {
				owned := slices.ContainsFunc(r.By, func(by string) bool { return b.owner(f) == by })
				for _, text := range texts[level] { // or its name stands in the line
					owned = owned || strings.Contains(text, field+b.owner(f)+field)
				}
				if owned {
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

// added binds the columns of the form that the example does not have by their words.
func (b *binder) added(p *pair, to *block, cols map[int]int, title []claim) (out []*figures) {
	next := p.like.last.col
	for _, d := range to.figures {
		if slices.Contains(slices.Collect(maps.Values(cols)), d) {
			continue
		}
		next++ // a column that the example could have had
		f := b.words.column(p.form, d, title...)
		f.col = next
		cols[next] = d
		b.lastYear(f)
		f.filter = f.said.filter
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

// emptyList binds a list of which the example has no lines: as another list of the
// workbook with the same columns of labels, the words of its figures.
func (b *binder) emptyList(p *pair, block, to *block, n int, lines []line, title []claim, sc scale) {
	e := p.like
	like := b.alike(e, block, n)
	if like == nil {
		b.leave(p.form.name, p.form.title, "范例的这张表没有数，也没有一张表和它的列一样，没有写标签")
		return
	}
	b.listLike(p, block, to, like, lines, title, sc, "范例里没有数，照表头的文字写了标签，没有核对过")
}

// listLike binds a list without lines in the example with the rows of another one; told
// is what the clerk reads of it.
func (b *binder) listLike(p *pair, block, to *block, like *bound, lines []line, title []claim, sc scale, told string) {
	e := p.like
	var columns []*figures
	for _, col := range block.figures {
		f := b.words.column(e, col, title...)
		b.lastYear(f)
		f.bound = f.known && f.open == ""
		f.said.filter = b.x.translate(f.said.filter, like.shape.sources)
		f.filter = with(f.said.filter, b.prior(e.called, &like.shape))
		if !f.bound {
			f.open = cmp.Or(f.open, "是什么意思不知道，范例里也没有数")
		}
		columns = append(columns, f)
	}
	b.x.umbrella(columns)
	apart(columns)
	if b.Example != nil {
		b.look(p.form.name, p.form.title, "%s%s", told, b.unsaid(columns))
	}
	if ids := lineIDs(lines, like.shape, like.levels); len(columns) > 0 {
		for c, v := range b.x.try(e, lines, ids, like.shape, columns, addition{}, sc) {
			if v.wrong > 0 && columns[c].bound {
				columns[c].bound = false
				columns[c].open = "按表头取有数，范例里没有数"
			}
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
	cols := across(e, slices.Concat(block.labels, block.figures), p.form, slices.Concat(to.labels, to.figures))
	b.writeList(p, to, l, cols, texts)
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

// umbrella gives a column that is narrower than another one in all else its limit to
// 本年 or 上年结转 too: 基本支出 under 本年政府性基金预算支出.
func (x *example) umbrella(columns []*figures) {
	for _, f := range columns {
		for _, g := range columns {
			if f == g {
				continue
			}
			for field, values := range g.filter {
				_, limited := f.filter[field]
				if limited || len(x.others(field, nil)) != 2 {
					continue
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
	sibling := func(v *pack.View) *bound {
		i := slices.IndexFunc(b.lists, func(o *bound) bool {
			return slices.Equal(o.heads, headsOf(e, block)) && (v == nil || slices.Equal(o.shape.sources, v.Sources))
		})
		if i < 0 {
			return nil
		}
		return b.lists[i]
	}
	said := b.rowsSaid(e, block)
	if like := sibling(nil); like != nil && (said == nil || sameRows(like.shape, *said)) {
		return like
	}
	var views []*pack.View
	for _, v := range b.known(e.called) {
		if len(v.Rows) > 0 && len(v.Rows[0].By) > 0 && v.Of == "" {
			views = append(views, v)
		}
	}
	if n < len(views) && (said == nil || sameRows(shape{sources: views[n].Sources, rows: views[n].Rows}, *said)) {
		return cmp.Or(sibling(views[n]), b.asKnown(e, block, views[n]))
	}
	if said == nil {
		return nil
	}
	return b.asKnown(e, block, &pack.View{Sources: said.sources, Rows: said.rows})
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
var codeHead = regexp.MustCompile(`^(科目)?(编码|代码|名称)$|^科目(编码|代码|名称)?$|^[类款项]$|科目(编码|名称)$`)

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

// lastYear sets the amounts of a column that speaks of last year.
func (b *binder) lastYear(f *figures) {
	switch {
	case f.said.last && b.x.last == "":
		f.known = false
		f.open = "要去年的数，录入里没有上年数"
	case f.said.last:
		f.measure = b.x.last
	}
}

// writeList writes a list's tags into the form.
func (b *binder) writeList(p *pair, to *block, l *list, cols map[int]int, texts map[int]map[int]string) {
	var wants []want
	var at []*figures
	var figureCols, derivedCols []int
	var open []*figures
	for _, f := range l.columns {
		figureCols = append(figureCols, f.col)
	}
	changes := b.words.changes(p.like, figureRows(l.lines), figureCols)
	for _, f := range l.columns {
		change, follows := changes[f.col]
		switch {
		case f.bound:
			b.doubt(p.form.name, f.said.filter)
			wants = append(wants, want{f.head, f.filter, f.measure})
			at = append(at, f)
			if f.doubt != "" {
				b.look(p.form.name, pos{cols[f.col], p.form.body[0]}, "%s", f.doubt)
			}
		case p.form.cells[pos{cols[f.col], p.form.body[0]}].formula:
		case follows && l.has(change.from) && l.has(change.less):
			derivedCols = append(derivedCols, f.col)
		default:
			b.opened(p.like, f.col)
			if f.open != nothingAgrees {
				open = append(open, f)
			}
		}
	}
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
		b.leave(p.form.name, pos{cols[f.col], p.form.body[0]}, "“%s”%s没有写标签：%s", strings.Join(heads, "”“"), which, f.open)
	}
	if i := slices.IndexFunc(l.columns, func(f *figures) bool { return f.generic && !f.said.last }); len(wants) == 0 || i >= 0 && !l.columns[i].bound && len(wants)*2 < len(l.columns) {
		for _, f := range l.columns {
			b.opened(p.like, f.col)
		}
		b.leave(p.form.name, p.form.title, "合计和大多数列和录入对不上，整张表没有写标签")
		return
	}
	l.shape.carried = b.carried(l.shape, texts)
	v, names := b.views.find(viewName(p.form.called), l.shape, wants)
	unit := func(f *figures) string { return b.modifier(p.form, cols[f.col]) }
	var also []string
	for i, x := range l.lines {
		if x.total && (l.ids[i] == pack.Root || len(x.parts) == 0 && l.repeats(p.like, x)) {
			also = append(also, x.label)
		}
	}
	region := p.form.spare(to, b.hasFixedBeside(p, to), also)
	if len(also) > 0 && len(region.totals) > 1 && !region.beside {
		// totals of single units or projects, which the example has and other departments do not
		whole := func(row int) bool {
			return slices.ContainsFunc(also, func(label string) bool { return key(label) == key(p.form.totalOf(to, row)) })
		}
		for _, row := range region.totals {
			if !whole(row) && slices.ContainsFunc(region.totals, whole) {
				p.plan.times[row] = 0
				b.leave(p.form.name, pos{1, row}, "“%s”是一部分的合计，没有写标签，这一行删去了", p.form.totalOf(to, row))
			}
		}
		if slices.ContainsFunc(region.totals, whole) {
			region.totals = slices.DeleteFunc(region.totals, func(row int) bool { return !whole(row) })
		}
	}
	if len(region.rows) == 0 {
		b.leave(p.form.name, p.form.title, "表头下面没有空行，没有写标签")
		return
	}
	order := l.printed()
	slot := func(level int) (int, int) { return region.slot(slices.Index(order, level)) }
	top, label := l.totalLine(p.like, to, cols)
	if len(region.totals) == 0 && label.text != "" && len(order) > 0 {
		place := len(order)
		if top {
			place = 0
			slot = func(level int) (int, int) { return region.slot(slices.Index(order, level) + 1) }
		}
		row, nth := region.slot(place)
		for _, col := range slices.Concat(to.labels, to.figures) {
			p.plan.put(row, nth, col, "")
		}
		p.plan.put(row, nth, label.col, label.text)
		for i, f := range at {
			p.plan.put(row, nth, cols[f.col], "{{"+v.Name+"@"+pack.Root+"."+names[i]+unit(f)+"}}")
		}
		p.plan.needs = append(p.plan.needs, need{region, len(order) + 1})
	} else {
		p.plan.needs = append(p.plan.needs, need{region, max(len(order), 1)})
	}
	if len(order) == 0 {
		region.totals = region.rows[:1]
	}
	for _, level := range order {
		row, nth := slot(level)
		for _, col := range slices.Concat(to.labels, to.figures) {
			if !p.form.cells[pos{col, row}].formula || nth > 0 {
				p.plan.put(row, nth, col, "")
			}
		}
		for from, text := range texts[level] {
			p.plan.put(row, nth, cols[from], tagged(text, v, level))
		}
		for i, f := range at {
			p.plan.put(row, nth, cols[f.col], "{{"+v.Name+"@"+v.Rows[level].Level+"."+names[i]+unit(f)+"}}")
		}
		for _, col := range derivedCols {
			p.plan.put(row, nth, cols[col], changes[col].formula(cols, row))
		}
	}
	root := "@" + pack.Root
	if len(v.Rows) == 0 {
		root = ""
	}
	for _, row := range region.totals {
		for i, f := range at {
			p.plan.put(row, 0, cols[f.col], "{{"+v.Name+root+"."+names[i]+unit(f)+"}}")
		}
		for _, col := range derivedCols {
			p.plan.put(row, 0, cols[col], changes[col].formula(cols, row))
		}
	}
	if len(region.totals) > 1 {
		b.look(p.form.name, pos{1, region.totals[1]}, "有几行合计，都写成了全部的合计")
	}
	if p.published.Total == "" {
		p.published.Total = v.Name + "." + names[max(slices.IndexFunc(at, func(f *figures) bool { return f.generic && !strings.Contains(f.head, "/") }), 0)]
	}
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
			if slices.Contains(to.labels, col) && totals.MatchString(tight(text)) && e.own(pos{from, x.row}) && (label.col == 0 || col < label.col) {
				label = put{col: col, text: text}
			}
		}
		return i == 0, label
	}
	return false, label
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

// fixed binds lines that stand on the form.
func (b *binder) fixed(p *pair, block, to *block, lines, printed []line, title []claim, sc scale) {
	e := p.like
	known := b.known(e.called)
	f := b.x.bindFixed(b.words, e, block, lines, title, b.prior(e.called, nil), sc)
	if f.added != "" {
		b.look(p.form.name, p.form.title, "表上没有写清，按范例的数取 %s", f.added)
	}
	cols := across(e, slices.Concat(block.labels, block.figures), p.form, slices.Concat(to.labels, to.figures))
	rows := sameLines(lines, printed)
	if total, without := b.x.leftOut(b.words, f, title); total != nil {
		b.look(p.form.name, pos{cols[total.col], rows[total.line.row]}, "“%s”加的各行里没有“%s”：有这些钱的部门，这一格也没有", total.line.label, strings.Join(without, "、"))
	}
	for _, r := range f.rests {
		b.look(p.form.name, pos{cols[block.labels[0]], rows[r.line.row]}, "“%s”取旁边各行以外的%s", r.line.label, inWords(r.filter))
	}
	changes := b.words.changes(e, figureRows(lines), block.figures)
	var missing []unbound
	defer func() { b.leaveAll(p.form.name, e, missing) }()
	if f.incomplete() {
		for _, s := range f.spots {
			if s.by != "" {
				s.bound, s.open = false, "有的类认不出；只写一部分，填表时会少数"
			}
		}
	}
	more := b.moreWords(p, to, f, printed, rows, cols)
	tags := b.fixedTags(p, to, f, known)
	maps.Copy(more, b.moreLines(p, to, tags, printed, rows, cols))
	for _, tag := range tags {
		s := tag.spot
		at := pos{cols[s.col], rows[s.line.row]}
		if at.row == 0 || at.col == 0 {
			b.leave(p.form.name, pos{}, "范例的“%s”（第 %d 行）在官方表里找不到", s.line.label, s.line.row)
			continue
		}
		change, follows := changes[s.col]
		switch {
		case p.form.cells[at].formula: // the form's own; the proof says whether it is right
		case follows && !s.bound && f.has(change.from, s.line.row) && f.has(change.less, s.line.row):
			p.plan.put(at.row, 0, at.col, change.formula(cols, at.row))
		case !s.bound:
			missing = append(missing, unbound{at, s.open, e.headed(s.col), s.col})
			p.plan.clear(p.form, at)
		case s.sum != nil:
			if text, ok := sumFormula(s.sum, rows, more, at.col); ok {
				p.plan.put(at.row, 0, at.col, text)
			} else {
				b.leave(p.form.name, at, "合计的几行在官方表里找不全，没有写公式")
			}
		default:
			b.doubt(p.form.name, s.said.filter)
			p.plan.put(at.row, 0, at.col, "{{"+tag.text+b.modifier(p.form, at.col)+"}}")
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
	from      int // its column of the example
}

// leaveAll tells the cells without tags, those of a line or of a column with one reason
// together.
func (b *binder) leaveAll(sheet string, e *table, cells []unbound) {
	told := make([]bool, len(cells))
	for i, c := range cells {
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
	for _, s := range f.spots {
		if !s.bound || s.sum != nil {
			out = append(out, fixedTag{spot: s})
			continue
		}
		if tag := b.single(s, known, b.sourcesOf(p.like)); tag != "" {
			out = append(out, fixedTag{s, tag})
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.source == strings.Join(s.source, "、") && g.by == s.by })
		if i < 0 {
			groups = append(groups, &group{source: strings.Join(s.source, "、"), by: s.by})
			i = len(groups) - 1
		}
		g := groups[i]
		name := p.like.headed(s.col)
		if s.by == "" {
			name = s.line.under + "/" + s.line.label + s.line.beside
			if len(to.figures) > 1 {
				name += columnName(p.like.headed(s.col))
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
func (b *binder) wider(spots []*spot, e *table) string {
	for _, o := range e.blocks {
		for _, l := range b.namer.lines(e, o) {
			extra := b.words.read(l.label).source
			if extra == "" || sameColumns(o, b.likeBlock(e, spots)) {
				continue
			}
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
	}
	return b.x.usual
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

// nest notes which lines are parts of another one: those counted in a style that
// begins below it, such as （一） below 一、, or 一、 below a line without a number.
func (n *namer) nest(t *table, b *block, lines []line) {
	for i := range lines {
		for _, col := range b.labels {
			at := pos{col, lines[i].row}
			if text := t.says(at); unnumbered(text) != text {
				lines[i].style = style(text)
				break
			}
			if raw := t.cells[at].text; strings.TrimLeft(raw, " \u3000") != raw && lines[i].style == "" {
				lines[i].style = raw[:len(raw)-len(strings.TrimLeft(raw, " \u3000"))] // indented
			}
		}
	}
	t.plain(b, lines)
	var open []int              // lines that others may be parts of, the innermost last
	heads := map[string][]int{} // by style: what was open where a line of it stood last
	for i := range lines {
		if lines[i].total {
			open, heads = nil, map[string][]int{}
			continue
		}
		if before, ok := heads[lines[i].style]; ok && counted(lines[i]) && len(open) > 0 && !counted(lines[open[len(open)-1]]) &&
			!slices.ContainsFunc(before, func(o int) bool { return !counted(lines[o]) }) {
			open = slices.Clone(before) // counted on below lines without a number, which head nothing
		}
		if top := len(open) - 1; strings.Trim(lines[i].style, " \u3000") == "" && top > 0 && lines[open[top]].style == "其中" &&
			(lines[open[top-1]].style != "" || n.words.goesOn(lines[i], lines[open[top]], lines[open[top-1]])) {
			lines[i].style = "其中" // 其中 is said once for all of them
		}
		for len(open) > 0 {
			last := open[len(open)-1]
			if lines[last].style != lines[i].style && (lines[i].style != "" || lines[last].style == "") && !slices.ContainsFunc(open, func(o int) bool { return lines[o].style == lines[i].style }) {
				break
			}
			open = open[:len(open)-1]
		}
		if len(open) > 0 && lines[i].style != "" {
			head := open[len(open)-1]
			lines[i].within = true
			lines[i].under = lines[head].label
			lines[head].heads = append(lines[head].heads, lines[i].row)
			for _, col := range b.labels {
				lines[head].partly = lines[head].partly || strings.HasPrefix(t.says(pos{col, lines[i].row}), "其中")
			}
		}
		heads[lines[i].style] = slices.Clone(open)
		open = append(open, i)
	}
}

// counted says whether a line has a number.
func counted(l line) bool { return strings.ContainsAny(l.style, "一1①") }

// plain gives the lines without a number a style of parts, where all of them add up
// to the numbered lines that they stand below, or stand below several of these.
func (t *table) plain(b *block, lines []line) {
	groups := map[int][]int{} // by index of the line with a number
	head := -1
	for i, l := range lines {
		switch {
		case l.total || l.style == "其中":
			head = -1
		case l.style != "":
			head = i
		case head >= 0:
			groups[head] = append(groups[head], i)
		}
	}
	again := repeated(lines, groups)
	proven := again
	for head, of := range groups {
		var rows []int
		for _, i := range of {
			rows = append(rows, lines[i].row)
		}
		switch right, shown := t.adds(b.figures, lines[head], rows, scale{places: money.Places}); {
		case right && len(of) > 1:
			proven = proven || shown
		case again:
			lines[head].partly = true
		default:
			delete(groups, head)
		}
	}
	if !proven {
		return
	}
	for _, of := range groups {
		for _, i := range of {
			lines[i].style = "·"
		}
	}
}

// repeated says whether lines of one name stand in several groups: they are parts of
// the line above theirs, 商品和服务支出 of 基本支出 and of 项目支出.
func repeated(lines []line, groups map[int][]int) bool {
	seen := map[string]int{}
	for head, of := range groups {
		for _, i := range of {
			if other, ok := seen[lines[i].label]; ok && other != head && lines[i].label != "" {
				return true
			}
			seen[lines[i].label] = head
		}
	}
	return false
}

// funds takes lines for what their words say, though a code is called so too, where the
// others that are counted as they are say the same kind of thing: 国有资本经营预算支出 after
// 一般公共预算支出 is a fund and no class.
func (b *binder) funds(lines []line) {
	for i, l := range lines {
		said := b.words.read(l.label)
		if len(l.parts) == 0 || l.coded || said.rest != "" || len(said.filter) != 1 {
			continue
		}
		alike := func(o line) bool {
			c := b.words.read(o.label)
			return o.row != l.row && !o.total && o.style == l.style && o.under == l.under && len(o.parts) == 0 && c.rest == "" && sameFields(c.filter, said.filter)
		}
		if slices.ContainsFunc(lines, alike) {
			lines[i].parts = nil
		}
	}
}

func sameFields(a, b pack.Filter) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

// style is how a line is counted: 一、 and 二、 in one style, （一） in another.
func style(text string) string {
	number := text[:len(text)-len(unnumbered(text))]
	if rest, ok := strings.CutPrefix(number, "其中"); ok && strings.Trim(rest, ":：") == "" {
		return "其中"
	} else if ok {
		number = strings.TrimLeft(rest, ":：")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("一二三四五六七八九十百", r):
			return '一'
		case '0' <= r && r <= '9':
			return '1'
		case '①' <= r && r <= '⑳':
			return '①'
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(squeeze(number), "．", "."), "、", "."))
}

// squeeze makes 十一 and 12 one digit of their kind.
func squeeze(number string) string {
	return runs.ReplaceAllStringFunc(number, func(s string) string { return string([]rune(s)[:1]) })
}
