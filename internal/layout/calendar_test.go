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
		"二〇二五年一月，二○二六年":         {"[2025 2026]", "二〇二六年一月，二○二七年"},
		"二零二五年、二O二六年、２０２７年":     {"[2025 2026 2027]", "二零二六年、二O二七年、２０２８年"},
		"25年部门收支总表":             {"[2025]", "26年部门收支总表"},
		"云岭市林业局25年度支出表":         {"[2025]", "云岭市林业局26年度支出表"},
		"25年预算数":                {"[2025]", "26年预算数"},
		"25年":                   {"[2025]", "26年"},
		"建成25年以上的房屋表":           {"[]", "建成25年以上的房屋表"},
		"工龄25年":                 {"[]", "工龄25年"},
		"25年1月":                 {"[]", "25年1月"},
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

func TestYearsInOtherFiguresAreReadAsTheyAreSaid(t *testing.T) {
	for text, want := range map[string][2]string{
		"二〇二六年部门收支总表":        {"2026年部门收支总表", "二〇二六"},
		"二○二六年比二○二五年":        {"2026年比2025年", "二○二六"},
		"二0二六年部门收支总表":        {"2026年部门收支总表", "二0二六"},
		"26年部门支出总表":          {"2026年部门支出总表", "26年"},
		"２０２６年度":             {"2026年度", "２０２６"},
		"2026年比二〇二五年":        {"2026年比2025年", "二〇二五"},
		"2026年部门收支总表":        {"2026年部门收支总表", ""},
		"二〇二六年一月二十日":         {"二〇二六年一月二十日", ""},
		"二〇二六年部门预算（二〇二六年一月）": {"二〇二六年部门预算（二〇二六年一月）", ""},
	} {
		s := &layout.Sheet{Cells: map[layout.Pos]layout.Cell{layout.At(1, 1): {Text: text}}}
		layout.PlainYears([]*layout.Sheet{s})
		if c := s.Cells[layout.At(1, 1)]; c.Text != want[0] || c.Year != want[1] {
			t.Errorf("%s: %s, %s", text, c.Text, c.Year)
		}
	}
}
