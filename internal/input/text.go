package input

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/width"

	"ysgk/internal/xlsx"
)

// blank says whether a character shows nothing: all spaces, the ideographic
// and the no-break one too, and the invisible marks that come with text
// pasted from web pages and chat programs.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u2800' || r == '\u3164' || unicode.Is(unicode.Cf, r)
}

// trim takes blanks off both ends.
func trim(s string) string { return strings.TrimFunc(s, blank) }

// narrow turns full-width digits, letters and signs into their plain forms.
func narrow(s string) string {
	if plain(s) {
		return s
	}
	return width.Fold.String(s)
}

// plain says whether all of a text is ASCII.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// fold is what two texts have in common that a reader would call the same:
// without blanks, widths and letter case.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if blank(r) {
			return -1
		}
		return r
	}, narrow(s))
	return strings.ToUpper(s)
}

// shown is the text of a cell of any kind, as staff would read it.
func shown(c xlsx.Cell, date1904 bool) string {
	switch c.Kind {
	case xlsx.Number:
		d, ok := storedNumber(c.Text)
		if !ok {
			return c.Text
		}
		if c.Format.Date {
			if t, ok := serialDate(d, date1904); ok {
				return t
			}
		}
		if s := d.String(); c.Format.Zeros > len(s) && d.IsInteger() && !d.IsNegative() {
			return strings.Repeat("0", c.Format.Zeros-len(s)) + s
		}
		return d.String()
	case xlsx.Bool:
		if c.Text == "1" {
			return "TRUE"
		}
		return "FALSE"
	case xlsx.DateText:
		day, _, _ := strings.Cut(c.Text, "T")
		return day
	}
	return trim(c.Text)
}

// empty says whether a cell holds nothing; one that shows only blanks does not.
func empty(c xlsx.Cell) bool {
	return c.Kind == xlsx.Blank || c.Kind == xlsx.Text && trim(c.Text) == ""
}

// significant is how many digits a spreadsheet shows of a number; the binary
// fraction behind them is noise (0.1+0.2 is stored as 0.30000000000000004).
const significant = 15

// storedNumber reads a number as a file stores it, 1.5E+3 included, and rounds
// it to the digits that a spreadsheet shows.
func storedNumber(s string) (decimal.Decimal, bool) {
	if len(s) > 64 || !numeric(s) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 400 || d.Exponent() < -400 {
		return decimal.Decimal{}, false // an exponent that no spreadsheet has and that would fill the memory
	}
	return d.Round(int32(significant - d.NumDigits() - int(d.Exponent()))), true
}

// numeric keeps out what decimal would read but no file stores.
func numeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.eE+-") == ""
}
