package trace

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/verify"
)

// Book is a filled template with all that its cells came from.
type Book struct {
	Pack   *pack.Pack
	Ledger *budget.Ledger
	Shown  *fill.Shown
	*Names

	views map[string]*pivot.View
}

// New brings together what a Book needs.
func New(p *pack.Pack, l *budget.Ledger, views []*pivot.View, forms []*fill.Form, shown *fill.Shown, scalars map[string]string) *Book {
	b := &Book{Pack: p, Ledger: l, Shown: shown, Names: NewNames(p, forms, scalars), views: map[string]*pivot.View{}}
	for _, v := range views {
		b.views[v.Name] = v
	}
	return b
}

// Label is what a cell is called: the table, the row and the column.
type Label struct {
	Table  string // the name that the pack gives it, or its title
	Row    string
	Column string
}

// Label gives the words around a cell.
func (b *Book) Label(s *fill.ShownSheet, c *fill.ShownCell) Label {
	l := Label{Table: b.Table(s.Form), Column: b.Column(s.Form, c.Template)}
	l.Row = verify.Words(c.Col, func(col int) (string, bool) { return label(s.At(col, c.Row)) })
	return l
}

// label is a text that names a row; amounts and formulas are none.
func label(c *fill.ShownCell) (string, bool) {
	if c == nil || c.Value.Kind != formula.Text || c.Formula != "" {
		return "", false
	}
	return oneLine(c.Value.Text), true
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Subject is the record that a repeated sheet stands for, "" of others.
func (b *Book) Subject(s *fill.ShownSheet) string {
	if s.Of == "" {
		return ""
	}
	return b.views[s.Of].Path(s.Record)
}

// Key names a cell by its meaning, the same in books of different ledgers: the
// template's cell and the record that its row stands for.
func (b *Book) Key(c *fill.ShownCell) string {
	key := c.Template.String()
	if c.List != "" {
		key += "\x1f" + b.views[c.List].Path(c.Record)
	}
	return key
}

// heading says whether a cell stands in the title or the headers of its table.
func (b *Book) heading(s *fill.ShownSheet, c *fill.ShownCell) bool {
	return b.Head(s.Form, c.Template.Row)
}

// Total is what the pack calls the total of a template sheet's table, in 元;
// nil where it names none.
func (b *Book) Total(form string) *decimal.Decimal {
	for _, t := range b.Pack.Tables {
		if name, column, _ := strings.Cut(t.Total, "."); t.Sheet == form && t.Total != "" {
			v := b.views[name]
			total := v.Rows[0].Amounts[slices.Index(v.Columns, column)].Yuan()
			return &total
		}
	}
	return nil
}
