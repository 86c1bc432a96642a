package input_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/typed"
)

func TestUnderstoodForms(t *testing.T) {
	p := proof.DefaultPack(t)
	nbsp, zero := "\u00a0", "\u200b"
	cases := []struct {
		name, place string
		cell        any
		field, want string // field "" is the amount
	}{
		{"number", "K2", num("12345.6"), "", "12345.60"},
		{"whole number", "K2", num("12"), "", "12.00"},
		{"exponent", "K2", num("1.5E+3"), "", "1500.00"},
		{"float noise", "K2", num("0.30000000000000004"), "", "0.30"},
		{"float noise of a difference", "K2", num("12345.669999999998"), "", "12345.67"},
		{"text", "K2", "12345.60", "", "12345.60"},
		{"thousands", "K2", "1,234,567.89", "", "1234567.89"},
		{"full-width", "K2", "１２，３４５．６７", "", "12345.67"},
		{"yuan sign", "K2", "￥1,234.50", "", "1234.50"},
		{"other yuan sign", "K2", "¥ 1234.5", "", "1234.50"},
		{"yuan behind", "K2", "1234.5元", "", "1234.50"},
		{"yuan behind a blank", "K2", "1234.5 元", "", "1234.50"},
		{"blanks", "K2", " \u3000" + nbsp + "1234.5" + zero + "\t", "", "1234.50"},
		{"plus", "K2", "+5", "", "5.00"},
		{"point last", "K2", "5.", "", "5.00"},
		{"no zero before the point", "K2", ".5", "", "0.50"},
		{"formula with number", "K2", raw("><f>1+1</f><v>2</v>"), "", "2.00"},
		{"formula with text", "K2", raw(` t="str"><f>"1"&amp;"2"</f><v>12</v>`), "", "12.00"},
		{"formula with float noise", "K2", raw("><f>0.1+0.2</f><v>0.30000000000000004</v>"), "", "0.30"},
		{"one less than too many digits", "K2", num("999999999999.99"), "", "999999999999.99"},
		{"code as number", "B2", num("2040601"), "功能科目编码", "2040601"},
		{"code as number with point", "B2", num("2040601.0"), "功能科目编码", "2040601"},
		{"code as exponent", "B2", num("2.040601E6"), "功能科目编码", "2040601"},
		{"code as text with point", "B2", "2040601.0", "功能科目编码", "2040601"},
		{"code full-width", "B2", "２０４０６０１", "功能科目编码", "2040601"},
		{"code in blanks", "B2", "\u3000 2040601 ", "功能科目编码", "2040601"},
		{"code by formula", "B2", raw(` t="str"><f>"2040601"</f><v>2040601</v>`), "功能科目编码", "2040601"},
		{"short code that has no parts", "B2", "23105", "功能科目编码", "23105"},
		{"name of a code", "B2", num("2040601"), "功能科目名称", "行政运行"},
		{"unit in blanks", "A2", nbsp + "甲局 \u3000", "单位", "甲局"},
		{"unit with a line break", "A2", "甲\n局", "单位", "甲局"},
		{"kind of the unit", "A2", "乙中心", "单位性质", "事业"},
		{"department", "A2", "乙中心", "部门", "甲局"},
		{"mapped for an office", "A2", "甲局", "政府经济科目编码", "50201"},
		{"mapped for an institution", "A2", "乙中心", "政府经济科目编码", "50502"},
		{"mapped code overridden", "G2", num("50299"), "政府经济科目编码", "50299"},
		{"choice in blanks", "I2", " 一般公共预算\u3000", "资金来源", "一般公共预算"},
		{"remark that is a number", "L2", num("0.1"), "备注", "0.1"},
		{"remark that is a date", "L2", styled(1, "46042"), "备注", "2026-01-20"},
		{"remark that is a Chinese date", "L2", styled(5, "46042"), "备注", "2026-01-20"},
		{"remark that is true", "L2", raw(` t="b"><v>1</v>`), "备注", "TRUE"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBook()
			b.set("支出明细!"+c.place, c.cell)
			l, found := b.read(t, p)
			if len(found) > 0 {
				t.Fatalf("findings: %v", found)
			}
			items := l.Tables["支出明细"]
			got := items.Value(0, c.field)
			if c.field == "" {
				got = items.Amounts(0)[0].Yuan().StringFixed(2)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// brief is a finding on one line: severity code place message | hint.
func brief(l finding.List) string {
	var b strings.Builder
	for _, f := range l {
		fmt.Fprintf(&b, "%s %s %s %s | %s\n", f.Severity, f.Code, f.Place, f.Message, f.Hint)
	}
	return b.String()
}

func TestRefusedAndDoubtfulForms(t *testing.T) {
	p := proof.DefaultPack(t)
	cases := []struct {
		name   string
		change func(b *book)
		want   string // of every finding: severity code place, and a part of the message
	}{
		{"unit missing", set("A2", nil), "错误 value-missing 支出明细!A2 单位：没有填"},
		{"unit unknown", set("A2", "丙局"), "错误 ref-unknown 支出明细!A2 单位：“单位”表里没有「丙局」；是不是“甲局”？ | 从下拉列表选：甲局、乙中心。"},
		{"function at the wrong level", set("B2", "20406"), "错误 code-level 支出明细!B2 功能科目编码：「20406」（司法）是款级编码，应填到项级（7 位） | 从下拉列表选，或改填它下面的编码，如 2040601（行政运行）。"},
		{"function unknown", set("B2", "2999999"), "错误 code-unknown 支出明细!B2 功能科目编码：“功能科目”表里没有编码「2999999」，像是 2299999（其他支出） | 核对编码；当年的科目文件里确有这个编码的，才加到“功能科目”表末尾。"},
		{"function too long", set("B2", "204060101"), "错误 code-unknown 支出明细!B2 功能科目编码：「204060101」是 9 位编码，“功能科目”表里没有；应填到项级（7 位）"},
		{"function is words", set("B2", "行政运行"), "错误 code-text 支出明细!B2 功能科目编码：「行政运行」不是编码"},
		{"function is a date", set("B2", styled(1, "46042")), "错误 code-text 支出明细!B2 功能科目编码：「2026-01-20」不是编码"},
		{"function with a fraction", set("B2", num("2040601.5")), "错误 code-text 支出明细!B2"},
		{"economic at the wrong level", set("E2", "302"), "错误 code-level 支出明细!E2 部门经济科目编码：「302」（商品和服务支出）是类级编码，应填到款级（5 位）"},
		{"kind outside the choices", set("D2", "基本支出"), "错误 choice-unknown 支出明细!D2 支出类型：「基本支出」不在选项里 | 从下拉列表选：人员经费、公用经费、项目支出。"},
		{"fund outside the choices", set("I2", "财政拨款"), "错误 choice-unknown 支出明细!I2 资金来源：「财政拨款」不在选项里"},
		{"year outside the choices", set("J2", "2026"), "错误 choice-unknown 支出明细!J2 资金年度：「2026」不在选项里 | 从下拉列表选：本年、上年结转。"},
		{"project without a name", set("D2", "项目支出"), "错误 value-missing 支出明细!H2 项目名称：支出类型是“项目支出”时必须填写"},
		{"name without a project", set("H2", "某项目"), "警告 value-idle 支出明细!H2 项目名称：支出类型是“项目支出”时才填，这一行填了「某项目」"},

		{"amount missing", set("K2", nil), "错误 amount-missing 支出明细!K2 金额(元)：没有填金额"},
		{"amount of blanks", set("K2", " \u3000"), "错误 amount-missing 支出明细!K2"},
		{"amount zero", set("K2", num("0")), "警告 amount-zero 支出明细!K2 金额(元)是 0"},
		{"amount negative", set("K2", num("-1")), "错误 amount-negative 支出明细!K2 金额(元)：「-1」是负数"},
		{"amount in parentheses", set("K2", "(1,234.50)"), "错误 amount-negative 支出明细!K2"},
		{"amount in wide parentheses", set("K2", "（123）"), "错误 amount-negative 支出明细!K2 金额(元)：「（123）」是负数"},
		{"amount with a wide minus", set("K2", "－123"), "错误 amount-negative 支出明细!K2"},
		{"amount with a Unicode minus", set("K2", "\u2212123"), "错误 amount-negative 支出明细!K2"},
		{"amount with the minus behind", set("K2", "123-"), "错误 amount-negative 支出明细!K2"},
		{"amount with minus and sign", set("K2", "-￥123"), "错误 amount-negative 支出明细!K2"},
		{"amount with three decimals", set("K2", num("1.005")), "错误 amount-decimals 支出明细!K2 金额(元)：「1.005」多于两位小数"},
		{"amount of a division", set("K2", raw("><f>1000/3</f><v>333.33333333333331</v>")), "错误 amount-decimals 支出明细!K2"},
		{"amount is 万元", set("K2", "12.5万元"), "错误 amount-unit 支出明细!K2 金额(元)：「12.5万元」带有“万”"},
		{"amount is 亿", set("K2", "1 亿"), "错误 amount-unit 支出明细!K2"},
		{"amount is words", set("K2", "待定"), "错误 amount-text 支出明细!K2 金额(元)：「待定」不是数"},
		{"amount is a dash", set("K2", "—"), "错误 amount-text 支出明细!K2"},
		{"amount with bad thousands", set("K2", "1,23,456"), "错误 amount-text 支出明细!K2 金额(元)：「1,23,456」不是数 | 千分位逗号的位置不对"},
		{"amount with a comma for a point", set("K2", "12,5"), "错误 amount-text 支出明细!K2"},
		{"amount with blanks inside", set("K2", "12 345"), "错误 amount-text 支出明细!K2"},
		{"amount as typed exponent", set("K2", "1E3"), "错误 amount-text 支出明细!K2"},
		{"amount too large", set("K2", num("1E+15")), "错误 amount-large 支出明细!K2"},
		{"amount beyond reason", set("K2", num("1E+300")), "错误 amount-large 支出明细!K2"},
		{"amount with a mad exponent", set("K2", num("1E+999999999")), "错误 amount-text 支出明细!K2"},
		{"amount is a date", set("K2", styled(1, "46042")), "错误 amount-date 支出明细!K2 金额(元)：这里是日期格式（「2026-01-20」），不是金额"},
		{"amount is a Chinese date", set("K2", styled(5, "46042")), "错误 amount-date 支出明细!K2"},
		{"amount is an ISO date", set("K2", raw(` t="d"><v>2026-01-20T00:00:00</v>`)), "错误 amount-type 支出明细!K2 金额(元)：「2026-01-20」不是金额"},
		{"amount is a percentage", set("K2", styled(2, "0.5")), "错误 amount-percent 支出明细!K2"},
		{"amount shown in 万", set("K2", styled(3, "123400")), "错误 amount-scaled 支出明细!K2 金额(元)：单元格格式把 123400 缩成千或万来显示"},
		{"amount is true", set("K2", raw(` t="b"><v>1</v>`)), "错误 amount-type 支出明细!K2 金额(元)：「TRUE」不是金额"},
		{"amount is an error", set("K2", raw(` t="e"><f>1/0</f><v>#DIV/0!</v>`)), "错误 cell-error 支出明细!K2 金额(元)：公式出错，显示「#DIV/0!」"},
		{"amount never computed", set("K2", raw("><f>A1</f>")), "错误 formula-uncomputed 支出明细!K2 金额(元)：这里的公式还没有计算出结果"},
		{"amount never computed by openpyxl", set("K2", raw("><f>A1</f><v></v>")), "错误 formula-uncomputed 支出明细!K2"},
		{"unit is an error", set("A2", raw(` t="e"><v>#REF!</v>`)), "错误 cell-error 支出明细!A2 单位：公式出错，显示「#REF!」"},
		{"remark never computed", set("L2", raw("><f>A1</f>")), "错误 formula-uncomputed 支出明细!L2"},
		{"total too large", func(b *book) {
			b.set("支出明细!K2", num("99999999999999"))
			b.item(map[string]any{"K": num("2")})
		}, "错误 total-large 支出明细!K3 金额(元)：加到这一行，合计超过一百万亿元"},

		{"name that disagrees", set("C2", "机关服务"), "警告 name-differs 支出明细!C2 功能科目名称：填的是「机关服务」，编码 2040601 的名称是「行政运行」"},
		{"only a name", func(b *book) { b.set("支出明细!C4", "行政运行") }, `
			错误 value-missing 支出明细!A4
			错误 value-missing 支出明细!B4
			错误 value-missing 支出明细!D4
			错误 value-missing 支出明细!E4
			错误 value-missing 支出明细!I4
			错误 value-missing 支出明细!J4
			错误 amount-missing 支出明细!K4`},
		{"only a remark", func(b *book) { b.set("支出明细!A4", nil); b.set("支出明细!L4", "见附件") }, `
			错误 value-missing 支出明细!A4
			错误 value-missing 支出明细!B4
			错误 value-missing 支出明细!D4
			错误 value-missing 支出明细!E4
			错误 value-missing 支出明细!I4
			错误 value-missing 支出明细!J4
			错误 amount-missing 支出明细!K4`},
		{"all errors of a row at once", func(b *book) {
			b.set("支出明细!A2", "丙局")
			b.set("支出明细!B2", "1")
			b.set("支出明细!K2", "x")
		}, `
			错误 ref-unknown 支出明细!A2
			错误 code-unknown 支出明细!B2
			错误 amount-text 支出明细!K2`},
		{"a total row", func(b *book) { b.set("支出明细!A3", "合 计"); b.set("支出明细!K3", num("100.5")) },
			"错误 total-row 支出明细!A3 单位：「合 计」行不是明细，计入会重复 | 删除这一行；合计由程序计算。"},
		{"a total behind names that show by themselves", func(b *book) {
			b.add("支出明细", []any{2: raw("><f>LEFT(B3,0)</f>"), 9: "合计", 10: num("100.5")})
		}, "错误 total-row 支出明细!J3 资金年度：「合计」行不是明细，计入会重复"},
		{"the header again", func(b *book) {
			b.sheets["支出明细"] = append(b.sheets["支出明细"], b.sheets["支出明细"][0])
		},
			"错误 header-again 支出明细!A3 单位：这一行又是一遍表头，不是明细 | 删除这一行。"},
		{"a total without words", func(b *book) { b.add("支出明细", []any{10: num("100.5")}) },
			"错误 amount-alone 支出明细!K3 金额(元)：这一行只有金额，别的都没有填 | 是合计的，删除这一行，合计由程序计算；是明细的，补上别的各列。"},
		{"a note below the rows", func(b *book) { b.set("支出明细!A3", "注：以上金额含社保") },
			"错误 note-row 支出明细!A3 单位：「注：以上金额含社保」这一行不是明细 | 删除这一行；要说的话写在各行的备注里。"},
		{"merged rows", func(b *book) {
			b.item(map[string]any{"A": nil})
			b.merges["支出明细"] = "A2:A3"
		}, "错误 merged 支出明细!A2:A3 明细里有合并单元格 | 取消合并，每行都填。"},
		{"project spelt in two ways", func(b *book) {
			b.set("支出明细!D2", "项目支出")
			b.set("支出明细!H2", "水电费（一）")
			b.item(map[string]any{"H": "水电费(一)"})
		}, "警告 spelling 支出明细!H3 项目名称「水电费(一)」与前面的「水电费（一）」只是写法不同"},
		{"no mapped code", func(b *book) { b.set("支出明细!E2", "30228"); mapping(b, "30228", "") }, `
			错误 mapping-missing 支出明细!G2 政府经济科目编码：部门经济科目编码「30228」和单位性质「行政」对不上，改正填错的一个 | 「30228」（工会经费）只有单位性质是事业的才有对应的政府经济科目编码。
			提示 list-changed 部门经济科目!C2 编码「30228」的行政单位对应是空的，模板包里是「50201」`},
		{"mapped for nobody", set("E2", "30311"), "错误 mapping-missing 支出明细!G2 政府经济科目编码：部门经济科目编码「30311」没有对应的编码，照当年的科目文件填写这一格 | 先核对部门经济科目编码，填错的改正。"},
		{"mapped code that is no code", func(b *book) { b.set("支出明细!E2", "30228"); mapping(b, "30228", "59998") }, `
			错误 mapping-unknown 支出明细!G2 政府经济科目编码：部门经济科目编码「30228」对应到「59998」，但“政府经济科目”表里没有编码「59998」 | 核对部门经济科目编码和单位性质，改正填错的一个；都没有填错的，告诉发模板包的财政部门。
			提示 list-changed 部门经济科目!C2`},

		{"sheet missing", func(b *book) { b.drop("收入明细") }, "错误 sheet-missing 收入明细 缺少工作表「收入明细」"},
		{"sheet renamed", func(b *book) {
			rows := b.sheets["支出明细"]
			b.drop("支出明细")
			b.add("支出明细表", rows...)
		}, "错误 sheet-missing 支出明细 缺少工作表「支出明细」 | “支出明细表”的表头和它的一样：就是这张表的，把它改名为“支出明细”。"},
		{"sheet twice", func(b *book) { b.add("单位 ") }, "错误 sheet-twice 单位 有两张名为「单位」的工作表"},
		{"header missing", set("K1", "数额"), "错误 column-missing 支出明细 补上表头「金额(元)」 | 表头在第 1 行，请补上这一列。没有认出的表头有「数额」，如果是它，请改名。"},
		{"header twice", func(b *book) { b.set("支出明细!M1", "金额") }, "错误 header-twice 支出明细!M1 表头「金额」重复：K1 已经是“金额(元)”列"},
		{"no header row", func(b *book) { b.sheets["支出明细"] = b.sheets["支出明细"][1:] }, "错误 header-missing 支出明细 找不到表头行，应有「单位」「功能科目编码」「支出类型」"},
		{"header too far down", func(b *book) {
			b.sheets["支出明细"] = append(make([][]any, 20), b.sheets["支出明细"]...)
		}, "错误 header-missing 支出明细"},
		{"no units", func(b *book) {
			b.sheets["单位"] = b.sheets["单位"][:1]
			b.sheets["支出明细"] = b.sheets["支出明细"][:1]
		}, "错误 rows-few 单位 至少要有 1 行，现在有 0 行 | 从第 2 行起填写。"},
		{"unit twice", func(b *book) { b.add("单位", []any{" 甲 局", "x", "参公"}) }, "错误 row-twice 单位!A4 单位名称：「甲 局」与第 2 行重复"},
		{"an error in a unit is told once", func(b *book) { b.set("单位!C2", "企业") }, "错误 choice-unknown 单位!C2 单位性质：「企业」不在选项里 | 从下拉列表选：行政、参公、事业。"},

		{"item missing", func(b *book) { b.sheets["基本信息"] = b.sheets["基本信息"][:3] }, `
			错误 info-missing 基本信息!A4 缺少「预算年度」
			错误 info-missing 基本信息!A4 缺少「金额单位」`},
		{"item empty", func(b *book) { b.set("基本信息!B2", " ") }, "错误 info-empty 基本信息!B2 「部门名称」没有填 | 填部门全称，会印在每张表上。"},
		{"item twice", func(b *book) { b.add("基本信息", []any{"年度", "2027"}) }, "错误 info-twice 基本信息!B6 「预算年度」重复，第 4 行已经有了"},
		{"item unknown", func(b *book) { b.add("基本信息", []any{"联系人", "张三"}) }, "警告 info-unknown 基本信息!B6 不认识的项目「联系人」，这一行没有使用"},
		{"unit of amounts is 万元", func(b *book) { b.set("基本信息!B5", "万元") }, "错误 choice-unknown 基本信息!B5 金额单位：「万元」不在选项里 | 从下拉列表选：元。"},
		{"year is no year", func(b *book) { b.set("基本信息!B4", "26年") }, "错误 year 基本信息!B4 预算年度：「26年」不是年度"},
		{"day is no day", func(b *book) { b.add("基本信息", []any{"编制日期", "2026-02-30"}) }, "错误 date 基本信息!B6 编制日期：「2026-02-30」不是日期"},
		{"carry-over negative", func(b *book) { b.add("基本信息", []any{"年终结转（其他资金）", num("-3")}) }, "错误 amount-negative 基本信息!B6 年终结转（其他资金）：「-3」是负数"},

		{"revenue code of another budget", func(b *book) {
			b.add("收入明细", []any{"国有资本经营预算", "103014801", nil, num("1")})
		}, "错误 code-outside 收入明细!B2 收入科目编码：「103014801」（土地出让价款收入）不属于「国有资本经营预算」"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBook()
			c.change(b)
			b.judged(t, p, c.want)
		})
	}
}

// judged reads the book and compares how each finding begins, one a line.
func (b *book) judged(t *testing.T, p *pack.Pack, lines string) {
	t.Helper()
	l, found := b.read(t, p)
	if found.HasErrors() != (l == nil) {
		t.Errorf("errors %v but ledger %v", found.HasErrors(), l != nil)
	}
	var want []string
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		want = append(want, strings.TrimSpace(line))
	}
	got := strings.Split(strings.TrimSpace(brief(found)), "\n")
	if len(got) != len(want) || lines == "" && len(found) > 0 {
		t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

// set changes one cell of the line items.
func set(cell string, v any) func(*book) {
	return func(b *book) { b.set("支出明细!"+cell, v) }
}

// mapping gives an economic code another government code for offices.
func mapping(b *book, code, government string) {
	b.add("部门经济科目", []any{"编码", "名称", "行政单位对应"}, []any{code, "工会经费", government})
}

func TestStaffMayMoveAddHideAndLeaveOut(t *testing.T) {
	p := proof.DefaultPack(t)
	b := newBook()
	b.names[2] = " 支出明细\u3000" // a sheet name with blanks
	b.sheets[b.names[2]] = [][]any{
		{"某某局支出明细表"},
		nil,
		{"我的列", " 金额\n（元）", "资金年度", "资金来源 ", "经济科目编码", "支出类型", "支出功能分类科目编码", "预算单位", "项 目 名 称"},
		{"随便", num("1"), "本年", "一般公共预算", "30201", "公用经费", "2040601", "甲局"},
		nil,
		{raw("><f>1</f>")},
		{nil, "２", "上年结转", "单位资金", num("30201"), "项目支出", num("2040602"), "乙中心", "维修"},
	}
	delete(b.sheets, "支出明细")
	l, found := b.read(t, p)
	if len(found) > 0 {
		t.Fatalf("findings: %s", brief(found))
	}
	items := l.Tables["支出明细"]
	if items.Len() != 2 || items.Row(0) != 4 || items.Row(1) != 7 {
		t.Fatalf("%d records", items.Len())
	}
	if items.Value(1, "项目名称") != "维修" || items.Value(1, "政府经济科目编码") != "50502" || items.Amounts(0)[1] != 200 {
		t.Errorf("second record wrong: %v", plain(l).Tables["支出明细"][1])
	}
	if diff := cmp.Diff([]string{"甲局", "乙中心"}, items.Distinct(items.Field("单位"))); diff != "" || !items.Seeded(items.Field("单位")) {
		t.Errorf("units not in the order of their sheet: %s", diff)
	}
}

func TestInfoIsNormalisedAndItsAmountsBecomeRecords(t *testing.T) {
	p := proof.DefaultPack(t)
	b := newBook()
	b.sheets["基本信息"] = [][]any{
		{"基本信息"}, {"项目", "说明", "内容"},
		{" 部门名称 ", nil, "\u3000甲局 "}, {"部门代码", nil, styled(4, "28")}, {"年度", nil, "２０２６年"}, {"金额单位", nil, "元"},
		{"编制日期", nil, styled(1, "46042")},
		{"年终结转(一般公共预算)", nil, "1,000.50"}, {"年终结转（其他资金）", nil, num("0")},
	}
	l, found := b.read(t, p)
	if len(found) > 0 {
		t.Fatalf("findings: %s", brief(found))
	}
	want := map[string]string{"部门名称": "甲局", "部门代码": "000028", "预算年度": "2026", "金额单位": "元", "编制日期": "2026-01-20"}
	if diff := cmp.Diff(want, l.Info); diff != "" {
		t.Error(diff)
	}
	carried := plain(l).Tables["年终结转"]
	if diff := cmp.Diff([]plainRecord{{8, map[string]string{"资金来源": "一般公共预算", "资金年度": "本年"}, []string{"1000.50"}}}, carried); diff != "" {
		t.Error(diff)
	}
}

func TestDaysAreReadInEveryUsualForm(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, day := range []any{"2026-01-20", "2026/1/20", "2026.1.20", "2026年1月20日", "２０２６年１月２０日", "20260120", num("20260120"), styled(5, "46042"), raw(` t="d"><v>2026-01-20</v>`)} {
		b := newBook()
		b.add("基本信息", []any{"编制日期", day})
		l, found := b.read(t, p)
		if len(found) > 0 || l.Info["编制日期"] != "2026-01-20" {
			t.Errorf("%v: %s", day, brief(found))
		}
	}
}

func TestAddedCodesAreLaidOverThePack(t *testing.T) {
	p := proof.DefaultPack(t)
	head := []any{"编码", "名称", "预算类别"}
	cases := []struct {
		name string
		rows [][]any
		use  string // code booked in the line item
		want string
	}{
		{"a new code", [][]any{head, {num("2040699"), "其他司法支出", "一般公共预算"}, {"2040698", "新科目"}}, "2040698", ""},
		{"a new branch", [][]any{head, {"298", "新类"}, {"29801", "新款"}, {"2980101", "新项"}}, "2980101", ""},
		{"parent missing", [][]any{head, {"2980101", "新项"}}, "2040601", "错误 list-parent-missing 功能科目!A2 编码「2980101」的上级 298、29801 不在表里 | 把上级编码也加到本表。"},
		{"name changed", [][]any{head, {"2040601", "行政的运行", "一般公共预算"}}, "2040601", "警告 list-changed 功能科目!B2 编码「2040601」的名称是「行政的运行」，模板包里是「行政运行」；按工作簿的用"},
		{"twice with other names", [][]any{head, {"2040698", "甲"}, {"2040698", "乙"}}, "2040601", "错误 list-code-twice 功能科目!A3 编码「2040698」重复，与第 2 行的内容不同"},
		{"twice the same", [][]any{head, {"2040698", "甲"}, {"2040698", "甲"}}, "2040698", ""},
		{"length", [][]any{head, {"20406981", "甲"}}, "2040601", "错误 list-code-length 功能科目!A2 编码「20406981」是 8 位，不合任何一级 | 各级编码的位数是类 3 位、款 5 位、项 7 位。"},
		{"no digits", [][]any{head, {"新增", "甲"}}, "2040601", "错误 list-code 功能科目!A2 「新增」不是编码"},
		{"no code", [][]any{head, {nil, "甲"}}, "2040601", "错误 list-code-missing 功能科目!A2 这一行有内容，但没有编码"},
		{"no name", [][]any{head, {"2040698"}}, "2040601", "错误 list-name-missing 功能科目!B2 编码「2040698」没有名称"},
		{"error value", [][]any{head, {"2040698", raw(` t="e"><v>#N/A</v>`)}}, "2040601", "错误 cell-error 功能科目!B2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBook()
			b.add("功能科目", c.rows...)
			b.set("支出明细!B2", c.use)
			l, found := b.read(t, p)
			if !strings.HasPrefix(brief(found), c.want) || c.want == "" && len(found) > 0 || len(found) > 1 {
				t.Fatalf("got %swant %s", brief(found), c.want)
			}
			if l != nil && l.Codes["功能科目"].NameOf(c.use) != l.Tables["支出明细"].Value(0, "功能科目名称") {
				t.Errorf("name %q", l.Tables["支出明细"].Value(0, "功能科目名称"))
			}
		})
	}
	if p.Codes["功能科目"].Has("2040698") {
		t.Error("reading changed the pack")
	}
}

func TestMissingSheetsThatMayBeMissingAreNoted(t *testing.T) {
	p := proof.DefaultPack(t)
	b := newBook()
	b.add("功能科目", []any{"编码", "名称"})
	path := t.TempDir() + "/x.xlsx"
	writeZip(t, path, b.parts())
	_, found, err := readPath(path, p)
	if err != nil || len(found) != 5 || found.Count(finding.Note) != 5 {
		t.Fatalf("%v %s", err, brief(found))
	}
}

func TestOneNameInManyWritings(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, c := range [][2]string{
		{"“雪亮”工程（Ⅱ期）", `"雪亮"工程(II期)`},
		{"2025—2026年档案", "2025-2026年档案"},
		{"〔2026〕5号", "（2026）5号"},
		{"二〇二六年普查", "二○二六年普查"},
		{"二〇二六年普查", "二0二六年普查"},
		{"二〇〇六年普查", "二OO六年普查"},
		{"二〇二六年普查", "二零二六年普查"},
		{"ＡＢＣ系统", "abc 系统"},
		{"水⼯程", "水工程"}, // ⼯ is a radical, as PDF files have it
	} {
		b := newBook()
		b.set("支出明细!D2", "项目支出")
		b.set("支出明细!H2", c[0])
		for range 3 {
			b.item(map[string]any{"H": c[1]})
		}
		l, found := b.read(t, p)
		items := l.Tables["支出明细"]
		if items.Value(0, "项目名称") != items.Value(2, "项目名称") || brief(found) == "" || len(found) != 1 {
			t.Errorf("%q and %q: %s", c[0], c[1], brief(found))
		}
	}
	b := newBook()
	b.set("单位!A3", "乙\u200b中心")
	b.item(map[string]any{"A": "乙中\ufeff心"})
	b.set("支出明细!D2", "项目支出")
	b.set("支出明细!H2", "维\u200b修")
	l, found := b.read(t, p)
	items := l.Tables["支出明细"]
	if got := items.Value(0, "项目名称") + items.Value(1, "单位"); got != "维修乙中心" || len(found) > 0 {
		t.Errorf("%q %s", got, brief(found))
	}
	for _, c := range [][2]string{{"一期", "二期"}, {"维修10处", "维修1〇处"}, {"A区", "B区"}, {"维修（一）", "维修一"}, {"零星维修", "〇星维修"}} {
		if typed.Name(c[0]) == typed.Name(c[1]) {
			t.Errorf("%q and %q are one", c[0], c[1])
		}
	}
}

// TestThatNothingWasPublishedLastYearIsAnAnswer reads sums of last year one of which is 0: no row to be deleted.
func TestThatNothingWasPublishedLastYearIsAnAnswer(t *testing.T) {
	b := newBook()
	b.add("上年公开数", []any{"项目", "上年公开数(元)"}, []any{"收入总计", num("5000")}, []any{"公务接待费", num("0")})
	if _, found := b.read(t, proof.DocumentPack(t)); strings.Contains(brief(found), "amount-zero") {
		t.Error(brief(found))
	}
}
