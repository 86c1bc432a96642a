package cli

import (
	"fmt"
	"io"

	"ysgk/internal/report"
)

// printFindings lists findings by severity, each with its place and what to do.
func printFindings(w io.Writer, file string, findings report.List) {
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(w, "%s：\n", file)
	for _, f := range findings.Sorted() {
		fmt.Fprintf(w, "  %s  ", f.Severity)
		if at := f.Place.String(); at != "" {
			fmt.Fprintf(w, "%s  ", at)
		}
		fmt.Fprintln(w, f.Message)
		if f.Hint != "" {
			fmt.Fprintf(w, "        %s\n", f.Hint)
		}
	}
}

// count says how many findings of each severity there are: 错误 3 处，警告 1 处.
func count(findings report.List) string {
	text := ""
	for _, s := range []report.Severity{report.Error, report.Warning, report.Note} {
		if n := findings.Sorted().Count(s); n > 0 {
			if text != "" {
				text += "，"
			}
			text += fmt.Sprintf("%s %d 处", s, n)
		}
	}
	return text
}
