package pack

import (
	"cmp"
	"path"
	"strings"
)

// What 输出 may name beside the scalars: one file for each template, or one for
// each sheet.
const (
	OutputTemplate = "模板"
	OutputSheet    = "工作表"
	OutputDocument = "文本"
)

// documentName is what documents are called where 文本输出 does not say it.
const documentName = "{{部门名称}}{{年度}}年{{" + OutputDocument + "}}.docx"

// Apart says whether each sheet becomes a file of its own.
func (p *Pack) Apart() bool { return strings.Contains(p.Output, "{{"+OutputSheet+"}}") }

// DocumentOutput is the file name of the documents that the pack writes.
func (p *Pack) DocumentOutput() string { return cmp.Or(p.DocOutput, documentName) }

// documents checks the template documents and the name of the files made of them.
func (c *checker) documents() {
	p, at := c.p, c.p.Place("文本输出")
	for _, name := range p.Documents {
		if !strings.EqualFold(path.Ext(name), ".docx") {
			c.failf(p.Place("文本"), "文本：只能是 .docx 文件，现在是“%s”；请用 Word 或 WPS 打开，另存为 .docx", name)
		}
	}
	switch out := p.DocumentOutput(); {
	case len(p.Documents) == 0:
	case !strings.HasSuffix(strings.ToLower(out), ".docx"):
		c.failf(at, "文本输出：文件名要以 .docx 结尾，现在是“%s”", out)
	case outside(out):
		c.failf(at, "文本输出：只能写录入工作簿旁边的文件，或下面的文件夹，如 公开表/{{文本}}.docx")
	case len(p.Documents) > 1 && !strings.Contains(path.Base(out), "{{"+OutputDocument+"}}"):
		c.failf(at, "文本输出：有几个文本时，文件名里要写 {{文本}}，如 {{部门名称}}{{文本}}.docx")
	}
}

// outside says whether a file name of the pack leads elsewhere than beside the input
// workbook or below.
func outside(name string) bool {
	return strings.HasPrefix(name, "/") || strings.Contains("/"+name, "/../") || strings.Contains(name, `\`)
}

// output checks the name of the files that the pack writes.
func (c *checker) output() {
	p, at := c.p, c.p.Place("输出")
	switch {
	case len(p.Template) == 0: // a pack that only checks
	case !strings.HasSuffix(strings.ToLower(p.Output), ".xlsx"):
		c.failf(at, "输出：文件名要以 .xlsx 结尾，现在是“%s”", p.Output)
	case outside(p.Output):
		c.failf(at, "输出：只能写录入工作簿旁边的文件，或下面的文件夹，如 公开表/{{模板}}.xlsx")
	case len(p.Template) > 1 && !p.Apart() && !strings.Contains(path.Base(p.Output), "{{"+OutputTemplate+"}}"):
		c.failf(at, "输出：有几个模板时，文件名里要写 {{模板}}，如 {{部门名称}}{{模板}}.xlsx；每张表一个文件的写 {{工作表}}")
	}
}
