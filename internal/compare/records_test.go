package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/compare"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/verify"
)

// ledger makes records of a sheet: texts by field, separated by |, then the
// amounts in 分, in the order of the sheet's amount columns.
func ledger(p *pack.Pack, sheet string, fields []string, lines ...string) *budget.Ledger {
	l := &budget.Ledger{Info: map[string]string{}, Tables: map[string]*budget.Table{}, Codes: p.Codes}
	s := p.Sources()[sheet]
	t := budget.NewTable(sheet, s.Fields, s.Measures)
	for i, line := range lines {
		words := strings.Split(line, "|")
		values := make([]string, len(t.Fields))
		for k, f := range fields {
			values[t.Field(f)] = words[k]
		}
		amounts := make([]budget.Fen, len(t.Measures))
		for k, w := range words[len(fields):] {
			fmt.Sscan(w, &amounts[k])
		}
		t.Append(i+6, values, amounts)
	}
	l.Tables[sheet] = t
	return l
}

func say(changes []compare.Change) (out []string) {
	for _, c := range changes {
		words := string(c.Kind)
		for _, t := range c.Texts {
			words += fmt.Sprintf(" %s %s>%s", t.Field, t.Old, t.New)
		}
		for _, a := range c.Amounts {
			words += fmt.Sprintf(" %s %d>%d", a.Field, a.Old, a.New)
		}
		out = append(out, words)
	}
	return out
}

func TestRecordsArePairedByWhatTheySay(t *testing.T) {
	p := proof.DefaultPack(t)
	items := []string{"单位", "功能科目编码", "项目名称", "备注"}
	projects := []string{"项目名称", "实施单位", "项目概况", "是否公开"}
	economic := []string{"单位性质", "部门经济科目编码", "政府经济科目编码"}
	for name, x := range map[string]struct {
		sheet    string
		fields   []string
		old, new []string
		want     string
	}{
		"another order and other remarks are no change":   {"支出明细", items, []string{"甲|2040601||旧|1", "乙|2040602|||2"}, []string{"乙|2040602|||2", "甲|2040601||新|1"}, ""},
		"the same dimensions with another amount":         {"支出明细", items, []string{"甲|2040601|||1"}, []string{"甲|2040601|||3"}, "修改 金额(元) 1>3"},
		"the same amount in another code":                 {"支出明细", items, []string{"甲|2040601|||1"}, []string{"甲|2040602|||1"}, "修改 功能科目编码 2040601>2040602"},
		"two dimensions make another record":              {"支出明细", items, []string{"甲|2040601|||1"}, []string{"乙|2040602|||1"}, "增加 金额(元) 0>1;删除 金额(元) 1>0"},
		"but for one that follows from the other":         {"支出明细", economic, []string{"行政|30101|50101|1"}, []string{"行政|30201|50201|1"}, "修改 部门经济科目编码 30101>30201"},
		"a code that follows from the unit's kind":        {"支出明细", economic, []string{"行政|30101|50101|1"}, []string{"事业|30101|50501|1"}, ""},
		"a code that does not follow":                     {"支出明细", economic, []string{"行政|30101|50199|1"}, []string{"行政|30101|50101|1"}, "修改 政府经济科目编码 50199>50101"},
		"a dimension and the amount do so too":            {"支出明细", items, []string{"甲|2040601|||1"}, []string{"甲|2040602|||2"}, "增加 金额(元) 0>2;删除 金额(元) 1>0"},
		"equal records count":                             {"支出明细", items, []string{"甲|2040601|||1", "甲|2040601|||1"}, []string{"甲|2040601|||1", "甲|2040601|||1", "甲|2040601|||1"}, "增加 金额(元) 0>1"},
		"an equal record is kept before one that differs": {"支出明细", items, []string{"甲|2040601|||1", "甲|2040601|||2"}, []string{"甲|2040601|||2", "甲|2040601|||5"}, "修改 金额(元) 1>5"},
		"a named record keeps its name through all else":  {"绩效项目", projects, []string{"路灯|甲|旧|是|1|2"}, []string{"路灯|甲|新|否|3|2"}, "修改 项目概况 旧>新 是否公开 是>否 实施期资金总额 1>3"},
		"a named record with a new name":                  {"绩效项目", projects, []string{"路灯|甲|旧|是|1|2"}, []string{"路灯二期|甲|旧|是|1|2"}, "修改 项目名称 路灯>路灯二期"},
	} {
		changes := compare.Records(p, ledger(p, x.sheet, x.fields, x.old...), ledger(p, x.sheet, x.fields, x.new...))
		if got := strings.Join(say(changes), ";"); got != x.want {
			t.Errorf("%s:\n  %s\nwant\n  %s", name, got, x.want)
		}
	}
}

func TestAChangeStandsAtTheCellThatDiffers(t *testing.T) {
	p := proof.DefaultPack(t)
	fields := []string{"项目名称", "实施单位", "项目概况", "是否公开"}
	for want, line := range map[string]string{"绩效项目!C6": "路灯|甲|新|是|1|2", "绩效项目!F6": "路灯|甲|旧|是|1|3"} {
		old, new := ledger(p, "绩效项目", fields, "路灯|甲|旧|是|1|2"), ledger(p, "绩效项目", fields, line)
		for _, l := range []*budget.Ledger{old, new} {
			table := l.Tables["绩效项目"]
			table.SetColumns(map[string]int{"项目名称": 1, "项目概况": 3, table.Measures[0]: 5, table.Measures[1]: 6})
		}
		if got := compare.Records(p, old, new); len(got) != 1 || got[0].New.At.String() != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

func TestCodesAndItemsThatWereAddedOrChangedAreTold(t *testing.T) {
	p := proof.DefaultPack(t)
	old, new := ledger(p, "单位", nil), ledger(p, "单位", nil)
	old.Info["部门名称"], new.Info["部门名称"] = "甲局", "乙局"
	codes := p.Codes["功能科目"].Clone()
	codes.Set(append([]string{"2040699", "别的名称"}, make([]string, len(codes.Columns)-2)...))
	codes.Set(append([]string{"2990199", "新科目"}, make([]string, len(codes.Columns)-2)...))
	new.Codes = map[string]*budget.CodeList{"功能科目": codes}
	got := strings.Join(say(compare.Records(p, old, new)), ";")
	if !strings.Contains(got, "修改 部门名称 甲局>乙局") || !strings.Contains(got, ">别的名称") || !strings.Contains(got, "增加") {
		t.Error(got)
	}
}

func amount(key string, line int, yuan int64) compare.Cell {
	return compare.Cell{Key: key, Line: line, Amount: true, Figure: money.Figure{Yuan: decimal.NewFromInt(yuan), Unit: money.Wan}}
}

func text(key string, line int, s string) compare.Cell {
	return compare.Cell{Key: key, Line: line, Text: s}
}

func TestRowsThatAreGoneStandWhereTheyStood(t *testing.T) {
	before := []compare.Table{{Form: "表", Cells: []compare.Cell{text("名称 甲", 1, "甲"), amount("甲", 1, 1), text("名称 乙", 1, "乙"), amount("乙", 1, 2), amount("丙", 1, 3)}}}
	after := []compare.Table{{Form: "表", Cells: []compare.Cell{amount("甲", 1, 5), amount("丙", 1, 4), text("注", 9, "注")}}}
	var got []string
	for _, c := range compare.Tables(before, after)[0].Cells {
		got = append(got, fmt.Sprintf("%s%s %s", c.Cell().Key, c.Gone(), c.Difference().Shift(4)))
	}
	if want := "甲 4,乙（旧） -2,丙 1,注 0"; strings.Join(got, ",") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestTailsOfTypedAmountsAreNoDifference(t *testing.T) {
	exact := []compare.Table{{Form: "表", Cells: []compare.Cell{amount("甲", 1, 123449)}}}
	typed := []compare.Table{{Form: "表", Rounded: true, Cells: []compare.Cell{amount("甲", 1, 123400)}}}
	if got := compare.Tables(exact, typed); len(got) != 0 {
		t.Errorf("half a unit of the last decimal: %+v", got)
	}
	typed[0].Cells[0].Yuan = decimal.NewFromInt(123300)
	if got := compare.Tables(exact, typed); len(got) != 1 {
		t.Errorf("more than that: %+v", got)
	}
	exact[0].Rounded = true
	typed[0].Cells[0].Yuan = decimal.NewFromInt(123448)
	if got := compare.Tables(exact, typed); len(got) != 1 {
		t.Errorf("two typed tables: %+v", got)
	}
}

func TestSharesOfNothingAreNotMade(t *testing.T) {
	if s, ok := compare.Share(decimal.NewFromInt(8), decimal.NewFromInt(7), 6); !ok || s.String() != "-0.125" {
		t.Errorf("%s %t", s, ok)
	}
	if _, ok := compare.Share(decimal.Zero, decimal.NewFromInt(7), 6); ok {
		t.Error("a share of 0")
	}
}

func TestSharesAreRoundedOnceHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		before, after int64
		want          string
	}{
		{2000000, 7417899, "2.7089"}, // 270.89495 %, which 6 decimals make 270.895
		{2000000, 7417900, "2.709"},  // 270.895 % exactly
		{-2000000, -7417900, "2.709"},
		{7417900, 7417900 - 20095, "-0.0027"},
		{8000000, 8000400, "0.0001"}, // 0.005 %
		{8000000, 7999600, "-0.0001"},
	} {
		if got, _ := compare.Share(decimal.NewFromInt(c.before), decimal.NewFromInt(c.after), 4); got.String() != c.want {
			t.Errorf("from %d to %d: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

func TestOnlyTextsThatChangedOrStandAloneAreDifferences(t *testing.T) {
	table := func(cells ...compare.Cell) []compare.Table { return []compare.Table{{Form: "表", Cells: cells}} }
	for name, c := range map[string]struct {
		before, after []compare.Table
		want          int
	}{
		"the same text":                         {table(text("注", 9, "注")), table(text("注", 9, "注")), 0},
		"another text":                          {table(text("注", 9, "注")), table(text("注", 9, "说明")), 1},
		"a text that came by itself":            {table(amount("甲", 1, 1)), table(amount("甲", 1, 1), text("注", 9, "注")), 1},
		"the label of a line that came":         {table(amount("甲", 1, 1)), table(amount("甲", 1, 1), text("名称 乙", 2, "乙"), amount("乙", 2, 1)), 1},
		"a text in the place of an amount":      {table(amount("甲", 1, 0)), table(compare.Cell{Key: "甲", Line: 1, Amount: true, Text: "—"}), 1},
		"the same text in place of the amounts": {table(compare.Cell{Key: "甲", Amount: true, Text: "—"}), table(compare.Cell{Key: "甲", Amount: true, Text: "—"}), 0},
	} {
		got := 0
		for _, x := range compare.Tables(c.before, c.after) {
			got += len(x.Cells)
		}
		if got != c.want {
			t.Errorf("%s: %d differences, want %d", name, got, c.want)
		}
	}
}

func TestACellIsNamedByItsRowAndItsColumn(t *testing.T) {
	for _, c := range []struct{ row, column, want string }{
		{"行政运行", "合计", "行政运行 合计"}, {"合计", "合计", "合计"}, {"", "合计", "合计"}, {"收入合计", "合计", "收入合计"}, {"行政运行", "", "行政运行"},
	} {
		if got := (&compare.Cell{Row: c.row, Column: c.column}).Words(); got != c.want {
			t.Errorf("%q in %q is %q", c.row, c.column, got)
		}
	}
}

func TestAChangeStandsAtItsAmountOrAtItsFirstColumn(t *testing.T) {
	p := proof.DefaultPack(t)
	with := func(sheet string, row int, columns ...string) *budget.Ledger {
		l := ledger(p, sheet, nil)
		x := l.Tables[sheet]
		at := map[string]int{}
		for i, c := range columns {
			at[c] = i + 2
		}
		x.SetColumns(at)
		x.Append(row, append([]string{"甲"}, make([]string, len(x.Fields)-1)...), make([]budget.Fen, len(x.Measures)))
		return l
	}
	for want, l := range map[string]*budget.Ledger{
		"支出明细!C7": with("支出明细", 7, "单位", "金额(元)"),
		"支出明细!B7": with("支出明细", 7, "单位"),
		"支出明细":    with("支出明细", 0, "单位", "金额(元)"),
		"单位!B8":   with("单位", 8, "单位名称"),
	} {
		sheet, _, _ := strings.Cut(want, "!")
		if got := compare.Records(p, ledger(p, sheet, nil), l); len(got) != 1 || got[0].New.At.String() != want {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// Rows that repeat as blocks are not read back: that nothing of them changed is not known, and that is said.
func TestWhatIsNotComparedIsSaid(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, blocks := range []bool{true, false} {
		d, err := compare.Sides(p, &compare.Side{File: "旧.xlsx", Found: []verify.Table{{Form: "绩效", Sheet: "绩效"}}}, &compare.Side{File: "新.xlsx", Found: []verify.Table{{Form: "绩效", Sheet: "绩效", Blocks: blocks}}})
		if err != nil {
			t.Fatal(err)
		}
		if said := d.Left() == "没有比较：绩效里成块重复的各行，请自己看一下"; said != blocks {
			t.Errorf("%v: %q", blocks, d.Left())
		}
	}
}
