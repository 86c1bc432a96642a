package app

import (
	"slices"
	"strings"
	"testing"
)

// TestAsLittleAsCanBeIsLeftOut leaves out the sheets that keep a workbook from being bound: one that does so alone,
// two that do so together, and none where nothing helps.
func TestAsLittleAsCanBeIsLeftOut(t *testing.T) {
	names := strings.Fields("一 二 三 四 五")
	for faulty, want := range map[string]string{"三": "三", "二 五": "二 五", "一 二 三 四 五": "一 二 三 四 五"} {
		var last []string
		found := leaveOut(names, func(without []string) bool {
			for _, s := range strings.Fields(faulty) {
				if !slices.Contains(without, s) {
					return false
				}
			}
			last = without
			return true
		})
		if got := strings.Join(last, " "); !found || got != want {
			t.Errorf("%s: left out %q, %v", faulty, got, found)
		}
	}
	if leaveOut(names, func([]string) bool { return false }) {
		t.Error("what never works was found to work")
	}
}
