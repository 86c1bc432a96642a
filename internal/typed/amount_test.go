package typed

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/xlsxread"
)

func TestEveryAmountIsReadBackFromWhateverFormItIsTypedIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := budget.Fen(rapid.Int64Range(1, 999_999_999_999_999).Draw(t, "fen"))
		plain := fen.Yuan().StringFixed(2)
		forms := []xlsxread.Cell{
			{Kind: xlsxread.Number, Text: plain},
			{Kind: xlsxread.Text, Text: plain},
			{Kind: xlsxread.Text, Text: "￥" + thousands(plain) + "元"},
			{Kind: xlsxread.Text, Text: "\u3000" + wide(thousands(plain)) + "\u00a0"},
			{Kind: xlsxread.Number, Text: noisy(fen.Yuan())},
		}
		for _, c := range forms {
			got, p := Amount(c)
			if p != nil || got != fen {
				t.Fatalf("%q: got %d (%v), want %d", c.Text, got, p, fen)
			}
		}
		if _, p := Amount(xlsxread.Cell{Kind: xlsxread.Text, Text: "-" + plain}); p == nil || p.Code != "amount-negative" {
			t.Fatalf("-%s: %v", plain, p)
		}
	})
}

func TestAHintIsOfTheUnitOfTheColumn(t *testing.T) {
	for _, text := range []string{"三万", "多", "1,2"} {
		var out finding.List
		Money(xlsxread.Cell{Kind: xlsxread.Text, Text: text}, money.Wan, "金额", finding.Place{}, &out)
		if len(out) != 1 || !strings.Contains(out[0].Message+out[0].Hint, "万元") {
			t.Errorf("%s: %v", text, out)
		}
	}
}

func thousands(s string) string {
	whole, cents, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + "." + cents
}

func wide(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xfee0 }, s)
}

// noisy adds noise behind the fifteenth digit, as binary fractions have it.
func noisy(d decimal.Decimal) string {
	return d.Add(decimal.New(3, int32(d.NumDigits()+int(d.Exponent())-17))).String()
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"1", "1,234.50", "￥1元", "（1）", "1E400", "1e-99999999", "−5", "12.5万", ".", "+", "-", "١٢", "0x1p3", "1_000", "NaN", "9999999999999999999999"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, text bool) {
		kind := xlsxread.Number
		if text {
			kind = xlsxread.Text
		}
		fen, p := Amount(xlsxread.Cell{Kind: kind, Text: s})
		if p != nil {
			if p.Code == "" || p.Message == "" || p.Hint == "" || fen != 0 {
				t.Errorf("%q: %+v", s, p)
			}
			return
		}
		if fen < 0 || fen > budget.MaxTotal {
			t.Errorf("%q: %d out of range", s, fen)
		}
		// What was understood has digits, and no digit is lost: the same
		// amount is read from its plain form.
		again, p := Amount(xlsxread.Cell{Kind: xlsxread.Text, Text: fen.Yuan().String()})
		if p != nil || again != fen {
			t.Errorf("%q: read as %d, again as %d (%v)", s, fen, again, p)
		}
		if !strings.ContainsAny(Narrow(s), "0123456789") {
			t.Errorf("%q has no digit but gives %d", s, fen)
		}
	})
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"2040601", "2040601.0", "２０４０６０１", " 204\u3000", "2.04E6", "1e9", "-1", "0028"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, text bool) {
		kind := xlsxread.Number
		if text {
			kind = xlsxread.Text
		}
		code, ok := Code(xlsxread.Cell{Kind: kind, Text: s})
		if ok != (code != "" && strings.Trim(code, "0123456789") == "") {
			t.Errorf("%q: %q %v", s, code, ok)
		}
		if !ok {
			return
		}
		if again, ok := Code(xlsxread.Cell{Kind: xlsxread.Text, Text: code}); !ok || again != code {
			t.Errorf("%q: read as %s, again as %q", s, code, again)
		}
		// Of a text every digit is the code's, in order, but for .0 behind it; a
		// number is that number to the 15 digits that a cell holds, however its zeros
		// and its power are written.
		if rest, same := strings.CutPrefix(onlyDigits(Narrow(s)), code); text && (!same || strings.Trim(rest, "0") != "") {
			t.Errorf("%q: read as %s", s, code)
		}
		if d, err := decimal.NewFromString(s); !text && err == nil && !d.Round(int32(15-len(code))).Equal(decimal.RequireFromString(code)) && !d.Equal(decimal.RequireFromString(code)) {
			t.Errorf("the number %q: read as %s", s, code)
		}
	})
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
