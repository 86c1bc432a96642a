package verify_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/pack"
)

// TestAStatementThatNamesItsDepartmentInEveryLineIsKnown has a sheet of sentences no line of which is
// without tags for long, counts the projects whose total alone is printed on it, and lists amounts behind their names.
func TestAStatementThatNamesItsDepartmentInEveryLineIsKnown(t *testing.T) {
	const sheet = "情况说明"
	p := reworked(t, func(b *excelize.File) {
		_, err := b.NewSheet(sheet)
		must(t, err)
		must(t, b.SetCellStr(sheet, "A1", "{{部门名称}}{{年度}}年部门预算情况说明"))
		for row := 2; row < 16; row += 2 {
			must(t, b.SetCellStr(sheet, fmt.Sprint("A", row), fmt.Sprintf("%d、关于{{部门名称}}{{年度}}年预算的说明", row/2)))
			must(t, b.SetCellStr(sheet, fmt.Sprint("A", row+1), "{{部门名称}}{{年度}}年支出总预算{{支出总表[合计].合计|1234.56}}万元。"))
		}
		must(t, b.SetCellStr(sheet, "A16", "{{部门名称}}公开的项目{{几个项目|1,234}}个，涉及资金{{绩效项目[合计].年度资金总额|1234.56}}万元。"))
		must(t, b.SetCellStr(sheet, "A17", "{{支出总表@项.编码}}{{支出总表@项.名称}}{{支出总表@项.合计|1234.56}}万元；"))
		must(t, b.SetCellStr(sheet, "A18", "完"))
	})
	p.Numbers = append(p.Numbers, pack.Number{Name: "几个项目", Kind: pack.KindRatio, Expr: `计数("绩效项目", {层级: "项目"})`})
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: file, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	found, err := app.Verify(p, file, sample)
	must(t, err)
	for _, f := range formed(found) {
		t.Error(show(f))
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	must(t, b.SetCellStr(sheet, "A1", "部门情况"))
	found, err = app.Verify(p, save(t, b), "")
	must(t, err)
	if found = formed(found); len(found) != 1 || !strings.Contains(found[0].Message, "标题不对") {
		t.Error(found)
	}
}
