package cli

import (
	"fmt"
	"io"
	"slices"

	"ysgk/internal/finding"
)

// printFindings lists errors and warnings, each with its place and what to do,
// and counts the notes: who fills tables has no time for them. What is wrong
// with the template stands apart, as who fills tables cannot mend it.
func printFindings(w io.Writer, file string, findings finding.List) {
	findings = findings.Sorted()
	here, elsewhere := findings.In()
	if len(here) > 0 {
		fmt.Fprintf(w, "%s：\n", file)
		printList(w, here)
	}
	for len(elsewhere) > 0 {
		var of, others finding.List
		name := elsewhere[0].Place.File
		for _, f := range elsewhere {
			if f.Place.File == name {
				if f.Place.Sheet != "" || f.Place.Cell != "" || f.Place.Paragraph != "" {
					f.Place.File = "" // the heading says it
				}
				of = append(of, f)
			} else {
				others = append(others, f)
			}
		}
		whose := "是模板的问题，不是录入的，请告诉发模板包的财政部门"
		if !slices.ContainsFunc(of, func(f finding.Finding) bool { return f.Code != "unfilled" }) {
			whose = "印出来还空着的地方"
		}
		fmt.Fprintf(w, "模板包的 %s（%s。%s）：\n", name, count(of), whose)
		printList(w, of)
		elsewhere = others
	}
}

func printList(w io.Writer, findings finding.List) {
	if n := findings.Count(finding.Note); n > 0 {
		defer fmt.Fprintf(w, "  另有 %d 处提示，运行 ysgk check 看\n", n)
	}
	findings, more := few(findings, most)
	defer more(w, "运行 ysgk check -o 报告.xlsx ", finding.Error, finding.Warning)
	for _, f := range findings {
		if f.Severity == finding.Note {
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
type about map[finding.Severity]string

var (
	aboutInput    = about{finding.Error: "要改好才能生成公开表", finding.Warning: "照样生成，请逐条看一下", finding.Note: "供参考"}
	aboutFinished = about{finding.Error: "改好之前不要公开", finding.Warning: "请逐条看一下", finding.Note: "供参考"}
)

// printGroups lists findings by severity, each with its rule, its place, what is
// wrong and what to do. rest says what to do to see all of them; "" lists them all.
func printGroups(w io.Writer, findings finding.List, about about, rest string) {
	findings = findings.Sorted()
	limit := most
	if rest == "" {
		limit = len(findings)
	}
	listed, more := few(findings, limit)
	for _, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		n := findings.Count(severity)
		if n == 0 {
			continue
		}
		fmt.Fprintf(w, "%s %d 处（%s）\n", severity, n, about[severity])
		for _, f := range listed {
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
		more(w, rest, severity)
		fmt.Fprintln(w)
	}
}

// kind is what findings of one sort in one sheet share.
type kind struct {
	severity        finding.Severity
	code, id, sheet string
}

// most is how many findings of a sort are printed: two columns that were swapped
// are a finding in every row. Reports and marks have them all.
const most = 10

// few gives the findings to print, at most so many of a sort, and a function that
// counts the others and says where they are.
func few(findings finding.List, limit int) (listed finding.List, more func(w io.Writer, where string, of ...finding.Severity)) {
	met := map[kind]int{}
	var kinds []kind
	for _, f := range findings {
		k := kind{f.Severity, f.Code, f.ID(), f.Place.Sheet}
		if met[k]++; met[k] == 1 {
			kinds = append(kinds, k)
		}
		if met[k] <= limit {
			listed = append(listed, f)
		}
	}
	return listed, func(w io.Writer, where string, of ...finding.Severity) {
		for _, k := range kinds {
			if n := met[k] - limit; n > 0 && slices.Contains(of, k.severity) {
				at := ""
				if k.sheet != "" {
					at = "工作表“" + k.sheet + "”"
				}
				fmt.Fprintf(w, "  %s另有 %d 处同类问题 [%s]，这里不再列；改好上面的再核对，或%s看全部\n", at, n, k.id, where)
			}
		}
	}
}

// count says how many findings of each severity there are: 错误 3 处，警告 1 处.
func count(findings finding.List) string {
	text := ""
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		if n := findings.Sorted().Count(s); n > 0 {
			if text != "" {
				text += "，"
			}
			text += fmt.Sprintf("%s %d 处", s, n)
		}
	}
	return text
}
