package inputform

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Append is a copy of an input workbook, whose ledger is into, with more records
// of some sheets, and the rows of others that these refer to and it lacks, below its
// own.
func Append(p *pack.Pack, file string, into, more *budget.Ledger, sheets ...string) ([]byte, error) {
	b, err := xlsxread.Load(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	book, err := xlsxread.Read(b)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	defer f.Close()
	a := &appender{File: f, book: book, file: file, into: into}
	for i := range p.Input.Sheets {
		def := &p.Input.Sheets[i]
		if t := more.Tables[def.Name]; t.Len() > 0 {
			if err := a.table(def, t, !slices.Contains(sheets, def.Name)); err != nil {
				return nil, err
			}
		}
	}
	// The sums above the records have the values of before.
	recalculate := true
	if err := f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate}); err != nil {
		return nil, err
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write input workbook: %w", err)
	}
	return out.Bytes(), nil
}

type appender struct {
	*excelize.File // to write into
	book           *xlsxread.File
	file           string
	into           *budget.Ledger
}

// table writes records below those of a sheet; with once only those whose first
// column no record has.
func (a *appender) table(def *pack.Sheet, news *budget.Table, once bool) error {
	have := a.into.Tables[def.Name]
	sheet, next, err := a.end(def.Name)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for i := range have.Len() {
		known[typed.Fold(have.Value(i, def.Columns[0].Name))] = true
	}
	for i := range news.Len() {
		if once && known[typed.Fold(news.Value(i, def.Columns[0].Name))] {
			continue
		}
		for j := range def.Columns {
			if err := a.cell(sheet, next, have, news, i, &def.Columns[j]); err != nil {
				return err
			}
		}
		next++
	}
	return nil
}

// end is the row below the last that holds anything.
func (a *appender) end(name string) (sheet string, row int, err error) {
	i := slices.IndexFunc(a.book.Sheets, func(s xlsxread.Sheet) bool { return strings.TrimSpace(s.Name) == name })
	if i < 0 {
		return "", 0, a.lacks(fmt.Sprintf("里没有工作表“%s”", name))
	}
	_, err = a.book.Rows(a.book.Sheets[i], func(n int, cells []xlsxread.Cell) {
		if slices.ContainsFunc(cells, func(c xlsxread.Cell) bool { return strings.TrimSpace(c.Text) != "" }) {
			row = n
		}
	})
	if err != nil {
		return "", 0, xlsxread.Trouble(a.file, err)
	}
	return a.book.Sheets[i].Name, row + 1, nil
}

func (a *appender) lacks(what string) error {
	return &finding.FileError{File: filepath.Base(a.file), Message: what + "，明细放不进去。请先改好，或不写这个文件，导入成一本新的"}
}

func (a *appender) cell(sheet string, row int, have, news *budget.Table, i int, c *pack.Column) error {
	var value any
	switch {
	case c.Kind == pack.NameOf, c.Kind == pack.Instead:
		return nil // a formula stands there, or reading finds the name
	case c.Kind == pack.Amount:
		fen := news.Amounts(news.Measure(c.Name))[i]
		if fen == 0 && !c.Required {
			return nil
		}
		value = fen.Yuan().InexactFloat64()
	case news.Value(i, c.Name) == "":
		return nil
	default:
		value = news.Value(i, c.Name)
	}
	col := have.Column(c.Name)
	if col == 0 {
		return a.lacks(fmt.Sprintf("的“%s”里没有“%s”这一列", sheet, c.Name))
	}
	return a.SetCellValue(sheet, a1.Name(col, row), value)
}
