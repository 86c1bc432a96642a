package fill

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/xlsxedit"
)

// What a template may hold that filling could not keep, or that would go out
// with what it held before, is refused here in words.

// kindsOfBook are the content types of workbooks that may not be written as
// .xlsx: Excel opens no file whose name and content disagree.
var kindsOfBook = []struct{ has, says string }{
	{"macroEnabled", "带宏的工作簿（.xlsm）"},
	{"template.main", "Excel 模板文件（.xltx）"},
	{"sheet.binary", "二进制工作簿（.xlsb）"},
}

// unfit finds what makes a whole workbook no template.
func unfit(f *xlsxedit.File, book *xlsxedit.Workbook) (findings finding.List) {
	if strings.Contains(book.Doc.Root().NamespaceURI(), "purl.oclc.org") {
		findings.Errorf("template-kind", finding.Place{}, "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。", "模板存成了“Strict Open XML”格式")
	}
	kind := f.ContentType(book.Part)
	for _, k := range kindsOfBook {
		if strings.Contains(kind, k.has) {
			findings.Errorf("template-kind", finding.Place{}, "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”。", "模板是%s", k.says)
		}
	}
	return findings
}

// staleParts hold results of their own, which filling does not compute anew.
var staleParts = map[string]string{
	"pivotTable": "透视表", "queryTable": "外部数据查询",
}

// partNames are what users call the kinds of parts.
var partNames = map[string]string{
	"ctrlProp": "表单控件", "control": "ActiveX 控件", "slicer": "切片器", "timeline": "日程表", "oleObject": "嵌入的对象",
	"package": "嵌入的文件", "diagramData": "SmartArt 图形", "chartEx": "新式图表", "customProperty": "自定义属性",
}

// unkept finds what filling could not keep of a sheet.
func (c *compiler) unkept() {
	at := finding.Place{Sheet: c.sheet.Name}
	for _, r := range c.file.Rels(c.sheet.Part) {
		if name := staleParts[r.Type]; name != "" {
			c.findings.Errorf("sheet-stale", at, "请复制后“选择性粘贴”为数值，或删去。", "这张表里有%s，里面的数不会跟着变，会把旧数印出去", name)
		}
	}
	if c.sheet.of == "" {
		return
	}
	kinds := c.file.Uncopied(c.sheet.Part)
	slices.Sort(kinds)
	for _, k := range slices.Compact(kinds) {
		name := cmp.Or(partNames[k], "特殊的内容（"+k+"）")
		if !strings.HasPrefix(k, "diagram") || k == "diagramData" {
			c.findings.Errorf("sheet-uncopied", at, "请删去，或不要让这张表重复。", "这张表要按记录重复，里面有%s，复制不了", name)
		}
	}
}
