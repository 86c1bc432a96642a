package inputform

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Append is a copy of an input workbook, whose ledger is into, with more records
// of some sheets, and the rows of others that these refer to and it lacks, below its
// own.
func Append(p *pack.Pack, file string, into, more *budget.Ledger, sheets ...string) ([]byte, error) {
	book, err := xlsxread.Open(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	out, err := xlsxedit.From(book.Package)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	wb, err := out.Workbook()
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	a := &appender{File: out, book: book, file: file, into: into}
	for i := range p.Input.Sheets {
		def := &p.Input.Sheets[i]
		if t := more.Tables[def.Name]; t.Len() > 0 {
			if err := a.table(def, t, !slices.Contains(sheets, def.Name)); err != nil {
				return nil, err
			}
		}
	}
	wb.ComputeOnLoad() // the sums above the records have the values of before
	var b bytes.Buffer
	if err := out.Write(&b); err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	return b.Bytes(), nil
}

type appender struct {
	*xlsxedit.File // to write into
	book           *xlsxread.File
	file           string
	into           *budget.Ledger
}

// table writes records below those of a sheet; with once only those whose first
// column no record has.
func (a *appender) table(def *pack.Sheet, news *budget.Table, once bool) error {
	have := a.into.Tables[def.Name]
	sheet, next, err := a.end(def, have)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for i := range have.Len() {
		known[typed.Fold(have.Value(i, def.Columns[0].Name))] = true
	}
	names, err := a.names(def, have, sheet)
	if err != nil {
		return err
	}
	cells := map[xlsxedit.Pos]xlsxedit.Value{}
	for i := range news.Len() {
		if once && known[typed.Fold(news.Value(i, def.Columns[0].Name))] {
			continue
		}
		for j := range def.Columns {
			c := &def.Columns[j]
			v := valueOf(news, i, c)
			if v.Text == "" {
				continue
			}
			col := have.Column(c.Name)
			if col == 0 {
				return a.lacks(fmt.Sprintf("的“%s”里没有“%s”这一列", sheet.Name, c.Name))
			}
			cells[xlsxedit.Pos{Col: col, Row: next}] = v
		}
		for j, there := range names {
			if c := &def.Columns[j]; !there[next] {
				cells[xlsxedit.Pos{Col: j + 1, Row: next}] = xlsxedit.Value{Formula: nameFormula(a.into.Codes, def, c, next), Text: news.Value(i, c.Name)}
			}
		}
		next++
	}
	if err := a.FillCells(sheet.Part, cells); err != nil {
		return xlsxread.Trouble(a.file, err)
	}
	return nil
}

// end is the row below the last that holds anything, if only a formula where a record
// has something to say.
func (a *appender) end(def *pack.Sheet, have *budget.Table) (sheet xlsxread.Sheet, row int, err error) {
	i := slices.IndexFunc(a.book.Sheets, func(s xlsxread.Sheet) bool { return strings.TrimSpace(s.Name) == def.Name })
	if i < 0 {
		return sheet, 0, a.lacks(fmt.Sprintf("里没有工作表“%s”", def.Name))
	}
	own := map[int]bool{}
	for j := range def.Columns {
		own[have.Column(def.Columns[j].Name)] = !found(&def.Columns[j])
	}
	_, err = a.book.Rows(a.book.Sheets[i], func(n int, cells []xlsxread.Cell) {
		if slices.ContainsFunc(cells, func(c xlsxread.Cell) bool { return strings.TrimSpace(c.Text) != "" || c.Formula != nil && own[c.Col] }) {
			row = n
		}
	})
	if err != nil {
		return sheet, 0, xlsxread.Trouble(a.file, err)
	}
	return a.book.Sheets[i], row + 1, nil
}

// names are the columns, by index, in which New wrote formulas for the names of codes,
// with the rows that have one: only the prepared rows do.
func (a *appender) names(def *pack.Sheet, have *budget.Table, sheet xlsxread.Sheet) (map[int]map[int]bool, error) {
	out := map[int]map[int]bool{}
	for j := range def.Columns {
		c := &def.Columns[j]
		of := slices.IndexFunc(def.Columns, func(o pack.Column) bool { return o.Name == c.Of })
		if c.Kind == pack.NameOf && have.Column(c.Name) == j+1 && have.Column(c.Of) == of+1 {
			out[j] = map[int]bool{}
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	ours := map[int]bool{}
	_, err := a.book.Stream(sheet, func(r *xlsxread.Row) {
		for _, cell := range r.Cells {
			if rows := out[cell.Col-1]; rows != nil && cell.Formula != nil {
				rows[r.R] = true
				ours[cell.Col-1] = ours[cell.Col-1] || cell.Formula.Text == nameFormula(a.into.Codes, def, &def.Columns[cell.Col-1], r.R)
			}
		}
	})
	if err != nil {
		return nil, xlsxread.Trouble(a.file, err)
	}
	maps.DeleteFunc(out, func(j int, _ map[int]bool) bool { return !ours[j] }) // formulas of somebody's own
	return out, nil
}

func (a *appender) lacks(what string) error {
	return &finding.FileError{File: filepath.Base(a.file), Message: what + "，明细放不进去。请先改好，或不写这个文件，导入成一本新的"}
}

// found says whether a column is not written: a formula stands there, or reading
// finds the name.
func found(c *pack.Column) bool { return c.Kind == pack.NameOf || c.Kind == pack.Instead }

// valueOf is what a record says in a column, nothing if there is nothing to write.
func valueOf(t *budget.Table, i int, c *pack.Column) xlsxedit.Value {
	switch {
	case found(c):
		return xlsxedit.Value{}
	case c.Kind == pack.Amount:
		fen := t.Amounts(t.Measure(c.Name))[i]
		if fen == 0 && !c.Required {
			return xlsxedit.Value{}
		}
		return xlsxedit.Value{Text: fen.Yuan().String(), Number: true}
	}
	return xlsxedit.Value{Text: t.Value(i, c.Name)}
}
