package sample_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/proof"
	"ysgk/internal/sample"
)

func TestThereIsADepartmentOfEachKind(t *testing.T) {
	p := proof.DefaultPack(t)
	cases := sample.Cases(p)
	find := func(name string) sample.Case {
		i := slices.IndexFunc(cases, func(c sample.Case) bool { return strings.HasPrefix(c.Name, name) })
		if i < 0 {
			t.Fatalf("no %s", name)
		}
		return cases[i]
	}
	if n := find("空的录入").Ledger.Tables["支出明细"].Len(); n != 0 {
		t.Errorf("the empty department has %d line items", n)
	}
	if n := find("只有一条明细").Ledger.Tables["支出明细"].Len(); n != 1 {
		t.Errorf("a single line item is %d", n)
	}
	for field, values := range map[string][]string{
		"资金来源": {"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"},
		"单位性质": {"行政", "参公", "事业"},
		"资金年度": {"本年", "上年结转"},
	} {
		for _, value := range values {
			items := find("只有“" + value + "”").Ledger.Tables["支出明细"]
			if items.Len() == 0 {
				t.Errorf("nobody has %s", value)
			}
			for i := range items.Len() {
				if got := items.Value(i, field); got != value {
					t.Errorf("only %s: line item %d is %s", value, i, got)
				}
			}
		}
	}
	without := find("视图 三公经费 没有数").Ledger.Tables["支出明细"]
	for i := range without.Len() {
		if slices.Contains([]string{"30212", "30217", "30231"}, without.Value(i, "部门经济科目编码")) && without.Value(i, "资金来源") != "单位资金" && without.Value(i, "资金来源") != "财政专户管理资金" {
			t.Errorf("a department without 三公经费 has %s", without.Value(i, "部门经济科目编码"))
		}
	}
	if without.Len() == 0 {
		t.Error("a department without 三公经费 has nothing at all")
	}
	large := find("明细很多").Ledger.Tables["支出明细"]
	if large.Len() < 1000 || large.Amounts(0)[0] < 100_000_000 {
		t.Errorf("the large department: %d line items of %d", large.Len(), large.Amounts(0)[0])
	}
	if zero := find("金额都是零").Ledger.Tables["支出明细"]; zero.Len() == 0 || zero.Amounts(0)[0] != 0 {
		t.Error("amounts of zero")
	}
}
