package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ysgk/internal/intake"
	"ysgk/internal/proof"
)

// The header words of a platform and what each means; "" for none of ours.
var platform = map[string]string{
	"资金性质": "资金来源", "预算单位": "单位", "项目名称": "项目名称", "资金来源": "资金来源", "功能分类": "功能科目编码", "支出功能分类": "功能科目编码",
	"指标来源类型": "资金年度", "政府预算经济科目分类": "政府经济科目编码", "指标金额": "金额", "原金额": "金额", "调减金额": "金额", "项目类别": "支出类型", "政府支出经济分类": "政府经济科目编码",
	"指标来源": "资金年度", "预算来源": "资金年度", "支出项目": "项目名称", "支出项目类别": "支出类型", "部门预算经济分类": "部门经济科目编码",
	"政府预算经济分类": "政府经济科目编码", "政府经济分类": "政府经济科目编码", "支出功能科目": "功能科目编码", "项目金额": "金额", "金额": "金额", "项目单位": "单位",
	"部门支出经济科目": "部门经济科目编码", "项目": "项目名称", "功能科目": "功能科目编码", "预算金额": "金额", "政府支出经济科目": "政府经济科目编码", "预算资金来源": "资金来源",
	"公共预算拨款": "金额，资金来源：一般公共预算", "政府性基金拨款": "金额，资金来源：政府性基金预算", "项目总额": "金额", "单位代码": "单位代码", "单位编码": "单位代码", "总金额": "金额",
	"项目支出类别": "支出类型", "国有资本经营预算资金": "金额，资金来源：国有资本经营预算", "单位名称": "单位", "政府性基金拨款（省级）": "金额，资金来源：政府性基金预算", "财政拨款": "金额，资金来源：财政拨款",
	"部门经济分类": "部门经济科目编码", "一般公共预算资金": "金额，资金来源：一般公共预算", "政府性基金预算资金": "金额，资金来源：政府性基金预算", "财政专户管理资金": "金额，资金来源：财政专户管理资金",
	"事业收入资金": "金额，资金来源：单位资金", "上级补助收入资金": "金额，资金来源：单位资金", "附属单位上缴收入资金": "金额，资金来源：单位资金", "事业单位经营收入资金": "金额，资金来源：单位资金", "其他资金收入": "金额，资金来源：单位资金",
	"其他自有资金": "金额，资金来源：单位资金", "自有资金": "金额，资金来源：单位资金", "支出功能分类:": "功能科目编码", "预算金额合计": "金额", "支出经济分类": "部门经济科目编码", "单位类型": "单位性质", "资金来源（万元）": "资金来源",
	"本年预算数": "金额", "政府预算经济分类科目": "政府经济科目编码", "支出项目名称": "项目名称", "部门预算经济科目分类": "部门经济科目编码", "预算数": "金额", "支出功能分类科目编码（项级）": "功能科目编码",
	"政府经济分类科目代码（款级）": "政府经济科目编码", "部门支出经济分类": "部门经济科目编码", "一般公共预算拨款": "金额，资金来源：一般公共预算", "上年公共预算结转": "金额，资金来源：一般公共预算，上年结转", "上年基金预算结转": "金额，资金来源：政府性基金预算，上年结转",
	"安排金额": "金额", "单位": "单位", "支出功能分类科目": "功能科目编码", "单位全称": "单位", "经济科目": "部门经济科目编码", "部门支出经济科目分类": "部门经济科目编码", "资金类别": "资金来源", "支出功能科目（约束下级）": "功能科目编码",
	"支出功能分类（项）": "功能科目编码", "政府经济分类（款）": "政府经济科目编码", "支出资金来源": "资金来源", "申报单位": "单位", "编入部门预算数": "金额",
	"资金管理处室": "", "项目代码": "", "主管部门": "", "预算级次": "", "直达资金标识": "", "已用金额": "", "社会保险基金预算资金": "", "资金性质代码": "", "工资关系所在单位": "", "收入分类科目": "", "计量单位": "",
	"转移支付功能分类科目": "", "专项资金项目（中央）": "", "其中：社会投入金额": "", "冻结金额": "", "收入项目类别": "", "上级主管部门": "",
}

func TestTheHeaderWordsOfAPlatformAreKnown(t *testing.T) {
	for header, want := range platform {
		u, _ := read(t, "单位：元\n备注|金额|部门经济科目|"+header+"\n", intake.Request{})
		if got := u.Columns[len(u.Columns)-1].Field; got != want && header != "调减金额" {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

// With 类 above the header 资金性质 as a platform has it, with codes before the names.
func TestAnExportOfAPlatformIsRead(t *testing.T) {
	const text = "2026年部门预算指标（单位：元）\n" +
		"预算单位|主管部门|支出功能分类|部门预算经济分类|政府预算经济分类|项目类别|支出项目类别|项目名称|项目代码|资金性质|资金来源|指标来源|公共预算拨款|政府性基金拨款|财政专户管理资金|事业收入资金|上年公共预算结转\n" +
		"028001-甲局|028-甲局|2040601-行政运行|30201-办公费|50201-办公经费|运转类|21-公用经费|公用经费|P1|111-一般公共预算资金|||100|||0|\n" +
		"028001-甲局|028-甲局|2040605-普法宣传|30201-办公费|50201-办公经费|特定目标类|3-特定目标类|普法|P2||||10||20|30|5\n"
	u, found := read(t, text, intake.Request{Given: map[string]string{"资金年度": "本年"}})
	const want = `支出明细 政府经济科目编码=50201 项目名称=公用经费 单位代码=028001 100
支出明细 功能科目编码=2040605 功能科目名称=普法宣传 支出类型=项目支出 政府经济科目编码=50201 项目名称=普法 单位代码=028001 10
支出明细 功能科目编码=2040605 功能科目名称=普法宣传 支出类型=项目支出 政府经济科目编码=50201 项目名称=普法 资金来源=财政专户管理资金 单位代码=028001 20
支出明细 功能科目编码=2040605 功能科目名称=普法宣传 支出类型=项目支出 政府经济科目编码=50201 项目名称=普法 资金来源=单位资金 单位代码=028001 30
支出明细 功能科目编码=2040605 功能科目名称=普法宣传 支出类型=项目支出 政府经济科目编码=50201 项目名称=普法 资金年度=上年结转 单位代码=028001 5
`
	if got := told(u, found); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}

func TestAnAmountOfOneFundIsNotBookedAsAnother(t *testing.T) {
	_, found := read(t, "单位|功能科目|经济科目|支出类型|资金年度|资金性质|公共预算拨款（元）|单位资金（元）\n甲局|2040601|30201|公用经费|本年|一般公共预算|1|2\n", intake.Request{})
	if at := says(found, "fields-differ"); len(at) != 1 || at[0] != "H2" {
		t.Errorf("%v", found)
	}
}

func TestCodesBeforeFundsAreReadHoweverTheyAreJoined(t *testing.T) {
	for _, fund := range []string{"3-单位资金", "3—单位资金", "3.单位资金", "3、单位资金", "（3）单位资金", "3 单位资金", "3单位资金", "03-单位资金", "[31]单位资金", "单位资金(3)", "单位资金（31）", "3-单位自有资金", "３－单位资金"} {
		u, found := read(t, head+"甲局|2040601|30201|公用经费||"+fund+"|本年|1\n", intake.Request{})
		if got := told(u, found); !strings.HasPrefix(got, "支出明细 资金来源=单位资金 1\n") {
			t.Errorf("%s: %s", fund, got)
		}
	}
}

func TestNamesAreWrittenAsTheOtherWorkbookHasThem(t *testing.T) {
	u, found := read(t, strings.ReplaceAll(head+usual+"1\n", "甲局", "甲局(本级)"), intake.Request{Names: map[string][]string{"单位": {"乙局", "甲局（本级）"}}})
	if got := told(u, found); !strings.HasPrefix(got, "支出明细 单位=甲局（本级） 1\n") {
		t.Error(got)
	}
}

func TestTheUserSaysWhichOfSeveralAmountsIsMeant(t *testing.T) {
	three := "单位|功能科目|经济科目|支出类型|资金性质|资金年度|原金额|调减金额|指标金额\n单位：元\n甲局|2040601|30201|公用经费|一般公共预算|本年|%s\n"
	for _, c := range []struct{ amounts, given, want string }{
		{"10|2|8", "", "错误 amount-which G1 「原金额」「调减金额」「指标金额」都是金额，不知道取哪一列\n"},
		{"10|2|8", "指标金额", "支出明细 8\n"},
		{"10|2|8", "调减金额", "支出明细 2\n"},
		{"10|2|8", "金额", "错误 given-unknown"},
		{"10||10", "原金额", "支出明细 10\n"},
	} {
		text := "||||||||单位：元\n" + strings.Replace(fmt.Sprintf(three, c.amounts), "单位：元\n", "", 1)
		u, found := read(t, text, intake.Request{Amount: c.given})
		if got := strings.ReplaceAll(told(u, found), "G2", "G1"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s, --金额列 %s: %s", c.amounts, c.given, got)
		}
	}
}

func TestPartsOfAFundAreCountedOnce(t *testing.T) {
	const head = "||||||||||单位：元\n单位|功能科目|经济科目|支出类型|合计|财政拨款|公共预算拨款|单位资金|<|事业收入资金|财政专户管理资金\n^|^|^|^|^|^|^|小计|其中：上级补助收入|^|^\n甲局|2040601|30201|公用经费|"
	for row, want := range map[string]string{
		"10|1|1|4|3|0|5": "支出明细 1\n支出明细 资金来源=单位资金 4\n支出明细 资金来源=财政专户管理资金 5\n",
		"10|1|1|4|3|2|5": "错误 row-total H4 单位资金是 4.00 元，其中的各列相加是 5.00 元\n",
		"10|2|1|4|3|0|5": "错误 row-total F4 财政拨款是 2.00 元，表里各种资金相加是 1.00 元，分不清其余的是哪一种\n",
		"11|1|1|4|3|0|5": "错误 row-total E4 这一行是 11.00 元，各资金列相加是 10.00 元\n",
	} {
		u, found := read(t, head+row+"\n", intake.Request{Given: map[string]string{"资金年度": "本年"}})
		if got := told(u, found); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", row, got)
		}
	}
	for _, row := range []string{"3|3|2", "5|3|2"} {
		text := "单位|功能科目|经济科目|支出类型|财政拨款（元）|公共预算拨款（元）|上年公共预算结转（元）\n甲局|2040601|30201|公用经费|" + row + "\n"
		u, found := read(t, text, intake.Request{Given: map[string]string{"资金年度": "本年"}})
		if got := told(u, found); !strings.HasPrefix(got, "支出明细 3\n支出明细 资金年度=上年结转 2\n") {
			t.Errorf("%s: %s", row, got)
		}
	}
	// without a column of the whole the parts are the fund
	u, found := read(t, "单位|功能科目|经济科目|支出类型|事业收入资金（元）|其他自有资金（元）\n甲局|2040601|30201|公用经费|1|2\n", intake.Request{Given: map[string]string{"资金年度": "本年"}})
	if got := told(u, found); !strings.HasPrefix(got, "支出明细 资金来源=单位资金 3\n") {
		t.Error(got)
	}
}

// The time of an import grows with the rows, whatever is among them: none of these
// would end within the test's time if each row were compared with all others.
func TestRowsThatMayBeSumsAreProvedInLinearTime(t *testing.T) {
	p := proof.DefaultPack(t)
	for name, row := range map[string]string{
		"stray text":                "某某说明%d\n",
		"a unit with an amount":     "某局%d|||||||1\n",
		"an amount":                 "|||||||1\n",
		"subtotals":                 "小计|||||||%d\n",
		"a unit and a code, no sum": "某局|2040601||||||%d\n",
	} {
		var body strings.Builder
		for i := range 10_000 {
			if i%240 == 0 {
				body.WriteString(usual + "7\n")
			}
			fmt.Fprintf(&body, strings.ReplaceAll(row, "%d", "%[1]d"), i+3)
		}
		start := time.Now()
		read(t, head+body.String(), intake.Request{Pack: p})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Log(name, took)
		}
	}
}

// What is not the sum of all says by how much, and money of 其他资金, which is of two
// funds, is asked about.
func TestATotalThatDiffersSaysByHowMuch(t *testing.T) {
	const head = "单位|功能科目|经济科目|支出类型|一般公共预算（元）|其他资金（元）\n甲局|2040601|30201|公用经费|1000|\n甲局|2040601|30202|公用经费|500.50|"
	for rest, want := range map[string]string{
		"\n合计||||1600.50|\n": "错误 total-differs A4 这一行像合计（一般公共预算（元） 1600.50 元），但不等于上下的明细、全部明细或同一科目、同一单位的明细相加；“一般公共预算（元）”全部明细相加是 1500.50 元，这一行多 100.00 元\n",
		"\n合计||||1400|\n":    "错误 total-differs A4 这一行像合计（一般公共预算（元） 1400.00 元），但不等于上下的明细、全部明细或同一科目、同一单位的明细相加；“一般公共预算（元）”全部明细相加是 1500.50 元，这一行少 100.50 元\n",
		"300\n":              "错误 row-total F3 其他资金是 300.00 元，表里各种资金相加是 0.00 元，分不清其余的是哪一种\n",
	} {
		u, found := read(t, head+rest, intake.Request{Given: map[string]string{"资金年度": "本年"}})
		if got := told(u, found); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", rest, got)
		}
	}
}
