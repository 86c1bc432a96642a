package tags

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/numfmt"
)

// Look is how a number is written where it stands in a text, or alone in a
// cell as that cell's number format; and how a date is.
type Look struct {
	numfmt.Shape
	Shaped  bool       // after a sample; else as tables print amounts
	Day     numfmt.Day // of a text that is a date
	Capital bool       // 壹仟贰佰元整
	Numeral bool       // 十二

	Bare     bool      // 0 is written 0, without decimals
	Trimmed  bool      // without the noughts that a number ends in behind its point
	Unsigned bool      // without its sign, behind a word that says it
	Sign     [3]string // the words for less, the same and more, instead of the number
}

// Words says whether the number is written for a sentence, in Chinese signs or with
// its sign in a word, and so is a text.
func (l Look) Words() bool { return l.Capital || l.Numeral || l.Unsigned || l.says() }

// says whether words are written instead of the number.
func (l Look) says() bool { return l.Sign[0] != "" }

// write writes a number that is already in the unit of print.
func (l Look) write(d decimal.Decimal) string {
	switch {
	case l.says():
		return l.Sign[d.Sign()+1]
	case l.Bare && d.IsZero() && l.Percent:
		return "0%"
	case l.Bare && d.IsZero():
		return "0"
	}
	if l.Unsigned {
		d = d.Abs()
	}
	if l.Trimmed {
		if !l.Shaped { // as tables print amounts
			l.Shaped, l.Shape = true, numfmt.Shape{Places: money.Places}
		}
		more := int32(0) // places of a share that its per cents have before the point
		if l.Percent {
			more = 2
		}
		for ; l.Places > 0 && d.Round(int32(l.Places)+more-1).Equal(d.Round(int32(l.Places)+more)); l.Places-- {
		}
	}
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
