package numfmt

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// Format is what a number format does to a number that matters to who reads
// workbooks.
type Format struct {
	Date    bool // shown as a date or a time
	Percent bool // shown as hundredths
	Scaled  bool // shown in thousands, 万 or the like
	Fixed   bool // shown in the Shape
	Shape   Shape
	Zeros   int  // 000000 shows a code at this length
	Odd     bool // shown in a way that the others do not tell whole
	Nothing bool // not shown at all
	NoZero  bool // 0 is not shown

	Code    string // itself
	Amounts string // how it shows amounts above 0, without what stands around them, "" if it does not plainly show any: #,##0.00
}

// IsGeneral says whether a format shows all the decimals of a number.
func IsGeneral(code string) bool {
	return strings.EqualFold(code, "General") || strings.EqualFold(code, "G/通用格式")
}

// IsText says whether what is typed into a cell of a format becomes text.
func IsText(code string) bool { return code == "@" }

// units are the words that a format may print behind a number typed in them.
const units = "万千百亿萬億仟佰"

// Read looks at a format. Its first section says what it shows of most numbers; a
// later one may still show some of them in 万.
func Read(code string) (f Format) {
	all, ok := lex(code)
	if ok {
		f = all[0].read()
	} else {
		f = guess(code)
	}
	f.Scaled = f.Scaled || strings.ContainsAny(code, units)
	f.Nothing = strings.Trim(code, "; ") == ""
	for i := range all {
		f.Scaled = f.Scaled || ok && all[i].read().Scaled
	}
	if f.Fixed && !f.Percent && !f.Scaled {
		f.Amounts = f.Shape.Code()
	}
	// Negative numbers may be shown differently, or the cell be filled with a sign.
	if len(all) > 1 || strings.Contains(code, "*") {
		f.Fixed, f.Shape, f.Zeros, f.Odd = false, Shape{}, 0, true
	}
	if zero, ok := Text(decimal.Decimal{}, code); ok && code != "" {
		f.NoZero = strings.TrimSpace(zero) == ""
	}
	f.Code = code
	return f
}

// thousands are the commas that divide by 1000: behind all digits, or right before
// the point.
var thousands = pattern.Of(`,(\.|[^0#?]*$)`)

// quoted is what stands for itself, in brackets or for a blank.
var quoted = pattern.Of(`"[^"]*"?|\[[^\]]*\]?|[\\!_*].?`)

// guess looks at a format that the lexer does not know.
func guess(code string) Format {
	code = quoted.ReplaceAllString(code, "")
	return Format{
		Date: strings.ContainsAny(strings.ToLower(code), "ymdhs"), Percent: strings.Contains(code, "%"),
		Scaled: thousands.MatchString(code), Odd: true,
	}
}

// fixed are the formats of which it is certain what they show of any number.
var fixed = pattern.Of(`^(#,##)?0(\.(0+))?(%?)$`)

// read looks at one section.
func (s *section) read() (f Format) {
	f.Odd = s.dbnum > 0 || s.when != nil
	var bare strings.Builder
	for i, p := range s.pieces {
		switch p.sign {
		case literal:
			f.Odd = f.Odd || strings.TrimSpace(p.text) != ""
			f.Scaled = f.Scaled || p.text == "." && s.beside(i) // 0!.0, is how Chinese Excel shows 万
			if p.text != "" {
				bare.WriteString(" ")
			}
		case calendar, elapsed, noon:
			f.Date = true
			bare.WriteString("d")
		default:
			bare.WriteString(p.text)
		}
	}
	plain := strings.TrimSpace(bare.String())
	f.Percent = s.has(percent)
	f.Scaled = f.Scaled || thousands.MatchString(plain)
	m := fixed.FindStringSubmatch(plain)
	switch {
	case s.has(general) && only(s, general, literal), plain == "@":
	case !f.Scaled && len(plain) > 1 && strings.Trim(plain, "0") == "":
		f.Zeros = len(plain)
	case m != nil && !f.Odd:
		f.Fixed, f.Shape = true, Shape{m[1] != "", int32(len(m[3])), m[4] != ""}
	default:
		f.Odd = true
	}
	return f
}
