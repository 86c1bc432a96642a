package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"ysgk/internal/lint"
	"ysgk/internal/pack"
)

func TestAnOptionThatNoColumnOfADivisionTakesIsAnError(t *testing.T) {
	for _, c := range []struct{ name, says, want string }{
		{"a fund more", `
录入:
  表:
    - 名称: 支出明细
      列:
        - {名称: 资金来源, 选项: [一般公共预算, 政府性基金预算, 国有资本经营预算, 财政专户管理资金, 单位资金, 债务资金]}
`, "pack.yaml 6 资金来源“债务资金”没有一列取它，这样的钱只会印在合计里：视图 收入总表（自带模板包的 pack.yaml 第 "},
		{"no fund more", "", ""},
		{"columns that are only examples", `
视图:
  - {名称: 新表, 来源: 支出明细, 列: [合计, {名称: 其中一, 筛选: {资金来源: 一般公共预算}}, {名称: 其中二, 筛选: {资金来源: 单位资金}}]}
`, ""},
		{"a total that is filtered, and its parts", `
视图:
  - 名称: 新表
    来源: 支出明细
    列:
      - {名称: 本年合计, 筛选: {资金年度: 本年}}
      - {名称: 拨款, 筛选: {资金年度: 本年, 资金来源: 财政拨款}}
      - {名称: 专户, 筛选: {资金年度: 本年, 资金来源: 财政专户管理资金}}
`, "pack.yaml 5 资金来源“单位资金”没有一列取它，这样的钱只会印在合计里：视图 新表（pack.yaml 第 5 行）"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte("模板包: {基于: 自带}" + c.says)}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range lint.Definitions(p) {
				if f.Code == "value-undivided" {
					got = append(got, fmt.Sprint(f.Place.File, " ", f.Place.Line, " ", f.Message))
				}
			}
			if all := strings.Join(got, "\n"); (all == "") != (c.want == "") || !strings.Contains(all, c.want) {
				t.Errorf("%s; want %s", all, c.want)
			}
		})
	}
}
