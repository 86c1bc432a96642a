package verify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// fact is an amount of the workbook with the line items it adds up: those of
// some sources that have certain values. Two facts about the same items must be
// the same amount, wherever they stand; that is all that equations between
// tables say.
type fact struct {
	table *table
	cell  *cell // nil where the table leaves it blank
	col   int
	row   int
	terms []term
	value decimal.Decimal // 元
	scale int32           // from the printed unit to 元
	views []string        // that it comes from
	blank bool            // the table has no row for it, which means zero
	tpl   xlsxedit.Pos    // the template's cell
	key   string          // of its terms
	total bool            // the pack calls it the total of its table
	lacks string          // of a row that the table has not got: its code
	nth   int             // of a figure in a sentence: which one it is
	label string          // and what it is called there
	off   decimal.Decimal // and what rounding may have taken off it, in 元
}

// otherAmount stands among the limits of a term for the column of another amount than the
// usual one, such as 上年数: there is no part of it in the usual one.
const otherAmount = "金额"

// term is the items of one source, by what values their fields may have.
type term struct {
	source string
	only   limits
}

// limits are some fields and the values that each may have, both sorted. They are few, are
// laid beside each other again and again, and name what a term is when they are written out.
type limits []limit

type limit struct {
	field  string
	values []string
	said   string // both
}

// of are the values that a field may have, nil if it may have any.
func (l limits) of(field string) []string {
	for i := range l {
		if l[i].field == field {
			return l[i].values
		}
	}
	return nil
}

// but are the limits of other fields, in a list of their own.
func (l limits) but(field string) limits {
	out := make(limits, 0, len(l)+1)
	for _, x := range l {
		if x.field != field {
			out = append(out, x)
		}
	}
	return out
}

// and are limits with one more of a field that has none, in the same list if it has room.
func (l limits) and(field string, values []string) limits {
	at := slices.IndexFunc(l, func(x limit) bool { return x.field > field })
	if at < 0 {
		at = len(l)
	}
	return slices.Insert(l, at, limit{field, values, "\x1f" + field + "\x1e" + strings.Join(values, "\x1e")})
}

func (t term) key() string {
	b := append(make([]byte, 0, 256), t.source...)
	for _, l := range t.only {
		b = append(b, l.said...)
	}
	return string(b)
}

func key(terms []term) string {
	var keys []string
	for _, t := range terms {
		keys = append(keys, t.key())
	}
	slices.Sort(keys)
	return strings.Join(keys, "\x1d")
}

// domain is all values that a field of a source can have; nil if that is open.
func (v *verifier) domain(source, field string) []string {
	at := [2]string{source, field}
	values, known := v.domains[at]
	if !known {
		if v.domains == nil {
			v.domains = map[[2]string][]string{}
		}
		values = v.openTo(source, field)
		v.domains[at] = values
	}
	return values
}

func (v *verifier) openTo(source, field string) (values []string) {
	made := false
	for _, it := range v.pack.Input.Info {
		if it.Table == source {
			made = true
			if !slices.Contains(values, it.Values[field]) {
				values = append(values, it.Values[field])
			}
		}
	}
	if made {
		return values
	}
	if s := v.pack.Input.Sheet(source); s != nil {
		if c := s.Column(field); c != nil && c.Kind == pack.Choice && c.Required {
			return c.Choices // of others a record may have none
		}
		for _, d := range s.Derived {
			if d.Name == field && d.From != "" { // the same in every record
				return []string{}
			}
		}
	}
	return nil
}

// restrict adds a condition to a term whose limits are its own; one that all records meet
// adds nothing.
func (v *verifier) restrict(t *term, field string, values []string) {
	all, have := v.domain(t.source, field), t.only.of(field)
	if have != nil {
		t.only = t.only.but(field)
	}
	values = slices.Clone(values)
	if have != nil && v.pack.ListOf(field) == "" {
		values = slices.DeleteFunc(values, func(x string) bool { return !slices.Contains(have, x) })
	} else if len(all) > 0 {
		values = slices.DeleteFunc(values, func(x string) bool { return !slices.Contains(all, x) })
	}
	if all != nil && !slices.ContainsFunc(all, func(x string) bool { return !slices.Contains(values, x) }) {
		return
	}
	slices.Sort(values)
	t.only = t.only.and(field, slices.Compact(values))
}

// items are the line items of a view's column; by are the keys of a record.
func (v *verifier) items(view *pack.View, column string, by map[string][]string) (terms []term) {
	for _, source := range view.Sources {
		t := term{source: source}
		for f, values := range view.Filter {
			v.restrict(&t, f, values)
		}
		for _, c := range view.Columns {
			if c.Name != column {
				continue
			}
			if c.Measure != "" {
				t.only = t.only.and(otherAmount, []string{strings.Join(append([]string{c.Measure}, c.Also...), "+")})
			}
			for f, values := range c.Filter {
				v.restrict(&t, f, values)
			}
		}
		for f, values := range by {
			v.restrict(&t, f, values)
		}
		if !slices.ContainsFunc(t.only, func(l limit) bool { return len(l.values) == 0 }) {
			terms = append(terms, t)
		}
	}
	return terms
}

// keys are the conditions that a record's place in its tree sets; ok is false
// where the table does not tell them.
func (v *verifier) keys(view *pack.View, r *record) (by map[string][]string, ok bool) {
	by = map[string][]string{}
	if r != nil && r.level > 0 {
		outer, whole := v.outer(view, r)
		if !whole {
			return nil, false
		}
		for field, text := range outer {
			if v.pack.ListOf(field) != "" {
				return nil, false
			}
			by[field] = []string{v.meant(field, text)}
		}
	}
	for ; r != nil && r.level > 0; r = r.parent {
		for i, b := range view.Rows[r.level-1].By {
			f, _ := pack.CutField(b)
			if _, done := by[f]; done {
				continue
			}
			switch {
			case i > 0 && v.pack.ListOf(f) == "" && r.texts[f] != nil:
				by[f] = []string{v.meant(f, strings.TrimSpace(r.texts[f].text))}
			case i > 0:
				x := r.texts[strings.TrimSuffix(f, "编码")+"名称"]
				if x == nil {
					return nil, false
				}
				by[f] = []string{"=" + x.plain}
			case v.pack.ListOf(f) != "" && r.code == "" || r.key == "":
				return nil, false
			default:
				by[f] = []string{r.key}
			}
		}
	}
	return by, true
}

// exponent shifts an amount as a table prints it to 元.
func (v *verifier) exponent(t *table, p tags.Part) int32 {
	return cmp.Or(p.Unit, v.inUnit(t)).Power
}

// collect makes facts of all amounts of a table.
func (v *verifier) collect(t *table) {
	for _, l := range t.lists {
		v.collectList(t, l)
	}
	for _, p := range t.order {
		if c := t.cells[p]; len(c.Parts) == 1 && c.Parts[0].Amount && !c.Parts[0].Row && t.Of == "" {
			v.collectSingle(t, p, c.Parts[0])
		}
	}
	for v.collectSums(t) { // sums of sums need another round
	}
}

// collectList makes facts of the rows of a list.
func (v *verifier) collectList(t *table, l *laneRows) {
	view := v.pack.View(l.list)
	for _, r := range l.records {
		by, ok := v.keys(view, r)
		if !ok || view.Of != "" {
			continue
		}
		for _, a := range t.amountsIn(l.lane, block(l.lane, r)) {
			v.fact(t, a.at, r.row+a.at.Row-r.tpl, v.items(view, a.part.Field, by), v.exponent(t, *a.part), view.Name)
		}
	}
}

// collectSingle makes a fact of an amount that a form picks from a view.
func (v *verifier) collectSingle(t *table, p xlsxedit.Pos, part tags.Part) {
	view := v.pack.View(part.List)
	for _, row := range t.found(p) {
		v.fact(t, p, row, v.items(view, part.Field, byKeys(view, part)), v.exponent(t, part), view.Name)
	}
}

// byKeys are the conditions that the keys of a tag set.
func byKeys(view *pack.View, part tags.Part) map[string][]string {
	by := map[string][]string{}
	if len(part.Keys) > 0 && !slices.Contains(part.Keys, pack.Root) {
		f, _ := pack.CutField(view.Rows[0].By[0])
		by[f] = part.Keys
	}
	return by
}

// collectSums makes facts of formulas that add up facts, and says whether there were
// any.
func (v *verifier) collectSums(t *table) (more bool) {
	for _, p := range t.order {
		if t.cells[p].Formula == nil {
			continue
		}
		for _, row := range t.found(p) {
			if t.factAt(t.cols[p.Col], row) == nil && v.added(t, p, t.cells[p], row) {
				more = true
			}
		}
	}
	return more
}

// listAmount is an amount that a list shows in rows of the template.
type listAmount struct {
	at   xlsxedit.Pos
	part *tags.Part // of the template
}

func (f *form) amountsIn(lane *fill.FormLane, rows []int) (out []listAmount) {
	for _, row := range rows {
		if f.rows[row] == nil {
			continue // holds nothing
		}
		for _, c := range f.rows[row].Cells {
			if lane.Has(c.Col) && len(c.Parts) == 1 && c.Parts[0].Amount && c.Parts[0].Row {
				out = append(out, listAmount{xlsxedit.Pos{Col: c.Col, Row: row}, &c.Parts[0]})
			}
		}
	}
	return out
}

func (v *verifier) fact(t *table, tpl xlsxedit.Pos, row int, terms []term, scale int32, views ...string) {
	f := t.figure(tpl, row, scale)
	if f == nil || len(terms) == 0 {
		return
	}
	f.terms, f.key, f.views = terms, key(terms), views
	t.facts = append(t.facts, f)
	t.index[xlsxedit.Pos{Col: f.col, Row: row}] = f
}

// figure is the amount that stands in the place of a template cell in a row, without
// its line items; nil if it is none.
func (t *table) figure(tpl xlsxedit.Pos, row int, scale int32) *fact {
	x := t.sheet.at(t.cols[tpl.Col], row)
	d, ok := x.number()
	if !ok {
		return nil
	}
	return &fact{table: t, tpl: tpl, cell: x, col: t.cols[tpl.Col], row: row, value: d.Shift(scale), scale: scale}
}

func (t *table) factAt(col, row int) *fact {
	return t.index[xlsxedit.Pos{Col: col, Row: row}]
}

// added makes a fact of a formula that adds up facts; ok is false if not all of
// its amounts are facts, or not yet.
func (v *verifier) added(t *table, p xlsxedit.Pos, c *fill.FormCell, row int) (ok bool) {
	if !v.sums(c.Formula, false) || t.looksAround(p, c.Formula) {
		return false
	}
	text, ok := v.moved(t, p, row)
	if !ok {
		return false
	}
	var terms []term
	var scale int32
	var views []string
	cells := v.book.cells(text, t.sheet)
	for _, l := range t.wholly(cells) {
		view := v.pack.View(l.list)
		told := map[ref]bool{}
		for _, r := range l.cells {
			told[r] = true
		}
		cells = slices.DeleteFunc(cells, func(r ref) bool { return told[r] })
		terms, scale, views = append(terms, v.items(view, l.part.Field, nil)...), v.exponent(t, l.part), append(views, view.Name)
	}
	for _, q := range cells {
		if !t.shows(q) {
			c := q.sheet.cells[q.Pos]
			if _, known := t.exact[c]; c != nil && (known || c.row < t.begin) && counts(c) {
				return false // a number that is no amount
			}
			continue
		}
		f := t.factAt(q.Col, q.Row)
		if f == nil {
			return false
		}
		scale = f.scale
		for _, name := range f.views {
			if !slices.Contains(views, name) {
				views = append(views, name)
			}
		}
		terms = append(terms, f.terms...)
	}
	if len(terms) == 0 {
		return false
	}
	v.fact(t, p, row, v.merge(t, terms), scale, views...)
	return t.factAt(t.cols[p.Col], row) != nil
}

// counts says whether a formula may add up what a cell holds: a number, or a text that
// reads like one.
func counts(c *cell) bool {
	_, err := decimal.NewFromString(c.plain)
	return c.kind == xlsxread.Number || err == nil
}

// listed is a column of a list.
type listed struct {
	list  string
	part  tags.Part
	cells []ref // of the topmost rows
}

// wholly finds the lists whose topmost rows are all among some cells: their sum is
// the total of the list.
func (t *table) wholly(cells []ref) (out []listed) {
	here := map[ref]bool{}
	for _, l := range t.lists {
		tops := l.topmost()
		if len(tops) == 0 || len(tops) > len(cells) || l.lost {
			continue
		}
		if len(here) == 0 {
			for _, r := range cells {
				here[r] = true
			}
		}
		for _, a := range t.amountsIn(l.lane, block(l.lane, tops[0])) {
			one := listed{list: l.list, part: *a.part}
			for _, r := range tops {
				one.cells = append(one.cells, ref{sheet: t.sheet, Pos: xlsxedit.Pos{Col: t.cols[a.at.Col], Row: r.row + a.at.Row - tops[0].tpl}})
			}
			if !slices.ContainsFunc(one.cells, func(r ref) bool { return !here[r] }) {
				out = append(out, one)
			}
		}
	}
	return out
}

// topmost are the rows of a list that stand below no other.
func (l *laneRows) topmost() []*record {
	if l.tops == nil {
		for _, r := range l.records {
			if r.parent == nil {
				l.tops = append(l.tops, r)
			}
		}
	}
	return l.tops
}

// looksAround says whether a formula looks at another sheet, or from a record at
// others, as running totals do: these are no facts about line items.
func (t *table) looksAround(p xlsxedit.Pos, f *formula.Formula) bool {
	l := t.lane(p)
	return slices.ContainsFunc(f.Operands, func(o formula.Operand) bool {
		_, from, _, to := o.Ref.Abs()
		own := l == nil || !from && !to && variantOf(l, o.Ref.Row1) == variantOf(l, p.Row) && variantOf(l, o.Ref.Row2) == variantOf(l, p.Row)
		return o.Ref.Sheet != "" || !own
	})
}

// whole says whether codes are all that the form picks of some view, one by
// one: their sum is that view's total. A view that is about certain codes only
// stays restricted to them.
func (v *verifier) whole(t *table, field string, values []string) bool {
	keys := map[string][]string{}
	for _, c := range t.cells {
		for _, p := range c.Parts {
			if len(p.Keys) == 0 || slices.Contains(p.Keys, pack.Root) {
				continue
			}
			view := v.pack.View(p.List)
			if f, _ := pack.CutField(view.Rows[0].By[0]); f == field && len(view.Filter[f]) == 0 {
				keys[p.List] = append(keys[p.List], p.Keys...)
			}
		}
	}
	for _, k := range keys {
		slices.Sort(k)
		if slices.Equal(slices.Compact(k), values) {
			return true
		}
	}
	return false
}

// merge joins terms that differ in one field.
func (v *verifier) merge(t *table, terms []term) []term {
	for again := true; again; {
		again = false
		for i := 0; i < len(terms) && !again; i++ {
			for j := i + 1; j < len(terms) && !again; j++ {
				if f, ok := differ(terms[i], terms[j]); ok {
					m := v.narrowed(terms[i], f, slices.Concat(terms[i].only.of(f), terms[j].only.of(f)))
					terms = slices.Delete(slices.Clone(terms), j, j+1)
					terms[i] = m
					again = true
				}
			}
		}
	}
	for i := range terms {
		terms[i].only = slices.DeleteFunc(slices.Clone(terms[i].only), func(l limit) bool {
			return v.pack.ListOf(l.field) != "" && len(l.values) > 1 && v.whole(t, l.field, l.values)
		})
	}
	return terms
}

// differ is the only field in which two terms of a source have different,
// disjoint values.
func differ(a, b term) (field string, ok bool) {
	if a.source != b.source || len(a.only) != len(b.only) {
		return "", false
	}
	for i, x := range a.only {
		y := b.only[i]
		if x.field != y.field {
			return "", false
		}
		if slices.Equal(x.values, y.values) {
			continue
		}
		if field != "" || slices.ContainsFunc(x.values, func(s string) bool { return slices.Contains(y.values, s) }) {
			return "", false
		}
		field = x.field
	}
	return field, field != ""
}
