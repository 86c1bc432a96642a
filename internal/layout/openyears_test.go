package layout_test

import (
	"testing"

	"ysgk/internal/layout"
)

func TestYearsThatATextLeavesOpenAreSeen(t *testing.T) {
	for text, open := range map[string]bool{
		"20XX年部门预算": true, "____年收支总表": true, "    年部门预算公开表": true, "截至  年底": false, "    年  月  日": false,
		"本  年  收  入  合  计": false, "上　　年　　结　　转": false, "2026年部门预算": false,
	} {
		if got := layout.LeavesYear(text); got != open {
			t.Errorf("%s: %v", text, got)
		}
	}
}
