package a1

import "testing"

func TestNamesAndCoordinatesAreTheSameThing(t *testing.T) {
	for name, at := range map[string][2]int{"A1": {1, 1}, "H17": {8, 17}, "Z9": {26, 9}, "AA10": {27, 10}, "XFD1048576": {16384, 1048576}} {
		col, row, ok := Parse(name)
		if !ok || col != at[0] || row != at[1] || Name(at[0], at[1]) != name {
			t.Errorf("%s is %d, %d, %v; %v is %s", name, col, row, ok, at, Name(at[0], at[1]))
		}
	}
	for _, bad := range []string{"", "A", "1", "A0", "A01", "A+1", "XFE1", "AAAA1", "A1048577", "$A$1", "A1:B2", "甲1"} {
		if col, row, ok := Parse(bad); ok {
			t.Errorf("%q is %d, %d", bad, col, row)
		}
	}
}

func TestRangesReadAndWriteAlike(t *testing.T) {
	for _, s := range []string{"A1", "A2:B9", "C3:C7"} {
		if r, ok := ParseRange(s); !ok || r.String() != s {
			t.Errorf("%s came back as %s", s, r)
		}
	}
	for _, bad := range []string{"B2:A1", "A:B", "1:2", "A1:"} {
		if r, ok := ParseRange(bad); ok {
			t.Errorf("%s is %s", bad, r)
		}
	}
}

func TestSheetNamesAreQuotedWhereFormulasNeedIt(t *testing.T) {
	for name, want := range map[string]string{
		"表三": "表三", "Sheet1": "'Sheet1'", "预算 表": "'预算 表'", "It's": "'It''s'", "1月": "'1月'", "AB12": "'AB12'", "R": "'R'", "Total": "Total", "运维（一期）": "'运维（一期）'", "《办法》": "'《办法》'", "㎡": "'㎡'",
	} {
		if got := QuoteSheet(name); got != want {
			t.Errorf("%s is written %s, want %s", name, got, want)
		}
	}
}
