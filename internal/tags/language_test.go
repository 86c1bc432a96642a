package tags_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

func TestTagsSayInATextWhatTheyStandFor(t *testing.T) {
	d := data()
	d.Lists["总额"].Records[0].Amounts[0] = 123456789055 // 1234567890.55 元
	for _, c := range []struct{ text, want string }{
		{"没有标签 { }", "没有标签 { }"},
		{"{{年度}}年 ｛｛部门名称｝｝：{{空表注}}", "2026年 某局：注：本表无数据"},
		{"{{块 项目}}{{备注}}{{块完}}", ""},
		// Numbers are rounded half away from zero.
		{"收入{{总额.本年}}万元", "收入123456.79万元"},
		{"收入{{总额.本年|1,234.56}}万元", "收入123,456.79万元"},
		{"收入{{总额.本年|元|1,234.56}}元", "收入1,234,567,890.55元"},
		{"收入{{总额.本年｜元｜1，234.5}}元", "收入1,234,567,890.6元"},
		{"收入{{总额.本年|元|1234}}元", "收入1234567891元"},
		{"收入{{总额.本年|亿元|1.1234}}亿元", "收入12.3457亿元"},
		{"人均{{人均|元|1,234.56}}元", "人均12,345,678.91元"},
		{"人均{{人均}}万元", "人均1234.57万元"},
		{"占{{占比|百分比}}", "占12.35%"},
		{"占{{占比|12.3%}}，即{{占比|1.234}}", "占12.3%，即0.123"},
		{"没有的{{无}}", "没有的0.00"},
		{"印零{{无|印零}}", "印零0.00"},
		// Zero, signs and words of sentences.
		{"{{无|整零}}、{{总额.本年|整零}}", "0、123456.79"},
		{"{{零占比|百分比|整零}}、{{占比|整零|百分比}}", "0%、12.35%"},
		{"{{无|增减}}、{{总额.本年|增减}}、{{少|增减}}{{少|绝对值}}", "持平、增加、减少18.80"},
		{"{{降|升降}}{{降|绝对值|百分比}}，{{占比|升降}}", "下降3.57%，增长"},
		{"{{降|增幅/降幅}}{{降|绝对值|百分比}}，{{占比|上升/下降}}", "降幅3.57%，上升"},
		{"{{支出[20102].合计|占合计}}、{{支出[205].合计|占合计|整零}}、{{支出[204].合计|占合计|12.3%}}", "28.57%、0%、57.1%"},
		// All records in one text, those without money left out, each name once.
		{"{{支出@类.名称|顿号}}", "一般、公安"},
		{"{{支出.名称|顿号}}等", "人大、政协、武警等"},
		{"{{如有 指标.名称|顿号}}有{{指标.名称|顿号}}{{完}}", "有甲一、乙一、甲二"},
		{"{{逐条 支出@类}}{{支出@类.名称}}{{支出@类.合计}}万元，占{{支出@类.合计|占合计}}{{完}}。", "一般3.00万元，占42.86%；公安4.00万元，占57.14%。"},
		{"{{逐条 指标@指标|、}}（{{指标@指标.名称}}）{{完}}", "（甲一）、（乙一）、（甲二）"},
		{"{{逐条 支出@款|，}}{{年度}}{{支出.名称}}{{完}}{{如无 备注}}。{{完}}", "2026人大，2026政协，2026武警。"},
		{"｛｛逐条　支出＠类｜、}}{{支出@类.名称}}{{完}}{{逐条 支出@类}}{{完}}", "一般、公安"},
		// Amounts against another column of their record, and noughts behind a point.
		{"{{支出[201].合计|比基本|增减}}{{支出[201].合计|比基本|绝对值}}，{{支出[201].合计|比基本|占基本}}", "增加1.50，100.00%"},
		{"{{支出[201].基本|比合计|增减}}{{支出[201].基本|比合计|绝对值|1.2}}，{{支出[201].基本|占合计}}，{{支出[205].合计|占基本}}", "减少1.5，42.86%，0.00%"},
		{"{{逐条 支出@款}}{{支出@款.名称}}{{如有 支出@款.合计|比基本}}多{{支出@款.合计|比基本|元|1234.56|去零}}{{完}}{{如无 支出@款.合计|比合计}}平{{完}}{{完}}。", "人大多5000平；政协多10000平；武警多20000平。"},
		{"{{支出[20101].合计|比基本|1234}}、{{支出[20101].合计|1234|比基本|1.2}}、{{如有 支出[20101].合计|1234|比基本|占基本}}有{{完}}{{如无 零占比|12.3%}}无{{完}}", "1、0.0、无"}, // 1 less 0.5, and as both are printed
		{"{{占比|12.3%|去零}}、{{占比|去零|12.34%}}、{{零占比|12.3%|去零}}、{{支出[201].合计|占基本|12.3%|去零}}、{{支出[201].合计|去零}}、{{少|去零}}", "12.3%、12.35%、0%、200%、3、-18.8"},
		{"{{逐条 支出@类|，}}{{如有 支出@类.合计|比基本|1}}{{支出@类.名称}}{{完}}{{如无 支出@类.编码}}无{{完}}{{完}}。{{逐条 支出@款|连写}}{{支出@款.连续序号}}、{{支出@款.名称}}。{{完}}", "一般，公安。1、人大。2、政协。3、武警。"},
		{"{{总额.本年|1234.56|去零}}、{{总额.本年|元|1234.56|去零}}、{{少|元|1234.56|去零}}", "123456.79、1234567890.55、-188000"},
		// Records by their keys, by their place, and added up.
		{"{{逐条 支出@类|换行}}（{{支出@类.连续序号|中文数字}}）{{支出@类.名称}}{{完}}", "（一）一般\n（二）公安"},
		{"{{逐条 支出@类|换行}}{{支出@类.序号}}.{{支出@类.名称}}{{完}}", "1.一般\n2.公安"},
		{"{{支出[201].合计}}+{{支出[204].基本}}", "3.00+2.00"},
		{"{{支出[201、204].合计}}", "7.00"},
		{"{{支出[999].合计}}和{{支出[999].名称}}", "0.00和"},
		{"{{支出[20102].名称}}", "政协"},
		{"{{支出[合计].合计|元|中文大写}}", "柒万元整"},
		// Conditions.
		{"共{{总额.本年|亿元|1.1}}亿元{{如有 支出[204].合计}}，公安{{支出[204].合计}}{{完}}{{如无 支出[204].合计}}，没有公安{{完}}。", "共12.3亿元，公安4.00。"},
		{"{{如有 支出[205].合计}}有{{完}}{{如无 支出[205].合计}}没有{{完}}教育", "没有教育"},
		{"｛｛如有　无}}有｛｛完｝｝{{如有 部门名称}}{{部门名称}}{{完}}{{如无 备注}}。{{完}}", "某局。"},
		{"原因是{{备注|××}}、{{备注|____}}、{{部门名称|XX}}{{如有 备注|××}}有{{完}}", "原因是××、____、某局"},
		{"{{如有 占比}}占{{占比|1.2}}{{完}}{{如无 占比|百分比}}不占{{完}}", "占0.1"},
	} {
		if got := say(t, c.text, d); got != c.want {
			t.Errorf("%s says %q, want %q", c.text, got, c.want)
		}
	}
	d.Lists["指标"].Records[2].Texts[0] = ""
	if got := say(t, "{{逐条 指标@指标|、}}（{{指标@指标.名称}}）{{完}}，{{逐条 指标@指标|、}}某{{完}}", d); got != "（甲一）、（甲二），某、某、某" {
		t.Error(got)
	}
	d.Lists["总额"].Records[0].Amounts[0] = -123456789055
	if got := say(t, "余{{总额.本年|元|1,234.56}}元", d); got != "余-1,234,567,890.55元" {
		t.Error(got)
	}
}

// Who fills in a reason ends it with a full stop as often as not, and so does who writes the template.
func TestATypedStopDoesNotStandBeforeThatOfTheTemplate(t *testing.T) {
	d := data()
	d.Scalars["备注"] = "车辆减少。"
	d.Lists["指标"].Records[1].Texts[0] = "甲一；"
	d.Lists["指标"].Records[3].Texts[0] = "甲二。"
	for text, want := range map[string]string{
		"原因是{{备注}}。":                       "原因是车辆减少。",
		"原因是{{备注}}，其中":                     "原因是车辆减少，其中",
		"原因是{{备注}}{{如有 备注}}；{{完}}其中":       "原因是车辆减少；其中",
		"原因是{{备注}}":                        "原因是车辆减少。",
		"原因是{{备注}}其中":                      "原因是车辆减少。其中",
		"（{{备注}}）。":                        "（车辆减少。）。",
		"{{逐条 指标@指标}}{{指标@指标.名称}}{{完}}。":   "甲一；乙一；甲二。",
		"{{逐条 指标@指标|换行}}{{指标@指标.名称}}{{完}}": "甲一；\n乙一\n甲二。",
		"{{指标.名称|顿号}}等":                    "甲一、乙一、甲二。等",
		"{{指标.名称|顿号}}。":                    "甲一、乙一、甲二。",
	} {
		if got := say(t, text, d); got != want {
			t.Errorf("%s says %q, want %q", text, got, want)
		}
	}
}

func TestTagsMeanTheRecordOfTheirPlace(t *testing.T) {
	v := &tags.Values{Data: data()}
	text := "{{支出.编码}}{{支出@款.名称}} {{支出.合计}} {{支出.类码|仅本级}}"
	for record, want := range map[int]string{0: "合计 7.00 ", 1: "201一般 3.00 201", 2: "20101人大 1.00 ", 5: "20401武警 4.00 ", -1: " 0.00 "} {
		if got := v.Text(read(t, text, ""), in(record)); got != want {
			t.Errorf("record %d says %q, want %q", record, got, want)
		}
	}
	within := tags.Scope{List: "指标", Record: 3, Around: &tags.Scope{List: "项目", Record: 1}}
	if got := v.Text(read(t, "{{项目.名称}}（{{项目.资金}}）：{{指标.名称}}，{{总额.本年}}", ""), within); got != "甲（2.00）：甲二，7.00" {
		t.Error(got)
	}
	if got := v.Text(read(t, "{{支出.名称}}", ""), within); got != "" {
		t.Errorf("a record of no list in sight says %q", got)
	}
}

func TestWhatIsForOneRecordSeesItsPartOfTheData(t *testing.T) {
	d := data().Of(schema, "项目", 1)
	parts := read(t, "{{项目.名称}} {{项目.资金}}", "项目")
	if p := parts[0]; !p.Bound || p.Row {
		t.Errorf("%+v is not bound", p)
	}
	if got := (&tags.Values{Data: d}).Text(parts, nowhere); got != "甲 2.00" {
		t.Error(got)
	}
	var names []string
	for _, r := range d.Lists["指标"].Records {
		names = append(names, r.Texts[0])
	}
	if !slices.Equal(names, []string{"", "甲一", "甲二"}) || d.Lists["指标"].Whole(2) != 3 || d.Lists["支出"].Whole(2) != 2 {
		t.Errorf("甲 has %q", names)
	}
	if len(data().Lists["指标"].Records) != 4 || d.Lists["指标"].Empty() || !data().Of(schema, "项目", 0).Lists["指标"].Empty() {
		t.Error("the whole has changed")
	}
}

func TestATagSaysForWhichListItRepeats(t *testing.T) {
	for text, want := range map[string]struct {
		list  string
		level int
		row   bool
	}{
		"{{支出.名称}}": {"支出", -1, true}, "{{支出@款.合计}}": {"支出", 2, true}, "{{如有 支出@类.合计}}": {"支出", 1, true},
		"{{支出[201].合计}}": {"支出", -1, false}, "{{总额.本年}}": {"总额", -1, false}, "{{年度}}": {"", -1, false}, "{{块 项目}}": {"项目", -1, false},
	} {
		p, err := schema.Resolve(tags.Parse(text)[0].Tag, "")
		if err != nil || p.List != want.list || p.Level != want.level || p.Row != want.row {
			t.Errorf("%s: %+v, %v", text, p, err)
		}
	}
}

func TestANumberAloneHasAUnitAndAFormat(t *testing.T) {
	v := &tags.Values{Data: data()}
	for text, want := range map[string]struct {
		number, format string
		exponent       int32
		blank, numeric bool
	}{
		"{{总额.本年}}":               {"7", "", 4, false, true},
		"{{总额.本年|元|1,234.5}}":     {"70000", "#,##0.0", 0, false, true},
		"{{总额.本年|亿元|1}}":          {"0.0007", "0", 8, false, true},
		"{{占比|12.3%}}":            {"0.12345", "0.0%", 4, false, true},
		"{{无}}":                   {"0", "", 4, true, true},
		"{{无|印零|1,234}}":          {"0", "#,##0", 4, false, true},
		"{{总额.本年|中文大写}}":          {"7", "", 4, false, false},
		"{{支出[205].合计}}":          {"0", "", 4, true, true},
		"{{支出[205].合计|印零|12.00}}": {"0", "0.00", 4, false, true},
	} {
		p := read(t, text, "")[0]
		got := v.Of(&p, nowhere)
		if got.Number.String() != want.number || p.Look.Format() != want.format || v.Data.UnitOf(&p).Power != want.exponent || got.Blank != want.blank || p.Numeric() != want.numeric {
			t.Errorf("%s: %+v of %+v", text, got, p)
		}
	}
	p := read(t, "{{支出[20102].名称}}", "")[0]
	if got := v.Of(&p, nowhere); got.Kind != tags.Text || got.Text != "政协" || p.Numeric() {
		t.Errorf("%+v", got)
	}
}

func TestSerialNumbersCountWhatIsPrinted(t *testing.T) {
	numbers := func(v *tags.Values, text string) (out []string) {
		p := read(t, text, "")
		for i := range v.Data.Lists[p[0].List].Records {
			out = append(out, v.Text(p, tags.Scope{List: p[0].List, Record: i}))
		}
		return out
	}
	all := func() *tags.Values { return &tags.Values{Data: data()} }
	some := func() *tags.Values { // without 201 and 20102; the total stands at the bottom
		return &tags.Values{Data: data(), Places: map[string][]int{"支出": {9, 0, 3, 0, 5, 6, 7}}}
	}
	leaves := func() *tags.Values {
		return &tags.Values{Data: data(), Places: map[string][]int{"支出": {1, 0, 2, 3, 0, 4, 0}}}
	}
	apart := func() *tags.Values { return &tags.Values{Data: data(), Apart: true} }
	for _, c := range []struct {
		v    *tags.Values
		text string
		want string
	}{
		{all(), "{{支出.序号}}", "1 1 1 2 2 1 3"}, {all(), "{{支出.连续序号}}", "1 1 1 2 2 3 3"}, {all(), "{{支出.行次}}", "1 2 3 4 5 6 7"},
		{all(), "{{支出.序号|中文数字}}", "一 一 一 二 二 一 三"},
		{some(), "{{支出.序号}}", "1 0 1 0 1 1 2"}, {some(), "{{支出.连续序号}}", "1 0 1 0 1 2 2"}, {some(), "{{支出.行次}}", "5 0 1 0 2 3 4"},
		{leaves(), "{{支出.序号}}", "1 0 1 2 0 3 0"},
		{all(), "{{指标.序号}}", "1 1 2 3"}, {apart(), "{{指标.序号}}", "1 1 1 2"}, {apart(), "{{指标.连续序号}}", "1 1 2 3"},
	} {
		if got := strings.Join(numbers(c.v, c.text), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
	long := &tags.List{Records: []tags.Record{{Parent: -1}}}
	for range 112 {
		long.Records = append(long.Records, tags.Record{Level: 1})
	}
	d := data()
	d.Lists["支出"] = long
	got := numbers(&tags.Values{Data: d}, "{{支出@类.序号|中文数字}}")
	for n, want := range map[int]string{10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十", 112: "一百一十二"} {
		if got[n] != want {
			t.Errorf("%d is %s, want %s", n, got[n], want)
		}
	}
}

func TestNamesAreIndentedBelowWhatStandsAtTheEdge(t *testing.T) {
	v := &tags.Values{Data: data()}
	p := read(t, "{{支出.名称|缩进}}", "")[0]
	for record, want := range map[int]int{0: 0, 1: 0, 2: 1, 4: 0, 5: 1, -1: 0} {
		if got := v.Steps(&p, in(record)); got != want {
			t.Errorf("record %d is indented by %d, want %d", record, got, want)
		}
	}
}

func TestWhatBecomesOfTheRowIsSaidByATag(t *testing.T) {
	p := read(t, "{{支出.合计|合并|零行不印|另起一页}}", "")[0]
	if !p.Merge || !p.Hides || !p.Breaks || !p.Amount || p.Own || p.Indent || p.Zero {
		t.Errorf("%+v", p)
	}
	if p := read(t, "{{支出[合计].合计|中文大写}}", "")[0]; p.Amount || p.Numeric() {
		t.Errorf("%+v is written in digits", p)
	}
	if p := read(t, "{{支出.类码}}", "")[0]; p.Cut.Code != "编码" || p.Cut.To != 3 || p.Amount || p.Field != "类码" {
		t.Errorf("%+v", p)
	}
}

func TestTwoTagsShowTheSameOnlyInTheSameUnit(t *testing.T) {
	is := read(t, "{{支出.合计|印零}}", "")[0]
	for text, want := range map[string]bool{
		"{{支出@类.合计|1,234.56}}": true, "{{支出.合计|元}}": false, "{{支出.基本}}": false, "{{支出.编码}}": false, "{{总额.本年}}": false,
	} {
		if p := read(t, text, "")[0]; p.Same(&is) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

func TestWhatDependsOnConditionsIsOpaqueToWhoReadsItBack(t *testing.T) {
	var got []string
	for _, p := range tags.Outline(read(t, "甲{{块 项目}}{{年度}}{{如有 支出.合计}}乙{{支出.名称}}{{完}}丙{{支出.序号}}{{人均}}{{支出.名称}}{{块完}}", "")) {
		switch {
		case p.Opaque:
			got = append(got, "?"+p.Number+p.Serial)
		case p.Tag():
			got = append(got, "{"+p.Scalar+p.Field+"}")
		default:
			got = append(got, p.Text)
		}
	}
	if want := "甲 {年度} ? 丙 ?序号 ?人均 {名称}"; strings.Join(got, " ") != want {
		t.Errorf("%q", got)
	}
}

func TestTextsThatMakeNoSenseAreRefusedInWords(t *testing.T) {
	for text, want := range map[string]string{
		"{{总额.本年|百分比}}":                    "印的是金额，“百分比”只能用于比例",
		"{{年度|1,234.56}}":                  "印的是文字，“1,234.56”只能用于金额和比例",
		"{{占比|万元}}":                        "印的是比例，“万元”只能用于金额",
		"{{总额.本年|12.3%}}":                  "印的是金额，“12.3%”只能用于比例",
		"{{支出@类.名称|中文大写}}":                 "印的是文字，“中文大写”只能用于金额",
		"{{支出[201].名称|缩进}}":                "不在重复的行里，不能用“缩进”",
		"{{支出[201].合计|另起一页}}":              "不在重复的行里，不能用“另起一页”",
		"{{支出[201].序号}}":                   "是序号，只能用在重复的行里",
		"{{支出[201、204].名称}}":               "只能写一个编码",
		"{{部门}}":                           "不认识；是不是“部门名称”？",
		"{{支岀.合计}}":                        "里没有“支岀”这个视图；是不是“支出”？",
		"{{支出.合记}}":                        "里的“合记”不是视图 支出 的列；是不是“合计”？",
		"{{支出@类级.合计}}":                     "里没有“类级”这个层级；是不是“类”？",
		"{{总额.本年|大写}}":                     "里没有“大写”这种修饰；是不是“中文大写”？",
		"{{块 项木}}":                         "里没有“项木”这个视图；是不是“项目”？",
		"{{块 总额}}":                         "只有一个数，不会重复",
		"{{块 项目|合并}}":                      "后面只能写“另起一页”，不能写“合并”",
		"{{如有 总额.本年}}甲":                    "没有结束",
		"甲{{完}}":                           "前面没有",
		"{{如有 占比}}{{如无 占比}}{{完}}{{完}}":     "里面又有一个",
		"{{如有 总额.去年}}{{完}}":                "是不是“本年”？",
		"{{逐条 支出@类}}{{支出.名称}}":             "没有结束",
		"{{逐条 支出@类}}{{支出@款.名称}}{{完}}":      "写在“逐条”里，就要写它的视图和层级",
		"{{逐条 支出@类}}{{支出@类.名称|合并}}{{完}}":   "不能写在“逐条”里",
		"{{逐条 支出@类}}{{逐条 支出@款}}{{完}}{{完}}": "不能写在“逐条”里",
		"{{逐条 支出@类}}{{如有 占比}}{{如无 无}}{{完}}{{完}}{{完}}": "“如有”或“如无”里面又有一个",
		"{{逐条 支出@类}}{{如有 占比}}{{完}}":                   "“逐条”没有结束",
		"{{支出@类.合计|比上年}}":                             "“上年”这一列，它没有这一列金额",
		"{{占比|占上年}}":                                  "不是视图里的金额",
		"{{逐条 支出}}{{支出.名称}}{{完}}":                     "要写明层级，如 {{逐条 支出@款}}",
		"{{逐条 支出@类|元}}{{完}}":                          "只能写一个标点",
		"{{逐条 总额@合计}}{{完}}":                           "只有一个数，没有各条",
		"{{年度":                                        "“{{年度”里的“{{”没有配对的“}}”",
	} {
		var problems finding.List
		schema.Read([]string{text}, "", nil, finding.Place{Sheet: "表"}, &problems)
		if len(problems) == 0 || !strings.Contains(problems[0].Message, want) || problems[0].Hint == "" || problems[0].Place.Sheet != "表" {
			t.Errorf("%s: %v", text, problems)
		}
	}
	if _, err := schema.Resolve(tags.Parse("{{块 项目}}")[0].Tag, "项目"); err == nil {
		t.Error("a block is within the record that the whole is for")
	}
}

// The cases with zeros are those of 支付结算办法 (annex 1) and their like.
func TestAmountsInCapitalsFollowTheRulesForZeros(t *testing.T) {
	for yuan, want := range map[string]string{
		"1409.50": "壹仟肆佰零玖元伍角整", "6007.14": "陆仟零柒元壹角肆分", "1680.32": "壹仟陆佰捌拾元零叁角贰分",
		"107000.53": "壹拾万柒仟元零伍角叁分", "16409.02": "壹万陆仟肆佰零玖元零贰分", "325.04": "叁佰贰拾伍元零肆分",
		"0": "零元整", "10": "壹拾元整", "100000000": "壹亿元整", "100000001": "壹亿零壹元整", "100001000": "壹亿零壹仟元整",
		"0.05": "伍分", "0.50": "伍角整", "20.05": "贰拾元零伍分", "-3.10": "负叁元壹角整",
		"1000000000000": "壹万亿元整", "1000200000000": "壹万零贰亿元整", "1010101.01": "壹佰零壹万零壹佰零壹元零壹分",
		"120000000": "壹亿贰仟万元整", "10203000": "壹仟零贰拾万叁仟元整",
	} {
		fen, err := budget.ParseFen(decimal.RequireFromString(yuan))
		if err != nil {
			t.Fatal(err)
		}
		d := data()
		d.Lists["总额"].Records[0].Amounts[0] = fen
		if got := say(t, "大写{{总额.本年|中文大写}}", d); got != "大写"+want {
			t.Errorf("%s is written %s, want %s", yuan, got, want)
		}
	}
}

// readCapital is the amount in 分 that a text in capitals says.
func readCapital(text string) (fen int64) {
	digits := strings.NewReplacer("零", "", "壹", "1", "贰", "2", "叁", "3", "肆", "4", "伍", "5", "陆", "6", "柒", "7", "捌", "8", "玖", "9", "整", "")
	var total, group, digit int64
	for _, r := range digits.Replace(text) {
		switch r {
		case '拾':
			group, digit = group+digit*10, 0
		case '佰':
			group, digit = group+digit*100, 0
		case '仟':
			group, digit = group+digit*1000, 0
		case '万':
			total, group, digit = total+(group+digit)*1e4, 0, 0
		case '亿':
			total, group, digit = (total+group+digit)*1e8, 0, 0
		case '元':
			total, group, digit = (total+group+digit)*100, 0, 0
		case '角':
			total, digit = total+digit*10, 0
		case '分':
			total, digit = total+digit, 0
		default:
			digit = int64(r - '0')
		}
	}
	return total
}

func TestAnAmountInASentenceReadsBackAsItself(t *testing.T) {
	capitals, digits := read(t, "{{总额.本年|中文大写}}", ""), read(t, "{{总额.本年|元|1,234.56}}", "")
	rapid.Check(t, func(rt *rapid.T) {
		fen := rapid.OneOf(rapid.Int64Range(0, 1e6), rapid.Int64Range(0, int64(budget.MaxTotal))).Draw(rt, "fen")
		step := int64(1)
		for range rapid.IntRange(0, 12).Draw(rt, "zeros") {
			step *= 10
		}
		fen = fen / step * step
		d := data()
		d.Lists["总额"].Records[0].Amounts[0] = budget.Fen(fen)
		v := &tags.Values{Data: d}
		text := v.Text(capitals, nowhere)
		if got := readCapital(text); got != fen || strings.Contains(text, "零零") {
			rt.Errorf("%d is written %s, which reads %d", fen, text, got)
		}
		text = v.Text(digits, nowhere)
		if got, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(text), 10, 64); err != nil || got != fen {
			rt.Errorf("%d is written %s, which reads %d", fen, text, got)
		}
	})
}

func TestTheManualNamesEveryWordOfTheLanguage(t *testing.T) {
	manual, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range (tags.Schema{}).Modifiers() { // a word such as 合并 stands elsewhere, too: its row in the table is meant
		if !strings.Contains(string(manual), "`\\|"+w.Name+"`") {
			t.Errorf("README.md lacks |%s", w.Name)
		}
	}
	for _, w := range slices.Concat(tags.Serials(), tags.Marks()) {
		if !strings.Contains(string(manual), w.Name) {
			t.Errorf("README.md lacks %s", w.Name)
		}
	}
}

func TestEveryWordOfTheLanguageIsExplainedWithAnExampleThatUsesIt(t *testing.T) {
	explained := func(words []tags.Word, used func(name string) string) {
		for _, w := range words {
			if w.Does == "" || !strings.Contains(w.Example, used(w.Name)) {
				t.Errorf("%s: %s, %s", w.Name, w.Does, w.Example)
			}
		}
	}
	explained(tags.Schema{}.Modifiers(), func(name string) string { return "|" + name + "}}" })
	explained(tags.Serials(), func(name string) string { return "." + name + "}}" })
	explained(tags.Marks(), func(name string) string { return name })
}
