package bind

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/sample"
	"ysgk/internal/xlsxread"
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
	Form    []byte                 // the blank form; the example itself if nil
	Name    string                 // of the form's file
	Example []byte                 // nil if there is none: then words alone decide
	Views   []*pivot.View          // of the ledger, those of the pack
	Ledger  *budget.Ledger         // the items behind the example; without one, a ledger without items
	Whole   *Whole                 // nil if there is no more of them
	Slack   budget.Fen             // by how much the sums of a rebuilt ledger may miss the figures
	Limits  map[string]pack.Filter // by Fact.Table, what rebuilding found it to be limited to though it does not say so
	Without map[string]string      // by sheet of the form that gets no tags, why: another try of it failed
}

// Whole is the pack with what it has for documents alone, and the ledger as that reads it.
type Whole struct {
	Pack   *pack.Pack
	Ledger *budget.Ledger
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
	cards    []string                // sheets of the example that are cards of all the department
	opened   map[string]map[int]bool // columns of the example's sheets that are told to be without tags, or to show what no figure proves
	Proofs   []Proof                 // by table of the example, once the pack has been tried
}

// binder binds one workbook.
type binder struct {
	Request
	namer      *namer
	words      *words
	x          *example
	silent     *example // without items, for tables that the example does not have or a rebuilt ledger does not show
	views      *views
	usual      money.Unit
	year       string
	result     *Result
	plans      []*plan
	examples   []*sheet
	lists      []*bound            // so far, for tables without lines
	fields     map[pos]string      // amounts that cells of a sheet of records show
	decks      map[string]*deck    // by sheet of the form: its cards, of which it keeps the first
	perRecord  map[string]string   // by view: the sheet of the form that repeats for its records
	copies     map[string][]string // by that sheet: others of the form that are the same
	wholes     []*wholeCard
	eithers    []*either
	taken      map[string][]pack.Filter // by sheet: what its figures take
	absent     []string                 // words of the forms for money that the input workbook does not know
	incomplete []short
	unfilled   []string       // columns that documents alone need and of which the ledger says nothing
	carriedOn  []string       // tables of the input workbook, such as 年终结转, that lines of any form name
	grown      map[*sheet]int // rows that a sheet of a record has more than the form
	at         string         // the sheet of the form that is being bound
	mark       int            // how much was told before the block that is being bound
}

// formRows is how many rows a sheet of a form may have: each is looked at several times.
const formRows = 20_000

// Workbook binds a form by an example. A table on which binding breaks down is left
// without tags and told: it costs the clerk that table, not the pack.
func Workbook(r Request) (*Result, error) {
	for {
		made, broken, err := attempt(r)
		if broken == "" {
			return made, err
		}
		r.Without = maps.Clone(r.Without)
		if r.Without == nil {
			r.Without = map[string]string{}
		}
		r.Without[broken] = "程序读这张表时出了错，请把官方表发给写程序的人"
	}
}

// attempt binds a form, or names the sheet on which that broke down.
func attempt(r Request) (made *Result, broken string, err error) {
	b := &binder{}
	broken = b.guard(func() { made, err = b.workbook(r) })
	return made, broken, err
}

// withoutExample does some binding as if there were no example.
func (b *binder) withoutExample(do func()) {
	example, x := b.Example, b.x
	defer func() { b.Example, b.x = example, x }()
	b.Example, b.x = nil, b.silent
	do()
}

// tellLacking tells of a table that the example does not have whether its words were enough.
func (b *binder) tellLacking(p *pair) {
	if p.tagged() {
		b.look(p.form.name, p.form.title, "范例里没有这张表，照表上的文字写了标签，没有核对过")
	} else {
		b.leave(p.form.name, p.form.title, "范例里没有这张表，没有写标签")
	}
}

// guard does some binding and names the sheet on which it broke down. What breaks down
// on no sheet, or on one that gets no tags, does so for all.
func (b *binder) guard(do func()) (broken string) {
	defer func() {
		if b.at != "" && b.Without[b.at] == "" && recover() != nil {
			broken = b.at
		}
	}()
	do()
	return ""
}

func (b *binder) workbook(r Request) (*Result, error) {
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
	filled, examples := forms, forms
	if r.Example != nil {
		if filled, err = readSheets(r.Example); err != nil {
			return nil, xlsxread.Trouble("范例", err)
		}
	}
	if year := titleYear(forms); r.Example == nil && year != "" { // whose year that is nobody else says
		own := *r.Ledger
		own.Info = maps.Clone(own.Info)
		own.Info[r.Pack.Input.YearItem()] = year
		r.Ledger = &own
	}
	year := r.Ledger.Info[r.Pack.Input.YearItem()]
	if r.Whole == nil {
		r.Whole = &Whole{r.Pack, r.Ledger}
	}
	unfilled := unfilled(r)
	r.Pack = r.Pack.Returning(unfilled)
	*b = binder{Request: r, unfilled: unfilled, namer: newNamer(r.Pack, r.Ledger), words: learnWords(r.Pack, year), x: newExample(r.Pack, r.Ledger),
		views: &views{p: r.Pack, used: map[string]bool{}}, year: year, result: &Result{opened: map[string]map[int]bool{}}, grown: map[*sheet]int{}, taken: map[string][]pack.Filter{}, fields: map[pos]string{}, perRecord: map[string]string{}, copies: map[string][]string{}}
	nothing := sample.Nothing(r.Pack)
	nothing.Info = r.Ledger.Info
	b.x.vague, b.silent = r.Slack > 0, newExample(r.Pack, nothing)
	b.eithers = b.x.eithers()
	forms = b.firstCards(forms)
	if examples = forms; r.Example != nil {
		examples = dealt(forms, filled)
	}
	b.examples = examples
	pairs := b.pair(forms, examples)
	b.usual = b.usualUnit(pairs)
	for _, p := range pairs {
		b.carriedOn = append(b.carriedOn, b.sourcesOf(p.like)...)
	}
	for _, c := range b.wholes {
		b.at = c.form.name
		c.bind()
	}
	pairs = b.leaveOut(pairs)
	listed := map[*pair]bool{}
	for _, p := range pairs {
		b.at = p.form.name
		listed[p] = b.roster(p) || b.itemTable(p) || b.kindTable(p)
	}
	for _, empty := range []bool{false, true} {
		for _, p := range pairs {
			b.at = p.form.name
			if listed[p] {
				continue
			}
			if p.lacking {
				b.withoutExample(func() { b.table(p, empty) })
				if empty {
					b.tellLacking(p)
				}
			} else {
				b.table(p, empty)
			}
		}
	}
	for _, p := range pairs {
		if b.at = p.form.name; b.Example != nil {
			b.blankNames(p)
			b.emptyNotes(p)
		}
		b.tellBare(p)
	}
	b.at = ""
	b.tellDoubts()
	if len(b.absent) > 0 {
		b.leave("", pos{}, "录入里没有“%s”这样的钱，范例里也没有，都留空了", strings.Join(b.absent, "”“"))
	}
	if r.Example == nil {
		b.leave("", pos{}, "没有范例，标签都是按表上的文字写的。请逐张核对")
	}
	for _, p := range pairs {
		p.plan.clearLeft(p.form)
	}
	for _, p := range b.plans {
		p.settle()
		b.dropCovered(p)
	}
	for _, s := range forms {
		b.at = s.name
		b.sentences(s)
		if r.Example != nil && r.Without[s.name] == "" {
			b.amounts(s, sheetNamed(examples, s.name))
		}
		b.planOf(s).markStack()
	}
	b.at = ""
	return b.finish(pairs)
}

// unfilled are the columns for documents alone that none of the ledger's records fills: figures cannot be
// asked of them. Without an example there is nothing to ask.
func unfilled(r Request) (names []string) {
	for _, column := range r.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		t := r.Ledger.Tables[source]
		if r.Example != nil && (t == nil || t.Field(field) < 0 || !slices.ContainsFunc(t.Distinct(t.Field(field)), func(v string) bool { return v != "" })) {
			names = append(names, column)
		}
	}
	return names
}

// couldSay proposes what the input workbook could say of a header: a column that is blank in all of it.
func (b *binder) couldSay(head string) string {
	for _, column := range b.unfilled {
		source, field, _ := strings.Cut(column, ".")
		if slices.ContainsFunc(b.Pack.Words, func(w pack.Word) bool { return w.Rows == field && slices.Contains(w.Written, bare(head)) }) {
			return "；" + source + "的“" + field + "”都空着，填上再做一次就认得"
		}
	}
	return ""
}

// leaveOut empties the tables that are to get no tags, tells them and gives the others.
func (b *binder) leaveOut(pairs []*pair) (rest []*pair) {
	for _, p := range pairs {
		why := b.Without[p.form.name]
		if why == "" {
			rest = append(rest, p)
			continue
		}
		p.plan.clearLeft(p.form)
		b.leave(p.form.name, p.form.title, "没有写标签：%s", why)
	}
	return rest
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
	coded      []*spot        // of the lines that stand on the form, those of codes
	more       map[int]string // headers of columns that the example does not have
	lacking    bool           // the example does not have it: the form stands for it, and words alone decide
}

// headed is the header of a column of the example, or of one that it could have had.
func (p *pair) headed(col int) string { return cmp.Or(p.more[col], p.like.headed(col)) }

// pair finds for each sheet of the form its table in the example: the sheet of the
// same name, or the one whose title is most alike.
func (b *binder) pair(forms, examples []*sheet) (out []*pair) {
	knows := b.namer.knows
	var tables []*table
	for _, s := range examples {
		if form := sheetNamed(forms, s.name); form != nil && b.Example != nil {
			s.mergeLike(form)
		}
		for _, t := range findTables(s, b.Pack.Units, knows) {
			if b.Example == nil {
				t = t.withoutFigures()
			}
			tables = append(tables, t)
		}
	}
	for _, s := range forms {
		b.plans = append(b.plans, &plan{sheet: s, times: map[int]int{}})
		if d := b.decks[s.name]; d != nil {
			for row := d.starts[1]; row <= d.last; row++ {
				b.plans[len(b.plans)-1].times[row] = 0
			}
		}
		if b.at = s.name; b.Without[s.name] == "" && (b.records(s, examples) || b.ofAll(s, examples)) {
			continue
		}
		b.at = ""
		for _, t := range findTables(s, b.Pack.Units, knows) {
			p := &pair{plan: b.plans[len(b.plans)-1], form: t, published: Published{Sheet: s.name, Name: viewName(t.called)}}
			out = append(out, p)
		}
	}
	var ours []*table
	for _, p := range out {
		ours = append(ours, p.form)
	}
	matches, taken := matched(ours, tables), map[*table]bool{}
	for _, p := range out {
		if p.like = matches[p.form]; p.like == nil {
			p.like, p.lacking = p.form.withoutFigures(), true
		}
		taken[p.like] = true
		p.like.endHead(p.form)
		p.form.headLike(p.like, b.Pack.Units, sameHead)
		p.form.divideLike(p.like)
	}
	for _, e := range tables {
		if _, record := b.grown[e.sheet]; !taken[e] && !record && b.Example != nil {
			b.leave("", pos{}, "范例的“%s”（工作表 %s）在官方表里没有认出来，没有写标签", e.called, e.name)
		}
	}
	for _, s := range forms {
		if b.Example == nil && s.tabular() && !slices.ContainsFunc(tables, func(t *table) bool { return t.name == s.name }) {
			b.leave(s.name, pos{}, "看不出是什么表，没有写标签")
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

// matched gives tables those of another workbook that they are by name, those most alike first:
// 一般公共预算支出表, which the other may lack, would else take 一般公共预算基本支出表 from the table
// that is called so.
func matched(ours, theirs []*table) map[*table]*table {
	type match struct {
		our, their *table
		like       float64
	}
	var all []match
	for _, o := range ours {
		for _, t := range theirs {
			like := nearest.Likeness(viewName(o.called), viewName(t.called))
			if o.name == t.name {
				like += 0.5
			}
			if like >= 0.5 {
				all = append(all, match{o, t, like})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.like, a.like) })
	out, taken := map[*table]*table{}, map[*table]bool{}
	for _, m := range all {
		if out[m.our] == nil && !taken[m.their] {
			out[m.our], taken[m.their] = m.their, true
		}
	}
	return out
}

// ofNoExample takes out of what is told what it says of an example, where there is none.
var ofNoExample = strings.NewReplacer("，范例里没有数", "", "，范例里也没有数", "", "，范例里也没有", "", "，范例的录入里没有", "")

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
func (b *binder) opened(t *table, col int) { b.notProven(t, col, false) }

// notProven notes that the example says nothing of a column's figures, or even of those
// that it prints: what follows from last year's, of which the ledger has none.
func (b *binder) notProven(t *table, col int, printed bool) {
	if b.result.opened[t.name] == nil {
		b.result.opened[t.name] = map[int]bool{}
	}
	b.result.opened[t.name][col] = printed || b.result.opened[t.name][col]
}

// leave notes what could not be bound.
func (b *binder) leave(sheet string, at pos, text string, args ...any) {
	b.note(Open, sheet, at, fmt.Sprintf(text, args...))
}

// notKept notes a word of the form for money that the input workbook does not know.
func (b *binder) notKept(word string) {
	if i := strings.LastIndex(word, "/"); i >= 0 {
		word = word[i+1:]
	}
	if !slices.Contains(b.absent, word) {
		b.absent = append(b.absent, word)
	}
}

// look notes what was bound and somebody has to look at.
func (b *binder) look(sheet string, at pos, text string, args ...any) {
	b.note(Look, sheet, at, fmt.Sprintf(text, args...)+"。请核对")
}

func (b *binder) note(kind Kind, sheet string, at pos, text string) {
	if b.Example == nil {
		text = ofNoExample.Replace(text)
	}
	place := finding.Place{Sheet: sheet}
	if at.row > 0 {
		place = finding.At(sheet, max(at.col, 1), at.row)
	}
	if e := (Entry{kind, place, text}); !slices.Contains(b.result.Left, e) {
		b.result.Left = append(b.result.Left, e)
	}
}

// table binds the blocks of a table: those whose example has lines first.
func (b *binder) table(p *pair, empty bool) {
	e := p.like
	if strange := b.words.strange(e.called); b.Example == nil && strange != "" {
		b.leave(p.form.name, p.form.title, "表名里的“%s”不知道是哪些明细，没有写标签", strange)
		return
	}
	b.guessUnit(p)
	sc := scaleOf(e, cmp.Or(p.form.unit, b.usual))
	sc.slack = b.Slack
	b.words.vague(e, b.namer, b.x.carries())
	if !empty && !slices.ContainsFunc(e.blocks, func(block *block) bool { return len(block.figures) > 0 }) {
		b.leave(p.form.name, p.form.title, "看不出哪几列是数，没有写标签")
	}
	title := b.words.around(e)
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
		title := title
		if limit := b.Limits[e.blockName(i)]; limit != nil {
			title = append(slices.Clone(title), claim{filter: limit})
			if empty {
				b.look(p.form.name, p.form.title, "表上没有写，照别的表上同样的数只取 %s", inWords(limit))
			}
		}
		b.mark = len(b.result.Left)
		namer := b.namer
		if field := b.contradicted(e, block); field != "" {
			b.namer = b.namer.without(field)
			b.look(p.form.name, p.form.title, "有几行范例印的%s和录入的不同，没有照它分行", field)
		}
		b.namer.fillDown(e, block)
		lines := b.namer.lines(e, block)
		b.namer.nest(e, block, lines)
		b.funds(lines)
		printed := b.namer.lines(p.form, to)
		b.yearsLike(p, printed)
		switch {
		case len(block.labels) == 0:
			if !empty {
				b.row(p, block, to, title, sc)
			}
		case !empty && b.mixed(p, block, to, lines, printed, title, sc):
		case b.isFixed(p, block, to, lines, printed):
			if !empty {
				b.fixed(p, block, to, lines, printed, title, sc)
				rows := sameLines(lines, printed)
				for _, l := range lines {
					if l.supposed {
						b.look(p.form.name, pos{to.labels[0], rows[l.row]}, "“%s”下面没有编号的几行当作它里面的几项，合计里不再加", l.label)
					}
				}
				b.tellGaps(p, to, printed)
			}
		case b.Example != nil && slices.ContainsFunc(lines, func(l line) bool { return len(l.parts) > 0 }):
			if !empty {
				b.list(p, block, to, lines, title, sc)
			}
		case empty:
			b.emptyList(p, block, to, lists, lines, title, sc)
			lists++
		}
		b.namer = namer
	}
}

// contradicted is a field for documents alone of which a line of the example says what no item has together
// with all else that the line names, "" if there is none: clerks fill it once for the document.
func (b *binder) contradicted(e *table, block *block) string {
	items := b.Ledger.Tables[b.x.usual]
	for _, column := range b.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		if b.Example == nil || source != b.x.usual || items == nil {
			continue
		}
		for _, l := range b.namer.lines(e, block) {
			named := func(by string) bool { return slices.ContainsFunc(l.parts, func(p part) bool { return p.by == by }) }
			if len(l.parts) < 2 || !named(field) {
				continue
			}
			found := false
			for i := range items.Len() {
				found = found || !slices.ContainsFunc(l.parts, func(p part) bool { return items.Field(p.by) >= 0 && items.Value(i, p.by) != p.value })
			}
			if !found {
				return field
			}
		}
	}
	return ""
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

// sameHead says whether two headers are the same, whatever year they name.
func sameHead(a, b string) bool {
	return key(yearWords.ReplaceAllString(a, "")) == key(yearWords.ReplaceAllString(b, ""))
}

// across maps the columns of the example to those of the form: by headers, with the years that they
// have and without, else by place.
func (b *binder) across(p *pair, from, to []int) map[int]int {
	n, known := b.yearsOn(p)
	year := func(head string) string {
		return key(yearNumber.ReplaceAllStringFunc(head, func(y string) string { return before(y, -n) }))
	}
	return across(p.like, from, p.form, to, func(e, form string) bool { return known && year(e) == key(form) }, func(e, form string) bool {
		return sameHead(e, form) && !(known && yearNumber.MatchString(e) && yearNumber.MatchString(form))
	})
}

// across maps columns of a table to those of another one by headers, as alike as can be first, else by
// place.
func across(e *table, from []int, form *table, to []int, alike ...func(a, b string) bool) map[int]int {
	out := map[int]int{}
	used := map[int]bool{}
	for _, same := range alike {
		for _, c := range from {
			for _, d := range to {
				if out[c] == 0 && !used[d] && same(e.headed(c), form.headed(d)) {
					out[c], used[d] = d, true
				}
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

// itself says whether the example serves as the form: that its lines stand on both says nothing.
func (b *binder) itself() bool { return bytes.Equal(b.Form, b.Example) }

// manyCodes is how many lines of codes without figures a form prints for all; samples are fewer.
const manyCodes = 8

// repeats says whether another line is called the same and in both nothing stands below a header that
// names what they are of: 特定目标类 twice, below 类型, 项目名称 and 项目单位.
func (b *binder) repeats(e *table, block *block, l line, lines []line) bool {
	return slices.ContainsFunc(lines, func(o line) bool {
		return o.row != l.row && o.same(l) && slices.ContainsFunc(block.labels, func(col int) bool {
			return e.says(pos{col, l.row}) == "" && e.says(pos{col, o.row}) == "" && len(b.words.rowsIn(e.lowest(col))) > 0
		})
	})
}

// isFixed says whether the lines of a block stand on the form: most of those that
// the example has do.
func (b *binder) isFixed(p *pair, block, to *block, lines, printed []line) bool {
	e, alone := p.like, b.Example == nil
	n, common, digits, understood, records, bare := 0, 0, 0, 0, 0, 0
	samples := false
	for _, l := range lines {
		if l.total || l.label == "" {
			continue
		}
		if placeholder(l.label) || nobody.MatchString(l.label) || nobody.MatchString(l.beside) {
			samples = true
		}
		if len(l.parts) > 0 && fieldOf(l.parts[0].by) == b.namer.codes[0].field && !b.x.highest(l.parts[0].by) {
			samples = true // 行政运行 is no line for all departments
		}
		if alone && b.repeats(e, block, l, lines) {
			samples = true
		}
		n++
		if slices.ContainsFunc(printed, l.same) {
			common++
		}
		if l.coded {
			digits++
		}
		lower := func(p part) bool { return strings.Contains(p.by, "/") && !b.x.highest(p.by) }
		if l.coded || len(l.parts) > 0 && b.x.typed(l.parts[0].by) || b.itself() && slices.ContainsFunc(l.parts, lower) {
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
		drawn := digits >= manyCodes && !slices.ContainsFunc(printed, func(l line) bool { return p.form.shows(l.row, to) })
		return n > 0 && (digits*2 < n || drawn) && !samples && understood*2 >= n
	}
	if records*2 >= n && bare*5 < records && !(bare > 0 && common == n) {
		return false // the form holds somebody's rows: lines that stand there for all show no money in some
	}
	return n > 0 && common*10 >= n*6
}
