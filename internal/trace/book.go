package trace

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/verify"
)

// Book is a filled template with all that its cells came from.
type Book struct {
	Pack   *pack.Pack
	Ledger *budget.Ledger
	Shown  *fill.Shown

	scalars  map[string]string
	views    map[string]*pivot.View
	headings map[string]verify.Headings // by template sheet
}

// New brings together what a Book needs.
func New(p *pack.Pack, l *budget.Ledger, views []*pivot.View, forms []*fill.Form, shown *fill.Shown, scalars map[string]string) *Book {
	b := &Book{Pack: p, Ledger: l, Shown: shown, scalars: scalars, views: map[string]*pivot.View{}, headings: map[string]verify.Headings{}}
	for _, v := range views {
		b.views[v.Name] = v
	}
	for _, f := range forms {
		b.headings[f.Sheet] = verify.HeadingsOf(p, f)
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
	l := Label{Table: b.Table(s), Column: b.Column(s.Form, c.Template.Col)}
	l.Row = verify.Words(c.Col, func(col int) (string, bool) { return label(s.At(col, c.Row)) })
	if l.Column == "" && len(c.Slots) == 1 {
		l.Column = c.Slots[0].Field
	}
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

// Table is the name of a sheet's table: that in the pack, or its title.
func (b *Book) Table(s *fill.ShownSheet) string {
	i := slices.IndexFunc(b.Pack.Tables, func(t pack.Table) bool { return t.Sheet == s.Form })
	if i >= 0 {
		return b.Pack.Tables[i].Name
	}
	return oneLine(b.text(b.headings[s.Form].Title))
}

// Column is the header above a column of a template sheet, from the top down.
// Columns that are only numbered are called by what stands above the number.
func (b *Book) Column(form string, col int) string {
	var words []string
	for _, parts := range b.headings[form].Above(col) {
		s := oneLine(b.text(parts))
		if _, err := strconv.Atoi(s); err != nil && s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, " ")
}

// text is what the parts of a header print.
func (b *Book) text(parts []fill.Part) string {
	var s strings.Builder
	for _, p := range parts {
		s.WriteString(p.Text)
		s.WriteString(b.scalars[p.Scalar])
	}
	return s.String()
}

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
	return c.Template.Row <= b.headings[s.Form].Last()
}

// Pos is the place of a cell.
func Pos(c *fill.ShownCell) ooxml.Pos { return ooxml.Pos{Col: c.Col, Row: c.Row} }
