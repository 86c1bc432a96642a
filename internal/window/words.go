package window

import (
	"html/template"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
)

func itoa(n int) string { return strconv.Itoa(n) }

// printed is an amount as tables show it.
func printed(f money.Figure) string { return money.Print(f.Exact()) }

// escaped is a name for a header or an address.
func escaped(s string) string { return url.PathEscape(s) }

// words are what pages call for.
var words = template.FuncMap{
	"itoa":  itoa,
	"query": func(p place) string { return p.query() },
	"spoken": func(s string) string {
		return spoken.Replace(s)
	},
	"mark": func(s finding.Severity) string {
		return map[finding.Severity]string{finding.Error: "bad", finding.Warning: "wait", finding.Note: "note"}[s]
	},
	"means": func(s finding.Severity) string {
		return map[finding.Severity]string{finding.Error: "要改好才能生成公开表", finding.Warning: "照样生成，请逐条看一下", finding.Note: "供参考"}[s]
	},
	"cells":     func(f finding.Finding) []string { return f.Cells() },
	"join":      strings.Join,
	"mostBytes": func() int { return maxUpload - 1<<16 }, // beside the file a form has some more
	"onto":      func(page, old string) map[string]string { return map[string]string{"For": page, "Old": old} },
	"sheets":    func(p place) bool { return strings.EqualFold(filepath.Ext(p.Name), ".xlsx") },
	"add":       func(a, b int) int { return a + b },
	"to":        func(to string, p place) template.URL { return template.URL(to + "?" + p.query()) },
}

// joined puts a sign between those words that are not empty.
func joined(sign string, words ...string) string {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return strings.Join(some, sign)
}
