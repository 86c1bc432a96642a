package formula

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

func upper(s string) string { return strings.ToUpper(s) }

// fold makes texts that Excel holds for equal the same.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// equal compares as = does: numbers at 15 digits, texts without case.
func equal(a, b Value) bool {
	a, b = fillBlank(a, b), fillBlank(b, a)
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Number:
		return compareNumbers(a.Num, b.Num) == 0
	case Bool:
		return a.Bool == b.Bool
	case Fault:
		return a.Text == b.Text
	}
	return len(a.Text) == len(b.Text) && a.Text == b.Text || fold(a.Text) == fold(b.Text)
}

func compareNumbers(a, b decimal.Decimal) int {
	return double.Significant(a, shown).Cmp(double.Significant(b, shown))
}

// order compares as < does: numbers before texts before truth values; a blank
// is 0, "" or FALSE.
func order(a, b Value) (int, error) {
	a, b = fillBlank(a, b), fillBlank(b, a)
	if a.Kind != b.Kind {
		return cmp.Compare(a.Kind, b.Kind), nil
	}
	switch a.Kind {
	case Number:
		return compareNumbers(a.Num, b.Num), nil
	case Text:
		return orderTexts(a.Text, b.Text)
	case Bool:
		switch {
		case a.Bool == b.Bool:
			return 0, nil
		case b.Bool:
			return -1, nil
		}
		return 1, nil
	}
	return 0, nil
}

// orderTexts orders texts where every locale agrees: digits before letters
// before Chinese characters, a text before what continues it. Chinese characters
// among each other go by pinyin, stroke or code, depending on the computer.
func orderTexts(a, b string) (int, error) {
	x, y := []rune(fold(a)), []rune(fold(b))
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] == y[i] {
			continue
		}
		p, q := rank(x[i]), rank(y[i])
		switch {
		case p == 0 || q == 0, p == q && p == 3:
			return 0, ErrUnsupported
		case p != q:
			return cmp.Compare(p, q), nil
		}
		return cmp.Compare(x[i], y[i]), nil
	}
	return cmp.Compare(len(x), len(y)), nil
}

// rank is the place of a character among the kinds whose order is sure, 0 for others.
func rank(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return 1
	case r >= 'a' && r <= 'z':
		return 2
	case unicode.Is(unicode.Han, r):
		return 3
	}
	return 0
}

func fillBlank(v, other Value) Value {
	if v.Kind != Blank {
		return v
	}
	switch other.Kind {
	case Text:
		return Str("")
	case Bool:
		return Logical(false)
	}
	return Num(decimal.Zero)
}

// key makes values that = holds for equal the same, for maps.
type key struct {
	kind Kind
	coef int64
	exp  int32
	text string
}

func keyOf(v Value) key {
	switch v.Kind {
	case Number:
		d := double.Significant(v.Num, shown)
		k := key{kind: Number, coef: d.CoefficientInt64(), exp: d.Exponent()}
		for k.coef != 0 && k.coef%10 == 0 {
			k.coef /= 10
			k.exp++
		}
		if k.coef == 0 {
			k.exp = 0
		}
		return k
	case Bool:
		k := key{kind: Bool}
		if v.Bool {
			k.coef = 1
		}
		return k
	}
	return key{kind: v.Kind, text: fold(v.Text)}
}
