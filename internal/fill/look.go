package fill

import (
	"strings"

	"github.com/shopspring/decimal"
)

// look is how a number is written where it stands in a text, or alone in a
// cell as that cell's number format.
type look struct {
	shaped    bool // after a sample; else two decimals
	thousands bool
	decimals  int32
	percent   bool
	capital   bool // 壹仟贰佰元整
	numeral   bool // 十二
}

// words says whether the number is written in Chinese signs, and so is a text.
func (l look) words() bool { return l.capital || l.numeral }

// write writes a number that is already in the unit of print, rounded half
// away from zero.
func (l look) write(d decimal.Decimal) string {
	if !l.shaped {
		return d.StringFixed(2)
	}
	if l.percent {
		d = d.Shift(2)
	}
	text := d.StringFixed(l.decimals)
	if l.thousands {
		text = grouped(text)
	}
	if l.percent {
		text += "%"
	}
	return text
}

// grouped puts a comma before each three digits of the whole part.
func grouped(text string) string {
	sign, digits := "", text
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, digits = "-", rest
	}
	whole, fraction, dot := strings.Cut(digits, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if dot {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}

// format is the number format of a cell that shows such a number, "" for that
// of the template.
func (l look) format() string {
	if !l.shaped {
		return ""
	}
	f := "0"
	if l.thousands {
		f = "#,##0"
	}
	if l.decimals > 0 {
		f += "." + strings.Repeat("0", int(l.decimals))
	}
	if l.percent {
		f += "%"
	}
	return f
}

const (
	plainDigits   = "零一二三四五六七八九"
	capitalDigits = "零壹贰叁肆伍陆柒捌玖"
)

// numeral writes a whole number as in a list: 一, 十, 十二, 一百零三.
func numeral(n int64) string {
	text := chinese(n, []rune(plainDigits), []string{"", "十", "百", "千"})
	if n >= 10 && n < 20 {
		return strings.TrimPrefix(text, "一")
	}
	return text
}

// capital writes an amount of 元 as on a cheque, after 支付结算办法, annex 1:
// 整 behind 元 and 角, one 零 for any zeros between digits, and one before a 分
// without 角. It rounds to 分.
func capital(yuan decimal.Decimal) string {
	fen := yuan.Shift(2).Round(0)
	sign := ""
	if fen.IsNegative() {
		sign, fen = "负", fen.Neg()
	}
	n := fen.IntPart()
	digits := []rune(capitalDigits)
	whole, jiao, cent := n/100, n/10%10, n%10
	var b strings.Builder
	b.WriteString(sign)
	if whole > 0 || n == 0 {
		b.WriteString(chinese(whole, digits, []string{"", "拾", "佰", "仟"}) + "元")
	}
	if jiao > 0 {
		if whole > 0 && whole%10 == 0 {
			b.WriteRune(digits[0])
		}
		b.WriteString(string(digits[jiao]) + "角")
	}
	switch {
	case cent == 0:
		b.WriteString("整")
	default:
		if jiao == 0 && whole > 0 {
			b.WriteRune(digits[0])
		}
		b.WriteString(string(digits[cent]) + "分")
	}
	return b.String()
}

// chinese writes a whole number below ten to the sixteenth in Chinese digits.
func chinese(n int64, digits []rune, steps []string) string {
	if n == 0 {
		return string(digits[0])
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
		for s := len(steps) - 1; s >= 0; s-- {
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
				b.WriteRune(digits[0])
				gap = false
			}
			b.WriteString(string(digits[d]) + steps[s])
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
