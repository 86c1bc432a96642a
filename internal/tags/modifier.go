package tags

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
)

// Word is a word of the language of tags, for those who design templates.
type Word struct {
	Name    string
	Does    string // one line
	Example string // a text with it
}

// modifier is what may stand behind | in a tag. It changes how the one value
// prints, or what becomes of the row or paragraph that it stands in.
type modifier struct {
	Word
	on    []Kind // what it changes; anything if empty
	apply func(*Part)
}

// Kind is what sort of value a tag prints.
type Kind uint8

// The kinds.
const (
	Text  Kind = iota
	Money      // an amount of 元
	Ratio      // a number without a unit, such as a share
	Count      // a serial number
)

func (k Kind) String() string { return [...]string{"文字", "金额", "比例", "序号"}[k] }

// modifiers are those of every pack; units are the pack's.
var modifiers = []modifier{
	{Word{sampleName, "照这个样子写数：有逗号就用千分位，小数点后几位就印几位", "{{部门名称}}支出{{支出总表[合计].合计|1,234.56}}万元"}, []Kind{Money, Ratio}, nil},
	{Word{dateName, "照这个样子写日期；也能写 2026年01月20日、2026年1月、2026/1/20、二〇二六年一月二十日；录入里不是日期的照原样印", "编制日期：{{编制日期|2026年1月20日}}"}, []Kind{Text}, nil},
	{Word{yearName, "照这个样子写年度，“年”写不写在样子里都行；也能写 二○二六、二零二六、二 〇 二 六、26年、二六年", "{{年度|二〇二六}}年部门收支总表"}, []Kind{Text}, nil},
	{Word{"百分比", "比例印成百分数，两位小数；要别的位数写成样子，如 |12.3%", "占{{人员经费占比|百分比}}"}, []Kind{Ratio}, func(p *Part) { p.Look.Shaped, p.Look.Shape = true, numfmt.Shape{Places: 2, Percent: true} }},
	{Word{shareName, "金额占同一视图合计的比例，印成百分数，两位小数；要别的位数再写样子，如 |12.3%", "{{支出总表@类.科目名称}}占{{支出总表@类.合计|占合计}}"}, []Kind{Money}, func(p *Part) {
		p.Share, p.Opaque, p.Kind = true, true, Ratio
		p.Look.Shaped, p.Look.Shape = true, numfmt.Shape{Places: 2, Percent: true}
	}},
	{Word{lessWord + "上年", "同一条记录里，比“上年”这一列多多少，少的是负数；别的列写它的名称，如 |比基本支出；前面写样子的，两个数先照样子取整再减", "{{支出按类@类.合计|比上年|增减}}{{支出按类@类.合计|比上年|绝对值|1,234.56}}万元，多 {{支出按类@类.合计|比上年}}"}, []Kind{Money}, nil},
	{Word{partWord + "上年", "同一条记录里，占“上年”这一列的比例，那一列是零的印 0；写在“比上年”后面，就是增长率，比的两个数先照样子取整的，也用取整的数算", "增长{{支出按类@类.合计|比上年|占上年}}"}, []Kind{Money}, nil},
	{Word{"中文大写", "金额印成大写：壹仟贰佰元整（总是元角分）", "{{支出总表[合计].合计|中文大写}}"}, []Kind{Money}, func(p *Part) { p.Look.Capital = true }},
	{Word{"中文数字", "序号印成一、二、三；顿号和括号写在标签外面", "{{支出总表@类.序号|中文数字}}、{{支出总表@类.科目名称}}"}, []Kind{Count}, func(p *Part) { p.Look.Numeral = true }},
	{Word{"整零", "句子里的数是零时印 0，不印 0.00；百分数印 0%", "占{{人员经费占比|百分比|整零}}"}, []Kind{Money, Ratio}, func(p *Part) { p.Look.Bare = true }},
	{Word{"去零", "句子里的数，小数末尾的零不印：92000.00 印 92000，1241952.50 印 1241952.5", "收入总计{{收入总表.合计|1234.56|去零}}元"}, []Kind{Money, Ratio}, func(p *Part) { p.Look.Trimmed = true }},
	{Word{"绝对值", "句子里的数不带负号，和“增减”“升降”一起用", "比上年{{支出增减|增减}}{{支出增减|绝对值}}万元"}, []Kind{Money, Ratio}, func(p *Part) { p.Look.Unsigned = true }},
	{Word{"增减", "不印数，按正负印 增加、减少，零印 持平", "比上年{{支出增减|增减}}"}, []Kind{Money, Ratio}, func(p *Part) { p.Look.Sign = [3]string{"减少", "持平", "增加"} }},
	{Word{"升降", "不印数，按正负印 增长、下降，零印 持平", "{{支出增减率|升降}}{{支出增减率|绝对值|百分比}}"}, []Kind{Money, Ratio}, func(p *Part) { p.Look.Sign = [3]string{"下降", "持平", "增长"} }},
	{Word{turnName, "不印数，按正负印写的两个词（前面的是多，后面的是少，各不超过四个字），零印 持平", "{{支出增减率|上升/下降}}{{支出增减率|绝对值|百分比}}"}, []Kind{Money, Ratio}, nil},
	{Word{roomName, "录入里没有填的，印这个记号，填表时指出来；也能写 XX、____、……", "主要原因是{{三公经费增减原因|××}}。"}, []Kind{Text}, nil},
	{Word{joinName, "各条连成一句，用顿号隔开，不重复这一行（段）；相同的印一次，金额全是零的不印；不写层级的，是最下一级的各条", "包括{{支出总表@类.科目名称|顿号}}"}, []Kind{Text}, func(p *Part) { p.Join = true }},
	{Word{"印零", "金额为零时印 0，否则空着", "{{支出总表.合计|印零}}"}, []Kind{Money, Ratio}, func(p *Part) { p.Zero = true }},
	{Word{"照填", "填了 0 的印 0，没有填的空着", "{{绩效项目.年度中央|照填}}"}, []Kind{Money}, func(p *Part) { p.Given = true }},
	{Word{AsNumber, "文字是数的（车辆实有数、数量），单独一格时存成数，公式能加；不是数的照原样印", "{{车辆实有数|数}}"}, []Kind{Text}, func(p *Part) { p.Figure = true }},
	{Word{"缩进", "每低一级，向右缩进一个字（单元格的缩进，不加空格）", "{{支出总表.科目名称|缩进}}"}, []Kind{Text}, func(p *Part) { p.Indent = true }},
	{Word{"仅本级", "与上级那一行相同的不印，如款那一行不再印类码", "{{支出总表.类码|仅本级}}"}, []Kind{Text}, func(p *Part) { p.Own = true }},
	{Word{WithoutSpending, "名称末尾的“支出”不印：社会保障和就业支出 印 社会保障和就业", "{{支出总表@类.科目名称|去支出}}（类）"}, []Kind{Text}, func(p *Part) { p.Short = true }},
	{Word{"合并", "上下相同的格子并成一个", "{{绩效指标.一级指标|合并}}"}, nil, func(p *Part) { p.Merge = true }},
	{Word{"印一次", "上下相同的只在第一格印，下面的空着，不合并", "{{绩效指标.一级指标|印一次}}"}, nil, func(p *Part) { p.Merge, p.Once = true, true }},
	{Word{"每行", "属于一个项目的清单有几行，项目自己的名称、金额每一行都印，不只印在第一行", "{{绩效项目.项目名称|每行}}"}, nil, func(p *Part) { p.Every = true }},
	{Word{silentName, "什么也不印，只让这一行跟着清单：写在清单下面一行的文字后面，层级写合计，这一行就紧接清单的最后一条，清单有几条都是", "二、年终结转结余{{支出按类@合计.合计|不印}}"}, nil, func(p *Part) { p.Silent, p.Kind = true, Text }},
	{Word{pageBreak, "每条记录另起一页；写在这条记录的一个标签里就行", "{{绩效项目.项目名称|另起一页}}"}, nil, func(p *Part) { p.Breaks = true }},
	{Word{"零行不印", "这一行的金额全是零时，整行不印", "{{三公经费[30212].合计|零行不印}}"}, []Kind{Money, Ratio}, func(p *Part) { p.Hides = true }},
}

// modifiers are all that may stand behind |: units first.
func (s Schema) modifiers() (out []modifier) {
	for _, u := range s.MoneyUnits().All() {
		out = append(out, inUnit(u))
	}
	return append(out, modifiers...)
}

// inUnit is the modifier that asks for a unit.
func inUnit(u money.Unit) modifier {
	return modifier{Word{u.Name, "金额用" + u.Name, "{{支出总表.合计|" + u.Name + "}}"}, []Kind{Money}, func(p *Part) { p.Unit = u }}
}

// pageBreak is the modifier for records that begin on a new page.
const pageBreak = "另起一页"

// silentName is the modifier for a fixed line that follows a list.
const silentName = "不印"

// Repeats says whether a text has a tag for which its row repeats: one of a level, and neither of a list within the text
// nor of names that stand in one.
func Repeats(text string) bool {
	within := 0
	for _, s := range Parse(text) {
		switch t := s.Tag; {
		case t == nil:
		case t.Role == Each:
			within = 1
		case within > 0 && (t.Role == IfAny || t.Role == IfNone):
			within++
		case within > 0 && t.Role == Ends:
			within--
		case within == 0 && t.Level != "" && !slices.Contains(t.Modifiers, joinName):
			return true
		}
	}
	return false
}

// joinName is the modifier for the names of a list in one text.
const joinName = "顿号"

// Silent says whether a text has a tag by which its line follows a list, however it is written.
func Silent(text string) bool {
	return slices.ContainsFunc(Parse(text), func(s Segment) bool { return s.Tag != nil && slices.Contains(s.Tag.Modifiers, silentName) })
}

// WithoutSpending is the modifier for a name of a class without the word that it ends in, and spending is that word.
const (
	WithoutSpending = "去支出"
	spending        = "支出"
)

// shareName is the modifier for an amount as a part of the total.
const shareName = "占合计"

// AsNumber is the modifier for a text that a cell holds as a number if it reads as one.
const AsNumber = "数"

// figure is a text that reads as a number and as nothing else: a code such as 02 is none.
var figure = pattern.Of(`^-?(0|[1-9]\d{0,14}|[1-9]\d{0,2}(,\d{3}){1,4})(\.\d{1,6})?$`)

// Figure reads a text as a number.
func Figure(text string) (decimal.Decimal, bool) {
	if !figure.MatchString(text) {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
	return n, err == nil
}

// lessWord and partWord begin the modifiers that name another column of the same record.
const (
	lessWord = "比"
	partWord = "占"
)

// sampleName stands for all samples of how to write a number.
const sampleName = "1,234.56"

// dateName stands for all samples of how to write a date.
const dateName = "2026年1月20日"

// yearName stands for all samples of how to write a year.
const yearName = "二〇二六"

// turnName stands for all pairs of words for more and for less.
const turnName = "上升/下降"

// roomName stands for all signs that may be printed in the place of a text that nobody entered.
const roomName = "××"

// roomSigns are such signs.
var roomSigns = pattern.Of(`^([XxＸ×○*_＿]{2,}|…+)$`)

// turn is a pair of words for more and for less.
var turn = pattern.Of(`^(\p{Han}{1,4})/(\p{Han}{1,4})$`)

// Modifiers lists all that may stand behind | in a tag, in the order of the manual.
func (s Schema) Modifiers() (words []Word) {
	for _, m := range s.modifiers() {
		words = append(words, m.Word)
	}
	return words
}

// Marks lists the tags that print no value of their own.
func Marks() []Word {
	return []Word{
		{words[IfAny], "金额不是零（文字不是空）时，到 {{完}} 为止的话才印；写在同一格里", "{{如有 三公经费[合计].合计}}其中“三公”经费{{三公经费[合计].合计}}万元。{{完}}"},
		{words[IfNone], "金额是零（文字是空）时，到 {{完}} 为止的话才印", "{{如无 三公经费[合计].合计}}没有安排“三公”经费。{{完}}"},
		{words[Each], "到 {{完}} 为止的话，每条有金额的记录各印一遍，连成一句；中间印分号，要别的标点写 |、 或 |，，一条一行的写 |换行，什么也没有的写 |连写", "{{逐条 支出按类@类}}{{支出按类@类.科目名称}}{{支出按类@类.合计|1,234.56}}万元{{完}}。"},
		{words[Ends], "结束前面的“如有”“如无”或“逐条”", "{{如有 三公经费[合计].合计}}…{{完}}"},
		{words[BlockBegins], "从这一行起，到 {{块完}} 那一行为止，整块按每条记录重复；可以再写 |另起一页", "{{块 绩效项目|另起一页}}"},
		{words[BlockEnds], "结束前面的“块”；不写时，到这个视图和属于它的清单的最后一行为止", "{{块完}}"},
		{words[PlacesSheet], "只在 Word 模板里：把填好的一张公开表放在这里；每条记录一张的表，写它的视图，各放一张", "{{表 表一}}"},
		{EmptyNote, "表里没有数据时才印的一行说明", "{{空表注}}"},
	}
}

// modifier finds a modifier by what stands behind |, nil if there is none.
func (s Schema) modifier(text string) *modifier {
	if shape, ok := numfmt.ShapeOf(text); ok {
		on := []Kind{Money, Ratio}
		if shape.Percent {
			on = []Kind{Ratio}
		}
		return &modifier{Word: Word{Name: text}, on: on, apply: func(p *Part) { p.Look.Shaped, p.Look.Shape = true, shape }}
	}
	if day, ok := numfmt.DayOf(text); ok {
		return &modifier{Word: Word{Name: text}, on: []Kind{Text}, apply: func(p *Part) { p.Look.Day = day }}
	}
	if m := turn.FindStringSubmatch(text); m != nil {
		return &modifier{Word: Word{Name: text}, on: []Kind{Money, Ratio}, apply: func(p *Part) { p.Look.Sign = [3]string{m[2], "持平", m[1]} }}
	}
	if roomSigns.MatchString(text) {
		return &modifier{Word: Word{Name: text}, on: []Kind{Text}, apply: func(p *Part) { p.Room = text }}
	}
	if u, ok := s.MoneyUnits().Named(text); ok {
		m := inUnit(u)
		return &m
	}
	if i := slices.IndexFunc(modifiers, func(m modifier) bool { return m.Name == text && m.apply != nil }); i >= 0 {
		return &modifiers[i]
	}
	return nil
}

// fits says whether a modifier can change such a value.
func (m *modifier) fits(k Kind) bool { return len(m.on) == 0 || slices.Contains(m.on, k) }

// sorts names what a modifier is for.
func (m *modifier) sorts() string {
	var names []string
	for _, k := range m.on {
		names = append(names, k.String())
	}
	return strings.Join(names, "和")
}

func (s Schema) modifierNames() (names []string) {
	for _, m := range s.modifiers() {
		names = append(names, m.Name)
	}
	return names
}
