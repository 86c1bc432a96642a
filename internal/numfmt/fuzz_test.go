package numfmt_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

// FuzzText: whatever the format and the number, no text without bound.
func FuzzText(f *testing.F) {
	for _, r := range rows(f) {
		f.Add(r.number, r.format)
	}
	f.Add("1e308", "#,##0.00")
	f.Add("1e10000", "0")
	f.Add("-1e-10000", "##0.0E+0")
	f.Fuzz(func(t *testing.T, number, format string) {
		if text, ok := numfmt.TextOf(number, format); ok && len(text) > len(format)*(len(number)+1)+len(number) {
			t.Errorf("%q in %q: %d bytes", number, format, len(text))
		}
		d, err := decimal.NewFromString(number)
		if err != nil || len(number) > 1000 {
			return
		}
		text, ok := numfmt.Text(d, format)
		if !ok && text != "" {
			t.Errorf("%s in %q is not known, and yet %q", number, format, text)
		}
		if len(text) > 10000 {
			t.Errorf("%s in %q: %d bytes", number, format, len(text))
		}
	})
}

// FuzzAmounts: an amount that was written in figures or in words reads back as
// it was, rounded as it says.
func FuzzAmounts(f *testing.F) {
	for _, fen := range []int64{0, 1, 10, 100, 101, 110, 1005, 10000, 96048053, 1_0000_0000_00, 1_0002_0000_0003_05, 9999_9999_9999_9999_99} {
		f.Add(fen, uint8(2))
		f.Add(-fen, uint8(0))
	}
	f.Fuzz(func(t *testing.T, fen int64, places uint8) {
		d, n := decimal.New(fen, -2), int32(places%5)
		rounded := d.Round(n)
		for _, format := range []string{"0", "#,##0"} {
			if n > 0 {
				format += "." + strings.Repeat("0", int(n))
			}
			// Excel knows 15 digits; more are not written.
			if text, ok := numfmt.Text(d, format); ok && d.NumDigits() <= 15 {
				same(t, fmt.Sprintf("%s in %s", d, format), text, rounded)
			}
		}
		if d.NumDigits() <= 15 {
			same(t, "RMB of "+d.String(), strings.ReplaceAll(numfmt.RMB(d, int(n)), "¥", ""), rounded)
			if text, ok := numfmt.Plain(d); ok {
				same(t, "plain "+d.String(), text, d)
			}
		}
		if fen > -1e17 && fen < 1e17 { // below a 亿亿, as it says
			text := numfmt.Capital(d)
			if back, ok := spoken(text); !ok || back != fen {
				t.Errorf("%s is %s, and that is %d 分", d, text, back)
			}
		}
	})
}

func same(t *testing.T, what, text string, want decimal.Decimal) {
	t.Helper()
	if got, err := decimal.NewFromString(strings.ReplaceAll(text, ",", "")); err != nil || !got.Equal(want) {
		t.Errorf("%s is %s, want %s", what, text, want)
	}
}

// spoken reads an amount in words, in 分. It knows nothing of where a 零 belongs:
// the tests of single amounts do.
func spoken(text string) (fen int64, ok bool) {
	text, negative := strings.CutPrefix(text, "负")
	text, whole := strings.CutSuffix(text, "整")
	var total, section, digit int64
	cents := false
	for _, r := range text {
		if at := strings.IndexRune("零壹贰叁肆伍陆柒捌玖", r); at >= 0 {
			digit = int64(at / len("零"))
			continue
		}
		switch r {
		case '拾', '佰', '仟':
			section += digit * map[rune]int64{'拾': 10, '佰': 100, '仟': 1000}[r]
		case '万':
			total, section = total+(section+digit)*1e4, 0
		case '亿':
			total, section = (total+section+digit)*1e8, 0
		case '元':
			fen, section = (total+section+digit)*100, 0
		case '角':
			fen += digit * 10
		case '分':
			fen, cents = fen+digit, true
		default:
			return 0, false
		}
		digit = 0
	}
	if negative {
		fen = -fen
	}
	return fen, digit == 0 && section == 0 && cents != whole
}

// FuzzDates: a day that was read is the day that its serial number shows.
func FuzzDates(f *testing.F) {
	f.Add("2026-3-1")
	f.Add("2026年3月1日下午6时30分0秒")
	f.Add("1900-2-29 23:59:59")
	f.Fuzz(func(t *testing.T, text string) {
		serial, ok := numfmt.ParseDate(text)
		if !ok {
			return
		}
		for _, format := range []string{"yyyy-m-d", "yyyy/mm/dd", `yyyy"年"m"月"d"日"`} {
			shown, known := numfmt.Text(serial, format)
			back, ok := numfmt.ParseDate(shown)
			if !known || !ok || !back.Equal(serial.Floor()) {
				t.Errorf("%q is %s, shown as %q, and that is %s", text, serial, shown, back)
			}
		}
		if y, m, d, ok := numfmt.Civil(int(serial.IntPart())); !ok || !strings.Contains(digits(text), digits(fmt.Sprintf("%d%d%d", y, m, d))) {
			t.Errorf("%q is %d-%d-%d", text, y, m, d)
		}
	})
}

// digits are those of a text, without the zeros, which may stand before a month.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '1' || r > '9' {
			return -1
		}
		return r
	}, text)
}
