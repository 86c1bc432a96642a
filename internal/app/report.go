package app

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/markup"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// Report says what became of a workbook that lists findings.
type Report struct {
	File string // "" if none was written
	Kept string // where an earlier one that somebody had edited went
	Same bool   // the earlier one lists the same
	Err  error  // why it could not be written, in words for the user
}

// reportSuffix of a report's name.
const reportSuffix = "（核对结果）"

// WriteReport lists the findings of an input workbook in a workbook: output is
// its name, or a folder.
func WriteReport(output, input string, found finding.List, now time.Time) Report {
	base := filepath.Base(input)
	name := strings.TrimSuffix(base, filepath.Ext(base)) + reportSuffix + ".xlsx"
	file, err := disk.Destination(output, filepath.Dir(input), name, input, "核对结果")
	if err != nil {
		return Report{Err: err}
	}
	var from budget.Source
	if book, err := xlsxread.Open(input); err == nil { // it was read before; without it the list has no links
		from = budget.Source{SHA256: book.SHA256, Sheets: book.SheetNames()}
	}
	return writeReport(file, input, from, found, now)
}

// reportBeside lists what Fill found in a workbook beside its output, if there
// are warnings; if not, the list of an earlier run goes, unless somebody has
// written into it.
func reportBeside(output string, r FillRequest, from budget.Source, found finding.List) Report {
	file := strings.TrimSuffix(output, filepath.Ext(output)) + reportSuffix + ".xlsx"
	if slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Warning }) {
		return writeReport(file, r.Input, from, found, r.Now)
	}
	if old, err := xlsxread.Load(file); err == nil && seal.Untouched(old) {
		// One that cannot be removed does no harm.
		_ = os.Remove(file)
	}
	return Report{}
}

func writeReport(file, input string, from budget.Source, found finding.List, now time.Time) (out Report) {
	src := markup.Source{Name: filepath.Base(input), Target: address(file, input), Sheets: from.Sheets}
	book, err := markup.Report(found, src)
	if err != nil {
		return Report{Err: err}
	}
	before, _ := xlsxread.Load(file) // there may be none
	out.Kept, out.Err = disk.Replace(file, book, seal.Beside(seal.Report, input, from.SHA256), now)
	if out.Err == nil {
		out.File = file
		after, _ := xlsxread.Load(file)
		out.Same = markup.SameReport(before, after)
	}
	return out
}

// address is the way from one file to another as a URL: relative, so that a
// folder with both may be moved, or absolute where there is none (two drives).
func address(from, to string) string {
	a, err1 := filepath.Abs(from)
	b, err2 := filepath.Abs(to)
	rel, err := filepath.Rel(filepath.Dir(a), b)
	if err1 != nil || err2 != nil {
		return (&url.URL{Path: filepath.ToSlash(to)}).EscapedPath()
	}
	if err != nil {
		return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(b), "/")}).String()
	}
	return (&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()
}
