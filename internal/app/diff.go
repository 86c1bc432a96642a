package app

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/compare"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
)

// Differences are what changed from one workbook to another.
type Differences struct {
	Old, New string // base names
	Records  []compare.Change
	Totals   []compare.Total // of the input sheets; nil where tables alone were compared
	Tables   []compare.TableChange
	Count    int       // tables compared
	All      []Balance // the totals of all tables
	Unit     string    // of the tables

	pack  *pack.Pack
	codes map[string]*budget.CodeList
}

// Balance is a table's total before and after, nil where there is none.
type Balance struct{ Old, New *compare.Table }

// Diff compares two workbooks, each an input workbook or a finished one.
func Diff(p *pack.Pack, oldFile, newFile string) (*Differences, error) {
	a, err := sideOf(p, oldFile)
	if err != nil {
		return nil, err
	}
	b, err := sideOf(p, newFile)
	if err != nil {
		return nil, err
	}
	d := &Differences{Old: filepath.Base(oldFile), New: filepath.Base(newFile), Unit: p.Unit, pack: p, codes: p.Codes}
	if d.Old == d.New { // in two folders
		d.Old, d.New = oldFile, newFile
	}
	var before, after []compare.Table
	if a.book != nil && b.book != nil {
		d.Records = compare.Records(p, a.book.Ledger, b.book.Ledger)
		d.Totals = compare.Totals(p, a.book.Ledger, b.book.Ledger)
		d.codes = b.book.Ledger.Codes
		before, after = compare.FromBook(a.book), compare.FromBook(b.book)
	} else {
		if before, err = a.read(); err != nil {
			return nil, err
		}
		if after, err = b.read(); err != nil {
			return nil, err
		}
		d.Records = compare.Said(a.found, b.found)
	}
	d.Tables = compare.Tables(before, after)
	d.balances(before, after)
	return d, nil
}

// balances sets the totals of all tables that have one.
func (d *Differences) balances(before, after []compare.Table) {
	d.Count = len(after)
	for i := range after {
		if after[i].Total == nil {
			continue
		}
		b := Balance{New: &after[i]}
		if k := slices.IndexFunc(before, func(t compare.Table) bool { return t.Form == after[i].Form && t.Subject == after[i].Subject }); k >= 0 {
			b.Old = &before[k]
		}
		d.All = append(d.All, b)
	}
}

// side is one of the two workbooks.
type side struct {
	pack  *pack.Pack
	forms []*fill.Form
	file  string
	book  *trace.Book    // of an input workbook
	found []verify.Table // of a finished one, or of an input workbook once it is read
}

func sideOf(p *pack.Pack, file string) (*side, error) {
	kind, err := kindOf(p, file)
	if err != nil {
		return nil, err
	}
	all, found, err := forms(p)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, &finding.FileError{File: p.Template[0], Message: "模板里有标签写错了。请告诉发模板包的财政部门"}
	}
	s := &side{pack: p, forms: all, file: file}
	if kind == inputKind {
		s.book, err = traceFile(p, file)
		return s, err
	}
	if s.found, err = verify.Read(p, s.forms, file); err != nil {
		return nil, input.Explain(file, err)
	}
	if len(s.found) == 0 {
		return nil, &finding.FileError{File: filepath.Base(file), Message: "既不是录入工作簿，也不是预算公开表：没有“" + p.Input.InfoSheet() + "”，也没有一张表的标题和模板相同"}
	}
	return s, nil
}

// read gives the tables as a finished workbook has them.
func (s *side) read() (tables []compare.Table, err error) {
	if s.book != nil {
		if s.found, err = readFilled(s.pack, s.book, s.forms); err != nil {
			return nil, err
		}
	}
	says := map[string]string{}
	for _, t := range s.found {
		for name, text := range t.Says {
			says[name] = text
		}
	}
	return compare.FromReading(trace.NewNames(s.pack, s.forms, says), s.found), nil
}

// Printed is an amount of 元 in the unit of the tables.
func (d *Differences) Printed(yuan decimal.Decimal) decimal.Decimal {
	if d.Unit == "万元" {
		return yuan.Shift(-4)
	}
	return yuan
}

// Describe says in a line which record changed: its texts, codes with names.
func (d *Differences) Describe(c compare.Change) string {
	r := c.New
	if r == nil {
		r = c.Old
	}
	if r.Table == nil {
		return ""
	}
	var words []string
	s := d.pack.Input.Sheet(r.Table.Name)
	for _, name := range compare.Columns(s) {
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
