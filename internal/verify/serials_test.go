package verify_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/proof"
)

const numbered = `
	序号 | 连续 | 行次 | 事项 | 金额
	{{分级@类.序号}} | {{分级@类.连续序号}} | {{分级@类.行次}} | {{分级@类.类型}} | {{分级@类.金额}}
	{{分级@项.序号}} | {{分级@项.连续序号}} | {{分级@项.行次}} | {{分级@项.事项}} | {{分级@项.金额}}
	 | | | 合计 | =SUM(E5)`

func TestRowsAreNumberedAsTheTemplateSays(t *testing.T) {
	for _, n := range []int{0, 1, 3, 7} {
		p, input, output := sided(t, numbered, n)
		for _, in := range []string{"", input} {
			found, err := app.Verify(p, output, in)
			must(t, err)
			for _, f := range found {
				t.Errorf("%d: %s", n, show(f))
			}
		}
	}
	for _, cell := range []string{"A6", "B7", "C8"} {
		found := judged(t, numbered, func(b *excelize.File) { must(t, b.SetCellValue("表", cell, 9)) })
		expect(t, found, "A302", "表!"+cell)
	}
}

// A row too many makes all numbers below it wrong: it is said once.
func TestNumbersThatAreTypedAreJudged(t *testing.T) {
	found := changed(t, proof.SecondPack(t), func(t *testing.T, b *excelize.File) {
		for cell, n := range map[string]int{"C8": 4, "C9": 5, "C10": 6} {
			set("14项目资金来源表", cell, n)(t, b)
		}
	})
	expect(t, found, "A302", "14项目资金来源表!C8")
	if len(found) != 1 || !strings.Contains(found[0].Message, "应是 3，现在是「4」；这一列从这里起共有 3 格不对") {
		t.Error(found)
	}
}
