package verify

import (
	"cmp"
	"maps"
	"slices"

	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Request says what to judge.
type Request struct {
	Pack  *pack.Pack
	Forms []*fill.Form      // of the pack's template
	Rules *check.Rules      // of the pack
	File  string            // the finished workbook
	Want  string            // what the input gives, rendered to a file; "" if there is no input
	Stage func(name string) // is told of each part of the work as it begins; nil if nobody wants to know
}

// The parts of the work, in order.
const (
	Reading     = "读公开表"
	Recomputing = "重算公式"
	Judging     = "核对各表"
	Comparing   = "和录入比较"
)

func (r Request) begins(part string) {
	if r.Stage != nil {
		r.Stage(part)
	}
}

// Run judges a finished workbook. The error is one of package xlsxread or of the
// system: the file cannot be read.
func Run(r Request) (finding.List, error) {
	r.begins(Reading)
	b, err := read(r.File)
	if err != nil {
		return nil, err
	}
	return r.judge(b)
}

// judge judges what a finished workbook holds.
func (r Request) judge(b *book) (finding.List, error) {
	r.begins(Recomputing)
	b.recalculate()
	r.begins(Judging)
	v := find(r.Pack, r.Forms, b)
	v.checks, v.given = r.Rules, r.Want != ""
	if len(v.tables) == 0 && len(v.forms) > 0 { // another file altogether
		return v.sorted(), nil
	}
	v.unjudged()
	v.hidden()
	v.unfilled()
	for _, file := range r.Pack.Template[:1] {
		v.leftovers(func() leftovers { return leftIn(r.Pack.Templates[file]) })
	}
	v.identity()
	v.units()
	if v.unsaved() {
		return v.sorted(), nil
	}
	v.content()
	v.caches()
	v.decimals()
	v.codes()
	v.equations()
	v.reconcile()
	v.saidNumbers()
	v.performance()
	v.settle()
	if r.Want != "" {
		r.begins(Comparing)
		want, err := load(r.Pack, r.Forms, r.Want)
		if err != nil {
			return nil, err
		}
		v.compare(want)
	}
	v.uncomputed()
	v.constants(v.typedSums, v.summed)
	v.others()
	v.edited()
	return v.sorted(), nil
}

// verifier is one judgement.
type verifier struct {
	pack     *pack.Pack
	book     *book
	forms    []*form
	untitled []*fill.Form // without a title to find them by
	tables   []*table
	names    map[string]map[string]bool // by field, values that the tables show beyond doubt
	told     map[*cell]bool             // cells whose formula is known to be stale or not to be a number
	listed   map[string]bool            // tables that list the projects of performance forms
	bare     []bare
	given    bool     // there is an input workbook to compare with
	aside    []*sheet // with tables that cannot be read

	stray     map[*sheet]map[int]bool // rows too many, which are told
	odd       map[*cell]string        // formulas that compute something else than the template's, and what
	aliases   map[string]string       // by field and name, the one that is meant
	typedSums []*cell                 // totals that are no formulas
	summed    int                     // those that are
	causes    map[ref][]*cell         // stale results by the cell that was changed
	long      []*cell                 // amounts typed with more than two decimals
	checks    *check.Rules
	again     *again
	faults    []*fault
	held      []equation // that the workbook keeps

	sentences map[ref]*fact
	computed  []computed // the pack's numbers in sentences

	domains      map[[2]string][]string         // by source and field
	codesOf      map[string]map[string][]string // codes by list and name, as it is compared
	byTerms      map[string][]*fact             // figures of the same items
	none         map[string]bool                // by term, that the book says there are no such items
	orderOfTerms []string
	roots        []*fact         // figures of items that only choices tell from others
	belongs      map[others]bool // whether all of a figure's money belongs to them
	differing    []*fact         // the first of those that are the same amount of the same items
	inOtherUnit  []scaled
	count        map[string]int // of findings by rule and table
	out          finding.List
}

// sorted gives the findings in an order that depends on the workbook alone.
func (v *verifier) sorted() finding.List {
	order := func(name string) int {
		if i := slices.IndexFunc(v.book.sheets, func(s *sheet) bool { return s.name == name }); i >= 0 {
			return i + 1
		}
		// Sheets that are missing come last, in the template's order; the file itself
		// comes first.
		return (len(v.book.sheets) + 2 + slices.IndexFunc(v.forms, func(f *form) bool { return f.Sheet == name })) * number(name != "")
	}
	out := slices.Clone(v.out)
	slices.SortFunc(out, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(order(a.Place.Sheet), order(b.Place.Sheet)), cmp.Compare(a.Place.Sheet, b.Place.Sheet),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	return out.Sorted()
}

// load reads a workbook and finds what stands where in it.
func load(p *pack.Pack, forms []*fill.Form, file string) (*verifier, error) {
	b, err := read(file)
	if err != nil {
		return nil, err
	}
	return find(p, forms, b), nil
}

// find finds what stands where in a workbook.
func find(p *pack.Pack, forms []*fill.Form, b *book) *verifier {
	v := &verifier{pack: p, book: b, names: map[string]map[string]bool{}, told: map[*cell]bool{}, listed: map[string]bool{}, odd: map[*cell]string{}, aliases: map[string]string{}}
	for _, raw := range forms {
		if f := newForm(p, raw); f != nil {
			v.forms = append(v.forms, f)
		} else {
			v.untitled = append(v.untitled, raw)
		}
	}
	v.find()
	v.inOneUnit()
	v.book.typed = v.twoDecimals()
	v.certain()
	for _, t := range v.tables {
		v.assign(t)
	}
	v.unread()
	v.eachInItsUnit()
	v.misread()
	v.renamed()
	for _, t := range v.tables {
		v.collect(t)
	}
	v.absent()
	v.readSentences()
	return v
}

// twoDecimals says whether somebody typed the amounts as they are printed, with
// two decimals: all of them, or, where no total is computed, all but a few.
func (v *verifier) twoDecimals() bool {
	n, computed := 0, 0
	v.long = nil
	for _, t := range v.tables {
		if u, says := v.stated(t); says && u != v.pack.Unit {
			continue // its decimals say nothing of the others'
		}
		shares := t.shares()
		for row := t.begin; row <= t.end && t.Of == ""; row++ {
			for _, x := range t.row(row) {
				d, ok := x.number()
				if !ok || x.formula != "" || shares[x.col] {
					computed += number(x.formula != "")
					continue
				}
				n++
				if !d.Equal(d.Round(2)) {
					v.long = append(v.long, x)
				}
			}
		}
	}
	return n > 0 && (len(v.long) == 0 || computed*fewLong <= n && len(v.long)*fewLong <= n)
}

// shares are the columns that show numbers without a unit alone.
func (t *table) shares() map[int]bool {
	out := map[int]bool{}
	for p, c := range t.cells {
		if c.Unitless() {
			out[t.cols[p.Col]] = true
		}
	}
	for p, c := range t.cells {
		if c.Money() {
			delete(out, t.cols[p.Col])
		}
	}
	return out
}

// fewLong says what a few are: one in ten.
const fewLong = 10

// decimals notes typed amounts with more decimals than the others have.
func (v *verifier) decimals() {
	if !v.book.typed {
		return
	}
	slices.SortFunc(v.long, before)
	for i, x := range v.long {
		if i == fewBare {
			v.report(moreDecimalsToo, x.place(), len(v.long)-i)
			return
		}
		v.report(moreDecimals, x.place(), x.text)
	}
}

// certain collects the names of units and the like from where a table shows
// nothing else: they tell units from projects elsewhere.
func (v *verifier) certain() {
	add := func(field, name string) {
		if v.names[field] == nil {
			v.names[field] = map[string]bool{}
		}
		v.names[field][plain(name)] = true
	}
	for _, t := range v.tables {
		for _, b := range t.Bands {
			for i := range b.Lanes {
				l := &laneRows{list: b.Lanes[i].List, lane: &b.Lanes[i]}
				view := v.pack.View(l.list)
				var deep []fill.FormVariant
				for _, variant := range l.lane.Variants {
					if variant.Level > 0 {
						deep = append(deep, variant)
					}
				}
				if len(deep) != 1 || view.Of != "" || v.pack.ListOf(fieldOf(view, deep[0].Level)) != "" {
					continue
				}
				scratch := &verifier{pack: v.pack, book: v.book}
				scratch.lane(t, l, t.begin, t.end)
				for _, r := range l.records {
					if r.level == deep[0].Level {
						add(fieldOf(view, r.level), r.key)
					}
				}
			}
		}
		t.note = nil
	}
}

// identity checks that all tables speak of one department, year and unit.
func (v *verifier) identity() {
	count := map[string]map[string]int{}
	says := func(t *table) map[string]said {
		all := maps.Clone(t.says)
		if t.owner.text != "" {
			all["标题里年度前面的文字"] = t.owner
		}
		return all
	}
	for _, t := range v.tables {
		for name, s := range says(t) {
			if count[name] == nil {
				count[name] = map[string]int{}
			}
			count[name][s.text]++
		}
	}
	for name, texts := range count {
		most := ""
		for s, n := range texts {
			if n > texts[most] || n == texts[most] && s < most {
				most = s
			}
		}
		for _, t := range v.tables {
			s, ok := says(t)[name]
			if !ok || s.text == most {
				continue
			}
			f := otherHead
			if name == pack.ScalarUnit && t.unit != (money.Unit{}) {
				f = convertedUnit
			} else if name == pack.ScalarUnit {
				f = otherUnit
			}
			v.report(f, s.at.place(), t.name, name, s.text, most)
		}
		for _, t := range v.tables {
			for x, says := range t.headed {
				if text, ok := says[name]; ok && text != most {
					v.report(otherHead, x.place(), t.name+"的表头", name, text, most)
				}
			}
		}
	}
}
