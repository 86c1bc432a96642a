package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/report"
)

// FillRequest says what to fill.
type FillRequest struct {
	Pack   *pack.Pack
	Input  string    // the input workbook
	Output string    // a file or a folder; "" is beside the input workbook
	Now    time.Time // dates the copy of a file that was edited by hand
}

// FillResult says what was written.
type FillResult struct {
	File   string
	Kept   string // where an edited earlier output went, "" if there was none
	Items  int    // records that were read
	Tables []Total
}

// Total is a table with its total in the pack's unit.
type Total struct {
	Sheet, Name string
	Amount      decimal.Decimal
}

// Fill reads the input workbook and writes the tables. With errors among the
// findings nothing is written and the result is nil.
func Fill(r FillRequest) (*FillResult, report.List, error) {
	ledger, findings, err := input.Read(r.Input, r.Pack)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	findings = append(findings, checkYear(r.Pack, ledger)...)
	views := Views(r.Pack, ledger)
	book, more, err := Render(r.Pack, ledger, views)
	findings = append(findings, more...)
	if err != nil || findings.HasErrors() {
		return nil, findings, err
	}
	file := outputFile(r, ledger)
	if same(file, r.Input) {
		return nil, findings, &report.FileError{File: filepath.Base(file), Message: "输出和录入工作簿是同一个文件。请用 -o 另取一个名字"}
	}
	kept, err := keep(file, book, r.Now)
	if err != nil {
		return nil, findings, err
	}
	if err := write(file, book); err != nil {
		return nil, findings, err
	}
	result := &FillResult{File: file, Kept: kept, Tables: totals(r.Pack, views)}
	for _, s := range r.Pack.Input.Sheets {
		if t := ledger.Tables[s.Name]; t != nil && len(t.Measures) > 0 {
			result.Items += t.Len()
		}
	}
	return result, findings, nil
}

// Render fills the pack's template with a ledger and its views. With errors
// among the findings the bytes are nil.
func Render(p *pack.Pack, l *budget.Ledger, views []*pivot.View) ([]byte, report.List, error) {
	tpl, findings, err := fill.Compile(p.Templates[p.Template[0]], Schema(p))
	if err != nil {
		return nil, findings, &report.FileError{File: p.Template[0], Message: "模板文件打不开。请向发模板包的财政部门要一份完好的", Err: err}
	}
	if findings.HasErrors() {
		return nil, findings, nil
	}
	file, more, err := tpl.Render(Data(p, l, views))
	findings = append(findings, more...)
	if err != nil || file == nil {
		return nil, findings, err
	}
	book, err := seal(file)
	return book, findings, err
}

// checkYear warns where the code lists and wording are those of another year.
func checkYear(p *pack.Pack, l *budget.Ledger) (findings report.List) {
	if year := l.Info[yearItem]; p.Identity.Year != "" && year != p.Identity.Year {
		findings.Warnf("year-differs", report.Place{Sheet: "基本信息"}, "请核对预算年度，或换用当年的模板包。",
			"预算年度是 %s，模板包是 %s 年的，科目和表样可能不同", year, p.Identity.Year)
	}
	return findings
}

// outputFile is where the tables go.
func outputFile(r FillRequest, l *budget.Ledger) string {
	name := fileName(fill.Expand(r.Pack.Output, Data(r.Pack, l, nil).Scalars))
	switch {
	case r.Output == "":
		return filepath.Join(filepath.Dir(r.Input), name)
	case strings.EqualFold(filepath.Ext(r.Output), ".xlsx"):
		return r.Output
	}
	return filepath.Join(r.Output, name)
}

// fileName replaces the signs that Windows forbids in file names.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, s)
	return strings.Trim(s, " .")
}

// same says whether two paths name one file.
func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// totals are the root amounts that the pack names for each table.
func totals(p *pack.Pack, views []*pivot.View) (out []Total) {
	for _, t := range p.Tables {
		name, column, _ := strings.Cut(t.Total, ".")
		for _, v := range views {
			if v.Name != name {
				continue
			}
			for i, c := range v.Columns {
				if c == column {
					out = append(out, Total{t.Sheet, t.Name, inUnit(p, v.Rows[0].Amounts[i])})
				}
			}
		}
	}
	return out
}

func inUnit(p *pack.Pack, f budget.Fen) decimal.Decimal {
	if p.Unit == "万元" {
		return f.Wan()
	}
	return f.Yuan()
}

// New writes an empty input workbook; it never replaces a file.
func New(p *pack.Pack, file string) error {
	if exists(file) {
		return &report.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请换一个文件名"}
	}
	var b strings.Builder
	if err := input.Write(&b, p, nil); err != nil {
		return fmt.Errorf("write input workbook: %w", err)
	}
	return write(file, []byte(b.String()))
}
