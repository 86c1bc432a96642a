package lint_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// TestWhatIsMeantSoIsNotTold has forms that look as if something were missing.
func TestWhatIsMeantSoIsNotTold(t *testing.T) {
	for name, form := range map[string]struct {
		total, rows string
		prepare     func(book *excelize.File) error
		told        string // where it is not meant so
	}{
		"the header of a list in a block": {total: "绩效项目.年度资金总额", rows: `
{{年度}}年项目绩效目标汇总表
单位：万元
{{块 绩效项目}}项目：{{绩效项目.项目名称}} | | 金额 | {{绩效项目.年度资金总额}}
一级指标 | 二级指标 | 三级指标 | 指标值
{{绩效指标.一级指标}} | {{绩效指标.二级指标}} | {{绩效指标.年度三级指标}} | {{绩效指标.年度指标值}}
审核人：{{块完}}
总计 | | | =SUM(D3)`},
		"an example in a block": {total: "绩效项目.年度资金总额", rows: `
{{年度}}年项目绩效目标汇总表
单位：万元
{{块 绩效项目}}项目：{{绩效项目.项目名称}} | | 金额 | {{绩效项目.年度资金总额}}
{{绩效指标.一级指标}} | {{绩效指标.二级指标}} | {{绩效指标.年度三级指标}} | {{绩效指标.年度指标值}}
产出指标 | 数量指标 | 办案数 | 多于十件
审核人：{{块完}}
总计 | | | =SUM(D3)`, told: "像是样例行"},
		"a column with a drop-down list": {total: "项目清单.合计", rows: `
{{年度}}年项目清单表
单位：万元
项目 | 金额 | 核对意见
{{项目清单@项目.名称}} | {{项目清单@项目.合计}}
合计 | =SUM(B4)`,
			prepare: func(book *excelize.File) error {
				v := excelize.NewDataValidation(true)
				v.SetSqref("C4")
				if err := v.SetDropList([]string{"属实", "不属实"}); err != nil {
					return err
				}
				return book.AddDataValidation("新表", v)
			}},
		"a column without one": {total: "项目清单.合计", rows: `
{{年度}}年项目清单表
单位：万元
项目 | 金额 | 核对数
{{项目清单@项目.名称}} | {{项目清单@项目.合计}}
合计 | =SUM(B4)`, told: "表头“核对数”（C3）下面没有标签"},
		"blank rows between a list and its total": {total: "项目清单.合计", rows: `
{{年度}}年项目清单表
单位：万元
序号 | 项目 | 金额
{{项目清单@项目.序号}} | {{项目清单@项目.名称}} | {{项目清单@项目.合计}}
 | |
 | |
合计 | | {{项目清单@合计.合计}}`},
		"this year's amounts below the name of last year's column": {total: "两年清单.合计合计", rows: `
{{年度}}年项目比较表
单位：万元
项目 | {{年度-1}}年预算数 | {{年度}}年预算数
项目 | 合计 | 合计
{{两年清单@项目.名称}} | {{两年清单@项目.合计}} | {{两年清单@项目.合计合计}}
合计 | =SUM(B5) | =SUM(C5)`, prepare: func(book *excelize.File) error { return book.MergeCell("新表", "A3", "A4") }},
		"the total row of a table of Excel": {total: "项目清单.合计", rows: `
{{年度}}年项目清单表
单位：万元
项目 | 金额
{{项目清单@项目.名称}} | {{项目清单@项目.合计}}
汇总 | =SUBTOTAL(109,项目表[金额])`,
			prepare: func(book *excelize.File) error {
				return book.AddTable("新表", &excelize.Table{Range: "A3:B4", Name: "项目表"})
			}},
		"no total": {total: "项目清单.合计", rows: `
{{年度}}年项目清单表
单位：万元
项目 | 金额
{{项目清单@项目.名称}} | {{项目清单@项目.合计}}
汇总 | 见上`, told: "没有合计行"},
		"a line of 上年结转 below 本年预算": {total: "上年结转.合计", rows: `
{{年度}}年资金来源表
单位：万元
项目 | 本年预算
本年收入 | {{本年收入.一般公共预算}}
上年结转 | {{上年结转.合计}}
合计 | =SUM(B4:B5)`},
		"another line below 本年预算": {total: "上年结转.合计", rows: `
{{年度}}年资金来源表
单位：万元
项目 | 本年预算
本年收入 | {{本年收入.一般公共预算}}
补助 | {{上年结转.合计}}
合计 | =SUM(B4:B5)`, told: "“本年预算”（B3）说的是本年"},
		"funds of the line of 上年结转 that heads them": {total: "上年结转.合计", rows: `
{{年度}}年资金来源表
单位：万元
项目 | 本年预算
一、本年收入 | =B5
（一）一般公共预算 | {{本年收入.一般公共预算}}
二、上年结转 | =B7
（一）一般公共预算 | {{上年结转.一般公共预算}}
合计 | =B4+B6`},
		"funds below another line": {total: "上年结转.合计", rows: `
{{年度}}年资金来源表
单位：万元
项目 | 本年预算
一、本年收入 | =B5
（一）一般公共预算 | {{本年收入.一般公共预算}}
二、补助 | =B7
（一）一般公共预算 | {{上年结转.一般公共预算}}
合计 | =B4+B6`, told: "“本年预算”（B3）说的是本年"},
		"a table below another one": {total: "国有资本经营支出.合计", rows: `
{{年度}}年政府性基金预算支出表
单位：万元
科目 | 金额
{{政府性基金支出@类.科目名称}} | {{政府性基金支出@类.合计}}
{{政府性基金支出@款.科目名称}} | {{政府性基金支出@款.合计}}
{{政府性基金支出@项.科目名称}} | {{政府性基金支出@项.合计}}
合计 | =SUM(B4)
{{年度}}年国有资本经营预算支出表
单位：万元
科目 | 金额
{{国有资本经营支出@类.科目名称}} | {{国有资本经营支出@类.合计}}
{{国有资本经营支出@款.科目名称}} | {{国有资本经营支出@款.合计}}
{{国有资本经营支出@项.科目名称}} | {{国有资本经营支出@项.合计}}
合计 | =SUM(B11)`, prepare: func(book *excelize.File) error { return book.MergeCell("新表", "A8", "B8") }},
		"one list below the title of another one": {total: "国有资本经营支出.合计", rows: `
{{年度}}年政府性基金预算支出表
单位：万元
科目 | 金额
{{国有资本经营支出@项.科目名称}} | {{国有资本经营支出@项.合计}}
合计 | =SUM(B4)`, told: "说的是政府性基金预算"},
		"其中 below the name of another column": {total: "基本支出按经济科目.合计", rows: `
{{年度}}年支出构成表
单位：万元
科目 | 合计 | 公用经费 | 公用经费
科目 | 合计 | 小计 | 其中：人员经费
{{基本支出按经济科目@类.科目名称}} | {{基本支出按经济科目@类.合计}} | {{基本支出按经济科目@类.公用经费}} | {{基本支出按经济科目@类.人员经费}}
{{基本支出按经济科目@款.部门经济科目名称}} | {{基本支出按经济科目@款.合计}} | {{基本支出按经济科目@款.公用经费}} | {{基本支出按经济科目@款.人员经费}}
合计 | =SUM(B5) | =SUM(C5) | =SUM(D5)`, prepare: func(book *excelize.File) error {
			return errors.Join(book.MergeCell("新表", "A3", "A4"), book.MergeCell("新表", "B3", "B4"), book.MergeCell("新表", "C3", "D3"))
		}},
		"a fixed total line beside a list": {total: "项目清单.合计", rows: `
{{年度}}年收支并列表
单位：万元
收入 | 金额 | 项目 | 金额
一般公共预算 | {{本年收入.一般公共预算}} | {{项目清单@项目.名称}} | {{项目清单@项目.合计}}
政府性基金预算 | {{本年收入.政府性基金预算}}
合计 | =SUM(B4:B5)
总计 | =B6 | 总计 | =SUM(D4:D6)`},
		"a line that the total does not add up": {total: "支出按类.合计", rows: `
{{年度}}年支出功能表
单位：万元
项目 | 金额
一、一般公共服务支出 | {{支出按类[201].合计}}
二、公共安全支出 | {{支出按类[204].合计}}
三、教育支出 | {{支出按类[205].合计}}
合计 | =SUM(B4:B5)`, told: "公式 =SUM(B4:B5) 没有加上 B6（“三、教育支出”）"},
		"a line that another formula adds up": {total: "支出按类.合计", rows: `
{{年度}}年支出功能表
单位：万元
项目 | 金额
一、一般公共服务支出 | {{支出按类[201].合计}}
二、公共安全支出 | {{支出按类[204].合计}}
三、教育支出 | {{支出按类[205].合计}}
小计 | =SUM(B4:B5)
合计 | =B7+B6`},
		"a part of the last line that is added up": {total: "支出按类.合计", rows: `
{{年度}}年支出功能表
单位：万元
项目 | 金额
一、一般公共服务支出 | {{支出按类[201].合计}}
二、公共安全支出 | {{支出按类[204].合计}}
其中：公安 | {{支出按类[20402].合计}}
合计 | =SUM(B4:B5)`},
		"a row that numbers the columns of texts": {rows: `
{{年度}}年绩效指标表
三级指标 | 指标值 | 指标性质 | {{年度}}年度量单位
1 | 2 | 3 | 4
{{指标清单@指标.三级指标}} | {{指标清单@指标.指标值}} | {{指标清单@指标.指标性质}} | {{指标清单@指标.度量单位}}`},
		"a record that somebody typed below a list of texts": {rows: `
{{年度}}年绩效指标表
三级指标 | 指标值 | 指标性质 | 度量单位
{{指标清单@指标.三级指标}} | {{指标清单@指标.指标值}} | {{指标清单@指标.指标性质}} | {{指标清单@指标.度量单位}}
办案数 | 十件以上 | 大于 | 件`, told: "像是样例行"},
		"the number of a quantity below the name of the whole": {total: "本年收入.一般公共预算", rows: `
{{年度}}年绩效指标表
单位：万元
三级指标 | 指标性质 | 指标值 | 度量单位
{{指标清单@指标.三级指标}} | {{指标清单@指标.指标性质}} | {{指标清单@指标.指标数值}} | {{指标清单@指标.度量单位}}
合计 | | {{本年收入.一般公共预算}}`},
		"another field below its name": {total: "本年收入.一般公共预算", rows: `
{{年度}}年绩效指标表
单位：万元
三级指标 | 指标性质 | 指标值 | 度量单位
{{指标清单@指标.三级指标}} | {{指标清单@指标.指标性质}} | {{指标清单@指标.二级指标}} | {{指标清单@指标.度量单位}}
合计 | | {{本年收入.一般公共预算}}`, told: "的另一个字段"},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			for _, f := range lint.Definitions(withSheet(t, form.rows, form.total, form.prepare)) {
				if f.Place.Sheet == "新表" {
					told = append(told, f.Message)
				}
			}
			all := strings.Join(told, "\n")
			if form.told == "" && all != "" || !strings.Contains(all, form.told) {
				t.Errorf("told: %s", all)
			}
		})
	}
}

// withSheet is the built-in pack with one more table, 新表, and the projects as a
// list of their own, 项目清单, with last year's amounts beside, 两年清单, and a list of
// 绩效指标, 指标清单.
func withSheet(t *testing.T, rows, total string, prepare func(book *excelize.File) error) *pack.Pack {
	t.Helper()
	p := *proof.DefaultPack(t)
	list := *p.View("项目支出本年")
	list.Name, list.Rows = "项目清单", list.Rows[len(list.Rows)-1:]
	two := list
	two.Name, two.Columns = "两年清单", []pack.ViewCol{{Name: "合计", Measure: "上年数"}, {Name: "合计合计"}}
	goals := pack.View{Name: "指标清单", Sources: []string{"绩效指标"}, Rows: []pack.RowDef{{Level: "指标", By: []string{"二级指标", "三级指标"}}},
		Carried: []string{"指标值", "指标性质", "指标数值", "度量单位"}}
	p.Views = append(p.Views[:len(p.Views):len(p.Views)], list, two, goals)
	book, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	must(t, err)
	_, err = book.NewSheet("新表")
	must(t, err)
	put(t, book, "新表", rows)
	if prepare != nil {
		must(t, prepare(book))
	}
	content, err := book.WriteToBuffer()
	must(t, err)
	p.Templates = map[string][]byte{p.Template[0]: content.Bytes()}
	name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(rows), "{{年度}}年"), "\n")
	p.Tables = append(p.Tables[:len(p.Tables):len(p.Tables)], pack.Table{Sheet: "新表", Name: name, Total: total})
	return &p
}
