package bind

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// example is the ledger behind the example's tables.
type example struct {
	p      *pack.Pack
	ledger *budget.Ledger
	usual  string // the table whose records most figures sum
	last   string // its amounts of last year, "" if the input workbook has none
	vague  bool   // the ledger was rebuilt from the tables: what it does not show proves nothing
	blind  bool   // the ledger has no amounts of last year, so that no figure says what they are
	memo   map[string]*sums
}

// newExample is the ledger behind an example; one without items says nothing of any figure.
func newExample(p *pack.Pack, l *budget.Ledger) *example {
	x := &example{p: p, ledger: l, usual: p.Intake.Sheet, memo: map[string]*sums{}}
	if s := p.Input.Sheet(x.usual); s != nil {
		for _, c := range s.Columns {
			if c.Last == "" || l.Tables[x.usual].Measure(c.Last) < 0 {
				continue
			}
			x.last, x.blind = c.Last, true
			for _, name := range []string{x.usual, nameOf(p.Input.PastOf(x.usual))} {
				if t := l.Tables[name]; t != nil && t.Measure(c.Last) >= 0 && slices.ContainsFunc(t.Amounts(t.Measure(c.Last)), func(a budget.Fen) bool { return a != 0 }) {
					x.blind = false
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

// shape is the rows that a table prints: sources and levels.
type shape struct {
	sources []string
	rows    []pack.RowDef
	carried []string // texts of the first record of a row
}

// sums are the amounts of a candidate filter by the rows of a shape.
type sums struct {
	view *pivot.View
	ids  map[string]int // by row's name: index into view.Rows
}

// build sums the ledger by a shape, with a column for each filter.
func (x *example) build(s shape, filters []pack.Filter, measures []string) *sums {
	v := &pack.View{Name: "范例", Sources: s.sources, Rows: s.rows, Carried: s.carried}
	for i, f := range filters {
		c := pack.ViewCol{Name: string(rune('a' + i)), Filter: f}
		if measures != nil {
			c.Measure = measures[i]
		}
		v.Columns = append(v.Columns, c)
	}
	out := &sums{view: pivot.Build(x.p, v, x.ledger), ids: map[string]int{}}
	for i := range out.view.Rows {
		out.ids[out.rowID(i)] = i
	}
	return out
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
			if !slices.ContainsFunc(keys, func(longer string) bool { return longer == k || strings.HasPrefix(longer, k) && allDigits(k) }) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	return s.view.Levels[r.Level] + "\x1f" + strings.Join(keys, "\x1f")
}

// allDigits says whether a text is a number without a sign, as codes are.
func allDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// scale is how figures of a table are printed: unit, and the decimals that they have.
type scale struct {
	unit   money.Unit
	places int32
	own    map[int]money.Unit // of columns whose headers name another unit
	slack  budget.Fen         // of a rebuilt ledger
	any    bool               // no amount is known, so that every figure may be it
}

// in is the scale of a column.
func (s scale) in(col int) scale {
	if u, ok := s.own[col]; ok {
		return scale{unit: u, places: money.Places, slack: s.slack, any: s.any}
	}
	return s
}

// agrees says whether a printed figure shows an amount.
func (s scale) agrees(printed decimal.Decimal, amount budget.Fen) bool {
	half := decimal.New(5, -s.places-1)
	if amount != 0 && !printed.IsZero() {
		half = half.Add(s.unit.Of(s.slack.Yuan()))
	}
	return s.any || s.unit.Of(amount.Yuan()).Sub(printed).Abs().LessThanOrEqual(half)
}

// scaleOf is the unit that a table states, or the pack's, and the decimals of its
// figures: two, unless all of several have fewer, or of a few as their formats say.
func scaleOf(t *table, usual money.Unit) scale {
	s := scale{unit: t.unit, own: t.units}
	if s.unit == (money.Unit{}) {
		s.unit = usual
	}
	n, formats := 0, int32(0)
	for _, b := range t.blocks {
		for _, col := range b.figures {
			for row := t.body[0]; row <= t.body[1]; row++ {
				c := t.cells[pos{col, row}]
				if d, ok := c.amount(); ok && !d.IsZero() {
					if n++; c.places < 0 {
						formats = money.Places
					}
					formats = max(formats, int32(c.places))
					for s.places < money.Places && !d.Round(s.places).Equal(d) {
						s.places++
					}
				}
			}
		}
	}
	if n < 5 {
		s.places = max(s.places, min(formats, money.Places))
	}
	if n == 0 || s.unit == money.Yuan && s.places > 0 {
		s.places = money.Places
	}
	return s
}

// foots says whether a printed figure shows an amount as the sum of so many printed
// figures, each of them rounded: clerks make tables add up.
func (s scale) foots(printed decimal.Decimal, amount budget.Fen, parts int) bool {
	if s.any || s.unit.Power == 0 || parts == 0 {
		return s.any
	}
	slack := decimal.New(5, -s.places-1).Mul(decimal.NewFromInt(int64(parts + 1)))
	return s.unit.Of(amount.Yuan()).Sub(printed).Abs().LessThanOrEqual(slack)
}

// below is how many lines a line adds: those of deeper levels behind it up to the
// next of its own, of a total all.
func below(lines []line, ids []string, i int) (n int) {
	if ids[i] == pack.Root {
		return len(lines) - 1
	}
	own := longest(lines[i])
	for _, l := range lines[i+1:] {
		if l.total || longest(l) <= own {
			break
		}
		n++
	}
	return n
}

// longest is the length of the longest code of a line; lines of units and projects
// have none and stand above them.
func longest(l line) (n int) {
	for _, p := range l.parts {
		if strings.Contains(p.by, "/") {
			n = max(n, len(p.value))
		}
	}
	return n
}

// verdict is what figures say of a filter.
type verdict struct {
	right, wrong int // figures other than zero that agree, figures that do not
	bad          []pos
}

func (v verdict) confirmed() bool { return v.right > 0 && v.wrong == 0 }

// judge compares a column of figures with a column of sums: each line with its
// row, and every row with money must have its line.
func judge(t *table, lines []line, ids []string, col int, s *sums, column int, sc scale) (v verdict) {
	seen := map[int]bool{}
	levels := map[int]bool{}
	sc = sc.in(col)
	for i, l := range lines {
		if ids[i] == "" {
			continue
		}
		printed, _ := t.cells[pos{col, l.row}].amount()
		var amount budget.Fen
		if at, ok := s.ids[ids[i]]; ok {
			amount = s.view.Rows[at].Amounts[column]
			seen[at] = true
			levels[s.view.Rows[at].Level] = true
		}
		switch {
		case sc.agrees(printed, amount) || sc.foots(printed, amount, below(lines, ids, i)):
			if !printed.IsZero() {
				v.right++
			}
		default:
			v.wrong++
			v.bad = append(v.bad, pos{col, l.row})
		}
	}
	for i, r := range s.view.Rows {
		if !seen[i] && levels[r.Level] && r.Amounts[column] != 0 {
			v.wrong++
		}
	}
	return v
}

// amount is what a spot shows with some more limits.
func (x *example) amount(s *spot, more addition) budget.Fen {
	shape := shape{sources: s.source}
	id := pack.Root
	if s.key != "" {
		level := levelOf(s.by)
		shape.rows = []pack.RowDef{{Level: level, By: []string{s.by}}}
		id = level + "\x1f" + s.key
	}
	if len(s.source) == 1 && s.source[0] != x.usual {
		more = addition{}
	}
	filter := more.on(s.said.filter)
	memo := fmt.Sprint(s.source, s.by, filter, s.measure)
	sums := x.memo[memo]
	if sums == nil {
		sums = x.build(shape, []pack.Filter{filter}, []string{s.measure})
		x.memo[memo] = sums
	}
	at, ok := sums.ids[id]
	if !ok {
		return 0
	}
	return sums.view.Rows[at].Amounts[0]
}

// carries says whether some items are of the second of two choices: of 上年结转.
func (x *example) carries() bool {
	s, t := x.p.Input.Sheet(x.usual), x.ledger.Tables[x.usual]
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool {
		return c.Kind == pack.Choice && c.Required && len(c.Choices) == 2 && slices.Contains(t.Distinct(t.Field(c.Name)), c.Choices[1])
	})
}

// levelOf is the level of a code that a row stands for, "" of other fields: 款 of 功能科目编码/款.
func levelOf(by string) string {
	_, level := pack.CutField(by)
	return level
}

// typed says whether a field of the usual table holds what departments type, such as
// units and projects, and no choices.
func (x *example) typed(by string) bool {
	s := x.p.Input.Sheet(x.usual)
	return s != nil && !strings.Contains(by, "/") && len(values(x.p, s, by)) == 0
}

// translate gives a filter for another table than the usual one: by the field of it
// that has the same choices; limits of which it knows nothing go.
func (x *example) translate(f pack.Filter, sources []string) pack.Filter {
	if len(sources) != 1 || sources[0] == x.usual {
		return f
	}
	s := x.p.Input.Sheet(sources[0])
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
