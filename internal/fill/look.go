package fill

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
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
		text = numfmt.Grouped(text)
	}
	if l.percent {
		text += "%"
	}
	return text
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
