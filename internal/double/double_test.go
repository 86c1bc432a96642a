package double_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

func TestNoiseIsNoDifferenceAndACentIs(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"0", "0", true},
		{"0.3", "0.30000000000000004", true},
		{"2963.405198", "2963.40519800001", true},
		{"2963.405198", "2963.405199", false}, // a cent in 万元
		{"0.29634051980", "0.29634051990", true},
		{"29634051.98", "29634051.99", false},
		{"29634051.98", "29634051.980000003", true},
		{"98765432109.87", "98765432109.8712", true},
		{"98765432109.87", "98765432109.88", false},
		{"-1", "1", false},
		{"1e300", "1.0000000000000001e300", true},
	} {
		a, b := decimal.RequireFromString(c.a), decimal.RequireFromString(c.b)
		if double.Same(a, b) != c.same || double.Same(b, a) != c.same {
			t.Errorf("%s and %s: the same is %v, want %v", a, b, !c.same, c.same)
		}
	}
}

func TestNoiseIsCleanedOffAndFenAreKept(t *testing.T) {
	for number, want := range map[string]string{
		"0.30000000000000004": "0.3", "0.0343355198": "0.0343355198", "0.034335519800000003": "0.0343355198",
		"29634.051980000003": "29634.05198", "29634.0519800004": "29634.05198", "29634051.980000004": "29634051.98", "0": "0", "-0.00000000000012": "-0.00000000000012", "1e-300": "1e-300",
	} {
		if got := double.Clean(decimal.RequireFromString(number)); !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}

func TestSignificantDigitsAreRoundedHalfAwayFromZero(t *testing.T) {
	for number, want := range map[string]string{
		"0.30000000000000004": "0.3", "-2.5": "-2.5", "1234567890.123455": "1234567890.12346", "-999999999999999.5": "-1000000000000000", "0": "0",
	} {
		if got := double.Significant(decimal.RequireFromString(number), double.Digits); got.String() != want {
			t.Errorf("%s: %s, want %s", number, got, want)
		}
	}
}
