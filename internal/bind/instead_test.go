package bind_test

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
)

// TestALineThatIsOtherwiseIsToldOnce compares tables that were made with an example: what is called otherwise, has
// other figures or stands elsewhere is one difference, not a line that is gone and one too many.
func TestALineThatIsOtherwiseIsToldOnce(t *testing.T) {
	p := defaultPack(t)
	table := func(lines ...[]any) []byte {
		return book(t, []kind{{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计", "基本支出"}}, nil, func(*budget.Ledger) [][]any { return append(lines, []any{nil, "合计", 60.5, 30.5}) }, ""}}, nil, 2026)
	}
	first, second := []any{"2010101", "行政运行", 20.5, 10.5}, []any{"2010102", "一般行政管理事务", 40.0, 20.0}
	knows := func(string) bool { return false }
	for name, c := range map[string]struct {
		made []byte
		want []string
	}{
		"as it is":             {table(first, second), nil},
		"called otherwise":     {table(first, []any{"2010199", "其他人大事务支出", 40.0, 20.0}), []string{"表!C5  范例是“2010102 一般行政管理事务 40 20”（C5），填好后是“2010199 其他人大事务支出 40 20”"}},
		"of another name":      {table(first, []any{"2010102", "一般管理事务", 41.0, 20.0}), []string{"表!C5  范例是“2010102 一般行政管理事务 40 20”（C5），填好后是“2010102 一般管理事务 41 20”"}},
		"gone":                 {table(first), []string{"表!C5  范例的这一行填好后没有", "表!D5  范例的这一行填好后没有"}},
		"one too many":         {table(first, second, []any{"2010103", "机关服务", 7.0, nil}), []string{"表!C6  填好后多出这个数，范例里没有"}},
		"two of nothing alike": {table(first, []any{"2010103", "机关服务", 7.0, 3.0}), []string{"表!C5  范例的这一行填好后没有", "表!D5  范例的这一行填好后没有", "表!C5  填好后多出这个数，范例里没有", "表!D5  填好后多出这个数，范例里没有"}},
	} {
		proofs, err := bind.Prove(p, table(first, second), c.made, knows)
		must(t, err)
		if got := untold(proofs); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

// TestATextOfACardThatIsOtherwiseIsToldOnce compares the cards of two projects.
func TestATextOfACardThatIsOtherwiseIsToldOnce(t *testing.T) {
	p := defaultPack(t)
	cards := func(cells map[string]string) []byte {
		f := excelize.NewFile()
		for i, sheet := range []string{"甲", "乙"} {
			_, err := f.NewSheet(sheet)
			must(t, err)
			for cell, text := range map[string]string{"A1": "2026年项目支出绩效目标表", "A3": "项目名称", "B3": []string{"甲项目", "乙项目"}[i], "A4": "实施单位", "B4": "某局", "A5": "项目资金", "B5": "12.5", "A6": "总体目标", "B6": "做好工作"} {
				must(t, f.SetCellStr(sheet, cell, text))
			}
			must(t, f.MergeCell(sheet, "A1", "C1"))
		}
		must(t, f.DeleteSheet("Sheet1"))
		for cell, text := range cells {
			must(t, f.SetCellStr("甲", cell, text))
		}
		return saved(t, f)
	}
	for name, c := range map[string]struct {
		cells map[string]string
		want  []string
	}{
		"as it is":       {nil, nil},
		"other words":    {map[string]string{"B6": "完成任务"}, []string{"甲!B6  范例是“做好工作”（B6），填好后是“完成任务”"}},
		"elsewhere":      {map[string]string{"B6": "", "B7": "做好工作"}, []string{"甲!B7  范例的“做好工作”在 B6，填好后在这里"}},
		"another figure": {map[string]string{"B5": "13"}, []string{"甲!B5  范例是“12.5”（B5），填好后是“13”"}},
		"blank":          {map[string]string{"B6": ""}, []string{"甲!B6  范例的这个数没有做出来，填好后是空的"}},
		"one too many":   {map[string]string{"C6": "另写"}, []string{"甲!C6  填好后多出这个数，范例里没有"}},
	} {
		proofs, err := bind.Prove(p, cards(nil), cards(c.cells), func(string) bool { return false })
		must(t, err)
		if got := untold(proofs); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

// untold are the differences that proofs found.
func untold(proofs []bind.Proof) (out []string) {
	for _, p := range proofs {
		for _, e := range new(bind.Result).Untold(p) {
			out = append(out, e.String())
		}
	}
	return out
}
