package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/intake"
	"ysgk/internal/proof"
)

// told is what was understood: the records with what they say beside the usual
// (see plain), the units, the words that were translated, and the findings.
func told(u *intake.Understood, found finding.List) string {
	var b strings.Builder
	if u != nil && !found.HasErrors() {
		for _, name := range []string{"支出明细", "单位"} {
			t := u.Ledger.Tables[name]
			for i := range t.Len() {
				var parts []string
				for _, f := range t.Fields {
					if v := t.Value(i, f); v != "" && !slices.Contains(plain[f], v) {
						parts = append(parts, f+"="+v)
					}
				}
				if name == "支出明细" {
					parts = append(parts, t.Amounts(0)[i].Yuan().String())
				}
				fmt.Fprintf(&b, "%s %s\n", name, strings.Join(parts, " "))
			}
		}
		for _, s := range u.Values {
			fmt.Fprintf(&b, "%s %s→%s\n", s.Field, s.Written, s.Means)
		}
	}
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %s %s\n", f.Severity, f.Code, f.Place.Cell, f.Message)
	}
	return b.String()
}

var plain = map[string][]string{
	"单位": {"甲局"}, "功能科目编码": {"2040601"}, "功能科目名称": {"行政运行"}, "部门经济科目编码": {"30201"}, "部门经济科目名称": {"办公费"},
	"支出类型": {"公用经费"}, "资金来源": {"一般公共预算"}, "资金年度": {"本年"}, "名称": {"甲局"},
}

const usual = "甲局|2040601|30201|公用经费||一般公共预算|本年|"

// with is the head with more columns at its end.
func with(columns string) string { return strings.TrimSuffix(head, "\n") + "|" + columns + "\n" }

func TestWhatAnExportSaysIsUnderstoodSo(t *testing.T) {
	const two = "单位：元\n单位|功能科目|经济科目|支出类型|资金年度|资金性质|<|<\n^|^|^|^|^|合计|一般公共预算|单位资金\n"
	for name, c := range map[string]struct{ text, want string }{
		"an unknown column with nothing in it": {with("处室") + usual + "1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"an unknown column with texts": {with("处室") + usual + "1|办公室\n", `支出明细 1
单位 单位名称=甲局
警告 column-unknown I1 不认识的列「处室」没有导入
`},
		"an unknown column with a number, and numbers above it": {"|||||||年度|2026\n" + with("人数") + usual + "1|7\n" + usual + "2\n", `支出明细 1
支出明细 2
单位 单位名称=甲局
警告 column-unknown I2 不认识的列「人数」没有导入，里面有 1 个数；如果是资金，导入的合计就少了
`},
		"columns that are known and not wanted": {with("项目代码|已用金额") + usual + "1|P001|7\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"headers of two rows":                   {"单位：元\n单位|功能科目|<|经济科目|<|支出类型|项目名称|资金性质|资金年度|金额\n^|编码|名称|科目编码|科目名称|^|^|^|^|^\n甲局|2040601|行政运行|30201|办公费|公用经费||一般公共预算|本年|1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"headers of two rows, not merged":       {"2026年明细\n单位|功能科目||经济科目||支出类型|资金性质|资金年度|金额（元）\n|编码|名称|编码|名称||||\n甲局|2040601|行政运行|30201|办公费|公用经费|一般公共预算|本年|1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"headers with the level of the code":    {"单位|支出功能分类科目编码（项级）|部门经济分类科目代码（款级）|政府经济分类(款)|支出类型|资金性质|资金年度|金额（元）\n甲局|2040601|30201|50201|公用经费|一般公共预算|本年|1\n", "支出明细 政府经济科目编码=50201 1\n单位 单位名称=甲局\n"},
		"the levels of a code in columns of their own": {"单位|类|款|项|科目名称|经济科目|支出类型|资金性质|资金年度|金额（元）\n|204|||公共安全支出|||||3\n甲局|204|06|01|行政运行|30201|公用经费|一般公共预算|本年|1\n甲局|204|6|1|养老|30201|公用经费|一般公共预算|本年|2\n", `支出明细 1
支出明细 2
单位 单位名称=甲局
警告 name-differs E4 编码 2040601 的名称是「行政运行」，这里写的是「养老」
`},
		"the levels of two codes below their groups":          {"单位|功能科目|<|<|部门经济科目|<|支出类型|资金性质|资金年度|金额（元）\n^|类|款|项|类|款|^|^|^|^\n甲局|204|06|01|302|01|公用经费|一般公共预算|本年|1\n甲局|204|20406|2040601|302|30201|公用经费|一般公共预算|本年|2\n", "支出明细 1\n支出明细 2\n单位 单位名称=甲局\n"},
		"upper levels that are blank below the same":          {"单位|类|款|项|经济科目|支出类型|资金性质|资金年度|金额（元）\n甲局|204|06|01|30201|公用经费|一般公共预算|本年|1\n甲局|||02|30201|公用经费|一般公共预算|本年|2\n甲局||10|06|30201|公用经费|一般公共预算|本年|4\n合计||||||||7\n", "支出明细 1\n支出明细 功能科目编码=2040602 功能科目名称=一般行政管理事务 2\n支出明细 功能科目编码=2041006 功能科目名称=信息化建设 4\n单位 单位名称=甲局\n警告 code-above A3 2 行科目的上级空着，取的是上面一行的：第 3、4 行\n"},
		"blank upper levels below a total":                    {"单位|类|款|项|经济科目|支出类型|资金性质|资金年度|金额（元）\n甲局|204|06|01|30201|公用经费|一般公共预算|本年|1\n合计||||||||1\n甲局|||02|30201|公用经费|一般公共预算|本年|2\n", "错误 code-unknown B4 功能科目编码：「2」是 1 位编码，“功能科目”表里没有；应填到项级（7 位）\n"},
		"levels with their names, merged down":                {"单位|类|款|项|经济科目|支出类型|资金性质|资金年度|金额（元）\n甲局|204 公共安全支出|06司法|01 行政运行|30201|公用经费|一般公共预算|本年|1\n甲局|^|^|02 一般行政管理事务|30201|公用经费|一般公共预算|本年|2\n甲局|^|^|^|30202|公用经费|一般公共预算|本年|4\n", "支出明细 1\n支出明细 功能科目编码=2040602 功能科目名称=一般行政管理事务 2\n支出明细 功能科目编码=2040602 功能科目名称=一般行政管理事务 部门经济科目编码=30202 部门经济科目名称=印刷费 4\n单位 单位名称=甲局\n"},
		"the levels of two codes two rows below their groups": {"单位|功能科目|<|<|部门经济科目|<|支出类型|资金性质|资金年度|金额（元）\n^|科目编码|<|<|科目编码|<|^|^|^|^\n^|类|款|项|类|款|^|^|^|^\n甲局|204|6|1|302|1|公用经费|一般公共预算|本年|1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"a level of a code that is not there":                 {"单位|类|款|项|经济科目|支出类型|资金性质|资金年度|金额（元）\n甲局|204||01|30201|公用经费|一般公共预算|本年|1\n", "错误 total-differs A2 这一行像合计（金额（元） 1.00 元），但不等于上下的明细、全部明细或同一科目、同一单位的明细相加\n"},
		"amounts of a year":                                   {"单位|功能科目|经济科目|支出类型|资金性质|资金年度|2026年预算数（元）\n甲局|2040601|30201|公用经费|一般公共预算|本年|1\n", "错误 amount-which G1 「2026年预算数（元）」可能不是今年的预算数，要写明才取\n"},
		"amounts of two years":                                {"单位|功能科目|经济科目|支出类型|资金性质|资金年度|2025年预算数（元）|2026年预算数（元）\n甲局|2040601|30201|公用经费|一般公共预算|本年|2|1\n", "错误 amount-which G1 「2025年预算数（元）」「2026年预算数（元）」都是金额，不知道取哪一列\n"},
		"a unit beside its rows": {head + usual + "1\n^|2040601|30201|公用经费||一般公共预算|本年|2\n^|2040601|30201|公用经费||一般公共预算|本年|3\n乙局|2040601|30201|公用经费||一般公共预算|本年|4\n^|||||||4\n合计|||||||10\n", `支出明细 1
支出明细 2
支出明细 3
支出明细 单位=乙局 4
单位 单位名称=甲局
单位 单位名称=乙局
`},
		"a unit that begins with digits": {head + strings.Replace(usual, "甲局", "120急救中心", 1) + "1\n" + strings.Replace(usual, "甲局", "028001120急救中心", 1) + "1\n", `支出明细 单位=120急救中心 1
支出明细 单位=急救中心 单位代码=028001120 1
单位 单位名称=120急救中心
单位 单位名称=急救中心 单位代码=028001120
`},
		"a unit in three spellings": {head + strings.Replace(usual, "甲局", "甲局（本级）", 1) + "1\n" + strings.Replace(usual, "甲局", "001-甲局(本级)", 1) + "2\n" + strings.Replace(usual, "甲局", "甲局 (本级)", 1) + "3\n", `支出明细 单位=甲局（本级） 单位代码=001 1
支出明细 单位=甲局（本级） 单位代码=001 2
支出明细 单位=甲局（本级） 单位代码=001 3
单位 单位名称=甲局（本级） 单位代码=001
单位 甲局(本级)→甲局（本级）
单位 甲局 (本级)→甲局（本级）
`},
		"codes before and behind choices and names": {head + "甲局|行政运行[2040601]|办公费(30201)|21-公用经费||3-单位资金|【1】本年|5\n", `支出明细 资金来源=单位资金 5
单位 单位名称=甲局
支出类型 21-公用经费→公用经费
资金来源 3-单位资金→单位资金
资金年度 【1】本年→本年
`},
		"a subtotal of zero": {head + usual + "1\n小计|||||||0\n合计|||||||1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"a row without a code and of zero": {head + usual + "1\n甲局||||||其他|0\n", `支出明细 1
单位 单位名称=甲局
警告 amount-none A3 这一行没有编码，金额是零，没有导入
`},
		"parts of a fund and last year's":     {"单位：元\n单位|功能科目|经济科目|支出类型|合计|财政拨款|公共预算拨款|上年基金预算结转|单位资金|<|事业收入资金|财政专户管理资金\n^|^|^|^|^|^|^|^|小计|其中：上级补助收入|^|^\n甲局|2040601|30201|公用经费|12|1|1|2|4|3|0|5\n", "错误 column-missing  没有认出“资金年度”这一列\n"},
		"the sum of funds that are not there": {"单位：元\n单位|功能科目|经济科目|支出类型|资金年度|财政拨款|单位资金\n甲局|2040601|30201|公用经费|本年|7|1\n", "错误 row-total F3 财政拨款是 7.00 元，表里各种资金相加是 0.00 元，分不清其余的是哪一种\n"},
		"a column without a header": {head + usual + "1||多\n", `支出明细 1
单位 单位名称=甲局
警告 stray-column J2 这一列没有表头，「多」没有导入
`},
		"a project has its name":              {head + "甲局|2040601|30201|项目支出|普法|一般公共预算|本年|5\n", "支出明细 支出类型=项目支出 项目名称=普法 5\n单位 单位名称=甲局\n"},
		"a project without its name":          {head + "甲局|2040601|30201|项目支出||一般公共预算|本年|5\n" + usual + "1\n", "错误 value-missing E2 项目名称没有填\n"},
		"a project where no column has names": {"单位|功能科目|经济科目|支出类型|资金性质|资金年度|金额（元）\n甲局|2040601|30201|项目支出|一般公共预算|本年|5\n甲局|2040601|30201|公用经费|一般公共预算|本年|5\n", "错误 value-missing A2 这一行要有项目名称，没有认出这一列\n"},
		"a record without its unit":           {head + "|2040601|30201|公用经费||一般公共预算|本年|5\n", "错误 value-missing A2 单位没有填\n"},
		"codes in front of names": {head + "028001-甲局|[2040601]行政运行|30201 办公费|公用经费||01-一般公共预算|本年|5\n", `支出明细 单位代码=028001 5
单位 单位名称=甲局 单位代码=028001
资金来源 01-一般公共预算→一般公共预算
`},
		"codes in front of other names": {head + "甲局|2040601-司法|30201|公用经费||一般公共预算|本年|5\n", `支出明细 5
单位 单位名称=甲局
警告 name-differs B2 编码 2040601 的名称是「行政运行」，这里写的是「司法」
`},
		"a code that nobody has": {head + "甲局|2040601|30299-甲乙|公用经费||一般公共预算|本年|5\n", `支出明细 部门经济科目编码=30299 部门经济科目名称=其他商品和服务支出 5
单位 单位名称=甲局
警告 name-differs C2 编码 30299 的名称是「其他商品和服务支出」，这里写的是「甲乙」
`},
		"names beside codes": {with("功能科目名称|经济科目名称") + usual + "5|行政运行|印刷费\n" + usual + "6|行政 运行\n", `支出明细 5
支出明细 6
单位 单位名称=甲局
警告 name-differs J2 编码 30201 的名称是「办公费」，这里写的是「印刷费」
`},
		"a unit with its kind in one row": {with("单位代码|单位性质") + usual + "5|A1|行政机关\n" + usual + "6\n乙所" + strings.TrimPrefix(usual, "甲局") + "7||事业单位\n", `支出明细 单位性质=行政 单位代码=A1 5
支出明细 单位性质=行政 单位代码=A1 6
支出明细 单位=乙所 单位性质=事业 7
单位 单位名称=甲局 单位代码=A1 单位性质=行政
单位 单位名称=乙所 单位性质=事业
单位性质 行政机关→行政
单位性质 事业单位→事业
`},
		"words of other systems, once each": {head + "甲局|2040601|30201|公用经费项目||一般公共预算拨款|当年预算|5\n甲局|2040601|30201|公用经费项目||一般公共预算|本年|5\n", `支出明细 5
支出明细 5
单位 单位名称=甲局
支出类型 公用经费项目→公用经费
资金来源 一般公共预算拨款→一般公共预算
资金年度 当年预算→本年
`},
		"a code that may be left out": {with("政府经济科目") + usual + "1\n" + usual + "2|50201\n", `支出明细 1
支出明细 政府经济科目编码=50201 2
单位 单位名称=甲局
`},
		"a dash for an amount": {head + usual + "—\n" + usual + "1\n", `支出明细 1
单位 单位名称=甲局
警告 amount-none A2 这一行没有金额，没有导入
`},
		"what is no amount": {head + usual + "多\n", "错误 amount-text H2 金额（元）：「多」不是数\n"},
		"a row of text": {head + usual + "1\n注：以上为预算数\n", `支出明细 1
单位 单位名称=甲局
警告 row-text A3 这一行没有编码，也没有金额，没有导入
`},
		"funds beside their total": {two + "甲局|2040601|30201|公用经费|本年|3|1|2\n", `支出明细 1
支出明细 资金来源=单位资金 2
单位 单位名称=甲局
`},
		"funds without one of them": {two + "甲局|2040601|30201|公用经费|本年|2||2\n", `支出明细 资金来源=单位资金 2
单位 单位名称=甲局
`},
		"a total without its funds": {two + "甲局|2040601|30201|公用经费|本年|3\n", "错误 row-total F4 这一行是 3.00 元，各资金列相加是 0.00 元\n"},
		"neither total nor funds": {two + "甲局|2040601|30201|公用经费|本年\n", `单位 单位名称=甲局
警告 amount-none A4 这一行没有金额，没有导入
`},
		"a group of columns above their names": {"单位：元\n单位|功能科目|经济科目|支出类型|资金年度|资金|<|备注\n|||||一般公共预算|单位资金\n甲局|2040601|30201|公用经费|本年|1|2|\n", `支出明细 1
支出明细 资金来源=单位资金 2
单位 单位名称=甲局
`},
		"a wide header above one text": {with("处室|<") + usual + "1|好\n" + usual + "2\n", `支出明细 1
支出明细 2
单位 单位名称=甲局
警告 column-unknown I1 不认识的列「处室」没有导入
`},
		"a wide header above a text and a number": {with("处室|<") + usual + "1|好|7\n" + usual + "2\n", `支出明细 1
支出明细 2
单位 单位名称=甲局
警告 column-unknown I1 不认识的列「处室」没有导入
警告 column-unknown J1 不认识的列「处室」没有导入，里面有 1 个数；如果是资金，导入的合计就少了
`},
		"a title over all columns":    {"2026年支出明细|<|<|<|<|<|<|<\n" + head + usual + "1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"a title that names a column": {"单位\n" + head + usual + "1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"a header in row 20":          {strings.Repeat("说明\n", 19) + head + usual + "1\n", "支出明细 1\n单位 单位名称=甲局\n"},
		"a header in row 21":          {strings.Repeat("说明\n", 20) + head + usual + "1\n", "错误 header-missing  没有找到认得的表头\n"},
		"no column of amounts":        {"单位|功能科目|经济科目\n甲局|2040601|30201\n", "错误 header-missing  没有找到认得的表头\n"},
		"more than a budget can be":   {head + usual + "60000000000000\n" + usual + "50000000000000\n" + usual + "50000000000000\n", "错误 total-large H2 合计超过一百万亿元，不会是预算金额；最大的一笔是这里的 60000000000000.00 元\n"},
		"as much as a budget can be":  {head + usual + "60000000000000\n" + usual + "40000000000000\n", "支出明细 60000000000000\n支出明细 40000000000000\n单位 单位名称=甲局\n"},
		"a sum of what is no amount": {head + usual + "多\n合计|||||||5\n", `错误 amount-text H2 金额（元）：「多」不是数
`},
	} {
		t.Run(name, func(t *testing.T) {
			u, found := read(t, c.text, intake.Request{})
			if d := cmp.Diff(c.want, told(u, found)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatTheCommandLineGivesFillsColumnsThatAreNotThere(t *testing.T) {
	const text = "单位|功能科目|经济科目|支出类型|资金性质|金额（元）\n甲局|2040601|30201|公用经费|一般公共预算|1\n"
	for name, c := range map[string]struct {
		given map[string]string
		want  string
	}{
		"a choice":          {map[string]string{"资金年度": "上年结转"}, "支出明细 资金年度=上年结转 1\n单位 单位名称=甲局\n"},
		"nothing":           {nil, "错误 column-missing  没有认出“资金年度”这一列\n"},
		"no choice":         {map[string]string{"资金年度": "去年"}, "错误 choice-unknown  --补 资金年度：「去年」不在选项里\n"},
		"what is there":     {map[string]string{"资金年度": "本年", "支出类型": "公用经费"}, "错误 given-twice  --补 支出类型=公用经费：导出里已经有“支出类型”这一列\n"},
		"an unknown column": {map[string]string{"资金年度": "本年", "处室": "甲"}, "错误 given-unknown  --补 处室=甲：没有“处室”这一列\n"},
		"an amount":         {map[string]string{"资金年度": "本年", "金额": "1"}, "错误 given-unknown  --补 金额=1：没有“金额”这一列\n"},
		"a name":            {map[string]string{"资金年度": "本年", "功能科目名称": "甲"}, "错误 given-unknown  --补 功能科目名称=甲：没有“功能科目名称”这一列\n"},
	} {
		t.Run(name, func(t *testing.T) {
			u, found := read(t, text, intake.Request{Given: c.given})
			if d := cmp.Diff(c.want, told(u, found)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTheSheetOfAnExportIsTheOnlyOneOrNamed(t *testing.T) {
	book := excelize.NewFile()
	for i, sheet := range []string{"人员", "公用", "说明"} {
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		if sheet == "说明" {
			continue
		}
		for r, line := range strings.Split(head+usual+fmt.Sprint(i+1), "\n") {
			for col, text := range strings.Split(line, "|") {
				at, _ := excelize.CoordinatesToCellName(col+1, r+1)
				if err := book.SetCellValue(sheet, at, text); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	file := filepath.Join(t.TempDir(), "导出.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	r := intake.Request{Pack: proof.DefaultPack(t), File: file, Given: map[string]string{}}
	_, found, err := intake.Read(r)
	if err != nil || len(found) != 2 || found[0].Code != "sheet-several" || found[0].Place.Sheet != "人员" || found[1].Place.Sheet != "公用" {
		t.Errorf("%v %v", found, err)
	}
	for sheet, want := range map[string]budget.Fen{"公用": 200, " 人员": 100, "说明": 0} {
		r.Sheet = sheet
		u, found, err := intake.Read(r)
		switch {
		case err != nil:
			t.Error(err)
		case want == 0 && (u != nil || !found.HasErrors()):
			t.Errorf("%s: %v", sheet, found)
		case want > 0 && (found.HasErrors() || u.Total != want || u.Sheet != strings.TrimSpace(sheet)):
			t.Errorf("%s: %v", sheet, found)
		}
	}
	if err := os.WriteFile(file, []byte("单位,金额\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := intake.Read(r); err == nil {
		t.Error("what is no workbook was read")
	}
}

func TestWhatAnInputWorkbookNeedsAndTheExportLacksIsNamed(t *testing.T) {
	p := proof.DefaultPack(t)
	u, _ := read(t, with("单位性质")+usual+"1\n乙所"+strings.TrimPrefix(usual, "甲局")+"2|事业单位\n", intake.Request{Pack: p})
	if got, want := u.Lacking(p, nil), []string{"单位的单位性质", "基本信息的部门名称"}; !cmp.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for unit, want := range map[string][]string{"甲局": nil, "乙所": {"单位的单位性质"}} {
		other, _ := read(t, strings.ReplaceAll(head+usual+"1\n", "甲局", unit), intake.Request{Pack: p})
		if got := u.Lacking(p, other.Ledger); !cmp.Equal(got, want) {
			t.Errorf("into one with %s: %q", unit, got)
		}
	}
	u, _ = read(t, with("单位性质")+usual+"1|行政\n", intake.Request{Pack: p})
	if got := u.Lacking(p, u.Ledger); got != nil {
		t.Errorf("%q", got)
	}
}

func TestTheColumnsAreShownAsTheyStand(t *testing.T) {
	u, found := read(t, "|||资金|<|<|\n单位|功能科目|经济科目|一般公共预算（元）|<|单位资金（万元）|处室\n^|^|^|小计|其中：基建|小计|^\n", intake.Request{Given: map[string]string{"支出类型": "公用经费", "资金年度": "本年"}})
	var got []string
	for _, c := range u.Columns {
		got = append(got, fmt.Sprintf("%d %s %s %s", c.Col, c.Header, c.Field, c.Unit.Name))
	}
	want := []string{
		"1 单位 单位 ", "2 功能科目 功能科目编码 ", "3 经济科目 部门经济科目编码 ",
		"4 一般公共预算（元）/小计 金额，资金来源：一般公共预算 元", "5 一般公共预算（元）/其中：基建  ", "6 单位资金（万元）/小计 金额，资金来源：单位资金 万元", "7 处室  ",
	}
	if d := cmp.Diff(want, got); d != "" || found.HasErrors() || u.First != 2 || u.Last != 3 {
		t.Errorf("rows %d to %d, %v\n%s", u.First, u.Last, found, d)
	}
}

// What an input workbook has already is not taken in again, whatever its notes
// and what follows from other columns; what differs in anything else is.
func TestRecordsThatTheWorkbookHasAreRefused(t *testing.T) {
	p := proof.DefaultPack(t)
	def := p.Input.Sheet(p.Intake.Sheet)
	u, _ := read(t, with("备注")+usual+"1|\n"+usual+"2|新\n", intake.Request{Pack: p})
	for name, c := range map[string]struct {
		change map[string]string
		fen    budget.Fen
		want   string
	}{
		"the same":                     {nil, 200, "有 1 笔与录入工作簿里已有的完全相同（如“支出明细”第 7 行），再导入就重复了；它们在第 3 行"},
		"with another note":            {map[string]string{"备注": "旧"}, 200, "有 1 笔与录入工作簿里已有的完全相同（如“支出明细”第 7 行），再导入就重复了；它们在第 3 行"},
		"with the mapped code written": {map[string]string{"政府经济科目编码": "50201"}, 200, "有 1 笔与录入工作簿里已有的完全相同（如“支出明细”第 7 行），再导入就重复了；它们在第 3 行"},
		"both":                         {nil, 100, "有 2 笔与录入工作簿里已有的完全相同（如“支出明细”第 6 行），再导入就重复了；它们在第 2、3 行"},
		"of another amount":            {nil, 201, ""},
		"of another unit":              {map[string]string{"单位": "乙所"}, 200, ""},
		"of another fund":              {map[string]string{"资金来源": "单位资金"}, 200, ""},
	} {
		s := p.Sources()[def.Name]
		have := budget.NewTable(def.Name, s.Fields, s.Measures)
		put := func(row int, change map[string]string, fen budget.Fen) {
			values := make([]string, len(have.Fields))
			for i, f := range have.Fields {
				values[i] = u.Ledger.Tables[def.Name].Value(0, f)
				if v, ok := change[f]; ok {
					values[i] = v
				}
			}
			amounts := make([]budget.Fen, len(have.Measures))
			amounts[0] = fen
			have.Append(row, values, amounts)
		}
		if name == "both" {
			put(6, nil, 100)
			put(9, nil, 200)
		} else {
			put(6, map[string]string{"单位": "丙局"}, 100)
			put(7, c.change, c.fen)
		}
		found := u.Repeated(def, &budget.Ledger{Tables: map[string]*budget.Table{def.Name: have}})
		got := ""
		for _, f := range found {
			got += f.Message
		}
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
