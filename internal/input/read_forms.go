package input

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// This file reads sheets that look like a form of the pack: what is typed there are
// records like those of the lists.

// readForm takes a sheet if it is a page of one of the forms.
func (r *reader) readForm(forms []*formsheet.Form, s xlsxread.Sheet, name string) (is bool, err error) {
	if len(forms) == 0 {
		return false, nil
	}
	var top []formsheet.StoredRow
	keep := func(n int, cells []xlsxread.Cell) {
		top = append(top, formsheet.StoredRow{N: n, Cells: slices.Clone(cells)})
	}
	if err := r.file.Top(s, headerRows, keep); err != nil {
		return false, err
	}
	var like *formsheet.Page // of several forms the one that lacks least
	for _, f := range forms {
		if page, is := f.Read(name, top); is && (like == nil || len(page.Missing) < len(like.Missing)) {
			like = page
		}
	}
	if like == nil {
		return false, nil
	}
	top = nil
	if _, err := r.file.Rows(s, keep); err != nil {
		return true, err
	}
	page, _ := like.Form.Read(name, top)
	r.typedOver(page)
	if page.Filled() {
		r.pages = append(r.pages, page)
	}
	return true, nil
}

// typedOver tells what of a page is not read.
func (r *reader) typedOver(page *formsheet.Page) {
	for _, l := range page.Labels {
		r.out.Errorf("form-label", l.At, "内容填在它旁边的空格里。", "把这一格改回%s；现在写的是%s", typed.Quote(l.Want), typed.Quote(typed.Clip(typed.Trim(l.Is))))
	}
	for _, at := range page.Split {
		r.out.Errorf("form-split", at, "两个指标各占一行。", "把这一格改成和左边一样，或清空；一行里写了两个不同的")
	}
	if n := len(page.Stray); n > 0 {
		r.out.Warnf("form-stray", page.Stray[0], "不用的可以留着。", "要印出来的，填到这张表的空格里；写在外面的没有读入（%s）", cells(n))
	}
	if len(page.Missing) > 0 && page.Filled() {
		r.out.Errorf("form-rows", finding.Place{Sheet: page.Name}, "从样张另复制一张，把内容抄过去。", "补上%s这几行；这张表像“%s”，却没有它们", typed.Quote(strings.Join(page.Missing, "、")), page.Title())
	}
}

// onPage is where a record stands on a page.
type onPage struct {
	sheet string
	cells map[string]budget.Spot
	units map[string]money.Unit
}

// pagesOf reads the records of a sheet that stand on pages.
func (in *recordReader) pagesOf() {
	n := 0
	in.listed()
	enter := func(page *formsheet.Page, record formsheet.Record, known map[string]string, owner formsheet.Record) {
		n++
		in.enter(a1.MaxRow+n, page.Name, record, known, owner)
	}
	for _, page := range in.pages {
		if page.Sheet.Name == in.def.Name {
			enter(page, page.Record, page.Given, nil)
		}
		if page.List == nil || page.List.Name != in.def.Name {
			continue
		}
		owner := formsheet.Record{}
		for here, there := range page.Owner {
			owner[here] = page.Record[there]
		}
		for _, line := range page.Lines {
			enter(page, line.Record, page.Sides[line.Side], owner)
		}
	}
	in.apart = nil
}

// listed refuses records of the list whose owner has such ones on a page, too: both
// would be printed.
func (in *recordReader) listed() {
	on := map[string]finding.Place{} // by owner and side: a line
	forms := map[*formsheet.Form]bool{}
	for _, page := range in.pages {
		for _, line := range page.Lines {
			if page.List.Name != in.def.Name {
				break
			}
			forms[page.Form] = true
			key := in.ownerKey(page.Form, line.Side, func(field string) string { return page.Record[page.Owner[field]].Cell.Text })
			if _, known := on[key]; !known {
				on[key] = in.first(page.Name, line.Record)
			}
		}
	}
	for i := 0; len(on) > 0 && i < in.table.Len(); i++ {
		for f := range forms {
			for side := range f.Sides {
				key := in.ownerKey(f, side, func(field string) string { return in.table.Value(i, field) })
				if at, both := on[key]; both && in.holds(i, f.Sides[side]) {
					delete(on, key) // it is told once
					name := in.def.Columns[0].Name
					in.out.Errorf("row-twice", finding.At(in.table.At(i, name)), "同一个的各行只填在一处。",
						"删去这里或 %s 起的一份：%s在两处都填了", at, typed.Quote(typed.Clip(in.table.Value(i, name))))
				}
			}
		}
	}
}

// first is the first cell of a record on a page, by the columns of its list.
func (in *recordReader) first(page string, record formsheet.Record) finding.Place {
	for _, c := range in.def.Columns {
		if e, ok := record[c.Name]; ok && !typed.Empty(e.Cell) && c.Kind == pack.Text {
			return finding.At(page, e.Cell.Col, e.Row)
		}
	}
	return finding.Place{Sheet: page}
}

// ownerKey is whose lines on which side of a form are meant.
func (in *recordReader) ownerKey(f *formsheet.Form, side int, value func(field string) string) string {
	key := strconv.Itoa(side)
	for _, c := range in.def.Columns {
		if f.Owner[c.Name] != "" {
			key += "\x00" + typed.Name(value(c.Name))
		}
	}
	return key
}

// holds says whether a record has some values.
func (in *recordReader) holds(record int, values map[string]string) bool {
	for field, value := range values {
		if in.table.Value(record, field) != value {
			return false
		}
	}
	return true
}

// enter reads a record that stands on a page, as if its cells stood in a row of the
// list. The row's number is one that no sheet has.
func (in *recordReader) enter(row int, sheet string, record formsheet.Record, known map[string]string, owner formsheet.Record) {
	in.apart = &onPage{sheet, map[string]budget.Spot{}, map[string]money.Unit{}}
	in.cells = in.cells[:0]
	for i := range in.def.Columns {
		name := in.def.Columns[i].Name
		e, ok := record[name]
		if !ok {
			e, ok = owner[name]
		}
		switch {
		case ok:
			in.cells = append(in.cells, e.Cell)
			in.apart.cells[name] = budget.Spot{Col: e.Cell.Col, Row: e.Row}
			in.apart.units[name] = e.Unit
		case known[name] != "":
			in.cells = append(in.cells, xlsxread.Cell{Kind: xlsxread.Text, Text: known[name]})
		default:
			in.cells = append(in.cells, xlsxread.Cell{})
		}
	}
	in.entered++
	in.take(row)
}

// place is the cell of a column; of one that the page lacks the first that it has.
func (a *onPage) place(def *pack.Sheet, column int) finding.Place {
	spot, ok := a.cells[def.Columns[column].Name]
	for i := 0; !ok && i < len(def.Columns); i++ {
		spot, ok = a.cells[def.Columns[i].Name]
	}
	return finding.At(a.sheet, spot.Col, spot.Row)
}
