package verify_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
)

// toFind are tables in which it takes more than a look to find a row of the template.
var toFind = map[string]string{
	"两级的名称在同一列，占比加不起来": `
		支出 | 金额 | 占 | 收入 | 金额
		{{分级@类.类型}} | {{分级@类.金额}} | =IF(B$9=0,0,B5/B$9) | 一、人员 | {{按类型[人员].金额}}
		{{分级@项.事项}} | {{分级@项.金额}} | =IF(B5=0,0,B6/B5) | 二、公用 | {{按类型[公用].金额}}
		 | | | 三、项目 | {{按类型[项目].金额}}
		 |
		合计 | =SUM(B5) | =SUM(C5) | 合计 | =SUM(E5:E7)`,
	"两级，相加的一列不是逐级相加的": `
		支出 | 金额 | 平方 | 相加
		{{分级@类.类型}} | {{分级@类.金额}} | =B5*B5 | =SUM(B5:C5)
		{{分级@项.事项}} | {{分级@项.金额}} | =B6*B6 | =SUM(B6:C6)
		合计 | =SUM(B5)`,
	"清单下面的行和清单里的字一样": `
		代号 | 事项 | 类型 | 金额 | 加倍
		{{逐条@项.代号}} | {{逐条@项.事项}} | {{逐条@项.类型}} | {{逐条@项.金额}} | =D5*2
		 |
		其中： | | 人员 | =SUMIF(C5:C6,C7,D5:D6)
		 | | 项目 | =SUMIF(C$5:C$6,C8,D$5:D$6)
		合计 | | | =SUM(D5:D6) | =SUM(E5:E6)`,
	"只有数的行": `
		事项 | 金额
		{{清单@项.事项}} | {{清单@项.金额}}
		合计 | =SUM(B5)
		税率 | 0.06
		税额 | =B6*B7`,
	"两栏清单，一栏看不出哪一条": `
		类型 | 金额 | 事项 | 金额
		{{分级@类.类型}} | {{分级@类.金额}} | {{逐条@项.事项}} | {{逐条@项.金额}}
		合计 | =SUM(B5) | 合计 | =SUM(D5)`,
}

func TestRowsThatAreHardToFindVerifyCleanly(t *testing.T) {
	for name, form := range toFind {
		for _, n := range []int{0, 1, 3, 7} {
			p, _, output := sided(t, form, n)
			found, err := app.Verify(p, output, "")
			must(t, err)
			for _, f := range found {
				if f.Severity != finding.Note {
					t.Errorf("%s %d: %s", name, n, show(f))
				}
			}
		}
	}
}

func TestAFaultBesideLevelsIsFound(t *testing.T) {
	found := judged(t, toFind["两级的名称在同一列，占比加不起来"], func(b *excelize.File) { must(t, b.SetCellValue("表", "B6", 1.0)) })
	expect(t, found, "A000", "表!B6")
}

func TestAFaultBelowAListWithTheSameTextsIsFound(t *testing.T) {
	found := judged(t, toFind["清单下面的行和清单里的字一样"], func(b *excelize.File) { must(t, b.SetCellValue("表", "D9", 1.0)) })
	expect(t, found, "A000", "表!D9")
}

// A record stands twice in one of two lists: that the other one shows what its own
// leaves out does not tell its rows apart.
func TestRowsAreNoDuplicatesForWhatAListBesideThemShows(t *testing.T) {
	form := `
		类型 | 金额 | 事项 | 金额
		{{分级@类.类型}} | {{分级@类.金额}} | {{逐条@项.事项}} | {{逐条@项.金额}}
		合计 | =SUM(B5) | 合计 | =SUM(D5)`
	alike := func(b *excelize.File) { must(t, b.SetCellStr("表", "C6", "事项1")) }
	for _, f := range judged(t, form, alike) {
		if strings.Contains(f.Message, "重复") {
			t.Error(show(f))
		}
	}
}

// The line items that a rule adds up are cells of the tables that list the projects.
func TestTheCellsOfAProjectAreNamed(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	set("法律援助业务经费", "H6", 2000000)(t, b)
	set("法律援助业务经费", "H9", 2000000)(t, b)
	for _, f := range verified(t, save(t, b), "") {
		if f.Code == "F09" {
			if !strings.Contains(f.Message, "（表十二!C25，含上年结转）") {
				t.Error(f.Message)
			}
			return
		}
	}
	t.Error("not found")
}
