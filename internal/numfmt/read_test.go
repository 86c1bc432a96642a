package numfmt_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

func TestFormatsTellWhatTheyDoToANumber(t *testing.T) {
	for code, want := range map[string]numfmt.Format{
		"General": {}, "@": {}, `[$-804]General`: {}, `G/通用格式`: {}, "[Red]General ": {},
		"#,##0.00": {Fixed: true, Shape: numfmt.Shape{Grouped: true, Places: 2}}, "0": {Fixed: true}, "0.00_ ": {Fixed: true, Shape: numfmt.Shape{Places: 2}}, "[Blue]0.0": {Fixed: true, Shape: numfmt.Shape{Places: 1}},
		`#,##0.00"元"`: {Odd: true}, `_ * #,##0.00_ ;_ * \-#,##0.00_ `: {Odd: true}, `[Red]#,##0.00;[Green]0`: {Odd: true}, `"d"0`: {Odd: true},
		`0.00_);(0.00)`: {Odd: true}, `General"部"`: {Odd: true}, "[$¥-804]0": {Odd: true}, "[>9]0": {Odd: true}, "[DBNum1]0": {Odd: true},
		"0.0#": {Odd: true}, "# ?/?": {Odd: true}, "0.00E+00": {Odd: true}, `0\部`: {Odd: true}, ";;;": {Odd: true, Nothing: true, NoZero: true}, "": {Odd: true, Nothing: true},
		"yyyy-mm-dd": {Date: true, Odd: true}, `[$-804]yyyy"年"m"月"`: {Date: true, Odd: true}, "[h]:mm": {Date: true, Odd: true}, "m/d": {Date: true, Odd: true},
		"0.00%": {Percent: true, Fixed: true, Shape: numfmt.Shape{Places: 2, Percent: true}}, "0%": {Percent: true, Fixed: true, Shape: numfmt.Shape{Percent: true}}, `0"%"`: {Odd: true}, "0.0#%": {Percent: true, Odd: true},
		`0.00"万元"`: {Scaled: true, Odd: true}, `"万元"0.00`: {Scaled: true, Odd: true}, `0\万`: {Scaled: true, Odd: true}, "0.00千元": {Scaled: true, Odd: true},
		`[<10000]0.00;0!.0000"万元"`: {Scaled: true, Odd: true}, `0.00;0!.0`: {Scaled: true, Odd: true}, `0.00"元"`: {Odd: true}, `"a;b"0`: {Odd: true},
		"#,##0,": {Scaled: true, Odd: true}, `0!.0,`: {Scaled: true, Odd: true}, `0\.0000`: {Scaled: true, Odd: true}, "0.00,,": {Scaled: true, Odd: true},
		"#,##0.00;-#,##0.00;": {Odd: true, NoZero: true}, "#,###": {Odd: true, NoZero: true}, "000000": {Zeros: 6}, "0.00* ": {Odd: true}, "0,.00": {Scaled: true, Odd: true}, `0"0",`: {Scaled: true, Odd: true},
		`0"km"@x`: {Odd: true}, "0.00[x]d": {Date: true, Odd: true}, "0.00[Reddish],": {Scaled: true, Odd: true},
	} {
		got := numfmt.Read(code)
		got.Amounts, got.Code = "", ""
		if got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

func TestFormatsTellHowTheyShowAmounts(t *testing.T) {
	for code, want := range map[string]string{
		"#,##0.00": "#,##0.00", "0.0_ ": "0.0", `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `: "#,##0.00", "#,##0.00;-#,##0.00;": "#,##0.00", "0;[Red]0": "0",
		"General": "", "0.00%": "", `#,##0.00"元"`: "", "0!.0,": "", "@": "", "yyyy-mm-dd": "", "0.0#": "",
	} {
		if got := numfmt.Read(code).Amounts; got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestFormatsNamedByNumberAreThoseOfTheirCodes(t *testing.T) {
	for id, want := range map[int]numfmt.Format{0: {}, 49: {}, 4: numfmt.Read("#,##0.00"), 10: numfmt.Read("0.00%"), 14: {Date: true, Odd: true}, 31: {Date: true, Odd: true}, 37: {Odd: true}, 164: {Odd: true}} {
		got := numfmt.ReadBuiltIn(id)
		got.Code, want.Code = "", ""
		if got != want {
			t.Errorf("%d: %+v, want %+v", id, got, want)
		}
		if code := numfmt.BuiltIn(id); code != "" {
			if n, ok := numfmt.Number(code); n != id || !ok {
				t.Errorf("%s is %d, want %d", code, n, id)
			}
		}
	}
}

func TestSamplesShowHowANumberIsWritten(t *testing.T) {
	d := decimal.RequireFromString("-1234567.885")
	for sample, want := range map[string][2]string{
		"1,234.56": {"-1,234,567.89", "#,##0.00"}, "1234": {"-1234568", "0"}, "0.0": {"-1234567.9", "0.0"},
		"12.3%": {"-123456788.5%", "0.0%"}, "1,234%": {"-123,456,789%", "#,##0%"}, "1,23": {}, "1.1234567": {}, "": {}, "x": {},
	} {
		s, ok := numfmt.ShapeOf(sample)
		if ok != (want[0] != "") || ok && (s.Write(d) != want[0] || s.Code() != want[1]) {
			t.Errorf("%s: %v %s %s, want %v", sample, ok, s.Write(d), s.Code(), want)
		}
		if back := numfmt.Read(s.Code()); ok && (!back.Fixed || back.Shape != s) {
			t.Errorf("%s reads back as %+v", s.Code(), back)
		}
	}
}
