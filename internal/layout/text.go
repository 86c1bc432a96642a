package layout

import (
	"cmp"
	"strings"

	"ysgk/internal/pattern"
)

// SameHead says whether two headers are the same, whatever year they name.
func SameHead(a, b string) bool {
	return Key(YearWords.ReplaceAllString(a, "")) == Key(YearWords.ReplaceAllString(b, ""))
}

// OwnerName is a header that names whose money stands below it, not which.
var OwnerName = pattern.Of(`^(本?单位|部门|本级)$`)

// AmongWhich says whether a header names parts of the column before it.
func AmongWhich(head string) bool { return strings.HasPrefix(head, "其中") }

// RestHead is the header of a column of all that the columns beside it leave.
var RestHead = pattern.Of(`^(单位)?其他(各?[类项])?(财政)?(资金|收入|支出|来源|经费|安排|拨款|预算|结转|结余)*$`)

var (
	CodeWords = pattern.Of(`编码|代码|编号`)
	JustCode  = pattern.Of(`^(科目)?(编码|代码|名称)(及|和|与)?(名称)?$|科目(编码|代码|名称)?(及|和|与)?(名称)?$`)
	Notes     = pattern.Of(`备注|说明|简介|依据|原因|理由`)
)

var (
	Sorting    = pattern.Of(`[（(](按|分)[^（）()]*[）)]`)
	PlainWords = pattern.Of(`综合|对比|比较|财务|汇总?|整体|总体|结构|科目|类别|统计|分类|类|本级|编制|公开|附`)
)

// AllDigits says whether a text is a number without a sign, as codes are.
func AllDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// Placeholder says whether a text only shows that something stands there: …, XX, 二、…, 2** for a code.
func Placeholder(text string) bool {
	return text != "" && (strings.Trim(text, "….·Xx×*○") == "" || halfCode.MatchString(text) || bareNumber.MatchString(text))
}

var bareNumber = pattern.Of(`^([一二三四五六七八九十]{1,3}[、.．][….·XxＸ×○*]*|[(（][一二三四五六七八九十\d]{1,3}[)）][….·XxＸ×○*]+|\d{1,2}[、.．][….·XxＸ×○*]+)[；;。]?$`)

var halfCode = pattern.Of(`^\d{1,5}[XxＸ×*○]{2,}$`)

const somebody = `(?:(?:[XＸ×○*]{2,}|某某)(?:自治)?[省市县区旗州盟])*([XＸ×○*]{2,}|某某)(?:单位|部门|局|委|办|厅|院|馆|会|中心|[（(](?:单位|部门)(?:名称)?[)）])|[（(](部门|单位|预算单位|填报单位)(名称)?[)）]`

var (
	// Named is a label that waits for the name of the department.
	Named = pattern.Of(`^(.*?)((?:编制|填报|公开|预算)?(?:部门|单位)(?:[(（](?:单位|部门)[)）])?(?:(?:编码|代码|编号)[及和与、/])?(?:名称|全称)?(?:[(（](?:加?盖章?|公章|盖公章|签章|章)[)）])?[:：])\s*([^:：]{0,30})$`)
	// Measures are what things are counted in behind 单位：, which is no name.
	Measures = pattern.Of(`^[(（]?([辆台套件个人次批间座]|[(（]套[)）]|平方米|㎡|万?元|公里|[、，,/和及\s])+[)）]?$`)
	// Somebody stands for the department in a sentence of a blank form.
	Somebody = pattern.Of(somebody)
	// Somewhere is the place in front of such a department.
	Somewhere = pattern.Of(`^(?:(?:[XＸ×○*]{2,}|某某)(?:自治)?[省市县区旗州盟])+`)
	// OfSomebody is the beginning of a title with somebody.
	OfSomebody = pattern.Of(`^((?:\{\{年度\}\}年(?:度)?)?)[XＸ×○*]{2,}(?:单位|部门|局|委|办|厅|院|馆|会|中心)`)
	// nobody stands for a name in a blank form.
	Nobody = pattern.Of(`[XＸ×○*]{2,}|某某|某(单位|部门|项目)`)
)

// WithoutSomebody is a title of a blank form without what stands for the department, nor the place in front of it:
// 霍山县××局2027年部门收支总表.
func WithoutSomebody(title string) string { return placed.ReplaceAllString(Tight(title), "") }

var placed = pattern.Of(`(?:[^\d年\s]{1,8}?(?:自治)?[省市县区旗州盟])*(?:` + somebody + `)`)

// Clip is the beginning of a text, to be quoted.
func Clip(text string) string {
	r := []rune(strings.TrimSpace(text))
	if len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return string(r)
}

// NotName is what names of views and columns leave out, since tags and rules use it.
var NotName = pattern.Of(`[\s.@\[\]{}|/:：,，"“”'（）()=+*…、]+`)

// ViewName is a name from the title of a table.
func ViewName(title string) string {
	name := NotName.ReplaceAllString(YearWords.ReplaceAllString(Brackets.ReplaceAllString(WithoutSomebody(title), ""), ""), "")
	return cmp.Or(strings.TrimPrefix(name, "年"), "表")
}

// Brackets is what a text says in brackets.
var Brackets = pattern.Of(`[（(][^（）()]*[）)]`)

// signs are taken out before texts are compared.
var signs = strings.NewReplacer("“", "", "”", "", "\"", "", "(", "", ")", "", "（", "", "）", "", "、", "", "，", "", ",", "", "：", "", ":", "", "-", "", "—", "", "/", "", "《", "", "》", "", ".", "")

// Key is what is compared of a text.
func Key(text string) string { return signs.Replace(Tight(text)) }
