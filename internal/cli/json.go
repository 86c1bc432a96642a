package cli

import (
	"encoding/json"
	"io"

	"ysgk/internal/finding"
)

// document is what check prints for machines. Its names and values do not
// change from one version to the next; new ones may be added.
type document struct {
	File   string `json:"file"`
	Counts struct {
		Error   int `json:"error"`
		Warning int `json:"warning"`
		Note    int `json:"note"`
	} `json:"counts"`
	Findings []listed `json:"findings"`
}

type listed struct {
	Severity string   `json:"severity"` // error, warning, note
	Code     string   `json:"code"`
	Rule     string   `json:"rule"`                // of the catalogue; 格式 where the file is not built as it must be
	File     string   `json:"file,omitempty"`      // the template or pack.yaml, where the finding is not about the file above
	Sheet    string   `json:"sheet"`               // "" where the finding is about the whole file
	Cell     string   `json:"cell"`                // B7, A2:B9, 17行, or ""
	Cells    []string `json:"cells,omitempty"`     // all of them, where rows with the same fault are one finding
	Para     string   `json:"paragraph,omitempty"` // of a Word template: 第 12 段“……”
	Message  string   `json:"message"`
	Hint     string   `json:"hint"`
}

var severities = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Note: "note"}

// printJSON writes the findings of a file in reading order.
func printJSON(w io.Writer, file string, found finding.List) error {
	found = found.Sorted()
	d := document{File: file, Findings: []listed{}}
	d.Counts.Error, d.Counts.Warning, d.Counts.Note = found.Count(finding.Error), found.Count(finding.Warning), found.Count(finding.Note)
	for _, f := range found {
		one := listed{severities[f.Severity], f.Code, f.ID(), f.Place.File, f.Place.Sheet, f.Place.Cell, nil, f.Place.Paragraph, f.Message, f.Hint}
		if f.Rest != "" {
			one.Cells = f.Cells()
		}
		d.Findings = append(d.Findings, one)
	}
	return writeJSON(w, d)
}

func writeJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document)
}
