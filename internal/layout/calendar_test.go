package layout_test

import (
	"fmt"
	"testing"

	"ysgk/internal/layout"
)

// TestYearsAreToldFromOtherNumbers finds the years that move on with a form, in figures and in numerals, and no
// part of a code, an amount or the number of a document.
func TestYearsAreToldFromOtherNumbers(t *testing.T) {
	for text, want := range map[string][2]string{
		"2025年预算数":              {"[2025]", "2026年预算数"},
		"2025—2027年":            {"[2025 2027]", "2026—2028年"},
		"截至2025年12月31日":         {"[2025]", "截至2026年12月31日"},
		"2025.12.31、2025-12-31": {"[2025 2025]", "2026.12.31、2026-12-31"},
		"二〇二五年一月，二○二六年":         {"[2025 2026]", "二〇二六年一月，二〇二七年"},
		"2013801 行政运行":          {"[]", "2013801 行政运行"},
		"20250元，2026.50元":       {"[]", "20250元，2026.50元"},
		"财预〔2025〕1号":            {"[]", "财预〔2025〕1号"},
		"财预[2025]1号":            {"[]", "财预[2025]1号"},
	} {
		if got := fmt.Sprint(layout.Years(text)); got != want[0] {
			t.Errorf("%s: %s, not %s", text, got, want[0])
		}
		if got := layout.WithYears(text, func(y int) int { return y + 1 }); got != want[1] {
			t.Errorf("%s: %s, not %s", text, got, want[1])
		}
	}
	for _, same := range [][2]string{{"截至2025年12月31日余额", "截至2026年9月30日余额"}, {"2025年度预算数", "2026年预算数"}, {"2025-2027年", "2026—2028年"}, {"二〇二五年一月二十日", "2026年1月18日"}} {
		if layout.Timeless(same[0]) != layout.Timeless(same[1]) {
			t.Errorf("%s is not %s", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"2025-2027年", "2025年"}, {"2025年预算数", "预算数"}, {"2025年预算数", "2025年执行数"}} {
		if layout.Timeless(other[0]) == layout.Timeless(other[1]) {
			t.Errorf("%s is %s", other[0], other[1])
		}
	}
}
