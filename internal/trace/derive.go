package trace

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// Kind is what a cell shows.
type Kind string

// The kinds of cells.
const (
	Amount  Kind = "金额"
	Number  Kind = "数" // without a unit: a share, a rank, a count
	Text    Kind = "文字"
	Heading Kind = "表头"
)

// Derivation says what a cell shows and where that comes from.
type Derivation struct {
	Kind Kind
	Place
	Value        formula.Value // as the cell holds it
	money.Figure               // of an amount
	Shown        string        // of a number without a unit: as the cell prints it

	Formula string
	Terms   []Term // what the formula looks at
	Adds    bool   // the formula adds up its terms

	Items []Item
	Fixed decimal.Decimal // 元 that the template itself adds, in no line item
	Parts []Part          // of a text: its pieces, in order
}

// Place is a cell with its label.
type Place struct {
	finding.Place
	Label
}

// Term is a cell that a formula looks at, with its value as printed; without a
// cell an amount of the formula itself.
type Term struct {
	Place
	Value formula.Value
	Times decimal.Decimal
}

// Part is a piece of a text.
type Part struct {
	Text   string
	Tag    string        // of a text about the whole workbook: which
	Item   string        // and the item of 基本信息 that it comes from; "" if the pack says it
	Expr   string        // of a number that the pack computes: how
	Field  string        // what it shows of a record
	From   finding.Place // the input cell it was typed in, where there is one
	Amount bool          // a figure in the text
	Yuan   decimal.Decimal
	Items  []Item // behind the figure
}

// Item is an amount of the input workbook, and how often it is added up.
type Item struct {
	pivot.Ref
	Times int64
}

// Yuan is what the item brings to the figure.
func (i Item) Yuan() decimal.Decimal { return i.Amount().Yuan().Mul(decimal.NewFromInt(i.Times)) }

// Sum adds up what items bring.
func Sum(items []Item) (total decimal.Decimal) {
	for _, i := range items {
		total = total.Add(i.Yuan())
	}
	return total
}

// Derive says of a cell what it shows and where that comes from.
func (b *Book) Derive(s *fill.ShownSheet, c *fill.ShownCell) Derivation {
	out := Derivation{Kind: Text, Place: b.place(s, c), Value: c.Value, Formula: c.Formula, Adds: true}
	switch {
	case c.Money():
		out.Kind = Amount
		b.amount(c, &out)
	case c.Formula != "":
		out.Kind, out.Adds = Number, false
		out.Value, out.Shown = formula.Stored(c.Value), Printed(c.Value, c.Format())
		out.Terms = b.terms(c, &out.Adds)
	case b.heading(s, c):
		out.Kind = Heading
		out.Row, out.Column = "", ""
		out.Parts = b.parts(c)
	default:
		out.Parts = b.parts(c)
	}
	return out
}

func (b *Book) place(s *fill.ShownSheet, c *fill.ShownCell) Place {
	return Place{finding.At(s.Name, c.Col, c.Row), b.Label(s, c)}
}

func (b *Book) amount(c *fill.ShownCell, out *Derivation) {
	out.Unit = b.Unit(c)
	out.Yuan = out.Unit.Yuan(c.Value.Num)
	if c.Formula != "" {
		out.Terms = b.terms(c, &out.Adds)
	}
	sum := newSum()
	if b.gather(sum, c, 1, out.Unit) {
		out.Items, out.Fixed = sum.items(), sum.fixed
	} else {
		out.Adds = false
	}
}

// terms are what a formula looks at; adds says whether it adds them up.
func (b *Book) terms(c *fill.ShownCell, adds *bool) (out []Term) {
	terms, sums := b.Shown.Terms(c)
	*adds = sums
	for _, t := range terms {
		x := Term{Value: formula.Num(t.Rest), Times: t.Times}
		if t.Cell != nil {
			x.Place, x.Value = b.place(t.Sheet, t.Cell), formula.Stored(t.Cell.Value)
		}
		out = append(out, x)
	}
	return out
}

// Printed is a number as a cell of some format shows it.
func Printed(v formula.Value, format string) string {
	if v.Kind != formula.Number {
		return v.Text
	}
	if text, ok := numfmt.Text(v.Num, format); ok && format != "" {
		return text
	}
	return formula.Stored(v).Num.String()
}

// Unit is the unit of the amount that a cell prints: that of its tag, of a formula
// that of the first cell it looks at, else that of the tables.
func (b *Book) Unit(c *fill.ShownCell) money.Unit {
	for _, s := range c.Slots {
		if s.Amount {
			return s.Unit
		}
	}
	terms, _ := b.Shown.Terms(c)
	for _, t := range terms {
		if t.Cell != nil && (t.Cell.Formula != "" || len(t.Cell.Slots) > 0) {
			return b.Unit(t.Cell)
		}
	}
	return b.Pack.Unit
}

// sum collects items, each once.
type sum struct {
	times map[pivot.Ref]int64
	fixed decimal.Decimal
}

func newSum() *sum { return &sum{times: map[pivot.Ref]int64{}} }

// items are in input order; those that cancel out are left out.
func (s *sum) items() (out []Item) {
	for ref, times := range s.times {
		if times != 0 {
			out = append(out, Item{ref, times})
		}
	}
	slices.SortFunc(out, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Table.Name, b.Table.Name), a.Record-b.Record, a.Measure-b.Measure)
	})
	return out
}

// gather adds the items behind a cell, times over; false where a formula on the
// way does not add up its terms. unit is that of the figure explained.
func (b *Book) gather(to *sum, c *fill.ShownCell, times int64, unit money.Unit) bool {
	if len(c.Slots) > 0 { // also of a sum that fill wrote: the view knows its items
		for i := range c.Slots {
			b.slot(to, &c.Slots[i], times)
		}
		return true
	}
	if c.Formula == "" {
		to.fixed = to.fixed.Add(unit.Yuan(c.Value.Num).Mul(decimal.NewFromInt(times)))
		return true
	}
	terms, adds := b.Shown.Terms(c)
	if !adds {
		return false
	}
	for _, t := range terms {
		if t.Cell == nil {
			to.fixed = to.fixed.Add(unit.Yuan(t.Rest).Mul(decimal.NewFromInt(times)))
		} else if n := t.Times.IntPart() * times; n != 0 && !b.gather(to, t.Cell, n, unit) {
			return false
		}
	}
	return true
}

// slot adds the items behind a tag.
func (b *Book) slot(to *sum, s *fill.ShownSlot, times int64) {
	if !s.Amount {
		return
	}
	v := b.views[s.List]
	column := slices.Index(v.Columns, s.Field)
	for _, r := range s.Records {
		for _, ref := range v.Trace(r, column) {
			to.times[ref] += times
		}
	}
}

// parts are the pieces of a text.
func (b *Book) parts(c *fill.ShownCell) (out []Part) {
	if c.Slots == nil {
		return []Part{{Text: c.Value.Text}}
	}
	for i := range c.Slots {
		s := &c.Slots[i]
		p := Part{Text: s.Text, Tag: s.Scalar + s.Number, Item: b.item(s), Field: s.Field + s.Serial, Amount: s.Amount}
		if n := b.Pack.Number(s.Number); n != nil {
			p.Expr = n.Expr
		}
		switch {
		case s.Amount:
			sum := newSum()
			b.slot(sum, s, 1)
			p.Items, p.Yuan = sum.items(), s.Sum.Yuan()
		case s.List != "" && len(s.Records) > 0:
			p.From = b.typed(s)
		}
		out = append(out, p)
	}
	return out
}

// item is the item of 基本信息 that a tag shows: that of its name, or one whose
// name ends so, as 预算年度 is behind 年度.
func (b *Book) item(s *fill.ShownSlot) string {
	for _, it := range b.Pack.Input.Info {
		if s.Scalar != "" && strings.HasSuffix(it.Name, s.Scalar) && b.Ledger.Info[it.Name] == s.Text {
			return it.Name
		}
	}
	return ""
}

// typed is the input cell that a text comes from.
func (b *Book) typed(s *fill.ShownSlot) finding.Place {
	ref, field, ok := b.views[s.List].Source(s.Records[0], b.field(s))
	if !ok {
		return finding.Place{}
	}
	if _, col, _ := ref.Table.At(ref.Record, field); col == 0 {
		return finding.Place{}
	}
	return b.stands(ref.Table, ref.Record, field)
}

// field is the field of the input behind 编码 and 名称, which are those of the row.
func (b *Book) field(s *fill.ShownSlot) string {
	v := b.views[s.List]
	level := v.Rows[s.Records[0]].Level
	if level == 0 || !slices.Contains([]string{"编码", "名称", "科目编码", "科目名称"}, s.Field) {
		return s.Field
	}
	field, _ := pack.CutField(b.Pack.View(s.List).Rows[level-1].By[0])
	return field
}

// At is the cell of the input workbook that holds an item's amount.
func (b *Book) At(i Item) finding.Place {
	return b.stands(i.Table, i.Record, i.Column())
}

// stands is where a field or measure of a record was typed.
func (b *Book) stands(t *budget.Table, record int, name string) finding.Place {
	sheet, col, row := t.At(record, name)
	if sheet == t.Name {
		sheet = b.Pack.SheetOf(sheet)
	}
	return finding.At(sheet, max(1, col), row)
}
