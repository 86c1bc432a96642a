package check

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/money"
)

// sumOfMoney is an amount as sentences write it: 361200元, 30万元, 1.2亿元, and
// 168万 at the end of a text. 5万人次 is none.
var sumOfMoney = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,6})?\s*(亿元|万元|元|亿$|万$)`)

// sums finds amounts that stand right behind one of some words, all of them if there are no
// words.
type sums struct {
	words   []string
	pattern *regexp.Regexp
}

// largestSum is the largest amount of 元 that a text names, zero if it names none.
func largestSum(text string) decimal.Decimal { return sums{nil, sumOfMoney}.largest(text) }

// behind are the sums of largestAfter, by their words.
var behind sync.Map

// largestAfter is the largest amount that stands right behind one of some words, such
// as 总额|合计: 资金总额为30万元.
func largestAfter(text, words string) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	of, ok := behind.Load(words)
	if !ok {
		var s sums
		var quoted []string
		for word := range strings.SplitSeq(width.Narrow.String(words), "|") {
			s.words = append(s.words, strings.TrimSpace(word))
			quoted = append(quoted, regexp.QuoteMeta(strings.TrimSpace(word)))
		}
		s.pattern = regexp.MustCompile("(?:" + strings.Join(quoted, "|") + `)[^\d。；;，,、\n]{0,6}` + sumOfMoney.String())
		of, _ = behind.LoadOrStore(words, s)
	}
	return of.(sums).largest(text)
}

func (s sums) largest(text string) decimal.Decimal {
	most := decimal.Zero
	if !strings.ContainsAny(text, "元亿万") { // no unit, no sum
		return most
	}
	text = strings.TrimSpace(width.Narrow.String(text))
	in := func(word string) bool { return strings.Contains(text, word) }
	if !strings.ContainsAny(text, "0123456789") || s.words != nil && !slices.ContainsFunc(s.words, in) {
		return most
	}
	for _, m := range s.pattern.FindAllStringSubmatch(text, -1) {
		d, err := decimal.NewFromString(strings.ReplaceAll(m[1], ",", "") + m[2])
		if err != nil {
			continue // the pattern lets only numbers through
		}
		unit, _ := money.Common.Named(strings.TrimSuffix(m[3], "元") + "元")
		most = decimal.Max(most, unit.Yuan(d))
	}
	return most
}
