package roll_test

import (
	"testing"

	"ysgk/internal/proof"
	"ysgk/internal/roll"
)

func TestProjectsWithoutARowGetOneWithTheirTotals(t *testing.T) {
	p := proof.DefaultPack(t)
	l := draft(t, p, sample)
	s := roll.Supply(p, l)
	projects := s.More.Tables["绩效项目"]
	if projects.Len() != 5 || s.Len() != 5 || s.Sheets[0] != "绩效项目" {
		t.Fatalf("%d projects, want the 5 of 15 that have no row: %v", projects.Len(), s.Sheets)
	}
	for i := range projects.Len() {
		if projects.Value(i, "项目名称") != "援疆干部工作经费" {
			continue
		}
		for _, name := range []string{"年度资金总额", "年度市县区", "实施期资金总额", "实施期市县区"} {
			if got := projects.Amounts(projects.Measure(name))[i]; got != 78000_00 {
				t.Errorf("%s is %v", name, got)
			}
		}
		if got := projects.Amounts(projects.Measure("年度单位自筹"))[i]; got != 0 || projects.Value(i, "实施单位") != "阳泉市强制隔离戒毒所" {
			t.Errorf("年度单位自筹 %v, %s", got, projects.Value(i, "实施单位"))
		}
		return
	}
	t.Error("援疆干部工作经费 is not among them")
}

// TestAProjectWithoutMoneyNeedsNoRow takes this year's money from a project without a row: it has last year's alone.
func TestAProjectWithoutMoneyNeedsNoRow(t *testing.T) {
	p := proof.DefaultPack(t)
	l := draft(t, p, sample)
	items := l.Tables["支出明细"]
	for i := range items.Len() {
		if items.Value(i, "项目名称") == "援疆干部工作经费" {
			items.Amounts(0)[i] = 0
		}
	}
	if s := roll.Supply(p, l); s.Len() != 4 {
		t.Errorf("%d projects, want 4", s.Len())
	}
}

func TestIndicatorsOfTheWholePeriodBecomeThoseOfTheYear(t *testing.T) {
	p := proof.DefaultPack(t)
	l := draft(t, p, sample)
	s := roll.Copies(p, l)
	indicators, of := s.More.Tables["绩效指标"], 0
	have := l.Tables["绩效指标"]
	for i := range have.Len() {
		if have.Value(i, "项目名称") == "法律援助业务经费" {
			of++
		}
	}
	if indicators.Len() != of || of == 0 {
		t.Fatalf("%d indicators, want the %d of the one project that has none of the year", indicators.Len(), of)
	}
	for i := range indicators.Len() {
		if indicators.Value(i, "项目名称") != "法律援助业务经费" || indicators.Value(i, "目标期") != "年度" || indicators.Value(i, "三级指标") == "" {
			t.Errorf("record %d: %s %s %s", i, indicators.Value(i, "项目名称"), indicators.Value(i, "目标期"), indicators.Value(i, "三级指标"))
		}
	}
}
