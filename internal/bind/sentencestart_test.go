package bind

import "testing"

func TestASentenceBeginsBehindTheWholeMark(t *testing.T) {
	const text = "一、总体情况。其中：基本支出5万元。\n项目支出3万元"
	for at, want := range map[int]string{len("一、"): "一、总体情况", len("一、总体情况。其中"): "其中：基本支出5万元", len(text): "项目支出3万元"} {
		if got := sentenceAt(text, at); got != want {
			t.Errorf("at %d: %q, want %q", at, got, want)
		}
	}
}
