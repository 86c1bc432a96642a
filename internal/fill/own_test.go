package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What belongs to a record is listed in its row and in its block, and nothing else.
func TestListsInTheTextOfARecordAreItsOwn(t *testing.T) {
	own := strings.ReplaceAll("{{逐条 指标@指标|、}}{{指标@指标.内容}}：{{指标@指标.数}}{{完}}，即{{指标@指标.内容|顿号}}", "|", "¦")
	f := tried(t, template(t, "{{块 项目}}{{项目.名称}}\n"+own+"\n{{块完}}", nil), projected(2, 1))
	expect(t, f, "Sheet1", `
		项目1
		指标1-1：1.00、指标1-2：2.00，即指标1-1、指标1-2

		项目2
		指标2-1：1.00，即指标2-1`)
	f = tried(t, template(t, "{{项目@项目.名称}} | "+own, nil), projected(1, 2))
	expect(t, f, "Sheet1", `
		项目1 | 指标1-1：1.00，即指标1-1
		项目2 | 指标2-1：1.00、指标2-2：2.00，即指标2-1、指标2-2`)
	f = render(t, template(t, "{{支出@类.名称}} | {{支出@类.合计}} | 含{{逐条 支出@款}}{{支出@款.名称}}{{完}}，{{支出@款.名称¦顿号}}", nil), long(0, 2))
	expect(t, f, "Sheet1", `
		类1 | 2 | 含款1 1；款1 2，款1 1、款1 2
		类2 | 2 | 含款2 1；款2 2，款2 1、款2 2`)
}

// Excel opens no file with a longer text in a cell.
func TestATextThatNoCellHoldsIsAnError(t *testing.T) {
	file, problems := try(t, template(t, "共 | {{收入@项.名称¦顿号}}", nil), long(8000, 1))
	if file != nil || len(problems) != 1 || problems[0].Code != "text-long" || problems[0].Place.String() != "Sheet1!B1" {
		t.Error(problems)
	}
}

func TestATabNameListsNothing(t *testing.T) {
	tpl := template(t, "年度", func(f *excelize.File) { must(t, f.SetSheetName("Sheet1", "{{逐条 收入@项}}{{完}}")) })
	if file, problems := try(t, tpl, long(1, 1)); file != nil || problems[0].Code != "tag-unknown" {
		t.Error(problems)
	}
}
