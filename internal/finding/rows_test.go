package finding_test

import (
	"testing"

	"ysgk/internal/finding"
)

func TestRowsAreNamedInRunsAndOfManyOnlyTheFirst(t *testing.T) {
	for want, rows := range map[string][]int{
		"第 8 行":       {8},
		"第 8-12、15 行": {8, 9, 10, 11, 12, 15},
		"第 1、3、5、7、9、11、13、15 行等": {1, 3, 5, 7, 9, 11, 13, 15, 17},
	} {
		if got := finding.Rows(rows); got != want {
			t.Errorf("%v are %s, want %s", rows, got, want)
		}
	}
}
