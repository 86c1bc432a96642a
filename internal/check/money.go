package check

import (
	"regexp"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/money"
)

// sumOfMoney is an amount as sentences write it: 361200元, 30万元, 1.2亿元, and
// 168万 at the end of a text. 5万人次 is none.
var sumOfMoney = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?\s*(亿元|万元|元|亿$|万$)`)

// largestSum is the largest amount of 元 that a text names, zero if it names none.
func largestSum(text string) decimal.Decimal { return largest(sumOfMoney, text) }

// behind are the patterns of largestAfter, by their words.
var behind sync.Map

// largestAfter is the largest amount that stands right behind one of some words, such
// as 总额|合计: 资金总额为30万元.
func largestAfter(text, words string) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	pattern, ok := behind.Load(words)
	if !ok {
		var quoted []string
		for word := range strings.SplitSeq(width.Narrow.String(words), "|") {
			quoted = append(quoted, regexp.QuoteMeta(strings.TrimSpace(word)))
		}
		pattern = regexp.MustCompile("(?:" + strings.Join(quoted, "|") + `)[^\d。；;，,、\n]{0,6}` + sumOfMoney.String())
		behind.Store(words, pattern)
	}
	return largest(pattern.(*regexp.Regexp), text)
}

func largest(sums *regexp.Regexp, text string) decimal.Decimal {
	most := decimal.Zero
	if !strings.ContainsAny(text, "元亿万") { // no unit, no sum
		return most
	}
	for _, m := range sums.FindAllStringSubmatch(strings.TrimSpace(width.Narrow.String(text)), -1) {
		d, err := decimal.NewFromString(strings.ReplaceAll(m[1], ",", "") + m[2])
		if err != nil {
			continue // the pattern lets only numbers through
		}
		unit, _ := money.Common.Named(strings.TrimSuffix(m[3], "元") + "元")
		most = decimal.Max(most, unit.Yuan(d))
	}
	return most
}
