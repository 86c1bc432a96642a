package check

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/money"
)

// sumOfMoney is an amount as sentences write it: 361200元, 30万元, 1.2亿元, and
// 168万 at the end of a text. 5万人次 is none.
var sumOfMoney = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?\s*(亿元|万元|元|亿$|万$)`)

// largestSum is the largest amount of 元 that a text names, zero if it names none.
func largestSum(text string) decimal.Decimal {
	most := decimal.Zero
	for _, m := range sumOfMoney.FindAllStringSubmatch(strings.TrimSpace(width.Narrow.String(text)), -1) {
		d, err := decimal.NewFromString(strings.ReplaceAll(m[1], ",", "") + m[2])
		if err != nil {
			continue // the pattern lets only numbers through
		}
		unit, _ := money.Common.Named(strings.TrimSuffix(m[3], "元") + "元")
		most = decimal.Max(most, unit.Yuan(d))
	}
	return most
}
