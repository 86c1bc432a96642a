package app

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/roll"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// FillRequest says what to fill.
type FillRequest struct {
	Pack   *pack.Pack
	Input  string    // the input workbook
	Output string    // a file, or a folder; "" is beside the input workbook
	Now    time.Time // dates the copy of a file that was edited by hand

	Only     Only   // what to write, of what the pack makes
	Unmarked bool   // with errors, write no annotated copy
	Marks    string // the folder of the annotated copy; "" is beside the input workbook
	Origin   bool   // add a sheet that tells where the tables come from
	PDF      bool   // make PDF files too
	Units    bool   // a set of each unit too, in a folder of its own
	Stage    Stage
	Kept     *xlsxread.Kept // what the input workbook held the last time; nil for who fills once

	// LayOut gives what the links of a document say once a program has laid it out, for the
	// pages of its table of contents; nil where there is no such program.
	LayOut func(docx []byte) (string, error)
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
	Files    []disk.Written // none where errors stopped it
	Read     []Count
	Lacks    []Count // records that --补绩效 would add
	Tables   []tables.Total
	Sheets   int        // of all files
	Marked   Marked     // the annotated copy, if there were errors
	Who      string     // the first item of 基本信息, which says whose budget it is; "" if it could not be read
	Year     string     // of the budget
	Reworded []Reworded // documents of which somebody had rewritten paragraphs
	Unpaged  bool       // a document that was written has a table of contents without its pages
	Report   Report     // the list of findings, if there were warnings
	PDFs     []PDF      // if they were asked for
	Units    []UnitSet
	Left     []string // folders of units that an earlier run wrote and this one did not
}

// Count is how many records a sheet of the input workbook holds.
type Count struct {
	Sheet   string
	Records int
	Names   []string // what the first column has, of records that are not there
}

// CanMake says whether a pack makes what is wanted.
func CanMake(p *pack.Pack, only Only) error {
	if only == OnlyDocuments && len(p.Documents) == 0 {
		return &finding.FileError{File: p.Identity.Name, Message: "这个模板包没有 Word 模板（pack.yaml 里没有“文本”），只能生成表格"}
	}
	return nil
}

// Fill reads the input workbook and writes the tables and the documents, and a report beside them
// if there are warnings. With errors among the findings only a copy of the input
// workbook is written, in which they are marked; with errors of the template
// alone, nothing.
func Fill(r FillRequest) (*FillResult, finding.List, error) {
	if err := CanMake(r.Pack, r.Only); err != nil {
		return nil, nil, err
	}
	if r.Only == OnlyTables {
		var err error
		if r.Pack, err = r.Pack.TablesOnly(); err != nil {
			return nil, nil, err
		}
	}
	if r.Units && isFile(r.Output) {
		return nil, nil, &finding.FileError{File: filepath.Base(r.Output), Message: "各单位各写一套，有几个文件。请在 -o 后面写一个文件夹"}
	}
	v, findings, err := judge(r.Pack, r.Input, r.Stage, r.Kept)
	if err != nil {
		return nil, findings, err
	}
	var sets []unitSet
	if r.Units && v.output != nil {
		r.Stage.begins(dividing)
		var more finding.List
		if sets, more, err = apart(r.Pack, v, findings); err != nil {
			return nil, findings, err
		}
		findings = append(findings, more...)
	}
	result := &FillResult{}
	who := v.ledger
	if who == nil {
		who, _, _ = input.Draft(r.Input, r.Pack) // one with errors mostly says whose it is, too
	}
	if items := r.Pack.Input.Info; who != nil && len(items) > 0 {
		result.Who, result.Year = who.Info[items[0].Name], who.Info[r.Pack.Input.YearItem()]
	}
	if findings.HasErrors() {
		if here, _ := findings.In(); !r.Unmarked && here.HasErrors() {
			result.Marked = AnnotateIn(cmp.Or(r.Marks, filepath.Dir(r.Input)), r.Input, findings, r.Now)
		}
		return result, findings, nil
	}
	outputs := setsOf(r, v.output, sets)
	for _, s := range outputs {
		reworded, err := s.finish()
		result.Reworded = append(result.Reworded, reworded...)
		if errors.Is(err, office.ErrStopped) {
			return nil, findings, &finding.FileError{File: filepath.Base(r.Input), Message: "按了 Ctrl-C，什么都没有写", Err: err}
		} else if err != nil {
			return nil, findings, &WriteError{err}
		}
	}
	r.Stage.begins(putting)
	all, err := writeBooks(outputs, r.Now)
	if err != nil {
		return nil, findings, &WriteError{err}
	}
	written := all[0]
	if r.PDF {
		for _, w := range all {
			result.PDFs = append(result.PDFs, makePDFs(w, r.Stage, r.Now)...)
		}
	}
	for i, s := range sets {
		result.Units = append(result.Units, UnitSet{Name: s.name, Folder: filepath.Join(unitsFolder(r), disk.FileName(s.name)), Files: all[i+1], Tables: tables.Totals(r.Pack, s.views, s.output)})
	}
	if r.Units {
		result.Left = leftOver(unitsFolder(r), result.Units)
	}
	result.Files, result.Read, result.Lacks = written, counts(r.Pack, v.ledger), lacks(r.Pack, v.ledger)
	result.Tables, result.Sheets = tables.Totals(r.Pack, v.views, v.output), v.output.Count
	result.Unpaged = r.Only != OnlyTables && slices.ContainsFunc(outputs, func(s set) bool { return s.made.Unpaged() })
	result.Report = reportBeside(reportOf(written, v.output, r), r, v.ledger.Source, findings)
	return result, findings, nil
}

// LayOut is FillRequest.LayOut by LibreOffice; nil if the pack makes no documents, they
// are not wanted, or LibreOffice is not there.
func LayOut(p *pack.Pack, want Only) func(docx []byte) (string, error) {
	if len(p.Documents) == 0 || want == OnlyTables || office.Program() == "" {
		return nil
	}
	return office.Links
}

// WriteError is what hindered the writing of results: what was read is no cause of it.
type WriteError struct{ Err error }

func (e *WriteError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// lacks counts the records that Supply would add.
func lacks(p *pack.Pack, l *budget.Ledger) (out []Count) {
	s := roll.Supply(p, l)
	for i, sheet := range s.Sheets {
		c, t := Count{Sheet: sheet, Records: s.Count[i]}, s.More.Tables[sheet]
		for record := range t.Len() {
			c.Names = append(c.Names, t.Value(record, p.Input.Sheet(sheet).Columns[0].Name))
		}
		out = append(out, c)
	}
	return out
}
