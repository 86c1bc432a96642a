package lint_test

import (
	"testing"

	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/proof"
)

// TestWhatLibreOfficeComputesOtherwiseIsToldAtTheTemplatesCell has a formula that is
// left to Excel, some that LibreOffice is known to compute in another way, one that
// looks at their cells, and in every row of the list one that nobody foresaw.
func TestWhatLibreOfficeComputesOtherwiseIsToldAtTheTemplatesCell(t *testing.T) {
	proof.Outside(t)
	p := small(t, map[string]string{"另表": quiet, "表": `
{{年度}}年支出清单表
单位：元
代号 | 事项 | 合计 | 对错
{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.合计}} | =(C4>0)&""
合计 | | =SUM(C4)
今天 | | =TODAY()
大写 | | =TEXT(C5,"[DBNum2]General")&"元"
同上 | | =C7
日期 | | =TEXT(DATE(2026,1,20),"[DBNum1]yyyy年m月d日")
`})
	trial, found, err := lint.Try(p)
	if err != nil {
		t.Fatal(err)
	}
	if !trial.Recalculated {
		t.Fatal("without LibreOffice nothing is compared")
	}
	var differs finding.List
	for _, f := range found {
		if f.Severity == finding.Error {
			differs = append(differs, f)
		}
	}
	if len(differs) != 1 || differs[0].Code != "trial-differs" || differs[0].Place.String() != "表!D4" {
		t.Errorf("%v", differs)
	}
}
