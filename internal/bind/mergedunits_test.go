package bind_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// mergesOf are the merged cells of a sheet.
func mergesOf(t *testing.T, content []byte, sheet string) (out []string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer f.Close()
	merged, err := f.GetMergeCells(sheet)
	must(t, err)
	for _, m := range merged {
		out = append(out, m.GetStartAxis()+":"+m.GetEndAxis())
	}
	slices.Sort(out)
	return out
}

// TestAUnitIsMergedOverItsLinesAndTheirSum binds lines by 项 beside the name of their unit, which is merged over
// them and over the 小计 that closes them; the form has one such group with samples.
func TestAUnitIsMergedOverItsLinesAndTheirSum(t *testing.T) {
	table := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		merges := []string{"A1:F1", "A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:F4", "A5:C5"}
		rows := [][]any{{"部门支出总体情况表"}, {nil, nil, nil, nil, nil, "单位：元"}, {"预算单位", "功能分类科目", nil, "合计", "基本支出", "项目支出"}, {nil, "科目编码", "科目名称"}, {"总　　计"}}
		figures := func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} }
		if l == nil {
			rows = append(rows, []any{"××单位", 2010301, "行政运行"}, []any{nil, 2080505, "机关事业单位基本养老保险缴费支出"}, []any{nil, nil, "……"}, []any{nil}, []any{nil, "单位小计"})
			for row := 5; row <= 10; row++ {
				if row > 5 {
					rows[row-1] = append(rows[row-1], make([]any, 6-len(rows[row-1]))...)
				}
			}
			merges = append(merges, "A6:A10", "B10:C10")
		} else {
			rows[4] = append([]any{"总　　计", nil, nil}, figures(nil)...)
			for _, u := range keysOf(l, nil, "单位") {
				from, of := len(rows)+1, ask{"单位": u[0]}
				codes := keysOf(l, of, "功能科目编码")
				slices.SortFunc(codes, slices.Compare)
				for _, c := range codes {
					n, _ := strconv.Atoi(c[0])
					rows = append(rows, append([]any{nil, n, l.Codes["功能科目"].NameOf(c[0])}, figures(ask{"单位": u[0], "功能科目编码": c[0]})...))
				}
				rows = append(rows, append([]any{nil, "单位小计", nil}, figures(of)...))
				rows[from-1][0] = u[0]
				merges = append(merges, fmt.Sprintf("A%d:A%d", from, len(rows)), fmt.Sprintf("B%d:C%d", len(rows), len(rows)))
			}
		}
		addSheet(t, f, "表3", merges, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: table(nil), Example: table(last), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	out := filled(t, loaded(t, made), next)
	if got, want := textsOf(t, out), textsOf(t, table(next)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q; left: %v", got, want, told(made))
	}
	if got, want := mergesOf(t, out, "表3"), mergesOf(t, table(next), "表3"); !slices.Equal(got, want) {
		t.Errorf("merged %v, want %v", got, want)
	}
	// by words alone
	none := sample.Nothing(p)
	made, err = bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: table(nil), Ledger: none, Views: tables.Views(p, none)})
	must(t, err)
	if got, want := mergesOf(t, filled(t, loaded(t, made), next), "表3"), mergesOf(t, table(next), "表3"); !slices.Equal(got, want) {
		t.Errorf("without an example, merged %v, want %v; left: %v", got, want, told(made))
	}
}
