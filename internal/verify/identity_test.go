package verify

import (
	"testing"
)

// What tables print of the department is one thing, the unit of their amounts another.
func TestOnlyTheUnitOfMoneyIsAskedAboutTheUnitOfMoney(t *testing.T) {
	for name, want := range map[string]string{"金额单位": "F05", "主管单位": "F01", "单位名称": "F01", "部门名称": "F01"} {
		v := &verifier{}
		for i, text := range []string{"甲", "甲", "乙"} {
			s := &sheet{number: i}
			v.tables = append(v.tables, &table{form: &form{name: "表"}, sheet: s, says: map[string]said{name: {text, &cell{sheet: s, col: 1, row: 3}}}})
		}
		v.identity()
		if len(v.out) != 1 || v.out[0].Code != want {
			t.Errorf("%s: %v", name, v.out)
		}
	}
}

func TestOneNameOfTwoIsTakenForTheOther(t *testing.T) {
	for names, want := range map[[2]string]bool{
		{"阳泉市法律援助中心", "阳泉市法律援助处"}: true,
		{"阳泉市中学", "阳泉市小学"}:        false,
		{"第一中学", "第二中学"}:          false,
		{"城东小学", "城西小学"}:          false,
	} {
		if mistyped(names[0], names[1]) != want {
			t.Errorf("%v: %v", names, !want)
		}
	}
}
