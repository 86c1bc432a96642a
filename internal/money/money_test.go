package money_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/money"
)

func TestAmountsConvertExactlyAndPrintRoundedHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct{ unit, yuan, exact, printed string }{
		{"元", "29634051.98", "29634051.98", "29634051.98"},
		{"千元", "29634051.98", "29634.05198", "29634.05"},
		{"万元", "29634050.00", "2963.405", "2963.41"},
		{"万元", "-29634050.00", "-2963.405", "-2963.41"},
		{"万元", "49.99", "0.004999", "0.00"},
		{"亿元", "29634051.98", "0.2963405198", "0.30"},
		{"百元", "1", "0.01", "0.01"},
	} {
		us, _ := money.Common.With("百元", 100)
		u, ok := us.Named(c.unit)
		f := money.Figure{Yuan: decimal.RequireFromString(c.yuan), Unit: u}
		if !ok || f.Exact().String() != c.exact || f.String() != c.printed {
			t.Errorf("%s 元 in %s: %s, printed %s", c.yuan, c.unit, f.Exact(), f)
		}
	}
}

func TestAnAmountInAUnitIsTheSameBackIn元(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yuan := decimal.New(rapid.Int64().Draw(t, "fen"), -2)
		for _, u := range money.Common.All() {
			if !u.Yuan(u.Of(yuan)).Equal(yuan) {
				t.Fatalf("%s 元 in %s", yuan, u.Name)
			}
		}
	})
}

func TestTextsSayTheirUnit(t *testing.T) {
	us, ok := money.Common.With("百元", 100)
	if !ok {
		t.Fatal("百元 is no unit")
	}
	for name, say := range map[string]func(string) (money.Unit, bool){"note": us.Note, "header": us.Header, "trailing": us.Trailing, "leading": us.Leading, "alone": us.Alone} {
		for text, want := range map[string]map[string]string{
			"note": {
				"单位：万元": "万元", "金额单位:千元": "千元", "单位：人民币元": "元", "制表：某局  单位：亿元  第 1 页": "亿元", "单位（百元）": "百元",
				"单位：元/人": "", "单位：美元": "", "下属单位万元户": "", "预算单位：某局": "",
			},
			"header":   {"金额（万元）": "万元", "金额(单位:千元)": "千元", "合计（ 人民币百万元 ）": "百万元", "金额（美元）": "", "金额万元": "", "金额（元）": "元"},
			"trailing": {"金额万元": "万元", "合计百元": "百元", "金额元": "", "美元": ""},
			"leading":  {"万元，其中": "万元", " 亿元": "亿元", "元。": "元", "人民币元": ""},
			"alone":    {"万元": "万元", "（千元）": "千元", "单位：元": "", "百元": "百元"},
		}[name] {
			if u, ok := say(text); u.Name != want || ok != (want != "") {
				t.Errorf("%s as a %s says %q, want %q", text, name, u.Name, want)
			}
		}
	}
	if got := us.Bare("预算数（单位：万元）合计"); got != "预算数合计" {
		t.Error(got)
	}
}

func TestOnlyPowersOfTenAreUnits(t *testing.T) {
	for yuan, want := range map[int]bool{1: true, 10: true, 100_000_000: true, 0: false, -10: false, 12: false, 1500: false, 10_000_000_000_000: false} {
		if _, ok := money.Common.With("某元", yuan); ok != want {
			t.Errorf("a unit of %d 元: %v", yuan, ok)
		}
	}
	if us, _ := money.Common.With("万元", 10); len(us.All()) != len(money.Common.All()) {
		t.Error("two units of one name")
	}
}

// TestUnitsMayStandApart reads units as forms set them: with spaces, of full width too, between letters.
func TestUnitsMayStandApart(t *testing.T) {
	for text, want := range map[string]string{"单位：万元": "万元", "单  位 ： 万  元": "万元", "单　位：　元": "元", "单位:人民币 万 元": "万元", "金额单位（万 元）": "万元", "单位：美元": "", "单位：万 人": ""} {
		if u, ok := money.Common.Note(text); u.Name != want || ok != (want != "") {
			t.Errorf("%s is in %q", text, u.Name)
		}
	}
	for text, want := range map[string]string{"（万 元）": "万元", "（ 元 ）": "元", "元": "元", "万　元": "万元", "万辆": ""} {
		if u, _ := money.Common.Alone(text); u.Name != want {
			t.Errorf("%s alone is %q", text, u.Name)
		}
	}
	if u, _ := money.Common.Header("金额（ 万　元 ）"); u.Name != "万元" || money.Common.Bare("金额（ 万　元 ）") != "金额" {
		t.Errorf("a header is in %q, bare %q", u.Name, money.Common.Bare("金额（ 万　元 ）"))
	}
}
