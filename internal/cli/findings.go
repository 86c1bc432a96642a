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

// groups are the headings under which check lists findings.
var groups = []struct {
	severity report.Severity
	about    string
}{
	{report.Error, "要改好才能生成公开表"},
	{report.Warning, "照样生成，请逐条看一下"},
	{report.Note, "供参考"},
}

// printGroups lists findings by severity, each with its rule, its place, what is
// wrong and what to do.
func printGroups(w io.Writer, findings report.List) {
	findings = findings.Sorted()
	for _, g := range groups {
		n := findings.Count(g.severity)
		if n == 0 {
			continue
		}
		fmt.Fprintf(w, "%s %d 处（%s）\n", g.severity, n, g.about)
		for _, f := range findings {
			if f.Severity != g.severity {
				continue
			}
			at := f.Place.String()
			if at != "" {
				at += "  "
			}
			fmt.Fprintf(w, "  %s%s  [%s]\n", at, f.Message, f.Code)
			if f.Hint != "" {
				fmt.Fprintf(w, "      怎么办：%s\n", f.Hint)
			}
		}
		fmt.Fprintln(w)
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
