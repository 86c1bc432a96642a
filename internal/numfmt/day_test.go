package numfmt_test

import (
	"testing"

	"ysgk/internal/numfmt"
)

func TestADateIsWrittenAsTheSampleIs(t *testing.T) {
	for sample, want := range map[string]string{
		"2025年1月20日":  "2026年3月5日",
		"2025年01月20日": "2026年03月05日",
		"2025年11月05日": "2026年03月05日",
		"2025年1月":     "2026年3月",
		"2025/1/20":   "2026/3/5",
		"2025.01.20":  "2026.03.05",
		"2025-01-20":  "2026-03-05",
		"二〇二五年一月二十日":  "二〇二六年三月五日",
		"二〇二五年十二月":    "二〇二六年三月",
		"2025年度":      "",
		"2025.1":      "", // a number
		"2025年1月20日起": "",
		"20250120":    "",
		"1,234.56":    "",
	} {
		d, ok := numfmt.DayOf(sample)
		if ok != (want != "") {
			t.Errorf("%s: a sample %v", sample, ok)
		}
		if got := d.Write("2026-03-05"); ok && got != want {
			t.Errorf("%s: %s, want %s", sample, got, want)
		}
		if again, _ := numfmt.DayOf(d.String()); ok && again != d {
			t.Errorf("%s: its own sample is %s", sample, d)
		}
		if ok && (d.Write("三月") != "三月" || d.Write("") != "") {
			t.Errorf("%s: what is no date changed", sample)
		}
	}
}

func TestAYearIsWrittenAsTheSampleIs(t *testing.T) {
	for sample, want := range map[string]string{
		"二〇二六":      "二〇三〇",
		"二○二六年":     "二○三○年",
		"二零二六":      "二零三零",
		"二0二六年":     "二0三0年",
		"２０２６":      "２０３０",
		"26年":       "30年",
		"26 年":      "30 年",
		"二六年":       "三〇年",
		"二 〇 二 六":   "二 〇 三 〇",
		"二　零　二　六年":  "二　零　三　零年",
		"二〇 二六 年":   "二〇 三〇 年",
		"2 0 2 6 年": "2 0 3 0 年",
		"２０２６年":     "２０３０年",
		"二六":        "", // a number
		"2 6年":      "",
		"二十六年":      "",
		"一九九六年":     "",
		" 2026":     "",
		"26":        "", // a number
		"2026":      "",
		"2026年":     "",
		"26年年":      "",
		"二〇二六年一季度":  "",
	} {
		d, ok := numfmt.DayOf(sample)
		if ok != (want != "") {
			t.Errorf("%s: a sample %v", sample, ok)
			continue
		}
		if got := d.Write("2030"); ok && got != want {
			t.Errorf("%s: %s, want %s", sample, got, want)
		}
		if ok && (d.String() != sample || d.Write("待定") != "待定" || d.Write("2026-03-05") != "2026-03-05") {
			t.Errorf("%s: its own sample is %s, %s, %s", sample, d, d.Write("待定"), d.Write("2026-03-05"))
		}
	}
}
