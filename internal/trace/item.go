package trace

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// Field is a column of a record with its value; a code comes with its name.
type Field struct {
	Name, Value string
}

// Fields tell one record of a sheet from the others: the columns that name it
// where the pack says so, else all typed texts but remarks. Values that follow
// from others are left out.
func (b *Book) Fields(t *budget.Table, record int) (out []Field) {
	if book := t.Book(record); book.File != "" { // of many departments
		out = append(out, Field{"部门", book.Owner}, Field{"录入工作簿", book.File})
	}
	s := b.Pack.Input.Sheet(t.Name)
	if s == nil {
		return append(out, b.entered(t, record)...)
	}
	for _, c := range s.Columns {
		if c.Kind == pack.Amount || c.Kind == pack.NameOf || c.Kind == pack.Instead || c.Free || len(s.Unique) > 0 && !slices.Contains(s.Unique, c.Name) {
			continue
		}
		value := t.Value(record, c.Name)
		if list := b.Ledger.Codes[c.Codes]; list != nil && list.Has(value) {
			value += " " + list.NameOf(value)
		}
		out = append(out, Field{c.Name, value})
	}
	return out
}

// entered are the fields of a record that an item of 基本信息 made.
func (b *Book) entered(t *budget.Table, record int) []Field {
	for i := range b.Pack.Input.Info {
		if it := &b.Pack.Input.Info[i]; it.Made(t, record) {
			return []Field{{"项目", it.Name}}
		}
	}
	return nil
}

// Column is the name of an item's amount column.
func (i Item) Column() string { return i.Table.Measures[i.Ref.Measure] }

// Group is the items of one table, with what all of them have in common.
type Group struct {
	Sheet  string
	Common []Field
	Names  []string // of the columns of Rows
	Items  []Item
	Rows   [][]string // by item, follows Names
}

// Groups sorts items by the sheet that they were typed in.
func (b *Book) Groups(items []Item) (out []Group) {
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].Table == items[0].Table {
			n++
		}
		out = append(out, b.group(items[:n]))
		items = items[n:]
	}
	return out
}

func (b *Book) group(items []Item) Group {
	t := items[0].Table
	g := Group{Sheet: b.Pack.SheetOf(t.Name), Items: items, Rows: make([][]string, len(items))}
	all := make([][]Field, len(items))
	s := b.Pack.Input.Sheet(t.Name)
	// It matters in which column an amount stands if there are several.
	several := s != nil && len(s.ThisYear()) > 1 || slices.ContainsFunc(items, func(x Item) bool { return x.Column() != items[0].Column() })
	for i, x := range items {
		all[i] = b.Fields(t, x.Record)
		if several {
			all[i] = append(all[i], Field{"金额栏", x.Column()})
		}
	}
	for k, f := range all[0] {
		if len(items) > 1 && !slices.ContainsFunc(all, func(x []Field) bool { return x[k] != f }) {
			if f.Value != "" {
				g.Common = append(g.Common, f)
			}
			continue
		}
		g.Names = append(g.Names, f.Name)
		for i := range items {
			g.Rows[i] = append(g.Rows[i], all[i][k].Value)
		}
	}
	return g
}
