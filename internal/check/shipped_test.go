package check_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

var update = flag.Bool("update", false, "write testdata/shipped.txt")

// record is one row of an input sheet; rows are numbered from 2.
type record map[string]string

// book is an input workbook as a test writes it.
type book map[string][]record

// indicatorKinds are those that a sound project has, in either period.
var indicatorKinds = [][2]string{
	{"产出指标", "数量指标"}, {"产出指标", "质量指标"}, {"产出指标", "时效指标"}, {"产出指标", "成本指标"},
	{"效益指标", "社会效益"}, {"满意度指标", "服务对象满意度"},
}

// indicator is the place of an indicator among those of sound: of the first or
// second project, for 实施期 (0) or 年度 (1).
func indicator(project, period, kind int) int {
	return (2*project+period)*len(indicatorKinds) + kind
}

// sound is a small department without any problem: each table has something.
func sound(p *pack.Pack) book {
	economics := p.Codes["部门经济科目"]
	item := func(unit, function, kind, economic, project, fund, year, amount string) record {
		return record{
			"单位": unit, "单位性质": "行政", "部门": "甲局", "功能科目编码": function, "支出类型": kind, "部门经济科目编码": economic,
			"政府经济科目编码": economics.Attr(economic, economics.Column("行政单位对应")), "项目名称": project, "资金来源": fund, "资金年度": year, "金额(元)": amount,
		}
	}
	project := func(name, unit, publish string) record {
		return record{
			"项目名称": name, "实施单位": unit, "主管部门及代码": "028-甲局", "项目属性": "一次性项目（1年结束）", "项目期": "1年", "是否公开": publish,
			"实施期资金总额": "300.30", "实施期中央": "100.10", "实施期省级": "100.10", "实施期市县区": "100.10",
			"年度资金总额": "300.30", "年度市县区": "200.20", "年度其他": "100.10",
		}
	}
	b := book{
		"单位": {{"单位名称": "甲局", "单位性质": "行政"}, {"单位名称": "乙中心", "单位性质": "行政"}},
		"支出明细": {
			item("甲局", "2040601", "人员经费", "30101", "", "一般公共预算", "本年", "1000.10"),
			item("甲局", "2040601", "公用经费", "30217", "", "一般公共预算", "本年", "200.20"),
			item("甲局", "2080505", "人员经费", "30108", "", "一般公共预算", "本年", "160.00"),
			item("甲局", "2040602", "项目支出", "30201", "普法", "一般公共预算", "本年", "200.20"),
			item("甲局", "2040602", "项目支出", "30201", "普法", "一般公共预算", "上年结转", "100.10"),
			item("乙中心", "2040602", "项目支出", "30201", "普法", "单位资金", "本年", "300.30"),
			item("乙中心", "2120801", "项目支出", "31005", "修路", "政府性基金预算", "本年", "5000.00"),
			item("乙中心", "2230105", "项目支出", "31204", "改制", "国有资本经营预算", "本年", "700.00"),
		},
		"收入明细": {
			{"预算类别": "政府性基金预算", "收入科目编码": "1030148", "金额(元)": "5000.00"},
			{"预算类别": "国有资本经营预算", "收入科目编码": "10306", "金额(元)": "700.00"},
		},
		"绩效项目": {project("普法", "甲局", "是"), project("普法", "乙中心", "是"), project("修路", "乙中心", "否"), project("改制", "乙中心", "否")},
	}
	maps.Copy(b["绩效项目"][1], record{"年度市县区": "0", "年度单位自筹": "300.30", "年度其他": "0"})
	for i, all := range map[int]string{2: "5000.00", 3: "700.00"} {
		maps.Copy(b["绩效项目"][i], record{
			"实施期资金总额": all, "实施期中央": all, "实施期省级": "0", "实施期市县区": "0", "年度资金总额": all, "年度市县区": all, "年度其他": "0",
		})
	}
	for _, p := range b["绩效项目"][:2] {
		for _, period := range []string{"实施期", "年度"} {
			for _, kind := range indicatorKinds {
				b["绩效指标"] = append(b["绩效指标"], record{"项目名称": "普法", "实施单位": p["实施单位"], "目标期": period, "一级指标": kind[0], "二级指标": kind[1], "三级指标": "人数", "指标值": "≥1人"})
			}
		}
	}
	return b
}

func (b book) ledger(t testing.TB, p *pack.Pack) *budget.Ledger {
	l := emptyLedger(p)
	for _, items := range b["基本信息"] {
		maps.Copy(l.Info, items)
	}
	for table, records := range b {
		if l.Tables[table] == nil {
			continue // the second pack has no 收入明细
		}
		for i, r := range records {
			row := i + 2
			if p.Input.Sheet(table) == nil {
				row = 0
			}
			full := maps.Clone(r)
			for _, f := range l.Tables[table].Fields {
				if list := p.ListOf(strings.TrimSuffix(f, "名称") + "编码"); list != "" && strings.HasSuffix(f, "名称") {
					full[f] = p.Codes[list].NameOf(full[strings.TrimSuffix(f, "名称")+"编码"])
				}
			}
			add(t, l, table, row, full)
		}
	}
	return l
}

// fault spoils the workbook of a sound department.
type fault struct {
	name  string
	spoil spoil
}

type spoil func(b book)

// and spoils in several ways.
func (s spoil) and(others ...spoil) spoil {
	return func(b book) {
		s(b)
		for _, o := range others {
			o(b)
		}
	}
}

// more is one more line of the first unit.
func more(functional, kind, economic, project, amount string) spoil {
	return func(b book) {
		r := maps.Clone(b["支出明细"][3])
		maps.Copy(r, record{"功能科目编码": functional, "支出类型": kind, "部门经济科目编码": economic, "项目名称": project, "金额(元)": amount})
		b["支出明细"] = append(b["支出明细"], r)
	}
}

// set gives a record of a table other values; faults read as what somebody typed.
func set(table string, i int, pairs ...string) spoil {
	return func(b book) {
		for n := 0; n < len(pairs); n += 2 {
			b[table][i][pairs[n]] = pairs[n+1]
		}
	}
}

// everyItem gives the line items of a unit another value; the code that follows from
// the unit's kind does not follow.
func everyItem(unit, field, value string) func(book) {
	return func(b book) {
		for _, r := range b["支出明细"] {
			if r["单位"] == unit {
				r[field] = value
			}
		}
	}
}

// drop leaves out the records for which the test holds.
func drop(table string, test func(record) bool) func(book) {
	return func(b book) { b[table] = slices.DeleteFunc(b[table], test) }
}

// carry adds 年终结转.
func carry(fund, amount string) func(book) {
	return func(b book) {
		b["年终结转"] = append(b["年终结转"], record{"资金来源": fund, "资金年度": "本年", "金额": amount})
	}
}

var faults = []fault{
	{name: "A106 有一种资金来源没有列取它", spoil: set("支出明细", 1, "资金来源", "债务资金")},
	{name: "A202 有一种资金来源没有列取它", spoil: set("支出明细", 1, "资金来源", "债务资金")},
	{name: "B01 一般公共预算有年终结转", spoil: carry("一般公共预算", "10.00")},
	{name: "B10 政府性基金收入少了", spoil: set("收入明细", 0, "金额(元)", "4999.99")},
	{name: "B10 国有资本收入多了", spoil: set("收入明细", 1, "金额(元)", "7000000.00")},
	{name: "B11 政府性基金年终结转没有列收入", spoil: carry("政府性基金预算", "10.00")},
	{name: "B11 国有资本年终结转没有列收入", spoil: carry("国有资本经营预算", "10.00")},
	{name: "C03 基金科目用了一般公共预算的钱", spoil: set("支出明细", 6, "资金来源", "一般公共预算")},
	{name: "C03 单位资金用了基金科目", spoil: set("支出明细", 5, "功能科目编码", "2120801")},
	{name: "C05 工资列公用经费", spoil: set("支出明细", 0, "支出类型", "公用经费")},
	{name: "C05 接待费列人员经费", spoil: set("支出明细", 1, "支出类型", "人员经费")},
	{name: "C05 办公设备列人员经费", spoil: set("支出明细", 1, "支出类型", "人员经费", "部门经济科目编码", "31002")},
	{name: "C05 基本支出用了对企业补助", spoil: set("支出明细", 1, "部门经济科目编码", "31204")},
	{name: "C07 单位没有明细", spoil: set("单位", 1, "单位名称", "丙所")},
	{name: "C08 一行录了两遍", spoil: func(b book) { b["支出明细"] = append(b["支出明细"], b["支出明细"][1]) }},
	{name: "C21 一行录了两遍，备注不同", spoil: func(b book) {
		again := maps.Clone(b["支出明细"][1])
		again["备注"] = "补录"
		b["支出明细"] = append(b["支出明细"], again)
	}},
	{name: "C21 奖金选成津贴补贴", spoil: more("2040601", "人员经费", "30102", "", "500.00").and(more("2040601", "人员经费", "30102", "", "700.00"))},
	{name: "C11 元填进万元列，公用经费", spoil: more("2040601", "公用经费", "30202", "", "95000.00").and(more("2040601", "公用经费", "30201", "", "120.00"), more("2040601", "公用经费", "30205", "", "110.00"), more("2040601", "公用经费", "30206", "", "90.00"), more("2040601", "公用经费", "30207", "", "80.00"))},
	{name: "C11 元填进万元列，项目", spoil: more("2040602", "项目支出", "30201", "司法", "100000.00").and(more("2040601", "公用经费", "30201", "", "120.00"), more("2040601", "公用经费", "30202", "", "110.00"), more("2040601", "公用经费", "30205", "", "90.00"), more("2040601", "公用经费", "30206", "", "80.00"), more("2040601", "公用经费", "30207", "", "80.00"))},
	{name: "C11 一个单位的元都填进万元列", spoil: everyItem("甲局", "金额(元)", "380000000.00")},
	{name: "C11 一个单位都填成万元", spoil: everyItem("甲局", "金额(元)", "2.50")},
	{name: "C14 独生子女奖励列奖金", spoil: more("2100799", "人员经费", "30103", "", "9.00")},
	{name: "C17 行政单位的公用经费列专用材料费", spoil: more("2040601", "公用经费", "30225", "", "90.00")},
	{name: "C17 项目列其他支出", spoil: set("支出明细", 3, "部门经济科目编码", "39999", "政府经济科目编码", "59999")},
	{name: "C17 看不出要出国的项目列出国费", spoil: set("支出明细", 3, "部门经济科目编码", "30212", "政府经济科目编码", "50207")},
	{name: "C17 看不出要买车的项目列公务用车购置", spoil: set("支出明细", 3, "部门经济科目编码", "31013", "政府经济科目编码", "50303")},
	{name: "C21 合计当成一笔", spoil: more("2040602", "项目支出", "30201", "普法二", "1660.60")},
	{name: "C21 公用经费的合计当成一笔", spoil: more("2040601", "公用经费", "30201", "", "100.00").and(more("2040601", "公用经费", "30202", "", "50.00"), more("2040601", "公用经费", "30205", "", "60.00"), more("2040601", "公用经费", "30299", "", "410.20"))},
	{name: "C07 部门名称写简称", spoil: set("单位", 0, "单位名称", "某市甲局")},
	{name: "C12 部门名称写成标题", spoil: func(b book) { b["基本信息"] = []record{{"部门名称": "甲局2026年部门预算"}} }},
	{name: "D05 指标重复", spoil: func(b book) { b["绩效指标"] = append(b["绩效指标"], b["绩效指标"][0]) }},
	{name: "C07 单位代码一样", spoil: set("单位", 0, "单位代码", "001").and(set("单位", 1, "单位代码", "001"))},
	{name: "C03 行政单位的人员经费用单位资金", spoil: set("支出明细", 0, "资金来源", "单位资金")},
	{name: "C06 项目名称只写其他", spoil: set("支出明细", 3, "项目名称", "其他")},
	{name: "C09 今年的项目选了上年结转", spoil: set("支出明细", 4, "项目名称", "2026年普法")},
	{name: "C09 项目名称是去年的", spoil: set("支出明细", 3, "项目名称", "2025年普法")},
	{name: "C11 医疗保险占工资太多", spoil: more("2101101", "人员经费", "30110", "", "900.00")},
	{name: "C11 公积金占工资太多", spoil: more("2210201", "人员经费", "30113", "", "900.00")},
	{name: "C11 工会经费占工资太多", spoil: more("2040601", "公用经费", "30228", "", "900.00")},
	{name: "C11 津贴补贴比基本工资少得多", spoil: more("2040601", "人员经费", "30102", "", "1.00")},
	{name: "C11 退休费比工资多得多", spoil: more("2080501", "人员经费", "30302", "", "90000.00")},
	{name: "C11 公用经费填成万元", spoil: set("支出明细", 1, "金额(元)", "12.00").and(more("2040601", "公用经费", "30201", "", "90000.00"), more("2040601", "公用经费", "30202", "", "80000.00"))},
	{name: "C11 项目填成万元", spoil: more("2040602", "项目支出", "30201", "司法", "195.00").and(more("2040601", "公用经费", "30201", "", "90000.00"), more("2040601", "公用经费", "30202", "", "80000.00"), more("2040601", "公用经费", "30204", "", "80000.00"), more("2040601", "公用经费", "30205", "", "80000.00"), more("2040601", "公用经费", "30206", "", "80000.00"), more("2040601", "公用经费", "30207", "", "80000.00"), more("2040601", "公用经费", "30208", "", "80000.00"), more("2040601", "公用经费", "30211", "", "80000.00"))},
	{name: "C17 项目里有离休费", spoil: set("支出明细", 3, "部门经济科目编码", "30301", "政府经济科目编码", "50905")},
	{name: "C09 结转的基本支出", spoil: set("支出明细", 1, "资金年度", "上年结转")},
	{name: "C10 行政单位填了事业单位的政府经济科目", spoil: set("支出明细", 0, "政府经济科目编码", "50501")},
	{name: "C10 事业单位填了行政单位的政府经济科目", spoil: set("支出明细", 5, "单位性质", "事业")},
	{name: "C11 万元当成元", spoil: func(b book) {
		for i, r := range b["支出明细"] {
			if i > 0 && r["单位"] == "甲局" {
				r["金额(元)"] = "150000.00"
			}
		}
		b["支出明细"][0]["金额(元)"] = "15.00"
	}},
	{name: "C11 多乘了一万", spoil: set("支出明细", 0, "金额(元)", "10001000.00")},
	{name: "C13 没有政府性基金收入", spoil: drop("收入明细", func(r record) bool { return r["预算类别"] == "政府性基金预算" })},
	{name: "C13 没有国有资本收入", spoil: drop("收入明细", func(r record) bool { return r["预算类别"] == "国有资本经营预算" })},
	{name: "C14 养老保险", spoil: set("支出明细", 2, "部门经济科目编码", "30109")},
	{name: "C14 职业年金", spoil: set("支出明细", 2, "功能科目编码", "2080506")},
	{name: "C14 住房公积金", spoil: set("支出明细", 2, "功能科目编码", "2210201")},
	{name: "C14 养老保险费的功能科目", spoil: set("支出明细", 2, "功能科目编码", "2040601")},
	{name: "C14 职业年金的功能科目", spoil: set("支出明细", 0, "部门经济科目编码", "30109")},
	{name: "C14 住房公积金的功能科目", spoil: set("支出明细", 0, "部门经济科目编码", "30113")},
	{name: "C14 行政单位医疗保险费的功能科目", spoil: set("支出明细", 0, "部门经济科目编码", "30110")},
	{name: "C14 公务员医疗补助的功能科目", spoil: set("支出明细", 0, "功能科目编码", "2101101", "部门经济科目编码", "30111", "政府经济科目编码", "50102")},
	{name: "C14 医疗保险费列公务员医疗补助", spoil: set("支出明细", 0, "功能科目编码", "2101103", "部门经济科目编码", "30110", "政府经济科目编码", "50102")},
	{name: "C14 退休费的功能科目", spoil: set("支出明细", 0, "部门经济科目编码", "30302", "政府经济科目编码", "50905")},
	{name: "C14 养老保险列项目支出", spoil: set("支出明细", 2, "支出类型", "项目支出", "项目名称", "普法")},
	{name: "C15 事业单位用行政运行", spoil: func(b book) {
		everyItem("甲局", "单位性质", "事业")(b)
		set("支出明细", 1, "功能科目编码", "2040650")(b)
	}},
	{name: "C15 行政单位用事业运行", spoil: set("支出明细", 1, "功能科目编码", "2010350")},
	{name: "C15 参公单位用事业运行", spoil: func(b book) {
		everyItem("甲局", "单位性质", "参公")(b)
		set("支出明细", 1, "功能科目编码", "2010350")(b)
	}},
	{name: "C15 事业单位用行政单位医疗", spoil: set("支出明细", 5, "单位性质", "事业", "功能科目编码", "2101101", "政府经济科目编码", "50502")},
	{name: "C15 事业单位用行政单位离退休", spoil: set("支出明细", 5, "单位性质", "事业", "功能科目编码", "2080501", "政府经济科目编码", "50502")},
	{name: "C15 行政单位用事业单位医疗", spoil: set("支出明细", 1, "功能科目编码", "2101102")},
	{name: "C15 行政单位用事业单位离退休", spoil: set("支出明细", 1, "功能科目编码", "2080502")},
	{name: "C15 行政单位的绩效工资列机关工资", spoil: set("支出明细", 0, "部门经济科目编码", "30107")},
	{name: "C15 参公单位的绩效工资列对事业单位补助", spoil: set("支出明细", 0, "单位性质", "参公", "部门经济科目编码", "30107", "政府经济科目编码", "50501")},
	{name: "C15 行政运行串到别的款", spoil: func(b book) {
		for i := range 4 {
			r := maps.Clone(b["支出明细"][0])
			r["金额(元)"], r["功能科目编码"] = fmt.Sprintf("100%d.00", i), []string{"2040601", "2040601", "2040601", "2040801"}[i]
			b["支出明细"] = append(b["支出明细"], r)
		}
	}},
	{name: "C16 事业单位全是行政运行", spoil: func(b book) {
		everyItem("甲局", "单位性质", "事业")(b)
		set("单位", 0, "单位性质", "事业")(b)
	}},
	{name: "C16 行政单位全是事业运行", spoil: func(b book) {
		for _, i := range []int{0, 1} {
			set("支出明细", i, "功能科目编码", "2010350")(b)
		}
	}},
	{name: "C17 公用经费用一般行政管理事务", spoil: set("支出明细", 1, "功能科目编码", "2040602")},
	{name: "C17 买车的项目列运行维护费", spoil: set("支出明细", 3, "项目名称", "执法车辆购置", "部门经济科目编码", "30231", "政府经济科目编码", "50208")},
	{name: "C17 助学金列生活补助", spoil: set("支出明细", 3, "项目名称", "学生奖助学金", "部门经济科目编码", "30305", "政府经济科目编码", "50901")},
	{name: "C17 项目用基本支出的功能科目", spoil: set("支出明细", 3, "功能科目编码", "2080501")},
	{name: "C17 项目用行政运行", spoil: set("支出明细", 3, "功能科目编码", "2040601")},
	{name: "C17 项目用事业运行", spoil: set("支出明细", 3, "功能科目编码", "2040650")},
	{name: "C17 项目里有工资", spoil: set("支出明细", 3, "部门经济科目编码", "30101", "政府经济科目编码", "50101")},
	{name: "C19 项目名称写着合计", spoil: set("支出明细", 3, "项目名称", "小计")},
	{name: "E01 三公经费减少没有原因", spoil: set("支出明细", 1, "上年数", "300.20")},
	{name: "E01 三公经费增加说成减少", spoil: func(b book) {
		set("支出明细", 1, "上年数", "100.20")(b)
		b["基本信息"] = []record{{"三公经费增减原因": "压减接待批次，比上年减少"}}
	}},
	{name: "E02 机关运行经费增加没有原因", spoil: set("支出明细", 1, "上年数", "100.20")},
	{name: "E02 机关运行经费没有变却有原因", spoil: func(b book) {
		set("支出明细", 1, "上年数", "200.20")(b)
		b["基本信息"] = []record{{"机关运行经费增减原因": "人员增加"}}
	}},
	{name: "D01 实施期来源加不起来", spoil: set("绩效项目", 0, "实施期省级", "100.09")},
	{name: "D01 年度来源加不起来", spoil: set("绩效项目", 1, "年度单位自筹", "0")},
	{name: "D02 年度资金与明细不符", spoil: set("支出明细", 3, "金额(元)", "200.19")},
	{name: "D02 万元当成元", spoil: set("绩效项目", 0, "年度资金总额", "0.03", "年度市县区", "0.03", "年度其他", "0")},
	{name: "D01 年度资金总额没有填", spoil: set("绩效项目", 0, "年度资金总额", "")},
	{name: "D01 年度的来源没有填", spoil: set("绩效项目", 0, "年度市县区", "", "年度其他", "")},
	{name: "D02 年度的资金全空着", spoil: set("绩效项目", 0, "年度资金总额", "", "年度市县区", "", "年度其他", "")},
	{name: "D13 项目选了单位资金，绩效写的是财政资金", spoil: set("支出明细", 3, "资金来源", "单位资金")},
	{name: "D14 实施期没有填", spoil: set("绩效项目", 0, "实施期资金总额", "", "实施期中央", "", "实施期省级", "", "实施期市县区", "")},
	{name: "D14 实施期多写一位", spoil: set("绩效项目", 0, "项目属性", "", "项目期", "99年", "实施期资金总额", "3003.00", "实施期中央", "2802.80")},
	{name: "D03 实施期少于年度", spoil: set("绩效项目", 0, "实施期资金总额", "0", "实施期中央", "0", "实施期省级", "0", "实施期市县区", "0")},
	{name: "D04 没有产出指标", spoil: drop("绩效指标", func(r record) bool { return r["实施单位"] == "甲局" && r["一级指标"] == "产出指标" })},
	{name: "D04 没有满意度指标", spoil: drop("绩效指标", func(r record) bool { return r["实施单位"] == "甲局" && r["一级指标"] == "满意度指标" })},
	{name: "D04 年度一个指标也没有", spoil: drop("绩效指标", func(r record) bool { return r["实施单位"] == "甲局" && r["目标期"] == "年度" })},
	{name: "D04 年度没有产出指标", spoil: drop("绩效指标", func(r record) bool {
		return r["实施单位"] == "甲局" && r["目标期"] == "年度" && r["一级指标"] == "产出指标"
	})},
	{name: "D04 年度没有满意度指标", spoil: drop("绩效指标", func(r record) bool {
		return r["实施单位"] == "甲局" && r["目标期"] == "年度" && r["一级指标"] == "满意度指标"
	})},
	{name: "D04 年度没有效益指标", spoil: drop("绩效指标", func(r record) bool {
		return r["实施单位"] == "甲局" && r["目标期"] == "年度" && r["一级指标"] == "效益指标"
	})},
	{name: "D04 指标没有名称", spoil: func(b book) {
		for _, r := range b["绩效指标"] {
			if r["一级指标"] == "产出指标" {
				r["三级指标"], r["指标值"] = "", ""
			}
		}
	}},
	{name: "D04 年度缺时效和成本", spoil: drop("绩效指标", func(r record) bool {
		return r["实施单位"] == "甲局" && r["目标期"] == "年度" && (r["二级指标"] == "时效指标" || r["二级指标"] == "成本指标")
	})},
	{name: "D06 指标值只写提高", spoil: set("绩效指标", indicator(1, 1, 4), "指标值", "提高")},
	{name: "D06 质量指标超过百分之百", spoil: set("绩效指标", indicator(0, 1, 1), "三级指标", "合格率", "指标值", "≥950%")},
	{name: "D06 满意度的百分号丢了", spoil: set("绩效指标", indicator(0, 1, 5), "指标值", "0.95")},
	{name: "D06 满意度超过百分之百", spoil: set("绩效指标", indicator(0, 1, 5), "指标值", "≥950%")},
	{name: "D07 年度成本比资金多", spoil: set("绩效指标", indicator(0, 1, 3), "指标值", "≤301元/年")},
	{name: "D07 实施期成本比资金多", spoil: set("绩效指标", indicator(0, 0, 3), "指标值", "0.04万元")},
	{name: "D08 目标里的金额比资金多", spoil: set("绩效项目", 0, "年度总体目标", "全年投入30万元，办好普法。")},
	{name: "D08 概况里的金额比资金多", spoil: set("绩效项目", 1, "项目概况", "总投资1,200元。")},
	{name: "D08 年度目标里的总额不对", spoil: set("绩效项目", 0, "年度总体目标", "2026年申请资金 200元，办好普法。")},
	{name: "D08 概况里的总额不对", spoil: set("绩效项目", 0, "项目概况", "所需资金共计0.02万元。")},
	{name: "D08 实施期目标里的总额不对", spoil: set("绩效项目", 0, "实施期总体目标", "总投资400元。")},
	{name: "D08 实施计划里的总额不对", spoil: set("绩效项目", 0, "项目实施计划", "一季度100元，二季度200元，合计 300 元。")},
	{name: "D08 目标是去年的", spoil: set("绩效项目", 0, "年度总体目标", "2025年办好普法。")},
	{name: "D08 指标值是去年的", spoil: set("绩效指标", indicator(0, 1, 2), "指标值", "2025年12月底前")},
	{name: "D12 公开的表有电话", spoil: set("绩效项目", 0, "联系电话", "0353-2296000")},
	{name: "D12 公开的表有负责人", spoil: set("绩效项目", 0, "负责人", "张三")},
	{name: "D12 公开的表有经办人", spoil: set("绩效项目", 1, "经办人", "李四")},
	{name: "D12 文字里有手机号码", spoil: set("绩效项目", 0, "项目概况", "联系王五，电话13800138000。", "保证项目实施的制度、措施", "专人负责（14010119900101123X）")},
	{name: "D09 一百万元的项目没有公开", spoil: func(b book) {
		set("绩效项目", 0, "是否公开", "否", "实施期资金总额", "1000000.00", "实施期中央", "999799.80", "年度资金总额", "1000000.00", "年度市县区", "999899.90")(b)
		b["支出明细"][3]["金额(元)"] = "999899.90"
	}},
	{name: "D09 项目没有绩效项目", spoil: func(b book) { b["绩效项目"] = b["绩效项目"][1:] }},
	{name: "D09 一百万元的项目没有绩效项目", spoil: func(b book) {
		b["绩效项目"] = b["绩效项目"][1:]
		b["支出明细"][3]["金额(元)"] = "999899.90"
	}},
	{name: "D10 一次性项目三年", spoil: set("绩效项目", 1, "项目期", "3年")},
	{name: "D11 主管部门是别的部门", spoil: set("绩效项目", 0, "主管部门及代码", "029-丁局")},
}

// inspect gives the findings of a fault under a pack's rules.
func inspect(t *testing.T, p *pack.Pack, f fault) string {
	t.Helper()
	b := sound(p)
	if f.spoil != nil {
		f.spoil(b)
	}
	l := b.ledger(t, p)
	return lines(applied(t, p, l, views(p, l)))
}

func TestASoundDepartmentHasNoFindings(t *testing.T) {
	if got := inspect(t, proof.DefaultPack(t), fault{}); got != "" {
		t.Error(got)
	}
}

// TestEachFaultIsFoundWithItsRuleAndCell compares with testdata/shipped.txt,
// which is to be read as staff would read it.
func TestEachFaultIsFoundWithItsRuleAndCell(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	var got strings.Builder
	for _, f := range faults {
		found := inspect(t, p, f)
		fmt.Fprintf(&got, "# %s\n%s\n", f.name, found)
		id, _, _ := strings.Cut(f.name, " ")
		if !strings.Contains(found, " "+id+" ") {
			t.Errorf("%s is not found: %s", f.name, found)
		}
	}
	const golden = "testdata/shipped.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryShippedRuleIsBrokenByAFault(t *testing.T) {
	p := proof.DefaultPack(t)
	for i, r := range p.Rules {
		only := *p
		only.Rules = p.Rules[i : i+1]
		only.Reuse()
		if r.Form != "" {
			continue // package verify breaks them
		}
		if !slices.ContainsFunc(faults, func(f fault) bool { return inspect(t, &only, f) != "" }) {
			t.Errorf("rule %d (%s: %s) is broken by no fault", i+1, r.ID, r.Must)
		}
	}
}

// random is a workbook of n line items that the input sheet would accept, with
// whatever codes, funds and years, and some revenue and 年终结转.
func random(p *pack.Pack, r *rand.Rand, n int) book {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	amount := func() string { return fmt.Sprintf("%d.%02d", r.IntN(1e7), r.IntN(100)) }
	functions, economics := p.Codes["功能科目"].Entries(), p.Codes["部门经济科目"].Entries()
	b := book{}
	for range n {
		function := functions[r.IntN(len(functions))].Code
		for len(function) < 7 {
			function = functions[r.IntN(len(functions))].Code
		}
		kind, project := pick("人员经费", "公用经费", "项目支出"), ""
		if kind == "项目支出" {
			project = fmt.Sprintf("第%d个项目", r.IntN(10_000))
		}
		economic := economics[r.IntN(len(economics))].Code
		for len(economic) < 5 {
			economic = economics[r.IntN(len(economics))].Code
		}
		b["支出明细"] = append(b["支出明细"], record{
			"单位": fmt.Sprintf("第%d单位", r.IntN(20)), "单位性质": pick("行政", "参公", "事业"), "部门": "甲局", "功能科目编码": function,
			"支出类型": kind, "部门经济科目编码": economic, "政府经济科目编码": "50199", "项目名称": project,
			"资金来源": pick("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"),
			"资金年度": pick("本年", "本年", "上年结转"), "金额(元)": amount(),
		})
	}
	for range r.IntN(4) {
		b["收入明细"] = append(b["收入明细"], record{"预算类别": pick("政府性基金预算", "国有资本经营预算"), "收入科目编码": "1030148", "金额(元)": amount()})
		carry(pick("一般公共预算", "政府性基金预算", "国有资本经营预算", "单位资金"), amount())(b)
	}
	return b
}

// What follows from the views is judged in finished workbooks and needs no rule: the
// rules that a pack once had of it (testdata/implied.yaml) cannot be broken.
func TestNoWorkbookThatTheInputAcceptsBreaksAnEquation(t *testing.T) {
	data, err := os.ReadFile("testdata/implied.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var implied map[string][]map[string]string
	if err := yaml.Unmarshal(data, &implied); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		p.Rules = nil
		for _, r := range implied[name] {
			p.Rules = append(p.Rules, pack.Rule{ID: r["编号"], View: r["视图"], When: r["当"], Must: r["应"], Severity: "错误", Message: "不成立"})
		}
		t.Run(name, func(t *testing.T) { unbroken(t, p) })
	}
}

// unbroken fails if a random workbook breaks a rule of the pack.
func unbroken(t *testing.T, p *pack.Pack) {
	rules, err := check.Compile(p)
	if err != nil || len(p.Rules) == 0 {
		t.Fatal(err)
	}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, uint64(len(p.Rules))))
		l := random(p, r, r.IntN(80)).ledger(t, p)
		if found := rules.Run(l, views(p, l)); len(found) > 0 {
			t.Fatalf("seed %d\n%s", seed, lines(found))
		}
	}
}

// No ledger has more for the three kinds of public expenses than its tables allow.
func TestNoWorkbookThatTheInputAcceptsBreaksABound(t *testing.T) {
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		var bounds []pack.Rule
		for _, r := range p.Rules {
			if r.ID == "B15" && strings.Contains(r.Must, "<=") {
				bounds = append(bounds, pack.Rule{ID: r.ID, Must: r.Must, Severity: r.Severity, Message: r.Message})
			}
		}
		if p.Rules = bounds; len(bounds) != 3 {
			t.Fatal(len(bounds))
		}
		t.Run(name, func(t *testing.T) { unbroken(t, p) })
	}
}

// BenchmarkHundredThousandItems runs the shipped rules over 100,000 line items
// and 10,000 performance projects without a fault, so that no rule ends early.
func BenchmarkHundredThousandItems(b *testing.B) {
	p := proof.DefaultPack(b)
	rules, err := check.Compile(p)
	if err != nil {
		b.Fatal(err)
	}
	w := sound(p)
	item, project, indicators := w["支出明细"][5], w["绩效项目"][1], w["绩效指标"][indicator(1, 0, 0):]
	w["绩效指标"] = w["绩效指标"][:indicator(1, 0, 0)]
	for n := range 10_000 {
		name := fmt.Sprintf("第%d个项目", n)
		sum := decimal.Decimal{}
		for i := range 10 {
			amount := decimal.New(int64(100*n+i+1), -2)
			sum = sum.Add(amount)
			r := maps.Clone(item)
			r["项目名称"], r["金额(元)"] = name, amount.String()
			w["支出明细"] = append(w["支出明细"], r)
		}
		r := maps.Clone(project)
		r["项目名称"], r["实施期资金总额"], r["实施期中央"], r["实施期省级"], r["实施期市县区"] = name, sum.String(), sum.String(), "0", "0"
		r["年度资金总额"], r["年度市县区"], r["年度其他"] = sum.String(), sum.String(), "0"
		w["绩效项目"] = append(w["绩效项目"], r)
		for _, i := range indicators {
			i = maps.Clone(i)
			i["项目名称"] = name
			w["绩效指标"] = append(w["绩效指标"], i)
		}
	}
	w["绩效项目"] = slices.Delete(w["绩效项目"], 1, 2) // whose indicators went
	w["支出明细"] = slices.Delete(w["支出明细"], 5, 6)
	l := w.ledger(b, p)
	all := views(p, l)
	if got := rules.Run(l, all); len(got) > 0 {
		b.Fatal(lines(got[:1]))
	}
	b.ReportAllocs()
	for b.Loop() {
		rules.Run(l, all)
	}
}

// BenchmarkCompile compiles the shipped rules, as each call of ysgk does once.
func BenchmarkCompile(b *testing.B) {
	p := proof.DefaultPack(b)
	for b.Loop() {
		if _, err := check.Compile(p); err != nil {
			b.Fatal(err)
		}
	}
}
