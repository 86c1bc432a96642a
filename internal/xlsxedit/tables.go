package xlsxedit

import (
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/xlsxread"
)

// Table is a range that Excel calls a table, which structured references name.
type Table struct {
	Part           string
	Name           string
	Ref            a1.Range
	Columns        []string
	Header, Totals int // rows
}

// Data are the rows between header and totals.
func (t Table) Data() a1.Range {
	r := t.Ref
	r.Row1 += t.Header
	r.Row2 -= t.Totals
	return r
}

// Tables reads the tables of a sheet.
func (f *File) Tables(part string) (out []Table) {
	for _, r := range f.Rels(part) {
		if r.Type != "table" {
			continue
		}
		if doc, err := f.XML(r.Target); err == nil {
			if t, ok := readTable(doc.Root()); ok {
				t.Part = r.Target
				out = append(out, t)
			}
		}
	}
	return out
}

func readTable(e *etree.Element) (t Table, ok bool) {
	t.Ref, ok = a1.ParseRange(e.SelectAttrValue("ref", ""))
	t.Name = e.SelectAttrValue("displayName", e.SelectAttrValue("name", ""))
	if e.SelectAttrValue("headerRowCount", "1") != "0" {
		t.Header = 1
	}
	if n, err := strconv.Atoi(e.SelectAttrValue("totalsRowCount", "0")); err == nil {
		t.Totals = n
	}
	for _, c := range e.FindElements("tableColumns/tableColumn") {
		t.Columns = append(t.Columns, xlsxread.Unescape(c.SelectAttrValue("name", "")))
	}
	return t, ok
}
