package tags

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/numfmt"
)

// Look is how a number is written where it stands in a text, or alone in a
// cell as that cell's number format.
type Look struct {
	numfmt.Shape
	Shaped  bool // after a sample; else as tables print amounts
	Capital bool // 壹仟贰佰元整
	Numeral bool // 十二
}

// Words says whether the number is written in Chinese signs, and so is a text.
func (l Look) Words() bool { return l.Capital || l.Numeral }

// write writes a number that is already in the unit of print.
func (l Look) write(d decimal.Decimal) string {
	if l.Shaped {
		return l.Write(d)
	}
	return money.Print(d)
}

// Format is the number format of a cell that shows such a number, "" for that
// of the template.
func (l Look) Format() string {
	if l.Shaped {
		return l.Code()
	}
	return ""
}
