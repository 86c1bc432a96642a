package bind

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/sample"
	"ysgk/internal/tagging"
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
	Form    []byte                   // the blank form; the example itself if nil
	Name    string                   // of the form's file
	Example []byte                   // nil if there is none: then words alone decide
	Views   []*pivot.View            // of the ledger, those of the pack
	Ledger  *budget.Ledger           // the items behind the example; without one, a ledger without items
	Whole   *Whole                   // nil if there is no more of them
	Slack   budget.Fen               // by how much the sums of a rebuilt ledger may miss the figures
	Limits  map[string]pack.Filter   // by Fact.Table, what rebuilding found it to be limited to though it does not say so
	Instead map[finding.Place]string // by cell of the form whose own formula gives something else than the ledger has, what it is told to give: it gets a tag
	Without map[string]string        // by sheet of the form that gets no tags, why: another try of it failed
	Unequal map[string]string        // by sheet of the form whose grand totals did not come out equal in another try, what was told of them
}

// Whole is the pack with what it has for documents alone, and the ledger as that reads it.
type Whole struct {
	Pack   *pack.Pack
	Ledger *budget.Ledger
}

// Result is a pack in the making.
type Result struct {
	Book     []byte
	Manifest []byte
	Written  []tagging.Entry
	Left     []tagging.Entry // to do
	Tables   []Published
	FormOf   map[string]string // by the name of a sheet in the template, what the form calls it, where that is another one
	cards    []string          // sheets of the example that are cards of all the department
	plans    []*tagging.Plan
	units    map[finding.Place]money.Unit // by table of the example, the unit of its figures where it states another one
	blank    []string                     // and those of tables without figures that have some
	opened   map[string]map[int]bool      // columns of the example's sheets that are told to be without tags, or to show what no figure proves
	Proofs   []Proof                      // by table of the example, once the pack has been tried
	Texts    []TextProof                  // and by sheet without tables
	Doubted  int                          // codes of the pack that nobody has compared with the official list
	Balanced map[string]string            // by the rules about grand totals that must be equal: the sheet of the form
	LookedUp map[string]string            // likewise, by those about formulas of the form that look money up
}

// binder binds one workbook.
type binder struct {
	Request
	namer       *meaning.Namer
	words       *meaning.Words
	x           *evidence.Example
	silent      *evidence.Example // without items, for tables that the example does not have or a rebuilt ledger does not show
	views       *views
	usual       money.Unit
	year        string
	formYear    string // that most sheets of the form are of, "" of none that says one
	result      *Result
	plans       []*tagging.Plan
	examples    []*layout.Sheet
	same        map[*layout.Sheet]*layout.Sheet // by sheets of the form, those of the example that are the same
	likes       map[*layout.Sheet]*layout.Sheet // and as they stand in the form
	headings    map[*layout.Sheet]*headings
	lineByLine  map[*layout.Sheet]*layout.Sheet // and line by line, whatever stands between
	lists       []*bound                        // so far, for tables without lines
	fields      map[layout.Pos]string           // amounts that cells of a sheet of records show
	decks       map[string]*layout.Deck         // by sheet of the form: its cards, of which it keeps the first
	perRecord   map[string]string               // by view: the sheet of the form that repeats for its records
	copies      map[string][]string             // by that sheet: others of the form that are the same
	wholes      []*wholeCard
	saysAll     map[*layout.Sheet][]slot       // the figures of the example's sentences
	repeated    map[*layout.Sheet]map[int]bool // rows of the example that a line that repeats prints
	instead     map[layout.Pos]string          // by texts of the sheet: what the form wants said where there is nothing
	even        map[layout.Pos]string          // what the form wants said where a sentence has no change
	ifNothing   []string                       // such texts that stand in the template
	trimmed     []layout.Pos                   // texts of the sheet that lost a note to who fills it in
	eithers     []*either
	taken       map[string][]pack.Filter // by sheet: what its figures take
	takes       map[string][]pack.Filter // and with what the example shows
	absent      []string                 // words of the forms for money that the input workbook does not know
	incomplete  []short
	lookedUp    []lookedUp
	unfilled    []string               // columns that documents alone need and of which the ledger says nothing
	gone        map[string][]string    // by sheet of the form: lines of the example that it does not have
	unordered   []unordered            // lists whose order the example does not say
	carriedOn   []string               // tables of the input workbook, such as 年终结转, that lines of any form name
	grown       map[*layout.Sheet]int  // rows that a sheet of a record has more than the form
	zeros       map[string][]zeroed    // by sheet, what prints 0 whatever the ledger has
	enumerated  []enumeration          // of the sheet whose texts are bound
	lined       map[finding.Place]bool // texts that are lines of a list
	turned      []turnedBy             // changes that the sentences above on a sheet tell
	differences []difference
	shares      []shareOf
	sums        []*figure              // amounts that the sentences above on a sheet explain
	printed     map[string]pack.Filter // by what the tables of the book call it: what a line or column takes
	columned    map[string]pack.Filter // what columns of lists print under a name
	at          string                 // the sheet of the form that is being bound
	mark        int                    // how much was told before the block that is being bound
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
		r.Without[broken] = Broken
	}
}

// Broken says why a sheet gets no tags on which the program broke down.
const Broken = "程序读这张表时出了错，请把官方表发给写程序的人"

// SheetNames are the sheets of the form of a request, else of its example.
func SheetNames(r Request) (names []string, err error) {
	form := r.Form
	if form == nil {
		form = r.Example
	}
	sheets, err := layout.Read(form)
	for _, s := range sheets {
		names = append(names, s.Name)
	}
	return names, err
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
	switch {
	case p.blankOf != 0 && p.tagged():
		b.look(p.form.Name, p.form.Title, "范例的这张表没有数，录入里照表名却有 %s 元：照表上的文字写了标签，没有核对过", p.blankOf.Yuan().StringFixed(2))
	case p.blankOf != 0:
		b.leave(p.form.Name, p.form.Title, "范例的这张表没有数，录入里照表名却有 %s 元，没有写标签", p.blankOf.Yuan().StringFixed(2))
	case p.tagged():
		b.look(p.form.Name, p.form.Title, "范例里没有这张表，照表上的文字写了标签，没有核对过")
	default:
		b.leave(p.form.Name, p.form.Title, "范例里没有这张表，没有写标签")
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
	forms, err := layout.Read(r.Form)
	if err != nil {
		return nil, err
	}
	for _, s := range forms {
		if s.Last.Row <= formRows || r.Without[s.Name] != "" {
			continue
		}
		if len(forms) == 1 {
			return nil, &finding.FileError{File: r.Name, Message: fmt.Sprintf("工作表“%s”有 %d 行，不像官方表。请删去不用的行或工作表", s.Name, s.Last.Row)}
		}
		r.Without = maps.Clone(r.Without)
		if r.Without == nil {
			r.Without = map[string]string{}
		}
		r.Without[s.Name] = fmt.Sprintf("这张有 %d 行，不像官方表。请删去不用的行，再做一次", s.Last.Row)
	}
	for _, s := range forms {
		for _, at := range layout.SortedCells(s) {
			if r.Instead[finding.At(s.Name, at.Col, at.Row)] != "" {
				delete(s.Cells, at)
			}
		}
	}
	inParagraphs(forms)
	layout.PlainYears(forms)
	filled, examples := forms, forms
	if r.Example != nil {
		if filled, err = layout.Read(r.Example); err != nil {
			return nil, xlsxread.Trouble("范例", err)
		}
		inParagraphs(filled)
		layout.PlainYears(filled)
	}
	was := r.Ledger.Info[r.Pack.Input.YearItem()]
	saysYear := cmp.Or(titleYear(forms), topYear(forms, startsWithYear.MatchString))
	saysSome := cmp.Or(saysYear, mostYear(forms, was))
	if !slices.ContainsFunc(forms, func(s *layout.Sheet) bool { return s.AnyText(layout.LeavesYear) }) {
		saysSome = cmp.Or(saysSome, was) // nor has it room for one
	}
	if own := cmp.Or(saysYear, was); r.Example == nil {
		layout.FillYears(forms, nil, own, own)
	} else {
		layout.FillYears(forms, filled, was, own)
	}
	years := [3]string{titleYear(forms), titleYear(filled), was}
	if year := years[0]; r.Example == nil && year != "" { // whose year that is nobody else says
		own := *r.Ledger
		own.Info = maps.Clone(own.Info)
		own.Info[r.Pack.Input.YearItem()] = year
		r.Ledger = &own
	}
	year := r.Ledger.Info[r.Pack.Input.YearItem()]
	if r.Whole == nil {
		r.Whole = &Whole{r.Pack, r.Ledger}
	}
	never := neverFilled(r)
	r.Pack = r.Pack.Returning(never)
	r = withLent(r)
	*b = binder{Request: r, unfilled: never, namer: meaning.NewNamer(r.Pack, r.Ledger), words: meaning.Learn(r.Pack, year), x: evidence.NewExample(r.Pack, r.Ledger),
		views: &views{p: r.Pack, used: map[string]bool{}}, year: year, likes: map[*layout.Sheet]*layout.Sheet{}, lineByLine: map[*layout.Sheet]*layout.Sheet{}, headings: map[*layout.Sheet]*headings{}, result: &Result{FormOf: map[string]string{}, units: map[finding.Place]money.Unit{}, opened: map[string]map[int]bool{}}, grown: map[*layout.Sheet]int{}, taken: map[string][]pack.Filter{}, takes: map[string][]pack.Filter{}, gone: map[string][]string{}, fields: map[layout.Pos]string{}, perRecord: map[string]string{}, copies: map[string][]string{}}
	b.views.x, b.x.Totals = b.x, b.lastTotals()
	nothing := sample.Nothing(r.Pack)
	nothing.Info = r.Ledger.Info
	b.formYear = mostYear(forms, year)
	if r.Example != nil {
		b.tellYears(years[0], years[1], years[2], saysSome)
		b.tellUncomputed(filled)
	}
	b.x.Vague, b.silent = r.Slack > 0, evidence.NewExample(r.Pack, nothing)
	b.eithers = eithers(b.x)
	forms = b.firstCards(forms, filled)
	if examples = forms; r.Example != nil {
		examples = dealt(forms, filled)
	}
	b.examples, b.same = examples, sameSheets(forms, examples)
	b.yearLines(forms)
	b.views.empty = b.emptyWords(forms)
	pairs := b.pair(forms, examples)
	b.trade(pairs)
	b.usual = b.usualUnit(pairs)
	for _, p := range pairs {
		b.settleUnit(p)
		b.withoutBlank(p)
		b.carriedOn = append(b.carriedOn, b.sourcesOf(p.like)...)
	}
	for _, c := range b.wholes {
		b.at = c.form.Name
		c.bind()
	}
	pairs = b.leaveOut(pairs)
	listed := map[*pair]bool{}
	if b.Example != nil && !b.x.Vague {
		pairs = b.cardsFirst(pairs, listed)
	}
	kinds := []func(*pair) bool{b.kindSections, b.kindTable, b.roster, b.itemTable}
	if b.itself() {
		kinds = []func(*pair) bool{b.roster, b.kindSections, b.itemTable, b.kindTable} // any list has its lines on the form
	}
	for _, p := range pairs {
		b.at = p.form.Name
		listed[p] = listed[p] || slices.ContainsFunc(kinds, func(is func(*pair) bool) bool { return is(p) })
	}
	for _, empty := range []bool{false, true} {
		for _, p := range pairs {
			b.at = p.form.Name
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
	if b.Example != nil {
		pairs = b.cardsLeft(pairs, listed)
	}
	for _, p := range pairs {
		if b.at = p.form.Name; b.Example != nil {
			b.blankNames(p)
			b.emptyNotes(p, pairs)
			b.tellHeads(p)
		}
		b.tellBare(p)
	}
	b.at = ""
	b.tellInstead()
	b.tellDoubts()
	b.tellUnordered()
	b.tellZeros()
	if b.Example != nil {
		b.tellUnits(pairs)
	}
	if len(b.absent) > 0 {
		b.leave("", layout.Pos{}, "录入里没有“%s”这样的钱，范例里也没有：范例印 0 的印 0，空着的留空", strings.Join(b.absent, "”“"))
	}
	if r.Example == nil {
		b.leave("", layout.Pos{}, "没有范例，标签都是按表上的文字写的。请逐张核对；是零的格子都空着，要印 0 的，在标签后面加 |印零")
	}
	for _, p := range pairs {
		p.plan.ClearLeft(p.form)
	}
	for _, p := range b.plans {
		p.Settle()
		b.dropCovered(p)
		b.tellGone(p)
	}
	for _, p := range pairs {
		b.tellTwice(p)
		b.tellSilent(p)
	}
	for _, s := range forms {
		b.at = s.Name
		b.dropHints(s)
		b.textLists(s)
		b.textsInOne(s)
		b.recordLists(s)
		b.lineLists(s)
		b.enumerations(s)
		if r.Example != nil && r.Without[s.Name] == "" && b.same[s] != nil {
			b.openRooms(s, b.same[s])
		}
		b.sentences(s, pairs)
		b.goesOnIn(s)
		below := b.belowHeadings(s, pairs)
		if !below && !b.besides(s, pairs) {
			b.notOnForm(s)
		}
		b.tellRepeated(s)
		b.contents(s, pairs)
		if r.Example != nil && r.Without[s.Name] == "" {
			b.amounts(s, b.same[s])
		}
		if !below {
			b.tellUnsaid(s)
		}
		if !slices.ContainsFunc(pairs, func(p *pair) bool { return p.form.Name == s.Name }) {
			b.tellNotes(s)
		}
		b.writeEnumerations(s)
		b.keepTrimmed(s)
		b.remains(s)
		b.planOf(s).MarkStack()
		b.tellHidden(b.planOf(s))
	}
	b.at = ""
	if r.Example != nil {
		b.tellHiddenFigures(filled)
	}
	return b.finish(pairs)
}

// inParagraphs gives the lines of the cells of sheets of texts rows of their own.
func inParagraphs(sheets []*layout.Sheet) {
	for i, s := range sheets {
		sheets[i] = s.Paragraphs()
	}
}

// neverFilled are the columns for documents alone that none of the ledger's records fills: figures cannot be
// asked of them. Without an example there is nothing to ask.
func neverFilled(r Request) (names []string) {
	for _, column := range r.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		t := r.Ledger.Tables[source]
		if r.Example != nil && (t == nil || t.Field(field) < 0 || !slices.ContainsFunc(t.Distinct(t.Field(field)), func(v string) bool { return v != "" })) {
			names = append(names, column)
		}
	}
	return names
}

// withLent is a request whose views of records show the columns too that documents alone need of them: the kind of
// a project.
func withLent(r Request) Request {
	p := *r.Pack
	p.Views, r.Views = slices.Clone(p.Views), slices.Clone(r.Views)
	for i := range p.Views {
		v := &p.Views[i]
		fields := lentTo(&p, v)
		k := slices.IndexFunc(r.Views, func(own *pivot.View) bool { return own.Name == v.Name })
		if !v.Keep || v.Of != "" || len(fields) == 0 || k < 0 {
			continue
		}
		v.Carried = slices.Concat(v.Carried, fields)
		r.Views[k] = pivot.Build(&p, v, r.Ledger)
	}
	r.Pack = &p
	return r
}

// lentTo are the columns that documents alone need of the input sheet of a view.
func lentTo(p *pack.Pack, v *pack.View) (fields []string) {
	for _, column := range p.Lent {
		if source, field, _ := strings.Cut(column, "."); slices.Equal(v.Sources, []string{source}) {
			fields = append(fields, field)
		}
	}
	return fields
}

// lastTotals are the sums of last year that the input workbook keeps as they were published, with the items that their names say.
func (b *binder) lastTotals() (out evidence.Totals) {
	sheet := b.Whole.Pack.Input.TotalsOf(b.x.Usual)
	if sheet == nil {
		return out
	}
	out.Either = sheet.Totals.Either
	name, amount := sheet.Totaled()
	for _, item := range name.Choices {
		said := b.words.Read(item)
		if said.Rest != "" || said.Source != "" {
			continue // of which nobody knows what it sums
		}
		total := evidence.Total{Name: item, Filter: said.Filter}
		for t, i := b.Whole.Ledger.Tables[sheet.Name], 0; t != nil && i < t.Len(); i++ {
			if t.Value(i, name.Name) == item {
				total.Amount = &t.Amounts(t.Measure(amount.Name))[i]
			}
		}
		out.Of = append(out.Of, total)
	}
	return out
}

// couldSay proposes what the input workbook could say of a header: a column that is blank in all of it.
func (b *binder) couldSay(head string) string {
	for _, column := range b.unfilled {
		source, field, _ := strings.Cut(column, ".")
		if slices.ContainsFunc(b.Pack.Words, func(w pack.Word) bool { return w.Rows == field && slices.Contains(w.Written, layout.Bare(head)) }) {
			return "；" + source + "的“" + field + "”都空着，填上再做一次就认得"
		}
	}
	return ""
}

// leaveOut empties the tables that are to get no tags, tells them and gives the others.
func (b *binder) leaveOut(pairs []*pair) (rest []*pair) {
	title := map[string]layout.Pos{}
	for _, p := range pairs {
		if b.Without[p.form.Name] == "" {
			rest = append(rest, p)
			continue
		}
		p.plan.ClearLeft(p.form)
		title[p.form.Name] = p.form.Title
	}
	for _, name := range slices.Sorted(maps.Keys(b.Without)) {
		b.leave(name, title[name], "没有写标签：%s", b.Without[name])
	}
	return rest
}

// sameSheets finds for each sheet of a form the one of the example that is the same: the one of its name,
// if no other has twice as much of what it says, else the one that has most, and enough.
func sameSheets(forms, examples []*layout.Sheet) map[*layout.Sheet]*layout.Sheet {
	out := map[*layout.Sheet]*layout.Sheet{}
	for _, form := range forms {
		var best, named *layout.Sheet
		most, own, tied := 0, 0, false
		for i, e := range examples {
			if i > 0 && examples[i-1].Name == e.Name {
				continue // one more card of a sheet
			}
			n, enough := form.Same(e)
			if e.Name == form.Name {
				named, own = e, n
			}
			switch {
			case !enough || n < most:
			case n == most:
				tied = best != nil
			default:
				best, most, tied = e, n, false
			}
		}
		if named != nil && own*2 >= most {
			out[form] = named
		} else if best != nil && !tied {
			out[form] = best
		}
	}
	return out
}

// pair is a table of the form with the one of the example that it is.
type pair struct {
	plan       *tagging.Plan
	form, like *layout.Table
	published  Published
	money      []string         // columns of views that are all nought where the table has no figures: of each of its lists
	coded      []*evidence.Spot // of the lines that stand on the form, those of codes
	more       map[int]string   // headers of columns that the example does not have
	lacking    bool             // the example does not have it: the form stands for it, and words alone decide
	unitTold   bool             // of the unit in which it prints
	blankOf    budget.Fen       // or has it without figures, though the ledger has so much of what its title says
	records    bool             // it lists records, each column of which is known or told
	closings   []*closing       // lines that follow a list
	refused    map[int]bool     // columns of the example whose place on the form is of something else
}

// headed is the header of a column of the example, or of one that it could have had.
func (p *pair) headed(col int) string { return cmp.Or(p.more[col], p.like.Headed(col)) }

// pair finds for each sheet of the form its table in the example: the sheet of the
// same name, or the one whose title is most alike.
func (b *binder) pair(forms, examples []*layout.Sheet) (out []*pair) {
	knows := b.namer.Knows
	var tables []*layout.Table
	for _, s := range examples {
		for _, form := range forms {
			if b.same[form] == s && b.Example != nil {
				s.MergeLike(form)
				break
			}
		}
		for _, t := range b.tablesOn(s, s) {
			if b.Example == nil {
				t = t.WithoutFigures()
			}
			tables = append(tables, t)
		}
	}
	for _, s := range forms {
		b.plans = append(b.plans, &tagging.Plan{Sheet: s, Times: map[int]int{}})
		if d := b.decks[s.Name]; d != nil {
			for row := d.Starts[1]; row <= d.Last; row++ {
				b.plans[len(b.plans)-1].Times[row] = 0
			}
		}
		if b.at = s.Name; b.Without[s.Name] == "" && b.records(s, forms, examples) {
			continue
		}
		stands := s
		if b.Without[s.Name] == "" && b.ofAll(s, examples) {
			c := b.wholes[len(b.wholes)-1]
			if c.tasks[0].from == 0 {
				continue
			}
			stands = c.taskTable(c.tasks[0], s)
			tables = slices.DeleteFunc(tables, func(t *layout.Table) bool { return t.Name == c.like.Name })
			tables = append(tables, layout.FindTables(c.taskTable(c.tasks[1], c.like), b.Pack.Units, knows)...)
		}
		for _, t := range b.tablesOn(s, stands) {
			p := &pair{plan: b.plans[len(b.plans)-1], form: t, published: Published{Sheet: s.Name, Name: layout.ViewName(t.Called)}}
			out = append(out, p)
		}
	}
	taken := b.join(out, tables)
	for _, e := range tables {
		if _, record := b.grown[e.Sheet]; !taken[e] && !record && b.Example != nil {
			b.leave("", layout.Pos{}, "范例的“%s”（工作表 %s）在官方表里没有认出来，没有写标签", e.Called, e.Name)
		}
	}
	for _, s := range forms {
		if b.Example == nil && s.Tabular() && !layout.Contents(s) && !slices.ContainsFunc(tables, func(t *layout.Table) bool { return t.Name == s.Name }) {
			b.leave(s.Name, layout.Pos{}, "看不出是什么表，没有写标签")
		}
	}
	for _, e := range examples {
		_, record := b.grown[e]
		if b.Example != nil && !record && e.FiguresIn() >= 5 && !slices.ContainsFunc(tables, func(t *layout.Table) bool { return t.Name == e.Name }) {
			b.leave("", layout.Pos{}, "范例的工作表 %s 里有数，看不出是什么表，没有写标签", e.Name)
		}
	}
	return out
}

// join gives tables of the form those of the example that they are, and says which these are.
func (b *binder) join(pairs []*pair, tables []*layout.Table) (taken map[*layout.Table]bool) {
	var ours []*layout.Table
	for _, p := range pairs {
		ours = append(ours, p.form)
	}
	matches, taken := matched(ours, tables), map[*layout.Table]bool{}
	for _, p := range pairs {
		p.like = matches[p.form]
		if like := p.like; like != nil && b.Example != nil && !b.itself() {
			other := b.otherTitle(p.form.Called, like.Called)
			if other {
				b.look(p.form.Name, p.form.Title, "这张表叫“%s”，范例里最像的叫“%s”，说的不是一样的，不照它取", layout.Clip(p.form.Called), layout.Clip(like.Called))
			} else if head, was := b.otherKeys(p.form, like); head != "" {
				b.look(p.form.Name, p.form.Title, "这张表按“%s”分行，范例的是%s，说的不是一样的，不照它取", head, was)
				other = true
			}
			if other {
				p.like, taken[like] = nil, true
			}
		}
		if p.like == nil {
			p.like, p.lacking = p.form.WithoutFigures(), true
		}
		taken[p.like] = true
		p.like.EndHead(p.form)
		p.form.HeadLike(p.like, b.Pack.Units, layout.SameHead)
		p.form.DivideLike(p.like)
	}
	return taken
}

// tablesOn are the tables that stand on a sheet, or on what is left of it. Of one that gets no tags they only say
// what to empty: where it cannot be read, there are none.
func (b *binder) tablesOn(s, stands *layout.Sheet) (out []*layout.Table) {
	b.at = s.Name
	if b.Without[s.Name] != "" {
		defer func() {
			if recover() != nil {
				out = nil
			}
		}()
		if s.Last.Row > formRows {
			return nil
		}
	}
	out = layout.FindTables(stands, b.Pack.Units, b.namer.Knows)
	b.at = ""
	return out
}

// matched gives tables those of another workbook that they are by name, those most alike first:
// 一般公共预算支出表, which the other may lack, would else take 一般公共预算基本支出表 from the table
// that is called so.
func matched(ours, theirs []*layout.Table) map[*layout.Table]*layout.Table {
	type match struct {
		our, their *layout.Table
		like       float64
	}
	var all []match
	for _, o := range ours {
		for _, t := range theirs {
			like := nearest.Likeness(layout.ViewName(o.Called), layout.ViewName(t.Called))
			if o.Name == t.Name {
				like += 0.5
			}
			if like >= 0.5 {
				all = append(all, match{o, t, like})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.like, a.like) })
	out, taken := map[*layout.Table]*layout.Table{}, map[*layout.Table]bool{}
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
		if u := p.form.Unit; u != (money.Unit{}) {
			n[u]++
			if n[u] > n[best] {
				best = u
			}
		}
	}
	if len(n) == 0 && b.Example != nil {
		if u, ok := commonTotal(b.Request); ok {
			b.look("", layout.Pos{}, "表上没有写金额单位，照范例的数是%s", u.Name)
			return u
		}
	}
	return best
}

// settleUnit finds the unit of a table that states none, by what the example states or by a total of the ledger that
// stands in it; and the one of an example whose figures are in another one than it states. The form's own stays.
func (b *binder) settleUnit(p *pair) {
	var none money.Unit
	if b.Example == nil || p.lacking {
		return
	}
	tell := func(kind tagging.Kind, text string, args ...any) {
		p.unitTold = true
		b.note(kind, p.form.Name, p.form.Title, fmt.Sprintf(text, args...)+"。请核对")
	}
	if p.form.Unit == none && p.like.Unit == none {
		if u, ok := b.x.TotalUnit(b.usual, b.Pack.Units, p.like.Sheet); ok && u != b.usual {
			p.form.Unit, p.like.Unit = u, u
			tell(tagging.Look, "表上没有写金额单位，照范例的数是%s", u.Name)
		}
		return
	}
	states := p.like.Unit != none
	if p.form.Unit == none && p.like.Unit != b.usual && len(p.form.Units) == 0 {
		p.form.Unit = p.like.Unit
		tell(tagging.Look, "表上没有写金额单位，照范例印%s", p.form.Unit.Name)
	}
	stated := cmp.Or(p.like.Unit, p.form.Unit)
	u, ok := b.x.OtherUnit(stated, b.Pack.Units, p.like)
	if !ok || b.Slack > 0 || len(p.like.Units) > 0 || b.itself() {
		return
	}
	p.like.Unit, b.result.units[tableAt(p.like)] = u, u
	if prints := cmp.Or(p.form.Unit, b.usual); states {
		tell(tagging.First, "范例写着单位是%s，数却是%s的：照%[2]s认，填好后照官方表印%[3]s。官方表的单位写错了的，改好再做一次", stated.Name, u.Name, prints.Name)
	} else {
		tell(tagging.Look, "范例没有写金额单位，照它的数是%s；填好后照官方表印%s", u.Name, prints.Name)
	}
}

// tellUnits tells in which unit tables print that state none, and those that state another one than the example.
func (b *binder) tellUnits(pairs []*pair) {
	var none money.Unit
	var open []string
	other := map[string][]string{}
	for _, p := range pairs {
		switch {
		case p.unitTold || p.lacking || p.records || !p.tagged():
		case p.form.Unit == none && len(p.form.Units) == 0:
			open = append(open, p.form.Name)
		case p.form.Unit != none && p.like.Unit != none && p.form.Unit != p.like.Unit:
			says := fmt.Sprintf("官方表的单位是%s、范例是%s的表，照官方表印%[1]s", p.form.Unit.Name, p.like.Unit.Name)
			other[says] = append(other[says], p.form.Name)
		}
	}
	if stated := len(open) < len(pairs); len(open) > 0 && stated {
		b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("这些表没有写金额单位，填好后印%s，请核对：%s", b.usual.Name, strings.Join(open, "、")))
	}
	for _, says := range slices.Sorted(maps.Keys(other)) {
		b.note(tagging.Look, "", layout.Pos{}, says+"，请核对："+strings.Join(other[says], "、"))
	}
}

// opened notes that a column of the example is told to be without tags.
func (b *binder) opened(t *layout.Table, col int) { b.notProven(t, col, false) }

// notProven notes that the example says nothing of a column's figures, or even of those
// that it prints: what follows from last year's, of which the ledger has none.
func (b *binder) notProven(t *layout.Table, col int, printed bool) {
	if b.result.opened[t.Name] == nil {
		b.result.opened[t.Name] = map[int]bool{}
	}
	b.result.opened[t.Name][col] = printed || b.result.opened[t.Name][col]
}

// leave notes what could not be bound.
func (b *binder) leave(sheet string, at layout.Pos, text string, args ...any) {
	b.note(tagging.Open, sheet, at, fmt.Sprintf(text, args...))
}

// notKept notes a word of the form for money that the input workbook does not know.
func (b *binder) notKept(word string) {
	if i := strings.LastIndex(word, "/"); i >= 0 {
		word = word[i+1:]
	}
	if layout.YearAlone.MatchString(word) {
		return // a year to come is no kind of money: told at its column
	}
	if !slices.Contains(b.absent, word) {
		b.absent = append(b.absent, word)
	}
}

// look notes what was bound and somebody has to look at.
func (b *binder) look(sheet string, at layout.Pos, text string, args ...any) {
	b.note(tagging.Look, sheet, at, fmt.Sprintf(text, args...)+"。请核对")
}

// lookAlike notes so what may be true of many cells; alike says it of all of them.
func (b *binder) lookAlike(sheet string, at layout.Pos, alike, text string, args ...any) {
	b.tell(tagging.Entry{Kind: tagging.Look, Text: fmt.Sprintf(text, args...) + "。请核对", Alike: alike}, sheet, at)
}

// lookUnlessShown does so of a text that the example may show to be right.
func (b *binder) lookUnlessShown(sheet string, at layout.Pos, alike, text string, args ...any) {
	b.tell(tagging.Entry{Kind: tagging.Look, Text: fmt.Sprintf(text, args...) + "。请核对", Alike: alike, Shown: true}, sheet, at)
}

// settled notes what was seen to.
func (b *binder) settled(sheet string, at layout.Pos, alike, text string, args ...any) {
	b.tell(tagging.Entry{Kind: tagging.Settled, Text: fmt.Sprintf(text, args...), Alike: alike}, sheet, at)
}

func (b *binder) note(kind tagging.Kind, sheet string, at layout.Pos, text string) {
	b.tell(tagging.Entry{Kind: kind, Text: text}, sheet, at)
}

func (b *binder) tell(e tagging.Entry, sheet string, at layout.Pos) {
	if b.Example == nil {
		e.Text = ofNoExample.Replace(e.Text)
	}
	e.Place = finding.Place{Sheet: sheet}
	if at.Row > 0 {
		e.Place = finding.At(sheet, max(at.Col, 1), at.Row)
	}
	if !slices.Contains(b.result.Left, e) {
		b.result.Left = append(b.result.Left, e)
	}
}

// noFigures is what is told of a table that has none.
const noFigures = "看不出哪几列是数"

// trade takes names such as 事业收入 for what they may also mean, where nothing but that is left to 其他 and no
// ledger says what they are.
func (b *binder) trade(pairs []*pair) {
	if !b.x.Nothing() && !b.x.Vague {
		return
	}
	var tables []*layout.Table
	for _, p := range pairs {
		tables = append(tables, p.like)
	}
	for _, t := range b.words.Trade(tables, b.namer) {
		b.look("", layout.Pos{}, "表上没有单独列%s，“%s”取它，旁边的“其他”取%s", choicesOf(t.As), t.Name, choicesOf(t.Rest))
	}
}

// choicesOf are the choices to which a filter limits.
func choicesOf(f pack.Filter) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		out = append(out, f[field]...)
	}
	return strings.Join(out, "、")
}

// table binds the blocks of a table: those whose example has lines first.
func (b *binder) table(p *pair, empty bool) {
	e := p.like
	if strange := b.words.Strange(e.Called); b.Example == nil && strange != "" {
		b.leave(p.form.Name, p.form.Title, "表名里的“%s”不知道是哪些明细，没有写标签", strange)
		return
	}
	sc := layout.ScaleOf(e, cmp.Or(p.form.Unit, b.usual))
	sc.Slack = b.Slack
	b.words.Vague(e, b.namer, b.x.Carries())
	if !empty && !slices.ContainsFunc(e.Blocks, func(block *layout.Block) bool { return len(block.Figures) > 0 }) {
		b.leave(p.form.Name, p.form.Title, "%s，没有写标签", noFigures)
	}
	title := b.words.Around(e)
	if year := b.x.YearOfIncome(b.words, b.namer, e, title); year != nil {
		title = append(title, meaning.Claim{Filter: year})
	}
	lists := 0
	for i, block := range e.Blocks {
		if len(block.Figures) == 0 {
			continue
		}
		to := counterpart(p.form, i, e, block)
		if to == nil {
			if !empty {
				b.leave(p.form.Name, layout.Pos{}, "和范例的列对不上，没有写标签")
			}
			continue
		}
		title := title
		if limit := b.Limits[e.BlockName(i)]; limit != nil {
			title = append(slices.Clone(title), meaning.Claim{Filter: limit})
			if empty {
				b.look(p.form.Name, p.form.Title, "表上没有写，照别的表上同样的数只取 %s", meaning.InWords(limit))
			}
		}
		b.mark = len(b.result.Left)
		namer := b.namer
		if field := b.contradicted(e, block); field != "" {
			b.namer = b.namer.Without(field)
			b.look(p.form.Name, p.form.Title, "有几行范例印的%s和录入的不同，没有照它分行", field)
		}
		b.namer.FillDown(e, block)
		lines := b.namer.Lines(e, block)
		b.namer.Nest(e, block, lines)
		b.funds(lines)
		if !empty {
			b.close(p, block, to, lines)
		}
		printed := b.namer.Lines(p.form, to)
		b.yearsLike(p, printed)
		switch {
		case len(block.Labels) == 0:
			if !empty {
				b.row(p, block, to, title, sc)
			}
		case !empty && b.mixed(p, block, to, lines, printed, title, sc):
		case b.isFixed(p, block, to, lines, printed):
			if !empty {
				b.fixed(p, block, to, lines, printed, title, sc)
				rows := b.sameLines(lines, printed)
				for _, l := range lines {
					if l.Supposed {
						b.look(p.form.Name, layout.At(to.Labels[0], rows[l.Row]), "“%s”下面没有编号的几行当作它里面的几项，合计里不再加", l.Label)
					}
				}
			}
		case b.Example != nil && slices.ContainsFunc(lines, func(l meaning.Line) bool { return len(l.Parts) > 0 }):
			if !empty {
				b.list(p, block, to, lines, title, sc)
			}
		case empty:
			b.emptyList(p, block, to, lists, lines, title, sc)
			lists++
		}
		b.namer = namer
	}
	b.settleClosings(p)
}

// contradicted is a field for documents alone of which a line of the example says what no item has together
// with all else that the line names, "" if there is none: clerks fill it once for the document.
func (b *binder) contradicted(e *layout.Table, block *layout.Block) string {
	items := b.Ledger.Tables[b.x.Usual]
	for _, column := range b.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		if b.Example == nil || source != b.x.Usual || items == nil {
			continue
		}
		for _, l := range b.namer.Lines(e, block) {
			named := func(by string) bool {
				return slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return p.By == by })
			}
			if len(l.Parts) < 2 || !named(field) {
				continue
			}
			found := false
			for i := range items.Len() {
				found = found || !slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return items.Field(p.By) >= 0 && items.Value(i, p.By) != p.Value })
			}
			if !found {
				return field
			}
		}
	}
	return ""
}

// counterpart is the block of the form that a block of the example is.
func counterpart(form *layout.Table, i int, e *layout.Table, b *layout.Block) *layout.Block {
	if len(form.Blocks) == len(e.Blocks) {
		return form.Blocks[i]
	}
	for _, f := range form.Blocks {
		if len(f.Figures) > 0 && len(b.Figures) > 0 && layout.SameHead(form.Headed(f.Figures[0]), e.Headed(b.Figures[0])) {
			return f
		}
	}
	return nil
}

// across maps the columns of the example to those of the form: by headers, with the years that they
// have and without, else by place.
func (b *binder) across(p *pair, from, to []int) map[int]int {
	n, known := b.yearsOn(p)
	year := func(head string) string {
		return layout.Key(layout.YearNumber.ReplaceAllStringFunc(head, func(y string) string { return layout.Before(y, -n) }))
	}
	return b.notOther(p, across(p.like, from, p.form, to, func(e, form string) bool { return known && year(e) == layout.Key(form) }, func(e, form string) bool {
		return layout.SameHead(e, form) && !(known && layout.YearNumber.MatchString(e) && layout.YearNumber.MatchString(form))
	}))
}

// across maps columns of a table to those of another one by headers, as alike as can be first, else by
// place.
func across(e *layout.Table, from []int, form *layout.Table, to []int, alike ...func(a, b string) bool) map[int]int {
	out := map[int]int{}
	used := map[int]bool{}
	for _, same := range alike {
		for _, c := range from {
			for _, d := range to {
				if out[c] == 0 && !used[d] && same(e.Headed(c), form.Headed(d)) {
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
func (b *binder) repeats(e *layout.Table, block *layout.Block, l meaning.Line, lines []meaning.Line) bool {
	return slices.ContainsFunc(lines, func(o meaning.Line) bool {
		return o.Row != l.Row && o.Same(l) && slices.ContainsFunc(block.Labels, func(col int) bool {
			return e.Says(layout.At(col, l.Row)) == "" && e.Says(layout.At(col, o.Row)) == "" && len(b.words.RowsIn(e.Lowest(col))) > 0
		})
	})
}

// isFixed says whether the lines of a block stand on the form: most of those that
// the example has do.
func (b *binder) isFixed(p *pair, block, to *layout.Block, lines, printed []meaning.Line) bool {
	e, alone := p.like, b.Example == nil
	open := func(l meaning.Line) bool {
		return layout.Placeholder(l.Label) || layout.Nobody.MatchString(l.Label) || layout.Placeholder(l.Beside) || layout.Nobody.MatchString(l.Beside)
	}
	if lines := slices.DeleteFunc(slices.Clone(printed), func(l meaning.Line) bool { return l.Total || l.Label == "" }); !alone && len(lines) > 0 && !slices.ContainsFunc(lines, func(l meaning.Line) bool { return !open(l) }) {
		return false // each is a sample: XX项目 of a kind
	}
	n, common, digits, understood, records, bare := 0, 0, 0, 0, 0, 0
	samples, rows := alone && b.kindsOf(e, block, lines) != nil, b.sameLines(lines, printed)
	for _, l := range lines {
		if l.Total || l.Label == "" {
			continue
		}
		if layout.Placeholder(l.Label) || layout.Nobody.MatchString(l.Label) || layout.Nobody.MatchString(l.Beside) {
			samples = true
		}
		if len(l.Parts) > 0 && meaning.FieldOf(l.Parts[0].By) == b.namer.Codes[0].Field && !b.x.Highest(l.Parts[0].By) {
			samples = true // 行政运行 is no line for all departments
		}
		if alone && b.repeats(e, block, l, lines) {
			samples = true
		}
		n++
		if rows[l.Row] > 0 { // each line of the form once: 工资福利支出 stands below every unit of the example
			common++
		}
		if l.Coded {
			digits++
		}
		lower := func(p meaning.Part) bool { return strings.Contains(p.By, "/") && !b.x.Highest(p.By) }
		if l.Coded || len(l.Parts) > 0 && b.x.Typed(l.Parts[0].By) || b.itself() && slices.ContainsFunc(l.Parts, lower) {
			records++
			if !e.Shows(l.Row, block) {
				bare++
			}
		}
		if c := b.words.Line(l); len(l.Parts) > 0 && strings.Contains(l.Parts[0].By, "/") || c.Rest == "" && (len(c.Filter) > 0 || c.Source != "") {
			understood++
		}
	}
	if alone {
		drawn := digits >= manyCodes && !slices.ContainsFunc(printed, func(l meaning.Line) bool { return p.form.Shows(l.Row, to) })
		return n > 0 && (digits*2 < n || drawn) && !samples && understood*2 >= n
	}
	if records*2 >= n && bare*5 < records && !(bare > 0 && common == n) {
		return false // the form holds somebody's rows: lines that stand there for all show no money in some
	}
	return n > 0 && common*10 >= n*6
}
