package prose

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/pack"
)

func TestOneWrongNumberOfAListIsSaidOnce(t *testing.T) {
	for _, c := range []struct {
		list []int
		want int // how many are said to be wrong
	}{
		{[]int{1, 2, 3, 4}, 0},
		{[]int{2, 2, 3, 4}, 1}, // the first is wrong
		{[]int{1, 2, 2, 4}, 1}, // one in the middle
		{[]int{1, 2, 4, 5}, 1}, // one is missing
		{[]int{1, 2, 2, 3}, 1}, // one stands twice, and the others go on from it
		{[]int{1, 5, 2, 9}, 3},
	} {
		var count tally
		got := 0
		for _, n := range c.list {
			if !count.next(n) {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%v: %d, want %d", c.list, got, c.want)
		}
	}
}

func TestAmountsOfTablesAreToldAsTheTablesPrintThem(t *testing.T) {
	j := &judge{p: &pack.Pack{Unit: money.Unit{Name: "万元", Power: 4}}}
	for yuan, want := range map[string]string{"4250900": "425.09万元", "4250951": "425.0951万元", "0": "0.00万元"} {
		if is := j.inPackUnit(decimal.RequireFromString(yuan)); is != want {
			t.Errorf("%s: %s, want %s", yuan, is, want)
		}
	}
}
