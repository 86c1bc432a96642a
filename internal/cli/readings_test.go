package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/fill"
)

func TestHowFormulasAreReadIsShownTheDoubtfulFirst(t *testing.T) {
	var readings []fill.Reading
	for i := range fewReadings + 3 {
		readings = append(readings, fill.Reading{Sheet: "表", Cell: fmt.Sprintf("C%d", i+1), Formula: "SUM(D5:D5)", Words: "从第一条到最后一条"})
	}
	readings = append(readings, fill.Reading{Sheet: "表", Cell: "E9", Formula: "C5-1", Words: "只取第一条", Warn: true, Hint: "要整个清单的，写 =SUM(C5)-1。"})
	var out bytes.Buffer
	f := &face{out: &out}
	f.tellReadings(readings, false)
	want := "公式怎样随清单伸缩：\n  请核对  表!E9 =C5-1：只取第一条\n      怎么办：要整个清单的，写 =SUM(C5)-1。\n  表!C1 =SUM(D5:D5)：从第一条到最后一条\n"
	if text := out.String(); !strings.HasPrefix(text, want) || !strings.HasSuffix(text, "  另有 4 个公式，加 --全部 都列出\n\n") {
		t.Error(text)
	}
	out.Reset()
	f.tellReadings(readings, true)
	if n := strings.Count(out.String(), "SUM(D5:D5)："); n != len(readings)-1 {
		t.Errorf("%d of %d formulas", n, len(readings)-1)
	}
}
