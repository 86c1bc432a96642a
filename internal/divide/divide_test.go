package divide_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/divide"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
)

// sample is the sample department: its pack and its ledger.
func sample(t *testing.T) (*pack.Pack, *budget.Ledger) {
	t.Helper()
	p, err := packfile.DefaultTables()
	if err != nil {
		t.Fatal(err)
	}
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	return p, l
}

func TestEachRecordBelongsToOneUnitAndNothingIsLost(t *testing.T) {
	p, l := sample(t)
	d, found, err := divide.By(p, l)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	for name, table := range l.Tables {
		var rows []int
		var sum, want budget.Fen
		for m := range table.Measures {
			for _, fen := range table.Amounts(m) {
				want += fen
			}
		}
		for _, unit := range d.Units {
			part := d.Ledger(unit).Tables[name]
			for i := range part.Len() {
				rows = append(rows, part.Row(i))
			}
			for m := range part.Measures {
				for _, fen := range part.Amounts(m) {
					sum += fen
				}
			}
		}
		slices.Sort(rows)
		if len(rows) != table.Len() || len(slices.Compact(rows)) != table.Len() || sum != want {
			t.Errorf("%s: the units have %d records and %d 分, the department %d and %d", name, len(rows), sum, table.Len(), want)
		}
	}
	part := d.Ledger("阳泉市法律援助中心")
	if part.Info["部门名称"] != "阳泉市法律援助中心" || part.Info["部门代码"] != "" || part.Info["预算年度"] != "2026" || part.Info["绩效目标表抬头"] == "" {
		t.Errorf("the unit's items are %v", part.Info)
	}
}

// told are the findings as one text.
func told(found finding.List) string {
	var out []string
	for _, f := range found {
		out = append(out, f.Severity.String()+" "+f.Place.String()+" "+f.Message)
	}
	return strings.Join(out, "\n")
}

func TestWhatBelongsToNoUnitIsSaidAndNotShared(t *testing.T) {
	p, l := sample(t)
	l.Info["三公经费增减原因"], l.Info["机关运行经费增减原因"] = "压减", ""
	income := l.Tables["收入明细"]
	values := make([]string, len(income.Fields))
	values[income.Field("预算类别")] = "政府性基金预算"
	income.Append(6, values, []budget.Fen{100})
	_, found, err := divide.By(p, l)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"错误 收入明细!A6 第 6 行没有写单位，不知道是哪个单位的，各单位的表加不到部门的数",
		"三公经费增减原因是整个部门的，各单位的表里空着",
	} {
		if !strings.Contains(told(found), want) {
			t.Errorf("nothing says %q:\n%s", want, told(found))
		}
	}
}

func TestAUnitsRecordThatIsMissingIsFoundAtTheCells(t *testing.T) {
	p, l := sample(t)
	d, _, err := divide.By(p, l)
	if err != nil {
		t.Fatal(err)
	}
	whole, _, err := tables.Trace(p, l)
	if err != nil {
		t.Fatal(err)
	}
	sums := func(change func(*budget.Ledger)) string {
		var parts []divide.Part
		for _, unit := range d.Units {
			part := d.Ledger(unit)
			if unit == "阳泉市法律援助中心" {
				change(part)
			}
			book, found, err := tables.Trace(p, part)
			if err != nil || book == nil {
				t.Fatal(found, err)
			}
			parts = append(parts, divide.Part{Unit: unit, Book: book})
		}
		return told(divide.Sums(whole, parts))
	}
	if found := sums(func(*budget.Ledger) {}); found != "" {
		t.Errorf("found without reason:\n%s", found)
	}
	lacking := sums(func(l *budget.Ledger) {
		items := l.Tables["支出明细"]
		l.Tables["支出明细"] = items.Part(func(i int) bool { return items.Row(i) != 89 }) // 84000.00 元
	})
	for _, want := range []string{"部门的公开表 的 表三!E6 各单位的表相加是 4166900 元，部门的表是 4250900 元", "部门的公开表 的 表十二!", "法律援助业务经费"} {
		if !strings.Contains(lacking, want) {
			t.Errorf("nothing says %q:\n%s", want, lacking)
		}
	}
	strange := sums(func(l *budget.Ledger) {
		items := l.Tables["支出明细"]
		values := make([]string, len(items.Fields))
		for f := range values {
			values[f] = items.Text(0, f)
		}
		values[items.Field("单位")], values[items.Field("功能科目编码")] = "阳泉市法律援助中心", "2050801"
		part := items.Part(func(int) bool { return true })
		part.Append(99, values, []budget.Fen{700})
		l.Tables["支出明细"] = part
	})
	if want := "阳泉市法律援助中心的公开表 的 表三!"; !strings.Contains(strange, want) || !strings.Contains(strange, "部门的表里没有这一格") {
		t.Errorf("nothing says %q:\n%s", want, strange)
	}
}
