package verify_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// A table is known by the title that its sheet of the template has, whatever the
// pack calls it.
func TestATableIsJudgedThoughThePackCallsItOtherwise(t *testing.T) {
	_, _, output := sided(t, reckoned, 3)
	folder := strings.TrimSuffix(output, "out.xlsx")
	must(t, os.WriteFile(folder+"pack.yaml", []byte(strings.Replace(smallPack, "名称: 清单表", "名称: 一览表", 1)), 0o600))
	p, err := pack.Load(os.DirFS(folder))
	must(t, err)
	found, err := app.Verify(p, output, "")
	must(t, err)
	if len(found) > 0 {
		t.Errorf("%v", found)
	}
	b, err := excelize.OpenFile(output)
	must(t, err)
	must(t, b.SetCellValue("表", "C8", 1.0))
	must(t, b.SaveAs(output))
	found, err = app.Verify(p, output, "")
	must(t, err)
	expect(t, found, "A000", "表!C8")
}

func TestWhatIsNotJudgedIsSaid(t *testing.T) {
	found := judged(t, reckoned, func(b *excelize.File) {
		_, err := b.NewSheet("底稿")
		must(t, err)
		must(t, b.SetCellStr("底稿", "A1", "随手记的"))
		_, err = b.NewSheet("空的")
		must(t, err)
	})
	if len(found) != 1 || found[0].Severity != finding.Note || found[0].Message != "没有核对：底稿（不是模板里的表）、空的（空白的工作表，不是模板里的表）" {
		t.Error(fmt.Sprint(found))
	}
}

// Blocks are not read back.
func TestBlocksAreNamedAsNotJudged(t *testing.T) {
	form := `
		{{块 按类型}}类型：{{按类型.类型}} | 金额
		其中 | {{按类型.金额}}
		小计{{块完}} | =SUM(B5)
		合计 | =SUM(B5)`
	found := judged(t, form, func(*excelize.File) {})
	if len(found) != 1 || found[0].Message != "没有核对：表里成块重复的各行" {
		t.Error(fmt.Sprint(found))
	}
}

// The figures of a text that lists records are compared with the input alone.
func TestAListInATextIsNamedAsNotJudged(t *testing.T) {
	form := `
		支出{{总额.金额}}元，包括{{逐条 按类型@类型¦、}}{{按类型@类型.类型}}{{按类型@类型.金额}}元{{完}}。
		代号 | 事项 | 金额
		{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}}`
	found := judged(t, form, func(*excelize.File) {})
	if len(found) != 1 || found[0].Message != "没有核对：表里逐条列出的话（加上 --录入 才核对）" {
		t.Error(fmt.Sprint(found))
	}
}

// A total that is called as the department has no label among blocks but its place.
func TestATotalBesideBlocksStandsOnce(t *testing.T) {
	for _, form := range []string{`
		类型 | 金额
		{{部门名称}} | {{按类型@合计.金额}}
		{{块 按类型}}{{按类型@类型.类型}} | {{按类型@类型.金额}}
		其中{{块完}} | {{按类型@类型.金额}}`, `
		类型 | 金额
		{{块 按类型}}{{按类型@类型.类型}} | {{按类型@类型.金额}}
		其中{{块完}} | {{按类型@类型.金额}}
		{{部门名称}} | {{按类型@合计.金额}}`} {
		found := judged(t, form, func(*excelize.File) {})
		if len(found) != 1 || found[0].Message != "没有核对：表里成块重复的各行" {
			t.Error(fmt.Sprint(found))
		}
	}
}
