package app_test

import (
	"path/filepath"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// flat is a pack whose tables are lists of the lowest level, each row with the codes
// and names of the levels above; the sheets' names and texts name other years.
func flat(t testing.TB) *pack.Pack {
	t.Helper()
	return bureau(t, map[string][]byte{"补充表.xlsx": sheets(t,
		"{{年度+1}}年参考", `
			{{年度}}年与{{年度－１}}年对照（{{年度 + 10}}年前）
			类编码 | 类名称 | 款编码 | 款名称 | 科目编码 | 科目名称 | 合计
			{{支出总表@项.类编码}} | {{支出总表@项.类名称}} | {{支出总表@项.款编码}} | {{支出总表@项.款名称}} | {{支出总表@项.编码}} | {{支出总表@项.名称}} | {{支出总表@项.合计}}
			合计 |  |  |  |  |  | {{支出总表@合计.合计}}`,
		"表十五", `
			{{部门名称}}{{年度}}年支出（{{金额单位}}）
			款编码 | 款名称 | 项码 | 项名称 | 合计
			{{支出总表@项.款编码}} | {{支出总表@项.款名称}} | {{支出总表@项.项码}} | {{支出总表@项.名称}} | {{支出总表@项.合计}}
			合计 |  |  |  | {{支出总表@合计.合计}}`,
		"表十六", `
			{{部门名称}}{{年度}}年分单位支出（{{金额单位}}）
			单位 | 类名称 | 项名称 | 合计
			{{分单位明细@项.单位}} | {{分单位明细@项.类名称}} | {{分单位明细@项.名称}} | {{分单位明细@项.合计}}
			合计 |  |  | {{分单位明细@合计.合计}}`)},
		afterNote, moreColumns, beforeForms, moreViews,
		"模板: [预算公开表.xlsx]", "模板: [预算公开表.xlsx, 补充表.xlsx]",
		`输出: "{{部门名称}}{{年度}}年预算公开表.xlsx"`, `输出: "{{年度-1}}年后/{{模板}}.xlsx"`)
}

func TestARowNamesTheLevelsAboveAndTextsOtherYears(t *testing.T) {
	p := flat(t)
	result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: entered(t, p, someItems...), Now: time.Now()})
	if err != nil || findings.HasErrors() {
		t.Fatal(findings, err)
	}
	file := result.Files[1].File
	if folder := filepath.Base(filepath.Dir(file)); folder != "2025年后" {
		t.Error(folder)
	}
	book := proof.Stored(t, file)[0]
	reads(t, book.Sheet(t, "2027年参考"), `
		2026年与2025年对照（2036年前）
		类编码 | 类名称 | 款编码 | 款名称 | 科目编码 | 科目名称 | 合计
		201 | 一般公共服务支出 | 20132 | 组织事务 | 2013250 | 事业运行 | 3
		201 | 一般公共服务支出 | 20132 | 组织事务 | 2013299 | 其他组织事务支出 | 17.00005
		合计 |  |  |  |  |  | =20.00005`)
	reads(t, book.Sheet(t, "表十五"), `
		某局2026年支出（万元）
		款编码 | 款名称 | 项码 | 项名称 | 合计
		20132 | 组织事务 | 50 | 事业运行 | 3
		20132 | 组织事务 | 99 | 其他组织事务支出 | 17.00005
		合计 |  |  |  | =20.00005`)
	reads(t, book.Sheet(t, "表十六"), `
		某局2026年分单位支出（万元）
		单位 | 类名称 | 项名称 | 合计
		某局本级 | 一般公共服务支出 | 事业运行 | 3
		某局本级 | 一般公共服务支出 | 其他组织事务支出 | 12.00005
		某中心 | 一般公共服务支出 | 其他组织事务支出 | 5
		合计 |  |  | =20.00005`)
	found, err := app.Verify(p, file, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Severity != finding.Note {
			t.Errorf("%s %s %s %s", f.Severity, f.Code, f.Place, f.Message)
		}
	}
}
