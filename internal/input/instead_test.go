package input_test

import (
	"strings"
	"testing"

	"ysgk/internal/proof"
)

func TestAnAmountMayBeTypedInWanInsteadOfYuan(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, c := range []struct {
		name      string
		yuan, wan any
		want      string // the amount, or the finding
	}{
		{"only 元", num("100.5"), nil, "100.50"},
		{"only 万元", nil, num("1.234567"), "12345.67"},
		{"a text", nil, "0.01", "100.00"},
		{"float noise", nil, num("0.070000000000000007"), "700.00"},
		{"both, equal", num("100"), num("0.01"), "100.00"},
		{"both, different", num("100"), num("0.02"), "错误 amount-two 支出明细!K2 金额(元)：这里是 100.00 元，“金额(万元)”是 200.00 元"},
		{"too many places", nil, num("1.2345678"), "错误 amount-decimals 支出明细!M2"},
		{"negative", nil, num("-1"), "错误 amount-negative 支出明细!M2"},
		{"neither", nil, nil, "错误 amount-missing 支出明细!K2"},
	} {
		b := newBook()
		b.set("支出明细!M1", "金额（万元）")
		b.set("支出明细!K2", c.yuan)
		b.set("支出明细!M2", c.wan)
		l, found := b.read(t, p)
		got := strings.TrimSpace(brief(found))
		if l != nil {
			items := l.Tables["支出明细"]
			if at := items.ColumnIn("金额(元)", 0); (at == 13) != (c.yuan == nil) {
				t.Errorf("%s: the amount stands in column %d", c.name, at)
			}
			got = items.Amounts(items.Measure("金额(元)"))[0].Yuan().StringFixed(2)
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
