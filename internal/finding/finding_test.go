package finding

import (
	"slices"
	"testing"
)

func TestFindingsComeBySeverityThenInReadingOrderEachOnce(t *testing.T) {
	var l List
	l.Warnf("w", Place{Sheet: "乙", Cell: "A1"}, "", "警告")
	l.Errorf("e", Place{Sheet: "甲", Cell: "B10"}, "", "后")
	l.Errorf("e", Place{Sheet: "甲", Cell: "C9"}, "", "中")
	l.Errorf("e", Place{Sheet: "甲", Cell: "A9:B9"}, "", "前")
	l.Errorf("e", Place{Sheet: "甲", Cell: "C9"}, "", "中")
	l.Errorf("e", Place{Sheet: "乙"}, "", "整张表")
	var got []string
	for _, f := range l.Sorted() {
		got = append(got, f.Place.String()+" "+f.Message)
	}
	want := []string{"乙 整张表", "甲!A9:B9 前", "甲!C9 中", "甲!B10 后", "乙!A1 警告"}
	if !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if !l.HasErrors() || l.Sorted().Count(Error) != 4 || l.Count(Warning) != 1 {
		t.Errorf("counts %d, %d", l.Sorted().Count(Error), l.Count(Warning))
	}
}
