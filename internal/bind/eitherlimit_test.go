package bind_test

import (
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestLimitsThatFitAsWellAreNamed binds a list of projects and lines of kinds of spending of which the example leaves
// something out, for either of two reasons: both are named, since the next department's figures may tell them apart.
func TestLimitsThatFitAsWellAreNamed(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水务局 2130306 项目支出 30227 节水 特定目标类 政府性基金预算 300000", "某市水文站 2130306 项目支出 30226 检测 其他运转类 单位资金 41000")
	both := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水务局 2130306 项目支出 30227 节水 其他运转类 政府性基金预算 300000", "某市水文站 2130306 项目支出 30226 检测 其他运转类 单位资金 41000")
	public := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	for _, c := range []struct {
		last *budget.Ledger
		want string
	}{{last, "只取 财政拨款，也可能是只取 特定目标类"}, {both, "只取 财政拨款"}} {
		list := func(l *budget.Ledger) []byte {
			return pageOf(t, "专项资金清单", []any{"专项资金名称", "项目单位", "预算金额"}, l, func() (out [][]any) {
				for _, k := range keysOf(l, public, "项目名称", "单位") {
					out = append(out, []any{k[0], k[1], sum(l, public, ask{"项目名称": k[0]})})
				}
				return append(out, []any{"合计", nil, sum(l, public)})
			})
		}
		lines := func(l *budget.Ledger) []byte {
			return pageOf(t, "专项资金表", []any{"项目", "预算数"}, l, func() [][]any {
				return [][]any{{"302 商品和服务支出", sum(l, public)}, {"303 对个人和家庭的补助", 0}, {"310 资本性支出", 0}, {"合计", sum(l, public)}}
			})
		}
		for shape, page := range map[string]func(*budget.Ledger) []byte{"list": list, "lines": lines} {
			form := page(nil)
			if shape == "lines" {
				form = page(itemsOf(p))
			}
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: form, Example: page(c.last), Ledger: c.last, Views: tables.Views(p, c.last)})
			must(t, err)
			if !says(made.Left, "表", c.want) || c.want == "只取 财政拨款" && says(made.Left, "表", "也可能") {
				t.Errorf("%s: want %s\n%s", shape, c.want, told(made))
			}
		}
	}
}
