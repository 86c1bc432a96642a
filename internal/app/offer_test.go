package app_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/pack"
)

// offering is a pack with a template for each of two departments.
func offering(t *testing.T, tables, single string) *pack.Pack {
	t.Helper()
	return bureau(t, map[string][]byte{"单位表.xlsx": sheets(t, "表三", `
		{{年度}}年支出（{{金额单位}}）
		科目编码 | 合计
		合计 | {{支出总表@合计.合计}}
		{{支出总表@项.编码}} | {{支出总表@项.合计}}`)},
		"模板: [预算公开表.xlsx]", "模板: [预算公开表.xlsx, 单位表.xlsx]\n选用:\n  - {模板: 预算公开表.xlsx, 当: {部门名称: "+tables+"}}\n  - {模板: 单位表.xlsx, 当: {部门名称: "+single+"}}",
		`输出: "{{部门名称}}{{年度}}年预算公开表.xlsx"`, `输出: "{{部门名称}}{{模板}}.xlsx"`)
}

func TestADepartmentGetsTheTemplateThatIsForIt(t *testing.T) {
	p := offering(t, "别局", "某局")
	input := entered(t, p, someItems...)
	result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: input, Now: time.Now()})
	if err != nil || findings.HasErrors() {
		t.Fatal(findings, err)
	}
	if len(result.Files) != 1 || filepath.Base(result.Files[0].File) != "某局单位表.xlsx" {
		t.Fatal(result.Files)
	}
	if len(result.Tables) != 1 || result.Tables[0].Sheet != "表三" {
		t.Errorf("totals of tables that are not printed: %v", result.Tables)
	}
	found, err := app.Verify(p, result.Files[0].File, input)
	if err != nil || found.HasErrors() {
		t.Error(found, err)
	}

	other := offering(t, "某局", "别局")
	if _, err := app.Verify(other, result.Files[0].File, input); err == nil || !strings.Contains(err.Error(), "用的不是 单位表.xlsx 这一套表") {
		t.Error(err)
	}

	none := offering(t, "别局", "别局")
	if _, findings, err = app.Fill(app.FillRequest{Pack: none, Input: input, Now: time.Now()}); err != nil || !findings.HasErrors() {
		t.Fatal("a department for which there is no template:", findings, err)
	}
	if text := findings[len(findings)-1].Message; !strings.Contains(text, "没有一套表是给这样的部门用的") {
		t.Error(text)
	}
}
