package finding_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/finding"
)

// folded are findings of one column, as messages with their cells.
func folded(messages ...string) string {
	var l finding.List
	for i, m := range messages {
		l.Errorf("ref-unknown", finding.At("支出明细", 1, 6+i), "从下拉列表选。", "%s", m)
	}
	var b strings.Builder
	for _, f := range l.Folded() {
		fmt.Fprintf(&b, "%s %s\n", strings.Join(f.Cells(), " "), f.Message)
	}
	return b.String()
}

func TestFindingsOfOneCauseAreOneWithAllRows(t *testing.T) {
	if got, want := folded("没有「甲」", "没有「乙」", "没有「甲」", "没有「甲」"), "A6 A8 A9 没有「甲」（一共 3 处：第 6、8-9 行）\nA7 没有「乙」\n"; got != want {
		t.Error(got)
	}
	if got, want := folded("没有「甲」", "没有「甲」"), "A6 没有「甲」\nA7 没有「甲」\n"; got != want {
		t.Error(got)
	}
}

func TestAColumnThatIsWrongThroughoutIsOneFinding(t *testing.T) {
	var many []string
	for i := range 12 {
		many = append(many, fmt.Sprintf("「%d」多于两位小数", i))
	}
	if got := folded(many...); strings.Count(got, "\n") != 1 || !strings.Contains(got, "「0」多于两位小数（这样的一共 12 处：第 6-17 行）") {
		t.Error(got)
	}
	// two names that many rows share are two things to mend
	if got := folded(strings.Split(strings.Repeat("没有「甲」,没有「乙」,", 6), ",")[:12]...); strings.Count(got, "\n") != 2 {
		t.Error(got)
	}
}
