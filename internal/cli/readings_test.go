package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
)

func TestHowFormulasAreReadIsShown(t *testing.T) {
	var readings []fill.Reading
	for i := range fewReadings + 3 {
		readings = append(readings, fill.Reading{Sheet: "表", Cell: fmt.Sprintf("C%d", i+1), Formula: "SUM(D5:D5)", Words: "从第一条到最后一条"})
	}
	var out bytes.Buffer
	f := &face{out: &out}
	c := &app.PackReport{Readings: readings, Laid: []string{"表 第 5–7 行：A:B 列是固定的项目，各印一次"}}
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

func TestTheRestOfManyFindingsIsListedWhenAskedFor(t *testing.T) {
	c := &app.PackReport{Tried: true}
	for i := range most + 3 {
		c.Findings.Errorf("rows-apart", finding.At("表", 1, i+1), "", "隔着别的行")
	}
	for _, all := range []bool{false, true} {
		var out bytes.Buffer
		if err := (&face{out: &out}).tell(c, "", "", all); err != errData {
			t.Error(err)
		}
		listed, more := most, true
		if all {
			listed, more = most+3, false
		}
		if n := strings.Count(out.String(), "隔着别的行"); n != listed {
			t.Errorf("%d listed", n)
		}
		if strings.Contains(out.String(), "另有 3 处同类问题 [格式]，这里不再列；改好上面的再核对，或加 --全部 看全部") != more {
			t.Error(out.String())
		}
	}
}

func TestWhatWasTriedIsNotSaidToBeUntried(t *testing.T) {
	for _, tried := range []bool{false, true} {
		var out bytes.Buffer
		c := &app.PackReport{Tried: tried}
		c.Findings.Errorf("rows-apart", finding.Place{}, "", "用“样例数据”试填时：隔着别的行")
		(&face{out: &out}).tell(c, "", "", false)
		if strings.Contains(out.String(), "没有试填") == tried || strings.Contains(out.String(), "试填过了") != tried {
			t.Error(out.String())
		}
	}
}
