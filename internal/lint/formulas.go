package lint

import (
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxedit"
)

// newer are functions that came after Excel 2010; old Excel and WPS show #NAME?.
var newer = strings.Fields(`
	XLOOKUP XMATCH TEXTJOIN CONCAT IFS SWITCH MAXIFS MINIFS IFNA FILTER SORT SORTBY UNIQUE SEQUENCE RANDARRAY
	LET LAMBDA MAP REDUCE SCAN MAKEARRAY BYROW BYCOL ISOMITTED TEXTSPLIT TEXTBEFORE TEXTAFTER VSTACK HSTACK
	TOROW TOCOL WRAPROWS WRAPCOLS TAKE DROP CHOOSEROWS CHOOSECOLS EXPAND GROUPBY PIVOTBY ARRAYTOTEXT VALUETOTEXT
	FORMULATEXT SHEET SHEETS ISFORMULA NUMBERVALUE XOR DAYS ISOWEEKNUM UNICHAR UNICODE BASE DECIMAL ARABIC
	ENCODEURL WEBSERVICE FILTERXML IMAGE STOCKHISTORY REGEXTEST REGEXEXTRACT REGEXREPLACE FORECAST.LINEAR`)

var functionName = pattern.Of(`([A-Za-z_][A-Za-z0-9_.]*)\(`)

// quotedText is text within a formula, which may look like anything.
var quotedText = pattern.Of(`"[^"]*"`)

// formulas looks at every formula of a template.
func formulas(forms []*fill.Form) (out finding.List) {
	var sheets []string
	last := map[string]int{} // the last row with content, by sheet
	for _, f := range forms {
		sheets = append(sheets, f.Sheet)
		for _, r := range f.Rows {
			last[f.Sheet] = max(last[f.Sheet], r.R)
		}
	}
	for _, f := range forms {
		for r, c := range f.Cells() {
			if c.Formula != nil {
				out = append(out, oneFormula(c.Formula, finding.At(f.Sheet, c.Col, r.R), sheets, last)...)
			}
		}
	}
	return out
}

func oneFormula(f *formula.Formula, at finding.Place, sheets []string, last map[string]int) (out finding.List) {
	if strings.Contains(f.Text, "#REF!") {
		out.Errorf("formula-nowhere", at, "请重新写这个公式。", "公式 =%s 引用的格子已经被删掉了（#REF!）", f.Text)
	}
	if strings.Contains(f.Text, "[") && strings.Contains(f.Text, "]") && strings.Contains(f.Text, "!") {
		out.Errorf("formula-outside", at, "请把那边的数放进本工作簿，或改用标签。", "公式 =%s 引用别的文件，别人打开时没有那个文件", f.Text)
	}
	for _, o := range f.Operands {
		sheet := o.Ref.Sheet
		switch {
		case sheet == "":
			sheet = at.Sheet
		case strings.Contains(sheet, "["):
			continue
		case !slices.ContainsFunc(sheets, func(s string) bool { return strings.EqualFold(s, sheet) }):
			out.Errorf("formula-sheet", at, "请改公式，或改工作表的名字。", "公式 =%s 引用的工作表“%s”没有%s", f.Text, sheet, nearest.Hint(sheet, sheets))
			continue
		}
		if o.Ref.Row1 > 0 && last[sheet] > 0 && o.Ref.Row1 > last[sheet] {
			out.Warnf("formula-blank", at, "请核对公式引用的行。", "公式 =%s 引用了“%s”第 %d 行，那里和下面都没有内容", f.Text, sheet, o.Ref.Row1)
		}
	}
	for _, m := range functionName.FindAllStringSubmatch(quotedText.ReplaceAllString(f.Text, `""`), -1) {
		name := strings.ToUpper(m[1])
		for _, prefix := range []string{"_XLFN.", "_XLWS."} {
			name = strings.TrimPrefix(name, prefix)
		}
		if slices.Contains(newer, name) {
			out.Errorf("function-new", at, "请改用老的写法，如 IFS 改成 IF，XLOOKUP 改成 INDEX 和 MATCH。", "函数 %s 是 Excel 2010 以后才有的，Excel 2010 和老的 WPS 会显示 #NAME?", name)
		}
	}
	return out
}

// common are fonts that Windows, WPS, Kylin and UOS have or replace with look-alikes.
var common = strings.Fields(`
	宋体 黑体 楷体 仿宋 楷体_GB2312 仿宋_GB2312 新宋体 微软雅黑 等线 隶书 幼圆 华文宋体 华文仿宋 华文楷体 华文中宋 华文细黑
	方正小标宋简体 方正小标宋_GBK 方正仿宋_GBK 方正楷体_GBK 方正黑体_GBK 方正书宋_GBK 思源宋体 思源黑体 文泉驿微米黑
	SimSun NSimSun SimHei KaiTi FangSong Arial Calibri Cambria Tahoma Verdana Symbol Wingdings Helv Courier Times`)

// fonts notes fonts that another computer may lack: lines then break elsewhere.
func fonts(template []byte) (out finding.List) {
	f, err := xlsxedit.Open(template)
	if err != nil {
		return nil // told already
	}
	doc, err := f.XML("xl/styles.xml")
	if err != nil {
		return nil
	}
	var strange []string
	for _, e := range doc.FindElements("//fonts/font/name") {
		name := e.SelectAttrValue("val", "")
		known := slices.Contains(common, strings.Fields(name + " x")[0]) || slices.Contains(common, name)
		if name != "" && !known && !slices.Contains(strange, name) {
			strange = append(strange, name)
		}
	}
	if len(strange) > 0 {
		out.Notef("font-rare", finding.Place{}, "能换的换成宋体、黑体、仿宋、楷体。", "模板用了不常见的字体：%s。没有装的电脑会换成别的字体，行高和换行会变", strings.Join(strange, "、"))
	}
	return out
}
