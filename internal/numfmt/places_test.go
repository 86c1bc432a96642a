package numfmt_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

func TestAFormatTakesAnotherNumberOfDecimals(t *testing.T) {
	for _, c := range []struct {
		format string
		places int
		want   string // "" if the format writes no plain number
	}{
		{"#,##0", 2, "#,##0.00"}, {"#,##0.00", 0, "#,##0"}, {"0.00", 2, "0.00"}, {"0.00", 4, "0.0000"}, {"#,##0.##", 2, "#,##0.00"},
		{"General", 2, "0.00"}, {"General", 0, "0"}, {"General;-General;", 2, "0.00;-0.00;"}, {`General"部"`, 1, `0.0"部"`}, {"0.00_ ", 0, "0_ "}, {"#,##0.00;[Red]-#,##0.00", 0, "#,##0;[Red]-#,##0"},
		{`#,##0_);\(#,##0\)`, 2, `#,##0.00_);\(#,##0.00\)`},
		{`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 0, `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ `},
		{`"共 0.5 ；"0.0"元；"`, 2, `"共 0.5 ；"0.00"元；"`}, {`#,##0.00"a;b"`, 0, `#,##0"a;b"`}, {"¥#,##0.00", 0, "¥#,##0"},
		{".00", 2, ""}, {"0.00%", 2, ""}, {"0.00E+00", 2, ""}, {"yyyy-mm-dd", 2, ""}, {"@", 2, ""}, {"#,##0,", 2, ""}, {"# ?/?", 2, ""}, {"[DBNum2]0", 2, ""}, {`"元"`, 2, ""}, {"", 2, ""},
		{"0!.0,", 2, ""},
	} {
		got, ok := numfmt.WithPlaces(c.format, c.places)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s with %d is %q %v, want %q", c.format, c.places, got, ok, c.want)
		}
		if _, known := numfmt.Text(decimal.New(-123456, -2), got); ok && !known {
			t.Errorf("%s is no format", got)
		}
	}
}

func TestAFormatShowsNothingOfZero(t *testing.T) {
	for format, want := range map[string]string{ // "" if the format writes no number
		"General": "General;-General;", "0.00": "0.00;-0.00;", "#,##0.00_ ": "#,##0.00_ ;-#,##0.00_ ;", "[Red]0.0": "[Red]0.0;[Red]-0.0;", "0.00%": "0.00%;-0.00%;",
		`#,##0.00;[Red]\(#,##0.00\)`: `#,##0.00;[Red]\(#,##0.00\);`, "0.00;-0.00;0": "0.00;-0.00;", "0.00;@": "0.00;-0.00;;@", `0"；;"`: `0"；;";-0"；;";`,
		`_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `: `_ * #,##0.00_ ;_ * -#,##0.00_ ;;_ @_ `,
		"@": "", "yyyy-mm-dd": "", "[>=1]0.00;0": "", "": "", `"元"`: "",
	} {
		got, ok := numfmt.WithoutZero(format)
		if got != want || ok != (want != "") {
			t.Errorf("%s is %q %v, want %q", format, got, ok, want)
		}
		if !ok {
			continue
		}
		if zero, known := numfmt.Text(decimal.Decimal{}, got); zero != "" || !known {
			t.Errorf("%s shows 0 as %q", got, zero)
		}
		for _, cents := range []int64{123456, -123456} {
			d := decimal.New(cents, -2)
			is, known := numfmt.Text(d, got)
			if was, _ := numfmt.Text(d, format); is != was || !known {
				t.Errorf("%s shows %s as %q, %s as %q", got, d, is, format, was)
			}
		}
	}
}
