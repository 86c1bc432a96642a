package compare

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
)

// Differences are what changed from one workbook to another.
type Differences struct {
	Old, New string // base names
	Records  []Change
	Totals   []Total // of the input sheets; nil where tables alone were compared
	Tables   []TableChange
	Count    int        // tables compared
	All      []Balance  // the totals of all tables
	Unit     money.Unit // of the tables

	Strange []Strange // what was not compared: nobody shall take silence for sameness
	Blocks  []string  // and tables of which the rows that repeat as blocks were not

	pack  *pack.Pack
	codes map[string]*budget.CodeList
}

// Strange are sheets with numbers that are none of the pack's tables.
type Strange struct {
	File   string // base name
	Sheets []string
}

// Left says what was not compared; "" if everything was.
func (d *Differences) Left() string {
	var all, lines []string
	for _, s := range d.Strange {
		all = append(all, s.File+" 的"+strings.Join(s.Sheets, "、"))
	}
	if len(all) > 0 {
		lines = append(lines, "没有比较："+strings.Join(all, "；")+"（有数，但不是模板包里的表；是公开表的，用 --模板包 写明做它的模板包）")
	}
	if len(d.Blocks) > 0 {
		lines = append(lines, "没有比较："+strings.Join(d.Blocks, "、")+"里成块重复的各行，请自己看一下")
	}
	return strings.Join(lines, "\n")
}

// Balance is a table's total before and after, nil where there is none.
type Balance struct{ Old, New *Table }

// Sides compares two workbooks: as budgets where both are input workbooks, else
// by their tables.
func Sides(p *pack.Pack, old, new *Side) (*Differences, error) {
	d := &Differences{Old: filepath.Base(old.File), New: filepath.Base(new.File), Unit: p.Unit, pack: p, codes: p.Codes}
	if d.Old == d.New { // in two folders
		d.Old, d.New = old.File, new.File
	}
	var before, after []Table
	if old.Book != nil && new.Book != nil {
		d.Records = Records(p, old.Book.Ledger, new.Book.Ledger)
		d.Totals = Totals(p, old.Book.Ledger, new.Book.Ledger)
		d.codes = new.Book.Ledger.Codes
		before, after = FromBook(old.Book), FromBook(new.Book)
	} else {
		var err error
		if before, err = old.read(p); err != nil {
			return nil, err
		}
		if after, err = new.read(p); err != nil {
			return nil, err
		}
		d.Records = Said(old.Found, new.Found)
	}
	for i, s := range []*Side{old, new} {
		if len(s.Strange) > 0 {
			d.Strange = append(d.Strange, Strange{[]string{d.Old, d.New}[i], s.Strange})
		}
	}
	if d.Totals == nil {
		for _, t := range slices.Concat(old.Found, new.Found) {
			if t.Blocks && !slices.Contains(d.Blocks, t.Sheet) {
				d.Blocks = append(d.Blocks, t.Sheet)
			}
		}
	}
	d.Tables = Tables(before, after)
	d.balances(before, after)
	return d, nil
}

// balances sets the totals of all tables that have one.
func (d *Differences) balances(before, after []Table) {
	d.Count = len(after)
	for i := range after {
		if after[i].Total == nil {
			continue
		}
		b := Balance{New: &after[i]}
		if k := slices.IndexFunc(before, func(t Table) bool { return t.Form == after[i].Form && t.Subject == after[i].Subject }); k >= 0 {
			b.Old = &before[k]
		}
		d.All = append(d.All, b)
	}
}

// Side is one of two workbooks that are compared.
type Side struct {
	File  string
	Forms []*fill.Form
	Book  *trace.Book    // of an input workbook
	Found []verify.Table // of a finished one, or of an input workbook once it is read

	Strange []string // sheets of a finished one with numbers that are none of the pack's
}

// read gives the tables as a finished workbook has them.
func (s *Side) read(p *pack.Pack) ([]Table, error) {
	if s.Book != nil {
		var err error
		if s.Found, err = tables.Meanings(p, s.Book, s.Forms); err != nil {
			return nil, err
		}
	}
	says := map[string]string{}
	for _, t := range s.Found {
		maps.Copy(says, t.Says)
	}
	return FromReading(trace.NewNames(p, s.Forms, says), s.Found), nil
}

// Describe says in a line which record changed: its texts, codes with names.
func (d *Differences) Describe(c Change) string {
	r := c.New
	if r == nil {
		r = c.Old
	}
	if r.Table == nil {
		return ""
	}
	var words []string
	s := d.pack.Input.Sheet(r.Table.Name)
	for _, name := range Columns(s) {
		if text := r.Table.Value(r.Index, name); text != "" && (len(s.Unique) == 0 || slices.Contains(s.Unique, name)) {
			words = append(words, d.Named(name, text))
		}
	}
	return strings.Join(words, "，")
}

// Named is a value of a field; a code comes with its name.
func (d *Differences) Named(field, value string) string {
	if list := d.codes[d.pack.ListOf(field)]; list != nil && list.Has(value) {
		return value + " " + list.NameOf(value)
	}
	return value
}
