package prose

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/finding"
)

// TestATableThatIsWrongThroughoutIsToldSo has more lines that do not add up than are told
// one by one: that there are more is told, they do not go unseen.
func TestATableThatIsWrongThroughoutIsToldSo(t *testing.T) {
	b := newBench(t)
	var rows strings.Builder
	lines, wrong := 0, 0
	for _, e := range b.pack.Codes["功能科目"].Entries() {
		if len(e.Code) != 7 || lines == 4*(mostBreaches+20) {
			continue
		}
		whole := 30
		if lines++; lines%4 == 0 {
			whole, wrong = 35, wrong+1
		}
		fmt.Fprintf(&rows, "| %s | %s | %d.00 | 10.00 | 20.00 |\n", e.Code, e.Name, whole)
	}
	text := "= 东湖区水务局2026年部门预算公开\n# 第二部分 部门预算表\n表1 部门支出总表\n单位：万元\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n" + rows.String()
	told, more := 0, ""
	for _, x := range b.judge(t, b.written(t, text), false) {
		switch {
		case x.Code != disagree.id:
		case x.Severity == finding.Error && x.Place == finding.Place{}:
			more = x.Message
		default:
			told++
		}
	}
	if want := fmt.Sprintf("另有 %d 处", wrong-mostBreaches); told != mostBreaches || !strings.Contains(more, want) {
		t.Errorf("%d of %d are told, and: %s; want %s", told, wrong, more, want)
	}
}
