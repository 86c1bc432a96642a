package typed

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"ysgk/internal/double"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// blank says whether a character shows nothing: all spaces, the ideographic
// and the no-break one too, and the invisible marks that come with text
// pasted from web pages and chat programs.
func blank(r rune) bool {
	if r >= '\u4e00' && r <= '\u9fff' { // most characters there are
		return false
	}
	return unicode.IsSpace(r) || r == '\u2800' || r == '\u3164' || unicode.Is(unicode.Cf, r)
}

// Trim takes blanks off both ends.
func Trim(s string) string { return strings.TrimFunc(s, blank) }

// Narrow turns full-width digits, letters and signs into their plain forms.
func Narrow(s string) string {
	if !strings.ContainsFunc(s, folds) {
		return s
	}
	return width.Fold.String(s)
}

// folds says whether a character may have another width.
func folds(r rune) bool { return r == '\u3000' || r >= '\uff00' }

// plain says whether all of a text is ASCII.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Fold is what two texts have in common that a reader would call the same:
// without blanks, widths and letter case.
func Fold(s string) string { return strings.ToUpper(Dense(Narrow(s))) }

// Dense is a text without any blanks.
func Dense(s string) string {
	return strings.Map(func(r rune) rune {
		if blank(r) {
			return -1
		}
		return r
	}, s)
}

// Name is what two writings of one name have in common: Fold, and one kind of quotes,
// dashes, brackets, zeros and Roman numerals, which fonts and input methods choose.
func Name(s string) string {
	if plain(s) {
		return Fold(runs.ReplaceAllString(marks.Replace(s), "-"))
	}
	counting := false // the last sign was a Chinese digit: 二0二六, 二零二六
	s = strings.Map(func(r rune) rune {
		if counting && strings.ContainsRune("0Oo零", r) {
			r = '〇'
		}
		counting = strings.ContainsRune("〇一二三四五六七八九", r)
		return r
	}, marks.Replace(norm.NFKC.String(s)))
	return Fold(runs.ReplaceAllString(s, "-"))
}

// Seen is a text without the marks that come with text pasted from web pages and chat
// programs and show nothing, have no width even.
func Seen(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

var (
	marks = strings.NewReplacer(
		"“", "", "”", "", "‘", "", "’", "", "「", "", "」", "", "『", "", "』", "", "\"", "", "'", "",
		"—", "-", "–", "-", "‐", "-", "‑", "-", "−", "-", "─", "-", "―", "-",
		"【", "(", "】", ")", "〔", "(", "〕", ")", "[", "(", "]", ")", "〖", "(", "〗", ")",
		"○", "〇", "◯", "〇", "•", "·", "・", "·", "‧", "·",
	)
	runs = pattern.Of(`-{2,}`)
)

// Shown is the text of a cell of any kind, as staff would read it.
func Shown(c xlsxread.Cell, date1904 bool) string {
	switch c.Kind {
	case xlsxread.Number:
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
	case xlsxread.Bool:
		if c.Text == "1" {
			return "TRUE"
		}
		return "FALSE"
	case xlsxread.DateText:
		day, _, _ := strings.Cut(c.Text, "T")
		return day
	}
	return Trim(newLines(c.Text))
}

// indents are how the first line of a Chinese paragraph is indented; fewer
// blanks before a text are stray.
var indents = []string{"\u3000\u3000", "    "}

// Indented is a text as typed, with the blanks that indent its first line.
func Indented(s string) string {
	s = newLines(s)
	text := Trim(s)
	before, _, _ := strings.Cut(s, text)
	before = before[strings.LastIndexByte(before, '\n')+1:]
	if text != "" && (slices.ContainsFunc(indents, func(in string) bool { return strings.HasPrefix(before, in) }) || before != "" && strings.Contains(text, "\n")) {
		return before + text
	}
	return text
}

// newLines makes one kind of line break of all: files hold \r\n where a text
// came from another program.
func newLines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s // as nearly all are
	}
	return returns.Replace(s)
}

var returns = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// AsTyped is the text of a cell that is printed as it was typed. What Excel has
// made a number is read only where it is certain what the cell shows:
// 2026-01 typed into a cell that is not formatted as text is a date, and
// 110101199001011234 has lost its last digits.
func AsTyped(c xlsxread.Cell) (string, *Problem) {
	if c.Kind == xlsxread.DateText {
		return "", notTyped("日期")
	}
	if c.Kind != xlsxread.Number {
		return Shown(c, false), nil
	}
	d, ok := storedNumber(c.Text)
	switch f := c.Format; {
	case !ok:
		return "", notTyped("数")
	case f.Date:
		return "", notTyped("日期")
	case f.Odd, f.Zeros > 0 && (!d.IsInteger() || d.IsNegative()):
		return "", notTyped("带格式的数")
	case d.Abs().Cmp(mostTyped) >= 0:
		return "", notTyped("位数太多的数")
	case !d.IsZero() && d.Abs().Cmp(leastTyped) < 0:
		return "", notTyped("太小的数")
	case f.Fixed:
		return f.Shape.Write(d), nil
	}
	return Shown(c, false), nil
}

// Numbers outside these bounds are shown in powers of ten, or have lost digits.
var mostTyped, leastTyped = decimal.New(1, double.Digits), decimal.New(1, -9)

func notTyped(what string) *Problem {
	return &Problem{"text-number", "这一格存的是" + what + "，看到的不一定是原来填的文字", "把这一格设成文本再填（先改单元格格式，再重新输入）。"}
}

// Empty says whether a cell holds nothing; one that shows only blanks does not.
func Empty(c xlsxread.Cell) bool {
	return c.Kind == xlsxread.Blank || c.Kind == xlsxread.Text && Trim(c.Text) == ""
}

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
	return double.Significant(d, double.Digits), true
}

// numeric keeps out what decimal would read but no file stores.
func numeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.eE+-") == ""
}

// Unreadable says what makes a cell useless whatever its column: an error
// value, or a formula that was never computed.
func Unreadable(c xlsxread.Cell) *Problem {
	switch c.Kind {
	case xlsxread.Error:
		return &Problem{"cell-error", "公式出错，显示" + Quote(Clip(c.Text)), "改正公式，或直接填内容。"}
	case xlsxread.Uncomputed:
		return &Problem{"formula-uncomputed", "这里的公式还没有计算出结果", "用 Excel 或 WPS 打开，等算出结果后保存；或直接填数。"}
	}
	return nil
}
