package numfmt

import (
	"strings"

	"github.com/shopspring/decimal"
)

// RMB is Excel's RMB: ¥1,234.50, rounded half away from zero to the places,
// before the point if they are negative. A negative amount is written as the
// zh-CN edition does: ¥-1,234.50.
func RMB(d decimal.Decimal, places int) string {
	d, ok := stored(d)
	if !ok {
		return ""
	}
	places = max(-308, min(places, 127)) // Excel's own limit
	d = d.Round(int32(places))
	text := d.Abs().StringFixed(int32(max(places, 0)))
	if d.IsNegative() {
		return "¥-" + Grouped(text)
	}
	return "¥" + Grouped(text)
}

// Grouped puts a comma before each three digits of the whole part.
func Grouped(text string) string {
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
