package verify

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxread"
)

// grid is the workbook as its formulas see it: what is stored in its cells.
type grid struct {
	book  *book
	again *again
}

// page is a sheet as formulas see it.
type page struct {
	*sheet
	again *again // computes formulas without a stored result, nil if they are unknown
}

func (p page) Name() string { return p.sheet.name }

// Value gives what is stored. A formula without a stored result is unknown, and
// so is what is computed from it.
func (p page) Value(col, row int) (formula.Value, error) {
	c := p.at(col, row)
	if c == nil || c.formula == "" || c.kind != xlsxread.Uncomputed && (p.again == nil || !p.again.all) {
		return value(c), nil
	}
	if p.again != nil {
		if v, ok := p.again.value(c); ok {
			return v, nil
		}
	}
	if c.kind != xlsxread.Uncomputed {
		return value(c), nil
	}
	return formula.Value{}, formula.ErrUnsupported
}

func (p page) Bounds() (cols, rows int) { return p.lastCol, p.last }

func (p page) Formula(col, row int) string {
	if c := p.at(col, row); c != nil {
		return c.formula
	}
	return ""
}

func (p page) Hidden(row int) bool { return slices.Contains(p.hides, row) }

// Sheet implements formula.Book.
func (g grid) Sheet(name string) formula.Sheet {
	if s := g.book.named(name); s != nil {
		return page{s, g.again}
	}
	return nil
}

// Name implements formula.Book.
func (g grid) Name(name string, on formula.Sheet) (text string, ok bool) {
	for _, n := range g.book.names {
		if !strings.EqualFold(n.name, name) {
			continue
		}
		if n.sheet == "" && !ok {
			text, ok = n.text, true
		}
		if on != nil && n.sheet != "" && strings.EqualFold(n.sheet, on.Name()) {
			return n.text, true
		}
	}
	return text, ok
}

// Table implements formula.Book.
func (g grid) Table(name string) (formula.Table, bool) {
	for _, t := range g.book.tables {
		if strings.EqualFold(t.name, name) {
			return formula.Table{Sheet: page{t.sheet, g.again}, Ref: t.ref, Columns: t.columns, Header: t.header, Totals: t.totals}, true
		}
	}
	return formula.Table{}, false
}

// definedName is a name that the workbook defines; sheet is "" if it holds everywhere.
type definedName struct{ name, sheet, text string }

// listObject is a range that Excel calls a table.
type listObject struct {
	name           string
	sheet          *sheet
	ref            a1.Range
	columns        []string
	header, totals bool
}

// named is the sheet of a name, nil if there is none.
func (b *book) named(name string) *sheet {
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return s
		}
	}
	return nil
}

func value(c *cell) formula.Value {
	if c == nil {
		return formula.Value{}
	}
	switch c.kind {
	case xlsxread.Number:
		return formula.Num(c.raw)
	case xlsxread.Text, xlsxread.DateText:
		return formula.Str(c.text)
	case xlsxread.Bool:
		return formula.Logical(c.text == "1")
	case xlsxread.Error:
		return formula.Value{Kind: formula.Fault, Text: c.text}
	}
	if c.formula != "" {
		return formula.Str("") // a formula shows nothing, which is not a blank cell
	}
	return formula.Value{}
}

// computed is what a formula of the workbook gives of what is stored; ok is false
// where nobody can tell.
func (b *book) computed(c *cell) (formula.Value, bool) {
	return compute(c, grid{book: b}, b.cache)
}

// again computes the formulas without a stored result from each other.
type again struct {
	all   bool // the others too
	book  *book
	cache *formula.Cache
	known map[*cell]result
}

// result is what a formula gives; ok is false where nobody can tell, and of one
// that is being computed.
type result struct {
	formula.Value
	ok bool
}

func (a *again) value(c *cell) (formula.Value, bool) {
	got, ok := a.known[c]
	if !ok {
		a.known[c] = result{}
		got.Value, got.ok = compute(c, grid{a.book, a}, a.cache)
		a.known[c] = got
	}
	return got.Value, got.ok
}

// computable says whether ysgk could compute a formula without a stored result.
func (v *verifier) computable(c *cell) bool {
	if v.again == nil {
		v.again = &again{book: v.book, cache: &formula.Cache{}, known: map[*cell]result{}}
	}
	_, ok := v.again.value(c)
	return ok
}

func compute(c *cell, g grid, cache *formula.Cache) (formula.Value, bool) {
	p, err := formula.Parse(c.formula)
	if err != nil {
		return formula.Value{}, false
	}
	env := &formula.Env{Book: g, Sheet: page{c.sheet, g.again}, Col: c.col, Row: c.row, Cache: cache}
	if !c.array {
		v, err := p.Eval(env)
		return v, err == nil
	}
	env.Array = true
	all, err := p.Spill(env)
	if err != nil || len(all) == 0 || len(all[0]) == 0 {
		return formula.Value{}, false
	}
	return all[0][0], true
}

// near is how far a stored number may be from a recomputed one: both went
// through doubles, which hold about 15 digits.
func near(stored, computed decimal.Decimal) bool {
	return double.Same(stored, computed)
}

// differs says whether the stored result of a formula is another than want.
func (c *cell) differs(want formula.Value) bool {
	got := value(c)
	if got.Kind == formula.Text && got.Text == "" && want.Kind == formula.Blank {
		return false
	}
	if got.Kind != want.Kind {
		return true
	}
	switch got.Kind {
	case formula.Number:
		return !near(got.Num, want.Num)
	case formula.Bool:
		return got.Bool != want.Bool
	}
	return got.Text != want.Text
}

// recalculate computes the formulas anew if some results were stored before their
// cells changed: what is said of the figures is then about those that Excel will show.
func (b *book) recalculate() {
	b.late = map[*cell]decimal.Decimal{}
	var formulas []*cell
	for _, s := range b.sheets {
		for _, c := range s.order {
			if c.formula == "" || c.kind != xlsxread.Number {
				continue
			}
			formulas = append(formulas, c)
			if want, ok := b.computed(c); ok && want.Kind == formula.Number && !near(c.raw, want.Num) {
				b.late[c] = want.Num.Sub(c.num)
			}
		}
	}
	if len(b.late) == 0 {
		return
	}
	all := &again{all: true, book: b, cache: &formula.Cache{}, known: map[*cell]result{}}
	for _, c := range formulas {
		all.value(c)
	}
	for _, c := range formulas {
		if got := all.known[c]; got.ok && got.Kind == formula.Number && !near(c.raw, got.Num) {
			was := c.num
			c.was, c.raw, c.num = &was, got.Num, double.Clean(got.Num)
			c.text = c.num.String()
			c.plain = c.text
		}
	}
	b.cache = &formula.Cache{}
}

// caches compares the stored result of every formula of the workbook with what
// its cells give.
func (v *verifier) caches() {
	for _, s := range v.book.sheets {
		var stale, bare []*cell
		for _, c := range s.order {
			if c.formula == "" || v.told[c] || v.bareAt(c) {
				continue
			}
			if c.kind == xlsxread.Uncomputed {
				bare = append(bare, c)
				continue
			}
			follows := func(r ref) bool { return v.noNumber(r.sheet.cells[r.Pos]) }
			if want, ok := v.book.computed(c); ok && c.differs(want) && !slices.ContainsFunc(v.precedents(c), follows) {
				v.told[c] = true
				stale = append(stale, c)
			}
		}
		v.staleTexts(stale)
		v.withoutResult(bare)
	}
}

func (v *verifier) bareAt(c *cell) bool {
	return slices.ContainsFunc(v.bare, func(b bare) bool { return b.cell == c })
}

// staleTexts reports formulas whose stored results are not what they give.
func (v *verifier) staleTexts(cells []*cell) {
	for i, c := range cells {
		if i == fewBare && len(cells) > fewBare+1 {
			v.report(moreStale, c.place(), len(cells)-i)
			return
		}
		want, _ := v.book.computed(c)
		v.report(staleResult, c.place(), c.formula, c.words(), words(want))
	}
}

// withoutResult tells of formulas of a sheet without a stored result that belong to
// no table's amounts or that ysgk cannot compute.
func (v *verifier) withoutResult(cells []*cell) {
	for i, c := range cells {
		if i == fewBare && len(cells) > fewBare+1 {
			v.report(moreWithoutResult, c.place(), len(cells)-i)
			return
		}
		if v.computable(c) {
			v.report(withoutResult, c.place(), c.formula)
		} else {
			v.report(uncomputable, c.place(), c.formula)
		}
	}
}

// words is what a cell shows, in a message.
func (c *cell) words() string { return words(value(c)) }

func words(v formula.Value) string {
	switch v.Kind {
	case formula.Number:
		return v.Num.Round(noise).String()
	case formula.Bool:
		if v.Bool {
			return "TRUE"
		}
		return "FALSE"
	case formula.Fault:
		return v.Text
	}
	return "「" + v.Text + "」"
}
