package cli

import (
	"fmt"
	"io"

	"ysgk/internal/report"
)

// printFindings lists errors and warnings, each with its place and what to do,
// and counts the notes: who fills tables has no time for them.
func printFindings(w io.Writer, file string, findings report.List) {
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(w, "%s：\n", file)
	findings = findings.Sorted()
	if n := findings.Count(report.Note); n > 0 {
		defer fmt.Fprintf(w, "  另有 %d 处提示，运行 ysgk check 看\n", n)
	}
	for _, f := range findings {
		if f.Severity == report.Note {
			continue
		}
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

// about says, by severity, what findings of an input workbook and of a finished
// one mean for the user.
type about map[report.Severity]string

var (
	aboutInput    = about{report.Error: "要改好才能生成公开表", report.Warning: "照样生成，请逐条看一下", report.Note: "供参考"}
	aboutFinished = about{report.Error: "改好之前不要公开", report.Warning: "请逐条看一下", report.Note: "供参考"}
)

// printGroups lists findings by severity, each with its rule, its place, what is
// wrong and what to do.
func printGroups(w io.Writer, findings report.List, about about) {
	findings = findings.Sorted()
	for _, severity := range []report.Severity{report.Error, report.Warning, report.Note} {
		n := findings.Count(severity)
		if n == 0 {
			continue
		}
		fmt.Fprintf(w, "%s %d 处（%s）\n", severity, n, about[severity])
		for _, f := range findings {
			if f.Severity != severity {
				continue
			}
			at := f.Place.String()
			if at != "" {
				at += "  "
			}
			fmt.Fprintf(w, "  %s%s  [%s]\n", at, f.Message, f.ID())
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
