package evidence

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// TotalUnit is the unit in which a total of the ledger, all of it or of one choice,
// stands in some sheets; the usual unit first.
func (x *Example) TotalUnit(usual money.Unit, units *money.Units, sheets ...*layout.Sheet) (unit money.Unit, ok bool) {
	for _, a := range x.Additions() {
		if len(a.Filter) > 1 {
			break
		}
		total := x.Amount(&Spot{Source: []string{x.Usual}, Said: meaning.Claim{Filter: pack.Filter{}}}, a)
		if total == 0 {
			continue
		}
		for _, u := range append([]money.Unit{usual}, units.All()...) {
			sc := layout.Scale{Unit: u, Places: money.Places}
			for _, s := range sheets {
				for _, c := range s.Cells {
					if d, is := c.Amount(); is && !d.IsZero() && -d.Exponent() > 0 && sc.Agrees(d, total) {
						return u, true
					}
				}
			}
		}
	}
	return unit, false
}

// OtherUnit is the unit in which the largest figure of a table is a total of the ledger, where none of its figures is
// one in the unit that it states.
func (x *Example) OtherUnit(stated money.Unit, units *money.Units, t *layout.Table) (unit money.Unit, ok bool) {
	const telling = 1000 // of which a figure has too many signs to be a total by chance
	var figures []decimal.Decimal
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				if d, is := t.Cells[layout.Pos{Col: col, Row: row}].Amount(); is && !d.IsZero() {
					figures = append(figures, d)
				}
			}
		}
	}
	if len(figures) == 0 {
		return unit, false
	}
	largest := slices.MaxFunc(figures, decimal.Decimal.Cmp)
	if largest.Coefficient().CmpAbs(big.NewInt(telling)) < 0 {
		return unit, false
	}
	for _, a := range x.Additions() {
		total := x.Amount(&Spot{Source: []string{x.Usual}, Said: meaning.Claim{Filter: pack.Filter{}}}, a)
		if total == 0 || len(a.Filter) > 1 {
			continue
		}
		sc := layout.Scale{Unit: stated, Places: money.Places}
		if slices.ContainsFunc(figures, func(d decimal.Decimal) bool { return sc.Agrees(d, total) }) {
			return unit, false
		}
		for _, u := range units.All() {
			if sc := (layout.Scale{Unit: u, Places: money.Places}); !ok && sc.Agrees(largest, total) {
				unit, ok = u, true
			}
		}
	}
	return unit, ok
}

// Example is the ledger behind the example's tables.
type Example struct {
	Pack   *pack.Pack
	Ledger *budget.Ledger
	Usual  string // the table whose records most figures sum
	Last   string // its amounts of last year, "" if the input workbook has none
	Vague  bool   // the ledger was rebuilt from the tables: what it does not show proves nothing
	Blind  bool   // the ledger has no items of last year, so that no figure says what they are
	Totals Totals
	memo   map[string]*sums
	whole  map[string]*budget.Table // of a sheet, with the fields of all records that belong to its own
}

// Totals are what last year's items added up to as it was published, by what the input workbook calls it.
type Totals struct {
	Of     []Total
	Either []string // fields of which the names do not speak
}

// Total is one of them.
type Total struct {
	Name   string
	Filter pack.Filter // which items its name says
	Amount *budget.Fen // nil if nobody entered it
}

// Published are the totals that together are last year's items of a filter, none if these were not published by
// themselves: 公务用车购置费 and 公务用车运行维护费 of both. Of what a total does not speak of, either may be meant.
func (x *Example) Published(filter pack.Filter) (out []Total) {
	left := map[string][]string{} // by field of which they have parts: what they have none of
	for _, t := range x.Totals.Of {
		parted, others := "", false
		for field, values := range t.Filter {
			switch {
			case meaning.Same(pack.Filter{field: values}, pack.Filter{field: filter[field]}):
			case meaning.Covers(filter[field], values) && parted == "":
				parted = field
			case !meaning.Covers(values, filter[field]) || len(filter[field]) == 0 || !slices.Contains(x.Totals.Either, field):
				others = true
			}
		}
		for field := range filter {
			others = others || t.Filter[field] == nil && (len(t.Filter) == 0 || !slices.Contains(x.Totals.Either, field))
		}
		switch {
		case others:
		case parted == "":
			return []Total{t}
		case !slices.ContainsFunc(out, func(o Total) bool { return !meaning.SameFields(o.Filter, t.Filter) }):
			if left[parted] == nil {
				left[parted] = slices.Clone(filter[parted])
			}
			if !meaning.Covers(left[parted], t.Filter[parted]) {
				continue // of what another one has
			}
			left[parted] = slices.DeleteFunc(left[parted], func(v string) bool { return slices.Contains(t.Filter[parted], v) })
			out = append(out, t)
		}
	}
	for _, rest := range left {
		if len(rest) > 0 {
			return nil
		}
	}
	return out
}

// published is what the published totals of a filter add up to, not ok if there are none or nobody entered any.
func (x *Example) published(filter pack.Filter) (sum budget.Fen, ok bool) {
	for _, t := range x.Published(filter) {
		if t.Amount != nil {
			sum, ok = sum+*t.Amount, true
		}
	}
	return sum, ok
}

// KnowsLast says whether the ledger has last year's amount of the items of a filter.
func (x *Example) KnowsLast(filter pack.Filter) bool {
	_, ok := x.published(filter)
	return x.Last != "" && (ok || !x.Blind)
}

// NothingLast says whether there was nothing of a filter last year: nobody entered what was published of it, and somebody
// did of what is told beside it, as 公务接待费 beside 因公出国（境）费.
func (x *Example) NothingLast(filter pack.Filter) bool {
	all := x.Published(filter)
	entered := func(beside Total) bool {
		return slices.ContainsFunc(x.Totals.Of, func(t Total) bool { return t.Amount != nil && meaning.SameFields(t.Filter, beside.Filter) })
	}
	return len(all) > 0 && !slices.ContainsFunc(all, func(t Total) bool { return t.Amount != nil || !entered(t) })
}

// NewExample is the ledger behind an example; one without items says nothing of any figure.
func NewExample(p *pack.Pack, l *budget.Ledger) *Example {
	x := &Example{Pack: p, Ledger: l, Usual: p.Intake.Sheet, memo: map[string]*sums{}}
	if s := p.Input.Sheet(x.Usual); s != nil {
		for _, c := range s.Columns {
			if c.Last == "" || l.Tables[x.Usual].Measure(c.Last) < 0 {
				continue
			}
			x.Last, x.Blind = c.Last, true
			for _, name := range []string{x.Usual, nameOf(p.Input.PastOf(x.Usual))} {
				if t := l.Tables[name]; t != nil && t.Measure(c.Last) >= 0 && slices.ContainsFunc(t.Amounts(t.Measure(c.Last)), func(a budget.Fen) bool { return a != 0 }) {
					x.Blind = false
				}
			}
		}
	}
	return x
}

func nameOf(s *pack.Sheet) string {
	if s == nil {
		return ""
	}
	return s.Name
}

// Shape is the rows that a table prints: sources and levels.
type Shape struct {
	Sources []string
	Rows    []pack.RowDef
	Carried []string     // texts of the first record of a row
	Keep    bool         // rows without money too
	Of      *pack.Filter // of which items it has rows, nil of those that all columns take
}

// sums are the amounts of a candidate filter by the rows of a shape.
type sums struct {
	view *pivot.View
	ids  map[string]int // by row's name: index into view.Rows
}

// Build sums the ledger by a shape, with a column for each filter.
func (x *Example) Build(s Shape, filters []pack.Filter, measures []string) *sums {
	v := &pack.View{Name: "范例", Sources: s.Sources, Rows: s.Rows, Carried: s.Carried}
	for i, f := range filters {
		c := pack.ViewCol{Name: string(rune('a' + i)), Filter: f}
		if measures != nil {
			c.Measure = measures[i]
		}
		v.Columns = append(v.Columns, c)
	}
	out := x.sum(v)
	for i, c := range v.Columns {
		if sum, ok := x.published(c.Filter); ok && c.Measure == x.Last && x.Sums(s) {
			out.view.Rows[0].Amounts[i] = sum
		}
	}
	return out
}

// Sums says whether a shape is one sum of items, as those that were published of last year are.
func (x *Example) Sums(s Shape) bool {
	return x.Last != "" && len(s.Rows) == 0 && slices.Equal(s.Sources, []string{x.Usual})
}

// sum builds a view over the ledger.
func (x *Example) sum(v *pack.View) *sums {
	out := &sums{view: pivot.Build(x.Pack, v, x.Ledger), ids: map[string]int{}}
	for i := range out.view.Rows {
		out.ids[out.rowID(i)] = i
	}
	return out
}

// KeepsBlank says whether a list has a line for each record of items that a filter takes, those without money in its
// columns too: each unit in a table of “三公”经费, whether it has any or not. of is the filter of these items if it is
// wider than that of the columns: all units have a line in a table of 机关运行经费, which some kinds of units have alone.
func (x *Example) KeepsBlank(t *layout.Table, l *List, filter pack.Filter) (keeps bool, of *pack.Filter) {
	blank := false
	lines := map[string]bool{}
	for i, line := range l.Lines {
		if l.IDs[i] == "" || line.Total {
			continue
		}
		lines[l.IDs[i]] = true
		blank = blank || !slices.ContainsFunc(l.Columns, func(f *meaning.Column) bool {
			d, _ := t.Cells[layout.At(f.Col, line.Row)].Amount()
			return !d.IsZero()
		})
	}
	if !blank || len(l.Shape.Rows) == 0 {
		return false, nil
	}
	// records says how many records items have, and whether each has a line
	records := func(filter pack.Filter) (n int, all bool) {
		sums := x.sum(&pack.View{Name: "范例", Sources: l.Shape.Sources, Rows: l.Shape.Rows, Filter: filter, Keep: true, Columns: []pack.ViewCol{{Name: pack.Root}}})
		for i, r := range sums.view.Rows {
			if r.Level == 0 {
				continue
			}
			if n++; r.Level == len(l.Shape.Rows) && !lines[sums.rowID(i)] {
				return n, false
			}
		}
		return n, true
	}
	n, all := records(filter)
	if len(l.Shape.Rows) > 1 || !all || n == len(lines) {
		return all, nil
	}
	fields := slices.Sorted(maps.Keys(filter))
	for i := range len(fields) + 1 {
		wider := maps.Clone(filter)
		if i == len(fields) {
			clear(wider)
		} else {
			delete(wider, fields[i])
		}
		if n, all := records(wider); all && n == len(lines) {
			return true, &wider
		}
	}
	return true, nil
}

// rowID names a row of a view by the keys of its level and those above it; of
// codes cut to several levels the longest says all.
func (s *sums) rowID(i int) string {
	r := s.view.Rows[i]
	if r.Level == 0 {
		return pack.Root
	}
	var keys []string
	for at := r; at.Level > 0; at = s.view.Rows[at.Parent] {
		for _, k := range at.Keys {
			if !slices.ContainsFunc(keys, func(longer string) bool { return longer == k || strings.HasPrefix(longer, k) && layout.AllDigits(k) }) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	return s.view.Levels[r.Level] + "\x1f" + strings.Join(keys, "\x1f")
}

// below is how many lines a line adds: those of deeper levels behind it up to the
// next of its own, of a total all.
func below(lines []meaning.Line, ids []string, i int) (n int) {
	if ids[i] == pack.Root {
		return len(lines) - 1
	}
	own := longest(lines[i])
	for _, l := range lines[i+1:] {
		if l.Total || longest(l) <= own {
			break
		}
		n++
	}
	return n
}

// longest is the length of the longest code of a line; lines of units and projects
// have none and stand above them.
func longest(l meaning.Line) (n int) {
	for _, p := range l.Parts {
		if strings.Contains(p.By, "/") {
			n = max(n, len(p.Value))
		}
	}
	return n
}

// verdict is what figures say of a filter.
type verdict struct {
	right, wrong int // figures other than zero that agree, figures that do not
	bad          []layout.Pos
}

func (v verdict) confirmed() bool { return v.right > 0 && v.wrong == 0 }

// judge compares a column of figures with a column of sums: each line with its
// row, and every row with money must have its line.
func judge(t *layout.Table, lines []meaning.Line, ids []string, col int, s *sums, column int, sc layout.Scale) (v verdict) {
	seen := map[int]bool{}
	levels := map[int]bool{}
	sc = sc.In(col)
	for i, l := range lines {
		if ids[i] == "" {
			continue
		}
		printed, _ := t.Cells[layout.At(col, l.Row)].Amount()
		var amount budget.Fen
		if at, ok := s.ids[ids[i]]; ok {
			amount = s.view.Rows[at].Amounts[column]
			seen[at] = true
			levels[s.view.Rows[at].Level] = true
		}
		switch {
		case sc.Agrees(printed, amount) || sc.Foots(printed, amount, below(lines, ids, i)):
			if !printed.IsZero() {
				v.right++
			}
		default:
			v.wrong++
			v.bad = append(v.bad, layout.At(col, l.Row))
		}
	}
	for i, r := range s.view.Rows {
		if !seen[i] && levels[r.Level] && r.Amounts[column] != 0 {
			v.wrong++
		}
	}
	return v
}

// Amount is what a spot shows with some more limits.
func (x *Example) Amount(s *Spot, more Addition) budget.Fen {
	if len(s.Source) == 1 && s.Source[0] != x.Usual {
		more = Addition{}
	}
	return x.amount(s, more.on(s.Said.Filter))
}

// amount is that of the line of a spot under a filter.
func (x *Example) amount(s *Spot, filter pack.Filter) budget.Fen {
	shape := Shape{Sources: s.Source}
	id := pack.Root
	if s.Key != "" {
		level := LevelOf(s.By)
		shape.Rows = []pack.RowDef{{Level: level, By: []string{s.By}}}
		id = level + "\x1f" + s.Key
	}
	memo := fmt.Sprint(s.Source, s.By, filter, s.Measure)
	sums := x.memo[memo]
	if sums == nil {
		sums = x.Build(shape, []pack.Filter{filter}, []string{s.Measure})
		x.memo[memo] = sums
	}
	at, ok := sums.ids[id]
	if !ok {
		return 0
	}
	return sums.view.Rows[at].Amounts[0]
}

// Carries says whether some items are of the second of two choices: of 上年结转.
func (x *Example) Carries() bool {
	s, t := x.Pack.Input.Sheet(x.Usual), x.Ledger.Tables[x.Usual]
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool {
		return c.Kind == pack.Choice && c.Required && len(c.Choices) == 2 && slices.Contains(t.Distinct(t.Field(c.Name)), c.Choices[1])
	})
}

// LevelOf is the level of a code that a row stands for, "" of other fields: 款 of 功能科目编码/款.
func LevelOf(by string) string {
	_, level := pack.CutField(by)
	return level
}

// Typed says whether a field of the usual table holds what departments type, such as
// units and projects, and no choices.
func (x *Example) Typed(by string) bool {
	s := x.Pack.Input.Sheet(x.Usual)
	return s != nil && !strings.Contains(by, "/") && len(meaning.Values(x.Pack, s, by)) == 0
}

// Translate gives a filter for another table than the usual one: by the field of it
// that has the same choices; limits of which it knows nothing go.
func (x *Example) Translate(f pack.Filter, sources []string) pack.Filter {
	if len(sources) != 1 || sources[0] == x.Usual {
		return f
	}
	s := x.Pack.Input.Sheet(sources[0])
	out := pack.Filter{}
	for field, values := range f {
		if s == nil || slices.Contains(s.Fields(), field) {
			out[field] = values
			continue
		}
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(c.Choices, v) }) {
				out[c.Name] = values
			}
		}
	}
	return out
}

// Shows says whether the items of the example have money in some columns of a list, which the
// example prints without any: then the columns are not what they are taken for.
func (x *Example) Shows(s Shape, columns []*meaning.Column) bool {
	var filters []pack.Filter
	var measures []string
	for _, f := range columns {
		if f.Bound {
			filters, measures = append(filters, f.Filter), append(measures, f.Measure)
		}
	}
	return slices.ContainsFunc(x.Build(s, filters, measures).view.Rows, func(r pivot.Row) bool {
		return slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
	})
}

// Umbrella gives a column that is narrower than one before it in all else its limit to
// 本年 too: 基本支出 behind 本年政府性基金预算支出. Columns of 本年 and 上年结转 beside each
// other divide the money in another way than those around them.
func (x *Example) Umbrella(columns []*meaning.Column) {
	divides := func(i int) bool {
		return i+1 < len(columns) && slices.ContainsFunc(slices.Collect(maps.Keys(columns[i].Filter)), func(field string) bool {
			choices := x.Others(field, nil)
			return len(choices) == 2 && slices.Equal(columns[i].Filter[field], choices[:1]) && slices.Equal(columns[i+1].Filter[field], choices[1:])
		})
	}
	for at, f := range columns {
		for i, g := range columns[:at] {
			if divides(i) || strings.Contains(g.Head, "收入") && strings.Contains(f.Head, "支出") {
				continue
			}
			for field, values := range g.Filter {
				_, limited := f.Filter[field]
				if choices := x.Others(field, nil); limited || len(choices) != 2 || !slices.Equal(values, choices[:1]) {
					continue // 上年结转 beside 财政拨款 is no limit of that
				}
				rest := maps.Clone(g.Filter)
				delete(rest, field)
				if meaning.Same(meaning.With(f.Filter, rest), f.Filter) && len(f.Filter) > len(rest) {
					f.Filter = meaning.With(f.Filter, pack.Filter{field: values})
				}
			}
		}
	}
}
