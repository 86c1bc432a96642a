package formsheet

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Form is a form on which one record is entered whole.
type Form struct {
	Template string // the file it stands in
	Tab      string // its sheet there, named by a tag
	Rows     []Row

	Sheet *pack.Sheet       // whose records have such a form each
	Given map[string]string // what is true of each record that is printed so: 是否公开 is 是

	List    *pack.Sheet       // whose records the form lists, nil if none
	Owner   map[string]string // their fields that are fields of the form's record
	Outline *pack.Outline     // the rows of the list, nil if they have no order
	Sides   []map[string]string
}

// Row is a row of the form that holds anything.
type Row struct {
	R     int
	Lists bool // stands for each record of the list
	Cells []Cell
}

// Cell is a label, or a place to type in.
type Cell struct {
	Col   int
	Text  string // as the template has it
	Label string // what always stands: 项目名称; before what is typed: 负责人：
	Tail  string // and behind it
	Any   bool   // between label and tail stands what nobody types
	Field string // what is typed here, "" for nothing
	Side  int    // of a list's field: which side, -1 for what all have
	Unit  money.Unit
}

// Forms are the forms of a pack on which a record can be entered: sheets of its
// templates that repeat for the records of one input sheet, and have a place for all
// that a record needs.
func Forms(p *pack.Pack) (out []*Form, err error) {
	for _, file := range p.Template {
		book, err := xlsxread.Read(p.Templates[file])
		if err != nil {
			return nil, xlsxread.Trouble(file, err)
		}
		for _, s := range book.Sheets {
			f := begin(p, s.Name)
			if f == nil {
				continue
			}
			f.Template = file
			_, err := book.Rows(s, func(n int, cells []xlsxread.Cell) { f.row(n, cells) })
			if err != nil {
				return nil, xlsxread.Trouble(file, err)
			}
			if f.whole() {
				out = append(out, &f.Form)
			}
		}
	}
	return out, nil
}

// compiler makes one form.
type compiler struct {
	Form
	pack *pack.Pack
	view *pack.View // that prints a form for each of its rows
	list *pack.View
}

// begin looks at the name of a template's sheet; nil if its records are no input.
func begin(p *pack.Pack, tab string) *compiler {
	tag := only(tab)
	if tag == nil {
		return nil
	}
	v := p.View(tag.List)
	if v == nil || len(v.Sources) != 1 || len(v.Rows) != 1 || p.Input.Sheet(v.Sources[0]) == nil {
		return nil
	}
	c := &compiler{Form: Form{Tab: tab, Sheet: p.Input.Sheet(v.Sources[0]), Given: given(v.Filter)}, pack: p, view: v}
	for i := range p.Views {
		l := &p.Views[i]
		if l.Of != v.Name || len(l.Sources) != 1 || len(l.Sides) == 0 {
			continue
		}
		if s := p.Input.Sheet(l.Sources[0]); s != nil && s.Match != nil && s.Match.Sheet == c.Sheet.Name {
			c.list, c.List, c.Owner = l, s, s.Match.Columns
			c.Outline = p.Outline(l.Rows[len(l.Rows)-1].Outline)
			for _, side := range l.Sides {
				c.Sides = append(c.Sides, given(side.Filter))
			}
		}
	}
	return c
}

// only is the tag of a text that has one.
func only(text string) (tag *tags.Tag) {
	for _, s := range tags.Parse(text) {
		if s.Tag != nil && tag != nil {
			return nil
		}
		if s.Tag != nil {
			tag = s.Tag
		}
	}
	return tag
}

// given is what a filter says of all that pass it.
func given(filter pack.Filter) map[string]string {
	out := map[string]string{}
	for field, values := range filter {
		if len(values) == 1 {
			out[field] = values[0]
		}
	}
	return out
}

func (c *compiler) row(n int, cells []xlsxread.Cell) {
	row := Row{R: n}
	for _, x := range cells {
		if x.Formula != nil || typed.Empty(x) {
			continue
		}
		cell, lists := c.cell(x)
		row.Lists = row.Lists || lists
		row.Cells = append(row.Cells, cell)
	}
	// A row without a label could not be found again.
	if row.Lists || slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Label+c.Tail != "" }) {
		c.Rows = append(c.Rows, row)
	}
}

// cell is what a cell of the template is on the form.
func (c *compiler) cell(x xlsxread.Cell) (cell Cell, lists bool) {
	cell = Cell{Col: x.Col, Text: x.Text, Side: -1, Unit: c.pack.Unit}
	parts := tags.Parse(x.Text)
	if first := parts[0]; first.Tag == nil {
		cell.Label = typed.Trim(first.Text)
	}
	if last := parts[len(parts)-1]; last.Tag == nil && len(parts) > 1 {
		cell.Tail = typed.Trim(last.Text)
	}
	cell.Any = len(parts) > 1 || parts[0].Tag != nil
	tag := only(x.Text)
	if tag == nil || tag.Role != tags.Prints {
		return cell, false
	}
	for _, m := range tag.Modifiers {
		if u, ok := c.pack.Units.Named(m); ok {
			cell.Unit = u
		}
	}
	switch {
	case tag.List == c.view.Name:
		cell.Field = c.field(tag.Name)
	case c.list != nil && tag.List == c.list.Name:
		cell.Field, cell.Side = c.listed(tag.Name)
		lists = true
	}
	cell.Any = cell.Any && cell.Field == ""
	return cell, lists
}

// field is the input column that a column of the view shows.
func (c *compiler) field(name string) string {
	if col := c.view.Column(name); col != nil && len(col.Filter)+len(col.Also) == 0 {
		return cmp.Or(col.Measure, name)
	}
	if slices.Contains(c.view.Carried, name) || slices.Contains(c.view.Rows[0].By, name) {
		return name
	}
	return ""
}

// listed is the input column of the list that a column of its view shows.
func (c *compiler) listed(name string) (field string, side int) {
	for i, s := range c.list.Sides {
		if rest, ok := strings.CutPrefix(name, s.Name); ok && slices.Contains(s.Carried, rest) {
			return rest, i
		}
	}
	if slices.Contains(c.list.Rows[len(c.list.Rows)-1].By, name) {
		return name, -1
	}
	return "", -1
}

// whole says whether the form has a place for all that a record needs.
func (c *compiler) whole() bool {
	return c.has(c.Sheet, c.Given, false) && (c.List == nil || !c.lists() || c.has(c.List, c.Owner, true))
}

func (c *compiler) lists() bool {
	return slices.ContainsFunc(c.Rows, func(r Row) bool { return r.Lists })
}

func (c *compiler) has(s *pack.Sheet, known map[string]string, lists bool) bool {
	for i := range s.Columns {
		col := &s.Columns[i]
		there := known[col.Name] != "" || slices.ContainsFunc(c.Rows, func(r Row) bool {
			return r.Lists == lists && slices.ContainsFunc(r.Cells, func(x Cell) bool { return x.Field == col.Name })
		})
		if lists && len(c.Sides) > 0 {
			there = there || c.Sides[0][col.Name] != ""
		}
		if col.Required && !there {
			return false
		}
	}
	return true
}

// Title is what always stands in the form's first cell, the input sheet's name if
// nothing does.
func (f *Form) Title() string {
	if len(f.Rows) == 0 {
		return f.Sheet.Name
	}
	c := f.Rows[0].Cells[0]
	return cmp.Or(c.Label+c.Tail, f.Sheet.Name)
}
