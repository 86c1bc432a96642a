package pack_test

import (
	"strings"
	"testing"

	"ysgk/internal/pack"
)

func TestAQuantityIsSplitAtItsSign(t *testing.T) {
	for text, want := range map[string]string{
		"≥95%":     "≥|95|%",
		"≤ 3.5万元":  "≤|3.5|万元",
		"=1,200人次": "=|1,200|人次",
		"≥同期水平":    "≥|同期水平|",
		"12月底前":    "|12月底前|",
		"100%":     "|100%|",
		"":         "||",
		"＞0":       "＞|0|",
	} {
		var got []string
		for _, part := range []string{"符号", "数", "单位"} {
			d := pack.Derived{Split: "指标值", Part: part}
			got = append(got, d.Of(nil, func(string) string { return text }))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
