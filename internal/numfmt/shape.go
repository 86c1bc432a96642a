package numfmt

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// Shape is how a number is written: 1,234.56 or 12.3%.
type Shape struct {
	Grouped bool // thousands separators
	Places  int32
	Percent bool
}

var sample = pattern.Of(`^(\d{1,3}(,\d{3})+|\d+)(\.(\d{1,6}))?(%?)$`)

// ShapeOf is the shape that a sample shows; false if it is no number.
func ShapeOf(text string) (s Shape, ok bool) {
	m := sample.FindStringSubmatch(text)
	if m == nil {
		return s, false
	}
	return Shape{m[2] != "", int32(len(m[4])), m[5] != ""}, true
}

// Write writes a number, rounded half away from zero.
func (s Shape) Write(d decimal.Decimal) string {
	if s.Percent {
		d = d.Shift(2)
	}
	text := d.StringFixed(s.Places)
	if s.Grouped {
		text = Grouped(text)
	}
	if s.Percent {
		text += "%"
	}
	return text
}

// Code is the number format that shows numbers so.
func (s Shape) Code() string {
	code := "0"
	if s.Grouped {
		code = "#,##0"
	}
	if s.Places > 0 {
		code += "." + strings.Repeat("0", int(s.Places))
	}
	if s.Percent {
		code += "%"
	}
	return code
}
