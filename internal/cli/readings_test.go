package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/fill"
)

func TestHowFormulasAreReadIsShown(t *testing.T) {
	var readings []fill.Reading
	for i := range fewReadings + 3 {
		readings = append(readings, fill.Reading{Sheet: "表", Cell: fmt.Sprintf("C%d", i+1), Formula: "SUM(D5:D5)", Words: "从第一条到最后一条"})
	}
	var out bytes.Buffer
	f := &face{out: &out}
	c := &checked{readings: readings, laid: []string{"表 第 5–7 行：A:B 列是固定的项目，各印一次"}}
	f.tellReadings(c, false)
	want := "左右并列和成块的部分怎样理解：\n  表 第 5–7 行：A:B 列是固定的项目，各印一次\n\n公式怎样随清单伸缩：\n  表!C1 =SUM(D5:D5)：从第一条到最后一条\n"
	if text := out.String(); !strings.HasPrefix(text, want) || !strings.HasSuffix(text, "  另有 3 个公式，加 --全部 都列出\n\n") {
		t.Error(text)
	}
	out.Reset()
	f.tellReadings(c, true)
	if n := strings.Count(out.String(), "SUM(D5:D5)："); n != len(readings) {
		t.Errorf("%d of %d formulas", n, len(readings))
	}
}
