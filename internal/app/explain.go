package app

import (
	"path/filepath"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/trace"
	"ysgk/internal/xlsxread"
)

// ExplainRequest says which cell is to be explained.
type ExplainRequest struct {
	Pack               *pack.Pack
	File               string // a finished workbook, or an input workbook for what fill would make of it
	Input              string // the input workbook behind it; "" looks beside the file
	Cell               string // 表三!D12; "" where words say it
	Table, Row, Column string
}

// Explained is a cell with where it comes from.
type Explained struct {
	trace.Explanation
	Book  *trace.Book
	Input string // base name of the input workbook
	// Filed is what the finished workbook has in its cell; nil if the request
	// named an input workbook.
	Filed *Filed
}

// Filed is a cell of a finished workbook.
type Filed struct {
	Place   finding.Place // may differ from that of the explanation, where rows were moved
	Text    string        // as stored
	Differs bool          // from what the input gives
	Rounded bool          // only by being rounded to two decimals
}

// RequestError says in words for the user why a cell cannot be explained.
type RequestError string

func (e RequestError) Error() string { return string(e) }

// Explain says where a figure comes from. Its error is a *finding.FileError or
// a RequestError.
func Explain(r ExplainRequest) (*Explained, error) {
	f := &finished{pack: r.Pack, file: r.File}
	kind, err := kindOf(r.Pack, r.File)
	if err != nil {
		return nil, err
	}
	source := r.File
	if kind != inputKind {
		if source, err = inputOf(r.Pack, r.File, r.Input); err != nil {
			return nil, err
		}
	}
	if f.book, err = traceFile(r.Pack, source); err != nil {
		return nil, err
	}
	out := &Explained{Book: f.book, Input: filepath.Base(source)}
	if kind == inputKind {
		s, c, err := f.asked(r)
		if err != nil {
			return nil, err
		}
		out.Explanation = f.book.Explain(s, c)
		return out, nil
	}
	if err := f.read(); err != nil {
		return nil, err
	}
	s, c, at, err := f.pair(r)
	if err != nil {
		return nil, err
	}
	out.Explanation = f.book.Explain(s, c)
	out.Filed = f.filed(at, c)
	return out, nil
}

// traceFile reads an input workbook and fills the template with it.
func traceFile(p *pack.Pack, file string) (*trace.Book, error) {
	l, found, err := input.Read(file, p)
	if err != nil {
		return nil, err
	}
	bad := &finding.FileError{File: filepath.Base(file), Message: "录入工作簿有错误，算不出公开表。先运行 ysgk check 看错误，改好再试"}
	if found.HasErrors() {
		return nil, bad
	}
	book, _, err := Trace(p, l)
	if err == nil && book == nil {
		return nil, bad
	}
	return book, err
}

// finished is a finished workbook beside what its input gives.
type finished struct {
	pack  *pack.Pack
	file  string
	book  *trace.Book
	cells map[string]map[[2]int]xlsxread.Cell // by sheet, column and row
	tabs  []string
}

func (f *finished) read() error {
	file, err := xlsxread.Open(f.file)
	if err != nil {
		return input.Explain(f.file, err)
	}
	defer file.Close()
	f.cells = map[string]map[[2]int]xlsxread.Cell{}
	for _, s := range file.Sheets {
		cells := map[[2]int]xlsxread.Cell{}
		if _, err := file.Rows(s, func(row int, found []xlsxread.Cell) {
			for _, c := range found {
				cells[[2]int{c.Col, row}] = c
			}
		}); err != nil {
			return input.Explain(f.file, err)
		}
		f.tabs = append(f.tabs, s.Name)
		f.cells[strings.TrimSpace(s.Name)] = cells
	}
	return nil
}

// asked is the cell that the request means, in what the input gives.
func (f *finished) asked(r ExplainRequest) (*fill.ShownSheet, *fill.ShownCell, error) {
	if r.Cell == "" {
		return f.byWords(r)
	}
	sheet, col, row, err := cellOf(r.Cell)
	if err != nil {
		return nil, nil, err
	}
	s := f.book.Shown.Sheet(sheet)
	if s == nil {
		var tabs []string
		for _, s := range f.book.Shown.Sheets {
			tabs = append(tabs, s.Name)
		}
		return nil, nil, RequestError("没有“" + sheet + "”这张表。有的是：" + join(tabs))
	}
	c := s.At(col, row)
	if c == nil {
		return nil, nil, RequestError(s.Name + "!" + a1.Name(col, row) + " 是空格：官方模板在这里没有内容")
	}
	return s, c, nil
}

// cellOf reads 表三!D12; the ! may be full-width, and quotes may stand around the sheet.
func cellOf(text string) (sheet string, col, row int, err error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "！", "!")
	i := strings.LastIndex(text, "!")
	if i < 0 {
		return "", 0, 0, RequestError("单元格要写成“表名!单元格”，如 表三!D12；现在是“" + text + "”")
	}
	col, row, ok := a1.Parse(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text[i+1:]), "$", "")))
	if !ok {
		return "", 0, 0, RequestError("“" + text[i+1:] + "”不是单元格。要写成“表名!单元格”，如 表三!D12")
	}
	return strings.Trim(strings.TrimSpace(text[:i]), "'"), col, row, nil
}

// maxListed is how many choices a message lists.
const maxListed = 12

func (f *finished) byWords(r ExplainRequest) (*fill.ShownSheet, *fill.ShownCell, error) {
	found, missing := f.book.Find(r.Table, r.Row, r.Column)
	if missing != nil {
		have := missing.Have
		more := ""
		if len(have) > maxListed {
			have, more = have[:maxListed], " 等"
		}
		return nil, nil, RequestError("没有叫“" + missing.Word + "”的" + missing.What + "。有的是：" + strings.Join(have, "；") + more)
	}
	if len(found) > 1 {
		var lines []string
		for _, x := range found[:min(len(found), maxListed)] {
			lines = append(lines, "  "+x.Sheet.Name+"!"+a1.Name(x.Cell.Col, x.Cell.Row)+"  "+x.Row+"  "+x.Column)
		}
		if len(found) > maxListed {
			lines = append(lines, "  …")
		}
		return nil, nil, RequestError("有几格都符合，请写得更明确，或直接写单元格：\n" + strings.Join(lines, "\n"))
	}
	return found[0].Sheet, found[0].Cell, nil
}

// filed is what the finished workbook has in a cell, beside what c shows.
func (f *finished) filed(at finding.Place, c *fill.ShownCell) *Filed {
	col, row, _ := a1.Parse(at.Cell)
	x := f.cells[at.Sheet][[2]int{col, row}]
	out := &Filed{Place: at, Text: x.Text}
	out.Differs = !sameValue(x, c.Stored)
	if d, err := decimal.NewFromString(x.Text); err == nil && c.Stored.Kind == formula.Number && x.Kind == xlsxread.Number {
		out.Rounded = out.Differs && d.Equal(c.Stored.Num.Round(2))
	}
	return out
}

func sameValue(x xlsxread.Cell, want formula.Value) bool {
	d, err := decimal.NewFromString(x.Text)
	switch {
	case want.Kind == formula.Number && x.Kind == xlsxread.Blank:
		return want.Num.IsZero()
	case want.Kind == formula.Number:
		return x.Kind == xlsxread.Number && err == nil && double.Same(d, want.Num)
	case want.Kind == formula.Blank:
		return x.Kind == xlsxread.Blank || x.Kind == xlsxread.Text && strings.TrimSpace(x.Text) == "" || x.Kind == xlsxread.Number && err == nil && d.IsZero()
	}
	return plain(x.Text) == plain(want.Text)
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func join(names []string) string { return strings.Join(names, "、") }
