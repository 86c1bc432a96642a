package compare

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
)

// FromBook gives the tables that a ledger fills.
func FromBook(b *trace.Book) (tables []Table) {
	for _, s := range b.Shown.Sheets {
		t := Table{Form: s.Form, Subject: b.Subject(s), Sheet: s.Name, Name: b.Table(s.Form), Total: b.Total(s.Form)}
		for _, c := range s.Cells {
			if b.Head(s.Form, c.Template.Row) {
				continue
			}
			label := b.Label(s, c)
			x := Cell{Key: b.Key(c), Line: c.Template.Row, At: finding.At(s.Name, c.Col, c.Row), Row: label.Row, Column: label.Column}
			if x.Amount = c.Money(); x.Amount {
				x.Unit = b.Unit(c)
			}
			if c.Formula != "" && !x.Amount {
				x.Text = trace.Printed(c.Value, c.Format())
			} else {
				x.value(c.Value.Num, c.Value.Kind == formula.Number, c.Value.Text)
			}
			t.Cells = append(t.Cells, x)
		}
		tables = append(tables, t)
	}
	return tables
}

// FromReading gives the tables that were found in a finished workbook.
func FromReading(n *trace.Names, found []verify.Table) (tables []Table) {
	for _, f := range found {
		t := Table{Form: f.Form, Subject: f.Subject, Sheet: f.Sheet, Name: n.Table(f.Form), Total: f.Total, Rounded: f.Rounded}
		for _, c := range f.Cells {
			if c.Head {
				continue
			}
			x := Cell{Key: c.Key, Line: c.Template.Row, At: c.Place, Row: c.Label, Column: n.Column(f.Form, c.Template), Amount: c.Amount, Figure: money.Figure{Unit: c.Unit}}
			if c.Numeric && c.Unitless {
				x.Text = trace.Printed(formula.Num(c.Number), c.Format)
			} else {
				x.value(c.Number, c.Numeric, c.Text)
			}
			t.Cells = append(t.Cells, x)
		}
		tables = append(tables, t)
	}
	return tables
}

// value sets what a cell holds.
func (c *Cell) value(number decimal.Decimal, numeric bool, text string) {
	switch {
	case c.Amount && numeric:
		c.Yuan = c.Unit.Yuan(number)
	case numeric:
		c.Text = number.String()
	default:
		c.Text = strings.TrimSpace(text)
	}
}

// Said compares what two finished workbooks say of the department, the year and
// the like, in whichever table says it first.
func Said(old, new []verify.Table) (changes []Change) {
	first := func(tables []verify.Table) (names []string, said map[string]string) {
		said = map[string]string{}
		for _, t := range tables {
			for _, name := range slices.Sorted(maps.Keys(t.Says)) {
				if _, twice := said[name]; !twice {
					names = append(names, name)
					said[name] = t.Says[name]
				}
			}
		}
		return names, said
	}
	_, before := first(old)
	names, after := first(new)
	for _, name := range names {
		if was, ok := before[name]; ok && was != after[name] {
			r := &Record{Name: name}
			changes = append(changes, Change{Kind: Changed, Sheet: "表头", Old: r, New: r, Texts: []TextChange{{name, was, after[name]}}})
		}
	}
	return changes
}
