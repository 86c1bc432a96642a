package pack

import (
	"path"
	"strings"
)

// What 输出 may name beside the scalars: one file for each template, or one for
// each sheet.
const (
	OutputTemplate = "模板"
	OutputSheet    = "工作表"
)

// Apart says whether each sheet becomes a file of its own.
func (p *Pack) Apart() bool { return strings.Contains(p.Output, "{{"+OutputSheet+"}}") }

// output checks the name of the files that the pack writes.
func (c *checker) output() {
	p, at := c.p, c.p.Place("输出")
	switch {
	case len(p.Template) == 0: // a pack that only checks
	case !strings.HasSuffix(strings.ToLower(p.Output), ".xlsx"):
		c.failf(at, "输出：文件名要以 .xlsx 结尾，现在是“%s”", p.Output)
	case strings.HasPrefix(p.Output, "/") || strings.Contains("/"+p.Output, "/../") || strings.Contains(p.Output, `\`):
		c.failf(at, "输出：只能写录入工作簿旁边的文件，或下面的文件夹，如 公开表/{{模板}}.xlsx")
	case len(p.Template) > 1 && !p.Apart() && !strings.Contains(path.Base(p.Output), "{{"+OutputTemplate+"}}"):
		c.failf(at, "输出：有几个模板时，文件名里要写 {{模板}}，如 {{部门名称}}{{模板}}.xlsx；每张表一个文件的写 {{工作表}}")
	}
}
