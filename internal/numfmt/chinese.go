package numfmt

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

// script is a set of Chinese digits with its units.
type script struct {
	digits []rune
	steps  []string // 十百千
}

var (
	lower = script{[]rune("零一二三四五六七八九"), []string{"", "十", "百", "千"}}
	upper = script{[]rune("零壹贰叁肆伍陆柒捌玖"), []string{"", "拾", "佰", "仟"}}
	// Excel writes the zero of [DBNum1] as ○, U+25CB.
	excel = script{[]rune("○一二三四五六七八九"), []string{"", "十", "百", "千"}}
	wide  = script{digits: []rune("０１２３４５６７８９")}
)

// scripts are the numerals of [DBNum1] to [DBNum3].
var scripts = map[int]script{1: excel, 2: upper, 3: wide}

// one writes digits one by one, and leaves other signs as they are.
func (c script) one(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return c.digits[r-'0']
		}
		return r
	}, text)
}

// numerals writes digits in the section's numerals, one by one.
func (s *section) numerals(text string) string {
	if s.dbnum == 0 {
		return text
	}
	return scripts[s.dbnum].one(text)
}

// words writes a decimal in words, its fraction digit by digit: 壹佰贰拾叁.肆伍.
func (s *section) words(text string) (string, bool) {
	whole, fraction, point := strings.Cut(text, ".")
	n, err := decimal.NewFromString(whole)
	if err != nil || s.dbnum == 3 || !settled(n) {
		return "", false
	}
	out := scripts[s.dbnum].write(n.IntPart())
	if point {
		out += "." + scripts[s.dbnum].one(fraction)
	}
	return out, true
}

// settled says whether it is known how Excel writes a number in words: below
// 万亿, and without a group of four zeros right before a full group (100001234,
// where it may or may not write 零).
func settled(n decimal.Decimal) bool {
	if n.IsNegative() || n.GreaterThanOrEqual(decimal.New(1, 12)) {
		return false
	}
	v := n.IntPart()
	return v < 1e8 || v/1e4%1e4 != 0 || v%1e4 < 1e3
}

// NumberString is Excel's NUMBERSTRING: kind 1 gives 一百二十三, 2 壹佰贰拾叁, 3
// 一二三. ok is false for what it refuses or rounds.
func NumberString(n decimal.Decimal, kind int) (string, bool) {
	n, ok := stored(n)
	if !ok || !n.IsInteger() || n.IsNegative() {
		return "", false
	}
	switch {
	case kind == 1 && settled(n):
		return excel.write(n.IntPart()), true
	case kind == 2 && settled(n):
		return upper.write(n.IntPart()), true
	case kind == 3 && n.LessThan(decimal.New(1, double.Digits)):
		return excel.one(n.String()), true
	}
	return "", false
}

// Ordinal writes a whole number as in a list: 一, 十, 十二, 一百零三.
func Ordinal(n int64) string {
	text := lower.write(n)
	if n >= 10 && n < 20 {
		return strings.TrimPrefix(text, "一")
	}
	return text
}

// Capital writes an amount of 元 as on a cheque, after 支付结算办法, annex 1:
// 整 behind 元 and 角, one 零 for any zeros between digits, and one before a 分
// without 角. It rounds to 分.
func Capital(yuan decimal.Decimal) string {
	fen := yuan.Shift(2).Round(0)
	sign := ""
	if fen.IsNegative() {
		sign, fen = "负", fen.Neg()
	}
	n := fen.IntPart()
	whole, jiao, cent := n/100, n/10%10, n%10
	var b strings.Builder
	b.WriteString(sign)
	if whole > 0 || n == 0 {
		b.WriteString(upper.write(whole) + "元")
	}
	if jiao > 0 {
		if whole > 0 && whole%10 == 0 {
			b.WriteRune(upper.digits[0])
		}
		b.WriteString(string(upper.digits[jiao]) + "角")
	}
	switch {
	case cent == 0:
		b.WriteString("整")
	default:
		if jiao == 0 && whole > 0 {
			b.WriteRune(upper.digits[0])
		}
		b.WriteString(string(upper.digits[cent]) + "分")
	}
	return b.String()
}

// write writes a whole number below ten to the sixteenth in words.
func (c script) write(n int64) string {
	if n == 0 {
		return string(c.digits[0])
	}
	groups := []string{"", "万", "亿", "万亿"}
	var b strings.Builder
	gap := false // zeros wait for the next digit
	for g := len(groups) - 1; g >= 0; g-- {
		part := n
		for range g {
			part /= 1e4
		}
		part %= 1e4
		for s := len(c.steps) - 1; s >= 0; s-- {
			d := part
			for range s {
				d /= 10
			}
			d %= 10
			if d == 0 {
				gap = gap || b.Len() > 0
				continue
			}
			if gap {
				b.WriteRune(c.digits[0])
				gap = false
			}
			b.WriteString(string(c.digits[d]) + c.steps[s])
		}
		unit := groups[g]
		if g == 3 && n/1e8%1e4 != 0 {
			unit = "万" // 亿 follows behind the next group: 壹万零贰亿
		}
		if part > 0 {
			b.WriteString(unit)
			gap = false // 壹拾万柒仟: zeros before a full group need no 零
		}
	}
	return b.String()
}
