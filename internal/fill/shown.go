package fill

import (
	"cmp"
	"iter"
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Shown is what Render would write, cell by cell, for those who ask where a
// figure comes from.
type Shown struct {
	Sheets []*ShownSheet

	pages map[*outSheet]*ShownSheet
}

// Join puts what several templates show together.
func Join(all ...*Shown) *Shown {
	out := &Shown{pages: map[*outSheet]*ShownSheet{}}
	for _, s := range all {
		out.Sheets = append(out.Sheets, s.Sheets...)
		maps.Copy(out.pages, s.pages)
	}
	return out
}

// ShownSheet is a sheet of the result.
type ShownSheet struct {
	Name   string       // of the tab
	Form   string       // the template's sheet
	Of     string       // the list for whose record the sheet stands, "" if for none
	Record int          // that record, -1 if there is none
	Cells  []*ShownCell // that have content in the template, in reading order

	w     *writer
	calc  *calculator
	index map[xlsxedit.Pos]*ShownCell
}

// ShownCell is a cell of the result: the text and the tags that the template
// has there, or a formula.
type ShownCell struct {
	Col, Row int
	Template xlsxedit.Pos // the template's cell
	List     string       // for whose record the row repeats, "" outside
	Record   int          // that record, in the whole list; -1 outside
	Value    formula.Value
	Formula  string // without "=", also of sums that fill wrote; "" if none
	Slots    []ShownSlot

	sheet  *ShownSheet
	source *cell
	out    *outCell
	at     place
}

// ShownSlot is a piece of a cell: a text as it stands, or what a tag takes.
type ShownSlot struct {
	*tags.Part
	Text    string     // what it prints, of an amount with two decimals
	Records []int      // that it takes its value from, of the whole list
	Sum     budget.Fen // of an amount
	Unit    money.Unit // in which it is printed
}

// Money says whether the cell shows an amount: the tag of one, or a formula that
// computes one.
func (c *ShownCell) Money() bool {
	if c.Formula != "" {
		return !c.sheet.w.t.unitless(c.source)
	}
	return len(c.Slots) == 1 && c.Slots[0].Amount
}

// Stored is what the cell itself holds of a text that is spread over several rows.
func (c *ShownCell) Stored() formula.Value { return c.out.shown() }

// Format is the number format of the cell.
func (c *ShownCell) Format() string {
	return cmp.Or(c.out.format, c.sheet.w.t.styles.Get(int(c.out.style)).Format)
}

// Term is a cell that a formula looks at, and how often it adds it up; or, with
// no cell, an amount that the formula adds itself.
type Term struct {
	Sheet *ShownSheet
	Cell  *ShownCell
	Times decimal.Decimal
	Rest  decimal.Decimal // as printed, where there is no cell
}

// Show fills the template without writing a file. With errors among the
// findings the result is nil.
func (t *Template) Show(d *tags.Data) (*Shown, finding.List) {
	r, c := t.compute(d, true)
	if r.problems.HasErrors() {
		return nil, r.problems
	}
	out := &Shown{pages: map[*outSheet]*ShownSheet{}}
	for _, w := range r.order {
		page := out.page(w)
		page.calc = c
		out.Sheets = append(out.Sheets, page)
	}
	return out, r.problems
}

func (s *Shown) page(w *writer) *ShownSheet {
	o := w.out
	page := &ShownSheet{Name: o.name, Form: o.sheet.Name, Of: o.sheet.of, Record: o.record, w: w, index: map[xlsxedit.Pos]*ShownCell{}}
	s.pages[o] = page
	for _, p := range o.layout.rows {
		p.each(func(x *cell, at place) {
			if c := w.shown(x, at); c != nil {
				c.sheet = page
				page.Cells = append(page.Cells, c)
				page.index[xlsxedit.Pos{Col: c.Col, Row: c.Row}] = c
			}
		})
	}
	return page
}

// shown describes one cell; nil of a cell that has no content in the template.
func (w *writer) shown(x *cell, at place) *ShownCell {
	out := w.out.cellAt(x.Col, at.out)
	if out == nil || at.ended() && !x.everyLine(at) {
		return nil
	}
	c := &ShownCell{Col: x.Col, Row: at.out, Template: xlsxedit.Pos{Col: x.Col, Row: at.row.R}, Record: -1, Value: out.shown(), Formula: out.formula(), source: x, out: out, at: at}
	switch {
	case at.lane != nil && !at.lane.fixed():
		c.List, c.Record = at.lane.list, w.whole(at.lane.list, at.record)
	case at.within != nil: // beside a list inside a block, once for the block's record
		c.List, c.Record = at.within.List, w.whole(at.within.List, at.within.Record)
	}
	if x.parts != nil {
		c.Slots = []ShownSlot{}
		w.values.EachIn(x.parts, at.scope(), func(s *tags.Part, in tags.Scope, text string) { c.Slots = append(c.Slots, w.shownSlot(s, in, text)) })
	}
	if w.out.more[at.out] > 0 && c.Value.Kind == formula.Text {
		c.Value = c.whole()
	}
	if c.Value.Kind == formula.Blank && c.Formula == "" && c.Slots == nil {
		return nil
	}
	return c
}

// whole is the text of a cell that is spread over several rows.
func (c *ShownCell) whole() formula.Value {
	if c.Slots == nil {
		return kept(c.source.Cell)
	}
	text := ""
	for _, s := range c.Slots {
		text += s.Text
	}
	return formula.Str(text)
}

func (w *writer) shownSlot(p *tags.Part, in tags.Scope, text string) ShownSlot {
	out := ShownSlot{Part: p, Text: text}
	if p.List == "" || p.Serial != "" || p.Role != tags.Prints {
		return out
	}
	for _, i := range w.values.Records(p, in) {
		out.Records = append(out.Records, w.whole(p.List, i))
	}
	if p.Kind == tags.Money {
		out.Sum, out.Unit = w.values.Sum(p, in), w.values.Data.UnitOf(p)
	}
	return out
}

// whole is the number in the whole list of a record as the sheet sees it.
func (w *writer) whole(list string, record int) int { return w.values.Data.Lists[list].Whole(record) }

// Sheet finds a sheet by its tab name; nil if there is none.
func (s *Shown) Sheet(name string) *ShownSheet {
	for _, page := range s.Sheets {
		if strings.EqualFold(strings.TrimSpace(page.Name), strings.TrimSpace(name)) {
			return page
		}
	}
	return nil
}

// At is the cell that shows in a place, also where merged cells or a text that
// is spread over several rows hide its address; nil if nothing shows there.
func (s *ShownSheet) At(col, row int) *ShownCell {
	for _, m := range s.w.out.merges {
		if m.Has(col, row) {
			col, row = m.Col1, m.Row1
		}
	}
	for from, more := range s.w.out.more {
		if row > from && row <= from+more {
			row = from
		}
	}
	return s.index[xlsxedit.Pos{Col: col, Row: row}]
}

// Terms are the cells that a cell's formula looks at, empty ones left out.
// Where it adds them up, each as often as Times says, adds is true; of other
// formulas Times means nothing.
func (s *Shown) Terms(c *ShownCell) (terms []Term, adds bool) {
	switch {
	case c.out.moved != nil && !c.Money():
		return s.looksAt(c), false
	case c.out.moved != nil:
		return s.weigh(c, s.looksAt(c))
	case c.Formula != "":
		return c.parts(), true
	}
	return nil, true
}

// looksAt are the cells that a formula of the template looks at, each once.
func (s *Shown) looksAt(c *ShownCell) []Term {
	if m := c.out.moved; m.parsed == nil || !m.watched() {
		return s.operands(m)
	}
	return s.reads(c)
}

// term is a cell that is added up once.
func term(c *ShownCell) Term { return Term{Sheet: c.sheet, Cell: c, Times: decimal.NewFromInt(1)} }

// parts are the terms of a sum that fill wrote.
func (c *ShownCell) parts() (terms []Term) {
	w, slot := c.sheet.w, &c.source.parts[0]
	col, rows, rest := w.parts(slot, w.values.Records(slot, c.at.scope())[0], c.at)
	for _, r := range rows {
		if part := c.sheet.index[xlsxedit.Pos{Col: col, Row: r}]; part != nil {
			terms = append(terms, term(part))
		}
	}
	if rest != 0 {
		terms = append(terms, Term{Rest: w.values.Shown(slot, rest.Yuan())})
	}
	return terms
}

// operands are the cells that a formula of the template looks at, each once.
func (s *Shown) operands(m *moved) (terms []Term) {
	seen := map[*ShownCell]int{}
	for _, o := range m.cell.formula.Operands {
		p := m.w.point(o, m.at, formula.TakesRange(o.Func, o.Arg))
		if p.fixed || p.sheet == nil {
			continue
		}
		sheets := []*outSheet{p.sheet}
		if m.w.seesAll(o, p) {
			sheets = m.w.copiesOf(p.sheet.sheet)
		}
		for _, out := range sheets {
			if out != p.sheet {
				p.runs = out.runs(o.Ref.Range, o.Ref.Row1, o.Ref.Row2)
			}
			for x := range s.cellsOf(out, p) {
				if i, again := seen[x]; again {
					terms[i].Times = terms[i].Times.Add(decimal.NewFromInt(1))
					continue
				}
				seen[x] = len(terms)
				terms = append(terms, term(x))
			}
		}
	}
	return terms
}

// cellsOf are the cells of a sheet that a target means.
func (s *Shown) cellsOf(out *outSheet, p target) iter.Seq[*ShownCell] {
	return func(yield func(*ShownCell) bool) {
		page := s.pages[out]
		if page == nil {
			return
		}
		for _, run := range p.runs {
			for row := run.From; row <= min(run.To, len(out.byRow)-1); row++ {
				for col := p.ref.Col1; col <= p.ref.Col2; col++ {
					if x := page.index[xlsxedit.Pos{Col: col, Row: row}]; x != nil && !yield(x) {
						return
					}
				}
			}
		}
	}
}

// weigh finds how often a formula adds up its operands. What only adds is
// plain to see; of other formulas it tries how the result moves with each.
func (s *Shown) weigh(c *ShownCell, terms []Term) ([]Term, bool) {
	f := c.out.moved.cell.formula
	signs := f.Rewrite(func(formula.Operand) string { return "" })
	if !c.out.moved.watched() && strings.Trim(strings.ReplaceAll(strings.ToUpper(signs), "SUM(", "("), "()+, ") == "" {
		return terms, true
	}
	if c.Value.Kind != formula.Number {
		return terms, false
	}
	rest := c.Value.Num
	for i := range terms {
		one, ok1 := s.moves(c, terms[i].Cell.out, 1)
		two, ok2 := s.moves(c, terms[i].Cell.out, 2)
		if !ok1 || !ok2 || !two.Equal(one.Add(one)) || !one.IsInteger() {
			return terms, false
		}
		terms[i].Times = one
		rest = rest.Sub(one.Mul(terms[i].Cell.Value.Num))
	}
	if !rest.IsZero() {
		terms = append(terms, Term{Rest: rest})
	}
	return terms, true
}

// moves is by how much a formula's result grows when an operand grows.
func (s *Shown) moves(c *ShownCell, operand *outCell, by int64) (decimal.Decimal, bool) {
	was := operand.value
	if operand.tpl != nil || was.Kind != formula.Number && was.Kind != formula.Blank {
		return decimal.Zero, true // a text or a number of the template stays as it is
	}
	operand.value = formula.Num(was.Num.Add(decimal.NewFromInt(by)))
	env := c.sheet.calc.env(c.out.moved)
	env.Cache = nil // knows the value that the operand had
	v, err := c.out.moved.parsed.Eval(env)
	operand.value = was
	if err != nil || v.Kind != formula.Number {
		return decimal.Zero, false
	}
	return v.Num.Sub(c.Value.Num), true
}
