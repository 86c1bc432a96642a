package check_test

import (
	"strings"
	"testing"

	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// departments are those of every kind, as they budget: a line names a unit with its
// kind, or gives an item of the unit above: 功能科目 支出类型 经济科目 金额, then the
// project, 资金来源 and 资金年度 if they are not "", 一般公共预算 and 本年.
var departments = map[string]string{
	"行政 only": `
		甲局 行政
		2010301 人员经费 30101 960480.53
		2010301 人员经费 30102 871364.21
		2010301 人员经费 30103 711324.63
		2010301 人员经费 30112 8300.00
		2010301 公用经费 30201 50000
		2010301 公用经费 30239 180000
		2010301 公用经费 31002 20000
		2080501 人员经费 30302 120000
		2080501 公用经费 30299 6000
		2080505 人员经费 30108 300000
		2080506 人员经费 30109 150000
		2101101 人员经费 30110 160000
		2101103 人员经费 30111 40000
		2210201 人员经费 30113 220000
		2010302 项目支出 30227 210000 档案整理`,
	"事业 only": `
		甲中心 事业
		2040650 人员经费 30101 700000
		2040650 人员经费 30107 650000
		2040650 人员经费 30199 30000
		2040650 公用经费 30201 30000
		2040650 公用经费 31002 15000
		2080502 人员经费 30302 80000
		2080505 人员经费 30108 200000
		2080506 人员经费 30109 100000
		2101102 人员经费 30110 90000
		2210201 人员经费 30113 140000
		2040607 项目支出 30226 68400 法律援助
		乙中心 事业
		2013650 人员经费 30107 120000
		2013650 公用经费 30228 9000`,
	"mixed": `
		甲局 行政
		2040601 人员经费 30101 960480.53
		2040601 公用经费 30217 18000
		2080501 人员经费 30302 120000
		2101101 人员经费 30110 160000
		2040602 项目支出 30213 210000 大楼维护
		乙所 参公
		2040601 人员经费 30101 460480.53
		2040601 人员经费 30103 211324.63
		2080501 人员经费 30301 60000
		2101101 人员经费 30110 70000
		2101103 人员经费 30111 20000
		丙中心 事业
		2040650 人员经费 30101 400000
		2040650 人员经费 30107 350000
		2080502 人员经费 30302 50000
		2101102 人员经费 30110 60000
		2040699 项目支出 31003 99000 设备更新`,
	"with funds": `
		甲局 行政
		2120101 人员经费 30101 600000
		2120101 公用经费 30201 40000
		2101101 人员经费 30110 60000
		2120803 项目支出 31005 900000 道路改造 政府性基金预算
		2120801 项目支出 31009 700000 征地 政府性基金预算
		2230105 项目支出 31299 300000 退休人员管理 国有资本经营预算`,
	"with carry-over": `
		甲局 行政
		2040601 人员经费 30101 960480.53
		2040601 公用经费 30201 40000
		2040602 项目支出 30227 210000 普法 一般公共预算 上年结转
		2040602 项目支出 30227 110000 普法
		乙中心 事业
		2040650 人员经费 30107 350000
		2040699 项目支出 30299 38500 业务费 单位资金 上年结转`,
	"single unit": `
		甲学校 事业
		2050302 人员经费 30101 700000
		2050302 人员经费 30107 650000 - 财政专户管理资金
		2050302 公用经费 30201 90000 - 单位资金
		2080502 人员经费 30302 80000
		2101102 人员经费 30110 90000
		2210201 人员经费 30113 140000
		2050302 项目支出 31003 235000 实训设备 财政专户管理资金`,
}

func TestTheKindsOfDepartmentsRaiseNoFalseAlarm(t *testing.T) {
	p := proof.DefaultPack(t)
	for name, department := range departments {
		b := book{}
		var unit record
		for line := range strings.Lines(department) {
			switch f := strings.Fields(line); len(f) {
			case 0:
			case 2:
				unit = record{"单位名称": f[0], "单位性质": f[1]}
				b["单位"] = append(b["单位"], unit)
			default:
				b["支出明细"] = append(b["支出明细"], itemOf(p, unit, f))
			}
		}
		b["收入明细"] = revenue(b)
		l := b.ledger(t, p)
		if got := lines(applied(t, p, l, views(p, l))); got != "" {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// itemOf is a line of departments as a line item of a unit.
func itemOf(p *pack.Pack, unit record, f []string) record {
	usual := []string{"", "", "", "", "", "一般公共预算", "本年"}
	copy(usual, f)
	economics, column := p.Codes["部门经济科目"], "行政单位对应"
	if unit["单位性质"] == "事业" {
		column = "事业单位对应"
	}
	return record{
		"单位": unit["单位名称"], "单位性质": unit["单位性质"], "部门": "甲局",
		"功能科目编码": usual[0], "支出类型": usual[1], "部门经济科目编码": usual[2], "金额(元)": usual[3],
		"政府经济科目编码": economics.Attr(usual[2], economics.Column(column)),
		"项目名称":     strings.TrimPrefix(usual[4], "-"), "资金来源": usual[5], "资金年度": usual[6],
	}
}

// revenue gives the revenue that the budgets of their own need.
func revenue(b book) (out []record) {
	codes := map[string]string{"政府性基金预算": "103014801", "国有资本经营预算": "103060198"}
	for _, r := range b["支出明细"] {
		if code := codes[r["资金来源"]]; code != "" {
			out = append(out, record{"预算类别": r["资金来源"], "收入科目编码": code, "金额(元)": r["金额(元)"]})
		}
	}
	return out
}
