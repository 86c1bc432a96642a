package app_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

var update = flag.Bool("update", false, "write testdata/faults.txt")

// edit is something that staff do to an input workbook.
type edit func(*excelize.File) error

// typed puts values into cells of a sheet: a cell, its value, and so on.
func typed(sheet string, pairs ...any) edit {
	return func(f *excelize.File) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := f.SetCellValue(sheet, pairs[i].(string), pairs[i+1]); err != nil {
				return err
			}
		}
		return nil
	}
}

// items, projects, indicators and about type into the sheets where most is typed.
func items(pairs ...any) edit      { return typed("支出明细", pairs...) }
func projects(pairs ...any) edit   { return typed("绩效项目", pairs...) }
func indicators(pairs ...any) edit { return typed("绩效指标", pairs...) }
func about(pairs ...any) edit      { return typed("基本信息", pairs...) }

// shown gives a cell a number format.
func shown(sheet, cell, format string) edit {
	return func(f *excelize.File) error {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		return f.SetCellStyle(sheet, cell, cell, style)
	}
}

// computed types a formula that no program has computed yet.
func computed(sheet, cell, formula string) edit {
	return func(f *excelize.File) error { return f.SetCellFormula(sheet, cell, formula) }
}

func merged(sheet, from, to string) edit {
	return func(f *excelize.File) error { return f.MergeCell(sheet, from, to) }
}

// copied writes a row's entries into another row, as copying and pasting does.
func copied(sheet string, from, to int) edit {
	return func(f *excelize.File) error {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		for i, text := range rows[from-1] {
			at, err := excelize.CoordinatesToCellName(i+1, to)
			if err != nil {
				return err
			}
			if formula, err := f.GetCellFormula(sheet, at); err != nil || formula != "" {
				continue // names fill in by themselves
			}
			if err := f.SetCellDefault(sheet, at, text); err != nil {
				return err
			}
		}
		return nil
	}
}

// scaled divides the amounts of a unit, as typing them in another unit of money does.
func scaled(unit string, by float64) edit {
	return func(f *excelize.File) error {
		rows, err := f.GetRows("支出明细", excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		for i, cells := range rows {
			if len(cells) < 11 || cells[0] != unit {
				continue
			}
			amount, err := strconv.ParseFloat(cells[10], 64)
			if err != nil {
				return err
			}
			if err := f.SetCellValue("支出明细", fmt.Sprintf("K%d", i+1), math.Round(amount/by*100)/100); err != nil {
				return err
			}
		}
		return nil
	}
}

// removed deletes a row.
func removed(sheet string, row int) edit {
	return func(f *excelize.File) error { return f.RemoveRow(sheet, row) }
}

// cleared empties rows of indicators; the others stay where they are.
func cleared(first, last int) edit {
	return func(f *excelize.File) error {
		for row := first; row <= last; row++ {
			if err := f.SetSheetRow("绩效指标", fmt.Sprintf("A%d", row), &[]any{nil, nil, nil, nil, nil, nil, nil}); err != nil {
				return err
			}
		}
		return nil
	}
}

func dropped(sheet string) edit {
	return func(f *excelize.File) error { return f.DeleteSheet(sheet) }
}

func renamed(sheet, name string) edit {
	return func(f *excelize.File) error { return f.SetSheetName(sheet, name) }
}

func hidden(sheet string, row int) edit {
	return func(f *excelize.File) error { return f.SetRowVisible(sheet, row, false) }
}

// doubled copies a sheet, as staff do to keep what they had.
func doubled(sheet, name string) edit {
	return func(f *excelize.File) error {
		from, err := f.GetSheetIndex(sheet)
		if err != nil {
			return err
		}
		to, err := f.NewSheet(name)
		if err != nil {
			return err
		}
		return f.CopySheet(from, to)
	}
}

// broken is a fault with what must be found: the rule's id and the cell.
type broken struct {
	name, found string
	edits       []edit
}

func fault(name, found string, edits ...edit) broken { return broken{name, found, edits} }

// breaks are what goes wrong in input workbooks, each done to the sample. What no
// input can break (sums of views) is broken in package check.
var breaks = []broken{
	fault("金额没有填", "C01 支出明细!K9", items("K9", nil)),
	fault("金额写成文字", "C01 支出明细!K9", items("K9", "待定")),
	fault("金额是负数", "C01 支出明细!K9", items("K9", -960480.53)),
	fault("金额是带括号的负数", "C01 支出明细!K9", items("K9", "（960,480.53）")),
	fault("金额三位小数", "C01 支出明细!K9", items("K9", 960480.531)),
	fault("金额是零", "C01 支出明细!K9", items("K9", 0)),
	fault("金额写成万元", "C01 支出明细!K9", items("K9", "96.05万元")),
	fault("金额的千分位写错", "C01 支出明细!K9", items("K9", "96,04,80.53")),
	fault("金额是日期", "C01 支出明细!K9", items("K9", 46042), shown("支出明细", "K9", "yyyy-mm-dd")),
	fault("金额是百分比", "C01 支出明细!K9", shown("支出明细", "K9", "0.00%")),
	fault("金额的格式缩小一万倍", "C01 支出明细!K9", shown("支出明细", "K9", "0!.0000")),
	fault("金额的公式没有算出", "C01 支出明细!K9", items("K9", nil), computed("支出明细", "K9", "K10*2")),
	fault("金额引用的格子被删", "C01 支出明细!K9", items("K9", "#REF!")),
	fault("金额大得不可能", "C01 支出明细!K9", items("K9", 1e15)),
	fault("支出类型没有填", "C01 支出明细!D9", items("D9", nil)),
	fault("支出类型不在选项里", "C01 支出明细!D9", items("D9", "基本支出")),
	fault("资金来源不在选项里", "C01 支出明细!I9", items("I9", "财政拨款")),
	fault("资金年度写成年份", "C01 支出明细!J9", items("J9", 2026)),
	fault("相邻两格填反", "C01 支出明细!I9", items("I9", "本年", "J9", "一般公共预算")),
	fault("功能科目没有填", "C02 支出明细!B9", items("B9", nil)),
	fault("功能科目填到款级", "C02 支出明细!B9", items("B9", "20406")),
	fault("功能科目没有这个编码", "C02 支出明细!B9", items("B9", "2999999")),
	fault("功能科目填了名称", "C02 支出明细!B9", items("B9", "行政运行")),
	fault("功能科目的名称对不上", "C02 支出明细!C9", items("C9", "机关服务")),
	fault("两列的表头互换", "C02 支出明细!E6", items("B5", "部门经济科目编码", "E5", "功能科目编码")),
	fault("基金科目用一般公共预算的钱", "C03 支出明细!B75", items("B75", "2120801")),
	fault("国有资本科目用一般公共预算的钱", "C03 支出明细!B75", items("B75", "2230105")),
	fault("一般公共预算科目用基金的钱", "C03 支出明细!B75", items("I75", "政府性基金预算")),
	fault("经济科目填到类级", "C04 支出明细!E9", items("E9", "301")),
	fault("经济科目没有这个编码", "C04 支出明细!E9", items("E9", "30199999")),
	fault("经济科目里的零写成字母", "C04 支出明细!E9", items("E9", "3O101")),
	fault("工资列公用经费", "C05 支出明细!E9", items("D9", "公用经费")),
	fault("办公费列人员经费", "C05 支出明细!E17", items("D17", "人员经费")),
	fault("公用经费的表六串到工资", "A602 支出明细!K9", items("D9", "公用经费")),
	fault("设备购置列人员经费", "C05 支出明细!E9", items("E9", "31002")),
	fault("对企业补助列公用经费", "C05 支出明细!E17", items("E17", "31204")),
	fault("项目支出没有项目名称", "C06 支出明细!H76", items("H76", nil)),
	fault("公用经费填了项目名称", "C06 支出明细!H17", items("H17", "办公用房")),
	fault("同一项目写成两种", "C06 支出明细!H90", copied("支出明细", 82, 90), items("H90", "专业人员 聘用补贴")),
	fault("单位不在单位表里", "C07 支出明细!A9", items("A9", "阳泉市司法局机关")),
	fault("单位没有填", "C07 支出明细!A9", items("A9", nil)),
	fault("单位没有一笔明细", "C07 单位!A7", typed("单位", "A7", "阳泉市公证处", "C7", "事业")),
	fault("单位性质没有填", "C07 单位!C4", typed("单位", "C4", nil)),
	fault("单位性质不在选项里", "C07 单位!C4", typed("单位", "C4", "全额事业")),
	fault("单位填了两遍", "C07 单位!A7", copied("单位", 5, 7)),
	fault("两个单位的代码一样", "C07 单位!B6", typed("单位", "B4", "028001", "B5", "028002", "B6", "028002")),
	fault("部门名称写成标题", "C12 基本信息!B4", about("B4", "阳泉市司法局2026年部门预算")),
	fault("合计只有金额", "C01 支出明细!K90", items("K90", 29634051.98)),
	fault("同一指标填了两遍", "D05 绩效指标!F5", indicators("F5", "考务人员")),
	fault("部门名称错一个字", "D11 绩效项目!C4", about("B4", "阳泉市司法厅")),
	fault("项目用行政单位离退休", "C17 支出明细!B76", items("B76", "2080501")),
	fault("买车列公务用车运行维护费", "C17 支出明细!E80", items("H80", "司法行政执法车辆购置", "E80", "30231")),
	fault("一行明细录了两遍", "C08 支出明细!K90", copied("支出明细", 9, 90)),
	fault("结转的钱列基本支出", "C09 支出明细!D17", items("J17", "上年结转")),
	fault("行政单位用了事业单位的政府经济科目", "C10 支出明细!G9", items("G9", "50501")),
	fault("没有这个政府经济科目", "C10 支出明细!G9", items("G9", "59901001")),
	fault("科目对照删掉了一个", "C10 支出明细!G9", mapped("30101", "")),
	fault("一笔工资填成万元", "C11 支出明细!K57", items("K57", 41.93)),
	fault("一笔工资多乘了一万", "C11 支出明细!K39", items("K39", 48786794100)),
	fault("部门名称没有填", "C12 基本信息!B4", about("B4", nil)),
	fault("预算年度只写两位", "C12 基本信息!B6", about("B6", "26")),
	fault("预算年度是别的年", "C12 基本信息!B6", about("B6", "2027")),
	fault("金额单位改成万元", "C12 基本信息!B7", about("B7", "万元")),
	fault("编制日期没有这一天", "C12 基本信息!B8", about("B8", "2026-02-30")),
	fault("年终结转是负数", "C12 基本信息!B9", about("B9", -1)),
	fault("预算年度这一行删掉", "C12 基本信息!A34", removed("基本信息", 6)),
	fault("有基金支出没有基金收入", "C13 支出明细!I75", items("B75", "2120801", "I75", "政府性基金预算")),
	fault("有国有资本支出没有国有资本收入", "C13 支出明细!I75", items("B75", "2230105", "I75", "国有资本经营预算")),
	fault("收入科目没有这个编码", "C13 收入明细!B6", typed("收入明细", "A6", "政府性基金预算", "B6", "103019999", "D6", 1)),
	fault("收入科目是另一本预算的", "C13 收入明细!B6", typed("收入明细", "A6", "国有资本经营预算", "B6", "103014801", "D6", 1)),
	fault("收入的金额没有填", "C13 收入明细!D6", typed("收入明细", "A6", "政府性基金预算", "B6", "103014801")),
	fault("养老保险的科目配错", "C14 支出明细!E57", items("E57", "30109")),
	fault("职业年金的科目配错", "C14 支出明细!E60", items("E60", "30108")),
	fault("住房公积金的科目配错", "C14 支出明细!E72", items("E72", "30112")),
	fault("养老保险费的功能科目用行政运行", "C14 支出明细!B57", items("B57", "2040601")),
	fault("公积金的功能科目用购房补贴", "C14 支出明细!B72", items("B72", "2210203")),
	fault("职业年金列项目支出", "C14 支出明细!D60", items("D60", "项目支出", "H60", "职业年金做实")),
	fault("行政单位用事业运行", "C15 支出明细!B9", items("B9", "2010350")),
	fault("行政单位用事业单位医疗", "C15 支出明细!B57", items("B57", "2101102", "E57", "30110")),
	fault("行政单位用事业单位离退休", "C15 支出明细!B57", items("B57", "2080502", "E57", "30302")),
	fault("行政单位的绩效工资列机关工资", "C15 支出明细!E9", items("E9", "30107", "G9", "50101")),
	fault("行政单位的绩效工资列对事业单位补助", "C15 支出明细!E9", items("E9", "30107", "G9", "50501")),
	fault("行政单位的绩效工资没有对应", "C10 支出明细!G9", items("E9", "30107")),
	fault("行政单位填成事业", "C16 单位!C4", typed("单位", "C4", "事业")),
	fault("办公费用一般行政管理事务", "C17 支出明细!B17", items("B17", "2040602")),
	fault("项目用行政运行", "C17 支出明细!B76", items("B76", "2040601")),
	fault("项目里有绩效工资以外的工资", "C17 支出明细!E82", items("E82", "30199")),
	fault("项目那一栏写着合计", "C19 支出明细!H90", copied("支出明细", 82, 90), items("H90", "项目支出合计")),
	fault("功能科目错一位", "C02 支出明细!B9", items("B9", "2040651")),
	fault("功能科目两位颠倒", "C02 支出明细!B9", items("B9", "2046001")),
	fault("三公经费比上年少，没有写原因", "E01 基本信息!B14", items("O5", "上年数", "O34", 300000), about("B14", "")),
	fault("机关运行经费比上年多，原因写成减少", "E02 基本信息!B15", items("O5", "上年数", "O17", 1), about("B15", "厉行节约，比上年减少")),
	fault("年度目标里的总额和资金对不上", "D08 绩效项目!X5", projects("X5", "2026年申请资金50万元，办理公证。")),
	fault("年度目标照抄去年", "D08 绩效项目!X5", projects("X5", "2025年办理公证500件。")),
	fault("指标值是去年的日期", "D08 绩效指标!G16", indicators("G16", "2025年12月")),
	fault("公开的表印着联系电话", "D12 绩效项目!AA5", projects("AA5", "13835300000")),
	fault("一行工资串到别的款", "C15 支出明细!B39", items("B39", "2040601")),
	fault("公务员医疗补助列行政单位医疗", "C14 支出明细!B66", items("E66", "30111")),
	fault("满意度超过百分之百", "D06 绩效指标!G20", indicators("G20", "≥950%")),
	fault("明细里的项目名称错一个字", "D11 绩效项目!A6", items("H77", "司法业务大楼运行维户费")),
	fault("有年终结转", "B01 基本信息!B9", about("B9", 100)),
	fault("年终结转填成全年支出", "B01 基本信息!B9", about("B9", 29634051.98)),
	fault("年终结转填成万元", "B01 基本信息!B9", about("B9", 12.5)),
	fault("基本工资多两个零", "C11 支出明细!K72", items("K9", 96048053)),
	fault("津贴补贴少两个零", "C11 支出明细!K11", items("K11", 14713.64)),
	fault("退休费多两个零", "C11 支出明细!K54", items("K54", 30153600)),
	fault("公积金少一位", "C11 支出明细!K72", items("K72", 40790.14)),
	fault("医疗保险多一位", "C11 支出明细!K66", items("K66", 1938343.2)),
	fault("养老保险和职业年金填反", "C11 支出明细!K60", items("K57", 172800, "K60", 419280)),
	fault("养老保险填到别的单位", "C11 支出明细!K58", items("A58", "阳泉市法律援助中心")),
	fault("工会经费多两位", "C11 支出明细!K32", items("K32", 3209749)),
	fault("办公费填成万元", "C11 支出明细!K17", items("K17", 32.13)),
	fault("项目填成万元", "C11 支出明细!K75", items("K75", 195)),
	fault("行政单位的人员经费用财政专户的钱", "C03 支出明细!I9", items("I9", "财政专户管理资金")),
	fault("今年的项目选了上年结转", "C09 支出明细!J75", items("J75", "上年结转")),
	fault("项目名称是去年的", "C09 支出明细!H75", items("H75", "提前下达2025年政法转移支付资金（省级）-司法局")),
	fault("项目名称只写其他", "C06 支出明细!H80", items("H80", "其他")),
	fault("遗属补助列离休费", "C17 支出明细!E86", items("E86", "30301")),
	fault("部门名称写简称", "C07 单位!A4", about("B4", "司法局")),
	fault("质量指标超过百分之百", "D06 绩效指标!G7", indicators("G7", "≥900%")),
	fault("基金收支不相等", "B10 收入明细!D6", items("B75", "2120801", "I75", "政府性基金预算"), typed("收入明细", "A6", "政府性基金预算", "B6", "103014801", "D6", 1949999.99)),
	fault("国有资本收支不相等", "B10 收入明细!D6", items("B75", "2230105", "I75", "国有资本经营预算"), typed("收入明细", "A6", "国有资本经营预算", "B6", "103060198", "D6", 195000000)),
	fault("基金的年终结转没有列收入", "B11 收入明细!D6", items("B75", "2120801", "I75", "政府性基金预算"), typed("收入明细", "A6", "政府性基金预算", "B6", "103014801", "D6", 1950000), about("B10", 100)),
	fault("国有资本的年终结转没有列收入", "B11 收入明细!D6", items("B75", "2230105", "I75", "国有资本经营预算"), typed("收入明细", "A6", "国有资本经营预算", "B6", "103060198", "D6", 1950000), about("B11", 100)),
	fault("实施期来源加不起来", "D01 绩效项目!F5", projects("I5", 1589000)),
	fault("年度来源加不起来", "D01 绩效项目!L5", projects("N5", 1)),
	fault("年度资金不是数", "D01 绩效项目!L5", projects("L5", "五十六万七千")),
	fault("明细改了绩效目标没有改", "D02 绩效项目!L5", items("K76", 576000)),
	fault("两个项目的金额对调", "D02 绩效项目!L9", items("K88", 210000, "K84", 68400)),
	fault("绩效资金填成万元", "D02 绩效项目!L5", projects("L5", 56.7, "O5", 56.7)),
	fault("实施期比年度少", "D03 绩效项目!F5", projects("F5", 500000, "I5", 500000)),
	fault("一个指标也没有", "D04 绩效项目!A4", cleared(4, 20)),
	fault("没有满意度指标", "D04 绩效项目!A4", cleared(20, 20), cleared(12, 12)),
	fault("年度没有满意度指标", "D04 绩效项目!A4", cleared(20, 20)),
	fault("年度没有效益指标", "D04 绩效项目!A4", cleared(19, 19)),
	fault("年度没有质量指标", "D04 绩效项目!A5", cleared(39, 40)),
	fault("指标没有值", "D05 绩效指标!G4", indicators("G4", nil)),
	fault("指标没有名称", "D05 绩效指标!F4", indicators("F4", nil)),
	fault("二级指标不属于一级指标", "D05 绩效指标!E4", indicators("E4", "社会效益")),
	fault("目标期不在选项里", "D05 绩效指标!C4", indicators("C4", "2026年")),
	fault("指标值只写提高", "D06 绩效指标!G13", indicators("G13", "提高")),
	fault("成本指标比年度资金多", "D07 绩效指标!G17", indicators("G17", "≤10.1万元")),
	fault("成本指标比实施期资金多", "D07 绩效指标!G9", indicators("G9", "200001元")),
	fault("目标里的金额比资金多", "D08 绩效项目!X5", projects("X5", "全年安排60万元，办理公证。")),
	fault("概况里的金额比资金多", "D08 绩效项目!R5", projects("R5", "总投资1,600,000元。")),
	fault("一百万元的项目没有公开", "D09 绩效项目!AC5", projects("AC5", "否", "F5", 2e6, "I5", 2e6, "L5", 1e6, "O5", 1e6), items("K76", 1e6)),
	fault("项目没有绩效目标", "D09 支出明细!H90", copied("支出明细", 82, 90), items("H90", "监控设备更新")),
	fault("一百万元的项目没有绩效目标", "D09 支出明细!H79", items("K79", 1e6)),
	fault("是否公开没有填", "D09 绩效项目!AC5", projects("AC5", nil)),
	fault("一次性项目写成长期", "D10 绩效项目!E9", projects("E9", "99年")),
	fault("项目属性不在选项里", "D10 绩效项目!D9", projects("D9", "延续项目")),
	fault("主管部门是别的部门", "D11 绩效项目!C5", projects("C5", "029-阳泉市公安局")),
	fault("实施单位不是明细里的单位", "D11 绩效项目!B5", projects("B5", "阳泉市法律援助中心")),
	fault("项目在明细里删掉了", "D11 绩效项目!A5", removed("支出明细", 76)),
	fault("项目填了两遍", "D11 绩效项目!A14", copied("绩效项目", 5, 14)),
	fault("指标的项目没有这一个", "D11 绩效指标!A4", indicators("A4", "法律职业资格考试")),
	fault("缺一张表", "格式 收入明细", dropped("收入明细")),
	fault("表改了名", "格式 单位", renamed("单位", "单位表")),
	fault("少了金额列", "格式 支出明细", items("K5", "预算数")),
	fault("金额列有两个", "格式 支出明细!M5", items("M5", "金额")),
	fault("找不到表头", "格式 支出明细", removed("支出明细", 5)),
	fault("单位名称合并了单元格", "格式 支出明细!A9:A10", merged("支出明细", "A9", "A10")),
	fault("合计也录成一行", "C07 支出明细!A90", items("A90", "合计", "K90", 29634051.98)),
	fault("没有表头的列里有数", "格式 支出明细!O9", items("O9", 88)),
	fault("表头上面写了金额", "格式 支出明细!E3", items("E3", 88)),
	fault("明细表另存了一张", "格式 支出明细 (2)", doubled("支出明细", "支出明细 (2)")),
	fault("科目表里的编码写错", "格式 功能科目!A1824", typed("功能科目", "A1824", "20406A", "B1824", "新科目")),
	fault("科目表里缺上级", "格式 功能科目!A1824", typed("功能科目", "A1824", "2990101", "B1824", "新科目")),

	// fifty mistakes of accountants, written down before it was tried which are found
	fault("会议费填成专用材料费", "C17 支出明细!E30", items("E30", "30218")),
	fault("独生子女奖励金列奖金", "C14 支出明细!E63", items("E63", "30103")),
	fault("奖金填成津贴补贴", "C21 支出明细!E11", items("E13", "30102")),
	fault("基本工资填成津贴补贴", "C21 支出明细!E9", items("E9", "30102")),
	fault("参公单位填成事业", "C16 单位!C6", typed("单位", "C6", "事业")),
	fault("办公费选了政府性基金", "C03 支出明细!B17", items("I17", "政府性基金预算")),
	fault("项目选了单位资金，绩效写的是财政资金", "D13 绩效项目!O6", items("I77", "单位资金")),
	fault("医疗保险填成万元", "C11 支出明细!K66", items("K66", 19.38)),
	fault("元填进万元列（大额）", "C11 支出明细!M77", items("K77", nil, "M77", 450000)),
	fault("元填进万元列（小额公用）", "C11 支出明细!M21", items("K21", nil, "M21", 3495.82)),
	fault("万元填进元列（维修费）", "C11 支出明细!K28", items("K28", 17.48)),
	fault("一个单位整个填成万元", "C11 支出明细!K10", scaled("阳泉市法律援助中心", 10000)),
	fault("绩效和明细都填成万元", "C11 支出明细!K76", items("K76", 56.7), projects("F5", 158.91, "I5", 158.91, "L5", 56.7, "O5", 56.7)),
	fault("功能科目和经济科目填反", "C02 支出明细!B9", items("B9", "30101", "E9", "2040601")),
	fault("单位和项目名称填反", "C07 支出明细!A76", items("A76", "晋东公证处政府购买服务经费", "H76", "阳泉市司法局")),
	fault("金额填在备注", "C01 支出明细!K76", items("K76", nil, "L76", 567000)),
	fault("部门和政府经济科目填反", "C04 支出明细!E9", items("E9", "50101", "G9", "30101")),
	fault("绩效项目删了，指标还在", "D11 绩效指标!A47", removed("绩效项目", 6)),
	fault("项目挂到别的单位", "D11 绩效项目!B13", items("A82", "阳泉市司法局")),
	fault("一笔录了两遍，备注不同", "C21 支出明细!K90", copied("支出明细", 77, 90), items("L90", "补录")),
	fault("工资录了两遍，备注不同", "C21 支出明细!K90", copied("支出明细", 9, 90), items("L9", "工资科", "L90", "财务科")),
	fault("项目录了两遍，经济科目不同", "D02 绩效项目!L5", copied("支出明细", 76, 90), items("E90", "30299")),
	fault("单位的合计当成一笔", "C21 支出明细!K90", copied("支出明细", 18, 90), items("E90", "30299", "K90", 570307.6)),
	fault("单位错一个字", "C07 支出明细!A40", items("A40", "阳泉市强制隔离戒毒听")),
	fault("单位表里错一个字", "C07 支出明细!A39", typed("单位", "A5", "阳泉市强制隔离戒毒局")),
	fault("委托业务费对应到办公经费", "C10 支出明细!G76", items("G76", "50201")),
	fault("遗属补助对应到离退休费", "C10 支出明细!G86", items("G86", "50905")),
	fault("公积金用养老保险的功能科目", "C14 支出明细!E72", items("B72", "2080505")),
	fault("养老保险用公积金的功能科目", "C14 支出明细!E57", items("B57", "2210201")),
	fault("职业年金用养老保险的功能科目", "C14 支出明细!E60", items("B60", "2080505")),
	fault("医疗保险用公务员医疗补助的功能科目", "C14 支出明细!B66", items("B66", "2101103")),
	fault("退休费用养老保险缴费的功能科目", "C14 支出明细!E54", items("B54", "2080505")),
	fault("金额写成约32万", "C01 支出明细!K17", items("K17", "约32万元")),
	fault("金额的小数点是句号", "C01 支出明细!K9", items("K9", "960480。53")),
	fault("预算年度是去年", "C12 基本信息!B6", about("B6", "2025")),
	fault("编制日期差十年", "C12 基本信息!B8", about("B8", "2016-01-20")),
	fault("实施期总额多一位", "D14 绩效项目!F5", projects("F5", 15891000, "I5", 15891000)),
	fault("年度资金总额漏填", "D01 绩效项目!L5", projects("L5", nil)),
	fault("满意度的百分号丢了", "D06 绩效指标!G20", indicators("G20", 0.95)),
	fault("质量指标的百分号丢了", "D06 绩效指标!G15", indicators("G15", 1)),
	fault("项目用了39999", "C17 支出明细!E79", items("E79", "39999")),
	fault("业务费列因公出国", "C17 支出明细!E83", items("E83", "30212")),
	fault("物业费错成公积金", "C17 支出明细!E77", items("E77", "30113")),
	fault("电费经济科目错一位", "C04 支出明细!E84", items("E84", "30276")),
	fault("项目选成公用经费", "C06 支出明细!H76", items("D76", "公用经费")),
	fault("办公费选成项目支出", "C06 支出明细!H17", items("D17", "项目支出")),
	fault("工资用一般行政管理事务", "C17 支出明细!B39", items("B39", "2040802")),
	fault("退休公用用事业单位离退休", "C15 支出明细!B51", items("B51", "2080502")),
	fault("两个单位的养老保险填反", "C11 支出明细!K57", items("K57", 1476096, "K58", 419280)),
	fault("基金收入填成万元", "B10 收入明细!D6", items("B75", "2120801", "I75", "政府性基金预算"), typed("收入明细", "A6", "政府性基金预算", "B6", "103014801", "D6", 195)),
}

// mapped changes the government code that offices use for an economic code.
func mapped(code, government string) edit {
	return func(f *excelize.File) error {
		const list = "部门经济科目"
		rows, err := f.GetRows(list)
		if err != nil {
			return err
		}
		row := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && r[0] == code })
		head := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "行政单位对应") })
		at, err := excelize.CoordinatesToCellName(slices.Index(rows[head], "行政单位对应")+1, row+1)
		if err != nil {
			return err
		}
		return f.SetCellValue(list, at, government)
	}
}

// checked gives the findings of the sample after some edits.
func checked(t *testing.T, p *pack.Pack, edits []edit) finding.List {
	t.Helper()
	found, err := app.Check(p, savedSample(t, edits))
	if err != nil {
		t.Fatal(err)
	}
	// which codes are confirmed has nothing to do with what was edited
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Code == "code-unconfirmed" })
}

// savedSample is the sample after some edits, as a file.
func savedSample(t *testing.T, edits []edit) string {
	t.Helper()
	f, err := excelize.OpenFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, e := range edits {
		if err := e(f); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestEachFaultOfAnInputWorkbookIsFoundAtItsCell compares what is new with
// testdata/faults.txt, which is to be read as staff would read it.
func TestEachFaultOfAnInputWorkbookIsFoundAtItsCell(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	known := map[finding.Finding]bool{}
	for _, f := range checked(t, p, nil) {
		known[f] = true
	}
	said := make([]string, len(breaks))
	step := proof.Drawn(4, 1)
	if *update {
		step = 1
	}
	t.Run("faults", func(t *testing.T) {
		for i := 0; i < len(breaks); i += step {
			b := breaks[i]
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				var lines []string
				ok := false
				for _, f := range checked(t, p, b.edits) {
					if known[f] {
						continue
					}
					ok = ok || f.ID()+" "+f.Place.String() == b.found
					lines = append(lines, fmt.Sprintf("%s %s %s %s | %s", f.Severity, f.ID(), f.Place, f.Message, f.Hint))
				}
				if !ok {
					t.Errorf("%s is not found, but\n%s", b.found, strings.Join(lines, "\n"))
				}
				if more := len(lines) - 3; more > 0 {
					lines = append(lines[:3], fmt.Sprintf("… %d more", more))
				}
				said[i] = fmt.Sprintf("# %s\n%s\n\n", b.name, strings.Join(lines, "\n"))
			})
		}
	})
	const golden = "testdata/faults.txt"
	got := strings.Join(said, "")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if step > 1 { // of those that were not drawn nothing was said
		for _, text := range said {
			if !strings.Contains(string(want), text) {
				t.Errorf("not in %s:\n%s", golden, text)
			}
		}
		return
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

// TestWhatStaffMayDoGivesNoFalseAlarm does what changes no amount.
func TestWhatStaffMayDoGivesNoFalseAlarm(t *testing.T) {
	p := proof.DefaultPack(t)
	want := checked(t, p, nil)
	for name, e := range map[string]edit{
		"全角数字":       items("K9", "９６０４８０．５３"),
		"文字的数":       items("K9", "960480.53"),
		"千分位和货币符号":   items("K9", "￥960,480.53元"),
		"编码是数":       items("B9", 2040601),
		"隐藏的行":       hidden("支出明细", 9),
		"备注和自己的列":    items("L9", "已核", "M5", "科室", "M9", "财务科"),
		"选项后面有空格":    items("I9", "一般公共预算 "),
		"单位名称里有全角空格": items("A9", "　阳泉市司法局"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(want, checked(t, p, []edit{e})); d != "" {
				t.Error(d)
			}
		})
	}
}
