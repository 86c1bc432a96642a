package app

import (
	"strconv"
	"strings"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/roll"
	"ysgk/internal/tables"
)

// FillRequest says what to fill.
type FillRequest struct {
	Pack   *pack.Pack
	Input  string    // the input workbook
	Output string    // a file, or a folder; "" is beside the input workbook
	Now    time.Time // dates the copy of a file that was edited by hand

	Only     Only // what to write, of what the pack makes
	Unmarked bool // with errors, write no annotated copy
	Origin   bool // add a sheet that tells where the tables come from
	PDF      bool // make PDF files too
	Stage    Stage
}

// Only says that a part of what a pack makes is to be written.
type Only string

// What can be asked for alone.
const (
	Everything    Only = ""
	OnlyTables    Only = "表格"
	OnlyDocuments Only = "文本"
)

// FillResult says what was written.
type FillResult struct {
	Files  []disk.Written // none where errors stopped it
	Read   []Count
	Lacks  []Count // records that --补绩效 would add
	Tables []tables.Total
	Sheets int    // of all files
	Marked Marked // the annotated copy, if there were errors
	Report Report // the list of findings, if there were warnings
	PDFs   []PDF  // if they were asked for
}

// Count is how many records a sheet of the input workbook holds.
type Count struct {
	Sheet   string
	Records int
}

// Fill reads the input workbook and writes the tables and the documents, and a report beside them
// if there are warnings. With errors among the findings only a copy of the input
// workbook is written, in which they are marked; with errors of the template
// alone, nothing.
func Fill(r FillRequest) (*FillResult, finding.List, error) {
	if r.Only == OnlyDocuments && len(r.Pack.Documents) == 0 {
		return nil, nil, &finding.FileError{File: r.Pack.Identity.Name, Message: "这个模板包没有 Word 模板（pack.yaml 里没有“文本”），只能生成表格"}
	}
	v, findings, err := judge(r.Pack, r.Input, r.Stage)
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
	r.Stage.begins(putting)
	written, err := writeBooks(r, v.output)
	if err != nil {
		return nil, findings, err
	}
	var pdfs []PDF
	if r.PDF {
		pdfs = makePDFs(written, r.Stage, r.Now)
	}
	return &FillResult{
		PDFs: pdfs, Files: written, Read: counts(r.Pack, v.ledger), Lacks: lacks(r.Pack, v.ledger),
		Tables: tables.Totals(r.Pack, v.views, v.output), Sheets: v.output.Count, Report: reportBeside(reportOf(written, v.output, r), r, findings),
	}, findings, nil
}

// lacks counts the records that Supply would add.
func lacks(p *pack.Pack, l *budget.Ledger) (out []Count) {
	s := roll.Supply(p, l)
	for i, sheet := range s.Sheets {
		out = append(out, Count{sheet, s.Count[i]})
	}
	return out
}

// checkYear warns where the code lists and wording are those of another year, and days too.
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
	for _, it := range p.Input.Info { // a budget is made in its year or the one before
		year, err := strconv.Atoi(l.Info[item])
		day, _, _ := strings.Cut(l.Info[it.Name], "-")
		made, wrong := strconv.Atoi(day)
		if it.Kind != pack.Date || err != nil || wrong != nil || made == year || made == year-1 {
			continue
		}
		at := l.InfoAt[it.Name]
		findings.Warnf("day-differs", finding.At(p.Input.InfoSheet(), at.Col, at.Row), "核对这一天和预算年度，改正填错的一个。",
			"%s是 %s，不像 %d 年预算的日期", it.Name, l.Info[it.Name], year)
		findings.Under("C12")
	}
	return findings
}
