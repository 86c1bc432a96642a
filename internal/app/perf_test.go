package app_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/proof"
)

// sampleInput is the real department's input workbook.
const sampleInput = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// filledSample is the output of the sample, made as a user makes it.
func filledSample(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "公开表.xlsx")
	result, findings, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: sampleInput, Output: out, Now: time.Unix(0, 0)})
	if err != nil || result == nil {
		t.Fatal(err, findings)
	}
	return out
}

// indicator is a line of a form's indicator grid.
type indicator struct{ First, Second, Third, Value string }

func TestTheTenPerformanceFormsPrintAsPublished(t *testing.T) {
	book := proof.Stored(t, filledSample(t))[0]
	projects := csvRows(t, "perf_projects.csv")
	if len(book.Sheets) != 13+len(projects) {
		t.Fatalf("%d sheets, want the thirteen tables and %d forms", len(book.Sheets), len(projects))
	}
	indicators := csvRows(t, "perf_indicators.csv")
	for i, p := range projects {
		s := &book.Sheets[13+i]
		name := p["项目名称"]
		if s.Name != name && s.Name != name+"(2)" {
			t.Errorf("form %d is on the sheet %s, want %s", i+1, s.Name, name)
		}
		for cell, want := range map[string]string{
			"A1": "项目支出绩效目标表", "A2": "（2026年度）", "B3": name, "B4": p["主管部门及代码"], "F4": p["实施单位"],
			"B5": p["项目属性"], "F5": p["项目期"],
		} {
			if got := s.Cells[cell].Value; got != want {
				t.Errorf("%s!%s is 「%s」, published 「%s」", s.Name, cell, got, want)
			}
		}
		for k, part := range []string{"资金总额", "中央", "省级", "市县区", "单位自筹", "其他"} {
			sameMoney(t, s, a1.Name(4, 6+k), p["实施期"+part])
			sameMoney(t, s, a1.Name(7, 6+k), p["年度"+part])
		}
		for period, cols := range map[string][2]int{"实施期": {2, 3}, "年度": {5, 6}} {
			var want []indicator
			for _, r := range indicators {
				if r["项目名称"] == name && r["实施单位"] == p["实施单位"] && r["目标期"] == period && r["三级指标"] != "" {
					want = append(want, indicator{r["一级指标"], r["二级指标"], r["三级指标"], r["指标值"]})
				}
			}
			if d := cmp.Diff(want, block(t, s, cols[0], cols[1])); d != "" {
				t.Errorf("%s, %s: %s", s.Name, period, d)
			}
		}
		outlineStands(t, s)
	}
}

func sameMoney(t *testing.T, s *proof.Sheet, cell, want string) {
	t.Helper()
	got := s.Cells[cell]
	if want == "" && got.Value == "" {
		return
	}
	if got.Type != "n" || got.Value == "" || want == "" || !decimal.RequireFromString(got.Value).Equal(decimal.RequireFromString(want)) {
		t.Errorf("%s!%s is 「%s」, published 「%s」", s.Name, cell, got.Value, want)
	}
}

// gridTop is the first row of a form's indicators.
const gridTop = 21

// block reads the indicators of one period: names and values from their
// columns, 一级 and 二级 from the merged cells above or beside.
func block(t *testing.T, s *proof.Sheet, second, third int) (out []indicator) {
	t.Helper()
	for r := gridTop; !strings.HasPrefix(s.Cells[a1.Name(1, r)].Value, "负责人"); r++ {
		if r > s.MaxRow {
			t.Fatalf("%s has no signature row", s.Name)
		}
		if name := s.Cells[a1.Name(third, r)].Value; name != "" {
			out = append(out, indicator{owner(s, 1, r), owner(s, second, r), name, s.Cells[a1.Name(third+1, r)].Value})
		}
	}
	return out
}

// owner is the text of a cell, or of the merged cell that covers it.
func owner(s *proof.Sheet, col, row int) string {
	for _, m := range s.Merges {
		if r, _ := a1.ParseRange(m); r.Has(col, row) {
			col, row = r.Col1, r.Row1
		}
	}
	return s.Cells[a1.Name(col, row)].Value
}

// outlineStands makes sure that each 二级 stands once, in both blocks, in order.
func outlineStands(t *testing.T, s *proof.Sheet) {
	t.Helper()
	want := "产出指标 数量指标 质量指标 时效指标 成本指标 效益指标 经济效益 社会效益 生态效益 可持续影响 满意度指标 服务对象满意度"
	for _, col := range []int{2, 5} {
		var got []string
		for r := gridTop; !strings.HasPrefix(s.Cells[a1.Name(1, r)].Value, "负责人"); r++ {
			for _, c := range []int{1, col} {
				if v := s.Cells[a1.Name(c, r)].Value; v != "" {
					got = append(got, v)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s column %d reads %s", s.Name, col, fmt.Sprint(got))
		}
	}
}
