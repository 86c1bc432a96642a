package tags

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

// Look is how a number is written where it stands in a text, or alone in a
// cell as that cell's number format.
type Look struct {
	Shaped    bool // after a sample; else two decimals
	Thousands bool
	Decimals  int32
	Percent   bool
	Capital   bool // 壹仟贰佰元整
	Numeral   bool // 十二
}

// sample is a number as it should be written: 1,234.56 or 1234.5 or 12.34%.
var sample = regexp.MustCompile(`^(\d{1,3}(,\d{3})+|\d+)(\.(\d{1,6}))?(%?)$`)

// lookOf is the look that a sample shows.
func lookOf(text string) (Look, bool) {
	m := sample.FindStringSubmatch(text)
	if m == nil {
		return Look{}, false
	}
	return Look{Shaped: true, Thousands: m[2] != "", Decimals: int32(len(m[4])), Percent: m[5] != ""}, true
}

// Words says whether the number is written in Chinese signs, and so is a text.
func (l Look) Words() bool { return l.Capital || l.Numeral }

// write writes a number that is already in the unit of print, rounded half
// away from zero.
func (l Look) write(d decimal.Decimal) string {
	if !l.Shaped {
		return d.StringFixed(2)
	}
	if l.Percent {
		d = d.Shift(2)
	}
	text := d.StringFixed(l.Decimals)
	if l.Thousands {
		text = numfmt.Grouped(text)
	}
	if l.Percent {
		text += "%"
	}
	return text
}

// Format is the number format of a cell that shows such a number, "" for that
// of the template.
func (l Look) Format() string {
	if !l.Shaped {
		return ""
	}
	f := "0"
	if l.Thousands {
		f = "#,##0"
	}
	if l.Decimals > 0 {
		f += "." + strings.Repeat("0", int(l.Decimals))
	}
	if l.Percent {
		f += "%"
	}
	return f
}
