package fill

import (
	"fmt"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/tags"
)

// Advice tells those who design a template what they would not want to see in
// print, though it can be filled. Departments, who cannot change the template,
// are not bothered with it.
func (t *Template) Advice() (findings finding.List) {
	findings = with(finding.Warning, t.twice())
	for _, s := range t.sheets {
		var mixed []string
		for x := range s.sites() {
			if !x.number() {
				continue
			}
			t.advise(x, &findings)
			if x.Rich != "" && len(x.Runs()) > 1 && !x.Plain() {
				mixed = append(mixed, x.place().Cell)
			}
		}
		mixedFonts(s.Name, mixed, &findings)
		for _, kind := range []string{"comments", "threadedComment"} {
			if tag := unfilledTag(string(t.file.Part(t.file.Related(s.Part, kind)))); tag != "" {
				findings.Warnf("tag-comment", finding.Place{Sheet: s.Name}, "不想让它出现在公开表里，请删去这条批注。", "批注里的 %s 不会填，照原样留着", tag)
			}
		}
	}
	for _, name := range t.file.Names() {
		if strings.HasPrefix(name, "docProps/") {
			if tag := unfilledTag(string(t.file.Part(name))); tag != "" {
				findings.Warnf("tag-properties", finding.Place{}, "请在“文件—信息—属性”里改掉。", "文件属性里的 %s 不会填，照原样留着", tag)
			}
		}
	}
	if t.file.Related(t.book.Part, "externalLink") != "" {
		findings.Warnf("link-left", finding.Place{}, "请在“数据—编辑链接”里断开链接；找不到的，在“公式—名称管理器”里删去引用别的文件的名称。", "模板里有指向别的文件的链接，公开表一打开就会问要不要更新")
	}
	return findings
}

// number says whether a cell shows one amount and nothing else.
func (x *cell) number() bool {
	return len(x.parts) == 1 && x.parts[0].Numeric() && x.parts[0].Kind != tags.Count
}

// advise looks at a cell that shows one number.
func (t *Template) advise(x site, findings *finding.List) {
	style, at := t.styles.Get(x.Style), x.place()
	switch {
	case x.parts[0].Look.Shaped:
	case style.Text():
		findings.Warnf("format-text", at, "请把单元格格式改成数值，两位小数。", "这一格是文本格式，金额会显示全部小数，改动以后不再是数")
	case style.General() && x.parts[0].Unit != money.Yuan: // 元 have two decimals at most
		findings.Warnf("format-general", at, "请把单元格格式改成数值，两位小数；许多格都这样的，在 pack.yaml 里加一行 小数位: 2，就都印两位小数。", "这一格是常规格式，金额会显示全部小数")
	}
}

// mixedFonts tells the cells of a sheet whose tag of an amount has several fonts, of
// which a number cannot keep but one: once, as who saves a template in another
// program has them everywhere.
func mixedFonts(sheet string, cells []string, findings *finding.List) {
	if len(cells) == 0 {
		return
	}
	const few = 3
	where := ""
	if len(cells) > 1 {
		where = strings.Join(cells[:min(len(cells), few)], "、")
		if len(cells) > few {
			where += " 等"
		}
		where += fmt.Sprintf(" %d 格的", len(cells))
	}
	findings.Warnf("format-runs", finding.Place{Sheet: sheet, Cell: cells[0]}, "请重新输入这个标签，用单元格的字体。", "%s标签里有几种字体；单独一格的金额只能用单元格的字体", where)
}
