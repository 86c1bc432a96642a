package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// FillRequest says what to fill.
type FillRequest struct {
	Pack   *pack.Pack
	Input  string    // the input workbook
	Output string    // a file, or a folder; "" is beside the input workbook
	Now    time.Time // dates the copy of a file that was edited by hand

	Unmarked bool // with errors, write no annotated copy
	Origin   bool // add a sheet that tells where the tables come from
}

// FillResult says what was written.
type FillResult struct {
	Files  []Written // none where errors stopped it
	Read   []Count
	Tables []Total
	Marked Marked // the annotated copy, if there were errors
	Report Report // the list of findings, if there were warnings
}

// Count is how many records a sheet of the input workbook holds.
type Count struct {
	Sheet   string
	Records int
}

// Total is a table with its total in the pack's unit.
type Total struct {
	Sheet, Name string
	Amount      decimal.Decimal
	Empty       bool // the table has no data at all
}

// Fill reads the input workbook and writes the tables, and a report beside them
// if there are warnings. With errors among the findings only a copy of the input
// workbook is written, in which they are marked; with errors of the template
// alone, nothing.
func Fill(r FillRequest) (*FillResult, finding.List, error) {
	v, findings, err := judge(r.Pack, r.Input)
	if err != nil {
		return nil, findings, err
	}
	if findings.HasErrors() {
		result := &FillResult{}
		if here, _ := findings.In(); !r.Unmarked && here.HasErrors() {
			result.Marked = Annotate(r.Input, findings, r.Now)
		}
		return result, findings, nil
	}
	written, err := writeBooks(r, v.output.Books)
	if err != nil {
		return nil, findings, err
	}
	return &FillResult{
		Files: written, Read: counts(r.Pack, v.ledger),
		Tables: totals(r.Pack, v.views, v.output.Empty), Report: reportBeside(reportOf(written, r), r, findings),
	}, findings, nil
}

// gaps reports money that a table has no row for, at the line items that
// brought it.
func gaps(p *pack.Pack, found []fill.Gap, views []*pivot.View) (findings finding.List) {
	for _, g := range found {
		v := views[slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == g.List })]
		row := v.Rows[g.Record]
		field, _ := pack.CutField(p.View(g.List).Rows[row.Level-1].By[0])
		for _, ref := range v.Trace(g.Record, 0) {
			findings.Errorf("row-missing", finding.At(ref.Table.Name, max(1, ref.Table.Column(field)), ref.Table.Row(ref.Record)),
				"请核对这一行的编码；编码没错的，请财政部门在模板里加一行。",
				"%s的固定行里没有 %s（%s），这一行的金额进不了表，合计会少", g.Sheet, row.Key, row.Texts[slices.Index(v.Fields, "名称")])
		}
	}
	return findings
}

// checkYear warns where the code lists and wording are those of another year.
func checkYear(p *pack.Pack, l *budget.Ledger) (findings finding.List) {
	item := p.Input.YearItem()
	if year := l.Info[item]; p.Identity.Year != "" && year != p.Identity.Year {
		place := finding.Place{Sheet: p.Input.InfoSheet()}
		if at, ok := l.InfoAt[item]; ok {
			place = finding.At(place.Sheet, at.Col, at.Row)
		}
		findings.Warnf("year-differs", place, "请核对预算年度，或换用当年的模板包。",
			"预算年度是 %s，模板包是 %s 年的，科目和表样可能不同", year, p.Identity.Year)
		findings.Under("C12")
	}
	return findings
}

// totals are the root amounts that the pack names for each table; empty are the
// sheets without any data.
func totals(p *pack.Pack, views []*pivot.View, empty []string) (out []Total) {
	for _, t := range p.Tables {
		name, column, _ := strings.Cut(t.Total, ".")
		i := slices.IndexFunc(views, func(v *pivot.View) bool { return v.Name == name })
		k := slices.Index(views[i].Columns, column)
		out = append(out, Total{t.Sheet, t.Name, inUnit(p, views[i].Rows[0].Amounts[k]), slices.ContainsFunc(empty, func(s string) bool {
			return strings.TrimSpace(s) == strings.TrimSpace(t.Sheet) // WPS leaves blanks behind tab names
		})})
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
		return &finding.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请换一个文件名"}
	}
	var b strings.Builder
	if err := input.Write(&b, p, nil); err != nil {
		return fmt.Errorf("write input workbook: %w", err)
	}
	return write(file, []byte(b.String()))
}
